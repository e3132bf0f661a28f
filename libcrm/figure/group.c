/* group.c - a hash table of groups */
#include <stdlib.h>
#include <string.h>

#include "../base/error.h"
#include "group.h"

void groups_init(struct groups *g, size_t nkey, size_t size)
{
	*g = (struct groups){.nkey = nkey, .size = size, .nslot = 64};
	g->slot = crm_calloc(g->nslot, sizeof *g->slot);
}

static bool same(const struct value *a, const struct value *b, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (a[i].is != b[i].is)
			return false;
		if (a[i].is == V_INT && a[i].i != b[i].i)
			return false;
		if (a[i].is == V_TEXT && (a[i].n != b[i].n || memcmp(a[i].s, b[i].s, a[i].n)))
			return false;
	}
	return true;
}

static uint64_t mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static uint64_t hash(const struct value *key, size_t n)
{
	uint64_t h = 1;

	for (size_t i = 0; i < n; i++) {
		h = mix(h, (uint64_t)key[i].is);
		if (key[i].is == V_INT)
			h = mix(h, (uint64_t)key[i].i);
		for (size_t k = 0; key[i].is == V_TEXT && k < key[i].n; k++)
			h = mix(h, (unsigned char)key[i].s[k]);
	}
	return h;
}

static void enlarge(struct groups *g)
{
	g->nslot *= 2;
	free(g->slot);
	g->slot = crm_calloc(g->nslot, sizeof *g->slot);
	for (size_t i = 0; i < g->n; i++) {
		struct group **slot = &g->slot[g->v[i]->hash & (g->nslot - 1)];
		g->v[i]->next = *slot;
		*slot = g->v[i];
	}
}

static struct group *add(struct groups *g, const struct value *key, uint64_t h)
{
	struct group *x = arena_alloc(&g->arena, sizeof *x), **slot;

	x->hash = h;
	x->key = arena_alloc(&g->arena, g->nkey * sizeof *x->key);
	x->data = arena_alloc(&g->arena, g->size);
	for (size_t i = 0; i < g->nkey; i++) {
		x->key[i] = key[i];
		if (key[i].is == V_TEXT)
			x->key[i].s = arena_strndup(&g->arena, key[i].s, key[i].n);
	}
	ARRAY_PUSH(g->v, g->n, x);
	slot = &g->slot[h & (g->nslot - 1)];
	x->next = *slot;
	*slot = x;
	if (g->n > g->nslot)
		enlarge(g);
	return x;
}

void *groups_find(struct groups *g, const struct value *key)
{
	uint64_t h;

	if (g->last && same(g->last->key, key, g->nkey))
		return g->last->data;
	h = hash(key, g->nkey);
	for (struct group *x = g->slot[h & (g->nslot - 1)]; x; x = x->next)
		if (x->hash == h && same(x->key, key, g->nkey))
			return (g->last = x)->data;
	return (g->last = add(g, key, h))->data;
}

void groups_free(struct groups *g)
{
	free(g->v);
	free(g->slot);
	arena_free(&g->arena);
	*g = (struct groups){0};
}
