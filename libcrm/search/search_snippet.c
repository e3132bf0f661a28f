/* search_snippet.c - the place in a record's texts that tells why it was found, with the words
 * marked. */
#include "search.h"

#include "../base/words.h"

#define SNIPPET 100    /* bytes of text */
#define BEFORE 30      /* of them before the first word found */
#define FOUND_MAX 128  /* words found that are looked at in one text */

struct found { size_t from, n; uint64_t words; }; /* words: which of those asked for */
struct finds { struct found f[FOUND_MAX]; size_t n; uint64_t words; };

/* Bit by bit the words asked for that a folded word, or the first of several, is. */
static uint64_t asked_for(const struct asked *a, const char *s, size_t n)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < a->nwords; i++) {
		const struct asked_word *w = &a->words[i];

		if (n >= w->n && memcmp(s, w->s, w->n) == 0 && (n == w->n || w->prefix || s[w->n] == ' '))
			bits |= UINT64_C(1) << i;
	}
	return bits;
}

static void add_find(struct finds *finds, size_t from, size_t n, uint64_t words)
{
	if (words && finds->n < FOUND_MAX)
		finds->f[finds->n++] = (struct found){from, n, words};
	finds->words |= words;
}

static void find(const struct asked *a, const struct search_piece *p, struct finds *finds)
{
	struct strbuf b = STRBUF_INIT;
	struct word w;
	size_t at = 0;

	finds->n = 0;
	finds->words = 0;
	if (p->phone) {
		search_phone_word(&b, p->key ? p->key : "", p->nkey);
		add_find(finds, 0, p->n, asked_for(a, b.buf, b.len));
	}
	while (!p->phone && word_next(p->s, p->n, &at, &w)) {
		sb_reset(&b);
		word_fold(&b, p->s + w.from, w.n);
		add_find(finds, w.from, w.n, asked_for(a, b.buf, b.len));
	}
	sb_release(&b);
}

/* The word found that begins the window with most of them. */
static size_t best_start(const struct finds *finds)
{
	size_t best = 0;
	int most = 0;

	for (size_t i = 0; i < finds->n; i++) {
		uint64_t words = 0;

		for (size_t k = i;
		     k < finds->n && finds->f[k].from + finds->f[k].n <= finds->f[i].from + SNIPPET - BEFORE; k++)
			words |= finds->f[k].words;
		if (__builtin_popcountll(words) > most) {
			most = __builtin_popcountll(words);
			best = i;
		}
	}
	return best;
}

static bool is_inside(char c)
{
	return (c & 0xc0) == 0x80;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Behind the next blank: a word isn't cut in two. */
static size_t word_start(const char *s, size_t at, size_t end)
{
	while (at && at < end && !is_blank(s[at - 1]))
		at++;
	return at;
}

/* Text without line breaks and other control characters. */
static void add_text(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool blank = (unsigned char)s[i] <= ' ' || s[i] == 0x7f;

		if (!blank)
			sb_addc(out, s[i]);
		else if (out->len && out->buf[out->len - 1] != ' ')
			sb_addc(out, ' ');
	}
}

static void trim(struct strbuf *out)
{
	while (out->len && out->buf[out->len - 1] == ' ')
		sb_setlen(out, out->len - 1);
}

static size_t cut_end(const char *s, size_t n, size_t end)
{
	size_t at = end;

	if (end >= n)
		return n;
	while (at > end / 2 && !is_blank(s[at]))
		at--;
	if (at == end / 2)
		for (at = end; at && is_inside(s[at]);)
			at--;
	return at;
}

void search_line(struct strbuf *out, const char *s, size_t n)
{
	size_t end = cut_end(s, n, SNIPPET);

	add_text(out, s, end);
	trim(out);
	if (end < n)
		sb_adds(out, "…");
}

static void write_snippet(const struct search_piece *p, const struct finds *finds, bool marks, struct strbuf *out)
{
	size_t first = best_start(finds), from = finds->f[first].from, last = finds->f[first].from + finds->f[first].n,
	       end, at;

	from = from > BEFORE ? from - BEFORE : 0;
	from = word_start(p->s, from, finds->f[first].from);
	end = cut_end(p->s, p->n, from + SNIPPET > last ? from + SNIPPET : last);
	if (end < last)
		end = last;
	if (from)
		sb_adds(out, "…");
	at = from;
	for (size_t i = 0; marks && i < finds->n; i++) {
		const struct found *f = &finds->f[i];

		if (f->from < at || f->from + f->n > end)
			continue;
		add_text(out, p->s + at, f->from - at);
		sb_addc(out, MARK_ON);
		add_text(out, p->s + f->from, f->n);
		sb_addc(out, MARK_OFF);
		at = f->from + f->n;
	}
	add_text(out, p->s + at, end - at);
	trim(out);
	if (end < p->n)
		sb_adds(out, "…");
}

const struct search_piece *search_snippet(const struct asked *a, const struct search_piece *p, size_t n, bool marks,
                                          struct strbuf *out)
{
	struct finds finds;
	const struct search_piece *best = NULL;
	int most = 0;

	sb_reset(out);
	for (size_t i = 0; i < n; i++) {
		if (p[i].part == SEARCH_SHOWN)
			continue;
		find(a, &p[i], &finds);
		if (__builtin_popcountll(finds.words) > most) {
			most = __builtin_popcountll(finds.words);
			best = &p[i];
		}
	}
	if (!best)
		return NULL;
	find(a, best, &finds);
	write_snippet(best, &finds, marks, out);
	return best;
}
