/* holiday.c - public holidays and the day of Easter. */
#include "holiday.h"

#include <stdio.h>
#include "ascii.h"
#include "date.h"

int holiday_easter(int year)
{
	/* Gauss, as corrected by Lichtenberg: the March day of the full moon, then the Sunday after
	 * it */
	int k = year / 100, m = 15 + (3 * k + 3) / 4 - (8 * k + 13) / 25, s = 2 - (3 * k + 3) / 4, a = year % 19;
	int d = (19 * a + m) % 30, r = (d + a / 11) / 29, full = 21 + d - r;
	int first = 7 - (year + year / 4 + s) % 7, until = 7 - (full - first) % 7;

	return date_from_civil(year, 3, 1) + full + until - 1;
}

static bool parse_yearly(const char *s, size_t n, struct holiday *h)
{
	int month, day;

	if (n != 5 || s[2] != '-')
		return false;
	month = ascii_number(s, 2);
	day = ascii_number(s + 3, 2);
	if (month < 1 || month > 12 || day < 1 || day > date_month_days(2000, month))
		return false;
	*h = (struct holiday){HOLIDAY_YEARLY, month * 100 + day};
	return true;
}

static bool parse_easter(const char *s, size_t n, struct holiday *h)
{
	int days = 0;

	if (n < 6 || !ascii_same(s, 6, "easter"))
		return false;
	if (n > 6 && (n < 8 || n > 10 || (s[6] != '+' && s[6] != '-') || (days = ascii_number(s + 7, n - 7)) < 0 ||
	              days > HOLIDAY_EASTER_MAX))
		return false;
	*h = (struct holiday){HOLIDAY_EASTER, n > 6 && s[6] == '-' ? -days : days};
	return true;
}

bool holiday_parse(const char *s, size_t n, struct holiday *h)
{
	int day;

	if (date_parse_iso(s, n, &day)) {
		*h = (struct holiday){HOLIDAY_DAY, day};
		return true;
	}
	return parse_yearly(s, n, h) || parse_easter(s, n, h);
}

size_t holiday_format(char out[16], const struct holiday *h)
{
	if (h->form == HOLIDAY_DAY)
		return date_format(out, h->n);
	if (h->form == HOLIDAY_YEARLY)
		return (size_t)snprintf(out, 16, "%02d-%02d", h->n / 100 % 100, h->n % 100);
	return (size_t)(h->n ? snprintf(out, 16, "easter%+d", h->n) : snprintf(out, 16, "easter"));
}

bool holiday_is(const struct holiday *h, int day)
{
	struct civil d;

	if (h->form == HOLIDAY_DAY)
		return h->n == day;
	if (h->form == HOLIDAY_YEARLY) {
		d = date_to_civil(day);
		return h->n == d.month * 100 + d.day;
	}
	/* the day may lie in the year before or after its Easter */
	d = date_to_civil(day - h->n);
	return holiday_easter(d.year) + h->n == day;
}
