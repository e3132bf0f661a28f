/* dossier_names.c - what a dossier refers to, by its name: whoever reads it has no access to the
 * records */
#include "dossier.h"

#include "../ask/ref.h"
#include "../model/catalog.h"
#include "../model/list.h"
#include "../model/value.h"

/* NAME (as it was printed), or that alone. */
static void put(struct strbuf *out, const struct strbuf *name, const char *s, size_t n)
{
	if (name->len && (name->len != n || memcmp(name->buf, s, n) != 0))
		sb_printf(out, "%s (%.*s)", name->buf, (int)n, s);
	else
		sb_add(out, s, n);
}

enum crm_status dossier_user(struct crm *c, const char *s, size_t n, struct strbuf *out, struct crm_error *e)
{
	struct query q = query(c->db, e, "SELECT full_name FROM users WHERE name=$1");
	struct strbuf name = STRBUF_INIT;
	size_t len;
	const char *full;

	query_text(&q, 1, s, n);
	if (query_row(&q) && (full = db_text(q.st, 0, &len)))
		sb_add(&name, full, len);
	query_end(&q);
	put(out, &name, s, n);
	sb_release(&name);
	return q.s;
}

enum crm_status dossier_id(struct crm *c, const char *s, size_t n, struct strbuf *out, struct crm_error *e)
{
	struct strbuf name = STRBUF_INIT;
	const struct crm_kind *k;
	int64_t id;
	bool known = id_parse(s, n, &k, &id);
	enum crm_status st = CRM_OK;

	if (known && k->no == KIND_AFFILIATION) { /* it is called as the company is */
		k = kind_by_no(KIND_COMPANY);
		st = db_get_int(c->db, e, &id, 0, "SELECT company FROM affiliation WHERE id=$1", 1, id);
	}
	if (!st && known && id)
		st = ref_label(c, k, id, &name, e);
	put(out, &name, s, n);
	sb_release(&name);
	return st;
}

/* Records, or elements of a list that are some: decider:c1,c2. */
static bool refers(const struct crm_field *f)
{
	const struct crm_kind *child = f && f->type == T_LIST ? kind_by_no(f->ref) : NULL;

	return f && (f->type == T_REF || (child && child->list && child->list->ref));
}

enum crm_status dossier_value(struct crm *c, const struct crm_field *f, const char *s, struct strbuf *out,
                              struct crm_error *e)
{
	enum crm_status st = CRM_OK;

	if (refers(f) && f->ref == KIND_USER)
		return dossier_user(c, s, strlen(s), out, e);
	while (refers(f) && !st && *s) {
		size_t n = strcspn(s, ","), label = 0;

		for (size_t i = 0; i < n; i++)
			label = s[i] == ':' ? i + 1 : label;
		sb_add(out, s, label);
		st = dossier_id(c, s + label, n - label, out, e);
		s += n;
		if (*s)
			sb_addc(out, *s++);
	}
	sb_adds(out, s);
	return st;
}
