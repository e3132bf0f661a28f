/* edit_move.c - the rows of stage_move, the fields a stage needs, the pipeline a new offer takes by
 * its conditions.
 *
 * Moves are marked, not deleted: undo sets stage_move.void, reports and forecast read the moves
 * that count. They never lie in the future. */
#include "edit_offer.h"
#include "offer_kinds.h"

#include <stdlib.h>

/* ---- moves ---- */

#define INSERT_MOVE "INSERT INTO stage_move(offer, seq, day, at, from_stage, to_stage, by, value, currency, expected_close, batch) VALUES"

static enum crm_status write_moves(struct query q, const struct value (*rows)[MOVE_COLUMNS], int n)
{
	for (int i = 0; i < n * MOVE_COLUMNS && q.st; i++)
		bind_value(q.st, i + 1, rows[i / MOVE_COLUMNS][i % MOVE_COLUMNS]);
	return query_run(&q);
}

static enum crm_status prepare_moves(struct edit *ed, struct offer_edit *o, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	sb_adds(&sql, INSERT_MOVE);
	for (int i = 0; i < MOVES_AT_ONCE * MOVE_COLUMNS; i++) {
		sb_adds(&sql, i % MOVE_COLUMNS ? ", " : i ? "), (" : "(");
		sb_printf(&sql, "$%d", i + 1);
	}
	sb_addc(&sql, ')');
	s = db_prepare(ed->c->db, &o->insert_moves, sql.buf, e);
	sb_release(&sql);
	return s;
}

static enum crm_status moves_flush(struct edit *ed, struct crm_error *e)
{
	static const char sql[] = INSERT_MOVE "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
	struct offer_edit *o = offer_edit(ed);
	int n = o->nmoves;
	enum crm_status s = CRM_OK;

	o->nmoves = 0;
	if (n == MOVES_AT_ONCE) {
		if (!o->insert_moves)
			s = prepare_moves(ed, o, e);
		return !s ? write_moves(query_again(o->insert_moves, e), o->moves, n) : s;
	}
	for (int i = 0; i < n && !s; i++)
		s = write_moves(query(ed->c->db, e, sql), &o->moves[i], 1);
	return s;
}

static enum crm_status insert_move(struct edit *ed, struct draft *d, int64_t seq, int64_t from, int64_t to, int day,
                                   struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	struct value *m = o->moves[o->nmoves++];

	m[0] = VALUE_INT(d->id);
	m[1] = VALUE_INT(seq);
	m[2] = VALUE_INT(day);
	m[3] = VALUE_INT(o->move.at ? o->move.at : ed->at);
	m[4] = from ? VALUE_INT(from) : VALUE_NULL;
	m[5] = VALUE_INT(to);
	m[6] = ed->me ? VALUE_INT(ed->me) : VALUE_NULL;
	m[7] = *draft_v(d, OFFER_VALUE);
	m[8] = *draft_v(d, OFFER_CURRENCY);
	m[9] = *draft_v(d, OFFER_EXPECTED_CLOSE);
	m[10] = VALUE_INT(ed->batch);
	return ed->opt.bulk && o->nmoves < MOVES_AT_ONCE ? CRM_OK : moves_flush(ed, e);
}

/* ---- fields a stage needs ---- */

static enum crm_status load_required(struct edit *ed, struct offer_edit *o, int64_t stage, struct crm_error *e)
{
	struct query q;
	const char *text;
	size_t n;

	if (o->required && o->required_stage == stage)
		return CRM_OK;
	q = query(ed->c->db, e, "SELECT required FROM stage WHERE id = $1", stage);
	free(o->required);
	text = query_row(&q) ? db_text(q.st, 0, &n) : NULL;
	o->required = text ? crm_strndup(text, n) : crm_strdup("");
	o->required_stage = q.s ? 0 : stage;
	return query_end(&q);
}

static enum crm_status has_value(struct edit *ed, struct draft *d, const struct crm_field *f, bool *yes,
                                 struct crm_error *e)
{
	const struct list_edit *l = f->type == T_LIST ? draft_list(d, f->ref) : NULL;
	struct value v = VALUE_NULL;
	char sql[80];
	int64_t one = 0;
	enum crm_status s = CRM_OK;

	*yes = true; /* what is computed is not asked for */
	if (f->type == T_LIST) {
		snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE kind = $1 AND record = $2 LIMIT 1",
		         kind_by_no(f->ref)->table);
		if (!l && !d->adding)
			s = db_get_int(ed->c->db, e, &one, 0, sql, 2, (int64_t)d->ke->k->no, d->id);
		*yes = l ? l->now.n > 0 : one;
	} else if (f->flags & F_CUSTOM) {
		for (size_t i = 0; i < d->ncustom; i++)
			if (d->custom[i].f == f) {
				*yes = d->custom[i].v.is != V_NULL;
				return CRM_OK;
			}
		if (!d->adding)
			s = custom_load(ed, d->ke, f, d->id, &v, e);
		*yes = v.is != V_NULL;
	} else if (field_is_column(f)) {
		*yes = draft_v(d, f->no)->is != V_NULL;
	}
	return s;
}

enum crm_status move_required(struct edit *ed, struct draft *d, const struct stage_info *to, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	struct strbuf missing = STRBUF_INIT;
	enum crm_status s = load_required(ed, o, to->id, e);

	for (const char *text = !s ? o->required : ""; *text && !s;) {
		size_t n = strcspn(text, ", ");
		const struct crm_field *f = n ? catalog_field(ed->c, d->ke->k, text, n) : NULL;
		bool yes = true;

		if (f)
			s = has_value(ed, d, f, &yes, e);
		if (!yes)
			sb_printf(&missing, "%s%s", missing.len ? ", " : "", f->name);
		text += n;
		text += strspn(text, ", ");
	}
	if (!s && missing.len)
		s = crm_fail_at(e, CRM_FORBIDDEN, NULL, d->n ? d->a[0].line : 0, 0, "stage", "'%s' needs %s", to->name,
		                missing.buf);
	sb_release(&missing);
	return s;
}

/* ---- pipelines that take offers by conditions ---- */

static enum crm_status prepare_rule(struct edit *ed, struct offer_edit *o, int64_t pipeline, const char *conditions,
                                    struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct pipeline_rule rule = {.pipeline = pipeline};
	char *lines = crm_strdup(conditions), *save = NULL;
	enum crm_status s = CRM_OK;

	sb_adds(&sql, "SELECT 1 FROM offer o WHERE ");
	for (char *line = strtok_r(lines, "\n", &save); line && !s; line = strtok_r(NULL, "\n", &save)) {
		sb_addc(&sql, '(');
		s = cond_sql(ed->c, kind_by_no(KIND_OFFER), "o", line, &sql, &rule.binds, e);
		sb_adds(&sql, ") AND ");
	}
	sb_printf(&sql, "o.id = $%zu", rule.binds.n + 1);
	if (!s)
		s = db_prepare(ed->c->db, &rule.st, sql.buf, e);
	if (!s) {
		ARRAY_PUSH(o->rules, o->nrules, rule);
		binds_apply(&o->rules[o->nrules - 1].binds, rule.st);
	} else {
		binds_free(&rule.binds);
	}
	free(lines);
	sb_release(&sql);
	return s;
}

static enum crm_status load_rules(struct edit *ed, struct offer_edit *o, struct crm_error *e)
{
	struct query q;

	if (o->rules_known)
		return CRM_OK;
	q = query(ed->c->db, e,
	          "SELECT id, conditions FROM pipeline WHERE conditions IS NOT NULL ORDER BY position, id");
	while (query_row(&q))
		q.s = prepare_rule(ed, o, db_int(q.st, 0), db_text(q.st, 1, NULL), e);
	o->rules_known = true;
	return query_end(&q);
}

static enum crm_status pipeline_by_rules(struct edit *ed, int64_t offer, int64_t *pipeline, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	enum crm_status s = load_rules(ed, o, e);

	*pipeline = 0;
	for (size_t i = 0; i < o->nrules && !s && !*pipeline; i++) {
		struct pipeline_rule *r = &o->rules[i];
		struct query q = query_again(r->st, e);

		query_int(&q, (int)r->binds.n + 1, offer);
		if (query_row(&q))
			*pipeline = r->pipeline;
		s = query_end(&q);
	}
	return s;
}

/* A stage of the other pipeline stands for the one chosen in the default pipeline: of the same
 * name, else of the same kind. */
static const struct stage_info *stage_like(const struct crm *c, int64_t pipeline, const struct stage_info *was)
{
	const struct stage_info *g = stage_by_name(c, pipeline, was->name, strlen(was->name));

	return g ? g : stage_of_kind(c, pipeline, was->kind);
}

/* The row is there, so conditions can be asked; its moves aren't yet. Nothing of a new row is in
 * the history, so this needn't be either. */
static enum crm_status take_pipeline(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	const struct stage_info *was = stage_by_id(ed->c, draft_v(d, OFFER_STAGE)->i), *to = NULL;
	int64_t pipeline = 0;
	enum crm_status s = CRM_OK;

	if (!draft_given(d, OFFER_PIPELINE) && o->nentered == 1)
		s = pipeline_by_rules(ed, d->id, &pipeline, e);
	if (s || !pipeline || pipeline == draft_v(d, OFFER_PIPELINE)->i || !was)
		return s;
	to = stage_like(ed->c, pipeline, was);
	if (!to)
		return CRM_OK;
	*draft_v(d, OFFER_PIPELINE) = VALUE_INT(pipeline);
	*draft_v(d, OFFER_STAGE) = VALUE_INT(to->id);
	*draft_v(d, OFFER_STATE) = VALUE_INT(to->kind);
	o->entered[0].stage = to->id;
	return row_update(ed, d->ke, d->id, NULL, d->v,
	                  edit_bit(d->ke, OFFER_PIPELINE) | edit_bit(d->ke, OFFER_STAGE) | edit_bit(d->ke, OFFER_STATE),
	                  NULL, e);
}

enum crm_status offer_written(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct offer_edit *o = offer_edit(ed);
	int64_t seq = 0;
	enum crm_status s;

	if (!d->adding) {
		if (!o->moving)
			return CRM_OK;
		s = moves_flush(ed, e);
		if (!s)
			s = edit_get(ed, e, &seq,
			             "SELECT seq FROM stage_move WHERE offer = $1 ORDER BY seq DESC LIMIT 1", d->id);
		return s ? s
		         : insert_move(ed, d, seq + 1, draft_old(d, OFFER_STAGE)->i, draft_v(d, OFFER_STAGE)->i,
		                       o->move.day, e);
	}
	s = take_pipeline(ed, d, e);
	for (size_t i = 0; i < o->nentered && !s; i++)
		s = insert_move(ed, d, (int64_t)i + 1, i ? o->entered[i - 1].stage : 0, o->entered[i].stage,
		                o->entered[i].day, e);
	o->nentered = 0;
	return s;
}

/* ---- what an edit knows of offers ---- */

static void forget_moves(struct edit *ed)
{
	struct offer_edit *o = *edit_state(ed, &observe_offers);

	if (o)
		o->nmoves = 0;
}

static enum crm_status flush(struct edit *ed, struct crm_error *e)
{
	return *edit_state(ed, &observe_offers) ? moves_flush(ed, e) : CRM_OK;
}

static void release(struct edit *ed)
{
	void **state = edit_state(ed, &observe_offers);
	struct offer_edit *o = *state;

	for (size_t i = 0; o && i < o->nrules; i++) {
		db_finalize(o->rules[i].st);
		binds_free(&o->rules[i].binds);
	}
	if (o) {
		db_finalize(o->insert_moves);
		free(o->rules);
		free(o->entered);
		free(o->required);
	}
	free(o);
	*state = NULL;
}

const struct edit_observer observe_offers = {.mark = flush, .back = forget_moves, .flush = flush, .release = release};

struct offer_edit *offer_edit(struct edit *ed)
{
	void **state = edit_state(ed, &observe_offers);

	if (!*state)
		*state = crm_calloc(1, sizeof(struct offer_edit));
	return *state;
}

enum crm_status edit_has_entered(struct edit *ed, int64_t offer, const struct entered *m, bool *yes,
                                 struct crm_error *e)
{
	int64_t one = 0;
	enum crm_status s = moves_flush(ed, e);

	if (!s)
		s = edit_get(ed, e, &one,
		             "SELECT 1 FROM stage_move WHERE offer = $1 AND to_stage = $2 AND day = $3 AND void IS "
		             "NULL LIMIT 1",
		             offer, m->stage, m->day);
	*yes = one != 0;
	return s;
}
