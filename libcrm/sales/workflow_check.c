/* workflow_check.c - conditions and required fields of pipelines against the fields and words this database knows. */
#include "workflow_impl.h"

#include "../base/utf8.h"
#include "../record/catalog.h"
#include "../record/cond.h"
#include "../record/lookup.h"

/* Does a part of the dotted path name a field that only the file knows so far? */
static bool is_new_field(const struct wf_file *f, const char *path, size_t n)
{
	for (size_t from = 0, i = 0; i <= n && !f->ed; i++) {
		if (i < n && path[i] != '.')
			continue;
		for (size_t j = 0; j < f->want.nfields; j++)
			if (strlen(f->want.fields[j].name) == i - from && memcmp(f->want.fields[j].name, path + from, i - from) == 0)
				return true;
		from = i + 1;
	}
	return false;
}

/* The field at the end of a dotted path, NULL = none. */
static const struct crm_field *last_field(struct crm *c, const char *path, size_t n)
{
	const struct crm_kind *k = &kind_offer;
	const struct crm_field *field = NULL;

	while (n && k) {
		field = catalog_step(c, k, &path, &n);
		if (!field)
			return NULL;
		k = field->type == T_REF ? kind_by_no(field->ref) : NULL;
	}
	return n ? NULL : field;
}

/* A condition may name a word that no record has yet: hardware comes before the first product. *skip: it is missing and can't be made now. */
static enum crm_status make_word(struct wf_file *f, const struct operand *o, bool *skip, struct crm_error *e)
{
	const struct crm_field *field = last_field(f->c, o->field, o->nfield);
	char *word;
	enum crm_status st;

	if (!field || field->type != T_TERM || !o->nvalue || (o->op != OP_EQ && o->op != OP_NE))
		return CRM_OK;
	st = lookup_terms(f->c, e);
	if (st != CRM_OK || names_id(&f->c->terms, o->value, o->nvalue))
		return st;
	*skip = !f->ed;
	word = arena_strndup(&f->arena, o->value, o->nvalue);
	wf_row_add(f, &kind_term, word, (struct wf_cell[]){{1, wf_string(word)}}, 1);
	lookup_forget(f->c, KIND_TERM);
	return CRM_OK;
}

static void check_condition(struct wf_file *f, const struct yaml_node *at, const char *text)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf sql = STRBUF_INIT;
	struct binds binds = {0};
	struct operand o;
	bool skip = false;

	if (!operand_split(text, &o)) {
		wf_bad(f, at, "for: '%s' is no condition: write FIELD=VALUE, in quotes where a value holds a comma", text);
		return;
	}
	if (is_new_field(f, o.field, o.nfield))
		return;
	if (make_word(f, &o, &skip, &e) != CRM_OK || (!skip && cond_sql(f->c, &kind_offer, "o", text, &sql, &binds, &e) != CRM_OK))
		wf_bad(f, at, "for: %s", e.n ? e.list[0].text : text);
	binds_free(&binds);
	sb_release(&sql);
	crm_error_clear(&e);
}

static void check_required(struct wf_file *f, const struct yaml_node *at, const char *text)
{
	const char *near;

	if (catalog_field(f->c, &kind_offer, text, strlen(text)) || is_new_field(f, text, strlen(text)))
		return;
	near = utf8_nearest(text, catalog_names(f->c, &kind_offer));
	wf_bad(f, at, near ? "require: offer has no field '%s', nearest is '%s'" : "require: offer has no field '%s'", text, near);
}

static void each(struct wf_file *f, const struct yaml_node *list, void (*check)(struct wf_file *, const struct yaml_node *, const char *))
{
	for (const struct yaml_node *v = list && list->is == YAML_LIST ? list->first : NULL; v; v = v->next)
		if (v->is == YAML_TEXT && v->s[0])
			check(f, v, v->s);
}

void wf_check(struct wf_file *f)
{
	for (size_t i = 0; i < f->want.npipelines; i++) {
		const struct wf_pipeline *p = &f->want.pipelines[i];

		each(f, p->list, check_condition);
		for (size_t j = 0; j < p->nstages; j++)
			each(f, p->stages[j].list, check_required);
	}
}

static void each_part(struct wf_file *f, const char *joined, const char *sep, void (*check)(struct wf_file *, const struct yaml_node *, const char *))
{
	char *copy = arena_strdup(&f->arena, joined ? joined : ""), *save = NULL;

	for (char *part = strtok_r(copy, sep, &save); part; part = strtok_r(NULL, sep, &save))
		check(f, NULL, part);
}

void wf_check_stored(struct wf_file *f)
{
	if (f->want.have_pipelines)
		return;
	for (size_t i = 0; i < f->have.npipelines; i++) {
		const struct wf_pipeline *p = &f->have.pipelines[i];

		each_part(f, p->conditions, "\n", check_condition);
		for (size_t j = 0; j < p->nstages; j++)
			each_part(f, p->stages[j].required, ",", check_required);
	}
}
