/* cond_set.c - conditions on fields with many values: some value is, none is, there is none */
#include "cond_test.h"

#include "../model/field_sql.h"
#include "../model/list.h"
#include "../model/value.h"

void cond_label(struct cond *cd, const struct crm_field *f, const char **s, size_t *n)
{
	const char *colon = memchr(*s, ':', *n);
	int label = colon ? word_index(f->words, *s, (size_t)(colon - *s)) : -1;

	if (label < 0)
		return;
	sb_printf(cd->sql, "z.label=%d AND ", label);
	*n -= (size_t)(colon + 1 - *s);
	*s = colon + 1;
}

static enum crm_status elements(struct cond *cd, const struct crm_field *f)
{
	const struct list_form *form = kind_by_no(f->ref)->list;
	const char *text = cd->s, *element;
	size_t n = cd->n, nelement, i = 0;
	enum crm_status s = CRM_OK;

	if (!form->test)
		return cond_usage(cd, "this list can only be empty or not");
	if (cd->op == OP_HAS)
		return form->test(cd, f, text, n);
	sb_addc(cd->sql, '(');
	while (!s && cond_next(&text, &n, &element, &nelement)) {
		if (!nelement)
			return cond_usage(cd, "'%.*s' has an empty element", (int)cd->n, cd->s);
		sb_adds(cd->sql, i++ ? ") OR (" : "(");
		s = form->test(cd, f, element, nelement);
	}
	sb_adds(cd->sql, "))");
	return s;
}

enum crm_status cond_set(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f)
{
	const struct list_form *form = kind_by_no(f->ref)->list;
	struct strbuf rows = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	set_source(cd->c, f, &rows);
	if (!cd->n && cd->op == OP_EQ && form->named) {
		s = form->test(cd, f, cd->s, 0);
	} else if (!cd->n) {
		sb_printf(cd->sql, "%s (SELECT 1 FROM %s z WHERE z.kind=%d AND z.record=%s.id)",
		          cd->op == OP_NE ? "EXISTS" : "NOT EXISTS", rows.buf, k->no, alias);
	} else {
		if (cd->op == OP_NE)
			sb_printf(cd->sql, "NOT EXISTS (SELECT 1 FROM %s z WHERE z.kind=%d AND z.record=%s.id AND ",
			          rows.buf, k->no, alias);
		else
			sb_printf(cd->sql, "%s.id IN (SELECT z.record FROM %s z WHERE z.kind=%d AND ", alias, rows.buf,
			          k->no);
		s = elements(cd, f);
		sb_addc(cd->sql, ')');
	}
	sb_release(&rows);
	return s;
}
