/* eval.c - fields whose SQL is built at run time: out of the stages (probability, psource, weighted) */
#include "eval.h"

#include "../model/lookup.h"

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
