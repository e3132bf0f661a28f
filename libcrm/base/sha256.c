/* sha256.c - SHA-256, by nettle. */
#include "sha256.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>
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
