/* stats.c - rates with their intervals, means, ranks, samples */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "../base/money.h"
#include "stats.h"

#define Z 1.959963984540054 /* 97.5 % quantile of the normal */
#define CHUNK_FIRST 4
#define CHUNK_LAST 512
#define FEW 4096         /* values sorted beside the sample */
#define DIGITS 65536

int64_t stats_rate(int64_t k, int64_t n)
{
	int64_t rate = 0;

	muldiv(k, 1000000, n, &rate);
	return rate;
}

void stats_wilson(int64_t k, int64_t n, int64_t *low, int64_t *high)
{
	double a = (double)k, b = (double)n, middle = (a + Z * Z / 2) / (b + Z * Z);
	double half = Z / (b + Z * Z) * sqrt(a * (b - a) / b + Z * Z / 4);

	*low = k ? llround(fmax(0, middle - half) * 1e6) : 0;
	*high = k < n ? llround(fmin(1, middle + half) * 1e6) : 1000000;
}

bool stats_mean(__int128 sum, int64_t n, int places, int64_t *out)
{
	__int128 quotient = sum / n, rest = sum % n;

	for (int i = 0; i < places; i++) { /* long division: sum × 10^places might pass 127 bits */
		if (quotient > INT64_MAX || quotient < -INT64_MAX)
			return false;
		rest *= 10;
		quotient = quotient * 10 + rest / n;
		rest %= n;
	}
	if ((rest < 0 ? -rest : rest) * 2 >= n)
		quotient += rest < 0 ? -1 : 1;
	if (quotient > INT64_MAX || quotient < -INT64_MAX)
		return false;
	*out = (int64_t)quotient;
	return true;
}

/* Of three spots, so that sorted and constant samples are no bad case. */
static int64_t pivot(const int64_t *v, size_t low, size_t high, uint64_t *seed)
{
	int64_t x[3];

	for (int i = 0; i < 3; i++) {
		*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		x[i] = v[low + (*seed >> 33) % (high - low + 1)];
	}
	if ((x[0] < x[1]) == (x[1] < x[2]))
		return x[1];
	return (x[0] < x[1]) == (x[0] < x[2]) ? (x[1] < x[2] ? x[1] : x[2]) : x[0];
}

int64_t stats_rank(int64_t *v, size_t n, size_t k)
{
	size_t low = 0, high = n - 1;
	uint64_t seed = n;

	while (low < high) {
		int64_t x = pivot(v, low, high, &seed);
		size_t less = low, i = low, more = high + 1; /* [low, less) < x, [less, i) = x, [more, high] > x */
		while (i < more) {
			int64_t y = v[i];
			if (y < x) {
				v[i++] = v[less];
				v[less++] = y;
			} else if (y > x) {
				v[i] = v[--more];
				v[more] = y;
			} else {
				i++;
			}
		}
		if (k < less)
			high = less - 1;
		else if (k >= more)
			low = more;
		else
			return x;
	}
	return v[low];
}

/* Most amounts and all days fit 32 bits. */
struct sample_chunk { struct sample_chunk *before; unsigned n, size; bool wide; int32_t v[]; };

static void add_chunk(struct sample *s, struct arena *a, bool wide)
{
	struct sample_chunk *before = s->last, *c;
	unsigned size = !before ? CHUNK_FIRST : before->size < CHUNK_LAST ? before->size * 2 : CHUNK_LAST;

	wide |= before && before->wide;
	c = arena_alloc(a, sizeof *c + size * (wide ? sizeof(int64_t) : sizeof(int32_t)));
	c->before = before;
	c->size = size;
	c->wide = wide;
	s->last = c;
}

void sample_add(struct sample *s, struct arena *a, int64_t v)
{
	bool wide = v < INT32_MIN || v > INT32_MAX;
	struct sample_chunk *c = s->last;

	if (!c || c->n == c->size || (wide && !c->wide)) {
		add_chunk(s, a, wide);
		c = s->last;
	}
	if (c->wide)
		memcpy(&c->v[2 * c->n], &v, sizeof v);
	else
		c->v[c->n] = (int32_t)v;
	c->n++;
	s->n++;
}

static int64_t chunk_value(const struct sample_chunk *c, unsigned i)
{
	int64_t v;

	if (!c->wide)
		return c->v[i];
	memcpy(&v, &c->v[2 * i], sizeof v);
	return v;
}

static int64_t rank_of_few(const struct sample *s, size_t k)
{
	int64_t v[FEW];
	size_t n = 0;

	for (const struct sample_chunk *c = s->last; c; c = c->before)
		for (unsigned i = 0; i < c->n; i++)
			v[n++] = chunk_value(c, i);
	return stats_rank(v, n, k);
}

/* Digit by digit from the top: count the values that begin like the answer by their next digit, and
 * step into the one that holds the rank. */
static int64_t rank_of_many(const struct sample *s, size_t k)
{
	bool wide = s->last->wide;
	uint64_t bias = wide ? UINT64_C(1) << 63 : UINT64_C(1) << 31, found = 0;
	uint32_t *count = crm_malloc(DIGITS * sizeof *count);

	for (int shift = wide ? 48 : 16; shift >= 0; shift -= 16) {
		memset(count, 0, DIGITS * sizeof *count);
		for (const struct sample_chunk *c = s->last; c; c = c->before)
			for (unsigned i = 0; i < c->n; i++) {
				uint64_t key = (uint64_t)chunk_value(c, i) + bias;
				if (key >> shift >> 16 == found)
					count[key >> shift & (DIGITS - 1)]++;
			}
		uint64_t digit = 0;
		while (k >= count[digit])
			k -= count[digit++];
		found = found << 16 | digit;
	}
	free(count);
	return (int64_t)(found - bias);
}

int64_t sample_rank(const struct sample *s, size_t k)
{
	return s->n <= FEW ? rank_of_few(s, k) : rank_of_many(s, k);
}

int64_t sample_percentile(const struct sample *s, int p)
{
	return sample_rank(s, (size_t)(((unsigned __int128)s->n * (unsigned)p + 99) / 100) - 1);
}

int64_t sample_median2(const struct sample *s)
{
	int64_t upper = sample_rank(s, s->n / 2);

	return s->n % 2 ? 2 * upper : upper + sample_rank(s, s->n / 2 - 1);
}
