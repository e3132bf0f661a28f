/* log_impl.h - what the listings of changes and batches share. Private to log*.c. */
#ifndef CRM_LOG_LOG_IMPL_H
#define CRM_LOG_LOG_IMPL_H

#include "log.h"

/* ---- log_filter.c: columns ---- */

/* Columns as -c names them; "+x" adds to the fixed ones. CRM_USAGE names the nearest. */
enum crm_status log_columns(struct log_out *o, const struct sink_column *all, size_t nall,
                            const struct crm_query *q, struct sink *sink, struct crm_error *e);
void log_begin(const struct log_out *o);
static inline void log_set(struct log_out *o, int i, enum cell type, const char *p, size_t n)
{
	o->cell[i] = (struct log_cell){type, p, n};
}
static inline void log_text(struct log_out *o, int i, const char *s)
{
	log_set(o, i, s ? CELL_TEXT : CELL_NULL, s, s ? strlen(s) : 0);
}
void log_row(struct log_out *o);
static inline bool log_full(const struct log_out *o) { return o->left == 0 || sink_stopped(o->s); }

/* ---- log_filter.c: what is wanted ---- */

/* Operands and ids of q. rows: changes are listed, so what= and field= are known. In a
 * transaction. */
enum crm_status log_filter(struct crm *c, const struct crm_query *q, bool rows,
                           struct log_filter *f, struct crm_error *e);
/* NULL = additions, which have none */
bool log_wants_field(const struct log_filter *f, const char *name);

/* ---- log_element.c ---- */

/* The list field that rows of a child kind are elements of (that of the first kind that has such a
 * list: the name is the same in all); NULL = they are no elements, but stand for themselves. */
const struct crm_field *log_list_field(const struct crm_kind *k);
struct log_past { struct crm *c; struct peek peek; struct history_row row; struct strbuf raw; };
#define LOG_PAST_INIT(c) {(c), PEEK_INIT(c), HISTORY_ROW_INIT, STRBUF_INIT}
void log_past_free(struct log_past *p);
/* Whether sql (a constant) finds a row, given n integers. */
enum crm_status log_any(struct log_past *p, const char *sql, const int64_t *v, int n, bool *any,
                        struct crm_error *e);
/* whose it is; owner NULL = not known */
struct log_element { const struct crm_kind *owner; int64_t id; };
/* An element as it was before the changes of batch `since` and later ones: text is as the list
 * prints it. Uses p->row. */
enum crm_status log_element_before(struct log_past *p, const struct crm_kind *k, int64_t id,
                                   int64_t since, struct log_element *el, struct strbuf *text,
                                   struct crm_error *e);
/* The same of the removed row in p->row. */
enum crm_status log_element_removed(struct log_past *p, const struct crm_kind *k,
                                    struct log_element *el, struct strbuf *text,
                                    struct crm_error *e);

/* ---- log_count.c ---- */

/* How many records a batch added, changed and removed. Rows that belong to a record (elements of
 * lists, affiliations, lines) are changes of it, words count nowhere, and a record that was added
 * or removed isn't a changed one. */
struct log_counter { struct crm *c; struct stmt *st; uint64_t kinds; }; /* {c} to begin with */
struct log_counts { int64_t added, changed, removed; };
enum crm_status log_count(struct log_counter *lc, int64_t batch, struct log_counts *n,
                          struct crm_error *e);
void log_counter_free(struct log_counter *lc);

/* ---- log_batches.c ---- */

/* The batches wanted, newest first: columns id, at, by, tool, verb, undone. Of f's entries when it
 * has records. */
struct log_batches {
	struct query q;
	const struct log_entries *entries;
	size_t next;
	int parameter;
};
struct log_batches log_batches(struct crm *c, const struct log_filter *f,
                               const struct log_entries *entries, struct crm_error *e);
/* The next one in b->q, as query_row. With entries, *first is the index of the first of the batch,
 * *n their number. At the end: query_end of b->q. */
bool log_next(struct log_batches *b, size_t *first, size_t *n);
/* Cells 0 to 4 of a row (batch at by tool verb); texts live in `text` and in the statement until
 * its next row. */
struct log_head { char id[32], at[32]; };
void log_batch_cells(struct crm *c, struct log_out *o, struct stmt *st, struct log_head *head);

#endif
