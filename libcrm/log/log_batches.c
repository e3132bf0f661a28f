/* log_batches.c - the batches wanted, newest first, and their list */
#include "log_impl.h"

#include <stdlib.h>
#include "../model/lookup.h"

/* ---- walking ---- */

enum crm_status log_batches_open(struct log_batches *b, struct crm *c, const struct log_filter *f,
                                 const struct log_entries *entries, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	b->c = c;
	b->e = e;
	b->entries = f->records ? entries : NULL;
	b->parameter = (int)f->binds.n + 1;
	sb_printf(&sql, "SELECT b.id, b.at, b.by, b.tool, b.verb, b.undone FROM batch b WHERE %s", f->where.buf);
	if (b->entries)
		sb_printf(&sql, " AND b.id IN " DB_AMONG("%d"), b->parameter);
	sb_adds(&sql, " ORDER BY b.id DESC");
	s = db_prepare(c->db, &b->st, sql.buf, e);
	if (!s) {
		binds_apply(&f->binds, b->st);
		b->q = query_bound(b->st, e);
	}
	sb_release(&sql);
	return s;
}

static size_t batch_name(char *out, int64_t id)
{
	out[0] = 'b';
	return 1 + fmt_int(out + 1, id);
}

static const char *copy(struct log_batches *b, int col)
{
	size_t n;
	const char *s = db_text(b->q.st, col, &n);

	return s ? arena_strndup(&b->arena, s, n) : NULL;
}

static void take(struct log_batches *b)
{
	struct log_head *h = &b->head[b->n++];
	struct stmt *st = b->q.st;

	*h = (struct log_head){.batch = db_int(st, 0), .undone = db_int(st, 5), .tool = copy(b, 3), .verb = copy(b, 4)};
	h->by = db_null(st, 2) ? NULL : names_name(&b->c->users, db_int(st, 2));
	batch_name(h->id, h->batch);
	instant_format(h->at, db_int(st, 1));
}

/* A batch that a record's history names may not be wanted. */
static void ask_entries(struct log_batches *b, size_t most)
{
	int64_t id[LOG_BLOCK];
	size_t n = 0;

	for (; b->next < b->entries->n && n < most; b->next++)
		if (!n || id[n - 1] != b->entries->e[b->next].batch)
			id[n++] = b->entries->e[b->next].batch;
	while (n && b->next < b->entries->n && b->entries->e[b->next].batch == id[n - 1])
		b->next++;
	b->q = query_again(b->st, b->e);
	query_among(&b->q, b->parameter, id, n);
}

bool log_batches_read(struct log_batches *b, size_t most, enum crm_status *s)
{
	b->n = 0;
	arena_free(&b->arena);
	while (!b->n && !b->q.s && (b->entries ? b->next < b->entries->n : !b->done)) {
		if (b->entries)
			ask_entries(b, most);
		while (b->n < most && query_row(&b->q))
			take(b);
		b->done = b->n < most;
	}
	*s = b->q.s;
	return !*s && b->n;
}

void log_batches_close(struct log_batches *b)
{
	db_finalize(b->st);
	arena_free(&b->arena);
}

void log_batch_cells(struct log_out *o, const struct log_head *head)
{
	log_set(o, 0, CELL_PLAIN, head->id, strlen(head->id));
	log_set(o, 1, CELL_PLAIN, head->at, strlen(head->at));
	log_text(o, 2, head->by);
	log_text(o, 3, head->tool);
	log_text(o, 4, head->verb);
}

/* ---- the list ---- */

static const struct sink_column columns[] = {{"batch", false}, {"at", false},     {"by", false},     {"tool", false},   {"verb", false},
                                             {"added", true},  {"changed", true}, {"removed", true}, {"undoes", false}, {"undone", false}};

struct listing {
	struct crm *c;
	struct log_out *o;
	struct log_batches b;
	struct log_counts counts[LOG_BLOCK];
	struct id_texts undoes; /* by batch */
	struct crm_error *e;
};

static enum crm_status read_undoes(struct listing *l, const int64_t *id, size_t n)
{
	struct query q = query(l->c->db, l->e,
	                       "SELECT batch, target FROM undoing WHERE batch IN " DB_AMONG("1")
	                       " ORDER BY batch, target");
	struct id_texts *x = &l->undoes;

	id_texts_reset(x);
	query_among(&q, 1, id, n);
	while (query_row(&q)) {
		bool first = !x->n || x->of[x->n - 1].id != db_int(q.st, 0);

		if (first)
			id_texts_open(x, db_int(q.st, 0));
		sb_printf(&x->text, "%sb%lld", first ? "" : ",", (long long)db_int(q.st, 1));
		id_texts_close(x);
	}
	return query_end(&q);
}

static void put(struct listing *l, const struct log_head *h, const struct log_counts *n)
{
	char text[3][32], undone[32];
	const char *undoes;
	size_t len;

	log_batch_cells(l->o, h);
	log_set(l->o, 5, CELL_NUMBER, text[0], fmt_int(text[0], n->added));
	log_set(l->o, 6, CELL_NUMBER, text[1], fmt_int(text[1], n->changed));
	log_set(l->o, 7, CELL_NUMBER, text[2], fmt_int(text[2], n->removed));
	undoes = id_texts_find(&l->undoes, h->batch, &len);
	log_set(l->o, 8, len ? CELL_LIST : CELL_NULL, undoes, len);
	log_set(l->o, 9, h->undone ? CELL_PLAIN : CELL_NULL, undone, h->undone ? batch_name(undone, h->undone) : 0);
	log_row(l->o);
}

static enum crm_status put_block(struct listing *l)
{
	int64_t id[LOG_BLOCK];
	enum crm_status s;

	for (size_t i = 0; i < l->b.n; i++)
		id[i] = l->b.head[i].batch;
	s = log_count(l->c, id, l->b.n, l->counts, l->e);
	if (!s)
		s = read_undoes(l, id, l->b.n);
	for (size_t i = 0; i < l->b.n && !s && !log_full(l->o); i++)
		put(l, &l->b.head[i], &l->counts[i]);
	return s;
}

static enum crm_status list(struct crm *c, const struct log_filter *f, struct log_out *o, struct crm_error *e)
{
	struct listing *l = crm_calloc(1, sizeof *l);
	struct log_entries entries = {0};
	size_t most = o->left >= 0 && o->left < LOG_BLOCK ? (size_t)o->left : LOG_BLOCK;
	enum crm_status s = f->records ? log_entries(c, f, &entries, e) : CRM_OK;

	l->c = c;
	l->o = o;
	l->e = e;
	l->undoes.text = (struct strbuf)STRBUF_INIT;
	if (!s)
		s = log_batches_open(&l->b, c, f, &entries, e);
	if (!s)
		log_begin(o);
	while (!s && !log_full(o) && log_batches_read(&l->b, most, &s))
		s = put_block(l);
	log_batches_close(&l->b);
	id_texts_free(&l->undoes);
	free(entries.e);
	free(l);
	return s;
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
