/* log.h - changes and batches as other rooms read them: what is wanted, the entries of a history,
 * their rows. Internal. */
#ifndef CRM_LOG_LOG_H
#define CRM_LOG_LOG_H

#include "crm_log.h"
#include "../history/history.h"

/* ---- log_filter.c: columns ---- */

#define LOG_CELLS 10
#define LOG_COLUMNS 32
struct log_cell { enum cell type; const char *p; size_t n; };
struct log_out {
	struct sink *s;
	const struct sink_column *all; size_t nall; /* the fixed columns */
	int map[LOG_COLUMNS]; size_t n;             /* those wanted */
	/* of the row in work, in the order of `all`; what they point to must live until log_row */
	struct log_cell cell[LOG_CELLS];
	int64_t left;                               /* rows still wanted, -1 = all */
	/* where rows go instead of the sink; NULL = nowhere else */
	void (*take)(void *arg, const struct log_cell *cell); void *arg;
};

/* ---- log_filter.c: what is wanted ---- */

enum { WHAT_ADD = 1, WHAT_SET = 2, WHAT_MOVE = 4, WHAT_RM = 8, WHAT_ALL = 15 };
struct log_record { int kind; int64_t id; };
struct log_filter {
	struct strbuf where; struct binds binds;        /* over batch b */
	/* only those of `record`: named ones and what they own */
	bool records;
	struct log_record *record; size_t nrecord;
	unsigned what;
	const char **field; size_t nfield;              /* conditions on field, as operands */
};
void log_filter_free(struct log_filter *f);
/* Add a record and all it owns or has owned; also one that was removed has its history. CRM_NO:
 * there never was such a record. */
enum crm_status log_filter_record(struct crm *c, const struct crm_kind *k, int64_t id,
                                  struct log_filter *f, struct crm_error *e);
struct cond; /* cond_test.h */
/* A condition on field, whose value is in cd; operand is kept. CRM_USAGE for a field no kind
 * has. */
enum crm_status log_field_condition(struct cond *cd, const char *operand, struct log_filter *f);
/* emails also as email, phones as phone: their first one */
bool log_wants_list(const struct log_filter *f, const char *name);

/* ---- log_entries.c ---- */

/* One line of a record's history. */
/* order: 0 added, 1 changed, 2 removed */
struct log_entry { int64_t batch; int order; int64_t seq; int kind; int64_t id; };
struct log_entries { struct log_entry *e; size_t n, alloc; };
/* All of f's records, newest batch first, within a batch in order. */
enum crm_status log_entries(struct crm *c, const struct log_filter *f, struct log_entries *out,
                            struct crm_error *e);

/* ---- log_list.c ---- */

/* Rows of single entries, with cells 5 (what) to 9 (new): f and o must live as long. In a
 * transaction. */
struct log_lines;
enum crm_status log_lines_new(struct crm *c, const struct log_filter *f, struct log_out *o,
                              struct log_lines **l, struct crm_error *e);
/* Read what the rows of n entries need, a thousand at most; then those of one of them. */
enum crm_status log_lines_load(struct log_lines *l, const struct log_entry *x, size_t n);
enum crm_status log_line(struct log_lines *l, const struct log_entry *x);
void log_lines_free(struct log_lines *l); /* NULL is legal */

#endif
