/* eval_complete.c - complete and missing: the weights of fields that have a value, as SQL of
 * constants.
 *
 * Weights that no row says are in force from a table (complete_ready): new databases have no rows,
 * so that better ready-made weights reach all who never chose. `missing=FIELD` asks for the field,
 * not for the text, so that it is one test of the row. */
#include "complete.h"

#include <stdlib.h>
#include "../model/catalog.h"
#include "../model/kinds.h"
#include "../ask/select.h"
#include "people_kinds.h"

/* Nothing is missing of persons who were forgotten. */
#define FORGOTTEN "%s.name IS NOT DISTINCT FROM 'forgotten c' || %s.id"

const struct complete_weight complete_ready[] = {
	{KIND_CONTACT, "company", 3}, {KIND_CONTACT, "email", 3}, {KIND_CONTACT, "phone", 2}, {KIND_CONTACT, "role", 1},
		{KIND_CONTACT, "city", 1},
	{KIND_COMPANY, "category", 2}, {KIND_COMPANY, "industry", 2}, {KIND_COMPANY, "phone", 2}, {KIND_COMPANY, "city", 2},
		{KIND_COMPANY, "employees", 1},
	{KIND_COMPANY, "website", 1}, {KIND_COMPANY, "country", 1},
	{0, NULL, 0},
};

bool complete_kind(const struct crm_kind *k)
{
	return k->no == KIND_CONTACT || k->no == KIND_COMPANY;
}

bool complete_takes(const struct crm_field *f)
{
	if (f->type == T_ID || (f->flags & F_INTERNAL))
		return false;
	return f->class == C_STORED || f->class == C_ROLLED || f->class == C_EXPR ||
	       (f->class == C_SET && (f->flags & F_SET));
}

struct weight { const struct crm_field *field; int weight; size_t place; };
struct weights { struct weight *w; size_t n; };

static int heaviest_first(const void *x, const void *y)
{
	const struct weight *a = x, *b = y;

	return a->weight != b->weight ? (a->weight < b->weight) - (a->weight > b->weight)
	                              : (a->place > b->place) - (a->place < b->place);
}

/* A field that is gone since has no weight. */
static void add(struct crm *c, const struct crm_kind *k, struct weights *ws, const char *name, size_t n, int weight)
{
	const struct crm_field *f = catalog_field(c, k, name, n);
	size_t place = 0;

	if (!f || !complete_takes(f) || weight <= 0)
		return;
	while (place < catalog_count(c, k) && catalog_at(c, k, place) != f)
		place++;
	ARRAY_PUSH(ws->w, ws->n, (struct weight){f, weight, place});
}

static struct weights load(struct crm *c, const struct crm_kind *k)
{
	struct weights ws = {0};
	bool configured = false;
	struct query q = query(c->db, NULL, "SELECT field, weight FROM weight WHERE kind = $1", k->no);

	while (query_row(&q)) {
		size_t n;
		const char *text = db_text(q.st, 0, &n);

		configured = true;
		add(c, k, &ws, text, n, (int)db_int(q.st, 1));
	}
	query_end(&q);
	for (const struct complete_weight *r = complete_ready; !configured && r->kind; r++)
		if (r->kind == k->no)
			add(c, k, &ws, r->field, strlen(r->field), r->weight);
	if (ws.n)
		qsort(ws.w, ws.n, sizeof *ws.w, heaviest_first);
	return ws;
}

/* CASE WHEN the field has a value THEN yes ELSE no END */
static void known(struct crm *c, const struct crm_kind *k, const struct crm_field *f, const char *alias,
                  struct strbuf *sql)
{
	if (f->class == C_SET) {
		sb_printf(sql, "EXISTS (SELECT 1 FROM %s wz WHERE wz.record=%s.id AND wz.kind=%d)",
		          kind_by_no(f->ref)->table, alias, k->no);
		return;
	}
	field_sql(c, f, alias, sql);
	sb_adds(sql, " IS NOT NULL");
}

static void lacks(struct crm *c, const struct crm_kind *k, const struct crm_field *f, const char *alias,
                  struct strbuf *sql)
{
	struct weights ws = load(c, k);
	size_t i = 0;

	while (i < ws.n && ws.w[i].field != f)
		i++;
	sb_adds(sql, i < ws.n ? "NOT (" : "1=0");
	if (i < ws.n) {
		known(c, k, f, alias, sql);
		if (k->no == KIND_CONTACT)
			sb_printf(sql, " OR " FORGOTTEN, alias, alias);
		sb_addc(sql, ')');
	}
	free(ws.w);
}

const struct field_ask missing_ask = {.names = lacks};

static void complete(struct crm *c, const struct crm_kind *k, const char *alias, struct strbuf *sql)
{
	struct weights ws = load(c, k);
	int total = 0;

	sb_adds(sql, ws.n ? "((" : "CAST(NULL AS BIGINT)");
	for (size_t i = 0; i < ws.n; i++) {
		sb_adds(sql, i ? " + CASE WHEN " : "CASE WHEN ");
		known(c, k, ws.w[i].field, alias, sql);
		sb_printf(sql, " THEN %d ELSE 0 END", ws.w[i].weight);
		total += ws.w[i].weight;
	}
	if (ws.n)
		sb_printf(sql, ") * 100 / %d * 100)", total);
	free(ws.w);
}

/* ", " before each name but the first: cut off at the end, for what is the first hangs on the
 * record. */
static void missing(struct crm *c, const struct crm_kind *k, const char *alias, struct strbuf *sql)
{
	struct weights ws = load(c, k);

	sb_adds(sql, ws.n ? "nullif(substr(" : "CAST(NULL AS TEXT)");
	for (size_t i = 0; i < ws.n; i++) {
		sb_adds(sql, i ? " || CASE WHEN " : "CASE WHEN ");
		known(c, k, ws.w[i].field, alias, sql);
		sb_printf(sql, " THEN '' ELSE ',%s' END", catalog_name(c, k, ws.w[i].field));
	}
	if (ws.n)
		sb_adds(sql, ", 2), '')");
	free(ws.w);
}

static void of_known(struct crm *c, void (*eval)(struct crm *, const struct crm_kind *, const char *, struct strbuf *),
                     const char *alias, struct strbuf *sql)
{
	sb_printf(sql, "CASE WHEN " FORGOTTEN " THEN NULL ELSE ", alias, alias);
	eval(c, kind_by_no(KIND_CONTACT), alias, sql);
	sb_adds(sql, " END");
}

void eval_contact_complete(struct crm *c, const char *alias, struct strbuf *sql)
{
	of_known(c, complete, alias, sql);
}

void eval_contact_missing(struct crm *c, const char *alias, struct strbuf *sql)
{
	of_known(c, missing, alias, sql);
}

void eval_company_complete(struct crm *c, const char *alias, struct strbuf *sql)
{
	complete(c, kind_by_no(KIND_COMPANY), alias, sql);
}

void eval_company_missing(struct crm *c, const char *alias, struct strbuf *sql)
{
	missing(c, kind_by_no(KIND_COMPANY), alias, sql);
}
