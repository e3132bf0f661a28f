/* fields.c - crm_fields and crm_values: what can be asked for and written, for people and for
 * completions */
#include "crm_show.h"
#include "../base/money.h"
#include "../model/catalog.h"
#include "../model/lookup.h"

static const char *const type_names[] = {
	[T_TEXT] = "text",       [T_LONG] = "long",       [T_INT] = "integer",       [T_DECIMAL] = "decimal",
	[T_PERCENT] = "percent", [T_MONEY] = "money",     [T_CURRENCY] = "currency", [T_COUNTRY] = "country",
	[T_DATE] = "date",       [T_INSTANT] = "instant", [T_BOOL] = "boolean",      [T_ENUM] = "enum",
	[T_TERM] = "term",       [T_REF] = "reference",   [T_DURATION] = "duration", [T_LIST] = "list",
	[T_ID] = "id",
};

static void text_cell(struct sink *s, enum cell type, const char *p)
{
	sink_cell(s, *p ? type : CELL_NULL, p, strlen(p));
}

static void join_words(struct strbuf *out, const char *const *words)
{
	sb_reset(out);
	for (; words && *words; words++)
		if (**words)
			sb_printf(out, "%s%s", out->len ? "," : "", *words);
}

static void field_row(struct crm *c, const struct crm_kind *k, const struct crm_field *f, struct strbuf *b,
                      struct sink *s)
{
	const struct crm_kind *to = f->type == T_REF ? kind_by_no(f->ref) : NULL;

	text_cell(s, CELL_PLAIN, catalog_name(c, k, f));
	text_cell(s, CELL_PLAIN, type_names[f->type]);
	text_cell(s, CELL_BOOL, f->flags & F_SET ? "yes" : "no");
	join_words(b, f->words);
	text_cell(s, CELL_LIST, to ? to->name : b->buf);
	text_cell(s, CELL_TEXT, f->help ? f->help : "");
	sink_end_row(s);
}

enum crm_status crm_fields(struct crm *c, const struct crm_kind *k, struct sink *sink, struct crm_error *e)
{
	static const struct sink_column columns[] = {
		{"field", false}, {"type", false}, {"set", false}, {"values", false}, {"meaning", false}};
	struct strbuf b = STRBUF_INIT;
	enum crm_status s = catalog_load(c, e);
	const struct crm_field *f;

	if (s)
		return s;
	sink_begin(sink, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; (f = catalog_at(c, k, i)); i++)
		field_row(c, k, f, &b, sink);
	sink_end(sink);
	sb_release(&b);
	if (k->condition)
		crm_note(e,
		         "default condition of list: %s (falls away when the command names that field or ids, or with "
		         "--all)",
		         k->condition);
	return CRM_OK;
}

/* ---- live values ---- */

struct values { struct crm *c; const char *arg; struct sink *out; struct crm_error *e; };

static void word(struct values *v, const char *s)
{
	if (!*s)
		return;
	sink_cell(v->out, CELL_TEXT, s, strlen(s));
	sink_end_row(v->out);
}

static void words(struct values *v, const char *const *list)
{
	for (; list && *list; list++)
		word(v, *list);
}

/* First columns of the rows of a statement without parameters. */
static enum crm_status rows_of(struct values *v, const char *sql)
{
	struct query q = query_built(v->c->db, v->e, sql);
	const char *text;
	size_t n;

	while (!sink_stopped(v->out) && query_row(&q)) {
		text = db_text(q.st, 0, &n);
		sink_cell(v->out, CELL_TEXT, text ? text : "", n);
		sink_end_row(v->out);
	}
	return query_end(&q);
}

static enum crm_status value_users(struct values *v)
{
	return rows_of(v, "SELECT name FROM users ORDER BY name");
}

static enum crm_status value_pipelines(struct values *v)
{
	return rows_of(v, "SELECT name FROM pipeline ORDER BY position, id");
}

static enum crm_status value_stages(struct values *v)
{
	return rows_of(v, "SELECT name FROM stage GROUP BY name ORDER BY min(position), name");
}

static enum crm_status value_kinds(struct values *v)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if (!((*k)->flags & K_CONFIG))
			word(v, (*k)->name);
	return CRM_OK;
}

static enum crm_status value_currencies(struct values *v)
{
	words(v, currency_codes());
	return CRM_OK;
}

static enum crm_status value_countries(struct values *v)
{
	size_t n;
	const struct country *t = country_table(&n);

	for (size_t i = 0; i < n; i++)
		word(v, t[i].code);
	return CRM_OK;
}

static enum crm_status kind_arg(struct values *v, size_t n, const struct crm_kind **k)
{
	char *name = arena_strndup(&v->c->arena, v->arg, n);

	*k = kind_by_name(name);
	return *k ? CRM_OK : crm_fail(v->e, CRM_USAGE, "no kind '%s'", name);
}

/* KIND.FIELD */
static enum crm_status field_arg(struct values *v, const struct crm_kind **k, const struct crm_field **f)
{
	size_t n = strcspn(v->arg, ".");
	enum crm_status s = kind_arg(v, n, k);

	if (s)
		return s;
	if (!v->arg[n])
		return crm_fail(v->e, CRM_USAGE, "'%s' is not KIND.FIELD", v->arg);
	*f = catalog_field(v->c, *k, v->arg + n + 1, strlen(v->arg + n + 1));
	return *f ? CRM_OK : catalog_unknown(v->c, *k, v->arg + n + 1, strlen(v->arg + n + 1), v->e);
}

static enum crm_status value_fields(struct values *v)
{
	const struct crm_kind *k;
	enum crm_status s = kind_arg(v, strlen(v->arg), &k);

	if (!s)
		words(v, catalog_names(v->c, k));
	return s;
}

static enum crm_status value_tags(struct values *v)
{
	struct strbuf sql = STRBUF_INIT;
	const struct crm_kind *k = NULL;
	enum crm_status s = *v->arg ? kind_arg(v, strlen(v->arg), &k) : CRM_OK;

	sb_adds(&sql, "SELECT DISTINCT word FROM tag");
	if (k)
		sb_printf(&sql, " WHERE kind=%d", k->no);
	sb_adds(&sql, " ORDER BY word");
	if (!s)
		s = rows_of(v, sql.buf);
	sb_release(&sql);
	return s;
}

/* All terms, or those a field uses. */
static enum crm_status value_terms(struct values *v)
{
	struct strbuf sql = STRBUF_INIT;
	const struct crm_kind *k;
	const struct crm_field *f = NULL;
	enum crm_status s = strchr(v->arg, '.') ? field_arg(v, &k, &f) : CRM_OK;

	sb_adds(&sql, "SELECT word FROM term");
	if (f && f->type == T_TERM)
		sb_printf(&sql, " WHERE id IN (SELECT %s FROM %s%s)", field_column(f), k->table,
		          f->flags & F_CUSTOM ? "_x" : "");
	sb_adds(&sql, " ORDER BY word_key, word");
	if (!s)
		s = rows_of(v, sql.buf);
	sb_release(&sql);
	return s;
}

/* What may stand behind FIELD= */
static enum crm_status value_values(struct values *v)
{
	static const char *const yes_no[] = {"yes", "no", NULL};
	const struct crm_kind *k;
	const struct crm_field *f;
	enum crm_status s = field_arg(v, &k, &f);

	if (s)
		return s;
	switch (f->type) {
	case T_ENUM:
	case T_LIST:
		words(v, f->words);
		return f->ref == KIND_TAG ? rows_of(v, "SELECT DISTINCT word FROM tag ORDER BY word") : CRM_OK;
	case T_BOOL:
		words(v, yes_no);
		return CRM_OK;
	case T_TERM:
		return value_terms(v);
	case T_CURRENCY:
		return value_currencies(v);
	case T_COUNTRY:
		return value_countries(v);
	case T_REF:
		return f->ref == KIND_USER       ? value_users(v)
		       : f->ref == KIND_STAGE    ? value_stages(v)
		       : f->ref == KIND_PIPELINE ? value_pipelines(v)
		                                 : CRM_OK;
	default:
		return CRM_OK;
	}
}

static const struct {
	const char *what;
	enum crm_status (*run)(struct values *);
} sources[] = {
	{"users", value_users},
	{"pipelines", value_pipelines},
	{"stages", value_stages},
	{"kinds", value_kinds},
	{"currencies", value_currencies},
	{"countries", value_countries},
	{"fields", value_fields},
	{"tags", value_tags},
	{"terms", value_terms},
	{"values", value_values},
};

enum crm_status crm_values(struct crm *c, const char *what, struct sink *sink, struct crm_error *e)
{
	static const struct sink_column columns[] = {{"value", false}};
	size_t n = strcspn(what, ":");
	struct values v = {c, what[n] ? what + n + 1 : "", sink, e};
	bool begun;
	enum crm_status s;

	for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
		if (strlen(sources[i].what) != n || strncmp(sources[i].what, what, n) != 0)
			continue;
		s = db_read(c->db, &begun, e);
		sink_begin(sink, columns, 1);
		if (!s)
			s = sources[i].run(&v);
		sink_end(sink);
		db_read_end(c->db, begun);
		return s;
	}
	return crm_fail(e, CRM_USAGE, "no values '%s'", what);
}
