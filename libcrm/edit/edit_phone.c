/* edit_phone.c - search keys of telephone numbers after the country they are made with has
 * changed. */
#include "edit_impl.h"

#include "../base/money.h"

/* q gives ids, numbers and keys; u takes an id and its key. */
static enum crm_status rekey(struct query q, struct stmt *u, const char *country)
{
	char key[48];

	while (query_row(&q)) {
		struct query update;
		size_t nnumber, nis;
		const char *number = db_text(q.st, 1, &nnumber), *is = db_text(q.st, 2, &nis);
		size_t n = phone_key(key, number, nnumber, country);

		if (is && n == nis && memcmp(is, key, n) == 0)
			continue;
		update = query_again(u, q.e, db_int(q.st, 0));
		bind_value(u, 2, value_text(key, n));
		q.s = query_run(&update);
	}
	return query_end(&q);
}

enum crm_status row_rekey_phones(struct edit *ed, int kind, int64_t record, const char *country, struct crm_error *e)
{
	struct stmt *u;
	enum crm_status s = db_cached(ed->c->db, &u, "UPDATE phone SET number_key = $2 WHERE id = $1", e);

	if (!s)
		s = rekey(query(ed->c->db, e,
		                "SELECT id, number, number_key FROM phone WHERE kind = $1 AND record = $2", kind,
		                record),
		          u, country);
	return !s ? edit_observe(ed, edit_kind(ed, kind_by_no(kind)), record, NULL, NULL, 0, e) : s;
}

static enum crm_status country_setting(struct edit *ed, char country[3], struct crm_error *e)
{
	struct query q = query(ed->c->db, e, "SELECT value FROM setting WHERE name = 'country'");
	size_t n = 0;

	country[0] = '\0';
	if (query_row(&q)) {
		const char *value = db_text(q.st, 0, &n);

		if (n == 2)
			snprintf(country, 3, "%s", value);
	}
	return query_end(&q);
}

/* The numbers in a column of records, or of what belongs to them, that have no country of their
 * own. */
static void numbers_without(struct strbuf *sql, const struct crm_kind *k, const char *column)
{
	struct strbuf where = STRBUF_INIT;
	int own = rules_of(k)->country;

	sb_printf(sql, "SELECT r.id, r.%s, r.%s_key FROM %s r", column, column, k->table);
	if (own)
		sb_printf(&where, " AND r.%s IS NULL", field_column(kind_field_no(k, own)));
	for (const struct crm_kind *const *of = crm_kinds; *of; of++) {
		int no = rules_of(*of)->country;

		if (!no || !kind_list(*of, k->no))
			continue;
		sb_printf(sql, " LEFT JOIN %s o%d ON r.kind = %d AND o%d.id = r.record", (*of)->table, (*of)->no,
		          (*of)->no, (*of)->no);
		sb_printf(&where, " AND o%d.%s IS NULL", (*of)->no, field_column(kind_field_no(*of, no)));
	}
	sb_printf(sql, " WHERE r.%s IS NOT NULL%s", column, where.len ? where.buf : "");
	sb_release(&where);
}

static enum crm_status column_follows(struct edit *ed, const struct crm_kind *k, const char *column,
                                      const char *country, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;
	struct stmt *u;
	enum crm_status s;

	sb_printf(&sql, "UPDATE %s SET %s_key = $2 WHERE id = $1", k->table, column);
	s = db_prepare(ed->c->db, &u, sql.buf, e);
	sb_reset(&sql);
	numbers_without(&sql, k, column);
	if (!s) {
		q = query_built(ed->c->db, e, sql.buf);
		s = rekey(q, u, country);
	}
	db_finalize(u);
	sb_release(&sql);
	return s;
}

/* Whose words numbers of the kind are: its own rows, or those it belongs to. */
static enum crm_status tell_all(struct edit *ed, const struct crm_kind *k, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *of = crm_kinds; *of && !s; of++)
		if (*of == k || kind_list(*of, k->no))
			s = edit_observe(ed, edit_kind(ed, *of), 0, NULL, NULL, 0, e);
	return s;
}

enum crm_status phones_follow_setting(struct edit *ed, char country[3], struct crm_error *e)
{
	enum crm_status s;

	memcpy(country, ed->c->set.country, 3);
	if (!ed->kind[KIND_SETTING])
		return CRM_OK;
	s = country_setting(ed, country, e);
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		for (size_t i = 0; i < (*k)->nfields && !s; i++) {
			if (!((*k)->fields[i].flags & F_PHONE))
				continue;
			s = column_follows(ed, *k, field_column(&(*k)->fields[i]), country[0] ? country : NULL, e);
			if (!s && strcmp(country, ed->c->set.country) != 0)
				s = tell_all(ed, *k, e);
		}
	return s;
}
