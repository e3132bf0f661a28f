/* history_undo.c - batches taken back by a new batch: which are in effect, then their rows, newest first. */
#include "history_impl.h"

#include <stdlib.h>

#include "catalog.h"
#include "lookup.h"

enum { BATCH_UNDO = 2, BATCH_FINAL = 4, OFFER_STAGE = 7, OFFER_EXPECTED_CLOSE = 16, OFFER_PUSHES = 34 };

static enum crm_status failed(const struct undo *u) { return u->e->status; }

/* ---- may they be undone ---- */

static enum crm_status check_target(struct undo *u, int64_t b)
{
	struct stmt *st = db_cached(u->db, "SELECT flags, undone, tool, verb FROM batch WHERE id=$1", u->e);
	enum db_step step;

	if (!st)
		return failed(u);
	db_bind_int(st, 1, b);
	step = db_step(st, u->e);
	if (step == DB_DONE)
		crm_fail(u->e, CRM_NO, "no batch b%lld", (long long)b);
	else if (step == DB_ROW && (db_int(st, 0) & BATCH_FINAL))
		crm_fail(u->e, CRM_FORBIDDEN, "b%lld cannot be undone: %s %s is final", (long long)b, db_text(st, 2, NULL), db_text(st, 3, NULL));
	else if (step == DB_ROW && !db_null(st, 1))
		crm_fail(u->e, CRM_FORBIDDEN, "b%lld is undone already by b%lld", (long long)b, (long long)db_int(st, 1));
	db_reset(st);
	return u->e->status;
}

static int newest_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? 1 : x > y ? -1 : 0;
}

/* Sorted, each once. */
static int64_t *sorted_batches(const int64_t *batches, size_t *n)
{
	int64_t *b = crm_malloc((*n + 1) * sizeof *b);
	size_t kept = 0;

	memcpy(b, batches, *n * sizeof *b);
	qsort(b, *n, sizeof *b, newest_first);
	for (size_t i = 0; i < *n; i++)
		if (!kept || b[kept - 1] != b[i])
			b[kept++] = b[i];
	*n = kept;
	return b;
}

/* ---- effect ---- */

/* What hangs on a batch's being in effect: its moves count or are void, its putting-off counts or doesn't. */
static enum crm_status effect_marks(struct undo *u, int64_t b, int64_t undone)
{
	static const char *const sql[] = {
		"UPDATE stage_move SET void=$2 WHERE batch=$1 AND offer IN (SELECT c.id FROM change c WHERE c.batch=$1 AND c.kind=5 AND c.field=7)",
		"UPDATE stage_move SET void=$2 WHERE batch=$1 AND offer IN (SELECT o.id FROM added a JOIN offer o ON o.id BETWEEN a.first AND a.last WHERE a.batch=$1 AND a.kind=5)",
	};

	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]); i++) {
		struct stmt *st = db_cached(u->db, sql[i], u->e);
		enum db_step step;
		if (!st)
			return failed(u);
		db_bind_int(st, 1, b);
		if (undone)
			db_bind_int(st, 2, undone);
		else
			db_bind_null(st, 2);
		step = db_step(st, u->e);
		db_reset(st);
		if (step == DB_FAIL)
			return failed(u);
	}
	return CRM_OK;
}
