/* edit_element.c - elements of lists out of text, labels, words, records, and out of their rows. */
#include "edit_impl.h"

#include "../base/ascii.h"
#include "../base/utf8.h"

enum crm_status element_bad(const struct assign *a, const char *s, size_t n, const char *what, struct crm_error *e)
{
	return crm_fail_at(e, CRM_DATA, NULL, a->line, a->column, a->field->name, "'%.*s' %s", (int)n, s, what);
}

static int word_number(const char *const *words, const char *s, size_t n)
{
	for (int i = 0; words[i]; i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return i;
	return -1;
}

enum crm_status element_word(struct edit *ed, const struct assign *a, const char *const *words, const char *s, size_t n,
                             struct element *el, struct crm_error *e)
{
	char *word = arena_strndup(&ed->arena, s, n);
	const char *near;

	el->word = word_number(words, s, n);
	if (el->word >= 0)
		return CRM_OK;
	near = utf8_nearest(word, words);
	return crm_fail_at(e, a->line ? CRM_DATA : CRM_USAGE, NULL, a->line, a->column, a->field->name,
	                   near ? "unknown word '%s', nearest is '%s'" : "unknown word '%s'", word, near);
}

static enum crm_status no_label(const struct assign *a, const char *text, size_t n, const char *const *words,
                                struct crm_error *e)
{
	struct strbuf b = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&b, "is none of ");
	for (size_t i = 0; words[i]; i++)
		sb_printf(&b, "%s%s", i ? ", " : "", words[i]);
	s = element_bad(a, text, n, b.buf, e);
	sb_release(&b);
	return s;
}

enum crm_status element_label(const struct assign *a, const char *const *words, const char **s, size_t *n,
                              struct element *el, struct crm_error *e)
{
	const char *colon = memchr(*s, ':', *n);

	el->word = -1;
	for (const char *p = *s; colon && p < colon; p++)
		if (!ascii_alpha(*p) && *p != '-') /* 0221 5550 App.: 7 */
			colon = NULL;
	if (!colon)
		return CRM_OK;
	el->word = word_number(words, *s, (size_t)(colon - *s));
	if (el->word < 0)
		return no_label(a, *s, (size_t)(colon - *s), words, e);
	*n -= (size_t)(colon + 1 - *s);
	*s = colon + 1;
	utf8_trim(s, n);
	return CRM_OK;
}

enum crm_status element_record(struct edit *ed, const struct assign *a, int kind, const char *text, size_t n,
                               struct element *el, struct crm_error *e)
{
	const struct crm_field f = {.name = a->field->name, .ref = kind};
	const struct crm_kind *of;
	struct place here = place_here(e);
	int64_t id;
	bool typed = ed->seen && id_parse(text, n, &of, &id) && of->no == kind;
	enum crm_status s;

	if (typed && seen_known(ed, kind, id)) {
		el->ref = id;
		return CRM_OK;
	}
	s = place_fix(e, here, ref_value(ed->c, &f, text, n, &el->ref, e), a->line, a->column);
	if (s)
		return s;
	if (typed && el->ref == id) /* not the alias of another */
		seen_note(ed, kind, id);
	return typed ? seen_missed(ed, of, e) : CRM_OK;
}

const char *element_load_sql(struct crm *c, const struct crm_kind *child)
{
	struct kind_cache *cache = catalog_cache(c, child);
	const struct list_form *form = child->list;
	const struct crm_field *a = kind_field_no(child, form->a);
	struct strbuf sql = STRBUF_INIT;

	if (cache->load)
		return cache->load;
	sb_adds(&sql, "SELECT id, ");
	if (form->word)
		sb_printf(&sql, "coalesce(%s, -1)", list_column(child, form->word));
	else
		sb_adds(&sql, "-1");
	sb_printf(&sql, ", %s", form->ref ? list_column(child, form->ref) : form->a ? field_column(a) : "NULL");
	if (form->b)
		sb_printf(&sql, ", %s", list_column(child, form->b));
	else if (form->a && (a->flags & F_KEY))
		sb_printf(&sql, ", %s_key", field_column(a));
	else
		sb_adds(&sql, ", NULL");
	if (form->size)
		sb_printf(&sql, ", %s", list_column(child, form->size));
	sb_printf(&sql, " FROM %s WHERE kind = $1 AND record = $2 ORDER BY %sid", child->table,
	          form->pos ? "pos, " : "");
	cache->load = arena_strndup(&c->arena, sql.buf, sql.len);
	sb_release(&sql);
	return cache->load;
}
