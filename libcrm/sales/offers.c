/* offers.c - what forecast, reports and the stage list read offers with */
#include <string.h>

#include "../record/kinds.h"
#include "../record/lookup.h"
#include "../record/select.h"
#include "../record/value.h"
#include "offers.h"

#define LADDER_MAX 4096 /* a damaged table must not cost memory */
#define NAMED_MAX 20

enum crm_status offers_begin(struct crm *c, bool *own, struct crm_error *e)
{
	*own = !db_in_transaction(c->db);
	return *own ? db_begin_read(c->db, e) : CRM_OK;
}

enum crm_status offers_end(struct crm *c, bool own, enum crm_status status, struct crm_error *e)
{
	if (!own)
		return status;
	if (!status)
		return db_commit(c->db, e);
	db_rollback(c->db);
	return status;
}

enum crm_status offers_select(struct offers *o, struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_error *e)
{
	const struct select q = {.kind = &kind_offer, .operands = operands, .noperands = n, .ids = ids, .all = true, .limit = -1};

	*o = (struct offers){STRBUF_INIT, {0}};
	return select_where(c, &q, "o", &o->where, &o->binds, e);
}

enum crm_status offers_query(const struct offers *o, struct crm *c, const char *columns, const char *joins, const char *cond, struct stmt **st,
                             struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status status;

	sb_printf(&sql, "SELECT %s FROM offer o%s WHERE %s AND (%s)", columns, joins, cond, o->where.buf);
	status = db_prepare(c->db, st, sql.buf, e);
	if (!status)
		binds_apply(&o->binds, *st);
	sb_release(&sql);
	return status;
}

void offers_free(struct offers *o)
{
	sb_release(&o->where);
	binds_free(&o->binds);
}

enum crm_status ladder_load(struct ladder *l, struct crm *c, struct crm_error *e)
{
	enum crm_status status = lookup_stages(c, e);

	*l = (struct ladder){0};
	for (size_t i = 0; i < c->nstages && !status; i++)
		if (c->stages[i].id >= l->n && c->stages[i].id < LADDER_MAX)
			l->n = c->stages[i].id + 1;
	l->stage = arena_alloc(&c->arena, (size_t)(l->n + 1) * sizeof *l->stage);
	for (size_t i = 0; i < c->nstages && !status; i++)
		if (c->stages[i].id >= 0 && c->stages[i].id < l->n)
			l->stage[c->stages[i].id] = &c->stages[i];
	return status;
}

int ladder_probability(const struct ladder *l, int64_t stage, bool pinned, int64_t pin)
{
	const struct stage_info *g = stage >= 0 && stage < l->n ? l->stage[stage] : NULL;

	if (pinned && (!g || g->kind == STATE_LEAD || g->kind == STATE_OPEN))
		return (int)pin;
	return g ? g->probability : 0;
}

void missing_add(struct missing *m, const char *name)
{
	if (m->n++ < NAMED_MAX) {
		sb_addc(&m->names, ' ');
		sb_adds(&m->names, name);
	}
}

void missing_offer(struct missing *m, int64_t id)
{
	char name[32];

	id_format(name, &kind_offer, id);
	missing_add(m, name);
}

void missing_note(const struct missing *m, const char *state, struct crm_error *e)
{
	char more[48] = "";

	if (!m->n)
		return;
	if (m->n > NAMED_MAX)
		snprintf(more, sizeof more, " and %zu more", m->n - NAMED_MAX);
	crm_note(e, "%zu %s offer%s no value:%s%s", m->n, state, m->n == 1 ? " has" : "s have", m->names.buf, more);
}

void missing_free(struct missing *m)
{
	sb_release(&m->names);
	m->n = 0;
}
