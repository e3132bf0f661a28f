/* edit_contact.c - rules of contacts: the parts of a name, the company now and earlier ones. */
#include "edit_impl.h"

/* ---- names ---- */

static struct value joined(struct edit *ed, struct value given, struct value family)
{
	struct value parts[] = {given, family};
	size_t need = given.n + family.n + 1;

	sb_reset(&ed->text);
	sb_grow(&ed->text, need);
	for (int i = 0; i < 2; i++) {
		const char *s = parts[i].s;
		size_t n = parts[i].is == V_TEXT ? parts[i].n : 0;

		while (n && s[0] == ' ')
			s++, n--;
		while (n && s[n - 1] == ' ')
			n--;
		if (n && ed->text.len)
			sb_addc(&ed->text, ' ');
		sb_add(&ed->text, s, n);
	}
	return value_text(ed->text.buf, ed->text.len);
}

/* The last word is the family name. */
static void split(struct draft *d)
{
	struct value name = *draft_v(d, CONTACT_NAME);
	size_t n = name.n, cut;

	while (n && name.s[n - 1] == ' ')
		n--;
	for (cut = n; cut && name.s[cut - 1] != ' ';)
		cut--;
	*draft_v(d, CONTACT_FAMILY) = value_text(name.s + cut, n - cut);
	while (cut && name.s[cut - 1] == ' ')
		cut--;
	*draft_v(d, CONTACT_GIVEN) = value_text(name.s, cut);
}

/* A name that is written back as it was doesn't count as given: exports carry all three fields. */
static void names(struct edit *ed, struct draft *d)
{
	bool parts = draft_changed(d, CONTACT_GIVEN) || draft_changed(d, CONTACT_FAMILY);
	bool part_given = draft_given(d, CONTACT_GIVEN) || draft_given(d, CONTACT_FAMILY);
	struct value whole;

	if (draft_changed(d, CONTACT_NAME)) {
		if (draft_v(d, CONTACT_NAME)->is == V_TEXT && !part_given && draft_v(d, CONTACT_GIVEN)->is == V_NULL &&
		    draft_v(d, CONTACT_FAMILY)->is == V_NULL)
			split(d);
		return;
	}
	if (!parts)
		return;
	whole = joined(ed, *draft_v(d, CONTACT_GIVEN), *draft_v(d, CONTACT_FAMILY));
	if (whole.is == V_TEXT)
		*draft_v(d, CONTACT_NAME) = whole;
}

enum crm_status contact_prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	names(ed, d);
	if (draft_v(d, CONTACT_NAME)->is == V_NULL && draft_v(d, CONTACT_EMAIL)->is == V_NULL && draft_v(d, CONTACT_PHONE)->is == V_NULL)
		return crm_fail_at(e, CRM_FORBIDDEN, NULL, d->n ? d->a[0].line : 0, 0, NULL,
		                   "contact needs a name, an e-mail address or a telephone number");
	return CRM_OK;
}

/* ---- affiliations ---- */

static enum crm_status open_affiliation(struct edit *ed, int64_t contact, int64_t company, int64_t *id, struct crm_error *e)
{
	return edit_get(ed, e, id,
	                "SELECT id FROM affiliation WHERE contact = $1 AND company = $2 AND (to_day IS NULL OR to_day > $3) ORDER BY id DESC LIMIT 1",
	                contact, company, ed->c->today);
}

static enum crm_status end_affiliation(struct edit *ed, int64_t contact, int64_t company, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_affiliation);
	const int from = edit_slot(ke, 4), to = edit_slot(ke, 5);
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	int64_t id;
	bool found = false;
	enum crm_status st = open_affiliation(ed, contact, company, &id, e);

	if (st == CRM_OK && id)
		st = row_load(ed, ke, id, old, &ed->row_text, &found, e);
	if (st != CRM_OK || !found)
		return st;
	memcpy(v, old, sizeof(v));
	v[to] = VALUE_INT(old[from].is == V_INT && old[from].i > ed->c->today ? old[from].i : ed->c->today);
	return row_update(ed, ke, id, old, v, UINT64_C(1) << to, NULL, e);
}

/* One that was to begin later begins today. */
static enum crm_status begin_now(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e)
{
	const int from = edit_slot(ke, 4);
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	bool found = false;
	enum crm_status st = row_load(ed, ke, id, old, &ed->row_text, &found, e);

	if (st != CRM_OK || !found || old[from].is != V_INT || old[from].i <= ed->c->today)
		return st;
	memcpy(v, old, sizeof(v));
	v[from] = VALUE_INT(ed->c->today);
	return row_update(ed, ke, id, old, v, UINT64_C(1) << from, NULL, e);
}

/* When an imported contact came to the company isn't known. */
static enum crm_status begin_affiliation(struct edit *ed, struct draft *d, int64_t company, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_affiliation);
	struct value v[EDIT_COLUMNS] = {0};
	int64_t id = 0;
	enum crm_status st = d->adding ? CRM_OK : open_affiliation(ed, d->id, company, &id, e);

	if (st != CRM_OK || id)
		return st == CRM_OK ? begin_now(ed, ke, id, e) : st;
	v[edit_slot(ke, 1)] = VALUE_INT(d->id);
	v[edit_slot(ke, 2)] = VALUE_INT(company);
	v[edit_slot(ke, 3)] = *draft_v(d, CONTACT_ROLE);
	if (!ed->opt.bulk)
		v[edit_slot(ke, 4)] = VALUE_INT(ed->c->today);
	st = row_new_id(ed, ke, &id, e);
	return st != CRM_OK ? st : row_insert(ed, ke, id, v, NULL, e);
}

enum crm_status contact_written(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value was = *draft_old(d, CONTACT_COMPANY), is = *draft_v(d, CONTACT_COMPANY);
	char buf[3];
	enum crm_status st = CRM_OK;

	if (!value_equal(was, is)) {
		if (was.is == V_INT)
			st = end_affiliation(ed, d->id, was.i, e);
		if (st == CRM_OK && is.is == V_INT)
			st = begin_affiliation(ed, d, is.i, e);
	}
	if (st == CRM_OK && !d->adding && draft_changed(d, CONTACT_COUNTRY))
		st = row_rekey_phones(ed, KIND_CONTACT, d->id, row_country(ed, *draft_v(d, CONTACT_COUNTRY), buf), e);
	return st;
}
