/* forget_consent.c - consents end with the person: of each purpose that was agreed to an entry
 * says that it is withdrawn.
 *
 * What was given stays, without the texts that prove it: it was so. The withdrawal is the last
 * word, so that a merge hands on no consent either. */
#include "forget_impl.h"

#include "../people/people_kinds.h"

struct given { int64_t purpose, day; };

/* Purposes whose newest entry says given; one dated ahead, too. */
static enum crm_status given_ones(struct forget *f, struct given **out, size_t *n)
{
	struct query q = query(f->c->db, f->e,
	                       "SELECT z.purpose, z.day FROM consent z WHERE z.kind=" SQL(KIND_CONTACT)
	                       " AND z.record=$1 AND z.status=0 AND NOT EXISTS (SELECT 1 FROM consent later "
	                       "WHERE later.record=z.record AND later.kind=z.kind AND later.purpose=z.purpose AND "
	                       "(later.day > z.day OR (later.day=z.day AND later.id > z.id))) ORDER BY z.id",
	                       f->id);

	*out = NULL;
	*n = 0;
	while (query_row(&q))
		ARRAY_PUSH(*out, *n, (struct given){db_int(q.st, 0), db_int(q.st, 1)});
	return query_end(&q);
}

static void tell(struct forget *f, const struct crm_field *const *field, const struct value *v, size_t n)
{
	struct strbuf text = STRBUF_INIT;

	for (size_t i = 2; i < n; i++) { /* purpose:status:day, as the history prints it */
		sb_adds(&text, text.len ? ":" : "");
		value_format(f->c, field[i], v[i], 0, &text);
	}
	edit_tell(f->ed, "set", &kind_contact, f->id, &(struct crm_field){.name = "may", .type = T_TEXT}, VALUE_NULL,
	          value_text(text.buf, text.len), 0);
	sb_release(&text);
}

static enum crm_status withdraw(struct forget *f, const struct given *g)
{
	const struct value v[] = {VALUE_INT(KIND_CONTACT), VALUE_INT(f->id), VALUE_INT(g->purpose), VALUE_INT(1),
	                          VALUE_INT(g->day > f->c->today ? g->day : f->c->today)};
	const size_t n = sizeof v / sizeof *v; /* kind, record, purpose, status, day: fields 1 to 5 */
	const struct crm_field *field[sizeof v / sizeof *v];
	int64_t id;
	enum crm_status s;

	for (size_t i = 0; i < n; i++)
		field[i] = kind_field_no(&kind_consent, (int)i + 1);
	s = edit_row_add(f->ed, &kind_consent, field, v, n, &id, f->e);
	if (!s && f->ed->opt.watch)
		tell(f, field, v, n);
	return s;
}

enum crm_status forget_consents(struct forget *f)
{
	struct given *g;
	size_t n;
	enum crm_status s = given_ones(f, &g, &n);

	if (!s && n)
		s = lookup_terms(f->c, f->e);
	for (size_t i = 0; i < n && !s; i++)
		s = withdraw(f, &g[i]);
	free(g);
	return s;
}
