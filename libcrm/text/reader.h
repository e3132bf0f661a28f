/* reader.h - rows in: crm-tsv and CSV from blocks of bytes, with line and column of every field. */
#ifndef CRM_TEXT_READER_H
#define CRM_TEXT_READER_H

#include <stdbool.h>
#include <stddef.h>
#include "../base/error.h"
#include "../base/strbuf.h"

/* Bytes come from the host: read up to n bytes into p; 0 at the end, -1 on error (problem says
 * why). */
struct crm_source {
	const char *name;  /* "leads.tsv" or "stdin", for messages */
	long (*read)(void *arg, char *p, size_t n);
	bool (*rewind)(void *arg);  /* back to the start for a second pass; false = not possible */
	const char *(*problem)(void *arg);
	void *arg;
};

enum reader_format { READER_AUTO, READER_TSV, READER_CSV, READER_SHEET };

/* `sep=;` (or another sign, \t a tab) in the first line is the delimiter of a CSV, where none is
 * given. AUTO: a first line with tabs and without quotes, or one that begins with a typed id and a
 * tab, is crm-tsv, else CSV with the delimiter (comma, semicolon, tab) most frequent in the header
 * outside quotes; so a single column is CSV. A delimiter given means CSV. CSV as spreadsheets are
 * given it (SINK_SHEET) has a UTF-8 byte order mark, semicolons and a first line that ends with CR
 * LF: it is recognised by all three, or READER_SHEET says so. There the quote before what a
 * spreadsheet would take for a formula is no part of the field. */
struct reader_options {
	enum reader_format format;
	char delimiter;       /* CSV: any ASCII character but quote, CR, LF; 0 = find out */
	/* iconv name (cp1252, UTF-16, …); NULL: UTF-8, a UTF-16 byte order mark is obeyed, a UTF-8
	 * one skipped, UTF-16 without one seen by its zeros */
	const char *encoding;
	bool no_header;       /* the first line is data */
	/* one more field than the header has is no error when it is empty: a delimiter at the end
	 * of the line */
	bool spare_end;
};

/* p valid until the next row, not NUL-terminated; line and column 1-based, of the field's first
 * byte (a quote too), the column in bytes of the line's UTF-8 text. A field behind a quoted newline
 * is on a later line than its row. */
struct row_field { const char *p; size_t n; long line, column; };
struct row { struct row_field *f; size_t n; long line; };    /* line 1-based where the row begins */

struct reader;
/* Opens, finds out format and encoding, reads the header (first row that isn't blank) unless
 * no_header. The source's functions are called until reader_free, its name is copied; rewind and
 * problem may be NULL. On failure *r is NULL: CRM_USAGE for an unknown encoding or an impossible
 * delimiter, CRM_DATA for a header that can't be read, CRM_IO. */
enum crm_status reader_open(struct reader **r, const struct crm_source *src,
                            const struct reader_options *opt, struct crm_error *e);
void reader_free(struct reader *r);
/* NULL when there is none (an empty file, no_header); stays valid, its names are NUL-terminated. */
const struct row *reader_header(const struct reader *r);
/* Next row: CRM_OK and *row, or *row = NULL at the end. A row that can't be read is CRM_DATA with
 * line and column (wrong field count, unknown escape, invalid UTF-8 or encoding, NUL byte, stray or
 * unclosed quote, more than 10,000 fields or 64 MiB): the reader goes on behind it when called
 * again, so that all bad lines can be reported; other statuses end it. One message a row. Blank
 * lines and rows of nothing but separators and blanks are skipped in a TSV or CSV with more than
 * one column; with one column they are an empty field. A first line `sep=;` is none of them. A line
 * may end with CR LF, in CSV also with CR alone; any other CR in a TSV is an error. */
enum crm_status reader_next(struct reader *r, const struct row **row, struct crm_error *e);
/* to the first row behind the header; CRM_IO when the source can't */
enum crm_status reader_rewind(struct reader *r, struct crm_error *e);
const char *reader_name(const struct reader *r);
bool reader_is_tsv(const struct reader *r);
bool reader_is_sheet(const struct reader *r); /* said or recognised */

/* encoding.c: what a file that says nothing of it is encoded in, by reading it to its end: NULL =
 * UTF-8 or UTF-16, as the reader finds out itself (also when it is neither), "cp1252" when it isn't
 * UTF-8, but may be that. Afterwards the source is at its end. CRM_IO. */
enum crm_status encoding_guess(const struct crm_source *src, const char **encoding,
                               struct crm_error *e);

/* ---- heads.c ---- */
/* A line is read: the first n of its bytes are in the buffer; n = most: there may be more. */
typedef void head_line(void *arg, size_t n);
/* Reads a source to its end and takes of each line, also of one without a line feed at the end,
 * what comes first into the buffer `head` of `most` bytes; field: nothing from the first tab on.
 * CRM_IO, when all that was read is told. */
enum crm_status heads_read(const struct crm_source *src, char *head, size_t most, bool field,
                           head_line *line, void *arg, struct crm_error *e);

#endif
