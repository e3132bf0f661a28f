/* sha256.c - SHA-256 and HMAC, by nettle. */
#include "sha256.h"

#include <nettle/base16.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <string.h>
#include <sys/random.h>
#include "error.h"

struct digest { struct sha256_ctx ctx; };

struct digest *digest_new(void)
{
	struct digest *d = crm_malloc(sizeof *d);

	sha256_init(&d->ctx);
	return d;
}

void digest_add(struct digest *d, const void *p, size_t n)
{
	sha256_update(&d->ctx, n, p);
}

void digest_end(struct digest *d, char hex[SHA256_HEX])
{
	uint8_t out[SHA256_DIGEST_SIZE];

	sha256_digest(&d->ctx, sizeof out, out);
	base16_encode_update(hex, sizeof out, out);
	hex[SHA256_HEX - 1] = '\0';
	free(d);
}

void crm_sha256(const void *p, size_t n, char hex[SHA256_HEX])
{
	struct digest *d = digest_new();

	digest_add(d, p, n);
	digest_end(d, hex);
}

/* ---- keyed hashes ---- */

struct keyed { struct hmac_sha256_ctx ctx; };

struct keyed *keyed_new(const unsigned char key[KEYED_KEY])
{
	struct keyed *k = crm_malloc(sizeof *k);

	hmac_sha256_set_key(&k->ctx, KEYED_KEY, key);
	return k;
}

void keyed_hash(struct keyed *k, const void *p, size_t n, unsigned char out[KEYED_BYTES])
{
	hmac_sha256_update(&k->ctx, n, p);
	hmac_sha256_digest(&k->ctx, KEYED_BYTES, out);
}

void keyed_free(struct keyed *k)
{
	free(k);
}

bool keyed_new_key(unsigned char key[KEYED_KEY])
{
	return getrandom(key, KEYED_KEY, 0) == KEYED_KEY;
}

void hex_write(char *out, const unsigned char *p, size_t n)
{
	base16_encode_update(out, n, p);
	out[2 * n] = '\0';
}

bool hex_read(unsigned char *out, size_t n, const char *hex, size_t len)
{
	static const char digits[] = "0123456789abcdef";

	if (len != 2 * n)
		return false;
	for (size_t i = 0; i < len; i++) {
		const char *d = memchr(digits, hex[i], 16);

		if (!d)
			return false;
		out[i / 2] = (unsigned char)((i % 2 ? out[i / 2] << 4 : 0) | (d - digits));
	}
	return true;
}
