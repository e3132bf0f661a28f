/* crm_verb.h - what writing verbs take and give back; add, set, rm of every kind. Public. */
#ifndef CRM_VERB_CRM_VERB_H
#define CRM_VERB_CRM_VERB_H

#include "../ask/crm_ask.h"
#include "../edit/crm_edit.h"

/* A change made, or one a dry run would make. */
struct crm_changelog {
	char *what;           /* add, set, rm, move, conflict … */
	char *kind_letters;   /* the kind, as its ids begin: "o" */
	char *field;          /* NULL = the record itself */
	char *old, *new;      /* as printed, not escaped; NULL = none */
	int64_t id;           /* 0 = a record that a dry run would add */
};

/* A write command: what goes in beside the operands, what comes out. Begin with {0}. A dry run
 * does everything but commit. */
struct crm_write {
	bool dry_run;
	bool force;                    /* duplicates are added anyway */
	const char *key;               /* --key=FIELD: add sets the record that has the value */
	const struct crm_files *files; /* borrowed; NULL = values come from no files */
	bool want_changes;             /* collect changes; a dry run always does */
	/* results, owned by the struct, freed by crm_write_free */
	struct crm_ids touched;        /* every record addressed, changed or not, in the order of
	                                * the input; those of an import in runs of ids */
	struct crm_changelog *changes; size_t nchanges;
	int64_t added, changed, same, rejected; /* records; rejected: rows of an import */
#define CRM_MADE 8
	/* records an import made on the way, as rows refer to them; the list ends with kind NULL */
	struct crm_made { const struct crm_kind *kind; int64_t n; } made[CRM_MADE + 1];
	int64_t empty, erased; /* empty cells of an import that clear, and values they took away */
};
void crm_write_free(struct crm_write *w);

/* Add records of kind k in one transaction. operands: FIELD=VALUE, and ids of records to link the
 * new one to (of a contact also an e-mail address; of events and tasks also a name, a telephone
 * number or an offer's number). ids, which may be NULL: the same, from `-`. One record is added
 * for each and linked to what it names; one that comes twice counts once. With w->key the record
 * that has the value is set instead. CRM_USAGE, CRM_NO for what isn't there, CRM_AMBIGUOUS,
 * CRM_DUPLICATE, CRM_DATA for a bad value or, with its line, an id of a kind the new record cannot
 * be linked to. */
enum crm_status crm_add(struct crm *c, const struct crm_kind *k, const char *const *operands,
                        size_t n, const struct crm_ids *ids, struct crm_write *w,
                        struct crm_error *e);

/* Set fields of the records named, all of them or none. operands: references and FIELD=VALUE (+=
 * -= of lists, @= from a file), of each at least one; ids may name the records instead. Errors as
 * of crm_add; messages name the record where there are several; CRM_FORBIDDEN when a rule is
 * against it. */
enum crm_status crm_set(struct crm *c, const struct crm_kind *k, const char *const *operands,
                        size_t n, const struct crm_ids *ids, struct crm_write *w,
                        struct crm_error *e);

/* Remove the records that operands (references alone) and ids name, all of them or none, in
 * whatever order they refer to each other. CRM_FORBIDDEN: others refer to one. */
enum crm_status crm_rm(struct crm *c, const struct crm_kind *k, const char *const *operands,
                       size_t n, const struct crm_ids *ids, struct crm_write *w,
                       struct crm_error *e);

/* Print w->touched, one a row: the id, or the name of named kinds; with `columns` (as for -c)
 * those of kind k; into a table, when changes were wanted, who it is and what changed. k NULL: ids
 * of any kind, columns must be NULL. Called after the write has ended. */
enum crm_status crm_print_touched(struct crm *c, const struct crm_kind *k,
                                  const struct crm_write *w, const char *columns, struct sink *s,
                                  struct crm_error *e);

/* Print w->changes: what id field old new, a row for each change (-N). */
void crm_print_changes(const struct crm_write *w, struct sink *s);

#endif
