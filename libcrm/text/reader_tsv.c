/* reader_tsv.c - crm-tsv, strictly. Fields point into the block; only escapes move bytes, in
 * place. */
#include "../base/utf8.h"
#include "reader_impl.h"
#include "scan.h"

/* What a line needs beyond being split. */
struct line {
	char *start, *end; /* end is the newline */
	uint64_t high;     /* not 0: there are bytes beyond ASCII */
	bool escape;       /* there is a backslash */
	bool odd;          /* there is a NUL or a carriage return */
};

/* Split the line at l->start into the row; it ends at the block's end at the latest, where
 * reader_fill has put a newline. */
static void split(struct reader *r, struct line *l)
{
	char *field = l->start;

	for (char *p = l->start;; p += 8) {
		uint64_t x = scan_load(p);
		uint64_t m = scan_control(x) | scan_byte(x, '\\');
		l->high |= x & SCAN_HIGH;
		for (; m; m &= m - 1) {
			char *at = p + scan_first(m);
			switch (*at) {
			case '\n':
				reader_add_field(r, field, (size_t)(at - field), r->line, field - l->start + 1);
				l->end = at;
				return;
			case '\t':
				reader_add_field(r, field, (size_t)(at - field), r->line, field - l->start + 1);
				field = at + 1;
				break;
			case '\\':
				l->escape = true;
				break;
			case '\0':
			case '\r':
				l->odd = true;
				break;
			}
		}
	}
}

/* A line end of CR LF is taken for LF; any other carriage return should have been written as \r. */
static enum crm_status check_odd(struct reader *r, struct line *l, struct crm_error *e)
{
	size_t n = (size_t)(l->end - l->start);
	const char *nul = memchr(l->start, '\0', n);
	const char *cr = memchr(l->start, '\r', n);

	if (nul)
		return reader_bad_byte(r, e, r->line, nul - l->start + 1, nul);
	if (cr == l->end - 1) {
		l->end--;
		if (r->row.n <= r->alloc)
			r->row.f[r->row.n - 1].n--;
	} else if (cr) {
		return reader_bad(r, e, r->line, cr - l->start + 1, "carriage return in a field, write it as \\r");
	}
	return CRM_OK;
}

static char unescaped(char c)
{
	switch (c) {
	case 't':
		return '\t';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case '\\':
		return '\\';
	}
	return 0;
}

/* Bytes of the character p begins with. */
static int character(const char *p, const char *end)
{
	int n = 1;
	while (p + n < end && (p[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* In place: what escapes stand for is shorter than they are. The bytes of f are in the block, which
 * is the reader's to change. */
static enum crm_status unescape(struct reader *r, struct row_field *f, struct crm_error *e)
{
	char *to = memchr(f->p, '\\', f->n);
	const char *p = to, *end = f->p + f->n;

	if (!to)
		return CRM_OK;
	while (p < end) {
		if (*p != '\\') {
			*to++ = *p++;
			continue;
		}
		*to = p + 1 < end ? unescaped(p[1]) : 0;
		if (!*to++) {
			long column = f->column + (p - f->p);
			if (p + 1 == end)
				return reader_bad(r, e, f->line, column,
				                  "backslash at the end of a field, write it as \\\\");
			return reader_bad(r, e, f->line, column, "unknown escape '\\%.*s' (\\t \\n \\r \\\\ are known)",
			                  character(p + 1, end), p + 1);
		}
		p += 2;
	}
	f->n = (size_t)(to - f->p);
	return CRM_OK;
}

static enum crm_status check_line(struct reader *r, struct line *l, struct crm_error *e)
{
	enum crm_status status = l->odd ? check_odd(r, l, e) : CRM_OK;
	size_t n = (size_t)(l->end - l->start);

	if (!status && l->high) {
		size_t good = utf8_valid(l->start, n);
		if (good < n)
			status = reader_bad_byte(r, e, r->line, (long)good + 1, l->start + good);
	}
	if (!status)
		status = reader_check_count(r, e, r->line, (long)n + 1);
	for (size_t i = 0; !status && l->escape && i < r->row.n; i++)
		status = unescape(r, &r->row.f[i], e);
	return status;
}

/* More of a line: until its newline has come, so that a long one is split only once more. */
static enum crm_status more(struct reader *r, struct crm_error *e)
{
	size_t had;

	do {
		had = r->end - r->pos;
		if (reader_fill(r, e))
			return CRM_IO;
	} while (!r->eof && r->end < ROW_MAX && !memchr(r->buf + had, '\n', r->end - had));
	return CRM_OK;
}

/* The rest of a line beyond ROW_MAX is dropped. */
static enum crm_status skip_line(struct reader *r, struct crm_error *e)
{
	enum crm_status status = reader_bad(r, e, r->line, 1, "line longer than %d MiB", ROW_MAX / (1024 * 1024));
	const char *newline = NULL;

	while (!newline && !r->eof) {
		r->pos = r->end;
		if (reader_fill(r, e))
			return CRM_IO;
		newline = memchr(r->buf, '\n', r->end);
	}
	r->pos = newline ? (size_t)(newline + 1 - r->buf) : r->end;
	r->line++;
	return status;
}

static enum crm_status tsv_row(struct reader *r, bool *got, struct crm_error *e)
{
	while (r->pos < r->end || !r->eof) {
		struct line l = {.start = r->buf + r->pos};
		enum crm_status status;

		r->row.n = 0;
		split(r, &l);
		if (l.end == r->buf + r->end && !r->eof) {
			if (r->end - r->pos >= ROW_MAX)
				return skip_line(r, e);
			if (more(r, e))
				return CRM_IO;
			continue;
		}
		r->pos = (size_t)(l.end - r->buf) + (l.end < r->buf + r->end);
		r->row.line = r->line;
		if (l.end - l.start <= 1 && (l.end == l.start || *l.start == '\r') && !reader_blank_is_row(r)) {
			r->line++;
			continue;
		}
		status = check_line(r, &l, e);
		r->line++;
		*got = !status;
		return status;
	}
	return CRM_OK;
}

/* Without memory of its own. */
static void nothing(struct reader *r)
{
	(void)r;
}

const struct reader_ops reader_tsv = {nothing, tsv_row, nothing};
