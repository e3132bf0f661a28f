/* log_entries.c - which lines of the history some records have */
#include "log_impl.h"

#include <stdlib.h>

static void add_entry(struct log_entries *x, int64_t batch, int order, int64_t seq, struct log_record r)
{
	GROW(x->e, x->n, x->alloc);
	x->e[x->n++] = (struct log_entry){batch, order, seq, r.kind, r.id};
}

/* columns of sql: batch, seq (or anything). Parameters: kind, id. */
static enum crm_status record_entries(struct crm *c, const char *sql, int order, struct log_record r,
                                      struct log_entries *out, struct crm_error *e)
{
	struct query q = query(c->db, e, sql, r.kind, r.id);

	while (query_row(&q))
		add_entry(out, db_int(q.st, 0), order, db_int(q.st, 1), r);
	return query_end(&q);
}

/* A record that was never removed was added once: the run is near, and there is no need to look at
 * all that begin before it. */
static enum crm_status added_entries(struct crm *c, struct log_record r, bool once, struct log_entries *out,
                                     struct crm_error *e)
{
	struct query q = query(c->db, e,
	                       "SELECT last, batch FROM added WHERE kind=$1 AND first <= $2 ORDER BY first DESC",
	                       r.kind, r.id);

	for (bool found = false; !(found && once) && query_row(&q);)
		if (db_int(q.st, 0) >= r.id) {
			add_entry(out, db_int(q.st, 1), 0, 0, r);
			found = true;
		}
	return query_end(&q);
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
	enum crm_status s = CRM_OK;

	if (f->nrecord)
		qsort(f->record, f->nrecord, sizeof *f->record, by_record);
	for (size_t i = 0; i < f->nrecord && !s; i++) {
		struct log_record r = f->record[i];
		size_t before;
		if (i && by_record(&f->record[i - 1], &r) == 0)
			continue;
		s = record_entries(c, "SELECT batch, seq FROM change WHERE kind=$1 AND id=$2", 1, r, out, e);
		before = out->n;
		if (!s)
			s = record_entries(c, "SELECT batch, 0 FROM removed WHERE kind=$1 AND id=$2", 2, r, out, e);
		if (!s)
			s = added_entries(c, r, out->n == before, out, e);
	}
	if (out->n)
		qsort(out->e, out->n, sizeof *out->e, newest_first);
	return s;
}
