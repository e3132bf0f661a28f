/* rows.h - columns as SQL and their cells out of rows: what select, list and show share.
 * Internal. */
#ifndef CRM_ASK_ROWS_H
#define CRM_ASK_ROWS_H

#include "select.h"
#include "../model/id_texts.h"

/* Add one column to a list begun with zeroes and joins = STRBUF_INIT; references share their joins.
 * unit: whether `closed:month` is allowed. */
enum crm_status columns_add(struct crm *c, const struct crm_kind *k, const char *alias,
                            const char *name, size_t n, bool unit, struct columns *out,
                            struct crm_error *e);
/* Append the ORDER BY terms of a sort list such as "-value,name" and then of the id; their columns
 * are added to cs, for the joins. */
enum crm_status columns_sort(struct crm *c, const struct crm_kind *k, const char *alias,
                             const char *sort, struct columns *cs, struct strbuf *order,
                             struct crm_error *e);

enum ref_form { REFS_IDS, REFS_NAMES, REFS_BOTH }; /* c12; Erika Muster; Erika Muster (c12) */
/* p valid until the next cell is read */
struct cell_text { enum cell type; const char *p; size_t n; };

/* ---- rows_set.c ---- */
/* How a list f of records of a kind is printed: elements of this kind, which may be records of
 * another, by this statement. */
struct set_plan {
	const struct crm_field *f;
	const struct crm_kind *owner, *child, *to;
	const char *sql;
};
void set_plan(struct crm *c, const struct crm_kind *owner, const struct crm_field *f,
              struct set_plan *p);
/* Read the lists of n records, a thousand at most, in place of those read before: elements with
 * commas between them. One question. */
enum crm_status set_texts(struct crm *c, const struct set_plan *p, const int64_t *records, size_t n,
                          enum ref_form refs, struct id_texts *out, struct crm_error *e);

struct cell_plan; /* how a column's cell is made */
struct day_text { int day; char text[12]; };
#define DAY_CACHE 1024

struct cells {
	struct crm *c;
	enum ref_form refs;
	struct cell_plan *plan;
	size_t n;
	struct day_text *days;    /* DAY_CACHE, by the day's last bits */
	struct strbuf text;       /* of the cell last read, when it had to be put together */
	struct id_texts list;     /* that cell's list */
	char buf[64];
	enum crm_status status;   /* of the first failure of a list's own statement */
	struct crm_error *e;
};

/* Plan the first n columns of cs and append their SELECT expressions, comma separated. Loads the
 * small tables they need. */
enum crm_status cells_plan(struct cells *cells, struct crm *c, const struct columns *cs, size_t n,
                           enum ref_form refs, struct strbuf *sql, struct crm_error *e);
void cells_free(struct cells *cells);
/* How cell i, the record in column i, is printed when it is a list; else NULL. */
const struct set_plan *cells_list(const struct cells *cells, size_t i);
bool cells_any_list(const struct cells *cells);
/* Cell i of the row st stands on; of a list one question each. */
void cell_read(struct cells *cells, size_t i, struct stmt *st, struct cell_text *out);
/* All n cells of the row into the sink, with its end. */
void cells_write(struct cells *cells, struct stmt *st, struct sink *s);
/* What the sink wants to know of the columns; freed with free(). */
struct sink_column *cells_columns(const struct columns *cs, size_t n);

/* Ids given, operands before stream: doubles out, aliases followed, all of them there. given: there
 * were any operands or a stream. */
struct id_list { int64_t *id; size_t n; bool given; };
/* Those of q; freed with free(ids->id). CRM_NO for an operand that isn't there, CRM_DATA with its
 * line for one of a stream. */
enum crm_status select_ids(struct crm *c, const struct select *q, struct id_list *ids,
                           struct crm_error *e);
/* The records of a stream that are there, with aliases followed: known[i], or 0 of one that is
 * named or isn't. A question for a thousand. In c->arena. */
struct crm_id;
enum crm_status ids_known(struct crm *c, const struct crm_kind *k, const struct crm_ids *ids,
                          int64_t **known, struct crm_error *e);
/* A record of a stream, by its id, or by its name where the kind has names: there, with an alias
 * followed. known: what ids_known says of it. Failures as above. */
enum crm_status select_stream_id(struct crm *c, const struct crm_kind *k, const struct crm_id *v,
                                 int64_t known, int64_t *id, struct crm_error *e);
#define ROWS_ALIAS "q" /* of the table rows are read from */

/* ---- rows_block.c: rows put aside: lists are read, ids looked up for many at once ---- */
#define ROW_BLOCK 1000
struct row_block {
	struct cells *cells;      /* of the rows; begins with it alone, and text = STRBUF_INIT */
	struct kept_cell *cell; size_t ncells, cells_alloc;
	struct kept_row *row; size_t n, rows_alloc;
	struct id_texts *lists;   /* by cell */
	struct strbuf text;
};
/* Keep the row st stands on, of the record id. */
void row_block_add(struct row_block *b, struct stmt *st, int64_t id);
/* All rows are there: read the lists of their records, a question for each column that is one. */
enum crm_status row_block_read(struct row_block *b);
/* The row of a record; false: it is not among them. Of rows of one record each. */
bool row_block_find(struct row_block *b, int64_t id, size_t *row);
/* A cell of a row, as cell_read; all of them into the sink, with its end. */
void row_block_cell(struct row_block *b, size_t row, size_t i, struct cell_text *out);
void row_block_write(struct row_block *b, size_t row, struct sink *s);
void row_block_reset(struct row_block *b);
void row_block_free(struct row_block *b);

/* ---- list.c ---- */
/* What import reads back: "id,ext,name,…", id, ext and the settable fields of k, added to out. */
enum crm_status export_columns(struct crm *c, const struct crm_kind *k, struct strbuf *out,
                               struct crm_error *e);

#endif
