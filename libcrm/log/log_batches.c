/* log_batches.c - the batches wanted, newest first, and their list */
#include "log_impl.h"

#include "../model/lookup.h"

/* ---- walking ---- */

enum crm_status log_batches(struct crm *c, const struct log_filter *f, const struct log_entries *entries, struct log_batches *b,
                            struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	*b = (struct log_batches){.entries = f->records ? entries : NULL, .parameter = (int)f->binds.n + 1};
	sb_printf(&sql, "SELECT b.id, b.at, b.by, b.tool, b.verb, b.undone FROM batch b WHERE %s", f->where.buf);
	if (b->entries)
		sb_printf(&sql, " AND b.id=$%d", b->parameter);
	else
		sb_adds(&sql, " ORDER BY b.id DESC");
	s = db_prepare(c->db, &b->st, sql.buf, e);
	if (!s)
		binds_apply(&f->binds, b->st);
	sb_release(&sql);
	return s;
}

/* A batch that a record's history names may not be wanted. */
static enum db_step next_of_entries(struct log_batches *b, size_t *first, size_t *n, struct crm_error *e)
{
	enum db_step step = DB_DONE;

	while (step == DB_DONE && b->next < b->entries->n) {
		int64_t id = b->entries->e[b->next].batch;

		*first = b->next;
		while (b->next < b->entries->n && b->entries->e[b->next].batch == id)
			b->next++;
		*n = b->next - *first;
		db_reset(b->st);
		db_bind_int(b->st, b->parameter, id);
		step = db_step(b->st, e);
	}
	return step;
}

enum crm_status log_next(struct log_batches *b, bool *end, size_t *first, size_t *n, struct crm_error *e)
{
	enum db_step step = b->entries ? next_of_entries(b, first, n, e) : db_step(b->st, e);

	*end = step != DB_ROW;
	return step == DB_FAIL ? e->status : CRM_OK;
}

void log_batches_free(struct log_batches *b)
{
	db_finalize(b->st);
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

static enum crm_status count_cells(struct log_counter *lc, struct log_out *o, int64_t batch, char text[3][32], struct crm_error *e)
{
	struct log_counts n;
	enum crm_status s = log_count(lc, batch, &n, e);

	log_set(o, 5, CELL_NUMBER, text[0], fmt_int(text[0], n.added));
	log_set(o, 6, CELL_NUMBER, text[1], fmt_int(text[1], n.changed));
	log_set(o, 7, CELL_NUMBER, text[2], fmt_int(text[2], n.removed));
	return s;
}

static enum crm_status undoes_cell(struct crm *c, struct log_out *o, int64_t batch, struct strbuf *text, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, "SELECT target FROM undoing WHERE batch=$1 ORDER BY target", e);
	enum db_step step;

	if (!st)
		return e->status;
	sb_reset(text);
	db_bind_int(st, 1, batch);
	while ((step = db_step(st, e)) == DB_ROW)
		sb_printf(text, "%sb%lld", text->len ? "," : "", (long long)db_int(st, 0));
	db_reset(st);
	log_set(o, 8, text->len ? CELL_LIST : CELL_NULL, text->buf, text->len);
	return step == DB_FAIL ? e->status : CRM_OK;
}

static enum crm_status batch_row(struct log_counter *lc, struct log_out *o, struct stmt *st, struct strbuf *undoes, struct crm_error *e)
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
	bool end = false;
	size_t first, n;
	enum crm_status s = f->records ? log_entries(c, f, &entries, e) : CRM_OK;

	if (!s)
		s = log_batches(c, f, &entries, &b, e);
	if (!s)
		log_begin(o);
	while (!s && !log_full(o) && !(s = log_next(&b, &end, &first, &n, e)) && !end)
		s = batch_row(&lc, o, b.st, &undoes, e);
	log_batches_free(&b);
	log_counter_free(&lc);
	sb_release(&undoes);
	free(entries.e);
	return s;
}

enum crm_status crm_batches(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	struct log_out o;
	struct log_filter f = {.where = STRBUF_INIT};
	bool own;
	enum crm_status st = log_columns(&o, columns, sizeof(columns) / sizeof(columns[0]), q, s, e);

	if (!st)
		st = db_read(c->db, &own, e);
	if (st)
		return st;
	st = lookup_users(c, e);
	if (!st)
		st = log_filter(c, q, false, &f, e);
	if (!st)
		st = list(c, &f, &o, e);
	log_filter_free(&f);
	db_read_end(c->db, own);
	if (!st)
		sink_end(s);
	return st;
}
