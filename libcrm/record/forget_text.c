/* forget_text.c - what a person is recognised by in texts: names, addresses, numbers, those of the past too; and masking them. */
#include "forget_impl.h"

#include "../base/ascii.h"

#define NEEDLE_MIN 5 /* bytes: shorter texts stand inside other words */

static bool same(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ascii_lower(a[i]) != ascii_lower(b[i]))
			return false;
	return true;
}

/* The longest first, so that "Erika Muster-Groß" is not left as "…-Groß". */
static void add(struct forget *f, const char *s, size_t n)
{
	size_t at = 0;

	while (n && *s == ' ')
		s++, n--;
	while (n && s[n - 1] == ' ')
		n--;
	if (n < NEEDLE_MIN)
		return;
	for (size_t i = 0; i < f->nneedles; i++) {
		if (f->needles[i].n == n && same(f->needles[i].s, s, n))
			return;
		at += f->needles[i].n >= n;
	}
	if ((f->nneedles & (f->nneedles - 1)) == 0)
		f->needles = crm_realloc(f->needles, (f->nneedles ? 2 * f->nneedles : 1) * sizeof(*f->needles));
	memmove(&f->needles[at + 1], &f->needles[at], (f->nneedles - at) * sizeof(*f->needles));
	f->needles[at] = (struct db_needle){arena_strndup(&f->arena, s, n), n};
	f->nneedles++;
}

/* A name without a blank is a word like others: Rose, Berlin. */
static void add_name(struct forget *f, const char *s, size_t n)
{
	if (n && memchr(s, ' ', n) && !(n == strlen(f->placeholder) && memcmp(s, f->placeholder, n) == 0))
		add(f, s, n);
}

static void add_names(struct forget *f, const char *given, size_t ng, const char *family, size_t nf)
{
	if (!ng || !nf)
		return;
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
	if (given && family)
		add_names(f, given, ng, family, nf);
}

/* What the contact had at any time, $1; removed rows come as JSON, so their fields are taken out of it. */
static const struct { const char *sql; const char *json; take *take; } sources[] = {
	{"SELECT name, given, family FROM contact WHERE id=$1", NULL, take_person},
	{"SELECT address FROM email WHERE kind=3 AND record=$1", NULL, take_text},
	{"SELECT number FROM phone WHERE kind=3 AND record=$1", NULL, take_text},
	{"SELECT old FROM change WHERE kind=3 AND id=$1 AND field=1", NULL, take_name},
	{"SELECT h.old FROM change h JOIN email m ON m.id=h.id AND m.kind=3 AND m.record=$1 WHERE h.kind=13 AND h.field=5", NULL, take_text},
	{"SELECT h.old FROM change h JOIN phone m ON m.id=h.id AND m.kind=3 AND m.record=$1 WHERE h.kind=14 AND h.field=5", NULL, take_text},
	{"FROM removed r WHERE r.kind=3 AND r.id=$1", "name", take_name},
	{"FROM removed r WHERE r.kind=13", "address", take_text},
	{"FROM removed r WHERE r.kind=14", "number", take_text},
	{"SELECT email FROM offer WHERE contact=$1", NULL, take_text},
	{"SELECT phone FROM offer WHERE contact=$1", NULL, take_text},
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

enum crm_status forget_needles(struct forget *f)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < sizeof(sources) / sizeof(*sources) && st == CRM_OK; i++) {
		struct stmt *q = NULL;
		enum db_step step = DB_DONE;

		sb_reset(&sql);
		source_sql(&sql, i);
		st = db_prepare(f->c->db, &q, sql.buf, f->e);
		for (size_t k = 0; k < f->ncontacts && st == CRM_OK; k++) {
			db_reset(q);
			db_bind_int(q, 1, f->contacts[k]);
			while ((step = db_step(q, f->e)) == DB_ROW)
				sources[i].take(f, q);
			if (step == DB_FAIL)
				st = edit_failed(f->e);
		}
		db_finalize(q);
	}
	for (size_t i = 0; i < f->opt->nalso; i++)
		add(f, f->opt->also[i], strlen(f->opt->also[i]));
	sb_release(&sql);
	return st;
}

/* The needle that begins at s, NULL = none. */
static const struct db_needle *needle_at(const struct forget *f, const char *s, size_t n)
{
	for (size_t i = 0; i < f->nneedles; i++)
		if (f->needles[i].n <= n && same(f->needles[i].s, s, f->needles[i].n))
			return &f->needles[i];
	return NULL;
}

struct value forget_mask(struct forget *f, struct value v)
{
	struct strbuf out = STRBUF_INIT;
	struct value masked = v;
	bool any = false;

	if (v.is != V_TEXT)
		return v;
	for (size_t i = 0; i < v.n;) {
		const struct db_needle *x = needle_at(f, v.s + i, v.n - i);

		if (x)
			sb_adds(&out, MASK);
		else
			sb_addc(&out, v.s[i]);
		any = any || x;
		i += x ? x->n : 1;
	}
	if (any)
		masked = value_text(arena_strndup(&f->arena, out.buf, out.len), out.len);
	sb_release(&out);
	return masked;
}
