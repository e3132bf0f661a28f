/* edit_record.c - one record added or changed: parse, rules of its kind, checks, and only then
 * rows. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../same/identity.h"

enum crm_status draft_no_cycle(struct edit *ed, struct draft *d, int field, const char *sql, struct crm_error *e)
{
	struct value v = *draft_v(d, field);
	int64_t up = v.is == V_INT ? v.i : 0;
	enum crm_status s = CRM_OK;

	if (d->adding || !draft_changed(d, field))
		return CRM_OK;
	for (int depth = 0; up && !s && depth < 10000; depth++) {
		if (up == d->id)
			return crm_fail_at(e, CRM_FORBIDDEN, NULL, d->n ? d->a[0].line : 0, 0,
			                   kind_field_no(d->ke->k, field)->name,
			                   depth ? "that would be a cycle" : "a %s cannot be its own", d->ke->k->name);
		s = edit_get(ed, e, &up, sql, up);
	}
	return s;
}

/* ---- drafts ---- */

struct draft *draft_begin(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n,
                          const struct value_format *fmt)
{
	struct draft *d = ed->d;

	if (ed->arena.head)
		arena_free(&ed->arena);
	d->as = k;
	d->ke = edit_kind(ed, k);
	memset(d->old, 0, (size_t)d->ke->ncol * sizeof d->old[0]);
	memset(d->v, 0, (size_t)d->ke->ncol * sizeof d->v[0]);
	d->id = d->copy = 0;
	d->adding = false;
	d->a = a;
	d->n = n;
	d->fmt = fmt;
	d->given = 0;
	d->ncustom = d->nlist = 0;
	return d;
}

/* A field that was empty before it was required doesn't stand in the way of others. */
static enum crm_status required(struct draft *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (int i = 0; i < d->ke->ncol; i++) {
		const struct crm_field *f = d->ke->col[i];

		if (!(f->flags & F_REQUIRED) || d->v[i].is != V_NULL || (!d->adding && d->old[i].is == V_NULL))
			continue;
		s = crm_fail_at(e, CRM_FORBIDDEN, NULL, d->n ? d->a[0].line : 0, 0, NULL, "%s needs %s %s",
		                d->ke->k->name, strchr("aeiou", f->name[0]) ? "an" : "a", f->name);
	}
	return s;
}

void draft_drop(struct draft *d)
{
	if (d->id)
		d->ke->last = d->id - 1;
	d->id = 0;
}

/* A user who is only named so far has the number before that of a user being added. */
static enum crm_status settle(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s;

	if (d->adding)
		draft_drop(d);
	s = draft_settle(ed, d, e);
	return !s && d->adding ? row_new_id(ed, d->ke, &d->id, e) : s;
}

/* Everything that can refuse the record comes before the first row is written, so that an import
 * can go on behind it. */
enum crm_status draft_judge(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct kind_rules *rules = rules_of(d->ke->k);
	enum crm_status s = rules->read ? rules->read(ed, d, e) : CRM_OK, lists;

	if (!s)
		s = draft_parse(ed, d, e);
	lists = lists_prepare(ed, d, e);
	if (!s)
		s = lists;
	if (!s)
		s = e164_columns(ed, d, e);
	if (!s && d->adding)
		s = row_new_id(ed, d->ke, &d->id, e);
	if (!s)
		s = bounds_check(ed, d, false, e);
	if (!s && rules->prepare)
		s = rules->prepare(ed, d, e);
	if (!s)
		s = bounds_check(ed, d, true, e);
	if (!s)
		s = required(d, e);
	if (!s)
		s = duplicates_check(ed, d, e);
	return s;
}

enum crm_status draft_check(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = draft_judge(ed, d, e);

	return !s ? settle(ed, d, e) : s;
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
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < d->ncustom && !s; i++) {
		const struct custom_value *cv = &d->custom[i];

		if (value_equal(cv->old, cv->v))
			continue;
		s = custom_save(ed, d->ke, cv->f, d->id, cv->v, e);
		if (!s && !d->adding)
			s = edit_log(ed, d->ke->k->no, d->id, cv->f->no, cv->old, cv->v, e);
	}
	return s;
}

/* ---- telling ---- */

static bool told(const struct draft *d, const struct crm_field *f)
{
	const struct list_edit *l = f->first_of && f->class == C_ROLLED
	                                    ? draft_list(d, kind_field_no(d->ke->k, f->first_of)->ref)
	                                    : NULL;

	if (f->first_of && f->class == C_ROLLED)
		return l && l->first;
	return field_assignable(f) && !(f->flags & F_INTERNAL);
}

static void tell(struct edit *ed, struct draft *d)
{
	int64_t id = d->adding && ed->opt.dry_run ? 0 : d->id;
	const char *what = d->adding ? "add" : "set";
	int currency = draft_currency(ed, d);

	for (int i = 0; i < d->ke->ncol; i++) {
		const struct crm_field *f = d->ke->col[i];
		bool move = !d->adding && f->no == rules_of(d->ke->k)->stage;

		if (told(d, f) && !value_equal(d->old[i], d->v[i]))
			edit_tell(ed, move ? "move" : what, d->ke->k, id, f, d->old[i], d->v[i], currency);
	}
	for (size_t i = 0; i < d->ncustom; i++)
		if (!value_equal(d->custom[i].old, d->custom[i].v))
			edit_tell(ed, what, d->ke->k, id, d->custom[i].f, d->custom[i].old, d->custom[i].v, currency);
}

/* ---- add ---- */

/* The row is there: what else there is of the record, and what follows. */
static enum crm_status write_rest(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct kind_rules *rules = rules_of(d->ke->k);
	enum crm_status s = d->ncustom ? write_customs(ed, d, e) : CRM_OK;

	if (!s && ed->opt.watch)
		tell(ed, d);
	if (!s && d->nlist)
		s = lists_write(ed, d, e);
	if (!s && rules->written)
		s = rules->written(ed, d, e);
	for (const struct edit_observer *const *o = edit_observers; *o && !s; o++)
		if ((*o)->written)
			s = (*o)->written(ed, d, e);
	return s;
}

enum crm_status draft_add(struct edit *ed, struct draft *d, struct crm_error *e)
{
	char country[3];
	enum crm_status s;

	ed->drafting = true;
	s = row_insert(ed, d->ke, d->id, d->v, draft_country(ed, d, country), e);
	if (!s)
		s = write_rest(ed, d, e);
	ed->drafting = false;
	return s;
}

/* The batch brings the record of who runs the command: adding that is filling it in. *id stays 0
 * where another is added. */
static enum crm_status add_me(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n, int64_t *id,
                              struct crm_error *e)
{
	const char *me = k->no == KIND_USER ? ed->c->env.user : NULL;
	int64_t before = 0;
	bool named = false;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; me && i < n; i++)
		named |= a[i].field && strcmp(a[i].field->name, "name") == 0 && a[i].n == strlen(me) &&
		         memcmp(a[i].s, me, a[i].n) == 0;
	if (!named)
		return CRM_OK;
	if (!ed->batch && (s = edit_find_me(ed, &before, e)) == CRM_OK && !before)
		s = edit_need_batch(ed, e);
	if (ed->new_me)
		*id = ed->me;
	return s;
}

/* What no two records have is refused by the writer, --force or not. */
static bool is_unique(const struct crm_kind *k, const char *field)
{
	const struct kind_unique *u = rules_of(k)->unique;

	while (field && u && u->sql && strcmp(kind_field_no(k, u->field)->name, field) != 0)
		u++;
	return field && ((u && u->sql) || strcmp(field, "ext") == 0);
}

/* A record that is there under another hand: --force adds it all the same. */
static enum crm_status check_identity(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n,
                                      const struct value_format *fmt, struct crm_error *e)
{
	struct identity *in;
	struct identity_answer is;
	const long line = n ? a[0].line : 0;
	char text[32];
	int64_t id = 0;
	enum crm_status s;

	if (!kind_by_no(k->no)->identity || ed->opt.force || ed->opt.bulk)
		return CRM_OK;
	in = identity_open(ed->c, k, NULL, false);
	identity_put(in, a, n, false);
	s = identity_find(in, 0, &is, e);
	if (!s && is.is == IS_NEW && is.keyless)
		s = edit_alike(ed, in, 0, a, n, fmt, NULL, NULL, &id, e);
	id_format(text, k, id);
	if (!s && id)
		s = crm_fail_at(e, CRM_DUPLICATE, NULL, line, 0, NULL,
		                "%s %s has all these values, --force adds it all the same", k->name, text);
	else if (!s && is.is == IS_NEW && is.text->len)
		crm_note(ed->c->notes, "%s", is.text->buf);
	else if (!s && is.is != IS_NEW && !(is.by_key && is.is == IS_SAME && is_unique(k, is.field)))
		s = crm_fail_at(e, CRM_DUPLICATE, NULL, line, 0, is.field, "%s%s", is.text->buf,
		                is.is == IS_SAME && is.text->len ? ", --force adds it all the same" : "");
	identity_free(in);
	return s;
}

enum crm_status edit_add(struct edit *ed, const struct crm_kind *k, const struct assign *a, size_t n,
                         const struct value_format *fmt, int64_t *id, struct crm_error *e)
{
	struct draft *d;
	bool changed;
	enum crm_status s;

	*id = 0;
	s = add_me(ed, k, a, n, id, e);
	if (!s && *id)
		return edit_set(ed, k, *id, a, n, fmt, &changed, e);
	if (s)
		return s;
	s = check_identity(ed, k, a, n, fmt, e);
	if (s)
		return s;
	d = draft_begin(ed, k, a, n, fmt);
	d->adding = true;
	s = draft_judge(ed, d, e);
	if (!s && twins_met(ed, d)) {
		draft_drop(d);
		return CRM_OK;
	}
	if (!s)
		s = settle(ed, d, e);
	if (s)
		draft_drop(d);
	if (!s)
		s = draft_add(ed, d, e);
	*id = d->id;
	return s;
}

/* ---- set ---- */

enum crm_status draft_load(struct edit *ed, struct draft *d, int64_t id, struct crm_error *e)
{
	bool found;
	char text[32];
	enum crm_status s = row_load(ed, d->ke, id, d->old, &ed->draft_text, &found, e);

	if (!s && !found) {
		id_format(text, d->ke->k, id);
		s = ref_exists(ed->c, d->ke->k, &id, &found, e);
		if (!s && !found)
			return crm_fail(e, CRM_NO, "no %s %s", d->ke->k->name, text);
		if (!s)
			s = row_load(ed, d->ke, id, d->old, &ed->draft_text, &found, e);
	}
	d->id = id;
	memcpy(d->v, d->old, (size_t)d->ke->ncol * sizeof d->v[0]);
	return s;
}

static enum crm_status write_changes(struct edit *ed, struct draft *d, uint64_t mask, struct crm_error *e)
{
	char buf[3];
	const char *country = draft_country(ed, d, buf);
	enum crm_status s;

	ed->drafting = true;
	s = row_update(ed, d->ke, d->id, d->old, d->v, mask, country, e);
	if (!s)
		s = write_rest(ed, d, e);
	ed->drafting = false;
	return !s && (mask & d->ke->country) ? row_rekey_phones(ed, d->ke->k->no, d->id, country, e) : s;
}

static enum crm_status change(struct edit *ed, struct draft *d, bool *changed, struct crm_error *e)
{
	uint64_t mask = 0;
	enum crm_status s = draft_check(ed, d, e);

	if (s)
		return s;
	for (int i = 0; i < d->ke->ncol; i++)
		if (!value_equal(d->old[i], d->v[i]))
			mask |= UINT64_C(1) << i;
	*changed = mask || lists_changed(d) || customs_changed(d);
	return *changed ? write_changes(ed, d, mask, e) : CRM_OK;
}

enum crm_status edit_set(struct edit *ed, const struct crm_kind *k, int64_t id, const struct assign *a, size_t n,
			 const struct value_format *fmt, bool *changed, struct crm_error *e)
{
	struct draft *d = draft_begin(ed, k, a, n, fmt);
	enum crm_status s = draft_load(ed, d, id, e);

	*changed = false;
	return !s ? change(ed, d, changed, e) : s;
}
