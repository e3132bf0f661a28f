/* db_stmt.c - statements: prepare, bind, step, columns, and the cache of those used again and
 * again. */
#include "db_impl.h"

#include "../base/ascii.h"
#include "../base/money.h"

/* $n as ?n: in the library's own reading `$n` is a name, numbered by first appearance. Quoted text
 * stays as it is. Same length. */
static void map_parameters(char *sql)
{
	char quote = 0;

	for (char *p = sql; *p; p++) {
		if (quote) {
			if (*p == quote)
				quote = 0;
		} else if (*p == '\'' || *p == '"') {
			quote = *p;
		} else if (*p == '$' && ascii_digit(p[1])) {
			*p = '?';
		}
	}
}

static struct stmt *new_statement(struct db *db, sqlite3_stmt *raw)
{
	int n = sqlite3_bind_parameter_count(raw);
	struct stmt *st = crm_calloc(1, sizeof *st + (size_t)n * sizeof st->bound[0]);

	st->s = raw;
	st->db = db;
	st->nbound = n;
	return st;
}

static enum crm_status prepare(struct db *db, struct stmt **st, const char *sql, unsigned flags, struct crm_error *e)
{
	char *copy = strchr(sql, '$') ? crm_strdup(sql) : NULL;
	enum crm_status s = CRM_OK;
	sqlite3_stmt *raw = NULL;
	const char *tail;

	*st = NULL;
	if (copy)
		map_parameters(copy);
	if (sqlite3_prepare_v3(db->h, copy ? copy : sql, -1, flags, &raw, &tail) != SQLITE_OK) {
		s = db_fail(db, e);
	} else if (!raw || tail[strspn(tail, " \t\n;")]) {
		s = crm_fail_at(e, CRM_INTERNAL, db->path, 0, 0, NULL, "not one statement: %.60s", sql);
		sqlite3_finalize(raw);
	} else {
		*st = new_statement(db, raw);
	}
	free(copy);
	return s;
}

enum crm_status db_prepare(struct db *db, struct stmt **st, const char *sql, struct crm_error *e)
{
	return prepare(db, st, sql, 0, e);
}

void db_finalize(struct stmt *st)
{
	if (!st)
		return;
	sqlite3_finalize(st->s);
	free(st);
}

void db_reset(struct stmt *st)
{
	sqlite3_reset(st->s);
	st->bad = 0;
	st->begun = false;
}

void db_reuse(struct stmt *st)
{
	if (!st->clean)
		db_reset(st);
	st->clean = false;
}

/* ---- parameters ---- */

static bool holds(const struct stmt *st, int i, struct bound b)
{
	return i <= st->nbound && st->bound[i - 1].is == b.is && st->bound[i - 1].v == b.v;
}

static void bound(struct stmt *st, int i, struct bound b, int rc)
{
	if (rc == SQLITE_OK)
		st->bound[i - 1] = b;
	else if (!st->bad)
		st->bad = rc;
}

void db_bind_int(struct stmt *st, int i, int64_t v)
{
	struct bound b = {BOUND_INT, v};

	if (!holds(st, i, b))
		bound(st, i, b, sqlite3_bind_int64(st->s, i, v));
}

void db_bind_text(struct stmt *st, int i, const char *s, size_t n)
{
	bound(st, i, (struct bound){BOUND_TEXT, 0}, sqlite3_bind_text64(st->s, i, s, n, SQLITE_STATIC, SQLITE_UTF8));
}

void db_bind_null(struct stmt *st, int i)
{
	struct bound b = {BOUND_NULL, 0};

	if (!holds(st, i, b))
		bound(st, i, b, sqlite3_bind_null(st->s, i));
}

void db_bind_among(struct stmt *st, int i, const int64_t *ids, size_t n)
{
	char *text = crm_malloc(21 * n + 3), *p = text;

	*p++ = '[';
	for (size_t j = 0; j < n; j++) {
		if (j)
			*p++ = ',';
		p += fmt_int(p, ids[j]);
	}
	*p++ = ']';
	bound(st, i, (struct bound){BOUND_TEXT, 0},
	      sqlite3_bind_text64(st->s, i, text, (size_t)(p - text), free, SQLITE_UTF8));
}

/* ---- rows ---- */

static enum db_step step_failed(struct stmt *st, struct crm_error *e)
{
	if (st->bad)
		st->failed = crm_fail_at(e, CRM_INTERNAL, st->db->path, 0, 0, NULL, "a value could not be bound: %s",
		                         sqlite3_errstr(st->bad));
	else
		st->failed = db_fail(st->db, e);
	return DB_FAIL;
}

enum db_step db_step(struct stmt *st, struct crm_error *e)
{
	if (!st->begun) {
		st->begun = true;
		db_count(db_statements() + 1);
	}
	if (!st->bad) {
		switch (sqlite3_step(st->s)) {
		case SQLITE_ROW:
			return DB_ROW;
		case SQLITE_DONE:
			return DB_DONE;
		}
	}
	return step_failed(st, e);
}

/* rc is not SQLITE_OK, nor SQLITE_DONE. */
static enum crm_status put_failed(struct db *db, int rc, const char **broken, struct crm_error *e)
{
	if ((rc & 0xff) != SQLITE_CONSTRAINT)
		return db_fail(db, e);
	*broken = sqlite3_errmsg(db->h);
	return CRM_DATA;
}

enum crm_status db_put_row(struct stmt *st, const char **broken, struct crm_error *e)
{
	int rc = st->bad ? SQLITE_MISUSE : sqlite3_step(st->s);

	*broken = NULL;
	if (st->bad)
		step_failed(st, e);
	else if (rc != SQLITE_DONE)
		st->failed = put_failed(st->db, rc, broken, e);
	else
		db_reset(st);
	return rc == SQLITE_DONE ? CRM_OK : st->failed;
}

enum crm_status db_put_ddl(struct db *db, const char *sql, const char **broken, struct crm_error *e)
{
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	*broken = NULL;
	return rc == SQLITE_OK ? CRM_OK : put_failed(db, rc, broken, e);
}

int64_t db_int(struct stmt *st, int col)
{
	return sqlite3_column_int64(st->s, col);
}

const char *db_text(struct stmt *st, int col, size_t *n)
{
	const char *s = (const char *)sqlite3_column_text(st->s, col);

	if (n)
		*n = s ? (size_t)sqlite3_column_bytes(st->s, col) : 0;
	return s;
}

bool db_null(struct stmt *st, int col)
{
	return sqlite3_column_type(st->s, col) == SQLITE_NULL;
}

int db_columns(struct stmt *st)
{
	return sqlite3_column_count(st->s);
}

/* ---- the cache ---- */

/* Slot of a text's address: its statement, or the empty slot it belongs to. */
static struct stmt **cache_slot(struct stmt **cache, size_t size, const char *sql)
{
	size_t i = (size_t)(((uintptr_t)sql * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (size - 1);

	while (cache[i] && cache[i]->key != sql)
		i = (i + 1) & (size - 1);
	return &cache[i];
}

static void cache_grow(struct db *db)
{
	size_t size = db->ncache ? 2 * db->ncache : 32;
	struct stmt **cache = crm_calloc(size, sizeof(struct stmt *));

	for (size_t i = 0; i < db->ncache; i++)
		if (db->cache[i])
			*cache_slot(cache, size, db->cache[i]->key) = db->cache[i];
	free(db->cache);
	db->cache = cache;
	db->ncache = size;
}

enum crm_status db_cached(struct db *db, struct stmt **st, const char *sql, struct crm_error *e)
{
	enum crm_status s = CRM_OK;
	struct stmt **slot;

	if (2 * db->cached >= db->ncache)
		cache_grow(db);
	slot = cache_slot(db->cache, db->ncache, sql);
	if (*slot) {
		db_reuse(*slot);
	} else if (!(s = prepare(db, slot, sql, SQLITE_PREPARE_PERSISTENT, e))) {
		(*slot)->key = sql;
		db->cached++;
	}
	*st = *slot;
	return s;
}

void db_reset_cached(struct db *db)
{
	for (size_t i = 0; i < db->ncache; i++)
		if (db->cache[i] && sqlite3_stmt_busy(db->cache[i]->s)) {
			sqlite3_reset(db->cache[i]->s);
			db->cache[i]->begun = false;
		}
}

void db_forget_cached(struct db *db)
{
	for (size_t i = 0; i < db->ncache; i++)
		db_finalize(db->cache[i]);
	free(db->cache);
	db->cache = NULL;
	db->ncache = db->cached = 0;
}

void db_json_field(struct strbuf *sql, const char *expr, const char *field)
{
	sb_printf(sql, "json_extract(%s, '$.%s')", expr, field);
}
