/* edit_people.c - rules of users and companies. */
#include "../edit/rules.h"
#include "people_kinds.h"

static enum crm_status user_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	if (d->adding && !draft_given(d, USER_ACTIVE))
		*draft_v(d, USER_ACTIVE) = VALUE_INT(1);
	return draft_no_cycle(ed, d, USER_MANAGER, "SELECT manager FROM users WHERE id = $1", e);
}

const struct kind_rules user_rules = {
	.prepare = user_prepare,
	.history = {"SELECT count(*) FROM batch WHERE by = $1", "change"},
};

static enum crm_status company_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	return draft_no_cycle(ed, d, COMPANY_PARENT, "SELECT parent FROM company WHERE id = $1", e);
}

const struct kind_rules company_rules = {.prepare = company_prepare, .country = COMPANY_COUNTRY};
