/* log_batches.c - the batches wanted, newest first, and their list */
#include "log_impl.h"

#include "../model/lookup.h"

/* ---- walking ---- */

struct log_batches log_batches(struct crm *c, const struct log_filter *f, const struct log_entries *entries,
                               struct crm_error *e)
{
	struct log_batches b = {.entries = f->records ? entries : NULL, .parameter = (int)f->binds.n + 1};
	struct strbuf sql = STRBUF_INIT;

	sb_printf(&sql, "SELECT b.id, b.at, b.by, b.tool, b.verb, b.undone FROM batch b WHERE %s", f->where.buf);
	if (b.entries)
		sb_printf(&sql, " AND b.id=$%d", b.parameter);
	else
		sb_adds(&sql, " ORDER BY b.id DESC");
	b.q = query_built(c->db, e, sql.buf);
	binds_apply(&f->binds, b.q.st);
	sb_release(&sql);
	return b;
}

/* A batch that a record's history names may not be wanted. */
static bool next_of_entries(struct log_batches *b, size_t *first, size_t *n)
{
	bool found = false;

	while (!found && !b->q.s && b->next < b->entries->n) {
		int64_t id = b->entries->e[b->next].batch;

		*first = b->next;
		while (b->next < b->entries->n && b->entries->e[b->next].batch == id)
			b->next++;
		*n = b->next - *first;
		db_reset(b->q.st);
		query_int(&b->q, b->parameter, id);
		found = query_row(&b->q);
	}
	return found;
}

bool log_next(struct log_batches *b, size_t *first, size_t *n)
{
	return b->entries ? next_of_entries(b, first, n) : query_row(&b->q);
}

static size_t batch_name(char *out, int64_t id)
{
	out[0] = 'b';
	return 1 + fmt_int(out + 1, id);
}

void log_batch_cells(struct crm *c, struct log_out *o, struct stmt *st, struct log_head *head)
{
	const char *by = db_null(st, 2) ? NULL : names_name(&c->users, db_int(st, 2)), *text;
	size_t n;

	log_set(o, 0, CELL_PLAIN, head->id, batch_name(head->id, db_int(st, 0)));
	log_set(o, 1, CELL_PLAIN, head->at, instant_format(head->at, db_int(st, 1)));
	log_text(o, 2, by);
	text = db_text(st, 3, &n);
	log_set(o, 3, CELL_TEXT, text, n);
	text = db_text(st, 4, &n);
	log_set(o, 4, CELL_TEXT, text, n);
}

/* ---- the list ---- */

static const struct sink_column columns[] = {{"batch", false}, {"at", false},     {"by", false},     {"tool", false},   {"verb", false},
                                             {"added", true},  {"changed", true}, {"removed", true}, {"undoes", false}, {"undone", false}};

static enum crm_status count_cells(struct log_counter *lc, struct log_out *o, int64_t batch, char text[3][32],
                                   struct crm_error *e)
{
	struct log_counts n;
	enum crm_status s = log_count(lc, batch, &n, e);

	log_set(o, 5, CELL_NUMBER, text[0], fmt_int(text[0], n.added));
	log_set(o, 6, CELL_NUMBER, text[1], fmt_int(text[1], n.changed));
	log_set(o, 7, CELL_NUMBER, text[2], fmt_int(text[2], n.removed));
	return s;
}

static enum crm_status undoes_cell(struct crm *c, struct log_out *o, int64_t batch, struct strbuf *text,
                                   struct crm_error *e)
{
	struct query q = query(c->db, e, "SELECT target FROM undoing WHERE batch=$1 ORDER BY target", batch);

	sb_reset(text);
	while (query_row(&q))
		sb_printf(text, "%sb%lld", text->len ? "," : "", (long long)db_int(q.st, 0));
	log_set(o, 8, text->len ? CELL_LIST : CELL_NULL, text->buf, text->len);
	return query_end(&q);
}

static enum crm_status batch_row(struct log_counter *lc, struct log_out *o, struct stmt *st, struct strbuf *undoes,
                                 struct crm_error *e)
{
	struct log_head head;
	char counts[3][32], undone[32];
	int64_t batch = db_int(st, 0);
	enum crm_status s;

	log_batch_cells(lc->c, o, st, &head);
	if (db_null(st, 5))
		log_set(o, 9, CELL_NULL, NULL, 0);
	else
		log_set(o, 9, CELL_PLAIN, undone, batch_name(undone, db_int(st, 5)));
	s = count_cells(lc, o, batch, counts, e);
	if (!s)
		s = undoes_cell(lc->c, o, batch, undoes, e);
	if (!s)
		log_row(o);
	return s;
}

static enum crm_status list(struct crm *c, const struct log_filter *f, struct log_out *o, struct crm_error *e)
{
	struct log_entries entries = {0};
	struct log_batches b = {0};
	struct log_counter lc = {.c = c};
	struct strbuf undoes = STRBUF_INIT;
	size_t first, n;

	b.q.s = f->records ? log_entries(c, f, &entries, e) : CRM_OK;
	if (!b.q.s)
		b = log_batches(c, f, &entries, e);
	if (!b.q.s)
		log_begin(o);
	while (!log_full(o) && log_next(&b, &first, &n))
		b.q.s = batch_row(&lc, o, b.q.st, &undoes, e);
	log_counter_free(&lc);
	sb_release(&undoes);
	free(entries.e);
	return query_end(&b.q);
}

enum crm_status crm_batches(struct crm *c, const struct crm_query *q, struct sink *sink, struct crm_error *e)
{
	struct log_out o;
	struct log_filter f = {.where = STRBUF_INIT};
	bool own;
	enum crm_status s = log_columns(&o, columns, sizeof columns / sizeof columns[0], q, sink, e);

	if (!s)
		s = db_read(c->db, &own, e);
	if (s)
		return s;
	s = lookup_users(c, e);
	if (!s)
		s = log_filter(c, q, false, &f, e);
	if (!s)
		s = list(c, &f, &o, e);
	log_filter_free(&f);
	db_read_end(c->db, own);
	if (!s)
		sink_end(sink);
	return s;
}
