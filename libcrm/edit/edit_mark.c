/* edit_mark.c - a point in an edit to go back to: what a bad record has brought along goes with it,
 * and the work goes on behind it. */
#include "edit_impl.h"

enum crm_status edit_mark(struct edit *ed, struct crm_error *e)
{
	struct mark *m = &ed->mark;
	enum crm_status s = CRM_OK;

	for (const struct edit_observer *const *o = edit_observers; *o && !s; o++)
		if ((*o)->mark)
			s = (*o)->mark(ed, e);
	*m = (struct mark){.batch = ed->batch, .me = ed->me, .seq = ed->seq};
	for (int i = 0; i < KIND_NUMBERS; i++) {
		const struct kind_edit *ke = ed->kind[i];

		if (ke)
			m->kind[i] = (struct mark_kind){ke->counted, ke->last, ke->nruns,
			                                ke->nruns ? ke->runs[ke->nruns - 1].last : 0};
	}
	return !s ? db_mark(ed->c->db, e) : s;
}

enum crm_status edit_keep(struct edit *ed, struct crm_error *e)
{
	return db_mark_keep(ed->c->db, e);
}

/* Ids handed out since are free again: nobody has seen them. */
static void kind_back(struct edit *ed, struct kind_edit *ke, const struct mark_kind *m)
{
	for (int64_t id = m->last + 1; ke->counted && m->counted && id <= ke->last; id++)
		seen_forget(ed, ke->k->no, id);
	for (size_t i = m->nruns; i < ke->nruns && !m->counted; i++)
		for (int64_t id = ke->runs[i].first; id <= ke->runs[i].last; id++)
			seen_forget(ed, ke->k->no, id);
	ke->counted = m->counted;
	ke->last = m->last;
	ke->nruns = m->nruns;
	if (ke->nruns)
		ke->runs[ke->nruns - 1].last = m->run_last;
}

enum crm_status edit_back(struct edit *ed, struct crm_error *e)
{
	const struct mark *m = &ed->mark;

	ed->batch = m->batch;
	ed->me = m->me;
	ed->seq = m->seq;
	for (const struct edit_observer *const *o = edit_observers; *o; o++)
		if ((*o)->back)
			(*o)->back(ed);
	for (int i = 0; i < KIND_NUMBERS; i++)
		if (ed->kind[i])
			kind_back(ed, ed->kind[i], &m->kind[i]);
	if (ed->words)
		memset(ed->words, 0, EDIT_WORDS * sizeof *ed->words);
	lookup_forget(ed->c, KIND_USER);
	lookup_forget(ed->c, KIND_TERM);
	return db_mark_back(ed->c->db, e);
}
