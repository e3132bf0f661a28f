/* dossier.h - a dossier names what it refers to: what dossier*.c share. Private to them. */
#ifndef CRM_PRIVACY_DOSSIER_H
#define CRM_PRIVACY_DOSSIER_H

#include "../model/id_texts.h"
#include "../store/context.h"

struct dossier_user { const char *login, *full; };
struct dossier_kind { int64_t *id; size_t n; struct id_texts label; };

/* Names of what is referred to, by kind. All zeros but c at first. */
struct dossier_names {
	struct crm *c;
	bool gather;              /* what is referred to is noted; nothing has a name yet */
	struct dossier_kind kind[KIND_NUMBERS];
	struct dossier_user *user; size_t nuser;
	struct arena arena;
};

enum crm_status dossier_users(struct dossier_names *d, struct crm_error *e); /* once, at first */
/* The names of what was gathered; gather is over. */
enum crm_status dossier_read(struct dossier_names *d, struct crm_error *e);
void dossier_names_free(struct dossier_names *d);

/* Append a value of a field as it was printed, records and users in it by their names: `Acme
 * (co1)`. f may be NULL. */
void dossier_value(struct dossier_names *d, const struct crm_field *f, const char *s,
                   struct strbuf *out);
/* The same of a typed id, and of the login of a user. */
void dossier_id(struct dossier_names *d, const char *s, size_t n, struct strbuf *out);
void dossier_user(struct dossier_names *d, const char *s, size_t n, struct strbuf *out);

#endif
