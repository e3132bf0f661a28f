/* crm_search.h - full text: the records that hold words. Public. */
#ifndef CRM_SEARCH_CRM_SEARCH_H
#define CRM_SEARCH_CRM_SEARCH_H

#include "../store/context.h"
#include "../text/sink.h"

struct crm_search {
	const char *const *operands; size_t noperands;
	const char *columns; /* of id kind label field snippet company contact; "+a" adds; NULL =
	                      * the first five */
	int64_t limit;       /* rows; -1 = no limit */
	bool brief;          /* for a person: without a limit the first 20 rows, the others are
	                      * counted in a note */
};

/* The records that hold all the words, best first, ties by kind and id: companies, contacts,
 * products, offers and leads, lines, tasks, events that were not corrected. Each operand is text
 * as typed into a search box: words (found where a word begins so), "phrases" in quotes (as they
 * stand), -words that must not occur; what holds no blank, such as an address, is a phrase.
 * Digits, four at least, are the end of a telephone number too, in any spelling.
 * kind=contact,offer: only those. Case, accents and the spelling of umlauts don't count. field and
 * snippet: where most of the words stand. No record is no failure. CRM_USAGE: no word to look for,
 * another condition, more than 64 words. CRM_UNAVAILABLE: the index is damaged (crm_db_reindex). */
enum crm_status crm_search(struct crm *c, const struct crm_search *q, struct sink *search,
                           struct crm_error *e);

#endif
