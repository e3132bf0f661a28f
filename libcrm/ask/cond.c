/* cond.c - conditions to WHERE: the operand's form, dotted references as semi-joins, words, bound values */
#include "cond.h"

#include <stdarg.h>

#include "../base/ascii.h"
#include "../base/utf8.h"
#include "../model/catalog.h"
#include "cond_impl.h"
#include "select.h"

#define DEPTH_MAX 4 /* references a condition may go along */
#define PATTERN_MAX 10000 /* bytes: the database takes no longer patterns than some 50000 */

/* ---- bound values ---- */

size_t binds_text(struct binds *b, const char *s, size_t n)
{
	if ((b->n & (b->n - 1)) == 0)
		b->b = crm_realloc(b->b, (b->n ? 2 * b->n : 1) * sizeof *b->b);
	b->b[b->n] = (struct bind){.text = true, .s = crm_strndup(s, n), .n = n};
	return ++b->n;
}

void binds_apply(const struct binds *b, struct stmt *st)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->b[i].text)
			db_bind_text(st, (int)i + 1, b->b[i].s, b->b[i].n);
		else
			db_bind_int(st, (int)i + 1, b->b[i].i);
}

void binds_free(struct binds *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->b[i].s);
	free(b->b);
	*b = (struct binds){0};
}

/* ---- contains ---- */

void like_escape(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '%' || s[i] == '_' || s[i] == '!')
			sb_addc(out, '!');
		sb_addc(out, s[i]);
	}
}

void like_pattern(struct strbuf *out, const char *s, size_t n)
{
	sb_addc(out, '%');
	like_escape(out, s, n);
	sb_addc(out, '%');
}

static void add_like(struct cond *cd, const char *x, bool fold, size_t parameter)
{
	sb_printf(cd->sql, fold ? "crm_fold(%s) LIKE $%zu ESCAPE '!'" : "%s LIKE $%zu ESCAPE '!'", x, parameter);
}

/* Binds the pattern of the folded value; 0 = failed. */
static size_t bind_pattern(struct cond *cd)
{
	struct strbuf key = STRBUF_INIT, pattern = STRBUF_INIT;
	size_t parameter = 0;

	utf8_fold(&key, cd->s, cd->n);
	like_pattern(&pattern, key.buf, key.len);
	if (!key.len)
		cond_usage(cd, "nothing to look for");
	else if (pattern.len > PATTERN_MAX)
		cond_usage(cd, "a text of %zu bytes is too long to look for", cd->n);
	else
		parameter = binds_text(cd->b, pattern.buf, pattern.len);
	sb_release(&key);
	sb_release(&pattern);
	return parameter;
}

enum crm_status cond_like(struct cond *cd, const char *x, bool fold)
{
	enum crm_status s = fold ? db_use_fold(cd->c->db, cd->e) : CRM_OK;
	size_t parameter = s ? 0 : bind_pattern(cd);

	if (s || !parameter)
		return s ? s : CRM_USAGE;
	add_like(cd, x, fold, parameter);
	return CRM_OK;
}

enum crm_status cond_like_phone(struct cond *cd, const char *x)
{
	struct strbuf pattern = STRBUF_INIT;
	bool digits = false;

	/* keys are in international form, without the zeros one dials */
	sb_addc(&pattern, '%');
	for (size_t i = 0; i < cd->n && pattern.len < PATTERN_MAX; i++)
		if (ascii_digit(cd->s[i]) && (digits || cd->s[i] != '0')) {
			sb_addc(&pattern, cd->s[i]);
			digits = true;
		}
	sb_addc(&pattern, '%');
	if (digits)
		add_like(cd, x, false, binds_text(cd->b, pattern.buf, pattern.len));
	sb_release(&pattern);
	return digits ? CRM_OK : cond_usage(cd, "'%.*s' holds no digits to look for", (int)cd->n, cd->s);
}

/* ---- conditions ---- */

enum crm_status cond_usage(const struct cond *cd, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	crm_fail_at(cd->e, CRM_USAGE, NULL, 0, 0, cd->name, "%s", b.buf);
	sb_release(&b);
	return CRM_USAGE;
}

bool cond_next(const char **s, size_t *n, const char **element, size_t *nelement)
{
	const char *comma;

	if (!*s)
		return false;
	comma = memchr(*s, ',', *n);
	*element = *s;
	*nelement = comma ? (size_t)(comma - *s) : *n;
	*n -= comma ? *nelement + 1 : *nelement;
	*s = comma ? comma + 1 : NULL;
	return true;
}

/* What is computed from stored columns can be asked for by them, so that their indexes serve. @ is the alias. */
static const struct { int kind; const char *field, *word, *sql; } inverses[] = {
	{KIND_OFFER, "overdue", "yes", "@.state=1 AND @.expected_close < $today"},
	{KIND_OFFER, "expired", "yes", "@.state=1 AND @.valid_until < $today"},
	{KIND_OFFER, "qualified", "yes", "@.opened IS NOT NULL"},
	{KIND_OFFER, "qualified", "no", "@.opened IS NULL"},
	{KIND_COMPANY, "size", "1-9", "@.employees < 10"},
	{KIND_COMPANY, "size", "10-49", "@.employees BETWEEN 10 AND 49"},
	{KIND_COMPANY, "size", "50-249", "@.employees BETWEEN 50 AND 249"},
	{KIND_COMPANY, "size", "250+", "@.employees >= 250"},
};
#define N_INVERSES (sizeof inverses / sizeof *inverses)

static const char *inverse(const struct crm_kind *k, const struct crm_field *f, const char *s, size_t n)
{
	for (size_t i = 0; i < N_INVERSES; i++)
		if (inverses[i].kind == k->no && strcmp(inverses[i].field, f->name) == 0 && strlen(inverses[i].word) == n &&
		    memcmp(inverses[i].word, s, n) == 0)
			return inverses[i].sql;
	return NULL;
}

/* Every element has an inverse: they are joined by OR, and *done is set. */
static void try_inverse(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f, bool *done)
{
	const char *s = cd->s, *element;
	size_t n = cd->n, nelement, i = 0;

	*done = cd->op == OP_EQ;
	while (*done && cond_next(&s, &n, &element, &nelement))
		*done = inverse(k, f, element, nelement) != NULL;
	if (!*done)
		return;
	s = cd->s;
	n = cd->n;
	sb_addc(cd->sql, '(');
	while (cond_next(&s, &n, &element, &nelement)) {
		sb_adds(cd->sql, i++ ? " OR " : "");
		field_expand(cd->c, inverse(k, f, element, nelement), alias, cd->sql);
	}
	sb_addc(cd->sql, ')');
}

static enum crm_status leaf(struct cond *cd, const struct crm_kind *k, const char *alias, const struct crm_field *f)
{
	struct strbuf x = STRBUF_INIT;
	bool done = false, side = (f->flags & F_CUSTOM) && !cond_takes_null(cd);
	enum crm_status s = CRM_OK;

	cd->kind = k;
	if (f->class == C_SET)
		return cond_set(cd, k, alias, f);
	try_inverse(cd, k, alias, f, &done);
	if (done)
		return CRM_OK;
	/* the user's own fields are asked for in their side table, as far as a row must be there */
	if (side) {
		sb_printf(cd->sql, "%s.id IN (SELECT x.id FROM %s_x x WHERE ", alias, k->table);
		sb_printf(&x, "x.%s", f->column);
	} else if (f->flags & F_DAYSAGO) {
		field_expand(cd->c, f->expr, alias, &x);
	} else {
		field_sql(cd->c, f, alias, &x);
	}
	if (cd->n == 0)
		sb_printf(cd->sql, "%s IS %sNULL", x.buf, cd->op == OP_NE ? "NOT " : "");
	else
		s = cond_value(cd, k, alias, f, x.buf);
	if (side)
		sb_addc(cd->sql, ')');
	sb_release(&x);
	return s;
}

static enum crm_status along(struct cond *cd, const struct crm_kind *k, const char *alias, const char *path, size_t n, int depth)
{
	const struct crm_field *f = catalog_step(cd->c, k, &path, &n);
	const struct crm_kind *to;
	struct strbuf x = STRBUF_INIT;
	char inner[16];
	enum crm_status s;

	if (!f)
		return catalog_unknown(cd->c, k, path, n, cd->e);
	if (!n)
		return leaf(cd, k, alias, f);
	to = f->type == T_REF ? kind_by_no(f->ref) : NULL;
	if (!to)
		return cond_usage(cd, "'%s' refers to no record", f->name);
	if (depth == DEPTH_MAX)
		return cond_usage(cd, "more than %d references in a row", DEPTH_MAX);
	snprintf(inner, sizeof inner, "r%d", depth + 1);
	field_sql(cd->c, f, alias, &x);
	/* without the record its fields are empty */
	if (cond_takes_null(cd))
		sb_printf(cd->sql, "(%s IS NULL OR ", x.buf);
	sb_printf(cd->sql, "%s IN (SELECT %s.id FROM %s %s WHERE ", x.buf, inner, to->table, inner);
	s = along(cd, to, inner, path, n, depth + 1);
	sb_adds(cd->sql, cond_takes_null(cd) ? "))" : ")");
	sb_release(&x);
	return s;
}

enum crm_status cond_sql(struct crm *c, const struct crm_kind *k, const char *alias, const char *operand, struct strbuf *sql,
                         struct binds *b, struct crm_error *e)
{
	struct operand o;
	struct cond cd = {.c = c, .sql = sql, .b = b, .e = e};

	if (!operand_split(operand, &o))
		return crm_fail(e, CRM_USAGE,
		                "'%s' is not a condition; conditions are FIELD=VALUE, FIELD!=VALUE, FIELD=A..B and FIELD~TEXT", operand);
	cd.name = arena_strndup(&c->arena, o.field, o.nfield);
	cd.op = o.op;
	cd.s = o.value;
	cd.n = o.nvalue;
	if (o.op != OP_EQ && o.op != OP_NE && o.op != OP_HAS)
		return cond_usage(&cd, "'%s' is an assignment, for add and set; conditions are = != and ~", operand);
	if (o.op == OP_HAS && !o.nvalue)
		return cond_usage(&cd, "nothing to look for behind ~; '%s=' is empty, '%s!=' is not empty", cd.name, cd.name);
	return along(&cd, k, alias, o.field, o.nfield, 0);
}

enum crm_status cond_word(struct crm *c, const struct crm_kind *k, const char *alias, const char *word, struct strbuf *sql, struct binds *b,
                          struct crm_error *e)
{
	struct cond cd = {.c = c, .name = NULL, .op = OP_HAS, .s = word, .n = strlen(word), .sql = sql, .b = b, .e = e};
	size_t parameter, fields = 0;
	char x[64];
	enum crm_status s = db_use_fold(c->db, e);

	if (s)
		return s;
	for (size_t i = 0; i < k->nfields; i++)
		fields += (k->fields[i].flags & F_WORD) != 0;
	if (!fields)
		return crm_fail(e, CRM_USAGE, "'%s': words are not looked for in records of kind %s; use conditions (FIELD=VALUE)", word,
		                k->name);
	parameter = bind_pattern(&cd);
	if (!parameter)
		return CRM_USAGE;
	sb_addc(sql, '(');
	for (size_t i = 0, n = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!(f->flags & F_WORD))
			continue;
		sb_adds(sql, n++ ? " OR " : "");
		snprintf(x, sizeof x, "%s.%s%s", alias, field_column(f), f->flags & F_KEY ? "_key" : "");
		add_like(&cd, x, !(f->flags & F_KEY), parameter);
	}
	sb_addc(sql, ')');
	return CRM_OK;
}
