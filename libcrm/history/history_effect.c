/* history_effect.c - which batches are in effect, and which one an undo without operands means. */
#include "history_impl.h"
#include "../offer/offer_kinds.h"
/* The moves of a batch in effect count, those of others are void. */
static enum crm_status mark_moves(struct undo *u, int64_t b, int64_t undone)
{
	static const char *const moves[] = {
		"UPDATE stage_move SET void=$2 WHERE batch=$1 AND offer IN "
		"(SELECT c.id FROM change c WHERE c.batch=$1 AND c.kind=" SQL(KIND_OFFER)
		" AND c.field=" SQL(OFFER_STAGE) ")",
		"UPDATE stage_move SET void=$2 WHERE batch=$1 AND offer IN "
		"(SELECT m.offer FROM added a JOIN stage_move m ON m.offer BETWEEN a.first "
		"AND a.last WHERE a.batch=$1 AND a.kind=" SQL(KIND_OFFER) ")",
	};

	for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
		struct query q = query(u->db, u->e, moves[i], b);

		if (undone)
			query_int(&q, 2, undone);
		else
			query_null(&q, 2);
		if (query_run(&q))
			return q.s;
	}
	return CRM_OK;
}

/* A batch is in effect unless a batch in effect has undone it. Whatever a change of one changes is
 * looked at again, so the order doesn't matter. */
static enum crm_status effect(struct undo *u, int64_t b)
{
	int64_t old, now;
	enum crm_status s = db_get_int(u->db, u->e, &old, 0, "SELECT undone FROM batch WHERE id=$1", 1, b);

	if (!s)
		s = db_get_int(u->db, u->e, &now, 0,
		               "SELECT max(x.batch) FROM undoing x JOIN batch y ON y.id=x.batch WHERE x.target=$1 AND "
		               "y.undone IS NULL",
		               1, b);
	if (s || old == now)
		return s;
	if (now)
		s = db_run(u->db, u->e, "UPDATE batch SET undone=$2 WHERE id=$1", 2, b, now);
	else
		s = db_run(u->db, u->e, "UPDATE batch SET undone=NULL WHERE id=$1", 1, b);
	GROW(u->flipped, u->nflipped, u->aflipped);
	u->flipped[u->nflipped++] = b;
	if (!s)
		s = mark_moves(u, b, now);
	return s ? s : effect_targets(u, b);
}

enum crm_status effect_targets(struct undo *u, int64_t b)
{
	struct query q = query_built(u->db, u->e, "SELECT target FROM undoing WHERE batch=$1", b);

	while (query_row(&q))
		q.s = effect(u, db_int(q.st, 0));
	return query_end(&q);
}

enum crm_status effect_pushes(struct undo *u)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < u->nflipped && !s; i++)
		s = edit_pushes(u->ed, u->flipped[i], u->e);
	return s;
}

/* ---- which one, when none is named ---- */

/* An undo is odd, an undo of an undo even. One target says it for all: they were undone
 * together. */
static enum crm_status is_redo(struct crm *c, int64_t b, bool *yes, struct crm_error *e)
{
	int64_t flags = BATCH_UNDO;
	enum crm_status s = CRM_OK;

	*yes = true;
	while (b && !s) {
		s = db_get_int(c->db, e, &flags, 0, "SELECT flags FROM batch WHERE id=$1", 1, b);
		if (s || !(flags & BATCH_UNDO))
			break;
		*yes = !*yes;
		s = db_get_int(c->db, e, &b, 0, "SELECT max(target) FROM undoing WHERE batch=$1", 1, b);
	}
	return s;
}

static enum crm_status newest_undo(struct crm *c, int64_t user, int64_t *batch, struct crm_error *e)
{
	struct query q = query_built(c->db, e, "SELECT id, flags, undone FROM batch WHERE by=$1 ORDER BY id DESC",
	                             user);
	bool redo = true;

	while (redo && query_row(&q) && (db_int(q.st, 1) & BATCH_UNDO)) {
		if (!db_null(q.st, 2))
			continue;
		q.s = is_redo(c, db_int(q.st, 0), &redo, e);
		if (!redo)
			*batch = db_int(q.st, 0);
	}
	return query_end(&q);
}

enum crm_status history_newest(struct crm *c, int64_t user, bool redo, int64_t *batch, struct crm_error *e)
{
	*batch = 0;
	if (redo)
		return newest_undo(c, user, batch, e);
	return db_get_int(c->db, e, batch, 0,
	                  "SELECT id FROM batch WHERE by=$1 AND (flags & " SQL(BATCH_UNDO) ")=0 "
	                  "AND undone IS NULL "
	                  "AND NOT (tool='crm-db' AND verb='init') ORDER BY id DESC LIMIT 1",
	                  1, user);
}
