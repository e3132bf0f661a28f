/* db_impl.h - what the files of the store floor share: the database handle and the description of
 * all tables. Not for others. */
#ifndef CRM_STORE_DB_IMPL_H
#define CRM_STORE_DB_IMPL_H

#include <sqlite3.h>
#include <sys/stat.h>
#include "../base/arena.h"
#include "db.h"

#define DB_HEADER 100      /* bytes of a database file's header */
#define DB_BUSY_MS 60000   /* how long we wait for other writers */

/* Begins a statement in words that only this library knows: pragmas, the catalogue, full text. What
 * does not begin so is taken by every database, in here too: make check-sql asks another. */
#define DB_OWN "/*own*/ "

/* What a parameter holds: binding the same once more is saved. A new one holds NULL; texts are
 * bound each time. */
struct bound { enum { BOUND_NULL, BOUND_INT, BOUND_TEXT } is; int64_t v; };

struct stmt {
	sqlite3_stmt *s;
	struct db *db;
	const char *key;       /* address of its text when cached, else NULL */
	bool clean;            /* reset, and not handed out since */
	bool begun;            /* stepped since it was reset: counted */
	int bad;               /* first failed bind, told by the next step */
	enum crm_status failed; /* of the last step that was DB_FAIL */
	int nbound;
	struct bound bound[];  /* of the parameters, in their order */
};

struct db {
	sqlite3 *h;
	char *path;
	enum db_mode mode;
	bool wal;              /* write-ahead log, else a rollback journal */
	bool any_version;      /* to read: an older schema is no failure */
	int older;             /* to read, any_version: this version, where it is an older one */
	int migrated;          /* from this version, when it was opened */
	bool watch;            /* read without locks: db_close looks whether the file moved */
	struct stat before;    /* with watch: the file and its header at opening */
	unsigned char header[DB_HEADER];
	int64_t busy_since;    /* ms, monotonic */
	bool folds;            /* crm_fold is known: db_fold.c */
	struct crm_error unheard; /* failures nobody listened to */
	bool begun;            /* between db_begin_… and its end */
	bool keeps;             /* what was committed before stays: see db_keeps */
	enum crm_status doomed; /* a failure took the transaction back: why it can't be committed */
	struct stmt **cache;   /* hash by address, a power of two, at most half full */
	size_t ncache, cached;
};

/* ---- db.c ---- */
/* db_statements goes on from n. */
void db_count(int64_t n);
/* The failure the library reports on the handle, as a status and a message about its path. Without
 * e it is kept for db_commit and db_close to tell. */
enum crm_status db_fail(struct db *db, struct crm_error *e);
enum crm_status db_tell_unheard(struct db *db, struct crm_error *e);
/* err, an errno, kept path from being opened. */
enum crm_status db_open_fail(int err, const char *path, struct crm_error *e);
/* Busy handling, no double-quoted strings, no trust in the file's schema. */
void db_configure(struct db *db);
int64_t db_clock(void);    /* ms, monotonic */
int db_patience(void);     /* ms to wait for others */

/* ---- db_memory.c ---- */
/* Before the first handle of the process is opened; later it does nothing. */
void db_configure_memory(void);

/* ---- db_stmt.c ---- */
/* Run a statement that writes a row, or DDL of several statements. When it fails because of what
 * the rows hold (a key that is there already, a value out of bounds) *broken says which rule they
 * break and e is left alone, else *broken is NULL; it lives until the next call. */
enum crm_status db_put_row(struct stmt *st, const char **broken, struct crm_error *e);
enum crm_status db_put_ddl(struct db *db, const char *sql, const char **broken,
                           struct crm_error *e);
void db_reuse(struct stmt *st); /* db_reset for who gets it handed out, saved where it is clean */
void db_forget_cached(struct db *db); /* finalize all */
void db_reset_cached(struct db *db);  /* none of them holds a lock afterwards */

/* ---- db_probe.c ---- */
char *db_directory(const char *path);  /* the one path is in; caller frees */
bool db_directory_writable(const char *path);
bool db_on_network(const char *path);  /* NFS, CIFS, FUSE, 9p and the like */
bool db_on_read_only(const char *path);
/* of the log (-wal) or its index (-shm); -1: there is none */
int64_t db_beside_size(const struct db *db, const char *suffix);
/* The header through the library's own descriptor: closing one of ours would drop its locks. Short
 * files read as zeros. */
void db_read_header(struct db *db, unsigned char header[DB_HEADER]);
/* What the database says of itself, read through the library. */
struct db_identity { int64_t application, version, objects; };
enum crm_status db_identify(struct db *db, struct db_identity *id, struct crm_error *e);
/* CRM_UNAVAILABLE unless it is a crm database this program can read. */
enum crm_status db_judge(const char *path, const struct db_identity *id, struct crm_error *e);
bool db_is_empty(const struct db_identity *id);
/* The identity out of the header when that can be trusted (log_size: of -wal or -1), else by
 * db_identify, which knows what the log holds. */
enum crm_status db_recognize(struct db *db, int64_t log_size, struct db_identity *id,
                             struct crm_error *e);

/* ---- db_open.c ---- */
/* Open to read, an older schema too: then db->older. */
enum crm_status db_open_older(struct db **db, const char *path, struct crm_error *e);
/* Of this older version, which is not migrated here; can: another command could. */
enum crm_status db_fail_older(const struct db *db, int version, bool can, struct crm_error *e);
/* An empty database in an unlinked temporary file, written without locks or syncs; messages name it
 * path. */
enum crm_status db_open_scratch(struct db **db, const char *path, struct crm_error *e);

/* ---- schema.c, schema_index.c ---- */
/* was: its name before version since, NULL = it had none */
struct schema_column { const char *name; bool text; const char *was; int since; };
struct schema_table {
	const char *name, *order;   /* order: its key, comma separated */
	const struct schema_column *columns; size_t n;
	const char *const *indexes; /* NULL or as in struct crm_kind */
	bool records;               /* of a kind with K_COMMON */
	bool kind;                  /* may have a side table of custom fields, NAME_x */
};
/* All tables but the side tables, in the order of creation; in the arena. */
void schema_tables(struct arena *a, const struct schema_table **t, size_t *n);
/* The side table of custom fields of a kind's table; n = 0 when there is none. In the arena. */
enum crm_status schema_side_table(struct db *db, struct arena *a, const char *kind_table,
                                  struct schema_table *t, struct crm_error *e);
/* CREATE TABLE KIND_x without columns of its own, unless it is there. */
void schema_add_side_table(struct strbuf *out, const char *kind_table);
/* The side tables and columns of all fields in table field, where they are missing. In the
 * transaction that is open. */
enum crm_status schema_add_custom_columns(struct db *db, struct crm_error *e);
/* CREATE INDEX of "UNIQUE NAME ON TABLE(…)"; how: "" or "IF NOT EXISTS ". */
void schema_add_index(struct strbuf *out, const char *index, const char *how);
/* The same of all indexes of a table, where they are missing. */
void schema_add_indexes(struct strbuf *out, const struct schema_table *t);
/* Drop or build the indexes of one table; unique ones too when all is set. */
enum crm_status schema_drop_indexes(struct db *db, const struct schema_table *t, bool all,
                                    struct crm_error *e);
enum crm_status schema_build_indexes(struct db *db, const struct schema_table *t,
                                     struct crm_error *e);

#endif
