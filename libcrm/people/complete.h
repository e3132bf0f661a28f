/* complete.h - how much of what should be known of a contact or company is: weights of fields, out
 * of the configuration or ready-made. Internal. */
#ifndef CRM_PEOPLE_COMPLETE_H
#define CRM_PEOPLE_COMPLETE_H

#include "../ask/field_ask.h"
#include "../store/context.h"
#include "../store/table.h"

#define COMPLETE_WEIGHT_MAX 1000

/* The weights of a kind that the configuration says nothing of; ends with kind 0. */
struct complete_weight { int kind; const char *field; int weight; };
extern const struct complete_weight complete_ready[];

/* Fields of contacts and companies whose SQL is built at run time, over the row under alias. */
void eval_contact_complete(struct crm *c, const char *alias, struct strbuf *sql);
void eval_contact_missing(struct crm *c, const char *alias, struct strbuf *sql);
void eval_company_complete(struct crm *c, const char *alias, struct strbuf *sql);
void eval_company_missing(struct crm *c, const char *alias, struct strbuf *sql);
void eval_next_birthday(struct crm *c, const char *alias, struct strbuf *sql); /* birthday.c */

/* Whether records of the kind have `complete`: contacts and companies. */
bool complete_kind(const struct crm_kind *k);
/* Whether a field may have a weight: one with a value of its own or with elements, not one that is
 * computed from the weights. */
bool complete_takes(const struct crm_field *f);
/* How `missing` is asked for: by the field, not by the text. Never for one without a weight. */
extern const struct field_ask missing_ask;

#endif
