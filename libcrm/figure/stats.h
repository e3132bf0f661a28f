/* stats.h - counts to rates, samples to means and percentiles. Knows neither records nor database.
 * Internal. */
#ifndef CRM_FIGURE_STATS_H
#define CRM_FIGURE_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../base/arena.h"

#define RATE_PLACES 6 /* rates are integers × 10^-6 */

/* k / n, half up. n > 0, 0 ≤ k ≤ n. */
int64_t stats_rate(int64_t k, int64_t n);
/* Wilson's 95 % interval (E. B. Wilson, J. Am. Stat. Assoc. 22, 1927) of the rate k / n. */
void stats_wilson(int64_t k, int64_t n, int64_t *low, int64_t *high);

/* sum / n with `places` more decimals than sum has, half away from zero. n > 0. False when it
 * doesn't fit 63 bits. */
bool stats_mean(__int128 sum, int64_t n, int places, int64_t *out);

/* The value of rank k (0 … n - 1) in rising order. Moves the values about. */
int64_t stats_rank(int64_t *v, size_t n, size_t k);

/* A growing sample in an arena: chunks of growing size, 4 bytes a value until one needs 8. Zero is
 * an empty one. */
struct sample_chunk;
struct sample { struct sample_chunk *last; size_t n; };
void sample_add(struct sample *s, struct arena *a, int64_t v);
/* The value of rank k (0 … n - 1); needs no memory to speak of, however large the sample is. */
int64_t sample_rank(const struct sample *s, size_t k);
/* Percentile p (1 … 100) by nearest rank: the value of rank ceil(p·n/100). Not of an empty
 * sample. */
int64_t sample_percentile(const struct sample *s, int p);
/* Twice the median: the middle value twice, or the sum of the two middle ones. Not of an empty
 * sample; |values| < 2^62. */
int64_t sample_median2(const struct sample *s);

#endif
