/* field_ask.h - how a field is asked for and printed where its type doesn't say: rows of this hang on fields (struct crm_field.ask). Internal. */
#ifndef CRM_ASK_FIELD_ASK_H
#define CRM_ASK_FIELD_ASK_H

#include "../store/context.h"

/* A value of a computed field, and what it is computed from, over alias @: asked for like that, indexes serve. sql NULL: it is compared. */
struct field_case { const char *word, *sql; };

struct field_ask {
	/* Ends with word NULL. A computed text never is another word than these. */
	const struct field_case *cases;
	/* A text that lists names of the kind's fields: append that it names this one. */
	void (*names)(struct crm *c, const struct crm_kind *k, const struct crm_field *named, const char *alias, struct strbuf *sql);
	/* Printed from two columns in C, where that is cheaper than SQL that decides for each row: made and `other` are numbers of fields. The
	 * value is of the field's type; false: there is none. */
	int made, other;
	enum crm_status (*plan)(struct crm *c, const void **data, struct crm_error *e); /* in c->arena */
	bool (*value)(const void *data, bool null, int64_t made, int64_t other, int64_t *v);
};

#endif
