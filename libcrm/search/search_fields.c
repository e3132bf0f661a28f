/* search_fields.c - what of a record is found: the fields of each kind with their weight, and records read as pieces of text. */
#include "search.h"

#include <stdlib.h>
#include "../base/words.h"
#include "../model/kinds.h"

/* ---- the table ---- */

enum { NAME = SEARCH_NAME, MORE = SEARCH_MORE, TEXT = SEARCH_TEXT, SHOWN = SEARCH_SHOWN };

/* A reference is the name of what it refers to. Fields of texts the user has declared are MORE, long ones TEXT. */
static const struct source { int kind; const char *field; int part; bool extra; } sources[] = {
	{KIND_COMPANY, "name", NAME, false}, {KIND_COMPANY, "website", NAME, false}, {KIND_COMPANY, "email", NAME, false},
	{KIND_COMPANY, "phone", NAME, false}, {KIND_COMPANY, "vat_id", NAME, false}, {KIND_COMPANY, "street", MORE, false},
	{KIND_COMPANY, "postal_code", MORE, false}, {KIND_COMPANY, "city", MORE, false}, {KIND_COMPANY, "tags", MORE, false},
	{KIND_COMPANY, "ext", MORE, false}, {KIND_COMPANY, "notes", TEXT, false},

	{KIND_CONTACT, "name", NAME, false}, {KIND_CONTACT, "given", NAME, true}, {KIND_CONTACT, "family", NAME, true},
	{KIND_CONTACT, "emails", NAME, false}, {KIND_CONTACT, "phones", NAME, false}, {KIND_CONTACT, "title", MORE, false},
	{KIND_CONTACT, "role", MORE, false}, {KIND_CONTACT, "company", MORE, false}, {KIND_CONTACT, "street", MORE, false},
	{KIND_CONTACT, "postal_code", MORE, false}, {KIND_CONTACT, "city", MORE, false}, {KIND_CONTACT, "tags", MORE, false},
	{KIND_CONTACT, "ext", MORE, false}, {KIND_CONTACT, "notes", TEXT, false},

	{KIND_PRODUCT, "name", NAME, false}, {KIND_PRODUCT, "sku", NAME, false}, {KIND_PRODUCT, "tags", MORE, false},
	{KIND_PRODUCT, "ext", MORE, false}, {KIND_PRODUCT, "notes", TEXT, false},

	{KIND_OFFER, "title", NAME, false}, {KIND_OFFER, "number", NAME, false}, {KIND_OFFER, "name", NAME, false},
	{KIND_OFFER, "email", NAME, false}, {KIND_OFFER, "phone", NAME, false}, {KIND_OFFER, "company_name", MORE, false},
	{KIND_OFFER, "company", MORE, false}, {KIND_OFFER, "contact", MORE, false}, {KIND_OFFER, "competitor", MORE, false},
	{KIND_OFFER, "campaign", MORE, false}, {KIND_OFFER, "tags", MORE, false}, {KIND_OFFER, "ext", MORE, false},
	{KIND_OFFER, "message", TEXT, false}, {KIND_OFFER, "notes", TEXT, false},

	{KIND_LINE, "text", NAME, false},

	{KIND_TASK, "title", NAME, false}, {KIND_TASK, "contact", SHOWN, false}, {KIND_TASK, "company", SHOWN, false},
	{KIND_TASK, "tags", MORE, false}, {KIND_TASK, "ext", MORE, false}, {KIND_TASK, "notes", TEXT, false},

	{KIND_EVENT, "subject", NAME, false}, {KIND_EVENT, "contact", SHOWN, false}, {KIND_EVENT, "company", SHOWN, false},
	{KIND_EVENT, "files", MORE, false}, {KIND_EVENT, "tags", MORE, false}, {KIND_EVENT, "ext", MORE, false},
	{KIND_EVENT, "text", TEXT, false}, {KIND_EVENT, "notes", TEXT, false},
};
#define SOURCES (sizeof(sources) / sizeof(sources[0]))

/* Lists, as rows in the order of records: record, text, key. None by system, which all records of a kind have in common. */
static const struct list { int child; bool phone; const char *sql; } lists[] = {
#define OF_RECORDS " WHERE x.kind = $3 AND x.record BETWEEN $1 AND $2 ORDER BY x.record, "
	{KIND_TAG, false, "SELECT x.record, x.word FROM tag x" OF_RECORDS "x.word"},
	{KIND_EXT, false, "SELECT x.record, x.system || ':' || x.key FROM ext x WHERE " DB_NO_INDEX "x.kind = $3 AND x.record BETWEEN $1 AND $2 ORDER BY x.record, x.id"},
	{KIND_EMAIL, false, "SELECT x.record, x.address FROM email x" OF_RECORDS "x.pos, x.id"},
	{KIND_PHONE, true, "SELECT x.record, x.number, x.number_key FROM phone x" OF_RECORDS "x.pos, x.id"},
	{KIND_ATTACHMENT, false, "SELECT x.record, x.path FROM attachment x" OF_RECORDS "x.pos, x.id"},
};
#define LISTS (sizeof(lists) / sizeof(lists[0]))

bool search_kind(const struct crm_kind *k)
{
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i].kind == k->no)
			return true;
	return false;
}

bool search_child(const struct crm_kind *k)
{
	for (size_t i = 0; i < LISTS; i++)
		if (lists[i].child == k->no)
			return true;
	return false;
}

bool search_field(const struct crm_kind *k, const struct crm_field *f)
{
	if (k->no == KIND_EVENT && strcmp(f->name, "corrected_by") == 0)
		return true;
	for (size_t i = 0; i < SOURCES; i++)
		if (sources[i].kind == k->no && sources[i].part != SHOWN && strcmp(sources[i].field, f->name) == 0)
			return true;
	return false;
}

bool search_field_of_others(const struct crm_kind *k, const struct crm_field *f)
{
	return (k->no == KIND_COMPANY || k->no == KIND_CONTACT) && strcmp(f->name, k->label) == 0;
}

/* ---- reading ---- */

#define PIECES_MAX 64 /* columns of a record; those of lists come on top */

struct column { struct search_piece piece; int text, key, ref; }; /* places in the row, 0 = none */
struct child { struct search_piece piece; struct stmt *st; size_t at; enum { UNREAD, ON_ROW, AT_END } state; }; /* at: its place among the columns */

struct search_reader {
	struct db *db;
	const struct crm_kind *k;
	struct stmt *base;
	int lead;                         /* place of `opened`, 0 = none */
	struct column col[PIECES_MAX]; size_t ncol;
	struct child child[LISTS]; size_t nchild;
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

static void add_source(struct search_reader *r, const struct source *s, struct strbuf *sql, struct strbuf *joins, int *n)
{
	const struct crm_field *f = kind_field(r->k, s->field);
	const struct crm_kind *to = f->type == T_REF ? kind_by_no(f->ref) : NULL;
	struct column *c = add_column(r, f->name, s->part, s->extra);

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

static enum crm_status add_list(struct search_reader *r, const struct source *s, const struct crm_field *f, struct crm_error *e)
{
	struct child *c = &r->child[r->nchild];
	const struct list *l = lists;
	enum crm_status st;

	while (l->child != f->ref)
		l++;
	*c = (struct child){.piece = {.field = f->name, .part = s->part, .phone = l->phone}, .at = r->ncol};
	st = db_prepare(r->db, &c->st, l->sql, e);
	if (!st)
		r->nchild++;
	return st;
}

/* Texts the user has declared; those retired stay out. */
static enum crm_status add_customs(struct search_reader *r, struct strbuf *sql, struct strbuf *joins, int *n, struct crm_error *e)
{
	struct stmt *st = db_cached(r->db, "SELECT id, type, name FROM field WHERE kind = $1 AND retired IS NOT 1 ORDER BY id", e);
	size_t before = r->ncol;
	enum db_step step;

	if (!st)
		return e->status;
	db_bind_int(st, 1, r->k->no);
	while ((step = db_step(st, e)) == DB_ROW && r->ncol < PIECES_MAX) {
		const char *name = db_text(st, 2, NULL);

		if (schema_custom_text(db_int(st, 1)))
			add_column(r, arena_strdup(&r->arena, name ? name : ""), db_int(st, 1) == T_LONG ? TEXT : MORE, false)->text =
				add_expr(sql, n, "x.x_%lld", (long long)db_int(st, 0));
	}
	db_reset(st);
	if (r->ncol > before)
		sb_printf(joins, " LEFT JOIN %s_x x ON x.id=r.id", r->k->table);
	return step == DB_FAIL ? e->status : CRM_OK;
}

static enum crm_status prepare(struct search_reader *r, bool show, uint64_t without, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT, joins = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	int n = 0;

	sb_adds(&sql, "SELECT r.id");
	for (size_t i = 0; i < SOURCES && !s; i++) {
		const struct crm_field *f = sources[i].kind == r->k->no ? kind_field(r->k, sources[i].field) : NULL;

		if (!f || (sources[i].part == SHOWN && !show))
			continue;
		if (f->class != C_SET)
			add_source(r, &sources[i], &sql, &joins, &n);
		else if (!(without >> f->ref & 1))
			s = add_list(r, &sources[i], f, e);
	}
	if (!s && (r->k->flags & K_COMMON))
		s = add_customs(r, &sql, &joins, &n, e);
	if (r->k->no == KIND_OFFER && show)
		r->lead = add_expr(&sql, &n, "r.opened");
	sb_printf(&sql, " FROM %s r%s WHERE r.id BETWEEN $1 AND $2%s ORDER BY r.id", r->k->table, joins.buf,
	          r->k->no == KIND_EVENT ? " AND r.corrected_by IS NULL" : "");
	if (!s)
		s = db_prepare(r->db, &r->base, sql.buf, e);
	sb_release(&sql);
	sb_release(&joins);
	return s;
}

enum crm_status search_reader_open(struct search_reader **out, struct db *db, const struct crm_kind *k, bool show, uint64_t without,
                                   struct crm_error *e)
{
	struct search_reader *r = crm_calloc(1, sizeof(*r));
	enum crm_status s;

	r->db = db;
	r->k = k;
	s = prepare(r, show, without, e);
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

void search_reader_range(struct search_reader *r, int64_t first, int64_t last)
{
	for (size_t i = 0; i <= r->nchild; i++) {
		struct stmt *st = i < r->nchild ? r->child[i].st : r->base;

		db_reset(st);
		db_bind_int(st, 1, first);
		db_bind_int(st, 2, last);
		if (i < r->nchild) {
			db_bind_int(st, 3, r->k->no);
			r->child[i].state = UNREAD;
		}
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

static bool read_elements(struct search_reader *r, struct child *c, int64_t id, struct crm_error *e)
{
	enum db_step step = c->state == UNREAD ? db_step(c->st, e) : c->state == ON_ROW ? DB_ROW : DB_DONE;

	for (; step == DB_ROW && db_int(c->st, 0) <= id; step = db_step(c->st, e))
		if (db_int(c->st, 0) == id)
			read_element(r, c);
	c->state = step == DB_ROW ? ON_ROW : AT_END;
	return step != DB_FAIL;
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

enum db_step search_reader_next(struct search_reader *r, int64_t *id, const struct search_piece **p, size_t *n, struct crm_error *e)
{
	enum db_step step = db_step(r->base, e);
	size_t k = 0;

	r->n = 0;
	arena_free(&r->texts);
	if (step != DB_ROW)
		return step;
	*id = db_int(r->base, 0);
	for (size_t i = 0; i <= r->ncol; i++) {
		for (; k < r->nchild && r->child[k].at == i; k++)
			if (!read_elements(r, &r->child[k], *id, e))
				return DB_FAIL;
		if (i < r->ncol)
			read_text(r, &r->col[i]);
	}
	*p = r->piece;
	*n = r->n;
	return DB_ROW;
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
