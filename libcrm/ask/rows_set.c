/* rows_set.c - lists as they are printed: tags, e-mails, persons, files, purposes */
#include "rows.h"

#include "../model/kinds.h"
#include "../model/value.h"
#include "../people/people_kinds.h"

/* Kinds of element, in the order they are printed. record: the last but one column is a record of this kind, the last its name. today: the
 * third parameter is the day. */
struct set_form { int child; bool pair, words, today; const struct crm_kind *record; const char *sql; };

#define PERSONS(table, columns) \
	"SELECT " columns "z.contact, n.name FROM " table " z LEFT JOIN contact n ON n.id=z.contact WHERE z.record=$1 AND z.kind=$2 ORDER BY z.pos, z.id"

static const struct set_form forms[] = {
	{KIND_TAG, false, false, false, NULL, "SELECT word FROM tag WHERE record=$1 AND kind=$2 ORDER BY word"},
	{KIND_CATEGORY, false, true, false, NULL, "SELECT word FROM category WHERE record=$1 AND kind=$2 ORDER BY word"},
	{KIND_EMAIL, true, true, false, NULL, "SELECT label, address FROM email WHERE record=$1 AND kind=$2 ORDER BY pos, id"},
	{KIND_PHONE, true, true, false, NULL, "SELECT label, number FROM phone WHERE record=$1 AND kind=$2 ORDER BY pos, id"},
	{KIND_EXT, true, false, false, NULL, "SELECT system, key FROM ext WHERE record=$1 AND kind=$2 ORDER BY system, key"},
	{KIND_PARTY, false, false, false, &kind_contact, PERSONS("party", "")},
	{KIND_ROLE, true, true, false, &kind_contact, PERSONS("role", "z.label, ")},
	{KIND_ATTACHMENT, false, false, false, NULL, "SELECT path FROM attachment WHERE record=$1 AND kind=$2 ORDER BY pos, id"},
	{KIND_CONSENT, false, false, true, NULL, "SELECT t.word FROM consent z JOIN term t ON t.id=z.purpose WHERE z.record=$1 AND z.kind=$2 AND " CONSENT_HOLDS("z", "$3")
	 " ORDER BY t.word"},
	{KIND_AFFILIATION, false, false, true, &kind_company, "SELECT n.id, n.name FROM company n WHERE n.id IN (SELECT z.company FROM affiliation z WHERE "
	 "z.contact=$1 AND $2=3 AND " AFFILIATION_HOLDS("z", "$3") ") ORDER BY CASE WHEN n.id=(SELECT o.company FROM contact o WHERE o.id=$1) THEN 0 ELSE 1 END, n.id"},
};

const struct set_form *set_form(int child)
{
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		if (forms[i].child == child)
			return &forms[i];
	return NULL;
}

/* c12, Erika Muster, or both. */
static void add_record(struct strbuf *out, const struct crm_kind *k, struct stmt *st, int col, enum ref_form refs)
{
	char id[32];
	size_t n, len = id_format(id, k, db_int(st, col));
	const char *name = refs == REFS_IDS ? NULL : db_text(st, col + 1, &n);

	if (!name)
		sb_add(out, id, len);
	else if (refs == REFS_NAMES)
		sb_add(out, name, n);
	else
		sb_printf(out, "%.*s (%s)", (int)n, name, id);
}

static void add_column(struct strbuf *out, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	if (s)
		sb_add(out, s, n);
}

/* A word of the field, or none where the number means nothing. */
static const char *word_of(const struct crm_field *f, struct stmt *st)
{
	int64_t word = db_null(st, 0) ? -1 : db_int(st, 0), n = 0;

	while (f->words && f->words[n])
		n++;
	return word >= 0 && word < n ? f->words[word] : NULL;
}

/* A kind before a colon, or the element itself as a word. */
static void add_element(struct strbuf *out, const struct set_form *form, const struct crm_field *f, struct stmt *st, enum ref_form refs)
{
	const char *word = form->words ? word_of(f, st) : NULL;

	if (out->len)
		sb_addc(out, ',');
	if (word)
		sb_adds(out, word);
	else if (!form->words && !form->record)
		add_column(out, st, 0);
	if (form->pair && (!form->words || word))
		sb_addc(out, ':');
	if (form->record)
		add_record(out, form->record, st, form->pair, refs);
	else if (form->pair)
		add_column(out, st, 1);
}

enum crm_status set_text(struct crm *c, const struct set_form *form, const struct crm_kind *owner, const struct crm_field *f, int64_t record,
                         enum ref_form refs, struct strbuf *out, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, form->sql, e);
	enum db_step step;

	if (!st)
		return e->status;
	db_bind_int(st, 1, record);
	db_bind_int(st, 2, owner->no);
	if (form->today)
		db_bind_int(st, 3, c->today);
	while ((step = db_step(st, e)) == DB_ROW)
		add_element(out, form, f, st, refs);
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}
