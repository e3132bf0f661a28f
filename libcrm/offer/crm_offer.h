/* crm_offer.h - offers on their way through the stages of a pipeline. Public. */
#ifndef CRM_OFFER_CRM_OFFER_H
#define CRM_OFFER_CRM_OFFER_H

#include "../verb/crm_verb.h"

enum crm_stage_verb { STAGE_MOVE, STAGE_NEXT, STAGE_BACK, STAGE_WIN, STAGE_LOSE, STAGE_REOPEN };

/* Move offers. operands: offers, then (move) the stage as the last bare word, by name or title in
 * the offer's own pipeline, and assignments (closed=, at=, reason=, value=, …); at= is the day or
 * instant of the move, closed= the day of a move into won or lost. next and back keep to the
 * stages of leads and open offers; win and lose go to the pipeline's first stage of that kind;
 * reopen goes back to the last stage before the closing; a move out of won or lost is a reopening
 * too. Offers that stand there already stay as they are. All of them move or none; messages name
 * the offer. CRM_FORBIDDEN: there is no such stage to go to, or a rule is against the move. */
enum crm_status crm_stage(struct crm *c, enum crm_stage_verb verb, const char *const *operands,
                          size_t n, const struct crm_ids *ids, struct crm_write *w,
                          struct crm_error *e);

/* pipeline name kind probability currency offers total weighted (also: position title) in the
 * order of the pipelines: per stage one row for each currency in use there. The conditions are
 * those of offers; any word that is no id is CRM_USAGE. Leads that were turned down don't count as
 * lost, unless q->all. q's columns and sort are of these. Amounts as in the currency beside
 * them. */
enum crm_status crm_stage_list(struct crm *c, const struct crm_query *q, struct sink *s,
                               struct crm_error *e);

/* offer seq day from to by value currency expected_close days void: every move of the offers named
 * or selected, leads too, in the order of offers. days: spent where the move led; until today for
 * the last one, empty for one that closed the offer and is the last, and for void ones. void: the
 * batch that took the move back. CRM_USAGE: q->sort is given. */
enum crm_status crm_stage_history(struct crm *c, const struct crm_query *q, struct sink *s,
                                  struct crm_error *e);

#endif
