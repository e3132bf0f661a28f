/* vcard.c - cards in: unfolding, versions, encodings, damage; lines out: canonical form, 3.0 and 4.0, folding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "text/vcard.h"

/* ---- a source in memory, in pieces ---- */

struct memory {
	const char *p;
	size_t n, at, piece;
};

static long memory_read(void *arg, char *p, size_t n)
{
	struct memory *m = arg;
	size_t k = m->n - m->at;

	k = k < n ? k : n;
	k = k < m->piece ? k : m->piece;
	memcpy(p, m->p + m->at, k);
	m->at += k;
	return (long)k;
}

static const char *no_problem(void *arg)
{
	(void)arg;
	return "";
}

/* Everything read of a text: canonical lines, each with its place, cards divided by --, failures as they are told. */
static char *read_all(const char *text, size_t n, const char *encoding, size_t piece)
{
	struct memory m = {text, n, 0, piece};
	struct crm_source src = {"in", memory_read, NULL, no_problem, &m};
	struct strbuf out = STRBUF_INIT;
	struct vcard_reader *r;
	const struct vcard *card;
	struct crm_error e = CRM_ERROR_INIT;
	enum crm_status st;

	assert_int_equal(vcard_open(&r, &src, encoding, &e), CRM_OK);
	while ((st = vcard_next(r, &card, &e)) == CRM_DATA || (st == CRM_OK && card)) {
		sb_printf(&out, "-- %ld-%ld\n", card->first, card->last);
		for (size_t i = 0; i < e.n; i++)
			sb_printf(&out, "! %s:%ld: %s\n", e.list[i].file, e.list[i].line, e.list[i].text);
		crm_error_clear(&e);
		for (size_t i = 0; i < card->n; i++) {
			sb_printf(&out, "%ld%s ", card->p[i].line, card->p[i].damaged ? "*" : "");
			vcard_canonical(&out, &card->p[i]);
			sb_addc(&out, '\n');
		}
	}
	assert_int_equal(st, CRM_OK);
	vcard_free(r);
	return sb_detach(&out, NULL);
}

#define PIECES (sizeof pieces / sizeof *pieces)
static const size_t pieces[] = {1, 2, 3, 7, 64, 1 << 20};

static void check_bytes(const char *text, size_t n, const char *encoding, const char *want)
{
	for (size_t i = 0; i < PIECES; i++) {
		char *got = read_all(text, n, encoding, pieces[i]);

		assert_string_equal(got, want);
		free(got);
	}
}

static void check(const char *text, const char *want)
{
	check_bytes(text, strlen(text), NULL, want);
}

#define BYTES(text) text, sizeof(text) - 1

#define CARD(v, lines) "BEGIN:VCARD\nVERSION:" v "\n" lines "END:VCARD\n"

/* ---- reading ---- */

static void test_lines(void **state)
{
	(void)state;
	check("", "");
	check("\n\r\n  \n", "");
	check(CARD("3.0", "FN:Erika\nNOTE:ein\n s\n  und\n\tzwei\n"), "-- 1-8\n3 FN:Erika\n4 NOTE:eins undzwei\n");
	check("begin:vcard\r\nversion:3.0\r\nfn:x\r\nend:vcard\r\n\r\nBEGIN:VCARD \rFN:y\rEND:VCARD\t", "-- 1-4\n3 FN:x\n-- 6-8\n7 FN:y\n");
	check("\xEF\xBB\xBF" CARD("4.0", "FN:x\n"), "-- 1-4\n3 FN:x\n");
	check(CARD("4", "FN:x\n"), "-- 1-4\n3 FN:x\n");
	check("BEGIN:VCARD\nFN:no version\nEND:VCARD", "-- 1-3\n2 FN:no version\n");
	check(CARD("3.0", "item1.tel;type=CELL:1\nitem1.X-ABLabel:_$!<Mobile>!$_\n"),
	      "-- 1-5\n3 item1.TEL;TYPE=cell:1\n4 item1.X-ABLabel:_$!<Mobile>!$_\n");
	check(CARD("3.0", "NOTE:a\n BEGIN:VCARD\n END:VCARD\n"), "-- 1-6\n3 NOTE:aBEGIN:VCARDEND:VCARD\n");
}

static void test_damage(void **state)
{
	(void)state;
	check("BEGIN:VCARD\nFN:x\n", "-- 1-2\n! in:1: the card has no END:VCARD\n");
	check("BEGIN:VCARD\nFN:x\nBEGIN:VCARD\nFN:y\nEND:VCARD\n", "-- 1-2\n! in:1: the card has no END:VCARD\n-- 3-5\n4 FN:y\n");
	check("x\ny\nBEGIN:VCARD\nFN:y\nEND:VCARD\nz\n",
	      "-- 1-2\n! in:1: text outside a card\n-- 3-5\n4 FN:y\n-- 6-6\n! in:6: text outside a card\n");
	check("END:VCARD\n", "-- 1-1\n! in:1: END:VCARD without a BEGIN:VCARD\n");
	check(CARD("3.0", "FN:x\nno colon\n"), "-- 1-5\n! in:4: no colon in 'no colon'\n");
	check(CARD("3.0", "T\xC3\xA4L:1\n"), "-- 1-4\n! in:3: 'T\xC3\xA4L' is no property\n");
	check(CARD("3.0", ":1\n"), "-- 1-4\n! in:3: '' is no property\n");
	check(CARD("3.0", "TEL;TYPE=\"a:1\n"), "-- 1-4\n! in:3: parameter TYPE has an open quote\n");
	check(CARD("3.0", "TEL;TYPE=a\n"), "-- 1-4\n! in:3: no colon behind the parameters of TEL\n");
	check(CARD("5.0", "FN:x\n"), "-- 1-4\n! in:2: version '5.0' is not 2.1, 3.0 or 4.0\n");
	check_bytes(BYTES("BEGIN:VCARD\nFN:x\0y\nEND:VCARD\n"), NULL, "-- 1-3\n! in:2: NUL byte\n");
	check(CARD("2.1", "FN;CHARSET=klingon:\xE4\n"), "-- 1-4\n! in:3: unknown character set 'klingon'\n");
	check_bytes(BYTES(CARD("3.0", "FN:\x81\n")), "cp1252", "-- 1-4\n! in:3: not valid in encoding 'cp1252'\n");
}

static void test_caps(void **state)
{
	struct strbuf b = STRBUF_INIT;
	char *got;

	(void)state;
	sb_adds(&b, "BEGIN:VCARD\nNOTE:");
	for (int i = 0; i <= VCARD_LINE_MAX / 64; i++)
		sb_adds(&b, "0123456789012345678901234567890123456789012345678901234567890123");
	sb_adds(&b, "\nEND:VCARD\nBEGIN:VCARD\nFN:x\nEND:VCARD\n");
	got = read_all(b.buf, b.len, NULL, 1 << 20);
	assert_string_equal(got, "-- 1-3\n! in:2: line longer than 16 MiB\n-- 4-6\n5 FN:x\n");
	free(got);
	sb_reset(&b);
	sb_adds(&b, "BEGIN:VCARD\n");
	for (int i = 0; i <= VCARD_LINES_MAX; i++)
		sb_adds(&b, "X-A:1\n");
	sb_adds(&b, "END:VCARD\nBEGIN:VCARD\nFN:x\nEND:VCARD\n");
	got = read_all(b.buf, b.len, NULL, 1 << 20);
	assert_string_equal(got, "-- 1-10003\n! in:10002: card of more than 10000 lines\n-- 10004-10006\n10005 FN:x\n");
	free(got);
	sb_release(&b);
}

static void test_21(void **state)
{
	(void)state;
	check(CARD("2.1", "TEL;WORK;FAX;PREF:1\n"), "-- 1-4\n3 TEL;TYPE=fax,work;PREF=1:1\n");
	check(CARD("2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BC=\nller;Eva=20\n"), "-- 1-5\n3 N:M\xC3\xBCller;Eva \n");
	check(CARD("2.1", "NOTE;QUOTED-PRINTABLE:a=0D=0A=  \n b=3D=ZZ=4\n"), "-- 1-5\n3 NOTE:a\\n b==ZZ=4\n");
	check(CARD("2.1", "NOTE;ENCODING=QUOTED-PRINTABLE:x=\n"), "-- 1-4\n3 NOTE:x\n");
	check(CARD("2.1", "NOTE:C:\\temp\\new; a, b\n"), "-- 1-4\n3 NOTE:C:\\\\temp\\new\\; a\\, b\n");
	check(CARD("2.1", "ORG:A, B;C\nFN:x, y\n"), "-- 1-5\n3 ORG:A\\, B;C\n4 FN:x\\, y\n");
	check(CARD("2.1", "PHOTO;ENCODING=BASE64;JPEG:\n aGFs\n bG8=\n\nFN:x\n"),
	      "-- 1-8\n3 PHOTO:data:image/jpeg;base64,aGFsbG8=\n7 FN:x\n");
	check(CARD("2.1", "KEY;X509;ENCODING=BASE64:\naGFs\nbG8=\nFN:x\n"),
	      "-- 1-7\n3 KEY:data:application/pkix-cert;base64,aGFsbG8=\n6 FN:x\n");
	check(CARD("2.1", "PHOTO;VALUE=URL:http://a.example/x.gif\nPHOTO;URL:http://a.example\n"),
	      "-- 1-5\n3 PHOTO:http://a.example/x.gif\n4 PHOTO:http://a.example\n");
	check(CARD("2.1", "AGENT:\nBEGIN:VCARD\nFN:A; B\nEND:VCARD\nFN:x\n"),
	      "-- 1-8\n3 AGENT:BEGIN:VCARD\\nFN:A\\; B\\nEND:VCARD\\n\n7 FN:x\n");
}

static void test_charsets(void **state)
{
	(void)state;
	check(CARD("2.1", "FN:M\xFCller \x80\n"), "-- 1-4\n3 FN:M\xC3\xBCller \xE2\x82\xAC\n");
	check(CARD("2.1", "FN:M\xC3\xBCller\nTITLE:B\xE4"
	                  "cker\n"),
	      "-- 1-5\n3 FN:M\xC3\xBCller\n4 TITLE:B\xC3\xA4"
	      "cker\n");
	check(CARD("2.1", "FN;CHARSET=ISO-8859-2:\xB3\n"), "-- 1-4\n3 FN:\xC5\x82\n");
	check(CARD("2.1", "FN;CHARSET=ISO-8859-2;QUOTED-PRINTABLE:=B3\n"), "-- 1-4\n3 FN:\xC5\x82\n");
	check(CARD("2.1", "FN;CHARSET=UTF-8;QUOTED-PRINTABLE:a=FFb\n"), "-- 1-4\n3* FN:a\xEF\xBF\xBD"
	                                                                "b\n");
	check(CARD("2.1", "FN;QUOTED-PRINTABLE:=81\n"), "-- 1-4\n3* FN:\xEF\xBF\xBD\n");
	check(CARD("3.0", "FN;ENCODING=b:w4Q=\n"), "-- 1-4\n3 FN:\xC3\x84\n");
	check_bytes(BYTES("\xFF\xFE"
	                  "B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xE4\0\n\0E\0N\0D\0:\0V\0C\0A\0R\0D\0"),
	            NULL, "-- 1-3\n2 FN:\xC3\xA4\n");
	check_bytes(BYTES("B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xE4\0\n\0E\0N\0D\0:\0V\0C\0A\0R\0D\0"), NULL,
	            "-- 1-3\n2 FN:\xC3\xA4\n");
	check_bytes(BYTES("\0B\0E\0G\0I\0N\0:\0V\0C\0A\0R\0D\0\n\0F\0N\0:\0\xE4\0\n\0E\0N\0D\0:\0V\0C\0A\0R\0D"), NULL,
	            "-- 1-3\n2 FN:\xC3\xA4\n");
	check_bytes(BYTES("BEGIN:VCARD\nFN:\xE1\nEND:VCARD"), "cp437", "-- 1-3\n2 FN:\xC3\x9F\n");
}

static void test_canonical(void **state)
{
	static const struct {
		const char *line, *want;
	} cases[] = {{"TEL;type=VOICE;type=pref;TYPE=\"home,cell\":1", "TEL;TYPE=cell,home;PREF=1:1"},
	             {"TEL;VALUE=uri;TYPE=home:tel:+49-221-1", "TEL;TYPE=home:+49-221-1"},
	             {"TEL;VALUE=uri:tel:+49-221-1;ext=102", "TEL;VALUE=uri:tel:+49-221-1;ext=102"},
	             {"TEL:+49-221-1\\;ext=102", "TEL;VALUE=uri:tel:+49-221-1;ext=102"},
	             {"EMAIL;TYPE=INTERNET,WORK;PREF=2:a@b", "EMAIL;TYPE=work;PREF=2:a@b"},
	             {"ADR;TYPE=WORK,POSTAL,PARCEL:;;a, b;;;;", "ADR;TYPE=work:;;a\\, b;;;;"},
	             {"ADR;LABEL=\"a^nb: ^'c^' ^^\":;;;;;;", "ADR;LABEL=\"a^nb: ^'c^' ^^\":;;;;;;"},
	             {"X-A;P=a;P=\"b;c\":v", "X-A;P=a,\"b;c\":v"},
	             {"BDAY:1980-03-22", "BDAY:19800322"},
	             {"BDAY;VALUE=date:19800322", "BDAY:19800322"},
	             {"BDAY:--04-16", "BDAY:--0416"},
	             {"BDAY:--0416", "BDAY:--0416"},
	             {"BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-16", "BDAY:--0416"},
	             {"BDAY:16040101", "BDAY:--0101"},
	             {"BDAY:1996-04-15T20:12:43+04:00", "BDAY:19960415T201243+0400"},
	             {"BDAY:circa 1800", "BDAY;VALUE=text:circa 1800"},
	             {"BDAY:1953-10", "BDAY:1953-10"},
	             {"ANNIVERSARY:2014-08-12", "ANNIVERSARY:20140812"},
	             {"PHOTO;ENCODING=b;TYPE=PNG:aGFs bG8=", "PHOTO:data:image/png;base64,aGFsbG8="},
	             {"PHOTO:data:image/png;base64\\,aGFsbG8=", "PHOTO:data:image/png;base64,aGFsbG8="},
	             {"PHOTO;ENCODING=b;TYPE=png:data:image/png;base64,aGFs", "PHOTO:data:image/png;base64,aGFs"},
	             {"SOUND;ENCODING=b:aGFs", "SOUND:data:application/octet-stream;base64,aGFs"},
	             {"X-PIC;ENCODING=b;TYPE=JPEG:aGFs", "X-PIC;VALUE=uri:data:image/jpeg;base64,aGFs"},
	             {"URL:http\\://a.example", "URL:http://a.example"},
	             {"GEO:37.4;-122.1", "GEO:geo:37.4,-122.1"},
	             {"GEO:geo:37.4\\,-122.1;u=3", "GEO:geo:37.4,-122.1;u=3"},
	             {"TZ;VALUE=text:Europe/Berlin", "TZ:Europe/Berlin"},
	             {"X-CLASS:PRIVATE", "CLASS:PRIVATE"},
	             {"X-messaging/x_y:1", "X-messaging-x-y:1"},
	             {"N:a\\;b;c\\,d", "N:a\\;b;c\\,d"},
	             {"FN:a;b, c\\d\\N", "FN:a\\;b\\, cd\\n"},
	             {"CATEGORIES:a,b\\,c", "CATEGORIES:a,b\\,c"},
	             {"RELATED;VALUE=text:x", "RELATED;VALUE=text:x"},
	             {"RELATED;VALUE=uri:urn:x", "RELATED:urn:x"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena a = ARENA_INIT;
		struct strbuf out = STRBUF_INIT, again = STRBUF_INIT;
		struct vcard_property p;
		const char *problem;

		assert_true(vcard_parse(&a, NULL, cases[i].line, strlen(cases[i].line), VCARD_30, &p, &problem));
		vcard_canonical(&out, &p);
		assert_string_equal(out.buf, cases[i].want);
		assert_true(vcard_parse(&a, NULL, out.buf, out.len, VCARD_40, &p, &problem));
		vcard_canonical(&again, &p);
		assert_string_equal(again.buf, out.buf);
		sb_release(&out);
		sb_release(&again);
		arena_free(&a);
	}
}

/* ---- writing ---- */

static void test_write(void **state)
{
	static const struct {
		const char *line, *v30, *v40;
	} cases[] = {{"TEL;TYPE=cell;PREF=1:1", "TEL;TYPE=cell,pref:1", "TEL;TYPE=cell;PREF=1:1"},
	             {"TEL;PREF=2:1", "TEL;PREF=2:1", "TEL;PREF=2:1"},
	             {"TEL;VALUE=uri:tel:1;ext=2", "TEL:1\\;ext=2", "TEL;VALUE=uri:tel:1;ext=2"},
	             {"BDAY:--0416", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-16", "BDAY:--0416"},
	             {"BDAY:19800322", "BDAY:1980-03-22", "BDAY:19800322"},
	             {"BDAY;VALUE=text:circa 1800", "BDAY;VALUE=text:circa 1800", "BDAY;VALUE=text:circa 1800"},
	             {"PHOTO:data:image/jpeg;base64,aGFs", "PHOTO;ENCODING=b;TYPE=JPEG:aGFs", "PHOTO:data:image/jpeg;base64,aGFs"},
	             {"PHOTO:data:text/html;base64,aGFs", "PHOTO;VALUE=uri:data:text/html;base64,aGFs", "PHOTO:data:text/html;base64,aGFs"},
	             {"PHOTO:http://a.example", "PHOTO;VALUE=uri:http://a.example", "PHOTO:http://a.example"},
	             {"GEO:geo:37.4,-122.1", "GEO:37.4;-122.1", "GEO:geo:37.4,-122.1"},
	             {"TZ:-0500", "TZ:-0500", "TZ:-0500"},
	             {"TZ:Europe/Berlin", "TZ;VALUE=text:Europe/Berlin", "TZ:Europe/Berlin"},
	             {"a.LABEL;TYPE=home:x", "a.LABEL;TYPE=home:x", "a.X-LABEL;TYPE=home:x"},
	             {"AGENT:x", "AGENT:x", "X-AGENT:x"}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct strbuf b = STRBUF_INIT;

		vcard_write(&b, cases[i].line, VCARD_30);
		sb_setlen(&b, b.len - 2);
		assert_string_equal(b.buf, cases[i].v30);
		sb_reset(&b);
		vcard_write(&b, cases[i].line, VCARD_40);
		sb_setlen(&b, b.len - 2);
		assert_string_equal(b.buf, cases[i].v40);
		sb_release(&b);
	}
}

/* Any text: lines of 75 octets at most, whole characters, and the text again without the folds. */
static void test_fold(void **state)
{
	static const char *const letters[] = {"a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", " ", ":"};
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct strbuf text = STRBUF_INIT, out = STRBUF_INIT, back = STRBUF_INIT;
		size_t from = 0;

		for (int i = 0; i < round; i++) {
			seed = seed * 1103515245 + 12345;
			sb_adds(&text, letters[(seed >> 16) % 6]);
		}
		vcard_fold(&out, text.buf, text.len);
		for (size_t i = 0; i < out.len; i++)
			if (out.buf[i] == '\n') {
				assert_true(out.buf[i - 1] == '\r' && i - 1 - from <= VCARD_FOLD);
				assert_int_equal(utf8_valid(out.buf + from, i - from), i - from);
				sb_add(&back, out.buf + from + (from > 0), i - 1 - from - (from > 0));
				from = i + 1;
			}
		assert_int_equal(from, out.len);
		assert_string_equal(back.buf, text.buf);
		sb_release(&text);
		sb_release(&out);
		sb_release(&back);
	}
}

static void test_parts(void **state)
{
	const char *p = "a\\;b;;c\\\\;", *part;
	static const char *const want[] = {"a\\;b", "", "c\\\\", ""};
	struct strbuf b = STRBUF_INIT;
	size_t n, i = 0;

	(void)state;
	while (vcard_part(&p, ';', &part, &n)) {
		assert_true(i < 4 && strlen(want[i]) == n && memcmp(part, want[i], n) == 0);
		i++;
	}
	assert_int_equal(i, 4);
	vcard_text(&b, "a\\;b\\,c\\nd\\\\e\x01", 14);
	assert_string_equal(b.buf, "a;b,c\nd\\e ");
	sb_reset(&b);
	vcard_escape(&b, "a;b,c\r\nd\\e\x01", 11);
	assert_string_equal(b.buf, "a\\;b\\,c\\nd\\\\e ");
	sb_release(&b);
}

static void test_begins(void **state)
{
	static const struct {
		const char *text;
		bool yes;
	} cases[] = {{"BEGIN:VCARD\r\n", true}, {"\n \nbegin:vCard \nFN", true}, {"BEGIN:VCARD", true}, {"BEGIN:VCALENDAR\n", false},
	             {"BEGIN:VCARDS\n", false}, {"name\temail\n", false},        {"", false},           {"x\nBEGIN:VCARD\n", false}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(vcard_begins(cases[i].text, strlen(cases[i].text)), cases[i].yes);
}

static void test_guess(void **state)
{
	static const struct {
		const char *text;
		size_t n;
		const char *want;
	} cases[] = {{"a,b\n", 4, NULL},
	             {"M\xC3\xBCller", 7, NULL},
	             {"M\xFCller", 6, "cp1252"},
	             {"it\x92s", 4, "cp1252"},
	             {"\x96\xBC\x96\xB3\x82\xB5\x82\xCC\x8C\x95", 10, NULL},
	             {"M\xFCller \x81", 8, NULL},
	             {"M\xC3\xBCller M\xC3\xBCller \xFC", 17, NULL},
	             {"\xFF\xFE"
	              "a\0",
	              4, NULL},
	             {"a\0b\0\xE4\0", 6, NULL},
	             {"", 0, NULL}};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		for (size_t k = 0; k < PIECES; k++) {
			struct memory m = {cases[i].text, cases[i].n, 0, pieces[k]};
			struct crm_source src = {"in", memory_read, NULL, no_problem, &m};
			const char *got = "?";

			assert_int_equal(encoding_guess(&src, &got, NULL), CRM_OK);
			assert_true(got ? cases[i].want && strcmp(got, cases[i].want) == 0 : !cases[i].want);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines),  cmocka_unit_test(test_damage),   cmocka_unit_test(test_caps),
	                                   cmocka_unit_test(test_21),     cmocka_unit_test(test_charsets), cmocka_unit_test(test_canonical),
	                                   cmocka_unit_test(test_write),  cmocka_unit_test(test_fold),     cmocka_unit_test(test_parts),
	                                   cmocka_unit_test(test_begins), cmocka_unit_test(test_guess)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
