/* lead.c - what becomes of leads: qualified, converted, disqualified; contact and company are found or made on the way. */
#include "lead_impl.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../twin/merge.h"
#include "../ask/ref.h"
#include "../model/value.h"
#include "../verb/write.h"
#include "../event/event_kind.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

static const char *const verbs[] = {"qualify", "convert", "disqualify"};

struct leader {
	struct crm *c;
	struct writer wr;
	enum crm_lead_verb verb;
	const char *into;                /* convert: the offer they become part of, as written, or NULL */
	int64_t offer;                   /* the same */
	const char **words; size_t nwords;
	const char **assigns; size_t nassigns;
	struct assign *a; size_t na;     /* with room for two more */
	struct target *leads; size_t nleads;
};

/* A lead as it stands; texts in the arena of the handle. */
struct lead {
	int64_t id, pipeline, contact, company;
	const struct stage_info *stage;
	bool opened;
	struct lead_who who;
	struct lead_text source, owner;
};

/* ---- operands ---- */

static enum crm_status sort_operands(struct leader *l, const char *const *operands, size_t n, bool have_ids, struct crm_error *e)
{
	struct operand o;
	bool reason = false;

	l->words = crm_malloc((n + 1) * sizeof *l->words);
	l->assigns = crm_malloc((n + 1) * sizeof *l->assigns);
	for (size_t i = 0; i < n; i++) {
		if (!operands[i][0])
			return crm_fail(e, CRM_USAGE, "an empty operand");
		if (!operand_split(operands[i], &o)) {
			l->words[l->nwords++] = operands[i];
			continue;
		}
		if (l->verb == LEAD_CONVERT && o.nfield == 4 && memcmp(o.field, "into", 4) == 0 && o.op == OP_EQ) {
			l->into = o.value;
			continue;
		}
		l->assigns[l->nassigns++] = operands[i];
		reason = reason || (o.nfield == 6 && memcmp(o.field, "reason", 6) == 0 && o.nvalue);
	}
	if (!l->nwords && !have_ids)
		return crm_fail(e, CRM_USAGE, "which lead? name one, or - for ids on standard input");
	if (l->verb == LEAD_DISQUALIFY && !reason)
		return crm_fail(e, CRM_USAGE, "why? reason=WORD is wanted");
	return CRM_OK;
}

static enum crm_status parse_assigns(struct leader *l, struct crm_error *e)
{
	struct assign *parsed;
	enum crm_status st = assigns_parse(l->c, &kind_lead, l->assigns, l->nassigns, l->wr.w->files, &parsed, &l->na, e);

	if (st)
		return st;
	l->a = arena_alloc(&l->c->arena, (l->na + 2) * sizeof *l->a);
	if (l->na)
		memcpy(l->a, parsed, l->na * sizeof *l->a);
	return CRM_OK;
}

static bool assigned(const struct leader *l, const char *field)
{
	for (size_t i = 0; i < l->na; i++)
		if (l->a[i].n && strcmp(l->a[i].field->name, field) == 0)
			return true;
	return false;
}

/* ---- the lead ---- */

static struct lead_text text_of(struct crm *c, struct stmt *st, int col)
{
	size_t n = 0;
	const char *s = db_text(st, col, &n);

	return (struct lead_text){arena_strndup(&c->arena, s ? s : "", n), n};
}

static enum crm_status load(struct leader *l, int64_t id, struct lead *o, struct crm_error *e)
{
	struct crm *c = l->c;
	struct stmt *st = db_cached(c->db,
	                            "SELECT o.pipeline, o.stage, o.contact, o.company, o.opened, o.name, o.email, o.phone, o.company_name, t.word, u.name "
	                            "FROM offer o LEFT JOIN term t ON t.id=o.source LEFT JOIN users u ON u.id=o.owner WHERE o.id=$1", e);
	enum db_step step;

	if (!st)
		return e->status;
	db_bind_int(st, 1, id);
	step = db_step(st, e);
	*o = (struct lead){.id = id};
	if (step == DB_ROW) {
		*o = (struct lead){id, db_int(st, 0), db_int(st, 2), db_int(st, 3), stage_by_id(c, db_int(st, 1)), !db_null(st, 4),
		                   {text_of(c, st, 5), text_of(c, st, 6), text_of(c, st, 7), text_of(c, st, 8)}, text_of(c, st, 9), text_of(c, st, 10)};
	}
	db_reset(st);
	if (step == DB_FAIL)
		return e->status;
	return o->stage ? CRM_OK : crm_fail(e, CRM_DATA, "stands in no stage: run 'crm-db check'");
}

/* ---- contact and company ---- */

/* A record of the fields that have a value; *id in text. */
static enum crm_status make(struct leader *l, const struct crm_kind *k, const char *const *names, const struct lead_text *v, size_t n, int64_t *id,
                            struct crm_error *e)
{
	struct assign a[8];
	size_t na = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].n)
			a[na++] = (struct assign){.field = kind_field(k, names[i]), .op = OP_EQ, .s = v[i].s, .n = v[i].n};
	return edit_add(l->wr.ed, k, a, na, NULL, id, e);
}

static enum crm_status make_company(struct leader *l, const struct lead *o, int64_t *id, struct crm_error *e)
{
	static const char *const names[] = {"name", "source", "owner"};
	const struct lead_text v[] = {o->who.company_name, o->source, o->owner};

	return make(l, &kind_company, names, v, 3, id, e);
}

static enum crm_status make_contact(struct leader *l, const struct lead *o, int64_t company, int64_t *id, struct crm_error *e)
{
	static const char *const names[] = {"name", "email", "phone", "source", "owner", "company"};
	char text[32];
	const struct lead_text firm = {text, company ? id_format(text, &kind_company, company) : 0};
	const struct lead_text v[] = {o->who.name, o->who.email, o->who.phone, o->source, o->owner, firm};

	return make(l, &kind_contact, names, v, 6, id, e);
}

static enum crm_status doubtful(const struct lead_match *m, struct crm_error *e)
{
	const char *which = m->contact_doubt && m->company_doubt ? "contact= and company= say" : m->contact_doubt ? "contact= says" : "company= says";

	return crm_fail(e, CRM_AMBIGUOUS, "%s: %s which", m->doubt.buf, which);
}

/* Who it will be: the one assigned, else the one it has. 0 = nobody yet. */
static enum crm_status its_contact(struct leader *l, const struct lead *o, int64_t *id, struct crm_error *e)
{
	enum crm_status st = CRM_OK;
	struct value v;

	*id = o->contact;
	for (size_t i = 0; i < l->na && !st; i++) {
		const struct assign *a = &l->a[i];

		if (!a->n || a->field != kind_field(&kind_offer, "contact"))
			continue;
		st = parse_value(l->c, a->field, a->s, a->n, NULL, 0, &v, e);
		*id = st ? 0 : v.i;
	}
	return st;
}

/* Found, else made; what the lead has already, or is assigned, stays. */
static enum crm_status people(struct leader *l, const struct lead *o, int64_t *contact, int64_t *company, struct crm_error *e)
{
	struct lead_match m = {.doubt = STRBUF_INIT};
	bool no_contact, no_company = !o->company && !assigned(l, "company");
	enum crm_status st = its_contact(l, o, contact, e);

	no_contact = !*contact;
	*company = o->company;
	if (!st && no_contact && !o->who.name.n && !o->who.email.n && !o->who.phone.n)
		st = crm_fail(e, CRM_FORBIDDEN, "there is neither a name, an e-mail address nor a telephone number: give one, or contact=");
	if (!st && no_contact)
		st = lead_match(l->c, &o->who, &m, e);
	else if (!st && no_company)
		st = lead_match_company(l->c, &o->who, *contact, &m, e);
	if (!st && ((no_contact && m.contact_doubt) || (no_company && m.company_doubt)))
		st = doubtful(&m, e);
	if (no_contact)
		*contact = m.contact;
	if (no_company)
		*company = m.company;
	if (!st && no_company && !*company && o->who.company_name.n)
		st = make_company(l, o, company, e);
	if (!st && no_contact && !*contact)
		st = make_contact(l, o, *company, contact, e);
	sb_release(&m.doubt);
	return st;
}

/* ---- where to ---- */

static enum crm_status no_stage(const struct leader *l, const struct lead *o, int kind, struct crm_error *e)
{
	return crm_fail(e, CRM_FORBIDDEN, "pipeline '%s' has no stage of kind %s", names_name(&l->c->pipelines, o->pipeline), words_state[kind]);
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
static enum crm_status target(const struct leader *l, const struct lead *o, const struct stage_info **to, struct crm_error *e)
{
	static const char *const remedy[] = {"only leads are qualified", "only leads are converted", "'crm-stage lose' loses an offer"};
	const int state = o->stage->kind, kind = l->verb == LEAD_QUALIFY ? STATE_LEAD : l->verb == LEAD_CONVERT ? STATE_OPEN : STATE_LOST;

	*to = o->stage;
	if (state != STATE_LEAD && (kind == STATE_LOST ? state == STATE_LOST && !o->opened : state == STATE_OPEN))
		return CRM_OK;
	if (state != STATE_LEAD)
		return crm_fail(e, CRM_FORBIDDEN, "is %s: %s", words_state[state], remedy[l->verb]);
	*to = kind == STATE_LEAD ? last_lead_stage(l->c, o->pipeline) : stage_of_kind(l->c, o->pipeline, kind);
	return *to ? CRM_OK : no_stage(l, o, kind, e);
}

/* ---- one lead ---- */

static void link_to(struct leader *l, size_t *n, const char *field, const struct crm_kind *k, int64_t id, char text[32])
{
	if (!id || assigned(l, field))
		return;
	l->a[*n] = (struct assign){.field = kind_field(&kind_offer, field), .op = OP_EQ, .s = text, .n = id_format(text, k, id)};
	++*n;
}

static enum crm_status lead_on(struct leader *l, int64_t id, struct crm_error *e)
{
	const struct stage_info *to;
	struct lead o;
	int64_t contact = 0, company = 0;
	char texts[2][32];
	size_t n = l->na;
	bool changed = false;
	enum crm_status st = load(l, id, &o, e);

	if (!st)
		st = target(l, &o, &to, e);
	if (!st && l->verb != LEAD_DISQUALIFY && o.stage->kind == STATE_LEAD)
		st = people(l, &o, &contact, &company, e);
	if (st)
		return st;
	link_to(l, &n, "contact", &kind_contact, contact, texts[0]);
	link_to(l, &n, "company", &kind_company, company, texts[1]);
	st = edit_move(l->wr.ed, id, &(struct move){.to = to->id}, l->a, n, &changed, e);
	l->wr.w->changed += changed;
	l->wr.w->same += !changed;
	return st;
}

/* ---- into an offer that is there ---- */

/* The offer has its own contact: who inquired has a part in it all the same. */
static enum crm_status add_role(struct leader *l, int64_t contact, struct crm_error *e)
{
	char text[48];
	struct assign a = {.field = kind_field(&kind_offer, "roles"), .op = OP_ADD, .s = text};
	int64_t main_one = 0;
	bool changed;
	enum crm_status st = lead_get(l->c, "SELECT contact FROM offer WHERE id=$1", l->offer, &main_one, e);

	if (st || !contact || contact == main_one)
		return st;
	snprintf(text, sizeof text, "other:c%lld", (long long)contact);
	a.n = strlen(text);
	return edit_set(l->wr.ed, &kind_offer, l->offer, &a, 1, NULL, &changed, e);
}

/* What the offer may take from an inquiry where it has nothing of its own. */
static const char *const gaps[] = {"name", "email", "phone", "company_name", "message", "source", "campaign", "medium", "channel"};
enum { N_GAPS = sizeof gaps / sizeof *gaps };

static enum crm_status find_gaps(struct leader *l, bool empty[N_GAPS], struct crm_error *e)
{
	struct stmt *st = db_cached(l->c->db, "SELECT name, email, phone, company_name, message, source, campaign, medium, channel FROM offer WHERE id=$1", e);
	enum db_step step;

	if (!st)
		return e->status;
	db_bind_int(st, 1, l->offer);
	step = db_step(st, e);
	for (int i = 0; i < N_GAPS; i++)
		empty[i] = step == DB_ROW && db_null(st, i);
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}

static bool is_gap(const char *field, const bool empty[N_GAPS])
{
	for (size_t i = 0; i < N_GAPS; i++)
		if (empty[i] && strcmp(gaps[i], field) == 0)
			return true;
	return false;
}

/* The offer's values are the ones that stand; so every field that is no gap says, and no choice is asked for. */
static enum crm_status offers_own(struct leader *l, struct merge_options *opt, struct crm_error *e)
{
	struct merge_take *t = arena_alloc(&l->c->arena, kind_offer.nfields * sizeof *t);
	bool empty[N_GAPS];
	enum crm_status st = find_gaps(l, empty, e);

	*opt = (struct merge_options){.take = t};
	for (size_t i = 0; i < kind_offer.nfields && !st; i++) {
		struct crm_error own = CRM_ERROR_INIT;
		const char *text = arena_printf(&l->c->arena, "%s=A", kind_offer.fields[i].name);

		if (!is_gap(kind_offer.fields[i].name, empty) && !merge_take_parse(l->c, &kind_offer, text, &t[opt->ntake], &own))
			opt->ntake++;
		crm_error_clear(&own);
	}
	return st;
}

/* Contact and company of the lead where the offer has none. The lead itself is left alone: a record that one batch changes and removes can't be told
 * from what it was when that is redone. */
static enum crm_status link_offer(struct leader *l, int64_t contact, int64_t company, struct crm_error *e)
{
	int64_t there = 0;
	size_t n = l->na;
	char texts[2][32];
	bool changed;
	enum crm_status st = lead_get(l->c, "SELECT contact FROM offer WHERE id=$1", l->offer, &there, e);

	if (!there)
		link_to(l, &n, "contact", &kind_contact, contact, texts[0]);
	if (!st)
		st = lead_get(l->c, "SELECT company FROM offer WHERE id=$1", l->offer, &there, e);
	if (!there)
		link_to(l, &n, "company", &kind_company, company, texts[1]);
	return st || n == l->na ? st : edit_set(l->wr.ed, &kind_offer, l->offer, l->a + l->na, n - l->na, NULL, &changed, e);
}

/* The offer may have a message of its own: what they wrote stands in its timeline, as they sent it. */
static enum crm_status keep_message(struct leader *l, const struct lead_text t[3], int64_t contact, struct crm_error *e)
{
	static const char *const names[] = {"subject", "text", "at", "kind", "direction", "offer", "contacts"};
	char offer[32], who[32];
	const struct lead_text v[] = {t[0], t[1], t[2], {"email", 5}, {"in", 2}, {offer, id_format(offer, &kind_offer, l->offer)},
	                              {who, contact ? id_format(who, &kind_contact, contact) : 0}};
	int64_t id;

	return t[1].n ? make(l, &kind_event, names, v, 7, &id, e) : CRM_OK;
}

/* Title, text and time of what came in; texts in the arena of the handle. */
static enum crm_status load_message(struct leader *l, int64_t lead, struct lead_text t[3], struct crm_error *e)
{
	struct stmt *st = db_cached(l->c->db, "SELECT title, message, coalesce(received, created) FROM offer WHERE id=$1", e);
	char at[32];
	enum db_step step;

	if (!st)
		return e->status;
	db_bind_int(st, 1, lead);
	step = db_step(st, e);
	if (step == DB_ROW) {
		t[0] = text_of(l->c, st, 0);
		t[1] = text_of(l->c, st, 1);
		instant_format(at, db_int(st, 2));
		t[2] = (struct lead_text){arena_strdup(&l->c->arena, at), strlen(at)};
	}
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}

static enum crm_status merge_lead(struct leader *l, const struct lead *o, struct crm_error *e)
{
	int64_t contact = o->contact, company = o->company;
	struct merge_options opt;
	struct lead_text message[3] = {{"", 0}, {"", 0}, {"", 0}};
	enum crm_status st = load_message(l, o->id, message, e);

	if (!st)
		st = offers_own(l, &opt, e);
	if (st)
		return st;
	if (contact || assigned(l, "contact") || o->who.name.n || o->who.email.n || o->who.phone.n)
		st = people(l, o, &contact, &company, e);
	if (!st)
		st = edit_follow(l->wr.ed, o->id, contact, company, e);
	if (!st)
		st = merge_records(l->wr.ed, &kind_offer, l->offer, o->id, &opt, e);
	if (!st)
		st = link_offer(l, contact, company, e);
	if (!st)
		st = keep_message(l, message, contact, e);
	return st ? st : add_role(l, assigned(l, "contact") ? o->contact : contact, e);
}

/* One that went into it before names it: nothing is left to do. */
static enum crm_status lead_into(struct leader *l, int64_t id, struct crm_error *e)
{
	struct lead o;
	bool changed = false;
	enum crm_status st = load(l, id, &o, e);

	if (!st && id != l->offer && o.stage->kind != STATE_LEAD)
		st = crm_fail(e, CRM_FORBIDDEN, "is %s: only leads are converted", words_state[o.stage->kind]);
	if (!st && id != l->offer)
		st = merge_lead(l, &o, e);
	if (!st && l->na)
		st = edit_set(l->wr.ed, &kind_offer, l->offer, l->a, l->na, NULL, &changed, e);
	l->wr.w->changed += id != l->offer || changed;
	l->wr.w->same += id == l->offer && !changed;
	return st;
}

static enum crm_status lead_all(struct leader *l, const struct crm_ids *ids, struct crm_error *e)
{
	enum crm_status st = writer_targets(&l->wr, &kind_lead, l->words, l->nwords, ids, &l->leads, &l->nleads, e);

	if (!st)
		st = lookup_pipelines(l->c, e);
	if (!st)
		st = lookup_stages(l->c, e);
	if (!st && l->into)
		st = ref_resolve(l->c, &kind_offer, l->into, strlen(l->into), &l->offer, e);
	if (st)
		return st;
	for (size_t i = 0; i < l->nleads; i++) {
		struct crm_error own = CRM_ERROR_INIT;
		enum crm_status one = l->into ? lead_into(l, l->leads[i].id, &own) : lead_on(l, l->leads[i].id, &own);

		writer_touch(&l->wr, &kind_lead, l->into ? l->offer : l->leads[i].id);
		writer_tell(&kind_lead, &l->leads[i], one, &own, e);
		st = st ? st : one;
	}
	return st;
}

enum crm_status crm_lead(struct crm *c, enum crm_lead_verb verb, const char *into, const char *const *operands, size_t n, const struct crm_ids *ids,
                         struct crm_write *w, struct crm_error *e)
{
	struct leader l = {.c = c, .verb = verb, .into = into, .wr.w = w};
	enum crm_status st = sort_operands(&l, operands, n, ids != NULL, e);

	if (!st)
		st = parse_assigns(&l, e);
	if (!st)
		st = writer_begin(&l.wr, c, verbs[verb], w, e);
	if (!st)
		st = writer_end(&l.wr, lead_all(&l, ids, e), e);
	free(l.words);
	free(l.assigns);
	free(l.leads);
	return st;
}
