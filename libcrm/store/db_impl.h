/* db_impl.h - what the files of the store floor share: the database handle and the description of all tables. Not for others. */
#ifndef CRM_STORE_DB_IMPL_H
#define CRM_STORE_DB_IMPL_H

#include <sqlite3.h>
#include <sys/stat.h>
#include "../base/arena.h"
#include "db.h"

#define DB_HEADER 100      /* bytes of a database file's header */
#define DB_BUSY_MS 60000   /* how long we wait for other writers */

struct stmt {
	sqlite3_stmt *s;
	struct db *db;
	const char *key;       /* address of its text when cached, else NULL */
	int bad;               /* first failed bind, told by the next step */
	enum crm_status failed; /* of the last step that was DB_FAIL */
};

struct db {
	sqlite3 *h;
	char *path;
	enum db_mode mode;
	bool wal;              /* write-ahead log, else a rollback journal */
	bool watch;            /* read without locks: db_close looks whether the file moved */
	struct stat before;    /* with watch: the file and its header at opening */
	unsigned char header[DB_HEADER];
	int64_t busy_since;    /* ms, monotonic */
	bool folds;            /* crm_fold is known: db_fold.c */
	struct stmt **cache;   /* hash by address, a power of two, at most half full */
	size_t ncache, cached;
};

/* ---- db.c ---- */
/* The failure the library reports on h, as a status and a message about path. */
enum crm_status db_sqlite_fail(sqlite3 *h, const char *path, struct crm_error *e);
enum crm_status db_fail(struct db *db, struct crm_error *e);
/* Busy handling, no double-quoted strings, no trust in the file's schema. */
void db_configure(struct db *db);
int64_t db_clock(void);    /* ms, monotonic */
int db_patience(void);     /* ms to wait for others */

/* ---- db_stmt.c ---- */
void db_forget_cached(struct db *db); /* finalize all */
void db_reset_cached(struct db *db);  /* none of them holds a lock afterwards */

/* ---- db_open.c ---- */
/* What the database says of itself, read through the library. */
struct db_identity { int64_t application, version, objects; };
enum crm_status db_identify(struct db *db, struct db_identity *id, struct crm_error *e);
/* CRM_UNAVAILABLE unless it is a crm database this program can read. */
enum crm_status db_judge(const char *path, const struct db_identity *id, struct crm_error *e);

/* ---- schema.c ---- */
struct schema_column { const char *name; bool text; };
struct schema_table {
	const char *name, *order;   /* order: its key, comma separated */
	const struct schema_column *columns; size_t n;
	const char *const *indexes; /* NULL or as in struct crm_kind */
	bool records;               /* of a kind with K_COMMON */
	bool kind;                  /* may have a side table of custom fields, NAME_x */
};
/* All tables but the side tables, in the order of creation; in the arena. */
void schema_tables(struct arena *a, const struct schema_table **t, size_t *n);
/* Drop or build the indexes of one table; unique ones too when all is set. */
enum crm_status schema_drop_indexes(struct db *db, const struct schema_table *t, bool all, struct crm_error *e);
enum crm_status schema_build_indexes(struct db *db, const struct schema_table *t, struct crm_error *e);

#endif
