/* import_moves.c - the stages an imported offer went through: columns entered.STAGE to moves. */
#include "import_impl.h"

#include <stdlib.h>
#include "../base/utf8.h"

enum crm_status import_moves_check(struct import *imp)
{
	enum crm_status st = CRM_OK;
	const struct row *header = reader_header(imp->r);

	for (size_t i = 0; i < imp->ncolumns; i++) {
		const struct import_column *col = imp->columns[i];
		const char **names, *near;

		if (col->use != USE_ENTERED || stage_by_name(imp->c, 0, col->stage, strlen(col->stage)))
			continue;
		names = arena_alloc(&imp->arena, (imp->c->nstages + 1) * sizeof *names);
		for (size_t j = 0; j < imp->c->nstages; j++)
			names[j] = imp->c->stages[j].name;
		near = utf8_nearest(col->stage, names);
		st = crm_fail_at(imp->e, CRM_DATA, reader_name(imp->r), header->line, header->f[col->at].column, NULL,
		                 near ? "no stage '%s', nearest is '%s'" : "no stage '%s'", col->stage, near);
	}
	return st;
}

/* The pipeline the offer runs through; 0 = nothing says so. */
static enum crm_status pipeline_of(struct import *imp, int64_t id, int64_t *pipeline, struct crm_error *e)
{
	const struct given *cell = import_cell_of(imp, USE_FIELD, kind_field(imp->k, "pipeline"));

	*pipeline = 0;
	if (cell && cell->n)
		*pipeline = names_id(&imp->c->pipelines, cell->p, cell->n);
	else if (id)
		return db_get_int(imp->c->db, e, pipeline, 0, "SELECT pipeline FROM offer WHERE id = $1", 1, id);
	return CRM_OK;
}

static void find_stage(struct import *imp, struct import_column *col, int64_t pipeline)
{
	int64_t first = pipeline ? pipeline : pipeline_default(imp->c);
	const struct stage_info *g;

	if (col->to && col->pipeline == pipeline)
		return;
	g = stage_by_name(imp->c, first, col->stage, strlen(col->stage));
	if (!g && !pipeline)
		g = stage_by_name(imp->c, 0, col->stage, strlen(col->stage));
	col->pipeline = pipeline;
	col->to = g ? g->id : 0;
	col->position = g ? g->position : 0;
}

static int by_day(const void *a, const void *b)
{
	const struct planned_move *x = a, *y = b;

	if (x->move.day != y->move.day)
		return x->move.day < y->move.day ? -1 : 1;
	return (x->position > y->position) - (x->position < y->position);
}

static struct planned_move *new_move(struct import *imp)
{
	if (imp->nentered == imp->aentered) {
		imp->aentered = imp->aentered ? 2 * imp->aentered : 8;
		imp->plan = crm_realloc(imp->plan, imp->aentered * sizeof *imp->plan);
		imp->entered = crm_realloc(imp->entered, imp->aentered * sizeof *imp->entered);
	}
	return &imp->plan[imp->nentered++];
}

enum crm_status import_moves_plan(struct import *imp, int64_t id, struct crm_error *e)
{
	int64_t pipeline = -1;
	enum crm_status st = CRM_OK;

	imp->nentered = 0;
	for (size_t i = 0; i < imp->ncells; i++) {
		const struct given *cell = &imp->cells[i];
		struct value v;
		enum crm_status one;

		if (cell->col->use != USE_ENTERED || cell->n == 0)
			continue;
		if (pipeline < 0 && (one = pipeline_of(imp, id, &pipeline, e)) != CRM_OK)
			return one;
		find_stage(imp, cell->col, pipeline);
		one = parse_value(imp->c, cell->col->field, cell->p, cell->n, &imp->fmt, 0, &v, e);
		if (one != CRM_OK)
			st = import_bad(imp, e, cell, NULL);
		else if (!cell->col->to)
			st = import_bad(imp, e, cell, "the pipeline has no stage '%s'", cell->col->stage);
		else if (v.is == V_INT)
			*new_move(imp) = (struct planned_move){{cell->col->to, (int)v.i}, cell->col->position, cell};
	}
	if (imp->nentered > 1)
		qsort(imp->plan, imp->nentered, sizeof *imp->plan, by_day);
	return st;
}

void import_moves_tell(struct import *imp)
{
	for (size_t i = 0; i < imp->nentered; i++)
		imp->entered[i] = imp->plan[i].move;
	edit_entered(imp->ed, imp->entered, imp->nentered);
}

enum crm_status import_moves_make(struct import *imp, int64_t id, bool *changed, struct crm_error *e)
{
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < imp->nentered && st == CRM_OK; i++) {
		const struct planned_move *m = &imp->plan[i];
		const struct move move = {.to = m->move.stage, .day = m->move.day, .have_day = true};
		bool made = false, moved = false;

		st = edit_has_entered(imp->ed, id, &m->move, &made, e);
		if (st == CRM_OK && !made && (st = edit_move(imp->ed, id, &move, NULL, 0, &moved, e)) != CRM_OK)
			st = import_bad(imp, e, m->cell, NULL);
		*changed = *changed || moved;
	}
	return st;
}
