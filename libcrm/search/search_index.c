/* search_index.c - the index as a whole: all documents made, and all of them compared. */
#include "search.h"

#include "../model/kinds.h"
#include "../model/value.h"

#define ALL_IDS INT64_C(1), INT64_MAX

static const struct search_document EMPTY = {{STRBUF_INIT, STRBUF_INIT, STRBUF_INIT}, STRBUF_INIT, {{NULL}, {0}}};

static enum crm_status build_kind(struct db *db, const struct crm_kind *k, struct crm_error *e)
{
	struct search_document d = EMPTY;
	struct search_reader *r;
	const struct search_piece *p;
	enum crm_status s = search_reader_open(&r, db, k, SEARCH_BY_RANGE, 0, e);
	int64_t id;
	size_t n;

	if (s)
		return s;
	search_reader_range(r, ALL_IDS, e);
	while (!s && search_reader_next(r, &id, &p, &n)) {
		search_document_fill(&d, p, n);
		s = search_add(db, k->no, id, &d.words, e);
	}
	s = s ? s : search_reader_status(r);
	search_reader_close(r);
	search_document_free(&d);
	return s;
}

enum crm_status search_build(struct db *db, struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++)
		if (search_kind(*k))
			s = build_kind(db, *k, e);
	return s;
}

/* ---- comparing ---- */

static void finding(const struct crm_kind *k, int64_t id, const char *what, struct crm_error *e)
{
	char name[32];

	id_format(name, k, id);
	crm_fail(e, CRM_NO, "%s %s: %s: 'crm-db reindex' makes the search index afresh", k->name, name, what);
}

static bool same(const struct search_words *w, struct stmt *st)
{
	for (int i = 0; i < SEARCH_PARTS; i++) {
		size_t n;
		const char *s = db_text(st, i + 1, &n);

		if (n != w->n[i] || (n && memcmp(s, w->s[i], n) != 0))
			return false;
	}
	return true;
}

static bool is_empty(const struct search_words *w)
{
	return !w->n[SEARCH_NAME] && !w->n[SEARCH_MORE] && !w->n[SEARCH_TEXT];
}

/* The documents up to a record's; *row: they stand on one. */
static void compare(const struct crm_kind *k, int64_t id, const struct search_words *w, struct query *documents,
                    bool *row)
{
	for (; *row && db_int(documents->st, 0) < id; *row = query_row(documents))
		finding(k, db_int(documents->st, 0), "is not there, but can be found", documents->e);
	if (*row && db_int(documents->st, 0) == id) {
		if (!same(w, documents->st))
			finding(k, id, "is found by other words than it has", documents->e);
		*row = query_row(documents);
	} else if (!documents->s && w && !is_empty(w)) {
		finding(k, id, "cannot be found", documents->e);
	}
}

static enum crm_status compare_kind(struct crm *c, const struct crm_kind *k, struct crm_error *e)
{
	struct search_document d = EMPTY;
	struct search_reader *r;
	struct query documents;
	const struct search_piece *p;
	enum crm_status s = search_reader_open(&r, c->db, k, SEARCH_BY_RANGE, 0, e);
	int64_t id;
	size_t n;
	bool row;

	if (s)
		return s;
	documents = search_documents(c->db, k->no, e);
	row = query_row(&documents);
	search_reader_range(r, ALL_IDS, e);
	while (!documents.s && search_reader_next(r, &id, &p, &n)) {
		search_document_fill(&d, p, n);
		compare(k, id, &d.words, &documents, &row);
	}
	s = search_reader_status(r);
	if (!s)
		compare(k, INT64_MAX, NULL, &documents, &row);
	search_reader_close(r);
	search_document_free(&d);
	return query_end(&documents) ? documents.s : s;
}

enum crm_status search_compare(struct crm *c, struct crm_error *e)
{
	size_t before = e->failures;
	enum crm_status s = CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && !s; k++)
		if (search_kind(*k))
			s = compare_kind(c, *k, e);
	if (!s)
		s = search_check(c->db, e);
	return s ? s : e->failures > before ? CRM_NO : CRM_OK;
}
