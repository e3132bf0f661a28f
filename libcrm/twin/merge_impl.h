/* merge_impl.h - a merge at work: what merge*.c share. Private to them. */
#ifndef CRM_TWIN_MERGE_IMPL_H
#define CRM_TWIN_MERGE_IMPL_H

#include "../edit/edit_rows.h"
#include "../history/history.h"
#include "merge.h"

/* A field that can refer to records of the kind. */
struct merge_ref {
	const struct crm_kind *k;
	const struct crm_field *f;
	const struct crm_field *place; /* its place in a list or document of its owner, else NULL */
	bool listed;                   /* an element of one of its owner's lists */
	struct stmt *find, *same_st;
};

struct merge_custom { const struct crm_field *f; struct value was, a, b, v; };

/* The first elements of the lists that a contact's email and phone are. */
#define MERGE_FIRSTS 2
struct merge_first { int child; bool other; int64_t row; };

struct merger {
	struct edit *ed;
	struct crm *c;
	const struct crm_kind *k;
	struct kind_edit *ke;
	const struct merge_options *opt;
	struct crm_error *e;
	struct merge_ref *ref; size_t nref, aref;
	struct peek peek;
	/* the pair in work */
	int64_t keep, gone;
	struct merge_first first[MERGE_FIRSTS];
	/* keep's row as it is; its values, those of gone, what becomes of them: what refers to one
	 * of the two is none */
	struct value was[EDIT_COLUMNS], a[EDIT_COLUMNS], b[EDIT_COLUMNS], v[EDIT_COLUMNS];
	struct merge_custom *custom; size_t ncustom; /* in arena */
	bool left_main[2];             /* by their logs: keep, gone has left its main company */
	bool foreign;                  /* gone's amounts are in another currency than keep's */
	struct strbuf text_a, text_b;
	struct arena arena;            /* texts of the pair */
	struct strbuf kept, left;      /* scratch: values as printed */
};

/* ---- merge_refs.c ---- */
enum crm_status merge_refs_prepare(struct merger *m);
void merge_refs_free(struct merger *m);
/* A row is keep's now: told as what its list says. */
enum crm_status merge_tell_row(struct merger *m, const struct merge_ref *r, int64_t id);
/* Everything that refers to gone refers to keep; their own rows are left to merge_values_*. */
enum crm_status merge_refs(struct merger *m);

/* ---- merge_logs.c ---- */
/* Rows of both that are logs stand as the rows of one: before anything else is done. left_main. */
enum crm_status merge_logs(struct merger *m);
void merge_left_main(struct merger *m); /* a main company that was left is none of a's or b's */
/* With v chosen: the newest company of those left is the main one, with the function there. */
enum crm_status merge_next_main(struct merger *m);

/* ---- merge_values.c ---- */
/* was, a, b, custom; CRM_FORBIDDEN: amounts in two currencies */
enum crm_status merge_values_load(struct merger *m);
enum crm_status merge_values_choose(struct merger *m); /* v, conflicts told */
/* Once gone's row is away: unique values are free by then. */
enum crm_status merge_values_write(struct merger *m);
/* The decision for a field: -1 survivor's, 1 the other's, 0 none. */
int merge_taken(const struct merger *m, const struct crm_field *f);

#endif
