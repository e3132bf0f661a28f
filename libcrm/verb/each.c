/* each.c - a writing verb over records that are named: operands, transaction, one after the
 * other */
#include "each.h"

#include <stdlib.h>
#include "../base/array.h"

enum crm_status operands_sort(struct crm *c, const char *const *operands, size_t n,
                              struct operands *o, struct crm_error *e)
{
	struct operand part;

	*o = (struct operands){.words = arena_alloc(&c->arena, (n + 1) * sizeof *o->words),
	                       .assigns = arena_alloc(&c->arena, (n + 1) * sizeof *o->assigns)};
	for (size_t i = 0; i < n; i++) {
		if (!operands[i][0])
			return crm_fail(e, CRM_USAGE, "an empty operand: an empty variable in a script?");
		if (operand_split(operands[i], &part))
			o->assigns[o->nassigns++] = operands[i];
		else
			o->words[o->nwords++] = operands[i];
	}
	return CRM_OK;
}

static enum crm_status one_target(struct writer *wr, const struct each *x, const struct target *t,
                                  void *arg, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	bool changed = false;
	enum crm_status s = x->one(arg, t->id, &changed, &own);

	writer_tell(x->kind, t, s, &own, e);
	wr->w->changed += !x->counts && changed;
	wr->w->same += !x->counts && !changed;
	return s;
}

/* Statuses up to CRM_DATA are about a record, those above about the database or the host. */
static enum crm_status all_targets(struct writer *wr, const struct each *x, void *arg,
                                   struct crm_error *e)
{
	struct target *t = NULL;
	size_t n = 0;
	enum crm_status s = x->before ? x->before(arg, e) : CRM_OK, one = CRM_OK;

	if (!s)
		s = writer_targets(wr, x->kind, x->refs, x->nrefs, x->ids, &t, &n, e);
	if (!s && x->ready)
		s = x->ready(arg, n, e);
	if (s)
		n = 0;
	for (size_t i = 0; i < n && !x->counts; i++)
		writer_touch(wr, x->kind, t[i].id);
	if (n && x->by_number)
		qsort(t, n, sizeof *t, int64_compare); /* a target begins with its id */
	for (size_t i = 0; i < n && one <= CRM_DATA && !(s && x->once); i++) {
		one = one_target(wr, x, &t[i], arg, e);
		s = s ? s : one;
	}
	free(t);
	return s;
}

enum crm_status each_target(struct writer *wr, struct crm *c, const struct each *x,
                            struct crm_write *w, void *arg, struct crm_error *e)
{
	enum crm_status s = writer_begin(wr, c, x->verb, w, e);

	return s ? s : writer_end(wr, all_targets(wr, x, arg, e), e);
}
