/* arena.c - memory of one result, freed at once */
#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>

#include "error.h"
#include "arena.h"

#define BLOCK_FIRST 1024       /* a result of a few strings should cost little … */
#define BLOCK_LAST (256 * 1024) /* … and one of a million rows few blocks */

struct arena_block {
	struct arena_block *next;
	size_t size, used; /* bytes of data */
	alignas(max_align_t) char data[];
};

static struct arena_block *new_block(size_t size)
{
	struct arena_block *b;
	size_t bytes;

	if (__builtin_add_overflow(sizeof *b, size, &bytes))
		bytes = SIZE_MAX;
	b = crm_calloc(1, bytes);
	b->size = size;
	return b;
}

/* A new block for n bytes. */
static struct arena_block *block_for(struct arena *a, size_t n)
{
	struct arena_block *b = a->head;
	size_t size;

	size = !b ? BLOCK_FIRST : b->size < BLOCK_LAST ? b->size * 2 : BLOCK_LAST;
	if (b && n > size / 4) {
		/* a large one goes behind the head, whose rest stays in use */
		struct arena_block *own = new_block(n);
		own->next = b->next;
		b->next = own;
		return own;
	}
	b = new_block(n > size ? n : size);
	b->next = a->head;
	a->head = b;
	return b;
}

/* n bytes at a multiple of align. */
static void *take(struct arena *a, size_t n, size_t align)
{
	struct arena_block *b = a->head;
	size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;

	if (!b || at > b->size || b->size - at < n) {
		b = block_for(a, n < SIZE_MAX - align ? n + align - 1 : SIZE_MAX);
		at = (b->used + align - 1) & ~(align - 1);
	}
	b->used = at + n;
	return b->data + at;
}

void *arena_alloc(struct arena *a, size_t n)
{
	return take(a, n ? n : 1, alignof(max_align_t));
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p = take(a, n + 1, 1);

	if (n)
		memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	char small[256], *p;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (n < (int)sizeof small)
		return arena_strndup(a, small, n > 0 ? (size_t)n : 0);
	p = take(a, (size_t)n + 1, 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void *arena_room(struct arena *a, void *p, size_t n, size_t size)
{
	void *more;

	if (n & (n - 1))
		return p;
	more = arena_alloc(a, (n ? 2 * n : 1) * size);
	if (n)
		memcpy(more, p, n * size);
	return more;
}

void arena_free(struct arena *a)
{
	for (struct arena_block *b = a->head, *next; b; b = next) {
		next = b->next;
		free(b);
	}
	a->head = NULL;
}
