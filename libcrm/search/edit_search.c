/* edit_search.c - the search index in step with the records: what an edit touches is noted, and put
 * anew before the commit.
 *
 * The index is FTS5 over a table of documents, search_doc. An edit notes whom it touches and puts
 * the documents once, before the commit; put compares with what is there, so nothing is written
 * when no word changed. New records go in by runs of ids. */
#include "../edit/edit_rows.h"

#include <stdlib.h>
#include "search.h"

/* Of a kind: what changes of its rows mean, and the records whose words may have changed. New ones
 * are in the runs of the kind. */
struct search_edit {
	bool records, child; /* have documents; are part of their owner's */
	bool all;            /* any of them may have changed */
	uint64_t own, others; /* columns that count for the document, and for those of records that refer to this one */
	int64_t *id; size_t n, alloc;
};

static struct search_edit *search_of(struct edit *ed, struct kind_edit *ke)
{
	void **state = edit_state(ed, &observe_search);
	struct search_edit **of = *state ? *state : (*state = crm_calloc(KIND_NUMBERS, sizeof *of)),
	                   *se = of[ke->k->no];

	if (se)
		return se;
	se = of[ke->k->no] = crm_calloc(1, sizeof *se);
	se->records = search_kind(ke->k);
	se->child = search_child(ke->k);
	for (int i = 0; i < ke->ncol; i++) {
		if (search_field(ke->k, ke->col[i]))
			se->own |= UINT64_C(1) << i;
		if (search_field_of_others(ke->k, ke->col[i]))
			se->others |= UINT64_C(1) << i;
	}
	return se;
}

static void release(struct edit *ed)
{
	void **state = edit_state(ed, &observe_search);
	struct search_edit **of = *state;

	for (int i = 0; of && i < KIND_NUMBERS; i++) {
		if (of[i])
			free(of[i]->id);
		free(of[i]);
	}
	free(of);
	*state = NULL;
}

/* The words of a record may have changed; kinds that aren't searched are ignored. */
static void touch(struct edit *ed, int kind, int64_t id)
{
	const struct crm_kind *k = kind_by_no(kind);
	struct kind_edit *ke = k && search_kind(k) ? edit_kind(ed, k) : NULL;
	struct search_edit *se = ke ? search_of(ed, ke) : NULL;
	const struct run *last = ke && ke->nruns ? &ke->runs[ke->nruns - 1] : NULL;

	if (!se || (last && id >= last->first && id <= last->last) || (se->n && se->id[se->n - 1] == id))
		return;
	GROW(se->id, se->n, se->alloc);
	se->id[se->n++] = id;
}

/* A query that gives ids of records of the kind. */
static enum crm_status touch_found(struct edit *ed, int kind, const char *sql, int64_t id, struct crm_error *e)
{
	struct query q = query_built(ed->c->db, e, sql, id);

	while (query_row(&q))
		touch(ed, kind, db_int(q.st, 0));
	return query_end(&q);
}

/* Records that are found by the name of this one. */
static enum crm_status touch_others(struct edit *ed, int kind, int64_t id, struct crm_error *e)
{
	char sql[160];
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++)
		for (size_t i = 0; i < (*k)->nfields && !s; i++) {
			const struct crm_field *f = &(*k)->fields[i];

			if (f->type != T_REF || f->ref != kind || !search_field(*k, f))
				continue;
			snprintf(sql, sizeof sql, "SELECT id FROM %s WHERE %s = $1", (*k)->table, field_column(f));
			s = touch_found(ed, (*k)->no, sql, id, e);
		}
	return s;
}

/* A field the user has declared comes or goes with the texts it holds. */
static enum crm_status touch_custom(struct edit *ed, int64_t field, struct crm_error *e)
{
	const struct crm_kind *k;
	int64_t kind;
	bool there;
	char sql[160], table[64], column[32];
	enum crm_status s = db_get_int(ed->c->db, e, &kind, 0, "SELECT kind FROM field WHERE id = $1", 1, field);

	k = kind_by_no((int)kind);
	if (s || !k || !search_kind(k))
		return s;
	snprintf(table, sizeof table, "%s_x", k->table);
	snprintf(column, sizeof column, "x_%lld", (long long)field);
	s = schema_has_column(ed->c->db, table, column, &there, e);
	if (s || !there)
		return s;
	snprintf(sql, sizeof sql, "SELECT id FROM %s WHERE %s IS NOT NULL AND id > $1", table, column);
	return touch_found(ed, k->no, sql, 0, e);
}

static void touch_owner(struct edit *ed, const struct kind_edit *ke, const struct value *v)
{
	if (v)
		touch(ed, (int)v[edit_slot(ke, CHILD_KIND)].i, v[edit_slot(ke, CHILD_RECORD)].i);
}

static enum crm_status changed(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old,
                               const struct value *v, uint64_t mask, struct crm_error *e)
{
	struct search_edit *se = search_of(ed, ke);

	if (!old && !v && !id)
		se->all |= se->records;
	if (se->child) {
		touch_owner(ed, ke, old);
		touch_owner(ed, ke, v);
	}
	if (se->records && id && ((mask & se->own) || (!old && !v)))
		touch(ed, ke->k->no, id);
	if (mask & se->others)
		return touch_others(ed, ke->k->no, id, e);
	return ke->k->no == KIND_FIELD ? touch_custom(ed, id, e) : CRM_OK;
}

/* ---- before the commit ---- */

struct flush { struct edit *ed; struct kind_edit *ke; struct search_document d; struct crm_error *e; };

/* Those of the reader's range; with ids those of its set, n of them in their order: what isn't read
 * has no document any more. */
static enum crm_status put(struct flush *f, struct search_reader *r, bool fresh, const int64_t *ids, size_t n)
{
	struct db *db = f->ed->c->db;
	int kind = f->ke->k->no;
	const struct search_piece *p;
	enum crm_status s = CRM_OK;
	int64_t id;
	size_t np, i = 0;

	while (!s && search_reader_next(r, &id, &p, &np)) {
		for (; i < n && ids[i] < id && !s; i++)
			s = search_drop(db, kind, ids[i], f->e);
		i += n != 0;
		search_document_fill(&f->d, p, np);
		if (!s)
			s = (fresh ? search_add : search_put)(db, kind, id, &f->d.words, f->e);
	}
	s = s ? s : search_reader_status(r);
	for (; i < n && !s; i++)
		s = search_drop(db, kind, ids[i], f->e);
	return s;
}

/* Lists of new records can only be new themselves: children of kinds that got no rows needn't be
 * looked for. */
static uint64_t childless(const struct edit *ed)
{
	uint64_t kinds = 0;

	for (int i = 0; i < KIND_NUMBERS; i++)
		if (!ed->kind[i] || !ed->kind[i]->nruns)
			kinds |= UINT64_C(1) << i;
	return kinds;
}

static enum crm_status put_new(struct flush *f)
{
	struct db *db = f->ed->c->db;
	struct search_reader *r;
	enum crm_status s = search_reader_open(&r, db, f->ke->k, SEARCH_BY_RANGE, childless(f->ed), f->e);

	for (size_t i = 0; i < f->ke->nruns && !s; i++) {
		search_reader_range(r, f->ke->runs[i].first, f->ke->runs[i].last, f->e);
		s = put(f, r, true, NULL, 0);
		if (!s)
			s = search_added(db, f->ke->k->no, f->ke->runs[i].first, f->ke->runs[i].last, f->e);
	}
	search_reader_close(r);
	return s;
}

static enum crm_status put_all(struct flush *f)
{
	struct search_reader *r;
	enum crm_status s = search_reader_open(&r, f->ed->c->db, f->ke->k, SEARCH_BY_RANGE, 0, f->e);

	if (!s) {
		search_reader_range(r, 1, INT64_MAX, f->e);
		s = put(f, r, false, NULL, 0);
	}
	search_reader_close(r);
	return s;
}

#define BLOCK 1000

static enum crm_status put_touched(struct flush *f, struct search_edit *se)
{
	struct search_reader *r;
	enum crm_status s = search_reader_open(&r, f->ed->c->db, f->ke->k, SEARCH_BY_SET, 0, f->e);
	size_t n = 0;

	if (se->n)
		qsort(se->id, se->n, sizeof *se->id, int64_compare);
	for (size_t i = 0; i < se->n; i++)
		if (!n || se->id[n - 1] != se->id[i])
			se->id[n++] = se->id[i];
	se->n = n;
	for (size_t i = 0; i < se->n && !s; i += n) {
		n = se->n - i < BLOCK ? se->n - i : BLOCK;
		search_reader_set(r, se->id + i, n, f->e);
		s = put(f, r, false, se->id + i, n);
	}
	search_reader_close(r);
	return s;
}

static enum crm_status flush(struct edit *ed, struct crm_error *e)
{
	struct flush f = {.ed = ed, .d = {{STRBUF_INIT, STRBUF_INIT, STRBUF_INIT}, STRBUF_INIT, {{NULL}, {0}}}, .e = e};
	enum crm_status s = CRM_OK;

	for (int i = 0; i < KIND_NUMBERS && !s && !ed->opt.dry_run; i++) {
		struct search_edit *se;

		f.ke = ed->kind[i];
		if (!f.ke || !search_kind(f.ke->k))
			continue;
		se = search_of(ed, f.ke);
		if (f.ke->nruns)
			s = put_new(&f);
		if (!s && se->all)
			s = put_all(&f);
		if (!s && se->n)
			s = put_touched(&f, se);
	}
	search_document_free(&f.d);
	return s;
}

const struct edit_observer observe_search = {.row = changed, .flush = flush, .release = release};
