/* lead_people.c - a lead as it stands, and who it is of: contact and company are found, else
 * made. */
#include "lead_impl.h"

#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

bool lead_assigned(const struct leader *l, const char *field)
{
	for (size_t i = 0; i < l->na; i++)
		if (l->a[i].n && strcmp(l->a[i].field->name, field) == 0)
			return true;
	return false;
}

struct lead_text lead_column(struct crm *c, struct stmt *st, int col)
{
	size_t n = 0;
	const char *s = db_text(st, col, &n);

	return (struct lead_text){arena_strndup(&c->arena, s ? s : "", n), n};
}

enum crm_status lead_load(struct leader *l, int64_t id, struct lead *o, struct crm_error *e)
{
	struct crm *c = l->c;
	struct query q = query(
	        c->db, e,
	        "SELECT o.pipeline, o.stage, o.contact, o.company, o.opened, o.name, o.email, o.phone, o.company_name, "
	        "t.word, u.name "
	        "FROM offer o LEFT JOIN term t ON t.id=o.source LEFT JOIN users u ON u.id=o.owner WHERE o.id=$1",
	        id);

	*o = (struct lead){.id = id};
	if (query_row(&q))
		*o = (struct lead){id,
		                   db_int(q.st, 0),
		                   db_int(q.st, 2),
		                   db_int(q.st, 3),
		                   stage_by_id(c, db_int(q.st, 1)),
		                   !db_null(q.st, 4),
		                   {lead_column(c, q.st, 5), lead_column(c, q.st, 6), lead_column(c, q.st, 7),
		                    lead_column(c, q.st, 8)},
		                   lead_column(c, q.st, 9),
		                   lead_column(c, q.st, 10)};
	if (query_end(&q))
		return q.s;
	return o->stage ? CRM_OK : crm_fail(e, CRM_DATA, "stands in no stage: run 'crm-db check'");
}

/* ---- contact and company ---- */

/* A record of the fields that have a value; *id in text. */
enum crm_status lead_make(struct leader *l, const struct crm_kind *k, const char *const *names,
                          const struct lead_text *v, size_t n, int64_t *id, struct crm_error *e)
{
	struct assign a[8];
	size_t na = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].n)
			a[na++] = (struct assign){.field = kind_field(k, names[i]), .op = OP_EQ, .s = v[i].s,
				.n = v[i].n};
	return edit_add(l->wr.ed, k, a, na, NULL, id, e);
}

static enum crm_status make_company(struct leader *l, const struct lead *o, int64_t *id, struct crm_error *e)
{
	static const char *const names[] = {"name", "source", "owner"};
	const struct lead_text v[] = {o->who.company_name, o->source, o->owner};

	return lead_make(l, &kind_company, names, v, 3, id, e);
}

static enum crm_status make_contact(struct leader *l, const struct lead *o, int64_t company, int64_t *id,
                                    struct crm_error *e)
{
	static const char *const names[] = {"name", "email", "phone", "source", "owner", "company"};
	char text[32];
	const struct lead_text firm = {text, company ? id_format(text, &kind_company, company) : 0};
	const struct lead_text v[] = {o->who.name, o->who.email, o->who.phone, o->source, o->owner, firm};

	return lead_make(l, &kind_contact, names, v, 6, id, e);
}

static enum crm_status doubtful(const struct lead_match *m, struct crm_error *e)
{
	const char *which = m->contact_doubt && m->company_doubt ? "contact= and company= say"
	                    : m->contact_doubt                   ? "contact= says"
	                                                         : "company= says";

	return crm_fail(e, CRM_AMBIGUOUS, "%s: %s which", m->doubt.buf, which);
}

/* Who it will be: the one assigned, else the one it has. 0 = nobody yet. */
static enum crm_status its_contact(struct leader *l, const struct lead *o, int64_t *id, struct crm_error *e)
{
	enum crm_status s = CRM_OK;
	struct value v;

	*id = o->contact;
	for (size_t i = 0; i < l->na && !s; i++) {
		const struct assign *a = &l->a[i];

		if (!a->n || a->field != kind_field(&kind_offer, "contact"))
			continue;
		s = parse_value(l->c, a->field, a->s, a->n, NULL, 0, &v, e);
		*id = s ? 0 : v.i;
	}
	return s;
}

/* Found, else made; what the lead has already, or is assigned, stays. */
enum crm_status lead_people(struct leader *l, const struct lead *o, int64_t *contact, int64_t *company,
                            struct crm_error *e)
{
	struct lead_match m = {.doubt = STRBUF_INIT};
	bool no_contact, no_company = !o->company && !lead_assigned(l, "company");
	enum crm_status s = its_contact(l, o, contact, e);

	no_contact = !*contact;
	*company = o->company;
	if (!s && no_contact && !lead_known(&o->who))
		s = crm_fail(
		        e, CRM_FORBIDDEN,
		        "there is neither a name, an e-mail address nor a telephone number: give one, or contact=");
	if (!s && no_contact)
		s = lead_match(l->c, &o->who, NULL, 0, &m, e);
	else if (!s && no_company)
		s = lead_match_company(l->c, &o->who, *contact, &m, e);
	if (!s && ((no_contact && m.contact_doubt) || (no_company && m.company_doubt)))
		s = doubtful(&m, e);
	if (no_contact)
		*contact = m.contact;
	if (no_company)
		*company = m.company;
	if (!s && no_company && !*company && o->who.company_name.n)
		s = make_company(l, o, company, e);
	if (!s && no_contact && !*contact)
		s = make_contact(l, o, *company, contact, e);
	sb_release(&m.doubt);
	return s;
}

void lead_assign_me(struct leader *l, size_t *n)
{
	for (size_t i = 0; i < l->na; i++)
		if (l->a[i].field == kind_field(&kind_offer, "owner")) /* nobody, too */
			return;
	if (!l->c->env.user || !l->c->env.user[0])
		return;
	l->a[*n] = (struct assign){.field = kind_field(&kind_offer, "owner"), .op = OP_EQ, .s = "me", .n = 2};
	++*n;
}

void lead_link(struct leader *l, size_t *n, const char *field, const struct crm_kind *k, int64_t id, char text[32])
{
	if (!id || lead_assigned(l, field))
		return;
	l->a[*n] = (struct assign){.field = kind_field(&kind_offer, field), .op = OP_EQ, .s = text,
		.n = id_format(text, k, id)};
	++*n;
}
