/* vcard_decode.c - bytes of cards to text: character sets, quoted-printable, base64. */
#include "vcard_impl.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <strings.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

/* ---- character sets ---- */

#define CHARSET_NAME 40

struct charsets {
	char name[CHARSET_NAME];
	iconv_t cd;
	bool open;
};

struct charsets *charsets_new(void)
{
	return crm_calloc(1, sizeof(struct charsets));
}

void charsets_free(struct charsets *cs)
{
	if (cs && cs->open)
		iconv_close(cs->cd);
	free(cs);
}

static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */

static void add_code(struct strbuf *out, unsigned u)
{
	if (u >= 0x800)
		sb_addc(out, (char)(0xe0 | u >> 12));
	sb_addc(out, (char)(u >= 0x800 ? 0x80 | (u >> 6 & 63) : 0xc0 | u >> 6));
	sb_addc(out, (char)(0x80 | (u & 63)));
}

/* What Windows writes in the West; 0 = nothing. */
static const unsigned short cp1252[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
                                          0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                          0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static bool from_cp1252(struct strbuf *out, const char *p, size_t n)
{
	bool good = true;

	for (size_t i = 0; i < n; i++) {
		unsigned c = (unsigned char)p[i], u = c >= 0x80 && c < 0xa0 ? cp1252[c - 0x80] : c;

		if (u >= 0x80)
			add_code(out, u);
		else if (u || !c)
			sb_addc(out, p[i]);
		else
			sb_adds(out, replacement);
		good = good && (u || !c);
	}
	return good;
}

static bool from_utf8(struct strbuf *out, const char *p, size_t n)
{
	bool good = true;

	while (n) {
		size_t valid = utf8_valid(p, n);

		sb_add(out, p, valid);
		if (valid == n)
			break;
		sb_adds(out, replacement);
		p += valid + 1;
		n -= valid + 1;
		good = false;
	}
	return good;
}

static bool charset_open(struct charsets *cs, const char *name)
{
	if (cs->open && strcasecmp(cs->name, name) == 0)
		return true;
	if (strlen(name) >= CHARSET_NAME || !*name || strchr(name, '/') || strcasecmp(name, "char") == 0)
		return false;
	if (cs->open)
		iconv_close(cs->cd);
	cs->cd = iconv_open("UTF-8", name);
	cs->open = cs->cd != (iconv_t)-1;
	snprintf(cs->name, sizeof cs->name, "%s", name);
	return cs->open;
}

static bool from_charset(struct charsets *cs, struct strbuf *out, const char *p, size_t n)
{
	char block[1024], *in = (char *)p;
	bool good = true;

	iconv(cs->cd, NULL, NULL, NULL, NULL);
	while (n) {
		char *to = block;
		size_t left = sizeof block;
		int problem = iconv(cs->cd, &in, &n, &to, &left) == (size_t)-1 ? errno : 0;

		sb_add(out, block, sizeof block - left);
		if (problem == EILSEQ || problem == EINVAL) {
			sb_adds(out, replacement);
			in++;
			n--;
			good = false;
		}
	}
	return good;
}

static bool is_utf8_name(const char *s)
{
	return !strcasecmp(s, "utf-8") || !strcasecmp(s, "utf8");
}
static bool is_ascii_name(const char *s)
{
	return !strcasecmp(s, "us-ascii") || !strcasecmp(s, "ascii");
}

bool charset_text(struct charsets *cs, const char *charset, struct strbuf *out, const char *p, size_t n, bool *damaged)
{
	if (utf8_valid(p, n) == n) {
		sb_add(out, p, n);
		return true;
	}
	if (charset && is_utf8_name(charset)) {
		*damaged |= !from_utf8(out, p, n);
		return true;
	}
	if (!charset || !cs || is_ascii_name(charset)) {
		*damaged |= !from_cp1252(out, p, n);
		return true;
	}
	if (!charset_open(cs, charset))
		return false;
	*damaged |= !from_charset(cs, out, p, n);
	return true;
}

/* ---- encodings ---- */

static int hex(char c)
{
	return ascii_digit(c)                                   ? c - '0'
	       : ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f' ? ascii_lower(c) - 'a' + 10
	                                                        : -1;
}

void unquote_printable(struct strbuf *out, const char *p, size_t n)
{
	while (n && (p[n - 1] == ' ' || p[n - 1] == '\t'))
		n--;
	n -= n && p[n - 1] == '='; /* a soft line break with nothing behind it */
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '=' && i + 2 < n && hex(p[i + 1]) >= 0 && hex(p[i + 2]) >= 0) {
			sb_addc(out, (char)(hex(p[i + 1]) << 4 | hex(p[i + 2])));
			i += 2;
		} else {
			sb_addc(out, p[i]);
		}
	}
}

static int sextet(char c)
{
	return c >= 'A' && c <= 'Z'   ? c - 'A'
	       : c >= 'a' && c <= 'z' ? c - 'a' + 26
	       : ascii_digit(c)       ? c - '0' + 52
	       : c == '+'             ? 62
	       : c == '/'             ? 63
	                              : -1;
}

bool unbase64(struct strbuf *out, const char *s)
{
	unsigned bits = 0;
	int have = 0;

	for (; *s && *s != '='; s++) {
		if (sextet(*s) < 0)
			return false;
		bits = bits << 6 | (unsigned)sextet(*s);
		have += 6;
		if (have >= 8) {
			have -= 8;
			sb_addc(out, (char)(bits >> have));
			bits &= (1u << have) - 1;
		}
	}
	return true;
}

char *only_base64(struct arena *a, const char *p, size_t n)
{
	char *s = arena_alloc(a, n + 1), *to = s;

	for (size_t i = 0; i < n; i++)
		if (sextet(p[i]) >= 0 || p[i] == '=')
			*to++ = p[i];
	return s;
}
