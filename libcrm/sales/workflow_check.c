/* workflow_check.c - conditions and required fields of pipelines against the fields this database knows. */
#include "workflow_impl.h"

#include "../base/utf8.h"
#include "../record/catalog.h"
#include "../record/cond.h"

/* Does a part of the dotted path name a field that only the file knows so far? */
static bool is_new_field(const struct wf_file *f, const char *path, size_t n)
{
	for (size_t from = 0, i = 0; i <= n; i++) {
		if (i < n && path[i] != '.')
			continue;
		for (size_t j = 0; j < f->want.nfields; j++)
			if (strlen(f->want.fields[j].name) == i - from && memcmp(f->want.fields[j].name, path + from, i - from) == 0)
				return true;
		from = i + 1;
	}
	return false;
}

static void check_condition(struct wf_file *f, const struct yaml_node *at, bool with_fields)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf sql = STRBUF_INIT;
	struct binds binds = {0};
	struct operand o;

	if (at->is != YAML_TEXT || !at->s[0])
		return;
	if (!operand_split(at->s, &o))
		wf_bad(f, at, "for: '%s' is no condition: write FIELD=VALUE, in quotes where a value holds a comma", at->s);
	else if ((with_fields || !is_new_field(f, o.field, o.nfield)) && cond_sql(f->c, &kind_offer, "o", at->s, &sql, &binds, &e) != CRM_OK)
		wf_bad(f, at, "for: %s", e.n ? e.list[0].text : at->s);
	binds_free(&binds);
	sb_release(&sql);
	crm_error_clear(&e);
}

static void check_required(struct wf_file *f, const struct yaml_node *at, bool with_fields)
{
	const char *near;

	if (at->is != YAML_TEXT || !at->s[0] || catalog_field(f->c, &kind_offer, at->s, strlen(at->s)) || (!with_fields && is_new_field(f, at->s, strlen(at->s))))
		return;
	near = utf8_nearest(at->s, catalog_names(f->c, &kind_offer));
	wf_bad(f, at, near ? "require: offer has no field '%s', nearest is '%s'" : "require: offer has no field '%s'", at->s, near);
}

static void each(struct wf_file *f, const struct yaml_node *list, bool with_fields, void (*check)(struct wf_file *, const struct yaml_node *, bool))
{
	for (const struct yaml_node *v = list && list->is == YAML_LIST ? list->first : NULL; v; v = v->next)
		check(f, v, with_fields);
}

void wf_check(struct wf_file *f, bool with_fields)
{
	for (size_t i = 0; i < f->want.npipelines; i++) {
		const struct wf_pipeline *p = &f->want.pipelines[i];

		each(f, p->list, with_fields, check_condition);
		for (size_t j = 0; j < p->nstages; j++)
			each(f, p->stages[j].list, with_fields, check_required);
	}
}
