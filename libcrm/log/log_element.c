/* log_element.c - elements of lists in the history (tags, e-mails, …): what one was at a time, and
 * whose */
#include "log_impl.h"

#include <stdlib.h>
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
	free(p->asked);
	free(p->change);
	sb_release(&p->text);
}

/* ---- cells as they were ---- */

struct when { const struct crm_kind *k; int64_t id, since; bool changed, gone; };

/* The old value of the first change since; false: there was none. */
static bool first_old(const struct log_past *p, const struct when *w, const struct crm_field *f, struct value *v)
{
	const struct past_change *x = log_past_changes(p, w->k->no, w->id, w->since, 0);

	while (x && x->field != f->no)
		x = log_past_next(p, x);
	if (x)
		*v = history_value(f, x->no_old ? NULL : p->text.buf + x->old, x->nold);
	return x != NULL;
}

static enum crm_status cell_then(struct log_past *p, const struct when *w, const struct crm_field *f, struct value *v,
                                 struct crm_error *e)
{
	bool found;

	if (w->changed && first_old(p, w, f, v))
		return CRM_OK;
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
	struct when w = {k, id, since, log_past_changes(p, k->no, id, since, 0) != NULL, false};
	bool found;
	enum crm_status s;

	*el = (struct log_element){NULL, 0};
	s = peek_exists(&p->peek, k, id, &found, e);
	w.gone = !s && !found;
	if (w.gone) {
		s = peek_removed(&p->peek, k, id, &p->row, &found, e);
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
