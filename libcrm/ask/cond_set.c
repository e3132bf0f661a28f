/* cond_set.c - conditions on fields with many values: some value is, none is, there is none */
#include "cond_test.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../model/field_sql.h"
#include "../model/value.h"
#include "../people/people_kinds.h"

/* Appends a test of one element, over alias z of the child table. */
typedef enum crm_status element_test(struct cond *cd, const struct crm_field *f, const char *s, size_t n);

static enum crm_status test_tag(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	(void)f;
	if (cd->op == OP_HAS)
		return cond_like(cd, "z.word", true);
	sb_printf(cd->sql, "z.word=$%zu", binds_text(cd->b, s, n));
	return CRM_OK;
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

/* A kind may stand before the address or number: work:a@x.example. */
static void strip_label(struct cond *cd, const struct crm_field *f, const char **s, size_t *n)
{
	const char *colon = memchr(*s, ':', *n);
	int label = colon ? word_index(f->words, *s, (size_t)(colon - *s)) : -1;

	if (label < 0)
		return;
	sb_printf(cd->sql, "z.label=%d AND ", label);
	*n -= (size_t)(colon + 1 - *s);
	*s = colon + 1;
}

static enum crm_status test_email(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	struct strbuf key = STRBUF_INIT;

	if (cd->op == OP_HAS)
		return cond_like(cd, "z.address_key", false);
	strip_label(cd, f, &s, &n);
	utf8_fold(&key, s, n);
	sb_printf(cd->sql, "z.address_key=$%zu", binds_text(cd->b, key.buf, key.len));
	sb_release(&key);
	return CRM_OK;
}

static enum crm_status test_phone(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	char key[48];
	size_t len;

	if (cd->op == OP_HAS)
		return cond_like_phone(cd, "z.number_key");
	strip_label(cd, f, &s, &n);
	len = phone_key(key, s, n, cd->c->set.country[0] ? cd->c->set.country : NULL);
	if (!len)
		return cond_usage(cd, "'%.*s' is not a telephone number", (int)n, s);
	sb_printf(cd->sql, "z.number_key=$%zu", binds_text(cd->b, key, len));
	return CRM_OK;
}

static enum crm_status test_ext(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	size_t system;

	(void)f;
	if (cd->op == OP_HAS)
		return cond_like(cd, "z.system || ':' || z.key", true);
	if (!colon || colon == s || colon == s + n - 1)
		return cond_usage(cd, "'%.*s' is not SYSTEM:KEY", (int)n, s);
	system = binds_text(cd->b, s, (size_t)(colon - s));
	sb_printf(cd->sql, "z.system=$%zu AND z.key=$%zu", system, binds_text(cd->b, colon + 1, (size_t)(s + n - colon - 1)));
	return CRM_OK;
}

/* A record that the element refers to, by whatever names one; ~ looks into the names. */
static enum crm_status test_record(struct cond *cd, const struct crm_kind *k, const char *s, size_t n)
{
	int64_t id;
	enum crm_status st;

	if (cd->op == OP_HAS) {
		sb_printf(cd->sql, "z.%s IN (SELECT n.id FROM %s n WHERE ", k->name, k->table);
		st = cond_like(cd, "n.name_key", false);
		sb_addc(cd->sql, ')');
		return st;
	}
	st = cond_reference(cd, k, s, n, &id);
	if (!st)
		sb_printf(cd->sql, "z.%s=%lld", k->name, (long long)id);
	return st;
}

static enum crm_status test_person(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	(void)f;
	return test_record(cd, &kind_contact, s, n);
}

static enum crm_status test_company(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	(void)f;
	return test_record(cd, &kind_company, s, n);
}

/* The purposes anybody was ever asked about, NULL-terminated, for "nearest". */
static enum crm_status purposes(struct crm *c, const char ***out, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, "SELECT t.id FROM term t WHERE EXISTS (SELECT 1 FROM consent s WHERE s.purpose=t.id) ORDER BY t.id", e);
	const char **list = arena_alloc(&c->arena, (c->terms.n + 1) * sizeof *list);
	enum db_step step;
	size_t n = 0;

	*out = list;
	if (!st)
		return e->status;
	while ((step = db_step(st, e)) == DB_ROW && n < c->terms.n)
		list[n++] = names_name(&c->terms, db_int(st, 0));
	db_reset(st);
	list[n] = NULL;
	return step == DB_FAIL ? e->status : CRM_OK;
}

/* A purpose that nobody was ever asked about is a slip of the pen: an answer to it, none or all, would pass for one. */
static enum crm_status test_consent(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	struct crm *c = cd->c;
	const char **known;
	int64_t id, used = 0;
	enum crm_status st;

	(void)f;
	if (cd->op == OP_HAS)
		return cond_usage(cd, "its purposes are looked for whole: %s=PURPOSE", cd->name);
	st = lookup_terms(c, cd->e);
	id = st ? 0 : names_id(&c->terms, s, n);
	if (id)
		st = db_get_int(c->db, cd->e, &used, 0, "SELECT s.purpose FROM consent s WHERE s.purpose=$1 LIMIT 1", 1, id);
	if (!st && !used && !(st = purposes(c, &known, cd->e)))
		st = value_unknown(c, CRM_USAGE, cd->name, "purpose", s, n, known, cd->e);
	if (!st)
		sb_printf(cd->sql, "z.purpose=%lld", (long long)id);
	return st;
}

/* decider:c12, or only one of the two. */
static enum crm_status test_role(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	int word = cd->op == OP_HAS ? -1 : word_index(f->words, s, n);

	if (word >= 0) {
		sb_printf(cd->sql, "z.label=%d", word);
		return CRM_OK;
	}
	if (cd->op != OP_HAS)
		strip_label(cd, f, &s, &n);
	return test_person(cd, f, s, n);
}

static bool is_sha256(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_digit(s[i]) && (s[i] < 'a' || s[i] > 'f'))
			return false;
	return n == 64;
}

/* A whole path, the name of the file, or its SHA-256; ~ looks into the path. */
static enum crm_status test_file(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	size_t parameter;

	(void)f;
	if (cd->op == OP_HAS)
		return cond_like(cd, "z.path", true);
	parameter = binds_text(cd->b, s, n);
	if (is_sha256(s, n))
		sb_printf(cd->sql, "z.sha256=$%zu", parameter);
	else
		sb_printf(cd->sql, "(z.path=$%zu OR substr(z.path, length(z.path) - length($%zu))='/' || $%zu)", parameter, parameter, parameter);
	return CRM_OK;
}

static element_test *test_of(int child)
{
	switch (child) {
	case KIND_TAG:
		return test_tag;
	case KIND_CATEGORY:
		return test_category;
	case KIND_EMAIL:
		return test_email;
	case KIND_PHONE:
		return test_phone;
	case KIND_EXT:
		return test_ext;
	case KIND_PARTY:
		return test_person;
	case KIND_ROLE:
		return test_role;
	case KIND_ATTACHMENT:
		return test_file;
	case KIND_AFFILIATION:
		return test_company;
	case KIND_CONSENT:
		return test_consent;
	default:
		return NULL;
	}
}

static enum crm_status elements(struct cond *cd, const struct crm_field *f)
{
	element_test *test = test_of(f->ref);
	const char *s = cd->s, *element;
	size_t n = cd->n, nelement, i = 0;
	enum crm_status st = CRM_OK;

	if (!test)
		return cond_usage(cd, "this list can only be empty or not");
	if (cd->op == OP_HAS)
		return test(cd, f, s, n);
	sb_addc(cd->sql, '(');
	while (!st && cond_next(&s, &n, &element, &nelement)) {
		if (!nelement)
			return cond_usage(cd, "'%.*s' has an empty element", (int)cd->n, cd->s);
		sb_adds(cd->sql, i++ ? ") OR (" : "(");
		st = test(cd, f, element, nelement);
	}
	sb_adds(cd->sql, "))");
	return st;
}

enum crm_status cond_set(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f)
{
	struct strbuf rows = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	set_source(cd->c, f, &rows);
	if (!cd->n && f->ref == KIND_CONSENT && cd->op == OP_EQ) {
		/* what an empty variable in a script must not select */
		s = cond_usage(cd, "which purpose? those without one are %s!=PURPOSE, those with any %s!=", cd->name, cd->name);
	} else if (!cd->n) {
		sb_printf(cd->sql, "%s (SELECT 1 FROM %s z WHERE z.kind=%d AND z.record=%s.id)", cd->op == OP_NE ? "EXISTS" : "NOT EXISTS",
		          rows.buf, k->no, alias);
	} else {
		if (cd->op == OP_NE)
			sb_printf(cd->sql, "NOT EXISTS (SELECT 1 FROM %s z WHERE z.kind=%d AND z.record=%s.id AND ", rows.buf, k->no, alias);
		else
			sb_printf(cd->sql, "%s.id IN (SELECT z.record FROM %s z WHERE z.kind=%d AND ", alias, rows.buf, k->no);
		s = elements(cd, f);
		sb_addc(cd->sql, ')');
	}
	sb_release(&rows);
	return s;
}
