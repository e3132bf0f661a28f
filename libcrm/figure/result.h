/* result.h - the rows of an answer that is computed and not selected: kept, sorted, cut, and handed
 * to a sink. Internal. */
#ifndef CRM_FIGURE_RESULT_H
#define CRM_FIGURE_RESULT_H

#include "../base/arena.h"
#include "../base/error.h"
#include "../text/sink.h"

struct result_cell {
	enum { RESULT_NULL, RESULT_TEXT, RESULT_RANKED, RESULT_NUMBER } is;
	/* RESULT_NUMBER: decimals, all printed; -n: n at most, no zeros at the end (percents) */
	int places;
	int64_t v;         /* RESULT_NUMBER: × 10^places; RESULT_RANKED: what it is sorted by */
	const char *s;     /* texts, NUL-terminated, in the result's arena */
	const char *fold;  /* RESULT_TEXT: sorted by this, then by s */
};

struct result_column { const char *name; bool number; };

struct result {
	struct result_column *columns; size_t ncolumns;
	size_t *shown; size_t nshown;   /* columns in the order they are printed */
	struct result_cell *cells;      /* rows × ncolumns */
	size_t rows, alloc;
	/* number (from 1) of the first row of totals, which stay at the end whatever happens; 0 =
	 * none */
	size_t total;
	bool over;                      /* a sum did not fit 63 bits */
	struct arena names, arena;      /* names of columns; texts of cells */
};
#define RESULT_INIT {0}

/* name is copied; all columns come before the first row */
void result_column(struct result *r, const char *name, bool number);
void result_columns(struct result *r, const char *const *names);     /* numbers; NULL-terminated */
/* Which columns are shown: "a,b", or "+a" for the default ones and a. NULL = all of `defaults`
 * (comma separated, NULL = all). CRM_USAGE names an unknown one. */
enum crm_status result_show(struct result *r, const char *columns, const char *defaults,
                            struct crm_error *e);
/* a row of empty cells, valid until the next one */
struct result_cell *result_row(struct result *r);
/* s is copied; n = 0: empty */
void result_text(struct result *r, struct result_cell *x, const char *s, size_t n);
void result_ranked(struct result *r, struct result_cell *x, const char *s, size_t n, int64_t rank);
void result_number(struct result_cell *x, int64_t v, int places);
void result_sum(struct result *r, struct result_cell *x, __int128 v, int places);
/* Sort: spec as for -s, names of columns, NULL = the first `key` columns. Empty cells come last,
 * equal rows in the order they were made. */
enum crm_status result_sort(struct result *r, const char *spec, size_t key, struct crm_error *e);
void result_begin(const struct result *r, struct sink *s);               /* the sink's header */
/* at most limit rows (-1 = all), and the totals */
void result_print(const struct result *r, struct sink *s, int64_t limit);
void result_clear(struct result *r);               /* drop the rows */
void result_free(struct result *r);

#endif
