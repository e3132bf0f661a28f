/* forecast_rows.c - what if: a forecast from rows with a header, without a database */
#include <string.h>

#include "../base/money.h"
#include "../model/kinds.h"
#include "forecast.h"
#include "../offer/offer_kinds.h"

enum { COL_VALUE, COL_PROBABILITY, COL_EXPECTED, COL_CURRENCY, COL_ID, COL_STATE, COL_CLOSED, COLS };
static const char *const names[COLS] = {"value", "probability", "expected_close", "currency", "id", "state", "closed"};
#define NO_COLUMN SIZE_MAX

struct what_if {
	struct forecast_run run;
	struct reader *reader;
	struct crm_error *e;
	size_t col[COLS], by[DIMS_MAX];  /* places in a row, NO_COLUMN = absent */
	const struct row *row;
	bool rows;                       /* there was one */
	bool bad;                        /* a row has been complained about */
};

static size_t find(const struct row *header, const char *name, size_t n)
{
	for (size_t i = 0; header && i < header->n; i++)
		if (header->f[i].n == n && memcmp(header->f[i].p, name, n) == 0)
			return i;
	return NO_COLUMN;
}

static struct row_field field(const struct what_if *w, int which)
{
	return w->col[which] == NO_COLUMN ? (struct row_field){"", 0, 0, 0} : w->row->f[w->col[which]];
}

static bool __attribute__((format(printf, 3, 4))) complain(struct what_if *w, int which, const char *fmt, ...)
{
	struct row_field f = field(w, which);
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	crm_fail_at(w->e, CRM_DATA, reader_name(w->reader), f.line ? f.line : w->row->line, f.column, names[which],
	            "%s", text.buf);
	sb_release(&text);
	w->bad = true;
	return false;
}

#define SHOWN(f) (int)((f).n < 60 ? (f).n : 60), (f).p

/* Each of these reads one field; false: complained. Empty fields are V_NULL. */

static bool read_number(struct what_if *w, int which, int places, struct value *v)
{
	struct row_field f = field(w, which);
	struct crm_error own = CRM_ERROR_INIT;
	bool good = true;

	*v = VALUE_NULL;
	if (f.n) {
		v->is = V_INT;
		if (decimal_parse_unsaid(f.p, f.n, places, places, false, &v->i, &own))
			good = complain(w, which, "%s", own.list[0].text);
	}
	crm_error_clear(&own);
	return good;
}

static bool read_amount(struct what_if *w, int currency, struct value *v)
{
	if (!read_number(w, COL_VALUE, currency_decimals(currency), v))
		return false;
	if (v->is == V_INT && (v->i > MONEY_LIMIT || v->i < -MONEY_LIMIT))
		return complain(w, COL_VALUE, "'%.*s' is too large", SHOWN(field(w, COL_VALUE)));
	return true;
}

static bool read_probability(struct what_if *w, int *p)
{
	struct value v;

	if (!read_number(w, COL_PROBABILITY, 2, &v))
		return false;
	if (v.is == V_NULL)
		return complain(w, COL_PROBABILITY, "an open offer needs a probability");
	if (v.i < 0 || v.i > LAW_CERTAIN)
		return complain(w, COL_PROBABILITY, "'%.*s' is not a percentage from 0 to 100",
		                SHOWN(field(w, COL_PROBABILITY)));
	*p = (int)v.i;
	return true;
}

static bool read_day(struct what_if *w, int which, struct value *v)
{
	struct row_field f = field(w, which);
	int day;

	*v = VALUE_NULL;
	if (!f.n)
		return true;
	if (!date_parse_iso(f.p, f.n, &day))
		return complain(w, which, "'%.*s' is not a date like 2026-03-31", SHOWN(f));
	*v = VALUE_INT(day);
	return true;
}

static bool read_currency(struct what_if *w, int *currency)
{
	struct row_field f = field(w, COL_CURRENCY);

	*currency = f.n ? currency_parse(f.p, f.n) : w->run.currency;
	return *currency || complain(w, COL_CURRENCY, "'%.*s' is not a currency code", SHOWN(f));
}

static bool read_state(struct what_if *w, int *state)
{
	struct row_field f = field(w, COL_STATE);

	*state = STATE_OPEN;
	if (!f.n)
		return true;
	for (int i = 0; words_state[i]; i++)
		if (strlen(words_state[i]) == f.n && memcmp(words_state[i], f.p, f.n) == 0) {
			*state = i;
			return true;
		}
	return complain(w, COL_STATE, "'%.*s' is none of lead, open, won, lost", SHOWN(f));
}

/* What a row without a value is called: its id, else its line. */
static void name_missing(struct what_if *w, struct missing *m)
{
	struct row_field f = field(w, COL_ID);
	struct strbuf name = STRBUF_INIT;

	if (f.n)
		sb_add(&name, f.p, f.n);
	else
		sb_printf(&name, "line %ld", w->row->line);
	missing_add(m, name.buf);
	sb_release(&name);
}

static void fill_key(const struct what_if *w, struct value *key)
{
	for (size_t i = 0; i < w->run.dims.n; i++) {
		struct row_field f = w->by[i] == NO_COLUMN ? (struct row_field){0} : w->row->f[w->by[i]];
		key[i] = f.n ? (struct value){V_TEXT, 0, f.p, f.n} : VALUE_NULL;
	}
}

static void add_row(struct what_if *w)
{
	struct value key[DIMS_MAX + 1], amount, expected, closed;
	struct forecast_item x = {0};
	int state;
	bool good = read_state(w, &state);

	if (state == STATE_LOST || state == STATE_LEAD)
		return;
	good &= read_currency(w, &x.currency) && read_amount(w, x.currency, &amount);
	good &= read_day(w, COL_EXPECTED, &expected);
	good &= read_day(w, COL_CLOSED, &closed);
	if (state == STATE_OPEN)
		good &= read_probability(w, &x.p);
	if (!good)
		return;
	fill_key(w, key);
	x.valued = amount.is == V_INT;
	x.amount = amount.i;
	x.dated = expected.is == V_INT;
	x.day = (int)expected.i;
	if (state == STATE_OPEN) {
		if (forecast_open(&w->run, key, &x) && !x.valued)
			name_missing(w, &w->run.open_missing);
		return;
	}
	x.day = closed.is ? (int)closed.i : x.dated ? x.day : w->run.today;
	if (forecast_won(&w->run, key, &x) && !x.valued)
		name_missing(w, &w->run.won_missing);
}

static enum crm_status no_column(struct what_if *w, const char *name, size_t n)
{
	return crm_fail_at(w->e, CRM_DATA, reader_name(w->reader), 1, 0, NULL, "no column '%.*s'", (int)n, name);
}

/* Dimensions by the header's names; a stream without a line has no header and no rows. */
static enum crm_status find_columns(struct what_if *w, const char *by)
{
	const struct row *header = reader_header(w->reader);
	struct dims *d = &w->run.dims;
	enum crm_status status = CRM_OK;

	for (int i = 0; i < COLS; i++)
		w->col[i] = find(header, names[i], strlen(names[i]));
	for (int i = COL_VALUE; header && i <= COL_PROBABILITY; i++)
		if (w->col[i] == NO_COLUMN)
			status = no_column(w, names[i], strlen(names[i]));
	for (;; by++) {
		size_t n = strcspn(by, ",");
		struct dim *x = &d->d[d->n];
		enum date_unit u = UNIT_DAY;
		if (d->n == DIMS_MAX)
			return crm_fail(w->e, CRM_USAGE, "more than %d fields to group by", DIMS_MAX);
		x->period = dims_unit(by, n, &u);
		x->unit = x->period ? (int)u : -1;
		x->day = INT64_MIN;
		x->name = x->period ? "period" : arena_strndup(&d->arena, by, n);
		w->by[d->n++] = x->period ? NO_COLUMN : find(header, by, n);
		if (header && !x->period && w->by[d->n - 1] == NO_COLUMN)
			status = no_column(w, by, n);
		if (header && x->period && !(w->run.f->total && !w->run.f->period) && w->col[COL_EXPECTED] == NO_COLUMN)
			status = no_column(w, names[COL_EXPECTED], strlen(names[COL_EXPECTED]));
		by += n;
		if (!*by)
			return status;
	}
}

static enum crm_status add_rows(struct what_if *w)
{
	enum crm_status status;

	do {
		status = reader_next(w->reader, &w->row, w->e);
		w->rows |= !status && w->row;
		if (!status && w->row)
			add_row(w);
		if (status == CRM_DATA)
			w->bad = true;
	} while (status == CRM_DATA || (!status && w->row));
	return status ? status : w->bad ? CRM_DATA : CRM_OK;
}

enum crm_status crm_forecast_rows(const struct crm_forecast *f, const struct crm_source *src, int today, int currency,
                                  struct sink *s, struct crm_error *e)
{
	struct what_if w = {.e = e, .run.f = f};
	struct reader_options options = {0};
	struct result out = RESULT_INIT;
	enum crm_status status = reader_open(&w.reader, src, &options, e);

	if (status)
		goto out;
	if (f->noperands) {
		status = crm_fail(e, CRM_USAGE, "rows take no conditions: '%s'", f->operands[0]);
		goto out;
	}
	status = find_columns(&w, f->by ? f->by : "month");
	if (!status)
		status = forecast_init(&w.run, f, today, currency, e);
	if (!status && reader_header(w.reader))
		status = add_rows(&w);
	if (!status)
		status = forecast_rows(&w.run, &out, e);
	if (!status && w.rows && w.col[COL_CURRENCY] == NO_COLUMN)
		crm_note(e, "no column 'currency': all amounts are taken for %s", currency_code(currency));
	if (!status)
		forecast_print(&out, s);
out:
	forecast_free(&w.run);
	dims_free(&w.run.dims);
	reader_free(w.reader);
	result_free(&out);
	return status;
}
