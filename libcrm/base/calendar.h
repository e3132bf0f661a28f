/* calendar.h - which days are worked: Monday to Friday, but for the public holidays of a calendar.
 * Days given lie within DATE_MIN..DATE_MAX (date.h). A calendar may be NULL everywhere: then there
 * are no holidays. */
#ifndef CRM_BASE_CALENDAR_H
#define CRM_BASE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "holiday.h"

struct calendar {
	struct holiday *rules;
	size_t n;
	int first, last;  /* days of the year whose holidays `off` has; first > last: of none yet */
	uint64_t off[6];  /* a bit per day of that year */
};

#define CALENDAR_INIT {NULL, 0, 0, -1, {0}}

void calendar_add(struct calendar *c, struct holiday h);
void calendar_release(struct calendar *c); /* frees its rules; it is empty again */

/* Whether a day is one of the holidays; the days of its year are worked out once. */
bool calendar_holiday(struct calendar *c, int day);
bool calendar_workday(struct calendar *c, int day);

/* The n-th working day after day (before it for n < 0; n = 0: day itself). DATE_MIN - 1 or DATE_MAX
 * + 1 outside. */
int calendar_add_workdays(struct calendar *c, int day, int n);

#endif
