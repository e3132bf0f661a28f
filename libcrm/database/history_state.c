/* history_state.c - what is kept beside the history, computed afresh: rolled fields, offers' moves,
 * how often they were put off. */
#include "history_check.h"

#include "../offer/offer_kinds.h"
#include "../model/lookup.h"

/* ---- rolled fields ---- */

static bool rolled(const struct crm_field *f) { return f->class == C_ROLLED && f->expr; }

static struct value column_value(struct stmt *st, int col, const struct crm_field *f)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return history_value(f, s, n);
}

static enum crm_status differ(struct check *ck, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                              struct value is, struct value should)
{
	struct strbuf text = STRBUF_INIT;
	int currency = 0;
	enum crm_status s;

	if (value_equal(is, should))
		return CRM_OK;
	s = peek_currency(&ck->peek, k, id, &currency, ck->e);
	sb_printf(&text, "%s is '", f->name);
	value_format(ck->c, f, is, currency, &text);
	sb_adds(&text, "', computed afresh '");
	value_format(ck->c, f, should, currency, &text);
	check_finding(ck, k, id, "%s'", text.buf);
	sb_release(&text);
	return s;
}

/* Columns: id, then the stored and the computed value of each rolled field. */
static enum crm_status rolled_row(struct check *ck, struct stmt *st, void *arg)
{
	const struct crm_kind *k = arg;
	enum crm_status s = CRM_OK;
	int col = 1;

	for (size_t i = 0; i < k->nfields && !s; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!rolled(f))
			continue;
		s = differ(ck, k, db_int(st, 0), f, column_value(st, col, f), column_value(st, col + 1, f));
		col += 2;
	}
	return s;
}

enum crm_status check_rolled(struct check *ck, const struct crm_kind *k)
{
	struct strbuf sql = STRBUF_INIT, where = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	sb_adds(&sql, "SELECT t.id");
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!rolled(f))
			continue;
		sb_printf(&sql, ", t.%s, ", field_column(f));
		history_expr(&sql, f->expr, "t", NULL);
		sb_printf(&where, "%st.%s IS DISTINCT FROM ", where.len ? " OR " : "", field_column(f));
		history_expr(&where, f->expr, "t", NULL);
	}
	sb_printf(&sql, " FROM %s t WHERE %s", k->table, where.buf);
	if (where.len)
		s = check_query(ck, sql.buf, rolled_row, (void *)k);
	sb_release(&sql);
	sb_release(&where);
	return s;
}

static enum crm_status pushes_row(struct check *ck, struct stmt *st, void *arg)
{
	const struct crm_kind *k = kind_by_no(KIND_OFFER);

	(void)arg;
	return differ(ck, k, db_int(st, 0), kind_field(k, "pushes"), VALUE_INT(db_int(st, 1)),
	              VALUE_INT(db_int(st, 2)));
}

/* Only offers whose expected close was ever changed can have been put off. Not by the index by
 * record: all changes are read in their own order. */
enum crm_status check_pushes(struct check *ck)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "SELECT t.id, coalesce(t.pushes, 0), ");
	history_expr(&sql, history_pushes, "t", NULL);
	sb_adds(&sql, " FROM offer t WHERE (t.pushes <> 0 OR t.id IN (SELECT x.id FROM change x "
		"WHERE " DB_NO_INDEX "x.kind=" SQL(KIND_OFFER)
		" AND x.field=" SQL(OFFER_EXPECTED_CLOSE) ")) AND "
	              "coalesce(t.pushes, 0) <> ");
	history_expr(&sql, history_pushes, "t", NULL);
	s = check_query(ck, sql.buf, pushes_row, NULL);
	sb_release(&sql);
	return s;
}

/* ---- moves ---- */

struct path { const struct crm_kind *k; int64_t offer, stage, last, day; bool moved; };

static const char *stage_name(struct check *ck, int64_t id)
{
	const struct stage_info *g = stage_by_id(ck->c, id);

	return g ? g->name : "unknown";
}

static void path_end(struct check *ck, const struct path *p)
{
	if (p->offer && p->moved && p->last != p->stage)
		check_finding(ck, p->k, p->offer, "its moves end in '%s', but it stands in '%s'",
		              stage_name(ck, p->last), stage_name(ck, p->stage));
}

/* Columns: offer, its stage, seq, day, from, to. */
static void path_move(struct check *ck, struct path *p, struct stmt *st)
{
	long long seq = db_int(st, 2);

	if (!p->moved && !db_null(st, 4))
		check_finding(ck, p->k, p->offer, "its first move is no entry");
	else if (p->moved && (db_null(st, 4) || db_int(st, 4) != p->last))
		check_finding(ck, p->k, p->offer, "move %lld doesn't start in '%s', where the one before ended", seq,
		              stage_name(ck, p->last));
	if (p->moved && db_int(st, 3) < p->day)
		check_finding(ck, p->k, p->offer, "move %lld is dated before the one before it", seq);
	p->moved = true;
	p->last = db_int(st, 5);
	p->day = db_int(st, 3);
}

static enum crm_status path_row(struct check *ck, struct stmt *st, void *arg)
{
	struct path *p = arg;
	int64_t offer = db_int(st, 0);

	if (offer != p->offer) {
		path_end(ck, p);
		p->offer = offer;
		p->stage = db_int(st, 1);
		p->moved = false;
	}
	if (db_null(st, 2))
		check_finding(ck, p->k, offer, "has no entry move");
	else
		path_move(ck, p, st);
	return CRM_OK;
}

enum crm_status check_moves(struct check *ck)
{
	struct path p = {.k = kind_by_no(KIND_OFFER)};
	enum crm_status s = check_query(
	        ck,
	        "SELECT o.id, o.stage, m.seq, m.day, m.from_stage, m.to_stage FROM offer o "
	        "LEFT JOIN stage_move m ON m.offer=o.id AND m.void IS NULL ORDER BY o.id, m.seq",
	        path_row, &p);

	if (!s)
		path_end(ck, &p);
	return s;
}
