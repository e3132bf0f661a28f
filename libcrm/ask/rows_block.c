/* rows_block.c - rows put aside: their lists are read for all of them at once, and they come back
 * in whatever order is asked */
#include "rows.h"

#include <stdlib.h>
#include "../base/array.h"

struct kept_cell {
	enum cell type;
	size_t at, n;   /* of the block's text; of a list the record's id is `record` */
	int64_t record; /* 0 = no list, or that of no record */
};

struct kept_row { int64_t id; size_t place; };

void row_block_add(struct row_block *b, struct stmt *st, int64_t id)
{
	struct cells *cells = b->cells;
	struct cell_text t;

	GROW(b->row, b->n, b->rows_alloc);
	b->row[b->n] = (struct kept_row){id, b->n};
	b->n++;
	for (size_t i = 0; i < cells->n; i++) {
		GROW(b->cell, b->ncells, b->cells_alloc);
		if (cells_list(cells, i)) {
			b->cell[b->ncells++] = (struct kept_cell){CELL_LIST, 0, 0, db_int(st, (int)i)};
			continue;
		}
		cell_read(cells, i, st, &t);
		b->cell[b->ncells++] = (struct kept_cell){t.type, b->text.len, t.n, 0};
		sb_add(&b->text, t.p, t.n);
	}
}

static enum crm_status read_lists(struct row_block *b, size_t i)
{
	const struct cells *cells = b->cells;
	int64_t *record = crm_malloc((b->n + !b->n) * sizeof *record);
	size_t n = 0;
	enum crm_status s = CRM_OK;

	for (size_t r = 0; r < b->n; r++)
		if (b->cell[r * b->cells->n + i].record)
			record[n++] = b->cell[r * b->cells->n + i].record;
	id_texts_reset(&b->lists[i]);
	if (n)
		s = set_texts(cells->c, cells_list(cells, i), record, n, cells->refs, &b->lists[i], cells->e);
	free(record);
	return s;
}

static int by_id(const void *a, const void *b)
{
	const struct kept_row *x = a, *y = b;

	return int64_order(x->id, y->id);
}

enum crm_status row_block_read(struct row_block *b)
{
	enum crm_status s = CRM_OK;

	if (!b->lists)
		b->lists = crm_calloc(b->cells->n, sizeof *b->lists);
	for (size_t i = 1; i < b->n; i++)
		if (b->row[i - 1].id > b->row[i].id) { /* they mostly come in their order */
			qsort(b->row, b->n, sizeof *b->row, by_id);
			break;
		}
	for (size_t i = 0; i < b->cells->n && !s; i++)
		if (cells_list(b->cells, i))
			s = read_lists(b, i);
	return s;
}

bool row_block_find(struct row_block *b, int64_t id, size_t *row)
{
	struct kept_row key = {id, 0}, *found;

	found = b->n ? bsearch(&key, b->row, b->n, sizeof *b->row, by_id) : NULL;
	if (found)
		*row = found->place;
	return found != NULL;
}

void row_block_cell(struct row_block *b, size_t row, size_t i, struct cell_text *out)
{
	const struct kept_cell *k = &b->cell[row * b->cells->n + i];

	*out = (struct cell_text){k->type, b->text.buf + k->at, k->n};
	if (cells_list(b->cells, i)) {
		out->p = id_texts_find(&b->lists[i], k->record, &out->n);
		out->type = out->n ? CELL_LIST : CELL_NULL;
	}
}

void row_block_write(struct row_block *b, size_t row, struct sink *s)
{
	struct cell_text t;

	for (size_t i = 0; i < b->cells->n; i++) {
		row_block_cell(b, row, i, &t);
		sink_cell(s, t.type, t.p, t.n);
	}
	sink_end_row(s);
}

void row_block_reset(struct row_block *b)
{
	b->n = b->ncells = 0;
	sb_reset(&b->text);
}

void row_block_free(struct row_block *b)
{
	for (size_t i = 0; b->lists && i < b->cells->n; i++)
		id_texts_free(&b->lists[i]);
	free(b->lists);
	free(b->cell);
	free(b->row);
	sb_release(&b->text);
}
