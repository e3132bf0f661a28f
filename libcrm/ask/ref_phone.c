/* ref_phone.c - records by a telephone number in any spelling.
 *
 * Telephone numbers match by their whole key, else when one ends with all of the other: two
 * complete numbers that differ never do. */
#include "ref_find.h"

#include "../base/money.h"
#include "../model/catalog.h"
#include "../model/kinds.h"
#include "../model/list.h"
#include "../model/number.h"

#define PHONE_ENOUGH 7 /* digits that tell numbers apart */

/* Whether one of two numbers ends with all of the other, at least PHONE_ENOUGH digits, without the
 * zeros they are dialled with. */
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

/* The look-ups of a kind: by the whole key, and by its last PHONE_ENOUGH digits as they are
 * indexed. Numbers stand in its list, else in a column; child: of the list. */
static const struct kind_cache *lookups(struct crm *c, const struct crm_kind *k, const struct crm_kind *child)
{
	struct kind_cache *cache = catalog_cache(c, k);
	const char *column = child ? list_column(child, child->list->a) : "phone",
	           *table = child ? child->table : k->table;
	const char *id = child ? "record" : "id";

	if (cache->phone)
		return cache;
	cache->phone = arena_printf(&c->arena, "SELECT %s FROM %s WHERE %s_key=$1%s", id, table, column,
	                            child ? " AND kind=$2" : " LIMIT 11");
	cache->phone_end = arena_printf(&c->arena, "SELECT %s, %s_key, %s FROM %s WHERE " PHONE_END("%s_key") "=$1%s",
	                                id, column, column, table, column, column, child ? " AND kind=$2" : "");
	return cache;
}

/* Numbers with the same last digits, one of them without country or area code. full and as_given:
 * keys with and without a country. */
static enum crm_status find_phone_end(struct crm *c, const char *sql, int kind, const char *full, const char *as_given,
                                      struct ref_found *found, struct crm_error *e)
{
	struct query q = query(c->db, e, sql);
	char there_as_given[48];
	size_t nfull = strlen(full), nas_given = strlen(as_given);

	query_text(&q, 1, full + nfull - PHONE_ENOUGH, PHONE_ENOUGH);
	if (kind)
		query_int(&q, 2, kind);
	while (found->n < FOUND_MAX && query_row(&q)) {
		size_t nthere, n;
		const char *there = db_text(q.st, 1, &nthere), *number = db_text(q.st, 2, &n);

		n = phone_key(there_as_given, number, n, NULL);
		/* one with a 0 before its area code is complete: its key tells the country */
		if (same_end(as_given, nas_given, there, nthere) ||
		    (there_as_given[0] != '0' && same_end(full, nfull, there_as_given, n)))
			ref_found_add(found, db_int(q.st, 0));
	}
	return query_end(&q);
}

enum crm_status ref_find_phone(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                               struct ref_found *found, struct crm_error *e)
{
	const struct crm_kind *child = list_of_first(k, kind_field(k, "phone"));
	const struct kind_cache *look = lookups(c, k, child);
	int kind = child ? k->no : 0;
	char full[48], as_given[48];
	size_t len;
	enum crm_status s = number_key(c, text, n, c->set.country[0] ? c->set.country : NULL, full, &len, e);

	found->n = 0;
	if (!s && len)
		s = ref_find(c, look->phone, full, len, kind, found, e);
	if (s || found->n || len < PHONE_ENOUGH)
		return s;
	phone_key(as_given, text, n, NULL);
	return find_phone_end(c, look->phone_end, kind, full, as_given, found, e);
}
