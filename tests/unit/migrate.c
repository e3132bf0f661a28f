/* migrate.c - tests of migration, with a registry of kinds of its own that grows a version */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "store/db.h"
#include "store/table.h"

#define F(no_, name_, type_, flags_, since_) {.no = (no_), .name = (name_), .class = C_STORED, .type = (type_), .flags = (flags_), .help = "", .since = (since_)}

static const struct crm_field old_fields[] = {F(0, "id", T_ID, 0, 0), F(1, "name", T_TEXT, F_KEY, 0), F(4, "user", T_TEXT, F_KEY, 0)};
static const struct crm_field new_fields[] = {F(0, "id", T_ID, 0, 0), F(1, "name", T_TEXT, F_KEY, 0), F(2, "city", T_TEXT, F_KEY, 2), F(3, "size", T_INT, 0, 3),
                                             {.no = 4, .name = "user", .column = "login", .was = "user", .since = 3, .class = C_STORED, .type = T_TEXT, .flags = F_KEY, .help = ""}};
static const struct crm_field more_fields[] = {F(0, "id", T_ID, 0, 2), F(1, "day", T_DATE, 0, 2)};
static const char *const old_indexes[] = {"thing_name ON thing(name_key)", "thing_user ON thing(user_key)", NULL};
static const char *const new_indexes[] = {"thing_name ON thing(name_key, city)", "thing_user ON thing(login_key)", "UNIQUE thing_city ON thing(city_key)", NULL};

/* the registry the store reads: const to it, grown here by registry() */
static struct crm_kind thing = {.no = KIND_COMPANY, .name = "thing", .letters = "x", .table = "thing", .flags = K_COMMON};
static struct crm_kind more = {.no = KIND_TASK, .name = "more", .letters = "m", .table = "more"};
const struct crm_kind *const crm_kinds[] = {&thing, &more, NULL};

const struct crm_kind *kind_by_no(int no)
{
	(void)no;
	return NULL;
}

static struct crm_error err;
static char dir[] = "/tmp/crm-migrate-XXXXXX";
static char path[64];

static void registry(bool grown)
{
	thing.fields = grown ? new_fields : old_fields;
	thing.nfields = grown ? 5 : 3;
	thing.indexes = grown ? new_indexes : old_indexes;
	more.fields = more_fields;
	more.nfields = grown ? 2 : 0;
}

static int setup(void **state)
{
	(void)state;
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/x.db", dir);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	unlink(path);
	rmdir(dir);
	return 0;
}

static int64_t count(struct db *db, const char *sql)
{
	int64_t n;

	assert_int_equal(db_get_int(db, &err, &n, -1, sql, 0), CRM_OK);
	return n;
}

static void grow(void **state)
{
	struct db *db;
	bool created;

	(void)state;
	registry(false);
	assert_int_equal(db_schema_version(), 1);
	assert_int_equal(db_open(&db, path, DB_CREATE, &created, &err), CRM_OK);
	assert_true(created);
	assert_int_equal(db_exec(db, "INSERT INTO thing(id, name, name_key, user, user_key) VALUES (7, 'A', 'a', 'B', 'b'); CREATE TABLE thing_x(id INTEGER PRIMARY KEY, x_1 TEXT) STRICT; DROP TABLE more", &err), CRM_OK);
	assert_int_equal(db_close(db, &err), CRM_OK);

	registry(true);
	assert_int_equal(db_schema_version(), 3);
	assert_int_equal(db_open(&db, path, DB_READ, NULL, &err), CRM_UNAVAILABLE);
	assert_non_null(strstr(err.list[0].text, "older crm (schema 1, this is 3)"));
	crm_error_clear(&err);
	assert_int_equal(db_open(&db, path, DB_WRITE, NULL, &err), CRM_OK);
	assert_int_equal(schema_check(db, &err), CRM_OK);
	assert_int_equal(count(db, "PRAGMA user_version"), 3);
	assert_int_equal(count(db, "SELECT count(*) FROM thing WHERE id=7 AND name='A' AND city IS NULL AND city_key IS NULL AND size IS NULL AND login='B' AND login_key='b'"), 1);
	assert_int_equal(count(db, "SELECT count(*) FROM pragma_table_info('thing') WHERE name LIKE 'user%'"), 0);
	/* an index of that name was there, of another expression */
	assert_int_equal(count(db, "SELECT count(*) FROM sqlite_schema WHERE name='thing_name' AND sql LIKE '%(name_key, city)'"), 1);
	assert_int_equal(count(db, "SELECT count(*) FROM thing_x"), 0);
	assert_int_equal(count(db, "SELECT count(day) FROM more"), 0);
	assert_int_equal(db_close(db, &err), CRM_OK);
	assert_int_equal(db_open(&db, path, DB_READ, NULL, &err), CRM_OK);
	assert_int_equal(db_close(db, &err), CRM_OK);

	assert_int_equal(db_open_upgraded(&db, path, &err), CRM_OK);
	db_note_migrated(db, path, &err);
	assert_int_equal(err.n, 0);
	assert_int_equal(db_close(db, &err), CRM_OK);

	registry(false);
	assert_int_equal(db_open(&db, path, DB_WRITE, NULL, &err), CRM_UNAVAILABLE);
	assert_non_null(strstr(err.list[0].text, "made by a newer crm (schema 3, this is 1)"));
	crm_error_clear(&err);
}

/* To read: with a handle that does not write. */
static void read_older(void **state)
{
	struct db *db;
	char old[80];

	(void)state;
	snprintf(old, sizeof(old), "%s/read.db", dir);
	registry(false);
	assert_int_equal(db_open(&db, old, DB_CREATE, NULL, &err), CRM_OK);
	assert_int_equal(db_exec(db, "INSERT INTO thing(id, name, name_key) VALUES (9, 'B', 'b'); DROP TABLE more", &err), CRM_OK);
	assert_int_equal(db_close(db, &err), CRM_OK);
	registry(true);
	assert_int_equal(db_open_upgraded(&db, old, &err), CRM_OK);
	assert_true(db_readonly(db));
	assert_int_equal(db_begin_write(db, &err), CRM_INTERNAL);
	crm_error_clear(&err);
	assert_int_equal(count(db, "SELECT id FROM thing WHERE size IS NULL"), 9);
	db_note_migrated(db, "named", &err);
	assert_int_equal(err.n, 1);
	assert_true(err.list[0].note);
	assert_non_null(strstr(err.list[0].text, "named: brought up to date (schema 3, was 1)"));
	crm_error_clear(&err);
	assert_int_equal(db_close(db, &err), CRM_OK);
	unlink(old);
	assert_int_equal(db_open_upgraded(&db, old, &err), CRM_NOINPUT);
	assert_null(db);
	crm_error_clear(&err);
}

/* A backup of an older version is restored and brought up to date. */
static void restore_older(void **state)
{
	struct db *db;
	char old[80], fresh[80];

	(void)state;
	snprintf(old, sizeof(old), "%s/old.db", dir);
	snprintf(fresh, sizeof(fresh), "%s/fresh.db", dir);
	registry(false);
	assert_int_equal(db_open(&db, old, DB_CREATE, NULL, &err), CRM_OK);
	assert_int_equal(db_exec(db, "INSERT INTO thing(id, name, name_key) VALUES (9, 'B', 'b'); DROP TABLE more", &err), CRM_OK);
	assert_int_equal(db_close(db, &err), CRM_OK);
	registry(true);
	assert_int_equal(db_open(&db, fresh, DB_CREATE, NULL, &err), CRM_OK);
	assert_int_equal(db_restore(db, old, NULL, NULL, &err), CRM_OK);
	assert_int_equal(count(db, "SELECT id FROM thing WHERE size IS NULL"), 9);
	assert_int_equal(count(db, "PRAGMA user_version"), 3);
	assert_int_equal(schema_check(db, &err), CRM_OK);
	assert_int_equal(db_close(db, &err), CRM_OK);
	unlink(old);
	unlink(fresh);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(grow), cmocka_unit_test(read_older), cmocka_unit_test(restore_older)};

	return cmocka_run_group_tests(tests, setup, teardown);
}
