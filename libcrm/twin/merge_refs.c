/* merge_refs.c - what refers to the record that goes, refers to the one that stays; what both have
 * is there once. */
#include "merge_impl.h"

#include <stdlib.h>
#include "../model/catalog.h"
#include "../model/list.h"
#include "../people/people_kinds.h"

/* ---- which rows are the same ---- */

/* The statement finds a row other than $1 that is the same once references lead to the survivor: $2
 * and $3 are the first two fields of the child kind, $4 the record of an element that is one; of a
 * statement of the kind's own the day. */
static bool same_sql(const struct crm_kind *child, struct strbuf *sql)
{
	const struct list_form *l = child->list;

	if (!l || l->same) {
		sb_adds(sql, l ? l->same : "");
		return l;
	}
	sb_printf(sql, "SELECT z.id FROM %s z WHERE z.kind=$2 AND z.record=$3 AND z.id<>$1 AND ", child->table);
	list_key(child, "z", sql);
	if (l->ref) {
		sb_adds(sql, "=$4");
		if (l->word) /* the label of both, or of one alone */
			sb_printf(sql,
			          " AND (z.%s IS NULL OR coalesce((SELECT x.%s FROM %s x WHERE x.id=$1), z.%s)=z.%s)",
			          list_column(child, l->word), list_column(child, l->word), child->table,
			          list_column(child, l->word), list_column(child, l->word));
		return true;
	}
	sb_adds(sql, "=(SELECT ");
	list_key(child, "x", sql);
	sb_printf(sql, " FROM %s x WHERE x.id=$1)", child->table);
	return true;
}

/* ---- which fields can refer to the kind ---- */

/* An element of a list of its owner, which is told as a change of that. */
static bool listed(const struct crm_kind *child)
{
	for (const struct crm_kind *const *k = crm_kinds; *k && kind_field(child, "record"); k++)
		if (kind_list(*k, child->no))
			return true;
	return false;
}

static const struct crm_field *place_of(const struct crm_kind *k, const struct crm_field *f)
{
	const struct crm_field *pos = kind_field(k, "pos");

	if (!(f->flags & F_OWNER))
		return NULL;
	return pos ? pos : k->no == KIND_LINE ? kind_field(k, "position") : NULL;
}

static void find_sql(const struct merger *m, const struct merge_ref *r, struct strbuf *sql)
{
	if (r->f->flags & F_CUSTOM)
		sb_printf(sql, "SELECT id FROM %s_x WHERE x_%d = $1", r->k->table, r->f->no - FIELD_CUSTOM);
	else
		sb_printf(sql, "SELECT id FROM %s WHERE %s = $1", r->k->table, field_column(r->f));
	if (!r->f->ref)
		sb_printf(sql, " AND kind = %d", m->k->no);
	if (r->k == m->k) /* their own cells are single values */
		sb_adds(sql, " AND id NOT IN ($1, $2)");
	sb_adds(sql, " ORDER BY ");
	if (r->place)
		sb_printf(sql, "%s, ", field_column(r->place));
	sb_adds(sql, "id");
}

static enum crm_status add_ref(struct merger *m, const struct crm_kind *k, const struct crm_field *f)
{
	struct strbuf sql = STRBUF_INIT;
	struct merge_ref *r;
	enum crm_status s;

	if (f->type != T_REF || (f->ref ? f->ref != m->k->no : !kind_field(k, "kind")))
		return CRM_OK;
	if (!(f->flags & F_CUSTOM) && (!field_is_column(f) || f->class != C_STORED))
		return CRM_OK;
	GROW(m->ref, m->nref, m->aref);
	r = &m->ref[m->nref++];
	*r = (struct merge_ref){.k = k, .f = f, .place = place_of(k, f)};
	r->listed = (k->flags & K_CHILD) && listed(k);
	find_sql(m, r, &sql);
	s = db_prepare(m->c->db, &r->find, sql.buf, m->e);
	sb_reset(&sql);
	if (!s && same_sql(k, &sql))
		s = db_prepare(m->c->db, &r->same_st, sql.buf, m->e);
	sb_release(&sql);
	return s;
}

/* Custom fields that were retired hold their values too. */
static enum crm_status add_customs(struct merger *m, const struct crm_kind *k)
{
	struct kind_edit *ke = edit_kind(m->ed, k);
	enum crm_status s = custom_columns(m->ed, ke, m->e);

	for (size_t i = 0; i < ke->ncustom && !s; i++) {
		const struct crm_field *f = catalog_field_no(m->c, k, FIELD_CUSTOM + (int)ke->custom[i].field);

		if (f)
			s = add_ref(m, k, f);
	}
	return s;
}

enum crm_status merge_refs_prepare(struct merger *m)
{
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++) {
		for (size_t i = 0; i < (*k)->nfields && !s; i++)
			s = add_ref(m, *k, &(*k)->fields[i]);
		if (!s && ((*k)->flags & K_COMMON))
			s = add_customs(m, *k);
	}
	return s;
}

void merge_refs_free(struct merger *m)
{
	for (size_t i = 0; i < m->nref; i++) {
		db_finalize(m->ref[i].find);
		db_finalize(m->ref[i].same_st);
	}
	free(m->ref);
}

/* ---- one row ---- */

struct rows { int64_t *id; size_t n; };

static enum crm_status read_rows(struct query q, struct rows *rows)
{
	rows->n = 0;
	return query_ids(&q, &rows->id, &rows->n);
}

static enum crm_status cell(struct merger *m, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                            struct value *v)
{
	bool found;

	return peek_read(&m->peek, k, f, id, v, &found, m->e);
}

/* A cell with another value, nothing told. Texts are copied: the row they are read from may change
 * under them. */
static enum crm_status put(struct merger *m, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                           struct value v)
{
	struct value old;
	enum crm_status s;

	if (v.is == V_TEXT)
		v.s = arena_strndup(&m->arena, v.s, v.n);
	s = cell(m, k, f, id, &old);
	if (s || value_equal(old, v))
		return s;
	if (old.is == V_TEXT)
		old.s = arena_strndup(&m->arena, old.s, old.n);
	return edit_row_set(m->ed, k, id, f, old, v, m->e);
}

/* A reference of a row as it will be. */
static enum crm_status mapped(struct merger *m, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                              struct value *v)
{
	struct value kind = VALUE_INT(f->ref);
	enum crm_status s = cell(m, k, f, id, v);

	if (!s && f->type == T_REF && !f->ref)
		s = cell(m, k, kind_field(k, "kind"), id, &kind);
	if (f->type == T_REF && kind.i == m->k->no && v->is == V_INT && v->i == m->gone)
		v->i = m->keep;
	return s;
}

static enum crm_status find_same(struct merger *m, const struct merge_ref *r, int64_t id, int64_t *other)
{
	const struct list_form *l = r->k->list;
	const int bind[] = {CHILD_KIND, CHILD_RECORD, l && !l->same ? l->ref : 0};
	struct query q;

	*other = 0;
	if (!r->same_st)
		return CRM_OK;
	q = query_again(r->same_st, m->e, id);
	for (int i = 0; i < 3 && bind[i] && !q.s; i++) {
		struct value v;

		q.s = mapped(m, r->k, kind_field_no(r->k, bind[i]), id, &v);
		bind_value(q.st, i + 2, v);
	}
	if (l->same && strstr(l->same, "$4"))
		query_int(&q, 4, m->c->today);
	return query_get(&q, other, 0);
}

/* Whether the other one goes: of two places in the list of one record the first stays, so that who
 * leads it does; of two words of one time in a log the last. */
static enum crm_status other_goes(struct merger *m, const struct merge_ref *r, int64_t id, int64_t other, bool *yes)
{
	const struct crm_field *pos = kind_field(r->k, "pos");
	struct value x, y;
	enum crm_status s;

	*yes = r->k->log && r->k->log->allows && other < id;
	if (!pos || (r->f->flags & F_OWNER))
		return CRM_OK;
	s = cell(m, r->k, pos, id, &x);
	if (!s)
		s = cell(m, r->k, pos, other, &y);
	*yes = !s && x.i < y.i;
	return s;
}

/* Two functions in one company: one is said to go. */
static enum crm_status note_role(struct merger *m, const struct crm_kind *k, const struct crm_field *f, int64_t stays,
                                 struct value goes)
{
	struct value v;
	enum crm_status s = cell(m, k, f, stays, &v);

	if (!s && v.is == V_TEXT && !value_equal(v, goes))
		crm_note(m->e, "role: '%.*s' stays, '%.*s' in the same company does not", (int)v.n, v.s, (int)goes.n,
		         goes.s);
	return s;
}

/* A person came to a company on the earlier day; one that isn't known is before all others. */
static enum crm_status came_earlier(struct merger *m, const struct crm_kind *k, const struct crm_field *f,
                                    int64_t stays, struct value y)
{
	struct value x;
	enum crm_status s = cell(m, k, f, stays, &x);

	if (s || x.is == V_NULL || (y.is != V_NULL && y.i >= x.i))
		return s;
	return put(m, k, stays, f, y);
}

/* What the row that stays lacks; a person leaves a company on the earlier day. */
static enum crm_status fill_cell(struct merger *m, const struct crm_kind *k, const struct crm_field *f, int64_t stays,
                                 struct value y)
{
	bool first = k->no == KIND_AFFILIATION && f->type == T_DATE;
	struct value x;
	enum crm_status s = CRM_OK;

	if (y.is == V_TEXT)
		y.s = arena_strndup(&m->arena, y.s, y.n);
	if (k->no == KIND_AFFILIATION && f->type == T_TEXT)
		s = note_role(m, k, f, stays, y);
	if (!s)
		s = cell(m, k, f, stays, &x);
	if (!s && (x.is == V_NULL || (first && y.i < x.i)))
		s = put(m, k, stays, f, y);
	return s;
}

static enum crm_status fill(struct merger *m, const struct crm_kind *k, int64_t stays, int64_t goes)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < k->nfields && !s; i++) {
		const struct crm_field *f = &k->fields[i];
		struct value y;

		if (!field_is_column(f) || f->type == T_REF || f->flags & F_INTERNAL)
			continue;
		s = cell(m, k, f, goes, &y);
		if (!s && k->no == KIND_AFFILIATION && f->no == AFFILIATION_FROM)
			s = came_earlier(m, k, f, stays, y);
		else if (!s && y.is != V_NULL)
			s = fill_cell(m, k, f, stays, y);
	}
	return s;
}

/* What it replaces among the first elements asked for. */
static void first_is(struct merger *m, int child, int64_t was, int64_t is)
{
	for (size_t i = 0; i < 2; i++)
		if (m->first[i].child == child && m->first[i].row == was)
			m->first[i].row = is;
}

static enum crm_status drop(struct merger *m, const struct merge_ref *r, int64_t stays, int64_t goes)
{
	enum crm_status s = fill(m, r->k, stays, goes);

	first_is(m, r->k->no, goes, stays);
	return s ? s : edit_row_rm(m->ed, r->k, goes, m->e);
}

/* An element as its list prints it, told as a change of its owner. */
static enum crm_status tell_element(struct merger *m, const struct crm_kind *k, int64_t id)
{
	struct value owner, record = VALUE_NULL, v;
	enum crm_status s = cell(m, k, kind_field(k, "kind"), id, &owner);
	const struct crm_kind *of = s ? NULL : kind_by_no((int)owner.i);
	struct edit_change ch = {.what = "set", .kind = of};

	s = of ? cell(m, k, kind_field(k, "record"), id, &record) : s;
	if (of && kind_list(of, k->no))
		ch.field = kind_list(of, k->no)->name;
	sb_reset(&m->kept);
	for (size_t i = 0; !s && ch.field && i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (!field_is_column(f) || f->flags & F_INTERNAL || !(f->flags & F_SET))
			continue;
		s = cell(m, k, f, id, &v);
		if (!s && v.is != V_NULL) {
			sb_adds(&m->kept, m->kept.len ? ":" : "");
			value_format(m->c, f, v, 0, &m->kept);
		}
	}
	ch.id = record.i;
	ch.new = m->kept.buf;
	if (!s && ch.field)
		m->ed->opt.watch(m->ed->opt.arg, &ch);
	return s;
}

/* What a contact belongs to beside the main company has no id that anybody knows. */
static enum crm_status tell_affiliation(struct merger *m, const struct merge_ref *r, int64_t id)
{
	struct edit_change ch = {.what = "set", .kind = &kind_contact, .field = "companies"};
	struct value contact, company;
	char was[32], is[32];
	enum crm_status s = cell(m, r->k, kind_field(r->k, "contact"), id, &contact);

	if (!s)
		s = cell(m, r->k, kind_field(r->k, "company"), id, &company);
	if (s)
		return s;
	id_format(was, &kind_company, m->gone);
	id_format(is, &kind_company, company.i);
	ch.id = contact.i;
	ch.old = m->k == &kind_company ? was : NULL;
	ch.new = is;
	m->ed->opt.watch(m->ed->opt.arg, &ch);
	return CRM_OK;
}

enum crm_status merge_tell_row(struct merger *m, const struct merge_ref *r, int64_t id)
{
	if (!m->ed->opt.watch)
		return CRM_OK;
	if (r->k->no == KIND_AFFILIATION)
		return tell_affiliation(m, r, id);
	if (r->listed)
		return tell_element(m, r->k, id);
	if (!(r->f->flags & F_INTERNAL))
		edit_tell(m->ed, "set", r->k, id, r->f, VALUE_INT(m->gone), VALUE_INT(m->keep), 0);
	return CRM_OK;
}

static enum crm_status move_row(struct merger *m, const struct merge_ref *r, int64_t id, int64_t *place)
{
	int64_t other;
	bool goes = false;
	enum crm_status s = find_same(m, r, id, &other);

	if (!s && other)
		s = other_goes(m, r, id, other, &goes);
	if (!s && other)
		s = drop(m, r, goes ? id : other, goes ? other : id);
	if (s || (other && !goes))
		return s;
	s = edit_row_set(m->ed, r->k, id, r->f, VALUE_INT(m->gone), VALUE_INT(m->keep), m->e);
	if (!s && r->place)
		s = put(m, r->k, id, r->place, VALUE_INT(++*place));
	return s ? s : merge_tell_row(m, r, id);
}

/* ---- places ---- */

static void owned(const struct merger *m, const struct merge_ref *r, struct strbuf *sql)
{
	sb_printf(sql, " FROM %s WHERE %s = $1", r->k->table, field_column(r->f));
	if (!r->f->ref)
		sb_printf(sql, " AND kind = %d", m->k->no);
}

static enum crm_status last_place(struct merger *m, const struct merge_ref *r, int64_t *place)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	*place = 0;
	if (!r->place)
		return CRM_OK;
	sb_printf(&sql, "SELECT max(%s)", field_column(r->place));
	owned(m, r, &sql);
	s = db_get_int(m->c->db, m->e, place, 0, sql.buf, 1, m->keep);
	sb_release(&sql);
	return s;
}

static enum crm_status in_order(struct merger *m, const struct merge_ref *r, int64_t owner, struct rows *rows)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "SELECT id");
	owned(m, r, &sql);
	sb_printf(&sql, " ORDER BY %s, id", field_column(r->place));
	s = read_rows(query_built(m->c->db, m->e, sql.buf, owner), rows);
	sb_release(&sql);
	return s;
}

static struct merge_first *wanted(struct merger *m, const struct merge_ref *r)
{
	for (size_t i = 0; r->place && i < 2; i++)
		if (m->first[i].child == r->k->no && m->first[i].other)
			return &m->first[i];
	return NULL;
}

/* --take=email=B: the other's first one comes first. */
static enum crm_status remember_first(struct merger *m, const struct merge_ref *r, struct rows *rows)
{
	struct merge_first *first = wanted(m, r);
	enum crm_status s = first ? in_order(m, r, m->gone, rows) : CRM_OK;

	if (first)
		first->row = !s && rows->n ? rows->id[0] : 0;
	return s;
}

static enum crm_status put_first(struct merger *m, const struct merge_ref *r, struct rows *rows)
{
	struct merge_first *first = wanted(m, r);
	enum crm_status s = CRM_OK;
	int64_t place = 1;

	if (!first || !first->row)
		return CRM_OK;
	s = in_order(m, r, m->keep, rows);
	if (!s)
		s = put(m, r->k, first->row, r->place, VALUE_INT(1));
	for (size_t i = 0; i < rows->n && !s; i++)
		if (rows->id[i] != first->row)
			s = put(m, r->k, rows->id[i], r->place, VALUE_INT(++place));
	return s;
}

/* ---- all of them ---- */

static enum crm_status move_rows(struct merger *m, const struct merge_ref *r, struct rows *rows)
{
	int64_t place = 0;
	enum crm_status s = remember_first(m, r, rows);
	struct query find = query_again(r->find, m->e, m->gone);

	if (r->k == m->k)
		query_int(&find, 2, m->keep);
	if (!s)
		s = read_rows(find, rows);
	if (!s && rows->n)
		s = last_place(m, r, &place);
	for (size_t i = 0; i < rows->n && !s; i++)
		s = move_row(m, r, rows->id[i], &place);
	return s ? s : put_first(m, r, rows);
}

enum crm_status merge_refs(struct merger *m)
{
	struct rows rows = {0};
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < m->nref && !s; i++)
		s = move_rows(m, &m->ref[i], &rows);
	free(rows.id);
	return s;
}
