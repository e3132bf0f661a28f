/* import_cell.c - values of the record at work. */
#include "import_impl.h"

void import_cell(struct import *imp, struct import_column *col, const char *p, size_t n, long line, long column)
{
	bool translated = false;

	GROW(imp->cells, imp->ncells, imp->work->acells);
	value_clean(col->field, &p, &n);
	for (size_t i = 0; i < col->nt; i++)
		if (col->t[i].nfrom == n && memcmp(col->t[i].from, p, n) == 0) {
			p = col->t[i].to;
			n = strlen(p);
			translated = true;
			break;
		}
	imp->cells[imp->ncells++] = (struct given){col, p, n, line, column, false, translated};
}

struct given *import_cell_of(struct import *imp, enum column_use use, const struct crm_field *f)
{
	for (size_t i = 0; i < imp->ncells; i++)
		if (imp->cells[i].col->use == use && (use != USE_FIELD || imp->cells[i].col->field == f))
			return &imp->cells[i];
	return NULL;
}

void import_constants(struct import *imp)
{
	imp->ncells = 0;
	for (size_t i = 0; i < imp->work->ncolumns; i++)
		import_cell(imp, imp->work->columns[i], imp->work->columns[i]->text,
		            strlen(imp->work->columns[i]->text), 0, 0);
}
