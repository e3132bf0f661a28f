/* timeline_batch.c - what whole batches did, for the timeline of all records: customers and what is
 * sold to them, not the configuration */
#include "timeline_impl.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../offer/offer_kinds.h"
#include "../task/task_kind.h"

#define BATCHES 512 /* opened together at most */

static enum crm_status push_batches(struct timeline *t);
static enum crm_status batch_changes(struct timeline *t, const int64_t *batch, size_t n);

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
	t->more = query_row(&t->batches);
	if (!s)
		s = late_done(t);
	return s ? s : push_batches(t);
}

/* The next ones wait at the time of the newest of them. */
static enum crm_status push_batches(struct timeline *t)
{
	if (t->more)
		timeline_push(t, (struct tl_item){.type = TL_BATCHES, .id = db_int(t->batches.st, 0),
			.batch = db_int(t->batches.st, 0), .time = db_int(t->batches.st, 1)});
	return t->batches.s;
}

/* Their turn: they are opened together, many where all rows are wanted, else first one, then two,
 * four and so on, as what is in them is read as a whole. */
enum crm_status timeline_batches_next(struct timeline *t)
{
	int64_t id[BATCHES];
	size_t n = 0;
	enum crm_status s = CRM_OK;

	for (; t->more && n < t->together; t->more = query_row(&t->batches))
		id[n++] = db_int(t->batches.st, 0);
	t->together = 2 * t->together < BATCHES ? 2 * t->together : BATCHES;
	if (!t->batches.s)
		s = timeline_some_batches(t, id, n, false);
	return s ? s : push_batches(t);
}

/* ---- some batches: first what they added ---- */

static enum crm_status added_events(struct timeline *t, int64_t first, int64_t last)
{
	char condition[96];

	snprintf(condition, sizeof condition, "q.id BETWEEN %lld AND %lld", (long long)first, (long long)last);
	return timeline_events(t, condition);
}

enum crm_status timeline_some_batches(struct timeline *t, const int64_t *batch, size_t n, bool events)
{
	struct query q = query_built(t->c->db, t->e,
	                             "SELECT kind, first, " ADDED_LAST ", batch FROM added "
	                             "WHERE batch IN " DB_AMONG("1"));
	struct tl_batch b;
	enum crm_status s;

	query_among(&q, 1, batch, n);
	while (query_row(&q)) {
		int kind = (int)db_int(q.st, 0);

		q.s = timeline_batch(t, db_int(q.st, 3), &b);
		if (q.s || (!b.counts && !events))
			continue;
		if (events && kind == KIND_EVENT && t->ask.events)
			q.s = added_events(t, db_int(q.st, 1), db_int(q.st, 2));
		else if (told(kind) && timeline_wants(t, TL_CREATED))
			timeline_push(t, (struct tl_item){.type = TL_ADDED,
			                                  .kind = kind,
			                                  .id = db_int(q.st, 2),
			                                  .last = db_int(q.st, 1),
			                                  .batch = db_int(q.st, 3),
			                                  .time = b.at});
	}
	s = query_end(&q);
	for (size_t i = 0; i < n && !s; i++) /* those that are named must be there */
		s = timeline_batch(t, batch[i], &b);
	return s || !(t->ask.system & ~(1u << TL_CREATED)) ? s : batch_changes(t, batch, n);
}

/* ---- then what it moved, finished, removed and changed ---- */

/* Of those that count. */
static enum crm_status push(struct timeline *t, struct stmt *st, enum tl_type type)
{
	struct tl_item x = {.type = type, .batch = db_int(st, 0), .kind = (int)db_int(st, 1), .id = db_int(st, 2),
		.last = db_int(st, 3)};
	struct tl_batch b;
	enum crm_status s = timeline_batch(t, x.batch, &b);

	if (s || !b.counts)
		return s;
	x.time = b.at;
	if (type != TL_GONE)
		x.time = timeline_time(t->c, (int)db_int(st, 4), type == TL_MOVE ? db_int(st, 5) : b.at);
	timeline_push(t, x);
	return CRM_OK;
}

#define IN_BATCHES(x) x ".batch IN " DB_AMONG("1")
#define NOT_NEW(d, kind, id) "NOT EXISTS (SELECT 1 FROM added n WHERE n.batch=" d ".batch AND n.kind=" kind \
	" AND " id " BETWEEN n.first AND n.last)"
#define MOVES "SELECT m.batch, " SQL(KIND_OFFER) ", m.offer, m.seq, m.day, m.at FROM "

/* Columns: batch, kind, id, last; the day; when it was recorded. */
static const struct {
	enum tl_word word;
	enum tl_type type;
	const char *sql;
} parts[] = {
    {TL_STAGE, TL_MOVE, MOVES "added a JOIN stage_move m ON m.offer BETWEEN a.first AND a.last AND m.batch=a.batch "
    "JOIN offer o ON o.id=m.offer WHERE " IN_BATCHES("a") " AND a.kind=" SQL(KIND_OFFER) " AND ($2=1 OR m.void IS NULL)"},
    {TL_STAGE, TL_MOVE, MOVES "(SELECT DISTINCT d.batch, d.id FROM change d WHERE " IN_BATCHES("d")
     " AND d.kind=" SQL(KIND_OFFER) " AND d.field=" SQL(OFFER_STAGE) " AND " NOT_NEW("d", SQL(KIND_OFFER), "d.id")
     ") d JOIN offer o ON o.id=d.id JOIN stage_move m ON m.offer=d.id AND m.batch=d.batch WHERE ($2=1 OR m.void IS NULL)"},
    {TL_DONE, TL_FINISHED,
     "SELECT a.batch, " SQL(KIND_TASK) ", t.id, t.done, t.done FROM added a JOIN task t ON t.id BETWEEN a.first AND a.last "
     "WHERE " IN_BATCHES("a") " AND a.kind=" SQL(KIND_TASK) " AND t.done IS NOT NULL "
     "AND NOT EXISTS (SELECT 1 FROM change d WHERE d.kind=" SQL(KIND_TASK) " AND d.id=t.id AND d.field=" SQL(TASK_DONE) ")"},
    {TL_DONE, TL_FINISHED,
     "SELECT d.batch, " SQL(KIND_TASK) ", t.id, t.done, t.done FROM change d JOIN task t ON t.id=d.id WHERE " IN_BATCHES("d")
     " AND d.kind=" SQL(KIND_TASK) " AND d.field=" SQL(TASK_DONE) " AND CAST(d.new AS BIGINT)=t.done"},
    {TL_REMOVED, TL_GONE, "SELECT r.batch, r.kind, r.id, 0 FROM removed r WHERE " IN_BATCHES("r") " AND r.kind IN " TOLD},
};

static enum crm_status read_part(struct timeline *t, size_t part, const int64_t *batch, size_t n)
{
	struct query q = query_built(t->c->db, t->e, parts[part].sql);

	query_among(&q, 1, batch, n);
	if (parts[part].word == TL_STAGE)
		query_int(&q, 2, t->ask.all);
	while (query_row(&q))
		q.s = push(t, q.st, parts[part].type);
	return query_end(&q);
}

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

/* Columns: kind and id of the owner, order, seq, kind and id of the row, batch. */
static enum crm_status gather(struct timeline *t, const char *sql, const int64_t *batch, size_t n, struct gathered *g)
{
	struct query q = query_built(t->c->db, t->e, sql);

	query_among(&q, 1, batch, n);
	while (query_row(&q))
		add(g, (int)db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 6), (int)db_int(q.st, 2), db_int(q.st, 3),
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
static void gather_rows(const struct tl_owner *o, bool gone, struct strbuf *sql)
{
	const char *table = gone ? "removed" : o->child->table;
	struct strbuf kind = STRBUF_INIT, record = STRBUF_INIT, only = STRBUF_INIT;
	int no = o->child->no;

	owner_sql(o, gone, &kind, &record);
	if (gone)
		sb_printf(&only, " AND z.kind=%d AND NOT EXISTS (SELECT 1 FROM %s y WHERE y.id=z.id)", no,
		          o->child->table);
	sb_printf(sql,
	          " UNION ALL SELECT %s, %s, 0, 0, %d, z.id, a.batch FROM added a JOIN %s z ON z.id BETWEEN "
	          "a.first AND a.last%s WHERE " IN_BATCHES("a") " AND a.kind=%d "
	          "AND NOT EXISTS (SELECT 1 FROM added n WHERE "
	          "n.batch=a.batch AND n.kind=%s AND %s BETWEEN n.first AND n.last)",
	          kind.buf, record.buf, no, table, only.buf, no, kind.buf, record.buf);
	sb_printf(sql,
	          " UNION ALL SELECT %s, %s, 1, d.seq, %d, z.id, d.batch FROM change d JOIN %s z ON z.id=d.id%s WHERE "
	          IN_BATCHES("d") " AND d.kind=%d",
	          kind.buf, record.buf, no, table, only.buf, no);
	sb_release(&kind);
	sb_release(&record);
	sb_release(&only);
}

/* Rows of child kinds that went, but for those that went with their record. */
static enum crm_status gather_lost(struct timeline *t, const int64_t *batch, size_t nbatches,
                                   struct gathered *g)
{
	struct history_row row = HISTORY_ROW_INIT;
	size_t nowners, n;
	const struct tl_owner *o = timeline_owners(t, &nowners);
	struct query q = query_built(t->c->db, t->e,
	                             "SELECT kind, id, row, batch FROM removed WHERE batch IN " DB_AMONG("1"));

	query_among(&q, 1, batch, nbatches);
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
				    history_row_value(&row, kind_field(k, o[i].column)->no).i, db_int(q.st, 3), 2, 0,
				    k->no,
				    db_int(q.st, 1));
		}
	history_row_free(&row);
	return query_end(&q);
}

static int by_owner(const void *a, const void *b)
{
	const struct owned *x = a, *y = b;
	int d = int64_order(x->x.batch, y->x.batch);

	d = d ? d : int64_order(x->kind, y->kind);
	d = d ? d : int64_order(x->id, y->id);
	d = d ? d : int64_order(x->x.order, y->x.order);
	d = d ? d : int64_order(x->x.seq, y->x.seq);
	d = d ? d : int64_order(x->x.kind, y->x.kind);
	return d ? d : int64_order(x->x.id, y->x.id);
}

/* A record that was removed by the batch isn't a changed one. */
static enum crm_status read_removed(struct timeline *t, const int64_t *batch, size_t n, struct owned **out,
                                    size_t *nout)
{
	struct query q = query_built(t->c->db, t->e,
	                             "SELECT batch, kind, id FROM removed WHERE batch IN " DB_AMONG("1")
	                             " AND kind IN " TOLD " ORDER BY batch, kind, id");

	query_among(&q, 1, batch, n);
	while (query_row(&q))
		ARRAY_PUSH(*out, *nout,
		           (struct owned){(int)db_int(q.st, 1), db_int(q.st, 2), {.batch = db_int(q.st, 0)}});
	return query_end(&q);
}

static bool same_record(const struct owned *a, const struct owned *b)
{
	return a->x.batch == b->x.batch && a->kind == b->kind && a->id == b->id;
}

static int by_batch(const void *a, const void *b)
{
	const struct owned *x = a, *y = b;
	int d = int64_order(x->x.batch, y->x.batch);

	d = d ? d : int64_order(x->kind, y->kind);
	return d ? d : int64_order(x->id, y->id);
}

/* gone: what was removed, sorted. */
static enum crm_status push_groups(struct timeline *t, struct gathered *g, const struct owned *gone, size_t ngone)
{
	enum crm_status s = CRM_OK;
	struct tl_batch b;

	if (g->n)
		qsort(g->v, g->n, sizeof *g->v, by_owner);
	if (t->entries.n + g->n > t->entries.alloc) {
		t->entries.alloc = 2 * (t->entries.n + g->n);
		t->entries.e = crm_realloc(t->entries.e, t->entries.alloc * sizeof *t->entries.e);
	}
	for (size_t i = 0, n; i < g->n && !s; i += n) {
		struct tl_item x = {.type = TL_GROUP, .kind = g->v[i].kind, .id = g->v[i].id, .batch = g->v[i].x.batch,
			.first = t->entries.n};

		for (n = 0; i + n < g->n && same_record(&g->v[i], &g->v[i + n]); n++)
			t->entries.e[t->entries.n++] = g->v[i + n].x;
		x.n = n;
		s = timeline_batch(t, x.batch, &b);
		x.time = b.at;
		if (!s && b.counts && !(ngone && bsearch(&g->v[i], gone, ngone, sizeof *gone, by_batch)))
			timeline_push(t, x);
	}
	return s;
}

static enum crm_status changes(struct timeline *t, const int64_t *batch, size_t nbatches)
{
	struct gathered g = {0};
	struct owned *gone = NULL;
	struct strbuf sql = STRBUF_INIT;
	size_t n, ngone = 0;
	const struct tl_owner *o = timeline_owners(t, &n);
	enum crm_status s;

	sb_adds(&sql, "SELECT d.kind, d.id, 1, d.seq, d.kind, d.id, d.batch FROM change d WHERE " IN_BATCHES("d")
	              " AND d.kind IN " TOLD " AND " NOT_NEW("d", "d.kind", "d.id"));
	for (size_t i = 0; i < 2 * n; i++)
		gather_rows(&o[i / 2], i % 2, &sql);
	s = gather(t, sql.buf, batch, nbatches, &g);
	if (!s)
		s = gather_lost(t, batch, nbatches, &g);
	if (!s)
		s = read_removed(t, batch, nbatches, &gone, &ngone);
	if (!s)
		s = push_groups(t, &g, gone, ngone);
	sb_release(&sql);
	free(gone);
	free(g.v);
	return s;
}

static enum crm_status batch_changes(struct timeline *t, const int64_t *batch, size_t n)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof parts / sizeof *parts && !s; i++)
		if (timeline_wants(t, parts[i].word) || (parts[i].word == TL_REMOVED && timeline_wants(t, TL_MERGED)))
			s = read_part(t, i, batch, n);
	return s || !timeline_wants(t, TL_CHANGED) ? s : changes(t, batch, n);
}
