/* affiliation_list.c - the companies of persons and the persons of companies, now and earlier. */
#include "crm_people.h"
#include "../model/kinds.h"
#include "../ask/select.h"
#include "../verb/side.h"
#include "people_kinds.h"

static const struct sink_column of_contact[] = {{"contact", false}, {"company", false}, {"name", false}, {"role", false}, {"from", false},
	{"to", false},
	{"current", false}, {"main", false}};
static const struct sink_column of_company[] = {{"company", false}, {"contact", false}, {"name", false}, {"role", false}, {"from", false},
	{"to", false},
	{"current", false}, {"main", false}};

#define HOLDS AFFILIATION_HOLDS("a", "$today")
#define ROWS \
	"SELECT q.contact, q.company, q.name, q.person, CASE WHEN q.main=1 THEN coalesce(q.own, q.role) ELSE q.role END, q.from_day, " \
		"q.to_day, q.current, q.main " \
	"FROM (SELECT a.id, a.contact, a.company, a.role, a.from_day, a.to_day, k.role AS own, k.name AS person, o.name AS name, " \
	"CASE WHEN " HOLDS " THEN 1 ELSE 0 END AS current, CASE WHEN " HOLDS " AND k.company=a.company THEN 1 ELSE 0 END AS main " \
	"FROM affiliation a JOIN contact k ON k.id=a.contact JOIN company o ON o.id=a.company WHERE "

/* Main ones first, then those that hold, then the newest. The role in the main company is the
 * contact's. */
static void query_sql(struct strbuf *sql, struct crm *c, bool contacts, const char *where)
{
	field_expand(c, ROWS, "", sql);
	if (contacts)
		sb_printf(sql, "k.id IN (SELECT r.id FROM contact r WHERE %s)) q ORDER BY q.contact", where);
	else
		sb_printf(sql, "o.id IN (SELECT r.id FROM company r WHERE %s)) q ORDER BY q.company", where);
	sb_printf(sql, ", q.main DESC, q.current DESC, q.from_day DESC NULLS LAST, %s, q.id",
	          contacts ? "q.company" : "q.contact");
}

static void put_id(struct sink *s, const struct crm_kind *k, int64_t id)
{
	char text[32];

	sink_cell(s, CELL_PLAIN, text, id_format(text, k, id));
}

static void put_text(struct sink *s, struct stmt *st, int col)
{
	size_t n = 0;
	const char *text = db_text(st, col, &n);

	sink_cell(s, text ? CELL_TEXT : CELL_NULL, text, n);
}

static void put_row(struct sink *s, struct stmt *st, bool contacts)
{
	char day[16];

	put_id(s, kind_by_no(contacts ? KIND_CONTACT : KIND_COMPANY), db_int(st, contacts ? 0 : 1));
	put_id(s, kind_by_no(contacts ? KIND_COMPANY : KIND_CONTACT), db_int(st, contacts ? 1 : 0));
	put_text(s, st, contacts ? 2 : 3);
	put_text(s, st, 4);
	for (int i = 5; i < 7; i++)
		if (db_null(st, i))
			sink_cell(s, CELL_NULL, NULL, 0);
		else
			sink_cell(s, CELL_PLAIN, day, date_format(day, (int)db_int(st, i)));
	for (int i = 7; i < 9; i++)
		sink_cell(s, CELL_BOOL, db_int(st, i) ? "yes" : "no", db_int(st, i) ? 3 : 2);
	sink_end_row(s);
}

static enum crm_status print(struct crm *c, const struct crm_query *q, struct sink *out, struct crm_error *e)
{
	bool contacts = q->kind->no == KIND_CONTACT;
	struct strbuf where = STRBUF_INIT, sql = STRBUF_INIT;
	struct binds b = {0};
	struct query rows;
	enum crm_status s = side_where(c, q, "r", &where, &b, e);

	query_sql(&sql, c, contacts, where.buf);
	if (!s) {
		rows = query_built(c->db, e, sql.buf);
		binds_apply(&b, rows.st);
		sink_begin(out, contacts ? of_contact : of_company, sizeof of_contact / sizeof *of_contact);
		for (int64_t n = 0; !sink_stopped(out) && (q->limit < 0 || n < q->limit) && query_row(&rows); n++)
			put_row(out, rows.st, contacts);
		s = query_end(&rows);
		sink_end(out);
	}
	binds_free(&b);
	sb_release(&where);
	sb_release(&sql);
	return s;
}

enum crm_status crm_affiliations(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	return select_reading(c, q, s, print, e);
}
