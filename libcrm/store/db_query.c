/* db_query.c - a query, read row by row, that can't forget an error */
#include "db_impl.h"

/* v: n - 1 integers from v[1] on, so that there may be none. */
static void bind_ints(struct query *q, const int64_t *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		query_int(q, (int)i, v[i]);
}

struct query query_open(struct db *db, struct crm_error *e, const char *sql, bool constant, const int64_t *v, size_t n)
{
	struct query q = {.e = e, .kept = constant};

	q.s = constant ? db_cached(db, &q.st, sql, e) : db_prepare(db, &q.st, sql, e);
	bind_ints(&q, v, n);
	return q;
}

struct query query_reopen(struct stmt *st, struct crm_error *e, const int64_t *v, size_t n)
{
	struct query q = {.st = st, .e = e, .kept = true};

	db_reuse(st);
	bind_ints(&q, v, n);
	return q;
}

void query_int(struct query *q, int i, int64_t v)
{
	if (q->st)
		db_bind_int(q->st, i, v);
}

void query_text(struct query *q, int i, const char *s, size_t n)
{
	if (q->st)
		db_bind_text(q->st, i, s, n);
}

void query_null(struct query *q, int i)
{
	if (q->st)
		db_bind_null(q->st, i);
}

void query_among(struct query *q, int i, const int64_t *ids, size_t n)
{
	if (q->st)
		db_bind_among(q->st, i, ids, n);
}

void query_failed(struct query *q)
{
	q->s = q->st->failed;
}

enum crm_status query_end(struct query *q)
{
	if (q->st && q->kept) {
		db_reset(q->st);
		q->st->clean = true;
	} else {
		db_finalize(q->st);
	}
	q->st = NULL;
	return q->s;
}

enum crm_status query_get(struct query *q, int64_t *v, int64_t dflt)
{
	*v = query_row(q) && !db_null(q->st, 0) ? db_int(q->st, 0) : dflt;
	return query_end(q);
}

enum crm_status query_ids(struct query *q, int64_t **ids, size_t *n)
{
	while (query_row(q))
		ARRAY_PUSH(*ids, *n, db_int(q->st, 0));
	return query_end(q);
}

enum crm_status query_run(struct query *q)
{
	while (query_row(q))
		;
	return query_end(q);
}
