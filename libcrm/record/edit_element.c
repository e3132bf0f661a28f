/* edit_element.c - elements of lists out of text: tags, categories, keys in other systems, e-mails, telephones. */
#include "edit_impl.h"

#include "../base/money.h"
#include "../base/utf8.h"

static enum crm_status bad(const struct assign *a, const char *s, size_t n, const char *what, struct crm_error *e)
{
	return crm_fail_at(e, CRM_DATA, NULL, a->line, a->column, a->field->name, "'%.*s' %s", (int)n, s, what);
}

static enum crm_status parse_tag(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el, struct crm_error *e)
{
	(void)ed;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ')
			return bad(a, s, n, "is not a tag: it holds a control character", e);
	el->a = s;
	el->na = n;
	return CRM_OK;
}

static int word_number(const char *const *words, const char *s, size_t n)
{
	for (int i = 0; words[i]; i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return i;
	return -1;
}

static enum crm_status parse_category(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
				      struct crm_error *e)
{
	char *word = arena_strndup(&ed->arena, s, n);
	const char *near;

	el->word = word_number(words_category, s, n);
	if (el->word >= 0)
		return CRM_OK;
	near = utf8_nearest(word, words_category);
	return crm_fail_at(e, a->line ? CRM_DATA : CRM_USAGE, NULL, a->line, a->column, a->field->name,
	                   near ? "unknown word '%s', nearest is '%s'" : "unknown word '%s'", word, near);
}

static enum crm_status parse_ext(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el, struct crm_error *e)
{
	const char *colon = memchr(s, ':', n);

	(void)ed;
	if (!colon || colon == s || colon + 1 == s + n)
		return bad(a, s, n, "is not of the form SYSTEM:KEY", e);
	el->a = s;
	el->na = (size_t)(colon - s);
	el->b = colon + 1;
	el->nb = n - el->na - 1;
	return CRM_OK;
}

/* Takes a label off the front. Letters before a colon that are no label are a mistake: neither addresses nor numbers have a colon. */
static enum crm_status take_label(const struct assign *a, const char **s, size_t *n, struct element *el, struct crm_error *e)
{
	const char *colon = memchr(*s, ':', *n);

	el->word = -1;
	if (!colon)
		return CRM_OK;
	el->word = word_number(words_label, *s, (size_t)(colon - *s));
	if (el->word < 0)
		return bad(a, *s, (size_t)(colon - *s), "is none of work, home, mobile, fax, other", e);
	*n -= (size_t)(colon + 1 - *s);
	*s = colon + 1;
	return CRM_OK;
}

static enum crm_status parse_email(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
				   struct crm_error *e)
{
	enum crm_status st = take_label(a, &s, &n, el, e);

	if (st == CRM_OK)
		st = check_email(a, s, n, e);
	if (st != CRM_OK)
		return st;
	el->a = s;
	el->na = n;
	sb_reset(&ed->keys);
	utf8_fold(&ed->keys, s, n);
	el->b = arena_strndup(&ed->arena, ed->keys.buf, ed->keys.len);
	el->nb = ed->keys.len;
	return CRM_OK;
}

static enum crm_status parse_phone(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
				   struct crm_error *e)
{
	char key[48], country[3];
	struct draft *d = &ed->d;
	enum crm_status st = take_label(a, &s, &n, el, e);

	if (st == CRM_OK)
		st = check_phone(a, s, n, e);
	if (st != CRM_OK)
		return st;
	el->a = s;
	el->na = n;
	el->nb = phone_key(key, s, n, row_country(ed, d->ke->k->no == KIND_CONTACT ? *draft_v(d, CONTACT_COUNTRY) : VALUE_NULL, country));
	el->b = arena_strndup(&ed->arena, key, el->nb);
	return CRM_OK;
}

#define OF_RECORD " WHERE kind = $1 AND record = $2 ORDER BY "

/* Columns of the look-ups: id, word or label, text, second text. */
const struct list_form list_forms[] = {
	{KIND_TAG, false, "SELECT id, -1, word, NULL FROM tag" OF_RECORD "id", parse_tag, .a = 3},
	{KIND_CATEGORY, false, "SELECT id, word, NULL, NULL FROM category" OF_RECORD "id", parse_category, .word = 3},
	{KIND_EXT, false, "SELECT id, -1, system, key FROM ext" OF_RECORD "id", parse_ext, .a = 3, .b = 4},
	{KIND_EMAIL, true, "SELECT id, coalesce(label, -1), address, address_key FROM email" OF_RECORD "pos, id", parse_email, .word = 4, .a = 5, .pos = 3},
	{KIND_PHONE, true, "SELECT id, coalesce(label, -1), number, number_key FROM phone" OF_RECORD "pos, id", parse_phone, .word = 4, .a = 5, .pos = 3},
	{.child = 0},
};
