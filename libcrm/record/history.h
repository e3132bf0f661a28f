/* history.h - undo, redo, and the list of changes. Tables: batch, added, change, removed, stage_move (see store/schema.c). Internal. */
#ifndef CRM_RECORD_HISTORY_H
#define CRM_RECORD_HISTORY_H

#include "edit.h"

/* Undo of batches inside an open edit: each cell they changed must still hold its new value and no later batch may have touched it; nothing later
 * may refer to what they added; what they removed comes back under its id; their stage moves are marked void. CRM_FORBIDDEN names every collision. */
enum crm_status history_undo(struct edit *ed, const int64_t *batches, size_t n, struct crm_error *e);

/* What history says against the present rows: CRM_NO with one failure per finding (replay of added, change and removed; rolled fields; moves chain; counters; owners). */
enum crm_status history_check(struct crm *c, struct crm_error *e);

#endif
