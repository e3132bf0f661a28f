/* sink_tsv.c - crm-tsv: one record a line, tab, newline, carriage return and backslash written as
 * \t \n \r \\. */
#include "scan.h"
#include "sink_impl.h"

/* Second byte of the escape of a byte, or 0. */
static const char escape[256] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\\'] = '\\'};

#define PIECE (OUT_RESERVE / 2) /* bytes that fit a reservation even when all of them are escaped */

/* The bytes of x that may need an escape. */
static uint64_t suspects(uint64_t x)
{
	return scan_control(x) | scan_byte(x, '\\');
}

/* Nothing to escape? A false alarm is allowed. */
static bool is_clean(const char *p, size_t n)
{
	uint64_t seen = 0;

	if (n >= 8) {
		for (size_t i = 0; i + 8 < n; i += 8)
			seen |= suspects(scan_load(p + i));
		return !(seen | suspects(scan_load(p + n - 8)));
	}
	for (size_t i = 0; i < n; i++)
		seen |= (unsigned char)escape[(unsigned char)p[i]];
	return !seen;
}

/* p escaped to w, which has room for 2 n bytes; the end of what was written. */
static char *escape_into(char *w, const char *p, size_t n)
{
	const char *end = p + n;

	while (end - p >= 8) {
		uint64_t m = suspects(scan_load(p));
		memcpy(w, p, 8);
		if (!m) {
			w += 8;
			p += 8;
			continue;
		}
		w += scan_first(m);
		p += scan_first(m);
		if (escape[(unsigned char)*p]) {
			*w++ = '\\';
			*w++ = escape[(unsigned char)*p++];
		} else {
			*w++ = *p++;
		}
	}
	for (; p < end; p++) {
		char c = escape[(unsigned char)*p];
		if (c)
			*w++ = '\\';
		*w++ = c ? c : *p;
	}
	return w;
}

void tsv_escape(struct strbuf *b, const char *p, size_t n)
{
	while (n) {
		char piece[512];
		size_t k = n < sizeof piece / 2 ? n : sizeof piece / 2;
		sb_add(b, piece, (size_t)(escape_into(piece, p, k) - piece));
		p += k;
		n -= k;
	}
}

static void write_escaped(struct out *o, const char *p, size_t n)
{
	while (n) {
		size_t k = n < PIECE ? n : PIECE;
		if (!out_room(o, 2 * k))
			return;
		o->next = escape_into(o->next, p, k);
		p += k;
		n -= k;
	}
}

static __attribute__((noinline)) void any_cell(struct out *o, size_t at, bool text, const char *p, size_t n)
{
	if (at)
		out_putc(o, '\t');
	if (text)
		write_escaped(o, p, n);
	else
		out_write(o, p, n);
}

/* Nearly all cells are short and clean: those cost no call. */
static void tsv_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	struct out *o = s->out;
	bool text = type == CELL_TEXT || type == CELL_LIST;

	if (n <= SCAN_SHORT && o->end - o->next > SCAN_SHORT && (!text || is_clean(p, n))) {
		char *w = o->next;
		*w = '\t';
		w += at > 0;
		scan_copy_short(w, p, n);
		o->next = w + n;
	} else {
		any_cell(o, at, text, p, n);
	}
}

static void tsv_end_row(struct sink *s)
{
	out_putc(s->out, '\n');
}

static void tsv_begin(struct sink *s)
{
	if (!s->opt.header)
		return;
	for (size_t i = 0; i < s->n; i++)
		tsv_cell(s, i, CELL_TEXT, s->columns[i].name, strlen(s->columns[i].name));
	tsv_end_row(s);
}

const struct sink_ops sink_tsv = {.begin = tsv_begin, .cell = tsv_cell, .end_row = tsv_end_row};
