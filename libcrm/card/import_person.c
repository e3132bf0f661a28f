/* import_person.c - somebody out of a card or an address book as a record of the import: which contact it is, its cells, the lines it
 * keeps. */
#include "person.h"
#include "../base/money.h"

#include <stdlib.h>
#include "../base/utf8.h"
#include "../model/address.h"
#include "../people/people_kinds.h"

/* ---- columns ---- */

/* An operand or --map may give the field: then it doesn't come from here. Lists take both. */
static struct import_column *own_column(struct import *imp, const char *name, enum op op)
{
	const struct crm_field *f = kind_field(imp->k, name);
	struct import_column *col;

	if (op == OP_EQ && import_column_of(imp, USE_FIELD, f))
		return NULL;
	col = import_new_column(imp, USE_FIELD, f, 0);
	col->op = op;
	return col;
}

static enum crm_status check_key(struct import *imp)
{
	static const char *const keys[] = {"ext", "email", "emails", "phone", "phones", "name", NULL};
	const char *key = imp->w->key;

	for (size_t i = 0; key && keys[i]; i++)
		if (strcmp(key, keys[i]) == 0)
			return CRM_OK;
	return key ? crm_fail(imp->e, CRM_USAGE, "key: '%s' does not tell persons apart: ext, email, phone or name do", key) : CRM_OK;
}

enum crm_status person_open(struct import *imp)
{
	struct person *p = imp->person = crm_calloc(1, sizeof *p);

	p->map = imp->im->from ? from_find(imp->im->from) : NULL;
	if (imp->k->no != KIND_CONTACT)
		return crm_fail(imp->e, CRM_USAGE, "%s: address books are imported by crm-contact", import_file(imp));
	for (int f = 0; f < PERSON_FIELDS; f++)
		p->column[f] = own_column(imp, person_fields[f], OP_EQ);
	p->emails_column = own_column(imp, "emails", OP_ADD);
	p->phones_column = own_column(imp, "phones", OP_ADD);
	p->tags_column = own_column(imp, "tags", OP_ADD);
	p->ext_column = own_column(imp, "ext", OP_ADD);
	return check_key(imp);
}

void person_free(struct person *p)
{
	if (!p)
		return;
	arena_free(&p->arena);
	free(p->emails.e);
	free(p->phones.e);
	free(p->tags.e);
	free(p->kept);
	free(p->cells);
	free(p);
}

/* ---- filling in ---- */

void person_begin(struct person *p, long line)
{
	arena_free(&p->arena);
	memset(p->text, 0, sizeof p->text);
	p->emails.n = p->phones.n = p->tags.n = p->nkept = 0;
	p->system = p->uid = NULL;
	p->line = line;
}

void person_text(struct person *p, enum person_field f, const char *s, long line, long column)
{
	if (s && *s && !p->text[f].text)
		p->text[f] = (struct person_entry){-1, arena_strdup(&p->arena, s), line, column};
}

static void entry(struct person_entries *l, struct person_entry e, bool first)
{
	size_t at = first ? 0 : l->n;

	if (l->n == l->alloc) {
		l->alloc = l->alloc ? 2 * l->alloc : 8;
		l->e = crm_realloc(l->e, l->alloc * sizeof *l->e);
	}
	memmove(&l->e[at + 1], &l->e[at], (l->n - at) * sizeof *l->e);
	l->e[at] = e;
	l->n++;
}

/* A comma would make two of it, a control character none. */
void person_tag(struct person *p, const char *s, size_t n, long line, long column)
{
	while (n) {
		const char *comma = memchr(s, ',', n);
		size_t len = comma ? (size_t)(comma - s) : n;
		char *word = card_clean(&p->arena, s, len);

		if (*word)
			entry(&p->tags, (struct person_entry){-1, word, line, column}, false);
		s += len + (comma != NULL);
		n -= len + (comma != NULL);
	}
}

static bool add_entry(struct person *p, struct person_entries *l, const struct crm_field *f, struct person_entry e, bool first)
{
	size_t n = strlen(e.text);

	if ((e.label < 0 && strchr(e.text, ':')) || !(f->ref == KIND_EMAIL ? address_is_email : address_is_phone)(e.text, n)) {
		if (p->odd++ == 0)
			snprintf(p->first_odd, sizeof p->first_odd, "%.*s", 40, e.text);
		return false;
	}
	e.text = arena_strdup(&p->arena, e.text);
	entry(l, e, first);
	return true;
}

bool person_email(struct person *p, int label, const char *s, bool first, long line, long column)
{
	return add_entry(p, &p->emails, p->emails_column->field, (struct person_entry){label, s, line, column}, first);
}

bool person_phone(struct person *p, int label, const char *s, bool first, long line, long column)
{
	return add_entry(p, &p->phones, p->phones_column->field, (struct person_entry){label, s, line, column}, first);
}

/* The name of a canonical line, without its group, in capitals. */
static char *line_name(struct arena *a, const char *line)
{
	size_t n = strcspn(line, ";:");
	const char *dot = memchr(line, '.', n);
	char *name;

	if (dot) {
		n -= (size_t)(dot + 1 - line);
		line = dot + 1;
	}
	name = arena_strndup(a, line, n);
	for (char *c = name; *c; c++)
		*c = (char)(*c >= 'a' && *c <= 'z' ? *c & ~0x20 : *c);
	return name;
}

void person_keep(struct import *imp, const char *line, bool shadow, long no)
{
	struct person *p = imp->person;
	char *name = line_name(&p->arena, line);
	size_t n = strlen(line);

	if (n > CARD_KEEP_MAX) {
		crm_note(imp->e, "%s:%ld: %s is left out: %zu KiB, where %d are kept", import_file(imp), no, name, n / 1024,
		         CARD_KEEP_MAX / 1024);
		return;
	}
	if (p->nkept == p->akept) {
		p->akept = p->akept ? 2 * p->akept : 16;
		p->kept = crm_realloc(p->kept, p->akept * sizeof *p->kept);
	}
	p->kept[p->nkept++] = (struct edit_line){name, arena_strndup(&p->arena, line, n), shadow};
}

/* ---- which contact ---- */

static enum crm_status ask(struct import *imp, const char *sql, const char *const *v, int n, int64_t *id, bool *more, struct crm_error *e)
{
	struct stmt *st = db_cached(imp->c->db, sql, e);
	enum db_step s;

	*id = 0;
	if (!st)
		return e->status;
	for (int i = 0; i < n; i++)
		db_bind_text(st, i + 1, v[i], strlen(v[i]));
	s = db_step(st, e);
	if (s == DB_ROW) {
		*id = db_int(st, 0);
		s = more ? db_step(st, e) : DB_DONE;
		if (more)
			*more = s == DB_ROW;
	}
	db_reset(st);
	return s == DB_FAIL ? e->status : CRM_OK;
}

/* The one contact the question finds; several are a failure that names what they share. */
static enum crm_status ask_one(struct import *imp, const char *sql, const char *const *v, int n, const struct person_entry *what,
                               const char *field, int64_t *id, struct crm_error *e)
{
	bool more = false;
	enum crm_status st = ask(imp, sql, v, n, id, &more, e);

	if (st == CRM_OK && more)
		st = crm_fail_at(e, CRM_DATA, NULL, what->line, what->column, field,
		                 "more than one contact has '%s': merge them, or give one of them the card's UID", what->text);
	return st;
}

static const char *folded(struct import *imp, const char *s)
{
	struct strbuf b = STRBUF_INIT;
	const char *out;

	utf8_fold(&b, s, strlen(s));
	out = arena_strndup(&imp->person->arena, b.buf, b.len);
	sb_release(&b);
	return out;
}

static const char *folded_name(struct import *imp)
{
	const struct person *p = imp->person;

	return folded(imp, p->text[P_NAME].text ? p->text[P_NAME].text : "");
}

static bool has_name(struct import *imp, int64_t id, enum crm_status *st, struct crm_error *e)
{
	char number[24];
	int64_t found = 0;

	snprintf(number, sizeof number, "%lld", (long long)id);
	*st = ask(imp, "SELECT id FROM contact WHERE id = CAST($1 AS INTEGER) AND (name_key = $2 OR name_key IS NULL)",
	          (const char *[]){number, folded_name(imp)}, 2, &found, NULL, e);
	return found != 0;
}

/* An e-mail address two persons with UIDs of their own share does not make them one. */
static bool another_person(struct import *imp, int64_t id, enum crm_status *st, struct crm_error *e)
{
	char number[24];
	int64_t found = 0;

	if (!imp->person->uid)
		return false;
	snprintf(number, sizeof number, "%lld", (long long)id);
	*st = ask(imp, "SELECT record FROM ext WHERE record = CAST($1 AS INTEGER) AND kind = 3 AND system = $2 AND key <> $3 LIMIT 1",
	          (const char *[]){number, imp->person->system, imp->person->uid}, 3, &found, NULL, e);
	return *st == CRM_OK && found && !has_name(imp, id, st, e);
}

static enum crm_status find_email(struct import *imp, int64_t *id, struct crm_error *e)
{
	static const char sql[] = "SELECT DISTINCT record FROM email WHERE address_key = $1 AND kind = 3 LIMIT 2";
	const struct person_entries *l = &imp->person->emails;
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < l->n && !*id && st == CRM_OK; i++)
		st = ask_one(imp, sql, (const char *[]){folded(imp, l->e[i].text)}, 1, &l->e[i], "emails", id, e);
	if (st == CRM_OK && *id && another_person(imp, *id, &st, e))
		*id = 0;
	return st;
}

/* A record of this database that went out and comes back, unless it is somebody else's by now. */
static enum crm_status find_own(struct import *imp, int64_t *id, struct crm_error *e)
{
	int64_t own, by_email = 0;
	bool is, there = false;
	enum crm_status st = uid_parse(imp->c, KIND_CONTACT, imp->person->uid, &own, e);

	if (st != CRM_OK || !own)
		return st;
	st = ref_exists(imp->c, imp->k, &own, &there, e);
	is = st == CRM_OK && there && has_name(imp, own, &st, e);
	if (st == CRM_OK && there && !is)
		st = find_email(imp, &by_email, e);
	if (st == CRM_OK && there && (is || by_email == own)) {
		*id = own;
		imp->person->uid = NULL; /* it needs no key */
	}
	return st;
}

static enum crm_status find_uid(struct import *imp, int64_t *id, struct crm_error *e)
{
	const struct person *p = imp->person;
	enum crm_status st;

	if (!p->uid)
		return CRM_OK;
	st = ask(imp, "SELECT record FROM ext WHERE kind = 3 AND system = $1 AND key = $2", (const char *[]){p->system, p->uid}, 2, id,
	         NULL, e);
	return st == CRM_OK && !*id && strcmp(p->system, CARD_SYSTEM) == 0 ? find_own(imp, id, e) : st;
}

static const char *phone_text_key(struct import *imp, const char *number)
{
	const char *country = imp->person->text[P_COUNTRY].text;
	char key[64];

	if (!country)
		country = imp->c->set.country[0] ? imp->c->set.country : NULL;
	return arena_strndup(&imp->person->arena, key, phone_key(key, number, strlen(number), country));
}

/* by_name: only persons of the same name. */
static enum crm_status find_phone(struct import *imp, bool by_name, int64_t *id, struct crm_error *e)
{
	static const char any[] = "SELECT DISTINCT record FROM phone WHERE number_key = $1 AND kind = 3 LIMIT 2";
	static const char named[] = "SELECT c.id FROM contact c WHERE c.name_key = $2 AND "
	                            "EXISTS (SELECT 1 FROM phone p WHERE p.record = c.id AND p.kind = 3 AND p.number_key = $1) LIMIT 2";
	const struct person_entries *l = &imp->person->phones;
	const char *name = folded_name(imp);
	enum crm_status st = CRM_OK;

	if (by_name && !*name)
		return CRM_OK;
	for (size_t i = 0; i < l->n && !*id && st == CRM_OK; i++)
		st = ask_one(imp, by_name ? named : any, (const char *[]){phone_text_key(imp, l->e[i].text), name}, 1 + by_name, &l->e[i],
		             "phones", id, e);
	return st;
}

/* Who has nothing but a name is the one who has nothing but that name. */
static enum crm_status find_name(struct import *imp, int64_t *id, struct crm_error *e)
{
	static const char by_company[] =
	    "SELECT c.id FROM contact c JOIN company k ON k.id = c.company WHERE c.name_key = $1 AND k.name_key = $2 LIMIT 2";
	static const char bare[] =
	    "SELECT c.id FROM contact c WHERE c.name_key = $1 AND c.company IS NULL AND c.email IS NULL AND c.phone IS NULL AND "
	    "NOT EXISTS (SELECT 1 FROM ext x WHERE x.record = c.id AND x.kind = 3 AND x.system = $2) LIMIT 2";
	const struct person *p = imp->person;
	const char *name = folded_name(imp), *company = p->text[P_COMPANY].text;

	if (!*name)
		return CRM_OK;
	if (company)
		return ask_one(imp, by_company, (const char *[]){name, folded(imp, company)}, 2, &p->text[P_NAME], "name", id, e);
	if (p->emails.n || p->phones.n || p->uid)
		return CRM_OK;
	return ask_one(imp, bare, (const char *[]){name, p->system ? p->system : ""}, 2, &p->text[P_NAME], "name", id, e);
}

static enum crm_status find_by_key(struct import *imp, const char *key, int64_t *id, struct crm_error *e)
{
	const struct person *p = imp->person;

	if (strcmp(key, "ext") == 0)
		return find_uid(imp, id, e);
	if (strncmp(key, "email", 5) == 0)
		return find_email(imp, id, e);
	if (strncmp(key, "phone", 5) == 0)
		return find_phone(imp, false, id, e);
	if (!p->text[P_NAME].text)
		return CRM_OK;
	return ask_one(imp, "SELECT id FROM contact WHERE name_key = $1 LIMIT 2", (const char *[]){folded_name(imp)}, 1, &p->text[P_NAME],
	               "name", id, e);
}

static enum crm_status find_any(struct import *imp, int64_t *id, struct crm_error *e)
{
	enum crm_status st = find_uid(imp, id, e);

	if (st == CRM_OK && !*id)
		st = find_email(imp, id, e);
	if (st == CRM_OK && !*id)
		st = find_phone(imp, true, id, e);
	return st == CRM_OK && !*id ? find_name(imp, id, e) : st;
}

/* ---- cells ---- */

static void cell(struct import *imp, struct import_column *col, const struct person_entry *e)
{
	if (col)
		import_cell(imp, col, e->text, strlen(e->text), e->line, e->column);
}

enum crm_status person_find(struct import *imp, int64_t *id, struct crm_error *e)
{
	struct person *p = imp->person;
	enum crm_status st;

	*id = 0;
	if (imp->system)
		st = import_find(imp, id, e);
	else
		st = imp->w->key ? find_by_key(imp, imp->w->key, id, e) : find_any(imp, id, e);
	if (p->uid) {
		const char *key = arena_printf(&p->arena, "%s:%s", p->system, p->uid);

		cell(imp, p->ext_column, &(struct person_entry){-1, key, p->uid_line, 0});
	}
	return st;
}

static void entry_cells(struct import *imp, struct import_column *col, const struct person_entries *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct person_entry e = l->e[i];

		if (e.label >= 0)
			e.text = arena_printf(&imp->person->arena, "%s:%s", words_label[e.label], e.text);
		cell(imp, col, &e);
	}
}

enum crm_status person_import(struct import *imp)
{
	struct person *p = imp->person;

	imp->line = p->line;
	for (int f = 0; f < PERSON_FIELDS; f++)
		if (p->text[f].text)
			cell(imp, p->column[f], &p->text[f]);
	entry_cells(imp, p->emails_column, &p->emails);
	entry_cells(imp, p->phones_column, &p->phones);
	entry_cells(imp, p->tags_column, &p->tags);
	return import_record(imp);
}

void person_notes(struct import *imp)
{
	const struct person *p = imp->person;

	if (p->odd == 1)
		crm_note(imp->e, "%s: '%s' is neither an e-mail address nor a telephone number, and is kept for crm-contact vcard only",
		         import_file(imp), p->first_odd);
	else if (p->odd)
		crm_note(imp->e,
		         "%s: %lld texts are neither e-mail addresses nor telephone numbers, and are kept for crm-contact vcard only; the "
		         "first is '%s'",
		         import_file(imp), (long long)p->odd, p->first_odd);
	if (p->missing && !imp->create[KIND_COMPANY])
		crm_note(imp->e, "--create=company adds the companies that are missing");
	from_notes(imp);
}
