/* forget_text.c - what names a person in a text is found, and masked.
 *
 * All of it is compared by keyed hashes (forget_trace.c keeps them until no trace is left), so
 * there is one way to look, whether the names are still known or not: a text is cut into words,
 * folded as search keys are, and runs of words are hashed as the names and addresses were. A
 * number is hashed from each of its digits on to the last, so that it is found without its
 * beginning. What is written in another way is the same: (at), ` at `, several blanks, umlauts of
 * two characters, and what forget_plain.c reads. */
#include "forget_impl.h"

#include "../base/ascii.h"
#include "../base/sha256.h"
#include "../base/utf8.h"
#include "../base/words.h"

#define DIGITS_MIN 7 /* of a number without its country or area code */
#define DIGITS_MAX 32
#define WORDS_MAX 16 /* of a key: more don't tell more */

static size_t place(const struct forget_plain *p, size_t i) { return p->at ? p->at[i] : i; }

/* ---- words ---- */

static struct forget_word fold_word(struct forget *f, const char *s, const struct word *w)
{
	struct forget_word t = {.from = w->from, .to = w->from + w->n, .fold = f->fold.len};

	word_fold(&f->fold, s + w->from, w->n);
	t.n = f->fold.len - t.fold;
	return t;
}

static bool is_word(const struct forget *f, const struct forget_word *t, const char *text)
{
	return t->n == strlen(text) && memcmp(f->fold.buf + t->fold, text, t->n) == 0;
}

static bool holds_at(const char *s, size_t n)
{
	return memchr(s, '@', n) || (n >= 3 && memmem(s, n, "＠", 3));
}

/* The words of a text, and what stands before each. */
static void cut(struct forget *f, const struct forget_plain *p)
{
	size_t at = 0, before = 0;
	struct word w;

	sb_reset(&f->fold);
	f->nwords = 0;
	while (word_next(p->s, p->n, &at, &w)) {
		struct forget_word t = fold_word(f, p->s, &w);
		size_t gap = w.from - before;

		if (!t.n)
			continue;
		t.at = holds_at(p->s + before, gap);
		t.joined = before && gap == 1 && strchr(".-_+", p->s[before]);
		t.says_at = is_word(f, &t, "at");
		t.says_dot = is_word(f, &t, "dot") || is_word(f, &t, "punkt");
		before = w.from + w.n;
		GROW(f->words, f->nwords, f->awords);
		f->words[f->nwords++] = t;
	}
}

size_t forget_words(const char *s, size_t n)
{
	struct strbuf folded = STRBUF_INIT;
	size_t count = words_fold(&folded, s, n);

	sb_release(&folded);
	return count;
}

/* 16 bits of a word that tell little of it: what is worth hashing. */
static unsigned sift(const struct forget *f, const char *s, size_t n)
{
	uint64_t h = f->seed;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return (unsigned)((h ^ h >> 32 ^ h >> 17) & 0xffff);
}

static bool passes(const struct forget *f, unsigned sieve) { return f->sieve[sieve / 64] >> sieve % 64 & 1; }

/* ---- runs of words ---- */

struct stretch { size_t from, to; /* words */ bool cut; /* without the s the last one ends in */ };

static void run_name(struct forget *f, struct stretch r)
{
	sb_reset(&f->canon);
	for (size_t i = r.from; i < r.to; i++) {
		if (i > r.from)
			sb_addc(&f->canon, ' ');
		sb_add(&f->canon, f->fold.buf + f->words[i].fold, f->words[i].n);
	}
	if (r.cut)
		sb_setlen(&f->canon, f->canon.len - 1);
}

/* An address of so many words, from word i on: a@b.c. Where it ends, 0 = there are fewer. */
static size_t run_address(struct forget *f, size_t i, size_t words)
{
	bool at = false;

	sb_reset(&f->canon);
	for (size_t count = 0; i < f->nwords; i++) {
		const struct forget_word *t = &f->words[i];

		at = at || (count && t->at) || t->says_at;
		if (t->says_at || t->says_dot)
			continue;
		if (count)
			sb_addc(&f->canon, at ? '@' : '.');
		sb_add(&f->canon, f->fold.buf + t->fold, t->n);
		at = false;
		if (++count == words)
			return i + 1;
	}
	return 0;
}

static bool same_hash(struct forget *f, const struct forget_key *k, const char *s, size_t n)
{
	unsigned char hash[KEYED_BYTES];

	keyed_hash(f->keyed, s, n, hash);
	return memcmp(hash, k->hash, sizeof hash) == 0;
}

static size_t name_at(struct forget *f, const struct forget_key *k, size_t i)
{
	const struct forget_word *last;

	if (i + k->words > f->nwords)
		return 0;
	for (size_t j = i + 1; j < i + k->words; j++)
		if (f->words[j].at) /* a name in an address is a mailbox and its place */
			return 0;
	run_name(f, (struct stretch){i, i + k->words, false});
	if (same_hash(f, k, f->canon.buf, f->canon.len))
		return i + k->words;
	/* "Musters" is hers, "Musterung" a word of its own */
	last = &f->words[i + k->words - 1];
	if (last->n < 4 || f->fold.buf[last->fold + last->n - 1] != 's')
		return 0;
	run_name(f, (struct stretch){i, i + k->words, true});
	return same_hash(f, k, f->canon.buf, f->canon.len) ? i + k->words : 0;
}

/* Words on from i that are the key; 0 = they aren't. */
static size_t key_at(struct forget *f, const struct forget_key *k, size_t i)
{
	size_t to;

	if (k->form != KEY_ADDRESS)
		return name_at(f, k, i);
	to = run_address(f, i, k->words);
	/* max.erika@… is another's */
	return to && !f->words[i].joined && same_hash(f, k, f->canon.buf, f->canon.len) ? to : 0;
}

/* Words on from i that name the person, the most; 0 = none do. */
static size_t named_at(struct forget *f, size_t i, bool words)
{
	const struct forget_word *t = &f->words[i];
	const char *s = f->fold.buf + t->fold;
	unsigned sieve = sift(f, s, t->n), less = t->n > 3 && s[t->n - 1] == 's' ? sift(f, s, t->n - 1) : sieve;
	size_t most = 0, to;

	if (!passes(f, sieve) && !passes(f, less))
		return 0;
	for (size_t j = 0; j < f->nkeys; j++) {
		const struct forget_key *k = &f->keys[j];

		if (k->form == KEY_PHONE || (k->form == KEY_WORD && !words) || (k->sieve != sieve && k->sieve != less))
			continue;
		to = key_at(f, k, i);
		most = to > most ? to : most;
	}
	return most;
}

/* ---- numbers ---- */

struct digits { char d[DIGITS_MAX]; size_t n; bool abroad; /* begins with + or 00 */ };

static bool number_hash(struct forget *f, const char *d, size_t n, bool whole)
{
	unsigned sieve = sift(f, d, n);

	for (size_t j = 0; passes(f, sieve) && j < f->nkeys; j++) {
		const struct forget_key *k = &f->keys[j];

		if (k->form == KEY_PHONE && k->sieve == sieve && (!whole || k->words == n) && same_hash(f, k, d, n))
			return true;
	}
	return false;
}

/* The number is the end of the person's, or the person's without the country is the end of it. */
static bool hers(struct forget *f, const struct digits *x)
{
	if (x->n < DIGITS_MIN)
		return false;
	if (number_hash(f, x->d, x->n, false))
		return true;
	for (size_t skip = 1; skip <= 4 && x->abroad && x->n - skip > DIGITS_MIN; skip++)
		if (number_hash(f, x->d + skip, x->n - skip, true))
			return true;
	return false;
}

/* The digits of what looks like a number at s. Zeros that are dialled before it, and "(0)" in it,
 * are none. Bytes until the last group at which they are the person's; 0 = never. */
static size_t number_at(struct forget *f, const char *s, size_t n, struct digits *x)
{
	size_t end = 0;

	x->n = 0;
	x->abroad = *s == '+' || (n > 1 && s[0] == '0' && s[1] == '0');
	for (size_t i = 0; i < n && x->n < DIGITS_MAX && s[i] && (ascii_digit(s[i]) || strchr(" +()/.-", s[i])); i++) {
		if (n - i >= 3 && memcmp(s + i, "(0)", 3) == 0) {
			i += 2;
			continue;
		}
		if (!ascii_digit(s[i]))
			continue;
		if (x->n || s[i] != '0')
			x->d[x->n++] = s[i];
		if (f && (i + 1 == n || !ascii_digit(s[i + 1])) && hers(f, x))
			end = i + 1;
	}
	return end;
}

static bool may_begin(const char *s, size_t i)
{
	return (ascii_digit(s[i]) || s[i] == '+' || s[i] == '(') && (!i || !ascii_digit(s[i - 1]));
}

/* ---- keys ---- */

static void keep_key(struct forget *f, enum key_form form, const char *s, size_t n, size_t words, unsigned sieve)
{
	struct forget_key k = {.form = form, .words = (unsigned char)words, .sieve = (unsigned short)sieve};

	keyed_hash(f->keyed, s, n, k.hash);
	forget_take_key(f, &k);
}

void forget_take_key(struct forget *f, const struct forget_key *k)
{
	for (size_t i = 0; i < f->nkeys; i++)
		if (f->keys[i].form == k->form && memcmp(f->keys[i].hash, k->hash, sizeof k->hash) == 0)
			return;
	ARRAY_PUSH(f->keys, f->nkeys, *k);
	f->sieve[k->sieve / 64] |= UINT64_C(1) << k->sieve % 64;
	f->numbers = f->numbers || k->form == KEY_PHONE;
}

void forget_add_key(struct forget *f, enum key_form form, const char *s, size_t n)
{
	struct forget_plain p = forget_plain(f, s, n, 0);
	size_t words = 0;
	const struct forget_word *first = NULL;

	cut(f, &p);
	for (size_t i = 0; i < f->nwords && words < WORDS_MAX; i++)
		if (form != KEY_ADDRESS || !(f->words[i].says_at || f->words[i].says_dot)) {
			first = first ? first : &f->words[i];
			words++;
		}
	if (!words)
		return;
	if (form == KEY_ADDRESS)
		run_address(f, 0, words);
	else
		run_name(f, (struct stretch){0, words, false});
	keep_key(f, form, f->canon.buf, f->canon.len, words, sift(f, f->fold.buf + first->fold, first->n));
}

void forget_add_number(struct forget *f, const char *s, size_t n)
{
	struct digits x;

	if (!n)
		return;
	number_at(NULL, s, n, &x);
	for (size_t i = 0; x.n - i >= DIGITS_MIN && i < x.n; i++)
		keep_key(f, KEY_PHONE, x.d + i, x.n - i, i ? 0 : x.n, sift(f, x.d + i, x.n - i));
}

/* ---- a text ---- */

/* The next place from *i on that names the person: *from to *to, in bytes of the text. word: where
 * to go on among the words. */
static bool next_named(struct forget *f, const struct forget_plain *p, bool words, size_t *i, size_t *word,
                       size_t *from, size_t *to)
{
	struct digits x;

	for (; *i < p->n; ++*i) {
		size_t bytes = 0, last;

		while (*word < f->nwords && f->words[*word].from < *i)
			++*word;
		if (*word < f->nwords && f->words[*word].from == *i && (last = named_at(f, *word, words)) > 0)
			bytes = f->words[last - 1].to - *i;
		if (!bytes && f->numbers && may_begin(p->s, *i))
			bytes = number_at(f, p->s + *i, p->n - *i, &x);
		if (!bytes)
			continue;
		*from = place(p, *i);
		*to = place(p, *i + bytes);
		*i += bytes;
		return true;
	}
	return false;
}

/* The text with all that names the person masked into *out; false: nothing does. */
static bool mask_once(struct forget *f, const char *s, size_t n, char sign, bool words, struct strbuf *out)
{
	size_t i = 0, word = 0, done = 0, from, to;
	struct forget_plain p = forget_plain(f, s, n, sign);

	cut(f, &p);
	while (next_named(f, &p, words, &i, &word, &from, &to)) {
		sb_add(out, s + done, from - done);
		sb_adds(out, MASK);
		done = to;
	}
	if (done)
		sb_add(out, s + done, n - done);
	return done > 0;
}

static const char signs[] = {'\0', '&', '%', '='};

static bool holds(const char *s, size_t n, char sign)
{
	return !sign || memchr(s, sign, n) || (sign == '&' && memchr(s, '\\', n));
}

struct value forget_mask(struct forget *f, struct value v, bool words)
{
	struct value masked = v;

	for (size_t i = 0; i < sizeof signs && v.is == V_TEXT; i++) {
		struct strbuf out = STRBUF_INIT;

		if (holds(masked.s, masked.n, signs[i]) &&
		    mask_once(f, masked.s, masked.n, signs[i], words, &out))
			masked = value_text(arena_strndup(&f->arena, out.buf, out.len), out.len);
		sb_release(&out);
	}
	return masked;
}

bool forget_names(struct forget *f, const char *s, size_t n, bool words)
{
	for (size_t k = 0; k < sizeof signs; k++) {
		size_t i = 0, word = 0, from, to;
		struct forget_plain p;

		if (!holds(s, n, signs[k]))
			continue;
		p = forget_plain(f, s, n, signs[k]);
		cut(f, &p);
		if (next_named(f, &p, words, &i, &word, &from, &to))
			return true;
	}
	return false;
}
