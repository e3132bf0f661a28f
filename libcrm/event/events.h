/* events.h - events put in the place of others, and given whom they were with, in an edit.
 * Internal. */
#ifndef CRM_EVENT_EVENTS_H
#define CRM_EVENT_EVENTS_H

#include "../edit/edit.h"

/* Record another event in the place of one, with its content and the changes: *id is the new one,
 * or the old one when nothing would change (*changed). The old one stays as it is. CRM_FORBIDDEN:
 * it has been corrected before. */
enum crm_status edit_correct(struct edit *ed, int64_t event, const struct assign *a, size_t n,
                             int64_t *id, bool *changed, struct crm_error *e);
/* Events of an offer that name no contact get this one, those that name no company this one (0 =
 * none), but for events with somebody else; with history. An offer that is written does so by
 * itself. */
enum crm_status edit_follow(struct edit *ed, int64_t offer, int64_t contact, int64_t company,
                            struct crm_error *e);

#endif
