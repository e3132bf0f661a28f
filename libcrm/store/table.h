/* table.h - the form of a kind of record: the one description that DDL, verbs, conditions, import,
 * history and completions are driven by. The store knows the form; the tables themselves stand in
 * the rooms of the nouns.
 *
 * A new field is one line in a kind's table. A field whose `since` is above the database's schema
 * version is added to it by migration. */
#ifndef CRM_STORE_TABLE_H
#define CRM_STORE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../base/strbuf.h"

/* Kinds; the numbers stand in the database and are never reused. Macros, so that SQL() can name
 * them. */
#define KIND_NONE 0
#define KIND_USER 1
#define KIND_COMPANY 2
#define KIND_CONTACT 3
#define KIND_PRODUCT 4
#define KIND_OFFER 5
#define KIND_LINE 6
#define KIND_TASK 7
#define KIND_EVENT 8
#define KIND_PIPELINE 9
#define KIND_STAGE 10
#define KIND_TERM 11
#define KIND_TAG 12
#define KIND_EMAIL 13
#define KIND_PHONE 14
#define KIND_CATEGORY 15
#define KIND_AFFILIATION 16
#define KIND_EXT 17
#define KIND_ALIAS 18
#define KIND_SETTING 19
#define KIND_FIELD 20
#define KIND_CHOICE 21
#define KIND_PARTY 22
#define KIND_ROLE 23
#define KIND_CONSENT 24
#define KIND_TOUCH 25
#define KIND_ATTACHMENT 26
#define KIND_PROPERTY 27
#define KIND_SCORE 28
#define KIND_WEIGHT 29
#define KIND_HOLIDAY 30

/* What batch.flags is a sum of. */
#define BATCH_IMPORT 1 /* of a bulk of rows */
#define BATCH_UNDO 2   /* an undo or a redo */
#define BATCH_FINAL 4  /* cannot be undone */
#define BATCH_SEALED 8 /* the reason: its history was rewritten when a person was forgotten */

/* The number behind a name, as text of a constant statement: "WHERE kind=" SQL(KIND_OFFER). */
#define SQL(number) SQL_TEXT(number)
#define SQL_TEXT(number) #number

enum field_type {
	T_TEXT,     /* one line or more, TEXT; empty is NULL */
	T_LONG,     /* long text, TEXT */
	T_INT,      /* integer */
	T_DECIMAL,  /* integer × 10^-4, printed without trailing zeros */
	T_PERCENT,  /* integer in 1/100 percent, 0 to 10000 */
	T_MONEY,    /* integer in minor units of the record's `currency` */
	T_CURRENCY, /* ISO 4217 number, printed as its code */
	T_COUNTRY,  /* ISO 3166 alpha-2 code, TEXT */
	T_DATE,     /* integer days since 1970-01-01 */
	T_INSTANT,  /* integer milliseconds UTC */
	T_BOOL,     /* 0 or 1, printed yes or no */
	T_ENUM,     /* integer: position in `words` (custom fields: number of the choice) */
	T_TERM,     /* integer: id in table term, printed as its word; made on first use */
	T_REF,      /* integer: id of a record of kind `ref` */
	T_DURATION, /* integer seconds; 15m, 1h30m, 2d */
	T_LIST,     /* class set only: elements of child kind `ref` */
	T_ID        /* the record's own id */
};

enum field_class {
	C_STORED,   /* a column */
	/* a stored column kept by the program; expr computes it afresh (NULL: a search key,
	 * computed in C from `column`'s source) */
	C_ROLLED,
	C_EXPR,     /* SQL over stored columns of its own row and today */
	C_EVAL,     /* SQL built at run time from configuration (probability, weighted, …) */
	C_SET       /* many values in a child table */
};

enum field_flag {
	F_SET = 1,       /* settable */
	F_PERSON = 2,    /* about a person: cleared when one is forgotten */
	F_FEATURE = 4,   /* a feature of the learnt model */
	F_REQUIRED = 8,  /* add refuses without it */
	/* has a search key in column NAME_key (folded text, or phone_key), kept by edit */
	F_KEY = 16,
	F_WORD = 32,     /* a bare word after `list` is looked for here */
	F_OWNER = 64,    /* child kinds: the reference to the record that owns this one */
	F_QUIET = 128,   /* rolled and logged all the same (offer.value) */
	F_NOLOG = 256,   /* stored, never in the history (created, updated) */
	/* class expr: the value is today minus expr (days), or NULL; conditions are turned round
	 * onto expr */
	F_DAYSAGO = 512,
	F_CUSTOM = 1024, /* declared by the user; lives in KIND_x.x_<no - FIELD_CUSTOM> */
	F_INTERNAL = 2048, /* a column without a public name: not listed, not in fields */
	F_PHONE = 8192,  /* with F_KEY: the key is phone_key's, else utf8_fold's */
	/* the kind's rules take an assignment to it, be it settable or kept by the program */
	F_TAKEN = 32768,
	/* T_REF: the record may be removed while this refers to it: the rules see to that, or
	 * something else counts for it */
	F_LOOSE = 65536,
	/* settable, but another field is set by it, and that is what exports hold (offer.value) */
	F_INSTEAD = 131072,
	F_BESIDE = 262144, /* T_REF: told beside its record where several have the same name */
	F_FIND_NAME = 1 << 19, /* full text: it is found by this, the heaviest part */
	F_FIND_MORE = 1 << 20,
	F_FIND_TEXT = 1 << 21, /* long texts, the lightest part */
	F_FIND_SHOWN = 1 << 22, /* not found by, but shown beside the answer */
	F_FIND_EXTRA = 1 << 23, /* only words that the fields before it don't hold */
	F_FIND_NONE = 1 << 24, /* a record in which it is set isn't found at all */
	F_YEARLESS = 1 << 25, /* T_DATE: the year may not be known (date_yearless) */
	F_CODE = 1 << 26, /* with F_KEY: the key is utf8_fold_code's: BAE1 isn't BA1 */
	F_WEB = 16384,   /* a web address: WEB_KEY of it is indexed */
	F_RETIRED = 4096 /* custom field taken out of the configuration: hidden, data kept */
};

#define FIELD_CUSTOM 1000 /* number of custom field with id n is FIELD_CUSTOM + n */

struct crm;
struct kind_rules;
struct picture;
struct field_ask;
struct import_kind;
struct identity_kind;
struct list_form;
struct log_form;

struct crm_field {
	int no;                   /* within its kind, never reused; stands in the history */
	const char *name;
	enum field_class class;
	enum field_type type;
	unsigned flags;           /* enum field_flag */
	/* T_REF: kind referred to, 0 = polymorphic (kind in column `kind`); T_LIST: the child kind;
	 * T_TERM: nothing */
	int ref;
	const char *column;       /* column name, NULL = name */
	/* SQL, `@` stands for the row's alias, `$today` for the day as a literal; C_SET: its rows
	 * (id, kind, record, …), NULL = all of the child kind's */
	const char *expr;
	const char *const *words; /* T_ENUM: NULL-terminated, position = stored number */
	const char *help;         /* one line for `fields` and the manual */
	/* C_EVAL: append the SQL expression */
	void (*eval)(struct crm *c, const char *alias, struct strbuf *sql);
	int since;                /* schema version that brought it, 0 = the first */
	/* the column's name before version `since`, which renamed it; NULL: it was made then */
	const char *was;
	/* how it is asked for and printed, where its type does not say: ask/field_ask.h */
	const struct field_ask *ask;
	/* place among the fields of its part of the full text; 0 as the table stands, behind lower
	 * ones */
	int find_at;
	/* number of the list whose first element stands in this column too: setting it puts another
	 * there. 0 = none */
	int first_of;
};

enum kind_flag {
	K_COMMON = 1,  /* has created, updated, owner, tags, notes, ext */
	/* printed and named by its name, not by a typed id (user, pipeline, stage, setting,
	 * field) */
	K_NAMED = 2,
	K_CHILD = 4,   /* belongs to other records, no verbs of its own */
	K_CONFIG = 8,  /* configuration, changed by crm-workflow only */
	/* `add` takes names too: of what its references name, looked for in their order */
	K_LINKS = 64,
	/* child kinds: what is done to their rows is part of their owners' timelines */
	K_TOLD = 32,
	/* lists say nothing of its default condition: what that leaves out is replaced by what they
	 * show */
	K_UNSAID = 16
};

/* Records that stay out of lists unless a condition speaks of them, or --all is given. */
struct kind_hides {
	const char *shown;        /* SQL over @: those that stay */
	/* conditions on one of these speak of the others; NULL-terminated */
	const char *const *fields;
	const char *name;         /* what one of the others is called */
};

struct crm_kind {
	int no;
	const char *name;         /* offer: as in crm-offer, in messages */
	const char *letters;      /* of its typed ids: "o" */
	const char *table;        /* SQL table */
	unsigned flags;
	/* in the order of `fields`; custom ones are kept in struct crm_catalog */
	const struct crm_field *fields;
	size_t nfields;
	const char *columns;      /* default columns, comma separated */
	const char *order;        /* default order as for -s, "" = id */
	const char *condition;    /* default condition or NULL */
	const char *key;          /* default keys of import, in order, comma separated */
	const char *label;        /* field that names a record to people: name, title, subject */
	const char *tool;         /* its records are the business of crm-TOOL, NULL = of crm-NAME */
	/* records that lists leave out by themselves; NULL = none */
	const struct kind_hides *hides;
	/* what the writer asks of its records: edit/rules.h; NULL = nothing */
	const struct kind_rules *rules;
	/* what it says to the import: edit/import_kind.h; NULL = nothing */
	const struct import_kind *import;
	/* by what one that comes in is one that is there: same/identity.h; NULL = keys in other
	 * systems */
	const struct identity_kind *identity;
	/* child kinds whose rows are elements of a list: model/list.h */
	const struct list_form *list;
	/* child kinds whose rows are in the order of a time, the newest counts: model/list.h */
	const struct log_form *log;
	/* what it looks like on one screen: model/picture.h; NULL: its fields, one a line */
	const struct picture *picture;
	/* the same records under another name, with columns, order and condition of its own; not in
	 * the registry */
	const struct crm_kind *view;
	/* NULL-terminated: "NAME ON TABLE(…) …" without CREATE INDEX; a leading "UNIQUE " makes it
	 * unique */
	const char *const *indexes;
};

/* The registry: all kinds of this program, ends with NULL. Defined in parts.c, above all rooms. */
extern const struct crm_kind *const crm_kinds[];

#define KIND_NUMBERS 64 /* they are below */
const struct crm_kind *kind_by_no(int no);             /* NULL = unknown */
const struct crm_kind *kind_by_name(const char *name); /* also of views */
const struct crm_kind *kind_by_letters(const char *s, size_t n);
/* built-in fields only; see catalog_field */
const struct crm_field *kind_field(const struct crm_kind *k, const char *name);
/* the list whose elements are rows of the child kind, NULL = none */
const struct crm_field *kind_list(const struct crm_kind *k, int child);
const struct crm_field *kind_field_no(const struct crm_kind *k, int no);
/* Append the key of a text of the field, which is no telephone number. */
void field_fold(struct strbuf *out, const struct crm_field *f, const char *s, size_t n);
static inline const char *field_column(const struct crm_field *f)
{
	return f->column ? f->column : f->name;
}
/* Whether the field is a column of the kind's own table. */
static inline bool field_is_column(const struct crm_field *f)
{
	return (f->class == C_STORED || f->class == C_ROLLED) && !(f->flags & F_CUSTOM) &&
	       f->type != T_ID;
}

#endif
