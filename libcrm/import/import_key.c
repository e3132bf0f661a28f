/* import_key.c - which record a row of the file is: by id, else by the table of who is the same,
 * asked for a block of rows at once. */
#include "import_impl.h"

#include <stdlib.h>
#include "../base/ascii.h"
#include "../model/list.h"

/* ---- which keys ---- */

static bool is_ext(const struct crm_field *f) { return f->type == T_LIST && f->ref == KIND_EXT; }

/* Lists of texts tell records apart: addresses, numbers, keys in other systems. */
static bool is_key_list(const struct crm_field *f)
{
	const struct crm_kind *child = kind_by_no(f->ref);
	const struct crm_field *text = child && child->list ? kind_field_no(child, child->list->a) : NULL;

	return is_ext(f) || (text && (text->flags & F_KEY));
}

static enum crm_status named_key(struct import *imp)
{
	const char *name = imp->w->key;
	const struct crm_field *f = catalog_field(imp->c, imp->k, name, strlen(name));

	if (!f)
		return catalog_unknown(imp->c, imp->k, name, strlen(name), imp->e);
	if (f->type == T_ID || (imp->work->show_form && (imp->k->flags & K_NAMED) && strcmp(name, "name") == 0)) {
		imp->work->by_id = true;
		if (imp->work->show_form || import_column_of(imp, USE_ID, NULL))
			return CRM_OK;
		return crm_fail(imp->e, CRM_USAGE, "key: the file has no column 'id'");
	}
	if (f->type == T_LIST ? !is_key_list(f) : !field_is_column(f) && !(f->flags & F_CUSTOM))
		return crm_fail(imp->e, CRM_USAGE, "key: '%s' cannot tell records apart", name);
	if (!imp->use->find && !import_column_of(imp, USE_FIELD, f) && !(is_ext(f) && imp->system))
		return crm_fail(imp->e, CRM_USAGE, "key: no column gives '%s'", name);
	imp->work->key = f;
	return CRM_OK;
}

enum crm_status import_choose_keys(struct import *imp)
{
	if (imp->w->key)
		return named_key(imp);
	imp->work->by_id = imp->work->show_form;
	return CRM_OK;
}

enum crm_status import_prepare_keys(struct import *imp)
{
	const struct crm_kind *k = imp->use->who ? imp->use->who : imp->k;

	imp->work->identity = identity_open(imp->c, k, imp->work->key, imp->w->force);
	return CRM_OK;
}

void import_free_keys(struct import *imp)
{
	identity_free(imp->work->identity);
	imp->work->identity = NULL;
	for (int i = 0; i < KIND_NUMBERS; i++) {
		identity_free(imp->work->made[i]);
		imp->work->made[i] = NULL;
	}
}

/* ---- a row among others ---- */

/* What the cells say, as far as records are told apart by it. */
static size_t key_assigns(struct import *imp)
{
	size_t n = 0;

	for (size_t i = 0; i < imp->ncells; i++) {
		const struct given *cell = &imp->cells[i];
		const char *p = cell->p;
		size_t len = cell->n;

		if (!len || cell->kept || (cell->col->use != USE_FIELD && cell->col->use != USE_EXT))
			continue;
		if (cell->col->use == USE_EXT) {
			p = arena_printf(&imp->work->keys, "%s:%.*s", imp->system, (int)len, cell->p);
			len += strlen(imp->system) + 1;
		}
		GROW(imp->work->assigns, n, imp->work->aassigns);
		imp->work->assigns[n++] =
		        (struct assign){cell->col->field, cell->col->op, p, len, cell->line, cell->column};
	}
	return n;
}

size_t import_put(struct import *imp)
{
	size_t n;

	if (imp->use->put)
		return imp->use->put(imp, imp->work->identity);
	n = key_assigns(imp);

	n = identity_put(imp->work->identity, imp->work->assigns, n, true);
	if (imp->work->keys.head)
		arena_free(&imp->work->keys);
	return n;
}

void import_put_reset(struct import *imp) { identity_reset(imp->work->identity); }

enum crm_status import_put_ask(struct import *imp)
{
	return identity_ask(imp->work->identity, imp->e);
}

struct identity *import_identity(struct import *imp, size_t *line)
{
	if (!imp->work->in_block) {
		import_put_reset(imp);
		imp->work->slot = import_put(imp);
	}
	*line = imp->work->slot;
	return imp->work->identity;
}

/* ---- ids ---- */

static bool is_number(const struct given *cell)
{
	for (size_t i = 0; i < cell->n; i++)
		if (!ascii_digit(cell->p[i]))
			return false;
	return cell->n > 0;
}

/* A typed id, or the name of a kind that is named. */
static enum crm_status find_by_id(struct import *imp, const struct given *cell, int64_t *id, struct crm_error *e)
{
	const struct crm_kind *k = imp->k;
	bool yes = false;
	enum crm_status s;

	if (imp->k->flags & K_NAMED)
		return ref_resolve(imp->c, imp->k, cell->p, cell->n, id, e);
	if (is_number(cell))
		return import_bad(imp, e, cell, "a bare number is no id, write %s%.*s", imp->k->letters, (int)cell->n,
		                  cell->p);
	if (!id_parse(cell->p, cell->n, &k, id) || k->no != imp->k->no)
		*id = 0;
	s = *id ? ref_exists(imp->c, imp->k, id, &yes, e) : CRM_OK;
	if (!s && !yes)
		s = import_bad(imp, e, cell, "no %s '%.*s'", imp->k->name, (int)cell->n, cell->p);
	return s;
}

/* Ids of ours that nobody asked to go by are left alone, others must not get lost. */
static enum crm_status foreign_id(struct import *imp, struct crm_error *e)
{
	bool counts = imp->work->by_id || (imp->k->flags & K_NAMED);
	const struct given *cell = counts ? NULL : import_cell_of(imp, USE_ID, NULL);
	const struct crm_kind *k;
	int64_t id;

	if (!cell || !cell->n || (id_parse(cell->p, cell->n, &k, &id) && k->no == imp->k->no))
		return CRM_OK;
	return import_bad(imp, e, cell,
	                  "'%.*s' is no id of ours: --ext=SYSTEM:id keeps it as a key of another system, ids are "
	                  "written %s17 and taken with --key=id",
	                  (int)(cell->n < 80 ? cell->n : 80), cell->p, imp->k->letters);
}

/* ---- the record ---- */

static enum crm_status refused(struct import *imp, const struct identity_answer *is, struct crm_error *e)
{
	const struct given *cell = NULL;

	for (size_t i = 0; i < imp->ncells && is->field && !cell; i++)
		if (imp->cells[i].n && strcmp(imp->cells[i].col->field->name, is->field) == 0)
			cell = &imp->cells[i];
	if (cell)
		return import_bad(imp, e, cell, "%s", is->text->buf);
	return crm_fail_at(e, CRM_DATA, NULL, imp->line, 0, is->field, "%s", is->text->buf);
}

enum crm_status import_find(struct import *imp, int64_t *id, struct crm_error *e)
{
	struct import_work *work = imp->work;
	const struct given *cell = import_cell_of(imp, USE_EXT, NULL);
	enum crm_status s = foreign_id(imp, e);

	*id = 0;
	work->is = (struct identity_answer){.by_key = true};
	if (!s && cell && !cell->n && !work->by_id)
		s = import_bad(imp, e, cell, "empty, but it is the key in '%s'", imp->system);
	cell = work->by_id ? import_cell_of(imp, USE_ID, NULL) : NULL;
	if (cell && cell->n)
		work->slot = IDENTITY_NO_LINE;
	if (s || (cell && cell->n))
		return s ? s : find_by_id(imp, cell, id, e);
	if (!work->in_block) {
		import_put_reset(imp);
		work->slot = import_put(imp);
	}
	s = identity_find(work->identity, work->slot, &work->is, e);
	if (s)
		return s;
	if (work->is.is == IS_REFUSED && !(imp->w->force && !work->is.by_key)) {
		if (work->is.several)
			s = import_equal_one(imp, id, e);
		return s || *id ? s : refused(imp, &work->is, e);
	}
	*id = work->is.is == IS_SAME ? work->is.id : 0;
	if (work->is.is == IS_NEW && work->is.text->len && !imp->w->force)
		import_note(imp, work->is.text->buf);
	return CRM_OK;
}

void import_is(struct import *imp, int64_t id)
{
	imp->work->is = (struct identity_answer){.is = IS_SAME, .id = id, .by_key = true};
	imp->work->slot = IDENTITY_NO_LINE;
}

void import_note(struct import *imp, const char *text)
{
	if (import_file(imp) && imp->line)
		crm_note(imp->e, "%s:%ld: %s", import_file(imp), imp->line, text);
	else
		crm_note(imp->e, "%s", text);
}

/* ---- two rows, one record ---- */

static int by_second(const void *a, const void *b)
{
	const struct meeting *x = a, *y = b;

	return (x->line > y->line) - (x->line < y->line);
}

static void meet(struct import *imp, long line, long other)
{
	struct import_work *work = imp->work;

	GROW(work->meeting, work->nmeeting, work->ameeting);
	work->meeting[work->nmeeting++] = (struct meeting){line, other};
}

static enum crm_status say_met(struct import *imp, long line, long other, const char *field, struct crm_error *e)
{
	return crm_fail_at(e, CRM_DATA, NULL, imp->line, 0, field,
	                   "lines %ld and %ld are one %s and say different things of it: leave one out, or tell them "
	                   "apart by a key",
	                   line < other ? line : other, line < other ? other : line, imp->k->name);
}

/* Rows that meet in one record and say different things are refused, each of them: the first one
 * may stand in the edit already, so the work begins anew without it. */
enum crm_status import_meets(struct import *imp, int64_t id, size_t n, struct crm_error *e)
{
	struct import_work *work = imp->work;
	long first = identity_line(work->identity, id);
	enum edit_effect effect;
	const struct crm_field *f;
	enum crm_status s;

	if (!first)
		return CRM_OK;
	s = edit_effect_of(imp->ed, imp->k, id, work->assigns, n, &imp->fmt, &effect, &f, e);
	if (s || effect != EFFECT_REPLACES)
		return s;
	if (imp->im->reject && first > 0) {
		meet(imp, first, imp->line);
		meet(imp, imp->line, first);
	}
	return say_met(imp, first, imp->line, f ? f->name : NULL, e);
}

bool import_was_met(struct import *imp)
{
	struct import_work *work = imp->work;
	const struct meeting key = {imp->line, 0}, *m;

	m = work->nmet ? bsearch(&key, work->meeting, work->nmet, sizeof key, by_second) : NULL;
	if (m)
		say_met(imp, m->line, m->other, NULL, &imp->row_error);
	return m != NULL;
}

bool import_begin_again(struct import *imp)
{
	struct import_work *work = imp->work;

	if (work->nmeeting == work->nmet)
		return false;
	qsort(work->meeting, work->nmeeting, sizeof *work->meeting, by_second);
	work->nmet = work->nmeeting;
	return true;
}
