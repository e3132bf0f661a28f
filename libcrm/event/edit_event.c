/* edit_event.c - rules of events: when, with whom, by whom; that they stay as they were recorded,
 * and how one takes the place of another.
 *
 * Events are not overwritten: changes of what an event says are refused, a correction is recorded
 * as a copy with `corrects` set. What was corrected counts in no roll-up. */
#include "../edit/rules.h"
#include "../model/day.h"
#include "../model/value.h"
#include "event_kind.h"
#include "events.h"

#define CLOCKS_DIFFER (10 * INT64_C(60000)) /* a mail may be dated by a clock that is ahead of ours */

enum { DIRECTION_OUT = 1, EVENT_NOTE = 5 };

/* ---- when ---- */

/* The clock's time, on the day that is today. */
static int64_t now_of(const struct crm *c)
{
	int day = crm_day(c, c->env.now);

	if (!c->env.zone || day == c->today)
		return c->env.now;
	return crm_instant(c, c->today, c->env.now - crm_midnight(c, day));
}

static enum crm_status set_time(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value *at = draft_v(d, EVENT_AT);
	int64_t now = now_of(ed->c);
	char text[32];

	if (at->is == V_NULL)
		*at = VALUE_INT(now);
	*draft_v(d, EVENT_DAY) = VALUE_INT(crm_day(ed->c, at->i));
	if (at->i <= (now > ed->c->env.now ? now : ed->c->env.now) + CLOCKS_DIFFER)
		return CRM_OK;
	instant_format(text, at->i);
	return draft_refuse(d, draft_wrong(d), "at", e,
	                   "%s is in the future: an event is recorded when it has happened, a task before", text);
}

/* ---- with whom ---- */

struct of_record { int64_t contact, company; };

static enum crm_status of_offer(struct edit *ed, int64_t offer, struct of_record *of, struct crm_error *e)
{
	enum crm_status s = edit_get(ed, e, &of->contact, "SELECT contact FROM offer WHERE id = $1", offer);

	return s ? s : edit_get(ed, e, &of->company, "SELECT company FROM offer WHERE id = $1", offer);
}

/* An event of an offer is one with its contact and company, one with a contact is one with the
 * company. */
static enum crm_status set_records(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct crm_field *contacts = kind_field_no(d->ke->k, EVENT_CONTACTS);
	struct of_record of = {0, 0};
	enum crm_status s = CRM_OK;

	if (draft_v(d, EVENT_OFFER)->is == V_INT)
		s = of_offer(ed, draft_v(d, EVENT_OFFER)->i, &of, e);
	if (!s && of.contact && !list_replaced(d, contacts)) {
		list_put_first(ed, d, contacts, of.contact);
		*draft_v(d, EVENT_CONTACT) = VALUE_INT(of.contact);
	}
	if (!s && !of.company && draft_v(d, EVENT_CONTACT)->is == V_INT)
		s = edit_get(ed, e, &of.company, "SELECT company FROM contact WHERE id = $1",
		             draft_v(d, EVENT_CONTACT)->i);
	if (of.company && !draft_given(d, EVENT_COMPANY))
		*draft_v(d, EVENT_COMPANY) = VALUE_INT(of.company);
	return s;
}

static bool of_nobody(struct draft *d)
{
	return draft_v(d, EVENT_CONTACT)->is == V_NULL && draft_v(d, EVENT_COMPANY)->is == V_NULL &&
	       draft_v(d, EVENT_OFFER)->is == V_NULL;
}

/* ---- that it stays ---- */

/* What an event says: its own fields, not what is kept about it (owner, tags, notes, keys in other
 * systems). */
static const struct crm_field *content_changed(struct draft *d)
{
	for (int i = 0; i < d->ke->ncol; i++)
		if (d->ke->col[i]->no < COMMON_OWNER && !value_equal(d->old[i], d->v[i]))
			return d->ke->col[i];
	for (size_t i = 0; i < d->nlist; i++)
		if (d->list[i].changed && d->list[i].f->no < COMMON_OWNER)
			return d->list[i].f;
	return NULL;
}

static enum crm_status stay(struct draft *d, struct crm_error *e)
{
	const struct crm_field *f = content_changed(d);
	char text[32];

	if (!f)
		return CRM_OK;
	id_format(text, d->ke->k, d->id);
	return draft_refuse(d, CRM_FORBIDDEN, f->name, e,
		"%s stays as it was recorded: 'crm-log correct %s' puts another in its place", text,
	                   text);
}

/* ---- the rules ---- */

/* Who records something has mostly done it himself; what comes from elsewhere says so or isn't
 * known. */
static void set_direction(struct edit *ed, struct draft *d)
{
	struct value kind = *draft_v(d, EVENT_KIND), *direction = draft_v(d, EVENT_DIRECTION);

	if (!ed->opt.bulk && !draft_given(d, EVENT_DIRECTION) && kind.is == V_INT && kind.i != EVENT_NOTE)
		*direction = VALUE_INT(DIRECTION_OUT);
}

static enum crm_status event_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s;

	if (!d->adding)
		return stay(d, e);
	if (!d->copy && ed->c->env.user && ed->c->env.user[0]) {
		*draft_v(d, EVENT_BY) = value_text("me", 2); /* made by draft_settle */
		d->given |= edit_bit(d->ke, EVENT_BY);
	}
	s = set_time(ed, d, e);
	if (!s && !d->copy) {
		set_direction(ed, d);
		s = set_records(ed, d, e);
	}
	if (!s && of_nobody(d))
		s = draft_refuse(d, CRM_FORBIDDEN, NULL, e,
			"event needs a contact, a company or an offer");
	return s;
}

/* ---- corrections ---- */

/* What is the corrected one's own: keys by which it is found again, and when it was recorded. */
static const int own[] = {EVENT_MESSAGE_ID, EVENT_BY, EVENT_CORRECTS, EVENT_CORRECTED_BY, COMMON_CREATED, COMMON_UPDATED,
	COMMON_CREATED_DAY, 0};

/* The draft has the values of the event it copies: makes it one that corrects that. */
static enum crm_status event_copy(struct edit *ed, struct draft *d, struct crm_error *e)
{
	char newer[32];

	if (draft_v(d, EVENT_CORRECTED_BY)->is == V_INT) {
		id_format(newer, d->ke->k, draft_v(d, EVENT_CORRECTED_BY)->i);
		return crm_fail(e, CRM_FORBIDDEN, "was corrected already: correct %s", newer);
	}
	for (int i = 0; own[i]; i++)
		*draft_v(d, own[i]) = VALUE_NULL;
	*draft_v(d, EVENT_CORRECTS) = VALUE_INT(d->copy);
	lists_copy(d);
	return customs_copy(ed, d, e);
}

/* Whether the copy says anything else than what it copies, whose values and custom ones are
 * given. */
static bool event_differs(struct draft *d, const struct value *was, const struct custom_value *custom, size_t ncustom)
{
	bool differs = false, mine;

	for (int i = 0; i < d->ke->ncol && !differs; i++) {
		mine = false;
		for (int j = 0; own[j]; j++)
			mine = mine || d->ke->col[i]->no == own[j];
		differs = !mine && d->ke->col[i]->no != EVENT_DAY && !value_equal(was[i], d->v[i]);
	}
	for (size_t i = 0; i < d->nlist; i++)
		differs = differs || d->list[i].differs;
	for (size_t i = 0; i < d->ncustom; i++)
		differs = differs || !value_equal(i < ncustom ? custom[i].v : VALUE_NULL, d->custom[i].v);
	return differs || draft_v(d, EVENT_MESSAGE_ID)->is != V_NULL;
}

enum crm_status edit_correct(struct edit *ed, int64_t event, const struct assign *a, size_t n, int64_t *id,
                             bool *changed, struct crm_error *e)
{
	struct draft *d = draft_begin(ed, kind_by_no(KIND_EVENT), a, n, NULL);
	struct custom_value *custom = NULL;
	struct value was[EDIT_COLUMNS];
	int64_t me = 0;
	size_t ncustom;
	enum crm_status s = draft_load(ed, d, event, e);

	*id = event;
	*changed = false;
	if (s)
		return s;
	memcpy(was, d->old, sizeof was);
	memset(d->old, 0, sizeof d->old);
	d->adding = true;
	d->copy = d->id;
	d->id = 0;
	s = event_copy(ed, d, e);
	ncustom = d->ncustom;
	if (!s && ncustom) {
		custom = arena_alloc(&ed->arena, ncustom * sizeof *custom);
		memcpy(custom, d->custom, ncustom * sizeof *custom);
	}
	if (!s)
		s = draft_check(ed, d, e);
	if (s || !event_differs(d, was, custom, ncustom)) {
		draft_drop(d);
		return s;
	}
	*changed = true;
	s = edit_me(ed, &me, e);
	*draft_v(d, EVENT_BY) = me ? VALUE_INT(me) : VALUE_NULL;
	if (!s)
		s = draft_add(ed, d, e);
	*id = d->id;
	return s;
}

static const struct kind_unique uniques[] = {
	{EVENT_MESSAGE_ID, "message id", "SELECT id FROM event WHERE message_id = $1 AND id <> $2", .folded = false},
	{0},
};

static const struct rolled owners[] = {
	{EVENT_CORRECTS, KIND_EVENT}, {EVENT_OFFER, KIND_OFFER}, {EVENT_CONTACT, KIND_CONTACT}, {EVENT_COMPANY, KIND_COMPANY}, {0, 0},
};

const struct kind_rules event_rules = {.prepare = event_prepare, .owners = owners, .unique = uniques};
