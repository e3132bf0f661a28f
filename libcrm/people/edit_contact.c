/* edit_contact.c - rules of contacts: the parts of a name, the company now and earlier ones. */
#include "../edit/rules.h"

#include "../base/person_name.h"
#include "../base/utf8.h"
#include "people_kinds.h"

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

/* A part ends where it is seen to end, as any value: an export of it comes back the same. */
static struct value part(struct person_part p)
{
	utf8_trim(&p.s, &p.n);
	return p.n ? value_text(p.s, p.n) : VALUE_NULL;
}

/* Beside another title the name stays as it is. */
static void split(struct draft *d, const struct person_name *p)
{
	struct value *name = draft_v(d, CONTACT_NAME), *title = draft_v(d, CONTACT_TITLE);

	*draft_v(d, CONTACT_GIVEN) = part(p->given);
	*draft_v(d, CONTACT_FAMILY) = part(p->family);
	if (p->title.n && title->is == V_NULL)
		*title = part(p->title);
	if (p->name.n && (!p->title.n || value_equal(*title, part(p->title))))
		*name = part(p->name);
}

/* A name of the parts that are there is that of the record, however it is written: what was taken
 * apart when it came first is no other name when it comes again. */
static bool is_of_parts(struct draft *d, const struct person_name *p)
{
	return value_equal(*draft_v(d, CONTACT_GIVEN), part(p->given)) &&
	       value_equal(*draft_v(d, CONTACT_FAMILY), part(p->family));
}

/* Without the title that the record has another of, where that is its name. */
static void split_again(struct draft *d, const struct person_name *p)
{
	split(d, p);
	if (value_equal(*draft_old(d, CONTACT_NAME), part(p->name)))
		*draft_v(d, CONTACT_NAME) = part(p->name);
}

/* Empty cells of a file beside a name are no parts that are given: those of another name are taken
 * from it, else they stay as they are. */
static void empty_parts(struct edit *ed, struct draft *d)
{
	const int no[] = {CONTACT_GIVEN, CONTACT_FAMILY};
	bool open[] = {draft_open(ed, d, no[0]), draft_open(ed, d, no[1])};

	if (d->adding || !draft_given(d, CONTACT_NAME) || draft_v(d, CONTACT_NAME)->is != V_TEXT)
		return;
	for (int i = 0; i < 2; i++) {
		if (!open[i])
			continue;
		d->given &= ~edit_bit(d->ke, no[i]);
		if (!open[!i] || !draft_changed(d, CONTACT_NAME))
			*draft_v(d, no[i]) = *draft_old(d, no[i]);
	}
}

static void take_name(struct edit *ed, struct draft *d)
{
	struct value *name = draft_v(d, CONTACT_NAME);
	struct person_name p;

	if (name->is != V_TEXT || draft_given(d, CONTACT_GIVEN) || draft_given(d, CONTACT_FAMILY))
		return;
	person_name_split(name->s, name->n, &ed->text, &p);
	if (draft_v(d, CONTACT_GIVEN)->is == V_NULL && draft_v(d, CONTACT_FAMILY)->is == V_NULL)
		split(d, &p);
	else if (p.name.n && is_of_parts(d, &p))
		split_again(d, &p);
}

/* A name that is written back as it was doesn't count as given: exports carry all three fields. */
static void names(struct edit *ed, struct draft *d)
{
	bool parts;
	struct value whole;

	empty_parts(ed, d);
	parts = draft_changed(d, CONTACT_GIVEN) || draft_changed(d, CONTACT_FAMILY);
	if (draft_changed(d, CONTACT_NAME)) {
		take_name(ed, d);
		return;
	}
	if (!parts)
		return;
	whole = joined(ed, *draft_v(d, CONTACT_GIVEN), *draft_v(d, CONTACT_FAMILY));
	if (whole.is == V_TEXT)
		*draft_v(d, CONTACT_NAME) = whole;
}

void contact_name(const struct assign *a, size_t n, struct strbuf *out)
{
	const struct assign *of[CONTACT_TITLE + 1] = {NULL};
	struct strbuf text = STRBUF_INIT;
	struct person_name p = {0};

	for (size_t i = 0; i < n; i++)
		if (!(a[i].field->flags & F_CUSTOM) && a[i].field->no > 0 && a[i].field->no <= CONTACT_TITLE && a[i].n)
			of[a[i].field->no] = &a[i];
	if (of[CONTACT_NAME]) {
		const struct assign *name = of[CONTACT_NAME], *title = of[CONTACT_TITLE];

		if (!of[CONTACT_GIVEN] && !of[CONTACT_FAMILY])
			person_name_split(name->s, name->n, &text, &p);
		if (p.name.n && (!p.title.n || !title ||
		                 (title->n == p.title.n && memcmp(title->s, p.title.s, title->n) == 0)))
			sb_add(out, p.name.s, p.name.n);
		else
			sb_add(out, name->s, name->n);
	} else {
		for (int i = CONTACT_GIVEN; i <= CONTACT_FAMILY; i++) {
			if (out->len && of[i])
				sb_addc(out, ' ');
			if (of[i])
				sb_add(out, of[i]->s, of[i]->n);
		}
	}
	sb_release(&text);
}

/* ---- affiliations ---- */

static enum crm_status open_affiliation(struct edit *ed, int64_t contact, int64_t company, int64_t *id,
                                        struct crm_error *e)
{
	return edit_get(ed, e, id,
	                "SELECT id FROM affiliation WHERE contact = $1 AND company = $2 AND (to_day IS NULL OR to_day "
	                "> $3) ORDER BY id DESC LIMIT 1",
	                contact, company, ed->c->today);
}

/* It ends with the role the person had last. */
static enum crm_status end_affiliation(struct edit *ed, int64_t contact, int64_t company, struct value role,
                                       struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_affiliation);
	const int as = edit_slot(ke, AFFILIATION_ROLE), from = edit_slot(ke, AFFILIATION_FROM),
	          to = edit_slot(ke, AFFILIATION_TO);
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	int64_t id;
	bool found = false;
	enum crm_status s = open_affiliation(ed, contact, company, &id, e);

	if (!s && id)
		s = row_load(ed, ke, id, old, &ed->row_text, &found, e);
	if (s || !found)
		return s;
	memcpy(v, old, sizeof v);
	v[to] = VALUE_INT(old[from].is == V_INT && old[from].i > ed->c->today ? old[from].i : ed->c->today);
	if (role.is == V_TEXT)
		v[as] = role;
	return row_update(ed, ke, id, old, v, UINT64_C(1) << to | (value_equal(v[as], old[as]) ? 0 : UINT64_C(1) << as),
	                  NULL, e);
}

/* One that was to begin later begins today. */
static enum crm_status begin_now(struct edit *ed, struct kind_edit *ke, int64_t id, struct crm_error *e)
{
	const int from = edit_slot(ke, AFFILIATION_FROM);
	struct value old[EDIT_COLUMNS], v[EDIT_COLUMNS];
	bool found = false;
	enum crm_status s = row_load(ed, ke, id, old, &ed->row_text, &found, e);

	if (s || !found || old[from].is != V_INT || old[from].i <= ed->c->today)
		return s;
	memcpy(v, old, sizeof v);
	v[from] = VALUE_INT(ed->c->today);
	return row_update(ed, ke, id, old, v, UINT64_C(1) << from, NULL, e);
}

/* When an imported contact came to the company isn't known. */
static enum crm_status begin_affiliation(struct edit *ed, struct draft *d, int64_t company, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_affiliation);
	struct value v[EDIT_COLUMNS] = {0};
	int64_t id = 0;
	enum crm_status s = d->adding ? CRM_OK : open_affiliation(ed, d->id, company, &id, e);

	if (s || id)
		return !s ? begin_now(ed, ke, id, e) : s;
	v[edit_slot(ke, AFFILIATION_CONTACT)] = VALUE_INT(d->id);
	v[edit_slot(ke, AFFILIATION_COMPANY)] = VALUE_INT(company);
	v[edit_slot(ke, AFFILIATION_ROLE)] = *draft_v(d, CONTACT_ROLE);
	if (!ed->opt.bulk)
		v[edit_slot(ke, AFFILIATION_FROM)] = VALUE_INT(ed->c->today);
	s = row_new_id(ed, ke, &id, e);
	return s ? s : row_insert(ed, ke, id, v, NULL, e);
}

/* Who moves on to a company they belong to already has the role they have there. */
static enum crm_status role_there(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_affiliation);
	struct value company = *draft_v(d, CONTACT_COMPANY), row[EDIT_COLUMNS],
	             *role = &row[edit_slot(ke, AFFILIATION_ROLE)];
	int64_t id = 0;
	bool found = false;
	enum crm_status s = CRM_OK;

	if (!d->adding && company.is == V_INT && draft_changed(d, CONTACT_COMPANY) && !draft_given(d, CONTACT_ROLE))
		s = open_affiliation(ed, d->id, company.i, &id, e);
	if (!s && id)
		s = row_load(ed, ke, id, row, &ed->row_text, &found, e);
	if (s || !found)
		return s;
	if (role->is == V_TEXT)
		*draft_v(d, CONTACT_ROLE) = value_text(arena_strndup(&ed->arena, role->s, role->n), role->n);
	else if (draft_old(d, CONTACT_COMPANY)->is == V_INT)
		*draft_v(d, CONTACT_ROLE) = VALUE_NULL;
	return CRM_OK;
}

/* ---- the record ---- */

static enum crm_status prepare(struct edit *ed, struct draft *d, struct crm_error *e)
{
	enum crm_status s = role_there(ed, d, e);

	if (s)
		return s;
	names(ed, d);
	if (draft_v(d, CONTACT_NAME)->is == V_NULL && draft_v(d, CONTACT_EMAIL)->is == V_NULL &&
	    draft_v(d, CONTACT_PHONE)->is == V_NULL)
		return draft_refuse(d, CRM_FORBIDDEN, NULL, e,
		                   "contact needs a name, an e-mail address or a telephone number");
	return CRM_OK;
}

static enum crm_status written(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value was = *draft_old(d, CONTACT_COMPANY), is = *draft_v(d, CONTACT_COMPANY);
	enum crm_status s = CRM_OK;

	if (!value_equal(was, is)) {
		if (was.is == V_INT)
			s = end_affiliation(ed, d->id, was.i, *draft_old(d, CONTACT_ROLE), e);
		if (!s && is.is == V_INT)
			s = begin_affiliation(ed, d, is.i, e);
	}
	return s;
}

static const struct bound bounds[] = {{CONTACT_BIRTHDAY, BOUND_TODAY, 0}, {0}};

const struct kind_rules contact_rules = {
	.prepare = prepare, .written = written, .country = CONTACT_COUNTRY, .bounds = bounds};
