/* calendar.c - working days: weekends and public holidays left out. */
#include "calendar.h"

#include <stdlib.h>
#include <string.h>
#include "array.h"
#include "date.h"

void calendar_add(struct calendar *c, struct holiday h)
{
	ARRAY_PUSH(c->rules, c->n, h);
	c->last = c->first - 1;
}

void calendar_release(struct calendar *c)
{
	free(c->rules);
	*c = (struct calendar)CALENDAR_INIT;
}

/* The days that a rule gives in the year; what counts from Easter may come from the Easters beside
 * it. */
static void mark_rule(struct calendar *c, const struct holiday *h, int year)
{
	int days[3], n = 0;

	if (h->form == HOLIDAY_DAY)
		days[n++] = h->n;
	else if (h->form == HOLIDAY_YEARLY && h->n % 100 <= date_month_days(year, h->n / 100))
		days[n++] = date_from_civil(year, h->n / 100, h->n % 100);
	for (int y = year - 1; h->form == HOLIDAY_EASTER && y <= year + 1; y++)
		days[n++] = holiday_easter(y) + h->n;
	for (int i = 0; i < n; i++)
		if (days[i] >= c->first && days[i] <= c->last)
			c->off[(days[i] - c->first) / 64] |= UINT64_C(1) << (days[i] - c->first) % 64;
}

static void mark_year(struct calendar *c, int year)
{
	c->first = date_from_civil(year, 1, 1);
	c->last = date_from_civil(year, 12, 31);
	memset(c->off, 0, sizeof c->off);
	for (size_t i = 0; i < c->n; i++)
		mark_rule(c, &c->rules[i], year);
}

bool calendar_holiday(struct calendar *c, int day)
{
	if (!c || !c->n)
		return false;
	if (day < c->first || day > c->last)
		mark_year(c, date_to_civil(day).year);
	return c->off[(day - c->first) / 64] >> (day - c->first) % 64 & 1;
}

bool calendar_workday(struct calendar *c, int day)
{
	return date_weekday(day) < 5 && !calendar_holiday(c, day);
}

static bool is_holiday(void *arg, int day)
{
	return calendar_holiday(arg, day);
}

int calendar_add_workdays(struct calendar *c, int day, int n)
{
	return date_add_workdays(day, n, c && c->n ? is_holiday : NULL, c);
}
