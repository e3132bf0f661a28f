/* world.h - a small database in memory for the fuzzers of the record floor. Included by them only. */
#ifndef TESTS_FUZZ_WORLD_H
#define TESTS_FUZZ_WORLD_H

#include "ask/cond.h"
#include "../unit/kinds.h"
#include "ask/ref.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define INPUTS 10000 /* per world: texts of a handle live as long as it does */

static struct crm crm;
static struct crm_error err;

static const char world[] =
    "INSERT INTO pipeline(id, name, title, position) VALUES(1, 'sales', 'Verkauf', 1);"
    "INSERT INTO stage(id, pipeline, position, name, title, kind, probability) VALUES(1, 1, 1, 'new', 'Neu', 0, 500),"
    "(2, 1, 2, 'offer', 'Angebot', 1, 2000), (3, 1, 3, 'won', 'Abschluss', 2, 10000);"
    "INSERT INTO users(id, name, full_name, team) VALUES(1, 'anna', 'Anna Muster', 'Nord');"
    "INSERT INTO term(id, word, word_key) VALUES(1, 'Messe', 'messe');"
    "INSERT INTO company(id, name, name_key, city, city_key, phone_key) VALUES(7, 'Muster GmbH', 'muster gmbh', 'Bonn', 'bonn', "
    "'49228123456'),"
    "(8, 'Muster GmbH', 'muster gmbh', NULL, NULL, NULL);"
    "INSERT INTO contact(id, name, name_key, company) VALUES(12, 'Erika Muster', 'erika muster', 7);"
    "INSERT INTO email(id, kind, record, pos, label, address, address_key) VALUES(1, 3, 12, 1, 0, 'e@x.example', 'e@x.example');"
    "INSERT INTO tag(id, kind, record, word) VALUES(1, 5, 1, 'messe');"
    "INSERT INTO offer(id, number, number_key, title, title_key, contact, company, pipeline, stage, state, value, currency, source, owner, "
    "created, created_day)"
    " VALUES(1, 'A-1', 'a-1', 'ERP', 'erp', 12, 7, 1, 2, 1, 1200000, 978, 1, 1, 1790000000000, 20700);"
    "CREATE TABLE offer_x(id INTEGER PRIMARY KEY, x_1 TEXT, x_2 INTEGER) STRICT;"
    "INSERT INTO field(id, kind, name, type, retired, position) VALUES(1, 5, 'risk', 0, 0, 1), (2, 5, 'partner', 11, 0, 2);"
    "UPDATE field SET ref=2 WHERE id=2; INSERT INTO offer_x(id, x_1, x_2) VALUES(1, 'Frist', 8)";

static int worlds; /* inputs since the last was made; 0 = make one */

static void make_world(void)
{
	if (worlds++ % INPUTS)
		return;
	db_close(crm.db, NULL);
	arena_free(&crm.arena);
	memset(&crm, 0, sizeof crm);
	crm.today = 20780;
	crm.env = (struct crm_env){.path = ":memory:", .now = INT64_C(1795426800000), .user = "anna", .tool = "fuzz"};
	crm.set = (struct settings){.currency = 978, .country = "DE", .language = "de", .timezone = "Europe/Berlin"};
	if (db_open(&crm.db, ":memory:", DB_MEMORY, NULL, &err) || db_exec(crm.db, world, &err))
		abort();
}

#endif
