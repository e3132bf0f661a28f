/* pipeline.c - moving offers through their pipelines: move, next, back, win, lose, reopen */
#include <stdlib.h>
#include <string.h>

#include "../base/utf8.h"
#include "crm_offer.h"
#include "../model/day.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../verb/each.h"
#include "moves.h"
#include "offer_kinds.h"

static const char *const verbs[] = {"move", "next", "back", "win", "lose", "reopen"};

struct mover {
	struct crm *c;
	struct writer wr;
	enum crm_stage_verb verb;
	const char *stage;               /* move: as written */
	struct operands o;               /* its words: references */
	struct assign *a; size_t na;
	struct move move;                /* the day, from at= */
};

/* An offer as it stands. */
struct standing { int64_t id, pipeline; const struct stage_info *stage; };

/* ---- operands ---- */

static enum crm_status read_at(struct mover *m, const struct operand *o, struct crm_error *e)
{
	int64_t ms;
	bool local;

	m->move.have_day = true;
	if (o->op != OP_EQ || !o->nvalue)
		return crm_fail(e, CRM_USAGE, "at: a day or an instant is wanted, at=2026-03-31");
	if (!instant_parse(o->value, o->nvalue, &ms, &local))
		return lookup_date(m->c, o->value, o->nvalue, &m->move.day, e);
	if (local)
		ms = crm_wall(m->c, ms);
	m->move.at = ms;
	m->move.day = crm_day(m->c, ms);
	return CRM_OK;
}

static enum crm_status read_operands(struct mover *m, const char *const *operands, size_t n, bool have_ids,
                                     struct crm_error *e)
{
	struct operand o;
	enum crm_status status = operands_sort(m->c, operands, n, &m->o, e);
	size_t left = 0;

	for (size_t i = 0; i < m->o.nassigns && !status; i++) {
		operand_split(m->o.assigns[i], &o);
		if (o.nfield == 2 && memcmp(o.field, "at", 2) == 0)
			status = read_at(m, &o, e);
		else
			m->o.assigns[left++] = m->o.assigns[i];
	}
	m->o.nassigns = left;
	if (!status && m->verb == STAGE_MOVE) {
		if (!m->o.nwords || (m->o.nwords == 1 && !have_ids && crm_is_id(m->o.words[0])))
			return crm_fail(e, CRM_USAGE, "which stage? it is the last word: move OFFER... STAGE");
		m->stage = m->o.words[--m->o.nwords];
	}
	if (!status && !m->o.nwords && !have_ids)
		return crm_fail(e, CRM_USAGE, "which offer? name one, or - for ids on standard input");
	return status;
}

/* ---- where to ---- */

static const char *pipeline_name(const struct crm *c, int64_t pipeline)
{
	return names_name(&c->pipelines, pipeline);
}

static enum crm_status unknown_stage(const struct mover *m, int64_t pipeline, struct crm_error *e)
{
	const struct crm *c = m->c;
	const char **list = crm_calloc(c->nstages + 1, sizeof *list), *near;
	enum crm_status status;
	size_t n = 0;

	for (size_t i = 0; i < c->nstages; i++)
		if (c->stages[i].pipeline == pipeline)
			list[n++] = c->stages[i].name;
	near = utf8_nearest(m->stage, list);
	if (near)
		status = crm_fail(e, CRM_USAGE, "no stage '%s' in pipeline '%s', nearest is '%s'", m->stage,
		                  pipeline_name(c, pipeline), near);
	else
		status = crm_fail(e, CRM_USAGE, "no stage '%s' in pipeline '%s'", m->stage, pipeline_name(c, pipeline));
	free(list);
	return status;
}

static bool is_closed(const struct stage_info *g)
{
	return g->kind == STATE_WON || g->kind == STATE_LOST;
}

/* The next stage on (or back) among those of leads and open offers. */
static enum crm_status neighbour(const struct mover *m, const struct standing *o, const struct stage_info **to,
                                 struct crm_error *e)
{
	const struct crm *c = m->c;
	size_t at = (size_t)(o->stage - c->stages);

	if (is_closed(o->stage))
		return crm_fail(e, CRM_FORBIDDEN, "is %s: reopen it first", words_state[o->stage->kind]);
	while (m->verb == STAGE_NEXT ? ++at < c->nstages : at-- > 0) {
		*to = &c->stages[at];
		if ((*to)->pipeline == o->pipeline && !is_closed(*to))
			return CRM_OK;
	}
	if (m->verb == STAGE_NEXT)
		return crm_fail(e, CRM_FORBIDDEN, "'%s' is the last stage before won and lost: win or lose it",
		                o->stage->name);
	return crm_fail(e, CRM_FORBIDDEN, "'%s' is the first stage", o->stage->name);
}

static enum crm_status closing(const struct mover *m, const struct standing *o, int kind, const struct stage_info **to,
                               struct crm_error *e)
{
	if (o->stage->kind == kind)
		return CRM_OK;
	*to = stage_of_kind(m->c, o->pipeline, kind);
	if (*to)
		return CRM_OK;
	return crm_fail(e, CRM_FORBIDDEN, "pipeline '%s' has no stage of kind %s", pipeline_name(m->c, o->pipeline),
	                words_state[kind]);
}

/* The last stage before it was closed; when that is gone, the first one for open offers. */
static enum crm_status reopening(const struct mover *m, const struct standing *o, const struct stage_info **to,
                                 struct crm_error *e)
{
	int64_t id = 0;
	enum crm_status status;

	if (!is_closed(o->stage))
		return CRM_OK;
	status = db_get_int(m->c->db, e, &id, 0,
	                    "SELECT m.to_stage FROM stage_move m JOIN stage g ON g.id=m.to_stage WHERE m.offer=$1 AND "
	                    "m.void IS NULL "
	                    "AND g.kind IN " STATES_ALIVE " AND g.pipeline=$2 "
	                    "ORDER BY m.seq DESC LIMIT 1",
	                    2, o->id, o->pipeline);
	if (status)
		return status;
	*to = stage_by_id(m->c, id);
	if (!*to)
		*to = stage_of_kind(m->c, o->pipeline, STATE_OPEN);
	if (!*to)
		*to = stage_of_kind(m->c, o->pipeline, STATE_LEAD);
	return *to ? CRM_OK
	           : crm_fail(e, CRM_FORBIDDEN, "pipeline '%s' has no stage for open offers",
	                      pipeline_name(m->c, o->pipeline));
}

static enum crm_status target(const struct mover *m, const struct standing *o, const struct stage_info **to,
                              struct crm_error *e)
{
	*to = o->stage;
	switch (m->verb) {
	case STAGE_MOVE:
		*to = stage_by_name(m->c, o->pipeline, m->stage, strlen(m->stage));
		return *to ? CRM_OK : unknown_stage(m, o->pipeline, e);
	case STAGE_NEXT:
	case STAGE_BACK:
		return neighbour(m, o, to, e);
	case STAGE_WIN:
		return closing(m, o, STATE_WON, to, e);
	case STAGE_LOSE:
		return closing(m, o, STATE_LOST, to, e);
	case STAGE_REOPEN:
		return reopening(m, o, to, e);
	}
	return crm_fail(e, CRM_INTERNAL, "no such verb");
}

/* ---- moving ---- */

static enum crm_status stands(const struct mover *m, int64_t id, struct standing *o, struct crm_error *e)
{
	struct query q = query(m->c->db, e, "SELECT pipeline, stage FROM offer WHERE id=$1", id);

	*o = (struct standing){.id = id};
	if (query_row(&q)) {
		o->pipeline = db_int(q.st, 0);
		o->stage = stage_by_id(m->c, db_int(q.st, 1));
	}
	if (query_end(&q) || o->stage)
		return q.s;
	return crm_fail(e, CRM_DATA, "stands in no stage: run 'crm-db check'");
}

static bool reason_given(const struct mover *m)
{
	for (size_t i = 0; i < m->na; i++)
		if (m->a[i].field == kind_field(&kind_offer, "reason"))
			return true;
	return false;
}

/* Why it was closed is no longer so when it is reopened: an assignment behind those given. */
static void with_no_reason(struct mover *m)
{
	struct assign *all = arena_alloc(&m->c->arena, (m->na + 1) * sizeof *all);

	if (m->na)
		memcpy(all, m->a, m->na * sizeof *all);
	all[m->na] = (struct assign){.field = kind_field(&kind_offer, "reason"), .op = OP_EQ, .s = ""};
	m->a = all;
}

static enum crm_status move_one(void *arg, int64_t id, bool *changed, struct crm_error *e)
{
	struct mover *m = arg;
	const struct stage_info *to = NULL;
	struct move move = m->move;
	struct standing o;
	enum crm_status status = stands(m, id, &o, e);

	if (!status)
		status = target(m, &o, &to, e);
	if (status)
		return status;
	move.to = to->id;
	return edit_move(m->wr.ed, id, &move, m->a,
	                 m->na + (m->verb == STAGE_REOPEN && is_closed(o.stage) && !reason_given(m)), changed, e);
}

static enum crm_status stages(void *arg, size_t n, struct crm_error *e)
{
	struct mover *m = arg;
	enum crm_status status = lookup_pipelines(m->c, e);

	(void)n;
	return status ? status : lookup_stages(m->c, e);
}

enum crm_status crm_stage(struct crm *c, enum crm_stage_verb verb, const char *const *operands, size_t n,
                          const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct mover m = {.c = c, .verb = verb};
	enum crm_status status = read_operands(&m, operands, n, ids != NULL, e);

	if (!status)
		status = assigns_parse(c, &kind_offer, m.o.assigns, m.o.nassigns, w->files, &m.a, &m.na, e);
	if (status)
		return status;
	with_no_reason(&m);
	return each_target(&m.wr, c,
	                   &(struct each){.verb = verbs[verb],
	                                  .kind = &kind_offer,
	                                  .refs = m.o.words,
	                                  .nrefs = m.o.nwords,
	                                  .ids = ids,
	                                  .by_number = true,
	                                  .ready = stages,
	                                  .one = move_one},
	                   w, &m, e);
}
