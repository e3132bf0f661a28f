/* strbuf.h - a growing byte string. buf is never NULL and always NUL-terminated at len.
 * The only way to take the memory out is sb_detach. A cap bounds hostile input: what is appended
 * beyond it is dropped (it is filled to the last byte) and `over` is set (check it where input is
 * unbounded). */
#ifndef CRM_BASE_STRBUF_H
#define CRM_BASE_STRBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdarg.h>
#include <string.h>

struct strbuf {
	char *buf;
	size_t len;   /* bytes before the NUL */
	size_t alloc; /* 0 while buf is the shared empty string */
	size_t cap;   /* most bytes it may hold, 0 = no cap but memory */
	bool over;    /* something was dropped at the cap */
};

extern char sb_empty[];
#define STRBUF_INIT {sb_empty, 0, 0, 0, false}

void sb_init(struct strbuf *b, size_t cap);
/* free; b is an empty buffer again, with the same cap */
void sb_release(struct strbuf *b);
static inline void sb_reset(struct strbuf *b)
{
	b->len = 0;
	b->over = false;
	if (b->alloc)
		b->buf[0] = '\0';
}
/* caller frees; b is empty again; len may be NULL */
char *sb_detach(struct strbuf *b, size_t *len);
/* room for extra more bytes and a NUL, whatever the cap */
void sb_grow(struct strbuf *b, size_t extra);
void sb_add(struct strbuf *b, const void *p, size_t n);
void sb_adds(struct strbuf *b, const char *s);
void sb_addc(struct strbuf *b, char c);
void sb_addint(struct strbuf *b, int64_t v);   /* decimal */
void sb_printf(struct strbuf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void sb_vprintf(struct strbuf *b, const char *fmt, va_list ap)
        __attribute__((format(printf, 2, 0)));
/* shorten to len; or take in bytes written into room made by sb_grow */
void sb_setlen(struct strbuf *b, size_t len);

/* Decimal text of v into out (at least 21 bytes), no NUL; returns the length. */
size_t fmt_int(char *out, int64_t v);

#endif
