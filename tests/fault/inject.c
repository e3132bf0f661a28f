/* inject.c - preloaded into a tool: the Nth write, sync, truncation, removal, renaming or creation of a file fails, or ends the program;
 * or the Nth step of an SQL statement fails.
 *
 *   FAULT_AT=N      the Nth call that matches, from 1; 0 or unset = none
 *   FAULT_DO=WHAT   ENOSPC, EIO, EDQUOT: the call fails so (a step is interrupted); KILL: killed before the call; AFTER: killed behind it;
 *                   TEAR: killed with half of a write done; STOP: stopped before the call until SIGCONT
 *   FAULT_STAY=1    all later calls fail too, as on a full disk
 *   FAULT_ON=LIST   calls that match, comma separated: write, sync, truncate, unlink, rename, create, step; unset = all but step
 *   FAULT_FILE=TEXT the file's name (of a step: its SQL) holds TEXT (stdin, stdout, stderr are names too), * = any; unset = any but the standard
 *                   streams
 *   FAULT_LOG=FILE  a line `CALL NAME` for each call that matches
 *   FAULT_COUNT=FILE  a line with the number of statements (db_statements of libcrm/store/db.h), when the tool ends
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum fate { GO_ON, FAIL, HALF, LAST };

static const char *setting(const char *name)
{
	const char *v = getenv(name);

	return v && *v ? v : NULL;
}

static bool listed(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; (p = strstr(p, word)); p += n)
		if ((p == list || p[-1] == ',') && (p[n] == ',' || p[n] == '\0'))
			return true;
	return false;
}

static void note(const char *log, const char *call, const char *name)
{
	char line[512];
	int n = snprintf(line, sizeof line, "%s %.400s\n", call, name);
	int fd = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

	if (fd < 0)
		return;
	if (n > 0)
		syscall(SYS_write, fd, line, (size_t)n);
	syscall(SYS_close, fd);
}

static void end_here(void)
{
	kill(getpid(), SIGKILL);
}

static enum fate act(const char *what)
{
	static const struct { const char *name; int err; } errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EDQUOT", EDQUOT}};

	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(what, errors[i].name) == 0) {
			errno = errors[i].err;
			return FAIL;
		}
	if (strcmp(what, "TEAR") == 0)
		return HALF;
	if (strcmp(what, "AFTER") == 0)
		return LAST;
	if (strcmp(what, "STOP") == 0)
		raise(SIGSTOP);
	else
		end_here();
	return GO_ON;
}

static enum fate decide(const char *call, const char *path)
{
	static long seen;
	const char *at = setting("FAULT_AT"), *what = setting("FAULT_DO"), *on = setting("FAULT_ON"), *file = setting("FAULT_FILE"), *log = setting("FAULT_LOG");
	const char *slash = strrchr(path, '/');
	long n = at ? strtol(at, NULL, 10) : 0;

	if ((on && !listed(on, call)) || (file ? *file != '*' && !strstr(path, file) : strncmp(path, "std", 3) == 0))
		return GO_ON;
	if (log)
		note(log, call, slash ? slash + 1 : path);
	seen++;
	if (!n || !what || (setting("FAULT_STAY") ? seen < n : seen != n))
		return GO_ON;
	return act(what);
}

static enum fate decide_fd(const char *call, int fd)
{
	static const char *const streams[] = {"stdin", "stdout", "stderr"};
	char link[64], path[4096] = "";

	if (fd >= 0 && fd < 3)
		return decide(call, streams[fd]);
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	if (readlink(link, path, sizeof path - 1) < 0)
		return GO_ON;
	return decide(call, path);
}

static long done(enum fate f, long result)
{
	if (f == LAST || f == HALF)
		end_here();
	return result;
}

ssize_t write(int fd, const void *p, size_t n)
{
	enum fate f = decide_fd("write", fd);

	return f == FAIL ? -1 : done(f, syscall(SYS_write, fd, p, f == HALF ? n / 2 : n));
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	enum fate f = decide_fd("write", fd);

	return f == FAIL ? -1 : done(f, syscall(SYS_pwrite64, fd, p, f == HALF ? n / 2 : n, at));
}

int fsync(int fd)
{
	enum fate f = decide_fd("sync", fd);

	return f == FAIL ? -1 : (int)done(f, syscall(SYS_fsync, fd));
}

int fdatasync(int fd)
{
	enum fate f = decide_fd("sync", fd);

	return f == FAIL ? -1 : (int)done(f, syscall(SYS_fdatasync, fd));
}

int ftruncate64(int fd, off64_t size)
{
	enum fate f = decide_fd("truncate", fd);

	return f == FAIL ? -1 : (int)done(f, syscall(SYS_ftruncate, fd, size));
}

int unlink(const char *path)
{
	enum fate f = decide("unlink", path);

	return f == FAIL ? -1 : (int)done(f, syscall(SYS_unlinkat, AT_FDCWD, path, 0));
}

int rename(const char *from, const char *to)
{
	enum fate f = decide("rename", to);

	return f == FAIL ? -1 : (int)done(f, syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to));
}

static int do_open(const char *path, int flags, mode_t mode)
{
	enum fate f = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? decide("create", path) : GO_ON;

	return f == FAIL ? -1 : (int)done(f, syscall(SYS_openat, AT_FDCWD, path, flags, mode));
}

int open(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = va_arg(ap, mode_t);
	va_end(ap);
	return do_open(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode;

	va_start(ap, flags);
	mode = va_arg(ap, mode_t);
	va_end(ap);
	return do_open(path, flags, mode);
}

/* It opens the file within the C library. */
int mkostemp64(char *template, int flags)
{
	static int (*real)(char *, int);
	enum fate f = decide("create", template);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "mkostemp");
	return f == FAIL ? -1 : (int)done(f, real(template, flags));
}

int mkostemp(char *template, int flags)
{
	return mkostemp64(template, flags);
}

/* ---- the database library: one step of a statement is interrupted, which the library itself then reports ---- */

static void *next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

static int stop_now(void *unused)
{
	(void)unused;
	return 1;
}

static int step_for_real(sqlite3_stmt *st)
{
	static int (*real)(sqlite3_stmt *);

	if (!real)
		*(void **)&real = next("sqlite3_step");
	return real(st);
}

static int step_interrupted(sqlite3_stmt *st)
{
	sqlite3 *(*handle)(sqlite3_stmt *);
	void (*progress)(sqlite3 *, int, int (*)(void *), void *);
	sqlite3 *db;
	int rc;

	*(void **)&handle = next("sqlite3_db_handle");
	*(void **)&progress = next("sqlite3_progress_handler");
	db = handle(st);
	progress(db, 1, stop_now, NULL);
	rc = step_for_real(st);
	progress(db, 0, NULL, NULL);
	return rc;
}

__attribute__((destructor)) static void tell_statements(void)
{
	const char *file = setting("FAULT_COUNT");
	int64_t (*statements)(void);
	char line[32];
	int n, fd;

	if (!file)
		return;
	*(void **)&statements = dlsym(RTLD_DEFAULT, "db_statements");
	if (!statements)
		return;
	n = snprintf(line, sizeof line, "%lld\n", (long long)statements());
	fd = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	syscall(SYS_write, fd, line, (size_t)n);
	syscall(SYS_close, fd);
}

int sqlite3_step(sqlite3_stmt *st)
{
	const char *on = setting("FAULT_ON"), *sql, *(*text)(sqlite3_stmt *);

	if (!on || !listed(on, "step"))
		return step_for_real(st);
	*(void **)&text = next("sqlite3_sql");
	sql = text(st);
	return sql && decide("step", sql) == FAIL /* the library's own have none */
	           ? step_interrupted(st) : step_for_real(st);
}
