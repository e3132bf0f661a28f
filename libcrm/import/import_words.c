/* import_words.c - columns that are no fields: a word of the kind and a day in each row, what it
 * makes of them is its own. */
#include "import_impl.h"

#include <stdlib.h>

enum crm_status import_words_check(struct import *imp)
{
	struct import_work *work = imp->work;
	const struct row *header = reader_header(work->r);
	enum crm_status s = CRM_OK, one;

	for (size_t i = 0; i < work->ncolumns; i++) {
		const struct import_column *col = work->columns[i];
		struct place here = place_here(imp->e);

		if (col->use != USE_WORD)
			continue;
		one = work->words->check(imp->c, col->word.word, imp->e);
		place_mark(imp->e, here, import_file(imp), header->line, header->f[col->at].column);
		s = one ? one : s;
	}
	return s;
}

/* Where the words of the record are looked for. */
static enum crm_status scope(struct import *imp, int64_t id, int64_t *within, struct crm_error *e)
{
	const struct import_words *words = imp->work->words;
	const struct given *cell = import_cell_of(imp, USE_FIELD, kind_field(imp->k, words->scope));

	return words->within(imp->c, id, cell ? cell->p : NULL, cell ? cell->n : 0, within, e);
}

static int by_day(const void *a, const void *b)
{
	const struct import_word *x = &(*(struct given *const *)a)->col->word;
	const struct import_word *y = &(*(struct given *const *)b)->col->word;

	return x->day != y->day ? int64_order(x->day, y->day) : int64_order((int64_t)x->place, (int64_t)y->place);
}

static void plan(struct import_work *work, struct given *cell)
{
	if (work->nplan == work->aplan) {
		work->aplan = work->aplan ? 2 * work->aplan : 8;
		work->plan = crm_realloc(work->plan, work->aplan * sizeof *work->plan);
		work->told = crm_realloc(work->told, work->aplan * sizeof *work->told);
	}
	work->plan[work->nplan++] = cell;
}

enum crm_status import_words_plan(struct import *imp, int64_t id, struct crm_error *e)
{
	struct import_work *work = imp->work;
	int64_t within = -1;
	enum crm_status s = CRM_OK, one;
	struct value v;

	work->nplan = 0;
	for (size_t i = 0; i < imp->ncells; i++) {
		struct given *cell = &imp->cells[i];
		struct import_column *col = cell->col;

		if (col->use != USE_WORD || cell->n == 0)
			continue;
		if (within < 0 && (one = scope(imp, id, &within, e)))
			return one;
		one = parse_value(imp->c, col->field, cell->p, cell->n, &imp->fmt, 0, &v, e);
		if (!one)
			one = work->words->find(imp->c, within, &col->word, e);
		if (one) {
			s = import_bad(imp, e, cell, NULL);
		} else if (v.is == V_INT) {
			col->word.day = (int)v.i;
			plan(work, cell);
		}
	}
	if (work->nplan > 1)
		qsort(work->plan, work->nplan, sizeof *work->plan, by_day);
	return s;
}

void import_words_tell(struct import *imp)
{
	struct import_work *work = imp->work;

	for (size_t i = 0; i < work->nplan; i++)
		work->told[i] = &work->plan[i]->col->word;
	work->words->tell(imp->ed, work->told, work->nplan);
}

enum crm_status import_words_make(struct import *imp, int64_t id, bool *changed, struct crm_error *e)
{
	struct import_work *work = imp->work;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < work->nplan && !s; i++) {
		s = work->words->make(imp->ed, id, &work->plan[i]->col->word, changed, e);
		if (import_is_data(s))
			s = import_bad(imp, e, work->plan[i], NULL);
	}
	return s;
}
