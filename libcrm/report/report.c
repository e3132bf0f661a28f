/* report.c - reports: a measure by dimensions */
#include <string.h>

#include "../base/utf8.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "report.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

#define MEASURES 16

/* A measure that comes for several kinds is named once. */
const char *const *crm_report_names(void)
{
	static const char *names[MEASURES + 1];

	for (size_t i = 0, n = 0; measures[i].name && n < MEASURES; i++)
		if (!n || strcmp(names[n - 1], measures[i].name) != 0)
			names[n++] = measures[i].name;
	return names;
}

static const struct measure *measure_of(const char *name, const char *kind)
{
	const struct measure *m = measures;

	while (m->name && (strcmp(m->name, name) != 0 || (kind && strcmp(m->of->name, kind) != 0)))
		m++;
	return m->name ? m : NULL;
}

const struct crm_kind *crm_report_kind(const char *name, const char *of)
{
	const struct measure *m = measure_of(name, of);

	return m ? m->of : NULL;
}

static enum crm_status find_measure(struct report_run *run, const char *name, struct crm_error *e)
{
	const char *near;

	run->m = measure_of(name, run->r->of);
	if (run->m)
		return CRM_OK;
	if (measure_of(name, NULL))
		return crm_fail(e, CRM_USAGE, "no report '%s' of '%s'", name, run->r->of);
	near = utf8_nearest(name, crm_report_names());
	if (near)
		return crm_fail(e, CRM_USAGE, "no report '%s', nearest is '%s'", name, near);
	return crm_fail(e, CRM_USAGE, "no report '%s'", name);
}

/* Of a split by currency. */
static int currency_of(const struct report_run *run, struct value split)
{
	return run->m->split == SPLIT_CURRENCY && split.is == V_INT ? (int)split.i : 0;
}

/* ---- reading ---- */

static void add_offer(struct report_run *run, struct value *key, struct stmt *st, bool again)
{
	struct value *split = &key[run->dims.n];

	if (run->m->odd && run->m->odd(st)) {
		run->odd += !again;
		return;
	}
	if (run->m->split_of)
		*split = run->m->split_of(run, st);
	run->m->add(run, groups_find(&run->groups, key), &run->groups, st);
	if (again)
		return;
	if (run->want_totals)
		run->m->add(run, groups_find(&run->totals, split), &run->totals, st);
	if (run->m->missing && db_null(st, 2))
		missing_offer(&run->missing, db_int(st, 0));
}

/* What is read of a record before the dims; how many columns. */
static int own_columns(struct report_run *run, struct strbuf *sql)
{
	const struct measure *m = run->m;

	sb_adds(sql, m->sql);
	if (!m->field)
		return m->nsql;
	sb_adds(sql, ", ");
	field_sql(run->c, kind_field(m->of, m->field), "o", sql);
	return m->nsql + 1;
}

static enum crm_status read_offers(struct report_run *run, const struct offers *o, const char *cond,
                                   struct crm_error *e)
{
	struct value key[DIMS_MAX + 1];
	struct query q;
	int64_t last = 0;
	int n;

	sb_reset(&run->select);
	n = own_columns(run, &run->select);
	dims_select(&run->dims, &run->select);
	q = offers_query(o, run->c, run->select.buf, run->dims.joins, cond, run->m->index, e);
	while (query_row(&q)) {
		int64_t id = db_int(q.st, 0);
		dims_read(&run->dims, q.st, n, key);
		add_offer(run, key, q.st, run->dims.sets && id == last);
		last = id;
	}
	return query_end(&q);
}

static enum crm_status read_all(struct report_run *run, struct crm_error *e)
{
	struct strbuf cond = STRBUF_INIT;
	struct period p;
	struct offers o;
	enum crm_status status = records_select(&o, run->c, run->m->of, run->r->operands, run->r->noperands,
	                                        run->r->ids, WORDS_OPTIONS, e);

	sb_adds(&cond, run->m->cond);
	if (!status && run->r->period && !run->m->date)
		status = crm_fail(e, CRM_USAGE, "the report '%s' has no date for --period", run->m->name);
	else if (!status && run->r->period) {
		status = lookup_period(run->c, run->r->period, strlen(run->r->period), &p, e);
		if (!status)
			offers_range(&cond, run->m->date, p, run->c->today);
	}
	if (!status)
		status = read_offers(run, &o, cond.buf, e);
	offers_free(&o);
	sb_release(&cond);
	return status;
}

/* ---- users without records ---- */

/* `owner,owner.region` over users: "u.id, …" and its dims, for keys like those of the offers. */
static enum crm_status owner_columns(const struct report_run *run, struct strbuf *sql, struct columns *cols,
                                     struct crm_error *e)
{
	struct strbuf fields = STRBUF_INIT;
	enum crm_status status = CRM_OK;
	size_t k = 0;

	for (size_t i = 0; i < run->dims.n; i++) {
		const char *name = run->dims.d[i].name;
		if (strncmp(name, "owner.", 6) == 0 && run->dims.d[i].unit < 0 && !run->dims.d[i].set)
			sb_printf(&fields, "%s%s", fields.len ? "," : "", name + 6);
		else if (strcmp(name, "owner") != 0)
			status = crm_fail(e, CRM_USAGE, "--all goes with 'owner' and its fields only, not with '%s'",
			                  name);
	}
	if (!status && fields.len)
		status = columns_parse(run->c, &kind_user, "u", fields.buf, cols, e);
	for (size_t i = 0; i < run->dims.n && !status; i++) {
		sb_adds(sql, i ? ", " : "");
		if (strcmp(run->dims.d[i].name, "owner") == 0) {
			sb_adds(sql, "u.id");
		} else {
			field_sql(run->c, cols->c[k].field, cols->c[k].alias, sql);
			k++;
		}
	}
	sb_release(&fields);
	return status;
}

static bool has_group(const struct report_run *run, const struct value *key)
{
	size_t n = run->dims.n;

	for (size_t i = 0; i < run->groups.n; i++) {
		size_t k = 0;
		while (k < n && value_equal(run->groups.v[i]->key[k], key[k]))
			k++;
		if (k == n)
			return true;
	}
	return false;
}

static enum crm_status add_users(struct report_run *run, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT, columns = STRBUF_INIT;
	struct columns cols = {0};
	struct value key[DIMS_MAX + 1];
	struct query q;
	enum crm_status status = owner_columns(run, &columns, &cols, e);

	if (status || !run->dims.n)
		goto out;
	sb_printf(&sql, "SELECT %s FROM users u%s", columns.buf, cols.joins.buf ? cols.joins.buf : "");
	q = query_built(run->c->db, e, sql.buf);
	while (query_row(&q)) {
		dims_read(&run->dims, q.st, 0, key);
		key[run->dims.n] = run->m->split == SPLIT_CURRENCY ? VALUE_INT(run->c->set.currency) : VALUE_NULL;
		if (!has_group(run, key))
			groups_find(&run->groups, key);
	}
	status = query_end(&q);
	columns_free(&cols);
out:
	sb_release(&columns);
	sb_release(&sql);
	return status;
}

/* ---- printing ---- */

static void fill_row(struct report_run *run, struct value split, void *data, struct result *out,
                     struct result_cell *cell)
{
	int currency = currency_of(run, split);
	struct strbuf text = STRBUF_INIT;

	if (run->m->split != SPLIT_NONE) {
		const struct crm_field *f = kind_field(&kind_offer,
		                                       run->m->split == SPLIT_CURRENCY ? "currency" : "state");
		value_format(run->c, f, split, 0, &text);
		if (run->m->split == SPLIT_CURRENCY)
			result_text(out, cell, text.buf, text.len);
		else if (text.len)
			result_ranked(out, cell, text.buf, text.len, split.i);
		cell++;
	}
	run->m->cells(run, data, currency, out, cell);
	sb_release(&text);
}

static void total_rows(struct report_run *run, struct result *out)
{
	out->total = out->rows + 1;
	for (size_t i = 0; i < run->totals.n; i++) {
		struct result_cell *cell = result_row(out);
		result_text(out, cell, "total", strlen("total"));
		fill_row(run, run->m->split ? run->totals.v[i]->key[0] : VALUE_NULL, run->totals.v[i]->data, out,
		         cell + run->dims.n);
	}
}

static enum crm_status make_rows(struct report_run *run, struct result *out, struct crm_error *e)
{
	static const char *const split_names[] = {NULL, "currency", "result"};
	size_t keys = run->dims.n + (run->m->split != SPLIT_NONE);
	enum crm_status status;

	for (size_t i = 0; i < run->dims.n; i++)
		result_column(out, run->dims.d[i].name, false);
	if (run->m->split)
		result_column(out, split_names[run->m->split], false);
	result_columns(out, run->m->columns);
	result_show(out, NULL, NULL, e);
	status = dims_names(&run->dims, &run->groups, e);
	if (status)
		return status;
	for (size_t i = 0; i < run->groups.n; i++) {
		const struct group *g = run->groups.v[i];
		struct result_cell *cell = result_row(out);
		struct value split = run->m->split ? g->key[run->dims.n] : VALUE_NULL;
		dims_cells(&run->dims, g->key, currency_of(run, split), out, cell);
		fill_row(run, split, g->data, out, cell + run->dims.n);
	}
	status = result_sort(out, run->r->sort, keys, e);
	if (!status && run->want_totals)
		total_rows(run, out);
	if (!status && run->m->missing)
		missing_note(&run->missing, run->m->missing, e);
	if (!status && run->odd)
		crm_note(e, "%lld offer%s left out: %s", (long long)run->odd, run->odd == 1 ? " is" : "s are",
		         run->m->odd_words);
	if (!status && out->over)
		status = crm_fail(e, CRM_DATA, "a sum of values is too large");
	return status;
}

/* Without dims the one row is there even when nothing is. */
static void add_empty(struct report_run *run)
{
	struct value split = run->m->split == SPLIT_CURRENCY ? VALUE_INT(run->c->set.currency) : VALUE_NULL;

	if (!run->dims.n && !run->groups.n && run->m->split != SPLIT_RESULT)
		groups_find(&run->groups, &split);
}

static enum crm_status compute(struct report_run *run, struct result *out, struct crm_error *e)
{
	size_t split;
	enum crm_status status = find_measure(run, run->r->name, e);

	if (!status)
		status = dims_parse(&run->dims, run->c, run->m->of, run->r->by ? run->r->by : run->m->by, run->m->date,
		                    NULL, e);
	if (status)
		return status;
	split = run->m->split != SPLIT_NONE;
	run->want_totals &= run->dims.n > 0;
	groups_init(&run->groups, run->dims.n + split, run->m->size);
	groups_init(&run->totals, split, run->m->size);
	status = ladder_load(&run->ladder, run->c, e);
	if (!status)
		status = read_all(run, e);
	if (!status && run->r->all)
		status = add_users(run, e);
	if (!status)
		add_empty(run);
	return status ? status : make_rows(run, out, e);
}

enum crm_status crm_report(struct crm *c, const struct crm_report *r, struct sink *s, struct crm_error *e)
{
	struct report_run run = {.r = r, .c = c, .want_totals = sink_is_table(s), .missing = MISSING_INIT,
		.select = STRBUF_INIT};
	struct result out = RESULT_INIT;
	bool own;
	enum crm_status status = db_read(c->db, &own, e);

	if (!status) {
		status = compute(&run, &out, e);
		dims_free(&run.dims);
		db_read_end(c->db, own);
	}
	if (!status) {
		result_begin(&out, s);
		result_print(&out, s, r->limit);
		sink_end(s);
	}
	groups_free(&run.groups);
	groups_free(&run.totals);
	missing_free(&run.missing);
	sb_release(&run.select);
	result_free(&out);
	return status;
}
