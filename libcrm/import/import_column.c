/* import_column.c - columns of the plan: made, found. */
#include "import_impl.h"

struct import_column *import_new_column(struct import *imp, enum column_use use, const struct crm_field *f, size_t at)
{
	struct import_column *col = arena_alloc(&imp->arena, sizeof *col);

	*col = (struct import_column){.use = use, .field = f, .op = OP_EQ, .at = at};
	for (size_t i = 0; use == USE_FIELD && i < imp->work->ntranslations; i++)
		if (imp->work->translations[i].field == f) {
			col->t = col->nt ? col->t : &imp->work->translations[i];
			col->nt++;
		}
	return col;
}

struct import_column *import_add_column(struct import *imp, enum column_use use, const struct crm_field *f, size_t at)
{
	GROW(imp->work->columns, imp->work->ncolumns, imp->work->acolumns);
	return imp->work->columns[imp->work->ncolumns++] = import_new_column(imp, use, f, at);
}

const struct crm_field *import_field(const struct import *imp, const char *name, size_t n)
{
	for (size_t i = 0; i < imp->use->nfields; i++)
		if (strlen(imp->use->fields[i].name) == n && memcmp(name, imp->use->fields[i].name, n) == 0)
			return &imp->use->fields[i];
	return catalog_field(imp->c, imp->k, name, n);
}

struct import_column *import_column_of(const struct import *imp, enum column_use use, const struct crm_field *f)
{
	for (size_t i = 0; i < imp->work->ncolumns; i++)
		if (imp->work->columns[i]->use == use && (use != USE_FIELD || imp->work->columns[i]->field == f))
			return imp->work->columns[i];
	return NULL;
}
