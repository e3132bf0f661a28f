/* terms.c - the words that fields of type term share: where they stand, renamed, two made one.
 *
 * A word is one row of `term`, whatever fields it stands in: renaming changes that row. Joining
 * points every cell at the word that stays and removes the other, by the kind tables, so that
 * history and undo know it cell by cell. Conditions of the configuration (scoring, pipelines) name
 * words as text: they follow. */
#include "crm_workflow.h"

#include <stdlib.h>
#include "../base/utf8.h"
#include "../figure/result.h"
#include "../ask/select.h"
#include "../edit/edit_rows.h"
#include "../model/catalog.h"
#include "../verb/write.h"
#include "kinds_config.h"

/* ---- the fields that hold terms ---- */

/* Kept by the program from other cells, it follows them. */
static bool holds_terms(const struct crm_field *f)
{
	return f->type == T_TERM && ((f->flags & F_CUSTOM) || (field_is_column(f) && f->class == C_STORED));
}

struct use {
	struct crm *c;
	struct crm_error *e;
	/* what is done with a field, and its cells as table and column */
	enum crm_status (*field)(struct use *u, const struct crm_kind *k, const struct crm_field *f, const char *table,
	                         const char *column);
	/* listing */
	const struct crm_query *q;
	struct result *r;
	bool *named;             /* by operand: a field of it was met */
	bool *used; int64_t last; /* by id, up to the last one */
	/* joining */
	struct edit *ed;
	struct crm_write *w;
	int64_t from, to;
};

/* KIND_x.x_9 for fields of one's own. */
static enum crm_status one_field(struct use *u, const struct crm_kind *k, const struct crm_field *f)
{
	struct strbuf table = STRBUF_INIT;
	enum crm_status s;

	if (!holds_terms(f))
		return CRM_OK;
	sb_printf(&table, "%s%s", k->table, f->flags & F_CUSTOM ? "_x" : "");
	s = u->field(u, k, f, table.buf, f->flags & F_CUSTOM ? f->column : field_column(f));
	sb_release(&table);
	return s;
}

/* Fields that were retired hold their values too. */
static enum crm_status each_field(struct use *u)
{
	enum crm_status s = catalog_load(u->c, u->e);

	for (const struct crm_kind *const *k = crm_kinds; !s && *k; k++) {
		const struct crm_field *f;

		for (size_t i = 0; !s && i < (*k)->nfields; i++)
			s = one_field(u, *k, &(*k)->fields[i]);
		for (size_t i = 0; !s && (f = catalog_custom(u->c, *k, i)); i++)
			s = one_field(u, *k, f);
	}
	return s;
}

/* ---- listing ---- */

enum { COL_TERM, COL_KIND, COL_FIELD, COL_N, COLS };

static void add_row(struct use *u, int64_t term, const char *kind, const char *field, int64_t n)
{
	struct result_cell *row = result_row(u->r);
	const char *word = names_name(&u->c->terms, term);

	result_text(u->r, &row[COL_TERM], word, strlen(word));
	result_text(u->r, &row[COL_KIND], kind, strlen(kind));
	result_text(u->r, &row[COL_FIELD], field, strlen(field));
	result_number(&row[COL_N], n, 0);
}

/* Operands name fields: source, offer.source. */
static bool wanted(struct use *u, const struct crm_kind *k, const struct crm_field *f)
{
	bool yes = !u->q->noperands;

	for (size_t i = 0; i < u->q->noperands; i++) {
		const char *name = u->q->operands[i];
		size_t n = strlen(k->name);

		if (strncmp(name, k->name, n) == 0 && name[n] == '.')
			name += n + 1;
		if (strcmp(name, f->name) == 0)
			u->named[i] = yes = true;
	}
	return yes;
}

static enum crm_status count_field(struct use *u, const struct crm_kind *k, const struct crm_field *f,
                                   const char *table, const char *column)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	if (!wanted(u, k, f))
		return CRM_OK;
	sb_printf(&sql, "SELECT %s, count(*) FROM %s WHERE %s IS NOT NULL GROUP BY %s", column, table, column, column);
	q = query_built(u->c->db, u->e, sql.buf);
	while (query_row(&q)) {
		int64_t id = db_int(q.st, 0);

		add_row(u, id, k->name, f->name, db_int(q.st, 1));
		if (id > 0 && id <= u->last)
			u->used[id] = true;
	}
	sb_release(&sql);
	return query_end(&q);
}

/* Words that nothing has: left over, or made by hand. */
static void add_unused(struct use *u)
{
	int64_t id;

	for (size_t i = 0; named_row(u->c, KIND_TERM, i, &id); i++)
		if (!u->used[id])
			add_row(u, id, "", "", 0);
}

static enum crm_status list(struct crm *c, const struct crm_query *q, struct sink *out, struct crm_error *e)
{
	struct result r = RESULT_INIT;
	struct use u = {.c = c, .e = e, .field = count_field, .q = q, .r = &r};
	enum crm_status s = lookup_terms(c, e);
	int64_t id;

	u.named = crm_calloc(q->noperands + 1, sizeof *u.named);
	for (size_t i = 0; !s && named_row(c, KIND_TERM, i, &id); i++)
		u.last = id > u.last ? id : u.last;
	u.used = crm_calloc((size_t)u.last + 1, sizeof *u.used);
	result_column(&r, "term", false);
	result_column(&r, "kind", false);
	result_column(&r, "field", false);
	result_column(&r, "n", true);
	if (!s)
		s = result_show(&r, q->columns, NULL, e);
	if (!s)
		s = each_field(&u);
	for (size_t i = 0; !s && i < q->noperands; i++)
		if (!u.named[i])
			s = crm_fail(e, CRM_USAGE,
			             "'%s' is no field that holds terms, such as industry or offer.source",
			             q->operands[i]);
	if (!s && !q->noperands)
		add_unused(&u);
	if (!s)
		s = result_sort(&r, q->sort, COL_N, e);
	if (!s) {
		result_begin(&r, out);
		result_print(&r, out, q->limit);
		sink_end(out);
	}
	result_free(&r);
	free(u.named);
	free(u.used);
	return s;
}

enum crm_status crm_terms(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	return select_reading(c, q, s, list, e);
}

/* ---- conditions of the configuration ---- */

static bool has_word(const char *value, size_t n, const char *word)
{
	size_t len;

	for (const char *end = value + n; value < end; value += len + 1) {
		len = strcspn(value, ",");
		len = len < (size_t)(end - value) ? len : (size_t)(end - value);
		if (len == strlen(word) && memcmp(value, word, len) == 0)
			return true;
	}
	return false;
}

/* One element of a value with commas, or all of it, is the word; it stands there once. */
static bool replace_word(struct strbuf *out, const char *value, const char *old, const char *new)
{
	size_t from = out->len, len;
	bool all = strcmp(value, old) == 0;

	if (!all && !has_word(value, strlen(value), old)) {
		sb_adds(out, value);
		return false;
	}
	for (const char *p = value; *p; p += len + (p[len] == ',')) {
		bool is;

		len = all ? strlen(p) : strcspn(p, ",");
		is = len == strlen(old) && memcmp(p, old, len) == 0;
		if ((is || (len == strlen(new) && memcmp(p, new, len) == 0)) &&
		    has_word(out->buf + from, out->len - from, new))
			continue;
		sb_adds(out, out->len > from ? "," : "");
		sb_add(out, is ? new : p, is ? strlen(new) : len);
	}
	return true;
}

/* The conditions, one a line, with the word replaced behind = and != of fields that hold terms. */
static bool replace_line(struct crm *c, struct strbuf *out, char *line, const char *old, const char *new)
{
	size_t n = strcspn(line, "=!~"), op = n + strspn(line + n, "=!");
	const char *dot = memrchr(line, '.', n), *name = dot ? dot + 1 : line;
	const struct crm_field *f = catalog_field(c, kind_by_no(KIND_OFFER), name, (size_t)(line + n - name));
	bool any = false;

	if (dot) /* of a record it refers to: by the name of the field alone */
		for (const struct crm_kind *const *k = crm_kinds; *k && !(f && f->type == T_TERM); k++)
			f = catalog_field(c, *k, name, (size_t)(line + n - name));
	sb_add(out, line, op);
	if (f && f->type == T_TERM && op > n)
		any = replace_word(out, line + op, old, new);
	else
		sb_adds(out, line + op);
	return any;
}

static enum crm_status follow_rows(struct use *u, const struct crm_kind *k, const char *sql, const char *old,
                                   const char *new)
{
	const struct crm_field *f = kind_field(k, "conditions");
	struct { int64_t id; char *text; } *rows = NULL;
	size_t n = 0;
	struct query q = query(u->c->db, u->e, sql);
	enum crm_status s;

	while (query_row(&q)) {
		ARRAY_ROOM(rows, n);
		rows[n].id = db_int(q.st, 0);
		rows[n++].text = crm_strdup(db_text(q.st, 1, NULL));
	}
	s = query_end(&q);
	for (size_t i = 0; i < n; i++) {
		struct strbuf out = STRBUF_INIT;
		char *was = crm_strdup(rows[i].text), *rest = rows[i].text, *line;
		bool any = false;

		while ((line = strsep(&rest, "\n"))) {
			sb_adds(&out, out.len ? "\n" : "");
			any |= replace_line(u->c, &out, line, old, new);
		}
		if (!s && any) {
			struct value from = value_text(was, strlen(was)), to = value_text(out.buf, out.len);

			s = edit_row_set(u->ed, k, rows[i].id, f, from, to, u->e);
			edit_tell(u->ed, "set", k, rows[i].id, f, from, to, 0);
		}
		free(was);
		free(rows[i].text);
		sb_release(&out);
	}
	free(rows);
	return s;
}

static enum crm_status follow(struct use *u, const char *old, const char *new)
{
	static const char scores[] = "SELECT id, conditions FROM scoring WHERE conditions IS NOT NULL ORDER BY id",
	                  pipelines[] = "SELECT id, conditions FROM pipeline WHERE conditions IS NOT NULL ORDER BY id";
	enum crm_status s = follow_rows(u, &kind_score, scores, old, new);

	return s ? s : follow_rows(u, &kind_pipeline, pipelines, old, new);
}

/* ---- renaming ---- */

static enum crm_status find_term(struct crm *c, const char *word, int64_t *id, struct crm_error *e)
{
	enum crm_status s = lookup_terms(c, e);

	*id = s ? 0 : names_id(&c->terms, word, strlen(word));
	return s || *id ? s
	                : value_unknown(c, CRM_NO, NULL, "term", word, strlen(word), names_list(c, &c->terms), e);
}

static enum crm_status check_word(const char *word, struct crm_error *e)
{
	const char *s = word;
	size_t n = strlen(word), whole = n;

	value_clean(kind_field(&kind_term, "word"), &s, &n); /* as whoever sets a field is read */
	if (!n || n < whole || utf8_valid(word, n) < n || strpbrk(word, "\n\t\r"))
		return crm_fail(e, CRM_DATA,
		                "'%s' is no word for a term: it is empty, ends in a blank or has several lines", word);
	return CRM_OK;
}

static enum crm_status rename_in(struct use *u, const char *old, const char *new)
{
	const struct crm_field *f = kind_field(&kind_term, "word");
	int64_t id = 0, there;
	char *was;
	enum crm_status s = find_term(u->c, old, &id, u->e);

	if (s)
		return s;
	was = arena_strdup(&u->c->arena, names_name(&u->c->terms, id));
	there = names_id(&u->c->terms, new, strlen(new));
	if (there && there != id) {
		const char *other = names_name(&u->c->terms, there);

		return crm_fail(u->e, CRM_DUPLICATE,
		                "there is a term '%s' already: crm-workflow join-terms '%s' '%s' makes one of both",
		                other, was, other);
	}
	if (strcmp(was, new) == 0) {
		u->w->same++;
		return CRM_OK;
	}
	s = edit_row_set(u->ed, &kind_term, id, f, value_text(was, strlen(was)), value_text(new, strlen(new)), u->e);
	edit_tell(u->ed, "set", &kind_term, id, f, value_text(was, strlen(was)), value_text(new, strlen(new)), 0);
	u->w->changed++;
	return s ? s : follow(u, was, new);
}

enum crm_status crm_term_rename(struct crm *c, const char *old, const char *new, struct crm_write *w,
                                struct crm_error *e)
{
	struct writer wr = {0};
	struct use u = {.c = c, .e = e, .w = w};
	enum crm_status s = check_word(new, e);

	if (!s)
		s = writer_begin(&wr, c, "rename-term", w, e);
	if (s)
		return s;
	u.ed = wr.ed;
	return writer_end(&wr, rename_in(&u, old, new), e);
}

/* ---- joining ---- */

static enum crm_status repoint(struct use *u, const struct crm_kind *k, const struct crm_field *f, const char *table,
                               const char *column)
{
	struct strbuf sql = STRBUF_INIT;
	const struct value from = VALUE_INT(u->from), to = VALUE_INT(u->to);
	int64_t *ids = NULL;
	size_t n = 0;
	struct query q;
	enum crm_status s;

	sb_printf(&sql, "SELECT id FROM %s WHERE %s = $1 ORDER BY id", table, column);
	q = query_built(u->c->db, u->e, sql.buf);
	query_int(&q, 1, u->from);
	while (query_row(&q))
		ARRAY_PUSH(ids, n, db_int(q.st, 0));
	s = query_end(&q);
	for (size_t i = 0; i < n && !s; i++) {
		s = edit_row_set(u->ed, k, ids[i], f, from, to, u->e);
		edit_tell(u->ed, "set", k, ids[i], f, from, to, 0);
	}
	u->w->changed += (int64_t)n;
	free(ids);
	sb_release(&sql);
	return s;
}

static enum crm_status join_one(struct use *u, const char *word)
{
	const struct crm_field *f = kind_field(&kind_term, "word");
	const char *was, *stays = names_name(&u->c->terms, u->to);
	enum crm_status s = find_term(u->c, word, &u->from, u->e);

	if (s || u->from == u->to)
		return s;
	was = names_name(&u->c->terms, u->from);
	s = each_field(u);
	if (!s)
		s = follow(u, was, stays);
	if (!s)
		s = edit_row_rm(u->ed, &kind_term, u->from, u->e);
	edit_tell(u->ed, "rm", &kind_term, u->from, f, value_text(was, strlen(was)), VALUE_NULL, 0);
	u->w->changed++;
	return s;
}

enum crm_status crm_term_join(struct crm *c, const char *const *words, size_t n, struct crm_write *w,
                              struct crm_error *e)
{
	struct writer wr = {0};
	struct use u = {.c = c, .e = e, .w = w, .field = repoint};
	enum crm_status s = writer_begin(&wr, c, "join-terms", w, e), one;

	if (s)
		return s;
	u.ed = wr.ed;
	s = find_term(c, words[n - 1], &u.to, e);
	for (size_t i = 0; i + 1 < n && !s; i++)
		s = (one = join_one(&u, words[i])) ? one : s;
	return writer_end(&wr, s, e);
}
