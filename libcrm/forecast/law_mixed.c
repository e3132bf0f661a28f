/* law_mixed.c - the law of many offers: the largest over bins, with a normal for the rest */
#include <math.h>
#include <stdlib.h>

#include "../base/error.h"
#include "law_impl.h"

#define BINS_LARGEST 16384
#define BINS_PER_SD 16 /* of the normal: finer bins change nothing */

static double grid_variance(const struct law_grid *g)
{
	double mean = 0, var = 0;

	for (ptrdiff_t b = g->low; b <= g->high; b++)
		mean += g->f[b] * (double)b;
	for (ptrdiff_t b = g->low; b <= g->high; b++)
		var += g->f[b] * ((double)b - mean) * ((double)b - mean);
	return var * g->width * g->width;
}

/* P(bins + normal(mean, sd) ≤ x); sums of bins far below x by one look at `below`, the cumulated
 * f. */
static double mixed_cdf(const struct law_grid *g, const double *below, double mean, double sd, double x)
{
	double left = (x - mean - 7 * sd) / g->width, right = (x - mean + 7 * sd) / g->width;
	ptrdiff_t b = left <= (double)g->low ? g->low : left >= (double)g->high ? g->high : (ptrdiff_t)left;
	double sum = b > g->low ? below[b - 1] : 0;

	for (; b <= g->high && (double)b <= right; b++)
		sum += g->f[b] * 0.5 * erfc(((double)b * g->width + mean - x) / (sd * M_SQRT2));
	return sum;
}

/* A grid and a normal. */
struct mixed { struct law_grid g; double *below, mean, sd; };

static double above(const struct mixed *m, double x, double q)
{
	return mixed_cdf(&m->g, m->below, m->mean, m->sd, x) - q;
}

/* Where the cumulated law reaches q, between a and b: regula falsi, halving the weight of an end
 * that stays ("Illinois"). False: q isn't between them. */
static bool find_quantile(const struct mixed *m, double q, double a, double b, double *x)
{
	double fa = above(m, a, q), fb = above(m, b, q);
	int stayed = 0;

	if (fa >= 0 || fb <= 0)
		return false;
	*x = (a + b) / 2;
	for (int i = 1; i < 200 && b - a > 1e-6 * m->sd && b - a > 0.01; i++) {
		double t = i % 16 ? a + (b - a) * fa / (fa - fb) : (a + b) / 2, ft = above(m, t, q);
		*x = t;
		if (fabs(ft) < 1e-9)
			break;
		if (ft < 0) {
			a = t, fa = ft;
			fb /= stayed > 0 ? 2 : 1;
			stayed = 1;
		} else {
			b = t, fb = ft;
			fa /= stayed < 0 ? 2 : 1;
			stayed = -1;
		}
	}
	return true;
}

static double normal_quantile(double q)
{
	double a = -9, b = 9;

	while (b - a > 1e-3) {
		double x = (a + b) / 2;
		if (0.5 * erfc(-x / M_SQRT2) < q)
			a = x;
		else
			b = x;
	}
	return a;
}

/* Mostly the law is nearly normal, and the quantile near that of one. */
static double mixed_quantile(const struct mixed *m, double q, double mean, double sd, double most)
{
	double near = mean + normal_quantile(q) * sd, low = fmax(0, mean - 12 * sd), high = fmin(most, mean + 12 * sd),
	       x;

	if (find_quantile(m, q, near - sd / 4, near + sd / 4, &x) || find_quantile(m, q, low, high, &x))
		return fmin(most, fmax(0, x));
	return above(m, low, q) >= 0 ? low : high;
}

void law_band_mixed(const struct law *l, const struct law_item *v, const double q[2], double x[2])
{
	double rest = law_rest_variance(l), var = rest + law_items_variance(v, l->n), whole, most = (double)l->rest_sum,
	       sum = 0;
	struct mixed m = {.mean = (double)l->rest_mean / LAW_CERTAIN};

	law_grid_make(&m.g, v, l->n, BINS_LARGEST, sqrt(rest) / BINS_PER_SD);
	m.below = crm_malloc(((size_t)m.g.high + 1) * sizeof *m.below);
	for (ptrdiff_t b = m.g.low; b <= m.g.high; b++)
		m.below[b] = sum += m.g.f[b];
	whole = m.mean;
	for (size_t i = 0; i < l->n; i++) {
		whole += (double)v[i].amount * v[i].p / LAW_CERTAIN;
		most += (double)v[i].amount;
	}
	m.sd = sqrt(fmax(var - grid_variance(&m.g), rest / 4)); /* splitting over bins added a little */
	for (int i = 0; i < 2; i++)
		x[i] = mixed_quantile(&m, q[i], whole, sqrt(var), most);
	free(m.below);
	law_grid_free(&m.g);
}
