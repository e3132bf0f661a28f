/* merge_verb.c - merge as a verb: records named, or pairs out of a stream, all of them or none. */
#include <stdlib.h>

#include "crm_twin.h"
#include "../model/catalog.h"
#include "merge.h"
#include "../ask/ref.h"
#include "../verb/write.h"

struct merging {
	struct writer wr;
	const struct crm_merge *what;
	struct merge_options opt;
	struct crm_pair *pair; size_t n; /* of operands and ids; those of a stream are what->pairs */
	struct merger *merger;
};

static enum crm_status parse_takes(struct crm *c, const struct crm_merge *what, struct merge_options *opt,
                                   struct crm_error *e)
{
	struct merge_take *t = arena_alloc(&c->arena, (what->ntake + 1) * sizeof *t);
	enum crm_status s = catalog_load(c, e);

	for (size_t i = 0; i < what->ntake && !s; i++)
		s = merge_take_parse(c, what->kind, what->take[i], &t[i], e);
	*opt = (struct merge_options){t, what->ntake};
	return s;
}

/* The record an id stands for by now; CRM_NO, in a stream CRM_DATA with the line. */
static enum crm_status present(struct merging *m, int64_t *id, long line, struct crm_error *e)
{
	struct place here = place_here(e);
	bool there;
	char text[32];
	enum crm_status s;

	id_format(text, m->what->kind, *id);
	s = ref_exists(m->wr.c, m->what->kind, id, &there, e);
	if (!s && !there)
		s = crm_fail(e, CRM_NO, "no %s %s", m->what->kind->name, text);
	if (line)
		place_mark(e, here, "stdin", line, 0);
	return place_fix(e, here, s, line, 0);
}

/* All of them are looked up first, so that every one that isn't there is told. */
static enum crm_status check_pairs(struct merging *m, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	for (size_t i = 0; i < m->n; i++)
		for (int side = 0; side < 2; side++) {
			int64_t id = side ? m->pair[i].b : m->pair[i].a;

			one = present(m, &id, m->pair[i].line, e);
			s = s ? s : one;
		}
	return s;
}

static void note_same(const struct merging *m, int64_t gone, int64_t is, struct crm_error *e)
{
	char text[32], now[32];

	id_format(text, m->what->kind, gone);
	id_format(now, m->what->kind, is);
	if (gone != is)
		crm_note(e, "%s is %s already", text, now);
}

/* Both ids may have been merged away by a pair before this one. */
static enum crm_status merge_pair(struct merging *m, const struct crm_pair *p, struct crm_error *e)
{
	int64_t keep = p->a, gone = p->b;
	struct place here = place_here(e);
	enum crm_status s = present(m, &keep, p->line, e);

	if (!s)
		s = present(m, &gone, p->line, e);
	if (s)
		return s;
	if (keep == gone) {
		if (!p->line)
			note_same(m, p->b == keep ? p->a : p->b, keep, e);
		m->wr.w->same++;
		return CRM_OK;
	}
	s = merger_run(m->merger, keep, gone, e);
	m->wr.w->changed += !s;
	if (s && p->line)
		place_mark(e, here, "stdin", p->line, 0);
	return s;
}

static enum crm_status merge_pairs(struct merging *m, struct crm_error *e)
{
	enum crm_status s = check_pairs(m, e);

	if (!s && m->n)
		s = merger_new(&m->merger, m->wr.ed, m->what->kind, &m->opt, e);
	for (size_t i = 0; i < m->n && !s; i++)
		s = merge_pair(m, &m->pair[i], e);
	/* what is left of each, in the order they were named */
	for (size_t i = 0; i < m->n && !s; i++) {
		int64_t id = m->pair[i].a;

		s = present(m, &id, 0, e);
		writer_touch(&m->wr, m->what->kind, id);
	}
	merger_free(m->merger);
	return s;
}

/* The first one and each of the others; references are resolved before anything is merged, as names
 * may go with their records. */
static enum crm_status pair_targets(struct merging *m, struct crm_error *e)
{
	const struct crm_merge *w = m->what;
	size_t nids = w->ids ? w->ids->n : 0;
	int64_t first = 0, id = 0;
	enum crm_status s = CRM_OK, one;

	m->pair = crm_malloc((w->nrefs + nids + 1) * sizeof *m->pair);
	for (size_t i = 0; i < w->nrefs; i++) {
		const struct crm_kind *k;
		int64_t typed;

		one = ref_resolve(m->wr.c, w->kind, w->refs[i], strlen(w->refs[i]), &id, e);
		s = s ? s : one;
		if (one)
			continue;
		/* an id that is another's alias stands for what it was, so that it can be said */
		if (id_parse(w->refs[i], strlen(w->refs[i]), &k, &typed) && k->no == w->kind->no)
			id = typed;
		if (i && id == first)
			return crm_fail(e, CRM_USAGE, "'%s' and '%s' are the same %s", w->refs[0], w->refs[i],
			                w->kind->name);
		if (i)
			m->pair[m->n++] = (struct crm_pair){first, id, 0};
		else
			first = id;
	}
	for (size_t i = 0; i < nids; i++)
		if (w->ids->v[i].id != first)
			m->pair[m->n++] = (struct crm_pair){first, w->ids->v[i].id, w->ids->v[i].line};
	return s;
}

static enum crm_status copy_pairs(struct merging *m)
{
	m->n = m->what->pairs->n;
	m->pair = crm_malloc((m->n + 1) * sizeof *m->pair);
	if (m->n)
		memcpy(m->pair, m->what->pairs->v, m->n * sizeof *m->pair);
	return CRM_OK;
}

enum crm_status crm_merge(struct crm *c, const struct crm_merge *what, struct crm_write *w, struct crm_error *e)
{
	struct merging m = {.what = what};
	enum crm_status s = parse_takes(c, what, &m.opt, e);

	if (!s && !what->pairs && what->nrefs < 2 && !(what->nrefs && what->ids))
		s = crm_fail(e, CRM_USAGE, "merge takes the %s that stays and those that go", what->kind->name);
	if (!s)
		s = writer_begin(&m.wr, c, "merge", w, e);
	if (s)
		return s;
	s = what->pairs ? copy_pairs(&m) : pair_targets(&m, e);
	if (!s)
		s = merge_pairs(&m, e);
	free(m.pair);
	return writer_end(&m.wr, s, e);
}
