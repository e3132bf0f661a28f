/* forget_history.c - a person is taken out of the history: changed cells and removed rows are
 * rewritten as the present ones were. What was changed so can't be undone any more. */
#include "forget_impl.h"

#include "../model/catalog.h"

struct past_cell { int64_t batch, seq; const struct crm_field *f; struct value old, new; };

static struct value kept(struct forget *f, const struct crm_field *field, struct stmt *q, int column)
{
	size_t n;
	const char *raw = db_text(q, column, &n);

	return raw ? history_value(field, arena_strndup(&f->arena, raw, n), n) : VALUE_NULL;
}

static enum crm_status cells_of(struct forget *f, const struct forgotten_row *r, struct past_cell **out, size_t *n)
{
	struct query q = query(
	        f->c->db, f->e,
	        "SELECT batch, seq, field, old, new FROM change WHERE kind=$1 AND id=$2 ORDER BY batch, seq", r->k->no,
	        r->id);

	*n = 0;
	*out = NULL;
	while (query_row(&q)) {
		const struct crm_field *field = catalog_field_no(f->c, r->k, (int)db_int(q.st, 2));

		if (field)
			ARRAY_PUSH(*out, *n,
			           (struct past_cell){db_int(q.st, 0), db_int(q.st, 1), field, kept(f, field, q.st, 3),
			                              kept(f, field, q.st, 4)});
	}
	return query_end(&q);
}

static void bind_raw(struct forget *f, struct query *q, int i, struct value v)
{
	struct strbuf raw = STRBUF_INIT;

	if (v.is == V_NULL) {
		query_null(q, i);
		return;
	}
	value_raw(&raw, v);
	query_text(q, i, arena_strndup(&f->arena, raw.buf, raw.len), raw.len);
	sb_release(&raw);
}

static enum crm_status seal(struct forget *f, int64_t batch)
{
	return db_run(f->c->db, f->e, "UPDATE batch SET flags = flags | " SQL(BATCH_FINAL) " | " SQL(BATCH_SEALED)
		" WHERE id = $1", 1, batch);
}

static enum crm_status rewrite_cell(struct forget *f, const struct past_cell *c, struct value old, struct value new)
{
	struct query q = query(f->c->db, f->e, "UPDATE change SET old=$3, new=$4 WHERE batch=$1 AND seq=$2", c->batch,
	                       c->seq);

	bind_raw(f, &q, 3, old);
	bind_raw(f, &q, 4, new);
	return query_run(&q) ? q.s : seal(f, c->batch);
}

static enum crm_status rewrite_changes(struct forget *f, const struct forgotten_row *r)
{
	struct past_cell *c;
	size_t n;
	enum crm_status s = cells_of(f, r, &c, &n);

	for (size_t i = 0; i < n && !s; i++) {
		struct value old = r->to(f, r->k, c[i].f, c[i].old), new = r->to(f, r->k, c[i].f, c[i].new);

		if (!value_equal(old, c[i].old) || !value_equal(new, c[i].new))
			s = rewrite_cell(f, &c[i], old, new);
	}
	free(c);
	return s;
}

/* ---- removed rows ---- */

static void rewrite_json(struct forget *f, const struct forgotten_row *r, const struct history_row *row,
                         struct strbuf *out)
{
	char name[32];

	sb_reset(out);
	sb_addc(out, '{');
	for (size_t i = 0; i < row->n; i++) {
		const struct crm_field *field = row->f[i];

		snprintf(name, sizeof name, "x_%d", field->no - FIELD_CUSTOM);
		row_json(out, field->flags & F_CUSTOM ? name : field_column(field), r->to(f, r->k, field, row->v[i]));
	}
	sb_addc(out, '}');
}

static enum crm_status put_removed(struct forget *f, const struct forgotten_row *r, int64_t batch,
                                   const struct strbuf *json)
{
	struct query q = query(f->c->db, f->e, "UPDATE removed SET row=$4 WHERE batch=$1 AND kind=$2 AND id=$3", batch,
	                       r->k->no, r->id);

	query_text(&q, 4, json->buf, json->len);
	return query_run(&q) ? q.s : seal(f, batch);
}

/* A contact that was merged gave its values to the one that stayed, and took them back when that
 * was undone: all of it stands in the other's history. */
#define MERGED \
	"WITH RECURSIVE run(id) AS (SELECT CAST($1 AS BIGINT) UNION SELECT u.batch FROM undoing u JOIN run ON u.target=run.id) " \
	"UPDATE change SET old=CASE WHEN old=$3 THEN NULL ELSE old END, new=CASE WHEN new=$3 THEN NULL ELSE new END " \
	"WHERE kind=" SQL(KIND_CONTACT) " AND field=$2 AND (old=$3 OR new=$3) AND batch " \
	"IN (SELECT id FROM run)"

static enum crm_status rewrite_given(struct forget *f, const struct forgotten_row *r, int64_t batch,
                                     const struct history_row *row)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < row->n && !s && r->k->no == KIND_CONTACT; i++) {
		struct query q;

		if (row->v[i].is == V_NULL || value_equal(row->v[i], r->to(f, r->k, row->f[i], row->v[i])))
			continue;
		q = query(f->c->db, f->e, MERGED, batch, row->f[i]->no);
		bind_raw(f, &q, 3, row->v[i]);
		s = query_run(&q);
	}
	return s;
}

static enum crm_status removed_row(struct forget *f, const struct forgotten_row *r, int64_t batch,
                                   struct history_row *row)
{
	struct query q = query(f->c->db, f->e, "SELECT row FROM removed WHERE batch=$1 AND kind=$2 AND id=$3", batch,
	                       r->k->no, r->id);
	const char *text;
	size_t n;

	if (query_row(&q) && (text = db_text(q.st, 0, &n)))
		q.s = history_row_parse(f->c, r->k, text, n, row, f->e);
	return query_end(&q);
}

static enum crm_status rewrite_removed(struct forget *f, const struct forgotten_row *r)
{
	struct history_row row = HISTORY_ROW_INIT;
	struct strbuf json = STRBUF_INIT;
	int64_t *batches;
	size_t n;
	enum crm_status s = forget_ids(f, &batches, &n, "SELECT batch FROM removed WHERE kind=$1 AND id=$2", r->k->no,
	                               r->id);

	for (size_t i = 0; i < n && !s; i++) {
		s = removed_row(f, r, batches[i], &row);
		if (!s)
			s = rewrite_given(f, r, batches[i], &row);
		if (s)
			break;
		rewrite_json(f, r, &row, &json);
		s = put_removed(f, r, batches[i], &json);
	}
	history_row_free(&row);
	sb_release(&json);
	return s;
}

enum crm_status forget_history(struct forget *f)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < f->nrows && !s; i++) {
		f->row = f->rows[i].id;
		s = rewrite_changes(f, &f->rows[i]);
		if (!s)
			s = rewrite_removed(f, &f->rows[i]);
	}
	return s;
}
