/* schema.c - DDL out of the kind tables, with the tables of history that belong to no kind: create,
 * migrate, check.
 *
 * No foreign keys in the DDL: imports are faster without. CHECK constraints hold what one row can
 * say, `crm-db check` proves the rest. */
#include "db_impl.h"
#include "search.h"
#include "table.h"

/* ---- the tables that are not kinds ---- */

struct fixed_column { const char *name, *type, *help; };
struct fixed_table {
	/* key: the primary key when it has several columns, else the first column is it */
	const char *name, *help, *key;
	const struct fixed_column *columns; /* ends with a NULL name */
	const char *const *indexes;
};

static const struct fixed_column counter_columns[] = {
	{"kind", "INTEGER PRIMARY KEY", "number of the kind; 0 counts batches"},
	{"last", "INTEGER NOT NULL", "the last id given out; ids are never used again"},
	{NULL, NULL, NULL}};
static const struct fixed_column batch_columns[] = {
	{"id", "INTEGER PRIMARY KEY", "typed id, b41"},
	{"at", "INTEGER NOT NULL", "when it was recorded, ms UTC; never before the batch before"},
	{"by", "INTEGER", "the user"},
	{"tool", "TEXT NOT NULL", "crm-offer"},
	{"verb", "TEXT NOT NULL", "add"},
	{"flags", "INTEGER NOT NULL", "sum of 1 import, 2 undo or redo, 4 cannot be undone"},
	{"undone", "INTEGER", "the effective undo batch that took it back"},
	{NULL, NULL, NULL}};
static const struct fixed_column undoing_columns[] = {
	{"batch", "INTEGER NOT NULL", "an undo batch"}, {"target", "INTEGER NOT NULL", "a batch it undid"}, {NULL, NULL, NULL}};
/* the columns of a composite key come first: integrity_check of SQLite 3.40 reports NULLs that
 * aren't there else */
static const struct fixed_column added_columns[] = {
	{"kind", "INTEGER NOT NULL", ""}, {"first", "INTEGER NOT NULL", "first id of the run"}, {"batch", "INTEGER NOT NULL", ""},
	{"last", "INTEGER NOT NULL", "last id of the run"}, {NULL, NULL, NULL}};
static const struct fixed_column change_columns[] = {
	{"batch", "INTEGER NOT NULL", ""}, {"seq", "INTEGER NOT NULL", "from 1 in each batch"}, {"kind", "INTEGER NOT NULL", ""},
	{"id", "INTEGER NOT NULL", ""}, {"field", "INTEGER NOT NULL", "number in the kind's table; 1000 + id of a custom field"},
	{"old", "TEXT", "the stored value before, integers as digits"}, {"new", "TEXT", "the stored value after"}, {NULL, NULL, NULL}};
static const struct fixed_column removed_columns[] = {
	{"batch", "INTEGER NOT NULL", ""}, {"kind", "INTEGER NOT NULL", ""}, {"id", "INTEGER NOT NULL", ""},
	{"row", "TEXT NOT NULL", "the whole row as a JSON object of stored values"}, {NULL, NULL, NULL}};
static const struct fixed_column move_columns[] = {
	{"offer", "INTEGER NOT NULL", ""}, {"seq", "INTEGER NOT NULL", "from 1 in each offer"},
	{"day", "INTEGER NOT NULL", "when it happened, days since 1970-01-01; does not fall among the moves that count"},
	{"at", "INTEGER NOT NULL", "when it was recorded, ms UTC"}, {"from_stage", "INTEGER", "empty for the entry"},
	{"to_stage", "INTEGER NOT NULL", ""}, {"by", "INTEGER", "the user"}, {"value", "INTEGER", "of the offer after the move"},
	{"currency", "INTEGER", "of the offer after the move"},
	{"expected_close", "INTEGER", "of the offer after the move"}, {"batch", "INTEGER NOT NULL", ""},
	{"void", "INTEGER", "the undo batch that voided it; empty: it counts"}, {NULL, NULL, NULL}};

/* what a person who is being forgotten is recognised by, until no trace is left */
static const struct fixed_column trace_columns[] = {
	{"contact", "INTEGER NOT NULL", "who is forgotten; id in contact"},
	{"form", "INTEGER NOT NULL", "0 the key of the hashes, 1 name, 2 part of a name, 3 e-mail address, 4 telephone number"},
	{"hash", "TEXT NOT NULL", "keyed hash of it as it is looked for, hexadecimal digits; of form 0 the key"},
	{"words", "INTEGER NOT NULL", "words or digits it has"},
	{"sieve", "INTEGER NOT NULL", "16 bits of its first word, what is sifted by"}, {NULL, NULL, NULL}};

static const char *const added_indexes[] = {"added_batch ON added(batch)", NULL};
static const char *const change_indexes[] = {"change_record ON change(kind, id, batch)", NULL};
static const char *const removed_indexes[] = {"removed_record ON removed(kind, id)", NULL};

static const struct fixed_table fixed_tables[] = {
	{"counter", "the last id of each kind", NULL, counter_columns, NULL},
	{"batch", "one row per command that changed something", NULL, batch_columns, NULL},
	{"undoing", "which batches an undo batch undid, kept for ever", "batch, target", undoing_columns, NULL},
	{"added", "runs of new records", "kind, first, batch", added_columns, added_indexes},
	{"change", "changed cells", "batch, seq", change_columns, change_indexes},
	{"removed", "removed records", "batch, kind, id", removed_columns, removed_indexes},
	{"stage_move", "every move of every offer", "offer, seq", move_columns, NULL},
	{"trace", "what is left to look for of persons who are forgotten", "contact, form, hash", trace_columns, NULL},
};
#define FIXED_TABLES (sizeof fixed_tables / sizeof fixed_tables[0])

/* Constraints of the kinds that SQL can hold; what spans rows is proved by crm-db check. */
static const struct { int kind; const char *sql; } checks[] = {
	{KIND_STAGE, "CHECK ((kind = 2) = (probability = 10000))"},
	{KIND_STAGE, "CHECK ((kind = 3) = (probability = 0))"},
	{KIND_STAGE, "CHECK (probability BETWEEN 0 AND 10000)"},
	{KIND_PRODUCT, "CHECK (price IS NULL OR currency IS NOT NULL)"},
	{KIND_OFFER, "CHECK ((closed IS NOT NULL) = (state IN (2, 3)))"},
	{KIND_OFFER, "CHECK (value IS NULL OR currency IS NOT NULL)"},
	{KIND_OFFER, "CHECK (pin BETWEEN 0 AND 10000)"},
	{KIND_AFFILIATION, "CHECK (from_day <= to_day)"},
};

/* ---- writing DDL ---- */

/* Items of a CREATE TABLE: the comment of one stands behind the comma that only the next one
 * brings. */
struct ddl { struct strbuf *out; bool comments, begun; struct strbuf comment; };

static void end_comment(struct ddl *d)
{
	if (d->comments && d->comment.len)
		sb_printf(d->out, " -- %s", d->comment.buf);
	sb_reset(&d->comment);
}

static void item(struct ddl *d, const char *text, const char *type)
{
	if (d->begun)
		sb_addc(d->out, ',');
	end_comment(d);
	sb_adds(d->out, d->comments ? "\n\t" : d->begun ? " " : "");
	sb_printf(d->out, "%s%s%s", text, *type ? " " : "", type);
	d->begun = true;
}

static void begin_table(struct ddl *d, const char *name, const char *help)
{
	if (d->comments)
		sb_printf(d->out, "\n-- %s%s%s\n", name, *help ? ": " : "", help);
	sb_printf(d->out, "CREATE TABLE %s(", name);
	d->begun = false;
}

static void end_table(struct ddl *d, const char *options)
{
	end_comment(d);
	sb_printf(d->out, "%s) %s;\n", d->comments ? "\n" : "", options);
}

static const char *sql_type(const struct crm_field *f)
{
	return f->type == T_TEXT || f->type == T_LONG || f->type == T_COUNTRY ? "TEXT" : "INTEGER";
}

/* How the stored number is to be read. */
static void add_unit(struct strbuf *out, const struct crm_field *f)
{
	static const char *const unit[] = {[T_DECIMAL] = "10^-4",
	                                   [T_PERCENT] = "1/100 percent",
	                                   [T_MONEY] = "minor units",
	                                   [T_CURRENCY] = "ISO 4217 number",
	                                   [T_DATE] = "days since 1970-01-01",
	                                   [T_INSTANT] = "ms UTC",
	                                   [T_BOOL] = "0 or 1",
	                                   [T_TERM] = "id in term",
	                                   [T_DURATION] = "seconds",
	                                   [T_ID] = ""};
	const struct crm_kind *ref = f->type == T_REF && f->ref ? kind_by_no(f->ref) : NULL;

	if (out->len)
		sb_adds(out, "; ");
	if (ref)
		sb_printf(out, "id in %s", ref->table);
	else if (f->type == T_REF)
		sb_adds(out, "id of a record of the kind in column kind");
	else if (f->type == T_ENUM)
		for (size_t i = 0; f->words[i]; i++)
			sb_printf(out, "%s%zu %s", i ? ", " : "", i, f->words[i]);
	else if (f->type == T_INT && (f->flags & F_INTERNAL) && strcmp(f->name, "kind") == 0)
		sb_adds(out, "number of the kind");
	else if (f->type <= T_ID && unit[f->type])
		sb_adds(out, unit[f->type]);
	else if (out->len)
		sb_setlen(out, out->len - 2);
}

static void add_kind(struct ddl *d, const struct crm_kind *k)
{
	struct strbuf key = STRBUF_INIT;

	begin_table(d, k->table, "");
	item(d, "id", "INTEGER PRIMARY KEY");
	sb_printf(&d->comment, "typed id, %s1", k->letters);
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (!field_is_column(f))
			continue;
		item(d, field_column(f), sql_type(f));
		sb_adds(&d->comment, f->help);
		add_unit(&d->comment, f);
		if (!(f->flags & F_KEY))
			continue;
		sb_reset(&key);
		sb_printf(&key, "%s_key", field_column(f));
		item(d, key.buf, "TEXT");
		sb_printf(&d->comment, "search key of %s", field_column(f));
	}
	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
		if (checks[i].kind == k->no)
			item(d, checks[i].sql, "");
	end_table(d, "STRICT");
	sb_release(&key);
}

static void add_fixed(struct ddl *d, const struct fixed_table *t)
{
	struct strbuf key = STRBUF_INIT;

	begin_table(d, t->name, t->help);
	for (const struct fixed_column *c = t->columns; c->name; c++) {
		item(d, c->name, c->type);
		sb_adds(&d->comment, c->help);
	}
	if (t->key) {
		sb_printf(&key, "PRIMARY KEY(%s)", t->key);
		item(d, key.buf, "");
	}
	end_table(d, t->key ? "STRICT, WITHOUT ROWID" : "STRICT");
	sb_release(&key);
}

void schema_add_index(struct strbuf *out, const char *index, const char *how)
{
	bool unique = strncmp(index, "UNIQUE ", 7) == 0;

	sb_printf(out, "CREATE %sINDEX %s%s;\n", unique ? "UNIQUE " : "", how, index + (unique ? 7 : 0));
}

static void add_indexes(struct strbuf *out, const char *const *indexes)
{
	for (; indexes && *indexes; indexes++)
		schema_add_index(out, *indexes, "");
}

static void write_schema(struct strbuf *out, bool comments)
{
	struct ddl d = {out, comments, false, STRBUF_INIT};

	if (comments)
		sb_printf(out,
		          "-- schema.sql - the database of crm, schema version %d, as schema_sql() writes it out of "
		          "the kind tables\n",
		          CRM_SCHEMA_VERSION);
	sb_printf(out, "PRAGMA application_id = %d;\nPRAGMA user_version = %d;\n", CRM_APPLICATION_ID,
	          CRM_SCHEMA_VERSION);
	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		add_kind(&d, *k);
		add_indexes(out, (*k)->indexes);
	}
	for (size_t i = 0; i < FIXED_TABLES; i++) {
		add_fixed(&d, &fixed_tables[i]);
		add_indexes(out, fixed_tables[i].indexes);
	}
	if (comments)
		sb_adds(out, "\n-- search: the words of records, folded; id: kind * 2^40 + the record's\n");
	sb_printf(out, "%s;\n", search_ddl);
	sb_release(&d.comment);
}

void schema_sql(struct strbuf *out)
{
	write_schema(out, true);
}

/* Without the comments: the library parses the stored text at each start. */
enum crm_status schema_create(struct db *db, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	write_schema(&sql, false);
	s = db_exec(db, sql.buf, e);
	sb_release(&sql);
	return s;
}

void schema_add_side_table(struct strbuf *out, const char *kind_table)
{
	sb_printf(out, "CREATE TABLE IF NOT EXISTS %s_x(id INTEGER PRIMARY KEY) STRICT;\n", kind_table);
}

void schema_custom_column(struct strbuf *out, const char *kind_table, int64_t field_id, bool text)
{
	schema_add_side_table(out, kind_table);
	sb_printf(out, "ALTER TABLE %s_x ADD COLUMN x_%lld %s;\n", kind_table, (long long)field_id,
	          text ? "TEXT" : "INTEGER");
}

enum crm_status schema_add_custom_column(struct db *db, const char *kind_table, int64_t field_id, bool text,
                                         struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	schema_custom_column(&sql, kind_table, field_id, text);
	s = db_exec(db, sql.buf, e);
	sb_release(&sql);
	return s;
}

/* ---- the same as data: for dump, load, bulk work and check ---- */

static void describe_kind(struct arena *a, const struct crm_kind *k, struct schema_table *t)
{
	struct schema_column *c = arena_alloc(a, (2 * k->nfields + 1) * sizeof *c);
	size_t n = 0;

	c[n++] = (struct schema_column){.name = "id"};
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (!field_is_column(f))
			continue;
		c[n++] = (struct schema_column){field_column(f), *sql_type(f) == 'T', f->was, f->since};
		if (f->flags & F_KEY)
			c[n++] = (struct schema_column){.name = arena_printf(a, "%s_key", field_column(f)),
			                                .text = true};
	}
	*t = (struct schema_table){k->table, "id", c, n, k->indexes, (k->flags & K_COMMON) && k->no != KIND_USER, true};
}

static void describe_fixed(struct arena *a, const struct fixed_table *f, struct schema_table *t)
{
	struct schema_column *c;
	size_t n = 0;

	while (f->columns[n].name)
		n++;
	c = arena_alloc(a, n * sizeof *c);
	for (size_t i = 0; i < n; i++)
		c[i] = (struct schema_column){.name = f->columns[i].name, .text = *f->columns[i].type == 'T'};
	*t = (struct schema_table){f->name, f->key ? f->key : f->columns[0].name, c, n, f->indexes, false, false};
}

void schema_tables(struct arena *a, const struct schema_table **out, size_t *n)
{
	struct schema_table *t;
	size_t kinds = 0;

	while (crm_kinds[kinds])
		kinds++;
	t = arena_alloc(a, (kinds + FIXED_TABLES) * sizeof *t);
	for (size_t i = 0; i < kinds; i++)
		describe_kind(a, crm_kinds[i], &t[i]);
	for (size_t i = 0; i < FIXED_TABLES; i++)
		describe_fixed(a, &fixed_tables[i], &t[kinds + i]);
	*out = t;
	*n = kinds + FIXED_TABLES;
}

/* ---- migration: what is missing is added, a column may get another name, indexes are built anew;
 * rows are not touched ---- */

static enum crm_status table_exists(struct db *db, const char *name, bool *yes, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	int64_t n;
	enum crm_status s;

	sb_printf(&sql, DB_OWN "SELECT count(*) FROM sqlite_schema WHERE type='table' AND name='%s'", name);
	s = db_get_int(db, e, &n, 0, sql.buf, 0);
	*yes = n > 0;
	sb_release(&sql);
	return s;
}

static void migrate_column(struct strbuf *sql, const struct crm_kind *k, const struct crm_field *f)
{
	const char *column = field_column(f);

	if (f->was)
		sb_printf(sql, "ALTER TABLE %s RENAME COLUMN %s TO %s;\n", k->table, f->was, column);
	else
		sb_printf(sql, "ALTER TABLE %s ADD COLUMN %s %s;\n", k->table, column, sql_type(f));
	if (f->flags & F_KEY && f->was)
		sb_printf(sql, "ALTER TABLE %s RENAME COLUMN %s_key TO %s_key;\n", k->table, f->was, column);
	else if (f->flags & F_KEY)
		sb_printf(sql, "ALTER TABLE %s ADD COLUMN %s_key TEXT;\n", k->table, column);
}

/* An index may be of another expression than in the version before: all are made anew. */
static enum crm_status migrate_kind(struct db *db, const struct crm_kind *k, int from, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct ddl d = {&sql, false, false, STRBUF_INIT};
	struct arena a = ARENA_INIT;
	struct schema_table t;
	bool exists;
	enum crm_status s = table_exists(db, k->table, &exists, e);

	if (!s && !exists)
		add_kind(&d, k);
	for (size_t i = 0; !s && exists && i < k->nfields; i++) {
		if (k->fields[i].since > from && field_is_column(&k->fields[i]))
			migrate_column(&sql, k, &k->fields[i]);
	}
	describe_kind(&a, k, &t);
	schema_add_indexes(&sql, &t);
	if (!s)
		s = schema_drop_indexes(db, &t, true, e);
	if (!s)
		s = db_exec(db, sql.buf, e);
	arena_free(&a);
	sb_release(&d.comment);
	sb_release(&sql);
	return s;
}

static enum crm_status migrate_fixed(struct db *db, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct ddl d = {&sql, false, false, STRBUF_INIT};
	bool exists = true;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < FIXED_TABLES && !s; i++) {
		s = table_exists(db, fixed_tables[i].name, &exists, e);
		if (!s && !exists)
			add_fixed(&d, &fixed_tables[i]);
	}
	if (!s)
		s = db_exec(db, sql.buf, e);
	sb_release(&d.comment);
	sb_release(&sql);
	return s;
}

enum crm_status schema_migrate(struct db *db, int from, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; !s && *k; k++)
		s = migrate_kind(db, *k, from, e);
	if (!s)
		s = migrate_fixed(db, e);
	if (!s) /* what is found, and how, may be another since */
		s = db_fold_keys(db, e);
	if (!s)
		s = search_rebuild(db, e);
	sb_printf(&sql, "PRAGMA user_version = %d", CRM_SCHEMA_VERSION);
	if (!s)
		s = db_exec(db, sql.buf, e);
	sb_release(&sql);
	return s;
}
