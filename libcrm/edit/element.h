/* element.h - elements of lists out of the texts of assignments: what the forms of lists
 * (model/list.h) are made of. Internal. */
#ifndef CRM_EDIT_ELEMENT_H
#define CRM_EDIT_ELEMENT_H

#include "../model/list.h"
#include "edit.h"

struct edit;

/* An element of a list: a row of the child table. */
struct element {
	int64_t row;                  /* 0 = not there yet */
	int64_t word;                 /* position of the word or label, -1 = none */
	const char *a; size_t na;     /* tag, address, number, system, path */
	/* ext: the key; emails and phones: the search key; files: SHA-256 */
	const char *b; size_t nb;
	int64_t ref, size;            /* the record; files: bytes */
	bool gone;                    /* taken out, until elements_squeeze */
};
/* What elements are found by: as the same thing under the list's form, by text a, by row. */
enum element_by { BY_SAME, BY_TEXT, BY_ROW, ELEMENT_INDEXES };
struct elements {
	struct element *e; size_t n;
	/* open addressing, slots a power of two; of the first n elements. elements.c keeps them */
	struct element_index { size_t *slot, slots, n; } index[ELEMENT_INDEXES];
};

bool element_same_text(const struct element *x, const struct element *y); /* equal a */
/* The first element that is what el is, NULL = none. What is found by must not be changed in an
 * element afterwards but to what matches it. */
struct element *elements_find(struct edit *ed, const struct list_form *form, struct elements *l,
                              enum element_by by, const struct element *el);
/* Room for one more at the end, not initialised; earlier pointers into the list end. */
struct element *elements_push(struct edit *ed, struct elements *l);
void elements_put_first(struct edit *ed, struct elements *l, struct element el);
/* Elements marked as gone leave; earlier pointers into the list end. */
void elements_squeeze(struct elements *l);

/* CRM_DATA at the place of the assignment: "'s' WHAT". */
enum crm_status element_bad(const struct assign *a, const char *s, size_t n, const char *what,
                            struct crm_error *e);
/* Takes a label off the front, el->word = -1 where there is none. Nothing but letters before a
 * colon that are no label are a mistake: addresses, numbers and ids have no such. */
enum crm_status element_label(const struct assign *a, const char *const *words, const char **s,
                              size_t *n, struct element *el, struct crm_error *e);
/* A word, by its position. CRM_USAGE, or CRM_DATA in files, with the nearest. */
enum crm_status element_word(struct edit *ed, const struct assign *a, const char *const *words,
                             const char *s, size_t n, struct element *el, struct crm_error *e);
/* A record of a kind, by whatever names one. */
enum crm_status element_record(struct edit *ed, const struct assign *a, int kind, const char *text,
                               size_t n, struct element *el, struct crm_error *e);
/* The statement that reads the elements of record $2 of kind $1: id, word or label, text or record,
 * second text or search key, size. For db_cached. */
const char *element_load_sql(struct crm *c, const struct crm_kind *child);
/* A file to attach, read by the host: its texts live as long as the handle. With OP_DEL only the
 * path is asked for (edit_file.c). */
enum crm_status parse_file(struct edit *ed, const struct assign *a, const char *text, size_t n,
                           struct element *el, struct crm_error *e);

#endif
