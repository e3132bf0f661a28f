/* rows.h - columns as SQL and their cells out of rows: what select, list and show share.
 * Internal. */
#ifndef CRM_ASK_ROWS_H
#define CRM_ASK_ROWS_H

#include "select.h"

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
	char buf[64];
	enum crm_status status;   /* of the first failure of a list's own statement */
	struct crm_error *e;
};

/* Plan the first n columns of cs and append their SELECT expressions, comma separated. Loads the
 * small tables they need. */
enum crm_status cells_plan(struct cells *cells, struct crm *c, const struct columns *cs, size_t n,
                           enum ref_form refs, struct strbuf *sql, struct crm_error *e);
void cells_free(struct cells *cells);
/* Cell i of the row st stands on. */
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
/* A record of a stream, by its id, or by its name where the kind has names: there, with an alias
 * followed. Failures as above. */
struct crm_id;
enum crm_status select_stream_id(struct crm *c, const struct crm_kind *k, const struct crm_id *v,
                                 int64_t *id, struct crm_error *e);
#define ROWS_ALIAS "q" /* of the table rows are read from */

/* ---- rows_set.c ---- */
/* How a list is printed: elements of this kind, which may be records of another, by this
 * statement. */
struct set_plan { const struct crm_kind *child, *to; const char *sql; };
void set_plan(struct crm *c, const struct crm_field *f, struct set_plan *p);
/* Append the list f of a record, its elements with commas between them. */
enum crm_status set_text(struct crm *c, const struct set_plan *p, const struct crm_kind *owner,
                         const struct crm_field *f, int64_t record, enum ref_form refs,
                         struct strbuf *out, struct crm_error *e);

/* ---- list.c ---- */
/* What import reads back: "id,ext,name,…", id, ext and the settable fields of k, added to out. */
enum crm_status export_columns(struct crm *c, const struct crm_kind *k, struct strbuf *out,
                               struct crm_error *e);

#endif
