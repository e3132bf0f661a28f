/* import_use.h - rows on their way into an edit, for those who make something else of them than
 * records as they stand: cards, address books, inquiries. Internal. */
#ifndef CRM_IMPORT_IMPORT_USE_H
#define CRM_IMPORT_IMPORT_USE_H

#include "crm_import.h"
#include "../edit/edit.h"
#include "../same/identity.h"
#include "../edit/import_kind.h"
#include "../text/reader.h"

enum column_use {
	USE_FIELD, /* a value for a field */
	USE_ID,    /* the record's own id */
	USE_EXT,   /* --ext: its key in another system */
	USE_WORD   /* what the kind knows a word for: the day a stage was entered */
};

/* A field and where its values come from: a column of the file, or an operand (fixed). */
struct import_column {
	enum column_use use;
	const struct crm_field *field;  /* of messages too: `entered.offer` has one of its own */
	struct import_word word;        /* USE_WORD */
	enum op op;
	size_t at;                      /* index in the row */
	bool fixed;
	const char *text;               /* when fixed */
	bool names_only;                /* a reference by nothing but the name: 1&1 is no number */
	bool missing;                   /* such a name wasn't there */
	const struct translation *t; size_t nt; /* those of its field */
	char id[32];                    /* the typed id a reference was resolved to */
};

/* A value of the record at work. */
struct given {
	struct import_column *col;
	const char *p;
	size_t n;
	long line, column;
	bool kept; /* as it was: no assignment */
	bool translated;
};

struct import;
/* What is made of rows. All but verb may be NULL. */
struct import_use {
	const char *verb; /* of the batch */
	void *arg;        /* becomes imp->own */
	/* Columns and operands beside the kind's fields, whose names they hide. */
	const struct crm_field *fields; size_t nfields;
	/* Of another program: its encoding is guessed, cells may be missing at the end. */
	bool foreign;
	/* Options are read. May look into the source, and put another use in its place. */
	enum crm_status (*open)(struct import *imp, const struct crm_source *src);
	/* A column that no option names, in place of the fields' names. */
	void (*column)(struct import *imp, size_t at, const char *name);
	/* All columns are read, with this status: the one to go on with. names: NULL-terminated. */
	enum crm_status (*header)(struct import *imp, const struct row *header,
	                          const char *const *names, enum crm_status s);
	/* Reads all of it, in place of a table. */
	enum crm_status (*rows)(struct import *imp, const struct crm_source *src);
	void (*row)(struct import *imp, const struct row *row); /* adds cells */
	/* In place of adding or setting a record: the cells are there; faults to imp->row_error. */
	enum crm_status (*record)(struct import *imp);
	/* In place of adding, too: whom the cells are looked up as, and their line among those. */
	const struct crm_kind *who;
	size_t (*put)(struct import *imp, struct identity *in);
	/* In place of the keys: which record it is, *id = 0 a new one. */
	enum crm_status (*find)(struct import *imp, int64_t *id, struct crm_error *e);
	/* A record was added or set: what belongs to it. */
	enum crm_status (*written)(struct import *imp, int64_t id, bool adding, bool *changed,
	                           struct crm_error *e);
	/* Whether a record agrees with that: else it is not the same in all its values. */
	enum crm_status (*agrees)(struct import *imp, int64_t id, bool *yes, struct crm_error *e);
	void (*again)(struct import *imp); /* the rows begin anew */
	void (*notes)(struct import *imp); /* what is to be said in the end */
};

struct import {
	struct crm *c;
	const struct crm_kind *k;
	const struct crm_import *im;
	const struct import_use *use;
	void *own;                  /* of the use */
	struct crm_write *w;
	struct crm_error *e;        /* of the caller */
	struct crm_error row_error; /* of one row: failures, or with a reject file notes */
	struct edit *ed;
	struct arena arena;
	struct value_format fmt;
	bool create[KIND_NUMBERS];  /* by kind: missing records are added */
	const char *system;         /* --ext */
	/* the record at work */
	struct given *cells; size_t ncells;
	long line;
	struct import_work *work;   /* the import's own */
};

/* ---- import.c ---- */
/* The rows of im->src into one edit. use: borrowed. Errors and results as crm_import_rows; im->src
 * NULL: the operands are the only row. */
enum crm_status import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im,
                            const struct import_use *use, struct crm_write *w, struct crm_error *e);

/* ---- import_column.c ---- */
/* A column for values that come from elsewhere than the file's columns, with the translations of
 * its field. */
struct import_column *import_new_column(struct import *imp, enum column_use use,
                                        const struct crm_field *f, size_t at);
/* The column of a field, NULL = none. */
struct import_column *import_column_of(const struct import *imp, enum column_use use,
                                       const struct crm_field *f);

/* ---- import_cell.c ---- */
void import_cell(struct import *imp, struct import_column *col, const char *p, size_t n, long line,
                 long column);
struct given *import_cell_of(struct import *imp, enum column_use use, const struct crm_field *f);
/* Begin a record: the cells of the operands. */
void import_constants(struct import *imp);

/* ---- import_bad.c ---- */
/* The file's name, for messages; NULL when there is none. */
const char *import_file(const struct import *imp);
/* Whether a failure is the row's, so that others can go on. */
bool import_is_data(enum crm_status s);
/* A failure of the row at work; fmt NULL: what e says lacks its place. Returns CRM_DATA. */
enum crm_status import_bad(struct import *imp, struct crm_error *e, const struct given *cell,
                           const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Messages of imp->row_error to the caller; counts a bad row. first, last: its lines. */
void import_row_failed(struct import *imp, long first, long last);

/* Rows that failed were n that are left out: where no other did the import goes on without them,
 * and says so. */
void import_forgive(struct import *imp, int64_t n);

/* ---- import_ref.c, import_key.c ---- */
/* The text an assignment takes for the cell: a typed id where that is quicker. */
enum crm_status import_reference(struct import *imp, struct given *cell, struct crm_error *e);
/* The record the cells mean, by the table of who is the same: *id = 0 when it is not there yet. */
enum crm_status import_find(struct import *imp, int64_t *id, struct crm_error *e);
/* In its place: that is known already. */
void import_is(struct import *imp, int64_t id);

/* The look-ups of use->who, and the line of the row at work. */
struct identity *import_identity(struct import *imp, size_t *line);

/* ---- import_row.c ---- */
/* The record of the cells, into the edit; counts. Failures of the data go to imp->row_error with
 * their place. Another status than CRM_OK ends the import. */
enum crm_status import_record(struct import *imp);
/* Note a record as touched, in the order of rows. */
void import_touch(struct import *imp, int64_t id);
/* One more row is done: tells how many. */
void import_progress(struct import *imp);

#endif
