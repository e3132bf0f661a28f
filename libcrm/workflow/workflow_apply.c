/* workflow_apply.c - settings and pipelines: what the file wants against what is there, difference
 * by difference. */
#include "workflow_impl.h"

#include <limits.h>
#include "../base/money.h"
#include "kinds_config.h"

/* Field numbers of the kinds of configuration. */
enum { SETTING_NAME = 1, SETTING_VALUE = 2 };
enum { PIPELINE_NAME = 1, PIPELINE_TITLE = 2, PIPELINE_POSITION = 3, PIPELINE_CONDITIONS = 4 };
enum {
	STAGE_PIPELINE = 1,
	STAGE_POSITION = 2,
	STAGE_NAME = 3,
	STAGE_TITLE = 4,
	STAGE_KIND = 5,
	STAGE_PROBABILITY = 6,
	STAGE_ROT = 7,
	STAGE_REQUIRED = 8
};

/* ---- settings ---- */

/* Amounts of records without a currency of their own are in the settings': another number of
 * decimals would give them another worth. */
static bool currency_free(struct wf_file *f, const char *have, const struct wf_setting *want)
{
	char sql[96];
	int64_t n = 0;

	if (!have || currency_decimals(currency_parse(have, strlen(have))) ==
	                     currency_decimals(currency_parse(want->value, strlen(want->value))))
		return true;
	for (size_t i = 0; i < f->have.nfields; i++) {
		const struct wf_field *d = &f->have.fields[i];

		if (d->type != FT_MONEY || kind_field(d->kind, "currency"))
			continue;
		snprintf(sql, sizeof sql, "SELECT count(*) FROM %s_x WHERE x_%lld IS NOT NULL", d->kind->table,
		         (long long)d->id);
		if (!wf_done(f, db_get_int(f->c->db, f->e, &n, 0, sql, 0)))
			return false;
		if (n)
			wf_fail(f, CRM_FORBIDDEN, want->at,
			        "currency: %s has another number of decimals than %s, and %s.%s holds amounts",
			        want->value, have, d->kind->name, d->name);
	}
	return !f->s;
}

static void apply_settings(struct wf_file *f)
{
	for (int i = 0; i < SETTINGS; i++) {
		const struct wf_setting *want = &f->want.settings[i], *have = &f->have.settings[i];
		const struct value v = wf_string(want->value);

		if (!want->at || value_equal(wf_string(have->value), v))
			continue;
		if (i == SET_CURRENCY && !currency_free(f, have->value, want))
			continue;
		if (i == SET_TIMEZONE)
			crm_note(f->e, "timezone: stored days stay as they are");
		if (i == SET_CURRENCY)
			crm_note(f->e, "currency: stored amounts keep theirs");
		if (have->id)
			wf_row_set(f, &kind_setting, have->id, wf_settings[i], SETTING_VALUE, wf_string(have->value),
			           v);
		else
			wf_row_add(f, &kind_setting, wf_settings[i],
			           (struct wf_cell[]){{SETTING_NAME, wf_string(wf_settings[i])}, {SETTING_VALUE, v}},
			           2);
	}
}

/* ---- stages ---- */

/* Offers in a stage, and those that were. */
static bool stage_use(struct wf_file *f, const struct wf_stage *g, int64_t *now, int64_t *ever)
{
	return wf_done(f,
	               db_get_int(f->c->db, f->e, now, 0, "SELECT count(*) FROM offer WHERE stage = $1", 1, g->id)) &&
	       wf_done(f,
	               db_get_int(f->c->db, f->e, ever, 0,
	                          "SELECT count(DISTINCT offer) FROM stage_move WHERE to_stage = $1 OR from_stage = $1",
	                          1, g->id));
}

/* Whether a stage may go; else it is told why not. what: "removed" or "made won". */
static bool stage_free(struct wf_file *f, const struct wf_pipeline *p, const struct wf_stage *g, const char *what,
                       const struct yaml_node *at)
{
	int64_t now = 0, ever = 0;

	if (!stage_use(f, g, &now, &ever))
		return false;
	if (now)
		wf_fail(f, CRM_FORBIDDEN, at,
		        "stage '%s' of '%s' cannot be %s: %lld offers are in it; a new name is given with 'was: %s'",
		        g->name, p->name, what, (long long)now, g->name);
	else if (ever)
		wf_fail(f, CRM_FORBIDDEN, at,
		        "stage '%s' of '%s' cannot be %s: %lld offers have been in it; a new name is given with 'was: "
		        "%s'",
		        g->name, p->name, what, (long long)ever, g->name);
	return !now && !ever;
}

static struct wf_stage *find_stage(const struct wf_pipeline *p, const char *name)
{
	for (size_t i = 0; name && i < p->nstages; i++)
		if (wf_same(p->stages[i].name, name))
			return &p->stages[i];
	return NULL;
}

/* The stage a wanted one is now; both names there is a contradiction. */
static struct wf_stage *now_stage(struct wf_file *f, const struct wf_pipeline *have, const struct wf_stage *want)
{
	struct wf_stage *by_name = find_stage(have, want->name), *by_was = find_stage(have, want->was);

	if (by_name && by_was && by_name != by_was)
		wf_bad(f, want->at, "was: there is a stage '%s' and a stage '%s'", want->name, want->was);
	return by_name ? by_name : by_was;
}

static void add_stage(struct wf_file *f, int64_t pipeline, const struct wf_stage *g, int position)
{
	const struct wf_cell cells[] = {
	        {STAGE_PIPELINE, VALUE_INT(pipeline)}, {STAGE_POSITION, VALUE_INT(position)},
	        {STAGE_NAME, wf_string(g->name)},      {STAGE_TITLE, wf_string(g->title)},
	        {STAGE_KIND, VALUE_INT(g->kind)},      {STAGE_PROBABILITY, VALUE_INT(g->probability)},
	        {STAGE_ROT, wf_number(g->rot)},        {STAGE_REQUIRED, wf_string(g->required)}};

	wf_row_add(f, &kind_stage, g->name, cells, sizeof cells / sizeof *cells);
}

static void set_stage(struct wf_file *f, const struct wf_stage *have, const struct wf_stage *want, int position)
{
	const struct { int no; struct value old, v; } cells[] = {
		{STAGE_NAME, wf_string(have->name), wf_string(want->name)},
		{STAGE_TITLE, wf_string(have->title), wf_string(want->title)},
		{STAGE_KIND, VALUE_INT(have->kind), VALUE_INT(want->kind)}, /* lead or open only, see apply_stage */
		{STAGE_PROBABILITY, VALUE_INT(have->probability), VALUE_INT(want->probability)},
		{STAGE_ROT, wf_number(have->rot), wf_number(want->rot)},
		{STAGE_REQUIRED, wf_string(have->required), wf_string(want->required)},
		{STAGE_POSITION, VALUE_INT(have->position), VALUE_INT(position)},
	};

	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		wf_row_set(f, &kind_stage, have->id, want->name, cells[i].no, cells[i].old, cells[i].v);
}

/* The kind of a stage is the state of its offers and of their history, so it changes only where
 * there are none. */
static void apply_stage(struct wf_file *f, const struct wf_pipeline *p, struct wf_stage *have,
                        const struct wf_stage *want, int position)
{
	if (!have) {
		add_stage(f, p->id, want, position);
	} else if (have->kind == want->kind) {
		set_stage(f, have, want, position);
	} else if (stage_free(f, p, have, "given another kind", want->at)) {
		wf_row_rm(f, &kind_stage, have->id, have->name);
		add_stage(f, p->id, want, position);
	}
}

static void apply_stages(struct wf_file *f, const struct wf_pipeline *have, const struct wf_pipeline *want)
{
	struct wf_stage **now = arena_alloc(&f->arena, (want->nstages + 1) * sizeof *now);
	int last = INT_MIN;

	for (size_t i = 0; i < want->nstages; i++) {
		now[i] = now_stage(f, have, &want->stages[i]);
		for (size_t j = 0; j < i && now[i]; j++)
			if (now[j] == now[i])
				wf_bad(f, want->stages[i].at, "stages '%s' and '%s' are both '%s' now",
				       want->stages[j].name, want->stages[i].name, now[i]->name);
	}
	for (size_t i = 0; i < have->nstages; i++) {
		struct wf_stage *g = &have->stages[i];
		bool kept = false;

		for (size_t j = 0; j < want->nstages; j++)
			kept = kept || now[j] == g;
		if (!kept && stage_free(f, have, g, "removed", want->at))
			wf_row_rm(f, &kind_stage, g->id, g->name);
	}
	for (size_t i = 0; i < want->nstages; i++)
		apply_stage(f, have, now[i], &want->stages[i],
		            wf_next_position(&last, now[i] != NULL, now[i] ? now[i]->position : 0));
}

/* ---- pipelines ---- */

static struct wf_pipeline *find_pipeline(const struct wf *wf, const char *name)
{
	for (size_t i = 0; name && i < wf->npipelines; i++)
		if (wf_same(wf->pipelines[i].name, name))
			return &wf->pipelines[i];
	return NULL;
}

static struct wf_pipeline *now_pipeline(struct wf_file *f, const struct wf_pipeline *want)
{
	struct wf_pipeline *by_name = find_pipeline(&f->have, want->name), *by_was = find_pipeline(&f->have, want->was);

	if (by_name && by_was && by_name != by_was)
		wf_bad(f, want->at, "was: there is a pipeline '%s' and a pipeline '%s'", want->name, want->was);
	return by_name ? by_name : by_was;
}

static void remove_pipeline(struct wf_file *f, const struct wf_pipeline *p)
{
	int64_t offers = 0;

	if (!wf_done(f, db_get_int(f->c->db, f->e, &offers, 0, "SELECT count(*) FROM offer WHERE pipeline = $1", 1,
	                           p->id)))
		return;
	if (offers) {
		wf_fail(f, CRM_FORBIDDEN, NULL,
		        "pipeline '%s' cannot be removed: %lld offers run through it; a new name is given with 'was: "
		        "%s'",
		        p->name, (long long)offers, p->name);
		return;
	}
	for (size_t i = 0; i < p->nstages; i++)
		if (stage_free(f, p, &p->stages[i], "removed", NULL))
			wf_row_rm(f, &kind_stage, p->stages[i].id, p->stages[i].name);
	wf_row_rm(f, &kind_pipeline, p->id, p->name);
}

static void apply_pipeline(struct wf_file *f, struct wf_pipeline *have, const struct wf_pipeline *want, int position)
{
	const struct wf_cell cells[] = {{PIPELINE_NAME, wf_string(want->name)},
	                                {PIPELINE_TITLE, wf_string(want->title)},
	                                {PIPELINE_POSITION, VALUE_INT(position)},
	                                {PIPELINE_CONDITIONS, wf_string(want->conditions)}};
	struct wf_pipeline fresh = {.name = want->name};
	struct value old[4];

	if (!have) {
		fresh.id = wf_row_add(f, &kind_pipeline, want->name, cells, 4);
		apply_stages(f, &fresh, want);
		return;
	}
	old[0] = wf_string(have->name);
	old[1] = wf_string(have->title);
	old[2] = VALUE_INT(have->position);
	old[3] = wf_string(have->conditions);
	for (int i = 0; i < 4; i++)
		wf_row_set(f, &kind_pipeline, have->id, want->name, cells[i].no, old[i], cells[i].v);
	apply_stages(f, have, want);
}

static void apply_pipelines(struct wf_file *f)
{
	struct wf_pipeline **now = arena_alloc(&f->arena, (f->want.npipelines + 1) * sizeof *now);
	int last = INT_MIN;

	for (size_t i = 0; i < f->want.npipelines; i++) {
		const struct wf_pipeline *p = &f->want.pipelines[i];

		now[i] = now_pipeline(f, p);
		for (size_t j = 0; j < i && now[i]; j++)
			if (now[j] == now[i])
				wf_bad(f, p->at, "pipelines '%s' and '%s' are both '%s' now", f->want.pipelines[j].name,
				       p->name, now[i]->name);
	}
	for (size_t i = 0; i < f->have.npipelines; i++) {
		bool kept = false;

		for (size_t j = 0; j < f->want.npipelines; j++)
			kept = kept || now[j] == &f->have.pipelines[i];
		if (!kept)
			remove_pipeline(f, &f->have.pipelines[i]);
	}
	for (size_t i = 0; i < f->want.npipelines; i++)
		apply_pipeline(f, now[i], &f->want.pipelines[i],
		               wf_next_position(&last, now[i] != NULL, now[i] ? now[i]->position : 0));
}

void wf_apply(struct wf_file *f)
{
	apply_settings(f);
	if (f->want.have_fields)
		wf_apply_fields(f);
	if (f->want.have_pipelines)
		apply_pipelines(f);
	if (f->want.have_scores)
		wf_apply_scores(f);
	if (f->want.have_weights)
		wf_apply_weights(f);
	if (f->want.have_holidays)
		wf_apply_holidays(f);
}
