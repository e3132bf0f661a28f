/* db_fold.c - crm_fold(text) and crm_fold_code(text) in SQL: the search key of texts that have no
 * key column, and all keys made anew with it. */
#include "db_impl.h"

#include "../base/utf8.h"
#include "table.h"

static void fold(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	const char *s = (const char *)sqlite3_value_text(v[0]);
	struct strbuf b = STRBUF_INIT;

	(void)n;
	if (!s)
		return;
	(sqlite3_user_data(ctx) ? utf8_fold_code : utf8_fold)(&b, s, (size_t)sqlite3_value_bytes(v[0]));
	sqlite3_result_text64(ctx, b.buf, b.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	sb_release(&b);
}

enum crm_status db_use_fold(struct db *db, struct crm_error *e)
{
	static const char *const names[] = {"crm_fold", "crm_fold_code"};
	int rc = SQLITE_OK;

	for (size_t i = 0; i < 2 && !db->folds && rc == SQLITE_OK; i++)
		rc = sqlite3_create_function_v2(db->h, names[i], 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
		                                i ? (void *)names[i] : NULL, fold, NULL, NULL, NULL);
	db->folds = rc == SQLITE_OK;
	return rc == SQLITE_OK ? CRM_OK : db_fail(db, e);
}

/* Twice, as one that makes way for another may come later. */
static enum crm_status fold_column(struct db *db, const char *table, const struct crm_field *f, int64_t *left,
                                   struct crm_error *e)
{
	const char *column = field_column(f), *how = f->flags & F_CODE ? "crm_fold_code" : "crm_fold";
	struct strbuf where = STRBUF_INIT, sql = STRBUF_INIT;
	int64_t n = 0;
	enum crm_status s;

	sb_printf(&where, " WHERE %s_key IS DISTINCT FROM %s(%s)", column, how, column);
	sb_printf(&sql, "UPDATE OR IGNORE %s SET %s_key = %s(%s)%s", table, column, how, column, where.buf);
	if (!(s = db_exec(db, sql.buf, e)))
		s = db_exec(db, sql.buf, e);
	sb_reset(&sql);
	sb_printf(&sql, "SELECT count(*) FROM %s%s", table, where.buf);
	if (!s)
		s = db_get_int(db, e, &n, 0, sql.buf, 0);
	*left += n;
	sb_release(&where);
	sb_release(&sql);
	return s;
}

enum crm_status db_fold_keys(struct db *db, struct crm_error *e)
{
	enum crm_status s = db_use_fold(db, e);
	int64_t left = 0;

	for (const struct crm_kind *const *k = crm_kinds; !s && *k; k++)
		for (size_t i = 0; !s && i < (*k)->nfields; i++) {
			const struct crm_field *f = &(*k)->fields[i];

			if (field_is_column(f) && (f->flags & (F_KEY | F_PHONE)) == F_KEY)
				s = fold_column(db, (*k)->table, f, &left, e);
		}
	if (!s && left)
		crm_note(e,
		         "%lld search keys are those of other records and stay as they were: 'crm-db check' names them",
		         (long long)left);
	return s;
}
