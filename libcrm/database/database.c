/* database.c - the verbs of crm-db: what the database is, whether it is whole, and how it is
 * copied. */
#include "crm_database.h"
#include "../base/money.h"
#include "check.h"
#include "../history/history.h"
#include "../search/search.h"

/* ---- info ---- */

static void info(struct sink *s, const char *name, const char *value)
{
	sink_cell(s, CELL_TEXT, name, strlen(name));
	sink_cell(s, value && *value ? CELL_TEXT : CELL_NULL, value ? value : "", value ? strlen(value) : 0);
	sink_end_row(s);
}

static void info_number(struct sink *s, const char *name, int64_t v)
{
	char text[24];

	sink_cell(s, CELL_TEXT, name, strlen(name));
	sink_cell(s, CELL_NUMBER, text, fmt_int(text, v));
	sink_end_row(s);
}

static enum crm_status info_records(struct crm *c, struct sink *sink, struct crm_error *e)
{
	char sql[64], name[64];
	int64_t n;
	enum crm_status s;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		if ((*k)->flags & K_CONFIG)
			continue;
		snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", (*k)->table);
		if ((s = db_get_int(c->db, e, &n, 0, sql, 0)))
			return s;
		snprintf(name, sizeof name, "records.%s", (*k)->name);
		info_number(sink, name, n);
	}
	if (!(s = db_get_int(c->db, e, &n, 0, "SELECT count(*) FROM batch", 0)))
		info_number(sink, "records.batch", n);
	return s;
}

enum crm_status crm_db_info(struct crm *c, struct sink *sink, struct crm_error *e)
{
	static const struct sink_column columns[] = {{"name", false}, {"value", false}};
	struct db_facts f;
	char today[16];
	enum crm_status s = db_begin_read(c->db, e);

	if (s)
		return s;
	s = db_facts(c->db, &f, e);
	date_format(today, c->today);
	if (!s && db_in_memory(c->db))
		crm_note(e, "%s is not made yet: the first command that writes makes it", c->env.path);
	if (!s) {
		sink_begin(sink, columns, 2);
		info(sink, "path", db_in_memory(c->db) ? c->env.path : db_path(c->db));
		info(sink, "version", CRM_VERSION);
		info_number(sink, "schema", f.version);
		info(sink, "user", c->env.user);
		info(sink, "today", today);
		info(sink, "timezone", c->set.timezone);
		info(sink, "currency", currency_code(c->set.currency));
		info(sink, "country", c->set.country);
		info(sink, "language", c->set.language);
		info(sink, "journal", f.journal);
		info_number(sink, "size", db_in_memory(c->db) ? 0 : f.bytes);
		s = info_records(c, sink, e);
		sink_end(sink);
	}
	db_rollback(c->db);
	return s;
}

/* ---- check ---- */

/* A finding doesn't keep the later checks from running; a failure of another sort does. */
static bool goes_on(enum crm_status s, enum crm_status *sum)
{
	if (s)
		*sum = s;
	return !s || s == CRM_NO;
}

enum crm_status database_check(struct crm *c, struct crm_error *e)
{
	enum crm_status sum = CRM_OK, s;

	if (goes_on(s = schema_check(c->db, e), &sum) && !s && goes_on(records_check(c, e), &sum) &&
	    goes_on(search_compare(c, e), &sum))
		goes_on(history_check(c, e), &sum);
	return sum;
}

enum crm_status crm_db_check(struct crm *c, struct crm_error *e)
{
	enum crm_status sum = CRM_OK, s = db_begin_read(c->db, e);

	if (s)
		return s;
	if (goes_on(db_integrity(c->db, e), &sum) && (s = database_check(c, e)) != CRM_OK)
		sum = s;
	db_rollback(c->db);
	return sum;
}

enum crm_status crm_db_reindex(struct crm *c, struct crm_error *e)
{
	enum crm_status s = db_begin_write(c->db, e);

	if (s)
		return s;
	s = db_fold_keys(c->db, e);
	if (!s)
		s = search_rebuild(c->db, e);
	if (!s)
		s = db_commit(c->db, e);
	db_rollback(c->db);
	if (!s)
		db_checkpoint(c->db);
	return s;
}

/* ---- copies ---- */

enum crm_status crm_db_backup(struct crm *c, const char *to, struct crm_error *e)
{
	return db_backup(c->db, to, e);
}

enum crm_status crm_db_dump(struct crm *c, struct out *o, struct crm_error *e)
{
	return db_dump(c->db, o, e);
}

enum crm_status crm_db_load(struct crm *c, const struct crm_source *src, struct crm_error *e)
{
	return db_load(c->db, src, e);
}
