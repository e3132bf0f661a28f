/* edit_seen.c - references of bulk work that are known to exist: a bit per id, read all at once
 * when single look-ups pile up. */
#include "edit_impl.h"

#include <stdlib.h>

#define SEEN_IDS (INT64_C(1) << 26) /* higher ids are looked up each time: 8 MiB of bits are enough */
#define SEEN_SHARE 16               /* look-ups per id that cost more than reading them all */

static struct seen *seen_of(const struct edit *ed, int kind)
{
	return ed->seen ? &ed->seen[kind] : NULL;
}

bool seen_known(const struct edit *ed, int kind, int64_t id)
{
	const struct seen *s = seen_of(ed, kind);

	return s && id < s->n && (s->bits[id / 64] >> id % 64 & 1);
}

static void grow(struct seen *s, int64_t id)
{
	int64_t n = s->n ? s->n : 4096;

	while (n <= id)
		n *= 2;
	s->bits = crm_realloc(s->bits, (size_t)n / 8);
	memset((char *)s->bits + s->n / 8, 0, (size_t)(n - s->n) / 8);
	s->n = n;
}

void seen_note(struct edit *ed, int kind, int64_t id)
{
	struct seen *s = seen_of(ed, kind);

	if (!s || id < 0 || id >= SEEN_IDS)
		return;
	if (id >= s->n)
		grow(s, id);
	s->bits[id / 64] |= UINT64_C(1) << id % 64;
}

void edit_known(struct edit *ed, int kind, int64_t id)
{
	seen_note(ed, kind, id);
}

void seen_forget(struct edit *ed, int kind, int64_t id)
{
	if (seen_known(ed, kind, id))
		ed->seen[kind].bits[id / 64] &= ~(UINT64_C(1) << id % 64);
}

static enum crm_status read_all(struct edit *ed, const struct crm_kind *k, struct crm_error *e)
{
	struct query q;
	char sql[64];

	snprintf(sql, sizeof sql, "SELECT id FROM %s", k->table);
	q = query_built(ed->c->db, e, sql);
	while (query_row(&q))
		seen_note(ed, k->no, db_int(q.st, 0));
	return query_end(&q);
}

enum crm_status seen_missed(struct edit *ed, const struct crm_kind *k, struct crm_error *e)
{
	struct seen *seen = seen_of(ed, k->no);
	char sql[64];
	int64_t last = 0;
	enum crm_status s;

	if (!seen || seen->whole || ++seen->misses % SEEN_MISSES)
		return CRM_OK;
	snprintf(sql, sizeof sql, "SELECT max(id) FROM %s", k->table);
	s = db_get_int(ed->c->db, e, &last, 0, sql, 0);
	if (s || seen->misses * SEEN_SHARE < last)
		return s;
	seen->whole = true;
	return read_all(ed, k, e);
}

void seen_free(struct edit *ed)
{
	for (int i = 0; ed->seen && i < KIND_NUMBERS; i++)
		free(ed->seen[i].bits);
	free(ed->seen);
}
