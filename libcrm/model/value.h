/* value.h - one stored value, and text to value and back, by field type. Internal. */
#ifndef CRM_MODEL_VALUE_H
#define CRM_MODEL_VALUE_H

#include "../store/context.h"

struct value {
	enum { V_NULL, V_INT, V_TEXT } is;
	int64_t i;
	const char *s; /* V_TEXT, not owned */
	size_t n;
};
#define VALUE_NULL ((struct value){V_NULL, 0, NULL, 0})
#define VALUE_INT(v) ((struct value){V_INT, (v), NULL, 0})
bool value_equal(struct value a, struct value b);
/* The value as history and dump write it: the raw stored form (digits of the integer, the text);
 * NULL is an empty field. */
void value_raw(struct strbuf *out, struct value v);

/* The decimal sign people of the settings' language and country write: '.' or ','. */
char value_decimal(const struct settings *set);

/* How the text of a file is read. NULL = the command line's own forms. */
struct value_format {
	/* '.' or ','; 0 = nobody said it: '.', and 1.500 or 1,500 are refused */
	char decimal;
	bool sheet;              /* nobody said, but a spreadsheet wrote it: ',' too */
	enum date_order dates;
	const char *country;     /* the record's country for phone keys, or NULL = the settings' */
};

/* Text to value for every type but T_LIST; empty text is V_NULL. References are typed ids: where a
 * name may stand for one, parse_value of ask/ref.h is called.
 * currency: ISO number for T_MONEY's decimals. Text values point into s. CRM_DATA (a bad value),
 * CRM_USAGE (unknown word, names the nearest). Messages carry f->name as field. In a
 * transaction. */
enum crm_status value_parse(struct crm *c, const struct crm_field *f, const char *s, size_t n,
                            const struct value_format *fmt, int currency, struct value *out,
                            struct crm_error *e);

/* Value to the text of TSV: dates, decimals, ids (c12), names of users, stages, pipelines, terms.
 * Appends. currency as above. */
void value_format(struct crm *c, const struct crm_field *f, struct value v, int currency,
                  struct strbuf *out);

/* A day of a field; of a unit of it (f may be NULL), without a year nothing but months and days.
 * Returns the length, 0 = nothing. */
size_t value_day(char out[16], const struct crm_field *f, int day);
size_t value_day_unit(char out[16], const struct crm_field *f, int day, enum date_unit u);

/* What of a text is the value: nothing that isn't seen at its ends, of `Ina Test <ina@x.example>`
 * in a field of an e-mail address the address. Long texts stay as they are. f NULL: of no
 * field. */
void value_clean(const struct crm_field *f, const char **s, size_t *n);

/* Building blocks of the two, for conditions. Durations: 15m, 1h30m, 2d, 90s. Instants: a date
 * expression is its local midnight, a time of day behind it (else today's) that time, `now` the
 * clock; *exact: to the second, not a day's beginning. */
bool duration_parse(const char *s, size_t n, int64_t *seconds);
size_t duration_format(char out[64], int64_t seconds);
enum crm_status value_instant(struct crm *c, const char *text, size_t n, int64_t *ms, bool *exact,
                              struct crm_error *e);
/* Position of a word in a NULL-terminated list: as it stands, else whatever its case; -1 = not
 * there. */
int word_index(const char *const *words, const char *s, size_t n);
bool bool_parse(const char *s, size_t n, int64_t *v);
/* Decimals a number of this type is stored with (T_MONEY: those of the currency). */
int value_decimals(const struct crm_field *f, int currency);
/* "no TYPE 'x', nearest is 'y'" as failure s, with the field's name. list may be NULL. */
enum crm_status value_unknown(struct crm *c, enum crm_status s, const char *field, const char *what,
                              const char *word, size_t n, const char *const *list,
                              struct crm_error *e);
/* "'x' is not a country", with the nearest English name, as failure s. */
enum crm_status value_no_country(enum crm_status s, const char *field, const char *word, size_t n,
                                 struct crm_error *e);
/* Whether a text field holds an e-mail address or a telephone number. */
bool field_is_email(const struct crm_field *f);
bool field_is_phone(const struct crm_field *f);

/* Typed id: letters and number into out (≥ 32 bytes, NUL-terminated). Returns the length. */
size_t id_format(char *out, const struct crm_kind *k, int64_t id);
/* "c12" → kind and id. False when it is none (unknown letters, no digits, leading 0, more than 18
 * digits). */
bool id_parse(const char *s, size_t n, const struct crm_kind **k, int64_t *id);

#endif
