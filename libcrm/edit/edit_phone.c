/* edit_phone.c - search keys of telephone numbers after the country they are made with has changed. */
#include "edit_impl.h"

#include "../base/money.h"

/* q gives ids, numbers and keys; u takes an id and its key. */
static enum crm_status rekey(struct stmt *q, struct stmt *u, const char *country, struct crm_error *e)
{
	enum db_step s = DB_DONE, done = DB_DONE;
	char key[48];

	while (done != DB_FAIL && (s = db_step(q, e)) == DB_ROW) {
		size_t nnumber, nis;
		const char *number = db_text(q, 1, &nnumber), *is = db_text(q, 2, &nis);
		size_t n = phone_key(key, number, nnumber, country);

		if (is && n == nis && memcmp(is, key, n) == 0)
			continue;
		db_bind_int(u, 1, db_int(q, 0));
		bind_value(u, 2, value_text(key, n));
		done = db_step(u, e);
		db_reset(u);
	}
	db_reset(q);
	return s == DB_FAIL || done == DB_FAIL ? edit_failed(e) : CRM_OK;
}

enum crm_status row_rekey_phones(struct edit *ed, int kind, int64_t record, const char *country, struct crm_error *e)
{
	struct stmt *q = db_cached(ed->c->db, "SELECT id, number, number_key FROM phone WHERE kind = $1 AND record = $2", e);
	struct stmt *u = db_cached(ed->c->db, "UPDATE phone SET number_key = $2 WHERE id = $1", e);

	if (!q || !u)
		return edit_failed(e);
	db_bind_int(q, 1, kind);
	db_bind_int(q, 2, record);
	search_touch(ed, kind, record);
	return rekey(q, u, country, e);
}

static enum crm_status country_setting(struct edit *ed, char country[3], struct crm_error *e)
{
	struct stmt *st = db_cached(ed->c->db, "SELECT value FROM setting WHERE name = 'country'", e);
	enum db_step s;
	size_t n = 0;

	country[0] = '\0';
	if (!st)
		return edit_failed(e);
	s = db_step(st, e);
	if (s == DB_ROW) {
		const char *value = db_text(st, 0, &n);

		if (n == 2)
			snprintf(country, 3, "%s", value);
	}
	db_reset(st);
	return s == DB_FAIL ? edit_failed(e) : CRM_OK;
}

enum crm_status phones_follow_setting(struct edit *ed, char country[3], struct crm_error *e)
{
	static const char *const sql[][2] = {
		{"SELECT id, phone, phone_key FROM company WHERE phone IS NOT NULL AND country IS NULL",
		 "UPDATE company SET phone_key = $2 WHERE id = $1"},
		{"SELECT p.id, p.number, p.number_key FROM phone p LEFT JOIN contact c ON p.kind = 3 AND c.id = p.record WHERE c.country IS NULL",
		 "UPDATE phone SET number_key = $2 WHERE id = $1"},
		{"SELECT id, phone, phone_key FROM offer WHERE phone IS NOT NULL", "UPDATE offer SET phone_key = $2 WHERE id = $1"},
	};
	static const int searched[] = {KIND_COMPANY, KIND_CONTACT, KIND_OFFER};
	enum crm_status st;

	memcpy(country, ed->c->set.country, 3);
	if (!ed->kind[KIND_SETTING])
		return CRM_OK;
	st = country_setting(ed, country, e);
	for (size_t i = 0; i < sizeof(searched) / sizeof(searched[0]) && strcmp(country, ed->c->set.country) != 0; i++)
		search_touch_all(ed, searched[i]);
	for (size_t i = 0; i < sizeof(sql) / sizeof(sql[0]) && st == CRM_OK; i++) {
		struct stmt *q = db_cached(ed->c->db, sql[i][0], e), *u = db_cached(ed->c->db, sql[i][1], e);

		st = q && u ? rekey(q, u, country[0] ? country : NULL, e) : edit_failed(e);
	}
	return st;
}
