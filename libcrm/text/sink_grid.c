/* sink_grid.c - rows kept in memory, for who puts them somewhere else. */
#include "sink_impl.h"

static void grid_begin(struct sink *s)
{
	struct grid *g = s->format;

	grid_free(g);
	g->n = s->n;
	g->numbers = crm_calloc(s->n, sizeof *g->numbers);
	g->names = crm_calloc(s->n, sizeof *g->names);
	for (size_t i = 0; i < s->n; i++) {
		g->numbers[i] = s->columns[i].number;
		g->names[i] = crm_strdup(s->columns[i].name);
	}
}

static void grid_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	struct grid *g = s->format;

	(void)at;
	ARRAY_PUSH(g->cells, g->ncells, (struct grid_cell){type, g->text.len, n});
	sb_add(&g->text, p, n);
}

static void grid_end_row(struct sink *s)
{
	struct grid *g = s->format;

	g->rows++;
}

static const struct sink_ops sink_grid = {grid_begin, grid_cell, grid_end_row, NULL, NULL};

struct sink *sink_new_grid(struct grid *g)
{
	struct sink *s = crm_calloc(1, sizeof *s);

	s->ops = &sink_grid;
	s->opt.format = SINK_TABLE;
	s->format = g;
	return s;
}

void grid_free(struct grid *g)
{
	for (size_t i = 0; i < g->n; i++)
		free(g->names[i]);
	free(g->names);
	free(g->numbers);
	free(g->cells);
	sb_release(&g->text);
	*g = (struct grid)GRID_INIT;
}
