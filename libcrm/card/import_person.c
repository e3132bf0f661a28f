/* import_person.c - somebody out of a card or an address book as a record of the import: its cells,
 * the lines it keeps. */
#include "person.h"

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
	return key ? crm_fail(imp->e, CRM_USAGE, "key: '%s' does not tell persons apart: ext, email, phone or name do",
	                      key)
	           : CRM_OK;
}

enum crm_status person_open(struct import *imp)
{
	struct person *p = person_of(imp);

	p->map = imp->im->from ? from_find(imp->im->from) : NULL;
	if (imp->k->no != KIND_CONTACT)
		return crm_fail(imp->e, CRM_USAGE, "%s: address books are imported by crm-contact", import_file(imp));
	for (int f = 0; f < PERSON_FIELDS; f++)
		p->column[f] = own_column(imp, person_fields[f], OP_EQ);
	if (p->column[P_COMPANY])
		p->column[P_COMPANY]->names_only = true;
	p->emails_column = own_column(imp, "emails", OP_ADD);
	p->phones_column = own_column(imp, "phones", OP_ADD);
	p->tags_column = own_column(imp, "tags", OP_ADD);
	p->ext_column = own_column(imp, "ext", OP_ADD);
	return check_key(imp);
}

void person_free(struct person *p)
{
	arena_free(&p->arena);
	free(p->emails.e);
	free(p->phones.e);
	free(p->tags.e);
	free(p->kept);
	free(p->cells);
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

	GROW(l->e, l->n, l->alloc);
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

static bool add_entry(struct person *p, struct person_entries *l, const struct crm_field *f, struct person_entry e,
                      bool first)
{
	size_t n = strlen(e.text);

	utf8_trim(&e.text, &n);
	if (f->ref == KIND_EMAIL)
		address_of(&e.text, &n);
	e.text = arena_strndup(&p->arena, e.text, n);
	if ((e.label < 0 && strchr(e.text, ':')) ||
	    !(f->ref == KIND_EMAIL ? address_is_email : address_is_phone)(e.text, n)) {
		if (p->odd++ == 0)
			snprintf(p->first_odd, sizeof p->first_odd, "%.*s", 40, e.text);
		return false;
	}
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
	struct person *p = person_of(imp);
	char *name = line_name(&p->arena, line);
	size_t n = strlen(line);

	if (n > CARD_KEEP_MAX) {
		crm_note(imp->e, "%s:%ld: %s is left out: %zu KiB, where %d are kept", import_file(imp), no, name,
		         n / 1024, CARD_KEEP_MAX / 1024);
		return;
	}
	GROW(p->kept, p->nkept, p->akept);
	p->kept[p->nkept++] = (struct edit_line){name, arena_strndup(&p->arena, line, n), shadow};
}

/* ---- cells ---- */

static void cell(struct import *imp, struct import_column *col, const struct person_entry *e)
{
	if (col)
		import_cell(imp, col, e->text, strlen(e->text), e->line, e->column);
}

static void entry_cells(struct import *imp, struct import_column *col, const struct person_entries *l)
{
	for (size_t i = 0; i < l->n; i++) {
		struct person_entry e = l->e[i];

		if (e.label >= 0)
			e.text = arena_printf(&person_of(imp)->arena, "%s:%s", words_label[e.label], e.text);
		cell(imp, col, &e);
	}
}

void person_cells(struct import *imp)
{
	const struct person *p = person_of(imp);

	imp->line = p->line;
	for (int f = 0; f < PERSON_FIELDS; f++)
		if (p->text[f].text)
			cell(imp, p->column[f], &p->text[f]);
	entry_cells(imp, p->emails_column, &p->emails);
	entry_cells(imp, p->phones_column, &p->phones);
	entry_cells(imp, p->tags_column, &p->tags);
}

void person_notes(struct import *imp)
{
	const struct person *p = person_of(imp);

	import_forgive(imp, p->nobody);
	if (p->odd == 1)
		crm_note(imp->e,
		         "%s: '%s' is neither an e-mail address nor a telephone number, and is kept for crm-contact "
		         "vcard only",
		         import_file(imp), p->first_odd);
	else if (p->odd)
		crm_note(imp->e,
		         "%s: %lld texts are neither e-mail addresses nor telephone numbers, and are kept for "
		         "crm-contact vcard only; the "
		         "first is '%s'",
		         import_file(imp), (long long)p->odd, p->first_odd);
	if (p->column[P_COMPANY] && p->column[P_COMPANY]->missing && !imp->create[KIND_COMPANY])
		crm_note(imp->e, "--create=company adds the companies that are missing");
}
