/* timeline_event.c - events for the timeline: in streams by the indexes of time, or a few at
 * once */
#include "timeline_impl.h"

/* Of what was recorded as it happened also the batch, as others of the same instant may stand
 * beside it. */
#define EVENT_COLUMNS "SELECT q.id, q.at, CASE WHEN q.at=q.created THEN " TL_EVENT_BATCH("q") " END FROM "

static void event_item(struct stmt *st, struct tl_item *x)
{
	x->id = x->last = db_int(st, 0);
	x->time = db_int(st, 1);
	x->kind = KIND_EVENT;
	x->batch = db_int(st, 2);
}

/* Days near the instants wanted, whatever the time zone. */
static void add_days(struct timeline *t, struct strbuf *sql)
{
	if (t->ask.lo != INT64_MIN)
		sb_printf(sql, " AND q.day >= %lld", (long long)(t->ask.lo / 86400000 - 2));
	if (t->ask.hi != INT64_MAX)
		sb_printf(sql, " AND q.day <= %lld", (long long)(t->ask.hi / 86400000 + 2));
}

static struct query events(struct timeline *t, const char *from, const char *condition, const char *order, bool by_day)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	sb_printf(&sql, EVENT_COLUMNS "%s WHERE %s AND %s", from ? from : "event q", condition, t->ask.event.buf);
	if (by_day)
		add_days(t, &sql);
	sb_adds(&sql, order);
	q = query_built(t->c->db, t->e, sql.buf);
	binds_apply(&t->ask.event_binds, q.st);
	sb_release(&sql);
	return q;
}

enum crm_status timeline_stream(struct timeline *t, const char *from, const char *condition, bool by_day)
{
	const char *order = by_day ? " ORDER BY q.day DESC, q.at DESC, q.id DESC" : " ORDER BY q.at DESC, q.id DESC";

	ARRAY_PUSH(t->stream, t->nstreams, events(t, from, condition, order, by_day));
	return timeline_stream_next(t, t->nstreams - 1);
}

enum crm_status timeline_stream_next(struct timeline *t, size_t source)
{
	struct query *q = &t->stream[source];
	struct tl_item x = {.type = TL_STREAM, .source = source};

	if (!query_row(q))
		return query_end(q);
	event_item(q->st, &x);
	timeline_push(t, x);
	return q->s;
}

static enum crm_status push_all(struct timeline *t, struct query q)
{
	struct tl_item x = {.type = TL_EVENT};

	while (query_row(&q)) {
		event_item(q.st, &x);
		timeline_push(t, x);
	}
	return query_end(&q);
}

enum crm_status timeline_events(struct timeline *t, const char *condition)
{
	return push_all(t, events(t, NULL, condition, "", false));
}

enum crm_status timeline_events_of(struct timeline *t, int kind, int64_t id, bool alone)
{
	struct stmt **st = &t->of[kind == KIND_OFFER][alone];
	int parameter = (int)t->ask.event_binds.n + 1;
	char condition[64];
	struct query q;

	snprintf(condition, sizeof condition, "q.%s=$%d%s", kind == KIND_OFFER ? "offer" : "contact", parameter,
	         alone ? " AND q.company IS NULL" : "");
	if (!*st) {
		q = events(t, NULL, condition, "", true);
		if (q.s)
			return q.s;
		*st = q.st;
	}
	q = query_again(*st, t->e);
	query_int(&q, parameter, id);
	return push_all(t, q);
}
