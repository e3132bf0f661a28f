/* history_undo.c - batches taken back by a new batch: which of them may be, then their rows, newest
 * first.
 *
 * `undoing` keeps which batch undid which, for ever. A batch counts as undone when an undo that is
 * itself in force undid it; so redo is undo of the undo, and `batch.undone` can be computed afresh.
 * */
#include "history_impl.h"

#include <stdlib.h>

#include "../edit/import_kind.h"
#include "../model/catalog.h"

#define DROP_ROWS 20000 /* fewer are not worth building indexes */

static enum crm_status failed(const struct undo *u) { return u->e->status; }

/* ---- may they be undone ---- */

static enum crm_status check_target(struct undo *u, int64_t b)
{
	struct query q = query(u->db, u->e, "SELECT flags, undone, tool, verb FROM batch WHERE id=$1", b);
	bool there = query_row(&q);

	if (!there && !q.s)
		crm_fail(u->e, CRM_NO, "no batch b%lld", (long long)b);
	else if (there && (db_int(q.st, 0) & BATCH_SEALED))
		crm_fail(u->e, CRM_FORBIDDEN,
		         "b%lld cannot be undone: its history was rewritten when a person was forgotten", (long long)b);
	else if (there && (db_int(q.st, 0) & BATCH_FINAL))
		crm_fail(u->e, CRM_FORBIDDEN, "b%lld cannot be undone: what %s %s does is final", (long long)b,
		         db_text(q.st, 2, NULL), db_text(q.st, 3, NULL));
	else if (there && !db_null(q.st, 1))
		crm_fail(u->e, CRM_FORBIDDEN, "b%lld is undone already, by b%lld", (long long)b,
		         (long long)db_int(q.st, 1));
	return query_end(&q);
}

static int newest_first(const void *a, const void *b)
{
	return int64_compare(b, a);
}

/* Newest first, each once. */
static int64_t *sorted_batches(const int64_t *batches, size_t *n)
{
	int64_t *b = crm_malloc((*n + 1) * sizeof *b);
	size_t kept = 0;

	memcpy(b, batches, *n * sizeof *b);
	qsort(b, *n, sizeof *b, newest_first);
	for (size_t i = 0; i < *n; i++)
		if (!kept || b[kept - 1] != b[i])
			b[kept++] = b[i];
	*n = kept;
	return b;
}

/* ---- what the batch in work added ---- */

static enum crm_status load_runs(struct undo *u)
{
	struct query q = query(u->db, u->e, "SELECT kind, first, last FROM added WHERE batch=$1 ORDER BY kind, first",
	                       u->target);

	u->nruns = 0;
	while (query_row(&q))
		ARRAY_PUSH(u->runs, u->nruns,
		           (struct added_run){(int)db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 2)});
	return query_end(&q);
}

static bool added_here(const struct undo *u, int kind, int64_t id)
{
	size_t low = 0, high = u->nruns;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct added_run *r = &u->runs[middle];
		if (r->kind == kind && r->first <= id && id <= r->last)
			return true;
		if (r->kind < kind || (r->kind == kind && r->last < id))
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static enum crm_status removed_here(struct undo *u, int kind, int64_t id, bool *yes)
{
	struct query q;

	*yes = false;
	if (!u->removes)
		return CRM_OK;
	q = query(u->db, u->e, "SELECT 1 FROM removed WHERE batch=$1 AND kind=$2 AND id=$3", u->target, kind, id);
	*yes = query_row(&q);
	return query_end(&q);
}

/* The batches of a user name him for ever. */
static enum crm_status made_changes(struct undo *u, int64_t user, bool *yes)
{
	struct query q = query(u->db, u->e, "SELECT 1 FROM batch WHERE by=$1 LIMIT 1", user);

	*yes = query_row(&q);
	return query_end(&q);
}

/* Ids come downwards. */
static void note_taken(struct undo *u, const struct crm_kind *k, int64_t id)
{
	struct taken *last = u->ntaken ? &u->taken[u->ntaken - 1] : NULL;
	bool word = k->no == KIND_TERM;

	if (last && !word && last->kind == k->no && last->id == id + 1) {
		last->id = id;
		return;
	}
	GROW(u->taken, u->ntaken, u->ataken);
	u->taken[u->ntaken++] = (struct taken){k->no, id, id, word, false};
}

static enum crm_status take_back(struct undo *u, const struct crm_kind *k, int64_t id)
{
	bool found, stays = false, hit = false;
	enum crm_status s = peek_exists(&u->peek, k, id, &found, u->e);

	if (s)
		return s;
	if (!found) {
		s = removed_here(u, k->no, id, &found);
		return s || found ? s : later_removal(u, k, id);
	}
	if (k->no == KIND_USER)
		s = made_changes(u, id, &stays);
	/* a word that was changed later is in use: it stays */
	if (!s && !stays)
		s = later_changes(u, k, id, NULL, k->no != KIND_TERM, &hit);
	if (!s && !stays && !hit)
		s = config_in_use(u, k, id, &hit);
	if (s || stays || hit)
		return s;
	note_taken(u, k, id);
	if (k->no == KIND_TERM)
		return CRM_OK;
	s = edit_tell_record(u->ed, &u->peek, "rm", k, id, u->e);
	return s ? s : edit_row_rm(u->ed, k, id, u->e);
}

/* Indexes that nothing between needs are quicker built at once than kept row by row. */
static enum crm_status drop_indexes(struct undo *u, const struct crm_kind *k, const struct added_run *r, bool *dropped)
{
	int64_t n = r->last - r->first + 1, there = 0;
	char sql[64];
	enum crm_status s;

	*dropped = false;
	if (n < DROP_ROWS || !k->import || !k->import->bulk)
		return CRM_OK;
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", k->table);
	s = db_get_int(u->db, u->e, &there, 0, sql, 0);
	if (s || n * 3 < there)
		return s;
	*dropped = true;
	return db_drop_indexes(u->db, k->table, u->e);
}

static enum crm_status undo_run(struct undo *u, const struct crm_kind *k, const struct added_run *r)
{
	bool dropped;
	enum crm_status s = drop_indexes(u, k, r, &dropped);

	for (int64_t id = r->last; id >= r->first && !s; id--)
		s = take_back(u, k, id);
	return s || !dropped ? s : db_build_indexes(u->db, k->table, u->e);
}

/* Children have higher numbers than what owns them mostly: they go first. */
static enum crm_status undo_added(struct undo *u)
{
	enum crm_status s = CRM_OK;

	for (size_t i = u->nruns; i-- > 0 && !s;) {
		const struct crm_kind *k = kind_by_no(u->runs[i].kind);
		if (!k)
			return crm_fail(u->e, CRM_UNAVAILABLE,
			                "b%lld added records of kind %d, which this program doesn't know",
			                (long long)u->target, u->runs[i].kind);
		s = undo_run(u, k, &u->runs[i]);
	}
	return s;
}

/* ---- what it changed ---- */

/* Whether something else than its own column decides a rolled cell now. */
static enum crm_status governed(struct undo *u, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                                bool *yes)
{
	struct strbuf sql = STRBUF_INIT;
	int64_t n = 0;
	enum crm_status s;

	sb_printf(&sql, "SELECT 1 FROM %s t WHERE t.id=$1 AND (", k->table);
	history_expr(&sql, f->expr, "t", field_column(f));
	sb_adds(&sql, ") IS NOT NULL");
	s = db_get_int(u->db, u->e, &n, 0, sql.buf, 1, id);
	sb_release(&sql);
	*yes = n == 1;
	return s;
}

static bool keeps_itself(const struct crm_field *f)
{
	size_t n = strlen(field_column(f));

	for (const char *p = f->expr; p && (p = strstr(p, "@.")); p += 2)
		if (strncmp(p + 2, field_column(f), n) == 0)
			return true;
	return false;
}

/* What is rolled up comes by itself, but for what a person may set too (offer.product): that is
 * restored unless its roll-up decides it now. */
static enum crm_status rolled_skipped(struct undo *u, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                                      bool *skip)
{
	enum crm_status s = CRM_OK;

	*skip = f->class == C_ROLLED && !keeps_itself(f);
	if (f->class == C_ROLLED && !*skip)
		s = governed(u, k, f, id, skip);
	if (*skip)
		edit_touch(u->ed, k->no, id);
	return s;
}

static enum crm_status group_flush(struct undo *u)
{
	struct group *g = &u->group;
	bool taken = false;
	enum crm_status s = CRM_OK;

	if (!g->n)
		return CRM_OK;
	for (size_t i = 0; i < g->n; i++) {
		g->now[i].s = g->text.buf + g->now_at[i];
		g->back[i].s = g->text.buf + g->back_at[i];
	}
	s = unique_group(u, &taken);
	if (!s)
		s = currency_group(u, &taken);
	if (!s && !taken)
		s = edit_cells(u->ed, &u->peek, g, u->e);
	g->n = 0;
	sb_reset(&g->text);
	return s;
}

static bool group_takes(const struct group *g, const struct crm_kind *k, int64_t id, const struct crm_field *f)
{
	if (!g->n)
		return true;
	if (g->k != k || g->id != id || g->n == GROUP_CELLS)
		return false;
	for (size_t i = 0; i < g->n; i++)
		if (g->f[i] == f)
			return false;
	return true;
}

static void group_add(struct group *g, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                      struct value now, struct value back)
{
	size_t i = g->n++;

	g->k = k;
	g->id = id;
	g->f[i] = f;
	g->now[i] = now;
	g->back[i] = back;
	g->now_at[i] = g->text.len;
	if (now.is == V_TEXT)
		sb_add(&g->text, now.s, now.n);
	g->back_at[i] = g->text.len;
	if (back.is == V_TEXT)
		sb_add(&g->text, back.s, back.n);
}

static enum crm_status remember_reference(struct undo *u, const struct crm_kind *k, int64_t id,
                                          const struct crm_field *f, struct value v)
{
	struct value poly = VALUE_NULL;
	bool found;
	enum crm_status s = CRM_OK;

	if (v.is != V_INT || (f->type != T_REF && f->type != T_TERM))
		return CRM_OK;
	if (f->type == T_REF && !f->ref)
		s = peek_read(&u->peek, k, kind_field(k, "kind"), id, &poly, &found, u->e);
	undo_restored(u, k, id, f, field_target(f, poly.i), v.i);
	return s;
}

static enum crm_status undo_cell(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                                 struct value old, struct value new)
{
	struct value now;
	bool found, skip, hit = false;
	enum crm_status s;

	if (!group_takes(&u->group, k, id, f) && (s = group_flush(u)))
		return s;
	s = peek_read(&u->peek, k, f, id, &now, &found, u->e);
	if (s || !found)
		return s ? s : later_removal(u, k, id);
	s = rolled_skipped(u, k, f, id, &skip);
	if (!s && !skip)
		s = later_changes(u, k, id, f, true, &hit);
	/* goes along until the commit computes it, for the constraints it is under */
	if (!s && skip && (f->flags & F_QUIET) && value_equal(now, new) && !value_equal(now, old))
		group_add(&u->group, k, id, f, now, old);
	if (s || skip || hit)
		return s;
	if (!value_equal(now, new) && f->class != C_ROLLED) {
		undo_collision(u, k, id, "%s is not what b%lld set it to", f->name, (long long)u->target);
		return CRM_OK;
	}
	if (value_equal(now, old))
		return CRM_OK;
	group_add(&u->group, k, id, f, now, old);
	return remember_reference(u, k, id, f, old);
}

/* What was added goes with its cells, but for users who stay: what the batch gave them is taken
 * from them. */
static enum crm_status goes_with_its_cells(struct undo *u, const struct crm_kind *k, int64_t id, bool *yes)
{
	bool stays = false;
	enum crm_status s = CRM_OK;

	*yes = added_here(u, k->no, id);
	if (*yes && k->no == KIND_USER)
		s = peek_exists(&u->peek, k, id, &stays, u->e);
	*yes = *yes && !stays;
	return s;
}

/* Newest first. gone: the cells of records that the batch removed afterwards (they are back by
 * then), else those of all others. */
static enum crm_status undo_changed(struct undo *u, bool gone)
{
	struct query q = query(u->db, u->e,
	                       "SELECT kind, id, field, old, new FROM change WHERE batch=$1 ORDER BY seq DESC",
	                       u->target);
	bool removed, goes = false;

	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		const struct crm_field *f = k ? catalog_field_no(u->c, k, (int)db_int(q.st, 2)) : NULL;
		size_t nold, nnew;
		const char *old = db_text(q.st, 3, &nold), *new = db_text(q.st, 4, &nnew);
		int64_t id = db_int(q.st, 1);

		if (k && ((q.s = goes_with_its_cells(u, k, id, &goes)) || goes))
			continue;
		if (!f)
			q.s = crm_fail(u->e, CRM_UNAVAILABLE, "b%lld changed a field which this program doesn't know",
			               (long long)u->target);
		else if (!(q.s = removed_here(u, k->no, id, &removed)) && removed == gone)
			q.s = undo_cell(u, k, id, f, history_value(f, old, nold), history_value(f, new, nnew));
	}
	return query_end(&q) ? q.s : group_flush(u);
}

/* ---- what it removed ---- */

static enum crm_status bring_back(struct undo *u, const struct crm_kind *k, int64_t id, const char *json, size_t n)
{
	struct history_row *row = &u->row;
	bool found, taken = false;
	enum crm_status s = peek_exists(&u->peek, k, id, &found, u->e);

	if (!s && found)
		undo_collision(u, k, id, "is there again");
	if (s || found)
		return s;
	s = history_row_parse(u->c, k, json, n, row, u->e);
	if (!s)
		s = unique_row(u, k, id, &taken);
	if (s || taken)
		return s;
	s = edit_row_restore(u->ed, k, id, row->f, row->v, row->n, u->e);
	if (!s)
		s = edit_tell_record(u->ed, &u->peek, "add", k, id, u->e);
	for (size_t i = 0; i < row->n && !s; i++)
		s = remember_reference(u, k, id, row->f[i], row->v[i]);
	return s;
}

static enum crm_status undo_removed(struct undo *u)
{
	struct query q = query(u->db, u->e, "SELECT kind, id, row FROM removed WHERE batch=$1 ORDER BY kind, id",
	                       u->target);

	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		int64_t id = db_int(q.st, 1);
		size_t n;
		const char *json = db_text(q.st, 2, &n);

		if (!k)
			q.s = crm_fail(u->e, CRM_UNAVAILABLE,
			               "b%lld removed records of a kind which this program doesn't know",
			               (long long)u->target);
		else if (!added_here(u, k->no, id))
			q.s = bring_back(u, k, id, json, n);
	}
	return query_end(&q);
}

/* ---- all of it ---- */

/* What was added goes first and what was removed comes last, so that what must be unique never
 * meets itself; only then have removed records cells. */
static enum crm_status undo_batch(struct undo *u, int64_t b)
{
	int64_t removed = 0;
	enum crm_status s;

	u->target = b;
	s = load_runs(u);
	if (!s)
		s = db_get_int(u->db, u->e, &removed, 0, "SELECT 1 FROM removed WHERE batch=$1 LIMIT 1", 1, b);
	u->removes = removed;
	if (!s)
		s = undo_added(u);
	if (!s)
		s = undo_changed(u, false);
	if (!s && u->removes)
		s = undo_removed(u);
	return s || !u->removes ? s : undo_changed(u, true);
}

static enum crm_status begin(struct undo *u, const int64_t *b, size_t n)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++)
		s = check_target(u, b[i]);
	if (s || u->e->failures)
		return failed(u);
	u->batch = edit_batch(u->ed, u->e);
	if (!u->batch)
		return failed(u);
	s = db_run(u->db, u->e, "UPDATE batch SET flags=flags|" SQL(BATCH_UNDO)
		" WHERE id=$1", 1, u->batch);
	for (size_t i = 0; i < n && !s; i++)
		s = db_run(u->db, u->e, "INSERT INTO undoing(batch, target) VALUES($1, $2)", 2, u->batch, b[i]);
	return s ? s : effect_targets(u, u->batch);
}

static void undo_free(struct undo *u)
{
	peek_free(&u->peek);
	history_row_free(&u->row);
	unique_free(u);
	sb_release(&u->group.text);
	free(u->runs);
	free(u->flipped);
	free(u->taken);
	free(u->restored);
}

enum crm_status history_undo(struct edit *ed, const int64_t *batches, size_t n, struct crm_error *e)
{
	struct crm *c = edit_context(ed);
	struct undo u = {.ed = ed, .c = c, .db = c->db, .e = e, .peek = PEEK_INIT(c), .row = HISTORY_ROW_INIT,
		.group = {.text = STRBUF_INIT}};
	int64_t *b = sorted_batches(batches, &n);
	enum crm_status s = catalog_load(c, e);

	u.first = n ? b[n - 1] : 0;
	if (!s)
		s = begin(&u, b, n);
	for (size_t i = 0; i < n && !s; i++)
		s = undo_batch(&u, b[i]);
	if (!s)
		s = undo_references(&u);
	if (!s)
		s = effect_pushes(&u);
	if (!s && u.collided)
		s = CRM_FORBIDDEN;
	undo_free(&u);
	free(b);
	return s;
}
