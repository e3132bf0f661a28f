/* edit_row.c - rows of kinds as arrays of values: insert, update, delete, load, each with its
 * history and search keys. */
#include "edit_impl.h"

#include <stdlib.h>
#include "../base/money.h"
#include "../base/utf8.h"

/* ---- search keys ---- */

const char *row_country(struct edit *ed, struct value v, char out[3])
{
	const char *s = v.is == V_TEXT && v.n == 2 ? v.s : ed->c->set.country;

	if (!s[0])
		return NULL;
	memcpy(out, s, 2);
	out[2] = '\0';
	return out;
}

void row_key(struct strbuf *out, const struct crm_field *f, const char *s, size_t n, const char *country)
{
	char key[48];

	if (f->flags & F_PHONE)
		sb_add(out, key, phone_key(key, s, n, country));
	else
		field_fold(out, f, s, n);
}

/* ---- statements ---- */

static void add_column(struct strbuf *sql, const struct crm_field *f, const char *tail)
{
	sb_adds(sql, field_column(f));
	sb_adds(sql, tail);
}

static enum crm_status prepare_insert(struct edit *ed, struct kind_edit *ke, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;
	int n = 1;

	db_finalize(ke->insert);
	ke->insert = NULL;
	sb_printf(&sql, "INSERT INTO %s(id", ke->k->table);
	for (int i = 0; i < ke->ncol; i++) {
		if (!(ke->insert_mask >> i & 1))
			continue;
		sb_adds(&sql, ", ");
		add_column(&sql, ke->col[i], "");
		n++;
		if (ke->col[i]->flags & F_KEY) {
			sb_adds(&sql, ", ");
			add_column(&sql, ke->col[i], "_key");
			n++;
		}
	}
	sb_adds(&sql, ") VALUES(");
	for (int i = 1; i <= n; i++)
		sb_printf(&sql, i > 1 ? ", $%d" : "$%d", i);
	sb_addc(&sql, ')');
	s = db_prepare(ed->c->db, &ke->insert, sql.buf, e);
	sb_release(&sql);
	return s;
}

static enum crm_status prepare_load(struct edit *ed, struct kind_edit *ke, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, "SELECT id");
	for (int i = 0; i < ke->ncol; i++) {
		sb_adds(&sql, ", ");
		add_column(&sql, ke->col[i], "");
	}
	sb_printf(&sql, " FROM %s WHERE id = $1", ke->k->table);
	s = db_prepare(ed->c->db, &ke->load, sql.buf, e);
	sb_release(&sql);
	return s;
}

static enum crm_status prepare_update(struct edit *ed, struct kind_edit *ke, uint64_t mask, struct stmt **out,
                                      struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;
	int n = 1;

	sb_printf(&sql, "UPDATE %s SET ", ke->k->table);
	for (int i = 0; i < ke->ncol; i++) {
		if (!(mask >> i & 1))
			continue;
		add_column(&sql, ke->col[i], "");
		sb_printf(&sql, " = $%d, ", ++n);
		if (ke->col[i]->flags & F_KEY) {
			add_column(&sql, ke->col[i], "_key");
			sb_printf(&sql, " = $%d, ", ++n);
		}
	}
	sb_setlen(&sql, sql.len - 2);
	sb_adds(&sql, " WHERE id = $1");
	s = db_prepare(ed->c->db, out, sql.buf, e);
	sb_release(&sql);
	return s;
}

/* The insert of just the columns that have had a value so far, in this row or one before: few of
 * many. */
static enum crm_status insert_statement(struct edit *ed, struct kind_edit *ke, const struct value *row,
                                        struct crm_error *e)
{
	uint64_t mask = ke->insert_mask;

	for (int i = 0; i < ke->ncol; i++)
		mask |= (uint64_t)(row[i].is != V_NULL) << i;
	if (ke->insert && mask == ke->insert_mask)
		return CRM_OK;
	ke->insert_mask = mask;
	return prepare_insert(ed, ke, e);
}

/* The update of just these columns; the oldest statement makes room when there are many. */
static enum crm_status update_statement(struct edit *ed, struct kind_edit *ke, uint64_t mask, struct stmt **out,
                                        struct crm_error *e)
{
	struct update *u;
	enum crm_status s;

	for (size_t i = 0; i < ke->nupdate; i++)
		if (ke->update[i].mask == mask) {
			*out = ke->update[i].st;
			return CRM_OK;
		}
	s = prepare_update(ed, ke, mask, out, e);
	if (s)
		return s;
	if (ke->nupdate < EDIT_UPDATES) {
		u = &ke->update[ke->nupdate++];
	} else {
		u = &ke->update[ke->next_update++ % EDIT_UPDATES];
		db_finalize(u->st);
	}
	*u = (struct update){mask, *out};
	return CRM_OK;
}

static enum crm_status run(struct stmt *st, struct crm_error *e)
{
	struct query q = query_bound(st, e);

	return query_run(&q);
}

/* Bind the columns of mask from parameter 2 on. Keys are made first: the buffer moves while it
 * grows. */
static void bind_columns(struct edit *ed, struct kind_edit *ke, struct stmt *st, const struct value *v, uint64_t mask,
                         const char *country)
{
	size_t end[EDIT_COLUMNS], at = 0;
	int n = 2;

	sb_reset(&ed->keys);
	for (int i = 0; i < ke->ncol; i++) {
		if ((mask >> i & 1) && (ke->col[i]->flags & F_KEY) && v[i].is == V_TEXT)
			row_key(&ed->keys, ke->col[i], v[i].s, v[i].n, country);
		end[i] = ed->keys.len;
	}
	for (int i = 0; i < ke->ncol; i++) {
		if (!(mask >> i & 1))
			continue;
		bind_value(st, n++, v[i]);
		if (ke->col[i]->flags & F_KEY) {
			bind_value(st, n++, value_text(ed->keys.buf + at, end[i] - at));
			at = end[i];
		}
	}
}

/* ---- ids ---- */

enum crm_status row_new_id(struct edit *ed, struct kind_edit *ke, int64_t *id, struct crm_error *e)
{
	if (!ke->counted) {
		enum crm_status s = edit_get(ed, e, &ke->last, "SELECT last FROM counter WHERE kind = $1", ke->k->no);

		if (s)
			return s;
		ke->counted = true;
	}
	*id = ++ke->last;
	return CRM_OK;
}

static void note_added(struct kind_edit *ke, int64_t id)
{
	if (ke->nruns && ke->runs[ke->nruns - 1].last + 1 == id) {
		ke->runs[ke->nruns - 1].last = id;
		return;
	}
	GROW(ke->runs, ke->nruns, ke->aruns);
	ke->runs[ke->nruns++] = (struct run){id, id};
}

/* The small tables are kept in memory by name. */
static void forget_names(struct edit *ed, int kind)
{
	if (kind == KIND_USER || kind == KIND_TERM || kind == KIND_PIPELINE || kind == KIND_STAGE ||
	    kind == KIND_HOLIDAY)
		lookup_forget(ed->c, kind);
}

/* ---- insert, update, delete, load ---- */

enum crm_status row_insert(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *v,
                           const char *country, struct crm_error *e)
{
	static const int stamps[] = {COMMON_CREATED, COMMON_UPDATED, COMMON_CREATED_DAY};
	struct value row[EDIT_COLUMNS];
	enum crm_status s = edit_need_batch(ed, e);

	if (s)
		return s;
	memcpy(row, v, (size_t)ke->ncol * sizeof *v);
	for (size_t i = 0; (ke->k->flags & K_COMMON) && i < sizeof stamps / sizeof stamps[0]; i++) {
		struct value *t = &row[edit_slot(ke, stamps[i])];

		if (t->is == V_NULL)
			*t = VALUE_INT(stamps[i] == COMMON_CREATED_DAY ? ed->created_day : ed->at);
	}
	s = insert_statement(ed, ke, row, e);
	if (s)
		return s;
	db_bind_int(ke->insert, 1, id);
	bind_columns(ed, ke, ke->insert, row, ke->insert_mask, country);
	s = run(ke->insert, e);
	if (s)
		return s;
	note_added(ke, id);
	seen_note(ed, ke->k->no, id);
	forget_names(ed, ke->k->no);
	return edit_observe(ed, ke, id, NULL, row, 0, e);
}

static bool logged(const struct crm_field *f)
{
	return !(f->flags & F_NOLOG) && (f->class == C_STORED || (f->flags & F_QUIET));
}

static enum crm_status log_columns(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old,
                                   const struct value *v, uint64_t mask, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (int i = 0; i < ke->ncol && !s; i++)
		if ((mask >> i & 1) && logged(ke->col[i]) && !value_equal(old[i], v[i]))
			s = edit_log(ed, ke->k->no, id, ke->col[i]->no, old[i], v[i], e);
	return s;
}

enum crm_status row_update(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old,
                           const struct value *v, uint64_t mask, const char *country, struct crm_error *e)
{
	struct value row[EDIT_COLUMNS];
	struct stmt *u;
	enum crm_status s = edit_need_batch(ed, e);

	memcpy(row, v, (size_t)ke->ncol * sizeof *v);
	if (mask & ke->country)
		mask |= ke->phones; /* their keys */
	if ((ke->k->flags & K_COMMON) && old) {
		mask |= edit_bit(ke, COMMON_UPDATED);
		row[edit_slot(ke, COMMON_UPDATED)] = VALUE_INT(ed->at);
	}
	if (!s && mask)
		s = update_statement(ed, ke, mask, &u, e);
	if (s || !mask)
		return s;
	db_bind_int(u, 1, id);
	bind_columns(ed, ke, u, row, mask, country);
	s = run(u, e);
	if (!s && old)
		s = log_columns(ed, ke, id, old, v, mask, e);
	forget_names(ed, ke->k->no);
	return s ? s : edit_observe(ed, ke, id, old, row, mask, e);
}

struct value read_column(struct stmt *st, int col, const struct crm_field *f)
{
	size_t n;
	const char *s;

	if (!field_is_text(f)) {
		int64_t i = db_int(st, col);

		return i || !db_null(st, col) ? VALUE_INT(i) : VALUE_NULL;
	}
	s = db_text(st, col, &n);
	return s ? value_text(s, n) : VALUE_NULL;
}

enum crm_status row_load(struct edit *ed, struct kind_edit *ke, int64_t id, struct value *v, struct strbuf *text,
                         bool *found, struct crm_error *e)
{
	enum crm_status s = ke->load ? CRM_OK : prepare_load(ed, ke, e);
	struct query q;
	size_t need = 0;

	*found = false;
	if (s)
		return s;
	q = query_again(ke->load, e, id);
	*found = query_row(&q);
	sb_reset(text);
	for (int i = 0; i < ke->ncol && *found; i++) {
		v[i] = read_column(q.st, i + 1, ke->col[i]);
		need += v[i].n;
	}
	if (need)
		sb_grow(text, need);
	for (int i = 0; i < ke->ncol && *found; i++) {
		if (v[i].is != V_TEXT)
			continue;
		sb_add(text, v[i].s, v[i].n);
		v[i].s = text->buf + text->len - v[i].n;
	}
	return query_end(&q);
}

/* ---- removing: the whole row goes into history as one JSON object ---- */

static bool is_plain(unsigned char ch)
{
	return ch >= 0x20 && ch != '"' && ch != '\\';
}

void row_json(struct strbuf *out, const char *name, struct value v)
{
	if (v.is == V_NULL)
		return;
	sb_adds(out, out->len > 1 ? ",\"" : "\"");
	sb_adds(out, name);
	sb_adds(out, "\":");
	if (v.is == V_INT) {
		sb_addint(out, v.i);
		return;
	}
	sb_addc(out, '"');
	for (size_t i = 0, n; i < v.n; i += n) {
		unsigned char ch = (unsigned char)v.s[i];

		for (n = 0; i + n < v.n && is_plain((unsigned char)v.s[i + n]); n++)
			;
		sb_add(out, v.s + i, n);
		if (n)
			continue;
		n = 1;
		if (ch < 0x20)
			sb_printf(out, "\\u%04x", ch);
		else
			sb_add(out, (char[]){'\\', (char)ch}, 2);
	}
	sb_addc(out, '"');
}

static enum crm_status json_custom(struct edit *ed, struct kind_edit *ke, int64_t id, struct strbuf *out,
                                   struct crm_error *e)
{
	enum crm_status s = custom_columns(ed, ke, e);

	for (size_t i = 0; i < ke->ncustom && !s; i++) {
		const struct crm_field f = {.no = FIELD_CUSTOM + (int)ke->custom[i].field, .flags = F_CUSTOM};
		struct value v = VALUE_NULL;
		char name[32];

		s = custom_load(ed, ke, &f, id, &v, e);
		snprintf(name, sizeof name, "x_%lld", (long long)ke->custom[i].field);
		row_json(out, name, v);
	}
	return s;
}

static enum crm_status log_removed(struct edit *ed, int kind, int64_t id, const struct strbuf *json,
                                   struct crm_error *e)
{
	struct query q = query(ed->c->db, e, "INSERT INTO removed(batch, kind, id, row) VALUES($1, $2, $3, $4)",
	                       ed->batch, kind, id);

	query_text(&q, 4, json->buf, json->len);
	return query_run(&q);
}

static enum crm_status delete_rows(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e)
{
	struct query q;
	char sql[96];
	enum crm_status s = CRM_OK;

	if (!ke->remove) {
		snprintf(sql, sizeof sql, "DELETE FROM %s WHERE id = $1", ke->k->table);
		s = db_prepare(ed->c->db, &ke->remove, sql, e);
	}
	if (!s && ke->ncustom && !ke->remove_custom) {
		snprintf(sql, sizeof sql, "DELETE FROM %s_x WHERE id = $1", ke->k->table);
		s = db_prepare(ed->c->db, &ke->remove_custom, sql, e);
	}
	if (!s && ke->remove_custom) {
		q = query_again(ke->remove_custom, e, id);
		s = query_run(&q);
	}
	if (!s) {
		q = query_again(ke->remove, e, id);
		s = query_run(&q);
	}
	return s;
}

enum crm_status row_delete(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e)
{
	struct value v[EDIT_COLUMNS];
	struct strbuf json = STRBUF_INIT;
	bool found = false;
	enum crm_status s = edit_need_batch(ed, e);

	if (!s)
		s = row_load(ed, ke, id, v, &ed->row_text, &found, e);
	if (s || !found)
		goto out;
	sb_addc(&json, '{');
	for (int i = 0; i < ke->ncol; i++)
		row_json(&json, field_column(ke->col[i]), v[i]);
	s = json_custom(ed, ke, id, &json, e);
	sb_addc(&json, '}');
	if (!s)
		s = log_removed(ed, ke->k->no, id, &json, e);
	if (!s)
		s = delete_rows(ed, ke, id, e);
	if (!s)
		s = edit_observe(ed, ke, id, v, NULL, UINT64_MAX, e);
	seen_forget(ed, ke->k->no, id);
	forget_names(ed, ke->k->no);
out:
	sb_release(&json);
	return s;
}
