/* import_person_find.c - which contact somebody out of a card or an address book is. */
#include "person.h"

#include "../model/number.h"

#include "../ask/ref.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../store/db.h"

static enum crm_status ask(struct import *imp, const char *sql, const char *const *v, int n, int64_t *id, bool *more,
                           struct crm_error *e)
{
	struct query q = query(imp->c->db, e, sql);

	for (int i = 0; i < n; i++)
		query_text(&q, i + 1, v[i], strlen(v[i]));
	*id = query_row(&q) ? db_int(q.st, 0) : 0;
	if (more)
		*more = *id && query_row(&q);
	return query_end(&q);
}

/* The one contact the question finds; several are a failure that names what they share. */
static enum crm_status ask_one(struct import *imp, const char *sql, const char *const *v, int n,
                               const struct person_entry *what, const char *field, int64_t *id, struct crm_error *e)
{
	bool more = false;
	enum crm_status s = ask(imp, sql, v, n, id, &more, e);

	if (!s && more)
		s = crm_fail_at(e, CRM_DATA, NULL, what->line, what->column, field,
		                "more than one contact has '%s': merge them, or give one of them the card's UID",
		                what->text);
	return s;
}

static const char *folded(struct import *imp, const char *s)
{
	struct strbuf b = STRBUF_INIT;
	const char *out;

	utf8_fold(&b, s, strlen(s));
	out = arena_strndup(&person_of(imp)->arena, b.buf, b.len);
	sb_release(&b);
	return out;
}

static const char *folded_name(struct import *imp)
{
	const struct person *p = person_of(imp);

	return folded(imp, p->text[P_NAME].text ? p->text[P_NAME].text : "");
}

static bool has_name(struct import *imp, int64_t id, enum crm_status *st, struct crm_error *e)
{
	char number[24];
	int64_t found = 0;

	snprintf(number, sizeof number, "%lld", (long long)id);
	*st = ask(imp, "SELECT id FROM contact WHERE id = CAST($1 AS BIGINT) AND (name_key = $2 OR name_key IS NULL)",
	          (const char *[]){number, folded_name(imp)}, 2, &found, NULL, e);
	return found != 0;
}

/* An e-mail address two persons with UIDs of their own share does not make them one. */
static bool another_person(struct import *imp, int64_t id, enum crm_status *st, struct crm_error *e)
{
	char number[24];
	int64_t found = 0;

	if (!person_of(imp)->uid)
		return false;
	snprintf(number, sizeof number, "%lld", (long long)id);
	*st = ask(imp, "SELECT record FROM ext WHERE record = CAST($1 AS BIGINT) "
		"AND kind = " SQL(KIND_CONTACT) " AND system = $2 AND key <> $3 LIMIT 1",
	          (const char *[]){number, person_of(imp)->system, person_of(imp)->uid}, 3, &found, NULL, e);
	return *st == CRM_OK && found && !has_name(imp, id, st, e);
}

static enum crm_status find_email(struct import *imp, int64_t *id, struct crm_error *e)
{
	static const char sql[] = "SELECT DISTINCT record FROM email WHERE address_key = $1 "
		"AND kind = " SQL(KIND_CONTACT) " LIMIT 2";
	const struct person_entries *l = &person_of(imp)->emails;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < l->n && !*id && !s; i++)
		s = ask_one(imp, sql, (const char *[]){folded(imp, l->e[i].text)}, 1, &l->e[i], "emails", id, e);
	if (!s && *id && another_person(imp, *id, &s, e))
		*id = 0;
	return s;
}

/* A record of this database that went out and comes back, unless it is somebody else's by now. */
static enum crm_status find_own(struct import *imp, int64_t *id, struct crm_error *e)
{
	int64_t own, by_email = 0;
	bool is, there = false;
	enum crm_status s = uid_parse(imp->c, KIND_CONTACT, person_of(imp)->uid, &own, e);

	if (s || !own)
		return s;
	s = ref_exists(imp->c, imp->k, &own, &there, e);
	is = !s && there && has_name(imp, own, &s, e);
	if (!s && there && !is)
		s = find_email(imp, &by_email, e);
	if (!s && there && (is || by_email == own)) {
		*id = own;
		person_of(imp)->uid = NULL; /* it needs no key */
	}
	return s;
}

static enum crm_status find_uid(struct import *imp, int64_t *id, struct crm_error *e)
{
	const struct person *p = person_of(imp);
	enum crm_status s;

	if (!p->uid)
		return CRM_OK;
	s = ask(imp, "SELECT record FROM ext WHERE kind = " SQL(KIND_CONTACT) " AND system = $1 "
		"AND key = $2", (const char *[]){p->system, p->uid}, 2, id,
	         NULL, e);
	return !s && !*id && strcmp(p->system, CARD_SYSTEM) == 0 ? find_own(imp, id, e) : s;
}

static enum crm_status phone_text_key(struct import *imp, const char *number, const char **out, struct crm_error *e)
{
	const char *country = person_of(imp)->text[P_COUNTRY].text;
	char key[48];
	size_t n;
	enum crm_status s;

	if (!country)
		country = imp->c->set.country[0] ? imp->c->set.country : NULL;
	s = number_key(imp->c, number, strlen(number), country, key, &n, e);
	*out = arena_strndup(&person_of(imp)->arena, key, n);
	return s;
}

/* by_name: only persons of the same name. */
static enum crm_status find_phone(struct import *imp, bool by_name, int64_t *id, struct crm_error *e)
{
	static const char any[] = "SELECT DISTINCT record FROM phone WHERE number_key = $1 "
		"AND kind = " SQL(KIND_CONTACT) " LIMIT 2";
	static const char named[] = "SELECT c.id FROM contact c WHERE c.name_key = $2 AND "
	                            "EXISTS (SELECT 1 FROM phone p WHERE p.record = c.id "
	                            "AND p.kind = " SQL(KIND_CONTACT)
	                            " AND p.number_key = $1) LIMIT 2";
	const struct person_entries *l = &person_of(imp)->phones;
	const char *name = folded_name(imp), *key;
	enum crm_status s = CRM_OK;

	if (by_name && !*name)
		return CRM_OK;
	for (size_t i = 0; i < l->n && !*id && !s; i++) {
		s = phone_text_key(imp, l->e[i].text, &key, e);
		if (!s)
			s = ask_one(imp, by_name ? named : any, (const char *[]){key, name}, 1 + by_name, &l->e[i],
			            "phones", id, e);
	}
	return s;
}

/* Who has nothing but a name is the one who has nothing but that name. */
static enum crm_status find_name(struct import *imp, int64_t *id, struct crm_error *e)
{
	static const char by_company[] = "SELECT c.id FROM contact c JOIN company k ON k.id = c.company WHERE "
	                                 "c.name_key = $1 AND k.name_key = $2 LIMIT 2";
	static const char bare[] = "SELECT c.id FROM contact c WHERE c.name_key = $1 AND c.company IS NULL AND c.email "
	                           "IS NULL AND c.phone IS NULL AND "
	                           "NOT EXISTS (SELECT 1 FROM ext x WHERE x.record = c.id AND x.kind = " SQL(
	                                   KIND_CONTACT) " AND x.system = $2) LIMIT 2";
	const struct person *p = person_of(imp);
	const char *name = folded_name(imp), *company = p->text[P_COMPANY].text;

	if (!*name)
		return CRM_OK;
	if (company)
		return ask_one(imp, by_company, (const char *[]){name, folded(imp, company)}, 2, &p->text[P_NAME],
		               "name", id, e);
	if (p->emails.n || p->phones.n || p->uid)
		return CRM_OK;
	return ask_one(imp, bare, (const char *[]){name, p->system ? p->system : ""}, 2, &p->text[P_NAME], "name", id,
	               e);
}

static enum crm_status find_by_key(struct import *imp, const char *key, int64_t *id, struct crm_error *e)
{
	const struct person *p = person_of(imp);

	if (strcmp(key, "ext") == 0)
		return find_uid(imp, id, e);
	if (strncmp(key, "email", 5) == 0)
		return find_email(imp, id, e);
	if (strncmp(key, "phone", 5) == 0)
		return find_phone(imp, false, id, e);
	if (!p->text[P_NAME].text)
		return CRM_OK;
	return ask_one(imp, "SELECT id FROM contact WHERE name_key = $1 LIMIT 2", (const char *[]){folded_name(imp)}, 1,
	               &p->text[P_NAME], "name", id, e);
}

static enum crm_status find_any(struct import *imp, int64_t *id, struct crm_error *e)
{
	enum crm_status s = find_uid(imp, id, e);

	if (!s && !*id)
		s = find_email(imp, id, e);
	if (!s && !*id)
		s = find_phone(imp, true, id, e);
	return !s && !*id ? find_name(imp, id, e) : s;
}

enum crm_status person_find(struct import *imp, int64_t *id, struct crm_error *e)
{
	struct person *p = person_of(imp);
	enum crm_status s;

	*id = 0;
	if (imp->system)
		s = import_find(imp, id, e);
	else
		s = imp->w->key ? find_by_key(imp, imp->w->key, id, e) : find_any(imp, id, e);
	if (p->uid) {
		const char *key = arena_printf(&p->arena, "%s:%s", p->system, p->uid);

		if (p->ext_column)
			import_cell(imp, p->ext_column, key, strlen(key), p->uid_line, 0);
	}
	return s;
}
