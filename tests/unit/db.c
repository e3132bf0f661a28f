/* db.c - tests of the door to the database: statements, opening in every state of file and directory, waiting, sharing, kills */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <grp.h>
#include <cmocka.h>

#include "store/db.h"
#include "store/table.h"

static struct crm_error err;
static char dir[64], path[128];

/* ---- a directory for each test ---- */

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-db-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	db_test_patience(60000);
	db_test_delay(0);
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	crm_error_clear(&err);
	chmod(dir, 0700);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static bool there(const char *suffix)
{
	char name[160];

	snprintf(name, sizeof(name), "%s%s", path, suffix);
	return access(name, F_OK) == 0;
}

static struct db *opened(enum db_mode mode)
{
	struct db *db = NULL;
	enum crm_status s = db_open(&db, path, mode, NULL, &err);

	if (s)
		fail_msg("db_open: %d %s", s, err.list[0].text);
	return db;
}

static void closed(struct db *db)
{
	assert_int_equal(db_close(db, &err), CRM_OK);
}

/* Opening must fail so, with a message that holds text. */
static void refused(enum db_mode mode, enum crm_status want, const char *text)
{
	struct db *db = NULL;
	enum crm_status s = db_open(&db, path, mode, NULL, &err);

	assert_null(db);
	assert_int_equal(s, want);
	assert_int_equal(err.status, want);
	if (!strstr(err.list[0].text, text))
		fail_msg("'%s' lacks '%s'", err.list[0].text, text);
	crm_error_clear(&err);
}

static void run(struct db *db, const char *sql)
{
	if (db_exec(db, sql, &err))
		fail_msg("%s: %s", sql, err.list[0].text);
}

static int64_t number(struct db *db, const char *sql)
{
	int64_t n;

	if (db_get_int(db, &err, &n, -1, sql, 0))
		fail_msg("%s: %s", sql, err.list[0].text);
	return n;
}

static void write_file(const char *text, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	assert_int_equal(write(fd, text, n), n);
	close(fd);
}

static void made(void)
{
	closed(opened(DB_CREATE));
}

/* The function in a child; its status. */
static int child_status(pid_t pid)
{
	int status;

	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---- statements ---- */

static void parameters(void **state)
{
	struct db *db = opened(DB_MEMORY);
	struct stmt *st;
	size_t n;

	(void)state;
	assert_int_equal(db_prepare(db, &st, "SELECT $2, $1, '$1', \"$.x\".a FROM (SELECT $10 AS a) \"$.x\"", &err), CRM_OK);
	db_bind_int(st, 1, 11);
	db_bind_text(st, 2, "zwei", 4);
	db_bind_int(st, 10, INT64_MIN);
	assert_int_equal(db_step(st, &err), DB_ROW);
	assert_int_equal(db_columns(st), 4);
	assert_string_equal(db_text(st, 0, &n), "zwei");
	assert_int_equal(n, 4);
	assert_int_equal(db_int(st, 1), 11);
	assert_string_equal(db_text(st, 2, NULL), "$1");
	assert_true(db_int(st, 3) == INT64_MIN);
	assert_int_equal(db_step(st, &err), DB_DONE);
	db_reset(st);
	db_bind_null(st, 2);
	assert_int_equal(db_step(st, &err), DB_ROW);
	assert_true(db_null(st, 0));
	assert_null(db_text(st, 0, &n));
	assert_int_equal(n, 0);
	assert_int_equal(db_int(st, 0), 0);
	assert_int_equal(db_int(st, 1), 11);
	db_finalize(st);
	db_finalize(NULL);
	closed(db);
}

static void wrong_statements(void **state)
{
	struct db *db = opened(DB_MEMORY);
	struct stmt *st;

	(void)state;
	assert_int_equal(db_prepare(db, &st, "SELEC 1", &err), CRM_INTERNAL);
	assert_null(st);
	assert_int_equal(db_prepare(db, &st, "SELECT 1; SELECT 2", &err), CRM_INTERNAL);
	assert_int_equal(db_prepare(db, &st, " ", &err), CRM_INTERNAL);
	assert_int_equal(db_prepare(db, &st, "SELECT \"no such column\"", &err), CRM_INTERNAL);
	assert_int_equal(db_run(db, &err, "INSERT INTO counter(kind, last) VALUES ($1, $2)", 2, INT64_C(99), INT64_C(1)), CRM_OK);
	assert_int_equal(db_changes(db), 1);
	assert_int_equal(db_run(db, &err, "INSERT INTO counter(kind, last) VALUES ($1, $2)", 2, INT64_C(99), INT64_C(1)), CRM_INTERNAL);
	crm_error_clear(&err);
	assert_int_equal(db_prepare(db, &st, "SELECT $1;\n", &err), CRM_OK);
	db_bind_int(st, 2, 1);
	assert_int_equal(db_step(st, &err), DB_FAIL);
	assert_int_equal(err.status, CRM_INTERNAL);
	db_finalize(st);
	closed(db);
}

static void cached(void **state)
{
	struct db *db = opened(DB_MEMORY);
	static char sql[200][32];
	struct stmt *st[200] = {NULL}, *was;

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < 200; i++) {
			snprintf(sql[i], sizeof(sql[i]), "SELECT %d + $1", i);
			if (round)
				was = st[i];
			assert_int_equal(db_cached(db, &st[i], sql[i], &err), CRM_OK);
			assert_ptr_equal(st[i], round ? was : st[i]);
			db_bind_int(st[i], 1, 1000);
			assert_int_equal(db_step(st[i], &err), DB_ROW);
			assert_int_equal(db_int(st[i], 0), 1000 + i);
		}
	}
	assert_int_equal(db_cached(db, &was, "SELECT FROM", &err), CRM_INTERNAL);
	assert_null(was);
	/* a transaction's end lets go of what the cached ones hold, and they can be used again */
	assert_int_equal(db_begin_read(db, &err), CRM_OK);
	db_rollback(db);
	assert_int_equal(db_cached(db, &was, sql[7], &err), CRM_OK);
	assert_int_equal(db_step(was, &err), DB_ROW);
	closed(db);
}

static void get_int(void **state)
{
	struct db *db = opened(DB_MEMORY);
	int64_t n;

	(void)state;
	assert_int_equal(db_get_int(db, &err, &n, 5, "SELECT $1 + $2", 2, INT64_C(40), INT64_C(2)), CRM_OK);
	assert_int_equal(n, 42);
	assert_int_equal(db_get_int(db, &err, &n, 5, "SELECT NULL", 0), CRM_OK);
	assert_int_equal(n, 5);
	assert_int_equal(db_get_int(db, &err, &n, 6, "SELECT 1 WHERE 1=0", 0), CRM_OK);
	assert_int_equal(n, 6);
	assert_int_equal(db_get_int(db, NULL, &n, 7, "SELECT x", 0), CRM_INTERNAL);
	assert_int_equal(db_close(db, &err), CRM_INTERNAL); /* nobody listened */
	assert_non_null(strstr(err.list[0].text, "no such column: x"));
	crm_error_clear(&err);
}

static void queries(void **state)
{
	static const char rows[] = "WITH RECURSIVE n(i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n WHERE i < $2) SELECT i, $3 FROM n";
	struct db *db = opened(DB_MEMORY);
	struct stmt *kept;
	struct query q;
	int64_t sum = 0;
	size_t n;

	(void)state;
	for (int pass = 0; pass < 2; pass++) {
		q = pass ? query_built(db, &err, rows, 1, 4) : query(db, &err, rows, 1, 4);
		query_text(&q, 3, "three", 5);
		while (query_row(&q)) {
			sum += db_int(q.st, 0);
			assert_string_equal(db_text(q.st, 1, &n), "three");
		}
		assert_int_equal(query_end(&q), CRM_OK);
	}
	assert_int_equal(sum, 20);
	/* the body of the loop ends it */
	q = query(db, &err, rows, 1, 4, 0);
	for (sum = 0; query_row(&q); sum++)
		q.s = CRM_FORBIDDEN;
	assert_int_equal(query_end(&q), CRM_FORBIDDEN);
	assert_int_equal(query_end(&q), CRM_FORBIDDEN);
	assert_int_equal(sum, 1);
	q = query(db, &err, "SELECT $1", 7);
	assert_int_equal(query_get(&q, &sum, 1), CRM_OK);
	assert_int_equal(sum, 7);
	assert_int_equal(db_prepare(db, &kept, "SELECT $1", &err), CRM_OK);
	for (int i = 1; i < 4; i++) {
		q = query_again(kept, &err, i);
		assert_int_equal(query_get(&q, &sum, 0), CRM_OK);
		assert_int_equal(sum, i);
	}
	q = query_again(kept, &err);
	query_null(&q, 1);
	assert_int_equal(query_get(&q, &sum, 9), CRM_OK);
	assert_int_equal(sum, 9);
	db_finalize(kept);
	closed(db);
}

static void failing_queries(void **state)
{
	struct db *db;
	struct query q;
	int64_t v;

	(void)state;
	made();
	db = opened(DB_WRITE);
	/* not prepared */
	q = query(db, &err, "SELECT x", 1);
	query_text(&q, 2, "", 0);
	query_null(&q, 3);
	assert_false(query_row(&q));
	assert_int_equal(query_end(&q), CRM_INTERNAL);
	crm_error_clear(&err);
	/* a parameter it doesn't have */
	q = query_built(db, &err, "SELECT 1", 1);
	assert_int_equal(query_get(&q, &v, 5), CRM_INTERNAL);
	assert_int_equal(v, 5);
	crm_error_clear(&err);
	/* in the middle, with nobody who listens: nothing is committed */
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	run(db, "INSERT INTO setting(id, name, value) VALUES(99, 'a', 'b')");
	q = query(db, NULL, "SELECT json(x) FROM (SELECT '1' AS x UNION ALL SELECT '{')");
	assert_true(query_row(&q));
	assert_false(query_row(&q));
	assert_int_equal(query_end(&q), CRM_INTERNAL);
	assert_int_equal(db_commit(db, &err), CRM_INTERNAL);
	assert_non_null(strstr(err.list[0].text, "malformed JSON"));
	crm_error_clear(&err);
	assert_int_equal(number(db, "SELECT count(*) FROM setting WHERE id=99"), 0);
	closed(db);
}

/* What failed took the transaction back: what is written afterwards isn't kept either. */
static void doomed(void **state)
{
	struct db *db;

	(void)state;
	made();
	db = opened(DB_WRITE);
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	assert_int_not_equal(db_exec(db, "INSERT OR ROLLBACK INTO counter(kind, last) SELECT 1, 1 UNION ALL SELECT 1, 2", &err), CRM_OK);
	crm_error_clear(&err);
	assert_true(db_in_transaction(db));
	run(db, "INSERT INTO setting(id, name, value) VALUES(99, 'a', 'b')");
	assert_int_not_equal(db_commit(db, &err), CRM_OK);
	crm_error_clear(&err);
	assert_int_equal(number(db, "SELECT count(*) FROM setting WHERE id=99"), 0);
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	run(db, "INSERT INTO setting(id, name, value) VALUES(99, 'a', 'b')");
	assert_int_equal(db_commit(db, &err), CRM_OK);
	closed(db);
}

static void transactions(void **state)
{
	struct db *db = opened(DB_CREATE);

	(void)state;
	assert_false(db_in_transaction(db));
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	assert_true(db_in_transaction(db));
	run(db, "INSERT INTO counter VALUES (50, 1)");
	db_rollback(db);
	db_rollback(db);
	assert_false(db_in_transaction(db));
	assert_int_equal(number(db, "SELECT count(*) FROM counter"), 0);
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	run(db, "INSERT INTO counter VALUES (50, 1)");
	assert_int_equal(db_commit(db, &err), CRM_OK);
	assert_int_equal(db_commit(db, &err), CRM_INTERNAL);
	crm_error_clear(&err);
	closed(db);
	db = opened(DB_READ);
	assert_int_equal(number(db, "SELECT last FROM counter"), 1);
	assert_int_equal(db_begin_write(db, &err), CRM_INTERNAL);
	crm_error_clear(&err);
	assert_int_equal(db_begin_read(db, &err), CRM_OK);
	run(db, "CREATE TEMP TABLE pick(id INTEGER); INSERT INTO pick VALUES (1)");
	assert_int_equal(db_commit(db, &err), CRM_OK);
	assert_int_not_equal(db_exec(db, "DELETE FROM counter", &err), CRM_OK);
	crm_error_clear(&err);
	assert_int_equal(number(db, "SELECT last FROM counter"), 1);
	closed(db);
}

/* ---- what a path may be ---- */

static void no_database(void **state)
{
	static const char text[] = "id\tname\n", magic[100] = "SQLite format 3";
	char *many = crm_malloc(300000);

	(void)state;
	refused(DB_READ, CRM_NOINPUT, "run 'crm-db init'");
	refused(DB_WRITE, CRM_NOINPUT, "run 'crm-db init'");
	assert_false(there(""));
	write_file("", 0);
	refused(DB_READ, CRM_UNAVAILABLE, "an empty file");
	refused(DB_WRITE, CRM_UNAVAILABLE, "an empty file");
	write_file(text, sizeof(text) - 1);
	for (int mode = DB_READ; mode <= DB_CREATE; mode++)
		refused(mode, CRM_UNAVAILABLE, "not a crm database");
	memset(many, 'x', 300000);
	write_file(many, 300000);
	refused(DB_READ, CRM_UNAVAILABLE, "not a crm database");
	refused(DB_CREATE, CRM_UNAVAILABLE, "not a crm database");
	write_file(magic, sizeof(magic));
	refused(DB_READ, CRM_UNAVAILABLE, "");
	refused(DB_CREATE, CRM_UNAVAILABLE, "");
	free(many);
	unlink(path);
	mkdir(path, 0755);
	refused(DB_READ, CRM_UNAVAILABLE, "directory");
	refused(DB_CREATE, CRM_UNAVAILABLE, "directory");
	rmdir(path);
}

static void foreign_or_newer(void **state)
{
	struct db *db;

	(void)state;
	made();
	db = opened(DB_WRITE);
	run(db, "PRAGMA user_version=4711");
	closed(db);
	for (int mode = DB_READ; mode <= DB_CREATE; mode++)
		refused(mode, CRM_UNAVAILABLE, "made by a newer crm (schema 4711, this is ");
	unlink(path);
	made();
	db = opened(DB_WRITE);
	run(db, "PRAGMA application_id=1");
	closed(db);
	for (int mode = DB_READ; mode <= DB_CREATE; mode++)
		refused(mode, CRM_UNAVAILABLE, "not a crm database");
}

static void created_file(void **state)
{
	struct db *db;
	struct stat st;
	bool created = false;

	(void)state;
	umask(022);
	snprintf(path, sizeof(path), "%s/a/b/crm.db", dir);
	assert_int_equal(db_open(&db, path, DB_CREATE, &created, &err), CRM_OK);
	assert_true(created);
	assert_string_equal(db_path(db), path);
	assert_false(db_readonly(db));
	closed(db);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	snprintf(path, sizeof(path), "%s/a", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(path, sizeof(path), "%s/a/b/crm.db", dir);
	assert_int_equal(db_open(&db, path, DB_CREATE, &created, &err), CRM_OK);
	assert_false(created);
	closed(db);
	/* at rest the database is one file */
	assert_false(there("-wal"));
	assert_false(there("-shm"));
	db = opened(DB_READ);
	assert_true(db_readonly(db));
	assert_true(number(db, "SELECT count(*) FROM sqlite_schema") > 40);
	assert_true(there("-wal"));
	closed(db);
	assert_false(there("-wal"));
	/* an empty file is taken, and one that says journal but has no table yet */
	truncate(path, 0);
	assert_int_equal(db_open(&db, path, DB_CREATE, &created, &err), CRM_OK);
	assert_true(created);
	closed(db);
}

static void odd_names(void **state)
{
	static const char *const names[] = {"file:crm.db?mode=memory", ":memory:", "a?b#c%41.db", "crm.db\tü"};
	int here = open(".", O_RDONLY);

	(void)state;
	assert_int_equal(chdir(dir), 0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s", names[i]);
		made();
		assert_true(there(""));
		closed(opened(DB_READ));
	}
	path[0] = '\0';
	refused(DB_CREATE, CRM_NOINPUT, "empty");
	assert_int_equal(fchdir(here), 0);
	close(here);
}

static void facts(void **state)
{
	struct db *db = opened(DB_CREATE);
	struct db_facts f;
	int fd;

	(void)state;
	assert_int_equal(db_facts(db, &f, &err), CRM_OK);
	assert_string_equal(f.journal, "wal");
	assert_int_equal(f.version, db_schema_version());
	assert_true(f.bytes > 100000 && f.bytes % 4096 == 0);
	fd = db_temp_file(db);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
	closed(db);
}

/* A rollback journal is kept where the file has one. */
static void rollback_journal(void **state)
{
	struct db *db = opened(DB_CREATE);
	struct db_facts f;

	(void)state;
	run(db, "PRAGMA journal_mode=DELETE");
	closed(db);
	db = opened(DB_WRITE);
	run(db, "INSERT INTO counter VALUES (50, 1)");
	assert_int_equal(db_facts(db, &f, &err), CRM_OK);
	assert_string_equal(f.journal, "delete");
	closed(db);
	db = opened(DB_READ);
	assert_int_equal(number(db, "SELECT last FROM counter"), 1);
	assert_false(there("-wal"));
	closed(db);
}

/* ---- several programs ---- */

/* Holds the write lock until told, then writes a row. */
static pid_t holder(int go, int ms)
{
	pid_t pid = fork();
	struct db *db;
	char c = 'g';

	if (pid)
		return pid;
	db = opened(DB_WRITE);
	if (db_begin_write(db, &err) || write(go, &c, 1) != 1)
		_exit(1);
	usleep((useconds_t)ms * 1000);
	db_exec(db, "INSERT INTO counter VALUES (60, 1)", &err);
	if (db_commit(db, &err) || db_close(db, &err))
		_exit(2);
	_exit(0);
}

static void waiting(void **state)
{
	struct db *db;
	int go[2];
	pid_t pid;
	char c;

	(void)state;
	made();
	assert_int_equal(pipe(go), 0);
	pid = holder(go[1], 300);
	assert_int_equal(read(go[0], &c, 1), 1);
	db_test_patience(40);
	db = opened(DB_WRITE);
	assert_int_equal(db_begin_write(db, &err), CRM_BUSY);
	assert_non_null(strstr(err.list[0].text, "another program has been writing"));
	crm_error_clear(&err);
	assert_false(db_in_transaction(db));
	/* a reader isn't kept */
	assert_int_equal(number(db, "SELECT count(*) FROM counter"), 0);
	db_test_patience(60000);
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM counter"), 1);
	assert_int_equal(db_commit(db, &err), CRM_OK);
	assert_int_equal(child_status(pid), 0);
	closed(db);
	assert_false(there("-wal"));
}

/* A snapshot stays what it was while others write, and a checkpoint in its way is no failure. */
static void snapshot(void **state)
{
	struct db *db;
	int go[2];
	pid_t pid;
	char c;

	(void)state;
	made();
	db = opened(DB_READ);
	assert_int_equal(db_begin_read(db, &err), CRM_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM counter"), 0);
	assert_int_equal(pipe(go), 0);
	pid = holder(go[1], 0);
	assert_int_equal(read(go[0], &c, 1), 1);
	assert_int_equal(child_status(pid), 0);
	assert_int_equal(number(db, "SELECT count(*) FROM counter"), 0);
	db_checkpoint(db);
	db_rollback(db);
	assert_int_equal(number(db, "SELECT count(*) FROM counter"), 1);
	closed(db);
}

/* Many programs make the same file at once: one does, all can use it. */
static void made_at_once(void **state)
{
	enum { N = 12 };
	pid_t pid[N];
	int made_by = 0;

	(void)state;
	for (int round = 0; round < 5; round++) {
		int go[2];
		char c[N] = {0};

		unlink(path);
		made_by = 0;
		assert_int_equal(pipe(go), 0);
		for (int i = 0; i < N; i++) {
			bool created;
			struct db *db;
			char one;

			if ((pid[i] = fork()))
				continue;
			if (read(go[0], &one, 1) != 1 || db_open(&db, path, DB_CREATE, &created, &err) || db_begin_write(db, &err) ||
			    db_exec(db, "INSERT INTO counter SELECT coalesce(max(kind), 0) + 1, 1 FROM counter", &err) || db_commit(db, &err) || db_close(db, &err)) {
				fprintf(stderr, "# %s\n", err.n ? err.list[0].text : "?");
				_exit(9);
			}
			_exit(created);
		}
		assert_int_equal(write(go[1], c, N), N);
		for (int i = 0; i < N; i++) {
			int s = child_status(pid[i]);

			assert_in_range(s, 0, 1);
			made_by += s;
		}
		close(go[0]);
		close(go[1]);
		assert_int_equal(made_by, 1);
		{
			struct db *db = opened(DB_READ);

			assert_int_equal(number(db, "SELECT count(*) FROM counter"), N);
			assert_int_equal(schema_check(db, &err), CRM_OK);
			closed(db);
		}
		assert_false(there("-wal"));
	}
}

/* Killed at any moment, also while it makes the file: whole transactions or nothing, and the file opens. */
static void killed(void **state)
{
	(void)state;
	for (int round = 0; round < 40; round++) {
		struct db *db;
		pid_t pid;
		int64_t rows;

		if (round % 2 == 0)
			unlink(path);
		pid = fork();
		if (pid == 0) {
			if (db_open(&db, path, DB_CREATE, NULL, &err))
				_exit(1);
			for (;;)
				if (db_begin_write(db, &err) || db_exec(db, "INSERT INTO added SELECT 1, count(*), 1, 1 FROM added; INSERT INTO added SELECT 1, count(*), 1, 1 FROM added", &err) ||
				    db_commit(db, &err))
					_exit(2);
		}
		usleep((useconds_t)(round * 400));
		kill(pid, SIGKILL);
		assert_int_equal(child_status(pid), 128 + SIGKILL);
		db = opened(DB_CREATE);
		rows = number(db, "SELECT count(*) FROM added");
		assert_int_equal(rows % 2, 0);
		assert_int_equal(db_integrity(db, &err), CRM_OK);
		assert_int_equal(schema_check(db, &err), CRM_OK);
		closed(db);
		assert_false(there("-wal"));
	}
}

/* A log left behind holds rows and must be seen by who only reads. */
static void left_log(void **state)
{
	struct db *db;
	pid_t pid;

	(void)state;
	made();
	if ((pid = fork()) == 0) {
		db = opened(DB_WRITE);
		run(db, "INSERT INTO counter VALUES (70, 7)");
		kill(getpid(), SIGKILL);
	}
	child_status(pid);
	assert_true(there("-wal"));
	db = opened(DB_READ);
	assert_int_equal(number(db, "SELECT last FROM counter WHERE kind=70"), 7);
	closed(db);
	assert_false(there("-wal"));
}

/* ---- other users: only root can play them ---- */

enum { ALICE = 12001, BOB = 12002, TEAM = 12000 };

/* Runs work in a child as a user; groups: its own and team's. */
static int as(uid_t uid, void (*work)(void))
{
	gid_t team = TEAM;
	pid_t pid = fork();

	if (pid)
		return child_status(pid);
	umask(077);
	if (setgroups(1, &team) || setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
		_exit(99);
	work();
	_exit(0);
}

#define NEED(x) do { if (!(x)) { fprintf(stderr, "# %d: %s %s\n", __LINE__, #x, err.n ? err.list[0].text : ""); _exit(1); } } while (0)

static struct db *child_db;

static void reads_one(void)
{
	int64_t n = -1;

	NEED(!db_open(&child_db, path, DB_READ, NULL, &err));
	NEED(!db_get_int(child_db, &err, &n, -1, "SELECT count(*) FROM counter", 0) && n >= 0);
	NEED(!db_close(child_db, &err));
}

static void reads_moved(void)
{
	int64_t n = -1;
	int fd;

	NEED(!db_open(&child_db, path, DB_READ, NULL, &err));
	NEED(!db_get_int(child_db, &err, &n, -1, "SELECT count(*) FROM counter", 0) && n >= 0);
	fd = open(dir, O_RDONLY);
	NEED(kill(getppid(), SIGUSR1) == 0 || fd >= 0);
	usleep(300000);
	NEED(db_close(child_db, &err) == CRM_BUSY && strstr(err.list[0].text, "changed while"));
}

static void cannot_write(void)
{
	NEED(db_open(&child_db, path, DB_WRITE, NULL, &err) == CRM_PERM);
	crm_error_clear(&err);
	NEED(db_open(&child_db, path, DB_CREATE, NULL, &err) == CRM_PERM);
}

static void cannot_open(void)
{
	NEED(db_open(&child_db, path, DB_READ, NULL, &err) == CRM_PERM && strstr(err.list[0].text, "permission denied"));
}

static void sees_left_log(void)
{
	NEED(db_open(&child_db, path, DB_READ, NULL, &err) == CRM_UNAVAILABLE);
	NEED(strstr(err.list[0].text, "ask the owner to run 'crm-db check'"));
}

static void cannot_make(void)
{
	NEED(db_open(&child_db, path, DB_CREATE, NULL, &err) == CRM_PERM);
}

static volatile sig_atomic_t told;
static void tell(int sig)
{
	(void)sig;
	told = 1;
}

static void read_without_rights(void **state)
{
	struct db *db;
	pid_t pid;

	(void)state;
	if (geteuid() != 0)
		return; /* cmocka tells a skipped test as a failed one to prove */
	chmod(dir, 0755);
	assert_int_equal(as(ALICE, cannot_make), 0);
	made();
	assert_int_equal(as(ALICE, cannot_open), 0);
	chmod(path, 0644);
	assert_int_equal(as(ALICE, reads_one), 0);
	assert_int_equal(as(ALICE, cannot_write), 0);
	assert_false(there("-wal"));
	/* the file is written by its owner meanwhile */
	signal(SIGUSR1, tell);
	if ((pid = fork()) == 0) {
		if (setresgid(ALICE, ALICE, ALICE) || setgroups(0, NULL))
			_exit(98);
		/* real user stays root for the signal; the effective one decides on files */
		if (seteuid(ALICE))
			_exit(99);
		reads_moved();
		_exit(0);
	}
	while (!told)
		usleep(1000);
	db = opened(DB_WRITE);
	run(db, "INSERT INTO counter VALUES (80, 1)");
	closed(db);
	assert_int_equal(child_status(pid), 0);
	/* a directory that is writable doesn't help where the file isn't: no log of a stranger is left */
	chmod(dir, 0777);
	assert_int_equal(as(ALICE, reads_one), 0);
	assert_false(there("-wal"));
	/* a log left by a killed writer */
	chmod(dir, 0755);
	if ((pid = fork()) == 0) {
		db = opened(DB_WRITE);
		run(db, "INSERT INTO counter VALUES (81, 1)");
		kill(getpid(), SIGKILL);
	}
	child_status(pid);
	assert_true(there("-wal"));
	{
		char name[160];

		snprintf(name, sizeof(name), "%s-shm", path);
		unlink(name);
		snprintf(name, sizeof(name), "%s-wal", path);
		chmod(name, 0600);
	}
	assert_int_equal(as(ALICE, sees_left_log), 0);
	made();
	assert_int_equal(as(ALICE, reads_one), 0);
}

static void keeps_open(void)
{
	char c = 'x';
	int fd = open("/dev/null", O_WRONLY);

	NEED(!db_open(&child_db, path, DB_WRITE, NULL, &err) && !db_begin_write(child_db, &err));
	NEED(!db_exec(child_db, "INSERT INTO counter SELECT coalesce(max(kind), 0) + 1, 1 FROM counter", &err) && !db_commit(child_db, &err));
	NEED(write(fd, &c, 1) == 1);
	usleep(400000);
	NEED(!db_close(child_db, &err));
}

static void writes_one(void)
{
	NEED(!db_open(&child_db, path, DB_WRITE, NULL, &err) && !db_begin_write(child_db, &err));
	NEED(!db_exec(child_db, "INSERT INTO counter SELECT coalesce(max(kind), 0) + 1, 1 FROM counter", &err) && !db_commit(child_db, &err));
	NEED(!db_close(child_db, &err));
}

static void writes_and_dies(void)
{
	NEED(!db_open(&child_db, path, DB_WRITE, NULL, &err) && !db_begin_write(child_db, &err));
	NEED(!db_exec(child_db, "INSERT INTO counter SELECT coalesce(max(kind), 0) + 1, 1 FROM counter", &err) && !db_commit(child_db, &err));
	kill(getpid(), SIGKILL);
}

/* Two colleagues with umask 077 share a file by its group; the directory hands nothing on. */
static void two_users(void **state)
{
	pid_t pid;

	(void)state;
	if (geteuid() != 0)
		return; /* cmocka tells a skipped test as a failed one to prove */
	made();
	assert_int_equal(chown(path, ALICE, TEAM), 0);
	assert_int_equal(chmod(path, 0660), 0);
	assert_int_equal(chown(dir, ALICE, TEAM), 0);
	assert_int_equal(chmod(dir, 0770), 0);
	assert_int_equal(as(ALICE, writes_one), 0);
	assert_int_equal(as(BOB, writes_one), 0);
	assert_int_equal(as(BOB, reads_one), 0);
	/* both at once: the log of one is open to the other */
	if ((pid = fork()) == 0)
		_exit(as(ALICE, keeps_open));
	usleep(150000);
	assert_true(there("-wal"));
	assert_int_equal(as(BOB, writes_one), 0);
	assert_int_equal(as(BOB, reads_one), 0);
	assert_int_equal(child_status(pid), 0);
	/* one dies, the other takes over */
	assert_int_equal(as(ALICE, writes_and_dies), 128 + SIGKILL);
	assert_int_equal(as(BOB, writes_one), 0);
	assert_int_equal(as(ALICE, reads_one), 0);
	assert_false(there("-wal"));
	{
		struct db *db = opened(DB_READ);

		assert_int_equal(number(db, "SELECT count(*) FROM counter"), 6);
		closed(db);
	}
}

/* ---- failing disks ---- */

static void file_limit(void **state)
{
	struct rlimit old, small = {400 * 1024, RLIM_INFINITY};
	struct db *db = opened(DB_CREATE);
	enum crm_status s;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	small.rlim_max = old.rlim_max;
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	setrlimit(RLIMIT_FSIZE, &small);
	s = db_exec(db, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) INSERT INTO added SELECT 1, i, i, 1 FROM n", &err);
	if (!s)
		s = db_commit(db, &err);
	else
		db_rollback(db);
	setrlimit(RLIMIT_FSIZE, &old);
	assert_int_equal(s, CRM_IO);
	crm_error_clear(&err);
	assert_int_equal(number(db, "SELECT count(*) FROM added"), 0);
	closed(db);
}

static void damaged(void **state)
{
	char page[4096];
	struct db *db;
	int fd;

	(void)state;
	made();
	fd = open(path, O_WRONLY);
	memset(page, 0xaa, sizeof(page));
	for (int i = 1; i < 12; i++)
		assert_int_equal(pwrite(fd, page, sizeof(page), i * 4096L), sizeof(page));
	close(fd);
	if (db_open(&db, path, DB_READ, NULL, &err) == CRM_OK) {
		assert_int_not_equal(db_integrity(db, &err), CRM_OK);
		db_close(db, &err);
	}
	assert_true(err.failures > 0);
}

/* What a server would be asked is counted, however it is stored here. */
static void counted(void **state)
{
	struct db *db = opened(DB_CREATE);
	const int64_t ids[] = {3, 5, 8, -1};
	int64_t n = db_statements(), v, place;
	struct query q;

	(void)state;
#define ASKED(k) (assert_int_equal(db_statements() - n, (k)), n = db_statements())
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	ASKED(1);
	for (int i = 1; i <= 10; i++)
		assert_int_equal(db_run(db, &err, "INSERT INTO term(id, word, word_key) VALUES($1, CAST($1 AS TEXT), CAST($1 AS TEXT))", 1, (int64_t)i), CRM_OK);
	ASKED(10);
	q = query(db, &err, "SELECT id FROM term ORDER BY id");
	for (v = 0; query_row(&q); v++)
		;
	assert_int_equal(query_end(&q), CRM_OK);
	assert_int_equal(v, 10);
	ASKED(1); /* not its rows */
	for (int i = 0; i < 2; i++) { /* one that is kept, begun again */
		q = query(db, &err, "SELECT count(*), min(id), max(id) FROM term WHERE id IN " DB_AMONG("1"));
		query_among(&q, 1, ids, i ? 4 : 0);
		assert_true(query_row(&q));
		assert_int_equal(db_int(q.st, 0), i ? 3 : 0);
		assert_int_equal(db_int(q.st, 2), i ? 8 : 0);
		assert_int_equal(query_end(&q), CRM_OK);
	}
	ASKED(2);
	assert_int_equal(db_put_ids(db, ids, 4, &err), CRM_OK);
	ASKED(1);
	assert_int_equal(db_put_text(db, "a", 1, &place, &err), CRM_OK);
	ASKED(1);
	assert_int_equal(db_commit(db, &err), CRM_OK);
	ASKED(1);
	db_rollback(db);
	ASKED(0); /* there is none */
#undef ASKED
	closed(db);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(parameters), T(wrong_statements), T(cached), T(get_int), T(queries), T(failing_queries), T(counted), T(doomed), T(transactions),
		T(no_database), T(foreign_or_newer), T(created_file), T(odd_names),
		T(facts), T(rollback_journal), T(waiting), T(snapshot), T(made_at_once), T(killed), T(left_log), T(read_without_rights), T(two_users), T(file_limit),
		T(damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
