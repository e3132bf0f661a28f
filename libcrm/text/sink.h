/* sink.h - rows out. A command hands rows to a sink and never knows the format. Everything a sink
 * prints goes through an `out`. */
#ifndef CRM_TEXT_SINK_H
#define CRM_TEXT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../base/error.h"
#include "../base/strbuf.h"

/* ---- out.c: a 256 KiB buffer before the host's write function ---- */

enum out_result { OUT_OK, OUT_ERROR, OUT_CLOSED, OUT_BLOCKED };

struct crm_writer {
	/* Write n bytes; *done = bytes taken. OUT_CLOSED: the reader has gone (not an error).
	 * OUT_BLOCKED: no progress for seconds. */
	enum out_result (*write)(void *arg, const char *p, size_t n, size_t *done);
	/* An open unlinked temporary file for what a blocked reader has not taken yet, or -1: then
	 * writing is tried again and again. Asked for once; the out closes the file. NULL: none. */
	int (*spool)(void *arg);
	/* errno text of the last OUT_ERROR; may be NULL */
	const char *(*problem)(void *arg);
	void *arg;
};

struct out; /* NULL-safe destroy */
struct out *out_new(const struct crm_writer *w);
/* The writer ends at a terminal: from now on (nothing is written yet) control characters, what
 * turns the direction of text and what can't be seen are masked, but for the separators of the
 * format. A table masks its cells itself and colours them: OUT_RAW. */
enum out_mask { OUT_RAW, OUT_MASK_TEXT, OUT_MASK_TSV, OUT_MASK_JSON };
void out_mask(struct out *o, enum out_mask mask);
void out_free(struct out *o);
void out_write(struct out *o, const char *p, size_t n);   /* sticky failure, see out_status */
void out_writes(struct out *o, const char *s);
void out_putc(struct out *o, char c);
bool out_stopped(const struct out *o);   /* failed or the reader has gone: stop producing */
bool out_spooling(const struct out *o);  /* the reader was blocked: rows go to the spool */
/* Everything out, the spool too. To be called after the read transaction has ended. CRM_IO when a
 * write failed; CRM_OK when the reader closed. May be called again. */
enum crm_status out_finish(struct out *o, struct crm_error *e);
/* room for n (≤ 64 KiB) bytes, or NULL when stopped; then out_commit(o, used) */
char *out_reserve(struct out *o, size_t n);
void out_commit(struct out *o, size_t n);

/* ---- sink.c ---- */

/* SINK_SHEET: CSV for spreadsheets, with a byte order mark, semicolons, lines that end with CR LF,
 * the decimal sign of the options, and a quote before texts that would be run as formulas. */
enum sink_format { SINK_TSV, SINK_TABLE, SINK_CSV, SINK_JSON, SINK_SHEET };
bool sink_format_parse(const char *s, enum sink_format *f); /* tsv, table, csv, json, sheet */

enum cell {
	CELL_NULL,   /* no value: empty; null in JSON */
	CELL_TEXT,   /* any bytes: escaped, quoted, masked as the format wants */
	CELL_PLAIN,  /* text known to need no escaping in TSV (dates, ids, enum words) */
	CELL_NUMBER, /* digits, sign, point: a number in JSON, right-aligned in a table */
	CELL_BOOL,   /* "yes" or "no"; true/false in JSON */
	CELL_LIST,   /* elements joined by ',': an array in JSON */
	/* text with \001 before and \002 behind what is to stand out; only where sink_marks says
	 * so */
	CELL_MARKED
};

struct sink_column {
	const char *name;
	bool number;      /* right-aligned in a table */
};

struct sink_options {
	enum sink_format format;
	bool header;      /* a header line in TSV (CSV and tables always have one, JSON never) */
	size_t width;     /* columns of the terminal for SINK_TABLE; 0 = as wide as it gets */
	bool color;       /* SINK_TABLE: header in bold, restraint otherwise */
	char decimal;     /* SINK_SHEET: of numbers; 0 = the point */
	bool fixed;       /* SINK_TABLE: columns that don't fit are named without the hint at -c */
	/* SINK_TABLE: a last line such as "default condition: done=", or NULL; copied */
	const char *footer;
};

struct sink;
struct sink *sink_new(struct out *o, const struct sink_options *opt);
void sink_free(struct sink *s);  /* NULL allowed; frees its own memory, not the out */
/* names are copied; once per table */
void sink_begin(struct sink *s, const struct sink_column *columns, size_t n);
/* n cells a row, in order; those missing at its end are empty. p is copied when needed; it may be
 * NULL when n is 0. */
void sink_cell(struct sink *s, enum cell type, const char *p, size_t n);
void sink_end_row(struct sink *s);
/* stop producing rows: output failed or closed, or a column picked isn't there */
bool sink_stopped(const struct sink *s);
/* a terminal table: references show names instead of ids */
bool sink_is_table(const struct sink *s);
bool sink_marks(const struct sink *s);    /* whether CELL_MARKED is understood: a table in colour */
/* End of the table. SINK_TABLE prints here at the latest: widths come from the first 1,000 rows,
 * long texts (CELL_TEXT, CELL_LIST) are shortened, columns that do not fit the width are dropped
 * from the right and named in a last line. */
void sink_end(struct sink *s);

/* of the terminal; 0 = as wide as it gets, and what is no table */
size_t sink_width(const struct sink *s);

/* ---- sink_grid.c ---- */

/* A table kept in memory: cell i of row r is cells[r * n + i]. */
struct grid_cell { enum cell type; size_t from, n; /* in text */ };
struct grid {
	char **names;
	bool *numbers;
	size_t n, rows;
	struct grid_cell *cells;
	size_t ncells;
	struct strbuf text;
};
#define GRID_INIT {.text = STRBUF_INIT}
/* A sink whose rows go there; the last table begun is the one kept. References are named, as in
 * tables. g is initialised and lives longer. */
struct sink *sink_new_grid(struct grid *g);
void grid_free(struct grid *g); /* empty again */

/* ---- sink_pick.c ---- */

/* Of every table begun from now on print just these columns, in this order: "a,b"; "+a" prints all,
 * then a. NULL = all. Copied. A name no column has stops the sink when the table begins:
 * sink_status tells. */
void sink_pick(struct sink *s, const char *columns);
/* CRM_OK, or CRM_USAGE with the unknown column and the nearest one told. */
enum crm_status sink_status(const struct sink *s, struct crm_error *e);

/* Append p to b as a TSV field: \t \n \r \\ escaped. */
void tsv_escape(struct strbuf *b, const char *p, size_t n);

#endif
