/* workflow_apply_lists.c - rules of scoring, weights and holidays: what the file wants against what
 * is there. */
#include "workflow_impl.h"
#include "../people/people_kinds.h"
#include "kinds_config.h"

#include <limits.h>

/* Field numbers of their kinds. */
enum { SCORE_POSITION = 1, SCORE_POINTS = 2, SCORE_CONDITIONS = 3, SCORE_TITLE = 4 };
enum { WEIGHT_KIND = 1, WEIGHT_FIELD = 2, WEIGHT_WEIGHT = 3 };
enum { HOLIDAY_NAME = 1, HOLIDAY_TITLE = 2 };

/* ---- scoring: a rule is known by its conditions ---- */

static const struct wf_score *find_score(const struct wf *wf, const struct wf_score *like)
{
	for (size_t i = 0; i < wf->nscores; i++)
		if (wf_same(wf->scores[i].conditions, like->conditions))
			return &wf->scores[i];
	return NULL;
}

static const char *score_label(struct wf_file *f, const struct wf_score *r)
{
	char *s = arena_strdup(&f->arena, r->conditions ? r->conditions : "");

	for (char *p = s; *p; p++)
		if (*p == '\n')
			*p = ' ';
	return s;
}

static void apply_score(struct wf_file *f, const struct wf_score *want, int *last)
{
	const struct wf_score *have = find_score(&f->have, want);
	int position = wf_next_position(last, have != NULL, have ? have->position : 0);
	const struct wf_cell cells[] = {{SCORE_POSITION, VALUE_INT(position)}, {SCORE_POINTS, VALUE_INT(want->points)},
		{SCORE_CONDITIONS, wf_string(want->conditions)}, {SCORE_TITLE, wf_string(want->title)}};
	const char *label = score_label(f, want);

	if (!have) {
		wf_row_add(f, &kind_score, label, cells, 4);
		return;
	}
	wf_row_set(f, &kind_score, have->id, "scoring", SCORE_POINTS, VALUE_INT(have->points), VALUE_INT(want->points));
	wf_row_set(f, &kind_score, have->id, "scoring", SCORE_TITLE, wf_string(have->title), wf_string(want->title));
	wf_row_set(f, &kind_score, have->id, "scoring", SCORE_POSITION, VALUE_INT(have->position), VALUE_INT(position));
}

void wf_apply_scores(struct wf_file *f)
{
	int last = INT_MIN;

	for (size_t i = 0; i < f->have.nscores; i++)
		if (!find_score(&f->want, &f->have.scores[i]))
			wf_row_rm(f, &kind_score, f->have.scores[i].id, score_label(f, &f->have.scores[i]));
	for (size_t i = 0; i < f->want.nscores; i++)
		apply_score(f, &f->want.scores[i], &last);
}

/* ---- complete ---- */

static const struct wf_weight *find_weight(const struct wf *wf, const struct wf_weight *like)
{
	for (size_t i = 0; i < wf->nweights; i++)
		if (wf->weights[i].kind == like->kind && strcmp(wf->weights[i].field, like->field) == 0)
			return &wf->weights[i];
	return NULL;
}

static size_t count_weights(const struct wf *wf, const struct crm_kind *k)
{
	size_t n = 0;

	for (size_t i = 0; i < wf->nweights; i++)
		n += wf->weights[i].kind == k;
	return n;
}

/* Whether the weights of a kind are what the file wants; also where they are the ready-made ones,
 * which no row says. */
static bool same_weights(const struct wf_file *f, const struct crm_kind *k)
{
	for (size_t i = 0; i < f->want.nweights; i++) {
		const struct wf_weight *want = &f->want.weights[i], *have = find_weight(&f->have, want);

		if (want->kind == k && (!have || have->weight != want->weight))
			return false;
	}
	return count_weights(&f->want, k) == count_weights(&f->have, k);
}

static const char *weight_label(struct wf_file *f, const struct wf_weight *w)
{
	return arena_printf(&f->arena, "%s.%s", w->kind->name, w->field);
}

static void apply_kind(struct wf_file *f, const struct crm_kind *k)
{
	for (size_t i = 0; i < f->have.nweights; i++) {
		const struct wf_weight *have = &f->have.weights[i];

		if (have->kind == k && have->id && !find_weight(&f->want, have))
			wf_row_rm(f, &kind_weight, have->id, weight_label(f, have));
	}
	for (size_t i = 0; i < f->want.nweights; i++) {
		const struct wf_weight *want = &f->want.weights[i], *have = find_weight(&f->have, want);
		const struct wf_cell cells[] = {{WEIGHT_KIND, VALUE_INT(k->no)},
		                                {WEIGHT_FIELD, wf_string(want->field)},
		                                {WEIGHT_WEIGHT, VALUE_INT(want->weight)}};

		if (want->kind == k && have && have->id)
			wf_row_set(f, &kind_weight, have->id, weight_label(f, want), WEIGHT_WEIGHT,
			           VALUE_INT(have->weight), VALUE_INT(want->weight));
		else if (want->kind == k)
			wf_row_add(f, &kind_weight, weight_label(f, want), cells, 3);
	}
}

void wf_apply_weights(struct wf_file *f)
{
	const struct crm_kind *const kinds[] = {&kind_contact, &kind_company};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (!same_weights(f, kinds[i]))
			apply_kind(f, kinds[i]);
}

/* ---- holidays ---- */

static const struct wf_holiday *find_holiday(const struct wf *wf, const char *name)
{
	for (size_t i = 0; i < wf->nholidays; i++)
		if (wf_same(wf->holidays[i].name, name))
			return &wf->holidays[i];
	return NULL;
}

void wf_apply_holidays(struct wf_file *f)
{
	for (size_t i = 0; i < f->have.nholidays; i++)
		if (!find_holiday(&f->want, f->have.holidays[i].name))
			wf_row_rm(f, &kind_holiday, f->have.holidays[i].id, f->have.holidays[i].name);
	for (size_t i = 0; i < f->want.nholidays; i++) {
		const struct wf_holiday *want = &f->want.holidays[i], *have = find_holiday(&f->have, want->name);
		const struct wf_cell cells[] = {{HOLIDAY_NAME, wf_string(want->name)},
		                                {HOLIDAY_TITLE, wf_string(want->title)}};

		if (have)
			wf_row_set(f, &kind_holiday, have->id, have->name, HOLIDAY_TITLE, wf_string(have->title),
			           wf_string(want->title));
		else
			wf_row_add(f, &kind_holiday, want->name, cells, 2);
	}
}
