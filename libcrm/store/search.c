/* search.c - the index of words by FTS5: a table of documents, whose id tells kind and record, and
 * the words in it, which FTS5 keeps. */
#include "search.h"

#include "db_impl.h"

#define ID_BITS 40 /* of a document's id: the record's; the kind above it, so that a kind is a range */
#define KEY(kind, id) ((int64_t)((uint64_t)(kind) << ID_BITS | (uint64_t)(id)))
#define ID_MASK (KEY(1, 0) - 1)
#define RANK "bm25(search, 10.0, 3.0, 1.0)"

/* The sizes of documents, which rank needs, are counted when asked for: keeping them makes each put
 * a fourth slower. */
const char search_ddl[] = "CREATE TABLE search_doc(id INTEGER PRIMARY KEY, name TEXT, more TEXT, text TEXT) STRICT;\n"
                          "CREATE VIRTUAL TABLE search USING fts5(name, more, text, content='search_doc', "
                          "content_rowid='id', columnsize=0, "
                          "tokenize=\"ascii tokenchars '_'\")";

/* ---- failures ---- */

static enum crm_status fail(struct db *db, struct crm_error *e)
{
	switch (sqlite3_errcode(db->h) & 0xff) {
	case SQLITE_CORRUPT:
		return crm_fail_at(e, CRM_UNAVAILABLE, db->path, 0, 0, NULL,
		                   "the search index is damaged: 'crm-db reindex' makes it afresh");
	case SQLITE_ERROR:
		return crm_fail_at(e, CRM_UNAVAILABLE, db->path, 0, 0, NULL,
		                   "the search index cannot be used (%s): 'crm-db reindex' makes it afresh",
		                   sqlite3_errmsg(db->h));
	default:
		return db_fail(db, e);
	}
}

static enum crm_status prepare(struct db *db, struct stmt **st, const char *sql, struct crm_error *e)
{
	struct crm_error why = CRM_ERROR_INIT;
	enum crm_status s = db_prepare(db, st, sql, &why);

	crm_error_clear(&why);
	return s ? fail(db, e) : CRM_OK;
}

static struct stmt *cached(struct db *db, const char *sql, struct crm_error *e)
{
	struct crm_error why = CRM_ERROR_INIT;
	struct stmt *st;

	if (db_cached(db, &st, sql, &why))
		fail(db, e);
	crm_error_clear(&why);
	return st;
}

static enum crm_status run(struct stmt *st, struct crm_error *e)
{
	enum crm_status s = sqlite3_step(st->s) == SQLITE_DONE ? CRM_OK : fail(st->db, e);

	db_reset(st);
	return s;
}

static enum crm_status exec(struct db *db, const char *sql, struct crm_error *e)
{
	return sqlite3_exec(db->h, sql, NULL, NULL, NULL) == SQLITE_OK ? CRM_OK : fail(db, e);
}

/* ---- put and drop ---- */

static bool has_words(const struct search_words *w)
{
	return w->n[SEARCH_NAME] || w->n[SEARCH_MORE] || w->n[SEARCH_TEXT];
}

static void bind_parts(struct stmt *st, int from, const struct search_words *w)
{
	for (int i = 0; i < SEARCH_PARTS; i++)
		if (w->n[i])
			db_bind_text(st, from + i, w->s[i], w->n[i]);
		else
			db_bind_null(st, from + i);
}

/* A statement about a document: its id, then the parts. */
static enum crm_status write(struct db *db, const char *sql, int64_t key, const struct search_words *w,
                             struct crm_error *e)
{
	struct stmt *st = cached(db, sql, e);

	if (!st)
		return e->status;
	db_bind_int(st, 1, key);
	if (w)
		bind_parts(st, 2, w);
	return run(st, e);
}

static enum crm_status add_words(struct db *db, int64_t key, const struct search_words *w, struct crm_error *e)
{
	return write(db, DB_OWN "INSERT INTO search(rowid, name, more, text) VALUES($1, $2, $3, $4)", key, w, e);
}

/* FTS5 is told the words that go: it keeps them nowhere itself. */
static enum crm_status take_out(struct db *db, int64_t key, const struct search_words *w, struct crm_error *e)
{
	enum crm_status s = write(
	        db, DB_OWN "INSERT INTO search(search, rowid, name, more, text) VALUES('delete', $1, $2, $3, $4)",
	        key, w, e);

	return s ? s : write(db, "DELETE FROM search_doc WHERE id = $1", key, NULL, e);
}

static bool same(const struct search_words *a, const struct search_words *b)
{
	for (int i = 0; i < SEARCH_PARTS; i++)
		if (a->n[i] != b->n[i] || (a->n[i] && memcmp(a->s[i], b->s[i], a->n[i]) != 0))
			return false;
	return true;
}

/* The document that is there goes when it is another one. *stays: it is the same. */
static enum crm_status make_room(struct db *db, int64_t key, const struct search_words *w, bool *stays,
                                 struct crm_error *e)
{
	struct stmt *st = cached(db, "SELECT name, more, text FROM search_doc WHERE id = $1", e);
	struct search_words old;
	enum crm_status s = CRM_OK;
	int rc;

	*stays = false;
	if (!st)
		return e->status;
	db_bind_int(st, 1, key);
	rc = sqlite3_step(st->s);
	if (rc == SQLITE_ROW) {
		for (int i = 0; i < SEARCH_PARTS; i++)
			old.s[i] = db_text(st, i, &old.n[i]);
		*stays = same(&old, w);
		if (!*stays)
			s = take_out(db, key, &old, e);
	} else if (rc != SQLITE_DONE) {
		s = fail(db, e);
	}
	db_reset(st);
	return s;
}

/* A document that shouldn't be there makes way: the index is out of step anyway, which is no reason
 * to refuse a record. */
enum crm_status search_add(struct db *db, int kind, int64_t id, const struct search_words *w, struct crm_error *e)
{
	static const char sql[] =
	        "INSERT INTO search_doc(id, name, more, text) VALUES($1, $2, $3, $4) "
	        "ON CONFLICT(id) DO UPDATE SET name=excluded.name, more=excluded.more, text=excluded.text";

	return has_words(w) ? write(db, sql, KEY(kind, id), w, e) : CRM_OK;
}

/* In one statement it takes a third of the time. */
enum crm_status search_added(struct db *db, int kind, int64_t first, int64_t last, struct crm_error *e)
{
	struct stmt *st = cached(
	        db,
	        DB_OWN "INSERT INTO search(rowid, name, more, text) SELECT id, name, more, text FROM search_doc "
	        "WHERE id BETWEEN $1 AND $2 ORDER BY id",
	        e);

	if (!st)
		return e->status;
	db_bind_int(st, 1, KEY(kind, first));
	db_bind_int(st, 2, KEY(kind, last));
	return run(st, e);
}

enum crm_status search_put(struct db *db, int kind, int64_t id, const struct search_words *w, struct crm_error *e)
{
	bool stays;
	enum crm_status s = make_room(db, KEY(kind, id), w, &stays, e);

	if (s || stays || !has_words(w))
		return s;
	s = search_add(db, kind, id, w, e);
	return s ? s : add_words(db, KEY(kind, id), w, e);
}

enum crm_status search_drop(struct db *db, int kind, int64_t id, struct crm_error *e)
{
	return search_put(db, kind, id, &(struct search_words){{NULL}, {0}}, e);
}

/* ---- asking ---- */

struct search { struct stmt *st; struct crm_error *e; enum crm_status s; };

/* Words are of bytes that mean nothing between quotes. */
static void add_phrase(struct strbuf *out, const struct search_phrase *p)
{
	sb_addc(out, '"');
	sb_add(out, p->words, p->n);
	sb_adds(out, p->prefix ? "\" *" : "\"");
}

static void add_term(struct strbuf *out, const struct search_term *t)
{
	sb_addc(out, '(');
	for (size_t i = 0; i < t->n; i++) {
		sb_adds(out, i ? " OR (" : "(");
		for (size_t k = 0; k < t->c[i].n; k++) {
			sb_adds(out, k ? " AND " : "");
			add_phrase(out, &t->c[i].p[k]);
		}
		sb_addc(out, ')');
	}
	sb_addc(out, ')');
}

static void add_match(struct strbuf *out, const struct search_query *q)
{
	size_t n = 0;

	sb_addc(out, '(');
	for (size_t i = 0; i < q->n; i++) {
		if (q->t[i].without)
			continue;
		sb_adds(out, n++ ? " AND " : "");
		add_term(out, &q->t[i]);
	}
	sb_addc(out, ')');
	for (size_t i = 0; i < q->n; i++) {
		if (!q->t[i].without)
			continue;
		sb_adds(out, " NOT ");
		add_term(out, &q->t[i]);
	}
}

/* Kinds as the range they lie in, which keeps the index from reading the others, and one by one. */
static void add_kinds(struct strbuf *sql, uint64_t kinds)
{
	int first = kinds ? __builtin_ctzll(kinds) : 0, last = kinds ? 63 - __builtin_clzll(kinds) : 0;

	if (!kinds)
		return;
	sb_printf(sql, " AND rowid BETWEEN %lld AND %lld", (long long)KEY(first, 0), (long long)(KEY(last + 1, 0) - 1));
	for (int k = first; k <= last; k++)
		if (!(kinds >> k & 1))
			sb_printf(sql, " AND (rowid >> %d) <> %d", ID_BITS, k);
}

/* A number that a statement with at most one parameter, the match, asks for. */
static enum crm_status ask_number(struct db *db, const struct strbuf *sql, const struct strbuf *match, int64_t *n,
                                  struct crm_error *e)
{
	struct stmt *st;
	enum crm_status s = prepare(db, &st, sql->buf, e);

	if (s)
		return s;
	if (match)
		db_bind_text(st, 1, match->buf, match->len);
	if (sqlite3_step(st->s) == SQLITE_ROW)
		*n = db_int(st, 0);
	else
		s = fail(db, e);
	db_finalize(st);
	return s;
}

/* Whether so few records have it that they can be ranked. Mostly there are no more of those kinds
 * at all, as the ids that were given show: then nothing is to be counted. */
static enum crm_status few(struct db *db, const struct strbuf *match, uint64_t kinds, const struct strbuf *range,
                           bool *yes, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;
	int64_t n = 0;

	sb_adds(&sql, "SELECT sum(last) FROM counter WHERE kind > 0");
	for (int k = 1, some = 0; k < 64; k++)
		if (kinds >> k & 1)
			sb_printf(&sql, "%s%d", some++ ? ", " : " AND kind IN (", k);
	sb_adds(&sql, kinds ? ")" : "");
	s = ask_number(db, &sql, NULL, &n, e);
	if (!s && n > SEARCH_RANKED) {
		sb_reset(&sql);
		sb_printf(&sql, DB_OWN "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH $1%s LIMIT %d)",
		          range->buf, SEARCH_RANKED + 1);
		s = ask_number(db, &sql, match, &n, e);
	}
	sb_release(&sql);
	*yes = n <= SEARCH_RANKED;
	return s;
}

enum crm_status search_begin(struct db *db, const struct search_query *q, struct search **out, struct crm_error *e)
{
	struct strbuf match = STRBUF_INIT, kinds = STRBUF_INIT, sql = STRBUF_INIT;
	struct stmt *st = NULL;
	bool ranked;
	enum crm_status s;

	*out = NULL;
	add_match(&match, q);
	add_kinds(&kinds, q->kinds);
	s = few(db, &match, q->kinds, &kinds, &ranked, e);
	sb_printf(&sql, DB_OWN "SELECT rowid FROM search WHERE search MATCH $1%s ORDER BY %srowid", kinds.buf,
	          ranked ? RANK ", " : "");
	if (q->limit >= 0)
		sb_printf(&sql, " LIMIT %lld", (long long)q->limit);
	if (!s)
		s = prepare(db, &st, sql.buf, e);
	if (!s) {
		*out = crm_calloc(1, sizeof(**out));
		**out = (struct search){st, e, CRM_OK};
		sqlite3_bind_text64(st->s, 1, match.buf, match.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	}
	sb_release(&match);
	sb_release(&kinds);
	sb_release(&sql);
	return s;
}

bool search_next(struct search *s, int *kind, int64_t *id)
{
	int rc = s->s ? SQLITE_DONE : sqlite3_step(s->st->s);
	int64_t key;

	if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		s->s = fail(s->st->db, s->e);
	if (rc != SQLITE_ROW)
		return false;
	key = db_int(s->st, 0);
	*kind = (int)(key >> ID_BITS);
	*id = key & ID_MASK;
	return true;
}

enum crm_status search_end(struct search *s)
{
	enum crm_status status = s ? s->s : CRM_OK;

	if (s)
		db_finalize(s->st);
	free(s);
	return status;
}

/* ---- looking after it ---- */

struct query search_documents(struct db *db, int kind, struct crm_error *e)
{
	struct query q = {.e = e};
	char sql[160];

	snprintf(sql, sizeof sql,
	         "SELECT id & %lld, name, more, text FROM search_doc WHERE id BETWEEN %lld AND %lld ORDER BY id",
	         (long long)ID_MASK, (long long)KEY(kind, 0), (long long)(KEY(kind + 1, 0) - 1));
	q.s = prepare(db, &q.st, sql, e);
	return q;
}

enum crm_status search_clear(struct db *db, struct crm_error *e)
{
	enum crm_status s = exec(db, "DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS search_doc", e);

	return s ? s : exec(db, search_ddl, e);
}

enum crm_status search_purge(struct db *db, struct crm_error *e)
{
	enum crm_status s = exec(db, "PRAGMA secure_delete=ON", e);

	/* what was deleted is only marked so until all segments become one */
	return s ? s : exec(db, DB_OWN "INSERT INTO search(search) VALUES('optimize')", e);
}

static search_builder *builder;

void search_set_builder(search_builder *build)
{
	builder = build;
}

enum crm_status search_rebuild(struct db *db, struct crm_error *e)
{
	enum crm_status s = search_clear(db, e);

	if (!s && builder)
		s = builder(db, e);
	return s ? s
	         : exec(db,
	                "INSERT INTO search(search) VALUES('rebuild'); INSERT INTO search(search) VALUES('optimize')",
	                e);
}
