/* timeline.c - crm_timeline: what happened and what was changed, newest first, out of one queue */
#include "crm_timeline.h"
#include "timeline_impl.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../model/value.h"
#include "../event/event_kind.h"

#define DAY_MS INT64_C(86400000)

/* ---- the queue: a heap ---- */

/* What comes before the others of its batch. An event is the same whichever way it came. */
static int rank(enum tl_type type)
{
	static const int ranks[] = {[TL_RECORD] = 0, [TL_LOST] = 0, [TL_BATCHES] = 0,  [TL_ADDED] = 1, [TL_BATCH] = 2, [TL_EVENT] = 3,
	                            [TL_STREAM] = 3, [TL_MOVE] = 4, [TL_FINISHED] = 5, [TL_GONE] = 6,  [TL_GROUP] = 7};

	return ranks[type];
}

static int compare(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* Newest first; at one time the newest batch first; the order of all rows is settled. */
static int order(const struct tl_item *a, const struct tl_item *b)
{
	int d = compare(b->time, a->time);

	d = d ? d : compare(b->batch, a->batch);
	d = d ? d : compare(rank(a->type), rank(b->type));
	d = d ? d : compare(b->kind, a->kind);
	d = d ? d : compare(b->id, a->id);
	return d || rank(a->type) != rank(TL_MOVE) ? d : compare(b->last, a->last);
}

static bool before(const struct tl_item *a, const struct tl_item *b)
{
	return order(a, b) < 0;
}

void timeline_push(struct timeline *t, struct tl_item item)
{
	size_t i = t->n++;

	if (t->n > t->alloc) {
		t->alloc = t->alloc ? 2 * t->alloc : 64;
		t->heap = crm_realloc(t->heap, t->alloc * sizeof *t->heap);
	}
	for (; i && before(&item, &t->heap[(i - 1) / 2]); i = (i - 1) / 2)
		t->heap[i] = t->heap[(i - 1) / 2];
	t->heap[i] = item;
}

static struct tl_item pop(struct timeline *t)
{
	struct tl_item top = t->heap[0], last = t->heap[--t->n];
	size_t i = 0;

	for (size_t child; (child = 2 * i + 1) < t->n; i = child) {
		if (child + 1 < t->n && before(&t->heap[child + 1], &t->heap[child]))
			child++;
		if (!before(&t->heap[child], &last))
			break;
		t->heap[i] = t->heap[child];
	}
	t->heap[i] = last;
	return top;
}

/* ---- days ---- */

int timeline_day(const struct crm *c, int64_t ms)
{
	const struct crm_zone *z = c->env.zone;

	return z ? z->day(z->arg, c->set.timezone, ms) : (int)(ms / DAY_MS - (ms % DAY_MS < 0));
}

int64_t timeline_time(struct crm *c, int day, int64_t recorded)
{
	return timeline_day(c, recorded) <= day ? recorded : value_midnight(c, day);
}

/* ---- batches ---- */

enum crm_status timeline_batch(struct timeline *t, int64_t batch, struct tl_batch *b)
{
	struct stmt *st = db_cached(t->c->db, "SELECT at, by, flags, undone FROM batch WHERE id=$1", t->e);
	enum db_step step;

	if (!st)
		return t->e->status;
	db_bind_int(st, 1, batch);
	step = db_step(st, t->e);
	if (step == DB_ROW)
		*b = (struct tl_batch){db_int(st, 0), db_int(st, 1), t->ask.all || (!(db_int(st, 2) & 2) && db_null(st, 3))};
	db_reset(st);
	return step == DB_ROW    ? CRM_OK
	       : step == DB_FAIL ? t->e->status
	                         : crm_fail(t->e, CRM_UNAVAILABLE, "the history names a batch b%lld that isn't there: run 'crm-db check'",
	                                    (long long)batch);
}

/* ---- the list ---- */

static enum crm_status fill(struct timeline *t)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < t->ask.nbatch && !s; i++)
		s = timeline_one_batch(t, t->ask.batch[i], true);
	for (size_t i = 0; i < t->ask.nscope && !s; i++)
		s = timeline_scope(t, &t->ask.scope[i]);
	if (!s)
		s = timeline_lost(t);
	if (s || t->ask.scoped)
		return s;
	if (t->ask.events)
		s = timeline_stream(t, NULL, "1=1", false);
	return s || !t->ask.system ? s : timeline_batches(t);
}

/* A run is printed one by one. */
static void next_added(struct timeline *t, struct tl_item x)
{
	if (x.id > x.last) {
		x.id--;
		timeline_push(t, x);
	}
}

/* What concerns two of the records named comes twice, one behind the other. */
static bool again(struct timeline *t, const struct tl_item *x)
{
	bool same = t->printed.time == x->time && order(&t->printed, x) == 0;

	t->printed = *x;
	return same;
}

static int entry_order(const void *a, const void *b)
{
	const struct log_entry *x = a, *y = b;
	int d = compare(x->order, y->order);

	d = d ? d : compare(x->seq, y->seq);
	d = d ? d : compare(x->kind, y->kind);
	return d ? d : compare(x->id, y->id);
}

/* Changes of one record by one batch may have been found in several ways. */
static void join_groups(struct timeline *t, struct tl_item *x)
{
	struct log_entries *all = &t->entries;
	size_t n = x->n, first = all->n;

	while (t->n && order(&t->heap[0], x) == 0) {
		struct tl_item other = pop(t);
		if (n + other.n + all->n > all->alloc) {
			all->alloc = 2 * (n + other.n + all->n);
			all->e = crm_realloc(all->e, all->alloc * sizeof *all->e);
		}
		memcpy(all->e + all->n, all->e + other.first, other.n * sizeof *all->e);
		all->n += other.n;
	}
	if (all->n == first)
		return;
	memcpy(all->e + all->n, all->e + x->first, n * sizeof *all->e);
	all->n += n;
	x->first = first;
	qsort(all->e + first, all->n - first, sizeof *all->e, entry_order);
	for (size_t i = n = 1; i < all->n - first; i++)
		if (entry_order(&all->e[first + n - 1], &all->e[first + i]) != 0)
			all->e[first + n++] = all->e[first + i];
	x->n = n;
	all->n = first + n;
}

static enum crm_status one(struct timeline *t, struct tl_item *x, bool *printed)
{
	enum crm_status s = CRM_OK;

	*printed = false;
	switch (x->type) {
	case TL_RECORD:
		return timeline_expand(t, x);
	case TL_LOST:
		return timeline_lost_next(t);
	case TL_BATCHES:
		return timeline_batches_next(t);
	case TL_BATCH:
		return timeline_batch_changes(t, x);
	case TL_STREAM:
		s = timeline_stream_next(t, x->source);
		break;
	case TL_ADDED:
		next_added(t, *x);
		break;
	case TL_GROUP:
		join_groups(t, x);
		break;
	default:
		break;
	}
	if (s || again(t, x) || x->time > t->ask.hi)
		return s;
	return x->type == TL_STREAM || x->type == TL_EVENT ? timeline_event_row(t, x, printed) : timeline_entry_row(t, x, printed);
}

static enum crm_status list(struct timeline *t, int64_t limit, struct sink *sink)
{
	enum crm_status s = fill(t);
	bool printed;

	if (!s)
		timeline_begin(t);
	while (!s && t->n && limit && !sink_stopped(sink)) {
		struct tl_item x = pop(t);
		if (x.time < t->ask.lo)
			break;
		s = one(t, &x, &printed);
		if (!s && printed && limit > 0)
			limit--;
	}
	if (!s)
		sink_end(sink);
	return s;
}

static void release(struct timeline *t)
{
	for (size_t i = 0; i < t->nstreams; i++)
		db_finalize(t->stream[i]);
	free(t->stream);
	for (int i = 0; i < 4; i++)
		db_finalize(t->of[i / 2][i % 2]);
	db_finalize(t->batches);
	db_finalize(t->lost);
	free(t->heap);
	free(t->entries.e);
	timeline_children_free(t);
	timeline_columns_free(t);
	timeline_ask_free(&t->ask);
}

/* Events alone are a list like others. */
static enum crm_status sorted(struct crm *c, const struct crm_query *q, unsigned kinds, struct sink *s, struct crm_error *e)
{
	const char **operands = arena_alloc(&c->arena, (q->noperands + 1) * sizeof *operands);
	struct select sel = {.kind = &kind_event,
	                     .columns = q->columns,
	                     .sort = q->sort,
	                     .limit = q->limit,
	                     .operands = operands,
	                     .ids = q->ids,
	                     .all = q->all,
	                     .names = sink_is_table(s)};
	struct strbuf words = STRBUF_INIT;
	struct operand o;
	enum crm_status st;

	for (int i = 0; words_event[i]; i++)
		if (kinds >> i & 1)
			sb_printf(&words, "%s%s", words.len ? "," : "kind=", words_event[i]);
	for (size_t i = 0; i < q->noperands; i++)
		if (!operand_split(q->operands[i], &o) || o.nfield != 4 || memcmp(o.field, "kind", 4) != 0)
			operands[sel.noperands++] = strncmp(q->operands[i], "contact=", 8) != 0
			                                ? q->operands[i]
			                                : arena_printf(&c->arena, "contacts%s", q->operands[i] + 7);
	operands[sel.noperands++] = words.len ? words.buf : "kind=";
	st = select_run(c, &sel, s, e);
	sb_release(&words);
	return st;
}

enum crm_status crm_timeline(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	struct timeline t = {.c = c, .e = e, .printed = {.type = TL_RECORD}};
	bool own = !db_in_transaction(c->db);
	enum crm_status st = own ? db_begin_read(c->db, e) : CRM_OK;

	if (!st)
		st = timeline_ask(c, q, &t.ask, e);
	if (!st && q->sort) {
		st = sorted(c, q, t.ask.events, s, e);
	} else if (!st) {
		st = timeline_columns(&t, q->columns, s);
		if (!st)
			st = list(&t, q->limit, s);
	}
	release(&t);
	if (own)
		db_rollback(c->db);
	return st;
}
