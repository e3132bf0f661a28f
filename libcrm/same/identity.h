/* identity.h - who is the same: whether what comes in is a record that is there. One function for
 * add, import, --create, cards, address books and intake. Internal.
 *
 * A candidate that was found is not an identity: the search keys find candidates, what is written
 * decides. Equal: the same but for case, blanks, ä/ae, ß/ss. Fits: one side has no name, or all
 * words of one name are among the other's. The first line that applies:
 *
 *   a key (--key, ext, UID, sku, number, VAT number, message id, user name), one record  the same
 *   two keys, two records; one key, several records                        refused, all named
 *   a candidate with another key of that kind                              not this one: a note
 *   IDENTITY_MAIL    one of the addresses: the name fits                   the same
 *                    the name shares a word                                refused
 *                    the name shares none                                  new, with a note
 *   IDENTITY_NUMBER  equal name, same telephone number                     the same
 *   IDENTITY_AT      equal name, same company                              the same;
 *                    refused if both have e-mails and share none
 *   IDENTITY_TOWN    equal name, towns equal or one empty                  the same
 *                    other town, or name near only                         new, with a note
 *   IDENTITY_WEB     same website, name not equal                          refused
 *   IDENTITY_NAME    equal name, not both with that key                    the same
 *   nothing                                                                new
 *
 * Several where one is the same: refused. Which lines a kind has, in which order, says its row. A
 * line without a key, or refused so in a file, is the same as a record that has all its values. */
#ifndef CRM_SAME_IDENTITY_H
#define CRM_SAME_IDENTITY_H

#include "../ask/assign.h"
#include "../store/context.h"

/* clang-format off */
enum identity_by {
	IDENTITY_END,
	IDENTITY_KEY,    /* field: no two records have it */
	IDENTITY_MAIL,   /* field: a list of addresses */
	IDENTITY_NUMBER, /* field: a list of telephone numbers */
	IDENTITY_AT,     /* field: a reference; addresses may tell them apart */
	IDENTITY_TOWN,   /* field: a text */
	IDENTITY_WEB,    /* field: a web address */
	IDENTITY_NAME    /* field: the key */
};
/* clang-format on */
struct identity_rule { enum identity_by by; int field; const char *what; };
#define IDENTITY_RULES 6
/* Of a kind, in its row. */
struct identity_kind {
	struct identity_rule rule[IDENTITY_RULES + 1]; /* in this order, the last is IDENTITY_END */
	int names[3];    /* fields that are a name, or its parts: not written where there is one */
	int from_name;   /* a field that a name fills too, 0 = none: empty cells leave it alone */
	int country;     /* field telephone numbers are read with, 0 = none */
	const char *uid; /* the system whose keys are those of vCards */
	/* Append the name that assignments give, where it isn't that of one field. */
	void (*name)(const struct assign *a, size_t n, struct strbuf *out);
};

enum identity_is { IS_NEW, IS_SAME, IS_REFUSED };
struct identity_answer {
	enum identity_is is;
	int64_t id;         /* of the same */
	bool by_key;        /* the same by a key: all is written, the name too */
	bool is_named;      /* the same: it has a name */
	bool keyless;       /* new, and nothing in it would find it again */
	bool several;       /* refused: each of some would be the same */
	const char *field;  /* the refusal is about, or NULL */
	bool called;        /* by_key: the record has a name */
	/* refused: which records, why, and what to write; new: a note, or "". Both are valid until
	 * the next answer */
	struct strbuf *text;
	struct strbuf *who; /* the same in short: "e-mail 'x@y.example' is that of c3, c7" */
};

struct identity;
/* Look-ups for records of a kind in a transaction. key: what --key names, or NULL.
 * force: one with another key in the same system is another, whatever else is equal. */
struct identity *identity_open(struct crm *c, const struct crm_kind *k, const struct crm_field *key,
                               bool force);
void identity_free(struct identity *in); /* NULL is legal */
const struct crm_kind *identity_of(const struct identity *in);
/* Forget the lines put so far, not the records they were written to. */
void identity_reset(struct identity *in);
/* What comes in, as the assignments that would be made of it; texts are copied. Returns its number.
 * in_file: digits are no ids. */
size_t identity_put(struct identity *in, const struct assign *a, size_t n, bool in_file);
/* Look up all lines put at once. */
enum crm_status identity_ask(struct identity *in, struct crm_error *e);
/* What line i is, after all that was written since. */
enum crm_status identity_find(struct identity *in, size_t i, struct identity_answer *out,
                              struct crm_error *e);
/* After identity_find, of a line that is keyless or refused as several: those of its name that no
 * line was written to, by id; of a keyless one those that have no key either. They are the same if
 * all values are. Valid until the next answer. */
const int64_t *identity_namesakes(struct identity *in, size_t i, size_t *n);
#define IDENTITY_NO_LINE ((size_t)-1)
/* Line i, IDENTITY_NO_LINE = one that wasn't put, was written to a record: changed says whether it
 * changed one that was there. line: its number in the file. */
void identity_written(struct identity *in, size_t i, int64_t id, long line, bool changed);
/* The line of the file that was written to a record, 0 = none. */
long identity_line(const struct identity *in, int64_t id);
/* Records of the kind were made or changed outside of lines. */
void identity_stale(struct identity *in);

#endif
