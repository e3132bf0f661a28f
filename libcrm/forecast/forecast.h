/* forecast.h - the arithmetic of a forecast, the same for offers of the database and for rows of a
 * file. Internal. */
#ifndef CRM_FORECAST_FORECAST_H
#define CRM_FORECAST_FORECAST_H

#include "crm_forecast.h"
#include "../figure/dims.h"
#include "../figure/group.h"
#include "law.h"
#include "../offer/offers.h"

struct forecast_sum { int64_t offers; __int128 total, weighted, won; struct law law; };

struct forecast_run {
	const struct crm_forecast *f;
	struct dims dims;              /* parsed by the caller before forecast_init */
	struct groups groups;          /* by dims and currency: struct forecast_sum */
	struct groups totals;          /* by currency */
	/* of expected closes; overdue and undated offers are always in */
	struct period period;
	struct period won;             /* of closing days */
	/* set before forecast_init, for a period that counts working days; or NULL */
	struct calendar *calendar;
	int today, currency;           /* currency: of the settings, for offers without a value */
	struct missing open_missing, won_missing;
};

enum crm_status forecast_init(struct forecast_run *r, const struct crm_forecast *f, int today,
                              int currency, struct crm_error *e);
/* An offer as it counts. again: the same one under another value of a set, which totals have
 * counted. */
struct forecast_item { int64_t amount; int day, currency, p; bool valued, dated, again; };
/* An open offer; day: its expected close. key holds the dims' values (periods are filled in here)
 * and has room for one more. False: it is not in the period, and nothing was done. */
bool forecast_open(struct forecast_run *r, struct value *key, const struct forecast_item *x);
/* A won offer and its closing day, likewise. */
bool forecast_won(struct forecast_run *r, struct value *key, const struct forecast_item *x);
/* The rows, then the total of each currency; notes of missing values. CRM_DATA when a sum is too
 * large. */
enum crm_status forecast_rows(struct forecast_run *r, struct result *out, struct crm_error *e);
void forecast_print(const struct result *out, struct sink *s);
void forecast_free(struct forecast_run *r); /* not the dims */

#endif
