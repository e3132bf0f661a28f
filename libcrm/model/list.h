/* list.h - the form of a list: how elements, rows of a child kind, are written, read and told
 * apart. A new list is one row of this, beside the table of its child kind, and a SET field of each
 * kind that has it. Internal. */
#ifndef CRM_MODEL_LIST_H
#define CRM_MODEL_LIST_H

#include "../store/context.h"

struct edit;
struct assign;
struct element;
struct cond;

struct list_form {
	/* Numbers of the child's fields, 0 = none. Elements are a word, a text or SYSTEM:KEY (a,
	 * b), a record (ref) or a file (path, digest and size); with pos they keep the order they
	 * are given in. */
	int word, a, b, pos, ref, size;
	/* LABEL:TEXT or LABEL:RECORD: the word is a label, which doesn't tell elements apart */
	bool labelled;
	/* FIELD= asks for nothing, as an empty variable in a script must not select: the test says
	 * so */
	bool named;
	/* One element out of the text of an assignment: edit/element.h. NULL = kept by verbs of its
	 * own. */
	enum crm_status (*parse)(struct edit *ed, const struct assign *a, const char *s, size_t n,
	                         struct element *el, struct crm_error *e);
	/* Append a test of one element, over alias z of the child table: ask/cond_test.h. */
	enum crm_status (*test)(struct cond *cd, const struct crm_field *f, const char *s,
	                        size_t n);
	/* What isn't all of the above says it by statements of its own. */
	/* elements of the records of set $1 and kind $2 on day $3, as they are printed: a text,
	 * or a record's id and name; then whose they are; record by record */
	const char *print;
	/* rows other than $1, of owners $2 and $3, that say the same on day $4 */
	const char *same;
};

/* Rows of a child kind that are a log: each says what was so from a time on, and the newest
 * counts. Where two logs become one, they are read by time as if they had always been one, and
 * neither loses its last word: twin/merge_logs.c joins them, crm-db check proves it. */
struct log_form {
	/* Numbers of the child's fields: the time its rows are in the order of, before their
	 * ids; what a row is a word on, 0 = all on the same. */
	int at, of;
	/* SQL over @, an integer: how much a word allows. Of two last words of one time, one of
	 * each log, the one that allows less is the last of both. NULL = the younger row is. */
	const char *allows;
	/* The field that says when it ended, 0 = none: what still stands in the one log ends with
	 * what has ended in the other, unless it began later. */
	int end;
};

/* The column of a field of a child kind. */
const char *list_column(const struct crm_kind *child, int no);
/* The field that an element's value stands in: the record, the text (of SYSTEM:KEY the key), else
 * the word. NULL = the kind is no list. */
const struct crm_field *list_value(const struct crm_kind *child);
/* The child kind of the list whose first element stands in a column of kind k; NULL = it is no such
 * column. */
const struct crm_kind *list_of_first(const struct crm_kind *k, const struct crm_field *f);
/* Append what tells the elements of a list apart: the search key where there is one. */
void list_key(const struct crm_kind *child, const char *alias, struct strbuf *out);
/* Append the text of an element that is one. */
void list_text(const struct crm_kind *child, const char *alias, struct strbuf *out);

#endif
