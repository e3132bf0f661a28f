/* import.c - rows of a file to records, in one edit: the file is read to its end and counted, then read again with the write lock held. */
#include "../card/person.h"

#include <limits.h>
#include <stdlib.h>
#include "../verb/write.h"

#define DROP_AFTER 1024  /* rows added before it is clear that this is a bulk of new records */
#define BLOCK (256 * 1024)
#define DROP_ROWS 20000  /* fewer are not worth building indexes */

/* ---- bad rows ---- */

static void remember_lines(struct import *imp, long first, long last)
{
	if (imp->nranges && imp->ranges[imp->nranges - 1].last + 1 >= first) {
		imp->ranges[imp->nranges - 1].last = last;
		return;
	}
	if (imp->nranges == imp->aranges) {
		imp->aranges = imp->aranges ? 2 * imp->aranges : 64;
		imp->ranges = crm_realloc(imp->ranges, imp->aranges * sizeof *imp->ranges);
	}
	imp->ranges[imp->nranges++] = (struct line_range){first, last};
}

const char *import_file(const struct import *imp)
{
	return imp->im->src ? imp->im->src->name : NULL;
}

static void tell_rejected(struct import *imp, const struct crm_message *m)
{
	const char *field = m->field ? m->field : "";

	if (imp->person && !m->column)
		crm_note(imp->e, "%s:%ld: %s%s%s", import_file(imp), m->line, field, m->field ? ": " : "", m->text);
	else
		crm_note(imp->e, "%s:%ld:%ld: %s%s%s", import_file(imp), m->line, m->column, field, m->field ? ": " : "", m->text);
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
	imp->bad++;
	if (imp->im->reject)
		remember_lines(imp, first, last);
	crm_error_clear(own);
}

/* The last line of a row: a quoted newline takes one more. */
static long row_end(const struct row *row)
{
	const struct row_field *f = &row->f[row->n - 1];
	long line = f->line;

	for (size_t i = 0; i < f->n; i++)
		line += f->p[i] == '\n' || (f->p[i] == '\r' && (i + 1 == f->n || f->p[i + 1] != '\n'));
	return line;
}

/* ---- first way: everything is there and counted ---- */

static enum crm_status count_rows(struct import *imp)
{
	struct crm_error ignored = CRM_ERROR_INIT; /* told on the second way, in the order of lines */
	const struct row *row;
	enum crm_status st;

	do {
		st = reader_next(imp->r, &row, &ignored);
		imp->rows += st == CRM_OK && row;
		if (st == CRM_DATA && ignored.n)
			crm_error_clear(&ignored);
	} while (st == CRM_DATA || (st == CRM_OK && row));
	if (st != CRM_OK)
		crm_fail_at(imp->e, st, reader_name(imp->r), 0, 0, NULL, "%s", ignored.n ? ignored.list[0].text : "cannot be read");
	crm_error_clear(&ignored);
	return st;
}

/* ---- second way ---- */

/* Indexes that no look-up of an import needs are quicker built at once than kept row by row. */
static enum crm_status drop_indexes(struct import *imp, bool *dropped)
{
	int64_t left = imp->rows - imp->done, there = 0;
	char sql[64];
	enum crm_status st;

	if (imp->use || (imp->k->no != KIND_OFFER && imp->k->no != KIND_TASK && imp->k->no != KIND_EVENT))
		return CRM_OK;
	if (left < DROP_ROWS || imp->w->added * 2 < imp->done)
		return CRM_OK;
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", imp->k->table);
	st = db_get_int(imp->c->db, imp->e, &there, 0, sql, 0);
	if (st != CRM_OK || left * 3 < there)
		return st;
	*dropped = true;
	return db_drop_indexes(imp->c->db, imp->k->table, imp->e);
}

static void row_cells(struct import *imp, const struct row *row)
{
	imp->ncells = 0;
	imp->line = row->line;
	for (size_t i = 0; i < imp->ncolumns; i++) {
		struct import_column *col = imp->columns[i];
		const struct row_field *f = &row->f[col->at];

		if (col->fixed)
			import_cell(imp, col, col->text, strlen(col->text), 0, 0);
		else
			import_cell(imp, col, f->p, f->n, f->line, f->column);
	}
}

static enum crm_status table_rows(struct import *imp, bool *dropped)
{
	long end = row_end(reader_header(imp->r)); /* last line of the row before */
	bool unread = false;
	enum crm_status st;

	for (;;) {
		const struct row *row = NULL;

		st = reader_next(imp->r, &row, &imp->row_error);
		if (st == CRM_DATA) {
			imp->bad += unread;
			unread = true;
			continue;
		}
		if (unread)
			import_row_failed(imp, end + 1, row ? row->line - 1 : LONG_MAX);
		unread = false;
		if (st != CRM_OK || !row)
			return st;
		end = imp->im->reject ? row_end(row) : row->line;
		row_cells(imp, row);
		if (imp->person)
			from_row(imp, row);
		if (!imp->row_error.failures)
			st = imp->person ? person_import(imp) : import_record(imp);
		if (st != CRM_OK)
			return st;
		if (imp->row_error.failures)
			import_row_failed(imp, row->line, end);
		imp->done++;
		if (imp->w->added == DROP_AFTER && !*dropped && (st = drop_indexes(imp, dropped)) != CRM_OK)
			return st;
		if (imp->im->progress && imp->done % IMPORT_PROGRESS == 0)
			imp->im->progress(imp->im->progress_arg, imp->done);
	}
}

/* Nothing but operands. */
static enum crm_status operand_row(struct import *imp)
{
	enum crm_status st;

	imp->ncells = 0;
	for (size_t i = 0; i < imp->ncolumns; i++)
		import_cell(imp, imp->columns[i], imp->columns[i]->text, strlen(imp->columns[i]->text), 0, 0);
	st = import_record(imp);
	if (st == CRM_OK && imp->row_error.failures)
		import_row_failed(imp, 0, 0);
	return st;
}

static enum crm_status reject_lines(struct import *imp, const struct crm_source *src)
{
	struct line_range *all;
	long header = imp->show_form || !imp->r ? 0 : row_end(reader_header(imp->r));
	enum crm_status st;

	if (!imp->nranges)
		return CRM_OK;
	all = crm_malloc((imp->nranges + 1) * sizeof *all);
	all[0] = (struct line_range){1, header};
	memcpy(all + 1, imp->ranges, imp->nranges * sizeof *all);
	st = spool_lines(src, imp->im->reader.encoding, all + (header == 0), imp->nranges + (header != 0), imp->im->reject, imp->im->reject_arg, imp->e);
	free(all);
	return st;
}

static enum crm_status load_names(struct import *imp)
{
	enum crm_status st = lookup_pipelines(imp->c, imp->e);

	if (st == CRM_OK)
		st = lookup_stages(imp->c, imp->e);
	if (st == CRM_OK)
		st = import_prepare_keys(imp);
	return st == CRM_OK && imp->r && !imp->show_form && imp->k->no == KIND_OFFER ? import_moves_check(imp) : st;
}

static enum crm_status write_rows(struct import *imp, const struct crm_source *src)
{
	bool dropped = false;
	enum crm_status st = load_names(imp);

	if (st == CRM_OK)
		st = !src ? operand_row(imp) : !imp->r ? import_cards(imp, src) : imp->show_form ? import_show_rows(imp) : table_rows(imp, &dropped);
	if (imp->person && (st == CRM_OK || st == CRM_DATA))
		person_notes(imp);
	if (imp->row_error.n) { /* of a failure that is not the row's */
		for (size_t i = 0; i < imp->row_error.n; i++)
			crm_fail(imp->e, st, "%s", imp->row_error.list[i].text);
		crm_error_clear(&imp->row_error);
	}
	imp->w->rejected = imp->bad;
	if (st == CRM_OK && imp->bad && !imp->im->reject)
		st = CRM_DATA;
	if (st == CRM_OK && dropped)
		st = db_build_indexes(imp->c->db, imp->k->table, imp->e);
	return st == CRM_OK && src ? reject_lines(imp, src) : st;
}

static enum crm_status run_edit(struct import *imp, const struct crm_source *src)
{
	const struct edit_options opt = {.verb = imp->use ? imp->use->verb : "import", .dry_run = imp->w->dry_run, .force = imp->w->force, .bulk = true,
		.watch = imp->w->want_changes ? changes_add : NULL, .arg = imp->w, .files = imp->w->files};
	enum crm_status st = edit_begin(&imp->ed, imp->c, &opt, imp->e);

	if (st != CRM_OK)
		return st;
	st = write_rows(imp, src);
	import_free_keys(imp);
	if (st == CRM_OK)
		return edit_commit(imp->ed, imp->e);
	edit_abort(imp->ed);
	return st;
}

/* ---- all of it ---- */

static enum crm_status read_plan(struct import *imp, const struct crm_source *src)
{
	struct reader_options again = imp->im->reader;
	enum crm_status st;

	if (!imp->show_form) {
		st = import_header(imp, reader_header(imp->r));
		if (st == CRM_OK)
			st = import_choose_keys(imp);
		return st == CRM_OK ? reader_rewind(imp->r, imp->e) : st;
	}
	reader_free(imp->r);
	imp->r = NULL;
	if (!src->rewind(src->arg))
		return crm_fail_at(imp->e, CRM_IO, src->name, 0, 0, NULL, "cannot be read again");
	again.no_header = true;
	again.format = READER_TSV;
	st = reader_open(&imp->r, src, &again, imp->e);
	return st == CRM_OK ? import_choose_keys(imp) : st;
}

static bool again(const struct import *imp, const struct crm_source *src)
{
	if (!src->rewind(src->arg))
		crm_fail_at(imp->e, CRM_IO, src->name, 0, 0, NULL, "cannot be read again");
	return imp->e->status != CRM_IO;
}

/* Cards are known by their first line; by --input nothing is looked at. */
static enum crm_status find_cards(struct import *imp, const struct crm_source *src, bool *cards)
{
	const struct crm_import *im = imp->im;
	enum crm_status st = CRM_OK;

	*cards = im->from && strcmp(im->from, "vcard") == 0;
	if (!*cards && !im->from && !imp->use && im->reader.format == READER_AUTO && !im->reader.delimiter) {
		st = vcard_recognize(src, im->reader.encoding, cards, imp->e);
		if (st == CRM_OK && !again(imp, src))
			st = CRM_IO;
	}
	if (st == CRM_OK && *cards && (im->nmap || im->ext))
		st = crm_fail(imp->e, CRM_USAGE, "%s: vCards have no columns: --map and --ext are for tables", import_file(imp));
	return st;
}

/* Nobody waits for a pipe with the write lock held. */
static enum crm_status read_to_end(struct import *imp, const struct crm_source *src)
{
	char *block = crm_malloc(BLOCK);
	long k;

	do
		k = src->read(src->arg, block, BLOCK);
	while (k > 0);
	free(block);
	return k < 0 ? crm_fail_at(imp->e, CRM_IO, src->name, 0, 0, NULL, "cannot read: %s", src->problem(src->arg)) : CRM_OK;
}

static enum crm_status open_table(struct import *imp, const struct crm_source *src)
{
	struct reader_options opt = imp->im->reader;
	enum crm_status st = CRM_OK;

	opt.spare_end = imp->person != NULL;
	if (imp->person && !opt.encoding) {
		st = encoding_guess(src, &opt.encoding, imp->e);
		if (st == CRM_OK && !again(imp, src))
			st = CRM_IO;
		if (st == CRM_OK && opt.encoding)
			crm_note(imp->e, "%s: read as %s", import_file(imp), opt.encoding);
	}
	return st == CRM_OK ? reader_open(&imp->r, src, &opt, imp->e) : st;
}

static enum crm_status run(struct import *imp, const struct crm_source *src)
{
	bool cards = false;
	enum crm_status st = catalog_load(imp->c, imp->e);

	if (st == CRM_OK)
		st = import_options(imp);
	if (st == CRM_OK && !src)
		return run_edit(imp, NULL);
	if (st == CRM_OK)
		st = find_cards(imp, src, &cards);
	if (st == CRM_OK && (cards || imp->im->from))
		st = person_open(imp);
	if (st == CRM_OK && cards) {
		st = read_to_end(imp, src);
		return st == CRM_OK ? run_edit(imp, src) : st;
	}
	if (st == CRM_OK)
		st = open_table(imp, src);
	if (st == CRM_OK && !reader_header(imp->r))
		st = crm_fail_at(imp->e, CRM_DATA, reader_name(imp->r), 0, 0, NULL, "no header line");
	if (st != CRM_OK)
		return st;
	imp->show_form = !imp->use && import_is_show_form(imp);
	st = count_rows(imp);
	if (st == CRM_OK)
		st = read_plan(imp, src);
	return st == CRM_OK ? run_edit(imp, src) : st;
}

static void import_free(struct import *imp)
{
	reader_free(imp->r);
	person_free(imp->person);
	crm_error_clear(&imp->row_error);
	sb_release(&imp->ext_text);
	sb_release(&imp->key_text);
	arena_free(&imp->arena);
	free(imp->columns);
	free(imp->cells);
	free(imp->assigns);
	free(imp->plan);
	free(imp->entered);
	free(imp->cache);
	free(imp->ranges);
	free(imp);
}

enum crm_status import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im, const struct import_use *use, struct crm_write *w,
			    struct crm_error *e)
{
	struct import *imp;
	struct spool spool = {.fd = -1};
	struct crm_source src;
	enum crm_status st = im->src ? spool_open(&spool, &src, im->src, c->db, e) : CRM_OK;

	if (st != CRM_OK)
		return st;
	imp = crm_calloc(1, sizeof *imp);
	*imp = (struct import){.c = c, .k = k, .im = im, .use = use, .w = w, .e = e, .fmt = {.decimal = im->decimal, .dates = im->dates}};
	sb_init(&imp->ext_text, 0);
	sb_init(&imp->key_text, 0);
	imp->cache = crm_calloc(IMPORT_CACHE, sizeof *imp->cache);
	st = run(imp, im->src ? &src : NULL);
	import_free(imp);
	spool_close(&spool);
	return st;
}

enum crm_status crm_import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im, struct crm_write *w, struct crm_error *e)
{
	if (k->flags & (K_CONFIG | K_CHILD))
		return crm_fail(e, CRM_USAGE, "%s cannot be imported", k->name);
	return import_rows(c, k, im, NULL, w, e);
}
