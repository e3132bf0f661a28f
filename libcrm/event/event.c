/* event.c - the verbs of the timeline that write: what happened, and what it is corrected to. */
#include "crm_event.h"
#include "../model/kinds.h"
#include "../verb/each.h"
#include "event_kind.h"
#include "events.h"

enum crm_status crm_event(struct crm *c, const char *kind, const char *const *operands, size_t n,
                          const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	const char **all = arena_alloc(&c->arena, (n + 1) * sizeof *all);

	all[0] = arena_printf(&c->arena, "kind=%s", kind);
	if (n)
		memcpy(all + 1, operands, n * sizeof *all);
	return add_records(c, &kind_event, kind, all, n + 1, ids, w, e);
}

/* ---- corrections ---- */

struct correction { struct writer wr; struct assign *a; size_t na; };

static enum crm_status correct_one(void *arg, int64_t event, bool *changed, struct crm_error *e)
{
	struct correction *k = arg;
	int64_t id;
	enum crm_status s = edit_correct(k->wr.ed, event, k->a, k->na, &id, changed, e);

	if (s)
		return s;
	k->wr.w->added += *changed;
	k->wr.w->same += !*changed;
	writer_touch(&k->wr, &kind_event, *changed && k->wr.w->dry_run ? 0 : id);
	return CRM_OK;
}

/* Operands in front of the first assignment name the events. */
static size_t count_words(const char *const *operands, size_t n)
{
	size_t words = 0;

	while (words < n && !crm_is_condition(operands[words]))
		words++;
	return words;
}

enum crm_status crm_correct(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids,
                            struct crm_write *w, struct crm_error *e)
{
	struct correction k;
	size_t words = count_words(operands, n);
	enum crm_status s;

	if (!words && !ids)
		return crm_fail(e, CRM_USAGE, "no event is named");
	if (words == n)
		return crm_fail(e, CRM_USAGE, "nothing to correct: FIELD=VALUE is missing");
	s = assigns_parse(c, &kind_event, operands + words, n - words, w->files, &k.a, &k.na, e);
	if (s)
		return s;
	return each_target(&k.wr, c,
	                   &(struct each){.verb = "correct",
	                                  .kind = &kind_event,
	                                  .refs = operands,
	                                  .nrefs = words,
	                                  .ids = ids,
	                                  .counts = true,
	                                  .one = correct_one},
	                   w, &k, e);
}
