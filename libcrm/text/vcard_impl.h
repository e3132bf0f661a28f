/* vcard_impl.h - what vcard_property.c takes from vcard_decode.c. Not for others. */
#ifndef CRM_TEXT_VCARD_IMPL_H
#define CRM_TEXT_VCARD_IMPL_H

#include "vcard.h"

/* Append bytes as UTF-8: as they are when they are that, else by their character set (NULL: none is
 * named), else as CP1252. What has no meaning becomes U+FFFD, and *damaged true. False: no such
 * character set. */
bool charset_text(struct charsets *cs, const char *charset, struct strbuf *out, const char *p,
                  size_t n, bool *damaged);
/* Append quoted-printable decoded; what isn't = and two digits stays as it stands. */
void unquote_printable(struct strbuf *out, const char *p, size_t n);
/* Append base64 decoded. False: it isn't base64. */
bool unbase64(struct strbuf *out, const char *s);
/* The characters of base64 among p, in the arena. */
char *only_base64(struct arena *a, const char *p, size_t n);

#endif
