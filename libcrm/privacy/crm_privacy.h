/* crm_privacy.h - what is stored about a person, and forgetting it. Public. */
#ifndef CRM_PRIVACY_CRM_PRIVACY_H
#define CRM_PRIVACY_CRM_PRIVACY_H

#include "../verb/crm_verb.h"

/* section id field value: everything stored about the persons named (q->operands, q->ids;
 * CRM_USAGE without any): the contact, what belongs to it, offers, tasks and events it takes part
 * in, and the history of the contact: id is then the batch, value "OLD → NEW". What is not found
 * is named, CRM_NO, CRM_AMBIGUOUS or, of ids, CRM_DATA, and the rest is shown. */
enum crm_status crm_dossier(struct crm *c, const struct crm_query *q, struct sink *sink,
                            struct crm_error *e);

/* Append who is named, for a question: `Erika Muster (c1), c7`; CRM_NO, CRM_AMBIGUOUS for
 * references. */
enum crm_status crm_forget_names(struct crm *c, const char *const *refs, size_t n,
                                 struct strbuf *out, struct crm_error *e);

struct crm_forget {
	/* mask also texts of records the person has no part in: namesakes suffer too */
	bool everywhere;
	/* further texts that name the person, none without a word: a former name, a nickname */
	const char *const *also; size_t nalso;
};

/* Forget persons, for good: the contact is emptied and called "forgotten c12"; its addresses,
 * numbers, keys, affiliations and card lines are removed, its company and role too; texts of its
 * inquiries (also of leads without a contact that came from its address) and of talks with it
 * alone are cleared, in texts of other talks, of offers and tasks its names (each part as a word),
 * addresses and numbers are masked; all of it in the history and the index of words as well.
 * Offers keep their figures. The file is written anew, so that its free pages hold nothing; CRM_NO
 * when a reader is in the way. Then every text and the file are looked through: what still names
 * the person is a failure each, CRM_NO (of a dry run too). Batches whose history was rewritten
 * can't be undone. Doing it again finishes what was interrupted. refs and ids (may be NULL) name
 * the contacts; opt is never NULL. */
enum crm_status crm_forget(struct crm *c, const char *const *refs, size_t n,
                           const struct crm_ids *ids, const struct crm_forget *opt,
                           struct crm_write *w, struct crm_error *e);

#endif
