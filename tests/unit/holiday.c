/* holiday.c - tests of holidays: their forms, the days they fall on, Easter against an older method */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "base/date.h"
#include "base/holiday.h"

/* Text and the form it is stored in, NULL = none. */
static void test_forms(void **state)
{
	static const struct { const char *text, *form; } cases[] = {
		{"2026-05-01", "2026-05-01"}, {"2024-02-29", "2024-02-29"}, {"2026-02-29", NULL}, {"2026-13-01", NULL}, {"26-05-01", NULL},
		{"12-25", "12-25"}, {"02-29", "02-29"}, {"02-30", NULL}, {"04-31", NULL}, {"00-01", NULL}, {"01-00", NULL}, {"13-01", NULL}, {"1-1", NULL},
		{"12-25 ", NULL}, {"12/25", NULL}, {"25.12.", NULL}, {"easter", "easter"}, {"Easter", "easter"}, {"easter+0", "easter"}, {"easter-0", "easter"},
		{"easter-2", "easter-2"}, {"easter+39", "easter+39"}, {"EASTER+049", "easter+49"}, {"easter-200", "easter-200"}, {"easter+201", NULL},
		{"easter+", NULL}, {"easter2", NULL}, {"easter+-2", NULL}, {"easter+1234", NULL}, {"easter +1", NULL}, {"eastern", NULL}, {"easte", NULL}, {"", NULL},
		{"today", NULL}, {"-5-01", NULL}, {"+1-01", NULL},
	};
	char out[16];

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct holiday h = {HOLIDAY_DAY, -77};
		bool good = holiday_parse(cases[i].text, strlen(cases[i].text), &h);

		if (good != !!cases[i].form)
			fail_msg("'%s'", cases[i].text);
		if (!good) {
			assert_int_equal(h.n, -77);
			continue;
		}
		assert_int_equal(holiday_format(out, &h), strlen(cases[i].form));
		assert_string_equal(out, cases[i].form);
	}
}

/* Butcher's method, by whole-number steps of another kind. */
static int butcher(int year)
{
	int a = year % 19, b = year / 100, c = year % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;

	return date_from_civil(year, (h + l - 7 * m + 114) / 31, (h + l - 7 * m + 114) % 31 + 1);
}

static void test_easter(void **state)
{
	(void)state;
	assert_int_equal(holiday_easter(2026), date_from_civil(2026, 4, 5));
	assert_int_equal(holiday_easter(2024), date_from_civil(2024, 3, 31));
	assert_int_equal(holiday_easter(1818), date_from_civil(1818, 3, 22));
	assert_int_equal(holiday_easter(2038), date_from_civil(2038, 4, 25));
	assert_int_equal(holiday_easter(1981), date_from_civil(1981, 4, 19));
	for (int year = 1; year <= 9999; year++) {
		assert_int_equal(holiday_easter(year), butcher(year));
		assert_int_equal(date_weekday(holiday_easter(year)), 6);
	}
}

static int falls_on(const char *text, int from, int to)
{
	struct holiday h;
	int found = from - 1;

	assert_true(holiday_parse(text, strlen(text), &h));
	for (int day = from; day <= to; day++)
		if (holiday_is(&h, day)) {
			assert_true(found < from); /* once only */
			found = day;
		}
	return found;
}

static void test_days(void **state)
{
	int jan = date_from_civil(2026, 1, 1), dec = date_from_civil(2026, 12, 31), leap = date_from_civil(2024, 1, 1);

	(void)state;
	assert_int_equal(falls_on("2026-05-01", jan, dec), date_from_civil(2026, 5, 1));
	assert_int_equal(falls_on("2025-05-01", jan, dec), jan - 1);
	assert_int_equal(falls_on("12-25", jan, dec), date_from_civil(2026, 12, 25));
	assert_int_equal(falls_on("02-29", jan, dec), jan - 1);
	assert_int_equal(falls_on("02-29", leap, leap + 365), date_from_civil(2024, 2, 29));
	assert_int_equal(falls_on("easter-2", jan, dec), date_from_civil(2026, 4, 3));
	assert_int_equal(falls_on("easter+60", jan, dec), date_from_civil(2026, 6, 4));
	assert_int_equal(falls_on("easter-150", jan, dec), date_from_civil(2026, 10, 29)); /* of Easter 2027 */
	assert_int_equal(falls_on("easter", DATE_MIN, DATE_MIN + 365), holiday_easter(1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms), cmocka_unit_test(test_easter), cmocka_unit_test(test_days)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
