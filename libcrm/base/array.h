/* array.h - arrays that grow, and orders to sort by */
#ifndef CRM_BASE_ARRAY_H
#define CRM_BASE_ARRAY_H

#include <stddef.h>
#include <stdint.h>
#include "error.h"

/* Append to the n elements at p (NULL at first; free with free()). The room doubles whenever n is a
 * power of two, so no size has to be kept. */
#define ARRAY_PUSH(p, n, ...) (ARRAY_ROOM(p, n), (p)[(n)++] = __VA_ARGS__)
/* Room for one more element, not yet counted. */
#define ARRAY_ROOM(p, n) ((p) = array_room((p), (size_t)(n), sizeof *(p)))
/* The same with the room kept in alloc (0 at first), for arrays that are emptied and filled
 * again. */
#define GROW(p, n, alloc) \
	do { \
		if ((n) == (alloc)) { \
			(alloc) = (alloc) ? 2 * (alloc) : 64; \
			(p) = crm_realloc((p), (alloc) * sizeof *(p)); \
		} \
	} while (0)

static inline void *array_room(void *p, size_t n, size_t size)
{
	return n & (n - 1) ? p : crm_realloc(p, (n ? 2 * n : 1) * size);
}

/* Below 0, 0 or above 0, as x is less than, equal to or more than y. */
static inline int int64_order(int64_t x, int64_t y)
{
	return (x > y) - (x < y);
}

/* For qsort and bsearch of int64_t, or of structures that begin with one. */
static inline int int64_compare(const void *a, const void *b)
{
	return int64_order(*(const int64_t *)a, *(const int64_t *)b);
}

/* Of n rows of this size, sorted by the int64_t they begin with: where the first stands that has x,
 * or where it would. */
static inline size_t int64_place(const void *rows, size_t n, size_t size, int64_t x)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (*(const int64_t *)((const char *)rows + middle * size) < x)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

#endif
