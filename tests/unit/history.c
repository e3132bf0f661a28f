/* history.c - tests of undo, redo, the list of changes and the check of the history: rules one by one, then random commands taken back and done again */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>

#include "crm.h"
#include "history/history.h"
#include "kinds.h"

#define NOW INT64_C(1780000000000) /* 2026-05-28T20:26:40Z */
#define MS_DAY INT64_C(86400000)

static struct crm *crm;
static struct crm_error err;
static struct crm_env env;
static struct crm_write w;
static char dir[64], path[128];

/* ---- a database ---- */

static int zone_day(void *arg, const char *zone, int64_t ms) { (void)arg; (void)zone; return (int)(ms / MS_DAY); }
static int64_t zone_start(void *arg, const char *zone, int day) { (void)arg; (void)zone; return day * MS_DAY; }
static int64_t zone_instant(void *arg, const char *zone, int day, int64_t ms) { (void)arg; (void)zone; return day * MS_DAY + ms; }
static bool zone_known(void *arg, const char *zone) { (void)arg; (void)zone; return true; }
static const struct crm_zone zone = {zone_day, zone_start, zone_instant, zone_known, NULL};

static void opened(void)
{
	crm_error_clear(&err);
	if (crm_open(&crm, &env, &err) != CRM_OK)
		fail_msg("open: %s", err.list[0].text);
	crm_error_clear(&err);
}

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/crm-history-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof path, "%s/crm.db", dir);
	env = (struct crm_env){.path = path, .write = true, .now = NOW, .user = "erika", .user_full = "Erika Muster", .locale = "C", .tool = "crm-test", .zone = &zone};
	opened();
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	crm_write_free(&w);
	w = (struct crm_write){0};
	crm_close(crm, &err);
	crm_error_clear(&err);
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

/* Another person, another handle. */
static void as(const char *user)
{
	crm_close(crm, &err);
	env.user = user;
	env.user_full = NULL;
	opened();
}

/* ---- short forms ---- */

static const char *said(void)
{
	static char out[4000];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < err.n; i++)
		n += (size_t)snprintf(out + n, n < sizeof out ? sizeof out - n : 0, "%s%s\n", err.list[i].note ? "note: " : "", err.list[i].text);
	return out;
}

static int64_t get(const char *text)
{
	int64_t v;
	struct crm_error e = CRM_ERROR_INIT;

	if (db_get_int(crm->db, &e, &v, -1, text, 0) != CRM_OK)
		fail_msg("%s: %s", text, e.list[0].text);
	return v;
}

static const char *get_text(const char *text)
{
	static char out[512];
	struct crm_error e = CRM_ERROR_INIT;
	struct stmt *st;
	const char *s;

	if (db_prepare(crm->db, &st, text, &e) != CRM_OK)
		fail_msg("%s: %s", text, e.list[0].text);
	s = db_step(st, &e) == DB_ROW ? db_text(st, 0, NULL) : NULL;
	snprintf(out, sizeof out, "%s", s ? s : "(null)");
	db_finalize(st);
	return out;
}

static void sql(const char *text)
{
	struct crm_error e = CRM_ERROR_INIT;

	if (db_exec(crm->db, text, &e) != CRM_OK)
		fail_msg("%s: %s", text, e.list[0].text);
}

static void fresh(void)
{
	struct crm_write keep = {.dry_run = w.dry_run, .force = w.force, .want_changes = w.want_changes};

	crm_write_free(&w);
	w = keep;
	crm_error_clear(&err);
}

/* Operands split at '|'. */
static size_t split(const char *s, char *copy, const char **out)
{
	size_t n = 0;
	char *save = NULL;

	memcpy(copy, s, strlen(s) + 1);
	for (char *p = strtok_r(copy, "|", &save); p; p = strtok_r(NULL, "|", &save))
		out[n++] = p;
	return n;
}

typedef enum crm_status verb(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e);

static enum crm_status run(verb *v, const struct crm_kind *k, const char *operands)
{
	char copy[2000];
	const char *list[64];
	size_t n = split(operands, copy, list);

	fresh();
	return v(crm, k, list, n, NULL, &w, &err);
}

static void ok(enum crm_status s)
{
	if (s)
		fail_msg("status %d: %s", (int)s, said());
}

static int64_t add(const struct crm_kind *k, const char *operands)
{
	ok(run(crm_add, k, operands));
	return w.touched.v[0].id;
}
static void set(const struct crm_kind *k, const char *operands) { ok(run(crm_set, k, operands)); }
static void rm(const struct crm_kind *k, const char *operands) { ok(run(crm_rm, k, operands)); }

static enum crm_status stage(enum crm_stage_verb v, const char *operands)
{
	char copy[2000];
	const char *list[64];
	size_t n = split(operands, copy, list);

	fresh();
	return crm_stage(crm, v, list, n, NULL, &w, &err);
}

static enum crm_status take(const char *batches, bool redo)
{
	char copy[2000];
	const char *list[64];
	size_t n = split(batches, copy, list);

	fresh();
	return crm_undo(crm, list, n, redo, &w, &err);
}
static enum crm_status undo(const char *batches) { return take(batches, false); }
static enum crm_status redo(const char *batches) { return take(batches, true); }

static void sound(void)
{
	struct crm_error e = CRM_ERROR_INIT;

	if (history_check(crm, &e) != CRM_OK)
		fail_msg("check: %s", e.list[0].text);
	crm_error_clear(&e);
}

static void finds(const char *text)
{
	struct crm_error e = CRM_ERROR_INIT;
	bool hit = false;

	assert_int_equal(history_check(crm, &e), CRM_NO);
	for (size_t i = 0; i < e.n; i++)
		hit |= strstr(e.list[i].text, text) != NULL;
	if (!hit)
		fail_msg("not found: '%s' but '%s'", text, e.list[0].text);
	crm_error_clear(&e);
}

static void refused(enum crm_status s, enum crm_status want, const char *text)
{
	if (s != want || !strstr(said(), text))
		fail_msg("status %d, want %d '%s': %s", (int)s, (int)want, text, said());
	sound();
}

/* ---- what a sink gets ---- */

static struct strbuf printed = STRBUF_INIT;

static enum out_result to_buffer(void *arg, const char *p, size_t n, size_t *done)
{
	(void)arg;
	sb_add(&printed, p, n);
	*done = n;
	return OUT_OK;
}

typedef enum crm_status list(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e);

static enum crm_status print(list *l, const char *operands, const char *columns, int64_t limit)
{
	static const struct crm_writer writer = {.write = to_buffer};
	static const struct sink_options options = {.format = SINK_TSV};
	char copy[2000];
	const char *words[64];
	struct crm_query q = {.operands = words, .columns = columns, .limit = limit};
	struct out *o = out_new(&writer);
	struct sink *s = sink_new(o, &options);
	enum crm_status st;

	crm_error_clear(&err);
	sb_reset(&printed);
	q.noperands = split(operands, copy, words);
	st = l(crm, &q, s, &err);
	sink_free(s);
	out_finish(o, &err);
	out_free(o);
	return st;
}

static void prints(list *l, const char *operands, const char *columns, int64_t limit, const char *want)
{
	ok(print(l, operands, columns, limit));
	assert_string_equal(printed.buf, want);
}

/* Everything a person has put in, without times, as text. */
static void snapshot(struct strbuf *out)
{
	struct crm_error e = CRM_ERROR_INIT;

	sb_reset(out);
	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		struct strbuf q = STRBUF_INIT;
		struct stmt *st;

		if ((*k)->no == KIND_TERM || (*k)->no == KIND_USER)
			continue;
		sb_adds(&q, "SELECT id");
		for (size_t i = 0; i < (*k)->nfields; i++)
			if (field_is_column(&(*k)->fields[i]) && (*k)->fields[i].no != 906) {
				sb_printf(&q, ", %s", field_column(&(*k)->fields[i]));
				if ((*k)->fields[i].flags & F_KEY)
					sb_printf(&q, ", %s_key", field_column(&(*k)->fields[i]));
			}
		sb_printf(&q, " FROM %s ORDER BY id", (*k)->table);
		assert_int_equal(db_prepare(crm->db, &st, q.buf, &e), CRM_OK);
		while (db_step(st, &e) == DB_ROW) {
			sb_printf(out, "%s", (*k)->table);
			for (int i = 0; i < db_columns(st); i++)
				sb_printf(out, "\t%s", db_null(st, i) ? "" : db_text(st, i, NULL));
			sb_addc(out, '\n');
		}
		db_finalize(st);
		sb_release(&q);
	}
}

static void same_state(const struct strbuf *before)
{
	struct strbuf now = STRBUF_INIT;

	snapshot(&now);
	assert_string_equal(before->buf, now.buf);
	sb_release(&now);
}

static int64_t last_batch(void) { return get("SELECT max(id) FROM batch"); }

/* ---- one thing at a time ---- */

static void test_add(void **state)
{
	struct strbuf before = STRBUF_INIT;

	(void)state;
	add(&kind_company, "name=Muster GmbH|city=Köln");
	snapshot(&before);
	add(&kind_contact, "name=Erika Beispiel|company=Muster GmbH|emails=work:e@x.example,home:h@x.example|tags=messe,neu|source=Messe");
	sound();
	ok(undo(""));
	assert_non_null(strstr(said(), "note: undid b3 2026-05-28 20:26 crm-test add, 1 record"));
	same_state(&before);
	assert_int_equal(get("SELECT count(*) FROM term"), 0);
	assert_int_equal(get("SELECT count(*) FROM email"), 0);
	assert_int_equal(w.touched.n, 1);
	assert_int_equal(w.touched.v[0].kind, KIND_CONTACT);
	sound();
	ok(redo(""));
	assert_non_null(strstr(said(), "note: redid b3 2026-05-28 20:26 crm-test add, 1 record"));
	assert_string_equal(get_text("SELECT name || ' ' || email || ' ' || company FROM contact"), "Erika Beispiel e@x.example 1");
	assert_int_equal(get("SELECT count(*) FROM tag"), 2);
	assert_int_equal(get("SELECT count(*) FROM email WHERE address_key IS NOT NULL"), 2);
	assert_string_equal(get_text("SELECT t.word FROM contact c JOIN term t ON t.id=c.source"), "Messe");
	sound();
	ok(undo(""));
	same_state(&before);
	ok(undo(""));
	assert_int_equal(get("SELECT count(*) FROM company"), 0);
	assert_int_equal(get("SELECT count(*) FROM users"), 1); /* he has made changes */
	refused(undo(""), CRM_NO, "nothing to undo");
	ok(redo(""));
	ok(redo(""));
	assert_int_equal(get("SELECT count(*) FROM contact"), 1);
	refused(redo(""), CRM_NO, "nothing to redo");
	sb_release(&before);
}

static void test_set(void **state)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	(void)state;
	add(&kind_contact, "name=Erika Beispiel|phones=work:0221 1234567|country=DE|tags=a,b");
	snapshot(&before);
	set(&kind_contact, "c1|family=Muster|given=Erika|city=Bonn|country=AT|tags+=c|tags-=a|phones=mobile:0171 555555|birthday=1980-02-29");
	snapshot(&after);
	ok(undo(""));
	same_state(&before);
	sound();
	ok(redo(""));
	same_state(&after);
	sound();
	set(&kind_contact, "c1|city=Ulm");
	ok(undo(""));
	same_state(&after);
	ok(undo(""));
	same_state(&before);
	refused(redo("b1"), CRM_FORBIDDEN, "b1 is not undone");
	sb_release(&before);
	sb_release(&after);
}

static void test_rm(void **state)
{
	struct strbuf before = STRBUF_INIT, after = STRBUF_INIT;

	(void)state;
	add(&kind_contact, "name=Erika \"Q\" Bei\\spiel|notes=a\nb\tc\x01|emails=work:e@x.example|phones=work:+49 221 1234567|ext=maven:17");
	add(&kind_task, "title=Anrufen|due=2026-06-01|contact=c1");
	snapshot(&before);
	rm(&kind_contact, "c1");
	snapshot(&after);
	assert_int_equal(get("SELECT count(*) FROM contact"), 0);
	sound();
	ok(undo(""));
	same_state(&before);
	sound();
	ok(redo(""));
	same_state(&after);
	ok(undo(""));
	same_state(&before);
	sound();
	sb_release(&before);
	sb_release(&after);
}

static void test_moves(void **state)
{
	struct strbuf before = STRBUF_INIT, won = STRBUF_INIT;

	(void)state;
	add(&kind_offer, "title=Halle|value=1000|stage=offer|expected_close=2026-07-01");
	snapshot(&before);
	ok(stage(STAGE_WIN, "o1|reason=Preis"));
	assert_int_equal(get("SELECT state FROM offer"), STATE_WON);
	snapshot(&won);
	ok(undo(""));
	same_state(&before);
	assert_int_equal(get("SELECT count(*) FROM stage_move WHERE void IS NOT NULL"), 1);
	assert_int_equal(get("SELECT void FROM stage_move WHERE seq=2"), last_batch());
	sound();
	ok(redo(""));
	same_state(&won);
	assert_int_equal(get("SELECT count(*) FROM stage_move WHERE void IS NOT NULL"), 0);
	sound();
	ok(undo(""));
	ok(stage(STAGE_MOVE, "o1|negotiation"));
	sound();
	refused(redo(""), CRM_NO, "nothing to redo");
	refused(redo("b3"), CRM_FORBIDDEN, "offer o1: stage was changed again in b7 by erika");
	ok(undo(""));
	ok(undo(""));
	assert_int_equal(get("SELECT count(*) FROM offer"), 0);
	assert_int_equal(get("SELECT count(*) FROM stage_move WHERE void IS NULL"), 0);
	sound();
	ok(redo(""));
	same_state(&before);
	sound();
	sb_release(&before);
	sb_release(&won);
}

static void test_pushes(void **state)
{
	(void)state;
	add(&kind_offer, "title=Halle|value=1000|stage=offer|expected_close=2026-07-01");
	set(&kind_offer, "o1|expected_close=2026-08-01");
	set(&kind_offer, "o1|expected_close=2026-07-15");
	set(&kind_offer, "o1|expected_close=2026-09-01");
	assert_int_equal(get("SELECT pushes FROM offer"), 2);
	sound();
	ok(undo(""));
	assert_int_equal(get("SELECT pushes FROM offer"), 1);
	sound();
	ok(undo(""));
	ok(undo(""));
	assert_int_equal(get("SELECT coalesce(pushes, 0) FROM offer"), 0);
	sound();
	ok(redo(""));
	ok(redo(""));
	ok(redo(""));
	assert_int_equal(get("SELECT pushes FROM offer"), 2);
	ok(stage(STAGE_LOSE, "o1"));
	set(&kind_offer, "o1|expected_close=2027-01-01");
	assert_int_equal(get("SELECT pushes FROM offer"), 2);
	sound();
	sql("UPDATE offer SET pushes=5");
	finds("pushes is '5', computed afresh '2'");
}

/* ---- collisions ---- */

static void test_cell_collisions(void **state)
{
	(void)state;
	add(&kind_company, "name=Muster GmbH|city=Köln|employees=10");
	set(&kind_company, "co1|city=Bonn|employees=20");
	as("anna");
	set(&kind_company, "co1|city=Ulm");
	set(&kind_company, "co1|city=Bonn"); /* the same value again is a collision all the same */
	refused(undo("b3"), CRM_FORBIDDEN, "company co1: city was changed again in b5 by anna");
	assert_int_equal(err.failures, 2);
	refused(undo("b3"), CRM_FORBIDDEN, "company co1: city was changed again in b4 by anna");
	assert_int_equal(get("SELECT employees FROM company"), 20);
	ok(undo("b3|b4|b5"));
	assert_string_equal(get_text("SELECT city || employees FROM company"), "Köln10");
	sound();
	ok(redo("b3"));
	assert_string_equal(get_text("SELECT city || employees FROM company"), "Bonn20");
	sound();
	ok(undo("b4|b5"));
	ok(undo("b3"));
	sound();
	refused(undo("b3"), CRM_FORBIDDEN, "b3 is undone already, by b");
	refused(undo("b99"), CRM_NO, "no batch b99");
	refused(undo("x"), CRM_USAGE, "'x' is no batch");
	refused(undo("b1"), CRM_FORBIDDEN, "b1 cannot be undone: what crm-db init does is final");
}

static void test_between(void **state)
{
	(void)state;
	add(&kind_company, "name=Muster GmbH|city=A");
	set(&kind_company, "co1|city=B"); /* b3 */
	set(&kind_company, "co1|city=C"); /* b4 */
	set(&kind_company, "co1|city=D"); /* b5 */
	refused(undo("b3|b5"), CRM_FORBIDDEN, "city was changed again in b4");
	ok(undo("b5|b3|b4|b4"));
	assert_string_equal(get_text("SELECT city FROM company"), "A");
	assert_int_equal(get("SELECT count(*) FROM undoing"), 3);
	sound();
}

static void test_added_collisions(void **state)
{
	(void)state;
	add(&kind_company, "name=Muster GmbH"); /* b2 */
	as("anna");
	add(&kind_contact, "name=Max Beispiel|company=co1"); /* b3 */
	set(&kind_company, "co1|tags+=wichtig"); /* b4 */
	set(&kind_company, "co1|city=Bonn"); /* b5 */
	refused(undo("b2"), CRM_FORBIDDEN, "company co1: city was changed again in b5 by anna");
	ok(undo("b5"));
	refused(undo("b2"), CRM_FORBIDDEN, "company co1: contact c1 refers to it since b3 by anna");
	refused(undo("b2"), CRM_FORBIDDEN, "company co1: tag tg1 refers to it since b4 by anna");
	ok(undo("b2|b3|b4"));
	assert_int_equal(get("SELECT count(*) FROM company") + get("SELECT count(*) FROM contact") + get("SELECT count(*) FROM tag"), 0);
	sound();
	ok(redo("b2"));
	assert_int_equal(get("SELECT company FROM contact"), 1);
	sound();
	rm(&kind_contact, "c1");
	ok(undo("b4"));
	refused(undo("b3"), CRM_FORBIDDEN, "contact c1: was removed in b");
	ok(undo("b2"));
	sound();
}

static void test_reference_gone(void **state)
{
	(void)state;
	add(&kind_company, "name=Alt GmbH");
	add(&kind_company, "name=Neu GmbH");
	add(&kind_contact, "name=Max Beispiel|company=co1"); /* b4 */
	set(&kind_contact, "c1|company=co2");                /* b5 */
	sql("DELETE FROM affiliation WHERE 1=0");
	rm(&kind_contact, "c1");                             /* b6 */
	rm(&kind_company, "co1");                            /* b7 */
	rm(&kind_company, "co2");                            /* b8 */
	refused(undo("b6"), CRM_FORBIDDEN, "contact c1: company co2 was removed in b8 by erika");
	refused(undo("b5|b6"), CRM_FORBIDDEN, "contact c1: company co1 was removed in b7 by erika");
	ok(undo("b7"));
	ok(undo("b5|b6"));
	assert_int_equal(get("SELECT company FROM contact"), 1);
	sound();
}

/* Each change alone makes no circle, taking one back would. */
static void test_circle(void **state)
{
	(void)state;
	add(&kind_company, "name=Eins GmbH");
	add(&kind_company, "name=Zwei GmbH");
	add(&kind_company, "name=Drei GmbH");   /* b4 */
	set(&kind_company, "co1|parent=co2");   /* b5 */
	set(&kind_company, "co1|parent=");      /* b6 */
	set(&kind_company, "co3|parent=co1");   /* b7 */
	set(&kind_company, "co2|parent=co3");   /* b8 */
	refused(undo("b6"), CRM_FORBIDDEN, "company co1: its parent would lead in a circle");
	sound();
	ok(undo("b6|b7"));
	assert_int_equal(get("SELECT count(*) FROM company WHERE parent IS NOT NULL"), 2);
	sound();
}

static void test_unique(void **state)
{
	(void)state;
	add(&kind_product, "sku=A1|name=Schraube");  /* b2 */
	set(&kind_product, "p1|sku=A2");             /* b3 */
	add(&kind_product, "sku=a1|name=Mutter");    /* b4 */
	refused(undo("b3"), CRM_FORBIDDEN, "product p1: its sku is that of product p2 by now");
	rm(&kind_product, "p1");                     /* b5 */
	set(&kind_product, "p2|sku=A2");             /* b6 */
	refused(undo("b5"), CRM_FORBIDDEN, "product p1: its sku is that of product p2 by now");
	ok(undo("b5|b6"));
	ok(undo("b3|b4"));
	assert_string_equal(get_text("SELECT group_concat(sku) FROM product"), "A1");
	sound();
}

static void test_words(void **state)
{
	(void)state;
	add(&kind_company, "name=Eins GmbH|industry=Bau"); /* b2 makes the word */
	as("anna");
	add(&kind_company, "name=Zwei GmbH|industry=Bau");
	ok(undo("b2"));
	assert_string_equal(get_text("SELECT word FROM term"), "Bau");
	sound();
	ok(redo("b2"));
	ok(undo("b3"));
	ok(undo("b2"));
	assert_int_equal(get("SELECT count(*) FROM company"), 0);
	sound();
}

static void test_users(void **state)
{
	(void)state;
	add(&kind_user, "name=anna|full=Anna Beispiel");
	add(&kind_company, "name=Eins GmbH|owner=anna");
	refused(undo("b2"), CRM_FORBIDDEN, "user anna: company co1 refers to it since b3 by erika");
	ok(undo("b3"));
	ok(undo("b2"));
	assert_int_equal(get("SELECT count(*) FROM users"), 1);
	sound();
	ok(redo(""));
	as("anna");
	add(&kind_company, "name=Zwei GmbH");
	ok(undo("b2"));
	assert_int_equal(get("SELECT count(*) FROM users"), 2);
	sound();
}

static void test_constraints(void **state)
{
	char batches[64];

	(void)state;
	add(&kind_product, "name=Schraube");
	sql("UPDATE product SET currency=NULL");
	set(&kind_product, "p1|currency=EUR|price=1.50");
	ok(undo(""));
	assert_int_equal(get("SELECT currency IS NULL AND price IS NULL FROM product"), 1);
	/* a currency that was not there, or has other decimals, and amounts given in it since */
	add(&kind_offer, "title=Regal");
	set(&kind_offer, "o1|currency=");
	set(&kind_offer, "o1|currency=USD|value=5");
	ok(undo(""));
	assert_int_equal(get("SELECT currency IS NULL AND value IS NULL AND estimate IS NULL FROM offer"), 1);
	sound();
	ok(redo(""));
	assert_int_equal(get("SELECT value FROM offer"), 500);
	set(&kind_offer, "o1|currency=JPY|value=7");
	snprintf(batches, sizeof batches, "b%lld", (long long)last_batch());
	set(&kind_offer, "o1|value=8");
	refused(undo(batches), CRM_FORBIDDEN, "offer o1: estimate was changed again in b");
	add(&kind_product, "name=Bolzen");
	set(&kind_product, "p2|currency=JPY");
	set(&kind_product, "p2|currency=EUR");
	snprintf(batches, sizeof batches, "b%lld", (long long)last_batch());
	set(&kind_product, "p2|price=5.50");
	refused(undo(batches), CRM_FORBIDDEN, "product p2: its currency cannot go back, price is an amount in the present one");
	snprintf(batches + strlen(batches), sizeof batches - strlen(batches), "|b%lld", (long long)last_batch());
	ok(undo(batches));
	sound();
	add(&kind_contact, "name=Max Beispiel");
	add(&kind_company, "name=Eins GmbH");
	set(&kind_contact, "c1|company=co1");
	set(&kind_affiliation, "a1|from=2025-01-01|to=2025-02-01");
	set(&kind_affiliation, "a1|from=2025-03-01|to=2025-04-01");
	ok(undo(""));
	assert_string_equal(get_text("SELECT from_day || ' ' || to_day FROM affiliation"), "20089 20120");
	ok(redo(""));
	assert_string_equal(get_text("SELECT from_day || ' ' || to_day FROM affiliation"), "20148 20179");
	set(&kind_stage, "offer|kind=won|probability=100");
	ok(undo(""));
	assert_string_equal(get_text("SELECT kind || ' ' || probability FROM stage WHERE name='offer'"), "1 2000");
	sound();
}

static void test_whose(void **state)
{
	(void)state;
	add(&kind_company, "name=Eins GmbH");
	as("anna");
	refused(undo(""), CRM_NO, "nothing to undo");
	add(&kind_company, "name=Zwei GmbH");
	as("erika");
	ok(undo(""));
	assert_string_equal(get_text("SELECT name FROM company"), "Zwei GmbH");
	as("anna");
	refused(redo(""), CRM_NO, "nothing to redo");
	ok(undo(""));
	add(&kind_company, "name=Drei GmbH");
	refused(redo(""), CRM_NO, "nothing to redo");
	as("erika");
	ok(redo(""));
	assert_string_equal(get_text("SELECT group_concat(name) FROM company"), "Eins GmbH,Drei GmbH");
	ok(undo("b5"));
	sound();
}

static void test_dry_run(void **state)
{
	struct strbuf before = STRBUF_INIT;

	(void)state;
	add(&kind_contact, "name=Max Beispiel|city=Bonn|tags=a");
	set(&kind_contact, "c1|city=Ulm|tags=b");
	snapshot(&before);
	w.dry_run = true;
	ok(undo(""));
	assert_non_null(strstr(said(), "would undo b3"));
	w.dry_run = false;
	same_state(&before);
	assert_int_equal(last_batch(), 3);
	assert_int_equal(w.nchanges, 3);
	for (size_t i = 0; i < w.nchanges; i++)
		if (strcmp(w.changes[i].field, "city") == 0) {
			assert_string_equal(w.changes[i].what, "set");
			assert_string_equal(w.changes[i].old, "Ulm");
			assert_string_equal(w.changes[i].new, "Bonn");
		} else {
			assert_string_equal(w.changes[i].field, "tags");
		}
	assert_int_equal(w.touched.n, 1);
	sound();
	sb_release(&before);
}

static void test_product_of_offer(void **state)
{
	(void)state;
	add(&kind_product, "name=Eins");
	add(&kind_product, "name=Zwei");
	add(&kind_offer, "title=Halle|product=p1|value=100");
	set(&kind_offer, "o1|product=p2|value=200");
	ok(undo(""));
	assert_string_equal(get_text("SELECT product || ' ' || value || ' ' || estimate FROM offer"), "1 10000 10000");
	sound();
	ok(redo(""));
	set(&kind_offer, "o1|product=p1");
	refused(undo("b5"), CRM_FORBIDDEN, "offer o1: product was changed again in b8");
}

/* ---- custom fields ---- */

static void test_custom(void **state)
{
	const struct crm_field *f[3] = {kind_field(&kind_field_def, "kind"), kind_field(&kind_field_def, "name"), kind_field(&kind_field_def, "type")};
	const struct value v[3] = {VALUE_INT(KIND_COMPANY), {V_TEXT, 0, "risk", 4}, VALUE_INT(0)};
	const struct edit_options opt = {.verb = "apply"};
	struct strbuf ddl = STRBUF_INIT;
	struct edit *ed;
	int64_t id;

	(void)state;
	ok(edit_begin(&ed, crm, &opt, &err));
	ok(edit_row_add(ed, &kind_field_def, f, v, 3, &id, &err));
	schema_custom_column(&ddl, "company", id, true);
	sql(ddl.buf);
	ok(edit_commit(ed, &err));
	sb_release(&ddl);
	as("erika");
	add(&kind_company, "name=Eins GmbH|risk=low");
	set(&kind_company, "co1|risk=high");
	refused(undo("b2"), CRM_FORBIDDEN, "field risk: company co1 uses it");
	ok(undo(""));
	assert_string_equal(get_text("SELECT x_1 FROM company_x"), "low");
	sound();
	ok(redo(""));
	rm(&kind_company, "co1");
	ok(undo(""));
	assert_string_equal(get_text("SELECT x_1 FROM company_x"), "high");
	sound();
	prints(crm_changes, "field=risk", "what,id,field,old,new", -1,
	       "rm\tco1\trisk\thigh\t\nset\tco1\trisk\tlow\thigh\nset\tco1\trisk\thigh\tlow\nset\tco1\trisk\tlow\thigh\n");
	ok(undo("b4"));
	ok(undo("b3"));
	ok(undo("b2"));
	as("erika");
	sound();
}

/* ---- lists ---- */

static void test_changes(void **state)
{
	(void)state;
	add(&kind_company, "name=Muster GmbH");
	add(&kind_offer, "title=Halle|value=1000|stage=offer|company=co1");
	env.now += MS_DAY;
	as("anna");
	set(&kind_offer, "o1|value=1234.50|tags=eilig");
	ok(stage(STAGE_MOVE, "o1|negotiation"));
	rm(&kind_offer, "o1");
	prints(crm_changes, "o1", "batch,by,verb,what,id,field,old,new", -1,
	       "b6\tanna\trm\trm\to1\ttitle\tHalle\t\n"
	       "b6\tanna\trm\trm\to1\tcompany\tco1\t\n"
	       "b6\tanna\trm\trm\to1\tpipeline\tsales\t\n"
	       "b6\tanna\trm\trm\to1\tstage\tnegotiation\t\n"
	       "b6\tanna\trm\trm\to1\testimate\t1234.50\t\n"
	       "b6\tanna\trm\trm\to1\tvalue\t1234.50\t\n"
	       "b6\tanna\trm\trm\to1\tcurrency\tEUR\t\n"
	       "b6\tanna\trm\trm\to1\tinquired\t2026-05-28\t\n"
	       "b6\tanna\trm\trm\to1\towner\terika\t\n"
	       "b6\tanna\trm\trm\to1\ttags\teilig\t\n"
	       "b5\tanna\tmove\tmove\to1\tstage\toffer\tnegotiation\n"
	       "b4\tanna\tset\tset\to1\ttags\t\teilig\n"
	       "b4\tanna\tset\tset\to1\testimate\t1000.00\t1234.50\n"
	       "b4\tanna\tset\tset\to1\tvalue\t1000.00\t1234.50\n"
	       "b3\terika\tadd\tadd\to1\t\t\t\n");
	prints(crm_changes, "b4", "batch,at,tool,what,id", 2, "b4\t2026-05-29T20:26:40Z\tcrm-test\tadd\tu2\nb4\t2026-05-29T20:26:40Z\tcrm-test\tset\to1\n");
	prints(crm_changes, "what=move", "id,new", -1, "o1\tnegotiation\n");
	prints(crm_changes, "what=rm|by=anna", "id", 1, "o1\n");
	prints(crm_changes, "at=2026-05-28|verb=add", "batch,id", -1, "b3\to1\nb2\tco1\n");
	prints(crm_changes, "field=stage,value|batch=b4..b5", "field", -1, "stage\nvalue\n");
	prints(crm_changes, "field!=value|batch=4|what!=add", "field", -1, "tags\nestimate\n");
	prints(crm_changes, "field=|batch=4", "id", -1, "u2\n");
	prints(crm_changes, "co1|o1|verb=add", "id", -1, "o1\nco1\n");
	prints(crm_changes, "tool=crm-other", NULL, -1, "");
	prints(crm_changes, "", "id", 0, "");
	ok(print(crm_changes, "verb~ove", "+id", 1));
	assert_non_null(strstr(printed.buf, "b5\t2026-05-29T20:26:40Z\tanna\tcrm-test\tmove\tmove\to1\tstage\toffer\tnegotiation\n"));
}

/* Elements of lists are changes of their record's list, in the values they had then. */
static void test_changes_of_lists(void **state)
{
	(void)state;
	add(&kind_contact, "name=Max Beispiel|emails=work:a@x.example,b@x.example|phones=0221/1|ext=erp:1|source=Messe");
	set(&kind_contact, "c1|phone=030/1|tags=x|category=customer");
	set(&kind_contact, "c1|emails=home:A@x.example|phone=040/1|ext=erp:2|tags=y");
	prints(crm_changes, "c1|batch=b4", "what,id,field,old,new", -1,
	       "set\tc1\ttags\t\ty\n"
	       "set\tc1\text\t\terp:2\n"
	       "set\tc1\temails\twork:a@x.example\thome:A@x.example\n"
	       "set\tc1\tphones\t030/1\t040/1\n"
	       "set\tc1\ttags\tx\t\n"
	       "set\tc1\temails\tb@x.example\t\n"
	       "set\tc1\text\terp:1\t\n");
	prints(crm_changes, "b3", "what,id,field,old,new", -1,
	       "set\tc1\ttags\t\tx\nset\tc1\tcategory\t\tcustomer\nset\tc1\tphones\t0221/1\t030/1\n");
	prints(crm_changes, "b2", "what,id,field,old,new", -1,
	       "add\tc1\t\t\t\n"
	       "set\tc1\temails\t\twork:a@x.example\n"
	       "set\tc1\temails\t\tb@x.example\n"
	       "set\tc1\tphones\t\t0221/1\n"
	       "set\tc1\text\t\terp:1\n");
	prints(crm_changes, "field=tags", "batch,old,new", -1, "b4\t\ty\nb4\tx\t\nb3\t\tx\n");
	prints(crm_changes, "c1|field=phone", "batch,field,new", -1, "b4\tphones\t040/1\nb3\tphones\t030/1\nb2\tphones\t0221/1\n");
	prints(crm_changes, "field!=tags,emails,ext|what=set|batch=b3..b4", "field,new", -1,
	       "phones\t040/1\ncategory\tcustomer\nphones\t030/1\n");
	prints(crm_changes, "tg1", "what,id,old,new", -1, "set\tc1\tx\t\nset\tc1\t\tx\n");
	prints(crm_changes, "w1", "batch,what,id", -1, "b2\tadd\tw1\n");
	prints(crm_changes, "what=rm", NULL, -1, "");
	rm(&kind_contact, "c1");
	prints(crm_changes, "b5|field=tags,phones,emails", "what,id,field,old,new", -1,
	       "rm\tc1\ttags\ty\t\nrm\tc1\temails\thome:A@x.example\t\nrm\tc1\tphones\t040/1\t\n");
	prints(crm_changes, "b4|field=phone,email", "old,new", -1, /* also now that the row is gone */
	       "work:a@x.example\thome:A@x.example\n030/1\t040/1\nb@x.example\t\n");
	ok(undo("b5|b4"));
	prints(crm_changes, "b6|field=phones", "what,old,new", -1, "set\t\t040/1\nset\t040/1\t030/1\n");
	prints(crm_batches, "", "batch,added,changed,removed", 5, "b6\t1\t0\t0\nb5\t0\t0\t1\nb4\t0\t1\t0\nb3\t0\t1\t0\nb2\t1\t0\t0\n");
}

/* What is removed is listed with its values as they were. */
static void test_changes_removed(void **state)
{
	(void)state;
	add(&kind_company, "name=Muster GmbH|employees=5|notes=a\nb");
	add(&kind_contact, "name=Max Beispiel|company=co1|role=Chef");
	add(&kind_product, "name=Teil|price=5|currency=JPY");
	rm(&kind_contact, "c1");
	rm(&kind_company, "co1");
	rm(&kind_product, "p1");
	prints(crm_changes, "p1|what=rm", "id,field,old,new", -1, "p1\tname\tTeil\t\np1\tprice\t5\t\np1\tcurrency\tJPY\t\np1\tactive\tyes\t\n");
	prints(crm_changes, "field=employees,role", "what,id,old", -1, "rm\tco1\t5\nrm\tc1\tChef\nrm\ta1\tChef\n");
	prints(crm_changes, "a1|what=rm", "id,field,old", -1, "a1\tcontact\tc1\na1\tcompany\tco1\na1\trole\tChef\na1\tfrom\t2026-05-28\n");
	prints(crm_changes, "what=rm", "id", 2, "p1\np1\n");
	prints(crm_batches, "verb=rm", "added,changed,removed", -1, "0\t0\t1\n0\t0\t1\n0\t0\t1\n");
	prints(crm_batches, "co1|c1|verb=add", "added,changed,removed", -1, "1\t0\t0\n1\t0\t0\n");
}

static void test_change_errors(void **state)
{
	static const struct { const char *operands, *columns; enum crm_status status; const char *text; } bad[] = {
		{"", "batch,whatt", CRM_USAGE, "no column 'whatt', nearest is 'what'"}, {"", "batch,,id", CRM_USAGE, "no column ''"},
		{"o77", NULL, CRM_NO, "no offer o77"}, {"b77", NULL, CRM_NO, "no batch b77"}, {"foo", NULL, CRM_USAGE, "'foo' is no batch (b41)"},
		{"what=ad", NULL, CRM_USAGE, "nearest is 'add'"}, {"field=valu", NULL, CRM_USAGE, "valu"}, {"verbs=add", NULL, CRM_USAGE, "no column 'verbs', nearest is 'verb'"},
		{"by=nobody", NULL, CRM_USAGE, "nobody"}, {"at=soon", NULL, CRM_USAGE, "soon"}, {"field~x", NULL, CRM_USAGE, "takes = and != only"},
		{"verb+=x", NULL, CRM_USAGE, "a condition has"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		enum crm_status s = print(crm_changes, bad[i].operands, bad[i].columns, -1);
		if (s != bad[i].status || !strstr(said(), bad[i].text))
			fail_msg("%s: status %d: %s", bad[i].operands, (int)s, said());
		assert_false(db_in_transaction(crm->db));
	}
	assert_int_equal(print(crm_batches, "what=add", NULL, -1), CRM_USAGE);
}

static void test_batches(void **state)
{
	(void)state;
	add(&kind_contact, "name=Max Beispiel|tags=a,b");
	set(&kind_contact, "c1|city=Ulm|role=Chef");
	rm(&kind_contact, "c1");
	ok(undo("b3|b4"));
	prints(crm_batches, "b2|b3|b4|b5", "batch,by,verb,added,changed,removed,undoes,undone", -1,
	       "b5\terika\tundo\t1\t0\t0\tb3,b4\t\n"
	       "b4\terika\trm\t0\t0\t1\t\tb5\n"
	       "b3\terika\tset\t0\t1\t0\t\tb5\n"
	       "b2\terika\tadd\t1\t0\t0\t\t\n");
	prints(crm_batches, "c1|verb=rm", "batch", -1, "b4\n");
	prints(crm_batches, "", "batch,verb", 1, "b5\tundo\n");
}

/* ---- the check ---- */

static void test_check_finds(void **state)
{
	static const struct { const char *damage, *text; } bad[] = {
		{"UPDATE company SET city='Ulm'", "company co1: city is not what b7, the last to change it, set"},
		{"UPDATE change SET old='Bern' WHERE field=12 AND batch=4", "city: b4 changed another value than b3 had left"},
		{"DELETE FROM added WHERE kind=2", "company co1: is in no history of additions"},
		{"DELETE FROM company WHERE id=2", "company co2: was added 1 times and removed 0 times, and is not there"},
		{"INSERT INTO removed(batch, kind, id, row) VALUES(5, 2, 2, '{}')", "company co2: was added 1 times and removed 1 times, and is there"},
		{"UPDATE offer SET value=1", "offer o1: value is '0.01', computed afresh '10.00'"},
		{"UPDATE offer SET stage_since=0", "offer o1: stage_since is '1970-01-01', computed afresh '2026-05-28'"},
		{"DELETE FROM stage_move", "offer o1: has no entry move"},
		{"UPDATE stage_move SET to_stage=4 WHERE seq=1", "offer o1: move 2 doesn't start in 'follow-up', where the one before ended"},
		{"UPDATE stage_move SET from_stage=1 WHERE seq=1", "offer o1: its first move is no entry"},
		{"UPDATE stage_move SET day=day-9 WHERE seq=2", "offer o1: move 2 is dated before the one before it"},
		{"UPDATE stage_move SET void=1 WHERE seq=2", "offer o1: its moves end in 'offer', but it stands in 'negotiation'"},
		{"UPDATE stage_move SET void=1 WHERE seq=2", "offer o1: move 2 is void, its batch b10 is not undone"},
		{"UPDATE batch SET undone=5 WHERE id=3", "batch b3: is marked undone by b5, which doesn't undo it"},
		{"INSERT INTO undoing VALUES(7, 3)", "batch b3: is undone by b7, but not marked so"},
		{"UPDATE batch SET at=1 WHERE id=4", "batch b4: is dated before the one before it"},
		{"UPDATE counter SET last=1 WHERE kind=2", "company: number 2 is beyond the counter, which stands at 1"},
		{"UPDATE offer SET company=99", "offer o1: company co99 is not there"},
		{"INSERT INTO tag(id, kind, record, word) VALUES(1, 3, 99, 'x')", "tag tg1: record 99 is not there"},
		{"UPDATE company SET parent=3-id", "parent leads in a circle"},
	};

	(void)state;
	add(&kind_company, "name=Muster GmbH|city=Bern");
	set(&kind_company, "co1|city=Bonn");
	set(&kind_company, "co1|city=Köln");
	set(&kind_company, "co1|city=Bonn"); /* b5 */
	ok(undo("")); /* b6 */
	ok(undo("")); /* b7 takes back b4 */
	add(&kind_company, "name=Zwei GmbH");
	add(&kind_offer, "title=Halle|value=10|stage=offer|company=co1");
	ok(stage(STAGE_MOVE, "o1|negotiation"));
	sound();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct crm_error e = CRM_ERROR_INIT;
		bool hit = false;

		sql("BEGIN");
		sql(bad[i].damage);
		history_check(crm, &e);
		for (size_t j = 0; j < e.n; j++)
			hit |= strstr(e.list[j].text, strchr(bad[i].text, ':') ? strchr(bad[i].text, ':') : bad[i].text) != NULL;
		if (!hit)
			fail_msg("%s: wants '%s', found '%s'", bad[i].damage, bad[i].text, e.n ? e.list[0].text : "nothing");
		crm_error_clear(&e);
		db_rollback(crm->db);
	}
	sound();
}

/* ---- rows of removed records ---- */

static void test_removed_rows(void **state)
{
	static const char *const bad[] = {"", "{", "[]", "{\"name\"}", "{\"name\":}", "{\"name\":\"x", "{\"name\":\"\\q\"}", "{\"name\":\"\\u12\"}", "{\"name\":\"x\"}x",
		"{\"name\":\"\\ud800\"}", "{\"name\":1,}", "{\"name\":-}", "{\"name\":tru}"};
	static const char good[] = "{ \"name\" : \"a\\\"\\\\\\u00e4\\ud83d\\ude00\\n\" , \"owner\":-3,\"unknown\":5,\"city\":null, \"employees\": 9223372036854775807}";
	struct history_row row = HISTORY_ROW_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (history_row_parse(crm, &kind_company, bad[i], strlen(bad[i]), &row, &err) != CRM_UNAVAILABLE)
			fail_msg("%s", bad[i]);
		crm_error_clear(&err);
	}
	ok(history_row_parse(crm, &kind_company, good, strlen(good), &row, &err));
	assert_int_equal(row.n, 3);
	assert_int_equal(history_row_value(&row, 1).n, 10);
	assert_memory_equal(history_row_value(&row, 1).s, "a\"\\ä\xf0\x9f\x98\x80\n", 10);
	assert_int_equal(history_row_value(&row, 901).i, -3);
	assert_true(history_row_value(&row, 4).i == INT64_MAX);
	assert_int_equal(history_row_value(&row, 12).is, V_NULL);
	history_row_free(&row);
}

/* ---- random commands ---- */

static uint64_t seed;

static int rnd(int n)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ z >> 31) % (uint64_t)n);
}

/* One that is there, mostly. */
static int some(const char *table)
{
	char text[96];
	int64_t n;

	snprintf(text, sizeof text, "SELECT count(*) FROM %s", table);
	n = get(text);
	if (!n || rnd(20) == 0)
		return rnd(30) + 1;
	snprintf(text, sizeof text, "SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %d", table, rnd((int)n));
	return (int)get(text);
}

static enum crm_status random_record(void)
{
	char text[256];

	switch (rnd(14)) {
	case 9:
	case 0:
		snprintf(text, sizeof text, "name=Firma %d|city=Stadt %d|industry=Zweig %d|tags=t%d", rnd(10000), rnd(5), rnd(4), rnd(3));
		return run(crm_add, &kind_company, text);
	case 10:
	case 1:
		snprintf(text, sizeof text, "name=Person %d|company=co%d|emails=work:m%d@x.example", rnd(10000), some("company"), rnd(10000));
		return run(crm_add, &kind_contact, text);
	case 11:
	case 12:
	case 2:
		snprintf(text, sizeof text, "title=Angebot %d|contact=c%d|value=%d|expected_close=2026-0%d-01|stage=%s", rnd(10000), some("contact"), rnd(9000), rnd(9) + 1,
		         rnd(2) ? "offer" : "new");
		return run(crm_add, &kind_offer, text);
	case 13:
	case 3:
		snprintf(text, sizeof text, "title=Aufgabe|due=2026-06-0%d|offer=o%d", rnd(9) + 1, some("offer"));
		return run(crm_add, &kind_task, text);
	case 4:
		snprintf(text, sizeof text, "co%d", some("company"));
		return run(crm_rm, &kind_company, text);
	case 5:
		snprintf(text, sizeof text, "c%d", some("contact"));
		return run(crm_rm, &kind_contact, text);
	case 6:
		snprintf(text, sizeof text, "kind=call|subject=x|contact=c%d|at=2026-05-0%d", some("contact"), rnd(9) + 1);
		return run(crm_add, &kind_event, text);
	default:
		snprintf(text, sizeof text, "o%d", some("offer"));
		return run(crm_rm, &kind_offer, text);
	}
}

static enum crm_status random_change(void)
{
	static const char *const stages[] = {"new", "offer", "follow-up", "negotiation", "won", "lost"};
	char text[256];

	switch (rnd(8)) {
	case 0:
		snprintf(text, sizeof text, "co%d|city=Stadt %d|employees=%d|tags+=t%d", some("company"), rnd(5), rnd(100), rnd(3));
		return run(crm_set, &kind_company, text);
	case 1:
		snprintf(text, sizeof text, "c%d|company=co%d|phones=work:0221 55%03d", some("contact"), some("company"), rnd(1000));
		return run(crm_set, &kind_contact, text);
	case 2:
		snprintf(text, sizeof text, "c%d|email=n%d@x.example|city=Stadt %d", some("contact"), rnd(1000), rnd(5));
		return run(crm_set, &kind_contact, text);
	case 3:
	case 4:
		snprintf(text, sizeof text, "o%d|value=%d|expected_close=2026-0%d-0%d", some("offer"), rnd(9000), rnd(9) + 1, rnd(9) + 1);
		return run(crm_set, &kind_offer, text);
	case 5:
		snprintf(text, sizeof text, "o%d|o%d|%s", some("offer"), some("offer"), stages[rnd(6)]);
		return stage(STAGE_MOVE, text);
	case 6:
		snprintf(text, sizeof text, "t%d|done=2026-05-2%d", some("task"), rnd(9));
		return run(crm_set, &kind_task, text);
	default:
		snprintf(text, sizeof text, "t%d|offer=o%d", some("task"), some("offer"));
		return run(crm_set, &kind_task, text);
	}
}

/* What can be undone without a collision has been done last: then the state before comes back, and redo brings the one after. */
static void back_and_forth(const struct strbuf *before)
{
	struct strbuf after = STRBUF_INIT;
	char batch[32];

	snprintf(batch, sizeof batch, "b%lld", (long long)last_batch());
	snapshot(&after);
	ok(undo(batch));
	same_state(before);
	if (rnd(2)) {
		ok(redo(""));
		same_state(&after);
	}
	sb_release(&after);
}

static void random_undo(void)
{
	char text[64];
	int64_t last = last_batch();
	enum crm_status s;

	if (last < 8)
		return;
	switch (rnd(4)) {
	case 0:
		s = undo("");
		break;
	case 1:
		s = redo("");
		break;
	case 2:
		snprintf(text, sizeof text, "b%lld", (long long)(last - rnd(6)));
		s = undo(text);
		break;
	default:
		snprintf(text, sizeof text, "b%lld|b%lld|b%lld", (long long)last, (long long)(last - 1 - rnd(2)), (long long)(last - 3 - rnd(3)));
		s = undo(text);
	}
	if (s != CRM_OK && s != CRM_NO && s != CRM_FORBIDDEN)
		fail_msg("undo: %d %s", (int)s, said());
	if (s)
		assert_int_equal(last_batch(), last);
}

static void test_random(void **state)
{
	struct strbuf before = STRBUF_INIT;
	int undone = 0;

	(void)state;
	for (int run_no = 1; run_no < 5; run_no++) {
		seed = (uint64_t)run_no;
		teardown(state);
		setup(state);
		for (int i = 0; i < 250; i++) {
			int64_t last = last_batch();
			if (rnd(8) == 0)
				as(rnd(2) ? "erika" : "anna");
			w.force = true;
			snapshot(&before);
			if (rnd(5) == 0) {
				random_undo();
				undone += last_batch() > last;
			} else {
				(void)(rnd(2) ? random_record() : random_change());
				if (last_batch() > last && rnd(3) == 0)
					back_and_forth(&before);
			}
			if (i % 5 == 0)
				sound();
		}
		sound();
		assert_true(get("SELECT count(*) FROM added WHERE kind=7") > 0);
	}
	assert_true(undone > 50);
	sb_release(&before);
}

/* ---- many ---- */

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

#define MANY 10000

static void write_many(bool add_them)
{
	const struct edit_options opt = {.verb = "test", .bulk = add_them};
	const struct crm_field *f = kind_field(&kind_company, add_them ? "name" : "employees");
	struct edit *ed;
	char text[32];
	int64_t id;
	bool changed;

	ok(edit_begin(&ed, crm, &opt, &err));
	for (int i = 1; i <= MANY; i++) {
		struct assign a = {.field = f, .op = OP_EQ, .s = text};
		a.n = (size_t)snprintf(text, sizeof text, add_them ? "Firma %d" : "%d", i);
		ok(add_them ? edit_add(ed, &kind_company, &a, 1, NULL, &id, &err) : edit_set(ed, &kind_company, i, &a, 1, NULL, &changed, &err));
	}
	ok(edit_commit(ed, &err));
}

static void test_many(void **state)
{
	double start, wrote, added, undone;

	(void)state;
	start = seconds();
	write_many(true);
	added = seconds() - start;
	start = seconds();
	write_many(false);
	wrote = seconds() - start;
	start = seconds();
	ok(undo(""));
	undone = seconds() - start;
	print_message("# %d changes: written in %.3f s, undone in %.3f s\n", MANY, wrote, undone);
	assert_int_equal(get("SELECT count(employees) FROM company"), 0);
	sound();
	start = seconds();
	ok(undo(""));
	print_message("# %d records: added in %.3f s, undone in %.3f s\n", MANY, added, seconds() - start);
	assert_int_equal(get("SELECT count(*) FROM company"), 0);
	sound();
	ok(redo(""));
	ok(redo(""));
	assert_int_equal(get("SELECT sum(employees) FROM company"), MANY * (MANY + 1) / 2);
	sound();
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_add), TEST(test_set), TEST(test_rm), TEST(test_moves), TEST(test_pushes), TEST(test_cell_collisions), TEST(test_between),
		TEST(test_added_collisions), TEST(test_reference_gone), TEST(test_circle), TEST(test_unique), TEST(test_words), TEST(test_users), TEST(test_constraints), TEST(test_whose),
		TEST(test_dry_run), TEST(test_product_of_offer), TEST(test_custom), TEST(test_changes), TEST(test_changes_of_lists), TEST(test_changes_removed),
		TEST(test_change_errors), TEST(test_batches),
		TEST(test_check_finds), TEST(test_removed_rows), TEST(test_random), TEST(test_many),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	sb_release(&printed);
	return failed;
}
