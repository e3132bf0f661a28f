/* rows_set.c - lists as they are printed: tags, e-mails, persons, files, purposes */
#include "rows.h"

#include "../model/catalog.h"
#include "../model/list.h"
#include "../model/value.h"

/* Rows of a word or a label, then the texts, or the record and its name. */
static const char *print_sql(struct crm *c, const struct crm_kind *child)
{
	struct kind_cache *cache = catalog_cache(c, child);
	const struct list_form *l = child->list;
	const struct crm_kind *to = l->ref ? kind_by_no(kind_field_no(child, l->ref)->ref) : NULL;
	struct strbuf sql = STRBUF_INIT;

	if (cache->print || l->print)
		return cache->print ? cache->print : l->print;
	sb_adds(&sql, "SELECT ");
	if (l->word)
		sb_printf(&sql, "z.%s%s", list_column(child, l->word), l->labelled ? ", " : "");
	if (to)
		sb_printf(&sql, "z.%s, n.%s", list_column(child, l->ref), to->label);
	else if (l->a)
		sb_printf(&sql, "z.%s", list_column(child, l->a));
	if (l->b && !l->size)
		sb_printf(&sql, ", z.%s", list_column(child, l->b));
	sb_printf(&sql, ", z.record FROM %s z", child->table);
	if (to)
		sb_printf(&sql, " LEFT JOIN %s n ON n.id=z.%s", to->table, list_column(child, l->ref));
	sb_printf(&sql, " WHERE z.record IN " DB_AMONG("1") " AND z.kind=$2 ORDER BY z.record, %s",
	          l->pos ? "z.pos, z.id" : l->b ? "1, 2" : "1");
	cache->print = arena_strndup(&c->arena, sql.buf, sql.len);
	sb_release(&sql);
	return cache->print;
}

/* c12, Erika Muster, or both. */
static void add_record(struct strbuf *out, const struct crm_kind *k, struct stmt *st, int col, enum ref_form refs)
{
	char id[32];
	size_t n, len = id_format(id, k, db_int(st, col));
	const char *name = refs == REFS_IDS ? NULL : db_text(st, col + 1, &n);

	if (!name)
		sb_add(out, id, len);
	else if (refs == REFS_NAMES)
		sb_add(out, name, n);
	else
		sb_printf(out, "%.*s (%s)", (int)n, name, id);
}

static void add_column(struct strbuf *out, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	if (s)
		sb_add(out, s, n);
}

/* A word of the field, or none where the number means nothing. */
static const char *word_of(const struct crm_field *f, struct stmt *st)
{
	int64_t word = db_null(st, 0) ? -1 : db_int(st, 0), n = 0;

	while (f->words && f->words[n])
		n++;
	return word >= 0 && word < n ? f->words[word] : NULL;
}

/* A kind before a colon, or the element itself as a word. */
static void add_element(struct strbuf *out, bool first, const struct set_plan *p, struct stmt *st, enum ref_form refs)
{
	const struct list_form *l = p->child->list;
	bool pair = l->labelled || (l->b && !l->size);
	const char *word = l->word ? word_of(p->f, st) : NULL;

	if (!first)
		sb_addc(out, ',');
	if (word)
		sb_adds(out, word);
	else if (!l->word && !p->to)
		add_column(out, st, 0);
	if (pair && (!l->word || word))
		sb_addc(out, ':');
	if (p->to)
		add_record(out, p->to, st, pair, refs);
	else if (pair)
		add_column(out, st, 1);
}

void set_plan(struct crm *c, const struct crm_kind *owner, const struct crm_field *f, struct set_plan *p)
{
	p->f = f;
	p->owner = owner;
	p->child = kind_by_no(f->ref);
	p->to = p->child->list->ref ? kind_by_no(list_value(p->child)->ref) : NULL;
	p->sql = print_sql(c, p->child);
}

enum crm_status set_texts(struct crm *c, const struct set_plan *p, const int64_t *records, size_t n, enum ref_form refs,
                          struct id_texts *out, struct crm_error *e)
{
	struct query q = query(c->db, e, p->sql);
	int64_t record;
	bool first;

	id_texts_reset(out);
	query_among(&q, 1, records, n);
	query_int(&q, 2, p->owner->no);
	if (p->child->list->print)
		query_int(&q, 3, c->today);
	while (query_row(&q)) {
		record = db_int(q.st, db_columns(q.st) - 1);
		first = !out->n || out->of[out->n - 1].id != record;
		if (first)
			id_texts_open(out, record);
		add_element(&out->text, first, p, q.st, refs);
		id_texts_close(out);
	}
	return query_end(&q);
}
