/* workflow_read.c - a YAML tree to settings and pipelines; everything wrong is told with its
 * place. */
#include "workflow_impl.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../offer/offer_kinds.h"

#define ROT_MAX 9999

/* ---- names ---- */

static bool is_name(const char *s)
{
	const struct crm_kind *k;
	int64_t id;

	if (!s || s[0] < 'a' || s[0] > 'z' || strlen(s) > 64 || s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-")])
		return false;
	return !id_parse(s, strlen(s), &k, &id);
}

static const char *name(struct wf_file *f, const struct yaml_node *node, const char *what)
{
	const char *s = wf_text(f, node);

	if (s && !is_name(s)) {
		wf_bad(f, node,
		       "%s: '%s' is no name: small letters, digits, _ and -, a letter first, and not like an id", what,
		       s);
		return NULL;
	}
	return s;
}

/* ---- settings ---- */

static const char *read_setting(struct wf_file *f, int i, const struct yaml_node *node)
{
	const char *s = wf_text(f, node);
	size_t n = s ? strlen(s) : 0;
	const struct country *country;
	const struct crm_zone *zone = f->c->env.zone;
	int currency;

	if (!s) {
		if (!f->s || node->is == YAML_TEXT)
			wf_bad(f, node, "%s: empty", wf_settings[i]);
		return NULL;
	}
	switch (i) {
	case SET_CURRENCY:
		currency = currency_parse(s, n);
		if (!currency)
			wf_bad(f, node, "currency: '%s' is no ISO 4217 code", s);
		return currency ? currency_code(currency) : NULL;
	case SET_COUNTRY:
		if (strcmp(s, "none") == 0)
			return NULL;
		country = country_parse(s, n);
		if (!country)
			wf_bad(f, node, "country: '%s' is no ISO 3166 code or name of a country, nor 'none'", s);
		return country ? country->code : NULL;
	case SET_LANGUAGE:
		if (n < 2 || n > 15 || s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")])
			wf_bad(f, node, "language: '%s' is no language such as 'de'", s);
		return s;
	default:
		if (n > 63 || (zone && zone->known && !zone->known(zone->arg, s)))
			wf_bad(f, node, "timezone: '%s' is not known here, write it like Europe/Berlin", s);
		return s;
	}
}

static void read_settings(struct wf_file *f, const struct yaml_node *node)
{
	static const char *const known[] = {"currency", "country", "language", "timezone", NULL}, *const later[] = {
	                                                                                                  "number",
	                                                                                                  "tax", NULL};

	for (const char *const *w = later; *w; w++)
		if (yaml_get(node, *w)) {
			wf_bad(f, yaml_get(node, *w)->key, "settings: this version does not know '%s'", *w);
			return;
		}
	if (!wf_keys(f, node, "settings", known))
		return;
	for (int i = 0; i < SETTINGS; i++) {
		const struct yaml_node *v = yaml_get(node, wf_settings[i]);

		if (v)
			f->want.settings[i] = (struct wf_setting){0, read_setting(f, i, v), v};
	}
}

/* ---- stages ---- */

static void read_probability(struct wf_file *f, const struct yaml_node *node, struct wf_stage *g)
{
	struct crm_error e = CRM_ERROR_INIT;
	int64_t v = -1;

	g->probability = -1;
	if (!node)
		return;
	if (node->is != YAML_TEXT || decimal_parse(node->s, strlen(node->s), 2, '.', &v, &e) != CRM_OK || v < 0 ||
	    v > 10000)
		wf_bad(f, node, "probability: a percentage from 0 to 100 is wanted here");
	else
		g->probability = (int)v;
	crm_error_clear(&e);
}

static void read_rot(struct wf_file *f, const struct yaml_node *node, struct wf_stage *g)
{
	int v = node && node->is == YAML_TEXT && strlen(node->s) <= 4 ? ascii_number(node->s, strlen(node->s)) : -1;

	if (node && (v < 1 || v > ROT_MAX))
		wf_bad(f, node, "rot: working days from 1 to %d are wanted here", ROT_MAX);
	g->rot = v > 0 ? v : 0;
}

/* won is 100 percent and lost is 0, and nothing else is; so either tells the other. */
static void settle_kind(struct wf_file *f, const struct yaml_node *node, struct wf_stage *g)
{
	const struct yaml_node *kind = yaml_get(node, "kind");
	const char *word = wf_text(f, kind);
	int given = -1;

	for (int i = 0; word && words_state[i]; i++)
		if (strcmp(words_state[i], word) == 0)
			given = i;
	if (kind && given < 0) {
		wf_bad(f, kind, "kind: lead, open, won or lost is wanted here");
		given = STATE_OPEN;
	}
	if (given < 0)
		given = g->probability == 10000 ? STATE_WON : g->probability == 0 ? STATE_LOST : STATE_OPEN;
	g->kind = given;
	if (g->probability < 0 && given == STATE_WON)
		g->probability = 10000;
	else if (g->probability < 0 && given == STATE_LOST)
		g->probability = 0;
	else if (g->probability < 0 && !yaml_get(node, "probability"))
		wf_bad(f, node, "stage '%s' needs a probability", g->name ? g->name : "");
	else if (g->probability >= 0 &&
	         ((given == STATE_WON) != (g->probability == 10000) || (given == STATE_LOST) != (g->probability == 0)))
		wf_bad(f, node, "stage '%s': won is 100 percent and lost is 0, no other stage is",
		       g->name ? g->name : "");
}

static void read_stage(struct wf_file *f, const struct yaml_node *node, struct wf_stage *g)
{
	static const char *const keys[] = {"name", "title", "kind", "probability", "rot", "require", "was", NULL};

	g->at = node;
	if (!wf_keys(f, node, "stage", keys))
		return;
	if (!yaml_get(node, "name"))
		wf_bad(f, node, "a stage needs a name");
	g->name = name(f, yaml_get(node, "name"), "stage");
	g->title = wf_text(f, yaml_get(node, "title"));
	g->was = wf_text(f, yaml_get(node, "was"));
	g->list = yaml_get(node, "require");
	g->required = wf_joined(f, g->list, "require", ',');
	read_probability(f, yaml_get(node, "probability"), g);
	read_rot(f, yaml_get(node, "rot"), g);
	settle_kind(f, node, g);
}

static void check_stages(struct wf_file *f, const struct wf_pipeline *p)
{
	int count[4] = {0};

	for (size_t i = 0; i < p->nstages; i++) {
		const struct wf_stage *g = &p->stages[i];

		for (size_t j = 0; j < i; j++)
			if (g->name && wf_same(g->name, p->stages[j].name))
				wf_bad(f, g->at, "stage '%s' stands there twice", g->name);
		if (g->kind == STATE_LEAD && count[STATE_OPEN])
			wf_bad(f, g->at, "stage '%s': lead stages come before open ones", g->name ? g->name : "");
		count[g->kind]++;
	}
	if (!count[STATE_OPEN] && !count[STATE_LEAD])
		wf_bad(f, p->at, "pipeline '%s' needs a stage between 0 and 100 percent", p->name);
	if (!count[STATE_WON])
		wf_bad(f, p->at, "pipeline '%s' needs a stage with probability 100: won", p->name);
	if (!count[STATE_LOST])
		wf_bad(f, p->at, "pipeline '%s' needs a stage with probability 0: lost", p->name);
}

/* ---- pipelines ---- */

static void read_stages(struct wf_file *f, const struct yaml_node *node, struct wf_pipeline *p)
{
	if (!node || node->is != YAML_LIST) {
		wf_bad(f, node ? node : p->at, "pipeline '%s' needs stages, a list", p->name);
		return;
	}
	p->stages = arena_alloc(&f->arena, (node->n + 1) * sizeof *p->stages);
	for (const struct yaml_node *v = node->first; v; v = v->next) {
		struct wf_stage *g = &p->stages[p->nstages++];

		g->position = (int)p->nstages;
		read_stage(f, v, g);
	}
	check_stages(f, p);
}

static void read_pipeline(struct wf_file *f, const struct yaml_node *node, struct wf_pipeline *p)
{
	static const char *const keys[] = {"title", "for", "stages", "was", NULL};

	p->at = node->key;
	p->name = node->key->s;
	name(f, node->key, "pipeline");
	if (!wf_keys(f, node, "pipeline", keys))
		return;
	p->title = wf_text(f, yaml_get(node, "title"));
	p->was = wf_text(f, yaml_get(node, "was"));
	p->list = yaml_get(node, "for");
	p->conditions = wf_joined(f, p->list, "for", '\n');
	read_stages(f, yaml_get(node, "stages"), p);
}

static void read_pipelines(struct wf_file *f, const struct yaml_node *node)
{
	f->want.have_pipelines = true;
	if (node->is != YAML_MAP || !node->n) {
		wf_bad(f, node, "pipelines: at least one is wanted here, as NAME: {title: ..., stages: [...]}");
		return;
	}
	f->want.pipelines = arena_alloc(&f->arena, node->n * sizeof *f->want.pipelines);
	for (const struct yaml_node *v = node->first; v; v = v->next) {
		struct wf_pipeline *p = &f->want.pipelines[f->want.npipelines++];

		p->position = (int)f->want.npipelines;
		read_pipeline(f, v, p);
	}
}

/* ---- the document ---- */

void wf_read(struct wf_file *f, const struct yaml_node *root)
{
	static const char *const known[] = {"settings", "pipelines", "fields", "scoring", "complete", "holidays", NULL},
	                         *const later[] = {"seller", "rules", NULL};
	static void (*const read[])(struct wf_file *, const struct yaml_node *) = {
		read_settings, read_pipelines, wf_read_fields, wf_read_scores, wf_read_weights, wf_read_holidays};

	if (!root || (root->is == YAML_TEXT && root->plain && !root->s[0]))
		return;
	if (root->is != YAML_MAP) {
		wf_bad(f, root, "sections are wanted here: settings, pipelines, fields, scoring, complete, holidays");
		return;
	}
	for (const struct yaml_node *v = root->first; v; v = v->next) {
		const char *word = v->key->s, *near;
		size_t i = 0;

		for (const char *const *w = later; *w; w++)
			if (strcmp(*w, word) == 0) {
				wf_bad(f, v->key, "this version does not know '%s'", word);
				word = NULL;
				break;
			}
		if (!word)
			continue;
		while (known[i] && strcmp(known[i], word) != 0)
			i++;
		near = known[i] ? NULL : utf8_nearest(word, known);
		if (known[i])
			read[i](f, v);
		else
			wf_bad(f, v->key,
			       near ? "no section '%s', nearest is '%s'"
			            : "no section '%s': settings, pipelines, fields, scoring, complete, holidays",
			       word, near);
	}
}
