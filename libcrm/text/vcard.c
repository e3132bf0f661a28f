/* vcard.c - cards of a file: physical lines to unfolded ones, unfolded ones to cards; what is
 * damaged is named and passed over. */
#include "vcard.h"

#include <stdarg.h>
#include <stdlib.h>
#include "../base/ascii.h"
#include "../base/utf8.h"
#include "reader_impl.h"

#define BLOCK (64 * 1024)

struct line {
	size_t at, n;
	long no;
}; /* of the card's text */

struct vcard_reader {
	const struct crm_source *src;
	char *encoding;
	struct decoder *in;
	struct charsets *charsets;
	char *buf; /* unread text is buf[pos, end) */
	size_t size, pos, end;
	bool eof, failed, cut; /* cut: of this line only the beginning is kept */
	long no;               /* of the line at pos */
	/* the physical line at hand */
	const char *p;
	size_t n, skip;
	/* the card at work */
	struct strbuf text; /* its unfolded lines */
	struct line *line;
	size_t nlines, alines;
	int depth;           /* of cards inside an AGENT */
	const char *problem; /* the first thing wrong with it, and its line */
	long problem_line;
	struct arena arena;
	struct vcard card;
};

/* ---- physical lines ---- */

static bool blank(const char *p, size_t n)
{
	while (n && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return n == 0;
}

/* BEGIN:VCARD or END:VCARD, whatever stands behind it in blanks. */
static bool is_mark(const char *p, size_t n, const char *mark)
{
	while (n && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	return ascii_same(p, n, mark);
}

bool vcard_begins(const char *p, size_t n)
{
	size_t len = 0;

	while (n && (*p == ' ' || *p == '\t' || *p == '\r' || *p == '\n'))
		p++, n--;
	while (len < n && p[len] != '\r' && p[len] != '\n')
		len++;
	return is_mark(p, len, "begin:vcard");
}

enum crm_status vcard_recognize(const struct crm_source *src, const char *encoding, bool *yes, struct crm_error *e)
{
	struct decoder *in;
	char block[4096];
	size_t have = 0;
	long k = 0;
	enum crm_status s = decoder_open(&in, src, encoding, e);

	*yes = false;
	if (s)
		return s;
	while (have < sizeof block - DECODER_MIN && (k = decoder_read(in, block + have, sizeof block - have)) > 0)
		have += (size_t)k;
	if (k < 0)
		s = decoder_failed(in, e);
	else
		*yes = vcard_begins(block, have);
	decoder_free(in);
	return s;
}

static bool fill(struct vcard_reader *r)
{
	long k;

	if (r->pos) {
		memmove(r->buf, r->buf + r->pos, r->end - r->pos);
		r->end -= r->pos;
		r->pos = 0;
	}
	if (r->size - r->end < BLOCK) {
		r->size *= 2;
		r->buf = crm_realloc(r->buf, r->size);
	}
	k = decoder_read(r->in, r->buf + r->end, r->size - r->end);
	if (k < 0) {
		r->failed = true;
		return false;
	}
	r->eof = k == 0;
	r->end += (size_t)k;
	return true;
}

/* Bytes before the line's end from `from` on, and of the end itself; false when more text is needed
 * to tell. */
static bool find_end(const struct vcard_reader *r, size_t from, size_t *n, size_t *skip)
{
	const char *start = r->buf + r->pos, *end = r->buf + r->end;
	const char *nl = memchr(start + from, '\n', (size_t)(end - start) - from);
	const char *cr = memchr(start + from, '\r', (size_t)((nl ? nl : end) - start) - from);

	if (cr && cr + 1 == end && !r->eof)
		return false;
	if (!cr && !nl && !r->eof)
		return false;
	*n = (size_t)((cr ? cr : nl ? nl : end) - start);
	*skip = cr ? 1 + (nl == cr + 1) : nl ? 1 : 0;
	return true;
}

/* The line at pos into r->p, without moving on. False at the end or when the source fails. */
static bool peek_line(struct vcard_reader *r)
{
	size_t from = 0;

	r->cut = false;
	while (!find_end(r, from, &r->n, &r->skip)) {
		from = r->end - r->pos;
		from -= from > 0;
		if (r->end - r->pos > VCARD_LINE_MAX) { /* the rest of it is of no use */
			r->end = r->pos + 1;
			from = 0;
			r->cut = true;
		}
		if (!fill(r))
			return false;
	}
	r->p = r->buf + r->pos;
	return r->n || r->skip;
}

static void next_line(struct vcard_reader *r)
{
	r->pos += r->n + r->skip;
	r->no++;
}

/* ---- unfolded lines ---- */

static void wrong(struct vcard_reader *r, long line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void wrong(struct vcard_reader *r, long line, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	if (r->problem)
		return;
	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	r->problem = arena_strdup(&r->arena, b.buf);
	r->problem_line = line;
	sb_release(&b);
}

/* Whether the part before the colon says ENCODING=word, or just the word as in 2.1. */
static bool encoded(const char *p, size_t n, const char *word)
{
	const char *colon = memchr(p, ':', n), *end = colon ? colon : p;

	while ((p = memchr(p, ';', (size_t)(end - p)))) {
		size_t len;

		p++;
		for (len = 0; p + len < end && p[len] != ';';)
			len++;
		if (ascii_same(p, len, word) ||
		    (len > 9 && ascii_same(p, 9, "encoding=") && ascii_same(p + 9, len - 9, word)))
			return true;
	}
	return false;
}

static bool is_base64(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_alpha(p[i]) && !ascii_digit(p[i]) && p[i] != '+' && p[i] != '/' && p[i] != '=')
			return false;
	return n > 0;
}

static struct line *last_line(struct vcard_reader *r)
{
	return r->nlines ? &r->line[r->nlines - 1] : NULL;
}

static void add_text(struct vcard_reader *r, const char *p, size_t n)
{
	struct line *l = last_line(r);

	if (r->text.len + n > VCARD_CARD_MAX) {
		wrong(r, r->card.first, "card longer than %d MiB", VCARD_CARD_MAX / (1024 * 1024));
		return;
	}
	sb_add(&r->text, p, n);
	l->n += n;
	if (l->n > VCARD_LINE_MAX || r->cut)
		wrong(r, l->no, "line longer than %d MiB", VCARD_LINE_MAX / (1024 * 1024));
}

static void new_line(struct vcard_reader *r)
{
	if (r->nlines == VCARD_LINES_MAX) {
		wrong(r, r->no, "card of more than %d lines", VCARD_LINES_MAX);
		return;
	}
	GROW(r->line, r->nlines, r->alines);
	r->line[r->nlines++] = (struct line){r->text.len, 0, r->no};
	add_text(r, r->p, r->n);
}

/* A soft line break of quoted-printable: the = at the end goes. */
static bool soft_break(struct vcard_reader *r, struct line *l)
{
	const char *p = r->text.buf + l->at;
	size_t n = l->n;

	while (n && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	if (!n || p[n - 1] != '=' || !encoded(p, n, "quoted-printable"))
		return false;
	sb_setlen(&r->text, l->at + n - 1);
	l->n = n - 1;
	return true;
}

/* A card inside an AGENT of 2.1 becomes its text value. */
static void nested(struct vcard_reader *r)
{
	struct strbuf b = STRBUF_INIT;

	if (is_mark(r->p, r->n, "begin:vcard"))
		r->depth++;
	else if (is_mark(r->p, r->n, "end:vcard"))
		r->depth--;
	vcard_escape(&b, r->p, r->n);
	sb_adds(&b, "\\n");
	add_text(r, b.buf, b.len);
	sb_release(&b);
}

static bool in_agent(struct vcard_reader *r)
{
	const struct line *l = last_line(r);
	const char *p = l ? r->text.buf + l->at : NULL;

	return l && l->n >= 6 && ascii_same(p, 5, "agent") && p[l->n - 1] == ':';
}

/* The physical line at hand, inside a card. */
static void take_line(struct vcard_reader *r)
{
	struct line *l = last_line(r);
	const char *p = l ? r->text.buf + l->at : NULL;

	if (l && soft_break(r, l))
		add_text(r, r->p, r->n);
	else if (l && r->n && (*r->p == ' ' || *r->p == '\t'))
		add_text(r, r->p + 1, r->n - 1);
	else if (blank(r->p, r->n))
		return;
	else if (l && is_base64(r->p, r->n) && (encoded(p, l->n, "base64") || encoded(p, l->n, "b")))
		add_text(r, r->p, r->n);
	else
		new_line(r);
}

/* ---- cards ---- */

static enum crm_status damaged(struct vcard_reader *r, struct crm_error *e)
{
	r->card.n = 0;
	return crm_fail_at(e, CRM_DATA, r->src->name, r->problem_line, 0, NULL, "%s", r->problem);
}

/* The lines until END:VCARD. */
static bool read_card(struct vcard_reader *r)
{
	while (peek_line(r)) {
		bool begins = is_mark(r->p, r->n, "begin:vcard"), inner = r->depth || begins;
		bool ends = !inner && is_mark(r->p, r->n, "end:vcard");

		if (!r->depth && begins && !in_agent(r))
			break;
		r->card.last = r->no;
		if (inner)
			nested(r);
		else if (!ends)
			take_line(r);
		next_line(r);
		if (ends)
			return true;
	}
	wrong(r, r->card.first, "the card has no END:VCARD");
	return !r->failed;
}

static enum vcard_version find_version(struct vcard_reader *r)
{
	static const struct {
		const char *text;
		enum vcard_version v;
	} versions[] = {{"2.1", VCARD_21}, {"3.0", VCARD_30}, {"4.0", VCARD_40}, {"3", VCARD_30}, {"4", VCARD_40}};

	for (size_t i = 0; i < r->nlines; i++) {
		const char *p = r->text.buf + r->line[i].at, *end = p + r->line[i].n;

		if (end - p < 8 || !ascii_same(p, 8, "version:"))
			continue;
		for (p += 8; p < end && *p == ' ';)
			p++;
		while (end > p && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		for (size_t k = 0; k < sizeof versions / sizeof *versions; k++)
			if (ascii_same(p, (size_t)(end - p), versions[k].text))
				return versions[k].v;
		wrong(r, r->line[i].no, "version '%.*s' is not 2.1, 3.0 or 4.0", (int)(end - p < 20 ? end - p : 20), p);
	}
	return VCARD_30;
}

static void parse_lines(struct vcard_reader *r)
{
	struct vcard *card = &r->card;

	card->version = find_version(r);
	card->p = arena_alloc(&r->arena, (r->nlines + 1) * sizeof *card->p);
	for (size_t i = 0; i < r->nlines && !r->problem; i++) {
		const struct line *l = &r->line[i];
		struct vcard_property *p = &card->p[card->n];
		const char *problem;

		if (r->encoding && utf8_valid(r->text.buf + l->at, l->n) < l->n)
			wrong(r, l->no, "not valid in encoding '%s'", r->encoding);
		else if (!vcard_parse(&r->arena, r->charsets, r->text.buf + l->at, l->n, card->version, p, &problem))
			wrong(r, l->no, "%s", problem);
		p->line = l->no;
		card->n += !r->problem && strcmp(p->name, "VERSION") != 0;
	}
}

/* Text before a card, or behind the last one. */
static bool outside(struct vcard_reader *r)
{
	while (peek_line(r) && !is_mark(r->p, r->n, "begin:vcard")) {
		if (!blank(r->p, r->n)) {
			if (!r->problem)
				r->card.first = r->no;
			r->card.last = r->no;
			wrong(r, r->no,
			      is_mark(r->p, r->n, "end:vcard") ? "END:VCARD without a BEGIN:VCARD"
			                                       : "text outside a card");
		}
		next_line(r);
	}
	return r->problem != NULL;
}

enum crm_status vcard_next(struct vcard_reader *r, const struct vcard **card, struct crm_error *e)
{
	*card = &r->card;
	arena_free(&r->arena);
	sb_reset(&r->text);
	r->nlines = 0;
	r->depth = 0;
	r->problem = NULL;
	r->card = (struct vcard){.version = VCARD_30};
	if (outside(r))
		return r->failed ? decoder_failed(r->in, e) : damaged(r, e);
	if (!r->failed && !r->n && !r->skip) {
		*card = NULL;
		return CRM_OK;
	}
	r->card.first = r->card.last = r->no;
	if (!r->failed)
		next_line(r);
	if (r->failed || !read_card(r))
		return decoder_failed(r->in, e);
	if (!r->problem)
		parse_lines(r);
	return r->problem ? damaged(r, e) : CRM_OK;
}

enum crm_status vcard_open(struct vcard_reader **out, const struct crm_source *src, const char *encoding,
                           struct crm_error *e)
{
	struct vcard_reader *r = crm_calloc(1, sizeof *r);
	enum crm_status s;

	*out = NULL;
	r->src = src;
	r->no = 1;
	r->size = 4 * BLOCK;
	r->buf = crm_malloc(r->size);
	sb_init(&r->text, 0);
	s = decoder_open(&r->in, src, encoding, e);
	if (s) {
		vcard_free(r);
		return s;
	}
	r->encoding = decoder_encoding(r->in) ? crm_strdup(decoder_encoding(r->in)) : NULL;
	r->charsets = charsets_new();
	*out = r;
	return CRM_OK;
}

void vcard_free(struct vcard_reader *r)
{
	if (!r)
		return;
	decoder_free(r->in);
	charsets_free(r->charsets);
	arena_free(&r->arena);
	sb_release(&r->text);
	free(r->line);
	free(r->buf);
	free(r->encoding);
	free(r);
}
