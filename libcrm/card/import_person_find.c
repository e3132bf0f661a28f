/* import_person_find.c - which contact somebody out of a card or an address book is: as of any row,
 * but that a card of our own making brings its UID back. */
#include "person.h"

#include "../ask/ref.h"
#include "../base/similar.h"
#include "../base/utf8.h"
#include "../store/db.h"

static bool name_fits(struct import *imp, int64_t id, enum crm_status *st, struct crm_error *e)
{
	const char *name = person_of(imp)->text[P_NAME].text;
	struct strbuf label = STRBUF_INIT;
	bool fits;

	*st = ref_label(imp->c, imp->k, id, &label, e);
	name = name ? name : "";
	fits = similar_names(label.buf, label.len, name, strlen(name)) >= FIT_WHOLE;
	sb_release(&label);
	return !*st && fits;
}

static bool has_email(struct import *imp, int64_t id, enum crm_status *st, struct crm_error *e)
{
	const struct person_entries *l = &person_of(imp)->emails;
	struct query q = query(imp->c->db, e,
	                       "SELECT address_key FROM email WHERE record = $1 AND kind = " SQL(KIND_CONTACT), id);
	struct strbuf key = STRBUF_INIT;
	bool has = false;

	while (query_row(&q)) {
		size_t n;
		const char *there = db_text(q.st, 0, &n);

		for (size_t i = 0; i < l->n && !has; i++) {
			sb_reset(&key);
			utf8_fold(&key, l->e[i].text, strlen(l->e[i].text));
			has = key.len == n && memcmp(key.buf, there, n) == 0;
		}
	}
	sb_release(&key);
	*st = query_end(&q);
	return has;
}

/* A record of this database that went out and comes back, unless it is somebody else's by now. */
static enum crm_status find_own(struct import *imp, int64_t *id, struct crm_error *e)
{
	struct person *p = person_of(imp);
	int64_t own;
	bool there = false;
	enum crm_status s = uid_parse(imp->c, KIND_CONTACT, p->uid, &own, e);

	if (s || !own)
		return s;
	s = ref_exists(imp->c, imp->k, &own, &there, e);
	if (s || !there)
		return s;
	if (name_fits(imp, own, &s, e) || (!s && has_email(imp, own, &s, e))) {
		*id = own;
		p->uid = NULL; /* it needs no key */
	}
	return s;
}

enum crm_status person_find(struct import *imp, int64_t *id, struct crm_error *e)
{
	struct person *p = person_of(imp);
	bool card = p->uid && strcmp(p->system, CARD_SYSTEM) == 0;
	enum crm_status s = CRM_OK;

	*id = 0;
	if (card && !imp->system && !imp->w->key)
		s = find_own(imp, id, e);
	if (p->uid && p->ext_column) {
		const char *key = arena_printf(&p->arena, "%s:%s", p->system, p->uid);

		import_cell(imp, p->ext_column, key, strlen(key), p->uid_line, 0);
	}
	if (!s && *id)
		import_is(imp, *id);
	return s || *id ? s : import_find(imp, id, e);
}
