/* law.h - the law of a sum of independent offers: each brings its amount with its probability, else
 * nothing. Knows neither records nor database. Internal.
 *
 * The law follows the recursion of the individual risk model, f_k(x) = (1 - p_k) f_{k-1}(x) + p_k
 * f_{k-1}(x - a_k) (Klugman, Panjer, Willmot, "Loss Models", aggregate loss models). Up to 24
 * offers it runs over the sums themselves. Up to LAW_EXACT it runs over bins; an amount between
 * bins is split over them so that the moments stay (there: "local moment matching"); where the
 * amounts' common divisor is wide enough the bins have that width, which is exact. Beyond that the
 * LAW_LARGEST offers with the largest a²p(1-p) run so, on at most 16,384 bins, and all others are
 * one normal mixed in, with their mean, and with the variance that makes the whole one right;
 * quantiles are within 0.5 % of the full law (measured: 0.12 %).
 *
 * What is added can come in any order: the result is the same to the last unit. */
#ifndef CRM_FORECAST_LAW_H
#define CRM_FORECAST_LAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LAW_EXACT 256
#define LAW_LARGEST 64
#define LAW_CERTAIN 10000 /* p in 1/100 percent */

struct law_item { int64_t amount; int p; }; /* amount > 0, 0 < p < LAW_CERTAIN */

/* Zero is an empty law. At most LAW_EXACT items are kept, whatever is added. */
struct law {
	/* n; once there were more than LAW_EXACT the largest only, as a heap with the smallest of
	 * them first */
	struct law_item *items;
	size_t n;
	unsigned __int128 smallest; /* a²p(1-p) of that first one */
	size_t nrest;           /* items that have gone into the normal */
	__int128 rest_mean;     /* Σ a·p of them, in 1/10000 units */
	__int128 rest_sum;      /* Σ a of them */
	unsigned __int128 rest_var; /* Σ a²p(1-p) of them, in 10^-8 units², its low 128 bits */
	uint64_t rest_var_high;
	__int128 sure;          /* what comes in any case */
};

/* One offer: amount in minor units (|amount| ≤ MONEY_LIMIT, may be negative), p in 1/100 percent, 0
 * to 10000. */
void law_add(struct law *l, int64_t amount, int p);
/* All of m, as if each of its offers had been added. */
void law_merge(struct law *l, const struct law *m);
/* Band of `band` percent (1 to 99), tails of equal probability: *low and *high are the smallest
 * sums that are not exceeded with probability (100 - band)/2 and (100 + band)/2 percent (80: 10 %
 * and 90 %), rounded to minor units. Both are the sure amount when nothing is uncertain. */
void law_band(const struct law *l, int band, int64_t *low, int64_t *high);
/* Closed forms, in minor units and their squares. */
double law_mean(const struct law *l);
double law_variance(const struct law *l);
void law_free(struct law *l); /* the memory in it; l is an empty law again */

#endif
