/* kinds_people.c - users, companies, contacts and what belongs to them. */
#include "kinds.h"

#define FIELDS(f) .fields = (f), .nfields = sizeof(f) / sizeof((f)[0])

#define OPEN_OFFERS "(SELECT min(tk.due) FROM task tk WHERE tk.done IS NULL AND tk.due IS NOT NULL AND "
#define COMPANY_EVENT "(SELECT max(v.day) FROM event v WHERE v.company=@.id AND v.kind <= 5 AND v.corrected_by IS NULL)"
#define CONTACT_EVENT "(SELECT max(v.day) FROM party q JOIN event v ON v.id=q.record WHERE q.contact=@.id AND v.kind <= 5 AND v.corrected_by IS NULL)"

static const struct crm_field user_fields[] = {
	ID("number; users are named by their name"),
	STORED(1, "name", T_TEXT, F_SET | F_REQUIRED | F_WORD | F_PERSON, "login, the key"),
	STORED(2, "full", T_TEXT, F_SET | F_WORD | F_PERSON, "full name"),
	STORED(3, "email", T_TEXT, F_SET | F_PERSON, "e-mail address"),
	STORED(4, "team", T_TEXT, F_SET, "team"),
	REF(5, "manager", KIND_USER, F_SET, "the user this one reports to"),
	STORED(6, "region", T_TEXT, F_SET, "region or office"),
	STORED(7, "active", T_BOOL, F_SET, "works here now"),
	COMMON_FIELDS,
};
static const char *const user_indexes[] = {"UNIQUE users_name ON users(name)", NULL};
const struct crm_kind kind_user = {KIND_USER, "user", "u", "users", K_COMMON | K_NAMED, FIELDS(user_fields),
	.columns = "name,full,team,manager", .order = "name", .key = "ext,name", .label = "full", .indexes = user_indexes};

static const struct crm_field company_fields[] = {
	ID("typed id, co7"),
	STORED(1, "name", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD, "name with legal form"),
	SET(2, "category", KIND_CATEGORY, words_category, F_SET | F_FEATURE, "what it is to us"),
	STORED(3, "industry", T_TERM, F_SET | F_FEATURE, "line of business"),
	STORED(4, "employees", T_INT, F_SET, "number of employees"),
	STORED(5, "founded", T_INT, F_SET, "year of foundation"),
	STORED(6, "revenue", T_DECIMAL, F_SET, "revenue a year, in millions"),
	STORED(7, "website", T_TEXT, F_SET | F_WORD | F_WEB, "web address"),
	STORED(8, "email", T_TEXT, F_SET | F_KEY | F_WORD, "e-mail address"),
	STORED(9, "phone", T_TEXT, F_SET | F_KEY | F_PHONE, "telephone"),
	STORED(10, "street", T_TEXT, F_SET, "street and number"),
	STORED(11, "postal_code", T_TEXT, F_SET, "postal code"),
	STORED(12, "city", T_TEXT, F_SET | F_KEY | F_WORD, "town"),
	STORED(13, "region", T_TEXT, F_SET, "state or region"),
	STORED(14, "country", T_COUNTRY, F_SET | F_FEATURE, "ISO 3166 code or English name"),
	STORED(15, "vat_id", T_TEXT, F_SET | F_WORD, "VAT number"),
	REF(16, "parent", KIND_COMPANY, F_SET, "the company it belongs to"),
	STORED(17, "source", T_TERM, F_SET | F_FEATURE, "where it came from"),
	STORED(18, "language", T_TEXT, F_SET, "language of documents"),
	EXPR(19, "size", T_TEXT, F_FEATURE,
	     "CASE WHEN @.employees IS NULL THEN NULL WHEN @.employees < 10 THEN '1-9' WHEN @.employees < 50 THEN '10-49' WHEN @.employees < 250 THEN '50-249' ELSE '250+' END",
	     "size class by employees: 1-9, 10-49, 50-249, 250+"),
	EXPR(20, "age", T_INT, 0, "$year - @.founded", "years since its foundation"),
	ROLLED(23, "last_event", T_DATE, F_INTERNAL, COMPANY_EVENT, ""),
	EXPR(24, "last_contact", T_DATE, 0, "@.last_event", "day of the last call, meeting, mail, letter, visit or note"),
	EXPR(25, "idle", T_INT, F_DAYSAGO, "coalesce(@.last_event, @.created_day)", "days since the last contact, else since it was recorded"),
	EXPR(26, "next_task", T_DATE, 0, OPEN_OFFERS "tk.company=@.id)", "day the next open task is due"),
	EVAL(27, "complete", T_PERCENT, eval_company_complete, "how much of what should be known is, by the weights of the configuration"),
	EVAL(28, "missing", T_TEXT, eval_company_missing, "fields that should be known and are not, heaviest first"),
	COMMON_FIELDS,
};
static const char *const company_indexes[] = {"company_name ON company(name_key)", "company_email ON company(email_key) WHERE email_key IS NOT NULL",
	"company_phone ON company(phone_key) WHERE phone_key IS NOT NULL", "company_phone_end ON company(" PHONE_END("phone_key") ") WHERE phone_key IS NOT NULL", "company_vat ON company(vat_id) WHERE vat_id IS NOT NULL",
	"company_website ON company(" WEB_KEY("website") ") WHERE website IS NOT NULL",
	"company_parent ON company(parent) WHERE parent IS NOT NULL", "company_owner ON company(owner) WHERE owner IS NOT NULL", "company_last ON company(last_event) WHERE last_event IS NOT NULL", NULL};
const struct crm_kind kind_company = {KIND_COMPANY, "company", "co", "company", K_COMMON, FIELDS(company_fields),
	.columns = "id,name,category,city,country,industry,owner", .order = "", .key = "ext,vat_id,name", .label = "name", .indexes = company_indexes};

static const struct crm_field contact_fields[] = {
	ID("typed id, c12"),
	STORED(1, "name", T_TEXT, F_SET | F_PERSON | F_KEY | F_WORD, "full name; setting given or family rebuilds it"),
	STORED(2, "given", T_TEXT, F_SET | F_PERSON, "given name"),
	STORED(3, "family", T_TEXT, F_SET | F_PERSON, "family name"),
	STORED(4, "title", T_TEXT, F_SET | F_PERSON, "academic or other title"),
	STORED(5, "role", T_TEXT, F_SET | F_WORD, "function in the company"),
	SET(6, "category", KIND_CATEGORY, words_category, F_SET, "what the person is to us"),
	REF(7, "company", KIND_COMPANY, F_SET, "main company now; setting it ends the old affiliation today and begins the new one"),
	ROLLED(8, "email", T_TEXT, F_SET | F_PERSON | F_WORD, "(SELECT m.address FROM email m WHERE m.record=@.id AND m.kind=3 ORDER BY m.pos, m.id LIMIT 1)",
	       "first of emails; setting it replaces that one, or puts another of them first"),
	SET(9, "emails", KIND_EMAIL, words_label, F_SET | F_PERSON, "e-mail addresses, KIND:ADDRESS (work, home, other)"),
	ROLLED(10, "phone", T_TEXT, F_SET | F_PERSON, "(SELECT m.number FROM phone m WHERE m.record=@.id AND m.kind=3 ORDER BY m.pos, m.id LIMIT 1)",
	       "first of phones; setting it replaces that one, or puts another of them first"),
	SET(11, "phones", KIND_PHONE, words_label, F_SET | F_PERSON, "telephone numbers, KIND:NUMBER (work, home, mobile, fax, other)"),
	STORED(12, "street", T_TEXT, F_SET | F_PERSON, "street and number"),
	STORED(13, "postal_code", T_TEXT, F_SET, "postal code"),
	STORED(14, "city", T_TEXT, F_SET | F_KEY | F_WORD, "town"),
	STORED(15, "region", T_TEXT, F_SET, "state or region"),
	STORED(16, "country", T_COUNTRY, F_SET, "ISO 3166 code or English name"),
	STORED(17, "language", T_TEXT, F_SET, "language of documents"),
	STORED(18, "birthday", T_DATE, F_SET | F_PERSON, "day of birth"),
	EVAL(19, "next_birthday", T_DATE, eval_next_birthday, "the next one, today included"),
	STORED(20, "source", T_TERM, F_SET, "where the contact came from"),
	ROLLED(21, "last_event", T_DATE, F_INTERNAL, CONTACT_EVENT, ""),
	EXPR(22, "last_contact", T_DATE, 0, "@.last_event", "day of the last call, meeting, mail, letter, visit or note"),
	EXPR(23, "idle", T_INT, F_DAYSAGO, "coalesce(@.last_event, @.created_day)", "days since the last contact, else since it was recorded"),
	ROLLED(24, "next_task", T_DATE, 0, OPEN_OFFERS "tk.contact=@.id)", "day the next open task is due"),
	{.no = 25, .name = "may", .class = C_SET, .type = T_LIST, .ref = KIND_CONSENT,
	 .expr = "(SELECT s.id, s.kind, s.record, s.purpose FROM consent s WHERE " CONSENT_HOLDS("s", "$today") ")",
	 .help = "purposes the person has consented to, as of today"},
	EVAL(26, "complete", T_PERCENT, eval_contact_complete, "how much of what should be known is, by the weights of the configuration"),
	EVAL(27, "missing", T_TEXT, eval_contact_missing, "fields that should be known and are not, heaviest first"),
	{.no = 28, .name = "companies", .class = C_SET, .type = T_LIST, .ref = KIND_AFFILIATION,
	 .expr = "(SELECT s.id, 3 AS kind, s.contact AS record, s.company FROM affiliation s WHERE " AFFILIATION_HOLDS("s", "$today") ")",
	 .help = "companies the person belongs to now; 'link' and 'unlink' change them"},
	COMMON_FIELDS,
};
static const char *const contact_indexes[] = {"contact_name ON contact(name_key)", "contact_company ON contact(company) WHERE company IS NOT NULL",
	"contact_owner ON contact(owner) WHERE owner IS NOT NULL", "contact_last ON contact(last_event) WHERE last_event IS NOT NULL", NULL};
const struct crm_kind kind_contact = {KIND_CONTACT, "contact", "c", "contact", K_COMMON, FIELDS(contact_fields),
	.columns = "id,name,company,email,phone,city,owner", .order = "", .key = "ext,email", .label = "name", .indexes = contact_indexes};

/* ---- child kinds: the owner is (kind, record) ---- */
#define OWNER_FIELDS INTERNAL(1, "kind", T_INT, 0, 0), INTERNAL(2, "record", T_REF, F_OWNER, 0)

static const struct crm_field tag_fields[] = {ID(""), OWNER_FIELDS, STORED(3, "word", T_TEXT, F_SET, "the tag")};
static const char *const tag_indexes[] = {"UNIQUE tag_record ON tag(kind, record, word)", "tag_word ON tag(word, kind, record)", NULL};
const struct crm_kind kind_tag = {KIND_TAG, "tag", "tg", "tag", K_CHILD, FIELDS(tag_fields), .columns = "id,word", .order = "", .label = "word", .indexes = tag_indexes};

static const struct crm_field email_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0), ENUM(4, "label", words_label, F_SET, "work, home, other"),
	STORED(5, "address", T_TEXT, F_SET | F_PERSON | F_KEY, "the address")};
static const char *const email_indexes[] = {"email_record ON email(record, kind, pos)", "email_key ON email(address_key)", NULL};
const struct crm_kind kind_email = {KIND_EMAIL, "email", "em", "email", K_CHILD, FIELDS(email_fields), .columns = "id,address", .order = "", .label = "address", .indexes = email_indexes};

static const struct crm_field phone_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0), ENUM(4, "label", words_label, F_SET, "work, home, mobile, fax, other"),
	STORED(5, "number", T_TEXT, F_SET | F_PERSON | F_KEY | F_PHONE, "the number as given")};
static const char *const phone_indexes[] = {"phone_record ON phone(record, kind, pos)", "phone_key ON phone(number_key)", "phone_end ON phone(" PHONE_END("number_key") ")", NULL};
const struct crm_kind kind_phone = {KIND_PHONE, "phone", "ph", "phone", K_CHILD, FIELDS(phone_fields), .columns = "id,number", .order = "", .label = "number", .indexes = phone_indexes};

static const struct crm_field category_fields[] = {ID(""), OWNER_FIELDS, ENUM(3, "word", words_category, F_SET, "the category")};
static const char *const category_indexes[] = {"UNIQUE category_record ON category(kind, record, word)", "category_word ON category(word, kind, record)", NULL};
const struct crm_kind kind_category = {KIND_CATEGORY, "category", "ca", "category", K_CHILD, FIELDS(category_fields), .columns = "id,word", .order = "", .label = "word", .indexes = category_indexes};

static const struct crm_field ext_fields[] = {ID(""), OWNER_FIELDS, STORED(3, "system", T_TEXT, F_SET, "the other system"), STORED(4, "key", T_TEXT, F_SET | F_PERSON, "the record's key there")};
static const char *const ext_indexes[] = {"UNIQUE ext_key ON ext(kind, system, key)", "ext_record ON ext(record, kind)", NULL};
const struct crm_kind kind_ext = {KIND_EXT, "ext", "x", "ext", K_CHILD, FIELDS(ext_fields), .columns = "id,system,key", .order = "", .label = "key", .indexes = ext_indexes};

static const struct crm_field alias_fields[] = {ID(""), INTERNAL(1, "kind", T_INT, 0, 0), INTERNAL(2, "old", T_INT, 0, 0), INTERNAL(3, "record", T_REF, F_OWNER, 0)};
static const char *const alias_indexes[] = {"UNIQUE alias_old ON alias(kind, old)", "alias_record ON alias(record, kind)", NULL};
const struct crm_kind kind_alias = {KIND_ALIAS, "alias", "al", "alias", K_CHILD, FIELDS(alias_fields), .columns = "id", .order = "", .label = "id", .indexes = alias_indexes};

static const struct crm_field affiliation_fields[] = {ID(""), REF(1, "contact", KIND_CONTACT, F_OWNER, "the person"), REF(2, "company", KIND_COMPANY, F_OWNER, "the company"),
	STORED(3, "role", T_TEXT, F_SET, "function there"),
	{.no = 4, .name = "from", .column = "from_day", .class = C_STORED, .type = T_DATE, .flags = F_SET, .help = "first day"},
	{.no = 5, .name = "to", .column = "to_day", .class = C_STORED, .type = T_DATE, .flags = F_SET, .help = "last day"}};
static const char *const affiliation_indexes[] = {"affiliation_contact ON affiliation(contact)", "affiliation_company ON affiliation(company)", NULL};
const struct crm_kind kind_affiliation = {KIND_AFFILIATION, "affiliation", "a", "affiliation", K_CHILD, FIELDS(affiliation_fields),
	.columns = "id,contact,company,role,from,to", .order = "", .label = "role", .indexes = affiliation_indexes};

/* what the person has agreed to: the newest row of a purpose counts */
static const struct crm_field consent_fields[] = {ID(""), OWNER_FIELDS, STORED(3, "purpose", T_TERM, F_SET, "what for: newsletter, phone, profiling"),
	ENUM(4, "status", words_consent, F_SET, "given or withdrawn"), STORED(5, "day", T_DATE, F_SET, "day it was given or withdrawn"),
	STORED(6, "evidence", T_TEXT, F_SET | F_PERSON, "how it can be proved"), STORED(7, "until", T_DATE, F_SET, "last day it holds; empty: until withdrawn")};
static const char *const consent_indexes[] = {"consent_record ON consent(record, kind, purpose, day)", "consent_purpose ON consent(purpose)", NULL};
const struct crm_kind kind_consent = {KIND_CONSENT, "consent", "cs", "consent", K_CHILD, FIELDS(consent_fields), .columns = "id,purpose,status,day,until,evidence",
	.order = "", .label = "purpose", .indexes = consent_indexes};

/* lines of a vCard that have no field here, kept to be given back */
static const struct crm_field property_fields[] = {ID(""), OWNER_FIELDS, INTERNAL(3, "pos", T_INT, 0, 0), STORED(4, "name", T_TEXT, F_PERSON, "its name, in capitals"),
	STORED(5, "line", T_LONG, F_PERSON, "the unfolded line as it stood in the card"),
	STORED(6, "shadow", T_BOOL, 0, "whether it says more of a field than the field holds, and counts as long as they agree")};
static const char *const property_indexes[] = {"property_record ON property(record, kind, pos)", NULL};
const struct crm_kind kind_property = {KIND_PROPERTY, "property", "vp", "property", K_CHILD, FIELDS(property_fields), .columns = "id,name", .order = "", .label = "name",
	.indexes = property_indexes};
