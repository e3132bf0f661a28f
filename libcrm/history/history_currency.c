/* history_currency.c - amounts are stored in units of their record's currency: one that goes back
 * must not give others another worth. */
#include "history_impl.h"

#include "../base/money.h"
#include "../model/catalog.h"

static int in_group(const struct group *g, const struct crm_field *f)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->f[i] == f)
			return (int)i;
	return -1;
}

/* An amount that stays as it is would mean another one, unless it is still the one it was with the
 * currency that comes back: the batch gave the same number in another currency, or both are from
 * before it. */
static enum crm_status amount_stays(struct undo *u, const struct crm_field *f, bool *taken)
{
	const struct group *g = &u->group;
	struct value v;
	bool found, later;
	enum crm_status s;

	if (in_group(g, f) >= 0)
		return CRM_OK;
	s = peek_read(&u->peek, g->k, f, g->id, &v, &found, u->e);
	if (!s && v.is == V_INT)
		s = later_changes(u, g->k, g->id, f, false, &later);
	if (s || v.is != V_INT || !later)
		return s;
	undo_collision(u, g->k, g->id, "its currency cannot go back, %s is an amount in the present one", f->name);
	*taken = true;
	return CRM_OK;
}

/* An amount comes back without its currency, which may be another one by now. */
static enum crm_status amounts_alone(struct undo *u, const struct crm_field *currency, bool *taken)
{
	const struct group *g = &u->group;
	bool amounts = false, later;
	enum crm_status s;

	for (size_t i = 0; i < g->n; i++)
		amounts = amounts || (g->f[i]->type == T_MONEY && g->back[i].is == V_INT);
	if (!amounts)
		return CRM_OK;
	s = later_changes(u, g->k, g->id, currency, true, &later);
	*taken = *taken || later;
	return s;
}

enum crm_status currency_group(struct undo *u, bool *taken)
{
	const struct group *g = &u->group;
	const struct crm_field *currency = kind_field(g->k, "currency"), *f;
	int at = currency ? in_group(g, currency) : -1;
	struct value now, back;
	enum crm_status s = CRM_OK;

	if (at < 0)
		return currency ? amounts_alone(u, currency, taken) : CRM_OK;
	now = g->now[at];
	back = g->back[at];
	if (now.is == V_INT && back.is == V_INT && currency_decimals((int)now.i) == currency_decimals((int)back.i))
		return CRM_OK;
	for (size_t i = 0; i < g->k->nfields && !s; i++) {
		f = &g->k->fields[i];
		if (f->type == T_MONEY && f->class == C_STORED)
			s = amount_stays(u, f, taken);
	}
	for (size_t i = 0; !s && (f = catalog_at(u->c, g->k, i)); i++)
		if (f->type == T_MONEY && (f->flags & F_CUSTOM))
			s = amount_stays(u, f, taken);
	return s;
}
