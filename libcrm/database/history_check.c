/* history_check.c - what history says against the present rows: the parts of the check, those about
 * batches, counters, references. */
#include "history_check.h"

#include "../base/array.h"
#include "../model/catalog.h"
#include "../model/lookup.h"

/* ---- batches ---- */

static enum crm_status time_row(struct check *ck, struct stmt *st, void *arg)
{
	int64_t *last = arg;

	if (db_int(st, 1) < *last)
		crm_fail(ck->e, CRM_NO, "batch b%lld: is dated before the one before it", (long long)db_int(st, 0));
	*last = db_int(st, 1);
	return CRM_OK;
}

static enum crm_status undone_row(struct check *ck, struct stmt *st, void *arg)
{
	(void)arg;
	if (db_null(st, 2))
		crm_fail(ck->e, CRM_NO, "batch b%lld: is marked undone by b%lld, which doesn't undo it",
		         (long long)db_int(st, 0), (long long)db_int(st, 1));
	else
		crm_fail(ck->e, CRM_NO, "batch b%lld: is undone by b%lld, but not marked so", (long long)db_int(st, 0),
		         (long long)db_int(st, 2));
	return CRM_OK;
}

static enum crm_status void_row(struct check *ck, struct stmt *st, void *arg)
{
	(void)arg;
	check_finding(ck, kind_by_no(KIND_OFFER), db_int(st, 0), "move %lld is %s, its batch b%lld is %s",
	              (long long)db_int(st, 1), db_null(st, 2) ? "not void" : "void", (long long)db_int(st, 3),
	              db_null(st, 4)   ? "not there"
	              : db_null(st, 5) ? "not undone"
	                               : "undone otherwise");
	return CRM_OK;
}

/* Marks are right when each agrees with the marks of the batches that undid it: those are newer, so
 * this holds for all of them together. */
static enum crm_status check_batches(struct check *ck)
{
	int64_t last = INT64_MIN;
	enum crm_status s = check_query(ck, "SELECT id, at FROM batch ORDER BY id", time_row, &last);

	if (!s)
		s = check_query(ck,
		                "SELECT b.id, b.undone, g.by FROM batch b LEFT JOIN (SELECT u.target AS target, "
		                "max(u.batch) AS by "
		                "FROM undoing u JOIN batch x ON x.id=u.batch "
		                "WHERE x.undone IS NULL GROUP BY u.target) g ON g.target=b.id WHERE b.undone IS "
		                "DISTINCT FROM g.by",
		                undone_row, NULL);
	if (!s)
		s = check_query(
		        ck,
		        "SELECT m.offer, m.seq, m.void, m.batch, b.id, b.undone FROM stage_move m "
		        "LEFT JOIN batch b ON b.id=m.batch WHERE m.void IS DISTINCT FROM b.undone OR b.id IS NULL",
		        void_row, NULL);
	return s;
}

/* ---- counters ---- */

static enum crm_status counter(struct check *ck, const char *what, int kind, const char *sql)
{
	int64_t highest, last = 0;
	enum crm_status s = db_get_int(ck->db, ck->e, &highest, 0, sql, 0);

	if (!s)
		s = db_get_int(ck->db, ck->e, &last, 0, "SELECT last FROM counter WHERE kind=$1", 1, (int64_t)kind);
	if (!s && highest > last)
		crm_fail(ck->e, CRM_NO, "%s: number %lld is beyond the counter, which stands at %lld", what,
		         (long long)highest, (long long)last);
	return s;
}

static enum crm_status check_counters(struct check *ck)
{
	char sql[128];
	enum crm_status s = counter(ck, "batch", 0, "SELECT max(id) FROM batch");

	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++) {
		snprintf(sql, sizeof sql, "SELECT max(last) FROM added WHERE kind=%d", (*k)->no);
		s = counter(ck, (*k)->name, (*k)->no, sql);
	}
	return s;
}

/* ---- references ---- */

static bool is_reference(const struct crm_field *f)
{
	return field_is_column(f) && (f->type == T_REF || f->type == T_TERM);
}

/* "col IS NOT NULL AND NOT EXISTS (…)"; a reference of any kind by the kind beside it. */
static void dangling(struct strbuf *sql, const struct crm_field *f)
{
	const struct crm_kind *to = kind_by_no(f->type == T_TERM ? KIND_TERM : f->ref);
	const char *column = field_column(f);

	sb_printf(sql, "(t.%s IS NOT NULL AND ", column);
	if (to) {
		sb_printf(sql, "NOT EXISTS (SELECT 1 FROM %s r WHERE r.id=t.%s))", to->table, column);
		return;
	}
	sb_adds(sql, "1=1");
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->flags & K_COMMON)
			sb_printf(sql, " AND NOT (t.kind=%d AND EXISTS (SELECT 1 FROM %s r WHERE r.id=t.%s))", (*k)->no,
			          (*k)->table, column);
	sb_addc(sql, ')');
}

/* Columns: id, then 1 for each reference that leads nowhere, and what it holds. */
static enum crm_status dangling_row(struct check *ck, struct stmt *st, void *arg)
{
	const struct crm_kind *k = arg;
	int col = 1;

	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		const struct crm_kind *to = kind_by_no(f->type == T_TERM ? KIND_TERM : f->ref);
		if (!is_reference(f))
			continue;
		if (db_int(st, col))
			check_finding(ck, k, db_int(st, 0), "%s %s%lld is not there", f->name, to ? to->letters : "",
			              (long long)db_int(st, col + 1));
		col += 2;
	}
	return CRM_OK;
}

static enum crm_status check_references(struct check *ck, const struct crm_kind *k)
{
	struct strbuf sql = STRBUF_INIT, where = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	sb_adds(&sql, "SELECT t.id");
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!is_reference(f))
			continue;
		sb_adds(&sql, ", CASE WHEN ");
		dangling(&sql, f);
		sb_printf(&sql, " THEN 1 ELSE 0 END, t.%s", field_column(f));
		sb_adds(&where, where.len ? " OR " : "");
		dangling(&where, f);
	}
	sb_printf(&sql, " FROM %s t WHERE %s", k->table, where.buf);
	if (where.len)
		s = check_query(ck, sql.buf, dangling_row, (void *)k);
	sb_release(&sql);
	sb_release(&where);
	return s;
}

/* ---- circles of parents and managers ---- */

struct edge { int64_t id, to; size_t seen; };
struct edges { struct edge *e; size_t n; };

static enum crm_status edge_row(struct check *ck, struct stmt *st, void *arg)
{
	struct edges *g = arg;

	(void)ck;
	ARRAY_PUSH(g->e, g->n, (struct edge){db_int(st, 0), db_int(st, 1), 0});
	return CRM_OK;
}

static struct edge *find_edge(const struct edges *g, int64_t id)
{
	size_t at = int64_place(g->e, g->n, sizeof *g->e, id);

	return at < g->n && g->e[at].id == id ? &g->e[at] : NULL;
}

/* Each walk marks its steps with its own number: to meet that again is a circle, to meet another
 * ends the walk. */
static enum crm_status check_circle(struct check *ck, const struct crm_kind *k, const struct crm_field *f)
{
	struct edges g = {0};
	char sql[128];
	enum crm_status s;

	snprintf(sql, sizeof sql, "SELECT id, %s FROM %s WHERE %s IS NOT NULL ORDER BY id", field_column(f), k->table,
	         field_column(f));
	s = check_query(ck, sql, edge_row, &g);
	for (size_t i = 0; i < g.n && !s; i++) {
		struct edge *x = &g.e[i];
		while (x && !x->seen) {
			x->seen = i + 1;
			x = find_edge(&g, x->to);
		}
		if (x && x->seen == i + 1)
			check_finding(ck, k, x->id, "%s leads in a circle", f->name);
	}
	free(g.e);
	return s;
}

/* The first task of a series is its own. */
static enum crm_status check_circles(struct check *ck, const struct crm_kind *k)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < k->nfields && !s; i++)
		if (k->fields[i].type == T_REF && k->fields[i].ref == k->no && field_is_column(&k->fields[i]) &&
		    k->no != KIND_TASK)
			s = check_circle(ck, k, &k->fields[i]);
	return s;
}

/* ---- all of it ---- */

static enum crm_status check_kind(struct check *ck, const struct crm_kind *k)
{
	enum crm_status s = check_presence(ck, k);

	if (!s)
		s = check_rolled(ck, k);
	if (!s)
		s = check_references(ck, k);
	return s ? s : check_circles(ck, k);
}

static enum crm_status check_all(struct check *ck)
{
	enum crm_status s = check_batches(ck);

	if (!s)
		s = check_counters(ck);
	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++)
		s = check_kind(ck, *k);
	if (!s)
		s = check_chains(ck);
	if (!s)
		s = check_pushes(ck);
	if (!s)
		s = check_moves(ck);
	return s;
}

enum crm_status history_check(struct crm *c, struct crm_error *e)
{
	struct check ck = {.c = c, .db = c->db, .e = e, .peek = PEEK_INIT(c), .row = HISTORY_ROW_INIT};
	bool own;
	size_t before = e->failures;
	enum crm_status s = db_read(c->db, &own, e);

	if (s)
		return s;
	s = catalog_load(c, e);
	if (!s)
		s = lookup_stages(c, e);
	if (!s)
		s = check_all(&ck);
	peek_free(&ck.peek);
	history_row_free(&ck.row);
	db_read_end(c->db, own);
	return s ? s : e->failures > before ? CRM_NO : CRM_OK;
}
