/* cond_field.c - conditions on a record's own field: what is computed is asked for by what it is
 * computed from */
#include "cond_test.h"

#include "../model/field_sql.h"
#include "field_ask.h"

static const char *inverse(const struct crm_field *f, const char *s, size_t n)
{
	const struct field_case *c = f->ask ? f->ask->cases : NULL;

	for (; c && c->word; c++)
		if (strlen(c->word) == n && memcmp(c->word, s, n) == 0)
			return c->sql;
	return NULL;
}

/* Every element has an inverse: they are joined by OR, and *done is set. */
static void try_inverse(struct cond *cd, const char *alias, const struct crm_field *f, bool *done)
{
	const char *s = cd->s, *element;
	size_t n = cd->n, nelement, i = 0;

	*done = cd->op == OP_EQ;
	while (*done && cond_next(&s, &n, &element, &nelement))
		*done = inverse(f, element, nelement) != NULL;
	if (!*done)
		return;
	s = cd->s;
	n = cd->n;
	sb_addc(cd->sql, '(');
	while (cond_next(&s, &n, &element, &nelement)) {
		sb_adds(cd->sql, i++ ? " OR " : "");
		field_expand(cd->c, inverse(f, element, nelement), alias, cd->sql);
	}
	sb_addc(cd->sql, ')');
}

enum crm_status cond_field(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f,
                           const struct spans *refs)
{
	struct strbuf x = STRBUF_INIT;
	bool done = false, side = (f->flags & F_CUSTOM) && !cond_takes_null(cd);
	enum crm_status s = CRM_OK;

	cd->kind = k;
	if (f->class == C_SET)
		return cond_set(cd, k, alias, f);
	try_inverse(cd, alias, f, &done);
	if (done)
		return CRM_OK;
	/* the user's own fields are asked for in their side table, as far as a row must be there */
	if (side) {
		sb_printf(cd->sql, "%s.id IN (SELECT x.id FROM %s_x x WHERE ", alias, k->table);
		sb_printf(&x, "x.%s", f->column);
	} else if (f->flags & F_DAYSAGO) {
		field_expand(cd->c, f->expr, alias, &x);
	} else {
		field_sql(cd->c, f, alias, &x);
	}
	if (cd->n == 0)
		sb_printf(cd->sql, "%s IS %sNULL", x.buf, cd->op == OP_NE ? "NOT " : "");
	else
		s = cond_value(cd, k, alias, f, x.buf, refs);
	if (side)
		sb_addc(cd->sql, ')');
	sb_release(&x);
	return s;
}
