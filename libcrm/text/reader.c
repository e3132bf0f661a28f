/* reader.c - rows in: finds out the format, keeps the block of text and the header; the parsers do
 * the rest. */
#include <stdarg.h>
#include <strings.h>
#include "../base/ascii.h"
#include "../base/utf8.h"
#include "reader_impl.h"
#include "sheet.h"

/* ---- messages ---- */

enum crm_status reader_bad(const struct reader *r, struct crm_error *e, long line, long column, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	crm_fail_at(e, CRM_DATA, r->src.name, line, column, NULL, "%s", text.buf);
	sb_release(&text);
	return CRM_DATA;
}

enum crm_status reader_bad_byte(const struct reader *r, struct crm_error *e, long line, long column, const char *p)
{
	const char *encoding = decoder_encoding(r->in);

	if (!*p)
		return reader_bad(r, e, line, column, "NUL byte");
	if (encoding && *p == DECODER_INVALID)
		return reader_bad(r, e, line, column, "not valid in encoding '%s'", encoding);
	return reader_bad(r, e, line, column, "byte 0x%02x is not UTF-8 (try --encoding=cp1252)", (unsigned char)*p);
}

/* Of a field more than the row may have nothing is kept. */
static bool is_blank(const struct reader *r)
{
	for (size_t i = 0; i < r->row.n && i < r->alloc; i++) {
		const char *p = r->row.f[i].p;
		size_t n = r->row.f[i].n;

		if (n && *p > ' ' && *p < 0x7f)
			return false;
		utf8_trim(&p, &n);
		if (n)
			return false;
	}
	return !r->lost && !reader_blank_is_row(r);
}

enum crm_status reader_check_count(struct reader *r, struct crm_error *e, long end_line, long end_column)
{
	size_t n = r->row.n;
	const char *first = r->has_header ? "the header" : "the first row";

	if (!r->columns && n > COLUMNS_MAX)
		return reader_bad(r, e, r->row.line, 1, "%zu fields, more than %d", n, COLUMNS_MAX);
	r->blank = is_blank(r);
	if (r->blank || !r->columns || n == r->columns)
		return CRM_OK;
	if (r->spare_end && n == r->columns + 1 && !r->row.f[r->columns].n) {
		r->row.n--;
		return CRM_OK;
	}
	if (n > r->columns) {
		end_line = r->row.f[r->columns].line;
		end_column = r->row.f[r->columns].column;
	}
	return reader_bad(r, e, end_line, end_column, "%zu field%s where %s has %zu", n, n == 1 ? "" : "s", first,
	                  r->columns);
}

/* ---- what the parsers share ---- */

static void pad_block(struct reader *r)
{
	memset(r->buf + r->end, 0, READER_PAD);
	r->buf[r->end] = '\n';
}

enum crm_status reader_fill(struct reader *r, struct crm_error *e)
{
	bool full = r->end == r->size;
	long k;

	if (r->pos)
		memmove(r->buf, r->buf + r->pos, r->end - r->pos);
	r->end -= r->pos;
	r->pos = 0;
	if (r->size - r->end < DECODER_MIN || (full && r->size < READER_BLOCK)) {
		r->size = r->size < READER_BLOCK ? READER_BLOCK : 2 * r->size;
		r->buf = crm_realloc(r->buf, r->size + READER_PAD);
	}
	k = decoder_read(r->in, r->buf + r->end, r->size - r->end);
	if (k < 0) {
		pad_block(r);
		return decoder_failed(r->in, e);
	}
	r->end += (size_t)k;
	r->eof = k == 0;
	pad_block(r);
	return CRM_OK;
}

/* One more than the columns is kept, so that a message can point to it. */
bool reader_grow_row(struct reader *r)
{
	size_t most = r->columns ? r->columns + 1 : COLUMNS_MAX + 1;

	if (r->alloc >= most)
		return false;
	r->alloc = r->alloc ? 2 * r->alloc : 16;
	if (r->alloc > most)
		r->alloc = most;
	r->row.f = crm_realloc(r->row.f, r->alloc * sizeof *r->row.f);
	return true;
}

bool reader_blank_is_row(const struct reader *r)
{
	return r->columns == 1 || (!r->columns && r->no_header);
}

/* ---- format ---- */

/* The first line, without its end; a newline in quotes doesn't end it. */
static size_t first_line(const char *p, size_t n)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < n && (quoted || (p[i] != '\n' && p[i] != '\r')); i++)
		if (p[i] == '"')
			quoted = !quoted;
	return i;
}

/* 0: none of them is there. */
static char frequent_delimiter(const char *p, size_t n)
{
	static const char delimiters[] = {',', ';', '\t'};
	size_t counts[sizeof delimiters] = {0}, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (p[i] == '"')
			quoted = !quoted;
		for (size_t k = 0; k < sizeof delimiters && !quoted; k++)
			counts[k] += p[i] == delimiters[k];
	}
	for (size_t k = 1; k < sizeof delimiters; k++)
		if (counts[k] > counts[best])
			best = k;
	return counts[best] ? delimiters[best] : '\0';
}

static size_t blank_lines(const char *p, size_t n)
{
	size_t i = 0;
	while (i < n && (p[i] == '\n' || p[i] == '\r'))
		i++;
	return i;
}

/* A record as the tools show it, "o9 TAB title TAB …": its values may hold quotes. */
static bool begins_with_id(const char *p, size_t n)
{
	size_t letters = 0, digits;

	while (letters < n && p[letters] >= 'a' && p[letters] <= 'z')
		letters++;
	for (digits = letters; digits < n && ascii_digit(p[digits]);)
		digits++;
	return letters && letters <= 2 && digits > letters && p[letters] != '0' && digits < n && p[digits] == '\t';
}

/* The first line that isn't blank, as far as it is in the block. */
static enum crm_status see_line(struct reader *r, const char **line, size_t *n, struct crm_error *e)
{
	for (;;) {
		size_t skip = blank_lines(r->buf + r->pos, r->end - r->pos);

		*line = r->buf + r->pos + skip;
		*n = first_line(*line, r->end - r->pos - skip);
		if (*line + *n + 1 < r->buf + r->end || r->eof || r->end >= READER_BLOCK)
			return CRM_OK;
		if (reader_fill(r, e))
			return CRM_IO;
	}
}

static bool legal_delimiter(char c)
{
	return c != '"' && c != '\r' && c != '\n' && !(c & 0x80);
}

/* What `sep=;`, as spreadsheets write it into the first line, says; 0 = it is something else. */
static char said_delimiter(const char *p, size_t n)
{
	if (n && *p == '"') {
		p++;
		n--;
	}
	while (n > 5 && strchr(" \",;\t", p[n - 1]))
		n--;
	if (n == 6 && memcmp(p + 4, "\\t", 2) == 0 && strncasecmp(p, "sep=", 4) == 0)
		return '\t';
	return n == 5 && strncasecmp(p, "sep=", 4) == 0 && !ascii_alpha(p[4]) && !ascii_digit(p[4]) &&
	                       legal_delimiter(p[4])
	               ? p[4]
	               : '\0';
}

/* Behind that line, with what it says. */
static enum crm_status pass_sep(struct reader *r, char *delimiter, struct crm_error *e)
{
	const char *line;
	size_t n;

	if (see_line(r, &line, &n, e))
		return CRM_IO;
	*delimiter = r->pos == 0 && line == r->buf ? said_delimiter(line, n) : '\0';
	if (!*delimiter)
		return CRM_OK;
	n += line + n < r->buf + r->end && line[n] == '\r' && line[n + 1] == '\n';
	r->pos = (size_t)(line - r->buf) + n + (line + n < r->buf + r->end);
	r->line = 2;
	return CRM_OK;
}

static enum crm_status find_format(struct reader *r, enum reader_format format, struct crm_error *e)
{
	const char *line;
	size_t n;
	char said;

	r->ops = &reader_tsv;
	if (pass_sep(r, &said, e))
		return CRM_IO;
	r->sep = said != '\0';
	if (format == READER_TSV)
		return CRM_OK;
	if (!r->delimiter)
		r->delimiter = said;
	if (see_line(r, &line, &n, e))
		return CRM_IO;
	if (format == READER_AUTO && !r->delimiter && memchr(line, '\t', n) &&
	    (!memchr(line, '"', n) || begins_with_id(line, n)))
		return CRM_OK;
	r->ops = &reader_csv;
	if (!r->delimiter)
		r->delimiter = frequent_delimiter(line, n);
	r->sheet = format == READER_SHEET ||
	           (format == READER_AUTO && decoder_marked(r->in) && (!r->delimiter || r->delimiter == ';') &&
	            line + n + 1 < r->buf + r->end && line[n] == '\r' && line[n + 1] == '\n');
	if (!r->delimiter)
		r->delimiter = r->sheet ? ';' : ',';
	return CRM_OK;
}

/* ---- header ---- */

/* A copy of the row that lives as long as the reader. */
static void keep_header(struct reader *r)
{
	size_t size = 0;
	char *p;

	for (size_t i = 0; i < r->row.n; i++)
		size += r->row.f[i].n + 1;
	p = r->header_text = crm_malloc(size);
	r->header = r->row;
	r->header.f = crm_malloc(r->row.n * sizeof *r->row.f);
	for (size_t i = 0; i < r->row.n; i++) {
		struct row_field *f = &r->header.f[i];
		*f = r->row.f[i];
		memcpy(p, f->p, f->n);
		p[f->n] = '\0';
		f->p = p;
		p += f->n + 1;
	}
	r->has_header = true;
}

static enum crm_status next(struct reader *r, bool *got, struct crm_error *e)
{
	enum crm_status status;

	do {
		*got = false;
		r->row.n = 0;
		r->blank = r->lost = false;
		status = r->ops->row(r, got, e);
	} while (!status && *got && r->blank);
	if (status || !*got || r->columns)
		return status;
	r->columns = r->row.n;
	r->alloc = r->columns + 1;
	r->row.f = crm_realloc(r->row.f, r->alloc * sizeof *r->row.f);
	return CRM_OK;
}

static enum crm_status read_header(struct reader *r, struct crm_error *e)
{
	bool got;
	enum crm_status status;

	if (r->no_header)
		return CRM_OK;
	status = next(r, &got, e);
	if (!status && got && !r->has_header)
		keep_header(r);
	return status;
}

/* ---- the face ---- */

static enum crm_status start(struct reader *r, struct crm_error *e)
{
	r->pos = r->end = 0;
	r->eof = false;
	r->line = 1;
	pad_block(r);
	return decoder_open(&r->in, &r->src, r->encoding, e);
}

enum crm_status reader_open(struct reader **out, const struct crm_source *src, const struct reader_options *opt,
                            struct crm_error *e)
{
	struct reader *r;
	enum crm_status status;

	*out = NULL;
	if (!legal_delimiter(opt->delimiter))
		return crm_fail(e, CRM_USAGE, "'%c' cannot be a delimiter", opt->delimiter);
	r = crm_calloc(1, sizeof *r);
	r->src = *src;
	r->src.name = crm_strdup(src->name ? src->name : "stdin");
	r->encoding = opt->encoding ? crm_strdup(opt->encoding) : NULL;
	r->delimiter = opt->delimiter;
	r->no_header = opt->no_header;
	r->spare_end = opt->spare_end;
	r->size = READER_FIRST;
	r->buf = crm_malloc(r->size + READER_PAD);
	status = start(r, e);
	if (!status)
		status = find_format(r, opt->format, e);
	if (!status) {
		r->ops->open(r);
		status = read_header(r, e);
	}
	if (status)
		reader_free(r);
	else
		*out = r;
	return status;
}

void reader_free(struct reader *r)
{
	if (!r)
		return;
	if (r->ops)
		r->ops->close(r);
	decoder_free(r->in);
	free((char *)r->src.name);
	free(r->encoding);
	free(r->header_text);
	free(r->header.f);
	free(r->row.f);
	free(r->buf);
	free(r);
}

const struct row *reader_header(const struct reader *r)
{
	return r->has_header ? &r->header : NULL;
}

enum crm_status reader_next(struct reader *r, const struct row **row, struct crm_error *e)
{
	bool got;
	enum crm_status status = next(r, &got, e);

	*row = !status && got ? &r->row : NULL;
	for (size_t i = 0; *row && r->sheet && i < r->row.n; i++) {
		struct row_field *f = &r->row.f[i];
		if (f->n && *f->p == '\'' && sheet_guarded(f->p + 1, f->n - 1)) {
			f->p++;
			f->n--;
		}
	}
	return status;
}

enum crm_status reader_rewind(struct reader *r, struct crm_error *e)
{
	enum crm_status status;

	if (!r->src.rewind || !r->src.rewind(r->src.arg))
		return crm_fail_at(e, CRM_IO, r->src.name, 0, 0, NULL, "cannot be read twice");
	r->ops->close(r);
	r->ops->open(r);
	decoder_free(r->in);
	r->in = NULL;
	status = start(r, e);
	if (!status && r->sep)
		status = pass_sep(r, &(char){'\0'}, e);
	return status ? status : read_header(r, e);
}

const char *reader_name(const struct reader *r)
{
	return r->src.name;
}

bool reader_is_sheet(const struct reader *r)
{
	return r->sheet;
}

bool reader_is_tsv(const struct reader *r)
{
	return r->ops == &reader_tsv;
}
