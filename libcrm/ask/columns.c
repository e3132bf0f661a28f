/* columns.c - column lists with their joins, the terms of an order */
#include "rows.h"

#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/catalog.h"
#include "../model/list.h"
#include "../model/lookup.h"

#define DEPTH_MAX 4

/* ---- column lists ---- */

/* The alias a referred record is joined under: its way there in field numbers. False when it is too
 * long a way. */
static bool join_alias(char out[16], const char *alias, const struct crm_field *f)
{
	return snprintf(out, 16, "%s_%d", alias, f->no) < 16;
}

static void add_join(struct crm *c, const struct crm_field *f, const char *from, const char *to, struct columns *cs)
{
	struct strbuf join = STRBUF_INIT;

	sb_printf(&join, " LEFT JOIN %s %s ON %s.id=", kind_by_no(f->ref)->table, to, to);
	if (!strstr(cs->joins.buf, join.buf)) {
		field_sql(c, f, from, &join);
		sb_add(&cs->joins, join.buf, join.len);
	}
	sb_release(&join);
}

static enum crm_status add_column(struct columns *cs, const struct crm_kind *k, const struct crm_field *f,
                                  const char *alias, const char *name, int unit)
{
	struct column *col;

	ARRAY_ROOM(cs->c, cs->n);
	col = &cs->c[cs->n++];
	*col = (struct column){.name = name, .field = f, .kind = k, .unit = unit};
	snprintf(col->alias, sizeof col->alias, "%s", alias);
	return CRM_OK;
}

/* `closed:month` → the length of `closed`, *unit. */
static enum crm_status split_unit(const char *name, size_t *n, bool allowed, int *unit, struct crm_error *e)
{
	const char *colon = memchr(name, ':', *n);
	enum date_unit u;

	*unit = -1;
	if (!colon)
		return CRM_OK;
	*n = (size_t)(colon - name);
	if (!allowed || !date_unit_parse(colon + 1, &u))
		return crm_fail(e, CRM_USAGE, "'%s': units are day, week, month, quarter, year, as in closed:month",
		                name);
	*unit = (int)u;
	return CRM_OK;
}

enum crm_status columns_add(struct crm *c, const struct crm_kind *k, const char *alias, const char *name, size_t n,
                            bool unit, struct columns *out, struct crm_error *e)
{
	char *word = arena_strndup(&c->arena, name, n), from[16], to[16];
	const char *path = word;
	const struct crm_field *f;
	int u, depth = 0;
	enum crm_status s = split_unit(word, &n, unit, &u, e);

	if (s)
		return s;
	snprintf(from, sizeof from, "%s", alias);
	for (;;) {
		f = catalog_step(c, k, &path, &n);
		if (!f)
			return catalog_unknown(c, k, path, n, e);
		if (!n)
			break;
		if (f->type != T_REF || !kind_by_no(f->ref))
			return crm_fail(e, CRM_USAGE, "column '%s': '%s' refers to no record", word, f->name);
		if (++depth > DEPTH_MAX || !join_alias(to, from, f))
			return crm_fail(e, CRM_USAGE, "column '%s': too many references in a row", word);
		add_join(c, f, from, to, out);
		memcpy(from, to, sizeof from);
		k = kind_by_no(f->ref);
	}
	if (u >= 0 && f->type != T_DATE && f->type != T_INSTANT)
		return crm_fail(e, CRM_USAGE, "column '%s': '%s' is no date", word, f->name);
	return add_column(out, k, f, from, word, u);
}

static enum crm_status add_list(struct crm *c, const struct crm_kind *k, const char *alias, const char *list,
                                struct columns *out, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const char *p = list; !s; p++) {
		size_t n = strcspn(p, ",");
		const char *word = p + (*p == '+');
		size_t len = n - (size_t)(word - p);
		if (!len)
			return crm_fail(e, CRM_USAGE, "'%s' has an empty column", list);
		s = columns_add(c, k, alias, word, len, true, out, e);
		p += n;
		if (!*p)
			break;
	}
	return s;
}

enum crm_status columns_parse(struct crm *c, const struct crm_kind *k, const char *alias, const char *list,
                              struct columns *out, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	*out = (struct columns){.joins = STRBUF_INIT};
	if (!list || *list == '+')
		s = add_list(c, k, alias, k->columns, out, e);
	if (!s && list)
		s = add_list(c, k, alias, list, out, e);
	if (s)
		columns_free(out);
	return s;
}

void columns_free(struct columns *cs)
{
	free(cs->c);
	sb_release(&cs->joins);
	*cs = (struct columns){.joins = STRBUF_INIT};
}

/* ---- order ---- */

static void add_term(struct strbuf *order, const char *x, bool down)
{
	sb_printf(order, "%s%s %sNULLS LAST", order->len ? ", " : "", x, down ? "DESC " : "");
}

/* Currencies by their codes; the usual one first, as that is nearly always it. */
static void currency_rank(const struct crm *c, const char *x, struct strbuf *out)
{
	const char *const *codes = currency_codes();
	int usual = 0;

	while (codes[usual] && currency_parse(codes[usual], strlen(codes[usual])) != c->set.currency)
		usual++;
	sb_printf(out, "CASE %s WHEN %d THEN %d", x, c->set.currency, usual);
	for (int i = 0; codes[i]; i++)
		if (i != usual)
			sb_printf(out, " WHEN %d THEN %d", currency_parse(codes[i], strlen(codes[i])), i);
	sb_adds(out, " END");
}

/* Stages by the place of their pipeline and their own. */
static enum crm_status stage_rank(struct crm *c, const char *x, struct strbuf *out, struct crm_error *e)
{
	enum crm_status s = lookup_stages(c, e);

	if (s || !c->nstages) {
		sb_adds(out, x);
		return s;
	}
	sb_printf(out, "CASE %s", x);
	for (size_t i = 0; i < c->nstages; i++)
		sb_printf(out, " WHEN %lld THEN %zu", (long long)c->stages[i].id, i);
	sb_adds(out, " END");
	return CRM_OK;
}

static int to_four_decimals(int currency)
{
	static const int factor[] = {10000, 1000, 100, 10, 1};

	return factor[currency_decimals(currency)];
}

/* Amounts as the numbers that are printed, whatever decimals their currencies have. */
static void money_rank(struct crm *c, const struct column *col, const char *x, struct strbuf *out)
{
	struct strbuf currency = STRBUF_INIT;
	const char *const *codes = currency_codes();

	currency_sql(c, col->kind, col->alias, &currency);
	sb_printf(out, "%s * CASE %s WHEN %d THEN %d", x, currency.buf, c->set.currency,
	          to_four_decimals(c->set.currency));
	for (int i = 0; codes[i]; i++) {
		int number = currency_parse(codes[i], strlen(codes[i]));
		if (currency_decimals(number) != 2)
			sb_printf(out, " WHEN %d THEN %d", number, to_four_decimals(number));
	}
	sb_printf(out, " ELSE %d END", to_four_decimals(0));
	sb_release(&currency);
}

/* The first element stands for a list. */
static void first_element(struct crm *c, const struct column *col, struct strbuf *out)
{
	sb_adds(out, "(SELECT min(");
	list_key(kind_by_no(col->field->ref), "z", out);
	sb_adds(out, ") FROM ");
	set_source(c, col->field, out);
	sb_printf(out, " z WHERE z.kind=%d AND z.record=%s.id)", col->kind->no, col->alias);
}

static enum crm_status sort_term(struct crm *c, const struct column *col, bool down, struct strbuf *order,
                                 struct crm_error *e)
{
	const struct crm_field *f = col->field;
	struct strbuf x = STRBUF_INIT, rank = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	field_sql(c, f, col->alias, &x);
	if (f->class == C_SET)
		first_element(c, col, &rank);
	else if (f->type == T_CURRENCY)
		currency_rank(c, x.buf, &rank);
	else if (f->type == T_MONEY)
		money_rank(c, col, x.buf, &rank);
	else if (f->type == T_REF && f->ref == KIND_STAGE)
		s = stage_rank(c, x.buf, &rank, e);
	else if (f->type == T_REF && f->ref == KIND_PIPELINE)
		sb_printf(&rank, "(SELECT n.position FROM pipeline n WHERE n.id=%s)", x.buf);
	else if (f->type == T_REF && f->ref == KIND_USER)
		sb_printf(&rank, "(SELECT n.name FROM users n WHERE n.id=%s)", x.buf);
	else if (f->type == T_TERM)
		sb_printf(&rank, "(SELECT n.word_key FROM term n WHERE n.id=%s)", x.buf);
	else if (field_is_column(f) && (f->flags & F_KEY))
		sb_printf(&rank, "%s_key", x.buf);
	if (!s && rank.len)
		add_term(order, rank.buf, down);
	/* behind the key the bytes, where two texts can share one */
	if (!s && (!rank.len || f->type == T_TEXT))
		add_term(order, x.buf, down);
	sb_release(&x);
	sb_release(&rank);
	return s;
}

enum crm_status columns_sort(struct crm *c, const struct crm_kind *k, const char *alias, const char *sort,
                             struct columns *cs, struct strbuf *order, struct crm_error *e)
{
	bool by_id = false;
	enum crm_status s = CRM_OK;

	for (const char *p = sort; p && *p && !s; p += strcspn(p, ","), p += *p == ',') {
		bool down = *p == '-';
		size_t n = strcspn(p + down, ",");
		if (!n || !p[down])
			return crm_fail(e, CRM_USAGE, "'%s' has an empty column", sort);
		s = columns_add(c, k, alias, p + down, n, false, cs, e);
		if (s)
			break;
		by_id = by_id || (cs->c[cs->n - 1].field->type == T_ID && strcmp(cs->c[cs->n - 1].alias, alias) == 0);
		if (cs->c[cs->n - 1].field->type == T_ID)
			sb_printf(order, "%s%s.id%s%s", order->len ? ", " : "", cs->c[cs->n - 1].alias,
			          down ? " DESC" : "", strcmp(cs->c[cs->n - 1].alias, alias) == 0 ? "" : " NULLS LAST");
		else
			s = sort_term(c, &cs->c[cs->n - 1], down, order, e);
	}
	if (!s && !by_id)
		sb_printf(order, "%s%s.id", order->len ? ", " : "", alias);
	return s;
}
