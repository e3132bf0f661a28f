/* check.c - records as they should be: values within their types, search keys, positions, aliases,
 * shares, custom fields. */
#include "check.h"

#include "../model/field_sql.h"
#include "../model/kinds.h"
#include "../model/list.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/value.h"

struct checking { struct crm *c; struct crm_error *e; const struct crm_kind *k; const struct crm_field *f; };

static void finding(const struct checking *ck, int64_t id, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

static void finding(const struct checking *ck, int64_t id, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	char name[32];
	va_list ap;

	id_format(name, ck->k, id);
	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	crm_fail(ck->e, CRM_NO, "%s %s: %s", ck->k->name, name, text.buf);
	sb_release(&text);
}

typedef void found_row(struct checking *ck, struct stmt *st);

/* Run a query, given in parts, and hand each row to found. */
static enum crm_status each_row(struct checking *ck, found_row *found, const char *fmt, ...)
        __attribute__((format(printf, 3, 4)));

static enum crm_status each_row(struct checking *ck, found_row *found, const char *fmt, ...)
{
	struct crm_error why = CRM_ERROR_INIT;
	struct strbuf sql = STRBUF_INIT;
	struct query q;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&sql, fmt, ap);
	va_end(ap);
	q = query_built(ck->c->db, &why, sql.buf);
	sb_release(&sql);
	while (query_row(&q))
		found(ck, q.st);
	if (query_end(&q))
		crm_fail_at(ck->e, q.s, why.list[0].file, 0, 0, NULL, "%s", why.list[0].text);
	crm_error_clear(&why);
	return q.s;
}

/* ---- values within their types ---- */

static void out_of_range(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "%s holds %lld, which means nothing", ck->f->name, (long long)db_int(st, 1));
}

static void unknown_code(struct checking *ck, struct stmt *st)
{
	size_t n;
	const char *s = db_text(st, 1, &n);
	bool known = ck->f->type == T_CURRENCY ? currency_code((int)db_int(st, 1))[0] : country_parse(s, n) && n == 2;

	if (!known)
		finding(ck, db_int(st, 0), "%s '%s' is unknown", ck->f->name, s);
}

static void missing(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "has no %s", ck->f->name);
}

static void empty_text(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "%s is a text without a character", ck->f->name);
}

/* Lowest and highest number a type stores; false: any. */
static bool range(const struct crm_field *f, int64_t *low, int64_t *high)
{
	*low = 0;
	*high = 1;
	switch (f->type) {
	case T_BOOL:
		return true;
	case T_PERCENT:
		*high = 10000;
		return true;
	case T_DATE:
		*low = DATE_MIN;
		*high = DATE_MAX;
		return true;
	case T_ENUM:
		for (*high = -1; f->words[*high + 1];)
			++*high;
		return true;
	default:
		return false;
	}
}

static enum crm_status check_values(struct checking *ck)
{
	const char *table = ck->k->table, *column = field_column(ck->f);
	int64_t low, high;
	enum crm_status s = CRM_OK;

	if (range(ck->f, &low, &high))
		s = each_row(ck, out_of_range, "SELECT id, %s FROM %s WHERE %s NOT BETWEEN %lld AND %lld", column,
		             table, column, (long long)low, (long long)high);
	else if (ck->f->type == T_CURRENCY || ck->f->type == T_COUNTRY)
		s = each_row(ck, unknown_code, "SELECT min(id), %s FROM %s WHERE %s IS NOT NULL GROUP BY %s", column,
		             table, column, column);
	else if (ck->f->type == T_TEXT || ck->f->type == T_LONG)
		s = each_row(ck, empty_text, "SELECT id FROM %s WHERE %s = ''", table, column);
	if (!s && (ck->f->flags & F_REQUIRED))
		s = each_row(ck, missing, "SELECT id FROM %s WHERE %s IS NULL", table, column);
	return s;
}

/* ---- search keys ---- */

/* Columns: id, value, key, country of the record or its owner. */
static void compare_key(struct checking *ck, struct stmt *st)
{
	struct strbuf key = STRBUF_INIT;
	char phone[40];
	size_t n, nkey, ncountry;
	const char *text = db_text(st, 1, &n), *is = db_text(st, 2, &nkey), *country = db_text(st, 3, &ncountry);

	if (!country || ncountry != 2)
		country = ck->c->set.country[0] ? ck->c->set.country : NULL;
	if (text && (ck->f->flags & F_PHONE))
		sb_add(&key, phone, phone_key(phone, text, n, country));
	else if (text)
		field_fold(&key, ck->f, text, n);
	if (key.len != nkey || (nkey && memcmp(key.buf, is, nkey) != 0))
		finding(ck, db_int(st, 0), "the search key of its %s is '%s', should be '%s'", ck->f->name,
		        is ? is : "", key.buf);
	sb_release(&key);
}

static enum crm_status check_key(struct checking *ck)
{
	const char *country = "NULL", *column = field_column(ck->f);

	if (ck->f->flags & F_PHONE) {
		if (kind_field(ck->k, "country"))
			country = "t.country";
		else if (kind_field(ck->k, "record"))
			country = "(SELECT r.country FROM contact r WHERE r.id=t.record "
				"AND t.kind=" SQL(KIND_CONTACT) ")";
	}
	return each_row(ck, compare_key, "SELECT t.id, t.%s, t.%s_key, %s FROM %s t", column, column, country,
	                ck->k->table);
}

static enum crm_status check_fields(struct checking *ck)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; !s && i < ck->k->nfields; i++) {
		ck->f = &ck->k->fields[i];
		if (!field_is_column(ck->f))
			continue;
		s = check_values(ck);
		if (!s && (ck->f->flags & F_KEY))
			s = check_key(ck);
	}
	return s;
}

/* ---- what spans rows ---- */

static void beyond_counter(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "its number is beyond the counter, which stands at %lld", (long long)db_int(st, 1));
}

static void wrong_position(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "position %lld stands there %lld times", (long long)db_int(st, 1),
	        (long long)db_int(st, 2));
}

static void alias_alive(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "stands for %lld, which is a record itself", (long long)db_int(st, 1));
}

static void alias_dead(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "stands for %lld by a record that is not there, %lld", (long long)db_int(st, 1),
	        (long long)db_int(st, 2));
}

static void wrong_shares(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "the shares of its lines add up to %lld, its value is %lld",
	        (long long)db_int(st, 1), (long long)db_int(st, 2));
}

static void wrong_contact(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "its contact is not the first who took part");
}

static void custom_orphan(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "has custom fields, but is not there");
}

static enum crm_status check_aliases(struct checking *ck)
{
	const struct crm_kind *of = ck->k;
	enum crm_status s;

	ck->k = kind_by_no(KIND_ALIAS);
	s = each_row(ck, alias_alive, "SELECT a.id, a.old FROM alias a JOIN %s r ON r.id=a.old WHERE a.kind=%d",
	             of->table, of->no);
	if (!s)
		s = each_row(ck, alias_dead,
		             "SELECT a.id, a.old, a.record FROM alias a WHERE a.kind=%d AND NOT EXISTS (SELECT 1 FROM "
		             "%s r WHERE r.id=a.record)",
		             of->no, of->table);
	ck->k = of;
	return s;
}

/* Whether the first element of the list is kept in a column of its owner by the program. */
static bool leads(const struct crm_kind *child)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		for (size_t i = 0; i < (*k)->nfields; i++)
			if ((*k)->fields[i].class == C_ROLLED && list_of_first(*k, &(*k)->fields[i]) == child)
				return true;
	return false;
}

/* Each position once, and the first is 1 where its element leads. */
static enum crm_status check_positions(struct checking *ck)
{
	enum crm_status s;

	if (!ck->k->list || !ck->k->list->pos)
		return CRM_OK;
	s = each_row(ck, wrong_position,
	             "SELECT min(id), pos, count(*) FROM %s GROUP BY kind, record, pos HAVING count(*) > 1",
	             ck->k->table);
	if (s || !leads(ck->k))
		return s;
	return each_row(ck, wrong_position, "SELECT min(id), 1, 0 FROM %s GROUP BY kind, record HAVING min(pos) <> 1",
	                ck->k->table);
}

/* The contact of an event is the first who took part. */
static enum crm_status check_firsts(struct checking *ck)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < ck->k->nfields && !s; i++) {
		const struct crm_field *f = &ck->k->fields[i];
		const struct crm_kind *child = f->class == C_STORED ? list_of_first(ck->k, f) : NULL;

		if (child)
			s = each_row(ck, wrong_contact,
			             "SELECT v.id FROM %s v WHERE v.%s IS DISTINCT FROM "
			             "(SELECT q.%s FROM %s q WHERE q.record=v.id AND q.kind=%d ORDER BY q.pos, q.id "
			             "LIMIT 1)",
			             ck->k->table, field_column(f), field_column(list_value(child)), child->table,
			             ck->k->no);
	}
	return s;
}

/* ---- logs that a merge joined ---- */

static void unheard(struct checking *ck, struct stmt *st)
{
	finding(ck, db_int(st, 0), "counts, but a merge put it behind %s%lld, which allows less and was the last word",
	        ck->k->letters, (long long)db_int(st, 1));
}

/* Merge b moved the row to its record. */
static void moved(struct strbuf *sql, const struct crm_kind *k, const char *x)
{
	sb_printf(sql, "EXISTS (SELECT 1 FROM change h WHERE h.kind=%d AND h.id=%s.id AND h.batch=b.id AND h.field=%d)",
	          k->no, x, CHILD_RECORD);
}

/* x and y are words on the same thing, of one record; with at of one time. */
static void same_log(struct strbuf *sql, const struct crm_kind *k, const char *x, const char *y, bool at)
{
	const int by[] = {CHILD_KIND, CHILD_RECORD, k->log->of, k->log->at};

	for (int i = 0; i < 3 + at; i++) {
		const char *column = list_column(k, by[i]);

		sb_printf(sql, "%s%s.%s IS NOT DISTINCT FROM %s.%s", i ? " AND " : "", x, column, y, column);
	}
}

/* Removed by merge b, younger than n: there once more as the same as w. */
static void dropped(struct strbuf *sql, const struct crm_kind *k)
{
	const int by[] = {k->log->of, k->log->at};

	sb_printf(sql, "EXISTS (SELECT 1 FROM removed r WHERE r.batch=b.id AND r.kind=%d AND r.id>n.id", k->no);
	for (int i = 0; i < 2; i++) {
		sb_adds(sql, " AND CAST(");
		db_json_field(sql, "r.row", list_column(k, by[i]));
		sb_printf(sql, " AS BIGINT)=w.%s", list_column(k, by[i]));
	}
	sb_adds(sql, ")");
}

/* The newest word n was there before merge b joined two logs; w, of the same time, was the last
 * one of the other, or of all, and allows less. */
static enum crm_status check_logs(struct checking *ck)
{
	const struct crm_kind *k = ck->k;
	const char *at;
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	if (!k->log || !k->log->allows)
		return CRM_OK;
	at = list_column(k, k->log->at);
	sb_printf(&sql, "SELECT n.id, max(w.id) FROM batch b JOIN added g ON g.batch=b.id AND g.kind=" SQL(KIND_ALIAS)
		" JOIN alias al ON al.id BETWEEN g.first AND g.last JOIN %s n ON n.kind=al.kind AND n.record=al.record "
		"JOIN %s w ON w.id<n.id AND ", k->table, k->table);
	same_log(&sql, k, "w", "n", true);
	sb_adds(&sql, " WHERE b.verb='merge' AND b.undone IS NULL AND ");
	field_expand(ck->c, k->log->allows, "w", &sql);
	sb_adds(&sql, " < ");
	field_expand(ck->c, k->log->allows, "n", &sql);
	sb_printf(&sql, " AND (SELECT min(a.batch) FROM added a "
		"WHERE a.kind=%d AND n.id BETWEEN a.first AND a.last)<b.id "
		"AND NOT EXISTS (SELECT 1 FROM %s x WHERE (x.%s>n.%s OR x.%s=n.%s AND x.id>n.id) AND ",
	          k->no, k->table, at, at, at, at);
	same_log(&sql, k, "x", "n", false);
	sb_adds(&sql, ") AND (");
	dropped(&sql, k);
	sb_adds(&sql, " OR CASE WHEN ");
	moved(&sql, k, "n");
	sb_adds(&sql, " THEN 1 ELSE 0 END <> CASE WHEN ");
	moved(&sql, k, "w");
	sb_printf(&sql, " THEN 1 ELSE 0 END AND NOT EXISTS (SELECT 1 FROM %s y WHERE y.id>w.id AND ", k->table);
	same_log(&sql, k, "y", "w", true);
	sb_adds(&sql, " AND CASE WHEN ");
	moved(&sql, k, "y");
	sb_adds(&sql, " THEN 1 ELSE 0 END = CASE WHEN ");
	moved(&sql, k, "w");
	sb_adds(&sql, " THEN 1 ELSE 0 END)) GROUP BY n.id ORDER BY n.id");
	s = each_row(ck, unheard, "%s", sql.buf);
	sb_release(&sql);
	return s;
}

static enum crm_status check_shares(struct checking *ck)
{
	if (ck->k->no != KIND_OFFER)
		return CRM_OK;
	return each_row(ck, wrong_shares,
	                "SELECT o.id, sum(l.share), o.value FROM line l JOIN offer o ON o.id=l.offer WHERE l.optional "
	                "IS DISTINCT FROM 1 "
	                "GROUP BY o.id, o.value HAVING count(l.share) > 0 "
	                "AND CAST(sum(l.share) AS BIGINT) IS DISTINCT FROM o.value");
}

static enum crm_status check_custom(struct checking *ck)
{
	char table[64];
	bool there;
	enum crm_status s;

	snprintf(table, sizeof table, "%s_x", ck->k->table);
	s = schema_has_column(ck->c->db, table, "id", &there, ck->e);
	if (s || !there)
		return s;
	return each_row(ck, custom_orphan,
	                "SELECT x.id FROM %s_x x WHERE NOT EXISTS (SELECT 1 FROM %s r WHERE r.id=x.id)", ck->k->table,
	                ck->k->table);
}

static enum crm_status check_kind(struct checking *ck)
{
	enum crm_status s = check_fields(ck);

	if (!s)
		s = each_row(ck, beyond_counter,
		             "SELECT t.m, coalesce(n.last, 0) FROM (SELECT max(id) AS m FROM %s) t LEFT JOIN counter n "
		             "ON n.kind=%d "
		             "WHERE t.m > coalesce(n.last, 0)",
		             ck->k->table, ck->k->no);
	if (!s)
		s = check_positions(ck);
	if (!s)
		s = check_firsts(ck);
	if (!s)
		s = check_logs(ck);
	if (!s)
		s = check_shares(ck);
	if (!s && (ck->k->flags & K_COMMON))
		s = check_aliases(ck);
	return s ? s : check_custom(ck);
}

enum crm_status records_check(struct crm *c, struct crm_error *e)
{
	struct checking ck = {.c = c, .e = e};
	size_t before = e->failures;
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; !s && *k; k++) {
		ck.k = *k;
		s = check_kind(&ck);
	}
	return s ? s : e->failures > before ? CRM_NO : CRM_OK;
}
