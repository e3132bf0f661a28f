/* edit_task.c - rules of tasks: links of an offer or contact, series that go on when a task is
 * done. Day and time in one value: task_due.c.
 *
 * A task of a series keeps the day its series counts by (planned) beside the day it is due: a
 * snooze moves one task, setting due moves the series. The day of the month of the first one
 * (monthday) goes on from task to task, so that 31 January comes to 31 March; it is 31 where the
 * first day was given as the last of a month (due=eom). The number of a
 * series is that of its first task; when it is removed the next one takes its place. */
#include "../edit/rules.h"

#include <stdlib.h>
#include "../base/ascii.h"
#include "../base/calendar.h"
#include "../model/day.h"
#include "../edit/list_kinds.h"
#include "task_kind.h"

#define NORMAL 1 /* priority, by its place in task_kind.c */

/* ---- single values ---- */

static enum crm_status bad(const struct draft *d, const char *field, struct value v, const char *what,
                           struct crm_error *e)
{
	return draft_refuse(d, CRM_DATA, field, e,
		"'%.*s' is not %s", (int)(v.n < 40 ? v.n : 40), v.s, what);
}

static enum crm_status check_time(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value *v = draft_v(d, TASK_TIME), *due = draft_v(d, TASK_DUE);
	int minutes;

	if (v->is == V_TEXT && draft_changed(d, TASK_TIME)) {
		minutes = due_minutes(v->s, v->n);
		if (minutes < 0)
			return bad(d, "time", *v, "a time of day: write HH:MM", e);
		*v = value_text(due_time_text(ed, minutes), 5);
	}
	if (v->is == V_NULL || due->is == V_INT)
		return CRM_OK;
	if (!draft_given(d, TASK_TIME))
		*v = VALUE_NULL; /* the day it belonged to is gone */
	else if (ed->opt.bulk || draft_given(d, TASK_DUE))
		return draft_refuse(d, draft_wrong(d), "time", e,
			"a time needs a day: give due too");
	else
		*due = VALUE_INT(ed->c->today);
	return CRM_OK;
}

enum unit { UNIT_D, UNIT_W, UNIT_WD, UNIT_M, UNIT_Y, UNIT_NONE, UNIT_EOM };
struct every { int n; enum unit unit; };
static const char *const units[] = {"d", "w", "wd", "m", "y"};

static bool parse_every(const char *s, size_t n, struct every *out)
{
	size_t digits = 0;

	*out = (struct every){1, UNIT_EOM};
	if (ascii_same(s, n, "eom"))
		return true;
	while (digits < n && ascii_digit(s[digits]))
		digits++;
	if (!digits || digits > 4)
		return false;
	out->n = ascii_number(s, digits);
	out->unit = UNIT_D;
	while (out->unit < UNIT_NONE && !ascii_same(s + digits, n - digits, units[out->unit]))
		out->unit++;
	return out->n > 0 && out->unit < UNIT_NONE;
}

static enum crm_status check_every(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value *v = draft_v(d, TASK_EVERY);
	struct every every;

	if (v->is != V_TEXT)
		return CRM_OK;
	if (draft_v(d, TASK_DUE)->is != V_INT)
		return draft_refuse(d, draft_wrong(d), "every", e,
			"a series counts from a day: give due too");
	if (!draft_changed(d, TASK_EVERY))
		return CRM_OK;
	if (!parse_every(v->s, v->n, &every))
		return bad(d, "every", *v, "an interval: write 1d, 1w, 5wd, 2m, 1y or eom", e);
	v->s = every.unit == UNIT_EOM ? "eom" : arena_printf(&ed->arena, "%d%s", every.n, units[every.unit]);
	v->n = strlen(v->s);
	return CRM_OK;
}

static enum crm_status check_done(const struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value done = *draft_v(d, TASK_DONE);
	char day[16], text[64];

	if (done.is != V_INT || done.i <= ed->c->today || !draft_changed(d, TASK_DONE))
		return CRM_OK;
	date_format(day, (int)done.i);
	snprintf(text, sizeof text, "%s is in the future", day);
	return draft_refuse(d, draft_wrong(d), "done", e, "%s", text);
}

/* ---- links ---- */

/* Three columns of one record; what is empty there is 0. */
static enum crm_status get_three(struct edit *ed, const char *sql, int64_t id, int64_t out[3], struct crm_error *e)
{
	struct query q = query(ed->c->db, e, sql, id);
	bool there = query_row(&q);

	for (int i = 0; i < 3; i++)
		out[i] = there ? db_int(q.st, i) : 0;
	return query_end(&q);
}

static void take(struct edit *ed, struct draft *d, int no, int64_t id)
{
	if (id && (!draft_given(d, no) || draft_open(ed, d, no)))
		*draft_v(d, no) = VALUE_INT(id);
}

/* A file has no contact or company of its own. */
static bool emptied(const struct edit *ed, struct draft *d)
{
	return !d->adding && (draft_open(ed, d, TASK_CONTACT) || draft_open(ed, d, TASK_COMPANY));
}

/* Of many offers, from a pipe, who looks after each does what is to be done for it. */
static void offers_owner(struct edit *ed, struct draft *d, int64_t owner)
{
	bool piped = false;

	for (size_t i = 0; i < d->n; i++)
		if (d->a[i].line && !(d->a[i].field->flags & F_CUSTOM))
			piped = piped || d->a[i].field->no == TASK_OFFER;
	if (!piped || !owner || !d->adding || ed->opt.bulk || draft_given(d, COMMON_OWNER))
		return;
	*draft_v(d, COMMON_OWNER) = VALUE_INT(owner);
	d->given |= edit_bit(d->ke, COMMON_OWNER);
}

/* A task of an offer is one of its contact and company, one of a contact is one of the contact's
 * company. */
static enum crm_status links(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value offer = *draft_v(d, TASK_OFFER), contact;
	int64_t of[3];
	enum crm_status s = CRM_OK;

	if (offer.is == V_INT && (draft_changed(d, TASK_OFFER) || emptied(ed, d))) {
		s = get_three(ed, "SELECT contact, company, owner FROM offer WHERE id = $1", offer.i, of, e);
		take(ed, d, TASK_CONTACT, of[0]);
		take(ed, d, TASK_COMPANY, of[1]);
		offers_owner(ed, d, of[2]);
		if (of[1])
			return s;
	}
	contact = *draft_v(d, TASK_CONTACT);
	if (!s && contact.is == V_INT && (draft_changed(d, TASK_CONTACT) || emptied(ed, d)) &&
	    (offer.is != V_INT || draft_v(d, TASK_COMPANY)->is == V_NULL)) {
		s = get_three(ed, "SELECT company, NULL, NULL FROM contact WHERE id = $1", contact.i, of, e);
		take(ed, d, TASK_COMPANY, of[0]);
	}
	return s;
}

/* ---- series ---- */

/* The first of a series. */
static void begin_series(struct draft *d)
{
	*draft_v(d, TASK_SERIES) = VALUE_INT(d->id);
	*draft_v(d, TASK_OCCURRENCE) = VALUE_INT(1);
}

/* The day of the month its months come to. */
static int monthday(const struct draft *d, int due)
{
	for (size_t i = 0; i < d->n; i++)
		if (!(d->a[i].field->flags & F_CUSTOM) && d->a[i].field->no == TASK_DUE &&
		    date_is_month_end(d->a[i].s, d->a[i].n))
			return 31;
	return date_to_civil(due).day;
}

/* The days of a series count from where it was last given a day; a snooze, which says `planned`
 * itself, moves one task only. */
static void series(struct draft *d)
{
	struct value due = *draft_v(d, TASK_DUE), *planned = draft_v(d, TASK_PLANNED);

	if (draft_v(d, TASK_EVERY)->is != V_TEXT)
		return;
	if (draft_v(d, TASK_SERIES)->is == V_NULL)
		begin_series(d);
	if (planned->is == V_INT && (draft_given(d, TASK_PLANNED) || !draft_changed(d, TASK_DUE)))
		return;
	*planned = due;
	*draft_v(d, TASK_MONTHDAY) = VALUE_INT(monthday(d, (int)due.i));
}

static enum crm_status task_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = check_time(ed, d, e);

	if (!s)
		s = check_every(ed, d, e);
	if (!s)
		s = check_done(ed, d, e);
	if (!s)
		s = links(ed, d, e);
	if ((d->adding || draft_open(ed, d, TASK_PRIORITY)) && draft_v(d, TASK_PRIORITY)->is == V_NULL)
		*draft_v(d, TASK_PRIORITY) = VALUE_INT(NORMAL);
	if (d->adding && !ed->opt.bulk && !draft_given(d, COMMON_OWNER) && ed->c->env.user && ed->c->env.user[0]) {
		*draft_v(d, COMMON_OWNER) = value_text("me", 2);
		d->given |= edit_bit(d->ke, COMMON_OWNER);
	}
	if (!s)
		series(d);
	return s;
}

/* Months keep the day the series began with: 31 January, 28 February, 31 March. */
static int add_months(int day, int months, int of_month)
{
	int first = date_add_months(day - date_to_civil(day).day + 1, months), last;

	if (first > DATE_MAX)
		return first;
	last = date_unit_next(first, UNIT_MONTH) - 1;
	return first + of_month - 1 < last ? first + of_month - 1 : last;
}

/* The first day of the series after `planned` that is also after today; beyond DATE_MAX there is
 * none. */
static enum crm_status next_day(struct edit *ed, struct draft *d, int *day, struct crm_error *e)
{
	struct value text = *draft_v(d, TASK_EVERY);
	int of_month = (int)draft_v(d, TASK_MONTHDAY)->i;
	struct calendar *cal = NULL;
	struct every every;
	enum crm_status s = CRM_OK;

	*day = (int)draft_v(d, TASK_PLANNED)->i;
	if (!parse_every(text.s, text.n, &every))
		return bad(d, "every", text, "an interval: run 'crm-db check'", e);
	if (every.unit == UNIT_WD)
		s = lookup_calendar(ed->c, &cal, e);
	do {
		switch (every.unit) {
		case UNIT_WD:
			*day = calendar_add_workdays(cal, *day, every.n);
			break;
		case UNIT_M:
			*day = add_months(*day, every.n, of_month);
			break;
		case UNIT_Y:
			*day = add_months(*day, 12 * every.n, of_month);
			break;
		case UNIT_EOM:
			*day = *day < DATE_MAX ? date_unit_next(*day + 1, UNIT_MONTH) - 1 : DATE_MAX + 1;
			break;
		default:
			*day += every.unit == UNIT_W ? 7 * every.n : every.n;
		}
	} while (!s && *day <= ed->c->today);
	return s;
}

static enum crm_status copy_tags(struct edit *ed, int64_t from, int64_t to, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_tag);
	struct query q = query(
	        ed->c->db, e, "SELECT word FROM tag WHERE kind = " SQL(KIND_TASK) " AND record = $1 ORDER BY id", from);
	struct value *words = NULL, v[EDIT_COLUMNS] = {0};
	size_t n = 0, len;
	enum crm_status s;
	int64_t id;

	while (query_row(&q)) {
		const char *word = db_text(q.st, 0, &len);

		ARRAY_PUSH(words, n, value_text(arena_strndup(&ed->arena, word, len), len));
	}
	s = query_end(&q);
	v[edit_slot(ke, CHILD_KIND)] = VALUE_INT(KIND_TASK);
	v[edit_slot(ke, CHILD_RECORD)] = VALUE_INT(to);
	for (size_t i = 0; i < n && !s; i++) {
		v[edit_slot(ke, TAG_WORD)] = words[i];
		s = row_new_id(ed, ke, &id, e);
		if (!s)
			s = row_insert(ed, ke, id, v, NULL, e);
	}
	free(words);
	return s;
}

static enum crm_status copy_customs(struct edit *ed, struct kind_edit *ke, int64_t from, int64_t to,
                                    struct crm_error *e)
{
	const struct crm_field *f;
	struct value v;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; !s && (f = catalog_at(ed->c, ke->k, i)); i++) {
		if (!(f->flags & F_CUSTOM) || f->type == T_LIST)
			continue;
		s = custom_load(ed, ke, f, from, &v, e);
		if (!s && v.is != V_NULL)
			s = custom_save(ed, ke, f, to, v, e);
	}
	return s;
}

static void tell(struct edit *ed, struct draft *d, int64_t id, const struct value *v)
{
	char was[32], day[16];

	if (!ed->opt.dry_run && !ed->opt.bulk && ed->c->notes) {
		id_format(was, d->ke->k, d->id);
		date_format(day, (int)v[edit_slot(d->ke, TASK_DUE)].i);
		crm_note(ed->c->notes, "%s comes again as t%lld, due %s", was, (long long)id, day);
	}
	for (int i = 0; ed->opt.watch && i < d->ke->ncol; i++)
		if (field_assignable(d->ke->col[i]) && v[i].is != V_NULL)
			edit_tell(ed, "add", d->ke->k, ed->opt.dry_run ? 0 : id, d->ke->col[i], VALUE_NULL, v[i], 0);
}

/* The next of the series, like this one but for its day. */
static enum crm_status add_next(struct edit *ed, struct draft *d, int day, struct crm_error *e)
{
	static const int kept[] = {TASK_TITLE, TASK_PRIORITY, TASK_CONTACT,  TASK_COMPANY, TASK_OFFER,  TASK_TIME,
	                           TASK_EVERY, TASK_SERIES,   TASK_MONTHDAY, COMMON_OWNER, COMMON_NOTES};
	struct kind_edit *ke = d->ke;
	struct value v[EDIT_COLUMNS] = {0};
	int64_t id;
	enum crm_status s = row_new_id(ed, ke, &id, e);

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		v[edit_slot(ke, kept[i])] = *draft_v(d, kept[i]);
	v[edit_slot(ke, TASK_DUE)] = v[edit_slot(ke, TASK_PLANNED)] = VALUE_INT(day);
	v[edit_slot(ke, TASK_OCCURRENCE)] = VALUE_INT(draft_v(d, TASK_OCCURRENCE)->i + 1);
	if (!s)
		s = row_insert(ed, ke, id, v, NULL, e);
	if (!s)
		s = copy_tags(ed, d->id, id, e);
	if (!s)
		s = copy_customs(ed, ke, d->id, id, e);
	if (!s)
		tell(ed, d, id, v);
	return s;
}

/* A task of a series that is done brings the next one, unless that is there already: done before,
 * taken back and done again. */
static enum crm_status task_written(struct edit *ed, struct draft *d, struct crm_error *e)
{
	int64_t next = 0;
	int day = 0;
	enum crm_status s;

	if (d->adding || !draft_changed(d, TASK_DONE) || draft_old(d, TASK_DONE)->is == V_INT ||
	    draft_v(d, TASK_EVERY)->is != V_TEXT)
		return CRM_OK;
	s = edit_get(ed, e, &next,
	             "SELECT id FROM task WHERE series = $1 AND occurrence > $2 ORDER BY occurrence LIMIT 1",
	             draft_v(d, TASK_SERIES)->i, draft_v(d, TASK_OCCURRENCE)->i);
	if (!s && !next)
		s = next_day(ed, d, &day, e);
	return !s && !next && day <= DATE_MAX ? add_next(ed, d, day, e) : s;
}

/* The others of the series are called by the first that stays. */
static enum crm_status task_leave(struct edit *ed, int64_t id, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, kind_by_no(KIND_TASK));
	const int slot = edit_slot(ke, TASK_SERIES);
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	int64_t first = 0, next = 0;
	bool found;
	enum crm_status s;

	do {
		s = edit_get(ed, e, &next, "SELECT id FROM task WHERE series = $1 AND id <> $1 ORDER BY id LIMIT 1",
		             id);
		first = first ? first : next;
		if (!s && next)
			s = row_load(ed, ke, next, old, &ed->row_text, &found, e);
		if (s || !next)
			return s;
		memcpy(v, old, sizeof v);
		v[slot] = VALUE_INT(first);
		s = row_update(ed, ke, next, old, v, UINT64_C(1) << slot, NULL, e);
	} while (!s);
	return s;
}

static const struct rolled owners[] = {{TASK_OFFER, KIND_OFFER}, {TASK_CONTACT, KIND_CONTACT}, {TASK_COMPANY, KIND_COMPANY}, {0, 0}};

const struct kind_rules task_rules = {.read = task_read, .prepare = task_prepare, .written = task_written, .leave = task_leave,
	.owners = owners};
