/* cond_list.c - the value of a condition as numbers: lists, ranges, periods, words, references */
#include "cond_test.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/lookup.h"
#include "../model/day.h"
#include "../model/value.h"

void spans_add(struct spans *l, int64_t lo, int64_t hi)
{
	ARRAY_PUSH(l->v, l->n, (struct span){lo, hi});
}

void spans_free(struct spans *l)
{
	free(l->v);
	*l = (struct spans){0};
}

/* What is wrong in a condition is a usage error, whoever found it. */
static enum crm_status usage(struct cond *cd, struct crm_error *own)
{
	cond_usage(cd, "%s", own->n ? own->list[0].text : "not a value");
	crm_error_clear(own);
	return CRM_USAGE;
}

/* ---- points: one number, as the first and last stored value it stands for ---- */

static enum crm_status point_number(struct cond *cd, const struct crm_field *f, const char *s, size_t n,
                                    struct span *out)
{
	struct crm_error own = CRM_ERROR_INIT;
	int64_t v = 0;

	if (f->type == T_PERCENT && n > 1 && s[n - 1] == '%')
		n--;
	/* amounts at four decimals: their unit is the record's own currency */
	if (decimal_parse_unsaid(s, n, f->type == T_MONEY ? 4 : value_decimals(f, 0),
	                         value_decimals(f, cd->c->set.currency), false, &v, &own))
		return usage(cd, &own);
	*out = (struct span){v, v};
	return CRM_OK;
}

static enum crm_status point_duration(struct cond *cd, const struct crm_field *f, const char *s, size_t n,
                                      struct span *out)
{
	int64_t v;

	(void)f;
	if (!duration_parse(s, n, &v))
		return cond_usage(cd, "'%.*s' is not a duration such as 15m, 1h30m or 2d", (int)n, s);
	*out = (struct span){v, v};
	return CRM_OK;
}

static enum crm_status point_id(struct cond *cd, const struct crm_field *f, const char *s, size_t n, struct span *out)
{
	struct crm_error own = CRM_ERROR_INIT;
	const struct crm_kind *k = cd->kind;
	struct value v;
	int64_t id;

	if (value_parse(cd->c, f, s, n, NULL, 0, &v, &own))
		return usage(cd, &own);
	if (id_parse(s, n, &k, &id) && k != cd->kind)
		return cond_usage(cd, "'%.*s' is of kind %s, not %s", (int)n, s, k->name, cd->kind->name);
	*out = (struct span){v.i, v.i};
	return CRM_OK;
}

static enum crm_status point_date(struct cond *cd, const struct crm_field *f, const char *s, size_t n, struct span *out)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct period p;

	(void)f;
	if (lookup_period(cd->c, s, n, &p, &own))
		return usage(cd, &own);
	*out = (struct span){p.from == DATE_MIN ? INT64_MIN : p.from, p.to == DATE_MAX ? INT64_MAX : p.to};
	return CRM_OK;
}

/* Days run from local midnight to local midnight; a time stands for its whole second, as it is
 * printed. */
static enum crm_status point_instant(struct cond *cd, const struct crm_field *f, const char *text, size_t n,
                                     struct span *out)
{
	int64_t ms;
	bool exact = false;
	enum crm_status s;

	if (n && (memchr(text, ':', n) || ascii_same(text, n, "now"))) {
		struct crm_error own = CRM_ERROR_INIT;
		if (value_instant(cd->c, text, n, &ms, &exact, &own))
			return usage(cd, &own);
		ms -= ((ms % 1000) + 1000) % 1000;
		*out = (struct span){ms, ms + 999};
		return CRM_OK;
	}
	s = point_date(cd, f, text, n, out);
	if (s)
		return s;
	if (out->lo != INT64_MIN)
		out->lo = crm_midnight(cd->c, (int)out->lo);
	if (out->hi != INT64_MAX)
		out->hi = crm_midnight(cd->c, (int)out->hi + 1) - 1;
	return CRM_OK;
}

typedef enum crm_status point_parse(struct cond *cd, const struct crm_field *f, const char *s, size_t n,
                                    struct span *out);

static point_parse *point_of(enum field_type t)
{
	switch (t) {
	case T_INT:
	case T_DECIMAL:
	case T_PERCENT:
	case T_MONEY:
		return point_number;
	case T_DURATION:
		return point_duration;
	case T_ID:
		return point_id;
	case T_DATE:
		return point_date;
	case T_INSTANT:
		return point_instant;
	default:
		return NULL;
	}
}

static const char *dots(const char *s, size_t n)
{
	return memmem(s, n, "..", 2);
}

static enum crm_status range(struct cond *cd, const struct crm_field *f, const char *text, size_t n, struct spans *out)
{
	point_parse *point = point_of(f->type);
	const char *d = dots(text, n);
	size_t nlo = d ? (size_t)(d - text) : n, nhi = d ? n - nlo - 2 : 0;
	struct span lo = {INT64_MIN, INT64_MAX}, hi = {INT64_MIN, INT64_MAX};
	enum crm_status s = CRM_OK;

	if (d && !nlo && !nhi)
		return cond_usage(cd, "'..' is no range: write %s=A.., %s=..B or %s=A..B; '%s!=' is not empty",
		                  cd->name, cd->name, cd->name, cd->name);
	if (nlo)
		s = point(cd, f, text, nlo, &lo);
	if (!s && nhi)
		s = point(cd, f, d + 2, nhi, &hi);
	if (s)
		return s;
	if ((f->flags & F_YEARLESS) && lo.lo == INT64_MIN && hi.hi != INT64_MAX)
		lo.lo = date_from_civil(DATE_YEARLESS + 1, 1, 1); /* nobody knows if they are before */
	if (d && lo.lo > hi.hi)
		return cond_usage(cd, "'%.*s' ends before it begins", (int)n, text);
	spans_add(out, lo.lo, d ? hi.hi : lo.hi);
	return CRM_OK;
}

/* ---- words ---- */

static enum crm_status word(struct cond *cd, const struct crm_field *f, const char *s, size_t n, struct spans *out)
{
	int64_t v = f->type == T_ENUM ? word_index(f->words, s, n) : -1;

	if (f->type == T_ENUM && v < 0)
		return value_unknown(cd->c, CRM_USAGE, cd->name, "word", s, n, f->words, cd->e);
	if (f->type == T_BOOL && !bool_parse(s, n, &v))
		return cond_usage(cd, "'%.*s' is not yes or no", (int)n, s);
	if (f->type == T_CURRENCY && !(v = currency_parse(s, n)))
		return value_unknown(cd->c, CRM_USAGE, cd->name, "currency", s, n, currency_codes(), cd->e);
	spans_add(out, v, v);
	return CRM_OK;
}

/* ---- the small tables: a name as a whole, else names with commas between them ---- */

static bool same_key(const char *name, const struct strbuf *key)
{
	struct strbuf b = STRBUF_INIT;
	bool yes;

	utf8_fold(&b, name, strlen(name));
	yes = b.len == key->len && memcmp(b.buf, key->buf, b.len) == 0;
	sb_release(&b);
	return yes;
}

/* A stage of this name or title in every pipeline. */
static bool add_stages(struct cond *cd, const char *s, size_t n, struct spans *out)
{
	const struct crm *c = cd->c;
	struct strbuf key = STRBUF_INIT;
	size_t before = out->n;

	utf8_fold(&key, s, n);
	for (size_t i = 0; key.len && i < c->nstages; i++)
		if (same_key(c->stages[i].name, &key) || same_key(c->stages[i].title, &key))
			spans_add(out, c->stages[i].id, c->stages[i].id);
	sb_release(&key);
	return out->n > before;
}

static bool add_named(struct cond *cd, int kind, const char *s, size_t n, struct spans *out)
{
	int64_t id = 0;

	if (kind == KIND_STAGE)
		return add_stages(cd, s, n, out);
	/* who has no record yet owns nothing */
	if (kind == KIND_USER && n == 2 && memcmp(s, "me", 2) == 0) {
		if (lookup_me(cd->c, &id, cd->e))
			return false;
		spans_add(out, id, id);
		return true;
	}
	id = named_id(cd->c, kind, s, n);
	if (id)
		spans_add(out, id, id);
	return id != 0;
}

static enum crm_status named(struct cond *cd, int kind, struct spans *out)
{
	const char *text = cd->s, *element;
	size_t n = cd->n, nelement;
	enum crm_status s = lookup_named(cd->c, kind, cd->e);

	if (s || add_named(cd, kind, text, n, out))
		return s;
	while (cond_next(&text, &n, &element, &nelement))
		if (!add_named(cd, kind, element, nelement, out))
			return value_unknown(cd->c, CRM_USAGE, cd->name, kind_by_no(kind)->name, element, nelement,
			                     named_list(cd->c, kind), cd->e);
	return CRM_OK;
}

enum crm_status cond_spans(struct cond *cd, const struct crm_field *f, struct spans *out)
{
	bool ranges = point_of(f->type) != NULL;
	const char *text = cd->s, *element;
	size_t n = cd->n, nelement;
	enum crm_status s = CRM_OK;

	if (field_named(f))
		return named(cd, field_named(f), out);
	if (!ranges && f->type != T_ENUM && f->type != T_BOOL && f->type != T_CURRENCY)
		return crm_fail(cd->e, CRM_INTERNAL, "'%s' has no numbers", cd->name);
	while (!s && cond_next(&text, &n, &element, &nelement)) {
		if (!nelement)
			return cond_usage(cd, "'%.*s' has an empty element", (int)cd->n, cd->s);
		s = ranges ? range(cd, f, element, nelement, out) : word(cd, f, element, nelement, out);
	}
	return s;
}
