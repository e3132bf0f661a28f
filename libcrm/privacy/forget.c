/* forget.c - crm_forget: a person leaves every table, the history, the index of words and the file;
 * figures of offers stay true.
 *
 * Forgetting ends with the file written anew (db_rewrite), always: pages that were free before may
 * hold texts of any time, and nothing tells whether they were overwritten. */
#include "forget_impl.h"

#include <stdlib.h>

#include "../store/search.h"
#include "../verb/write.h"
#include "../people/people_kinds.h"

static void forget_free(struct forget *f)
{
	free(f->needles);
	free(f->keys);
	keyed_free(f->keyed);
	sb_release(&f->fold);
	sb_release(&f->canon);
	sb_release(&f->plain);
	free(f->words);
	free(f->at);
	free(f->rows);
	free(f->terms);
	arena_free(&f->arena);
}

static enum crm_status count_offers(struct forget *f)
{
	enum crm_status s = edit_get(f->ed, f->e, &f->closed, "SELECT count(*) FROM offer "
		"WHERE contact=$1 AND state IN " STATES_CLOSED, f->id);

	return !s ? edit_get(f->ed, f->e, &f->open, "SELECT count(*) FROM offer "
		"WHERE contact=$1 AND state IN " STATES_ALIVE, f->id) : s;
}

/* The contact, and those merged into it. */
static enum crm_status find_contacts(struct forget *f)
{
	int64_t *old;
	size_t n;
	enum crm_status s = forget_ids(f, &old, &n, "SELECT old FROM alias "
		"WHERE kind=" SQL(KIND_CONTACT) " AND record=$1", f->id);

	f->contacts = arena_alloc(&f->arena, (n + 1) * sizeof *f->contacts);
	f->contacts[0] = f->id;
	f->ncontacts = n + 1;
	if (n)
		memcpy(f->contacts + 1, old, n * sizeof *old);
	return s;
}

static enum crm_status forget_one(struct forget *f)
{
	char text[32];
	enum crm_status s = find_contacts(f);

	id_format(text, &kind_contact, f->id);
	f->placeholder = arena_printf(&f->arena, "forgotten %s", text);
	if (!s)
		s = count_offers(f);
	if (!s)
		s = forget_load_terms(f);
	if (!s)
		s = forget_load_trace(f);
	if (!s)
		s = forget_find_keys(f);
	if (!s)
		s = forget_save_trace(f);
	if (!s)
		s = forget_linked(f);
	if (!s)
		s = forget_own(f);
	if (!s)
		s = forget_consents(f);
	if (!s)
		s = forget_elsewhere(f);
	return !s ? forget_history(f) : s;
}

/* ---- afterwards ---- */

static enum crm_status purge(struct crm *c, struct crm_error *e)
{
	enum crm_status s = db_begin_write(c->db, e);

	if (s)
		return s;
	s = search_purge(c->db, e);
	if (!s)
		s = db_commit(c->db, e);
	else
		db_rollback(c->db);
	/* pages that were free before, and what was overwritten in others, may hold texts of any
	 * time */
	return !s ? db_rewrite(c->db, e) : s;
}

/* The file itself, which was written anew. Words of the index stand in it as they are looked
 * for. */
static enum crm_status check_file(struct forget *f, bool explained)
{
	bool found;
	size_t which;
	enum crm_status s = f->nneedles ? db_file_holds(f->c->db, f->needles, f->nneedles, &found, &which, f->e)
	                                : CRM_OK;

	if (!s && f->nneedles && found && !explained)
		s = crm_fail(f->e, CRM_NO, "%s: the file still holds '%s'", db_path(f->c->db), f->needles[which].s);
	return s;
}

static enum crm_status check_one(struct forget *f)
{
	bool theirs;
	enum crm_status s = db_begin_read(f->c->db, f->e), places = CRM_OK;

	if (!s)
		places = forget_places(f, &theirs);
	db_rollback(f->c->db);
	if (!s && (places == CRM_OK || places == CRM_NO))
		s = check_file(f, places == CRM_NO || theirs || f->within);
	return s ? s : places;
}

static void say_kept(const struct forget *f)
{
	char text[32];

	id_format(text, &kind_contact, f->id);
	if (f->closed)
		crm_note(f->e,
		         "%s: %lld closed offer%s kept with figures and dates, for the accounts, without the person",
		         text, (long long)f->closed, f->closed == 1 ? " is" : "s are");
	if (!f->nkeys)
		crm_note(f->e, "%s: nothing is known any more that could be looked for; --also=TEXT names it", text);
	if (f->open)
		crm_note(f->e, "%s: %lld offer%s still open", text, (long long)f->open, f->open == 1 ? " is" : "s are");
}

static enum crm_status afterwards(struct crm *c, struct forget *f, size_t n, struct crm_error *e)
{
	enum crm_status s, one, written;

	db_keeps(c->db);
	s = written = purge(c, e);
	if (s && s != CRM_NO)
		crm_note(e, "the person is taken out of the records, but not of the file, which could not be written "
		            "anew: run this again");
	for (size_t i = 0; i < n && (!s || s == CRM_NO); i++) {
		say_kept(&f[i]);
		one = check_one(&f[i]);
		if (!one && !written)
			one = forget_drop_trace(&f[i]);
		s = !one ? s : one;
	}
	if (!s || s == CRM_NO)
		crm_note(e, "not reached: backups, dumps and exports made earlier, attached files, mails, "
		            "calendar files");
	return s;
}

/* What would be left, while a dry run's work stands. */
static enum crm_status foresee(struct forget *f, size_t n)
{
	enum crm_status s = CRM_OK, one;
	bool theirs;

	for (size_t i = 0; i < n && (!s || s == CRM_NO); i++) {
		one = forget_places(&f[i], &theirs);
		s = !one ? s : one;
	}
	return s;
}

/* ---- whom ---- */

/* A contact that was removed, or whose adding was taken back, is in the history all the same: by
 * its typed id it is forgotten there. */
static enum crm_status removed_id(struct crm *c, const char *text, int64_t *id, struct crm_error *e)
{
	const struct crm_kind *k;
	bool there = true;
	int64_t n = 0, named;
	enum crm_status s;

	*id = 0;
	if (!id_parse(text, strlen(text), &k, &named) || k->no != KIND_CONTACT)
		return CRM_OK;
	n = named;
	s = ref_exists(c, &kind_contact, &n, &there, e);
	if (!s && !there)
		s = db_get_int(c->db, e, &n, 0, "SELECT count(*) FROM removed "
			"WHERE kind=" SQL(KIND_CONTACT) " AND id=$1", 1, named);
	if (!s && !there && n)
		*id = named;
	return s;
}

static bool named_before(const struct target *t, size_t n, int64_t id)
{
	while (n && t[n - 1].id != id)
		n--;
	return n > 0;
}

/* Those that are there, then those that were removed; *out is the caller's to free. */
static enum crm_status persons(struct writer *wr, const char *const *refs, size_t n, const struct crm_ids *ids,
                               struct target **out, size_t *nout, struct crm_error *e)
{
	const char **there = crm_calloc(n + 1, sizeof *there);
	int64_t *gone = crm_calloc(n + 1, sizeof *gone);
	size_t nthere = 0, ngone = 0;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++) {
		s = removed_id(wr->c, refs[i], &gone[ngone], e);
		if (gone[ngone])
			ngone++;
		else
			there[nthere++] = refs[i];
	}
	if (!s)
		s = writer_targets(wr, &kind_contact, there, nthere, ids, out, nout, e);
	if (!s && ngone)
		*out = crm_realloc(*out, (*nout + ngone + 1) * sizeof(**out));
	for (size_t i = 0; i < ngone && !s; i++)
		if (!named_before(*out, *nout, gone[i]))
			(*out)[(*nout)++] = (struct target){.id = gone[i]};
	free(there);
	free(gone);
	return s;
}

enum crm_status crm_forget_names(struct crm *c, const char *const *refs, size_t n, struct strbuf *out,
                                 struct crm_error *e)
{
	enum crm_status s = db_begin_read(c->db, e);
	struct strbuf name = STRBUF_INIT;
	char text[32];
	int64_t id;

	for (size_t i = 0; i < n && !s; i++) {
		s = removed_id(c, refs[i], &id, e);
		if (!s && !id)
			s = ref_resolve(c, &kind_contact, refs[i], strlen(refs[i]), &id, e);
		sb_reset(&name);
		if (!s)
			s = ref_label(c, &kind_contact, id, &name, e);
		id_format(text, &kind_contact, id);
		sb_printf(out, name.len ? "%s%s (%s)" : "%s%s%s", i ? ", " : "", name.buf, text);
	}
	sb_release(&name);
	db_rollback(c->db);
	return s;
}

static enum crm_status forget_all(struct writer *wr, const struct target *t, size_t n, const struct crm_forget *opt,
                                  struct forget *f, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++) {
		f[i] = (struct forget){.c = wr->c, .ed = wr->ed, .e = e, .id = t[i].id, .opt = opt,
			.fold = STRBUF_INIT, .canon = STRBUF_INIT, .plain = STRBUF_INIT};
		s = forget_one(&f[i]);
		writer_touch(wr, &kind_contact, t[i].id);
	}
	return s;
}

enum crm_status crm_forget(struct crm *c, const char *const *refs, size_t n, const struct crm_ids *ids,
                           const struct crm_forget *opt, struct crm_write *w, struct crm_error *e)
{
	struct writer wr;
	struct target *t = NULL;
	struct forget *f = NULL;
	size_t nt = 0;
	enum crm_status s = CRM_OK, places = CRM_OK;

	for (size_t i = 0; i < opt->nalso; i++)
		if (!forget_words(opt->also[i], strlen(opt->also[i])))
			return crm_fail(e, CRM_USAGE, "--also wants a text that names the person");
	s = db_secure(c->db, e);
	if (!s)
		s = writer_begin(&wr, c, "forget", w, e);
	if (s)
		return s;
	wr.ed->opt.flags |= 4;
	s = persons(&wr, refs, n, ids, &t, &nt, e);
	f = crm_calloc(nt + 1, sizeof *f);
	if (!s)
		s = forget_all(&wr, t, nt, opt, f, e);
	if (!s && w->dry_run)
		places = foresee(f, nt);
	s = writer_end(&wr, s, e);
	if (!s && !w->dry_run && nt)
		s = afterwards(c, f, nt, e);
	for (size_t i = 0; i < nt; i++)
		forget_free(&f[i]);
	free(f);
	free(t);
	return !s ? places : s;
}
