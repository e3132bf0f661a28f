/* similar.c - edit distance, Jaro-Winkler similarity, Cologne phonetics */
#include "similar.h"

#include <string.h>
#include "ascii.h"

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
