/* lead_score.c - the points of leads with their reasons: every scoring rule that holds, then the
 * total. */
#include <stdlib.h>

#include "crm_lead.h"
#include "../base/array.h"
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
	int64_t *known, *lead; size_t nleads; /* those of the stream that are there; all of them */
	enum crm_status missing; /* of the first lead that isn't there */
	struct crm_error *e;
};

/* One column a rule: whether it holds. */
static enum crm_status prepare(struct scorer *scorer)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = score_load(scorer->c, &scorer->rules, scorer->e), one;

	sb_adds(&sql, "SELECT o.id");
	for (size_t i = 0; i < scorer->rules.n; i++) {
		sb_adds(&sql, ", CASE WHEN ");
		one = score_sql(scorer->c, &scorer->rules.v[i], "o", &sql, &scorer->binds, scorer->e);
		sb_adds(&sql, " THEN 1 ELSE 0 END");
		s = s ? s : one;
	}
	sb_printf(&sql, " FROM offer o WHERE o.id IN " DB_AMONG("%zu") " ORDER BY o.id", scorer->binds.n + 1);
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

static void write_lead(struct scorer *s, int64_t lead, const bool *holds)
{
	int64_t total = 0;
	char id[32];

	id_format(id, &kind_offer, lead);
	for (size_t i = 0; i < s->rules.n; i++) {
		total += holds[i] ? s->rules.v[i].points : 0;
		if (holds[i] || s->q->all)
			write_row(s, id, holds[i] ? s->rules.v[i].points : 0, s->rules.v[i].reason);
	}
	if (s->rules.n)
		write_row(s, id, total, "total");
}

/* What holds for n leads, then their rows in the order they are named. */
static enum crm_status some_leads(struct scorer *s, const int64_t *lead, size_t n)
{
	struct query q = query_again(s->st, s->e);
	bool *holds = crm_calloc(n * (s->rules.n + 1), sizeof *holds);
	int64_t id[ROW_BLOCK], *found;
	size_t nid = 0;

	query_among(&q, (int)s->binds.n + 1, lead, n);
	for (; query_row(&q); nid++) {
		id[nid] = db_int(q.st, 0);
		for (size_t i = 0; i < s->rules.n; i++)
			holds[nid * s->rules.n + i] = db_int(q.st, (int)i + 1);
	}
	query_end(&q);
	for (size_t i = 0; i < n && !q.s && !sink_stopped(s->out); i++)
		if ((found = bsearch(&lead[i], id, nid, sizeof *id, int64_compare)))
			write_lead(s, lead[i], holds + (size_t)(found - id) * s->rules.n);
	free(holds);
	return q.s;
}

/* What isn't there is told, the others are shown. */
static enum crm_status take(struct scorer *scorer, size_t i)
{
	const struct crm_query *q = scorer->q;
	bool stream = i >= q->noperands;
	int64_t id = 0;
	enum crm_status s;

	if (stream)
		s = select_stream_id(scorer->c, q->kind, &q->ids->v[i - q->noperands],
		                     scorer->known[i - q->noperands], &id, scorer->e);
	else
		s = ref_resolve(scorer->c, q->kind, q->operands[i], strlen(q->operands[i]), &id, scorer->e);
	if (!s)
		scorer->lead[scorer->nleads++] = id;
	else if (s != CRM_NO && s != CRM_AMBIGUOUS && !(stream && s == CRM_DATA))
		return s;
	else if (!scorer->missing)
		scorer->missing = s;
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
	if (!s && q->ids)
		s = ids_known(c, q->kind, q->ids, &scorer.known, e);
	scorer.lead = arena_alloc(&c->arena, n * sizeof *scorer.lead);
	for (size_t i = 0; !s && i < n; i++)
		s = take(&scorer, i);
	if (!s)
		sink_begin(out, columns, 3);
	for (size_t i = 0, some; !s && i < scorer.nleads && !sink_stopped(out); i += some) {
		some = scorer.nleads - i < ROW_BLOCK ? scorer.nleads - i : ROW_BLOCK;
		s = some_leads(&scorer, scorer.lead + i, some);
	}
	if (!s)
		sink_end(out);
	db_finalize(scorer.st);
	db_rollback(c->db);
	binds_free(&scorer.binds);
	return s ? s : scorer.missing;
}
