/* db_fold.c - crm_fold(text) in SQL: the search key of texts that have no key column. */
#include "db_impl.h"

#include "../base/utf8.h"

static void fold(sqlite3_context *ctx, int n, sqlite3_value **v)
{
	const char *s = (const char *)sqlite3_value_text(v[0]);
	struct strbuf b = STRBUF_INIT;

	(void)n;
	if (!s)
		return;
	utf8_fold(&b, s, (size_t)sqlite3_value_bytes(v[0]));
	sqlite3_result_text64(ctx, b.buf, b.len, SQLITE_TRANSIENT, SQLITE_UTF8);
	sb_release(&b);
}

enum crm_status db_use_fold(struct db *db, struct crm_error *e)
{
	int rc = SQLITE_OK;

	if (!db->folds)
		rc = sqlite3_create_function_v2(db->h, "crm_fold", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, fold,
		                                NULL, NULL, NULL);
	db->folds = rc == SQLITE_OK;
	return rc == SQLITE_OK ? CRM_OK : db_fail(db, e);
}
