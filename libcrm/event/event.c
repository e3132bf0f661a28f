/* event.c - the verbs of the timeline that write: what happened, and what it is corrected to. */
#include "crm_event.h"
#include "../model/kinds.h"
#include "../verb/write.h"
#include "event_kind.h"

enum crm_status crm_event(struct crm *c, const char *kind, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w,
                          struct crm_error *e)
{
	const char **all = arena_alloc(&c->arena, (n + 1) * sizeof *all);

	all[0] = arena_printf(&c->arena, "kind=%s", kind);
	if (n)
		memcpy(all + 1, operands, n * sizeof *all);
	return add_records(c, &kind_event, kind, all, n + 1, ids, w, e);
}

/* ---- corrections ---- */

static enum crm_status correct_one(struct writer *wr, const struct target *t, const struct assign *a, size_t na, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	int64_t id;
	bool changed;
	enum crm_status st = edit_correct(wr->ed, t->id, a, na, &id, &changed, &own);

	writer_tell(&kind_event, t, st, &own, e);
	if (st != CRM_OK)
		return st;
	wr->w->added += changed;
	wr->w->same += !changed;
	writer_touch(wr, &kind_event, changed && wr->w->dry_run ? 0 : id);
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

enum crm_status crm_correct(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct writer wr;
	struct assign *a;
	struct target *t = NULL;
	size_t na, nt, words = count_words(operands, n);
	enum crm_status st = CRM_OK, one;

	if (!words && !ids)
		st = crm_fail(e, CRM_USAGE, "no event is named");
	else if (words == n)
		st = crm_fail(e, CRM_USAGE, "nothing to correct: FIELD=VALUE is missing");
	if (st == CRM_OK)
		st = assigns_parse(c, &kind_event, operands + words, n - words, w->files, &a, &na, e);
	if (st == CRM_OK)
		st = writer_begin(&wr, c, "correct", w, e);
	if (st != CRM_OK)
		return st;
	st = writer_targets(&wr, &kind_event, operands, words, ids, &t, &nt, e);
	for (size_t i = 0; i < nt && (st == CRM_OK || st == CRM_FORBIDDEN); i++) {
		one = correct_one(&wr, &t[i], a, na, e);
		st = st == CRM_OK ? one : st;
	}
	free(t);
	return writer_end(&wr, st, e);
}
