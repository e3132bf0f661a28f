/* date.h - civil dates as days since 1970-01-01, date expressions, periods, instants.
 * No clock and no time zone of its own: today comes in, local midnights come from struct crm_zone.
 * Days given lie within DATE_MIN..DATE_MAX. A day computed that leaves them is DATE_MIN - 1 or
 * DATE_MAX + 1, where nothing else is said. */
#ifndef CRM_BASE_DATE_H
#define CRM_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "error.h"
#include "strbuf.h"

#define DATE_MIN (-719162)  /* 0001-01-01 */
#define DATE_MAX 2932896    /* 9999-12-31 */

struct civil { int year, month, day; };

/* proleptic Gregorian; arguments must be valid */
int date_from_civil(int year, int month, int day);
struct civil date_to_civil(int day);
int date_weekday(int day);                          /* 0 = Monday … 6 = Sunday */
int date_month_days(int year, int month);
/* clamped to the month's last day; DATE_MIN - 1, DATE_MAX + 1 outside */
int date_add_months(int day, int months);
/* The n-th working day after day (before it for n < 0; n = 0: day itself): Monday to Friday, not a
 * holiday; holiday may be NULL. DATE_MIN - 1, DATE_MAX + 1 outside. */
int date_add_workdays(int day, int n, bool (*holiday)(void *, int day), void *arg);
bool date_parse_iso(const char *s, size_t n, int *day);  /* exactly YYYY-MM-DD, a real day */

/* The order of day, month, year in a foreign date: iso (2026-03-31), dmy (31.03.2026, 31/3/26), mdy
 * (03/31/2026). */
enum date_order { DATE_ISO, DATE_DMY, DATE_MDY };
/* Such a day, and the time that other programs write behind it. */
struct date_written {
	int day;
	int64_t clock;  /* milliseconds since midnight, -1 = there is no time */
	bool zoned;     /* it has a zone: it is clock - offset after the day's midnight in UTC */
	int64_t offset;
};
/* Separators . / -, the same twice; two-digit years (dmy and mdy only) 70-99 → 19xx, else 20xx.
 * After T, blanks or a comma a time may follow: H:MM[:SS[.mmm]], am, pm, Uhr, Z, UTC, GMT,
 * ±HH[:MM]. False for anything else. */
bool date_parse_written(const char *s, size_t n, enum date_order order, struct date_written *w);
/* The day as it is written, whatever its time; false when that has a zone. */
bool date_parse_order(const char *s, size_t n, enum date_order order, int *day);
/* What follows the day, n = 0 nothing: its time into w. */
bool instant_parse_clock(const char *s, size_t n, struct date_written *w);
size_t date_format(char out[16], int day);          /* YYYY-MM-DD and NUL; returns 10 */

/* A day of which the year isn't known is one of a leap year so early that it means nothing else. */
#define DATE_YEARLESS 4
/* --MM-DD, --MMDD, D.M. */
bool date_parse_yearless(const char *s, size_t n, int *day);
bool date_yearless(int day);
size_t date_format_yearless(char out[16], int day); /* --MM-DD and NUL; returns 7 */
/* Its place in years that begin in March, 0 to 365: the same every year, as the leap day is the
 * last one. */
int date_place(int day);
size_t date_format_month(char out[16], int day);    /* YYYY-MM */
size_t date_format_quarter(char out[16], int day);  /* YYYY-Qn */
size_t date_format_week(char out[16], int day);     /* ISO week, YYYY-Www */

/* A date expression: YYYY-MM-DD, today, yesterday, tomorrow, monday..sunday (the next one after
 * today; also mon..sun), eom, eoq, eoy (last day of today's month, quarter, year), each with any
 * number of ±N d|w|wd|m|y; or ±N… alone, from today. Months and years lead from eom, eoq and eoy to
 * the last day of a month. Case does not matter. Anything else, and a day outside
 * 0001-01-01..9999-12-31, is CRM_USAGE with a message that names what is wrong. *day is set only on
 * success. */
enum crm_status date_parse(const char *s, size_t n, int today, int *day, struct crm_error *e);

struct calendar; /* calendar.h */
/* The same, where working days leave out the holidays of cal, too (NULL = none): of these the unit
 * wd is counted. */
enum crm_status date_parse_in(const char *s, size_t n, int today, struct calendar *cal, int *day,
                              struct crm_error *e);
/* Whether it means a month's last day by its word: eom, eoq, eoy, at most moved by months and
 * years. */
bool date_is_month_end(const char *s, size_t n);
/* Whether an expression may count working days, so that a calendar is wanted to read it. */
bool date_counts_workdays(const char *s, size_t n);

/* A period of days, both ends included; DATE_MIN or DATE_MAX = open. */
struct period { int from, to; };

/* A period: YYYY, YYYY-Qn, YYYY-MM, YYYY-Www, a date expression (one day), A..B (A's first to B's
 * last day, either may be missing but not both), ytd (1 January to today), all, this-UNIT,
 * last-UNIT, next-UNIT, last-N-UNITs, next-N-UNITs with UNIT day, week (from Monday), month,
 * quarter, year. An unknown word is CRM_USAGE, never "all"; so is a period that ends before it
 * begins, hence from <= to. Of last-N and next-N only what lies in the calendar counts. *p is set
 * only on success. */
enum crm_status period_parse(const char *s, size_t n, int today, struct period *p,
                             struct crm_error *e);
enum crm_status period_parse_in(const char *s, size_t n, int today, struct calendar *cal,
                                struct period *p, struct crm_error *e);

/* Units a day can be grouped by. */
enum date_unit { UNIT_DAY, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR };
/* day, week, month, quarter, year, in any case */
bool date_unit_parse(const char *s, enum date_unit *u);
int date_unit_start(int day, enum date_unit u);          /* first day of the unit that holds day */
/* first day of the unit after it; may lie beyond DATE_MAX, so loops end */
int date_unit_next(int day, enum date_unit u);
/* 2026-03-31, 2026-W14, 2026-03, 2026-Q1, 2026 */
size_t date_unit_format(char out[16], int day, enum date_unit u);

/* Instants are milliseconds UTC since 1970. Printed 2026-03-31T14:05:00Z (milliseconds are not
 * printed; years outside 0001..9999 as the first or last second of them); returns 20. */
size_t instant_format(char out[32], int64_t ms);
/* YYYY-MM-DDTHH:MM[:SS[.mmm]][Z|±HH:MM]; a blank may stand for the T; a fraction may have 1 to 9
 * digits, those after the third are cut. Without a zone it is local time: *local is set and *ms is
 * the wall clock read as if it were UTC (day and milliseconds of the day by floor division, for
 * crm_zone.instant). False for anything else; nothing is set then. */
bool instant_parse(const char *s, size_t n, int64_t *ms, bool *local);

/* What the host knows of time zones (libcrm reads no zone files). zone is an IANA name. */
struct crm_zone {
	/* local civil day of an instant */
	int (*day)(void *arg, const char *zone, int64_t ms);
	/* first instant of a local civil day */
	int64_t (*start)(void *arg, const char *zone, int day);
	/* instant of a local wall clock time given as milliseconds since local midnight of day */
	int64_t (*instant)(void *arg, const char *zone, int day, int64_t ms_of_day);
	/* whether the host knows the zone */
	bool (*known)(void *arg, const char *zone);
	void *arg;
};

#endif
