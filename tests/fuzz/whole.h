/* whole.h - a whole database in memory for the fuzzers of commands: opened as a tool opens it, dumped, checked. Included by them only. */
#ifndef TESTS_FUZZ_WHOLE_H
#define TESTS_FUZZ_WHOLE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "crm.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int zone_day(void *arg, const char *zone, int64_t ms)
{
	(void)arg, (void)zone;
	return (int)(ms / 86400000 - (ms % 86400000 < 0));
}
static int64_t zone_start(void *arg, const char *zone, int day) { (void)arg, (void)zone; return day * INT64_C(86400000); }
static int64_t zone_instant(void *arg, const char *zone, int day, int64_t ms) { return zone_start(arg, zone, day) + ms; }
static bool zone_known(void *arg, const char *zone) { (void)arg; return strcmp(zone, "UTC") == 0; }
static const struct crm_zone zone = {zone_day, zone_start, zone_instant, zone_known, NULL};

/* The default place, where nothing is: an empty database in memory with the ready-made pipeline. */
static struct crm *open_whole(struct crm_error *e)
{
	static const struct crm_env env = {.path = "/nonexistent/crm.db", .now = INT64_C(1795426800000), .user = "anna", .tool = "fuzz",
		.locale = "C", .timezone = "UTC", .zone = &zone};
	struct crm *c;

	if (crm_open(&c, &env, e) != CRM_OK)
		abort();
	return c;
}

static void say(const char *what, const struct crm_error *e)
{
	fprintf(stderr, "%s\n", what);
	for (size_t i = 0; e && i < e->n; i++)
		fprintf(stderr, "  %s:%ld:%ld: %s: %s\n", e->list[i].file ? e->list[i].file : "", e->list[i].line, e->list[i].column,
		        e->list[i].field ? e->list[i].field : "", e->list[i].text);
}

static void broken(const char *what, const struct crm_error *e)
{
	say(what, e);
	abort();
}

static void dump_whole(struct crm *c, struct strbuf *b)
{
	struct crm_error e = CRM_ERROR_INIT;
	struct out *o = out_to(b);

	sb_reset(b);
	if (crm_db_dump(c, o, &e) != CRM_OK || out_finish(o, &e) != CRM_OK)
		broken("no dump", &e);
	out_free(o);
	crm_error_clear(&e);
}

__attribute__((unused)) static void check_whole(struct crm *c)
{
	struct crm_error e = CRM_ERROR_INIT;

	if (crm_db_check(c, &e) != CRM_OK)
		broken("the check finds", &e);
	crm_error_clear(&e);
}

/* What holds of every command: its status says whether anything failed, and nothing is "internal". */
static void check_status(enum crm_status s, const struct crm_error *e)
{
	if (s == CRM_INTERNAL || (s != CRM_OK) != (e->failures != 0))
		broken("status and messages differ", e);
}

static void same_text(const char *what, const struct strbuf *a, const struct strbuf *b)
{
	if (a->len == b->len && memcmp(a->buf, b->buf, a->len) == 0)
		return;
	fprintf(stderr, "--- before\n%s\n--- after\n%s\n", a->buf, b->buf);
	broken(what, NULL);
}

#endif
