/* import_block.c - the rows of a table, a block at a time: their records are looked up at once,
 * then they are written one after the other. */
#include "import_impl.h"

#include <limits.h>
#include <stdlib.h>

/* The last line of a row: a quoted newline takes one more. */
long import_row_end(const struct row *row)
{
	const struct row_field *f = &row->f[row->n - 1];
	long line = f->line;

	for (size_t i = 0; i < f->n; i++)
		line += f->p[i] == '\n' || (f->p[i] == '\r' && (i + 1 == f->n || f->p[i + 1] != '\n'));
	return line;
}

struct block {
	struct row row[IMPORT_BLOCK];
	size_t slot[IMPORT_BLOCK], n;
	struct arena arena;
};

static void row_cells(struct import *imp, const struct row *row)
{
	imp->ncells = 0;
	imp->line = row->line;
	for (size_t i = 0; i < imp->work->ncolumns; i++) {
		struct import_column *col = imp->work->columns[i];
		const struct row_field *f = &row->f[col->at];

		if (col->fixed)
			import_cell(imp, col, col->text, strlen(col->text), 0, 0);
		else
			import_cell(imp, col, f->p, f->n, f->line, f->column);
	}
}

/* A row of the reader lives until the next one. */
static size_t copy_row(struct block *b, const struct row *from)
{
	struct row *row = &b->row[b->n++];
	size_t bytes = 0;
	char *text;

	*row = *from;
	row->f = arena_alloc(&b->arena, from->n * sizeof *row->f);
	memcpy(row->f, from->f, from->n * sizeof *row->f);
	for (size_t i = 0; i < from->n; i++)
		bytes += from->f[i].n + 1;
	text = arena_alloc(&b->arena, bytes);
	for (size_t i = 0; i < from->n; i++) {
		memcpy(text, from->f[i].p, from->f[i].n);
		row->f[i].p = text;
		text += from->f[i].n + 1;
	}
	return bytes;
}

/* Rows up to one that can't be read, whose status and faults come with it, or to the end. */
static enum crm_status fill(struct import *imp, struct block *b, bool *end, struct crm_error *e)
{
	size_t bytes = 0, most = imp->work->alone ? 1 : IMPORT_BLOCK;
	enum crm_status s = CRM_OK;

	b->n = 0;
	if (b->arena.head)
		arena_free(&b->arena);
	while (b->n < most && bytes < IMPORT_BLOCK_BYTES && !s && !*end) {
		const struct row *row = NULL;

		s = reader_next(imp->work->r, &row, e);
		*end = !s && !row;
		if (!s && row)
			bytes += copy_row(b, row);
	}
	return s;
}

static enum crm_status ask(struct import *imp, struct block *b)
{
	enum crm_status s;

	if (imp->work->alone)
		return CRM_OK;
	import_put_reset(imp);
	for (size_t i = 0; i < b->n; i++) {
		row_cells(imp, &b->row[i]);
		import_ref_put(imp);
		b->slot[i] = import_put(imp);
	}
	s = import_ref_ask(imp);
	return s ? s : import_put_ask(imp);
}

static enum crm_status write_row(struct import *imp, const struct row *row, size_t slot)
{
	enum crm_status s = CRM_OK;

	row_cells(imp, row);
	if (imp->use->row)
		imp->use->row(imp, row);
	imp->work->slot = slot;
	imp->work->in_block = !imp->work->alone;
	if (!imp->row_error.failures)
		s = import_record(imp);
	if (s)
		return s;
	if (imp->row_error.failures)
		import_row_failed(imp, row->line, import_row_end(row));
	import_progress(imp);
	return CRM_OK;
}

/* Messages move to another's, the first ones stay in front. */
static void move_errors(struct crm_error *to, struct crm_error *from)
{
	for (size_t i = 0; i < from->n; i++) {
		const struct crm_message *m = &from->list[i];

		crm_fail_at(to, CRM_DATA, m->file, m->line, m->column, m->field, "%s", m->text);
	}
	crm_error_clear(from);
}

struct unread {
	struct crm_error messages;
	long first; /* line; 0 = none */
};

/* What could not be read before line `next` is one bad row. */
static void tell_unread(struct import *imp, struct unread *u, long next)
{
	if (!u->first)
		return;
	move_errors(&imp->row_error, &u->messages);
	import_row_failed(imp, u->first, next);
	u->first = 0;
}

static enum crm_status blocks(struct import *imp, struct block *b, struct unread *u, import_after *after)
{
	struct crm_error fresh = CRM_ERROR_INIT;
	long last = import_row_end(reader_header(imp->work->r));
	bool end = false;
	enum crm_status s = CRM_OK, read;

	while (!s && !end) {
		read = fill(imp, b, &end, &fresh);
		if (b->n || end)
			tell_unread(imp, u, b->n ? b->row[0].line - 1 : LONG_MAX);
		if (b->n)
			s = ask(imp, b);
		for (size_t i = 0; i < b->n && !s; i++) {
			last = imp->im->reject ? import_row_end(&b->row[i]) : b->row[i].line;
			s = write_row(imp, &b->row[i], b->slot[i]);
			if (!s)
				s = after(imp);
		}
		if (s || !read)
			continue;
		imp->work->bad += u->first != 0;
		u->first = u->first ? u->first : last + 1;
		move_errors(read == CRM_DATA ? &u->messages : &imp->row_error, &fresh);
		s = read == CRM_DATA ? CRM_OK : read;
	}
	crm_error_clear(&fresh);
	return s;
}

enum crm_status import_table(struct import *imp, import_after *after)
{
	struct block *b = crm_calloc(1, sizeof *b);
	struct unread u = {.messages = CRM_ERROR_INIT};
	enum crm_status s;

	imp->work->alone = imp->use->row || (imp->use->record && !imp->use->put) || imp->work->by_id;
	s = blocks(imp, b, &u, after);
	crm_error_clear(&u.messages);
	arena_free(&b->arena);
	free(b);
	return s;
}
