/* sink_tsv.c - crm-tsv: one record a line, tab, newline, carriage return and backslash written as \t \n \r \\. */
#include "scan.h"
#include "sink_impl.h"

/* Second byte of the escape of a byte, or 0. */
static const char escape[256] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\\'] = '\\'};

#define SHORT (OUT_RESERVE / 2 - 1) /* bytes that fit a reservation even when all of them are escaped */

/* p escaped to w, which has room for 2 n bytes; the end of what was written. */
static char *escape_into(char *w, const char *p, size_t n)
{
	const char *end = p + n;

	while (end - p >= 8) {
		uint64_t x = scan_load(p), m = scan_control(x) | scan_byte(x, '\\');
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
		size_t k = n < SHORT ? n : SHORT;
		if (!out_room(o, 2 * k))
			return;
		o->next = escape_into(o->next, p, k);
		p += k;
		n -= k;
	}
}

static void tsv_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	struct out *o = s->out;
	bool text = type == CELL_TEXT || type == CELL_LIST;

	if (n > SHORT) {
		if (at)
			out_putc(o, '\t');
		if (text)
			write_escaped(o, p, n);
		else
			out_write(o, p, n);
	} else if (out_room(o, 2 * n + 1)) {
		char *w = o->next;
		*w = '\t';
		w += at > 0;
		if (text) {
			w = escape_into(w, p, n);
		} else {
			scan_copy(w, p, n);
			w += n;
		}
		o->next = w;
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
