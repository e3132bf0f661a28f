/* crm_lead.h - inquiries to leads, leads to offers; owners and points of leads. Public. */
#ifndef CRM_LEAD_CRM_LEAD_H
#define CRM_LEAD_CRM_LEAD_H

#include "../import/crm_import.h"

/* Inquiries to leads, in one transaction. im as for crm_import_rows; columns and operands are the
 * fields of offers, and system, message_id and referrer (a page, or a contact by id or e-mail,
 * which becomes the offer's referrer too); im->src NULL: the operands are the one inquiry. An
 * inquiry whose message_id, else the hash of system, e-mail (without one telephone and name) and
 * message, came in before adds nothing (w->same). One of the contact, e-mail or telephone of an
 * open lead becomes a touch of it, its message an incoming event (w->changed), unless separate.
 * Any other is a new lead (w->added) in the first lead stage, with its first touch. Contact and
 * company are found by e-mail, then telephone, then name and company; where several fit none is
 * taken and a note says so. w->touched: the lead of each row. Errors as of crm_import_rows. */
enum crm_status crm_lead_intake(struct crm *c, const struct crm_import *im, bool separate,
                                struct crm_write *w, struct crm_error *e);

enum crm_lead_verb { LEAD_QUALIFY, LEAD_CONVERT, LEAD_DISQUALIFY };

/* operands: leads, and assignments made in the same breath. qualify: to the pipeline's last lead
 * stage; contact and company are found as at intake, else made of the lead's fields. CRM_FORBIDDEN
 * when there is neither contact, name, e-mail nor telephone, CRM_AMBIGUOUS when several contacts
 * or companies fit and none is assigned. convert: the same, into the first stage of open offers.
 * into: a reference to the offer the leads are merged into, else NULL. disqualify: lost without
 * ever having been open; reason= must be assigned. Leads that are there already stay as they are.
 * All or none; messages name the lead. */
enum crm_status crm_lead(struct crm *c, enum crm_lead_verb verb, const char *into,
                         const char *const *operands, size_t n, const struct crm_ids *ids,
                         struct crm_write *w, struct crm_error *e);

enum crm_lead_turn { TURN_OWNER, TURN_ROUND_ROBIN, TURN_BY_LOAD };

/* Give leads an owner: the last operand (TURN_OWNER), or one of users (comma separated; "" = all
 * active ones, by name) in turn: behind the one who was given one last, or the one with the fewest
 * leads and open offers, the first of equals. The other operands, and ids, are the leads. All or
 * none. */
enum crm_status crm_lead_assign(struct crm *c, enum crm_lead_turn turn, const char *users,
                                const char *const *operands, size_t n, const struct crm_ids *ids,
                                struct crm_write *w, struct crm_error *e);

/* id points reason: a row for each scoring rule that holds for the leads named, with q->all also
 * the others with 0, then the reason `total`. What isn't found is named, CRM_NO, CRM_AMBIGUOUS or,
 * of ids, CRM_DATA, and the rest is shown. CRM_CONFIG when a rule cannot be asked. */
enum crm_status crm_lead_score(struct crm *c, const struct crm_query *q, struct sink *scorer,
                               struct crm_error *e);

#endif
