/* each.h - a writing verb over records that are named: all of them or none, and every fault is
 * told. Internal. */
#ifndef CRM_VERB_EACH_H
#define CRM_VERB_EACH_H

#include "write.h"

/* Operands: assignments (FIELD=VALUE and the like), and the words. Lives in the arena of the
 * handle. */
struct operands { const char **words, **assigns; size_t nwords, nassigns; };
/* Take operands apart. CRM_USAGE: one is empty. */
enum crm_status operands_sort(struct crm *c, const char *const *operands, size_t n,
                              struct operands *o, struct crm_error *e);

struct each {
	const char *verb;               /* for the history */
	const struct crm_kind *kind;
	const char *const *refs; size_t nrefs;
	const struct crm_ids *ids;      /* named by a stream too; may be NULL */
	/* taken in the order of their numbers, which saves page writes */
	bool by_number;
	bool once;                      /* the first failure ends it: it would be that of all */
	bool counts;                    /* one() counts and touches what it does by itself */
	/* In the transaction, before the records are looked up, and when the n of them are known;
	 * may be NULL. */
	enum crm_status (*before)(void *arg, struct crm_error *e);
	enum crm_status (*ready)(void *arg, size_t n, struct crm_error *e);
	/* One record. *changed is false before. What it says is told with the record's id before
	 * it. */
	enum crm_status (*one)(void *arg, int64_t id, bool *changed, struct crm_error *e);
};
/* One transaction of x: the records are touched and counted as changed or the same. Failures of
 * one don't keep the others from being tried, as long as they are about records. wr is used
 * throughout and done with afterwards; its w->changed and the like are valid when it is CRM_OK. */
enum crm_status each_target(struct writer *wr, struct crm *c, const struct each *x,
                            struct crm_write *w, void *arg, struct crm_error *e);

#endif
