/* ical.h - tasks as an iCalendar (RFC 5545), by libical, which is loaded when the first calendar is
 * made: it is large, and most commands need none. */
#ifndef CRM_TEXT_ICAL_H
#define CRM_TEXT_ICAL_H

#include <stdbool.h>
#include <stdint.h>
#include "../base/error.h"
#include "../base/strbuf.h"

/* A task (VTODO) or an appointment (VEVENT, which has a day). Texts may hold any bytes and lines
 * ending in \n. */
struct ical_task {
	bool event;
	const char *uid;
	int64_t created, updated; /* milliseconds UTC */
	int64_t sequence;         /* grows with every change */
	bool dated, timed;        /* has a day; an instant of that day */
	int day;                  /* days since 1970-01-01 */
	int64_t at;               /* milliseconds UTC, when timed */
	int priority;             /* 1 highest to 9 */
	bool done;
	int64_t done_at;          /* milliseconds UTC, when done */
	const char *title, *description; /* description may be NULL */
	const char *const *tags;  /* NULL-terminated */
};

struct ical;

/* A calendar of that name. CRM_UNAVAILABLE: libical is not installed. */
enum crm_status ical_new(struct ical **out, const char *name, struct crm_error *e);
void ical_free(struct ical *i); /* NULL is legal */
void ical_add(struct ical *i, const struct ical_task *t);
/* Append the calendar's text: lines of at most 75 bytes, ended by CR LF. */
void ical_write(const struct ical *i, struct strbuf *out);

#endif
