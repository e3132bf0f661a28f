/* timeline_known.c - what telling a block of entries needs, read for all of them at once: what
 * records are called and whose they are, moves, and what became of those that were merged. */
#include "timeline_impl.h"

#include <stdlib.h>
#include "../base/array.h"
#include "../ask/ref.h"
#include "../model/kinds.h"
#include "../people/people_kinds.h"

#define BLOCK 1000

static int by_record(const void *a, const void *b)
{
	const struct tl_card *x = a, *y = b;

	return x->kind != y->kind ? int64_order(x->kind, y->kind) : int64_order(x->id, y->id);
}

static void want(struct tl_known *w, int kind, int64_t id)
{
	ARRAY_PUSH(w->card, w->ncards, (struct tl_card){.kind = kind, .id = id});
}

struct tl_card *timeline_card(const struct tl_known *w, int kind, int64_t id)
{
	const struct tl_card key = {.kind = kind, .id = id};

	return w->ncards ? bsearch(&key, w->card, w->ncards, sizeof key, by_record) : NULL;
}

static void settle(struct tl_known *w)
{
	size_t n = 0;

	if (w->ncards)
		qsort(w->card, w->ncards, sizeof *w->card, by_record);
	for (size_t i = 0; i < w->ncards; i++)
		if (!n || by_record(&w->card[n - 1], &w->card[i]) != 0)
			w->card[n++] = w->card[i];
	w->ncards = n;
}

/* ---- cards ---- */

static const struct {
	int kind;
	const char *sql;
} cards[] = {
    {KIND_COMPANY, "SELECT id, name, NULL, NULL, id FROM company WHERE id IN " DB_AMONG("1")},
    {KIND_CONTACT, "SELECT id, name, NULL, id, company FROM contact WHERE id IN " DB_AMONG("1")},
    {KIND_OFFER, "SELECT id, title, id, contact, company FROM offer WHERE id IN " DB_AMONG("1")},
    {KIND_TASK, "SELECT id, title, offer, contact, company FROM task WHERE id IN " DB_AMONG("1")},
};

static void set_label(struct tl_known *w, struct tl_card *card, const char *label, size_t n)
{
	card->at = w->text.len;
	card->len = n;
	sb_add(&w->text, label, n);
}

static enum crm_status read_cards(struct timeline *t, struct tl_known *w, const char *sql, int kind, const int64_t *ids,
                                  size_t n)
{
	struct query q = query(t->c->db, t->e, sql);

	query_among(&q, 1, ids, n);
	while (query_row(&q)) {
		struct tl_card *card = timeline_card(w, kind, db_int(q.st, 0));
		size_t len;
		const char *label = db_text(q.st, 1, &len);

		if (!card)
			continue;
		card->there = true;
		if (label)
			set_label(w, card, label, len);
		card->offer = db_int(q.st, 2);
		card->contact = db_int(q.st, 3);
		card->company = db_int(q.st, 4);
	}
	return query_end(&q);
}

static enum crm_status read_labels(struct timeline *t, struct tl_known *w, const struct crm_kind *k, const int64_t *ids,
                                   size_t n)
{
	struct id_texts labels = {.text = STRBUF_INIT};
	enum crm_status s = ref_labels(t->c, k, ids, n, &labels, t->e);

	for (size_t i = 0; i < labels.n; i++) {
		struct tl_card *card = timeline_card(w, k->no, labels.of[i].id);

		card->there = labels.of[i].len != 0;
		set_label(w, card, labels.text.buf + labels.of[i].at, labels.of[i].len);
	}
	id_texts_free(&labels);
	return s;
}

/* Those of one kind, and of what isn't there what it was when it was removed. */
static enum crm_status read_kind(struct timeline *t, struct tl_known *w, struct tl_card *card, size_t n)
{
	const struct crm_kind *k = kind_by_no(card->kind);
	int64_t ids[BLOCK];
	const char *sql = NULL;
	size_t gone = 0;
	enum crm_status s;

	for (size_t i = 0; i < n; i++)
		ids[i] = card[i].id;
	for (size_t i = 0; i < sizeof cards / sizeof *cards; i++)
		if (cards[i].kind == card->kind)
			sql = cards[i].sql;
	s = sql ? read_cards(t, w, sql, card->kind, ids, n) : k ? read_labels(t, w, k, ids, n) : CRM_OK;
	for (size_t i = 0; i < n; i++)
		if (!card[i].there)
			ids[gone++] = card[i].id;
	return s || !k ? s : peek_load(&w->peek, k, "id", ids, gone, true, t->e);
}

/* ---- moves, merged records ---- */

static int by_move(const void *a, const void *b)
{
	const struct tl_move *x = a, *y = b;

	return x->offer != y->offer ? int64_order(x->offer, y->offer) : int64_order(x->seq, y->seq);
}

const struct tl_move *timeline_move(const struct tl_known *w, int64_t offer, int64_t seq)
{
	const struct tl_move key = {.offer = offer, .seq = seq};

	return w->nmoves ? bsearch(&key, w->move, w->nmoves, sizeof key, by_move) : NULL;
}

/* Ids of the items of a type into ids, which has room for a block; their number. */
static size_t ids_of(const struct tl_item *x, size_t n, enum tl_type type, int64_t *ids)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (x[i].type == type)
			ids[k++] = x[i].id;
	return k;
}

static enum crm_status read_moves(struct timeline *t, struct tl_known *w, const struct tl_item *x, size_t n)
{
	struct query q = query(t->c->db, t->e,
	                       "SELECT offer, seq, from_stage, to_stage, by, value, currency FROM stage_move "
	                       "WHERE offer IN " DB_AMONG("1") " ORDER BY offer, seq");
	int64_t ids[BLOCK];
	const size_t nids = ids_of(x, n, TL_MOVE, ids);

	query_among(&q, 1, ids, nids);
	while (nids && query_row(&q))
		ARRAY_PUSH(w->move, w->nmoves, (struct tl_move){db_int(q.st, 0), db_int(q.st, 1),
			db_null(q.st, 2) ? 0 : db_int(q.st, 2), db_int(q.st, 3), db_int(q.st, 4), db_int(q.st, 5),
			(int)db_int(q.st, 6), db_null(q.st, 5)});
	return query_end(&q);
}

int64_t timeline_survivor(const struct tl_known *w, int kind, int64_t old)
{
	for (size_t i = 0; i < w->naliases; i++)
		if (w->alias[i].kind == kind && w->alias[i].old == old)
			return w->alias[i].record;
	return 0;
}

static enum crm_status read_aliases(struct timeline *t, struct tl_known *w, const struct tl_item *x, size_t n)
{
	struct query q = query(t->c->db, t->e, "SELECT kind, old, record FROM alias WHERE old IN " DB_AMONG("1"));
	int64_t ids[BLOCK];
	const size_t nids = ids_of(x, n, TL_GONE, ids);

	query_among(&q, 1, ids, nids);
	while (nids && query_row(&q)) {
		ARRAY_PUSH(w->alias, w->naliases,
		           (struct tl_alias){(int)db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 2)});
		want(w, (int)db_int(q.st, 0), db_int(q.st, 2));
	}
	return query_end(&q);
}

/* ---- persons and companies ---- */

const struct tl_tie *timeline_tie(const struct tl_known *w, int64_t id)
{
	return w->nties ? bsearch(&id, w->tie, w->nties, sizeof *w->tie, int64_compare) : NULL;
}

static int by_mark(const void *a, const void *b)
{
	const struct tl_mark *x = a, *y = b;

	return x->batch != y->batch ? int64_order(x->batch, y->batch) : int64_order(x->a, y->a);
}

bool timeline_ended(const struct tl_known *w, int64_t batch, int64_t seq)
{
	const struct tl_mark key = {batch, seq, 0};

	return w->nended && bsearch(&key, w->ended, w->nended, sizeof key, by_mark);
}

bool timeline_made(const struct tl_known *w, int64_t batch, int64_t contact)
{
	for (size_t i = 0; i < w->nmade; i++)
		if (w->made[i].batch == batch && w->made[i].a <= contact && contact <= w->made[i].b)
			return true;
	return false;
}

static enum crm_status read_marks(struct query q, const int64_t *ids, size_t n, struct tl_mark **out, size_t *nout)
{
	query_among(&q, 1, ids, n);
	while (query_row(&q))
		ARRAY_PUSH(*out, *nout, (struct tl_mark){db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 2)});
	if (*nout)
		qsort(*out, *nout, sizeof **out, by_mark);
	return query_end(&q);
}

static enum crm_status read_some_ties(struct timeline *t, struct tl_known *w, const int64_t *ids,
                                      const int64_t *batches, size_t n)
{
	struct query q = query(t->c->db, t->e,
	                       "SELECT id, contact, company FROM affiliation WHERE id IN " DB_AMONG("1")
	                       " ORDER BY id");
	enum crm_status s;

	query_among(&q, 1, ids, n);
	while (query_row(&q)) {
		ARRAY_PUSH(w->tie, w->nties, (struct tl_tie){db_int(q.st, 0), db_int(q.st, 1), db_int(q.st, 2)});
		want(w, KIND_CONTACT, db_int(q.st, 1));
		want(w, KIND_COMPANY, db_int(q.st, 2));
	}
	s = query_end(&q);
	if (!s)
		s = read_marks(query(t->c->db, t->e,
		                     "SELECT batch, seq, 0 FROM change WHERE kind=" SQL(KIND_AFFILIATION)
		                     " AND id IN " DB_AMONG("1") " AND field=" SQL(AFFILIATION_TO)
		                     " AND new IS NOT NULL"),
		               ids, n, &w->ended, &w->nended);
	if (!s)
		s = read_marks(query(t->c->db, t->e,
		                     "SELECT batch, first, last FROM added WHERE batch IN " DB_AMONG("1")
		                     " AND kind=" SQL(KIND_CONTACT)),
		               batches, n, &w->made, &w->nmade);
	return s;
}

static int by_tie(const void *a, const void *b)
{
	const struct tl_tie *x = a, *y = b;

	return int64_order(x->id, y->id);
}

static enum crm_status read_ties(struct timeline *t, struct tl_known *w, const struct tl_item *x, size_t n)
{
	int64_t ids[BLOCK], batches[BLOCK];
	size_t some = 0;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++)
		for (size_t j = 0; x[i].type == TL_GROUP && j < x[i].n && !s; j++) {
			const struct log_entry *e = &t->entries.e[x[i].first + j];

			if (e->kind != KIND_AFFILIATION)
				continue;
			ids[some] = e->id;
			batches[some++] = e->batch;
			if (some == BLOCK) {
				s = read_some_ties(t, w, ids, batches, some);
				some = 0;
			}
		}
	if (!s && some)
		s = read_some_ties(t, w, ids, batches, some);
	if (w->nties)
		qsort(w->tie, w->nties, sizeof *w->tie, by_tie);
	return s;
}

/* ---- all of it ---- */

void timeline_forget(struct tl_known *w)
{
	peek_forget(&w->peek);
	w->ncards = w->nmoves = w->naliases = w->nties = w->nended = w->nmade = 0;
	sb_reset(&w->text);
}

void timeline_known_free(struct tl_known *w)
{
	peek_free(&w->peek);
	free(w->card);
	free(w->move);
	free(w->alias);
	free(w->tie);
	free(w->ended);
	free(w->made);
	sb_release(&w->text);
}

enum crm_status timeline_know(struct timeline *t, struct tl_known *w, const struct tl_item *x, size_t n)
{
	enum crm_status s;

	timeline_forget(w);
	for (size_t i = 0; i < n; i++)
		want(w, x[i].kind, x[i].id);
	s = read_aliases(t, w, x, n);
	if (!s)
		s = read_ties(t, w, x, n);
	settle(w);
	for (size_t i = 0, some; i < w->ncards && !s; i += some) {
		const struct tl_card *first = &w->card[i];

		for (some = 0; i + some < w->ncards && some < BLOCK && first[some].kind == first->kind; some++)
			;
		s = read_kind(t, w, &w->card[i], some);
	}
	return s ? s : read_moves(t, w, x, n);
}
