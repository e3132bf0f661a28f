/* forecast.c - what is coming: open offers by period or field with the law of their sum, and what
 * was won */
#include <string.h>

#include "forecast.h"

#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../offer/offer_kinds.h"

/* Columns before those of the dims: offer_open and offer_closed hold them, so that neither query
 * reads the table. A pin is told from a stage by its sign: each column less is worth some percent
 * of a large forecast. */
#define OPEN "o.id, o.expected_close, o.currency, coalesce(o.pin, -o.stage), o.value"
#define WON  "o.id, o.closed, o.currency, o.value"

/* An integer and whether there is one: nearly always the value alone tells. */
static bool int_column(struct stmt *st, int col, int64_t *v)
{
	*v = db_int(st, col);
	return *v || !db_null(st, col);
}

static enum crm_status read_open(struct forecast_run *r, const struct offers *o, struct crm *c, const char *columns,
                                 struct crm_error *e)
{
	struct value key[DIMS_MAX + 1];
	struct query q;
	struct ladder ladder;
	enum crm_status s = ladder_load(&ladder, c, e);
	int64_t last = 0, day;

	if (s)
		return s;
	q = offers_query(o, c, columns, r->dims.joins, "@o.state=" SQL(STATE_OPEN),
		"offer_open", e);
	while (query_row(&q)) {
		struct forecast_item x = {.dated = int_column(q.st, 1, &day), .currency = (int)db_int(q.st, 2),
			.p = (int)db_int(q.st, 3)};
		int64_t id;
		x.day = (int)day;
		x.valued = int_column(q.st, 4, &x.amount);
		if (x.p < 0)
			x.p = ladder_probability(&ladder, -x.p, false, 0);
		id = r->dims.sets || !x.valued ? db_int(q.st, 0) : 0;
		x.again = id && id == last;
		dims_read(&r->dims, q.st, 5, key);
		if (forecast_open(r, key, &x) && !x.valued && !x.again)
			missing_offer(&r->open_missing, id);
		last = id;
	}
	return query_end(&q);
}

static enum crm_status read_won(struct forecast_run *r, const struct offers *o, struct crm *c, const char *columns,
                                struct crm_error *e)
{
	struct value key[DIMS_MAX + 1];
	struct strbuf cond = STRBUF_INIT;
	struct query q;
	int64_t last = 0;

	sb_adds(&cond, "o.state=" SQL(STATE_WON) " AND @o.closed IS NOT NULL");
	offers_range(&cond, "closed", r->won, r->today);
	q = offers_query(o, c, columns, r->dims.joins, cond.buf, "offer_closed", e);
	sb_release(&cond);
	while (query_row(&q)) {
		int64_t id = db_int(q.st, 0);
		struct forecast_item x = {.dated = true, .day = (int)db_int(q.st, 1), .currency = (int)db_int(q.st, 2)};
		x.again = r->dims.sets && id == last;
		x.valued = int_column(q.st, 3, &x.amount);
		dims_read(&r->dims, q.st, 4, key);
		if (forecast_won(r, key, &x) && !x.valued && !x.again)
			missing_offer(&r->won_missing, id);
		last = id;
	}
	return query_end(&q);
}

static enum crm_status compute(struct crm *c, const struct crm_forecast *f, struct result *out, struct crm_error *e)
{
	struct strbuf open = STRBUF_INIT, won = STRBUF_INIT;
	struct forecast_run r = {0};
	struct offers o;
	enum crm_status status = dims_parse(&r.dims, c, &kind_offer, f->by ? f->by : "month", "expected_close",
	                                    "period", e);

	if (status)
		goto no_run;
	r.dims.periods_apart = true;
	if (f->period && date_counts_workdays(f->period, strlen(f->period)))
		status = lookup_calendar(c, &r.calendar, e);
	if (!status)
		status = forecast_init(&r, f, c->today, c->set.currency, e);
	if (status)
		goto no_offers;
	status = offers_select(&o, c, f->operands, f->noperands, f->ids, WORDS_OPTIONS, e);
	sb_adds(&open, OPEN);
	dims_select(&r.dims, &open);
	sb_adds(&won, WON);
	dims_select(&r.dims, &won);
	if (!status)
		status = read_open(&r, &o, c, open.buf, e);
	if (!status)
		status = read_won(&r, &o, c, won.buf, e);
	if (!status)
		status = forecast_rows(&r, out, e);
	offers_free(&o);
no_offers:
	forecast_free(&r);
no_run:
	dims_free(&r.dims);
	sb_release(&open);
	sb_release(&won);
	return status;
}

enum crm_status crm_forecast(struct crm *c, const struct crm_forecast *f, struct sink *s, struct crm_error *e)
{
	struct result out = RESULT_INIT;
	bool own;
	enum crm_status status = db_read(c->db, &own, e);

	if (!status)
		status = compute(c, f, &out, e);
	db_read_end(c->db, own);
	if (!status)
		forecast_print(&out, s);
	result_free(&out);
	return status;
}

/* ---- standard input: ids or rows ---- */

/* A source whose first line has been looked at. */
struct peeked { const struct crm_source *src; char *p; size_t n, at; };

static long read_peeked(void *arg, char *p, size_t n)
{
	struct peeked *k = arg;
	size_t left = k->n - k->at;

	if (!left)
		return k->src->read(k->src->arg, p, n);
	if (n > left)
		n = left;
	memcpy(p, k->p + k->at, n);
	k->at += n;
	return (long)n;
}

static const char *peeked_problem(void *arg)
{
	const struct peeked *k = arg;

	return k->src->problem ? k->src->problem(k->src->arg) : NULL;
}

#define PEEK_MAX 4096 /* an id is short: a longer first line is a header */

/* Read until the first line that is not blank is there. */
static bool first_is_id(struct peeked *k)
{
	char word[64];
	size_t at, n;
	long got;

	do {
		at = strspn(k->p, "\r\n");
		n = strcspn(k->p + at, "\t\r\n");
		if (k->p[at + n] || k->n == PEEK_MAX)
			break;
		got = k->src->read(k->src->arg, k->p + k->n, PEEK_MAX - k->n);
		k->n += got > 0 ? (size_t)got : 0;
	} while (got > 0);
	if (n >= sizeof word)
		return false;
	memcpy(word, k->p + at, n);
	word[n] = '\0';
	return crm_is_id(word);
}

enum crm_status crm_forecast_stream(struct crm *c, const struct crm_forecast *f, const struct crm_source *src,
                                    struct sink *s, struct crm_error *e)
{
	struct peeked k = {src, crm_calloc(1, PEEK_MAX + 1), 0, 0};
	const struct crm_source again = {src->name, read_peeked, NULL, peeked_problem, &k};
	struct crm_forecast by_id = *f;
	struct crm_ids ids = {0};
	enum crm_status status;

	if (first_is_id(&k)) {
		by_id.ids = &ids;
		status = crm_ids_read(&ids, kind_by_name("offer"), &again, e);
		if (!status)
			status = crm_forecast(c, &by_id, s, e);
		crm_ids_free(&ids);
	} else {
		status = crm_forecast_rows(f, &again, c->today, c->set.currency, s, e);
	}
	free(k.p);
	return status;
}
