/* import_row.c - one record of the file into the edit: found or new, its values assigned, counted.
 *
 * Import takes a row wholly or not at all: a savepoint a row where rows may be rejected. */
#include "import_impl.h"
#include "../model/list.h"
#include "../verb/write.h"

static void assign(struct import *imp, size_t *n, const struct crm_field *f, enum op op, const char *p, size_t len,
                   const struct given *cell)
{
	GROW(imp->work->assigns, *n, imp->work->aassigns);
	imp->work->assigns[(*n)++] = (struct assign){f, op, p, len, cell->line ? cell->line : imp->line, cell->column};
}

/* The kind of a list's elements where they are named as records are. */
static const struct crm_kind *elements(const struct crm_field *f)
{
	const struct crm_kind *child = kind_by_no(f->ref);

	int ref = child && child->list ? child->list->ref : 0;

	return ref ? kind_by_no(kind_field_no(child, ref)->ref) : NULL;
}

/* Of a record that was found by less than a key: its name stays, keys are added to those it has. */
static bool is_name(const struct import *imp, const struct crm_field *f)
{
	const struct identity_kind *of = imp->k->identity;

	for (size_t i = 0; of && i < sizeof of->names / sizeof *of->names && !(f->flags & F_CUSTOM); i++)
		if (of->names[i] && of->names[i] == f->no)
			return true;
	return false;
}

static bool is_from_name(const struct import *imp, const struct crm_field *f)
{
	return imp->k->identity && imp->k->identity->from_name == f->no && !(f->flags & F_CUSTOM);
}

static const struct crm_field *key_list(const struct import *imp, const struct crm_field *f)
{
	const struct identity_kind *of = imp->k->identity;
	const struct crm_field *list = f->first_of ? kind_field_no(imp->k, f->first_of) : f;

	if ((f->flags & F_CUSTOM) || !list || list->type != T_LIST)
		return NULL;
	if (list->ref == KIND_EXT)
		return list;
	for (const struct identity_rule *r = of ? of->rule : NULL; r && r->by; r++)
		if (r->by == IDENTITY_MAIL && r->field == list->no)
			return list;
	return NULL;
}

static void assign_field(struct import *imp, size_t *n, const struct given *cell, bool found)
{
	const struct crm_field *f = cell->col->field, *list;
	enum op op = cell->col->op;

	if (found && !imp->work->is.by_key) {
		if (imp->work->is.is_named && (is_name(imp, f) || (!cell->n && is_from_name(imp, f))))
			return;
		list = op == OP_EQ ? key_list(imp, f) : NULL;
		if (list && !cell->n)
			return;
		f = list ? list : f;
		op = list ? OP_ADD : op;
	}
	assign(imp, n, f, op, cell->p, cell->n, cell);
}

/* Whether an empty cell takes away what is there. A new record has nothing. */
static bool clears(const struct import *imp, const struct given *cell, bool adding)
{
	bool yes = !adding && cell->col->op != OP_ADD && (cell->col->fixed || !imp->im->keep_empty);

	imp->w->empty += yes;
	return yes;
}

/* Cells to assignments. Everything wrong is told. */
static enum crm_status assign_cells(struct import *imp, bool adding, size_t *n, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	*n = imp->work->nfixed = 0;
	for (size_t i = 0; i < imp->ncells; i++) {
		struct given *cell = &imp->cells[i];
		const struct crm_field *f = cell->col->field;
		const struct crm_kind *k;

		one = CRM_OK;
		if (cell->kept) {
			continue;
		} else if (cell->col->use == USE_EXT) {
			sb_reset(&imp->work->ext_text);
			sb_printf(&imp->work->ext_text, "%s:", imp->system);
			sb_add(&imp->work->ext_text, cell->p, cell->n);
			if (cell->n)
				assign(imp, n, f, OP_ADD, imp->work->ext_text.buf, imp->work->ext_text.len, cell);
		} else if (cell->col->use == USE_FIELD) {
			if (f->type == T_REF)
				one = import_reference(imp, cell, e);
			else if (f->type == T_LIST && (k = elements(f)))
				one = import_elements(imp, k, cell, e);
			if (!one && (cell->n || clears(imp, cell, adding)))
				assign_field(imp, n, cell, !adding);
		}
		if (one && !import_is_data(one))
			return one;
		s = !s ? one : s;
		imp->work->nfixed = cell->col->fixed ? *n : imp->work->nfixed; /* they come first */
	}
	return s;
}

void import_touch(struct import *imp, int64_t id)
{
	struct crm_ids *t = &imp->w->touched;
	struct crm_id *last = t->n ? &t->v[t->n - 1] : NULL;

	if (last && last->id && !last->name && id == last->id + last->more + 1) { /* new records are a run of ids */
		last->more++;
		return;
	}
	ARRAY_PUSH(t->v, t->n, (struct crm_id){.kind = imp->k->no, .id = id,
		.name = id ? record_name(imp->c, imp->k, id, &t->arena) : NULL});
}

/* Rows without a line, as that of operands, are told apart from none. */
static long written_line(const struct import *imp) { return imp->line ? imp->line : -1; }

/* Nothing to write: the row has all its values from the record. */
static enum crm_status same(struct import *imp, int64_t id)
{
	imp->w->same++;
	identity_written(imp->work->identity, imp->work->slot, id, written_line(imp), false);
	import_touch(imp, id);
	return CRM_OK;
}

static enum crm_status set(struct import *imp, int64_t id, size_t n, struct crm_error *e)
{
	bool changed = false, moved = false, more = false;
	enum crm_status s = import_meets(imp, id, n, e);

	if (!s)
		s = import_words_make(imp, id, &moved, e);
	if (!s)
		s = edit_set(imp->ed, imp->k, id, imp->work->assigns, n, &imp->fmt, &changed, e);
	if (!s && imp->use->written)
		s = imp->use->written(imp, id, false, &more, e);
	if (s)
		return s;
	imp->w->erased += edit_erased(imp->ed);
	if (changed || moved || more) {
		imp->w->changed++;
		import_ref_forget(imp, imp->k->no);
	} else {
		imp->w->same++;
	}
	imp->work->renamed += changed && imp->work->is.called && edit_renamed(imp->ed);
	identity_written(imp->work->identity, imp->work->slot, id, written_line(imp), changed);
	import_touch(imp, id);
	return CRM_OK;
}

static enum crm_status agrees(void *arg, int64_t id, bool *yes, struct crm_error *e)
{
	struct import *imp = arg;

	return imp->use->agrees(imp, id, yes, e);
}

static enum crm_status added(struct import *imp, int64_t id, struct crm_error *e)
{
	bool changed;
	enum crm_status s = imp->use->written ? imp->use->written(imp, id, true, &changed, e) : CRM_OK;

	if (s)
		return s;
	imp->w->added++;
	imp->work->keyless += imp->work->is.keyless;
	identity_written(imp->work->identity, imp->work->slot, id, written_line(imp), false);
	import_ref_forget(imp, imp->k->no);
	import_touch(imp, imp->w->dry_run ? 0 : id);
	return CRM_OK;
}

/* Whether a record of no name may be taken for the row: no line took it before. */
static enum crm_status free_yet(void *arg, int64_t id, bool *yes, struct crm_error *e)
{
	struct import *imp = arg;

	(void)e;
	*yes = !identity_line(imp->work->identity, id);
	return CRM_OK;
}

/* A row without a key is a record that has all its values: of its name, or one of the twins that
 * add_new looks for. */
static enum crm_status find_alike(struct import *imp, size_t n, int64_t *id, struct crm_error *e)
{
	struct import_work *work = imp->work;
	const struct crm_field **f;
	size_t nf = 0;

	*id = 0;
	if (!work->is.keyless || imp->w->force)
		return CRM_OK;
	if (imp->k->identity && imp->k->identity->names[0])
		return edit_alike(imp->ed, work->identity, work->slot, work->assigns + work->nfixed, n - work->nfixed,
		                  &imp->fmt, imp->use->agrees ? agrees : NULL, imp, id, e);
	if (edit_twins_known(imp->ed))
		return CRM_OK;
	f = arena_alloc(&imp->arena, (work->ncolumns + 1) * sizeof *f);
	for (size_t i = 0; i < work->ncolumns; i++) {
		const struct import_column *col = work->columns[i];

		if (col->use == USE_FIELD && !col->fixed && !(col->field->flags & F_CUSTOM))
			f[nf++] = col->field;
	}
	return edit_twins_open(imp->ed, imp->k, f, nf, e);
}

/* Whether the record has all values of the row; the cells are what they were afterwards. */
static enum crm_status is_equal(struct import *imp, int64_t id, bool *yes, struct crm_error *e)
{
	struct import_work *work = imp->work;
	const int64_t empty = imp->w->empty;
	struct given *cells = arena_alloc(&imp->arena, (imp->ncells + 1) * sizeof *cells);
	struct crm_error own = CRM_ERROR_INIT;
	enum edit_effect effect = EFFECT_REPLACES;
	const struct crm_field *f;
	size_t n;
	enum crm_status s;

	memcpy(cells, imp->cells, imp->ncells * sizeof *cells);
	work->found = id;
	s = assign_cells(imp, false, &n, &own);
	if (!s)
		s = edit_effect_of(imp->ed, imp->k, id, work->assigns + work->nfixed, n - work->nfixed, &imp->fmt,
		                   &effect, &f, e);
	else if (!import_is_data(s))
		crm_fail(e, s, "%s", own.n ? own.list[0].text : "cannot be compared");
	*yes = !s && effect == EFFECT_NONE;
	if (*yes && imp->use->agrees)
		s = imp->use->agrees(imp, id, yes, e);
	crm_error_clear(&own);
	memcpy(imp->cells, cells, imp->ncells * sizeof *cells);
	imp->w->empty = empty;
	work->found = 0;
	return import_is_data(s) ? CRM_OK : s;
}

enum crm_status import_equal_one(struct import *imp, int64_t *id, struct crm_error *e)
{
	struct import_work *work = imp->work;
	const struct identity_answer refused = work->is;
	size_t n;
	const int64_t *ids = identity_namesakes(work->identity, work->slot, &n);
	enum crm_status s = CRM_OK;

	*id = 0;
	work->is = (struct identity_answer){.is = IS_SAME, .by_key = true};
	for (size_t i = 0; i < n && !s && !*id; i++) {
		bool yes;

		s = is_equal(imp, ids[i], &yes, e);
		*id = !s && yes ? ids[i] : 0;
	}
	work->is.id = *id;
	if (!*id)
		work->is = refused;
	return s;
}

static enum crm_status add_new(struct import *imp, size_t n, int64_t *id, bool *there, struct crm_error *e)
{
	struct import_work *work = imp->work;
	bool twins = work->is.keyless && !imp->w->force && edit_has_twins(imp->ed);
	enum crm_status s = CRM_OK;

	*there = false;
	if (twins)
		s = edit_add_or_twin(imp->ed, imp->k, work->assigns, n, work->nfixed, &imp->fmt, free_yet, imp,
		                     work->nplan > 0, id, there, e);
	if (s || *there || (twins && !work->nplan))
		return s;
	if (work->nplan)
		import_words_tell(imp);
	return edit_add(imp->ed, imp->k, work->assigns, n, &imp->fmt, id, e);
}

static enum crm_status add(struct import *imp, size_t n, struct crm_error *e)
{
	int64_t id = 0;
	bool there = true;
	enum crm_status s = find_alike(imp, n, &id, e);

	if (!s && !id)
		s = add_new(imp, n, &id, &there, e);
	if (s)
		return s;
	if (!there)
		return added(imp, id, e);
	/* operands hold for all */
	return imp->work->nfixed || imp->work->nplan ? set(imp, id, n, e) : same(imp, id);
}

static enum crm_status one_record(struct import *imp)
{
	struct crm_error *e = &imp->row_error;
	int64_t id = 0;
	size_t n = 0;
	enum crm_status s = imp->use->find ? imp->use->find(imp, &id, e) : import_find(imp, &id, e), one = CRM_OK;

	imp->work->found = id;
	if (!s || import_is_data(s)) {
		one = assign_cells(imp, id == 0, &n, e);
		s = one && (!s || !import_is_data(one)) ? one : s;
	}
	if (imp->work->words && (!s || import_is_data(s))) {
		one = import_words_plan(imp, id, e);
		s = one && (!s || !import_is_data(one)) ? one : s;
	}
	if (!s)
		s = id ? set(imp, id, n, e) : add(imp, n, e);
	return import_is_data(s) ? CRM_OK : s;
}

static enum crm_status record(struct import *imp)
{
	return imp->use->record ? imp->use->record(imp) : one_record(imp);
}

/* Where others go on without it, what a bad row has brought along (moves, records it refers to)
 * goes back with it. */
enum crm_status import_record(struct import *imp)
{
	size_t failures = imp->row_error.failures, nchanges = imp->w->nchanges;
	struct crm_made made[CRM_MADE + 1];
	enum crm_status s;

	if (!imp->im->reject)
		return record(imp);
	if (import_was_met(imp))
		return CRM_OK;
	memcpy(made, imp->w->made, sizeof made);
	s = edit_mark(imp->ed, imp->e);
	if (!s)
		s = record(imp);
	if (s || imp->row_error.failures == failures)
		return s ? s : edit_keep(imp->ed, imp->e);
	changes_cut(imp->w, nchanges);
	memcpy(imp->w->made, made, sizeof made);
	for (int kind = 0; kind < (int)(sizeof imp->work->generation / sizeof *imp->work->generation); kind++)
		import_ref_forget(imp, kind);
	identity_stale(imp->work->identity);
	return edit_back(imp->ed, imp->e);
}

void import_progress(struct import *imp)
{
	if (++imp->work->done % IMPORT_PROGRESS == 0 && imp->im->progress)
		imp->im->progress(imp->im->progress_arg, imp->work->done);
}
