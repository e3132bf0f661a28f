/* near.h - names near to one that isn't there. Internal. */
#ifndef CRM_ASK_NEAR_H
#define CRM_ASK_NEAR_H

#include "../store/context.h"

/* Append up to five records of kind k whose name holds text or is spelt much like it, as `co7
 * Muster GmbH, co9 Muster AG`; nothing when there are none. In a transaction. A handle searches 20
 * times per kind and then no more, for a file full of unknown names must not take for ever. */
enum crm_status near_names(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                           struct strbuf *out, struct crm_error *e);

#endif
