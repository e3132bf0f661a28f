/* calendar.c - tests of working days: holidays of every form, against counting day by day; dates and periods that count them */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/calendar.h"
#include "base/date.h"
#include "base/error.h"

static int iso(const char *s)
{
	int day = 0;

	assert_true(date_parse_iso(s, strlen(s), &day));
	return day;
}

static const char *text(int day)
{
	static char out[16];

	date_format(out, day);
	return out;
}

static struct calendar calendar_of(const char *const *rules)
{
	struct calendar c = CALENDAR_INIT;
	struct holiday h;

	for (; *rules; rules++) {
		assert_true(holiday_parse(*rules, strlen(*rules), &h));
		calendar_add(&c, h);
	}
	return c;
}

static const char *const german[] = {"01-01", "easter-2", "easter+1", "05-01", "easter+39", "easter+50", "10-03", "12-25", "12-26", "2026-12-24", NULL};

static void test_holidays(void **state)
{
	static const char *const off[] = {"2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14", "2026-05-25", "2026-10-03", "2026-12-24",
		"2026-12-25", "2026-12-26", "2027-01-01", "2027-03-26", "2024-05-09", NULL};
	static const char *const on[] = {"2026-04-02", "2026-04-05", "2025-12-24", "2027-12-24", "2026-05-13", NULL};
	struct calendar c = calendar_of(german);

	(void)state;
	for (const char *const *p = off; *p; p++)
		if (!calendar_holiday(&c, iso(*p)) || calendar_workday(&c, iso(*p)))
			fail_msg("%s", *p);
	for (const char *const *p = on; *p; p++)
		if (calendar_holiday(&c, iso(*p)))
			fail_msg("%s", *p);
	assert_false(calendar_workday(&c, iso("2026-04-05"))); /* a Sunday */
	assert_false(calendar_holiday(NULL, 0));
	assert_true(calendar_workday(NULL, iso("2026-04-03")));
	calendar_release(&c);
	assert_false(calendar_holiday(&c, iso("2026-04-03")));
	calendar_add(&c, (struct holiday){HOLIDAY_YEARLY, 229});
	assert_true(calendar_holiday(&c, iso("2024-02-29")));
	assert_false(calendar_holiday(&c, iso("2026-03-01")));
	calendar_add(&c, (struct holiday){HOLIDAY_YEARLY, 301}); /* one that comes later counts at once */
	assert_true(calendar_holiday(&c, iso("2026-03-01")));
	calendar_release(&c);
	calendar_release(&c);
}

/* Days that count from Easter may lie in another year; at the ends of the calendar there is no year beside. */
static void test_edges(void **state)
{
	static const char *const far[] = {"easter-200", "easter+200", NULL};
	struct calendar c = calendar_of(far);
	int easter = holiday_easter(2026);

	(void)state;
	assert_true(calendar_holiday(&c, easter - 200));
	assert_int_equal(date_to_civil(easter - 200).year, 2025);
	assert_true(calendar_holiday(&c, easter + 200));
	assert_false(calendar_holiday(&c, easter));
	calendar_holiday(&c, DATE_MIN);
	calendar_holiday(&c, DATE_MAX);
	assert_int_equal(calendar_add_workdays(&c, DATE_MAX, 1), DATE_MAX + 1);
	assert_int_equal(calendar_add_workdays(&c, DATE_MIN, -1), DATE_MIN - 1);
	assert_int_equal(calendar_add_workdays(&c, 0, 0), 0);
	calendar_release(&c);
}

static uint64_t seed = 3;

static uint64_t draw(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

/* Against the rules asked one by one, for every day, in years that come in any order. */
static void test_property(void **state)
{
	struct calendar c = calendar_of(german);

	(void)state;
	for (int i = 0; i < 20000; i++) {
		int day = iso("1990-01-01") + (int)draw(30000), n = (int)draw(60) - 30, d = day, left = n < 0 ? -n : n;
		bool off = false;

		for (size_t k = 0; k < c.n; k++)
			off = off || holiday_is(&c.rules[k], day);
		assert_int_equal(calendar_holiday(&c, day), off);
		while (left) {
			d += n < 0 ? -1 : 1;
			left -= calendar_workday(&c, d);
		}
		assert_int_equal(calendar_add_workdays(&c, day, n), d);
	}
	calendar_release(&c);
}

static void test_dates(void **state)
{
	static const struct { const char *s, *plain, *with; } cases[] = {
		{"+3wd", "2026-04-03", "2026-04-07"},      {"+3WD", "2026-04-03", "2026-04-07"},     {"eoq+3wd", "2026-04-03", "2026-04-07"},
		{"2026-05-15-1wd", "2026-05-14", "2026-05-13"}, {"eoy+1wd", "2027-01-01", "2027-01-04"}, {"+3d", "2026-04-03", "2026-04-03"},
		{"2026-04-02+1wd+1m", "2026-05-03", "2026-05-07"}, {"friday", "2026-04-03", "2026-04-03"},
	};
	struct calendar c = calendar_of(german);
	int today = iso("2026-03-31"), day;
	struct period p;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *s = cases[i].s;

		assert_int_equal(date_parse(s, strlen(s), today, &day, NULL), CRM_OK);
		assert_string_equal(text(day), cases[i].plain);
		assert_int_equal(date_parse_in(s, strlen(s), today, NULL, &day, NULL), CRM_OK);
		assert_string_equal(text(day), cases[i].plain);
		assert_int_equal(date_parse_in(s, strlen(s), today, &c, &day, NULL), CRM_OK);
		assert_string_equal(text(day), cases[i].with);
		if (strcmp(cases[i].plain, cases[i].with) != 0)
			assert_true(date_counts_workdays(s, strlen(s)));
	}
	assert_int_equal(period_parse_in("today..+3wd", 11, today, &c, &p, NULL), CRM_OK);
	assert_string_equal(text(p.to), "2026-04-07");
	assert_int_equal(period_parse("today..+3wd", 11, today, &p, NULL), CRM_OK);
	assert_string_equal(text(p.to), "2026-04-03");
	assert_int_equal(date_parse_in("+3xd", 4, today, &c, &day, NULL), CRM_USAGE);
	assert_int_equal(date_parse_in("+4000000wd", 10, today, &c, &day, NULL), CRM_USAGE);
	assert_false(date_counts_workdays("w", 1));
	assert_false(date_counts_workdays("", 0));
	assert_false(date_counts_workdays("tomorrow", 8));
	calendar_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_holidays), cmocka_unit_test(test_edges), cmocka_unit_test(test_property), cmocka_unit_test(test_dates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
