/* picture_parts.c - what is on the pictures of persons, companies and offers */
#include "picture.h"

#include "kinds.h"

#define PARTS(p) .part = (p), .n = sizeof(p) / sizeof((p)[0])
#define LINE(label_, line_) {.label = (label_), .line = (line_)}
#define ADDRESS "[{street}][, {postal_code}][ {city}][, {region}][, {country}]"
#define MISSING "{missing}[ ({complete} % complete)]"

/* of: the field of the other record by which it concerns this one */
#define OFFERS(of) {.label = "offers", .list = crm_list, .kind = &kind_offer, .operands = {of "=@", "state=lead,open"}, .limit = 4, .sort = "expected_close", \
	.columns = "id,title,value,currency,stage,probability,expected_close", .more = "crm-offer list state=lead,open " of "=@"}
#define TASKS(of) {.label = "tasks", .list = crm_list, .kind = &kind_task, .operands = {of "=@"}, .limit = 3, .columns = "id,due,time,title,priority,owner", \
	.more = "crm-task list " of "=@"}
#define EVENTS(of) {.label = "events", .list = crm_timeline, .kind = &kind_event, .operands = {"@", "kind=event,stage"}, .limit = 5, \
	.columns = "id,day,kind,subject,text," of "outcome", .more = "crm-log list @"}

static const struct picture_part contact[] = {
	LINE(NULL, "[{company}][, {role}]"),
	LINE(NULL, "{emails}"),
	LINE(NULL, "{phones}"),
	LINE("address", ADDRESS),
	{.label = "companies", .list = crm_affiliations, .kind = &kind_contact, .operands = {"@"}, .picks = true, .columns = "company,name,role,from,to", .limit = 3, .least = 2,
	 .more = "crm-contact companies @"},
	{.label = "consents", .list = crm_consents, .kind = &kind_contact, .operands = {"@"}, .picks = true, .columns = "purpose,status,day,until", .limit = 3, .least = 1,
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
	{.label = "below it", .list = crm_list, .kind = &kind_company, .operands = {"parent=@"}, .columns = "id,name,city", .sort = "name", .limit = 3, .more = "crm-company tree @"},
	{.label = "contacts", .list = crm_list, .kind = &kind_contact, .operands = {"company=@"}, .columns = "id,name,role,phone,email", .sort = "-last_contact,name", .limit = 4,
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
	{.label = "lines", .list = crm_list, .kind = &kind_line, .operands = {"offer=@"}, .columns = "id,quantity,unit,product,text,net", .limit = 5, .more = "crm-offer show @ | less"},
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
