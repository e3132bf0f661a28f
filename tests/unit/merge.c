/* merge.c - tests of merging: offers (moves, lines, currencies, numbers, pins), many records at random, and what undo makes of it all */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "crm.h"
#include "kinds.h"
#include "twin/merge.h"

static struct crm *crm;
static struct crm_error err;
static char dir[64], path[128];
static struct crm_env env;

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

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-merge-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	env = (struct crm_env){.path = path, .write = true, .now = INT64_C(1780000000000), .have_today = true, .today = 20601, .user = "anna", .tool = "crm-test", .locale = "de_DE.UTF-8"};
	if (crm_init(&env, &err) != CRM_OK || crm_open(&crm, &env, &err) != CRM_OK)
		return -1;
	crm_error_clear(&err);
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	crm_close(crm, &err);
	crm_error_clear(&err);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

#define OPS(...) (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)

static void add(const struct crm_kind *k, const char *const *ops, size_t n)
{
	struct crm_write w = {.force = true};

	if (crm_add(crm, k, ops, n, NULL, &w, &err) != CRM_OK)
		fail_msg("%s: %s", ops[0], err.list[0].text);
	crm_write_free(&w);
}

static enum crm_status merge(const struct crm_kind *k, int64_t keep, int64_t gone, const char *const *take, size_t n)
{
	const struct edit_options opt = {.verb = "merge"};
	struct merge_take t[8];
	struct merge_options options = {t, n};
	struct edit *ed;
	enum crm_status s;

	for (size_t i = 0; i < n; i++)
		assert_int_equal(merge_take_parse(crm, k, take[i], &t[i], &err), CRM_OK);
	assert_int_equal(edit_begin(&ed, crm, &opt, &err), CRM_OK);
	s = merge_records(ed, k, keep, gone, &options, &err);
	if (s == CRM_OK)
		s = edit_commit(ed, &err);
	else
		edit_abort(ed);
	return s;
}

static void sound(void)
{
	if (crm_db_check(crm, &err) != CRM_OK)
		fail_msg("check: %s", err.list[err.n - 1].text);
}

static void undo(void)
{
	struct crm_write w = {0};

	if (crm_undo(crm, NULL, 0, false, &w, &err) != CRM_OK)
		fail_msg("undo: %s", err.list[err.n - 1].text);
	crm_write_free(&w);
	sound();
}

static void offers_meet(void **state)
{
	(void)state;
	add(&kind_offer, OPS("title=One", "number=A1", "value=100", "stage=offer", "notes=eins"));
	add(&kind_offer, OPS("title=Two", "stage=new", "email=e@x.example", "message=please", "pin=", "expected_close=2027-01-01", "tags=web", "notes=zwei"));
	assert_int_equal(merge(&kind_lead, 1, 2, NULL, 0), CRM_OK); /* a lead is an offer */
	sound();
	assert_int_equal(get("SELECT count(*) FROM offer"), 1);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE title='One' AND number='A1' AND value=10000 AND state=1 AND email='e@x.example' AND message='please' "
	                     "AND expected_close IS NOT NULL AND notes='eins' || char(10, 10) || 'zwei'"), 1);
	assert_int_equal(get("SELECT record FROM alias WHERE kind=5 AND old=2"), 1);
	assert_int_equal(get("SELECT count(*) FROM stage_move WHERE offer=2 AND void IS NULL"), 1); /* its own path stays */
	assert_int_equal(get("SELECT count(*) FROM stage_move WHERE offer=1"), 1);
	undo();
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=2 AND title='Two' AND stage=(SELECT to_stage FROM stage_move WHERE offer=2)"), 1);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=1 AND email IS NULL AND expected_close IS NULL"), 1);
}

static void numbers_are_unique(void **state)
{
	(void)state;
	add(&kind_offer, OPS("title=One"));
	add(&kind_offer, OPS("title=Two", "number=A2", "stage=new"));
	assert_int_equal(merge(&kind_offer, 1, 2, NULL, 0), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=1 AND number='A2' AND number_key='a2'"), 1);
	sound();
	undo();
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=2 AND number='A2'"), 1);
}

static void pins_are_of_a_state(void **state)
{
	(void)state;
	add(&kind_offer, OPS("title=Won", "stage=won"));
	add(&kind_offer, OPS("title=Open", "pin=50", "stage=offer"));
	add(&kind_offer, OPS("title=Open too", "stage=offer"));
	assert_int_equal(merge(&kind_offer, 3, 2, NULL, 0), CRM_OK);
	assert_int_equal(get("SELECT pin FROM offer WHERE id=3"), 5000);
	assert_int_equal(merge(&kind_offer, 1, 3, NULL, 0), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=1 AND pin IS NULL AND state=2 AND closed IS NOT NULL"), 1);
	assert_int_equal(get("SELECT count(*) FROM alias WHERE record=1 AND kind=5"), 2);
	sound();
}

static void later_close_is_a_push(void **state)
{
	static const char *const take[] = {"expected_close=B"};

	(void)state;
	add(&kind_offer, OPS("title=One", "stage=offer", "expected_close=2026-06-01"));
	add(&kind_offer, OPS("title=Two", "stage=offer", "expected_close=2026-09-01"));
	assert_int_equal(merge(&kind_offer, 1, 2, take, 1), CRM_OK);
	assert_int_equal(get("SELECT pushes FROM offer WHERE id=1"), 1);
	sound();
	undo();
	assert_int_equal(get("SELECT coalesce(pushes, 0) FROM offer WHERE id=1"), 0);
}

static void add_line(int64_t id, int64_t offer, int64_t net)
{
	static const int nos[] = {1, 2, 12};
	const struct value v[] = {VALUE_INT(offer), VALUE_INT(1), VALUE_INT(net)};
	const struct edit_options opt = {.verb = "line"};
	const struct crm_field *f[3];
	struct edit *ed;
	int64_t got;

	for (int i = 0; i < 3; i++)
		f[i] = kind_field_no(&kind_line, nos[i]);
	assert_int_equal(edit_begin(&ed, crm, &opt, &err), CRM_OK);
	assert_int_equal(edit_row_add(ed, &kind_line, f, v, 3, &got, &err), CRM_OK);
	assert_int_equal(got, id);
	assert_int_equal(edit_commit(ed, &err), CRM_OK);
}

static void currencies(void **state)
{
	static const char *const theirs[] = {"currency=B"};

	(void)state;
	add(&kind_offer, OPS("title=Euro", "value=100", "currency=EUR"));
	add(&kind_offer, OPS("title=Dollar", "value=200", "currency=USD"));
	add(&kind_offer, OPS("title=Nothing", "currency=EUR"));
	assert_int_equal(merge(&kind_offer, 1, 2, NULL, 0), CRM_OK); /* its own amount stays */
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=1 AND value=10000 AND currency=978"), 1);
	sound();
	undo();
	assert_int_equal(merge(&kind_offer, 1, 2, theirs, 1), CRM_OK);
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=1 AND value=20000 AND estimate=20000 AND currency=840"), 1);
	sound();
	undo();
	assert_int_equal(merge(&kind_offer, 3, 2, NULL, 0), CRM_OK); /* nothing is in euros */
	assert_int_equal(get("SELECT count(*) FROM offer WHERE id=3 AND value=20000 AND currency=840"), 1);
	sound();
	undo();
	add_line(1, 1, 700);
	add_line(2, 2, 900);
	assert_int_equal(merge(&kind_offer, 1, 2, NULL, 0), CRM_FORBIDDEN);
	assert_int_equal(merge(&kind_offer, 1, 2, theirs, 1), CRM_FORBIDDEN);
	crm_error_clear(&err);
	sql("UPDATE offer SET currency=978 WHERE id=2"); /* as if it had been so */
	assert_int_equal(merge(&kind_offer, 1, 2, NULL, 0), CRM_OK);
	assert_int_equal(get("SELECT value FROM offer WHERE id=1"), 1600);
	assert_int_equal(get("SELECT position FROM line WHERE id=2 AND offer=1"), 2);
	undo();
	assert_int_equal(get("SELECT value FROM offer WHERE id=1"), 700);
	assert_int_equal(get("SELECT position FROM line WHERE id=2 AND offer=2"), 1);
}

static void refused(void **state)
{
	struct merge_take t;

	(void)state;
	add(&kind_product, OPS("sku=1", "name=A"));
	add(&kind_product, OPS("sku=2", "name=B"));
	add(&kind_contact, OPS("name=A"));
	assert_int_equal(merge(&kind_product, 1, 2, NULL, 0), CRM_USAGE);
	assert_int_equal(merge(&kind_contact, 1, 1, NULL, 0), CRM_USAGE);
	assert_int_equal(merge(&kind_contact, 1, 7, NULL, 0), CRM_NO);
	assert_int_equal(merge(&kind_contact, 7, 1, NULL, 0), CRM_NO);
	assert_int_equal(merge_take_parse(crm, &kind_offer, "stage=B", &t, &err), CRM_USAGE);
	assert_int_equal(merge_take_parse(crm, &kind_offer, "value", &t, &err), CRM_USAGE);
	assert_int_equal(merge_take_parse(crm, &kind_offer, "value=BB", &t, &err), CRM_USAGE);
	assert_int_equal(merge_take_parse(crm, &kind_offer, "value=B", &t, &err), CRM_OK);
}

/* ---- at random ---- */

static uint32_t seed = 1;

static int rnd(int n)
{
	seed = seed * 1103515245 + 12345;
	return (int)((seed >> 16) % (uint32_t)n);
}

static const char *word(void)
{
	static const char *const words[] = {"a", "b", "c", "d"};

	return words[rnd(4)];
}

/* Values, lists and links by chance. */
static void random_world(int people, int firms)
{
	char text[8][64];
	const char *ops[8];

	for (int i = 0; i < firms; i++) {
		snprintf(text[0], 64, "name=F%d", i);
		snprintf(text[1], 64, "city=%s", rnd(2) ? word() : "");
		snprintf(text[2], 64, "tags=%s,%s", word(), word());
		snprintf(text[3], 64, "parent=%s%d", i && rnd(2) ? "co" : "", i ? 1 + rnd(i) : 0);
		for (int j = 0; j < 4; j++)
			ops[j] = text[j];
		add(&kind_company, ops, i && text[3][7] == 'c' ? 4 : 3);
	}
	for (int i = 0; i < people; i++) {
		snprintf(text[0], 64, "name=P%d %s", i, word());
		snprintf(text[1], 64, "city=%s", rnd(2) ? word() : "");
		snprintf(text[2], 64, "tags=%s,%s", word(), word());
		snprintf(text[3], 64, "emails=%s@x.example,work:%s@y.example", word(), word());
		snprintf(text[4], 64, "notes=%s", word());
		snprintf(text[5], 64, "company=co%d", 1 + rnd(firms));
		for (int j = 0; j < 6; j++)
			ops[j] = text[j];
		add(&kind_contact, ops, 6);
		snprintf(text[0], 64, "title=O%d", i);
		snprintf(text[1], 64, "contact=c%d", 1 + rnd(i + 1));
		snprintf(text[2], 64, "referrer=c%d", 1 + rnd(i + 1));
		snprintf(text[3], 64, "roles=user:c%d,c%d", 1 + rnd(i + 1), 1 + rnd(i + 1));
		for (int j = 0; j < 4; j++)
			ops[j] = text[j];
		add(&kind_offer, ops, 4);
	}
}

static enum out_result to_buffer(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}
static int no_spool(void *arg) { return (void)arg, -1; }
static const char *no_problem(void *arg) { return (void)arg, ""; }

/* The dump without the tables of the history and the times of change. */
static char *world_now(void)
{
	struct strbuf all = STRBUF_INIT, out = STRBUF_INIT;
	struct crm_writer w = {.write = to_buffer, .spool = no_spool, .problem = no_problem, .arg = &all};
	struct out *o = out_new(&w);
	bool in = false;
	char *save = NULL;

	assert_int_equal(crm_db_dump(crm, o, &err), CRM_OK);
	assert_int_equal(out_finish(o, &err), CRM_OK);
	out_free(o);
	for (char *line = strtok_r(all.buf, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (strncmp(line, "table\t", 6) == 0)
			in = !strstr("batch undoing change added removed counter", (line[6 + strcspn(line + 6, "\t")] = '\0', line + 6)) && strncmp(line + 6, "search", 6) != 0;
		else if (in && strncmp(line, "end\t", 4) != 0)
			sb_printf(&out, "%s\n", line);
	}
	sb_release(&all);
	return sb_detach(&out, NULL);
}

static void random_merges(void **state)
{
	enum { PEOPLE = 24, FIRMS = 12 };

	(void)state;
	random_world(PEOPLE, FIRMS);
	sound();
	for (int round = 0; round < 40; round++) {
		const struct crm_kind *k = rnd(2) ? &kind_contact : &kind_company;
		int n = k == &kind_contact ? PEOPLE : FIRMS;
		int64_t keep = 1 + rnd(n), gone = 1 + rnd(n);
		static const char *const takes[] = {"city=B", "notes=B", "name=B"};
		char *before = NULL, *after;
		char there[96];
		enum crm_status s;

		snprintf(there, sizeof(there), "SELECT count(*) FROM %s WHERE id IN (%d, %d)", k->table, (int)keep, (int)gone);
		if (keep == gone || get(there) != 2)
			continue;
		before = world_now();
		s = merge(k, keep, gone, takes, (size_t)rnd(k == &kind_contact ? 4 : 2));
		if (s != CRM_OK)
			fail_msg("%s %d %d: %s", k->name, (int)keep, (int)gone, err.list[err.n - 1].text);
		sound();
		snprintf(there, sizeof(there), "SELECT record FROM alias WHERE kind=%d AND old=%d", k->no, (int)gone);
		assert_int_equal(get(there), keep);
		if (rnd(2)) {
			undo();
			after = world_now();
			assert_string_equal(after, before);
			free(after);
		}
		free(before);
		crm_error_clear(&err);
	}
	assert_true(get("SELECT count(*) FROM alias") > 8);
	/* and all that is left of them, newest first */
	while (get("SELECT count(*) FROM alias"))
		undo();
	assert_int_equal(get("SELECT count(*) FROM contact"), PEOPLE);
	assert_int_equal(get("SELECT count(*) FROM company"), FIRMS);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(offers_meet), T(numbers_are_unique), T(pins_are_of_a_state), T(later_close_is_a_push), T(currencies), T(refused), T(random_merges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
