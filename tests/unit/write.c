/* write.c - tests of the shared writing verbs: operands, streams of ids, links, keys, what is touched and what is told */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "crm.h"
#include "kinds.h"

#define NOW INT64_C(1780000000000)
#define TODAY 20601

static struct crm crm;
static struct crm_error err;
static struct crm_write w;
static char dir[64], path[128];

static int64_t get(const char *text)
{
	int64_t v;

	if (db_get_int(crm.db, &err, &v, -1, text, 0) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	return v;
}

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-write-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	memset(&crm, 0, sizeof(crm));
	crm.env = (struct crm_env){.path = path, .write = true, .now = NOW, .user = "erika", .tool = "crm-test"};
	crm.today = TODAY;
	crm.set.currency = 978;
	if (db_open(&crm.db, path, DB_CREATE, NULL, &err) != CRM_OK)
		return -1;
	return db_exec(crm.db, "INSERT INTO pipeline(id, name, position) VALUES(1, 'sales', 1); INSERT INTO stage(id, pipeline, position, name, kind, probability) VALUES"
	                       "(1, 1, 1, 'offer', 1, 2000), (2, 1, 2, 'won', 2, 10000), (3, 1, 3, 'lost', 3, 0)", &err) == CRM_OK ? 0 : -1;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	crm_write_free(&w);
	w = (struct crm_write){0};
	db_close(crm.db, &err);
	arena_free(&crm.arena);
	crm_error_clear(&err);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

typedef enum crm_status verb(struct crm *, const struct crm_kind *, const char *const *, size_t, const struct crm_ids *, struct crm_write *, struct crm_error *);

static enum crm_status call(verb *v, const struct crm_kind *k, const struct crm_ids *ids, const char *const *operands)
{
	size_t n = 0;

	while (operands[n])
		n++;
	crm_write_free(&w);
	w.added = w.changed = w.same = 0;
	crm_error_clear(&err);
	return v(&crm, k, operands, n, ids, &w, &err);
}

#define OPS(...) (const char *const[]){__VA_ARGS__ __VA_OPT__(,) NULL}
#define OK(v, k, ...) do { if (call(v, k, NULL, OPS(__VA_ARGS__)) != CRM_OK) fail_msg("%s", err.list[0].text); } while (0)

static char *touched(void)
{
	static char out[256];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < w.touched.n; i++)
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s%lld", i ? " " : "", w.touched.v[i].name ? w.touched.v[i].name : "", (long long)w.touched.v[i].id);
	return out;
}

static void add_and_set(void **state)
{
	(void)state;
	OK(crm_add, &kind_company, "name=A", "city=Bonn");
	assert_string_equal(touched(), "1");
	assert_int_equal(w.added, 1);
	OK(crm_add, &kind_company, "name=B");
	OK(crm_set, &kind_company, "co2", "A", "2", "co1", "city=Bonn");
	assert_string_equal(touched(), "2 1"); /* input order, doubles once, unchanged ones too */
	assert_int_equal(w.changed, 1);
	assert_int_equal(w.same, 1);
	/* all or none, and all that is missing is told */
	assert_int_equal(call(crm_set, &kind_company, NULL, OPS("co1", "co8", "Nobody", "city=Köln")), CRM_NO);
	assert_int_equal(err.failures, 2);
	assert_int_equal(get("SELECT count(*) FROM company WHERE city='Bonn'"), 2);
	assert_int_equal(call(crm_set, &kind_company, NULL, OPS("city=Köln")), CRM_USAGE);
	assert_int_equal(call(crm_set, &kind_company, NULL, OPS("co1")), CRM_USAGE);
	assert_int_equal(call(crm_set, &kind_company, NULL, OPS("co1", "")), CRM_USAGE);
	assert_int_equal(call(crm_set, &kind_company, NULL, OPS("co1", "citty=x")), CRM_USAGE);
	assert_int_equal(call(crm_add, &kind_company, NULL, OPS("A")), CRM_USAGE);
	OK(crm_add, &kind_user, "name=anna", "full=Anna");
	assert_string_equal(touched(), "anna2");
}

static void streams(void **state)
{
	(void)state;
	struct crm_id v[] = {{KIND_CONTACT, 1, NULL, 1, 0}, {KIND_COMPANY, 1, NULL, 2, 0}}, gone[] = {{KIND_CONTACT, 1, NULL, 1, 0}, {KIND_CONTACT, 77, NULL, 4, 0}};
	struct crm_ids ids = {v, 2, ARENA_INIT}, none = {v, 0, ARENA_INIT}, bad = {gone, 2, ARENA_INIT};

	OK(crm_add, &kind_company, "name=A");
	OK(crm_add, &kind_contact, "co1", "name=Max");
	assert_int_equal(get("SELECT company FROM contact"), 1);
	/* one offer per id, linked by its kind */
	assert_int_equal(call(crm_add, &kind_offer, &ids, OPS("title=O", "value=5")), CRM_OK);
	assert_string_equal(touched(), "1 2");
	assert_int_equal(get("SELECT count(*) FROM offer WHERE contact=1 AND company=1"), 1);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE contact IS NULL AND company=1"), 1);
	/* no ids means no records */
	assert_int_equal(call(crm_add, &kind_offer, &none, OPS("title=O")), CRM_OK);
	assert_int_equal(call(crm_set, &kind_contact, &none, OPS("city=Bonn")), CRM_OK);
	assert_int_equal(call(crm_rm, &kind_contact, &none, OPS()), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM batch"), 3);
	assert_int_equal(call(crm_add, &kind_offer, &bad, OPS("title=O")), CRM_DATA);
	assert_int_equal(err.list[0].line, 4);
	assert_int_equal(call(crm_set, &kind_contact, &bad, OPS("city=Bonn")), CRM_DATA);
	assert_int_equal(err.list[0].line, 4);
	assert_int_equal(call(crm_rm, &kind_contact, &bad, OPS()), CRM_DATA);
	assert_int_equal(get("SELECT count(*) FROM contact WHERE city IS NULL"), 1);
	assert_int_equal(call(crm_add, &kind_product, &ids, OPS("name=P")), CRM_DATA);
	assert_int_equal(call(crm_add, &kind_offer, NULL, OPS("title=O", "c1", "contact=c1")), CRM_USAGE);
	OK(crm_add, &kind_offer, "title=P", "c1", "co1");
	assert_int_equal(get("SELECT contact FROM offer WHERE title='P'"), 1);
}

static void keys(void **state)
{
	(void)state;
	OK(crm_add, &kind_contact, "name=Max", "email=m@x.example");
	w.key = "email";
	OK(crm_add, &kind_contact, "name=Max Muster", "email=M@x.example");
	assert_string_equal(touched(), "1");
	assert_int_equal(w.changed, 1);
	OK(crm_add, &kind_contact, "name=Eva", "email=e@x.example");
	assert_string_equal(touched(), "2");
	assert_int_equal(w.added, 1);
	assert_int_equal(call(crm_add, &kind_contact, NULL, OPS("name=Eva")), CRM_USAGE);
	w.key = "no";
	assert_int_equal(call(crm_add, &kind_contact, NULL, OPS("name=Eva")), CRM_USAGE);
	w.key = "ext";
	OK(crm_add, &kind_contact, "name=Ext", "ext=s:1");
	OK(crm_add, &kind_contact, "city=Bonn", "ext=s:1");
	assert_int_equal(get("SELECT count(*) FROM contact"), 3);
	assert_int_equal(get("SELECT count(*) FROM contact WHERE id=3 AND city='Bonn'"), 1);
}

static void removing(void **state)
{
	(void)state;
	OK(crm_add, &kind_company, "name=A");
	OK(crm_add, &kind_company, "name=B", "parent=co1");
	OK(crm_add, &kind_company, "name=C", "parent=co2");
	assert_int_equal(call(crm_rm, &kind_company, NULL, OPS("co1", "co2")), CRM_FORBIDDEN);
	assert_int_equal(get("SELECT count(*) FROM company"), 3);
	/* what refers to each other goes together, in whatever order it is named */
	OK(crm_rm, &kind_company, "co1", "co3", "co2");
	assert_string_equal(touched(), "1 3 2");
	assert_int_equal(get("SELECT count(*) FROM company"), 0);
	assert_int_equal(call(crm_rm, &kind_company, NULL, OPS("co1")), CRM_NO);
	assert_int_equal(call(crm_rm, &kind_company, NULL, OPS("name=A")), CRM_USAGE);
	assert_int_equal(call(crm_rm, &kind_company, NULL, OPS()), CRM_USAGE);
}

/* ---- printing ---- */

static enum out_result collect(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

static char *printed(bool changes, const struct crm_kind *k)
{
	static char text[1024];
	struct strbuf b = STRBUF_INIT;
	const struct crm_writer writer = {.write = collect, .arg = &b};
	const struct sink_options opt = {.format = SINK_TSV};
	struct out *o = out_new(&writer);
	struct sink *s = sink_new(o, &opt);

	if (changes)
		crm_print_changes(&w, s);
	else
		assert_int_equal(crm_print_touched(&crm, k, &w, NULL, s, &err), CRM_OK);
	assert_int_equal(out_finish(o, &err), CRM_OK);
	sink_free(s);
	out_free(o);
	snprintf(text, sizeof(text), "%s", b.buf);
	sb_release(&b);
	return text;
}

static void dry_run(void **state)
{
	(void)state;
	OK(crm_add, &kind_company, "name=A\tB");
	w.dry_run = true;
	OK(crm_set, &kind_company, "co1", "name=C", "tags=x");
	assert_string_equal(printed(true, NULL), "set\tco1\tname\tA\\tB\tC\nset\tco1\ttags\t\tx\n");
	OK(crm_add, &kind_company, "name=D");
	assert_string_equal(printed(true, NULL), "add\t\tname\t\tD\n");
	OK(crm_rm, &kind_company, "co1");
	assert_string_equal(printed(true, NULL), "rm\tco1\tname\tA\\tB\t\n");
	assert_int_equal(get("SELECT count(*) FROM company WHERE name='A\tB'"), 1);
	assert_int_equal(get("SELECT count(*) FROM batch"), 1);
	w.dry_run = false;
	OK(crm_add, &kind_user, "name=anna");
	assert_string_equal(printed(false, &kind_user), "anna\n");
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {T(add_and_set), T(streams), T(keys), T(removing), T(dry_run)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
