/* cond_test.h - one condition on its way to SQL, and what tests are made of; also for who tests
 * rows of his own. Internal. */
#ifndef CRM_ASK_COND_TEST_H
#define CRM_ASK_COND_TEST_H

#include "../store/context.h"
#include "cond.h"

struct cond {
	struct crm *c;
	const char *name;         /* the field as asked for, for messages */
	const struct crm_kind *kind; /* whose field it is */
	enum op op;               /* OP_EQ, OP_NE, OP_HAS */
	const char *s; size_t n;  /* the value */
	struct strbuf *sql;
	struct binds *b;
	struct crm_error *e;
	size_t also;              /* of cond_pattern: the parameter of the pattern of addresses */
	bool code;                /* what is tested is a key of utf8_fold_code */
};

/* Whether it holds for a record whose field has no value. */
static inline bool cond_takes_null(const struct cond *cd)
{
	return cd->op == OP_NE ? cd->n > 0 : cd->n == 0;
}

/* ---- cond_test.c ---- */
enum crm_status cond_usage(const struct cond *cd, const char *fmt, ...)
        __attribute__((format(printf, 2, 3)));
/* Next element of a list with commas: *s, *n move on behind it. False at the end. An empty element
 * has length 0. */
bool cond_next(const char **s, size_t *n, const char **element, size_t *nelement);
/* Append `x LIKE $n ESCAPE '!'` for the folded value; fold: x is no key yet. CRM_USAGE when nothing
 * is left to look for. */
enum crm_status cond_like(struct cond *cd, const char *x, bool fold);
/* The same for a column of telephone keys. */
enum crm_status cond_like_phone(struct cond *cd, const char *x);
/* The two steps of cond_like, for several columns: bind the pattern of the folded value (0 =
 * failed; cd->also: addresses have another), append a test of its parameter. */
size_t cond_pattern(struct cond *cd);
void cond_add_like(struct cond *cd, const char *x, bool fold, size_t parameter);

/* ---- cond_list.c: values that stand for numbers ---- */
struct span { int64_t lo, hi; }; /* INT64_MIN, INT64_MAX = open */
struct spans { struct span *v; size_t n; };
void spans_add(struct spans *l, int64_t lo, int64_t hi);
void spans_free(struct spans *l);
/* The value of a condition on f as numbers: amounts of money × 10^4 of their unit, instants and all
 * else as stored. CRM_INTERNAL for types that have none, and for references to records, which
 * cond_references takes. */
enum crm_status cond_spans(struct cond *cd, const struct crm_field *f, struct spans *out);

/* ---- cond_yearless.c: days of any year ---- */
/* Whether the value of a condition on a field with F_YEARLESS begins with a day without a year. */
bool cond_of_any_year(const struct cond *cd, const struct crm_field *f);
/* Append the test of x, SQL of the date: --06-22, --12-20..--01-06, --06-22.. (to 31 December). */
enum crm_status cond_yearless(struct cond *cd, const char *x);

/* ---- cond_ref.c: values that stand for records ---- */
enum crm_status cond_references(struct cond *cd, const struct crm_field *f, struct spans *out);

/* Append that a column refers to a record of the kind, which may be named by whatever names one; ~
 * looks into the names. */
enum crm_status cond_record(struct cond *cd, const char *column, int kind, const char *text,
                            size_t n);

/* ---- conditions on a field of a row; references have been looked up: refs, which may be NULL for
 * other fields ---- */
/* cond_field.c: any field. */
enum crm_status cond_field(struct cond *cd, const struct crm_kind *k, const char *alias,
                           const struct crm_field *f, const struct spans *refs);
/* cond_value.c: one with one value, which isn't empty; x is the field's SQL. */
enum crm_status cond_value(struct cond *cd, const struct crm_kind *k, const char *alias,
                           const struct crm_field *f, const char *x, const struct spans *refs);
/* cond_set.c: one with many values. */
enum crm_status cond_set(struct cond *cd, const struct crm_kind *k, const char *alias,
                         const struct crm_field *f);
/* For tests of elements: take the label that may stand before an address, number or person off *s
 * and append its test. */
void cond_label(struct cond *cd, const struct crm_field *f, const char **s, size_t *n);

#endif
