/* crm_card.h - contacts as vCards. Public. */
#ifndef CRM_CARD_CRM_CARD_H
#define CRM_CARD_CRM_CARD_H

#include "../ask/crm_ask.h"

/* Write contacts to o as vCards, version 30 or 40 (3.0, 4.0). Operands: references and conditions,
 * q->ids as ever; none = all contacts. Lines kept of the cards they came from are given back; UID
 * is that of the card, else one of this database. What isn't found is named, CRM_NO, and the rest
 * is written. q's columns, sort, limit and all aren't looked at; out_finish says whether it came
 * out. */
enum crm_status crm_vcard(struct crm *c, const struct crm_query *q, int version, struct out *o,
                          struct crm_error *e);

#endif
