/* history_impl.h - an undo at work: what history_undo.c and history_refs.c share. Private to them. */
#ifndef CRM_RECORD_HISTORY_IMPL_H
#define CRM_RECORD_HISTORY_IMPL_H

#include "history.h"

struct record { int kind; int64_t id; };
struct added_run { int kind; int64_t first, last; };
struct taken { int kind; int64_t id; bool word, used; };    /* an added record taken back; a word only when nobody uses it */
struct restored { const struct crm_kind *k; int64_t id; const struct crm_field *f; int kind; int64_t target; }; /* a reference that came back */

struct undo {
	struct edit *ed;
	struct crm *c;
	struct db *db;
	struct crm_error *e;
	int64_t batch;          /* the undo's own */
	int64_t first;          /* oldest batch it undoes */
	int64_t target;         /* the one in work */
	bool removes;           /* target removed records */
	bool collided;
	struct added_run *runs; size_t nruns, aruns;    /* of target, sorted */
	struct taken *taken; size_t ntaken, ataken;
	struct restored *restored; size_t nrestored, arestored;
	struct cells cells;
	struct history_row row;
};

/* Room for one more element; p, n and alloc are lvalues. */
#define GROW(p, n, alloc) \
	do { \
		if ((n) == (alloc)) { \
			(alloc) = (alloc) ? 2 * (alloc) : 64; \
			(p) = crm_realloc((p), (alloc) * sizeof *(p)); \
		} \
	} while (0)

/* ---- history_refs.c ---- */

/* One failure "KIND ID: …", each only once. */
void undo_collision(struct undo *u, const struct crm_kind *k, int64_t id, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Fails with the collisions of later changes of a record: of one field, or of all that aren't rolled up (no = -1). *any: there are some. */
enum crm_status later_changes(struct undo *u, const struct crm_kind *k, int64_t id, int no, bool report, bool *any);
enum crm_status later_removal(struct undo *u, const struct crm_kind *k, int64_t id); /* says who removed it */
/* Whether the values another record holds keep these from coming back: get gives the record's values. */
typedef enum crm_status undo_get(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f, void *arg, struct value *v);
enum crm_status unique_taken(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *changed, undo_get *get, void *arg, bool *taken);
/* Stages that offers went through, custom fields and choices that hold values: fails with a collision. */
enum crm_status config_in_use(struct undo *u, const struct crm_kind *k, int64_t id, bool *used);
/* A cell came back: remembered when it refers to something. poly: the kind it refers to where the field has none. */
void undo_restored(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f, int64_t target, int poly);
/* Last: what came back refers to records that are there, nothing refers to what is gone; words nobody uses are removed. */
enum crm_status undo_references(struct undo *u);

#endif
