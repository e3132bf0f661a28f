/* eval_task.c - what hangs on tasks and on time: offers that rot by working days, the stake of a
 * task's offer. */
#include "../model/kinds.h"

#include "../base/calendar.h"
#include "../model/lookup.h"
#include "eval.h"
#include "probability.h"

/* An offer rots when more than `rot` working days have passed, so when it was last touched before
 * the day that lies rot + 1 of them back. */
void eval_rotting(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct calendar *cal = NULL;
	struct strbuf stages = STRBUF_INIT;

	lookup_stages(c, NULL);
	lookup_calendar(c, &cal, NULL);
	for (size_t i = 0; i < c->nstages; i++)
		if (c->stages[i].kind == STATE_OPEN && c->stages[i].rot > 0)
			sb_printf(&stages, " WHEN %lld THEN %d", (long long)c->stages[i].id,
			          calendar_add_workdays(cal, c->today + 1, -c->stages[i].rot - 1));
	if (stages.len)
		sb_printf(
		        sql,
		        "CASE WHEN %s.state=%d AND (%s.snoozed IS NULL OR %s.snoozed < %d) AND "
		        "CASE WHEN %s.last_event > %s.stage_since THEN %s.last_event ELSE %s.stage_since END < CASE "
		        "%s.stage%s END AND "
		        "NOT EXISTS (SELECT 1 FROM task rt WHERE rt.offer=%s.id AND rt.done IS NULL) THEN 1 ELSE 0 END",
		        alias, STATE_OPEN, alias, alias, c->today, alias, alias, alias, alias, alias, stages.buf,
		        alias);
	else
		sb_printf(sql, "0 * %s.id", alias); /* a bare number would order by a column */
	sb_release(&stages);
}

/* value × p × (1 − p) with p in 1/10000, half away from zero. The product itself would overflow:
 * whole hundred millions and the rest are multiplied apart. */
void eval_stake(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct strbuf p = STRBUF_INIT;

	eval_probability(c, "so", &p);
	sb_printf(sql,
	          "(SELECT CASE WHEN sk.v >= 0 THEN sk.v / 100000000 * sk.k + (sk.v %% 100000000 * sk.k + 50000000) / "
	          "100000000 "
	          "ELSE -(-sk.v / 100000000 * sk.k + (-sk.v %% 100000000 * sk.k + 50000000) / 100000000) END FROM "
	          "(SELECT sp.v AS v, sp.p * (10000 - sp.p) AS k FROM (SELECT so.value AS v, %s AS p FROM offer so "
	          "WHERE so.id=%s.offer AND so.state=%d) sp) sk)",
	          p.buf, alias, STATE_OPEN);
	sb_release(&p);
}
