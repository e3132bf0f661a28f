/* law_sums.c - the law of few offers: every sum there is
 *
 * Each half of the offers has at most 2^12 sums, listed in order. How probable it is that both
 * together stay below x follows from one walk through the lists, up the one and down the other; a
 * quantile is found by bisection over x, and is one of the sums, as the law rises nowhere else. */
#include <stdlib.h>

#include "../base/error.h"
#include "law_impl.h"

struct atom { int64_t sum; double f; };
struct atoms { struct atom *v; size_t n; };

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

/* The sums of n items, at the beginning of the memory to be freed. */
static struct atoms list_atoms(const struct law_item *v, size_t n)
{
	struct atom *a = crm_malloc(((size_t)2 << n) * sizeof *a), *from = a + (n % 2 ? (size_t)1 << n : 0);
	struct atom *to = n % 2 ? a : a + ((size_t)1 << n);
	size_t m = 1;

	from[0] = (struct atom){0, 1};
	for (size_t i = 0; i < n; i++) {
		m = merge_atoms(from, m, v[i], to);
		struct atom *t = from;
		from = to;
		to = t;
	}
	return (struct atoms){from, m};
}

/* P(sum ≤ x); the probabilities of b are cumulated. */
static double both_below(struct atoms a, struct atoms b, int64_t x)
{
	double sum = 0;
	size_t k = b.n;

	for (size_t i = 0; i < a.n; i++) {
		while (k && b.v[k - 1].sum > x - a.v[i].sum)
			k--;
		if (!k)
			break;
		sum += a.v[i].f * b.v[k - 1].f;
	}
	return sum;
}

static int64_t quantile_of_both(struct atoms a, struct atoms b, double q)
{
	int64_t below = -1, x = a.v[a.n - 1].sum + b.v[b.n - 1].sum;

	while (x - below > 1) {
		int64_t middle = below + (x - below) / 2;
		if (both_below(a, b, middle) < q - LAW_SLACK)
			below = middle;
		else
			x = middle;
	}
	return x;
}

void law_band_of_sums(const struct law_item *v, size_t n, const double q[2], double x[2])
{
	struct atoms a = list_atoms(v, n / 2), b = list_atoms(v + n / 2, n - n / 2);

	for (size_t i = 1; i < b.n; i++)
		b.v[i].f += b.v[i - 1].f;
	for (int i = 0; i < 2; i++)
		x[i] = (double)quantile_of_both(a, b, q[i]);
	free(a.v);
	free(b.v);
}
