/* log_filter.c - which changes are wanted, and which of their columns */
#include "log_impl.h"
#include "../base/utf8.h"

#include "../base/ascii.h"
#include "../model/catalog.h"
#include "../ask/cond_test.h"
#include "../history/history.h"
#include "../ask/ref.h"

/* ---- columns ---- */

static enum crm_status add_column(struct log_out *o, const char *name, size_t n, struct crm_error *e)
{
	const char *names[LOG_CELLS + 1] = {NULL}, *near;
	struct strbuf word = STRBUF_INIT;

	for (size_t i = 0; i < o->nall; i++) {
		names[i] = o->all[i].name;
		if (strlen(names[i]) != n || memcmp(names[i], name, n) != 0)
			continue;
		if (o->n == LOG_COLUMNS)
			return crm_fail(e, CRM_USAGE, "more than %d columns", LOG_COLUMNS);
		o->map[o->n++] = (int)i;
		return CRM_OK;
	}
	sb_add(&word, name, n);
	near = utf8_nearest(word.buf, names);
	crm_fail(e, CRM_USAGE, near ? "no column '%s', nearest is '%s'" : "no column '%s'", word.buf, near);
	sb_release(&word);
	return CRM_USAGE;
}

enum crm_status log_columns(struct log_out *o, const struct sink_column *all, size_t nall, const struct crm_query *q,
                            struct sink *sink, struct crm_error *e)
{
	const char *list = q->columns, *element;
	size_t n = list ? strlen(list) : 0, len;
	enum crm_status s = CRM_OK;

	*o = (struct log_out){.s = sink, .all = all, .nall = nall, .left = q->limit};
	if (q->sort)
		return crm_fail(e, CRM_USAGE,
		                "changes are in the order of time, newest first; they cannot be sorted otherwise");
	if (!n || *list == '+')
		for (size_t i = 0; i < nall; i++)
			o->map[o->n++] = (int)i;
	while (!s && n && cond_next(&list, &n, &element, &len)) {
		bool more = len && *element == '+';
		size_t before = o->n;
		s = add_column(o, element + more, len - more, e);
		if (more && !s) /* it is among them already */
			o->n = before;
	}
	return s;
}

void log_begin(const struct log_out *o)
{
	struct sink_column columns[LOG_COLUMNS];

	for (size_t i = 0; i < o->n; i++)
		columns[i] = o->all[o->map[i]];
	sink_begin(o->s, columns, o->n);
}

void log_row(struct log_out *o)
{
	if (o->take) {
		o->take(o->arg, o->cell);
		return;
	}
	for (size_t i = 0; i < o->n; i++) {
		const struct log_cell *x = &o->cell[o->map[i]];
		sink_cell(o->s, x->type, x->p, x->n);
	}
	sink_end_row(o->s);
	if (o->left > 0)
		o->left--;
}

/* ---- conditions ---- */

static const struct crm_field batch_fields[] = {
	{.no = 1, .name = "batch", .column = "id", .type = T_INT},
	{.no = 2, .name = "at", .type = T_INSTANT},
	{.no = 3, .name = "by", .type = T_REF, .ref = KIND_USER},
	{.no = 4, .name = "tool", .type = T_TEXT},
	{.no = 5, .name = "verb", .type = T_TEXT},
};
#define BATCH_FIELDS (sizeof batch_fields / sizeof batch_fields[0])
static const char *const what_words[] = {"add", "set", "move", "rm", NULL};

/* The numbers of batches with or without their letter. */
static char *without_letters(struct crm *c, const char *s)
{
	char *copy = arena_strdup(&c->arena, s), *to = copy;

	for (const char *p = copy; *p; p++)
		if (*p != 'b' || !ascii_digit(p[1]))
			*to++ = *p;
	*to = '\0';
	return copy;
}

static enum crm_status batch_condition(struct cond *cd, const struct crm_field *f)
{
	char x[16];

	snprintf(x, sizeof x, "b.%s", field_column(f));
	if (f->no == 1) {
		cd->s = without_letters(cd->c, cd->s);
		cd->n = strlen(cd->s);
	}
	sb_adds(cd->sql, " AND (");
	if (cd->op == OP_HAS && !cd->n)
		return cond_usage(cd, "nothing to look for");
	return cond_value(cd, kind_by_no(KIND_SETTING), "b", f, x, NULL);
}

static enum crm_status what_condition(struct cond *cd, struct log_filter *f)
{
	const char *s = cd->s, *word;
	size_t n = cd->n, len;
	unsigned mask = 0;

	if (cd->op == OP_HAS)
		return cond_usage(cd, "takes = and != only");
	while (cond_next(&s, &n, &word, &len)) {
		int i = word_index(what_words, word, len);
		if (i < 0)
			return value_unknown(cd->c, CRM_USAGE, cd->name, "word", word, len, what_words, cd->e);
		mask |= 1u << i;
	}
	f->what &= cd->op == OP_NE ? ~mask : mask;
	return CRM_OK;
}

/* A name that no kind has is a mistake. */
static enum crm_status known_field(struct cond *cd, const char *name, size_t n)
{
	const char *const *nearest = NULL;
	struct strbuf word = STRBUF_INIT;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		if (catalog_field(cd->c, *k, name, n))
			return CRM_OK;
		for (size_t i = 0; i < (*k)->nfields; i++)
			if (strlen((*k)->fields[i].name) == n && memcmp((*k)->fields[i].name, name, n) == 0)
				return CRM_OK;
	}
	sb_add(&word, name, n);
	for (const struct crm_kind *const *k = crm_kinds; *k && !nearest; k++)
		if (utf8_nearest(word.buf, catalog_names(cd->c, *k)))
			nearest = catalog_names(cd->c, *k);
	sb_release(&word);
	return value_unknown(cd->c, CRM_USAGE, cd->name, "field", name, n, nearest, cd->e);
}

enum crm_status log_field_condition(struct cond *cd, const char *operand, struct log_filter *f)
{
	const char *text = cd->s, *name;
	size_t n = cd->n, len;
	enum crm_status s = CRM_OK;

	if (cd->op == OP_HAS)
		return cond_usage(cd, "takes = and != only");
	while (!s && n && cond_next(&text, &n, &name, &len))
		s = known_field(cd, name, len);
	if (s)
		return s;
	ARRAY_PUSH(f->field, f->nfield, operand);
	return CRM_OK;
}

static bool named(const char *name, bool list, const char *s, size_t n)
{
	size_t len = strlen(name);

	return len >= n && memcmp(name, s, n) == 0 && (len == n || (list && len == n + 1 && name[n] == 's'));
}

static bool wants(const struct log_filter *f, const char *name, bool list)
{
	for (size_t i = 0; i < f->nfield; i++) {
		struct operand o;
		const char *s, *one;
		size_t n, len;
		bool hit;

		if (!operand_split(f->field[i], &o))
			return false;
		s = o.value;
		n = o.nvalue;
		hit = !n && !name;
		while (n && !hit && name && cond_next(&s, &n, &one, &len))
			hit = named(name, list, one, len);
		if (hit != (o.op == OP_EQ))
			return false;
	}
	return true;
}

bool log_wants_field(const struct log_filter *f, const char *name)
{
	return wants(f, name, false);
}

bool log_wants_list(const struct log_filter *f, const char *name)
{
	return wants(f, name, true);
}

static enum crm_status condition(struct crm *c, const char *operand, const struct operand *o, bool rows,
                                 struct log_filter *f, struct crm_error *e)
{
	static const char *const names[] = {"batch", "at", "by", "tool", "verb", "what", "field", NULL};
	static const char *const batch_names[] = {"batch", "at", "by", "tool", "verb", NULL};
	struct cond cd = {.c = c, .name = arena_strndup(&c->arena, o->field, o->nfield), .op = o->op, .s = o->value,
		.n = o->nvalue,
		.sql = &f->where, .b = &f->binds, .e = e};
	const char *const *known = rows ? names : batch_names, *near;
	enum crm_status s;

	if (o->op != OP_EQ && o->op != OP_NE && o->op != OP_HAS)
		return cond_usage(&cd, "a condition has =, != or ~");
	for (size_t i = 0; i < BATCH_FIELDS; i++)
		if (strcmp(cd.name, batch_fields[i].name) == 0) {
			s = batch_condition(&cd, &batch_fields[i]);
			sb_addc(&f->where, ')');
			return s;
		}
	if (rows && strcmp(cd.name, "what") == 0)
		return what_condition(&cd, f);
	if (rows && strcmp(cd.name, "field") == 0)
		return log_field_condition(&cd, operand, f);
	near = utf8_nearest(cd.name, known);
	return crm_fail(e, CRM_USAGE, near ? "no column '%s', nearest is '%s'" : "no column '%s'", cd.name, near);
}

/* ---- records, with what they own ---- */

static void add_record(struct log_filter *f, int kind, int64_t id)
{
	ARRAY_PUSH(f->record, f->nrecord, (struct log_record){kind, id});
}

static bool owns(const struct crm_field *f, int kind)
{
	return (f->flags & F_OWNER) && field_is_column(f) && (!f->ref || f->ref == kind);
}

static enum crm_status present_children(struct crm *c, const struct crm_kind *child, const struct crm_field *f,
                                        struct log_record of, struct log_filter *out, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	sb_printf(&sql, "SELECT id FROM %s WHERE %s=$1", child->table, field_column(f));
	if (!f->ref)
		sb_printf(&sql, " AND kind=%d", of.kind);
	q = query_built(c->db, e, sql.buf, of.id);
	sb_release(&sql);
	while (query_row(&q))
		add_record(out, child->no, db_int(q.st, 0));
	return query_end(&q);
}

/* Removed rows have no index by owner: those that hold the number are read. */
static enum crm_status removed_children(struct crm *c, const struct crm_kind *child, const struct crm_field *f,
                                        struct log_record of, struct log_filter *out, struct crm_error *e)
{
	struct query q = query(
	        c->db, e, "SELECT DISTINCT id, row FROM removed WHERE kind=$1 AND row LIKE $2 ESCAPE '!' ORDER BY id",
	        child->no);
	struct history_row row = HISTORY_ROW_INIT;
	char pattern[64];

	snprintf(pattern, sizeof pattern, "%%\"%s\":%lld%%", field_column(f), (long long)of.id);
	query_text(&q, 2, pattern, strlen(pattern));
	while (query_row(&q)) {
		size_t n;
		const char *json = db_text(q.st, 1, &n);
		q.s = history_row_parse(c, child, json, n, &row, e);
		if (!q.s && history_row_value(&row, f->no).i == of.id &&
		    (f->ref || history_row_value(&row, kind_field(child, "kind")->no).i == of.kind))
			add_record(out, child->no, db_int(q.st, 0));
	}
	history_row_free(&row);
	return query_end(&q);
}

static enum crm_status add_children(struct crm *c, struct log_record of, struct log_filter *f, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++)
		for (size_t i = 0; i < (*k)->nfields && !s; i++) {
			if (!((*k)->flags & K_CHILD) || !owns(&(*k)->fields[i], of.kind))
				continue;
			s = present_children(c, *k, &(*k)->fields[i], of, f, e);
			if (!s)
				s = removed_children(c, *k, &(*k)->fields[i], of, f, e);
		}
	return s;
}

enum crm_status log_filter_record(struct crm *c, const struct crm_kind *k, int64_t id, struct log_filter *f,
                                  struct crm_error *e)
{
	struct peek peek = PEEK_INIT(c);
	bool found;
	char text[32];
	int64_t n = 1;
	enum crm_status s = peek_exists(&peek, k, id, &found, e);

	peek_free(&peek);
	if (!s && !found)
		s = db_get_int(c->db, e, &n, 0, "SELECT 1 FROM removed WHERE kind=$1 AND id=$2", 2, (int64_t)k->no, id);
	if (s)
		return s;
	id_format(text, k, id);
	if (!n)
		return crm_fail(e, CRM_NO, "no %s %s", k->name, text);
	f->records = true;
	add_record(f, k->no, id);
	return add_children(c, (struct log_record){k->no, id}, f, e);
}

/* ---- operands ---- */

static bool batch_id(const char *s, int64_t *id)
{
	size_t n = strlen(s);

	if (n < 2 || n > 19 || s[0] != 'b' || s[1] == '0' || strspn(s + 1, "0123456789") != n - 1)
		return false;
	*id = 0;
	for (size_t i = 1; i < n; i++)
		*id = *id * 10 + (s[i] - '0');
	return true;
}

static enum crm_status named_batch(struct crm *c, int64_t id, struct strbuf *list, struct crm_error *e)
{
	int64_t n;
	enum crm_status s = db_get_int(c->db, e, &n, 0, "SELECT 1 FROM batch WHERE id=$1", 1, id);

	if (s || !n)
		return s ? s : crm_fail(e, CRM_NO, "no batch b%lld", (long long)id);
	sb_printf(list, "%s%lld", list->len ? "," : "", (long long)id);
	return CRM_OK;
}

static enum crm_status word(struct crm *c, const struct crm_query *q, const char *text, struct log_filter *f,
                            struct strbuf *batches, struct crm_error *e)
{
	const struct crm_kind *k;
	int64_t id;
	enum crm_status s;

	if (batch_id(text, &id))
		return named_batch(c, id, batches, e);
	if (id_parse(text, strlen(text), &k, &id))
		return log_filter_record(c, k, id, f, e);
	if (!q->kind)
		return crm_fail(e, CRM_USAGE, "'%s' is no batch (b41), no record (o9) and no condition", text);
	s = ref_resolve(c, q->kind, text, strlen(text), &id, e);
	return s ? s : log_filter_record(c, q->kind, id, f, e);
}

/* Ids of a stream may come from a report: the name says of which kind. */
static enum crm_status streamed(struct crm *c, const struct crm_query *q, const struct crm_id *id, struct log_filter *f,
                                struct crm_error *e)
{
	const struct crm_kind *k = id->kind ? kind_by_no(id->kind) : q->kind;
	int64_t n = id->id;
	enum crm_status s = CRM_OK;

	if (!k)
		return crm_fail_at(e, CRM_DATA, NULL, id->line, 0, NULL, "an id without letters names no record here");
	if (!n && id->name)
		s = ref_resolve(c, k, id->name, strlen(id->name), &n, e);
	return s ? s : log_filter_record(c, k, n, f, e);
}

enum crm_status log_filter(struct crm *c, const struct crm_query *q, bool rows, struct log_filter *f,
                           struct crm_error *e)
{
	struct strbuf batches = STRBUF_INIT;
	struct operand o;
	enum crm_status s = catalog_load(c, e);

	*f = (struct log_filter){.where = STRBUF_INIT, .what = WHAT_ALL};
	sb_adds(&f->where, "1=1");
	for (size_t i = 0; i < q->noperands && !s; i++) {
		if (operand_split(q->operands[i], &o))
			s = condition(c, q->operands[i], &o, rows, f, e);
		else
			s = word(c, q, q->operands[i], f, &batches, e);
	}
	if (q->ids)
		f->records = true;
	for (size_t i = 0; q->ids && i < q->ids->n && !s; i++)
		s = streamed(c, q, &q->ids->v[i], f, e);
	if (batches.len)
		sb_printf(&f->where, " AND b.id IN (%s)", batches.buf);
	sb_release(&batches);
	return s;
}

void log_filter_free(struct log_filter *f)
{
	sb_release(&f->where);
	binds_free(&f->binds);
	free(f->record);
	free(f->field);
}
