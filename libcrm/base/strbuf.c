/* strbuf.c - a growing byte string */
#include "error.h"
#include "strbuf.h"

char sb_empty[1]; /* shared by all empty buffers, never written */

void sb_init(struct strbuf *b, size_t cap)
{
	*b = (struct strbuf){sb_empty, 0, 0, cap, false};
}

void sb_release(struct strbuf *b)
{
	if (b->alloc)
		free(b->buf);
	sb_init(b, b->cap);
}

char *sb_detach(struct strbuf *b, size_t *len)
{
	char *p = b->alloc ? b->buf : crm_strndup("", 0);

	if (len)
		*len = b->len;
	sb_init(b, b->cap);
	return p;
}

void sb_grow(struct strbuf *b, size_t extra)
{
	size_t need, want = b->alloc + b->alloc / 2;

	/* a wrapped sum asks for what no allocator gives: the out-of-memory handler runs */
	if (__builtin_add_overflow(b->len, extra, &need) || __builtin_add_overflow(need, 1, &need))
		need = SIZE_MAX;
	if (need <= b->alloc)
		return;
	if (want < need)
		want = need < 64 ? 64 : need;
	b->buf = crm_realloc(b->alloc ? b->buf : NULL, want);
	b->alloc = want;
	b->buf[b->len] = '\0';
}

/* How many of n more bytes the cap lets in. */
static size_t sb_admit(struct strbuf *b, size_t n)
{
	size_t room;

	if (!b->cap)
		return n;
	room = b->len < b->cap ? b->cap - b->len : 0;
	if (n <= room)
		return n;
	b->over = true;
	return room;
}

void sb_add(struct strbuf *b, const void *p, size_t n)
{
	n = sb_admit(b, n);
	if (!n)
		return;
	sb_grow(b, n);
	memcpy(b->buf + b->len, p, n);
	b->len += n;
	b->buf[b->len] = '\0';
}

void sb_adds(struct strbuf *b, const char *s)
{
	sb_add(b, s, strlen(s));
}

void sb_addc(struct strbuf *b, char c)
{
	sb_add(b, &c, 1);
}

void sb_addint(struct strbuf *b, int64_t v)
{
	char digits[24];

	sb_add(b, digits, fmt_int(digits, v));
}

void sb_printf(struct strbuf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(b, fmt, ap);
	va_end(ap);
}

void sb_vprintf(struct strbuf *b, const char *fmt, va_list ap)
{
	size_t room = b->alloc ? b->alloc - b->len : 0;
	size_t n;
	va_list again;
	int r;

	va_copy(again, ap);
	r = vsnprintf(room ? b->buf + b->len : NULL, room, fmt, ap);
	if (r < 0) {
		/* longer than INT_MAX, or a character that cannot be written: nothing is added */
		b->over = true;
		sb_setlen(b, b->len);
		goto out;
	}
	n = sb_admit(b, (size_t)r);
	if (n >= room && n) {
		sb_grow(b, n);
		vsnprintf(b->buf + b->len, n + 1, fmt, again);
	}
	sb_setlen(b, b->len + n);
out:
	va_end(again);
}

void sb_setlen(struct strbuf *b, size_t len)
{
	b->len = len;
	if (b->alloc)
		b->buf[len] = '\0';
}

size_t fmt_int(char *out, int64_t v)
{
	static const char pairs[] = "00010203040506070809101112131415161718192021222324"
	                            "25262728293031323334353637383940414243444546474849"
	                            "50515253545556575859606162636465666768697071727374"
	                            "75767778798081828384858687888990919293949596979899";
	uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
	char tmp[20];
	size_t at = sizeof tmp, len;

	for (; u >= 100; u /= 100) {
		at -= 2;
		memcpy(tmp + at, pairs + u % 100 * 2, 2);
	}
	if (u >= 10) {
		at -= 2;
		memcpy(tmp + at, pairs + u * 2, 2);
	} else {
		tmp[--at] = (char)('0' + u);
	}
	len = sizeof tmp - at;
	if (v < 0)
		*out++ = '-';
	memcpy(out, tmp + at, len);
	return len + (v < 0);
}
