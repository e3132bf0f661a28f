/* timeline_queue.c - what may be listed waits here, newest first; days and batches as the timeline
 * takes them */
#include "timeline_impl.h"

#include "../model/day.h"
#include "../model/value.h"

/* ---- the queue: a heap ---- */

/* What comes before the others of its batch. An event is the same whichever way it came. */
static int rank(enum tl_type type)
{
	static const int ranks[] = {
	        [TL_RECORD] = 0, [TL_LOST] = 0, [TL_BATCHES] = 0,  [TL_ADDED] = 1, [TL_EVENT] = 3,
	        [TL_STREAM] = 3, [TL_MOVE] = 4, [TL_FINISHED] = 5, [TL_GONE] = 6,  [TL_GROUP] = 7};

	return ranks[type];
}

/* Newest first; at one time the newest batch first; the order of all rows is settled. */
int timeline_order(const struct tl_item *a, const struct tl_item *b)
{
	int d = int64_order(b->time, a->time);

	d = d ? d : int64_order(b->batch, a->batch);
	d = d ? d : int64_order(rank(a->type), rank(b->type));
	d = d ? d : int64_order(b->kind, a->kind);
	d = d ? d : int64_order(b->id, a->id);
	return d || rank(a->type) != rank(TL_MOVE) ? d : int64_order(b->last, a->last);
}

static bool before(const struct tl_item *a, const struct tl_item *b)
{
	return timeline_order(a, b) < 0;
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

struct tl_item timeline_pop(struct timeline *t)
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

int64_t timeline_time(struct crm *c, int day, int64_t recorded)
{
	return crm_day(c, recorded) <= day ? recorded : crm_midnight(c, day);
}

/* ---- batches ---- */

#define CHUNK 256   /* batches read together */
#define CHUNKS 64   /* kept; then the oldest makes room */

struct tl_chunk { int64_t no; struct tl_batch batch[CHUNK]; };

static enum crm_status read_chunk(struct timeline *t, int64_t no, struct tl_chunk **out)
{
	struct query q = query(t->c->db, t->e, "SELECT id, at, by, flags, undone FROM batch WHERE id BETWEEN $1 AND $2",
	                       no * CHUNK, no * CHUNK + CHUNK - 1);
	struct tl_chunk *chunk;

	if (!t->chunk)
		t->chunk = crm_malloc(CHUNKS * sizeof *t->chunk);
	chunk = &t->chunk[t->nchunks++ % CHUNKS];
	memset(chunk, 0, sizeof *chunk);
	chunk->no = no;
	while (query_row(&q))
		chunk->batch[db_int(q.st, 0) - no * CHUNK] = (struct tl_batch){
		        .at = db_int(q.st, 1), .by = db_int(q.st, 2), .undone = db_int(q.st, 4), .there = true,
		        .counts = t->ask.all || (!(db_int(q.st, 3) & BATCH_UNDO) && db_null(q.st, 4))};
	*out = chunk;
	return query_end(&q);
}

enum crm_status timeline_batch(struct timeline *t, int64_t batch, struct tl_batch *b)
{
	struct tl_chunk *chunk = NULL;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < t->nchunks && i < CHUNKS && !chunk && batch > 0; i++)
		if (t->chunk[i].no == batch / CHUNK)
			chunk = &t->chunk[i];
	if (!chunk && batch > 0)
		s = read_chunk(t, batch / CHUNK, &chunk);
	if (s)
		return s;
	if (!chunk || !chunk->batch[batch % CHUNK].there)
		return crm_fail(t->e, CRM_UNAVAILABLE,
		                "the history names a batch b%lld that isn't there: run 'crm-db check'",
		                (long long)batch);
	*b = chunk->batch[batch % CHUNK];
	return CRM_OK;
}

void timeline_chunks_free(struct timeline *t)
{
	free(t->chunk);
}
