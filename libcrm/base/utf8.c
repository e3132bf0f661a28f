/* utf8.c - validation, display width, masking, nearest word; folding: fold.c */
#include <stdint.h>
#include <utf8proc.h>

#include "ascii.h"
#include "utf8.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool is_tail(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

size_t utf8_decode(const char *s, size_t n, int32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	if (p[0] < 0xC2 || p[0] > 0xF4 || n < 2 || !is_tail(p[1]))
		return 0;
	if (p[0] < 0xE0) {
		*cp = (p[0] & 0x1F) << 6 | (p[1] & 0x3F);
		return 2;
	}
	if (n < 3 || !is_tail(p[2]))
		return 0;
	if (p[0] < 0xF0) {
		*cp = (p[0] & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		return *cp < 0x800 || (*cp >= 0xD800 && *cp <= 0xDFFF) ? 0 : 3;
	}
	if (n < 4 || !is_tail(p[3]))
		return 0;
	*cp = (p[0] & 0x07) << 18 | (p[1] & 0x3F) << 12 | (p[2] & 0x3F) << 6 | (p[3] & 0x3F);
	return *cp < 0x10000 || *cp > 0x10FFFF ? 0 : 4;
}

size_t utf8_valid(const char *s, size_t n)
{
	size_t i = 0, len;
	uint64_t w;
	int32_t cp;

	while (i < n) {
		while (n - i >= 8) {
			memcpy(&w, s + i, 8);
			if (w & EACH(0x80))
				break;
			i += 8;
		}
		/* the tail, or up to the next place where eight bytes may be plain again */
		while (i < n) {
			len = utf8_decode(s + i, n - i, &cp);
			if (!len)
				return i;
			i += len;
			if (len == 1 && n - i >= 8)
				break;
		}
	}
	return n;
}

/* ---- ends ---- */

/* ASCII up to the blank, U+00A0, U+1680, U+2000..200F, U+2028,
 * U+2029, U+202F, U+205F, U+2060, U+3000, U+FEFF. */
size_t utf8_unseen(const char *s, size_t n)
{
	unsigned char second = n > 1 ? (unsigned char)s[1] : 0, third = n > 2 ? (unsigned char)s[2] : 0;

	switch ((unsigned char)s[0]) {
	case '\t': case '\n': case '\v': case '\f': case '\r': case ' ':
		return 1;
	case 0xC2:
		return second == 0xA0 ? 2 : 0;
	case 0xE1:
		return second == 0x9A && third == 0x80 ? 3 : 0;
	case 0xE2:
		return (second == 0x80 && ((third >= 0x80 && third <= 0x8F) || third == 0xA8 || third == 0xA9 ||
		                           third == 0xAF)) ||
		                       (second == 0x81 && (third == 0x9F || third == 0xA0))
		               ? 3
		               : 0;
	case 0xE3:
		return second == 0x80 && third == 0x80 ? 3 : 0;
	case 0xEF:
		return second == 0xBB && third == 0xBF ? 3 : 0;
	default:
		return 0;
	}
}

void utf8_trim(const char **s, size_t *n)
{
	size_t len;

	while (*n && (len = utf8_unseen(*s, *n))) {
		*s += len;
		*n -= len;
	}
	while (*n && ((unsigned char)(*s)[*n - 1] <= ' ' || (*s)[*n - 1] & 0x80)) {
		for (len = 1; len < 3 && len < *n && is_tail((unsigned char)(*s)[*n - len]);)
			len++;
		if (utf8_unseen(*s + *n - len, len) != len)
			return;
		*n -= len;
	}
}

static bool is_printable(char c)
{
	return c >= ' ' && c < 0x7F;
}

/* Bytes of the printable ASCII that s begins with. */
static size_t printable_prefix(const char *s, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; n - i >= 8; i += 8) {
		memcpy(&w, s + i, 8);
		/* high bit set in a byte of: w if not ASCII, w + 1 if DEL, ~((w | 0x80) - 0x20) if
		 * a control character */
		if ((w | (w + EACH(0x01)) | ~((w | EACH(0x80)) - EACH(0x20))) & EACH(0x80))
			break;
	}
	while (i < n && is_printable(s[i]))
		i++;
	return i;
}

/* Joiners (U+200C, U+200D) belong to the spelling of scripts from Arabic on and to pictures put
 * together; behind anything else they only hide. */
static bool joins(int32_t before)
{
	return (before >= 0x0600 && before < 0x2000) || before >= 0x2190;
}

/* Characters shown as '?': controls, line and paragraph separators, bidirectional controls, what
 * has no width. */
static bool is_masked(int32_t cp, int32_t before)
{
	if (cp < 0x061C)
		return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F);
	if (cp == 0x200C || cp == 0x200D)
		return !joins(before);
	return cp == 0x061C || cp == 0x180E || (cp >= 0x200B && cp <= 0x200F) || (cp >= 0x2028 && cp <= 0x202E) ||
	       (cp >= 0x2060 && cp <= 0x206F) || cp == 0xFEFF || (cp >= 0xFFF9 && cp <= 0xFFFB) ||
	       (cp >= 0xE0000 && cp <= 0xE007F);
}

/* One character as a terminal is shown it. */
struct glyph {
	size_t len;   /* bytes */
	size_t width; /* columns */
	int32_t cp;   /* code point, '?' when masked */
};

static struct glyph next_glyph(const char *s, size_t n, int32_t before)
{
	struct glyph g = {.width = 1};

	g.len = utf8_decode(s, n, &g.cp);
	if (!g.len || is_masked(g.cp, before)) {
		g.len += !g.len;
		g.cp = '?';
	} else if (g.cp >= 0x1160 && g.cp <= 0x11FF) {
		g.width = 0; /* vowels and finals of a decomposed Hangul syllable: utf8proc counts each as one */
	} else if (g.cp >= 0x300) {
		g.width = (size_t)utf8proc_charwidth(g.cp);
	}
	return g;
}

size_t utf8_width(const char *s, size_t n)
{
	size_t i = 0, width = 0, run;
	int32_t before;

	while (i < n) {
		run = printable_prefix(s + i, n - i);
		width += run;
		i += run;
		for (before = 0; i < n && !is_printable(s[i]);) {
			struct glyph g = next_glyph(s + i, n - i, before);
			width += g.width;
			i += g.len;
			before = g.cp;
		}
	}
	return width;
}

size_t utf8_clip(const char *s, size_t n, size_t columns)
{
	size_t i = 0, end = 0, width = 0;
	int32_t before = 0; /* a control character: a cluster ends after it */
	int state = 0;
	struct glyph g;

	/* no character needs more columns than bytes */
	if (n <= columns)
		return n;
	if (printable_prefix(s, columns + 1) > columns)
		return columns;
	for (; i < n; i += g.len) {
		g = next_glyph(s + i, n - i, before);
		/* Latin letters never join; controls are masked */
		if (before < 0x300 && g.cp < 0x300) {
			state = 0;
			end = i;
		} else if (utf8proc_grapheme_break_stateful(before, g.cp, &state)) {
			end = i;
		}
		width += g.width;
		if (width > columns)
			return end;
		before = g.cp;
	}
	return n;
}

/* The bytes of a character, or of CR LF, that ends behind s, or 0. */
static size_t cut_short(const char *s, size_t n)
{
	unsigned char c = (unsigned char)s[0];
	size_t whole = c == '\r' ? 2 : c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 1, k = 1;

	while (k < n && c != '\r' && is_tail((unsigned char)s[k]))
		k++;
	return k == n && n < whole ? n : 0;
}

/* kept: control characters that stay, as do line ends CR LF; NULL = none. escape NULL: '?'. The
 * bytes done, fewer than n only when it isn't the end. */
static size_t mask(struct strbuf *out, const char *s, size_t n, const char *kept,
                   void (*escape)(struct strbuf *out, int32_t cp), bool end)
{
	size_t i = 0, begin = 0, len;
	int32_t cp, before;

	while (i < n) {
		i += printable_prefix(s + i, n - i);
		for (before = 0; i < n && !is_printable(s[i]); i += len, before = cp) {
			len = utf8_decode(s + i, n - i, &cp);
			if (!end && (!len || cp == '\r') && cut_short(s + i, n - i)) {
				n = i;
				break;
			}
			if (len && (!is_masked(cp, before) || (kept && cp && cp < 0x20 && strchr(kept, cp)) ||
			            (kept && cp == '\r' && i + 1 < n && s[i + 1] == '\n')))
				continue;
			sb_add(out, s + begin, i - begin);
			if (len && escape)
				escape(out, cp);
			else
				sb_addc(out, '?');
			len += !len;
			begin = i + len;
			cp = '?';
		}
	}
	sb_add(out, s + begin, n - begin);
	return n;
}

void utf8_mask(struct strbuf *out, const char *s, size_t n)
{
	mask(out, s, n, NULL, NULL, true);
}

/* A JSON string holds it as it stands there. */
static void escape_json(struct strbuf *out, int32_t cp)
{
	if (cp >= 0x10000)
		sb_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (cp >> 10)), (unsigned)(0xDC00 + (cp & 0x3FF)));
	else
		sb_printf(out, "\\u%04x", (unsigned)cp);
}

size_t utf8_mask_lines(struct strbuf *out, const char *s, size_t n, enum utf8_masking as, bool end)
{
	return mask(out, s, n, as == UTF8_MASK_TSV ? "\n\t" : "\n", as == UTF8_MASK_JSON ? escape_json : NULL, end);
}

#define WORD_MAX 64 /* characters; what is longer was not meant to be a word */

/* Characters of s into cp; WORD_MAX + 1 when there are too many. Bytes that are not UTF-8 count as
 * characters of their own. */
static size_t characters(const char *s, int32_t *cp)
{
	size_t n = strlen(s), i = 0, k = 0, len;

	while (i < n) {
		if (k == WORD_MAX)
			return WORD_MAX + 1;
		len = utf8_decode(s + i, n - i, &cp[k]);
		if (!len)
			cp[k] = -(int32_t)(unsigned char)s[i];
		i += len + !len;
		k++;
	}
	return k;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, substitutions and swaps of neighbours that make b of a. */
static size_t distance(const int32_t *a, size_t an, const int32_t *b, size_t bn)
{
	size_t rows[3][WORD_MAX + 1];
	size_t *older = rows[0], *old = rows[1], *now = rows[2], *spare;

	for (size_t k = 0; k <= bn; k++)
		old[k] = k;
	for (size_t i = 1; i <= an; i++) {
		now[0] = i;
		for (size_t k = 1; k <= bn; k++) {
			now[k] = least(least(old[k], now[k - 1]) + 1, old[k - 1] + (a[i - 1] != b[k - 1]));
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
				now[k] = least(now[k], older[k - 2] + 1);
		}
		spare = older;
		older = old;
		old = now;
		now = spare;
	}
	return old[bn];
}

const char *utf8_nearest(const char *s, const char *const *list)
{
	int32_t a[WORD_MAX], b[WORD_MAX];
	size_t an = characters(s, a), bn, d, best;
	const char *nearest = NULL;

	if (an > WORD_MAX)
		return NULL;
	best = 2 + an / 3; /* one more than the distance that still counts as near */
	for (; *list; list++) {
		bn = characters(*list, b);
		if (bn > WORD_MAX)
			continue;
		d = distance(a, an, b, bn);
		if (d < best) {
			best = d;
			nearest = *list;
		}
	}
	return nearest;
}
