/* open.c - tests of opening, first settings, and of what crm-db says and finds */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "crm.h"
#include "edit/edit.h"

static struct crm_error err;
static char dir[64], path[128];
static struct crm_env env;

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-open-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	env = (struct crm_env){.path = path, .now = 1774963800000, .user = "erika", .user_full = "Erika Muster", .locale = "de_DE.UTF-8", .timezone = "Europe/Berlin",
		.tool = "crm-test"};
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

static void fine(enum crm_status s)
{
	if (s)
		fail_msg("%d: %s", s, err.n ? err.list[err.n - 1].text : "?");
}

static struct crm *opened(bool write)
{
	struct crm *c = NULL;

	env.write = write;
	fine(crm_open(&c, &env, &err));
	return c;
}

static int64_t number(struct crm *c, const char *sql)
{
	int64_t n;

	fine(db_get_int(c->db, &err, &n, -1, sql, 0));
	return n;
}

static void run(struct crm *c, const char *sql)
{
	fine(db_exec(c->db, sql, &err));
}

/* ---- first settings ---- */

static void locales(void **state)
{
	static const struct { const char *locale, *currency, *country, *language, *title; } cases[] = {
		{"de_DE.UTF-8", "EUR", "DE", "de", "Angebotserstellung + Versand"}, {"de_CH", "CHF", "CH", "de", "Angebotserstellung + Versand"},
		{"en_US.UTF-8", "USD", "US", "en", "Offer"}, {"en_GB@euro", "GBP", "GB", "en", "Offer"}, {"fr_FR", "EUR", "FR", "fr", "Offer"}, {"ja_JP.eucJP", "JPY", "JP", "ja", "Offer"},
		{"C", "EUR", "", "en", "Offer"}, {"C.UTF-8", "EUR", "", "en", "Offer"}, {"POSIX", "EUR", "", "en", "Offer"}, {"", "EUR", "", "en", "Offer"}, {NULL, "EUR", "", "en", "Offer"},
		{"en_ZZ", "EUR", "", "en", "Offer"}, {"sr_RS@latin", "RSD", "RS", "sr", "Offer"}, {"es_419", "EUR", "", "es", "Offer"}, {"da", "EUR", "", "da", "Offer"},
		{"a_very_long_thing_that_is_none", "EUR", "", "en", "Offer"}, {"../../etc", "EUR", "", "en", "Offer"},
	};

	(void)state;
	env.write = false;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct crm *c;
		struct stmt *st;

		env.locale = cases[i].locale;
		c = opened(false);
		assert_string_equal(currency_code(crm_settings(c)->currency), cases[i].currency);
		assert_string_equal(crm_settings(c)->country, cases[i].country);
		if (strcmp(cases[i].language, "en"))
			assert_string_equal(crm_settings(c)->language, cases[i].language);
		assert_string_equal(crm_settings(c)->timezone, "Europe/Berlin");
		fine(db_prepare(c->db, &st, "SELECT title FROM stage WHERE name='offer'", &err));
		assert_int_equal(db_step(st, &err), DB_ROW);
		assert_string_equal(db_text(st, 0, NULL), cases[i].title);
		db_finalize(st);
		fine(crm_close(c, &err));
	}
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(err.n, 0);
}

/* ---- opening ---- */

static void reading_nothing(void **state)
{
	struct crm *c = opened(false);

	(void)state;
	assert_int_equal(number(c, "SELECT count(*) FROM stage"), 8);
	assert_int_equal(number(c, "SELECT count(*) FROM users"), 0);
	assert_int_equal(number(c, "SELECT count(*) FROM company"), 0);
	fine(crm_close(c, &err));
	env.must_exist = true;
	assert_int_equal(crm_open(&c, &env, &err), CRM_NOINPUT);
	assert_null(c);
	env.write = true;
	assert_int_equal(crm_open(&c, &env, &err), CRM_NOINPUT);
	assert_int_equal(access(path, F_OK), -1);
	fine(crm_close(NULL, &err));
}

static void first_write(void **state)
{
	struct crm *c = opened(true);
	char want[256];

	(void)state;
	assert_true(c->created);
	assert_int_equal(err.n, 1);
	assert_true(err.list[0].note);
	snprintf(want, sizeof(want), "new database %s: currency EUR, country DE, language de, timezone Europe/Berlin", path);
	assert_string_equal(err.list[0].text, want);
	assert_int_equal(number(c, "SELECT count(*) FROM setting"), 4);
	assert_int_equal(number(c, "SELECT count(*) FROM pipeline WHERE name='sales' AND title='Verkauf'"), 1);
	assert_int_equal(number(c, "SELECT count(*) FROM stage"), 8);
	assert_int_equal(number(c, "SELECT sum(probability) FROM stage"), 31500);
	assert_int_equal(number(c, "SELECT count(*) FROM batch WHERE tool='crm-db' AND verb='init' AND flags=4 AND at=1774963800000"), 1);
	assert_string_equal(c->env.tool, "crm-test");
	fine(crm_db_check(c, &err));
	fine(crm_close(c, &err));
	c = opened(true);
	assert_false(c->created);
	assert_int_equal(err.n, 1);
	assert_int_equal(number(c, "SELECT count(*) FROM batch"), 1);
	fine(crm_close(c, &err));
}

static void init(void **state)
{
	struct crm *c;

	(void)state;
	env.write = env.must_exist = true;
	fine(crm_init(&env, &err));
	assert_int_equal(crm_init(&env, &err), CRM_CANTCREATE);
	c = opened(false);
	assert_int_equal(number(c, "SELECT count(*) FROM stage"), 8);
	fine(crm_close(c, &err));
}

/* A file whose maker was killed between its tables and its first batch is finished by the next writer. */
static void half_made(void **state)
{
	struct db *db;
	struct crm *c;

	(void)state;
	fine(db_open(&db, path, DB_CREATE, NULL, &err));
	fine(db_close(db, &err));
	c = opened(false);
	assert_int_equal(number(c, "SELECT count(*) FROM stage"), 8);
	fine(crm_close(c, &err));
	env.must_exist = true;
	c = opened(false);
	assert_int_equal(number(c, "SELECT count(*) FROM stage"), 0);
	assert_string_equal(crm_settings(c)->country, "DE");
	fine(crm_close(c, &err));
	c = opened(true);
	assert_int_equal(number(c, "SELECT count(*) FROM stage"), 8);
	fine(crm_close(c, &err));
}

static void at_once(void **state)
{
	enum { N = 8 };

	(void)state;
	for (int round = 0; round < 5; round++) {
		int made = 0, status;
		struct crm *c;

		unlink(path);
		for (int i = 0; i < N; i++) {
			if (fork() == 0) {
				env.write = true;
				status = crm_open(&c, &env, &err) ? 9 : c->created;
				if (status == 9 || crm_close(c, &err))
					fprintf(stderr, "# %s\n", err.list[err.n - 1].text);
				_exit(status);
			}
		}
		while (wait(&status) > 0) {
			assert_true(WIFEXITED(status));
			assert_in_range(WEXITSTATUS(status), 0, 1);
			made += WEXITSTATUS(status);
		}
		assert_true(made >= 1);
		c = opened(false);
		assert_int_equal(number(c, "SELECT count(*) FROM batch"), 1);
		assert_int_equal(number(c, "SELECT count(*) FROM stage"), 8);
		assert_int_equal(number(c, "SELECT count(*) FROM users"), 1);
		fine(crm_db_check(c, &err));
		fine(crm_close(c, &err));
	}
}

static int fixed_day(void *arg, const char *zone, int64_t ms)
{
	assert_string_equal(zone, "Europe/Berlin");
	*(int64_t *)arg = ms;
	return 12345;
}

static void todays(void **state)
{
	int64_t asked = 0;
	const struct crm_zone zone = {.day = fixed_day, .arg = &asked};
	struct crm *c;

	(void)state;
	c = opened(false);
	assert_int_equal(crm_today(c), date_from_civil(2026, 3, 31));
	fine(crm_close(c, &err));
	env.now = -1;
	c = opened(false);
	assert_int_equal(crm_today(c), -1);
	fine(crm_close(c, &err));
	env.zone = &zone;
	env.now = 4711;
	c = opened(false);
	assert_int_equal(crm_today(c), 12345);
	assert_int_equal(asked, 4711);
	fine(crm_close(c, &err));
	env.have_today = true;
	env.today = 99;
	c = opened(false);
	assert_int_equal(crm_today(c), 99);
	fine(crm_close(c, &err));
}

/* ---- crm-db info ---- */

static enum out_result take(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

static void informs(void **state)
{
	static const char *const rows[] = {"path\t/tmp/crm-open-", "\nversion\t", "\nschema\t3\n", "\nuser\terika\n", "\ntoday\t2026-03-31\n", "\ntimezone\tEurope/Berlin\n", "\ncurrency\tEUR\n",
		"\ncountry\tDE\n", "\nlanguage\tde\n", "\njournal\twal\n", "\nsize\t", "\nrecords.user\t1\n", "\nrecords.offer\t0\n", "\nrecords.batch\t1\n"};
	struct strbuf text = STRBUF_INIT;
	struct crm_writer w = {.write = take, .arg = &text};
	struct out *o = out_new(&w);
	struct sink *s = sink_new(o, &(struct sink_options){.format = SINK_TSV});
	struct crm *c = opened(true);

	(void)state;
	fine(crm_db_info(c, s, &err));
	fine(out_finish(o, &err));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strstr(text.buf, rows[i]))
			fail_msg("no '%s' in\n%s", rows[i], text.buf);
	sink_free(s);
	out_free(o);
	sb_release(&text);
	fine(crm_close(c, &err));
}

/* ---- crm-db check ---- */

static void add(struct crm *c, const char *kind, const char *const *operands, size_t n)
{
	const struct crm_kind *k = kind_by_name(kind);
	const struct edit_options opt = {.verb = "add"};
	struct assign *a;
	struct edit *ed;
	size_t na;
	int64_t id;

	fine(edit_begin(&ed, c, &opt, &err));
	fine(assigns_parse(c, k, operands, n, NULL, &a, &na, &err));
	fine(edit_add(ed, k, a, na, NULL, &id, &err));
	fine(edit_commit(ed, &err));
}

static struct crm *furnished(void)
{
	struct crm *c = opened(true);

	add(c, "company", (const char *[]){"name=Muster GmbH", "city=Köln", "phone=0221 123456", "country=DE"}, 4);
	add(c, "company", (const char *[]){"name=Zürich AG", "city=Zürich", "phone=044 1234567", "country=CH"}, 4);
	add(c, "contact", (const char *[]){"name=Erika Muster", "company=co1", "emails=work:e@x.example,home:f@x.example", "phones=work:0221 99999"}, 4);
	add(c, "offer", (const char *[]){"title=Anlage", "contact=c1", "value=1200", "number=A-1"}, 4);
	crm_error_clear(&err);
	return c;
}

static void finds(void **state)
{
	static const struct { const char *sql, *what; } faults[] = {
		{"UPDATE company SET name_key='x' WHERE id=1", "company co1: the search key of its name is 'x', should be 'muster gmbh'"},
		{"UPDATE company SET phone_key='1' WHERE id=2", "search key of its phone is '1', should be '41441234567'"},
		{"UPDATE phone SET number_key=NULL", "search key of its number is '', should be '4922199999'"},
		{"UPDATE email SET address_key='F' WHERE pos=2", "search key of its address is 'F'"},
		{"UPDATE email SET pos=1", "position 1 stands there 2 times"},
		{"UPDATE email SET pos=pos+1", "position 1 stands there 0 times"},
		{"UPDATE counter SET last=1 WHERE kind=2", "company co2: its number is beyond the counter, which stands at 1"},
		{"INSERT INTO alias(id, kind, old, record) VALUES (1, 2, 1, 2)", "stands for 1, which is a record itself"},
		{"INSERT INTO alias(id, kind, old, record) VALUES (1, 2, 77, 78)", "stands for 77 by a record that is not there, 78"},
		{"UPDATE company SET owner=77 WHERE id=1", "owner"},
		{"UPDATE company SET country='XX' WHERE id=1", "country 'XX' is unknown"},
		{"UPDATE offer SET currency=1", "currency '1' is unknown"},
		{"UPDATE company SET website='' WHERE id=1", "website is a text without a character"},
		{"UPDATE company SET name=NULL, name_key=NULL WHERE id=1", "company co1: has no name"},
		{"UPDATE email SET label=5 WHERE pos=1", "label holds 5, which means nothing"},
		{"UPDATE email SET label=-1 WHERE pos=1", "label holds -1"},
		{"UPDATE users SET active=2", "active holds 2"},
		{"UPDATE offer SET expected_close=99999999", "expected_close holds 99999999"},
		{"INSERT INTO line(id, offer, net, share) VALUES (1, 1, 120000, 5)", "the shares of its lines add up to 5, its value is 120000"},
		{"CREATE TABLE company_x(id INTEGER PRIMARY KEY, x_1 TEXT) STRICT; INSERT INTO company_x VALUES (9, 'x')", "company co9: has custom fields, but is not there"},
		{"DROP INDEX offer_owner", "table offer has no index offer_owner"},
		{"DROP INDEX users_name; CREATE INDEX users_name ON company(name)", "table users has no index users_name"},
		{"ALTER TABLE company DROP COLUMN language", "table company has no column language"},
		{"UPDATE company SET parent=2 WHERE id=1; UPDATE company SET parent=1 WHERE id=2", "circle"},
	};
	struct crm *c = furnished();

	(void)state;
	fine(crm_db_check(c, &err));
	fine(crm_close(c, &err));
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		bool found = false;

		unlink(path);
		c = furnished();
		run(c, faults[i].sql);
		assert_int_equal(crm_db_check(c, &err), CRM_NO);
		assert_int_equal(err.status, CRM_NO);
		for (size_t m = 0; m < err.n; m++)
			found = found || strstr(err.list[m].text, faults[i].what);
		if (!found)
			fail_msg("%s: %s", faults[i].sql, err.list[0].text);
		assert_false(db_in_transaction(c->db));
		crm_error_clear(&err);
		fine(crm_close(c, &err));
	}
}

/* ---- copies ---- */

static enum crm_status agreed(void *arg, const struct crm_loss *loss, struct crm_error *e)
{
	(void)arg;
	(void)e;
	assert_int_equal(loss->changes, 1);
	assert_int_equal(loss->persons, 0);
	return CRM_OK;
}

static void restored(void **state)
{
	struct crm *c = furnished();
	char backup[160];

	(void)state;
	snprintf(backup, sizeof(backup), "%s/b.db", dir);
	fine(crm_db_backup(c, backup, &err));
	add(c, "company", (const char *[]){"name=Späte GmbH"}, 1);
	assert_int_equal(number(c, "SELECT count(*) FROM company"), 3);
	env.now -= 1000000;
	c->env.now = env.now;
	fine(crm_db_restore(c, backup, agreed, NULL, &err));
	fine(crm_close(c, &err));
	c = opened(true);
	assert_int_equal(number(c, "SELECT count(*) FROM company"), 2);
	assert_int_equal(number(c, "SELECT id FROM batch WHERE verb='restore' AND tool='crm-db' AND flags=4 AND by=1 AND at=1774963800000"), 7);
	assert_int_equal(number(c, "SELECT max(id) FROM batch"), 7);
	add(c, "company", (const char *[]){"name=Neue GmbH"}, 1);
	fine(crm_db_check(c, &err));
	fine(crm_close(c, &err));
}

struct feed { const struct strbuf *b; size_t at; };

static long give(void *arg, char *p, size_t n)
{
	struct feed *f = arg;

	if (n > f->b->len - f->at)
		n = f->b->len - f->at;
	memcpy(p, f->b->buf + f->at, n);
	f->at += n;
	return (long)n;
}

static void moved_as_text(void **state)
{
	struct strbuf one = STRBUF_INIT, two = STRBUF_INIT;
	struct crm_writer w = {.write = take, .arg = &one};
	struct out *o = out_new(&w);
	struct crm *c = furnished();
	struct feed f = {&one, 0};
	struct crm_source src = {.name = "x", .read = give, .arg = &f};

	(void)state;
	fine(crm_db_dump(c, o, &err));
	fine(out_finish(o, &err));
	out_free(o);
	fine(crm_close(c, &err));
	unlink(path);
	env.locale = "C";
	env.user = "other";
	c = opened(true);
	fine(crm_db_load(c, &src, &err));
	fine(crm_close(c, &err));
	c = opened(true);
	assert_string_equal(crm_settings(c)->country, "DE");
	w.arg = &two;
	o = out_new(&w);
	fine(crm_db_dump(c, o, &err));
	fine(out_finish(o, &err));
	out_free(o);
	assert_string_equal(one.buf, two.buf);
	fine(crm_db_check(c, &err));
	/* it can be worked with */
	add(c, "company", (const char *[]){"name=Neue GmbH"}, 1);
	fine(crm_db_check(c, &err));
	fine(crm_close(c, &err));
	sb_release(&one);
	sb_release(&two);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {T(locales), T(reading_nothing), T(first_write), T(init), T(half_made), T(at_once), T(todays), T(informs), T(finds), T(restored), T(moved_as_text)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
