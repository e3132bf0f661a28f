/* search_fields.c - what of a record is found: the fields of each kind with their weight, and
 * records read as pieces of text.
 *
 * A change of how words are made needs a higher schema version: migration makes the index afresh.
 * Events and tasks are found by their own words only, contacts and offers also by the names of
 * those they refer to. */
#include "search.h"

#include <limits.h>
#include <stdlib.h>
#include "../base/words.h"
#include "../model/kinds.h"
#include "../model/list.h"

/* ---- which fields ---- */

#define F_FIND (F_FIND_NAME | F_FIND_MORE | F_FIND_TEXT)

bool search_kind(const struct crm_kind *k)
{
	for (size_t i = 0; i < k->nfields && !(k->flags & K_NAMED); i++)
		if (k->fields[i].flags & F_FIND)
			return true;
	return false;
}

/* Whether fields of searched records of the type refer to the kind. */
static bool found_by(const struct crm_kind *k, enum field_type type)
{
	for (const struct crm_kind *const *of = crm_kinds; *of; of++) {
		size_t n = search_kind(*of) ? (*of)->nfields : 0;

		for (size_t i = 0; i < n; i++)
			if (((*of)->fields[i].flags & F_FIND) && (*of)->fields[i].type == type &&
			    (*of)->fields[i].ref == k->no)
				return true;
	}
	return false;
}

bool search_child(const struct crm_kind *k)
{
	return found_by(k, T_LIST);
}

bool search_field(const struct crm_kind *k, const struct crm_field *f)
{
	return search_kind(k) && (f->flags & (F_FIND | F_FIND_NONE));
}

bool search_field_of_others(const struct crm_kind *k, const struct crm_field *f)
{
	return strcmp(f->name, k->label) == 0 && found_by(k, T_REF);
}

/* The parts, as they follow one another in the pieces of a record. */
static const struct { unsigned flag; int part; } parts[] = {
	{F_FIND_NAME, SEARCH_NAME}, {F_FIND_SHOWN, SEARCH_SHOWN}, {F_FIND_MORE, SEARCH_MORE}, {F_FIND_TEXT, SEARCH_TEXT}};
#define PARTS (sizeof parts / sizeof parts[0])

/* Its place in the part; what a record is called by leads. */
static int place(const struct crm_kind *k, const struct crm_field *f)
{
	return strcmp(f->name, k->label) == 0 ? INT_MIN : f->find_at;
}

/* The next field of the part behind the one at *at (-1: the first); fields of one place in the
 * order of the table. */
static const struct crm_field *next_field(const struct crm_kind *k, unsigned part, int *at)
{
	const struct crm_field *fs = k->fields;
	int best = -1;

	for (int i = 0; i < (int)k->nfields; i++) {
		if (!(fs[i].flags & part))
			continue;
		if (*at >= 0 &&
		    (place(k, &fs[i]) < place(k, &fs[*at]) || (place(k, &fs[i]) == place(k, &fs[*at]) && i <= *at)))
			continue;
		if (best < 0 || place(k, &fs[i]) < place(k, &fs[best]))
			best = i;
	}
	*at = best;
	return best < 0 ? NULL : &fs[best];
}

/* ---- reading ---- */

#define PIECES_MAX 64 /* columns of a record; those of lists come on top */
#define LISTS_MAX  8

struct column { struct search_piece piece; int text, key, ref; }; /* places in the row, 0 = none */
/* at: its place among the columns; row: q is on one */
struct child { struct search_piece piece; struct stmt *st; struct query q; size_t at; bool row; };

struct search_reader {
	struct db *db;
	const struct crm_kind *k;
	bool set;                         /* asked by sets, else by ranges */
	struct stmt *base;
	struct query q;                   /* of base */
	int lead;                         /* place of `opened`, 0 = none */
	struct column col[PIECES_MAX]; size_t ncol;
	struct child child[LISTS_MAX]; size_t nchild;
	struct search_piece *piece; size_t n, alloc;
	struct arena texts;               /* of lists, for one record */
	struct arena arena;
};

static struct column *add_column(struct search_reader *r, const char *field, int part, bool extra)
{
	struct column *c = &r->col[r->ncol++];

	*c = (struct column){.piece = {.field = field, .part = part, .extra = extra}};
	return c;
}

static int add_expr(struct strbuf *sql, int *n, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static int add_expr(struct strbuf *sql, int *n, const char *fmt, ...)
{
	va_list ap;

	sb_adds(sql, ", ");
	va_start(ap, fmt);
	sb_vprintf(sql, fmt, ap);
	va_end(ap);
	return ++*n;
}

static void add_source(struct search_reader *r, const struct crm_field *f, int part, struct strbuf *sql,
                       struct strbuf *joins, int *n)
{
	const struct crm_kind *to = f->type == T_REF ? kind_by_no(f->ref) : NULL;
	struct column *c = add_column(r, f->name, part, f->flags & F_FIND_EXTRA);

	if (to) {
		c->text = add_expr(sql, n, "j%d.%s", *n, to->label);
		sb_printf(joins, " LEFT JOIN %s j%d ON j%d.id=r.%s", to->table, *n - 1, *n - 1, field_column(f));
		c->ref = add_expr(sql, n, "r.%s", field_column(f));
		return;
	}
	c->text = add_expr(sql, n, "r.%s", field_column(f));
	c->piece.phone = f->flags & F_PHONE;
	if (c->piece.phone)
		c->key = add_expr(sql, n, "r.%s_key", field_column(f));
}

#define IN_RANGE "BETWEEN $1 AND $2"
#define IN_SET "IN " DB_AMONG("1")

/* Elements in the order of records: record, text, key. Keys in other systems stay off the index by
 * system, which all records of a kind have in common. */
static void list_sql(const struct crm_kind *child, bool set, bool phone, struct strbuf *sql)
{
	const struct list_form *l = child->list;

	sb_adds(sql, "SELECT x.record, ");
	list_text(child, "x", sql);
	if (phone)
		sb_printf(sql, ", x.%s_key", list_column(child, l->a));
	sb_printf(sql, " FROM %s x WHERE %sx.kind = $%d AND x.record %s ORDER BY x.record, ", child->table,
	          l->b && !l->size ? DB_NO_INDEX : "", set ? 2 : 3, set ? IN_SET : IN_RANGE);
	if (l->pos)
		sb_adds(sql, "x.pos, x.id");
	else if (l->b)
		sb_adds(sql, "x.id");
	else
		list_text(child, "x", sql);
}

static enum crm_status add_list(struct search_reader *r, const struct crm_field *f, int part, struct crm_error *e)
{
	const struct crm_kind *of = kind_by_no(f->ref);
	struct child *c = &r->child[r->nchild];
	struct strbuf sql = STRBUF_INIT;
	bool phone = list_value(of)->flags & F_PHONE;
	enum crm_status s;

	if (r->nchild == LISTS_MAX)
		return crm_fail(e, CRM_INTERNAL, "%s has more than %d lists that are searched", r->k->name, LISTS_MAX);
	*c = (struct child){.piece = {.field = f->name, .part = part, .phone = phone}, .at = r->ncol};
	list_sql(of, r->set, phone, &sql);
	s = db_prepare(r->db, &c->st, sql.buf, e);
	if (!s)
		r->nchild++;
	sb_release(&sql);
	return s;
}

/* Texts the user has declared; those retired stay out. */
static enum crm_status add_customs(struct search_reader *r, struct strbuf *sql, struct strbuf *joins, int *n,
                                   struct crm_error *e)
{
	struct query q = query(
	        r->db, e, "SELECT id, type, name FROM field WHERE kind = $1 AND retired IS DISTINCT FROM 1 ORDER BY id",
	        r->k->no);
	size_t before = r->ncol;

	while (r->ncol < PIECES_MAX && query_row(&q)) {
		const char *name = db_text(q.st, 2, NULL);

		if (schema_custom_text(db_int(q.st, 1)))
			add_column(r, arena_strdup(&r->arena, name ? name : ""),
			           db_int(q.st, 1) == T_LONG ? SEARCH_TEXT : SEARCH_MORE, false)
			        ->text = add_expr(sql, n, "x.x_%lld", (long long)db_int(q.st, 0));
	}
	if (r->ncol > before)
		sb_printf(joins, " LEFT JOIN %s_x x ON x.id=r.id", r->k->table);
	return query_end(&q);
}

static enum crm_status prepare(struct search_reader *r, bool show, uint64_t without, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT, joins = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	int n = 0;

	sb_adds(&sql, "SELECT r.id");
	for (size_t i = 0; i < PARTS && !s; i++) {
		const struct crm_field *f;

		for (int at = -1;
		     !s && (show || parts[i].part != SEARCH_SHOWN) && (f = next_field(r->k, parts[i].flag, &at));)
			if (f->class != C_SET)
				add_source(r, f, parts[i].part, &sql, &joins, &n);
			else if (!(without >> f->ref & 1))
				s = add_list(r, f, parts[i].part, e);
	}
	if (!s && (r->k->flags & K_COMMON))
		s = add_customs(r, &sql, &joins, &n, e);
	if (r->k->no == KIND_OFFER && show)
		r->lead = add_expr(&sql, &n, "r.opened");
	sb_printf(&sql, " FROM %s r%s WHERE r.id %s", r->k->table, joins.buf, r->set ? IN_SET : IN_RANGE);
	for (size_t i = 0; i < r->k->nfields; i++)
		if (r->k->fields[i].flags & F_FIND_NONE)
			sb_printf(&sql, " AND r.%s IS NULL", field_column(&r->k->fields[i]));
	sb_adds(&sql, " ORDER BY r.id");
	if (!s)
		s = db_prepare(r->db, &r->base, sql.buf, e);
	sb_release(&sql);
	sb_release(&joins);
	return s;
}

enum crm_status search_reader_open(struct search_reader **out, struct db *db, const struct crm_kind *k, unsigned how,
                                   uint64_t without, struct crm_error *e)
{
	struct search_reader *r = crm_calloc(1, sizeof *r);
	enum crm_status s;

	r->db = db;
	r->k = k;
	r->set = how & SEARCH_BY_SET;
	s = prepare(r, how & SEARCH_SHOW, without, e);
	if (s) {
		search_reader_close(r);
		r = NULL;
	}
	*out = r;
	return s;
}

void search_reader_close(struct search_reader *r)
{
	if (!r)
		return;
	db_finalize(r->base);
	for (size_t i = 0; i < r->nchild; i++)
		db_finalize(r->child[i].st);
	arena_free(&r->texts);
	arena_free(&r->arena);
	free(r->piece);
	free(r);
}

void search_reader_range(struct search_reader *r, int64_t first, int64_t last, struct crm_error *e)
{
	r->q = query_again(r->base, e, first, last);
	for (size_t i = 0; i < r->nchild; i++) {
		struct child *c = &r->child[i];

		c->q = query_again(c->st, e, first, last, r->k->no);
		c->row = query_row(&c->q);
	}
}

void search_reader_set(struct search_reader *r, const int64_t *ids, size_t n, struct crm_error *e)
{
	r->q = query_again(r->base, e);
	query_among(&r->q, 1, ids, n);
	for (size_t i = 0; i < r->nchild; i++) {
		struct child *c = &r->child[i];

		c->q = query_again(c->st, e);
		query_among(&c->q, 1, ids, n);
		query_int(&c->q, 2, r->k->no);
		c->row = query_row(&c->q);
	}
}

static struct search_piece *add_piece(struct search_reader *r, struct search_piece p)
{
	GROW(r->piece, r->n, r->alloc);
	r->piece[r->n++] = p;
	return &r->piece[r->n - 1];
}

/* Copied, as the next element takes the row's place. */
static void read_element(struct search_reader *r, struct child *c)
{
	struct search_piece *p = add_piece(r, c->piece);
	const char *s = db_text(c->st, 1, &p->n);

	p->s = s ? arena_strndup(&r->texts, s, p->n) : "";
	if (!p->phone)
		return;
	s = db_text(c->st, 2, &p->nkey);
	p->key = s ? arena_strndup(&r->texts, s, p->nkey) : NULL;
}

static void read_elements(struct search_reader *r, struct child *c, int64_t id)
{
	for (; c->row && db_int(c->st, 0) <= id; c->row = query_row(&c->q))
		if (db_int(c->st, 0) == id)
			read_element(r, c);
}

static void read_text(struct search_reader *r, const struct column *c)
{
	struct search_piece *p;
	size_t n;
	const char *s = db_text(r->base, c->text, &n);

	if (!s || !n)
		return;
	p = add_piece(r, c->piece);
	p->s = s;
	p->n = n;
	if (c->key)
		p->key = db_text(r->base, c->key, &p->nkey);
	if (c->ref)
		p->ref = db_int(r->base, c->ref);
}

bool search_reader_next(struct search_reader *r, int64_t *id, const struct search_piece **p, size_t *n)
{
	size_t k = 0;

	r->n = 0;
	arena_free(&r->texts);
	if (!query_row(&r->q))
		return false;
	*id = db_int(r->base, 0);
	for (size_t i = 0; i <= r->ncol; i++) {
		for (; k < r->nchild && r->child[k].at == i; k++)
			read_elements(r, &r->child[k], *id);
		if (i < r->ncol)
			read_text(r, &r->col[i]);
	}
	*p = r->piece;
	*n = r->n;
	return !search_reader_status(r);
}

enum crm_status search_reader_status(const struct search_reader *r)
{
	enum crm_status s = r->q.s;

	for (size_t i = 0; i < r->nchild && !s; i++)
		s = r->child[i].q.s;
	return s;
}

bool search_reader_lead(const struct search_reader *r)
{
	return r->lead && db_null(r->base, r->lead);
}

/* ---- documents ---- */

void search_phone_word(struct strbuf *out, const char *key, size_t n)
{
	while (n && *key == '0') {
		key++;
		n--;
	}
	if (!n)
		return;
	sb_addc(out, '_');
	while (n)
		sb_addc(out, key[--n]);
}

/* Whether the words stand in the text, as a whole. */
static bool holds(const struct strbuf *text, const struct strbuf *words)
{
	const char *p = text->buf, *found;

	while ((found = strstr(p, words->buf))) {
		const char *end = found + words->len;

		if ((found == text->buf || found[-1] == ' ') && (!*end || *end == ' '))
			return true;
		p = found + 1;
	}
	return false;
}

void search_document_fill(struct search_document *d, const struct search_piece *p, size_t n)
{
	for (size_t i = 0; i < SEARCH_PARTS; i++)
		sb_reset(&d->part[i]);
	for (size_t i = 0; i < n; i++) {
		struct strbuf *to = p[i].part >= 0 ? &d->part[p[i].part] : NULL;

		if (!to)
			continue;
		sb_reset(&d->word);
		if (p[i].phone)
			search_phone_word(&d->word, p[i].key ? p[i].key : "", p[i].nkey);
		else
			words_fold(&d->word, p[i].s, p[i].n);
		if (!d->word.len || (p[i].extra && holds(to, &d->word)))
			continue;
		sb_adds(to, to->len ? " _ " : "");
		sb_add(to, d->word.buf, d->word.len);
	}
	for (size_t i = 0; i < SEARCH_PARTS; i++) {
		d->words.s[i] = d->part[i].buf;
		d->words.n[i] = d->part[i].len;
	}
}

void search_document_free(struct search_document *d)
{
	for (size_t i = 0; i < SEARCH_PARTS; i++)
		sb_release(&d->part[i]);
	sb_release(&d->word);
}
