/* ical.c - tasks as an iCalendar, by libical. */
#include "ical.h"

#include <dlfcn.h>
#include <libical/ical.h>
#include <stdlib.h>
#include "../base/date.h"

#define LIBICAL "libical.so.3"
#define APPOINTMENT "DURATION:PT30M" /* of a timed task shown as an event */

/* What is called of it, by its names there. */
#define FUNCTIONS(F) \
	F(icalcomponent_new) F(icalcomponent_free) F(icalcomponent_add_property) F(icalcomponent_add_component) \
	F(icalcomponent_as_ical_string_r) F(icalproperty_new_from_string) F(icalproperty_new_summary) F(icalproperty_new_description) \
	F(icalproperty_new_categories) F(icalmemory_free_buffer)

#define MEMBER(f) __typeof__(f) *f;
struct api { FUNCTIONS(MEMBER) };

struct ical {
	struct api api;
	icalcomponent *calendar;
};

static bool find(void *library, const char *name, void *function)
{
	void *p = dlsym(library, name);

	memcpy(function, &p, sizeof p);
	return p != NULL;
}

/* Loaded once, and never let go: the loader counts. */
static bool load(struct api *api)
{
	void *library = dlopen(LIBICAL, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
	bool all = library != NULL;

#define FIND(f) all = all && find(library, #f, &api->f);
	FUNCTIONS(FIND)
	if (library)
		dlclose(library);
	return all;
}

/* A property as it stands in a calendar. */
static void line(struct ical *i, icalcomponent *to, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
static void line(struct ical *i, icalcomponent *to, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	i->api.icalcomponent_add_property(to, i->api.icalproperty_new_from_string(b.buf));
	sb_release(&b);
}

/* A property of free text, without the control characters that a calendar may not hold. */
static void text(struct ical *i, icalcomponent *to, icalproperty *(*make)(const char *), const char *s)
{
	struct strbuf b = STRBUF_INIT;

	for (; *s; s++)
		if ((unsigned char)*s >= ' ' ? *s != 0x7f : *s == '\n' || *s == '\t')
			sb_addc(&b, *s);
	i->api.icalcomponent_add_property(to, make(b.buf));
	sb_release(&b);
}

/* 20260331T140500Z */
static const char *utc(char out[32], int64_t ms)
{
	char iso[32];
	char *p = out;

	instant_format(iso, ms);
	for (const char *s = iso; *s; s++)
		if (*s != '-' && *s != ':')
			*p++ = *s;
	*p = '\0';
	return out;
}

static void when(struct ical *i, icalcomponent *to, const struct ical_task *t)
{
	const char *name = t->event ? "DTSTART" : "DUE";
	struct civil d = date_to_civil(t->day);
	char at[32];

	if (t->dated && t->timed)
		line(i, to, "%s:%s", name, utc(at, t->at));
	else if (t->dated)
		line(i, to, "%s;VALUE=DATE:%04d%02d%02d", name, d.year, d.month, d.day);
	if (t->event && t->timed)
		line(i, to, APPOINTMENT);
	else if (t->event)
		line(i, to, "TRANSP:TRANSPARENT"); /* a day with a task is no busy day */
}

static void status(struct ical *i, icalcomponent *to, const struct ical_task *t)
{
	char at[32];

	if (t->event)
		return;
	line(i, to, "STATUS:%s", t->done ? "COMPLETED" : "NEEDS-ACTION");
	if (t->done) {
		line(i, to, "COMPLETED:%s", utc(at, t->done_at));
		line(i, to, "PERCENT-COMPLETE:100");
	}
}

enum crm_status ical_new(struct ical **out, const char *name, struct crm_error *e)
{
	struct ical *i = crm_calloc(1, sizeof *i);

	*out = i;
	if (!load(&i->api)) {
		ical_free(i);
		*out = NULL;
		return crm_fail(e, CRM_UNAVAILABLE, LIBICAL " cannot be loaded: install libical (Debian: libical3)");
	}
	i->calendar = i->api.icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
	line(i, i->calendar, "VERSION:2.0");
	line(i, i->calendar, "PRODID:-//crm//crm-task//EN");
	line(i, i->calendar, "X-WR-CALNAME:%s", name);
	return CRM_OK;
}

void ical_free(struct ical *i)
{
	if (!i)
		return;
	if (i->calendar)
		i->api.icalcomponent_free(i->calendar);
	free(i);
}

void ical_add(struct ical *i, const struct ical_task *t)
{
	icalcomponent *c = i->api.icalcomponent_new(t->event ? ICAL_VEVENT_COMPONENT : ICAL_VTODO_COMPONENT);
	char at[32];

	line(i, c, "UID:%s", t->uid);
	line(i, c, "DTSTAMP:%s", utc(at, t->updated));
	line(i, c, "CREATED:%s", utc(at, t->created));
	line(i, c, "LAST-MODIFIED:%s", utc(at, t->updated));
	line(i, c, "SEQUENCE:%lld", (long long)t->sequence);
	when(i, c, t);
	text(i, c, i->api.icalproperty_new_summary, t->title);
	if (t->description && *t->description)
		text(i, c, i->api.icalproperty_new_description, t->description);
	line(i, c, "PRIORITY:%d", t->priority);
	status(i, c, t);
	for (const char *const *tag = t->tags; tag && *tag; tag++)
		text(i, c, i->api.icalproperty_new_categories, *tag);
	i->api.icalcomponent_add_component(i->calendar, c);
}

void ical_write(const struct ical *i, struct strbuf *out)
{
	char *s = i->api.icalcomponent_as_ical_string_r(i->calendar);

	sb_adds(out, s);
	i->api.icalmemory_free_buffer(s);
}
