/* company_tree.c - companies under those they belong to. */
#include "crm_people.h"
#include "../model/kinds.h"
#include "../ask/ref.h"
#include "../ask/rows.h"
#include "../verb/side.h"
#include "people_kinds.h"

#define DEPTH_MAX 100

struct tree {
	struct crm *c;
	const struct crm_query *q;
	struct sink *out;
	int64_t path[DEPTH_MAX];   /* from the root to the company in work */
	int64_t printed;
	struct crm_error *e;
	enum crm_status s;
};

static bool full(const struct tree *t)
{
	return t->s || sink_stopped(t->out) || (t->q->limit >= 0 && t->printed >= t->q->limit);
}

static void put_text(struct tree *t, struct stmt *st, int col, int indent)
{
	struct strbuf b = STRBUF_INIT;
	size_t n = 0;
	const char *s = db_text(st, col, &n);

	for (int i = 0; i < indent; i++)
		sb_adds(&b, "  ");
	sb_add(&b, s, s ? n : 0);
	sink_cell(t->out, s ? CELL_TEXT : CELL_NULL, b.buf, b.len);
	sb_release(&b);
}

static void put_company(struct tree *t, int64_t id, int depth)
{
	struct query q = query(t->c->db, t->e, "SELECT name, parent, city FROM company WHERE id=$1", id);
	const struct crm_field *f = kind_field(&kind_company, "category");
	struct strbuf category = STRBUF_INIT;
	struct set_plan plan;
	char text[32];

	if (query_row(&q)) {
		set_plan(t->c, f, &plan);
		q.s = set_text(t->c, &plan, &kind_company, f, id, REFS_IDS, &category, t->e);
		sink_cell(t->out, CELL_NUMBER, text, fmt_int(text, depth));
		sink_cell(t->out, CELL_PLAIN, text, id_format(text, &kind_company, id));
		put_text(t, q.st, 0, sink_is_table(t->out) ? depth : 0);
		if (db_null(q.st, 1))
			sink_cell(t->out, CELL_NULL, NULL, 0);
		else
			sink_cell(t->out, CELL_PLAIN, text, id_format(text, &kind_company, db_int(q.st, 1)));
		sink_cell(t->out, category.len ? CELL_LIST : CELL_NULL, category.buf, category.len);
		put_text(t, q.st, 2, 0);
		sink_end_row(t->out);
		t->printed++;
	}
	t->s = query_end(&q);
	sb_release(&category);
}

/* Ids of a statement, read to its end: it is used again further down. */
static int64_t *read_ids(struct tree *t, struct query q, size_t *n)
{
	int64_t *ids = NULL;

	*n = 0;
	t->s = query_ids(&q, &ids, n);
	return ids;
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

static void walk(struct tree *t, int64_t id, int depth)
{
	int64_t *below;
	size_t n;

	if (full(t) || in_circle(t, id, depth))
		return;
	put_company(t, id, depth);
	if (t->s)
		return;
	t->path[depth] = id;
	below = read_ids(t, query(t->c->db, t->e, "SELECT id FROM company WHERE parent=$1 ORDER BY name_key, id", id),
	                 &n);
	for (size_t i = 0; i < n; i++)
		walk(t, below[i], depth + 1);
	free(below);
}

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
		*roots = read_ids(t, rows, n);
		s = t->s;
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

	if (!s) {
		sink_begin(t->out, columns, sizeof columns / sizeof *columns);
		for (size_t i = 0; i < n; i++)
			walk(t, roots[i], 0);
		sink_end(t->out);
		s = t->s;
	}
	free(roots);
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
