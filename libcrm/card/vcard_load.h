/* vcard_load.h - contacts as their cards want them, many at once. Private to card. */
#ifndef CRM_CARD_VCARD_LOAD_H
#define CRM_CARD_VCARD_LOAD_H

#include "person.h"

#define CARD_BLOCK 250 /* contacts read together */

struct card_contact {
	int64_t id;
	const char *text[PERSON_FIELDS]; /* "" = empty */
	int64_t updated;
	const char *goes_by;             /* of no name: an address */
};

/* Lists of a contact, in their order. kept: number says whether it is a shadow, text is the line;
 * addresses: number is the label, -1 = none, more the key; tags and UIDs are texts. */
enum card_list { CARD_KEPT, CARD_EMAILS, CARD_PHONES, CARD_TAGS, CARD_UIDS, CARD_LISTS };
struct card_part {
	int64_t record;
	int number;
	const char *text, *more;
};

/* Begins with zeroes. */
struct card_load {
	struct arena arena;
	struct card_contact *contact; size_t n;
	struct { struct card_part *part; size_t n; } list[CARD_LISTS];
};

/* Read contacts, a thousand at most, in place of those read before. In a transaction. */
enum crm_status card_load(struct card_load *l, struct crm *c, const int64_t *ids, size_t n,
                          struct crm_error *e);
/* One of them, NULL when it is not there; a list of it, n elements. Valid until the next load. */
const struct card_contact *card_contact(const struct card_load *l, int64_t id);
const struct card_part *card_list(const struct card_load *l, enum card_list which, int64_t id,
                                  size_t *n);
void card_load_free(struct card_load *l);

#endif
