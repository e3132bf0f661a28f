/* rollup.c - what the program keeps in a row about other rows, computed afresh for the records
 * touched. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/ascii.h"
#include "../ask/select.h"

void edit_touch(struct edit *ed, int kind, int64_t id)
{
	const struct crm_kind *k = kind_by_no(kind); /* NULL where a damaged row names none */
	struct kind_edit *ke = k ? edit_kind(ed, k) : NULL;

	if (!ke || (ke->ntouched && ke->touched[ke->ntouched - 1] == id))
		return;
	GROW(ke->touched, ke->ntouched, ke->atouched);
	ke->touched[ke->ntouched++] = id;
}

/* ---- which cells a row's own roll-ups read ---- */

static bool computed(const struct crm_field *f)
{
	return f->class == C_ROLLED && f->expr;
}

static bool mentions(const char *expr, const char *column)
{
	size_t n = strlen(column);

	for (const char *p = expr; (p = strstr(p, "@.")); p += 2)
		if (strncmp(p + 2, column, n) == 0 && p[n + 2] != '_' && !ascii_alpha(p[n + 2]) &&
		    !ascii_digit(p[n + 2]))
			return true;
	return false;
}

static uint64_t cells_read(const struct kind_edit *ke)
{
	uint64_t mask = 0;

	for (int i = 0; i < ke->ncol; i++)
		for (int j = 0; j < ke->ncol; j++)
			if (computed(ke->col[j]) && (i == j || mentions(ke->col[j]->expr, field_column(ke->col[i]))))
				mask |= UINT64_C(1) << i;
	return mask;
}

static void touch_own(struct edit *ed, struct kind_edit *ke, int64_t id, uint64_t mask)
{
	if (!ke->reads_known)
		ke->reads = cells_read(ke);
	ke->reads_known = true;
	if (ke->reads & mask)
		edit_touch(ed, ke->k->no, id);
}

/* ---- which rows others are rolled up from ---- */

static void touch_owners(struct edit *ed, const struct kind_edit *ke, const struct value *v)
{
	for (const struct rolled *r = rules_of(ke->k)->owners; r && r->column; r++) {
		struct value ref = v[edit_slot(ke, r->column)];

		if (ref.is == V_INT && (r->kind || !ed->drafting))
			edit_touch(ed, r->kind ? r->kind : (int)v[edit_slot(ke, CHILD_KIND)].i, ref.i);
	}
}

static enum crm_status changed(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old,
                               const struct value *v, uint64_t mask, struct crm_error *e)
{
	(void)e;
	if (!old && mask)
		return CRM_OK;
	if (old && v && !ed->drafting)
		touch_own(ed, ke, id, mask);
	if (old)
		touch_owners(ed, ke, old);
	if (v)
		touch_owners(ed, ke, v);
	return CRM_OK;
}

/* ---- computing ---- */

static enum crm_status prepare(struct edit *ed, struct kind_edit *ke, struct stmt **st, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "SELECT r.id");
	for (int i = 0; i < ke->ncol; i++) {
		if (!computed(ke->col[i]))
			continue;
		sb_printf(&sql, ", r.%s, ", field_column(ke->col[i]));
		field_expand(ed->c, ke->col[i]->expr, "r", &sql);
	}
	sb_printf(&sql, " FROM %s r WHERE r.id = $1", ke->k->table);
	s = db_prepare(ed->c->db, st, sql.buf, e);
	sb_release(&sql);
	return s;
}

static enum crm_status recompute(struct edit *ed, struct kind_edit *ke, struct stmt *st, int64_t id,
                                 struct crm_error *e)
{
	struct value old[EDIT_COLUMNS] = {0}, v[EDIT_COLUMNS] = {0};
	struct query q = query_again(st, e, id);
	bool there = query_row(&q);
	uint64_t mask = 0;
	int col = 1;

	for (int i = 0; i < ke->ncol && there; i++) {
		if (!computed(ke->col[i]))
			continue;
		old[i] = read_column(st, col++, ke->col[i]);
		v[i] = read_column(st, col++, ke->col[i]);
		if (!value_equal(old[i], v[i]))
			mask |= UINT64_C(1) << i;
	}
	if (mask)
		q.s = row_update(ed, ke, id, NULL, v, mask, NULL, e);
	for (int i = 0; i < ke->ncol && !q.s; i++)
		if ((mask >> i & 1) && (ke->col[i]->flags & F_QUIET))
			q.s = edit_log(ed, ke->k->no, id, ke->col[i]->no, old[i], v[i], e);
	return query_end(&q);
}

static enum crm_status rollup_kind(struct edit *ed, struct kind_edit *ke, struct crm_error *e)
{
	struct stmt *st = NULL;
	bool any = false;
	enum crm_status s = CRM_OK;

	for (int i = 0; i < ke->ncol; i++)
		any = any || computed(ke->col[i]);
	if (!ke->ntouched || !any)
		return CRM_OK;
	qsort(ke->touched, ke->ntouched, sizeof *ke->touched, int64_compare);
	s = prepare(ed, ke, &st, e);
	for (size_t i = 0; i < ke->ntouched && !s; i++)
		if (!i || ke->touched[i] != ke->touched[i - 1])
			s = recompute(ed, ke, st, ke->touched[i], e);
	db_finalize(st);
	ke->ntouched = 0;
	return s;
}

/* First those that others are rolled up from. */
static enum crm_status flush(struct edit *ed, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < KIND_NUMBERS && !s; i++)
			if (ed->kind[i] && (pass == 0) == (rules_of(ed->kind[i]->k)->owners != NULL))
				s = rollup_kind(ed, ed->kind[i], e);
	return s;
}

const struct edit_observer observe_rollups = {.row = changed, .flush = flush};
