/* log_load.c - what lines of the history need, read for many of them at once: the changes
 * themselves, later ones of elements of lists, rows that are there or were removed, whose they are,
 * and their currencies. */
#include "log_impl.h"

#include <stdlib.h>
#include "../base/array.h"
#include "../model/kinds.h"

static int by_key(const void *a, const void *b)
{
	const struct log_record *x = a, *y = b;

	return x->kind != y->kind ? int64_order(x->kind, y->kind) : int64_order(x->id, y->id);
}

static size_t distinct(struct log_record *k, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(k, n, sizeof *k, by_key);
	for (size_t i = 0; i < n; i++)
		if (!kept || by_key(&k[kept - 1], &k[i]) != 0)
			k[kept++] = k[i];
	return kept;
}

/* The ids of one kind, from k[0] on; their number. */
static size_t ids_of(const struct log_record *k, size_t n, int64_t *ids)
{
	size_t i = 0;

	for (; i < n && i < LOG_BLOCK && k[i].kind == k[0].kind; i++)
		ids[i] = k[i].id;
	return i;
}

/* ---- changes ---- */

static int by_change(const void *a, const void *b)
{
	const struct past_change *x = a, *y = b;
	int d = int64_order(x->kind, y->kind);

	d = d ? d : int64_order(x->id, y->id);
	d = d ? d : int64_order(x->batch, y->batch);
	return d ? d : int64_order(x->seq, y->seq);
}

static size_t keep(struct log_past *p, struct stmt *st, int col, bool *null)
{
	size_t n, at = p->text.len;
	const char *text = db_text(st, col, &n);

	*null = !text;
	sb_add(&p->text, text ? text : "", text ? n + 1 : 1); /* with its NUL */
	return at;
}

static enum crm_status load_changes(struct log_past *p, int kind, const int64_t *ids, size_t n, int64_t lo, int64_t hi,
                                    struct crm_error *e)
{
	struct query q = query(p->c->db, e,
	                       "SELECT id, batch, seq, field, old, new FROM change WHERE kind=$2 "
	                       "AND id IN " DB_AMONG("1") " AND batch BETWEEN $3 AND $4 ORDER BY id, batch, seq");

	query_among(&q, 1, ids, n);
	query_int(&q, 2, kind);
	query_int(&q, 3, lo);
	query_int(&q, 4, hi);
	while (query_row(&q)) {
		struct past_change *x;

		ARRAY_ROOM(p->change, p->nchanges);
		x = &p->change[p->nchanges++];
		*x = (struct past_change){.kind = kind, .id = db_int(q.st, 0), .batch = db_int(q.st, 1),
			.seq = db_int(q.st, 2), .field = (int)db_int(q.st, 3)};
		x->old = keep(p, q.st, 4, &x->no_old);
		x->nold = p->text.len - x->old - 1;
		x->new = keep(p, q.st, 5, &x->no_new);
		x->nnew = p->text.len - x->new - 1;
	}
	return query_end(&q);
}

const struct past_change *log_past_changes(const struct log_past *p, int kind, int64_t id, int64_t batch, int64_t seq)
{
	const struct past_change key = {.kind = kind, .id = id, .batch = batch, .seq = seq};
	size_t lo = 0, hi = p->nchanges;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (by_change(&p->change[mid], &key) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < p->nchanges && p->change[lo].kind == kind && p->change[lo].id == id ? &p->change[lo] : NULL;
}

/* ---- rows ---- */

/* Owners of elements that were removed: whether they went along. */
static enum crm_status load_owners(struct log_past *p, const struct log_entry *x, size_t n, struct crm_error *e)
{
	struct log_record *owner = crm_malloc((n + 1) * sizeof *owner);
	int64_t ids[LOG_BLOCK];
	const char *json;
	size_t nowners = 0, len;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++) {
		const struct crm_kind *k = kind_by_no(x[i].kind);

		if (x[i].order != 2 || !k || !log_list_field(k))
			continue;
		if (!peek_removal(&p->peek, k, x[i].id, x[i].batch, &json, &len) || !json)
			continue;
		s = history_row_parse(p->c, k, json, len, &p->row, e);
		if (!s)
			owner[nowners++] = (struct log_record){
			        (int)history_row_value(&p->row, kind_field(k, "kind")->no).i,
			        history_row_value(&p->row, kind_field(k, "record")->no).i};
	}
	nowners = distinct(owner, nowners);
	for (size_t i = 0, some; i < nowners && !s; i += some) {
		some = ids_of(owner + i, nowners - i, ids);
		if (kind_by_no(owner[i].kind))
			s = peek_load(&p->peek, kind_by_no(owner[i].kind), "id", ids, some, true, e);
	}
	free(owner);
	return s;
}

/* Lines of offers have the currency of theirs. */
static enum crm_status load_line_offers(struct log_past *p, const int64_t *lines, size_t n, struct crm_error *e)
{
	const struct crm_kind *k = kind_by_no(KIND_LINE);
	struct log_record *offer = crm_malloc((n + 1) * sizeof *offer);
	int64_t ids[LOG_BLOCK];
	struct value v;
	bool found;
	size_t noffers = 0;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++) {
		s = peek_read(&p->peek, k, kind_field(k, "offer"), lines[i], &v, &found, e);
		if (!s && !found && !(s = peek_removed(&p->peek, k, lines[i], &p->row, &found, e)) && found)
			v = history_row_value(&p->row, kind_field(k, "offer")->no);
		if (!s && v.is == V_INT)
			offer[noffers++] = (struct log_record){KIND_OFFER, v.i};
	}
	noffers = ids_of(offer, distinct(offer, noffers), ids);
	if (!s)
		s = peek_load(&p->peek, kind_by_no(KIND_OFFER), "currency", ids, noffers, true, e);
	free(offer);
	return s;
}

/* Rows of the kind that lines look at. */
static enum crm_status load_rows(struct log_past *p, const struct crm_kind *k, const int64_t *ids, size_t n,
                                 struct crm_error *e)
{
	enum crm_status s = CRM_OK;

	if (k->flags & K_CHILD)
		s = peek_load(&p->peek, k, NULL, ids, n, true, e);
	else
		s = peek_load(&p->peek, k, "currency", ids, n, true, e);
	return s || k->no != KIND_LINE ? s : load_line_offers(p, ids, n, e);
}

void log_past_forget(struct log_past *p)
{
	peek_forget(&p->peek);
	p->nchanges = p->nasked = 0;
	sb_reset(&p->text);
}

enum crm_status log_past_load(struct log_past *p, const struct log_entry *x, size_t n, struct crm_error *e)
{
	int64_t lo = INT64_MAX, hi = INT64_MIN, ids[LOG_BLOCK];
	enum crm_status s = CRM_OK;

	log_past_forget(p);
	for (size_t i = 0; i < n; i++) {
		lo = x[i].batch < lo ? x[i].batch : lo;
		hi = x[i].batch > hi ? x[i].batch : hi;
		/* of an added record nothing is told but its id, of an alias whose it is */
		if (x[i].order || x[i].kind == KIND_ALIAS ||
		    (kind_by_no(x[i].kind) && log_list_field(kind_by_no(x[i].kind)))) {
			GROW(p->asked, p->nasked, p->aasked);
			p->asked[p->nasked++] = (struct log_record){x[i].kind, x[i].id};
		}
	}
	p->nasked = distinct(p->asked, p->nasked);
	for (size_t i = 0, some; i < p->nasked && !s; i += some) {
		const struct crm_kind *k = kind_by_no(p->asked[i].kind);

		some = ids_of(p->asked + i, p->nasked - i, ids);
		s = load_changes(p, p->asked[i].kind, ids, some, lo, k && log_list_field(k) ? INT64_MAX : hi, e);
		if (!s && k)
			s = load_rows(p, k, ids, some, e);
	}
	if (p->nchanges)
		qsort(p->change, p->nchanges, sizeof *p->change, by_change);
	return s ? s : load_owners(p, x, n, e);
}
