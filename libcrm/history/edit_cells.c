/* edit_cells.c - several cells of a row at once, for undo: one update with its history, so that
 * constraints over two cells hold. */
#include "../edit/rules.h"
#include "history_impl.h"
#include "../offer/offer_kinds.h"

/* Cells that others hang on (keys of phones, the side table) have a writer of their own; no
 * constraint spans them. */
static bool alone(const struct crm_field *f)
{
	return (f->flags & (F_CUSTOM | F_PHONE)) || f->type == T_COUNTRY;
}

static enum crm_status set_alone(struct edit *ed, const struct group *g, bool all, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < g->n && !s; i++)
		if (all || alone(g->f[i]))
			s = edit_row_set(ed, g->k, g->id, g->f[i], g->now[i], g->back[i], e);
	return s;
}

static enum crm_status set_together(struct edit *ed, const struct group *g, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, g->k);
	struct value was[EDIT_COLUMNS], row[EDIT_COLUMNS];
	uint64_t mask = 0;
	bool found;
	enum crm_status s = row_load(ed, ke, g->id, was, &ed->row_text, &found, e);

	if (s)
		return s;
	if (!found)
		return crm_fail(e, CRM_NO, "no %s %s%lld", g->k->name, g->k->letters, (long long)g->id);
	memcpy(row, was, sizeof row);
	for (size_t i = 0; i < g->n; i++) {
		if (alone(g->f[i]))
			continue;
		row[edit_slot(ke, g->f[i]->no)] = g->back[i];
		mask |= edit_bit(ke, g->f[i]->no);
	}
	if (mask)
		s = row_update(ed, ke, g->id, was, row, mask, NULL, e);
	return s;
}

static enum crm_status tell_cells(struct edit *ed, struct peek *peek, const struct group *g, struct crm_error *e)
{
	int currency;
	enum crm_status s = peek_currency(peek, g->k, g->id, &currency, e);

	for (size_t i = 0; i < g->n && !s; i++) {
		bool move = g->f[i]->no == rules_of(g->k)->stage;

		edit_tell(ed, move ? "move" : "set", g->k, g->id, g->f[i], g->now[i], g->back[i], currency);
	}
	return s;
}

enum crm_status edit_cells(struct edit *ed, struct peek *peek, const struct group *g, struct crm_error *e)
{
	bool single = g->n == 1;
	enum crm_status s = CRM_OK;

	if (ed->opt.watch)
		s = tell_cells(ed, peek, g, e);
	if (!s && !single)
		s = set_together(ed, g, e);
	return s ? s : set_alone(ed, g, single, e);
}

/* The list field of its owner that a child row is an element of; NULL = it stands for itself
 * (lines, affiliations). */
static enum crm_status owner_list(struct peek *peek, const struct crm_kind *k, int64_t id,
                                  const struct crm_kind **owner, int64_t *record, const struct crm_field **list,
                                  struct crm_error *e)
{
	const struct crm_field *kind = kind_field(k, "kind"), *of = kind_field(k, "record");
	struct value v;
	bool found;
	enum crm_status s;

	*list = NULL;
	if (!(k->flags & K_CHILD) || !kind || !of)
		return CRM_OK;
	s = peek_read(peek, k, kind, id, &v, &found, e);
	*owner = s ? NULL : kind_by_no((int)v.i);
	if (!*owner)
		return s;
	s = peek_read(peek, k, of, id, &v, &found, e);
	*record = v.i;
	*list = s ? NULL : kind_list(*owner, k->no);
	return s;
}

enum crm_status edit_tell_record(struct edit *ed, struct peek *peek, const char *what, const struct crm_kind *k,
                                 int64_t id, struct crm_error *e)
{
	const struct crm_field *label = kind_field(k, k->label), *list;
	struct edit_change ch = {.what = what, .kind = k, .id = id, .field = label->name};
	struct value v;
	bool found;
	enum crm_status s;

	if (!ed->opt.watch)
		return CRM_OK;
	s = owner_list(peek, k, id, &ch.kind, &ch.id, &list, e);
	if (!s)
		s = peek_read(peek, k, label, id, &v, &found, e);
	if (s)
		return s;
	if (list) {
		ch.what = "set";
		ch.field = list->name;
	} else {
		ch.kind = k;
		ch.id = id;
	}
	sb_reset(&ed->log_new);
	value_format(ed->c, label, v, 0, &ed->log_new);
	*(what[0] == 'a' ? &ch.new : &ch.old) = v.is == V_NULL ? NULL : ed->log_new.buf;
	ed->opt.watch(ed->opt.arg, &ch);
	return CRM_OK;
}

enum crm_status edit_pushes(struct edit *ed, int64_t batch, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "UPDATE offer SET pushes=");
	history_expr(&sql, history_pushes, "offer", NULL);
	sb_adds(&sql, " WHERE id IN (SELECT x.id FROM change x WHERE x.batch=$1 "
		"AND x.kind=" SQL(KIND_OFFER) " AND x.field=" SQL(OFFER_EXPECTED_CLOSE) ")");
	s = db_run(ed->c->db, e, sql.buf, 1, batch);
	sb_release(&sql);
	return s;
}
