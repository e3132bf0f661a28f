/* crm_log.h - what has changed, batch by batch, and undo. Public. */
#ifndef CRM_LOG_CRM_LOG_H
#define CRM_LOG_CRM_LOG_H

#include "../verb/crm_verb.h"

/* batch at by tool verb what id field old new, a row for each change, newest first. operands:
 * batches (b41), records (o9), conditions at= by= tool= verb= field= what=; q->kind: of references
 * that aren't ids, NULL = there are none. CRM_USAGE: q->sort is given. */
enum crm_status crm_changes(struct crm *c, const struct crm_query *q, struct sink *sink,
                            struct crm_error *e);

/* batch at by tool verb added changed removed undoes undone, a row for each batch, newest first;
 * otherwise as crm_changes. */
enum crm_status crm_batches(struct crm *c, const struct crm_query *q, struct sink *sink,
                            struct crm_error *e);

/* Undo batches (b41), or redo them, all or none, as one new batch. Without any: this user's newest
 * batch that is neither an undo nor undone (redo: the newest undo not undone). What was undone is
 * a note, w->touched the records. CRM_NO: there is nothing to undo, CRM_FORBIDDEN: later changes
 * are in the way, or the batch is of a sort that can't be undone. */
enum crm_status crm_undo(struct crm *c, const char *const *batches, size_t n, bool redo,
                         struct crm_write *w, struct crm_error *e);

#endif
