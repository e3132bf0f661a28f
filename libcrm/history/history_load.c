/* history_load.c - cells and removed rows read ahead, for many records at once: what looks at them
 * one by one, as a line of the history does, finds them here.
 *
 * A record that was asked for and isn't here isn't there; what was never asked for is looked up by
 * itself, as ever. */
#include "history_impl.h"

#include <stdlib.h>
#include "../base/array.h"

struct cell { bool null; int64_t i; size_t n; }; /* of a text: its place and its bytes */
struct removal { int64_t id, batch; size_t at, n; };

/* One peek_load. */
struct loaded {
	const struct crm_kind *k;
	int64_t *asked; size_t nasked;
	const struct crm_field **f; size_t nf;
	int64_t *id; struct cell *cell; size_t n; /* of those that are there; nf cells each */
	bool removed;                             /* asked for as well: */
	struct removal *gone; size_t ngone;       /* by id and batch */
	struct strbuf text;
};

struct peek_ahead { struct loaded *v; size_t n; };

/* ---- reading ---- */

static void choose_fields(struct loaded *l, const char *only)
{
	for (size_t i = 0; i < l->k->nfields; i++) {
		const struct crm_field *f = &l->k->fields[i];

		if (f->type != T_ID && field_is_column(f) && (!only || strcmp(f->name, only) == 0))
			ARRAY_PUSH(l->f, l->nf, f);
	}
}

static enum crm_status load_cells(struct peek *cs, struct loaded *l, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;
	const char *text;
	size_t n = 0;

	sb_adds(&sql, "SELECT id");
	for (size_t i = 0; i < l->nf; i++)
		sb_printf(&sql, ", %s", field_column(l->f[i]));
	sb_printf(&sql, " FROM %s WHERE id IN " DB_AMONG("1") " ORDER BY id", l->k->table);
	q = query_built(cs->c->db, e, sql.buf);
	query_among(&q, 1, l->asked, l->nasked);
	l->id = crm_malloc(l->nasked * sizeof *l->id);
	l->cell = crm_malloc((l->nasked * l->nf + 1) * sizeof *l->cell);
	for (; query_row(&q); l->n++) {
		l->id[l->n] = db_int(q.st, 0);
		for (size_t i = 0; i < l->nf; i++) {
			struct cell *x = &l->cell[l->n * l->nf + i];

			*x = (struct cell){.null = db_null(q.st, (int)i + 1)};
			if (!history_text_field(l->f[i])) {
				x->i = db_int(q.st, (int)i + 1);
				continue;
			}
			text = db_text(q.st, (int)i + 1, &n);
			x->i = (int64_t)l->text.len;
			x->n = n;
			sb_add(&l->text, text ? text : "", text ? n + 1 : 1); /* with its NUL */
		}
	}
	sb_release(&sql);
	return query_end(&q);
}

static enum crm_status load_removed(struct peek *cs, struct loaded *l, struct crm_error *e)
{
	struct query q = query(cs->c->db, e,
	                       "SELECT id, batch, row FROM removed WHERE kind=$2 AND id IN " DB_AMONG("1")
	                       " ORDER BY id, batch");
	const char *text;
	size_t n;

	query_among(&q, 1, l->asked, l->nasked);
	query_int(&q, 2, l->k->no);
	while (query_row(&q)) {
		text = db_text(q.st, 2, &n);
		ARRAY_PUSH(l->gone, l->ngone, (struct removal){db_int(q.st, 0), db_int(q.st, 1), l->text.len, n});
		sb_add(&l->text, text ? text : "", text ? n + 1 : 1);
	}
	return query_end(&q);
}

enum crm_status peek_load(struct peek *cs, const struct crm_kind *k, const char *only, const int64_t *ids, size_t n,
                          bool removed, struct crm_error *e)
{
	struct loaded *l;
	enum crm_status s;

	if (!n)
		return CRM_OK;
	if (!cs->ahead)
		cs->ahead = crm_calloc(1, sizeof *cs->ahead);
	ARRAY_ROOM(cs->ahead->v, cs->ahead->n);
	l = &cs->ahead->v[cs->ahead->n++];
	*l = (struct loaded){.k = k, .removed = removed, .text = STRBUF_INIT};
	l->asked = crm_malloc(n * sizeof *ids);
	memcpy(l->asked, ids, n * sizeof *ids);
	l->nasked = n;
	choose_fields(l, only);
	s = load_cells(cs, l, e);
	return s || !removed ? s : load_removed(cs, l, e);
}

void peek_forget(struct peek *cs)
{
	for (size_t i = 0; cs->ahead && i < cs->ahead->n; i++) {
		struct loaded *l = &cs->ahead->v[i];

		free(l->asked);
		free(l->f);
		free(l->id);
		free(l->cell);
		free(l->gone);
		sb_release(&l->text);
	}
	if (cs->ahead)
		free(cs->ahead->v);
	free(cs->ahead);
	cs->ahead = NULL;
}

/* ---- looking ---- */

static const int64_t *find(const int64_t *ids, size_t n, int64_t id)
{
	return n ? bsearch(&id, ids, n, sizeof id, int64_compare) : NULL;
}

static int place_of(const struct loaded *l, const struct crm_field *f)
{
	for (size_t i = 0; i < l->nf; i++)
		if (l->f[i]->no == f->no)
			return (int)i;
	return -1;
}

bool peek_ahead(struct peek *cs, const struct crm_kind *k, const struct crm_field *f, int64_t id, struct value *v,
                bool *found)
{
	for (size_t i = 0; cs->ahead && i < cs->ahead->n; i++) {
		const struct loaded *l = &cs->ahead->v[i];
		int at = l->k == k && f->type != T_ID ? place_of(l, f) : -1;
		const int64_t *row;

		if (l->k != k || (at < 0 && f->type != T_ID) || !find(l->asked, l->nasked, id))
			continue;
		row = find(l->id, l->n, id);
		*found = row != NULL;
		*v = row && at < 0 ? VALUE_INT(id) : VALUE_NULL;
		if (row && at >= 0) {
			const struct cell *x = &l->cell[(size_t)(row - l->id) * l->nf + (size_t)at];

			if (!x->null)
				*v = history_text_field(f) ? (struct value){V_TEXT, 0, l->text.buf + x->i, x->n}
				                           : VALUE_INT(x->i);
		}
		return true;
	}
	return false;
}

/* The last row of a record that was removed, by a batch or (0) by any; *known: it was asked for. */
static const struct removal *removal(struct peek *cs, const struct crm_kind *k, int64_t id, int64_t batch,
                                     const struct loaded **in)
{
	*in = NULL;
	for (size_t i = 0; cs->ahead && i < cs->ahead->n && !*in; i++) {
		const struct loaded *l = &cs->ahead->v[i];

		if (l->k == k && l->removed && find(l->asked, l->nasked, id))
			*in = l;
	}
	for (size_t lo = 0, hi = *in ? (*in)->ngone : 0; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;
		const struct removal *x = &(*in)->gone[mid];

		if (x->id == id && (batch ? x->batch == batch : mid + 1 == (*in)->ngone || x[1].id != id))
			return x;
		if (x->id < id || (x->id == id && (!batch || x->batch < batch)))
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

enum crm_status peek_removed(struct peek *cs, const struct crm_kind *k, int64_t id, struct history_row *row,
                             bool *found, struct crm_error *e)
{
	const struct loaded *l;
	const struct removal *x = removal(cs, k, id, 0, &l);

	if (!l)
		return history_row_removed(cs->c, k, id, row, found, e);
	*found = x != NULL;
	return x ? history_row_parse(cs->c, k, l->text.buf + x->at, x->n, row, e) : CRM_OK;
}

bool peek_removal(struct peek *cs, const struct crm_kind *k, int64_t id, int64_t batch, const char **json, size_t *n)
{
	const struct loaded *l;
	const struct removal *x = removal(cs, k, id, batch, &l);

	*json = x ? l->text.buf + x->at : NULL;
	*n = x ? x->n : 0;
	return l != NULL;
}
