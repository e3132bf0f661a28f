/* forget_places.c - texts that still name a person after he was forgotten: all texts of all tables
 * are looked through. */
#include "forget_impl.h"

#include "../model/catalog.h"
#include "../people/people_kinds.h"

enum crm_status forget_read_ids(struct forget *f, struct query q, int64_t **ids, size_t *n)
{
	int64_t *read = NULL;
	enum crm_status s;

	*n = 0;
	s = query_ids(&q, &read, n);
	*ids = arena_alloc(&f->arena, *n * sizeof *read);
	if (*n)
		memcpy(*ids, read, *n * sizeof *read);
	free(read);
	return s;
}

/* ---- the present ---- */

struct scan { forget_found *found; void *arg; };

/* Names, addresses and numbers of another contact, who may be called the same. A user is no
 * contact: one who is called the same is the person, or is looked at. */
static bool another(const struct crm_kind *k, const struct crm_field *f)
{
	bool person = k->no == KIND_CONTACT || k->no == KIND_EMAIL || k->no == KIND_PHONE;

	return person && (f->flags & F_PERSON) && f->type == T_TEXT;
}

/* What another is called no longer, but was: a name may have been that of both. An address or a
 * number was the person's. */
static bool another_once(const struct crm_kind *k, const struct crm_field *f)
{
	return k->no == KIND_CONTACT && another(k, f);
}

static bool looks_for(struct forget *f, const struct crm_kind *k, int64_t id, const char *s, size_t n)
{
	bool named = forget_names(f, s, n, forget_own_term(f, k, id));

	for (size_t i = 0; i < f->nneedles && !named && !f->within; i++)
		f->within = memmem(s, n, f->needles[i].s, f->needles[i].n) != NULL;
	return named;
}

/* Fields of text: of the kind's table, or those of one's own in the table beside it, given up ones
 * too. */
static enum crm_status text_fields(struct forget *f, const struct crm_kind *k, bool custom,
                                   const struct crm_field **fields, size_t *n)
{
	const struct crm_field *field;
	int64_t *ids = NULL;
	size_t nids = 0;
	enum crm_status s = custom ? forget_ids(f, &ids, &nids, "SELECT id FROM field WHERE kind=$1 ORDER BY id", k->no)
	                           : CRM_OK;

	*n = 0;
	for (size_t i = 0; i < k->nfields && !custom; i++)
		if (field_is_column(&k->fields[i]) && field_is_text(&k->fields[i]))
			fields[(*n)++] = &k->fields[i];
	for (size_t i = 0; i < nids && *n < EDIT_COLUMNS; i++)
		if ((field = catalog_field_no(f->c, k, FIELD_CUSTOM + (int)ids[i])) && field_is_text(field))
			fields[(*n)++] = field;
	return s;
}

static enum crm_status in_table(struct forget *f, const struct crm_kind *k, bool custom, const struct scan *scan)
{
	const struct crm_field *fields[EDIT_COLUMNS];
	struct strbuf sql = STRBUF_INIT;
	struct query q;
	size_t n, len;
	enum crm_status s = text_fields(f, k, custom, fields, &n);

	if (s || !n)
		return s;
	sb_adds(&sql, "SELECT id");
	for (size_t i = 0; i < n; i++)
		sb_printf(&sql, ", %s", field_column(fields[i]));
	sb_printf(&sql, " FROM %s%s ORDER BY id", k->table, custom ? "_x" : "");
	q = query_built(f->c->db, f->e, sql.buf);
	sb_release(&sql);
	while (query_row(&q))
		for (size_t i = 0; i < n; i++) {
			const char *text = db_text(q.st, (int)i + 1, &len);

			if (text && looks_for(f, k, db_int(q.st, 0), text, len))
				scan->found(f, scan->arg,
				            &(struct forget_hit){.k = k, .id = db_int(q.st, 0), .field = fields[i],
				                                 .text = text, .there = true,
				                                 .theirs = another(k, fields[i])});
		}
	return query_end(&q);
}

/* ---- the history ---- */

/* Whether the record is there: what only the history holds is nobody's any more. */
static bool is_there(struct peek *peek, const struct crm_kind *k, int64_t id)
{
	bool found = false;
	struct crm_error own = CRM_ERROR_INIT;

	peek_exists(peek, k, id, &found, &own);
	crm_error_clear(&own);
	return found;
}

static void past_hit(struct forget *f, struct peek *peek, const struct scan *scan, const struct crm_kind *k,
                     int64_t id, const struct crm_field *field, const char *text, bool theirs)
{
	bool there = is_there(peek, k, id);

	scan->found(f, scan->arg, &(struct forget_hit){k, id, field, text, true, there, theirs && there});
}

/* Columns kind, id, field, old, new; one finding for all changes of a field. */
static enum crm_status in_changes(struct forget *f, struct peek *peek, const struct scan *scan)
{
	int64_t last[3] = {0};
	struct query q = query_built(f->c->db, f->e,
	                             "SELECT kind, id, field, old, new FROM change ORDER BY kind, id, field");

	while (query_row(&q)) {
		const int64_t here[] = {db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 2)};
		const struct crm_kind *k = kind_by_no((int)here[0]);
		const struct crm_field *field = k ? catalog_field_no(f->c, k, (int)here[2]) : NULL;

		if (!k || (field && !field_is_text(field)) || memcmp(here, last, sizeof here) == 0)
			continue;
		for (int i = 3; i <= 4; i++) {
			size_t n;
			const char *text = db_text(q.st, i, &n);

			if (!text || !looks_for(f, k, here[1], text, n))
				continue;
			memcpy(last, here, sizeof here);
			past_hit(f, peek, scan, k, here[1], field, text, field && another_once(k, field));
			break;
		}
	}
	return query_end(&q);
}

static enum crm_status in_removed(struct forget *f, struct peek *peek, const struct scan *scan)
{
	struct history_row row = HISTORY_ROW_INIT;
	struct query q = query_built(f->c->db, f->e, "SELECT kind, id, row FROM removed ORDER BY kind, id, batch");

	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		size_t n;
		const char *text = db_text(q.st, 2, &n);
		const char *words = NULL;
		bool theirs = true;

		q.s = k && text ? history_row_parse(f->c, k, text, n, &row, f->e) : CRM_OK;
		for (size_t i = 0; k && text && !q.s && i < row.n; i++) {
			if (row.v[i].is != V_TEXT || !looks_for(f, k, db_int(q.st, 1), row.v[i].s, row.v[i].n))
				continue;
			words = arena_strndup(&f->arena, row.v[i].s, row.v[i].n);
			theirs = theirs && another(k, row.f[i]);
		}
		if (words)
			past_hit(f, peek, scan, k, db_int(q.st, 1), NULL, words, theirs);
	}
	history_row_free(&row);
	return query_end(&q);
}

enum crm_status forget_scan(struct forget *f, forget_found *found, void *arg)
{
	const struct scan scan = {found, arg};
	struct peek peek = PEEK_INIT(f->c);
	enum crm_status s = f->nkeys ? catalog_load(f->c, f->e) : CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && !s && f->nkeys; k++) {
		s = in_table(f, *k, false, &scan);
		if (!s)
			s = in_table(f, *k, true, &scan);
	}
	if (!s && f->nkeys)
		s = in_changes(f, &peek, &scan);
	if (!s && f->nkeys)
		s = in_removed(f, &peek, &scan);
	peek_free(&peek);
	return s;
}

/* What isn't masked, as it is what others are called by: it has to be called otherwise. */
static const char *remedy(const struct forget_hit *h)
{
	if (!h->past && h->k->no == KIND_TERM)
		return ": 'crm-workflow rename-term' changes it";
	if (h->past || !h->field || !forget_is_name(h->k, h->field))
		return "";
	return h->k->no == KIND_USER      ? ": 'crm-user set' gives another"
	       : h->k->no == KIND_COMPANY ? ": 'crm-company set' gives another"
	       : h->k->no == KIND_PRODUCT ? ": 'crm-product set' gives another"
	                                  : ": 'crm-workflow edit' changes it";
}

/* A word and a tag are the text they are, a user is known by the login; all others by the id. */
static void place_of(struct forget *f, const struct forget_hit *h, struct strbuf *out)
{
	struct query q;
	char id[32];

	id_format(id, h->k, h->id);
	if (h->text && (h->k->no == KIND_TERM || h->k->no == KIND_TAG)) {
		sb_printf(out, "%s '%s'", h->k->no == KIND_TERM ? "word" : "tag", h->text);
	} else if (h->k->no == KIND_USER && h->there) {
		q = query(f->c->db, f->e, "SELECT name FROM users WHERE id=$1", h->id);
		sb_printf(out, "user %s", query_row(&q) ? db_text(q.st, 0, NULL) : id);
		query_end(&q);
	} else {
		sb_adds(out, id);
	}
	if (!h->field)
		sb_adds(out, h->there ? ": what was removed" : ": the removed record");
	else if (h->k->no != KIND_TERM && h->k->no != KIND_TAG)
		sb_printf(out, ": %s", h->field->name);
}

struct told { bool theirs, maskable; };

static void tell(struct forget *f, void *arg, const struct forget_hit *h)
{
	struct strbuf place = STRBUF_INIT;
	struct told *told = arg;

	told->theirs = told->theirs || h->theirs;
	if (h->theirs)
		return;
	told->maskable = told->maskable || h->past || !h->field || !forget_is_name(h->k, h->field);
	place_of(f, h, &place);
	crm_fail(f->e, CRM_NO, "%s%s still names the person%s", h->past ? "history of " : "", place.buf, remedy(h));
	sb_release(&place);
}

enum crm_status forget_places(struct forget *f, bool *theirs)
{
	size_t before = f->e->failures;
	struct told told = {false, false};
	char id[32];
	enum crm_status s = forget_scan(f, tell, &told);

	*theirs = told.theirs;
	id_format(id, &kind_contact, f->id);
	if (!s && told.maskable && !f->opt->everywhere)
		crm_note(f->e, "%s: --everywhere masks what others don't go by, also where a namesake is meant", id);
	return s ? s : f->e->failures > before ? CRM_NO : CRM_OK;
}
