/* log_entries.c - which lines of the history some records have */
#include "log_impl.h"

#include <stdlib.h>

static void add_entry(struct log_entries *x, int64_t batch, int order, int64_t seq, struct log_record r)
{
	GROW(x->e, x->n, x->alloc);
	x->e[x->n++] = (struct log_entry){batch, order, seq, r.kind, r.id};
}

#define BLOCK 1000 /* records of a kind asked for together */

/* columns of sql: id, batch, seq (or anything). Parameters: the ids, the kind. */
static enum crm_status some_entries(struct query q, int order, int kind, const int64_t *ids, size_t n,
                                    struct log_entries *out)
{
	query_among(&q, 1, ids, n);
	query_int(&q, 2, kind);
	while (query_row(&q))
		if (!db_null(q.st, 1))
			add_entry(out, db_int(q.st, 1), order, db_int(q.st, 2),
			          (struct log_record){kind, db_int(q.st, 0)});
	return query_end(&q);
}

/* A record that was never removed was added once: the run is near, and there is no need to look at
 * all that begin before it. gone: those that were, which ascend. */
static enum crm_status added_entries(struct crm *c, int kind, const int64_t *ids, size_t n, const int64_t *gone,
                                     size_t ngone, struct log_entries *out, struct crm_error *e)
{
	int64_t once[BLOCK];
	size_t nonce = 0;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n; i++)
		if (!ngone || !bsearch(&ids[i], gone, ngone, sizeof *gone, int64_compare))
			once[nonce++] = ids[i];
	if (nonce)
		s = some_entries(query(c->db, e,
		                       "SELECT r.value, (SELECT a.batch FROM added a "
		                       "WHERE a.kind=$2 AND a.first <= r.value AND a.last >= r.value "
		                       "ORDER BY a.first DESC LIMIT 1), 0 FROM " DB_AMONG("1") " r"),
		                 0, kind, once, nonce, out);
	if (!s && ngone)
		s = some_entries(query(c->db, e,
		                       "SELECT r.value, a.batch, 0 FROM " DB_AMONG("1") " r JOIN added a ON a.kind=$2 "
		                       "AND a.first <= r.value AND a.last >= r.value"),
		                 0, kind, gone, ngone, out);
	return s;
}

/* Of n records of a kind, a thousand at most; ids ascend. */
static enum crm_status kind_entries(struct crm *c, int kind, const int64_t *ids, size_t n, struct log_entries *out,
                                    struct crm_error *e)
{
	int64_t gone[BLOCK];
	size_t before, ngone = 0;
	enum crm_status s = some_entries(query(c->db, e,
	                                       "SELECT id, batch, seq FROM change "
	                                       "WHERE kind=$2 AND id IN " DB_AMONG("1")),
	                                 1, kind, ids, n, out);

	before = out->n;
	if (!s)
		s = some_entries(query(c->db, e,
		                       "SELECT id, batch, 0 FROM removed WHERE kind=$2 AND id IN " DB_AMONG("1")
		                       " ORDER BY id"),
		                 2, kind, ids, n, out);
	for (size_t i = before; i < out->n; i++)
		if (!ngone || gone[ngone - 1] != out->e[i].id)
			gone[ngone++] = out->e[i].id;
	return s ? s : added_entries(c, kind, ids, n, gone, ngone, out, e);
}

static int by_record(const void *a, const void *b)
{
	const struct log_record *x = a, *y = b;

	return x->kind != y->kind ? int64_order(x->kind, y->kind) : int64_order(x->id, y->id);
}

static int newest_first(const void *a, const void *b)
{
	const struct log_entry *x = a, *y = b;
	int d = int64_order(y->batch, x->batch);

	d = d ? d : int64_order(x->order, y->order);
	d = d ? d : int64_order(x->seq, y->seq);
	d = d ? d : int64_order(x->kind, y->kind);
	return d ? d : int64_order(x->id, y->id);
}

enum crm_status log_entries(struct crm *c, const struct log_filter *f, struct log_entries *out, struct crm_error *e)
{
	int64_t ids[BLOCK];
	size_t n;
	enum crm_status s = CRM_OK;

	if (f->nrecord)
		qsort(f->record, f->nrecord, sizeof *f->record, by_record);
	for (size_t i = 0; i < f->nrecord && !s;) {
		int kind = f->record[i].kind;

		for (n = 0; i < f->nrecord && n < BLOCK && f->record[i].kind == kind; i++)
			if (!n || ids[n - 1] != f->record[i].id)
				ids[n++] = f->record[i].id;
		s = kind_entries(c, kind, ids, n, out, e);
	}
	if (out->n)
		qsort(out->e, out->n, sizeof *out->e, newest_first);
	return s;
}
