/* schema_index.c - indexes of bulk work, and whether a database has all tables, columns and indexes
 * it should have. */
#include "db_impl.h"
#include "table.h"

/* NAME of "UNIQUE NAME ON TABLE(…)". */
static const char *index_name(const char *index, size_t *n)
{
	if (strncmp(index, "UNIQUE ", 7) == 0)
		index += 7;
	*n = strcspn(index, " ");
	return index;
}

enum crm_status schema_drop_indexes(struct db *db, const struct schema_table *t, bool all, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;
	size_t n;

	for (const char *const *x = t->indexes; x && *x; x++) {
		const char *name = index_name(*x, &n);

		if (all || name == *x)
			sb_printf(&sql, "DROP INDEX IF EXISTS %.*s;\n", (int)n, name);
	}
	s = db_exec(db, sql.buf, e);
	sb_release(&sql);
	return s;
}

void schema_add_indexes(struct strbuf *out, const struct schema_table *t)
{
	for (const char *const *x = t->indexes; x && *x; x++)
		schema_add_index(out, *x, "IF NOT EXISTS ");
}

enum crm_status schema_build_indexes(struct db *db, const struct schema_table *t, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	schema_add_indexes(&sql, t);
	s = db_exec(db, sql.buf, e);
	sb_release(&sql);
	return s;
}

static enum crm_status with_table(struct db *db, const char *name, bool build, struct crm_error *e)
{
	struct arena a = ARENA_INIT;
	const struct schema_table *t;
	enum crm_status s = CRM_OK;
	size_t n;

	schema_tables(&a, &t, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(t[i].name, name) == 0)
			s = build ? schema_build_indexes(db, &t[i], e) : schema_drop_indexes(db, &t[i], false, e);
	arena_free(&a);
	return s;
}

enum crm_status db_drop_indexes(struct db *db, const char *table, struct crm_error *e)
{
	return with_table(db, table, false, e);
}

enum crm_status db_build_indexes(struct db *db, const char *table, struct crm_error *e)
{
	return with_table(db, table, true, e);
}

/* ---- side tables of custom fields ---- */

enum crm_status schema_side_table(struct db *db, struct arena *a, const char *kind_table, struct schema_table *t,
                                  struct crm_error *e)
{
	char *name = arena_printf(a, "%s_x", kind_table);
	struct query q = query(db, e,
	                       DB_OWN "SELECT name, type='TEXT', count(*) OVER () "
	                              "FROM pragma_table_info($1) ORDER BY cid");
	struct schema_column *c = NULL;

	*t = (struct schema_table){name, "id", NULL, 0, NULL, false, false};
	query_text(&q, 1, name, strlen(name));
	while (query_row(&q)) {
		if (!c)
			c = arena_alloc(a, (size_t)db_int(q.st, 2) * sizeof *c);
		c[t->n++] = (struct schema_column){.name = arena_strdup(a, db_text(q.st, 0, NULL)),
		                                   .text = db_int(q.st, 1) != 0};
	}
	t->columns = c;
	return query_end(&q);
}

/* Whether a catalog query about a name (and a second one) finds a row. */
static enum crm_status has(struct db *db, const char *sql, const char *name, size_t n, const char *second, bool *yes,
                           struct crm_error *e)
{
	struct query q = query(db, e, sql);

	query_text(&q, 1, name, n);
	query_text(&q, 2, second, strlen(second));
	*yes = query_row(&q);
	return query_end(&q);
}

enum crm_status schema_has_column(struct db *db, const char *table, const char *column, bool *yes, struct crm_error *e)
{
	return has(db, DB_OWN "SELECT 1 FROM pragma_table_info($1) WHERE name=$2", table, strlen(table), column, yes,
	           e);
}

bool schema_custom_text(int64_t type)
{
	return type == 0 || type == 1 || type == 12;
}

/* The column of one declared field, where it is missing: its DDL, or with ddl NULL a failure. */
static enum crm_status custom_column(struct db *db, struct stmt *field, struct strbuf *ddl, struct crm_error *e)
{
	const struct crm_kind *kind = NULL;
	char table[64], column[32];
	bool yes;
	enum crm_status s;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->no == db_int(field, 1))
			kind = *k;
	if (!kind)
		return CRM_OK;
	snprintf(table, sizeof table, "%s_x", kind->table);
	snprintf(column, sizeof column, "x_%lld", (long long)db_int(field, 0));
	s = schema_has_column(db, table, column, &yes, e);
	if (s || yes)
		return s;
	if (ddl)
		schema_custom_column(ddl, kind->table, db_int(field, 0), schema_custom_text(db_int(field, 2)));
	else
		crm_fail_at(e, CRM_NO, db->path, 0, 0, NULL, "table %s has no column %s", table, column);
	return CRM_OK;
}

static enum crm_status custom_columns(struct db *db, struct strbuf *ddl, struct crm_error *e)
{
	struct query q;

	if (!kind_by_no(KIND_FIELD))
		return CRM_OK;
	q = query_built(db, e, "SELECT id, kind, type FROM field WHERE id > 0 ORDER BY id");
	while (query_row(&q))
		q.s = custom_column(db, q.st, ddl, e);
	return query_end(&q);
}

enum crm_status schema_add_custom_columns(struct db *db, struct crm_error *e)
{
	struct strbuf ddl = STRBUF_INIT;
	enum crm_status s = custom_columns(db, &ddl, e);

	if (!s && ddl.len)
		s = db_exec(db, ddl.buf, e);
	sb_release(&ddl);
	return s;
}

/* ---- check ---- */

static enum crm_status check_table(struct db *db, const struct schema_table *t, struct crm_error *e)
{
	static const char index[] =
	        DB_OWN "SELECT 1 FROM sqlite_schema WHERE type='index' AND name=$1 AND tbl_name=$2 AND sql IS NOT NULL";
	enum crm_status s = CRM_OK;
	size_t n;
	bool yes;

	for (size_t i = 0; !s && i < t->n; i++) {
		s = schema_has_column(db, t->name, t->columns[i].name, &yes, e);
		if (!s && !yes)
			crm_fail_at(e, CRM_NO, db->path, 0, 0, NULL, "table %s has no column %s", t->name,
			            t->columns[i].name);
	}
	for (const char *const *x = t->indexes; !s && x && *x; x++) {
		const char *name = index_name(*x, &n);

		s = has(db, index, name, n, t->name, &yes, e);
		if (!s && !yes)
			crm_fail_at(e, CRM_NO, db->path, 0, 0, NULL, "table %s has no index %.*s", t->name, (int)n,
			            name);
	}
	return s;
}

enum crm_status schema_check(struct db *db, struct crm_error *e)
{
	struct arena a = ARENA_INIT;
	const struct schema_table *t;
	size_t n, failures = e->failures;
	enum crm_status s = CRM_OK;
	bool yes;

	schema_tables(&a, &t, &n);
	for (size_t i = 0; !s && i < n; i++)
		s = check_table(db, &t[i], e);
	if (!s)
		s = has(db, DB_OWN "SELECT 1 FROM sqlite_schema WHERE type='table' AND name=$1 AND tbl_name=$2",
		        "search", 6, "search", &yes, e);
	if (!s && !yes)
		crm_fail_at(e, CRM_NO, db->path, 0, 0, NULL, "the search index is missing: 'crm-db reindex' makes it");
	if (!s && e->failures == failures) /* table field can be read */
		s = custom_columns(db, NULL, e);
	arena_free(&a);
	return s ? s : e->failures > failures ? CRM_NO : CRM_OK;
}
