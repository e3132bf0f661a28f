/* import_kind.h - what a kind says to the import beside its fields: data, and what is made of
 * columns that are no fields. In struct crm_kind; NULL = nothing. */
#ifndef CRM_EDIT_IMPORT_KIND_H
#define CRM_EDIT_IMPORT_KIND_H

#include "edit.h"

/* A column named by a prefix and a word, as `entered.offer`, with a day in each row. */
struct import_word {
	const char *word;
	int64_t within, means; /* find's: where it was looked for last, what it is there, or 0 */
	int place;             /* find's: the order of those of one day */
	int day;               /* of the record at work */
};

struct import_words {
	const char *prefix, *form; /* "entered.", "entered.STAGE" */
	const char *like;          /* a field of dates whose values they take */
	const char *scope;         /* the field that says where words are looked for */
	/* Whether there is such a word anywhere: CRM_DATA, with nearest ones. */
	enum crm_status (*check)(struct crm *c, const char *word, struct crm_error *e);
	/* Where the words of a record (0 = a new one) are looked for: s is what its row says in the
	 * field `scope`, n = 0 nothing. *within = 0: it isn't known. */
	enum crm_status (*within)(struct crm *c, int64_t id, const char *s, size_t n,
	                          int64_t *within, struct crm_error *e);
	/* Fill means and place. CRM_DATA when there is no such word there. */
	enum crm_status (*find)(struct crm *c, int64_t within, struct import_word *w,
	                        struct crm_error *e);
	/* All of a record that is about to be added, by day and place. */
	void (*tell)(struct edit *ed, const struct import_word *const *w, size_t n);
	/* One of a record that is there; *changed when it wasn't so before. */
	enum crm_status (*make)(struct edit *ed, int64_t id, const struct import_word *w,
	                        bool *changed, struct crm_error *e);
};

struct import_kind {
	bool create;         /* --create adds those that rows refer to and aren't there */
	bool bulk;           /* of many new ones: indexes are no use meanwhile, and built at once */
	const char *address; /* the field that an e-mail address given in place of a name goes to */
	const struct import_words *words;
};

#endif
