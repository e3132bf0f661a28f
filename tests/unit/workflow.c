/* workflow.c - tests of configuration files: errors with their places, apply, show, scalars, limits, personal settings */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "crm.h"
#include "model/catalog.h"
#include "kinds.h"
#include "workflow/workflow_yaml.h"

static struct crm *crm;
static struct crm_error err;
static struct crm_write w;
static struct strbuf shown;
static char dir[64], path[128];

static bool zone_known(void *arg, const char *zone)
{
	(void)arg;
	return strcmp(zone, "Europe/Berlin") == 0 || strcmp(zone, "UTC") == 0;
}

static const struct crm_zone zones = {.known = zone_known};

static int setup(void **state)
{
	struct crm_env env = {.path = path, .write = true, .now = INT64_C(1780000000000), .have_today = true, .today = 20601, .user = "anna",
		.locale = "de_DE.UTF-8", .timezone = "Europe/Berlin", .tool = "test", .zone = &zones};

	(void)state;
	snprintf(dir, sizeof dir, "/tmp/crm-workflow-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/crm.db", dir);
	sb_init(&shown, 0);
	assert_int_equal(crm_open(&crm, &env, &err), CRM_OK);
	crm_error_clear(&err);
	return 0;
}

static int teardown(void **state)
{
	char file[160];

	(void)state;
	crm_write_free(&w);
	crm_error_clear(&err);
	crm_close(crm, NULL);
	sb_release(&shown);
	for (const char *const *s = (const char *const[]){"", "-wal", "-shm", NULL}; *s; s++) {
		snprintf(file, sizeof file, "%s%s", path, *s);
		unlink(file);
	}
	rmdir(dir);
	return 0;
}

static int64_t get(const char *text)
{
	int64_t v;

	if (db_get_int(crm->db, &err, &v, -1, text, 0) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	return v;
}

static void sql(const char *text)
{
	if (db_exec(crm->db, text, &err) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
}

static enum crm_status apply(const char *text)
{
	enum crm_status st;

	crm_write_free(&w);
	memset(&w, 0, sizeof w);
	w.want_changes = true;
	crm_error_clear(&err);
	st = crm_workflow_apply(crm, "in", text, strlen(text), &w, &err);
	assert_false(db_in_transaction(crm->db));
	return st;
}

static void good(const char *text, size_t changes)
{
	if (apply(text) != CRM_OK)
		fail_msg("%ld:%ld: %s", err.list[0].line, err.list[0].column, err.list[0].text);
	if (w.nchanges != changes)
		fail_msg("%zu changes, the first %s %s %s", w.nchanges, w.changes[0].what, w.changes[0].field, w.changes[0].new);
}

/* Both check and apply tell it at this place, and nothing changes. */
static void bad(const char *text, enum crm_status status, long line, long column, const char *message)
{
	int64_t batches = get("SELECT count(*) FROM batch");

	for (int i = 0; i < 2; i++) {
		enum crm_status st;
		const struct crm_message *m = NULL;

		crm_error_clear(&err);
		st = i ? apply(text) : crm_workflow_check(crm, "in", text, strlen(text), &err);
		for (size_t j = 0; j < err.n && !m; j++)
			m = err.list[j].note ? NULL : &err.list[j];
		if (st != status || !m)
			fail_msg("%s: status %d, %s", text, (int)st, m ? m->text : "no message");
		if (!strstr(m->text, message) || m->line != line || m->column != column)
			fail_msg("%s: %ld:%ld: %s", text, m->line, m->column, m->text);
	}
	assert_false(db_in_transaction(crm->db));
	assert_int_equal(get("SELECT count(*) FROM batch"), batches);
}

static enum out_result take(void *arg, const char *p, size_t n, size_t *done)
{
	(void)arg;
	sb_add(&shown, p, n);
	*done = n;
	return OUT_OK;
}

static const char *show(void)
{
	static const struct crm_writer writer = {.write = take};
	struct out *o = out_new(&writer);

	sb_reset(&shown);
	assert_int_equal(crm_workflow_show(crm, o, &err), CRM_OK);
	assert_int_equal(out_finish(o, &err), CRM_OK);
	out_free(o);
	return shown.buf;
}

/* What show says changes nothing. */
static void round_trip(void)
{
	int64_t batches = get("SELECT count(*) FROM batch");

	good(show(), 0);
	assert_int_equal(get("SELECT count(*) FROM batch"), batches);
}

#define ENDS "{name: won, probability: 100}, {name: lost, probability: 0}"
#define READY "new, kind: lead, probability: 5}, {name: qualified, kind: lead, probability: 10}, {name: offer, probability: 20}, {name: follow-up, probability: 40}, " \
	      "{name: presentation, probability: 60}, {name: negotiation, probability: 80}, " ENDS

/* ---- YAML ---- */

static void test_syntax(void **state)
{
	struct strbuf deep = STRBUF_INIT;

	(void)state;
	good("", 0);
	good("# nothing\n", 0);
	good("---\n...\n", 0);
	bad("settings: {currency: EUR", CRM_CONFIG, 2, 1, "did not find expected");
	bad("a: &x 1\n", CRM_CONFIG, 1, 4, "anchors");
	bad("settings: {currency: *x}\n", CRM_CONFIG, 1, 22, "anchors");
	bad("settings: !!map {}\n", CRM_CONFIG, 1, 11, "anchors");
	bad("settings: {}\nsettings: {}\n", CRM_CONFIG, 2, 1, "stands there twice, first in line 1");
	bad("settings: {country: DE, country: AT}\n", CRM_CONFIG, 1, 25, "stands there twice");
	bad("--- {}\n--- {}\n", CRM_CONFIG, 2, 1, "a second document");
	bad("? [a]\n: b\n", CRM_CONFIG, 1, 3, "a key must be a word");
	bad("- a\n", CRM_CONFIG, 1, 1, "are wanted here");
	bad("settings: {language: \"d\\0\"}\n", CRM_CONFIG, 1, 22, "NUL");
	bad("\xff\xff", CRM_CONFIG, 0, 0, "at byte");
	for (int i = 0; i < 20000; i++)
		sb_addc(&deep, '[');
	assert_int_equal(apply(deep.buf), CRM_CONFIG);
	assert_string_equal(err.list[0].text, "nested too deeply");
	sb_reset(&deep);
	sb_adds(&deep, "a: [");
	for (int i = 0; i < 60000; i++)
		sb_adds(&deep, "x,");
	assert_int_equal(apply(deep.buf), CRM_CONFIG);
	assert_string_equal(err.list[0].text, "too many entries");
	while (deep.len <= YAML_SIZE_MAX)
		sb_adds(&deep, "################");
	assert_int_equal(apply(deep.buf), CRM_CONFIG);
	assert_string_equal(err.list[0].text, "larger than 1048576 bytes");
	sb_release(&deep);
}

static void check_scalar(const char *s)
{
	struct arena arena = ARENA_INIT;
	struct strbuf b = STRBUF_INIT;
	struct yaml_node *root;

	sb_adds(&b, "{k: [");
	yaml_scalar(&b, s);
	sb_adds(&b, "]}");
	crm_error_clear(&err);
	if (yaml_read(&arena, "in", b.buf, b.len, &root, &err) != CRM_OK)
		fail_msg("%s: %s", b.buf, err.list[0].text);
	assert_string_equal(root->first->first->s, s);
	assert_int_equal(root->first->n, 1);
	sb_release(&b);
	arena_free(&arena);
}

static void test_scalars(void **state)
{
	static const char *const odd[] = {"", " ", "a ", " a", "NO", "no", "~", "null", "true", "1", "01", "1.5", "1e5", "-", "- a", "a: b", "a:b", "a #b", "#a", "[a", "a]", "{", "a, b",
		"'", "\"", "it's", "\\", "\\n", "\n", "a\nb", "\t", "\r\n", "\x01", "\x7f", "&a", "*a", "!a", "%a", "@a", "`a", "|", ">", "?", "? a", "é", "Größe", "日本", "\xc2\x85",
		"\xc2\xa0", "\xe2\x80\xa8", "\xe2\x80\xa9", "\xef\xbb\xbf", "\xef\xbf\xbd", "\xef\xbf\xbe", "\xf0\x9f\x98\x80", "a\xcc\x88", "---", "...", "=", "<<", "A + B", "x.y/z-1"};
	char s[16];

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		check_scalar(odd[i]);
	srand(1);
	for (int i = 0; i < 20000; i++) {
		static const char letters[] = "aZ09 _-./+():,[]{}#&*!|>'\"%@`\n\t\\?";
		size_t n = (size_t)rand() % (sizeof s - 1);

		for (size_t j = 0; j < n; j++)
			s[j] = letters[(size_t)rand() % (sizeof letters - 1)];
		s[n] = '\0';
		check_scalar(s);
	}
}

/* ---- settings ---- */

static void test_settings(void **state)
{
	(void)state;
	good("settings: {currency: eur, country: Germany, language: de, timezone: Europe/Berlin}\n", 0);
	good("settings: {country: NO}\n", 1);
	assert_string_equal(crm_settings(crm)->country, "NO");
	good("settings: {country: none}\n", 1);
	good("settings: {country: none}\n", 0);
	round_trip();
	good("settings: {timezone: UTC}\n", 1);
	assert_int_equal(err.n, 1);
	assert_string_equal(err.list[0].text, "timezone: stored days stay as they are");
	bad("settings: {currency: EUX}\n", CRM_CONFIG, 1, 22, "no ISO 4217 code");
	bad("settings:\n  country: Narnia\n", CRM_CONFIG, 2, 12, "Narnia");
	bad("settings: {timezone: Mars/Base}\n", CRM_CONFIG, 1, 22, "Mars/Base");
	bad("settings: {curency: EUR}\n", CRM_CONFIG, 1, 12, "nearest is 'currency'");
	bad("settings: {currency: }\n", CRM_CONFIG, 1, 22, "empty");
	bad("settings: {tax: 19}\n", CRM_CONFIG, 1, 12, "this version does not know 'tax'");
	bad("rules: []\n", CRM_CONFIG, 1, 1, "this version does not know 'rules'");
	bad("setings: {}\n", CRM_CONFIG, 1, 1, "nearest is 'settings'");
	bad("settings: 3\n", CRM_CONFIG, 1, 11, "wanted here");
}

/* ---- pipelines ---- */

static void test_stages(void **state)
{
	(void)state;
	/* titles go, four stages too */
	good("pipelines: {sales: {stages: [{name: new, kind: lead, probability: 5}, {name: talk, was: offer, probability: 25.5, rot: 10, require: [value, company]}, " ENDS "]}}\n", 13);
	assert_int_equal(get("SELECT count(*) FROM stage"), 4);
	assert_int_equal(get("SELECT probability FROM stage WHERE name = 'talk'"), 2550);
	round_trip();
	/* again: the old name is gone, that is no error */
	good("pipelines: {sales: {stages: [{name: new, kind: lead, probability: 5}, {name: talk, was: offer, probability: 25.5, rot: 10, require: [value, company]}, " ENDS "]}}\n", 0);
	/* another order, a stage between */
	good("pipelines: {sales: {stages: [{name: new, kind: lead, probability: 5}, {name: more, probability: 50}, {name: talk, probability: 25.5, rot: 10, require: [value, company]}, "
	     "{name: lost, probability: 0}, {name: won, probability: 100}]}}\n", 2);
	round_trip();
	assert_int_equal(get("SELECT count(DISTINCT position) FROM stage"), 5);
	/* a kind changes where no offer is or was */
	good("pipelines: {sales: {stages: [{name: new, probability: 5}, {name: more, probability: 100}, {name: talk, probability: 25.5}, " ENDS "]}}\n", 7);
	round_trip();
}

static void test_stage_errors(void **state)
{
	(void)state;
	bad("pipelines: {s: {stages: [{name: a, probability: 5}, {name: won, probability: 100}]}}\n", CRM_CONFIG, 1, 13, "needs a stage with probability 0");
	bad("pipelines: {s: {stages: [{name: a, probability: 5}, {name: lost, kind: lost}]}}\n", CRM_CONFIG, 1, 13, "needs a stage with probability 100");
	bad("pipelines: {s: {stages: [" ENDS "]}}\n", CRM_CONFIG, 1, 13, "between 0 and 100");
	bad("pipelines: {s: {stages: [{name: a}, " ENDS "]}}\n", CRM_CONFIG, 1, 26, "needs a probability");
	bad("pipelines: {s: {stages: [{name: a, probability: 101}, " ENDS "]}}\n", CRM_CONFIG, 1, 49, "percentage");
	bad("pipelines: {s: {stages: [{name: a, probability: 5.123}, " ENDS "]}}\n", CRM_CONFIG, 1, 49, "percentage");
	bad("pipelines: {s: {stages: [{name: a, kind: open, probability: 100}, " ENDS "]}}\n", CRM_CONFIG, 1, 26, "won is 100 percent");
	bad("pipelines: {s: {stages: [{name: a, kind: lead, probability: 0}, " ENDS "]}}\n", CRM_CONFIG, 1, 26, "won is 100 percent");
	bad("pipelines: {s: {stages: [{name: a, kind: opn, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 42, "lead, open, won or lost");
	bad("pipelines: {s: {stages: [{name: A, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 33, "is no name");
	bad("pipelines: {s: {stages: [{name: o12, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 33, "is no name");
	bad("pipelines: {s: {stages: [{probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 26, "needs a name");
	bad("pipelines: {s: {stages: [{name: a, probability: 5}, {name: a, probability: 6}, " ENDS "]}}\n", CRM_CONFIG, 1, 53, "twice");
	bad("pipelines: {s: {stages: [{name: a, probability: 5}, {name: b, kind: lead, probability: 6}, " ENDS "]}}\n", CRM_CONFIG, 1, 53, "lead stages come before");
	bad("pipelines: {s: {stages: [{name: a, probability: 5, rot: 0}, " ENDS "]}}\n", CRM_CONFIG, 1, 57, "working days");
	bad("pipelines: {s: {stages: [{name: a, probability: 5, require: [valu]}, " ENDS "]}}\n", CRM_CONFIG, 1, 62, "nearest is 'value'");
	bad("pipelines: {s: {stages: [{name: a, probability: 5, requires: [value]}, " ENDS "]}}\n", CRM_CONFIG, 1, 52, "nearest is 'require'");
	bad("pipelines: {s: {for: [a, b=c], stages: [{name: a, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 23, "'a' is no condition");
	bad("pipelines: {s: {for: [value=1,follow-up], stages: [{name: a, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 31, "in quotes");
	bad("pipelines: {s: {for: [foo=1], stages: [{name: a, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 23, "no field 'foo'");
	bad("pipelines: {s: {for: value=1, stages: [{name: a, probability: 5}, " ENDS "]}}\n", CRM_CONFIG, 1, 22, "a list");
	bad("pipelines: {}\n", CRM_CONFIG, 1, 12, "at least one");
	bad("pipelines: {s: {}}\n", CRM_CONFIG, 1, 13, "needs stages");
}

static void add_offer(const char *stage)
{
	struct crm_write own = {0};
	const char *operands[2] = {"title=A"};
	char text[64];

	snprintf(text, sizeof text, "stage=%s", stage);
	operands[1] = text;
	crm_error_clear(&err);
	if (crm_add(crm, &kind_offer, operands, 2, NULL, &own, &err) != CRM_OK)
		fail_msg("%s", err.list[0].text);
	crm_write_free(&own);
}

static void test_in_use(void **state)
{
	(void)state;
	add_offer("offer");
	bad("pipelines: {sales: {stages: [{name: new, kind: lead, probability: 5}, " ENDS "]}}\n", CRM_FORBIDDEN, 1, 13, "1 offers are in it");
	bad("pipelines: {s: {stages: [{name: a, probability: 5}, " ENDS "]}}\n", CRM_FORBIDDEN, 0, 0, "1 offers run through it");
	bad("pipelines: {sales: {stages: [{name: offer, kind: lead, probability: 5}, " ENDS "]}}\n", CRM_FORBIDDEN, 1, 30, "given another kind");
	good("pipelines: {main: {was: sales, stages: [{name: angebot, was: offer, probability: 5}, " ENDS "]}}\n", 12);
	assert_int_equal(get("SELECT count(*) FROM offer o JOIN stage g ON g.id = o.stage WHERE g.name = 'angebot'"), 1);
	bad("pipelines: {main: {stages: [{name: angebot, probability: 5}, {name: b, was: angebot, probability: 7}, " ENDS "]}, other: {was: main, stages: [{name: a, probability: 5}, " ENDS "]}}\n",
	    CRM_CONFIG, 1, 166, "pipelines 'main' and 'other' are both 'main' now");
	assert_int_equal(crm_db_check(crm, &err), CRM_OK);
}

/* A word that no record has yet may stand in a condition; then new offers take the pipeline by it. */
static void test_condition(void **state)
{
	(void)state;
	good("pipelines: {sales: {stages: [{name: " READY "]}, big: {for: [\"product.category=Hard ware\", \"value=5000..\"], stages: [{name: offer, probability: 20}, " ENDS "]}}\n", 14);
	assert_int_equal(get("SELECT count(*) FROM term WHERE word = 'Hard ware'"), 1);
	round_trip();
	add_offer("offer");
	sql("INSERT INTO product(id, name, name_key, category, active) VALUES(1, 'P', 'p', 1, 1)");
	crm_error_clear(&err);
	assert_int_equal(crm_add(crm, &kind_offer, (const char *const[]){"title=B", "product=P", "value=6000"}, 3, NULL, &w, &err), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM offer o JOIN pipeline p ON p.id = o.pipeline WHERE p.name = 'big'"), 1);
}

/* ---- fields ---- */

static void test_fields(void **state)
{
	(void)state;
	good("fields:\n  offer:\n    - {name: risk, type: \"low|mid|high\", feature: yes}\n    - {name: seats, type: integer, title: how many}\n  company: [{name: boss, type: reference to user}]\n", 6);
	round_trip();
	assert_non_null(catalog_field(crm, &kind_offer, "risk", 4));
	assert_int_equal(catalog_field(crm, &kind_company, "boss", 4)->ref, KIND_USER);
	crm_error_clear(&err);
	assert_int_equal(crm_add(crm, &kind_offer, (const char *const[]){"title=A", "risk=mid", "seats=3"}, 3, NULL, &w, &err), CRM_OK);
	assert_int_equal(get("SELECT x_1 FROM offer_x WHERE id = 1"), 1);
	/* taken out, data kept; a word too */
	good("fields: {offer: [{name: risk, type: \"low|high|top\", feature: yes}]}\n", 4);
	assert_null(catalog_field(crm, &kind_offer, "seats", 5));
	round_trip();
	good("fields: {offer: [{name: risk, type: \"low|mid|high\", feature: yes}, {name: places, was: seats, type: integer, title: how many}]}\n", 4);
	assert_non_null(catalog_field(crm, &kind_offer, "places", 6));
	assert_int_equal(get("SELECT x_2 FROM offer_x WHERE id = 1"), 3);
	assert_int_equal(get("SELECT number FROM choice WHERE word = 'top'"), 3);
	round_trip();
	bad("fields: {offer: [{name: risk, type: integer}]}\n", CRM_FORBIDDEN, 1, 18, "keeps its type 'enum'");
	good("fields: {offer: [{name: risk, type: \"a|\"}]}\n", 6);
	round_trip();
	assert_int_equal(crm_db_check(crm, &err), CRM_OK);
}

static void test_field_errors(void **state)
{
	(void)state;
	bad("fields: {offr: []}\n", CRM_CONFIG, 1, 10, "no kind that takes fields");
	bad("fields: {pipeline: []}\n", CRM_CONFIG, 1, 10, "no kind that takes fields");
	bad("fields: []\n", CRM_CONFIG, 1, 9, "kinds with their fields");
	bad("fields: {offer: {name: a}}\n", CRM_CONFIG, 1, 17, "a list");
	bad("fields: {offer: [{name: Risk, type: text}]}\n", CRM_CONFIG, 1, 25, "is no name");
	bad("fields: {offer: [{name: r-isk, type: text}]}\n", CRM_CONFIG, 1, 25, "is no name");
	bad("fields: {offer: [{name: a1234567890123456789012345678901234, type: text}]}\n", CRM_CONFIG, 1, 25, "is no name");
	bad("fields: {offer: [{type: text}]}\n", CRM_CONFIG, 1, 18, "is no name");
	bad("fields: {offer: [{name: a}]}\n", CRM_CONFIG, 1, 18, "needs a type");
	bad("fields: {offer: [{name: a, type: txt}]}\n", CRM_CONFIG, 1, 34, "nearest is 'text'");
	bad("fields: {offer: [{name: a, type: enum}]}\n", CRM_CONFIG, 1, 34, "write the choices");
	bad("fields: {offer: [{name: a, type: list}]}\n", CRM_CONFIG, 1, 34, "no lists");
	bad("fields: {offer: [{name: a, type: reference}]}\n", CRM_CONFIG, 1, 34, "reference to what");
	bad("fields: {offer: [{name: a, type: reference to stage}]}\n", CRM_CONFIG, 1, 34, "nothing to refer to");
	bad("fields: {offer: [{name: a, type: \"a|b|a\"}]}\n", CRM_CONFIG, 1, 34, "'a' stands there twice");
	bad("fields: {offer: [{name: a, type: \"a||b\"}]}\n", CRM_CONFIG, 1, 34, "is no choice");
	bad("fields: {offer: [{name: a, type: \"a|b,c\"}]}\n", CRM_CONFIG, 1, 34, "is no choice");
	bad("fields: {offer: [{name: a, type: \"|\"}]}\n", CRM_CONFIG, 1, 34, "is no choice");
	bad("fields: {offer: [{name: a, type: text}, {name: a, type: long}]}\n", CRM_CONFIG, 1, 41, "twice");
	bad("fields: {offer: [{name: a, type: text, feature: maybe}]}\n", CRM_CONFIG, 1, 49, "true or false");
}

/* ---- scoring, weights, holidays ---- */

static void test_scores(void **state)
{
	(void)state;
	good("scoring:\n  - {when: [company.employees=50.., \"source=Web,direct\"], points: 20, title: Big}\n  - {when: [\"channel!=fair\"], points: -5}\n", 5);
	assert_int_equal(get("SELECT count(*) FROM scoring WHERE points = 20 AND position = 1"), 1);
	assert_int_equal(get("SELECT count(*) FROM term"), 3);
	round_trip();
	/* a section that isn't there stays */
	good("settings: {currency: EUR}\n", 0);
	assert_int_equal(get("SELECT count(*) FROM scoring"), 2);
	/* the other way round: the row that comes first keeps its place */
	good("scoring: [{when: [\"channel!=fair\"], points: +7}, {when: [company.employees=50.., \"source=Web,direct\"], points: 20}]\n", 3);
	assert_int_equal(get("SELECT count(*) FROM scoring WHERE points = 7 AND position < (SELECT position FROM scoring WHERE points = 20)"), 1);
	round_trip();
	good("scoring: [{when: [value=1000.., state=lead], points: 0}]\n", 3);
	good("scoring: []\n", 1);
	round_trip();
	good("fields: {offer: [{name: risk, type: \"low|high\"}]}\nscoring: [{when: [risk=high], points: 3}]\n", 4);
	assert_int_equal(apply("fields: {}\n"), CRM_CONFIG);
	assert_string_equal(err.list[0].text, "when: offer has no field 'risk', 'crm-offer fields' lists them");
	good("fields: {}\nscoring: []\n", 2);
	assert_int_equal(crm_db_check(crm, &err), CRM_OK);
}

static void test_score_errors(void **state)
{
	(void)state;
	bad("scoring: {}\n", CRM_CONFIG, 1, 10, "a list of");
	bad("scoring: [x]\n", CRM_CONFIG, 1, 11, "keys with values");
	bad("scoring: [{when: [source=web], point: 1}]\n", CRM_CONFIG, 1, 32, "nearest is 'points'");
	bad("scoring: [{when: [source=web]}]\n", CRM_CONFIG, 1, 11, "points are wanted");
	bad("scoring: [{points: 1}]\n", CRM_CONFIG, 1, 11, "at least one condition");
	bad("scoring: [{when: [], points: 1}]\n", CRM_CONFIG, 1, 18, "at least one condition");
	bad("scoring: [{when: source=web, points: 1}]\n", CRM_CONFIG, 1, 18, "a list in [ ]");
	for (const char *const *s = (const char *const[]){"1001", "-1001", "1.5", "\"\"", "x", "--1", "+-1", "9999999999", "[1]", "\"1 \"", NULL}; *s; s++) {
		char text[96];

		snprintf(text, sizeof text, "scoring: [{when: [source=web], points: %s}]\n", *s);
		bad(text, CRM_CONFIG, 1, 40, "a whole number from -1000 to 1000");
	}
	bad("scoring: [{when: [web], points: 1}]\n", CRM_CONFIG, 1, 19, "when: 'web' is no condition");
	bad("scoring: [{when: [company.employes=1], points: 1}]\n", CRM_CONFIG, 1, 19, "nearest is 'employees'");
	bad("scoring: [{when: [state=wonn], points: 1}]\n", CRM_CONFIG, 1, 19, "nearest is 'won'");
	bad("scoring: [{when: [value=x..], points: 1}]\n", CRM_CONFIG, 1, 19, "when: ");
	bad("scoring: [{when: [score=5..], points: 1}]\n", CRM_CONFIG, 1, 19, "points cannot hang on the score");
	bad("scoring: [{when: [source=a], points: 1},\n {when: [source=a], points: 2}]\n", CRM_CONFIG, 2, 2, "the same conditions stand in line 1");
	/* also by way of a reference to another offer */
	good("fields: {offer: [{name: before, type: reference to offer}]}\n", 1);
	bad("scoring: [{when: [before.score=5..], points: 1}]\n", CRM_CONFIG, 1, 19, "points cannot hang on the score");
}

static void test_weights(void **state)
{
	(void)state;
	/* the ready-made ones are in force without a row */
	good("complete: {contact: {company: 3, email: 3, phone: 2, city: 1, role: 1}}\n", 0);
	good("complete: {contact: {email: 5, tags: 1, next_task: 0}}\n", 3);
	round_trip();
	good("complete: {contact: {email: 4, tags: 1}, company: {city: 1}}\n", 3);
	round_trip();
	good("settings: {currency: EUR}\n", 0);
	assert_int_equal(get("SELECT count(*) FROM weight"), 3);
	/* a kind left out goes back to them */
	good("complete: {company: {city: 1}}\n", 2);
	good("complete: {}\n", 1);
	assert_int_equal(get("SELECT count(*) FROM weight"), 0);
	round_trip();
	good("fields: {company: [{name: rating, type: integer}, {name: city, type: text}]}\ncomplete: {company: {rating: 7, x.city: 3}}\n", 4);
	round_trip();
	assert_int_equal(apply("fields: {}\n"), CRM_CONFIG);
	assert_non_null(strstr(err.list[0].text, "complete: company has no field 'rating'"));
	good("fields: {}\ncomplete: {}\n", 4);
	assert_int_equal(crm_db_check(crm, &err), CRM_OK);
}

static void test_weight_errors(void **state)
{
	(void)state;
	bad("complete: []\n", CRM_CONFIG, 1, 11, "kinds with the weights");
	bad("complete: {offer: {value: 1}}\n", CRM_CONFIG, 1, 12, "'offer' has no weights");
	bad("complete: {contct: {email: 1}}\n", CRM_CONFIG, 1, 12, "'contct' has no weights");
	bad("complete: {contact: {}}\n", CRM_CONFIG, 1, 21, "without 'contact' the ready-made ones count");
	bad("complete: {contact: [email]}\n", CRM_CONFIG, 1, 21, "weights of fields are wanted");
	bad("complete: {contact: {emial: 1}}\n", CRM_CONFIG, 1, 22, "contact has no field 'emial', nearest is 'email'");
	bad("complete: {contact: {email: 1001}}\n", CRM_CONFIG, 1, 29, "from 0 to 1000");
	bad("complete: {contact: {email: -1}}\n", CRM_CONFIG, 1, 29, "from 0 to 1000");
	bad("complete: {contact: {email: }}\n", CRM_CONFIG, 1, 29, "from 0 to 1000");
	for (const char *const *s = (const char *const[]){"complete", "missing", "may", "id", NULL}; *s; s++) {
		char text[64];

		snprintf(text, sizeof text, "complete: {contact: {%s: 1}}\n", *s);
		bad(text, CRM_CONFIG, 1, 22, "has no value of its own");
	}
	bad("complete: {contact: {email: 1, email: 2}}\n", CRM_CONFIG, 1, 32, "twice");
}

static void test_holidays(void **state)
{
	(void)state;
	good("holidays: [2026-05-01, 12-25, easter-2, {day: Easter+0, title: Ostern}]\n", 4);
	round_trip();
	good("settings: {currency: EUR}\n", 0);
	good("holidays: [{day: 12-25, title: \"Weihnachten: 1.\"}, easter-2, 01-01]\n", 4);
	round_trip();
	good("holidays: []\n", 3);
	round_trip();
	bad("holidays: {}\n", CRM_CONFIG, 1, 11, "a list of days");
	bad("holidays: [2026-02-30]\n", CRM_CONFIG, 1, 12, "'2026-02-30' is no holiday");
	bad("holidays: [x]\n", CRM_CONFIG, 1, 12, "easter-2 or easter+39");
	bad("holidays: [{title: x}]\n", CRM_CONFIG, 1, 12, "is no holiday");
	bad("holidays: [{dya: 12-25}]\n", CRM_CONFIG, 1, 13, "nearest is 'day'");
	bad("holidays: [12-25, {day: 12-25, title: x}]\n", CRM_CONFIG, 1, 25, "'12-25' stands there twice");
	bad("holidays: [easter+2, easter+02]\n", CRM_CONFIG, 1, 22, "'easter+2' stands there twice");
}

/* A field of the program wins its name; one a pipeline needs can't be taken out. */
static void test_field_clash(void **state)
{
	(void)state;
	good("fields: {offer: [{name: value, type: text}, {name: risk, type: \"low|high\"}]}\n", 4);
	assert_string_equal(err.list[0].text, "offer: 'value' is a field of the program: yours is x.value");
	assert_true(catalog_field(crm, &kind_offer, "x.value", 7)->flags & F_CUSTOM);
	assert_false(catalog_field(crm, &kind_offer, "value", 5)->flags & F_CUSTOM);
	good("pipelines: {sales: {for: [risk=high], stages: [{name: " READY "]}}\n", 10);
	assert_int_equal(apply("fields: {}\n"), CRM_CONFIG);
	assert_non_null(strstr(err.list[0].text, "risk"));
	assert_non_null(catalog_field(crm, &kind_offer, "risk", 4));
	/* both in one file, the field first made there */
	good("fields: {offer: [{name: area, type: text}]}\npipelines: {sales: {for: [area=x], stages: [{name: offer, probability: 20, require: [area]}, " ENDS "]}}\n", 10);
	round_trip();
}

static void test_dry_run(void **state)
{
	int64_t batches = get("SELECT count(*) FROM batch");
	const char *text = "fields: {offer: [{name: risk, type: text}]}\n";

	(void)state;
	memset(&w, 0, sizeof w);
	w.want_changes = w.dry_run = true;
	assert_int_equal(crm_workflow_apply(crm, "in", text, strlen(text), &w, &err), CRM_OK);
	assert_int_equal(w.nchanges, 1);
	assert_int_equal(get("SELECT count(*) FROM batch"), batches);
	assert_int_equal(get("SELECT count(*) FROM sqlite_schema WHERE name = 'offer_x'"), 0);
	assert_null(catalog_field(crm, &kind_offer, "risk", 4));
}

static void test_odd_texts(void **state)
{
	struct strbuf text = STRBUF_INIT;

	(void)state;
	sb_adds(&text, "pipelines:\n  sales:\n    title: ");
	yaml_scalar(&text, "NO: [it's] \"{x}\" # \\ \t \xe2\x80\xa8 Größe 日本 ");
	sb_adds(&text, "\n    stages:\n      - {name: yes, title: ");
	yaml_scalar(&text, " - leading, 'quoted'");
	sb_adds(&text, ", probability: 3}\n      - {name: won, title: \"100\", probability: 100}\n      - {name: lost, title: \"~\", probability: 0}\n");
	assert_int_equal(apply(text.buf), CRM_OK);
	round_trip();
	sb_release(&text);
}

/* ---- personal settings ---- */

static void set(void *arg, const char *key, const char *value)
{
	sb_printf(arg, "%s=%s;", key, value);
}

static void test_config(void **state)
{
	static const struct { const char *text, *want; } cases[] = {
		{"", ""}, {"# x\n", ""}, {"database: /a b/c.db\nuser: anna\ncolor: NO\n", "database=/a b/c.db;user=anna;color=NO;"},
		{"a: [1]\n", NULL}, {"- a\n", NULL}, {"a: b: c\n", NULL}, {"a: 1\na: 2\n", NULL}, {"text\n", NULL},
	};
	struct strbuf got = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		enum crm_status st;

		sb_reset(&got);
		crm_error_clear(&err);
		st = crm_config_read("config", cases[i].text, strlen(cases[i].text), set, &got, &err);
		assert_int_equal(st, cases[i].want ? CRM_OK : CRM_CONFIG);
		assert_string_equal(got.buf, cases[i].want ? cases[i].want : "");
	}
	sb_release(&got);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(test_syntax), T(test_scalars), T(test_settings), T(test_stages), T(test_stage_errors), T(test_in_use), T(test_condition), T(test_fields),
		T(test_field_errors), T(test_field_clash), T(test_dry_run), T(test_odd_texts), T(test_config),
		T(test_scores), T(test_score_errors), T(test_weights), T(test_weight_errors), T(test_holidays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
