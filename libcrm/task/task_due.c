/* task_due.c - day and time in one value: due="tomorrow 14:30" is two. */
#include "../edit/rules.h"

#include "../base/ascii.h"
#include "../model/day.h"
#include "task_kind.h"

#define MS_MINUTE INT64_C(60000)

int due_minutes(const char *s, size_t n)
{
	size_t hour = n && ascii_digit(s[0]) ? 1 + (n > 1 && ascii_digit(s[1])) : 0;
	int h, m;

	if (!hour || n < hour + 3 || s[hour] != ':')
		return -1;
	h = ascii_number(s, hour);
	m = ascii_number(s + hour + 1, 2);
	if (n > hour + 3 &&
	    (n != hour + 6 || s[hour + 3] != ':' || ascii_number(s + hour + 4, 2) < 0 || s[hour + 4] > '5'))
		return -1;
	return m < 0 || h > 23 || m > 59 ? -1 : h * 60 + m;
}

size_t due_time(const char *s, size_t n, size_t *day)
{
	for (size_t i = n; i-- > 1;) {
		if (s[i] != ' ' && ascii_lower(s[i]) != 't')
			continue;
		*day = i;
		while (s[i] == ' ' && *day && s[*day - 1] == ' ')
			--*day;
		if ((s[i] == ' ' || ascii_digit(s[i - 1])) && *day && i + 1 < n && ascii_digit(s[i + 1]) &&
		    memchr(s + i, ':', n - i))
			return i + 1;
	}
	return n;
}

/* An instant with a zone, as other systems write it, is a local day and time. */
static bool local_time(const struct crm *c, const char *s, size_t n, int *day, int *minutes)
{
	int64_t ms;
	bool local;

	if (!c->env.zone || !instant_parse(s, n, &ms, &local) || local)
		return false;
	*day = crm_day(c, ms);
	*minutes = (int)(crm_clock(c, *day, ms) / MS_MINUTE);
	return true;
}

/* The value of due as a day and minutes, -1 = it has no time. */
static enum crm_status split_due(const struct edit *ed, const struct draft *d, struct assign *due, int *minutes,
                                 struct crm_error *e)
{
	size_t day = 0, time = due_time(due->s, due->n, &day);
	char *text;
	int local;

	*minutes = -1;
	if (time == due->n)
		return CRM_OK;
	if (local_time(ed->c, due->s, due->n, &local, minutes)) {
		text = arena_alloc(&ed->c->arena, 16);
		due->n = date_format(text, local);
		due->s = text;
		return CRM_OK;
	}
	*minutes = due_minutes(due->s + time, due->n - time);
	if (*minutes < 0)
		return crm_fail_at(e, CRM_DATA, NULL, due->line, due->column, "due",
		                   "'%.*s' is not a time of day: write HH:MM",
		                   (int)(due->n - time < 40 ? due->n - time : 40), due->s + time);
	due->n = day;
	if (d->fmt && *minutes == 0) /* of days, spreadsheets write midnight */
		*minutes = -1;
	return CRM_OK;
}

char *due_time_text(struct edit *ed, int minutes)
{
	return arena_printf(&ed->arena, "%02d:%02d", minutes / 60, minutes % 60);
}

enum crm_status task_read(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct assign *a = arena_alloc(&ed->arena, (d->n + 1) * sizeof *a), *due = NULL, *time = NULL;
	int minutes;
	enum crm_status s;

	if (d->n)
		memcpy(a, d->a, d->n * sizeof *a);
	for (size_t i = 0; i < d->n; i++)
		if (!(a[i].field->flags & F_CUSTOM) && a[i].field->no == TASK_DUE)
			due = &a[i];
		else if (!(a[i].field->flags & F_CUSTOM) && a[i].field->no == TASK_TIME)
			time = &a[i];
	s = due ? split_due(ed, d, due, &minutes, e) : CRM_OK;
	if (s || !due || due->n == 0)
		return s;
	if (minutes >= 0 && time && time->n)
		return crm_fail_at(e, due->line ? CRM_DATA : CRM_USAGE, NULL, due->line, due->column, "time",
		                   "the time is given twice");
	d->a = a;
	if (minutes < 0)
		return CRM_OK;
	if (!time) {
		time = &a[d->n++];
		*time = *due;
		time->field = kind_field_no(d->ke->k, TASK_TIME);
	}
	time->s = due_time_text(ed, minutes);
	time->n = strlen(time->s);
	return CRM_OK;
}
