/* eval.h - fields of offers and tasks whose SQL is built at run time, each over the row under
 * alias. */
#ifndef CRM_OFFER_EVAL_H
#define CRM_OFFER_EVAL_H

#include "../store/context.h"

void eval_score(struct crm *c, const char *alias, struct strbuf *sql);
void eval_rotting(struct crm *c, const char *alias, struct strbuf *sql);
void eval_stake(struct crm *c, const char *alias, struct strbuf *sql);

#endif
