/* ref.h - what a person writes to name a record → its id. Internal. */
#ifndef CRM_ASK_REF_H
#define CRM_ASK_REF_H

#include "../store/context.h"
#include "../model/id_texts.h"
#include "../model/value.h"

/* Resolve text to one record of kind k. Form decides, in this order: typed id, or digits without a
 * leading 0 → id (must exist; aliases are followed);
 * `@` → e-mail; starts with + or 0, or digits with blanks or -/(). → phone in any spelling, offers
 * by their number first (equal key, else one that ends with all of the other, 7 digits at least,
 * when unique); else, kinds with a key column: offer number, product sku, then name or title
 * (folded, whole); `FIELD=VALUE` (name=O2, phone=…) forces a field. Users, pipelines and stages by
 * name; `me` is the user running the command (CRM_NO when there is no record of them yet). CRM_NO
 * with near names, CRM_AMBIGUOUS with the candidates as notes, CRM_DATA for a typed id of another
 * kind. In a transaction. */
enum crm_status ref_resolve(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                            int64_t *id, struct crm_error *e);
/* What a cell of a file names: as ref_resolve, but digits are a number, an article or a name, never
 * an id, and a name has to be equal (base/similar.h). names_only: nothing but a name. n > 0. */
enum crm_status ref_resolve_cell(struct crm *c, const struct crm_kind *k, const char *text,
                                 size_t n, bool names_only, int64_t *id, struct crm_error *e);
/* Whether a record exists; follows an alias into *id. */
enum crm_status ref_exists(struct crm *c, const struct crm_kind *k, int64_t *id, bool *yes,
                           struct crm_error *e);
/* Append what a record is called: its name, title or subject; nothing when it has none. In a
 * transaction. */
enum crm_status ref_label(struct crm *c, const struct crm_kind *k, int64_t id, struct strbuf *out,
                          struct crm_error *e);
/* The same of n records (in any order, doubles allowed), in place of what is in out: a question for
 * a thousand. None of those that have none. */
enum crm_status ref_labels(struct crm *c, const struct crm_kind *k, const int64_t *ids, size_t n,
                           struct id_texts *out, struct crm_error *e);
/* The record that the text of a reference names: ref_resolve, its messages with the field's
 * name. */
enum crm_status ref_value(struct crm *c, const struct crm_field *f, const char *text, size_t n,
                          int64_t *id, struct crm_error *e);
/* value_parse, and for references whatever names a record. */
enum crm_status parse_value(struct crm *c, const struct crm_field *f, const char *text, size_t n,
                            const struct value_format *fmt, int currency, struct value *out,
                            struct crm_error *e);

#endif
