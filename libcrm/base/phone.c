/* phone.c - phone numbers in any spelling to one key, and taken apart.
 *
 * Number and words are told apart here and nowhere else: what is looked for and what is stored are
 * made of the same digits. Letters are digits only in a service number of a country where such
 * numbers are advertised in letters, and only when they make up its exact length. */
#include <string.h>
#include <strings.h>
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
	size_t from, end; /* of the number in the text */
	size_t apart;    /* digits before the first sign between them, 0 = there is none */
	bool slashed;    /* two or three digits behind a slash: another number's end, or this one's */
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
	size_t i = 0, len, slash = 0;

	for (; i < n && d->n < DIGITS_MAX; i += len) {
		len = 1;
		if (ascii_digit(s[i])) {
			if (!d->n)
				d->from = i;
			if (d->n && s[i] == '0' && s[i - 1] == '(' && i + 1 < n && s[i + 1] == ')')
				d->optional = d->n;
			d->digits[d->n++] = s[i];
			d->end = i + 1;
		} else if (!d->n) {
			d->plus = s[i] == '+' || (d->plus && !ascii_alpha(s[i]));
		} else {
			len = separator(s + i, n - i);
			if (!len)
				break;
			d->apart = d->apart ? d->apart : d->n;
			slash = s[i] == '/' ? d->n : slash;
		}
	}
	d->slashed = slash >= 8 && d->n - slash <= 3;
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

/* ---- letters that are digits ---- */

/* Service numbers that are advertised in letters: what national numbers begin with, and how many
 * digits they have. */
static const struct {
	short calling;
	unsigned char length;
	const char *digits;
} vanity[] = {
	{1, 10, ""},   {27, 9, "80"}, {27, 9, "86"},  {41, 9, "800"},  {41, 9, "84"},    {41, 9, "90"},
	{43, 9, "80"}, {43, 9, "81"}, {43, 9, "82"},  {43, 9, "90"},   {44, 10, "80"},   {44, 10, "84"},
	{44, 10, "87"}, {49, 11, "700"}, {49, 10, "800"}, {49, 10, "180"}, {49, 10, "900"}, {61, 10, "1300"},
	{61, 10, "1800"}, {61, 6, "13"}, {64, 9, "508"}, {64, 9, "800"}, {64, 10, "800"}, {353, 10, "18"},
};

static bool is_vanity(const char *digits, size_t before, size_t n, int calling)
{
	for (size_t i = 0; i < COUNT(vanity); i++)
		if (vanity[i].calling == calling && vanity[i].length == n && before >= 3 && before < n &&
		    before >= strlen(vanity[i].digits) && begins(digits, n, vanity[i].digits))
			return true;
	return false;
}

/* Letters in the place of digits: 0800 FLOWERS. */
static void take_letters(struct dialled *d, const char *s, size_t n, const struct country *home)
{
	static const char keys[] = "22233344455566677778889999";
	struct dialled all = *d;
	const struct country *of = home;
	size_t letters = 0, skip = 0, len = 0, trunk, i;

	for (i = d->end; i < n && all.n < DIGITS_MAX; i += len) {
		len = 1;
		if (ascii_digit(s[i]) || ascii_alpha(s[i])) {
			letters += ascii_alpha(s[i]) ? 1 : 0;
			all.digits[all.n++] = ascii_digit(s[i]) ? s[i] : keys[ascii_lower(s[i]) - 'a'];
			all.end = i + 1;
		} else if (!(len = separator(s + i, n - i))) {
			return;
		}
	}
	if (letters < 3 || i < n)
		return;
	len = 0;
	if (is_international(&all, home, &skip))
		of = calling_country(all.digits + skip, all.n - skip, &len);
	if (!of || skip + len > d->n)
		return;
	skip += len;
	trunk = trunk_length(all.digits + skip, all.n - skip, of);
	if (d->n >= skip + trunk &&
	    is_vanity(all.digits + skip + trunk, d->n - skip - trunk, all.n - skip - trunk, of->calling))
		*d = all;
}

static const struct country *read_number(struct dialled *d, const char *s, size_t n, const char *country)
{
	const struct country *home = country ? country_parse(country, strlen(country)) : NULL;

	collect(d, s, n);
	if (d->n && d->end < n)
		take_letters(d, s, n, home);
	return home;
}

/* Digits in international form, into out; *whole: the calling code was given. */
static size_t make_key(struct dialled *d, char *out, const struct country *home, bool *whole)
{
	static const struct country nowhere = {"", 0, '\0', ""};
	size_t skip, len = 0;

	*whole = is_international(d, home, &skip);
	if (*whole) {
		home = calling_country(d->digits + skip, d->n - skip, &len);
		if (d->optional == skip + (home ? len : 3) && !(home && keeps_zero(home)))
			memmove(d->digits + d->optional, d->digits + d->optional + 1, --d->n - d->optional);
		memcpy(out, d->digits + skip, len);
		skip += len;
	} else if (home) {
		len = (size_t)snprintf(out, 4, "%d", home->calling);
	}
	len = put_national(out, len, d->digits + skip, d->n - skip, home ? home : &nowhere);
	if (d->n < DIGITS_MIN || len < DIGITS_MIN)
		len = 0;
	out[len] = '\0';
	return len;
}

size_t phone_key(char *out, const char *s, size_t n, const char *country)
{
	struct dialled d = {.n = 0};
	const struct country *home = read_number(&d, s, n, country);
	bool whole;

	return make_key(&d, out, home, &whole);
}

/* ---- what stands beside a number ---- */

static const char *const ext_words[] = {
	"app", "appar", "apparat", "dw", "durchw", "durchwahl", "nst", "nebenstelle", "nebenst", "kl", "klappe", "ext", "extn",
	"extension", "x", "xt", "poste", "int", "interno", "interne", "anexo", "ramal", "toestel", "tst", "wew", "linka", "доб", NULL};
static const char *const lead_words[] = {"t", "p", "ph", "tel", "telefon", "telephone", "telefono", "telefoon", "tél",
	"téléphone", "phone", "fon", NULL};

static bool in_words(const char *const *words, const char *s, size_t n)
{
	for (; *words; words++)
		if (strlen(*words) == n && strncasecmp(*words, s, n) == 0)
			return true;
	return false;
}

static bool is_word_byte(const char *s, size_t n)
{
	return ascii_alpha(*s) || ((*s & 0x80) && !separator(s, n));
}

/* Behind signs that may stand between words. */
static size_t pass_signs(const char *s, size_t n, size_t i, const char *signs)
{
	for (size_t len; i < n; i += len) {
		len = separator(s + i, n - i);
		if (!len && strchr(signs, s[i]))
			len = 1;
		if (!len)
			break;
	}
	return i;
}

static size_t word_end(const char *s, size_t n, size_t i)
{
	while (i < n && is_word_byte(s + i, n - i))
		i++;
	return i;
}

/* Whether what comes before the number is nothing, or says that it is one. */
static bool known_before(const char *s, size_t n)
{
	size_t i = pass_signs(s, n, 0, "+:;"), end = word_end(s, n, i);

	return i == n || (in_words(lead_words, s + i, end - i) && pass_signs(s, n, end, "+:;") == n);
}

/* Whether what follows the number is nothing, or an extension, which is taken. */
static bool known_behind(const char *s, size_t n, char ext[8])
{
	size_t i = pass_signs(s, n, 0, ",;:"), end = word_end(s, n, i), digits;

	if (i == n)
		return true;
	if (end == i && (s[i] == '#' || s[i] == '~'))
		end++;
	else if (!in_words(ext_words, s + i, end - i))
		return false;
	for (i = pass_signs(s, n, end, ":=#"), digits = i; digits < n && ascii_digit(s[digits]);)
		digits++;
	if (digits == i || digits - i > 7 || pass_signs(s, n, digits, ",;") < n)
		return false;
	memcpy(ext, s + i, digits - i);
	ext[digits - i] = '\0';
	return true;
}

bool phone_take_apart(struct phone_parts *p, const char *s, size_t n, const char *country)
{
	struct dialled d = {.n = 0};
	const struct country *home = read_number(&d, s, n, country);
	char key[48], code[8] = "";
	size_t len;
	bool whole;

	*p = (struct phone_parts){.ext = ""};
	p->words = !known_before(s, d.n ? d.from : n) ||
	           (d.end && !known_behind(s + d.end, n - d.end, p->ext)) || d.slashed;
	memcpy(p->number, d.digits, d.n);
	len = make_key(&d, key, home, &whole);
	if (whole) {
		*p->number = '+';
		memcpy(p->number + 1, key, len + 1);
	} else if (home && home->calling != 1) { /* there the code is the trunk prefix, too */
		int ncode = snprintf(code, sizeof code, "%d", home->calling);

		p->home = begins(p->number, d.n, code);
		p->apart = p->home && (d.apart == (size_t)ncode || p->number[ncode] == home->trunk ||
		                       /* no number of a German town is that long */
		                       (home->calling == 49 && d.n >= 12));
	}
	return len > 0;
}
