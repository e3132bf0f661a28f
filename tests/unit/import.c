/* import.c - tests of imports: columns to fields, keys, references, moves, bad rows, both forms, pipes and files */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "crm.h"
#include "kinds.h"

#define NOW INT64_C(1780000000000) /* 2026-05-28 */
#define TODAY 20601

static struct crm *crm;
static struct crm_error err;
static struct crm_write w;
static struct strbuf rejected, answer;
static char dir[64], path[128];

/* ---- a database in a file, and texts as sources ---- */

static int64_t get(const char *text)
{
	int64_t v;

	if (db_get_int(crm->db, &err, &v, -1, text, 0) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	return v;
}

static const char *text_of(const char *query)
{
	struct stmt *st;
	size_t n;
	const char *s;

	sb_reset(&answer);
	assert_int_equal(db_prepare(crm->db, &st, query, &err), CRM_OK);
	while (db_step(st, &err) == DB_ROW) {
		s = db_text(st, 0, &n);
		sb_printf(&answer, "%s%.*s", answer.len ? " " : "", s ? (int)n : 4, s ? s : "NULL");
	}
	db_finalize(st);
	return answer.buf;
}

struct memory { const char *p; size_t n, at, block; bool pipe; };

static long memory_read(void *arg, char *p, size_t n)
{
	struct memory *m = arg;
	size_t k = m->n - m->at;

	k = k < n ? k : n;
	k = k < m->block ? k : m->block;
	memcpy(p, m->p + m->at, k);
	m->at += k;
	return (long)k;
}

static bool memory_rewind(void *arg)
{
	struct memory *m = arg;

	m->at = m->pipe ? m->at : 0;
	return !m->pipe;
}

static const char *memory_problem(void *arg)
{
	(void)arg;
	return "";
}

static enum crm_status reject(void *arg, const char *p, size_t n, struct crm_error *e)
{
	(void)arg;
	(void)e;
	sb_add(&rejected, p, n);
	return CRM_OK;
}

static int setup(void **state)
{
	struct crm_env env = {.path = path, .write = true, .now = NOW, .have_today = true, .today = TODAY, .user = "anna", .locale = "de_DE.UTF-8", .timezone = "UTC", .tool = "test"};

	(void)state;
	snprintf(dir, sizeof dir, "/tmp/crm-import-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/crm.db", dir);
	sb_init(&rejected, 0);
	sb_init(&answer, 0);
	assert_int_equal(crm_open(&crm, &env, &err), CRM_OK);
	crm_error_clear(&err);
	return 0;
}

static int teardown(void **state)
{
	char file[160];

	(void)state;
	crm_write_free(&w);
	memset(&w, 0, sizeof w);
	crm_error_clear(&err);
	crm_close(crm, NULL);
	sb_release(&rejected);
	sb_release(&answer);
	for (const char *const *s = (const char *const[]){"", "-wal", "-shm", NULL}; *s; s++) {
		snprintf(file, sizeof file, "%s%s", path, *s);
		unlink(file);
	}
	rmdir(dir);
	return 0;
}


/* Import a text; once more as a pipe in small blocks when pipe is set. w holds the counts. */
static enum crm_status run(const struct crm_kind *k, const char *text, size_t n, struct crm_import im, const char *key, bool pipe)
{
	struct memory m = {.p = text, .n = n, .block = pipe ? 7 : SIZE_MAX, .pipe = pipe};
	struct crm_source src = {"in", memory_read, memory_rewind, memory_problem, &m};
	enum crm_status st;
	bool dry = w.dry_run, want = w.want_changes, force = w.force;

	crm_write_free(&w);
	memset(&w, 0, sizeof w);
	w.key = key;
	w.dry_run = dry;
	w.want_changes = want;
	w.force = force;
	crm_error_clear(&err);
	im.src = &src;
	st = crm_import_rows(crm, k, &im, &w, &err);
	assert_false(db_in_transaction(crm->db));
	assert_true(st == CRM_OK || err.failures > 0);
	return st;
}

static void good(const struct crm_kind *k, const char *text, struct crm_import im, const char *key, int added, int changed, int same)
{
	enum crm_status st = run(k, text, strlen(text), im, key, false);

	if (st != CRM_OK)
		fail_msg("%s: %ld:%ld: %s", text, err.list[0].line, err.list[0].column, err.list[0].text);
	assert_int_equal(w.added, added);
	assert_int_equal(w.changed, changed);
	assert_int_equal(w.same, same);
}

/* Fails with this message at this place, and nothing is left behind. */
static void bad(const struct crm_kind *k, const char *text, struct crm_import im, const char *key, enum crm_status status, long line, long column, const char *message)
{
	int64_t batches = get("SELECT count(*) FROM batch");
	enum crm_status st = run(k, text, strlen(text), im, key, false);
	const struct crm_message *m = NULL;

	for (size_t i = 0; i < err.n && !m; i++)
		m = err.list[i].note ? NULL : &err.list[i];
	assert_int_equal(st, status);
	assert_non_null(m);
	assert_non_null(m->text);
	if (!strstr(m->text, message) || m->line != line || m->column != column)
		fail_msg("%ld:%ld: %s", m->line, m->column, m->text);
	assert_int_equal(get("SELECT count(*) FROM batch"), batches);
}

static const struct crm_import plain;

/* ---- columns ---- */

static void test_header(void **state)
{
	(void)state;
	good(&kind_company, "name\tcity\nMuster GmbH\tKöln\nBeispiel AG\t\n", plain, NULL, 2, 0, 0);
	good(&kind_company, "name,city\nMuster GmbH,Köln\nBeispiel AG,\n", plain, NULL, 0, 0, 2);
	good(&kind_company, "city;name\n;Muster GmbH\n", plain, NULL, 0, 1, 0); /* an empty field clears */
	assert_string_equal(text_of("SELECT city FROM company WHERE id = 1"), "NULL");
	good(&kind_company, "name\nmuster  gmbh\n", plain, NULL, 0, 0, 1); /* found by its name, which stays as it is written there */
	assert_string_equal(text_of("SELECT name FROM company"), "Muster GmbH Beispiel AG");
	bad(&kind_company, "", plain, NULL, CRM_DATA, 0, 0, "no header line");
	good(&kind_company, "name\n", plain, NULL, 0, 0, 0);
	bad(&kind_company, "name\tcyti\nX\ty\n", plain, NULL, CRM_DATA, 1, 6, "no field 'cyti', nearest is 'city'");
	bad(&kind_company, "name\tsize\nX\ty\n", plain, NULL, CRM_DATA, 1, 6, "cannot be set");
	bad(&kind_company, "name\tname\nX\ty\n", plain, NULL, CRM_DATA, 1, 6, "comes from column 'name' already");
	bad(&kind_company, "name\tcity\nX\n", plain, NULL, CRM_DATA, 2, 2, "");
	bad(&kind_setting, "name\nX\n", plain, NULL, CRM_USAGE, 0, 0, "cannot be imported");
}

static void test_map(void **state)
{
	struct crm_import im = {0};

	(void)state;
	im.map = (const char *const[]){"name=Firma", "city=Ort"};
	im.nmap = 2;
	good(&kind_company, "Firma,Ort,Etwas,Anderes\nMuster GmbH,Köln,1,2\n", im, NULL, 1, 0, 0);
	assert_int_equal(err.n, 1);
	assert_string_equal(err.list[0].text, "in: left out: columns 'Etwas', 'Anderes'");
	bad(&kind_company, "Firma,Orte\nX,Y\n", im, NULL, CRM_DATA, 1, 1, "no column 'Ort', nearest is 'Orte'");
	im.map = (const char *const[]){"nam=Firma"};
	im.nmap = 1;
	bad(&kind_company, "Firma\nX\n", im, NULL, CRM_USAGE, 0, 0, "no field 'nam'");
	/* a column that is mapped is no longer what its name says */
	im.map = (const char *const[]){"notes=city"};
	good(&kind_company, "name,city\nA AG,Köln\n", im, NULL, 1, 0, 0);
	assert_string_equal(text_of("SELECT notes FROM company WHERE name = 'A AG'"), "Köln");
	assert_string_equal(text_of("SELECT city FROM company WHERE name = 'A AG'"), "NULL");
	im.map = (const char *const[]){"notes=city", "city=city"};
	im.nmap = 2;
	good(&kind_company, "name,city\nA AG,Bonn\n", im, NULL, 0, 1, 0);
	assert_string_equal(text_of("SELECT notes || city FROM company WHERE name = 'A AG'"), "BonnBonn");
}

static void test_constants_and_translations(void **state)
{
	struct crm_import im = {0};

	(void)state;
	im.constants = (const char *const[]){"source=Messe", "tags+=neu"};
	im.nconstants = 2;
	im.translate = (const char *const[]){"country:Philipines=PH", "country:n/a=", "industry:technolgy=technology"};
	im.ntranslate = 3;
	good(&kind_company, "name,country,industry\nA,Philipines,technolgy\nB,n/a,technolgy\n", im, NULL, 2, 0, 0);
	assert_string_equal(text_of("SELECT country FROM company"), "PH NULL");
	assert_string_equal(text_of("SELECT word FROM term ORDER BY word"), "Messe technology");
	assert_string_equal(text_of("SELECT word FROM tag"), "neu neu");
	good(&kind_company, "name,country,industry\nA,Philipines,technolgy\nB,n/a,technolgy\n", im, NULL, 0, 0, 2);
	bad(&kind_company, "name,source\nC,Web\n", im, NULL, CRM_DATA, 1, 6, "given as an operand too");
	im.translate = (const char *const[]){"country"};
	im.ntranslate = 1;
	bad(&kind_company, "name\nC\n", im, NULL, CRM_USAGE, 0, 0, "not of the form");
	im.ntranslate = 0;
	im.constants = (const char *const[]){"sorce=Messe"};
	im.nconstants = 1;
	bad(&kind_company, "name\nC\n", im, NULL, CRM_USAGE, 0, 0, "nearest is 'source'");
}

static void test_formats(void **state)
{
	struct crm_import im = {.decimal = ',', .dates = DATE_DMY};

	(void)state;
	good(&kind_offer, "title;value;expected_close\nA;1.234,56;31.03.2026\n", im, NULL, 1, 0, 0);
	assert_int_equal(get("SELECT value FROM offer"), 123456);
	assert_int_equal(get("SELECT expected_close FROM offer"), date_from_civil(2026, 3, 31));
	im.reader.encoding = "cp1252";
	good(&kind_company, "name\nM\xfcller\n", im, NULL, 1, 0, 0);
	assert_string_equal(text_of("SELECT name FROM company"), "Müller");
}

/* ---- keys ---- */

static void test_keys(void **state)
{
	(void)state;
	good(&kind_contact, "name,email\nErika Muster,erika@muster.example\nMax,\n", plain, NULL, 2, 0, 0);
	good(&kind_contact, "name,email\nErika M.,ERIKA@muster.example\n", plain, NULL, 0, 0, 1);
	good(&kind_contact, "id,city\nc1,Köln\nc2,Bonn\n", plain, "id", 0, 2, 0);
	bad(&kind_contact, "id,city\n2,Bonn\n", plain, "id", CRM_DATA, 2, 1, "write c2");
	bad(&kind_contact, "id,name\n2,Bonn\n", plain, NULL, CRM_DATA, 2, 1, "--ext=SYSTEM:id");
	good(&kind_contact, "id,city\nc1,Köln\nc2,Bonn\n", plain, "id", 0, 0, 2);
	good(&kind_contact, "id,name\n,Moritz\n", plain, "id", 1, 0, 0);
	bad(&kind_contact, "id,city\nc1,Bonn\nc9,Köln\n", plain, "id", CRM_DATA, 3, 1, "no contact 'c9'");
	bad(&kind_contact, "id,city\nco1,Köln\n", plain, "id", CRM_DATA, 2, 1, "no contact 'co1'");
	bad(&kind_contact, "city\nKöln\n", plain, "id", CRM_USAGE, 0, 0, "no column 'id'");
	bad(&kind_contact, "name\nMax\n", plain, "email", CRM_USAGE, 0, 0, "no column gives 'email'");
	bad(&kind_contact, "name,idle\nMax,1\n", plain, "idle", CRM_DATA, 1, 6, "cannot be set");
	good(&kind_contact, "name,city\nMax,Berlin\n", plain, "name", 0, 1, 0);
	good(&kind_contact, "name,city,role\nMaxim,Berlin,CTO\n", plain, "city", 0, 1, 0);
	good(&kind_contact, "id,name\nc77,Egon\n", plain, NULL, 1, 0, 0); /* id counts only as the key */
	good(&kind_contact, "name,phone\nEgon,0221 1234567\n", plain, "name", 0, 1, 0);
	good(&kind_contact, "phone,role\n+49 221 1234567,CEO\n", plain, "phone", 0, 1, 0);
	assert_string_equal(text_of("SELECT name FROM contact WHERE role = 'CEO'"), "Egon");
	good(&kind_user, "name,full\nerik,Erik Muster\nanna,Anna Muster\n", plain, NULL, 1, 1, 0);
	assert_string_equal(w.touched.v[0].name, "erik");
	good(&kind_user, "id,full\nerik,E. Muster\n", plain, "id", 0, 1, 0);
}

static void test_ambiguous(void **state)
{
	(void)state;
	good(&kind_company, "name,city\nMuster,Köln\n", plain, NULL, 1, 0, 0);
	w.force = true;
	good(&kind_company, "id,name,city\n,Muster,Bonn\n", plain, "id", 1, 0, 0);
	w.force = false;
	bad(&kind_company, "name,street\nMuster,Ring 1\n", plain, NULL, CRM_DATA, 2, 1, "company co1, co2 have the name 'Muster'");
	bad(&kind_offer, "title,company\nA,Muster\n", plain, NULL, CRM_DATA, 2, 3, "");
}

static void test_ext(void **state)
{
	struct crm_import im = {.ext = "erp:Nr"};

	(void)state;
	good(&kind_company, "Nr,name\n17,A\n18,B\n17,A\n", im, NULL, 2, 0, 1);
	bad(&kind_company, "Nr,name\n17,C\n18,B\n17,D\n", im, NULL, CRM_DATA, 4, 0, "lines 2 and 4 are one company");
	good(&kind_company, "Nr,name\n17,C\n", im, NULL, 0, 1, 0);
	assert_string_equal(text_of("SELECT system || key || record FROM ext ORDER BY id"), "erp171 erp182");
	assert_string_equal(text_of("SELECT name FROM company"), "C B");
	good(&kind_company, "Nr,name\n17,C\n18,B\n", im, NULL, 0, 0, 2);
	bad(&kind_company, "Nr,name\n,C\n", im, NULL, CRM_DATA, 2, 1, "empty, but it is the key in 'erp'");
	good(&kind_company, "ext,name,city\nweb:1,W,X\n\"web:2,erp:18\",B,Bonn\n", plain, NULL, 1, 1, 0);
}

/* ---- references ---- */

static void test_references(void **state)
{
	struct crm_import im = {0};

	(void)state;
	bad(&kind_offer, "title,company\nA,Nobody\n", im, NULL, CRM_DATA, 2, 3, "Nobody");
	im.create = "company,product,user,contact";
	good(&kind_offer, "title,company,product,owner,contact\nA,Neu GmbH,GTX,erik,Erika Muster\nB,neu gmbh,GTX,erik,max@neu.example\n", im, NULL, 2, 0, 0);
	assert_int_equal(get("SELECT count(*) FROM company"), 1);
	assert_int_equal(get("SELECT count(*) FROM product"), 1);
	assert_int_equal(get("SELECT count(*) FROM users"), 2);
	assert_string_equal(text_of("SELECT coalesce(email, name) FROM contact"), "Erika Muster max@neu.example");
	bad(&kind_offer, "title,company\nA,co77\n", im, NULL, CRM_DATA, 2, 3, "co77");
	im.create = "offer";
	bad(&kind_offer, "title\nA\n", im, NULL, CRM_USAGE, 0, 0, "create: 'offer'");
	/* a company may refer to one further down */
	im.create = "company";
	good(&kind_company, "name,parent\nTochter,Mutter\nMutter,\n", im, NULL, 1, 0, 1);
	assert_string_equal(text_of("SELECT p.name FROM company c JOIN company p ON p.id = c.parent"), "Mutter");
}

/* A name that changes in the middle of a file is not found under its old one. */
static void test_reference_cache(void **state)
{
	(void)state;
	good(&kind_company, "name\nA\nB\n", plain, NULL, 2, 0, 0);
	bad(&kind_company, "id,name,parent\nco2,B,A\nco1,A2,\nco2,B,A\n", plain, "id", CRM_DATA, 4, 7, "A");
}

/* ---- moves ---- */

static const char *moves(void)
{
	return text_of("SELECT offer || ':' || g.name || '@' || day FROM stage_move m JOIN stage g ON g.id = m.to_stage ORDER BY offer, seq");
}

static void test_moves(void **state)
{
	struct crm_import im = {.dates = DATE_ISO};
	const char *text = "ext,title,stage,entered.new,entered.Verhandlung,closed\n"
			   "x:1,A,won,1970-01-02,1970-01-04,1970-01-06\n"
			   "x:2,B,negotiation,,1970-01-05,\n"
			   "x:3,C,new,,,\n"
			   "x:4,D,lost,,,1970-01-09\n"
			   "x:5,E,follow-up,1970-01-02,,\n";

	(void)state;
	good(&kind_offer, text, im, NULL, 5, 0, 0);
	assert_string_equal(moves(), "1:new@1 1:negotiation@3 1:won@5 2:negotiation@4 3:new@20601 4:offer@8 4:lost@8 5:new@1 5:follow-up@1");
	assert_int_equal(get("SELECT closed FROM offer WHERE id = 1"), 5);
	assert_int_equal(get("SELECT opened FROM offer WHERE id = 1"), 3);
	good(&kind_offer, text, im, NULL, 0, 0, 5);
	good(&kind_offer, "ext,stage,entered.negotiation,closed\nx:2,won,1970-01-05,1970-01-20\n", im, NULL, 0, 1, 0);
	assert_string_equal(text_of("SELECT day FROM stage_move WHERE offer = 2 ORDER BY seq"), "4 19");
	good(&kind_offer, "ext,entered.negotiation\nx:3,2026-05-28\n", im, NULL, 0, 1, 0);
	bad(&kind_offer, "title,entered.negotation\nx,1970-01-01\n", im, NULL, CRM_DATA, 1, 7, "nearest is 'negotiation'");
	bad(&kind_offer, "title,entered.negotiation\nx,soon\n", im, NULL, CRM_DATA, 2, 3, "soon");
	bad(&kind_offer, "title,stage,entered.negotiation,closed\nx,won,1970-02-01,1970-01-01\n", im, NULL, CRM_DATA, 2, 0, "");
	bad(&kind_offer, "ext,entered.new\nx:2,1970-01-01\n", im, NULL, CRM_DATA, 2, 5, "before the last move");
	assert_int_equal(get("SELECT count(*) FROM offer"), 5);
}

/* ---- bad rows ---- */

static void test_all_told(void **state)
{
	struct strbuf text = STRBUF_INIT;

	(void)state;
	sb_adds(&text, "title,value,expected_close\n");
	for (int i = 0; i < 150; i++)
		sb_adds(&text, "A,zwölf,morgen\n");
	assert_int_equal(run(&kind_offer, text.buf, text.len, plain, NULL, false), CRM_DATA);
	assert_int_equal(err.failures, 300);
	assert_int_equal(err.n, CRM_MESSAGES_MAX);
	assert_int_equal(err.status, CRM_DATA);
	assert_string_equal(err.list[0].file, "in");
	assert_string_equal(err.list[0].field, "value");
	assert_int_equal(err.list[0].line, 2);
	assert_int_equal(err.list[0].column, 3);
	assert_int_equal(err.list[1].column, 10); /* bytes */
	assert_int_equal(get("SELECT count(*) FROM offer"), 0);
	sb_release(&text);
}

static void test_reject(void **state)
{
	struct crm_import im = {.reject = reject};
	const char *text = "title,value,notes\r\nA,1,x\r\nB,one,\"two\r\nlines\"\r\nC,2,\"a\nb\"\r\nD,3\r\nE,\"4\"x,y\r\nF,5,z\r\nG,x,y";

	(void)state;
	good(&kind_offer, text, im, NULL, 3, 0, 0);
	assert_int_equal(w.rejected, 4);
	assert_string_equal(rejected.buf, "title,value,notes\r\nB,one,\"two\r\nlines\"\r\nD,3\r\nE,\"4\"x,y\r\nG,x,y");
	assert_string_equal(text_of("SELECT title FROM offer"), "A C F");
	assert_int_equal(err.failures, 0);
	assert_true(err.n == 5); /* and that those added have no key */
	/* the rejected ones, put right, go in later */
	sb_reset(&rejected);
	assert_int_equal(run(&kind_offer, text, strlen(text), im, NULL, true), CRM_OK);
	assert_string_equal(rejected.buf, "title,value,notes\r\nB,one,\"two\r\nlines\"\r\nD,3\r\nE,\"4\"x,y\r\nG,x,y");
	sb_reset(&rejected);
	good(&kind_offer, "title,value\nH,1\n", im, NULL, 1, 0, 0);
	assert_int_equal(rejected.len, 0);
}

static void test_reject_utf16(void **state)
{
	static const char text[] = "\xff\xfet\0i\0t\0l\0e\0,\0v\0a\0l\0u\0e\0\n\0A\0,\0x\0\n\0\x0a\x0a,\0001\0\n\0";
	static const char want[] = "\xff\xfet\0i\0t\0l\0e\0,\0v\0a\0l\0u\0e\0\n\0A\0,\0x\0\n\0";
	struct crm_import im = {.reject = reject};

	(void)state;
	assert_int_equal(run(&kind_offer, text, sizeof text - 1, im, NULL, false), CRM_OK);
	assert_int_equal(w.added, 1);
	assert_int_equal(rejected.len, sizeof want - 1);
	assert_memory_equal(rejected.buf, want, sizeof want - 1);
}

static void test_pipe(void **state)
{
	struct strbuf text = STRBUF_INIT;

	(void)state;
	sb_adds(&text, "title\tvalue\n");
	for (int i = 0; i < 3000; i++)
		sb_printf(&text, "Angebot %d\t%d.50\n", i, i);
	assert_int_equal(run(&kind_offer, text.buf, text.len, plain, NULL, true), CRM_OK);
	assert_int_equal(w.added, 3000);
	assert_int_equal(w.touched.n, 1); /* a run */
	assert_int_equal(w.touched.v[0].more, 2999);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE value % 100 = 50"), 3000);
	sb_release(&text);
}

/* Enough rows that indexes are dropped and built again: all of them are there afterwards. */
static void test_bulk(void **state)
{
	int64_t indexes = get("SELECT count(*) FROM sqlite_schema WHERE type = 'index'");
	struct strbuf text = STRBUF_INIT;

	(void)state;
	sb_adds(&text, "ext,title\n");
	for (int i = 0; i < 25000; i++)
		sb_printf(&text, "x:%d,Angebot %d\n", i, i);
	assert_int_equal(run(&kind_offer, text.buf, text.len, plain, NULL, false), CRM_OK);
	assert_int_equal(w.added, 25000);
	assert_int_equal(get("SELECT count(*) FROM sqlite_schema WHERE type = 'index'"), indexes);
	assert_int_equal(crm_db_check(crm, &err), CRM_OK);
	assert_int_equal(run(&kind_offer, text.buf, text.len, plain, NULL, false), CRM_OK);
	assert_int_equal(w.same, 25000);
	sb_release(&text);
}

static void test_dry_run(void **state)
{
	int64_t batches = get("SELECT count(*) FROM batch");

	(void)state;
	w.dry_run = w.want_changes = true;
	good(&kind_company, "name\nA\nB\n", plain, NULL, 2, 0, 0);
	assert_true(w.nchanges >= 2);
	assert_string_equal(w.changes[0].what, "add");
	assert_int_equal(get("SELECT count(*) FROM company"), 0);
	assert_int_equal(get("SELECT count(*) FROM batch"), batches);
	w.dry_run = w.want_changes = false;
}

/* ---- show's form ---- */

static void test_show_form(void **state)
{
	(void)state;
	good(&kind_company, "name,city,country\nA,Köln,DE\nB,Bonn,DE\n", plain, NULL, 2, 0, 0);
	good(&kind_company, "co1\tname\tA\nco1\tcity\tHürth\nco2\tcity\tBonn\n", plain, NULL, 0, 1, 1);
	good(&kind_company, "co1\tcity\t\nco1\tidle\t3\nco2\tnotes\ta\\nb\n", plain, "id", 0, 2, 0);
	assert_string_equal(text_of("SELECT coalesce(city, '-') FROM company"), "- Bonn");
	assert_int_equal(err.n, 1);
	assert_string_equal(err.list[0].text, "in: left out, kept by the program: idle");
	bad(&kind_company, "co1\tcity\tX\nco1\tcyti\tX\n", plain, NULL, CRM_DATA, 2, 5, "nearest is 'city'");
	bad(&kind_company, "co1\tcyti\tX\n", plain, NULL, CRM_DATA, 1, 5, "nearest is 'city'");
	bad(&kind_company, "co1\tcity\tX\nco1\tcity\tY\n", plain, NULL, CRM_DATA, 2, 5, "twice");
	bad(&kind_company, "co1\tcity\tX\nco9\tcity\tY\n", plain, NULL, CRM_DATA, 2, 1, "no company 'co9'");
	bad(&kind_company, "co1\tcity\tX\nco1\tcity\n", plain, NULL, CRM_DATA, 2, 9, "");
	bad(&kind_company, "co1\tcountry\tNarnia\n", plain, NULL, CRM_DATA, 1, 13, "Narnia");
	good(&kind_user, "name\tfull\tteam\nerik\tErik Muster\tNord\n", plain, NULL, 1, 0, 0); /* a header of three */
	good(&kind_user, "erik\tfull\tE. Muster\n", plain, "name", 0, 1, 0);
	assert_string_equal(text_of("SELECT full_name FROM users WHERE name = 'erik'"), "E. Muster");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_header), T(test_map), T(test_constants_and_translations), T(test_formats), T(test_keys), T(test_ambiguous), T(test_ext), T(test_references),
		T(test_reference_cache), T(test_moves), T(test_all_told), T(test_reject), T(test_reject_utf16), T(test_pipe), T(test_bulk), T(test_dry_run),
		T(test_show_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
