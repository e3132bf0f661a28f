/* edit.c - beginning and end of an edit, its batch, the log of changes. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/utf8.h"
#include "../model/day.h"
#include "../people/people_kinds.h"


enum { BATCH_IMPORT = 1 };

/* The small tables may be others than they were. */
static void forget_names(struct edit *ed)
{
	static const int kinds[] = {KIND_USER, KIND_PIPELINE, KIND_STAGE, KIND_TERM, KIND_HOLIDAY};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		lookup_forget(ed->c, kinds[i]);
}

enum crm_status edit_begin(struct edit **out, struct crm *c, const struct edit_options *opt, struct crm_error *e)
{
	struct edit *ed;
	enum crm_status st = db_begin_write(c->db, e);

	if (st != CRM_OK)
		return st;
	ed = crm_calloc(1, sizeof(*ed));
	ed->c = c;
	ed->d = crm_calloc(1, sizeof(*ed->d));
	forget_names(ed); /* what was read before the lock was taken may have been changed by others */
	ed->opt = *opt;
	sb_init(&ed->keys, 0);
	sb_init(&ed->text, 0);
	sb_init(&ed->draft_text, 0);
	sb_init(&ed->row_text, 0);
	sb_init(&ed->log_old, 0);
	sb_init(&ed->log_new, 0);
	if (opt->bulk) {
		ed->seen = crm_calloc(EDIT_KINDS, sizeof(*ed->seen));
		ed->words = crm_calloc(EDIT_WORDS, sizeof(*ed->words));
	}
	*out = ed;
	return CRM_OK;
}

struct kind_edit *edit_kind(struct edit *ed, const struct crm_kind *k)
{
	struct kind_edit *ke = ed->kind[k->no];

	if (ke)
		return ke;
	ke = ed->kind[k->no] = crm_calloc(1, sizeof(*ke));
	ke->k = k = kind_by_no(k->no); /* not a view of it */
	for (size_t i = 0; i < sizeof(ke->slot); i++)
		ke->slot[i] = -1;
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (!field_is_column(f))
			continue;
		ke->slot[f->no < 80 ? f->no : f->no - 820] = (signed char)ke->ncol;
		if (f->no == rules_of(k)->country)
			ke->country = UINT64_C(1) << ke->ncol;
		if ((f->flags & F_PHONE) && rules_of(k)->country)
			ke->phones |= UINT64_C(1) << ke->ncol;
		ke->col[ke->ncol++] = f;
	}
	return ke;
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
	search_edit_free(ke->search);
	free(ke->custom);
	free(ke->runs);
	free(ke->touched);
	free(ke);
}

/* Statements must be gone before the transaction ends, so this comes first. */
static void statements_free(struct edit *ed)
{
	pipeline_rules_free(ed);
	db_finalize(ed->insert_moves);
	ed->insert_moves = NULL;
	for (int i = 0; i < EDIT_KINDS; i++) {
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
	free(ed->entered);
	free(ed->required);
	seen_free(ed);
	free(ed->words);
	free(ed);
}

static enum crm_status write_runs(struct edit *ed, const struct kind_edit *ke, struct crm_error *e)
{
	for (size_t i = 0; i < ke->nruns; i++) {
		enum crm_status st = db_run(ed->c->db, e, "INSERT INTO added(kind, first, last, batch) VALUES($1, $2, $3, $4)", 4,
		                            (int64_t)ke->k->no, ke->runs[i].first, ke->runs[i].last, ed->batch);

		if (st != CRM_OK)
			return st;
	}
	if (!ke->counted)
		return CRM_OK;
	return db_run(ed->c->db, e, "INSERT INTO counter(kind, last) VALUES($1, $2) ON CONFLICT(kind) DO UPDATE SET last = excluded.last",
	              2, (int64_t)ke->k->no, ke->last);
}

static enum crm_status finish(struct edit *ed, struct crm_error *e)
{
	enum crm_status st = moves_flush(ed, e);

	if (st == CRM_OK)
		st = rollup_run(ed, e);
	for (int i = 0; i < EDIT_KINDS && st == CRM_OK; i++)
		if (ed->kind[i])
			st = write_runs(ed, ed->kind[i], e);
	return st;
}

enum crm_status edit_commit(struct edit *ed, struct crm_error *e)
{
	struct db *db = ed->c->db;
	struct crm *c = ed->c;
	bool bulk = ed->opt.bulk && ed->batch;
	char country[sizeof(c->set.country)];
	enum crm_status st = finish(ed, e);

	if (st == CRM_OK)
		st = phones_follow_setting(ed, country, e);
	if (st == CRM_OK && !ed->opt.dry_run)
		st = search_flush(ed, e);
	if (st != CRM_OK || ed->opt.dry_run) {
		edit_abort(ed);
		return st;
	}
	statements_free(ed);
	st = db_commit(db, e);
	if (st != CRM_OK)
		db_rollback(db);
	else
		e164_note(ed, e);
	edit_free(ed);
	if (st == CRM_OK)
		memcpy(c->set.country, country, sizeof(country));
	if (st == CRM_OK && bulk)
		db_checkpoint(db);
	return st;
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

int64_t edit_batch(struct edit *ed, struct crm_error *e)
{
	return edit_need_batch(ed, e) == CRM_OK ? ed->batch : 0;
}

bool edit_changed(const struct edit *ed)
{
	return ed->batch != 0;
}

enum crm_status edit_get_int(struct edit *ed, struct crm_error *e, int64_t *out, const char *sql, const int64_t *p, int n)
{
	struct stmt *st = db_cached(ed->c->db, sql, e);
	enum db_step s;

	*out = 0;
	if (!st)
		return edit_failed(e);
	for (int i = 0; i < n; i++)
		db_bind_int(st, i + 1, p[i]);
	s = db_step(st, e);
	if (s == DB_ROW)
		*out = db_int(st, 0);
	db_reset(st);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

/* ---- the batch ---- */

enum crm_status edit_find_me(struct edit *ed, int64_t *id, struct crm_error *e)
{
	enum crm_status st = lookup_users(ed->c, e);

	*id = st == CRM_OK ? names_id(&ed->c->users, ed->c->env.user, strlen(ed->c->env.user)) : 0;
	return st;
}

/* A record for ever: a slip of the pen in --user must not make one unseen. The first user comes with the database. */
static void note_user(const struct edit *ed)
{
	struct crm *c = ed->c;
	const char *near;

	if (!c->notes || !c->users.n)
		return;
	near = utf8_nearest(c->env.user, names_list(c, &c->users));
	crm_note(c->notes, "user '%s' is new here%s%s%s", c->env.user, near ? ", close to '" : "", near ? near : "", near ? "'" : "");
}

static enum crm_status make_user(struct edit *ed, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_user);
	struct value v[EDIT_COLUMNS] = {0};
	const struct crm_env *env = &ed->c->env;
	const char *full = env->user_full || !env->full_name ? env->user_full : env->full_name(env->user);
	enum crm_status st;

	note_user(ed);
	v[edit_slot(ke, USER_NAME)] = value_text(ed->c->env.user, strlen(ed->c->env.user));
	if (full)
		v[edit_slot(ke, USER_FULL)] = value_text(full, strlen(full));
	v[edit_slot(ke, USER_ACTIVE)] = VALUE_INT(1);
	st = row_new_id(ed, ke, &ed->me, e);
	if (st == CRM_OK)
		st = row_insert(ed, ke, ed->me, v, NULL, e);
	ed->new_me = st == CRM_OK;
	return st;
}

/* Times of batches never fall, so that "as of" and undo can order by them. */
static enum crm_status batch_time(struct edit *ed, struct crm_error *e)
{
	const struct crm *c = ed->c;
	int64_t last = 0;
	enum crm_status st = db_get_int(c->db, e, &last, 0, "SELECT at FROM batch ORDER BY id DESC LIMIT 1", 0);

	ed->at = last > c->env.now ? last : c->env.now;
	ed->created_day = crm_day(c, ed->at);
	return st;
}

static enum crm_status insert_batch(struct edit *ed, struct crm_error *e)
{
	const struct crm_env *env = &ed->c->env;
	const char *tool = env->tool ? env->tool : "libcrm", *verb = ed->opt.verb ? ed->opt.verb : "";
	struct stmt *st = db_cached(ed->c->db, "INSERT INTO batch(id, at, by, tool, verb, flags) VALUES($1, $2, $3, $4, $5, $6)", e);
	enum db_step s;

	if (!st)
		return edit_failed(e);
	db_bind_int(st, 1, ed->batch);
	db_bind_int(st, 2, ed->at);
	if (ed->me)
		db_bind_int(st, 3, ed->me);
	else
		db_bind_null(st, 3);
	db_bind_text(st, 4, tool, strlen(tool));
	db_bind_text(st, 5, verb, strlen(verb));
	db_bind_int(st, 6, ed->opt.flags | (ed->opt.bulk ? BATCH_IMPORT : 0));
	s = db_step(st, e);
	db_reset(st);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

enum crm_status edit_need_batch(struct edit *ed, struct crm_error *e)
{
	int64_t last = 0;
	enum crm_status st;

	if (ed->batch)
		return CRM_OK;
	st = edit_get(ed, e, &last, "SELECT last FROM counter WHERE kind = $1", KIND_NONE);
	if (st == CRM_OK)
		st = batch_time(ed, e);
	if (st == CRM_OK && ed->c->env.user)
		st = edit_find_me(ed, &ed->me, e);
	if (st != CRM_OK)
		return st;
	ed->batch = last + 1; /* set before the user is made: making him is a change of this batch */
	if (!ed->me && ed->c->env.user && ed->c->env.user[0])
		st = make_user(ed, e);
	if (st == CRM_OK)
		st = insert_batch(ed, e);
	if (st == CRM_OK)
		st = db_run(ed->c->db, e,
		            "INSERT INTO counter(kind, last) VALUES(0, $1) ON CONFLICT(kind) DO UPDATE SET last = excluded.last", 1,
		            ed->batch);
	return st;
}

enum crm_status edit_me(struct edit *ed, int64_t *id, struct crm_error *e)
{
	enum crm_status st = edit_need_batch(ed, e);

	*id = ed->me;
	return st;
}

/* ---- history and watcher ---- */

static void bind_raw(struct stmt *st, int i, struct strbuf *b, struct value v)
{
	if (v.is == V_NULL) {
		db_bind_null(st, i);
		return;
	}
	sb_reset(b);
	value_raw(b, v);
	db_bind_text(st, i, b->buf, b->len);
}

enum crm_status edit_log(struct edit *ed, int kind, int64_t id, int field, struct value old, struct value v, struct crm_error *e)
{
	static const char sql[] = "INSERT INTO change(batch, seq, kind, id, field, old, new) VALUES($1, $2, $3, $4, $5, $6, $7)";
	enum crm_status s = edit_need_batch(ed, e);
	struct stmt *st = s == CRM_OK ? db_cached(ed->c->db, sql, e) : NULL;
	enum db_step step;

	if (!st)
		return s != CRM_OK ? s : edit_failed(e);
	db_bind_int(st, 1, ed->batch);
	db_bind_int(st, 2, ++ed->seq);
	db_bind_int(st, 3, kind);
	db_bind_int(st, 4, id);
	db_bind_int(st, 5, field);
	bind_raw(st, 6, &ed->log_old, old);
	bind_raw(st, 7, &ed->log_new, v);
	step = db_step(st, e);
	db_reset(st);
	return step == DB_FAIL ? edit_failed(e) : CRM_OK;
}

/* Names are printed from the small tables, which a change may just have dropped. */
static void load_names(struct crm *c, const struct crm_field *f)
{
	if (f->type == T_TERM)
		lookup_terms(c, NULL);
	else if (f->type == T_REF && f->ref == KIND_USER)
		lookup_users(c, NULL);
	else if (f->type == T_REF && f->ref == KIND_PIPELINE)
		lookup_pipelines(c, NULL);
	else if (f->type == T_REF && f->ref == KIND_STAGE)
		lookup_stages(c, NULL);
}

void edit_tell(struct edit *ed, const char *what, const struct crm_kind *k, int64_t id, const struct crm_field *f, struct value old,
	       struct value v, int currency)
{
	struct edit_change ch = {.what = what, .kind = k, .id = id, .field = f->name};

	load_names(ed->c, f);
	sb_reset(&ed->log_old);
	sb_reset(&ed->log_new);
	if (old.is != V_NULL) {
		value_format(ed->c, f, old, currency, &ed->log_old);
		ch.old = ed->log_old.buf;
	}
	if (v.is != V_NULL) {
		value_format(ed->c, f, v, currency, &ed->log_new);
		ch.new = ed->log_new.buf;
	}
	ed->opt.watch(ed->opt.arg, &ch);
}
