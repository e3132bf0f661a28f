/* edit_e164.c - telephone numbers are stored in international form (E.164) when the host's library
 * knows them as valid.
 *
 * Numbers are stored as E.164 where libphonenumber knows them as valid, else as given with a note:
 * refusing would keep real address books out. What is stored already stays until it is set again.
 * */
#include "edit_impl.h"

#include "../base/money.h"

#define NUMBER_MAX 80

/* What a number is stored as: in ed->arena, or as it was given. An extension stays behind it. */
static struct value normal(struct edit *ed, struct value given, const char *country)
{
	char out[NUMBER_MAX];
	enum phone_verdict verdict;

	if (!ed->c->env.phone || given.is != V_TEXT)
		return given;
	verdict = ed->c->env.phone(given.s, given.n, country ? country : "", out, sizeof out);
	if (verdict == PHONE_VALID)
		return value_text(arena_strdup(&ed->arena, out), strlen(out));
	if (verdict == PHONE_INVALID && ed->odd_phones++ == 0)
		snprintf(ed->odd_phone, sizeof ed->odd_phone, "%.*s",
		         (int)(given.n < sizeof ed->odd_phone ? given.n : sizeof ed->odd_phone - 1), given.s);
	return given;
}

void e164_columns(struct edit *ed, struct draft *d)
{
	char country[3];

	for (int i = 0; i < d->ke->ncol; i++)
		if ((d->ke->col[i]->flags & F_PHONE) && !value_equal(d->old[i], d->v[i]))
			d->v[i] = normal(ed, d->v[i], draft_country(ed, d, country));
}

void e164_elements(struct edit *ed, struct draft *d, struct list_edit *l)
{
	char country[3], key[48];

	if (l->f->ref != KIND_PHONE)
		return;
	for (size_t i = 0; i < l->now.n; i++) {
		struct element *el = &l->now.e[i];
		struct value v;

		if (elements_find(ed, l->form, &l->old, BY_TEXT, el)) /* it stood there */
			continue;
		v = normal(ed, value_text(el->a, el->na), draft_country(ed, d, country));
		el->a = v.s;
		el->na = v.n;
		el->nb = phone_key(key, v.s, v.n, draft_country(ed, d, country));
		el->b = arena_strndup(&ed->arena, key, el->nb);
	}
}

void e164_note(struct edit *ed, struct crm_error *e)
{
	if (ed->odd_phones == 1)
		crm_note(e, "'%s' is no valid telephone number: kept as given", ed->odd_phone);
	else if (ed->odd_phones)
		crm_note(e, "%lld telephone numbers are not valid, the first is '%s': kept as given",
		         (long long)ed->odd_phones, ed->odd_phone);
}
