/* db.c - transactions, plain statements, and what the database library's failures mean to a
 * person. */
#include <errno.h>
#include <stdarg.h>

#include "db_impl.h"

static int64_t statements;
static int test_delay, test_patience = DB_BUSY_MS;

int64_t db_statements(void)
{
	return statements;
}

void db_count(int64_t n)
{
	statements = n;
}

void db_test_delay(int ms)
{
	test_delay = ms;
}

void db_test_patience(int ms)
{
	test_patience = ms;
}

int db_patience(void)
{
	return test_patience;
}

int64_t db_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void sleep_ms(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&t, NULL);
}

/* Constant short sleeps: the library's own back-off starves a person beside two jobs that write. */
static int busy(void *arg, int count)
{
	struct db *db = arg;
	int64_t now = db_clock();

	if (count == 0)
		db->busy_since = now;
	else if (now - db->busy_since >= test_patience)
		return 0;
	sleep_ms(1);
	return 1;
}

/* A handle opened to read may write temporary tables, never the database. */
static int refuse_write(void *arg)
{
	struct db *db = arg;

	return sqlite3_txn_state(db->h, "main") == SQLITE_TXN_WRITE;
}

void db_configure(struct db *db)
{
	static const struct { int option, value; } config[] = {
		{SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
		{SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_DQS_DML, 0}, {SQLITE_DBCONFIG_DQS_DDL, 0},
	};

	for (size_t i = 0; i < sizeof config / sizeof config[0]; i++)
		sqlite3_db_config(db->h, config[i].option, config[i].value, NULL);
	sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_busy_handler(db->h, busy, db);
	if (db->mode == DB_READ)
		sqlite3_commit_hook(db->h, refuse_write, db);
}

/* The database is open, so it is its log, the log's index or a journal that isn't. */
static enum crm_status fail_beside(int err, const char *path, struct crm_error *e)
{
	if (err == EACCES || err == EPERM)
		return crm_fail_at(
		        e, CRM_PERM, path, 0, 0, NULL,
		        "its log '%s-wal' may not be opened: permission denied, ask its owner to run 'crm-db check'",
		        path);
	/* the library's second try, without making it, leaves an error of its own */
	return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "its log cannot be made beside it: %s",
	                   err == ENOENT || !err ? "is the disk full?" : strerror(err));
}

enum crm_status db_open_fail(int err, const char *path, struct crm_error *e)
{
	switch (err) {
	case ENOENT:
	case ENOTDIR:
		return crm_fail_at(e, CRM_NOINPUT, path, 0, 0, NULL, "no such database, run 'crm-db init'");
	case EACCES:
	case EPERM:
		return crm_fail_at(e, CRM_PERM, path, 0, 0, NULL, "permission denied");
	case 0:
		return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "cannot be opened");
	default:
		return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "cannot be opened: %s", strerror(err));
	}
}

static bool is_open(sqlite3 *h)
{
	sqlite3_file *f = NULL;

	return sqlite3_file_control(h, "main", SQLITE_FCNTL_FILE_POINTER, &f) == SQLITE_OK && f && f->pMethods;
}

static enum crm_status sqlite_fail(sqlite3 *h, const char *path, struct crm_error *e)
{
	int rc = sqlite3_extended_errcode(h);
	int err = sqlite3_system_errno(h);

	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return crm_fail_at(e, CRM_BUSY, path, 0, 0, NULL,
		                   "another program has been writing for %d s, try again", test_patience / 1000);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return crm_fail_at(e, CRM_UNAVAILABLE, path, 0, 0, NULL,
		                   "the database is damaged (%s); restore a backup", sqlite3_errmsg(h));
	case SQLITE_FULL:
		return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "disk full, nothing was changed");
	case SQLITE_IOERR:
		return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "read or write error: %s",
		                   err ? strerror(err) : sqlite3_errmsg(h));
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return crm_fail_at(e, CRM_PERM, path, 0, 0, NULL, "not writable");
	case SQLITE_CANTOPEN:
		return (is_open(h) ? fail_beside : db_open_fail)(err, path, e);
	default:
		return crm_fail_at(e, CRM_INTERNAL, path, 0, 0, NULL, "%s", sqlite3_errmsg(h));
	}
}

enum crm_status db_fail(struct db *db, struct crm_error *e)
{
	struct crm_error *to = e ? e : &db->unheard;
	bool full = db->keeps && (sqlite3_extended_errcode(db->h) & 0xff) == SQLITE_FULL;
	enum crm_status s = full ? crm_fail_at(to, CRM_IO, db->path, 0, 0, NULL, "disk full")
	                         : sqlite_fail(db->h, db->path, to);

	/* what is written from now on must not be kept: nobody may go on outside the transaction he
	 * began */
	if (db->begun && sqlite3_get_autocommit(db->h)) {
		sqlite3_exec(db->h, "BEGIN", NULL, NULL, NULL);
		db->doomed = s;
	}
	return s;
}

enum crm_status db_tell_unheard(struct db *db, struct crm_error *e)
{
	enum crm_status s = db->unheard.status;

	if (s)
		crm_fail_at(e, s, db->path, 0, 0, NULL, "%s", db->unheard.list[0].text);
	crm_error_clear(&db->unheard);
	return s;
}

const char *db_path(const struct db *db)
{
	return db->path;
}

bool db_in_memory(const struct db *db)
{
	return db->mode == DB_MEMORY;
}

bool db_readonly(const struct db *db)
{
	return db->mode == DB_READ || db->mode == DB_MEMORY;
}

enum crm_status db_facts(struct db *db, struct db_facts *f, struct crm_error *e)
{
	int64_t pages, size;
	enum crm_status s;

	f->journal = db->wal ? "wal" : db->mode == DB_MEMORY ? "memory" : "delete";
	if ((s = db_get_int(db, e, &pages, 0, DB_OWN "PRAGMA page_count", 0)) ||
	    (s = db_get_int(db, e, &size, 0, DB_OWN "PRAGMA page_size", 0)))
		return s;
	f->bytes = pages * size;
	return db_get_int(db, e, &f->version, 0, DB_OWN "PRAGMA user_version", 0);
}

/* ---- plain statements ---- */

enum crm_status db_exec(struct db *db, const char *sql, struct crm_error *e)
{
	statements++;
	return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ? CRM_OK : db_fail(db, e);
}

static void bind_ints(struct query *q, int n, va_list ap)
{
	for (int i = 1; i <= n; i++)
		query_int(q, i, va_arg(ap, int64_t));
}

enum crm_status db_run(struct db *db, struct crm_error *e, const char *sql, int n, ...)
{
	struct query q = query_built(db, e, sql);
	va_list ap;

	va_start(ap, n);
	bind_ints(&q, n, ap);
	va_end(ap);
	return query_run(&q);
}

enum crm_status db_get_int(struct db *db, struct crm_error *e, int64_t *out, int64_t dflt, const char *sql, int n, ...)
{
	struct query q = query_built(db, e, sql);
	va_list ap;

	va_start(ap, n);
	bind_ints(&q, n, ap);
	va_end(ap);
	return query_get(&q, out, dflt);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes64(db->h);
}

/* ---- transactions ---- */

bool db_in_transaction(const struct db *db)
{
	return !sqlite3_get_autocommit(db->h);
}

static enum crm_status begin(struct db *db, const char *how, struct crm_error *e)
{
	enum crm_status s = db_exec(db, how, e);

	if (!s) {
		db->begun = true;
		db->doomed = CRM_OK;
	}
	return s;
}

enum crm_status db_read(struct db *db, bool *own, struct crm_error *e)
{
	*own = !db_in_transaction(db);
	return *own ? db_begin_read(db, e) : CRM_OK;
}

void db_read_end(struct db *db, bool own)
{
	if (own)
		db_rollback(db);
}

enum crm_status db_begin_read(struct db *db, struct crm_error *e)
{
	return begin(db, "BEGIN", e);
}

enum crm_status db_begin_write(struct db *db, struct crm_error *e)
{
	if (db->mode == DB_READ)
		return crm_fail_at(e, CRM_INTERNAL, db->path, 0, 0, NULL, "opened to read, not to write");
	return begin(db, "BEGIN IMMEDIATE", e);
}

enum crm_status db_commit(struct db *db, struct crm_error *e)
{
	enum crm_status s;

	if (test_delay)
		sleep_ms(test_delay);
	db_reset_cached(db);
	s = db_tell_unheard(db, e);
	if (!s && db->doomed)
		s = crm_fail_at(e, db->doomed, db->path, 0, 0, NULL, "nothing was changed");
	db->begun = false;
	if (!s)
		s = db_exec(db, "COMMIT", e);
	if (s)
		db_rollback(db);
	return s;
}

void db_rollback(struct db *db)
{
	db_reset_cached(db);
	db->begun = false;
	if (db_in_transaction(db)) {
		statements++;
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
	}
}

enum crm_status db_mark(struct db *db, struct crm_error *e)
{
	return db_exec(db, "SAVEPOINT mark", e);
}

enum crm_status db_mark_keep(struct db *db, struct crm_error *e)
{
	return db_exec(db, "RELEASE mark", e);
}

enum crm_status db_mark_back(struct db *db, struct crm_error *e)
{
	return db_exec(db, "ROLLBACK TO mark; RELEASE mark", e);
}

void db_checkpoint(struct db *db)
{
	if (!db->wal)
		return;
	/* a reader in the way must not make us wait for a minute */
	sqlite3_busy_handler(db->h, NULL, NULL);
	sqlite3_wal_checkpoint_v2(db->h, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	sqlite3_busy_handler(db->h, busy, db);
}
