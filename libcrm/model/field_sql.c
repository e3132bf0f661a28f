/* field_sql.c - fields as SQL. */
#include "field_sql.h"

#include "kinds.h"

void field_is_sql(struct strbuf *sql, const struct crm_field *f, const char *alias, const char *parameter)
{
	const char *column = field_column(f);

	if (f->flags & F_WEB) /* what a partial index asks for */
		sb_printf(sql, WEB_KEY("%s%s") " = " WEB_KEY("%s") " AND %s%s IS NOT NULL", alias, column, parameter,
		          alias, column);
	else
		sb_printf(sql, "%s%s%s = %s", alias, column, f->flags & F_KEY ? "_key" : "", parameter);
}

void field_expand(struct crm *c, const char *expr, const char *alias, struct strbuf *out)
{
	for (const char *p = expr; *p; p++) {
		if (*p == '@') {
			sb_adds(out, alias);
		} else if (strncmp(p, "$today", 6) == 0) {
			sb_addint(out, c->today);
			p += 5;
		} else if (strncmp(p, "$year", 5) == 0) {
			sb_addint(out, date_to_civil(c->today).year);
			p += 4;
		} else {
			sb_addc(out, *p);
		}
	}
}

void field_sql(struct crm *c, const struct crm_field *f, const char *alias, struct strbuf *out)
{
	if (f->flags & F_CUSTOM) {
		field_expand(c, f->expr, alias, out);
	} else if (f->class == C_EVAL) {
		f->eval(c, alias, out);
	} else if (f->class == C_EXPR) {
		if (f->flags & F_DAYSAGO)
			sb_printf(out, "(%d - ", c->today);
		field_expand(c, f->expr, alias, out);
		sb_adds(out, f->flags & F_DAYSAGO ? ")" : "");
	} else {
		/* a list is read by its record's id */
		sb_printf(out, "%s.%s", alias, f->type == T_ID || f->class == C_SET ? "id" : field_column(f));
	}
}

void set_source(struct crm *c, const struct crm_field *f, struct strbuf *out)
{
	if (f->expr)
		field_expand(c, f->expr, "", out);
	else
		sb_adds(out, kind_by_no(f->ref)->table);
}

/* Amounts of records without a currency of their own are in that of the record they refer to. */
static const struct crm_field *currency_owner(const struct crm_kind *k)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (f->type == T_REF && field_is_column(f) && f->ref && kind_field(kind_by_no(f->ref), "currency"))
			return f;
	}
	return NULL;
}

bool currency_sql(struct crm *c, const struct crm_kind *k, const char *alias, struct strbuf *out)
{
	bool own = kind_field(k, "currency");
	const struct crm_field *of = own ? NULL : currency_owner(k);

	if (own)
		sb_printf(out, "%s.currency", alias);
	else if (of)
		sb_printf(out, "(SELECT y.currency FROM %s y WHERE y.id=%s.%s)", kind_by_no(of->ref)->table, alias,
		          field_column(of));
	else
		sb_addint(out, c->set.currency);
	return own || of;
}

/* Day of its 400 years, year of them, day of that year: 719468 days lie between 0000-03-01 and
 * 1970-01-01. */
void date_place_sql(const char *x, struct strbuf *out)
{
	struct strbuf doe = STRBUF_INIT, yoe = STRBUF_INIT;

	sb_printf(&doe, "((%s + 719468) %% 146097)", x);
	sb_printf(&yoe, "((%s - %s / 1460 + %s / 36524 - %s / 146096) / 365)", doe.buf, doe.buf, doe.buf, doe.buf);
	sb_printf(out, "(%s - (365 * %s + %s / 4 - %s / 100))", doe.buf, yoe.buf, yoe.buf, yoe.buf);
	sb_release(&doe);
	sb_release(&yoe);
}
