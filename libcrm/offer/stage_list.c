/* stage_list.c - pipelines with what stands in their stages */
#include <string.h>

#include "../base/money.h"
#include "crm_offer.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../figure/group.h"
#include "offers.h"
#include "../figure/result.h"
#include "offer_kinds.h"

#define COLUMNS "o.id, o.stage, o.currency, o.value, o.pin"
/* a lead that was turned down is no lost offer */
#define QUALIFIED "(o.state <> " SQL(STATE_LOST) " OR o.opened IS NOT NULL)"
#define DEFAULTS "pipeline,name,kind,probability,currency,offers,total,weighted"

enum { PIPELINE, POSITION, NAME, TITLE, KIND, PROBABILITY, CURRENCY, OFFERS, TOTAL, WEIGHTED };

struct stage_sum { int64_t offers; __int128 total, weighted; };

static enum crm_status read_offers(struct crm *c, const struct offers *o, bool all, struct groups *groups,
                                   struct crm_error *e)
{
	struct ladder ladder;
	struct query q;
	enum crm_status s = ladder_load(&ladder, c, e);

	if (s)
		return s;
	q = offers_query(o, c, COLUMNS, "", all ? "1=1" : QUALIFIED, NULL, e);
	while (query_row(&q)) {
		int64_t stage = db_int(q.st, 1), value = db_int(q.st, 3);
		const struct value key[2] = {VALUE_INT(stage),
		                             VALUE_INT(db_null(q.st, 2) ? c->set.currency : db_int(q.st, 2))};
		struct stage_sum *x = groups_find(groups, key);
		x->offers++;
		x->total += value;
		x->weighted += money_weighted(value,
		                              ladder_probability(&ladder, stage, !db_null(q.st, 4), db_int(q.st, 4)));
	}
	return query_end(&q);
}

static void fill_row(const struct crm *c, const struct stage_info *g, int currency, const struct stage_sum *x,
                     struct result *out)
{
	struct result_cell *cell = result_row(out);
	const char *pipeline = names_name(&c->pipelines, g->pipeline), *code = currency_code(currency);
	int places = currency_decimals(currency);

	result_text(out, &cell[PIPELINE], pipeline, strlen(pipeline));
	result_number(&cell[POSITION], g->position, 0);
	result_text(out, &cell[NAME], g->name, strlen(g->name));
	result_text(out, &cell[TITLE], g->title, strlen(g->title));
	result_ranked(out, &cell[KIND], words_state[g->kind & 3], strlen(words_state[g->kind & 3]), g->kind);
	result_number(&cell[PROBABILITY], g->probability, -2);
	result_text(out, &cell[CURRENCY], code, strlen(code));
	result_number(&cell[OFFERS], x->offers, 0);
	result_sum(out, &cell[TOTAL], x->total, places);
	result_sum(out, &cell[WEIGHTED], x->weighted, places);
}

static int compare_currency(const void *a, const void *b)
{
	const struct group *const *x = a, *const *y = b;

	return strcmp(currency_code((int)(*x)->key[1].i), currency_code((int)(*y)->key[1].i));
}

/* One row per stage and currency in use there; a stage nothing stands in has one of the settings'
 * currency. */
static void fill(const struct crm *c, struct groups *groups, struct result *out)
{
	const struct stage_sum none = {0};

	if (groups->n)
		qsort(groups->v, groups->n, sizeof *groups->v, compare_currency);
	for (size_t i = 0; i < c->nstages; i++) {
		bool empty = true;
		for (size_t k = 0; k < groups->n; k++)
			if (groups->v[k]->key[0].i == c->stages[i].id) {
				fill_row(c, &c->stages[i], (int)groups->v[k]->key[1].i, groups->v[k]->data, out);
				empty = false;
			}
		if (empty)
			fill_row(c, &c->stages[i], c->set.currency, &none, out);
	}
}

static enum crm_status make_rows(const struct crm *c, const struct crm_query *q, struct groups *groups,
                                 struct result *out, struct crm_error *e)
{
	static const struct result_column columns[] = {
		{"pipeline", false}, {"position", true}, {"name", false}, {"title", false}, {"kind", false}, {"probability", true},
		{"currency", false}, {"offers", true}, {"total", true}, {"weighted", true},
	};
	enum crm_status status;

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		result_column(out, columns[i].name, columns[i].number);
	status = result_show(out, q->columns, DEFAULTS, e);
	if (status)
		return status;
	fill(c, groups, out);
	status = q->sort ? result_sort(out, q->sort, 0, e) : CRM_OK;
	return !status && out->over ? crm_fail(e, CRM_DATA, "a sum of values is too large") : status;
}

static enum crm_status compute(struct crm *c, const struct crm_query *q, struct result *out, struct crm_error *e)
{
	struct groups groups;
	struct offers o;
	enum crm_status status = offers_select(&o, c, q->operands, q->noperands, q->ids, WORDS_NONE, e);

	groups_init(&groups, 2, sizeof(struct stage_sum));
	if (!status)
		status = lookup_pipelines(c, e);
	if (!status)
		status = read_offers(c, &o, q->all, &groups, e);
	if (!status)
		status = make_rows(c, q, &groups, out, e);
	groups_free(&groups);
	offers_free(&o);
	return status;
}

enum crm_status crm_stage_list(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	struct result out = RESULT_INIT;
	bool own;
	enum crm_status status = db_read(c->db, &own, e);

	if (!status)
		status = compute(c, q, &out, e);
	db_read_end(c->db, own);
	if (!status) {
		result_begin(&out, s);
		result_print(&out, s, q->limit);
		sink_end(s);
	}
	result_free(&out);
	return status;
}
