/* picture_parts.c - what is on the pictures of persons, companies and offers */
#include "picture.h"

#include "../model/kinds.h"
#include "../event/event_kind.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"
#include "../task/task_kind.h"
#include "../people/crm_people.h"
#include "../timeline/crm_timeline.h"

#define ALL 10000 /* rows nobody has more of */

#define PARTS(p) .part = (p), .n = sizeof(p) / sizeof((p)[0])
#define LINE(label_, line_) {.label = (label_), .line = (line_)}
#define ADDRESS "[{street}][, {postal_code}][ {city}][, {region}][, {country}]"
#define MISSING "{missing}[ ({complete} % complete)]"

#define LIST(label_, list_, kind_, ...) .label = (label_), .list = (list_), .kind = &(kind_), .operands = {__VA_ARGS__}

/* of: the field of the other record by which it concerns this one */
#define OFFERS(of) {LIST("offers", crm_list, kind_offer, of "=@", "state=lead,open"), .sort = "expected_close", .limit = 4, \
	.columns = "id,title,value,currency,stage,probability,expected_close", .more = "crm-offer list state=lead,open " of "=@"}
#define TASKS(of) {LIST("tasks", crm_list, kind_task, of "=@"), .limit = 3, .columns = "id,due,time,title,priority,owner", \
	.more = "crm-task list " of "=@"}
#define EVENTS(more_columns) {LIST("events", crm_timeline, kind_event, "@", "kind=event,stage"), .limit = 5, \
	.columns = "id,day,kind,subject,text," more_columns "outcome", .more = "crm-log list @"}

static const struct picture_part contact[] = {
	LINE(NULL, "[{company}][, {role}]"),
	LINE(NULL, "{emails}"),
	LINE(NULL, "{phones}"),
	LINE("address", ADDRESS),
	{LIST("companies", crm_affiliations, kind_contact, "@"), .picks = true, .columns = "company,name,role,from,to", .limit = 3, .least = 2,
	 .more = "crm-contact companies @"},
	{LIST("consents", crm_consents, kind_contact, "@"), .picks = true, .columns = "purpose,status,day,until", .limit = 3,
	 .more = "crm-contact consents @"},
	OFFERS("contact"),
	EVENTS("offer,"),
	TASKS("contact"),
	LINE(NULL, MISSING),
};

static const struct picture_part company[] = {
	LINE(NULL, "{phone}"),
	LINE(NULL, "{email}"),
	LINE(NULL, "{website}"),
	LINE("address", ADDRESS),
	LINE(NULL, "{parent}"),
	{LIST("below it", crm_list, kind_company, "parent=@"), .columns = "id,name,city", .sort = "name", .limit = 3,
	 .more = "crm-company tree @"},
	{LIST("contacts", crm_list, kind_contact, "company=@"), .columns = "id,name,role,phone,email", .sort = "-last_contact,name", .limit = 4,
	 .more = "crm-company contacts @"},
	OFFERS("company"),
	EVENTS("offer,"),
	TASKS("company"),
	LINE(NULL, MISSING),
};

static const struct picture_part offer[] = {
	LINE(NULL, "{number}"),
	LINE(NULL, "[{contact}][, {company}]"),
	LINE("reach", "[{contact.phone}][, {contact.email}]"),
	LINE(NULL, "[{name}][, {company_name}]"),
	LINE(NULL, "[{phone}][, {email}]"),
	LINE(NULL, "{value} {currency}[, weighted {weighted}]"),
	LINE(NULL, "{stage}[, {probability} %][, since {stage_since}]"),
	LINE("expected", "{expected_close}"),
	LINE(NULL, "{roles}"),
	{LIST("lines", crm_list, kind_line, "offer=@"), .columns = "id,quantity,unit,product,text,net", .limit = ALL},
	EVENTS(""),
	TASKS("offer"),
};

static const struct { const struct crm_kind *kind; struct picture picture; } pictures[] = {
	{&kind_contact, {.heading = "[{title} ]{name}", PARTS(contact), .elsewhere = "given,family,email,phone,companies,may,next_task"}},
	{&kind_company, {.heading = "{name}", PARTS(company), .elsewhere = "next_task"}},
	{&kind_offer, {.heading = "{title}", PARTS(offer), .elsewhere = "estimate,psource,next_task,qualified,days_in_stage"}},
};

const struct picture *picture_of(const struct crm_kind *k)
{
	for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
		if (pictures[i].kind->no == k->no)
			return &pictures[i].picture;
	return NULL;
}
