/* money.c - fuzz entry: decimals, products, shares and currencies
 *
 * The first byte is the decimals ('0' = 0, modulo 19), the second the decimal sign (',' or any other for '.'), the rest a number to parse.
 * With 'n' as second byte the rest is 64-bit integers: a total, a factor, then a divisor and weights (it is the first). */
#include <stdint.h>
#include "base/money.h"

#define WEIGHTS_MAX 40

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hold(bool property)
{
	if (!property)
		abort();
}

static void fuzz_decimal(const char *s, size_t n, int decimals, char point)
{
	struct crm_error e = CRM_ERROR_INIT;
	char out[32];
	int64_t v = INT64_MIN, again = INT64_MIN;
	enum crm_status status = decimal_parse(s, n, decimals, point, &v, &e);
	hold(status == (e.failures ? CRM_DATA : CRM_OK));
	hold((v == INT64_MIN) == (status != CRM_OK));
	crm_error_clear(&e);
	if (status != CRM_OK)
		return;
	size_t len = decimal_format(out, v, decimals);
	hold(len < sizeof out && strlen(out) == len);
	hold(decimal_parse(out, len, decimals, '.', &again, NULL) == CRM_OK && again == v);
	len = decimal_format_short(out, v, decimals);
	hold(strlen(out) == len && len <= n + 1);
	hold(decimal_parse(out, len, decimals, '.', &again, NULL) == CRM_OK && again == v);
	/* every digit that counts is in the text, in order */
	for (size_t i = 0, k = 0; i < len; i++) {
		if (out[i] < '1' || out[i] > '9')
			continue;
		while (k < n && (s[k] < '1' || s[k] > '9'))
			k++;
		hold(k < n && s[k++] == out[i]);
	}
}

static void fuzz_shares(int64_t total, const int64_t *weights, size_t n)
{
	int64_t out[WEIGHTS_MAX];
	__int128 spread = 0;
	unsigned __int128 sum = 0, size = total < 0 ? -(__int128)total : total;
	allocate(total, weights, n, out);
	for (size_t i = 0; i < n; i++)
		sum += (uint64_t)weights[i];
	for (size_t i = 0; i < n; i++) {
		unsigned __int128 share = out[i] < 0 ? -(__int128)out[i] : out[i];
		unsigned __int128 exact = sum ? size * (uint64_t)weights[i] / sum : size / n;
		spread += out[i];
		hold(share == exact || share == exact + 1);
		hold(!out[i] || (out[i] < 0) == (total < 0));
	}
	hold(spread == total);
}

static void fuzz_numbers(const uint8_t *data, size_t size)
{
	int64_t v[WEIGHTS_MAX + 2] = {0}, out;
	size_t n = size / sizeof *v;
	if (n > sizeof v / sizeof *v)
		n = sizeof v / sizeof *v;
	memcpy(v, data, n * sizeof *v);
	for (size_t i = 2; i < n; i++)
		v[i] &= INT64_MAX;
	if (n >= 3 && v[2] && muldiv(v[0], v[1], v[2], &out)) {
		__int128 off = ((__int128)out * v[2] - (__int128)v[0] * v[1]) * 2;
		hold(off <= v[2] && off >= -(__int128)v[2]);
	}
	int p = (int)((uint64_t)v[1] % 10001);
	hold(muldiv(v[0], p, 10000, &out) ? money_weighted(v[0], p) == out : v[0] == INT64_MIN);
	if (n >= 3)
		fuzz_shares(v[0], v + 2, n - 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	if (data[1] == 'n') {
		fuzz_numbers(data + 2, size - 2);
		return 0;
	}
	const char *s = (const char *)data + 2;
	fuzz_decimal(s, size - 2, (uint8_t)(data[0] - '0') % 19, data[1] == ',' ? ',' : '.');
	int number = currency_parse(s, size - 2);
	hold(!number || currency_parse(currency_code(number), 3) == number);
	return 0;
}
