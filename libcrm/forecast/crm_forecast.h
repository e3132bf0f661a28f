/* crm_forecast.h - what is coming: open offers by period, and the law of their sum. Public. */
#ifndef CRM_FORECAST_CRM_FORECAST_H
#define CRM_FORECAST_CRM_FORECAST_H

#include "../ask/crm_ask.h"

/* What is asked. Everything in it is borrowed during the call. */
struct crm_forecast {
	const char *by;     /* month (default), quarter, year, week, day, or fields of the offer, or
	                     * both: "month,owner" */
	const char *period; /* --period or NULL */
	int band;           /* percent of low to high: 80 */
	bool total;         /* only the rows `total` */
	const char *const *operands; size_t noperands; /* conditions, ids; no words */
	const struct crm_ids *ids;                     /* NULL = none given */
};

/* Open offers by period and currency: period (or the fields of `by`) currency offers total
 * weighted low high won landing. Rows: `overdue`, the periods in order, `undated`, then `total`
 * with a law of its own, one per currency. weighted is rounded once per offer; low and high are of
 * the open offers; won is what was won and closed in the row's period; landing = won + weighted.
 * Without `period` all open offers count, and won from the first of the current period (month,
 * when `by` names none) on; with it, offers expected and won in it, beside overdue and undated
 * ones, which are never left out. Offers without a value are counted in `offers` and named in a
 * note. By a field with many values an offer counts under each, in the total once. CRM_USAGE for
 * operands, `by` and `period`. */
enum crm_status crm_forecast(struct crm *c, const struct crm_forecast *f, struct sink *s,
                             struct crm_error *e);

/* What if: the same from rows with a header, without a database. Columns: value, probability
 * (percent), expected_close; optionally currency, id (names what has no value), state (open when
 * absent; won rows count as won on `closed`, else on expected_close, else today; lost and lead
 * rows don't count), and any column named by `by`. today: days since 1970-01-01. currency: an ISO
 * number, taken when there is no such column, which is a note, or it is empty. With `total` and no
 * `period` expected_close isn't needed. Every bad row is reported: CRM_DATA.
 * CRM_USAGE: f has operands; f->ids isn't looked at. */
enum crm_status crm_forecast_rows(const struct crm_forecast *f, const struct crm_source *src,
                                  int today, int currency, struct sink *s, struct crm_error *e);

/* crm_forecast of the offers whose ids src holds when the first field of the stream is an id, else
 * crm_forecast_rows with the database's day and currency. f->ids isn't looked at. */
enum crm_status crm_forecast_stream(struct crm *c, const struct crm_forecast *f,
                                    const struct crm_source *src, struct sink *s,
                                    struct crm_error *e);

#endif
