/* sha256.h - SHA-256 of a text, or of what comes in blocks, as 64 hexadecimal digits. */
#ifndef CRM_BASE_SHA256_H
#define CRM_BASE_SHA256_H

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

#endif
