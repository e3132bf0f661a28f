/* load.c - the way back of dump.c: a dump into a database that holds no records yet, in one
 * transaction. */
#include "../base/ascii.h"
#include "../base/utf8.h"
#include "../text/reader.h"
#include "db_impl.h"
#include "search.h"

#define BLOCK    (256 * 1024)
#define LINE_MAX_BYTES (64 * 1024 * 1024)

struct span { char *p; size_t n; };

struct load {
	struct db *db;
	const struct crm_source *src;
	struct crm_error *e;
	char *buf;                      /* unread text is buf[pos, end) */
	size_t size, pos, end;
	bool eof;
	long line;
	int64_t version;                /* of the schema it was made by */
	struct arena arena;
	const struct schema_table *tables; size_t ntables;
	/* the table whose rows come */
	struct stmt *insert;
	const char *table;
	struct schema_column *columns; size_t n;
	struct span *fields; size_t nfields, alloc; /* of the line */
	int64_t rows;
	bool ended;
};

static enum crm_status bad(struct load *l, long column, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static enum crm_status bad(struct load *l, long column, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	crm_fail_at(l->e, CRM_DATA, l->src->name, l->line, column, NULL, "%s", b.buf);
	sb_release(&b);
	return CRM_DATA;
}

/* ---- lines ---- */

static enum crm_status fill(struct load *l)
{
	long got;

	memmove(l->buf, l->buf + l->pos, l->end - l->pos);
	l->end -= l->pos;
	l->pos = 0;
	if (l->end == l->size) {
		if (l->size >= LINE_MAX_BYTES)
			return bad(l, 0, "the line is too long");
		l->size *= 2;
		l->buf = crm_realloc(l->buf, l->size);
	}
	got = l->src->read(l->src->arg, l->buf + l->end, l->size - l->end);
	if (got < 0)
		return crm_fail_at(l->e, CRM_IO, l->src->name, 0, 0, NULL, "%s",
		                   l->src->problem ? l->src->problem(l->src->arg) : "cannot be read");
	l->end += (size_t)got;
	l->eof = got == 0;
	return CRM_OK;
}

/* The next line without its newline; *p NULL at the end. */
static enum crm_status next_line(struct load *l, char **p, size_t *n)
{
	size_t seen = 0;
	char *nl;
	enum crm_status s;

	l->line++;
	while (!(nl = memchr(l->buf + l->pos + seen, '\n', l->end - l->pos - seen)) && !l->eof) {
		seen = l->end - l->pos;
		if ((s = fill(l)))
			return s;
	}
	*p = l->buf + l->pos;
	*n = nl ? (size_t)(nl - *p) : l->end - l->pos;
	l->pos += *n + (nl ? 1 : 0);
	if (!nl && *n == 0)
		*p = NULL;
	return CRM_OK;
}

static enum crm_status split(struct load *l, char *p, size_t n)
{
	size_t valid = utf8_valid(p, n);
	char *end = p + n, *zero = memchr(p, '\0', n), *tab;

	if (valid < n || zero)
		return bad(l, (long)(valid < n ? valid : (size_t)(zero - p)) + 1,
		           valid < n ? "not UTF-8" : "a zero byte");
	l->nfields = 0;
	do {
		GROW(l->fields, l->nfields, l->alloc);
		tab = memchr(p, '\t', (size_t)(end - p));
		l->fields[l->nfields++] = (struct span){p, (size_t)((tab ? tab : end) - p)};
		p = tab + 1;
	} while (tab);
	return CRM_OK;
}

/* 1-based column of byte p of the line. */
static long column_of(const struct load *l, const char *p)
{
	return (long)(p - l->fields[0].p) + 1;
}

static bool is(const struct span *f, const char *word)
{
	return f->n == strlen(word) && memcmp(f->p, word, f->n) == 0;
}

static bool parse_int(const struct span *f, int64_t *v)
{
	size_t i = f->n && f->p[0] == '-';
	bool negative = i;
	int64_t x = 0;

	if (i == f->n)
		return false;
	for (; i < f->n; i++)
		if (!ascii_digit(f->p[i]) || __builtin_mul_overflow(x, 10, &x) ||
		    __builtin_sub_overflow(x, f->p[i] - '0', &x))
			return false;
	if (!negative && x == INT64_MIN)
		return false;
	*v = negative ? x : -x;
	return true;
}

/* Escapes of crm-tsv, in place. */
static enum crm_status unescape(struct load *l, struct span *f)
{
	char *in = memchr(f->p, '\\', f->n), *out = in, *end = f->p + f->n;
	static const char from[] = "tnr\\", to[] = "\t\n\r\\";
	const char *code;

	if (!in)
		return CRM_OK;
	while (in < end) {
		if (*in != '\\') {
			*out++ = *in++;
			continue;
		}
		if (in + 1 == end || !(code = strchr(from, in[1])))
			return bad(l, column_of(l, in), "unknown escape, only \\t \\n \\r \\\\ are allowed");
		*out++ = to[code - from];
		in += 2;
	}
	f->n = (size_t)(out - f->p);
	return CRM_OK;
}

/* ---- a table line ---- */

static const struct schema_table *find_table(const struct load *l, const struct span *name, bool side)
{
	size_t n = name->n - (side ? 2 : 0);

	if (side && (name->n < 3 || memcmp(name->p + n, "_x", 2) != 0))
		return NULL;
	for (size_t i = 0; i < l->ntables; i++)
		if (strlen(l->tables[i].name) == n && memcmp(l->tables[i].name, name->p, n) == 0 &&
		    (!side || l->tables[i].kind))
			return &l->tables[i];
	return NULL;
}

static enum crm_status run_ddl(struct load *l, struct strbuf *sql)
{
	enum crm_status s = db_exec(l->db, sql->buf, l->e);

	sb_release(sql);
	return s;
}

/* A column of a side table, x_17:text, is made with the table. */
static enum crm_status side_column(struct load *l, const struct schema_table *kind, struct span *f,
                                   struct schema_column *c)
{
	char *colon = memchr(f->p, ':', f->n);
	struct span number = {NULL, 0}, type = {NULL, 0};
	struct strbuf sql = STRBUF_INIT;
	struct schema_table there;
	int64_t id;
	enum crm_status s;

	if (is(f, "id")) {
		*c = (struct schema_column){.name = "id"};
		schema_add_side_table(&sql, kind->name);
		return run_ddl(l, &sql);
	}
	if (colon && colon - f->p > 2 && memcmp(f->p, "x_", 2) == 0) {
		number = (struct span){f->p + 2, (size_t)(colon - f->p) - 2};
		type = (struct span){colon + 1, (size_t)(f->p + f->n - colon) - 1};
	}
	if (!parse_int(&number, &id) || id <= 0 || !(is(&type, "text") || is(&type, "integer")))
		return bad(l, column_of(l, f->p), "unknown column '%.*s'", (int)f->n, f->p);
	*c = (struct schema_column){.name = arena_printf(&l->arena, "x_%lld", (long long)id),
	                            .text = is(&type, "text")};
	if ((s = schema_side_table(l->db, &l->arena, kind->name, &there, l->e)))
		return s;
	for (size_t i = 0; i < there.n; i++)
		if (strcmp(there.columns[i].name, c->name) == 0)
			return CRM_OK;
	schema_custom_column(&sql, kind->name, id, c->text);
	return run_ddl(l, &sql);
}

static enum crm_status known_column(struct load *l, const struct schema_table *t, struct span *f,
                                    struct schema_column *c)
{
	for (size_t i = 0; i < t->n; i++) {
		const char *was = l->version < t->columns[i].since ? t->columns[i].was : NULL;

		if (is(f, was ? was : t->columns[i].name)) {
			*c = t->columns[i];
			return CRM_OK;
		}
	}
	return bad(l, column_of(l, f->p), "table %s has no column '%.*s'", t->name, (int)f->n, f->p);
}

static enum crm_status prepare_insert(struct load *l)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_printf(&sql, "INSERT INTO %s(", l->table);
	for (size_t i = 0; i < l->n; i++)
		sb_printf(&sql, "%s%s", i ? ", " : "", l->columns[i].name);
	sb_adds(&sql, ") VALUES (");
	for (size_t i = 0; i < l->n; i++)
		sb_printf(&sql, "%s$%zu", i ? ", " : "", i + 1);
	sb_addc(&sql, ')');
	s = db_prepare(l->db, &l->insert, sql.buf, l->e);
	sb_release(&sql);
	return s;
}

static bool column_twice(const struct load *l, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (strcmp(l->columns[i].name, l->columns[at].name) == 0)
			return true;
	return false;
}

static enum crm_status begin_table(struct load *l)
{
	const struct schema_table *t, *kind = NULL;
	enum crm_status s;

	db_finalize(l->insert);
	l->insert = NULL;
	if (l->nfields < 3)
		return bad(l, 0, "a table line needs a name and columns");
	if (!(t = find_table(l, &l->fields[1], false)) && !(kind = find_table(l, &l->fields[1], true)))
		return bad(l, column_of(l, l->fields[1].p), "unknown table '%.*s'", (int)l->fields[1].n,
		           l->fields[1].p);
	l->table = arena_strndup(&l->arena, l->fields[1].p, l->fields[1].n);
	l->n = l->nfields - 2;
	l->columns = arena_alloc(&l->arena, l->n * sizeof *l->columns);
	for (size_t i = 0; i < l->n; i++) {
		struct span *f = &l->fields[i + 2];

		s = t ? known_column(l, t, f, &l->columns[i]) : side_column(l, kind, f, &l->columns[i]);
		if (s)
			return s;
		if (column_twice(l, i))
			return bad(l, column_of(l, f->p), "column '%s' stands there twice", l->columns[i].name);
	}
	return prepare_insert(l);
}

/* ---- a row ---- */

static enum crm_status bind_field(struct load *l, size_t i)
{
	struct span *f = &l->fields[i];
	enum crm_status s;
	int64_t v;

	if (f->n == 0) {
		db_bind_null(l->insert, (int)i + 1);
	} else if (l->columns[i].text) {
		if ((s = unescape(l, f)))
			return s;
		db_bind_text(l->insert, (int)i + 1, f->p, f->n);
	} else {
		if (!parse_int(f, &v))
			return bad(l, column_of(l, f->p), "%s: '%.*s' is not an integer", l->columns[i].name, (int)f->n,
			           f->p);
		db_bind_int(l->insert, (int)i + 1, v);
	}
	return CRM_OK;
}

static enum crm_status add_row(struct load *l)
{
	const char *broken;
	enum crm_status s;

	if (!l->insert)
		return bad(l, 1, "a row before the first table line");
	if (l->nfields != l->n)
		return bad(l, 0, "%zu fields, table %s has %zu columns here", l->nfields, l->table, l->n);
	for (size_t i = 0; i < l->n; i++)
		if ((s = bind_field(l, i)))
			return s;
	/* what a row breaks is a fault of the dump, told with its line */
	if ((s = db_put_row(l->insert, &broken, l->e)))
		return broken ? bad(l, 0, "the row does not fit: %s", broken) : s;
	l->rows++;
	return CRM_OK;
}

/* ---- first line, last line ---- */

static enum crm_status read_head(struct load *l)
{
	int64_t format;
	size_t n;
	char *p;
	enum crm_status s = next_line(l, &p, &n);

	if (s || (p && (s = split(l, p, n))))
		return s;
	if (!p || l->nfields != 3 || !is(&l->fields[0], "crm-dump") || !parse_int(&l->fields[1], &format) ||
	    !parse_int(&l->fields[2], &l->version))
		return bad(l, 1, "not a dump of crm");
	if (format > 1 || l->version > CRM_SCHEMA_VERSION)
		return crm_fail_at(l->e, CRM_UNAVAILABLE, l->src->name, l->line, 0, NULL,
		                   "made by a newer crm (schema %lld, this is %d)", (long long)l->version,
		                   CRM_SCHEMA_VERSION);
	return CRM_OK;
}

static enum crm_status read_end(struct load *l)
{
	int64_t rows;

	if (l->nfields != 2 || !parse_int(&l->fields[1], &rows))
		return bad(l, 1, "the end line needs the number of rows");
	if (rows != l->rows)
		return bad(l, 1, "%lld rows were read, the dump had %lld", (long long)l->rows, (long long)rows);
	l->ended = true;
	return CRM_OK;
}

static enum crm_status read_all(struct load *l)
{
	enum crm_status s = read_head(l);
	size_t n;
	char *p;

	while (!s && !(s = next_line(l, &p, &n)) && p) {
		if (l->ended)
			return bad(l, 1, "a line behind the end");
		if ((s = split(l, p, n)))
			return s;
		if (is(&l->fields[0], "table"))
			s = begin_table(l);
		else if (is(&l->fields[0], "end"))
			s = read_end(l);
		else
			s = add_row(l);
	}
	if (!s && !l->ended)
		return bad(l, 0, "the dump ends early: its end line is missing");
	return s;
}

/* ---- the database before and after ---- */

static enum crm_status must_be_empty(struct load *l)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	int64_t n;

	for (size_t i = 0; !s && i < l->ntables; i++) {
		if (!l->tables[i].records)
			continue;
		sb_reset(&sql);
		sb_printf(&sql, "SELECT 1 FROM %s LIMIT 1", l->tables[i].name);
		s = db_get_int(l->db, l->e, &n, 0, sql.buf, 0);
		if (!s && n)
			s = crm_fail_at(l->e, CRM_FORBIDDEN, l->db->path, 0, 0, NULL,
			                "holds records (%s): load into a new one, made by 'crm-db init'",
			                l->tables[i].name);
	}
	sb_release(&sql);
	return s;
}

static enum crm_status clear_tables(struct load *l)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; !s && i < l->ntables; i++) {
		sb_printf(&sql, "DELETE FROM %s;\n", l->tables[i].name);
		if (l->tables[i].kind)
			sb_printf(&sql, "DROP TABLE IF EXISTS %s_x;\n", l->tables[i].name);
		s = schema_drop_indexes(l->db, &l->tables[i], true, l->e);
	}
	if (!s)
		s = db_exec(l->db, sql.buf, l->e);
	sb_release(&sql);
	return s;
}

static enum crm_status build_indexes(struct load *l)
{
	struct strbuf sql = STRBUF_INIT;
	const char *broken;
	enum crm_status s;

	for (size_t i = 0; i < l->ntables; i++)
		schema_add_indexes(&sql, &l->tables[i]);
	s = db_put_ddl(l->db, sql.buf, &broken, l->e);
	if (s && broken)
		s = crm_fail_at(l->e, CRM_DATA, l->src->name, 0, 0, NULL, "two rows with the same key: %s", broken);
	sb_release(&sql);
	return s;
}

enum crm_status db_load(struct db *db, const struct crm_source *src, struct crm_error *e)
{
	struct load l = {.db = db, .src = src, .e = e, .size = BLOCK};
	enum crm_status s = db_begin_write(db, e);

	if (s)
		return s;
	l.buf = crm_malloc(l.size);
	schema_tables(&l.arena, &l.tables, &l.ntables);
	if (!(s = must_be_empty(&l)) && !(s = clear_tables(&l)) && !(s = read_all(&l)) &&
	    !(s = schema_add_custom_columns(db, e)))
		s = build_indexes(&l);
	if (!s)
		s = search_rebuild(db, e);
	db_finalize(l.insert);
	if (s)
		db_rollback(db);
	else if (!(s = db_commit(db, e)))
		db_checkpoint(db);
	arena_free(&l.arena);
	free(l.fields);
	free(l.buf);
	return s;
}
