/* forget_keys.c - what a person is recognised by: names, addresses, numbers, those of the past
 * too */
#include "forget_impl.h"

#include "../base/ascii.h"
#include "../people/people_kinds.h"

#define TEXT_MIN 5 /* bytes: shorter texts stand inside other words */
#define WORD_MIN 3

static void add_needle(struct forget *f, const char *s, size_t n)
{
	ARRAY_PUSH(f->needles, f->nneedles, (struct db_needle){arena_strndup(&f->arena, s, n), n});
}

static void add(struct forget *f, const char *s, size_t n)
{
	if (n < TEXT_MIN)
		return;
	add_needle(f, s, n);
	forget_add_key(f, memchr(s, '@', n) ? KEY_ADDRESS : KEY_NAME, s, n);
}

static void add_number(struct forget *f, const char *s, size_t n)
{
	if (n >= TEXT_MIN)
		add_needle(f, s, n);
	forget_add_number(f, s, n);
}

/* What the user names is looked for however short it is. */
static void add_also(struct forget *f, const char *s, size_t n)
{
	add_needle(f, s, n);
	forget_add_key(f, memchr(s, '@', n) ? KEY_ADDRESS : KEY_NAME, s, n);
	forget_add_number(f, s, n);
}

static bool placeholder(const struct forget *f, const char *s, size_t n)
{
	return n == strlen(f->placeholder) && memcmp(s, f->placeholder, n) == 0;
}

static void add_word(struct forget *f, const char *s, size_t n)
{
	if (n >= WORD_MIN)
		forget_add_key(f, KEY_WORD, s, n);
}

/* A name without a blank is a word like others: Rose, Berlin. */
static void add_name(struct forget *f, const char *s, size_t n)
{
	if (placeholder(f, s, n))
		return;
	if (forget_words(s, n) > 1)
		add(f, s, n);
	else
		add_word(f, s, n);
}

static void add_names(struct forget *f, const char *given, size_t ng, const char *family, size_t nf)
{
	add(f, arena_printf(&f->arena, "%.*s %.*s", (int)ng, given, (int)nf, family), ng + nf + 1);
	add(f, arena_printf(&f->arena, "%.*s, %.*s", (int)nf, family, (int)ng, given), ng + nf + 2);
}

typedef void take(struct forget *f, struct stmt *st);

static void take_text(struct forget *f, struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 0, &n);

	if (s)
		add(f, s, n);
}

static void take_number(struct forget *f, struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 0, &n);

	if (s)
		add_number(f, s, n);
}

static void take_word(struct forget *f, struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 0, &n);

	if (s)
		add_word(f, s, n);
}

static void take_name(struct forget *f, struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 0, &n);

	if (s)
		add_name(f, s, n);
}

static void take_person(struct forget *f, struct stmt *st)
{
	size_t n, ng, nf;
	const char *name = db_text(st, 0, &n), *given = db_text(st, 1, &ng), *family = db_text(st, 2, &nf);

	if (name)
		add_name(f, name, n);
	if (given)
		add_word(f, given, ng);
	if (family)
		add_word(f, family, nf);
	if (given && family)
		add_names(f, given, ng, family, nf);
}

/* What the contact had at any time, $1; removed rows come as JSON, so their fields are taken out of
 * it. */
static const struct { const char *sql; const char *json; take *take; } sources[] = {
	{"SELECT name, given, family FROM contact WHERE id=$1", NULL, take_person},
	{"SELECT address FROM email WHERE kind=" SQL(KIND_CONTACT)
		" AND record=$1", NULL, take_text},
	{"SELECT number FROM phone WHERE kind=" SQL(KIND_CONTACT)
		" AND record=$1", NULL, take_number},
	{"SELECT old FROM change WHERE kind=" SQL(KIND_CONTACT) " AND id=$1 "
		"AND field=" SQL(CONTACT_NAME), NULL, take_name},
	{"SELECT old FROM change WHERE kind=" SQL(KIND_CONTACT) " AND id=$1 AND field "
		"IN (" SQL(CONTACT_GIVEN) "," SQL(CONTACT_FAMILY) ")", NULL, take_word},
	{"SELECT h.old FROM change h JOIN email m ON m.id=h.id AND m.kind=" SQL(KIND_CONTACT)
		" AND m.record=$1 WHERE h.kind=" SQL(KIND_EMAIL)
		" AND h.field=" SQL(EMAIL_ADDRESS), NULL, take_text},
	{"SELECT h.old FROM change h JOIN phone m ON m.id=h.id AND m.kind=" SQL(KIND_CONTACT)
		" AND m.record=$1 WHERE h.kind=" SQL(KIND_PHONE)
		" AND h.field=" SQL(PHONE_NUMBER), NULL, take_number},
	{"FROM removed r WHERE r.kind=" SQL(KIND_CONTACT) " AND r.id=$1", "name", take_name},
	{"FROM removed r WHERE r.kind=" SQL(KIND_CONTACT) " AND r.id=$1", "given", take_word},
	{"FROM removed r WHERE r.kind=" SQL(KIND_CONTACT) " AND r.id=$1", "family", take_word},
	{"FROM removed r WHERE r.kind=" SQL(KIND_EMAIL), "address", take_text},
	{"FROM removed r WHERE r.kind=" SQL(KIND_PHONE), "number", take_number},
	{"SELECT email FROM offer WHERE contact=$1", NULL, take_text},
	{"SELECT phone FROM offer WHERE contact=$1", NULL, take_number},
	{"SELECT name FROM offer WHERE contact=$1", NULL, take_name},
};

static void source_sql(struct strbuf *sql, size_t i)
{
	if (!sources[i].json) {
		sb_adds(sql, sources[i].sql);
		return;
	}
	sb_adds(sql, "SELECT ");
	db_json_field(sql, "r.row", sources[i].json);
	sb_printf(sql, " %s", sources[i].sql);
	if (!strstr(sources[i].sql, "$1")) { /* a child's row: it says whose */
		sb_adds(sql, " AND ");
		db_json_field(sql, "r.row", "kind");
		sb_adds(sql, "=3 AND ");
		db_json_field(sql, "r.row", "record");
		sb_adds(sql, "=$1");
	}
}

enum crm_status forget_find_keys(struct forget *f)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		sb_reset(&sql);
		source_sql(&sql, i);
		for (size_t k = 0; k < f->ncontacts && !s; k++) {
			struct query q = query_built(f->c->db, f->e, sql.buf, f->contacts[k]);

			while (query_row(&q))
				sources[i].take(f, q.st);
			s = query_end(&q);
		}
	}
	for (size_t i = 0; i < f->opt->nalso && !s; i++)
		add_also(f, f->opt->also[i], strlen(f->opt->also[i]));
	sb_release(&sql);
	return s;
}
