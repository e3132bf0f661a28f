/* forget_text.c - what a person is recognised by in texts: names, addresses, numbers, those of the
 * past too; and masking them.
 *
 * What a person is recognised by is compared by search keys in C, for masking and looking through
 * alike. */
#include "forget_impl.h"

#include "../base/ascii.h"
#include "../base/utf8.h"
#include "../people/people_kinds.h"

#define NEEDLE_MIN 5 /* bytes: shorter texts stand inside other words */
#define WORD_MIN 3
#define DIGITS_MIN 7 /* of a number without its country or area code */
#define DIGITS_MAX 32

/* ---- what is looked for ---- */

static void fold(struct forget *f, const char *s, size_t n)
{
	sb_reset(&f->fold);
	utf8_fold(&f->fold, s, n);
}

/* The longest first, so that "Erika Muster-Groß" is not left as "…-Groß". */
static void add_key(struct forget *f, enum key_form form, const char *s, size_t n)
{
	size_t at = 0;

	for (size_t i = 0; i < f->nkeys; i++) {
		if (f->keys[i].form == form && f->keys[i].n == n && memcmp(f->keys[i].s, s, n) == 0)
			return;
		at += f->keys[i].n >= n;
	}
	ARRAY_ROOM(f->keys, f->nkeys);
	memmove(&f->keys[at + 1], &f->keys[at], (f->nkeys - at) * sizeof *f->keys);
	f->keys[at] = (struct forget_key){form, arena_strndup(&f->arena, s, n), n};
	f->nkeys++;
}

static void add_needle(struct forget *f, const char *s, size_t n)
{
	ARRAY_PUSH(f->needles, f->nneedles, (struct db_needle){arena_strndup(&f->arena, s, n), n});
}

static void add_text(struct forget *f, const char *s, size_t n)
{
	fold(f, s, n);
	if (f->fold.len == 0)
		return;
	add_needle(f, s, n);
	add_key(f, KEY_TEXT, f->fold.buf, f->fold.len);
}

static void add(struct forget *f, const char *s, size_t n)
{
	if (n >= NEEDLE_MIN)
		add_text(f, s, n);
}

/* The digits of a number, or of what looks like one, at s. Zeros that are dialled before it, and
 * "(0)" in it, are none. *end: behind the last group at which they are an end of the number like
 * (at least DIGITS_MIN of it), 0 = never; without like behind all of them. */
static size_t digits_of(const char *s, size_t n, const struct forget_key *like, char out[DIGITS_MAX], size_t *end)
{
	size_t count = 0;

	*end = 0;
	for (size_t i = 0; i < n && count < DIGITS_MAX && s[i] && (ascii_digit(s[i]) || strchr(" +()/.-", s[i])); i++) {
		if (n - i >= 3 && memcmp(s + i, "(0)", 3) == 0) {
			i += 2;
			continue;
		}
		if (!ascii_digit(s[i]))
			continue;
		if (count || s[i] != '0')
			out[count++] = s[i];
		if (!like || ((i + 1 == n || !ascii_digit(s[i + 1])) && count >= DIGITS_MIN && count <= like->n &&
		              memcmp(out, like->s + like->n - count, count) == 0))
			*end = i + 1;
	}
	return count;
}

static void add_digits(struct forget *f, const char *s, size_t n)
{
	char digits[DIGITS_MAX];
	size_t end, count = digits_of(s, n, NULL, digits, &end);

	if (count >= DIGITS_MIN)
		add_key(f, KEY_PHONE, digits, count);
}

static void add_number(struct forget *f, const char *s, size_t n)
{
	add(f, s, n);
	add_digits(f, s, n);
}

/* What the user names is looked for however short it is. */
static void add_also(struct forget *f, const char *s, size_t n)
{
	add_text(f, s, n);
	add_digits(f, s, n);
}

static bool placeholder(const struct forget *f, const char *s, size_t n)
{
	return n == strlen(f->placeholder) && memcmp(s, f->placeholder, n) == 0;
}

static void add_word(struct forget *f, const char *s, size_t n)
{
	fold(f, s, n);
	if (f->fold.len >= WORD_MIN)
		add_key(f, KEY_WORD, f->fold.buf, f->fold.len);
}

/* A name without a blank is a word like others: Rose, Berlin. */
static void add_name(struct forget *f, const char *s, size_t n)
{
	if (placeholder(f, s, n))
		return;
	if (n && memchr(s, ' ', n))
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

enum crm_status forget_needles(struct forget *f)
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
	for (size_t i = 0; i < f->opt->nalso; i++)
		add_also(f, f->opt->also[i], strlen(f->opt->also[i]));
	sb_release(&sql);
	return s;
}

/* ---- finding it ---- */

static size_t char_bytes(const char *s, size_t n)
{
	size_t k = 1;

	while (k < n && ((unsigned char)s[k] & 0xc0) == 0x80)
		k++;
	return k;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static bool inside_word(const char *s, size_t i, size_t n)
{
	return i < n && (ascii_digit(s[i]) || ascii_alpha(s[i]) || ((unsigned char)s[i] & 0x80));
}

/* Bytes from s on whose search key is the key; 0 = others stand there. What belongs to the last
 * character is taken along. */
static size_t text_at(struct forget *f, const char *s, size_t n, const struct forget_key *k)
{
	size_t hit = 0;

	if (blank(*s) || (!((unsigned char)*s & 0x80) && ascii_lower(*s) != *k->s))
		return 0;
	for (size_t end = 0; end < n;) {
		end += char_bytes(s + end, n - end);
		if (blank(s[end - 1])) {
			if (hit)
				break;
			continue;
		}
		fold(f, s, end);
		if (f->fold.len == k->n && memcmp(f->fold.buf, k->s, k->n) == 0)
			hit = end;
		else if (hit || f->fold.len > k->n || memcmp(f->fold.buf, k->s, f->fold.len) != 0)
			break;
	}
	return hit;
}

/* A number that ends as the person's does: without the country, the area code, with blanks. */
static size_t number_at(const char *s, size_t n, const struct forget_key *k)
{
	char digits[DIGITS_MAX];
	size_t end;

	if (!ascii_digit(*s) && *s != '+' && *s != '(')
		return 0;
	digits_of(s, n, k, digits, &end);
	return end;
}

/* Bytes that name the person at place i of a text, 0 = none do. */
static size_t named_at(struct forget *f, const char *s, size_t i, size_t n, bool words)
{
	for (size_t j = 0; j < f->nkeys; j++) {
		const struct forget_key *k = &f->keys[j];
		bool begins = i == 0 || !inside_word(s, i - 1, n);
		size_t hit = 0;

		if (((unsigned char)s[i] & 0xc0) == 0x80)
			return 0;
		if (k->form == KEY_TEXT || (k->form == KEY_WORD && words && begins))
			hit = text_at(f, s + i, n - i, k);
		else if (k->form == KEY_PHONE && (i == 0 || !ascii_digit(s[i - 1])))
			hit = number_at(s + i, n - i, k);
		/* "Musters" is hers, "Musterung" a word of its own */
		if (hit && k->form == KEY_WORD && s[i + hit - 1] != 's' && i + hit < n && s[i + hit] == 's')
			hit++;
		if (hit && (k->form != KEY_WORD || !inside_word(s, i + hit, n)))
			return hit;
	}
	return 0;
}

struct value forget_mask(struct forget *f, struct value v, bool words)
{
	struct strbuf out = STRBUF_INIT;
	struct value masked = v;
	bool any = false;
	size_t hit;

	if (v.is != V_TEXT)
		return v;
	for (size_t i = 0; i < v.n; i += hit) {
		hit = named_at(f, v.s, i, v.n, words);
		any = any || hit;
		sb_add(&out, hit ? MASK : v.s + i, hit ? strlen(MASK) : 1);
		hit = hit ? hit : 1;
	}
	if (any)
		masked = value_text(arena_strndup(&f->arena, out.buf, out.len), out.len);
	sb_release(&out);
	return masked;
}

bool forget_names(struct forget *f, const char *s, size_t n)
{
	bool numbers = false;

	fold(f, s, n);
	for (size_t j = 0; j < f->nkeys; j++) {
		if (f->keys[j].form == KEY_TEXT && memmem(f->fold.buf, f->fold.len, f->keys[j].s, f->keys[j].n))
			return true;
		numbers = numbers || f->keys[j].form == KEY_PHONE;
	}
	for (size_t i = 0; i < n && numbers; i++)
		for (size_t j = 0; (i == 0 || !ascii_digit(s[i - 1])) && j < f->nkeys; j++)
			if (f->keys[j].form == KEY_PHONE && number_at(s + i, n - i, &f->keys[j]))
				return true;
	return false;
}
