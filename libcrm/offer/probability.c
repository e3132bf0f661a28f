/* probability.c - how likely an offer is won: the ladder of its stages as numbers, as SQL and as
 * cells */
#include "probability.h"

#include "../model/lookup.h"
#include "offer_kinds.h"

#define LADDER_MAX 4096 /* a damaged table must not cost memory */

/* ---- as numbers ---- */

static bool closed(const struct stage_info *g)
{
	return g->kind == STATE_WON || g->kind == STATE_LOST;
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

	if (pinned && (!g || !closed(g)))
		return (int)pin;
	return g ? g->probability : 0;
}

/* ---- as cells ---- */

static enum crm_status plan(struct crm *c, struct made_of *out, struct crm_error *e)
{
	struct ladder l;
	enum crm_status s = ladder_load(&l, c, e);

	out->n = l.n;
	out->v = arena_alloc(&c->arena, (size_t)(l.n + 1) * sizeof *out->v);
	for (int64_t i = 0; i < l.n; i++)
		if (l.stage[i])
			out->v[i] = (struct made_value){true, closed(l.stage[i]), l.stage[i]->probability};
	return s;
}

const struct field_ask probability_ask = {.made = OFFER_PIN, .other = OFFER_STAGE, .plan = plan};

/* ---- as SQL ---- */

void eval_probability(struct crm *c, const char *alias, struct strbuf *sql)
{
	lookup_stages(c, NULL);
	/* most offers of a database are closed and few are pinned: these are decided first */
	sb_printf(sql, "CASE WHEN %s.pin IS NULL OR %s.state IN (%d,%d) THEN CASE %s.stage", alias, alias, STATE_WON,
	          STATE_LOST, alias);
	for (int kind = STATE_LOST; kind >= STATE_LEAD; kind--)
		for (size_t i = 0; i < c->nstages; i++)
			if (c->stages[i].kind == kind)
				sb_printf(sql, " WHEN %lld THEN %d", (long long)c->stages[i].id,
				          c->stages[i].probability);
	sb_printf(sql, " WHEN 0 THEN 0 END ELSE %s.pin END", alias);
}

static const struct field_case sources[] = {{"pin", NULL}, {"stage", NULL}, {NULL, NULL}};
const struct field_ask psource_ask = {.cases = sources};

void eval_psource(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	sb_printf(sql,
	          "CASE WHEN %s.pin IS NOT NULL AND %s.state IN (%d,%d) THEN 'pin' WHEN %s.stage IS NOT NULL THEN "
	          "'stage' END",
	          alias, alias, STATE_LEAD, STATE_OPEN, alias);
}

/* Half away from zero, as money_weighted; amounts are below 9·10^14, so the product fits. */
void eval_weighted(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct strbuf p = STRBUF_INIT;

	eval_probability(c, alias, &p);
	sb_printf(sql,
	          "CASE WHEN %s.value >= 0 THEN (%s.value * (%s) + 5000) / 10000 ELSE -((5000 - %s.value * (%s)) / "
	          "10000) END",
	          alias, alias, p.buf, alias, p.buf);
	sb_release(&p);
}
