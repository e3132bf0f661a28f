/* edit_alike.c - records that are told apart by nothing but their values: what assignments would do
 * to a record, and those whose values are the same.
 *
 * Records without names are found by a hash of the columns that a file gives, of all there are,
 * made once; the few it finds are compared. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../same/identity.h"

/* ---- what it would do ---- */

static void effect_of_cells(const struct draft *d, enum edit_effect *effect, const struct crm_field **f)
{
	for (int i = 0; i < d->ke->ncol; i++) {
		if (value_equal(d->old[i], d->v[i]) || d->ke->col[i]->first_of)
			continue;
		if (d->old[i].is != V_NULL) {
			*effect = EFFECT_REPLACES;
			*f = d->ke->col[i];
			return;
		}
		*effect = EFFECT_FILLS;
	}
	for (size_t i = 0; i < d->ncustom; i++) {
		const struct custom_value *cv = &d->custom[i];

		if (value_equal(cv->old, cv->v))
			continue;
		*effect = cv->old.is != V_NULL ? EFFECT_REPLACES : EFFECT_FILLS;
		*f = cv->f;
		if (*effect == EFFECT_REPLACES)
			return;
	}
}

static void effect_of_lists(const struct draft *d, enum edit_effect *effect, const struct crm_field **f)
{
	for (size_t i = 0; i < d->nlist && *effect != EFFECT_REPLACES; i++) {
		const struct list_edit *l = &d->list[i];

		if (!l->changed)
			continue;
		*effect = l->old.n && (l->equal || l->first) ? EFFECT_REPLACES : EFFECT_FILLS;
		*f = l->f;
	}
}

enum crm_status edit_effect_of(struct edit *ed, const struct crm_kind *k, int64_t id, const struct assign *a, size_t n,
                               const struct value_format *fmt, enum edit_effect *effect, const struct crm_field **f,
                               struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct draft *d = draft_begin(ed, k, a, n, fmt);
	enum crm_status s = draft_load(ed, d, id, &own);

	*effect = EFFECT_NONE;
	*f = NULL;
	if (!s)
		s = draft_judge(ed, d, &own);
	if (!s)
		effect_of_cells(d, effect, f);
	if (!s)
		effect_of_lists(d, effect, f);
	if (s && s <= CRM_DATA) { /* what is wrong is told by who writes it */
		*effect = EFFECT_REPLACES;
		s = CRM_OK;
	} else if (s) {
		crm_fail(e, s, "%s", own.n ? own.list[0].text : "cannot be compared");
	}
	crm_error_clear(&own);
	return s;
}

enum crm_status edit_alike(struct edit *ed, struct identity *in, size_t i, const struct assign *a, size_t n,
                           const struct value_format *fmt, edit_agrees *agrees, void *arg, int64_t *id,
                           struct crm_error *e)
{
	size_t count;
	const int64_t *ids = identity_namesakes(in, i, &count);
	const struct crm_field *f;
	enum edit_effect effect;
	enum crm_status s = CRM_OK;

	*id = 0;
	for (size_t k = 0; k < count && !*id && !s; k++) {
		bool yes;

		s = edit_effect_of(ed, identity_of(in), ids[k], a, n, fmt, &effect, &f, e);
		yes = !s && effect == EFFECT_NONE;
		if (yes && agrees)
			s = agrees(arg, ids[k], &yes, e);
		*id = yes ? ids[k] : 0;
	}
	return s;
}

/* ---- twins: records of equal columns ---- */

struct twin_hash { uint64_t hash; int64_t id; };
struct edit_twins {
	const struct crm_kind *k;
	uint64_t mask; /* of its columns */
	struct twin_hash *v; size_t n;
	size_t first, met; /* of the record that was to be added */
	bool looks, only; /* twins are looked for; only that */
};

static uint64_t hash_value(uint64_t h, const struct crm_field *f, struct value v)
{
	int64_t i = f->type == T_INSTANT ? v.i / 1000 : v.i; /* it is printed to the second */
	const unsigned char *p = v.is == V_TEXT ? (const unsigned char *)v.s : (const unsigned char *)&i;
	size_t n = v.is == V_TEXT ? v.n : v.is == V_INT ? sizeof i : 0;

	h = (h ^ (uint64_t)v.is) * UINT64_C(1099511628211);
	for (size_t k = 0; k < n; k++)
		h = (h ^ p[k]) * UINT64_C(1099511628211);
	return h;
}

static uint64_t hash_row(const struct kind_edit *ke, uint64_t mask, const struct value *v)
{
	uint64_t h = UINT64_C(1469598103934665603);

	for (int i = 0; i < ke->ncol; i++)
		if (mask >> i & 1)
			h = hash_value(h, ke->col[i], v[i]);
	return h;
}

static int by_hash(const void *a, const void *b)
{
	const struct twin_hash *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return int64_order(x->id, y->id);
}

static enum crm_status read_twins(struct edit *ed, struct kind_edit *ke, struct edit_twins *t, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct value v[EDIT_COLUMNS] = {0};
	struct query q;

	sb_adds(&sql, "SELECT id");
	for (int i = 0; i < ke->ncol; i++)
		if (t->mask >> i & 1)
			sb_printf(&sql, ", %s", field_column(ke->col[i]));
	sb_printf(&sql, " FROM %s ORDER BY id", ke->k->table);
	q = query_built(ed->c->db, e, sql.buf);
	sb_release(&sql);
	while (query_row(&q)) {
		for (int i = 0, col = 1; i < ke->ncol; i++)
			if (t->mask >> i & 1)
				v[i] = read_column(q.st, col++, ke->col[i]);
		ARRAY_PUSH(t->v, t->n, (struct twin_hash){hash_row(ke, t->mask, v), db_int(q.st, 0)});
	}
	if (t->n)
		qsort(t->v, t->n, sizeof *t->v, by_hash);
	return query_end(&q);
}

enum crm_status edit_twins_open(struct edit *ed, const struct crm_kind *k, const struct crm_field *const *f, size_t n,
                                struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct edit_twins *t = crm_calloc(1, sizeof *t);

	t->k = ke->k;
	for (size_t i = 0; i < n; i++)
		if (field_is_column(f[i]) && f[i]->class == C_STORED && !(f[i]->flags & F_TAKEN) && !f[i]->first_of)
			t->mask |= edit_bit(ke, f[i]->no);
	ed->twins = t;
	return t->mask ? read_twins(ed, ke, t, e) : CRM_OK;
}

void twins_free(struct edit *ed)
{
	if (ed->twins)
		free(ed->twins->v);
	free(ed->twins);
	ed->twins = NULL;
}

bool twins_met(struct edit *ed, const struct draft *d)
{
	struct edit_twins *t = ed->twins;
	struct twin_hash key;
	size_t low = 0, high;

	if (!t || !t->looks || d->ke->k != t->k)
		return false;
	key = (struct twin_hash){hash_row(d->ke, t->mask, d->v), 0};
	for (high = t->n; low < high;) {
		size_t mid = low + (high - low) / 2;

		if (t->v[mid].hash < key.hash)
			low = mid + 1;
		else
			high = mid;
	}
	t->first = low;
	for (t->met = 0; low + t->met < t->n && t->v[low + t->met].hash == key.hash;)
		t->met++;
	return t->only || t->met > 0;
}

bool edit_twins_known(const struct edit *ed) { return ed->twins != NULL; }
bool edit_has_twins(const struct edit *ed) { return ed->twins && ed->twins->n; }

enum crm_status edit_add_or_twin(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n,
                                 size_t own, const struct value_format *fmt, edit_agrees *agrees, void *arg, bool only,
                                 int64_t *id, bool *there, struct crm_error *e)
{
	struct edit_twins *t = ed->twins;
	enum edit_effect effect;
	const struct crm_field *f;
	enum crm_status s;

	*there = false;
	t->looks = true;
	t->only = only;
	t->met = 0;
	s = edit_add(ed, k, a, n, fmt, id, e);
	t->looks = false;
	for (size_t i = 0; i < t->met && !s && !*there; i++) {
		int64_t twin = t->v[t->first + i].id;

		s = agrees(arg, twin, there, e);
		if (s || !*there)
			continue;
		s = edit_effect_of(ed, k, twin, a + own, n - own, fmt, &effect, &f, e);
		*there = effect == EFFECT_NONE;
		*id = twin;
	}
	return s || *there || only || !t->met ? s : edit_add(ed, k, a, n, fmt, id, e);
}
