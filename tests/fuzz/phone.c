/* phone.c - fuzz entry: phone keys and country names
 *
 * Two bytes are the country dialled from (one that is none: no country), the rest is the number, and a name to look up. */
#include <stdint.h>
#include "base/money.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool property)
{
	if (!property)
		abort();
}

/* A key, written with + and dashes, is its own key. */
static void fuzz_key_again(const char *key, size_t len)
{
	char spelled[80] = "+", again[40];
	size_t n = 1;
	for (size_t i = 0; i < len; i++) {
		spelled[n++] = key[i];
		spelled[n++] = '-';
	}
	hold(phone_key(again, spelled, n, NULL) == len);
	hold(!memcmp(again, key, len + 1));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char code[3] = "", key[40], without[40];
	if (size < 2)
		return 0;
	memcpy(code, data, 2);
	const struct country *home = country_parse(code, strlen(code));
	const char *s = (const char *)data + 2;
	size_t n = size - 2, digits = 0;
	size_t len = phone_key(key, s, n, code);
	for (size_t i = 0; i < n; i++)
		digits += s[i] >= '0' && s[i] <= '9';
	hold(len < sizeof key && strlen(key) == len && strspn(key, "0123456789") == len);
	hold(len == 0 || (len >= 3 && digits >= 3));
	if (home && len)
		fuzz_key_again(key, len);
	if (!home)
		hold(phone_key(without, s, n, NULL) == len && !strcmp(without, key));
	const struct country *named = country_parse(s, n);
	hold(!named || country_parse(named->name, strlen(named->name)) == named);
	return 0;
}
