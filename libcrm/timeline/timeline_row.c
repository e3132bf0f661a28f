/* timeline_row.c - rows of the timeline: the columns of events, for what the system notes as well,
 * and those only it has.
 *
 * What the system notes is asked and printed as a row with the columns of an event (a subquery of
 * parameters), so conditions and columns hold for both. */
#include "timeline_impl.h"

#include "../model/kinds.h"
#include "../model/day.h"
#include "../model/value.h"
#include "../edit/edit_rows.h"
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
	struct row_block events, entries; /* entries by their place in t->row */
	struct id_texts batches;          /* of events, where they are asked for */
	struct tl_teller *teller;
	struct tl_entry *told;            /* of t->row */
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

static const char *const given[] = {"at", "day", "subject", "contact", "company", "offer", "by"};

/* Rows with the columns of an event: what the system notes, asked and printed like events are. */
static void add_entry_rows(struct strbuf *sql)
{
	sb_adds(sql, "(SELECT CAST(0 AS BIGINT) AS id");
	for (size_t i = 0; i < kind_event.nfields; i++) {
		const struct crm_field *f = &kind_event.fields[i];
		const char *type = f->type == T_TEXT || f->type == T_LONG ? "TEXT" : "BIGINT", *name = NULL;

		if (!field_is_column(f))
			continue;
		for (size_t j = 0; j < sizeof given / sizeof *given; j++)
			if (strcmp(f->name, given[j]) == 0)
				name = given[j];
		sb_adds(sql, ", CAST(");
		if (name)
			db_json_field(sql, "j.value", name);
		else
			sb_adds(sql, "NULL");
		sb_printf(sql, " AS %s) AS %s", type, field_column(f));
	}
	sb_printf(sql, ", CAST(j.key AS BIGINT) AS n FROM " DB_ROWS("%d") " j WHERE ", TL_ROWS);
	db_json_field(sql, "j.value", "at");
	sb_adds(sql, " IS NOT NULL) " ROWS_ALIAS);
}

static enum crm_status prepare(struct timeline *t, bool entry, struct cells *cells, struct stmt **st)
{
	struct tl_columns *k = t->columns;
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "SELECT ");
	s = cells_plan(cells, t->c, &k->cs, k->cs.n, sink_is_table(k->s) ? REFS_NAMES : REFS_IDS, &sql, t->e);
	sb_printf(&sql, "%s" ROWS_ALIAS ".%s FROM ", k->cs.n ? ", " : "", entry ? "n" : "id");
	if (entry)
		add_entry_rows(&sql);
	else
		sb_adds(&sql, "event " ROWS_ALIAS);
	sb_printf(&sql, "%s WHERE %s", k->cs.joins.buf, entry ? t->ask.entry.buf : ROWS_ALIAS ".id IN " DB_AMONG("1"));
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
	k->events = (struct row_block){.cells = &k->event_cells, .text = STRBUF_INIT};
	k->entries = (struct row_block){.cells = &k->entry_cells, .text = STRBUF_INIT};
	k->batches.text = (struct strbuf)STRBUF_INIT;
	k->told = crm_malloc(TL_BLOCK * sizeof *k->told);
	for (size_t i = 0; i < TL_BLOCK; i++)
		k->told[i] = (struct tl_entry){.subject = STRBUF_INIT, .field = STRBUF_INIT, .old = STRBUF_INIT,
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
	row_block_free(&k->events);
	row_block_free(&k->entries);
	id_texts_free(&k->batches);
	cells_free(&k->event_cells);
	cells_free(&k->entry_cells);
	columns_free(&k->cs);
	timeline_teller_free(k->teller);
	for (size_t i = 0; i < TL_BLOCK; i++) {
		sb_release(&k->told[i].subject);
		sb_release(&k->told[i].field);
		sb_release(&k->told[i].old);
		sb_release(&k->told[i].new);
	}
	free(k->told);
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

static bool is_event(const struct tl_item *x)
{
	return x->type == TL_STREAM || x->type == TL_EVENT;
}

static bool asks_batch(const struct tl_columns *k)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->col[i].special == BATCH)
			return true;
	return false;
}

/* The batches that recorded events. */
static enum crm_status read_batches(struct timeline *t, const int64_t *ids, size_t n)
{
	struct id_texts *x = &t->columns->batches;
	struct query q = query(t->c->db, t->e,
	                       "SELECT e.id, " TL_EVENT_BATCH("e") " FROM event e WHERE e.id IN " DB_AMONG("1")
	                       " ORDER BY e.id");

	id_texts_reset(x);
	query_among(&q, 1, ids, n);
	while (query_row(&q)) {
		if (db_null(q.st, 1))
			continue;
		id_texts_open(x, db_int(q.st, 0));
		sb_printf(&x->text, "b%lld", (long long)db_int(q.st, 1));
		id_texts_close(x);
	}
	return query_end(&q);
}

static enum crm_status read_block(struct row_block *b, struct query q)
{
	row_block_reset(b);
	while (query_row(&q)) {
		row_block_add(b, q.st, db_int(q.st, db_columns(q.st) - 1));
		if (b->cells->status)
			q.s = b->cells->status;
	}
	return query_end(&q) ? q.s : row_block_read(b);
}

static enum crm_status read_events(struct timeline *t)
{
	struct tl_columns *k = t->columns;
	struct query q;
	int64_t ids[TL_BLOCK];
	size_t n = 0;
	enum crm_status s;

	for (size_t i = 0; i < t->nrows; i++)
		if (is_event(&t->row[i]))
			ids[n++] = t->row[i].id;
	row_block_reset(&k->events);
	if (!n)
		return CRM_OK;
	q = query_again(k->event, t->e);
	query_among(&q, 1, ids, n);
	s = read_block(&k->events, q);
	return s || !asks_batch(k) ? s : read_batches(t, ids, n);
}

/* A row of add_entry_rows. */
static void add_row(struct timeline *t, const struct tl_entry *n, struct strbuf *json)
{
	struct strbuf row = STRBUF_INIT;
	const struct { const char *name; int64_t v; } refs[] = {{"contact", n->contact}, {"company", n->company},
		{"offer", n->offer}, {"by", n->by}};

	sb_addc(&row, '{');
	row_json(&row, "at", VALUE_INT(n->at));
	row_json(&row, "day", VALUE_INT(crm_day(t->c, n->at)));
	if (n->subject.len)
		row_json(&row, "subject", (struct value){V_TEXT, 0, n->subject.buf, n->subject.len});
	for (size_t i = 0; i < sizeof refs / sizeof *refs; i++)
		if (refs[i].v)
			row_json(&row, refs[i].name, VALUE_INT(refs[i].v));
	sb_addc(&row, '}');
	sb_add(json, row.buf, row.len);
	sb_release(&row);
}

/* What is told, in words, then as rows; those that aren't told are null. */
static enum crm_status read_entries(struct timeline *t)
{
	struct tl_columns *k = t->columns;
	struct strbuf json = STRBUF_INIT;
	struct tl_item told[TL_BLOCK];
	struct query q;
	size_t n = 0;
	bool any;
	enum crm_status s;

	for (size_t i = 0; i < t->nrows; i++)
		if (!is_event(&t->row[i]))
			told[n++] = t->row[i];
	row_block_reset(&k->entries);
	if (!n)
		return CRM_OK;
	s = timeline_tell_ready(t, k->teller, told, n);
	sb_addc(&json, '[');
	for (size_t i = 0; i < t->nrows && !s; i++) {
		any = false;
		if (!is_event(&t->row[i]))
			s = timeline_tell(t, k->teller, &t->row[i], &k->told[i], &any);
		sb_adds(&json, i ? "," : "");
		if (any && !s)
			add_row(t, &k->told[i], &json);
		else
			sb_adds(&json, "null");
	}
	sb_addc(&json, ']');
	if (!s) {
		q = query_again(k->entry, t->e);
		query_text(&q, TL_ROWS, json.buf, json.len);
		s = read_block(&k->entries, q);
	}
	sb_release(&json);
	return s;
}

static void put_cell(struct tl_columns *k, struct row_block *b, size_t row, size_t i)
{
	struct cell_text x;

	row_block_cell(b, row, i, &x);
	sink_cell(k->s, x.type, x.p, x.n);
}

static void put_batch(struct sink *s, int64_t batch)
{
	char text[32] = "b";

	sink_cell(s, batch ? CELL_PLAIN : CELL_NULL, text, 1 + fmt_int(text + 1, batch));
}

static void put_event(struct timeline *t, const struct tl_item *x, size_t row)
{
	struct tl_columns *k = t->columns;
	const char *batch;
	size_t n;

	for (size_t i = 0; i < k->n; i++) {
		if (has_cell(k->col[i].special)) {
			put_cell(k, &k->events, row, k->col[i].cell);
		} else if (k->col[i].special == BATCH) {
			batch = id_texts_find(&k->batches, x->id, &n);
			sink_cell(k->s, batch ? CELL_PLAIN : CELL_NULL, batch, n);
		} else {
			sink_cell(k->s, CELL_NULL, NULL, 0);
		}
	}
	sink_end_row(k->s);
}

static void put_text(struct sink *s, enum cell type, const struct strbuf *b)
{
	sink_cell(s, b->len ? type : CELL_NULL, b->buf, b->len);
}

static enum crm_status put_column(struct timeline *t, const struct tl_column *col, const struct tl_entry *n, size_t row)
{
	struct tl_columns *k = t->columns;
	const char *word = timeline_words[n->word];
	struct tl_batch b = {0};
	enum crm_status s = CRM_OK;

	switch (col->special) {
	case ID:
	case BATCH:
		put_batch(k->s, n->batch);
		break;
	case KIND:
		sink_cell(k->s, CELL_PLAIN, word, strlen(word));
		break;
	case FIELD:
		put_text(k->s, CELL_LIST, &n->field);
		break;
	case OLD:
	case NEW:
		put_text(k->s, CELL_TEXT, col->special == OLD ? &n->old : &n->new);
		break;
	case UNDONE:
		s = timeline_batch(t, n->batch, &b);
		put_batch(k->s, b.undone);
		break;
	default:
		put_cell(k, &k->entries, row, col->special == CONTACTS ? k->contact : col->cell);
	}
	return s;
}

static enum crm_status put_entry(struct timeline *t, const struct tl_entry *n, size_t row)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < t->columns->n && !s; i++)
		s = put_column(t, &t->columns->col[i], n, row);
	sink_end_row(t->columns->s);
	return s;
}

enum crm_status timeline_rows(struct timeline *t, int64_t most, int64_t *printed)
{
	struct tl_columns *k = t->columns;
	enum crm_status s = read_events(t);
	size_t row;

	if (!s)
		s = read_entries(t);
	for (size_t i = 0; i < t->nrows && !s && most && !sink_stopped(k->s); i++) {
		const struct tl_item *x = &t->row[i];

		if (!row_block_find(is_event(x) ? &k->events : &k->entries, is_event(x) ? x->id : (int64_t)i, &row))
			continue;
		if (is_event(x))
			put_event(t, x, row);
		else
			s = put_entry(t, &k->told[i], row);
		most--;
		++*printed;
	}
	t->nrows = 0;
	return s;
}
