/* holiday.h - public holidays: one day, a day of every year, or a number of days from Easter
 * Sunday. */
#ifndef CRM_BASE_HOLIDAY_H
#define CRM_BASE_HOLIDAY_H

#include <stdbool.h>
#include <stddef.h>

#define HOLIDAY_EASTER_MAX 200 /* most days from Easter Sunday, before and after */

enum holiday_form { HOLIDAY_DAY, HOLIDAY_YEARLY, HOLIDAY_EASTER };
/* n: the day (days since 1970-01-01); month × 100 + day of the month; days from Easter Sunday. */
struct holiday { enum holiday_form form; int n; };

/* 2026-05-01, 12-25, easter, easter-2, easter+39; a real day (02-29 is one, in leap years). Case
 * doesn't matter. *h is set only on success. */
bool holiday_parse(const char *s, size_t n, struct holiday *h);
/* As holiday_parse reads it, in the one form that is stored, with a NUL: easter+0 is easter. */
size_t holiday_format(char out[16], const struct holiday *h);
/* Whether a day (days since 1970-01-01) is this holiday. */
bool holiday_is(const struct holiday *h, int day);
/* Easter Sunday of a year of the Gregorian calendar, 1 to 9999, in days since 1970-01-01. */
int holiday_easter(int year);

#endif
