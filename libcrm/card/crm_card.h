/* crm_card.h - rows of a file, vCards and address books to records; contacts as vCards. Public. */
#ifndef CRM_CARD_CRM_CARD_H
#define CRM_CARD_CRM_CARD_H

#include "../import/crm_import.h"

/* Add or set a record of kind k for each row, by id, ext, w->key or the kind's own keys, in one
 * transaction. w counts rows added, changed, same and rejected; w->touched: the record of each, in
 * runs of ids. CRM_DATA with line and column for each bad row, also for a file without a header;
 * CRM_USAGE for options, columns and kinds that can't be imported; CRM_IO. */
enum crm_status crm_import_rows(struct crm *c, const struct crm_kind *k,
                                const struct crm_import *im, struct crm_write *w,
                                struct crm_error *e);

/* Write contacts to o as vCards, version 30 or 40 (3.0, 4.0). Operands: references and conditions,
 * q->ids as ever; none = all contacts. Lines kept of the cards they came from are given back; UID
 * is that of the card, else one of this database. What isn't found is named, CRM_NO, and the rest
 * is written. q's columns, sort, limit and all aren't looked at; out_finish says whether it came
 * out. */
enum crm_status crm_vcard(struct crm *c, const struct crm_query *q, int version, struct out *o,
                          struct crm_error *e);

#endif
