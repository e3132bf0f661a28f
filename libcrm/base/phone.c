/* phone.c - phone numbers in any spelling to one key */
#include <string.h>
#include "ascii.h"
#include "money.h"

#define DIGITS_MAX 32 /* a number has at most 15, with an extension some more */
#define DIGITS_MIN 3
#define ABROAD_MIN 8 /* digits after an exit code: 810-12-34 is a number in town */

/* The digits of a number as written. */
struct dialled {
	char digits[DIGITS_MAX];
	size_t n;
	size_t optional; /* place of a 0 written as (0), 0 = none (it is never the first) */
	bool plus;
};

/* National prefixes that are no single digit, or that national numbers may begin with too: then the
 * length with prefix tells. */
static const struct prefix {
	short calling;
	unsigned char length; /* digits with the prefix, 0 = any */
	const char *digits;
} national_prefixes[] = {
	{7, 11, "8"},  {36, 0, "06"},   {52, 12, "01"}, {52, 11, "1"}, {370, 0, "0"},
	{370, 9, "8"}, {375, 11, "80"}, {375, 0, "0"},  {993, 9, "8"}, {998, 10, "8"},
};

/* What is dialled for abroad where it is not 00. */
static const struct prefix exit_codes[] = {
	{1, 0, "011"},   {7, 0, "810"},   {53, 0, "119"},  {61, 0, "0011"}, {62, 0, "001"},  {62, 0, "008"},  {65, 0, "001"},
	{66, 0, "001"},  {81, 0, "010"},  {82, 0, "001"},  {82, 0, "002"},  {234, 0, "009"}, {375, 0, "810"}, {592, 0, "001"},
	{852, 0, "001"}, {855, 0, "001"}, {886, 0, "002"}, {976, 0, "001"}, {992, 0, "810"}, {993, 0, "810"}, {998, 0, "810"},
};

/* Where numbers in international form may begin with 0: Italy, Côte d'Ivoire, Gabon, Congo, San
 * Marino. */
static const short zero_stays[] = {39, 225, 241, 242, 378};

#define COUNT(a) (sizeof a / sizeof *(a))

/* Length of the sign at s that may stand between digits, 0 = none. Beside those of ASCII: no-break
 * blank, soft hyphen, minus, and from U+2000 the blanks, dashes and direction marks that address
 * books put in. */
static size_t separator(const char *s, size_t n)
{
	if (memchr(" \t-/.()", *s, 7))
		return 1;
	if (n > 1 && *s == '\xc2' && (s[1] == '\xa0' || s[1] == '\xad'))
		return 2;
	if (n > 2 && !memcmp(s, "\xe2\x80", 2) && ((unsigned char)s[2] <= 0x95 || (unsigned char)s[2] >= 0xaa))
		return 3;
	return n > 2 && !memcmp(s, "\xe2\x88\x92", 3) ? 3 : 0;
}

/* Take the digits of the first number in s. What comes before them is skipped, it ends with the
 * first letter, comma or the like. */
static void collect(struct dialled *d, const char *s, size_t n)
{
	for (size_t i = 0, len; i < n && d->n < DIGITS_MAX; i += len) {
		len = 1;
		if (ascii_digit(s[i])) {
			if (d->n && s[i] == '0' && s[i - 1] == '(' && i + 1 < n && s[i + 1] == ')')
				d->optional = d->n;
			d->digits[d->n++] = s[i];
		} else if (!d->n) {
			d->plus = s[i] == '+' || (d->plus && !ascii_alpha(s[i]));
		} else {
			len = separator(s + i, n - i);
			if (!len)
				return;
		}
	}
}

static bool begins(const char *digits, size_t n, const char *prefix)
{
	size_t len = strlen(prefix);
	return n > len && !memcmp(digits, prefix, len);
}

/* The first country whose calling code the digits begin with (no code is the beginning of another),
 * and the length of the code. */
static const struct country *calling_country(const char *digits, size_t n, size_t *len)
{
	size_t count;
	const struct country *table = country_table(&count);
	int calling = 0;
	for (*len = 1; *len <= 3 && *len <= n && *digits != '0'; ++*len) {
		calling = calling * 10 + (digits[*len - 1] - '0');
		for (size_t i = 0; i < count; i++) {
			if (table[i].calling == calling)
				return &table[i];
		}
	}
	*len = 0;
	return NULL;
}

/* Digits of the trunk prefix a national number begins with. */
static size_t trunk_length(const char *digits, size_t n, const struct country *c)
{
	bool listed = false;
	for (size_t i = 0; i < COUNT(national_prefixes); i++) {
		const struct prefix *p = &national_prefixes[i];
		if (p->calling != c->calling)
			continue;
		listed = true;
		if (begins(digits, n, p->digits) && (!p->length || p->length == n))
			return strlen(p->digits);
	}
	return !listed && c->trunk && n > 1 && *digits == c->trunk;
}

/* Digits of the code that home dials for abroad, when the number begins with one other than 00. */
static size_t exit_length(const struct dialled *d, const struct country *home)
{
	for (size_t i = 0; i < COUNT(exit_codes); i++) {
		size_t len = strlen(exit_codes[i].digits);
		if (exit_codes[i].calling == home->calling && begins(d->digits, d->n, exit_codes[i].digits) &&
		    d->n >= len + ABROAD_MIN)
			return len;
	}
	return 0;
}

/* Whether the number is in international form; *skip is the number of digits before the calling
 * code then, else 0. */
static bool is_international(const struct dialled *d, const struct country *home, size_t *skip)
{
	size_t len;
	*skip = home && !d->plus ? exit_length(d, home) : 0;
	if (d->plus || *skip || begins(d->digits, d->n, "00")) {
		while (*skip < d->n && d->digits[*skip] == '0')
			++*skip;
		return true;
	}
	return d->optional && calling_country(d->digits, d->n, &len) && d->optional == len;
}

static bool keeps_zero(const struct country *c)
{
	for (size_t i = 0; i < COUNT(zero_stays); i++) {
		if (zero_stays[i] == c->calling)
			return true;
	}
	return false;
}

/* Append a national number without its trunk prefix. */
static size_t put_national(char *out, size_t len, const char *digits, size_t n, const struct country *c)
{
	for (size_t trunk; (trunk = trunk_length(digits, n, c));) {
		digits += trunk;
		n -= trunk;
	}
	if (n > DIGITS_MAX - len)
		n = DIGITS_MAX - len;
	memcpy(out + len, digits, n);
	return len + n;
}

size_t phone_key(char *out, const char *s, size_t n, const char *country)
{
	static const struct country nowhere = {"", 0, '\0', ""};
	const struct country *home = country ? country_parse(country, strlen(country)) : NULL;
	struct dialled d = {.n = 0};
	size_t skip, len = 0;
	collect(&d, s, n);
	if (is_international(&d, home, &skip)) {
		home = calling_country(d.digits + skip, d.n - skip, &len);
		if (d.optional == skip + (home ? len : 3) && !(home && keeps_zero(home)))
			memmove(d.digits + d.optional, d.digits + d.optional + 1, --d.n - d.optional);
		memcpy(out, d.digits + skip, len);
		skip += len;
	} else if (home) {
		len = (size_t)snprintf(out, 4, "%d", home->calling);
	}
	len = put_national(out, len, d.digits + skip, d.n - skip, home ? home : &nowhere);
	if (d.n < DIGITS_MIN || len < DIGITS_MIN)
		len = 0;
	out[len] = '\0';
	return len;
}
