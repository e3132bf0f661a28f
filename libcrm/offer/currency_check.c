/* currency_check.c - a change of currency that would change what amounts are worth is refused. */
#include "edit_offer.h"

#include "../base/money.h"

/* The user's own amounts are in the record's currency too. *any: there is one; *kept: one that
 * isn't given anew. */
static enum crm_status own_amounts(struct edit *ed, const struct draft *d, bool *any, bool *kept, struct crm_error *e)
{
	const struct crm_field *f;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; !s && (f = catalog_at(ed->c, d->ke->k, i)); i++) {
		struct value v = VALUE_NULL;
		bool given = false;

		if (f->type != T_MONEY || !(f->flags & F_CUSTOM))
			continue;
		for (size_t k = 0; k < d->ncustom; k++)
			if (d->custom[k].f == f) {
				given = true;
				v = d->custom[k].v;
			}
		if (!given)
			s = custom_load(ed, d->ke, f, d->id, &v, e);
		*any = *any || v.is == V_INT;
		*kept = *kept || (v.is == V_INT && !given);
	}
	return s;
}

enum crm_status currency_check(struct edit *ed, struct draft *d, bool lines, struct crm_error *e)
{
	const int currency = rules_of(d->ke->k)->currency;
	struct value was = *draft_old(d, currency), is = *draft_v(d, currency);
	bool amounts = false, kept = lines;
	enum crm_status s;

	if (is.is != V_NULL && (d->adding || value_equal(was, is)))
		return CRM_OK;
	s = d->adding || value_equal(was, is) ? CRM_OK : own_amounts(ed, d, &amounts, &kept, e);
	if (s)
		return s;
	for (int i = 0; i < d->ke->ncol; i++) {
		const int no = d->ke->col[i]->no;

		if (d->ke->col[i]->type != T_MONEY || d->v[i].is != V_INT)
			continue;
		amounts = true;
		kept = kept || (!draft_changed(d, no) && !draft_given(d, no));
	}
	if (is.is == V_NULL && (amounts || lines))
		return draft_refuse(d, CRM_FORBIDDEN, "currency", e, "an amount needs a currency");
	if (was.is != V_INT || is.is != V_INT || was.i == is.i || !kept)
		return CRM_OK;
	if (currency_decimals((int)was.i) == currency_decimals((int)is.i))
		return CRM_OK;
	return draft_refuse(d, CRM_FORBIDDEN, "currency", e,
	                   "%s has another number of decimals than %s: give the amounts too", currency_code((int)is.i),
	                   currency_code((int)was.i));
}
