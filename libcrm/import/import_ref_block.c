/* import_ref_block.c - what the cells of many rows name, in a question for each way a text may mean
 * a record, whatever their number. What is not clear so is left to ref_resolve_cell. */
#include "import_impl.h"

#include <stdlib.h>
#include "../ask/ref_find.h"
#include "../base/similar.h"
#include "../base/utf8.h"
#include "../model/field_sql.h"
#include "../model/kinds.h"
#include "../model/list.h"

struct asking {
	struct crm *c;
	const struct crm_kind *k;
	struct ref_cell *cell;
	struct arena arena;
	struct db_key *key;
	struct ref_cell **of; /* by key */
	size_t n;
};

static void put(struct asking *a, struct ref_cell *cell)
{
	struct strbuf key = STRBUF_INIT;

	utf8_fold(&key, cell->s, cell->n);
	if (key.len) {
		a->key[a->n] = (struct db_key){arena_strndup(&a->arena, key.buf, key.len), "", key.len, 0};
		a->of[a->n++] = cell;
	}
	sb_release(&key);
}

static bool is_equal(const char *s, size_t n, const struct ref_cell *cell)
{
	struct strbuf x = STRBUF_INIT, y = STRBUF_INIT;
	bool equal;

	similar_equal(&x, s ? s : "", n);
	similar_equal(&y, cell->s, cell->n);
	equal = x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0;
	sb_release(&x);
	sb_release(&y);
	return equal;
}

/* sql: the number of a key, a record and, where it has to be equal, its name. */
static enum crm_status ask(struct asking *a, const char *sql, bool equal, struct crm_error *e)
{
	struct query q;
	enum crm_status s = a->n ? db_put_keys(a->c->db, a->key, a->n, e) : CRM_OK;

	if (s || !a->n)
		return s;
	q = query_built(a->c->db, e, sql);
	while (query_row(&q)) {
		struct ref_cell *cell = a->of[db_int(q.st, 0)];
		const int64_t id = db_int(q.st, 1);
		size_t n = 0;
		const char *label = equal ? db_text(q.st, 2, &n) : NULL;

		if (equal && !is_equal(label, n, cell))
			continue;
		cell->several |= cell->id && cell->id != id;
		cell->id = id;
	}
	a->n = 0;
	return query_end(&q);
}

static bool is_address(const struct asking *a, const struct ref_cell *cell)
{
	return !cell->names_only && memchr(cell->s, '@', cell->n) && kind_field(a->k, "email");
}

static enum crm_status by_email(struct asking *a, size_t n, struct crm_error *e)
{
	const struct crm_field *f = kind_field(a->k, "email");
	const struct crm_kind *child = f ? list_of_first(a->k, f) : NULL;
	char sql[200];

	for (size_t i = 0; i < n && f; i++)
		if (a->cell[i].asked && is_address(a, &a->cell[i]))
			put(a, &a->cell[i]);
	if (child)
		snprintf(sql, sizeof sql,
		         "SELECT t.n, x.record FROM asked t CROSS JOIN %s x WHERE x.%s_key=t.a AND x.kind=%d",
		         child->table, list_column(child, child->list->a), a->k->no);
	else if (f)
		snprintf(sql, sizeof sql, "SELECT t.n, r.id FROM asked t CROSS JOIN %s r WHERE r.%s_key=t.a",
		         a->k->table, field_column(f));
	return ask(a, sql, false, e);
}

/* By the number people know them by, or by their name. */
static enum crm_status by_text(struct asking *a, size_t n, const struct crm_field *f, bool is_label,
                               struct crm_error *e)
{
	char sql[200];

	if (!f || !field_is_column(f) || !(f->flags & F_KEY))
		return CRM_OK;
	for (size_t i = 0; i < n; i++) {
		struct ref_cell *cell = &a->cell[i];

		if (cell->asked && !cell->id && !is_address(a, cell) && (is_label || !cell->names_only))
			put(a, cell);
	}
	snprintf(sql, sizeof sql, "SELECT t.n, r.id, r.%s FROM asked t CROSS JOIN %s r WHERE r.%s_key=t.a",
	         field_column(f), a->k->table, field_column(f));
	return ask(a, sql, is_label, e);
}

/* A typed id or FIELD=VALUE is something else. */
static bool is_plain(const struct ref_cell *cell)
{
	const struct crm_kind *of;
	int64_t id;

	return cell->names_only || !(id_parse(cell->s, cell->n, &of, &id) || memchr(cell->s, '=', cell->n));
}

enum crm_status import_ref_cells(struct crm *c, const struct crm_kind *k, struct ref_cell *cell, size_t n,
                                  struct crm_error *e)
{
	struct asking a = {.c = c, .k = k, .cell = cell};
	enum crm_status s;

	a.key = crm_malloc((n + 1) * sizeof *a.key);
	a.of = crm_malloc((n + 1) * sizeof *a.of);
	for (size_t i = 0; i < n; i++) {
		cell[i].id = 0;
		cell[i].several = false;
		cell[i].asked = is_plain(&cell[i]);
	}
	s = by_email(&a, n, e);
	if (!s)
		s = by_text(&a, n, ref_number_field(k), false, e);
	if (!s)
		s = by_text(&a, n, kind_field(k, k->label), true, e);
	for (size_t i = 0; i < n; i++)
		if (cell[i].several)
			cell[i].id = 0;
	free(a.key);
	free(a.of);
	arena_free(&a.arena);
	return s;
}
