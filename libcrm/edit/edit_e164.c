/* edit_e164.c - telephone numbers are stored in international form (E.164) when the host's library
 * knows them as valid.
 *
 * Numbers are stored as E.164 where libphonenumber knows them as valid, else as given with a note:
 * refusing would keep real address books out. What is stored already stays until it is set again.
 * A library that is there and can't be loaded (too little memory, too few files) is an error: the
 * same command must not store another value for want of it. */
#include "edit_impl.h"

#include "../base/money.h"
#include "../model/number.h"

/* What a number is stored as: in ed->arena, or as it was given. An extension stays behind it. */
static enum crm_status normal(struct edit *ed, struct value *v, const char *country, struct crm_error *e)
{
	char out[NUMBER_MAX];
	enum number_is is;
	enum crm_status s;

	if (!ed->c->env.phone || v->is != V_TEXT)
		return CRM_OK;
	s = number_judge(ed->c, v->s, v->n, country, out, &is, e);
	if (s || is == NUMBER_UNKNOWN)
		return s;
	if (is == NUMBER_VALID) {
		*v = value_text(arena_strdup(&ed->arena, out), strlen(out));
		return CRM_OK;
	}
	ed->odd_unsure |= is != NUMBER_ODD;
	if (ed->odd_phones++ == 0) {
		ed->odd_is = (int)is;
		snprintf(ed->odd_phone, sizeof ed->odd_phone, "%.*s",
		         (int)(v->n < sizeof ed->odd_phone ? v->n : sizeof ed->odd_phone - 1), v->s);
	}
	return CRM_OK;
}

enum crm_status e164_columns(struct edit *ed, struct draft *d, struct crm_error *e)
{
	char country[3];
	enum crm_status s = CRM_OK;

	for (int i = 0; i < d->ke->ncol && !s; i++)
		if ((d->ke->col[i]->flags & F_PHONE) && !value_equal(d->old[i], d->v[i]))
			s = normal(ed, &d->v[i], draft_country(ed, d, country), e);
	return s;
}

/* What is stored is the same number in another spelling, as is seen now: it stays, or stands in its
 * row. */
static void take_row(struct edit *ed, struct list_edit *l, struct element *el)
{
	const struct element *stored = el->row ? NULL : elements_find(ed, l->form, &l->old, BY_SAME, el);

	if (!stored)
		return;
	el->gone = elements_find(ed, l->form, &l->now, BY_ROW, stored);
	el->row = stored->row;
}

enum crm_status e164_elements(struct edit *ed, struct draft *d, struct list_edit *l, struct crm_error *e)
{
	char country[3], key[48];
	enum crm_status s = CRM_OK;

	if (l->f->ref != KIND_PHONE)
		return CRM_OK;
	for (size_t i = 0; i < l->now.n && !s; i++) {
		struct element *el = &l->now.e[i];
		struct value v = value_text(el->a, el->na);

		if (elements_find(ed, l->form, &l->old, BY_TEXT, el)) /* it stood there */
			continue;
		s = normal(ed, &v, draft_country(ed, d, country), e);
		el->a = v.s;
		el->na = v.n;
		el->nb = phone_key(key, v.s, v.n, draft_country(ed, d, country));
		el->b = arena_strndup(&ed->arena, key, el->nb);
		take_row(ed, l, el);
	}
	elements_squeeze(&l->now);
	return s;
}

void e164_note(struct edit *ed, struct crm_error *e)
{
	static const char *const one[] = {
		[NUMBER_ODD] = "'%s' is no valid telephone number: kept as given",
		[NUMBER_WORDS] = "'%s' holds more than a telephone number and an extension: kept as given",
		[NUMBER_EITHER] = "'%s' may begin with the calling code or an area code: kept as given",
	};

	if (ed->odd_phones == 1)
		crm_note(e, one[ed->odd_is], ed->odd_phone);
	else if (ed->odd_phones)
		crm_note(e, "%lld telephone numbers are not %s, the first is '%s': kept as given",
		         (long long)ed->odd_phones, ed->odd_unsure ? "sure" : "valid", ed->odd_phone);
}
