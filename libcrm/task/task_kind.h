/* task_kind.h - tasks as a kind, the numbers of its fields. */
#ifndef CRM_TASK_TASK_KIND_H
#define CRM_TASK_TASK_KIND_H

#include "../model/kinds.h"

extern const struct crm_kind kind_task;

extern const struct kind_rules task_rules; /* edit_task.c */

/* ---- task_due.c ---- */
struct edit;
struct draft;
/* What due says of the time becomes an assignment of its own. */
enum crm_status task_read(struct edit *ed, struct draft *d, struct crm_error *e);
/* H:MM or HH:MM, also with seconds, which are cut. Minutes since midnight, -1 = no such form. */
int due_minutes(const char *s, size_t n);
char *due_time_text(struct edit *ed, int minutes); /* HH:MM, in the arena of the draft */

/* Numbers of fields that have rules; the table has them all. */
#define TASK_DONE 3 /* named in SQL */
enum {
	TASK_TITLE = 1, TASK_DUE = 2, TASK_PRIORITY = 4, TASK_CONTACT = 5,
	TASK_COMPANY = 6, TASK_OFFER = 7, TASK_TIME = 8, TASK_EVERY = 9, TASK_SERIES = 10,
	TASK_OCCURRENCE = 11, TASK_PLANNED = 14, TASK_MONTHDAY = 15
};

/* In a task's due, "tomorrow 14:30": where the time of day begins, n = there is none; *day: where
 * the day ends. */
size_t due_time(const char *s, size_t n, size_t *day);

#endif
