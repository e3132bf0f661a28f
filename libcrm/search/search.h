/* search.h - full-text search over records: which fields are indexed, records as pieces of text,
 * the index kept in step, questions. Internal. */
#ifndef CRM_SEARCH_SEARCH_H
#define CRM_SEARCH_SEARCH_H

#include "../store/context.h"
#include "../store/search.h"

/* ---- search_fields.c: records out of the kind tables ---- */

#define SEARCH_SHOWN -1 /* a part that isn't indexed: shown beside the answer */

/* One field's text, or one element of a list. */
struct search_piece {
	const char *field;      /* name */
	int part;               /* enum search_part, SEARCH_SHOWN */
	bool phone;             /* s is a telephone number, key its search key */
	bool extra;             /* counts only where the name doesn't hold these words already */
	const char *s; size_t n;
	const char *key; size_t nkey;
	int64_t ref;            /* of a reference: the record whose name s is */
};

/* Whether records of the kind have documents, and whether rows of a child kind are part of their
 * owner's. */
bool search_kind(const struct crm_kind *k);
bool search_child(const struct crm_kind *k);
/* Whether the document hangs on this field of the record, its own or (name of a company or contact)
 * those of others that refer to it. */
bool search_field(const struct crm_kind *k, const struct crm_field *f);
bool search_field_of_others(const struct crm_kind *k, const struct crm_field *f);

struct search_reader;
/* Reads records of a kind, by ranges or by sets of ids; SEARCH_SHOW: also what is only shown.
 * without: bits of child kinds that are known to have no rows for them, or aren't wanted. */
enum { SEARCH_BY_RANGE = 0, SEARCH_BY_SET = 1, SEARCH_SHOW = 2 };
enum crm_status search_reader_open(struct search_reader **r, struct db *db,
                                   const struct crm_kind *k, unsigned how, uint64_t without,
                                   struct crm_error *e);
void search_reader_close(struct search_reader *r); /* NULL is legal */
void search_reader_range(struct search_reader *r, int64_t first, int64_t last, struct crm_error *e);
/* a thousand at most */
void search_reader_set(struct search_reader *r, const int64_t *ids, size_t n, struct crm_error *e);
/* The next record of the range or set that has a document, in the order of ids; false: there is
 * none, or something failed. Pieces live until the next call. */
bool search_reader_next(struct search_reader *r, int64_t *id, const struct search_piece **p,
                        size_t *n);
enum crm_status search_reader_status(const struct search_reader *r); /* of the range so far */
/* Of the record just read: an offer that never was in an open stage. */
bool search_reader_lead(const struct search_reader *r);

/* The words of a record. Begun with zeroes, filled again for each record. */
struct search_document { struct strbuf part[SEARCH_PARTS], word; struct search_words words; };
void search_document_fill(struct search_document *d, const struct search_piece *p, size_t n);
void search_document_free(struct search_document *d);
/* Append the word a telephone number is found by: `_` and the digits of its key from the last to
 * the first, so that the end of a number is the beginning of the word. Nothing when there are no
 * digits. */
void search_phone_word(struct strbuf *out, const char *key, size_t n);

/* ---- search_index.c: the index as a whole; keeping it in step is edit_search.c's work ---- */
/* the builder: all documents into an empty index */
enum crm_status search_build(struct db *db, struct crm_error *e);
/* CRM_NO with one failure for each record whose document is missing, another, or of no record, and
 * when the index isn't that of its documents. */
enum crm_status search_compare(struct crm *c, struct crm_error *e);

/* ---- search_ask.c: what a person asks for ---- */
#define ASKED_MAX 64 /* words and phrases */
struct asked_word { const char *s; size_t n; bool prefix; };
struct asked {
	struct arena arena;
	struct search_query query;
	bool leads, offers;     /* of the offers: which; both when no kind was given */
	/* to be marked; those of telephones as search_phone_word makes them */
	struct asked_word words[ASKED_MAX]; size_t nwords;
};
/* Operands: words and kind= conditions. CRM_USAGE: no word, another condition, too many. */
enum crm_status asked_parse(struct crm *c, const char *const *operands, size_t n, struct asked *a,
                            struct crm_error *e);
void asked_free(struct asked *a);

/* ---- search_snippet.c ---- */
#define MARK_ON '\001'
#define MARK_OFF '\002'
/* The piece that holds most of the words, and where they stand in it: one line into out (reset),
 * what was left out as …; marks: MARK_ON and MARK_OFF around the words. NULL: none of them was
 * found. */
const struct search_piece *search_snippet(const struct asked *a, const struct search_piece *p,
                                          size_t n, bool marks, struct strbuf *out);
/* A text on one line, cut when it is long. */
void search_line(struct strbuf *out, const char *s, size_t n);

/* ---- edit_search.c: the index in step with what an edit writes ---- */
struct edit_observer;
extern const struct edit_observer observe_search;

#endif
