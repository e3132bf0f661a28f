/* sink_sheet.c - CSV for spreadsheets: what a stranger wrote is text there, never a formula.
 *
 * A quote is put before what would be run; one that stands there already gets another, so that the
 * reader can take off just the one that was put on. Numbers are never quoted: -5 is one. */
#include "sheet.h"
#include "sink_impl.h"

#include "../base/utf8.h"

static const char mark[] = "\xEF\xBB\xBF", *const signs[] = {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

static bool begins_with(const char *p, size_t n, const char *what)
{
	size_t k = strlen(what);

	return n >= k && memcmp(p, what, k) == 0;
}

bool sheet_guarded(const char *p, size_t n)
{
	for (; n && *p == '\''; p++)
		n--;
	if (n && (*p == '\t' || *p == '\r' || *p == '\n'))
		return true;
	for (;;) {
		size_t blank = !n ? 0 : (unsigned char)*p <= ' ' || *p == '\'' ? 1 : utf8_unseen(p, n);

		if (!blank)
			break;
		p += blank;
		n -= blank;
	}
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (begins_with(p, n, signs[i]))
			return true;
	return false;
}

static bool is_number(const char *p, size_t n)
{
	size_t points = 0;

	if (n && *p == '-') {
		p++;
		n--;
	}
	for (size_t i = 0; i < n; i++)
		if ((p[i] < '0' || p[i] > '9') && (p[i] != '.' || points++))
			return false;
	return n > 0;
}

static void sheet_number(struct sink *s, const char *p, size_t n)
{
	const char *point = s->opt.decimal ? memchr(p, '.', n) : NULL;
	size_t whole = point ? (size_t)(point - p) : n;

	out_write(s->out, p, whole);
	if (point) {
		out_putc(s->out, s->opt.decimal);
		out_write(s->out, point + 1, n - whole - 1);
	}
}

static bool needs_quotes(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] == ';' || p[i] == ',' || p[i] == '"' || p[i] == '\r' || p[i] == '\n')
			return true;
	return n && (*p == ' ' || *p == '\t' || p[n - 1] == ' ' || p[n - 1] == '\t');
}

static void sheet_text(struct sink *s, const char *p, size_t n)
{
	const char *guard = sheet_guarded(p, n) ? "'" : "";
	bool quotes = needs_quotes(p, n) || (!n && s->n == 1);

	if (quotes)
		out_putc(s->out, '"');
	out_writes(s->out, guard);
	for (const char *end = p + n; p < end;) {
		const char *q = memchr(p, '"', (size_t)(end - p));
		size_t k = q ? (size_t)(q - p) + 1 : (size_t)(end - p);

		out_write(s->out, p, k);
		if (q)
			out_putc(s->out, '"');
		p += k;
	}
	if (quotes)
		out_putc(s->out, '"');
}

static void sheet_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	if (at)
		out_putc(s->out, ';');
	if (type == CELL_NUMBER && is_number(p, n))
		sheet_number(s, p, n);
	else
		sheet_text(s, p, n);
}

static void sheet_end_row(struct sink *s)
{
	out_writes(s->out, "\r\n");
}

/* On a terminal nobody wants the mark. */
static void sheet_begin(struct sink *s)
{
	if (s->tables == 1 && s->out->mask == OUT_RAW)
		out_writes(s->out, mark);
	for (size_t i = 0; i < s->n; i++)
		sheet_cell(s, i, CELL_TEXT, s->columns[i].name, strlen(s->columns[i].name));
	sheet_end_row(s);
}

const struct sink_ops sink_sheet = {.begin = sheet_begin, .cell = sheet_cell, .end_row = sheet_end_row};
