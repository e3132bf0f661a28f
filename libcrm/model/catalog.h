/* catalog.h - kinds as this database knows them: built-in fields and the user's own. Internal. */
#ifndef CRM_MODEL_CATALOG_H
#define CRM_MODEL_CATALOG_H

#include "../store/context.h"

/* Custom fields of a kind are loaded with the first call. Inside a transaction, or none (then it
 * runs its own read). */
enum crm_status catalog_load(struct crm *c, struct crm_error *e);
void catalog_forget(struct crm *c);  /* the configuration changed */
/* Field by name: built-in ones first, then custom ones, `x.NAME` names a custom one that a built-in
 * one hides. Retired and internal ones are not found. NULL = none. */
const struct crm_field *catalog_field(struct crm *c, const struct crm_kind *k, const char *name,
                                      size_t n);
/* also retired and internal ones */
const struct crm_field *catalog_field_no(struct crm *c, const struct crm_kind *k, int no);
/* The i-th of the user's own, retired ones too; NULL: there are no more. */
const struct crm_field *catalog_custom(struct crm *c, const struct crm_kind *k, size_t i);
/* The first field of a dotted path such as company.city or x.risk; *path, *n become what is left
 * behind its dot (n = 0: nothing). NULL = no such field, then *path, *n are its name. */
const struct crm_field *catalog_step(struct crm *c, const struct crm_kind *k, const char **path,
                                     size_t *n);
/* public fields: iterate with catalog_at in the order of `fields` */
size_t catalog_count(struct crm *c, const struct crm_kind *k);
const struct crm_field *catalog_at(struct crm *c, const struct crm_kind *k, size_t i);
/* As one asks for it: its name, or x.NAME when a built-in field hides it. Lives as long as the
 * handle. */
const char *catalog_name(struct crm *c, const struct crm_kind *k, const struct crm_field *f);
/* NULL-terminated, for "nearest" */
const char *const *catalog_names(struct crm *c, const struct crm_kind *k);
/* What look-ups of a kind keep per handle: SQL texts that must keep their address for db_cached
 * (NULL until made), near names searched so far. */
struct kind_cache {
	const char *exists, *known, *key, *label, *text, *email, *phone, *phone_end, *load, *print;
	int near;
};
struct kind_cache *catalog_cache(struct crm *c, const struct crm_kind *k);
/* Fails with CRM_USAGE "no field 'x', nearest is 'y'" */
enum crm_status catalog_unknown(struct crm *c, const struct crm_kind *k, const char *name, size_t n,
                                struct crm_error *e);

#endif
