/* duplicates.c - whether a record is there already, and which one a key names. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/utf8.h"
#include "../event/event_kind.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

/* ---- questions ---- */

struct question {
	struct stmt *st;
	int n;
};

static void ask_text(struct question *q, const char *s, size_t n)
{
	if (q->st)
		db_bind_text(q->st, ++q->n, s, n);
}

static void ask_int(struct question *q, int64_t v)
{
	if (q->st)
		db_bind_int(q->st, ++q->n, v);
}

static enum crm_status answer(struct question *q, int64_t *id, struct crm_error *e)
{
	enum db_step s = q->st ? db_step(q->st, e) : DB_FAIL;

	*id = s == DB_ROW ? db_int(q->st, 0) : 0;
	if (q->st)
		db_reset(q->st);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

/* The record itself is never its own duplicate: the last parameter of every question is its id. */
static enum crm_status by_text(struct edit *ed, const char *sql, const char *s, size_t n, int64_t self, int64_t *id, struct crm_error *e)
{
	struct question q = {db_cached(ed->c->db, sql, e), 0};

	ask_text(&q, s, n);
	ask_int(&q, self);
	return answer(&q, id, e);
}

/* Texts are the same by their keys: what is stored may be written another way. */
static const struct { int kind; const char *field, *sql; } stored[] = {
	{KIND_CONTACT, "name", "SELECT name FROM contact WHERE id = $1"}, {KIND_COMPANY, "name", "SELECT name FROM company WHERE id = $1"},
	{KIND_COMPANY, "website", "SELECT website FROM company WHERE id = $1"}, {KIND_PRODUCT, "sku", "SELECT sku FROM product WHERE id = $1"},
	{KIND_OFFER, "number", "SELECT number FROM offer WHERE id = $1"},
};
#define N_STORED (sizeof(stored) / sizeof(*stored))

/* The text of the other record into ed->keys; false = it is as good as the one given. */
static bool other_text(struct edit *ed, const struct crm_kind *k, int64_t id, const char *field, struct crm_error *e)
{
	size_t i = 0, n;
	struct stmt *st;
	const char *s;
	bool found;

	while (i < N_STORED && (stored[i].kind != k->no || strcmp(stored[i].field, field) != 0))
		i++;
	st = i < N_STORED ? db_cached(ed->c->db, stored[i].sql, e) : NULL;
	if (!st)
		return false;
	db_bind_int(st, 1, id);
	found = db_step(st, e) == DB_ROW && !db_null(st, 0);
	sb_reset(&ed->keys);
	if (found) {
		s = db_text(st, 0, &n);
		sb_add(&ed->keys, s, n);
	}
	db_reset(st);
	return found;
}

static enum crm_status duplicate(struct edit *ed, const struct draft *d, int64_t id, const char *field, const char *what, struct value v, bool may_force,
				 struct crm_error *e)
{
	char other[32];
	const struct crm_kind *k = d->ke->k;

	if (k->flags & K_NAMED)
		return crm_fail_at(e, CRM_DUPLICATE, NULL, d->n ? d->a[0].line : 0, 0, field, "there is a %s '%.*s' already", k->name,
		                   (int)v.n, v.s);
	id_format(other, k, id);
	if (other_text(ed, k, id, field, e))
		v = value_text(ed->keys.buf, ed->keys.len);
	return crm_fail_at(e, CRM_DUPLICATE, NULL, d->n ? d->a[0].line : 0, 0, field, "%s %s has the %s '%.*s'%s", k->name, other, what,
	                   (int)v.n, v.s, may_force ? ", --force adds it all the same" : "");
}

static const struct strbuf *fold(struct edit *ed, struct value v)
{
	sb_reset(&ed->keys);
	utf8_fold(&ed->keys, v.s, v.n);
	return &ed->keys;
}

/* ---- what indexes hold unique: cannot be forced ---- */

static const struct unique {
	int kind, field;
	const char *what, *sql;
	bool folded;
} uniques[] = {
	{KIND_PRODUCT, PRODUCT_SKU, "article number", "SELECT id FROM product WHERE sku_key = $1 AND id <> $2", true},
	{KIND_OFFER, OFFER_NUMBER, "number", "SELECT id FROM offer WHERE number_key = $1 AND id <> $2", true},
	{KIND_EVENT, EVENT_MESSAGE_ID, "message id", "SELECT id FROM event WHERE message_id = $1 AND id <> $2", false},
	{KIND_USER, USER_NAME, "name", "SELECT id FROM users WHERE name = $1 AND id <> $2", false},
};

static enum crm_status check_unique(struct edit *ed, struct draft *d, const struct unique *u, struct crm_error *e)
{
	struct value v = *draft_v(d, u->field);
	const struct strbuf *key;
	int64_t id;
	enum crm_status st;

	if (v.is != V_TEXT || !draft_changed(d, u->field))
		return CRM_OK;
	key = fold(ed, v);
	st = by_text(ed, u->sql, u->folded ? key->buf : v.s, u->folded ? key->len : v.n, d->id, &id, e);
	if (st != CRM_OK || !id)
		return st;
	return duplicate(ed, d, id, kind_field_no(d->ke->k, u->field)->name, u->what, v, false, e);
}

/* ---- contacts: same e-mail, or folded name and (phone or company) ---- */

static enum crm_status contact_emails(struct edit *ed, struct draft *d, struct crm_error *e)
{
	const struct list_edit *l = draft_list(d, KIND_EMAIL);
	int64_t id = 0;
	enum crm_status st = CRM_OK;

	for (size_t i = 0; l && i < l->now.n && st == CRM_OK; i++) {
		const struct element *el = &l->now.e[i];

		st = by_text(ed, "SELECT record FROM email WHERE address_key = $1 AND record <> $2 AND kind = 3 LIMIT 1", el->b, el->nb,
		             d->id, &id, e);
		if (st == CRM_OK && id)
			st = duplicate(ed, d, id, "email", "e-mail", value_text(el->a, el->na), true, e);
	}
	return st;
}

static enum crm_status contact_names(struct edit *ed, struct draft *d, struct crm_error *e)
{
	static const char by_company[] = "SELECT id FROM contact WHERE name_key = $1 AND company = $2 LIMIT 1";
	/* led by the name: a firm's number may be that of thousands */
	static const char by_phone[] = "SELECT c.id FROM contact c WHERE c.name_key = $2 AND "
	                               "EXISTS (SELECT 1 FROM phone p WHERE p.record = c.id AND p.kind = 3 AND p.number_key = $1) LIMIT 1";
	const struct list_edit *l = draft_list(d, KIND_PHONE);
	struct value name = *draft_v(d, CONTACT_NAME), company = *draft_v(d, CONTACT_COMPANY);
	const struct strbuf *key;
	struct question q;
	int64_t id = 0;
	enum crm_status st = CRM_OK;

	if (name.is != V_TEXT)
		return CRM_OK;
	key = fold(ed, name);
	if (company.is == V_INT) {
		q = (struct question){db_cached(ed->c->db, by_company, e), 0};
		ask_text(&q, key->buf, key->len);
		ask_int(&q, company.i);
		st = answer(&q, &id, e);
		if (st == CRM_OK && id)
			return duplicate(ed, d, id, "name", "same company and the name", name, true, e);
	}
	for (size_t i = 0; l && i < l->now.n && st == CRM_OK; i++) {
		q = (struct question){db_cached(ed->c->db, by_phone, e), 0};
		ask_text(&q, l->now.e[i].b, l->now.e[i].nb);
		ask_text(&q, key->buf, key->len);
		st = answer(&q, &id, e);
		if (st == CRM_OK && id)
			st = duplicate(ed, d, id, "name", "same telephone number and the name", name, true, e);
	}
	return st;
}

static enum crm_status contact_duplicate(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status st = contact_emails(ed, d, e);

	return st == CRM_OK ? contact_names(ed, d, e) : st;
}

/* ---- companies: same vat_id, website, or folded name and the same city, or one has none ---- */

static enum crm_status company_plain(struct edit *ed, struct draft *d, int field, const char *what, const char *sql, struct crm_error *e)
{
	struct value v = *draft_v(d, field);
	int64_t id = 0;
	enum crm_status st = v.is == V_TEXT ? by_text(ed, sql, v.s, v.n, d->id, &id, e) : CRM_OK;

	return st == CRM_OK && id ? duplicate(ed, d, id, kind_field_no(d->ke->k, field)->name, what, v, true, e) : st;
}

static const char same_website[] = "SELECT id FROM company WHERE " WEB_KEY("website") " = " WEB_KEY("$1") " AND website IS NOT NULL AND id <> $2 LIMIT 1";

static enum crm_status company_duplicate(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value name = *draft_v(d, COMPANY_NAME), city = *draft_v(d, COMPANY_CITY);
	struct question q;
	size_t cut;
	int64_t id;
	enum crm_status st =
	        company_plain(ed, d, COMPANY_VAT_ID, "VAT number", "SELECT id FROM company WHERE vat_id = $1 AND id <> $2 LIMIT 1", e);

	if (st == CRM_OK)
		st = company_plain(ed, d, COMPANY_WEBSITE, "website", same_website, e);
	if (st != CRM_OK || name.is != V_TEXT)
		return st;
	cut = fold(ed, name)->len;
	if (city.is == V_TEXT) {
		utf8_fold(&ed->keys, city.s, city.n);
		q = (struct question){
		        db_cached(ed->c->db, "SELECT id FROM company WHERE name_key = $1 AND (city_key = $2 OR city_key IS NULL) LIMIT 1",
		                  e),
		        0};
	} else {
		q = (struct question){db_cached(ed->c->db, "SELECT id FROM company WHERE name_key = $1 LIMIT 1", e), 0};
	}
	ask_text(&q, ed->keys.buf, cut);
	if (city.is == V_TEXT)
		ask_text(&q, ed->keys.buf + cut, ed->keys.len - cut);
	st = answer(&q, &id, e);
	return st == CRM_OK && id ? duplicate(ed, d, id, "name", "name", name, true, e) : st;
}

enum crm_status duplicates_check(struct edit *ed, struct draft *d, struct crm_error *e)
{
	int kind = d->ke->k->no;
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < sizeof(uniques) / sizeof(uniques[0]) && st == CRM_OK; i++)
		if (uniques[i].kind == kind)
			st = check_unique(ed, d, &uniques[i], e);
	if (st != CRM_OK || !d->adding || ed->opt.force)
		return st;
	return kind == KIND_CONTACT ? contact_duplicate(ed, d, e) : kind == KIND_COMPANY ? company_duplicate(ed, d, e) : CRM_OK;
}

/* ---- the record a key names ---- */

struct found {
	int64_t id;
	size_t n;
};

static enum crm_status find_rows(struct stmt *st, struct found *found, struct crm_error *e)
{
	enum db_step s = DB_FAIL;

	while (st && (s = db_step(st, e)) == DB_ROW)
		if (!found->n++)
			found->id = db_int(st, 0);
	if (st)
		db_reset(st);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

static enum crm_status find_child(struct edit *ed, const struct crm_kind *k, int child, const char *s, size_t n, struct found *found,
				  struct crm_error *e)
{
	static const char ext[] = "SELECT record FROM ext WHERE kind = $1 AND system = $2 AND key = $3";
	static const char email[] = "SELECT DISTINCT record FROM email WHERE kind = $1 AND address_key = $2 LIMIT 2";
	const char *colon = memchr(s, ':', n);
	struct stmt *st;

	if (child == KIND_EMAIL) {
		fold(ed, value_text(s, n));
		st = db_cached(ed->c->db, email, e);
		if (st)
			db_bind_text(st, 2, ed->keys.buf, ed->keys.len);
	} else {
		if (!colon)
			return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "ext", "'%.*s' is not of the form SYSTEM:KEY", (int)n, s);
		st = db_cached(ed->c->db, ext, e);
		if (st)
			db_bind_text(st, 2, s, (size_t)(colon - s));
		if (st)
			db_bind_text(st, 3, colon + 1, n - (size_t)(colon + 1 - s));
	}
	if (st)
		db_bind_int(st, 1, k->no);
	return find_rows(st, found, e);
}

static enum crm_status find_column(struct edit *ed, const struct crm_kind *k, const struct crm_field *f, const char *s, size_t n,
				   const struct value_format *fmt, struct found *found, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct value v;
	char country[3];
	enum crm_status st = parse_value(ed->c, f, s, n, fmt, ed->c->set.currency, &v, e);

	if (st == CRM_OK && ke->find_field != f) {
		struct strbuf sql = STRBUF_INIT;

		db_finalize(ke->find);
		ke->find = NULL;
		sb_printf(&sql, "SELECT id FROM %s WHERE ", k->table);
		field_is_sql(&sql, f, "", "$1");
		sb_adds(&sql, " LIMIT 2");
		st = db_prepare(ed->c->db, &ke->find, sql.buf, e);
		ke->find_field = st == CRM_OK ? f : NULL;
		sb_release(&sql);
	}
	if (st != CRM_OK || v.is == V_NULL)
		return st;
	sb_reset(&ed->keys);
	if (f->flags & F_KEY)
		row_key(&ed->keys, f, v.s, v.n, fmt && fmt->country ? fmt->country : row_country(ed, VALUE_NULL, country));
	if (v.is == V_INT)
		db_bind_int(ke->find, 1, v.i);
	else
		db_bind_text(ke->find, 1, f->flags & F_KEY ? ed->keys.buf : v.s, f->flags & F_KEY ? ed->keys.len : v.n);
	return find_rows(ke->find, found, e);
}

enum crm_status edit_find(struct edit *ed, const struct crm_kind *k, const struct crm_field *f, const char *s, size_t n,
			  const struct value_format *fmt, int64_t *id, struct crm_error *e)
{
	struct found found = {0, 0};
	bool email = k->no == KIND_CONTACT && (f->no == CONTACT_EMAIL || f->no == CONTACT_EMAILS);
	enum crm_status st;

	*id = 0;
	if (!n)
		return CRM_OK;
	if (email || (f->type == T_LIST && f->ref == KIND_EXT))
		st = find_child(ed, k, email ? KIND_EMAIL : KIND_EXT, s, n, &found, e);
	else if (f->type == T_ID || field_is_column(f))
		st = find_column(ed, k, f, s, n, fmt, &found, e);
	else
		return crm_fail(e, CRM_USAGE, "'%s' cannot be a key", f->name);
	if (st == CRM_OK && found.n > 1)
		return crm_fail_at(e, CRM_AMBIGUOUS, NULL, 0, 0, f->name, "'%.*s' names more than one %s", (int)n, s, k->name);
	*id = found.id;
	return st;
}
