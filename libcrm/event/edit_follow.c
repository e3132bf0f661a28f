/* edit_follow.c - events that name nobody follow their offer: when it gets its contact or company,
 * they are with them. What changes in events counts for all whom they name.
 *
 * An event stays as it was recorded, but for whom it was with: when its offer first gets a contact
 * or company, events that name nobody get them too, with history. Else what was said with a lead
 * would never be part of the contact it becomes. */
#include "../edit/rules.h"
#include "event_kind.h"
#include "events.h"
#include "../offer/offer_kinds.h"

#include <stdlib.h>

/* Ids of the events of an offer that know neither whom they were with nor the company, or know only
 * the one and the offer now tells the other. */
static enum crm_status find_events(struct edit *ed, int64_t offer, int64_t contact, int64_t company, int64_t **ids,
                                   size_t *n, struct crm_error *e)
{
	struct query q = query(
	        ed->c->db, e,
	        "SELECT v.id FROM event v WHERE v.offer = $1 AND "
	        "(($2 <> 0 AND v.contact IS NULL AND (v.company IS NULL OR $3 = 0 OR v.company = $3)) OR "
	        "($3 <> 0 AND v.company IS NULL AND (v.contact IS NULL OR v.contact = $2))) ORDER BY v.id",
	        offer, contact, company);

	*ids = NULL;
	*n = 0;
	return query_ids(&q, ids, n);
}

static enum crm_status add_party(struct edit *ed, int64_t event, int64_t contact, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_party);
	struct value v[EDIT_COLUMNS] = {0};
	int64_t id;
	enum crm_status s = row_new_id(ed, ke, &id, e);

	v[edit_slot(ke, CHILD_KIND)] = VALUE_INT(KIND_EVENT);
	v[edit_slot(ke, CHILD_RECORD)] = VALUE_INT(event);
	v[edit_slot(ke, PARTY_POS)] = VALUE_INT(1);
	v[edit_slot(ke, PARTY_CONTACT)] = VALUE_INT(contact);
	return !s ? row_insert(ed, ke, id, v, NULL, e) : s;
}

/* Fills one empty cell; true when it did. */
static bool fill(struct edit *ed, struct kind_edit *ke, int64_t id, struct value *v, int no, int64_t to)
{
	struct value *cell = &v[edit_slot(ke, no)];

	if (cell->is != V_NULL || !to)
		return false;
	*cell = VALUE_INT(to);
	if (ed->opt.watch)
		edit_tell(ed, "set", ke->k, id, kind_field_no(ke->k, no), VALUE_NULL, *cell, 0);
	return true;
}

static enum crm_status follow(struct edit *ed, int64_t event, int64_t contact, int64_t company, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_event);
	struct value was[EDIT_COLUMNS], v[EDIT_COLUMNS];
	uint64_t mask = 0;
	bool found = false;
	enum crm_status s = row_load(ed, ke, event, was, &ed->row_text, &found, e);

	if (s || !found)
		return s;
	memcpy(v, was, sizeof v);
	if (fill(ed, ke, event, v, EVENT_CONTACT, contact)) {
		mask |= edit_bit(ke, EVENT_CONTACT);
		s = add_party(ed, event, contact, e);
	}
	if (fill(ed, ke, event, v, EVENT_COMPANY, company))
		mask |= edit_bit(ke, EVENT_COMPANY);
	if (!s && mask)
		s = row_update(ed, ke, event, was, v, mask, NULL, e);
	return s;
}

enum crm_status edit_follow(struct edit *ed, int64_t offer, int64_t contact, int64_t company, struct crm_error *e)
{
	int64_t *ids;
	size_t n;
	enum crm_status s = find_events(ed, offer, contact, company, &ids, &n, e);

	for (size_t i = 0; i < n && !s; i++)
		s = follow(ed, ids[i], contact, company, e);
	free(ids);
	return s;
}

/* ---- what is told of offers and events ---- */

static enum crm_status follow_offer(struct edit *ed, struct draft *d, struct crm_error *e)
{
	struct value contact, company;
	bool gets;

	if (d->adding || d->ke->k->no != KIND_OFFER)
		return CRM_OK;
	contact = *draft_v(d, OFFER_CONTACT);
	company = *draft_v(d, OFFER_COMPANY);
	gets = (draft_old(d, OFFER_CONTACT)->is == V_NULL && contact.is == V_INT) ||
	       (draft_old(d, OFFER_COMPANY)->is == V_NULL && company.is == V_INT);
	return gets ? edit_follow(ed, d->id, contact.is == V_INT ? contact.i : 0, company.is == V_INT ? company.i : 0,
	                          e)
	            : CRM_OK;
}

static enum crm_status event_changed(struct edit *ed, struct kind_edit *ke, int64_t id, const struct value *old,
                                     const struct value *v, uint64_t mask, struct crm_error *e)
{
	(void)mask;
	(void)e;
	if (ke->k->no == KIND_EVENT && old && v)
		edit_touch(ed, KIND_EVENT, id);
	return CRM_OK;
}

/* Events that changed or were corrected count otherwise for all whom they name. */
static enum crm_status touch_named(struct edit *ed, int64_t event, struct crm_error *e)
{
	static const int kinds[] = {KIND_OFFER, KIND_COMPANY, KIND_CONTACT};
	struct query q = query(ed->c->db, e,
	                       "SELECT v.offer, v.company, q.contact FROM event v "
	                       "LEFT JOIN party q ON q.record = v.id "
	                       "AND q.kind = " SQL(KIND_EVENT) " "
	                       "WHERE v.id = $1", event);

	while (query_row(&q))
		for (int i = 0; i < 3; i++)
			if (!db_null(q.st, i))
				edit_touch(ed, kinds[i], db_int(q.st, i));
	return query_end(&q);
}

static enum crm_status flush(struct edit *ed, struct crm_error *e)
{
	struct kind_edit *ke = ed->kind[KIND_EVENT];
	enum crm_status s = CRM_OK;

	for (size_t i = 0; ke && i < ke->ntouched && !s; i++)
		s = touch_named(ed, ke->touched[i], e);
	return s;
}

const struct edit_observer observe_events = {.row = event_changed, .written = follow_offer, .flush = flush};
