/* ref_phone.c - records by a telephone number in any spelling. */
#include "ref_find.h"

#include "../base/money.h"
#include "../model/kinds.h"

#define PHONE_ENOUGH 7 /* digits that tell numbers apart */

/* Whether one of two numbers ends with all of the other, at least PHONE_ENOUGH digits, without the zeros they are dialled with. */
static bool same_end(const char *a, size_t na, const char *b, size_t nb)
{
	size_t n;

	for (; na && *a == '0'; na--)
		a++;
	for (; nb && *b == '0'; nb--)
		b++;
	n = na < nb ? na : nb;
	return n >= PHONE_ENOUGH && memcmp(a + na - n, b + nb - n, n) == 0;
}

/* Where numbers stand: look-ups by the whole key, and by its last PHONE_ENOUGH digits as they are indexed. */
struct where { bool child; const char *whole, *end; };
static const struct where children = {true, "SELECT record FROM phone WHERE number_key=$1 AND kind=$2",
	"SELECT record, number_key, number FROM phone WHERE " PHONE_END("number_key") "=$1 AND kind=$2"};
static const struct where companies = {false, "SELECT id FROM company WHERE phone_key=$1 LIMIT 11",
	"SELECT id, phone_key, phone FROM company WHERE " PHONE_END("phone_key") "=$1"};
static const struct where offers = {false, "SELECT id FROM offer WHERE phone_key=$1 LIMIT 11",
	"SELECT id, phone_key, phone FROM offer WHERE " PHONE_END("phone_key") "=$1"};

/* Numbers with the same last digits, one of them without country or area code. full and as_given: keys with and without a country. */
static enum crm_status find_phone_end(struct crm *c, const struct where *w, int kind, const char *full, const char *as_given,
                                      struct ref_found *found, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, w->end, e);
	char there_as_given[48];
	size_t nfull = strlen(full), nas_given = strlen(as_given);
	enum db_step step;

	if (!st)
		return e->status;
	db_bind_text(st, 1, full + nfull - PHONE_ENOUGH, PHONE_ENOUGH);
	if (w->child)
		db_bind_int(st, 2, kind);
	while ((step = db_step(st, e)) == DB_ROW && found->n < FOUND_MAX) {
		size_t nthere, n;
		const char *there = db_text(st, 1, &nthere), *number = db_text(st, 2, &n);

		n = phone_key(there_as_given, number, n, NULL);
		/* one with a 0 before its area code is complete: its key tells the country */
		if (same_end(as_given, nas_given, there, nthere) || (there_as_given[0] != '0' && same_end(full, nfull, there_as_given, n)))
			ref_found_add(found, db_int(st, 0));
	}
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}

enum crm_status ref_find_phone(struct crm *c, const struct crm_kind *k, const char *s, size_t n, struct ref_found *found,
                               struct crm_error *e)
{
	const struct where *w = kind_field(k, "phones") ? &children : k->no == KIND_OFFER ? &offers : &companies;
	int kind = w->child ? k->no : 0;
	char full[48], as_given[48];
	size_t len = phone_key(full, s, n, c->set.country[0] ? c->set.country : NULL);
	enum crm_status st = CRM_OK;

	found->n = 0;
	if (len)
		st = ref_find(c, w->whole, full, len, kind, found, e);
	if (st || found->n || len < PHONE_ENOUGH)
		return st;
	phone_key(as_given, s, n, NULL);
	return find_phone_end(c, w, kind, full, as_given, found, e);
}
