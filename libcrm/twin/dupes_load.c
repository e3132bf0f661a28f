/* dupes_load.c - contacts and companies as they are compared, in memory: some 200 bytes each */
#include "dupes_impl.h"

#include <stdlib.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

/* ---- texts and marks ---- */

/* Append a text as it is compared: folded, letters and digits, words with one blank between
 * them. */
static void add_plain(struct strbuf *out, const char *s, size_t n)
{
	size_t from = out->len, to = from;

	utf8_fold(out, s, n);
	for (size_t i = from; i < out->len; i++) {
		char c = out->buf[i];
		bool letter = ascii_alpha(c) || ascii_digit(c) || (unsigned char)c >= 0x80;

		if (letter)
			out->buf[to++] = c;
		else if (c != '.' && c != '\'' && to > from && out->buf[to - 1] != ' ') /* S.A. is SA */
			out->buf[to++] = ' ';
	}
	while (to > from && out->buf[to - 1] == ' ')
		to--;
	sb_setlen(out, to);
}

/* FNV-1a with its bits mixed; 0 stands for nothing. */
uint64_t dupes_hash(const char *s, size_t n, uint64_t seed)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ seed;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	h ^= h >> 32;
	h *= UINT64_C(0xd6e8feb86659fd93);
	h ^= h >> 32;
	return h ? h : 1;
}

static uint32_t mark_of(const char *s, size_t n) { return n ? (uint32_t)dupes_hash(s, n, 0) | 1 : 0; }

/* Of a text in any spelling: a VAT number with blanks, a street with or without them, Hauptstr. 1
 * as Hauptstraße 1. */
static uint32_t mark_text(struct dupes *d, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	if (!s)
		return 0;
	sb_reset(&d->scratch);
	sb_reset(&d->more);
	add_plain(&d->scratch, s, n);
	for (size_t i = 0; i < d->scratch.len; i++) {
		const char *p = d->scratch.buf + i;

		if (*p != ' ')
			sb_addc(&d->more, *p);
		else if (i >= 3 && memcmp(p - 3, "str", 3) == 0)
			sb_adds(&d->more, "asse");
	}
	return mark_of(d->more.buf, d->more.len);
}

static uint32_t mark_key(struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return s ? mark_of(s, n) : 0;
}

static void add_mark(struct twins *w, struct twin *t, unsigned char *count, uint64_t mark)
{
	if (*count == 255)
		return;
	GROW(w->mark, w->nmarks, w->amarks);
	if (!t->nmail && !t->nphone)
		t->marks = (uint32_t)w->nmarks;
	w->mark[w->nmarks++] = mark;
	++*count;
}

static void add_email(struct twins *w, struct twin *t, const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	uint64_t mark = dupes_hash(s, n, 0) & ~MARK_SHARED;

	add_mark(w, t, &t->nmail, at && mailbox_is_shared(s, (size_t)(at - s)) ? mark | MARK_SHARED : mark);
}

static uint64_t phone_mark(const char *s, size_t n) { return dupes_hash(s, n, 1) & ~MARK_SHARED; }
static void add_phone(struct twins *w, struct twin *t, const char *s, size_t n)
{
	add_mark(w, t, &t->nphone, phone_mark(s, n));
}

/* What stands behind the @ when it is a firm's own; the host of a web address. */
static uint32_t mail_host(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	size_t rest = at ? n - (size_t)(at + 1 - s) : 0;

	return rest && !domain_is_provider(at + 1, rest) ? mark_of(at + 1, rest) : 0;
}

static uint32_t web_host(const char *s, size_t n)
{
	char host[128];
	size_t k = 0;
	const char *slashes = memmem(s, n, "//", 2);

	if (slashes) {
		n -= (size_t)(slashes + 2 - s);
		s = slashes + 2;
	}
	if (n > 4 && strncasecmp(s, "www.", 4) == 0)
		s += 4, n -= 4;
	while (k < n && k < sizeof host && !strchr("/?#:", s[k])) {
		host[k] = ascii_lower(s[k]);
		k++;
	}
	return mark_of(host, k);
}

/* ---- names ---- */

/* What & stands for: neither of the name nor of the legal form. */
static bool joins(const char *s, size_t n)
{
	return n == 3 && (memcmp(s, "und", 3) == 0 || memcmp(s, "and", 3) == 0);
}

typedef bool leaves_out(const char *s, size_t n);

/* Append the words of a text; those left out go to out2, when there is one. The last word is never
 * left out when it is the only one, with out2 the first never is. */
static size_t add_words(struct dupes *d, struct strbuf *out, const char *s, size_t n, leaves_out *skip,
                        struct strbuf *out2)
{
	size_t from = out->len;

	sb_reset(&d->scratch);
	add_plain(&d->scratch, s, n);
	for (const char *p = d->scratch.buf; *p;) {
		size_t len = strcspn(p, " ");
		bool last = !p[len], skipped = skip(p, len) && !((last || out2) && out->len == from);
		struct strbuf *to = !skipped ? out : joins(p, len) ? NULL : out2;

		if (to && to->len + len + 1 < (to == out ? from : 0) + 250) {
			if (to->len > (to == out ? from : 0))
				sb_addc(to, ' ');
			sb_add(to, p, len);
		}
		p += len + !last;
	}
	return out->len - from;
}

static bool no_part_of_name(const char *s, size_t n) { return name_is_title(s, n) || name_is_particle(s, n); }

static bool no_part_of_firm(const char *s, size_t n)
{
	return name_is_legal_form(s, n) || joins(s, n) || (n == 1 && (s[0] == 'e' || s[0] == 'k' || s[0] == 'v'));
}

static void person_words(struct dupes *d, struct twin *t, struct stmt *st)
{
	size_t ngiven, nfamily, n;
	const char *given = db_text(st, 1, &ngiven), *family = db_text(st, 2, &nfamily), *name = db_text(st, 3, &n);

	if (!given && !family && name) { /* the last word is the family name */
		for (nfamily = 0; nfamily < n && name[n - nfamily - 1] != ' ';)
			nfamily++;
		family = name + n - nfamily;
		given = name;
		ngiven = n - nfamily;
	}
	t->nfirst = given ? (unsigned char)add_words(d, &d->w.text, given, ngiven, name_is_title, NULL) : 0;
	t->nsecond = family ? (unsigned char)add_words(d, &d->w.text, family, nfamily, no_part_of_name, NULL) : 0;
}

static void firm_words(struct dupes *d, struct twin *t, struct stmt *st)
{
	size_t n;
	const char *name = db_text(st, 1, &n);

	sb_reset(&d->more);
	t->nfirst = name ? (unsigned char)add_words(d, &d->w.text, name, n, no_part_of_firm, &d->more) : 0;
	t->nsecond = (unsigned char)d->more.len;
	sb_add(&d->w.text, d->more.buf, d->more.len);
}

/* ---- rows ---- */

static struct twin *add_twin(struct dupes *d, int64_t id)
{
	struct twins *w = &d->w;

	GROW(w->t, w->n, w->alloc);
	w->t[w->n] = (struct twin){.id = id, .text = (uint32_t)w->text.len, .born = INT32_MIN, .chosen = d->all};
	return &w->t[w->n++];
}

static void read_person(struct dupes *d, struct stmt *st)
{
	struct twin *t = add_twin(d, db_int(st, 0));

	person_words(d, t, st);
	t->company = db_int(st, 4);
	if (!db_null(st, 5))
		t->born = (int32_t)db_int(st, 5);
	t->postal = mark_text(d, st, 6);
	t->city = mark_key(st, 7);
	t->street = mark_text(d, st, 8);
	t->country = mark_key(st, 9);
}

static void read_firm(struct dupes *d, struct stmt *st)
{
	struct twin *t = add_twin(d, db_int(st, 0));
	size_t n;
	const char *s;

	firm_words(d, t, st);
	t->company = db_int(st, 2);
	t->postal = mark_text(d, st, 3);
	t->city = mark_key(st, 4);
	t->street = mark_text(d, st, 5);
	t->country = mark_key(st, 6);
	t->vat = mark_text(d, st, 7);
	if ((s = db_text(st, 8, &n)))
		t->site = web_host(s, n);
	if ((s = db_text(st, 9, &n))) {
		add_email(&d->w, t, s, n);
		t->mailhost = mail_host(s, n);
	}
	if ((s = db_text(st, 10, &n)))
		add_phone(&d->w, t, s, n);
}

static enum crm_status each(struct dupes *d, const char *sql, void (*row)(struct dupes *d, struct stmt *st),
                            struct crm_error *e)
{
	struct query q = query_built(d->c->db, e, sql);

	while (query_row(&q))
		row(d, q.st);
	return query_end(&q);
}

/* Rows come by record, as the records do: d->at walks along. */
static struct twin *walk(struct dupes *d, int64_t record)
{
	struct twins *w = &d->w;

	while (d->at < w->n && w->t[d->at].id < record)
		d->at++;
	return d->at < w->n && w->t[d->at].id == record ? &w->t[d->at] : NULL;
}

/* kind 0: e-mail, 1: telephone; e-mails of a record come first, so that its marks stand
 * together. */
static void read_mark(struct dupes *d, struct stmt *st)
{
	struct twin *t = walk(d, db_int(st, 0));
	size_t n;
	const char *s = db_text(st, 2, &n);

	if (t && s && db_int(st, 1))
		add_phone(&d->w, t, s, n);
	else if (t && s)
		add_email(&d->w, t, s, n);
}

/* ---- what many have ---- */

static int by_mark(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The number of a firm is that of all who work there. */
static void read_firm_phone(struct dupes *d, struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 0, &n);

	for (int i = 0; s && i < MARK_MANY; i++) {
		GROW(d->many, d->nmany, d->amany);
		d->many[d->nmany++] = phone_mark(s, n);
	}
}

/* In d->many, sorted: marks as often as they are there. Those that are there often enough are kept,
 * each once. */
static void keep_many(struct dupes *d)
{
	size_t kept = 0;

	qsort(d->many, d->nmany, sizeof *d->many, by_mark);
	for (size_t i = 0, j; i < d->nmany; i = j) {
		for (j = i + 1; j < d->nmany && d->many[j] == d->many[i];)
			j++;
		if (j - i >= MARK_MANY)
			d->many[kept++] = d->many[i];
	}
	d->nmany = kept;
}

static enum crm_status mark_many(struct dupes *d, struct crm_error *e)
{
	struct twins *w = &d->w;
	enum crm_status s = each(d, "SELECT phone_key FROM company WHERE phone_key IS NOT NULL", read_firm_phone, e);

	for (size_t i = 0; i < w->nmarks && !s; i++) {
		GROW(d->many, d->nmany, d->amany);
		d->many[d->nmany++] = w->mark[i];
	}
	if (!d->nmany)
		return s;
	keep_many(d);
	for (size_t i = 0; i < w->nmarks && d->nmany; i++)
		if (bsearch(&w->mark[i], d->many, d->nmany, sizeof *d->many, by_mark))
			w->mark[i] |= MARK_SHARED;
	return s;
}

enum crm_status dupes_load(struct dupes *d, struct crm_error *e)
{
	enum crm_status s;

	if (d->w.kind == KIND_COMPANY)
		return each(d,
		            "SELECT id, name, parent, postal_code, city_key, street, country, vat_id, website, "
		            "email_key, phone_key FROM company ORDER BY id",
		            read_firm, e);
	s = each(d,
	         "SELECT id, given, family, name, company, birthday, postal_code, city_key, street, country FROM "
	         "contact ORDER BY id",
	         read_person, e);
	d->at = 0;
	if (!s)
		s = each(d, "SELECT record, 0 AS what, address_key AS mark, pos FROM email "
			"WHERE kind = " SQL(KIND_CONTACT) " UNION ALL "
			"SELECT record, 1, number_key, pos FROM phone "
			"WHERE kind = " SQL(KIND_CONTACT) " "
		         "ORDER BY record, what, pos", read_mark, e);
	return s ? s : mark_many(d, e);
}

/* ---- the chosen ones ---- */

static void read_chosen(struct dupes *d, struct stmt *st)
{
	struct twin *t = walk(d, db_int(st, 0));

	if (t)
		t->chosen = true;
}

enum crm_status dupes_choose(struct dupes *d, const struct crm_query *q, struct crm_error *e)
{
	const struct select sel = {.kind = q->kind, .limit = -1, .operands = q->operands, .noperands = q->noperands,
		.ids = q->ids, .all = q->all};
	struct strbuf where = STRBUF_INIT, sql = STRBUF_INIT;
	struct binds binds = {0};
	struct query rows;
	enum crm_status s = select_where(d->c, &sel, "q", &where, &binds, e);

	sb_printf(&sql, "SELECT q.id FROM %s q WHERE %s ORDER BY q.id", q->kind->table, where.buf);
	d->at = 0;
	if (!s) {
		rows = query_built(d->c->db, e, sql.buf);
		binds_apply(&binds, rows.st);
		while (query_row(&rows))
			read_chosen(d, rows.st);
		s = query_end(&rows);
	}
	binds_free(&binds);
	sb_release(&where);
	sb_release(&sql);
	return s;
}
