/* money.c - exact decimals, products and shares of amounts */
#include <stdlib.h>
#include <string.h>
#include "ascii.h"
#include "money.h"
#include "strbuf.h"

#define SHOWN_MAX 60 /* bytes of a bad value a message repeats */

/* A number being read. */
struct scan {
	const char *s;
	size_t n, i;
	uint64_t v; /* the digits so far */
	bool large; /* they don't fit 63 bits */
};

static void push_digit(struct scan *p, char c)
{
	uint64_t digit = (uint64_t)(c - '0');
	if (p->v > ((uint64_t)INT64_MAX - digit) / 10)
		p->large = true;
	else
		p->v = p->v * 10 + digit;
}

/* Length of the sign at the cursor that may group thousands, 0 = none. Beside dot or comma the
 * blanks and apostrophes that formatted numbers hold: plain, no-break, thin, narrow no-break;
 * straight and curly. */
static size_t group_mark(const struct scan *p, char point)
{
	static const char *const marks[] = {" ", "'", "\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf", "\xe2\x80\x99"};
	const char *at = p->s + p->i;
	if (*at == (point == ',' ? '.' : ','))
		return 1;
	for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
		size_t len = strlen(marks[k]);
		if (len <= p->n - p->i && !memcmp(at, marks[k], len))
			return len;
	}
	return 0;
}

/* Read the digits before the point. A group that begins with 0 is refused: 0.500 with a decimal
 * comma is meant as a half, not as 500. */
static bool scan_whole(struct scan *p, char point)
{
	size_t start = p->i, run = 0;
	const char *mark = NULL;
	while (p->i < p->n) {
		if (ascii_digit(p->s[p->i])) {
			push_digit(p, p->s[p->i++]);
			run++;
			continue;
		}
		size_t len = group_mark(p, point);
		if (!len)
			break;
		const char *at = p->s + p->i;
		if (mark ? run != 3 || memcmp(mark, at, len) : run < 1 || run > 3 || p->s[start] == '0')
			return false;
		mark = at;
		run = 0;
		p->i += len;
	}
	return mark ? run == 3 : run > 0;
}

/* Read the point and the digits after it, if any, and scale to `decimals` places. *places tells how
 * many of them count. */
static bool scan_places(struct scan *p, int decimals, char point, int *places)
{
	int k = 0;
	*places = 0;
	if (p->i < p->n && p->s[p->i] == point) {
		size_t start = ++p->i;
		for (; p->i < p->n && ascii_digit(p->s[p->i]); p->i++) {
			if (k < decimals) {
				push_digit(p, p->s[p->i]);
				k++;
			} else if (p->s[p->i] != '0') {
				*places = decimals + 1;
			}
		}
		if (p->i == start)
			return false;
	}
	for (; k < decimals; k++)
		push_digit(p, '0');
	return p->i == p->n;
}

static enum crm_status no_number(const char *s, size_t n, char point, struct crm_error *e)
{
	int shown = n > SHOWN_MAX ? SHOWN_MAX : (int)n;
	char other = point == ',' ? '.' : ',';
	if (n && memchr(s, other, n))
		return crm_fail(e, CRM_DATA,
		                "'%.*s' is not a number: the decimal sign is '%c', '%c' only groups thousands", shown,
		                s, point, other);
	return crm_fail(e, CRM_DATA, "'%.*s' is not a number", shown, s);
}

enum crm_status decimal_parse(const char *s, size_t n, int decimals, char point, int64_t *v, struct crm_error *e)
{
	struct scan p = {s, n, 0, 0, false};
	int shown = n > SHOWN_MAX ? SHOWN_MAX : (int)n;
	int places;
	bool negative = n && *s == '-';
	if (n && (*s == '-' || *s == '+'))
		p.i++;
	if (!scan_whole(&p, point) || !scan_places(&p, decimals, point, &places))
		return no_number(s, n, point, e);
	if (places > decimals && !decimals)
		return crm_fail(e, CRM_DATA, "'%.*s' has decimal places, a whole number is wanted", shown, s);
	if (places > decimals)
		return crm_fail(e, CRM_DATA, "'%.*s' has more than %d decimal place%s", shown, s, decimals,
		                decimals == 1 ? "" : "s");
	if (p.large)
		return crm_fail(e, CRM_DATA, "'%.*s' is too large", shown, s);
	*v = negative ? -(int64_t)p.v : (int64_t)p.v;
	return CRM_OK;
}

/* Whether s is one to three digits, not 0 first, a point or comma, three digits: thousands to some,
 * decimals to others. */
static bool either_way(const char *s, size_t n)
{
	size_t whole = n > 4 ? n - 4 : 0;
	if (whole < 1 || whole > 3 || *s == '0' || (s[whole] != '.' && s[whole] != ','))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (i != whole && !ascii_digit(s[i]))
			return false;
	}
	return true;
}

static enum crm_status ambiguous(const char *s, size_t n, int places, bool file, struct crm_error *e)
{
	const char *fraction = s + n - 3;
	int whole = (int)(n - 4), counts = 3;
	char half[32] = "";
	while (counts && fraction[counts - 1] == '0')
		counts--;
	if (counts <= places)
		snprintf(half, sizeof half, ", or %.*s%s%.*s", whole, s, places ? "." : "", places, fraction);
	return crm_fail(e, CRM_DATA, "'%.*s' may be %.*s%.3s or %.*s%s%.*s: write %.*s%.3s%s%s", (int)n, s, whole, s,
	                fraction, whole, s, counts ? "." : "", counts, fraction, whole, s, fraction, half,
	                file ? ", or say --decimal=, or --decimal=." : "");
}

/* Digits with at most one point: no sign groups them. */
static bool is_plain(const char *s, size_t n)
{
	size_t points = 0;
	for (size_t i = 0; i < n; i++) {
		if (!ascii_digit(s[i]) && (s[i] != '.' || points++))
			return false;
	}
	return true;
}

static bool has_form(const char *s, size_t n, char point)
{
	struct scan p = {s, n, 0, 0, false};
	int places;
	return scan_whole(&p, point) && scan_places(&p, 0, point, &places);
}

enum crm_status decimal_parse_unsaid(const char *s, size_t n, int decimals, int places, bool file, int64_t *v,
                                     struct crm_error *e)
{
	size_t sign = n && (*s == '-' || *s == '+');
	int shown = n > SHOWN_MAX ? SHOWN_MAX : (int)n;
	bool either = either_way(s + sign, n - sign), grouped = has_form(s + sign, n - sign, '.');
	if (either && places < 3)
		return ambiguous(s, n, places, file, e);
	if (is_plain(s + sign, n - sign) || (file && grouped && !either))
		return decimal_parse(s, n, decimals, '.', v, e);
	if (!grouped && !has_form(s + sign, n - sign, ','))
		return crm_fail(e, CRM_DATA, "'%.*s' is not a number", shown, s);
	if (file)
		return crm_fail(e, CRM_DATA,
		                "'%.*s' is not a number while the decimal sign is '.': --decimal=, makes it a comma",
		                shown, s);
	return crm_fail(e, CRM_DATA, "'%.*s' is not a number: write it as 1234.50, with a point and without groups",
	                shown, s);
}

enum crm_status decimal_parse_either(const char *s, size_t n, int decimals, int places, int64_t *v,
                                     struct crm_error *e)
{
	size_t sign = n && (*s == '-' || *s == '+');
	bool comma = !has_form(s + sign, n - sign, '.') && has_form(s + sign, n - sign, ',');

	if (either_way(s + sign, n - sign) && places < 3)
		return ambiguous(s, n, places, false, e);
	return decimal_parse(s, n, decimals, comma ? ',' : '.', v, e);
}

size_t decimal_format(char *out, int64_t v, int decimals)
{
	char text[24];
	size_t sign = v<0, n = fmt_int(text, v) - sign, places = decimals> 0 ? (size_t)decimals : 0, len = sign, whole;
	const char *digits = text + sign;
	out[0] = '-';
	whole = n > places ? n - places : 0;
	if (!whole)
		out[len++] = '0';
	memcpy(out + len, digits, whole);
	len += whole;
	if (places) {
		out[len++] = '.';
		memset(out + len, '0', places);
		memcpy(out + len + places - (n - whole), digits + whole, n - whole);
		len += places;
	}
	out[len] = '\0';
	return len;
}

size_t decimal_format_short(char *out, int64_t v, int decimals)
{
	size_t len = decimal_format(out, v, decimals);
	if (decimals <= 0)
		return len;
	while (out[len - 1] == '0')
		len--;
	if (out[len - 1] == '.')
		len--;
	out[len] = '\0';
	return len;
}

bool muldiv(int64_t a, int64_t b, int64_t c, int64_t *out)
{
	__int128 product = (__int128)a * b;
	__int128 quotient = product / c, rest = product % c;
	if ((rest < 0 ? -rest : rest) * 2 >= c)
		quotient += rest < 0 ? -1 : 1;
	if (quotient > INT64_MAX || quotient < -INT64_MAX)
		return false;
	*out = (int64_t)quotient;
	return true;
}

/* Whole ten thousands apart from the rest, so that no product passes 63 bits. */
int64_t money_weighted(int64_t amount, int p)
{
	int64_t rest = amount % 10000 * p;
	return amount / 10000 * p + (rest + (rest < 0 ? -5000 : 5000)) / 10000;
}

/* What floor left of a share, in units of 1 / sum of weights. */
struct remainder {
	unsigned __int128 rest;
	size_t i;
};

static int compare_remainder(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;
	if (x->rest != y->rest)
		return x->rest > y->rest ? -1 : 1;
	return x->i < y->i ? -1 : 1;
}

void allocate(int64_t total, const int64_t *weights, size_t n, int64_t *out)
{
	struct remainder few[16], *remainders = n > sizeof few / sizeof *few ? crm_malloc(n * sizeof *remainders) : few;
	uint64_t size = total < 0 ? 0 - (uint64_t)total : (uint64_t)total, left = size;
	unsigned __int128 sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += (uint64_t)weights[i];
	for (size_t i = 0; i < n; i++) {
		unsigned __int128 product = (unsigned __int128)size * (sum ? (uint64_t)weights[i] : 1);
		unsigned __int128 whole = sum ? sum : n;
		uint64_t share = (uint64_t)(product / whole);
		remainders[i] = (struct remainder){product % whole, i};
		out[i] = (int64_t)(total < 0 ? 0 - share : share);
		left -= share;
	}
	if (left)
		qsort(remainders, n, sizeof *remainders, compare_remainder);
	for (size_t k = 0; k < left && k < n; k++)
		out[remainders[k].i] += total < 0 ? -1 : 1;
	if (remainders != few)
		free(remainders);
}
