/* reader_impl.h - what reader.c, encoding.c and the parsers reader_*.c share. Not for others. */
#ifndef CRM_TEXT_READER_IMPL_H
#define CRM_TEXT_READER_IMPL_H

#include "reader.h"

#define READER_FIRST  (64 * 1024)        /* bytes of the first block */
#define READER_BLOCK  (1024 * 1024)      /* bytes of the further ones */
#define READER_PAD    16                 /* readable bytes behind the block: a newline, then zeros */
#define ROW_MAX       (64 * 1024 * 1024) /* bytes of a row */
#define COLUMNS_MAX   10000

/* ---- encoding.c: the source as UTF-8 without a byte order mark ---- */

/* A byte that is never part of UTF-8; stands in the decoded text where the source was not valid in
 * its encoding. */
#define DECODER_INVALID '\xFF'

struct decoder;
/* encoding as in reader_options. The source is borrowed and must outlive the decoder.
 * CRM_USAGE for an unknown encoding, CRM_IO when reading fails. */
enum crm_status decoder_open(struct decoder **d, const struct crm_source *src, const char *encoding,
                             struct crm_error *e);
void decoder_free(struct decoder *d);
#define DECODER_MIN 16
/* Up to n ≥ DECODER_MIN bytes of text into p; 0 at the end, -1 when the source failed. */
long decoder_read(struct decoder *d, char *p, size_t n);
/* The message for a decoder_read that returned -1: CRM_IO. */
enum crm_status decoder_failed(const struct decoder *d, struct crm_error *e);
/* The encoding being converted, or NULL when the source is read as UTF-8. */
const char *decoder_encoding(const struct decoder *d);
bool decoder_marked(const struct decoder *d); /* it began with the mark of UTF-8 */

/* ---- reader.c ---- */

/* A parser. row reads the next one into r->row and sets *got, or leaves it false at the end;
 * CRM_DATA as in reader_next. */
struct reader_ops {
	void (*open)(struct reader *r);
	enum crm_status (*row)(struct reader *r, bool *got, struct crm_error *e);
	void (*close)(struct reader *r);
};

struct reader {
	const struct reader_ops *ops;
	struct crm_source src; /* name is owned */
	struct decoder *in;
	char *encoding;        /* of the options, or NULL */
	char delimiter;
	bool no_header, spare_end;
	bool sheet;            /* quotes before formulas are taken off */
	size_t columns;        /* of every row; 0 until the first one */
	struct row header;
	char *header_text;
	bool has_header;

	char *buf;             /* size + READER_PAD bytes */
	size_t size, pos, end; /* unread text is buf[pos, end) */
	bool eof;
	long line;             /* of buf[pos] */

	struct row row;
	bool blank;            /* nothing stands in it */
	bool lost;             /* of what isn't kept of it something is no empty field */
	bool sep;              /* the file begins with a line `sep=;` */
	size_t alloc;          /* of row.f: columns + 1 once they are known */
	void *format;          /* memory of the parser */
};

/* Move the unread text to the front of the block and read more behind it; sets eof at the end. The
 * block grows when it is full. CRM_IO when the source fails. */
enum crm_status reader_fill(struct reader *r, struct crm_error *e);

/* Add a field to the row. False when there are more than the row may have: it is counted, but not
 * kept. */
bool reader_grow_row(struct reader *r);
static inline bool reader_add_field(struct reader *r, const char *p, size_t n, long line,
                                    long column)
{
	if (r->row.n >= r->alloc && !reader_grow_row(r)) {
		r->row.n++;
		r->lost |= n > 0;
		return false;
	}
	r->row.f[r->row.n++] = (struct row_field){p, n, line, column};
	return true;
}

/* A blank line: is it a row with one empty field? */
bool reader_blank_is_row(const struct reader *r);

/* CRM_DATA at a place. */
enum crm_status reader_bad(const struct reader *r, struct crm_error *e, long line, long column,
                           const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* CRM_DATA for the byte at p, which is NUL or not UTF-8. */
enum crm_status reader_bad_byte(const struct reader *r, struct crm_error *e, long line, long column,
                                const char *p);
/* Is the number of fields right? CRM_DATA if not (a spare one at the end goes); end_line and
 * end_column are the place behind the row. A row of nothing but separators and blanks may have any
 * number: it is noted as blank, and passed over. */
enum crm_status reader_check_count(struct reader *r, struct crm_error *e, long end_line,
                                   long end_column);

extern const struct reader_ops reader_tsv, reader_csv;

#endif
