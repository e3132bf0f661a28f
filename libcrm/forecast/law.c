/* law.c - the law of the sum: what is kept of the offers, its moments, and which way its band is
 * computed */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "law_impl.h"

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

double law_rest_variance(const struct law *l)
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

double law_items_variance(const struct law_item *v, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (double)item_var(v[i]) * 1e-8;
	return sum;
}

double law_variance(const struct law *l)
{
	return law_items_variance(l->items, l->n) + law_rest_variance(l);
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
		law_band_mixed(l, v, q, x);
	else if (l->n > LAW_SUMS)
		law_band_of_bins(v, l->n, q, x);
	else
		law_band_of_sums(v, l->n, q, x);
	*low = to_units(l->sure, x[0]);
	*high = to_units(l->sure, x[1]);
	free(v);
}
