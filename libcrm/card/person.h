/* person.h - somebody out of a vCard or a row of an address book on the way into the import, and
 * what vCards and contacts have in common. Internal. */
#ifndef CRM_CARD_PERSON_H
#define CRM_CARD_PERSON_H

#include "../text/vcard.h"
#include "../import/import_use.h"

#define CARD_SYSTEM "vcard"     /* of the keys a UID becomes */
#define CARD_KEEP_MAX (1 << 20) /* bytes of a line that is kept */
#define CARD_UID_MAX 512

/* ---- card.c: what a property is in a contact ---- */

/* clang-format off */
enum person_field {
	P_NAME, P_FAMILY, P_GIVEN, P_TITLE, P_ROLE, P_COMPANY, P_BIRTHDAY, P_LANGUAGE, P_NOTES,
	P_STREET, P_POSTAL_CODE, P_CITY, P_REGION, P_COUNTRY,
	PERSON_FIELDS
};
/* clang-format on */
extern const char *const person_fields[PERSON_FIELDS]; /* names of the fields */

#define CARD_PARTS 5
#define CARD_SUFFIX 3 /* of N, behind its fields: Jr., MBA; of a contact only what family doesn't say */
/* Properties that are fields, one of a name. */
struct card_map {
	const char *name;
	enum person_field field[CARD_PARTS];
	size_t n;
};
extern const struct card_map card_maps[];          /* ends with name NULL */
const struct card_map *card_map(const char *name); /* NULL = none */

/* The fields of a property, in the order of its map, in the arena ("" = empty). False: it says
 * nothing a field can hold. */
bool card_read(struct arena *a, const struct card_map *m, const struct vcard_property *p,
               const char *part[CARD_PARTS]);
/* Append the canonical line of these fields. */
void card_line(struct strbuf *out, const struct card_map *m, const char *const part[CARD_PARTS]);
/* Position in words_label of the kind an EMAIL or TEL is, -1 = none. */
int card_label(const struct vcard_property *p);
/* Append the canonical line of an address or number: EMAIL;TYPE=work:… */
void card_labelled(struct strbuf *out, const char *name, int label, const char *text, size_t n);
/* Address or number of an EMAIL or TEL, in the arena. */
const char *card_address(struct arena *a, const struct vcard_property *p);
/* A text without blanks and newlines at its ends, in the arena; _clean: in one line. */
char *card_lines(struct arena *a, const char *s, size_t n);
char *card_clean(struct arena *a, const char *s, size_t n);
/* Country by code or name, as its code; NULL = unknown. */
const char *card_country(const char *s, size_t n);
#define CARD_DATE 48
/* A date of a card or an address book (1980-03-22, 19800322, with or without a time, --0322, of
 * 1604: without a year) as YYYY-MM-DD or --MM-DD into out, one with a zone as the instant it is:
 * 1980-03-22T23:00:00Z. False: it is none. */
bool card_date(const char *s, char out[CARD_DATE]);

/* ---- card_name.c: the name of a person ---- */
/* A title without the salutations (Frau, Mr.) before it: what is left of s. */
const char *card_title(const char *s);
/* Degrees behind a full name, in the arena. */
const char *card_degrees(struct arena *a, const char *name);
/* Parts of N as a contact has them: what of the suffixes tells generations apart goes behind the
 * family name, if the full name says so or is NULL; in CARD_SUFFIX are the degrees of the full
 * name. */
void card_suffix(struct arena *a, const char *name, const char *part[CARD_PARTS]);
/* Append what stands behind N. */
void card_name_line(struct strbuf *out, const char *const part[CARD_PARTS]);
/* Whether a line of N still holds for a contact: nothing of the contact contradicts it. */
bool card_same_name(const char *const line[CARD_PARTS], const char *const part[CARD_PARTS]);

/* ---- uid.c: names for records that hold all over the world ---- */
#define UID_FAMILY 40
/* The part all records of a kind share, up to the last hyphen. In a transaction. */
enum crm_status uid_family(struct crm *c, int kind, char out[UID_FAMILY], struct crm_error *e);
/* urn:uuid: of a record of that family, the same for ever in this database. */
void uid_of(char out[64], const char *family, int64_t id);
/* The id of the record of this database and kind that a text of uid_of names, 0 = none. */
enum crm_status uid_parse(struct crm *c, int kind, const char *text, int64_t *id,
                          struct crm_error *e);

/* ---- import_person.c ---- */

struct person_entry {
	int label;
	const char *text;
	long line, column;
};
struct person_entries {
	struct person_entry *e;
	size_t n, alloc;
};

/* A column of the file by --from's tables; see import_from.c. */
struct from_map;
struct from_cell;

struct person {
	struct arena arena; /* of the one at work */
	struct person_entry text[PERSON_FIELDS];
	struct person_entries emails, phones, tags;
	const char *system, *uid;
	long uid_line;
	struct edit_line *kept;
	size_t nkept, akept;
	long line;
	/* all of them */
	struct import_column *column[PERSON_FIELDS], *emails_column, *phones_column, *tags_column,
	    *ext_column; /* NULL = an operand gives it */
	int64_t nobody;             /* cards that don't say who it is, and are nobody's */
	int64_t odd;
	char first_odd[64];         /* addresses and numbers that are none */
	const struct from_map *map; /* --from, NULL = cards */
	struct from_cell *cells;
	size_t ncells; /* by the columns of the file */
};

/* The person of an import of cards or an address book. */
static inline struct person *person_of(const struct import *imp) { return imp->own; }
/* After the options are known. CRM_USAGE for options that make no sense with it. */
enum crm_status person_open(struct import *imp);
void person_free(struct person *p); /* what it holds */
void person_begin(struct person *p, long line);
/* Later ones don't replace earlier ones; empty texts are none. Texts are copied. */
void person_text(struct person *p, enum person_field f, const char *s, long line, long column);
void person_tag(struct person *p, const char *s, size_t n, long line, long column);
/* first: before the others. False: it isn't an address or number; counted, and the caller keeps
 * it. */
bool person_email(struct person *p, int label, const char *s, bool first, long line, long column);
bool person_phone(struct person *p, int label, const char *s, bool first, long line, long column);
/* A canonical line for the contact to keep. shadow: it says more of a field than the field holds,
 * and counts as long as they agree. */
void person_keep(struct import *imp, const char *line, bool shadow, long no);
/* The cells of the person at work. */
void person_cells(struct import *imp);
/* What is to be said in the end. */
void person_notes(struct import *imp);

/* ---- import_person_find.c ---- */
/* Which contact it is, *id = 0: a new one. */
enum crm_status person_find(struct import *imp, int64_t *id, struct crm_error *e);

/* ---- edit_card.c ---- */
/* Lines of a vCard that a record keeps (kind property). name in capitals; shadow: the line says
 * more of a field than the field holds. */
struct edit_line {
	const char *name, *line;
	bool shadow;
};
/* The lines of a name replace all those of that name; other names stay. adding: the record is
 * new. */
enum crm_status edit_lines(struct edit *ed, const struct crm_kind *k, int64_t id, bool adding,
                           const struct edit_line *lines, size_t n, bool *changed,
                           struct crm_error *e);
/* Whether all these lines stand there. */
enum crm_status edit_lines_same(struct edit *ed, const struct crm_kind *k, int64_t id,
                                const struct edit_line *lines, size_t n, bool *same,
                                struct crm_error *e);

/* ---- import_card.c ---- */
/* All cards of the source. */
enum crm_status import_cards(struct import *imp, const struct crm_source *src);

/* ---- import_from.c: address books of other programs ---- */
/* The table of a name, or NULL; names: all of them, NULL-terminated. */
const struct from_map *from_find(const char *name);
extern const char *const from_names[];
/* The table a header (its names, NULL-terminated) is of, NULL = none: half of the columns are in
 * it, and two in no other. */
const char *from_guess(const char *const *names);
/* A column of the header: one of the table, or it is left out. */
void from_column(struct import *imp, size_t at, const char *name);
/* Whether any column was in the table. */
bool from_any(const struct person *p);
/* The person of a row, and its cells. */
void from_row(struct import *imp, const struct row *row);
/* Columns left out that held something. */
void from_notes(struct import *imp);

#endif
