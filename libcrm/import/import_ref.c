/* import_ref.c - references of imported rows: each name is looked up once as long as the cache
 * holds it; missing records are added where --create says so. */
#include "import_impl.h"

#include <stdlib.h>
#include "../base/similar.h"
#include "../model/list.h"

static struct cached_ref *slot(struct import *imp, int kind, const char *s, size_t n)
{
	uint64_t h = UINT64_C(1469598103934665603) ^ (uint64_t)kind;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
	return &imp->work->cache[(h ^ h >> 32) % IMPORT_CACHE];
}

static bool cached(struct import *imp, int kind, const char *s, size_t n, int64_t *id)
{
	const struct cached_ref *r;

	if (n > sizeof r->s)
		return false;
	r = slot(imp, kind, s, n);
	if (r->kind != kind || r->n != n || r->generation != imp->work->generation[kind] || memcmp(r->s, s, n) != 0)
		return false;
	*id = r->id;
	return r->id != 0;
}

static void keep(struct import *imp, int kind, const char *s, size_t n, int64_t id)
{
	struct cached_ref *r;

	if (n > sizeof r->s)
		return;
	r = slot(imp, kind, s, n);
	r->id = id;
	r->kind = (unsigned char)kind;
	r->n = (unsigned char)n;
	r->generation = imp->work->generation[kind];
	memcpy(r->s, s, n);
}

/* Where ids are none in the file, --translate may give one. */
static bool names_only(const struct given *cell)
{
	const struct crm_kind *of;
	int64_t id;

	return cell->col->names_only && !(cell->translated && id_parse(cell->p, cell->n, &of, &id));
}

/* ---- those of a block of rows ---- */

/* Whether a cell names a record that a look-up has to find. */
static bool is_name(const struct given *cell, const struct crm_kind *k)
{
	const struct crm_kind *of;
	int64_t id;

	if (cell->col->use != USE_FIELD || cell->col->fixed || cell->col->field->type != T_REF || !cell->n || !k)
		return false;
	return !(k->flags & (K_CONFIG | K_NAMED)) && (names_only(cell) || !id_parse(cell->p, cell->n, &of, &id));
}

/* Each text once: what the cache holds without an id was asked for. */
void import_ref_put(struct import *imp)
{
	struct import_work *work = imp->work;

	for (size_t i = 0; i < imp->ncells; i++) {
		const struct given *cell = &imp->cells[i];
		const struct crm_kind *k = kind_by_no(cell->col->field->ref);
		const struct cached_ref *r;

		if (!is_name(cell, k) || cell->n > sizeof r->s)
			continue;
		r = slot(imp, k->no, cell->p, cell->n);
		if (r->kind == k->no && r->n == cell->n && r->generation == work->generation[k->no] &&
		    memcmp(r->s, cell->p, cell->n) == 0)
			continue;
		keep(imp, k->no, cell->p, cell->n, 0);
		GROW(work->refs, work->nrefs, work->arefs);
		work->refs[work->nrefs++] = (struct block_ref){k,
			{.s = arena_strndup(&work->ref_texts, cell->p, cell->n), .n = cell->n,
				.names_only = names_only(cell)}};
	}
}

enum crm_status import_ref_ask(struct import *imp)
{
	struct import_work *work = imp->work;
	struct ref_cell *cells = crm_malloc((work->nrefs + 1) * sizeof *cells);
	enum crm_status s = CRM_OK;

	for (int kind = 0; kind < KIND_NUMBERS && work->nrefs && !s; kind++) {
		size_t n = 0;

		for (size_t i = 0; i < work->nrefs; i++)
			if (work->refs[i].k->no == kind)
				cells[n++] = work->refs[i].cell;
		if (n)
			s = import_ref_cells(imp->c, kind_by_no(kind), cells, n, imp->e);
		for (size_t i = 0; i < n && !s; i++)
			if (cells[i].id) {
				keep(imp, kind, cells[i].s, cells[i].n, cells[i].id);
				edit_known(imp->ed, kind, cells[i].id);
			}
	}
	free(cells);
	work->nrefs = 0;
	if (work->ref_texts.head)
		arena_free(&work->ref_texts);
	return s;
}

void import_ref_forget(struct import *imp, int kind) { imp->work->generation[kind]++; }

/* What is near is said. */
static enum crm_status note_near(struct import *imp, const struct crm_kind *k, const struct assign *a,
                                 struct crm_error *e)
{
	struct identity_answer is;
	struct identity **in = &imp->work->made[k->no];
	enum crm_status s;

	if (!k->identity || imp->w->force)
		return CRM_OK;
	*in = *in ? *in : identity_open(imp->c, k, NULL, false);
	identity_reset(*in);
	s = identity_find(*in, identity_put(*in, a, 1, true), &is, e);
	if (!s && is.is == IS_NEW && is.text->len)
		import_note(imp, is.text->buf);
	return s;
}

static void count_made(struct crm_write *w, const struct crm_kind *k)
{
	size_t i = 0;

	while (i < CRM_MADE - 1 && w->made[i].kind && w->made[i].kind != k)
		i++;
	w->made[i].kind = k;
	w->made[i].n++;
}

/* Just the name, or the address of a person. */
static enum crm_status add_missing(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id,
                                   struct crm_error *e)
{
	const char *address = k->import && memchr(cell->p, '@', cell->n) ? k->import->address : NULL;
	const struct assign a = {
	        kind_field(k, address ? address : "name"), OP_EQ, cell->p, cell->n, cell->line, cell->column};
	enum crm_status s = note_near(imp, k, &a, e);

	if (k->no == identity_of(imp->work->identity)->no)
		identity_stale(imp->work->identity);
	if (!s)
		s = edit_add(imp->ed, k, &a, 1, &imp->fmt, id, e);
	if (!s)
		count_made(imp->w, k);
	return s;
}

/* What looks like a typed id is never a name. */
static bool creatable(const struct import *imp, const struct crm_kind *k, const struct given *cell)
{
	const struct crm_kind *other;
	int64_t id;

	return imp->create[k->no] && (names_only(cell) || !id_parse(cell->p, cell->n, &other, &id));
}

/* A name as the record of it would be called: "Muster, Erika" is looked for as Erika Muster. */
static void called(const struct crm_kind *k, const struct given *cell, struct strbuf *out)
{
	const struct assign a = {kind_field(k, k->label), OP_EQ, cell->p, cell->n, 0, 0};

	if (k->identity && k->identity->name && !memchr(cell->p, '@', cell->n))
		k->identity->name(&a, 1, out);
	else
		sb_add(out, cell->p, cell->n);
}

/* Where several have the name, or none as it is written, the one it has already is meant. */
static enum crm_status one_it_has(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id,
                                  struct crm_error *e)
{
	const struct crm_field *f = cell->col->field;
	struct strbuf sql = STRBUF_INIT, label = STRBUF_INIT, name = STRBUF_INIT, x = STRBUF_INIT, y = STRBUF_INIT;
	int64_t has = 0;
	enum crm_status s = CRM_OK;

	*id = 0;
	if (imp->work->found && f->type == T_REF && field_is_column(f)) {
		sb_printf(&sql, "SELECT %s FROM %s WHERE id = $1", field_column(f), imp->k->table);
		s = db_get_int(imp->c->db, e, &has, 0, sql.buf, 1, imp->work->found);
	}
	if (!s && has)
		s = ref_label(imp->c, k, has, &label, e);
	similar_equal(&x, label.buf, label.len);
	called(k, cell, &name);
	similar_equal(&y, name.buf, name.len);
	if (!s && has && x.len == y.len && memcmp(x.buf, y.buf, x.len) == 0)
		*id = has;
	sb_release(&sql);
	sb_release(&label);
	sb_release(&name);
	sb_release(&x);
	sb_release(&y);
	return s;
}

static enum crm_status resolve_cell(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id,
                                    struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct strbuf name = STRBUF_INIT;
	enum crm_status s, one;

	s = ref_resolve_cell(imp->c, k, cell->p, cell->n, names_only(cell), id, e);
	if (s != CRM_NO)
		return s;
	called(k, cell, &name);
	if (name.len && (name.len != cell->n || memcmp(name.buf, cell->p, cell->n) != 0)) {
		one = ref_resolve_cell(imp->c, k, name.buf, name.len, true, id, &own);
		if (one != CRM_NO) {
			crm_error_clear(e);
			*e = own;
			own = (struct crm_error)CRM_ERROR_INIT;
			s = one;
		}
	}
	crm_error_clear(&own);
	sb_release(&name);
	return s;
}

static enum crm_status look_up(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id,
                               struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	enum crm_status s, one;

	if (cell->col->fixed)
		s = ref_resolve(imp->c, k, cell->p, cell->n, id, &own);
	else
		s = resolve_cell(imp, k, cell, id, &own);
	if (s == CRM_AMBIGUOUS || (s == CRM_NO && imp->work->found)) {
		one = one_it_has(imp, k, cell, id, e);
		s = one ? one : *id ? CRM_OK : s;
		imp->work->doubtful = true; /* of this record only */
	}
	cell->col->missing |= s == CRM_NO && names_only(cell);
	for (size_t i = 0; i < own.n && s; i++)
		if (own.list[i].note)
			crm_note(e, "%s", own.list[i].text);
		else
			crm_fail(e, s, "%s", own.list[i].text);
	crm_error_clear(&own);
	return s;
}

static enum crm_status resolve(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id,
                               struct crm_error *e)
{
	struct crm_error missing = CRM_ERROR_INIT;
	enum crm_status s;

	imp->work->doubtful = false;
	if (!creatable(imp, k, cell)) {
		s = look_up(imp, k, cell, id, e);
	} else {
		s = look_up(imp, k, cell, id, &missing);
		if (s == CRM_NO)
			s = add_missing(imp, k, cell, id, e);
		else if (s)
			crm_fail(e, s, "%s", missing.n ? missing.list[0].text : "cannot be resolved");
	}
	crm_error_clear(&missing);
	if (s)
		return s;
	if (!cell->col->fixed && !imp->work->doubtful)
		keep(imp, k->no, cell->p, cell->n, *id);
	edit_known(imp->ed, k->no, *id);
	return CRM_OK;
}

enum crm_status import_reference(struct import *imp, struct given *cell, struct crm_error *e)
{
	const struct crm_kind *k = kind_by_no(cell->col->field->ref), *of;
	int64_t id = 0;
	enum crm_status s;

	if (!k || cell->n == 0 || (k->flags & K_CONFIG) || ((k->flags & K_NAMED) && !imp->create[k->no]))
		return CRM_OK;
	/* the edit knows these */
	if (!(k->flags & K_NAMED) && !names_only(cell) && id_parse(cell->p, cell->n, &of, &id))
		return CRM_OK;
	if (cell->col->fixed || !cached(imp, k->no, cell->p, cell->n, &id)) {
		s = resolve(imp, k, cell, &id, e);
		if (s)
			return import_bad(imp, e, cell, NULL);
	}
	if (k->flags & K_NAMED)
		return CRM_OK;
	cell->n = id_format(cell->col->id, k, id);
	cell->p = cell->col->id;
	return CRM_OK;
}

/* LABEL:RECORD in some lists. */
static void take_label(const struct crm_field *f, struct given *one, struct strbuf *list)
{
	const struct crm_kind *child = kind_by_no(f->ref);
	const char *colon = child->list->labelled ? memchr(one->p, ':', one->n) : NULL;
	size_t n = colon ? (size_t)(colon + 1 - one->p) : 0;

	sb_add(list, one->p, n);
	one->p += n;
	one->n -= n;
}

static enum crm_status add_element(struct import *imp, const struct crm_kind *k, struct given *one,
                                   struct strbuf *list, struct crm_error *e)
{
	const struct crm_kind *of;
	int64_t id = 0;
	char text[32];
	enum crm_status s = CRM_OK;

	sb_adds(list, list->len ? "," : "");
	take_label(one->col->field, one, list);
	if (id_parse(one->p, one->n, &of, &id)) { /* the edit knows these */
		sb_add(list, one->p, one->n);
		return CRM_OK;
	}
	if (!cached(imp, k->no, one->p, one->n, &id))
		s = resolve(imp, k, one, &id, e);
	if (!s)
		sb_add(list, text, id_format(text, k, id));
	return s;
}

enum crm_status import_elements(struct import *imp, const struct crm_kind *k, struct given *cell, struct crm_error *e)
{
	struct strbuf list = STRBUF_INIT;
	struct given one = *cell;
	enum crm_status s = CRM_OK;

	if (cell->col->fixed || !cell->n)
		return CRM_OK;
	for (const char *text = cell->p, *end = text + cell->n, *stop; text < end && !s; text = stop + 1) {
		stop = memchr(text, ',', (size_t)(end - text));
		stop = stop ? stop : end;
		while (text < stop && *text == ' ')
			text++;
		one.p = text;
		for (one.n = (size_t)(stop - text); one.n && text[one.n - 1] == ' ';)
			one.n--;
		if (one.n)
			s = add_element(imp, k, &one, &list, e);
	}
	cell->n = list.len;
	cell->p = arena_strndup(&imp->arena, list.buf, list.len);
	sb_release(&list);
	return !s ? s : import_bad(imp, e, cell, NULL);
}
