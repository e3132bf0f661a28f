/* sink_table.c - an aligned table for a terminal. Nothing in the data can drive the terminal or
 * break a line. */
#include "../base/utf8.h"
#include "sink_impl.h"

#define SAMPLE_ROWS  1000              /* rows that decide on the widths */
#define SAMPLE_BYTES (8 * 1024 * 1024) /* fewer rows when their text is this long */
#define GAP          2                 /* blanks between columns */
#define TEXT_MIN     12                /* columns a shortened text keeps at least */
#define ELLIPSIS     "…"
#define MARK_ON      '\001'
#define MARK_OFF     '\002'

struct table_cell {
	size_t from, n; /* in text */
	size_t width;
	bool text;      /* may be shortened */
};

struct table_column {
	size_t width; /* at first the widest value's, then the one it gets */
	size_t least;
	bool text;    /* holds text: may be shortened */
};

struct table_mark { size_t from, n; };

struct table {
	struct table_column *columns;
	size_t shown;             /* columns that fit; the others are named at the end */
	struct table_cell *cells; /* rows not yet printed */
	size_t n_cells, alloc;
	size_t rows;
	struct strbuf text; /* of the cells, masked */
	struct table_mark *marks; /* what stands out in it, in its order */
	size_t n_marks, alloc_marks;
	struct strbuf line;
	bool streaming;     /* widths are settled, the header is out */
};

static void measure_header(const struct sink *s, struct table *t)
{
	t->columns = crm_calloc(s->n, sizeof *t->columns);
	for (size_t i = 0; i < s->n; i++) {
		const char *name = s->columns[i].name;
		size_t width = utf8_width(name, strlen(name));
		t->columns[i].width = width ? width : 1;
		t->columns[i].least = width > TEXT_MIN ? width : TEXT_MIN;
	}
}

static void table_free(struct sink *s)
{
	struct table *t = s->format;

	if (!t)
		return;
	free(t->columns);
	free(t->cells);
	free(t->marks);
	sb_release(&t->text);
	sb_release(&t->line);
	free(t);
	s->format = NULL;
}

static void table_begin(struct sink *s)
{
	struct table *t;

	table_free(s);
	s->format = t = crm_calloc(1, sizeof *t);
	sb_init(&t->text, 0);
	sb_init(&t->line, 0);
	measure_header(s, t);
	if (s->tables > 1)
		out_putc(s->out, '\n');
}

/* The end of a line within a value is no harm, but it is to be seen. */
static void mask(struct strbuf *out, const char *p, size_t n)
{
	const char *end = p + n, *nl;

	for (; (nl = memchr(p, '\n', (size_t)(end - p))); p = nl + 1) {
		utf8_mask(out, p, (size_t)(nl - p) - (nl > p && nl[-1] == '\r'));
		sb_adds(out, " \u23CE ");
	}
	utf8_mask(out, p, (size_t)(end - p));
}

/* The pieces of a marked text one by one, so that the marks are not masked. */
static void mask_marked(struct table *t, const char *p, size_t n)
{
	const char *end = p + n, *on, *off;

	for (; (on = memchr(p, MARK_ON, (size_t)(end - p))) && (off = memchr(on, MARK_OFF, (size_t)(end - on)));
	     p = off + 1) {
		struct table_mark *m;

		GROW(t->marks, t->n_marks, t->alloc_marks);
		m = &t->marks[t->n_marks++];
		mask(&t->text, p, (size_t)(on - p));
		m->from = t->text.len;
		mask(&t->text, on + 1, (size_t)(off - on) - 1);
		m->n = t->text.len - m->from;
	}
	mask(&t->text, p, (size_t)(end - p));
}

static void table_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	struct table *t = s->format;
	struct table_column *column = &t->columns[at];
	struct table_cell *c;

	if (t->n_cells == t->alloc) {
		t->alloc = t->alloc ? 2 * t->alloc : 64 * s->n;
		t->cells = crm_realloc(t->cells, t->alloc * sizeof *t->cells);
	}
	/* what can't be seen anyway isn't kept; one column more than the width tells that something
	 * is missing */
	if (s->opt.width && n > s->opt.width && type != CELL_MARKED)
		n = utf8_clip(p, n, s->opt.width + 1);
	c = &t->cells[t->n_cells++];
	c->from = t->text.len;
	if (type == CELL_MARKED)
		mask_marked(t, p, n);
	else
		mask(&t->text, p, n);
	c->n = t->text.len - c->from;
	c->width = utf8_width(t->text.buf + c->from, c->n);
	c->text = type == CELL_TEXT || type == CELL_LIST || type == CELL_MARKED;
	if (t->streaming)
		return;
	if (c->width > column->width)
		column->width = c->width;
	column->text |= c->text;
}

/* ---- widths ---- */

static size_t total_width(const struct table *t)
{
	size_t total = GAP * (t->shown - 1);
	for (size_t i = 0; i < t->shown; i++)
		total += t->columns[i].width;
	return total;
}

/* Columns, from the left, that fit when every text is as short as it may be; the first one always
 * counts. */
static size_t columns_that_fit(const struct table *t, size_t n, size_t width)
{
	size_t total = 0;

	for (size_t i = 0; i < n; i++) {
		const struct table_column *c = &t->columns[i];
		total += (i ? GAP : 0) + (c->text && c->least < c->width ? c->least : c->width);
		if (i && total > width)
			return i;
	}
	return n;
}

static size_t capped(const struct table_column *c, size_t cap)
{
	size_t limit = cap > c->least ? cap : c->least;
	return c->text && c->width > limit ? limit : c->width;
}

/* The largest width for texts, the same for all, with which the line fits. */
static size_t text_cap(const struct table *t, size_t width)
{
	size_t cap = width, total;

	do {
		total = GAP * (t->shown - 1);
		for (size_t i = 0; i < t->shown; i++)
			total += capped(&t->columns[i], cap);
	} while (total > width && --cap);
	return cap;
}

static void settle_widths(const struct sink *s, struct table *t)
{
	size_t width = s->opt.width, cap;

	t->shown = s->n;
	if (!width || !s->n)
		return;
	t->shown = columns_that_fit(t, s->n, width);
	cap = text_cap(t, width);
	for (size_t i = 0; i < t->shown; i++)
		t->columns[i].width = capped(&t->columns[i], cap);
	if (t->columns[0].width > width)
		t->columns[0].width = width;
}

/* An id or a number that outgrows its column is not cut: the column grows, at the cost of the
 * widest text. */
static void widen(const struct sink *s, struct table *t, const struct table_cell *cells)
{
	size_t limit = s->opt.width ? s->opt.width : SIZE_MAX;
	bool grown = false;

	for (size_t i = 0; i < t->shown; i++) {
		size_t width = cells[i].width < limit ? cells[i].width : limit;
		if (!cells[i].text && width > t->columns[i].width) {
			t->columns[i].width = width;
			grown = true;
		}
	}
	while (grown && total_width(t) > limit) {
		struct table_column *widest = NULL;
		for (size_t i = 0; i < t->shown; i++) {
			struct table_column *c = &t->columns[i];
			if (c->text && c->width > c->least && (!widest || c->width > widest->width))
				widest = c;
		}
		if (!widest)
			return;
		widest->width--;
	}
}

/* ---- lines ---- */

static void pad(struct strbuf *b, size_t n)
{
	while (n--)
		sb_addc(b, ' ');
}

/* n bytes of t's text from p on, what is marked stands out. Offsets are in the order of the marks:
 * *next is the first that may matter. */
static void add_marked(struct table *t, const char *p, size_t n, size_t *next)
{
	size_t at = (size_t)(p - t->text.buf), end = at + n;

	for (; *next < t->n_marks && t->marks[*next].from < end; ++*next) {
		const struct table_mark *m = &t->marks[*next];
		size_t to = m->from + m->n < end ? m->from + m->n : end;

		if (m->from < at)
			continue;
		sb_add(&t->line, t->text.buf + at, m->from - at);
		sb_adds(&t->line, "\033[1m");
		sb_add(&t->line, t->text.buf + m->from, to - m->from);
		sb_adds(&t->line, "\033[0m");
		at = to;
	}
	sb_add(&t->line, t->text.buf + at, end - at);
}

/* p of the given width into column i of the line, shortened when it is wider than the column. */
static void add_value(const struct sink *s, struct table *t, size_t i, const char *p, size_t n, size_t width,
                      size_t *mark)
{
	size_t room = t->columns[i].width;
	bool cut = s->opt.width && width > room;

	if (cut) {
		n = utf8_clip(p, n, room - 1);
		width = utf8_width(p, n) + 1;
	}
	if (i)
		pad(&t->line, GAP);
	if (s->columns[i].number && width < room)
		pad(&t->line, room - width);
	if (mark)
		add_marked(t, p, n, mark);
	else
		sb_add(&t->line, p, n);
	if (cut)
		sb_adds(&t->line, ELLIPSIS);
	if (!s->columns[i].number && width < room && i + 1 < t->shown)
		pad(&t->line, room - width);
}

static void write_line(struct sink *s, struct table *t)
{
	size_t n = t->line.len;

	while (n && t->line.buf[n - 1] == ' ')
		n--;
	out_write(s->out, t->line.buf, n);
	sb_reset(&t->line);
}

static void write_header(struct sink *s, struct table *t)
{
	struct strbuf name = STRBUF_INIT;

	for (size_t i = 0; i < t->shown; i++) {
		sb_reset(&name);
		utf8_mask(&name, s->columns[i].name, strlen(s->columns[i].name));
		add_value(s, t, i, name.buf, name.len, utf8_width(name.buf, name.len), NULL);
	}
	if (s->opt.color)
		out_writes(s->out, "\033[1m");
	write_line(s, t);
	out_writes(s->out, s->opt.color ? "\033[0m\n" : "\n");
	sb_release(&name);
}

static void write_rows(struct sink *s, struct table *t)
{
	size_t mark = 0;

	for (size_t from = 0; s->n && from < t->n_cells && !sink_stopped(s); from += s->n) {
		const struct table_cell *cells = t->cells + from;
		widen(s, t, cells);
		for (size_t i = 0; i < t->shown; i++)
			add_value(s, t, i, t->text.buf + cells[i].from, cells[i].n, cells[i].width, &mark);
		write_line(s, t);
		out_putc(s->out, '\n');
	}
	t->n_cells = 0;
	t->n_marks = 0;
	sb_reset(&t->text);
}

static void start_streaming(struct sink *s, struct table *t)
{
	settle_widths(s, t);
	write_header(s, t);
	write_rows(s, t);
	t->streaming = true;
}

static void table_end_row(struct sink *s)
{
	struct table *t = s->format;

	t->rows++;
	if (t->streaming)
		write_rows(s, t);
	else if (t->rows >= SAMPLE_ROWS || t->text.len >= SAMPLE_BYTES)
		start_streaming(s, t);
}

static void write_not_shown(struct sink *s, struct table *t)
{
	sb_adds(&t->line, "not shown: ");
	for (size_t i = t->shown; i < s->n; i++) {
		if (i > t->shown)
			sb_adds(&t->line, ", ");
		utf8_mask(&t->line, s->columns[i].name, strlen(s->columns[i].name));
	}
	sb_adds(&t->line, s->opt.fixed ? "\n" : " (-c picks columns)\n");
	write_line(s, t);
}

static void table_end(struct sink *s)
{
	struct table *t = s->format;

	if (!t)
		return;
	if (!t->streaming)
		start_streaming(s, t);
	if (t->shown < s->n)
		write_not_shown(s, t);
	if (s->opt.footer) {
		utf8_mask(&t->line, s->opt.footer, strlen(s->opt.footer));
		sb_addc(&t->line, '\n');
		write_line(s, t);
	}
	table_free(s);
}

const struct sink_ops sink_table = {table_begin, table_cell, table_end_row, table_end, table_free};
