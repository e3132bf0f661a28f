/* history_refs.c - what stands in the way of an undo: later changes, and references that would lead
 * nowhere. */
#include "history_impl.h"

#include <stdlib.h>

#include "../model/catalog.h"
#include "../model/lookup.h"

#define CIRCLE_MAX 10000 /* steps up after which a circle is one of others */

/* ---- saying so ---- */

/* Configuration, users and words by their names, also when they are gone already. */
static void record_name(struct undo *u, const struct crm_kind *k, int64_t id, struct strbuf *out)
{
	const struct crm_field *f = k->no == KIND_TERM     ? kind_field(k, "word")
	                            : (k->flags & K_NAMED) ? kind_field(k, "name")
	                                                   : NULL;
	struct history_row row = HISTORY_ROW_INIT;
	struct value v = VALUE_NULL;
	char text[32];
	bool found = true;

	sb_printf(out, "%s ", k->name);
	if (f && peek_read(&u->peek, k, f, id, &v, &found, u->e))
		found = true;
	if (!found && !history_row_removed(u->c, k, id, &row, &found, u->e) && found)
		v = history_row_value(&row, f->no);
	if (v.is == V_TEXT)
		sb_add(out, v.s, v.n);
	else
		sb_add(out, text, id_format(text, k, id));
	history_row_free(&row);
}

static bool said(const struct crm_error *e, const char *text)
{
	for (size_t i = 0; i < e->n; i++)
		if (!e->list[i].note && strcmp(e->list[i].text, text) == 0)
			return true;
	return false;
}

void undo_collision(struct undo *u, const struct crm_kind *k, int64_t id, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	va_list ap;

	record_name(u, k, id, &text);
	sb_adds(&text, ": ");
	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	if (!said(u->e, text.buf))
		crm_fail(u->e, CRM_FORBIDDEN, "%s", text.buf);
	u->collided = true;
	sb_release(&text);
}

/* "b44 by anna" */
static const char *batch_by(struct undo *u, int64_t batch, char *out, size_t size)
{
	const char *name = "";
	int64_t by = 0;

	if (!db_get_int(u->db, u->e, &by, 0, "SELECT by FROM batch WHERE id=$1", 1, batch) && !lookup_users(u->c, u->e))
		name = names_name(&u->c->users, by);
	snprintf(out, size, *name ? "b%lld by %s" : "b%lld", (long long)batch, name);
	return out;
}

/* ---- later changes ---- */

/* Not in the way: batches undone (those undone along have been marked before), and undos of batches
 * later than ours: they left what they found. */
#define LATER \
	"SELECT c.batch, c.field FROM change c JOIN batch b ON b.id=c.batch " \
	"WHERE c.kind=$1 AND c.id=$2 AND c.batch > $3 AND c.batch < $4 AND b.undone IS NULL " \
	"AND ((b.flags & " SQL(BATCH_UNDO) ")=0 OR EXISTS (SELECT 1 FROM undoing u JOIN change o " \
	"ON o.batch=u.target AND o.kind=c.kind AND o.id=c.id AND o.field=c.field WHERE u.batch=c.batch AND u.target <= $3))"

enum crm_status later_changes(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                              bool report, bool *any)
{
	struct query q;
	char who[128];

	*any = false;
	if (u->batch == u->target + 1)
		return CRM_OK;
	q = query(u->db, u->e, f ? LATER " AND c.field=$5" : LATER, k->no, id, u->target, u->batch);
	if (f)
		query_int(&q, 5, f->no);
	while (query_row(&q)) {
		const struct crm_field *hit = f ? f : catalog_field_no(u->c, k, (int)db_int(q.st, 1));
		if (!f && hit && hit->class == C_ROLLED)
			continue;
		*any = true;
		if (report)
			undo_collision(u, k, id, "%s was changed again in %s", hit ? hit->name : "a field",
			               batch_by(u, db_int(q.st, 0), who, sizeof who));
	}
	return query_end(&q);
}

static enum crm_status removed_by(struct undo *u, const struct crm_kind *k, int64_t id, int64_t *batch)
{
	return db_get_int(u->db, u->e, batch, 0, "SELECT max(batch) FROM removed WHERE kind=$1 AND id=$2 AND batch<>$3",
	                  3, (int64_t)k->no, id, u->batch);
}

/* " into c1" where the record was merged into another, which stands for it. */
static enum crm_status merged_into(struct undo *u, const struct crm_kind *k, int64_t id, char *out, size_t size)
{
	int64_t record;
	char text[32];
	enum crm_status s = db_get_int(u->db, u->e, &record, 0, "SELECT record FROM alias WHERE kind=$1 AND old=$2", 2,
	                               (int64_t)k->no, id);

	id_format(text, k, record);
	snprintf(out, size, "%s%s", s || !record ? "" : " into ", s || !record ? "" : text);
	return s;
}

enum crm_status later_removal(struct undo *u, const struct crm_kind *k, int64_t id)
{
	int64_t batch;
	char who[128], into[48];
	enum crm_status s = removed_by(u, k, id, &batch);

	if (!s)
		s = merged_into(u, k, id, into, sizeof into);
	if (!s && batch)
		undo_collision(u, k, id, "was %s%s in %s", *into ? "merged" : "removed", into,
		               batch_by(u, batch, who, sizeof who));
	else if (!s)
		undo_collision(u, k, id, "is not there any more");
	return s;
}

/* ---- configuration in use ---- */

static enum crm_status uses(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_kind *by,
                            const char *sql, bool *used)
{
	int64_t first;
	char text[32];
	enum crm_status s = db_get_int(u->db, u->e, &first, 0, sql, 0);

	*used = !s && first;
	if (*used) {
		id_format(text, by, first);
		undo_collision(u, k, id, "%s %s uses it", by->name, text);
	}
	return s;
}

static enum crm_status integer(struct undo *u, const struct crm_kind *k, const char *field, int64_t id, int64_t *v)
{
	struct value cell;
	bool found;
	enum crm_status s = peek_read(&u->peek, k, kind_field(k, field), id, &cell, &found, u->e);

	*v = cell.i;
	return s;
}

enum crm_status config_in_use(struct undo *u, const struct crm_kind *k, int64_t id, bool *used)
{
	const struct crm_kind *owner;
	int64_t kind = 0, number = 0, field = id;
	char sql[256];
	enum crm_status s = CRM_OK;

	if (k->no == KIND_STAGE) {
		snprintf(sql, sizeof sql,
		         "SELECT offer FROM stage_move WHERE void IS NULL AND (to_stage=%lld OR from_stage=%lld) LIMIT "
		         "1",
		         (long long)id, (long long)id);
		return uses(u, k, id, kind_by_no(KIND_OFFER), sql, used);
	}
	if (k->no != KIND_FIELD && k->no != KIND_CHOICE)
		return CRM_OK;
	if (k->no == KIND_CHOICE && (!(s = integer(u, k, "field", id, &field))))
		s = integer(u, k, "number", id, &number);
	if (!s)
		s = integer(u, kind_by_no(KIND_FIELD), "kind", field, &kind);
	owner = kind_by_no((int)kind);
	if (s || !owner)
		return s;
	snprintf(sql, sizeof sql, "SELECT id FROM %s_x WHERE x_%lld", owner->table, (long long)field);
	if (k->no == KIND_FIELD)
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql), " IS NOT NULL LIMIT 1");
	else
		snprintf(sql + strlen(sql), sizeof sql - strlen(sql), "=%lld LIMIT 1", (long long)number);
	return uses(u, k, id, owner, sql, used);
}

/* ---- references ---- */

void undo_restored(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f, int kind,
                   int64_t target)
{
	GROW(u->restored, u->nrestored, u->arestored);
	u->restored[u->nrestored++] = (struct restored){k, id, f, kind, target};
}

int field_target(const struct crm_field *f, int64_t poly)
{
	return f->type == T_TERM ? KIND_TERM : f->type != T_REF ? 0 : f->ref ? f->ref : (int)poly;
}

/* An older batch undone along may have taken the reference, or the record, away again. */
static enum crm_status restored_alive(struct undo *u, const struct restored *r)
{
	const struct crm_kind *to = kind_by_no(r->kind);
	struct value now;
	bool found;
	int64_t batch;
	char who[128], text[32], into[48];
	enum crm_status s = to ? peek_exists(&u->peek, to, r->target, &found, u->e) : CRM_OK;

	if (s || !to || found)
		return s;
	s = peek_read(&u->peek, r->k, r->f, r->id, &now, &found, u->e);
	if (s || !found || now.i != r->target)
		return s;
	s = removed_by(u, to, r->target, &batch);
	if (!s)
		s = merged_into(u, to, r->target, into, sizeof into);
	id_format(text, to, r->target);
	if (!s && batch)
		undo_collision(u, r->k, r->id, "%s %s was %s%s in %s", r->f->name, text, *into ? "merged" : "removed",
		               into, batch_by(u, batch, who, sizeof who));
	else if (!s)
		undo_collision(u, r->k, r->id, "%s %s is not there any more", r->f->name, text);
	return s;
}

/* A parent or manager that came back must not stand below the record by now. */
static enum crm_status restored_circle(struct undo *u, const struct restored *r)
{
	struct value up = VALUE_INT(r->id);
	bool found = true;
	enum crm_status s = CRM_OK;

	/* the first task of a series is its own */
	if (r->kind != r->k->no || r->k->no == KIND_TASK || (r->f->flags & F_CUSTOM))
		return CRM_OK;
	for (int depth = 0; !s && found && up.is == V_INT && depth < CIRCLE_MAX; depth++) {
		s = peek_read(&u->peek, r->k, r->f, up.i, &up, &found, u->e);
		if (!s && up.is == V_INT && up.i == r->id) {
			undo_collision(u, r->k, r->id, "its %s would lead in a circle", r->f->name);
			break;
		}
	}
	return s;
}

static int by_record(const void *a, const void *b)
{
	const struct taken *x = a, *y = b;

	return x->kind != y->kind ? int64_order(x->kind, y->kind) : int64_order(x->id, y->id);
}

static int by_run(const void *key, const void *run)
{
	const struct taken *x = key, *y = run;

	return x->kind != y->kind ? int64_order(x->kind, y->kind) : x->id < y->id ? -1 : x->id > y->last;
}

static struct taken *find_taken(const struct undo *u, int kind, int64_t id)
{
	const struct taken key = {.kind = kind, .id = id};

	return bsearch(&key, u->taken, u->ntaken, sizeof *u->taken, by_run);
}

/* The batch a present reference comes from; `added` is the run its record was added with. */
static enum crm_status refers_since(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                                    int64_t added, int64_t *batch, bool *ours)
{
	int64_t n = 0;
	enum crm_status s = db_get_int(
	        u->db, u->e, batch, added,
	        "SELECT max(batch) FROM change WHERE kind=$1 AND id=$2 AND field=$3 AND batch < $4", 4, (int64_t)k->no,
	        id, (int64_t)f->no, u->batch);

	if (!s)
		s = db_get_int(u->db, u->e, &n, 0, "SELECT count(*) FROM undoing WHERE batch=$1 AND target=$2", 2,
		               u->batch, *batch);
	*ours = n > 0;
	return s;
}

/* It stands for another one that was merged into it. */
static enum crm_status merged_since(struct undo *u, const struct crm_kind *k, int64_t target, int64_t alias,
                                    const char *who)
{
	int64_t old;
	char text[32];
	enum crm_status s = db_get_int(u->db, u->e, &old, 0, "SELECT old FROM alias WHERE id=$1", 1, alias);

	id_format(text, k, old);
	if (!s)
		undo_collision(u, k, target, "%s was merged into it in %s", text, who);
	return s;
}

/* A present cell refers to (kind, target): is that gone? A reference our own batches made is there
 * only because it collided, which has been said, or because users stay who have changed
 * something. */
static enum crm_status reference(struct undo *u, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                                 int kind, int64_t target, int64_t added)
{
	struct taken *t = find_taken(u, kind, target);
	int64_t batch;
	char who[128], text[32];
	bool ours;
	enum crm_status s;

	if (!t)
		return CRM_OK;
	t->used = true;
	if (t->word)
		return CRM_OK;
	s = refers_since(u, k, id, f, added, &batch, &ours);
	if (s || (ours && k->no != KIND_USER))
		return s;
	if (k->no == KIND_ALIAS)
		return merged_since(u, kind_by_no(kind), target, id, batch_by(u, batch, who, sizeof who));
	id_format(text, k, id);
	undo_collision(u, kind_by_no(kind), target, "%s %s refers to it since %s", k->name, text,
	               batch_by(u, batch, who, sizeof who));
	return CRM_OK;
}

/* The fields of a kind that may refer to what is gone: kinds is a mask of their kinds. */
struct ref_fields { const struct crm_field *f[32]; size_t n; bool poly, custom; };

static void ref_fields(struct undo *u, const struct crm_kind *k, uint64_t kinds, struct ref_fields *r)
{
	size_t ncustom = catalog_count(u->c, k);

	*r = (struct ref_fields){.n = 0};
	for (size_t i = 0; i < k->nfields + ncustom && r->n < 32; i++) {
		const struct crm_field *f = i < k->nfields ? &k->fields[i] : catalog_at(u->c, k, i - k->nfields);
		bool custom = i >= k->nfields;
		int to = field_target(f, 0);
		if (custom ? !(f->flags & F_CUSTOM) : !field_is_column(f))
			continue;
		if ((f->type != T_REF && f->type != T_TERM) || (to && !(kinds >> to & 1)))
			continue;
		r->f[r->n++] = f;
		r->poly |= !to;
		r->custom |= custom;
	}
}

static enum crm_status prepare_refs(struct undo *u, const struct crm_kind *k, const struct ref_fields *r,
                                    struct stmt **st)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_printf(&sql, "SELECT t.id, %s", r->poly ? "t.kind" : "0");
	for (size_t i = 0; i < r->n; i++) {
		if (r->f[i]->flags & F_CUSTOM)
			sb_printf(&sql, ", x.x_%d", r->f[i]->no - FIELD_CUSTOM);
		else
			sb_printf(&sql, ", t.%s", field_column(r->f[i]));
	}
	sb_printf(&sql, " FROM %s t", k->table);
	if (r->custom)
		sb_printf(&sql, " LEFT JOIN %s_x x ON x.id=t.id", k->table);
	sb_adds(&sql, " WHERE t.id BETWEEN $1 AND $2");
	s = db_prepare(u->db, st, sql.buf, u->e);
	sb_release(&sql);
	return s;
}

static enum crm_status run_references(struct undo *u, const struct crm_kind *k, const struct ref_fields *r,
                                      struct query q, int64_t added)
{
	struct stmt *st = q.st;

	while (query_row(&q))
		for (size_t i = 0; i < r->n && !q.s; i++)
			if (!db_null(st, (int)i + 2))
				q.s = reference(u, k, db_int(st, 0), r->f[i], field_target(r->f[i], db_int(st, 1)),
				                db_int(st, (int)i + 2), added);
	return query_end(&q);
}

/* Only what was added or changed since can refer to what was added then. Records of one kind, added
 * since. */
static enum crm_status references_of_added(struct undo *u, const struct crm_kind *k, uint64_t kinds)
{
	struct query runs;
	struct stmt *st = NULL;
	struct ref_fields r;

	ref_fields(u, k, kinds, &r);
	if (!r.n)
		return CRM_OK;
	runs = query(u->db, u->e, "SELECT first, last, batch FROM added WHERE batch >= $1 AND " DB_NO_INDEX "kind=$2",
	             u->first, k->no);
	while (query_row(&runs)) {
		if (!st && (runs.s = prepare_refs(u, k, &r, &st)))
			break;
		runs.s = run_references(u, k, &r, query_again(st, u->e, db_int(runs.st, 0), db_int(runs.st, 1)),
		                        db_int(runs.st, 2));
	}
	db_finalize(st);
	return query_end(&runs);
}

static enum crm_status changed_reference(struct undo *u, const struct crm_kind *k, int64_t id,
                                         const struct crm_field *f, int64_t target, int64_t batch)
{
	struct value now, poly = VALUE_NULL;
	bool found;
	enum crm_status s = CRM_OK;

	if (f->type == T_REF && !f->ref)
		s = peek_read(&u->peek, k, kind_field(k, "kind"), id, &poly, &found, u->e);
	if (s || !find_taken(u, field_target(f, poly.i), target))
		return s;
	s = peek_read(&u->peek, k, f, id, &now, &found, u->e);
	if (s || now.is != V_INT || now.i != target)
		return s;
	return reference(u, k, id, f, field_target(f, poly.i), target, batch);
}

/* Cells changed since. */
static enum crm_status references_of_changed(struct undo *u)
{
	struct query q = query(
	        u->db, u->e,
	        "SELECT kind, id, field, new, batch FROM change WHERE batch >= $1 AND batch < $2 AND new IS NOT NULL",
	        u->first, u->batch);

	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		const struct crm_field *f = k ? catalog_field_no(u->c, k, (int)db_int(q.st, 2)) : NULL;
		if (f && (f->type == T_REF || f->type == T_TERM))
			q.s = changed_reference(u, k, db_int(q.st, 1), f, db_int(q.st, 3), db_int(q.st, 4));
	}
	return query_end(&q);
}

static enum crm_status remove_words(struct undo *u)
{
	const struct crm_kind *k = kind_by_no(KIND_TERM);
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < u->ntaken && !s; i++) {
		if (!u->taken[i].word || u->taken[i].used)
			continue;
		s = edit_tell_record(u->ed, &u->peek, "rm", k, u->taken[i].id, u->e);
		if (!s)
			s = edit_row_rm(u->ed, k, u->taken[i].id, u->e);
	}
	return s;
}

enum crm_status undo_references(struct undo *u)
{
	uint64_t kinds = 0;
	bool config = false;
	enum crm_status s = CRM_OK;

	if (u->ntaken)
		qsort(u->taken, u->ntaken, sizeof *u->taken, by_record);
	for (size_t i = 0; i < u->ntaken; i++)
		kinds |= UINT64_C(1) << u->taken[i].kind;
	for (const struct crm_kind *const *k = crm_kinds; *k && kinds && !s; k++)
		s = references_of_added(u, *k, kinds);
	if (!s && kinds)
		s = references_of_changed(u);
	if (!s)
		s = remove_words(u);
	for (size_t i = 0; i < u->nrestored && !s; i++) {
		s = restored_alive(u, &u->restored[i]);
		if (!s)
			s = restored_circle(u, &u->restored[i]);
	}
	config = (kinds >> KIND_FIELD & 1) || (kinds >> KIND_CHOICE & 1);
	if (config)
		catalog_forget(u->c);
	return s;
}
