/* crm_show.h - one record on a screen; what fields and words there are. Public. */
#ifndef CRM_SHOW_CRM_SHOW_H
#define CRM_SHOW_CRM_SHOW_H

#include "../ask/crm_ask.h"

enum crm_show_form {
	SHOW_FIELDS,   /* a row `id field value` for each field that has a value */
	SHOW_ROWS,     /* a record a row, all its fields */
	SHOW_PICTURE,  /* the terminal's form; of kinds that have none SHOW_FIELDS */
	SHOW_SETTABLE  /* like SHOW_FIELDS, but all settable fields, also empty ones: for `edit` */
};

/* Show the records that the operands (references) and q->ids name, in their order; with q->columns
 * a record a row whatever the form. What is not found is named, CRM_NO, CRM_AMBIGUOUS or, of ids,
 * CRM_DATA, and the rest is shown. CRM_USAGE: none is named. */
enum crm_status crm_show(struct crm *c, const struct crm_query *q, enum crm_show_form form,
                         struct sink *sink, struct crm_error *e);

/* field type set values meaning: the fields of a kind, custom ones too. Its default condition is a
 * note. */
enum crm_status crm_fields(struct crm *c, const struct crm_kind *k, struct sink *sink,
                           struct crm_error *e);

/* Live values for completions, one word a row. what: users, pipelines, stages, kinds, currencies,
 * countries, fields:KIND, tags[:KIND], terms[:KIND.FIELD], values:KIND.FIELD. CRM_USAGE for
 * anything else. */
enum crm_status crm_values(struct crm *c, const char *what, struct sink *sink, struct crm_error *e);

#endif
