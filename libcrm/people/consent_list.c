/* consent_list.c - every consent given and withdrawn, with what proves it. */
#include "crm_people.h"
#include "../model/kinds.h"
#include "../ask/select.h"
#include "../verb/side.h"
#include "people_kinds.h"

static void put_text(struct sink *s, struct stmt *st, int col)
{
	size_t n = 0;
	const char *text = db_text(st, col, &n);

	sink_cell(s, text ? CELL_TEXT : CELL_NULL, text, n);
}

static void put_day(struct sink *s, struct stmt *st, int col)
{
	char day[16];

	if (db_null(st, col))
		sink_cell(s, CELL_NULL, NULL, 0);
	else
		sink_cell(s, CELL_PLAIN, day, date_format(day, (int)db_int(st, col)));
}

static void put_row(struct sink *s, struct stmt *st)
{
	const char *status = words_consent[db_int(st, 2) == 0 ? 0 : 1];
	char id[32];

	sink_cell(s, CELL_PLAIN, id, id_format(id, kind_by_no(KIND_CONTACT), db_int(st, 0)));
	put_text(s, st, 1);
	sink_cell(s, CELL_PLAIN, status, strlen(status));
	put_day(s, st, 3);
	put_day(s, st, 4);
	put_text(s, st, 5);
	sink_cell(s, CELL_BOOL, db_int(st, 6) ? "yes" : "no", db_int(st, 6) ? 3 : 2);
	sink_end_row(s);
}

static enum crm_status print(struct crm *c, const struct crm_query *q, struct sink *out, struct crm_error *e)
{
	static const struct sink_column columns[] = {{"contact", false}, {"purpose", false}, {"status", false},
	                                             {"day", false},     {"until", false},   {"evidence", false},
	                                             {"may", false}};
	struct strbuf sql = STRBUF_INIT;
	struct binds b = {0};
	struct query rows;
	enum crm_status s;

	sb_adds(&sql, "SELECT z.record, t.word, z.status, z.day, z.until, z.evidence, CASE WHEN ");
	field_expand(c, CONSENT_HOLDS("z", "$today"), "", &sql);
	sb_printf(&sql,
	          " THEN 1 ELSE 0 END FROM consent z JOIN term t ON t.id=z.purpose WHERE z.kind=%d AND z.record IN "
	          "(SELECT r.id FROM contact r WHERE ",
	          KIND_CONTACT);
	s = side_where(c, q, "r", &sql, &b, e);
	sb_adds(&sql, ") ORDER BY z.record, t.word, z.day NULLS FIRST, z.id");
	if (!s) {
		rows = query_built(c->db, e, sql.buf);
		binds_apply(&b, rows.st);
		sink_begin(out, columns, sizeof columns / sizeof *columns);
		for (int64_t n = 0; !sink_stopped(out) && (q->limit < 0 || n < q->limit) && query_row(&rows); n++)
			put_row(out, rows.st);
		s = query_end(&rows);
		sink_end(out);
	}
	binds_free(&b);
	sb_release(&sql);
	return s;
}

enum crm_status crm_consents(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	return select_reading(c, q, s, print, e);
}
