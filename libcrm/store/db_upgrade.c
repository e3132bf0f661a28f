/* db_upgrade.c - a database of an older version that is to be read is brought up to date.
 *
 * Readers do it as well as writers: where only reports are run, as by cron, new programs would find
 * an old database for ever. What runs unasked, as completions do, opens with db_open, which
 * leaves it alone. */
#include "db_impl.h"

/* The schema version since which utf8_fold knows letters with a stroke. */
#define FOLD_SINCE 3

/* Opened to write and closed again: a reader's handle refuses to write. */
static enum crm_status upgrade(const char *path, int *migrated, struct crm_error *e)
{
	struct db *db;
	enum crm_status s = db_open(&db, path, DB_WRITE, NULL, e);

	if (s)
		return s;
	*migrated = db->migrated;
	return db_close(db, e);
}

enum crm_status db_open_upgraded(struct db **out, const char *path, struct crm_error *e)
{
	enum crm_status s = db_open_older(out, path, e);
	int migrated = 0;

	if (s || !(*out)->older)
		return s;
	if ((*out)->watch || sqlite3_db_readonly((*out)->h, "main") || !db_directory_writable(path))
		s = db_fail_older(*out, (*out)->older, false, e);
	(*out)->watch = false; /* nothing was read */
	db_close(*out, NULL);
	*out = NULL;
	if (!s)
		s = upgrade(path, &migrated, e);
	if (!s)
		s = db_open(out, path, DB_READ, NULL, e);
	if (!s)
		(*out)->migrated = migrated;
	return s;
}

void db_note_migrated(const struct db *db, const char *path, struct crm_error *e)
{
	static const char keys[] = "; ł, ø, đ, ı, æ and their like are found by plain letters now";

	if (db->migrated)
		crm_note(e, "%s: brought up to date (schema %d, was %d), older programs can't open it any more%s", path,
		         CRM_SCHEMA_VERSION, db->migrated, db->migrated < FOLD_SINCE ? keys : "");
}
