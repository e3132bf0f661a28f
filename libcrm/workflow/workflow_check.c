/* workflow_check.c - conditions, required and weighed fields against the fields and words this
 * database knows. */
#include "workflow_impl.h"

#include "../base/utf8.h"
#include "../model/catalog.h"
#include "../people/complete.h"
#include "../ask/cond.h"
#include "../model/lookup.h"
#include "../offer/eval.h"
#include "../offer/offer_kinds.h"
#include "kinds_config.h"

static const char when[] = "when";

/* Does a part of the dotted path name a field that only the file knows so far? */
static bool is_new_field(const struct wf_file *f, const char *path, size_t n)
{
	for (size_t from = 0, i = 0; i <= n && !f->ed; i++) {
		if (i < n && path[i] != '.')
			continue;
		for (size_t j = 0; j < f->want.nfields; j++)
			if (strlen(f->want.fields[j].name) == i - from &&
			    memcmp(f->want.fields[j].name, path + from, i - from) == 0)
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

/* A condition may name words that no record has yet: hardware comes before the first product.
 * *skip: one is missing and can't be made now. */
static enum crm_status make_words(struct wf_file *f, const struct operand *o, bool *skip, struct crm_error *e)
{
	const struct crm_field *field = last_field(f->c, o->field, o->nfield);
	const char *p = o->value, *end = o->value + o->nvalue;

	if (!field || field->type != T_TERM || (o->op != OP_EQ && o->op != OP_NE))
		return CRM_OK;
	for (size_t n; p < end; p += n + 1) {
		const char *comma = memchr(p, ',', (size_t)(end - p));
		enum crm_status s = lookup_terms(f->c, e);
		char *word;

		n = (size_t)((comma ? comma : end) - p);
		if (s || names_id(&f->c->terms, o->value, o->nvalue)) /* one word with a comma */
			return s;
		if (!n || names_id(&f->c->terms, p, n))
			continue;
		*skip = !f->ed;
		word = arena_strndup(&f->arena, p, n);
		wf_row_add(f, &kind_term, word, (struct wf_cell[]){{1, wf_string(word)}}, 1);
		lookup_forget(f->c, KIND_TERM);
	}
	return CRM_OK;
}

/* Points that hang on points would have no end. */
static bool is_score(const struct wf_file *f, const struct operand *o)
{
	const struct crm_field *field = last_field(f->c, o->field, o->nfield);

	return field && field->class == C_EVAL && field->eval == eval_score;
}

static void check_condition(struct wf_file *f, const char *what, const struct yaml_node *at, const char *text)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf sql = STRBUF_INIT;
	struct binds binds = {0};
	struct operand o;
	bool skip = false;

	if (!operand_split(text, &o)) {
		wf_bad(f, at, "%s: '%s' is no condition: write FIELD=VALUE, in quotes where a value holds a comma",
		       what, text);
		return;
	}
	if (is_new_field(f, o.field, o.nfield))
		return;
	if (strcmp(what, when) == 0 && is_score(f, &o))
		wf_bad(f, at, "%s: '%s': points cannot hang on the score", what, text);
	else if (make_words(f, &o, &skip, &e) != CRM_OK ||
	         (!skip && cond_sql(f->c, &kind_offer, "o", text, &sql, &binds, &e) != CRM_OK))
		wf_bad(f, at, "%s: %s", what, e.n ? e.list[0].text : text);
	binds_free(&binds);
	sb_release(&sql);
	crm_error_clear(&e);
}

static void check_required(struct wf_file *f, const char *what, const struct yaml_node *at, const char *text)
{
	const char *near;

	if (catalog_field(f->c, &kind_offer, text, strlen(text)) || is_new_field(f, text, strlen(text)))
		return;
	near = utf8_nearest(text, catalog_names(f->c, &kind_offer));
	wf_bad(f, at, near ? "%s: offer has no field '%s', nearest is '%s'" : "%s: offer has no field '%s'", what, text,
	       near);
}

static void check_weight(struct wf_file *f, const struct wf_weight *w)
{
	const struct crm_field *field = catalog_field(f->c, w->kind, w->field, strlen(w->field));
	const char *near, *kind = w->kind->name;

	if (is_new_field(f, w->field, strlen(w->field)) || (field && complete_takes(field)))
		return;
	near = field ? NULL : utf8_nearest(w->field, catalog_names(f->c, w->kind));
	if (field)
		wf_bad(f, w->at, "complete: %s.%s has no value of its own", kind, w->field);
	else
		wf_bad(f, w->at,
		       near ? "complete: %s has no field '%s', nearest is '%s'" : "complete: %s has no field '%s'",
		       kind, w->field, near);
}

typedef void check_fn(struct wf_file *f, const char *what, const struct yaml_node *at, const char *text);

static void each(struct wf_file *f, const struct yaml_node *list, const char *what, check_fn *check)
{
	for (const struct yaml_node *v = list && list->is == YAML_LIST ? list->first : NULL; v; v = v->next)
		if (v->is == YAML_TEXT && v->s[0])
			check(f, what, v, v->s);
}

void wf_check(struct wf_file *f)
{
	for (size_t i = 0; i < f->want.npipelines; i++) {
		const struct wf_pipeline *p = &f->want.pipelines[i];

		each(f, p->list, "for", check_condition);
		for (size_t j = 0; j < p->nstages; j++)
			each(f, p->stages[j].list, "require", check_required);
	}
	for (size_t i = 0; i < f->want.nscores; i++)
		each(f, f->want.scores[i].list, when, check_condition);
	for (size_t i = 0; i < f->want.nweights; i++)
		check_weight(f, &f->want.weights[i]);
}

static void each_part(struct wf_file *f, const char *joined, const char *sep, const char *what, check_fn *check)
{
	char *copy = arena_strdup(&f->arena, joined ? joined : ""), *save = NULL;

	for (char *part = strtok_r(copy, sep, &save); part; part = strtok_r(NULL, sep, &save))
		check(f, what, NULL, part);
}

void wf_check_stored(struct wf_file *f)
{
	for (size_t i = 0; !f->want.have_pipelines && i < f->have.npipelines; i++) {
		const struct wf_pipeline *p = &f->have.pipelines[i];

		each_part(f, p->conditions, "\n", "for", check_condition);
		for (size_t j = 0; j < p->nstages; j++)
			each_part(f, p->stages[j].required, ",", "require", check_required);
	}
	for (size_t i = 0; !f->want.have_scores && i < f->have.nscores; i++)
		each_part(f, f->have.scores[i].conditions, "\n", when, check_condition);
	for (size_t i = 0; !f->want.have_weights && i < f->have.nweights; i++)
		check_weight(f, &f->have.weights[i]);
}
