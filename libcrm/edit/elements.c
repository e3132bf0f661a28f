/* elements.c - the elements of one list, found without a look at all the others: a cell may hold
 * tens of thousands, and the database is locked while it is read. */
#include "edit_impl.h"

#define FEW 16 /* of so few, looking at all is the shortest way */

bool element_same_text(const struct element *x, const struct element *y)
{
	return x->na == y->na && (!x->na || memcmp(x->a, y->a, x->na) == 0);
}

/* The same thing: equal address or number in any spelling, equal tag, category, key, path; the same
 * person, in the same role where both say one. */
static bool same(const struct list_form *form, const struct element *x, const struct element *y)
{
	if (form->ref)
		return x->ref == y->ref && (x->word == y->word || x->word < 0 || y->word < 0);
	if (form->size)
		return element_same_text(x, y);
	if (x->nb != y->nb || (x->nb && memcmp(x->b, y->b, x->nb) != 0))
		return false;
	if (form->labelled)
		return true;
	return x->word == y->word && element_same_text(x, y);
}

static bool matches(const struct list_form *form, enum element_by by, const struct element *x, const struct element *y)
{
	return by == BY_ROW ? x->row == y->row : by == BY_TEXT ? element_same_text(x, y) : same(form, x, y);
}

/* FNV-1a */
static uint64_t hash_text(uint64_t h, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
	return h;
}

/* Of what matches it is one; more may have it. */
static uint64_t hash(const struct list_form *form, enum element_by by, const struct element *el)
{
	uint64_t h = UINT64_C(14695981039346656037);

	if (by == BY_ROW || (by == BY_SAME && form->ref))
		h = (uint64_t)(by == BY_ROW ? el->row : el->ref) * UINT64_C(0x9E3779B97F4A7C15);
	else if (by == BY_TEXT || form->size)
		h = hash_text(h, el->a, el->na);
	else
		h = hash_text(form->labelled ? h : hash_text(h, el->a, el->na), el->b, el->nb);
	return h ^ h >> 32;
}

/* Those that came since are added in their order, so that of equal ones the first is met first. */
static void index_up(struct edit *ed, const struct list_form *form, struct elements *l, enum element_by by)
{
	struct element_index *x = &l->index[by];

	if (l->n > x->slots / 2) {
		x->slots = 64;
		while (x->slots < l->n * 4)
			x->slots *= 2;
		x->slot = arena_alloc(&ed->arena, x->slots * sizeof *x->slot);
		x->n = 0;
	}
	if (!x->n)
		memset(x->slot, 0, x->slots * sizeof *x->slot);
	for (; x->n < l->n; x->n++) {
		size_t i = hash(form, by, &l->e[x->n]) & (x->slots - 1);

		while (x->slot[i])
			i = (i + 1) & (x->slots - 1);
		x->slot[i] = x->n + 1;
	}
}

struct element *elements_find(struct edit *ed, const struct list_form *form, struct elements *l, enum element_by by,
                              const struct element *el)
{
	const struct element_index *x = &l->index[by];
	size_t mask;

	if (l->n <= FEW) {
		for (size_t i = 0; i < l->n; i++)
			if (!l->e[i].gone && matches(form, by, &l->e[i], el))
				return &l->e[i];
		return NULL;
	}
	index_up(ed, form, l, by);
	mask = x->slots - 1;
	for (size_t i = hash(form, by, el) & mask; x->slot[i]; i = (i + 1) & mask) {
		struct element *there = &l->e[x->slot[i] - 1];

		if (!there->gone && matches(form, by, there, el))
			return there;
	}
	return NULL;
}

/* Places have changed. */
static void index_forget(struct elements *l)
{
	for (int by = 0; by < ELEMENT_INDEXES; by++)
		l->index[by].n = 0;
}

/* The arena is fresh for each draft; doubling keeps the cost of long lists in bounds. */
struct element *elements_push(struct edit *ed, struct elements *l)
{
	ARENA_ROOM(&ed->arena, l->e, l->n);
	return &l->e[l->n++];
}

void elements_put_first(struct edit *ed, struct elements *l, struct element el)
{
	elements_push(ed, l);
	memmove(l->e + 1, l->e, (l->n - 1) * sizeof el);
	l->e[0] = el;
	index_forget(l);
}

void elements_squeeze(struct elements *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (!l->e[i].gone)
			l->e[n++] = l->e[i];
	l->n = n;
	index_forget(l);
}
