/* import_show.c - the form show prints and edit opens: lines `id field value`, the lines of one
 * record together. */
#include "import_impl.h"

#include <stdlib.h>
#include "../edit/rules.h"

static const struct crm_field *known_field(const struct import *imp, const struct row_field *f)
{
	return catalog_field(imp->c, imp->k, f->p, f->n);
}

bool import_is_show_form(struct import *imp)
{
	const struct row *h = reader_header(imp->work->r);
	const struct crm_kind *k;
	int64_t id;

	if (!h || h->n != 3 || !reader_is_tsv(imp->work->r))
		return false;
	if (id_parse(h->f[0].p, h->f[0].n, &k, &id) && k->no == imp->k->no)
		return true;
	/* two names of fields are a header */
	return (imp->k->flags & K_NAMED) && known_field(imp, &h->f[1]) && !known_field(imp, &h->f[0]);
}

struct show {
	struct import *imp;
	const char *before;     /* line behind the one of the text before that was met last */
	struct strbuf id;       /* of the record being gathered */
	struct arena values;
	struct strbuf computed; /* fields left out */
	long first, last;       /* its lines */
	bool bad;
};

static enum crm_status flush(struct show *show)
{
	struct import *imp = show->imp;
	enum crm_status s = CRM_OK;

	if (show->id.len) {
		imp->line = show->first;
		if (!show->bad)
			s = import_record(imp);
		if (!s && imp->row_error.failures)
			import_row_failed(imp, show->first, show->last);
	}
	show->bad = false;
	imp->ncells = 0;
	sb_reset(&show->id);
	arena_free(&show->values);
	return s;
}

static void begin(struct show *s, const struct row_field *f)
{
	struct import_column *col = import_column_of(s->imp, USE_ID, NULL);
	const char *id;

	sb_add(&s->id, f->p, f->n);
	s->first = f->line;
	if (!col)
		col = import_add_column(s->imp, USE_ID, kind_field(s->imp->k, "id"), 0);
	id = arena_strndup(&s->values, f->p, f->n);
	import_cell(s->imp, col, id, f->n, f->line, f->column);
}

static void left_out(struct show *s, const struct crm_field *f)
{
	size_t n = strlen(f->name);
	const char *p = s->computed.buf;

	while ((p = strstr(p, f->name)) && ((p > s->computed.buf && p[-1] != ' ') || (p[n] && p[n] != ',')))
		p++;
	if (!p)
		sb_printf(&s->computed, "%s%s", s->computed.len ? ", " : "", f->name);
}

/* Whether a line of the text before, as it is written, is this row. */
static bool same_line(const char *p, const char *end, const struct row *row)
{
	static const char escaped[] = "\t\n\r\\", codes[] = "tnr\\";

	for (size_t i = 0; i < row->n; i++) {
		if (i && (p == end || *p++ != '\t'))
			return false;
		for (size_t k = 0; k < row->f[i].n; k++) {
			const char *hit = memchr(escaped, row->f[i].p[k], 4);

			if (hit ? end - p < 2 || *p++ != '\\' || *p++ != codes[hit - escaped]
			        : p == end || *p++ != row->f[i].p[k])
				return false;
		}
	}
	return p == end;
}

/* Lines mostly stand in their old order, so the next one is tried first. */
static bool stood_before(struct show *s, const struct row *row)
{
	const char *text = s->imp->im->before, *end = text ? text + s->imp->im->nbefore : NULL;

	for (int round = 0; text && round < 2; round++) {
		for (const char *p = round ? text : s->before, *stop = round ? s->before : end, *nl; p < stop;
		     p = nl + (nl < end)) {
			nl = memchr(p, '\n', (size_t)(end - p));
			nl = nl ? nl : end;
			if (same_line(p, nl, row)) {
				s->before = nl + (nl < end);
				return true;
			}
		}
	}
	return false;
}

static void field_line(struct show *s, const struct row *row)
{
	struct import *imp = s->imp;
	const struct row_field *name = &row->f[1], *value = &row->f[2];
	const struct crm_field *f = known_field(imp, name);
	struct import_column *col;
	struct crm_error own = CRM_ERROR_INIT;

	if (!f) {
		catalog_unknown(imp->c, imp->k, name->p, name->n, &own);
		crm_fail_at(&imp->row_error, CRM_DATA, NULL, name->line, name->column, NULL, "%s",
		            own.n ? own.list[0].text : "unknown field");
		crm_error_clear(&own);
		s->bad = true;
		return;
	}
	if (f->type == T_ID)
		return;
	if (!field_assignable(f)) {
		left_out(s, f);
		return;
	}
	col = import_column_of(imp, USE_FIELD, f);
	if (!col)
		col = import_add_column(imp, USE_FIELD, f, 0);
	if (import_cell_of(imp, USE_FIELD, f)) {
		crm_fail_at(&imp->row_error, CRM_DATA, NULL, name->line, name->column, f->name, "stands there twice");
		s->bad = true;
		return;
	}
	import_cell(imp, col, arena_strndup(&s->values, value->p, value->n), value->n, value->line, value->column);
	imp->cells[imp->ncells - 1].kept = stood_before(s, row);
}

static enum crm_status lines(struct show *show)
{
	struct import *imp = show->imp;
	enum crm_status s;

	for (;;) {
		const struct row *row = NULL;

		s = reader_next(imp->work->r, &row, &imp->row_error);
		if (s == CRM_DATA) { /* of which record, nobody can say */
			show->bad = true;
			continue;
		}
		if (s || !row)
			return s;
		if (show->id.len != row->f[0].n || memcmp(show->id.buf, row->f[0].p, show->id.len) != 0) {
			s = flush(show);
			if (s)
				return s;
		}
		if (!show->id.len)
			begin(show, &row->f[0]);
		field_line(show, row);
		show->last = row->line;
	}
}

enum crm_status import_show_rows(struct import *imp)
{
	struct show show = {.imp = imp, .before = imp->im->before, .id = STRBUF_INIT, .computed = STRBUF_INIT};
	enum crm_status s = lines(&show);

	if (!s)
		s = flush(&show);
	if (!s && imp->row_error.failures)
		import_row_failed(imp, show.first, show.last);
	if (!s && show.computed.len)
		crm_note(imp->e, "%s: left out, kept by the program: %s", import_file(imp), show.computed.buf);
	sb_release(&show.id);
	sb_release(&show.computed);
	arena_free(&show.values);
	return s;
}
