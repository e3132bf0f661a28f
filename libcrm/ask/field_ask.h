/* field_ask.h - how a field is asked for and printed where its type does not say: hangs on it
 * (struct crm_field.ask). Internal. */
#ifndef CRM_ASK_FIELD_ASK_H
#define CRM_ASK_FIELD_ASK_H

#include "../store/context.h"

/* A value of a computed field, and what it is computed from, over alias @: asked for like that,
 * indexes serve. sql NULL: it is compared. */
struct field_case { const char *word, *sql; };

/* By the value of `other`: what it says where `made` is empty, or always. */
struct made_value { bool known, always; int value; };
struct made_of { struct made_value *v; int64_t n; };

struct field_ask {
	/* Ends with word NULL. A computed text never is another word than these. */
	const struct field_case *cases;
	/* A text that lists names of the kind's fields: append that it names this one. */
	void (*names)(struct crm *c, const struct crm_kind *k, const struct crm_field *named,
	              const char *alias, struct strbuf *sql);
	/* Printed as one column, `made`, or as what a table says of another, `other` (numbers of
	 * fields): cheaper than SQL that decides for each row. plan makes the table, in c->arena;
	 * NULL = printed as asked for. */
	int made, other;
	enum crm_status (*plan)(struct crm *c, struct made_of *out, struct crm_error *e);
};

#endif
