/* lead_assign.c - owners for leads: one by name, each in turn, or the one with the least on his
 * desk. All of it out of the database, nothing kept beside.
 *
 * Round robin reads whose turn it is from the history of `assign`, so that undo takes the turn back
 * too. */
#include "lead_impl.h"

#include <stdlib.h>
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../model/value.h"
#include "../offer/offer_kinds.h"

struct assignee { int64_t id; const char *name; int64_t load; };

struct assigner {
	struct crm *c;
	struct writer wr;
	enum crm_lead_turn turn;
	const char *owner;                   /* TURN_OWNER: as written */
	const char *users;                   /* the others: those named */
	struct assignee *who; size_t nwho;
	size_t next;                         /* TURN_ROUND_ROBIN: whose turn it is */
};

/* ---- who ---- */

static int by_name(const void *a, const void *b)
{
	const struct assignee *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static enum crm_status is_active(struct crm *c, int64_t user, bool *yes, struct crm_error *e)
{
	int64_t active = 0;
	enum crm_status s = lead_get(c, "SELECT active FROM users WHERE id=$1", user, &active, e);

	*yes = active;
	return s;
}

static enum crm_status take(struct assigner *a, const char *text, size_t n, struct crm_error *e)
{
	struct crm *c = a->c;
	int64_t id = names_id(&c->users, text, n);
	bool active = false;
	enum crm_status s;

	if (!id)
		return value_unknown(c, CRM_NO, NULL, "user", text, n, names_list(c, &c->users), e);
	for (size_t i = 0; i < a->nwho; i++)
		if (a->who[i].id == id)
			return crm_fail(e, CRM_USAGE, "user '%.*s' is named twice", (int)n, text);
	s = is_active(c, id, &active, e);
	if (!s && !active)
		s = crm_fail(e, CRM_FORBIDDEN, "user '%.*s' is not active", (int)n, text);
	a->who[a->nwho++] = (struct assignee){.id = id, .name = names_name(&c->users, id)};
	return s;
}

/* Those named, in their order, else everybody active, by name. */
static enum crm_status find_users(struct assigner *a, struct crm_error *e)
{
	const char *users = a->users;
	struct crm *c = a->c;
	enum crm_status s = lookup_users(c, e);
	bool active;

	if (s)
		return s;
	a->who = crm_calloc(c->users.n + 1, sizeof *a->who);
	for (const char *p = users; *p && !s;) {
		size_t n = strcspn(p, ",");

		s = take(a, p, n, e);
		p += n + (p[n] == ',');
	}
	for (size_t i = 0; !*users && i < c->users.n && !s; i++) {
		s = is_active(c, c->users.e[i].id, &active, e);
		if (active)
			a->who[a->nwho++] = (struct assignee){.id = c->users.e[i].id, .name = c->users.e[i].name};
	}
	if (!*users)
		qsort(a->who, a->nwho, sizeof *a->who, by_name);
	if (!s && !a->nwho)
		s = crm_fail(e, CRM_FORBIDDEN, "there is no active user");
	return s;
}

static struct assignee *assignee(struct assigner *a, int64_t id)
{
	for (size_t i = 0; i < a->nwho; i++)
		if (a->who[i].id == id)
			return &a->who[i];
	return NULL;
}

/* ---- whose turn ---- */

/* Behind the one of them who was given a lead last; what was undone doesn't count. CROSS JOIN: from
 * the newest batch on, not through all changes. */
static enum crm_status find_turn(struct assigner *a, struct crm_error *e)
{
	struct query q = query(
	        a->c->db, e,
	        "SELECT CAST(h.new AS BIGINT) FROM batch b CROSS JOIN change h WHERE h.batch=b.id AND "
	        "b.tool='crm-lead' "
	        "AND b.verb='assign' AND b.undone IS NULL "
	        "AND h.kind=" SQL(KIND_OFFER) " AND h.field=" SQL(COMMON_OWNER) " ORDER BY b.id DESC, h.seq DESC");
	const struct assignee *last = NULL;

	while (!last && query_row(&q))
		last = assignee(a, db_int(q.st, 0));
	if (last)
		a->next = (size_t)(last - a->who + 1) % a->nwho;
	return query_end(&q);
}

static enum crm_status find_load(struct assigner *a, struct crm_error *e)
{
	struct query q = query(a->c->db, e, "SELECT owner, count(*) FROM offer "
		"WHERE owner IS NOT NULL AND state IN " STATES_ALIVE " GROUP BY owner");
	struct assignee *who;

	while (query_row(&q))
		if ((who = assignee(a, db_int(q.st, 0))))
			who->load = db_int(q.st, 1);
	return query_end(&q);
}

/* What he has already counts as free while it is given away. */
static enum crm_status least(struct assigner *a, int64_t lead, struct assignee **out, struct crm_error *e)
{
	int64_t had = 0;
	enum crm_status s = lead_get(a->c, "SELECT owner FROM offer WHERE id=$1 AND state "
		"IN " STATES_ALIVE, lead, &had, e);
	struct assignee *before = assignee(a, had), *best = &a->who[0];

	if (before)
		before->load--;
	for (size_t i = 1; i < a->nwho; i++)
		if (a->who[i].load < best->load || (a->who[i].load == best->load && by_name(&a->who[i], best) < 0))
			best = &a->who[i];
	best->load++;
	*out = best;
	return s;
}

/* ---- giving ---- */

static enum crm_status give(void *arg, int64_t lead, bool *changed, struct crm_error *e)
{
	struct assigner *a = arg;
	struct assign owner = {.field = kind_field(&kind_offer, "owner"), .op = OP_EQ, .s = a->owner};
	struct assignee *who = NULL;
	enum crm_status s = CRM_OK;

	if (a->turn == TURN_BY_LOAD) {
		s = least(a, lead, &who, e);
	} else if (a->turn == TURN_ROUND_ROBIN) {
		who = &a->who[a->next];
		a->next = (a->next + 1) % a->nwho;
	}
	if (who)
		owner.s = who->name;
	owner.n = strlen(owner.s);
	return s ? s : edit_set(a->wr.ed, &kind_lead, lead, &owner, 1, NULL, changed, e);
}

static enum crm_status ready(void *arg, size_t n, struct crm_error *e)
{
	struct assigner *a = arg;
	enum crm_status s = a->turn == TURN_OWNER ? CRM_OK : find_users(a, e);

	(void)n;
	if (!s && a->turn == TURN_ROUND_ROBIN)
		s = find_turn(a, e);
	if (!s && a->turn == TURN_BY_LOAD)
		s = find_load(a, e);
	return s;
}

enum crm_status crm_lead_assign(struct crm *c, enum crm_lead_turn turn, const char *users, const char *const *operands,
                                size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct assigner a = {.c = c, .turn = turn, .users = users};
	struct operand o;
	enum crm_status s;

	for (size_t i = 0; i < n; i++)
		if (operand_split(operands[i], &o))
			return crm_fail(e, CRM_USAGE, "'%s': assign takes leads and an owner, no assignments",
			                operands[i]);
	if (turn == TURN_OWNER) {
		if (!n || (n == 1 && !ids))
			return crm_fail(e, CRM_USAGE, "whose? the owner is the last word: assign LEAD... OWNER");
		a.owner = operands[--n];
	}
	if (!n && !ids)
		return crm_fail(e, CRM_USAGE, "which lead? name one, or - for ids on standard input");
	s = each_target(&a.wr, c, /* an unknown owner is told once */
	                &(struct each){.verb = "assign", .kind = &kind_lead, .refs = operands, .nrefs = n, .ids = ids,
	                	.once = turn == TURN_OWNER,
	                               .ready = ready, .one = give},
	                w, &a, e);
	free(a.who);
	return s;
}
