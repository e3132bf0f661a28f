/* edit_raw.c - raw rows for children, configuration and undo: fields and values in any order, roll-ups and keys looked after. */
#include "edit_impl.h"
#include "../people/people_kinds.h"

/* The country phone keys of this row are made with: its own, or its owner's. */
static enum crm_status find_country(struct edit *ed, const struct kind_edit *ke, int64_t id, const struct value *v, char out[3],
				    const char **country, struct crm_error *e)
{
	const char *sql = NULL;
	struct value found = VALUE_NULL;
	int64_t record = id;
	struct stmt *st;
	size_t n = 0;

	if (ke->k->no == KIND_COMPANY) {
		sql = "SELECT country FROM company WHERE id = $1";
	} else if (ke->k->no == KIND_PHONE) {
		record = v[edit_slot(ke, CHILD_RECORD)].i;
		if (v[edit_slot(ke, CHILD_KIND)].i == KIND_CONTACT)
			sql = "SELECT country FROM contact WHERE id = $1";
	}
	*country = row_country(ed, found, out);
	if (!sql)
		return CRM_OK;
	st = db_cached(ed->c->db, sql, e);
	if (!st)
		return edit_failed(e);
	db_bind_int(st, 1, record);
	if (db_step(st, e) == DB_ROW) {
		const char *s = db_text(st, 0, &n);

		*country = row_country(ed, value_text(s, n), out);
	}
	db_reset(st);
	return CRM_OK;
}

static enum crm_status save_customs(struct edit *ed, struct kind_edit *ke, int64_t id, const struct crm_field *const *f,
				    const struct value *v, size_t n, struct crm_error *e)
{
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < n && st == CRM_OK; i++)
		if ((f[i]->flags & F_CUSTOM) && v[i].is != V_NULL)
			st = custom_save(ed, ke, f[i], id, v[i], e);
	return st;
}

enum crm_status edit_row_restore(struct edit *ed, const struct crm_kind *k, int64_t id, const struct crm_field *const *f,
				 const struct value *v, size_t n, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct value row[EDIT_COLUMNS] = {0};
	char buf[3];
	const char *country;
	enum crm_status st;

	for (size_t i = 0; i < n; i++)
		if (field_is_column(f[i]))
			row[edit_slot(ke, f[i]->no)] = v[i];
	st = find_country(ed, ke, id, row, buf, &country, e);
	if (k->no == KIND_COMPANY)
		country = row_country(ed, row[edit_slot(ke, COMPANY_COUNTRY)], buf);
	if (st == CRM_OK)
		st = row_insert(ed, ke, id, row, country, e);
	if (st == CRM_OK)
		st = save_customs(ed, ke, id, f, v, n, e);
	/* phones may have come back before the contact they belong to */
	if (st == CRM_OK && k->no == KIND_CONTACT)
		st = row_rekey_phones(ed, k->no, id, row_country(ed, row[edit_slot(ke, CONTACT_COUNTRY)], buf), e);
	rollup_owners(ed, ke, id, row);
	edit_touch(ed, k->no, id);
	return st;
}

enum crm_status edit_row_add(struct edit *ed, const struct crm_kind *k, const struct crm_field *const *f, const struct value *v, size_t n,
			     int64_t *id, struct crm_error *e)
{
	enum crm_status st = row_new_id(ed, edit_kind(ed, k), id, e);

	if (st == CRM_OK)
		st = edit_row_restore(ed, k, *id, f, v, n, e);
	return st;
}

/* What hangs on a column beside its key: the keys of phones on the country. */
static enum crm_status rekey(struct edit *ed, struct kind_edit *ke, int64_t id, const struct crm_field *f, const struct value *row,
			     struct crm_error *e)
{
	char buf[3];

	if (ke->k->no == KIND_CONTACT && f->no == CONTACT_COUNTRY)
		return row_rekey_phones(ed, KIND_CONTACT, id, row_country(ed, row[edit_slot(ke, CONTACT_COUNTRY)], buf), e);
	if (ke->k->no == KIND_COMPANY && f->no == COMPANY_COUNTRY)
		return row_update(ed, ke, id, NULL, row, edit_bit(ke, COMPANY_PHONE),
		                  row_country(ed, row[edit_slot(ke, COMPANY_COUNTRY)], buf), e);
	return CRM_OK;
}

/* The row a cell belongs to; without its values where nothing hangs on them but the cell itself. */
static enum crm_status load_around(struct edit *ed, struct kind_edit *ke, int64_t id, struct value *v, bool *found, struct crm_error *e)
{
	int64_t there = id;
	enum crm_status st;

	if (ke->k->no != KIND_OFFER && ke->k->no != KIND_PRODUCT)
		return row_load(ed, ke, id, v, &ed->row_text, found, e);
	memset(v, 0, (size_t)ke->ncol * sizeof(*v));
	st = ref_exists(ed->c, ke->k, &there, found, e);
	*found = *found && there == id; /* not the alias of another */
	return st;
}

enum crm_status edit_row_set(struct edit *ed, const struct crm_kind *k, int64_t id, const struct crm_field *f, struct value old,
			     struct value v, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct value was[EDIT_COLUMNS], row[EDIT_COLUMNS];
	char buf[3];
	const char *country = NULL;
	bool found;
	enum crm_status st;

	if (f->flags & F_CUSTOM) {
		st = custom_save(ed, ke, f, id, v, e);
		if (st == CRM_OK && (k->flags & K_COMMON))
			st = row_load(ed, ke, id, was, &ed->row_text, &found, e);
		if (st == CRM_OK && (k->flags & K_COMMON))
			st = row_update(ed, ke, id, was, was, 0, NULL, e);
		return st != CRM_OK ? st : edit_log(ed, k->no, id, f->no, old, v, e);
	}
	st = load_around(ed, ke, id, was, &found, e);
	if (st != CRM_OK)
		return st;
	if (!found)
		return crm_fail(e, CRM_NO, "no %s %s%lld", k->name, k->letters, (long long)id);
	memcpy(row, was, (size_t)ke->ncol * sizeof(*row));
	was[edit_slot(ke, f->no)] = old;
	row[edit_slot(ke, f->no)] = v;
	st = find_country(ed, ke, id, row, buf, &country, e);
	if (st == CRM_OK)
		st = row_update(ed, ke, id, was, row, edit_bit(ke, f->no), country, e);
	if (st == CRM_OK)
		st = rekey(ed, ke, id, f, row, e);
	rollup_owners(ed, ke, id, was);
	rollup_owners(ed, ke, id, row);
	rollup_cells(ed, ke, id, edit_bit(ke, f->no));
	return st;
}

enum crm_status edit_row_rm(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e)
{
	return row_delete(ed, edit_kind(ed, k), id, e);
}
