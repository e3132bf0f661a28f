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
static void owner_columns(struct strbuf *sql, const char *batch, const struct crm_field *f, bool json)
{
	const char *column = field_column(f);

	sb_printf(sql, " UNION SELECT %s.batch, ", batch);
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

#define IN_BATCHES(x) x ".batch IN " DB_AMONG("1")

/* Owners of what the batch did with rows of kind k, be they there or gone since. */
static void owners(struct strbuf *sql, const struct crm_kind *k, const struct crm_field *f)
{
	owner_columns(sql, "a", f, false);
	sb_printf(sql,
	          " FROM added a JOIN %s t ON t.id BETWEEN a.first AND a.last WHERE " IN_BATCHES("a")
	          " AND a.kind=%d",
	          k->table, k->no);
	owner_columns(sql, "a", f, true);
	sb_printf(sql,
	          " FROM added a JOIN removed r ON r.kind=%d AND r.id BETWEEN a.first AND a.last WHERE " IN_BATCHES("a")
	          " AND a.kind=%d",
	          k->no, k->no);
	owner_columns(sql, "c", f, false);
	sb_printf(sql, " FROM change c JOIN %s t ON t.id=c.id WHERE " IN_BATCHES("c") " AND c.kind=%d", k->table,
	          k->no);
	owner_columns(sql, "c", f, true);
	sb_printf(sql,
	          " FROM change c JOIN removed r ON r.kind=%d AND r.id=c.id WHERE " IN_BATCHES("c") " AND c.kind=%d",
	          k->no, k->no);
	owner_columns(sql, "r", f, true);
	sb_printf(sql, " FROM removed r WHERE " IN_BATCHES("r") " AND r.kind=%d", k->no);
}

/* Numbers by batch, the newest first, into a column of counts. */
static enum crm_status fill(struct crm *c, const char *sql, const int64_t *batch, size_t n, size_t column,
                            struct log_counts *counts, struct crm_error *e)
{
	struct query q = query_built(c->db, e, sql);
	size_t i = 0;

	query_among(&q, 1, batch, n);
	while (query_row(&q)) {
		while (i < n && batch[i] > db_int(q.st, 0))
			i++;
		if (i < n && batch[i] == db_int(q.st, 0))
			*(int64_t *)((char *)&counts[i] + column) = db_int(q.st, 1);
	}
	return query_end(&q);
}

/* Kinds of the batches' rows that belong to records: the statement looks for those only. */
static enum crm_status kinds_of(struct crm *c, const int64_t *batch, size_t n, uint64_t *kinds, struct crm_error *e)
{
	struct query q = query(c->db, e,
	                       "SELECT kind FROM added WHERE batch IN " DB_AMONG("1")
	                       " UNION SELECT kind FROM change WHERE batch IN " DB_AMONG("1")
	                       " UNION SELECT kind FROM removed WHERE batch IN " DB_AMONG("1"));

	*kinds = 0;
	query_among(&q, 1, batch, n);
	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		if (k && belongs(k))
			*kinds |= bit(k->no);
	}
	return query_end(&q);
}

static void changed_sql(struct strbuf *sql, const char *skip, uint64_t kinds)
{
	sb_printf(sql,
	          "SELECT x.batch, count(*) FROM (SELECT batch, kind, id FROM change WHERE batch IN " DB_AMONG("1")
	          " AND kind NOT IN (%s)",
	          skip);
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if (kinds & bit((*k)->no) && belongs(*k))
			owners(sql, *k, belongs(*k));
	sb_adds(sql, kinds ? "" : " GROUP BY batch, kind, id");
	sb_adds(sql, ") x WHERE NOT EXISTS (SELECT 1 FROM added a WHERE a.batch=x.batch AND a.kind=x.kind "
	             "AND x.id BETWEEN a.first AND a.last) "
	             "AND NOT EXISTS (SELECT 1 FROM removed r WHERE r.batch=x.batch AND r.kind=x.kind "
	             "AND r.id=x.id) GROUP BY x.batch ORDER BY x.batch DESC");
}

enum crm_status log_count(struct crm *c, const int64_t *batch, size_t n, struct log_counts *counts, struct crm_error *e)
{
	static const struct { const char *rows; size_t column; } own[] = {
		{"CAST(sum(last - first + 1) AS BIGINT) FROM added", offsetof(struct log_counts, added)},
		{"count(*) FROM removed", offsetof(struct log_counts, removed)},
	};
	struct strbuf skip = STRBUF_INIT, sql = STRBUF_INIT;
	uint64_t kinds;
	enum crm_status s = kinds_of(c, batch, n, &kinds, e);

	memset(counts, 0, n * sizeof *counts);
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->no == KIND_TERM || belongs(*k))
			sb_printf(&skip, "%s%d", skip.len ? "," : "", (*k)->no);
	for (size_t i = 0; !s && i < sizeof own / sizeof *own; i++) {
		sb_reset(&sql);
		sb_printf(&sql, "SELECT batch, %s WHERE batch IN " DB_AMONG("1")
		          " AND kind NOT IN (%s) GROUP BY batch ORDER BY batch DESC", own[i].rows, skip.buf);
		s = fill(c, sql.buf, batch, n, own[i].column, counts, e);
	}
	sb_reset(&sql);
	changed_sql(&sql, skip.buf, kinds);
	if (!s)
		s = fill(c, sql.buf, batch, n, offsetof(struct log_counts, changed), counts, e);
	sb_release(&skip);
	sb_release(&sql);
	return s;
}
