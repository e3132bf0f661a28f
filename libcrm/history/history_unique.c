/* history_unique.c - whether another record holds by now what must be unique in a record, or a
 * cell, that an undo brings back. */
#include "history_impl.h"

#include "../base/utf8.h"

/* The k-th column of an index such as "UNIQUE tag_record ON tag(kind, record, word)"; false behind
 * the last. */
static bool index_column(const char *index, int k, const char **s, size_t *n)
{
	const char *p = strchr(index, '(');

	while (p && k-- > 0)
		p = strpbrk(p + 1, ",)");
	if (!p || *p == ')')
		return false;
	*s = p + 1 + strspn(p + 1, " ");
	*n = strcspn(*s, ",)");
	return true;
}

/* The field a column belongs to; *key: the column is its search key. */
static const struct crm_field *index_field(const struct crm_kind *k, const char *s, size_t n, bool *key)
{
	*key = false;
	for (size_t i = 0; i < k->nfields; i++) {
		const char *column = field_column(&k->fields[i]);
		size_t len = strlen(column);
		if (!field_is_column(&k->fields[i]) || len > n || memcmp(column, s, len) != 0)
			continue;
		*key = n == len + 4 && memcmp(s + len, "_key", 4) == 0;
		if (n == len || *key)
			return &k->fields[i];
	}
	return NULL;
}

/* "SELECT id … WHERE id<>$1 AND kind=$2 AND record=$3 AND word=$4", kept for the undo. */
static enum crm_status prepare(struct undo *u, const struct crm_kind *k, const char *index, struct unique *x)
{
	struct strbuf sql = STRBUF_INIT;
	const char *column;
	size_t n;
	enum crm_status s = CRM_OK;

	*x = (struct unique){.index = index, .keys = STRBUF_INIT};
	sb_printf(&sql, "SELECT id FROM %s WHERE id<>$1", k->table);
	for (; !s && x->n < UNIQUE_FIELDS && index_column(index, x->n, &column, &n); x->n++) {
		x->f[x->n] = index_field(k, column, n, &x->key[x->n]);
		if (!x->f[x->n])
			s = crm_fail(u->e, CRM_INTERNAL, "index '%s' names no column", index);
		sb_printf(&sql, " AND %.*s=$%d", (int)n, column, x->n + 2);
	}
	if (!s)
		s = db_prepare(u->db, &x->st, sql.buf, u->e);
	sb_release(&sql);
	return s;
}

static enum crm_status find_unique(struct undo *u, const struct crm_kind *k, const char *index, struct unique **x)
{
	enum crm_status s;

	for (size_t i = 0; i < u->nunique; i++)
		if (u->unique[i].index == index) {
			*x = &u->unique[i];
			return CRM_OK;
		}
	GROW(u->unique, u->nunique, u->aunique);
	*x = &u->unique[u->nunique];
	s = prepare(u, k, index, *x);
	u->nunique += !s;
	return s;
}

/* What comes back: a whole row, or cells of one. */
struct wanted { const struct crm_kind *k; int64_t id; const struct history_row *row; const struct group *group; };

static int in_group(const struct group *g, const struct crm_field *f)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->f[i] == f)
			return (int)i;
	return -1;
}

static bool touches(const struct wanted *w, const struct unique *x)
{
	if (w->row)
		return true;
	for (int i = 0; i < x->n; i++)
		if (in_group(w->group, x->f[i]) >= 0)
			return true;
	return false;
}

static enum crm_status wanted_value(struct undo *u, const struct wanted *w, const struct crm_field *f, struct value *v)
{
	int i = w->row ? -1 : in_group(w->group, f);
	bool found;

	if (!w->row && i < 0)
		return peek_read(&u->peek, w->k, f, w->id, v, &found, u->e);
	*v = w->row ? history_row_value(w->row, f->no) : w->group->back[i];
	return CRM_OK;
}

/* Empty values never meet. A phone's key is in no such index. */
static enum crm_status bind_wanted(struct undo *u, const struct wanted *w, struct unique *x, struct query *q,
                                   bool *full)
{
	struct value v;
	enum crm_status s = CRM_OK;

	*full = true;
	for (int i = 0; i < x->n && !s && *full; i++) {
		s = wanted_value(u, w, x->f[i], &v);
		*full = v.is != V_NULL;
		if (v.is == V_TEXT && x->key[i]) { /* one key in an index at most */
			sb_reset(&x->keys);
			field_fold(&x->keys, x->f[i], v.s, v.n);
			v.s = x->keys.buf;
			v.n = x->keys.len;
		}
		if (v.is == V_TEXT)
			query_text(q, i + 2, v.s, v.n);
		else
			query_int(q, i + 2, v.i);
	}
	return s;
}

static enum crm_status index_taken(struct undo *u, const struct wanted *w, const char *index, bool *taken)
{
	struct unique *x;
	struct query q;
	bool full;
	char other[32];
	enum crm_status s = find_unique(u, w->k, index, &x);

	if (s || !touches(w, x))
		return s;
	q = query_again(x->st, u->e, w->id);
	q.s = bind_wanted(u, w, x, &q, &full);
	if (full && query_row(&q)) {
		id_format(other, w->k, db_int(q.st, 0));
		undo_collision(u, w->k, w->id, "its %s is that of %s %s by now", x->f[x->n - 1]->name, w->k->name,
		               other);
		*taken = true;
	}
	return query_end(&q);
}

static enum crm_status unique_taken(struct undo *u, const struct wanted *w, bool *taken)
{
	enum crm_status s = CRM_OK;

	*taken = false;
	for (const char *const *x = w->k->indexes; x && *x && !s; x++)
		if (strncmp(*x, "UNIQUE ", 7) == 0)
			s = index_taken(u, w, *x, taken);
	return s;
}

enum crm_status unique_row(struct undo *u, const struct crm_kind *k, int64_t id, bool *taken)
{
	return unique_taken(u, &(struct wanted){k, id, &u->row, NULL}, taken);
}

enum crm_status unique_group(struct undo *u, bool *taken)
{
	return unique_taken(u, &(struct wanted){u->group.k, u->group.id, NULL, &u->group}, taken);
}

void unique_free(struct undo *u)
{
	for (size_t i = 0; i < u->nunique; i++) {
		db_finalize(u->unique[i].st);
		sb_release(&u->unique[i].keys);
	}
	free(u->unique);
}
