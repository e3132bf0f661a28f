/* log_count.c - how many records a batch added, changed and removed, as people count them */
#include "log_impl.h"

/* Rows that belong to a record: child kinds, by their first reference. */
static const struct crm_field *belongs(const struct crm_kind *k)
{
	for (size_t i = 0; i < k->nfields && k->flags & K_CHILD; i++)
		if (k->fields[i].type == T_REF)
			return &k->fields[i];
	return NULL;
}

static uint64_t bit(int kind) { return UINT64_C(1) << (kind & 63); }

/* Kind and id of the owner, in row t of the kind's table, or in the JSON of a removed row r. */
static void owner_columns(struct strbuf *sql, const struct crm_field *f, bool json)
{
	const char *column = field_column(f);

	sb_adds(sql, " UNION SELECT ");
	if (f->ref)
		sb_addint(sql, f->ref);
	else if (json)
		db_json_field(sql, "r.row", "kind");
	else
		sb_adds(sql, "t.kind");
	sb_adds(sql, ", ");
	if (json)
		db_json_field(sql, "r.row", column);
	else
		sb_printf(sql, "t.%s", column);
}

/* Owners of what the batch did with rows of kind k, be they there or gone since. */
static void owners(struct strbuf *sql, const struct crm_kind *k, const struct crm_field *f)
{
	owner_columns(sql, f, false);
	sb_printf(sql, " FROM added a JOIN %s t ON t.id BETWEEN a.first AND a.last WHERE a.batch=$1 AND a.kind=%d",
	          k->table, k->no);
	owner_columns(sql, f, true);
	sb_printf(sql,
	          " FROM added a JOIN removed r ON r.kind=%d AND r.id BETWEEN a.first AND a.last WHERE a.batch=$1 AND "
	          "a.kind=%d",
	          k->no, k->no);
	owner_columns(sql, f, false);
	sb_printf(sql, " FROM change c JOIN %s t ON t.id=c.id WHERE c.batch=$1 AND c.kind=%d", k->table, k->no);
	owner_columns(sql, f, true);
	sb_printf(sql, " FROM change c JOIN removed r ON r.kind=%d AND r.id=c.id WHERE c.batch=$1 AND c.kind=%d", k->no,
	          k->no);
	owner_columns(sql, f, true);
	sb_printf(sql, " FROM removed r WHERE r.batch=$1 AND r.kind=%d", k->no);
}

/* The statement looks for the kinds that occur only. */
static enum crm_status prepare(struct log_counter *lc, uint64_t kinds, struct crm_error *e)
{
	struct strbuf skip = STRBUF_INIT, sql = STRBUF_INIT;
	enum crm_status s;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->no == KIND_TERM || belongs(*k))
			sb_printf(&skip, "%s%d", skip.len ? "," : "", (*k)->no);
	sb_printf(&sql,
	          "SELECT (SELECT coalesce(CAST(sum(last - first + 1) AS BIGINT), 0) FROM added "
	          "WHERE batch=$1 AND kind NOT IN (%s)), "
	          "(SELECT count(*) FROM removed WHERE batch=$1 AND kind NOT IN (%s)), "
	          "(SELECT count(*) FROM (SELECT kind, id FROM change WHERE batch=$1 AND kind NOT IN (%s)",
	          skip.buf, skip.buf, skip.buf);
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if (kinds & bit((*k)->no) && belongs(*k))
			owners(&sql, *k, belongs(*k));
	sb_adds(&sql, kinds ? "" : " GROUP BY kind, id");
	sb_adds(&sql, ") x WHERE NOT EXISTS (SELECT 1 FROM added a WHERE a.batch=$1 AND a.kind=x.kind AND x.id BETWEEN "
	              "a.first AND a.last) "
	              "AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.batch=$1 AND r.kind=x.kind AND r.id=x.id))");
	db_finalize(lc->st);
	lc->st = NULL;
	lc->kinds = kinds;
	s = db_prepare(lc->c->db, &lc->st, sql.buf, e);
	sb_release(&skip);
	sb_release(&sql);
	return s;
}

/* Kinds of the batch's rows that belong to records. */
static enum crm_status kinds_of(struct log_counter *lc, int64_t batch, uint64_t *kinds, struct crm_error *e)
{
	struct query q = query(lc->c->db, e,
	                       "SELECT kind FROM added WHERE batch=$1 UNION SELECT kind FROM change WHERE batch=$1 "
	                       "UNION SELECT kind FROM removed WHERE batch=$1", batch);

	*kinds = 0;
	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		if (k && belongs(k))
			*kinds |= bit(k->no);
	}
	return query_end(&q);
}

enum crm_status log_count(struct log_counter *lc, int64_t batch, struct log_counts *n, struct crm_error *e)
{
	uint64_t kinds;
	struct query q;
	enum crm_status s = kinds_of(lc, batch, &kinds, e);

	*n = (struct log_counts){0, 0, 0};
	if (!s && (!lc->st || kinds != lc->kinds))
		s = prepare(lc, kinds, e);
	if (s)
		return s;
	q = query_again(lc->st, e, batch);
	if (query_row(&q))
		*n = (struct log_counts){db_int(q.st, 0), db_int(q.st, 2), db_int(q.st, 1)};
	return query_end(&q);
}

void log_counter_free(struct log_counter *lc)
{
	db_finalize(lc->st);
	lc->st = NULL;
}
