/* identity.c - who is the same, line by line: a look-up of many lines holds as long as nothing that
 * it found or looked for is written; else the line is looked up again. */
#include "identity_impl.h"

#include <stdlib.h>

/* ---- what was written since the look-up ---- */

static bool was_written(const struct identity *in, uint32_t hash)
{
	for (uint32_t i = hash % WRITTEN; in->written[i]; i = (i + 1) % WRITTEN)
		if (in->written[i] == hash)
			return true;
	return false;
}

static void note_written(struct identity *in, uint32_t hash)
{
	uint32_t i = hash % WRITTEN;

	if (in->nwritten >= WRITTEN / 2) {
		in->all_written = true;
		return;
	}
	while (in->written[i] && in->written[i] != hash)
		i = (i + 1) % WRITTEN;
	in->nwritten += !in->written[i];
	in->written[i] = hash;
}

static const struct text nothing = {"", 0};
enum { BY_PART = 100, BY_ID = 200 }; /* beside the ways, of hashes */

static uint32_t hash_id(int64_t id)
{
	return identity_hash(BY_ID, (struct text){(const char *)&id, sizeof id}, nothing);
}

static uint32_t hash_part(struct text t) { return identity_hash(BY_PART, t, nothing); }

/* Whether what the look-up of a line found may have changed by now. */
static bool is_stale(const struct identity *in, const struct line *l, const struct deciding *d)
{
	if (in->all_written)
		return true;
	if (!in->nwritten)
		return false;
	for (size_t k = l->first; k < l->first + l->n; k++) {
		const struct line_key *key = &in->key[k];

		if (was_written(in, key->hash) || was_written(in, hash_part(key->a)) ||
		    (key->b.n && was_written(in, hash_part(key->b))))
			return true;
	}
	for (size_t i = 0; i < d->nhit; i++)
		if (was_written(in, hash_id(d->hit[i].id)))
			return true;
	return false;
}

static void find_hits(struct deciding *d, size_t no)
{
	size_t low = 0, high = d->a->nhit;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->a->hit[mid].line < no)
			low = mid + 1;
		else
			high = mid;
	}
	d->hit = low ? d->a->hit + low : d->a->hit; /* which may be NULL */
	for (d->nhit = 0; low + d->nhit < d->a->nhit && d->hit[d->nhit].line == no;)
		d->nhit++;
}

/* ---- for others ---- */

struct identity *identity_open(struct crm *c, const struct crm_kind *k, const struct crm_field *key, bool force)
{
	struct identity *in = crm_calloc(1, sizeof *in);

	in->c = c;
	in->k = kind_by_no(k->no);
	in->of = in->k->identity;
	in->rule = in->of ? in->of->rule : NULL;
	while (in->rule && in->rule[in->nrules].by)
		in->nrules++;
	in->label = kind_field(in->k, in->k->label);
	in->chosen = key;
	in->force = force;
	sb_init(&in->text, 0);
	sb_init(&in->who, 0);
	sb_init(&in->scratch, 0);
	return in;
}

const struct crm_kind *identity_of(const struct identity *in) { return in->k; }

void identity_free(struct identity *in)
{
	if (!in)
		return;
	for (int i = 0; i < WAYS; i++) {
		db_finalize(in->one[i]);
		db_finalize(in->many[i]);
	}
	for (int i = 0; i < 2; i++) {
		db_finalize(in->cands[i]);
		db_finalize(in->mail_st[i]);
		db_finalize(in->ext_st[i]);
	}
	for (size_t i = 0; i < in->npages; i++)
		free(in->page[i]);
	free(in->page);
	arena_free(&in->arena);
	free(in->line);
	free(in->key);
	free(in->namesake);
	answers_free(&in->block);
	answers_free(&in->alone);
	sb_release(&in->text);
	sb_release(&in->who);
	sb_release(&in->scratch);
	free(in);
}

void identity_reset(struct identity *in)
{
	if (in->arena.head)
		arena_free(&in->arena);
	in->nlines = in->nkeys = in->asked = in->alone.nhit = 0;
}

enum crm_status identity_ask(struct identity *in, struct crm_error *e)
{
	if (in->nwritten || in->all_written)
		memset(in->written, 0, sizeof in->written);
	in->nwritten = 0;
	in->all_written = false;
	in->asked = in->nlines;
	return answers_ask(in, &in->block, 0, in->nlines, e);
}

enum crm_status identity_find(struct identity *in, size_t i, struct identity_answer *out, struct crm_error *e)
{
	struct deciding d = {.in = in, .l = &in->line[i], .a = &in->block, .out = out};
	enum crm_status s = CRM_OK;

	*out = (struct identity_answer){.text = &in->text, .who = &in->who};
	sb_reset(&in->text);
	sb_reset(&in->who);
	find_hits(&d, i);
	in->alone.nhit = 0;
	if (i >= in->asked || is_stale(in, d.l, &d)) {
		s = answers_ask(in, &in->alone, i, i + 1, e);
		d.a = &in->alone;
		find_hits(&d, i);
	}
	if (s)
		return s;
	if (d.nhit)
		identity_decide(&d);
	if (out->id)
		out->is_named = answers_cand(d.a, out->id) && answers_cand(d.a, out->id)->name.n;
	out->keyless = out->is == IS_NEW && !d.l->keyed;
	return CRM_OK;
}

/* ---- lines and the records they were written to ---- */

void identity_written(struct identity *in, size_t i, int64_t id, long line, bool changed)
{
	const struct line *l = i < in->nlines ? &in->line[i] : NULL;
	size_t page = (size_t)(id / LINES_PAGE);

	while (in->npages <= page) {
		in->page = crm_realloc(in->page, (in->npages + 1) * sizeof *in->page);
		in->page[in->npages++] = NULL;
	}
	if (!in->page[page])
		in->page[page] = crm_calloc(LINES_PAGE, sizeof **in->page);
	if (!in->page[page][id % LINES_PAGE])
		in->page[page][id % LINES_PAGE] = (uint32_t)line;
	note_written(in, hash_id(id));
	in->all_written |= !l && changed;
	for (size_t k = l ? l->first : 0; l && k < l->first + l->n; k++) {
		const struct line_key *key = &in->key[k];

		note_written(in, key->hash);
		if (changed || (key->way < WAY_EXT && in->rule[key->way / 2].by == IDENTITY_TOWN)) {
			note_written(in, hash_part(key->a));
			if (key->b.n)
				note_written(in, hash_part(key->b));
		}
	}
}

long identity_line(const struct identity *in, int64_t id)
{
	size_t page = (size_t)(id / LINES_PAGE);

	return page < in->npages && in->page[page] ? (long)in->page[page][id % LINES_PAGE] : 0;
}

void identity_stale(struct identity *in) { in->all_written = true; }

/* Whether it was found by its name, and is what a line without a key looks for: without one too. */
static bool is_namesake(const struct identity *in, const struct deciding *d, const struct hit *h)
{
	const struct cand *c = answers_cand(d->a, h->id);
	bool yes = c && (h->way == WAY_ALIKE || (h->way < WAY_EXT && in->rule[h->way / 2].by != IDENTITY_KEY)) &&
	           !identity_line(in, c->id) && identity_equal(c->name, d->l->name);

	for (size_t r = 0; r < in->nrules && yes && h->way == WAY_ALIKE; r++)
		yes = !c->value[r].n;
	return yes;
}

const int64_t *identity_namesakes(struct identity *in, size_t i, size_t *n)
{
	struct deciding d = {.in = in, .l = &in->line[i], .a = &in->block};

	if (in->alone.nhit && in->alone.hit[0].line == i)
		d.a = &in->alone;
	find_hits(&d, i);
	*n = 0;
	for (size_t h = 0; h < d.nhit; h++) {
		if (!is_namesake(in, &d, &d.hit[h]))
			continue;
		GROW(in->namesake, *n, in->anamesake);
		in->namesake[(*n)++] = d.hit[h].id;
	}
	if (*n)
		qsort(in->namesake, *n, sizeof *in->namesake, int64_compare);
	return in->namesake;
}
