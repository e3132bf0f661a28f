/* offer_words.c - the stages an imported offer went through: columns entered.STAGE to moves. */
#include <stdlib.h>

#include "../base/utf8.h"
#include "../edit/import_kind.h"
#include "../model/lookup.h"
#include "../store/db.h"
#include "moves.h"
#include "offer_kinds.h"

static enum crm_status check(struct crm *c, const char *word, struct crm_error *e)
{
	const char **names, *near;

	if (stage_by_name(c, 0, word, strlen(word)))
		return CRM_OK;
	names = arena_alloc(&c->arena, (c->nstages + 1) * sizeof *names);
	for (size_t i = 0; i < c->nstages; i++)
		names[i] = c->stages[i].name;
	near = utf8_nearest(word, names);
	return crm_fail(e, CRM_DATA, near ? "no stage '%s', nearest is '%s'" : "no stage '%s'", word, near);
}

/* The pipeline the offer runs through. */
static enum crm_status within(struct crm *c, int64_t id, const char *s, size_t n, int64_t *pipeline,
                              struct crm_error *e)
{
	*pipeline = n ? names_id(&c->pipelines, s, n) : 0;
	if (!n && id)
		return db_get_int(c->db, e, pipeline, 0, "SELECT pipeline FROM offer WHERE id = $1", 1, id);
	return CRM_OK;
}

static enum crm_status find(struct crm *c, int64_t pipeline, struct import_word *w, struct crm_error *e)
{
	const struct stage_info *g;

	if (w->means && w->within == pipeline)
		return CRM_OK;
	g = stage_by_name(c, pipeline ? pipeline : pipeline_default(c), w->word, strlen(w->word));
	if (!g && !pipeline)
		g = stage_by_name(c, 0, w->word, strlen(w->word));
	w->within = pipeline;
	w->means = g ? g->id : 0;
	w->place = g ? g->position : 0;
	return g ? CRM_OK : crm_fail(e, CRM_DATA, "the pipeline has no stage '%s'", w->word);
}

static void tell(struct edit *ed, const struct import_word *const *w, size_t n)
{
	struct entered *moves = crm_malloc((n + 1) * sizeof *moves);

	for (size_t i = 0; i < n; i++)
		moves[i] = (struct entered){w[i]->means, w[i]->day};
	edit_entered(ed, moves, n);
	free(moves);
}

static enum crm_status make(struct edit *ed, int64_t id, const struct import_word *w, bool *changed,
                            struct crm_error *e)
{
	const struct entered m = {w->means, w->day};
	const struct move move = {.to = w->means, .day = w->day, .have_day = true};
	bool made = false, moved = false;
	enum crm_status s = edit_has_entered(ed, id, &m, &made, e);

	if (!s && !made)
		s = edit_move(ed, id, &move, NULL, 0, &moved, e);
	*changed = *changed || moved;
	return s;
}

static const struct import_words words = {"entered.", "entered.STAGE", "closed", "pipeline", check, within, find, tell, make};
const struct import_kind offer_import = {.bulk = true, .words = &words};
