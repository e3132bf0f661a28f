/* edit_people.c - rules of users and companies. */
#include "../edit/rules.h"

#include "../base/utf8.h"
#include "people_kinds.h"

/* Logins are words of conditions and of lines. */
static enum crm_status check_login(const char *s, size_t n, struct crm_error *e)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "name",
			                   "'%.*s' is not a login: it holds a control character", (int)n, s);
	return CRM_OK;
}

static enum crm_status user_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct value *name = draft_v(d, USER_NAME);

	if (draft_given(d, USER_NAME) && name->is == V_TEXT && check_login(name->s, name->n, e))
		return CRM_DATA;
	if (draft_open(ed, d, USER_ACTIVE))
		*draft_v(d, USER_ACTIVE) = VALUE_INT(1);
	return draft_no_cycle(ed, d, USER_MANAGER, "SELECT manager FROM users WHERE id = $1", e);
}

static const struct kind_unique user_uniques[] = {
	{USER_NAME, "name", "SELECT id FROM users WHERE name = $1 AND id <> $2", .folded = false},
	{0},
};

const struct kind_rules user_rules = {
	.prepare = user_prepare,
	.unique = user_uniques,
	.history = {"SELECT count(*) FROM batch WHERE by = $1", "change"},
};

/* A record for ever: a slip of the pen in --user must not make one unseen. The first user comes
 * with the database. */
static void note_user(const struct edit *ed)
{
	struct crm *c = ed->c;
	const char *near;

	if (!c->notes || !c->users.n)
		return;
	near = utf8_nearest(c->env.user, names_list(c, &c->users));
	crm_note(c->notes, "user '%s' is new here%s%s%s", c->env.user, near ? ", close to '" : "", near ? near : "",
	         near ? "'" : "");
}

/* Who writes for the first time gets a record with the batch. */
static enum crm_status make_user(struct edit *ed, struct crm_error *e)
{
	struct kind_edit *ke;
	struct value v[EDIT_COLUMNS] = {0};
	const struct crm_env *env = &ed->c->env;
	const char *full;
	enum crm_status s;

	if (ed->me || !env->user || !env->user[0])
		return CRM_OK;
	if ((s = check_login(env->user, strlen(env->user), e)))
		return s;
	note_user(ed);
	ke = edit_kind(ed, kind_by_no(KIND_USER));
	full = env->user_full || !env->full_name ? env->user_full : env->full_name(env->user);
	v[edit_slot(ke, USER_NAME)] = value_text(env->user, strlen(env->user));
	if (full)
		v[edit_slot(ke, USER_FULL)] = value_text(full, strlen(full));
	v[edit_slot(ke, USER_ACTIVE)] = VALUE_INT(1);
	s = row_new_id(ed, ke, &ed->me, e);
	if (!s)
		s = row_insert(ed, ke, ed->me, v, NULL, e);
	ed->new_me = !s;
	return s;
}

const struct edit_observer observe_users = {.begin = make_user};

/* ---- companies ---- */

static enum crm_status company_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	return draft_no_cycle(ed, d, COMPANY_PARENT, "SELECT parent FROM company WHERE id = $1", e);
}

static const struct bound company_bounds[] = {
	{COMPANY_EMPLOYEES, BOUND_LEAST, 0},
	{COMPANY_FOUNDED, BOUND_LEAST, 1},
	{COMPANY_FOUNDED, BOUND_YEAR, 0},
	{0},
};

const struct kind_rules company_rules = {.prepare = company_prepare, .country = COMPANY_COUNTRY, .bounds = company_bounds};
