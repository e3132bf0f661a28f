/* merge_values.c - the single values of two records: the survivor's, else the other's; what goes
 * together goes together.
 *
 * Values that mean something together are merged together (units[]): name, address, company and
 * role, amount and currency. */
#include "../edit/rules.h"
#include "merge_impl.h"

#include <stdlib.h>
#include "../base/money.h"
#include "../model/catalog.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

/* ---- what goes together ---- */

/* A street of one and a town of another are no address, a function is one in a company. */
static const struct unit { int kind; int no[8]; } units[] = {
	{KIND_CONTACT, {CONTACT_NAME, CONTACT_GIVEN, CONTACT_FAMILY}},
	{KIND_CONTACT, {12, 13, 14, 15, CONTACT_COUNTRY}},
	{KIND_CONTACT, {CONTACT_COMPANY, CONTACT_ROLE}},
	{KIND_COMPANY, {10, 11, COMPANY_CITY, 13, COMPANY_COUNTRY}},
	{KIND_OFFER, {OFFER_CURRENCY, OFFER_ESTIMATE}},
};

/* What fields go together with one: a row of numbers, 0-terminated, that holds no; NULL = it stands
 * alone. */
static const int *unit_of(int kind, int no)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		for (const int *p = units[i].no; units[i].kind == kind && *p; p++)
			if (*p == no)
				return units[i].no;
	return NULL;
}

/* Fields whose value is theirs alone to decide: moves, the program, lists. */
static bool single(const struct crm_kind *k, const struct crm_field *f)
{
	if (k->no == KIND_OFFER && (f->no == OFFER_PIPELINE || f->no == OFFER_STAGE))
		return false;
	if (!(f->flags & F_SET) || f->flags & (F_INTERNAL | F_NOLOG))
		return false;
	return f->flags & F_CUSTOM ||
	       (field_is_column(f) && (f->class == C_STORED || (k->no == KIND_OFFER && f->no == OFFER_PRODUCT)));
}

/* ---- --take ---- */

static bool first_of_list(const struct crm_kind *k, const struct crm_field *f)
{
	return k->no == KIND_CONTACT && (f->no == CONTACT_EMAIL || f->no == CONTACT_PHONE);
}

enum crm_status merge_take_parse(struct crm *c, const struct crm_kind *k, const char *text, struct merge_take *out,
                                 struct crm_error *e)
{
	const char *eq = strchr(text, '=');
	size_t n = eq ? (size_t)(eq - text) : strlen(text);
	const struct crm_field *f = catalog_field(c, k, text, n);

	if (!eq || (strcmp(eq, "=A") != 0 && strcmp(eq, "=B") != 0))
		return crm_fail(e, CRM_USAGE, "--take=%s: write FIELD=A or FIELD=B", text);
	if (!f)
		return catalog_unknown(c, k, text, n, e);
	if (f->type == T_LIST && !(f->flags & F_CUSTOM))
		return crm_fail(e, CRM_USAGE, "--take=%s: what is in a list is kept of both", text);
	if (k->no == KIND_OFFER && f->no == OFFER_VALUE)
		f = kind_field_no(k, OFFER_ESTIMATE);
	if (!single(k, f) && !first_of_list(k, f))
		return crm_fail(e, CRM_USAGE, "--take=%s: '%s' cannot be chosen", text, f->name);
	*out = (struct merge_take){f, eq[1] == 'B'};
	return CRM_OK;
}

int merge_taken(const struct merger *m, const struct crm_field *f)
{
	const int *unit = unit_of(m->k->no, f->no);
	int taken = 0;

	for (size_t i = 0; m->opt && i < m->opt->ntake; i++) {
		const struct crm_field *t = m->opt->take[i].field;

		if (t == f || (unit && unit_of(m->k->no, t->no) == unit))
			taken = m->opt->take[i].other ? 1 : -1;
	}
	return taken;
}

/* ---- both have one ---- */

static void print(struct merger *m, const struct crm_field *f, struct value v, const struct value *row,
                  struct strbuf *out)
{
	int slot = m->k->no == KIND_OFFER ? edit_slot(m->ke, OFFER_CURRENCY) : -1;
	int currency = slot >= 0 && row[slot].is == V_INT ? (int)row[slot].i : m->c->set.currency;

	sb_reset(out);
	if (v.is == V_INT && f->type == T_REF && f->ref)
		ref_label(m->c, kind_by_no(f->ref), v.i, out, NULL);
	if (!out->len && v.is != V_NULL)
		value_format(m->c, f, v, currency, out);
}

/* was stays, the other's goes; what nobody can choose is without a remedy. */
static void conflict(struct merger *m, const struct crm_field *f, struct value was, struct value other, bool choice)
{
	struct edit_change ch = {.what = "conflict", .kind = m->k, .id = m->keep, .field = f->name};
	char keep[32], gone[32];

	id_format(keep, m->k, m->keep);
	id_format(gone, m->k, m->gone);
	print(m, f, was, m->a, &m->kept);
	print(m, f, other, m->b, &m->left);
	if (!choice)
		crm_note(m->e, "%s: '%s' of %s is left out, it does not fit %s", f->name, m->left.buf, gone, keep);
	else if (was.is == V_NULL)
		crm_note(m->e, "%s: '%s' of %s does not go with the rest of %s; --take=%s=B takes all of it", f->name,
		         m->left.buf, gone, keep, f->name);
	else
		crm_note(m->e, "%s: '%s' of %s stays; --take=%s=B takes '%s' of %s", f->name, m->kept.buf, keep,
		         f->name, m->left.buf, gone);
	ch.old = was.is == V_NULL ? NULL : m->kept.buf;
	ch.new = m->left.buf;
	if (m->ed->opt.watch)
		m->ed->opt.watch(m->ed->opt.arg, &ch);
}

static bool within(struct value part, struct value whole)
{
	return memmem(whole.s, whole.n, part.s, part.n) != NULL;
}

static struct value joined(struct merger *m, struct value a, struct value b)
{
	char *s;

	if (within(b, a))
		return a;
	if (within(a, b))
		return b;
	s = arena_alloc(&m->arena, a.n + b.n + 3);
	memcpy(s, a.s, a.n);
	memcpy(s + a.n, "\n\n", 2);
	memcpy(s + a.n + 2, b.s, b.n);
	return value_text(s, a.n + b.n + 2);
}

/* A field that stands alone. */
static struct value choose(struct merger *m, const struct crm_field *f, struct value a, struct value b)
{
	int taken = merge_taken(m, f);

	if (b.is == V_NULL || value_equal(a, b))
		return a;
	if (taken > 0 || (!taken && a.is == V_NULL))
		return b;
	if (!taken && f->type == T_LONG && a.is == V_TEXT && b.is == V_TEXT)
		return joined(m, a, b);
	if (!taken)
		conflict(m, f, a, b, true);
	return a;
}

/* It means nothing in the record that stays. */
static struct value leave_out(struct merger *m, const struct crm_field *f, struct value a, struct value b)
{
	if (b.is != V_NULL && !value_equal(a, b))
		conflict(m, f, a, b, false);
	return a;
}

/* ---- fields that stand for more ---- */

static struct value *at(struct merger *m, struct value *row, int no) { return &row[edit_slot(m->ke, no)]; }

/* The first field of a name says it all. */
static void unit_conflicts(struct merger *m, const int *unit)
{
	bool name = m->k->no == KIND_CONTACT && unit[0] == CONTACT_NAME, told = false;

	for (const int *no = unit; *no && !(name && told); no++) {
		struct value a = *at(m, m->a, *no), b = *at(m, m->b, *no);

		if (b.is == V_NULL || value_equal(a, b))
			continue;
		conflict(m, kind_field_no(m->k, *no), a, b, true);
		told = true;
	}
}

/* All of a unit of one side, or of both where they agree. */
static void choose_unit(struct merger *m, const int *unit)
{
	int taken = merge_taken(m, kind_field_no(m->k, unit[0]));
	bool differ = false, any = false;

	for (const int *no = unit; *no; no++) {
		struct value a = *at(m, m->a, *no), b = *at(m, m->b, *no);

		any = any || b.is != V_NULL;
		differ = differ || (a.is != V_NULL && b.is != V_NULL && !value_equal(a, b));
	}
	if (!taken && differ)
		unit_conflicts(m, unit);
	for (const int *no = unit; *no; no++)
		if ((taken > 0 && any) || (!taken && !differ && at(m, m->a, *no)->is == V_NULL))
			*at(m, m->v, *no) = *at(m, m->b, *no);
}

/* A parent is none when it is one of the two, or stands below one of them. */
static enum crm_status parent_fits(struct merger *m, const struct crm_field *f, struct value v, bool *fits)
{
	bool found = true;
	enum crm_status s = CRM_OK;

	*fits = v.is == V_INT;
	for (int depth = 0; !s && *fits && found && v.is == V_INT && depth < 10000; depth++) {
		*fits = v.i != m->keep && v.i != m->gone;
		if (*fits)
			s = peek_read(&m->peek, m->k, f, v.i, &v, &found, m->e);
	}
	return s;
}

static enum crm_status choose_parent(struct merger *m, const struct crm_field *f)
{
	struct value *a = at(m, m->a, f->no), *b = at(m, m->b, f->no);
	bool fits;
	enum crm_status s = parent_fits(m, f, *a, &fits);

	if (!fits)
		*a = VALUE_NULL;
	if (!s)
		s = parent_fits(m, f, *b, &fits);
	if (!fits)
		*b = VALUE_NULL;
	*at(m, m->v, f->no) = choose(m, f, *a, *b);
	return s;
}

/* Pin and reason are those of a state. */
static bool of_other_state(struct merger *m, const struct crm_field *f)
{
	return m->k->no == KIND_OFFER && (f->no == OFFER_PIN || f->no == OFFER_REASON) &&
	       !value_equal(*at(m, m->a, OFFER_STATE), *at(m, m->b, OFFER_STATE));
}

/* ---- loading ---- */

static enum crm_status load(struct merger *m, int64_t id, struct value *row, struct strbuf *text)
{
	char name[32];
	bool found;
	enum crm_status s = row_load(m->ed, m->ke, id, row, text, &found, m->e);

	if (s || found)
		return s;
	id_format(name, m->k, id);
	return crm_fail(m->e, CRM_NO, "no %s %s", m->k->name, name);
}

/* Nothing refers to itself: what refers to one of the two will to the one that stays. */
static void no_self(const struct merger *m, const struct crm_field *f, struct value *v)
{
	if (f->type == T_REF && f->ref == m->k->no && v->is == V_INT && (v->i == m->keep || v->i == m->gone))
		*v = VALUE_NULL;
}

static enum crm_status load_custom(struct merger *m, struct merge_custom *p)
{
	enum crm_status s = custom_load(m->ed, m->ke, p->f, m->keep, &p->was, m->e);

	if (!s)
		s = custom_load(m->ed, m->ke, p->f, m->gone, &p->b, m->e);
	p->a = p->was;
	no_self(m, p->f, &p->a);
	no_self(m, p->f, &p->b);
	return s;
}

/* Retired ones too: their data is kept. */
static enum crm_status load_customs(struct merger *m)
{
	enum crm_status s = custom_columns(m->ed, m->ke, m->e);

	m->ncustom = 0;
	m->custom = arena_alloc(&m->arena, (m->ke->ncustom + 1) * sizeof *m->custom);
	for (size_t i = 0; !s && i < m->ke->ncustom; i++) {
		struct merge_custom p = {.f = catalog_field_no(m->c, m->k, FIELD_CUSTOM + (int)m->ke->custom[i].field)};

		s = p.f ? load_custom(m, &p) : CRM_OK;
		if (!s && (p.was.is != V_NULL || p.b.is != V_NULL))
			m->custom[m->ncustom++] = p;
	}
	return s;
}

/* ---- amounts of offers in two currencies ---- */

struct amounts { bool lines, others /* beside the estimate */, any; };

static bool other_amount(const struct crm_field *f)
{
	return f->type == T_MONEY && f->class == C_STORED && f->no != OFFER_ESTIMATE;
}

static enum crm_status find_amounts(struct merger *m, bool other, struct amounts *x)
{
	int64_t one;
	enum crm_status s = edit_get(m->ed, m->e, &one, "SELECT 1 FROM line WHERE offer = $1 LIMIT 1",
	                             other ? m->gone : m->keep);

	*x = (struct amounts){.lines = one != 0};
	for (size_t i = 0; i < m->ncustom; i++)
		x->others = x->others ||
		            (m->custom[i].f->type == T_MONEY && (other ? m->custom[i].b : m->custom[i].a).is != V_NULL);
	for (int i = 0; i < m->ke->ncol; i++)
		x->others = x->others || (other_amount(m->ke->col[i]) && (other ? m->b : m->a)[i].is != V_NULL);
	x->any = x->lines || x->others || at(m, other ? m->b : m->a, OFFER_ESTIMATE)->is != V_NULL;
	return s;
}

/* One currency for all of them, before lines move. */
static enum crm_status check_currency(struct merger *m)
{
	struct value *a = at(m, m->a, OFFER_CURRENCY), b = *at(m, m->b, OFFER_CURRENCY);
	struct amounts x, y;
	bool theirs;
	int taken;
	char keep[32], gone[32];
	enum crm_status s;

	if (a->is == V_NULL || b.is == V_NULL || a->i == b.i)
		return CRM_OK;
	s = find_amounts(m, false, &x);
	if (!s)
		s = find_amounts(m, true, &y);
	if (s)
		return s;
	taken = merge_taken(m, kind_field_no(m->k, OFFER_CURRENCY));
	theirs = taken > 0 || (!taken && !x.any && y.any);
	id_format(keep, m->k, m->keep);
	id_format(gone, m->k, m->gone);
	if (theirs ? x.lines || x.others : y.lines)
		return crm_fail(m->e, CRM_FORBIDDEN, "%s is in %s, %s in %s: their amounts cannot be put together",
		                keep, currency_code((int)a->i), gone, currency_code((int)b.i));
	m->foreign = !theirs;
	if (theirs)
		*a = VALUE_NULL;
	return CRM_OK;
}

enum crm_status merge_values_load(struct merger *m)
{
	enum crm_status s = load(m, m->keep, m->a, &m->text_a);

	m->foreign = false;
	if (!s)
		s = load(m, m->gone, m->b, &m->text_b);
	memcpy(m->was, m->a, sizeof m->was);
	merge_left_main(m);
	if (!s)
		s = load_customs(m);
	return s || m->k->no != KIND_OFFER ? s : check_currency(m);
}

/* ---- choosing ---- */

static enum crm_status choose_field(struct merger *m, const struct crm_field *f)
{
	const int *unit = unit_of(m->k->no, f->no);
	struct value *v = at(m, m->v, f->no), a = *at(m, m->a, f->no), b = *at(m, m->b, f->no);

	if (unit) {
		if (unit[0] == f->no)
			choose_unit(m, unit);
		return CRM_OK;
	}
	if (f->type == T_REF && f->ref == m->k->no)
		return choose_parent(m, f);
	*v = of_other_state(m, f) || (m->foreign && f->type == T_MONEY) ? leave_out(m, f, a, b) : choose(m, f, a, b);
	return CRM_OK;
}

enum crm_status merge_values_choose(struct merger *m)
{
	enum crm_status s = CRM_OK;

	memcpy(m->v, m->a, sizeof m->v);
	for (int i = 0; i < m->ke->ncol && !s; i++)
		if (single(m->k, m->ke->col[i]))
			s = choose_field(m, m->ke->col[i]);
	for (size_t i = 0; i < m->ncustom && !s; i++) {
		struct merge_custom *p = &m->custom[i];

		p->v = m->foreign && p->f->type == T_MONEY ? leave_out(m, p->f, p->a, p->b)
		                                           : choose(m, p->f, p->a, p->b);
	}
	return s ? s : merge_next_main(m);
}

/* ---- writing ---- */

static void tell(struct merger *m, const struct crm_field *f, struct value was, struct value v)
{
	int slot = m->k->no == KIND_OFFER ? edit_slot(m->ke, OFFER_CURRENCY) : -1;

	if (m->ed->opt.watch)
		edit_tell(m->ed, "set", m->k, m->keep, f, was, v,
		          slot >= 0 && m->v[slot].is == V_INT ? (int)m->v[slot].i : m->c->set.currency);
}

static enum crm_status write_columns(struct merger *m)
{
	int country = rules_of(m->k)->country;
	char buf[3];
	const char *dial = row_country(m->ed, country ? *at(m, m->v, country) : VALUE_NULL, buf);
	uint64_t mask = 0;
	enum crm_status s;

	for (int i = 0; i < m->ke->ncol; i++)
		if (!value_equal(m->was[i], m->v[i])) {
			mask |= UINT64_C(1) << i;
			tell(m, m->ke->col[i], m->was[i], m->v[i]);
		}
	s = row_update(m->ed, m->ke, m->keep, m->was, m->v, mask, dial, m->e);
	return s || m->k->no != KIND_CONTACT ? s : row_rekey_phones(m->ed, KIND_CONTACT, m->keep, dial, m->e);
}

/* The function in a company that is no longer the main one stands with the affiliation. */
static enum crm_status keep_role(struct merger *m, const struct value *row)
{
	static const char holds[] = "SELECT id FROM affiliation WHERE contact = $1 AND company = $2 AND (to_day IS "
	                            "NULL OR to_day > $3) ORDER BY id DESC LIMIT 1";
	const struct crm_field *f = kind_field(&kind_affiliation, "role");
	struct value company = row[edit_slot(m->ke, CONTACT_COMPANY)], role = row[edit_slot(m->ke, CONTACT_ROLE)], old;
	int64_t id;
	bool found;
	enum crm_status s;

	if (company.is == V_NULL || role.is == V_NULL || value_equal(company, *at(m, m->v, CONTACT_COMPANY)))
		return CRM_OK;
	s = edit_get(m->ed, m->e, &id, holds, m->keep, company.i, m->c->today);
	if (s || !id)
		return s;
	s = peek_read(&m->peek, &kind_affiliation, f, id, &old, &found, m->e);
	if (s || value_equal(old, role))
		return s;
	if (old.is == V_TEXT)
		old.s = arena_strndup(&m->arena, old.s, old.n);
	return edit_row_set(m->ed, &kind_affiliation, id, f, old, role, m->e);
}

enum crm_status merge_values_write(struct merger *m)
{
	enum crm_status s = write_columns(m);

	if (!s && m->k->no == KIND_CONTACT)
		s = keep_role(m, m->was);
	if (!s && m->k->no == KIND_CONTACT)
		s = keep_role(m, m->b);

	for (size_t i = 0; i < m->ncustom && !s; i++) {
		const struct merge_custom *p = &m->custom[i];

		if (value_equal(p->was, p->v))
			continue;
		tell(m, p->f, p->was, p->v);
		s = edit_row_set(m->ed, m->k, m->keep, p->f, p->was, p->v, m->e);
	}
	return s;
}
