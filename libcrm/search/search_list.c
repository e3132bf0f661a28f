/* search_list.c - crm_search: the records that hold the words, best first, each with the place that
 * tells why */
#include "crm_search.h"
#include "../base/utf8.h"
#include "search.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../model/value.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

#define BRIEF 20 /* rows a person looks at */

enum column_no { COL_ID, COL_KIND, COL_LABEL, COL_FIELD, COL_SNIPPET, COL_COMPANY, COL_CONTACT, COLUMNS };
#define DEFAULT_COLUMNS 5
#define COLUMNS_MAX 32

static const char *const names[] = {"id", "kind", "label", "field", "snippet", "company", "contact", NULL};

struct searching {
	struct crm *c;
	const struct crm_search *q;
	struct sink *sink;
	struct crm_error *e;
	struct asked asked;
	enum column_no col[COLUMNS_MAX]; size_t ncol;
	struct search_reader *reader[KIND_NUMBERS]; /* by kind number, opened when one of the kind is found */
	struct strbuf text;
	/* the record */
	const struct crm_kind *kind;
	int64_t id;
	const struct search_piece *piece; size_t npieces;
	bool lead;
};

/* ---- columns ---- */

static enum crm_status add_column(struct searching *s, const char *name, size_t n)
{
	char word[32];
	const char *near;

	for (size_t i = 0; i < COLUMNS; i++)
		if (strlen(names[i]) == n && memcmp(names[i], name, n) == 0) {
			if (s->ncol == COLUMNS_MAX)
				return crm_fail(s->e, CRM_USAGE, "more than %d columns", COLUMNS_MAX);
			s->col[s->ncol++] = (enum column_no)i;
			return CRM_OK;
		}
	snprintf(word, sizeof word, "%.*s", (int)(n < 31 ? n : 31), name);
	near = utf8_nearest(word, names);
	return crm_fail(s->e, CRM_USAGE, near ? "no column '%s', nearest is '%s'" : "no column '%s'", word, near);
}

static enum crm_status choose_columns(struct searching *search)
{
	const char *list = search->q->columns;
	bool more = list && *list == '+';
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < DEFAULT_COLUMNS && (!list || more); i++)
		search->col[search->ncol++] = (enum column_no)i;
	list += more;
	for (size_t n; list && !s; list = list[n] ? list + n + 1 : NULL) {
		n = strcspn(list, ",");
		s = add_column(search, list, n);
	}
	return s;
}

/* Whether ids are all that is asked for: then no record is read. */
static bool only_ids(const struct searching *s)
{
	for (size_t i = 0; i < s->ncol; i++)
		if (s->col[i] != COL_ID)
			return false;
	return s->asked.leads == s->asked.offers;
}

/* ---- a row ---- */

static const struct search_piece *piece_of(const struct searching *s, const char *field)
{
	for (size_t i = 0; i < s->npieces; i++)
		if (strcmp(s->piece[i].field, field) == 0)
			return &s->piece[i];
	return NULL;
}

static void text_cell(struct sink *sink, const struct strbuf *b)
{
	sink_cell(sink, b->len ? CELL_TEXT : CELL_NULL, b->buf, b->len);
}

/* Like all references: the id, in tables the name. */
static void ref_cell(struct searching *s, const char *field, const struct crm_kind *to)
{
	const struct search_piece *p = piece_of(s, field);
	char id[32];

	if (!p || !p->ref)
		sink_cell(s->sink, CELL_NULL, NULL, 0);
	else if (sink_is_table(s->sink))
		sink_cell(s->sink, CELL_TEXT, p->s, p->n);
	else
		sink_cell(s->sink, CELL_PLAIN, id, id_format(id, to, p->ref));
}

static void write_cell(struct searching *s, enum column_no col, const struct search_piece *found,
                       const struct strbuf *snippet)
{
	const struct search_piece *label;
	char id[32];

	switch (col) {
	case COL_ID:
		sink_cell(s->sink, CELL_PLAIN, id, id_format(id, s->kind, s->id));
		return;
	case COL_KIND:
		sink_cell(s->sink, CELL_PLAIN, s->lead ? kind_lead.name : s->kind->name,
		          strlen(s->lead ? kind_lead.name : s->kind->name));
		return;
	case COL_LABEL:
		label = piece_of(s, s->kind->label);
		sb_reset(&s->text);
		if (label)
			search_line(&s->text, label->s, label->n);
		text_cell(s->sink, &s->text);
		return;
	case COL_FIELD:
		sink_cell(s->sink, found ? CELL_PLAIN : CELL_NULL, found ? found->field : "",
		          found ? strlen(found->field) : 0);
		return;
	case COL_SNIPPET:
		sink_cell(s->sink,
		          sink_marks(s->sink) && snippet->len ? CELL_MARKED
		          : snippet->len                      ? CELL_TEXT
		                                              : CELL_NULL,
		          snippet->buf, snippet->len);
		return;
	case COL_COMPANY:
		ref_cell(s, "company", &kind_company);
		return;
	default:
		ref_cell(s, "contact", &kind_contact);
	}
}

static void write_row(struct searching *s, struct strbuf *snippet)
{
	const struct search_piece *found = NULL;

	sb_reset(snippet);
	for (size_t i = 0; i < s->ncol && !found; i++)
		if (s->col[i] == COL_FIELD || s->col[i] == COL_SNIPPET)
			found = search_snippet(&s->asked, s->piece, s->npieces, sink_marks(s->sink), snippet);
	for (size_t i = 0; i < s->ncol; i++)
		write_cell(s, s->col[i], found, snippet);
	sink_end_row(s->sink);
}

/* *there: the record is one of those asked for. */
static enum crm_status read_record(struct searching *search, bool *there)
{
	struct search_reader **r = &search->reader[search->kind->no];
	enum crm_status s = *r ? CRM_OK : search_reader_open(r, search->c->db, search->kind, true, 0, search->e);
	int64_t id;
	bool row;

	*there = false;
	if (s)
		return s;
	search_reader_range(*r, search->id, search->id, search->e);
	row = search_reader_next(*r, &id, &search->piece, &search->npieces);
	search->lead = row && search_reader_lead(*r);
	*there = row && (search->kind->no != KIND_OFFER || search->asked.leads == search->asked.offers ||
	                 search->lead == search->asked.leads);
	return search_reader_status(*r);
}

static enum crm_status write_rows(struct searching *search, struct search *found, int64_t *more)
{
	struct strbuf snippet = STRBUF_INIT;
	bool ids = only_ids(search), there = true;
	int64_t limit = search->q->limit >= 0 ? search->q->limit : search->q->brief ? BRIEF : INT64_MAX, rows = 0;
	bool count = search->q->brief && search->q->limit < 0;
	enum crm_status s = CRM_OK;
	int kind;

	while (!s && !sink_stopped(search->sink) && (rows < limit || count) && search_next(found, &kind, &search->id)) {
		search->kind = kind_by_no(kind);
		if (!search->kind)
			continue;
		if (!ids)
			s = read_record(search, &there);
		if (s || !there)
			continue;
		if (rows++ < limit)
			write_row(search, &snippet);
	}
	*more = rows > limit ? rows - limit : 0;
	sb_release(&snippet);
	return s;
}

static enum crm_status answer(struct searching *search)
{
	struct sink_column columns[COLUMNS_MAX];
	struct search *found = NULL;
	int64_t more = 0;
	enum crm_status s, end;

	/* what the index cannot tell, leads from offers, is looked at row by row */
	if (search->asked.leads == search->asked.offers && !search->q->brief)
		search->asked.query.limit = search->q->limit;
	s = search_begin(search->c->db, &search->asked.query, &found, search->e);
	if (s)
		return s;
	for (size_t i = 0; i < search->ncol; i++)
		columns[i] = (struct sink_column){names[search->col[i]], false};
	sink_begin(search->sink, columns, search->ncol);
	s = write_rows(search, found, &more);
	sink_end(search->sink);
	end = search_end(found);
	s = s ? s : end;
	if (!s && more)
		crm_note(search->e, "%lld more: -n %d shows the first %d, a pipe takes all", (long long)more, 5 * BRIEF,
		         5 * BRIEF);
	return s;
}

enum crm_status crm_search(struct crm *c, const struct crm_search *q, struct sink *sink, struct crm_error *e)
{
	struct searching search = {.c = c, .q = q, .sink = sink, .e = e, .text = STRBUF_INIT};
	bool own;
	enum crm_status s = db_read(c->db, &own, e);

	if (s)
		return s;
	s = asked_parse(c, q->operands, q->noperands, &search.asked, e);
	if (!s)
		s = choose_columns(&search);
	if (!s)
		s = answer(&search);
	for (size_t i = 0; i < KIND_NUMBERS; i++)
		search_reader_close(search.reader[i]);
	asked_free(&search.asked);
	sb_release(&search.text);
	db_read_end(c->db, own);
	return s;
}
