/* bounds.c - values that can't be, by the data of the kind: against a number, the day of the
 * command, another field.
 *
 * Only what is given anew is looked at: a record that came in before there was a bound can be
 * changed elsewhere, and its export read back. */
#include "edit_impl.h"

/* The assignment a message points to, NULL = none. */
static const struct assign *given_by(const struct draft *d, const struct crm_field *f)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->a[i].field == f)
			return &d->a[i];
	return NULL;
}

static enum crm_status refuse(struct edit *ed, struct draft *d, int no, const char *what, const char *than,
                              struct crm_error *e)
{
	const struct crm_field *f = kind_field_no(d->ke->k, no);
	const struct assign *a = given_by(d, f);
	struct strbuf text = STRBUF_INIT;
	enum crm_status s;

	value_format(ed->c, f, *draft_v(d, no), draft_currency(ed, d), &text);
	s = crm_fail_at(e, draft_wrong(d), NULL, draft_line(d), a ? a->column : 0, f->name, "%s %s%s", text.buf, what,
	                than);
	sb_release(&text);
	return s;
}

/* Told of the field that was given; of both, of the later one. */
static enum crm_status in_order(struct edit *ed, struct draft *d, const struct bound *b, struct crm_error *e)
{
	struct value late = *draft_v(d, b->field), early = *draft_v(d, b->than);
	bool turned = !draft_changed(d, b->field);
	const int other = turned ? b->field : b->than;
	const struct crm_field *f = kind_field_no(d->ke->k, other);
	struct strbuf than = STRBUF_INIT;
	enum crm_status s;

	if (early.is != V_INT || late.i >= early.i)
		return CRM_OK;
	sb_printf(&than, "%s, ", f->name);
	value_format(ed->c, f, *draft_v(d, other), draft_currency(ed, d), &than);
	s = refuse(ed, d, turned ? b->than : b->field, turned ? "is after " : "is before ", than.buf, e);
	sb_release(&than);
	return s;
}

static enum crm_status check(struct edit *ed, struct draft *d, const struct bound *b, struct crm_error *e)
{
	const int today = ed->c->today;
	struct value v = *draft_v(d, b->field);

	if (v.is != V_INT)
		return CRM_OK;
	if (b->is == BOUND_BEHIND)
		return draft_changed(d, b->field) || draft_changed(d, b->than) ? in_order(ed, d, b, e) : CRM_OK;
	if (!draft_changed(d, b->field))
		return CRM_OK;
	if (b->is == BOUND_LEAST && v.i < b->than)
		return refuse(ed, d, b->field, "is less than there can be", "", e);
	if (b->is == BOUND_TODAY && v.i > today)
		return refuse(ed, d, b->field, "is in the future", "", e);
	if (b->is == BOUND_YEAR && v.i > date_to_civil(today).year)
		return refuse(ed, d, b->field, "is a year in the future", "", e);
	return CRM_OK;
}

enum crm_status bounds_check(struct edit *ed, struct draft *d, bool prepared, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	for (const struct bound *b = rules_of(d->ke->k)->bounds; b && b->field; b++) {
		one = prepared == (b->is == BOUND_BEHIND) ? check(ed, d, b, e) : CRM_OK;
		s = s ? s : one;
	}
	return s;
}
