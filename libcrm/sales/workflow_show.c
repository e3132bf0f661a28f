/* workflow_show.c - a configuration as YAML that apply takes and changes nothing. */
#include "workflow_impl.h"

#include <stdlib.h>
#include "../base/money.h"

static void entry(struct strbuf *out, const char *indent, const char *key, const char *value)
{
	sb_printf(out, "%s%s: ", indent, key);
	yaml_scalar(out, value);
	sb_addc(out, '\n');
}

static void inside(struct strbuf *out, const char *key, const char *value)
{
	if (!value)
		return;
	sb_printf(out, ", %s: ", key);
	yaml_scalar(out, value);
}

/* A list out of a text joined by sep. */
static void list(struct strbuf *out, const char *joined, char sep)
{
	char *copy = crm_strdup(joined), *p = copy;

	sb_addc(out, '[');
	while (p) {
		char *end = strchr(p, sep);

		if (end)
			*end = '\0';
		if (p != copy)
			sb_adds(out, ", ");
		yaml_scalar(out, p);
		p = end ? end + 1 : NULL;
	}
	sb_addc(out, ']');
	free(copy);
}

static void stage(struct strbuf *out, const struct wf_stage *g)
{
	char percent[40];

	sb_adds(out, "      - {name: ");
	yaml_scalar(out, g->name);
	inside(out, "title", g->title);
	if (g->kind == STATE_LEAD)
		sb_adds(out, ", kind: lead");
	percent[decimal_format_short(percent, g->probability, 2)] = '\0';
	sb_printf(out, ", probability: %s", percent);
	if (g->rot)
		sb_printf(out, ", rot: %d", g->rot);
	if (g->required) {
		sb_adds(out, ", require: ");
		list(out, g->required, ',');
	}
	sb_adds(out, "}\n");
}

static void pipelines(const struct wf *wf, struct strbuf *out)
{
	sb_adds(out, "pipelines:\n");
	for (size_t i = 0; i < wf->npipelines; i++) {
		const struct wf_pipeline *p = &wf->pipelines[i];

		sb_adds(out, "  ");
		yaml_scalar(out, p->name);
		sb_adds(out, ":\n");
		if (p->title)
			entry(out, "    ", "title", p->title);
		if (p->conditions) {
			sb_adds(out, "    for: ");
			list(out, p->conditions, '\n');
			sb_addc(out, '\n');
		}
		sb_adds(out, "    stages:\n");
		for (size_t j = 0; j < p->nstages; j++)
			stage(out, &p->stages[j]);
	}
}

static void field_type(struct strbuf *out, const struct wf_field *f)
{
	struct strbuf type = STRBUF_INIT;

	if (f->type == FT_REFERENCE) {
		sb_printf(&type, "reference to %s", kind_by_no(f->ref) ? kind_by_no(f->ref)->name : "");
	} else if (f->type == FT_ENUM) {
		for (size_t i = 0; i < f->nchoices; i++)
			if (!f->choices[i].retired)
				sb_printf(&type, "%s%s", type.len ? "|" : "", f->choices[i].word);
		if (!strchr(type.buf, '|'))
			sb_addc(&type, '|'); /* one word alone would be a type's name */
	} else {
		sb_adds(&type, words_field_type[f->type]);
	}
	sb_adds(out, ", type: ");
	yaml_scalar(out, type.buf);
	sb_release(&type);
}

static void fields(const struct wf *wf, struct strbuf *out)
{
	const struct crm_kind *last = NULL;
	bool any = false;

	for (size_t i = 0; i < wf->nfields; i++) {
		const struct wf_field *f = &wf->fields[i];

		if (f->retired)
			continue;
		if (!any)
			sb_adds(out, "fields:\n");
		if (f->kind != last)
			sb_printf(out, "  %s:\n", f->kind->name);
		any = true;
		last = f->kind;
		sb_adds(out, "    - {name: ");
		yaml_scalar(out, f->name);
		field_type(out, f);
		inside(out, "title", f->title);
		if (f->feature)
			sb_adds(out, ", feature: true");
		sb_adds(out, "}\n");
	}
	if (!any)
		sb_adds(out, "fields: {}\n");
}

void wf_show(const struct wf *wf, struct strbuf *out)
{
	sb_adds(out, "settings:\n");
	for (int i = 0; i < SETTINGS; i++)
		if (wf->settings[i].value || i == SET_COUNTRY)
			entry(out, "  ", wf_settings[i], wf->settings[i].value ? wf->settings[i].value : "none");
	pipelines(wf, out);
	fields(wf, out);
}
