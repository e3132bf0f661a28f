/* log.c - preloaded into the tests: every statement a program prepares is written down, once for all of them together.
 *
 *   SQL_LOG_TO=DIR  the place: DIR/log, DIR/seen (what is in it, by hash). Unset, or not writable: nothing is written. tests/lib.sh sets it.
 *
 * An entry is the statement and the DDL of the custom fields' tables it names, each ended by a zero byte. Statements in words of the library alone
 * begin with DB_OWN (store/db_impl.h) and are left out, as are those the library prepares for itself (FTS5), and all of programs under a limit of file
 * sizes. */
#include <dlfcn.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#define OWN   "/*own*/ "
#define SLOTS 65536 /* a power of two, several times the number of statements */
#define ENTRY 65536 /* longest entry */

typedef int prepare_fn(sqlite3 *, const char *, int, unsigned, sqlite3_stmt **, const char **);

static const char *place(void)
{
	const char *dir = getenv("SQL_LOG_TO");

	return dir && *dir ? dir : NULL;
}

static int open_in(const char *dir, const char *name, int flags)
{
	char path[4096];

	if (snprintf(path, sizeof path, "%s/%s", dir, name) >= (int)sizeof path)
		return -1;
	return open(path, flags | O_CREAT | O_CLOEXEC, 0666);
}

/* The hashes of all entries, shared by all programs; NULL: there is no place. */
static uint64_t *open_seen(const char *dir)
{
	struct rlimit limit;
	void *map = MAP_FAILED;
	int fd;

	if (getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur != RLIM_INFINITY)
		return NULL;
	fd = open_in(dir, "seen", O_RDWR);
	if (fd < 0)
		return NULL;
	if (ftruncate(fd, SLOTS * sizeof(uint64_t)) == 0)
		map = mmap(NULL, SLOTS * sizeof(uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	return map == MAP_FAILED ? NULL : map;
}

static bool is_new(uint64_t *seen, const char *s, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325), none;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	h += h == 0;
	for (size_t i = h >> 32, tried = 0; tried < SLOTS; i++, tried++) {
		uint64_t *slot = &seen[i & (SLOTS - 1)];

		none = 0;
		if (__atomic_compare_exchange_n(slot, &none, h, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
			return true;
		if (none == h)
			return false;
	}
	return false;
}

/* The tables of custom fields of this database, as they were made. */
static size_t add_tables(sqlite3 *db, prepare_fn *prepare, char *out, size_t size)
{
	static int (*step)(sqlite3_stmt *), (*finalize)(sqlite3_stmt *);
	static const unsigned char *(*text)(sqlite3_stmt *, int);
	sqlite3_stmt *st;
	size_t n = 0;

	if (!step) {
		*(void **)&step = dlsym(RTLD_DEFAULT, "sqlite3_step");
		*(void **)&finalize = dlsym(RTLD_DEFAULT, "sqlite3_finalize");
		*(void **)&text = dlsym(RTLD_DEFAULT, "sqlite3_column_text");
	}
	if (prepare(db, "SELECT sql FROM sqlite_schema WHERE type='table' AND name LIKE '%!_x' ESCAPE '!' ORDER BY name", -1, 0, &st, NULL) != SQLITE_OK)
		return 0;
	while (step(st) == SQLITE_ROW && n < size)
		n += (size_t)snprintf(out + n, size - n, "%s; ", (const char *)text(st, 0));
	finalize(st);
	return n < size ? n : 0;
}

static bool names_custom(const char *sql)
{
	for (const char *p = sql; (p = strstr(p, "_x")); p += 2)
		if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789_", p[2]))
			return true;
	return false;
}

static void note(sqlite3 *db, prepare_fn *prepare, const char *sql)
{
	static uint64_t *seen;
	static bool tried;
	static char entry[ENTRY];
	const char *dir = place();
	size_t n = strlen(sql) + 1;
	int fd;

	if (!tried && dir)
		seen = open_seen(dir);
	tried = true;
	if (!seen || !dir || n + 1 >= sizeof entry)
		return;
	memcpy(entry, sql, n);
	if (names_custom(sql))
		n += add_tables(db, prepare, entry + n, sizeof entry - n - 1);
	entry[n++] = '\0';
	if (!is_new(seen, entry, n))
		return;
	fd = open_in(dir, "log", O_WRONLY | O_APPEND);
	if (fd < 0)
		return;
	if (write(fd, entry, n) != (ssize_t)n)
		abort(); /* half an entry would spoil those behind it */
	close(fd);
}

/* Whether the address is in the library itself. */
static bool in_library(const void *caller, const void *library)
{
	Dl_info a, b;

	return dladdr(caller, &a) && dladdr(library, &b) && a.dli_fbase == b.dli_fbase;
}

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int n, unsigned flags, sqlite3_stmt **st, const char **tail)
{
	static prepare_fn *next;
	int rc;

	if (!next)
		*(void **)&next = dlsym(RTLD_NEXT, "sqlite3_prepare_v3");
	rc = next(db, sql, n, flags, st, tail);
	if (rc == SQLITE_OK && n < 0 && *st && strncmp(sql, OWN, sizeof OWN - 1) != 0 &&
	    !in_library(__builtin_return_address(0), *(void **)&next))
		note(db, next, sql);
	return rc;
}
