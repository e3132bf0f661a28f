/* workflow_lists.c - the sections scoring, complete and holidays of a YAML tree. */
#include "workflow_impl.h"

#include "../base/ascii.h"
#include "../base/holiday.h"
#include "../people/complete.h"

#define POINTS_MAX 1000

/* A whole number from min to max, written without anything else; false with a failure. */
static bool read_number(struct wf_file *f, const struct yaml_node *node, const char *what, int min, int max, int *out)
{
	const char *s = node && node->is == YAML_TEXT ? node->s : "";
	bool minus = *s == '-';
	size_t n;
	int v;

	s += minus || *s == '+';
	n = strlen(s);
	v = n && n <= 9 ? ascii_number(s, n) : -1;
	*out = minus ? -v : v;
	if (v >= 0 && *out >= min && *out <= max)
		return true;
	wf_bad(f, node, "%s: a whole number from %d to %d is wanted here", what, min, max);
	return false;
}

/* ---- scoring ---- */

static void read_score(struct wf_file *f, const struct yaml_node *node, struct wf_score *r)
{
	static const char *const keys[] = {"when", "points", "title", NULL};

	r->at = node;
	if (!wf_keys(f, node, "scoring", keys))
		return;
	r->list = yaml_get(node, "when");
	r->conditions = wf_joined(f, r->list, "when", '\n');
	r->title = wf_text(f, yaml_get(node, "title"));
	if (!r->list || (r->list->is == YAML_LIST && !r->conditions))
		wf_bad(f, r->list ? r->list : node, "scoring: at least one condition is wanted, as when: [source=web]");
	if (yaml_get(node, "points"))
		read_number(f, yaml_get(node, "points"), "points", -POINTS_MAX, POINTS_MAX, &r->points);
	else
		wf_bad(f, node, "scoring: points are wanted, as points: 10");
}

void wf_read_scores(struct wf_file *f, const struct yaml_node *node)
{
	f->want.have_scores = true;
	if (node->is != YAML_LIST) {
		wf_bad(f, node, "scoring: a list of {when: [...], points: ...} is wanted here");
		return;
	}
	f->want.scores = arena_alloc(&f->arena, (node->n + 1) * sizeof *f->want.scores);
	for (const struct yaml_node *v = node->first; v; v = v->next) {
		struct wf_score *r = &f->want.scores[f->want.nscores++];

		*r = (struct wf_score){.position = (int)f->want.nscores};
		read_score(f, v, r);
		for (struct wf_score *s = f->want.scores; s < r; s++)
			if (r->conditions && wf_same(s->conditions, r->conditions))
				wf_bad(f, r->at, "scoring: the same conditions stand in line %ld", s->at->line);
	}
}

/* ---- complete ---- */

static void read_weight(struct wf_file *f, const struct yaml_node *node, const struct crm_kind *k)
{
	struct wf_weight w = {.kind = k, .field = node->key->s, .at = node->key};

	if (read_number(f, node, "complete", 0, COMPLETE_WEIGHT_MAX, &w.weight))
		f->want.weights[f->want.nweights++] = w;
}

void wf_read_weights(struct wf_file *f, const struct yaml_node *node)
{
	size_t n = 0;

	f->want.have_weights = true;
	if (node->is != YAML_MAP) {
		wf_bad(f, node,
		       "complete: kinds with the weights of their fields are wanted here, as contact: {email: 3, "
		       "phone: 2}");
		return;
	}
	for (const struct yaml_node *v = node->first; v; v = v->next)
		n += v->n;
	f->want.weights = arena_alloc(&f->arena, (n + 1) * sizeof *f->want.weights);
	for (const struct yaml_node *v = node->first; v; v = v->next) {
		const struct crm_kind *k = kind_by_name(v->key->s);

		if (!k || !complete_kind(k))
			wf_bad(f, v->key, "complete: '%s' has no weights: contact and company have", v->key->s);
		else if (v->is != YAML_MAP || !v->n)
			wf_bad(f, v,
			       "complete: weights of fields are wanted here, as {email: 3, phone: 2}; without '%s' the "
			       "ready-made ones count",
			       k->name);
		else
			for (const struct yaml_node *w = v->first; w; w = w->next)
				read_weight(f, w, k);
	}
}

/* ---- holidays ---- */

static void read_holiday(struct wf_file *f, const struct yaml_node *node)
{
	static const char *const keys[] = {"day", "title", NULL};
	const struct yaml_node *day = node;
	struct wf_holiday d = {0};
	struct holiday h;
	const char *s;
	char name[16];

	if (node->is == YAML_MAP) {
		if (!wf_keys(f, node, "holidays", keys))
			return;
		day = yaml_get(node, "day");
		d.title = wf_text(f, yaml_get(node, "title"));
	}
	s = wf_text(f, day);
	if (!s || !holiday_parse(s, strlen(s), &h)) {
		wf_bad(f, day ? day : node,
		       "holidays: '%s' is no holiday: write 2026-05-01, 12-25 for every year, easter-2 or easter+39",
		       s ? s : "");
		return;
	}
	d.name = arena_strndup(&f->arena, name, holiday_format(name, &h));
	for (size_t i = 0; i < f->want.nholidays; i++)
		if (strcmp(f->want.holidays[i].name, d.name) == 0) {
			wf_bad(f, day, "holidays: '%s' stands there twice", d.name);
			return;
		}
	f->want.holidays[f->want.nholidays++] = d;
}

void wf_read_holidays(struct wf_file *f, const struct yaml_node *node)
{
	f->want.have_holidays = true;
	if (node->is != YAML_LIST) {
		wf_bad(f, node, "holidays: a list of days is wanted here, as [2026-05-01, 12-25, easter-2]");
		return;
	}
	f->want.holidays = arena_alloc(&f->arena, (node->n + 1) * sizeof *f->want.holidays);
	for (const struct yaml_node *v = node->first; v; v = v->next)
		read_holiday(f, v);
}
