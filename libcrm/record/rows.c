/* rows.c - cells out of rows: own number formatting, days through a cache, names from the small tables */
#include "rows.h"

#include "../base/money.h"
#include "lookup.h"
#include "value.h"

enum how {
	HOW_TEXT, HOW_WORD /* a text that needs no escaping */, HOW_INT, HOW_SHORT /* decimals, percents */, HOW_MONEY, HOW_CURRENCY, HOW_DATE, HOW_UNIT,
	HOW_INSTANT, HOW_BOOL, HOW_ENUM, HOW_NAME, HOW_STAGE, HOW_REF, HOW_LABEL, HOW_DURATION, HOW_SET
};

struct cell_plan {
	enum how how;
	int col;                    /* of the statement */
	int more;                   /* column of the currency or the label */
	int decimals;               /* HOW_SHORT */
	int unit;                   /* HOW_UNIT */
	bool instant;
	const struct crm_field *f;
	const struct crm_kind *k;   /* HOW_REF, HOW_LABEL: whose id it is; HOW_SET: the owner's */
	const struct names *names;  /* HOW_NAME */
	int words;                  /* HOW_ENUM: how many */
	const struct set_form *set;
};

/* Lists: kinds of element, in the order they are printed. */
static const struct set_form { int child; const char *sql; bool pair, words; } set_forms[] = {
	{KIND_TAG, "SELECT word FROM tag WHERE record=$1 AND kind=$2 ORDER BY word", false, false},
	{KIND_CATEGORY, "SELECT word FROM category WHERE record=$1 AND kind=$2 ORDER BY word", false, true},
	{KIND_EMAIL, "SELECT label, address FROM email WHERE record=$1 AND kind=$2 ORDER BY pos, id", true, true},
	{KIND_PHONE, "SELECT label, number FROM phone WHERE record=$1 AND kind=$2 ORDER BY pos, id", true, true},
	{KIND_EXT, "SELECT system, key FROM ext WHERE record=$1 AND kind=$2 ORDER BY system, key", true, false},
};

/* ---- planning ---- */

static const struct set_form *set_form(int child)
{
	for (size_t i = 0; i < sizeof set_forms / sizeof *set_forms; i++)
		if (set_forms[i].child == child)
			return &set_forms[i];
	return NULL;
}

static enum crm_status plan_ref(struct cells *cells, struct cell_plan *p, struct crm_error *e)
{
	struct crm *c = cells->c;

	p->k = kind_by_no(p->f->ref);
	switch (p->f->ref) {
	case KIND_USER:
		p->how = HOW_NAME;
		p->names = &c->users;
		return lookup_users(c, e);
	case KIND_PIPELINE:
		p->how = HOW_NAME;
		p->names = &c->pipelines;
		return lookup_pipelines(c, e);
	case KIND_STAGE:
		p->how = HOW_STAGE;
		return lookup_stages(c, e);
	default:
		p->how = !p->k ? HOW_INT : cells->refs == REFS_IDS ? HOW_REF : HOW_LABEL;
		return CRM_OK;
	}
}

static const enum how plain_how[] = {
	[T_TEXT] = HOW_TEXT, [T_LONG] = HOW_TEXT, [T_INT] = HOW_INT, [T_DECIMAL] = HOW_SHORT, [T_PERCENT] = HOW_SHORT, [T_MONEY] = HOW_MONEY,
	[T_CURRENCY] = HOW_CURRENCY, [T_COUNTRY] = HOW_WORD, [T_DATE] = HOW_DATE, [T_INSTANT] = HOW_INSTANT, [T_BOOL] = HOW_BOOL, [T_ENUM] = HOW_ENUM,
	[T_TERM] = HOW_NAME, [T_REF] = HOW_REF, [T_DURATION] = HOW_DURATION, [T_LIST] = HOW_SET, [T_ID] = HOW_REF,
};

static enum crm_status plan_one(struct cells *cells, const struct column *col, struct cell_plan *p, struct crm_error *e)
{
	const struct crm_field *f = col->field;

	*p = (struct cell_plan){.how = plain_how[f->type], .f = f, .k = col->kind, .more = -1, .unit = col->unit, .instant = f->type == T_INSTANT};
	p->decimals = value_decimals(f, 0);
	if (col->unit >= 0)
		p->how = HOW_UNIT;
	if (f->class == C_SET)
		p->set = set_form(f->ref);
	for (p->words = 0; f->words && f->words[p->words];)
		p->words++;
	if (f->type == T_REF)
		return plan_ref(cells, p, e);
	if (f->type == T_TERM) {
		p->names = &cells->c->terms;
		return lookup_terms(cells->c, e);
	}
	return CRM_OK;
}

/* The column of the currency, shared by all amounts of a record. */
static void plan_currency(struct cells *cells, const struct columns *cs, size_t i, int *width, struct strbuf *sql)
{
	struct cell_plan *p = &cells->plan[i];

	for (size_t j = 0; j < i && p->more < 0; j++)
		if (cells->plan[j].how == HOW_MONEY && strcmp(cs->c[j].alias, cs->c[i].alias) == 0)
			p->more = cells->plan[j].more;
	if (p->more >= 0)
		return;
	sb_adds(sql, ", ");
	currency_sql(cells->c, cs->c[i].kind, cs->c[i].alias, sql);
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

enum crm_status cells_plan(struct cells *cells, struct crm *c, const struct columns *cs, size_t n, enum ref_form refs, struct strbuf *sql,
                           struct crm_error *e)
{
	struct strbuf x = STRBUF_INIT;
	int width = 0;
	enum crm_status s = CRM_OK;

	*cells = (struct cells){.c = c, .refs = refs, .n = n, .text = STRBUF_INIT, .e = e};
	cells->plan = crm_calloc(n, sizeof *cells->plan);
	cells->days = crm_calloc(DAY_CACHE, sizeof *cells->days);
	for (size_t i = 0; i < n && !s; i++) {
		s = plan_one(cells, &cs->c[i], &cells->plan[i], e);
		cells->plan[i].col = width++;
		sb_reset(&x);
		field_sql(c, cs->c[i].field, cs->c[i].alias, &x);
		sb_printf(sql, "%s%s", i ? ", " : "", x.buf);
		if (cells->plan[i].how == HOW_MONEY)
			plan_currency(cells, cs, i, &width, sql);
		else if (cells->plan[i].how == HOW_LABEL)
			plan_label(cells, i, x.buf, &width, sql);
	}
	sb_release(&x);
	return s;
}

void cells_free(struct cells *cells)
{
	free(cells->plan);
	free(cells->days);
	sb_release(&cells->text);
	*cells = (struct cells){.text = STRBUF_INIT};
}

struct sink_column *cells_columns(const struct columns *cs, size_t n)
{
	struct sink_column *out = crm_calloc(n, sizeof *out);

	for (size_t i = 0; i < n; i++) {
		enum field_type t = cs->c[i].field->type;
		out[i] = (struct sink_column){cs->c[i].name, t == T_INT || t == T_DECIMAL || t == T_PERCENT || t == T_MONEY};
	}
	return out;
}

/* ---- reading ---- */

static void put(struct cell_text *out, enum cell type, const char *p, size_t n)
{
	*out = (struct cell_text){type, p, n};
}

static void read_text(struct cells *cells, const struct cell_plan *p, struct stmt *st, struct cell_text *out)
{
	size_t n;
	const char *s = db_text(st, p->col, &n);

	(void)cells;
	put(out, !s ? CELL_NULL : p->how == HOW_WORD ? CELL_PLAIN : CELL_TEXT, s, n);
}

static void put_name(struct cell_text *out, enum cell type, const char *s)
{
	put(out, *s ? type : CELL_NULL, s, strlen(s));
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
	const struct crm_zone *z = cells->c->env.zone;

	if (p->instant)
		v = z ? z->day(z->arg, cells->c->set.timezone, v) : v / 86400000 - (v % 86400000 < 0);
	put(out, CELL_PLAIN, cells->buf, date_unit_format(cells->buf, (int)v, (enum date_unit)p->unit));
}

static void put_label(struct cells *cells, const struct cell_plan *p, struct stmt *st, int64_t id, struct cell_text *out)
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

/* An element's words: a kind before a colon, or the element itself as a word. */
static void add_element(struct strbuf *b, const struct cell_plan *p, struct stmt *st)
{
	const struct set_form *form = p->set;
	int64_t word = form->words && !db_null(st, 0) ? db_int(st, 0) : -1;
	size_t n;
	const char *s;

	if (b->len)
		sb_addc(b, ',');
	if (form->words && word >= 0 && word < p->words)
		sb_adds(b, p->f->words[word]);
	if (!form->words && (s = db_text(st, 0, &n)))
		sb_add(b, s, n);
	if (!form->pair)
		return;
	if (!form->words || (word >= 0 && word < p->words))
		sb_addc(b, ':');
	if ((s = db_text(st, 1, &n)))
		sb_add(b, s, n);
}

static void put_set(struct cells *cells, const struct cell_plan *p, int64_t record, struct cell_text *out)
{
	struct stmt *st = p->set ? db_cached(cells->c->db, p->set->sql, cells->e) : NULL;
	enum db_step step = DB_DONE;

	sb_reset(&cells->text);
	if (st) {
		db_bind_int(st, 1, record);
		db_bind_int(st, 2, p->k->no);
		while ((step = db_step(st, cells->e)) == DB_ROW)
			add_element(&cells->text, p, st);
		db_reset(st);
	}
	if ((p->set && !st) || step == DB_FAIL)
		cells->status = cells->e->status;
	put(out, cells->text.len ? CELL_LIST : CELL_NULL, cells->text.buf, cells->text.len);
}

static void put_stage(struct cells *cells, int64_t id, struct cell_text *out)
{
	const struct stage_info *g = stage_by_id(cells->c, id);

	put_name(out, CELL_TEXT, g ? g->name : "");
}

static void put_number(struct cells *cells, const struct cell_plan *p, struct stmt *st, int64_t v, struct cell_text *out)
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

void cell_read(struct cells *cells, size_t i, struct stmt *st, struct cell_text *out)
{
	const struct cell_plan *p = &cells->plan[i];
	int64_t v;

	if (p->how == HOW_TEXT || p->how == HOW_WORD) {
		read_text(cells, p, st, out);
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
		put_date(cells, v, out);
		break;
	case HOW_UNIT:
		put_unit(cells, p, v, out);
		break;
	case HOW_CURRENCY:
		put_name(out, CELL_PLAIN, currency_code((int)v));
		break;
	case HOW_BOOL:
		put(out, CELL_BOOL, v ? "yes" : "no", v ? 3 : 2);
		break;
	case HOW_ENUM:
		put_name(out, p->f->flags & F_CUSTOM ? CELL_TEXT : CELL_PLAIN, v >= 0 && v < p->words ? p->f->words[v] : "");
		break;
	case HOW_NAME:
		put_name(out, CELL_TEXT, names_name(p->names, v));
		break;
	case HOW_STAGE:
		put_stage(cells, v, out);
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
