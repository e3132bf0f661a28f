/* sink_json.c - one flat JSON object a line. */
#include "../base/utf8.h"
#include "scan.h"
#include "sink_impl.h"

/* The objects' keys with what stands around them: {"id": then ,"name": */
struct keys {
	struct strbuf text;
	size_t *end; /* n; key i is text[end[i-1], end[i]) */
};

static const char short_escape[256] = {['"'] = '"',  ['\\'] = '\\', ['\b'] = 'b', ['\f'] = 'f',
                                       ['\n'] = 'n', ['\r'] = 'r',  ['\t'] = 't'};

/* Bytes before the first that must be escaped. */
static size_t plain_span(const char *p, size_t n)
{
	size_t i = 0;

	for (; n - i >= 8; i += 8) {
		uint64_t x = scan_load(p + i), m = scan_control(x) | scan_byte(x, '\\') | scan_byte(x, '"');
		if (m)
			return i + scan_first(m);
	}
	while (i < n && (unsigned char)p[i] >= 0x20 && p[i] != '"' && p[i] != '\\')
		i++;
	return i;
}

static void write_escape(struct out *o, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	char unicode[] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
	char two[] = {'\\', short_escape[c]};

	if (short_escape[c])
		out_write(o, two, sizeof two);
	else
		out_write(o, unicode, sizeof unicode);
}

static void write_valid(struct out *o, const char *p, size_t n)
{
	while (n) {
		size_t k = plain_span(p, n);
		out_write(o, p, k);
		if (k < n)
			write_escape(o, (unsigned char)p[k++]);
		p += k;
		n -= k;
	}
}

static void write_string(struct out *o, const char *p, size_t n)
{
	out_putc(o, '"');
	while (n) {
		size_t k = scan_plain_ascii(p, n) ? n : utf8_valid(p, n);
		write_valid(o, p, k);
		if (k < n) {
			out_writes(o, "\xEF\xBF\xBD");
			k++;
		}
		p += k;
		n -= k;
	}
	out_putc(o, '"');
}

static void write_list(struct out *o, const char *p, size_t n)
{
	const char *end = p + n;

	out_putc(o, '[');
	while (n) {
		const char *comma = memchr(p, ',', (size_t)(end - p));
		write_string(o, p, (size_t)((comma ? comma : end) - p));
		if (!comma)
			break;
		out_putc(o, ',');
		p = comma + 1;
	}
	out_putc(o, ']');
}

static size_t digits(const char *p, const char *end)
{
	size_t k = 0;
	while (p + k < end && p[k] >= '0' && p[k] <= '9')
		k++;
	return k;
}

/* JSON knows no plus sign, no leading zeros and no bare point; such a text goes out as a string. */
static bool is_number(const char *p, size_t n)
{
	const char *end = p + n;
	size_t whole;

	if (p < end && *p == '-')
		p++;
	whole = digits(p, end);
	if (!whole || (whole > 1 && *p == '0'))
		return false;
	p += whole;
	if (p < end && *p == '.') {
		size_t k = digits(++p, end);
		if (!k)
			return false;
		p += k;
	}
	return p == end;
}

static void json_cell(struct sink *s, size_t at, enum cell type, const char *p, size_t n)
{
	struct keys *k = s->format;
	size_t from = at ? k->end[at - 1] : 0;

	out_write(s->out, k->text.buf + from, k->end[at] - from);
	if (type == CELL_NULL)
		out_writes(s->out, "null");
	else if (type == CELL_BOOL)
		out_writes(s->out, n == 3 && !memcmp(p, "yes", 3) ? "true" : "false");
	else if (type == CELL_LIST)
		write_list(s->out, p, n);
	else if (type == CELL_NUMBER && is_number(p, n))
		out_write(s->out, p, n);
	else
		write_string(s->out, p, n);
}

static void json_end_row(struct sink *s)
{
	out_writes(s->out, s->n ? "}\n" : "{}\n");
}

static void json_free(struct sink *s)
{
	struct keys *k = s->format;

	if (!k)
		return;
	sb_release(&k->text);
	free(k->end);
	free(k);
	s->format = NULL;
}

/* The one string writer writes to an out; for the keys it gets one that ends in a strbuf. */
static enum out_result to_strbuf(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

static void json_begin(struct sink *s)
{
	struct keys *k;
	struct out *o;

	json_free(s);
	s->format = k = crm_calloc(1, sizeof *k);
	sb_init(&k->text, 0);
	k->end = crm_calloc(s->n, sizeof *k->end);
	o = out_new(&(struct crm_writer){.write = to_strbuf, .arg = &k->text});
	for (size_t i = 0; i < s->n; i++) {
		out_putc(o, i ? ',' : '{');
		write_string(o, s->columns[i].name, strlen(s->columns[i].name));
		out_putc(o, ':');
		out_finish(o, NULL);
		k->end[i] = k->text.len;
	}
	out_free(o);
}

const struct sink_ops sink_json = {.begin = json_begin, .cell = json_cell, .end_row = json_end_row, .free = json_free};
