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

#define BRIEF 20  /* rows a person looks at */
#define BLOCK 1000 /* records read at a time */

enum column_no { COL_ID, COL_KIND, COL_LABEL, COL_FIELD, COL_SNIPPET, COL_COMPANY, COL_CONTACT, COLUMNS };
#define DEFAULT_COLUMNS 5
#define COLUMNS_MAX 32

static const char *const names[] = {"id", "kind", "label", "field", "snippet", "company", "contact", NULL};

/* A record found, and what is read of it. */
struct hit {
	const struct crm_kind *kind;
	int64_t id;
	const struct search_piece *piece; size_t npieces;
	bool there, lead;
};

struct searching {
	struct crm *c;
	const struct crm_search *q;
	struct sink *sink;
	struct crm_error *e;
	struct asked asked;
	enum column_no col[COLUMNS_MAX]; size_t ncol;
	struct search_reader *reader[KIND_NUMBERS]; /* by kind number, opened when one of the kind is found */
	struct strbuf text;
	struct hit hit[BLOCK]; size_t nhits;
	struct arena arena;        /* of their pieces */
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

static bool wants_place(const struct searching *s)
{
	for (size_t i = 0; i < s->ncol; i++)
		if (s->col[i] == COL_FIELD || s->col[i] == COL_SNIPPET)
			return true;
	return false;
}

/* ---- a row ---- */

static const struct search_piece *piece_of(const struct hit *h, const char *field)
{
	for (size_t i = 0; i < h->npieces; i++)
		if (strcmp(h->piece[i].field, field) == 0)
			return &h->piece[i];
	return NULL;
}

static void text_cell(struct sink *sink, const struct strbuf *b)
{
	sink_cell(sink, b->len ? CELL_TEXT : CELL_NULL, b->buf, b->len);
}

/* Like all references: the id, in tables the name. */
static void ref_cell(struct searching *s, const struct hit *h, const char *field, const struct crm_kind *to)
{
	const struct search_piece *p = piece_of(h, field);
	char id[32];

	if (!p || !p->ref)
		sink_cell(s->sink, CELL_NULL, NULL, 0);
	else if (sink_is_table(s->sink))
		sink_cell(s->sink, CELL_TEXT, p->s, p->n);
	else
		sink_cell(s->sink, CELL_PLAIN, id, id_format(id, to, p->ref));
}

static void write_cell(struct searching *s, const struct hit *h, enum column_no col, const struct search_piece *found,
                       const struct strbuf *snippet)
{
	const struct search_piece *label;
	char id[32];

	switch (col) {
	case COL_ID:
		sink_cell(s->sink, CELL_PLAIN, id, id_format(id, h->kind, h->id));
		return;
	case COL_KIND:
		sink_cell(s->sink, CELL_PLAIN, h->lead ? kind_lead.name : h->kind->name,
		          strlen(h->lead ? kind_lead.name : h->kind->name));
		return;
	case COL_LABEL:
		label = piece_of(h, h->kind->label);
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
		ref_cell(s, h, "company", &kind_company);
		return;
	default:
		ref_cell(s, h, "contact", &kind_contact);
	}
}

static void write_row(struct searching *s, const struct hit *h, struct strbuf *snippet)
{
	const struct search_piece *found = NULL;

	sb_reset(snippet);
	if (wants_place(s))
		found = search_snippet(&s->asked, h->piece, h->npieces, sink_marks(s->sink), snippet);
	for (size_t i = 0; i < s->ncol; i++)
		write_cell(s, h, s->col[i], found, snippet);
	sink_end_row(s->sink);
}

/* ---- reading records, a block of them at a time ---- */

static const char *keep(struct searching *s, const char *p, size_t n)
{
	return p ? arena_strndup(&s->arena, p, n) : NULL;
}

static void keep_pieces(struct searching *s, struct hit *h, const struct search_piece *p, size_t n)
{
	struct search_piece *copy = arena_alloc(&s->arena, (n + 1) * sizeof *copy);

	for (size_t i = 0; i < n; i++) {
		copy[i] = p[i];
		copy[i].s = keep(s, p[i].s, p[i].n);
		copy[i].key = keep(s, p[i].key, p[i].nkey);
	}
	h->piece = copy;
	h->npieces = n;
}

static struct hit *hit_of(struct hit *const *of, size_t n, int64_t id)
{
	for (size_t lo = 0, hi = n; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;
		if (of[mid]->id == id)
			return of[mid];
		if (of[mid]->id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

static int by_id(const void *a, const void *b)
{
	const struct hit *const *x = a, *const *y = b;

	return int64_order((*x)->id, (*y)->id);
}

static bool wanted(const struct searching *s, const struct hit *h)
{
	return h->kind->no != KIND_OFFER || s->asked.leads == s->asked.offers || h->lead == s->asked.leads;
}

/* Lists are read where the place is asked for that tells why a record was found. */
static enum crm_status read_kind(struct searching *search, const struct crm_kind *k)
{
	struct search_reader **r = &search->reader[k->no];
	struct hit *of[BLOCK], *h;
	const struct search_piece *p;
	int64_t ids[BLOCK], id;
	size_t n = 0, np;
	enum crm_status s = *r ? CRM_OK : search_reader_open(r, search->c->db, k, SEARCH_BY_SET | SEARCH_SHOW,
	                                                     wants_place(search) ? 0 : UINT64_MAX, search->e);

	if (s)
		return s;
	for (size_t i = 0; i < search->nhits; i++)
		if (search->hit[i].kind == k)
			of[n++] = &search->hit[i];
	qsort(of, n, sizeof *of, by_id);
	for (size_t i = 0; i < n; i++)
		ids[i] = of[i]->id;
	search_reader_set(*r, ids, n, search->e);
	while (search_reader_next(*r, &id, &p, &np))
		if ((h = hit_of(of, n, id))) {
			h->lead = search_reader_lead(*r);
			h->there = wanted(search, h);
			keep_pieces(search, h, p, np);
		}
	return search_reader_status(*r);
}

/* Up to `most` of those found; there: those asked for among them. */
static enum crm_status read_block(struct searching *search, struct search *found, size_t most)
{
	bool ids = only_ids(search);
	uint64_t kinds = 0;
	enum crm_status s = CRM_OK;
	int64_t id;
	int kind;

	search->nhits = 0;
	arena_free(&search->arena);
	while (search->nhits < most && search_next(found, &kind, &id))
		if (kind_by_no(kind)) {
			search->hit[search->nhits++] = (struct hit){.kind = kind_by_no(kind), .id = id, .there = ids};
			kinds |= UINT64_C(1) << kind;
		}
	for (int i = 0; i < KIND_NUMBERS && !s && !ids; i++)
		if (kinds >> i & 1)
			s = read_kind(search, kind_by_no(i));
	return s;
}

static enum crm_status write_rows(struct searching *search, struct search *found, int64_t *more)
{
	struct strbuf snippet = STRBUF_INIT;
	bool count = search->q->brief && search->q->limit < 0;
	int64_t limit = search->q->limit >= 0 ? search->q->limit : search->q->brief ? BRIEF : INT64_MAX, rows = 0;
	size_t most = limit < BLOCK && !count && search->asked.leads == search->asked.offers ? (size_t)limit : BLOCK;
	enum crm_status s = CRM_OK;

	do {
		s = read_block(search, found, most);
		for (size_t i = 0; i < search->nhits && !s && !sink_stopped(search->sink); i++)
			if (search->hit[i].there && rows++ < limit)
				write_row(search, &search->hit[i], &snippet);
	} while (!s && search->nhits == most && !sink_stopped(search->sink) && (rows < limit || count));
	*more = rows > limit && count ? rows - limit : 0;
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
	struct searching *search = crm_calloc(1, sizeof *search);
	bool own;
	enum crm_status s = db_read(c->db, &own, e);

	if (s)
		goto out;
	search->c = c;
	search->q = q;
	search->sink = sink;
	search->e = e;
	search->text = (struct strbuf)STRBUF_INIT;
	s = asked_parse(c, q->operands, q->noperands, &search->asked, e);
	if (!s)
		s = choose_columns(search);
	if (!s)
		s = answer(search);
	for (size_t i = 0; i < KIND_NUMBERS; i++)
		search_reader_close(search->reader[i]);
	asked_free(&search->asked);
	sb_release(&search->text);
	arena_free(&search->arena);
	db_read_end(c->db, own);
out:
	free(search);
	return s;
}
