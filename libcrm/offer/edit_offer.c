/* edit_offer.c - rules of offers: defaults, estimate and value, currency, what a change of stage
 * brings with it.
 *
 * A won or lost offer has been open: recorded or imported closed at once, it gets an entry move on
 * the day of its inquiry. A turned-down lead is one that was moved from a lead stage. */
#include "edit_offer.h"

#include <stdlib.h>
#include "../base/money.h"
#include "../base/utf8.h"
#include "offer_kinds.h"

static int64_t int_of(struct value v, int64_t dflt)
{
	return v.is == V_INT ? v.i : dflt;
}

/* ---- amounts ---- */

static enum crm_status find_lines(struct edit *ed, struct draft *d, struct crm_error *e)
{
	static const int nos[] = {OFFER_ESTIMATE, OFFER_VALUE, OFFER_PRODUCT, OFFER_CURRENCY};
	bool needed = false;
	int64_t one = 0;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof nos / sizeof nos[0]; i++)
		needed = needed || draft_given(d, nos[i]);
	if (needed && !d->adding)
		s = edit_get(ed, e, &one, "SELECT 1 FROM line WHERE offer = $1 LIMIT 1", d->id);
	offer_edit(ed)->lines = one;
	return s;
}

/* value= writes the estimate; writing back what is there is no change, so that exports can be read
 * in again. */
static enum crm_status amounts(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const bool lines = offer_edit(ed)->lines;

	if (lines && draft_given(d, OFFER_VALUE) && draft_changed(d, OFFER_VALUE))
		return draft_refuse(d, CRM_FORBIDDEN, "value", e,
			"the offer has lines, its value is their net");
	if (lines && draft_given(d, OFFER_PRODUCT) && draft_changed(d, OFFER_PRODUCT))
		return draft_refuse(d, CRM_FORBIDDEN, "product", e,
			"the offer has lines, its product is that of the largest");
	if (!lines && draft_given(d, OFFER_VALUE) && draft_changed(d, OFFER_VALUE)) {
		*draft_v(d, OFFER_ESTIMATE) = *draft_v(d, OFFER_VALUE);
	} else if (!lines && draft_given(d, OFFER_ESTIMATE)) {
		*draft_v(d, OFFER_VALUE) = *draft_v(d, OFFER_ESTIMATE);
	}
	if (draft_given(d, OFFER_VALUE) && !lines)
		d->given |= edit_bit(d->ke, OFFER_ESTIMATE);
	return currency_check(ed, d, lines, e);
}

/* ---- defaults ---- */

static enum crm_status company_of_contact(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct query q;

	if (!draft_open(ed, d, OFFER_COMPANY) || draft_v(d, OFFER_CONTACT)->is != V_INT)
		return CRM_OK;
	q = query(ed->c->db, e, "SELECT company FROM contact WHERE id = $1", draft_v(d, OFFER_CONTACT)->i);
	if (query_row(&q) && !db_null(q.st, 0))
		*draft_v(d, OFFER_COMPANY) = VALUE_INT(db_int(q.st, 0));
	return query_end(&q);
}

/* An empty cell moves nothing. */
static enum crm_status empty_cells(struct edit *ed, struct draft *d, struct crm_error *e)
{
	if (draft_open(ed, d, OFFER_CURRENCY) && ed->c->set.currency)
		*draft_v(d, OFFER_CURRENCY) = VALUE_INT(ed->c->set.currency);
	if (draft_open(ed, d, OFFER_PIPELINE))
		*draft_v(d, OFFER_PIPELINE) = *draft_old(d, OFFER_PIPELINE);
	return company_of_contact(ed, d, e);
}

static enum crm_status defaults(struct edit *ed, struct draft *d, struct crm_error *e)
{
	if (draft_v(d, OFFER_CURRENCY)->is == V_NULL && ed->c->set.currency)
		*draft_v(d, OFFER_CURRENCY) = VALUE_INT(ed->c->set.currency);
	*draft_v(d, OFFER_PUSHES) = VALUE_INT(0);
	if (!ed->opt.bulk && !draft_given(d, OFFER_INQUIRED))
		*draft_v(d, OFFER_INQUIRED) = VALUE_INT(ed->c->today);
	if (!ed->opt.bulk && !draft_given(d, COMMON_OWNER) && ed->c->env.user && ed->c->env.user[0]) {
		*draft_v(d, COMMON_OWNER) = value_text("me", 2);
		d->given |= edit_bit(d->ke, COMMON_OWNER);
	}
	return company_of_contact(ed, d, e);
}

/* ---- stages ---- */

static enum crm_status unknown_stage(struct edit *ed, int64_t pipeline, struct crm_error *e)
{
	struct crm *c = ed->c;
	const struct assign *a = offer_edit(ed)->stage;
	const char **list = arena_alloc(&ed->arena, (c->nstages + 1) * sizeof *list), *near;
	char *word = arena_strndup(&ed->arena, a->s, a->n);
	size_t n = 0;

	for (size_t i = 0; i < c->nstages; i++)
		if (c->stages[i].pipeline == pipeline)
			list[n++] = c->stages[i].name;
	near = utf8_nearest(word, list);
	return crm_fail_at(e, a->line ? CRM_DATA : CRM_USAGE, NULL, a->line, a->column, "stage",
	                   near ? "no stage '%s', nearest is '%s'" : "no stage '%s'", word, near);
}

/* The stage named by stage=, in the offer's own pipeline. */
static enum crm_status named_stage(struct edit *ed, struct draft *d, int64_t pipeline, const struct stage_info **to,
                                   struct crm_error *e)
{
	const struct crm_kind *k;
	const struct assign *a = offer_edit(ed)->stage;
	int64_t id;

	if (!a->n)
		return draft_refuse(d, CRM_FORBIDDEN, "stage", e, "offer needs a stage");
	*to = stage_by_name(ed->c, pipeline, a->s, a->n);
	if (!*to && id_parse(a->s, a->n, &k, &id) && k->no == KIND_STAGE)
		*to = stage_by_id(ed->c, id);
	return *to && (*to)->pipeline == pipeline ? CRM_OK : unknown_stage(ed, pipeline, e);
}

/* In another pipeline: the stage of the same name, else the first of the same kind. */
static enum crm_status like_stage(struct edit *ed, struct draft *d, int64_t pipeline, const struct stage_info *was,
				  const struct stage_info **to, struct crm_error *e)
{
	*to = was ? stage_by_name(ed->c, pipeline, was->name, strlen(was->name)) : NULL;
	if (!*to && was)
		*to = stage_of_kind(ed->c, pipeline, was->kind);
	return *to ? CRM_OK : draft_refuse(d, CRM_FORBIDDEN, "pipeline", e,
		"the pipeline has no stage like the present one: give stage= too");
}

static const struct stage_info *first_stage(const struct crm *c, int64_t pipeline)
{
	const struct stage_info *g = stage_of_kind(c, pipeline, STATE_OPEN);

	for (int kind = 0; !g && kind <= STATE_LOST; kind++)
		g = stage_of_kind(c, pipeline, kind);
	return g;
}

static enum crm_status target_stage(struct edit *ed, struct draft *d, const struct stage_info **to, struct crm_error *e)
{
	int64_t pipeline = int_of(*draft_v(d, OFFER_PIPELINE), 0), stage = int_of(*draft_old(d, OFFER_STAGE), 0);
	const struct offer_edit *o = offer_edit(ed);
	const struct stage_info *was = stage_by_id(ed->c, stage);

	*to = was;
	if (o->forced && o->stage)
		return crm_fail_at(e, CRM_USAGE, NULL, o->stage->line, 0, "stage", "the stage is given twice");
	if (o->forced) {
		*to = stage_by_id(ed->c, o->move.to);
		if (!*to)
			return crm_fail(e, CRM_NO, "no such stage");
		if ((*to)->pipeline != pipeline)
			return draft_refuse(d, CRM_FORBIDDEN, "stage", e,
				"the stage belongs to another pipeline: give pipeline= too");
		return CRM_OK;
	}
	if (o->stage)
		return named_stage(ed, d, pipeline, to, e);
	if (!d->adding)
		return draft_changed(d, OFFER_PIPELINE) ? like_stage(ed, d, pipeline, was, to, e)
		       : was                            ? CRM_OK
		             : crm_fail(e, CRM_DATA, "stands in no stage: run 'crm-db check'");
	if (d->as != d->ke->k && !o->nentered) /* as a lead */
		*to = stage_of_kind(ed->c, pipeline, STATE_LEAD);
	if (!*to)
		*to = o->nentered ? stage_by_id(ed->c, o->entered[o->nentered - 1].stage)
		                  : first_stage(ed->c, pipeline);
	return *to ? CRM_OK : draft_refuse(d, CRM_FORBIDDEN, "pipeline", e,
		"the pipeline has no stage");
}

/* ---- moves ---- */

static bool is_closed(int kind)
{
	return kind == STATE_WON || kind == STATE_LOST;
}

static enum crm_status enter(struct edit *ed, int64_t stage, int day, struct draft *d, struct crm_error *e)
{
	const struct stage_info *g = stage_by_id(ed->c, stage);
	char text[16];

	if (!g)
		return draft_refuse(d, CRM_DATA, "stage", e, "no such stage");
	if (day > ed->c->today) {
		date_format(text, day);
		return draft_refuse(d, draft_wrong(d), is_closed(g->kind) ? "closed" : "stage", e,
		                   "%s is in the future: a move is recorded when it has happened", text);
	}
	*draft_v(d, OFFER_STAGE) = VALUE_INT(stage);
	*draft_v(d, OFFER_STATE) = VALUE_INT(g->kind);
	*draft_v(d, OFFER_STAGE_SINCE) = VALUE_INT(day);
	*draft_v(d, OFFER_CLOSED) = is_closed(g->kind) ? VALUE_INT(day) : VALUE_NULL;
	if (draft_v(d, OFFER_OPENED)->is == V_NULL && (g->kind == STATE_OPEN || g->kind == STATE_WON))
		*draft_v(d, OFFER_OPENED) = VALUE_INT(day);
	return CRM_OK;
}

static void add_entered(struct offer_edit *o, int64_t stage, int day)
{
	GROW(o->entered, o->nentered, o->aentered);
	o->entered[o->nentered++] = (struct entered){stage, day};
}

void edit_entered(struct edit *ed, const struct entered *moves, size_t n)
{
	struct offer_edit *o = offer_edit(ed);

	o->nentered = 0;
	o->told = true;
	for (size_t i = 0; i < n; i++)
		add_entered(o, moves[i].stage, moves[i].day);
}

/* The day a new offer came into its stage when nothing says so: the day of inquiry for what is
 * imported. */
static int entry_day(const struct edit *ed, struct draft *d)
{
	return ed->opt.bulk ? (int)int_of(*draft_v(d, OFFER_INQUIRED), ed->c->today) : ed->c->today;
}

/* Won or lost at once: it was open from the inquiry on, or reports would take it for a rejected
 * lead. */
static struct entered *opened_before(struct edit *ed, struct draft *d, const struct stage_info *to, int closed)
{
	struct value *inquired = draft_v(d, OFFER_INQUIRED);
	int from = draft_given(d, OFFER_INQUIRED) ? (int)int_of(*inquired, ed->c->today) : entry_day(ed, d);

	if (!draft_given(d, OFFER_INQUIRED) && from > closed) {
		from = closed;
		if (inquired->is == V_INT)
			inquired->i = closed;
	}
	add_entered(offer_edit(ed), first_stage(ed->c, to->pipeline)->id, from);
	return &offer_edit(ed)->entered[0];
}

/* A new offer has entered the stages told by edit_entered, last its own: on `closed` when that is
 * won or lost. */
static enum crm_status first_moves(struct edit *ed, struct draft *d, const struct stage_info *to, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	struct entered *last = o->nentered ? &o->entered[o->nentered - 1] : NULL;
	bool closed = o->closed.is == V_INT;
	enum crm_status s = CRM_OK;

	if (closed && !is_closed(to->kind))
		return draft_refuse(d, CRM_FORBIDDEN, "closed", e,
			"only an offer that is won or lost is closed: give stage= too");
	if (!last && is_closed(to->kind))
		last = opened_before(ed, d, to, closed ? (int)o->closed.i : ed->c->today);
	if (!last || last->stage != to->id)
		add_entered(o, to->id,
		            closed ? (int)o->closed.i
		            : last ? o->entered[o->nentered - 1].day
		                   : entry_day(ed, d));
	else if (closed)
		last->day = (int)o->closed.i;
	for (size_t i = 0; i < o->nentered && !s; i++) {
		if (i && o->entered[i].day < o->entered[i - 1].day)
			return draft_refuse(d, draft_wrong(d), closed ? "closed" : "stage", e,
			                   "the offer left a stage before the day it entered it");
		s = enter(ed, o->entered[i].stage, o->entered[i].day, d, e);
	}
	return s;
}

static enum crm_status move_day(struct edit *ed, struct draft *d, const struct stage_info *to, int *day,
                                struct crm_error *e)
{
	const struct offer_edit *o = offer_edit(ed);
	int64_t last = int_of(*draft_old(d, OFFER_STAGE_SINCE), DATE_MIN);
	char given[16], before[16];

	if (o->closed.is == V_INT && !is_closed(to->kind))
		return draft_refuse(d, CRM_FORBIDDEN, "closed", e,
			"only an offer that is won or lost is closed");
	*day = o->closed.is == V_INT ? (int)o->closed.i : o->move.have_day ? o->move.day : ed->c->today;
	if (*day >= last)
		return CRM_OK;
	date_format(given, *day);
	date_format(before, (int)last);
	return draft_refuse(d, CRM_FORBIDDEN, is_closed(to->kind) ? "closed" : "stage", e,
	                   "%s is before the last move, on %s", given, before);
}

static enum crm_status move_on(struct edit *ed, struct draft *d, const struct stage_info *to, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	int day = 0;
	enum crm_status s;

	if (to->id == int_of(*draft_old(d, OFFER_STAGE), 0)) {
		/* a file without the day of closing doesn't take it away */
		if (o->closed_by && !(ed->opt.bulk && o->closed.is == V_NULL) &&
		    !value_equal(o->closed, *draft_old(d, OFFER_CLOSED)))
			return draft_refuse(d, CRM_FORBIDDEN, "closed", e, "%s",
			                    is_closed(to->kind)
			                        ? "the offer is closed already: 'crm-log undo' takes the closing back; "
			                          "or, for a later day, reopen it with at=DAY and close it again"
			                        : "only a move into won or lost sets it");
		return CRM_OK;
	}
	s = move_day(ed, d, to, &day, e);
	if (s)
		return s;
	o->moving = true;
	o->move.day = day;
	return enter(ed, to->id, day, d, e);
}

/* ---- put off ---- */

/* Counted once per batch and offer; what was logged before in this batch tells. */
static enum crm_status pushes(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value was = *draft_old(d, OFFER_EXPECTED_CLOSE), is = *draft_v(d, OFFER_EXPECTED_CLOSE),
	             *n = draft_v(d, OFFER_PUSHES);
	int64_t before = 0;
	enum crm_status s = CRM_OK;

	if (d->adding || was.is != V_INT || is.is != V_INT || is.i <= was.i ||
	    draft_v(d, OFFER_STATE)->i != STATE_OPEN || (ed->opt.flags & BATCH_UNDO))
		return CRM_OK;
	if (ed->batch)
		s = edit_get(ed, e, &before,
		             "SELECT count(*) FROM change WHERE kind = $1 AND id = $2 AND batch = $3 AND field = $4 "
		             "AND CAST(new AS BIGINT) > CAST(old AS BIGINT)",
		             KIND_OFFER, d->id, ed->batch, OFFER_EXPECTED_CLOSE);
	if (!before)
		*n = VALUE_INT(int_of(*n, 0) + 1);
	return s;
}

/* ---- all together ---- */

static enum crm_status pipeline(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct offer_edit *o = offer_edit(ed);
	struct value *v = draft_v(d, OFFER_PIPELINE);
	const struct stage_info *g = d->adding && o->nentered ? stage_by_id(ed->c, o->entered[0].stage) : NULL;

	if (d->adding && v->is == V_NULL)
		*v = VALUE_INT(g ? g->pipeline : pipeline_default(ed->c));
	if (v->is == V_INT && v->i)
		return CRM_OK;
	return draft_refuse(d, CRM_FORBIDDEN, "pipeline", e,
		"%s", d->adding ? "there is no pipeline" : "offer needs a pipeline");
}

static enum crm_status pin(struct draft *d, struct crm_error *e)
{
	if (!is_closed((int)draft_v(d, OFFER_STATE)->i) || draft_v(d, OFFER_PIN)->is == V_NULL ||
	    !draft_changed(d, OFFER_PIN))
		return CRM_OK;
	return draft_refuse(d, CRM_FORBIDDEN, "pin", e,
		"an offer that is won or lost takes no pin");
}

static enum crm_status offer_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct stage_info *to = NULL;
	enum crm_status s = find_lines(ed, d, e);

	if (!s)
		s = lookup_pipelines(ed->c, e);
	if (!s)
		s = lookup_stages(ed->c, e);
	if (!s)
		s = d->adding ? defaults(ed, d, e) : empty_cells(ed, d, e);
	if (!s)
		s = amounts(ed, d, e);
	if (!s)
		s = pipeline(ed, d, e);
	if (!s)
		s = target_stage(ed, d, &to, e);
	if (!s)
		s = d->adding ? first_moves(ed, d, to, e) : move_on(ed, d, to, e);
	if (!s)
		s = pin(d, e);
	if (!s && (offer_edit(ed)->moving || d->adding) && !ed->opt.bulk)
		s = move_required(ed, d, to, e);
	return !s ? pushes(ed, d, e) : s;
}

enum crm_status edit_move(struct edit *ed, int64_t offer, const struct move *m, const struct assign *a, size_t n,
                          bool *changed, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	enum crm_status s;

	o->forced = true;
	o->move = *m;
	s = edit_set(ed, kind_by_no(KIND_OFFER), offer, a, n, NULL, changed, e);
	o->forced = false;
	return s;
}

/* A new one in work. */
static enum crm_status offer_read(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);

	(void)d;
	(void)e;
	o->stage = o->closed_by = NULL;
	o->closed = VALUE_NULL;
	o->moving = o->lines = false;
	if (!o->forced)
		o->move = (struct move){0};
	if (!o->told)
		o->nentered = 0;
	o->told = false;
	return CRM_OK;
}

/* Moves are made when all the rest is known. */
static bool offer_takes(struct edit *ed, struct draft *d, const struct assign *a, const struct value *v)
{
	if (a->field->no != (v ? OFFER_CLOSED : OFFER_STAGE)) /* asked of each assignment */
		return false;
	if (!v && !a->n && !d->adding && ed->opt.bulk)
		return true;
	if (v)
		offer_edit(ed)->closed = *v;
	*(v ? &offer_edit(ed)->closed_by : &offer_edit(ed)->stage) = a;
	return true;
}

static const struct remedy remedies[] = {
	{"state", "won", "'crm-stage win' wins an offer"},
	{"state", "lost", "'crm-stage lose' loses an offer"},
	{"state", NULL, "it is that of the stage, which 'crm-stage move' sets"},
	{"probability", NULL, "pin= sets one by hand"},
	{"stage_since", NULL, "'crm-stage move' takes at=DAY"},
	{NULL, NULL, NULL},
};

static const struct kind_unique uniques[] = {
	{OFFER_NUMBER, "number", "SELECT id FROM offer WHERE number_key = $1 AND id <> $2", .folded = true},
	{0},
};

static const struct bound bounds[] = {
	{OFFER_INQUIRED, BOUND_TODAY, 0},
	{OFFER_CLOSED, BOUND_BEHIND, OFFER_INQUIRED},
	{OFFER_VALID_UNTIL, BOUND_BEHIND, OFFER_INQUIRED},
	{0},
};

const struct kind_rules offer_rules = {
	.bounds = bounds,
	.read = offer_read,
	.prepare = offer_prepare,
	.written = offer_written,
	.takes = offer_takes,
	.currency = OFFER_CURRENCY,
	.stage = OFFER_STAGE,
	.unique = uniques,
	.remedies = remedies,
};
