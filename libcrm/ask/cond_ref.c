/* cond_ref.c - conditions on references: ids with commas between them, or one text that names a
 * record */
#include "cond_test.h"

#include "../base/ascii.h"
#include "ref.h"

static bool is_id(const char *s, size_t n)
{
	const struct crm_kind *k;
	int64_t id;

	if (id_parse(s, n, &k, &id))
		return true;
	for (size_t i = 0; i < n; i++)
		if (!ascii_digit(s[i]))
			return false;
	return n && s[0] != '0';
}

/* The one record of a kind that a text names; failures carry the name of the condition. */
static enum crm_status one_record(struct cond *cd, const struct crm_kind *to, const char *s, size_t n, int64_t *id)
{
	const struct crm_field f = {.name = cd->name, .ref = to->no};

	return ref_value(cd->c, &f, s, n, id, cd->e);
}

static enum crm_status reference(struct cond *cd, const struct crm_kind *to, const char *text, size_t n,
                                 struct spans *out)
{
	int64_t id;
	enum crm_status s = one_record(cd, to, text, n, &id);

	if (!s)
		spans_add(out, id, id);
	return s;
}

enum crm_status cond_references(struct cond *cd, const struct crm_field *f, struct spans *out)
{
	const struct crm_kind *to = kind_by_no(f->ref);
	const char *text = cd->s, *element;
	size_t n = cd->n, nelement;
	bool ids = true;
	enum crm_status s = CRM_OK;

	if (!to)
		return cond_usage(cd, "this field cannot be asked for by a value");
	while (ids && cond_next(&text, &n, &element, &nelement))
		ids = is_id(element, nelement);
	if (!ids)
		return reference(cd, to, cd->s, cd->n, out);
	text = cd->s;
	n = cd->n;
	while (!s && cond_next(&text, &n, &element, &nelement))
		s = reference(cd, to, element, nelement, out);
	return s;
}

enum crm_status cond_record(struct cond *cd, const char *column, int kind, const char *text, size_t n)
{
	const struct crm_kind *to = kind_by_no(kind);
	int64_t id;
	enum crm_status s;

	if (cd->op == OP_HAS) {
		sb_printf(cd->sql, "%s IN (SELECT n.id FROM %s n WHERE ", column, to->table);
		s = cond_like(cd, "n.name_key", false);
		sb_addc(cd->sql, ')');
		return s;
	}
	s = one_record(cd, to, text, n, &id);
	if (!s)
		sb_printf(cd->sql, "%s=%lld", column, (long long)id);
	return s;
}
