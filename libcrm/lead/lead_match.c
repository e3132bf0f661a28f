/* lead_match.c - who an inquiry is from: contact by e-mail, then telephone, then name and company;
 * never by a name alone.
 *
 * An inquiry touches an open lead by its telephone only where the e-mails don't contradict: a
 * firm's number is that of many. A contact is never found by a name alone. */
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

/* Contacts of this name who have the e-mail or number of this key. */
static enum crm_status find_named(struct crm *c, const char *sql, struct lead_text name, struct lead_text key,
                                  struct ref_found *found, struct crm_error *e)
{
	struct strbuf folded = STRBUF_INIT;
	struct query q = query(c->db, e, sql);

	utf8_fold(&folded, name.s, name.n);
	query_text(&q, 1, folded.buf, folded.len);
	query_text(&q, 2, key.s, key.n);
	while (found->n < FOUND_MAX && query_row(&q))
		ref_found_add(found, db_int(q.st, 0));
	sb_release(&folded);
	return query_end(&q);
}

/* How contacts are found by an e-mail or a number: what it is called, what was given, its key, and
 * those of a name with that key. */
struct by { const char *what; struct lead_text given, key; const char *named; };

/* Of those that fit only those of this name; all when there is none of it. Where more fit than were
 * looked at, as behind a switchboard, the name is asked first. */
static enum crm_status narrow(struct crm *c, struct lead_text name, const struct by *by, struct ref_found *found,
                              struct crm_error *e)
{
	struct ref_found named = {.n = 0};
	enum crm_status s = CRM_OK;

	if (found->n == FOUND_MAX && by->named && name.n)
		s = find_named(c, by->named, name, by->key, &named, e);
	else
		for (size_t i = 0; name.n && i < found->n && !s; i++)
			s = find_folded(c, "SELECT id FROM contact WHERE name_key=$1 AND id=$2", name, found->id[i],
			                &named, e);
	if (!s && named.n)
		*found = named;
	return s;
}

/* One of several, or a doubt; *done when it needs no further look-up. */
static enum crm_status settle(struct crm *c, const struct lead_who *who, const struct by *by, struct ref_found *found,
                              struct lead_match *m, bool *done, struct crm_error *e)
{
	enum crm_status s = found->n > 1 ? narrow(c, who->name, by, found, e) : CRM_OK;

	*done = found->n > 0;
	if (found->n == 1) {
		m->contact = found->id[0];
	} else if (found->n > 1) {
		m->contact_doubt = true;
		add_doubt(&m->doubt, by->what, by->given, &kind_contact, found);
	}
	return s;
}

/* ---- contacts ---- */

#define NAMED(table, key) "SELECT n.id FROM contact n WHERE n.name_key=$1 AND EXISTS (SELECT 1 " \
	"FROM " table " m WHERE m.record=n.id AND m.kind=" SQL(KIND_CONTACT) " AND m." key "=$2)"

static enum crm_status by_email(struct crm *c, const struct lead_who *who, struct lead_match *m, bool *done,
                                struct crm_error *e)
{
	struct strbuf key = STRBUF_INIT;
	struct ref_found found = {.n = 0};
	struct by by = {.what = "e-mail", .given = who->email, .named = NAMED("email", "address_key")};
	enum crm_status s = CRM_OK;

	utf8_fold(&key, who->email.s, who->email.n);
	by.key = (struct lead_text){key.buf, key.len};
	if (key.len)
		s = find(c, "SELECT record FROM email WHERE address_key=$1 "
			"AND kind=" SQL(KIND_CONTACT), key.buf, key.len, 0, &found, e);
	if (!s)
		s = settle(c, who, &by, &found, m, done, e);
	sb_release(&key);
	return s;
}

static enum crm_status by_phone(struct crm *c, const struct lead_who *who, struct lead_match *m, bool *done,
                                struct crm_error *e)
{
	char key[48];
	struct ref_found found = {.n = 0};
	size_t n;
	enum crm_status s = number_key(c, who->phone.s, who->phone.n, c->set.country[0] ? c->set.country : NULL, key,
	                               &n, e);
	const struct by by = {"telephone number", who->phone, {key, n}, NAMED("phone", "number_key")};

	if (!s)
		s = ref_find_phone(c, &kind_contact, who->phone.s, who->phone.n, &found, e);

	return s ? s : settle(c, who, &by, &found, m, done, e);
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

static enum crm_status by_name(struct crm *c, const struct lead_who *who, struct lead_match *m, bool *done,
                               struct crm_error *e)
{
	struct ref_found companies = {.n = 0}, found = {.n = 0};
	struct lead_text by;
	const char *what;
	enum crm_status s = find_companies(c, who, &companies, &by, &what, e);

	/* fewer have the same name than belong to a large company: not by its index */
	for (size_t i = 0; i < companies.n && !s; i++)
		s = find_folded(c, "SELECT id FROM contact WHERE name_key=$1 AND " DB_NO_INDEX "company=$2",
		                who->name, companies.id[i], &found, e);
	return s ? s : settle(c, who, &(struct by){.what = "name and company", .given = who->name}, &found, m, done, e);
}

/* ---- names ---- */

struct folded_name { const char *first, *last; size_t nlast, words; };

/* Of words parted by blanks; titles don't count. */
static struct folded_name name_parts(const char *s)
{
	struct folded_name name = {"", "", 0, 0};

	for (size_t n; *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		if (name_is_title(s, n))
			continue;
		name.first = name.words++ ? name.first : s;
		name.last = s;
		name.nlast = n;
	}
	return name;
}

bool lead_name_fits(struct lead_text a, struct lead_text b)
{
	struct strbuf words[2] = {STRBUF_INIT, STRBUF_INIT};
	struct folded_name x, y;
	bool fits;

	words_fold(&words[0], a.s, a.n);
	words_fold(&words[1], b.s, b.n);
	x = name_parts(words[0].buf);
	y = name_parts(words[1].buf);
	fits = !x.words || !y.words ||
	       (x.nlast == y.nlast && memcmp(x.last, y.last, x.nlast) == 0 &&
	        (x.words == 1 || y.words == 1 || *x.first == *y.first));
	sb_release(&words[0]);
	sb_release(&words[1]);
	return fits;
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

enum crm_status lead_match(struct crm *c, const struct lead_who *who, struct lead_match *m, struct crm_error *e)
{
	bool done = false;
	enum crm_status s = who->email.n ? by_email(c, who, m, &done, e) : CRM_OK;

	if (!s && !done && who->phone.n)
		s = by_phone(c, who, m, &done, e);
	if (!s && !done && who->name.n)
		s = by_name(c, who, m, &done, e);
	return s ? s : lead_match_company(c, who, m->contact, m, e);
}
