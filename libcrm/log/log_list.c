/* log_list.c - every change, newest batch first: of all records, or of some with what they own */
#include "log_impl.h"

#include "../model/catalog.h"
#include "../model/lookup.h"
#include "../offer/offer_kinds.h"

/* ---- rows ---- */

static const struct sink_column columns[] = {{"batch", false}, {"at", false}, {"by", false},    {"tool", false}, {"verb", false},
                                             {"what", false},  {"id", false}, {"field", false}, {"old", false},  {"new", false}};

struct log_lines {
	struct crm *c;
	const struct log_filter *f;
	struct log_out *o;
	struct crm_error *e;
	struct log_past past;
	struct strbuf old, new;
	int currency_kind; int64_t currency_id; int currency; /* of the record last asked for */
};

/* Cells 5 to 7; then log_row, when old and new stand there. */
static void row_cells(struct log_lines *l, const char *what, const struct crm_kind *k, int64_t id, const char *field,
                      char idtext[32])
{
	log_text(l->o, 5, what);
	log_set(l->o, 6, CELL_PLAIN, idtext, id_format(idtext, k, id));
	log_text(l->o, 7, field);
}

static void text_row(struct log_lines *l, const char *what, const struct crm_kind *k, int64_t id, const char *field,
                     const struct strbuf *old, const struct strbuf *new)
{
	char text[32];

	row_cells(l, what, k, id, field, text);
	log_set(l->o, 8, old ? CELL_TEXT : CELL_NULL, old ? old->buf : NULL, old ? old->len : 0);
	log_set(l->o, 9, new ? CELL_TEXT : CELL_NULL, new ? new->buf : NULL, new ? new->len : 0);
	log_row(l->o);
}

static enum crm_status find_currency(struct log_lines *l, const struct crm_kind *k, int64_t id)
{
	if (l->currency_kind == k->no && l->currency_id == id)
		return CRM_OK;
	l->currency_kind = k->no;
	l->currency_id = id;
	return peek_currency(&l->past.peek, k, id, &l->currency, l->e);
}

/* A word that was joined to another since is called as it was. */
static enum crm_status removed_word(struct log_lines *l, int64_t id, struct strbuf *text)
{
	const struct crm_kind *k = kind_by_no(KIND_TERM);
	struct history_row row = HISTORY_ROW_INIT;
	bool found;
	enum crm_status s = history_row_removed(l->c, k, id, &row, &found, l->e);

	if (!s && found)
		value_raw(text, history_row_value(&row, kind_field(k, k->label)->no));
	history_row_free(&row);
	return s;
}

static enum crm_status print_value(struct log_lines *l, const struct crm_field *f, struct value v, int currency,
                                   struct strbuf *text)
{
	value_format(l->c, f, v, currency, text);
	return f->type == T_TERM && v.is == V_INT && !text->len ? removed_word(l, v.i, text) : CRM_OK;
}

static enum crm_status value_cell(struct log_lines *l, int cell, const struct crm_kind *k, int64_t id,
                                  const struct crm_field *f, const char *raw, size_t n, struct strbuf *text)
{
	struct value v, poly = VALUE_NULL;
	const struct crm_kind *to;
	bool found;
	char ref[32];
	enum crm_status s = CRM_OK;

	log_set(l->o, cell, CELL_NULL, NULL, 0);
	if (!raw)
		return CRM_OK;
	sb_reset(text);
	if (!f) {
		sb_add(text, raw, n);
	} else if (f->type == T_REF && !f->ref) {
		s = peek_read(&l->past.peek, k, kind_field(k, "kind"), id, &poly, &found, l->e);
		to = kind_by_no((int)poly.i);
		v = history_value(f, raw, n);
		if (to)
			sb_add(text, ref, id_format(ref, to, v.i));
		else
			sb_add(text, raw, n);
	} else {
		if (f->type == T_MONEY)
			s = find_currency(l, k, id);
		if (!s)
			s = print_value(l, f, history_value(f, raw, n), l->currency, text);
	}
	log_set(l->o, cell, CELL_TEXT, text->buf, text->len);
	return s;
}

/* ---- elements of lists: changes of the record they belong to ---- */

static bool list_wanted(const struct log_lines *l, const struct crm_field *list, unsigned what)
{
	return (l->f->what & what) && log_wants_list(l->f, list->name);
}

static enum crm_status element_added(struct log_lines *l, int64_t batch, const struct crm_kind *k, int64_t id,
                                     const struct crm_field *list)
{
	struct log_element el;
	enum crm_status s = log_element_before(&l->past, k, id, batch, &el, &l->new, l->e);

	if (!s && el.owner)
		text_row(l, "set", el.owner, el.id, list->name, NULL, &l->new);
	return s;
}

/* All cells that a batch changed of an element are one row, that of the first. */
static enum crm_status element_changed(struct log_lines *l, int64_t batch, int64_t seq, const struct crm_kind *k,
                                       int64_t id, const struct crm_field *list)
{
	struct log_element el;
	bool earlier;
	enum crm_status s = log_any(&l->past,
	                            "SELECT 1 FROM change WHERE kind=$1 AND id=$2 AND batch=$3 AND seq < $4 LIMIT 1",
	                            (int64_t[]){k->no, id, batch, seq}, 4, &earlier, l->e);

	if (s || earlier)
		return s;
	s = log_element_before(&l->past, k, id, batch, &el, &l->old, l->e);
	if (!s)
		s = log_element_before(&l->past, k, id, batch + 1, &el, &l->new, l->e);
	if (!s && el.owner)
		text_row(l, "set", el.owner, el.id, list->name, &l->old, &l->new);
	return s;
}

/* The row stands in l->past.row. What goes with its record is removed, else the record was
 * changed. */
static enum crm_status element_removed(struct log_lines *l, int64_t batch, const struct crm_kind *k,
                                       const struct crm_field *list)
{
	struct log_element el;
	bool along = false;
	enum crm_status s = log_element_removed(&l->past, k, &el, &l->old, l->e);

	if (!s && el.owner)
		s = log_any(&l->past, "SELECT 1 FROM removed WHERE batch=$1 AND kind=$2 AND id=$3",
		            (int64_t[]){batch, el.owner->no, el.id}, 3, &along, l->e);
	if (!s && el.owner && (l->f->what & (along ? WHAT_RM : WHAT_SET)))
		text_row(l, along ? "rm" : "set", el.owner, el.id, list->name, &l->old, NULL);
	return s;
}

/* ---- what was added ---- */

static enum crm_status added_rows(struct log_lines *l, int64_t batch, const struct crm_kind *k, int64_t first,
                                  int64_t last)
{
	const struct crm_field *list = log_list_field(k);
	enum crm_status s = CRM_OK;

	if (list ? !list_wanted(l, list, WHAT_SET) : !(l->f->what & WHAT_ADD) || !log_wants_field(l->f, NULL))
		return CRM_OK;
	for (int64_t id = first; id <= last && !s && !log_full(l->o); id++) {
		if (list)
			s = element_added(l, batch, k, id, list);
		else
			text_row(l, "add", k, id, NULL, NULL, NULL);
	}
	return s;
}

/* ---- what was changed ---- */

#define CHANGE_COLUMNS "SELECT kind, id, field, old, new, batch, seq FROM change WHERE "

static enum crm_status change_row(struct log_lines *l, struct stmt *st)
{
	const struct crm_kind *k = kind_by_no((int)db_int(st, 0));
	int no = (int)db_int(st, 2);
	const struct crm_field *f = k ? catalog_field_no(l->c, k, no) : NULL, *list = k ? log_list_field(k) : NULL;
	bool move = k && k->no == KIND_OFFER && no == OFFER_STAGE;
	int64_t id = db_int(st, 1);
	char text[32], field[32];
	const char *raw, *name = field;
	size_t n;
	enum crm_status s;

	if (list)
		return list_wanted(l, list, WHAT_SET) ? element_changed(l, db_int(st, 5), db_int(st, 6), k, id, list)
		                                      : CRM_OK;
	if (f)
		name = f->name;
	else
		snprintf(field, sizeof field, "x%d", no - FIELD_CUSTOM);
	if (!k || (f && f->flags & F_INTERNAL) || !(l->f->what & (move ? WHAT_MOVE : WHAT_SET)) ||
	    !log_wants_field(l->f, name))
		return CRM_OK;
	row_cells(l, move ? "move" : "set", k, id, name, text);
	raw = db_text(st, 3, &n);
	s = value_cell(l, 8, k, id, f, raw, n, &l->old);
	raw = db_text(st, 4, &n);
	if (!s)
		s = value_cell(l, 9, k, id, f, raw, n, &l->new);
	if (!s)
		log_row(l->o);
	return s;
}

/* ---- what was removed: each of its values ---- */

/* Of the record in l->past.row: its own as it was, else its settings'. */
static enum crm_status removed_currency(struct log_lines *l, const struct crm_kind *k, int64_t id, int *currency)
{
	const struct crm_field *f = kind_field(k, "currency");
	struct value v = f ? history_row_value(&l->past.row, f->no) : VALUE_NULL;
	enum crm_status s = CRM_OK;

	if (v.is == V_NULL)
		s = find_currency(l, k, id);
	*currency = v.is == V_NULL ? l->currency : (int)v.i;
	return s;
}

static bool shown(const struct crm_field *f)
{
	return !(f->flags & (F_INTERNAL | F_NOLOG)) && (f->class != C_ROLLED || f->flags & F_QUIET);
}

static enum crm_status record_removed(struct log_lines *l, const struct crm_kind *k, int64_t id)
{
	const struct history_row *row = &l->past.row;
	int currency = 0;
	bool any = false;
	enum crm_status s = l->f->what & WHAT_RM ? removed_currency(l, k, id, &currency) : CRM_OK;

	for (size_t i = 0; i < row->n && !s && !log_full(l->o) && l->f->what & WHAT_RM; i++) {
		if (!shown(row->f[i]))
			continue;
		any = true;
		if (!log_wants_field(l->f, row->f[i]->name))
			continue;
		sb_reset(&l->old);
		s = print_value(l, row->f[i], row->v[i], currency, &l->old);
		text_row(l, "rm", k, id, row->f[i]->name, &l->old, NULL);
	}
	if (!s && !any && l->f->what & WHAT_RM && log_wants_field(l->f, NULL))
		text_row(l, "rm", k, id, NULL, NULL, NULL);
	return s;
}

/* Columns of st: kind, id, row. */
static enum crm_status removed_row(struct log_lines *l, int64_t batch, struct stmt *st)
{
	const struct crm_kind *k = kind_by_no((int)db_int(st, 0));
	const struct crm_field *list = k ? log_list_field(k) : NULL;
	const char *json;
	size_t n;
	enum crm_status s;

	if (!k || (k->no == KIND_TERM && !l->f->records) || (list && !list_wanted(l, list, WHAT_RM | WHAT_SET)))
		return CRM_OK;
	json = db_text(st, 2, &n);
	s = history_row_parse(l->c, k, json, n, &l->past.row, l->e);
	if (s)
		return s;
	return list ? element_removed(l, batch, k, list) : record_removed(l, k, db_int(st, 1));
}

/* ---- whole batches: new words show in what uses them ---- */

static enum crm_status batch_added(struct log_lines *l, int64_t batch)
{
	struct query q = query(l->c->db, l->e,
	                       "SELECT kind, first, " ADDED_LAST " FROM added WHERE batch=$1 ORDER BY kind, first",
	                       batch);

	while (!log_full(l->o) && query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		if (k && k->no != KIND_TERM)
			q.s = added_rows(l, batch, k, db_int(q.st, 1), db_int(q.st, 2));
	}
	return query_end(&q);
}

static enum crm_status batch_changed(struct log_lines *l, int64_t batch)
{
	struct query q = query(l->c->db, l->e, CHANGE_COLUMNS "batch=$1 ORDER BY seq", batch);

	while (!log_full(l->o) && query_row(&q))
		q.s = change_row(l, q.st);
	return query_end(&q);
}

static enum crm_status batch_removed(struct log_lines *l, int64_t batch)
{
	struct query q = query(l->c->db, l->e, "SELECT kind, id, row FROM removed WHERE batch=$1 ORDER BY kind, id",
	                       batch);

	while (!log_full(l->o) && query_row(&q))
		q.s = removed_row(l, batch, q.st);
	return query_end(&q);
}

static enum crm_status whole_batch(struct log_lines *l, int64_t batch)
{
	enum crm_status s = CRM_OK;

	if (l->f->what & (WHAT_ADD | WHAT_SET))
		s = batch_added(l, batch);
	if (!s && (l->f->what & (WHAT_SET | WHAT_MOVE)))
		s = batch_changed(l, batch);
	if (!s && (l->f->what & (WHAT_RM | WHAT_SET)))
		s = batch_removed(l, batch);
	return s;
}

/* ---- some records of a batch ---- */

static enum crm_status one_change(struct log_lines *l, const struct log_entry *x)
{
	struct query q = query(l->c->db, l->e, CHANGE_COLUMNS "batch=$1 AND seq=$2", x->batch, x->seq);

	if (query_row(&q))
		q.s = change_row(l, q.st);
	return query_end(&q);
}

static enum crm_status one_removal(struct log_lines *l, const struct log_entry *x)
{
	struct query q = query(l->c->db, l->e, "SELECT kind, id, row FROM removed WHERE batch=$1 AND kind=$2 AND id=$3",
	                       x->batch, x->kind, x->id);

	if (query_row(&q))
		q.s = removed_row(l, x->batch, q.st);
	return query_end(&q);
}

enum crm_status log_lines_of(struct log_lines *l, const struct log_entry *x, size_t n)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s && !log_full(l->o); i++) {
		const struct crm_kind *k = kind_by_no(x[i].kind);
		if (x[i].order == 1)
			s = one_change(l, &x[i]);
		else if (x[i].order == 2)
			s = one_removal(l, &x[i]);
		else if (k)
			s = added_rows(l, x[i].batch, k, x[i].id, x[i].id);
	}
	return s;
}

/* ---- all of it ---- */

static enum crm_status list(struct log_lines *l)
{
	struct log_entries entries = {0};
	struct log_batches b = {0};
	struct log_head head;
	size_t first = 0, n = 0;

	b.q.s = l->f->records ? log_entries(l->c, l->f, &entries, l->e) : CRM_OK;
	if (!b.q.s)
		b = log_batches(l->c, l->f, &entries, l->e);
	if (!b.q.s)
		log_begin(l->o);
	while (!log_full(l->o) && log_next(&b, &first, &n)) {
		log_batch_cells(l->c, l->o, b.q.st, &head);
		b.q.s = l->f->records ? log_lines_of(l, entries.e + first, n) : whole_batch(l, db_int(b.q.st, 0));
	}
	free(entries.e);
	return query_end(&b.q);
}

static enum crm_status load(struct crm *c, struct crm_error *e)
{
	enum crm_status s = lookup_users(c, e);

	if (!s)
		s = lookup_pipelines(c, e);
	if (!s)
		s = lookup_stages(c, e);
	return s;
}

static void release(struct log_lines *l)
{
	log_past_free(&l->past);
	sb_release(&l->old);
	sb_release(&l->new);
}

enum crm_status log_lines_new(struct crm *c, const struct log_filter *f, struct log_out *o, struct log_lines **l,
                              struct crm_error *e)
{
	*l = crm_malloc(sizeof **l);
	**l = (struct log_lines){.c = c, .f = f, .o = o, .e = e, .past = LOG_PAST_INIT(c), .old = STRBUF_INIT,
		.new = STRBUF_INIT};
	return load(c, e);
}

void log_lines_free(struct log_lines *l)
{
	if (!l)
		return;
	release(l);
	free(l);
}

enum crm_status crm_changes(struct crm *c, const struct crm_query *q, struct sink *sink, struct crm_error *e)
{
	struct log_out o;
	struct log_filter f = {.where = STRBUF_INIT};
	struct log_lines l = {.c = c, .f = &f, .o = &o, .e = e, .past = LOG_PAST_INIT(c), .old = STRBUF_INIT,
		.new = STRBUF_INIT};
	bool own;
	enum crm_status s = log_columns(&o, columns, sizeof columns / sizeof columns[0], q, sink, e);

	if (!s)
		s = db_read(c->db, &own, e);
	if (s)
		return s;
	s = load(c, e);
	if (!s)
		s = log_filter(c, q, true, &f, e);
	if (!s)
		s = list(&l);
	release(&l);
	log_filter_free(&f);
	db_read_end(c->db, own);
	if (!s)
		sink_end(sink);
	return s;
}
