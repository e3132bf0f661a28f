/* birthday.c - the next birthday as SQL, so that it can be sorted and asked for.
 *
 * `next_birthday` is integer SQL over years that begin in March, so that it can be sorted and asked
 * for. */
#include "people_kinds.h"
#include "complete.h"
#include "../model/field_sql.h"

/* In years that begin in March a birthday has the same place every year, for the leap day is the
 * last one. So only the place needs SQL; where this year and the next one begin, and how long they
 * are, are constants. Born on 29 February, one celebrates on the 28th in other years. */
void eval_next_birthday(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct civil now = date_to_civil(c->today);
	int y = now.month >= 3 ? now.year : now.year - 1;
	struct strbuf born = STRBUF_INIT, place = STRBUF_INIT;
	int starts[2], last[2];

	for (int i = 0; i < 2; i++) {
		starts[i] = date_from_civil(y + i, 3, 1);
		last[i] = date_from_civil(y + i + 1, 3, 1) - starts[i] - 1;
	}
	sb_printf(&born, "%s.birthday", alias);
	date_place_sql(born.buf, &place);
	sb_printf(
	        sql,
	        "(SELECT CASE WHEN %d + CASE WHEN b.d < %d THEN b.d ELSE %d END >= %d THEN %d + CASE WHEN b.d < %d "
	        "THEN b.d ELSE %d END "
	        "ELSE %d + CASE WHEN b.d < %d THEN b.d ELSE %d END END FROM (SELECT %s AS d) b WHERE b.d IS NOT NULL)",
	        starts[0], last[0], last[0], c->today, starts[0], last[0], last[0], starts[1], last[1], last[1],
	        place.buf);
	sb_release(&born);
	sb_release(&place);
}
