/* db_temp.c - what a transaction puts aside: values in temporary tables, which SQL reads as it
 * reads others */
#include "db_impl.h"

enum crm_status db_put_ids(struct db *db, const int64_t *ids, size_t n, struct crm_error *e)
{
	int64_t counted = db_statements() + 1; /* a server is sent the set with the statement that reads it */
	enum crm_status s = db_exec(
	        db, "CREATE TEMP TABLE IF NOT EXISTS selected(id INTEGER PRIMARY KEY); DELETE FROM selected", e);

	for (size_t i = 0; i < n && !s; i++) {
		struct query q = query(db, e, "INSERT INTO selected(id) VALUES ($1)", ids[i]);

		s = query_run(&q);
	}
	db_count(counted);
	return s;
}

enum crm_status db_put_text(struct db *db, const char *text, size_t n, int64_t *place, struct crm_error *e)
{
	int64_t counted = db_statements() + 1;
	enum crm_status s = db_exec(db, "CREATE TEMP TABLE IF NOT EXISTS bound(n INTEGER PRIMARY KEY, s TEXT)", e);
	struct query q;

	if (!s)
		s = db_get_int(db, e, place, 0, "SELECT max(n) FROM bound", 0);
	if (s)
		return s;
	q = query(db, e, "INSERT INTO bound(n, s) VALUES($1, $2)", ++*place);
	query_text(&q, 2, text, n);
	s = query_run(&q);
	db_count(counted);
	return s;
}

void db_read_text(struct strbuf *sql, int64_t place)
{
	sb_printf(sql, "(SELECT b.s FROM bound b WHERE b.n=%lld)", (long long)place);
}

enum crm_status db_put_keys(struct db *db, const struct db_key *k, size_t n, struct crm_error *e)
{
	static const char insert[] = "INSERT INTO asked(n, a, b) VALUES ($1, $2, $3)";
	int64_t counted = db_statements() + 1;
	enum crm_status s = db_exec(
	        db, "CREATE TEMP TABLE IF NOT EXISTS asked(n INTEGER PRIMARY KEY, a TEXT, b TEXT); DELETE FROM asked",
	        e);

	for (size_t i = 0; i < n && !s; i++) {
		struct query q = query(db, e, insert, (int64_t)i);

		query_text(&q, 2, k[i].a, k[i].na);
		query_text(&q, 3, k[i].b, k[i].nb);
		s = query_run(&q);
	}
	db_count(counted);
	return s;
}
