/* lead.c - what becomes of leads: qualified, converted, disqualified. */
#include "lead_impl.h"

#include "../ask/ref.h"
#include "../model/lookup.h"
#include "../offer/moves.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

static const char *const verbs[] = {"qualify", "convert", "disqualify"};

/* ---- operands ---- */

static enum crm_status read_operands(struct leader *l, const char *const *operands, size_t n, bool have_ids,
                                     struct crm_error *e)
{
	struct operand o;
	size_t left = 0;
	bool reason = false;
	enum crm_status s = operands_sort(l->c, operands, n, &l->o, e);

	for (size_t i = 0; i < l->o.nassigns && !s; i++) {
		operand_split(l->o.assigns[i], &o);
		if (l->verb == LEAD_CONVERT && o.nfield == 4 && memcmp(o.field, "into", 4) == 0 && o.op == OP_EQ)
			l->into = o.value;
		else
			l->o.assigns[left++] = l->o.assigns[i];
		reason = reason || (o.nfield == 6 && memcmp(o.field, "reason", 6) == 0 && o.nvalue);
	}
	l->o.nassigns = left;
	if (!s && !l->o.nwords && !have_ids)
		return crm_fail(e, CRM_USAGE, "which lead? name one, or - for ids on standard input");
	if (!s && l->verb == LEAD_DISQUALIFY && !reason)
		return crm_fail(e, CRM_USAGE, "why? reason=WORD is wanted");
	return s;
}

static enum crm_status parse_assigns(struct leader *l, const struct crm_files *files, struct crm_error *e)
{
	struct assign *parsed;
	enum crm_status s = assigns_parse(l->c, &kind_lead, l->o.assigns, l->o.nassigns, files, &parsed, &l->na, e);

	if (s)
		return s;
	l->a = arena_alloc(&l->c->arena, (l->na + 3) * sizeof *l->a);
	if (l->na)
		memcpy(l->a, parsed, l->na * sizeof *l->a);
	return CRM_OK;
}

/* ---- where to ---- */

static enum crm_status no_stage(const struct leader *l, const struct lead *o, int kind, struct crm_error *e)
{
	return crm_fail(e, CRM_FORBIDDEN, "pipeline '%s' has no stage of kind %s",
	                names_name(&l->c->pipelines, o->pipeline), words_state[kind]);
}

static const struct stage_info *last_lead_stage(const struct crm *c, int64_t pipeline)
{
	const struct stage_info *last = NULL;

	for (size_t i = 0; i < c->nstages; i++)
		if (c->stages[i].pipeline == pipeline && c->stages[i].kind == STATE_LEAD)
			last = &c->stages[i];
	return last;
}

/* Its own stage when it is there already. */
static enum crm_status target(const struct leader *l, const struct lead *o, const struct stage_info **to,
                              struct crm_error *e)
{
	static const char *const remedy[] = {"only leads are qualified", "only leads are converted",
	                                     "'crm-stage lose' loses an offer"};
	const int state = o->stage->kind, kind = l->verb == LEAD_QUALIFY   ? STATE_LEAD
	                                         : l->verb == LEAD_CONVERT ? STATE_OPEN
	                                                                   : STATE_LOST;

	*to = o->stage;
	if (state != STATE_LEAD && (kind == STATE_LOST ? state == STATE_LOST && !o->opened : state == STATE_OPEN))
		return CRM_OK;
	if (state != STATE_LEAD)
		return crm_fail(e, CRM_FORBIDDEN, "is %s: %s", words_state[state], remedy[l->verb]);
	*to = kind == STATE_LEAD ? last_lead_stage(l->c, o->pipeline) : stage_of_kind(l->c, o->pipeline, kind);
	return *to ? CRM_OK : no_stage(l, o, kind, e);
}

/* ---- one lead ---- */

static enum crm_status lead_on(void *arg, int64_t id, bool *changed, struct crm_error *e)
{
	struct leader *l = arg;
	const struct stage_info *to;
	struct lead o;
	int64_t contact = 0, company = 0;
	char texts[2][32];
	size_t n = l->na;
	bool takes;
	enum crm_status s = lead_load(l, id, &o, e);

	if (!s)
		s = target(l, &o, &to, e);
	takes = !s && l->verb != LEAD_DISQUALIFY && o.stage->kind == STATE_LEAD;
	if (takes)
		s = lead_people(l, &o, &contact, &company, e);
	if (s)
		return s;
	lead_link(l, &n, "contact", &kind_contact, contact, texts[0]);
	lead_link(l, &n, "company", &kind_company, company, texts[1]);
	if (takes && !o.owner.n)
		lead_assign_me(l, &n);
	return edit_move(l->wr.ed, id, &(struct move){.to = to->id}, l->a, n, changed, e);
}

/* One that went into it before names it: nothing is left to do. The offer is what was touched. */
static enum crm_status into_one(void *arg, int64_t id, bool *changed, struct crm_error *e)
{
	struct leader *l = arg;
	enum crm_status s = lead_into(l, id, changed, e);

	writer_touch(&l->wr, &kind_lead, l->offer);
	l->wr.w->changed += *changed;
	l->wr.w->same += !*changed;
	return s;
}

static enum crm_status ready(void *arg, size_t n, struct crm_error *e)
{
	struct leader *l = arg;
	enum crm_status s = lookup_pipelines(l->c, e);

	(void)n;
	if (!s)
		s = lookup_stages(l->c, e);
	if (!s && l->into)
		s = ref_resolve(l->c, &kind_offer, l->into, strlen(l->into), &l->offer, e);
	return s;
}

enum crm_status crm_lead(struct crm *c, enum crm_lead_verb verb, const char *into, const char *const *operands,
                         size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct leader l = {.c = c, .verb = verb, .into = into};
	enum crm_status s = read_operands(&l, operands, n, ids != NULL, e);

	if (!s)
		s = parse_assigns(&l, w->files, e);
	if (s)
		return s;
	return each_target(&l.wr, c,
	                   &(struct each){.verb = verbs[verb], .kind = &kind_lead, .refs = l.o.words,
	                   	.nrefs = l.o.nwords, .ids = ids,
	                                  .counts = l.into != NULL, .ready = ready, .one = l.into ? into_one : lead_on},
	                   w, &l, e);
}
