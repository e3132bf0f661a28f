/* crm_event.h - calls, mails, meetings recorded and corrected; attached files. Public. */
#ifndef CRM_EVENT_CRM_EVENT_H
#define CRM_EVENT_CRM_EVENT_H

#include "../verb/crm_verb.h"

/* Record an event of a kind (call, meeting, email, letter, visit, note). operands: records it is
 * of (ids, e-mail addresses of contacts, names), then assignments; one event is recorded for each
 * record, also of those of ids. With the offer come its contact and company, with a contact his
 * company. Errors as of crm_add. */
enum crm_status crm_event(struct crm *c, const char *kind, const char *const *operands, size_t n,
                          const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);

/* Correct events. operands: events, then assignments, at least one. For each a new event with its
 * content and the changes takes its place, w->touched holds the new ones; one in which nothing
 * would change stays. All of them or none. CRM_FORBIDDEN: an event that was corrected before. */
enum crm_status crm_correct(struct crm *c, const char *const *operands, size_t n,
                            const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);

/* event path size sha256 state, a row for each file attached to the events selected, newest event
 * first: ok, changed, missing, unreadable (why is a note). size in bytes, as it was attached.
 * files reads them. CRM_NO unless all are ok. q's columns, sort and limit aren't looked at. */
enum crm_status crm_event_files(struct crm *c, const struct crm_query *q,
                                const struct crm_files *files, struct sink *sink,
                                struct crm_error *e);

#endif
