/* edit_set.c - lists: tags, categories, e-mails, telephones, keys in other systems. Each element is
 * a row of a child kind. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/utf8.h"

/* ---- noting assignments ---- */

static struct list_edit *list_slot(struct draft *d, const struct crm_field *f)
{
	struct list_edit *l;

	for (size_t i = 0; i < d->nlist; i++)
		if (d->list[i].f == f)
			return &d->list[i];
	l = &d->list[d->nlist++];
	*l = (struct list_edit){.f = f, .child = kind_by_no(f->ref)};
	l->form = l->child->list;
	return l;
}

bool list_takes(struct edit *ed, struct draft *d, const struct assign *a)
{
	const struct crm_field *f = a->field;

	(void)ed;
	if (f->type == T_LIST && !(f->flags & F_CUSTOM)) {
		list_slot(d, f)->whole = true;
		list_slot(d, f)->equal |= a->op == OP_EQ;
		return true;
	}
	if (f->first_of)
		list_slot(d, kind_field_no(d->ke->k, f->first_of))->first = a;
	return f->first_of;
}

const struct list_edit *draft_list(const struct draft *d, int child)
{
	for (size_t i = 0; i < d->nlist; i++)
		if (d->list[i].f->ref == child)
			return &d->list[i];
	return NULL;
}

bool list_replaced(const struct draft *d, const struct crm_field *f)
{
	const struct list_edit *l = draft_list(d, f->ref);

	return l && (l->equal || l->first);
}

void lists_copy(struct draft *d)
{
	for (size_t i = 0; i < d->ke->k->nfields; i++) {
		const struct crm_field *f = &d->ke->k->fields[i];

		if (f->type == T_LIST && (f->flags & F_SET) && f->ref != KIND_EXT)
			list_slot(d, f);
	}
}

bool lists_changed(const struct draft *d)
{
	for (size_t i = 0; i < d->nlist; i++)
		if (d->list[i].changed)
			return true;
	return false;
}

/* ---- what the list becomes ---- */

static void load_texts(struct edit *ed, const struct list_form *form, struct stmt *st, struct element *el)
{
	const char *a = db_text(st, 2, &el->na), *b = db_text(st, 3, &el->nb);

	el->a = a ? arena_strndup(&ed->arena, a, el->na) : "";
	el->b = b ? arena_strndup(&ed->arena, b, el->nb) : "";
	el->size = form->size ? db_int(st, 4) : 0;
}

static enum crm_status load(struct edit *ed, const struct draft *d, struct list_edit *l, struct crm_error *e)
{
	int64_t of = d->adding ? d->copy : d->id;
	struct query q;

	if (!of)
		return CRM_OK;
	q = query(ed->c->db, e, element_load_sql(ed->c, l->child), d->ke->k->no, of);
	while (query_row(&q)) {
		struct element *el = elements_push(ed, &l->old);
		*el = (struct element){.row = db_int(q.st, 0), .word = db_int(q.st, 1), .a = "", .b = ""};
		if (l->form->ref)
			el->ref = db_int(q.st, 2);
		else
			load_texts(ed, l->form, q.st, el);
	}
	return query_end(&q);
}

static struct element *find(struct edit *ed, struct list_edit *l, struct elements *in, const struct element *el)
{
	return elements_find(ed, l->form, in, BY_SAME, el);
}

/* Take an element in: one that is there stays (its row and place too), in the new spelling and
 * under the new label. */
static void take_in(struct edit *ed, struct list_edit *l, const struct element *el)
{
	struct element *there = find(ed, l, &l->now, el), *before = find(ed, l, &l->old, el);
	int64_t row = before ? before->row : 0;

	if (!there)
		*(there = elements_push(ed, &l->now)) = *el;
	else if (el->word >= 0 || !l->form->labelled)
		*there = *el;
	there->row = row;
}

/* What a file of rows says is attached, and is, isn't read again: it may be gone by now. */
static bool as_attached(struct edit *ed, struct list_edit *l, const struct assign *a, const char *s, size_t n,
                        struct element *el)
{
	const struct element path = {.a = s, .na = n}, *there = NULL;

	if (l->form->size && a->line)
		there = elements_find(ed, l->form, &l->old, BY_TEXT, &path);
	if (there)
		*el = *there;
	return there;
}

static enum crm_status apply(struct edit *ed, struct list_edit *l, const struct assign *a, struct crm_error *e)
{
	const char *text = a->s, *end = a->s + a->n;
	size_t n;
	enum crm_status s = CRM_OK;

	if (a->op == OP_EQ)
		l->now = (struct elements){0};
	if (utf8_valid(a->s, a->n) != a->n || memchr(a->s, '\0', a->n))
		return crm_fail_at(e, CRM_DATA, NULL, a->line, a->column, a->field->name, "not valid UTF-8 text");
	while (text < end && !s) {
		const char *comma = memchr(text, ',', (size_t)(end - text)), *stop = comma ? comma : end;
		struct element el = {.word = -1, .a = "", .b = ""}, *there;

		n = (size_t)(stop - text);
		utf8_trim(&text, &n);
		if (n && !as_attached(ed, l, a, text, n, &el))
			s = l->form->parse(ed, a, text, n, &el, e);
		if (!s && n && a->op != OP_DEL)
			take_in(ed, l, &el);
		else
			while (!s && n && (there = find(ed, l, &l->now, &el)))
				there->gone = true;
		text = comma ? comma + 1 : end;
	}
	if (a->op == OP_DEL)
		elements_squeeze(&l->now);
	return s;
}

static void drop(struct elements *l, struct element *el)
{
	el->gone = true;
	elements_squeeze(l);
}

/* email=, phone=: put another in the first place, one of the list before the others; empty takes
 * the first away, unless the whole list was given beside it. */
static enum crm_status replace_first(struct edit *ed, struct list_edit *l, struct crm_error *e)
{
	const struct assign *a = l->first;
	struct element el = {.word = -1, .a = "", .b = ""}, *there, *first = l->now.n ? l->now.e : NULL;
	enum crm_status s;

	if (!a->n) {
		if (first && !l->whole)
			drop(&l->now, first);
		return CRM_OK;
	}
	s = l->form->parse(ed, a, a->s, a->n, &el, e);
	if (s)
		return s;
	if (first && first->ref == el.ref && element_same_text(first, &el) && (el.word < 0 || el.word == first->word))
		return CRM_OK;
	there = find(ed, l, &l->now, &el);
	if (there && there != first) {
		el.word = el.word < 0 ? there->word : el.word;
		el.row = there->row;
		drop(&l->now, there);
		elements_put_first(ed, &l->now, el);
		return CRM_OK;
	}
	if (first && there != first && (l->equal || !first->row)) { /* what this command put there stays, behind it */
		elements_put_first(ed, &l->now, el);
		return CRM_OK;
	}
	if (first && el.word < 0)
		el.word = first->word;
	el.row = first ? first->row : 0;
	if (!first)
		first = elements_push(ed, &l->now);
	*first = el;
	return CRM_OK;
}

static bool equal(const struct list_form *form, const struct element *x, const struct element *y)
{
	return x->row == y->row && x->word == y->word && x->ref == y->ref && element_same_text(x, y) &&
	       (!form->size || (x->nb == y->nb && memcmp(x->b, y->b, x->nb) == 0));
}

static bool differs(const struct list_edit *l)
{
	if (l->old.n != l->now.n)
		return true;
	for (size_t i = 0; i < l->now.n; i++)
		if (l->form->pos ? !equal(l->form, &l->old.e[i], &l->now.e[i]) : !l->now.e[i].row)
			return true;
	return false;
}

static enum crm_status ext_free(struct edit *ed, const struct draft *d, const struct list_edit *l,
                                const struct element *el, struct crm_error *e)
{
	struct query q = query(ed->c->db, e, "SELECT record FROM ext WHERE kind = $1 AND system = $2 AND key = $3",
	                       d->ke->k->no);
	char other[32];
	int64_t id;

	query_text(&q, 2, el->a, el->na);
	query_text(&q, 3, el->b, el->nb);
	if (query_get(&q, &id, 0) || !id || id == d->id)
		return q.s;
	id_format(other, d->ke->k, id);
	return draft_refuse(d, CRM_DUPLICATE, l->f->name, e,
		"%s %s has the key '%.*s:%.*s'", d->ke->k->name,
	                   other, (int)el->na, el->a, (int)el->nb, el->b);
}

/* The first element of some lists stands in a column of the record too. */
static void roll_first(struct draft *d, const struct list_edit *l)
{
	const struct element *first = l->now.n ? l->now.e : NULL;

	for (int i = 0; i < d->ke->ncol; i++)
		if (d->ke->col[i]->first_of == l->f->no)
			d->v[i] = !first         ? VALUE_NULL
			          : l->form->ref ? VALUE_INT(first->ref)
			                         : value_text(first->a, first->na);
}

/* What was copied gets rows of its own. */
static void own_rows(struct list_edit *l)
{
	for (size_t i = 0; i < l->now.n; i++)
		l->now.e[i].row = 0;
	l->old.n = 0;
	l->changed = l->now.n > 0;
}

void list_put_first(struct edit *ed, struct draft *d, const struct crm_field *f, int64_t contact)
{
	struct list_edit *l = list_slot(d, f);
	struct element el = {.word = -1, .a = "", .b = "", .ref = contact}, *there = find(ed, l, &l->now, &el);

	if (there) {
		el = *there;
		drop(&l->now, there);
	}
	elements_put_first(ed, &l->now, el);
	l->changed = true;
}

static enum crm_status prepare(struct edit *ed, struct draft *d, struct list_edit *l, struct crm_error *e)
{
	enum crm_status s = load(ed, d, l, e);

	for (size_t i = 0; i < l->old.n; i++)
		*elements_push(ed, &l->now) = l->old.e[i];
	for (size_t i = 0; i < d->n && !s; i++)
		if (d->a[i].field == l->f)
			s = apply(ed, l, &d->a[i], e);
	if (!s && l->first)
		s = replace_first(ed, l, e);
	if (!s)
		s = e164_elements(ed, d, l, e);
	l->differs = l->changed = differs(l);
	if (d->copy)
		own_rows(l);
	for (size_t i = 0; i < l->now.n && !s && l->f->ref == KIND_EXT; i++)
		if (!l->now.e[i].row)
			s = ext_free(ed, d, l, &l->now.e[i], e);
	roll_first(d, l);
	return s;
}

enum crm_status lists_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	for (size_t i = 0; i < d->nlist; i++) {
		one = prepare(ed, d, &d->list[i], e);
		if (!s)
			s = one;
	}
	return s;
}

/* ---- rows ---- */

static void element_row(struct kind_edit *ke, const struct draft *d, const struct list_edit *l,
                        const struct element *el, size_t pos, struct value *v)
{
	const struct list_form *form = l->form;

	memset(v, 0, (size_t)ke->ncol * sizeof *v);
	v[edit_slot(ke, CHILD_KIND)] = VALUE_INT(d->ke->k->no);
	v[edit_slot(ke, CHILD_RECORD)] = VALUE_INT(d->id);
	if (form->word && el->word >= 0)
		v[edit_slot(ke, form->word)] = VALUE_INT(el->word);
	if (form->a)
		v[edit_slot(ke, form->a)] = value_text(el->a, el->na);
	if (form->b)
		v[edit_slot(ke, form->b)] = value_text(el->b, el->nb);
	if (form->pos)
		v[edit_slot(ke, form->pos)] = VALUE_INT((int64_t)pos + 1);
	if (form->ref)
		v[edit_slot(ke, form->ref)] = VALUE_INT(el->ref);
	if (form->size)
		v[edit_slot(ke, form->size)] = VALUE_INT(el->size);
}

static enum crm_status write_element(struct edit *ed, struct draft *d, struct list_edit *l, size_t i,
                                     const char *country, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, l->child);
	struct element *el = &l->now.e[i];
	struct value v[EDIT_COLUMNS], old[EDIT_COLUMNS];
	uint64_t mask = 0;
	bool found = true;
	enum crm_status s;

	element_row(ke, d, l, el, i, v);
	if (!el->row) {
		s = row_new_id(ed, ke, &el->row, e);
		return s ? s : row_insert(ed, ke, el->row, v, country, e);
	}
	if (!l->form->pos)
		return CRM_OK;
	s = row_load(ed, ke, el->row, old, &ed->row_text, &found, e);
	for (int j = 0; j < ke->ncol && !s; j++)
		if (!value_equal(old[j], v[j]))
			mask |= UINT64_C(1) << j;
	return !s && mask ? row_update(ed, ke, el->row, old, v, mask, country, e) : s;
}

static void print_elements(const struct list_edit *l, const struct elements *list, struct strbuf *out)
{
	char id[32];

	for (size_t i = 0; i < list->n; i++) {
		const struct element *el = &list->e[i];

		if (i)
			sb_addc(out, ',');
		if (l->form->word && el->word >= 0)
			sb_adds(out, l->f->words[el->word]);
		if (l->form->labelled && el->word >= 0)
			sb_addc(out, ':');
		if (l->form->ref)
			sb_add(out, id, id_format(id, kind_by_no(kind_field_no(l->child, l->form->ref)->ref), el->ref));
		sb_add(out, el->a, el->na);
		if (l->form->b && !l->form->size)
			sb_printf(out, ":%.*s", (int)el->nb, el->b);
	}
}

static void tell(struct edit *ed, const struct draft *d, const struct list_edit *l)
{
	struct edit_change ch = {
	        .what = d->adding ? "add" : "set", .kind = d->ke->k, .id = d->adding && ed->opt.dry_run ? 0 : d->id, .field = l->f->name};

	sb_reset(&ed->log_old);
	sb_reset(&ed->log_new);
	print_elements(l, &l->old, &ed->log_old);
	print_elements(l, &l->now, &ed->log_new);
	ch.old = l->old.n ? ed->log_old.buf : NULL;
	ch.new = l->now.n ? ed->log_new.buf : NULL;
	ed->opt.watch(ed->opt.arg, &ch);
}

static enum crm_status write_list(struct edit *ed, struct draft *d, struct list_edit *l, const char *country,
                                  struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, l->child);
	enum crm_status s = CRM_OK;

	/* what goes makes room first: unique indexes look at each statement */
	for (size_t i = 0; i < l->old.n && !s; i++)
		if (!elements_find(ed, l->form, &l->now, BY_ROW, &l->old.e[i]))
			s = row_delete(ed, ke, l->old.e[i].row, e);
	for (size_t i = 0; i < l->now.n && !s; i++)
		s = write_element(ed, d, l, i, country, e);
	if (!s && ed->opt.watch && (l->whole || !l->first))
		tell(ed, d, l);
	return s;
}

enum crm_status lists_write(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = CRM_OK;
	char buf[3];
	const char *country = draft_country(ed, d, buf);

	for (size_t i = 0; i < d->nlist && !s; i++)
		if (d->list[i].changed)
			s = write_list(ed, d, &d->list[i], country, e);
	return s;
}
