/* cond_yearless.c - conditions on days that come every year: whoever has a birthday on one, whether
 * the year is known or not. */
#include "cond_test.h"

#include "../base/date.h"
#include "../model/field_sql.h"

bool cond_of_any_year(const struct cond *cd, const struct crm_field *f)
{
	return (f->flags & F_YEARLESS) && cd->n > 2 &&
	       (memcmp(cd->s, "--", 2) == 0 || (cd->n > 4 && memcmp(cd->s, "..--", 4) == 0));
}

static enum crm_status place(struct cond *cd, const char *s, size_t n, int *out)
{
	int day;

	if (!date_parse_yearless(s, n, &day))
		return cond_usage(cd, "'%.*s' is no day of any year: write --MM-DD", (int)(n < 60 ? n : 60), s);
	*out = date_place(day);
	return CRM_OK;
}

/* A day, or days from one to another, over the end of the year too. */
static enum crm_status one(struct cond *cd, const char *x, const char *s, size_t n)
{
	const char *dots = memmem(s, n, "..", 2);
	size_t left = dots ? (size_t)(dots - s) : n;
	int from = date_place(date_from_civil(DATE_YEARLESS, 1, 1));
	int to = date_place(date_from_civil(DATE_YEARLESS, 12, 31));
	enum crm_status status = left ? place(cd, s, left, &from) : CRM_OK;

	if (!status && !dots)
		to = from;
	else if (!status && left + 2 < n)
		status = place(cd, dots + 2, n - left - 2, &to);
	if (status)
		return status;
	sb_adds(cd->sql, from <= to ? "" : "NOT ");
	date_place_sql(x, cd->sql);
	sb_printf(cd->sql, " BETWEEN %d AND %d", from <= to ? from : to + 1, from <= to ? to : from - 1);
	return CRM_OK;
}

enum crm_status cond_yearless(struct cond *cd, const char *x)
{
	const char *s = cd->s, *element;
	size_t n = cd->n, nelement, i = 0;
	enum crm_status status = CRM_OK;

	sb_printf(cd->sql, cd->op == OP_NE ? "(%s IS NULL OR NOT (" : "((", x);
	while (!status && cond_next(&s, &n, &element, &nelement)) {
		sb_adds(cd->sql, i++ ? " OR " : "");
		status = one(cd, x, element, nelement);
	}
	sb_adds(cd->sql, "))");
	return status;
}
