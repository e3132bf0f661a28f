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

	if (!s && el.owner && l->new.len)
		text_row(l, "set", el.owner, el.id, list->name, NULL, &l->new);
	return s;
}

/* All cells that a batch changed of an element are one row, that of the first. */
static enum crm_status element_changed(struct log_lines *l, int64_t batch, int64_t seq, const struct crm_kind *k,
                                       int64_t id, const struct crm_field *list)
{
	struct log_element was, el;
	const struct past_change *first = log_past_changes(&l->past, k->no, id, batch, 0);
	enum crm_status s;

	if (first && first->batch == batch && first->seq < seq)
		return CRM_OK;
	s = log_element_before(&l->past, k, id, batch, &was, &l->old, l->e);
	if (!s)
		s = log_element_before(&l->past, k, id, batch + 1, &el, &l->new, l->e);
	if (!s && el.owner && (l->old.len || l->new.len)) /* what came from another record is new here */
		text_row(l, "set", el.owner, el.id, list->name, was.id == el.id ? &l->old : NULL, &l->new);
	return s;
}

/* The row stands in l->past.row. What goes with its record is removed, else the record was
 * changed. */
static enum crm_status element_removed(struct log_lines *l, int64_t batch, const struct crm_kind *k,
                                       const struct crm_field *list)
{
	struct log_element el;
	bool along;
	const char *json = NULL;
	size_t n;
	enum crm_status s = log_element_removed(&l->past, k, &el, &l->old, l->e);

	along = !s && el.owner && peek_removal(&l->past.peek, el.owner, el.id, batch, &json, &n) && json;
	if (!s && el.owner && l->old.len && (l->f->what & (along ? WHAT_RM : WHAT_SET)))
		text_row(l, along ? "rm" : "set", el.owner, el.id, list->name, &l->old, NULL);
	return s;
}

/* A record that was merged into another, told of that one; row: of its alias. back: that was
 * undone. */
static void merged_row(struct log_lines *l, const struct crm_kind *alias, const struct history_row *row, bool back)
{
	const struct crm_kind *k = kind_by_no((int)history_row_value(row, kind_field(alias, "kind")->no).i);
	struct strbuf *text = back ? &l->old : &l->new;
	char gone[32];

	if (!k)
		return;
	sb_reset(text);
	sb_add(text, gone, id_format(gone, k, history_row_value(row, kind_field(alias, "old")->no).i));
	text_row(l, "set", k, history_row_value(row, kind_field(alias, "record")->no).i, "merged", back ? text : NULL,
	         back ? NULL : text);
}

static enum crm_status alias_added(struct log_lines *l, const struct crm_kind *k, int64_t id)
{
	static const char *const names[] = {"kind", "old", "record"};
	const struct crm_field *f[3];
	struct value v[3];
	const struct history_row now = {.f = f, .v = v, .n = 3};
	bool undone, found = true;
	enum crm_status s = peek_removed(&l->past.peek, k, id, &l->past.row, &undone, l->e);

	for (size_t i = 0; i < 3 && !s && !undone; i++) {
		f[i] = kind_field(k, names[i]);
		s = peek_read(&l->past.peek, k, f[i], id, &v[i], &found, l->e);
	}
	if (!s && found)
		merged_row(l, k, undone ? &l->past.row : &now, false);
	return s;
}

/* ---- what was added ---- */

static enum crm_status added_row(struct log_lines *l, int64_t batch, const struct crm_kind *k, int64_t id)
{
	const struct crm_field *list = log_list_field(k);

	if (list)
		return list_wanted(l, list, WHAT_SET) ? element_added(l, batch, k, id, list) : CRM_OK;
	if (k->no == KIND_ALIAS)
		return l->f->what & WHAT_SET && log_wants_field(l->f, "merged") ? alias_added(l, k, id) : CRM_OK;
	if (l->f->what & WHAT_ADD && log_wants_field(l->f, NULL))
		text_row(l, "add", k, id, NULL, NULL, NULL);
	return CRM_OK;
}

/* ---- what was changed ---- */

/* What says the same before and after, or nothing: a person was forgotten. */
static bool emptied(const struct log_lines *l, const struct past_change *x)
{
	const char *text = l->past.text.buf;

	if (x->no_old || x->no_new)
		return x->no_old && x->no_new;
	return x->nold == x->nnew && memcmp(text + x->old, text + x->new, x->nold) == 0;
}

static enum crm_status change_row(struct log_lines *l, const struct past_change *x)
{
	const struct crm_kind *k = kind_by_no(x->kind);
	const struct crm_field *f = k ? catalog_field_no(l->c, k, x->field) : NULL;
	const struct crm_field *list = k ? log_list_field(k) : NULL;
	bool move = k && k->no == KIND_OFFER && x->field == OFFER_STAGE;
	const char *text = l->past.text.buf;
	char idtext[32], field[32];
	const char *name = field;
	enum crm_status s;

	if (list)
		return list_wanted(l, list, WHAT_SET) ? element_changed(l, x->batch, x->seq, k, x->id, list) : CRM_OK;
	if (f)
		name = f->name;
	else
		snprintf(field, sizeof field, "x%d", x->field - FIELD_CUSTOM);
	if (!k || (f && f->flags & F_INTERNAL) || emptied(l, x) || !(l->f->what & (move ? WHAT_MOVE : WHAT_SET)) ||
	    !log_wants_field(l->f, name))
		return CRM_OK;
	row_cells(l, move ? "move" : "set", k, x->id, name, idtext);
	s = value_cell(l, 8, k, x->id, f, x->no_old ? NULL : text + x->old, x->nold, &l->old);
	if (!s)
		s = value_cell(l, 9, k, x->id, f, x->no_new ? NULL : text + x->new, x->nnew, &l->new);
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

	if (!s && k->no == KIND_ALIAS) {
		if (l->f->what & WHAT_SET)
			merged_row(l, k, &l->past.row, true);
		return CRM_OK;
	}

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

static enum crm_status removed_row(struct log_lines *l, const struct log_entry *x)
{
	const struct crm_kind *k = kind_by_no(x->kind);
	const struct crm_field *list = k ? log_list_field(k) : NULL;
	const char *json = NULL;
	size_t n;
	enum crm_status s;

	if (!k || (k->no == KIND_TERM && !l->f->records) || (list && !list_wanted(l, list, WHAT_RM | WHAT_SET)) ||
	    !peek_removal(&l->past.peek, k, x->id, x->batch, &json, &n) || !json)
		return CRM_OK;
	s = history_row_parse(l->c, k, json, n, &l->past.row, l->e);
	if (s)
		return s;
	return list ? element_removed(l, x->batch, k, list) : record_removed(l, k, x->id);
}

/* ---- lines ---- */

enum crm_status log_lines_load(struct log_lines *l, const struct log_entry *x, size_t n)
{
	return log_past_load(&l->past, x, n, l->e);
}

enum crm_status log_line(struct log_lines *l, const struct log_entry *x)
{
	const struct crm_kind *k = kind_by_no(x->kind);
	const struct past_change *change;

	if (x->order == 2)
		return removed_row(l, x);
	if (!x->order)
		return k ? added_row(l, x->batch, k, x->id) : CRM_OK;
	change = log_past_changes(&l->past, x->kind, x->id, x->batch, x->seq);
	return change && change->batch == x->batch && change->seq == x->seq ? change_row(l, change) : CRM_OK;
}

/* ---- all of it ---- */

static enum crm_status print_block(struct log_lines *l, const struct log_feed *feed)
{
	const struct log_block *b = &feed->block;
	enum crm_status s = log_lines_load(l, b->entry, b->n);

	for (size_t i = 0; i < b->n && !s && !log_full(l->o); i++) {
		log_batch_cells(l->o, log_feed_head(feed, i));
		s = log_line(l, &b->entry[i]);
	}
	return s;
}

static enum crm_status list(struct log_lines *l)
{
	struct log_feed feed;
	enum crm_status s = log_feed_open(&feed, l->c, l->f, l->o->left, l->e);

	if (!s)
		log_begin(l->o);
	while (!s && !log_full(l->o) && log_feed_next(&feed, &s))
		s = print_block(l, &feed);
	return log_feed_close(&feed, s);
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
