/* write.h - what all writing verbs share: the edit of a struct crm_write, its touched records, its
 * list of changes. Internal. */
#ifndef CRM_VERB_WRITE_H
#define CRM_VERB_WRITE_H

#include "crm_verb.h"
#include "../edit/edit.h"

/* A writing verb in progress. */
struct writer {
	struct crm *c;
	struct crm_write *w;
	struct edit *ed;
	int64_t *seen; size_t nseen; /* set of touched records, by kind and id */
	size_t atouched;
	/* touched as well, and not in the set */
	struct touched_run { int kind; int64_t first, last; } *run; size_t nruns;
};

/* Begin the edit: dry run, force and the list of changes as w says. */
enum crm_status writer_begin(struct writer *wr, struct crm *c, const char *verb,
                             struct crm_write *w, struct crm_error *e);
/* Commit when s is CRM_OK, else roll back; returns the status of the whole. */
enum crm_status writer_end(struct writer *wr, enum crm_status s, struct crm_error *e);
/* The list of changes: the watcher of an edit (arg: the struct crm_write) that appends to it, and
 * back to the first n of it, for what was told but never made. */
void changes_add(void *arg, const struct edit_change *ch);
void changes_cut(struct crm_write *w, size_t n);
/* The name that records of named kinds are printed by, in the arena; NULL = they are printed by
 * their id. */
const char *record_name(struct crm *c, const struct crm_kind *k, int64_t id, struct arena *a);
/* Note a record addressed; one that comes twice counts once (ids 0 of a dry run always count). */
void writer_touch(struct writer *wr, const struct crm_kind *k, int64_t id);
/* The same of n records, one behind the other. */
void writer_touch_run(struct writer *wr, const struct crm_kind *k, int64_t first, int64_t n);
/* The records that operands (references) and ids (may be NULL) name, in their order, doubles once;
 * *out is the caller's to free. Every one that isn't there is told: CRM_NO for operands, CRM_DATA
 * with the line for ids read. In the writer's transaction. */
struct target { int64_t id; long line; };
enum crm_status writer_targets(struct writer *wr, const struct crm_kind *k, const char *const *refs,
                               size_t nrefs, const struct crm_ids *ids, struct target **out,
                               size_t *n, struct crm_error *e);

/* crm_add under the name of another verb, for the history. */
enum crm_status add_records(struct crm *c, const struct crm_kind *k, const char *verb,
                            const char *const *operands, size_t n, const struct crm_ids *ids,
                            struct crm_write *w, struct crm_error *e);
/* Hand on what was told about one record of many, with its id before it and its place; clears
 * own. */
void writer_tell(const struct crm_kind *k, const struct target *t, enum crm_status s,
                 struct crm_error *own, struct crm_error *e);

#endif
