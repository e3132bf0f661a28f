/* report.h - what the measures of reports are: how offers are read, summed, and printed.
 * Internal. */
#ifndef CRM_REPORT_REPORT_H
#define CRM_REPORT_REPORT_H

#include "crm_report.h"
#include "../figure/dims.h"
#include "../figure/group.h"
#include "../offer/offers.h"

/* What groups are split by beside the dims, printed as a column behind them. */
enum report_split { SPLIT_NONE, SPLIT_CURRENCY, SPLIT_RESULT };

struct report_run {
	const struct crm_report *r;
	const struct measure *m;
	struct crm *c;
	struct dims dims;
	struct groups groups;        /* by dims and, if it splits, one more value */
	struct groups totals;        /* by that one value, or by none: for tables */
	bool want_totals;
	struct ladder ladder;
	struct missing missing;
	int64_t odd;                 /* left out: what the measure says can't be */
	struct strbuf select;
};

struct measure {
	const char *name;
	const struct crm_kind *of;   /* what is counted */
	const char *by;              /* what it is grouped by when nothing is said, or NULL */
	const char *date;            /* field --period and words like month mean, or NULL */
	const char *sql;             /* its columns, the id first */
	int nsql;
	/* one more column: a field whose SQL is built at run time, or NULL */
	const char *field;
	const char *cond;            /* which offers, and the index for them: see offers_query */
	const char *index;
	enum report_split split;
	const char *const *columns;
	/* what offers without a value are called in the note, NULL = value doesn't matter */
	const char *missing;
	/* what can't be (old data has it) is left out, and counted under these words; NULL =
	 * nothing of that kind */
	bool (*odd)(struct stmt *st);
	const char *odd_words;
	size_t size;                 /* bytes of a group's data */
	struct value (*split_of)(const struct report_run *run, struct stmt *st);
	/* an offer; `of` has the arena */
	void (*add)(struct report_run *run, void *data, struct groups *of, struct stmt *st);
	void (*cells)(struct report_run *run, void *data, int currency, struct result *out,
	              struct result_cell *cell);
};

extern const struct measure measures[]; /* ends with a NULL name */

#endif
