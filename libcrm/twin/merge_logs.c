/* merge_logs.c - logs of two records become one, in the order of time, before their rows move: the
 * last word of each is heard.
 *
 * Rows of one time are in the order of their ids, which a merge can't choose. A last word that
 * would come to stand before one that allows more is therefore written again: its row goes, the
 * same with a new id comes. Undo takes both back. */
#include "merge_impl.h"

#include <stdlib.h>
#include "../model/list.h"
#include "../people/people_kinds.h"

struct ending { int64_t id, day; bool other; };

static bool is_log(const struct merge_ref *r)
{
	return r->k->log && (r->f->flags & F_OWNER) && r->f->no != r->k->log->of;
}

/* Rows x and y are of one log of another record each: of the same thing. */
static void joined_by(struct strbuf *sql, const struct merger *m, const struct merge_ref *r, const char *x,
                      const char *y)
{
	const char *own = field_column(r->f);

	sb_printf(sql, "%s.%s<>%s.%s", x, own, y, own);
	for (int i = 0; i < 2; i++) {
		const char *z = i ? y : x;

		sb_printf(sql, " AND %s.%s IN ($1,$2)", z, own);
		if (!r->f->ref)
			sb_printf(sql, " AND %s.kind=%d", z, m->k->no);
	}
	if (r->k->log->of)
		sb_printf(sql, " AND %s.%s=%s.%s", x, list_column(r->k, r->k->log->of), y,
		          list_column(r->k, r->k->log->of));
}

/* ---- the last word of a time ---- */

/* Row x is the last of its time on its thing, of its record. */
static void last_of_time(struct strbuf *sql, const struct merge_ref *r, const char *x)
{
	const struct log_form *log = r->k->log;
	const char *own = field_column(r->f), *at = list_column(r->k, log->at);

	sb_printf(sql, " AND NOT EXISTS (SELECT 1 FROM %s l WHERE l.%s=%s.%s AND l.%s IS NOT DISTINCT FROM %s.%s AND "
		"l.id>%s.id", r->k->table, own, x, own, at, x, at, x);
	if (!r->f->ref)
		sb_printf(sql, " AND l.kind=%s.kind", x);
	if (log->of)
		sb_printf(sql, " AND l.%s=%s.%s", list_column(r->k, log->of), x, list_column(r->k, log->of));
	sb_addc(sql, ')');
}

/* x allows less than y and stands before it. */
static void unheard_sql(struct merger *m, const struct merge_ref *r, struct strbuf *sql)
{
	const struct log_form *log = r->k->log;
	const char *at = list_column(r->k, log->at);

	sb_printf(sql, "SELECT x.id FROM %s x JOIN %s y ON y.%s IS NOT DISTINCT FROM x.%s AND x.id<y.id AND ",
	          r->k->table, r->k->table, at, at);
	joined_by(sql, m, r, "x", "y");
	sb_adds(sql, " WHERE ");
	field_expand(m->c, log->allows, "x", sql);
	sb_adds(sql, " < ");
	field_expand(m->c, log->allows, "y", sql);
	last_of_time(sql, r, "x");
	last_of_time(sql, r, "y");
	sb_adds(sql, " ORDER BY x.id");
}

/* The row as one of the record that stays, the youngest. */
static enum crm_status write_again(struct merger *m, const struct merge_ref *r, int64_t id)
{
	struct kind_edit *ke = edit_kind(m->ed, r->k);
	struct value v[EDIT_COLUMNS];
	bool found;
	int64_t again;
	enum crm_status s = row_load(m->ed, ke, id, v, &m->kept, &found, m->e);

	if (s || !found)
		return s;
	for (int i = 0; i < ke->ncol; i++)
		if (v[i].is == V_TEXT)
			v[i].s = arena_strndup(&m->arena, v[i].s, v[i].n);
	v[edit_slot(ke, r->f->no)] = VALUE_INT(m->keep);
	s = edit_row_rm(m->ed, r->k, id, m->e);
	if (!s)
		s = edit_row_add(m->ed, r->k, ke->col, v, (size_t)ke->ncol, &again, m->e);
	return s ? s : merge_tell_row(m, r, again);
}

static enum crm_status hear_last_words(struct merger *m, const struct merge_ref *r)
{
	struct strbuf sql = STRBUF_INIT;
	int64_t *ids = NULL;
	size_t n = 0;
	struct query q;
	enum crm_status s;

	unheard_sql(m, r, &sql);
	q = query_built(m->c->db, m->e, sql.buf, m->keep, m->gone);
	s = query_ids(&q, &ids, &n);
	for (size_t i = 0; i < n && !s; i++)
		s = write_again(m, r, ids[i]);
	free(ids);
	sb_release(&sql);
	return s;
}

/* ---- what has ended ---- */

static void stands(struct strbuf *sql, const struct merge_ref *r, const char *x)
{
	const char *end = list_column(r->k, r->k->log->end);

	sb_printf(sql, "(%s.%s IS NULL OR %s.%s>$3)", x, end, x, end);
}

/* z stands; of the other record x has ended, behind the beginning of z, and nothing stands. */
static void ended_sql(const struct merger *m, const struct merge_ref *r, struct strbuf *sql)
{
	const struct log_form *log = r->k->log;
	const char *own = field_column(r->f), *at = list_column(r->k, log->at), *end = list_column(r->k, log->end);

	sb_printf(sql, "SELECT z.id, max(x.%s), max(z.%s) FROM %s z JOIN %s x ON ", end, own, r->k->table, r->k->table);
	joined_by(sql, m, r, "z", "x");
	sb_printf(sql, " AND x.%s<=$3 AND (z.%s IS NULL OR x.%s>=z.%s) WHERE ", end, at, end, at);
	stands(sql, r, "z");
	sb_printf(sql, " AND NOT EXISTS (SELECT 1 FROM %s l WHERE l.%s=x.%s AND l.%s=x.%s AND ", r->k->table, own, own,
	          list_column(r->k, log->of), list_column(r->k, log->of));
	stands(sql, r, "l");
	sb_adds(sql, ") GROUP BY z.id ORDER BY z.id");
}

/* The main company that a person has left is none; the function there stays with the row, as it
 * does when somebody is unlinked. */
static enum crm_status leave_main(struct merger *m, const struct merge_ref *r, const struct ending *z)
{
	int64_t person = z->other ? m->gone : m->keep;
	struct value company, main, role, had;
	bool found;
	enum crm_status s = peek_read(&m->peek, r->k, kind_field_no(r->k, AFFILIATION_COMPANY), z->id, &company, &found,
	                              m->e);

	if (!s)
		s = peek_read(&m->peek, m->k, kind_field_no(m->k, CONTACT_COMPANY), person, &main, &found, m->e);
	if (s || !value_equal(company, main))
		return s;
	m->left_main[z->other] = true;
	s = peek_read(&m->peek, m->k, kind_field_no(m->k, CONTACT_ROLE), person, &role, &found, m->e);
	if (s || role.is != V_TEXT)
		return s;
	role.s = arena_strndup(&m->arena, role.s, role.n);
	s = peek_read(&m->peek, r->k, kind_field_no(r->k, AFFILIATION_ROLE), z->id, &had, &found, m->e);
	if (s || value_equal(had, role))
		return s;
	if (had.is == V_TEXT)
		had.s = arena_strndup(&m->arena, had.s, had.n);
	return edit_row_set(m->ed, r->k, z->id, kind_field_no(r->k, AFFILIATION_ROLE), had, role, m->e);
}

static enum crm_status end_row(struct merger *m, const struct merge_ref *r, const struct ending *z)
{
	const struct crm_field *end = kind_field_no(r->k, r->k->log->end);
	struct value old;
	bool found;
	enum crm_status s = peek_read(&m->peek, r->k, end, z->id, &old, &found, m->e);

	if (!s)
		s = edit_row_set(m->ed, r->k, z->id, end, old, VALUE_INT(z->day), m->e);
	return s || r->k->no != KIND_AFFILIATION ? s : leave_main(m, r, z);
}

static enum crm_status end_what_ended(struct merger *m, const struct merge_ref *r)
{
	struct strbuf sql = STRBUF_INIT;
	struct ending *z = NULL;
	size_t n = 0;
	struct query q;
	enum crm_status s;

	ended_sql(m, r, &sql);
	q = query_built(m->c->db, m->e, sql.buf, m->keep, m->gone, m->c->today);
	while (query_row(&q))
		ARRAY_PUSH(z, n, (struct ending){db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 2) == m->gone});
	s = query_end(&q);
	for (size_t i = 0; i < n && !s; i++)
		s = end_row(m, r, &z[i]);
	free(z);
	sb_release(&sql);
	return s;
}

enum crm_status merge_logs(struct merger *m)
{
	enum crm_status s = CRM_OK;

	m->left_main[0] = m->left_main[1] = false;
	for (size_t i = 0; i < m->nref && !s; i++) {
		const struct merge_ref *r = &m->ref[i];

		if (is_log(r) && r->k->log->allows)
			s = hear_last_words(m, r);
		if (!s && is_log(r) && r->k->log->end)
			s = end_what_ended(m, r);
	}
	return s;
}

/* ---- the main company ---- */

static struct value *cell(const struct merger *m, struct value *row, int no)
{
	return &row[edit_slot(m->ke, no)];
}

void merge_left_main(struct merger *m)
{
	for (int side = 0; side < 2; side++)
		if (m->left_main[side]) {
			*cell(m, side ? m->b : m->a, CONTACT_COMPANY) = VALUE_NULL;
			*cell(m, side ? m->b : m->a, CONTACT_ROLE) = VALUE_NULL;
		}
}

/* Who has left the main company has the newest of the others as one, with the function there. */
enum crm_status merge_next_main(struct merger *m)
{
	static const char newest[] = "SELECT z.id FROM affiliation z WHERE z.contact IN ($1, $2) AND "
		AFFILIATION_HOLDS("z", "$3") " ORDER BY z.from_day DESC NULLS LAST, z.id DESC LIMIT 1";
	struct value *company, *role;
	int64_t id;
	bool found;
	enum crm_status s;

	if (!m->left_main[0] && !m->left_main[1])
		return CRM_OK;
	company = cell(m, m->v, CONTACT_COMPANY);
	role = cell(m, m->v, CONTACT_ROLE);
	if (company->is != V_NULL)
		return CRM_OK;
	s = edit_get(m->ed, m->e, &id, newest, m->keep, m->gone, m->c->today);
	if (s || !id)
		return s;
	s = peek_read(&m->peek, &kind_affiliation, kind_field_no(&kind_affiliation, AFFILIATION_COMPANY), id, company,
	              &found, m->e);
	if (!s)
		s = peek_read(&m->peek, &kind_affiliation, kind_field_no(&kind_affiliation, AFFILIATION_ROLE), id, role,
		              &found, m->e);
	if (role->is == V_TEXT)
		role->s = arena_strndup(&m->arena, role->s, role->n);
	return s;
}
