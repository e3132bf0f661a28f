/* similar.c - tests of likeness: edit distance against the definition, Jaro-Winkler and Cologne phonetics against published values, names and their tables */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/names.h"
#include "base/similar.h"
#include "base/utf8.h"

static int edits(const char *a, const char *b, int max) { return similar_edits(a, strlen(a), b, strlen(b), max); }
static int winkler(const char *a, const char *b) { return similar_winkler(a, strlen(a), b, strlen(b)); }

static const char *sound(const char *s)
{
	static char out[33];
	size_t n = similar_sound(out, s, strlen(s));

	assert_int_equal(n, strlen(out));
	return out;
}

static void edits_known(void **state)
{
	(void)state;
	assert_int_equal(edits("", "", 3), 0);
	assert_int_equal(edits("", "abc", 3), 3);
	assert_int_equal(edits("kitten", "sitting", 5), 3);
	assert_int_equal(edits("muster", "mutser", 3), 1);  /* neighbours */
	assert_int_equal(edits("ca", "abc", 5), 3);         /* none touched twice */
	assert_int_equal(edits("müller", "muller", 3), 1);  /* a character, not a byte */
	assert_int_equal(edits("kitten", "sitting", 2), 3); /* more than asked for */
	assert_int_equal(edits("a", "abcdefgh", 2), 3);
	assert_int_equal(edits("same", "same", 0), 0);
	assert_int_equal(edits("same", "sane", 0), 1);
}

static int least(int a, int b) { return a < b ? a : b; }

/* By the definition, without short cuts. */
static int slow(const char *a, int n, const char *b, int m)
{
	int best;

	if (!n || !m)
		return n + m;
	best = least(slow(a, n - 1, b, m) + 1, slow(a, n, b, m - 1) + 1);
	best = least(best, slow(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]));
	if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1])
		best = least(best, slow(a, n - 2, b, m - 2) + 1);
	return best;
}

static void edits_random(void **state)
{
	uint32_t seed = 1;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		char a[8], b[8];
		int n, m, want;

		seed = seed * 1103515245 + 12345;
		n = (int)(seed >> 16) % 7;
		m = (int)(seed >> 20) % 7;
		for (int j = 0; j < 7; j++) {
			seed = seed * 1103515245 + 12345;
			a[j] = (char)('a' + (seed >> 16) % 3);
			b[j] = (char)('a' + (seed >> 24) % 3);
		}
		want = slow(a, n, b, m);
		for (int max = 0; max < 8; max++)
			assert_int_equal(similar_edits(a, (size_t)n, b, (size_t)m, max), least(want, max + 1));
		assert_int_equal(similar_winkler(a, (size_t)n, b, (size_t)m), similar_winkler(b, (size_t)m, a, (size_t)n));
		assert_in_range(similar_winkler(a, (size_t)n, b, (size_t)m), 0, 1000);
	}
}

static void winkler_known(void **state)
{
	(void)state;
	/* Winkler 1990, rounded down */
	assert_int_equal(winkler("martha", "marhta"), 960);
	assert_int_equal(winkler("dwayne", "duane"), 839);
	assert_int_equal(winkler("dixon", "dicksonx"), 812);
	assert_int_equal(winkler("same", "same"), 1000);
	assert_int_equal(winkler("", ""), 1000);
	assert_int_equal(winkler("", "a"), 0);
	assert_int_equal(winkler("abc", "xyz"), 0);
}

static void long_and_broken(void **state)
{
	char a[300], b[300];

	(void)state;
	memset(a, 'x', sizeof(a));
	memset(b, 'x', sizeof(b));
	b[10] = 'y';
	assert_int_equal(similar_edits(a, sizeof(a), b, sizeof(b), 3), 1);
	assert_in_range(similar_winkler(a, sizeof(a), b, sizeof(b)), 900, 1000);
	memset(a, 0xff, sizeof(a));
	assert_in_range(similar_edits(a, sizeof(a), b, sizeof(b), 3), 4, 4);
	assert_in_range(similar_winkler("\xc3", 1, "\xf0\x9f", 2), 0, 1000);
	assert_string_equal(sound("\xff\xc3"), "");
	memset(a, 'm', sizeof(a));
	assert_in_range(similar_sound(b, a, sizeof(a)), 1, 32);
}

static void sounds(void **state)
{
	(void)state;
	assert_string_equal(sound("mullerludenscheidt"), "65752682");
	assert_string_equal(sound("wikipedia"), "3412");
	assert_string_equal(sound("breschnew"), "17863");
	assert_string_equal(sound("meyer"), sound("maier"));
	assert_string_equal(sound("schmidt"), "862");
	assert_string_equal(sound("schmitt"), "862");
	assert_string_equal(sound("philipp"), "351");
	assert_string_equal(sound("christ"), "4782");
	assert_string_equal(sound("axel"), "0485");
	assert_string_equal(sound("h"), "");
	assert_string_equal(sound(""), "");
}

static bool share(const struct given_names *g, const char *a, const char *b)
{
	short x[16], y[16];
	size_t nx = given_names_groups(g, a, strlen(a), x, 16), ny = given_names_groups(g, b, strlen(b), y, 16);

	assert_true(nx && ny);
	for (size_t i = 0; i < nx; i++)
		for (size_t j = 0; j < ny; j++)
			if (x[i] == y[j])
				return true;
	return false;
}

static void names(void **state)
{
	struct given_names *g = given_names_new();
	short one;

	(void)state;
	assert_true(share(g, "hans", "johannes"));
	assert_true(share(g, "bill", "william"));
	assert_true(share(g, "jorg", "jurgen")); /* folded */
	assert_true(share(g, "chris", "christian"));
	assert_true(share(g, "chris", "christine"));
	assert_false(share(g, "christian", "christine"));
	assert_false(share(g, "andreas", "andrea"));
	assert_int_equal(given_names_groups(g, "xyzzy", 5, &one, 1), 0);
	assert_int_equal(given_names_groups(g, "", 0, &one, 1), 0);
	assert_true(given_names_groups(g, "alex", 4, &one, 1) > 1); /* more than there is room for */
	given_names_free(g);
	given_names_free(NULL);
}

/* The tables are in order, or nothing behind the fault would be found. */
static void lists(void **state)
{
	static const char *const legal[] = {"ab", "ag", "gmbh", "ltd", "zrt", "haftungsbeschrankt", "sarl", "co"}, *const titles[] = {"dipl", "dr", "prof", "sr"},
		*const boxes[] = {"accounts", "info", "no-reply", "zentrale"}, *const hosts[] = {"aol.com", "gmail.com", "gmx.de", "yahoo.de"}, *const particles[] = {"da", "von", "zur"};

	(void)state;
	for (size_t i = 0; i < sizeof(legal) / sizeof(*legal); i++)
		assert_true(name_is_legal_form(legal[i], strlen(legal[i])));
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		assert_true(name_is_title(titles[i], strlen(titles[i])));
	for (size_t i = 0; i < sizeof(boxes) / sizeof(*boxes); i++)
		assert_true(mailbox_is_shared(boxes[i], strlen(boxes[i])));
	for (size_t i = 0; i < sizeof(hosts) / sizeof(*hosts); i++)
		assert_true(domain_is_provider(hosts[i], strlen(hosts[i])));
	for (size_t i = 0; i < sizeof(particles) / sizeof(*particles); i++)
		assert_true(name_is_particle(particles[i], strlen(particles[i])));
	assert_false(name_is_legal_form("gm", 2));
	assert_false(name_is_legal_form("gmbhx", 5));
	assert_false(name_is_legal_form("", 0));
	assert_false(mailbox_is_shared("infos", 5));
	assert_true(name_is_title("drx", 2)); /* so many bytes count */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edits_known), cmocka_unit_test(edits_random), cmocka_unit_test(winkler_known), cmocka_unit_test(long_and_broken),
		cmocka_unit_test(sounds), cmocka_unit_test(names), cmocka_unit_test(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
