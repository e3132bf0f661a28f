/* import_row.c - one record of the file into the edit: found or new, its values assigned, counted. */
#include "../card/person.h"
#include "../verb/write.h"

void import_cell(struct import *imp, struct import_column *col, const char *p, size_t n, long line, long column)
{
	if (imp->ncells == imp->acells) {
		imp->acells = imp->acells ? 2 * imp->acells : 64;
		imp->cells = crm_realloc(imp->cells, imp->acells * sizeof *imp->cells);
	}
	for (size_t i = 0; i < col->nt; i++)
		if (col->t[i].nfrom == n && memcmp(col->t[i].from, p, n) == 0) {
			p = col->t[i].to;
			n = strlen(p);
			break;
		}
	imp->cells[imp->ncells++] = (struct given){col, p, n, line, column, false};
}

struct given *import_cell_of(struct import *imp, enum column_use use, const struct crm_field *f)
{
	for (size_t i = 0; i < imp->ncells; i++)
		if (imp->cells[i].col->use == use && (use != USE_FIELD || imp->cells[i].col->field == f))
			return &imp->cells[i];
	return NULL;
}

enum crm_status import_bad(struct import *imp, struct crm_error *e, const struct given *cell, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	if (!fmt) { /* what was said lacks its place */
		for (size_t i = 0; i < e->n; i++) {
			struct crm_message *m = &e->list[i];

			if (m->note || m->line)
				continue;
			m->line = cell->line ? cell->line : imp->line;
			m->column = cell->column;
			if (!m->field)
				m->field = crm_strdup(cell->col->field->name);
		}
		return CRM_DATA;
	}
	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	crm_fail_at(e, CRM_DATA, NULL, cell->line ? cell->line : imp->line, cell->column, cell->col->field ? cell->col->field->name : "id", "%s", b.buf);
	sb_release(&b);
	return CRM_DATA;
}

bool import_is_data(enum crm_status st)
{
	return st == CRM_DATA || st == CRM_NO || st == CRM_AMBIGUOUS || st == CRM_DUPLICATE || st == CRM_FORBIDDEN || st == CRM_USAGE;
}

static void assign(struct import *imp, size_t *n, const struct crm_field *f, enum op op, const char *p, size_t len, const struct given *cell)
{
	if (*n == imp->aassigns) {
		imp->aassigns = imp->aassigns ? 2 * imp->aassigns : 64;
		imp->assigns = crm_realloc(imp->assigns, imp->aassigns * sizeof *imp->assigns);
	}
	imp->assigns[(*n)++] = (struct assign){f, op, p, len, cell->line ? cell->line : imp->line, cell->column};
}

/* Cells to assignments. Everything wrong is told. */
static enum crm_status assign_cells(struct import *imp, bool adding, size_t *n, struct crm_error *e)
{
	enum crm_status st = CRM_OK, one;

	*n = 0;
	for (size_t i = 0; i < imp->ncells; i++) {
		struct given *cell = &imp->cells[i];
		const struct crm_field *f = cell->col->field;

		one = CRM_OK;
		if (cell->kept) {
			continue;
		} else if (cell->col->use == USE_EXT) {
			sb_reset(&imp->ext_text);
			sb_printf(&imp->ext_text, "%s:", imp->system);
			sb_add(&imp->ext_text, cell->p, cell->n);
			if (cell->n)
				assign(imp, n, f, OP_ADD, imp->ext_text.buf, imp->ext_text.len, cell);
		} else if (cell->col->use == USE_FIELD) {
			if (f->type == T_REF)
				one = import_reference(imp, cell, e);
			else if (f->type == T_LIST && f->ref == KIND_PARTY)
				one = import_persons(imp, cell, e);
			if (one == CRM_OK && !((adding || cell->col->op == OP_ADD) && cell->n == 0)) /* a new record has nothing to clear */
				assign(imp, n, f, cell->col->op, cell->p, cell->n, cell);
		}
		if (one != CRM_OK && !import_is_data(one))
			return one;
		st = st == CRM_OK ? one : st;
	}
	return st;
}

/* Users are printed by their names. */
static const char *name_of(struct import *imp, int64_t id)
{
	struct stmt *st = imp->k->no == KIND_USER ? db_cached(imp->c->db, "SELECT name FROM users WHERE id = $1", NULL) : NULL;
	const char *s, *name = NULL;
	size_t n;

	if (!st)
		return NULL;
	db_bind_int(st, 1, id);
	if (db_step(st, NULL) == DB_ROW && (s = db_text(st, 0, &n)))
		name = arena_strndup(&imp->w->touched.arena, s, n);
	db_reset(st);
	return name;
}

void import_touch(struct import *imp, int64_t id)
{
	struct crm_ids *t = &imp->w->touched;
	struct crm_id *last = t->n ? &t->v[t->n - 1] : NULL;

	if (last && last->id && !last->name && id == last->id + last->more + 1) { /* new records are a run of ids */
		last->more++;
		return;
	}
	if ((t->n & (t->n - 1)) == 0)
		t->v = crm_realloc(t->v, (t->n ? 2 * t->n : 1) * sizeof *t->v);
	t->v[t->n++] = (struct crm_id){.kind = imp->k->no, .id = id, .name = name_of(imp, id)};
}

static enum crm_status add(struct import *imp, size_t n, struct crm_error *e)
{
	int64_t id = 0;
	bool changed;
	enum crm_status st;

	if (imp->k->no == KIND_OFFER)
		import_moves_tell(imp);
	st = edit_add(imp->ed, imp->k, imp->assigns, n, &imp->fmt, &id, e);
	if (st == CRM_OK && imp->person)
		st = edit_lines(imp->ed, imp->k, id, true, imp->person->kept, imp->person->nkept, &changed, e);
	if (st != CRM_OK)
		return st;
	imp->w->added++;
	import_ref_forget(imp, imp->k->no);
	import_touch(imp, imp->w->dry_run ? 0 : id);
	return CRM_OK;
}

static enum crm_status set(struct import *imp, int64_t id, size_t n, struct crm_error *e)
{
	bool changed = false, moved = false, lines = false;
	enum crm_status st = CRM_OK;

	if (imp->k->no == KIND_OFFER)
		st = import_moves_make(imp, id, &moved, e);
	if (st == CRM_OK)
		st = edit_set(imp->ed, imp->k, id, imp->assigns, n, &imp->fmt, &changed, e);
	if (st == CRM_OK && imp->person)
		st = edit_lines(imp->ed, imp->k, id, false, imp->person->kept, imp->person->nkept, &lines, e);
	if (st != CRM_OK)
		return st;
	if (changed || moved || lines) {
		imp->w->changed++;
		import_ref_forget(imp, imp->k->no);
	} else {
		imp->w->same++;
	}
	import_touch(imp, id);
	return CRM_OK;
}

static enum crm_status one_record(struct import *imp)
{
	struct crm_error *e = &imp->row_error;
	int64_t id = 0;
	size_t n = 0;
	enum crm_status st = imp->person ? person_find(imp, &id, e) : import_find(imp, &id, e), one = CRM_OK;

	if (st == CRM_OK || import_is_data(st)) {
		one = assign_cells(imp, id == 0, &n, e);
		st = one != CRM_OK && (st == CRM_OK || !import_is_data(one)) ? one : st;
	}
	if (imp->k->no == KIND_OFFER && (st == CRM_OK || import_is_data(st))) {
		one = import_moves_plan(imp, id, e);
		st = one != CRM_OK && (st == CRM_OK || !import_is_data(one)) ? one : st;
	}
	if (st == CRM_OK)
		st = id ? set(imp, id, n, e) : add(imp, n, e);
	return import_is_data(st) ? CRM_OK : st;
}

static enum crm_status record(struct import *imp)
{
	return imp->use ? imp->use->record(imp) : one_record(imp);
}

/* Where others go on without it, what a bad row has brought along (moves, records it refers to) goes back with it. */
enum crm_status import_record(struct import *imp)
{
	size_t failures = imp->row_error.failures, nchanges = imp->w->nchanges;
	enum crm_status st;

	if (!imp->im->reject)
		return record(imp);
	st = edit_mark(imp->ed, imp->e);
	if (st == CRM_OK)
		st = record(imp);
	if (st != CRM_OK || imp->row_error.failures == failures)
		return st != CRM_OK ? st : edit_keep(imp->ed, imp->e);
	changes_cut(imp->w, nchanges);
	for (int kind = 0; kind < (int)(sizeof imp->generation / sizeof *imp->generation); kind++)
		import_ref_forget(imp, kind);
	return edit_back(imp->ed, imp->e);
}
