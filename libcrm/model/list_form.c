/* list_form.c - elements of lists as SQL. */
#include "list.h"

const char *list_column(const struct crm_kind *child, int no)
{
	return field_column(kind_field_no(child, no));
}

const struct crm_field *list_value(const struct crm_kind *child)
{
	const struct list_form *l = child->list;

	return !l ? NULL : kind_field_no(child, l->ref ? l->ref : l->b && !l->size ? l->b : l->a ? l->a : l->word);
}

const struct crm_kind *list_of_first(const struct crm_kind *k, const struct crm_field *f)
{
	return f->first_of ? kind_by_no(kind_field_no(k, f->first_of)->ref) : NULL;
}

void list_text(const struct crm_kind *child, const char *alias, struct strbuf *out)
{
	const struct list_form *l = child->list;

	sb_printf(out, "%s.%s", alias, list_column(child, l->a));
	if (l->b && !l->size)
		sb_printf(out, " || ':' || %s.%s", alias, list_column(child, l->b));
}

void list_key(const struct crm_kind *child, const char *alias, struct strbuf *out)
{
	const struct crm_field *value = list_value(child);

	if (child->list->b && !child->list->size)
		list_text(child, alias, out);
	else
		sb_printf(out, "%s.%s%s", alias, field_column(value), value->flags & F_KEY ? "_key" : "");
}
