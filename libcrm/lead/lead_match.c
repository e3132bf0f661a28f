/* lead_match.c - who an inquiry is from: the contact by the table of who is the same, its company
 * by e-mail or name. A contact is never found by a name alone. */
#include "lead_impl.h"
#include "../base/utf8.h"
#include "../base/money.h"

#include <stdlib.h>
#include "../base/names.h"
#include "../base/words.h"
#include "../model/kinds.h"
#include "../ask/ref_find.h"
#include "../model/number.h"
#include "../model/value.h"
#include "../people/people_kinds.h"

/* Rows of a cached statement over a text and, when it isn't 0, a number. What was found before
 * stays. */
static enum crm_status find(struct crm *c, const char *sql, const char *s, size_t n, int64_t number,
                            struct ref_found *found, struct crm_error *e)
{
	struct query q = query(c->db, e, sql);

	query_text(&q, 1, s, n);
	if (number)
		query_int(&q, 2, number);
	while (found->n < FOUND_MAX && query_row(&q))
		ref_found_add(found, db_int(q.st, 0));
	return query_end(&q);
}

enum crm_status lead_get(struct crm *c, const char *sql, int64_t id, int64_t *out, struct crm_error *e)
{
	struct query q = query(c->db, e, sql, id);

	return query_get(&q, out, 0);
}

static enum crm_status find_folded(struct crm *c, const char *sql, struct lead_text t, int64_t number,
                                   struct ref_found *found, struct crm_error *e)
{
	struct strbuf key = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	utf8_fold(&key, t.s, t.n);
	if (key.len)
		s = find(c, sql, key.buf, key.len, number, found, e);
	sb_release(&key);
	return s;
}

/* ---- several ---- */

static void add_doubt(struct strbuf *out, const char *what, struct lead_text t, const struct crm_kind *k,
                      struct ref_found *found)
{
	char id[32];

	qsort(found->id, found->n, sizeof *found->id, int64_compare);
	sb_printf(out, "%s%s '%.*s' is that of ", out->len ? "; " : "", what, (int)(t.n < 200 ? t.n : 200), t.s);
	for (size_t i = 0; i < found->n && i < FOUND_MAX - 1; i++) {
		id_format(id, k, found->id[i]);
		sb_printf(out, "%s%s", i ? ", " : "", id);
	}
	if (found->n == FOUND_MAX)
		sb_adds(out, " and more");
}

static enum crm_status find_companies(struct crm *c, const struct lead_who *who, struct ref_found *found,
                                      struct lead_text *by, const char **what, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	*by = who->email;
	*what = "e-mail";
	if (by->n)
		s = find_folded(c, "SELECT id FROM company WHERE email_key=$1", *by, 0, found, e);
	if (s || found->n || !who->company_name.n)
		return s;
	*by = who->company_name;
	*what = "company name";
	return find_folded(c, "SELECT id FROM company WHERE name_key=$1", *by, 0, found, e);
}

/* ---- the contact ---- */

size_t lead_who_put(struct identity *in, const struct lead_who *who)
{
	static const char *const names[] = {"name", "email", "phone", "company"};
	const struct lead_text v[] = {who->name, who->email, who->phone, who->company_name};
	struct assign a[4];
	size_t n = 0;

	for (size_t i = 0; i < 4; i++)
		if (v[i].n)
			a[n++] = (struct assign){
			        .field = kind_field(&kind_contact, names[i]), .op = OP_EQ, .s = v[i].s, .n = v[i].n};
	return identity_put(in, a, n, true);
}

/* Who is refused is in doubt, who is new with a note is only told. */
static enum crm_status match_contact(struct identity *in, size_t line, struct lead_match *m, struct crm_error *e)
{
	struct identity_answer is;
	enum crm_status s = identity_find(in, line, &is, e);

	if (s)
		return s;
	m->contact = is.is == IS_SAME ? is.id : 0;
	m->contact_doubt = is.is == IS_REFUSED;
	if (is.is != IS_SAME)
		sb_adds(&m->doubt, is.who->buf);
	return CRM_OK;
}

/* ---- all together ---- */

enum crm_status lead_match_company(struct crm *c, const struct lead_who *who, int64_t contact, struct lead_match *m,
                                   struct crm_error *e)
{
	struct ref_found found = {.n = 0};
	struct lead_text by;
	const char *what;
	enum crm_status s = CRM_OK;

	if (contact)
		s = lead_get(c, "SELECT company FROM contact WHERE id=$1", contact, &m->company, e);
	if (!s && !m->company)
		s = find_companies(c, who, &found, &by, &what, e);
	if (s || !found.n)
		return s;
	if (found.n == 1) {
		m->company = found.id[0];
	} else {
		m->company_doubt = true;
		add_doubt(&m->doubt, what, by, &kind_company, &found);
	}
	return CRM_OK;
}

enum crm_status lead_match(struct crm *c, const struct lead_who *who, struct identity *in, size_t line,
                           struct lead_match *m, struct crm_error *e)
{
	struct identity *own = in ? NULL : identity_open(c, &kind_contact, NULL, false);
	enum crm_status s;

	if (own) {
		in = own;
		line = lead_who_put(in, who);
	}
	s = match_contact(in, line, m, e);
	identity_free(own);
	return s ? s : lead_match_company(c, who, m->contact, m, e);
}
