/* scan.h - eight bytes at a time: which of them need a second look. Inside the text floor only.
 * A mask has the high bit set of every byte that matches; the lowest bit is the first byte in
 * memory. */
#ifndef CRM_TEXT_SCAN_H
#define CRM_TEXT_SCAN_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

#define SCAN_ONES UINT64_C(0x0101010101010101)
#define SCAN_HIGH UINT64_C(0x8080808080808080)

/* The eight bytes at p; all of them must be readable. */
static inline uint64_t scan_load(const char *p)
{
	uint64_t x;
	memcpy(&x, p, sizeof x);
	return le64toh(x);
}

/* Bytes below 0x20. */
static inline uint64_t scan_control(uint64_t x)
{
	return ~(((x & ~SCAN_HIGH) + 0x60 * SCAN_ONES) | x) & SCAN_HIGH;
}

/* Bytes equal to c. */
static inline uint64_t scan_byte(uint64_t x, unsigned char c)
{
	uint64_t y = x ^ (SCAN_ONES * c);
	return ~(((y & ~SCAN_HIGH) + ~SCAN_HIGH) | y) & SCAN_HIGH;
}

/* Offset of the first byte of a non-empty mask. */
static inline size_t scan_first(uint64_t mask)
{
	return (size_t)__builtin_ctzll(mask) >> 3;
}

#define SCAN_SHORT 32

/* n ≤ SCAN_SHORT bytes without a call; they don't overlap. Two moves, which may meet in the
 * middle. */
static inline void scan_copy_short(char *to, const char *from, size_t n)
{
	if (n >= 16) {
		memcpy(to, from, 16);
		memcpy(to + n - 16, from + n - 16, 16);
	} else if (n >= 8) {
		memcpy(to, from, 8);
		memcpy(to + n - 8, from + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, from, 4);
		memcpy(to + n - 4, from + n - 4, 4);
	} else {
		for (; n; n--)
			*to++ = *from++;
	}
}

/* Are all n bytes ASCII and none of them NUL? */
static inline int scan_plain_ascii(const char *p, size_t n)
{
	uint64_t seen = 0;
	for (; n >= 8; p += 8, n -= 8) {
		uint64_t x = scan_load(p);
		seen |= (x & SCAN_HIGH) | scan_byte(x, 0);
	}
	for (; n; p++, n--)
		seen |= !*p || (*p & 0x80);
	return !seen;
}

#endif
