/* picture_parts.h - parts that the pictures of persons, companies and offers have in common.
 * Internal. */
#ifndef CRM_PEOPLE_PICTURE_PARTS_H
#define CRM_PEOPLE_PICTURE_PARTS_H

#include "../ask/crm_ask.h"
#include "../model/picture.h"

#define PICTURE_ADDRESS "[{street}][, {postal_code}][ {city}][, {region}][, {country}]"
#define PICTURE_MISSING "{missing}[ ({complete} % complete)]"

/* of: the field of the other record by which it concerns this one */
#define PICTURE_OFFERS(of) {PICTURE_LIST("offers", crm_list, KIND_OFFER, of "=@", "state=lead,open"), .sort = "expected_close", \
	.limit = 4, \
	.columns = "id,title,value,currency,stage,probability,expected_close", .more = "crm-offer list state=lead,open " of "=@"}
#define PICTURE_TASKS(of) {PICTURE_LIST("tasks", crm_list, KIND_TASK, of "=@"), .limit = 3, .columns = "id,due,time,title,priority,owner", \
	.more = "crm-task list " of "=@"}
#define PICTURE_EVENTS(more_columns) {PICTURE_LIST("events", NULL, KIND_EVENT, "@", "kind=event,stage"), .limit = 5, \
	.columns = "id,day,kind,subject,text," more_columns "outcome", .more = "crm-log list @"}

#endif
