/* duplicates.c - whether a record is there already, and which one a key names. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/utf8.h"

/* ---- whether it is there ---- */

struct value edit_folded(struct strbuf *to, struct value v)
{
	sb_reset(to);
	utf8_fold(to, v.s, v.n);
	return value_text(to->buf, to->len);
}

/* *v, the text given, becomes that of the other record (in ed->keys): texts are the same by their
 * keys, what is stored may be written another way. */
static enum crm_status other_text(struct edit *ed, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                                  struct value *v, struct crm_error *e)
{
	const char *text;
	struct query q;
	char sql[96];
	size_t n;

	if (!(f->flags & (F_KEY | F_WEB)))
		return CRM_OK;
	snprintf(sql, sizeof sql, "SELECT %s FROM %s WHERE id = $1", field_column(f), k->table);
	q = query_built(ed->c->db, e, sql, id);
	if (query_row(&q) && (text = db_text(q.st, 0, &n))) {
		sb_reset(&ed->keys);
		sb_add(&ed->keys, text, n);
		*v = value_text(ed->keys.buf, ed->keys.len);
	}
	return query_end(&q);
}

enum crm_status draft_taken(struct edit *ed, const struct draft *d, int64_t id, int field, const char *what,
                            struct value v, struct crm_error *e)
{
	char other[32];
	const struct crm_kind *k = d->ke->k;
	const struct crm_field *f = kind_field_no(k, field);
	long line = d->n ? d->a[0].line : 0;
	enum crm_status s;

	if (k->flags & K_NAMED)
		return crm_fail_at(e, CRM_DUPLICATE, NULL, line, 0, f->name, "there is a %s '%.*s' already", k->name,
		                   (int)v.n, v.s);
	id_format(other, k, id);
	if ((s = other_text(ed, k, id, f, &v, e)))
		return s;
	return crm_fail_at(e, CRM_DUPLICATE, NULL, line, 0, f->name, "%s %s has the %s '%.*s'", k->name, other, what,
	                   (int)v.n, v.s);
}

static enum crm_status check_unique(struct edit *ed, struct draft *d, const struct kind_unique *u, struct crm_error *e)
{
	struct value v = *draft_v(d, u->field);
	int64_t id;
	enum crm_status s;

	if (v.is != V_TEXT || !draft_changed(d, u->field))
		return CRM_OK;
	if (u->folded) {
		sb_reset(&ed->keys);
		field_fold(&ed->keys, kind_field_no(d->ke->k, u->field), v.s, v.n);
	}
	s = edit_ask(ed, u->sql,
	             (struct value[]){u->folded ? value_text(ed->keys.buf, ed->keys.len) : v, VALUE_INT(d->id)}, 2, &id,
	             e);
	return !s && id ? draft_taken(ed, d, id, u->field, u->what, v, e) : s;
}

enum crm_status duplicates_check(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct kind_unique *u = rules_of(d->ke->k)->unique; u && u->sql && !s; u++)
		s = check_unique(ed, d, u, e);
	return s;
}

/* ---- the record a key names ---- */

struct found {
	int64_t id;
	size_t n;
};

static enum crm_status find_rows(struct query *q, struct found *found)
{
	while (query_row(q))
		if (!found->n++)
			found->id = db_int(q->st, 0);
	return query_end(q);
}

static enum crm_status find_child(struct edit *ed, const struct crm_kind *k, int child, const char *s, size_t n,
                                  struct found *found, struct crm_error *e)
{
	static const char ext[] = "SELECT record FROM ext WHERE kind = $1 AND system = $2 AND key = $3";
	static const char email[] = "SELECT DISTINCT record FROM email WHERE kind = $1 AND address_key = $2 LIMIT 2";
	const char *colon = memchr(s, ':', n);
	struct query q;

	if (child == KIND_EMAIL) {
		edit_folded(&ed->keys, value_text(s, n));
		q = query(ed->c->db, e, email, k->no);
		query_text(&q, 2, ed->keys.buf, ed->keys.len);
	} else {
		if (!colon)
			return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "ext", "'%.*s' is not of the form SYSTEM:KEY",
			                   (int)n, s);
		q = query(ed->c->db, e, ext, k->no);
		query_text(&q, 2, s, (size_t)(colon - s));
		query_text(&q, 3, colon + 1, n - (size_t)(colon + 1 - s));
	}
	return find_rows(&q, found);
}

static enum crm_status find_column(struct edit *ed, const struct crm_kind *k, const struct crm_field *f,
                                   const char *text, size_t n, const struct value_format *fmt, struct found *found,
                                   struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct query q;
	struct value v;
	char country[3];
	enum crm_status s = parse_value(ed->c, f, text, n, fmt, ed->c->set.currency, &v, e);

	if (!s && ke->find_field != f) {
		struct strbuf sql = STRBUF_INIT;

		db_finalize(ke->find);
		ke->find = NULL;
		sb_printf(&sql, "SELECT id FROM %s WHERE ", k->table);
		field_is_sql(&sql, f, "", "$1");
		sb_adds(&sql, " LIMIT 2");
		s = db_prepare(ed->c->db, &ke->find, sql.buf, e);
		ke->find_field = !s ? f : NULL;
		sb_release(&sql);
	}
	if (s || v.is == V_NULL)
		return s;
	sb_reset(&ed->keys);
	if (f->flags & F_KEY)
		row_key(&ed->keys, f, v.s, v.n,
		        fmt && fmt->country ? fmt->country : row_country(ed, VALUE_NULL, country));
	q = query_again(ke->find, e);
	if (v.is == V_INT)
		query_int(&q, 1, v.i);
	else
		query_text(&q, 1, f->flags & F_KEY ? ed->keys.buf : v.s, f->flags & F_KEY ? ed->keys.len : v.n);
	return find_rows(&q, found);
}

enum crm_status edit_find(struct edit *ed, const struct crm_kind *k, const struct crm_field *f, const char *text,
                          size_t n, const struct value_format *fmt, int64_t *id, struct crm_error *e)
{
	struct found found = {0, 0};
	const struct crm_field *list = f->first_of ? kind_field_no(k, f->first_of) : f;
	int child = list->type == T_LIST ? list->ref : 0;
	enum crm_status s;

	*id = 0;
	if (!n)
		return CRM_OK;
	if (child == KIND_EMAIL || child == KIND_EXT)
		s = find_child(ed, k, child, text, n, &found, e);
	else if (f->type == T_ID || field_is_column(f))
		s = find_column(ed, k, f, text, n, fmt, &found, e);
	else
		return crm_fail(e, CRM_USAGE, "'%s' cannot be a key", f->name);
	if (!s && found.n > 1)
		return crm_fail_at(e, CRM_AMBIGUOUS, NULL, 0, 0, f->name, "'%.*s' names more than one %s", (int)n, text,
		                   k->name);
	*id = found.id;
	return s;
}
