/* lead_score.c - the points of leads with their reasons: every scoring rule that holds, then the
 * total. */
#include <stdlib.h>

#include "crm_lead.h"
#include "../model/kinds.h"
#include "../ask/ref.h"
#include "../ask/rows.h"
#include "../offer/score.h"
#include "../model/value.h"
#include "../offer/offer_kinds.h"

struct scorer {
	struct crm *c;
	const struct crm_query *q;
	struct sink *out;
	struct score_rules rules;
	struct binds binds;
	struct stmt *st;
	enum crm_status missing; /* of the first lead that isn't there */
	struct crm_error *e;
};

/* One column a rule: whether it holds. */
static enum crm_status prepare(struct scorer *scorer)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = score_load(scorer->c, &scorer->rules, scorer->e), one;

	sb_adds(&sql, "SELECT 1");
	for (size_t i = 0; i < scorer->rules.n; i++) {
		sb_adds(&sql, ", CASE WHEN ");
		one = score_sql(scorer->c, &scorer->rules.v[i], "o", &sql, &scorer->binds, scorer->e);
		sb_adds(&sql, " THEN 1 ELSE 0 END");
		s = s ? s : one;
	}
	sb_printf(&sql, " FROM offer o WHERE o.id=$%zu", scorer->binds.n + 1);
	if (!s)
		s = db_prepare(scorer->c->db, &scorer->st, sql.buf, scorer->e);
	if (!s)
		binds_apply(&scorer->binds, scorer->st);
	sb_release(&sql);
	return s;
}

static void write_row(struct scorer *s, const char *id, int64_t points, const char *reason)
{
	char number[24];

	sink_cell(s->out, CELL_PLAIN, id, strlen(id));
	sink_cell(s->out, CELL_NUMBER, number, fmt_int(number, points));
	sink_cell(s->out, CELL_TEXT, reason, strlen(reason));
	sink_end_row(s->out);
}

static enum crm_status one_lead(struct scorer *s, int64_t lead)
{
	struct query q = query_again(s->st, s->e);
	int64_t total = 0;
	char id[32];

	id_format(id, &kind_offer, lead);
	query_int(&q, (int)s->binds.n + 1, lead);
	if (query_row(&q)) {
		for (size_t i = 0; i < s->rules.n; i++) {
			bool holds = db_int(q.st, (int)i + 1);

			total += holds ? s->rules.v[i].points : 0;
			if (holds || s->q->all)
				write_row(s, id, holds ? s->rules.v[i].points : 0, s->rules.v[i].reason);
		}
		if (s->rules.n)
			write_row(s, id, total, "total");
	}
	return query_end(&q);
}

/* What isn't there is told, the others are shown. */
static enum crm_status next(struct scorer *scorer, size_t i)
{
	const struct crm_query *q = scorer->q;
	bool stream = i >= q->noperands;
	int64_t id = 0;
	enum crm_status s;

	if (stream)
		s = select_stream_id(scorer->c, q->kind, &q->ids->v[i - q->noperands], &id, scorer->e);
	else
		s = ref_resolve(scorer->c, q->kind, q->operands[i], strlen(q->operands[i]), &id, scorer->e);
	if (!s)
		return one_lead(scorer, id);
	if (s != CRM_NO && s != CRM_AMBIGUOUS && !(stream && s == CRM_DATA))
		return s;
	scorer->missing = scorer->missing ? scorer->missing : s;
	return CRM_OK;
}

enum crm_status crm_lead_score(struct crm *c, const struct crm_query *q, struct sink *out, struct crm_error *e)
{
	static const struct sink_column columns[] = {{"id", false}, {"points", true}, {"reason", false}};
	struct scorer scorer = {.c = c, .q = q, .out = out, .e = e};
	size_t n = q->noperands + (q->ids ? q->ids->n : 0);
	enum crm_status s;

	if (!q->noperands && !q->ids)
		return crm_fail(e, CRM_USAGE, "which lead? name one, or - for ids on standard input");
	s = db_begin_read(c->db, e);
	if (s)
		return s;
	s = prepare(&scorer);
	if (!s && !scorer.rules.n)
		crm_note(e, "there are no scoring rules: 'scoring:' of the configuration gives them");
	if (!s)
		sink_begin(out, columns, 3);
	for (size_t i = 0; !s && i < n && !sink_stopped(out); i++)
		s = next(&scorer, i);
	if (!s)
		sink_end(out);
	db_finalize(scorer.st);
	db_rollback(c->db);
	binds_free(&scorer.binds);
	return s ? s : scorer.missing;
}
