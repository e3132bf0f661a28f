/* ascii.h - letters and digits of ASCII, the same in every locale. */
#ifndef CRM_BASE_ASCII_H
#define CRM_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

static inline bool ascii_digit(char c) { return c >= '0' && c <= '9'; }
static inline char ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}
static inline bool ascii_alpha(char c) { return ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z'; }

/* Whether the n bytes at s are word (lower case), whatever their case. */
static inline bool ascii_same(const char *s, size_t n, const char *word)
{
	size_t i = 0;

	while (i < n && word[i] && ascii_lower(s[i]) == word[i])
		i++;
	return i == n && !word[i];
}

/* Value of exactly n digits (n ≤ 9), or -1 when one of them is none. */
static inline int ascii_number(const char *s, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (!ascii_digit(s[i]))
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

#endif
