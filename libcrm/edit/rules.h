/* rules.h - the record in work, and what the rules of its kind may do with it. Internal. */
#ifndef CRM_EDIT_RULES_H
#define CRM_EDIT_RULES_H

#include "edit_rows.h"

#define EDIT_LISTS 6

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

static inline struct value *draft_v(struct draft *d, int no) { return &d->v[edit_slot(d->ke, no)]; }
static inline struct value *draft_old(struct draft *d, int no) { return &d->old[edit_slot(d->ke, no)]; }
static inline bool draft_given(const struct draft *d, int no) { return d->given & edit_bit(d->ke, no); }
static inline bool draft_changed(struct draft *d, int no) { return !value_equal(*draft_old(d, no), *draft_v(d, no)); }

/* ---- assign.c: texts to values ---- */
enum crm_status draft_parse(struct edit *ed, struct draft *d, struct crm_error *e);
/* Terms and the user that were only named so far are made now. */
enum crm_status draft_settle(struct edit *ed, struct draft *d, struct crm_error *e);
/* Of a copy: the custom fields of the record it copies, before its own assignments are parsed. */
enum crm_status customs_copy(struct edit *ed, struct draft *d, struct crm_error *e);
/* Whether a field may be assigned: settable ones, and offer.closed. */
bool field_assignable(const struct crm_kind *k, const struct crm_field *f);

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

#endif
