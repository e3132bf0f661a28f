/* arena.h - memory of one result: many small allocations, freed at once. Pointers stay valid until
 * arena_free. */
#ifndef CRM_BASE_ARENA_H
#define CRM_BASE_ARENA_H

#include <stddef.h>
#include "array.h"

struct arena_block;
struct arena { struct arena_block *head; };
#define ARENA_INIT {NULL}

void *arena_alloc(struct arena *a, size_t n);  /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* ARRAY_PUSH and ARRAY_ROOM for an array in the arena; what it grew out of stays behind. */
#define ARENA_PUSH(a, p, n, ...) (ARENA_ROOM(a, p, n), (p)[(n)++] = __VA_ARGS__)
#define ARENA_ROOM(a, p, n) ((p) = arena_room((a), (p), (n), sizeof *(p)))
void *arena_room(struct arena *a, void *p, size_t n, size_t size);
void arena_free(struct arena *a);              /* everything; a can be used again */

#endif
