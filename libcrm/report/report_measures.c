/* report_measures.c - revenue, win rate, pipeline, cycle, completeness, response: what they read,
 * sum and print */
#include <string.h>

#include "../base/money.h"
#include "../model/kinds.h"
#include "../model/value.h"
#include "report.h"
#include "../figure/stats.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

static void mean_cell(struct result *out, struct result_cell *cell, __int128 sum, size_t n, int more, int places)
{
	int64_t v;

	if (!n)
		return;
	if (stats_mean(sum, (int64_t)n, more, &v))
		result_number(cell, v, places + more);
	else
		out->over = true;
}

/* ---- revenue: o.id, o.currency, o.value ---- */

struct revenue { int64_t won; __int128 sum; struct sample values; };

static struct value currency_of(const struct report_run *run, struct stmt *st)
{
	return VALUE_INT(db_null(st, 1) ? run->c->set.currency : db_int(st, 1));
}

static void revenue_add(struct report_run *run, void *data, struct groups *of, struct stmt *st)
{
	struct revenue *x = data;
	int64_t value = db_int(st, 2);

	(void)run;
	x->won++;
	if (db_null(st, 2))
		return;
	x->sum += value;
	sample_add(&x->values, &of->arena, value);
}

static void revenue_cells(struct report_run *run, void *data, int currency, struct result *out,
                          struct result_cell *cell)
{
	struct revenue *x = data;
	int places = currency_decimals(currency);

	(void)run;
	result_number(&cell[0], x->won, 0);
	result_sum(out, &cell[1], x->sum, places);
	mean_cell(out, &cell[2], x->sum, x->values.n, 2, places);
	if (x->values.n)
		mean_cell(out, &cell[3], sample_median2(&x->values), 2, 2, places);
}

static const char *const revenue_columns[] = {"won", "revenue", "average", "median", NULL};

/* ---- winrate: o.id, o.state ---- */

struct winrate { int64_t offers, state[4]; };

static void winrate_add(struct report_run *run, void *data, struct groups *of, struct stmt *st)
{
	struct winrate *x = data;

	(void)run;
	(void)of;
	x->offers++;
	x->state[db_int(st, 1) & 3]++;
}

static void winrate_cells(struct report_run *run, void *data, int currency, struct result *out,
                          struct result_cell *cell)
{
	struct winrate *x = data;
	int64_t won = x->state[STATE_WON], lost = x->state[STATE_LOST], low, high;

	(void)run;
	(void)currency;
	(void)out;
	result_number(&cell[0], x->offers, 0);
	result_number(&cell[1], x->state[STATE_OPEN], 0);
	result_number(&cell[2], won, 0);
	result_number(&cell[3], lost, 0);
	if (!won && !lost)
		return;
	stats_wilson(won, won + lost, &low, &high);
	result_number(&cell[4], stats_rate(won, won + lost), RATE_PLACES);
	result_number(&cell[5], low, RATE_PLACES);
	result_number(&cell[6], high, RATE_PLACES);
}

static const char *const winrate_columns[] = {"offers", "open", "won", "lost", "rate", "rate_low", "rate_high", NULL};

/* ---- pipeline: o.id, o.currency, o.value, o.stage, o.pin ---- */

struct pipeline { int64_t offers; __int128 total, weighted; };

static void pipeline_add(struct report_run *run, void *data, struct groups *of, struct stmt *st)
{
	struct pipeline *x = data;
	int64_t value = db_int(st, 2);

	(void)of;
	x->offers++;
	x->total += value;
	x->weighted += money_weighted(value,
	                              ladder_probability(&run->ladder, db_int(st, 3), !db_null(st, 4), db_int(st, 4)));
}

static void pipeline_cells(struct report_run *run, void *data, int currency, struct result *out,
                           struct result_cell *cell)
{
	struct pipeline *x = data;
	int places = currency_decimals(currency);

	(void)run;
	result_number(&cell[0], x->offers, 0);
	result_sum(out, &cell[1], x->total, places);
	result_sum(out, &cell[2], x->weighted, places);
}

static const char *const pipeline_columns[] = {"offers", "total", "weighted", NULL};

/* ---- cycle: o.id, o.state, o.closed, o.inquired, o.opened ---- */

struct cycle { __int128 sum; struct sample days; };

static struct value result_of(const struct report_run *run, struct stmt *st)
{
	(void)run;
	return VALUE_INT(db_int(st, 1));
}

static int64_t cycle_days(struct stmt *st)
{
	return db_int(st, 2) - db_int(st, db_null(st, 3) ? 4 : 3);
}

static bool cycle_odd(struct stmt *st) { return cycle_days(st) < 0; }

static void cycle_add(struct report_run *run, void *data, struct groups *of, struct stmt *st)
{
	struct cycle *x = data;
	int64_t days = cycle_days(st);

	(void)run;
	x->sum += days;
	sample_add(&x->days, &of->arena, days);
}

static void cycle_cells(struct report_run *run, void *data, int currency, struct result *out, struct result_cell *cell)
{
	static const int percents[] = {0, 10, 25, 50, 75, 90, 100};
	struct cycle *x = data;
	size_t n = x->days.n;

	(void)run;
	(void)currency;
	result_number(&cell[0], (int64_t)n, 0);
	mean_cell(out, &cell[1], x->sum, n, 4, 0);
	for (size_t i = 0; n && i < sizeof percents / sizeof *percents; i++)
		result_number(&cell[2 + i],
		              percents[i] ? sample_percentile(&x->days, percents[i]) : sample_rank(&x->days, 0), 0);
}

static const char *const cycle_columns[] = {"n", "mean", "min", "p10", "p25", "p50", "p75", "p90", "max", NULL};

/* ---- complete: o.id, complete ---- */

#define COMPLETE_LOW 8000 /* below is much to ask for */

struct complete { int64_t records, known, full, low; __int128 sum; };

static void complete_add(struct report_run *run, void *data, struct groups *of, struct stmt *st)
{
	struct complete *x = data;
	int64_t percent = db_int(st, 1);

	(void)run;
	(void)of;
	x->records++;
	if (db_null(st, 1))
		return;
	x->known++;
	x->sum += percent;
	x->full += percent == 10000;
	x->low += percent < COMPLETE_LOW;
}

static void complete_cells(struct report_run *run, void *data, int currency, struct result *out,
                           struct result_cell *cell)
{
	struct complete *x = data;

	(void)run;
	(void)currency;
	result_number(&cell[0], x->records, 0);
	mean_cell(out, &cell[1], x->sum, (size_t)x->known, 0, 2);
	result_number(&cell[2], x->full, 0);
	result_number(&cell[3], x->low, 0);
}

static const char *const complete_columns[] = {"records", "complete", "full", "low", NULL};

/* ---- response: o.id, o.received, o.responded, o.state ---- */

struct response { int64_t inquiries, waiting; struct sample seconds; };

static void response_add(struct report_run *run, void *data, struct groups *of, struct stmt *st)
{
	struct response *x = data;
	int64_t seconds = (db_int(st, 2) - db_int(st, 1)) / 1000;

	(void)run;
	x->inquiries++;
	if (!db_null(st, 2))
		sample_add(&x->seconds, &of->arena, seconds > 0 ? seconds : 0);
	else if (db_int(st, 3) == STATE_LEAD || db_int(st, 3) == STATE_OPEN)
		x->waiting++;
}

static void response_cells(struct report_run *run, void *data, int currency, struct result *out,
                           struct result_cell *cell)
{
	static const int percents[] = {50, 90, 100};
	struct response *x = data;
	char text[64];

	(void)run;
	(void)currency;
	result_number(&cell[0], x->inquiries, 0);
	result_number(&cell[1], (int64_t)x->seconds.n, 0);
	result_number(&cell[2], x->waiting, 0);
	for (size_t i = 0; x->seconds.n && i < sizeof percents / sizeof *percents; i++) {
		int64_t seconds = sample_percentile(&x->seconds, percents[i]);

		result_ranked(out, &cell[3 + i], text, duration_format(text, seconds), seconds);
	}
}

static const char *const response_columns[] = {"inquiries", "answered", "waiting", "p50", "p90", "max", NULL};

/* ---- the table ---- */

/* Columns and conditions are those the index holds, so that without further fields the table isn't
 * read. */
const struct measure measures[] = {
	{"revenue", &kind_offer, NULL, "closed", "o.id, o.currency, o.value", 3, NULL,
		"o.state=" SQL(STATE_WON) " AND @o.closed IS NOT NULL",
		"offer_closed", SPLIT_CURRENCY,
	 revenue_columns, "won", NULL, NULL, sizeof(struct revenue), currency_of, revenue_add, revenue_cells},
	{"winrate", &kind_offer, NULL, "closed", "o.id, o.state", 2, NULL, "o.opened IS NOT NULL", "offer_closed", SPLIT_NONE,
	 winrate_columns, NULL, NULL, NULL, sizeof(struct winrate), NULL, winrate_add, winrate_cells},
	{"pipeline", &kind_offer, NULL, "expected_close",
		"o.id, o.currency, o.value, o.stage, o.pin", 5, NULL, "@o.state=" SQL(STATE_OPEN),
		"offer_open", SPLIT_CURRENCY,
	 pipeline_columns, "open", NULL, NULL, sizeof(struct pipeline), currency_of, pipeline_add, pipeline_cells},
	{"cycle", &kind_offer, NULL, "closed", "o.id, o.state, o.closed, o.inquired, o.opened", 5, NULL,
		"@o.closed IS NOT NULL AND o.opened IS NOT NULL",
	 "offer_closed", SPLIT_RESULT, cycle_columns, NULL, cycle_odd, "closed before the inquiry", sizeof(struct cycle),
	 result_of, cycle_add, cycle_cells},
	{"complete", &kind_contact, "owner", NULL, "o.id", 1, "complete", "o.name IS DISTINCT FROM 'forgotten c' || o.id", NULL, SPLIT_NONE,
	 complete_columns, NULL, NULL, NULL, sizeof(struct complete), NULL, complete_add, complete_cells},
	{"complete", &kind_company, "owner", NULL, "o.id", 1, "complete", "1=1", NULL, SPLIT_NONE,
	 complete_columns, NULL, NULL, NULL, sizeof(struct complete), NULL, complete_add, complete_cells},
	{"response", &kind_offer, NULL, "inquired", "o.id, o.received, o.responded, o.state", 4, NULL, "o.received IS NOT NULL", NULL,
		SPLIT_NONE,
	 response_columns, NULL, NULL, NULL, sizeof(struct response), NULL, response_add, response_cells},
	{.name = NULL},
};
