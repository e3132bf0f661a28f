/* import_key.c - which record a row of the file is: by id, by a key in another system, by a
 * field. */
#include "import_impl.h"
#include "../model/field_sql.h"
#include "../base/money.h"

#include "../base/ascii.h"
#include "../model/number.h"
#include "../base/utf8.h"

/* ---- which keys ---- */

static const struct import_child *child_key(const struct import *imp, const struct crm_field *f)
{
	const struct import_child *child = imp->k->import ? imp->k->import->children : NULL;

	while (child && child->field && strcmp(f->name, child->field) != 0)
		child++;
	return child && child->field ? child : NULL;
}

static bool is_ext(const struct crm_field *f) { return f->type == T_LIST && f->ref == KIND_EXT; }

static enum crm_status named_key(struct import *imp)
{
	const char *name = imp->w->key;
	const struct crm_field *f = catalog_field(imp->c, imp->k, name, strlen(name));

	if (!f)
		return catalog_unknown(imp->c, imp->k, name, strlen(name), imp->e);
	if (f->type == T_ID || (imp->work->show_form && (imp->k->flags & K_NAMED) && strcmp(name, "name") == 0)) {
		imp->work->by_id = true;
		if (imp->work->show_form || import_column_of(imp, USE_ID, NULL))
			return CRM_OK;
		return crm_fail(imp->e, CRM_USAGE, "key: the file has no column 'id'");
	}
	if (f->type == T_LIST ? !is_ext(f) && !child_key(imp, f) : !field_is_column(f) && !(f->flags & F_CUSTOM))
		return crm_fail(imp->e, CRM_USAGE, "key: '%s' cannot tell records apart", name);
	if (!import_column_of(imp, USE_FIELD, f) && !(is_ext(f) && imp->system))
		return crm_fail(imp->e, CRM_USAGE, "key: no column gives '%s'", name);
	imp->work->keys[imp->work->nkeys++].field = f;
	return CRM_OK;
}

enum crm_status import_choose_keys(struct import *imp)
{
	const char *p = imp->k->key;

	if (imp->w->key)
		return named_key(imp);
	imp->work->by_id = imp->work->show_form;
	if (imp->system && !imp->work->show_form)
		p = "ext";
	while (p && *p && !imp->work->by_id && imp->work->nkeys < IMPORT_KEYS) {
		size_t n = strcspn(p, ",");
		const struct crm_field *f = catalog_field(imp->c, imp->k, p, n);

		if (f && (import_column_of(imp, USE_FIELD, f) || (is_ext(f) && imp->system)))
			imp->work->keys[imp->work->nkeys++].field = f;
		p += n + (p[n] == ',');
	}
	return CRM_OK;
}

static void key_sql(const struct import *imp, const struct crm_field *f, struct strbuf *sql)
{
	const struct import_child *child = child_key(imp, f);

	if (child) {
		sb_printf(sql, "SELECT record FROM %s WHERE %s = $1 AND kind = %d", child->table, child->key,
		          imp->k->no);
	} else if (f->flags & F_CUSTOM) {
		sb_printf(sql, "SELECT id FROM %s_x WHERE %s = $1 LIMIT 2", imp->k->table, field_column(f));
	} else {
		sb_printf(sql, "SELECT id FROM %s WHERE ", imp->k->table);
		field_is_sql(sql, f, "", "$1");
		sb_adds(sql, " LIMIT 2");
	}
}

enum crm_status import_prepare_keys(struct import *imp)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < imp->work->nkeys && !s; i++) {
		if (is_ext(imp->work->keys[i].field))
			continue;
		sb_reset(&sql);
		key_sql(imp, imp->work->keys[i].field, &sql);
		s = db_prepare(imp->c->db, &imp->work->keys[i].st, sql.buf, imp->e);
	}
	if (!s && kind_field(imp->k, "ext"))
		s = db_prepare(imp->c->db, &imp->work->ext,
		               "SELECT record FROM ext WHERE kind = $1 AND system = $2 AND key = $3", imp->e);
	sb_release(&sql);
	return s;
}

void import_free_keys(struct import *imp)
{
	for (size_t i = 0; i < imp->work->nkeys; i++) {
		db_finalize(imp->work->keys[i].st);
		imp->work->keys[i].st = NULL;
	}
	db_finalize(imp->work->ext);
	imp->work->ext = NULL;
}

/* ---- look-ups ---- */

/* One id, or the failure that there are more. */
static enum crm_status one_row(struct import *imp, struct stmt *st, const struct given *cell, int64_t *id,
                               struct crm_error *e)
{
	struct query q = query_bound(st, e);
	bool more = false;

	*id = 0;
	while (!more && query_row(&q)) { /* an address may stand twice with one person */
		more = *id && db_int(st, 0) != *id;
		*id = *id ? *id : db_int(st, 0);
	}
	if (query_end(&q))
		return q.s;
	if (more)
		return import_bad(imp, e, cell, "more than one %s has '%.*s', --key=id tells them apart", imp->k->name,
		                  (int)cell->n, cell->p);
	return CRM_OK;
}

static enum crm_status find_ext(struct import *imp, const char *system, size_t nsystem, const char *key, size_t nkey,
                                int64_t *id, struct crm_error *e)
{
	struct query q = query_again(imp->work->ext, e, imp->k->no);

	query_text(&q, 2, system, nsystem);
	query_text(&q, 3, key, nkey);
	return query_get(&q, id, 0);
}

/* Any of the keys in a cell of field ext: SYSTEM:KEY,SYSTEM:KEY */
static enum crm_status find_exts(struct import *imp, const struct given *cell, int64_t *id, struct crm_error *e)
{
	const char *p = cell->p, *end = p + cell->n;
	enum crm_status s = CRM_OK;

	while (p < end && !*id && !s) {
		const char *comma = memchr(p, ',', (size_t)(end - p)), *stop = comma ? comma : end;
		const char *colon = memchr(p, ':', (size_t)(stop - p));

		if (colon)
			s = find_ext(imp, p, (size_t)(colon - p), colon + 1, (size_t)(stop - colon - 1), id, e);
		p = comma ? comma + 1 : end;
	}
	return s;
}

static enum crm_status bind_key(struct import *imp, const struct crm_field *f, struct stmt *st,
                                const struct given *cell, bool *none, struct crm_error *e)
{
	char phone[64];
	struct value v;
	const struct import_child *child = child_key(imp, f);
	bool is_phone = child ? child->phone : (f->flags & F_PHONE) != 0;
	enum crm_status s;

	sb_reset(&imp->work->key_text);
	if (is_phone) {
		size_t len;

		s = number_key(imp->c, cell->p, cell->n, imp->c->set.country[0] ? imp->c->set.country : NULL, phone,
		               &len, e);
		if (s)
			return s;
		sb_add(&imp->work->key_text, phone, len);
	} else if (child || (f->flags & F_KEY)) {
		utf8_fold(&imp->work->key_text, cell->p, cell->n);
	} else {
		s = parse_value(imp->c, f, cell->p, cell->n, &imp->fmt, imp->c->set.currency, &v, e);
		*none = s || v.is == V_NULL;
		if (*none)
			return s;
		if (v.is == V_TEXT)
			db_bind_text(st, 1, v.s, v.n);
		else
			db_bind_int(st, 1, v.i);
		return CRM_OK;
	}
	*none = imp->work->key_text.len == 0;
	db_bind_text(st, 1, imp->work->key_text.buf, imp->work->key_text.len);
	return CRM_OK;
}

static enum crm_status find_by_field(struct import *imp, const struct import_key *key, const struct given *cell,
                                     int64_t *id, struct crm_error *e)
{
	bool none = false;
	enum crm_status s = bind_key(imp, key->field, key->st, cell, &none, e);

	return s || none ? s : one_row(imp, key->st, cell, id, e);
}

/* A typed id, a bare number, or the name of a kind that is named. */
static enum crm_status find_by_id(struct import *imp, const struct given *cell, int64_t *id, struct crm_error *e)
{
	const struct crm_kind *k = imp->k;
	bool yes = false, number = cell->n > 0 && cell->n < 19 && cell->p[0] != '0';
	enum crm_status s;

	for (size_t i = 0; i < cell->n && number; i++)
		number = ascii_digit(cell->p[i]);
	if (number) {
		*id = 0;
		for (size_t i = 0; i < cell->n; i++)
			*id = *id * 10 + (cell->p[i] - '0');
	} else if (!id_parse(cell->p, cell->n, &k, id) || k->no != imp->k->no) {
		*id = 0;
	}
	if (!*id && (imp->k->flags & K_NAMED))
		return ref_resolve(imp->c, imp->k, cell->p, cell->n, id, e);
	s = *id ? ref_exists(imp->c, imp->k, id, &yes, e) : CRM_OK;
	if (!s && !yes)
		s = import_bad(imp, e, cell, "no %s '%.*s'", imp->k->name, (int)cell->n, cell->p);
	return s;
}

static enum crm_status find_by_system(struct import *imp, const struct given *cell, int64_t *id, struct crm_error *e)
{
	if (cell->n == 0)
		return import_bad(imp, e, cell, "empty, but it is the key in '%s'", imp->system);
	return find_ext(imp, imp->system, strlen(imp->system), cell->p, cell->n, id, e);
}

enum crm_status import_find(struct import *imp, int64_t *id, struct crm_error *e)
{
	const struct given *cell;
	enum crm_status s = CRM_OK;

	*id = 0;
	if (imp->work->by_id) {
		cell = import_cell_of(imp, USE_ID, NULL);
		return cell && cell->n ? find_by_id(imp, cell, id, e) : CRM_OK;
	}
	for (size_t i = 0; i < imp->work->nkeys && !*id && !s; i++) {
		const struct import_key *key = &imp->work->keys[i];
		const struct given *own = is_ext(key->field) ? import_cell_of(imp, USE_EXT, NULL) : NULL;

		cell = import_cell_of(imp, USE_FIELD, key->field);
		if (own)
			s = find_by_system(imp, own, id, e);
		if (!s && !*id && cell && cell->n)
			s = is_ext(key->field) ? find_exts(imp, cell, id, e) : find_by_field(imp, key, cell, id, e);
	}
	return s;
}
