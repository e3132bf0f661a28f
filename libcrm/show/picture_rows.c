/* picture_rows.c - the rows of a list on a picture: aligned, texts shortened to the room there
 * is */
#include "picture.h"

#include "../base/utf8.h"

#define GAP 2       /* between columns */
#define TEXT_MIN 12 /* columns a shortened text keeps */

struct layout {
	const struct grid *g;
	size_t *width;
	bool *text;
	size_t rows;
};

static struct grid_cell *cell_at(const struct layout *l, size_t row, size_t col)
{
	return &l->g->cells[row * l->g->n + col];
}

static size_t cell_width(const struct layout *l, const struct grid_cell *x)
{
	return utf8_width(l->g->text.buf + x->from, x->n);
}

/* What says nothing without its unit. */
static void add_units(struct grid *g)
{
	for (size_t i = 0; i < g->n; i++)
		for (size_t r = 0; r < g->rows && strcmp(g->names[i], "probability") == 0; r++) {
			struct grid_cell *x = &g->cells[r * g->n + i];
			size_t from = g->text.len;
			if (!x->n)
				continue;
			sb_grow(&g->text, x->n + 2);
			sb_add(&g->text, g->text.buf + x->from, x->n);
			sb_adds(&g->text, " %");
			*x = (struct grid_cell){x->type, from, x->n + 2};
		}
}

/* A text stands in for a subject that is missing. */
static void stand_in(const struct layout *l)
{
	for (size_t i = 1; i < l->g->n; i++) {
		if (strcmp(l->g->names[i], "text") != 0 || strcmp(l->g->names[i - 1], "subject") != 0)
			continue;
		for (size_t r = 0; r < l->rows; r++) {
			struct grid_cell *x = cell_at(l, r, i), *before = cell_at(l, r, i - 1);
			if (!before->n)
				*before = *x;
			x->n = 0;
		}
	}
}

static void measure(struct layout *l)
{
	l->width = crm_calloc(l->g->n, sizeof *l->width);
	l->text = crm_calloc(l->g->n, sizeof *l->text);
	for (size_t i = 0; i < l->g->n; i++)
		for (size_t r = 0; r < l->rows; r++) {
			const struct grid_cell *x = cell_at(l, r, i);
			size_t width = cell_width(l, x);
			l->width[i] = width > l->width[i] ? width : l->width[i];
			l->text[i] = l->text[i] || x->type == CELL_TEXT || x->type == CELL_LIST;
		}
}

static size_t total(const struct layout *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->g->n; i++)
		n += l->width[i] ? l->width[i] + (n ? GAP : 0) : 0;
	return n;
}

/* The widest texts give way. */
static void fit(struct layout *l, size_t room)
{
	while (total(l) > room) {
		size_t widest = l->g->n;
		for (size_t i = 0; i < l->g->n; i++)
			if (l->text[i] && l->width[i] > TEXT_MIN &&
			    (widest == l->g->n || l->width[i] > l->width[widest]))
				widest = i;
		if (widest == l->g->n)
			return;
		l->width[widest]--;
	}
}

static void add_cell(const struct layout *l, size_t row, size_t col, struct strbuf *out)
{
	const struct grid_cell *x = cell_at(l, row, col);
	const char *s = l->g->text.buf + x->from;
	size_t n = x->n, width = cell_width(l, x), room = l->width[col];
	bool cut = width > room;

	if (cut) {
		n = utf8_clip(s, n, room - 1);
		width = utf8_width(s, n) + 1;
	}
	for (size_t i = width; i < room && l->g->numbers[col]; i++)
		sb_addc(out, ' ');
	sb_add(out, s, n);
	sb_adds(out, cut ? "…" : "");
	for (size_t i = width; i < room && !l->g->numbers[col]; i++)
		sb_addc(out, ' ');
}

void picture_rows(struct grid *g, size_t rows, size_t room,
                  void (*line)(void *arg, size_t row, const char *s, size_t n), void *arg)
{
	struct layout l = {.g = g, .rows = rows};
	struct strbuf row = STRBUF_INIT;

	stand_in(&l);
	add_units(g);
	measure(&l);
	fit(&l, room);
	for (size_t r = 0; r < rows; r++) {
		sb_reset(&row);
		for (size_t i = 0; i < g->n; i++) {
			if (!l.width[i])
				continue;
			sb_adds(&row, row.len ? "  " : "");
			add_cell(&l, r, i, &row);
		}
		while (row.len && row.buf[row.len - 1] == ' ')
			sb_setlen(&row, row.len - 1);
		line(arg, r, row.buf, row.len);
	}
	free(l.width);
	free(l.text);
	sb_release(&row);
}
