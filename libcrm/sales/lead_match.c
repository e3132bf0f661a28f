/* lead_match.c - who an inquiry is from: contact by e-mail, then telephone, then name and company; never by a name alone. */
#include "lead_impl.h"

#include <stdlib.h>
#include "../record/kinds.h"
#include "../record/ref_impl.h"
#include "../record/value.h"

/* Rows of a cached statement over a text and, when it isn't 0, a number. What was found before stays. */
static enum crm_status find(struct crm *c, const char *sql, const char *s, size_t n, int64_t number, struct ref_found *found, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, sql, e);
	enum db_step step = DB_DONE;

	if (!st)
		return e->status;
	db_bind_text(st, 1, s, n);
	if (number)
		db_bind_int(st, 2, number);
	while (found->n < FOUND_MAX && (step = db_step(st, e)) == DB_ROW)
		ref_found_add(found, db_int(st, 0));
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}

enum crm_status lead_get(struct crm *c, const char *sql, int64_t id, int64_t *out, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, sql, e);
	enum db_step step;

	*out = 0;
	if (!st)
		return e->status;
	db_bind_int(st, 1, id);
	step = db_step(st, e);
	if (step == DB_ROW)
		*out = db_int(st, 0);
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}

static enum crm_status find_folded(struct crm *c, const char *sql, struct lead_text t, int64_t number, struct ref_found *found, struct crm_error *e)
{
	struct strbuf key = STRBUF_INIT;
	enum crm_status st = CRM_OK;

	utf8_fold(&key, t.s, t.n);
	if (key.len)
		st = find(c, sql, key.buf, key.len, number, found, e);
	sb_release(&key);
	return st;
}

/* ---- several ---- */

static int compare_ids(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void add_doubt(struct strbuf *out, const char *what, struct lead_text t, const struct crm_kind *k, struct ref_found *found)
{
	char id[32];

	qsort(found->id, found->n, sizeof *found->id, compare_ids);
	sb_printf(out, "%s%s '%.*s' is that of ", out->len ? "; " : "", what, (int)(t.n < 200 ? t.n : 200), t.s);
	for (size_t i = 0; i < found->n && i < FOUND_MAX - 1; i++) {
		id_format(id, k, found->id[i]);
		sb_printf(out, "%s%s", i ? ", " : "", id);
	}
	if (found->n == FOUND_MAX)
		sb_adds(out, " and more");
}

/* Of those that fit only those of this name; all when there is none of it. */
static enum crm_status narrow(struct crm *c, struct lead_text name, struct ref_found *found, struct crm_error *e)
{
	struct ref_found named = {.n = 0};
	enum crm_status st = CRM_OK;

	for (size_t i = 0; name.n && i < found->n && !st; i++)
		st = find_folded(c, "SELECT id FROM contact WHERE name_key=$1 AND id=$2", name, found->id[i], &named, e);
	if (!st && named.n)
		*found = named;
	return st;
}

/* One of several, or a doubt; *done when it needs no further look-up. */
static enum crm_status settle(struct crm *c, const struct lead_who *who, const char *what, struct lead_text t, struct ref_found *found,
                              struct lead_match *m, bool *done, struct crm_error *e)
{
	enum crm_status st = found->n > 1 ? narrow(c, who->name, found, e) : CRM_OK;

	*done = found->n > 0;
	if (found->n == 1) {
		m->contact = found->id[0];
	} else if (found->n > 1) {
		m->contact_doubt = true;
		add_doubt(&m->doubt, what, t, &kind_contact, found);
	}
	return st;
}

/* ---- contacts ---- */

static enum crm_status by_email(struct crm *c, const struct lead_who *who, struct lead_match *m, bool *done, struct crm_error *e)
{
	struct ref_found found = {.n = 0};
	enum crm_status st = find_folded(c, "SELECT record FROM email WHERE address_key=$1 AND kind=3", who->email, 0, &found, e);

	return st ? st : settle(c, who, "e-mail", who->email, &found, m, done, e);
}

static enum crm_status by_phone(struct crm *c, const struct lead_who *who, struct lead_match *m, bool *done, struct crm_error *e)
{
	struct ref_found found = {.n = 0};
	enum crm_status st = ref_find_phone(c, &kind_contact, who->phone.s, who->phone.n, &found, e);

	return st ? st : settle(c, who, "telephone number", who->phone, &found, m, done, e);
}

static enum crm_status find_companies(struct crm *c, const struct lead_who *who, struct ref_found *found, struct lead_text *by, const char **what,
                                      struct crm_error *e)
{
	enum crm_status st = CRM_OK;

	*by = who->email;
	*what = "e-mail";
	if (by->n)
		st = find_folded(c, "SELECT id FROM company WHERE email_key=$1", *by, 0, found, e);
	if (st || found->n || !who->company_name.n)
		return st;
	*by = who->company_name;
	*what = "company name";
	return find_folded(c, "SELECT id FROM company WHERE name_key=$1", *by, 0, found, e);
}

static enum crm_status by_name(struct crm *c, const struct lead_who *who, struct lead_match *m, bool *done, struct crm_error *e)
{
	struct ref_found companies = {.n = 0}, found = {.n = 0};
	struct lead_text by;
	const char *what;
	enum crm_status st = find_companies(c, who, &companies, &by, &what, e);

	for (size_t i = 0; i < companies.n && !st; i++) /* fewer have the same name than belong to a large company: not by its index */
		st = find_folded(c, "SELECT id FROM contact WHERE name_key=$1 AND +company=$2", who->name, companies.id[i], &found, e);
	return st ? st : settle(c, who, "name and company", who->name, &found, m, done, e);
}

/* ---- all together ---- */

enum crm_status lead_match_company(struct crm *c, const struct lead_who *who, int64_t contact, struct lead_match *m, struct crm_error *e)
{
	struct ref_found found = {.n = 0};
	struct lead_text by;
	const char *what;
	enum crm_status st = CRM_OK;

	if (contact)
		st = lead_get(c, "SELECT company FROM contact WHERE id=$1", contact, &m->company, e);
	if (!st && !m->company)
		st = find_companies(c, who, &found, &by, &what, e);
	if (st || !found.n)
		return st;
	if (found.n == 1) {
		m->company = found.id[0];
	} else {
		m->company_doubt = true;
		add_doubt(&m->doubt, what, by, &kind_company, &found);
	}
	return CRM_OK;
}

enum crm_status lead_match(struct crm *c, const struct lead_who *who, struct lead_match *m, struct crm_error *e)
{
	bool done = false;
	enum crm_status st = who->email.n ? by_email(c, who, m, &done, e) : CRM_OK;

	if (!st && !done && who->phone.n)
		st = by_phone(c, who, m, &done, e);
	if (!st && !done && who->name.n)
		st = by_name(c, who, m, &done, e);
	return st ? st : lead_match_company(c, who, m->contact, m, e);
}
