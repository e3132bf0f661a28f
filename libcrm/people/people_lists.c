/* people_lists.c - what companies and contacts have several of: addresses, numbers, categories,
 * affiliations, consents. */
#include "people_kinds.h"

#include "../ask/cond_test.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../edit/rules.h"
#include "../model/address.h"
#include "../model/lookup.h"
#include "../model/number.h"

/* ---- addresses and numbers ---- */

const char *const words_category[] = {"customer", "prospect", "partner", "supplier", "competitor", "other", NULL};
const char *const words_label[] = {"work", "home", "mobile", "fax", "other", NULL};

/* A contact keeps the first of each in a column. */
static const struct rolled owners[] = {{CHILD_RECORD, 0}, {0, 0}};
static const struct kind_rules first_rules = {.owners = owners};

static enum crm_status parse_email(struct edit *ed, const struct assign *a, const char *text, size_t n,
                                   struct element *el, struct crm_error *e)
{
	enum crm_status s = element_label(a, words_label, &text, &n, el, e);

	address_of(&text, &n);
	if (!s && !address_is_email(text, n))
		s = element_bad(a, text, n, "is not an e-mail address", e);
	if (s)
		return s;
	el->a = text;
	el->na = n;
	sb_reset(&ed->keys);
	utf8_fold(&ed->keys, text, n);
	el->b = arena_strndup(&ed->arena, ed->keys.buf, ed->keys.len);
	el->nb = ed->keys.len;
	return CRM_OK;
}

static enum crm_status test_email(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	struct strbuf key = STRBUF_INIT;

	if (cd->op == OP_HAS)
		return cond_like(cd, "z.address_key", false);
	cond_label(cd, f, &s, &n);
	utf8_fold(&key, s, n);
	sb_printf(cd->sql, "z.address_key=$%zu", binds_text(cd->b, key.buf, key.len));
	sb_release(&key);
	return CRM_OK;
}

static const struct list_form email_list = {.word = 4, .a = 5, .pos = 3, .labelled = true, .parse = parse_email, .test = test_email};
static const struct crm_field email_fields[] = {ID(""), OWNER_FIELDS,
	INTERNAL(3, "pos", T_INT, 0, 0), ENUM(4, "label", words_label, F_SET, "work, home, other"),
	STORED(5, "address", T_TEXT, F_SET | F_PERSON | F_KEY, "the address")};
static const char *const email_indexes[] = {"email_record ON email(record, kind, pos)", "email_key ON email(address_key)", NULL};
const struct crm_kind kind_email = {KIND_EMAIL, "email", "em", "email", K_CHILD | K_TOLD, FIELDS(email_fields),
	.columns = "id,address", .order = "", .label = "address", .rules = &first_rules, .list = &email_list, .indexes = email_indexes};

static enum crm_status parse_phone(struct edit *ed, const struct assign *a, const char *text, size_t n,
                                   struct element *el, struct crm_error *e)
{
	char key[48], country[3];
	enum crm_status s = element_label(a, words_label, &text, &n, el, e);

	if (!s && !address_is_phone(text, n))
		s = element_bad(a, text, n, "is not a telephone number", e);
	if (s)
		return s;
	el->a = text;
	el->na = n;
	el->nb = phone_key(key, text, n, draft_country(ed, ed->d, country));
	el->b = arena_strndup(&ed->arena, key, el->nb);
	return CRM_OK;
}

static enum crm_status test_phone(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	char key[48];
	size_t len;
	enum crm_status st;

	if (cd->op == OP_HAS)
		return cond_like_phone(cd, "z.number_key");
	cond_label(cd, f, &s, &n);
	st = number_key(cd->c, s, n, cd->c->set.country[0] ? cd->c->set.country : NULL, key, &len, cd->e);
	if (st)
		return st;
	if (!len)
		return cond_usage(cd, "'%.*s' is not a telephone number", (int)n, s);
	sb_printf(cd->sql, "z.number_key=$%zu", binds_text(cd->b, key, len));
	return CRM_OK;
}

static const struct list_form phone_list = {.word = 4, .a = 5, .pos = 3, .labelled = true, .parse = parse_phone, .test = test_phone};
static const struct crm_field phone_fields[] = {ID(""), OWNER_FIELDS,
	INTERNAL(3, "pos", T_INT, 0, 0), ENUM(4, "label", words_label, F_SET, "work, home, mobile, fax, other"),
	STORED(5, "number", T_TEXT, F_SET | F_PERSON | F_KEY | F_PHONE, "the number as given")};
static const char *const phone_indexes[] = {"phone_record ON phone(record, kind, pos)", "phone_key ON phone(number_key)",
	"phone_end ON phone(" PHONE_END("number_key") ")", NULL};
const struct crm_kind kind_phone = {KIND_PHONE, "phone", "ph", "phone", K_CHILD | K_TOLD, FIELDS(phone_fields),
	.columns = "id,number", .order = "", .label = "number", .rules = &first_rules, .list = &phone_list, .indexes = phone_indexes};

/* ---- what somebody is to us ---- */

static enum crm_status parse_category(struct edit *ed, const struct assign *a, const char *s, size_t n,
                                      struct element *el, struct crm_error *e)
{
	return element_word(ed, a, words_category, s, n, el, e);
}

static enum crm_status test_category(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	int word = word_index(f->words, s, n);

	if (cd->op == OP_HAS)
		return cond_usage(cd, "its words are looked for whole: %s=WORD", cd->name);
	if (word < 0)
		return value_unknown(cd->c, CRM_USAGE, cd->name, "word", s, n, f->words, cd->e);
	sb_printf(cd->sql, "z.word=%d", word);
	return CRM_OK;
}

static const struct list_form category_list = {.word = 3, .parse = parse_category, .test = test_category};
static const struct crm_field category_fields[] = {ID(""), OWNER_FIELDS, ENUM(3, "word", words_category, F_SET, "the category")};
static const char *const category_indexes[] = {"UNIQUE category_record ON category(kind, record, word)",
	"category_word ON category(word, kind, record)", NULL};
const struct crm_kind kind_category = {KIND_CATEGORY, "category", "ca", "category", K_CHILD | K_TOLD, FIELDS(category_fields),
	.columns = "id,word", .order = "", .label = "word", .list = &category_list, .indexes = category_indexes};

/* ---- persons, of lists of other kinds ---- */

enum crm_status person_parse(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
                             struct crm_error *e)
{
	return element_record(ed, a, KIND_CONTACT, s, n, el, e);
}

enum crm_status person_test(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	(void)f;
	return cond_record(cd, "z.contact", KIND_CONTACT, s, n);
}

/* ---- where somebody works ---- */

static enum crm_status test_company(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	(void)f;
	return cond_record(cd, "z.company", KIND_COMPANY, s, n);
}

#define OF_ROW(column) "(SELECT x." column " FROM affiliation x WHERE x.id=$1)"
static const struct list_form affiliation_list = {.ref = 2, .test = test_company,
	.print = "SELECT n.id, n.name, z.contact FROM (SELECT DISTINCT a.contact, a.company FROM affiliation a WHERE a.contact IN "
		DB_AMONG("1") " AND $2=" SQL(KIND_CONTACT) " AND " AFFILIATION_HOLDS("a", "$3") ") z "
		"JOIN company n ON n.id=z.company LEFT JOIN contact o ON o.id=z.contact "
		"ORDER BY z.contact, CASE WHEN n.id=o.company THEN 0 ELSE 1 END, n.id",
	/* never two that hold */
	.same = "SELECT id FROM affiliation WHERE contact=$2 AND company=$3 AND id<>$1 AND "
		"((to_day IS NULL OR to_day > $4) AND coalesce(" OF_ROW("to_day") ", $4 + 1) > $4 OR to_day=" OF_ROW("to_day")
		" AND (role IS NULL OR coalesce(" OF_ROW("role") ", role)=role)) ORDER BY id LIMIT 1"};
#undef OF_ROW
static const struct log_form affiliation_log = {.at = AFFILIATION_FROM, .of = AFFILIATION_COMPANY, .end = AFFILIATION_TO};
static const struct crm_field affiliation_fields[] = {ID(""), REF(1, "contact", KIND_CONTACT, F_OWNER, "the person"),
	REF(2, "company", KIND_COMPANY, F_OWNER, "the company"),
	STORED(3, "role", T_TEXT, F_SET, "function there"),
	{.no = 4, .name = "from", .column = "from_day", .class = C_STORED, .type = T_DATE, .flags = F_SET, .help = "first day"},
	{.no = 5, .name = "to", .column = "to_day", .class = C_STORED, .type = T_DATE, .flags = F_SET, .help = "last day"}};
static const char *const affiliation_indexes[] = {"affiliation_contact ON affiliation(contact)",
	"affiliation_company ON affiliation(company)", NULL};
const struct crm_kind kind_affiliation = {KIND_AFFILIATION, "affiliation", "a", "affiliation", K_CHILD | K_TOLD, FIELDS(affiliation_fields),
	.columns = "id,contact,company,role,from,to", .order = "", .label = "role", .list = &affiliation_list,
		.log = &affiliation_log, .indexes = affiliation_indexes};

/* ---- what the person has agreed to: the newest row of a purpose counts ---- */

const char *const words_consent[] = {"given", "withdrawn", NULL};

/* The purposes anybody was ever asked about, NULL-terminated, for "nearest". */
static enum crm_status purposes(struct crm *c, const char ***out, struct crm_error *e)
{
	struct query q = query(
	        c->db, e,
	        "SELECT t.id FROM term t WHERE EXISTS (SELECT 1 FROM consent s WHERE s.purpose=t.id) ORDER BY t.id");
	const char **list = arena_alloc(&c->arena, (c->terms.n + 1) * sizeof *list);
	size_t n = 0;

	*out = list;
	while (n < c->terms.n && query_row(&q))
		list[n++] = names_name(&c->terms, db_int(q.st, 0));
	list[n] = NULL;
	return query_end(&q);
}

/* A purpose that nobody was ever asked about is a slip of the pen: an answer to it, none or all,
 * would pass for one. */
static enum crm_status test_consent(struct cond *cd, const struct crm_field *f, const char *text, size_t n)
{
	struct crm *c = cd->c;
	const char **known;
	int64_t id, used = 0;
	enum crm_status s;

	(void)f;
	if (!n)
		return cond_usage(cd, "which purpose? those without one are %s!=PURPOSE, those with any %s!=", cd->name,
		                  cd->name);
	if (cd->op == OP_HAS)
		return cond_usage(cd, "its purposes are looked for whole: %s=PURPOSE", cd->name);
	s = lookup_terms(c, cd->e);
	id = s ? 0 : names_id(&c->terms, text, n);
	if (id)
		s = db_get_int(c->db, cd->e, &used, 0, "SELECT s.purpose FROM consent s WHERE s.purpose=$1 LIMIT 1", 1,
		               id);
	if (!s && !used && !(s = purposes(c, &known, cd->e)))
		s = value_unknown(c, CRM_USAGE, cd->name, "purpose", text, n, known, cd->e);
	if (!s)
		sb_printf(cd->sql, "z.purpose=%lld", (long long)id);
	return s;
}

#define OF_ROW(column) "(SELECT x." column " FROM consent x WHERE x.id=$1)"
static const struct list_form consent_list = {.a = 3, .named = true, .test = test_consent,
	.print = "SELECT t.word, z.record FROM consent z JOIN term t ON t.id=z.purpose WHERE z.record IN " DB_AMONG("1")
		" AND z.kind=$2 AND " CONSENT_HOLDS("z", "$3") " ORDER BY z.record, t.word",
	.same = "SELECT id FROM consent WHERE kind=$2 AND record=$3 AND id<>$1 AND purpose=" OF_ROW("purpose")
		" AND status=" OF_ROW("status")
		" AND day=" OF_ROW("day") " AND until IS NOT DISTINCT FROM " OF_ROW("until")
			" AND evidence IS NOT DISTINCT FROM " OF_ROW("evidence")};
#undef OF_ROW
/* a withdrawal nothing; what was given, until its last day, which may be far */
static const struct log_form consent_log = {.at = 5, .of = 3,
	.allows = "CASE @.status WHEN 1 THEN -9000000 ELSE coalesce(@.until, 9000000) END"};
static const struct crm_field consent_fields[] = {ID(""), OWNER_FIELDS,
	STORED(3, "purpose", T_TERM, F_SET, "what for: newsletter, phone, profiling"),
	ENUM(4, "status", words_consent, F_SET, "given or withdrawn"), STORED(5, "day", T_DATE, F_SET, "day it was given or withdrawn"),
	STORED(6, "evidence", T_TEXT, F_SET | F_PERSON, "how it can be proved"),
		STORED(7, "until", T_DATE, F_SET, "last day it holds; empty: until withdrawn")};
static const char *const consent_indexes[] = {"consent_record ON consent(record, kind, purpose, day)",
	"consent_purpose ON consent(purpose)", NULL};
const struct crm_kind kind_consent = {KIND_CONSENT, "consent", "cs", "consent", K_CHILD | K_TOLD, FIELDS(consent_fields),
	.columns = "id,purpose,status,day,until,evidence",
	.order = "", .label = "purpose", .list = &consent_list, .log = &consent_log, .indexes = consent_indexes};
