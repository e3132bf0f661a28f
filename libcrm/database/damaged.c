/* damaged.c - a database that was cut or damaged makes room for its backup, and is kept. */
#include "crm_database.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../base/ascii.h"
#include "../base/date.h"
#include "../store/table.h"

#define HEADER 100

/* ---- whether it is one ---- */

static int64_t number(const unsigned char *p)
{
	return (int64_t)((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
}

/* What its first bytes say: ours, or nothing any more. */
static bool was_ours(const char *path)
{
	unsigned char h[HEADER] = {0};
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	ssize_t n = fd < 0 ? -1 : read(fd, h, sizeof h);
	size_t text = 0;

	if (fd >= 0)
		close(fd);
	if (n <= 0)
		return false;
	if (n >= 16 && memcmp(h, "SQLite format 3", 16) == 0)
		return n < HEADER || (number(h + 68) == CRM_APPLICATION_ID && number(h + 60) <= CRM_SCHEMA_VERSION);
	while (text < (size_t)n && (h[text] >= 0x20 || (h[text] >= '\t' && h[text] <= '\r')) && h[text] < 0x7f)
		text++;
	return text < (size_t)n;
}

bool crm_db_damaged(const struct crm_env *env)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct stat st;
	struct db *db;
	bool yes = false;
	enum crm_status s;

	if (stat(env->path, &st) != 0 || !S_ISREG(st.st_mode) || !was_ours(env->path))
		return false;
	if ((s = db_open_upgraded(&db, env->path, &own)) == CRM_OK) {
		s = db_begin_read(db, &own);
		if (!s)
			s = db_integrity(db, &own);
		db_rollback(db);
		db_close(db, NULL);
		yes = s == CRM_NO;
	}
	crm_error_clear(&own);
	return yes || s == CRM_UNAVAILABLE || s == CRM_IO;
}

/* ---- its place ---- */

static const char *const beside[] = {"-wal", "-shm", "-journal"};

static void move_beside(const char *from, const char *to)
{
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;

	for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
		sb_reset(&a);
		sb_reset(&b);
		sb_printf(&a, "%s%s", from, beside[i]);
		if (to) {
			sb_printf(&b, "%s%s", to, beside[i]);
			rename(a.buf, b.buf);
		} else {
			unlink(a.buf);
		}
	}
	sb_release(&a);
	sb_release(&b);
}

/* The damaged one goes to `kept`, the new one to its place, open to as many. */
static enum crm_status change_places(const char *path, const char *made, const char *kept, struct crm_error *e)
{
	struct stat st;

	if (stat(path, &st) != 0 || (chown(made, (uid_t)-1, st.st_gid) != 0 && errno != EPERM) ||
	    chmod(made, (st.st_mode & 0777) | 0600) != 0)
		return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "%s", strerror(errno));
	if (renameat2(AT_FDCWD, path, AT_FDCWD, kept, RENAME_NOREPLACE) != 0)
		return crm_fail_at(e, CRM_CANTCREATE, kept, 0, 0, NULL, "%s", strerror(errno));
	move_beside(path, kept);
	if (rename(made, path) != 0)
		return crm_fail_at(e, CRM_IO, path, 0, 0, NULL, "%s: the restored database is '%s'", strerror(errno),
		                   made);
	return CRM_OK;
}

static enum crm_status restore_into(const struct crm_env *env, const char *path, const char *from, crm_agree *agree,
                                    void *arg, struct crm_error *e)
{
	struct crm_error made = CRM_ERROR_INIT; /* that a file was made is no news */
	struct crm_env own = *env;
	struct crm *c;
	enum crm_status s, closed;

	own.path = path;
	own.write = true;
	own.must_exist = false;
	s = crm_open(&c, &own, &made);
	if (s)
		crm_fail_at(e, s, path, 0, 0, NULL, "%s", made.n ? made.list[0].text : "cannot be created");
	if (!s) {
		s = crm_db_restore(c, from, agree, arg, e);
		closed = crm_close(c, e);
		s = s ? s : closed;
	}
	crm_error_clear(&made);
	return s;
}

enum crm_status crm_db_restore_damaged(const struct crm_env *env, const char *from, crm_agree *agree, void *arg,
                                       struct crm_error *e)
{
	struct strbuf made = STRBUF_INIT, kept = STRBUF_INIT;
	char *path = realpath(env->path, NULL), day[16];
	enum crm_status s;

	if (!path)
		return crm_fail_at(e, CRM_NOINPUT, env->path, 0, 0, NULL, "%s", strerror(errno));
	date_format(day, (int)(env->now / 86400000));
	sb_printf(&made, "%s.%ld.part", path, (long)getpid());
	sb_printf(&kept, "%s.damaged-%s-%lld", path, day, (long long)(env->now / 1000 % 86400));
	s = restore_into(env, made.buf, from, agree, arg, e);
	if (!s)
		s = change_places(path, made.buf, kept.buf, e);
	if (!s)
		crm_note(e, "the damaged database is kept as '%s'", kept.buf);
	else if (stat(path, &(struct stat){0}) == 0) {
		unlink(made.buf);
		move_beside(made.buf, NULL);
	}
	sb_release(&made);
	sb_release(&kept);
	free(path);
	return s;
}
