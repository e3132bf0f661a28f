/* forecast_sum.c - sums of a forecast by group and in total, and their rows */
#include <string.h>

#include "../base/money.h"
#include "forecast.h"

static int first_unit(const struct dims *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->d[i].period)
			return d->d[i].unit;
	return UNIT_MONTH;
}

enum crm_status forecast_init(struct forecast_run *r, const struct crm_forecast *f, int today, int currency,
                              struct crm_error *e)
{
	r->f = f;
	r->today = today;
	r->currency = currency;
	r->open_missing = r->won_missing = (struct missing)MISSING_INIT;
	r->dims.no_period = "undated";
	groups_init(&r->groups, r->dims.n + 1, sizeof(struct forecast_sum));
	groups_init(&r->totals, 1, sizeof(struct forecast_sum));
	r->period = (struct period){DATE_MIN, DATE_MAX};
	r->won = (struct period){date_unit_start(today, (enum date_unit)first_unit(&r->dims)), DATE_MAX};
	if (f->band < 1 || f->band > 99)
		return crm_fail(e, CRM_USAGE, "band: '%d' is not a percentage from 1 to 99", f->band);
	if (!f->period)
		return CRM_OK;
	if (period_parse_in(f->period, strlen(f->period), today, r->calendar, &r->period, e))
		return CRM_USAGE;
	r->won = r->period;
	return CRM_OK;
}

/* Otherwise the totals are the sums of the groups. */
static bool totals_apart(const struct forecast_run *r)
{
	return r->f->total || r->dims.sets;
}

static void fill_periods(struct forecast_run *r, struct value *key, struct value day)
{
	for (size_t i = 0; i < r->dims.n; i++)
		if (r->dims.d[i].period)
			key[i] = day.i == INT64_MIN ? day : dim_period(&r->dims.d[i], day);
}

static void add_open(struct forecast_sum *sum, const struct forecast_item *x)
{
	sum->offers++;
	if (!x->valued)
		return;
	sum->total += x->amount;
	sum->weighted += money_weighted(x->amount, x->p);
	law_add(&sum->law, x->amount, x->p);
}

bool forecast_open(struct forecast_run *r, struct value *key, const struct forecast_item *x)
{
	struct value *money = &key[r->dims.n];
	bool overdue = x->dated && x->day < r->today;

	if (x->dated && !overdue && (x->day < r->period.from || x->day > r->period.to))
		return false;
	*money = VALUE_INT(x->currency ? x->currency : r->currency);
	if (totals_apart(r) && !x->again)
		add_open(groups_find(&r->totals, money), x);
	if (r->f->total)
		return true;
	fill_periods(r, key, overdue ? DIMS_OVERDUE : x->dated ? VALUE_INT(x->day) : VALUE_NULL);
	add_open(groups_find(&r->groups, key), x);
	return true;
}

bool forecast_won(struct forecast_run *r, struct value *key, const struct forecast_item *x)
{
	struct value *money = &key[r->dims.n];
	int64_t won = x->valued ? x->amount : 0;

	if (x->day < r->won.from || x->day > r->won.to)
		return false;
	*money = VALUE_INT(x->currency ? x->currency : r->currency);
	if (totals_apart(r) && !x->again)
		((struct forecast_sum *)groups_find(&r->totals, money))->won += won;
	if (r->f->total)
		return true;
	fill_periods(r, key, VALUE_INT(x->day));
	((struct forecast_sum *)groups_find(&r->groups, key))->won += won;
	return true;
}

static void merge_totals(struct forecast_run *r)
{
	for (size_t i = 0; i < r->groups.n; i++) {
		const struct forecast_sum *x = r->groups.v[i]->data;
		struct forecast_sum *total = groups_find(&r->totals, &r->groups.v[i]->key[r->dims.n]);
		total->offers += x->offers;
		total->total += x->total;
		total->weighted += x->weighted;
		total->won += x->won;
		law_merge(&total->law, &x->law);
	}
}

static void sum_cells(const struct forecast_run *r, const struct forecast_sum *x, int currency, struct result *out,
                      struct result_cell *cell)
{
	int places = currency_decimals(currency);
	const char *code = currency_code(currency);
	int64_t low, high;

	law_band(&x->law, r->f->band, &low, &high);
	result_text(out, &cell[0], code, strlen(code));
	result_number(&cell[1], x->offers, 0);
	result_sum(out, &cell[2], x->total, places);
	result_sum(out, &cell[3], x->weighted, places);
	result_number(&cell[4], low, places);
	result_number(&cell[5], high, places);
	result_sum(out, &cell[6], x->won, places);
	result_sum(out, &cell[7], x->won + x->weighted, places);
}

static int compare_currency(const void *a, const void *b)
{
	const struct group *const *x = a, *const *y = b;

	return strcmp(currency_code((int)(*x)->key[0].i), currency_code((int)(*y)->key[0].i));
}

enum crm_status forecast_rows(struct forecast_run *r, struct result *out, struct crm_error *e)
{
	static const char *const numbers[] = {"offers", "total", "weighted", "low", "high", "won", "landing", NULL};
	struct value settings = VALUE_INT(r->currency);
	enum crm_status s;

	for (size_t i = 0; i < r->dims.n; i++)
		result_column(out, r->dims.d[i].name, false);
	result_column(out, "currency", false);
	result_columns(out, numbers);
	result_show(out, NULL, NULL, e);
	s = dims_names(&r->dims, &r->groups, e);
	if (s)
		return s;
	for (size_t i = 0; i < r->groups.n; i++) {
		const struct group *g = r->groups.v[i];
		struct result_cell *cell = result_row(out);
		int currency = (int)g->key[r->dims.n].i;
		dims_cells(&r->dims, g->key, currency, out, cell);
		sum_cells(r, g->data, currency, out, cell + r->dims.n);
	}
	result_sort(out, NULL, r->dims.n + 1, e);
	if (!totals_apart(r))
		merge_totals(r);
	if (!r->totals.n)
		groups_find(&r->totals, &settings);
	qsort(r->totals.v, r->totals.n, sizeof *r->totals.v, compare_currency);
	out->total = out->rows + 1;
	for (size_t i = 0; i < r->totals.n; i++) {
		struct result_cell *cell = result_row(out);
		result_text(out, &cell[0], "total", strlen("total"));
		sum_cells(r, r->totals.v[i]->data, (int)r->totals.v[i]->key[0].i, out, cell + r->dims.n);
	}
	missing_note(&r->open_missing, "open", e);
	missing_note(&r->won_missing, "won", e);
	return out->over ? crm_fail(e, CRM_DATA, "a sum of values is too large") : CRM_OK;
}

void forecast_print(const struct result *out, struct sink *s)
{
	result_begin(out, s);
	result_print(out, s, -1);
	sink_end(s);
}

void forecast_free(struct forecast_run *r)
{
	for (size_t i = 0; i < r->groups.n; i++)
		law_free(&((struct forecast_sum *)r->groups.v[i]->data)->law);
	for (size_t i = 0; i < r->totals.n; i++)
		law_free(&((struct forecast_sum *)r->totals.v[i]->data)->law);
	groups_free(&r->groups);
	groups_free(&r->totals);
	missing_free(&r->open_missing);
	missing_free(&r->won_missing);
}
