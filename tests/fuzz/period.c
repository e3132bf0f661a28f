/* period.c - fuzzes period_parse. */
#include <stdint.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool ok)
{
	if (!ok)
		abort();
}

static bool same(struct period a, struct period b)
{
	return a.from == b.from && a.to == b.to;
}

/* Its first and last day, written as A..B, are the same period. */
static void check_written(struct period p)
{
	struct strbuf b = STRBUF_INIT;
	char day[16];
	struct period back;

	sb_add(&b, day, date_format(day, p.from));
	sb_adds(&b, "..");
	sb_add(&b, day, date_format(day, p.to));
	check(period_parse(b.buf, b.len, 0, &back, NULL) == CRM_OK && same(p, back));
	sb_release(&b);
}

/* A.. begins where A begins, ..B ends where B ends. */
static void check_open(const char *s, size_t n, int today, struct period p)
{
	struct strbuf b = STRBUF_INIT;
	struct period open;

	if (n && memmem(s, n, "..", 2))
		return;
	sb_add(&b, s, n);
	sb_adds(&b, "..");
	check(period_parse(b.buf, b.len, today, &open, NULL) == CRM_OK && same(open, (struct period){p.from, DATE_MAX}));
	sb_reset(&b);
	sb_adds(&b, "..");
	sb_add(&b, s, n);
	check(period_parse(b.buf, b.len, today, &open, NULL) == CRM_OK && same(open, (struct period){DATE_MIN, p.to}));
	sb_release(&b);
}

/* What is a date is the period of that day, and what is a period of another form is no date. */
static void check_date(const char *s, size_t n, int today, struct period p)
{
	int day;

	if (date_parse(s, n, today, &day, NULL) == CRM_OK)
		check(same(p, (struct period){day, day}));
}

/* The units that hold its first day have names that are periods of the unit's days. */
static void check_units(int day)
{
	char name[16];
	struct period p;

	for (int u = UNIT_DAY; u <= UNIT_YEAR; u++) {
		int next = date_unit_next(day, (enum date_unit)u);
		size_t n = date_unit_format(name, day, (enum date_unit)u);
		check(period_parse(name, n, 0, &p, NULL) == CRM_OK);
		check(same(p, (struct period){date_unit_start(day, (enum date_unit)u), next > DATE_MAX ? DATE_MAX : next - 1}));
	}
}

static void one(const char *s, size_t n, int today)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct period p = {77, 77};
	int day;

	if (period_parse(s, n, today, &p, &e) == CRM_OK) {
		check(e.n == 0 && e.status == CRM_OK);
		check(p.from >= DATE_MIN && p.from <= p.to && p.to <= DATE_MAX);
		check_written(p);
		check_open(s, n, today, p);
		check_date(s, n, today, p);
		check_units(p.from);
	} else {
		check(p.from == 77 && p.to == 77 && e.status == CRM_USAGE && e.n == 1 && e.failures == 1);
		check(strlen(e.list[0].text) > 0 && strlen(e.list[0].text) < 1000);
		check(date_parse(s, n, today, &day, NULL) == CRM_USAGE);
	}
	crm_error_clear(&e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const int todays[] = {0, 20543 /* 2026-03-31 */, 21243 /* 2028-02-29 */, DATE_MIN, DATE_MAX};

	for (size_t i = 0; i < sizeof(todays) / sizeof(*todays); i++)
		one((const char *)data, size, todays[i]);
	return 0;
}
