/* rows.c - cells out of rows: own number formatting, days through a cache, names from the small
 * tables */
#include "rows.h"
#include "field_ask.h"

#include "../base/money.h"
#include "../model/day.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../model/value.h"

enum how {
	HOW_TEXT,
	HOW_WORD /* a text that needs no escaping */,
	HOW_INT,
	HOW_SHORT /* decimals, percents */,
	HOW_MONEY,
	HOW_CURRENCY,
	HOW_DATE,
	HOW_UNIT,
	HOW_INSTANT,
	HOW_BOOL,
	HOW_NAMED,
	HOW_REF,
	HOW_LABEL,
	HOW_DURATION,
	HOW_SET,
	HOW_MADE /* of two columns, by the field itself */
};

struct word { const char *p; size_t n; };

#define WORDS_MAX (1 << 24) /* ids from here on have no word: a damaged one must not cost memory */

struct cell_plan {
	enum how how;
	int col;                    /* of the statement */
	int more;                   /* column of the currency, the label, the other field */
	int decimals;               /* HOW_SHORT, HOW_MADE */
	int unit;                   /* HOW_UNIT */
	bool instant;
	const struct crm_field *f;
	const struct crm_kind *k;   /* HOW_REF, HOW_LABEL: whose id it is */
	struct word *words;         /* HOW_NAMED: by the stored number */
	int64_t nwords;
	bool escape;                /* the words may hold anything */
	struct set_plan set;        /* HOW_SET */
	struct made_of of;          /* HOW_MADE */
};

/* ---- planning ---- */

/* Room for the words of the numbers 0 to last. */
static void room_for_words(struct cell_plan *p, int64_t last)
{
	p->nwords = last < WORDS_MAX ? last + 1 : WORDS_MAX;
	p->words = crm_calloc((size_t)p->nwords, sizeof *p->words);
}

static void set_word(struct cell_plan *p, int64_t i, const char *s)
{
	if (i >= 0 && i < p->nwords)
		p->words[i] = (struct word){.p = s, .n = strlen(s)};
}

static void plan_enum(struct cell_plan *p, const struct crm_field *f)
{
	int64_t n = 0;

	while (f->words && f->words[n])
		n++;
	room_for_words(p, n - 1);
	for (int64_t i = 0; i < n; i++)
		set_word(p, i, f->words[i]);
	p->escape = f->flags & F_CUSTOM;
}

/* Ids are handed out one after the other, so a table by id has few holes. */
static enum crm_status plan_names(struct cell_plan *p, struct crm *c, int kind, struct crm_error *e)
{
	enum crm_status s = lookup_named(c, kind, e);
	int64_t last = 0, id;
	const char *name;

	if (s)
		return s;
	for (size_t i = 0; named_row(c, kind, i, &id); i++)
		last = id > last ? id : last;
	p->how = HOW_NAMED;
	p->escape = true;
	room_for_words(p, last);
	for (size_t i = 0; (name = named_row(c, kind, i, &id)); i++)
		set_word(p, id, name);
	return CRM_OK;
}

static const enum how plain_how[] = {
	[T_TEXT] = HOW_TEXT,     [T_LONG] = HOW_TEXT,       [T_INT] = HOW_INT,           [T_DECIMAL] = HOW_SHORT,
	[T_PERCENT] = HOW_SHORT, [T_MONEY] = HOW_MONEY,     [T_CURRENCY] = HOW_CURRENCY, [T_COUNTRY] = HOW_WORD,
	[T_DATE] = HOW_DATE,     [T_INSTANT] = HOW_INSTANT, [T_BOOL] = HOW_BOOL,         [T_ENUM] = HOW_NAMED,
	[T_TERM] = HOW_NAMED,    [T_REF] = HOW_REF,         [T_DURATION] = HOW_DURATION, [T_LIST] = HOW_SET,
	[T_ID] = HOW_REF,
};

static enum crm_status plan_one(struct cells *cells, const struct column *col, struct cell_plan *p, struct crm_error *e)
{
	const struct crm_field *f = col->field;

	*p = (struct cell_plan){.how = plain_how[f->type],
	                        .f = f,
	                        .k = col->kind,
	                        .more = -1,
	                        .unit = col->unit,
	                        .instant = f->type == T_INSTANT};
	p->decimals = value_decimals(f, 0);
	if (col->unit >= 0)
		p->how = HOW_UNIT;
	if (f->class == C_SET)
		set_plan(cells->c, col->kind, f, &p->set);
	if (f->ask && f->ask->plan) {
		p->how = HOW_MADE;
		return f->ask->plan(cells->c, &p->of, e);
	}
	if (f->words && f->class != C_SET)
		plan_enum(p, f);
	if (field_named(f))
		return plan_names(p, cells->c, field_named(f), e);
	if (f->type == T_REF) {
		p->k = kind_by_no(f->ref);
		p->how = !p->k ? HOW_INT : cells->refs == REFS_IDS ? HOW_REF : HOW_LABEL;
	}
	return CRM_OK;
}

/* The column of the currency, shared by all amounts of a record and with the currency's own. */
static void plan_currency(struct cells *cells, const struct columns *cs, size_t i, int *width, struct strbuf *sql)
{
	struct cell_plan *p = &cells->plan[i];

	for (size_t j = 0; j < cells->n && p->more < 0; j++) {
		const struct cell_plan *other = &cells->plan[j];
		if (strcmp(cs->c[j].alias, cs->c[i].alias) != 0)
			continue;
		if (other->how == HOW_CURRENCY && strcmp(other->f->name, "currency") == 0)
			p->more = other->col;
		else if (j < i && other->how == HOW_MONEY)
			p->more = other->more;
	}
	if (p->more >= 0)
		return;
	sb_adds(sql, ", ");
	currency_sql(cells->c, cs->c[i].kind, cs->c[i].alias, sql);
	p->more = (*width)++;
}

/* The other column a value is made of; shared with that field's own. */
static void plan_other(struct cells *cells, const struct columns *cs, size_t i, int *width, struct strbuf *sql)
{
	struct cell_plan *p = &cells->plan[i];
	int other = p->f->ask->other;

	for (size_t j = 0; j < cells->n && p->more < 0; j++)
		if (cells->plan[j].f->no == other && strcmp(cs->c[j].alias, cs->c[i].alias) == 0)
			p->more = cells->plan[j].col;
	if (p->more >= 0)
		return;
	sb_printf(sql, ", %s.%s", cs->c[i].alias, field_column(kind_field_no(cs->c[i].kind, other)));
	p->more = (*width)++;
}

static void plan_label(struct cells *cells, size_t i, const char *x, int *width, struct strbuf *sql)
{
	struct cell_plan *p = &cells->plan[i];
	const struct crm_field *label = kind_field(p->k, p->k->label);

	if (!label || !field_is_column(label) || (label->type != T_TEXT && label->type != T_LONG)) {
		p->how = HOW_REF;
		return;
	}
	sb_printf(sql, ", (SELECT n.%s FROM %s n WHERE n.id=%s)", field_column(label), p->k->table, x);
	p->more = (*width)++;
}

enum crm_status cells_plan(struct cells *cells, struct crm *c, const struct columns *cs, size_t n, enum ref_form refs,
                           struct strbuf *sql, struct crm_error *e)
{
	struct strbuf x = STRBUF_INIT;
	int width = (int)n;
	enum crm_status s = CRM_OK;

	*cells = (struct cells){.c = c, .refs = refs, .n = n, .text = STRBUF_INIT, .list = {.text = STRBUF_INIT},
		.e = e};
	cells->plan = crm_calloc(n, sizeof *cells->plan);
	cells->days = crm_calloc(DAY_CACHE, sizeof *cells->days);
	for (size_t i = 0; i < n && !s; i++) {
		s = plan_one(cells, &cs->c[i], &cells->plan[i], e);
		cells->plan[i].col = (int)i;
		sb_adds(sql, i ? ", " : "");
		if (cells->plan[i].how == HOW_MADE)
			sb_printf(sql, "%s.%s", cs->c[i].alias,
			          field_column(kind_field_no(cs->c[i].kind, cs->c[i].field->ask->made)));
		else
			field_sql(c, cs->c[i].field, cs->c[i].alias, sql);
	}
	/* what some cells need besides stands behind */
	for (size_t i = 0; i < n && !s; i++) {
		sb_reset(&x);
		field_sql(c, cs->c[i].field, cs->c[i].alias, &x);
		if (cells->plan[i].how == HOW_MONEY)
			plan_currency(cells, cs, i, &width, sql);
		else if (cells->plan[i].how == HOW_MADE)
			plan_other(cells, cs, i, &width, sql);
		else if (cells->plan[i].how == HOW_LABEL)
			plan_label(cells, i, x.buf, &width, sql);
	}
	sb_release(&x);
	return s;
}

void cells_free(struct cells *cells)
{
	for (size_t i = 0; cells->plan && i < cells->n; i++)
		free(cells->plan[i].words);
	free(cells->plan);
	free(cells->days);
	sb_release(&cells->text);
	id_texts_free(&cells->list);
	*cells = (struct cells){.text = STRBUF_INIT, .list = {.text = STRBUF_INIT}};
}

const struct set_plan *cells_list(const struct cells *cells, size_t i)
{
	return cells->plan[i].how == HOW_SET ? &cells->plan[i].set : NULL;
}

bool cells_any_list(const struct cells *cells)
{
	for (size_t i = 0; i < cells->n; i++)
		if (cells_list(cells, i))
			return true;
	return false;
}

struct sink_column *cells_columns(const struct columns *cs, size_t n)
{
	struct sink_column *out = crm_calloc(n, sizeof *out);

	for (size_t i = 0; i < n; i++) {
		enum field_type t = cs->c[i].field->type;
		out[i] = (struct sink_column){cs->c[i].name,
		                              t == T_INT || t == T_DECIMAL || t == T_PERCENT || t == T_MONEY};
	}
	return out;
}

/* ---- reading ---- */

static void put(struct cell_text *out, enum cell type, const char *p, size_t n)
{
	*out = (struct cell_text){type, p, n};
}

static void read_text(const struct cell_plan *p, struct stmt *st, struct cell_text *out)
{
	size_t n;
	const char *s = db_text(st, p->col, &n);

	put(out, !s ? CELL_NULL : p->how == HOW_WORD ? CELL_PLAIN : CELL_TEXT, s, n);
}

static void put_word(const struct cell_plan *p, int64_t v, struct cell_text *out)
{
	const struct word *w = v >= 0 && v < p->nwords ? &p->words[v] : NULL;

	put(out, !w || !w->n ? CELL_NULL : p->escape ? CELL_TEXT : CELL_PLAIN, w ? w->p : "", w ? w->n : 0);
}

static void put_currency(int64_t v, struct cell_text *out)
{
	const char *code = currency_code((int)v);

	put(out, *code ? CELL_PLAIN : CELL_NULL, code, *code ? 3 : 0);
}

static void put_date(struct cells *cells, int64_t day, struct cell_text *out)
{
	struct day_text *d = &cells->days[(uint64_t)day % DAY_CACHE];

	if (d->day != day || !d->text[0]) {
		char text[16];
		date_format(text, (int)day);
		memcpy(d->text, text, 11);
		d->day = (int)day;
	}
	put(out, CELL_PLAIN, d->text, 10);
}

static void put_unit(struct cells *cells, const struct cell_plan *p, int64_t v, struct cell_text *out)
{
	size_t n;

	if (p->instant)
		v = crm_day(cells->c, v);
	n = value_day_unit(cells->buf, p->f, (int)v, (enum date_unit)p->unit);
	put(out, n ? CELL_PLAIN : CELL_NULL, cells->buf, n);
}

static void put_label(struct cells *cells, const struct cell_plan *p, struct stmt *st, int64_t id,
                      struct cell_text *out)
{
	size_t n, len = id_format(cells->buf, p->k, id);
	const char *s = db_text(st, p->more, &n);

	if (!s) {
		put(out, CELL_PLAIN, cells->buf, len);
	} else if (cells->refs == REFS_NAMES) {
		put(out, CELL_TEXT, s, n);
	} else {
		sb_reset(&cells->text);
		sb_add(&cells->text, s, n);
		sb_printf(&cells->text, " (%s)", cells->buf);
		put(out, CELL_TEXT, cells->text.buf, cells->text.len);
	}
}

static void put_set(struct cells *cells, const struct cell_plan *p, int64_t record, struct cell_text *out)
{
	enum crm_status s = set_texts(cells->c, &p->set, &record, 1, cells->refs, &cells->list, cells->e);
	const char *text;
	size_t n;

	if (s)
		cells->status = s;
	text = id_texts_find(&cells->list, record, &n);
	put(out, n ? CELL_LIST : CELL_NULL, text, n);
}

static void put_number(struct cells *cells, const struct cell_plan *p, struct stmt *st, int64_t v,
                       struct cell_text *out)
{
	char *buf = cells->buf;

	switch (p->how) {
	case HOW_SHORT:
		put(out, CELL_NUMBER, buf, decimal_format_short(buf, v, p->decimals));
		break;
	case HOW_MONEY:
		put(out, CELL_NUMBER, buf, decimal_format(buf, v, currency_decimals((int)db_int(st, p->more))));
		break;
	case HOW_INSTANT:
		put(out, CELL_PLAIN, buf, instant_format(buf, v));
		break;
	case HOW_DURATION:
		put(out, CELL_PLAIN, buf, duration_format(buf, v));
		break;
	default:
		put(out, CELL_NUMBER, buf, fmt_int(buf, v));
	}
}

static void put_made(struct cells *cells, const struct cell_plan *p, struct stmt *st, struct cell_text *out)
{
	int64_t other = db_int(st, p->more), v = db_int(st, p->col);
	const struct made_value *of = other > 0 && other < p->of.n ? &p->of.v[other] : NULL;

	if (of && of->known && (of->always || (!v && db_null(st, p->col))))
		v = of->value;
	else if (!v && db_null(st, p->col)) {
		put(out, CELL_NULL, "", 0);
		return;
	}
	put(out, CELL_NUMBER, cells->buf, decimal_format_short(cells->buf, v, p->decimals));
}

void cell_read(struct cells *cells, size_t i, struct stmt *st, struct cell_text *out)
{
	const struct cell_plan *p = &cells->plan[i];
	int64_t v;

	if (p->how == HOW_TEXT || p->how == HOW_WORD) {
		read_text(p, st, out);
		return;
	}
	if (p->how == HOW_MADE) {
		put_made(cells, p, st, out);
		return;
	}
	v = db_int(st, p->col);
	/* one look for most values: only a 0 may be no value */
	if (!v && db_null(st, p->col)) {
		put(out, CELL_NULL, "", 0);
		return;
	}
	switch (p->how) {
	case HOW_REF:
		put(out, CELL_PLAIN, cells->buf, id_format(cells->buf, p->k, v));
		break;
	case HOW_DATE:
		if (p->f->flags & F_YEARLESS)
			put(out, CELL_PLAIN, cells->buf, value_day(cells->buf, p->f, (int)v));
		else
			put_date(cells, v, out);
		break;
	case HOW_UNIT:
		put_unit(cells, p, v, out);
		break;
	case HOW_CURRENCY:
		put_currency(v, out);
		break;
	case HOW_BOOL:
		put(out, CELL_BOOL, v ? "yes" : "no", v ? 3 : 2);
		break;
	case HOW_NAMED:
		put_word(p, v, out);
		break;
	case HOW_LABEL:
		put_label(cells, p, st, v, out);
		break;
	case HOW_SET:
		put_set(cells, p, v, out);
		break;
	default:
		put_number(cells, p, st, v, out);
	}
}

void cells_write(struct cells *cells, struct stmt *st, struct sink *s)
{
	struct cell_text t;

	for (size_t i = 0; i < cells->n; i++) {
		cell_read(cells, i, st, &t);
		sink_cell(s, t.type, t.p, t.n);
	}
	sink_end_row(s);
}
