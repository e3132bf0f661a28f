/* vcard_load.c - what the cards of some contacts are made of, read for all of them at once. */
#include "vcard_load.h"

#include <stdlib.h>
#include "../base/array.h"
#include "../model/lookup.h"

/* The contacts themselves; behind the id the columns in the order of enum person_field, then
 * updated, and what those who have no name go by. */
static const char contact_sql[] =
        "SELECT r.id, r.name, r.family, r.given, r.title, r.role, k.name, r.birthday, r.language, r.notes, r.street, "
        "r.postal_code, r.city, r.region, r.country, r.updated, coalesce(r.email, r.phone) "
        "FROM contact r LEFT JOIN company k ON k.id = r.company WHERE r.id IN " DB_AMONG("1") " ORDER BY r.id";
enum { FIRST_FIELD = 1, UPDATED = FIRST_FIELD + PERSON_FIELDS, GOES_BY };

#define OF_THEM " WHERE record IN " DB_AMONG("1") " AND kind = " SQL(KIND_CONTACT)

/* Columns: record, a number (NULL is -1), a text, another one. */
static const char *const part_sql[CARD_LISTS] = {
	[CARD_KEPT] = "SELECT record, shadow, line, NULL FROM property" OF_THEM " ORDER BY record, pos, id",
	[CARD_EMAILS] = "SELECT record, label, address, address_key FROM email" OF_THEM " ORDER BY record, pos, id",
	[CARD_PHONES] = "SELECT record, label, number, number_key FROM phone" OF_THEM " ORDER BY record, pos, id",
	[CARD_TAGS] = "SELECT record, NULL, word, NULL FROM tag" OF_THEM " ORDER BY record, id",
	[CARD_UIDS] = "SELECT record, NULL, key, NULL FROM ext" OF_THEM " AND system = '" CARD_SYSTEM "' ORDER BY record, id",
};

static const char *text(struct card_load *l, struct stmt *st, int i)
{
	size_t n;
	const char *s = db_text(st, i, &n);

	return s ? arena_strndup(&l->arena, s, n) : "";
}

static enum crm_status read_contacts(struct card_load *l, struct crm *c, const int64_t *ids, size_t n,
                                     struct crm_error *e)
{
	const struct crm_field *birthday = kind_field(kind_by_no(KIND_CONTACT), "birthday");
	struct query q = query(c->db, e, contact_sql);
	char day[16];

	query_among(&q, 1, ids, n);
	while (query_row(&q)) {
		struct card_contact x = {.id = db_int(q.st, 0), .updated = db_int(q.st, UPDATED),
			.goes_by = text(l, q.st, GOES_BY)};

		for (int i = 0; i < PERSON_FIELDS; i++) {
			int col = FIRST_FIELD + i;

			if (i != P_BIRTHDAY)
				x.text[i] = text(l, q.st, col);
			else if (!db_null(q.st, col) && value_day(day, birthday, (int)db_int(q.st, col)))
				x.text[i] = arena_strdup(&l->arena, day);
			else
				x.text[i] = "";
		}
		ARRAY_PUSH(l->contact, l->n, x);
	}
	return query_end(&q);
}

enum crm_status card_load(struct card_load *l, struct crm *c, const int64_t *ids, size_t n, struct crm_error *e)
{
	enum crm_status s;

	arena_free(&l->arena);
	l->n = 0;
	s = read_contacts(l, c, ids, n, e);
	for (int i = 0; i < CARD_LISTS && !s; i++) {
		struct query q = query(c->db, e, part_sql[i]);

		query_among(&q, 1, ids, n);
		for (l->list[i].n = 0; query_row(&q);)
			ARRAY_PUSH(l->list[i].part, l->list[i].n, (struct card_part){db_int(q.st, 0),
				db_null(q.st, 1) ? -1 : (int)db_int(q.st, 1), text(l, q.st, 2), text(l, q.st, 3)});
		s = query_end(&q);
	}
	return s;
}

const struct card_contact *card_contact(const struct card_load *l, int64_t id)
{
	/* its first member is the id */
	return l->n ? bsearch(&id, l->contact, l->n, sizeof *l->contact, int64_compare) : NULL;
}

const struct card_part *card_list(const struct card_load *l, enum card_list which, int64_t id, size_t *n)
{
	const struct card_part *part = l->list[which].part;
	size_t low = int64_place(part, l->list[which].n, sizeof *part, id);

	for (*n = 0; low + *n < l->list[which].n && part[low + *n].record == id;)
		++*n;
	return part + low;
}

void card_load_free(struct card_load *l)
{
	for (int i = 0; i < CARD_LISTS; i++)
		free(l->list[i].part);
	free(l->contact);
	arena_free(&l->arena);
}
