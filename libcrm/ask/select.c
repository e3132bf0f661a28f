/* select.c - the one reader: what is asked for becomes one statement, its rows go to a sink */
#include "crm_ask.h"
#include "rows.h"

#include "../model/catalog.h"
#include "../model/lookup.h"
#include "ref.h"
#include "../model/value.h"

#define INLINE_IDS 500 /* ids in the statement's own text; more go through a temporary table */

/* ---- ids ---- */

/* The id an operand stands for, 0 = it is a word or a condition. */
static enum crm_status operand_id(const struct crm_kind *k, const char *s, int64_t *id, struct crm_error *e)
{
	const struct crm_kind *of = k;
	size_t n = strlen(s);

	*id = 0;
	if (!crm_is_id(s))
		return CRM_OK;
	if (!id_parse(s, n, &of, id)) {
		for (size_t i = 0; i < n && !(k->flags & K_NAMED); i++)
			*id = *id * 10 + (s[i] - '0');
		return CRM_OK;
	}
	if (of->no == k->no)
		return CRM_OK;
	*id = 0;
	/* a4 and the like are words: nobody looks for such records by number */
	if ((of->flags & (K_CHILD | K_CONFIG)) || (k->flags & K_NAMED))
		return CRM_OK;
	return crm_fail(e, CRM_DATA, "'%s' is of kind %s, not %s", s, of->name, k->name);
}

static enum crm_status checked(struct crm *c, const struct crm_kind *k, int64_t *id, long line, struct crm_error *e)
{
	char text[32];
	bool yes;
	enum crm_status s = ref_exists(c, k, id, &yes, e);

	if (s || yes)
		return s;
	id_format(text, k, *id);
	if (line)
		return crm_fail_at(e, CRM_DATA, "stdin", line, 0, NULL, "no %s %s", k->name, text);
	return crm_fail(e, CRM_NO, "no %s %s", k->name, text);
}

enum crm_status select_stream_id(struct crm *c, const struct crm_kind *k, const struct crm_id *v, int64_t known,
                                 int64_t *id, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	enum crm_status s;

	*id = known ? known : v->id;
	if (known)
		return CRM_OK;
	if (v->kind && v->kind != k->no)
		return crm_fail_at(e, v->line ? CRM_DATA : CRM_USAGE, v->line ? "stdin" : NULL, v->line, 0, NULL,
		                   "%s%lld is not of kind %s", kind_by_no(v->kind)->letters, (long long)v->id, k->name);
	if (v->id || !v->name)
		return checked(c, k, id, v->line, e);
	s = ref_resolve(c, k, v->name, strlen(v->name), id, &own);
	if (s)
		s = crm_fail_at(e, v->line ? CRM_DATA : s, v->line ? "stdin" : NULL, v->line, 0, NULL, "%s",
		                own.list[0].text);
	crm_error_clear(&own);
	return s;
}

struct place { int64_t id; size_t at; };

static int by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->id != y->id ? int64_order(x->id, y->id) : int64_order((int64_t)x->at, (int64_t)y->at);
}

/* What comes twice counts where it came first. */
static void drop_doubles(struct id_list *ids)
{
	struct place *p = crm_malloc(ids->n * sizeof *p);
	size_t n = 0;

	for (size_t i = 0; i < ids->n; i++)
		p[i] = (struct place){ids->id[i], i};
	qsort(p, ids->n, sizeof *p, by_id);
	for (size_t i = 1; i < ids->n; i++)
		if (p[i].id == p[i - 1].id)
			ids->id[p[i].at] = 0;
	for (size_t i = 0; i < ids->n; i++)
		if (ids->id[i])
			ids->id[n++] = ids->id[i];
	ids->n = n;
	free(p);
}

enum crm_status select_ids(struct crm *c, const struct select *q, struct id_list *ids, struct crm_error *e)
{
	size_t stream = q->ids ? q->ids->n : 0;
	int64_t id, *known = NULL;
	bool doubles = false;
	enum crm_status s = stream ? ids_known(c, q->kind, q->ids, &known, e) : CRM_OK, one;

	*ids = (struct id_list){.given = q->ids != NULL, .id = crm_malloc((q->noperands + stream) * sizeof *ids->id)};
	/* everything that isn't there is told, not only the first; what ends the work is a fault of
	 * the database */
	for (size_t i = 0; i < q->noperands && (!s || s == CRM_NO); i++) {
		one = operand_id(q->kind, q->operands[i], &id, e);
		if (!one && id) {
			ids->given = doubles = true;
			one = checked(c, q->kind, &id, 0, e);
			ids->id[ids->n++] = id;
		}
		s = s ? s : one;
	}
	for (size_t i = 0; i < stream && (!s || s == CRM_NO || s == CRM_DATA); i++) {
		one = select_stream_id(c, q->kind, &q->ids->v[i], known[i], &id, e);
		/* a stream holds nothing twice, but by an alias or another name */
		doubles = doubles || id != q->ids->v[i].id;
		ids->id[ids->n++] = id;
		s = s ? s : one;
	}
	if (doubles)
		drop_doubles(ids);
	return s;
}

/* ---- WHERE ---- */

static void and(struct strbuf *where, size_t from)
{
	if (where->len > from)
		sb_adds(where, " AND ");
}

/* Whether a condition names a field, or one of the record it refers to. */
static bool names_field(const struct select *q, const char *field)
{
	struct operand o;
	size_t n = strlen(field);

	for (size_t i = 0; i < q->noperands; i++)
		if (operand_split(q->operands[i], &o) && o.nfield >= n && memcmp(o.field, field, n) == 0 &&
		    (o.nfield == n || o.field[n] == '.'))
			return true;
	return false;
}

/* What the kind hides stays out of its lists unless the command speaks of it. */
static const struct kind_hides *hidden(const struct select *q)
{
	const struct kind_hides *h = q->all ? NULL : q->kind->hides;

	for (size_t i = 0; h && h->fields[i]; i++)
		if (names_field(q, h->fields[i]))
			return NULL;
	return h;
}

static enum crm_status defaults(struct crm *c, const struct select *q, const char *alias, struct strbuf *where,
                                size_t from, struct binds *b, struct crm_error *e)
{
	const struct crm_kind *k = q->kind;
	const struct kind_hides *h = hidden(q);
	struct operand o;
	char *field;

	if (k->condition && operand_split(k->condition, &o)) {
		field = arena_strndup(&c->arena, o.field, o.nfield);
		if (!names_field(q, field)) {
			and(where, from);
			return cond_sql(c, k, alias, k->condition, where, b, e);
		}
	}
	if (h) {
		and(where, from);
		field_expand(c, h->shown, alias, where);
	}
	return CRM_OK;
}

/* What other languages write for a condition: who writes it behind a field means one. */
static enum crm_status foreign_operator(struct crm *c, const struct crm_kind *k, const char *word, struct crm_error *e)
{
	enum remedy { EQUAL, NOT_EQUAL, AT_LEAST, AT_MOST };
	static const struct {
		const char *op;
		enum remedy remedy;
	} ops[] = {{":", EQUAL},    {"!~", NOT_EQUAL}, {"<>", NOT_EQUAL}, {">=", AT_LEAST},
	           {"<=", AT_MOST}, {">", AT_LEAST},   {"<", AT_MOST}};
	const char *path = word, *value;
	size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_."), i = 0;
	int field = (int)n;

	while (i < sizeof ops / sizeof *ops && strncmp(word + n, ops[i].op, strlen(ops[i].op)) != 0)
		i++;
	if (!n || i == sizeof ops / sizeof *ops || !catalog_step(c, k, &path, &n))
		return CRM_OK;
	value = word + field + strlen(ops[i].op);
	if (ops[i].remedy == EQUAL)
		return crm_fail(e, CRM_USAGE, "'%s' is no condition: write %.*s=%s for equal, %.*s~%s for contains",
		                word, field, word, value, field, word, value);
	if (ops[i].remedy == NOT_EQUAL)
		return crm_fail(
		        e, CRM_USAGE,
		        "'%s' is no condition: write %.*s!=%s for not equal; none asks for what is not contained", word,
		        field, word, value);
	return crm_fail(e, CRM_USAGE, "'%s' is no condition: write %.*s=%s%s%s for at %s, %.*s=A..B for between", word,
	                field, word, ops[i].remedy == AT_MOST ? ".." : "", value, ops[i].remedy == AT_LEAST ? ".." : "",
	                ops[i].remedy == AT_LEAST ? "least" : "most", field, word);
}

/* Where no words are looked for one would be a silent answer about nothing. */
static enum crm_status no_condition(struct crm *c, const struct select *q, const char *word, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct period p;
	const char *s = word;
	size_t n = strlen(word);
	bool options = q->words == WORDS_OPTIONS, period = options && !lookup_period(c, s, n, &p, &own);

	crm_error_clear(&own);
	if (period)
		return crm_fail(e, CRM_USAGE, "'%s' is no condition, did you mean --period=%s?", word, word);
	if (catalog_field(c, q->kind, word, n) || (strchr(word, '.') && catalog_step(c, q->kind, &s, &n)))
		return crm_fail(e, CRM_USAGE, "'%s' is no condition, did you mean %s%s%s?", word,
		                options ? "--by=" : "", word, options ? "" : "=VALUE");
	return crm_fail(e, CRM_USAGE, "'%s' is no condition", word);
}

static enum crm_status conditions(struct crm *c, const struct select *q, const char *alias, bool ids,
                                  struct strbuf *where, struct binds *b, struct crm_error *e)
{
	size_t from = where->len;
	struct operand o;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < q->noperands && !s; i++) {
		const char *word = q->operands[i];
		int64_t id;
		if (!*word)
			return crm_fail(e, CRM_USAGE, "an empty operand: an empty variable in a script?");
		s = operand_id(q->kind, word, &id, e);
		if (s || id)
			continue;
		s = foreign_operator(c, q->kind, word, e);
		if (s)
			return s;
		if (q->words != WORDS_FIND && !operand_split(word, &o))
			return no_condition(c, q, word, e);
		and(where, from);
		s = operand_split(word, &o) ? cond_sql(c, q->kind, alias, word, where, b, e)
		                            : cond_word(c, q->kind, alias, word, where, b, e);
	}
	if (!s && !q->all && !ids)
		s = defaults(c, q, alias, where, from, b, e);
	if (!s && where->len == from)
		sb_adds(where, "1=1");
	return s;
}

static enum crm_status add_ids(struct crm *c, const struct id_list *ids, const char *alias, struct strbuf *where,
                               struct crm_error *e)
{
	if (ids->n > INLINE_IDS) {
		/* many become a table of their own, so that memory and the statement stay small */
		sb_printf(where, " AND %s.id IN (" DB_PUT_IDS ")", alias);
		return db_put_ids(c->db, ids->id, ids->n, e);
	}
	if (!ids->n) {
		sb_adds(where, " AND 1=0");
		return CRM_OK;
	}
	sb_printf(where, " AND %s.id IN (", alias);
	for (size_t i = 0; i < ids->n; i++) {
		sb_adds(where, i ? "," : "");
		sb_addint(where, ids->id[i]);
	}
	sb_addc(where, ')');
	return CRM_OK;
}

enum crm_status select_where(struct crm *c, const struct select *q, const char *alias, struct strbuf *where,
                             struct binds *b, struct crm_error *e)
{
	struct id_list ids;
	enum crm_status s = select_ids(c, q, &ids, e);

	if (!s)
		s = conditions(c, q, alias, ids.given, where, b, e);
	if (!s && ids.given)
		s = add_ids(c, &ids, alias, where, e);
	free(ids.id);
	return s;
}

/* ---- rows ---- */

struct run {
	struct columns cs;
	size_t n;              /* columns printed; the others are for the order */
	struct cells cells;
	struct id_list ids;
	bool by_id;            /* looked up by ids, in their order */
	struct strbuf sql, where, order;
	struct binds binds;
	struct stmt *st;
};

static enum crm_status plan(struct crm *c, const struct select *q, struct run *r, struct crm_error *e)
{
	const struct crm_kind *k = q->kind;
	enum crm_status s = select_ids(c, q, &r->ids, e);

	if (!s)
		s = columns_parse(c, k, ROWS_ALIAS, q->columns, &r->cs, e);
	if (s)
		return s;
	r->n = r->cs.n;
	r->by_id = r->ids.given && (!q->sort || q->raw_order);
	if (!r->by_id)
		s = columns_sort(c, k, ROWS_ALIAS, q->sort ? q->sort : k->order, &r->cs, &r->order, e);
	if (!s)
		s = conditions(c, q, ROWS_ALIAS, r->ids.given, &r->where, &r->binds, e);
	if (!s && r->ids.given && !r->by_id)
		s = add_ids(c, &r->ids, ROWS_ALIAS, &r->where, e);
	sb_adds(&r->sql, "SELECT ");
	if (!s)
		s = cells_plan(&r->cells, c, &r->cs, r->n, q->names ? REFS_NAMES : REFS_IDS, &r->sql, e);
	if (s)
		return s;
	if (r->by_id)
		sb_adds(&r->sql, ", " ROWS_ALIAS ".id");
	sb_printf(&r->sql, " FROM %s " ROWS_ALIAS "%s WHERE %s", k->table, r->cs.joins.buf, r->where.buf);
	if (r->by_id)
		sb_printf(&r->sql, " AND " ROWS_ALIAS ".id IN " DB_AMONG("%zu"), r->binds.n + 1);
	else
		sb_printf(&r->sql, " ORDER BY %s", r->order.buf);
	if (!r->by_id && q->limit >= 0)
		sb_printf(&r->sql, " LIMIT %lld", (long long)q->limit);
	s = db_prepare(c->db, &r->st, r->sql.buf, e);
	if (!s)
		binds_apply(&r->binds, r->st);
	return s;
}

/* Rows as they come, or, where there are lists, a block at a time; *left counts down. */
static enum crm_status rows(struct run *r, struct row_block *b, struct sink *out, int64_t *left, struct crm_error *e)
{
	struct query q = query_again(r->st, e);
	bool lists = cells_any_list(&r->cells);

	for (; !lists && *left && !sink_stopped(out) && query_row(&q); --*left) {
		cells_write(&r->cells, q.st, out);
		q.s = r->cells.status;
	}
	while (lists && *left && !q.s && !sink_stopped(out)) {
		row_block_reset(b);
		while (b->n < ROW_BLOCK && (int64_t)b->n < *left && query_row(&q))
			row_block_add(b, q.st, 0);
		if (!b->n || q.s)
			break;
		q.s = row_block_read(b);
		*left -= (int64_t)b->n;
		for (size_t i = 0; i < b->n && !q.s; i++)
			row_block_write(b, i, out);
		if (b->n < ROW_BLOCK)
			break;
	}
	return query_end(&q);
}

/* The rows of a block of ids, in their order. */
static enum crm_status rows_of(struct run *r, struct row_block *b, const int64_t *id, size_t n, struct sink *out,
                               int64_t *left, struct crm_error *e)
{
	struct query q = query_again(r->st, e);
	enum crm_status s;
	size_t row;

	row_block_reset(b);
	query_among(&q, (int)r->binds.n + 1, id, n);
	while (query_row(&q))
		row_block_add(b, q.st, db_int(q.st, db_columns(q.st) - 1));
	s = query_end(&q) ? q.s : row_block_read(b);
	for (size_t i = 0; i < n && *left && !s && !sink_stopped(out); i++)
		if (row_block_find(b, id[i], &row)) {
			row_block_write(b, row, out);
			--*left;
		}
	return s;
}

/* Nothing was found: what is hidden and would have been is told. */
static enum crm_status note_hidden(struct crm *c, const struct select *q, const struct kind_hides *h,
                                   struct crm_error *e)
{
	struct select all = *q;
	struct strbuf sql = STRBUF_INIT;
	struct binds b = {0};
	struct query hidden_ones;
	int64_t n = 0;
	enum crm_status s;

	all.all = true;
	sb_printf(&sql, "SELECT count(*) FROM %s o WHERE ", q->kind->table);
	s = conditions(c, &all, "o", false, &sql, &b, e);
	sb_adds(&sql, " AND NOT (");
	field_expand(c, h->shown, "o", &sql);
	sb_addc(&sql, ')');
	if (!s) {
		hidden_ones = query_built(c->db, e, sql.buf);
		binds_apply(&b, hidden_ones.st);
		s = query_get(&hidden_ones, &n, 0);
	}
	if (n)
		crm_note(e, "%lld %s%s left out (--all shows %ss)", (long long)n, h->name, n == 1 ? " is" : "s are",
		         h->name);
	binds_free(&b);
	sb_release(&sql);
	return s;
}

static enum crm_status run(struct crm *c, const struct select *q, struct run *r, struct sink *out, struct crm_error *e)
{
	struct sink_column *columns;
	struct row_block b = {.cells = &r->cells, .text = STRBUF_INIT};
	int64_t most = q->limit >= 0 ? q->limit : INT64_MAX, left = most;
	enum crm_status s = plan(c, q, r, e);

	if (s)
		return s;
	columns = cells_columns(&r->cs, r->n);
	sink_begin(out, columns, r->n);
	free(columns);
	if (!r->by_id)
		s = rows(r, &b, out, &left, e);
	for (size_t i = 0, n; r->by_id && i < r->ids.n && left && !s && !sink_stopped(out); i += n) {
		n = r->ids.n - i < ROW_BLOCK ? r->ids.n - i : ROW_BLOCK;
		s = rows_of(r, &b, r->ids.id + i, n, out, &left, e);
	}
	row_block_free(&b);
	if (!s)
		sink_end(out);
	if (!s && left && left == most && !r->ids.given && hidden(q))
		s = note_hidden(c, q, q->kind->hides, e);
	return s;
}

enum crm_status select_run(struct crm *c, const struct select *q, struct sink *sink, struct crm_error *e)
{
	struct run r = {
	    .cs = {.joins = STRBUF_INIT}, .sql = STRBUF_INIT, .where = STRBUF_INIT, .order = STRBUF_INIT, .cells = {.text = STRBUF_INIT}};
	bool begun;
	enum crm_status s = db_read(c->db, &begun, e);

	if (!s)
		s = run(c, q, &r, sink, e);
	db_finalize(r.st);
	cells_free(&r.cells);
	columns_free(&r.cs);
	binds_free(&r.binds);
	free(r.ids.id);
	sb_release(&r.sql);
	sb_release(&r.where);
	sb_release(&r.order);
	db_read_end(c->db, begun);
	return s;
}

enum crm_status select_reading(struct crm *c, const struct crm_query *q, struct sink *sink, select_print *print,
                               struct crm_error *e)
{
	bool own;
	enum crm_status s = db_read(c->db, &own, e);

	if (!s)
		s = print(c, q, sink, e);
	db_read_end(c->db, own);
	return s;
}
