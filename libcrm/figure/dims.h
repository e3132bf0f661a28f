/* dims.h - what offers, or records of another kind, are grouped by: `--by` to SQL, rows to keys,
 * keys to text. Internal. */
#ifndef CRM_FIGURE_DIMS_H
#define CRM_FIGURE_DIMS_H

#include "../ask/select.h"
#include "../model/value.h"
#include "../model/id_texts.h"
#include "group.h"
#include "result.h"

#define DIMS_MAX 16
#define DIMS_OVERDUE VALUE_INT(INT64_MIN) /* of a period: open and past */

struct dim {
	const char *name;              /* column of the answer */
	bool period;                   /* a word like month: periods of the answer's own date */
	bool set;                      /* a field with many values: the record counts under each */
	int unit;                      /* enum date_unit, -1 = none */
	/* what the value is: of a set the child's field. NULL in an answer without a database */
	const struct crm_field *field;
	const char *expr;              /* SQL */
	struct id_texts label;         /* of what is referred to, by dims_names */
	int64_t day, start;            /* the last day asked for, and where its unit begins */
};

struct dims {
	struct crm *c;
	struct dim d[DIMS_MAX];
	size_t n;
	/* one of them is a set: an offer may come in several rows, one after the other */
	bool sets;
	const char *joins;             /* to follow FROM offer o */
	/* the caller has the day anyway and fills periods in keys itself */
	bool periods_apart;
	/* what a period without a day is called: "undated"; NULL = an empty field */
	const char *no_period;
	struct arena arena;
};

/* by: words of units (day, week, month, quarter, year) stand for its field `date`, whose column is
 * called date_name (NULL: the word); all else is fields of kind k over alias o, FIELD:unit too.
 * NULL or "" = none. In a transaction. CRM_USAGE for unknown ones. */
enum crm_status dims_parse(struct dims *d, struct crm *c, const struct crm_kind *k, const char *by,
                           const char *date, const char *date_name, struct crm_error *e);
/* Whether word (n bytes) is a unit of time. */
bool dims_unit(const char *word, size_t n, enum date_unit *u);
/* append ", EXPR" for each that is read */
void dims_select(const struct dims *d, struct strbuf *sql);
/* The values in columns col… of the row; texts live until the next step. */
void dims_read(struct dims *d, struct stmt *st, int col, struct value *key);
/* start of the unit that holds day */
struct value dim_period(struct dim *d, struct value day);
/* Read what the records are called that n groups by d name, before their cells are filled. */
enum crm_status dims_names(struct dims *d, const struct groups *g, struct crm_error *e);
/* Fill the cells of the first d->n columns. currency for amounts. */
void dims_cells(struct dims *d, const struct value *key, int currency, struct result *r,
                struct result_cell *cells);
void dims_free(struct dims *d);

#endif
