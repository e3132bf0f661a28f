/* search.h - the index of words over records: put, drop, query. The only door to the full text of
 * the database library, so that another store may bring its own. Words come folded (base/words.h),
 * on both sides.
 *
 * A document is the words of one record in three parts that weigh differently. It is kept as given,
 * which lets put leave alone what did not change and crm-db check compare. Everything happens in
 * the caller's transaction. When the index is damaged or missing the functions return
 * CRM_UNAVAILABLE and name 'crm-db reindex'. */
#ifndef CRM_STORE_SEARCH_H
#define CRM_STORE_SEARCH_H

#include "db.h"

enum search_part { SEARCH_NAME, SEARCH_MORE, SEARCH_TEXT, SEARCH_PARTS };

/* Words with blanks between them, of the bytes a-z, 0-9, _ and those beyond ASCII. A word `_` is
 * between what no phrase spans. */
struct search_words { const char *s[SEARCH_PARTS]; size_t n[SEARCH_PARTS]; };

extern const char search_ddl[]; /* makes the index, empty */

/* The document of a record from now on; without words there is none. Ids are below 2^40. Many are
 * put quickest by kind, then by id. */
enum crm_status search_put(struct db *db, int kind, int64_t id, const struct search_words *w,
                           struct crm_error *e);
/* New records in bulk: the document of one that has none; and, when all from first to last are
 * there, their words, which are found from then on. */
enum crm_status search_add(struct db *db, int kind, int64_t id, const struct search_words *w,
                           struct crm_error *e);
enum crm_status search_added(struct db *db, int kind, int64_t first, int64_t last,
                             struct crm_error *e);
enum crm_status search_drop(struct db *db, int kind, int64_t id, struct crm_error *e);

/* ---- asking ---- */
/* words that follow one another; prefix: the last may go on */
struct search_phrase { const char *words; size_t n; bool prefix; };
struct search_choice { const struct search_phrase *p; size_t n; };         /* all of these */
/* one of these, or none of them */
struct search_term { const struct search_choice *c; size_t n; bool without; };
struct search_query {
	const struct search_term *t; size_t n; /* all hold; at least one that isn't `without` */
	uint64_t kinds;                        /* bit by kind number, 0 = all */
	int64_t limit;                         /* -1 = none */
};
struct search;
/* The records, best first: rank by how rare the words are, how often and in which part they stand
 * (bm25; 10, 3, 1), then by kind, then by id. What more than SEARCH_RANKED records have says
 * nothing: then by kind and id alone, and the first ones come at once. */
#define SEARCH_RANKED 100000
enum crm_status search_begin(struct db *db, const struct search_query *q, struct search **out,
                             struct crm_error *e);
/* false: no more, or something failed, which search_end returns */
bool search_next(struct search *s, int *kind, int64_t *id);
enum crm_status search_end(struct search *s); /* NULL is legal */

/* ---- looking after it ---- */
/* All documents of a kind in the order of ids; columns are the id and the three parts (NULL: no
 * words). */
struct query search_documents(struct db *db, int kind, struct crm_error *e);
/* CRM_NO and a failure when words and documents don't agree. Works on a database opened to read. */
enum crm_status search_check(struct db *db, struct crm_error *e);
/* Empty, whatever state it was in. */
enum crm_status search_clear(struct db *db, struct crm_error *e);
/* No word of a document that was changed or dropped stays in the index: for forgetting. Afterwards
 * the file's free pages hold none either (secure_delete); the write-ahead log does until
 * db_checkpoint. Rewrites the whole index: about 2 s for a million records. */
enum crm_status search_purge(struct db *db, struct crm_error *e);

/* Who knows the documents: gives an empty index those of all records by search_add, without
 * search_added. Set once by whoever opens databases; migration and load call it. */
typedef enum crm_status search_builder(struct db *db, struct crm_error *e);
void search_set_builder(search_builder *build);
/* search_clear, then the builder. Without one the index stays empty. */
enum crm_status search_rebuild(struct db *db, struct crm_error *e);

#endif
