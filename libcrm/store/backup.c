/* backup.c - a copy of the database while others work, the way back, and the library's own check.
 *
 * A backup is written beside and gets its name when it was read again: its pages are sound, and its
 * rows have the digest of those that were read. Restoring keeps the counters: an id given since the
 * backup is never given again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "../base/sha256.h"
#include "../text/sink.h"
#include "db_impl.h"

/* All pages of one database over another's, in one transaction of it. */
static enum crm_status copy_pages(struct db *to, struct db *from, struct crm_error *e)
{
	int64_t end = db_clock() + db_patience();
	sqlite3_backup *b = sqlite3_backup_init(to->h, "main", from->h, "main");
	int rc;

	if (!b)
		return db_fail(to, e);
	while ((rc = sqlite3_backup_step(b, -1) & 0xff) == SQLITE_BUSY || rc == SQLITE_LOCKED) {
		if (db_clock() >= end)
			break;
		nanosleep(&(struct timespec){0, 1000000}, NULL);
	}
	return sqlite3_backup_finish(b) == SQLITE_OK && rc == SQLITE_DONE ? CRM_OK : db_fail(to, e);
}

static enum crm_status cannot_create(const char *to, int err, struct crm_error *e)
{
	return crm_fail_at(e, err == EACCES || err == EPERM ? CRM_PERM : CRM_CANTCREATE, to, 0, 0, NULL,
	                   "cannot be created: %s", err == EEXIST ? "it exists" : strerror(err));
}

/* A new empty file beside what it will be: as wide as the database and the umask let it, read by
 * the group at most. */
static enum crm_status make_target(struct db *db, const char *part, const char *to, struct crm_error *e)
{
	struct stat st, own;
	int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);

	if (fd < 0)
		return cannot_create(to, errno, e);
	if (stat(db->path, &st) == 0 && fstat(fd, &own) == 0)
		fchmod(fd, (own.st_mode & st.st_mode & 0640) | 0600);
	close(fd);
	return CRM_OK;
}

/* ---- whether it is what was read ---- */

static enum out_result into_digest(void *arg, const char *p, size_t n, size_t *done)
{
	digest_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

/* Of all rows, as the dump writes them. */
static enum crm_status content(struct db *db, char hex[SHA256_HEX], struct crm_error *e)
{
	struct digest *d = digest_new();
	struct out *o = out_new(&(struct crm_writer){.write = into_digest, .arg = d});
	enum crm_status s = db_dump(db, o, e), end = out_finish(o, e);

	out_free(o);
	digest_end(d, hex);
	return s ? s : end;
}

/* The copy is sound: else the pages it was made of aren't. path: what messages are about. */
static enum crm_status check_copy(struct db *copy, const char *path, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	enum crm_status s = db_integrity(copy, &own);

	if (s)
		s = crm_fail_at(e, s == CRM_NO ? CRM_UNAVAILABLE : s, path, 0, 0, NULL,
		                "the database is damaged (%s): 'crm-db check' says where",
		                own.n ? own.list[0].text : "");
	crm_error_clear(&own);
	return s;
}

static enum crm_status verify(const char *part, const char *to, const char *was, struct crm_error *e)
{
	char is[SHA256_HEX] = "";
	struct db *copy;
	enum crm_status s = db_open_older(&copy, part, e), closed;

	if (s)
		return s;
	s = db_begin_read(copy, e);
	if (!s)
		s = check_copy(copy, to, e);
	if (!s)
		s = content(copy, is, e);
	db_rollback(copy);
	closed = db_close(copy, e);
	s = s ? s : closed;
	if (!s && strcmp(is, was) != 0)
		s = crm_fail_at(e, CRM_IO, to, 0, 0, NULL,
		                "what was written is not what was read: look after the disk and the memory");
	return s;
}

/* ---- backup ---- */

static enum crm_status write_copy(struct db *db, const char *part, const char *to, struct crm_error *e)
{
	struct db target = {.mode = DB_WRITE, .path = crm_strdup(to)};
	/* an absolute or ./ name has no meaning of its own to the library */
	char *name = crm_malloc(strlen(part) + 3);
	enum crm_status s;

	snprintf(name, strlen(part) + 3, "%s%s", *part == '/' ? "" : "./", part);
	if (sqlite3_open_v2(name, &target.h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	                    NULL) != SQLITE_OK)
		s = db_fail(&target, e);
	else
		s = copy_pages(&target, db, e);
	sqlite3_close(target.h);
	free(target.path);
	free(name);
	return s;
}

/* The finished copy gets its name, unless something has it meanwhile. */
static enum crm_status give_name(const char *part, const char *to, struct crm_error *e)
{
	if (renameat2(AT_FDCWD, part, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return CRM_OK;
	if (errno != EEXIST && link(part, to) == 0) {
		unlink(part);
		return CRM_OK;
	}
	return cannot_create(to, errno, e);
}

enum crm_status db_backup(struct db *db, const char *to, struct crm_error *e)
{
	char was[SHA256_HEX] = "", *part = crm_malloc(strlen(to) + 32);
	struct stat st;
	bool own = false;
	enum crm_status s = lstat(to, &st) == 0 ? cannot_create(to, EEXIST, e) : CRM_OK;

	snprintf(part, strlen(to) + 32, "%s.%ld.part", to, (long)getpid());
	if (!s)
		s = make_target(db, part, to, e);
	if (s) {
		free(part);
		return s;
	}
	s = db_read(db, &own, e); /* both see the same moment */
	if (!s)
		s = content(db, was, e);
	if (!s)
		s = write_copy(db, part, to, e);
	db_read_end(db, own);
	if (!s)
		s = verify(part, to, was, e);
	if (!s)
		s = give_name(part, to, e);
	if (s)
		unlink(part);
	free(part);
	return s;
}

/* ---- restore ---- */

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The source's pages in a private file, closed again: whether it moved meanwhile is known before
 * anything is written. */
static enum crm_status take_copy(struct db **copy, const char *from, struct crm_error *e)
{
	struct db *source;
	enum crm_status s, closed;

	*copy = NULL;
	if ((s = db_open_older(&source, from, e)))
		return s;
	s = db_open_scratch(copy, from, e);
	if (!s)
		s = copy_pages(*copy, source, e);
	closed = db_close(source, e);
	return s ? s : closed;
}

static enum crm_status finish_copy(struct db *copy,
                                   enum crm_status (*after)(void *arg, struct db *copy, struct crm_error *e), void *arg,
                                   struct crm_error *e)
{
	struct db_identity id;
	enum crm_status s = db_begin_write(copy, e);

	if (s)
		return s;
	s = db_identify(copy, &id, e);
	if (!s && id.version < CRM_SCHEMA_VERSION)
		s = schema_migrate(copy, copy->migrated = (int)id.version, e);
	if (!s && after)
		s = after(arg, copy, e);
	if (!s)
		return db_commit(copy, e);
	db_rollback(copy);
	return s;
}

/* The pages bring their own journal mode along; the file keeps the one it had. */
static enum crm_status keep_journal(struct db *db, struct crm_error *e)
{
	return db->wal ? CRM_OK : db_exec(db, "PRAGMA journal_mode=DELETE", e);
}

enum crm_status db_restore(struct db *db, const char *from,
                           enum crm_status (*after)(void *arg, struct db *copy, struct crm_error *e), void *arg,
                           struct crm_error *e)
{
	struct db *copy = NULL;
	struct stat st;
	enum crm_status s;

	if (stat(from, &st) != 0 && errno == ENOENT)
		return crm_fail_at(e, CRM_NOINPUT, from, 0, 0, NULL, "there is no such backup");
	if (stat(from, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == 0)
		return crm_fail_at(e, CRM_UNAVAILABLE, from, 0, 0, NULL, "an empty file, no backup");
	if (same_file(db->path, from))
		return crm_fail_at(e, CRM_USAGE, from, 0, 0, NULL, "is the database itself");
	s = take_copy(&copy, from, e);
	if (!s)
		s = check_copy(copy, from, e);
	if (!s)
		s = finish_copy(copy, after, arg, e);
	if (!s) {
		db_forget_cached(db);
		s = copy_pages(db, copy, e);
	}
	if (!s)
		s = keep_journal(db, e);
	db_close(copy, NULL);
	if (!s)
		db_checkpoint(db);
	return s;
}

/* ---- check ---- */

enum crm_status db_integrity(struct db *db, struct crm_error *e)
{
	struct query q = query_built(db, e, DB_OWN "PRAGMA integrity_check(100)");
	bool found = false;

	while (query_row(&q)) {
		const char *text = db_text(q.st, 0, NULL);

		if (!text || strcmp(text, "ok") == 0)
			continue;
		found = true;
		crm_fail_at(e, CRM_NO, db->path, 0, 0, NULL, "%s", text);
	}
	return query_end(&q) || !found ? q.s : CRM_NO;
}
