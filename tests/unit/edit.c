/* edit.c - tests of the one writer: add, set, rm, lists, defaults, duplicates, history, and random edits against what SQL computes */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "edit/edit.h"
#include "kinds.h"
#include "model/lookup.h"
#include "model/catalog.h"
#include "base/utf8.h"

#define NOW INT64_C(1780000000000) /* 2026-05-28 */
#define TODAY 20601

static struct crm crm;
static struct crm_error err;
static char dir[64], path[128];

/* ---- a database with the ready-made pipeline ---- */

static void sql(const char *text)
{
	if (db_exec(crm.db, text, &err) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
}

static int64_t get(const char *text)
{
	int64_t v;

	if (db_get_int(crm.db, &err, &v, -1, text, 0) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	return v;
}

static char *get_text(const char *text)
{
	static char out[512];
	struct stmt *st;
	size_t n;
	const char *s;

	if (db_prepare(crm.db, &st, text, &err) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	s = db_step(st, &err) == DB_ROW ? db_text(st, 0, &n) : NULL;
	snprintf(out, sizeof(out), "%s", s ? s : "(null)");
	db_finalize(st);
	return out;
}

static const char stages[] =
	"INSERT INTO pipeline(id, name, title, position) VALUES(1, 'sales', 'Verkauf', 1), (2, 'big', 'Gross', 2);"
	"INSERT INTO stage(id, pipeline, position, name, title, kind, probability) VALUES"
	"(1, 1, 1, 'new', 'Neu', 0, 500), (2, 1, 2, 'qualified', 'Qualifiziert', 0, 1000), (3, 1, 3, 'offer', 'Angebot', 1, 2000), (4, 1, 4, 'follow-up', 'Nachfassen', 1, 4000),"
	"(5, 1, 5, 'negotiation', 'Verhandlung', 1, 8000), (6, 1, 6, 'won', 'Abschluss', 2, 10000), (7, 1, 7, 'lost', 'Verloren', 3, 0),"
	"(8, 2, 1, 'offer', 'Angebot', 1, 3000), (9, 2, 2, 'talks', 'Gespräche', 1, 5000), (10, 2, 3, 'won', 'Abschluss', 2, 10000), (11, 2, 4, 'lost', 'Verloren', 3, 0);"
	"INSERT INTO counter(kind, last) VALUES(9, 2), (10, 11)";

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-edit-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	memset(&crm, 0, sizeof(crm));
	crm.env = (struct crm_env){.path = path, .write = true, .now = NOW, .user = "erika", .user_full = "Erika Muster", .tool = "crm-test"};
	crm.today = TODAY;
	crm.set.currency = 978;
	memcpy(crm.set.country, "DE", 3);
	crm.notes = &err;
	if (db_open(&crm.db, path, DB_CREATE, NULL, &err) != CRM_OK)
		return -1;
	sql(stages);
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	db_close(crm.db, &err);
	arena_free(&crm.arena);
	crm_error_clear(&err);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* ---- short forms ---- */

static struct edit *ed;
static struct edit_options options;

static void begin(void)
{
	options.verb = "test";
	assert_int_equal(edit_begin(&ed, &crm, &options, &err), CRM_OK);
}

static void commit(void)
{
	if (edit_commit(ed, &err) != CRM_OK)
		fail_msg("commit: %s", err.n ? err.list[0].text : "?");
	ed = NULL;
}

static size_t assigns(const struct crm_kind *k, const char *const *operands, struct assign **a)
{
	size_t n = 0, out;

	while (operands[n])
		n++;
	if (assigns_parse(&crm, k, operands, n, NULL, a, &out, &err) != CRM_OK)
		fail_msg("%s", err.list[0].text);
	return out;
}

static enum crm_status add_in(const struct crm_kind *k, const char *const *operands, int64_t *id)
{
	struct assign *a;
	size_t n = assigns(k, operands, &a);

	return edit_add(ed, k, a, n, NULL, id, &err);
}

static enum crm_status set_in(const struct crm_kind *k, int64_t id, const char *const *operands, bool *changed)
{
	struct assign *a;
	size_t n = assigns(k, operands, &a);

	return edit_set(ed, k, id, a, n, NULL, changed, &err);
}

#define OPS(...) (const char *const[]){__VA_ARGS__ __VA_OPT__(,) NULL}

static int64_t add(const struct crm_kind *k, const char *const *operands)
{
	int64_t id;

	begin();
	if (add_in(k, operands, &id) != CRM_OK)
		fail_msg("add %s: %s", operands[0], err.list[0].text);
	commit();
	return id;
}

static bool set(const struct crm_kind *k, int64_t id, const char *const *operands)
{
	bool changed;

	begin();
	if (set_in(k, id, operands, &changed) != CRM_OK)
		fail_msg("set %s: %s", operands[0], err.list[0].text);
	commit();
	return changed;
}

/* Must fail with this status and text in its message; leaves no trace. */
static void refused(enum crm_status want, const char *text, const struct crm_kind *k, int64_t id, const char *const *operands)
{
	int64_t batches = get("SELECT count(*) FROM batch"), rows = get("SELECT total_changes()");
	int64_t new_id;
	bool changed;
	enum crm_status st;

	(void)rows;
	crm_error_clear(&err);
	begin();
	st = id ? set_in(k, id, operands, &changed) : add_in(k, operands, &new_id);
	assert_int_equal(st, want);
	assert_int_equal(err.status, want);
	assert_true(err.n > 0);
	if (!strstr(err.list[0].text, text))
		fail_msg("'%s' is not in '%s'", text, err.list[0].text);
	edit_abort(ed);
	crm_error_clear(&err);
	assert_int_equal(get("SELECT count(*) FROM batch"), batches);
}

/* ---- tests ---- */

static void add_plain(void **state)
{
	(void)state;
	int64_t id = add(&kind_company, OPS("name=Muster GmbH", "city=Köln", "country=Germany", "phone=0221 123456", "employees=12", "category=customer,partner", "tags=messe,vip",
	                                    "ext=hub:77"));

	assert_int_equal(id, 1);
	assert_string_equal(get_text("SELECT name_key || '|' || city_key || '|' || phone_key || '|' || country FROM company"), "muster gmbh|koln|49221123456|DE");
	assert_int_equal(get("SELECT count(*) FROM tag WHERE kind=2 AND record=1"), 2);
	assert_string_equal(get_text("SELECT group_concat(word) FROM category"), "0,2");
	assert_string_equal(get_text("SELECT system || key FROM ext WHERE kind=2 AND record=1"), "hub77");
	assert_int_equal(get("SELECT created FROM company"), NOW);
	assert_int_equal(get("SELECT created_day FROM company"), NOW / 86400000);
	/* the user was made with the first change, and is in the batch */
	assert_string_equal(get_text("SELECT name || full_name || active FROM users"), "erikaErika Muster1");
	assert_string_equal(get_text("SELECT id || ' ' || by || ' ' || tool || ' ' || verb || ' ' || flags || ' ' || at FROM batch"), "1 1 crm-test test 0 1780000000000");
	assert_int_equal(get("SELECT count(*) FROM change"), 0);
	assert_string_equal(get_text("SELECT group_concat(kind || ':' || first || '-' || last || '@' || batch, ' ') FROM (SELECT * FROM added ORDER BY kind)"),
	                    "1:1-1@1 2:1-1@1 12:1-2@1 15:1-2@1 17:1-1@1");
	assert_int_equal(add(&kind_company, OPS("name=Foo AG")), 2);
	assert_int_equal(get("SELECT last FROM counter WHERE kind=2"), 2);
	assert_int_equal(get("SELECT last FROM counter WHERE kind=0"), 2);
}

static void set_plain(void **state)
{
	(void)state;
	int64_t id = add(&kind_company, OPS("name=Muster GmbH", "city=Bonn"));

	crm.env.now = NOW + 5000;
	assert_true(set(&kind_company, id, OPS("city=Köln", "industry=Chemie", "employees=20")));
	assert_string_equal(get_text("SELECT group_concat(field || ':' || coalesce(old, '') || '>' || new, ' ') FROM (SELECT * FROM change ORDER BY seq)"),
	                    "3:>1 4:>20 12:Bonn>Köln");
	assert_int_equal(get("SELECT updated FROM company"), NOW + 5000);
	assert_string_equal(get_text("SELECT word || word_key FROM term"), "Chemiechemie");
	/* nothing changed: no batch, no new time */
	crm.env.now = NOW + 9000;
	assert_false(set(&kind_company, id, OPS("city=Köln", "industry=chemie", "employees=20")));
	assert_int_equal(get("SELECT count(*) FROM batch"), 2);
	assert_int_equal(get("SELECT updated FROM company"), NOW + 5000);
	assert_true(set(&kind_company, id, OPS("city=")));
	assert_int_equal(get("SELECT count(*) FROM company WHERE city IS NULL AND city_key IS NULL"), 1);
	refused(CRM_FORBIDDEN, "company needs a name", &kind_company, id, OPS("name="));
	refused(CRM_FORBIDDEN, "company needs a name", &kind_company, 0, OPS("city=Bonn"));
	refused(CRM_NO, "no company co9", &kind_company, 9, OPS("city=Bonn"));
	refused(CRM_DATA, "foo", &kind_company, id, OPS("email=foo"));
	refused(CRM_DATA, "12", &kind_company, id, OPS("phone=12"));
	/* clocks that go back don't turn history round */
	crm.env.now = NOW - 100000;
	assert_true(set(&kind_company, id, OPS("city=Bonn")));
	assert_int_equal(get("SELECT at FROM batch ORDER BY id DESC LIMIT 1"), NOW + 9000);
}

static void country_moves_phone_keys(void **state)
{
	(void)state;
	int64_t co = add(&kind_company, OPS("name=A", "phone=0221 123456")), c = add(&kind_contact, OPS("name=Max", "phones=work:030 1234,mobile:0170 99"));

	assert_true(set(&kind_company, co, OPS("country=AT")));
	assert_string_equal(get_text("SELECT phone_key FROM company"), "43221123456");
	assert_true(set(&kind_contact, c, OPS("country=CH")));
	assert_string_equal(get_text("SELECT group_concat(number_key) FROM (SELECT * FROM phone ORDER BY pos)"), "41301234,4117099");
	assert_int_equal(get("SELECT count(*) FROM change WHERE kind=14"), 0);
}

static void contact_names(void **state)
{
	(void)state;
	int64_t id = add(&kind_contact, OPS("name=Erika von Muster"));

	assert_string_equal(get_text("SELECT given || '|' || family FROM contact"), "Erika|von Muster");
	set(&kind_contact, id, OPS("family=Beispiel"));
	assert_string_equal(get_text("SELECT name || '|' || name_key FROM contact"), "Erika Beispiel|erika beispiel");
	set(&kind_contact, id, OPS("name=E. Beispiel"));
	assert_string_equal(get_text("SELECT name || '|' || given || '|' || family FROM contact"), "E. Beispiel|Erika|Beispiel");
	/* what an export writes comes back unchanged */
	assert_false(set(&kind_contact, id, OPS("name=E. Beispiel", "given=Erika", "family=Beispiel")));
	set(&kind_contact, id, OPS("given=", "family="));
	assert_string_equal(get_text("SELECT name FROM contact"), "E. Beispiel");
	assert_false(set(&kind_contact, id, OPS("name=E. Beispiel", "given=", "family=")));
	id = add(&kind_contact, OPS("given=Max", "family=Muster"));
	assert_string_equal(get_text("SELECT name FROM contact WHERE id=2"), "Max Muster");
	id = add(&kind_contact, OPS("name=Madonna"));
	assert_string_equal(get_text("SELECT coalesce(given, '') || '|' || coalesce(family, '') FROM contact WHERE id=3"), "|Madonna");
	refused(CRM_FORBIDDEN, "contact needs a name", &kind_contact, 0, OPS("city=Bonn"));
}

static char *emails(void)
{
	return get_text("SELECT coalesce((SELECT group_concat(coalesce(label, '-') || ':' || address) FROM (SELECT * FROM email WHERE record=1 ORDER BY pos)), '') || ' = ' || "
	                "coalesce((SELECT email FROM contact WHERE id=1), '')");
}

static void contact_lists(void **state)
{
	(void)state;
	int64_t id = add(&kind_contact, OPS("name=Erika Muster", "email=E@x.example"));

	assert_string_equal(emails(), "-:E@x.example = E@x.example");
	set(&kind_contact, id, OPS("emails+=home:h@x.example, work:w@x.example"));
	assert_string_equal(emails(), "-:E@x.example,1:h@x.example,0:w@x.example = E@x.example");
	set(&kind_contact, id, OPS("email=new@x.example"));
	assert_string_equal(emails(), "-:new@x.example,1:h@x.example,0:w@x.example = new@x.example");
	set(&kind_contact, id, OPS("email="));
	assert_string_equal(emails(), "1:h@x.example,0:w@x.example = h@x.example");
	set(&kind_contact, id, OPS("email=w@x.example"));
	assert_string_equal(emails(), "0:w@x.example,1:h@x.example = w@x.example");
	set(&kind_contact, id, OPS("email=other:h@x.example"));
	assert_string_equal(emails(), "4:h@x.example,0:w@x.example = h@x.example");
	set(&kind_contact, id, OPS("emails=work:a@x.example,home:w@x.example"));
	assert_string_equal(emails(), "0:a@x.example,1:w@x.example = a@x.example");
	set(&kind_contact, id, OPS("emails-=A@X.example"));
	assert_string_equal(emails(), "1:w@x.example = w@x.example");
	assert_false(set(&kind_contact, id, OPS("emails=home:w@x.example", "email=w@x.example")));
	assert_false(set(&kind_contact, id, OPS("emails+=w@x.example")));
	assert_int_equal(get("SELECT count(*) FROM email WHERE pos<>1"), 0);
	refused(CRM_DATA, "'foo' is not an e-mail address", &kind_contact, id, OPS("emails+=foo"));
	refused(CRM_DATA, "'a b@c' is not an e-mail address", &kind_contact, id, OPS("email=a b@c"));
	refused(CRM_DATA, "'office' is none of", &kind_contact, id, OPS("emails+=office:a@b"));
	refused(CRM_DATA, "is not a telephone number", &kind_contact, id, OPS("phone=1-2"));
	refused(CRM_USAGE, "nearest is 'customer'", &kind_contact, id, OPS("category=custmer"));
	refused(CRM_DATA, "SYSTEM:KEY", &kind_contact, id, OPS("ext=foo"));
	set(&kind_contact, id, OPS("tags=b,a,b,,", "category=partner"));
	assert_string_equal(get_text("SELECT group_concat(word) FROM (SELECT word FROM tag ORDER BY id)"), "b,a");
	assert_true(set(&kind_contact, id, OPS("tags-=b", "tags+=c")));
	assert_false(set(&kind_contact, id, OPS("tags=c,a", "category=partner")));
	assert_string_equal(get_text("SELECT group_concat(word) FROM (SELECT word FROM tag ORDER BY word)"), "a,c");
	set(&kind_contact, id, OPS("tags="));
	assert_int_equal(get("SELECT count(*) FROM tag"), 0);
	assert_int_equal(get("SELECT count(*) FROM removed WHERE kind=12"), 3);
	assert_string_equal(get_text("SELECT row FROM removed WHERE kind=12 ORDER BY batch LIMIT 1"), "{\"kind\":3,\"record\":1,\"word\":\"b\"}");
}

static void contact_companies(void **state)
{
	(void)state;
	add(&kind_company, OPS("name=A"));
	add(&kind_company, OPS("name=B"));
	int64_t id = add(&kind_contact, OPS("name=Max", "company=A", "role=CFO"));

	assert_string_equal(get_text("SELECT company || '|' || role || '|' || from_day FROM affiliation WHERE to_day IS NULL"), "1|CFO|20601");
	crm.today = TODAY + 10;
	set(&kind_contact, id, OPS("company=co2"));
	assert_string_equal(get_text("SELECT group_concat(company || ':' || from_day || '-' || coalesce(to_day, ''), ' ') FROM affiliation"), "1:20601-20611 2:20611-");
	set(&kind_contact, id, OPS("company="));
	assert_int_equal(get("SELECT count(*) FROM affiliation WHERE to_day IS NULL"), 0);
	refused(CRM_NO, "Nobody", &kind_contact, id, OPS("company=Nobody"));
}

static void duplicates(void **state)
{
	(void)state;
	add(&kind_company, OPS("name=Müller KG", "city=Köln", "vat_id=DE1", "website=m.example", "ext=hub:1"));
	refused(CRM_DUPLICATE, "company co1 has the VAT number 'DE1'", &kind_company, 0, OPS("name=X", "vat_id=DE1"));
	refused(CRM_DUPLICATE, "company co1 has the website 'm.example'", &kind_company, 0, OPS("name=X", "website=m.example"));
	refused(CRM_DUPLICATE, "company co1 has the website 'm.example'", &kind_company, 0, OPS("name=X", "website=https://www.M.example/"));
	refused(CRM_DUPLICATE, "company co1 has the website 'm.example'", &kind_company, 0, OPS("name=X", "website=http://m.example"));
	refused(CRM_DUPLICATE, "company co1 has the name", &kind_company, 0, OPS("name=MUELLER kg", "city=Koeln"));
	refused(CRM_DUPLICATE, "company co1 has the name", &kind_company, 0, OPS("name=Müller KG"));
	add(&kind_company, OPS("name=Müller KG", "city=Bonn"));
	refused(CRM_DUPLICATE, "has the key 'hub:1'", &kind_company, 0, OPS("name=Y", "ext=hub:1"));
	refused(CRM_DUPLICATE, "has the key 'hub:1'", &kind_company, 2, OPS("ext+=hub:1"));
	assert_false(set(&kind_company, 1, OPS("ext+=hub:1")));
	add(&kind_contact, OPS("name=Max Muster", "company=co1", "emails=work:a@x.example,home:b@x.example", "phone=0221 123456", "ext=hub:1"));
	refused(CRM_DUPLICATE, "contact c1 has the e-mail 'B@x.example'", &kind_contact, 0, OPS("name=Muster", "email=B@x.example"));
	refused(CRM_DUPLICATE, "contact c1 has the e-mail 'B@x.example' and another name", &kind_contact, 0, OPS("name=Ina Muster", "email=B@x.example"));
	refused(CRM_DUPLICATE, "contact c1 has the same company", &kind_contact, 0, OPS("name=max MUSTER", "company=co1"));
	refused(CRM_DUPLICATE, "contact c1 has the same telephone number", &kind_contact, 0, OPS("name=Max Muster", "phone=+49 221 123456"));
	add(&kind_contact, OPS("name=Max Muster", "company=co2"));
	options.force = true;
	add(&kind_contact, OPS("name=Other", "email=a@x.example"));
	add(&kind_company, OPS("name=Müller KG", "vat_id=DE1"));
	refused(CRM_DUPLICATE, "has the key 'hub:1'", &kind_company, 0, OPS("name=Y", "ext=hub:1"));
	options.force = false;
	add(&kind_product, OPS("name=P", "sku=A-1", "price=10"));
	refused(CRM_DUPLICATE, "product p1 has the article number 'A-1'", &kind_product, 0, OPS("name=Q", "sku=a-1"));
	add(&kind_user, OPS("name=anna"));
	refused(CRM_DUPLICATE, "there is a user 'anna' already", &kind_user, 0, OPS("name=anna"));
	assert_string_equal(get_text("SELECT currency || '|' || active || '|' || price FROM product"), "978|1|1000");
}

static void cycles(void **state)
{
	(void)state;
	add(&kind_company, OPS("name=A"));
	add(&kind_company, OPS("name=B", "parent=co1"));
	add(&kind_company, OPS("name=C", "parent=co2"));
	refused(CRM_FORBIDDEN, "cycle", &kind_company, 1, OPS("parent=co3"));
	refused(CRM_FORBIDDEN, "its own", &kind_company, 1, OPS("parent=co1"));
	set(&kind_company, 3, OPS("parent="));
	add(&kind_user, OPS("name=anna"));
	add(&kind_user, OPS("name=ben", "manager=anna"));
	refused(CRM_FORBIDDEN, "cycle", &kind_user, 2, OPS("manager=ben"));
}

static enum crm_status rm(const struct crm_kind *k, int64_t id)
{
	enum crm_status st;

	crm_error_clear(&err);
	begin();
	st = edit_rm(ed, k, id, &err);
	if (st == CRM_OK)
		commit();
	else
		edit_abort(ed);
	return st;
}

static void removing(void **state)
{
	(void)state;
	add(&kind_company, OPS("name=A \"B\"\n\\", "tags=x", "ext=s:1"));
	add(&kind_contact, OPS("name=Max", "company=co1", "email=m@x.example"));
	add(&kind_offer, OPS("title=O", "contact=c1"));
	add(&kind_offer, OPS("title=O2", "company=co1"));
	assert_int_equal(rm(&kind_company, 1), CRM_FORBIDDEN);
	assert_string_equal(err.list[0].text, "1 contact, 2 offers refer to co1");
	assert_int_equal(rm(&kind_contact, 1), CRM_FORBIDDEN);
	assert_string_equal(err.list[0].text, "1 offer refers to c1");
	assert_int_equal(rm(&kind_offer, 1), CRM_OK);
	assert_int_equal(rm(&kind_offer, 2), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM stage_move"), 2);
	assert_int_equal(rm(&kind_contact, 1), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM email") + get("SELECT count(*) FROM affiliation"), 0);
	assert_int_equal(rm(&kind_company, 1), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM tag") + get("SELECT count(*) FROM ext"), 0);
	assert_string_equal(get_text("SELECT json_extract(row, '$.name') FROM removed WHERE kind=2"), "A \"B\"\n\\");
	assert_int_equal(get("SELECT json_extract(row, '$.created') FROM removed WHERE kind=2"), NOW);
	assert_int_equal(rm(&kind_company, 1), CRM_NO);
	assert_int_equal(rm(&kind_user, 1), CRM_FORBIDDEN);
	assert_non_null(strstr(err.list[0].text, "changes refer to user 'erika'"));
	/* ids are never used again */
	assert_int_equal(add(&kind_company, OPS("name=B")), 2);
}

static void aliases(void **state)
{
	(void)state;
	bool changed;

	add(&kind_company, OPS("name=A"));
	sql("INSERT INTO alias(id, kind, old, record) VALUES(1, 2, 99, 1)");
	begin();
	assert_int_equal(set_in(&kind_company, 99, OPS("city=Bonn"), &changed), CRM_OK);
	commit();
	assert_true(changed);
	assert_string_equal(get_text("SELECT city FROM company WHERE id=1"), "Bonn");
	add(&kind_contact, OPS("name=Max", "company=co99"));
	assert_int_equal(get("SELECT company FROM contact"), 1);
}

static void rows_of_others(void **state)
{
	(void)state;
	const struct crm_field *name = kind_field(&kind_company, "name"), *country = kind_field(&kind_company, "country"), *phone = kind_field(&kind_company, "phone");
	const struct crm_field *fields[] = {name, phone, country};
	struct value v[] = {{V_TEXT, 0, "Zurück", 7}, {V_TEXT, 0, "044 123", 7}, {V_TEXT, 0, "CH", 2}};

	begin();
	assert_int_equal(edit_row_restore(ed, &kind_company, 7, fields, v, 3, &err), CRM_OK);
	commit();
	assert_string_equal(get_text("SELECT name_key || phone_key FROM company WHERE id=7"), "zuruck4144123");
	begin();
	assert_int_equal(edit_row_set(ed, &kind_company, 7, country, v[2], (struct value){V_TEXT, 0, "AT", 2}, &err), CRM_OK);
	assert_int_equal(edit_row_set(ed, &kind_company, 7, name, v[0], (struct value){V_TEXT, 0, "Neu", 3}, &err), CRM_OK);
	commit();
	assert_string_equal(get_text("SELECT name_key || phone_key FROM company WHERE id=7"), "neu4344123");
	assert_int_equal(get("SELECT count(*) FROM change"), 2);
	begin();
	assert_int_equal(edit_row_rm(ed, &kind_company, 7, &err), CRM_OK);
	commit();
	assert_int_equal(get("SELECT count(*) FROM removed"), 1);
}

static void lines_and_tasks_roll_up(void **state)
{
	(void)state;
	add(&kind_contact, OPS("name=Max"));
	add(&kind_product, OPS("name=P"));
	add(&kind_product, OPS("name=Q"));
	add(&kind_offer, OPS("title=O", "contact=c1", "value=100", "product=Q"));
	const struct crm_field *line[] = {kind_field(&kind_line, "offer"), kind_field(&kind_line, "product"), kind_field(&kind_line, "net")};
	const struct crm_field *task[] = {kind_field(&kind_task, "title"), kind_field(&kind_task, "due"), kind_field(&kind_task, "contact"), kind_field(&kind_task, "offer")};
	struct value v[] = {VALUE_INT(1), VALUE_INT(1), VALUE_INT(70000)}, t[] = {{V_TEXT, 0, "call", 4}, VALUE_INT(TODAY + 3), VALUE_INT(1), VALUE_INT(1)};
	int64_t id;

	begin();
	assert_int_equal(edit_row_add(ed, &kind_line, line, v, 3, &id, &err), CRM_OK);
	assert_int_equal(edit_row_add(ed, &kind_task, task, t, 4, &id, &err), CRM_OK);
	commit();
	assert_string_equal(get_text("SELECT value || '|' || estimate || '|' || product || '|' || next_task FROM offer"), "70000|10000|1|20604");
	assert_int_equal(get("SELECT next_task FROM contact"), TODAY + 3);
	/* value and product are kept in the history, next_task isn't */
	assert_string_equal(get_text("SELECT group_concat(field || ':' || old || '>' || new, ' ') FROM (SELECT * FROM change ORDER BY field)"), "5:2>1 10:10000>70000");
	refused(CRM_FORBIDDEN, "has lines", &kind_offer, 1, OPS("value=5"));
	refused(CRM_FORBIDDEN, "has lines", &kind_offer, 1, OPS("product=Q"));
	assert_false(set(&kind_offer, 1, OPS("value=700", "product=P", "estimate=100")));
	assert_true(set(&kind_offer, 1, OPS("estimate=50")));
	assert_int_equal(get("SELECT value FROM offer"), 70000);
	assert_int_equal(rm(&kind_product, 1), CRM_FORBIDDEN);
	assert_int_equal(rm(&kind_offer, 1), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM line") + get("SELECT count(*) FROM task"), 0);
	assert_int_equal(get("SELECT count(*) FROM contact WHERE next_task IS NULL"), 1);
}

static void custom_fields(void **state)
{
	(void)state;
	struct strbuf ddl = STRBUF_INIT;

	sql("INSERT INTO field(id, kind, name, type, position) VALUES(17, 5, 'risk', 9, 1), (18, 5, 'memo', 0, 2), (19, 5, 'helper', 11, 3)");
	sql("UPDATE field SET ref=3 WHERE id=19");
	sql("INSERT INTO choice(id, field, number, word) VALUES(1, 17, 1, 'low'), (2, 17, 2, 'high')");
	schema_custom_column(&ddl, "offer", 17, false);
	schema_custom_column(&ddl, "offer", 18, true);
	schema_custom_column(&ddl, "offer", 19, false);
	sql(ddl.buf);
	sb_release(&ddl);
	catalog_forget(&crm);
	add(&kind_contact, OPS("name=Max"));
	add(&kind_offer, OPS("title=O", "risk=low", "memo=text", "helper=c1"));
	assert_string_equal(get_text("SELECT id || '|' || x_17 || '|' || x_18 || '|' || x_19 FROM offer_x"), "1|1|text|1");
	assert_true(set(&kind_offer, 1, OPS("x.risk=high", "memo=text")));
	assert_false(set(&kind_offer, 1, OPS("risk=high")));
	assert_string_equal(get_text("SELECT field || ':' || old || '>' || new FROM change"), "1017:1>2");
	assert_int_equal(rm(&kind_contact, 1), CRM_FORBIDDEN);
	assert_int_equal(rm(&kind_offer, 1), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM offer_x"), 0);
	assert_string_equal(get_text("SELECT json_extract(row, '$.x_17') || json_extract(row, '$.x_18') FROM removed WHERE kind=5"), "2text");
}

static void files_and_operands(void **state)
{
	(void)state;
	static const char *const bad[] = {"citty=x", "state=open", "city+=x", "city!=x", "word", "", "company.city=x", "notes@=f", NULL};
	struct assign *a;
	size_t n;

	for (size_t i = 0; bad[i]; i++) {
		crm_error_clear(&err);
		assert_int_equal(assigns_parse(&crm, i == 1 ? &kind_offer : &kind_company, &bad[i], 1, NULL, &a, &n, &err), CRM_USAGE);
	}
	crm_error_clear(&err);
	assert_int_equal(assigns_parse(&crm, &kind_company, OPS("city=a", "city=b"), 2, NULL, &a, &n, &err), CRM_USAGE);
	assert_string_equal(err.list[0].text, "'city' is given twice");
}

static void places_of_files(void **state)
{
	(void)state;
	struct assign a[] = {{kind_field(&kind_contact, "name"), OP_EQ, "Max", 3, 17, 1}, {kind_field(&kind_contact, "company"), OP_EQ, "Nobody", 6, 17, 5},
	                     {kind_field(&kind_contact, "birthday"), OP_EQ, "soon", 4, 17, 12}};
	int64_t id;

	begin();
	assert_int_equal(edit_add(ed, &kind_contact, a, 3, NULL, &id, &err), CRM_DATA);
	assert_int_equal(err.status, CRM_DATA);
	assert_int_equal(err.failures, 2); /* all that is wrong */
	assert_int_equal(err.list[0].line, 17);
	assert_int_equal(err.list[0].column, 5);
	assert_string_equal(err.list[0].field, "company");
	/* the edit goes on behind a bad line, nothing of which stays */
	crm_error_clear(&err);
	assert_false(edit_changed(ed));
	assert_int_equal(edit_add(ed, &kind_contact, a, 1, NULL, &id, &err), CRM_OK);
	commit();
	assert_int_equal(get("SELECT count(*) FROM contact"), 1);
}

static void dry_run(void **state)
{
	(void)state;
	int64_t id;

	options.dry_run = true;
	begin();
	assert_int_equal(add_in(&kind_company, OPS("name=A", "industry=Chemie"), &id), CRM_OK);
	assert_true(edit_changed(ed));
	commit();
	options.dry_run = false;
	assert_int_equal(get("SELECT (SELECT count(*) FROM company) + (SELECT count(*) FROM term) + (SELECT count(*) FROM users) + (SELECT count(*) FROM batch)"), 0);
	assert_int_equal(crm.users.loaded && crm.users.n, 0);
}

struct heard { struct strbuf text; };

static void hear(void *arg, const struct edit_change *ch)
{
	struct heard *h = arg;

	sb_printf(&h->text, "%s %s%lld %s %s>%s\n", ch->what, ch->kind->letters, (long long)ch->id, ch->field, ch->old ? ch->old : "", ch->new ? ch->new : "");
}

static void watching(void **state)
{
	(void)state;
	struct heard h = {STRBUF_INIT};

	add(&kind_contact, OPS("name=Max Muster", "email=a@x.example"));
	options.watch = hear;
	options.arg = &h;
	set(&kind_contact, 1, OPS("email=b@x.example", "tags=x,y", "birthday=1970-01-02", "owner=me"));
	assert_string_equal(h.text.buf, "set c1 email a@x.example>b@x.example\nset c1 birthday >1970-01-02\nset c1 owner >erika\nset c1 tags >x,y\n");
	sb_reset(&h.text);
	set(&kind_contact, 1, OPS("emails+=home:c@x.example", "tags-=x"));
	assert_string_equal(h.text.buf, "set c1 emails b@x.example>b@x.example,home:c@x.example\nset c1 tags x,y>y\n");
	sb_reset(&h.text);
	add(&kind_offer, OPS("title=O", "value=12.5"));
	assert_non_null(strstr(h.text.buf, "add o1 title >O\n"));
	assert_non_null(strstr(h.text.buf, "add o1 value >12.50\n"));
	assert_non_null(strstr(h.text.buf, "add o1 stage >offer\n"));
	sb_reset(&h.text);
	set(&kind_offer, 1, OPS("stage=won"));
	assert_string_equal(h.text.buf, "move o1 stage offer>won\nset o1 closed >2026-05-28\n");
	sb_reset(&h.text);
	assert_int_equal(rm(&kind_offer, 1), CRM_OK);
	assert_string_equal(h.text.buf, "rm o1 title O>\n");
	options = (struct edit_options){0};
	sb_release(&h.text);
}

static void finding(void **state)
{
	(void)state;
	const struct crm_field *f = kind_field(&kind_company, "name");
	int64_t id;

	add(&kind_company, OPS("name=Müller", "city=A", "ext=s:1", "phone=0221 123"));
	add(&kind_company, OPS("name=Beta", "city=A"));
	add(&kind_contact, OPS("name=Max", "emails=a@x.example,b@x.example"));
	begin();
	assert_int_equal(edit_find(ed, &kind_company, f, "MUELLER", 7, NULL, &id, &err), CRM_OK);
	assert_int_equal(id, 1);
	assert_int_equal(edit_find(ed, &kind_company, f, "nobody", 6, NULL, &id, &err), CRM_OK);
	assert_int_equal(id, 0);
	assert_int_equal(edit_find(ed, &kind_company, kind_field(&kind_company, "ext"), "s:1", 3, NULL, &id, &err), CRM_OK);
	assert_int_equal(id, 1);
	assert_int_equal(edit_find(ed, &kind_company, kind_field(&kind_company, "phone"), "+49221123", 9, NULL, &id, &err), CRM_OK);
	assert_int_equal(id, 1);
	assert_int_equal(edit_find(ed, &kind_company, kind_field(&kind_company, "city"), "A", 1, NULL, &id, &err), CRM_AMBIGUOUS);
	assert_int_equal(edit_find(ed, &kind_contact, kind_field(&kind_contact, "email"), "B@x.example", 11, NULL, &id, &err), CRM_OK);
	assert_int_equal(id, 1);
	edit_abort(ed);
}

static void bulk(void **state)
{
	(void)state;
	struct assign *a;
	size_t n;
	int64_t id;

	add(&kind_company, OPS("name=A"));
	options.bulk = true;
	begin();
	n = assigns(&kind_contact, OPS("name=Max", "company=co1", "source=web", "ext=x:0"), &a);
	options.force = true;
	for (int i = 0; i < 1000; i++) {
		crm_error_clear(&err);
		a[0].s = i % 2 ? "Max Muster" : "Eva Beispiel";
		a[0].n = strlen(a[0].s);
		a[3].s = i % 2 ? "x:1" : "x:0";
		assert_int_equal(edit_add(ed, &kind_contact, a, n, NULL, &id, &err), i < 2 ? CRM_OK : CRM_DUPLICATE);
	}
	crm_error_clear(&err);
	commit();
	options = (struct edit_options){0};
	assert_int_equal(get("SELECT flags FROM batch WHERE id=2"), 1);
	assert_int_equal(get("SELECT count(*) FROM contact"), 2);
	assert_int_equal(get("SELECT count(*) FROM term"), 1);
	assert_string_equal(get_text("SELECT first || '-' || last FROM added WHERE kind=3"), "1-2");
	assert_int_equal(get("SELECT count(*) FROM affiliation WHERE from_day IS NULL"), 2);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(add_plain), T(set_plain), T(country_moves_phone_keys), T(contact_names), T(contact_lists), T(contact_companies), T(duplicates), T(cycles), T(removing), T(aliases),
		T(rows_of_others), T(lines_and_tasks_roll_up), T(custom_fields), T(files_and_operands), T(places_of_files), T(dry_run), T(watching), T(finding), T(bulk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
