/* crm_people.h - persons and the companies they belong to; what they consent to. Public. */
#ifndef CRM_PEOPLE_CRM_PEOPLE_H
#define CRM_PEOPLE_CRM_PEOPLE_H

#include "../verb/crm_verb.h"

/* Link contacts to a company. operands: contacts, then the company as the last word, and role=
 * from= to=; ids: contacts, too, or NULL. An affiliation that holds is changed, else one begins
 * (today, unless from or to is given); the first company of a contact becomes the main one. All of
 * them or none. CRM_USAGE, CRM_NO and CRM_AMBIGUOUS for references, CRM_DATA for a bad value. */
enum crm_status crm_link(struct crm *c, const char *const *operands, size_t n,
                         const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);

/* End affiliations. operands: contacts, then the company, and to= (today). What has ended already
 * stays so; CRM_NO for a contact that never was linked. When it was the main company, the newest
 * other one becomes that, or none. Else as crm_link. */
enum crm_status crm_unlink(struct crm *c, const char *const *operands, size_t n,
                           const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);

/* contact company name role from to current main (q->kind contact) or company contact name …
 * (company), of the records named, selected, or all: main first, then those that hold, the newest
 * first. name is that of the other side. q's columns, sort and all aren't looked at. */
enum crm_status crm_affiliations(struct crm *c, const struct crm_query *q, struct sink *s,
                                 struct crm_error *e);

/* depth id name parent category city: the companies named or selected, each with all below it,
 * depth first, by name; without any all that stand above others, with q->all also those that stand
 * alone. Tables indent the name. q's columns and sort aren't looked at. */
enum crm_status crm_company_tree(struct crm *c, const struct crm_query *q, struct sink *s,
                                 struct crm_error *e);

/* Note that contacts consent to a purpose (given) or no longer do. operands: contacts, then the
 * purpose as the last word, and day= (today; not ahead), evidence=, until= (given only). A new
 * entry for each, never overwriting one; nothing where the newest, or one of the day given, says
 * the same. All of them or none. CRM_USAGE, CRM_NO and CRM_AMBIGUOUS for references, CRM_DATA for
 * a bad value. */
enum crm_status crm_consent(struct crm *c, bool given, const char *const *operands, size_t n,
                            const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);

/* contact purpose status day until evidence may: all entries of the contacts named, selected, or
 * all, by purpose and day; may: this one gives it today. q's columns, sort and all aren't looked
 * at. */
enum crm_status crm_consents(struct crm *c, const struct crm_query *q, struct sink *s,
                             struct crm_error *e);

#endif
