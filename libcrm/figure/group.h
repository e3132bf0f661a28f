/* group.h - groups by a key of values, each with data of its own, in the order they were first met.
 * Internal. */
#ifndef CRM_FIGURE_GROUP_H
#define CRM_FIGURE_GROUP_H

#include "../base/arena.h"
#include "../model/value.h"

struct group { struct group *next; uint64_t hash; struct value *key; void *data; };

struct groups {
	size_t nkey;             /* values of a key */
	size_t size;             /* bytes of a group's data */
	struct group **v;        /* n groups */
	size_t n;
	struct group **slot;     /* hash table, nslot a power of two */
	size_t nslot;
	struct group *last;      /* rows of one group often come together */
	struct arena arena;      /* of the groups; also for what their data points to */
};

void groups_init(struct groups *g, size_t nkey, size_t size);
/* Data of the group with that key (nkey values; V_NULL is a value like others): zeroed when it is
 * new. Stays where it is. */
void *groups_find(struct groups *g, const struct value *key);
void groups_free(struct groups *g);

#endif
