/* phone.c - countries and phone keys */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/money.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct pair {
	const char *s, *want;
};

static void country_is(const char *s, const char *code)
{
	const struct country *c = country_parse(s, strlen(s));
	if (strcmp(c ? c->code : "", code))
		fail_msg("'%s' is '%s', not '%s'", s, c ? c->code : "", code);
}

static void test_country_names(void **state)
{
	(void)state;
	static const struct pair cases[] = {
		{"DE", "DE"}, {"de", "DE"}, {"gB", "GB"}, {"Germany", "DE"}, {"GERMANY", "DE"}, {"united states", "US"}, {"USA", "US"},
		{"U.S.A.", "US"}, {"The United States of America", "US"}, {"UK", "GB"}, {"United Kingdom", "GB"}, {"Great Britain", "GB"},
		{"Scotland", "GB"}, {"Czech Republic", "CZ"}, {"Czechia", "CZ"}, {"Russia", "RU"}, {"Russian Federation", "RU"},
		{"Vietnam", "VN"}, {"Viet Nam", "VN"}, {"South Korea", "KR"}, {"Korea, Republic of", "KR"}, {"Korea (the Republic of)", "KR"},
		{"Korea, Democratic People's Republic of", "KP"}, {"Ivory Coast", "CI"}, {"C\xc3\xb4te d\xe2\x80\x99Ivoire", "CI"},
		{"Cote d'Ivoire", "CI"}, {"\xc3\x85land Islands", "AX"}, {"aland", "AX"}, {"T\xc3\xbcrkiye", "TR"}, {"T\xc3\x9cRKIYE", "TR"},
		{"Turkey", "TR"}, {"Holland", "NL"}, {"The Netherlands", "NL"}, {"St. Lucia", "LC"}, {"Saint Lucia", "LC"},
		{"St Kitts & Nevis", "KN"}, {"Trinidad & Tobago", "TT"}, {"Bosnia-Herzegovina", "BA"}, {"Hong Kong SAR, China", "HK"},
		{"  New   Zealand ", "NZ"}, {"Congo", "CG"}, {"DR Congo", "CD"}, {"Congo, The Democratic Republic of the", "CD"},
		{"Guinea", "GN"}, {"Guinea-Bissau", "GW"}, {"Papua New Guinea", "PG"}, {"Niger", "NE"}, {"Nigeria", "NG"}, {"Samoa", "WS"},
		{"Virgin Islands, U.S.", "VI"}, {"Cura\xc3\xa7" "ao", "CW"}, {"North Macedonia", "MK"}, {"Eswatini", "SZ"},
		{"Korea", ""}, {"Virgin Islands", ""}, {"", ""}, {" ", ""}, {"the", ""}, {"st", "ST"}, {"XX", ""}, {"ZZ", ""}, {"D", ""},
		{"DEU", "DE"}, {"deu", "DE"}, {"XK", "XK"}, {"XKX", "XK"}, {"Kosovo", "XK"}, {"DEX", ""},
		{"Deutschland", "DE"}, {"\xc3\x96sterreich", "AT"}, {"Oesterreich", "AT"}, {"OSTERREICH", "AT"}, {"Schweiz", "CH"}, {"Suisse", "CH"},
		{"Allemagne", "DE"}, {"\xc3\x89tats-Unis", "US"}, {"Etats Unis", "US"}, {"Pays-Bas", "NL"}, {"Vereinigtes K\xc3\xb6nigreich", "GB"},
		{"Gro\xc3\x9f" "britannien", "GB"}, {"Grossbritannien", "GB"}, {"T\xc3\xbcrkei", "TR"}, {"Tuerkei", "TR"}, {"Island", "IS"},
		{"Tschechien", "CZ"}, {"Royaume-Uni", "GB"}, {"Cor\xc3\xa9" "e", ""}, {"S\xc3\xbc" "dkorea", "KR"}, {"Elfenbeink\xc3\xbcste", "CI"},
		{"D1", ""}, {"\xc4\xc5", ""}, {"Germany2", ""}, {"Germ", ""}, {"German y", ""}, {"\xc3", ""}, {"@!", ""},
		{"A country with a name so long that it does not fit any buffer for names at all", ""},
		{"&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&&", ""},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		country_is(cases[i].s, cases[i].want);
	assert_null(country_parse("Germany\0", 8));
	assert_null(country_parse(NULL, 0));
	assert_string_equal(country_parse("Germany and more", 7)->code, "DE");
}

static void test_country_table(void **state)
{
	(void)state;
	size_t n;
	const struct country *table = country_table(&n);
	assert_int_equal(n, 250);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(strlen(table[i].code), 2);
		assert_true(i == 0 || strcmp(table[i - 1].code, table[i].code) < 0);
		assert_in_range(table[i].calling, 1, 999);
		assert_true(!table[i].trunk || strchr("018", table[i].trunk));
		assert_ptr_equal(country_parse(table[i].code, 2), &table[i]);
		country_is(table[i].name, table[i].code);
		for (size_t k = 0; k < n; k++) {
			char a[8], b[8];
			int len = snprintf(a, sizeof a, "%d", table[i].calling);
			snprintf(b, sizeof b, "%d", table[k].calling);
			if (table[i].calling == table[k].calling)
				assert_int_equal(table[i].trunk, table[k].trunk);
			else
				assert_true(strncmp(a, b, (size_t)len) != 0);
		}
	}
	static const struct {
		const char *code;
		int calling;
		char trunk;
	} known[] = {{"DE", 49, '0'}, {"GB", 44, '0'}, {"FR", 33, '0'}, {"AT", 43, '0'}, {"CH", 41, '0'}, {"IT", 39, 0}, {"ES", 34, 0},
	             {"DK", 45, 0}, {"NO", 47, 0}, {"PL", 48, 0}, {"PT", 351, 0}, {"GR", 30, 0}, {"US", 1, '1'}, {"CA", 1, '1'},
	             {"RU", 7, '8'}, {"CZ", 420, 0}, {"NL", 31, '0'}, {"SE", 46, '0'}, {"JM", 1, '1'}, {"LU", 352, 0}};
	for (size_t i = 0; i < COUNT(known); i++) {
		const struct country *c = country_parse(known[i].code, 2);
		assert_int_equal(c->calling, known[i].calling);
		assert_int_equal(c->trunk, known[i].trunk);
	}
}

static void key_is(const char *country, const char *s, const char *want)
{
	char out[40];
	memset(out, 'x', sizeof out);
	size_t len = phone_key(out, s, strlen(s), country);
	if (strcmp(out, want))
		fail_msg("'%s' in %s is %s, not %s", s, country ? country : "no country", out, want);
	assert_int_equal(len, strlen(want));
}

/* One number in many spellings. */
static void keys_are(const char *country, const char *const *list, const char *want)
{
	for (; *list; list++)
		key_is(country, *list, want);
}

static void test_spellings(void **state)
{
	(void)state;
	static const char *const cologne[] = {"0221 123456", "0221/123456", "0221-12 34 56", "(0221) 123456", "(0221)123456", "0221.123.456",
		"+49 221 123456", "+49 (0)221 123456", "+49(0)221/123456", "+49 (0) 221 - 123456", "+49 0221 123456", "0049221123456",
		"0049 (0)221 123456", "00 49 221 12 34 56", "+0049 221 123456", "(+49) 221 123456", "(0049) 221 123456", "49 (0)221 123456",
		"tel:+49-221-123456", "tel:+49221123456;ext=12", "Tel. 0221 123456", "Tel.: +49 221 123456", " 0221 123456 ", "+ 49 221 123456",
		"0221 123456 (B\xc3\xbcro)", "0221 123456 x12", "0221 123456 ext. 3", "0221 123456, 0171 987654", "0221 123456; 987",
		"0221 123456 or 0171 9876543", "0221\xc2\xa0" "123456", "0221 \xe2\x80\x93 123456", "0221\xe2\x80\xaf" "123456",
		"\xe2\x80\xaa+49 221 123456\xe2\x80\xac", "0221\xe2\x88\x92" "123456", "221 123456", "0221/123456\n", "0221\t123456",
		"00049221123456", NULL};
	keys_are("DE", cologne, "49221123456");
	key_is("Germany", "0221 123456", "49221123456");
	static const char *const seattle[] = {"(206) 555-0100", "206-555-0100", "206.555.0100", "1-206-555-0100", "1 (206) 555-0100",
		"+1 206 555 0100", "+1 (206) 555-0100 x42", "011 1 206 555 0100", "001 206 555 0100", "+1 1 206 555 0100", "2065550100", NULL};
	keys_are("US", seattle, "12065550100");
	keys_are("CA", seattle, "12065550100");
	key_is("US", "011 49 221 123456", "49221123456");
	key_is("US", "0049 221 123456", "49221123456");
	key_is("US", "011 049 221 123456", "49221123456");
}

static void test_national_rules(void **state)
{
	(void)state;
	static const struct {
		const char *country, *s, *want;
	} cases[] = {
		{"AT", "01 5123456", "4315123456"}, {"AT", "0664/123 45 67", "436641234567"}, {"CH", "044 668 18 00", "41446681800"},
		{"CH", "+41 (0)44 668 18 00", "41446681800"}, {"GB", "020 7946 0000", "442079460000"}, {"GB", "+44 (0)20 7946 0000", "442079460000"},
		{"FR", "01 23 45 67 89", "33123456789"}, {"FR", "+33 (0)1 23 45 67 89", "33123456789"},
		{"IT", "06 6982", "39066982"}, {"IT", "+39 06 6982", "39066982"}, {"IT", "+39 (0)6 6982", "39066982"}, {"VA", "06 6982", "39066982"},
		{"DE", "+39 06 6982", "39066982"}, {"IT", "391 234 5678", "393912345678"}, {"SM", "0549 886377", "3780549886377"},
		{"ES", "912 345 678", "34912345678"}, {"DK", "45 12 34 56", "4545123456"}, {"PL", "48 123 45 67", "48481234567"},
		{"PL", "+48 (0)22 123 45 67", "48221234567"}, {"PT", "+351 (0)21 1234567", "351211234567"},
		{"HU", "06 30 123 4567", "36301234567"}, {"HU", "30 123 4567", "36301234567"}, {"DE", "+36 (06) 30 123 4567", "36301234567"},
		{"HU", "+36 30 123 4567", "36301234567"}, {"HU", "06-1-234-5678", "3612345678"},
		{"RU", "8 (495) 123-45-67", "74951234567"}, {"RU", "+7 495 123-45-67", "74951234567"}, {"RU", "812 123-45-67", "78121234567"},
		{"RU", "+7 812 123-45-67", "78121234567"}, {"RU", "8 812 123-45-67", "78121234567"}, {"RU", "8 10 49 221 123456", "49221123456"},
		{"RU", "810-12-34", "78101234"}, {"KZ", "8 727 123 45 67", "77271234567"}, {"BY", "8 029 123-45-67", "375291234567"},
		{"BY", "029 123-45-67", "375291234567"}, {"BY", "+375 (29) 123-45-67", "375291234567"}, {"BY", "800 123 4567", "3758001234567"},
		{"LT", "8 5 212 3456", "37052123456"}, {"LT", "0 5 212 3456", "37052123456"}, {"LT", "+370 5 212 3456", "37052123456"},
		{"LT", "+370 800 12345", "37080012345"}, {"MX", "01 55 1234 5678", "525512345678"}, {"MX", "+52 1 55 1234 5678", "525512345678"},
		{"MX", "55 1234 5678", "525512345678"}, {"JP", "03-1234-5678", "81312345678"}, {"JP", "010 49 221 123456", "49221123456"},
		{"JP", "011-123-4567", "81111234567"}, {"AU", "02 1234 5678", "61212345678"}, {"AU", "0011 49 221 123456", "49221123456"},
		{"NL", "020-1234567", "31201234567"}, {"CN", "010 1234 5678", "861012345678"}, {"CI", "01 23 45 67 89", "2250123456789"},
		{"BR", "(55) 99999-9999", "5555999999999"}, {"BR", "0 11 91234-5678", "5511912345678"}, {"LU", "26 12 34", "352261234"},
		{"DE", "+383 (0)38 123456", "38338123456"}, {"DE", "+800 1234 5678", "80012345678"}, {"DE", "112", "49112"}, {"DE", "110", "49110"},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		key_is(cases[i].country, cases[i].s, cases[i].want);
}

static void test_without_country(void **state)
{
	(void)state;
	static const struct pair cases[] = {
		{"0221 123456", "0221123456"}, {"+49 (0)221 123456", "49221123456"}, {"0049 221 123456", "49221123456"},
		{"49 (0)221 123456", "49221123456"}, {"049 (0)2 562123", "04902562123"}, {"221 123456", "221123456"}, {"123", "123"},
		{"+1 206 555 0100", "12065550100"},
	};
	for (size_t i = 0; i < COUNT(cases); i++) {
		key_is(NULL, cases[i].s, cases[i].want);
		key_is("Atlantis", cases[i].s, cases[i].want);
	}
}

static void test_no_number(void **state)
{
	(void)state;
	static const char *const cases[] = {"", " ", "-", "+", "none", "n/a", "12", "1-2", "+49", "00", "000", "0049", "+0", "((((", "12a345",
		"\xc3\xa4", "\xff\xfe", "+(0)1", "00000000000000000000000000000000000000000000000"};
	for (size_t i = 0; i < COUNT(cases); i++) {
		key_is(NULL, cases[i], "");
		key_is("DE", cases[i], "");
		key_is("AD", cases[i], "");
	}
	char out[40];
	assert_int_equal(phone_key(out, NULL, 0, "DE"), 0);
	assert_int_equal(phone_key(out, "0221 123456", 4, NULL), 4);
	assert_string_equal(out, "0221");
	assert_int_equal(phone_key(out, "022\0" "1", 5, NULL), 3);
	char *digits = malloc(100000);
	assert_non_null(digits);
	memset(digits, '7', 100000);
	assert_in_range(phone_key(out, digits, 100000, "AD"), 30, 39);
	memset(digits, '(', 100000);
	assert_int_equal(phone_key(out, digits, 100000, "AD"), 0);
	free(digits);
}

/* In every country: the number with trunk prefix, in international form with +, 00 and (0), and its own key are one. */
static void test_every_country(void **state)
{
	(void)state;
	uint64_t seed = 20240229;
	size_t n;
	const struct country *table = country_table(&n);
	for (size_t i = 0; i < n * 200; i++) {
		const struct country *c = &table[i % n];
		char nsn[16], want[40], s[64], key[40];
		size_t len = 7 + i / n % 3;
		for (size_t k = 0; k < len; k++) {
			seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
			nsn[k] = (char)('0' + (seed >> 33) % 10);
		}
		nsn[0] = (char)('2' + nsn[0] % 5);
		nsn[len] = '\0';
		snprintf(want, sizeof want, "%d%s", c->calling, nsn);
		key_is(c->code, nsn, want);
		snprintf(s, sizeof s, "+%d %s", c->calling, nsn);
		key_is(NULL, s, want);
		key_is(c->code, s, want);
		if (c->trunk == '0' || c->trunk == '1') {
			const char trunk[] = {c->trunk, c->calling == 36 ? '6' : '-', '\0'};
			snprintf(s, sizeof s, "%s-%s", trunk, nsn);
			key_is(c->code, s, want);
		}
		if (c->trunk == '0' && c->calling != 36) {
			snprintf(s, sizeof s, "+%d (0)%s", c->calling, nsn);
			key_is(NULL, s, want);
			snprintf(s, sizeof s, "00%d 0%s", c->calling, nsn);
			key_is("DE", s, want);
		}
		size_t got = phone_key(key + 1, s, strlen(s), "DE");
		key[0] = '+';
		key_is("DE", key, key + 1);
		assert_true(got > 3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_country_names), cmocka_unit_test(test_country_table), cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_national_rules), cmocka_unit_test(test_without_country), cmocka_unit_test(test_no_number),
		cmocka_unit_test(test_every_country),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
