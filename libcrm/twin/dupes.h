/* dupes.h - who may be there twice: what is compared of two records, what it counts, which ones are
 * compared. Internal. */
#ifndef CRM_TWIN_DUPES_H
#define CRM_TWIN_DUPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../base/names.h"
#include "../base/strbuf.h"

/* A contact or company as it is compared. Texts are folded words with blanks between them; marks
 * are hashes, 0 = not known. */
struct twin {
	int64_t id;
	int64_t company;         /* of a contact; of a company its parent */
	uint32_t text;           /* where its words begin in twins.text: first, then second */
	uint32_t marks;          /* its first in twins.mark: e-mails, then telephones */
	int32_t born;            /* day of birth, INT32_MIN = not known */
	uint32_t postal, city, street, country, vat, site, mailhost;
	/* bytes: given names; of a company its name without the legal form */
	unsigned char nfirst;
	unsigned char nsecond;   /* bytes: family name; of a company the words of the legal form */
	unsigned char nmail, nphone;
	/* records with its name, in any order of its words, with its postal code; itself too */
	unsigned short namesakes, neighbours;
	bool chosen;             /* pairs without a chosen one are not asked for */
};

struct twins {
	int kind;                /* KIND_CONTACT or KIND_COMPANY */
	struct twin *t; size_t n, alloc; /* by id */
	struct strbuf text;
	uint64_t *mark; size_t nmarks, amarks;
	struct given_names *given;
};

#define MARK_SHARED UINT64_C(1) /* lowest bit of a mark: one of many, as info@ and a switchboard; else 0 */
#define MARK_MANY   4           /* contacts with one address or number from which on it is so */

/* What speaks for two records being one, and against it. */
enum dupes_reason {
	SAME_EMAIL = 1 << 0,
	SHARED_EMAIL = 1 << 1,
	SAME_PHONE = 1 << 2,
	SHARED_PHONE = 1 << 3,
	SAME_NAME = 1 << 4,
	LEGAL_FORM = 1 << 5,
	TRANSPOSED = 1 << 6,
	NICKNAME = 1 << 7,
	INITIALS = 1 << 8,
	PART_OF_NAME = 1 << 9,
	NEAR_NAME = 1 << 10,
	SAME_GIVEN = 1 << 11,
	SAME_BIRTHDAY = 1 << 12,
	SAME_COMPANY = 1 << 13,
	SAME_VAT = 1 << 14,
	SAME_WEBSITE = 1 << 15,
	SAME_DOMAIN = 1 << 16,
	SAME_ADDRESS = 1 << 17,
	SAME_POSTAL = 1 << 18,
	SAME_CITY = 1 << 19,
	OTHER_NAME = 1 << 20,
	OTHER_BIRTHDAY = 1 << 21,
	OTHER_COMPANY = 1 << 22,
	OTHER_VAT = 1 << 23,
	OTHER_CITY = 1 << 24,
	OTHER_COUNTRY = 1 << 25,
	RELATED = 1 << 26
};
/* Append the words of reasons, parted by commas: same-phone,nickname. */
void dupes_reasons(struct strbuf *out, unsigned reasons);

/* How sure it is that two records are one, 0 to 100: the sum of what its reasons count, within
 * these bounds. A pure function of the two and of how many there are: where so many have the name
 * and the postal code that two meet by chance, the latter says little. */
int dupes_score(const struct twins *w, const struct twin *a, const struct twin *b,
                unsigned *reasons);

/* ---- dupes_load.c ---- */
uint64_t dupes_hash(const char *s, size_t n, uint64_t seed);

#endif
