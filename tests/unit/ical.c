/* ical.c - tests of the calendar's text: byte for byte, and read again by libical itself */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <libical/ical.h>

#include "base/date.h"
#include "text/ical.h"

#define HOUR INT64_C(3600000)

static struct ical_task task(void)
{
	return (struct ical_task){.uid = "t5-1@crm", .created = 0, .updated = HOUR, .sequence = 3, .dated = true, .day = 0, .priority = 5, .title = "Call"};
}

static char *written(const struct ical_task *t, size_t n)
{
	struct strbuf b = STRBUF_INIT;
	struct ical *i;

	assert_int_equal(ical_new(&i, "crm", NULL), CRM_OK);
	for (size_t k = 0; k < n; k++)
		ical_add(i, &t[k]);
	ical_write(i, &b);
	ical_free(i);
	return sb_detach(&b, NULL);
}

static void test_exact(void **state)
{
	static const char *const tags[] = {"a", "b\\d", NULL};
	struct ical_task t = task();
	char *s;

	(void)state;
	t.timed = true;
	t.at = 9 * HOUR + 5 * 60000;
	t.done = true;
	t.done_at = 12 * HOUR;
	t.title = "Call, soon; \"now\" \\ C:\\x";
	t.description = "one\ntwo\r\n\x01\x7fthree\t";
	t.tags = tags;
	s = written(&t, 1);
	assert_string_equal(s,
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crm//crm-task//EN\r\nX-WR-CALNAME:crm\r\n"
		"BEGIN:VTODO\r\nUID:t5-1@crm\r\nDTSTAMP:19700101T010000Z\r\nCREATED:19700101T000000Z\r\nLAST-MODIFIED:19700101T010000Z\r\n"
		"SEQUENCE:3\r\nDUE:19700101T090500Z\r\nSUMMARY:Call\\, soon\\; \"now\" \\\\ C:\\\\x\r\nDESCRIPTION:one\\ntwo\\nthree\t\r\n"
		"PRIORITY:5\r\nSTATUS:COMPLETED\r\nCOMPLETED:19700101T120000Z\r\nPERCENT-COMPLETE:100\r\nCATEGORIES:a\r\nCATEGORIES:b\\\\d\r\n"
		"END:VTODO\r\nEND:VCALENDAR\r\n");
	free(s);
}

static void test_events(void **state)
{
	struct ical_task t[2] = {task(), task()};
	char *s;

	(void)state;
	t[0].event = t[1].event = true;
	t[1].timed = true;
	t[1].at = HOUR;
	s = written(t, 2);
	assert_non_null(strstr(s, "BEGIN:VEVENT\r\n"));
	assert_non_null(strstr(s, "DTSTART;VALUE=DATE:19700101\r\nTRANSP:TRANSPARENT\r\n"));
	assert_non_null(strstr(s, "DTSTART:19700101T010000Z\r\nDURATION:PT30M\r\n"));
	assert_null(strstr(s, "STATUS"));
	free(s);
	t[0] = task();
	t[0].dated = false;
	s = written(t, 1);
	assert_null(strstr(s, "DUE"));
	assert_non_null(strstr(s, "STATUS:NEEDS-ACTION\r\n"));
	free(s);
	s = written(NULL, 0);
	assert_string_equal(s, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//crm//crm-task//EN\r\nX-WR-CALNAME:crm\r\nEND:VCALENDAR\r\n");
	free(s);
	ical_free(NULL);
}

static uint64_t seed = 11;

static uint64_t draw(uint64_t n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed % n;
}

static void random_text(char *out, size_t most)
{
	static const char *const parts[] = {"a", "Z", " ", ",", ";", ":", "\\", "\"", "\n", "ä", "€", "\xf0\x9f\x8e\x89", "\t", "\\n", "long word ", "=", "BEGIN:VTODO"};
	size_t n = draw(most), len = 1;

	out[0] = 'x'; /* blanks at the ends are not read back */
	while (n--) {
		const char *p = parts[draw(sizeof parts / sizeof *parts)];
		memcpy(out + len, p, strlen(p) + 1);
		len += strlen(p);
	}
	memcpy(out + len, "x", 2);
}

/* Whatever the texts are: lines are short, end in CR LF and at whole characters, and libical reads back what went in. */
static void test_round_trip(void **state)
{
	(void)state;
	for (int round = 0; round < 500; round++) {
		char title[1200], description[8000];
		struct ical_task t = task();
		icalcomponent *all, *one;
		char *s, *end;

		random_text(title, 90);
		random_text(description, 600);
		t.title = title;
		t.description = description;
		t.day = (int)draw(40000);
		s = written(&t, 1);
		for (char *line = s; *line; line = end + 2) {
			end = strstr(line, "\r\n");
			assert_non_null(end);
			assert_in_range(end - line, 1, 75);
			assert_true((*line & 0xc0) != 0x80);
		}
		all = icalparser_parse_string(s);
		assert_non_null(all);
		assert_int_equal(icalcomponent_count_errors(all), 0);
		assert_true(icalrestriction_check(all));
		one = icalcomponent_get_first_component(all, ICAL_VTODO_COMPONENT);
		assert_string_equal(icalcomponent_get_summary(one), title);
		assert_string_equal(icalcomponent_get_description(one), description);
		assert_string_equal(icalcomponent_get_uid(one), t.uid);
		assert_int_equal(icalcomponent_get_sequence(one), 3);
		assert_null(icalcomponent_get_next_component(all, ICAL_VTODO_COMPONENT));
		icalcomponent_free(all);
		free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_exact), cmocka_unit_test(test_events), cmocka_unit_test(test_round_trip)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
