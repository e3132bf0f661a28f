/* edit_rm.c - removing a record: refused while others refer to it, what it owns goes with it. */
#include "edit_impl.h"

#include <stdlib.h>

/* ---- who refers to it ---- */

static void plural(struct strbuf *out, int64_t n, const char *name)
{
	size_t len = strlen(name);

	sb_addint(out, n);
	sb_addc(out, ' ');
	if (n == 1)
		sb_adds(out, name);
	else if (name[len - 1] == 'y')
		sb_printf(out, "%.*sies", (int)len - 1, name);
	else
		sb_printf(out, "%ss", name);
}

static bool holds(const struct crm_field *f)
{
	return f->type == T_REF && field_is_column(f) && !(f->flags & (F_OWNER | F_LOOSE));
}

/* One sum per kind: a company may be an offer's company in one column and in another. */
static enum crm_status count_kind(struct edit *ed, const struct crm_kind *from, const struct crm_kind *to, int64_t id,
                                  int64_t *n, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	const struct crm_field *f;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < from->nfields; i++) {
		f = &from->fields[i];
		if (f->ref == to->no && holds(f))
			sb_printf(&sql, "%s%s = $1", sql.len ? " OR " : "", field_column(f));
	}
	for (size_t i = 0; (f = catalog_at(ed->c, from, i)); i++)
		if ((f->flags & F_CUSTOM) && f->type == T_REF && f->ref == to->no)
			sb_printf(&sql, "%sid IN (SELECT x.id FROM %s_x x WHERE x.%s = $1)", sql.len ? " OR " : "",
			          from->table, field_column(f));
	*n = 0;
	if (sql.len) {
		struct strbuf full = STRBUF_INIT;

		/* a record that refers to itself doesn't hold itself */
		sb_printf(&full, "SELECT count(*) FROM %s WHERE (%s)%s", from->table, sql.buf,
		          from->no == to->no ? " AND id <> $1" : "");
		s = db_get_int(ed->c->db, e, n, 0, full.buf, 1, id);
		sb_release(&full);
	}
	sb_release(&sql);
	return s;
}

static enum crm_status refuse(const struct crm_kind *k, int64_t id, const char *name, const struct strbuf *counts,
                              int64_t total, struct crm_error *e)
{
	char text[32];

	if (k->flags & K_NAMED)
		return crm_fail(e, CRM_FORBIDDEN, "%s %s to %s '%s'", counts->buf, total == 1 ? "refers" : "refer",
		                k->name, name);
	id_format(text, k, id);
	return crm_fail(e, CRM_FORBIDDEN, "%s %s to %s", counts->buf, total == 1 ? "refers" : "refer", text);
}

static enum crm_status check_free(struct edit *ed, const struct crm_kind *k, int64_t id, const char *name,
                                  struct crm_error *e)
{
	struct strbuf counts = STRBUF_INIT;
	int64_t n, total = 0;
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *from = crm_kinds; *from && !s; from++) {
		s = count_kind(ed, *from, k, id, &n, e);
		if (n) {
			sb_adds(&counts, counts.len ? ", " : "");
			plural(&counts, n, rules_of(*from)->counted ? rules_of(*from)->counted : (*from)->name);
		}
		total += n;
	}
	n = 0;
	if (!s && rules_of(k)->history.sql)
		s = edit_get(ed, e, &n, rules_of(k)->history.sql, id);
	if (!s && n) {
		sb_adds(&counts, counts.len ? ", " : "");
		plural(&counts, n, rules_of(k)->history.name);
		total += n;
	}
	if (!s && total)
		s = refuse(k, id, name, &counts, total, e);
	sb_release(&counts);
	return s;
}

/* ---- what it owns ---- */

struct ids {
	int64_t *v;
	size_t n;
};

static enum crm_status owned_ids(struct edit *ed, const struct crm_kind *child, const struct crm_kind *k, int64_t id,
                                 struct ids *ids, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < child->nfields; i++) {
		const struct crm_field *f = &child->fields[i];

		if (!(f->flags & F_OWNER) || (f->ref && f->ref != k->no))
			continue;
		sb_printf(&sql, "%s(%s = $1", sql.len ? " OR " : "", field_column(f));
		if (!f->ref)
			sb_printf(&sql, " AND kind = %d", k->no);
		sb_addc(&sql, ')');
	}
	if (sql.len) {
		struct strbuf full = STRBUF_INIT;
		struct query q;

		sb_printf(&full, "SELECT id FROM %s WHERE %s ORDER BY id", child->table, sql.buf);
		q = query_built(ed->c->db, e, full.buf, id);
		sb_release(&full);
		s = query_ids(&q, &ids->v, &ids->n);
	}
	sb_release(&sql);
	return s;
}

static enum crm_status remove_one(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e);

static enum crm_status remove_owned(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *child = crm_kinds; *child && !s; child++) {
		struct ids ids = {0};

		s = owned_ids(ed, *child, k, id, &ids, e);
		for (size_t i = 0; i < ids.n && !s; i++)
			s = remove_one(ed, *child, ids.v[i], e);
		free(ids.v);
	}
	return s;
}

/* The watcher hears of records, not of the rows of their lists. */
static void tell(struct edit *ed, const struct crm_kind *k, int64_t id, struct value label)
{
	struct edit_change ch = {.what = "rm", .kind = k, .id = id, .field = k->label};

	if (!ed->opt.watch || (k->flags & K_CHILD))
		return;
	sb_reset(&ed->log_old);
	if (label.is == V_TEXT) {
		sb_add(&ed->log_old, label.s, label.n);
		ch.old = ed->log_old.buf;
	}
	ed->opt.watch(ed->opt.arg, &ch);
}

static enum crm_status label_of(struct edit *ed, const struct crm_kind *k, int64_t id, const char *field,
                                struct value *label, bool *found, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	const struct crm_field *f = kind_field(k, field);
	struct value v[EDIT_COLUMNS];
	enum crm_status s = row_load(ed, ke, id, v, &ed->draft_text, found, e);

	*label = !s && *found && f && field_is_column(f) && field_is_text(f) ? v[edit_slot(ke, f->no)] : VALUE_NULL;
	return s;
}

static enum crm_status remove_one(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e)
{
	struct value label;
	bool found;
	enum crm_status s = CRM_OK;

	if (ed->opt.watch && !(k->flags & K_CHILD)) {
		s = label_of(ed, k, id, k->label, &label, &found, e);
		if (!s)
			tell(ed, k, id, label);
	}
	if (!s)
		s = remove_owned(ed, k, id, e);
	if (!s && rules_of(k)->leave)
		s = rules_of(k)->leave(ed, id, e);
	return !s ? row_delete(ed, edit_kind(ed, k), id, e) : s;
}

enum crm_status edit_rm(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e)
{
	struct value label;
	bool found;
	char name[128], text[32];
	enum crm_status s = label_of(ed, k, id, k->flags & K_NAMED ? "name" : k->label, &label, &found, e);

	if (s)
		return s;
	if (!found) {
		id_format(text, k, id);
		s = ref_exists(ed->c, k, &id, &found, e);
		if (!s)
			s = found ? edit_rm(ed, k, id, e) : crm_fail(e, CRM_NO, "no %s %s", k->name, text);
		return s;
	}
	snprintf(name, sizeof name, "%.*s", (int)label.n, label.is == V_TEXT ? label.s : "");
	s = check_free(ed, k, id, name, e);
	return !s ? remove_one(ed, k, id, e) : s;
}
