/* crm_ask.h - what is asked: the form of operands, ids from a stream, records as rows. Public. */
#ifndef CRM_ASK_CRM_ASK_H
#define CRM_ASK_CRM_ASK_H

#include "../store/context.h"
#include "../text/reader.h"
#include "../text/sink.h"

/* Whether an operand is FIELD and an operator (= != ~ += -= @=), by its form alone: a condition,
 * or an assignment where something is written. Needs no database. */
bool crm_is_condition(const char *operand);

/* Whether a word has the form of an id: o9, c12, or digits without a leading 0. Needs no
 * database. */
bool crm_is_id(const char *word);

/* Ids read from a stream, or the records a verb has touched. */
struct crm_id {
	int kind;         /* enum crm_kind_no */
	int64_t id;
	const char *name; /* users and other named kinds: how it is called; else NULL */
	long line;        /* of the stream, 1-based; 0 = an operand */
	int64_t more;     /* of records touched: so many ids behind it too */
};
struct crm_ids { struct crm_id *v; size_t n; struct arena arena; /* the names */ };

/* Read the first field of each line of src, to its end. Blank lines are skipped, and those whose
 * first field is `id` (or `name`, of a named kind); doubles count once. kind: the only one
 * allowed, NULL = any. CRM_DATA with name and line for each that is no id or one of another kind;
 * CRM_IO. What ids held before is not freed; free them with crm_ids_free, after a failure too. */
enum crm_status crm_ids_read(struct crm_ids *ids, const struct crm_kind *kind,
                             const struct crm_source *src, struct crm_error *e);
void crm_ids_free(struct crm_ids *ids);

/* What a reading verb is asked. Everything in it is borrowed during the call. */
struct crm_query {
	const struct crm_kind *kind;
	const char *const *operands; size_t noperands; /* conditions, words, ids */
	const struct crm_ids *ids;   /* from `-`; NULL = none given */
	const char *columns, *sort;  /* as for -c and -s; NULL = the verb's own */
	int64_t limit;               /* rows; -1 = no limit */
	bool all;                    /* without the default condition */
};

/* The records that meet q, one a row: the columns asked for, else those of the kind. Into a table
 * references go as names, else as ids. CRM_USAGE for an unknown field, word or column (names the
 * nearest), CRM_NO for a reference in a condition that isn't there. */
enum crm_status crm_list(struct crm *c, const struct crm_query *q, struct sink *s,
                         struct crm_error *e);

/* The same for reading back by an import: without q->columns id, ext and the settable fields, all
 * records (of a view those it shows; without q->all no events that were corrected), references as
 * ids. Errors as of crm_list. */
enum crm_status crm_export(struct crm *c, const struct crm_query *q, struct sink *sink,
                           struct crm_error *e);

#endif
