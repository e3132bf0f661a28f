/* forget_terms.c - words of the person's own records: reasons, channels, sources, outcomes,
 * purposes. Records share them, so what names the person there is told as a place, and masked only
 * everywhere; but in them a part of the name is enough. */
#include "forget_impl.h"

#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

/* Those of a field now, and those it had. */
#define OF(table, kind, column, field, ids) \
	"SELECT own." column " FROM " table " own WHERE own.id IN (" ids ") UNION " \
	"SELECT CAST(h.old AS BIGINT) FROM change h WHERE h.kind=" SQL(kind) " AND h.field=" field \
	" AND h.id IN (" ids ")"
#define TOUCHES "SELECT t.id FROM touch t WHERE t.offer IN " FORGET_OFFERS
#define CONSENTS "SELECT cs.id FROM consent cs WHERE cs.kind=" SQL(KIND_CONTACT) " AND cs.record=$1"

static const char *const terms_of[] = {
	OF("contact", KIND_CONTACT, "source", "20", "SELECT p.id FROM contact p WHERE p.id=$1"),
	OF("offer", KIND_OFFER, "reason", "19", FORGET_OFFERS),
	OF("offer", KIND_OFFER, "channel", "21", FORGET_OFFERS),
	OF("offer", KIND_OFFER, "source", "23", FORGET_OFFERS),
	OF("offer", KIND_OFFER, "medium", "44", FORGET_OFFERS),
	OF("touch", KIND_TOUCH, "source", "3", TOUCHES),
	OF("touch", KIND_TOUCH, "medium", "4", TOUCHES),
	OF("touch", KIND_TOUCH, "channel", "6", TOUCHES),
	OF("event", KIND_EVENT, "outcome", "11", "SELECT v.id " FORGET_EVENTS),
	OF("consent", KIND_CONSENT, "purpose", "3", CONSENTS),
};

enum crm_status forget_load_terms(struct forget *f)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < sizeof terms_of / sizeof *terms_of && !s; i++) {
		int64_t *ids;
		size_t n;

		s = forget_ids(f, &ids, &n, terms_of[i], f->id);
		for (size_t k = 0; k < n && !s; k++)
			ARRAY_PUSH(f->terms, f->nterms, ids[k]);
	}
	return s;
}

bool forget_own_term(const struct forget *f, const struct crm_kind *k, int64_t id)
{
	for (size_t i = 0; k->no == KIND_TERM && i < f->nterms; i++)
		if (f->terms[i] == id)
			return true;
	return false;
}
