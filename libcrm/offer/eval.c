/* eval.c - fields whose SQL is built at run time: out of the stages (probability, psource, weighted) or of today (next_birthday) */
#include "../model/kinds.h"

#include "../model/lookup.h"

void eval_probability(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct crm_error e = CRM_ERROR_INIT;

	/* what is wrong with the table of stages, the statement that uses this says too */
	lookup_stages(c, &e);
	crm_error_clear(&e);
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

/* 1 March of year y >= 0. */
static int march(int y)
{
	return 365 * y + y / 4 - y / 100 + y / 400 - 719468;
}

/* In years that begin in March a birthday has the same place every year, for the leap day is the last one. So only the place needs SQL;
 * where this year and the next one begin, and how long they are, are constants. Born on 29 February, one celebrates on the 28th in other
 * years. */
void eval_next_birthday(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct civil now = date_to_civil(c->today);
	int y = now.month >= 3 ? now.year : now.year - 1;
	struct strbuf doe = STRBUF_INIT, yoe = STRBUF_INIT, doy = STRBUF_INIT;
	int starts[2], last[2];

	for (int i = 0; i < 2; i++) {
		starts[i] = march(y + i);
		last[i] = march(y + i + 1) - starts[i] - 1;
	}
	/* day of its 400 years, year of them, day of that year: 719468 days lie between 0000-03-01 and 1970-01-01 */
	sb_printf(&doe, "((%s.birthday + 719468) %% 146097)", alias);
	sb_printf(&yoe, "((%s - %s / 1460 + %s / 36524 - %s / 146096) / 365)", doe.buf, doe.buf, doe.buf, doe.buf);
	sb_printf(&doy, "(%s - (365 * %s + %s / 4 - %s / 100))", doe.buf, yoe.buf, yoe.buf, yoe.buf);
	sb_printf(sql,
	          "(SELECT CASE WHEN %d + CASE WHEN b.d < %d THEN b.d ELSE %d END >= %d THEN %d + CASE WHEN b.d < %d THEN b.d ELSE %d END "
	          "ELSE %d + CASE WHEN b.d < %d THEN b.d ELSE %d END END FROM (SELECT %s AS d) b WHERE b.d IS NOT NULL)",
	          starts[0], last[0], last[0], c->today, starts[0], last[0], last[0], starts[1], last[1], last[1], doy.buf);
	sb_release(&doe);
	sb_release(&yoe);
	sb_release(&doy);
}
