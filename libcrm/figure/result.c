/* result.c - rows of a computed answer: cells, order, printing */
#include <stdlib.h>
#include <string.h>

#include "../base/money.h"
#include "../base/utf8.h"
#include "result.h"

void result_column(struct result *r, const char *name, bool number)
{
	ARRAY_PUSH(r->columns, r->ncolumns, (struct result_column){arena_strdup(&r->names, name), number});
}

void result_columns(struct result *r, const char *const *names)
{
	for (; *names; names++)
		result_column(r, *names, true);
}

/* Column called s; CRM_USAGE when there is none. */
static enum crm_status find_column(const struct result *r, const char *s, size_t n, size_t *at, struct crm_error *e)
{
	const char **names, *near;
	char *word;
	enum crm_status status;

	for (*at = 0; *at < r->ncolumns; ++*at)
		if (strlen(r->columns[*at].name) == n && memcmp(r->columns[*at].name, s, n) == 0)
			return CRM_OK;
	names = crm_calloc(r->ncolumns + 1, sizeof *names);
	for (size_t i = 0; i < r->ncolumns; i++)
		names[i] = r->columns[i].name;
	word = crm_strndup(s, n);
	near = utf8_nearest(word, names);
	if (near)
		status = crm_fail(e, CRM_USAGE, "no column '%s', nearest is '%s'", word, near);
	else
		status = crm_fail(e, CRM_USAGE, "no column '%s'", word);
	free(word);
	free(names);
	return status;
}

static enum crm_status show_list(struct result *r, const char *list, struct crm_error *e)
{
	enum crm_status status = CRM_OK;

	while (!status) {
		size_t n = strcspn(list, ","), at;
		status = find_column(r, list, n, &at, e);
		ARRAY_PUSH(r->shown, r->nshown, at);
		if (!list[n])
			break;
		list += n + 1;
	}
	return status;
}

enum crm_status result_show(struct result *r, const char *columns, const char *defaults, struct crm_error *e)
{
	enum crm_status status = CRM_OK;

	r->nshown = 0;
	if (!columns || *columns == '+') {
		if (defaults)
			status = show_list(r, defaults, e);
		else
			for (size_t i = 0; i < r->ncolumns && !status; i++)
				status = show_list(r, r->columns[i].name, e);
	}
	if (columns && !status)
		status = show_list(r, *columns == '+' ? columns + 1 : columns, e);
	return status;
}

struct result_cell *result_row(struct result *r)
{
	struct result_cell *row;

	if (r->rows == r->alloc) {
		r->alloc = r->alloc ? r->alloc * 2 : 16;
		r->cells = crm_realloc(r->cells, r->alloc * r->ncolumns * sizeof *r->cells);
	}
	row = r->cells + r->rows++ * r->ncolumns;
	memset(row, 0, r->ncolumns * sizeof *row);
	return row;
}

void result_text(struct result *r, struct result_cell *x, const char *s, size_t n)
{
	struct strbuf key = STRBUF_INIT;

	if (!n)
		return;
	utf8_fold(&key, s, n);
	*x = (struct result_cell){RESULT_TEXT, 0, 0, arena_strndup(&r->arena, s, n),
	                          arena_strndup(&r->arena, key.buf, key.len)};
	sb_release(&key);
}

void result_ranked(struct result *r, struct result_cell *x, const char *s, size_t n, int64_t rank)
{
	*x = (struct result_cell){RESULT_RANKED, 0, rank, arena_strndup(&r->arena, s, n), NULL};
}

void result_number(struct result_cell *x, int64_t v, int places)
{
	*x = (struct result_cell){RESULT_NUMBER, places, v, NULL, NULL};
}

void result_sum(struct result *r, struct result_cell *x, __int128 v, int places)
{
	r->over |= v > INT64_MAX || v < -INT64_MAX;
	result_number(x, (int64_t)v, places);
}

/* ---- order ---- */

struct order_key { size_t column; bool falling; };
struct order { const struct result *r; struct order_key *key; size_t n; };

static int compare_numbers(const struct result_cell *a, const struct result_cell *b)
{
	__int128 x = a->v, y = b->v;

	for (int i = abs(a->places); i < abs(b->places); i++)
		x *= 10;
	for (int i = abs(b->places); i < abs(a->places); i++)
		y *= 10;
	return x < y ? -1 : x > y;
}

static int compare_cells(const struct result_cell *a, const struct result_cell *b)
{
	int d;

	if (a->is == RESULT_NUMBER && b->is == RESULT_NUMBER)
		return compare_numbers(a, b);
	if (a->is == RESULT_TEXT && b->is == RESULT_TEXT) {
		d = strcmp(a->fold, b->fold);
		return d ? d : strcmp(a->s, b->s);
	}
	return int64_order(a->v, b->v);
}

static int compare_rows(const void *a, const void *b, void *arg)
{
	const struct order *o = arg;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	for (size_t i = 0; i < o->n; i++) {
		const struct result_cell *p = o->r->cells + x * o->r->ncolumns + o->key[i].column;
		const struct result_cell *q = o->r->cells + y * o->r->ncolumns + o->key[i].column;
		int d;
		if (!p->is || !q->is)
			d = !p->is - !q->is;
		else
			d = o->key[i].falling ? compare_cells(q, p) : compare_cells(p, q);
		if (d)
			return d;
	}
	return x < y ? -1 : x > y;
}

static enum crm_status order_parse(struct order *o, const char *spec, struct crm_error *e)
{
	for (;;) {
		bool falling = *spec == '-';
		size_t n = strcspn(spec += falling, ","), at;
		enum crm_status status = find_column(o->r, spec, n, &at, e);
		if (status)
			return status;
		ARRAY_PUSH(o->key, o->n, (struct order_key){at, falling});
		if (!spec[n])
			return CRM_OK;
		spec += n + 1;
	}
}

/* The cells in the order of their rows. */
static void rearrange(struct result *r, const size_t *row, size_t n)
{
	struct result_cell *sorted = crm_malloc((r->alloc + 1) * r->ncolumns * sizeof *sorted);

	for (size_t i = 0; i < r->rows; i++)
		memcpy(sorted + i * r->ncolumns, r->cells + (i < n ? row[i] : i) * r->ncolumns,
		       r->ncolumns * sizeof *sorted);
	free(r->cells);
	r->cells = sorted;
}

enum crm_status result_sort(struct result *r, const char *spec, size_t key, struct crm_error *e)
{
	size_t n = r->total ? r->total - 1 : r->rows;
	struct order o = {r, crm_malloc((key + 1) * sizeof *o.key), 0};
	size_t *row = crm_malloc((n + 1) * sizeof *row);
	enum crm_status status = CRM_OK;

	if (spec)
		status = order_parse(&o, spec, e);
	else
		for (; o.n < key; o.n++)
			o.key[o.n] = (struct order_key){o.n, false};
	if (status)
		goto out;
	for (size_t i = 0; i < n; i++)
		row[i] = i;
	qsort_r(row, n, sizeof *row, compare_rows, &o);
	rearrange(r, row, n);
out:
	free(row);
	free(o.key);
	return status;
}

/* ---- printing ---- */

void result_begin(const struct result *r, struct sink *s)
{
	struct sink_column *c = crm_malloc((r->nshown + 1) * sizeof *c);

	for (size_t i = 0; i < r->nshown; i++)
		c[i] = (struct sink_column){r->columns[r->shown[i]].name, r->columns[r->shown[i]].number};
	sink_begin(s, c, r->nshown);
	free(c);
}

static void print_cell(const struct result_cell *x, struct sink *s)
{
	char text[48];

	if (x->is == RESULT_NULL)
		sink_cell(s, CELL_NULL, "", 0);
	else if (x->is == RESULT_NUMBER)
		sink_cell(s, CELL_NUMBER, text,
		          x->places < 0 ? decimal_format_short(text, x->v, -x->places)
		                        : decimal_format(text, x->v, x->places));
	else
		sink_cell(s, CELL_TEXT, x->s, strlen(x->s));
}

void result_print(const struct result *r, struct sink *s, int64_t limit)
{
	size_t groups = r->total ? r->total - 1 : r->rows;
	size_t cut = limit >= 0 && (uint64_t)limit < groups ? (size_t)limit : groups;

	for (size_t i = 0; i < r->rows && !sink_stopped(s); i++) {
		if (i >= cut && i < groups)
			continue;
		for (size_t k = 0; k < r->nshown; k++)
			print_cell(r->cells + i * r->ncolumns + r->shown[k], s);
		sink_end_row(s);
	}
}

void result_clear(struct result *r)
{
	r->rows = r->total = 0;
	arena_free(&r->arena);
}

void result_free(struct result *r)
{
	free(r->columns);
	free(r->shown);
	free(r->cells);
	arena_free(&r->names);
	arena_free(&r->arena);
	*r = (struct result)RESULT_INIT;
}
