/* timeline_event.c - events for the timeline: in streams by the indexes of time, or a few at once */
#include "timeline_impl.h"

#define EVENT_COLUMNS "SELECT q.id, q.at, q.created FROM "

/* The batch that recorded an event; of what was recorded as it happened, as others of the same instant may stand beside it. */
static enum crm_status batch_of(struct timeline *t, int64_t event, int64_t *batch)
{
	return db_get_int(t->c->db, t->e, batch, 0, "SELECT batch FROM added "
		"WHERE kind=" SQL(KIND_EVENT) " AND first <= $1 ORDER BY first DESC LIMIT 1", 1,
	                  event);
}

static enum crm_status event_item(struct timeline *t, struct stmt *st, struct tl_item *x)
{
	x->id = x->last = db_int(st, 0);
	x->time = db_int(st, 1);
	x->kind = KIND_EVENT;
	x->batch = 0;
	return x->time == db_int(st, 2) ? batch_of(t, x->id, &x->batch) : CRM_OK;
}

/* Days near the instants wanted, whatever the time zone. */
static void add_days(struct timeline *t, struct strbuf *sql)
{
	if (t->ask.lo != INT64_MIN)
		sb_printf(sql, " AND q.day >= %lld", (long long)(t->ask.lo / 86400000 - 2));
	if (t->ask.hi != INT64_MAX)
		sb_printf(sql, " AND q.day <= %lld", (long long)(t->ask.hi / 86400000 + 2));
}

static enum crm_status prepare(struct timeline *t, const char *from, const char *condition, const char *order, bool by_day,
                               struct stmt **st)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_printf(&sql, EVENT_COLUMNS "%s WHERE %s AND %s", from ? from : "event q", condition, t->ask.event.buf);
	if (by_day)
		add_days(t, &sql);
	sb_adds(&sql, order);
	s = db_prepare(t->c->db, st, sql.buf, t->e);
	if (!s)
		binds_apply(&t->ask.event_binds, *st);
	sb_release(&sql);
	return s;
}

enum crm_status timeline_stream(struct timeline *t, const char *from, const char *condition, bool by_day)
{
	struct stmt *st;
	enum crm_status s = prepare(t, from, condition,
	                            by_day ? " ORDER BY q.day DESC, q.at DESC, q.id DESC" : " ORDER BY q.at DESC, q.id DESC", by_day, &st);

	if (s)
		return s;
	t->stream = crm_realloc(t->stream, (t->nstreams + 1) * sizeof *t->stream);
	t->stream[t->nstreams++] = st;
	return timeline_stream_next(t, t->nstreams - 1);
}

enum crm_status timeline_stream_next(struct timeline *t, size_t source)
{
	struct tl_item x = {.type = TL_STREAM, .source = source};
	enum db_step step = db_step(t->stream[source], t->e);
	enum crm_status s = CRM_OK;

	if (step == DB_ROW) {
		s = event_item(t, t->stream[source], &x);
		if (!s)
			timeline_push(t, x);
		return s;
	}
	db_finalize(t->stream[source]);
	t->stream[source] = NULL;
	return step == DB_FAIL ? t->e->status : CRM_OK;
}

static enum crm_status push_all(struct timeline *t, struct stmt *st)
{
	struct tl_item x = {.type = TL_EVENT};
	enum db_step step = DB_DONE;
	enum crm_status s = CRM_OK;

	while (!s && (step = db_step(st, t->e)) == DB_ROW)
		if (!(s = event_item(t, st, &x)))
			timeline_push(t, x);
	return step == DB_FAIL ? t->e->status : s;
}

enum crm_status timeline_events(struct timeline *t, const char *condition)
{
	struct stmt *st;
	enum crm_status s = prepare(t, NULL, condition, "", false, &st);

	if (!s) {
		s = push_all(t, st);
		db_finalize(st);
	}
	return s;
}

enum crm_status timeline_events_of(struct timeline *t, int kind, int64_t id, bool alone)
{
	struct stmt **st = &t->of[kind == KIND_OFFER][alone];
	int parameter = (int)t->ask.event_binds.n + 1;
	char condition[64];
	enum crm_status s = CRM_OK;

	snprintf(condition, sizeof condition, "q.%s=$%d%s", kind == KIND_OFFER ? "offer" : "contact", parameter,
	         alone ? " AND q.company IS NULL" : "");
	if (!*st)
		s = prepare(t, NULL, condition, "", true, st);
	if (s)
		return s;
	db_reset(*st);
	db_bind_int(*st, parameter, id);
	return push_all(t, *st);
}
