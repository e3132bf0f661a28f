/* date.c - civil dates: calendar arithmetic, reading, printing, units */
#include "ascii.h"
#include "date.h"

#define DAYS_ERA 146097 /* of 400 years */

int date_from_civil(int year, int month, int day)
{
	/* years from March, so that the leap day is the last one */
	int y = year - (month <= 2);
	int era = (y >= 0 ? y : y - 399) / 400;
	int of_era = y - era * 400;
	int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * DAYS_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

struct civil date_to_civil(int day)
{
	int64_t z = (int64_t)day + 719468;
	int era = (int)((z >= 0 ? z : z - (DAYS_ERA - 1)) / DAYS_ERA);
	int of_era = (int)(z - (int64_t)era * DAYS_ERA);
	int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (DAYS_ERA - 1)) / 365;
	int of_year = of_era - (365 * year + year / 4 - year / 100);
	int month = (5 * of_year + 2) / 153; /* 0 = March */
	struct civil c;

	c.day = of_year - (153 * month + 2) / 5 + 1;
	c.month = month < 10 ? month + 3 : month - 9;
	c.year = year + era * 400 + (c.month <= 2);
	return c;
}

int date_weekday(int day)
{
	int w = (int)(((int64_t)day - DATE_MIN) % 7); /* 0001-01-01 was a Monday */

	return w < 0 ? w + 7 : w;
}

int date_month_days(int year, int month)
{
	static const signed char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

int date_add_months(int day, int months)
{
	struct civil c = date_to_civil(day);
	int64_t m = (int64_t)c.year * 12 + c.month - 1 + months;
	int year, month, last;

	if (m < 12)
		return DATE_MIN - 1;
	if (m >= 10000 * 12)
		return DATE_MAX + 1;
	year = (int)(m / 12);
	month = (int)(m % 12) + 1;
	last = date_month_days(year, month);
	return date_from_civil(year, month, c.day < last ? c.day : last);
}

int date_add_workdays(int day, int n, bool (*holiday)(void *, int day), void *arg)
{
	int step = n < 0 ? -1 : 1;
	int64_t left = n < 0 ? -(int64_t)n : n;
	int64_t d = day;

	if (!holiday && left > 5) {
		/* whole weeks at once, but one to five steps remain: they get off a weekend */
		d += (left - 1) / 5 * 7 * step;
		left = (left - 1) % 5 + 1;
	}
	while (left > 0) {
		d += step;
		if (d < DATE_MIN)
			return DATE_MIN - 1;
		if (d > DATE_MAX)
			return DATE_MAX + 1;
		if (date_weekday((int)d) < 5 && !(holiday && holiday(arg, (int)d)))
			left--;
	}
	return (int)d;
}

static bool make_day(int year, int month, int day, int *out)
{
	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > date_month_days(year, month))
		return false;
	*out = date_from_civil(year, month, day);
	return true;
}

bool date_parse_iso(const char *s, size_t n, int *day)
{
	if (n != 10 || s[4] != '-' || s[7] != '-')
		return false;
	return make_day(ascii_number(s, 4), ascii_number(s + 5, 2), ascii_number(s + 8, 2), day);
}

/* Three numbers of up to four digits with one kind of separator between them. Returns where they
 * end, 0 = no such numbers. */
static size_t three_numbers(const char *s, size_t n, int value[3], size_t digits[3])
{
	size_t i = 0, start;
	char separator = '\0';

	for (int k = 0; k < 3; k++) {
		start = i;
		while (i < n && ascii_digit(s[i]) && i - start < 4)
			i++;
		digits[k] = i - start;
		if (!digits[k])
			return 0;
		value[k] = ascii_number(s + start, digits[k]);
		if (k == 2)
			break;
		if (i == n || (s[i] != '.' && s[i] != '/' && s[i] != '-') || (separator && s[i] != separator))
			return 0;
		separator = s[i++];
	}
	return i;
}

bool date_parse_written(const char *s, size_t n, enum date_order order, struct date_written *w)
{
	static const struct { signed char year, month, day; } places[] = {
		[DATE_ISO] = {0, 1, 2}, [DATE_DMY] = {2, 1, 0}, [DATE_MDY] = {2, 0, 1},
	};
	int y = places[order].year, m = places[order].month, d = places[order].day;
	int value[3];
	size_t digits[3];
	size_t end = three_numbers(s, n, value, digits);

	if (!end || !instant_parse_clock(s + end, n - end, w))
		return false;
	if (digits[m] > 2 || digits[d] > 2)
		return false;
	/* 31-03-26 in a file said to be iso is no year 2031 */
	if (digits[y] == 2 && order != DATE_ISO)
		value[y] += value[y] >= 70 ? 1900 : 2000;
	else if (digits[y] != 4)
		return false;
	return make_day(value[y], value[m], value[d], &w->day);
}

bool date_parse_order(const char *s, size_t n, enum date_order order, int *day)
{
	struct date_written w;

	if (!date_parse_written(s, n, order, &w) || w.zoned)
		return false;
	*day = w.day;
	return true;
}

static char *put_two(char *out, int v)
{
	out[0] = (char)('0' + v / 10);
	out[1] = (char)('0' + v % 10);
	return out + 2;
}

/* Year and a hyphen. */
static char *put_year(char *out, int year)
{
	put_two(put_two(out, year / 100), year % 100);
	out[4] = '-';
	return out + 5;
}

static size_t finish(const char *out, char *end)
{
	*end = '\0';
	return (size_t)(end - out);
}

size_t date_format(char out[16], int day)
{
	struct civil c = date_to_civil(day);
	char *p = put_two(put_year(out, c.year), c.month);

	*p++ = '-';
	return finish(out, put_two(p, c.day));
}

size_t date_format_month(char out[16], int day)
{
	struct civil c = date_to_civil(day);

	return finish(out, put_two(put_year(out, c.year), c.month));
}

size_t date_format_quarter(char out[16], int day)
{
	struct civil c = date_to_civil(day);
	char *p = put_year(out, c.year);

	*p++ = 'Q';
	*p++ = (char)('0' + (c.month + 2) / 3);
	return finish(out, p);
}

size_t date_format_week(char out[16], int day)
{
	/* a week belongs to the year its Thursday is in */
	int thursday = day - date_weekday(day) + 3;
	int year = date_to_civil(thursday).year;
	char *p = put_year(out, year);

	*p++ = 'W';
	return finish(out, put_two(p, (thursday - date_from_civil(year, 1, 1)) / 7 + 1));
}

/* Digits that s begins with, up to two. */
static size_t two_digits(const char *s, size_t n)
{
	return n && ascii_digit(s[0]) ? 1 + (n > 1 && ascii_digit(s[1])) : 0;
}

bool date_parse_yearless(const char *s, size_t n, int *day)
{
	size_t d = two_digits(s, n), m;

	if ((n == 6 || (n == 7 && s[4] == '-')) && s[0] == '-' && s[1] == '-')
		return make_day(DATE_YEARLESS, ascii_number(s + 2, 2), ascii_number(s + n - 2, 2), day);
	if (!d || d + 2 > n || s[d] != '.')
		return false;
	m = two_digits(s + d + 1, n - d - 1);
	return m && d + m + 2 == n && s[n - 1] == '.' &&
	       make_day(DATE_YEARLESS, ascii_number(s + d + 1, m), ascii_number(s, d), day);
}

bool date_yearless(int day)
{
	return date_to_civil(day).year == DATE_YEARLESS;
}

size_t date_format_yearless(char out[16], int day)
{
	struct civil c = date_to_civil(day);
	char *p = out;

	*p++ = '-';
	*p++ = '-';
	p = put_two(p, c.month);
	*p++ = '-';
	return finish(out, put_two(p, c.day));
}

int date_place(int day)
{
	struct civil c = date_to_civil(day);

	return day - date_from_civil(c.month >= 3 ? c.year : c.year - 1, 3, 1);
}

static size_t format_year(char out[16], int day)
{
	return finish(out, put_year(out, date_to_civil(day).year) - 1);
}

bool date_unit_parse(const char *s, enum date_unit *u)
{
	static const char *const names[] = {
		[UNIT_DAY] = "day", [UNIT_WEEK] = "week", [UNIT_MONTH] = "month", [UNIT_QUARTER] = "quarter", [UNIT_YEAR] = "year",
	};

	for (int i = UNIT_DAY; i <= UNIT_YEAR; i++) {
		if (ascii_same(s, strlen(s), names[i])) {
			*u = (enum date_unit)i;
			return true;
		}
	}
	return false;
}

int date_unit_start(int day, enum date_unit u)
{
	struct civil c;

	if (u == UNIT_DAY)
		return day;
	if (u == UNIT_WEEK)
		return day - date_weekday(day);
	c = date_to_civil(day);
	if (u == UNIT_MONTH)
		return day - c.day + 1;
	return date_from_civil(c.year, u == UNIT_QUARTER ? (c.month - 1) / 3 * 3 + 1 : 1, 1);
}

int date_unit_next(int day, enum date_unit u)
{
	static const signed char months[] = {[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3, [UNIT_YEAR] = 12};
	int start = date_unit_start(day, u);

	if (u == UNIT_DAY)
		return start + 1;
	if (u == UNIT_WEEK)
		return start + 7;
	return date_add_months(start, months[u]); /* after the last unit: DATE_MAX + 1, its day too */
}

size_t date_unit_format(char out[16], int day, enum date_unit u)
{
	static size_t (*const format[])(char out[16], int day) = {
		[UNIT_DAY] = date_format, [UNIT_WEEK] = date_format_week, [UNIT_MONTH] = date_format_month,
		[UNIT_QUARTER] = date_format_quarter, [UNIT_YEAR] = format_year,
	};

	return format[u](out, day);
}
