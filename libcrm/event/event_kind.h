/* event_kind.h - the kinds of events and what belongs to them, the numbers of their fields. */
#ifndef CRM_EVENT_EVENT_KIND_H
#define CRM_EVENT_EVENT_KIND_H

#include "../model/kinds.h"

extern const struct crm_kind kind_event, kind_party, kind_attachment;

extern const struct edit_observer observe_events; /* edit_follow.c */
extern const struct kind_rules event_rules; /* edit_event.c */

extern const char *const words_event[];

/* Numbers of fields that have rules; the table has them all. */
enum {
	EVENT_AT = 1,
	EVENT_DAY = 2,
	EVENT_KIND = 3,
	EVENT_DIRECTION = 4,
	EVENT_CONTACT = 7,
	EVENT_COMPANY = 8,
	EVENT_OFFER = 9,
	EVENT_BY = 12,
	EVENT_CONTACTS = 13,
	EVENT_MESSAGE_ID = 15,
	EVENT_CORRECTS = 16,
	EVENT_CORRECTED_BY = 17,
	PARTY_POS = 3,
	PARTY_CONTACT = 5
};

#endif
