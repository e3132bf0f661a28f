/* edit.c - beginning and end of an edit. */
#include "edit_impl.h"

#include <stdlib.h>

/* The small tables may be others than they were. */
static void forget_names(struct edit *ed)
{
	static const int kinds[] = {KIND_USER, KIND_PIPELINE, KIND_STAGE, KIND_TERM, KIND_HOLIDAY};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		lookup_forget(ed->c, kinds[i]);
}

enum crm_status edit_begin(struct edit **out, struct crm *c, const struct edit_options *opt, struct crm_error *e)
{
	struct edit *ed;
	enum crm_status s = db_begin_write(c->db, e);

	if (s)
		return s;
	ed = crm_calloc(1, sizeof *ed);
	ed->c = c;
	ed->d = crm_calloc(1, sizeof *ed->d);
	forget_names(ed); /* what was read before the lock was taken may have been changed by others */
	ed->opt = *opt;
	sb_init(&ed->keys, 0);
	sb_init(&ed->text, 0);
	sb_init(&ed->draft_text, 0);
	sb_init(&ed->row_text, 0);
	sb_init(&ed->log_old, 0);
	sb_init(&ed->log_new, 0);
	if (opt->bulk) {
		ed->seen = crm_calloc(KIND_NUMBERS, sizeof *ed->seen);
		ed->words = crm_calloc(EDIT_WORDS, sizeof *ed->words);
	}
	*out = ed;
	return CRM_OK;
}

static void kind_free(struct kind_edit *ke)
{
	if (!ke)
		return;
	db_finalize(ke->insert);
	db_finalize(ke->load);
	db_finalize(ke->remove);
	db_finalize(ke->remove_custom);
	db_finalize(ke->remove_empty);
	db_finalize(ke->find);
	for (size_t i = 0; i < ke->nupdate; i++)
		db_finalize(ke->update[i].st);
	for (size_t i = 0; i < ke->ncustom; i++) {
		db_finalize(ke->custom[i].load);
		db_finalize(ke->custom[i].save);
	}
	free(ke->custom);
	free(ke->runs);
	free(ke->touched);
	free(ke);
}

/* Statements must be gone before the transaction ends, so this comes first. */
static void statements_free(struct edit *ed)
{
	for (const struct edit_observer *const *o = edit_observers; *o; o++)
		if ((*o)->release)
			(*o)->release(ed);
	for (int i = 0; i < KIND_NUMBERS; i++) {
		kind_free(ed->kind[i]);
		ed->kind[i] = NULL;
	}
}

static void edit_free(struct edit *ed)
{
	sb_release(&ed->keys);
	sb_release(&ed->text);
	sb_release(&ed->draft_text);
	sb_release(&ed->row_text);
	sb_release(&ed->log_old);
	sb_release(&ed->log_new);
	arena_free(&ed->arena);
	free(ed->d->custom);
	free(ed->d);
	seen_free(ed);
	twins_free(ed);
	free(ed->words);
	free(ed);
}

static enum crm_status write_runs(struct edit *ed, const struct kind_edit *ke, struct crm_error *e)
{
	for (size_t i = 0; i < ke->nruns; i++) {
		enum crm_status s = db_run(ed->c->db, e,
		                           "INSERT INTO added(kind, first, last, batch) VALUES($1, $2, $3, $4)", 4,
		                           (int64_t)ke->k->no, ke->runs[i].first, ke->runs[i].last, ed->batch);

		if (s)
			return s;
	}
	if (!ke->counted || !ke->nruns) /* a number that was given back is no change */
		return CRM_OK;
	return db_run(
	        ed->c->db, e,
	        "INSERT INTO counter(kind, last) VALUES($1, $2) ON CONFLICT(kind) DO UPDATE SET last = excluded.last",
	        2, (int64_t)ke->k->no, ke->last);
}

static enum crm_status finish(struct edit *ed, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct edit_observer *const *o = edit_observers; *o && !s; o++)
		if ((*o)->flush)
			s = (*o)->flush(ed, e);
	for (int i = 0; i < KIND_NUMBERS && !s; i++)
		if (ed->kind[i])
			s = write_runs(ed, ed->kind[i], e);
	return s;
}

enum crm_status edit_commit(struct edit *ed, struct crm_error *e)
{
	struct db *db = ed->c->db;
	struct crm *c = ed->c;
	bool bulk = ed->opt.bulk && ed->batch;
	char country[sizeof c->set.country];
	enum crm_status s = phones_follow_setting(ed, country, e);

	if (!s)
		s = finish(ed, e);
	if (s || ed->opt.dry_run) {
		edit_abort(ed);
		return s;
	}
	statements_free(ed);
	s = db_commit(db, e);
	if (s)
		db_rollback(db);
	else
		e164_note(ed, e);
	edit_free(ed);
	if (!s)
		memcpy(c->set.country, country, sizeof country);
	if (!s && bulk)
		db_checkpoint(db);
	return s;
}

void edit_abort(struct edit *ed)
{
	if (!ed)
		return;
	statements_free(ed);
	db_rollback(ed->c->db);
	forget_names(ed);
	edit_free(ed);
}

struct crm *edit_context(struct edit *ed)
{
	return ed->c;
}

bool edit_changed(const struct edit *ed)
{
	return ed->batch != 0;
}
