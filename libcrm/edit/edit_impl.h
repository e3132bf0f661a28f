/* edit_impl.h - what the parts of the one writer share: the edit, its kinds with their statements, the record in work. Private to edit/, merge*.c, assign.c,
 * duplicates.c, rollup.c. */
#ifndef CRM_EDIT_EDIT_IMPL_H
#define CRM_EDIT_EDIT_IMPL_H

#include "../store/db.h"
#include "../model/catalog.h"
#include "edit.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"

#define EDIT_KINDS 40     /* kind numbers are below */
#define EDIT_COLUMNS 56   /* most columns of a kind; a mask of them fits 64 bits */
#define EDIT_UPDATES 48   /* update statements kept per kind */
#define EDIT_LISTS 6

struct edit;
struct run { int64_t first, last; };
struct update { uint64_t mask; struct stmt *st; };
struct custom_column { int64_t field; bool text; struct stmt *load, *save; };

/* A kind as this edit writes it. Columns are numbered in the order of the kind's table. */
struct kind_edit {
	const struct crm_kind *k;
	const struct crm_field *col[EDIT_COLUMNS];
	int ncol;
	signed char slot[96];         /* column of a field number, -1 = none; see edit_slot */
	bool counted;                 /* last is read; written back at commit */
	int64_t last;
	struct run *runs; size_t nruns, aruns;
	uint64_t insert_mask;         /* columns of `insert` */
	struct stmt *insert, *load, *remove, *remove_custom, *remove_empty, *find;
	const struct crm_field *find_field; /* that `find` looks for */
	struct update update[EDIT_UPDATES]; size_t nupdate, next_update;
	struct custom_column *custom; size_t ncustom; bool custom_known; /* columns of KIND_x, retired ones too */
	int64_t *touched; size_t ntouched, atouched;
	uint64_t reads; bool reads_known; /* columns that roll-ups of the same row read */
	struct search_edit *search;   /* edit_search.c */
};

/* An element of a list: a row of the child table. */
struct element {
	int64_t row;                  /* 0 = not there yet */
	int64_t word;                 /* category: position of the word; emails, phones and roles: the label, -1 = none */
	const char *a; size_t na;     /* tag, address, number, system, path */
	const char *b; size_t nb;     /* ext: the key; emails and phones: the search key; files: SHA-256 */
	int64_t ref, size;            /* contacts and roles: the contact; files: bytes */
};
struct elements { struct element *e; size_t n; };
/* How a list is stored and read. */
struct list_form {
	int child;
	bool labelled;      /* LABEL:TEXT */
	const char *load;   /* id, word or label, text or reference, second text, size */
	enum crm_status (*parse)(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el, struct crm_error *e);
	int word, a, b, pos, ref, size; /* numbers of the child's fields, 0 = none; with pos they keep their order */
};

struct list_edit {
	const struct crm_field *f;
	const struct list_form *form;
	const struct assign *first;   /* email=, phone= */
	bool whole, equal;            /* the list's own field was assigned; with =, not only += and -= */
	bool changed, differs;        /* from what is stored; a copy's from what it is a copy of */
	struct elements old, now;
};

struct custom_value { const struct crm_field *f; struct value old, v; };

/* The record being added or changed. */
struct draft {
	struct kind_edit *ke;
	int64_t id;                   /* 0 until it is made */
	bool adding, lead;            /* lead: of the view of leads, where new offers begin */
	int64_t copy;                 /* adding: the record it begins as a copy of, 0 = none */
	const struct assign *a; size_t n;
	const struct value_format *fmt;
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	uint64_t given;               /* columns assigned */
	struct custom_value *custom; size_t ncustom, acustom;
	struct list_edit list[EDIT_LISTS]; size_t nlist;
	/* offers */
	const struct assign *stage, *closed_by; /* stage=, closed= */
	struct value closed;
	struct move move;
	bool forced, moving, lines;   /* edit_move; it moves; it has lines */
};

struct pipeline_rule { int64_t pipeline; struct stmt *st; struct binds binds; };

/* Ids of a kind: a bit per id below n, set when it is known that there is such a record. */
struct seen { uint64_t *bits; int64_t n, misses; bool whole; };

/* What an edit had come to where it may go back to. */
struct mark_kind { bool counted; int64_t last; size_t nruns; int64_t run_last; };
struct mark { int64_t batch, me, seq; struct mark_kind kind[EDIT_KINDS]; };

struct word_cache { unsigned char n; char kind; char s[54]; int64_t id; };

#define MOVE_COLUMNS 11
#define MOVES_AT_ONCE 32  /* moves of bulk work, a statement for that many */

struct edit {
	struct crm *c;
	struct edit_options opt;
	int64_t batch, at, me;
	bool new_me;              /* the record of who runs it came with this batch */
	int created_day;
	int64_t seq;
	struct kind_edit *kind[EDIT_KINDS];
	struct mark mark;
	struct draft d;
	struct strbuf keys, text, draft_text, row_text, log_old, log_new; /* search keys; texts made for the draft; its old row's; those of another row; scratch */
	struct arena arena;           /* lists of the draft */
	struct entered *entered; size_t nentered, aentered;
	struct value moves[MOVES_AT_ONCE][MOVE_COLUMNS]; int nmoves; /* bulk: not yet in stage_move */
	struct stmt *insert_moves;    /* of MOVES_AT_ONCE */
	struct pipeline_rule *rules; size_t nrules; bool rules_known;
	int64_t required_stage; char *required; /* fields its stage needs, of the last stage asked for */
	struct seen *seen;            /* bulk: references known to exist, by kind */
	struct word_cache *words;     /* bulk: terms and users by word */
	int64_t odd_phones; char odd_phone[48]; /* telephone numbers that are not valid; the first */
};

#define SEEN_MISSES 256   /* look-ups after which it is considered to read all ids */
#define EDIT_WORDS 512

static inline int edit_slot(const struct kind_edit *ke, int no)
{
	int i = no < 80 ? no : no >= 900 && no < 914 ? no - 820 : 95;

	return ke->slot[i];
}
static inline uint64_t edit_bit(const struct kind_edit *ke, int no) { return UINT64_C(1) << edit_slot(ke, no); }
static inline struct value *draft_v(struct draft *d, int no) { return &d->v[edit_slot(d->ke, no)]; }
static inline struct value *draft_old(struct draft *d, int no) { return &d->old[edit_slot(d->ke, no)]; }
static inline bool draft_given(const struct draft *d, int no) { return d->given & edit_bit(d->ke, no); }
static inline bool draft_changed(struct draft *d, int no) { return !value_equal(*draft_old(d, no), *draft_v(d, no)); }
static inline struct value value_text(const char *s, size_t n) { return n ? (struct value){V_TEXT, 0, s, n} : VALUE_NULL; }

static inline bool field_is_text(const struct crm_field *f) { return f->type == T_TEXT || f->type == T_LONG || f->type == T_COUNTRY; }
/* The status of a database failure just told to e. */
static inline enum crm_status edit_failed(const struct crm_error *e) { return e && e->status != CRM_OK ? e->status : CRM_INTERNAL; }

/* ---- edit.c ---- */
struct kind_edit *edit_kind(struct edit *ed, const struct crm_kind *k);
enum crm_status edit_need_batch(struct edit *ed, struct crm_error *e);
/* The user running the command, made with the batch when not there: 0 = no user. Makes the batch. */
enum crm_status edit_me(struct edit *ed, int64_t *id, struct crm_error *e);
enum crm_status edit_find_me(struct edit *ed, int64_t *id, struct crm_error *e); /* 0 = not there yet */
enum crm_status edit_log(struct edit *ed, int kind, int64_t id, int field, struct value old, struct value v, struct crm_error *e);
/* Report a change to the watcher. currency: of money. what is "set" or "move"; for adding old is NULL. */
void edit_tell(struct edit *ed, const char *what, const struct crm_kind *k, int64_t id, const struct crm_field *f, struct value old, struct value v, int currency);

/* First column of the first row of a cached statement (its text must be constant), 0 when there is none. The parameters are integers. */
enum crm_status edit_get_int(struct edit *ed, struct crm_error *e, int64_t *out, const char *sql, const int64_t *p, int n);
#define edit_get(ed, e, out, sql, ...) \
	edit_get_int(ed, e, out, sql, (const int64_t[]){__VA_ARGS__}, (int)(sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t)))

/* ---- edit_row.c: rows as arrays of values, in column order ---- */
enum crm_status row_new_id(struct edit *ed, struct kind_edit *ke, int64_t *id, struct crm_error *e);
/* Insert under an id, with `added`. country: for phone keys, NULL = the settings'. */
enum crm_status row_insert(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *v, const char *country, struct crm_error *e);
/* Update the columns of mask (and `updated` where the kind has it), log those that differ from old. old NULL: log nothing. */
enum crm_status row_update(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old, const struct value *v, uint64_t mask,
                           const char *country, struct crm_error *e);
enum crm_status row_delete(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e);
/* Load a row into v; texts live in `text` (reset before). *found = false when there is none. */
enum crm_status row_load(struct edit *ed, struct kind_edit *ke, int64_t id, struct value *v, struct strbuf *text, bool *found, struct crm_error *e);
/* Append a member of the JSON object of a removed row, begun with "{"; nothing without a value. */
void row_json(struct strbuf *out, const char *name, struct value v);
/* A stored value out of a row; texts live as long as the row. */
struct value read_column(struct stmt *st, int col, const struct crm_field *f);
/* Country for phone keys: v's when it is a text, else the settings', else NULL. out ≥ 3 bytes. */
const char *row_country(struct edit *ed, struct value v, char out[3]);
/* Append the search key of a text. */
void row_key(struct strbuf *out, const struct crm_field *f, const char *s, size_t n, const char *country);
void bind_value(struct stmt *st, int i, struct value v);

/* ---- edit_phone.c: search keys of telephone numbers, which hang on a country ---- */
/* Computes the keys of a record's phones again after its country has changed. */
enum crm_status row_rekey_phones(struct edit *ed, int kind, int64_t record, const char *country, struct crm_error *e);
/* Where the edit wrote settings: country is the one to be from now on ("" none), and all numbers of records without a country of their own get
 * keys with it. Last before the commit. */
enum crm_status phones_follow_setting(struct edit *ed, char country[3], struct crm_error *e);

/* ---- edit_custom.c: the side table KIND_x ---- */
enum crm_status custom_columns(struct edit *ed, struct kind_edit *ke, struct crm_error *e);
enum crm_status custom_load(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, int64_t id, struct value *v, struct crm_error *e); /* text in ed->arena */
enum crm_status custom_save(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, int64_t id, struct value v, struct crm_error *e);

/* ---- assign.c: texts to values ---- */
enum crm_status draft_parse(struct edit *ed, struct draft *d, struct crm_error *e);
/* Terms and the user that were only named so far are made now. */
enum crm_status draft_settle(struct edit *ed, struct draft *d, struct crm_error *e);
/* Of a copy: the custom fields of the record it copies, before its own assignments are parsed. */
enum crm_status customs_copy(struct edit *ed, struct draft *d, struct crm_error *e);
/* Whether a field may be assigned: settable ones, and offer.closed. */
bool field_assignable(const struct crm_kind *k, const struct crm_field *f);
enum crm_status check_email(const struct assign *a, const char *s, size_t n, struct crm_error *e);
enum crm_status check_phone(const struct assign *a, const char *s, size_t n, struct crm_error *e);

/* ---- edit_seen.c: references known to exist; all of it does nothing but in bulk work ---- */
bool seen_known(const struct edit *ed, int kind, int64_t id);
void seen_note(struct edit *ed, int kind, int64_t id);
void seen_forget(struct edit *ed, int kind, int64_t id); /* the record was removed */
/* A reference had to be looked up: after many of them all ids of the kind are read. */
enum crm_status seen_missed(struct edit *ed, const struct crm_kind *k, struct crm_error *e);
void seen_free(struct edit *ed);

/* ---- edit_element.c, edit_set.c: lists ---- */
extern const struct list_form list_forms[]; /* ends with child 0 */
/* A file to attach, read by the host: element of a list of files, its texts as long as the handle. With OP_DEL only the path is asked for. */
enum crm_status parse_file(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el, struct crm_error *e);
/* Reads the files an assignment attaches, before there is a lock; parse_file finds them then. CRM_NOINPUT, CRM_PERM, CRM_IO, CRM_DATA (a path that can't be kept). */
enum crm_status files_read_ahead(struct crm *c, const struct crm_files *files, const struct assign *a, struct crm_error *e);
bool list_takes(struct edit *ed, struct draft *d, const struct assign *a); /* notes the assignment when it is for a list */
enum crm_status lists_prepare(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status lists_write(struct edit *ed, struct draft *d, struct crm_error *e);
bool lists_changed(const struct draft *d);
const struct list_edit *draft_list(const struct draft *d, int child); /* NULL = not assigned */
/* Lists of contacts: whether all of it was given; puts one before the others, wherever it stood. After lists_prepare. */
bool list_replaced(const struct draft *d, const struct crm_field *f);
void list_put_first(struct edit *ed, struct draft *d, const struct crm_field *f, int64_t contact);
void lists_copy(struct draft *d); /* of a copy: its lists come from the record, but for keys in other systems */

/* ---- edit_e164.c: telephone numbers in international form ---- */
void e164_columns(struct edit *ed, struct draft *d);  /* of the draft's own columns that change */
void e164_elements(struct edit *ed, struct draft *d, struct list_edit *l); /* of those new in its list */
void e164_note(struct edit *ed, struct crm_error *e); /* says what was kept as given */

/* ---- rules of kinds ---- */
enum crm_status offer_prepare(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status offer_written(struct edit *ed, struct draft *d, struct crm_error *e);
/* After an offer was written: its events that name nobody get the contact and company it has got (edit_follow.c). */
enum crm_status events_follow(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status contact_prepare(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status contact_written(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status event_prepare(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status event_written(struct edit *ed, struct draft *d, struct crm_error *e);
/* The draft has the values of the event it copies: makes it one that corrects that. CRM_FORBIDDEN: that was corrected before. */
enum crm_status event_copy(struct edit *ed, struct draft *d, struct crm_error *e);
/* Whether the copy says anything else than what it copies, whose values and custom ones are given. */
bool event_differs(struct draft *d, const struct value *was, const struct custom_value *custom, size_t ncustom);
enum crm_status move_required(struct edit *ed, struct draft *d, const struct stage_info *to, struct crm_error *e);
/* Tasks: before their values are read, to part due into day and time; when a new one has its id; before one goes, for its series. */
enum crm_status task_read(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status task_prepare(struct edit *ed, struct draft *d, struct crm_error *e);
void task_numbered(struct draft *d);
enum crm_status task_written(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status task_leave(struct edit *ed, int64_t id, struct crm_error *e);
/* Write the moves held back: before anything reads stage_move. */
enum crm_status moves_flush(struct edit *ed, struct crm_error *e);
/* Currency of the record for amounts, the settings' when it has none. */
int draft_currency(const struct edit *ed, const struct draft *d);
/* Refuses a change of currency that would change what the amounts of the fields nos (0-terminated) are worth. */
enum crm_status currency_check(struct edit *ed, struct draft *d, int currency, const int *nos, struct crm_error *e);
void pipeline_rules_free(struct edit *ed);

/* ---- edit_search.c: the search index in step ---- */
/* A row was inserted (mask 0), updated in the columns of mask, or removed (all of them): v has at least the columns of mask, of child kinds all. Of a row of
 * a child kind that may have gone over to another record also with what it was (mask 0). */
enum crm_status search_changed(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *v, uint64_t mask, struct crm_error *e);
void search_touch(struct edit *ed, int kind, int64_t id); /* its words may have changed; kinds that aren't searched are ignored */
void search_touch_all(struct edit *ed, int kind);
/* Put the documents of all new and touched records: after everything else. */
enum crm_status search_flush(struct edit *ed, struct crm_error *e);
void search_edit_free(struct search_edit *se); /* NULL is legal */

/* ---- duplicates.c ---- */
enum crm_status duplicates_check(struct edit *ed, struct draft *d, struct crm_error *e);

/* ---- rollup.c ---- */
enum crm_status rollup_run(struct edit *ed, struct crm_error *e);
/* Cells of mask changed: the row's own roll-ups are computed again if they read one of them. */
void rollup_cells(struct edit *ed, struct kind_edit *ke, int64_t id, uint64_t mask);
/* What a change of this row means for the roll-ups of other records. */
void rollup_owners(struct edit *ed, const struct kind_edit *ke, int64_t id, const struct value *v);

#endif
