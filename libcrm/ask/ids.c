/* ids.c - ids from a stream: the first field of each line; many of them at once: which are there,
 * what they are called */
#include "crm_ask.h"
#include <stdlib.h>
#include "../base/array.h"
#include "../model/catalog.h"
#include "../model/value.h"
#include "ref.h"
#include "rows.h"

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

/* ---- which of them are there ---- */

#define KNOWN_BLOCK 1000

struct seen { int64_t id; size_t place; };

static int by_id(const void *a, const void *b)
{
	const struct seen *x = a, *y = b;

	return int64_order(x->id, y->id);
}

/* n of them, sorted: what the query finds stands in their places of known. */
static enum crm_status fill(struct query q, const struct seen *ids, size_t n, int64_t *known, size_t *found)
{
	int64_t id[KNOWN_BLOCK];
	size_t i = 0;

	for (size_t j = 0; j < n; j++)
		id[j] = ids[j].id;
	query_among(&q, 1, id, n);
	while (query_row(&q)) {
		while (i < n && ids[i].id < db_int(q.st, 0))
			i++;
		for (; i < n && ids[i].id == db_int(q.st, 0); i++, ++*found)
			known[ids[i].place] = db_int(q.st, 1);
	}
	return query_end(&q);
}

static enum crm_status known_block(struct crm *c, const struct crm_kind *k, struct seen *ids, size_t n, int64_t *known,
                                   struct crm_error *e)
{
	struct kind_cache *cache = catalog_cache(c, k);
	struct query q;
	size_t found = 0, missing = 0;
	enum crm_status s;

	if (!cache->known)
		cache->known = arena_printf(
		        &c->arena, "SELECT id, id FROM %s WHERE id IN " DB_AMONG("1") " ORDER BY id", k->table);
	s = fill(query(c->db, e, cache->known), ids, n, known, &found);
	if (s || found == n)
		return s;
	for (size_t i = 0; i < n; i++)
		if (!known[ids[i].place])
			ids[missing++] = ids[i];
	q = query(c->db, e, "SELECT old, record FROM alias WHERE old IN " DB_AMONG("1") " AND kind=$2 ORDER BY old");
	query_int(&q, 2, k->no);
	return fill(q, ids, missing, known, &found);
}

enum crm_status ids_known(struct crm *c, const struct crm_kind *k, const struct crm_ids *ids, int64_t **known,
                          struct crm_error *e)
{
	struct seen *seen = crm_malloc((ids->n + 1) * sizeof *seen);
	enum crm_status s = CRM_OK;
	size_t n = 0;

	*known = arena_alloc(&c->arena, (ids->n + 1) * sizeof **known);
	memset(*known, 0, (ids->n + 1) * sizeof **known);
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i].id && (!ids->v[i].kind || ids->v[i].kind == k->no))
			seen[n++] = (struct seen){ids->v[i].id, i};
	if (n)
		qsort(seen, n, sizeof *seen, by_id);
	for (size_t i = 0; i < n && !s; i += KNOWN_BLOCK)
		s = known_block(c, k, seen + i, n - i < KNOWN_BLOCK ? n - i : KNOWN_BLOCK, *known, e);
	free(seen);
	return s;
}

/* ---- what they are called ---- */

enum crm_status ref_labels(struct crm *c, const struct crm_kind *k, const int64_t *ids, size_t n, struct id_texts *out,
                           struct crm_error *e)
{
	const struct crm_field *f = kind_field(k, k->label);
	int64_t *sorted = crm_malloc((n + 1) * sizeof *sorted);
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	const char *text;
	size_t len;

	id_texts_reset(out);
	if (f && field_is_column(f))
		sb_printf(&sql, "SELECT id, %s FROM %s WHERE id IN " DB_AMONG("1") " ORDER BY id", field_column(f),
		          k->table);
	memcpy(sorted, ids, n * sizeof *ids);
	qsort(sorted, n, sizeof *sorted, int64_compare);
	for (size_t i = 0, some; sql.len && i < n && !s; i += some) {
		struct query q = query_built(c->db, e, sql.buf);
		some = n - i < KNOWN_BLOCK ? n - i : KNOWN_BLOCK;
		query_among(&q, 1, sorted + i, some);
		while (query_row(&q)) {
			if (out->n && out->of[out->n - 1].id == db_int(q.st, 0))
				continue; /* the last of a thousand, and the first of the next */
			if (!(text = db_text(q.st, 1, &len)))
				continue;
			id_texts_open(out, db_int(q.st, 0));
			sb_add(&out->text, text, len);
			id_texts_close(out);
		}
		s = query_end(&q);
	}
	free(sorted);
	sb_release(&sql);
	return s;
}

void crm_ids_free(struct crm_ids *ids)
{
	if (!ids)
		return;
	free(ids->v);
	arena_free(&ids->arena);
	*ids = (struct crm_ids){.arena = ARENA_INIT};
}
