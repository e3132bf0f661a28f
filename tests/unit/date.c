/* date.c - tests of civil dates, date expressions, periods, units, instants */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/date.h"

#define LENGTH(a) (sizeof(a) / sizeof(*(a)))
#define TODAY "2026-03-31" /* a Tuesday */

static uint64_t seed = 88172645463325252;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

static int random_day(void)
{
	return DATE_MIN + (int)pick(DATE_MAX - DATE_MIN + 1);
}

static int iso(const char *s)
{
	int day = 0;

	assert_true(date_parse_iso(s, strlen(s), &day));
	return day;
}

static const char *text(int day)
{
	static char out[4][16];
	static int k;

	k = (k + 1) % 4;
	date_format(out[k], day);
	return out[k];
}

/* A copy without a byte to spare, so that AddressSanitizer sees any reading beyond. */
static char *exact(const char *s, size_t n)
{
	char *p = crm_malloc(n);

	if (n)
		memcpy(p, s, n);
	return p;
}

/* Every day of the calendar, against counting. */
static void all_days(void **state)
{
	int year = 1, month = 1, day = 1, weekday = 0;

	(void)state;
	for (int d = DATE_MIN; d <= DATE_MAX; d++) {
		struct civil c = date_to_civil(d);
		bool ok = c.year == year && c.month == month && c.day == day;
		if (!ok || date_from_civil(year, month, day) != d || date_weekday(d) != weekday)
			fail_msg("day %d", d);
		weekday = (weekday + 1) % 7;
		if (++day > date_month_days(year, month)) {
			day = 1;
			month = month % 12 + 1;
			year += month == 1;
		}
	}
	assert_int_equal(year, 10000);
	assert_int_equal(date_from_civil(1970, 1, 1), 0);
	assert_int_equal(date_weekday(0), 3);
	assert_int_equal(date_weekday(DATE_MIN - 1), 6);
	assert_int_equal(date_month_days(2000, 2), 29);
	assert_int_equal(date_month_days(1900, 2), 28);
	assert_int_equal(date_month_days(2028, 2), 29);
}

/* Against the C library. */
static void formats(void **state)
{
	char out[16], expected[32];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		int d = i == 0 ? DATE_MIN : i == 1 ? DATE_MAX : random_day();
		time_t t = (time_t)d * 86400;
		struct tm tm;
		gmtime_r(&t, &tm);
		snprintf(expected, sizeof(expected), "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
		assert_int_equal(date_format(out, d), 10);
		assert_string_equal(out, expected);
		assert_int_equal(iso(out), d);
		assert_int_equal(date_format_month(out, d), 7);
		assert_int_equal(strlen(out), 7);
		assert_memory_equal(out, expected, 7);
		assert_int_equal(date_format_week(out, d), 8);
		assert_int_equal(strlen(out), 8);
		strftime(expected, sizeof(expected), "%V", &tm);
		assert_string_equal(out + 6, expected);
		strftime(expected, sizeof(expected), "%G", &tm);
		assert_int_equal(strtol(out, NULL, 10), strtol(expected, NULL, 10));
	}
	assert_int_equal(date_format_quarter(out, iso("2026-09-30")), 7);
	assert_string_equal(out, "2026-Q3");
	date_format_week(out, iso("2027-01-03"));
	assert_string_equal(out, "2026-W53");
	date_format_week(out, iso("2024-12-30"));
	assert_string_equal(out, "2025-W01");
}

static void months_added(void **state)
{
	static const struct { const char *from; int months; const char *to; } cases[] = {
		{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-03-31", 0,
		"2026-03-31"},
		{"2024-02-29", 12, "2025-02-28"}, {"2024-02-29", 48, "2028-02-29"}, {"2026-12-15", 1, "2027-01-15"}, {"2026-01-15", -1,
		"2025-12-15"},
		{"2026-05-31", -120, "2016-05-31"}, {"0001-01-31", 9998 * 12 + 11, "9999-12-31"}, {"9999-12-31", -9998 * 12 - 11,
		"0001-01-31"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(text(date_add_months(iso(cases[i].from), cases[i].months)), cases[i].to);
	assert_int_equal(date_add_months(DATE_MAX, 1), DATE_MAX + 1);
	assert_int_equal(date_add_months(DATE_MIN, -1), DATE_MIN - 1);
	assert_int_equal(date_add_months(0, INT32_MAX), DATE_MAX + 1);
	assert_int_equal(date_add_months(0, INT32_MIN), DATE_MIN - 1);
}

static bool no_holiday(void *arg, int day)
{
	(void)arg;
	(void)day;
	return false;
}

static bool easter(void *arg, int day)
{
	(void)arg;
	return day == iso("2026-04-03") || day == iso("2026-04-06");
}

static void workdays(void **state)
{
	static const struct { const char *from; int n; const char *to; } cases[] = {
		{"2026-03-27", 1, "2026-03-30"}, {"2026-03-28", 1, "2026-03-30"}, {"2026-03-28", -1, "2026-03-27"}, {"2026-03-28", 0,
		"2026-03-28"},
		{"2026-03-30", -1, "2026-03-27"}, {"2026-03-30", 5, "2026-04-06"}, {"2026-03-28", 5, "2026-04-03"}, {"2026-03-28", 6,
		"2026-04-06"},
		{"2026-03-29", -6, "2026-03-20"}, {"2026-03-31", 250, "2027-03-16"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_string_equal(text(date_add_workdays(iso(cases[i].from), cases[i].n, NULL, NULL)), cases[i].to);
	assert_string_equal(text(date_add_workdays(iso("2026-04-02"), 1, easter, NULL)), "2026-04-07");
	assert_string_equal(text(date_add_workdays(iso("2026-04-07"), -1, easter, NULL)), "2026-04-02");
	for (int i = 0; i < 20000; i++) {
		int d = random_day(), n = (int)pick(4001) - 2000;
		assert_int_equal(date_add_workdays(d, n, NULL, NULL), date_add_workdays(d, n, no_holiday, NULL));
	}
	assert_int_equal(date_add_workdays(DATE_MAX, 1, NULL, NULL), DATE_MAX + 1);
	assert_int_equal(date_add_workdays(DATE_MIN, -1, NULL, NULL), DATE_MIN - 1);
	assert_int_equal(date_add_workdays(0, INT32_MAX, NULL, NULL), DATE_MAX + 1);
	assert_int_equal(date_add_workdays(0, INT32_MIN, NULL, NULL), DATE_MIN - 1);
}

static void iso_refused(void **state)
{
	static const char *const bad[] = {
		"", "2026-03-3", "2026-03-311", "2026-02-30", "2026-13-01", "2026-00-10", "2026-01-00", "0000-01-01", "2026/03/31",
		"2026-3-031",
		"-026-03-31", "+026-03-31", "2026-03-3 ", " 026-03-31", "2026-03-3x", "2026--3-31",
	};
	int day = 77;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		char *p = exact(bad[i], strlen(bad[i]));
		assert_false(date_parse_iso(p, strlen(bad[i]), &day));
		free(p);
	}
	assert_int_equal(day, 77);
}

static void foreign_dates(void **state)
{
	static const struct { const char *s; enum date_order order; const char *expected; } cases[] = {
		{"31.03.2026", DATE_DMY, "2026-03-31"}, {"31/3/26", DATE_DMY, "2026-03-31"}, {"1-2-70", DATE_DMY, "1970-02-01"},
		{"1-2-69", DATE_DMY, "2069-02-01"}, {"1-2-00", DATE_DMY, "2000-02-01"}, {"1.2.99", DATE_DMY, "1999-02-01"},
		{"03/31/2026", DATE_MDY, "2026-03-31"}, {"3/1/26", DATE_MDY, "2026-03-01"}, {"2026-03-31", DATE_ISO, "2026-03-31"},
		{"2026/3/1", DATE_ISO, "2026-03-01"}, {"2026.03.31", DATE_ISO, "2026-03-31"}, {"2026-03-31T14:05:00", DATE_ISO,
		"2026-03-31"},
		{"2026-03-31 14:05:00.123", DATE_ISO, "2026-03-31"}, {"31.03.2026, 14:05", DATE_DMY, "2026-03-31"},
		{"2026-03-31T14:05:00Z", DATE_ISO, NULL}, {"2026-03-31 14:05:00.123+02:00", DATE_ISO, NULL},
		{"2026-03-31 14:05 CEST", DATE_ISO, NULL}, {"2026-03-31 24:05", DATE_ISO, NULL}, {"2026-03-31 13:05 PM", DATE_ISO, NULL},
		{"2026-03-31 14:05 +2", DATE_ISO, NULL}, {"2026-03-31 14:05:00 whatever", DATE_ISO, NULL}, {"3/31/2026 2:05 PM", DATE_MDY, "2026-03-31"},
		{"31.03.2026  9:30", DATE_DMY, "2026-03-31"}, {"31.03.2026 ", DATE_DMY, "2026-03-31"}, {"31.03.2026 14:05 Uhr", DATE_DMY,
		"2026-03-31"},
		{"31.13.2026", DATE_DMY, NULL}, {"30.02.2026", DATE_DMY, NULL}, {"03/31/2026", DATE_DMY, NULL},
		{"31.03-2026", DATE_DMY, NULL},
		{"31.03.", DATE_DMY, NULL}, {"31.03", DATE_DMY, NULL}, {"", DATE_DMY, NULL}, {"31.03.20266", DATE_DMY, NULL},
		{"31.03.202", DATE_DMY, NULL},
		{"31.03.6", DATE_DMY, NULL}, {"031.03.2026", DATE_DMY, NULL}, {"31.003.2026", DATE_DMY, NULL}, {"26-03-31", DATE_ISO, NULL},
		{"31-03-26", DATE_ISO, NULL}, {"31.03.2026T", DATE_DMY, NULL}, {"31.03.2026 foo", DATE_DMY, NULL},
		{"31.03.2026 14", DATE_DMY, NULL},
		{"31.03.2026 14:5", DATE_DMY, NULL}, {"31.03.2026x", DATE_DMY, NULL}, {" 31.03.2026", DATE_DMY, NULL},
		{"31..2026", DATE_DMY, NULL},
		{"00.03.2026", DATE_DMY, NULL}, {"01.01.0000", DATE_DMY, NULL}, {"31.03.2026 123:00", DATE_DMY, NULL},
		{"-1.03.2026", DATE_DMY, NULL},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		size_t n = strlen(cases[i].s);
		char *p = exact(cases[i].s, n);
		int day = 0;
		bool ok = date_parse_order(p, n, cases[i].order, &day);
		if (ok != (cases[i].expected != NULL))
			fail_msg("'%s' was %s", cases[i].s, ok ? "taken" : "refused");
		if (ok)
			assert_string_equal(text(day), cases[i].expected);
		free(p);
	}
}

static void expressions(void **state)
{
	static const struct { const char *s, *expected; } cases[] = {
		{"2026-03-31", "2026-03-31"}, {"today", "2026-03-31"}, {"TODAY", "2026-03-31"}, {"yesterday", "2026-03-30"}, {"tomorrow",
		"2026-04-01"},
		{"monday", "2026-04-06"}, {"tuesday", "2026-04-07"}, {"Wed", "2026-04-01"}, {"thu", "2026-04-02"}, {"FRIday", "2026-04-03"},
		{"sat", "2026-04-04"}, {"sunday", "2026-04-05"}, {"tue", "2026-04-07"}, {"eom", "2026-03-31"}, {"eoq", "2026-03-31"},
		{"eoy", "2026-12-31"}, {"+3d", "2026-04-03"}, {"-2w", "2026-03-17"}, {"+0d", "2026-03-31"}, {"-1m", "2026-02-28"}, {"+1M",
		"2026-04-30"},
		{"+1y", "2027-03-31"}, {"today-1m", "2026-02-28"}, {"eoq+3wd", "2026-04-03"}, {"eoq+4WD", "2026-04-06"}, {"2024-02-29+1y",
		"2025-02-28"},
		{"2026-03-31-1m", "2026-02-28"}, {"eom-1m+1d", "2026-03-01"}, {"fri+1w-1d", "2026-04-09"}, {"+1m-1m", "2026-03-30"},
		{"eom-1m", "2026-02-28"}, {"eom+1m+1m", "2026-05-31"}, {"eom+1m-1m", "2026-03-31"}, {"eoq-1m-1y", "2025-02-28"},
		{"eoy+2m", "2027-02-28"}, {"eoq+23m", "2028-02-29"}, {"eom+1m+1d", "2026-05-01"}, {"eom+1d-1m", "2026-03-01"},
		{"eom-3d+1m", "2026-04-28"}, {"2026-02-28+1m", "2026-03-28"}, {"eoy+7973y", "9999-12-31"},
		{"9999-12-30+1d", "9999-12-31"}, {"0001-01-02-1d", "0001-01-01"}, {"0001-01-01", "0001-01-01"}, {"+000000000001d",
		"2026-04-01"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct crm_error e = CRM_ERROR_INIT;
		size_t n = strlen(cases[i].s);
		char *p = exact(cases[i].s, n);
		int day = 0;
		if (date_parse(p, n, iso(TODAY), &day, &e))
			fail_msg("'%s': %s", cases[i].s, e.list[0].text);
		assert_string_equal(text(day), cases[i].expected);
		assert_int_equal(e.n, 0);
		free(p);
	}
}

static void expressions_refused(void **state)
{
	static const struct { const char *s, *says; } cases[] = {
		{"", "'' is not a date"}, {"tody", "'today'"}, {"todya+3d", "'today'"}, {"tommorow", "'tomorrow'"}, {"wendsday",
		"'wednesday'"},
		{"foo", "write YYYY-MM-DD"}, {"3d", "'3d'"}, {"+d", "a number is missing after '+'"}, {"+", "a number is missing"}, {"+3",
		"d, w, wd, m, y"},
		{"+3x", "'+3x' needs one of"}, {"+3dd", "'+3dd'"}, {"today3d", "'3d'"}, {"today +3d", "' +3d'"}, {"today+-3d",
		"a number is missing"},
		{"2026-02-29", "2026-02 has 28 days"}, {"2026-13-01", "months are 01 to 12"}, {"0000-01-01", "years are"}, {"2026-03-311",
		"'1'"},
		{"31.03.2026", "write 2026-03-31"}, {"2026-03", "is a period"}, {"2026", "is a period"}, {"last-month", "is a period"},
		{"today..eom", "is a period"}, {"last-3-days", "is a period"}, {"+9999999y", "outside"}, {"-99999999999999999999d",
		"outside"},
		{"+4000000wd", "outside"}, {"9999-12-31+1d", "outside"}, {"0001-01-01-1d", "outside"}, {"+9000y-9000y", "outside"},
		{"2026-03-31T10:00", "'T10:00'"}, {"mo", "'mo'"}, {"\xff\xfe", "is not a date"}, {"m\xc3\xa4rz", "'m\xc3\xa4rz'"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct crm_error e = CRM_ERROR_INIT;
		size_t n = strlen(cases[i].s);
		char *p = exact(cases[i].s, n);
		int day = 77;
		assert_int_equal(date_parse(p, n, iso(TODAY), &day, &e), CRM_USAGE);
		assert_int_equal(e.status, CRM_USAGE);
		assert_int_equal(e.n, 1);
		if (!strstr(e.list[0].text, cases[i].says))
			fail_msg("'%s': %s", cases[i].s, e.list[0].text);
		assert_int_equal(day, 77);
		assert_int_equal(date_parse(p, n, iso(TODAY), &day, NULL), CRM_USAGE);
		crm_error_clear(&e);
		free(p);
	}
}

static void periods(void **state)
{
	static const struct { const char *s, *from, *to; } cases[] = {
		{"2026", "2026-01-01", "2026-12-31"}, {"2026-Q1", "2026-01-01", "2026-03-31"}, {"2026-q4", "2026-10-01", "2026-12-31"},
		{"2026-07", "2026-07-01", "2026-07-31"}, {"2028-02", "2028-02-01", "2028-02-29"}, {"2026-W14", "2026-03-30", "2026-04-05"},
		{"2026-w01", "2025-12-29", "2026-01-04"}, {"2026-W53", "2026-12-28", "2027-01-03"}, {"2026-03-31", "2026-03-31",
		"2026-03-31"},
		{"today", "2026-03-31", "2026-03-31"}, {"eoq+3wd", "2026-04-03", "2026-04-03"}, {"ytd", "2026-01-01", "2026-03-31"},
		{"all", "0001-01-01", "9999-12-31"}, {"ALL", "0001-01-01", "9999-12-31"}, {"..today", "0001-01-01", "2026-03-31"},
		{"2026..", "2026-01-01", "9999-12-31"}, {"2025..2026-Q1", "2025-01-01", "2026-03-31"}, {"today-12m..today", "2025-03-31",
		"2026-03-31"},
		{"-12m..", "2025-03-31", "9999-12-31"}, {"2026-01-01..2026-03", "2026-01-01", "2026-03-31"}, {"last-month..", "2026-02-01",
		"9999-12-31"},
		{"this-day", "2026-03-31", "2026-03-31"}, {"this-week", "2026-03-30", "2026-04-05"}, {"this-month", "2026-03-01",
		"2026-03-31"},
		{"this-quarter", "2026-01-01", "2026-03-31"}, {"this-year", "2026-01-01", "2026-12-31"}, {"last-day", "2026-03-30",
		"2026-03-30"},
		{"last-week", "2026-03-23", "2026-03-29"}, {"last-month", "2026-02-01", "2026-02-28"}, {"last-quarter", "2025-10-01",
		"2025-12-31"},
		{"Last-Year", "2025-01-01", "2025-12-31"}, {"next-day", "2026-04-01", "2026-04-01"}, {"next-week", "2026-04-06",
		"2026-04-12"},
		{"next-month", "2026-04-01", "2026-04-30"}, {"next-quarter", "2026-04-01", "2026-06-30"}, {"next-year", "2027-01-01",
		"2027-12-31"},
		{"last-12-months", "2025-03-01", "2026-02-28"}, {"last-1-month", "2026-02-01", "2026-02-28"}, {"last-30-days", "2026-03-01",
		"2026-03-30"},
		{"next-2-WEEKS", "2026-04-06", "2026-04-19"}, {"last-4-quarters", "2025-01-01", "2025-12-31"}, {"next-3-years",
		"2027-01-01", "2029-12-31"},
		{"last-9999-years", "0001-01-01", "2025-12-31"}, {"next-99999999999-days", "2026-04-01", "9999-12-31"}, {"9999-W52",
		"9999-12-27", "9999-12-31"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct crm_error e = CRM_ERROR_INIT;
		size_t n = strlen(cases[i].s);
		char *s = exact(cases[i].s, n);
		struct period p;
		if (period_parse(s, n, iso(TODAY), &p, &e))
			fail_msg("'%s': %s", cases[i].s, e.list[0].text);
		if (p.from != iso(cases[i].from) || p.to != iso(cases[i].to))
			fail_msg("'%s' = %s..%s", cases[i].s, text(p.from), text(p.to));
		free(s);
	}
}

static void periods_refused(void **state)
{
	static const struct { const char *s, *says; } cases[] = {
		{"", "'' is not a period"}, {"..", "neither begin nor end"}, {"2026..2025", "ends before it begins"}, {"tomorrow..today",
		"ends before"},
		{"al", "'all'"}, {"lst-month", "'last-month'"}, {"this-moth", "'this-month'"}, {"this-months", "'this-month'"}, {"tody..",
		"'today'"},
		{"last-3-moths", "-months"}, {"last-3", "-months"}, {"last-3-", "-months"}, {"last-3-months-", "-months"}, {"last-0-days",
		"no day"},
		{"last--days", "'last-day'"}, {"2026-Q5", "2026 has 4 quarters"}, {"2026-Q0", "4 quarters"}, {"2026-13",
		"2026 has 12 months"},
		{"2026-00", "12 months"}, {"2025-W53", "2025 has 52 weeks"}, {"2026-W00", "53 weeks"}, {"0000", "years are"}, {"0000-Q1",
		"years are"},
		{"2026-02-30", "28 days"}, {"20266", "'20266'"}, {"202", "'202'"}, {"2026-1", "'2026-1'"}, {"2026-W1", "'2026-W1'"},
		{"2026-QQ", "'2026-QQ'"},
		{"a...b", "'a'"}, {"2026...", "'.'"}, {"2025..2026..2027", "'2026..2027'"}, {"everything", "is not a period"}, {"2026 ",
		"'2026 '"},
		{"31.03.2026", "write 2026-03-31"}, {"this-12-months", "'this-"}, {"-1", "d, w, wd, m, y"}, {"\xff", "is not a period"},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct crm_error e = CRM_ERROR_INIT;
		struct period p = {7, 7};
		size_t n = strlen(cases[i].s);
		char *s = exact(cases[i].s, n);
		if (period_parse(s, n, iso(TODAY), &p, &e) != CRM_USAGE)
			fail_msg("'%s' was taken: %s..%s", cases[i].s, text(p.from), text(p.to));
		assert_int_equal(e.n, 1);
		if (!strstr(e.list[0].text, cases[i].says))
			fail_msg("'%s': %s", cases[i].s, e.list[0].text);
		assert_int_equal(p.from, 7);
		assert_int_equal(period_parse(s, n, iso(TODAY), &p, NULL), CRM_USAGE);
		crm_error_clear(&e);
		free(s);
	}
}

/* At the ends of the calendar nothing leaves it. */
static void periods_at_the_ends(void **state)
{
	static const char *const texts[] = {
		"yesterday", "tomorrow", "monday", "sun", "eom", "eoq", "eoy", "ytd", "all", "+1wd", "-1wd", "+1m", "-1m", "last-day",
		"next-day",
		"last-week", "this-week", "next-week", "last-3-months", "next-3-months", "last-year", "this-year", "next-year", "..today",
		"today..",
	};

	(void)state;
	for (int i = 0; i < 100; i++) {
		int today = i % 2 ? DATE_MIN + i / 2 : DATE_MAX - i / 2;
		for (size_t k = 0; k < LENGTH(texts); k++) {
			struct period p;
			if (period_parse(texts[k], strlen(texts[k]), today, &p, NULL) == CRM_OK)
				assert_true(p.from >= DATE_MIN && p.from <= p.to && p.to <= DATE_MAX);
		}
	}
}

static void long_values_are_cut(void **state)
{
	struct crm_error e = CRM_ERROR_INIT;
	static char huge[100000];
	struct period p;
	int day;

	(void)state;
	memset(huge, 'x', sizeof(huge));
	assert_int_equal(date_parse(huge, sizeof(huge), 0, &day, &e), CRM_USAGE);
	assert_true(strlen(e.list[0].text) < 300);
	crm_error_clear(&e);
	for (size_t i = 0; i + 1 < sizeof(huge); i += 2)
		memcpy(huge + i, "\xcc\x81", 2);
	assert_int_equal(period_parse(huge, sizeof(huge), 0, &p, &e), CRM_USAGE);
	assert_true(strlen(e.list[0].text) < 600);
	crm_error_clear(&e);
}

/* A unit holds its day, its name is that of a period with its days, and the next one begins where it ends. */
static void units(void **state)
{
	static const char *const names[] = {"day", "week", "month", "quarter", "year"};
	char a[16], b[16];

	(void)state;
	for (int i = 0; i < 100000; i++) {
		enum date_unit u = (enum date_unit)(i % 5);
		int day = i < 10 ? DATE_MIN + i / 5 : i < 20 ? DATE_MAX - i / 5 + 2 : random_day();
		int start = date_unit_start(day, u), next = date_unit_next(day, u);
		struct period p;
		size_t len;
		assert_true(start <= day && day < next);
		assert_int_equal(date_unit_start(start, u), start);
		assert_int_equal(date_unit_next(start, u), next);
		if (next <= DATE_MAX)
			assert_int_equal(date_unit_start(next, u), next);
		len = date_unit_format(a, day, u);
		assert_int_equal(len, strlen(a));
		date_unit_format(b, start, u);
		assert_string_equal(a, b);
		assert_int_equal(period_parse(a, strlen(a), 0, &p, NULL), CRM_OK);
		assert_int_equal(p.from, start);
		assert_int_equal(p.to, next - 1 > DATE_MAX ? DATE_MAX : next - 1);
	}
	for (int i = 0; i < 5; i++) {
		enum date_unit u = UNIT_DAY;
		assert_true(date_unit_parse(names[i], &u));
		assert_int_equal(u, i);
	}
	assert_true(date_unit_parse("Quarter", &(enum date_unit){0}));
	assert_false(date_unit_parse("", &(enum date_unit){0}));
	assert_false(date_unit_parse("days", &(enum date_unit){0}));
	assert_false(date_unit_parse("mont", &(enum date_unit){0}));
	date_unit_format(a, iso(TODAY), UNIT_YEAR);
	assert_string_equal(a, "2026");
	date_unit_format(a, iso(TODAY), UNIT_WEEK);
	assert_string_equal(a, "2026-W14");
}

static void instants(void **state)
{
	static const struct { const char *s; int64_t ms; bool local; } cases[] = {
		{"1970-01-01T00:00:00Z", 0, false}, {"1970-01-01T00:00", 0, true}, {"1970-01-01 00:00:01.5Z", 1500, false},
		{"1970-01-01t01:00:00.123456789+01:00", 123, false}, {"1970-01-01T00:00-00:30", 1800000, false},
		{"1969-12-31T23:59:59.999Z", -1, false},
		{"2026-03-31T14:05:00z", INT64_C(1774965900000), false}, {"2026-03-31 14:05", INT64_C(1774965900000), true},
		{"0001-01-01T00:00Z", DATE_MIN * INT64_C(86400000), false},
		{"9999-12-31T23:59:59.999Z", (DATE_MAX + 1) * INT64_C(86400000) - 1, false},
	};
	static const char *const bad[] = {
		"", "2026-03-31", "2026-03-31T", "2026-03-31T14", "2026-03-31T14:0", "2026-03-31T24:00", "2026-03-31T14:60",
		"2026-03-31T14:05:60Z",
		"2026-03-31T14:05:", "2026-03-31T14:05:0", "2026-03-31T14:05:00.", "2026-03-31T14:05:00.Z",
		"2026-03-31T14:05:00.1234567890Z",
		"2026-03-31T14:05.5", "2026-03-31T14:05ZZ", "2026-03-31T14:05+2", "2026-03-31T14:05+0200", "2026-03-31T14:05+02:60",
		"2026-03-31T14:05+24:00",
		"2026-03-31T14:05 Z", "2026-03-31x14:05", "2026-02-30T14:05", "2026-03-31T-1:05", "2026-03-31T14.05",
		"2026-03-31T14:05*02:00",
		"0001-01-01T00:00+00:01", "9999-12-31T23:59:59-00:01",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char *p = exact(cases[i].s, strlen(cases[i].s));
		int64_t ms = 77;
		bool local = !cases[i].local;
		if (!instant_parse(p, strlen(cases[i].s), &ms, &local))
			fail_msg("'%s' was refused", cases[i].s);
		if (ms != cases[i].ms)
			fail_msg("'%s' = %" PRId64, cases[i].s, ms);
		assert_int_equal(local, cases[i].local);
		free(p);
	}
	for (size_t i = 0; i < LENGTH(bad); i++) {
		char *p = exact(bad[i], strlen(bad[i]));
		int64_t ms = 77;
		bool local = true;
		if (instant_parse(p, strlen(bad[i]), &ms, &local))
			fail_msg("'%s' was taken", bad[i]);
		assert_int_equal(ms, 77);
		assert_true(local);
		free(p);
	}
}

static void instants_printed(void **state)
{
	char out[32];
	int64_t back;
	bool local;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		int64_t ms = random_day() * INT64_C(86400000) + pick(86400000);
		assert_int_equal(instant_format(out, ms), 20);
		assert_int_equal(strlen(out), 20);
		assert_true(instant_parse(out, 20, &back, &local));
		assert_false(local);
		assert_true(ms - back >= 0 && ms - back < 1000);
	}
	instant_format(out, INT64_C(1774965900999));
	assert_string_equal(out, "2026-03-31T14:05:00Z");
	instant_format(out, -1);
	assert_string_equal(out, "1969-12-31T23:59:59Z");
	instant_format(out, INT64_MIN);
	assert_string_equal(out, "0001-01-01T00:00:00Z");
	instant_format(out, INT64_MAX);
	assert_string_equal(out, "9999-12-31T23:59:59Z");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_days), cmocka_unit_test(formats), cmocka_unit_test(months_added), cmocka_unit_test(workdays),
		cmocka_unit_test(iso_refused), cmocka_unit_test(foreign_dates), cmocka_unit_test(expressions),
		cmocka_unit_test(expressions_refused),
		cmocka_unit_test(periods), cmocka_unit_test(periods_refused), cmocka_unit_test(periods_at_the_ends),
		cmocka_unit_test(long_values_are_cut), cmocka_unit_test(units), cmocka_unit_test(instants),
		cmocka_unit_test(instants_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
