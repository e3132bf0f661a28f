/* edit_phone.c - telephone numbers: what they are stored as, and their search keys after the
 * country these are made with has changed.
 *
 * Numbers are stored in international form (E.164) where the host's library knows them as valid,
 * else as given with a note: refusing would keep real address books out. What is stored already
 * stays until it is set again. A library that is there and can't be loaded (too little memory, too
 * few files) is an error: the same command must not store another value for want of it. */
#include "edit_impl.h"

#include "../base/money.h"
#include "../model/number.h"

/* ---- international form ---- */

/* What a number is stored as: in ed->arena, or as it was given. An extension stays behind it. */
static enum crm_status normal(struct edit *ed, struct value *v, const char *country, struct crm_error *e)
{
	char out[NUMBER_MAX];
	enum number_is is;
	enum crm_status s;

	if (!ed->c->env.phone || v->is != V_TEXT)
		return CRM_OK;
	s = number_judge(ed->c, v->s, v->n, country, out, &is, e);
	if (s || is == NUMBER_UNKNOWN)
		return s;
	if (is == NUMBER_VALID) {
		*v = value_text(arena_strdup(&ed->arena, out), strlen(out));
		return CRM_OK;
	}
	ed->odd_unsure |= is != NUMBER_ODD;
	if (ed->odd_phones++ == 0) {
		ed->odd_is = (int)is;
		snprintf(ed->odd_phone, sizeof ed->odd_phone, "%.*s",
		         (int)(v->n < sizeof ed->odd_phone ? v->n : sizeof ed->odd_phone - 1), v->s);
	}
	return CRM_OK;
}

enum crm_status e164_columns(struct edit *ed, struct draft *d, struct crm_error *e)
{
	char country[3];
	enum crm_status s = CRM_OK;

	for (int i = 0; i < d->ke->ncol && !s; i++)
		if ((d->ke->col[i]->flags & F_PHONE) && !value_equal(d->old[i], d->v[i]))
			s = normal(ed, &d->v[i], draft_country(ed, d, country), e);
	return s;
}

/* What is stored is the same number in another spelling, as is seen now: it stays, or stands in its
 * row. */
static void take_row(struct edit *ed, struct list_edit *l, struct element *el)
{
	const struct element *stored = el->row ? NULL : elements_find(ed, l->form, &l->old, BY_SAME, el);

	if (!stored)
		return;
	el->gone = elements_find(ed, l->form, &l->now, BY_ROW, stored);
	el->row = stored->row;
}

enum crm_status e164_elements(struct edit *ed, struct draft *d, struct list_edit *l, struct crm_error *e)
{
	char country[3], key[48];
	enum crm_status s = CRM_OK;

	if (l->f->ref != KIND_PHONE)
		return CRM_OK;
	for (size_t i = 0; i < l->now.n && !s; i++) {
		struct element *el = &l->now.e[i];
		struct value v = value_text(el->a, el->na);

		if (elements_find(ed, l->form, &l->old, BY_TEXT, el)) /* it stood there */
			continue;
		s = normal(ed, &v, draft_country(ed, d, country), e);
		el->a = v.s;
		el->na = v.n;
		el->nb = phone_key(key, v.s, v.n, draft_country(ed, d, country));
		el->b = arena_strndup(&ed->arena, key, el->nb);
		take_row(ed, l, el);
	}
	elements_squeeze(&l->now);
	return s;
}

void e164_note(struct edit *ed, struct crm_error *e)
{
	static const char *const one[] = {
		[NUMBER_ODD] = "'%s' is no valid telephone number: kept as given",
		[NUMBER_WORDS] = "'%s' holds more than a telephone number and an extension: kept as given",
		[NUMBER_EITHER] = "'%s' may begin with the calling code or an area code: kept as given",
	};

	if (ed->odd_phones == 1)
		crm_note(e, one[ed->odd_is], ed->odd_phone);
	else if (ed->odd_phones)
		crm_note(e, "%lld telephone numbers are not %s, the first is '%s': kept as given",
		         (long long)ed->odd_phones, ed->odd_unsure ? "sure" : "valid", ed->odd_phone);
}

/* ---- keys ---- */

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
