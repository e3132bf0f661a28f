/* merge.h - two records of a kind become one: everything the one had is the other's, its id is an
 * alias from then on. Internal. */
#ifndef CRM_TWIN_MERGE_H
#define CRM_TWIN_MERGE_H

#include "../edit/edit.h"

/* FIELD=A: the survivor's value is right, FIELD=B: the other's, where it has one. Fields that only
 * make sense together (the parts of a name, of an address, an amount and its currency) go together
 * whichever of them is named; email and phone decide which address is the first. */
struct merge_take { const struct crm_field *field; bool other; };
struct merge_options { const struct merge_take *take; size_t ntake; };

/* What a kind takes of a field: contacts, companies and offers; CRM_USAGE says why not (a list, a
 * computed field, the stage). text: "city=B". */
enum crm_status merge_take_parse(struct crm *c, const struct crm_kind *k, const char *text,
                                 struct merge_take *out, struct crm_error *e);

/* Merge `gone` into `keep`, both there and of kind k (contact, company, offer), in an open edit.
 *
 * - What refers to gone (fields of every kind, custom ones too, elements of lists, children) refers
 * to keep, with history. Elements and children that keep has already
 *   (tag, category, e-mail, telephone, role, participant, affiliation) are dropped, what the one
 *   that stays lacks is filled in; places in a list go on behind keep's.
 * - Single values: keep's, else gone's; both and different: keep's, told as a note, and to the
 * watcher as `conflict`, unless opt says otherwise. Long texts (T_LONG, notes) are joined
 *   with a blank line. A parent that would lead in a circle is left out. Not taken: an offer's
 *   stage; pin and reason of an offer in another state.
 * - gone's row is removed, its id and all its aliases stand for keep. created stays keep's. The
 * moves of a merged offer stay under its old id, where undo finds them.
 *
 * CRM_FORBIDDEN: offers with lines in different currencies. CRM_USAGE: keep is gone, or another
 * kind. After a failure the edit must be aborted. opt may be NULL. */
enum crm_status merge_records(struct edit *ed, const struct crm_kind *k, int64_t keep, int64_t gone,
                              const struct merge_options *opt, struct crm_error *e);

/* The same for many pairs: statements are kept between them. Freed before the edit ends; NULL
 * legal. */
struct merger;
enum crm_status merger_new(struct merger **m, struct edit *ed, const struct crm_kind *k,
                           const struct merge_options *opt, struct crm_error *e);
enum crm_status merger_run(struct merger *m, int64_t keep, int64_t gone, struct crm_error *e);
void merger_free(struct merger *m);

#endif
