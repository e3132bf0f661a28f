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
	enum db_step step = DB_DONE;
	enum crm_status s = search_reader_open(&r, db, k, false, 0, e);
	int64_t id;
	size_t n;

	if (s)
		return s;
	search_reader_range(r, ALL_IDS);
	while (!s && (step = search_reader_next(r, &id, &p, &n, e)) == DB_ROW) {
		search_document_fill(&d, p, n);
		s = search_add(db, k->no, id, &d.words, e);
	}
	search_reader_close(r);
	search_document_free(&d);
	return step == DB_FAIL ? e->status : s;
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

/* The documents up to a record's, which step stands on or before. */
static enum db_step compare(const struct crm_kind *k, int64_t id, const struct search_words *w, struct stmt *documents, enum db_step step,
                            struct crm_error *e)
{
	for (; step == DB_ROW && db_int(documents, 0) < id; step = db_step(documents, e))
		finding(k, db_int(documents, 0), "is not there, but can be found", e);
	if (step != DB_ROW || db_int(documents, 0) != id) {
		if (step != DB_FAIL && w && !is_empty(w))
			finding(k, id, "cannot be found", e);
		return step;
	}
	if (!same(w, documents))
		finding(k, id, "is found by other words than it has", e);
	return db_step(documents, e);
}

static enum crm_status compare_kind(struct crm *c, const struct crm_kind *k, struct crm_error *e)
{
	struct search_document d = EMPTY;
	struct search_reader *r = NULL;
	struct stmt *documents = NULL;
	const struct search_piece *p;
	enum db_step step = DB_DONE, document = DB_DONE;
	enum crm_status s = search_reader_open(&r, c->db, k, false, 0, e);
	int64_t id;
	size_t n;

	if (!s)
		s = search_documents(c->db, k->no, &documents, e);
	if (s)
		goto out;
	search_reader_range(r, ALL_IDS);
	document = db_step(documents, e);
	while (document != DB_FAIL && (step = search_reader_next(r, &id, &p, &n, e)) == DB_ROW) {
		search_document_fill(&d, p, n);
		document = compare(k, id, &d.words, documents, document, e);
	}
	document = compare(k, INT64_MAX, NULL, documents, document, e);
	s = step == DB_FAIL || document == DB_FAIL ? e->status : CRM_OK;
out:
	search_reader_close(r);
	db_finalize(documents);
	search_document_free(&d);
	return s;
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
