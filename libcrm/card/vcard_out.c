/* vcard_out.c - crm_vcard: contacts as vCards, with what they have kept of the cards they came
 * in. */
#include "crm_card.h"
#include "person.h"
#include <stdlib.h>
#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "../ask/rows.h"

/* The contact itself; the columns in the order of enum person_field, then updated. */
static const char contact_sql[] =
        "SELECT r.name, r.family, r.given, r.title, r.role, k.name, r.birthday, r.language, r.notes, r.street, "
        "r.postal_code, r.city, "
        "r.region, r.country, r.updated FROM contact r LEFT JOIN company k ON k.id = r.company WHERE r.id = $1";

struct kept {
	struct vcard_property p;
	const char *line;
	bool shadow, used;
};

struct writer_card {
	struct crm *c;
	struct out *out;
	enum vcard_version version;
	struct crm_error *e;
	struct arena a; /* of the contact at work */
	int64_t id;
	const char *text[PERSON_FIELDS];
	int64_t updated;
	struct kept *kept;
	size_t nkept;
	struct strbuf card, line;
};

static void property(struct writer_card *w, const char *canonical)
{
	vcard_write(&w->card, canonical, w->version);
}

/* ---- reading ---- */

/* sql: a constant. */
static struct query children(struct writer_card *w, const char *sql)
{
	return query(w->c->db, w->e, sql, w->id);
}

static const char *column(struct writer_card *w, struct stmt *st, int i)
{
	size_t n;
	const char *s = db_text(st, i, &n);

	return s ? arena_strndup(&w->a, s, n) : "";
}

static enum crm_status read_contact(struct writer_card *w, bool *found)
{
	const struct crm_field *birthday = kind_field(kind_by_no(KIND_CONTACT), "birthday");
	struct query q = children(w, contact_sql);
	char day[16];

	*found = query_row(&q);
	for (int i = 0; *found && i < PERSON_FIELDS; i++) {
		w->text[i] = i == P_BIRTHDAY ? "" : column(w, q.st, i);
		if (i == P_BIRTHDAY && !db_null(q.st, i) && value_day(day, birthday, (int)db_int(q.st, i)))
			w->text[i] = arena_strdup(&w->a, day);
	}
	w->updated = *found ? db_int(q.st, PERSON_FIELDS) : 0;
	return query_end(&q);
}

static enum crm_status read_kept(struct writer_card *w)
{
	struct query q = children(w, "SELECT shadow, line FROM property WHERE record = $1 "
		"AND kind = " SQL(KIND_CONTACT) " ORDER BY pos, id");

	w->kept = NULL;
	w->nkept = 0;
	while (query_row(&q)) {
		struct kept *k;
		const char *problem;

		ARENA_ROOM(&w->a, w->kept, w->nkept);
		k = &w->kept[w->nkept];
		*k = (struct kept){.shadow = db_int(q.st, 0), .line = column(w, q.st, 1)};
		w->nkept += vcard_parse(&w->a, NULL, k->line, strlen(k->line), VCARD_40, &k->p, &problem);
	}
	return query_end(&q);
}

/* ---- fields ---- */

/* The line that was kept for these fields, if they are still the same. */
static const char *shadow(struct writer_card *w, const struct card_map *m, const char *const part[CARD_PARTS])
{
	const char *its[CARD_PARTS];
	bool name = strcmp(m->name, "N") == 0;

	for (size_t i = 0; i < w->nkept; i++) {
		struct kept *k = &w->kept[i];
		bool same = k->shadow && !k->used && strcmp(k->p.name, m->name) == 0 && card_read(&w->a, m, &k->p, its);

		for (size_t j = 0; same && j < m->n && !name; j++)
			same = strcmp(its[j], part[j]) == 0;
		if (same && name)
			same = card_same_name(its, part);
		if (same) {
			k->used = true;
			return k->line;
		}
	}
	return NULL;
}

static void field(struct writer_card *w, const char *name)
{
	const struct card_map *m = card_map(name);
	const char *part[CARD_PARTS], *line;
	bool any = false;

	for (size_t i = 0; i < CARD_PARTS; i++) {
		part[i] = i < m->n ? w->text[m->field[i]] : "";
		any = any || *part[i];
	}
	if (strcmp(name, "N") == 0)
		part[CARD_SUFFIX] = card_degrees(&w->a, w->text[P_NAME]);
	else if (!any)
		return;
	line = shadow(w, m, part);
	if (!line && strcmp(name, "TITLE") == 0)
		line = shadow(w, card_map("ROLE"), part);
	sb_reset(&w->line);
	if (!line)
		card_line(&w->line, m, part);
	property(w, line ? line : w->line.buf);
}

/* ---- addresses and numbers ---- */

struct address {
	const char *text, *key;
	int label;
};

static bool is_shadow(struct writer_card *w, const struct kept *k, const char *name, const struct address *x)
{
	const char *s;
	char key[64];
	struct strbuf folded = STRBUF_INIT;
	const char *country = *w->text[P_COUNTRY]    ? w->text[P_COUNTRY]
	                      : w->c->set.country[0] ? w->c->set.country
	                                             : NULL;
	bool same;

	if (!k->shadow || k->used || strcmp(k->p.name, name) != 0 || card_label(&k->p) != x->label)
		return false;
	s = card_address(&w->a, &k->p);
	if (strcmp(name, "TEL") == 0)
		sb_add(&folded, key, phone_key(key, s, strlen(s), country));
	else
		utf8_fold(&folded, s, strlen(s));
	same = strcmp(folded.buf, x->key) == 0;
	sb_release(&folded);
	return same;
}

/* The first of several is the preferred one. */
static void ranked(struct writer_card *w, const char *line, bool first)
{
	size_t n = strcspn(line, ";:");

	sb_reset(&w->line);
	sb_add(&w->line, line, n);
	if (first && strncmp(line + n, ";TYPE=", 6) == 0) {
		size_t type = strcspn(line + n + 1, ";:") + 1;

		sb_add(&w->line, line + n, type);
		n += type;
	}
	sb_adds(&w->line, first ? ";PREF=1" : "");
	sb_adds(&w->line, line + n);
	property(w, w->line.buf);
}

static void one_address(struct writer_card *w, const char *name, const struct address *x, bool first)
{
	struct strbuf line = STRBUF_INIT;
	const char *kept = NULL;

	for (size_t i = 0; i < w->nkept && !kept; i++)
		if (is_shadow(w, &w->kept[i], name, x)) {
			w->kept[i].used = true;
			kept = w->kept[i].line;
		}
	card_labelled(&line, name, x->label, x->text, strlen(x->text));
	ranked(w, kept ? kept : line.buf, first);
	sb_release(&line);
}

static enum crm_status addresses(struct writer_card *w, const char *name, const char *sql)
{
	struct query q = children(w, sql);
	struct address x[2] = {{NULL, NULL, -1}};
	bool first = true;

	while (query_row(&q)) {
		x[1] = (struct address){column(w, q.st, 0), column(w, q.st, 1),
		                        db_null(q.st, 2) ? -1 : (int)db_int(q.st, 2)};
		if (x[0].text) {
			one_address(w, name, &x[0], first);
			first = false;
		}
		x[0] = x[1];
	}
	if (x[0].text)
		one_address(w, name, &x[0], false);
	return query_end(&q);
}

static enum crm_status tags(struct writer_card *w)
{
	struct query q = children(w, "SELECT word FROM tag WHERE record = $1 "
		"AND kind = " SQL(KIND_CONTACT) " ORDER BY id");

	sb_reset(&w->line);
	while (query_row(&q)) {
		const char *word = column(w, q.st, 0);

		sb_adds(&w->line, w->line.len ? "," : "CATEGORIES:");
		vcard_escape(&w->line, word, strlen(word));
	}
	if (w->line.len)
		property(w, w->line.buf);
	return query_end(&q);
}

/* ---- the card ---- */

/* Who has no name goes by an address. */
static enum crm_status full_name(struct writer_card *w)
{
	struct query q;

	if (*w->text[P_NAME]) {
		field(w, "FN");
		return CRM_OK;
	}
	q = children(w, "SELECT coalesce(email, phone) FROM contact WHERE id = $1");
	if (query_row(&q)) {
		w->text[P_NAME] = column(w, q.st, 0);
		field(w, "FN");
	}
	return query_end(&q);
}

/* Text is no URI: 4.0 wants to be told. */
static bool is_uri(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	return n > 1 && s[n] == ':';
}

static enum crm_status uid(struct writer_card *w)
{
	struct query q =
	    children(w, "SELECT key FROM ext WHERE record = $1 AND kind = " SQL(KIND_CONTACT)
	    " AND system = '" CARD_SYSTEM "' ORDER BY id LIMIT 1");
	struct strbuf text = STRBUF_INIT;
	char own[64];
	enum crm_status status;

	if (query_row(&q)) {
		for (const char *p = column(w, q.st, 0); *p; p++) {
			bool comma = strncmp(p, "%2C", 3) == 0;

			sb_addc(&text, comma ? ',' : *p);
			p += comma ? 2 : 0;
		}
	} else if (!q.s) {
		q.s = uid_of(w->c, KIND_CONTACT, w->id, own, w->e);
		sb_adds(&text, q.s ? "" : own);
	}
	status = query_end(&q);
	sb_reset(&w->line);
	sb_adds(&w->line, w->version == VCARD_40 && !is_uri(text.buf) ? "UID;VALUE=text:" : "UID:");
	vcard_escape(&w->line, text.buf, text.len);
	vcard_fold(&w->card, w->line.buf, w->line.len);
	sb_release(&text);
	return status;
}

static void revision(struct writer_card *w)
{
	char at[32];

	instant_format(at, w->updated);
	sb_adds(&w->card, "REV:");
	for (const char *p = at; *p; p++)
		if (w->version == VCARD_30 || (*p != '-' && *p != ':'))
			sb_addc(&w->card, *p);
	sb_adds(&w->card, "\r\n");
}

static void kept_lines(struct writer_card *w)
{
	for (size_t i = 0; i < w->nkept; i++)
		if (!w->kept[i].shadow && !(strcmp(w->kept[i].p.name, "BDAY") == 0 && *w->text[P_BIRTHDAY]))
			property(w, w->kept[i].line);
}

static enum crm_status card(struct writer_card *w)
{
	static const char *const behind[] = {"ADR", "BDAY", "LANG", NULL};
	enum crm_status s = full_name(w);

	field(w, "N");
	field(w, "ORG");
	field(w, "TITLE");
	if (!s)
		s = addresses(w, "EMAIL", "SELECT address, address_key, label FROM email "
			"WHERE record = $1 AND kind = " SQL(KIND_CONTACT) " ORDER BY pos, id");
	if (!s)
		s = addresses(w, "TEL", "SELECT number, number_key, label FROM phone "
			"WHERE record = $1 AND kind = " SQL(KIND_CONTACT) " ORDER BY pos, id");
	for (size_t i = 0; behind[i]; i++)
		field(w, behind[i]);
	if (!s)
		s = tags(w);
	field(w, "NOTE");
	kept_lines(w);
	return !s ? uid(w) : s;
}

static enum crm_status contact(struct writer_card *w, int64_t id)
{
	bool found = false;
	enum crm_status s;

	arena_free(&w->a);
	w->id = id;
	s = read_contact(w, &found);
	if (s || !found)
		return s;
	s = read_kept(w);
	sb_reset(&w->card);
	sb_printf(&w->card, "BEGIN:VCARD\r\nVERSION:%d.0\r\n", w->version / 10);
	if (!s)
		s = card(w);
	revision(w);
	sb_adds(&w->card, "END:VCARD\r\n");
	if (!s)
		out_write(w->out, w->card.buf, w->card.len);
	return s;
}

/* ---- which contacts ---- */

/* Operands are conditions or references; what isn't there is told, and the rest is written. */
struct wanted {
	const char **conditions;
	size_t nconditions;
	struct crm_ids ids;
	size_t nrefs; /* of them by operands */
	bool named;
	enum crm_status missing;
};

static bool named_before(const struct wanted *x, int64_t id)
{
	for (size_t i = 0; i < x->nrefs; i++)
		if (x->ids.v[i].id == id)
			return true;
	return false;
}

static enum crm_status take(struct wanted *x, int64_t id, enum crm_status s)
{
	if (!s && named_before(x, id))
		return CRM_OK;
	if (!s)
		x->ids.v[x->ids.n++] = (struct crm_id){.kind = KIND_CONTACT, .id = id};
	else if (s != CRM_NO && s != CRM_AMBIGUOUS)
		return s;
	else if (!x->missing)
		x->missing = s;
	return CRM_OK;
}

static enum crm_status read_operands(struct crm *c, const struct crm_query *q, struct wanted *x, struct crm_error *e)
{
	size_t stream = q->ids ? q->ids->n : 0;
	enum crm_status s = CRM_OK;
	int64_t id;

	x->conditions = crm_calloc(q->noperands + 1, sizeof *x->conditions);
	x->ids.v = crm_calloc(q->noperands + stream + 1, sizeof *x->ids.v);
	x->named = q->ids != NULL;
	for (size_t i = 0; i < q->noperands && !s; i++) {
		const char *text = q->operands[i];

		if (crm_is_condition(text)) {
			x->conditions[x->nconditions++] = text;
			continue;
		}
		x->named = true;
		s = *text ? ref_resolve(c, q->kind, text, strlen(text), &id, e)
		        : crm_fail(e, CRM_USAGE, "an empty operand: an empty variable in a script?");
		s = take(x, id, s);
		x->nrefs = x->ids.n;
	}
	for (size_t i = 0; i < stream && !s; i++)
		if (!named_before(x, q->ids->v[i].id))
			x->ids.v[x->ids.n++] = q->ids->v[i];
	return s;
}

/* Contacts the query gives, of one id or all. */
static enum crm_status write_rows(struct writer_card *w, struct query q)
{
	while (!out_stopped(w->out) && query_row(&q))
		q.s = contact(w, db_int(q.st, 0));
	return query_end(&q);
}

/* All that meet the conditions; those that were named in their order. */
static enum crm_status write_all(struct writer_card *w, const struct crm_query *q, const struct wanted *x)
{
	struct select sel = {
	    .kind = q->kind, .limit = -1, .operands = x->conditions, .noperands = x->nconditions, .all = true, .words = WORDS_NONE};
	struct strbuf sql = STRBUF_INIT, where = STRBUF_INIT;
	struct id_list ids = {0};
	struct binds b = {0};
	struct query rows;
	struct stmt *st = NULL;
	enum crm_status s = select_where(w->c, &sel, "r", &where, &b, w->e);

	sel.ids = &x->ids;
	if (!s && x->named)
		s = select_ids(w->c, &sel, &ids, w->e);
	sb_printf(&sql, "SELECT r.id FROM contact r WHERE %s", where.buf);
	if (x->named)
		sb_printf(&sql, " AND r.id = $%zu", b.n + 1);
	sb_adds(&sql, " ORDER BY r.id");
	if (!s)
		s = db_prepare(w->c->db, &st, sql.buf, w->e);
	if (!s)
		binds_apply(&b, st);
	if (!s && !x->named)
		s = write_rows(w, query_again(st, w->e));
	for (size_t i = 0; i < ids.n && !s; i++) {
		rows = query_again(st, w->e);
		query_int(&rows, (int)b.n + 1, ids.id[i]);
		s = write_rows(w, rows);
	}
	db_finalize(st);
	free(ids.id);
	binds_free(&b);
	sb_release(&sql);
	sb_release(&where);
	return s;
}

enum crm_status crm_vcard(struct crm *c, const struct crm_query *q, int version, struct out *o, struct crm_error *e)
{
	struct writer_card w = {
	    .c = c, .out = o, .version = version == 40 ? VCARD_40 : VCARD_30, .e = e, .card = STRBUF_INIT, .line = STRBUF_INIT};
	struct wanted x = {0};
	bool begun;
	enum crm_status s = db_read(c->db, &begun, e);

	if (!s)
		s = read_operands(c, q, &x, e);
	if (!s)
		s = write_all(&w, q, &x);
	db_read_end(c->db, begun);
	arena_free(&w.a);
	sb_release(&w.card);
	sb_release(&w.line);
	free(x.conditions);
	free(x.ids.v);
	return !s ? x.missing : s;
}
