/* list_kinds.c - what a record of any kind may have several of: tags, keys in other systems, former
 * ids. */
#include "list_kinds.h"

#include "../ask/cond_test.h"
#include "element.h"

/* ---- tags ---- */

static enum crm_status parse_tag(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
                                 struct crm_error *e)
{
	(void)ed;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] < ' ')
			return element_bad(a, s, n, "is not a tag: it holds a control character", e);
	el->a = s;
	el->na = n;
	return CRM_OK;
}

static enum crm_status test_tag(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	(void)f;
	if (cd->op == OP_HAS)
		return cond_like(cd, "z.word", true);
	sb_printf(cd->sql, "z.word=$%zu", binds_text(cd->b, s, n));
	return CRM_OK;
}

static const struct list_form tag_list = {.a = TAG_WORD, .parse = parse_tag, .test = test_tag};
static const struct crm_field tag_fields[] = {ID(""), OWNER_FIELDS, STORED(3, "word", T_TEXT, F_SET, "the tag")};
static const char *const tag_indexes[] = {"UNIQUE tag_record ON tag(kind, record, word)", "tag_word ON tag(word, kind, record)", NULL};
const struct crm_kind kind_tag = {KIND_TAG, "tag", "tg", "tag", K_CHILD | K_TOLD, FIELDS(tag_fields),
	.columns = "id,word", .order = "", .label = "word", .list = &tag_list, .indexes = tag_indexes};

/* ---- keys in other systems ---- */

static enum crm_status parse_ext(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el,
                                 struct crm_error *e)
{
	const char *colon = memchr(s, ':', n);

	(void)ed;
	if (!colon || colon == s || colon + 1 == s + n)
		return element_bad(a, s, n, "is not of the form SYSTEM:KEY", e);
	el->a = s;
	el->na = (size_t)(colon - s);
	el->b = colon + 1;
	el->nb = n - el->na - 1;
	return CRM_OK;
}

static enum crm_status test_ext(struct cond *cd, const struct crm_field *f, const char *s, size_t n)
{
	const char *colon = memchr(s, ':', n);
	size_t system;

	(void)f;
	if (cd->op == OP_HAS)
		return cond_like(cd, "z.system || ':' || z.key", true);
	if (!colon || colon == s || colon == s + n - 1)
		return cond_usage(cd, "'%.*s' is not SYSTEM:KEY", (int)n, s);
	system = binds_text(cd->b, s, (size_t)(colon - s));
	sb_printf(cd->sql, "z.system=$%zu AND z.key=$%zu", system,
	          binds_text(cd->b, colon + 1, (size_t)(s + n - colon - 1)));
	return CRM_OK;
}

static const struct list_form ext_list = {.a = 3, .b = 4, .parse = parse_ext, .test = test_ext};
static const struct crm_field ext_fields[] = {ID(""), OWNER_FIELDS,
	STORED(3, "system", T_TEXT, F_SET, "the other system"), STORED(4, "key", T_TEXT, F_SET | F_PERSON, "the record's key there")};
static const char *const ext_indexes[] = {"UNIQUE ext_key ON ext(kind, system, key)", "ext_record ON ext(record, kind)", NULL};
const struct crm_kind kind_ext = {KIND_EXT, "ext", "x", "ext", K_CHILD | K_TOLD, FIELDS(ext_fields),
	.columns = "id,system,key", .order = "", .label = "key", .list = &ext_list, .indexes = ext_indexes};

/* ---- ids of records that were merged ---- */

static const struct crm_field alias_fields[] = {ID(""), INTERNAL(1, "kind", T_INT, 0, 0), INTERNAL(2, "old", T_INT, 0, 0),
	INTERNAL(3, "record", T_REF, F_OWNER, 0)};
static const char *const alias_indexes[] = {"UNIQUE alias_old ON alias(kind, old)", "alias_record ON alias(record, kind)", NULL};
const struct crm_kind kind_alias = {KIND_ALIAS, "alias", "al", "alias", K_CHILD, FIELDS(alias_fields),
	.columns = "id", .order = "", .label = "id", .indexes = alias_indexes};
