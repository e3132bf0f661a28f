/* check.h - what crm-db check proves beyond the history: values within their types, keys,
 * positions, aliases, side tables. Internal. */
#ifndef CRM_DATABASE_CHECK_H
#define CRM_DATABASE_CHECK_H

#include "../store/context.h"

/* CRM_NO with one failure per finding. In a transaction. */
enum crm_status records_check(struct crm *c, struct crm_error *e);

#endif
