/* db_open.c - open and close: to read with or without locks, to write, and who makes the file. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "db_impl.h"

#define MAKING_MS 1000 /* how long a reader waits for a database that is just being made */

/* ---- the handle ---- */

/* Percent-encoded file: URI that tells the library that nothing can write. */
static void immutable_uri(struct strbuf *out, const char *path)
{
	sb_adds(out, "file:");
	for (const char *p = path; *p; p++) {
		if (strchr("%?#", *p))
			sb_printf(out, "%%%02X", (unsigned char)*p);
		else
			sb_addc(out, *p);
	}
	sb_adds(out, "?immutable=1");
}

static enum crm_status open_handle(struct db *db, bool immutable, struct crm_error *e)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	struct strbuf name = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	db_configure_memory();
	if (immutable) {
		immutable_uri(&name, db->path);
		flags |= SQLITE_OPEN_READONLY | SQLITE_OPEN_URI;
	} else if (db->mode == DB_MEMORY) {
		sb_adds(&name, ":memory:");
		flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	} else {
		/* names that mean something to the library are files to us */
		sb_printf(&name, "%s%s", strncmp(db->path, "file:", 5) == 0 || db->path[0] == ':' ? "./" : "",
		          db->path);
		flags |= SQLITE_OPEN_READWRITE;
	}
	if (sqlite3_open_v2(name.buf, &db->h, flags, NULL) == SQLITE_OK)
		db_configure(db);
	else
		s = db_fail(db, e);
	sb_release(&name);
	if (s) {
		sqlite3_close(db->h);
		db->h = NULL;
	}
	return s;
}

/* ---- to read ---- */

enum crm_status db_fail_older(const struct db *db, int version, bool can, struct crm_error *e)
{
	return crm_fail_at(e, CRM_UNAVAILABLE, db->path, 0, 0, NULL, "made by an older crm (schema %d, this is %d)%s",
	                   version, CRM_SCHEMA_VERSION,
	                   can ? ": any command brings it up to date"
	                       : " and not writable here: any command of one who may write to it brings it up to date");
}

/* Nothing can be locked here: read the bytes as they are, and see at the end whether they moved. */
static enum crm_status open_unlocked(struct db *db, struct crm_error *e)
{
	enum crm_status s;

	sqlite3_close(db->h);
	db->h = NULL;
	if (stat(db->path, &db->before) != 0)
		return crm_fail_at(e, CRM_IO, db->path, 0, 0, NULL, "%s", strerror(errno));
	if ((s = open_handle(db, true, e)))
		return s;
	db->watch = !db_on_read_only(db->path);
	db_read_header(db, db->header);
	return CRM_OK;
}

/* Opens the log. A full disk has no room for it and its index: then nobody writes, and what is
 * there can be read without locks. */
static enum crm_status open_log(struct db *db, bool *locks, struct crm_error *e)
{
	int rc = sqlite3_exec(db->h, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL) & 0xff;
	int err = sqlite3_system_errno(db->h);

	if (rc == SQLITE_READONLY || (rc == SQLITE_CANTOPEN && (err == EACCES || err == EPERM)))
		return db_fail(db, e);
	if ((rc == SQLITE_FULL || rc == SQLITE_IOERR || rc == SQLITE_CANTOPEN) && db_beside_size(db, "-wal") <= 0)
		*locks = false;
	return CRM_OK;
}

/* A file that is a database without tables: another program is just making it. */
static enum crm_status await_maker(struct db *db, int64_t log, struct db_identity *id, struct crm_error *e)
{
	int64_t end = db_clock() + MAKING_MS;
	enum crm_status s = CRM_OK;

	while (!s && db_is_empty(id) && db_beside_size(db, "") > 0 && db_clock() < end) {
		nanosleep(&(struct timespec){0, 1000000}, NULL);
		s = db_recognize(db, log, id, e);
	}
	return s;
}

static enum crm_status fail_log(struct db *db, struct crm_error *e)
{
	return crm_fail_at(
	        e, CRM_UNAVAILABLE, db->path, 0, 0, NULL,
	        "another program left its log '%s-wal', which cannot be read here: ask the owner to run 'crm-db check'",
	        db->path);
}

static enum crm_status ready_to_read(struct db *db, struct crm_error *e)
{
	struct crm_error why = CRM_ERROR_INIT;
	unsigned char header[DB_HEADER];
	struct db_identity id;
	int64_t log = -1;
	bool locks = true;
	enum crm_status s;

	db_read_header(db, header);
	db->wal = header[18] == 2;
	if (db->wal) {
		log = db_beside_size(db, "-wal");
		locks = !sqlite3_db_readonly(db->h, "main") && db_directory_writable(db->path);
		if (locks && (s = open_log(db, &locks, e)))
			return s;
		if (!locks && log <= 0 && (s = open_unlocked(db, e)))
			return s;
	}
	s = db_recognize(db, log, &id, locks ? e : &why);
	if (!s)
		s = await_maker(db, log, &id, e);
	if (!s)
		s = db_judge(db->path, &id, e);
	else if (!locks)
		s = log > 0 ? fail_log(db, e) : crm_fail_at(e, s, why.list[0].file, 0, 0, NULL, "%s", why.list[0].text);
	if (!s && id.version < CRM_SCHEMA_VERSION && !db->any_version)
		s = db_fail_older(db, (int)id.version, true, e);
	db->older = !s && id.version < CRM_SCHEMA_VERSION ? (int)id.version : 0;
	crm_error_clear(&why);
	return s;
}

/* ---- to write ---- */

/* Make the directories above path, for the owner only. */
static int make_directories(const char *path)
{
	char *dir = db_directory(path);
	int err = 0;

	if (mkdir(dir, 0700) != 0) {
		err = errno;
		if (err == ENOENT && strchr(dir, '/') && (err = make_directories(dir)) == 0 && mkdir(dir, 0700) != 0)
			err = errno;
	}
	free(dir);
	return err == EEXIST ? 0 : err;
}

static enum crm_status make_file(const char *path, struct crm_error *e)
{
	int flags = O_RDWR | O_CREAT | O_CLOEXEC, err;
	int fd = open(path, flags, 0660); /* less the umask: personal data isn't for everybody */

	if (fd < 0 && errno == ENOENT && (errno = make_directories(path)) == 0)
		fd = open(path, flags, 0660);
	if (fd >= 0) {
		close(fd);
		return CRM_OK;
	}
	err = errno;
	return crm_fail_at(e, err == EACCES || err == EPERM ? CRM_PERM : CRM_CANTCREATE, path, 0, 0, NULL,
	                   "cannot be created: %s", strerror(err));
}

/* Of several programs that make the same file at once, one does and the others wait and find it
 * done. */
static enum crm_status set_journal(struct db *db, struct crm_error *e)
{
	int64_t end = db_clock() + db_patience();
	int rc;

	if (db_on_network(db->path)) {
		crm_note(e, "%s: on a network file system: a rollback journal instead of a write-ahead log", db->path);
		return CRM_OK;
	}
	while (((rc = sqlite3_exec(db->h, "PRAGMA journal_mode=WAL", NULL, NULL, NULL)) & 0xff) == SQLITE_BUSY &&
	       db_clock() < end)
		nanosleep(&(struct timespec){0, 1000000}, NULL);
	return rc == SQLITE_OK ? CRM_OK : db_fail(db, e);
}

static enum crm_status make_schema(struct db *db, bool *created, struct db_identity *id, struct crm_error *e)
{
	enum crm_status s;

	if ((s = set_journal(db, e)) || (s = db_begin_write(db, e)))
		return s;
	s = db_identify(db, id, e);
	if (!s && db_is_empty(id)) {
		s = schema_create(db, e);
		*id = (struct db_identity){CRM_APPLICATION_ID, CRM_SCHEMA_VERSION, 1};
		*created = !s;
	}
	if (!s)
		return db_commit(db, e);
	db_rollback(db);
	return s;
}

/* The version is read again under the lock: another program may have migrated meanwhile. */
static enum crm_status migrate(struct db *db, struct crm_error *e)
{
	int64_t version;
	enum crm_status s = db_begin_write(db, e);

	if (s)
		return s;
	s = db_get_int(db, e, &version, 0, DB_OWN "PRAGMA user_version", 0);
	if (!s && version < CRM_SCHEMA_VERSION)
		s = schema_migrate(db, db->migrated = (int)version, e);
	if (!s)
		return db_commit(db, e);
	db_rollback(db);
	return s;
}

/* Every commit is on disk before it is told. Debian's library is built so; others are told. */
static enum crm_status set_durable(struct db *db, struct crm_error *e)
{
	enum crm_status s = db_exec(db, "PRAGMA journal_size_limit=4194304", e);

	if (!s && !(sqlite3_compileoption_used("DEFAULT_SYNCHRONOUS=2") &&
	            sqlite3_compileoption_used("DEFAULT_WAL_SYNCHRONOUS=2")))
		s = db_exec(db, "PRAGMA synchronous=FULL", e);
	return s;
}

static enum crm_status ready_to_write(struct db *db, bool *created, struct crm_error *e)
{
	unsigned char header[DB_HEADER];
	struct db_identity id;
	enum crm_status s;

	if (sqlite3_db_readonly(db->h, "main"))
		return crm_fail_at(e, CRM_PERM, db->path, 0, 0, NULL, "not writable");
	if (!db_directory_writable(db->path))
		return crm_fail_at(e, CRM_PERM, db->path, 0, 0, NULL,
		                   "its directory is not writable, so no journal can be kept");
	db_read_header(db, header);
	if ((s = db_recognize(db, header[18] == 2 ? db_beside_size(db, "-wal") : -1, &id, e)) ||
	    (s = set_durable(db, e)))
		return s;
	if (db->mode == DB_CREATE && db_is_empty(&id) && (s = make_schema(db, created, &id, e)))
		return s;
	if ((s = db_judge(db->path, &id, e)) || (id.version < CRM_SCHEMA_VERSION && (s = migrate(db, e))))
		return s;
	db_read_header(db, header);
	db->wal = header[18] == 2;
	return CRM_OK;
}

/* The log and its index belong to the group of the database, as their mode follows it: else
 * colleagues are locked out. A log that was opened before its maker gave it away can only be read,
 * which shows with the lock for writing. */
static enum crm_status share_log(struct db *db, struct crm_error *e)
{
	static const char *const suffix[] = {"-wal", "-shm"};
	struct strbuf name = STRBUF_INIT;
	struct stat file, st;
	bool writes = db->mode != DB_READ;

	if (!db->wal || stat(db->path, &file) != 0 || !(file.st_mode & 066) ||
	    (file.st_gid == getegid() && !(file.st_mode & 022)))
		return CRM_OK;
	if (sqlite3_exec(db->h, writes ? "BEGIN IMMEDIATE; ROLLBACK" : "SELECT 1 FROM sqlite_schema", NULL, NULL,
	                 NULL) != SQLITE_OK)
		return db_fail(db, e);
	for (size_t i = 0; file.st_gid != getegid() && i < 2; i++) {
		sb_reset(&name);
		sb_printf(&name, "%s%s", db->path, suffix[i]);
		if (stat(name.buf, &st) == 0 && st.st_uid == geteuid() && st.st_gid != file.st_gid &&
		    lchown(name.buf, (uid_t)-1, file.st_gid) != 0)
			break; /* not a member: the group is as good as it gets */
	}
	sb_release(&name);
	return CRM_OK;
}

/* ---- open and close ---- */

static enum crm_status open_memory(struct db *db, struct crm_error *e)
{
	enum crm_status s;

	if ((s = open_handle(db, false, e)) || (s = db_begin_write(db, e)) || (s = schema_create(db, e)))
		return s;
	return db_commit(db, e);
}

/* Made by another program between two tries of the library, which then settled for reading: once
 * more. */
static enum crm_status open_to_write(struct db *db, struct crm_error *e)
{
	enum crm_status s = open_handle(db, false, e);

	if (s || !sqlite3_db_readonly(db->h, "main") || eaccess(db->path, W_OK) != 0)
		return s;
	sqlite3_close(db->h);
	db->h = NULL;
	return open_handle(db, false, e);
}

static enum crm_status open_file(struct db *db, bool *created, struct crm_error *e)
{
	struct crm_error none = CRM_ERROR_INIT;
	struct stat st;
	enum crm_status s;

	if (stat(db->path, &st) != 0) {
		if (errno != ENOENT && !(errno == ENOTDIR && db->mode == DB_CREATE))
			return db_open_fail(errno, db->path, e);
	} else if (!S_ISREG(st.st_mode)) {
		return crm_fail_at(e, CRM_UNAVAILABLE, db->path, 0, 0, NULL, "not a crm database: it is %s",
		                   S_ISDIR(st.st_mode) ? "a directory" : "no regular file");
	}
	if (db->mode == DB_READ)
		return (s = open_handle(db, false, e)) ? s : ready_to_read(db, e);
	if (db->mode == DB_CREATE) {
		s = open_to_write(db, &none);
		crm_error_clear(&none);
		if (s == CRM_NOINPUT && (s = make_file(db->path, e)))
			return s;
	}
	if (!db->h && (s = open_to_write(db, e)))
		return s;
	return ready_to_write(db, created, e);
}

static void hand_over(struct crm_error *from, struct crm_error *to)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct crm_message *m = &from->list[i];

		if (m->note)
			crm_note(to, "%s", m->text);
		else
			crm_fail_at(to, from->status, m->file, m->line, m->column, m->field, "%s", m->text);
	}
	crm_error_clear(from);
}

/* Whoever makes the log gives it the mode and the group of the database in a second step: one who
 * comes between is refused, and tries again. */
static enum crm_status open_shared(struct db *db, bool *created, struct crm_error *e)
{
	int64_t end = db_clock() + MAKING_MS;
	struct crm_error own = CRM_ERROR_INIT;
	enum crm_status s;

	for (;;) {
		s = open_file(db, created, &own);
		if (!s && !db->watch)
			s = share_log(db, &own);
		if (s != CRM_PERM || db_clock() >= end || eaccess(db->path, R_OK | W_OK) != 0 ||
		    !db_directory_writable(db->path))
			break;
		crm_error_clear(&own);
		sqlite3_close(db->h);
		db->h = NULL;
		nanosleep(&(struct timespec){0, 1000000}, NULL);
	}
	hand_over(&own, e);
	return s;
}

static enum crm_status open_as(struct db **out, const char *path, enum db_mode mode, bool any_version, bool *created,
                               struct crm_error *e)
{
	struct db *db = crm_calloc(1, sizeof *db);
	bool made = false;
	enum crm_status s;

	*out = NULL;
	db->mode = mode;
	db->any_version = any_version;
	db->path = crm_strdup(mode == DB_MEMORY ? ":memory:" : path);
	if (mode == DB_MEMORY)
		s = open_memory(db, e);
	else if (!*db->path)
		s = crm_fail(e, CRM_NOINPUT, "the database's name is empty");
	else
		s = open_shared(db, &made, e);
	if (s) {
		db->watch = false;
		db_close(db, NULL);
		return s;
	}
	if (created)
		*created = made;
	*out = db;
	return CRM_OK;
}

bool db_exists(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_size > 0 : errno != ENOENT;
}

enum crm_status db_open(struct db **out, const char *path, enum db_mode mode, bool *created, struct crm_error *e)
{
	return open_as(out, path, mode, false, created, e);
}

enum crm_status db_open_older(struct db **out, const char *path, struct crm_error *e)
{
	return open_as(out, path, DB_READ, true, NULL, e);
}

enum crm_status db_open_scratch(struct db **out, const char *path, struct crm_error *e)
{
	struct db *db = crm_calloc(1, sizeof *db);
	enum crm_status s = CRM_OK;

	*out = NULL;
	db->mode = DB_WRITE;
	db->path = crm_strdup(path);
	if (sqlite3_open_v2("", &db->h,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	                    NULL) == SQLITE_OK)
		db_configure(db);
	else
		s = db_fail(db, e);
	if (s)
		db_close(db, NULL);
	else
		*out = db;
	return s;
}

/* Whether the file is still the one that was opened, byte for byte as far as one can tell
 * cheaply. */
static bool unmoved(struct db *db)
{
	unsigned char header[DB_HEADER];
	struct stat now;

	db_read_header(db, header);
	return stat(db->path, &now) == 0 && now.st_ino == db->before.st_ino && now.st_dev == db->before.st_dev &&
	       now.st_size == db->before.st_size && now.st_mtim.tv_sec == db->before.st_mtim.tv_sec &&
	       now.st_mtim.tv_nsec == db->before.st_mtim.tv_nsec && memcmp(header, db->header, DB_HEADER) == 0;
}

enum crm_status db_close(struct db *db, struct crm_error *e)
{
	enum crm_status s = CRM_OK, unheard;

	if (!db)
		return CRM_OK;
	if (db->h)
		db_rollback(db);
	if (db->watch && !unmoved(db))
		s = crm_fail_at(e, CRM_BUSY, db->path, 0, 0, NULL,
		                "changed while it was read without locks, try again");
	unheard = db_tell_unheard(db, e);
	db_forget_cached(db);
	sqlite3_close_v2(db->h);
	free(db->path);
	free(db);
	return s ? s : unheard;
}

int db_temp_file(struct db *db)
{
	char *dir = db->mode == DB_MEMORY ? crm_strdup("/tmp") : db_directory(db->path);
	char name[] = "/tmp/crm-XXXXXX";
	int fd = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	free(dir);
	if (fd < 0)
		fd = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && (fd = mkostemp(name, O_CLOEXEC)) >= 0)
		unlink(name);
	return fd;
}
