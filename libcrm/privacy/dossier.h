/* dossier.h - a dossier names what it refers to: what dossier*.c share. Private to them. */
#ifndef CRM_PRIVACY_DOSSIER_H
#define CRM_PRIVACY_DOSSIER_H

#include "../store/context.h"

/* Append a value of a field as it was printed, records and users in it by their names: `Acme
 * (co1)`. f may be NULL. In a transaction. */
enum crm_status dossier_value(struct crm *c, const struct crm_field *f, const char *s,
                              struct strbuf *out, struct crm_error *e);
/* The same of a typed id, and of the login of a user. */
enum crm_status dossier_id(struct crm *c, const char *s, size_t n, struct strbuf *out,
                           struct crm_error *e);
enum crm_status dossier_user(struct crm *c, const char *s, size_t n, struct strbuf *out,
                             struct crm_error *e);

#endif
