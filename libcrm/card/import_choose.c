/* import_choose.c - crm_import_rows: rows as they stand, cards, or an address book of another
 * program. */
#include "crm_card.h"
#include "person.h"

#include "../base/utf8.h"

static enum crm_status keep_lines(struct import *imp, int64_t id, bool adding, bool *changed, struct crm_error *e)
{
	const struct person *p = person_of(imp);

	return edit_lines(imp->ed, imp->k, id, adding, p->kept, p->nkept, changed, e);
}

static enum crm_status lines_agree(struct import *imp, int64_t id, bool *yes, struct crm_error *e)
{
	const struct person *p = person_of(imp);

	return edit_lines_same(imp->ed, imp->k, id, p->kept, p->nkept, yes, e);
}

static void begin_again(struct import *imp) { person_of(imp)->odd = person_of(imp)->nobody = 0; }

/* ---- cards ---- */

static const struct import_use cards = {
	.verb = "import", .foreign = true, .rows = import_cards, .find = person_find, .written = keep_lines, .agrees = lines_agree,
	.again = begin_again, .notes = person_notes};

/* ---- an address book ---- */

static enum crm_status book_header(struct import *imp, const struct row *header, const char *const *names,
                                   enum crm_status s)
{
	(void)names;
	if (s || from_any(person_of(imp)))
		return s;
	return crm_fail_at(imp->e, CRM_DATA, import_file(imp), header->line, 0, NULL, "no column is one of %s",
	                   imp->im->from);
}

static void book_notes(struct import *imp)
{
	person_notes(imp);
	from_notes(imp);
}

static const struct import_use book = {.verb = "import", .foreign = true, .column = from_column, .header = book_header, .row = from_row,
	.find = person_find, .written = keep_lines, .agrees = lines_agree, .again = begin_again, .notes = book_notes};

/* ---- which of them ---- */

/* Cards are known by their first line; by --input nothing is looked at. */
static enum crm_status choose(struct import *imp, const struct crm_source *src)
{
	const struct crm_import *im = imp->im;
	bool is_card = im->from && strcmp(im->from, "vcard") == 0;
	enum crm_status s = CRM_OK;

	if (!im->from && im->reader.format == READER_AUTO && !im->reader.delimiter)
		s = vcard_recognize(src, im->reader.encoding, &is_card, imp->e);
	if (!s && is_card && (im->nmap || im->ext))
		s = crm_fail(imp->e, CRM_USAGE, "%s: vCards have no columns: --map and --ext are for tables",
		             import_file(imp));
	if (s || (!is_card && !im->from))
		return s;
	imp->use = is_card ? &cards : &book;
	return person_open(imp);
}

/* A file that another program wrote has many columns that are no field. */
static enum crm_status hint_from(struct import *imp, const struct row *header, const char *const *names,
                                 enum crm_status s)
{
	const char *from = s == CRM_DATA && !imp->im->nmap && imp->k->no == KIND_CONTACT ? from_guess(names) : NULL;

	(void)header;
	if (from)
		crm_note(imp->e, "%s: the columns are those of %s: try --from=%s", import_file(imp), from, from);
	return s;
}

static enum crm_status unknown_map(const char *name, struct crm_error *e)
{
	const char *near = utf8_nearest(name, from_names);

	return crm_fail(e, CRM_USAGE,
	                near ? "from: no built-in map '%s', nearest is '%s'"
	                     : "from: no built-in map '%s': vcard, google, outlook, thunderbird, hubspot, pipedrive, "
	                       "salesforce; "
	                       "--map FIELD=COLUMN says what a column is",
	                name, near);
}

enum crm_status crm_import_rows(struct crm *c, const struct crm_kind *k, const struct crm_import *im,
                                struct crm_write *w, struct crm_error *e)
{
	struct person p = {0};
	const struct import_use plain = {.verb = "import", .open = choose, .header = hint_from, .arg = &p};
	enum crm_status s;

	if (im->from && strcmp(im->from, "vcard") != 0 && !from_find(im->from))
		return unknown_map(im->from, e);
	s = import_rows(c, k, im, &plain, w, e);
	person_free(&p);
	return s;
}
