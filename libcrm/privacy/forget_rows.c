/* forget_rows.c - a person is taken out of the present rows: own ones are cleared, texts of what
 * others keep are masked. */
#include "forget_impl.h"

#include "../model/catalog.h"
#include "../card/property_kind.h"
#include "../edit/list_kinds.h"
#include "../event/event_kind.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"
#include "../task/task_kind.h"

static void note_row(struct forget *f, const struct crm_kind *k, int64_t id, forget_rewrite *to)
{
	ARRAY_PUSH(f->rows, f->nrows, (struct forgotten_row){k, id, to});
}

static enum crm_status rewrite_cell(struct forget *f, const struct crm_kind *k, int64_t id,
                                    const struct crm_field *field, struct value old, struct value now)
{
	if (value_equal(old, now))
		return CRM_OK;
	if (f->ed->opt.watch)
		edit_tell(f->ed, "set", k, id, field, old, now, 0);
	return edit_row_set(f->ed, k, id, field, old, now, f->e);
}

/* Fields of one's own, given up ones too. */
static enum crm_status rewrite_customs(struct forget *f, struct kind_edit *ke, int64_t id, forget_rewrite *to)
{
	enum crm_status s = custom_columns(f->ed, ke, f->e);

	for (size_t i = 0; i < ke->ncustom && !s; i++) {
		const struct crm_field *field = catalog_field_no(f->c, ke->k, FIELD_CUSTOM + (int)ke->custom[i].field);
		struct value v;

		if (!field)
			continue;
		s = custom_load(f->ed, ke, field, id, &v, f->e);
		if (!s)
			s = rewrite_cell(f, ke->k, id, field, v, to(f, ke->k, field, v));
	}
	return s;
}

/* A tag or key that names the person goes altogether: what is left of it would be one of a record's
 * that is there already, or of none. */
static enum crm_status drop_named(struct forget *f, const struct crm_kind *k, int64_t id, struct kind_edit *ke,
                                  const struct value *v, forget_rewrite *to, bool *dropped)
{
	struct peek peek = PEEK_INIT(f->c);
	enum crm_status s = CRM_OK;

	*dropped = false;
	for (int i = 0; i < ke->ncol && (k->no == KIND_TAG || k->no == KIND_EXT); i++)
		*dropped = *dropped || !value_equal(v[i], to(f, k, ke->col[i], v[i]));
	if (*dropped)
		s = edit_tell_record(f->ed, &peek, "rm", k, id, f->e);
	if (*dropped && !s)
		s = edit_row_rm(f->ed, k, id, f->e);
	peek_free(&peek);
	return s;
}

static enum crm_status rewrite_row(struct forget *f, const struct crm_kind *k, int64_t id, forget_rewrite *to)
{
	struct kind_edit *ke = edit_kind(f->ed, k);
	struct strbuf text = STRBUF_INIT;
	struct value v[EDIT_COLUMNS];
	bool found = false, dropped = false;
	enum crm_status s = row_load(f->ed, ke, id, v, &text, &found, f->e);

	f->row = id;
	if (found && !s)
		s = drop_named(f, k, id, ke, v, to, &dropped);
	found = found && !dropped;
	for (int i = 0; found && i < ke->ncol && !s; i++)
		if (ke->col[i]->class != C_ROLLED)
			s = rewrite_cell(f, k, id, ke->col[i], v[i], to(f, k, ke->col[i], v[i]));
	sb_release(&text);
	return found && !s ? rewrite_customs(f, ke, id, to) : s;
}

/* ---- own ones ---- */

/* Beside what is flagged: where somebody works as what tells who it is. */
static struct value cleared(struct forget *f, const struct crm_kind *k, const struct crm_field *field, struct value v)
{
	if (k->no == KIND_CONTACT && field->no == CONTACT_NAME)
		return value_text(f->placeholder, strlen(f->placeholder));
	if (k->no == KIND_CONTACT && (field->no == CONTACT_ROLE || field->no == CONTACT_COMPANY))
		return VALUE_NULL;
	if (k->no == KIND_AFFILIATION && field_is_text(field))
		return VALUE_NULL;
	if (field->flags & F_CUSTOM)
		return VALUE_NULL;
	return field->flags & F_PERSON ? VALUE_NULL : v;
}

/* Child rows of the contact: those that say who it is are removed, of those that prove something
 * the text is cleared. */
static const struct { const struct crm_kind *k; const char *ids; bool remove; } children[] = {
	{&kind_email, "SELECT id FROM email WHERE kind=" SQL(KIND_CONTACT) " AND record=$1", true},
	{&kind_phone, "SELECT id FROM phone WHERE kind=" SQL(KIND_CONTACT) " AND record=$1", true},
	{&kind_ext, "SELECT id FROM ext WHERE kind=" SQL(KIND_CONTACT) " AND record=$1", true},
	{&kind_property, "SELECT id FROM property WHERE kind=" SQL(KIND_CONTACT)
		" AND record=$1", true},
	{&kind_affiliation, "SELECT id FROM affiliation WHERE contact=$1", true},
	{&kind_consent, "SELECT id FROM consent WHERE kind=" SQL(KIND_CONTACT)
		" AND record=$1", false},
};

/* Rows the contact had and lost: their history is its own too. */
static enum crm_status note_lost(struct forget *f, const struct crm_kind *k, int64_t contact)
{
	struct strbuf sql = STRBUF_INIT;
	int64_t *ids;
	size_t n;
	enum crm_status s;

	sb_printf(&sql, "SELECT DISTINCT r.id FROM removed r WHERE r.kind=%d AND ", k->no);
	db_json_field(&sql, "r.row", k->no == KIND_AFFILIATION ? "contact" : "record");
	sb_adds(&sql, "=$1");
	if (k->no != KIND_AFFILIATION) {
		sb_adds(&sql, " AND ");
		db_json_field(&sql, "r.row", "kind");
		sb_adds(&sql, "=3");
	}
	s = forget_ids(f, &ids, &n, sql.buf, contact);
	for (size_t i = 0; i < n && !s; i++)
		note_row(f, k, ids[i], cleared);
	sb_release(&sql);
	return s;
}

static enum crm_status clear_child(struct forget *f, size_t which)
{
	const struct crm_kind *k = children[which].k;
	int64_t *ids;
	size_t n;
	struct peek peek = PEEK_INIT(f->c);
	enum crm_status s = forget_ids(f, &ids, &n, children[which].ids, f->id);

	for (size_t i = 0; i < n && !s; i++) {
		note_row(f, k, ids[i], cleared);
		if (children[which].remove)
			s = edit_tell_record(f->ed, &peek, "rm", k, ids[i], f->e);
		if (!s)
			s = children[which].remove ? edit_row_rm(f->ed, k, ids[i], f->e)
			                           : rewrite_row(f, k, ids[i], cleared);
	}
	for (size_t i = 0; i < f->ncontacts && !s; i++)
		s = note_lost(f, k, f->contacts[i]);
	peek_free(&peek);
	return s;
}

enum crm_status forget_own(struct forget *f)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof children / sizeof *children && !s; i++)
		s = clear_child(f, i);
	if (!s)
		s = rewrite_row(f, &kind_contact, f->id, cleared);
	for (size_t i = 0; i < f->ncontacts && !s; i++)
		note_row(f, &kind_contact, f->contacts[i], cleared);
	edit_touch(f->ed, KIND_CONTACT, f->id);
	return s;
}

/* ---- what others keep ---- */

static struct value mask(struct forget *f, const struct crm_field *field, struct value v, bool words)
{
	struct value now = field_is_text(field) ? forget_mask(f, v, words) : v;

	/* a text that said nothing else, such as an address, is none of another */
	if (now.s != v.s && !forget_words(now.s, now.n) && !(field->flags & F_REQUIRED))
		return VALUE_NULL;
	return now;
}

static struct value masked(struct forget *f, const struct crm_kind *k, const struct crm_field *field, struct value v)
{
	(void)k;
	return mask(f, field, v, true);
}

/* Of records the person has no part in single names are anybody's.
 * Words are told apart by what they are: one that is masked is unique again. */
static struct value masked_elsewhere(struct forget *f, const struct crm_kind *k, const struct crm_field *field,
                                     struct value v)
{
	struct value now = mask(f, field, v, forget_own_term(f, k, f->row));
	const char *text;

	if (k->no != KIND_TERM || now.s == v.s || v.is != V_TEXT)
		return now;
	text = arena_printf(&f->arena, MASK " %lld", (long long)f->row);
	return value_text(text, strlen(text));
}

static struct value masked_but_names(struct forget *f, const struct crm_kind *k, const struct crm_field *field,
                                     struct value v)
{
	return forget_is_name(k, field) ? v : masked_elsewhere(f, k, field, v);
}

/* A contact's own name is its own, whoever has the same. */
static struct value masked_of_another(struct forget *f, const struct crm_kind *k, const struct crm_field *field,
                                      struct value v)
{
	return (field->flags & F_PERSON) && field->type == T_TEXT ? v : masked_elsewhere(f, k, field, v);
}

/* What came in with the inquiry, and all that was noted of a talk, is the person's own; the rest is
 * masked. */
static struct value inquiry(struct forget *f, const struct crm_kind *k, const struct crm_field *field, struct value v)
{
	bool own = field->flags & F_CUSTOM ? k->no == KIND_EVENT && field_is_text(field)
	                                   : field->flags & F_PERSON && (field->no < 900 || k->no == KIND_EVENT);

	return own ? VALUE_NULL : masked(f, k, field, v);
}

static enum crm_status rewrite_all(struct forget *f, const struct crm_kind *k, forget_rewrite *to, const char *sql)
{
	int64_t *ids;
	size_t n;
	enum crm_status s = forget_ids(f, &ids, &n, sql, f->id);

	for (size_t i = 0; i < n && !s; i++) {
		note_row(f, k, ids[i], to);
		s = rewrite_row(f, k, ids[i], to);
	}
	return s;
}

#define ALONE "(SELECT count(*) FROM party q WHERE q.kind=" SQL(KIND_EVENT) " AND q.record=v.id)"

/* Offers last: an inquiry is known by its address. A talk with that person alone says nothing
 * without him; one with others stays theirs. */
static const struct { const struct crm_kind *k; forget_rewrite *to; const char *ids; } linked[] = {
	{&kind_touch, inquiry, "SELECT t.id FROM touch t WHERE t.offer IN " FORGET_OFFERS},
	{&kind_line, masked, "SELECT l.id FROM line l WHERE l.offer IN " FORGET_OFFERS},
	{&kind_task, masked, "SELECT id FROM task WHERE contact=$1 OR offer IN " FORGET_OFFERS},
	{&kind_attachment, cleared, "SELECT a.id FROM attachment a WHERE a.kind=" SQL(KIND_EVENT)
		" AND a.record IN (SELECT v.id " FORGET_EVENTS " AND " ALONE " <= 1)"},
	{&kind_attachment, masked, "SELECT a.id FROM attachment a WHERE a.kind=" SQL(KIND_EVENT)
		" AND a.record IN (SELECT v.id " FORGET_EVENTS " AND " ALONE " > 1)"},
	{&kind_tag, masked, "SELECT g.id FROM tag g WHERE g.kind=" SQL(KIND_OFFER) " AND g.record IN "
		FORGET_OFFERS},
	{&kind_tag, masked, "SELECT g.id FROM tag g WHERE g.kind=" SQL(KIND_CONTACT) " AND g.record=$1"},
	{&kind_tag, masked, "SELECT g.id FROM tag g WHERE g.kind=" SQL(KIND_TASK) " AND g.record IN "
		"(SELECT tk.id FROM task tk WHERE tk.contact=$1 OR tk.offer IN " FORGET_OFFERS ")"},
	{&kind_tag, masked, "SELECT g.id FROM tag g WHERE g.kind=" SQL(KIND_EVENT) " AND g.record IN "
		"(SELECT v.id " FORGET_EVENTS ")"},
	{&kind_ext, masked, "SELECT x.id FROM ext x WHERE x.kind=" SQL(KIND_OFFER) " AND x.record "
		"IN " FORGET_OFFERS},
	{&kind_event, inquiry, "SELECT v.id " FORGET_EVENTS " AND " ALONE " <= 1"},
	{&kind_event, masked, "SELECT v.id " FORGET_EVENTS " AND " ALONE " > 1"},
	{&kind_offer, inquiry, "SELECT id FROM offer WHERE id IN " FORGET_OFFERS},
	{&kind_offer, masked, "SELECT id FROM offer WHERE (contact IS NULL OR contact<>$1) AND (referrer=$1 OR id IN "
	                      "(SELECT record FROM role WHERE kind=" SQL(KIND_OFFER)
	                      " AND contact=$1))"},
};

enum crm_status forget_linked(struct forget *f)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof linked / sizeof *linked && !s; i++)
		s = rewrite_all(f, linked[i].k, linked[i].to, linked[i].ids);
	return s;
}

/* ---- where the person isn't known to belong ---- */

static bool noted(const struct forget *f, size_t from, const struct crm_kind *k, int64_t id)
{
	for (size_t i = from; i < f->nrows; i++)
		if (f->rows[i].k == k && f->rows[i].id == id)
			return true;
	return false;
}

bool forget_is_name(const struct crm_kind *k, const struct crm_field *field)
{
	bool named = k->no == KIND_USER || k->no == KIND_COMPANY || k->no == KIND_PRODUCT;

	return ((k->flags & K_CONFIG) && k->no != KIND_TERM) || (named && strcmp(field->name, "name") == 0);
}

/* A row whose name others use is kept under it, in the history too; once it has another, the
 * history is masked. */
static void note_other(struct forget *f, void *arg, const struct forget_hit *h)
{
	forget_rewrite *to = masked_elsewhere;

	if (h->theirs || noted(f, *(size_t *)arg, h->k, h->id))
		return;
	if (!h->past && h->field && forget_is_name(h->k, h->field))
		to = masked_but_names;
	else if (h->k->no == KIND_CONTACT && h->there)
		to = masked_of_another;
	note_row(f, h->k, h->id, to);
}

enum crm_status forget_elsewhere(struct forget *f)
{
	size_t from = f->nrows;
	enum crm_status s = f->opt->everywhere ? forget_scan(f, note_other, &from) : CRM_OK;

	for (size_t i = from; i < f->nrows && !s; i++)
		s = rewrite_row(f, f->rows[i].k, f->rows[i].id, f->rows[i].to);
	return s;
}
