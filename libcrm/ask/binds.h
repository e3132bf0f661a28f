/* binds.h - texts bound to a query, and patterns of LIKE. Internal. */
#ifndef CRM_ASK_BINDS_H
#define CRM_ASK_BINDS_H

#include "../store/context.h"

/* Values bound to a query, in the order of its parameters. */
struct bind { bool text; int64_t i; char *s; size_t n; };
struct binds { struct bind *b; size_t n; };
/* Add a value, copied; returns the number of its parameter. */
size_t binds_text(struct binds *b, const char *s, size_t n);
/* Append s so that LIKE … ESCAPE '!' takes it as it stands; like_pattern between two %. */
void like_escape(struct strbuf *out, const char *s, size_t n);
void like_pattern(struct strbuf *out, const char *s, size_t n);
/* nothing for a query that couldn't be prepared */
void binds_apply(const struct binds *b, struct stmt *st);
void binds_free(struct binds *b);

#endif
