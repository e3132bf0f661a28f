/* address.c - the forms of e-mail addresses and telephone numbers. */
#include "address.h"

#include <string.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

bool address_is_email(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	bool good = at && at > s && at + 1 < s + n && !memchr(at + 1, '@', (size_t)(s + n - at - 1));

	for (size_t i = 0; i < n && good; i++)
		good = (unsigned char)s[i] > ' ' && s[i] != 0x7f && s[i] != ',' && !utf8_unseen(s + i, n - i);
	return good;
}

void address_of(const char **s, size_t *n)
{
	const char *open = *n && (*s)[*n - 1] == '>' ? memrchr(*s, '<', *n) : NULL;

	if (!open)
		return;
	*n -= (size_t)(open - *s) + 2;
	*s = open + 1;
	utf8_trim(s, n);
}

bool address_is_phone(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += ascii_digit(s[i]);
	return digits >= 3 && digits <= 20 && !memchr(s, ',', n);
}
