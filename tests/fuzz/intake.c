/* intake.c - libFuzzer: any bytes as a file of inquiries are taken in, or refused with a message and nothing written; taken in again they add nothing. */
#include "bytes.h"
#include "world.h"

#include "crm.h"

static int64_t count(const char *sql)
{
	int64_t n = -1;

	if (db_begin_read(crm.db, &err) || db_get_int(crm.db, &err, &n, 0, sql, 0))
		abort();
	db_rollback(crm.db);
	return n;
}

/* The world has records, but nobody has counted them. */
static const char numbers[] = "INSERT INTO counter(kind, last) VALUES(1, 1), (2, 8), (3, 12), (5, 1), (11, 1), (12, 1), (13, 1) ON CONFLICT(kind) DO NOTHING";

static enum crm_status take_in(const uint8_t *data, size_t size, struct crm_write *w)
{
	struct bytes b;
	const struct crm_source src = source_of(&b, (const char *)data, size);
	const struct crm_import im = {.src = &src};

	return crm_lead_intake(&crm, &im, false, w, &err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char rows[] = "SELECT (SELECT count(*) FROM offer) + (SELECT count(*) FROM touch) + (SELECT count(*) FROM event) + (SELECT count(*) FROM batch)";
	struct crm_write first = {0}, again = {0};
	int64_t before, after;
	enum crm_status s;

	make_world();
	if (db_exec(crm.db, numbers, &err))
		abort();
	before = count(rows);
	s = take_in(data, size, &first);
	after = count(rows);
	if ((s == CRM_OK) != (err.failures == 0) || s == CRM_INTERNAL || (s != CRM_OK && after != before))
		abort();
	crm_error_clear(&err);
	if (s == CRM_OK && (take_in(data, size, &again) != CRM_OK || again.added || again.changed || count(rows) != after))
		abort();
	crm_error_clear(&err);
	crm_write_free(&first);
	crm_write_free(&again);
	return 0;
}
