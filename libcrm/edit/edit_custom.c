/* edit_custom.c - values of the user's own fields, in the side table KIND_x. */
#include "edit_impl.h"

#include <stdlib.h>

enum crm_status custom_columns(struct edit *ed, struct kind_edit *ke, struct crm_error *e)
{
	struct stmt *st;
	enum db_step s;
	size_t alloc = 0;

	if (ke->custom_known)
		return CRM_OK;
	st = db_cached(ed->c->db, "SELECT id, type FROM field WHERE kind = $1 ORDER BY id", e);
	if (!st)
		return edit_failed(e);
	db_bind_int(st, 1, ke->k->no);
	while ((s = db_step(st, e)) == DB_ROW) {
		if (ke->ncustom == alloc) {
			alloc = alloc ? 2 * alloc : 8;
			ke->custom = crm_realloc(ke->custom, alloc * sizeof(*ke->custom));
		}
		ke->custom[ke->ncustom++] = (struct custom_column){.field = db_int(st, 0), .text = schema_custom_text(db_int(st, 1))};
	}
	db_reset(st);
	ke->custom_known = s == DB_DONE;
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

static void forget_columns(struct kind_edit *ke)
{
	for (size_t i = 0; i < ke->ncustom; i++) {
		db_finalize(ke->custom[i].load);
		db_finalize(ke->custom[i].save);
	}
	db_finalize(ke->remove_empty);
	ke->remove_empty = NULL;
	free(ke->custom);
	ke->custom = NULL;
	ke->ncustom = 0;
	ke->custom_known = false;
}

/* Looked for twice: this very edit may have declared it after the columns were read. */
static enum crm_status find(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, struct custom_column **out,
			    struct crm_error *e)
{
	for (int pass = 0; pass < 2; pass++) {
		enum crm_status st = custom_columns(ed, ke, e);

		if (st != CRM_OK)
			return st;
		for (size_t i = 0; i < ke->ncustom; i++)
			if (ke->custom[i].field == f->no - FIELD_CUSTOM) {
				*out = &ke->custom[i];
				return CRM_OK;
			}
		forget_columns(ke);
	}
	return crm_fail(e, CRM_INTERNAL, "no custom field %d of %s", f->no - FIELD_CUSTOM, ke->k->name);
}

enum crm_status custom_load(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, int64_t id, struct value *v,
			    struct crm_error *e)
{
	struct custom_column *cc;
	char sql[128];
	enum db_step s;
	enum crm_status st = find(ed, ke, f, &cc, e);

	*v = VALUE_NULL;
	if (st == CRM_OK && !cc->load) {
		snprintf(sql, sizeof(sql), "SELECT x_%lld FROM %s_x WHERE id = $1", (long long)cc->field, ke->k->table);
		st = db_prepare(ed->c->db, &cc->load, sql, e);
	}
	if (st != CRM_OK)
		return st;
	db_bind_int(cc->load, 1, id);
	s = db_step(cc->load, e);
	if (s == DB_ROW && !db_null(cc->load, 0)) {
		size_t n;
		const char *text = cc->text ? db_text(cc->load, 0, &n) : NULL;

		*v = text ? value_text(arena_strndup(&ed->arena, text, n), n) : VALUE_INT(db_int(cc->load, 0));
	}
	db_reset(cc->load);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

/* A record has a row here only while one of its fields has a value. Columns of fields that are gone hold none. */
static enum crm_status remove_empty(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum db_step s;
	enum crm_status st = CRM_OK;

	if (!ke->remove_empty) {
		sb_printf(&sql, "DELETE FROM %s_x WHERE id = $1", ke->k->table);
		for (size_t i = 0; i < ke->ncustom; i++)
			sb_printf(&sql, " AND x_%lld IS NULL", (long long)ke->custom[i].field);
		st = db_prepare(ed->c->db, &ke->remove_empty, sql.buf, e);
		sb_release(&sql);
	}
	if (st != CRM_OK)
		return st;
	db_bind_int(ke->remove_empty, 1, id);
	s = db_step(ke->remove_empty, e);
	db_reset(ke->remove_empty);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

enum crm_status custom_save(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, int64_t id, struct value v,
			    struct crm_error *e)
{
	struct custom_column *cc;
	char sql[192];
	enum db_step s;
	enum crm_status st = find(ed, ke, f, &cc, e);

	if (st == CRM_OK && !cc->save) {
		snprintf(sql, sizeof(sql),
		         "INSERT INTO %s_x(id, x_%lld) VALUES($1, $2) ON CONFLICT(id) DO UPDATE SET x_%lld = excluded.x_%lld", ke->k->table,
		         (long long)cc->field, (long long)cc->field, (long long)cc->field);
		st = db_prepare(ed->c->db, &cc->save, sql, e);
	}
	if (st != CRM_OK)
		return st;
	db_bind_int(cc->save, 1, id);
	if (v.is == V_INT)
		db_bind_int(cc->save, 2, v.i);
	else if (v.is == V_TEXT)
		db_bind_text(cc->save, 2, v.s, v.n);
	else
		db_bind_null(cc->save, 2);
	s = db_step(cc->save, e);
	db_reset(cc->save);
	if (s == DB_FAIL)
		return edit_failed(e);
	st = v.is == V_NULL ? remove_empty(ed, ke, id, e) : CRM_OK;
	return st == CRM_OK && cc->text ? edit_observe(ed, ke, id, NULL, NULL, 0, e) : st;
}
