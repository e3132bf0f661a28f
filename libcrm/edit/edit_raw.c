/* edit_raw.c - raw rows for children, configuration and undo: fields and values in any order,
 * roll-ups and keys looked after. */
#include "edit_impl.h"

static bool has_phones(const struct kind_edit *ke)
{
	for (int i = 0; i < ke->ncol; i++)
		if (ke->col[i]->flags & F_PHONE)
			return true;
	return false;
}

/* The country phone keys of this row are made with: its own, or its owner's. */
static enum crm_status find_country(struct edit *ed, const struct kind_edit *ke, const struct value *v, char out[3],
                                    const char **country, struct crm_error *e)
{
	const struct crm_kind *owner = (ke->k->flags & K_CHILD) && has_phones(ke)
	                                       ? kind_by_no((int)v[edit_slot(ke, CHILD_KIND)].i)
	                                       : NULL;
	int no = rules_of(owner ? owner : ke->k)->country;
	struct kind_edit *of = owner && no ? edit_kind(ed, owner) : NULL;
	struct value found[EDIT_COLUMNS];
	bool there = false;
	enum crm_status s = CRM_OK;

	if (of)
		s = row_load(ed, of, v[edit_slot(ke, CHILD_RECORD)].i, found, &ed->keys, &there, e);
	*country = row_country(ed,
	                       there          ? found[edit_slot(of, no)]
	                       : no && !owner ? v[edit_slot(ke, no)]
	                                      : VALUE_NULL,
	                       out);
	return s;
}

static enum crm_status save_customs(struct edit *ed, struct kind_edit *ke, int64_t id, const struct crm_field *const *f,
				    const struct value *v, size_t n, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++)
		if ((f[i]->flags & F_CUSTOM) && v[i].is != V_NULL)
			s = custom_save(ed, ke, f[i], id, v[i], e);
	return s;
}

enum crm_status edit_row_restore(struct edit *ed, const struct crm_kind *k, int64_t id,
                                 const struct crm_field *const *f, const struct value *v, size_t n, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct value row[EDIT_COLUMNS] = {0};
	char buf[3];
	const char *country;
	enum crm_status s;

	for (size_t i = 0; i < n; i++)
		if (field_is_column(f[i]))
			row[edit_slot(ke, f[i]->no)] = v[i];
	s = find_country(ed, ke, row, buf, &country, e);
	if (!s)
		s = row_insert(ed, ke, id, row, country, e);
	if (!s)
		s = save_customs(ed, ke, id, f, v, n, e);
	/* phones may have come back before the contact they belong to */
	if (!s && ke->country)
		s = row_rekey_phones(ed, k->no, id, country, e);
	edit_touch(ed, k->no, id);
	return s;
}

enum crm_status edit_row_add(struct edit *ed, const struct crm_kind *k, const struct crm_field *const *f,
                             const struct value *v, size_t n, int64_t *id, struct crm_error *e)
{
	enum crm_status s = row_new_id(ed, edit_kind(ed, k), id, e);

	if (!s)
		s = edit_row_restore(ed, k, *id, f, v, n, e);
	return s;
}

/* The row a cell belongs to; without its values where nothing hangs on them but the cell itself. */
static enum crm_status load_around(struct edit *ed, struct kind_edit *ke, int64_t id, struct value *v, bool *found,
                                   struct crm_error *e)
{
	int64_t there = id;
	enum crm_status s;

	if ((ke->k->flags & K_CHILD) || rules_of(ke->k)->owners || ke->country)
		return row_load(ed, ke, id, v, &ed->row_text, found, e);
	memset(v, 0, (size_t)ke->ncol * sizeof *v);
	s = ref_exists(ed->c, ke->k, &there, found, e);
	*found = *found && there == id; /* not the alias of another */
	return s;
}

enum crm_status edit_row_set(struct edit *ed, const struct crm_kind *k, int64_t id, const struct crm_field *f,
                             struct value old, struct value v, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, k);
	struct value was[EDIT_COLUMNS], row[EDIT_COLUMNS];
	char buf[3];
	const char *country = NULL;
	bool found;
	enum crm_status s;

	if (f->flags & F_CUSTOM) {
		s = custom_save(ed, ke, f, id, v, e);
		if (!s && (k->flags & K_COMMON))
			s = row_load(ed, ke, id, was, &ed->row_text, &found, e);
		if (!s && (k->flags & K_COMMON))
			s = row_update(ed, ke, id, was, was, 0, NULL, e);
		return s ? s : edit_log(ed, k->no, id, f->no, old, v, e);
	}
	s = load_around(ed, ke, id, was, &found, e);
	if (s)
		return s;
	if (!found)
		return crm_fail(e, CRM_NO, "no %s %s%lld", k->name, k->letters, (long long)id);
	memcpy(row, was, (size_t)ke->ncol * sizeof *row);
	was[edit_slot(ke, f->no)] = old;
	row[edit_slot(ke, f->no)] = v;
	s = find_country(ed, ke, row, buf, &country, e);
	if (!s)
		s = row_update(ed, ke, id, was, row, edit_bit(ke, f->no), country, e);
	if (!s && edit_bit(ke, f->no) == ke->country)
		s = row_rekey_phones(ed, k->no, id, country, e);
	return s;
}

enum crm_status edit_row_rm(struct edit *ed, const struct crm_kind *k, int64_t id, struct crm_error *e)
{
	return row_delete(ed, edit_kind(ed, k), id, e);
}
