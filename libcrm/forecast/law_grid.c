/* law_grid.c - the law of more offers: over bins
 *
 * Where the law is smooth, few bins are enough, as wide as its spread allows: each amount is split
 * over three of them, which keeps mean and variance, and what is cumulated up to a bin and between
 * two is right to the fourth order of their width. Whether it is smooth shows by taking other bins:
 * either two widths in no simple ratio agree, or the law has steps (equal amounts, few large ones)
 * and takes 65,536 bins, an amount split over two of them.
 *
 * Measured against four million bins: the smooth way is off by a third of what 65,536 bins are, in
 * a fifth of their time. */
#include <math.h>
#include <stdlib.h>

#include "../base/error.h"
#include "law_impl.h"

#define BINS_MAX 65536
#define NEGLIGIBLE 1e-20     /* bins at the ends with less are cut off */
#define BINS_SMOOTH 8192     /* with more, the second look costs what it spares */
#define BINS_PER_SPREAD 64
#define LARGE 8              /* so many make steps rather than spread */
#define SMOOTH_FROM 48       /* fewer offers have steps, and their bins are quickly filled */
#define AGREE 1e-6           /* of the spread */

static int64_t common_divisor(const struct law_item *v, size_t n)
{
	int64_t g = v[0].amount;

	for (size_t i = 1; i < n && g > 1; i++)
		for (int64_t b = v[i].amount; b;) {
			int64_t t = g % b;
			g = b;
			b = t;
		}
	return g;
}

/* Shares of the bins before, at and after bin k for an amount of k + r bins. */
static void split(double r, bool smooth, double share[3])
{
	share[0] = smooth ? (r * r - r) / 2 : 0;
	share[1] = smooth ? 1 - r * r : 1 - r;
	share[2] = smooth ? (r * r + r) / 2 : r;
}

/* One offer more. Plain passes: with O3 the compiler makes vectors of them, which halves the time
 * of a band; aligned, as where the linker happens to put them made an eighth of it. Beside the bins
 * in use two on each side are zero. */
__attribute__((optimize("O3", "align-loops=64"), aligned(64))) static void grid_step(struct law_grid *g,
                                                                                     struct law_item x)
{
	double bins = (double)x.amount / g->width, whole = g->smooth ? fmax(1, floor(bins + 0.5)) : floor(bins);
	double p = x.p / (double)LAW_CERTAIN, stay = 1 - p, share[3];
	ptrdiff_t k = (ptrdiff_t)whole, low = g->low, last = g->high + k + 1;
	const double *restrict f = g->f;
	double *restrict t = g->other;

	split(bins - whole, g->smooth, share);
	double before = p * share[0], at = p * share[1], after = p * share[2];
	t[low - 2] = t[low - 1] = 0;
	for (ptrdiff_t b = low; b <= g->high; b++)
		t[b] = stay * f[b];
	for (ptrdiff_t b = g->high + 1; b <= last + 2; b++)
		t[b] = 0;
	for (ptrdiff_t b = low; b <= g->high + 2; b++)
		t[b + k - 1] += before * f[b] + at * f[b - 1] + after * f[b - 2];
	while (last > low && fabs(t[last]) < NEGLIGIBLE)
		t[last--] = 0;
	while (low < last && fabs(t[low]) < NEGLIGIBLE)
		t[low++] = 0;
	g->low = low;
	g->high = last;
	g->other = g->f;
	g->f = t;
}

static int64_t whole_sum(const struct law_item *v, size_t n)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += v[i].amount;
	return sum;
}

/* The width is known: all items, one after the other. Each may reach two bins further than its
 * share. */
static void grid_fill(struct law_grid *g, const struct law_item *v, size_t n)
{
	size_t room = (size_t)((double)whole_sum(v, n) / g->width) + 2 * n + 7;

	g->f = (double *)crm_malloc(2 * room * sizeof *g->f) + 2;
	g->other = g->f + room;
	for (int b = -2; b <= 2; b++)
		g->f[b] = !b;
	g->low = g->high = 0;
	for (size_t i = 0; i < n; i++)
		grid_step(g, v[i]);
}

void law_grid_make(struct law_grid *g, const struct law_item *v, size_t n, size_t bins, double width)
{
	int64_t unit = common_divisor(v, n), sum = whole_sum(v, n);

	g->exact = sum / unit < (int64_t)bins && (double)unit >= width;
	g->width = g->exact ? (double)unit : fmax(width, (double)sum / (double)(bins - 1));
	g->smooth = false;
	grid_fill(g, v, n);
}

void law_grid_free(struct law_grid *g)
{
	free((g->f < g->other ? g->f : g->other) - 2);
}

/* On exact bins the smallest one that reaches q; else a bin's probability lies evenly over its
 * width, but for the sum 0. */
static double bin_quantile(const struct law_grid *g, double q)
{
	double sum = 0, x;
	ptrdiff_t b = g->low;

	while (b < g->high && sum + g->f[b] < q - LAW_SLACK)
		sum += g->f[b++];
	if (g->exact || !b)
		return (double)b * g->width;
	x = g->f[b] > 0 ? (q - sum) / g->f[b] : 0.5;
	return ((double)b - 0.5 + fmin(1, fmax(0, x))) * g->width;
}

/* ---- smooth ---- */

/* What is cumulated up to the middle of bin b, where `sum` lies in the bins before it: half of the
 * bin, and the term of Euler and Maclaurin for its slope. */
static double cumulated(const struct law_grid *g, ptrdiff_t b, double sum)
{
	return sum + g->f[b] / 2 - (g->f[b + 1] - g->f[b - 1]) / 24;
}

/* Between the middles of two bins the cumulated law is the cubic with their values and densities,
 * which are those of the bins. */
static double smooth_quantile(const struct law_grid *g, double q)
{
	double sum = 0, from, to = cumulated(g, g->low, 0), low = 0, high = 1;
	ptrdiff_t b = g->low;

	do {
		from = to;
		sum += g->f[b];
		to = cumulated(g, ++b, sum);
	} while (b < g->high && to < q);
	for (int i = 0; i < 50; i++) {
		double t = (low + high) / 2, u = 1 - t;
		double at = u * u * (1 + 2 * t) * from + t * t * (3 - 2 * t) * to;
		at += t * u * (u * g->f[b - 1] - t * g->f[b]);
		if (at < q)
			low = t;
		else
			high = t;
	}
	return ((double)b - 1 + low) * g->width;
}

static int compare_double(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Standard deviation of all but the LARGE items that have most of it; n > LARGE. */
static double spread(const struct law_item *v, size_t n)
{
	double var[LAW_EXACT], sum = 0;

	for (size_t i = 0; i < n; i++)
		var[i] = law_items_variance(v + i, 1);
	qsort(var, n, sizeof *var, compare_double);
	for (size_t i = 0; i < n - LARGE; i++)
		sum += var[i];
	return sqrt(sum);
}

static void smooth_band(const struct law_item *v, size_t n, double width, const double q[2], double x[2])
{
	struct law_grid g = {.width = width, .smooth = true};

	grid_fill(&g, v, n);
	for (int i = 0; i < 2; i++)
		x[i] = smooth_quantile(&g, q[i]);
	law_grid_free(&g);
}

/* False: the law isn't smooth. */
static bool find_smooth(const struct law_item *v, size_t n, const double q[2], double x[2])
{
	double sd, width, y[2];

	if (n < SMOOTH_FROM || n > LAW_EXACT)
		return false;
	sd = spread(v, n);
	width = sd / BINS_PER_SPREAD;
	if ((double)whole_sum(v, n) > BINS_SMOOTH * width)
		return false;
	smooth_band(v, n, width, q, y);
	smooth_band(v, n, width / M_SQRT2, q, x);
	return fabs(x[0] - y[0]) <= AGREE * sd && fabs(x[1] - y[1]) <= AGREE * sd;
}

void law_band_of_bins(const struct law_item *v, size_t n, const double q[2], double x[2])
{
	struct law_grid g;

	if (whole_sum(v, n) / common_divisor(v, n) >= BINS_MAX && find_smooth(v, n, q, x))
		return;
	law_grid_make(&g, v, n, BINS_MAX, 0);
	for (int i = 0; i < 2; i++)
		x[i] = bin_quantile(&g, q[i]);
	law_grid_free(&g);
}
