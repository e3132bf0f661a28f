/* import_impl.h - what the files import*.c share: the plan made of header and options, and the rows on their way into the edit. Not for others but for those
 * that make something else of rows than records of one kind (struct import_use). */
#ifndef CRM_IMPORT_IMPORT_IMPL_H
#define CRM_IMPORT_IMPORT_IMPL_H

#include <sys/types.h>
#include "crm_import.h"
#include "../model/catalog.h"
#include "../edit/edit.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "../model/value.h"

#define IMPORT_CACHE 65536  /* references resolved and kept */
#define IMPORT_PROGRESS 10000
#define IMPORT_KEYS 4

/* --translate */
struct translation { const struct crm_field *field; const char *from; size_t nfrom; const char *to; };

enum column_use {
	USE_FIELD,    /* a value for a field */
	USE_ID,       /* the record's own id */
	USE_EXT,      /* --ext: its key in another system */
	USE_ENTERED   /* the day a stage was entered */
};

/* A field and where its values come from: a column of the file, or an operand (fixed). */
struct import_column {
	enum column_use use;
	const struct crm_field *field; /* of messages too: `entered.offer` has one of its own */
	const char *stage;             /* USE_ENTERED: name or title */
	int64_t pipeline, to;          /* USE_ENTERED: the last pipeline asked for, its stage of that name (0 = none) */
	int position;
	enum op op;
	size_t at;                     /* index in the row */
	bool fixed;
	const char *text;              /* when fixed */
	const struct translation *t; size_t nt; /* those of its field */
	char id[32];                   /* the typed id a reference was resolved to */
};

/* A value of the record at work. */
struct given { struct import_column *col; const char *p; size_t n; long line, column; bool kept; /* as it was: no assignment */ };

/* How records are recognised: by a field. */
struct import_key { const struct crm_field *field; struct stmt *st; };

struct cached_ref { int64_t id; uint32_t generation; unsigned char kind, n; char s[50]; };

struct line_range { long first, last; };

struct import;
/* What is made of rows when it isn't a record each. */
struct import_use {
	const char *verb;                                /* of the batch */
	const struct crm_field *fields; size_t nfields;  /* columns and operands beside the kind's fields, whose names they hide */
	enum crm_status (*record)(struct import *imp);   /* in place of adding or setting a record: the cells are there; messages to imp->row_error */
	void *arg;
};

struct import {
	struct crm *c;
	const struct crm_kind *k;
	const struct crm_import *im;
	const struct import_use *use; /* NULL = records */
	struct crm_write *w;
	struct crm_error *e;       /* of the caller */
	struct crm_error row_error;/* of one row: failures, or with a reject file notes */
	struct edit *ed;
	struct reader *r;
	struct arena arena;
	struct value_format fmt;
	struct person *person;     /* cards and --from: somebody at work, NULL = rows as they stand */
	bool show_form;
	bool create[32];           /* by kind: missing records are added */
	const char *system;        /* --ext */
	struct translation *translations; size_t ntranslations; /* by field */
	struct import_column **columns; size_t ncolumns, acolumns;
	struct import_key keys[IMPORT_KEYS]; size_t nkeys;
	bool by_id;                /* the key is the id */
	struct stmt *ext, *moves;
	/* the record at work */
	struct given *cells; size_t ncells, acells;
	struct assign *assigns; size_t aassigns;
	struct planned_move { struct entered move; int position; const struct given *cell; } *plan; struct entered *entered; size_t nentered, aentered;
	struct strbuf ext_text, key_text;
	long line;                 /* of the row at work */
	/* all of them */
	struct cached_ref *cache;
	uint32_t generation[32];
	int64_t rows, done, bad;
	struct line_range *ranges; size_t nranges, aranges;
};

/* ---- import_spool.c: a source that can be read twice ---- */
struct spool { const struct crm_source *in; int fd; off_t have, at; /* bytes in the file, and read of them */ bool ended; int error; bool from_in; };
/* Wrap src: a source that can't be rewound is copied to an unlinked file beside the database while it is read. CRM_IO, CRM_CANTCREATE. */
enum crm_status spool_open(struct spool *s, struct crm_source *out, const struct crm_source *src, struct db *db, struct crm_error *e);
void spool_close(struct spool *s);
/* Hand the lines of ranges (rising, apart; first lines of the file too) to im->reject as they stand in src. */
enum crm_status spool_lines(const struct crm_source *src, const char *encoding, const struct line_range *ranges, size_t n,
                            enum crm_status (*to)(void *arg, const char *p, size_t n, struct crm_error *e), void *arg, struct crm_error *e);

/* ---- import_map.c: options and header to columns ---- */
/* What needs no file: create, ext, translations, constants. CRM_USAGE. */
enum crm_status import_options(struct import *imp);
/* Columns of the header. Each one that is unknown, missing or double is told; CRM_DATA. */
enum crm_status import_header(struct import *imp, const struct row *header);
/* A new column for a field, with its translations; at: index in the row. */
struct import_column *import_add_column(struct import *imp, enum column_use use, const struct crm_field *f, size_t at);
/* The same, for values that come from elsewhere than the file's columns. */
struct import_column *import_new_column(struct import *imp, enum column_use use, const struct crm_field *f, size_t at);
/* A column of this name: the use's own fields, then those of the kind. NULL = none. */
const struct crm_field *import_field(const struct import *imp, const char *name, size_t n);
/* The column of a field, NULL = none. */
struct import_column *import_column_of(const struct import *imp, enum column_use use, const struct crm_field *f);
/* Whether a field can be written: settable ones, and the day an offer was closed. */
bool import_settable(const struct import *imp, const struct crm_field *f);

/* ---- import_show.c: `id field value` lines ---- */
bool import_is_show_form(struct import *imp);
enum crm_status import_show_rows(struct import *imp);

/* ---- import_key.c: which record a row is ---- */
/* The key fields; after the columns are known. CRM_USAGE. */
enum crm_status import_choose_keys(struct import *imp);
enum crm_status import_prepare_keys(struct import *imp);
/* The record the cells mean: *id = 0 when it is not there yet. */
enum crm_status import_find(struct import *imp, int64_t *id, struct crm_error *e);
void import_free_keys(struct import *imp);

/* ---- import_ref.c: references by cache, missing ones added ---- */
/* The text an assignment takes for the cell: a typed id where that is quicker. */
enum crm_status import_reference(struct import *imp, struct given *cell, struct crm_error *e);
/* The same for a list of contacts, where missing ones are added. */
enum crm_status import_persons(struct import *imp, struct given *cell, struct crm_error *e);
/* Names of records of the kind may mean others now. */
void import_ref_forget(struct import *imp, int kind);

/* ---- import_moves.c: the stages an offer went through ---- */
/* The stages named by columns entered.STAGE exist; CRM_DATA. */
enum crm_status import_moves_check(struct import *imp);
/* The moves the cells tell of, into imp->plan, by day and place in the pipeline. id: the offer, 0 = a new one. */
enum crm_status import_moves_plan(struct import *imp, int64_t id, struct crm_error *e);
/* Tell them to the edit before a new offer is added. */
void import_moves_tell(struct import *imp);
/* Make those an existing offer hasn't made yet. */
enum crm_status import_moves_make(struct import *imp, int64_t id, bool *changed, struct crm_error *e);

/* ---- import_row.c ---- */
void import_cell(struct import *imp, struct import_column *col, const char *p, size_t n, long line, long column);
/* The record of the cells, into the edit; counts. Failures of the data go to imp->row_error with their place. Another status than CRM_OK ends the import. */
enum crm_status import_record(struct import *imp);
struct given *import_cell_of(struct import *imp, enum column_use use, const struct crm_field *f);

/* Whether a failure is the row's, so that others can go on. */
bool import_is_data(enum crm_status st);
/* Note a record as touched, in the order of rows. */
void import_touch(struct import *imp, int64_t id);

/* ---- import.c ---- */
/* The file's name, for messages; NULL when there is none. */
const char *import_file(const struct import *imp);
/* crm_import_rows for another use of rows. im->src NULL: no file, the operands are the only row. */
enum crm_status import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im, const struct import_use *use, struct crm_write *w,
                            struct crm_error *e);
/* A failure of the row at work. */
enum crm_status import_bad(struct import *imp, struct crm_error *e, const struct given *cell, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Messages of imp->row_error to the caller; counts a bad row. first, last: its lines. */
void import_row_failed(struct import *imp, long first, long last);

#endif
