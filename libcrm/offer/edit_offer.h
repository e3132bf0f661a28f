/* edit_offer.h - what the rules of offers and products share. Internal. */
#ifndef CRM_OFFER_EDIT_OFFER_H
#define CRM_OFFER_EDIT_OFFER_H

#include "../edit/rules.h"

/* Refuses a change of currency that would change what the amounts of the fields nos (0-terminated) are worth. */
enum crm_status currency_check(struct edit *ed, struct draft *d, int currency, const int *nos, struct crm_error *e);

/* ---- edit_move.c ---- */
/* CRM_FORBIDDEN when the offer lacks fields that the stage needs. */
enum crm_status move_required(struct edit *ed, struct draft *d, const struct stage_info *to, struct crm_error *e);
/* The offer is written: its moves, and the pipeline a new one takes by the pipelines' conditions. */
enum crm_status offer_written(struct edit *ed, struct draft *d, struct crm_error *e);

#endif
