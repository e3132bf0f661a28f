/* date.c - fuzzes the readers of dates and instants: date_parse, date_parse_iso, date_parse_order, instant_parse. */
#include <stdint.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static void check_iso(int day)
{
	char out[16];
	int back;

	check(day >= DATE_MIN && day <= DATE_MAX);
	check(date_format(out, day) == 10 && out[10] == '\0');
	check(date_parse_iso(out, 10, &back) && back == day);
	check(date_parse(out, 10, 0, &back, NULL) == CRM_OK && back == day);
}

/* The same text in the other case is the same day. */
static void check_case(const char *s, size_t n, int today, int day)
{
	char *other = crm_strndup(s, n);
	int back;

	for (size_t i = 0; i < n; i++) {
		if ((other[i] >= 'a' && other[i] <= 'z') || (other[i] >= 'A' && other[i] <= 'Z'))
			other[i] ^= 0x20;
	}
	check(date_parse(other, n, today, &back, NULL) == CRM_OK && back == day);
	free(other);
}

/* A day more and a day less is the same day, except at the ends of the calendar. */
static void check_offsets(const char *s, size_t n, int today, int day)
{
	struct strbuf b = STRBUF_INIT;
	int back;

	if (day > DATE_MIN && day < DATE_MAX) {
		sb_add(&b, s, n);
		sb_adds(&b, "+1d-2d+1d");
		check(date_parse(b.buf, b.len, today, &back, NULL) == CRM_OK && back == day);
	}
	sb_release(&b);
}

static void expression(const char *s, size_t n, int today)
{
	struct crm_error e = CRM_ERROR_INIT;
	int day = 77;

	if (date_parse(s, n, today, &day, &e) == CRM_OK) {
		check(e.n == 0 && e.status == CRM_OK);
		check_iso(day);
		check_case(s, n, today, day);
		check_offsets(s, n, today, day);
	} else {
		check(day == 77 && e.status == CRM_USAGE && e.n == 1 && e.failures == 1);
		check(strlen(e.list[0].text) > 0 && strlen(e.list[0].text) < 1000);
	}
	crm_error_clear(&e);
}

static void foreign(const char *s, size_t n)
{
	char out[32];
	int day, back;

	if (date_parse_order(s, n, DATE_ISO, &day))
		check_iso(day);
	if (date_parse_order(s, n, DATE_DMY, &day)) {
		struct civil c = date_to_civil(day);
		check_iso(day);
		snprintf(out, sizeof(out), "%d.%d.%04d", c.day, c.month, c.year);
		check(date_parse_order(out, strlen(out), DATE_DMY, &back) && back == day);
	}
	if (date_parse_order(s, n, DATE_MDY, &day)) {
		struct civil c = date_to_civil(day);
		check_iso(day);
		snprintf(out, sizeof(out), "%02d/%02d/%04d 10:30", c.month, c.day, c.year);
		check(date_parse_order(out, strlen(out), DATE_MDY, &back) && back == day);
	}
}

static void instant(const char *s, size_t n)
{
	char out[32];
	int64_t ms, back;
	bool local;

	if (!instant_parse(s, n, &ms, &local))
		return;
	check(instant_format(out, ms) == 20 && out[20] == '\0');
	check(instant_parse(out, 20, &back, &local) && !local);
	check(ms >= back && ms - back < 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int todays[] = {0, 20543 /* 2026-03-31 */, 21243 /* 2028-02-29 */, DATE_MIN, DATE_MAX};
	const char *s = (const char *)data;

	for (size_t i = 0; i < sizeof(todays) / sizeof(*todays); i++)
		expression(s, size, todays[i]);
	foreign(s, size);
	instant(s, size);
	return 0;
}
