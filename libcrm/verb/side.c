/* side.c - operands of verbs about what belongs to records. */
#include "side.h"

#include "../base/utf8.h"
#include "../model/catalog.h"
#include "../ask/ref.h"
#include "../ask/select.h"
#include "each.h"

/* Only some fields of the child may be given, and only as values. */
static enum crm_status check_assign(struct crm *c, const char *const *fields, const char *operand, struct crm_error *e)
{
	struct operand o;
	const char *name, *near;
	const char *const *f = fields;

	operand_split(operand, &o);
	name = arena_strndup(&c->arena, o.field, o.nfield);
	while (*f && strcmp(*f, name) != 0)
		f++;
	if (*f && (o.op == OP_EQ || o.op == OP_FILE))
		return CRM_OK;
	if (*f)
		return crm_fail(e, CRM_USAGE, "%s: write %s=VALUE", name, name);
	near = utf8_nearest(name, fields);
	return near ? crm_fail(e, CRM_USAGE, "'%s' cannot be given here, nearest is '%s'", name, near)
	            : crm_fail(e, CRM_USAGE, "'%s' cannot be given here", name);
}

enum crm_status side_operands(struct crm *c, const struct crm_kind *child, const char *const *fields,
                              const char *record, const char *word, const char *const *operands, size_t n,
                              bool have_ids, const struct crm_files *files, struct side *out, struct crm_error *e)
{
	struct operands o;
	enum crm_status s = operands_sort(c, operands, n, &o, e);

	for (size_t i = 0; i < o.nassigns && !s; i++)
		s = check_assign(c, fields, o.assigns[i], e);
	if (s)
		return s;
	*out = (struct side){.refs = o.words, .nrefs = o.nwords};
	if (!out->nrefs || (out->nrefs == 1 && !have_ids))
		return crm_fail(e, CRM_USAGE, "%s", out->nrefs || have_ids ? word : record);
	out->word = out->refs[--out->nrefs];
	return assigns_parse(c, child, o.assigns, o.nassigns, files, &out->a, &out->na, e);
}

enum crm_status side_value(struct crm *c, const struct side *s, const char *field, struct value *v, bool *given,
                           struct crm_error *e)
{
	*v = VALUE_NULL;
	*given = false;
	for (size_t i = 0; i < s->na; i++) {
		const struct assign *a = &s->a[i];

		if (strcmp(a->field->name, field) != 0)
			continue;
		*given = true;
		return a->n ? parse_value(c, a->field, a->s, a->n, NULL, 0, v, e) : CRM_OK;
	}
	return CRM_OK;
}

enum crm_status side_where(struct crm *c, const struct crm_query *q, const char *alias, struct strbuf *where,
                           struct binds *b, struct crm_error *e)
{
	size_t nids = q->ids ? q->ids->n : 0, n = 0;
	const char **conditions = arena_alloc(&c->arena, (q->noperands + 1) * sizeof *conditions);
	struct crm_ids named = {.v = arena_alloc(&c->arena, (q->noperands + nids + 1) * sizeof *named.v)};
	struct select sel = {.kind = q->kind, .limit = -1, .operands = conditions, .all = true, .words = WORDS_NONE};
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < q->noperands; i++) {
		const char *text = q->operands[i];
		enum crm_status one = CRM_OK;
		int64_t id;

		if (crm_is_condition(text))
			conditions[n++] = text;
		else if (!(one = ref_resolve(c, q->kind, text, strlen(text), &id, e)))
			named.v[named.n++] = (struct crm_id){.kind = q->kind->no, .id = id};
		s = s ? s : one;
	}
	for (size_t i = 0; i < nids; i++)
		named.v[named.n++] = q->ids->v[i];
	sel.noperands = n;
	sel.ids = named.n || q->ids ? &named : NULL;
	return s ? s : select_where(c, &sel, alias, where, b, e);
}

void side_tell(struct crm *c, struct crm_write *w, const char *what, const struct crm_kind *k, int64_t id,
               const struct crm_field *f, struct value old, struct value v)
{
	struct strbuf was = STRBUF_INIT, is = STRBUF_INIT;
	struct edit_change ch = {.what = what, .kind = k, .id = id, .field = f->name};

	if (!w->want_changes && !w->dry_run)
		return;
	if (old.is != V_NULL)
		value_format(c, f, old, 0, &was);
	if (v.is != V_NULL)
		value_format(c, f, v, 0, &is);
	ch.old = old.is != V_NULL ? was.buf : NULL;
	ch.new = v.is != V_NULL ? is.buf : NULL;
	changes_add(w, &ch);
	sb_release(&was);
	sb_release(&is);
}
