/* sha256.h - SHA-256 of a text, or of what comes in blocks, as 64 hexadecimal digits; and keyed
 * hashes (HMAC-SHA256), which say nothing to those without the key. */
#ifndef CRM_BASE_SHA256_H
#define CRM_BASE_SHA256_H

#include <stdbool.h>
#include <stddef.h>

#define SHA256_HEX 65 /* digits and NUL */

/* The digest of n bytes, NUL-terminated, in small letters. */
void crm_sha256(const void *p, size_t n, char hex[SHA256_HEX]);

/* The same of blocks, one after the other. */
struct digest;
struct digest *digest_new(void);
void digest_add(struct digest *d, const void *p, size_t n);
/* The digest of all of it; frees d. */
void digest_end(struct digest *d, char hex[SHA256_HEX]);

/* ---- keyed hashes ---- */
#define KEYED_KEY 32   /* bytes of a key */
#define KEYED_BYTES 16 /* of a hash: half of the HMAC */

struct keyed;
struct keyed *keyed_new(const unsigned char key[KEYED_KEY]);
void keyed_hash(struct keyed *k, const void *p, size_t n, unsigned char out[KEYED_BYTES]);
void keyed_free(struct keyed *k); /* NULL is legal */
/* A key out of the system's random numbers. false: it has none. */
bool keyed_new_key(unsigned char key[KEYED_KEY]);

/* n bytes as 2n hexadecimal digits and NUL; and back: false when it isn't that. */
void hex_write(char *out, const unsigned char *p, size_t n);
bool hex_read(unsigned char *out, size_t n, const char *hex, size_t len);

#endif
