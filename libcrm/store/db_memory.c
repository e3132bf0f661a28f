/* db_memory.c - memory for the library: pieces in sizes of sixteen bytes, kept for the next that
 * asks
 *
 * Opening a database reads its schema, some thousand small pieces that are freed again at the end:
 * a tenth of what a short command does is malloc's bookkeeping. Here a piece that is freed waits in
 * a list for the next of its size. The lists are the thread's own: a piece may be freed by another,
 * and waits there. Under the sanitizers, which look at each piece, all is malloc's. */
#include <stdlib.h>

#include "db_impl.h"

#define SIZES 65              /* up to 1,024 bytes with their head; larger ones are malloc's */
#define CHUNK (64 * 1024)     /* what small pieces are cut from */

struct piece {
	size_t size;                  /* without its head */
	union { struct piece *next; char data[8]; };
};
#define HEAD offsetof(struct piece, data)

static _Thread_local struct piece *waiting[SIZES];
static _Thread_local char *chunk;
static _Thread_local size_t left;

static struct piece *piece_of(void *data)
{
	return (struct piece *)((char *)data - HEAD);
}

static int piece_size(void *data)
{
	return data ? (int)piece_of(data)->size : 0;
}

static size_t size_class(size_t n)
{
	return (n + HEAD + 15) / 16;
}

static struct piece *cut(size_t class)
{
	struct piece *p;

	if (left < class * 16) {
		char *new = malloc(CHUNK);
		if (!new)
			return NULL;
		chunk = new;
		left = CHUNK;
	}
	p = (struct piece *)chunk;
	chunk += class * 16;
	left -= class * 16;
	p->size = class * 16 - HEAD;
	return p;
}

static void *piece_new(int n)
{
	size_t class = size_class((size_t)n);
	struct piece *p;

	if (class >= SIZES) {
		if ((p = malloc((size_t)n + HEAD)))
			p->size = (size_t)n;
	} else if ((p = waiting[class])) {
		waiting[class] = p->next;
	} else {
		p = cut(class);
	}
	return p ? p->data : NULL;
}

static void piece_free(void *data)
{
	struct piece *p = piece_of(data);
	size_t class = size_class(p->size);

	if (class >= SIZES) {
		free(p);
	} else {
		p->next = waiting[class];
		waiting[class] = p;
	}
}

static void *piece_resize(void *data, int n)
{
	struct piece *p = piece_of(data);
	size_t old = size_class(p->size), class = size_class((size_t)n), size = p->size;
	void *new;

	if (class == old && class < SIZES)
		return data;
	if (class >= SIZES && old >= SIZES) {
		if ((p = realloc(p, (size_t)n + HEAD)))
			p->size = (size_t)n;
		return p ? p->data : NULL;
	}
	if ((new = piece_new(n))) {
		memcpy(new, data, size < (size_t)n ? size : (size_t)n);
		piece_free(data);
	}
	return new;
}

static int piece_round(int n)
{
	return (n + 7) & ~7;
}

static int begin(void *unused)
{
	(void)unused;
	return SQLITE_OK;
}

static void end(void *unused)
{
	(void)unused;
}

void db_configure_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__)
	static const sqlite3_mem_methods methods = {
		piece_new, piece_free, piece_resize, piece_size, piece_round, begin, end, NULL,
	};

	sqlite3_config(SQLITE_CONFIG_MALLOC, &methods);
#endif
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
