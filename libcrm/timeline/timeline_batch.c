/* timeline_batch.c - what whole batches did, for the timeline of all records: customers and what is
 * sold to them, not the configuration */
#include "timeline_impl.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../offer/offer_kinds.h"
#include "../task/task_kind.h"

/* Kinds whose records are told of. */
#define TOLD "(2, 3, 4, 5)"
static bool told(int kind)
{
	return kind == KIND_COMPANY || kind == KIND_CONTACT || kind == KIND_PRODUCT || kind == KIND_OFFER;
}

/* ---- batch by batch ---- */

/* Recorded behind the last instant wanted, of a day before it. */
static enum crm_status late(struct timeline *t)
{
	int64_t hi = t->ask.hi;
	struct query q;

	if (hi == INT64_MAX || !timeline_wants(t, TL_STAGE))
		return CRM_OK;
	q = query_built(t->c->db, t->e,
	                "SELECT m.offer, m.seq, m.day, m.at, m.batch FROM stage_move m JOIN batch b ON b.id=m.batch "
	                "JOIN offer o ON o.id=m.offer "
	                "WHERE m.day <= $1 AND b.at > $2 AND ($3=1 OR m.void IS NULL)",
	                hi / 86400000 + 2, hi, t->ask.all);
	while (query_row(&q)) {
		int64_t time = timeline_time(t->c, (int)db_int(q.st, 2), db_int(q.st, 3));
		if (time <= hi)
			timeline_push(t, (struct tl_item){.type = TL_MOVE,
			                                  .kind = KIND_OFFER,
			                                  .id = db_int(q.st, 0),
			                                  .last = db_int(q.st, 1),
			                                  .batch = db_int(q.st, 4),
			                                  .time = time});
	}
	return query_end(&q);
}

static enum crm_status late_done(struct timeline *t)
{
	int64_t hi = t->ask.hi;
	struct query q;

	if (hi == INT64_MAX || !timeline_wants(t, TL_DONE))
		return CRM_OK;
	q = query_built(t->c->db, t->e,
	                "SELECT d.id, t.done, d.batch, b.at FROM task t "
	                "JOIN change d ON d.kind=" SQL(KIND_TASK) " AND d.id=t.id "
	                "AND d.field=" SQL(TASK_DONE) " JOIN batch b "
	                "ON b.id=d.batch "
	                "WHERE t.done <= $1 AND CAST(d.new AS BIGINT)=t.done AND b.at > $2 "
	                "AND " BATCH_COUNTS("b"),
	                hi / 86400000 + 2, hi);
	while (query_row(&q)) {
		int64_t time = timeline_time(t->c, (int)db_int(q.st, 1), db_int(q.st, 3));
		if (time <= hi)
			timeline_push(t, (struct tl_item){.type = TL_FINISHED,
			                                  .kind = KIND_TASK,
			                                  .id = db_int(q.st, 0),
			                                  .last = db_int(q.st, 1),
			                                  .batch = db_int(q.st, 2),
			                                  .time = time});
	}
	return query_end(&q);
}

enum crm_status timeline_batches(struct timeline *t)
{
	enum crm_status s = late(t);

	t->batches = query_built(t->c->db, t->e,
	                         "SELECT id, at FROM batch WHERE ($1=1 OR (undone IS NULL "
	                         "AND (flags & " SQL(BATCH_UNDO) ")=0)) AND at <= $2 ORDER BY id DESC",
	                         t->ask.all, t->ask.hi);
	if (!s)
		s = late_done(t);
	return s ? s : timeline_batches_next(t);
}

/* The item of all batches stands for the next one; when its turn comes that one is opened. */
enum crm_status timeline_batches_next(struct timeline *t)
{
	enum crm_status s = t->batch ? timeline_one_batch(t, t->batch, false) : CRM_OK;

	if (s)
		return s;
	t->batch = query_row(&t->batches) ? db_int(t->batches.st, 0) : 0;
	if (t->batch)
		timeline_push(t, (struct tl_item){.type = TL_BATCHES, .id = t->batch, .batch = t->batch,
			.time = db_int(t->batches.st, 1)});
	return t->batches.s;
}

/* ---- one batch: first what it added ---- */

static enum crm_status added_events(struct timeline *t, int64_t first, int64_t last)
{
	char condition[96];

	snprintf(condition, sizeof condition, "q.id BETWEEN %lld AND %lld", (long long)first, (long long)last);
	return timeline_events(t, condition);
}

enum crm_status timeline_one_batch(struct timeline *t, int64_t batch, bool events)
{
	struct query q;
	struct tl_batch b;
	enum crm_status s = timeline_batch(t, batch, &b);

	if (s)
		return s;
	q = query_built(t->c->db, t->e, "SELECT kind, first, " ADDED_LAST " FROM added WHERE batch=$1", batch);
	while ((b.counts || events) && query_row(&q)) {
		int kind = (int)db_int(q.st, 0);
		if (events && kind == KIND_EVENT && t->ask.events)
			q.s = added_events(t, db_int(q.st, 1), db_int(q.st, 2));
		else if (told(kind) && timeline_wants(t, TL_CREATED))
			timeline_push(t, (struct tl_item){.type = TL_ADDED,
			                                  .kind = kind,
			                                  .id = db_int(q.st, 2),
			                                  .last = db_int(q.st, 1),
			                                  .batch = batch,
			                                  .time = b.at});
	}
	s = query_end(&q);
	if (!s && t->ask.system & ~(1u << TL_CREATED))
		timeline_push(t, (struct tl_item){.type = TL_BATCH, .batch = batch, .time = b.at});
	return s;
}

/* ---- then what it moved, finished, removed and changed ---- */

/* Run a statement on the batch and do something with each row. */
static enum crm_status each(struct timeline *t, const char *sql, int64_t batch,
                            enum crm_status (*row)(struct timeline *t, struct stmt *st, int64_t batch))
{
	struct query q = query_built(t->c->db, t->e, sql, batch);

	while (query_row(&q))
		q.s = row(t, q.st, batch);
	return query_end(&q);
}

static enum crm_status move(struct timeline *t, struct stmt *st, int64_t batch)
{
	return timeline_moves(t, db_int(st, 0), batch);
}

static enum crm_status finish(struct timeline *t, struct stmt *st, int64_t batch)
{
	struct tl_batch b;
	enum crm_status s = timeline_batch(t, batch, &b);

	if (!s)
		timeline_push(t, (struct tl_item){.type = TL_FINISHED,
		                                  .kind = KIND_TASK,
		                                  .id = db_int(st, 0),
		                                  .last = db_int(st, 1),
		                                  .batch = batch,
		                                  .time = timeline_time(t->c, (int)db_int(st, 1), b.at)});
	return s;
}

static enum crm_status gone(struct timeline *t, struct stmt *st, int64_t batch)
{
	struct tl_batch b;
	enum crm_status s = timeline_batch(t, batch, &b);

	if (!s)
		timeline_push(
		    t, (struct tl_item){.type = TL_GONE, .kind = (int)db_int(st, 0), .id = db_int(st, 1),
		    	.batch = batch, .time = b.at});
	return s;
}

#define NOT_NEW(kind, id) "NOT EXISTS (SELECT 1 FROM added n WHERE n.batch=$1 AND n.kind=" kind " AND " id " BETWEEN n.first AND n.last)"

static const struct {
	enum tl_word word;
	const char *sql;
	enum crm_status (*row)(struct timeline *t, struct stmt *st, int64_t batch);
} parts[] = {
    {TL_STAGE, "SELECT o.id FROM added a JOIN offer o ON o.id BETWEEN a.first AND a.last "
    "WHERE a.batch=$1 AND a.kind=" SQL(KIND_OFFER), move},
    {TL_STAGE,
     "SELECT DISTINCT o.id FROM change d JOIN offer o ON o.id=d.id WHERE d.batch=$1 "
     "AND d.kind=" SQL(KIND_OFFER) " AND d.field=" SQL(OFFER_STAGE)
     " AND " NOT_NEW(SQL(KIND_OFFER), "d.id"),
     move},
    {TL_DONE,
     "SELECT t.id, t.done FROM added a JOIN task t ON t.id BETWEEN a.first AND a.last "
     "WHERE a.batch=$1 AND a.kind=" SQL(KIND_TASK) " AND t.done IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM change d WHERE d.kind=" SQL(KIND_TASK) " AND d.id=t.id "
     "AND d.field=" SQL(TASK_DONE) ")",
     finish},
    {TL_DONE,
     "SELECT t.id, t.done FROM change d JOIN task t ON t.id=d.id WHERE d.batch=$1 "
     "AND d.kind=" SQL(KIND_TASK) " AND d.field=" SQL(TASK_DONE) " AND CAST(d.new AS "
     "BIGINT)=t.done",
     finish},
    {TL_REMOVED, "SELECT r.kind, r.id FROM removed r WHERE r.batch=$1 AND r.kind IN " TOLD, gone},
};

/* ---- changes, record by record ---- */

struct owned {
	int kind;
	int64_t id;
	struct log_entry x;
};
struct gathered {
	struct owned *v;
	size_t n, alloc;
};

static void add(struct gathered *g, int kind, int64_t id, int64_t batch, int order, int64_t seq, int of, int64_t child)
{
	if (!told(kind))
		return;
	GROW(g->v, g->n, g->alloc);
	g->v[g->n++] = (struct owned){kind, id, {batch, order, seq, of, child}};
}

/* Columns: kind and id of the owner, order, seq, kind and id of the row. */
static enum crm_status gather(struct timeline *t, const char *sql, int64_t batch, struct gathered *g)
{
	struct query q = query_built(t->c->db, t->e, sql, batch);

	while (query_row(&q))
		add(g, (int)db_int(q.st, 0), db_int(q.st, 1), batch, (int)db_int(q.st, 2), db_int(q.st, 3),
		    (int)db_int(q.st, 4), db_int(q.st, 5));
	return query_end(&q);
}

/* SQL of whose a row z is: a present one, or a removed one by what is kept of it. */
static void owner_sql(const struct tl_owner *o, bool gone, struct strbuf *kind, struct strbuf *record)
{
	if (o->kind)
		sb_addint(kind, o->kind);
	else if (gone)
		db_json_field(kind, "z.row", "kind");
	else
		sb_adds(kind, "z.kind");
	if (gone)
		db_json_field(record, "z.row", o->column);
	else
		sb_printf(record, "z.%s", o->column);
}

/* Rows of a child kind that came or changed, of those that are there or of those that are gone by
 * now. What came with its record is part of it. */
static enum crm_status gather_rows(struct timeline *t, const struct tl_owner *o, bool gone, int64_t batch,
                                   struct gathered *g)
{
	const char *table = gone ? "removed" : o->child->table;
	struct strbuf kind = STRBUF_INIT, record = STRBUF_INIT, sql = STRBUF_INIT, only = STRBUF_INIT;
	int no = o->child->no;
	enum crm_status s;

	owner_sql(o, gone, &kind, &record);
	if (gone)
		sb_printf(&only, " AND z.kind=%d AND NOT EXISTS (SELECT 1 FROM %s y WHERE y.id=z.id)", no,
		          o->child->table);
	sb_printf(&sql,
	          "SELECT %s, %s, 0, 0, %d, z.id FROM added a JOIN %s z ON z.id BETWEEN a.first AND a.last%s WHERE "
	          "a.batch=$1 AND a.kind=%d AND "
	          "NOT EXISTS (SELECT 1 FROM added n WHERE n.batch=$1 AND n.kind=%s AND %s BETWEEN n.first AND n.last)",
	          kind.buf, record.buf, no, table, only.buf, no, kind.buf, record.buf);
	s = gather(t, sql.buf, batch, g);
	sb_reset(&sql);
	sb_printf(&sql,
	          "SELECT %s, %s, 1, d.seq, %d, z.id FROM change d JOIN %s z ON z.id=d.id%s WHERE d.batch=$1 AND "
	          "d.kind=%d",
	          kind.buf, record.buf, no, table, only.buf, no);
	if (!s)
		s = gather(t, sql.buf, batch, g);
	sb_release(&kind);
	sb_release(&record);
	sb_release(&sql);
	sb_release(&only);
	return s;
}

/* Rows of child kinds that went, but for those that went with their record. */
static enum crm_status gather_lost(struct timeline *t, int64_t batch, struct gathered *g)
{
	struct history_row row = HISTORY_ROW_INIT;
	size_t nowners, n;
	const struct tl_owner *o = timeline_owners(t, &nowners);
	struct query q = query_built(t->c->db, t->e,
	                             "SELECT kind, id, row FROM removed WHERE batch=$1 ORDER BY kind, id", batch);

	while (query_row(&q))
		for (size_t i = 0; i < nowners && !q.s; i++) {
			const struct crm_kind *k = o[i].child;
			const char *json = db_text(q.st, 2, &n);
			if (k->no != db_int(q.st, 0))
				continue;
			q.s = history_row_parse(t->c, k, json, n, &row, t->e);
			if (!q.s)
				add(g,
				    o[i].kind ? o[i].kind : (int)history_row_value(&row, kind_field(k, "kind")->no).i,
				    history_row_value(&row, kind_field(k, o[i].column)->no).i, batch, 2, 0, k->no,
				    db_int(q.st, 1));
		}
	history_row_free(&row);
	return query_end(&q);
}

static int by_owner(const void *a, const void *b)
{
	const struct owned *x = a, *y = b;
	int d = int64_order(x->kind, y->kind);

	d = d ? d : int64_order(x->id, y->id);
	d = d ? d : int64_order(x->x.order, y->x.order);
	d = d ? d : int64_order(x->x.seq, y->x.seq);
	d = d ? d : int64_order(x->x.kind, y->x.kind);
	return d ? d : int64_order(x->x.id, y->x.id);
}

/* A record that was removed by the batch isn't a changed one. */
static enum crm_status was_removed(struct timeline *t, int64_t batch, const struct owned *o, bool *yes)
{
	int64_t n;
	enum crm_status s = db_get_int(t->c->db, t->e, &n, 0,
	                               "SELECT 1 FROM removed WHERE batch=$1 AND kind=$2 AND id=$3", 3, batch,
	                               (int64_t)o->kind, o->id);

	*yes = n;
	return s;
}

static enum crm_status push_groups(struct timeline *t, const struct tl_item *batch, struct gathered *g)
{
	enum crm_status s = CRM_OK;
	bool removed;

	if (g->n)
		qsort(g->v, g->n, sizeof *g->v, by_owner);
	/* without records named, groups of newer batches have had their turn */
	t->entries.n = t->ask.scoped ? t->entries.n : 0;
	if (t->entries.n + g->n > t->entries.alloc) {
		t->entries.alloc = t->entries.n + g->n;
		t->entries.e = crm_realloc(t->entries.e, t->entries.alloc * sizeof *t->entries.e);
	}
	for (size_t i = 0, n; i < g->n && !s; i += n) {
		struct tl_item x = {.type = TL_GROUP,
		                    .kind = g->v[i].kind,
		                    .id = g->v[i].id,
		                    .batch = batch->batch,
		                    .time = batch->time,
		                    .first = t->entries.n};
		for (n = 0; i + n < g->n && g->v[i + n].kind == x.kind && g->v[i + n].id == x.id; n++)
			t->entries.e[t->entries.n++] = g->v[i + n].x;
		x.n = n;
		s = was_removed(t, batch->batch, &g->v[i], &removed);
		if (!s && !removed)
			timeline_push(t, x);
	}
	return s;
}

static enum crm_status changes(struct timeline *t, const struct tl_item *batch)
{
	struct gathered g = {0};
	size_t n;
	const struct tl_owner *o = timeline_owners(t, &n);
	enum crm_status s = gather(
	        t,
	        "SELECT d.kind, d.id, 1, d.seq, d.kind, d.id FROM change d WHERE d.batch=$1 AND d.kind IN " TOLD
	        " AND " NOT_NEW("d.kind", "d.id"),
	        batch->batch, &g);

	for (size_t i = 0; i < 2 * n && !s; i++)
		s = gather_rows(t, &o[i / 2], i % 2, batch->batch, &g);
	if (!s)
		s = gather_lost(t, batch->batch, &g);
	if (!s)
		s = push_groups(t, batch, &g);
	free(g.v);
	return s;
}

enum crm_status timeline_batch_changes(struct timeline *t, const struct tl_item *batch)
{
	bool counts;
	struct tl_batch b;
	enum crm_status s = timeline_batch(t, batch->batch, &b);

	counts = !s && b.counts;
	for (size_t i = 0; i < sizeof parts / sizeof *parts && !s && counts; i++)
		if (timeline_wants(t, parts[i].word) || (parts[i].word == TL_REMOVED && timeline_wants(t, TL_MERGED)))
			s = each(t, parts[i].sql, batch->batch, parts[i].row);
	return s || !counts || !timeline_wants(t, TL_CHANGED) ? s : changes(t, batch);
}
