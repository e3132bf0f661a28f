/* affiliation.c - the companies a person belongs to: link and unlink.
 *
 * An affiliation has ended on its last day already, as that may be the first day of the next one.
 * The role in the main company is contact.role; the row gets it when it ends. */
#include "crm_people.h"
#include "../model/kinds.h"
#include "../ask/ref.h"
#include "../verb/side.h"
#include "../verb/each.h"
#include "people_kinds.h"

/* Field numbers of an affiliation. */
enum { AFF_CONTACT = 1, AFF_COMPANY = 2, AFF_ROLE = 3, AFF_FROM = 4 };

struct linker {
	struct crm *c;
	struct writer wr;
	struct side side;
	int64_t company;
	struct value role, from, to;
	bool role_given, from_given, to_given;
};

/* An affiliation as it stands; id 0 = none. */
struct affiliation { int64_t id; struct value role, from, to; };

/* ---- reading ---- */

static struct value column(struct crm *c, struct stmt *st, int col)
{
	size_t n;
	const char *s;

	if (db_null(st, col))
		return VALUE_NULL;
	if (col != 1)
		return VALUE_INT(db_int(st, col));
	s = db_text(st, col, &n);
	return (struct value){V_TEXT, 0, arena_strndup(&c->arena, s, n), n};
}

/* First row of a constant look-up: id, role, from, to. */
static enum crm_status find(struct crm *c, const char *sql, const int64_t *p, int n, struct affiliation *a,
                            struct crm_error *e)
{
	struct query q = query(c->db, e, sql);

	*a = (struct affiliation){0};
	for (int i = 0; i < n; i++)
		query_int(&q, i + 1, p[i]);
	if (query_row(&q))
		*a = (struct affiliation){db_int(q.st, 0), column(c, q.st, 1), column(c, q.st, 2), column(c, q.st, 3)};
	return query_end(&q);
}

#define PAIR "SELECT id, role, from_day, to_day FROM affiliation WHERE contact = $1 AND company = $2"

static enum crm_status find_open(const struct linker *l, int64_t contact, struct affiliation *a, struct crm_error *e)
{
	return find(l->c, PAIR " AND (to_day IS NULL OR to_day > $3) ORDER BY id DESC LIMIT 1",
	            (int64_t[]){contact, l->company, l->c->today}, 3, a, e);
}

/* The affiliation that is meant: the open one, but for a time that ended before it began; else one
 * that ended on the same day. */
static enum crm_status find_meant(const struct linker *l, int64_t contact, struct affiliation *a, struct crm_error *e)
{
	enum crm_status s = find_open(l, contact, a, e);

	if (s || l->to.is != V_INT || (a->id && !(a->from.is == V_INT && a->from.i > l->to.i)))
		return s;
	return find(l->c, PAIR " AND to_day = $3 ORDER BY id DESC LIMIT 1", (int64_t[]){contact, l->company, l->to.i},
	            3, a, e);
}

/* ---- writing ---- */

static enum crm_status set_cell(struct linker *l, int64_t id, int no, struct value old, struct value v, bool *changed,
                                struct crm_error *e)
{
	const struct crm_field *f = kind_field_no(&kind_affiliation, no);
	enum crm_status s;

	if (value_equal(old, v))
		return CRM_OK;
	s = edit_row_set(l->wr.ed, &kind_affiliation, id, f, old, v, e);
	if (!s)
		side_tell(l->c, l->wr.w, "set", &kind_affiliation, id, f, old, v);
	*changed = true;
	return s;
}

static enum crm_status add_row(struct linker *l, int64_t contact, const struct affiliation *a, struct crm_error *e)
{
	const struct {
		int no;
		struct value v;
	} cells[] = {{AFF_CONTACT, VALUE_INT(contact)},
	             {AFF_COMPANY, VALUE_INT(l->company)},
	             {AFF_ROLE, a->role},
	             {AFF_FROM, a->from},
	             {AFFILIATION_TO, a->to}};
	const struct crm_field *f[5];
	struct value v[5];
	int64_t id;
	enum crm_status s;

	for (int i = 0; i < 5; i++) {
		f[i] = kind_field_no(&kind_affiliation, cells[i].no);
		v[i] = cells[i].v;
	}
	s = edit_row_add(l->wr.ed, &kind_affiliation, f, v, 5, &id, e);
	for (int i = 0; i < 5 && !s; i++)
		if (v[i].is != V_NULL)
			side_tell(l->c, l->wr.w, "add", &kind_affiliation, l->wr.w->dry_run ? 0 : id, f[i], VALUE_NULL,
			          v[i]);
	return s;
}

/* Set contact.company, 0 empties it, and contact.role through the rules of contacts. */
static enum crm_status set_main(struct linker *l, int64_t contact, int64_t company, struct value role, bool *changed,
                                struct crm_error *e)
{
	char id[32];
	size_t n = company ? id_format(id, &kind_company, company) : 0;
	const struct assign a[] = {
		{.field = kind_field_no(&kind_contact, CONTACT_COMPANY), .op = OP_EQ, .s = id, .n = n},
		{.field = kind_field_no(&kind_contact, CONTACT_ROLE), .op = OP_EQ, .s = role.n ? role.s : "", .n = role.n},
	};
	bool one;
	enum crm_status s = edit_set(l->wr.ed, &kind_contact, contact, a, 2, NULL, &one, e);

	*changed |= one;
	return s;
}

/* ---- the main company ---- */

static enum crm_status main_company(const struct linker *l, int64_t contact, int64_t *company, struct value *role,
                                    struct crm_error *e)
{
	struct affiliation a;
	enum crm_status s = find(l->c, "SELECT coalesce(company, 0), role, NULL, NULL FROM contact WHERE id = $1",
	                         &contact, 1, &a, e);

	*company = a.id;
	*role = a.role;
	return s;
}

/* The first company a person is linked to is the main one, whose role is the contact's. */
static enum crm_status make_main(struct linker *l, int64_t contact, const struct affiliation *a, bool *changed,
                                 struct crm_error *e)
{
	int64_t company = 0, today = l->c->today;
	struct value role;
	enum crm_status s;

	if ((a->to.is == V_INT && a->to.i <= today) || (a->from.is == V_INT && a->from.i > today))
		return CRM_OK;
	s = main_company(l, contact, &company, &role, e);
	if (s || (company && (company != l->company || !l->role_given)))
		return s;
	return set_main(l, contact, l->company, a->role.is == V_TEXT || company ? a->role : role, changed, e);
}

/* The newest other one that holds becomes the main company, else there is none. */
static enum crm_status next_main(struct linker *l, int64_t contact, bool *changed, struct crm_error *e)
{
	int64_t company = 0, next = 0;
	struct affiliation a = {0};
	struct value role;
	enum crm_status s = main_company(l, contact, &company, &role, e);

	if (s || company != l->company)
		return s;
	s = find(l->c,
	         "SELECT id, role, from_day, to_day FROM affiliation WHERE contact = $1 AND company != $2 AND (to_day "
	         "IS NULL OR to_day > $3) "
	         "AND (from_day IS NULL OR from_day <= $3) ORDER BY from_day DESC NULLS LAST, id DESC LIMIT 1",
	         (int64_t[]){contact, l->company, l->c->today}, 3, &a, e);
	if (!s && a.id)
		s = db_get_int(l->c->db, e, &next, 0, "SELECT company FROM affiliation WHERE id = $1", 1, a.id);
	return s ? s : set_main(l, contact, next, a.role, changed, e);
}

/* What ended may have been the last one with the main company. */
static enum crm_status lost_main(struct linker *l, int64_t contact, bool *changed, struct crm_error *e)
{
	struct affiliation open;
	enum crm_status s = find_open(l, contact, &open, e);

	return s || open.id ? s : next_main(l, contact, changed, e);
}

/* ---- link ---- */

static enum crm_status check_days(const struct affiliation *a, struct crm_error *e)
{
	char from[16], to[16];

	if (a->from.is != V_INT || a->to.is != V_INT || a->from.i <= a->to.i)
		return CRM_OK;
	date_format(from, (int)a->from.i);
	date_format(to, (int)a->to.i);
	return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "to", "%s is before it began, %s", to, from);
}

static enum crm_status update_row(struct linker *l, const struct affiliation *have, const struct affiliation *want,
                                  bool *changed, struct crm_error *e)
{
	enum crm_status s = set_cell(l, have->id, AFF_ROLE, have->role, want->role, changed, e);

	if (!s)
		s = set_cell(l, have->id, AFF_FROM, have->from, want->from, changed, e);
	return s ? s : set_cell(l, have->id, AFFILIATION_TO, have->to, want->to, changed, e);
}

static enum crm_status link_one(void *arg, int64_t contact, bool *changed, struct crm_error *e)
{
	struct linker *l = arg;
	struct affiliation have, want;
	enum crm_status s = find_meant(l, contact, &have, e);

	if (s)
		return s;
	want = have;
	if (!have.id && l->to.is == V_NULL)
		want.from = VALUE_INT(l->c->today);
	want.role = l->role_given ? l->role : want.role;
	want.from = l->from_given ? l->from : want.from;
	want.to = l->to_given ? l->to : want.to;
	s = check_days(&want, e);
	if (!s && have.id)
		s = update_row(l, &have, &want, changed, e);
	else if (!s && !(s = add_row(l, contact, &want, e)))
		*changed = true;
	if (!s)
		s = want.to.is == V_INT && want.to.i <= l->c->today ? lost_main(l, contact, changed, e)
		                                                    : make_main(l, contact, &want, changed, e);
	return s;
}

/* ---- unlink ---- */

/* An affiliation with the main company ends with the role the person had last. */
static enum crm_status last_role(struct linker *l, int64_t contact, struct affiliation *a, struct crm_error *e)
{
	int64_t company = 0;
	struct value role;
	enum crm_status s = main_company(l, contact, &company, &role, e);

	if (!s && company == l->company && role.is == V_TEXT)
		a->role = role;
	return s;
}

static enum crm_status unlink_one(void *arg, int64_t contact, bool *changed, struct crm_error *e)
{
	struct linker *l = arg;
	struct affiliation have, want;
	int64_t ever = 0;
	char company[32];
	enum crm_status s = find_open(l, contact, &have, e);

	if (!s && !have.id) {
		s = db_get_int(l->c->db, e, &ever, 0,
		               "SELECT count(*) FROM affiliation WHERE contact = $1 AND company = $2", 2, contact,
		               l->company);
		id_format(company, &kind_company, l->company);
		return s || ever ? s : crm_fail(e, CRM_NO, "is not linked to %s", company);
	}
	if (s)
		return s;
	want = have;
	want.to = l->to_given
	                  ? l->to
	                  : VALUE_INT(have.from.is == V_INT && have.from.i > l->c->today ? have.from.i : l->c->today);
	s = check_days(&want, e);
	if (!s)
		s = last_role(l, contact, &want, e);
	if (!s)
		s = update_row(l, &have, &want, changed, e);
	if (!s && want.to.is == V_INT && want.to.i <= l->c->today)
		s = lost_main(l, contact, changed, e);
	return s;
}

/* ---- both verbs ---- */

typedef enum crm_status link_fn(void *arg, int64_t contact, bool *changed, struct crm_error *e);

static enum crm_status values(void *arg, struct crm_error *e)
{
	struct linker *l = arg;
	enum crm_status s = ref_resolve(l->c, &kind_company, l->side.word, strlen(l->side.word), &l->company, e);

	if (!s)
		s = side_value(l->c, &l->side, "role", &l->role, &l->role_given, e);
	if (!s)
		s = side_value(l->c, &l->side, "from", &l->from, &l->from_given, e);
	return s ? s : side_value(l->c, &l->side, "to", &l->to, &l->to_given, e);
}

static enum crm_status run(struct crm *c, const char *verb, const char *const *fields, link_fn *fn,
                           const char *const *operands, size_t n, const struct crm_ids *ids, struct crm_write *w,
                           struct crm_error *e)
{
	struct linker l = {.c = c};
	enum crm_status s = side_operands(
	        c, &kind_affiliation, fields, "which contact? name one, or - for ids on standard input",
	        "which company? it is the last word", operands, n, ids != NULL, w->files, &l.side, e);

	if (s)
		return s;
	return each_target(&l.wr, c,
	                   &(struct each){.verb = verb,
	                                  .kind = &kind_contact,
	                                  .refs = l.side.refs,
	                                  .nrefs = l.side.nrefs,
	                                  .ids = ids,
	                                  .before = values,
	                                  .one = fn},
	                   w, &l, e);
}

enum crm_status crm_link(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids,
                         struct crm_write *w, struct crm_error *e)
{
	static const char *const fields[] = {"role", "from", "to", NULL};

	return run(c, "link", fields, link_one, operands, n, ids, w, e);
}

enum crm_status crm_unlink(struct crm *c, const char *const *operands, size_t n, const struct crm_ids *ids,
                           struct crm_write *w, struct crm_error *e)
{
	static const char *const fields[] = {"to", NULL};

	return run(c, "unlink", fields, unlink_one, operands, n, ids, w, e);
}
