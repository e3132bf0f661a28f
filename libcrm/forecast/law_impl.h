/* law_impl.h - what the files of the law share. Internal to forecast. */
#ifndef CRM_FORECAST_LAW_IMPL_H
#define CRM_FORECAST_LAW_IMPL_H

#include "law.h"

#define LAW_SUMS 24     /* offers whose 2^n sums are all looked at */
#define LAW_SLACK 1e-12 /* of a cumulated probability */

/* Σ a²p(1-p), in squared minor units: of items, and of those that have gone into the normal. */
double law_items_variance(const struct law_item *v, size_t n);
double law_rest_variance(const struct law *l);

/* The quantiles x of q, in minor units, of the sum of n items in the order of their amounts: over
 * all sums, n ≤ LAW_SUMS; over bins, n > 1; with l's normal. */
void law_band_of_sums(const struct law_item *v, size_t n, const double q[2], double x[2]);
void law_band_of_bins(const struct law_item *v, size_t n, const double q[2], double x[2]);
void law_band_mixed(const struct law *l, const struct law_item *v, const double q[2], double x[2]);

/* A law over bins; bin b stands for the sum b × width. */
struct law_grid {
	double *f;       /* probability of bin b, for b from low to high */
	double *other;   /* the next step's */
	ptrdiff_t low, high;
	double width;    /* of a bin, in minor units */
	bool exact;      /* amounts are whole bins */
	bool smooth;     /* amounts are split over three bins, not two */
};

/* Law of n ≥ 1 items in the order of their amounts, on at most `bins` bins not narrower than
 * `width`; exact where their common divisor allows it. */
void law_grid_make(struct law_grid *g, const struct law_item *v, size_t n, size_t bins,
                   double width);
void law_grid_free(struct law_grid *g);

#endif
