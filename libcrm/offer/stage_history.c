/* stage_history.c - every move of offers, with the days they stood where it led */
#include <string.h>

#include "../base/money.h"
#include "crm_offer.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "offers.h"
#include "../figure/result.h"
#include "offer_kinds.h"

#define MOVES_OF "SELECT m.offer, m.seq, m.day, m.from_stage, m.to_stage, m.by, m.value, m.currency, m.expected_close, m.void, " \
	"(SELECT 1 FROM offer t WHERE t.id=m.offer) FROM stage_move m "
#define ORDER " ORDER BY m.offer, m.seq"

enum { OFFER, SEQ, DAY, FROM, TO, BY, VALUE, CURRENCY, EXPECTED_CLOSE, VOID, THERE }; /* as in MOVES_OF */
enum { OUT_DAYS = 9, OUT_VOID = 10, OUT_COLUMNS };

struct history_run {
	struct crm *c;
	const struct crm_query *q;
	struct sink *s;
	struct result out;        /* moves of one offer, as far as they are waiting for the next one that counts */
	struct result_cell *last; /* days of the last move that counts */
	int64_t offer;
	int day;                  /* of that move */
	bool closed;              /* it led into won or lost */
	bool there;               /* the offer is, and was not merged into another */
	int64_t printed;
};

static void stage_cell(struct history_run *h, struct result_cell *cell, int64_t id)
{
	const struct stage_info *g = stage_by_id(h->c, id);

	if (g)
		result_ranked(&h->out, cell, g->name, strlen(g->name), 0);
}

static void day_cell(struct history_run *h, struct result_cell *cell, struct stmt *st, int col)
{
	char text[16];

	if (!db_null(st, col))
		result_ranked(&h->out, cell, text, date_format(text, (int)db_int(st, col)), 0);
}

static void id_cell(struct history_run *h, struct result_cell *cell, const char *letters, int64_t id)
{
	char text[32];

	result_ranked(&h->out, cell, text, (size_t)snprintf(text, sizeof text, "%s%lld", letters, (long long)id), 0);
}

/* Print what waits; the offer's last move has lasted until today, unless it closed it or it ended
 * with the offer. */
static void flush(struct history_run *h)
{
	if (h->last && !h->closed && h->there)
		result_number(h->last, h->c->today - h->day, 0);
	if (h->q->limit < 0 || h->printed < h->q->limit)
		result_print(&h->out, h->s, h->q->limit < 0 ? -1 : h->q->limit - h->printed);
	h->printed += (int64_t)h->out.rows;
	result_clear(&h->out);
	h->last = NULL;
}

static void add_move(struct history_run *h, struct stmt *st)
{
	struct result_cell *cell;
	size_t at = h->last ? (size_t)(h->last - h->out.cells) : SIZE_MAX;
	int currency = (int)db_int(st, CURRENCY);
	const char *code = currency_code(currency), *by = names_name(&h->c->users, db_int(st, BY));
	const struct stage_info *to = stage_by_id(h->c, db_int(st, TO));

	cell = result_row(&h->out);
	if (at != SIZE_MAX)
		h->last = h->out.cells + at; /* the rows may have moved */
	id_cell(h, &cell[OFFER], kind_offer.letters, db_int(st, OFFER));
	result_number(&cell[SEQ], db_int(st, SEQ), 0);
	day_cell(h, &cell[DAY], st, DAY);
	stage_cell(h, &cell[FROM], db_int(st, FROM));
	stage_cell(h, &cell[TO], db_int(st, TO));
	result_text(&h->out, &cell[BY], by, strlen(by));
	if (!db_null(st, VALUE))
		result_number(&cell[VALUE], db_int(st, VALUE), currency_decimals(currency));
	result_text(&h->out, &cell[CURRENCY], code, strlen(code));
	day_cell(h, &cell[EXPECTED_CLOSE], st, EXPECTED_CLOSE);
	if (!db_null(st, VOID)) {
		id_cell(h, &cell[OUT_VOID], "b", db_int(st, VOID));
		return;
	}
	if (h->last)
		result_number(h->last, db_int(st, DAY) - h->day, 0);
	h->last = &cell[OUT_DAYS];
	h->day = (int)db_int(st, DAY);
	h->closed = to && (to->kind == STATE_WON || to->kind == STATE_LOST);
}

static enum crm_status read_moves(struct history_run *h, const struct offers *o, bool some, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	sb_adds(&sql, MOVES_OF);
	/* with those of offers merged into them; moves of removed ones stay too, for undo */
	if (some)
		sb_printf(&sql, "WHERE m.offer IN (SELECT o.id FROM offer o WHERE %s UNION ALL "
			"SELECT a.old FROM offer o JOIN alias a ON a.record=o.id "
			"AND a.kind=" SQL(KIND_OFFER) " "
		          "WHERE %s)", o->where.buf, o->where.buf);
	else
		sb_adds(&sql, "WHERE EXISTS (SELECT 1 FROM offer o WHERE o.id=m.offer) OR "
			"EXISTS (SELECT 1 FROM alias a WHERE a.kind=" SQL(KIND_OFFER)
			" AND a.old=m.offer)");
	sb_adds(&sql, ORDER);
	q = query_built(h->c->db, e, sql.buf);
	sb_release(&sql);
	binds_apply(&o->binds, q.st);
	while (!sink_stopped(h->s) && (h->q->limit < 0 || h->printed < h->q->limit) && query_row(&q)) {
		if (db_int(q.st, OFFER) != h->offer)
			flush(h);
		h->offer = db_int(q.st, OFFER);
		h->there = !db_null(q.st, THERE);
		add_move(h, q.st);
	}
	if (!query_end(&q))
		flush(h);
	return q.s;
}

/* Conditions select; other words name offers, like the ids given. */
static enum crm_status select_offers(struct history_run *h, struct offers *o, struct crm_error *e)
{
	const struct crm_query *q = h->q;
	const char **conditions = crm_malloc((q->noperands + 1) * sizeof *conditions);
	struct crm_ids named = {.v = crm_malloc((q->noperands + (q->ids ? q->ids->n : 0) + 1) * sizeof *named.v)};
	enum crm_status status = CRM_OK;
	size_t n = 0;

	*o = (struct offers){.where = STRBUF_INIT};
	for (size_t i = 0; i < q->noperands; i++) {
		int64_t id;
		enum crm_status one = CRM_OK;
		if (crm_is_condition(q->operands[i]))
			conditions[n++] = q->operands[i];
		else if (!(one = ref_resolve(h->c, &kind_offer, q->operands[i], strlen(q->operands[i]), &id, e)))
			named.v[named.n++] = (struct crm_id){.kind = KIND_OFFER, .id = id};
		status = status ? status : one;
	}
	for (size_t i = 0; q->ids && i < q->ids->n; i++)
		named.v[named.n++] = q->ids->v[i];
	if (!status)
		status = offers_select(o, h->c, conditions, n, named.n || q->ids ? &named : NULL, WORDS_NONE, e);
	free(named.v);
	free(conditions);
	return status;
}

static enum crm_status print_history(struct history_run *h, struct crm_error *e)
{
	static const struct result_column columns[OUT_COLUMNS] = {
		{"offer", false}, {"seq", true}, {"day", false}, {"from", false}, {"to", false}, {"by", false}, {"value", true},
		{"currency", false}, {"expected_close", false}, {"days", true}, {"void", false},
	};
	struct offers o;
	enum crm_status status = select_offers(h, &o, e);

	for (size_t i = 0; i < OUT_COLUMNS; i++)
		result_column(&h->out, columns[i].name, columns[i].number);
	if (!status)
		status = result_show(&h->out, h->q->columns, NULL, e);
	if (!status)
		status = lookup_stages(h->c, e);
	if (!status)
		status = lookup_users(h->c, e);
	if (!status) {
		result_begin(&h->out, h->s);
		status = read_moves(h, &o, h->q->noperands || h->q->ids, e);
		sink_end(h->s);
	}
	offers_free(&o);
	return status;
}

enum crm_status crm_stage_history(struct crm *c, const struct crm_query *q, struct sink *s, struct crm_error *e)
{
	struct history_run h = {.c = c, .q = q, .s = s, .out = RESULT_INIT};
	enum crm_status status;
	bool own;

	if (q->sort)
		return crm_fail(e, CRM_USAGE, "the history has its own order, offer and seq: sort it in a pipe");
	status = db_read(c->db, &own, e);
	if (!status)
		status = print_history(&h, e);
	db_read_end(c->db, own);
	result_free(&h.out);
	return status;
}
