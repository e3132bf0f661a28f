/* edit_element.c - elements of lists out of text: tags, categories, keys in other systems, e-mails, telephones, persons. */
#include "edit_impl.h"

#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/address.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

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

static enum crm_status no_label(const struct assign *a, const char *s, size_t n, const char *const *words, struct crm_error *e)
{
	struct strbuf b = STRBUF_INIT;
	enum crm_status st;

	sb_adds(&b, "is none of ");
	for (size_t i = 0; words[i]; i++)
		sb_printf(&b, "%s%s", i ? ", " : "", words[i]);
	st = bad(a, s, n, b.buf, e);
	sb_release(&b);
	return st;
}

/* Takes a label off the front. Letters before a colon that are no label are a mistake: addresses, numbers, ids have no colon. */
static enum crm_status take_label(const struct assign *a, const char *const *words, const char **s, size_t *n, struct element *el,
				  struct crm_error *e)
{
	const char *colon = memchr(*s, ':', *n);

	el->word = -1;
	if (!colon)
		return CRM_OK;
	el->word = word_number(words, *s, (size_t)(colon - *s));
	if (el->word < 0)
		return no_label(a, *s, (size_t)(colon - *s), words, e);
	*n -= (size_t)(colon + 1 - *s);
	*s = colon + 1;
	return CRM_OK;
}

static enum crm_status parse_email(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
				   struct crm_error *e)
{
	enum crm_status st = take_label(a, words_label, &s, &n, el, e);

	if (st == CRM_OK && !address_is_email(s, n))
		st = bad(a, s, n, "is not an e-mail address", e);
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
	struct draft *d = ed->d;
	enum crm_status st = take_label(a, words_label, &s, &n, el, e);

	if (st == CRM_OK && !address_is_phone(s, n))
		st = bad(a, s, n, "is not a telephone number", e);
	if (st != CRM_OK)
		return st;
	el->a = s;
	el->na = n;
	el->nb = phone_key(key, s, n, row_country(ed, d->ke->k->no == KIND_CONTACT ? *draft_v(d, CONTACT_COUNTRY) : VALUE_NULL, country));
	el->b = arena_strndup(&ed->arena, key, el->nb);
	return CRM_OK;
}

/* A contact, by whatever names one. */
static enum crm_status parse_person(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
				    struct crm_error *e)
{
	const struct crm_field f = {.name = a->field->name, .class = C_STORED, .type = T_REF, .ref = KIND_CONTACT};
	const struct crm_kind *k;
	struct place here = place_here(e);
	struct value v;
	int64_t id;
	bool typed = ed->seen && id_parse(s, n, &k, &id) && k->no == KIND_CONTACT;
	enum crm_status st;

	if (typed && seen_known(ed, KIND_CONTACT, id)) {
		el->ref = id;
		return CRM_OK;
	}
	st = place_fix(e, here, parse_value(ed->c, &f, s, n, NULL, 0, &v, e), a->line, a->column);
	if (st != CRM_OK)
		return st;
	el->ref = v.i;
	if (typed && v.i == id) /* not the alias of another */
		seen_note(ed, KIND_CONTACT, id);
	return typed ? seen_missed(ed, &kind_contact, e) : CRM_OK;
}

static enum crm_status parse_role(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el, struct crm_error *e)
{
	enum crm_status st = take_label(a, words_role, &s, &n, el, e);

	if (st == CRM_OK && !n)
		return bad(a, s, n, "names no contact: write ROLE:CONTACT, as decider:c12", e);
	return st == CRM_OK ? parse_person(ed, a, s, n, el, e) : st;
}

#define OF_RECORD " WHERE kind = $1 AND record = $2 ORDER BY "

/* Columns of the look-ups: id, word or label, text or reference, second text, size. */
const struct list_form list_forms[] = {
	{KIND_TAG, false, "SELECT id, -1, word, NULL FROM tag" OF_RECORD "id", parse_tag, .a = 3},
	{KIND_CATEGORY, false, "SELECT id, word, NULL, NULL FROM category" OF_RECORD "id", parse_category, .word = 3},
	{KIND_EXT, false, "SELECT id, -1, system, key FROM ext" OF_RECORD "id", parse_ext, .a = 3, .b = 4},
	{KIND_EMAIL, true, "SELECT id, coalesce(label, -1), address, address_key FROM email" OF_RECORD "pos, id", parse_email, .word = 4, .a = 5, .pos = 3},
	{KIND_PHONE, true, "SELECT id, coalesce(label, -1), number, number_key FROM phone" OF_RECORD "pos, id", parse_phone, .word = 4, .a = 5, .pos = 3},
	{KIND_PARTY, false, "SELECT id, -1, contact FROM party" OF_RECORD "pos, id", parse_person, .pos = 3, .ref = 5},
	{KIND_ROLE, true, "SELECT id, coalesce(label, -1), contact FROM role" OF_RECORD "pos, id", parse_role, .word = 4, .pos = 3, .ref = 5},
	{KIND_ATTACHMENT, false, "SELECT id, -1, path, sha256, size FROM attachment" OF_RECORD "pos, id", parse_file, .a = 5, .b = 6, .pos = 3, .size = 7},
	{.child = 0},
};
