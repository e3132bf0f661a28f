/* cond.c - conditions to WHERE: the operand's form, dotted references as semi-joins, words */
#include "cond.h"

#include "../model/catalog.h"
#include "../model/field_sql.h"
#include "../model/lookup.h"
#include "cond_test.h"

#define DEPTH_MAX 4 /* references a condition may go along */

static enum crm_status own_field(struct cond *cd, const struct crm_kind *k, const char *alias,
                                 const struct crm_field *f)
{
	struct spans refs = {0};
	bool names = f->type == T_REF && !field_named(f) && cd->n && cd->op != OP_HAS;
	enum crm_status s = names ? cond_references(cd, f, &refs) : CRM_OK;

	if (!s)
		s = cond_field(cd, k, alias, f, &refs);
	spans_free(&refs);
	return s;
}

static enum crm_status along(struct cond *cd, const struct crm_kind *k, const char *alias, const char *path, size_t n,
                             int depth)
{
	const struct crm_field *f = catalog_step(cd->c, k, &path, &n);
	const struct crm_kind *to;
	struct strbuf x = STRBUF_INIT;
	char inner[16];
	enum crm_status s;

	if (!f)
		return catalog_unknown(cd->c, k, path, n, cd->e);
	if (!n)
		return own_field(cd, k, alias, f);
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

enum crm_status cond_sql(struct crm *c, const struct crm_kind *k, const char *alias, const char *operand,
                         struct strbuf *sql, struct binds *b, struct crm_error *e)
{
	struct operand o;
	struct cond cd = {.c = c, .sql = sql, .b = b, .e = e};

	if (!operand_split(operand, &o))
		return crm_fail(
		        e, CRM_USAGE,
		        "'%s' is not a condition; conditions are FIELD=VALUE, FIELD!=VALUE, FIELD=A..B and FIELD~TEXT",
		        operand);
	cd.name = arena_strndup(&c->arena, o.field, o.nfield);
	cd.op = o.op;
	cd.s = o.value;
	cd.n = o.nvalue;
	if (o.op != OP_EQ && o.op != OP_NE && o.op != OP_HAS)
		return cond_usage(&cd, "'%s' is an assignment, for add and set; conditions are = != and ~", operand);
	if (o.op == OP_HAS && !o.nvalue)
		return cond_usage(&cd, "nothing to look for behind ~; '%s=' is empty, '%s!=' is not empty", cd.name,
		                  cd.name);
	return along(&cd, k, alias, o.field, o.nfield, 0);
}

enum crm_status cond_word(struct crm *c, const struct crm_kind *k, const char *alias, const char *word,
                          struct strbuf *sql, struct binds *b, struct crm_error *e)
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
		return crm_fail(e, CRM_USAGE,
		                "'%s': words are not looked for in records of kind %s; use conditions (FIELD=VALUE)",
		                word, k->name);
	parameter = cond_pattern(&cd);
	if (!parameter)
		return CRM_USAGE;
	sb_addc(sql, '(');
	for (size_t i = 0, n = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!(f->flags & F_WORD))
			continue;
		sb_adds(sql, n++ ? " OR " : "");
		snprintf(x, sizeof x, "%s.%s%s", alias, field_column(f), f->flags & F_KEY ? "_key" : "");
		cond_add_like(&cd, x, !(f->flags & F_KEY), parameter);
	}
	sb_addc(sql, ')');
	return CRM_OK;
}
