/* task.c - tasks: done, taken up again, put off */
#include <stdlib.h>
#include <string.h>

#include "../base/calendar.h"
#include "../base/utf8.h"
#include "crm_task.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../verb/each.h"
#include "task_kind.h"

static const char *const verbs[] = {"done", "reopen", "snooze"};

struct work {
	struct crm *c;
	struct writer wr;
	enum crm_task_verb verb;
	struct operands o;                 /* its words: references */
	struct assign *a; size_t na;       /* with room for two more */
	const char *until;                 /* snooze: as written */
	struct calendar *cal;
};

/* ---- operands ---- */

static enum crm_status read_operands(struct work *k, const char *const *operands, size_t n, bool have_ids,
                                     struct crm_error *e)
{
	enum crm_status s = operands_sort(k->c, operands, n, &k->o, e);

	if (s)
		return s;
	if (k->verb == CRM_TASK_SNOOZE) {
		if (!k->o.nwords || (k->o.nwords == 1 && !have_ids) || crm_is_id(k->o.words[k->o.nwords - 1]))
			return crm_fail(e, CRM_USAGE, "until when? the day is the last word: snooze TASK... DAY");
		k->until = k->o.words[--k->o.nwords];
	}
	if (!k->o.nwords && !have_ids)
		return crm_fail(e, CRM_USAGE, "which task? name one, or - for ids on standard input");
	return CRM_OK;
}

static struct assign *find_assign(struct work *k, const char *field)
{
	const struct crm_field *f = kind_field(&kind_task, field);

	for (size_t i = 0; i < k->na; i++)
		if (k->a[i].field == f)
			return &k->a[i];
	return NULL;
}

static void assign_day(struct work *k, const char *field, int day, const char *time)
{
	char iso[16];

	date_format(iso, day);
	k->a[k->na] = (struct assign){.field = kind_field(&kind_task, field), .op = OP_EQ};
	k->a[k->na].s = arena_printf(&k->c->arena, "%s%s%s", iso, time ? " " : "", time ? time : "");
	k->a[k->na].n = strlen(k->a[k->na].s);
	k->na++;
}

static enum crm_status read_assigns(struct work *k, const struct crm_files *files, struct crm_error *e)
{
	static const char *const own[] = {"done", "done", "due"};
	struct assign *parsed, *given;
	enum crm_status s = assigns_parse(k->c, &kind_task, k->o.assigns, k->o.nassigns, files, &parsed, &k->na, e);

	if (s)
		return s;
	k->a = arena_alloc(&k->c->arena, (k->na + 2) * sizeof *k->a);
	if (k->na)
		memcpy(k->a, parsed, k->na * sizeof *k->a);
	given = find_assign(k, own[k->verb]);
	if (k->verb == CRM_TASK_DONE && given && !given->n)
		return crm_fail(e, CRM_USAGE, "'done=' names no day: 'crm-task reopen' takes a task up again");
	if (k->verb == CRM_TASK_DONE && !given)
		assign_day(k, "done", k->c->today, NULL);
	if (k->verb != CRM_TASK_DONE && given)
		return crm_fail(e, CRM_USAGE, "%s= is what %s sets", own[k->verb], verbs[k->verb]);
	if (k->verb == CRM_TASK_REOPEN)
		k->a[k->na++] = (struct assign){.field = kind_field(&kind_task, "done"), .op = OP_EQ, .s = ""};
	return CRM_OK;
}

/* ---- putting off ---- */

/* An offset counts from the day the task is due, from today when that has passed: "a week
 * later". */
static enum crm_status read_until(const struct work *k, int due, int *day, const char **time, struct crm_error *e)
{
	const char *text = k->until;
	int today = k->c->today, from = *text == '+' && due > today ? due : today;
	size_t n = strlen(text), end = n, at = due_time(text, n, &end);
	enum crm_status s = date_parse_in(text, at < n ? end : n, from, k->cal, day, e);
	char iso[16];

	*time = at < n ? text + at : NULL;
	if (s || *day >= today)
		return s;
	date_format(iso, *day);
	return crm_fail(e, CRM_USAGE, "'%s' is %s, in the past: a task is put off", text, iso);
}

/* Said once, before anything is done: a word that is no day. */
static enum crm_status check_until(struct work *k, struct crm_error *e)
{
	const char *time;
	int day;
	enum crm_status s = date_counts_workdays(k->until, strlen(k->until)) ? lookup_calendar(k->c, &k->cal, e)
	                                                                     : CRM_OK;

	return s ? s : read_until(k, DATE_MIN, &day, &time, e);
}

struct standing { bool done, due, planned; int64_t due_day, planned_day; };

static enum crm_status stands(const struct work *k, int64_t id, struct standing *t, struct crm_error *e)
{
	struct query q = query(k->c->db, e, "SELECT done, due, planned FROM task WHERE id=$1", id);

	*t = (struct standing){0};
	if (query_row(&q))
		*t = (struct standing){!db_null(q.st, 0), !db_null(q.st, 1), !db_null(q.st, 2), db_int(q.st, 1),
		                       db_int(q.st, 2)};
	return query_end(&q);
}

/* The day its series counts by stays, so that the next one comes as if nothing had been. */
static enum crm_status snooze(struct work *k, const struct standing *t, struct crm_error *e)
{
	const char *time;
	int day;
	enum crm_status s;

	if (t->done)
		return crm_fail(e, CRM_FORBIDDEN, "is done: reopen it first");
	s = read_until(k, t->due ? (int)t->due_day : DATE_MIN, &day, &time, e);
	if (s)
		return s;
	assign_day(k, "due", day, time);
	if (t->planned)
		assign_day(k, "planned", (int)t->planned_day, NULL);
	return CRM_OK;
}

/* ---- all of them ---- */

static enum crm_status one_task(void *arg, int64_t id, bool *changed, struct crm_error *e)
{
	struct work *k = arg;
	size_t na = k->na;
	struct standing t;
	enum crm_status s = stands(k, id, &t, e);

	if (!s && k->verb == CRM_TASK_SNOOZE)
		s = snooze(k, &t, e);
	/* done already: the day it was done stays, unless another one is given */
	if (!s && k->verb == CRM_TASK_DONE && t.done && !k->o.nassigns)
		k->na = 0;
	if (!s)
		s = edit_set(k->wr.ed, &kind_task, id, k->a, k->na, NULL, changed, e);
	k->na = na;
	return s;
}

/* Of a series all have one title: what is done or put off is the one that is open. Others are left
 * to be looked up as any record is. */
static enum crm_status open_ones(void *arg, struct crm_error *e)
{
	struct work *k = arg;
	struct strbuf key = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < k->o.nwords && !s && k->verb != CRM_TASK_REOPEN; i++) {
		struct query q;

		if (crm_is_id(k->o.words[i]))
			continue;
		sb_reset(&key);
		utf8_fold(&key, k->o.words[i], strlen(k->o.words[i]));
		q = query(k->c->db, e, "SELECT min(id), count(*) FROM task WHERE title_key=$1 AND done IS NULL");
		query_text(&q, 1, key.buf, key.len);
		if (query_row(&q) && db_int(q.st, 1) == 1)
			k->o.words[i] = arena_printf(&k->c->arena, "t%lld", (long long)db_int(q.st, 0));
		s = query_end(&q);
	}
	sb_release(&key);
	return s;
}

/* The calendar may be another one by now. */
static enum crm_status calendar(void *arg, size_t n, struct crm_error *e)
{
	struct work *k = arg;

	(void)n;
	return k->cal ? lookup_calendar(k->c, &k->cal, e) : CRM_OK;
}

enum crm_status crm_task(struct crm *c, enum crm_task_verb verb, const char *const *operands, size_t n,
                         const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct work k = {.c = c, .verb = verb};
	enum crm_status s = read_operands(&k, operands, n, ids != NULL, e);

	if (!s)
		s = read_assigns(&k, w->files, e);
	if (!s && verb == CRM_TASK_SNOOZE)
		s = check_until(&k, e);
	if (s)
		return s;
	return each_target(&k.wr, c,
	                   &(struct each){.verb = verbs[verb],
	                                  .kind = &kind_task,
	                                  .refs = k.o.words,
	                                  .nrefs = k.o.nwords,
	                                  .ids = ids,
	                                  .before = open_ones,
	                                  .ready = calendar,
	                                  .one = one_task},
	                   w, &k, e);
}
