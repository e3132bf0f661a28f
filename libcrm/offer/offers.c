/* offers.c - what forecast, reports and the stage list read offers with */
#include <string.h>

#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/select.h"
#include "../model/value.h"
#include "offers.h"
#include "offer_kinds.h"

#define NAMED_MAX 20
#define LONG_PERIOD 200 /* days */

enum crm_status records_select(struct offers *o, struct crm *c, const struct crm_kind *k, const char *const *operands,
                               size_t n, const struct crm_ids *ids, enum select_words words, struct crm_error *e)
{
	const struct select q = {
		.kind = k, .operands = operands, .noperands = n, .ids = ids, .all = true, .limit = -1, .words = words};

	*o = (struct offers){STRBUF_INIT, {0}, k};
	return select_where(c, &q, "o", &o->where, &o->binds, e);
}

enum crm_status offers_select(struct offers *o, struct crm *c, const char *const *operands, size_t n,
                              const struct crm_ids *ids, enum select_words words, struct crm_error *e)
{
	return records_select(o, c, &kind_offer, operands, n, ids, words, e);
}

/* Columns of an index of offers, as they stand in its definition: "a, b, c) WHERE …". */
static const char *index_columns(const char *name)
{
	for (const char *const *x = kind_offer.indexes; *x; x++)
		if (strncmp(*x, name, strlen(name)) == 0)
			return strchr(*x, '(') + 1;
	return "";
}

static size_t word_length(const char *s)
{
	return strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
}

static bool in_list(const char *list, const char *word, size_t n)
{
	for (;; list += strspn(list, ", ")) {
		size_t k = word_length(list);
		if (!k)
			return false;
		if (k == n && memcmp(list, word, n) == 0)
			return true;
		list += k;
	}
}

/* Whether all that sql reads of the offer, o.COLUMN, is in the list; the id is in every index. */
static bool covered(const char *sql, const char *list)
{
	for (const char *p = sql; (p = strstr(p, "o.")); p += 2) {
		size_t n = word_length(p + 2);
		if (p > sql && word_length(p - 1))
			continue;
		if (!(n == 2 && memcmp(p + 2, "id", 2) == 0) && !in_list(list, p + 2, n))
			return false;
	}
	return true;
}

struct query offers_query(const struct offers *o, struct crm *c, const char *columns, const char *joins,
                          const char *cond, const char *index, struct crm_error *e)
{
	const char *list = index ? index_columns(index) : "";
	bool use = covered(columns, list) && covered(joins, list) && covered(o->where.buf, list);
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	sb_printf(&sql, "SELECT %s FROM %s o%s WHERE ", columns, o->kind->table, joins);
	for (; *cond; cond++)
		if (*cond != '@')
			sb_addc(&sql, *cond);
		else if (!use)
			sb_adds(&sql, DB_NO_INDEX);
	sb_printf(&sql, " AND (%s)", o->where.buf);
	q = query_built(c->db, e, sql.buf);
	binds_apply(&o->binds, q.st);
	sb_release(&sql);
	return q;
}

void offers_range(struct strbuf *cond, const char *field, struct period p, int today)
{
	const char *mark = (p.to < today ? p.to : today) - p.from > LONG_PERIOD ? "@" : "";

	sb_printf(cond, " AND %so.%s >= %d AND %so.%s <= %d", mark, field, p.from, mark, field, p.to);
}

void offers_free(struct offers *o)
{
	sb_release(&o->where);
	binds_free(&o->binds);
}

void missing_add(struct missing *m, const char *name)
{
	if (m->n++ < NAMED_MAX) {
		sb_addc(&m->names, ' ');
		sb_adds(&m->names, name);
	}
}

void missing_offer(struct missing *m, int64_t id)
{
	char name[32];

	id_format(name, &kind_offer, id);
	missing_add(m, name);
}

void missing_note(const struct missing *m, const char *state, struct crm_error *e)
{
	char more[48] = "";

	if (!m->n)
		return;
	if (m->n > NAMED_MAX)
		snprintf(more, sizeof more, " and %zu more", m->n - NAMED_MAX);
	crm_note(e, "%zu %s offer%s no value:%s%s", m->n, state, m->n == 1 ? " has" : "s have", m->names.buf, more);
}

void missing_free(struct missing *m)
{
	sb_release(&m->names);
	m->n = 0;
}
