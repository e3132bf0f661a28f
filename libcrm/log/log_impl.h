/* log_impl.h - what the listings of changes and batches share. Private to log*.c. */
#ifndef CRM_LOG_LOG_IMPL_H
#define CRM_LOG_LOG_IMPL_H

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
	struct log_cell cell[LOG_CELLS]; /* of the row in work, in the order of `all`; what they point to must live until log_row */
	int64_t left;                               /* rows still wanted, -1 = all */
	void (*take)(void *arg, const struct log_cell *cell); void *arg; /* where rows go instead of the sink; NULL = nowhere else */
};
/* Columns as -c names them; "+x" adds to the fixed ones. CRM_USAGE names the nearest. */
enum crm_status log_columns(struct log_out *o, const struct sink_column *all, size_t nall, const struct crm_query *q, struct sink *s,
                            struct crm_error *e);
void log_begin(const struct log_out *o);
static inline void log_set(struct log_out *o, int i, enum cell type, const char *p, size_t n)
{
	o->cell[i] = (struct log_cell){type, p, n};
}
static inline void log_text(struct log_out *o, int i, const char *s) { log_set(o, i, s ? CELL_TEXT : CELL_NULL, s, s ? strlen(s) : 0); }
void log_row(struct log_out *o);
static inline bool log_full(const struct log_out *o) { return o->left == 0 || sink_stopped(o->s); }

/* ---- log_filter.c: what is wanted ---- */

enum { WHAT_ADD = 1, WHAT_SET = 2, WHAT_MOVE = 4, WHAT_RM = 8, WHAT_ALL = 15 };
struct log_record { int kind; int64_t id; };
struct log_filter {
	struct strbuf where; struct binds binds;        /* over batch b */
	bool records;                                   /* only those of `record`: named ones and what they own */
	struct log_record *record; size_t nrecord, arecord;
	unsigned what;
	const char **field; size_t nfield;              /* conditions on field, as operands */
};
/* Operands and ids of q. rows: changes are listed, so what= and field= are known. In a transaction. */
enum crm_status log_filter(struct crm *c, const struct crm_query *q, bool rows, struct log_filter *f, struct crm_error *e);
void log_filter_free(struct log_filter *f);
/* Add a record and all it owns or has owned; also one that was removed has its history. CRM_NO: there never was such a record. */
enum crm_status log_filter_record(struct crm *c, const struct crm_kind *k, int64_t id, struct log_filter *f, struct crm_error *e);
struct cond; /* cond_impl.h */
/* A condition on field, whose value is in cd; operand is kept. CRM_USAGE for a field no kind has. */
enum crm_status log_field_condition(struct cond *cd, const char *operand, struct log_filter *f);
bool log_wants_field(const struct log_filter *f, const char *name); /* NULL = additions, which have none */
bool log_wants_list(const struct log_filter *f, const char *name);  /* emails also as email, phones as phone: their first one */

/* ---- log_element.c ---- */

/* The list field that rows of a child kind are elements of (that of the first kind that has such a list: the name is the same in all);
 * NULL = they are no elements, but stand for themselves. */
const struct crm_field *log_list_field(const struct crm_kind *k);
struct log_past { struct crm *c; struct peek peek; struct history_row row; struct strbuf raw; };
#define LOG_PAST_INIT(c) {(c), PEEK_INIT(c), HISTORY_ROW_INIT, STRBUF_INIT}
void log_past_free(struct log_past *p);
/* Whether sql (a constant) finds a row, given n integers. */
enum crm_status log_any(struct log_past *p, const char *sql, const int64_t *v, int n, bool *any, struct crm_error *e);
struct log_element { const struct crm_kind *owner; int64_t id; }; /* whose it is; owner NULL = not known */
/* An element as it was before the changes of batch `since` and later ones: text is as the list prints it. Uses p->row. */
enum crm_status log_element_before(struct log_past *p, const struct crm_kind *k, int64_t id, int64_t since, struct log_element *el,
                                   struct strbuf *text, struct crm_error *e);
/* The same of the removed row in p->row. */
enum crm_status log_element_removed(struct log_past *p, const struct crm_kind *k, struct log_element *el, struct strbuf *text,
                                    struct crm_error *e);

/* ---- log_count.c ---- */

/* How many records a batch added, changed and removed. Rows that belong to a record (elements of lists, affiliations, lines) are changes of
 * it, words count nowhere, and a record that was added or removed isn't a changed one. */
struct log_counter { struct crm *c; struct stmt *st; uint64_t kinds; }; /* {c} to begin with */
struct log_counts { int64_t added, changed, removed; };
enum crm_status log_count(struct log_counter *lc, int64_t batch, struct log_counts *n, struct crm_error *e);
void log_counter_free(struct log_counter *lc);

/* ---- log_entries.c ---- */

/* One line of a record's history. */
struct log_entry { int64_t batch; int order; int64_t seq; int kind; int64_t id; }; /* order: 0 added, 1 changed, 2 removed */
struct log_entries { struct log_entry *e; size_t n, alloc; };
/* All of f's records, newest batch first, within a batch in order. */
enum crm_status log_entries(struct crm *c, const struct log_filter *f, struct log_entries *out, struct crm_error *e);

/* ---- log_list.c ---- */

/* Rows of single entries, with cells 5 (what) to 9 (new): f and o must live as long. In a transaction. */
struct log_lines;
enum crm_status log_lines_new(struct crm *c, const struct log_filter *f, struct log_out *o, struct log_lines **l, struct crm_error *e);
enum crm_status log_lines_of(struct log_lines *l, const struct log_entry *x, size_t n);
void log_lines_free(struct log_lines *l); /* NULL is legal */

/* ---- log_batches.c ---- */

/* The batches wanted, newest first: columns id, at, by, tool, verb, undone. Of f's entries when it has records. */
struct log_batches { struct stmt *st; const struct log_entries *entries; size_t next; int parameter; };
enum crm_status log_batches(struct crm *c, const struct log_filter *f, const struct log_entries *entries, struct log_batches *b,
                            struct crm_error *e);
/* The next one in b->st; *end = true when there is none. With entries, *first is the index of the first of the batch, *n their number. */
enum crm_status log_next(struct log_batches *b, bool *end, size_t *first, size_t *n, struct crm_error *e);
void log_batches_free(struct log_batches *b);
/* Cells 0 to 4 of a row (batch at by tool verb); texts live in `text` and in the statement until its next row. */
struct log_head { char id[32], at[32]; };
void log_batch_cells(struct crm *c, struct log_out *o, struct stmt *st, struct log_head *head);

#endif
