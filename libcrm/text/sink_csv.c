/* sink_csv.c - CSV after RFC 4180 with LF at the line's end; quotes only where a reader needs
 * them. */
#include "sink_impl.h"

static const bool special[256] = {[','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool needs_quotes(const char *p, size_t n)
{
	if (!n)
		return false;
	if (is_blank(p[0]) || is_blank(p[n - 1]))
		return true;
	for (size_t i = 0; i < n; i++)
		if (special[(unsigned char)p[i]])
			return true;
	return false;
}

static void write_quoted(struct out *o, const char *p, size_t n)
{
	out_putc(o, '"');
	while (n) {
		const char *q = memchr(p, '"', n);
		size_t k = q ? (size_t)(q - p) + 1 : n;
		out_write(o, p, k);
		if (q)
			out_putc(o, '"');
		p += k;
		n -= k;
	}
	out_putc(o, '"');
}

static void csv_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	if (at)
		out_putc(s->out, ',');
	/* an only column without a value would be a blank line, which many readers skip */
	if ((!n && s->n == 1) || (type != CELL_NUMBER && needs_quotes(p, n)))
		write_quoted(s->out, p, n);
	else
		out_write(s->out, p, n);
}

static void csv_end_row(struct sink *s)
{
	out_putc(s->out, '\n');
}

static void csv_begin(struct sink *s)
{
	for (size_t i = 0; i < s->n; i++)
		csv_cell(s, i, CELL_TEXT, s->columns[i].name, strlen(s->columns[i].name));
	csv_end_row(s);
}

const struct sink_ops sink_csv = {.begin = csv_begin, .cell = csv_cell, .end_row = csv_end_row};
