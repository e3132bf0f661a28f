/* merge.c - one record out of two: the order of the steps, the alias.
 *
 * Rows keep their numbers, so undo is the undo of references. `created` stays the survivor's, as it
 * isn't in the history; the moves of a merged offer stay under its old id, where undo finds them.
 * Aliases never lead to aliases. */
#include "merge_impl.h"

#include <stdlib.h>
#include "../model/list.h"
#include "../model/catalog.h"
#include "../edit/list_kinds.h"
#include "../people/people_kinds.h"

static enum crm_status begin(struct merger *m)
{
	enum crm_status s = catalog_load(m->c, m->e);

	/* values are told by their names */
	if (!s)
		s = lookup_users(m->c, m->e);
	if (!s)
		s = lookup_terms(m->c, m->e);
	if (!s)
		s = lookup_pipelines(m->c, m->e);
	if (!s)
		s = lookup_stages(m->c, m->e);
	return s ? s : merge_refs_prepare(m);
}

enum crm_status merger_new(struct merger **out, struct edit *ed, const struct crm_kind *k,
                           const struct merge_options *opt, struct crm_error *e)
{
	struct merger *m;
	enum crm_status s;

	*out = NULL;
	if (k->no != KIND_CONTACT && k->no != KIND_COMPANY && k->no != KIND_OFFER)
		return crm_fail(e, CRM_USAGE, "a %s cannot be merged", k->name);
	k = kind_by_no(k->no); /* a lead is an offer */
	m = crm_calloc(1, sizeof *m);
	*m = (struct merger){.ed = ed, .c = edit_context(ed), .k = k, .ke = edit_kind(ed, k), .opt = opt, .e = e,
		.peek = PEEK_INIT(edit_context(ed)),
		.text_a = STRBUF_INIT, .text_b = STRBUF_INIT, .kept = STRBUF_INIT, .left = STRBUF_INIT};
	s = begin(m);
	if (s) {
		merger_free(m);
		return s;
	}
	*out = m;
	return CRM_OK;
}

void merger_free(struct merger *m)
{
	if (!m)
		return;
	merge_refs_free(m);
	peek_free(&m->peek);
	sb_release(&m->text_a);
	sb_release(&m->text_b);
	sb_release(&m->kept);
	sb_release(&m->left);
	arena_free(&m->arena);
	free(m);
}

/* email=, phone= of --take: which first one leads. */
static void note_firsts(struct merger *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->k->nfields && n < MERGE_FIRSTS; i++) {
		const struct crm_field *f = &m->k->fields[i];
		const struct crm_kind *child = list_of_first(m->k, f);

		if (child)
			m->first[n++] = (struct merge_first){.child = child->no, .other = merge_taken(m, f) > 0};
	}
}

static enum crm_status add_alias(struct merger *m)
{
	static const int nos[] = {1, 2, 3}; /* kind, old, record */
	const struct crm_field *f[3];
	const struct value v[] = {VALUE_INT(m->k->no), VALUE_INT(m->gone), VALUE_INT(m->keep)};
	int64_t id;

	for (size_t i = 0; i < 3; i++)
		f[i] = kind_field_no(&kind_alias, nos[i]);
	return edit_row_add(m->ed, &kind_alias, f, v, 3, &id, m->e);
}

static enum crm_status remove_gone(struct merger *m)
{
	enum crm_status s = edit_tell_record(m->ed, &m->peek, "rm", m->k, m->gone, m->e);

	return s ? s : edit_row_rm(m->ed, m->k, m->gone, m->e);
}

enum crm_status merger_run(struct merger *m, int64_t keep, int64_t gone, struct crm_error *e)
{
	enum crm_status s;

	if (keep == gone)
		return crm_fail(e, CRM_USAGE, "a %s cannot be merged with itself", m->k->name);
	m->e = e;
	m->keep = keep;
	m->gone = gone;
	note_firsts(m);
	s = merge_logs(m);
	if (!s)
		s = merge_values_load(m);
	if (!s)
		s = merge_values_choose(m);
	if (!s)
		s = merge_refs(m);
	if (!s)
		s = remove_gone(m);
	if (!s)
		s = merge_values_write(m);
	if (!s)
		s = add_alias(m);
	edit_touch(m->ed, m->k->no, keep);
	if (!s && m->k->no == KIND_OFFER) /* an expected close that was taken may be a later one */
		s = edit_pushes(m->ed, edit_batch(m->ed, e), e);
	arena_free(&m->arena);
	return s;
}

enum crm_status merge_records(struct edit *ed, const struct crm_kind *k, int64_t keep, int64_t gone,
                              const struct merge_options *opt, struct crm_error *e)
{
	struct merger *m;
	enum crm_status s = merger_new(&m, ed, k, opt, e);

	if (!s)
		s = merger_run(m, keep, gone, e);
	merger_free(m);
	return s;
}
