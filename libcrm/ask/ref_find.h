/* ref_find.h - what the parts of looking up a record share; for who goes on where a look-up finds
 * several. Internal. */
#ifndef CRM_ASK_REF_FIND_H
#define CRM_ASK_REF_FIND_H

#include "ref.h"

#define FOUND_MAX 11 /* one more than are named */

/* The records a text may mean, each once. */
struct ref_found { int64_t id[FOUND_MAX]; size_t n; };

/* Add a record unless it is there: one may have the same address or number twice. There must be
 * room for it. */
void ref_found_add(struct ref_found *found, int64_t id);
/* The first FOUND_MAX records of a cached statement that takes a text and, where kind isn't 0, the
 * number of a kind. found is emptied before. */
enum crm_status ref_find(struct crm *c, const char *sql, const char *s, size_t n, int kind,
                         struct ref_found *found, struct crm_error *e);

/* The number people know a record by, where its kind has one: offer number, article number. NULL =
 * it has none. */
const struct crm_field *ref_number_field(const struct crm_kind *k);

/* ---- ref_phone.c ---- */
/* Records with this number: an equal search key, else one number that ends like the other. k:
 * contacts or companies. */
enum crm_status ref_find_phone(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                               struct ref_found *found, struct crm_error *e);

#endif
