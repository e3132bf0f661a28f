/* rules.h - the record in work, and what the rules of its kind may do with it. Internal. */
#ifndef CRM_EDIT_RULES_H
#define CRM_EDIT_RULES_H

#include "edit_rows.h"
#include "element.h"

#define EDIT_LISTS 6

struct list_edit {
	const struct crm_field *f;
	const struct crm_kind *child;
	const struct list_form *form;
	const struct assign *first;   /* email=, phone= */
	/* the list's own field was assigned; with =, not only += and -= */
	bool whole, equal;
	bool changed, differs;        /* from what is stored; a copy's from what it is a copy of */
	struct elements old, now;
};

struct custom_value { const struct crm_field *f; struct value old, v; };

/* The record being added or changed. */
struct draft {
	struct kind_edit *ke;
	int64_t id;                   /* 0 until it is made */
	const struct crm_kind *as;    /* the kind as it was asked for: may be a view of it */
	bool adding;
	int64_t copy;                 /* adding: the record it begins as a copy of, 0 = none */
	const struct assign *a; size_t n;
	const struct value_format *fmt;
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	uint64_t given;               /* columns assigned */
	struct custom_value *custom; size_t ncustom, acustom;
	struct list_edit list[EDIT_LISTS]; size_t nlist;
};

/* What an assignment to a field that is kept by the program is answered with; value NULL: whatever
 * it is. The list ends with field NULL. */
struct remedy { const char *field, *value, *text; };

typedef enum crm_status kind_rule(struct edit *ed, struct draft *d, struct crm_error *e);

/* A row counts in the roll-ups of the record that a column names. kind 0: of the record it belongs
 * to, of any kind (CHILD_KIND). The list ends with column 0. */
struct rolled { int column, kind; };

/* What no two records have in common, --force or not. The list ends without sql. */
struct kind_unique {
	int field;
	/* of a text and the record's own id: the other record that has it */
	const char *what, *sql;
	bool folded;            /* the text is folded */
};

/* What a number or a day can't be: less than a number, after today, after this year, before another
 * field. The list ends with field 0. */
struct bound {
	int field;
	enum { BOUND_LEAST, BOUND_TODAY, BOUND_YEAR, BOUND_BEHIND } is;
	int than; /* the number as it is stored, the other field */
};

/* What the writer asks of the records of a kind. It stands beside the kind's table, whatever a kind
 * has nothing to say about is empty. */
struct kind_rules {
	kind_rule *read;    /* before the assignments are parsed; may put others in their place */
	/* they are parsed, nothing is written; a new record has its id. Defaults, checks, and what
	 * follows from what */
	kind_rule *prepare;
	kind_rule *written; /* the row, its lists and own fields are written */
	/* what it owns is removed, the record is next. Tasks only, for their series */
	enum crm_status (*leave)(struct edit *ed, int64_t id, struct crm_error *e);
	/* Takes an assignment to a field with F_TAKEN for itself, before it is parsed (v NULL) or
	 * with its value. Offers only: stage= and closed= are moves. */
	bool (*takes)(struct edit *ed, struct draft *d, const struct assign *a,
	              const struct value *v);
	int currency, country; /* fields that amounts and telephone numbers are read with */
	int stage;             /* field whose changes are told as moves */
	const struct rolled *owners;
	const struct kind_unique *unique;
	const struct bound *bounds;
	const struct remedy *remedies;
	const char *counted;   /* what its rows are called that hold another record */
	/* how often the history names a record, which holds it; what that is called */
	struct { const char *sql, *name; } history;
};
/* Never NULL. */
static inline const struct kind_rules *rules_of(const struct crm_kind *k)
{
	static const struct kind_rules none;

	return k->rules ? k->rules : &none;
}

static inline struct value *draft_v(struct draft *d, int no) { return &d->v[edit_slot(d->ke, no)]; }
static inline struct value *draft_old(struct draft *d, int no)
{
	return &d->old[edit_slot(d->ke, no)];
}
static inline bool draft_given(const struct draft *d, int no)
{
	return d->given & edit_bit(d->ke, no);
}
static inline bool draft_changed(struct draft *d, int no)
{
	return !value_equal(*draft_old(d, no), *draft_v(d, no));
}
/* Whether the field is to have its default: a new record wasn't given it, or the cell of a file is
 * empty, so that a file that is read again changes nothing. */
static inline bool draft_open(const struct edit *ed, struct draft *d, int no)
{
	return d->adding ? !draft_given(d, no)
	                 : ed->opt.bulk && draft_given(d, no) && draft_v(d, no)->is == V_NULL;
}

/* ---- assign.c: texts to values ---- */
enum crm_status draft_parse(struct edit *ed, struct draft *d, struct crm_error *e);
/* Terms and the user that were only named so far are made now. */
enum crm_status draft_settle(struct edit *ed, struct draft *d, struct crm_error *e);
/* Of a copy: the custom fields of the record it copies, before its own assignments are parsed. */
enum crm_status customs_copy(struct edit *ed, struct draft *d, struct crm_error *e);
/* Whether a field may be assigned: settable ones, and what the kind's rules take. */
static inline bool field_assignable(const struct crm_field *f)
{
	return f->flags & (F_SET | F_TAKEN);
}

/* ---- edit_set.c: lists ---- */
/* Reads the files an assignment attaches, before there is a lock; parse_file finds them then.
 * CRM_NOINPUT, CRM_PERM, CRM_IO, CRM_DATA (a path that can't be kept). */
enum crm_status files_read_ahead(struct crm *c, const struct crm_files *files,
                                 const struct assign *a, struct crm_error *e);
/* notes the assignment when it is for a list */
bool list_takes(struct edit *ed, struct draft *d, const struct assign *a);
enum crm_status lists_prepare(struct edit *ed, struct draft *d, struct crm_error *e);
enum crm_status lists_write(struct edit *ed, struct draft *d, struct crm_error *e);
bool lists_changed(const struct draft *d);
const struct list_edit *draft_list(const struct draft *d, int child); /* NULL = not assigned */
/* Lists of contacts: whether all of it was given; puts one before the others, wherever it stood.
 * After lists_prepare. */
bool list_replaced(const struct draft *d, const struct crm_field *f);
void list_put_first(struct edit *ed, struct draft *d, const struct crm_field *f, int64_t contact);
/* of a copy: its lists come from the record, but for keys in other systems */
void lists_copy(struct draft *d);

/* ---- edit_record.c: a record from its assignments to its rows; edit_add and edit_set are made of
 * these ---- */
struct draft *draft_begin(struct edit *ed, const struct crm_kind *k, const struct assign *a,
                          size_t n, const struct value_format *fmt);
/* The stored record becomes the draft's old and new values. CRM_NO: there is none. */
enum crm_status draft_load(struct edit *ed, struct draft *d, int64_t id, struct crm_error *e);
/* Parses the assignments and runs all checks; writes nothing. */
enum crm_status draft_judge(struct edit *ed, struct draft *d, struct crm_error *e);
/* The same; then terms and users that were only named are made. */
enum crm_status draft_check(struct edit *ed, struct draft *d, struct crm_error *e);
void draft_drop(struct draft *d); /* of a new one that isn't to be written: its id is free again */
/* Writes a checked one that is new. */
enum crm_status draft_add(struct edit *ed, struct draft *d, struct crm_error *e);

/* ---- what the rules of kinds use ---- */
/* The folded text, in `to`. */
struct value edit_folded(struct strbuf *to, struct value v);
/* The line of a file that the draft is of, 0 = none. */
static inline long draft_line(const struct draft *d) { return d->n ? d->a[0].line : 0; }
/* Refuses the draft, with its line: s is CRM_FORBIDDEN, or of what only a bad file says
 * draft_wrong(d). */
#define draft_refuse(d, s, field, e, ...) crm_fail_at(e, s, NULL, draft_line(d), 0, field, __VA_ARGS__)
static inline enum crm_status draft_wrong(const struct draft *d)
{
	return draft_line(d) ? CRM_DATA : CRM_FORBIDDEN;
}
/* Refuses the draft: record id has the text v in a field already. */
enum crm_status draft_taken(struct edit *ed, const struct draft *d, int64_t id, int field,
                            const char *what, struct value v, struct crm_error *e);
/* Currency of the record for amounts, the settings' when it has none. */
int draft_currency(const struct edit *ed, const struct draft *d);
/* Country its telephone numbers are read with: its own, else the settings', else NULL. */
static inline const char *draft_country(struct edit *ed, struct draft *d, char out[3])
{
	int no = rules_of(d->ke->k)->country;

	return row_country(ed, no ? *draft_v(d, no) : VALUE_NULL, out);
}
/* CRM_FORBIDDEN when a reference of a kind to itself would lead back to the record. sql: the next
 * one up from $1. */
enum crm_status draft_no_cycle(struct edit *ed, struct draft *d, int field, const char *sql,
                               struct crm_error *e);

#endif
