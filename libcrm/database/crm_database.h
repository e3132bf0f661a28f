/* crm_database.h - the database: made, opened, checked, copied. Public. */
#ifndef CRM_DATABASE_CRM_DATABASE_H
#define CRM_DATABASE_CRM_DATABASE_H

#include "../store/context.h"
#include "../text/reader.h"
#include "../text/sink.h"

/* Open the database that env names; env's strings and what it points at must live as long as the
 * handle, and so must e: notes of what is noticed later go there. Without env->write it is read: a
 * default path that doesn't exist yet gives an empty database in memory with the ready-made
 * pipeline. With it, a default path is made, which is a note; a named one must exist (CRM_NOINPUT,
 * "run 'crm-db init'"). CRM_UNAVAILABLE: no crm database, or a newer one; CRM_BUSY, CRM_PERM,
 * CRM_IO. On failure *c is NULL, else it is freed by crm_close. */
enum crm_status crm_open(struct crm **c, const struct crm_env *env, struct crm_error *e);

/* Close and free the handle, whatever comes of it; NULL is legal. CRM_BUSY: the file changed under
 * a read without locks; CRM_CONFIG: a rule of the configuration was left out, as told to the error
 * object of crm_open. */
enum crm_status crm_close(struct crm *c, struct crm_error *e);

/* Make the database env->path, and nothing else (crm-db init). A file that is empty or was left
 * half made is finished. CRM_CANTCREATE when it exists or cannot be made. */
enum crm_status crm_init(const struct crm_env *env, struct crm_error *e);

/* The day dates count from, in days since 1970-01-01: env->today, else the local day of
 * env->now. */
int crm_today(const struct crm *c);

/* Currency, country, language and time zone of the database; lives as long as the handle. */
const struct settings *crm_settings(const struct crm *c);

/* The decimal sign of the settings' language, '.' or ',', for spreadsheets. */
char crm_decimal(const struct crm *c);

/* What it is: rows `name value` (path, version, user, today, settings, size in bytes,
 * records.KIND). */
enum crm_status crm_db_info(struct crm *c, struct sink *sink, struct crm_error *e);

/* Whether it is whole: file, schema, records, search index, history. CRM_NO and a failure for each
 * finding. */
enum crm_status crm_db_check(struct crm *c, struct crm_error *e);

/* Make search keys and the search index afresh out of the records. */
enum crm_status crm_db_reindex(struct crm *c, struct crm_error *e);

/* Copy it to the new file `to` while others go on, and read the copy again: CRM_UNAVAILABLE when
 * its pages are damaged, CRM_IO when it isn't what was read. The file comes to be when it is
 * whole. CRM_CANTCREATE when it exists. */
enum crm_status crm_db_backup(struct crm *c, const char *to, struct crm_error *e);

/* What a restore does away with. */
struct crm_loss {
	int64_t commands;         /* all that ever changed the database; 0: it is empty */
	/* those of them that the backup does not have; -1: it is too damaged to tell */
	int64_t changes;
	/* persons forgotten since of whom the backup still holds something, as `c1 (2026-03-31),
	 * c7` */
	int64_t persons;
	const char *back;
	bool foreign;             /* no command of it stands in the backup: it is one of another */
	/* what crm_db_check would say of the backup, the first of it as text; 0: nothing */
	size_t findings;
	const char *finding;
};
/* Whether it shall be so; anything but CRM_OK ends the restore with nothing done. */
typedef enum crm_status crm_agree(void *arg, const struct crm_loss *loss, struct crm_error *e);

/* Replace its contents by those of the database in the file `from`, all or nothing; an older one
 * is brought up to date. agree is asked unless the database is empty and the backup without
 * findings; what is lost, and who comes back, is noted. Ids given since are not
 * given again, undo does not go behind it.
 * CRM_NOINPUT: there is no such file; CRM_UNAVAILABLE: no crm database, a newer or a damaged one;
 * CRM_USAGE: the same file. */
enum crm_status crm_db_restore(struct crm *c, const char *from, crm_agree *agree, void *arg,
                               struct crm_error *e);

/* Whether env->path is a database that was cut or damaged: not one of another program or of a newer
 * version, nor a text. */
bool crm_db_damaged(const struct crm_env *env);

/* As crm_db_restore, onto a damaged database: the backup is restored into a new file beside, the
 * damaged one is kept as PATH.damaged-DAY-SECONDS, which is noted, and the new one takes its place,
 * with its mode. CRM_CANTCREATE, CRM_IO; nothing is done then. */
enum crm_status crm_db_restore_damaged(const struct crm_env *env, const char *from,
                                       crm_agree *agree, void *arg, struct crm_error *e);

/* database.c, for restore.c: the checks of crm_db_check behind that of the pages, in the
 * transaction that is open. */
enum crm_status database_check(struct crm *c, struct crm_error *e);
/* open.c: the settings of c->db into c->set. */
enum crm_status database_settings(struct crm *c, struct crm_error *e);

/* Write it as text that crm_db_load reads; out_finish says whether it came out. */
enum crm_status crm_db_dump(struct crm *c, struct out *o, struct crm_error *e);

/* Read a dump, to the end of src, into a database that holds no records but users (CRM_FORBIDDEN
 * else); its configuration and history are replaced. In one transaction. CRM_DATA with line and
 * column; CRM_UNAVAILABLE: a dump of a newer version. */
enum crm_status crm_db_load(struct crm *c, const struct crm_source *src, struct crm_error *e);

#endif
