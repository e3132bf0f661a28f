/* db_probe.c - what a path is before it is used: its directory, its file system, and what the
 * header says. */
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "db_impl.h"
#include "table.h"

int db_schema_version(void)
{
	int v = 1;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		for (size_t i = 0; i < (*k)->nfields; i++)
			if ((*k)->fields[i].since > v)
				v = (*k)->fields[i].since;
	return v;
}

/* ---- names beside the database ---- */

char *db_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return crm_strdup(".");
	return crm_strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

bool db_directory_writable(const char *path)
{
	char *dir = db_directory(path);
	bool yes = eaccess(dir, W_OK | X_OK) == 0;

	free(dir);
	return yes;
}

int64_t db_beside_size(const struct db *db, const char *suffix)
{
	struct strbuf name = STRBUF_INIT;
	struct stat st;
	int64_t size = -1;

	sb_printf(&name, "%s%s", db->path, suffix);
	if (stat(name.buf, &st) == 0)
		size = st.st_size;
	sb_release(&name);
	return size;
}

bool db_on_network(const char *path)
{
	/* NFS, CIFS, SMB, SMB2, FUSE, 9p, AFS, Coda, Ceph, Lustre: no shared memory between hosts,
	 * or no trust in their locks */
	static const unsigned long magic[] = {0x6969,     0xff534d42, 0x517b,     0xfe534d42, 0x65735546,
	                                      0x01021997, 0x5346414f, 0x73757245, 0x00c36400, 0x0bd00bd0};
	struct statfs fs;

	if (statfs(path, &fs) != 0)
		return false;
	for (size_t i = 0; i < sizeof magic / sizeof magic[0]; i++)
		if ((unsigned long)fs.f_type == magic[i])
			return true;
	return false;
}

bool db_on_read_only(const char *path)
{
	struct statvfs fs;

	return statvfs(path, &fs) == 0 && (fs.f_flag & ST_RDONLY);
}

/* ---- what is in the file ---- */

static int64_t big_endian(const unsigned char *p)
{
	return (int64_t)((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
}

void db_read_header(struct db *db, unsigned char header[DB_HEADER])
{
	sqlite3_file *f = NULL;

	memset(header, 0, DB_HEADER);
	if (sqlite3_file_control(db->h, "main", SQLITE_FCNTL_FILE_POINTER, &f) == SQLITE_OK && f && f->pMethods)
		f->pMethods->xRead(f, header, DB_HEADER, 0);
}

/* In one snapshot: another program may be making the database just now. */
enum crm_status db_identify(struct db *db, struct db_identity *id, struct crm_error *e)
{
	bool own = !db_in_transaction(db);
	enum crm_status s = own ? db_begin_read(db, e) : CRM_OK;

	if (!s)
		s = db_get_int(db, e, &id->application, 0, DB_OWN "PRAGMA application_id", 0);
	if (!s)
		s = db_get_int(db, e, &id->version, 0, DB_OWN "PRAGMA user_version", 0);
	if (!s)
		s = db_get_int(db, e, &id->objects, 0, DB_OWN "SELECT count(*) FROM sqlite_schema", 0);
	if (own)
		db_rollback(db);
	return s;
}

enum crm_status db_judge(const char *path, const struct db_identity *id, struct crm_error *e)
{
	if (id->application == CRM_APPLICATION_ID && id->version <= CRM_SCHEMA_VERSION)
		return CRM_OK;
	if (id->application == CRM_APPLICATION_ID)
		return crm_fail_at(e, CRM_UNAVAILABLE, path, 0, 0, NULL, "made by a newer crm (schema %d, this is %d)",
		                   (int)id->version, CRM_SCHEMA_VERSION);
	if (id->application == 0 && id->objects == 0)
		return crm_fail_at(e, CRM_UNAVAILABLE, path, 0, 0, NULL,
		                   "an empty file, no crm database; run 'crm-db init'");
	return crm_fail_at(e, CRM_UNAVAILABLE, path, 0, 0, NULL, "not a crm database");
}

bool db_is_empty(const struct db_identity *id)
{
	return id->application == 0 && id->version == 0 && id->objects == 0;
}

enum crm_status db_recognize(struct db *db, int64_t log_size, struct db_identity *id, struct crm_error *e)
{
	static const char magic[16] = "SQLite format 3";
	unsigned char header[DB_HEADER], none[DB_HEADER] = {0};
	int rc;

	db_read_header(db, header);
	*id = (struct db_identity){big_endian(header + 68), big_endian(header + 60), 1};
	if (memcmp(header, magic, sizeof magic) != 0 && memcmp(header, none, DB_HEADER) != 0)
		return crm_fail_at(e, CRM_UNAVAILABLE, db->path, 0, 0, NULL, "not a crm database");
	/* a journal may take back what the header says */
	if (id->application == CRM_APPLICATION_ID && id->version == CRM_SCHEMA_VERSION && log_size <= 0 &&
	    db_beside_size(db, "-journal") < 0)
		return CRM_OK;
	rc = sqlite3_exec(db->h, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
	if ((rc & 0xff) == SQLITE_NOTADB)
		return crm_fail_at(e, CRM_UNAVAILABLE, db->path, 0, 0, NULL, "not a crm database");
	return db_identify(db, id, e);
}
