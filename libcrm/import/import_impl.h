/* import_impl.h - what the files import*.c share: the plan made of header and options. */
#ifndef CRM_IMPORT_IMPORT_IMPL_H
#define CRM_IMPORT_IMPORT_IMPL_H

#include <sys/types.h>
#include "import_use.h"
#include "../same/identity.h"
#include "../model/catalog.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "../model/value.h"

#define IMPORT_CACHE 65536  /* references resolved and kept */
#define IMPORT_PROGRESS 10000
#define IMPORT_BLOCK 512            /* rows whose records are looked up at once, */
#define IMPORT_BLOCK_BYTES (256 * 1024) /* with so many bytes at most */

/* --translate */
struct translation {
	const struct crm_field *field;
	const char *from;
	size_t nfrom;
	const char *to;
};

struct cached_ref { int64_t id; uint32_t generation; unsigned char kind, n; char s[50]; };

/* What a cell names, in an answer for many. */
struct ref_cell {
	const char *s;
	size_t n; /* > 0 */
	bool names_only;
	bool asked, several; /* of the answer */
	int64_t id;          /* the record; 0 = none, several, or to be asked by ref_resolve_cell */
};
struct block_ref { const struct crm_kind *k; struct ref_cell cell; };

struct line_range { long first, last; };

/* A line that says something else of a record than another. */
struct meeting { long line, other; };

struct import_work {
	struct reader *r;
	bool show_form, alone;     /* alone: rows are looked up one by one */
	bool in_block;             /* the row at work is one of those asked at once */
	bool dropped;              /* indexes are, until the end */
	struct translation *translations; size_t ntranslations; /* by field */
	struct import_column **columns; size_t ncolumns, acolumns;
	const struct crm_field *key; /* --key; NULL: the kind's own */
	bool by_id;                /* the key is the id */
	struct identity *identity;
	struct arena keys;
	struct identity *made[KIND_NUMBERS]; /* of kinds whose missing records are added */
	int64_t found;             /* the record of the row at work, 0 = a new one */
	bool doubtful;             /* of several records the one it has was taken */
	const struct import_words *words; /* NULL = all columns are fields */
	/* lines that met, all of the ways before; the first nmet are sorted, and refused */
	struct meeting *meeting; size_t nmeeting, ameeting, nmet;
	int64_t keyless, renamed;  /* records */
	/* the record at work */
	size_t slot;               /* its place in `identity`, or IDENTITY_NO_LINE */
	struct identity_answer is;
	size_t nfixed;             /* assignments of operands, before the others */
	size_t acells;
	struct assign *assigns; size_t aassigns;
	/* words by day and place */
	struct given **plan; const struct import_word **told; size_t nplan, aplan;
	struct strbuf ext_text;
	/* all of them */
	struct cached_ref *cache;
	struct block_ref *refs; size_t nrefs, arefs; /* of the rows of a block */
	struct arena ref_texts;
	uint32_t generation[KIND_NUMBERS];
	int64_t rows, done, bad;
	bool *used;                /* by column: those without a name that hold something */
	struct line_range *ranges; size_t nranges, aranges;
};

/* ---- import_spool.c: a source that can be read twice ---- */
struct spool {
	const struct crm_source *in;
	int fd;
	off_t have, at; /* bytes in the file, and read of them */
	bool ended;
	int error;
	bool from_in;
};
/* Wrap src: a source that can't be rewound is copied to an unlinked file beside the database while
 * it is read. CRM_IO, CRM_CANTCREATE. */
enum crm_status spool_open(struct spool *s, struct crm_source *out, const struct crm_source *src,
                           struct db *db, struct crm_error *e);
void spool_close(struct spool *s);
/* Hand the lines of ranges (rising, apart; first lines of the file too) to im->reject as they stand
 * in src. */
enum crm_status spool_lines(const struct crm_source *src, const char *encoding,
                            const struct line_range *ranges, size_t n,
                            enum crm_status (*to)(void *arg, const char *p, size_t n,
                                                  struct crm_error *e),
                            void *arg, struct crm_error *e);

/* ---- import_column.c ---- */
/* A new column for a field, with its translations; at: index in the row. */
struct import_column *import_add_column(struct import *imp, enum column_use use,
                                        const struct crm_field *f, size_t at);
/* A field of this name: the use's own, then those of the kind. NULL = none. */
const struct crm_field *import_field(const struct import *imp, const char *name, size_t n);

/* ---- import_options.c, import_map.c: options and header to columns ---- */
/* What needs no file: create, ext, translations, constants. CRM_USAGE. */
enum crm_status import_options(struct import *imp);
/* Columns of the header. Each one that is unknown, missing or double is told; CRM_DATA. */
enum crm_status import_header(struct import *imp, const struct row *header);

/* ---- import_block.c ---- */
/* The last line of a row. */
long import_row_end(const struct row *row);
/* All rows of the table; after each one that was done `after` is called. */
typedef enum crm_status import_after(struct import *imp);
enum crm_status import_table(struct import *imp, import_after *after);

/* ---- import_show.c: `id field value` lines ---- */
bool import_is_show_form(struct import *imp);
enum crm_status import_show_rows(struct import *imp);

/* ---- import_key.c: which record a row is ---- */
/* --key; after the columns are known. CRM_USAGE. */
enum crm_status import_choose_keys(struct import *imp);
enum crm_status import_prepare_keys(struct import *imp);
void import_free_keys(struct import *imp);
/* The cells at hand are a row of the next block: its place. All of them are asked for at once. */
size_t import_put(struct import *imp);
void import_put_reset(struct import *imp);
enum crm_status import_put_ask(struct import *imp);
/* A note with the place of the row at work. */
void import_note(struct import *imp, const char *text);
/* CRM_DATA: the n assignments put something else into a record that an earlier line made or set. */
enum crm_status import_meets(struct import *imp, int64_t id, size_t n, struct crm_error *e);
/* Whether the row at work is one that met on an earlier way: told to imp->row_error. */
bool import_was_met(struct import *imp);
/* Whether all has to be done again, without the lines that met. */
bool import_begin_again(struct import *imp);

/* ---- import_ref_block.c ---- */
/* ref_resolve_cell for n cells of a kind that is not named, as far as an address, a number or an
 * equal name is that of one record: a few questions, whatever n is. In a transaction. */
enum crm_status import_ref_cells(struct crm *c, const struct crm_kind *k, struct ref_cell *cell,
                                  size_t n, struct crm_error *e);

/* ---- import_ref.c: references by cache, missing ones added ---- */
/* import_reference for a list of records, where missing ones are added. k: the kind of its
 * elements. */
enum crm_status import_elements(struct import *imp, const struct crm_kind *k, struct given *cell,
                                struct crm_error *e);
/* What the cells at hand refer to is asked for with that of other rows, all of it at once. */
void import_ref_put(struct import *imp);
enum crm_status import_ref_ask(struct import *imp);
/* Names of records of the kind may mean others now. */
void import_ref_forget(struct import *imp, int kind);

/* ---- import_row.c ---- */
/* Of several records that the row may be the first that no row was written to and that has all its
 * values: it becomes work->is. *id = 0: none. */
enum crm_status import_equal_one(struct import *imp, int64_t *id, struct crm_error *e);

/* ---- import_words.c: columns that are no fields ---- */
/* The words of the columns exist; CRM_DATA. */
enum crm_status import_words_check(struct import *imp);
/* What the cells tell of, into the plan, by day and place. id: the record, 0 = a new one. */
enum crm_status import_words_plan(struct import *imp, int64_t id, struct crm_error *e);
/* Tell them to the edit before a new record is added. */
void import_words_tell(struct import *imp);
/* Make those that aren't yet of a record that is there. */
enum crm_status import_words_make(struct import *imp, int64_t id, bool *changed,
                                  struct crm_error *e);

#endif
