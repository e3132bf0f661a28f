/* dump.c - tests of backup, restore, dump and load: round trips of random databases, and everything a bad dump may hold */
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/db.h"
#include "store/table.h"
#include "text/reader.h"
#include "text/sink.h"

static struct crm_error err;
static char dir[64], path[128];
static uint64_t seed = 88172645463325252;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-dump-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	crm_error_clear(&err);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static struct db *opened(const char *name, enum db_mode mode)
{
	struct db *db = NULL;

	if (db_open(&db, name, mode, NULL, &err))
		fail_msg("db_open: %s", err.list[0].text);
	return db;
}

static struct db *memory(void)
{
	return opened("", DB_MEMORY);
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

/* ---- text out, text in ---- */

static enum out_result take(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

static void dumped(struct db *db, struct strbuf *text)
{
	struct crm_writer w = {.write = take, .arg = text};
	struct out *o = out_new(&w);

	assert_int_equal(db_dump(db, o, &err), CRM_OK);
	assert_int_equal(out_finish(o, &err), CRM_OK);
	out_free(o);
}

struct feed { const char *p; size_t n, at, most; };

static long give(void *arg, char *p, size_t n)
{
	struct feed *f = arg;
	size_t left = f->n - f->at;

	if (n > f->most)
		n = f->most;
	if (n > left)
		n = left;
	if (n)
		memcpy(p, f->p + f->at, n);
	f->at += n;
	return (long)n;
}

static enum crm_status loaded(struct db *db, const char *text, size_t n, size_t most)
{
	struct feed f = {text, n, 0, most};
	struct crm_source src = {.name = "x.dump", .read = give, .arg = &f};

	return db_load(db, &src, &err);
}

/* ---- random databases ---- */

static void random_text(struct strbuf *b)
{
	static const char *const pieces[] = {"a", "Müller", "\t", "\n", "\\", "\r", " ", "'", "\"", "x_1", "table", "end", "\\t", "€", "0", "-1"};
	unsigned n = 1 + pick(6);

	sb_reset(b);
	while (n--)
		sb_adds(b, pieces[pick(sizeof(pieces) / sizeof(pieces[0]))]);
}

/* Rows of a table with every column once NULL, a number or a text. Unique columns get the row's number. */
static void fill(struct db *db, const char *table, int rows)
{
	struct strbuf sql = STRBUF_INIT, text = STRBUF_INIT;
	struct stmt *st, *info;

	sb_printf(&sql, "SELECT name, type, pk FROM pragma_table_info('%s')", table);
	for (int r = 1; r <= rows; r++) {
		struct strbuf row = STRBUF_INIT;

		assert_int_equal(db_prepare(db, &info, sql.buf, &err), CRM_OK);
		sb_printf(&row, "INSERT OR IGNORE INTO %s VALUES (", table);
		for (int i = 0; db_step(info, &err) == DB_ROW; i++) {
			bool is_text = strcmp(db_text(info, 1, NULL), "TEXT") == 0;

			sb_adds(&row, i ? ", " : "");
			if (db_int(info, 2)) {
				sb_addint(&row, r);
			} else if (pick(3) == 0 && strncmp(table, "removed", 7) && strcmp(table, "batch") && strncmp(table, "stage_m", 7) &&
			           strcmp(table, "counter") && strcmp(table, "added") && strcmp(table, "change")) {
				sb_adds(&row, "NULL");
			} else if (is_text) {
				random_text(&text);
				sb_addc(&row, '\'');
				for (const char *p = text.buf; *p; p++) {
					if (*p == '\'')
						sb_addc(&row, '\'');
					sb_addc(&row, *p);
				}
				sb_addc(&row, '\'');
			} else {
				sb_printf(&row, "%" PRId64, pick(2) ? (int64_t)pick(10000) : pick(2) ? INT64_MIN : INT64_MAX);
			}
		}
		sb_addc(&row, ')');
		db_finalize(info);
		assert_int_equal(db_prepare(db, &st, row.buf, &err), CRM_OK);
		assert_int_equal(db_step(st, &err), DB_DONE);
		db_finalize(st);
		sb_release(&row);
	}
	sb_release(&sql);
	sb_release(&text);
}

static void random_database(struct db *db)
{
	static const char *const others[] = {"counter", "batch", "undoing", "added", "change", "removed", "stage_move"};
	struct strbuf sql = STRBUF_INIT;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		fill(db, (*k)->table, (int)pick(9));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		fill(db, others[i], (int)pick(9));
	if (pick(2)) {
		schema_custom_column(&sql, "offer", 17, true);
		schema_custom_column(&sql, "offer", 3, false);
		run(db, sql.buf);
		fill(db, "offer_x", 4);
	}
	sb_release(&sql);
}

static void round_trip(void **state)
{
	(void)state;
	for (int i = 0; i < 60; i++) {
		struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
		struct db *a = memory(), *b = memory();

		random_database(a);
		dumped(a, &one);
		/* what a new database brings along is replaced */
		run(b, "INSERT INTO setting(id, name, value) VALUES (1, 'currency', 'EUR'); INSERT INTO batch VALUES (1, 1, NULL, "
		       "'crm-db', 'init', 4, NULL)");
		run(b, "INSERT INTO users(id, name) VALUES (1, 'me')");
		if (loaded(b, one.buf, one.len, 1 + pick(i % 2 ? 20 : 5000)))
			fail_msg("line %ld:%ld %s", err.list[0].line, err.list[0].column, err.list[0].text);
		dumped(b, &two);
		assert_string_equal(one.buf, two.buf);
		assert_int_equal(schema_check(b, &err), CRM_OK);
		assert_int_equal(db_integrity(b, &err), CRM_OK);
		db_close(a, &err);
		db_close(b, &err);
		sb_release(&one);
		sb_release(&two);
	}
}

/* Custom fields without values: their columns are made out of the rows that declare them. */
static void declared_fields(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct db *a = memory(), *b = memory();

	(void)state;
	run(a, "INSERT INTO field(id, kind, name, type) VALUES (1, 2, 'a', 0), (2, 5, 'b', 12), (3, 5, 'c', 2), (4, 77, 'd', 0)");
	assert_int_equal(schema_check(a, &err), CRM_NO);
	assert_int_equal(err.failures, 3);
	assert_non_null(strstr(err.list[0].text, "table company_x has no column x_1"));
	crm_error_clear(&err);
	dumped(a, &text);
	assert_null(strstr(text.buf, "table\tcompany_x"));
	assert_int_equal(loaded(b, text.buf, text.len, 5000), CRM_OK);
	assert_int_equal(schema_check(b, &err), CRM_OK);
	run(b, "INSERT INTO company_x(id, x_1) VALUES (1, 'x')");
	run(b, "INSERT INTO offer_x(id, x_2, x_3) VALUES (1, 'x', 7)");
	run(b, "ALTER TABLE offer_x DROP COLUMN x_3");
	assert_int_equal(schema_check(b, &err), CRM_NO);
	assert_string_equal(err.list[0].text, "table offer_x has no column x_3");
	crm_error_clear(&err);
	db_close(a, &err);
	db_close(b, &err);
	sb_release(&text);
}

/* No dump that was cut off anywhere is taken, but for its last newline. */
static void cut_off(void **state)
{
	struct strbuf text = STRBUF_INIT;
	struct db *a = memory(), *b = memory();

	(void)state;
	random_database(a);
	dumped(a, &text);
	for (size_t n = 0; n + 1 < text.len; n += 1 + pick(60)) {
		assert_int_equal(loaded(b, text.buf, n, 5000), CRM_DATA);
		assert_int_equal(err.failures, 1);
		assert_string_equal(err.list[0].file, "x.dump");
		crm_error_clear(&err);
		assert_false(db_in_transaction(b));
	}
	assert_int_equal(number(b, "SELECT count(*) FROM company"), 0);
	assert_int_equal(schema_check(b, &err), CRM_OK);
	assert_int_equal(loaded(b, text.buf, text.len - 1, 5000), CRM_OK);
	db_close(a, &err);
	db_close(b, &err);
	sb_release(&text);
}

static void bad_dumps(void **state)
{
#define HEAD "crm-dump\t1\t1\n"
	static const struct { const char *text; long line, column; enum crm_status status; const char *what; } bad[] = {
		{"", 1, 1, CRM_DATA, "not a dump"},
		{"id\tname\n", 1, 1, CRM_DATA, "not a dump"},
		{"crm-dump\tx\t1\n", 1, 1, CRM_DATA, "not a dump"},
		{"crm-dump\t1\t4711\nend\t0\n", 1, 0, CRM_UNAVAILABLE, "newer crm (schema 4711, this is"},
		{"crm-dump\t2\t1\nend\t0\n", 1, 0, CRM_UNAVAILABLE, "newer"},
		{HEAD, 2, 0, CRM_DATA, "ends early"},
		{HEAD "1\t2\nend\t1\n", 2, 1, CRM_DATA, "before the first table"},
		{HEAD "table\tcompany\nend\t0\n", 2, 0, CRM_DATA, "name and columns"},
		{HEAD "table\tcompanies\tid\nend\t0\n", 2, 7, CRM_DATA, "unknown table 'companies'"},
		{HEAD "table\tsqlite_schema\tname\nend\t0\n", 2, 7, CRM_DATA, "unknown table"},
		{HEAD "table\tcompany\tid\tnome\nend\t0\n", 2, 18, CRM_DATA, "no column 'nome'"},
		{HEAD "table\tcompany\tid\tid\nend\t0\n", 2, 18, CRM_DATA, "twice"},
		{HEAD "table\tcompany_x\tid\tx_1\nend\t0\n", 2, 20, CRM_DATA, "unknown column 'x_1'"},
		{HEAD "table\tcompany_x\tid\tx_0:text\nend\t0\n", 2, 20, CRM_DATA, "unknown column"},
		{HEAD "table\tcompany_x\tid\tx_1:blob\nend\t0\n", 2, 20, CRM_DATA, "unknown column"},
		{HEAD "table\tcompany_x\tid\tx_1);DROP TABLE company;--:text\nend\t0\n", 2, 20, CRM_DATA, "unknown column"},
		{HEAD "table\tcounter_x\tid\tx_1:text\nend\t0\n", 2, 7, CRM_DATA, "unknown table"},
		{HEAD "table\tcompany\tid\tname\n1\nend\t1\n", 3, 0, CRM_DATA, "1 fields, table company has 2 columns"},
		{HEAD "table\tcompany\tid\tname\n1\ta\tb\nend\t1\n", 3, 0, CRM_DATA, "3 fields"},
		{HEAD "table\tcompany\tid\tname\n\nend\t1\n", 3, 0, CRM_DATA, "1 fields"},
		{HEAD "table\tcompany\tid\tname\nx\ta\nend\t1\n", 3, 1, CRM_DATA, "id: 'x' is not an integer"},
		{HEAD "table\tcompany\tid\temployees\n1\t1.0\nend\t1\n", 3, 3, CRM_DATA, "employees: '1.0'"},
		{HEAD "table\tcompany\tid\temployees\n1\t9223372036854775808\nend\t1\n", 3, 3, CRM_DATA, "is not an integer"},
		{HEAD "table\tcompany\tid\temployees\n1\t-\nend\t1\n", 3, 3, CRM_DATA, "is not an integer"},
		{HEAD "table\tcompany\tid\tname\n1\ta\\x\nend\t1\n", 3, 4, CRM_DATA, "unknown escape"},
		{HEAD "table\tcompany\tid\tname\n1\ta\\\nend\t1\n", 3, 4, CRM_DATA, "unknown escape"},
		{HEAD "table\tcompany\tid\tname\n1\ta\xff\nend\t1\n", 3, 4, CRM_DATA, "not UTF-8"},
		{HEAD "table\tcompany\tid\tname\n1\ta\n1\tb\nend\t2\n", 4, 0, CRM_DATA, "does not fit"},
		{HEAD "table\toffer\tid\tvalue\n1\t100\nend\t1\n", 3, 0, CRM_DATA, "does not fit"},
		{HEAD "table\tusers\tid\tname\n1\ta\n2\ta\nend\t2\n", 0, 0, CRM_DATA, "two rows with the same key"},
		{HEAD "table\tcompany\tid\tname\n1\ta\nend\t2\n", 4, 1, CRM_DATA, "1 rows were read, the dump had 2"},
		{HEAD "table\tcompany\tid\tname\n1\ta\nend\n", 4, 1, CRM_DATA, "number of rows"},
		{HEAD "end\t0\n1\ta\n", 3, 1, CRM_DATA, "behind the end"},
	};
	static const char fits[] = HEAD "table\tcompany\tid\tname\temployees\n9\ta\\tb\t-9223372036854775808\n10\t\t\ntable\toffer_x\tid\tx_4:text\n1\tone\n"
		"table\toffer_x\tid\tx_4:text\tx_5:integer\n2\ttwo\t2\nend\t4";
	static const char zero[] = HEAD "table\tcompany\tid\tname\n1\tzero\0byte\nend\t1\n";
	struct db *db = memory();

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		enum crm_status s = loaded(db, bad[i].text, strlen(bad[i].text), 7);

		if (s != bad[i].status || err.n != 1 || !strstr(err.list[0].text, bad[i].what) || err.list[0].line != bad[i].line ||
		    err.list[0].column != bad[i].column)
			fail_msg("%zu: %d %ld:%ld %s", i, s, err.n ? err.list[0].line : 0, err.n ? err.list[0].column : 0,
			         err.n ? err.list[0].text : "");
		crm_error_clear(&err);
		assert_int_equal(number(db, "SELECT count(*) FROM company"), 0);
	}
	assert_int_equal(loaded(db, zero, sizeof(zero) - 1, 99), CRM_DATA);
	assert_non_null(strstr(err.list[0].text, "a zero byte"));
	crm_error_clear(&err);
	/* a column left out, a value at its limit, an empty field */
	assert_int_equal(loaded(db, fits, strlen(fits), 3), CRM_OK);
	assert_int_equal(number(db, "SELECT id FROM company WHERE employees < 0 AND name LIKE 'a_b'"), 9);
	assert_int_equal(number(db, "SELECT id FROM company WHERE employees IS NULL AND name IS NULL"), 10);
	assert_int_equal(number(db, "SELECT count(*) FROM offer_x WHERE x_4 IN ('one', 'two')"), 2);
	/* not over records */
	assert_int_equal(loaded(db, fits, strlen(fits), 99), CRM_FORBIDDEN);
	assert_non_null(strstr(err.list[0].text, "holds records (company)"));
	crm_error_clear(&err);
	db_close(db, &err);
}

static enum out_result refuse(void *arg, const char *p, size_t n, size_t *done)
{
	(void)arg;
	(void)p;
	(void)n;
	*done = 0;
	return OUT_CLOSED;
}

static void reader_gone(void **state)
{
	struct crm_writer w = {.write = refuse};
	struct out *o = out_new(&w);
	struct db *db = memory();

	(void)state;
	run(db,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) INSERT INTO added SELECT 1, i, i, 1 FROM n");
	assert_int_equal(db_dump(db, o, &err), CRM_OK);
	assert_false(db_in_transaction(db));
	assert_int_equal(out_finish(o, &err), CRM_OK);
	out_free(o);
	db_close(db, &err);
}

/* ---- backup and restore ---- */

static void backups(void **state)
{
	struct db *db = opened(path, DB_CREATE), *copy;
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
	char to[160], nowhere[160];
	struct stat st;

	(void)state;
	snprintf(to, sizeof(to), "%s/backup.db", dir);
	snprintf(nowhere, sizeof(nowhere), "%s/no/backup.db", dir);
	random_database(db);
	dumped(db, &one);
	chmod(path, 0640);
	assert_int_equal(db_backup(db, to, &err), CRM_OK);
	assert_int_equal(stat(to, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	copy = opened(to, DB_READ);
	dumped(copy, &two);
	assert_string_equal(one.buf, two.buf);
	db_close(copy, &err);
	assert_int_equal(db_backup(db, to, &err), CRM_CANTCREATE);
	assert_non_null(strstr(err.list[0].text, "it exists"));
	crm_error_clear(&err);
	assert_int_equal(db_backup(db, nowhere, &err), CRM_CANTCREATE);
	crm_error_clear(&err);
	/* at rest a copy by cp is one too */
	db_close(db, &err);
	db = opened(path, DB_READ);
	sb_reset(&two);
	dumped(db, &two);
	assert_string_equal(one.buf, two.buf);
	db_close(db, &err);
	sb_release(&one);
	sb_release(&two);
}

static enum crm_status stamp(void *arg, struct db *copy, struct crm_error *e)
{
	return arg ? crm_fail(e, CRM_FORBIDDEN, "no") : db_run(copy, e, "INSERT INTO counter VALUES (77, $1)", 1, INT64_C(7));
}

static void restores(void **state)
{
	struct db *db = opened(path, DB_CREATE);
	char from[160], other[160];
	struct db_facts f;
	int fd;

	(void)state;
	snprintf(from, sizeof(from), "%s/backup.db", dir);
	snprintf(other, sizeof(other), "%s/other.db", dir);
	run(db, "INSERT INTO company(id, name) VALUES (1, 'old')");
	assert_int_equal(db_backup(db, from, &err), CRM_OK);
	run(db, "INSERT INTO company(id, name) VALUES (2, 'new')");
	for (int i = 0; i < 3000; i++)
		run(db, "INSERT INTO company(name) VALUES ('and many more rows than the backup has')");
	/* refused: itself, nothing there, no database, and what the caller refuses */
	assert_int_equal(db_restore(db, path, NULL, NULL, &err), CRM_USAGE);
	assert_int_equal(db_restore(db, other, NULL, NULL, &err), CRM_NOINPUT);
	fd = open(other, O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, "hello", 5), 5);
	close(fd);
	assert_int_equal(db_restore(db, other, NULL, NULL, &err), CRM_UNAVAILABLE);
	assert_int_equal(db_restore(db, from, stamp, db, &err), CRM_FORBIDDEN);
	crm_error_clear(&err);
	assert_int_equal(number(db, "SELECT count(*) FROM company"), 3002);
	/* done */
	assert_int_equal(db_restore(db, from, stamp, NULL, &err), CRM_OK);
	assert_int_equal(number(db, "SELECT count(*) FROM company WHERE name='old'"), 1);
	assert_int_equal(number(db, "SELECT count(*) FROM company"), 1);
	assert_int_equal(number(db, "SELECT last FROM counter WHERE kind=77"), 7);
	assert_int_equal(db_integrity(db, &err), CRM_OK);
	run(db, "INSERT INTO company(id, name) VALUES (5, 'after')");
	db_close(db, &err);
	db = opened(path, DB_READ);
	assert_int_equal(number(db, "SELECT count(*) FROM company"), 2);
	db_close(db, &err);
	/* a rollback journal stays one */
	db = opened(path, DB_WRITE);
	run(db, "PRAGMA journal_mode=DELETE");
	db_close(db, &err);
	db = opened(path, DB_WRITE);
	assert_int_equal(db_restore(db, from, NULL, NULL, &err), CRM_OK);
	db_close(db, &err);
	db = opened(path, DB_READ);
	assert_int_equal(db_facts(db, &f, &err), CRM_OK);
	assert_string_equal(f.journal, "delete");
	db_close(db, &err);
}

/* A reader of another handle keeps its moment while the contents change under it. */
static void restore_beside_reader(void **state)
{
	struct db *db = opened(path, DB_CREATE), *reader;
	char from[160];

	(void)state;
	snprintf(from, sizeof(from), "%s/backup.db", dir);
	assert_int_equal(db_backup(db, from, &err), CRM_OK);
	run(db, "INSERT INTO company(id, name) VALUES (1, 'x')");
	reader = opened(path, DB_READ);
	assert_int_equal(db_begin_read(reader, &err), CRM_OK);
	assert_int_equal(number(reader, "SELECT count(*) FROM company"), 1);
	assert_int_equal(db_restore(db, from, NULL, NULL, &err), CRM_OK);
	assert_int_equal(number(reader, "SELECT count(*) FROM company"), 1);
	db_rollback(reader);
	assert_int_equal(number(reader, "SELECT count(*) FROM company"), 0);
	db_close(reader, &err);
	db_close(db, &err);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {T(round_trip), T(declared_fields),           T(cut_off), T(bad_dumps), T(reader_gone), T(backups), T(restores),
	                                   T(restore_beside_reader)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
