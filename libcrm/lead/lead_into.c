/* lead_into.c - a lead becomes part of an offer that is there. */
#include "lead_impl.h"

#include "../event/event_kind.h"
#include "../event/events.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"
#include "../twin/merge.h"

/* The offer has its own contact: who inquired has a part in it all the same. */
static enum crm_status add_role(struct leader *l, int64_t contact, struct crm_error *e)
{
	char text[48];
	struct assign a = {.field = kind_field(&kind_offer, "roles"), .op = OP_ADD, .s = text};
	int64_t main_one = 0;
	bool changed;
	enum crm_status s = lead_get(l->c, "SELECT contact FROM offer WHERE id=$1", l->offer, &main_one, e);

	if (s || !contact || contact == main_one)
		return s;
	snprintf(text, sizeof text, "other:c%lld", (long long)contact);
	a.n = strlen(text);
	return edit_set(l->wr.ed, &kind_offer, l->offer, &a, 1, NULL, &changed, e);
}

/* What the offer may take from an inquiry where it has nothing of its own; an amount comes with its
 * currency. */
static const char *const gaps[] = {"name", "email", "phone", "company_name", "message", "source", "campaign", "medium", "channel",
	"estimate", "currency", "value", "owner"};
enum { N_GAPS = sizeof gaps / sizeof *gaps };

static enum crm_status find_gaps(struct leader *l, bool empty[N_GAPS], struct crm_error *e)
{
	struct query q = query(l->c->db, e,
	                       "SELECT name, email, phone, company_name, message, source, campaign, medium, channel, "
	                       "value, value, value, owner FROM offer WHERE id=$1", l->offer);
	bool found = query_row(&q);

	for (int i = 0; i < N_GAPS; i++)
		empty[i] = found && db_null(q.st, i);
	return query_end(&q);
}

static bool is_gap(const char *field, const bool empty[N_GAPS])
{
	for (size_t i = 0; i < N_GAPS; i++)
		if (empty[i] && strcmp(gaps[i], field) == 0)
			return true;
	return false;
}

/* The offer's values are the ones that stand; so every field that is no gap says, and no choice is
 * asked for. */
static enum crm_status offers_own(struct leader *l, struct merge_options *opt, struct crm_error *e)
{
	struct merge_take *t = arena_alloc(&l->c->arena, kind_offer.nfields * sizeof *t);
	bool empty[N_GAPS];
	enum crm_status s = find_gaps(l, empty, e);

	*opt = (struct merge_options){.take = t};
	for (size_t i = 0; i < kind_offer.nfields && !s; i++) {
		struct crm_error own = CRM_ERROR_INIT;
		const char *text = arena_printf(&l->c->arena, "%s=A", kind_offer.fields[i].name);

		if (!is_gap(kind_offer.fields[i].name, empty) &&
		    !merge_take_parse(l->c, &kind_offer, text, &t[opt->ntake], &own))
			opt->ntake++;
		crm_error_clear(&own);
	}
	return s;
}

/* Contact and company of the lead where the offer has none, and somebody to look after it. The lead
 * itself is left alone: a record that one batch changes and removes can't be told from what it was
 * when that is redone. */
static enum crm_status link_offer(struct leader *l, int64_t contact, int64_t company, struct crm_error *e)
{
	int64_t there = 0;
	size_t n = l->na;
	char texts[2][32];
	bool changed;
	enum crm_status s = lead_get(l->c, "SELECT contact FROM offer WHERE id=$1", l->offer, &there, e);

	if (!there)
		lead_link(l, &n, "contact", &kind_contact, contact, texts[0]);
	if (!s)
		s = lead_get(l->c, "SELECT company FROM offer WHERE id=$1", l->offer, &there, e);
	if (!there)
		lead_link(l, &n, "company", &kind_company, company, texts[1]);
	if (!s)
		s = lead_get(l->c, "SELECT owner FROM offer WHERE id=$1", l->offer, &there, e);
	if (!there)
		lead_assign_me(l, &n);
	return s || n == l->na ? s
	                       : edit_set(l->wr.ed, &kind_offer, l->offer, l->a + l->na, n - l->na, NULL, &changed, e);
}

/* The offer may have a message of its own: what they wrote stands in its timeline, as they sent
 * it. */
static enum crm_status keep_message(struct leader *l, const struct lead_text t[3], int64_t contact, struct crm_error *e)
{
	static const char *const names[] = {"subject", "text", "at", "kind", "direction", "offer", "contacts"};
	char offer[32], who[32];
	const struct lead_text v[] = {t[0],
	                              t[1],
	                              t[2],
	                              {"email", 5},
	                              {"in", 2},
	                              {offer, id_format(offer, &kind_offer, l->offer)},
	                              {who, contact ? id_format(who, &kind_contact, contact) : 0}};
	int64_t id;

	return t[1].n ? lead_make(l, &kind_event, names, v, 7, &id, e) : CRM_OK;
}

/* Title, text and time of what came in; texts in the arena of the handle. */
static enum crm_status load_message(struct leader *l, int64_t lead, struct lead_text t[3], struct crm_error *e)
{
	struct query q = query(l->c->db, e, "SELECT title, message, coalesce(received, created) FROM offer WHERE id=$1",
	                       lead);
	char at[32];

	if (query_row(&q)) {
		t[0] = lead_column(l->c, q.st, 0);
		t[1] = lead_column(l->c, q.st, 1);
		instant_format(at, db_int(q.st, 2));
		t[2] = (struct lead_text){arena_strdup(&l->c->arena, at), strlen(at)};
	}
	return query_end(&q);
}

static enum crm_status merge_lead(struct leader *l, const struct lead *o, struct crm_error *e)
{
	int64_t contact = o->contact, company = o->company;
	struct merge_options opt;
	struct lead_text message[3] = {{"", 0}, {"", 0}, {"", 0}};
	enum crm_status s = load_message(l, o->id, message, e);

	if (!s)
		s = offers_own(l, &opt, e);
	if (s)
		return s;
	if (contact || lead_assigned(l, "contact") || lead_known(&o->who))
		s = lead_people(l, o, &contact, &company, e);
	if (!s)
		s = edit_follow(l->wr.ed, o->id, contact, company, e);
	if (!s)
		s = merge_records(l->wr.ed, &kind_offer, l->offer, o->id, &opt, e);
	if (!s)
		s = link_offer(l, contact, company, e);
	if (!s)
		s = keep_message(l, message, contact, e);
	return s ? s : add_role(l, lead_assigned(l, "contact") ? o->contact : contact, e);
}

enum crm_status lead_into(struct leader *l, int64_t id, bool *changed, struct crm_error *e)
{
	struct lead o;
	enum crm_status s = lead_load(l, id, &o, e);

	if (!s && id != l->offer && o.stage->kind != STATE_LEAD)
		s = crm_fail(e, CRM_FORBIDDEN, "is %s: only leads are converted", words_state[o.stage->kind]);
	if (!s && id != l->offer)
		s = merge_lead(l, &o, e);
	if (!s && l->na)
		s = edit_set(l->wr.ed, &kind_offer, l->offer, l->a, l->na, NULL, changed, e);
	*changed = *changed || id != l->offer;
	return s;
}
