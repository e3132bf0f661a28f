/* timeline_row.c - rows of the timeline: the columns of events, for what the system notes as well,
 * and those only it has.
 *
 * What the system notes is asked and printed as a row with the columns of an event (a subquery of
 * parameters), so conditions and columns hold for both. */
#include "timeline_impl.h"

#include "../model/kinds.h"
#include "../model/day.h"
#include "../model/value.h"
#include "../event/event_kind.h"

/* Columns that events don't have, and those that are something else in what the system notes. */
enum special { PLAIN, BATCH, FIELD, OLD, NEW, UNDONE, ID, KIND, CONTACTS };
static const struct {
	const char *name;
	enum special special;
} specials[] = {{"batch", BATCH},   {"field", FIELD}, {"old", OLD},   {"new", NEW},
                {"undone", UNDONE}, {"id", ID},       {"kind", KIND}, {"contacts", CONTACTS}};
static inline bool has_cell(enum special s)
{
	return s == PLAIN || s >= ID;
}

struct tl_column {
	enum special special;
	const char *name;
	size_t cell;
};

struct tl_columns {
	struct sink *s;
	struct tl_column *col;
	size_t n;
	struct columns cs;
	struct cells event_cells, entry_cells;
	struct stmt *event, *entry;
	struct tl_teller *teller;
	struct tl_entry told;
	size_t contact; /* cell of the contact: it is the one of contacts, where the system notes something */
};

/* ---- columns ---- */

static enum crm_status add_column(struct timeline *t, const char *name, size_t n)
{
	struct tl_columns *k = t->columns;
	struct tl_column *col;
	enum crm_status s = CRM_OK;

	ARRAY_ROOM(k->col, k->n);
	col = &k->col[k->n];
	*col = (struct tl_column){PLAIN, arena_strndup(&t->c->arena, name, n), k->cs.n};
	for (size_t i = 0; i < sizeof specials / sizeof *specials; i++)
		if (strcmp(col->name, specials[i].name) == 0)
			col->special = specials[i].special;
	if (has_cell(col->special))
		s = columns_add(t->c, &kind_event, ROWS_ALIAS, name, n, true, &k->cs, t->e);
	k->n += !s;
	return s;
}

static enum crm_status add_list(struct timeline *t, const char *list)
{
	enum crm_status s = CRM_OK;

	for (const char *p = list; !s; p++) {
		size_t n = strcspn(p, ","), more = *p == '+';
		if (n == more)
			return crm_fail(t->e, CRM_USAGE, "'%s' has an empty column", list);
		s = add_column(t, p + more, n - more);
		p += n;
		if (!*p)
			break;
	}
	return s;
}

/* ---- statements ---- */

static const struct {
	const char *field;
	int parameter;
} given[] = {
        {"at", TL_AT},       {"day", TL_DAY}, {"subject", TL_SUBJECT}, {"contact", TL_CONTACT}, {"company", TL_COMPANY},
        {"offer", TL_OFFER}, {"by", TL_BY}};

/* One row with the columns of an event: what the system notes, asked and printed like events
 * are. */
static void add_entry_row(struct strbuf *sql)
{
	sb_adds(sql, "(SELECT CAST(0 AS BIGINT) AS id");
	for (size_t i = 0; i < kind_event.nfields; i++) {
		const struct crm_field *f = &kind_event.fields[i];
		const char *type = f->type == T_TEXT || f->type == T_LONG ? "TEXT" : "BIGINT";
		int parameter = 0;
		if (!field_is_column(f))
			continue;
		for (size_t j = 0; j < sizeof given / sizeof *given; j++)
			if (strcmp(f->name, given[j].field) == 0)
				parameter = given[j].parameter;
		if (parameter)
			sb_printf(sql, ", CAST($%d AS %s) AS %s", parameter, type, field_column(f));
		else
			sb_printf(sql, ", CAST(NULL AS %s) AS %s", type, field_column(f));
	}
	sb_adds(sql, ") " ROWS_ALIAS);
}

static enum crm_status prepare(struct timeline *t, bool entry, struct cells *cells, struct stmt **st)
{
	struct tl_columns *k = t->columns;
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "SELECT ");
	s = cells_plan(cells, t->c, &k->cs, k->cs.n, sink_is_table(k->s) ? REFS_NAMES : REFS_IDS, &sql, t->e);
	sb_adds(&sql, k->cs.n ? ", " ROWS_ALIAS ".id FROM " : ROWS_ALIAS ".id FROM ");
	if (entry)
		add_entry_row(&sql);
	else
		sb_adds(&sql, "event " ROWS_ALIAS);
	sb_printf(&sql, "%s WHERE %s", k->cs.joins.buf, entry ? t->ask.entry.buf : ROWS_ALIAS ".id=$1");
	if (!s)
		s = db_prepare(t->c->db, st, sql.buf, t->e);
	if (!s && entry)
		binds_apply(&t->ask.entry_binds, *st);
	sb_release(&sql);
	return s;
}

enum crm_status timeline_columns(struct timeline *t, const char *list, struct sink *sink)
{
	struct tl_columns *k = t->columns = crm_calloc(1, sizeof *k);
	enum crm_status s = CRM_OK;

	k->s = sink;
	k->cs = (struct columns){.joins = STRBUF_INIT};
	k->event_cells.text = k->entry_cells.text = (struct strbuf)STRBUF_INIT;
	k->told = (struct tl_entry){.subject = STRBUF_INIT, .field = STRBUF_INIT, .old = STRBUF_INIT,
		.new = STRBUF_INIT};
	if (!list || *list == '+')
		s = add_list(t, kind_event.columns);
	if (!s && list)
		s = add_list(t, list);
	k->contact = k->cs.n;
	if (!s)
		s = columns_add(t->c, &kind_event, ROWS_ALIAS, "contact", 7, false, &k->cs, t->e);
	if (!s)
		s = prepare(t, false, &k->event_cells, &k->event);
	if (!s)
		s = prepare(t, true, &k->entry_cells, &k->entry);
	return s ? s : timeline_teller(t, sink, &k->teller);
}

void timeline_columns_free(struct timeline *t)
{
	struct tl_columns *k = t->columns;

	if (!k)
		return;
	db_finalize(k->event);
	db_finalize(k->entry);
	cells_free(&k->event_cells);
	cells_free(&k->entry_cells);
	columns_free(&k->cs);
	timeline_teller_free(k->teller);
	sb_release(&k->told.subject);
	sb_release(&k->told.field);
	sb_release(&k->told.old);
	sb_release(&k->told.new);
	free(k->col);
	free(k);
}

void timeline_begin(struct timeline *t)
{
	struct tl_columns *k = t->columns;
	struct sink_column *cells = cells_columns(&k->cs, k->cs.n), *all = crm_calloc(k->n, sizeof *all);

	for (size_t i = 0; i < k->n; i++)
		all[i] = (struct sink_column){k->col[i].name,
		                              has_cell(k->col[i].special) && cells[k->col[i].cell].number};
	sink_begin(k->s, all, k->n);
	free(all);
	free(cells);
}

/* ---- rows ---- */

static void put_cell(struct tl_columns *k, struct cells *cells, size_t i, struct stmt *st)
{
	struct cell_text x;

	cell_read(cells, i, st, &x);
	sink_cell(k->s, x.type, x.p, x.n);
}

static void put_batch(struct sink *s, int64_t batch)
{
	char text[32] = "b";

	sink_cell(s, batch ? CELL_PLAIN : CELL_NULL, text, 1 + fmt_int(text + 1, batch));
}

static enum crm_status put_undone(struct timeline *t, int64_t batch)
{
	int64_t undone = 0;
	enum crm_status s = db_get_int(t->c->db, t->e, &undone, 0, "SELECT undone FROM batch WHERE id=$1", 1, batch);

	put_batch(t->columns->s, undone);
	return s;
}

static enum crm_status put_event_batch(struct timeline *t, int64_t event)
{
	int64_t batch = 0;
	enum crm_status s = db_get_int(t->c->db, t->e, &batch, 0,
	                               "SELECT batch FROM added WHERE kind=" SQL(KIND_EVENT)
	                               " AND first <= $1 ORDER BY first DESC LIMIT 1", 1, event);

	put_batch(t->columns->s, batch);
	return s;
}

enum crm_status timeline_event_row(struct timeline *t, const struct tl_item *x, bool *printed)
{
	struct tl_columns *k = t->columns;
	struct query q = query_again(k->event, t->e, x->id);

	*printed = query_row(&q);
	for (size_t i = 0; i < k->n && !q.s && *printed; i++) {
		if (has_cell(k->col[i].special))
			put_cell(k, &k->event_cells, k->col[i].cell, k->event);
		else if (k->col[i].special == BATCH)
			q.s = put_event_batch(t, x->id);
		else
			sink_cell(k->s, CELL_NULL, NULL, 0);
	}
	if (*printed)
		sink_end_row(k->s);
	return query_end(&q) ? q.s : k->event_cells.status;
}

static void bind_ref(struct query *q, int parameter, int64_t v)
{
	if (v)
		query_int(q, parameter, v);
	else
		query_null(q, parameter);
}

static struct query entry_query(struct timeline *t, const struct tl_entry *n)
{
	struct query q = query_again(t->columns->entry, t->e);

	query_int(&q, TL_AT, n->at);
	query_int(&q, TL_DAY, crm_day(t->c, n->at));
	if (n->subject.len)
		query_text(&q, TL_SUBJECT, n->subject.buf, n->subject.len);
	else
		query_null(&q, TL_SUBJECT);
	bind_ref(&q, TL_CONTACT, n->contact);
	bind_ref(&q, TL_COMPANY, n->company);
	bind_ref(&q, TL_OFFER, n->offer);
	bind_ref(&q, TL_BY, n->by);
	return q;
}

static void put_text(struct sink *s, enum cell type, const struct strbuf *b)
{
	sink_cell(s, b->len ? type : CELL_NULL, b->buf, b->len);
}

static enum crm_status put_entry(struct timeline *t, const struct tl_column *col, const struct tl_entry *n)
{
	struct tl_columns *k = t->columns;
	const char *word = timeline_words[n->word];

	switch (col->special) {
	case ID:
	case BATCH:
		put_batch(k->s, n->batch);
		return CRM_OK;
	case KIND:
		sink_cell(k->s, CELL_PLAIN, word, strlen(word));
		return CRM_OK;
	case FIELD:
		put_text(k->s, CELL_LIST, &n->field);
		return CRM_OK;
	case OLD:
	case NEW:
		put_text(k->s, CELL_TEXT, col->special == OLD ? &n->old : &n->new);
		return CRM_OK;
	case UNDONE:
		return put_undone(t, n->batch);
	default:
		put_cell(k, &k->entry_cells, col->special == CONTACTS ? k->contact : col->cell, k->entry);
		return CRM_OK;
	}
}

enum crm_status timeline_entry_row(struct timeline *t, const struct tl_item *x, bool *printed)
{
	struct tl_columns *k = t->columns;
	struct query q;
	enum crm_status s = timeline_tell(t, k->teller, x, &k->told, printed);

	if (s || !*printed)
		return s;
	q = entry_query(t, &k->told);
	*printed = query_row(&q);
	for (size_t i = 0; i < k->n && !q.s && *printed; i++)
		q.s = put_entry(t, &k->col[i], &k->told);
	if (*printed)
		sink_end_row(k->s);
	return query_end(&q) ? q.s : k->entry_cells.status;
}
