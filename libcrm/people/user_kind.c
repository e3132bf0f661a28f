/* user_kind.c - users: fields, columns, indexes. */
#include "../edit/import_kind.h"
#include "people_kinds.h"

static const struct crm_field user_fields[] = {
	ID("number; users are named by their name"),
	STORED(1, "name", T_TEXT, F_SET | F_REQUIRED | F_WORD | F_PERSON, "login, the key"),
	/* a column must not be named full: that is a word of joins */
	{.no = 2, .name = "full", .column = "full_name", .was = "full", .since = 3, .class = C_STORED, .type = T_TEXT,
		.flags = F_SET | F_WORD | F_PERSON, .help = "full name"},
	STORED(3, "email", T_TEXT, F_SET | F_PERSON, "e-mail address"),
	STORED(4, "team", T_TEXT, F_SET, "team"),
	REF(5, "manager", KIND_USER, F_SET, "the user this one reports to"),
	STORED(6, "region", T_TEXT, F_SET, "region or office"),
	STORED(7, "active", T_BOOL, F_SET, "works here now"),
	COMMON_FIELDS,
};
static const char *const user_indexes[] = {"UNIQUE users_name ON users(name)", NULL};
static const struct identity_kind user_identity = {.rule = {{IDENTITY_KEY, USER_NAME, "name"}, {0}}};
static const struct import_kind user_import = {.create = true};
const struct crm_kind kind_user = {KIND_USER, "user", "u", "users", K_COMMON | K_NAMED, FIELDS(user_fields),
	.columns = "name,full,team,manager", .order = "name", .key = "ext,name", .label = "full", .rules = &user_rules,
		.import = &user_import, .identity = &user_identity, .indexes = user_indexes};
