/* sales_db.h - a small database for the tests of the sales floor. Included by them only. */
#ifndef TESTS_UNIT_SALES_DB_H
#define TESTS_UNIT_SALES_DB_H

#include <unistd.h>

#include "sales.h"
#include "store/db.h"

static struct crm *crm;
static char directory[64], path[96];

static int zone_day(void *arg, const char *zone, int64_t ms) { (void)arg; (void)zone; return (int)(ms / 86400000); }
static int64_t zone_start(void *arg, const char *zone, int d) { (void)arg; (void)zone; return d * INT64_C(86400000); }
static int64_t zone_instant(void *arg, const char *zone, int d, int64_t ms) { (void)arg; (void)zone; return d * INT64_C(86400000) + ms; }
static bool zone_known(void *arg, const char *zone) { (void)arg; (void)zone; return true; }

static struct crm_env env;

static void open_day(const char *today)
{
	static const struct crm_zone zone = {zone_day, zone_start, zone_instant, zone_known, NULL};

	env = (struct crm_env){.path = path, .write = true, .now = INT64_C(1800000000000), .have_today = true, .today = day(today), .user = "anna",
		.locale = "en_IE.UTF-8", .timezone = "UTC", .tool = "test", .zone = &zone};
	if (crm)
		crm_close(crm, NULL);
	assert_int_equal(crm_open(&crm, &env, &err), CRM_OK);
	crm_error_clear(&err);
}

static int make_database(void **state)
{
	(void)state;
	snprintf(directory, sizeof directory, "/tmp/crm-sales-XXXXXX");
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof path, "%s/crm.db", directory);
	open_day("2026-04-15");
	return 0;
}

static int drop_database(void **state)
{
	char command[128];

	crm_close(crm, NULL);
	crm = NULL;
	snprintf(command, sizeof command, "rm -rf '%s'", directory);
	return forget(state) | system(command);
}

#define OPERANDS_MAX 16
static size_t operands_of(const char **list, va_list ap)
{
	size_t n = 0;

	while (n < OPERANDS_MAX && (list[n] = va_arg(ap, const char *)))
		n++;
	return n;
}

/* Add a record; operands end with NULL. */
static int64_t add(const char *kind, ...)
{
	const char *list[OPERANDS_MAX];
	struct crm_write w = {0};
	va_list ap;
	int64_t id;

	va_start(ap, kind);
	size_t n = operands_of(list, ap);
	va_end(ap);
	if (crm_add(crm, kind_by_name(kind), list, n, NULL, &w, &err))
		fail_msg("add %s: %s", kind, err.n ? err.list[0].text : "?");
	id = w.touched.v[0].id;
	crm_write_free(&w);
	return id;
}

/* A stage verb; operands end with NULL. */
static enum crm_status stage(enum crm_stage_verb verb, ...)
{
	const char *list[OPERANDS_MAX];
	struct crm_write w = {0};
	enum crm_status status;
	va_list ap;

	va_start(ap, verb);
	size_t n = operands_of(list, ap);
	va_end(ap);
	crm_error_clear(&err);
	status = crm_stage(crm, verb, list, n, NULL, &w, &err);
	crm_write_free(&w);
	return status;
}

#endif
