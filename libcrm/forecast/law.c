/* law.c - the law of the sum: over the sums, over bins, or the largest over bins with a normal for
 * the rest */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "law.h"

#define SUMS_MAX 16                   /* offers whose 2^n sums are listed */
#define BINS_MAX 65536
#define BINS_LARGEST 16384            /* beside a normal */
#define BINS_PER_SD 16                /* beside a normal finer bins change nothing */
#define NEGLIGIBLE 1e-20              /* bins at the ends with less are cut off */
#define SLACK 1e-12                   /* of a cumulated probability */

/* Variance of an item, in 10^-8 units²: below 2^125. */
static unsigned __int128 item_var(struct law_item x)
{
	return (unsigned __int128)x.amount * (uint64_t)x.amount * ((unsigned)x.p * (unsigned)(LAW_CERTAIN - x.p));
}

/* A total order, so that what counts among the largest doesn't depend on the order of adding. */
static bool smaller(struct law_item a, struct law_item b)
{
	unsigned __int128 x = item_var(a), y = item_var(b);

	if (x != y)
		return x < y;
	return a.amount != b.amount ? a.amount < b.amount : a.p < b.p;
}

/* By amount: the sums reached stay few as long as possible. */
static int compare_amount(const void *a, const void *b)
{
	const struct law_item *x = a, *y = b;

	return x->amount != y->amount ? int64_order(x->amount, y->amount) : x->p - y->p;
}

static void to_rest(struct law *l, struct law_item x, unsigned __int128 var)
{
	l->nrest++;
	l->rest_sum += x.amount;
	l->rest_mean += (__int128)x.amount * x.p;
	l->rest_var += var;
	l->rest_var_high += l->rest_var < var;
}

/* Let item i of the heap sink to where both below it are larger. */
static void sink(struct law *l, size_t i)
{
	struct law_item x = l->items[i];
	size_t child;

	while ((child = 2 * i + 1) < LAW_LARGEST) {
		if (child + 1 < LAW_LARGEST && smaller(l->items[child + 1], l->items[child]))
			child++;
		if (!smaller(l->items[child], x))
			break;
		l->items[i] = l->items[child];
		i = child;
	}
	l->items[i] = x;
	l->smallest = item_var(l->items[0]);
}

/* The heap is full: of its smallest and x, one stays. */
static void add_to_heap(struct law *l, struct law_item x)
{
	unsigned __int128 var = item_var(x);

	if (var < l->smallest || !smaller(l->items[0], x)) {
		to_rest(l, x, var);
	} else {
		to_rest(l, l->items[0], l->smallest);
		l->items[0] = x;
		sink(l, 0);
	}
}

/* Too many to keep: the largest stay. */
static void shrink(struct law *l)
{
	size_t n = l->n;

	l->n = LAW_LARGEST;
	for (size_t i = LAW_LARGEST / 2; i-- > 0;)
		sink(l, i);
	for (size_t i = LAW_LARGEST; i < n; i++)
		add_to_heap(l, l->items[i]);
}

static void add_uncertain(struct law *l, struct law_item x)
{
	if (!l->nrest && l->n == LAW_EXACT)
		shrink(l);
	if (l->nrest) {
		add_to_heap(l, x);
		return;
	}
	ARRAY_PUSH(l->items, l->n, x);
}

void law_add(struct law *l, int64_t amount, int p)
{
	if (amount < 0) { /* -a with p is -a for sure and a with 1 - p */
		l->sure += amount;
		amount = -amount;
		p = LAW_CERTAIN - p;
	}
	if (p >= LAW_CERTAIN)
		l->sure += amount;
	else if (p > 0 && amount)
		add_uncertain(l, (struct law_item){amount, p});
}

/* The largest of both are among the largest of each. */
void law_merge(struct law *l, const struct law *m)
{
	l->sure += m->sure;
	for (size_t i = 0; i < m->n; i++)
		add_uncertain(l, m->items[i]);
	if (!m->nrest)
		return;
	if (!l->nrest)
		shrink(l);
	l->nrest += m->nrest;
	l->rest_sum += m->rest_sum;
	l->rest_mean += m->rest_mean;
	l->rest_var += m->rest_var;
	l->rest_var_high += m->rest_var_high + (l->rest_var < m->rest_var);
}

void law_free(struct law *l)
{
	free(l->items);
	*l = (struct law){0};
}

static double rest_variance(const struct law *l)
{
	return (ldexp((double)l->rest_var_high, 128) + (double)l->rest_var) * 1e-8;
}

double law_mean(const struct law *l)
{
	__int128 m = l->sure * LAW_CERTAIN + l->rest_mean;

	for (size_t i = 0; i < l->n; i++)
		m += (__int128)l->items[i].amount * l->items[i].p;
	return (double)m / LAW_CERTAIN;
}

static double items_variance(const struct law_item *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)item_var(v[i]) * 1e-8;
	return sum;
}

double law_variance(const struct law *l)
{
	return items_variance(l->items, l->n) + rest_variance(l);
}

/* ---- few offers: every sum there is ---- */

struct atom { int64_t sum; double f; };

/* The n atoms at a, and the same shifted by the amount, merged into b; equal sums become one.
 * Returns how many there are. */
static size_t merge_atoms(const struct atom *a, size_t n, struct law_item x, struct atom *b)
{
	double p = x.p / (double)LAW_CERTAIN;
	size_t stay = 0, move = 0, m = 0;

	while (move < n) {
		int64_t moved = a[move].sum + x.amount, next = stay < n && a[stay].sum < moved ? a[stay].sum : moved;
		double f = 0;
		if (stay < n && a[stay].sum == next)
			f += (1 - p) * a[stay++].f;
		if (moved == next)
			f += p * a[move++].f;
		b[m++] = (struct atom){next, f};
	}
	return m;
}

static int64_t atom_quantile(const struct atom *a, size_t n, double q)
{
	double sum = 0;
	size_t i = 0;

	while (i + 1 < n && (sum += a[i].f) < q - SLACK)
		i++;
	return a[i].sum;
}

static void band_of_sums(const struct law_item *v, size_t n, const double q[2], double x[2])
{
	struct atom *a = crm_malloc(((size_t)2 << n) * sizeof *a), *b = a + ((size_t)1 << n), *from = a, *to = b;
	size_t m = 1;

	from[0] = (struct atom){0, 1};
	for (size_t i = 0; i < n; i++) {
		m = merge_atoms(from, m, v[i], to);
		struct atom *t = from;
		from = to;
		to = t;
	}
	for (int i = 0; i < 2; i++)
		x[i] = (double)atom_quantile(from, m, q[i]);
	free(a);
}

/* ---- more: bins ---- */

struct grid {
	double *f;       /* probability of bin b, for b from low to high */
	double *other;   /* the next step's */
	size_t low, high;
	double width;    /* of a bin, in minor units */
	bool exact;      /* amounts are whole bins */
};

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

/* One offer more. Three plain passes: with O3 the compiler makes vectors of them, which halves the
 * time of a band; aligned, as where the linker happens to put them made an eighth of it. */
__attribute__((optimize("O3", "align-loops=64"), aligned(64))) static void grid_step(struct grid *g, struct law_item x)
{
	double bins = (double)x.amount / g->width, whole = floor(bins), p = x.p / (double)LAW_CERTAIN;
	double up = p * (bins - whole), at = p - up, stay = 1 - p;
	size_t k = (size_t)whole, last = g->high + k + 1;
	const double *restrict f = g->f;
	double *restrict t = g->other;

	for (size_t b = g->low; b <= g->high; b++)
		t[b] = stay * f[b];
	for (size_t b = g->high + 1; b <= last; b++)
		t[b] = 0;
	t[g->low + k] += at * f[g->low];
	for (size_t b = g->low + 1; b <= g->high; b++)
		t[b + k] += at * f[b] + up * f[b - 1];
	t[last] += up * f[g->high];
	while (last > g->low && t[last] < NEGLIGIBLE)
		last--;
	while (g->low < last && t[g->low] < NEGLIGIBLE)
		g->low++;
	g->high = last;
	g->other = g->f;
	g->f = t;
}

/* Law of the n offers on at most `bins` bins not narrower than `width`. */
static void grid_make(struct grid *g, const struct law_item *v, size_t n, size_t bins, double width)
{
	int64_t unit = common_divisor(v, n), sum = 0;
	size_t room;

	for (size_t i = 0; i < n; i++)
		sum += v[i].amount;
	g->exact = sum / unit < (int64_t)bins && (double)unit >= width;
	g->width = g->exact ? (double)unit : fmax(width, (double)sum / (double)(bins - 1));
	room = (size_t)((double)sum / g->width) + n + 3; /* each offer may reach one bin further than its share */
	g->f = crm_calloc(2 * room, sizeof *g->f);
	g->other = g->f + room;
	g->f[0] = 1;
	g->low = g->high = 0;
	for (size_t i = 0; i < n; i++)
		grid_step(g, v[i]);
}

static void grid_free(struct grid *g)
{
	free(g->f < g->other ? g->f : g->other);
}

/* On exact bins the smallest one that reaches q; else a bin's probability lies evenly over its
 * width, but for the sum 0. */
static double grid_quantile(const struct grid *g, double q)
{
	double sum = 0, x;
	size_t b = g->low;

	while (b < g->high && sum + g->f[b] < q - SLACK)
		sum += g->f[b++];
	if (g->exact || !b)
		return (double)b * g->width;
	x = g->f[b] > 0 ? (q - sum) / g->f[b] : 0.5;
	return ((double)b - 0.5 + fmin(1, fmax(0, x))) * g->width;
}

static void band_of_bins(const struct law_item *v, size_t n, const double q[2], double x[2])
{
	struct grid g;

	grid_make(&g, v, n, BINS_MAX, 0);
	for (int i = 0; i < 2; i++)
		x[i] = grid_quantile(&g, q[i]);
	grid_free(&g);
}

/* ---- many: bins and a normal ---- */

static double grid_variance(const struct grid *g)
{
	double mean = 0, var = 0;

	for (size_t b = g->low; b <= g->high; b++)
		mean += g->f[b] * (double)b;
	for (size_t b = g->low; b <= g->high; b++)
		var += g->f[b] * ((double)b - mean) * ((double)b - mean);
	return var * g->width * g->width;
}

/* P(bins + normal(mean, sd) ≤ x); sums of bins far below x by one look at `below`, the cumulated
 * f. */
static double mixed_cdf(const struct grid *g, const double *below, double mean, double sd, double x)
{
	double left = (x - mean - 7 * sd) / g->width, right = (x - mean + 7 * sd) / g->width;
	size_t b = left <= (double)g->low ? g->low : left >= (double)g->high ? g->high : (size_t)left;
	double sum = b > g->low ? below[b - 1] : 0;

	for (; b <= g->high && (double)b <= right; b++)
		sum += g->f[b] * 0.5 * erfc(((double)b * g->width + mean - x) / (sd * M_SQRT2));
	return sum;
}

/* A grid and a normal. */
struct mixed { struct grid g; double *below, mean, sd; };

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

static void band_mixed(const struct law *l, const struct law_item *v, const double q[2], double x[2])
{
	double rest = rest_variance(l), var = rest + items_variance(v, l->n), whole, most = (double)l->rest_sum,
	       sum = 0;
	struct mixed m = {.mean = (double)l->rest_mean / LAW_CERTAIN};

	grid_make(&m.g, v, l->n, BINS_LARGEST, sqrt(rest) / BINS_PER_SD);
	m.below = crm_malloc((m.g.high + 1) * sizeof *m.below);
	for (size_t b = m.g.low; b <= m.g.high; b++)
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
	grid_free(&m.g);
}

static int64_t to_units(__int128 sure, double x)
{
	__int128 v = sure + (__int128)floor(x + 0.5);

	return v > INT64_MAX ? INT64_MAX : v < INT64_MIN ? INT64_MIN : (int64_t)v;
}

void law_band(const struct law *l, int band, int64_t *low, int64_t *high)
{
	const double q[2] = {(100 - band) / 200.0, (100 + band) / 200.0};
	double x[2] = {0, 0};
	struct law_item *v = crm_malloc((l->n + 1) * sizeof *v);

	if (l->n)
		memcpy(v, l->items, l->n * sizeof *v);
	qsort(v, l->n, sizeof *v, compare_amount);
	if (l->nrest)
		band_mixed(l, v, q, x);
	else if (l->n > SUMS_MAX)
		band_of_bins(v, l->n, q, x);
	else
		band_of_sums(v, l->n, q, x);
	*low = to_units(l->sure, x[0]);
	*high = to_units(l->sure, x[1]);
	free(v);
}
