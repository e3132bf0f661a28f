/* log_impl.h - what the listings of changes and batches share. Private to log*.c. */
#ifndef CRM_LOG_LOG_IMPL_H
#define CRM_LOG_LOG_IMPL_H

#include "../model/id_texts.h"
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
struct past_change {
	int kind; int64_t id, batch, seq;
	int field;
	size_t old, nold, new, nnew; bool no_old, no_new; /* places in the text */
};
struct log_past {
	struct crm *c;
	struct peek peek;
	struct history_row row;
	struct strbuf raw;
	/* read by log_past_load: of these records (sorted) */
	struct log_record *asked; size_t nasked, aasked;
	struct past_change *change; size_t nchanges; /* by record, batch and seq */
	struct strbuf text;                          /* theirs */
};
#define LOG_PAST_INIT(c) {(c), PEEK_INIT(c), HISTORY_ROW_INIT, STRBUF_INIT, .text = STRBUF_INIT}
void log_past_free(struct log_past *p);

/* ---- log_load.c ---- */
#define LOG_BLOCK 1000
/* Read what n lines need, LOG_BLOCK at most, in place of what was read before: a few questions for
 * each kind. */
enum crm_status log_past_load(struct log_past *p, const struct log_entry *x, size_t n,
                              struct crm_error *e);
void log_past_forget(struct log_past *p);
/* The first change of a record from (batch, seq) on, among those read; others of it follow until
 * p->change + p->nchanges. */
const struct past_change *log_past_changes(const struct log_past *p, int kind, int64_t id,
                                           int64_t batch, int64_t seq);
/* The next change of the same record, or NULL. */
static inline const struct past_change *log_past_next(const struct log_past *p,
                                                      const struct past_change *x)
{
	const struct past_change *y = x + 1;

	return y < p->change + p->nchanges && y->kind == x->kind && y->id == x->id ? y : NULL;
}
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

/* ---- log_batches.c ---- */

/* A batch as it is listed; texts live until the next ones are read. */
struct log_head {
	int64_t batch, undone; /* 0 = it is not undone */
	char id[32], at[32];
	const char *by, *tool, *verb;
};
/* The batches wanted, newest first: all, or (with records) those of f's entries. */
struct log_batches {
	struct crm *c;
	struct crm_error *e;
	const struct log_entries *entries; size_t next; /* NULL = all */
	struct query q; bool done;
	struct stmt *st;                                /* with entries, for a set of batches */
	int parameter;
	struct log_head head[LOG_BLOCK]; size_t n;      /* those read last */
	struct arena arena;
};
enum crm_status log_batches_open(struct log_batches *b, struct crm *c, const struct log_filter *f,
                                 const struct log_entries *entries, struct crm_error *e);
/* Up to `most` of them, LOG_BLOCK at most; false: there are no more, or *s is a failure. */
bool log_batches_read(struct log_batches *b, size_t most, enum crm_status *s);
void log_batches_close(struct log_batches *b);
/* Cells 0 to 4 of a row: batch at by tool verb. */
void log_batch_cells(struct log_out *o, const struct log_head *head);

/* ---- log_feed.c ---- */

/* Entries in the order they are listed, some at a time. */
#define LOG_CURSORS 3
struct log_cursor { struct query q; bool row; int64_t id; };
struct log_block { struct log_entry *entry; size_t n; };
struct log_feed {
	struct crm *c;
	struct crm_error *e;
	bool records;
	struct log_entries entries; size_t next;
	struct log_cursor cursor[LOG_CURSORS]; /* what was added, changed, removed */
	struct log_batches batches; size_t at;
	struct log_block block; size_t *head;  /* places of their batches */
	size_t most;
};
/* rows: so many are wanted, -1 = all. After a failure too it is closed. */
enum crm_status log_feed_open(struct log_feed *feed, struct crm *c, const struct log_filter *f,
                              int64_t rows, struct crm_error *e);
/* The next ones in feed->block; false: there are none, or *s is a failure. */
bool log_feed_next(struct log_feed *feed, enum crm_status *s);
const struct log_head *log_feed_head(const struct log_feed *feed, size_t i);
/* Returns s. */
enum crm_status log_feed_close(struct log_feed *feed, enum crm_status s);

/* ---- log_count.c ---- */

/* How many records batches added, changed and removed. Rows that belong to a record (elements of
 * lists, affiliations, lines) are changes of it, words count nowhere, and a record that was added
 * or removed isn't a changed one. n batches, whose numbers fall. */
struct log_counts { int64_t added, changed, removed; };
enum crm_status log_count(struct crm *c, const int64_t *batch, size_t n, struct log_counts *counts,
                          struct crm_error *e);

#endif
