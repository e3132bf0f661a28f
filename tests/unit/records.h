/* records.h - what the tests of reading share: a small world in memory, answers as text. Included by them only. */
#ifndef TESTS_UNIT_RECORDS_H
#define TESTS_UNIT_RECORDS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "crm.h"
#include "model/catalog.h"
#include "ask/cond.h"
#include "kinds.h"
#include "model/lookup.h"
#include "ask/ref.h"
#include "ask/select.h"
#include "model/value.h"

#define MS_DAY INT64_C(86400000)
#define MS_HOUR INT64_C(3600000)

static struct crm crm;
static struct crm_error err;
static struct strbuf answer;
static struct strbuf world_sql;

/* A zone one hour east of Greenwich. */
static int zone_day(void *arg, const char *zone, int64_t ms)
{
	(void)arg, (void)zone;
	ms += MS_HOUR;
	return (int)(ms / MS_DAY - (ms % MS_DAY < 0));
}

static int64_t zone_start(void *arg, const char *zone, int day)
{
	(void)arg, (void)zone;
	return day * MS_DAY - MS_HOUR;
}

static int64_t zone_instant(void *arg, const char *zone, int day, int64_t ms)
{
	return zone_start(arg, zone, day) + ms;
}

static const struct crm_zone east = {zone_day, zone_start, zone_instant, NULL, NULL};

__attribute__((unused)) static void sql(const char *text)
{
	if (db_exec(crm.db, text, &err) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
}

/* 'YYYY-MM-DD' in double angle brackets becomes the day's number. */
static void sql_days(const char *text)
{
	sb_reset(&world_sql);
	for (const char *p = text; *p; p++) {
		int day;
		if (*p == '<' && p[1] == '<' && date_parse_iso(p + 2, 10, &day)) {
			sb_addint(&world_sql, day);
			p += 13;
		} else {
			sb_addc(&world_sql, *p);
		}
	}
	sql(world_sql.buf);
}

static const char world[] =
    "INSERT INTO pipeline(id, name, title, position) VALUES(1, 'sales', 'Verkauf', 1), (2, 'big', 'Gross', 2);"
    "INSERT INTO stage(id, pipeline, position, name, title, kind, probability) VALUES"
    "(1, 1, 1, 'new', 'Neu', 0, 500), (2, 1, 2, 'offer', 'Angebot', 1, 2000), (3, 1, 3, 'negotiation', 'Verhandlung', 1, 8000),"
    "(4, 1, 4, 'won', 'Abschluss', 2, 10000), (5, 1, 5, 'lost', 'Verloren', 3, 0), (6, 2, 1, 'negotiation', 'Gespräche', 1, 5000);"
    "INSERT INTO users(id, name, full_name, team, manager, active) VALUES(1, 'anna', 'Anna Muster', 'Nord', NULL, 1), (2, 'erik', 'Erik "
    "Muster', 'Süd', 1, 0);"
    "INSERT INTO consent(id, kind, record, purpose, status, day) VALUES(1, 3, 12, 1, 0, 20000);"
    "INSERT INTO term(id, word, word_key) VALUES(1, 'Messe', 'messe'), (2, 'Preis, Rabatt', 'preis, rabatt'), (3, 'Web', 'web');"
    "INSERT INTO company(id, name, name_key, city, city_key, country, employees, founded, industry, phone, phone_key, owner, created_day, "
    "last_event) VALUES"
    "(7, 'Muster GmbH', crm_fold('Muster GmbH'), 'Köln', crm_fold('Köln'), 'DE', 60, 1990, 1, '0221 1234567', '492211234567', 1, "
    "<<2026-01-05>>, <<2026-11-20>>),"
    "(8, 'Beispiel AG', crm_fold('Beispiel AG'), 'Berlin', 'berlin', 'AT', 5, 2020, NULL, NULL, NULL, 2, <<2026-11-01>>, NULL),"
    "(9, 'O2', 'o2', NULL, NULL, NULL, NULL, NULL, 3, NULL, NULL, NULL, <<2026-11-22>>, NULL),"
    "(10, 'muster gmbh', 'muster gmbh', 'Bonn', 'bonn', 'DE', 300, 1950, NULL, NULL, NULL, NULL, <<2026-11-22>>, NULL);"
    "INSERT INTO contact(id, name, name_key, company, email, phone, city, city_key, birthday, notes, source, created_day) VALUES"
    "(12, 'Erika Müller', crm_fold('Erika Müller'), 7, 'erika@muster.example', '0221 555123', 'Köln', crm_fold('Köln'), <<1980-02-29>>, "
    "'a\tb', 1, <<2026-01-05>>),"
    "(13, 'Max Beispiel', 'max beispiel', 8, NULL, NULL, NULL, NULL, <<1975-11-23>>, NULL, NULL, <<2026-02-05>>),"
    "(14, 'Mia Muster', 'mia muster', NULL, 'mia@muster.example', NULL, NULL, NULL, <<1990-11-22>>, NULL, NULL, <<2026-02-05>>);"
    "INSERT INTO email(id, kind, record, pos, label, address, address_key) VALUES(1, 3, 12, 1, 0, 'erika@muster.example', "
    "'erika@muster.example'),"
    "(2, 3, 12, 2, 1, 'Erika@home.example', 'erika@home.example'), (3, 3, 14, 1, NULL, 'mia@muster.example', 'mia@muster.example');"
    "INSERT INTO phone(id, kind, record, pos, label, number, number_key) VALUES(1, 3, 12, 1, 2, '0221 555123', '49221555123');"
    "INSERT INTO tag(id, kind, record, word) VALUES(1, 5, 1, 'messe'), (2, 5, 1, 'heiß'), (3, 5, 3, 'messe'), (4, 2, 7, 'key');"
    "INSERT INTO category(id, kind, record, word) VALUES(1, 2, 7, 2), (2, 2, 7, 0), (3, 2, 8, 1);"
    "INSERT INTO ext(id, kind, system, key, record) VALUES(1, 5, 'maven', 'A1', 1), (2, 5, 'erp', '17', 1), (3, 5, 'maven', 'A2', 2);"
    "INSERT INTO product(id, sku, sku_key, name, name_key, price, currency, active) VALUES(3, 'GTX-1', 'gtx-1', 'GTX Pro', 'gtx pro', "
    "55000, 978, 1);"
    /* 1 open, 2 open in yen with a pin, 3 won, 4 lost lead (never opened), 5 a lead, 6 open without a value, 7 lost in dinar */
    "INSERT INTO offer(id, number, number_key, title, title_key, contact, company, product, pipeline, stage, state, estimate, value, "
    "currency, pin, expected_close,"
    " opened, closed, reason, competitor, source, inquired, valid_until, stage_since, created_day, created, last_event, owner, pushes) "
    "VALUES"
    "(1, '2026-001', '2026-001', 'ERP für Muster', crm_fold('ERP für Muster'), 12, 7, 3, 1, 3, 1, 1200000, 1200000, 978, NULL, "
    "<<2026-11-30>>, <<2026-10-01>>, NULL, NULL,"
    " '100% Foo', 1, <<2026-09-15>>, <<2026-11-22>>, <<2026-11-10>>, <<2026-09-15>>, <<2026-09-15>>*86400000+3600000*22, <<2026-11-09>>, "
    "1, 0),"
    "(2, '2026-002', '2026-002', 'Lager', 'lager', 13, 8, NULL, 1, 2, 1, 10000, 10000, 392, 3333, <<2026-10-31>>, <<2026-10-20>>, NULL, "
    "NULL,"
    " NULL, NULL, NULL, NULL, <<2026-10-20>>, <<2026-10-20>>, <<2026-10-20>>*86400000+3600000*23, NULL, 2, 2),"
    "(3, '2026-003', '2026-003', 'Wartung', 'wartung', 12, 7, NULL, 1, 4, 2, 500050, 500050, 978, NULL, NULL, <<2026-02-01>>, "
    "<<2026-03-31>>, 2,"
    " NULL, 3, <<2026-01-15>>, NULL, <<2026-03-31>>, <<2026-01-15>>, NULL, NULL, 1, NULL),"
    "(4, NULL, NULL, 'spam', 'spam', NULL, NULL, NULL, 1, 5, 3, NULL, NULL, NULL, NULL, NULL, NULL, <<2026-04-01>>, NULL, NULL, NULL, "
    "NULL, NULL,"
    " <<2026-04-01>>, <<2026-03-30>>, NULL, NULL, NULL, NULL),"
    "(5, NULL, NULL, 'Anfrage', 'anfrage', 14, NULL, NULL, 1, 1, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
    " <<2026-11-20>>, <<2026-11-20>>, NULL, NULL, 2, NULL),"
    "(6, NULL, NULL, 'Gespräch', crm_fold('Gespräch'), NULL, 9, NULL, 2, 6, 1, NULL, NULL, NULL, NULL, NULL, <<2026-11-23>>, NULL, NULL, "
    "NULL, NULL, NULL, NULL,"
    " <<2026-11-23>>, <<2026-11-23>>, NULL, NULL, NULL, NULL),"
    "(7, NULL, NULL, 'Export', 'export', NULL, 10, NULL, 1, 5, 3, -5, -5, 48, NULL, NULL, <<2026-05-01>>, <<2026-06-30>>, 2, NULL, NULL, "
    "NULL, NULL,"
    " <<2026-06-30>>, <<2026-05-01>>, NULL, NULL, NULL, NULL);"
    "INSERT INTO line(id, offer, position, product, quantity, tax, net, share) VALUES(31, 2, 1, 3, 15000, 1900, 10000, 10000);"
    "INSERT INTO task(id, title, title_key, due, done, priority, offer, owner) VALUES(5, 'anrufen', 'anrufen', <<2026-11-24>>, NULL, 0, 1, "
    "1),"
    "(6, 'Brief', 'brief', <<2026-11-24>>, NULL, 1, 3, NULL), (7, 'alt', 'alt', <<2026-10-01>>, <<2026-10-02>>, NULL, NULL, NULL), (8, "
    "'offen', 'offen', NULL, NULL, 0, NULL, NULL);"
    "INSERT INTO event(id, at, day, kind, subject, contact, duration) VALUES(88, <<2026-11-20>>*86400000+3600000*9, <<2026-11-20>>, 0, "
    "'Telefonat', 12, 5400);"
    "INSERT INTO alias(id, kind, old, record) VALUES(1, 5, 99, 1);"
    "CREATE TABLE offer_x(id INTEGER PRIMARY KEY, x_1 TEXT, x_2 INTEGER, x_3 INTEGER, x_4 INTEGER, x_5 INTEGER) STRICT;"
    "INSERT INTO field(id, kind, name, type, ref, title, feature, retired, position) VALUES(1, 5, 'risk', 0, NULL, 'what may go wrong', 0, "
    "0, 2),"
    "(2, 5, 'level', 9, NULL, 'how bad', 0, 0, 1), (3, 5, 'budget', 5, NULL, '', 0, 0, 3), (4, 5, 'gone', 2, NULL, '', 0, 1, 4), (5, 5, "
    "'state', 11, 2, 'partner', 0, 0, 5);"
    "INSERT INTO choice(id, field, number, word, position) VALUES(1, 2, 1, 'low', 1), (2, 2, 3, 'high', 2);"
    "INSERT INTO offer_x(id, x_1, x_2, x_3, x_5) VALUES(1, 'Frist', 3, 100000, 8), (3, NULL, 1, NULL, NULL);";

static int setup(void **state)
{
	(void)state;
	sb_init(&answer, 0);
	sb_init(&world_sql, 0);
	memset(&crm, 0, sizeof crm);
	crm.today = date_from_civil(2026, 11, 23);
	crm.env = (struct crm_env){
		.path = ":memory:", .now = crm.today * MS_DAY + 9 * MS_HOUR, .user = "anna", .tool = "crm-test", .zone = &east};
	crm.set = (struct settings){.currency = 978, .country = "DE", .language = "de", .timezone = "Europe/Berlin"};
	crm.notes = &err;
	if (db_open(&crm.db, ":memory:", DB_MEMORY, NULL, &err) != CRM_OK || db_use_fold(crm.db, &err) != CRM_OK)
		return -1;
	sql_days(world);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	crm_error_clear(&err);
	sb_release(&answer);
	sb_release(&world_sql);
	db_close(crm.db, NULL);
	arena_free(&crm.arena);
	return 0;
}

static enum out_result take(void *arg, const char *p, size_t n, size_t *done)
{
	(void)arg;
	sb_add(&answer, p, n);
	*done = n;
	return OUT_OK;
}

static struct out *answer_out;

static struct sink *answering(enum sink_format format, bool header)
{
	static const struct crm_writer w = {.write = take};
	const struct sink_options opt = {.format = format, .header = header};

	crm_error_clear(&err);
	sb_reset(&answer);
	answer_out = out_new(&w);
	return sink_new(answer_out, &opt);
}

static const char *answered(struct sink *s)
{
	sink_free(s);
	assert_int_equal(out_finish(answer_out, NULL), CRM_OK);
	out_free(answer_out);
	return answer.buf;
}

__attribute__((unused)) static const char *message(void)
{
	for (size_t i = 0; i < err.n; i++)
		if (!err.list[i].note)
			return err.list[i].text;
	return "";
}

#define MAX_OPERANDS 8
/* Operands as one text, separated by `|`. */
static size_t split(const char *text, const char **out, char *copy, size_t size)
{
	size_t n = 0;

	snprintf(copy, size, "%s", text);
	for (char *p = copy; text[0] && p && n < MAX_OPERANDS;) {
		char *bar = strchr(p, '|');
		if (bar)
			*bar++ = '\0';
		out[n++] = p;
		p = bar;
	}
	return n;
}

__attribute__((unused)) static enum crm_status list_as(enum sink_format format, const struct crm_kind *k, const char *columns,
                                                       const char *sort, int64_t limit, const char *operands)
{
	const char *o[MAX_OPERANDS];
	char copy[4096];
	struct crm_query q = {.kind = k, .operands = o, .columns = columns, .sort = sort, .limit = limit};
	struct sink *s = answering(format, true);
	enum crm_status st;

	q.noperands = split(operands, o, copy, sizeof copy);
	st = crm_list(&crm, &q, s, &err);
	answered(s);
	assert_false(db_in_transaction(crm.db));
	return st;
}

/* The ids a list with these operands prints, blank separated; `!` and the status when it fails. */
__attribute__((unused)) static const char *ids_of(const struct crm_kind *k, const char *operands)
{
	enum crm_status st = list_as(SINK_TSV, k, "id", NULL, -1, operands);
	size_t n = 0;

	if (st) {
		sb_reset(&answer);
		sb_printf(&answer, "!%d", (int)st);
		return answer.buf;
	}
	/* without the header */
	for (const char *p = strchr(answer.buf, '\n') + 1; *p; p++)
		answer.buf[n++] = *p == '\n' ? ' ' : *p;
	sb_setlen(&answer, n ? n - 1 : 0);
	return answer.buf;
}

#endif
