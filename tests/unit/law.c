/* law.c - the law of the sum against enumeration and against the full law on fine bins */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/error.h"
#include "base/money.h"
#include "forecast/law.h"

static uint64_t seed = 1;

static uint64_t draw(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static double uniform(void)
{
	return ((double)draw(UINT64_C(1) << 40) + 0.5) / (double)(UINT64_C(1) << 40);
}

/* A value as offers have them: lognormal, in cents. */
static int64_t lognormal(double spread)
{
	return llround(500000 * exp(spread * sqrt(-2 * log(uniform())) * cos(2 * M_PI * uniform())));
}

struct offer { int64_t amount; int p; };

static void fill(struct law *l, const struct offer *o, size_t n)
{
	for (size_t i = 0; i < n; i++)
		law_add(l, o[i].amount, o[i].p);
}

struct outcome { int64_t sum; double f; };

static int compare_outcome(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	return x->sum < y->sum ? -1 : x->sum > y->sum;
}

static int64_t enumerated(const struct outcome *v, size_t n, double q)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if ((sum += v[i].f) >= q - 1e-12 && (i + 1 == n || v[i + 1].sum != v[i].sum))
			return v[i].sum;
	return v[n - 1].sum;
}

/* All 2^n outcomes. */
static struct outcome *enumerate(const struct offer *o, size_t n)
{
	struct outcome *v = crm_calloc((size_t)1 << n, sizeof *v);

	for (size_t set = 0; set < (size_t)1 << n; set++) {
		v[set].f = 1;
		for (size_t i = 0; i < n; i++) {
			if (set >> i & 1)
				v[set].sum += o[i].amount;
			v[set].f *= (set >> i & 1 ? o[i].p : 10000 - o[i].p) / 10000.0;
		}
	}
	qsort(v, (size_t)1 << n, sizeof *v, compare_outcome);
	return v;
}

static void few_offers(void **state)
{
	static const int bands[] = {1, 50, 80, 90, 99};
	(void)state;

	for (int round = 0; round < 300; round++) {
		struct offer o[12];
		size_t n = 1 + draw(12);
		struct law l = {0};
		double mean = 0, var = 0;
		for (size_t i = 0; i < n; i++) {
			o[i].amount = round % 3 ? (int64_t)draw(round % 2 ? 5 : 1000000) : lognormal(2) * (draw(4) ? 1 : -1);
			o[i].p = draw(8) ? (int)draw(101) * 100 : (int)draw(10001);
			mean += (double)o[i].amount * o[i].p / 1e4;
			var += (double)o[i].amount * (double)o[i].amount * o[i].p * (10000 - o[i].p) / 1e8;
		}
		struct outcome *v = enumerate(o, n);
		fill(&l, o, n);
		assert_true(fabs(law_mean(&l) - mean) <= 1e-9 * fabs(mean) + 1e-6);
		assert_true(fabs(law_variance(&l) - var) <= 1e-9 * var);
		for (size_t b = 0; b < sizeof bands / sizeof *bands; b++) {
			int64_t low, high, expect;
			law_band(&l, bands[b], &low, &high);
			expect = enumerated(v, (size_t)1 << n, (100 - bands[b]) / 200.0);
			if (low != expect)
				fail_msg("round %d band %d: low %ld, not %ld", round, bands[b], (long)low, (long)expect);
			expect = enumerated(v, (size_t)1 << n, (100 + bands[b]) / 200.0);
			if (high != expect)
				fail_msg("round %d band %d: high %ld, not %ld", round, bands[b], (long)high, (long)expect);
		}
		law_free(&l);
		free(v);
	}
}

/* All sums are looked at up to 24 offers; of 24 pairs of equal ones fall into the same sums. */
static void more_offers(void **state)
{
	(void)state;

	for (size_t n = 15; n <= 21; n++) {
		struct offer o[21];
		struct law l = {0};
		int64_t low, high;
		for (size_t i = 0; i < n; i++)
			o[i] = (struct offer){n % 2 ? lognormal(1) : (int64_t)(1 + draw(9)) * 50000, 100 + (int)draw(9800)};
		struct outcome *v = enumerate(o, n);
		fill(&l, o, n);
		law_band(&l, 80, &low, &high);
		assert_int_equal(low, enumerated(v, (size_t)1 << n, 0.1));
		assert_int_equal(high, enumerated(v, (size_t)1 << n, 0.9));
		law_free(&l);
		free(v);
	}
}

/* The largest amounts there are, 24 of them: no sum overflows. */
static void largest_amounts(void **state)
{
	struct law l = {0};
	int64_t low, high;
	(void)state;

	for (int i = 0; i < 24; i++)
		law_add(&l, MONEY_LIMIT, 5000);
	law_band(&l, 80, &low, &high);
	assert_int_equal(low, 9 * MONEY_LIMIT);
	assert_int_equal(high, 15 * MONEY_LIMIT);
	law_free(&l);
}

static void edges(void **state)
{
	struct law l = {0};
	int64_t low, high;
	(void)state;

	law_band(&l, 80, &low, &high);
	assert_int_equal(low, 0);
	assert_int_equal(high, 0);
	law_add(&l, 1000, 10000);
	law_add(&l, 500, 0);
	law_add(&l, 0, 5000);
	law_band(&l, 80, &low, &high);
	assert_int_equal(low, 1000);
	assert_int_equal(high, 1000);
	law_add(&l, 1200000, 8000);
	law_band(&l, 80, &low, &high);
	assert_int_equal(low, 1000);
	assert_int_equal(high, 1201000);
	law_free(&l);
	/* the quantile where the step reaches the probability exactly */
	law_add(&l, 700, 1000);
	law_band(&l, 80, &low, &high);
	assert_int_equal(high, 0);
	law_free(&l);
	law_add(&l, 700, 1001);
	law_band(&l, 80, &low, &high);
	assert_int_equal(high, 700);
	law_free(&l);
	for (int i = 0; i < 5000; i++)
		law_add(&l, MONEY_LIMIT, 9999);
	law_band(&l, 80, &low, &high);
	assert_true(low <= high && low > 0);
	law_free(&l);
	law_free(&l);
}

/* The law of all offers by plain convolution over the bins, amounts split; quantiles between bins by the same rule in every test. */
static void full_law(const struct offer *o, size_t n, size_t bins, double quantiles[2])
{
	double *f = crm_calloc(bins + n + 2, sizeof *f), sum = 0, width, q[2] = {0.1, 0.9};
	size_t top = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)o[i].amount;
	width = sum / (double)bins;
	f[0] = 1;
	for (size_t i = 0; i < n; i++) {
		double at = (double)o[i].amount / width, p = o[i].p / 1e4, up = p * (at - floor(at));
		size_t k = (size_t)at;
		top += k + 1;
		for (size_t b = top + 1; b-- > 0;) {
			f[b] *= 1 - p;
			if (b >= k)
				f[b] += k ? (p - up) * f[b - k] : (p - up) / (1 - p) * f[b];
			if (b >= k + 1)
				f[b] += up * f[b - k - 1];
		}
	}
	for (int i = 0; i < 2; i++) {
		double c = 0;
		size_t b = 0;
		while (c + f[b] < q[i])
			c += f[b++];
		quantiles[i] = b ? ((double)b - 0.5 + (q[i] - c) / f[b]) * width : 0;
	}
	free(f);
}

static void assert_near(double is, double should, double share, const char *what, size_t n)
{
	if (fabs(is - should) > share * should + 1)
		fail_msg("%s of %zu offers: %.0f, not %.0f (%.4f %%)", what, n, is, should, 100 * fabs(is - should) / should);
}

static void compare_with_full(size_t n, size_t bins, double spread, double whale, double share)
{
	struct offer *o = crm_calloc(n, sizeof *o);
	struct law l = {0};
	double full[2], sum = 0;
	int64_t low, high;

	for (size_t i = 0; i < n; i++) {
		o[i] = (struct offer){lognormal(spread) + 1, 100 + (int)draw(9800)};
		sum += (double)o[i].amount;
	}
	if (whale > 0)
		o[n / 2] = (struct offer){llround(whale / (1 - whale) * sum), 4000};
	full_law(o, n, bins, full);
	fill(&l, o, n);
	law_band(&l, 80, &low, &high);
	assert_near((double)low, full[0], share, "low", n);
	assert_near((double)high, full[1], share, "high", n);
	law_free(&l);
	free(o);
}

static void bins_against_full(void **state)
{
	static const size_t n[] = {17, 40, 100, 150, 256};
	(void)state;

	for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
		compare_with_full(n[i], 65536 * (n[i] < 100 ? 8 : 1), 1, 0, 1e-3);
		compare_with_full(n[i], 65536, 1.5, 0.28, 1e-3);
	}
}

/* Where the law is smooth the bins are few, and nearer to the full law than 65,536 would be. */
static void smooth_against_full(void **state)
{
	static const size_t n[] = {48, 70, 120, 256};
	(void)state;

	for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
		compare_with_full(n[i], 65536 * (n[i] < 100 ? 16 : 8), 1, 0, 1e-6);
		compare_with_full(n[i], 65536 * 8, 0.5, 0.1, 1e-6);
	}
}

/* Where it has steps, ten small ones beside fifty equal large ones, low and high lie on one: twenty and thirty of
 * the large ones come, to eight of 65,536 bins. */
static void steps(void **state)
{
	struct law l = {0};
	int64_t low, high;
	(void)state;

	for (int i = 0; i < 60; i++)
		law_add(&l, i < 10 ? 100 + i : 1000000007, 5000);
	law_band(&l, 80, &low, &high);
	assert_true(llabs(low - INT64_C(20000000140)) < 6100000);
	assert_true(llabs(high - INT64_C(30000000210)) < 6100000);
	law_free(&l);
}

static void normal_against_full(void **state)
{
	static const size_t n[] = {257, 400, 1025, 2500};
	(void)state;

	for (size_t i = 0; i < sizeof n / sizeof *n; i++) {
		compare_with_full(n[i], 65536, 1, 0, 5e-3);
		compare_with_full(n[i], 65536, 2, 0, 5e-3);
		compare_with_full(n[i], 65536, 1, 0.28, 5e-3);
		compare_with_full(n[i], 65536, 1, 0.8, 5e-3);
	}
}

/* Round amounts: bins are exact, whatever the number of offers. */
static void round_amounts(void **state)
{
	struct law l = {0};
	double f[101] = {1}, sum = 0;
	int64_t low, high, expect[2];
	int k = 0;
	(void)state;

	for (int i = 0; i < 100; i++) {
		law_add(&l, 250000, 3000);
		for (int b = i + 1; b >= 0; b--)
			f[b] = 0.7 * f[b] + (b ? 0.3 * f[b - 1] : 0);
	}
	for (int i = 0; i < 2; i++) {
		for (; (sum + f[k]) < (i ? 0.9 : 0.1); k++)
			sum += f[k];
		expect[i] = 250000 * k;
	}
	law_band(&l, 80, &low, &high);
	assert_int_equal(low, expect[0]);
	assert_int_equal(high, expect[1]);
	law_free(&l);
}

/* The same offers in another order give the same band; the mean is right at every size and lies in the band. */
static void any_order(void **state)
{
	enum { N = 5000 };
	static struct offer o[N];
	(void)state;

	for (size_t n = 10; n <= N; n = n * 5 / 2) {
		int64_t low[2], high[2];
		for (size_t i = 0; i < n; i++)
			o[i] = (struct offer){lognormal(1.5) / 1000 * 1000, (int)draw(11) * 1000};
		for (int turn = 0; turn < 2; turn++) {
			struct law l = {0};
			double mean = 0;
			fill(&l, o, n);
			for (size_t i = 0; i < n; i++)
				mean += (double)o[i].amount * o[i].p / 1e4;
			assert_true(fabs(law_mean(&l) - mean) < 1e-6 * mean);
			law_band(&l, 80, &low[turn], &high[turn]);
			assert_true((double)low[turn] < mean && mean < (double)high[turn]);
			law_free(&l);
			for (size_t i = n; i-- > 1;) {
				size_t k = draw(i + 1);
				struct offer t = o[i];
				o[i] = o[k];
				o[k] = t;
			}
		}
		assert_int_equal(low[0], low[1]);
		assert_int_equal(high[0], high[1]);
	}
}

/* Laws of parts merged are the law of all. */
static void merged(void **state)
{
	static const size_t sizes[][3] = {{0, 5, 3}, {10, 0, 2000}, {1000, 1024, 24}, {2000, 30, 3000}, {40, 257, 1}, {256, 1, 0}, {128, 100, 100}, {3, 3, 3}};
	(void)state;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct law all = {0}, sum = {0}, part[3] = {{0}};
		int64_t low[2], high[2];
		for (int k = 0; k < 3; k++) {
			for (size_t j = 0; j < sizes[i][k]; j++) {
				struct offer o = {lognormal(1) - 10000, (int)draw(11) * 1000};
				law_add(&all, o.amount, o.p);
				law_add(&part[k], o.amount, o.p);
			}
			law_merge(&sum, &part[k]);
			law_free(&part[k]);
		}
		assert_true(law_mean(&all) == law_mean(&sum));
		assert_true(fabs(law_variance(&all) - law_variance(&sum)) <= 1e-12 * law_variance(&all));
		law_band(&all, 80, &low[0], &high[0]);
		law_band(&sum, 80, &low[1], &high[1]);
		assert_int_equal(low[0], low[1]);
		assert_int_equal(high[0], high[1]);
		law_free(&all);
		law_free(&sum);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(few_offers), cmocka_unit_test(more_offers), cmocka_unit_test(largest_amounts), cmocka_unit_test(edges),
		cmocka_unit_test(bins_against_full), cmocka_unit_test(smooth_against_full), cmocka_unit_test(steps),
		cmocka_unit_test(normal_against_full), cmocka_unit_test(round_amounts),
		cmocka_unit_test(any_order), cmocka_unit_test(merged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
