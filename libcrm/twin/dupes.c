/* dupes.c - pairs of records that may be one, with how sure that is and why.
 *
 * Compared in memory, some 200 bytes a record, those who share a key; sorted arrays, no tables.
 * Blocks above 200 are compared by neighbourhood and named. Pairs known to be two are not stored:
 * lines are stable, `grep -vxFf known` leaves them out. */
#include "dupes_impl.h"

#include <stdlib.h>
#include "../ask/ref.h"
#include "../model/value.h"

enum { A, B, SCORE, REASONS, NAME_A, NAME_B, COLUMNS };

static const struct sink_column columns[COLUMNS] = {{"a", false}, {"b", false}, {"score", true}, {"reasons", false}, {"name_a", false},
	{"name_b", false}};

static void dupes_free(struct dupes *d)
{
	free(d->w.t);
	free(d->w.mark);
	free(d->many);
	sb_release(&d->w.text);
	given_names_free(d->w.given);
	free(d->pair);
	sb_release(&d->scratch);
	sb_release(&d->more);
}

/* What the records of the first n pairs are called: a question for a thousand of them. */
static enum crm_status read_names(struct dupes *d, const struct crm_kind *k, size_t n, struct id_texts *names)
{
	int64_t *ids = crm_malloc((d->w.n + 1) * sizeof *ids);
	bool *wanted = crm_calloc(d->w.n + 1, sizeof *wanted);
	size_t nids = 0;
	enum crm_status s;

	for (size_t i = 0; i < n; i++)
		wanted[d->pair[i].a] = wanted[d->pair[i].b] = true;
	for (size_t i = 0; i < d->w.n; i++)
		if (wanted[i])
			ids[nids++] = d->w.t[i].id;
	s = ref_labels(d->c, k, ids, nids, names, d->e);
	free(wanted);
	free(ids);
	return s;
}

static void name_cell(const struct id_texts *names, int64_t id, struct sink *sink)
{
	size_t n;
	const char *name = id_texts_find(names, id, &n);

	sink_cell(sink, n ? CELL_TEXT : CELL_NULL, name ? name : "", n);
}

static void print(struct dupes *d, const struct crm_kind *k, const struct dupes_pair *p, const struct id_texts *names,
                  struct sink *sink)
{
	int64_t a = d->w.t[p->a].id, b = d->w.t[p->b].id;
	char text[32];

	sink_cell(sink, CELL_PLAIN, text, id_format(text, k, a));
	sink_cell(sink, CELL_PLAIN, text, id_format(text, k, b));
	sink_cell(sink, CELL_NUMBER, text, fmt_int(text, p->score));
	sb_reset(&d->scratch);
	dupes_reasons(&d->scratch, p->reasons);
	sink_cell(sink, CELL_LIST, d->scratch.buf, d->scratch.len);
	name_cell(names, a, sink);
	name_cell(names, b, sink);
	sink_end_row(sink);
}

static enum crm_status print_all(struct dupes *d, const struct crm_query *q, struct sink *sink)
{
	size_t n = q->limit < 0 || (int64_t)d->n < q->limit ? d->n : (size_t)q->limit;
	struct id_texts names = {.text = STRBUF_INIT};
	enum crm_status s = read_names(d, q->kind, n, &names);

	if (!s)
		sink_begin(sink, columns, COLUMNS);
	for (size_t i = 0; !s && i < n && !sink_stopped(sink); i++)
		print(d, q->kind, &d->pair[i], &names, sink);
	if (!s)
		sink_end(sink);
	id_texts_free(&names);
	return s;
}

static enum crm_status find(struct dupes *d, const struct crm_query *q, struct crm_error *e)
{
	enum crm_status s = dupes_load(d, e);

	if (!s && !d->all)
		s = dupes_choose(d, q, e);
	if (!s)
		dupes_find(d);
	return s;
}

enum crm_status crm_dupes(struct crm *c, const struct crm_query *q, int min, struct sink *sink, struct crm_error *e)
{
	struct dupes d = {.c = c, .all = !q->noperands && !q->ids, .min = min, .e = e, .scratch = STRBUF_INIT,
		.more = STRBUF_INIT,
		.w = {.kind = q->kind->no, .text = STRBUF_INIT, .given = given_names_new()}};
	enum crm_status s = db_begin_read(c->db, e);

	if (!s) {
		s = find(&d, q, e);
		if (!s)
			s = print_all(&d, q, sink);
		db_rollback(c->db);
	}
	dupes_free(&d);
	return s;
}
