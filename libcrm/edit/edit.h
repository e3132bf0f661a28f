/* edit.h - the only writer of kind tables: one edit = one transaction = one batch of history.
 * Internal.
 *
 * edit_begin takes the write lock. The batch row, and the record of the user running the command,
 * are made with the first real change; an edit that changes nothing leaves nothing behind.
 * edit_commit runs the roll-ups of the touched records, commits, or rolls back when the edit is a
 * dry run. */
#ifndef CRM_EDIT_EDIT_H
#define CRM_EDIT_EDIT_H

#include "../store/context.h"
#include "../ask/assign.h"
#include "../ask/cond.h"
#include "../model/place.h"
#include "../model/value.h"

struct edit;
struct crm_files;

/* A change, as it happens: for -N, for terminals, for tests. old and new are printed text (TSV
 * form, not escaped), NULL-able. */
struct edit_change {
	const char *what; /* add, set, rm, move */
	const struct crm_kind *kind;
	int64_t id;
	const char *field;
	const char *old, *new;
};
typedef void edit_watch(void *arg, const struct edit_change *ch);

struct edit_options {
	const char *verb;        /* batch.verb */
	bool dry_run;
	bool force;              /* duplicates are added anyway (but for ext) */
	/* import, load: import flag of the batch, caches of references; no default owner and
	 * inquired, no `required` of stages */
	bool bulk;
	int flags;               /* further flags of the batch: BATCH_UNDO, BATCH_FINAL */
	edit_watch *watch; void *arg; /* may be NULL */
	const struct crm_files *files; /* reads what is attached; NULL = nothing can be */
};

enum crm_status edit_begin(struct edit **ed, struct crm *c, const struct edit_options *opt,
                           struct crm_error *e);
enum crm_status edit_commit(struct edit *ed, struct crm_error *e);  /* also frees */
/* rolls back, frees; NULL is legal */
void edit_abort(struct edit *ed);
struct crm *edit_context(struct edit *ed);
/* id of the batch, made when it isn't yet; 0 = failed */
int64_t edit_batch(struct edit *ed, struct crm_error *e);
/* whether anything changed so far */
bool edit_changed(const struct edit *ed);

/* A point to go back to, so that work can go on behind a bad record; one at a time. After edit_keep
 * what was done since stays; after edit_back it has never been, but for what the watcher was
 * told. */
enum crm_status edit_mark(struct edit *ed, struct crm_error *e);
enum crm_status edit_keep(struct edit *ed, struct crm_error *e);
enum crm_status edit_back(struct edit *ed, struct crm_error *e);

/* Bulk work: the caller has just seen that there is such a record, so that a reference to it needs
 * no look-up. */
void edit_known(struct edit *ed, int kind, int64_t id);

/* Parse `FIELD=VALUE` operands into assigns (in arena of c). stdin text for `@=-` and files come
 * through read_file (host); files to attach are read here already, so that no lock is held
 * meanwhile. */
enum crm_status assigns_parse(struct crm *c, const struct crm_kind *k, const char *const *operands,
                              size_t n, const struct crm_files *files, struct assign **out,
                              size_t *nout, struct crm_error *e);

/* SHA-256 (SHA256_HEX bytes) and size of a file the host reads. */
enum crm_status file_digest(const struct crm_files *files, const char *name, char hex[],
                            int64_t *size, struct crm_error *e);

/* Add a record with defaults, checks of required fields and duplicates, derived fields
 * (contact.name from given and family, offer.company from its contact, currency, pipeline, stage,
 * inquired, owner), an offer with its entry move. Who runs the command and is new gets his record
 * with the batch: adding that one fills it in. */
enum crm_status edit_add(struct edit *ed, const struct crm_kind *k, const struct assign *a,
                         size_t n, const struct value_format *fmt, int64_t *id,
                         struct crm_error *e);
/* Change one. *changed: whether anything really changed. `stage=` is a move. */
enum crm_status edit_set(struct edit *ed, const struct crm_kind *k, int64_t id,
                         const struct assign *a, size_t n, const struct value_format *fmt,
                         bool *changed, struct crm_error *e);
/* How many values the assignments of the last edit_set that were empty took away. */
int edit_erased(const struct edit *ed);
/* Whether the last edit_set gave the record another name. */
bool edit_renamed(const struct edit *ed);
/* The record whose field f holds text, by the same key as look-ups: *id = 0 when there is none,
 * CRM_AMBIGUOUS when there are several. For --key and import. Takes columns, id, ext and the
 * e-mails of contacts. */
enum crm_status edit_find(struct edit *ed, const struct crm_kind *k, const struct crm_field *f,
                          const char *text, size_t n, const struct value_format *fmt, int64_t *id,
                          struct crm_error *e);
/* What assignments would do to a record: nothing, fill what is empty or add to lists, or put
 * something in the place of what is there (*f: the field, NULL where that can't be said). What is
 * wrong with them counts as that too. Writes nothing. */
enum edit_effect { EFFECT_NONE, EFFECT_FILLS, EFFECT_REPLACES };
enum crm_status edit_effect_of(struct edit *ed, const struct crm_kind *k, int64_t id,
                               const struct assign *a, size_t n, const struct value_format *fmt,
                               enum edit_effect *effect, const struct crm_field **f,
                               struct crm_error *e);
struct identity;
/* Of line i, which is new and has no key: the record no line was written to that has all the values
 * assigned, and what else there is agrees (NULL = nothing); 0 = none. */
typedef enum crm_status edit_agrees(void *arg, int64_t id, bool *yes, struct crm_error *e);
enum crm_status edit_alike(struct edit *ed, struct identity *in, size_t i, const struct assign *a,
                           size_t n, const struct value_format *fmt, edit_agrees *agrees, void *arg,
                           int64_t *id, struct crm_error *e);
/* Of a kind without names: the columns its records are compared by, as a file gives them. For one
 * kind an edit. */
enum crm_status edit_twins_open(struct edit *ed, const struct crm_kind *k,
                                const struct crm_field *const *f, size_t n, struct crm_error *e);
bool edit_twins_known(const struct edit *ed);
bool edit_has_twins(const struct edit *ed); /* whether there are any records to compare with */
/* edit_add, but where there is a record with all these values (the first `own` assignments aside)
 * that agrees, it is *id, and *there. only: nothing is added. */
enum crm_status edit_add_or_twin(struct edit *ed, const struct crm_kind *k, const struct assign *a,
                                 size_t n, size_t own, const struct value_format *fmt,
                                 edit_agrees *agrees, void *arg, bool only, int64_t *id,
                                 bool *there, struct crm_error *e);
/* Remove one with all it owns; CRM_FORBIDDEN with counts when others refer to it. */
enum crm_status edit_rm(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e);

/* Remark that a term about to be made is much like one there is: most likely a slip of the pen. Not
 * in bulk, nor of words under four bytes. */
void edit_note_near(struct edit *ed, const char *s, size_t n);

/* Raw rows with history, for children, configuration, merges and undo. v[i] belongs to the kind's
 * i-th column field (table_columns order). */
enum crm_status edit_row_add(struct edit *ed, const struct crm_kind *k,
                             const struct crm_field *const *f, const struct value *v, size_t n,
                             int64_t *id, struct crm_error *e);
enum crm_status edit_row_set(struct edit *ed, const struct crm_kind *k, int64_t id,
                             const struct crm_field *f, struct value old, struct value v,
                             struct crm_error *e);
/* A removed row comes back under its old id (undo). Search keys are computed, rolled columns as
 * given. */
enum crm_status edit_row_restore(struct edit *ed, const struct crm_kind *k, int64_t id,
                                 const struct crm_field *const *f, const struct value *v, size_t n,
                                 struct crm_error *e);
enum crm_status edit_row_rm(struct edit *ed, const struct crm_kind *k, int64_t id,
                            struct crm_error *e);

/* Records whose cross-record roll-ups (expr of C_ROLLED fields) must run at commit. */
void edit_touch(struct edit *ed, int kind, int64_t id);

#endif
