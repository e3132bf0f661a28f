/* similar.c - edit distance, Jaro-Winkler similarity, Cologne phonetics; names that are equal or go
 * together. */
#include "similar.h"

#include <string.h>
#include <utf8proc.h>
#include "ascii.h"
#include "names.h"
#include "words.h"

/* Characters of a text; an invalid byte counts as itself. */
static int characters(const char *s, size_t n, uint32_t *out)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + n;
	int count = 0;

	while (p < end && count < SIMILAR_MAX) {
		int more = *p < 0xc0 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
		uint32_t u = more ? *p & (0x3fU >> more) : *p;

		if (more >= end - p)
			more = 0;
		for (int i = 1; i <= more; i++)
			u = u << 6 | (p[i] & 0x3f);
		out[count++] = u;
		p += more + 1;
	}
	return count;
}

static int least(int a, int b) { return a < b ? a : b; }

int similar_edits(const char *a, size_t na, const char *b, size_t nb, int max)
{
	uint32_t x[SIMILAR_MAX], y[SIMILAR_MAX];
	int rows[3][SIMILAR_MAX + 1];
	int nx = characters(a, na, x), ny = characters(b, nb, y);

	if (nx - ny > max || ny - nx > max)
		return max + 1;
	for (int j = 0; j <= ny; j++)
		rows[0][j] = j;
	for (int i = 1; i <= nx; i++) {
		int *now = rows[i % 3], *up = rows[(i + 2) % 3], *before = rows[(i + 1) % 3], best = i;

		now[0] = i;
		for (int j = 1; j <= ny; j++) {
			now[j] = least(least(up[j], now[j - 1]) + 1, up[j - 1] + (x[i - 1] != y[j - 1]));
			if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
			best = least(best, now[j]);
		}
		if (best > max)
			return max + 1;
	}
	return least(rows[nx % 3][ny], max + 1);
}

/* ---- Jaro-Winkler ---- */

/* Characters of one that stand in the other, not further away than window, each taken once. */
static int common(const uint32_t *x, int nx, const uint32_t *y, int ny, int window, uint64_t *in_x, uint64_t *in_y)
{
	int n = 0;

	*in_x = *in_y = 0;
	for (int i = 0; i < nx; i++)
		for (int j = i > window ? i - window : 0; j < ny && j <= i + window; j++)
			if (x[i] == y[j] && !(*in_y >> j & 1)) {
				*in_x |= UINT64_C(1) << i;
				*in_y |= UINT64_C(1) << j;
				n++;
				break;
			}
	return n;
}

/* Places where the common characters come in another order. */
static int out_of_order(const uint32_t *x, int nx, uint64_t in_x, const uint32_t *y, uint64_t in_y)
{
	int n = 0;

	for (int i = 0, j = 0; i < nx; i++) {
		if (!(in_x >> i & 1))
			continue;
		while (!(in_y >> j & 1))
			j++;
		n += x[i] != y[j++];
	}
	return n;
}

int similar_winkler(const char *a, size_t na, const char *b, size_t nb)
{
	uint32_t x[SIMILAR_MAX], y[SIMILAR_MAX];
	uint64_t in_x, in_y;
	int nx = characters(a, na, x), ny = characters(b, nb, y), longer = nx > ny ? nx : ny;
	int m = common(x, nx, y, ny, longer / 2 > 0 ? longer / 2 - 1 : 0, &in_x, &in_y), prefix = 0, jaro;

	if (!m)
		return longer ? 0 : 1000;
	/* (m/nx + m/ny + (m - t)/m) / 3, t half of those out of order */
	jaro = (int)((1000LL * m * m * ny * 2 + 1000LL * m * m * nx * 2 +
	              1000LL * nx * ny * (2 * m - out_of_order(x, nx, in_x, y, in_y))) /
	             (6LL * m * nx * ny));
	while (prefix < 4 && prefix < nx && prefix < ny && x[prefix] == y[prefix])
		prefix++;
	return jaro + prefix * (1000 - jaro) / 10;
}

/* ---- Cologne phonetics ---- */

static bool one_of(char c, const char *set) { return c && strchr(set, c); }

/* The digit of a letter between its neighbours ('\0' = none); '-' for H, which has none. */
static char digit(char before, char c, char after, bool first)
{
	if (one_of(c, "AEIJOUY"))
		return '0';
	if (c == 'B' || (c == 'P' && after != 'H'))
		return '1';
	if (one_of(c, "DT"))
		return one_of(after, "CSZ") ? '8' : '2';
	if (one_of(c, "FVWP"))
		return '3';
	if (one_of(c, "GKQ"))
		return '4';
	if (c == 'C' && first)
		return one_of(after, "AHKLOQRUX") ? '4' : '8';
	if (c == 'C')
		return !one_of(before, "SZ") && one_of(after, "AHKOQUX") ? '4' : '8';
	if (one_of(c, "LMNRSZ"))
		return c == 'L' ? '5' : c == 'R' ? '7' : c == 'M' || c == 'N' ? '6' : '8';
	return c == 'X' ? (one_of(before, "CKQ") ? '8' : 'x') : '-';
}

/* Equal neighbours count once; vowels only at the beginning. */
static size_t add_digit(char *out, size_t n, char d, char last)
{
	if (d == last || (d == '0' && n) || n == 32)
		return n;
	out[n] = d;
	return n + 1;
}

size_t similar_sound(char *out, const char *s, size_t n)
{
	char word[SIMILAR_MAX + 1], last = '\0';
	size_t len = 0, k = 0;

	for (size_t i = 0; i < n && len < SIMILAR_MAX; i++)
		if (ascii_alpha(s[i]))
			word[len++] = (char)(s[i] & ~0x20);
	word[len] = '\0';
	for (size_t i = 0; i < len; i++) {
		char d = digit(i ? word[i - 1] : '\0', word[i], word[i + 1], i == 0);

		if (d == '-')
			continue;
		if (d == 'x') {
			k = add_digit(out, k, '4', last);
			last = '4';
			d = '8';
		}
		k = add_digit(out, k, d, last);
		last = d;
	}
	out[k] = '\0';
	return k;
}

/* ---- names: equal, or one of a part of the other ---- */

/* Of a character beyond ASCII. *vowel: the last one was a, o or u; two dots make it ae, oe, ue. */
static void equal_char(struct strbuf *out, int32_t cp, bool *vowel)
{
	utf8proc_int32_t part[32]; /* the longest decomposition has 18 */
	utf8proc_uint8_t bytes[4];
	int boundclass = 0;
	utf8proc_ssize_t n = utf8proc_decompose_char(cp, part, 32, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundclass);

	for (utf8proc_ssize_t i = 0; i < n && i < 32; i++) {
		if (part[i] == 0x308 && *vowel)
			sb_addc(out, 'e');
		else
			sb_add(out, (const char *)bytes, (size_t)utf8proc_encode_char(part[i], bytes));
		*vowel = part[i] == 'a' || part[i] == 'o' || part[i] == 'u';
	}
}

static bool is_blank(int32_t cp)
{
	utf8proc_category_t c = utf8proc_category(cp);

	return cp <= ' ' || cp == 0x7f || cp == 0x85 || c == UTF8PROC_CATEGORY_ZS ||
	       c == UTF8PROC_CATEGORY_ZL || c == UTF8PROC_CATEGORY_ZP;
}

void similar_equal(struct strbuf *out, const char *s, size_t n)
{
	bool vowel = false, begun = false, blank = false;

	for (size_t i = 0, len; i < n; i += len) {
		int32_t cp = (unsigned char)s[i];

		len = 1;
		if (s[i] & 0x80) {
			const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)s + i;
			utf8proc_ssize_t k = utf8proc_iterate(at, (utf8proc_ssize_t)(n - i), &cp);

			len = k > 0 ? (size_t)k : 1;
			cp = k > 0 ? cp : -1;
		}
		if (cp >= 0 && is_blank(cp)) {
			blank = begun;
			vowel = false;
			continue;
		}
		if (blank)
			sb_addc(out, ' ');
		blank = false;
		begun = true;
		if (cp >= 0x80) {
			equal_char(out, cp, &vowel);
			continue;
		}
		sb_addc(out, cp >= 0 ? ascii_lower(s[i]) : s[i]);
		vowel = cp >= 0 && strchr("aouAOU", cp) && cp;
	}
}

struct name_words { const char *s[16]; size_t n[16], count; };

/* The words of a folded text but for titles, unless it is nothing else. */
static void split_words(const struct strbuf *text, struct name_words *out)
{
	for (int titles = 0; titles < 2; titles++) {
		out->count = 0;
		for (const char *p = text->buf; *p && out->count < 16; p += *p == ' ') {
			size_t n = strcspn(p, " ");

			if (titles || !name_is_title(p, n)) {
				out->s[out->count] = p;
				out->n[out->count++] = n;
			}
			p += n;
		}
		if (out->count)
			return;
	}
}

static bool word_fits(const struct name_words *a, size_t i, const struct name_words *b, size_t j)
{
	size_t n = a->n[i] == 1 || b->n[j] == 1 ? 1 : a->n[i];

	return (n == 1 || a->n[i] == b->n[j]) && memcmp(a->s[i], b->s[j], n) == 0;
}

/* Every word of a has one of b to itself, the whole words first. */
static bool among(const struct name_words *a, const struct name_words *b)
{
	unsigned taken = 0, done = 0;

	for (int initials = 0; initials < 2; initials++)
		for (size_t i = 0; i < a->count; i++)
			for (size_t j = 0; j < b->count && !(done >> i & 1); j++) {
				bool whole = a->n[i] == b->n[j];

				if ((taken >> j & 1) || (!initials && !whole) || !word_fits(a, i, b, j))
					continue;
				taken |= 1u << j;
				done |= 1u << i;
			}
	return done == (1u << a->count) - 1;
}

static bool word_in_common(const struct name_words *a, const struct name_words *b)
{
	for (size_t i = 0; i < a->count; i++)
		for (size_t j = 0; j < b->count; j++)
			if (a->n[i] > 1 && a->n[i] == b->n[j] && memcmp(a->s[i], b->s[j], a->n[i]) == 0)
				return true;
	return false;
}

enum name_fit similar_names(const char *a, size_t na, const char *b, size_t nb)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	struct name_words v, w;
	enum name_fit fit = FIT_NONE;

	similar_equal(&x, a, na);
	similar_equal(&y, b, nb);
	if (x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0) {
		fit = FIT_EQUAL;
	} else {
		sb_reset(&x);
		sb_reset(&y);
		words_fold(&x, a, na);
		words_fold(&y, b, nb);
		split_words(&x, &v);
		split_words(&y, &w);
		fit = !na || !nb || (v.count && w.count && (among(&v, &w) || among(&w, &v))) ? FIT_WHOLE
		      : word_in_common(&v, &w)                                               ? FIT_WORD
		                                                                             : FIT_NONE;
	}
	sb_release(&x);
	sb_release(&y);
	return fit;
}

/* Word at the end of s: its letters without points, up to 15. */
static size_t last_letters(const char *s, size_t n, size_t *from, char out[16])
{
	size_t k = 0;

	for (*from = n; *from && s[*from - 1] != ' ';)
		--*from;
	for (size_t i = *from; i < n && k < 15; i++)
		if (s[i] != '.' && s[i] != ',')
			out[k++] = s[i];
	out[k] = '\0';
	return k;
}

size_t similar_firm(const char *folded, size_t n)
{
	char word[16];
	size_t from, k;

	for (;;) {
		bool joins;

		k = last_letters(folded, n, &from, word);
		joins = strcmp(word, "&") == 0 || strcmp(word, "+") == 0 || strcmp(word, "und") == 0 ||
		        strcmp(word, "and") == 0;
		if (!from || (k && !joins && !name_is_legal_form(word, k)))
			break;
		n = from - 1;
	}
	while (n && (folded[n - 1] == ',' || folded[n - 1] == ' '))
		n--;
	return n;
}
