/* crm_twin.h - records that are there twice: found, and merged into one. Public. */
#ifndef CRM_TWIN_CRM_TWIN_H
#define CRM_TWIN_CRM_TWIN_H

#include "../verb/crm_verb.h"

/* Pairs read from a stream. */
struct crm_pair { int64_t a, b; long line; /* 1-based */ };
struct crm_pairs { struct crm_pair *v; size_t n; };

/* Read the first two fields of each line of src, to its end: ids of the kind, parted by tabs or
 * blanks. Blank lines and a header (first field `a` or `id`) are skipped. CRM_DATA with the line
 * for anything else, and for an id twice; CRM_IO. pairs are freed with crm_pairs_free, after a
 * failure too. */
enum crm_status crm_pairs_read(struct crm_pairs *pairs, const struct crm_kind *kind,
                               const struct crm_source *src, struct crm_error *e);
void crm_pairs_free(struct crm_pairs *pairs);

/* What is merged. Everything in it is borrowed during the call. */
struct crm_merge {
	const struct crm_kind *kind;           /* contact or company */
	const char *const *refs; size_t nrefs; /* the record that stays, then those that go */
	const struct crm_ids *ids;             /* go too, but for the one that stays; NULL = none */
	const struct crm_pairs *pairs;         /* instead: of each the first stays; NULL = none */
	const char *const *take; size_t ntake; /* --take: FIELD=A, FIELD=B */
};

/* Merge records, all of them or none (twin/merge.h says what becomes of the values). Conflicts are
 * notes and, as changes, `conflict`. What is one record already counts as w->same. w->touched: the
 * records that are left. CRM_USAGE: a record with itself, or what isn't two; CRM_NO and
 * CRM_AMBIGUOUS for references. */
enum crm_status crm_merge(struct crm *c, const struct crm_merge *what, struct crm_write *w,
                          struct crm_error *e);

/* a b score reasons name_a name_b: pairs of contacts or companies (q->kind) that may be one, of a
 * score (0 to 100) of at least min, the surest first; a is the older id. With operands or ids:
 * pairs that have at least one of those selected. q's columns and sort aren't looked at. Memory:
 * some 250 bytes a record. */
enum crm_status crm_dupes(struct crm *c, const struct crm_query *q, int min, struct sink *sink,
                          struct crm_error *e);

#endif
