/* side.h - verbs about what belongs to records (affiliations, consents): their operands, and which
 * records a reading one is about. Internal. */
#ifndef CRM_VERB_SIDE_H
#define CRM_VERB_SIDE_H

#include "crm_verb.h"
#include "../edit/edit.h"

/* REF... WORD FIELD=VALUE...; lives in the arena of the handle. */
struct side {
	const char **refs; size_t nrefs;
	const char *word;            /* the last one: a company, a purpose */
	struct assign *a; size_t na; /* of the child kind's fields */
};

/* Take operands apart. fields: those of the child kind that may be given, NULL-terminated; record,
 * word: what is asked for when there is none ("which company? it is the last word"). have_ids:
 * records come from a stream too. Begins no transaction. */
enum crm_status side_operands(struct crm *c, const struct crm_kind *child,
                              const char *const *fields, const char *record, const char *word,
                              const char *const *operands, size_t n, bool have_ids,
                              const struct crm_files *files, struct side *out, struct crm_error *e);
/* The value given to a field: V_NULL also when it is given as empty. Text lives as long as the
 * operands. In a transaction. */
enum crm_status side_value(struct crm *c, const struct side *s, const char *field, struct value *v,
                           bool *given, struct crm_error *e);

/* Append the SQL that selects the records of q over alias: words name them, the rest are
 * conditions; without either all. In a transaction. */
enum crm_status side_where(struct crm *c, const struct crm_query *q, const char *alias,
                           struct strbuf *where, struct binds *b, struct crm_error *e);

/* Tell the change of a cell to the verb's list of changes. id 0: of a row that a dry run would
 * add. */
void side_tell(struct crm *c, struct crm_write *w, const char *what, const struct crm_kind *k,
               int64_t id, const struct crm_field *f, struct value old, struct value v);

#endif
