/* probability.h - how likely an offer is won: its pin while it isn't closed, else what its stage
 * says. As a number, as SQL and as a cell. Internal. */
#ifndef CRM_OFFER_PROBABILITY_H
#define CRM_OFFER_PROBABILITY_H

#include "../ask/field_ask.h"
#include "../store/context.h"

/* Probabilities of all stages, in an array by id: a forecast asks for each offer. */
struct ladder { const struct stage_info **stage; int64_t n; };
/* in a transaction; in the context's arena */
enum crm_status ladder_load(struct ladder *l, struct crm *c, struct crm_error *e);
/* 1/100 percent: the pin, else the stage's; in won and lost stages always the stage's; 0 for an
 * unknown one. */
int ladder_probability(const struct ladder *l, int64_t stage, bool pinned, int64_t pin);

/* The fields probability, psource and weighted over the row under alias. */
void eval_probability(struct crm *c, const char *alias, struct strbuf *sql);
void eval_psource(struct crm *c, const char *alias, struct strbuf *sql);
void eval_weighted(struct crm *c, const char *alias, struct strbuf *sql);
extern const struct field_ask probability_ask, psource_ask;

#endif
