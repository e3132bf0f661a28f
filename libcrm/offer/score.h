/* score.h - the rules that give leads their points, as the configuration has them (kind scoring).
 * Internal. In a transaction. */
#ifndef CRM_OFFER_SCORE_H
#define CRM_OFFER_SCORE_H

#include "../ask/cond.h"

/* Strings live in the arena of the handle. reason: the title, else the conditions in one line. */
struct score_rule { int64_t points; const char *conditions, *reason; };
struct score_rules { struct score_rule *v; size_t n; };

/* The rules by position. */
enum crm_status score_load(struct crm *c, struct score_rules *out, struct crm_error *e);
/* Append the SQL that all conditions of a rule hold for the offer called alias; without any it
 * always holds. CRM_CONFIG when one cannot be asked: a field that is no longer there, the score
 * itself. Parameters are numbered on from b->n; what was appended before a failure is taken
 * back. */
enum crm_status score_sql(struct crm *c, const struct score_rule *r, const char *alias,
                          struct strbuf *sql, struct binds *b, struct crm_error *e);

#endif
