/* crm_report.h - how it went: measures of offers and records by dimensions. Public. */
#ifndef CRM_REPORT_CRM_REPORT_H
#define CRM_REPORT_CRM_REPORT_H

#include "../ask/crm_ask.h"

/* What is asked. Everything in it is borrowed during the call. */
struct crm_report {
	const char *name;   /* revenue, winrate, pipeline, cycle, response, complete */
	const char *of;     /* complete: contact or company; NULL = contact */
	const char *by;     /* FIELD[:unit][,FIELD…] or NULL (complete: the owner); a bare unit such
	                     * as month is of the report's own date */
	const char *period; /* on the report's own date (closed, of pipeline expected_close); NULL =
	                     * all */
	bool all;           /* users without offers too: `by` owner and fields of it */
	const char *sort;   /* names of columns; NULL = in the order of the groups */
	int64_t limit;      /* rows; -1 = no limit */
	const char *const *operands; size_t noperands; /* conditions, ids; no words */
	const struct crm_ids *ids;                     /* NULL = none given */
};

/* One row per group, in the order of the groups or of `sort`:
 * revenue: BY… currency won revenue average median, of won offers; average and median of those
 *   with a value, two places more than the currency has.
 * winrate: BY… offers open won lost rate rate_low rate_high, of offers that were ever open or won;
 *   rate = won / (won + lost), Wilson 95 %.
 * pipeline: BY… currency offers total weighted, of open offers.
 * cycle: BY… result n mean min p10 p25 p50 p75 p90 max, days from the inquiry, else the opening,
 *   to won and to lost.
 * response: BY… inquiries answered waiting p50 p90 max, of what was received: durations from the
 *   inquiry to the first response; waiting: leads and open offers without one.
 * complete: BY… records complete full low, of contacts or companies: the mean percent, how many
 *   have 100 and below 80; it has no period.
 * References are named, an empty group is an empty field. By a field with many values (tags) an
 * offer counts under each; tables end with a row that counts it once. Offers without a value are
 * named in a note (revenue, pipeline). CRM_USAGE for an unknown report, field, column or period,
 * and for words. */
enum crm_status crm_report(struct crm *c, const struct crm_report *r, struct sink *s,
                           struct crm_error *e);

/* The names of all reports, ends with NULL; not to be freed. */
const char *const *crm_report_names(void);

/* What the operands of a report are conditions on, `of` as in struct crm_report; NULL = no such
 * report. */
const struct crm_kind *crm_report_kind(const char *name, const char *of);

#endif
