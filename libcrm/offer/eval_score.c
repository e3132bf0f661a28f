/* eval_score.c - points of leads: the rules of the configuration as SQL, their conditions in the
 * command line's own grammar.
 *
 * A score is computed, never stored. A field brings no parameters along, so the values of the
 * rules' conditions wait in a temporary table. A rule that can't be asked is told, counts nothing
 * and makes crm_close return CRM_CONFIG: lists go on, scripts notice. */
#include "../model/kinds.h"
#include "score.h"

#include "../base/ascii.h"
#include "eval.h"
#include "offer_kinds.h"

#define RULES "SELECT points, conditions, title FROM scoring ORDER BY position NULLS LAST, id"

static const char *column(struct crm *c, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return arena_strndup(&c->arena, s ? s : "", s ? n : 0);
}

/* Conditions stand one a line; people read them in one. */
static const char *one_line(struct crm *c, const char *conditions)
{
	struct strbuf b = STRBUF_INIT;
	const char *line;

	for (const char *p = conditions; *p; p++)
		if (*p != '\n')
			sb_addc(&b, *p);
		else if (p[1])
			sb_adds(&b, ", ");
	line = arena_strndup(&c->arena, b.buf, b.len);
	sb_release(&b);
	return line;
}

enum crm_status score_load(struct crm *c, struct score_rules *out, struct crm_error *e)
{
	struct query q = query(c->db, e, RULES);

	*out = (struct score_rules){0};
	while (query_row(&q)) {
		struct score_rule r = {.points = db_int(q.st, 0), .conditions = column(c, q.st, 1),
			.reason = column(c, q.st, 2)};

		if (!r.reason[0])
			r.reason = one_line(c, r.conditions);
		ARENA_PUSH(&c->arena, out->v, out->n, r);
	}
	return query_end(&q);
}

/* Points that hang on the points would never be known. */
static bool asks_for_score(const char *condition)
{
	static const char score[] = "score";
	const size_t len = sizeof score - 1;
	struct operand o;

	if (!operand_split(condition, &o) || o.nfield < len || memcmp(o.field + o.nfield - len, score, len) != 0)
		return false;
	return o.nfield == len || (o.field[o.nfield - len - 1] == '.' && !(o.nfield == len + 2 && o.field[0] == 'x'));
}

static enum crm_status one_condition(struct crm *c, const struct score_rule *r, const char *condition,
                                     const char *alias, struct strbuf *sql, struct binds *b, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	enum crm_status s;

	if (asks_for_score(condition))
		return crm_fail_at(e, CRM_CONFIG, NULL, 0, 0, "scoring", "'%s': a score cannot hang on the score",
		                   r->reason);
	s = cond_sql(c, kind_by_no(KIND_OFFER), alias, condition, sql, b, &own);
	if (s)
		s = crm_fail_at(e, CRM_CONFIG, NULL, 0, 0, "scoring",
		                "'%s': %s; 'crm-workflow apply' a configuration that mends it", r->reason,
		                own.n ? own.list[0].text : "cannot be asked");
	crm_error_clear(&own);
	return s;
}

enum crm_status score_sql(struct crm *c, const struct score_rule *r, const char *alias, struct strbuf *sql,
                          struct binds *b, struct crm_error *e)
{
	const size_t from = sql->len;
	char *lines = crm_strdup(r->conditions), *save = NULL;
	enum crm_status s = CRM_OK;

	for (char *line = strtok_r(lines, "\n", &save); line && !s; line = strtok_r(NULL, "\n", &save)) {
		sb_adds(sql, sql->len > from ? " AND (" : "(");
		s = one_condition(c, r, line, alias, sql, b, e);
		sb_addc(sql, ')');
	}
	if (s)
		sb_setlen(sql, from);
	else if (sql->len == from)
		sb_adds(sql, "1=1");
	free(lines);
	return s;
}

/* ---- the field ---- */

/* A field's SQL brings no values along, so those of the conditions are put aside; *last = the place
 * of the last one. */
static enum crm_status keep_values(struct crm *c, const struct binds *b, int64_t *last, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < b->n && !s; i++)
		s = db_put_text(c->db, b->b[i].s, b->b[i].n, last, e);
	return s;
}

/* $n becomes the n-th value behind that place. No text of a user stands in the SQL, so a dollar is
 * always a parameter. */
static void read_values(struct strbuf *out, const char *sql, int64_t before)
{
	for (const char *p = sql; *p; p++) {
		int64_t n = 0;

		if (*p != '$' || !ascii_digit(p[1])) {
			sb_addc(out, *p);
			continue;
		}
		while (ascii_digit(p[1]))
			n = n * 10 + (*++p - '0');
		db_read_text(out, before + n);
	}
}

/* Once, however often the field is asked for. */
static void tell(struct crm *c, const struct crm_error *own)
{
	c->broken = CRM_CONFIG;
	for (size_t i = 0; i < own->n && c->notes; i++) {
		size_t k = 0;

		while (k < c->notes->n && strcmp(c->notes->list[k].text, own->list[i].text) != 0)
			k++;
		if (k == c->notes->n)
			crm_fail_at(c->notes, CRM_CONFIG, NULL, 0, 0, own->list[i].field, "%s", own->list[i].text);
	}
}

static void add_points(struct crm *c, const struct score_rule *r, const char *alias, struct strbuf *sql,
                       struct crm_error *e)
{
	struct strbuf one = STRBUF_INIT;
	struct binds b = {0};
	int64_t last = 0;
	enum crm_status s = score_sql(c, r, alias, &one, &b, e);

	if (!s && b.n)
		s = keep_values(c, &b, &last, e);
	if (!s) {
		sb_adds(sql, " + CASE WHEN ");
		read_values(sql, one.buf, last - (int64_t)b.n);
		sb_printf(sql, " THEN %lld ELSE 0 END", (long long)r->points);
	}
	binds_free(&b);
	sb_release(&one);
}

void eval_score(struct crm *c, const char *alias, struct strbuf *sql)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct score_rules rules;
	enum crm_status s = score_load(c, &rules, &own);

	sb_adds(sql, !s && rules.n ? "(0" : "(CAST(NULL AS BIGINT)");
	for (size_t i = 0; i < rules.n; i++)
		add_points(c, &rules.v[i], alias, sql, &own);
	sb_addc(sql, ')');
	if (own.failures)
		tell(c, &own);
	crm_error_clear(&own);
}
