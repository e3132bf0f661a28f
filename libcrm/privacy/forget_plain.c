/* forget_plain.c - a text as it is meant, whatever form, page or mail it was copied from: %XX of
 * addresses, =XX of mails, &name; of pages, \uXXXX of JSON, wide letters, other blanks and dashes,
 * what is never seen.
 *
 * Such signs stand before plain words as well ("name=ADELE"), so a text that holds one is looked at
 * without and with that way of writing. */
#include "forget_impl.h"

#include "../base/ascii.h"
#include "../base/utf8.h"

#define NOTHING (-1) /* a character that is never seen */

static const struct { const char *name; int32_t cp; } named[] = {
	{"commat", '@'}, {"period", '.'}, {"amp", '&'}, {"plus", '+'}, {"lowbar", '_'}, {"nbsp", ' '}, {"shy", NOTHING},
	{"hyphen", '-'}, {"dash", '-'}, {"ndash", '-'}, {"mdash", '-'}, {"zwnj", NOTHING}, {"zwj", NOTHING},
	{"apos", '\''}, {"rsquo", 0x2019}, {"sol", '/'}, {"lpar", '('}, {"rpar", ')'}, {"szlig", 0xDF},
	{"aelig", 0xE6}, {"AElig", 0xC6}, {"oelig", 0x153}, {"OElig", 0x152}, {"oslash", 0xF8}, {"Oslash", 0xD8},
	{"eth", 0xF0}, {"ETH", 0xD0}, {"thorn", 0xFE}, {"THORN", 0xDE}, {"lstrok", 0x142}, {"Lstrok", 0x141},
	{"dstrok", 0x111}, {"Dstrok", 0x110}, {"inodot", 0x131},
};
/* What follows the letter, as the mark that does so in Unicode. */
static const struct { const char *name; int32_t mark; } accents[] = {
	{"grave", 0x300}, {"acute", 0x301}, {"circ", 0x302}, {"tilde", 0x303}, {"macr", 0x304}, {"breve", 0x306},
	{"dot", 0x307}, {"uml", 0x308}, {"ring", 0x30A}, {"dblac", 0x30B}, {"caron", 0x30C}, {"cedil", 0x327},
	{"ogon", 0x328},
};

/* One character as it is meant, or a letter and its mark; bytes it is written in. */
struct meant { int32_t cp, mark; size_t len; };

static int hex_digit(char c)
{
	return ascii_digit(c) ? c - '0' : ascii_alpha(c) && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* A number of up to max digits, at least min; the digits read, 0 = none. */
static size_t hex_number(const char *s, size_t n, size_t min, size_t max, int base, int32_t *cp)
{
	size_t i;

	*cp = 0;
	for (i = 0; i < n && i < max; i++) {
		int d = hex_digit(s[i]);

		if (d < 0 || d >= base)
			break;
		*cp = *cp * base + d;
	}
	return i >= min ? i : 0;
}

/* %XX and %25XX, or =XX in capitals; a word that follows ("50%Adele") has both cases. */
static size_t byte_at(const char *s, size_t n, char sign, unsigned char *byte)
{
	size_t skip = sign == '%' && n >= 5 && memcmp(s, "%25", 3) == 0 ? 3 : 1;
	int32_t cp;

	if ((sign != '%' && sign != '=') || n < 3 || *s != sign || hex_number(s + skip, n - skip, 2, 2, 16, &cp) == 0 ||
	    (ascii_alpha(s[skip]) && ascii_alpha(s[skip + 1]) && ((s[skip] ^ s[skip + 1]) & 32)) ||
	    (sign == '=' && ((ascii_alpha(s[1]) && (s[1] & 32)) || (ascii_alpha(s[2]) && (s[2] & 32)))))
		return 0;
	*byte = (unsigned char)cp;
	return skip + 2;
}

/* Bytes in UTF-8, or one of Latin-1. */
static bool from_bytes(const char *s, size_t n, char sign, struct meant *m)
{
	char bytes[4];
	size_t ends[4], count = 0, len, at = 0;
	unsigned char byte;

	while (count < 4 && (len = byte_at(s + at, n - at, sign, &byte)) > 0) {
		bytes[count] = (char)byte;
		ends[count++] = at += len;
	}
	if (!count)
		return false;
	len = utf8_decode(bytes, count, &m->cp);
	if (!len)
		m->cp = (unsigned char)*bytes;
	m->len = ends[len ? len - 1 : 0];
	return true;
}

/* The name between & and ; */
static bool by_name(const char *s, size_t n, struct meant *m)
{
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (strlen(named[i].name) == n && memcmp(named[i].name, s, n) == 0) {
			m->cp = named[i].cp;
			return true;
		}
	for (size_t i = 0; i < sizeof accents / sizeof *accents && ascii_alpha(*s); i++)
		if (strlen(accents[i].name) == n - 1 && memcmp(accents[i].name, s + 1, n - 1) == 0) {
			m->cp = *s;
			m->mark = accents[i].mark;
			return true;
		}
	return false;
}

/* &uuml; &#252; &#xFC; &amp;uuml; */
static bool from_page(const char *s, size_t n, struct meant *m)
{
	size_t from = n > 5 && memcmp(s, "&amp;", 5) == 0 ? 5 : 1, digits;
	const char *end = *s == '&' ? memchr(s + from, ';', n - from < 10 ? n - from : 10) : NULL;
	size_t len = end ? (size_t)(end - s) - from : 0;
	bool hex = len > 2 && (s[from + 1] | 32) == 'x';

	if (!len)
		return from == 5 && (m->cp = '&', m->len = 5, true);
	m->len = from + len + 1;
	if (s[from] != '#')
		return by_name(s + from, len, m) || (from == 5 && (m->cp = '&', m->len = 5, true));
	from += hex ? 2 : 1;
	len -= hex ? 2 : 1;
	digits = hex_number(s + from, len, 1, 7, hex ? 16 : 10, &m->cp);
	return digits && digits == len;
}

static bool from_json(const char *s, size_t n, struct meant *m)
{
	m->len = 6;
	return n >= 6 && s[0] == '\\' && s[1] == 'u' && hex_number(s + 2, n - 2, 4, 4, 16, &m->cp) &&
	       (m->cp < 0xD800 || m->cp > 0xDFFF);
}

/* The end of a line that goes on, in a mail. */
static bool goes_on(const char *s, size_t n, char sign, struct meant *m)
{
	m->cp = NOTHING;
	m->len = n >= 3 && memcmp(s, "=\r\n", 3) == 0 ? 3 : 2;
	return sign == '=' && (m->len == 3 || (n >= 2 && memcmp(s, "=\n", 2) == 0));
}

/* Wide letters and signs are the usual ones, blanks and dashes of any width one; soft hyphens,
 * blanks without width and marks of direction are nothing. */
static int32_t usual(int32_t cp)
{
	if (cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x202F || cp == 0x205F || cp == 0x3000)
		return ' ';
	if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0xFE63)
		return '-';
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	if (cp == 0xAD || cp == 0x61C || cp == 0x180E || (cp >= 0x200B && cp <= 0x200F) ||
	    (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF ||
	    (cp >= 0xE0000 && cp <= 0xE007F))
		return NOTHING;
	return cp > 0 && cp <= 0x10FFFF ? cp : ' ';
}

static struct meant read_one(const char *s, size_t n, char sign)
{
	struct meant m = {0};

	if (!goes_on(s, n, sign, &m) && !from_bytes(s, n, sign, &m) &&
	    !(sign && (from_page(s, n, &m) || from_json(s, n, &m)))) {
		m.len = utf8_decode(s, n, &m.cp);
		if (!m.len)
			m = (struct meant){.cp = ' ', .len = 1};
	}
	m.cp = m.cp == NOTHING ? NOTHING : usual(m.cp);
	return m;
}

static void put(struct strbuf *out, int32_t cp)
{
	if (cp < 0x80) {
		sb_addc(out, (char)cp);
	} else if (cp < 0x800) {
		sb_addc(out, (char)(0xC0 | cp >> 6));
	} else if (cp < 0x10000) {
		sb_addc(out, (char)(0xE0 | cp >> 12));
		sb_addc(out, (char)(0x80 | (cp >> 6 & 0x3F)));
	} else {
		sb_addc(out, (char)(0xF0 | cp >> 18));
		sb_addc(out, (char)(0x80 | (cp >> 12 & 0x3F)));
		sb_addc(out, (char)(0x80 | (cp >> 6 & 0x3F)));
	}
	if (cp >= 0x80)
		sb_addc(out, (char)(0x80 | (cp & 0x3F)));
}

/* Whether a text may hold what isn't written as it is meant. */
static bool may_hold(const char *s, size_t n, char sign)
{
	for (size_t i = 0; i < n; i++)
		if ((s[i] & 0x80) || (sign && (s[i] == sign || s[i] == '&' || s[i] == '\\')))
			return true;
	return false;
}

struct forget_plain forget_plain(struct forget *f, const char *s, size_t n, char sign)
{
	size_t nat = 0;
	struct meant m;

	if (!may_hold(s, n, sign))
		return (struct forget_plain){s, n, NULL};
	sb_reset(&f->plain);
	for (size_t i = 0; i < n; i += m.len) {
		m = read_one(s + i, n - i, sign);
		if (m.cp == NOTHING)
			continue;
		put(&f->plain, m.cp);
		if (m.mark)
			put(&f->plain, m.mark);
		while (nat < f->plain.len) {
			GROW(f->at, nat, f->aat);
			f->at[nat++] = (uint32_t)i;
		}
	}
	GROW(f->at, nat, f->aat);
	f->at[nat++] = (uint32_t)n;
	return (struct forget_plain){f->plain.buf, f->plain.len, f->at};
}
