/* cond.h - operands `FIELD OP VALUE`: conditions to WHERE, assignments to their parts. Internal. */
#ifndef CRM_ASK_COND_H
#define CRM_ASK_COND_H

#include "../store/context.h"
#include "binds.h"

enum op { OP_EQ, OP_NE, OP_HAS /* ~ */, OP_ADD /* += */, OP_DEL /* -= */, OP_FILE /* @= */ };

/* Splits `FIELD OP VALUE`: FIELD is [a-z][a-z0-9_]* with dots; the operator follows at once. False
 * when it is a word. Needs no database. */
struct operand { const char *field; size_t nfield; enum op op; const char *value; size_t nvalue; };
bool operand_split(const char *s, struct operand *o);

/* Append the condition's SQL (parameters numbered on from binds->n) over alias. `=`, one of, `!=`
 * (IS DISTINCT FROM), ranges, periods, `~`, set fields, dotted references (semi-joins), F_DAYSAGO
 * fields turned round, enums and days as literals. CRM_USAGE for unknown field, word, user, stage,
 * period (names the nearest) and for operators a field doesn't take; CRM_NO for a reference that
 * doesn't exist. */
enum crm_status cond_sql(struct crm *c, const struct crm_kind *k, const char *alias,
                         const char *operand, struct strbuf *sql, struct binds *b,
                         struct crm_error *e);
/* A bare word: contained in one of the kind's F_WORD fields. */
enum crm_status cond_word(struct crm *c, const struct crm_kind *k, const char *alias,
                          const char *word, struct strbuf *sql, struct binds *b,
                          struct crm_error *e);

#endif
