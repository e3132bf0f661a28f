/* timeline.c - crm_timeline: what happened and what was changed, newest first, out of one queue.
 *
 * The timeline is a queue of what may come next: streams of events by their indexes, batches,
 * records with the instant nothing of them is behind. Each is taken apart when its turn comes, so
 * the newest rows cost what they are. Nothing is later than its batch: what has an earlier day goes
 * back into the queue. */
#include "crm_timeline.h"
#include "timeline_impl.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../model/value.h"
#include "../event/event_kind.h"

/* ---- the list ---- */

static enum crm_status fill(struct timeline *t)
{
	enum crm_status s = CRM_OK;

	if (t->ask.nbatch)
		s = timeline_some_batches(t, t->ask.batch, t->ask.nbatch, true);
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
	bool same = t->popped.time == x->time && timeline_order(&t->popped, x) == 0;

	t->popped = *x;
	return same;
}

static int entry_order(const void *a, const void *b)
{
	const struct log_entry *x = a, *y = b;
	int d = int64_order(x->order, y->order);

	d = d ? d : int64_order(x->seq, y->seq);
	d = d ? d : int64_order(x->kind, y->kind);
	return d ? d : int64_order(x->id, y->id);
}

/* Changes of one record by one batch may have been found in several ways. */
static void join_groups(struct timeline *t, struct tl_item *x)
{
	struct log_entries *all = &t->entries;
	size_t n = x->n, first = all->n;

	while (t->n && timeline_order(&t->heap[0], x) == 0) {
		struct tl_item other = timeline_pop(t);
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

static enum crm_status one(struct timeline *t, struct tl_item *x)
{
	enum crm_status s = CRM_OK;

	switch (x->type) {
	case TL_RECORD:
		return timeline_expand(t, x);
	case TL_LOST:
		return timeline_lost_next(t);
	case TL_BATCHES:
		return timeline_batches_next(t);
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
	if (!s && !again(t, x) && x->time <= t->ask.hi)
		t->row[t->nrows++] = *x;
	return s;
}

/* Entries of groups that are printed are done with, when no others wait. */
static void drop_entries(struct timeline *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->heap[i].type == TL_GROUP)
			return;
	t->entries.n = 0;
}

static enum crm_status list(struct timeline *t, int64_t limit, struct sink *sink)
{
	int64_t printed = 0, left = limit;
	bool end = false;
	enum crm_status s;

	t->together = limit < 0 ? 512 : 1;
	t->row = crm_malloc(TL_BLOCK * sizeof *t->row);
	s = fill(t);
	if (!s)
		timeline_begin(t);
	while (!s && !end && left && !sink_stopped(sink)) {
		size_t most = left > 0 && left < TL_BLOCK ? (size_t)left : TL_BLOCK;

		while (!s && t->nrows < most && !(end = !t->n)) {
			struct tl_item x = timeline_pop(t);
			if ((end = x.time < t->ask.lo))
				break;
			s = one(t, &x);
		}
		printed = 0;
		if (!s)
			s = timeline_rows(t, left, &printed);
		left -= limit > 0 ? printed : 0;
		drop_entries(t);
	}
	if (!s)
		sink_end(sink);
	return s;
}

static void release(struct timeline *t)
{
	for (size_t i = 0; i < t->nstreams; i++)
		query_end(&t->stream[i]);
	free(t->stream);
	for (int i = 0; i < 4; i++)
		db_finalize(t->of[i / 2][i % 2]);
	query_end(&t->batches);
	query_end(&t->lost);
	free(t->heap);
	free(t->row);
	timeline_chunks_free(t);
	free(t->entries.e);
	timeline_children_free(t);
	timeline_columns_free(t);
	timeline_ask_free(&t->ask);
}

/* Events alone are a list like others. */
static enum crm_status sorted(struct crm *c, const struct crm_query *q, unsigned kinds, struct sink *sink,
                              struct crm_error *e)
{
	const char **operands = arena_alloc(&c->arena, (q->noperands + 1) * sizeof *operands);
	struct select sel = {.kind = &kind_event,
	                     .columns = q->columns,
	                     .sort = q->sort,
	                     .limit = q->limit,
	                     .operands = operands,
	                     .ids = q->ids,
	                     .all = q->all,
	                     .names = sink_is_table(sink)};
	struct strbuf words = STRBUF_INIT;
	struct operand o;
	enum crm_status s;

	for (int i = 0; words_event[i]; i++)
		if (kinds >> i & 1)
			sb_printf(&words, "%s%s", words.len ? "," : "kind=", words_event[i]);
	for (size_t i = 0; i < q->noperands; i++)
		if (!operand_split(q->operands[i], &o) || o.nfield != 4 || memcmp(o.field, "kind", 4) != 0)
			operands[sel.noperands++] = strncmp(q->operands[i], "contact=", 8) != 0
			                                ? q->operands[i]
			                                : arena_printf(&c->arena, "contacts%s", q->operands[i] + 7);
	operands[sel.noperands++] = words.len ? words.buf : "kind=";
	s = select_run(c, &sel, sink, e);
	sb_release(&words);
	return s;
}

enum crm_status crm_timeline(struct crm *c, const struct crm_query *q, struct sink *sink, struct crm_error *e)
{
	struct timeline t = {.c = c, .e = e, .popped = {.type = TL_RECORD}};
	bool own;
	enum crm_status s = db_read(c->db, &own, e);

	if (!s)
		s = timeline_ask(c, q, &t.ask, e);
	if (!s && q->sort) {
		s = sorted(c, q, t.ask.events, sink, e);
	} else if (!s) {
		s = timeline_columns(&t, q->columns, sink);
		if (!s)
			s = list(&t, q->limit, sink);
	}
	release(&t);
	db_read_end(c->db, own);
	return s;
}
