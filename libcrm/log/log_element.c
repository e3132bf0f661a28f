/* log_element.c - elements of lists in the history (tags, e-mails, …): what one was at a time, and
 * whose */
#include "log_impl.h"

#include "../model/catalog.h"

const struct crm_field *log_list_field(const struct crm_kind *k)
{
	/* an affiliation is no element: it has two owners, and days that change */
	for (const struct crm_kind *const *owner = crm_kinds; *owner && k->flags & K_CHILD && k->no != KIND_AFFILIATION;
	     owner++)
		if (kind_list(*owner, k->no))
			return kind_list(*owner, k->no);
	return NULL;
}

void log_past_free(struct log_past *p)
{
	peek_free(&p->peek);
	history_row_free(&p->row);
	sb_release(&p->raw);
}

enum crm_status log_any(struct log_past *p, const char *sql, const int64_t *v, int n, bool *any, struct crm_error *e)
{
	struct query q = query(p->c->db, e, sql);

	for (int i = 0; i < n; i++)
		query_int(&q, i + 1, v[i]);
	*any = query_row(&q);
	return query_end(&q);
}

/* ---- cells as they were ---- */

struct when { const struct crm_kind *k; int64_t id, since; bool changed, gone; };

/* The old value of the first change since; *found = false: there was none. The text stands in
 * p->raw. */
static enum crm_status first_old(struct log_past *p, const struct when *w, const struct crm_field *f, struct value *v,
                                 bool *found, struct crm_error *e)
{
	struct query q = query(p->c->db, e,
	                       "SELECT old FROM change WHERE kind=$1 AND id=$2 AND field=$3 AND batch >= $4 ORDER BY "
	                       "batch, seq LIMIT 1",
	                       w->k->no, w->id, f->no, w->since);
	const char *raw;
	size_t n;

	*found = query_row(&q);
	if (*found) {
		raw = db_text(q.st, 0, &n);
		sb_reset(&p->raw);
		sb_add(&p->raw, raw ? raw : "", raw ? n : 0);
		*v = history_value(f, raw ? p->raw.buf : NULL, p->raw.len);
	}
	return query_end(&q);
}

static enum crm_status cell_then(struct log_past *p, const struct when *w, const struct crm_field *f, struct value *v,
                                 struct crm_error *e)
{
	bool found = false;
	enum crm_status s = w->changed ? first_old(p, w, f, v, &found, e) : CRM_OK;

	if (s || found)
		return s;
	if (!w->gone)
		return peek_read(&p->peek, w->k, f, w->id, v, &found, e);
	*v = history_row_value(&p->row, f->no);
	return CRM_OK;
}

/* ---- elements ---- */

/* As its list prints it: label or system, a colon, the rest; one thing where there is but one. */
static void add_part(struct log_past *p, const struct crm_field *f, struct value v, struct strbuf *text)
{
	if (v.is == V_NULL || f->flags & F_INTERNAL)
		return;
	if (text->len)
		sb_addc(text, ':');
	value_format(p->c, f, v, 0, text);
}

static enum crm_status read_cells(struct log_past *p, const struct when *w, struct log_element *el, struct strbuf *text,
                                  struct crm_error *e)
{
	const struct crm_kind *k = w->k;
	struct value v;
	enum crm_status s = cell_then(p, w, kind_field(k, "kind"), &v, e);

	sb_reset(text);
	el->owner = s || v.is != V_INT ? NULL : kind_by_no((int)v.i);
	if (!s)
		s = cell_then(p, w, kind_field(k, "record"), &v, e);
	el->id = s || v.is != V_INT ? 0 : v.i;
	for (size_t i = 0; i < k->nfields && !s; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!field_is_column(f) || f->flags & F_INTERNAL || !(f->flags & F_SET)) /* of a file the path */
			continue;
		s = cell_then(p, w, f, &v, e);
		if (!s)
			add_part(p, f, v, text);
	}
	return s;
}

enum crm_status log_element_before(struct log_past *p, const struct crm_kind *k, int64_t id, int64_t since,
                                   struct log_element *el, struct strbuf *text, struct crm_error *e)
{
	struct when w = {k, id, since, false, false};
	bool found;
	enum crm_status s = log_any(p, "SELECT 1 FROM change WHERE kind=$1 AND id=$2 AND batch >= $3 LIMIT 1",
	                            (int64_t[]){k->no, id, since}, 3, &w.changed, e);

	*el = (struct log_element){NULL, 0};
	if (!s)
		s = peek_exists(&p->peek, k, id, &found, e);
	w.gone = !s && !found;
	if (w.gone) {
		s = history_row_removed(p->c, k, id, &p->row, &found, e);
		if (s || !found)
			return s;
	}
	return s ? s : read_cells(p, &w, el, text, e);
}

enum crm_status log_element_removed(struct log_past *p, const struct crm_kind *k, struct log_element *el,
                                    struct strbuf *text, struct crm_error *e)
{
	const struct when w = {k, 0, 0, false, true};

	return read_cells(p, &w, el, text, e);
}
