/* search.c - tests of words and of the index behind its seam: what is found, in which order, what damage does, what forgetting leaves */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/words.h"
#include "search/search.h"
#include "kinds.h"
#include "store/search.h"

static struct crm_error err;
static struct db *db;
static char dir[64], path[96];

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-search-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	search_set_builder(search_build);
	return db_open(&db, path, DB_CREATE, NULL, &err) || db_begin_write(db, &err);
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	db_close(db, NULL);
	crm_error_clear(&err);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

/* ---- words ---- */

static void words_are(const char *text, const char *want, size_t count)
{
	struct strbuf b = STRBUF_INIT;

	assert_int_equal(words_fold(&b, text, strlen(text)), count);
	assert_string_equal(b.buf, want);
	sb_release(&b);
}

static void words(void **state)
{
	char longer[200];

	(void)state;
	words_are("", "", 0);
	words_are(" -- \"*\" (:) ", "", 0);
	words_are("Müller & Söhne", "muller sohne", 2);
	words_are("Mueller MULLER mu\314\210ller", "muller muller muller", 3);
	words_are("Straße/STRASSE", "strasse strasse", 2);
	words_are("erika@muster.example", "erika muster example", 3);
	words_are("„Anführung“ – Strich…", "anfuhrung strich", 2);
	words_are("2026-001 R2D2", "2026 001 r2d2", 3);
	words_are("½ ﬁn", "1 2 fin", 2);
	words_are("東京電力 カタカナ", "東 京 電 力 カ タ カ ナ", 8);
	words_are("a\377b\302", "a b", 2);
	words_are("Ελλάδα", "ελλαδα", 1);
	words_are("\314\210x", "x", 1); /* a mark upon nothing */
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	longer[WORD_BYTES] = '\0';
	words_are(longer, longer, 1);
	longer[WORD_BYTES] = 'x';
	words_are(longer, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 1);
}

/* Cut as a whole or word by word; only bytes a question may hold come out. */
static void words_of_anything(void **state)
{
	struct strbuf all = STRBUF_INIT, each = STRBUF_INIT;
	char text[64];

	(void)state;
	srand(11);
	for (int round = 0; round < 20000; round++) {
		size_t n = (size_t)rand() % sizeof(text), at = 0;
		struct word w;

		for (size_t i = 0; i < n; i++)
			text[i] = rand() % 3 ? (char)(rand() % 256) : (char)"aeouAE \303\274\314\210-.9"[rand() % 15];
		sb_reset(&all);
		sb_reset(&each);
		words_fold(&all, text, n);
		while (word_next(text, n, &at, &w)) {
			size_t before = each.len;

			assert_true(w.n && w.from + w.n <= n && w.from + w.n <= at);
			if (before)
				sb_addc(&each, ' ');
			word_fold(&each, text + w.from, w.n);
			if (each.len == before + (before > 0))
				sb_setlen(&each, before);
		}
		assert_string_equal(all.buf, each.buf);
		assert_null(strpbrk(all.buf, "\"*()_'\\ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
		assert_null(strstr(all.buf, "  "));
		assert_true(!all.len || (all.buf[0] != ' ' && all.buf[all.len - 1] != ' '));
	}
	sb_release(&all);
	sb_release(&each);
}

static void phone_words(void **state)
{
	struct strbuf b = STRBUF_INIT;

	(void)state;
	search_phone_word(&b, "49221123456", 11);
	assert_string_equal(b.buf, "_65432112294");
	sb_reset(&b);
	search_phone_word(&b, "0221", 4);
	assert_string_equal(b.buf, "_122");
	sb_reset(&b);
	search_phone_word(&b, "000", 3);
	search_phone_word(&b, "", 0);
	assert_string_equal(b.buf, "");
	sb_release(&b);
}

/* ---- put, drop, query ---- */

static enum crm_status put(int kind, int64_t id, const char *name, const char *more, const char *text)
{
	const struct search_words w = {{name, more, text}, {strlen(name), strlen(more), strlen(text)}};

	return search_put(db, kind, id, &w, &err);
}

/* The answer to one phrase as "3:1 5:7". */
static const char *ask(const char *words_, bool prefix, uint64_t kinds, int64_t limit)
{
	static char out[4096];
	const struct search_phrase p = {words_, strlen(words_), prefix};
	const struct search_choice c = {&p, 1};
	const struct search_term t = {&c, 1, false};
	const struct search_query q = {&t, 1, kinds, limit};
	struct search *s;
	int64_t id;
	int kind;

	out[0] = '\0';
	if (search_begin(db, &q, &s, &err))
		return "failed";
	while (search_next(s, &kind, &id))
		snprintf(out + strlen(out), sizeof(out) - strlen(out), "%s%d:%lld", out[0] ? " " : "", kind, (long long)id);
	return search_end(s) ? "failed" : out;
}

static void documents(void **state)
{
	(void)state;
	assert_int_equal(put(3, 1, "erika muster", "", ""), CRM_OK);
	assert_int_equal(put(5, 1, "server", "erika muster", "grosser muster server"), CRM_OK);
	assert_int_equal(put(2, 9, "muster gmbh", "koln", ""), CRM_OK);
	assert_int_equal(put(3, INT64_C(1) << 39, "mustermann", "", ""), CRM_OK);
	assert_string_equal(ask("muster", false, 0, -1), "3:1 2:9 5:1");
	assert_string_equal(ask("muster", true, 0, -1), "3:549755813888 3:1 2:9 5:1");
	assert_string_equal(ask("muster", true, 0, 2), "3:549755813888 3:1");
	assert_string_equal(ask("muster", true, 1 << 3, -1), "3:549755813888 3:1");
	assert_string_equal(ask("muster", false, 1 << 2 | 1 << 5, -1), "2:9 5:1");
	assert_string_equal(ask("muster", false, UINT64_C(1) << 63, -1), "");
	assert_string_equal(ask("erika muster", false, 0, -1), "3:1 5:1");
	assert_string_equal(ask("muster erika", false, 0, -1), "");
	assert_string_equal(ask("erika mus", true, 0, -1), "3:1 5:1");
	assert_int_equal(search_check(db, &err), CRM_OK);
	assert_int_equal(put(3, 1, "eva anders", "", ""), CRM_OK);
	assert_string_equal(ask("erika", false, 0, -1), "5:1");
	assert_string_equal(ask("eva", false, 0, -1), "3:1");
	assert_int_equal(put(3, 1, "", "", ""), CRM_OK); /* without words there is none */
	assert_string_equal(ask("eva", false, 0, -1), "");
	assert_int_equal(search_drop(db, 5, 1, &err), CRM_OK);
	assert_int_equal(search_drop(db, 5, 1, &err), CRM_OK);
	assert_string_equal(ask("erika", false, 0, -1), "");
	assert_int_equal(search_check(db, &err), CRM_OK);
	assert_int_equal(search_clear(db, &err), CRM_OK);
	assert_string_equal(ask("muster", true, 0, -1), "");
}

/* One of several, and none of others. */
static void terms(void **state)
{
	const struct search_phrase p[] = {{"rot", 3, false}, {"blau", 4, false}, {"rund", 4, false}, {"alt", 3, true}};
	const struct search_choice c[] = {{&p[0], 1}, {&p[1], 2}, {&p[3], 1}};
	const struct search_term t[] = {{&c[2], 1, true}, {c, 2, false}};
	const struct search_query q = {t, 2, 0, -1};
	struct search *s;
	int64_t id;
	int kind;

	(void)state;
	put(3, 1, "blau", "", "");
	put(3, 2, "blau", "", "rund");
	put(3, 3, "rot", "altes", "");
	put(3, 4, "rot", "neu", "");
	assert_int_equal(search_begin(db, &q, &s, &err), CRM_OK);
	assert_true(search_next(s, &kind, &id));
	assert_int_equal(id, 2);
	assert_true(search_next(s, &kind, &id));
	assert_int_equal(id, 4);
	assert_false(search_next(s, &kind, &id));
	assert_int_equal(search_end(s), CRM_OK);
	assert_int_equal(search_end(NULL), CRM_OK);
}

/* Random puts and drops against an array of what should be there. */
static void model(void **state)
{
	static const char *const names[] = {"", "ada", "ada bo", "bo cy ada", "cy", "dora adam"};
	int now[2][40] = {{0}};
	char want[2048];

	(void)state;
	srand(5);
	for (int round = 0; round < 3000; round++) {
		int kind = rand() % 2, id = rand() % 40, name = rand() % 6;

		if (now[kind][id] == 0 && name && rand() % 2) {
			const struct search_words w = {{names[name], "", ""}, {strlen(names[name]), 0, 0}};

			assert_int_equal(search_add(db, kind + 3, id + 1, &w, &err), CRM_OK);
			assert_int_equal(search_added(db, kind + 3, id + 1, id + 1, &err), CRM_OK);
		} else {
			assert_int_equal(put(kind + 3, id + 1, names[name], "", ""), CRM_OK);
		}
		now[kind][id] = name;
	}
	want[0] = '\0';
	for (int kind = 0; kind < 2; kind++)
		for (int id = 0; id < 40; id++)
			if (strcmp(names[now[kind][id]], "cy") == 0)
				snprintf(want + strlen(want), sizeof(want) - strlen(want), "%s%d:%d", want[0] ? " " : "", kind + 3, id + 1);
	/* the short ones first, and among them by kind and id */
	assert_memory_equal(ask("cy", false, 0, -1), want, strlen(want));
	assert_int_equal(search_check(db, &err), CRM_OK);
}

static void damage(void **state)
{
	(void)state;
	for (int i = 1; i <= 300; i++) {
		char name[32];

		snprintf(name, sizeof(name), "name%d wort", i);
		put(3, i, name, "", "");
	}
	assert_int_equal(db_commit(db, &err), CRM_OK);
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	assert_int_equal(db_exec(db, "UPDATE search_doc SET name = 'anders' WHERE id & 255 = 7", &err), CRM_OK);
	assert_int_equal(search_check(db, &err), CRM_NO);
	assert_non_null(strstr(err.list[0].text, "crm-db reindex"));
	crm_error_clear(&err);
	assert_int_equal(search_rebuild(db, &err), CRM_OK); /* there are no such contacts */
	assert_string_equal(ask("wort", false, 0, -1), "");
	assert_int_equal(db_exec(db, "DROP TABLE search", &err), CRM_OK);
	assert_string_equal(ask("wort", false, 0, -1), "failed");
	assert_int_equal(err.status, CRM_UNAVAILABLE);
	crm_error_clear(&err);
	assert_int_equal(put(3, 1, "x", "", ""), CRM_UNAVAILABLE);
	crm_error_clear(&err);
	assert_int_equal(search_check(db, &err), CRM_NO);
	crm_error_clear(&err);
	assert_int_equal(search_clear(db, &err), CRM_OK);
	assert_int_equal(put(3, 1, "x", "", ""), CRM_OK);
}

/* ---- forgetting ---- */

static bool in_file(const char *word)
{
	FILE *f = fopen(path, "r");
	static char buf[8 << 20];
	size_t n;

	assert_non_null(f);
	n = fread(buf, 1, sizeof(buf), f);
	fclose(f);
	return memmem(buf, n, word, strlen(word)) != NULL;
}

static void forgotten(void **state)
{
	(void)state;
	for (int i = 1; i <= 2000; i++) {
		char name[64];

		snprintf(name, sizeof(name), "person%d %s", i, i % 100 ? "jemand" : "geheimnis");
		put(3, i, name, "", "");
		if (i % 200 == 0) { /* several segments */
			assert_int_equal(db_commit(db, &err), CRM_OK);
			assert_int_equal(db_begin_write(db, &err), CRM_OK);
		}
	}
	assert_int_equal(db_commit(db, &err), CRM_OK);
	db_checkpoint(db);
	assert_true(in_file("geheimnis"));
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
	for (int i = 100; i <= 2000; i += 100)
		put(3, i, "person", "", "");
	assert_int_equal(search_purge(db, &err), CRM_OK);
	assert_int_equal(search_check(db, &err), CRM_OK);
	assert_int_equal(db_commit(db, &err), CRM_OK);
	db_checkpoint(db);
	assert_false(in_file("geheim"));
	assert_true(in_file("jemand"));
	assert_string_equal(ask("person1999", false, 0, -1), "3:1999");
	assert_int_equal(db_begin_write(db, &err), CRM_OK);
}

/* ---- the table of fields ---- */

/* Every field named there is one of its kind, a text, a list of texts or a reference to what has a name. */
static void fields(void **state)
{
	static const struct crm_kind *const kinds[] = {&kind_company, &kind_contact, &kind_product, &kind_offer, &kind_line, &kind_task, &kind_event};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct search_reader *r;

		assert_true(search_kind(kinds[i]));
		for (int show = 0; show < 2; show++) {
			assert_int_equal(search_reader_open(&r, db, kinds[i], show, 0, &err), CRM_OK);
			search_reader_close(r);
		}
		assert_true(search_field(kinds[i], kind_field(kinds[i], kinds[i]->label)));
	}
	assert_false(search_kind(&kind_user));
	assert_true(search_child(&kind_tag) && search_child(&kind_phone) && !search_child(&kind_consent) && !search_child(&kind_property));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(words_of_anything),
		cmocka_unit_test(phone_words),
		cmocka_unit_test_setup_teardown(documents, setup, teardown),
		cmocka_unit_test_setup_teardown(terms, setup, teardown),
		cmocka_unit_test_setup_teardown(model, setup, teardown),
		cmocka_unit_test_setup_teardown(damage, setup, teardown),
		cmocka_unit_test_setup_teardown(forgotten, setup, teardown),
		cmocka_unit_test_setup_teardown(fields, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
