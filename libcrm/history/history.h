/* history.h - undo, redo, and the list of changes. Tables: batch, undoing, added, change, removed,
 * stage_move (see store/schema.c). Internal. */
#ifndef CRM_HISTORY_HISTORY_H
#define CRM_HISTORY_HISTORY_H

#include "../edit/edit.h"

/* SQL: the last id of a row of table added, not beyond the ids ever given: a damaged row must not
 * be walked through for ever. */
#define ADDED_LAST \
	"CASE WHEN last > (SELECT c.last FROM counter c WHERE c.kind=added.kind) THEN (SELECT c.last FROM counter c WHERE " \
		"c.kind=added.kind) ELSE last END"

/* SQL: whether batch b is in effect and no undo. */
#define BATCH_COUNTS(b) b ".undone IS NULL AND (" b ".flags & " SQL(BATCH_UNDO) ")=0"

/* ---- history_undo.c, history_effect.c ---- */

/* Undo of batches inside an open edit, all or none: each cell they changed must still hold its new
 * value and no later batch may have touched it; nothing later may refer to what they added; what
 * they removed comes back under its id, and what it refers to must be there. CRM_FORBIDDEN names
 * every collision, and batches that are undone already or cannot be undone (BATCH_FINAL); CRM_NO:
 * no such batch. After a failure the edit must be aborted.
 *
 * A later batch is not in the way when it is undone along, when it has been undone, or when it is
 * an undo of later batches only: then both have gone. Words (terms) that others use by now stay,
 * and so do users who have made changes. Derived cells (roll-ups) are computed afresh by the commit
 * of the edit. Effectiveness is settled along: batch.undone, the void marks of moves and
 * offer.pushes, also of the batches that an undone undo had undone. */
enum crm_status history_undo(struct edit *ed, const int64_t *batches, size_t n,
                             struct crm_error *e);

/* The batch that undo (redo) without operands takes, 0 = none. undo: the user's newest batch that
 * is neither an undo nor undone (the one that made the database doesn't count). redo: the user's
 * newest undo that is not undone, is itself no redo (an undo of an undo), and after which the user
 * made no batch but undo and redo. In a transaction. */
enum crm_status history_newest(struct crm *c, int64_t user, bool redo, int64_t *batch,
                               struct crm_error *e);

/* ---- history_check.c ---- */

/* What history says against the present rows: CRM_NO with one failure per finding (replay of added,
 * change and removed; rolled fields and pushes; chain of moves; undone and void marks; batches in
 * order of time; ids within their counters; references that lead nowhere; circles of parents and
 * managers). Runs its own read transaction when there is none. Memory: that of the longest record's
 * history. */
enum crm_status history_check(struct crm *c, struct crm_error *e);

/* ---- history_row.c: what the history's texts mean ---- */

/* A raw value as the history writes it; raw NULL = no value. Text points into raw. */
struct value history_value(const struct crm_field *f, const char *raw, size_t n);

/* A removed row read back: its fields in the order written, without id and search keys. Values
 * point into text. Zero it first, use it again at will. */
struct history_row {
	const struct crm_field **f;
	struct value *v;
	size_t n, alloc;
	struct strbuf text;
};
#define HISTORY_ROW_INIT {NULL, NULL, 0, 0, STRBUF_INIT}
/* CRM_UNAVAILABLE when it isn't one flat object of strings, integers and nulls. Columns this
 * program doesn't know are left out. */
enum crm_status history_row_parse(struct crm *c, const struct crm_kind *k, const char *json,
                                  size_t n, struct history_row *row, struct crm_error *e);
/* The row of a record as it was removed last. *found = false: it never was. */
enum crm_status history_row_removed(struct crm *c, const struct crm_kind *k, int64_t id,
                                    struct history_row *row, bool *found, struct crm_error *e);
/* of the field with number no; VALUE_NULL when it has none */
struct value history_row_value(const struct history_row *row, int no);
void history_row_free(struct history_row *row);

/* One cell of a present row, through statements kept per field. */
struct peek_cell { const struct crm_field *f; const struct crm_kind *k; struct stmt *st; };
struct peek_ahead; /* history_load.c */
struct peek { struct crm *c; struct peek_cell *r; size_t n, alloc; struct peek_ahead *ahead; };
#define PEEK_INIT(c) {(c), NULL, 0, 0, NULL}
/* *found: whether the record is there. A text value holds until the same field is read again or
 * peek_free. */
enum crm_status peek_read(struct peek *cs, const struct crm_kind *k, const struct crm_field *f,
                          int64_t id, struct value *v, bool *found, struct crm_error *e);
enum crm_status peek_exists(struct peek *cs, const struct crm_kind *k, int64_t id, bool *found,
                            struct crm_error *e);
/* Currency of a record's amounts: its own, a line's offer's, else the settings'. Of a removed one:
 * what it was. */
enum crm_status peek_currency(struct peek *cs, const struct crm_kind *k, int64_t id, int *currency,
                              struct crm_error *e);
void peek_free(struct peek *cs);

/* ---- history_load.c: the same of many records at once ---- */
/* Read ahead the cells of n records (their ids ascend, each once; a thousand at most), all columns
 * or only the field so called, and (removed) what they were when they were removed: a question or
 * two. Until peek_forget looks at them find what was read; nothing may be written meanwhile. */
enum crm_status peek_load(struct peek *cs, const struct crm_kind *k, const char *only,
                          const int64_t *ids, size_t n, bool removed, struct crm_error *e);
void peek_forget(struct peek *cs);
/* history_row_removed of what was read ahead, else of the database. */
enum crm_status peek_removed(struct peek *cs, const struct crm_kind *k, int64_t id,
                             struct history_row *row, bool *found, struct crm_error *e);
/* Whether the record's removals were read ahead; *json: the row that the batch removed, or NULL. */
bool peek_removal(struct peek *cs, const struct crm_kind *k, int64_t id, int64_t batch,
                  const char **json, size_t *n);

/* Append an expression of a kind table with `@` replaced by alias; blank (may be NULL): this column
 * of it reads as NULL. */
void history_expr(struct strbuf *out, const char *expr, const char *alias, const char *blank);

/* SQL that counts afresh how often an offer's expected close was put off, over its row `@`: batches
 * in effect, no undo among them, that set it to a later day while the offer's stage was an open
 * one. */
extern const char history_pushes[];

/* ---- edit_cells.c: the writer's part ---- */

/* The watcher hears of a record that comes back (add) or goes (rm), while it is there: its label;
 * of an element of a list as a change of its owner. */
enum crm_status edit_tell_record(struct edit *ed, struct peek *peek, const char *what,
                                 const struct crm_kind *k, int64_t id, struct crm_error *e);
/* offer.pushes afresh where a batch set expected_close. */
enum crm_status edit_pushes(struct edit *ed, int64_t batch, struct crm_error *e);

#endif
