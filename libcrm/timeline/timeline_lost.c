/* timeline_lost.c - what records lost out of their lists: rows that are gone tell whose they were
 * only themselves. They are read batch by batch, as far as the timeline goes. */
#include "timeline_impl.h"

#include <stdlib.h>

/* ---- whose timeline ---- */

static int by_kind_and_id(const void *a, const void *b)
{
	const struct tl_scope *x = a, *y = b;

	return x->kind != y->kind ? int64_order(x->kind, y->kind) : int64_order(x->id, y->id);
}

static bool named(const struct timeline *t, int kind, int64_t id)
{
	const struct tl_scope key = {kind, id};

	return id && bsearch(&key, t->ask.scope, t->ask.nscope, sizeof key, by_kind_and_id);
}

/* Whether a contact or an offer is in the timeline of a company or a contact that was named. Named
 * ones have read their own history. */
static enum crm_status concerns(struct timeline *t, int kind, int64_t id, bool *yes)
{
	struct query q;

	*yes = false;
	if ((kind != KIND_CONTACT && kind != KIND_OFFER) || named(t, kind, id))
		return CRM_OK;
	q = query(t->c->db, t->e,
	          kind == KIND_OFFER ? "SELECT company, contact FROM offer WHERE id=$1"
	                             : "SELECT company, NULL FROM contact WHERE id=$1",
	          id);
	*yes = query_row(&q) && (named(t, KIND_COMPANY, db_int(q.st, 0)) || named(t, KIND_CONTACT, db_int(q.st, 1)));
	return query_end(&q);
}

/* ---- rows ---- */

enum crm_status timeline_lost(struct timeline *t)
{
	bool any = false;

	for (size_t i = 0; i < t->ask.nscope; i++)
		any = any || t->ask.scope[i].kind == KIND_COMPANY || t->ask.scope[i].kind == KIND_CONTACT;
	if (!any || !timeline_wants(t, TL_CHANGED))
		return CRM_OK;
	qsort(t->ask.scope, t->ask.nscope, sizeof *t->ask.scope, by_kind_and_id);
	t->lost = query_built(
	        t->c->db, t->e,
	        "SELECT r.batch, r.kind, r.id, r.row FROM removed r ORDER BY r.batch DESC, r.kind DESC, r.id DESC");
	return timeline_lost_next(t);
}

/* Its line of history, but for that of a batch that made its owner. */
static enum crm_status take_row(struct timeline *t, const struct tl_scope *owner, int kind, int64_t id)
{
	struct log_record r = {kind, id};
	struct log_filter f = {.where = STRBUF_INIT, .record = &r, .nrecord = 1};
	int64_t made = 0;
	enum crm_status s = db_get_int(
	        t->c->db, t->e, &made, 0,
	        "SELECT batch FROM added WHERE kind=$1 AND first <= $2 ORDER BY first DESC LIMIT 1", 2,
	        (int64_t)owner->kind, owner->id);

	return s ? s : timeline_history(t, owner, &f, made);
}

static enum crm_status row(struct timeline *t, struct stmt *st, struct history_row *parsed)
{
	const struct crm_kind *k = kind_by_no((int)db_int(st, 1));
	struct tl_scope owner;
	size_t n;
	const char *json;
	bool yes;
	enum crm_status s;

	if (!k || !(k->flags & K_TOLD) || !kind_field(k, "kind"))
		return CRM_OK;
	json = db_text(st, 3, &n);
	s = history_row_parse(t->c, k, json, n, parsed, t->e);
	if (s)
		return s;
	owner = (struct tl_scope){(int)history_row_value(parsed, kind_field(k, "kind")->no).i,
	                          history_row_value(parsed, kind_field(k, "record")->no).i};
	s = concerns(t, owner.kind, owner.id, &yes);
	return s || !yes ? s : take_row(t, &owner, k->no, db_int(st, 2));
}

/* The statement stands on the first row of the batch whose turn it is, or before all of them. */
enum crm_status timeline_lost_next(struct timeline *t)
{
	struct history_row parsed = HISTORY_ROW_INIT;
	struct tl_batch b = {0};
	int64_t batch = t->lost_batch;
	bool there = true;
	enum crm_status s = batch ? timeline_batch(t, batch, &b) : CRM_OK;

	while (!s && there && t->lost_batch == batch) {
		if (batch && b.counts)
			s = row(t, t->lost.st, &parsed);
		if (!s && (there = query_row(&t->lost)))
			t->lost_batch = db_int(t->lost.st, 0);
	}
	history_row_free(&parsed);
	if (s || !there)
		return s ? s : t->lost.s;
	s = timeline_batch(t, t->lost_batch, &b);
	if (!s)
		timeline_push(t, (struct tl_item){.type = TL_LOST, .batch = INT64_MAX, .id = t->lost_batch,
			.time = b.at});
	return s;
}
