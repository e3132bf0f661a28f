/* reader_csv.c - CSV through libcsv in strict mode, line by line, with the place of every field. */
#include <csv.h>
#include "../base/utf8.h"
#include "reader_impl.h"
#include "scan.h"

#define FIELD_STEP (64 * 1024) /* bytes by which libcsv's buffer for a field grows at first */

/* libcsv tells a field's text but not where it stood. Its length in the file follows from the text
 * and from whether it began with a quote; so the place of the next one is known, too. Offsets are
 * of the decoded text since the file's start. */
struct csv {
	struct csv_parser parser;
	struct strbuf text; /* of the row's fields, a newline after each */
	bool in_row;        /* a row has begun and not ended */
	bool row_done;
	bool skipping;      /* to the end of the line, behind an error */
	bool after_cr;      /* the last byte was the carriage return that may belong to a newline */
	const char *lf;     /* next newline in the block or its end; NULL or behind us: look for it */

	const char *piece;  /* being parsed: part of one line */
	size_t piece_n;
	uint64_t offset;    /* of the piece */
	long column;        /* of the piece */

	uint64_t field;     /* offset of the field being read */
	long field_line, field_column;
	bool quoted;
};

/* Blanks belong to the field (RFC 4180). */
static int no_space(unsigned char c)
{
	(void)c;
	return 0;
}

/* libcsv asks for less when it gets nothing, and gives up in the end. */
static void *bounded_realloc(void *p, size_t n)
{
	return n > ROW_MAX ? NULL : crm_realloc(p, n);
}

static void init_parser(struct csv_parser *parser, char delimiter)
{
	csv_init(parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_delim(parser, (unsigned char)delimiter);
	csv_set_space_func(parser, no_space);
	csv_set_realloc_func(parser, bounded_realloc);
	csv_set_blk_size(parser, FIELD_STEP);
}

static void csv_open(struct reader *r)
{
	struct csv *c = crm_calloc(1, sizeof *c);

	r->format = c;
	sb_init(&c->text, ROW_MAX);
	init_parser(&c->parser, r->delimiter);
	c->column = 1;
}

static void csv_close(struct reader *r)
{
	struct csv *c = r->format;

	if (!c)
		return;
	csv_free(&c->parser);
	sb_release(&c->text);
	free(c);
	r->format = NULL;
}

static size_t count_byte(const char *p, size_t n, char byte)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += p[i] == byte;
	return count;
}

static void on_field(void *p, size_t n, void *arg)
{
	struct reader *r = arg;
	struct csv *c = r->format;
	uint64_t next = c->field + n + 1;

	if (reader_add_field(r, NULL, n, c->field_line, c->field_column)) {
		sb_add(&c->text, p, n);
		sb_addc(&c->text, '\n');
	}
	if (c->quoted)
		next += 2 + count_byte(p, n, '"');
	c->field = next;
	c->field_line = r->line;
	c->field_column = c->column + (long)(next - c->offset);
	c->quoted = next < c->offset + c->piece_n && c->piece[next - c->offset] == '"';
}

static void on_row(int end, void *arg)
{
	struct reader *r = arg;
	struct csv *c = r->format;

	(void)end;
	c->in_row = false;
	c->row_done = true;
}

/* ---- pieces ---- */

/* Up to and with the next line end, or what there is of the line. */
static void next_piece(struct reader *r, struct csv *c)
{
	const char *p = r->buf + r->pos, *cr;
	const char *end = r->buf + r->end;

	if (!c->lf || c->lf < p) {
		c->lf = memchr(p, '\n', (size_t)(end - p));
		c->lf = c->lf ? c->lf : end;
	}
	cr = memchr(p, '\r', (size_t)(c->lf - p));
	c->piece = p;
	c->piece_n = cr ? (size_t)(cr - p) + 1 : (size_t)(c->lf - p) + (c->lf < end);
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* Behind the piece; a newline behind a carriage return is no line of its own. */
static void pass_piece(struct reader *r, struct csv *c)
{
	char last = c->piece[c->piece_n - 1];
	bool second = last == '\n' && c->after_cr && c->piece_n == 1;

	c->after_cr = last == '\r';
	c->offset += c->piece_n;
	c->column += (long)c->piece_n;
	r->pos += c->piece_n;
	if (!is_line_end(last))
		return;
	c->column = 1;
	if (!second)
		r->line++;
}

/* ---- rows ---- */

static void begin_row(struct reader *r, struct csv *c)
{
	sb_reset(&c->text);
	r->row.n = 0;
	r->row.line = r->line;
	c->field = c->offset;
	c->field_line = r->line;
	c->field_column = c->column;
	c->row_done = false;
}

/* The place of a bad byte inside field f: counted as it stood in the file. */
static enum crm_status bad_byte(struct reader *r, const struct row_field *f, size_t at, bool quoted,
                                struct crm_error *e)
{
	long line = f->line, column = f->column + quoted;

	for (size_t i = 0; i < at; i++) {
		bool line_end = f->p[i] == '\n' || (f->p[i] == '\r' && f->p[i + 1] != '\n');
		line += line_end;
		column = line_end ? 1 : column + 1 + (quoted && f->p[i] == '"');
	}
	return reader_bad_byte(r, e, line, column, f->p + at);
}

/* A field began with a quote when it took more of the line than its text; behind a newline it must
 * have. */
static bool was_quoted(const struct reader *r, const struct csv *c, size_t i)
{
	const struct row_field *f = &r->row.f[i];
	long next = i + 1 < r->row.n ? f[1].column : c->field_column;
	long line = i + 1 < r->row.n ? f[1].line : c->field_line;

	return line != f->line || next - f->column > (long)f->n + 1;
}

static enum crm_status check_text(struct reader *r, struct csv *c, struct crm_error *e)
{
	for (size_t i = 0; i < r->row.n; i++) {
		const struct row_field *f = &r->row.f[i];
		const char *nul = memchr(f->p, '\0', f->n);
		size_t good = nul ? (size_t)(nul - f->p) : f->n;
		size_t valid = utf8_valid(f->p, good);
		if (valid < f->n)
			return bad_byte(r, f, valid, was_quoted(r, c, i), e);
	}
	return CRM_OK;
}

/* The row is complete; text holds all its bytes, something else between the fields. */
static enum crm_status check_row(struct reader *r, struct csv *c, const char *text, size_t n, bool *got,
                                 struct crm_error *e)
{
	enum crm_status status = reader_check_count(r, e, c->field_line, c->field_column - 1);

	if (!status && !scan_plain_ascii(text, n))
		status = check_text(r, c, e);
	*got = !status;
	return status;
}

static enum crm_status too_long(const struct reader *r, struct crm_error *e)
{
	return reader_bad(r, e, r->row.line, 1, "row longer than %d MiB", ROW_MAX / (1024 * 1024));
}

/* A row that libcsv has read: its text no longer moves, the fields can point to it. */
static enum crm_status finish_row(struct reader *r, struct csv *c, bool *got, struct crm_error *e)
{
	const char *p = c->text.buf;

	if (c->text.over)
		return too_long(r, e);
	for (size_t i = 0; i < r->row.n && i < r->alloc; i++) {
		r->row.f[i].p = p;
		p += r->row.f[i].n + 1;
	}
	return check_row(r, c, c->text.buf, c->text.len, got, e);
}

/* A whole line without a quote is one row and needs no state: its fields stand between the
 * delimiters. Most lines of most files. */
static enum crm_status split_plain(struct reader *r, struct csv *c, bool *got, struct crm_error *e)
{
	const char *start = c->piece, *end = start + c->piece_n - 1, *field = start;

	for (const char *p = start; p < end; p += 8) {
		uint64_t m = scan_byte(scan_load(p), (unsigned char)r->delimiter);
		for (; m && p + scan_first(m) < end; m &= m - 1) {
			const char *at = p + scan_first(m);
			reader_add_field(r, field, (size_t)(at - field), r->line, field - start + 1);
			field = at + 1;
		}
	}
	reader_add_field(r, field, (size_t)(end - field), r->line, field - start + 1);
	c->field_column = end - start + 2;
	return check_row(r, c, start, (size_t)(end - start), got, e);
}

static enum crm_status parse_error(struct reader *r, struct csv *c, size_t at, struct crm_error *e)
{
	long column = c->column + (long)at;
	enum crm_status status;

	if (csv_error(&c->parser) != CSV_EPARSE)
		status = too_long(r, e);
	else if (c->piece[at] == '"')
		status = reader_bad(r, e, r->line, column, "quote in a field that does not begin with one");
	else
		status = reader_bad(r, e, r->line, column,
		                    "text behind a closing quote (a quote inside a field is written twice)");
	csv_free(&c->parser);
	init_parser(&c->parser, r->delimiter);
	c->in_row = false;
	c->skipping = true;
	return status;
}

static enum crm_status end_of_text(struct reader *r, struct csv *c, bool *got, struct crm_error *e)
{
	if (!c->in_row)
		return CRM_OK;
	c->in_row = false;
	c->piece_n = 0;
	if (csv_fini(&c->parser, on_field, on_row, r))
		return reader_bad(r, e, c->field_line, c->field_column, "quote that is not closed");
	return finish_row(r, c, got, e);
}

/* A line end alone, outside a row. */
static enum crm_status blank_line(struct reader *r, struct csv *c, bool *got, struct crm_error *e)
{
	bool second = *c->piece == '\n' && c->after_cr;

	if (second || c->skipping || !reader_blank_is_row(r))
		return CRM_OK;
	begin_row(r, c);
	c->quoted = false;
	on_field(sb_empty, 0, r);
	return finish_row(r, c, got, e);
}

static enum crm_status parse_piece(struct reader *r, struct csv *c, bool *got, struct crm_error *e)
{
	size_t done;

	if (!c->in_row && c->piece_n == 1 && is_line_end(*c->piece))
		return blank_line(r, c, got, e);
	if (c->skipping)
		return CRM_OK;
	if (!c->in_row) {
		begin_row(r, c);
		if (is_line_end(c->piece[c->piece_n - 1]) && !memchr(c->piece, '"', c->piece_n))
			return split_plain(r, c, got, e);
	}
	if (c->field == c->offset)
		c->quoted = *c->piece == '"';
	c->in_row = true;
	done = csv_parse(&c->parser, c->piece, c->piece_n, on_field, on_row, r);
	if (done < c->piece_n)
		return parse_error(r, c, done, e);
	return c->row_done ? finish_row(r, c, got, e) : CRM_OK;
}

static enum crm_status csv_row(struct reader *r, bool *got, struct crm_error *e)
{
	struct csv *c = r->format;
	enum crm_status status = CRM_OK;

	while (!status && !*got) {
		if (r->pos == r->end) {
			if (r->eof)
				return end_of_text(r, c, got, e);
			if (reader_fill(r, e))
				return CRM_IO;
			c->lf = NULL;
			if (csv_get_buffer_size(&c->parser) > FIELD_STEP) /* grow by doubling */
				csv_set_blk_size(&c->parser, csv_get_buffer_size(&c->parser));
			continue;
		}
		next_piece(r, c);
		status = parse_piece(r, c, got, e);
		if (c->skipping && is_line_end(c->piece[c->piece_n - 1]))
			c->skipping = false;
		pass_piece(r, c);
	}
	return status;
}

const struct reader_ops reader_csv = {csv_open, csv_row, csv_close};
