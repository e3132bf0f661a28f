/* stats.c - rates, intervals, means, ranks */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/error.h"
#include "figure/stats.h"

static uint64_t seed = 7;

static uint64_t draw(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static void rates(void **state)
{
	(void)state;
	assert_int_equal(stats_rate(4238, 6711), 631501);
	assert_int_equal(stats_rate(0, 3), 0);
	assert_int_equal(stats_rate(3, 3), 1000000);
	assert_int_equal(stats_rate(1, 3), 333333);
	assert_int_equal(stats_rate(2, 3), 666667);
	assert_int_equal(stats_rate(1, 2000000), 1); /* half up */
}

/* Limits computed with 40 digits. */
static void wilson(void **state)
{
	static const struct { int64_t k, n, low, high; } known[] = {
		{0, 10, 0, 277533}, {10, 10, 722467, 1000000}, {5, 10, 236593, 763407}, {1, 10, 17876, 404150}, {81, 263, 255289, 366210},
		{15, 148, 62386, 160487}, {0, 20, 0, 161125}, {1, 29, 6113, 171755}, {4238, 6711, 619887, 642964},
	};
	(void)state;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		int64_t low, high;
		stats_wilson(known[i].k, known[i].n, &low, &high);
		assert_int_equal(low, known[i].low);
		assert_int_equal(high, known[i].high);
	}
	for (int i = 0; i < 2000; i++) {
		int64_t n = 1 + (int64_t)draw(1000000), k = (int64_t)draw((uint64_t)n + 1), low, high, rate = stats_rate(k, n);
		stats_wilson(k, n, &low, &high);
		assert_true(0 <= low && low <= rate && rate <= high && high <= 1000000);
	}
}

static void means(void **state)
{
	int64_t v;
	(void)state;

	assert_true(stats_mean(1000553400, 4238, 2, &v));
	assert_int_equal(v, 23609094);
	assert_true(stats_mean(1, 2, 0, &v));
	assert_int_equal(v, 1);
	assert_true(stats_mean(-1, 2, 0, &v));
	assert_int_equal(v, -1);
	assert_true(stats_mean(1, 3, 4, &v));
	assert_int_equal(v, 3333);
	assert_true(stats_mean(2, 3, 4, &v));
	assert_int_equal(v, 6667);
	assert_true(stats_mean((__int128)INT64_MAX * 1000000, 1000000, 0, &v));
	assert_true(v == INT64_MAX);
	assert_false(stats_mean((__int128)INT64_MAX * 10, 1, 0, &v));
	assert_false(stats_mean(INT64_MAX, 2, 2, &v));
}

static int compare(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void ranks(void **state)
{
	(void)state;
	for (int round = 0; round < 500; round++) {
		size_t n = 1 + draw(round % 50 ? 40 : 3000);
		int64_t *v = crm_malloc(n * sizeof *v), *sorted = crm_malloc(n * sizeof *v);
		for (size_t i = 0; i < n; i++)
			sorted[i] = v[i] = round % 3 ? (int64_t)draw(n) - 5 : (int64_t)i;
		qsort(sorted, n, sizeof *sorted, compare);
		size_t k = draw(n);
		assert_int_equal(stats_rank(v, n, k), sorted[k]);
		qsort(v, n, sizeof *v, compare);
		assert_memory_equal(v, sorted, n * sizeof *v);
		free(v);
		free(sorted);
	}
}

static void samples(void **state)
{
	(void)state;
	for (int round = 0; round < 120; round++) {
		size_t n = 1 + draw(round % 10 ? 60 : 20000);
		int64_t *sorted = crm_malloc(n * sizeof *sorted);
		struct arena a = ARENA_INIT;
		struct sample s = {0};
		for (size_t i = 0; i < n; i++) {
			sorted[i] = round % 3 ? (int64_t)draw(n) - (int64_t)n / 2 : (int64_t)draw(UINT64_C(1) << 33) - (INT64_C(1) << 32);
			sample_add(&s, &a, sorted[i]);
		}
		qsort(sorted, n, sizeof *sorted, compare);
		assert_int_equal(s.n, n);
		assert_int_equal(sample_median2(&s), n % 2 ? 2 * sorted[n / 2] : sorted[n / 2 - 1] + sorted[n / 2]);
		assert_int_equal(sample_rank(&s, 0), sorted[0]);
		for (int p = 1; p <= 100; p += 9)
			assert_int_equal(sample_percentile(&s, p), sorted[(n * (size_t)p + 99) / 100 - 1]);
		arena_free(&a);
		free(sorted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rates), cmocka_unit_test(wilson), cmocka_unit_test(means), cmocka_unit_test(ranks),
		cmocka_unit_test(samples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
