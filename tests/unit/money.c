/* money.c - exact amounts: decimals, rounding, shares, currencies */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/money.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))
#define ROUNDS 200000

static uint64_t seed;

/* xorshift64*, so that a failure comes again */
static uint64_t any(void)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return seed * UINT64_C(2685821657736338717);
}

/* Any magnitude is equally likely. */
static int64_t any_int(void)
{
	int64_t v = (int64_t)((any() >> 1) >> (any() % 63));
	return any() & 1 ? -v : v;
}

static int setup(void **state)
{
	(void)state;
	seed = 20240229;
	return 0;
}

/* The value read, or the message of the refusal compared with want (part of it). */
static void parses(const char *s, int decimals, char point, int64_t want)
{
	struct crm_error e = CRM_ERROR_INIT;
	int64_t v = 77;
	if (decimal_parse(s, strlen(s), decimals, point, &v, &e) != CRM_OK)
		fail_msg("'%s' refused: %s", s, e.list[0].text);
	if (v != want)
		fail_msg("'%s' read as %lld", s, (long long)v);
	assert_int_equal(e.n, 0);
}

static void refused(const char *s, size_t n, int decimals, char point, const char *why)
{
	struct crm_error e = CRM_ERROR_INIT;
	int64_t v = 77;
	if (decimal_parse(s, n, decimals, point, &v, &e) != CRM_DATA)
		fail_msg("'%s' read as %lld", s, (long long)v);
	assert_int_equal(v, 77);
	assert_int_equal(e.failures, 1);
	assert_int_equal(e.status, CRM_DATA);
	if (!strstr(e.list[0].text, why))
		fail_msg("'%s': message is: %s", s, e.list[0].text);
	crm_error_clear(&e);
}

static void test_parse(void **state)
{
	(void)state;
	static const struct {
		const char *s;
		int decimals;
		char point;
		int64_t v;
	} cases[] = {
		{"0", 2, '.', 0}, {"-0", 2, '.', 0}, {"+0.00", 2, '.', 0}, {"12000", 2, '.', 1200000}, {"12000.5", 2, '.', 1200050},
		{"-0.01", 2, '.', -1}, {"+7", 0, '.', 7}, {"007", 0, '.', 7}, {"1.2300000", 2, '.', 123}, {"5.000", 0, '.', 5},
		{"0,5", 2, ',', 50}, {"1.234,56", 2, ',', 123456}, {"1.234.567", 2, ',', 123456700}, {"1.500", 2, ',', 150000},
		{"1 234,5", 2, ',', 123450}, {"12'345", 2, ',', 1234500}, {"1'234.50", 2, '.', 123450}, {"1 234 567.89", 2, '.', 123456789},
		{"1\xc2\xa0" "234,50", 2, ',', 123450}, {"1\xe2\x80\xaf" "234,50", 2, ',', 123450},
		{"1\xe2\x80\x89" "234,50", 2, ',', 123450}, {"1\xe2\x80\x99" "234.50", 2, '.', 123450}, {"-1,234,567.8", 1, '.', -12345678},
		{"123,456", 3, '.', 123456000}, {"0.000000000000000001", 18, '.', 1}, {"9.223372036854775807", 18, '.', INT64_MAX},
		{"92233720368547758.07", 2, '.', INT64_MAX}, {"-92233720368547758.07", 2, '.', -INT64_MAX},
		{"9223372036854775807", 0, '.', INT64_MAX}, {"9,223,372,036,854,775,807", 0, '.', INT64_MAX},
		{"000000000000000000000000000001", 0, '.', 1}, {"1.00000000000000000000000000000000", 0, '.', 1},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		parses(cases[i].s, cases[i].decimals, cases[i].point, cases[i].v);
}

static void test_parse_refused(void **state)
{
	(void)state;
	static const char *const no_number[] = {
		"", "-", "+", ".", "-.5", ".5", "5.", "--1", "+-1", "1-", " 1", "1 ", "1e3", "0x10", "1.2.3", "1. 5", "1.5 ", "1.5-", "nan",
		"inf", "12a", "$5", "5 EUR", "1..5", "1\n", "1''234", "1  234", "1 23", "1 2345", "12 34", "1234 567", "'123", "1' 234",
		"1.234'567", "\xc2\xa0" "123", "1\xc2", "1\xc2\xa0", "1\xe2\x80", "1\xe2\x80\xaf", "1\xe2\x80\x9a" "234", "\xd9\xa1",
		"0 123", "00 123", "\xe2\x88\x92" "5",
	};
	static const char *const no_grouping[] = {"1,5", "1,23", "1,2345", "1234,567", ",123", "1,,234", "1,234,56", "1,234 567", "0,500",
		"-0,123", "1.234,5", "1,234,"};
	for (size_t i = 0; i < COUNT(no_number); i++)
		refused(no_number[i], strlen(no_number[i]), 2, '.', "is not a number");
	for (size_t i = 0; i < COUNT(no_grouping); i++)
		refused(no_grouping[i], strlen(no_grouping[i]), 2, '.', "the decimal sign is '.', ',' only groups thousands");
	refused("12.50", 5, 2, ',', "the decimal sign is ',', '.' only groups thousands");
	refused("0.500", 5, 2, ',', "the decimal sign is ','");
	refused("1\0" "2", 3, 2, '.', "is not a number");
	refused("1.005", 5, 2, '.', "'1.005' has more than 2 decimal places");
	refused("0.12", 4, 1, '.', "has more than 1 decimal place");
	refused("0.0000001", 9, 6, '.', "more than 6");
	refused("1.5", 3, 0, '.', "'1.5' has decimal places, a whole number is wanted");
	refused("92233720368547758.08", 20, 2, '.', "is too large");
	refused("-92233720368547758.08", 21, 2, '.', "is too large");
	refused("-9223372036854775808", 20, 0, '.', "is too large");
	refused("9223372036854775808", 19, 0, '.', "is too large");
	refused("18446744073709551617", 20, 0, '.', "is too large");
	refused("10", 2, 18, '.', "is too large");
	refused("99999999999999999999999999999999999999999999999999x", 51, 2, '.', "is not a number");
}

static void test_parse_bounds(void **state)
{
	(void)state;
	char *digits = malloc(100000);
	assert_non_null(digits);
	memset(digits, '9', 100000);
	refused(digits, 100000, 2, '.', "is too large");
	memset(digits, '0', 100000);
	int64_t v;
	assert_int_equal(decimal_parse(digits, 100000, 2, '.', &v, NULL), CRM_OK);
	assert_int_equal(v, 0);
	digits[0] = 'x';
	struct crm_error e = CRM_ERROR_INIT;
	assert_int_equal(decimal_parse(digits, 100000, 2, '.', &v, &e), CRM_DATA);
	assert_true(strlen(e.list[0].text) < 100);
	crm_error_clear(&e);
	free(digits);
	/* n bounds the text, not a NUL */
	parses("12", 0, '.', 12);
	assert_int_equal(decimal_parse("1,234", 4, 0, '.', &v, NULL), CRM_DATA);
	assert_int_equal(decimal_parse("12345", 2, 0, '.', &v, NULL), CRM_OK);
	assert_int_equal(v, 12);
	assert_int_equal(decimal_parse(NULL, 0, 0, '.', &v, NULL), CRM_DATA);
}

static void test_format(void **state)
{
	(void)state;
	static const struct {
		int64_t v;
		int decimals;
		const char *full, *brief;
	} cases[] = {
		{0, 0, "0", "0"}, {0, 2, "0.00", "0"}, {5, 2, "0.05", "0.05"}, {-5, 2, "-0.05", "-0.05"}, {50, 2, "0.50", "0.5"},
		{100, 2, "1.00", "1"}, {1200000, 2, "12000.00", "12000"}, {4000, 2, "40.00", "40"}, {1250, 2, "12.50", "12.5"},
		{100, 0, "100", "100"}, {-1, 0, "-1", "-1"}, {1, 18, "0.000000000000000001", "0.000000000000000001"},
		{INT64_MAX, 2, "92233720368547758.07", "92233720368547758.07"}, {INT64_MIN, 2, "-92233720368547758.08", "-92233720368547758.08"},
		{INT64_MIN, 0, "-9223372036854775808", "-9223372036854775808"}, {INT64_MIN, 18, "-9.223372036854775808", "-9.223372036854775808"},
		{-100000, 3, "-100.000", "-100"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		char out[32];
		assert_int_equal(decimal_format(out, cases[i].v, cases[i].decimals), strlen(cases[i].full));
		assert_string_equal(out, cases[i].full);
		assert_int_equal(decimal_format_short(out, cases[i].v, cases[i].decimals), strlen(cases[i].brief));
		assert_string_equal(out, cases[i].brief);
	}
}

/* Where nobody says what the decimal sign is. */
static void test_unsaid(void **state)
{
#define FILE_HINT ", or say --decimal=, or --decimal=."
#define PLAIN "is not a number: write it as 1234.50, with a point and without groups"
#define COMMA "is not a number while the decimal sign is '.': --decimal=, makes it a comma"
	static const struct { const char *text; int places; bool file; int64_t v; const char *what; } cases[] = {
		{"1.500", 2, false, 0, "'1.500' may be 1500 or 1.5: write 1500, or 1.50"},
		{"1.500", 2, true, 0, "'1.500' may be 1500 or 1.5: write 1500, or 1.50" FILE_HINT},
		{"1,500", 2, false, 0, "'1,500' may be 1500 or 1.5: write 1500, or 1.50"},
		{"2,500", 2, true, 0, "'2,500' may be 2500 or 2.5: write 2500, or 2.50" FILE_HINT},
		{"-12.345", 2, false, 0, "'-12.345' may be -12345 or -12.345: write -12345"},
		{"+125,000", 0, false, 0, "'+125,000' may be +125000 or +125: write +125000, or +125"},
		{"1.500", 0, true, 0, "'1.500' may be 1500 or 1.5: write 1500" FILE_HINT},
		{"1.500", 3, false, 1500, NULL}, {"1.500", 4, true, 15000, NULL}, {"1,500", 3, false, 0, "'1,500' " PLAIN},
		{"1,500", 4, true, 0, "'1,500' " COMMA}, {"0.500", 2, false, 50, NULL}, {"0.500", 2, true, 50, NULL}, {"0,500", 2, false, 0, "'0,500' " PLAIN},
		{"0,500", 2, true, 0, "'0,500' " COMMA}, {"1234.500", 2, false, 123450, NULL}, {"1.50", 2, false, 150, NULL}, {"-7", 0, true, -7, NULL},
		{"2,50", 2, true, 0, "'2,50' " COMMA}, {"2,50", 2, false, 0, "'2,50' " PLAIN}, {"2500,50", 2, true, 0, "'2500,50' " COMMA},
		{"1,234.50", 2, true, 123450, NULL}, {"1,234.50", 2, false, 0, "'1,234.50' " PLAIN}, {"1.234,50", 2, true, 0, "'1.234,50' " COMMA},
		{"1,234,567", 0, true, 1234567, NULL}, {"1,234,567", 0, false, 0, "'1,234,567' " PLAIN}, {"1 500", 2, true, 150000, NULL},
		{"1 500", 2, false, 0, "'1 500' " PLAIN}, {"1'500", 2, false, 0, "'1'500' " PLAIN}, {"x", 2, true, 0, "'x' is not a number"},
		{"", 2, false, 0, "'' is not a number"}, {".", 2, false, 0, "'.' is not a number"}, {"1.2.3", 2, true, 0, "'1.2.3' is not a number"},
		{"1.005", 3, false, 1005, NULL}, {"1.0005", 2, false, 0, "'1.0005' has more than 2 decimal places"},
	};
	struct crm_error e = CRM_ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t v = 0;
		size_t n = strlen(cases[i].text);
		enum crm_status s = decimal_parse_unsaid(cases[i].text, n, cases[i].places, cases[i].places, cases[i].file, &v, &e);

		assert_int_equal(s, cases[i].what ? CRM_DATA : CRM_OK);
		if (cases[i].what)
			assert_string_equal(e.list[0].text, cases[i].what);
		assert_int_equal(v, cases[i].v);
		crm_error_clear(&e);
	}
}

/* The amount as a person writes it: grouped by mark, with another decimal sign. */
static void regroup(char *out, const char *number, const char *mark, char point)
{
	size_t whole = strcspn(number, ".");
	for (size_t i = 0; number[i]; i++) {
		size_t left = i < whole ? whole - i : 0;
		if (left && left % 3 == 0 && i && number[i - 1] != '-')
			out = stpcpy(out, mark);
		*out++ = number[i] == '.' ? point : number[i];
	}
	*out = '\0';
}

static void test_round_trip(void **state)
{
	(void)state;
	static const char *const comma_marks[] = {"", ".", " ", "'", "\xc2\xa0", "\xe2\x80\xaf"};
	static const char *const point_marks[] = {"", ",", " ", "'", "\xe2\x80\x99", "\xe2\x80\x89"};
	for (int k = 0; k < ROUNDS; k++) {
		int64_t v = any_int();
		int decimals = (int)(any() % 19);
		char out[32], spelled[80];
		assert_true(decimal_format(out, v, decimals) < sizeof out);
		parses(out, decimals, '.', v);
		regroup(spelled, out, comma_marks[any() % COUNT(comma_marks)], ',');
		parses(spelled, decimals, ',', v);
		regroup(spelled, out, point_marks[any() % COUNT(point_marks)], '.');
		parses(spelled, decimals, '.', v);
		decimal_format_short(out, v, decimals);
		parses(out, decimals, '.', v);
		if (decimals && strchr(out, '.'))
			assert_true(out[strlen(out) - 1] != '0' && out[strlen(out) - 1] != '.');
	}
}

/* Digits, signs and marks at random: what is accepted has the form the header tells, checked by counting. */
static void test_parse_noise(void **state)
{
	(void)state;
	static const char alphabet[] = "0123456789000111,,..  '-+e";
	for (int k = 0; k < ROUNDS; k++) {
		char s[16], back[32];
		size_t n = any() % sizeof s;
		int64_t v, again;
		for (size_t i = 0; i < n; i++)
			s[i] = alphabet[any() % (sizeof alphabet - 1)];
		if (decimal_parse(s, n, 4, '.', &v, NULL) != CRM_OK)
			continue;
		size_t points = 0, digits = 0;
		for (size_t i = 0; i < n; i++) {
			points += s[i] == '.';
			digits += s[i] >= '0' && s[i] <= '9';
			assert_true(!strchr("-+", s[i]) || i == 0);
			assert_true(s[i] != 'e');
		}
		assert_true(digits && points <= 1);
		assert_true(s[n - 1] >= '0' && s[n - 1] <= '9');
		size_t len = decimal_format(back, v, 4);
		assert_int_equal(decimal_parse(back, len, 4, '.', &again, NULL), CRM_OK);
		assert_int_equal(again, v);
	}
}

/* a·b/c by school arithmetic: shift and add into two words, then divide bit by bit. */
static bool slow_muldiv(int64_t a, int64_t b, int64_t c, int64_t *out)
{
	uint64_t x = a < 0 ? 0 - (uint64_t)a : (uint64_t)a, y = b < 0 ? 0 - (uint64_t)b : (uint64_t)b;
	uint64_t high = 0, low = 0, rest = 0, quotient = 0, over = 0;
	for (int bit = 63; bit >= 0; bit--) {
		high = high << 1 | low >> 63;
		low <<= 1;
		if (x >> bit & 1) {
			high += low + y < low;
			low += y;
		}
	}
	for (int bit = 127; bit >= 0; bit--) {
		rest = rest << 1 | ((bit > 63 ? high >> (bit - 64) : low >> bit) & 1);
		over |= quotient >> 63;
		quotient <<= 1;
		if (rest >= (uint64_t)c) {
			rest -= (uint64_t)c;
			quotient |= 1;
		}
	}
	if (rest >= (uint64_t)c - rest && !++quotient)
		over = 1;
	if (over || quotient > INT64_MAX)
		return false;
	*out = (a < 0) != (b < 0) ? -(int64_t)quotient : (int64_t)quotient;
	return true;
}

static void test_muldiv(void **state)
{
	(void)state;
	static const int64_t edges[] = {0, 1, 2, 3, 5, 7, 10000, MONEY_LIMIT, INT64_MAX / 2, INT64_MAX / 2 + 1, INT64_MAX - 1, INT64_MAX};
	int64_t got, want;
	for (size_t i = 0; i < COUNT(edges) * COUNT(edges) * COUNT(edges) * 4; i++) {
		size_t k = i / 4;
		int64_t a = edges[k % COUNT(edges)] * (i & 1 ? -1 : 1);
		int64_t b = edges[k / COUNT(edges) % COUNT(edges)] * (i & 2 ? -1 : 1);
		int64_t c = edges[k / COUNT(edges) / COUNT(edges)];
		if (!c)
			continue;
		bool fits = slow_muldiv(a, b, c, &want);
		assert_int_equal(muldiv(a, b, c, &got), fits);
		if (fits)
			assert_int_equal(got, want);
	}
	for (int k = 0; k < ROUNDS; k++) {
		int64_t a = any_int(), b = any_int(), c = any_int();
		c = c < 0 ? -c : c + !c;
		bool fits = slow_muldiv(a, b, c, &want);
		assert_int_equal(muldiv(a, b, c, &got), fits);
		if (fits)
			assert_int_equal(got, want);
	}
	assert_true(muldiv(5, 1, 2, &got) && got == 3);
	assert_true(muldiv(-5, 1, 2, &got) && got == -3);
	assert_true(muldiv(1, 1, 3, &got) && got == 0);
	assert_true(muldiv(-2, 1, 3, &got) && got == -1);
	assert_true(muldiv(INT64_MIN, 1, 2, &got) && got == INT64_MIN / 2);
	assert_true(muldiv(INT64_MIN, INT64_MIN, INT64_MAX, &got) == false);
	got = 77;
	assert_false(muldiv(INT64_MIN, 1, 1, &got));
	assert_int_equal(got, 77);
}

static void test_weighted(void **state)
{
	(void)state;
	assert_int_equal(money_weighted(1200000, 4000), 480000);
	assert_int_equal(money_weighted(1, 5000), 1);
	assert_int_equal(money_weighted(-1, 5000), -1);
	assert_int_equal(money_weighted(1, 4999), 0);
	assert_int_equal(money_weighted(MONEY_LIMIT, 10000), MONEY_LIMIT);
	assert_int_equal(money_weighted(-MONEY_LIMIT, 10000), -MONEY_LIMIT);
	assert_int_equal(money_weighted(INT64_MAX, 10000), INT64_MAX);
	assert_int_equal(money_weighted(INT64_MIN, 10000), INT64_MIN);
	assert_int_equal(money_weighted(MONEY_LIMIT, 0), 0);
	for (int k = 0; k < ROUNDS; k++) {
		int64_t amount = any_int(), want;
		int p = (int)(any() % 10001);
		assert_true(slow_muldiv(amount, p, 10000, &want));
		assert_int_equal(money_weighted(amount, p), want);
	}
}

/* Σ = total, sign, at most one unit from the exact share, the larger remainder first, ties to the first. */
static void check_shares(int64_t total, const int64_t *weights, size_t n, const int64_t *out)
{
	unsigned __int128 sum = 0;
	__int128 spread = 0;
	for (size_t i = 0; i < n; i++)
		sum += (uint64_t)weights[i];
	bool equal = !sum;
	if (equal)
		sum = n;
	uint64_t size = total < 0 ? 0 - (uint64_t)total : (uint64_t)total;
	unsigned __int128 last = sum; /* the smallest remainder that got a unit */
	for (size_t i = 0; i < n; i++) {
		unsigned __int128 exact = (unsigned __int128)size * (equal ? 1 : (uint64_t)weights[i]);
		uint64_t share = out[i] < 0 ? 0 - (uint64_t)out[i] : (uint64_t)out[i];
		spread += out[i];
		assert_true(out[i] == 0 || (out[i] < 0) == (total < 0));
		assert_true(share == (uint64_t)(exact / sum) || (share == (uint64_t)(exact / sum) + 1 && exact % sum));
		if (share != (uint64_t)(exact / sum) && exact % sum < last)
			last = exact % sum;
	}
	assert_true(spread == total);
	bool ended = false;
	for (size_t i = 0; i < n; i++) {
		unsigned __int128 exact = (unsigned __int128)size * (equal ? 1 : (uint64_t)weights[i]);
		uint64_t share = out[i] < 0 ? 0 - (uint64_t)out[i] : (uint64_t)out[i];
		bool got = share != (uint64_t)(exact / sum);
		assert_true(exact % sum <= last || got);
		if (exact % sum == last) {
			assert_false(got && ended);
			ended = !got;
		}
	}
}

static void test_allocate(void **state)
{
	(void)state;
	static const struct {
		int64_t total;
		size_t n;
		int64_t weights[10], want[10];
	} cases[] = {
		{100, 3, {1, 1, 1}, {34, 33, 33}},
		{-100, 3, {1, 1, 1}, {-34, -33, -33}},
		{5, 3, {0, 0, 0}, {2, 2, 1}},
		{5, 2, {0, 7}, {0, 5}},
		{0, 2, {3, 4}, {0, 0}},
		{7, 1, {0}, {7}},
		{1, 2, {1, 2}, {0, 1}},
		{-5, 10, {1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, {-1, -1, -1, -1, -1, 0, 0, 0, 0, 0}},
		{10, 3, {50, 25, 25}, {5, 3, 2}},
		{INT64_MIN, 2, {INT64_MAX, INT64_MAX}, {INT64_MIN / 2, INT64_MIN / 2}},
		{INT64_MIN, 1, {INT64_MAX}, {INT64_MIN}},
		{INT64_MAX, 3, {INT64_MAX, 0, 1}, {INT64_MAX - 1, 0, 1}},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		int64_t out[10];
		allocate(cases[i].total, cases[i].weights, cases[i].n, out);
		check_shares(cases[i].total, cases[i].weights, cases[i].n, out);
		for (size_t k = 0; k < cases[i].n; k++)
			assert_int_equal(out[k], cases[i].want[k]);
	}
}

static void test_allocate_any(void **state)
{
	(void)state;
	int64_t weights[100], out[100];
	for (int k = 0; k < ROUNDS / 10; k++) {
		size_t n = 1 + any() % (k % 8 ? 20 : 100);
		int64_t total = any_int();
		for (size_t i = 0; i < n; i++) {
			int64_t w = k % 3 ? any_int() : (int64_t)(any() % 4);
			weights[i] = w < 0 ? -w : w;
		}
		allocate(total, weights, n, out);
		check_shares(total, weights, n, out);
	}
}

/* Spreading again along the shares gives the same: weights that are already exact stay. */
static void test_allocate_exact(void **state)
{
	(void)state;
	for (int k = 0; k < ROUNDS / 10; k++) {
		int64_t weights[8], out[8], total = 0;
		for (size_t i = 0; i < COUNT(weights); i++) {
			weights[i] = (int64_t)(any() % MONEY_LIMIT);
			total += weights[i];
		}
		allocate(total, weights, COUNT(weights), out);
		assert_memory_equal(out, weights, sizeof out);
	}
}

static void test_currency(void **state)
{
	(void)state;
	static const struct {
		const char *code;
		int number, decimals;
	} cases[] = {{"EUR", 978, 2}, {"USD", 840, 2}, {"JPY", 392, 0}, {"BHD", 48, 3}, {"CLF", 990, 4}, {"UYW", 927, 4}, {"CHF", 756, 2},
	             {"ALL", 8, 2}, {"XXX", 999, 2}, {"AED", 784, 2}, {"ZWL", 932, 2}, {"TND", 788, 3}, {"KRW", 410, 0}, {"XCG", 532, 2}};
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_int_equal(currency_parse(cases[i].code, 3), cases[i].number);
		assert_string_equal(currency_code(cases[i].number), cases[i].code);
		assert_int_equal(currency_decimals(cases[i].number), cases[i].decimals);
	}
	assert_int_equal(currency_parse("eUr", 3), 978);
	assert_int_equal(currency_parse("ang", 3), 532);
	static const char *const unknown[] = {"", "E", "EU", "EURO", "AAA", "ZZZ", "E R", "978", "\xc5\xd5\xd2", "@@@", "EU\x12"};
	for (size_t i = 0; i < COUNT(unknown); i++)
		assert_int_equal(currency_parse(unknown[i], strlen(unknown[i])), 0);
	assert_int_equal(currency_parse("EUR", 2), 0);
	assert_int_equal(currency_parse(NULL, 0), 0);
	static const int none[] = {0, -1, 1, 280, 1000, 65536 + 978, INT32_MAX, INT32_MIN};
	for (size_t i = 0; i < COUNT(none); i++) {
		assert_string_equal(currency_code(none[i]), "");
		assert_int_equal(currency_decimals(none[i]), 2);
	}
}

static void test_currency_table(void **state)
{
	(void)state;
	const char *const *codes = currency_codes();
	size_t n = 0, with_code = 0;
	for (; codes[n]; n++) {
		int number = currency_parse(codes[n], 3);
		assert_in_range(number, 1, 999);
		assert_string_equal(currency_code(number), codes[n]);
		assert_int_equal(strlen(codes[n]), 3);
		assert_true(n == 0 || strcmp(codes[n - 1], codes[n]) < 0);
	}
	for (int number = 0; number < 1000; number++)
		with_code += *currency_code(number) != '\0';
	assert_int_equal(with_code, n);
	assert_true(n >= 178);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_parse, setup),
		cmocka_unit_test_setup(test_parse_refused, setup),
		cmocka_unit_test_setup(test_parse_bounds, setup),
		cmocka_unit_test_setup(test_unsaid, setup),
		cmocka_unit_test_setup(test_format, setup),
		cmocka_unit_test_setup(test_round_trip, setup),
		cmocka_unit_test_setup(test_parse_noise, setup),
		cmocka_unit_test_setup(test_muldiv, setup),
		cmocka_unit_test_setup(test_weighted, setup),
		cmocka_unit_test_setup(test_allocate, setup),
		cmocka_unit_test_setup(test_allocate_any, setup),
		cmocka_unit_test_setup(test_allocate_exact, setup),
		cmocka_unit_test_setup(test_currency, setup),
		cmocka_unit_test_setup(test_currency_table, setup),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
