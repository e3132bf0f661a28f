/* utf8.c - tests of validation, width, clipping, masking, folding, nearest word */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <utf8proc.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/utf8.h"

static uint64_t seed = 88172645463325252;

static unsigned pick(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed >> 33) % n;
}

/* Strings that come near every branch: plain text, letters of all lengths, marks, joiners, controls, broken sequences. */
static size_t random_text(char *out, size_t max)
{
	static const char *const pieces[] = {
		"a", "e", "E", "o", "U", " ", "  ", "\t", "\n", "\x1b[31m", "\x7f", "ae", "OE", "plain text of some length", "ä", "Ö", "ß",
		"ẞ",
		"é", "e\u0301", "\u0301", "\u0308", "\xc2\x85", "\u00a0", "\xc2\x9b", "漢字", "가", "\u1100\u1161\u11a8", "👩‍👩‍👧", "🇩🇪",
		"\u200d",
		"\u202e", "\u2066", "\u2028", "\u2029", "\ufb03", "\ufdfa", "İ", "ǅ", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x92",
		"\xed\xa0\x80",
		"\xc0\x80", "\xf4\x90\x80\x80", "\x80", "\u0345", "ᾳ", "\r\n",
	};
	size_t n = 0, want = pick((unsigned)max - 40);

	while (n < want) {
		const char *p = pieces[pick(sizeof(pieces) / sizeof(*pieces))];
		size_t len = strlen(p);
		memcpy(out + n, p, len);
		n += len;
	}
	return n;
}

/* A copy without a byte to spare, so that AddressSanitizer sees any reading beyond. */
static char *exact(const char *s, size_t n)
{
	char *p = crm_malloc(n);

	if (n)
		memcpy(p, s, n);
	return p;
}

static size_t reference_valid(const char *s, size_t n)
{
	size_t i = 0;
	utf8proc_int32_t cp;

	while (i < n) {
		utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(n - i), &cp);
		if (len <= 0)
			break;
		i += (size_t)len;
	}
	return i;
}

static void valid_edges(void **state)
{
	static const struct { const char *s; size_t n, at; } cases[] = {
		{"", 0, 0}, {"abc", 3, 3}, {"\0\0", 2, 2}, {"12345678\xff", 9, 8}, {"1234567\xff", 8, 7}, {"\xc3\xa4", 2, 2},
		{"\xc3", 1, 0},
		{"\xc0\x80", 2, 0}, {"\xc1\xbf", 2, 0}, {"\xe0\x9f\xbf", 3, 0}, {"\xe0\xa0\x80", 3, 3}, {"\xed\x9f\xbf", 3, 3},
		{"\xed\xa0\x80", 3, 0}, {"\xed\xbf\xbf", 3, 0}, {"\xee\x80\x80", 3, 3}, {"\xf0\x8f\xbf\xbf", 4, 0},
		{"\xf0\x90\x80\x80", 4, 4},
		{"\xf4\x8f\xbf\xbf", 4, 4}, {"\xf4\x90\x80\x80", 4, 0}, {"\xf5\x80\x80\x80", 4, 0}, {"\xff", 1, 0}, {"a\x80", 2, 1},
		{"\xef\xbf\xbf", 3, 3}, {"12345678\xe2\x82\xac" "12345678\xe2\x82", 21, 19}, {"\xe2\x82", 2, 0}, {"\xf0\x9f\x98", 3, 0},
		{"\xc3" "a", 2, 0}, {"\xe2\x82" "a", 3, 0}, {"\xf0\x9f\x98" "a", 4, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char *p = exact(cases[i].s, cases[i].n);
		assert_int_equal(utf8_valid(p, cases[i].n), cases[i].at);
		free(p);
	}
}

static void valid_random(void **state)
{
	char buf[400];

	(void)state;
	for (int i = 0; i < 200000; i++) {
		size_t n = i % 2 ? random_text(buf, 200) : pick(24);
		char *p;
		if (i % 2 == 0) {
			for (size_t k = 0; k < n; k++)
				buf[k] = (char)(pick(3) ? 0x80 + pick(0x80) : pick(0x80));
		}
		p = exact(buf, n);
		assert_int_equal(utf8_valid(p, n), reference_valid(p, n));
		free(p);
	}
}

static size_t width(const char *s)
{
	return utf8_width(s, strlen(s));
}

static void widths(void **state)
{
	(void)state;
	assert_int_equal(width(""), 0);
	assert_int_equal(width("Muster GmbH & Co. KG"), 20);
	assert_int_equal(width("Köln"), 4);
	assert_int_equal(width("Ko\u0308ln"), 4);
	assert_int_equal(width("漢字"), 4);
	assert_int_equal(width("가"), 2);
	assert_int_equal(width("\u1100\u1161\u11a8"), 2);
	assert_int_equal(width("a\tb\n"), 4);
	assert_int_equal(width("\x1b[0m"), 4);
	assert_int_equal(width("\xc2\x9b"), 1);
	assert_int_equal(width("\u202e"), 1);
	assert_int_equal(width("\u2028"), 1);
	assert_int_equal(width("\u200d"), 1);
	assert_int_equal(width("\u0645\u200d"), 1);
	assert_int_equal(width("\xe2\x82"), 2);
	assert_int_equal(width("ab\xff"), 3);
	assert_int_equal(width("\u00ad"), 1);
}

static size_t clip(const char *s, size_t columns)
{
	return utf8_clip(s, strlen(s), columns);
}

static void clips(void **state)
{
	(void)state;
	assert_int_equal(clip("", 0), 0);
	assert_int_equal(clip("abc", 0), 0);
	assert_int_equal(clip("abc", 2), 2);
	assert_int_equal(clip("abc", 3), 3);
	assert_int_equal(clip("abc", SIZE_MAX), 3);
	assert_int_equal(clip("äöü", 2), 4);
	assert_int_equal(clip("e\u0301\u0301x", 1), 5);
	assert_int_equal(clip("xe\u0301", 1), 1);
	assert_int_equal(clip("漢字", 1), 0);
	assert_int_equal(clip("漢字", 3), 3);
	assert_int_equal(clip("漢字", 4), 6);
	assert_int_equal(clip("👩‍👩‍👧x", 5), 0);
	assert_int_equal(clip("👩‍👩‍👧x", 6), strlen("👩‍👩‍👧"));
	assert_int_equal(clip("x👩‍👩‍👧", 4), 1);
	assert_int_equal(clip("🇩🇪🇫🇷", 3), 8);
	assert_int_equal(clip("\r\nab", 1), 1);
	assert_int_equal(clip("\xff\xff\xff", 2), 2);
	assert_int_equal(clip("ab\xcc", 2), 2);
}

/* Masked text is harmless, valid, as wide as it was counted, and masking it again changes nothing; clipping keeps its promises. */
static void display_random(void **state)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	char buf[400];

	(void)state;
	for (int i = 0; i < 50000; i++) {
		size_t n = random_text(buf, 120), columns = pick(60), end, w;
		char *p = exact(buf, n);
		sb_reset(&a);
		sb_reset(&b);
		utf8_mask(&a, p, n);
		assert_int_equal(utf8_valid(a.buf, a.len), a.len);
		for (size_t k = 0; k < a.len; k++)
			assert_true((unsigned char)a.buf[k] >= ' ' && a.buf[k] != 0x7F);
		assert_int_equal(utf8_width(p, n), utf8_width(a.buf, a.len));
		utf8_mask(&b, a.buf, a.len);
		assert_int_equal(a.len, b.len);
		assert_memory_equal(a.buf, b.buf, a.len);

		w = utf8_width(p, n);
		end = utf8_clip(p, n, columns);
		assert_true(end <= n);
		assert_true(utf8_width(p, end) <= columns);
		assert_int_equal(utf8_width(p, end) + utf8_width(p + end, n - end), w);
		if (w <= columns)
			assert_int_equal(end, n);
		assert_int_equal(utf8_clip(p, end, columns), end);
		free(p);
	}
	sb_release(&a);
	sb_release(&b);
}

static void check_mask(const char *s, size_t n, const char *expected)
{
	struct strbuf b = STRBUF_INIT;
	char *p = exact(s, n);

	sb_adds(&b, "<");
	utf8_mask(&b, p, n);
	assert_string_equal(b.buf + 1, expected);
	sb_release(&b);
	free(p);
}

static void masks(void **state)
{
	(void)state;
	check_mask("", 0, "");
	check_mask("plain text, no more", 19, "plain text, no more");
	check_mask("\x1b]0;title\a", 10, "?]0;title?");
	check_mask("a\0b", 3, "a?b");
	check_mask("\t\n\r\x7f", 4, "????");
	check_mask("Köln\xc2\x9b" "31m", 10, "Köln?31m");
	check_mask("\xe2\x80\xae" "abc\xe2\x81\xa6", 9, "?abc?");
	check_mask("\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xa7\xe2\x80\xaf", 12, "??\xe2\x80\xa7\xe2\x80\xaf");
	check_mask("\xe2\x82\xac\xe2\x82", 5, "€??");
	check_mask("\u200b\u200e\u2060\ufeff\u061c\U000e0041", 18, "??????");
	check_mask("a\u200db\u200c", 8, "a?b?");
	check_mask("\u0645\u06cc\u200c\u062e \U0001f468\u200d\U0001f469 \u2764\ufe0f\u200d\U0001f525", 35,
	           "\u0645\u06cc\u200c\u062e \U0001f468\u200d\U0001f469 \u2764\ufe0f\u200d\U0001f525");
	check_mask("1234567\x7f" "12345678", 16, "1234567?12345678");
	check_mask("\xed\xa0\x80x", 4, "???x");
	check_mask("漢\n字", 7, "漢?字");
}

static char *folded(const char *s, size_t n)
{
	struct strbuf b = STRBUF_INIT;
	char *p = exact(s, n);

	utf8_fold(&b, p, n);
	free(p);
	return sb_detach(&b, NULL);
}

static void fold_codes(void **state)
{
	static const char *const codes[][2] = {{"BAE1", "bae1"}, {" DJA  7", "dja 7"}, {"\u00D89", "\u00F89"}, {"B\u00C41", "ba1"}, {"", ""}};
	struct strbuf b = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		sb_reset(&b);
		utf8_fold_code(&b, codes[i][0], strlen(codes[i][0]));
		assert_string_equal(b.buf, codes[i][1]);
	}
	sb_reset(&b);
	utf8_fold(&b, "Mueller@X.example", 17);
	assert_string_equal(b.buf, "mueller@x.example");
	sb_release(&b);
}

static void check_fold(const char *s, const char *expected)
{
	char *key = folded(s, strlen(s));

	assert_string_equal(key, expected);
	free(key);
}

static void folds(void **state)
{
	(void)state;
	check_fold("", "");
	check_fold("   ", "");
	check_fold("Müller", "muller");
	check_fold("Mueller", "muller");
	check_fold("MULLER", "muller");
	check_fold("Mu\u0308ller", "muller");
	check_fold("MÜLLER", "muller");
	check_fold("MUELLER", "muller");
	check_fold("Straße", "strasse");
	check_fold("STRAẞE", "strasse");
	check_fold("STRASSE", "strasse");
	check_fold("Baeder & Soehne", "bader & sohne");
	check_fold("Bäder & Söhne", "bader & sohne");
	check_fold("  Foo \t\r\n  Bar  ", "foo bar");
	check_fold("\u00a0Foo\u3000\u2028Bar\xc2\x85", "foo bar");
	check_fold("École Ñandú Čapek Łódź", "ecole nandu capek lodz");
	check_fold("ﬃ ２０２６ ℡", "ffi 2026 tel");
	check_fold("Äe aee Oe o e", "a a o o e");
	check_fold("Θεσσαλονίκης ΣΑΣ", "θεσσαλονικησ σασ");
	check_fold("İstanbul", "istanbul");
	check_fold("ПРИВЕТ Ёлка", "привет елка");
	check_fold("\xff" "A\xc3", "\xff" "a\xc3");
	check_fold("a\xff" "e", "a\xff" "e");
	check_fold("e eu ie ye", "e eu ie ye");
	check_fold("Łł Øø Đđ ıI Ææ Œœ Þþ Ðð Ħħ Ŋŋ Ŧŧ", "ll oo dd ii aa oo thth dd hh ngng tt");
	check_fold("Soeren Søren Ǿ Ǣ", "soren soren o a");
	check_fold("Djordje Đorđe DJ dja dj. djj djja Nadja Nađa djä djü dj", "dorde dorde dj da dj. djj djja nada nada da du dj");
	check_fold(" Nadja@x.example ", "nadja@x.example");
	check_fold("Nadja @ x", "nada @ x");
	check_fold("æe aeæ øe œe", "a aa o o");
}

/* Keys are gathered in pieces. */
static void folds_over_pieces(void **state)
{
	char text[600];

	(void)state;
	for (size_t i = 240; i < 262; i++) {
		char *key;

		memset(text, 'x', i);
		memcpy(text + i, "djodjo djo", 11);
		key = folded(text, strlen(text));
		assert_string_equal(key + i, "dodo do");
		free(key);
	}
}

static void fold_appends_within_cap(void **state)
{
	static char text[5000];
	struct strbuf b = STRBUF_INIT;

	(void)state;
	memset(text, 'X', sizeof(text));
	sb_adds(&b, "key:");
	utf8_fold(&b, " A ", 3);
	assert_string_equal(b.buf, "key:a");
	sb_release(&b);
	utf8_fold(&b, text, sizeof(text));
	assert_int_equal(b.len, sizeof(text));
	assert_int_equal(strspn(b.buf, "x"), sizeof(text));
	sb_release(&b);
	sb_init(&b, 1000);
	utf8_fold(&b, text, sizeof(text));
	assert_int_equal(b.len, 1000);
	assert_true(b.over);
	sb_release(&b);
}

/* A key is a key of itself: for each character alone and between vowels, and for random text. */
static void check_stable(const char *s, size_t n)
{
	char *once = folded(s, n), *twice = folded(once, strlen(once));

	assert_string_equal(once, twice);
	free(once);
	free(twice);
}

static void fold_is_stable(void **state)
{
	char buf[400];

	(void)state;
	for (int32_t cp = 1; cp <= 0x10FFFF; cp++) {
		size_t n;
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		memcpy(buf, "a", 1);
		n = 1 + (size_t)utf8proc_encode_char(cp, (utf8proc_uint8_t *)buf + 1);
		buf[n++] = 'e';
		check_stable(buf, n);
	}
	/* broken bytes can meet and make a character when a mark between them goes */
	for (int i = 0; i < 50000; i++) {
		size_t n = random_text(buf, 120);
		check_stable(buf, utf8_valid(buf, n));
	}
}

static void nearest(void **state)
{
	static const char *const list[] = {"list", "show", "add", "set", "rm", "edit", "import", "export", "verhandlung",
	"präsentation", NULL};
	static const char *const none[] = {NULL};
	static const char *const twins[] = {"bat", "cat", NULL};
	static const char *const swaps[] = {"abxx", "badc", NULL};
	char longer[200];

	(void)state;
	assert_string_equal(utf8_nearest("list", list), "list");
	assert_string_equal(utf8_nearest("lsit", list), "list");
	assert_string_equal(utf8_nearest("exprot", list), "export");
	assert_string_equal(utf8_nearest("imprt", list), "import");
	assert_string_equal(utf8_nearest("verhndlunk", list), "verhandlung");
	assert_string_equal(utf8_nearest("prasentation", list), "präsentation");
	assert_null(utf8_nearest("negotiation", list));
	assert_null(utf8_nearest("", list));
	assert_null(utf8_nearest("x", none));
	assert_string_equal(utf8_nearest("rat", twins), "bat");
	assert_string_equal(utf8_nearest("\xff" "at", twins), "bat");
	assert_string_equal(utf8_nearest("abcd", swaps), "abxx");
	memset(longer, 'a', sizeof(longer));
	longer[199] = '\0';
	assert_null(utf8_nearest(longer, list));
	longer[64] = '\0';
	assert_null(utf8_nearest(longer, list));
}

/* Text in lines, given in pieces of every size, is the same. */
static void check_lines(const char *s, enum utf8_masking as, const char *expected)
{
	size_t n = strlen(s);

	for (size_t piece = 1; piece <= n; piece++) {
		struct strbuf out = STRBUF_INIT;
		size_t at = 0, given = 0;

		while (at < n) {
			given = given + piece < n ? given + piece : n;
			at += utf8_mask_lines(&out, s + at, given - at, as, given == n);
		}
		assert_string_equal(out.buf, expected);
		sb_release(&out);
	}
}

static void masks_lines(void **state)
{
	(void)state;
	check_lines("a\tb\r\nc\rd\n\x1b[0m\u00e4\xc2\x9b" "\xc3", UTF8_MASK_TEXT, "a?b\r\nc?d\n?[0m\u00e4??");
	check_lines("a\tb\u202e\n\x01\r", UTF8_MASK_TSV, "a\tb?\n??");
	check_lines("\"\u00e4\xc2\x9b" "\u202e\U000e0041\x7f\"\n", UTF8_MASK_JSON, "\"\u00e4\\u009b\\u202e\\udb40\\udc41\\u007f\"\n");
	check_lines("\xf0\x9f\x98\x80\xf0\x9f\x98", UTF8_MASK_TEXT, "\xf0\x9f\x98\x80???");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fold_codes), cmocka_unit_test(valid_edges), cmocka_unit_test(valid_random), cmocka_unit_test(widths), cmocka_unit_test(clips),
		cmocka_unit_test(display_random), cmocka_unit_test(masks), cmocka_unit_test(masks_lines), cmocka_unit_test(folds),
		cmocka_unit_test(folds_over_pieces),
		cmocka_unit_test(fold_appends_within_cap),
		cmocka_unit_test(fold_is_stable), cmocka_unit_test(nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
