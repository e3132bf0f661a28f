/* db_purge.c - what was removed must not stay in the file: overwritten pages, an emptied log, and a
 * look whether a text is still there. */
#include "db_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

enum crm_status db_secure(struct db *db, struct crm_error *e)
{
	return db_exec(db, "PRAGMA secure_delete = ON", e);
}

void db_keeps(struct db *db)
{
	db->keeps = true;
}

/* The log could not be emptied: another program reads it, or the disk fails. */
static enum crm_status fail_emptying(struct db *db, int rc, struct crm_error *e)
{
	if (rc != SQLITE_OK && rc != SQLITE_BUSY && rc != SQLITE_LOCKED)
		return db_fail(db, e);
	return crm_fail_at(
	        e, CRM_NO, db->path, 0, 0, NULL,
	        "another program is reading: what was removed stays in the file and its log until it has ended and "
	        "this is run again");
}

enum crm_status db_rewrite(struct db *db, struct crm_error *e)
{
	enum crm_status s;

	db_reset_cached(db);
	sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 1); /* the copy it makes is one */
	s = db_exec(db, "VACUUM", e);
	sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
	db_checkpoint(db);
	if (!s && db->wal && db_beside_size(db, "-wal") > 0)
		s = fail_emptying(db, sqlite3_errcode(db->h) & 0xff, e);
	return s;
}

static bool holds(const char *p, size_t n, const struct db_needle *needles, size_t count, size_t *which)
{
	for (size_t i = 0; i < count; i++)
		if (memmem(p, n, needles[i].s, needles[i].n)) {
			*which = i;
			return true;
		}
	return false;
}

static enum crm_status look(const char *path, bool must, const struct db_needle *needles, size_t count, bool *found,
                            size_t *which, struct crm_error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	void *map = MAP_FAILED;
	enum crm_status s = CRM_OK;

	if (fd < 0)
		return must ? crm_fail(e, CRM_IO, "%s: %s", path, strerror(errno)) : CRM_OK;
	if (fstat(fd, &st) != 0 ||
	    (st.st_size && (map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0)) == MAP_FAILED))
		s = crm_fail(e, CRM_IO, "%s: %s", path, strerror(errno));
	else if (st.st_size)
		*found = holds(map, (size_t)st.st_size, needles, count, which);
	if (map != MAP_FAILED)
		munmap(map, (size_t)st.st_size);
	close(fd);
	return s;
}

enum crm_status db_file_holds(struct db *db, const struct db_needle *needles, size_t n, bool *found, size_t *which,
                              struct crm_error *e)
{
	struct strbuf log = STRBUF_INIT;
	enum crm_status s;

	*found = false;
	s = look(db->path, true, needles, n, found, which, e);
	sb_printf(&log, "%s-wal", db->path);
	if (!s && !*found)
		s = look(log.buf, false, needles, n, found, which, e);
	sb_release(&log);
	return s;
}
