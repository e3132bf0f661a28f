/* dupes_impl.h - the search for duplicates at work: what dupes*.c share. Private to them. */
#ifndef CRM_TWIN_DUPES_IMPL_H
#define CRM_TWIN_DUPES_IMPL_H

#include "crm_twin.h"
#include "dupes.h"
#include "../ask/select.h"

#define DUPES_BLOCK 200  /* records of a block that are all compared with each other */
#define DUPES_WINDOW 10  /* neighbours by name a record of a larger block is compared with */

struct dupes_pair { uint32_t a, b; unsigned reasons; int score; }; /* places in twins, a before b */

struct dupes {
	struct crm *c;
	struct twins w;
	bool all;                      /* every record is chosen */
	int min;
	/* kept: the first ones, each of them once */
	struct dupes_pair *pair; size_t n, alloc, kept;
	size_t blocks;                 /* larger ones, told as notes up to a number */
	struct crm_error *e;
	uint64_t *many; size_t nmany, amany; /* marks that many have */
	struct strbuf scratch, more;
	size_t at;                     /* place in twins, for rows that come in order */
};

/* ---- dupes_load.c ---- */
enum crm_status dupes_load(struct dupes *d, struct crm_error *e);
/* what the operands and ids select is chosen */
enum crm_status dupes_choose(struct dupes *d, const struct crm_query *q, struct crm_error *e);

/* ---- dupes_block.c ---- */
/* Compare those that share a key; pairs of at least the score are in d->pair, each once, the surest
 * first. */
void dupes_find(struct dupes *d);

#endif
