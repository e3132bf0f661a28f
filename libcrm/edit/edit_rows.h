/* edit_rows.h - rows of kinds as arrays of values, for whoever reads or writes them raw: rules of
 * kinds, search, history, merges, cards, privacy. Internal. */
#ifndef CRM_EDIT_EDIT_ROWS_H
#define CRM_EDIT_EDIT_ROWS_H

#include "../store/db.h"
#include "../model/catalog.h"
#include "../model/field_sql.h"
#include "edit.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"

#define EDIT_COLUMNS 64   /* most columns of a kind: bits of a mask of them */
#define EDIT_SLOTS 96     /* of field numbers that are columns: see edit_slot_of */
#define EDIT_OBSERVERS 8  /* most observers */
#define EDIT_UPDATES 48   /* update statements kept per kind */

struct edit;
struct run { int64_t first, last; };
struct update { uint64_t mask; struct stmt *st; };
struct custom_column { int64_t field; bool text; struct stmt *load, *save; };

/* A kind as this edit writes it. Columns are numbered in the order of the kind's table. */
struct kind_edit {
	const struct crm_kind *k;
	const struct crm_field *col[EDIT_COLUMNS];
	int ncol;
	/* columns: the country of telephone numbers, and those whose keys are made with it */
	uint64_t country, phones;
	signed char slot[EDIT_SLOTS]; /* column of a field number, -1 = none; see edit_slot */
	bool counted;                 /* last is read; written back at commit */
	int64_t last;
	struct run *runs; size_t nruns, aruns;
	uint64_t insert_mask;         /* columns of `insert` */
	struct stmt *insert, *load, *remove, *remove_custom, *remove_empty, *find;
	const struct crm_field *find_field; /* that `find` looks for */
	struct update update[EDIT_UPDATES]; size_t nupdate, next_update;
	/* columns of KIND_x, retired ones too */
	struct custom_column *custom; size_t ncustom; bool custom_known;
	int64_t *touched; size_t ntouched, atouched;
	uint64_t reads; bool reads_known; /* columns that roll-ups of the same row read */
};

struct draft;

/* Ids of a kind: a bit per id below n, set when it is known that there is such a record. */
struct seen { uint64_t *bits; int64_t n, misses; bool whole; };

/* What an edit had come to where it may go back to. */
struct mark_kind { bool counted; int64_t last; size_t nruns; int64_t run_last; };
struct mark { int64_t batch, me, seq; struct mark_kind kind[KIND_NUMBERS]; };

struct word_cache { unsigned char n; char kind; char s[54]; int64_t id; };

struct edit_twins;
struct edit {
	struct crm *c;
	struct edit_options opt;
	int64_t batch, at, me;
	bool new_me;              /* the record of who runs it came with this batch */
	int created_day;
	int64_t seq;
	struct kind_edit *kind[KIND_NUMBERS];
	struct mark mark;
	struct draft *d;               /* the record in work */
	/* it is being written: it keeps what is rolled up from its own cells and lists itself */
	bool drafting;
	void *state[EDIT_OBSERVERS];   /* of the observers, see edit_state */
	/* search keys; texts made for the draft; its old row's; those of another row; scratch */
	struct strbuf keys, text, draft_text, row_text, log_old, log_new;
	struct arena arena;           /* lists of the draft */
	struct seen *seen;            /* bulk: references known to exist, by kind */
	struct edit_twins *twins;     /* records without names, by their values; NULL */
	struct word_cache *words;     /* bulk: terms and users by word */
	/* telephone numbers that are not valid; the first */
	/* telephone numbers kept as given: how many, the first and what it is (enum number_is) */
	int64_t odd_phones; char odd_phone[48]; int odd_is;
	bool odd_unsure;
};

/* Place of a field number in `slot`; 0, which is the id's and no column's, for all that can't be
 * one. */
static inline int edit_slot_of(int no)
{
	return no > 0 && no < 80 ? no : no >= 900 && no < 916 ? no - 820 : 0;
}
static inline int edit_slot(const struct kind_edit *ke, int no)
{
	return ke->slot[edit_slot_of(no)];
}
static inline uint64_t edit_bit(const struct kind_edit *ke, int no)
{
	return UINT64_C(1) << edit_slot(ke, no);
}
static inline struct value value_text(const char *s, size_t n)
{
	return n ? (struct value){V_TEXT, 0, s, n} : VALUE_NULL;
}

static inline bool field_is_text(const struct crm_field *f)
{
	return f->type == T_TEXT || f->type == T_LONG || f->type == T_COUNTRY;
}

/* ---- batch.c ---- */
struct kind_edit *edit_kind(struct edit *ed, const struct crm_kind *k);
enum crm_status edit_need_batch(struct edit *ed, struct crm_error *e);
/* The user running the command, made with the batch when not there: 0 = no user. Makes the
 * batch. */
enum crm_status edit_me(struct edit *ed, int64_t *id, struct crm_error *e);
/* 0 = not there yet */
enum crm_status edit_find_me(struct edit *ed, int64_t *id, struct crm_error *e);
enum crm_status edit_log(struct edit *ed, int kind, int64_t id, int field, struct value old,
                         struct value v, struct crm_error *e);
/* Report a change to the watcher. currency: of money. what is "set" or "move"; for adding old is
 * NULL. */
void edit_tell(struct edit *ed, const char *what, const struct crm_kind *k, int64_t id,
               const struct crm_field *f, struct value old, struct value v, int currency);

void bind_value(struct stmt *st, int i, struct value v);
/* First column of the first row of a cached statement (its text must be constant), 0 when there is
 * none. */
enum crm_status edit_ask(struct edit *ed, const char *sql, const struct value *p, int n,
                         int64_t *id, struct crm_error *e);
/* The same for integers, eight at most. */
enum crm_status edit_get_int(struct edit *ed, struct crm_error *e, int64_t *out, const char *sql,
                             const int64_t *p, int n);
#define edit_get(ed, e, out, sql, ...) \
	edit_get_int(ed, e, out, sql, (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)))

/* What follows from what is written, elsewhere than in its row: edit_observers[] of parts.c, in
 * whose order they are told. A member may be NULL. */
struct edit_observer {
	/* A batch has its number; its row, which names ed->me, comes next. */
	enum crm_status (*begin)(struct edit *ed, struct crm_error *e);
	/* A row was written. Added: old NULL, mask 0. Changed in the columns of mask: old and v.
	 * Removed: v NULL. Changed without history, as roll-ups do: old NULL, and v has no more
	 * than the columns of mask. Both NULL: texts of its own fields or keys that belong to it
	 * changed, with id 0 those of any row of the kind. */
	enum crm_status (*row)(struct edit *ed, struct kind_edit *ke, int64_t id,
	                       const struct value *old, const struct value *v, uint64_t mask,
	                       struct crm_error *e);
	/* A record that was added or changed is written, with all that belongs to it. The draft is
	 * still in work: raw rows may be written, no other record begun. */
	enum crm_status (*written)(struct edit *ed, struct draft *d, struct crm_error *e);
	/* a point to go back to is about to be set */
	enum crm_status (*mark)(struct edit *ed, struct crm_error *e);
	/* what was done since has never been */
	void (*back)(struct edit *ed);
	/* nothing more will be written but by observers */
	enum crm_status (*flush)(struct edit *ed, struct crm_error *e);
	/* the edit ends, its statements first */
	void (*release)(struct edit *ed);
};
extern const struct edit_observer *const edit_observers[];
/* What an observer keeps of this edit: NULL at first. */
void **edit_state(struct edit *ed, const struct edit_observer *o);
/* Tell them of a row. */
enum crm_status edit_observe(struct edit *ed, struct kind_edit *ke, int64_t id,
                             const struct value *old, const struct value *v, uint64_t mask,
                             struct crm_error *e);

/* ---- edit_row.c: rows as arrays of values, in column order ---- */
enum crm_status row_new_id(struct edit *ed, struct kind_edit *ke, int64_t *id, struct crm_error *e);
/* Insert under an id, with `added`. country: for phone keys, NULL = the settings'. */
enum crm_status row_insert(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *v,
                           const char *country, struct crm_error *e);
/* Update the columns of mask (and `updated` where the kind has it), log those that differ from old.
 * old NULL: log nothing. */
enum crm_status row_update(struct edit *ed, struct kind_edit *ke, int64_t id,
                           const struct value *old, const struct value *v, uint64_t mask,
                           const char *country, struct crm_error *e);
enum crm_status row_delete(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e);
/* Load a row into v; texts live in `text` (reset before). *found = false when there is none. */
enum crm_status row_load(struct edit *ed, struct kind_edit *ke, int64_t id, struct value *v,
                         struct strbuf *text, bool *found, struct crm_error *e);
/* Append a member of the JSON object of a removed row, begun with "{"; nothing without a value. */
void row_json(struct strbuf *out, const char *name, struct value v);
/* A stored value out of a row; texts live as long as the row. */
struct value read_column(struct stmt *st, int col, const struct crm_field *f);
/* Country for phone keys: v's when it is a text, else the settings', else NULL. out ≥ 3 bytes. */
const char *row_country(struct edit *ed, struct value v, char out[3]);
/* Append the search key of a text. */
void row_key(struct strbuf *out, const struct crm_field *f, const char *s, size_t n,
             const char *country);

/* ---- edit_custom.c: the side table KIND_x ---- */
enum crm_status custom_columns(struct edit *ed, struct kind_edit *ke, struct crm_error *e);
/* text in ed->arena */
enum crm_status custom_load(struct edit *ed, struct kind_edit *ke, const struct crm_field *f,
                            int64_t id, struct value *v, struct crm_error *e);
enum crm_status custom_save(struct edit *ed, struct kind_edit *ke, const struct crm_field *f,
                            int64_t id, struct value v, struct crm_error *e);

/* ---- rollup.c ---- */
extern const struct edit_observer observe_rollups;

/* Computes the keys of a record's phones again after its country has changed. */
enum crm_status row_rekey_phones(struct edit *ed, int kind, int64_t record, const char *country,
                                 struct crm_error *e);

#endif
