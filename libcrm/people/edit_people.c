/* edit_people.c - rules of users and companies. */
#include "../edit/rules.h"
#include "people_kinds.h"

static enum crm_status user_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	if (d->adding && !draft_given(d, USER_ACTIVE))
		*draft_v(d, USER_ACTIVE) = VALUE_INT(1);
	return draft_no_cycle(ed, d, USER_MANAGER, "SELECT manager FROM users WHERE id = $1", e);
}

static const struct unique user_uniques[] = {
	{USER_NAME, "name", "SELECT id FROM users WHERE name = $1 AND id <> $2", .folded = false},
	{0},
};

const struct kind_rules user_rules = {
	.prepare = user_prepare,
	.unique = user_uniques,
	.history = {"SELECT count(*) FROM batch WHERE by = $1", "change"},
};

static enum crm_status company_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	return draft_no_cycle(ed, d, COMPANY_PARENT, "SELECT parent FROM company WHERE id = $1", e);
}

/* The same folded name and the same city, or one has none. */
static enum crm_status same_name(struct edit *ed, struct draft *d, struct crm_error *e)
{
	static const char by_name[] = "SELECT id FROM company WHERE name_key = $1 LIMIT 1";
	static const char in_city[] = "SELECT id FROM company WHERE name_key = $1 AND (city_key = $2 OR city_key IS NULL) LIMIT 1";
	struct value name = *draft_v(d, COMPANY_NAME), city = *draft_v(d, COMPANY_CITY), p[2];
	bool in = city.is == V_TEXT;
	int64_t id;
	enum crm_status st;

	if (name.is != V_TEXT)
		return CRM_OK;
	p[0] = edit_folded(&ed->keys, name);
	if (in)
		p[1] = edit_folded(&ed->text, city);
	st = edit_ask(ed, in ? in_city : by_name, p, in ? 2 : 1, &id, e);
	return st == CRM_OK && id ? draft_taken(ed, d, id, COMPANY_NAME, "name", name, true, e) : st;
}

static const struct unique company_uniques[] = {
	{COMPANY_VAT_ID, "VAT number", "SELECT id FROM company WHERE vat_id = $1 AND id <> $2 LIMIT 1", .may_force = true},
	{COMPANY_WEBSITE, "website", "SELECT id FROM company WHERE " WEB_KEY("website") " = " WEB_KEY("$1") " AND website IS NOT NULL AND id <> $2 LIMIT 1",
	 .may_force = true},
	{.check = same_name, .may_force = true},
	{0},
};

const struct kind_rules company_rules = {.prepare = company_prepare, .country = COMPANY_COUNTRY, .unique = company_uniques};
