/* contact_kind.c - contacts: fields, columns, indexes. */
#include "../edit/import_kind.h"
#include "complete.h"
#include "people_kinds.h"
#include "crm_people.h"
#include "picture_parts.h"

#define CONTACT_EVENT \
	"(SELECT max(v.day) FROM party q JOIN event v ON v.id=q.record WHERE q.contact=@.id AND v.kind <= 5 AND v.corrected_by IS NULL)"

static const struct crm_field contact_fields[] = {
	ID("typed id, c12"),
	STORED(1, "name", T_TEXT, F_SET | F_PERSON | F_KEY | F_WORD | F_FIND_NAME, "full name; setting given or family rebuilds it"),
	STORED(2, "given", T_TEXT, F_SET | F_PERSON | F_FIND_NAME | F_FIND_EXTRA, "given name"),
	STORED(3, "family", T_TEXT, F_SET | F_PERSON | F_FIND_NAME | F_FIND_EXTRA, "family name"),
	STORED(4, "title", T_TEXT, F_SET | F_PERSON | F_FIND_MORE, "academic or other title"),
	STORED(5, "role", T_TEXT, F_SET | F_WORD | F_FIND_MORE, "function in the company"),
	SET(6, "category", KIND_CATEGORY, words_category, F_SET, "what the person is to us"),
	REF(7, "company", KIND_COMPANY, F_SET | F_BESIDE | F_FIND_MORE,
		"main company now; setting it ends the old affiliation today and begins the new one"),
	{.no = 8, .name = "email", .class = C_ROLLED, .type = T_TEXT, .flags = F_SET | F_PERSON | F_WORD, .first_of = CONTACT_EMAILS,
	 .expr = "(SELECT m.address FROM email m WHERE m.record=@.id AND m.kind=" SQL(KIND_CONTACT)
	 " ORDER BY m.pos, m.id LIMIT 1)",
	 .help = "first of emails; setting it replaces that one, or puts another of them first"},
	SET(9, "emails", KIND_EMAIL, words_label, F_SET | F_PERSON | F_FIND_NAME, "e-mail addresses, KIND:ADDRESS (work, home, other)"),
	{.no = 10, .name = "phone", .class = C_ROLLED, .type = T_TEXT, .flags = F_SET | F_PERSON, .first_of = CONTACT_PHONES,
	 .expr = "(SELECT m.number FROM phone m WHERE m.record=@.id AND m.kind=" SQL(KIND_CONTACT)
	 " ORDER BY m.pos, m.id LIMIT 1)",
	 .help = "first of phones; setting it replaces that one, or puts another of them first"},
	SET(11, "phones", KIND_PHONE, words_label, F_SET | F_PERSON | F_FIND_NAME,
		"telephone numbers, KIND:NUMBER (work, home, mobile, fax, other)"),
	STORED(12, "street", T_TEXT, F_SET | F_PERSON | F_FIND_MORE, "street and number"),
	STORED(13, "postal_code", T_TEXT, F_SET | F_FIND_MORE, "postal code"),
	STORED(14, "city", T_TEXT, F_SET | F_KEY | F_WORD | F_FIND_MORE, "town"),
	STORED(15, "region", T_TEXT, F_SET, "state or region"),
	STORED(16, "country", T_COUNTRY, F_SET, "ISO 3166 code, or English, German or French name"),
	STORED(17, "language", T_TEXT, F_SET, "language of documents"),
	STORED(18, "birthday", T_DATE, F_SET | F_PERSON | F_YEARLESS, "day of birth; --06-22 where the year isn't known"),
	EVAL(19, "next_birthday", T_DATE, eval_next_birthday, "the next one, today included"),
	STORED(20, "source", T_TERM, F_SET, "where the contact came from"),
	ROLLED(21, "last_event", T_DATE, F_INTERNAL, CONTACT_EVENT, ""),
	EXPR(22, "last_contact", T_DATE, 0, "@.last_event", "day of the last call, meeting, mail, letter, visit or note"),
	EXPR(23, "idle", T_INT, F_DAYSAGO, "coalesce(@.last_event, @.created_day)",
		"days since the last contact, else since it was recorded"),
	ROLLED(24, "next_task", T_DATE, 0, NEXT_TASK("contact"), "day the next open task is due"),
	{.no = 25, .name = "may", .class = C_SET, .type = T_LIST, .ref = KIND_CONSENT,
	 .expr = "(SELECT s.id, s.kind, s.record, s.purpose FROM consent s WHERE " CONSENT_HOLDS("s", "$today") ")",
	 .help = "purposes the person has consented to, as of today"},
	EVAL(26, "complete", T_PERCENT, eval_contact_complete, "how much of what should be known is, by the weights of the configuration"),
	EVAL_ASK(27, "missing", T_TEXT, eval_contact_missing, &missing_ask, "fields that should be known and are not, heaviest first"),
	{.no = 28, .name = "companies", .class = C_SET, .type = T_LIST, .ref = KIND_AFFILIATION,
	 .expr = "(SELECT s.id, " SQL(KIND_CONTACT)
	 	" AS kind, s.contact AS record, s.company FROM affiliation s WHERE " AFFILIATION_HOLDS("s", "$today") ")",
	 .help = "companies the person belongs to now; 'link' and 'unlink' change them"},
	COMMON_FIELDS,
};

/* ---- on a screen ---- */

static const struct picture_part contact_parts[] = {
	PICTURE_LINE(NULL, "[{company}][, {role}]"),
	PICTURE_LINE(NULL, "{emails}"),
	PICTURE_LINE(NULL, "{phones}"),
	PICTURE_LINE("address", PICTURE_ADDRESS),
	{PICTURE_LIST("companies", crm_affiliations, KIND_CONTACT, "@"), .picks = true, .columns = "company,name,role,from,to", .limit = 3,
	 .least = 2,
	 .more = "crm-contact companies @"},
	{PICTURE_LIST("consents", crm_consents, KIND_CONTACT, "@"), .picks = true, .columns = "purpose,status,day,until", .limit = 3,
	 .more = "crm-contact consents @"},
	PICTURE_OFFERS("contact"),
	PICTURE_EVENTS("offer,"),
	PICTURE_TASKS("contact"),
	PICTURE_LINE(NULL, PICTURE_MISSING),
};
static const struct picture contact_picture = {.heading = "[{title} ]{name}", PICTURE_PARTS(contact_parts),
	.elsewhere = "given,family,email,phone,companies,may,next_task"};

static const char *const contact_indexes[] = {"contact_name ON contact(name_key)",
	"contact_company ON contact(company) WHERE company IS NOT NULL",
	"contact_owner ON contact(owner) WHERE owner IS NOT NULL", "contact_last ON contact(last_event) WHERE last_event IS NOT NULL",
		NULL};
static const struct identity_kind contact_identity = {.rule = {{IDENTITY_MAIL, CONTACT_EMAILS, "e-mail"},
	{IDENTITY_NUMBER, CONTACT_PHONES, "telephone number"}, {IDENTITY_AT, CONTACT_COMPANY, "same company and the name"}, {0}},
	.country = CONTACT_COUNTRY, .uid = "vcard", .name = contact_name, .names = {CONTACT_NAME, CONTACT_GIVEN, CONTACT_FAMILY},
	.from_name = CONTACT_TITLE};
static const struct import_kind contact_import = {.create = true, .address = "email"};
const struct crm_kind kind_contact = {KIND_CONTACT, "contact", "c", "contact", K_COMMON, FIELDS(contact_fields),
	.columns = "id,name,company,email,phone,city,owner", .order = "", .key = "ext,email", .label = "name", .picture = &contact_picture,
		.rules = &contact_rules, .import = &contact_import, .identity = &contact_identity, .indexes = contact_indexes};
