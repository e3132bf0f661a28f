/* vcard_out.c - crm_vcard: contacts as vCards, with what they have kept of the cards they came
 * in. */
#include "crm_card.h"
#include "vcard_load.h"
#include <stdlib.h>
#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "../ask/rows.h"

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
	struct card_load load; /* the contacts at work */
	char family[UID_FAMILY]; /* of UIDs, "" = not read yet */
	struct arena a;        /* of the contact at work */
	int64_t id;
	const char *text[PERSON_FIELDS];
	struct kept *kept;
	size_t nkept;
	struct strbuf card, line;
};

static void property(struct writer_card *w, const char *canonical)
{
	vcard_write(&w->card, canonical, w->version);
}

/* ---- reading ---- */

static void read_kept(struct writer_card *w)
{
	size_t n;
	const struct card_part *x = card_list(&w->load, CARD_KEPT, w->id, &n);

	w->kept = NULL;
	w->nkept = 0;
	for (; n--; x++) {
		struct kept *k;
		const char *problem;

		ARENA_ROOM(&w->a, w->kept, w->nkept);
		k = &w->kept[w->nkept];
		*k = (struct kept){.shadow = x->number, .line = x->text};
		w->nkept += vcard_parse(&w->a, NULL, k->line, strlen(k->line), VCARD_40, &k->p, &problem);
	}
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

static bool is_shadow(struct writer_card *w, const struct kept *k, const char *name, const struct card_part *x)
{
	const char *s;
	char key[64];
	struct strbuf folded = STRBUF_INIT;
	const char *country = *w->text[P_COUNTRY]    ? w->text[P_COUNTRY]
	                      : w->c->set.country[0] ? w->c->set.country
	                                             : NULL;
	bool same;

	if (!k->shadow || k->used || strcmp(k->p.name, name) != 0 || card_label(&k->p) != x->number)
		return false;
	s = card_address(&w->a, &k->p);
	if (strcmp(name, "TEL") == 0)
		sb_add(&folded, key, phone_key(key, s, strlen(s), country));
	else
		utf8_fold(&folded, s, strlen(s));
	same = strcmp(folded.buf, x->more) == 0;
	sb_release(&folded);
	return same;
}

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

static void one_address(struct writer_card *w, const char *name, const struct card_part *x, bool first)
{
	struct strbuf line = STRBUF_INIT;
	const char *kept = NULL;

	for (size_t i = 0; i < w->nkept && !kept; i++)
		if (is_shadow(w, &w->kept[i], name, x)) {
			w->kept[i].used = true;
			kept = w->kept[i].line;
		}
	card_labelled(&line, name, x->number, x->text, strlen(x->text));
	ranked(w, kept ? kept : line.buf, first);
	sb_release(&line);
}

/* The first of several is the preferred one. */
static void addresses(struct writer_card *w, const char *name, enum card_list which)
{
	size_t n;
	const struct card_part *x = card_list(&w->load, which, w->id, &n);

	for (size_t i = 0; i < n; i++)
		one_address(w, name, &x[i], i == 0 && n > 1);
}

static void tags(struct writer_card *w)
{
	size_t n;
	const struct card_part *x = card_list(&w->load, CARD_TAGS, w->id, &n);

	sb_reset(&w->line);
	for (size_t i = 0; i < n; i++) {
		sb_adds(&w->line, i ? "," : "CATEGORIES:");
		vcard_escape(&w->line, x[i].text, strlen(x[i].text));
	}
	if (w->line.len)
		property(w, w->line.buf);
}

/* ---- the card ---- */

/* Text is no URI: 4.0 wants to be told. */
static bool is_uri(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	return n > 1 && s[n] == ':';
}

static enum crm_status uid(struct writer_card *w)
{
	struct strbuf text = STRBUF_INIT;
	size_t n;
	const struct card_part *x = card_list(&w->load, CARD_UIDS, w->id, &n);
	char own[64];
	enum crm_status status = n || w->family[0] ? CRM_OK : uid_family(w->c, KIND_CONTACT, w->family, w->e);

	if (n) {
		for (const char *p = x->text; *p; p++) {
			bool comma = strncmp(p, "%2C", 3) == 0;

			sb_addc(&text, comma ? ',' : *p);
			p += comma ? 2 : 0;
		}
	} else {
		uid_of(own, w->family, w->id);
		sb_adds(&text, own);
	}
	sb_reset(&w->line);
	sb_adds(&w->line, w->version == VCARD_40 && !is_uri(text.buf) ? "UID;VALUE=text:" : "UID:");
	vcard_escape(&w->line, text.buf, text.len);
	vcard_fold(&w->card, w->line.buf, w->line.len);
	sb_release(&text);
	return status;
}

static void revision(struct writer_card *w, int64_t updated)
{
	char at[32];

	instant_format(at, updated);
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

	field(w, "FN");
	field(w, "N");
	field(w, "ORG");
	field(w, "TITLE");
	addresses(w, "EMAIL", CARD_EMAILS);
	addresses(w, "TEL", CARD_PHONES);
	for (size_t i = 0; behind[i]; i++)
		field(w, behind[i]);
	tags(w);
	field(w, "NOTE");
	kept_lines(w);
	return uid(w);
}

static enum crm_status contact(struct writer_card *w, const struct card_contact *x)
{
	enum crm_status s;

	arena_free(&w->a);
	w->id = x->id;
	memcpy(w->text, x->text, sizeof w->text);
	if (!*w->text[P_NAME])
		w->text[P_NAME] = x->goes_by;
	read_kept(w);
	sb_reset(&w->card);
	sb_printf(&w->card, "BEGIN:VCARD\r\nVERSION:%d.0\r\n", w->version / 10);
	s = card(w);
	revision(w, x->updated);
	sb_adds(&w->card, "END:VCARD\r\n");
	if (!s)
		out_write(w->out, w->card.buf, w->card.len);
	return s;
}

/* In this order. */
static enum crm_status contacts(struct writer_card *w, const int64_t *ids, size_t n)
{
	enum crm_status s = CRM_OK;

	for (size_t i = 0, some; i < n && !s && !out_stopped(w->out); i += some) {
		some = n - i < CARD_BLOCK ? n - i : CARD_BLOCK;
		s = card_load(&w->load, w->c, ids + i, some, w->e);
		for (size_t j = 0; j < some && !s && !out_stopped(w->out); j++) {
			const struct card_contact *x = card_contact(&w->load, ids[i + j]);

			if (x)
				s = contact(w, x);
		}
	}
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

/* Those of the contacts named that were found, which ascend. */
static void keep_found(struct id_list *named, const int64_t *found, size_t nfound)
{
	size_t n = 0;

	for (size_t i = 0; i < named->n && nfound; i++)
		if (bsearch(&named->id[i], found, nfound, sizeof *found, int64_compare))
			named->id[n++] = named->id[i];
	named->n = n;
}

/* All that meet the conditions; those that were named in their order. */
static enum crm_status choose(struct writer_card *w, const struct crm_query *q, const struct wanted *x,
                              struct id_list *out)
{
	struct select sel = {
	    .kind = q->kind, .limit = -1, .operands = x->conditions, .noperands = x->nconditions, .all = true, .words = WORDS_NONE};
	struct strbuf sql = STRBUF_INIT, where = STRBUF_INIT;
	struct id_list found = {0};
	struct binds b = {0};
	struct query rows;
	enum crm_status s = select_where(w->c, &sel, "r", &where, &b, w->e);

	sel.ids = &x->ids;
	if (!s && x->named)
		s = select_ids(w->c, &sel, out, w->e);
	if (!s && x->named)
		s = db_put_ids(w->c->db, out->id, out->n, w->e);
	sb_printf(&sql, "SELECT r.id FROM contact r WHERE %s%s ORDER BY r.id", where.buf,
	          x->named ? " AND r.id IN (" DB_PUT_IDS ")" : "");
	if (!s) {
		rows = query_built(w->c->db, w->e, sql.buf);
		binds_apply(&b, rows.st);
		s = query_ids(&rows, &found.id, &found.n);
	}
	if (x->named) {
		keep_found(out, found.id, found.n);
		free(found.id);
	} else {
		*out = found;
	}
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
	struct id_list ids = {0};
	bool begun;
	enum crm_status s = db_read(c->db, &begun, e);

	if (!s)
		s = read_operands(c, q, &x, e);
	if (!s)
		s = choose(&w, q, &x, &ids);
	if (!s)
		s = contacts(&w, ids.id, ids.n);
	db_read_end(c->db, begun);
	arena_free(&w.a);
	sb_release(&w.card);
	sb_release(&w.line);
	free(x.conditions);
	free(x.ids.v);
	free(ids.id);
	card_load_free(&w.load);
	return !s ? x.missing : s;
}
