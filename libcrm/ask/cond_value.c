/* cond_value.c - conditions on fields with one value: numbers, words and references as literals,
 * text bound */
#include "cond_test.h"
#include "field_ask.h"

#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/catalog.h"
#include "../model/kinds.h"
#include "../model/list.h"
#include "../model/lookup.h"
#include "../model/field_sql.h"
#include "../model/number.h"
#include "../model/value.h"

#define NEVER (-INT64_MAX) /* an amount no record has */

/* ---- numbers ---- */

/* A bound of a comparison: v as a literal, or as an amount in the record's own currency. */
struct scale {
	bool money;
	const char *currency;     /* SQL, or NULL: all amounts have `decimals` */
	int decimals, preferred;  /* preferred: number of the currency most records will have */
};
enum rounding { EXACT, UP, DOWN };

/* v × 10^-4 in units of 10^-decimals. */
static int64_t scaled(int64_t v, int decimals, enum rounding r)
{
	int64_t unit = 1, q;

	for (int i = decimals; i < 4; i++)
		unit *= 10;
	q = v / unit;
	if (v % unit == 0)
		return q;
	if (r == EXACT)
		return NEVER;
	return q + (r == UP && v > 0) - (r == DOWN && v < 0);
}

static void add_currencies(struct strbuf *sql, int decimals)
{
	const char *const *codes = currency_codes();
	size_t n = 0;

	for (size_t i = 0; codes[i]; i++) {
		int number = currency_parse(codes[i], strlen(codes[i]));
		if (currency_decimals(number) == decimals)
			sb_printf(sql, "%s%d", n++ ? "," : "", number);
	}
}

static void add_bound(struct cond *cd, const struct scale *scale, int64_t v, enum rounding r)
{
	static const int classes[] = {0, 3, 4};
	struct strbuf *sql = cd->sql;

	if (!scale->money) {
		sb_addint(sql, v);
		return;
	}
	if (!scale->currency) {
		sb_addint(sql, scaled(v, scale->decimals, r));
		return;
	}
	sb_printf(sql, "CASE WHEN %s=%d THEN %lld", scale->currency, scale->preferred,
	          (long long)scaled(v, currency_decimals(scale->preferred), r));
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		sb_printf(sql, " WHEN %s IN (", scale->currency);
		add_currencies(sql, classes[i]);
		sb_printf(sql, ") THEN %lld", (long long)scaled(v, classes[i], r));
	}
	sb_printf(sql, " ELSE %lld END", (long long)scaled(v, 2, r));
}

static void add_span(struct cond *cd, const char *x, const struct scale *scale, struct span p)
{
	if (p.lo == INT64_MIN && p.hi == INT64_MAX) {
		sb_printf(cd->sql, "%s IS NOT NULL", x);
	} else if (p.lo == p.hi) {
		sb_printf(cd->sql, "%s=", x);
		add_bound(cd, scale, p.lo, EXACT);
	} else if (p.lo == INT64_MIN) {
		sb_printf(cd->sql, "%s <= ", x);
		add_bound(cd, scale, p.hi, DOWN);
	} else if (p.hi == INT64_MAX) {
		sb_printf(cd->sql, "%s >= ", x);
		add_bound(cd, scale, p.lo, UP);
	} else {
		sb_printf(cd->sql, "%s BETWEEN ", x);
		add_bound(cd, scale, p.lo, UP);
		sb_adds(cd->sql, " AND ");
		add_bound(cd, scale, p.hi, DOWN);
	}
}

static bool all_points(const struct spans *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].lo != l->v[i].hi)
			return false;
	return l->n > 0;
}

static void add_in(struct cond *cd, const char *x, const struct spans *l)
{
	sb_printf(cd->sql, "%s IN (", x);
	for (size_t i = 0; i < l->n; i++) {
		sb_adds(cd->sql, i ? "," : "");
		sb_addint(cd->sql, l->v[i].lo);
	}
	sb_addc(cd->sql, ')');
}

static void add_any(struct cond *cd, const char *x, const struct scale *scale, const struct spans *l)
{
	if (l->n == 0)
		sb_adds(cd->sql, "1=0");
	else if (l->n == 1)
		add_span(cd, x, scale, l->v[0]);
	else if (all_points(l) && !scale->money)
		add_in(cd, x, l);
	else
		for (size_t i = 0; i < l->n; i++) {
			sb_adds(cd->sql, i ? " OR " : "(");
			add_span(cd, x, scale, l->v[i]);
			sb_adds(cd->sql, i + 1 == l->n ? ")" : "");
		}
}

static void add_spans(struct cond *cd, const char *x, const struct scale *scale, const struct spans *l)
{
	if (cd->op == OP_EQ) {
		add_any(cd, x, scale, l);
	} else if (l->n == 1 && all_points(l)) {
		sb_printf(cd->sql, "%s IS DISTINCT FROM ", x);
		add_bound(cd, scale, l->v[0].lo, EXACT);
	} else {
		sb_printf(cd->sql, "(%s IS NULL OR NOT (", x);
		add_any(cd, x, scale, l);
		sb_adds(cd->sql, "))");
	}
}

/* The field is today minus x: what is asked of it is asked of x the other way round. */
static void turn_round(struct spans *l, int today)
{
	const int64_t far = INT64_C(1) << 40; /* days no record is away */

	for (size_t i = 0; i < l->n; i++) {
		struct span p = l->v[i];
		int64_t lo = p.lo < -far  ? -far
		             : p.lo > far ? far
		                          : p.lo,
		        hi = p.hi < -far  ? -far
		             : p.hi > far ? far
		                          : p.hi;
		l->v[i].lo = p.hi == INT64_MAX ? INT64_MIN : today - hi;
		l->v[i].hi = p.lo == INT64_MIN ? INT64_MAX : today - lo;
	}
}

/* Stages of one kind say which state their offers have: with it the partial indexes serve. */
static void add_state(struct cond *cd, const char *alias, const struct spans *l)
{
	int state = -1;

	for (size_t i = 0; i < l->n; i++) {
		const struct stage_info *g = stage_by_id(cd->c, l->v[i].lo);
		if (!g || (state >= 0 && g->kind != state))
			return;
		state = g->kind;
	}
	if (state >= 0)
		sb_printf(cd->sql, " AND %s.state=%d", alias, state);
}

static enum crm_status numbers(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f,
                               const char *x, const struct spans *refs)
{
	struct strbuf currency = STRBUF_INIT;
	struct scale scale = {
		.money = f->type == T_MONEY, .decimals = currency_decimals(cd->c->set.currency), .preferred = cd->c->set.currency};
	struct spans l = {0};
	bool given = f->type == T_REF && !field_named(f);
	enum crm_status s = given ? CRM_OK : cond_spans(cd, f, &l);

	if (!s) {
		if (scale.money) {
			bool own = currency_sql(cd->c, k, alias, &currency);
			scale.currency = own ? currency.buf : NULL;
		}
		if (f->flags & F_DAYSAGO)
			turn_round(&l, cd->c->today);
		add_spans(cd, x, &scale, given ? refs : &l);
		if (field_named(f) == KIND_STAGE && !(f->flags & F_CUSTOM) && kind_field(k, "state") && cd->op == OP_EQ)
			add_state(cd, alias, &l);
	}
	spans_free(&l);
	sb_release(&currency);
	return s;
}

/* ---- texts ---- */

/* Numbers are the same in any spelling: their keys tell. *is = false: the text is none. */
static enum crm_status phone(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f,
                             const char *x, bool *is)
{
	char key[48];
	size_t n, bind;
	const struct crm_kind *child = list_of_first(k, f);
	enum crm_status s = number_key(cd->c, cd->s, cd->n, cd->c->set.country[0] ? cd->c->set.country : NULL, key, &n,
	                               cd->e);

	*is = n > 0;
	if (s || !n)
		return s;
	bind = binds_text(cd->b, key, n);
	if (!child)
		sb_printf(cd->sql, cd->op == OP_NE ? "%s_key IS DISTINCT FROM $%zu" : "%s_key=$%zu", x, bind);
	else
		sb_printf(cd->sql,
		          "%s%s.id IN (SELECT m.record FROM %s m WHERE m.kind=%d AND m.%s_key=$%zu AND m.%s=%s)",
		          cd->op == OP_NE ? "NOT " : "", alias, child->table, k->no, list_column(child, child->list->a),
		          bind, list_column(child, child->list->a), x);
	return CRM_OK;
}

static enum crm_status text(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f,
                            const char *x)
{
	const struct crm_kind *child = list_of_first(k, f);
	struct strbuf key = STRBUF_INIT;
	bool column = field_is_column(f), keyed = column && (f->flags & F_KEY) && !(f->flags & F_PHONE);
	bool web = column && !keyed && (f->flags & F_WEB);

	if (column && field_is_phone(f)) {
		bool is;
		enum crm_status s = phone(cd, k, alias, f, x, &is);

		if (s || is)
			return s;
	}
	if (cd->op == OP_NE) {
		sb_printf(cd->sql, "%s IS DISTINCT FROM $%zu", x, binds_text(cd->b, cd->s, cd->n));
		return CRM_OK;
	}
	/* equal texts have equal keys, and these have the index */
	field_fold(&key, f, cd->s, cd->n);
	if (keyed)
		sb_printf(cd->sql, "%s_key=$%zu AND ", x, binds_text(cd->b, key.buf, key.len));
	else if (child && field_is_email(f)) /* the list has an index of keys */
		sb_printf(cd->sql, "%s.id IN (SELECT m.record FROM %s m WHERE m.kind=%d AND m.%s_key=$%zu) AND ", alias,
		          child->table, k->no, list_column(child, child->list->a), binds_text(cd->b, key.buf, key.len));
	else if (web)
		sb_printf(cd->sql, WEB_KEY("%s") "=" WEB_KEY("$%zu") " AND %s IS NOT NULL AND ", x,
		          binds_text(cd->b, cd->s, cd->n), x);
	/* the empty text keeps the column out of the key's expression, that the index is seen */
	sb_printf(cd->sql, "%s%s=$%zu", x, web ? " || ''" : "", binds_text(cd->b, cd->s, cd->n));
	sb_release(&key);
	return CRM_OK;
}

static enum crm_status contains(struct cond *cd, const struct crm_field *f, const char *x)
{
	struct strbuf key = STRBUF_INIT;
	bool keyed = field_is_column(f) && (f->flags & F_KEY);
	enum crm_status s;

	cd->code = keyed && (f->flags & F_CODE);
	sb_printf(&key, "%s%s", x, keyed ? "_key" : "");
	s = f->flags & F_PHONE ? cond_like_phone(cd, key.buf) : cond_like(cd, key.buf, !keyed);
	sb_release(&key);
	return s;
}

/* Records of the small tables whose name holds the text. */
static enum crm_status contains_name(struct cond *cd, const struct crm_field *f, const char *x)
{
	const char *sql = f->ref == KIND_USER ? "(coalesce(n.name, '') || ' ' || coalesce(n.full_name, ''))"
	                                      : "(coalesce(n.name, '') || ' ' || coalesce(n.title, ''))";
	enum crm_status s;

	sb_printf(cd->sql, "%s IN (SELECT n.id FROM %s n WHERE ", x,
	          f->type == T_TERM ? "term" : kind_by_no(f->ref)->table);
	s = f->type == T_TERM ? cond_like(cd, "n.word_key", false) : cond_like(cd, sql, true);
	sb_addc(cd->sql, ')');
	return s;
}

/* Records referred to whose label holds the text. */
static enum crm_status contains_label(struct cond *cd, const struct crm_field *f, const char *x)
{
	const struct crm_kind *to = kind_by_no(f->ref);
	const struct crm_field *label = to ? kind_field(to, to->label) : NULL;
	char column[64];
	enum crm_status s;

	if (!label || (label->type != T_TEXT && label->type != T_LONG))
		return cond_usage(cd, "~ does not look into this field");
	snprintf(column, sizeof column, "n.%s", field_column(label));
	sb_printf(cd->sql, "%s IN (SELECT n.id FROM %s n WHERE ", x, to->table);
	s = contains(cd, label, column);
	sb_addc(cd->sql, ')');
	return s;
}

static enum crm_status has(struct cond *cd, const struct crm_field *f, const char *x)
{
	switch (f->type) {
	case T_TEXT:
	case T_LONG:
		return contains(cd, f, x);
	case T_TERM:
		return contains_name(cd, f, x);
	case T_REF:
		return field_named(f) ? contains_name(cd, f, x) : contains_label(cd, f, x);
	default:
		return cond_usage(cd, "~ looks into texts; this field takes = and !=%s",
		                  f->type == T_ENUM || f->type == T_BOOL || f->type == T_CURRENCY ||
		                                  f->type == T_COUNTRY
		                          ? ""
		                          : ", with ranges A..B");
	}
}

/* ---- countries ---- */

static enum crm_status countries(struct cond *cd, const char *x)
{
	struct strbuf list = STRBUF_INIT;
	const char *text = cd->s, *element;
	size_t n = cd->n, nelement, count = 0;
	const struct country *c = country_parse(text, n);
	enum crm_status s = CRM_OK;

	/* a name may hold a comma */
	if (c)
		sb_printf(&list, "'%s'", c->code);
	while (!c && cond_next(&text, &n, &element, &nelement)) {
		const struct country *one = country_parse(element, nelement);
		if (!one) {
			s = value_no_country(CRM_USAGE, cd->name, element, nelement, cd->e);
			break;
		}
		sb_printf(&list, "%s'%s'", count++ ? "," : "", one->code);
	}
	if (!s && count <= 1)
		sb_printf(cd->sql, cd->op == OP_NE ? "%s IS DISTINCT FROM %s" : "%s=%s", x, list.buf);
	else if (!s)
		sb_printf(cd->sql,
		          cd->op == OP_NE ? "(%s IS NULL OR %s NOT IN (%s))" : "(%s IS NOT NULL AND %s IN (%s))", x, x,
		          list.buf);
	sb_release(&list);
	return s;
}

/* A text computed as one of a few words: a word that it never is, is a mistake. */
static enum crm_status check_words(struct cond *cd, const struct crm_field *f)
{
	const struct field_case *c = f->ask ? f->ask->cases : NULL;
	const char *words[16] = {NULL};

	for (size_t i = 0; c && c[i].word && i < 15; i++)
		words[i] = c[i].word;
	if (!c || word_index(words, cd->s, cd->n) >= 0)
		return CRM_OK;
	return value_unknown(cd->c, CRM_USAGE, cd->name, "word", cd->s, cd->n, words, cd->e);
}

/* One of the fields that a text names: those are asked for, not the text. One that the kind hasn't
 * is a mistake. */
static enum crm_status names(struct cond *cd, const struct crm_kind *k, const char *alias, const struct field_ask *ask)
{
	const char *s = cd->s, *element;
	size_t n = cd->n, nelement, i = 0;

	sb_adds(cd->sql, cd->op == OP_NE ? "NOT (" : "(");
	while (cond_next(&s, &n, &element, &nelement)) {
		const struct crm_field *f = catalog_field(cd->c, k, element, nelement);

		if (!f)
			return catalog_unknown(cd->c, k, element, nelement, cd->e);
		sb_adds(cd->sql, i++ ? " OR " : "");
		ask->names(cd->c, k, f, alias, cd->sql);
	}
	sb_addc(cd->sql, ')');
	return CRM_OK;
}

enum crm_status cond_value(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f,
                           const char *x, const struct spans *refs)
{
	enum crm_status s;

	if (cd->op == OP_HAS)
		return has(cd, f, x);
	if (f->ask && f->ask->names)
		return names(cd, k, alias, f->ask);
	if (cond_of_any_year(cd, f))
		return cond_yearless(cd, x);
	switch (f->type) {
	case T_TEXT:
	case T_LONG:
		s = f->class == C_EXPR || f->class == C_EVAL ? check_words(cd, f) : CRM_OK;
		return s ? s : text(cd, k, alias, f, x);
	case T_COUNTRY:
		return countries(cd, x);
	default:
		return numbers(cd, k, alias, f, x, refs);
	}
}
