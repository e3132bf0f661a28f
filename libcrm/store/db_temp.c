/* db_temp.c - what a transaction puts aside: values in temporary tables, which SQL reads as it reads others */
#include "db.h"

enum crm_status db_put_ids(struct db *db, const int64_t *ids, size_t n, struct crm_error *e)
{
	struct stmt *st;
	enum crm_status s = db_exec(db, "CREATE TEMP TABLE IF NOT EXISTS selected(id INTEGER PRIMARY KEY); DELETE FROM selected", e);

	if (!s)
		s = db_prepare(db, &st, "INSERT INTO selected(id) VALUES ($1)", e);
	if (s)
		return s;
	for (size_t i = 0; i < n && !s; i++) {
		db_reset(st);
		db_bind_int(st, 1, ids[i]);
		if (db_step(st, e) == DB_FAIL)
			s = e->status;
	}
	db_finalize(st);
	return s;
}

enum crm_status db_put_text(struct db *db, const char *text, size_t n, int64_t *place, struct crm_error *e)
{
	enum crm_status s = db_exec(db, "CREATE TEMP TABLE IF NOT EXISTS bound(n INTEGER PRIMARY KEY, s TEXT)", e);
	struct stmt *st;

	if (!s)
		s = db_get_int(db, e, place, 0, "SELECT max(n) FROM bound", 0);
	if (s)
		return s;
	st = db_cached(db, "INSERT INTO bound(n, s) VALUES($1, $2)", e);
	if (!st)
		return e->status;
	db_bind_int(st, 1, ++*place);
	db_bind_text(st, 2, text, n);
	s = db_step(st, e) == DB_FAIL ? e->status : CRM_OK;
	db_reset(st);
	return s;
}

void db_read_text(struct strbuf *sql, int64_t place)
{
	sb_printf(sql, "(SELECT b.s FROM bound b WHERE b.n=%lld)", (long long)place);
}
