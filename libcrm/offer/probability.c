/* probability.c - how likely an offer is won: the ladder of its stages as numbers, as SQL and as cells */
#include "probability.h"

#include "../model/lookup.h"
#include "offer_kinds.h"

#define LADDER_MAX 4096 /* a damaged table must not cost memory */

/* ---- as numbers ---- */

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

/* False: no stage, no pin. */
static bool probability(const struct ladder *l, int64_t stage, bool pinned, int64_t pin, int64_t *p)
{
	const struct stage_info *g = stage >= 0 && stage < l->n ? l->stage[stage] : NULL;

	*p = pinned && (!g || g->kind == STATE_LEAD || g->kind == STATE_OPEN) ? pin : g ? g->probability : 0;
	return pinned || g;
}

int ladder_probability(const struct ladder *l, int64_t stage, bool pinned, int64_t pin)
{
	int64_t p;

	probability(l, stage, pinned, pin, &p);
	return (int)p;
}

/* ---- as cells ---- */

static enum crm_status plan(struct crm *c, const void **data, struct crm_error *e)
{
	struct ladder *l = arena_alloc(&c->arena, sizeof *l);

	*data = l;
	return ladder_load(l, c, e);
}

static bool value(const void *data, bool null, int64_t pin, int64_t stage, int64_t *v)
{
	return probability(data, stage, !null, pin, v);
}

const struct field_ask probability_ask = {.made = OFFER_PIN, .other = OFFER_STAGE, .plan = plan, .value = value};

/* ---- as SQL ---- */

void eval_probability(struct crm *c, const char *alias, struct strbuf *sql)
{
	lookup_stages(c, NULL);
	/* most offers of a database are closed and few are pinned: these are decided first */
	sb_printf(sql, "CASE WHEN %s.pin IS NULL OR %s.state IN (%d,%d) THEN CASE %s.stage", alias, alias, STATE_WON, STATE_LOST, alias);
	for (int kind = STATE_LOST; kind >= STATE_LEAD; kind--)
		for (size_t i = 0; i < c->nstages; i++)
			if (c->stages[i].kind == kind)
				sb_printf(sql, " WHEN %lld THEN %d", (long long)c->stages[i].id, c->stages[i].probability);
	sb_printf(sql, " WHEN 0 THEN 0 END ELSE %s.pin END", alias);
}

static const struct field_case sources[] = {{"pin", NULL}, {"stage", NULL}, {NULL, NULL}};
const struct field_ask psource_ask = {.cases = sources};

void eval_psource(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	sb_printf(sql, "CASE WHEN %s.pin IS NOT NULL AND %s.state IN (%d,%d) THEN 'pin' WHEN %s.stage IS NOT NULL THEN 'stage' END", alias,
	          alias, STATE_LEAD, STATE_OPEN, alias);
}

/* Half away from zero, as money_weighted; amounts are below 9·10^14, so the product fits. */
void eval_weighted(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct strbuf p = STRBUF_INIT;

	eval_probability(c, alias, &p);
	sb_printf(sql, "CASE WHEN %s.value >= 0 THEN (%s.value * (%s) + 5000) / 10000 ELSE -((5000 - %s.value * (%s)) / 10000) END", alias,
	          alias, p.buf, alias, p.buf);
	sb_release(&p);
}
