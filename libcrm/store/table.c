/* table.c - kinds and fields looked up by number, name and letters. */
#include "table.h"

#include <string.h>

#include "../base/utf8.h"

const struct crm_kind *kind_by_no(int no)
{
	static const struct crm_kind *known[KIND_NUMBERS]; /* asked again and again */

	if (no < 0 || no >= KIND_NUMBERS)
		return NULL;
	for (const struct crm_kind *const *k = crm_kinds; !known[no] && *k; k++)
		if ((*k)->no == no)
			known[no] = *k;
	return known[no];
}

const struct crm_kind *kind_by_name(const char *name)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if (strcmp((*k)->name, name) == 0)
			return *k;
		else if ((*k)->view && strcmp((*k)->view->name, name) == 0)
			return (*k)->view;
	return NULL;
}

const struct crm_kind *kind_by_letters(const char *s, size_t n)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->letters[0] == s[0] && strncmp((*k)->letters, s, n) == 0 && !(*k)->letters[n])
			return *k;
	return NULL;
}

const struct crm_field *kind_field(const struct crm_kind *k, const char *name)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (strcmp(k->fields[i].name, name) == 0)
			return &k->fields[i];
	return NULL;
}

const struct crm_field *kind_list(const struct crm_kind *k, int child)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].type == T_LIST && k->fields[i].ref == child)
			return &k->fields[i];
	return NULL;
}

const struct crm_field *kind_field_no(const struct crm_kind *k, int no)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].no == no)
			return &k->fields[i];
	return NULL;
}

void field_fold(struct strbuf *out, const struct crm_field *f, const char *s, size_t n)
{
	if (f->flags & F_CODE)
		utf8_fold_code(out, s, n);
	else
		utf8_fold(out, s, n);
}
