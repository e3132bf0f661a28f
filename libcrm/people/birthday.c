/* birthday.c - the next birthday as SQL, so that it can be sorted and asked for.
 *
 * `next_birthday` is integer SQL over years that begin in March, so that it can be sorted and asked
 * for. */
#include "people_kinds.h"
#include "complete.h"
#include "../store/context.h"

/* 1 March of year y >= 0. */
static int march(int y)
{
	return 365 * y + y / 4 - y / 100 + y / 400 - 719468;
}

/* In years that begin in March a birthday has the same place every year, for the leap day is the
 * last one. So only the place needs SQL; where this year and the next one begin, and how long they
 * are, are constants. Born on 29 February, one celebrates on the 28th in other years. */
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
	/* day of its 400 years, year of them, day of that year: 719468 days lie between 0000-03-01
	 * and 1970-01-01 */
	sb_printf(&doe, "((%s.birthday + 719468) %% 146097)", alias);
	sb_printf(&yoe, "((%s - %s / 1460 + %s / 36524 - %s / 146096) / 365)", doe.buf, doe.buf, doe.buf, doe.buf);
	sb_printf(&doy, "(%s - (365 * %s + %s / 4 - %s / 100))", doe.buf, yoe.buf, yoe.buf, yoe.buf);
	sb_printf(
	        sql,
	        "(SELECT CASE WHEN %d + CASE WHEN b.d < %d THEN b.d ELSE %d END >= %d THEN %d + CASE WHEN b.d < %d "
	        "THEN b.d ELSE %d END "
	        "ELSE %d + CASE WHEN b.d < %d THEN b.d ELSE %d END END FROM (SELECT %s AS d) b WHERE b.d IS NOT NULL)",
	        starts[0], last[0], last[0], c->today, starts[0], last[0], last[0], starts[1], last[1], last[1],
	        doy.buf);
	sb_release(&doe);
	sb_release(&yoe);
	sb_release(&doy);
}
