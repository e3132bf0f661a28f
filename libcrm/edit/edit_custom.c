/* edit_custom.c - values of the user's own fields, in the side table KIND_x. */
#include "edit_impl.h"

#include <stdlib.h>

enum crm_status custom_columns(struct edit *ed, struct kind_edit *ke, struct crm_error *e)
{
	struct query q;

	if (ke->custom_known)
		return CRM_OK;
	q = query(ed->c->db, e, "SELECT id, type FROM field WHERE kind = $1 ORDER BY id", ke->k->no);
	while (query_row(&q))
		ARRAY_PUSH(ke->custom, ke->ncustom, (struct custom_column){.field = db_int(q.st, 0),
			.text = schema_custom_text(db_int(q.st, 1))});
	ke->custom_known = !q.s;
	return query_end(&q);
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
static enum crm_status find(struct edit *ed, struct kind_edit *ke, const struct crm_field *f,
                            struct custom_column **out, struct crm_error *e)
{
	for (int pass = 0; pass < 2; pass++) {
		enum crm_status s = custom_columns(ed, ke, e);

		if (s)
			return s;
		for (size_t i = 0; i < ke->ncustom; i++)
			if (ke->custom[i].field == f->no - FIELD_CUSTOM) {
				*out = &ke->custom[i];
				return CRM_OK;
			}
		forget_columns(ke);
	}
	return crm_fail(e, CRM_INTERNAL, "no custom field %d of %s", f->no - FIELD_CUSTOM, ke->k->name);
}

enum crm_status custom_load(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, int64_t id,
                            struct value *v, struct crm_error *e)
{
	struct custom_column *cc;
	struct query q;
	char sql[128];
	enum crm_status s = find(ed, ke, f, &cc, e);

	*v = VALUE_NULL;
	if (!s && !cc->load) {
		snprintf(sql, sizeof sql, "SELECT x_%lld FROM %s_x WHERE id = $1", (long long)cc->field, ke->k->table);
		s = db_prepare(ed->c->db, &cc->load, sql, e);
	}
	if (s)
		return s;
	q = query_again(cc->load, e, id);
	if (query_row(&q) && !db_null(q.st, 0)) {
		size_t n;
		const char *text = cc->text ? db_text(q.st, 0, &n) : NULL;

		*v = text ? value_text(arena_strndup(&ed->arena, text, n), n) : VALUE_INT(db_int(q.st, 0));
	}
	return query_end(&q);
}

/* A record has a row here only while one of its fields has a value. Columns of fields that are gone
 * hold none. */
static enum crm_status remove_empty(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;
	enum crm_status s = CRM_OK;

	if (!ke->remove_empty) {
		sb_printf(&sql, "DELETE FROM %s_x WHERE id = $1", ke->k->table);
		for (size_t i = 0; i < ke->ncustom; i++)
			sb_printf(&sql, " AND x_%lld IS NULL", (long long)ke->custom[i].field);
		s = db_prepare(ed->c->db, &ke->remove_empty, sql.buf, e);
		sb_release(&sql);
	}
	if (s)
		return s;
	q = query_again(ke->remove_empty, e, id);
	return query_run(&q);
}

enum crm_status custom_save(struct edit *ed, struct kind_edit *ke, const struct crm_field *f, int64_t id,
                            struct value v, struct crm_error *e)
{
	struct custom_column *cc;
	struct query q;
	char sql[192];
	enum crm_status s = find(ed, ke, f, &cc, e);

	if (!s && !cc->save) {
		snprintf(sql, sizeof sql,
		         "INSERT INTO %s_x(id, x_%lld) VALUES($1, $2) ON CONFLICT(id) DO UPDATE SET x_%lld = "
		         "excluded.x_%lld",
		         ke->k->table, (long long)cc->field, (long long)cc->field, (long long)cc->field);
		s = db_prepare(ed->c->db, &cc->save, sql, e);
	}
	if (s)
		return s;
	q = query_again(cc->save, e, id);
	bind_value(q.st, 2, v);
	s = query_run(&q);
	if (!s && v.is == V_NULL)
		s = remove_empty(ed, ke, id, e);
	return !s && cc->text ? edit_observe(ed, ke, id, NULL, NULL, 0, e) : s;
}
