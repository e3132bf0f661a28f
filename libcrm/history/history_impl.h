/* history_impl.h - an undo at work: what history_*.c and edit_cells.c share. Private to them. */
#ifndef CRM_HISTORY_HISTORY_IMPL_H
#define CRM_HISTORY_HISTORY_IMPL_H

#include "history.h"

struct added_run { int kind; int64_t first, last; };
/* added records taken back, one behind the other; a word, alone, only when nobody uses it */
struct taken { int kind; int64_t id, last; bool word, used; };
struct restored {
	const struct crm_kind *k;
	int64_t id;
	const struct crm_field *f;
	int kind;
	int64_t target;
}; /* a reference that came back */

/* A unique index, and the look-up of another record with the same values. */
#define UNIQUE_FIELDS 4
struct unique {
	const char *index;
	const struct crm_field *f[UNIQUE_FIELDS];
	bool key[UNIQUE_FIELDS];
	int n;
	struct stmt *st;
	struct strbuf keys;
};

/* Cells of one record that change together. */
#define GROUP_CELLS 64
struct group {
	const struct crm_kind *k;
	int64_t id;
	const struct crm_field *f[GROUP_CELLS];
	struct value now[GROUP_CELLS], back[GROUP_CELLS];
	size_t now_at[GROUP_CELLS], back_at[GROUP_CELLS]; /* where their texts begin in text */
	size_t n;
	struct strbuf text;
};

struct undo {
	struct edit *ed;
	struct crm *c;
	struct db *db;
	struct crm_error *e;
	int64_t batch;          /* the undo's own */
	int64_t first;          /* oldest batch it undoes */
	int64_t target;         /* the one in work */
	bool removes;           /* it removed records */
	bool collided;
	struct added_run *runs; size_t nruns;    /* of target, sorted */
	/* batches that came into or went out of effect */
	int64_t *flipped; size_t nflipped, aflipped;
	struct taken *taken; size_t ntaken, ataken;
	struct restored *restored; size_t nrestored, arestored;
	struct unique *unique; size_t nunique, aunique;
	struct group group;
	struct peek peek;
	struct history_row row;
};

/* ---- history_refs.c ---- */

/* One failure "KIND ID: …" (FORBIDDEN), each only once. */
void undo_collision(struct undo *u, const struct crm_kind *k, int64_t id, const char *fmt, ...)
        __attribute__((format(printf, 4, 5)));
/* Collisions with later changes of one cell (f), or of all cells of a record but those rolled up (f
 * NULL). report: say them; *any: whether there are some. */
enum crm_status later_changes(struct undo *u, const struct crm_kind *k, int64_t id,
                              const struct crm_field *f, bool report, bool *any);
/* a collision that says who removed it */
enum crm_status later_removal(struct undo *u, const struct crm_kind *k, int64_t id);
/* Stages that offers went through, custom fields and choices that hold values are in use: a
 * collision. */
enum crm_status config_in_use(struct undo *u, const struct crm_kind *k, int64_t id, bool *used);
/* A reference came back. kind: what it refers to. */
void undo_restored(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                   int kind, int64_t target);
/* Kind a field of a record refers to, 0 = none; poly: the value of its column `kind`. */
int field_target(const struct crm_field *f, int64_t poly);
/* Last: what came back refers to records that are there, and not in a circle; nothing refers to
 * what is gone; words nobody uses are removed. */
enum crm_status undo_references(struct undo *u);

/* ---- history_unique.c ---- */

/* Whether another record holds by now what must be unique in a record that comes back (u->row), or
 * in cells of one that do (u->group): collisions. */
enum crm_status unique_row(struct undo *u, const struct crm_kind *k, int64_t id, bool *taken);
enum crm_status unique_group(struct undo *u, bool *taken);
void unique_free(struct undo *u);

/* ---- history_currency.c ---- */

/* Whether a currency among the cells of u->group would change what amounts are that stay, or an
 * amount comes back whose currency was changed later: collisions. *taken is left alone when not. */
enum crm_status currency_group(struct undo *u, bool *taken);

/* ---- history_effect.c ---- */

/* Batches an undo undid are looked at again: batch.undone, the void marks of their moves; then
 * those they undid, and so on. */
enum crm_status effect_targets(struct undo *u, int64_t batch);
/* What they put off counts or doesn't: once the offers are there again. */
enum crm_status effect_pushes(struct undo *u);

/* ---- edit_cells.c: the writer's part ---- */

/* The group's cells get their old values in one go (constraints span cells), with history, and the
 * watcher is told. */
enum crm_status edit_cells(struct edit *ed, struct peek *peek, const struct group *g,
                           struct crm_error *e);
/* ---- history_row.c, history_load.c ---- */
bool history_text_field(const struct crm_field *f); /* its column holds texts */
/* A cell that was read ahead; false: it was not. */
bool peek_ahead(struct peek *cs, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                struct value *v, bool *found);

#endif
