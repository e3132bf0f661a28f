/* db.h - the only door to the database library. SQL is written in the constructs SQLite and
 * PostgreSQL share (HACKING.md), with parameters $1, $2, … (db_prepare maps them). Everything here
 * is internal to libcrm. */
#ifndef CRM_STORE_DB_H
#define CRM_STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../base/error.h"
#include "../base/strbuf.h"

#define CRM_APPLICATION_ID 0x63726d31 /* "crm1" */
#define CRM_SCHEMA_VERSION db_schema_version()
int db_schema_version(void); /* 1, or the highest `since` of any field */

struct db;
struct stmt;

enum db_mode {
	/* read only; never creates, works on read-only files and directories and on a full disk
	 * (without locks where nothing can write) */
	DB_READ,
	DB_WRITE,   /* read and write, must exist */
	DB_CREATE,  /* read and write, made (with the schema) when it doesn't exist */
	/* an empty one in memory, with the schema: what reading shows before the first write */
	DB_MEMORY
};

/* Open. CRM_NOINPUT: no such file; CRM_UNAVAILABLE: not a crm database, corrupt, or of a newer
 * version; CRM_PERM; CRM_CANTCREATE; CRM_BUSY; CRM_IO. A database of an older schema version is
 * migrated when opened to write, and refused with the remedy when opened to read. *created: the
 * file was made just now. Directories above a DB_CREATE path are made (0700). */
enum crm_status db_open(struct db **db, const char *path, enum db_mode mode, bool *created,
                        struct crm_error *e);
/* As db_open for DB_READ, but a database of an older schema version is migrated first where the
 * file may be written. */
enum crm_status db_open_upgraded(struct db **db, const char *path, struct crm_error *e);
/* Whether there is a database to be read, or something else that is in the way of making one: false
 * where there is nothing, or an empty file. */
bool db_exists(const char *path);
/* Close. For DB_READ by `immutable`: CRM_BUSY when the file moved meanwhile (what was printed may
 * be mixed). A failure that was told to nobody (e was NULL, as in what fills in a name) is told
 * now. NULL is legal. */
enum crm_status db_close(struct db *db, struct crm_error *e);
/* Says when opening it (or restoring into it) has migrated it. path: as the user named it. */
void db_note_migrated(const struct db *db, const char *path, struct crm_error *e);
const char *db_path(const struct db *db);
bool db_readonly(const struct db *db);
bool db_in_memory(const struct db *db); /* opened by DB_MEMORY: there is no file */
/* schema version, size with what the log holds, "wal" or "delete" */
struct db_facts { int64_t version, bytes; const char *journal; };
enum crm_status db_facts(struct db *db, struct db_facts *f, struct crm_error *e);
/* an unlinked temporary file (O_TMPFILE, 0600) beside the database, or in /tmp; -1 with errno */
int db_temp_file(struct db *db);

/* ---- statements ---- */
enum db_step { DB_ROW, DB_DONE, DB_FAIL };
enum crm_status db_prepare(struct db *db, struct stmt **st, const char *sql, struct crm_error *e);
void db_finalize(struct stmt *st);               /* NULL is legal */
/* ready to bind and step again; parameters keep their values */
void db_reset(struct stmt *st);
void db_bind_int(struct stmt *st, int i, int64_t v);      /* i from 1 */
/* not copied: must live until the statement is reset or bound anew */
void db_bind_text(struct stmt *st, int i, const char *s, size_t n);
void db_bind_null(struct stmt *st, int i);
/* a set of ids, for DB_AMONG; copied */
void db_bind_among(struct stmt *st, int i, const int64_t *ids, size_t n);
/* DB_FAIL: e says why, e->status is the status to return */
enum db_step db_step(struct stmt *st, struct crm_error *e);
int64_t db_int(struct stmt *st, int col);        /* col from 0; NULL reads as 0 */
/* valid until the next step; NULL for NULL */
const char *db_text(struct stmt *st, int col, size_t *n);
bool db_null(struct stmt *st, int col);
int db_columns(struct stmt *st);
/* One statement cached by its text's address (constant strings only): prepared once per database,
 * reset when handed out. NULL when it fails. */
enum crm_status db_cached(struct db *db, struct stmt **st, const char *sql, struct crm_error *e);

/* ---- db_query.c: a query, read row by row, that can't forget an error ----
 *
 *     struct query q = query(db, e, "SELECT name, city FROM company WHERE parent = $1 AND name_key
 *     = $2", parent);
 *
 *     query_text(&q, 2, key.buf, key.len);
 *     while (query_row(&q))
 *             q.s = put(db_text(q.st, 0, &n), db_int(q.st, 1));
 *     return query_end(&q);
 *
 * Whatever fails (preparing, binding, a step, what the loop's body says in q.s) ends the loop, and
 * query_end returns it: nothing between needs to be looked at, and reading a row out of turn is not
 * possible. A query of which the first row alone is wanted: if (query_row(&q)) instead of while. */
struct query {
	/* for db_int, db_text, db_null of the row; NULL when it couldn't be prepared */
	struct stmt *st;
	struct crm_error *e; /* NULL: nobody listens, so db_commit and db_close tell it */
	/* of everything so far; the body of the loop may set it to end the loop */
	enum crm_status s;
	bool kept;           /* the statement outlives the query */
};
/* Begin a query: sql is a constant, cached by its address as db_cached does; the integers that
 * follow are $1, $2, …, at most as many as it has parameters. The same constant again, before
 * query_end, begins the first query anew: what recurs reads its rows to the end first. */
#define query(db, e, sql, ...) query_open(db, e, sql, true, QUERY_INTS(__VA_ARGS__))
/* The same of a text put together for this query, which may go away at once: it is prepared here
 * and finalized by query_end. */
#define query_built(db, e, sql, ...) query_open(db, e, sql, false, QUERY_INTS(__VA_ARGS__))
/* The same of a statement that is prepared already and stays with who prepared it, who steps it by
 * queries only. */
#define query_again(st, e, ...) query_reopen(st, e, QUERY_INTS(__VA_ARGS__))
/* The same where all parameters are bound already. */
static inline struct query query_bound(struct stmt *st, struct crm_error *e)
{
	return (struct query){.st = st, .e = e, .kept = true};
}
#define QUERY_INTS(...) (const int64_t[]){0, ##__VA_ARGS__}, sizeof((const int64_t[]){0, ##__VA_ARGS__}) / sizeof(int64_t)
struct query query_open(struct db *db, struct crm_error *e, const char *sql, bool constant,
                        const int64_t *v, size_t n);
struct query query_reopen(struct stmt *st, struct crm_error *e, const int64_t *v, size_t n);
/* Other parameters, before the first row. As db_bind_text: not copied; a parameter of a statement
 * used before keeps what it held last. */
void query_int(struct query *q, int i, int64_t v);
void query_text(struct query *q, int i, const char *s, size_t n);
void query_null(struct query *q, int i);
/* The set of a parameter within DB_AMONG; copied. */
void query_among(struct query *q, int i, const int64_t *ids, size_t n);
/* The next row, or false: there is none, or something failed. */
static inline bool query_row(struct query *q);
/* Done, at whatever row: the statement is free for others and holds no snapshot. Returns q->s, and
 * may be called once more. */
enum crm_status query_end(struct query *q);
/* The first column of the first row as an integer, dflt when there is no row or it is NULL; and
 * query_end. */
enum crm_status query_get(struct query *q, int64_t *v, int64_t dflt);
/* The first column of all rows, appended to the n at *ids (NULL and 0 at first; the caller frees
 * them); and query_end. */
enum crm_status query_ids(struct query *q, int64_t **ids, size_t *n);
/* All rows unseen, for a statement that writes: query_end of it. */
enum crm_status query_run(struct query *q);

void query_failed(struct query *q); /* for query_row: a step was DB_FAIL */
static inline bool query_row(struct query *q)
{
	enum db_step step = q->s ? DB_DONE : db_step(q->st, q->e);

	if (step == DB_FAIL)
		query_failed(q);
	return step == DB_ROW;
}

/* several statements, no parameters; for the store alone */
enum crm_status db_exec(struct db *db, const char *sql, struct crm_error *e);
/* Run a statement with integer parameters only; CRM_OK when done (rows are ignored). */
/* n int64_t follow */
enum crm_status db_run(struct db *db, struct crm_error *e, const char *sql, int n, ...);
/* First column of the first row as an integer, dflt when there is no row or it is NULL. n int64_t
 * follow. */
enum crm_status db_get_int(struct db *db, struct crm_error *e, int64_t *out, int64_t dflt,
                           const char *sql, int n, ...);
int64_t db_changes(struct db *db);               /* rows changed by the last statement */
/* Make the SQL function crm_fold(text) known to statements prepared later: utf8_fold's key, NULL of
 * NULL. For texts without a key column. */
enum crm_status db_use_fold(struct db *db, struct crm_error *e);

/* Append the SQL that takes a field (a constant name) out of the JSON text that expr gives;
 * databases write it each in their way. */
void db_json_field(struct strbuf *sql, const char *expr, const char *field);

/* Before a column of integers in a condition: no index by it is used (SQLite would think it narrows
 * down what it doesn't). */
#define DB_NO_INDEX "+"

/* A set of ids in place of a parameter, for IN: $n of query_among, as DB_AMONG("1"). Elsewhere an
 * array in place of the JSON text of one; a thousand at most, so that neither gets large. */
#define DB_AMONG(n) "(SELECT value FROM json_each($" n "))"

/* Rows put together by the program in place of a parameter, for FROM: the JSON text of an array of
 * objects. Columns are `key`, the place from 0, and `value`, whose fields db_json_field gives. */
#define DB_ROWS(n) "json_each($" n ", '$')"

/* ---- db_temp.c: what a transaction puts aside, for SQL to read; gone when it ends ---- */
/* Ids, in place of those put there before; DB_PUT_IDS selects them. */
enum crm_status db_put_ids(struct db *db, const int64_t *ids, size_t n, struct crm_error *e);
#define DB_PUT_IDS "SELECT s.id FROM selected s"
/* A text beside those that are there; *place names it. Append the expression that reads it. */
enum crm_status db_put_text(struct db *db, const char *text, size_t n, int64_t *place,
                            struct crm_error *e);
void db_read_text(struct strbuf *sql, int64_t place);

/* Pairs of texts to be looked up together, in place of those put before: table asked(n, a, b), n
 * from 0. An empty text is NULL. */
struct db_key { const char *a, *b; size_t na, nb; };
enum crm_status db_put_keys(struct db *db, const struct db_key *k, size_t n, struct crm_error *e);

/* ---- transactions; not nested ----
 * One handle per file and process. A statement of db_prepare that is not at its end keeps the
 * transaction's snapshot: reset or finalize it first. */
enum crm_status db_begin_read(struct db *db, struct crm_error *e);
/* takes the write lock: waits up to 60 s in 1 ms sleeps, then CRM_BUSY */
enum crm_status db_begin_write(struct db *db, struct crm_error *e);
/* When it fails nothing is done and no transaction is open. It fails after a failure that was told
 * to nobody: see db_close. */
enum crm_status db_commit(struct db *db, struct crm_error *e);
void db_rollback(struct db *db);                 /* nothing when there is no transaction */
/* A point in the transaction to go back to, one at a time: it ends by keeping what was written
 * since or by going back. */
enum crm_status db_mark(struct db *db, struct crm_error *e);
enum crm_status db_mark_keep(struct db *db, struct crm_error *e);
enum crm_status db_mark_back(struct db *db, struct crm_error *e);
bool db_in_transaction(const struct db *db);
/* A read transaction unless one is open; db_read_end ends what it began (*own), also after a
 * failure. */
enum crm_status db_read(struct db *db, bool *own, struct crm_error *e);
void db_read_end(struct db *db, bool own);
/* For tests: how many questions this process has put to databases, as a server would count them:
 * each execution of a statement, from its first step to its reset; each text of db_exec; the
 * beginning and the end of a transaction; a set of db_put_ids or a text of db_put_text, however
 * they are stored. Not counted: what the database library asks itself, and opening. */
int64_t db_statements(void);
/* for fault tests: sleep this long before each commit; 0 = none */
void db_test_delay(int ms);
void db_test_patience(int ms);                   /* for tests: wait this long instead of 60 s */

/* ---- bulk work ---- */
/* Drop the non-unique indexes of a table inside the transaction, and build them again.
 * `like_unique` ones stay. */
enum crm_status db_drop_indexes(struct db *db, const char *table, struct crm_error *e);
enum crm_status db_build_indexes(struct db *db, const char *table, struct crm_error *e);
/* After a bulk write: empty the write-ahead log (checkpoint TRUNCATE); others in the way are no
 * error. */
void db_checkpoint(struct db *db);

/* ---- db_purge.c: what was removed leaves the file ---- */
/* From now on content that is removed is overwritten. No transaction may be open. */
enum crm_status db_secure(struct db *db, struct crm_error *e);
/* What was committed stays, whatever fails from now on: a full disk isn't told as if nothing was
 * changed. */
void db_keeps(struct db *db);
/* Write the whole file anew, so that it holds nothing but what is there; the log is emptied. No
 * transaction may be open. CRM_NO: a reader of the log is in the way, it still holds what was
 * there. */
enum crm_status db_rewrite(struct db *db, struct crm_error *e);
/* Whether the database file or its write-ahead log holds one of the byte strings anywhere; *which:
 * the first one found. */
struct db_needle { const char *s; size_t n; };
enum crm_status db_file_holds(struct db *db, const struct db_needle *needles, size_t n, bool *found,
                              size_t *which, struct crm_error *e);

/* ---- schema.c: DDL out of the kind tables ---- */
/* the whole schema, commented, as checked in as schema.sql */
void schema_sql(struct strbuf *out);
/* in the transaction that is open */
enum crm_status schema_create(struct db *db, struct crm_error *e);
/* the DDL that adds column x_<id> to KIND_x */
void schema_custom_column(struct strbuf *out, const char *kind_table, int64_t field_id, bool text);
/* the same, done: in the transaction that is open */
enum crm_status schema_add_custom_column(struct db *db, const char *kind_table, int64_t field_id,
                                         bool text, struct crm_error *e);
/* whether a custom field is stored as text; type: as in table field, the position of text, long or
 * list */
bool schema_custom_text(int64_t type);
/* Whether there is such a table, with such a column; side tables come with the first custom field
 * of a kind. */
enum crm_status schema_has_column(struct db *db, const char *table, const char *column, bool *yes,
                                  struct crm_error *e);
/* Search keys are made anew (F_KEY, but those of telephone numbers), where one has to be alone and
 * is another's it stays, and how many do is noted. In the transaction that is open. */
enum crm_status db_fold_keys(struct db *db, struct crm_error *e);
/* in the transaction that is open */
enum crm_status schema_migrate(struct db *db, int from, struct crm_error *e);
/* CRM_NO with one failure per table, column (of custom fields too) or index that is missing */
enum crm_status schema_check(struct db *db, struct crm_error *e);

/* ---- backup.c, dump.c ---- */
/* online copy to a new file; CRM_CANTCREATE when it exists */
enum crm_status db_backup(struct db *db, const char *to, struct crm_error *e);
/* The contents of `from` become those of the open database, all or nothing; an older schema is
 * migrated. after (may be NULL) works on the private copy before others see it, in its write
 * transaction. No transaction may be open. CRM_NOINPUT: there is none; CRM_UNAVAILABLE: not a crm
 * database or a newer one; CRM_USAGE: the same file. */
enum crm_status db_restore(struct db *db, const char *from,
                           enum crm_status (*after)(void *arg, struct db *copy,
                                                    struct crm_error *e),
                           void *arg, struct crm_error *e);
/* the database library's own check; CRM_NO with the findings */
enum crm_status db_integrity(struct db *db, struct crm_error *e);

struct crm_source; struct out;
/* The dump format: lines of crm-tsv. First line `crm-dump TAB 1 TAB <schema version>`; then per
 * table a line `table TAB NAME TAB column…` and its rows (raw stored values, escaped as in crm-tsv,
 * an empty field is NULL), last line `end TAB <rows>`. Tables without rows are left out. In the
 * side tables KIND_x the columns of custom fields carry their type: `x_17:text`, `x_18:integer`. A
 * column left out is NULL in every row. Columns of declared fields that no side table of the dump
 * has are made by db_load. */
enum crm_status db_dump(struct db *db, struct out *o, struct crm_error *e);
/* Into a database that holds no records but users (CRM_FORBIDDEN else); its configuration and
 * history are replaced. One transaction; indexes built afterwards. CRM_DATA with line and column;
 * CRM_UNAVAILABLE: a dump of a newer version. */
enum crm_status db_load(struct db *db, const struct crm_source *src, struct crm_error *e);

#endif
