/* value_format.c - value to the text of TSV, and typed ids */
#include "value.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "lookup.h"

size_t id_format(char *out, const struct crm_kind *k, int64_t id)
{
	size_t n = strlen(k->letters);

	memcpy(out, k->letters, n);
	n += fmt_int(out + n, id);
	out[n] = '\0';
	return n;
}

bool id_parse(const char *s, size_t n, const struct crm_kind **k, int64_t *id)
{
	size_t letters = 0, digits;
	int64_t v = 0;

	while (letters < n && s[letters] >= 'a' && s[letters] <= 'z')
		letters++;
	digits = n - letters;
	if (!letters || !digits || digits > 18 || s[letters] == '0')
		return false;
	for (size_t i = letters; i < n; i++) {
		if (!ascii_digit(s[i]))
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*k = kind_by_letters(s, letters);
	*id = v;
	return *k != NULL;
}

size_t duration_format(char out[64], int64_t seconds)
{
	static const struct { char unit; int seconds; } units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
	size_t n = 0;

	if (seconds < 0)
		out[n++] = '-';
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t k = seconds / units[i].seconds;
		seconds -= k * units[i].seconds;
		if (!k)
			continue;
		n += fmt_int(out + n, k < 0 ? -k : k);
		out[n++] = units[i].unit;
	}
	if (n == 0) {
		out[n++] = '0';
		out[n++] = 'm';
	}
	out[n] = '\0';
	return n;
}

/* References of the small tables are named, the others are typed ids. Loading is for callers that
 * have formatted nothing yet. */
static void format_ref(struct crm *c, const struct crm_field *f, int64_t id, struct strbuf *out)
{
	const struct crm_kind *k = kind_by_no(f->ref);
	int named = field_named(f);
	const char *name = named && !lookup_named(c, named, NULL) ? named_name(c, named, id) : "";
	char text[32];

	if (*name)
		sb_adds(out, name);
	else if (f->type == T_REF && k)
		sb_add(out, text, id_format(text, k, id));
	else if (f->type == T_REF)
		sb_addint(out, id);
}

static void format_word(const struct crm_field *f, int64_t i, struct strbuf *out)
{
	for (int64_t j = 0; f->words && f->words[j]; j++)
		if (j == i)
			sb_adds(out, f->words[j]);
}

size_t value_day(char out[16], const struct crm_field *f, int day)
{
	return (f->flags & F_YEARLESS) && date_yearless(day) ? date_format_yearless(out, day) : date_format(out, day);
}

size_t value_day_unit(char out[16], const struct crm_field *f, int day, enum date_unit u)
{
	size_t n;

	if (!f || !(f->flags & F_YEARLESS) || !date_yearless(day))
		return date_unit_format(out, day, u);
	n = date_format_yearless(out, day);
	if (u == UNIT_MONTH)
		n = 4; /* --06 */
	else if (u != UNIT_DAY)
		n = 0;
	out[n] = '\0';
	return n;
}

void value_format(struct crm *c, const struct crm_field *f, struct value v, int currency, struct strbuf *out)
{
	char text[64];

	if (v.is != V_INT) {
		value_raw(out, v);
		return;
	}
	switch (f->type) {
	case T_DECIMAL:
	case T_PERCENT:
		sb_add(out, text, decimal_format_short(text, v.i, value_decimals(f, 0)));
		break;
	case T_MONEY:
		sb_add(out, text, decimal_format(text, v.i, currency_decimals(currency)));
		break;
	case T_CURRENCY:
		sb_adds(out, currency_code((int)v.i));
		break;
	case T_DATE:
		sb_add(out, text, value_day(text, f, (int)v.i));
		break;
	case T_INSTANT:
		sb_add(out, text, instant_format(text, v.i));
		break;
	case T_BOOL:
		sb_adds(out, v.i ? "yes" : "no");
		break;
	case T_ENUM:
		format_word(f, v.i, out);
		break;
	case T_TERM:
	case T_REF:
		format_ref(c, f, v.i, out);
		break;
	case T_DURATION:
		sb_add(out, text, duration_format(text, v.i));
		break;
	default:
		sb_addint(out, v.i);
	}
}

int value_decimals(const struct crm_field *f, int currency)
{
	return f->type == T_DECIMAL   ? 4
	       : f->type == T_PERCENT ? 2
	       : f->type == T_MONEY   ? currency_decimals(currency)
	                              : 0;
}

/* A point in languages without a comma, and in countries that left it. */
char value_decimal(const struct settings *set)
{
	static const char *const languages[] = {"en", "ja", "zh", "ko", "th", "he", "hi", "ms", "ga", "cy", "mt", NULL},
	                         *const countries[] = {"CH", "LI", "MX", "GT", "HN", "NI", "PA", "PE", "DO", "PR",
	                                               "SV", NULL};

	for (const char *const *l = languages; *l; l++)
		if (strncmp(set->language, *l, 2) == 0)
			return '.';
	for (const char *const *l = countries; *l; l++)
		if (strcmp(set->country, *l) == 0)
			return '.';
	return ',';
}
