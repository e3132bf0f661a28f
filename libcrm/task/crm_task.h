/* crm_task.h - follow-ups: done, put off, in a calendar. Public. */
#ifndef CRM_TASK_CRM_TASK_H
#define CRM_TASK_CRM_TASK_H

#include "../verb/crm_verb.h"

enum crm_task_verb { CRM_TASK_DONE, CRM_TASK_REOPEN, CRM_TASK_SNOOZE };

/* operands: tasks and assignments; of snooze the last word is the day, with a time of day if need
 * be: a date, or an offset from the later of today and the day a task is due. done takes done=DAY,
 * else it is today; what is done stays done on its day. Of a task that comes again (`every`), done
 * adds the next one in the same batch, which is a note, and snooze moves this one alone. Snoozing
 * what is done is CRM_FORBIDDEN, to a day that has passed CRM_USAGE. All of them or none; messages
 * name the task. */
enum crm_status crm_task(struct crm *c, enum crm_task_verb verb, const char *const *operands,
                         size_t n, const struct crm_ids *ids, struct crm_write *w,
                         struct crm_error *e);

/* Append the tasks of the query (its operands, ids, all; the rest of it isn't looked at) to out as
 * an iCalendar: to-dos, or events of those that have a day. The text is the same as long as the
 * tasks are. UID: the task's id and the time the database was made, which copies and dumps of it
 * keep. CRM_UNAVAILABLE: there is no libical. After a failure out is as it was. */
enum crm_status crm_task_ical(struct crm *c, const struct crm_query *q, bool events,
                              struct strbuf *out, struct crm_error *e);

#endif
