/* encoding.c - a source in any encoding as UTF-8: byte order marks and iconv(3). */
#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>
#include "../base/utf8.h"
#include "reader_impl.h"

#define RAW_SIZE (64 * 1024)

struct decoder {
	const struct crm_source *src;
	char raw[RAW_SIZE]; /* bytes of the source not yet decoded: raw[pos, end) */
	size_t pos, end;
	bool eof;           /* of the source */
	bool start;         /* nothing given out yet: a mark may still come */
	bool converting;
	bool marked;        /* by the mark of UTF-8 */
	iconv_t cd;
	size_t unit;        /* bytes to skip where the source is not valid */
	char *encoding;
};

/* Without an encoding given; what the mark says. */
static const struct {
	const char *mark;
	size_t n;
	const char *encoding;
} marks[] = {
	{"\xEF\xBB\xBF", 3, NULL},
	{"\xFF\xFE", 2, "UTF-16LE"},
	{"\xFE\xFF", 2, "UTF-16BE"},
};

static bool is_utf8_name(const char *name)
{
	return !strcasecmp(name, "UTF-8") || !strcasecmp(name, "UTF8");
}

static size_t unit_of(const char *name)
{
	if (!strncasecmp(name, "UTF-16", 6) || !strncasecmp(name, "UTF16", 5) || !strncasecmp(name, "UCS-2", 5))
		return 2;
	if (!strncasecmp(name, "UTF-32", 6) || !strncasecmp(name, "UTF32", 5) || !strncasecmp(name, "UCS-4", 5))
		return 4;
	return 1;
}

/* More raw bytes behind those not yet decoded; false when the source fails. */
static bool read_raw(struct decoder *d)
{
	long k;

	memmove(d->raw, d->raw + d->pos, d->end - d->pos);
	d->end -= d->pos;
	d->pos = 0;
	k = d->src->read(d->src->arg, d->raw + d->end, RAW_SIZE - d->end);
	if (k < 0)
		return false;
	d->eof = k == 0;
	d->end += (size_t)k;
	return true;
}

enum crm_status decoder_failed(const struct decoder *d, struct crm_error *e)
{
	const char *why = d->src->problem ? d->src->problem(d->src->arg) : NULL;
	return crm_fail_at(e, CRM_IO, d->src->name, 0, 0, NULL, "cannot read: %s", why ? why : "read error");
}

static enum crm_status start_converting(struct decoder *d, const char *encoding, struct crm_error *e)
{
	/* an empty name and "char" mean the locale's encoding to iconv */
	bool named = *encoding && strcasecmp(encoding, "char") && !strchr(encoding, '/');

	if (named)
		d->cd = iconv_open("UTF-8", encoding);
	if (!named || d->cd == (iconv_t)-1)
		return crm_fail(e, CRM_USAGE, "unknown encoding '%s' ('iconv -l' lists them)", encoding);
	d->converting = true;
	d->unit = unit_of(encoding);
	d->encoding = crm_strdup(encoding);
	return CRM_OK;
}

/* UTF-16 without a mark: it begins with two ASCII characters. NULL = it doesn't. */
static const char *unmarked(const char *p, size_t n)
{
	if (n < 4 || !p[0] == !p[1] || !p[0] != !p[2] || !p[1] != !p[3] || ((p[0] | p[1] | p[2] | p[3]) & 0x80))
		return NULL;
	return p[0] ? "UTF-16LE" : "UTF-16BE";
}

static enum crm_status obey_mark(struct decoder *d, struct crm_error *e)
{
	const char *encoding;

	while (!d->eof && d->end < 4)
		if (!read_raw(d))
			return decoder_failed(d, e);
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (d->end >= marks[i].n && !memcmp(d->raw, marks[i].mark, marks[i].n)) {
			d->pos = marks[i].n;
			d->marked = !marks[i].encoding;
			return marks[i].encoding ? start_converting(d, marks[i].encoding, e) : CRM_OK;
		}
	encoding = unmarked(d->raw, d->end);
	return encoding ? start_converting(d, encoding, e) : CRM_OK;
}

/* ---- what isn't UTF-8 ---- */

/* nothing, rare: bytes that are no characters of CP1252, or such as no text of it has many of,
 * while those of the East do. */
struct guess { int64_t multibyte, invalid, nothing, rare; bool wide; };

/* Counts whole characters of p; returns the bytes looked at, all but a beginning that the next
 * block may complete. */
static size_t look(struct guess *g, const char *p, size_t n, bool last)
{
	size_t i = 0;

	while (i < n) {
		size_t good = utf8_valid(p + i, n - i);

		for (size_t k = i; k < i + good; k++)
			g->multibyte += ((unsigned char)p[k] & 0xC0) == 0xC0;
		i += good;
		if (i == n || (!last && n - i < 4))
			break;
		g->invalid++;
		g->nothing += memchr("\x81\x8D\x8F\x90\x9D", p[i], 5) != NULL;
		g->rare += memchr("\x82\x83\x86\x87\x88\x89\x8B\x98\x99\x9B", p[i], 10) != NULL;
		i++;
	}
	return i;
}

enum crm_status encoding_guess(const struct crm_source *src, const char **encoding, struct crm_error *e)
{
	struct guess g = {0};
	char *block = crm_malloc(RAW_SIZE);
	size_t have = 0;
	bool start = true;
	long k;

	*encoding = NULL;
	do {
		size_t done;

		k = src->read(src->arg, block + have, RAW_SIZE - have);
		if (k < 0)
			break;
		have += (size_t)k;
		if (start && have < 4 && k)
			continue;
		if (start)
			g.wide = unmarked(block, have) ||
			         (have >= 2 && (!memcmp(block, marks[1].mark, 2) || !memcmp(block, marks[2].mark, 2)));
		start = false;
		done = g.wide ? have : look(&g, block, have, k == 0);
		memmove(block, block + done, have - done);
		have -= done;
	} while (k > 0);
	free(block);
	if (k < 0)
		return crm_fail_at(e, CRM_IO, src->name, 0, 0, NULL, "cannot read: %s",
		                   src->problem ? src->problem(src->arg) : "read error");
	if (!g.wide && !g.nothing && g.rare * 8 <= g.invalid && g.invalid > g.multibyte)
		*encoding = "cp1252";
	return CRM_OK;
}

enum crm_status decoder_open(struct decoder **out, const struct crm_source *src, const char *encoding,
                             struct crm_error *e)
{
	struct decoder *d = crm_calloc(1, sizeof *d);
	enum crm_status status;

	*out = d;
	d->src = src;
	d->start = true;
	if (encoding && !is_utf8_name(encoding))
		status = start_converting(d, encoding, e);
	else
		status = obey_mark(d, e);
	if (status) {
		decoder_free(d);
		*out = NULL;
	}
	return status;
}

void decoder_free(struct decoder *d)
{
	if (!d)
		return;
	if (d->converting)
		iconv_close(d->cd);
	free(d->encoding);
	free(d);
}

bool decoder_marked(const struct decoder *d)
{
	return d->marked;
}

const char *decoder_encoding(const struct decoder *d)
{
	return d->encoding;
}

static long convert(struct decoder *d, char *p, size_t n)
{
	char *to = p;
	size_t left = n;

	while (to == p) {
		char *from;
		size_t rest;
		int problem;

		if (d->pos == d->end && !d->eof && !read_raw(d))
			return -1;
		if (d->pos == d->end && d->eof) {
			iconv(d->cd, NULL, NULL, &to, &left); /* a character held back for a following accent */
			break;
		}
		from = d->raw + d->pos;
		rest = d->end - d->pos;
		problem = iconv(d->cd, &from, &rest, &to, &left) == (size_t)-1 ? errno : 0;
		d->pos = d->end - rest;
		if (problem == EINVAL && !d->eof) {
			if (!read_raw(d))
				return -1;
		} else if ((problem == EINVAL || problem == EILSEQ) && to == p) {
			d->pos += rest < d->unit ? rest : d->unit;
			*to++ = DECODER_INVALID;
		}
	}
	return to - p;
}

static long copy(struct decoder *d, char *p, size_t n)
{
	size_t k = d->end - d->pos;

	if (!k)
		return d->eof ? 0 : d->src->read(d->src->arg, p, n);
	k = k < n ? k : n;
	memcpy(p, d->raw + d->pos, k);
	d->pos += k;
	return (long)k;
}

long decoder_read(struct decoder *d, char *p, size_t n)
{
	long k;

	if (!d->converting)
		return copy(d, p, n);
	k = convert(d, p, n);
	if (d->start && k >= 3 && !memcmp(p, marks[0].mark, 3)) {
		k -= 3;
		memmove(p, p + 3, (size_t)k);
		d->start = false;
		return k ? k : decoder_read(d, p, n);
	}
	d->start = false;
	return k;
}
