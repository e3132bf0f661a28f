/* kinds.c - the registry of kinds and the words of their enumerations. A new kind is one file and one line here. */
#include "kinds.h"

#include <string.h>

const char *const words_category[] = {"customer", "prospect", "partner", "supplier", "competitor", "other", NULL};
const char *const words_state[] = {"lead", "open", "won", "lost", NULL};
const char *const words_interval[] = {"once", "month", "year", NULL};
const char *const words_event[] = {"call", "meeting", "email", "letter", "visit", "note", NULL};
const char *const words_priority[] = {"high", "normal", "low", NULL};
const char *const words_direction[] = {"in", "out", NULL};
const char *const words_label[] = {"work", "home", "mobile", "fax", "other", NULL};
const char *const words_role[] = {"decider", "user", "blocker", "influencer", "buyer", "other", NULL};
const char *const words_consent[] = {"given", "withdrawn", NULL};
const char *const words_field_type[] = {"text", "long", "integer", "decimal", "percent", "money", "date", "instant", "boolean", "enum", "term", "reference", "list", "duration", NULL};

const struct crm_kind *const crm_kinds[] = {
	&kind_user, &kind_company, &kind_contact, &kind_product, &kind_offer, &kind_line, &kind_task, &kind_event, &kind_pipeline, &kind_stage,
	&kind_term, &kind_tag, &kind_email, &kind_phone, &kind_category, &kind_affiliation, &kind_ext, &kind_alias, &kind_setting, &kind_field_def,
	&kind_choice, &kind_party, &kind_role, &kind_consent, &kind_touch, &kind_attachment, &kind_property, &kind_score, &kind_weight, &kind_holiday, NULL,
};

const struct crm_kind *kind_by_no(int no)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->no == no)
			return *k;
	return NULL;
}

const struct crm_kind *kind_by_name(const char *name)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if (strcmp((*k)->name, name) == 0)
			return *k;
	return strcmp(name, kind_lead.name) == 0 ? &kind_lead : NULL;
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

const struct crm_field *kind_field_no(const struct crm_kind *k, int no)
{
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].no == no)
			return &k->fields[i];
	return NULL;
}

void field_is_sql(struct strbuf *sql, const struct crm_field *f, const char *alias, const char *parameter)
{
	const char *column = field_column(f);

	if (f->flags & F_WEB) /* what a partial index asks for */
		sb_printf(sql, WEB_KEY("%s%s") " = " WEB_KEY("%s") " AND %s%s IS NOT NULL", alias, column, parameter, alias, column);
	else
		sb_printf(sql, "%s%s%s = %s", alias, column, f->flags & F_KEY ? "_key" : "", parameter);
}
