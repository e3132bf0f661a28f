/* ids.c - ids from a stream: the first field of each line */
#include "crm_ask.h"
#include "../model/value.h"

#define FIRST 256    /* bytes of a first field that are kept; longer ones are no ids */

struct reading {
	struct crm_ids *ids;
	const struct crm_kind *kind;
	const struct crm_source *src;
	struct crm_error *e;
	size_t alloc;
	uint32_t *seen;        /* hash of places in ids + 1, a power of two, at most half full */
	size_t nseen;
	char first[FIRST];     /* of the line in work */
	long line;
	enum crm_status status;
};

static uint64_t hash_of(const struct crm_id *id)
{
	uint64_t h = (uint64_t)id->id * 31 + (uint64_t)id->kind;

	for (const char *p = id->name; p && *p; p++)
		h = h * 131 + (unsigned char)*p;
	h *= UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 29;
}

static bool same_id(const struct crm_id *a, const struct crm_id *b)
{
	return a->id == b->id && a->kind == b->kind &&
	       (a->name == b->name || (a->name && b->name && strcmp(a->name, b->name) == 0));
}

/* The slot of an id: its own, or the empty one it goes to. */
static uint32_t *slot(struct reading *r, const struct crm_id *id)
{
	size_t i = hash_of(id) & (r->nseen - 1);

	while (r->seen[i] && !same_id(&r->ids->v[r->seen[i] - 1], id))
		i = (i + 1) & (r->nseen - 1);
	return &r->seen[i];
}

static void grow(struct reading *r)
{
	free(r->seen);
	r->nseen = r->nseen ? 2 * r->nseen : 256;
	r->seen = crm_calloc(r->nseen, sizeof *r->seen);
	for (size_t i = 0; i < r->ids->n; i++)
		*slot(r, &r->ids->v[i]) = (uint32_t)i + 1;
}

static void add(struct reading *r, struct crm_id id)
{
	uint32_t *at;

	if (2 * r->ids->n >= r->nseen)
		grow(r);
	at = slot(r, &id);
	if (*at)
		return;
	if (r->ids->n == r->alloc) {
		r->alloc = r->alloc ? r->alloc + r->alloc / 2 : 64;
		r->ids->v = crm_realloc(r->ids->v, r->alloc * sizeof *r->ids->v);
	}
	if (id.name)
		id.name = arena_strdup(&r->ids->arena, id.name);
	r->ids->v[r->ids->n++] = id;
	*at = (uint32_t)r->ids->n;
}

static void fail(struct reading *r, const char *what)
{
	crm_fail_at(r->e, CRM_DATA, r->src->name, r->line, 1, NULL, "'%s' is %s", r->first, what);
	r->status = CRM_DATA;
}

static void take_line(void *arg, size_t n)
{
	struct reading *r = arg;
	const struct crm_kind *k = r->kind, *of;
	bool named = k && (k->flags & K_NAMED);
	struct crm_id id = {.line = ++r->line};
	char what[64];

	if (n && n < FIRST && r->first[n - 1] == '\r')
		n--;
	r->first[n < FIRST ? n : FIRST - 1] = '\0';
	if (!n || strcmp(r->first, "id") == 0 || (named && strcmp(r->first, "name") == 0))
		return;
	if (n >= FIRST || strlen(r->first) != n) {
		r->first[40] = '\0';
		fail(r, "no id, it is too long");
	} else if (named) {
		id.kind = k->no;
		id.name = r->first;
		add(r, id);
	} else if (!id_parse(r->first, n, &of, &id.id)) {
		fail(r, "no id; the first field of a line must be one, such as o9 or c12");
	} else if (k && of->no != k->no) {
		snprintf(what, sizeof what, "of kind %s, not %s", of->name, k->name);
		fail(r, what);
	} else {
		id.kind = of->no;
		add(r, id);
	}
}

enum crm_status crm_ids_read(struct crm_ids *ids, const struct crm_kind *kind, const struct crm_source *src,
                             struct crm_error *e)
{
	struct reading r = {.ids = ids, .kind = kind, .src = src, .e = e};
	enum crm_status s;

	*ids = (struct crm_ids){.arena = ARENA_INIT};
	s = heads_read(src, r.first, FIRST, true, take_line, &r, e);
	free(r.seen);
	return s ? s : r.status;
}

void crm_ids_free(struct crm_ids *ids)
{
	if (!ids)
		return;
	free(ids->v);
	arena_free(&ids->arena);
	*ids = (struct crm_ids){.arena = ARENA_INIT};
}
