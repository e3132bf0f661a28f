/* batch.c - what all parts of an edit stand on: kinds as it writes them, its batch, the log of
 * changes, the observers. */
#include "edit_impl.h"

#include "../model/day.h"

struct kind_edit *edit_kind(struct edit *ed, const struct crm_kind *k)
{
	struct kind_edit *ke = ed->kind[k->no];

	if (ke)
		return ke;
	ke = ed->kind[k->no] = crm_calloc(1, sizeof *ke);
	ke->k = k = kind_by_no(k->no); /* not a view of it */
	for (size_t i = 0; i < sizeof ke->slot; i++)
		ke->slot[i] = -1;
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (!field_is_column(f))
			continue;
		ke->slot[edit_slot_of(f->no)] = (signed char)ke->ncol;
		if (f->no == rules_of(k)->country)
			ke->country = UINT64_C(1) << ke->ncol;
		if ((f->flags & F_PHONE) && rules_of(k)->country)
			ke->phones |= UINT64_C(1) << ke->ncol;
		ke->col[ke->ncol++] = f;
	}
	return ke;
}

/* ---- questions ---- */

void bind_value(struct stmt *st, int i, struct value v)
{
	if (v.is == V_INT)
		db_bind_int(st, i, v.i);
	else if (v.is == V_TEXT)
		db_bind_text(st, i, v.s, v.n);
	else
		db_bind_null(st, i);
}

enum crm_status edit_ask(struct edit *ed, const char *sql, const struct value *p, int n, int64_t *id,
                         struct crm_error *e)
{
	struct query q = query(ed->c->db, e, sql);

	for (int i = 0; i < n && q.st; i++)
		bind_value(q.st, i + 1, p[i]);
	return query_get(&q, id, 0);
}

enum crm_status edit_get_int(struct edit *ed, struct crm_error *e, int64_t *out, const char *sql, const int64_t *p,
                             int n)
{
	struct value v[8];

	if (n > (int)(sizeof v / sizeof v[0]))
		return crm_fail(e, CRM_INTERNAL, "%d parameters for: %s", n, sql);
	for (int i = 0; i < n; i++)
		v[i] = VALUE_INT(p[i]);
	return edit_ask(ed, sql, v, n, out, e);
}

/* ---- observers ---- */

void **edit_state(struct edit *ed, const struct edit_observer *o)
{
	size_t i = 0;

	while (edit_observers[i] != o)
		i++;
	return &ed->state[i];
}

enum crm_status edit_observe(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old,
                             const struct value *v, uint64_t mask, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct edit_observer *const *o = edit_observers; *o && !s; o++)
		if ((*o)->row)
			s = (*o)->row(ed, ke, id, old, v, mask, e);
	return s;
}

/* ---- the batch ---- */

enum crm_status edit_find_me(struct edit *ed, int64_t *id, struct crm_error *e)
{
	enum crm_status s = lookup_users(ed->c, e);

	*id = !s ? names_id(&ed->c->users, ed->c->env.user, strlen(ed->c->env.user)) : 0;
	return s;
}

/* Times of batches never fall, so that "as of" and undo can order by them. */
static enum crm_status batch_time(struct edit *ed, struct crm_error *e)
{
	const struct crm *c = ed->c;
	int64_t last = 0;
	enum crm_status s = db_get_int(c->db, e, &last, 0, "SELECT at FROM batch ORDER BY id DESC LIMIT 1", 0);

	ed->at = last > c->env.now ? last : c->env.now;
	ed->created_day = crm_day(c, ed->at);
	return s;
}

static enum crm_status insert_batch(struct edit *ed, struct crm_error *e)
{
	const struct crm_env *env = &ed->c->env;
	const char *tool = env->tool ? env->tool : "libcrm", *verb = ed->opt.verb ? ed->opt.verb : "";
	struct query q = query(ed->c->db, e,
	                       "INSERT INTO batch(id, at, flags, by, tool, verb) VALUES($1, $2, $3, $4, $5, $6)",
	                       ed->batch, ed->at, ed->opt.flags | (ed->opt.bulk ? BATCH_IMPORT : 0));

	if (ed->me)
		query_int(&q, 4, ed->me);
	else
		query_null(&q, 4);
	query_text(&q, 5, tool, strlen(tool));
	query_text(&q, 6, verb, strlen(verb));
	return query_run(&q);
}

enum crm_status edit_need_batch(struct edit *ed, struct crm_error *e)
{
	int64_t last = 0;
	enum crm_status s;

	if (ed->batch)
		return CRM_OK;
	s = edit_get(ed, e, &last, "SELECT last FROM counter WHERE kind = $1", KIND_NONE);
	if (!s)
		s = batch_time(ed, e);
	if (!s && ed->c->env.user)
		s = edit_find_me(ed, &ed->me, e);
	if (s)
		return s;
	ed->batch = last + 1; /* set before: what they write is a change of this batch */
	for (const struct edit_observer *const *o = edit_observers; *o && !s; o++)
		if ((*o)->begin)
			s = (*o)->begin(ed, e);
	if (!s)
		s = insert_batch(ed, e);
	if (!s)
		s = db_run(ed->c->db, e,
		           "INSERT INTO counter(kind, last) VALUES(0, $1) ON CONFLICT(kind) DO UPDATE SET last = "
		           "excluded.last",
		           1, ed->batch);
	return s;
}

int64_t edit_batch(struct edit *ed, struct crm_error *e)
{
	return edit_need_batch(ed, e) == CRM_OK ? ed->batch : 0;
}

enum crm_status edit_me(struct edit *ed, int64_t *id, struct crm_error *e)
{
	enum crm_status s = edit_need_batch(ed, e);

	*id = ed->me;
	return s;
}

/* ---- history and watcher ---- */

static void bind_raw(struct query *q, int i, struct strbuf *b, struct value v)
{
	if (v.is == V_NULL) {
		query_null(q, i);
		return;
	}
	sb_reset(b);
	value_raw(b, v);
	query_text(q, i, b->buf, b->len);
}

enum crm_status edit_log(struct edit *ed, int kind, int64_t id, int field, struct value old, struct value v,
                         struct crm_error *e)
{
	enum crm_status s = edit_need_batch(ed, e);
	struct query q;

	if (s)
		return s;
	q = query(ed->c->db, e,
	          "INSERT INTO change(batch, seq, kind, id, field, old, new) VALUES($1, $2, $3, $4, $5, $6, $7)",
	          ed->batch, ++ed->seq, kind, id, field);
	bind_raw(&q, 6, &ed->log_old, old);
	bind_raw(&q, 7, &ed->log_new, v);
	return query_run(&q);
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

void edit_tell(struct edit *ed, const char *what, const struct crm_kind *k, int64_t id, const struct crm_field *f,
               struct value old, struct value v, int currency)
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
