/* people_lists.c - what companies and contacts have several of: addresses, numbers, categories, affiliations, consents. */
#include "people_kinds.h"

const char *const words_category[] = {"customer", "prospect", "partner", "supplier", "competitor", "other", NULL};
const char *const words_label[] = {"work", "home", "mobile", "fax", "other", NULL};
const char *const words_consent[] = {"given", "withdrawn", NULL};

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
