/* company_tree.c - companies under those they belong to. */
#include "crm_people.h"

#include <stdlib.h>
#include "../base/array.h"
#include "../model/kinds.h"
#include "../ask/ref.h"
#include "../ask/rows.h"
#include "../verb/side.h"
#include "people_kinds.h"

#define DEPTH_MAX 100

struct node { int64_t parent, id; size_t place; }; /* place: among all by name */
struct line { int64_t id; int depth; };

struct tree {
	struct crm *c;
	const struct crm_query *q;
	struct sink *out;
	struct node *node; size_t n; /* all below the roots, by parent and name */
	struct line *line; size_t nlines; /* as they are printed */
	int64_t path[DEPTH_MAX];   /* from the root to the company in work */
	struct crm_error *e;
	enum crm_status s;         /* why the walk ended before its end */
};

static int by_parent(const void *a, const void *b)
{
	const struct node *x = a, *y = b;
	int d = int64_order(x->parent, y->parent);

	return d ? d : int64_order((int64_t)x->place, (int64_t)y->place);
}

/* Whatever stands below one of the roots. */
static enum crm_status read_below(struct tree *t, const int64_t *roots, size_t n)
{
	struct query q = query(t->c->db, t->e,
	                       "WITH RECURSIVE below(id) AS (SELECT r.id FROM company r WHERE r.id IN " DB_AMONG("1")
	                       " UNION SELECT k.id FROM company k JOIN below b ON k.parent=b.id) "
	                       "SELECT c.parent, c.id FROM below b JOIN company c ON c.id=b.id "
	                       "WHERE c.parent IS NOT NULL ORDER BY c.name_key, c.id");

	query_among(&q, 1, roots, n);
	while (query_row(&q))
		ARRAY_PUSH(t->node, t->n, (struct node){db_int(q.st, 0), db_int(q.st, 1), t->n});
	if (t->n)
		qsort(t->node, t->n, sizeof *t->node, by_parent);
	return query_end(&q);
}

/* Where those that belong to a company begin. */
static size_t first_below(const struct tree *t, int64_t id)
{
	return int64_place(t->node, t->n, sizeof *t->node, id);
}

/* Whether a company stands above itself, which only a damaged database has. */
static bool in_circle(struct tree *t, int64_t id, int depth)
{
	char name[32];

	for (int i = 0; i < depth; i++)
		if (t->path[i] == id || depth == DEPTH_MAX) {
			id_format(name, &kind_company, id);
			t->s = crm_fail(t->e, CRM_DATA, "%s belongs to itself: run 'crm-db check'", name);
			return true;
		}
	return false;
}

static bool full(const struct tree *t)
{
	return t->s || (t->q->limit >= 0 && (int64_t)t->nlines >= t->q->limit);
}

static void walk(struct tree *t, int64_t id, int depth)
{
	if (full(t) || in_circle(t, id, depth))
		return;
	ARRAY_PUSH(t->line, t->nlines, (struct line){id, depth});
	t->path[depth] = id;
	for (size_t i = first_below(t, id); i < t->n && t->node[i].parent == id; i++)
		walk(t, t->node[i].id, depth + 1);
}

/* ---- printing, a block of companies at a time ---- */

#define COLUMNS "id,name,parent,category,city"
enum { COL_ID, COL_NAME, COL_PARENT, COL_CATEGORY, COL_CITY, COLS };

static void put_line(struct tree *t, struct row_block *b, size_t row, int depth)
{
	struct strbuf name = STRBUF_INIT;
	struct cell_text x;
	char text[32];

	sink_cell(t->out, CELL_NUMBER, text, fmt_int(text, depth));
	for (size_t i = 0; i < COLS; i++) {
		row_block_cell(b, row, i, &x);
		if (i == COL_NAME) {
			for (int j = 0; j < depth && sink_is_table(t->out); j++)
				sb_adds(&name, "  ");
			sb_add(&name, x.p, x.n);
			x.p = name.buf;
			x.n = name.len;
		}
		sink_cell(t->out, x.type, x.p, x.n);
	}
	sink_end_row(t->out);
	sb_release(&name);
}

static enum crm_status put_lines(struct tree *t, struct row_block *b, struct stmt *st)
{
	int64_t id[ROW_BLOCK];
	size_t row, n;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < t->nlines && !s && !sink_stopped(t->out); i += n) {
		for (n = 0; n < ROW_BLOCK && i + n < t->nlines; n++)
			id[n] = t->line[i + n].id;
		struct query q = query_again(st, t->e);
		query_among(&q, 1, id, n);
		row_block_reset(b);
		while (query_row(&q))
			row_block_add(b, q.st, db_int(q.st, COLS));
		s = query_end(&q) ? q.s : row_block_read(b);
		for (size_t j = 0; j < n && !s; j++)
			if (row_block_find(b, id[j], &row))
				put_line(t, b, row, t->line[i + j].depth);
	}
	return s;
}

static enum crm_status print_lines(struct tree *t)
{
	struct columns cs;
	struct cells cells = {.text = STRBUF_INIT};
	struct row_block b = {.cells = &cells, .text = STRBUF_INIT};
	struct strbuf sql = STRBUF_INIT;
	struct stmt *st = NULL;
	enum crm_status s = columns_parse(t->c, &kind_company, ROWS_ALIAS, COLUMNS, &cs, t->e);

	if (s)
		return s;
	sb_adds(&sql, "SELECT ");
	s = cells_plan(&cells, t->c, &cs, COLS, REFS_IDS, &sql, t->e);
	sb_adds(&sql, ", " ROWS_ALIAS ".id FROM company " ROWS_ALIAS " WHERE " ROWS_ALIAS ".id IN " DB_AMONG("1"));
	if (!s)
		s = db_prepare(t->c->db, &st, sql.buf, t->e);
	if (!s)
		s = put_lines(t, &b, st);
	db_finalize(st);
	row_block_free(&b);
	cells_free(&cells);
	columns_free(&cs);
	sb_release(&sql);
	return s;
}

/* ---- where it begins ---- */

/* Those named or selected; else all that stand above others, and with --all those that stand
 * alone. */
static enum crm_status find_roots(struct tree *t, int64_t **roots, size_t *n)
{
	const struct crm_query *q = t->q;
	bool some = q->noperands || q->ids;
	struct strbuf sql = STRBUF_INIT;
	struct binds b = {0};
	struct query rows;
	enum crm_status s = CRM_OK;

	sb_adds(&sql, "SELECT r.id FROM company r WHERE ");
	if (some)
		s = side_where(t->c, q, "r", &sql, &b, t->e);
	else
		sb_adds(&sql, q->all ? "r.parent IS NULL"
		                     : "r.parent IS NULL AND EXISTS (SELECT 1 FROM company p WHERE p.parent=r.id)");
	sb_adds(&sql, " ORDER BY r.name_key, r.id");
	if (!s) {
		rows = query_built(t->c->db, t->e, sql.buf);
		binds_apply(&b, rows.st);
		s = query_ids(&rows, roots, n);
	}
	binds_free(&b);
	sb_release(&sql);
	return s;
}

static enum crm_status print(struct tree *t)
{
	static const struct sink_column columns[] = {{"depth", true},   {"id", false},       {"name", false},
	                                             {"parent", false}, {"category", false}, {"city", false}};
	int64_t *roots = NULL;
	size_t n = 0;
	enum crm_status s = find_roots(t, &roots, &n);

	if (!s)
		s = read_below(t, roots, n);
	if (!s) {
		sink_begin(t->out, columns, sizeof columns / sizeof *columns);
		for (size_t i = 0; i < n; i++)
			walk(t, roots[i], 0);
		s = print_lines(t);
		sink_end(t->out);
		s = s ? s : t->s;
	}
	free(roots);
	free(t->node);
	free(t->line);
	return s;
}

enum crm_status crm_company_tree(struct crm *c, const struct crm_query *q, struct sink *out, struct crm_error *e)
{
	struct tree t = {.c = c, .q = q, .out = out, .e = e};
	enum crm_status s = db_begin_read(c->db, e);

	if (s)
		return s;
	s = print(&t);
	if (!s)
		return db_commit(c->db, e);
	db_rollback(c->db);
	return s;
}
