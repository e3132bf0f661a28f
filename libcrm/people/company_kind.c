/* company_kind.c - companies: fields, columns, indexes. */
#include "../edit/import_kind.h"
#include "complete.h"
#include "people_kinds.h"
#include "picture_parts.h"

#define COMPANY_EVENT "(SELECT max(v.day) FROM event v WHERE v.company=@.id AND v.kind <= 5 AND v.corrected_by IS NULL)"

static const struct field_case sizes[] = {{"1-9", "@.employees BETWEEN 0 AND 9"}, {"10-49", "@.employees BETWEEN 10 AND 49"},
	{"50-249", "@.employees BETWEEN 50 AND 249"}, {"250+", "@.employees >= 250"}, {NULL, NULL}};
static const struct field_ask size_ask = {.cases = sizes};

static const struct crm_field company_fields[] = {
	ID("typed id, co7"),
	STORED(1, "name", T_TEXT, F_SET | F_REQUIRED | F_KEY | F_WORD | F_FIND_NAME, "name with legal form"),
	SET(2, "category", KIND_CATEGORY, words_category, F_SET | F_FEATURE, "what it is to us"),
	STORED(3, "industry", T_TERM, F_SET | F_FEATURE, "line of business"),
	STORED(4, "employees", T_INT, F_SET, "number of employees"),
	STORED(5, "founded", T_INT, F_SET, "year of foundation"),
	STORED(6, "revenue", T_DECIMAL, F_SET, "revenue a year, in millions"),
	STORED(7, "website", T_TEXT, F_SET | F_WORD | F_WEB | F_FIND_NAME, "web address"),
	STORED(8, "email", T_TEXT, F_SET | F_KEY | F_WORD | F_FIND_NAME, "e-mail address"),
	STORED(9, "phone", T_TEXT, F_SET | F_KEY | F_PHONE | F_FIND_NAME, "telephone"),
	STORED(10, "street", T_TEXT, F_SET | F_FIND_MORE, "street and number"),
	STORED(11, "postal_code", T_TEXT, F_SET | F_FIND_MORE, "postal code"),
	STORED(12, "city", T_TEXT, F_SET | F_KEY | F_WORD | F_FIND_MORE, "town"),
	STORED(13, "region", T_TEXT, F_SET, "state or region"),
	STORED(14, "country", T_COUNTRY, F_SET | F_FEATURE, "ISO 3166 code, or English, German or French name"),
	STORED(15, "vat_id", T_TEXT, F_SET | F_WORD | F_FIND_NAME, "VAT number"),
	REF(16, "parent", KIND_COMPANY, F_SET, "the company it belongs to"),
	STORED(17, "source", T_TERM, F_SET | F_FEATURE, "where it came from"),
	STORED(18, "language", T_TEXT, F_SET, "language of documents"),
	EXPR_ASK(19, "size", T_TEXT, F_FEATURE, &size_ask,
	     "CASE WHEN @.employees BETWEEN 0 AND 9 THEN '1-9' WHEN @.employees BETWEEN 10 AND 49 THEN '10-49' "
		"WHEN @.employees BETWEEN 50 AND 249 THEN '50-249' WHEN @.employees >= 250 THEN '250+' END",
	     "size class by employees: 1-9, 10-49, 50-249, 250+"),
	EXPR(20, "age", T_INT, 0, "CASE WHEN @.founded <= $year THEN $year - @.founded END", "years since its foundation"),
	ROLLED(23, "last_event", T_DATE, F_INTERNAL, COMPANY_EVENT, ""),
	EXPR(24, "last_contact", T_DATE, 0, "@.last_event", "day of the last call, meeting, mail, letter, visit or note"),
	EXPR(25, "idle", T_INT, F_DAYSAGO, "coalesce(@.last_event, @.created_day)",
		"days since the last contact, else since it was recorded"),
	EXPR(26, "next_task", T_DATE, 0, NEXT_TASK("company"), "day the next open task is due"),
	EVAL(27, "complete", T_PERCENT, eval_company_complete, "how much of what should be known is, by the weights of the configuration"),
	EVAL_ASK(28, "missing", T_TEXT, eval_company_missing, &missing_ask, "fields that should be known and are not, heaviest first"),
	COMMON_FIELDS,
};

/* ---- on a screen ---- */

static const struct picture_part company_parts[] = {
	PICTURE_LINE(NULL, "{phone}"),
	PICTURE_LINE(NULL, "{email}"),
	PICTURE_LINE(NULL, "{website}"),
	PICTURE_LINE("address", PICTURE_ADDRESS),
	PICTURE_LINE(NULL, "{parent}"),
	{PICTURE_LIST("below it", crm_list, KIND_COMPANY, "parent=@"), .columns = "id,name,city", .sort = "name", .limit = 3,
	 .more = "crm-company tree @"},
	{PICTURE_LIST("contacts", crm_list, KIND_CONTACT, "company=@"), .columns = "id,name,role,phone,email", .sort = "-last_contact,name",
	 .limit = 4,
	 .more = "crm-company contacts @"},
	PICTURE_OFFERS("company"),
	PICTURE_EVENTS("offer,"),
	PICTURE_TASKS("company"),
	PICTURE_LINE(NULL, PICTURE_MISSING),
};
static const struct picture company_picture = {.heading = "{name}", PICTURE_PARTS(company_parts), .elsewhere = "next_task"};

static const char *const company_indexes[] = {"company_name ON company(name_key)",
	"company_email ON company(email_key) WHERE email_key IS NOT NULL",
	"company_phone ON company(phone_key) WHERE phone_key IS NOT NULL",
		"company_phone_end ON company(" PHONE_END("phone_key") ") WHERE phone_key IS NOT NULL",
		"company_vat ON company(vat_id) WHERE vat_id IS NOT NULL",
	"company_website ON company(" WEB_KEY("website") ") WHERE website IS NOT NULL",
	"company_parent ON company(parent) WHERE parent IS NOT NULL", "company_owner ON company(owner) WHERE owner IS NOT NULL",
		"company_last ON company(last_event) WHERE last_event IS NOT NULL", NULL};
static const struct identity_kind company_identity = {.rule = {{IDENTITY_KEY, COMPANY_VAT_ID, "VAT number"},
	{IDENTITY_TOWN, COMPANY_CITY, "name"}, {IDENTITY_WEB, COMPANY_WEBSITE, "website"}, {0}},
	.country = COMPANY_COUNTRY, .names = {COMPANY_NAME}};
static const struct import_kind company_import = {.create = true};
const struct crm_kind kind_company = {KIND_COMPANY, "company", "co", "company", K_COMMON, FIELDS(company_fields),
	.columns = "id,name,category,city,country,industry,owner", .order = "", .key = "ext,vat_id,name", .label = "name",
		.picture = &company_picture, .rules = &company_rules, .import = &company_import,
		.identity = &company_identity, .indexes = company_indexes};
