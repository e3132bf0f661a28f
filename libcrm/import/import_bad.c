/* import_bad.c - rows that are bad: what is said of them, and their lines. */
#include "import_impl.h"

const char *import_file(const struct import *imp)
{
	return imp->im->src ? imp->im->src->name : NULL;
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
	crm_fail_at(e, CRM_DATA, NULL, cell->line ? cell->line : imp->line, cell->column,
	            cell->col->field ? cell->col->field->name : "id", "%s", b.buf);
	sb_release(&b);
	return CRM_DATA;
}

bool import_is_data(enum crm_status s)
{
	return s == CRM_DATA || s == CRM_NO || s == CRM_AMBIGUOUS || s == CRM_DUPLICATE || s == CRM_FORBIDDEN ||
	       s == CRM_USAGE;
}

static void remember_lines(struct import *imp, long first, long last)
{
	if (imp->work->nranges && imp->work->ranges[imp->work->nranges - 1].last + 1 >= first) {
		imp->work->ranges[imp->work->nranges - 1].last = last;
		return;
	}
	GROW(imp->work->ranges, imp->work->nranges, imp->work->aranges);
	imp->work->ranges[imp->work->nranges++] = (struct line_range){first, last};
}

static void tell_rejected(struct import *imp, const struct crm_message *m)
{
	const char *field = m->field ? m->field : "";

	if (imp->use->foreign && !m->column)
		crm_note(imp->e, "%s:%ld: %s%s%s", import_file(imp), m->line, field, m->field ? ": " : "", m->text);
	else
		crm_note(imp->e, "%s:%ld:%ld: %s%s%s", import_file(imp), m->line, m->column, field,
		         m->field ? ": " : "", m->text);
}

void import_row_failed(struct import *imp, long first, long last)
{
	struct crm_error *own = &imp->row_error;

	for (size_t i = 0; i < own->n; i++) {
		struct crm_message *m = &own->list[i];

		if (!m->line)
			m->line = first;
		if (m->note)
			crm_note(imp->e, "%s", m->text);
		else if (imp->im->reject)
			tell_rejected(imp, m);
		else
			crm_fail_at(imp->e, CRM_DATA, import_file(imp), m->line, m->column, m->field, "%s", m->text);
	}
	imp->work->bad++;
	if (imp->im->reject)
		remember_lines(imp, first, last);
	crm_error_clear(own);
}

void import_forgive(struct import *imp, int64_t n)
{
	struct crm_error *e = imp->e;

	if (!n || imp->im->reject || imp->work->bad != n)
		return;
	for (size_t i = 0; i < e->n; i++)
		e->list[i].note = true;
	e->notes += e->failures;
	e->failures = 0;
	e->status = CRM_OK;
	imp->work->bad = 0;
}
