/* timeline_record.c - a record's part of the timeline: its history, what belongs to it, and the
 * records that concern it.
 *
 * A company's timeline is of events recorded of it, and of those of its present people and offers
 * that name no company: what somebody did at another company stays there. */
#include "timeline_impl.h"

#include "../model/kinds.h"
#include "../model/day.h"
#include "../model/value.h"
#include "../edit/list_kinds.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"
#include "../task/task_kind.h"

#define STREAMS_MAX 16 /* statements at work at a time; beyond, events are read all at once */

/* ---- rows that belong to records ---- */

const struct tl_owner *timeline_owners(struct timeline *t, size_t *n)
{
	for (const struct crm_kind *const *k = crm_kinds; *k && !t->ready; k++)
		for (size_t i = 0; i < (*k)->nfields; i++) {
			const struct crm_field *f = &(*k)->fields[i];

			if (((*k)->flags & K_TOLD) && (f->flags & F_OWNER))
				ARRAY_PUSH(t->owner, t->nowners, (struct tl_owner){*k, field_column(f), f->ref});
		}
	t->ready = true;
	*n = t->nowners;
	return t->owner;
}

struct tl_child {
	struct stmt *st;
};

void timeline_children_free(struct timeline *t)
{
	for (size_t i = 0; i < t->nchildren; i++)
		db_finalize(t->child[i].st);
	free(t->child);
	free(t->owner);
}

static enum crm_status prepare_children(struct timeline *t)
{
	struct strbuf sql = STRBUF_INIT;
	size_t n;
	const struct tl_owner *owners = timeline_owners(t, &n);
	enum crm_status s = CRM_OK;

	if (t->child)
		return CRM_OK;
	t->child = crm_calloc(n, sizeof *t->child);
	for (size_t i = 0; i < n && !s; i++) {
		sb_reset(&sql);
		sb_printf(&sql, "SELECT z.id FROM %s z WHERE z.%s=$1%s", owners[i].child->table, owners[i].column,
		          owners[i].kind ? "" : " AND z.kind=$2");
		s = db_prepare(t->c->db, &t->child[i].st, sql.buf, t->e);
		t->nchildren += !s;
	}
	sb_release(&sql);
	return s;
}

static void add_record(struct log_filter *f, int kind, int64_t id)
{
	ARRAY_PUSH(f->record, f->nrecord, (struct log_record){kind, id});
}

/* A record and what belongs to it now. */
static enum crm_status present(struct timeline *t, int kind, int64_t id, struct log_filter *f)
{
	enum crm_status s = prepare_children(t);

	add_record(f, kind, id);
	for (size_t i = 0; i < t->nchildren && !s; i++) {
		struct query q;

		if (t->owner[i].kind && t->owner[i].kind != kind)
			continue;
		q = query_again(t->child[i].st, t->e, id);
		if (!t->owner[i].kind)
			query_int(&q, 2, kind);
		while (query_row(&q))
			add_record(f, t->owner[i].child->no, db_int(q.st, 0));
		s = query_end(&q);
	}
	return s;
}

/* ---- history ---- */

static bool told(const struct crm_kind *k)
{
	return k && (k->flags & K_TOLD);
}

/* The lines of one batch: an added record is that and no more, a removed one too. */
static void take_batch(struct timeline *t, const struct tl_scope *r, const struct tl_batch *b,
                       const struct log_entry *x, size_t n)
{
	struct tl_item item = {.time = b->at, .batch = x->batch, .type = TL_GROUP, .kind = r->kind, .id = r->id,
		.first = t->entries.n};

	for (size_t i = 0; i < n; i++) {
		if (x[i].kind == r->kind && x[i].id == r->id && x[i].order != 1) {
			item.type = x[i].order ? TL_GONE : TL_ADDED;
			item.last = r->id;
			timeline_push(t, item);
			return;
		}
	}
	for (size_t i = 0; i < n; i++) {
		struct log_entries *all = &t->entries;
		if (x[i].kind != r->kind && !told(kind_by_no(x[i].kind)))
			continue;
		GROW(all->e, all->n, all->alloc);
		all->e[all->n++] = x[i];
	}
	item.n = t->entries.n - item.first;
	if (item.n)
		timeline_push(t, item);
}

enum crm_status timeline_history(struct timeline *t, const struct tl_scope *r, const struct log_filter *f,
                                 int64_t without)
{
	struct log_entries entries = {0};
	struct tl_batch b;
	enum crm_status s = log_entries(t->c, f, &entries, t->e);

	for (size_t i = 0, n; i < entries.n && !s; i += n) {
		for (n = 1; i + n < entries.n && entries.e[i + n].batch == entries.e[i].batch; n++)
			;
		s = timeline_batch(t, entries.e[i].batch, &b);
		if (!s && b.counts && entries.e[i].batch != without)
			take_batch(t, r, &b, entries.e + i, n);
	}
	free(entries.e);
	return s;
}

/* owned: also what it has owned and lost, which only a look through all removed rows tells. */
static enum crm_status history(struct timeline *t, const struct tl_scope *r, bool owned)
{
	struct log_filter f = {.where = STRBUF_INIT};
	enum crm_status s = owned ? log_filter_record(t->c, kind_by_no(r->kind), r->id, &f, t->e)
	                          : present(t, r->kind, r->id, &f);

	if (!s)
		s = timeline_history(t, r, &f, 0);
	log_filter_free(&f);
	return s;
}

/* ---- moves, tasks that were done ---- */

enum crm_status timeline_moves(struct timeline *t, int64_t offer, int64_t batch)
{
	struct query q = query(t->c->db, t->e,
	                       "SELECT seq, day, at, batch FROM stage_move WHERE offer=$1 AND ($2=0 OR batch=$2) AND "
	                       "($3=1 OR void IS NULL)",
	                       offer, batch, t->ask.all);

	while (query_row(&q))
		timeline_push(t, (struct tl_item){.type = TL_MOVE,
		                                  .kind = KIND_OFFER,
		                                  .id = offer,
		                                  .last = db_int(q.st, 0),
		                                  .batch = db_int(q.st, 3),
		                                  .time = timeline_time(t->c, (int)db_int(q.st, 1), db_int(q.st, 2))});
	return query_end(&q);
}

/* When a task was done that is: the last change that says so, or the day it was recorded with. */
static enum crm_status done(struct timeline *t, int64_t task)
{
	struct tl_batch b;
	int64_t day = 0, batch = 0;
	enum crm_status s = db_get_int(t->c->db, t->e, &day, 0,
	                               "SELECT done FROM task WHERE id=$1 AND done IS NOT NULL", 1, task);

	if (!s && day)
		s = db_get_int(t->c->db, t->e, &batch, 0,
		               "SELECT d.batch FROM change d JOIN batch b ON b.id=d.batch "
		               "WHERE d.kind=" SQL(KIND_TASK) " AND d.id=$1 "
		               "AND d.field=" SQL(TASK_DONE) " "
		               "AND CAST(d.new AS BIGINT)=$2 AND " BATCH_COUNTS("b")
		               " ORDER BY d.batch DESC LIMIT 1",
		               2, task, day);
	if (!s && day && !batch)
		s = db_get_int(t->c->db, t->e, &batch, 0,
		               "SELECT batch FROM added WHERE kind=" SQL(KIND_TASK)
		               " AND first <= $1 ORDER BY first DESC LIMIT 1", 1, task);
	if (s || !batch)
		return s;
	s = timeline_batch(t, batch, &b);
	if (!s)
		timeline_push(t, (struct tl_item){.type = TL_FINISHED,
		                                  .kind = KIND_TASK,
		                                  .id = task,
		                                  .last = day,
		                                  .batch = batch,
		                                  .time = timeline_time(t->c, (int)day, b.at)});
	return s;
}

/* ---- records that concern a record ---- */

/* What is taken of them beside the history. */
enum { TAKE_ALONE /* events that name no company */, TAKE_EVENTS, TAKE_DONE /* nothing but the day it was done */ };

/* The end of a day, which nothing of it is behind. */
static int64_t end_of(struct timeline *t, int64_t day)
{
	return crm_midnight(t->c, (int)day + 1) - 1;
}

/* The instant nothing of a record is behind, by columns 1 to 3 of its row: when it was changed, the
 * days of its last event and of its last move. INT64_MIN: nothing is wanted of it. */
static int64_t bound(struct timeline *t, struct stmt *st)
{
	bool history = t->ask.system & ~(1u << TL_STAGE);
	int64_t at = history && !db_null(st, 1) ? db_int(st, 1) : INT64_MIN, end;

	if (t->ask.all) /* what is left out elsewhere is not in these columns */
		return INT64_MAX;
	for (int i = 2; i < 4; i++) {
		if (db_null(st, i) || (i == 2 ? !t->ask.events : !timeline_wants(t, TL_STAGE)))
			continue;
		end = end_of(t, db_int(st, i));
		at = end > at ? end : at;
	}
	return at;
}

static enum crm_status push_records(struct timeline *t, const char *sql, int64_t of, int kind, int take)
{
	struct query q = query_built(t->c->db, t->e, sql, of);

	while (query_row(&q)) {
		struct tl_item x = {.type = TL_RECORD,
		                    .kind = kind,
		                    .id = db_int(q.st, 0),
		                    .source = (size_t)take,
		                    .batch = INT64_MAX,
		                    .time = take == TAKE_DONE ? end_of(t, db_int(q.st, 1)) : bound(t, q.st)};
		if (x.time != INT64_MIN)
			timeline_push(t, x);
	}
	return query_end(&q);
}

/* A record of the kind that was removed and referred to this one. */
static enum crm_status push_removed(struct timeline *t, const struct crm_kind *k, const char *column, int64_t of)
{
	struct history_row row = HISTORY_ROW_INIT;
	struct query q = query_built(t->c->db, t->e,
	                             "SELECT r.id, r.batch, r.row, b.at FROM removed r JOIN batch b ON b.id=r.batch "
	                             "WHERE r.kind=$1 AND r.row LIKE $3 ESCAPE '!' AND ($2=1 "
	                             "OR (" BATCH_COUNTS("b") "))",
	                             k->no, t->ask.all);
	char pattern[64];

	snprintf(pattern, sizeof pattern, "%%\"%s\":%lld%%", column, (long long)of);
	query_text(&q, 3, pattern, strlen(pattern));
	while (query_row(&q)) {
		size_t n;
		const char *json = db_text(q.st, 2, &n);
		q.s = history_row_parse(t->c, k, json, n, &row, t->e);
		if (!q.s && history_row_value(&row, kind_field(k, column)->no).i == of)
			timeline_push(t, (struct tl_item){.type = TL_GONE,
			                                  .kind = k->no,
			                                  .id = db_int(q.st, 0),
			                                  .batch = db_int(q.st, 1),
			                                  .time = db_int(q.st, 3)});
	}
	history_row_free(&row);
	return query_end(&q);
}

/* Records that have become this one. */
static enum crm_status push_merged(struct timeline *t, const struct tl_scope *r)
{
	struct query q = query_built(
	        t->c->db, t->e,
	        "SELECT r.id, r.batch, b.at FROM alias a JOIN removed r ON r.kind=a.kind AND r.id=a.old "
	        "JOIN batch b ON b.id=r.batch WHERE a.record=$1 AND a.kind=$2 AND ($3=1 "
	        "OR (" BATCH_COUNTS("b") "))",
	        r->id, r->kind, t->ask.all);

	while (query_row(&q))
		timeline_push(t, (struct tl_item){.type = TL_GONE,
		                                  .kind = r->kind,
		                                  .id = db_int(q.st, 0),
		                                  .batch = db_int(q.st, 1),
		                                  .time = db_int(q.st, 2)});
	return query_end(&q);
}

/* Records that concern one of a kind: they refer to it by a column. Rows are as bound reads them;
 * of tasks the second column is the day. */
static const struct {
	int of, kind, take;
	const char *column, *sql;
} relations[] = {
    {KIND_COMPANY, KIND_CONTACT, TAKE_ALONE, "company", "SELECT id, updated, last_event, NULL FROM contact WHERE company=$1"},
    {KIND_COMPANY, KIND_OFFER, TAKE_ALONE, "company", "SELECT id, updated, last_event, stage_since FROM offer WHERE company=$1"},
    {KIND_CONTACT, KIND_OFFER, TAKE_EVENTS, "contact", "SELECT id, updated, last_event, stage_since FROM offer WHERE contact=$1"},
    {KIND_COMPANY, KIND_TASK, TAKE_DONE, NULL, "SELECT id, done FROM task WHERE company=$1 AND done IS NOT NULL"},
    {KIND_CONTACT, KIND_TASK, TAKE_DONE, NULL, "SELECT id, done FROM task WHERE contact=$1 AND done IS NOT NULL"},
    {KIND_OFFER, KIND_TASK, TAKE_DONE, NULL, "SELECT id, done FROM task WHERE offer=$1 AND done IS NOT NULL"},
};

static enum crm_status related(struct timeline *t, const struct tl_scope *r)
{
	enum crm_status s = timeline_wants(t, TL_MERGED) ? push_merged(t, r) : CRM_OK;

	for (size_t i = 0; i < sizeof relations / sizeof *relations && !s; i++) {
		if (relations[i].of != r->kind || (relations[i].take == TAKE_DONE && !timeline_wants(t, TL_DONE)))
			continue;
		s = push_records(t, relations[i].sql, r->id, relations[i].kind, relations[i].take);
		if (!s && relations[i].column && (timeline_wants(t, TL_REMOVED) || timeline_wants(t, TL_MERGED)))
			s = push_removed(t, kind_by_no(relations[i].kind), relations[i].column, r->id);
	}
	return s;
}

static enum crm_status read_events(struct timeline *t, const char *from, const char *condition, bool by_day)
{
	return t->nstreams < STREAMS_MAX || from ? timeline_stream(t, from, condition, by_day)
	                                         : timeline_events(t, condition);
}

static enum crm_status own_events(struct timeline *t, const struct tl_scope *r)
{
	char condition[128];
	long long id = r->id;
	enum crm_status s;

	snprintf(condition, sizeof condition, "q.%s=%lld", r->kind == KIND_EVENT ? "id" : kind_by_no(r->kind)->name,
	         id);
	if (r->kind == KIND_EVENT)
		return timeline_events(t, condition);
	if (r->kind != KIND_OFFER && r->kind != KIND_CONTACT && r->kind != KIND_COMPANY)
		return CRM_OK;
	s = read_events(t, NULL, condition, true);
	if (s || r->kind != KIND_CONTACT)
		return s;
	snprintf(condition, sizeof condition, "p.contact=%lld AND p.kind=" SQL(KIND_EVENT)
		" AND p.pos > 1", id);
	return timeline_stream(t, "party p JOIN event q ON q.id=p.record", condition, true);
}

enum crm_status timeline_scope(struct timeline *t, const struct tl_scope *r)
{
	enum crm_status s = t->ask.events ? own_events(t, r) : CRM_OK;

	if (!s)
		s = related(t, r);
	if (!s && t->ask.system && r->kind != KIND_EVENT)
		s = history(t, r, true);
	if (!s && r->kind == KIND_OFFER && timeline_wants(t, TL_STAGE))
		s = timeline_moves(t, r->id, 0);
	if (!s && r->kind == KIND_TASK && timeline_wants(t, TL_DONE))
		s = done(t, r->id);
	return s;
}

enum crm_status timeline_expand(struct timeline *t, const struct tl_item *x)
{
	const struct tl_scope r = {x->kind, x->id};
	enum crm_status s = CRM_OK;

	if (x->source == TAKE_DONE)
		return done(t, x->id);
	if (t->ask.events)
		s = timeline_events_of(t, x->kind, x->id, x->source == TAKE_ALONE);
	if (!s && t->ask.system)
		s = history(t, &r, false);
	if (!s && r.kind == KIND_OFFER && timeline_wants(t, TL_STAGE))
		s = timeline_moves(t, r.id, 0);
	return s;
}
