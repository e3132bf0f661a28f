/* edit_impl.h - what the parts of the one writer share. */
#ifndef CRM_EDIT_EDIT_IMPL_H
#define CRM_EDIT_EDIT_IMPL_H

#include "rules.h"

#define SEEN_MISSES 256   /* look-ups after which it is considered to read all ids */
#define EDIT_WORDS 512

/* ---- edit_phone.c: search keys of telephone numbers, which hang on a country ---- */
/* Where the edit wrote settings: country is the one to be from now on ("" none), and all numbers of
 * records without a country of their own get keys with it. Last before the commit. */
enum crm_status phones_follow_setting(struct edit *ed, char country[3], struct crm_error *e);

/* ---- edit_seen.c: references known to exist; all of it does nothing but in bulk work ---- */
bool seen_known(const struct edit *ed, int kind, int64_t id);
void seen_note(struct edit *ed, int kind, int64_t id);
void seen_forget(struct edit *ed, int kind, int64_t id); /* the record was removed */
/* A reference had to be looked up: after many of them all ids of the kind are read. */
enum crm_status seen_missed(struct edit *ed, const struct crm_kind *k, struct crm_error *e);
void seen_free(struct edit *ed);

/* ---- edit_phone.c: telephone numbers in international form ---- */
/* of the draft's own columns that change; CRM_IO when the host's library can't be loaded */
enum crm_status e164_columns(struct edit *ed, struct draft *d, struct crm_error *e);
/* of those new in its list */
enum crm_status e164_elements(struct edit *ed, struct draft *d, struct list_edit *l,
                              struct crm_error *e);
void e164_note(struct edit *ed, struct crm_error *e); /* says what was kept as given */

/* ---- edit_alike.c ---- */
/* Whether records with the values of the draft are to be looked at before it is added. */
bool twins_met(struct edit *ed, const struct draft *d);
void twins_free(struct edit *ed);

/* ---- bounds.c ---- */
/* Values that can't be, of what the draft changes: CRM_DATA of a file, else CRM_FORBIDDEN. Those
 * that another field bounds when the record is prepared, the others before. */
enum crm_status bounds_check(struct edit *ed, struct draft *d, bool prepared, struct crm_error *e);

/* ---- duplicates.c ---- */
enum crm_status duplicates_check(struct edit *ed, struct draft *d, struct crm_error *e);

#endif
