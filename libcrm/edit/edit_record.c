/* edit_record.c - one record added or changed: parse, rules of its kind, checks, and only then rows. */
#include "edit_impl.h"
#include "../event/event_kind.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

#include <stdlib.h>

/* ---- rules of the simple kinds ---- */

static enum crm_status no_cycle(struct edit *ed, struct draft *d, int field, const char *sql, struct crm_error *e)
{
	struct value v = *draft_v(d, field);
	int64_t up = v.is == V_INT ? v.i : 0;
	enum crm_status st = CRM_OK;

	if (d->adding || !draft_changed(d, field))
		return CRM_OK;
	for (int depth = 0; up && st == CRM_OK && depth < 10000; depth++) {
		if (up == d->id)
			return crm_fail_at(e, CRM_FORBIDDEN, NULL, d->n ? d->a[0].line : 0, 0, kind_field_no(d->ke->k, field)->name,
			                   depth ? "that would be a cycle" : "a %s cannot be its own", d->ke->k->name);
		st = edit_get(ed, e, &up, sql, up);
	}
	return st;
}

static enum crm_status company_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	return no_cycle(ed, d, COMPANY_PARENT, "SELECT parent FROM company WHERE id = $1", e);
}

static enum crm_status user_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	if (d->adding && !draft_given(d, USER_ACTIVE))
		*draft_v(d, USER_ACTIVE) = VALUE_INT(1);
	return no_cycle(ed, d, USER_MANAGER, "SELECT manager FROM users WHERE id = $1", e);
}

static enum crm_status product_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	static const int nos[] = {PRODUCT_PRICE, PRODUCT_COST, 0};

	if (d->adding && draft_v(d, PRODUCT_CURRENCY)->is == V_NULL && ed->c->set.currency)
		*draft_v(d, PRODUCT_CURRENCY) = VALUE_INT(ed->c->set.currency);
	if (d->adding && !draft_given(d, PRODUCT_ACTIVE))
		*draft_v(d, PRODUCT_ACTIVE) = VALUE_INT(1);
	return currency_check(ed, d, PRODUCT_CURRENCY, nos, e);
}

typedef enum crm_status rule(struct edit *ed, struct draft *d, struct crm_error *e);

static const struct rules {
	rule *prepare, *written;
} rules[EDIT_KINDS] = {
	[KIND_USER] = {user_prepare, NULL},
	[KIND_COMPANY] = {company_prepare, NULL},
	[KIND_CONTACT] = {contact_prepare, contact_written},
	[KIND_PRODUCT] = {product_prepare, NULL},
	[KIND_OFFER] = {offer_prepare, offer_written},
	[KIND_EVENT] = {event_prepare, event_written},
	[KIND_TASK] = {task_prepare, task_written},
};

/* ---- drafts ---- */

static struct draft *begin(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n, const struct value_format *fmt)
{
	struct draft *d = ed->d;

	if (ed->arena.head)
		arena_free(&ed->arena);
	d->lead = k == &kind_lead;
	d->ke = edit_kind(ed, d->lead ? &kind_offer : k);
	memset(d->old, 0, (size_t)d->ke->ncol * sizeof(d->old[0]));
	memset(d->v, 0, (size_t)d->ke->ncol * sizeof(d->v[0]));
	d->id = d->copy = 0;
	d->adding = d->forced = d->moving = d->lines = false;
	d->a = a;
	d->n = n;
	d->fmt = fmt;
	d->given = 0;
	d->ncustom = d->nlist = 0;
	d->stage = d->closed_by = NULL;
	d->closed = VALUE_NULL;
	d->move = (struct move){0};
	return d;
}

/* A field that was empty before it was required doesn't stand in the way of others. */
static enum crm_status required(struct draft *d, struct crm_error *e)
{
	enum crm_status st = CRM_OK;

	for (int i = 0; i < d->ke->ncol; i++) {
		const struct crm_field *f = d->ke->col[i];

		if (!(f->flags & F_REQUIRED) || d->v[i].is != V_NULL || (!d->adding && d->old[i].is == V_NULL))
			continue;
		st = crm_fail_at(e, CRM_FORBIDDEN, NULL, d->n ? d->a[0].line : 0, 0, NULL, "%s needs %s %s", d->ke->k->name,
		                 strchr("aeiou", f->name[0]) ? "an" : "a", f->name);
	}
	return st;
}

/* Everything that can refuse the record comes before the first row is written, so that an import can go on behind it. */
static enum crm_status check(struct edit *ed, struct draft *d, struct crm_error *e)
{
	rule *prepare = rules[d->ke->k->no].prepare;
	enum crm_status st = d->ke->k->no == KIND_TASK ? task_read(ed, d, e) : CRM_OK, lists;

	if (st == CRM_OK)
		st = draft_parse(ed, d, e);
	lists = lists_prepare(ed, d, e);
	if (st == CRM_OK)
		st = lists;
	if (st == CRM_OK)
		e164_columns(ed, d);
	if (st == CRM_OK && prepare)
		st = prepare(ed, d, e);
	if (st == CRM_OK)
		st = required(d, e);
	if (st == CRM_OK)
		st = duplicates_check(ed, d, e);
	return st == CRM_OK ? draft_settle(ed, d, e) : st;
}

static const char *draft_country(struct edit *ed, struct draft *d, char out[3])
{
	int no = d->ke->k->no == KIND_COMPANY ? COMPANY_COUNTRY : d->ke->k->no == KIND_CONTACT ? CONTACT_COUNTRY : 0;

	return row_country(ed, no ? *draft_v(d, no) : VALUE_NULL, out);
}

static bool customs_changed(const struct draft *d)
{
	for (size_t i = 0; i < d->ncustom; i++)
		if (!value_equal(d->custom[i].old, d->custom[i].v))
			return true;
	return false;
}

static enum crm_status write_customs(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < d->ncustom && st == CRM_OK; i++) {
		const struct custom_value *cv = &d->custom[i];

		if (value_equal(cv->old, cv->v))
			continue;
		st = custom_save(ed, d->ke, cv->f, d->id, cv->v, e);
		if (st == CRM_OK && !d->adding)
			st = edit_log(ed, d->ke->k->no, d->id, cv->f->no, cv->old, cv->v, e);
	}
	return st;
}

/* ---- telling ---- */

static bool told(const struct draft *d, const struct crm_field *f)
{
	int list = f->no == CONTACT_EMAIL ? KIND_EMAIL : f->no == CONTACT_PHONE ? KIND_PHONE : 0;

	if (d->ke->k->no == KIND_CONTACT && list && f->class == C_ROLLED)
		return draft_list(d, list) && draft_list(d, list)->first;
	return field_assignable(d->ke->k, f) && !(f->flags & F_INTERNAL);
}

static void tell(struct edit *ed, struct draft *d)
{
	int64_t id = d->adding && ed->opt.dry_run ? 0 : d->id;
	const char *what = d->adding ? "add" : "set";
	int currency = draft_currency(ed, d);

	for (int i = 0; i < d->ke->ncol; i++) {
		const struct crm_field *f = d->ke->col[i];
		bool move = !d->adding && d->ke->k->no == KIND_OFFER && f->no == OFFER_STAGE;

		if (told(d, f) && !value_equal(d->old[i], d->v[i]))
			edit_tell(ed, move ? "move" : what, d->ke->k, id, f, d->old[i], d->v[i], currency);
	}
	for (size_t i = 0; i < d->ncustom; i++)
		if (!value_equal(d->custom[i].old, d->custom[i].v))
			edit_tell(ed, what, d->ke->k, id, d->custom[i].f, d->custom[i].old, d->custom[i].v, currency);
}

/* ---- add ---- */

static enum crm_status write_new(struct edit *ed, struct draft *d, struct crm_error *e)
{
	rule *written = rules[d->ke->k->no].written;
	char country[3];
	enum crm_status st = row_new_id(ed, d->ke, &d->id, e);

	if (d->ke->k->no == KIND_TASK)
		task_numbered(d);
	if (st == CRM_OK)
		st = row_insert(ed, d->ke, d->id, d->v, draft_country(ed, d, country), e);
	rollup_owners(ed, d->ke, d->id, d->v);
	if (st == CRM_OK && d->ncustom)
		st = write_customs(ed, d, e);
	if (st == CRM_OK && ed->opt.watch)
		tell(ed, d);
	if (st == CRM_OK && d->nlist)
		st = lists_write(ed, d, e);
	return st == CRM_OK && written ? written(ed, d, e) : st;
}

/* The batch brings the record of who runs the command: adding that is filling it in. *id stays 0 where another is added. */
static enum crm_status add_me(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n, int64_t *id, struct crm_error *e)
{
	const char *me = k->no == KIND_USER ? ed->c->env.user : NULL;
	int64_t before = 0;
	bool named = false;
	enum crm_status st = CRM_OK;

	for (size_t i = 0; me && i < n; i++)
		named |= a[i].field && a[i].field->no == USER_NAME && a[i].n == strlen(me) && memcmp(a[i].s, me, a[i].n) == 0;
	if (!named)
		return CRM_OK;
	if (!ed->batch && (st = edit_find_me(ed, &before, e)) == CRM_OK && !before)
		st = edit_need_batch(ed, e);
	if (ed->new_me)
		*id = ed->me;
	return st;
}

enum crm_status edit_add(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n, const struct value_format *fmt,
			 int64_t *id, struct crm_error *e)
{
	struct draft *d;
	bool changed;
	enum crm_status st;

	*id = 0;
	st = add_me(ed, k, a, n, id, e);
	if (st == CRM_OK && *id)
		return edit_set(ed, k, *id, a, n, fmt, &changed, e);
	if (st != CRM_OK)
		return st;
	d = begin(ed, k, a, n, fmt);
	d->adding = true;
	st = check(ed, d, e);
	if (st == CRM_OK)
		st = write_new(ed, d, e);
	ed->nentered = 0;
	*id = d->id;
	return st;
}

/* ---- set ---- */

static enum crm_status load(struct edit *ed, struct draft *d, int64_t id, struct crm_error *e)
{
	bool found;
	char text[32];
	enum crm_status st = row_load(ed, d->ke, id, d->old, &ed->draft_text, &found, e);

	if (st == CRM_OK && !found) {
		id_format(text, d->ke->k, id);
		st = ref_exists(ed->c, d->ke->k, &id, &found, e);
		if (st == CRM_OK && !found)
			return crm_fail(e, CRM_NO, "no %s %s", d->ke->k->name, text);
		if (st == CRM_OK)
			st = row_load(ed, d->ke, id, d->old, &ed->draft_text, &found, e);
	}
	d->id = id;
	memcpy(d->v, d->old, (size_t)d->ke->ncol * sizeof(d->v[0]));
	return st;
}

static enum crm_status write_changes(struct edit *ed, struct draft *d, uint64_t mask, struct crm_error *e)
{
	rule *written = rules[d->ke->k->no].written;
	char country[3];
	enum crm_status st;

	if (d->ke->k->no == KIND_COMPANY && (mask & edit_bit(d->ke, COMPANY_COUNTRY)))
		mask |= edit_bit(d->ke, COMPANY_PHONE); /* its key hangs on the country */
	st = row_update(ed, d->ke, d->id, d->old, d->v, mask, draft_country(ed, d, country), e);
	rollup_owners(ed, d->ke, d->id, d->old);
	rollup_owners(ed, d->ke, d->id, d->v);
	if (st == CRM_OK && d->ncustom)
		st = write_customs(ed, d, e);
	if (st == CRM_OK && ed->opt.watch)
		tell(ed, d);
	if (st == CRM_OK && d->nlist)
		st = lists_write(ed, d, e);
	return st == CRM_OK && written ? written(ed, d, e) : st;
}

static enum crm_status change(struct edit *ed, struct draft *d, bool *changed, struct crm_error *e)
{
	uint64_t mask = 0;
	enum crm_status st = check(ed, d, e);

	if (st != CRM_OK)
		return st;
	for (int i = 0; i < d->ke->ncol; i++)
		if (!value_equal(d->old[i], d->v[i]))
			mask |= UINT64_C(1) << i;
	*changed = mask || lists_changed(d) || customs_changed(d);
	return *changed ? write_changes(ed, d, mask, e) : CRM_OK;
}

enum crm_status edit_set(struct edit *ed, const struct crm_kind *k, int64_t id, const struct assign *a, size_t n,
			 const struct value_format *fmt, bool *changed, struct crm_error *e)
{
	struct draft *d = begin(ed, k, a, n, fmt);
	enum crm_status st = load(ed, d, id, e);

	*changed = false;
	return st == CRM_OK ? change(ed, d, changed, e) : st;
}

enum crm_status edit_move(struct edit *ed, int64_t offer, const struct move *m, const struct assign *a, size_t n, bool *changed,
			  struct crm_error *e)
{
	struct draft *d = begin(ed, &kind_offer, a, n, NULL);
	enum crm_status st = load(ed, d, offer, e);

	*changed = false;
	d->forced = true;
	d->move = *m;
	return st == CRM_OK ? change(ed, d, changed, e) : st;
}

enum crm_status edit_correct(struct edit *ed, int64_t event, const struct assign *a, size_t n, int64_t *id, bool *changed, struct crm_error *e)
{
	struct draft *d = begin(ed, &kind_event, a, n, NULL);
	struct custom_value *custom = NULL;
	struct value was[EDIT_COLUMNS];
	int64_t me = 0;
	size_t ncustom;
	enum crm_status st = load(ed, d, event, e);

	*id = event;
	*changed = false;
	if (st != CRM_OK)
		return st;
	memcpy(was, d->old, sizeof(was));
	memset(d->old, 0, sizeof(d->old));
	d->adding = true;
	d->copy = d->id;
	d->id = 0;
	st = event_copy(ed, d, e);
	ncustom = d->ncustom;
	if (st == CRM_OK && ncustom) {
		custom = arena_alloc(&ed->arena, ncustom * sizeof(*custom));
		memcpy(custom, d->custom, ncustom * sizeof(*custom));
	}
	if (st == CRM_OK)
		st = check(ed, d, e);
	if (st != CRM_OK || !event_differs(d, was, custom, ncustom))
		return st;
	*changed = true;
	st = edit_me(ed, &me, e);
	*draft_v(d, EVENT_BY) = me ? VALUE_INT(me) : VALUE_NULL;
	if (st == CRM_OK)
		st = write_new(ed, d, e);
	*id = d->id;
	return st;
}
