/* workflow_show.c - a configuration as YAML that apply takes and changes nothing. */
#include "workflow_impl.h"

#include <stdlib.h>
#include "../base/money.h"
#include "kinds_config.h"

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

static void scores(const struct wf *wf, struct strbuf *out)
{
	sb_adds(out, wf->nscores ? "scoring:\n" : "scoring: []\n");
	for (size_t i = 0; i < wf->nscores; i++) {
		const struct wf_score *r = &wf->scores[i];

		sb_adds(out, "  - {when: ");
		list(out, r->conditions ? r->conditions : "", '\n');
		sb_printf(out, ", points: %d", r->points);
		inside(out, "title", r->title);
		sb_adds(out, "}\n");
	}
}

/* Contacts, then companies; each with the heaviest first. */
static int in_order(const void *x, const void *y)
{
	const struct wf_weight *a = *(const struct wf_weight *const *)x, *b = *(const struct wf_weight *const *)y;

	if (a->kind != b->kind)
		return a->kind->no < b->kind->no ? 1 : -1;
	return a->weight != b->weight ? (a->weight < b->weight ? 1 : -1) : (a > b) - (a < b);
}

static void weights(const struct wf *wf, struct strbuf *out)
{
	const struct wf_weight **w = crm_malloc((wf->nweights + 1) * sizeof *w);

	for (size_t i = 0; i < wf->nweights; i++)
		w[i] = &wf->weights[i];
	qsort(w, wf->nweights, sizeof *w, in_order);
	sb_adds(out, wf->nweights ? "complete:\n" : "complete: {}\n");
	for (size_t i = 0; i < wf->nweights; i++) {
		bool first = !i || w[i]->kind != w[i - 1]->kind,
		     last = i + 1 == wf->nweights || w[i]->kind != w[i + 1]->kind;

		if (first)
			sb_printf(out, "  %s: {", w[i]->kind->name);
		yaml_scalar(out, w[i]->field);
		sb_printf(out, ": %d%s", w[i]->weight, last ? "}\n" : ", ");
	}
	free(w);
}

/* Names of days are safe as they are. */
static void holidays(const struct wf *wf, struct strbuf *out)
{
	sb_adds(out, wf->nholidays ? "holidays:\n" : "holidays: []\n");
	for (size_t i = 0; i < wf->nholidays; i++) {
		const struct wf_holiday *d = &wf->holidays[i];

		sb_printf(out, d->title ? "  - {day: %s" : "  - %s", d->name);
		inside(out, "title", d->title);
		sb_adds(out, d->title ? "}\n" : "\n");
	}
}

void wf_show(const struct wf *wf, struct strbuf *out)
{
	sb_adds(out, "settings:\n");
	for (int i = 0; i < SETTINGS; i++)
		if (wf->settings[i].value || i == SET_COUNTRY)
			entry(out, "  ", wf_settings[i], wf->settings[i].value ? wf->settings[i].value : "none");
	pipelines(wf, out);
	fields(wf, out);
	scores(wf, out);
	weights(wf, out);
	holidays(wf, out);
}
