/* select.h - the one reader: columns, conditions, order, limit → rows into a sink. Internal; list,
 * show, export, reports' rows and write results use it. */
#ifndef CRM_ASK_SELECT_H
#define CRM_ASK_SELECT_H

#include "../store/context.h"
#include "../text/sink.h"
#include "cond.h"
#include "../model/field_sql.h"

struct crm_ids; /* crm_ask.h */

/* A word that is neither a condition nor an id: looked for in texts, or a usage error. Of an answer
 * with --period and --by the error offers these. */
enum select_words { WORDS_FIND, WORDS_NONE, WORDS_OPTIONS };

struct select {
	const struct crm_kind *kind;
	/* as for -c: "a,b.c", "+field" adds to the default ones; NULL = default ones */
	const char *columns;
	const char *sort;            /* as for -s, NULL = the kind's */
	int64_t limit;               /* -1 = all */
	/* conditions, words and (words that are) typed ids of the kind: they select */
	const char *const *operands;
	size_t noperands;
	/* NULL = not restricted; else just these, default order = theirs */
	const struct crm_ids *ids;
	bool all;                    /* without default conditions */
	bool names;                  /* references as names, not ids (tables, reports) */
	/* keep the order of ids even when a sort is the kind's default */
	bool raw_order;
	enum select_words words;     /* what a word that is no id is: see there */
};

/* WHERE of operands and ids over alias (without the word WHERE; "1=1" when there is nothing). Adds
 * the kind's default condition, and leaves out what it hides, unless all. */
enum crm_status select_where(struct crm *c, const struct select *q, const char *alias,
                             struct strbuf *where, struct binds *b, struct crm_error *e);

/* Run it. Begins and ends its own read transaction when there is none. */
enum crm_status select_run(struct crm *c, const struct select *q, struct sink *sink,
                           struct crm_error *e);

/* Rows of a query, printed in the read transaction that is open, else in one of their own. */
struct crm_query;
typedef enum crm_status select_print(struct crm *c, const struct crm_query *q, struct sink *s,
                                     struct crm_error *e);
enum crm_status select_reading(struct crm *c, const struct crm_query *q, struct sink *sink,
                               select_print *print, struct crm_error *e);

/* A resolved column list for callers that format rows themselves (reports, forecast by a field). */
struct column {
	const char *name;             /* as printed: "company.city" */
	const struct crm_field *field;
	const struct crm_kind *kind;  /* of the field */
	char alias[16];               /* the table alias it is read from */
	int unit;                     /* `closed:month`: enum date_unit, -1 = none */
};
/* joins: LEFT JOINs to follow FROM <table> <alias> */
struct columns { struct column *c; size_t n; struct strbuf joins; };
enum crm_status columns_parse(struct crm *c, const struct crm_kind *k, const char *alias,
                              const char *list, struct columns *out, struct crm_error *e);
void columns_free(struct columns *cs);

#endif
