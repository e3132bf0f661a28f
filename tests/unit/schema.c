/* schema.c - tests of the schema: its checked-in text, constraints, custom columns, bulk indexes, what check finds */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "store/db.h"
#include "store/table.h"

static struct crm_error err;

static int setup(void **state)
{
	struct db *db;

	if (db_open(&db, "", DB_MEMORY, NULL, &err))
		return -1;
	*state = db;
	return 0;
}

static int teardown(void **state)
{
	db_close(*state, &err);
	crm_error_clear(&err);
	return 0;
}

static int64_t count(struct db *db, const char *sql)
{
	int64_t n;

	assert_int_equal(db_get_int(db, &err, &n, -1, sql, 0), CRM_OK);
	return n;
}

/* libcrm/store/schema.sql is what schema_sql() writes; the first line that differs is named. */
static void checked_in(void **state)
{
	struct strbuf now = STRBUF_INIT;
	char line[4096], *p;
	FILE *f = fopen("libcrm/store/schema.sql", "r");
	int n = 0;

	(void)state;
	assert_non_null(f);
	schema_sql(&now);
	p = now.buf;
	while (fgets(line, sizeof(line), f)) {
		size_t len = strlen(line);

		n++;
		if (strncmp(p, line, len) != 0)
			fail_msg("schema.sql:%d: stands '%.*s', schema_sql() writes '%.*s'", n, (int)len - 1, line, (int)strcspn(p, "\n"),
			         p);
		p += len;
	}
	if (*p)
		fail_msg("schema.sql ends at line %d, schema_sql() writes on", n);
	fclose(f);
	sb_release(&now);
}

/* The commented text and what schema_create runs make the same tables. */
static void all_columns(void **state)
{
	struct db *db = *state;
	struct strbuf sql = STRBUF_INIT;
	struct stmt *st;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		for (size_t i = 0; i < (*k)->nfields; i++) {
			const struct crm_field *f = &(*k)->fields[i];

			if (!field_is_column(f))
				continue;
			sb_reset(&sql);
			sb_printf(&sql, "SELECT %s%s%s FROM %s", field_column(f), f->flags & F_KEY ? ", " : "",
			          f->flags & F_KEY ? field_column(f) : "", (*k)->table);
			if (f->flags & F_KEY)
				sb_printf(&sql, " WHERE %s_key IS NULL", field_column(f));
			assert_int_equal(db_prepare(db, &st, sql.buf, &err), CRM_OK);
			db_finalize(st);
		}
	}
	sb_release(&sql);
	assert_int_equal(count(db, "PRAGMA user_version"), db_schema_version());
	assert_int_equal(count(db, "PRAGMA application_id"), CRM_APPLICATION_ID);
	assert_int_equal(count(db, "SELECT count(*) FROM sqlite_schema WHERE sql LIKE '%--%'"), 0);
	assert_int_equal(schema_check(db, &err), CRM_OK);
	assert_int_equal(db_integrity(db, &err), CRM_OK);
}

static void constraints(void **state)
{
	static const char *const good[] = {
		"INSERT INTO stage(kind, probability) VALUES (0, 500), (1, 4000), (2, 10000), (3, 0)",
		"INSERT INTO offer(state, closed, value, currency, pin) VALUES (1, NULL, NULL, NULL, 10000), (2, 20000, 100, 978, 0)",
		"INSERT INTO offer(title) VALUES ('x')",
		"INSERT INTO affiliation(from_day, to_day) VALUES (1, 1), (NULL, 3), (7, NULL)",
		"INSERT INTO product(price, currency) VALUES (100, 978), (NULL, NULL)",
	};
	static const char *const bad[] = {
		"INSERT INTO stage(kind, probability) VALUES (2, 9999)", "INSERT INTO stage(kind, probability) VALUES (1, 10000)",
		"INSERT INTO stage(kind, probability) VALUES (1, 0)", "INSERT INTO stage(kind, probability) VALUES (3, 1)",
		"INSERT INTO stage(kind, probability) VALUES (1, -1)", "INSERT INTO offer(state, closed) VALUES (1, 20000)",
		"INSERT INTO offer(state) VALUES (3)", "INSERT INTO offer(value) VALUES (1)", "INSERT INTO offer(pin) VALUES (10001)",
		"INSERT INTO affiliation(from_day, to_day) VALUES (2, 1)", "INSERT INTO product(price) VALUES (1)",
		"INSERT INTO company(name, employees) VALUES ('x', 'many')", "INSERT INTO stage(pipeline, name) VALUES (1, 'a'), (1, 'a')",
		"INSERT INTO batch(at) VALUES (1)",
	};

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_int_equal(db_exec(*state, good[i], &err), CRM_OK);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (db_exec(*state, bad[i], &err) != CRM_INTERNAL)
			fail_msg("taken: %s", bad[i]);
		crm_error_clear(&err);
	}
}

static void custom_columns(void **state)
{
	struct strbuf sql = STRBUF_INIT;

	schema_custom_column(&sql, "offer", 17, true);
	assert_int_equal(db_exec(*state, sql.buf, &err), CRM_OK);
	sb_reset(&sql);
	schema_custom_column(&sql, "offer", 18, false);
	assert_int_equal(db_exec(*state, sql.buf, &err), CRM_OK);
	assert_int_equal(db_exec(*state, "INSERT INTO offer_x(id, x_17, x_18) VALUES (1, 'a', 5)", &err), CRM_OK);
	assert_int_equal(db_exec(*state, "INSERT INTO offer_x(id, x_18) VALUES (2, 'a')", &err), CRM_INTERNAL);
	sb_release(&sql);
}

static void bulk_indexes(void **state)
{
	static const char all[] = "SELECT count(*) FROM sqlite_schema WHERE type='index' AND tbl_name='offer' AND sql IS NOT NULL";
	static const char unique[] = "SELECT count(*) FROM sqlite_schema WHERE type='index' AND tbl_name='offer' AND sql LIKE 'CREATE UNIQUE%'";
	struct db *db = *state;
	int64_t before = count(db, all);

	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	assert_int_equal(db_drop_indexes(db, "offer", &err), CRM_OK);
	assert_int_equal(count(db, all), count(db, unique));
	assert_true(count(db, unique) > 0);
	assert_int_equal(schema_check(db, &err), CRM_NO);
	assert_int_equal(err.failures, before - count(db, unique));
	assert_non_null(strstr(err.list[0].text, "table offer has no index offer_"));
	crm_error_clear(&err);
	assert_int_equal(db_build_indexes(db, "offer", &err), CRM_OK);
	assert_int_equal(db_commit(db, &err), CRM_OK);
	assert_int_equal(count(db, all), before);
	assert_int_equal(schema_check(db, &err), CRM_OK);
}

/* What forecast and reports read comes out of the partial indexes alone. */
static void covering(void **state)
{
	static const char *const sql[] = {
	    "EXPLAIN QUERY PLAN SELECT expected_close, currency, stage, pin, stage_since, value FROM offer WHERE state=1 AND "
	    "expected_close BETWEEN 1 AND 9",
	    "EXPLAIN QUERY PLAN SELECT closed, state, product, currency, value FROM offer WHERE closed BETWEEN 1 AND 9",
	};

	for (size_t i = 0; i < 2; i++) {
		struct stmt *st;

		assert_int_equal(db_prepare(*state, &st, sql[i], &err), CRM_OK);
		assert_int_equal(db_step(st, &err), DB_ROW);
		assert_non_null(strstr(db_text(st, 3, NULL), "COVERING INDEX offer_"));
		db_finalize(st);
	}
}

/* Words that PostgreSQL reserves: a column or table of that name has to be quoted there. */
static void reserved_words(void **state)
{
	static const char reserved[] =
	    " all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column "
	    "concurrently constraint create cross current_catalog current_date current_role current_schema current_time "
	    "current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from "
	    "full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime "
	    "localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right "
	    "select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using "
	    "variadic verbose when where window with ";
	struct strbuf word = STRBUF_INIT;
	struct stmt *st;
	int n = 0;

	assert_int_equal(db_prepare(*state, &st, "SELECT t.name, c.name FROM sqlite_schema t, pragma_table_info(t.name) c "
	                                         "WHERE t.type='table' AND t.name NOT LIKE 'search%'", &err), CRM_OK);
	for (; db_step(st, &err) == DB_ROW; n++) {
		for (int i = 0; i < 2; i++) {
			sb_reset(&word);
			sb_printf(&word, " %s ", db_text(st, i, NULL));
			if (strstr(reserved, word.buf))
				fail_msg("table %s: '%s' is a reserved word of PostgreSQL", db_text(st, 0, NULL), db_text(st, i, NULL));
		}
	}
	assert_true(n > 300);
	assert_non_null(strstr(reserved, " full "));
	db_finalize(st);
	sb_release(&word);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checked_in),
		cmocka_unit_test_setup_teardown(all_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(constraints, setup, teardown),
		cmocka_unit_test_setup_teardown(custom_columns, setup, teardown),
		cmocka_unit_test_setup_teardown(bulk_indexes, setup, teardown),
		cmocka_unit_test_setup_teardown(covering, setup, teardown),
		cmocka_unit_test_setup_teardown(reserved_words, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
