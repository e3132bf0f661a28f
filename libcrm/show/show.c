/* show.c - crm_show: everything known of the records named */
#include "crm_show.h"
#include "../model/catalog.h"
#include "../model/lookup.h"
#include "picture.h"
#include "../ask/ref.h"
#include "../ask/rows.h"
#include "../model/value.h"

struct show {
	struct crm *c;
	const struct crm_query *q;
	enum crm_show_form form;
	struct sink *out;
	struct crm_ids ids;       /* operands resolved, then the stream's */
	enum crm_status missing;  /* of the first record that isn't there */
	struct columns cs;
	struct cells cells;
	struct row_block rows;
	struct stmt *st;
	struct crm_error *e;
};

/* What isn't there is said, and the rest is shown. */
static enum crm_status take(struct show *sh, int64_t id, enum crm_status s, bool stream)
{
	if (!s)
		sh->ids.v[sh->ids.n++] = (struct crm_id){.kind = sh->q->kind->no, .id = id};
	else if (s != CRM_NO && s != CRM_AMBIGUOUS && !(stream && s == CRM_DATA))
		return s;
	else if (!sh->missing)
		sh->missing = s;
	return CRM_OK;
}

static enum crm_status resolve(struct show *sh)
{
	const struct crm_query *q = sh->q;
	size_t stream = q->ids ? q->ids->n : 0;
	int64_t id, *known = NULL;
	enum crm_status s = stream ? ids_known(sh->c, q->kind, q->ids, &known, sh->e) : CRM_OK;

	sh->ids.v = crm_calloc(q->noperands + stream, sizeof *sh->ids.v);
	for (size_t i = 0; i < q->noperands && !s; i++) {
		s = ref_resolve(sh->c, q->kind, q->operands[i], strlen(q->operands[i]), &id, sh->e);
		s = take(sh, id, s, false);
	}
	for (size_t i = 0; i < stream && !s; i++) {
		s = select_stream_id(sh->c, q->kind, &q->ids->v[i], known[i], &id, sh->e);
		s = take(sh, id, s, true);
	}
	return s;
}

static enum crm_status all_columns(struct crm *c, const struct crm_kind *k, struct strbuf *out, struct crm_error *e)
{
	enum crm_status s = catalog_load(c, e);
	const struct crm_field *f;

	for (size_t i = 0; !s && (f = catalog_at(c, k, i)); i++)
		sb_printf(out, "%s%s", i ? "," : "", catalog_name(c, k, f));
	return s;
}

static enum crm_status show_rows(struct show *sh, const char *columns)
{
	struct select sel = {
	    .kind = sh->q->kind, .columns = columns, .limit = sh->q->limit, .ids = &sh->ids, .all = true, .names = sink_is_table(sh->out)};

	return select_run(sh->c, &sel, sh->out, sh->e);
}

/* ---- field by field ---- */

static enum crm_status prepare(struct show *sh, const char *columns)
{
	const struct crm_kind *k = sh->q->kind;
	struct strbuf sql = STRBUF_INIT;
	enum ref_form refs = sh->form == SHOW_PICTURE ? REFS_BOTH : REFS_IDS;
	enum crm_status s = columns_parse(sh->c, k, ROWS_ALIAS, columns, &sh->cs, sh->e);

	sb_adds(&sql, "SELECT ");
	if (!s)
		s = cells_plan(&sh->cells, sh->c, &sh->cs, sh->cs.n, refs, &sql, sh->e);
	sb_printf(&sql, ", " ROWS_ALIAS ".id FROM %s " ROWS_ALIAS "%s WHERE " ROWS_ALIAS ".id IN " DB_AMONG("1"),
	          k->table, sh->cs.joins.buf);
	if (!s)
		s = db_prepare(sh->c->db, &sh->st, sql.buf, sh->e);
	sb_release(&sql);
	return s;
}

/* The first column of the lines: a typed id, the name where records of the kind are named by it. */
static void name_record(struct show *sh, int64_t id, struct strbuf *out)
{
	const struct crm_kind *k = sh->q->kind;
	char text[32];

	sb_reset(out);
	if (k->no == KIND_USER)
		sb_adds(out, names_name(&sh->c->users, id));
	else
		sb_add(out, text, id_format(text, k, id));
}

static void write_fields(struct show *sh, size_t row, const char *id)
{
	struct cell_text t;

	for (size_t i = 0; i < sh->cs.n; i++) {
		const char *name = sh->cs.c[i].name;
		row_block_cell(&sh->rows, row, i, &t);
		if ((t.type == CELL_NULL && sh->form != SHOW_SETTABLE) || sh->cs.c[i].field->type == T_ID)
			continue;
		sink_cell(sh->out, CELL_TEXT, id, strlen(id));
		sink_cell(sh->out, CELL_PLAIN, name, strlen(name));
		sink_cell(sh->out, t.type, t.p, t.n);
		sink_end_row(sh->out);
	}
}

/* A text of several lines takes as many rows; what is beside the first stands alone. */
static void write_lines(struct sink *out, const char *name, const struct cell_text *t)
{
	const char *p = t->p, *end = t->p + t->n;

	do {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n = (size_t)((nl ? nl : end) - p);
		sink_cell(out, CELL_TEXT, name, strlen(name));
		sink_cell(out, t->type, p, n && p[n - 1] == '\r' ? n - 1 : n);
		sink_end_row(out);
		name = "";
		p += n + 1;
	} while (p < end);
}

static void write_picture(struct show *sh, size_t row, const char *name)
{
	const struct crm_kind *k = sh->q->kind;
	struct strbuf title = STRBUF_INIT;
	struct sink_column columns[] = {{name, false}, {"", false}};
	struct cell_text t;

	for (size_t i = 0; i < sh->cs.n; i++)
		if (strcmp(sh->cs.c[i].name, k->label) == 0) {
			row_block_cell(&sh->rows, row, i, &t);
			sb_add(&title, t.p, t.n);
		}
	columns[1].name = title.buf;
	sink_begin(sh->out, columns, 2);
	for (size_t i = 0; i < sh->cs.n; i++) {
		row_block_cell(&sh->rows, row, i, &t);
		/* id and label stand above */
		if (t.type != CELL_NULL && sh->cs.c[i].field->type != T_ID && strcmp(sh->cs.c[i].name, k->label) != 0)
			write_lines(sh->out, sh->cs.c[i].name, &t);
	}
	sink_end(sh->out);
	sb_release(&title);
}

static enum crm_status some_records(struct show *sh, const int64_t *id, size_t n, struct strbuf *name)
{
	struct query q = query_again(sh->st, sh->e);
	enum crm_status s;
	size_t row;

	row_block_reset(&sh->rows);
	query_among(&q, 1, id, n);
	while (query_row(&q))
		row_block_add(&sh->rows, q.st, db_int(q.st, db_columns(q.st) - 1));
	s = query_end(&q) ? q.s : row_block_read(&sh->rows);
	for (size_t i = 0; i < n && !s && !sink_stopped(sh->out); i++) {
		if (!row_block_find(&sh->rows, id[i], &row))
			continue;
		name_record(sh, id[i], name);
		if (sh->form == SHOW_PICTURE)
			write_picture(sh, row, name->buf);
		else
			write_fields(sh, row, name->buf);
	}
	return s;
}

static enum crm_status show_fields(struct show *sh, const char *columns)
{
	static const struct sink_column lines[] = {{"id", false}, {"field", false}, {"value", false}};
	struct select sel = {.kind = sh->q->kind, .ids = &sh->ids};
	struct id_list ids = {0};
	struct strbuf name = STRBUF_INIT;
	enum crm_status s = prepare(sh, columns);

	if (!s)
		s = select_ids(sh->c, &sel, &ids, sh->e);
	if (!s && sh->form != SHOW_PICTURE)
		sink_begin(sh->out, lines, 3);
	for (size_t i = 0, n; i < ids.n && !s && !sink_stopped(sh->out); i += n) {
		n = ids.n - i < ROW_BLOCK ? ids.n - i : ROW_BLOCK;
		s = some_records(sh, ids.id + i, n, &name);
	}
	if (!s && sh->form != SHOW_PICTURE)
		sink_end(sh->out);
	db_finalize(sh->st);
	row_block_free(&sh->rows);
	cells_free(&sh->cells);
	columns_free(&sh->cs);
	free(ids.id);
	sb_release(&name);
	return s;
}

static enum crm_status show_pictures(struct show *sh)
{
	struct select sel = {.kind = sh->q->kind, .ids = &sh->ids};
	struct id_list ids = {0};
	enum crm_status s = select_ids(sh->c, &sel, &ids, sh->e);

	for (size_t i = 0; i < ids.n && !s && !sink_stopped(sh->out); i++)
		s = picture_draw(sh->c, sh->q->kind, ids.id[i], sh->out, sh->e);
	free(ids.id);
	return s;
}

enum crm_status crm_show(struct crm *c, const struct crm_query *q, enum crm_show_form form, struct sink *sink,
                         struct crm_error *e)
{
	struct show sh = {.c = c, .q = q, .form = form, .out = sink, .cs = {.joins = STRBUF_INIT},
		.cells = {.text = STRBUF_INIT}, .rows = {.text = STRBUF_INIT}, .e = e};
	struct strbuf columns = STRBUF_INIT;
	bool begun;
	enum crm_status s;

	if (!q->noperands && !q->ids)
		return crm_fail(e, CRM_USAGE, "show wants the records to show, for example: show %s1",
		                q->kind->letters);
	sh.rows.cells = &sh.cells;
	s = db_read(c->db, &begun, e);
	if (!s)
		s = lookup_users(c, e);
	if (!s)
		s = resolve(&sh);
	if (!s && !q->columns)
		s = (form == SHOW_SETTABLE ? export_columns : all_columns)(c, q->kind, &columns, e);
	if (!s && (form == SHOW_ROWS || q->columns))
		s = show_rows(&sh, q->columns ? q->columns : columns.buf);
	else if (!s && form == SHOW_PICTURE && q->kind->picture)
		s = show_pictures(&sh);
	else if (!s)
		s = show_fields(&sh, columns.buf);
	db_read_end(c->db, begun);
	free(sh.ids.v);
	sb_release(&columns);
	return s ? s : sh.missing;
}
