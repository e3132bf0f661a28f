/* import.c - rows of a file to records, in one edit: the file is read to its end and counted, then
 * read again with the write lock held.
 *
 * An import without a header line is an error (CRM_DATA), as a pipe whose beginning failed would
 * otherwise pass for success. */
#include "import_impl.h"

#include <limits.h>
#include <stdlib.h>
#include "../base/utf8.h"
#include "../verb/write.h"

#define DROP_AFTER 1024  /* rows added before it is clear that this is a bulk of new records */
#define BLOCK (256 * 1024)
#define DROP_ROWS 20000  /* fewer are not worth building indexes */

/* ---- first way: everything is there and counted ---- */

static bool is_empty(const struct row_field *f)
{
	const char *p = f->p;
	size_t n = f->n;

	utf8_trim(&p, &n);
	return n == 0;
}

static void note_used(struct import *imp, const struct row *row)
{
	const struct row *header = reader_header(imp->work->r);

	for (size_t i = 0; header && i < row->n && i < header->n; i++)
		if (is_empty(&header->f[i]) && !is_empty(&row->f[i]))
			imp->work->used[i] = true;
}

static enum crm_status count_rows(struct import *imp)
{
	struct crm_error ignored = CRM_ERROR_INIT; /* told on the second way, in the order of lines */
	const struct row *row, *header = reader_header(imp->work->r);
	bool unnamed = false;
	enum crm_status s;

	for (size_t i = 0; header && i < header->n; i++)
		unnamed |= is_empty(&header->f[i]);
	imp->work->used = unnamed ? arena_alloc(&imp->arena, header->n) : NULL;
	do {
		s = reader_next(imp->work->r, &row, &ignored);
		imp->work->rows += !s && row;
		if (unnamed && !s && row)
			note_used(imp, row);
		if (s == CRM_DATA && ignored.n)
			crm_error_clear(&ignored);
	} while (s == CRM_DATA || (!s && row));
	if (s)
		crm_fail_at(imp->e, s, import_file(imp), 0, 0, NULL, "%s",
		            ignored.n ? ignored.list[0].text : "cannot be read");
	crm_error_clear(&ignored);
	return s;
}

/* ---- second way ---- */

/* Indexes that no look-up of an import needs are quicker built at once than kept row by row. */
static enum crm_status drop_indexes(struct import *imp)
{
	int64_t left = imp->work->rows - imp->work->done, there = 0;
	char sql[64];
	enum crm_status s;

	if (imp->w->added != DROP_AFTER || imp->work->dropped || imp->use->record || !imp->k->import ||
	    !imp->k->import->bulk)
		return CRM_OK;
	if (left < DROP_ROWS || imp->w->added * 2 < imp->work->done)
		return CRM_OK;
	snprintf(sql, sizeof sql, "SELECT count(*) FROM %s", imp->k->table);
	s = db_get_int(imp->c->db, imp->e, &there, 0, sql, 0);
	if (s || left * 3 < there)
		return s;
	imp->work->dropped = true;
	return db_drop_indexes(imp->c->db, imp->k->table, imp->e);
}

/* Nothing but operands. */
static enum crm_status operand_row(struct import *imp)
{
	enum crm_status s;

	import_constants(imp);
	s = import_record(imp);
	if (!s && imp->row_error.failures)
		import_row_failed(imp, 0, 0);
	return s;
}

static enum crm_status reject_lines(struct import *imp, const struct crm_source *src)
{
	struct line_range *all;
	long header = imp->work->show_form || !imp->work->r ? 0 : import_row_end(reader_header(imp->work->r));
	enum crm_status s;

	if (!imp->im->reject)
		return CRM_OK;
	if (!imp->work->nranges)
		return imp->im->reject(imp->im->reject_arg, "", 0, imp->e);
	all = crm_malloc((imp->work->nranges + 1) * sizeof *all);
	all[0] = (struct line_range){1, header};
	memcpy(all + 1, imp->work->ranges, imp->work->nranges * sizeof *all);
	s = spool_lines(src, imp->im->reader.encoding, all + (header == 0), imp->work->nranges + (header != 0),
	                imp->im->reject, imp->im->reject_arg, imp->e);
	if (!s)
		s = imp->im->reject(imp->im->reject_arg, "", 0, imp->e);
	free(all);
	return s;
}

static enum crm_status load_names(struct import *imp)
{
	enum crm_status s = lookup_pipelines(imp->c, imp->e);

	if (!s)
		s = lookup_stages(imp->c, imp->e);
	if (!s)
		s = import_prepare_keys(imp);
	return !s && imp->work->r && !imp->work->show_form && imp->work->words ? import_words_check(imp) : s;
}

/* Of what is done: behind the commit. */
static void count_notes(struct import *imp)
{
	if (imp->work->renamed)
		crm_note(imp->e, "%s: %lld of those changed have another name now", import_file(imp),
		         (long long)imp->work->renamed);
	if (imp->work->keyless)
		crm_note(imp->e,
		         "%s: %lld of those added have no key, and are found again only as they are: --key=FIELD says "
		         "what tells them apart",
		         import_file(imp), (long long)imp->work->keyless);
}

static enum crm_status write_rows(struct import *imp, const struct crm_source *src)
{
	enum crm_status s = load_names(imp);

	if (!s)
		s = !src                   ? operand_row(imp)
		    : imp->use->rows       ? imp->use->rows(imp, src)
		    : imp->work->show_form ? import_show_rows(imp)
		                           : import_table(imp, drop_indexes);
	if (imp->use->notes && (!s || s == CRM_DATA))
		imp->use->notes(imp);
	if (imp->row_error.n) { /* of a failure that is not the row's */
		for (size_t i = 0; i < imp->row_error.n; i++)
			crm_fail(imp->e, s, "%s", imp->row_error.list[i].text);
		crm_error_clear(&imp->row_error);
	}
	imp->w->rejected = imp->work->bad;
	if (!s && imp->work->nmeeting > imp->work->nmet)
		return CRM_NO;
	if (!s && imp->work->bad && !imp->im->reject)
		s = CRM_DATA;
	if (!s && imp->work->dropped)
		s = db_build_indexes(imp->c->db, imp->k->table, imp->e);
	return !s && src ? reject_lines(imp, src) : s;
}

/* CRM_NO, nothing said: lines met, see import_begin_again. */
static enum crm_status one_way(struct import *imp, const struct crm_source *src)
{
	const struct edit_options opt = {.verb = imp->use->verb, .dry_run = imp->w->dry_run, .force = imp->w->force,
		.bulk = true,
		.watch = imp->w->want_changes ? changes_add : NULL, .arg = imp->w, .files = imp->w->files};
	enum crm_status s = edit_begin(&imp->ed, imp->c, &opt, imp->e);

	if (s)
		return s;
	s = write_rows(imp, src);
	import_free_keys(imp);
	if (s) {
		edit_abort(imp->ed);
		return s;
	}
	s = edit_commit(imp->ed, imp->e);
	if (!s && src)
		count_notes(imp);
	return s;
}

static enum crm_status rewind_source(struct import *imp, const struct crm_source *src)
{
	return src->rewind(src->arg) ? CRM_OK
	                             : crm_fail_at(imp->e, CRM_IO, src->name, 0, 0, NULL, "cannot be read again");
}

/* Nothing of what was done so far has been. */
static enum crm_status begin_again(struct import *imp, const struct crm_source *src)
{
	struct import_work *work = imp->work;

	crm_error_clear(&imp->row_error);
	crm_ids_free(&imp->w->touched);
	changes_cut(imp->w, 0);
	imp->w->added = imp->w->changed = imp->w->same = imp->w->rejected = 0;
	memset(imp->w->made, 0, sizeof imp->w->made);
	work->done = work->bad = work->keyless = work->renamed = 0;
	work->nranges = 0;
	work->dropped = false;
	for (int kind = 0; kind < KIND_NUMBERS; kind++)
		import_ref_forget(imp, kind);
	if (imp->use->again)
		imp->use->again(imp);
	if (work->r)
		return reader_rewind(work->r, imp->e);
	return rewind_source(imp, src);
}

static enum crm_status run_edit(struct import *imp, const struct crm_source *src)
{
	const struct crm_error_mark said = crm_error_mark(imp->e);
	enum crm_status s = one_way(imp, src);

	while (s == CRM_NO && import_begin_again(imp)) {
		crm_error_back(imp->e, said);
		s = begin_again(imp, src);
		if (!s)
			s = one_way(imp, src);
	}
	return s;
}

/* ---- all of it ---- */

static enum crm_status read_plan(struct import *imp, const struct crm_source *src)
{
	struct reader_options again = imp->im->reader;
	enum crm_status s;

	if (!imp->work->show_form) {
		s = import_header(imp, reader_header(imp->work->r));
		if (!s)
			s = import_choose_keys(imp);
		return !s ? reader_rewind(imp->work->r, imp->e) : s;
	}
	reader_free(imp->work->r);
	imp->work->r = NULL;
	again.no_header = true;
	again.format = READER_TSV;
	s = rewind_source(imp, src);
	if (!s)
		s = reader_open(&imp->work->r, src, &again, imp->e);
	return !s ? import_choose_keys(imp) : s;
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
	return k < 0 ? crm_fail_at(imp->e, CRM_IO, src->name, 0, 0, NULL, "cannot read: %s", src->problem(src->arg))
	             : CRM_OK;
}

static enum crm_status open_table(struct import *imp, const struct crm_source *src)
{
	struct reader_options opt = imp->im->reader;
	enum crm_status s = CRM_OK;

	opt.spare_end = imp->use->foreign;
	if (imp->use->foreign && !opt.encoding) {
		s = encoding_guess(src, &opt.encoding, imp->e);
		if (!s)
			s = rewind_source(imp, src);
		if (!s && opt.encoding)
			crm_note(imp->e, "%s: read as %s", import_file(imp), opt.encoding);
	}
	if (!s)
		s = reader_open(&imp->work->r, src, &opt, imp->e);
	imp->fmt.sheet = !s && reader_is_sheet(imp->work->r);
	if (opt.format == READER_SHEET && !imp->fmt.decimal)
		imp->fmt.decimal = value_decimal(&imp->c->set);
	return s;
}

static enum crm_status run(struct import *imp, const struct crm_source *src)
{
	enum crm_status s = catalog_load(imp->c, imp->e);

	if (!s)
		s = import_options(imp);
	if (!s && !src)
		return run_edit(imp, NULL);
	if (!s && imp->use->open) {
		s = imp->use->open(imp, src);
		if (!s)
			s = rewind_source(imp, src);
	}
	if (!s && imp->use->rows) {
		s = import_choose_keys(imp);
		if (!s)
			s = read_to_end(imp, src);
		return !s ? run_edit(imp, src) : s;
	}
	if (!s)
		s = open_table(imp, src);
	if (!s && !reader_header(imp->work->r))
		s = crm_fail_at(imp->e, CRM_DATA, import_file(imp), 0, 0, NULL, "no header line");
	if (s)
		return s;
	imp->work->show_form = !imp->use->record && import_is_show_form(imp);
	s = count_rows(imp);
	if (!s)
		s = read_plan(imp, src);
	return !s ? run_edit(imp, src) : s;
}

static void import_free(struct import *imp)
{
	struct import_work *work = imp->work;

	reader_free(work->r);
	crm_error_clear(&imp->row_error);
	sb_release(&work->ext_text);
	arena_free(&work->keys);
	arena_free(&imp->arena);
	free(work->columns);
	free(work->assigns);
	free(work->plan);
	free(work->told);
	free(work->cache);
	free(work->refs);
	arena_free(&work->ref_texts);
	free(work->ranges);
	free(work->meeting);
	free(imp->cells);
	free(work);
	free(imp);
}

enum crm_status import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im,
                            const struct import_use *use, struct crm_write *w, struct crm_error *e)
{
	struct import *imp;
	struct spool spool = {.fd = -1};
	struct crm_source src;
	enum crm_status s = CRM_OK;

	if (k->flags & (K_CONFIG | K_CHILD))
		return crm_fail(e, CRM_USAGE, "%s cannot be imported", k->name);
	if (im->src)
		s = spool_open(&spool, &src, im->src, c->db, e);
	if (s)
		return s;
	imp = crm_calloc(1, sizeof *imp);
	*imp = (struct import){.c = c, .k = k, .im = im, .use = use, .own = use->arg, .w = w, .e = e,
		.fmt = {.decimal = im->decimal, .dates = im->dates}};
	imp->work = crm_calloc(1, sizeof *imp->work);
	imp->work->words = k->import && !use->record ? k->import->words : NULL;
	imp->work->cache = crm_calloc(IMPORT_CACHE, sizeof *imp->work->cache);
	sb_init(&imp->work->ext_text, 0);
	s = run(imp, im->src ? &src : NULL);
	import_free(imp);
	spool_close(&spool);
	return s;
}
