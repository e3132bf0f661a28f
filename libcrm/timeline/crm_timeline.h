/* crm_timeline.h - what happened: events together with what the system notes. Public. */
#ifndef CRM_TIMELINE_CRM_TIMELINE_H
#define CRM_TIMELINE_CRM_TIMELINE_H

#include "../ask/crm_ask.h"

/* id at kind subject offer contact company by, and by name all fields of events, batch, field,
 * old, new, undone; newest first. Beside events: created, stage, changed, done (tasks), removed,
 * merged; id is then the batch. Operands: ids of records (whose timeline), of events and batches,
 * words, conditions on fields of events; q->ids of any kind. That of a company holds its contacts'
 * and offers', that of a contact his offers' and the events he took part in. What was undone and
 * events that were corrected are left out, unless q->all. What has a day only stands at the day's
 * beginning when it was recorded later. q->sort: events alone, CRM_USAGE when others are wanted.
 * Other errors as of crm_list. */
enum crm_status crm_timeline(struct crm *c, const struct crm_query *q, struct sink *sink,
                             struct crm_error *e);

#endif
