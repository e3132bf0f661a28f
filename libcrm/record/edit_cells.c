/* edit_cells.c - several cells of a row at once, for undo: one update with its history, so that constraints over two cells hold. */
#include "edit_impl.h"
#include "history_impl.h"

/* Cells that others hang on (keys of phones, the side table) have a writer of their own; no constraint spans them. */
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
	rollup_owners(ed, ke, g->id, was);
	rollup_owners(ed, ke, g->id, row);
	edit_touch(ed, g->k->no, g->id);
	return s;
}

static enum crm_status tell_cells(struct edit *ed, struct peek *peek, const struct group *g, struct crm_error *e)
{
	int currency;
	enum crm_status s = peek_currency(peek, g->k, g->id, &currency, e);

	for (size_t i = 0; i < g->n && !s; i++) {
		bool move = g->k->no == KIND_OFFER && g->f[i]->no == OFFER_STAGE;
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

void edit_tell_row(struct edit *ed, const char *what, const struct crm_kind *k, int64_t id)
{
	const struct edit_change ch = {.what = what, .kind = k, .id = id};

	if (ed->opt.watch)
		ed->opt.watch(ed->opt.arg, &ch);
}

enum crm_status edit_pushes(struct edit *ed, int64_t batch, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "UPDATE offer SET pushes=");
	history_expr(&sql, history_pushes, "offer", NULL);
	sb_adds(&sql, " WHERE id IN (SELECT x.id FROM change x WHERE x.batch=$1 AND x.kind=5 AND x.field=16)");
	s = db_run(ed->c->db, e, sql.buf, 1, batch);
	sb_release(&sql);
	return s;
}
