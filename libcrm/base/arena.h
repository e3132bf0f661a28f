/* arena.h - memory of one result: many small allocations, freed at once. Pointers stay valid until arena_free. */
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
void arena_free(struct arena *a);              /* everything; a can be used again */

#endif
