/* dims.c - dimensions of forecast and reports */
#include <stdlib.h>
#include <string.h>

#include "../ask/ref.h"
#include "../model/day.h"
#include "../model/kinds.h"
#include "../model/list.h"
#include "../model/lookup.h"
#include "dims.h"

bool dims_unit(const char *word, size_t n, enum date_unit *u)
{
	char text[16];

	if (n >= sizeof text)
		return false;
	memcpy(text, word, n);
	text[n] = '\0';
	return date_unit_parse(text, u);
}

/* The field a set's values stand in, over its child table joined as alias; of the kind that has the
 * set only. */
static enum crm_status join_set(struct dims *d, struct dim *x, const struct column *col, size_t i, struct strbuf *joins,
                                struct crm_error *e)
{
	const struct crm_kind *child = kind_by_no(col->field->ref);
	const struct crm_field *value = child ? list_value(child) : NULL;

	if (!value)
		return crm_fail(e, CRM_USAGE, "'%s' is nothing to group by", col->name);
	x->set = d->sets = true;
	x->field = value;
	x->expr = arena_printf(&d->arena, "set%zu.%s", i, field_column(value));
	sb_adds(joins, " LEFT JOIN ");
	set_source(d->c, col->field, joins);
	sb_printf(joins, " set%zu ON set%zu.kind=%d AND set%zu.record=%s.id", i, i, col->kind->no, i, col->alias);
	return CRM_OK;
}

static enum crm_status add_field(struct dims *d, struct dim *x, const struct column *col, size_t i,
                                 struct strbuf *joins, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;

	x->name = arena_strdup(&d->arena, col->name);
	x->unit = col->unit;
	x->field = col->field;
	if (col->field->class == C_SET)
		return join_set(d, x, col, i, joins, e);
	field_sql(d->c, col->field, col->alias, &sql);
	x->expr = arena_strndup(&d->arena, sql.buf, sql.len);
	sb_release(&sql);
	return CRM_OK;
}

/* The words of by: units become periods at once, the fields go into `fields` and their places into
 * `at`. */
static enum crm_status split(struct dims *d, const struct crm_kind *k, const char *by, const char *date,
                             const char *date_name, struct strbuf *fields, size_t at[DIMS_MAX], struct crm_error *e)
{
	size_t nfields = 0;

	for (;; by++) {
		size_t n = strcspn(by, ",");
		struct dim *x = &d->d[d->n];
		enum date_unit u;
		if (d->n == DIMS_MAX)
			return crm_fail(e, CRM_USAGE, "more than %d fields to group by", DIMS_MAX);
		if (*by == '+') /* to columns_parse: the default columns too */
			return crm_fail(e, CRM_USAGE, "'%.*s' is no field to group by", (int)n, by);
		x->day = INT64_MIN;
		if (date && dims_unit(by, n, &u)) {
			x->name = date_name ? date_name : arena_strndup(&d->arena, by, n);
			x->period = true;
			x->unit = (int)u;
			x->field = kind_field(k, date);
			x->expr = arena_printf(&d->arena, "o.%s", field_column(x->field));
		} else {
			if (nfields)
				sb_addc(fields, ',');
			sb_add(fields, by, n);
			at[nfields++] = d->n;
		}
		d->n++;
		by += n;
		if (!*by)
			return CRM_OK;
	}
}

enum crm_status dims_parse(struct dims *d, struct crm *c, const struct crm_kind *k, const char *by, const char *date,
                           const char *date_name, struct crm_error *e)
{
	struct strbuf fields = STRBUF_INIT, joins = STRBUF_INIT;
	struct columns cols = {0};
	size_t at[DIMS_MAX];
	enum crm_status status = CRM_OK;

	*d = (struct dims){.c = c, .joins = ""};
	if (!by || !*by)
		return CRM_OK;
	status = split(d, k, by, date, date_name, &fields, at, e);
	if (status || !fields.len)
		goto out;
	status = columns_parse(c, k, "o", fields.buf, &cols, e);
	if (status)
		goto out;
	sb_add(&joins, cols.joins.buf, cols.joins.len);
	for (size_t i = 0; i < cols.n && !status; i++)
		status = add_field(d, &d->d[at[i]], &cols.c[i], i, &joins, e);
	d->joins = arena_strndup(&d->arena, joins.buf, joins.len);
	columns_free(&cols);
out:
	sb_release(&fields);
	sb_release(&joins);
	return status;
}

void dims_select(const struct dims *d, struct strbuf *sql)
{
	for (size_t i = 0; i < d->n; i++)
		if (!d->d[i].period || !d->periods_apart)
			sb_printf(sql, ", %s", d->d[i].expr);
}

struct value dim_period(struct dim *d, struct value day)
{
	if (day.is != V_INT || d->unit < 0)
		return day;
	if (day.i != d->day) {
		d->day = day.i;
		d->start = date_unit_start((int)day.i, (enum date_unit)d->unit);
	}
	return VALUE_INT(d->start);
}

static bool is_text(const struct crm_field *f)
{
	return f->type == T_TEXT || f->type == T_LONG || f->type == T_COUNTRY;
}

void dims_read(struct dims *d, struct stmt *st, int col, struct value *key)
{
	for (size_t i = 0; i < d->n; i++) {
		struct dim *x = &d->d[i];
		struct value v = VALUE_NULL;
		if (x->period && d->periods_apart)
			continue;
		if (db_null(st, col)) {
			col++;
			key[i] = v;
			continue;
		}
		if (is_text(x->field)) {
			v.is = V_TEXT;
			v.s = db_text(st, col, &v.n);
		} else {
			v = VALUE_INT(db_int(st, col));
		}
		col++;
		if (x->field->type == T_INSTANT && x->unit >= 0)
			v.i = crm_day(d->c, v.i);
		key[i] = dim_period(x, v);
	}
}

/* Whether values are records that are not known by heart. */
static bool refers(const struct dim *x)
{
	const struct crm_field *f = x->field;

	return x->unit < 0 && f && f->type == T_REF && f->ref != KIND_USER && f->ref != KIND_PIPELINE &&
	       f->ref != KIND_STAGE;
}

enum crm_status dims_names(struct dims *d, const struct groups *g, struct crm_error *e)
{
	int64_t *id = crm_malloc((g->n + 1) * sizeof *id);
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < d->n && !s; i++) {
		const struct crm_kind *k = refers(&d->d[i]) ? kind_by_no(d->d[i].field->ref) : NULL;
		size_t n = 0;
		for (size_t j = 0; k && j < g->n; j++)
			if (g->v[j]->key[i].is == V_INT)
				id[n++] = g->v[j]->key[i].i;
		if (n)
			s = ref_labels(d->c, k, id, n, &d->d[i].label, e);
	}
	free(id);
	return s;
}

/* Name of the record referred to: the field its kind names it by. */
static void label(struct dims *d, struct dim *x, int64_t id, struct strbuf *out)
{
	size_t n;
	const char *text = id_texts_find(&x->label, id, &n);

	if (text)
		sb_add(out, text, n);
	else
		value_format(d->c, x->field, VALUE_INT(id), 0, out);
}

static int64_t stage_rank(const struct crm *c, int64_t id)
{
	for (size_t i = 0; i < c->nstages; i++)
		if (c->stages[i].id == id)
			return (int64_t)i;
	return INT64_MAX;
}

static void period_cell(const struct dims *d, const struct dim *x, struct value v, struct result *r,
                        struct result_cell *cell)
{
	char text[16];

	if (v.is == V_NULL && d->no_period && x->period)
		result_ranked(r, cell, d->no_period, strlen(d->no_period), INT64_MAX);
	else if (v.is == V_INT && v.i == INT64_MIN)
		result_ranked(r, cell, "overdue", strlen("overdue"), INT64_MIN);
	else if (v.is == V_INT)
		result_ranked(r, cell, text, value_day_unit(text, x->field, (int)v.i, (enum date_unit)x->unit), v.i);
}

void dims_cells(struct dims *d, const struct value *key, int currency, struct result *r, struct result_cell *cells)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 0; i < d->n; i++) {
		struct dim *x = &d->d[i];
		struct value v = key[i];
		const struct crm_field *f = x->field;
		if (x->unit >= 0) {
			period_cell(d, x, v, r, &cells[i]);
			continue;
		}
		if (v.is == V_NULL)
			continue;
		sb_reset(&text);
		if (refers(x))
			label(d, x, v.i, &text);
		else if (f)
			value_format(d->c, f, v, currency, &text);
		else
			sb_add(&text, v.s, v.n);
		if (!f || v.is == V_TEXT || f->type == T_TERM || f->type == T_CURRENCY ||
		    (f->type == T_REF && f->ref != KIND_STAGE))
			result_text(r, &cells[i], text.buf, text.len);
		else
			result_ranked(r, &cells[i], text.buf, text.len, f->type == T_REF ? stage_rank(d->c, v.i) : v.i);
	}
	sb_release(&text);
}

void dims_free(struct dims *d)
{
	for (size_t i = 0; i < d->n; i++)
		id_texts_free(&d->d[i].label);
	arena_free(&d->arena);
	d->n = 0;
}
