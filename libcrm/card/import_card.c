/* import_card.c - vCards to persons: which property is which field, and what is kept as it stands.
 *
 * A card adds and sets, it never clears: a telephone knows less of a person than we do. Lines kept
 * are replaced name by name. */
#include "person.h"

#include <stdlib.h>
#include <strings.h>

struct take {
	struct import *imp;
	struct person *p;
	const struct vcard *card;
	bool *done; /* by property */
};

/* ---- keeping lines ---- */

/* The rank of addresses and numbers is their order. */
static void canonical(struct take *t, struct strbuf *out, const struct vcard_property *p, bool rank)
{
	struct vcard_property q = *p;

	q.param = arena_alloc(&t->p->arena, (p->nparam + 1) * sizeof *q.param);
	q.nparam = 0;
	for (size_t i = 0; i < p->nparam; i++) {
		bool pref = strcmp(p->param[i].name, "PREF") == 0 ||
		            (strcmp(p->param[i].name, "TYPE") == 0 && strcasecmp(p->param[i].value, "pref") == 0);

		if (rank || !pref)
			q.param[q.nparam++] = p->param[i];
	}
	sb_reset(out);
	vcard_canonical(out, &q);
}

/* Where a card may have one only, the others stand under another name. */
static void keep(struct take *t, const struct vcard_property *p, bool second)
{
	struct vcard_property q = *p;
	struct strbuf line = STRBUF_INIT;

	if (second) {
		q.written = q.name = arena_printf(&t->p->arena, "X-ALT-%s", p->name);
		q.base64 = false;
	}
	canonical(t, &line, &q, true);
	person_keep(t->imp, line.buf, false, p->line);
	sb_release(&line);
}

/* ---- properties that are a field ---- */

#define UNRANKED 100

static int rank_of(const struct vcard_property *p)
{
	const char *pref = vcard_param(p, "PREF");
	size_t n = pref ? strspn(pref, "0123456789") : 0;

	if (n && n < 3 && !pref[n])
		return (int)strtol(pref, NULL, 10);
	return vcard_has(p, "TYPE", "pref") ? 1 : UNRANKED;
}

/* The best one of a name that a field can hold: a work address, the preferred one, the first. */
static const struct vcard_property *choose(struct take *t, const struct card_map *m, const char *part[CARD_PARTS])
{
	const struct vcard_property *best = NULL;
	const char *read[CARD_PARTS];
	bool adr = strcmp(m->name, "ADR") == 0, ranked = adr || strcmp(m->name, "LANG") == 0;
	int rank = 0;

	for (size_t i = 0; i < t->card->n; i++) {
		const struct vcard_property *p = &t->card->p[i];
		int its;

		if (strcmp(p->name, m->name) != 0 || !card_read(&t->p->arena, m, p, read))
			continue;
		its = ranked ? rank_of(p) : 0;
		its -= adr && vcard_has(p, "TYPE", "work") ? 1000 : 0;
		if (best && its >= rank)
			continue;
		best = p;
		rank = its;
		memcpy(part, read, sizeof read);
	}
	return best;
}

static void take_field(struct take *t, const struct card_map *m)
{
	const char *part[CARD_PARTS];
	const struct vcard_property *p = choose(t, m, part);
	struct strbuf is = STRBUF_INIT, made = STRBUF_INIT;

	if (!p || (strcmp(m->name, "ROLE") == 0 && t->p->text[P_ROLE].text))
		return;
	if (strcmp(m->name, "N") == 0)
		card_suffix(&t->p->arena, t->p->text[P_NAME].text, part);
	for (size_t i = 0; i < m->n; i++)
		person_text(t->p, m->field[i], part[i], p->line, 0);
	canonical(t, &is, p, true);
	card_line(&made, m, part);
	if (strcmp(is.buf, made.buf) != 0)
		person_keep(t->imp, is.buf, true, p->line);
	t->done[p - t->card->p] = true;
	sb_release(&is);
	sb_release(&made);
}

/* Several notes are paragraphs of one. */
static void take_notes(struct take *t)
{
	const struct card_map *m = card_map("NOTE");
	struct strbuf all = STRBUF_INIT;
	const char *part[CARD_PARTS];
	long line = 0, n = 0;

	for (size_t i = 0; i < t->card->n; i++)
		if (strcmp(t->card->p[i].name, "NOTE") == 0 && card_read(&t->p->arena, m, &t->card->p[i], part)) {
			line = line ? line : t->card->p[i].line;
			sb_printf(&all, "%s%s", n++ ? "\n\n" : "", part[0]);
		}
	if (n == 1) {
		take_field(t, m);
	} else if (n) {
		person_text(t->p, P_NOTES, all.buf, line, 0);
		for (size_t i = 0; i < t->card->n; i++)
			t->done[i] = t->done[i] || strcmp(t->card->p[i].name, "NOTE") == 0;
	}
	sb_release(&all);
}

/* Who has no name goes by an address. */
static void no_name(struct person *p, const struct person_entries *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (p->text[P_NAME].text && !p->text[P_FAMILY].text && !p->text[P_GIVEN].text &&
		    strcmp(p->text[P_NAME].text, l->e[i].text) == 0)
			p->text[P_NAME].text = NULL;
}

/* Without FN the name is made of N; without both there are still a nickname and the
 * organisation. */
static void take_name(struct take *t)
{
	struct person *p = t->p;
	const char *part, *next;
	struct strbuf name = STRBUF_INIT, one = STRBUF_INIT;

	for (size_t i = 0; i < t->card->n && !p->text[P_NAME].text; i++) {
		const struct vcard_property *q = &t->card->p[i];
		const char *s[3] = {"", "", ""};
		size_t n, k = 0;

		if (strcmp(q->name, "N") != 0)
			continue;
		for (next = q->value; k < 3 && vcard_part(&next, ';', &part, &n); k++) {
			sb_reset(&one);
			vcard_text(&one, part, n);
			s[k] = card_clean(&p->arena, one.buf, one.len);
		}
		s[0] = p->text[P_FAMILY].text ? p->text[P_FAMILY].text : s[0]; /* with Jr. */
		sb_printf(&name, "%s%s%s%s%s", s[1], *s[1] && *s[2] ? " " : "", s[2],
		          (*s[1] || *s[2]) && *s[0] ? " " : "", s[0]);
		person_text(p, P_NAME, name.buf, q->line, 0);
	}
	for (size_t i = 0; i < t->card->n && !p->text[P_NAME].text; i++)
		if (strcmp(t->card->p[i].name, "NICKNAME") == 0) {
			next = t->card->p[i].value;
			if (vcard_part(&next, ',', &part, &(size_t){0}))
				vcard_text(&name, part, next ? (size_t)(next - part - 1) : strlen(part));
			person_text(p, P_NAME, card_clean(&p->arena, name.buf, name.len), t->card->p[i].line, 0);
		}
	if (!p->emails.n && !p->phones.n && p->text[P_COMPANY].text)
		person_text(p, P_NAME, p->text[P_COMPANY].text, p->text[P_COMPANY].line, 0);
	no_name(p, &p->emails);
	no_name(p, &p->phones);
	sb_release(&name);
	sb_release(&one);
}

/* ---- lists ---- */

/* Whether the line says more than kind and text. */
static bool says_more(const char *line, const char *made)
{
	size_t n = strcspn(made, ":") + 1;

	return strncmp(line, made, n) != 0;
}

static void take_address(struct take *t, const struct vcard_property *p, bool first)
{
	bool email = strcmp(p->name, "EMAIL") == 0;
	const char *s = card_address(&t->p->arena, p);
	int label = card_label(p);
	struct strbuf line = STRBUF_INIT, made = STRBUF_INIT;
	bool taken = *s && (email ? person_email(t->p, label, s, first, p->line, 0)
	                          : person_phone(t->p, label, s, first, p->line, 0));

	canonical(t, &line, p, !taken);
	card_labelled(&made, p->name, label, s, strlen(s));
	if (*s && (!taken || says_more(line.buf, made.buf)))
		person_keep(t->imp, line.buf, taken, p->line);
	sb_release(&line);
	sb_release(&made);
}

/* Of those that have a rank and aren't taken yet the worst, the last one of equals; NULL = none. */
static const struct vcard_property *worst(const struct take *t, const char *name)
{
	const struct vcard_property *found = NULL;

	for (size_t i = 0; i < t->card->n; i++) {
		const struct vcard_property *p = &t->card->p[i];

		if (!t->done[i] && strcmp(p->name, name) == 0 && rank_of(p) < UNRANKED &&
		    (!found || rank_of(p) >= rank_of(found)))
			found = p;
	}
	return found;
}

/* Those with a rank are put first, so the best one comes last. */
static void take_addresses(struct take *t, const char *name)
{
	const struct vcard_property *p;

	for (size_t i = 0; i < t->card->n; i++)
		if (strcmp(t->card->p[i].name, name) == 0 && rank_of(&t->card->p[i]) == UNRANKED) {
			take_address(t, &t->card->p[i], false);
			t->done[i] = true;
		}
	while ((p = worst(t, name))) {
		take_address(t, p, true);
		t->done[p - t->card->p] = true;
	}
}

static void take_tags(struct take *t, const struct vcard_property *p)
{
	const char *next = p->value, *part;
	struct strbuf b = STRBUF_INIT;
	size_t n;

	while (vcard_part(&next, ',', &part, &n)) {
		sb_reset(&b);
		vcard_text(&b, part, n);
		person_tag(t->p, b.buf, b.len, p->line, 0);
	}
	sb_release(&b);
}

/* A key may not hold the comma that divides lists of keys. */
static void take_uid(struct take *t, const struct vcard_property *p)
{
	struct strbuf b = STRBUF_INIT, key = STRBUF_INIT;
	const char *s;

	vcard_text(&b, p->value, strlen(p->value));
	for (s = card_clean(&t->p->arena, b.buf, b.len); *s; s++) {
		if (*s == ',')
			sb_adds(&key, "%2C");
		else
			sb_addc(&key, *s);
	}
	if (key.len > CARD_UID_MAX) {
		keep(t, p, true);
	} else if (key.len && !t->p->uid) {
		t->p->system = CARD_SYSTEM;
		t->p->uid = arena_strdup(&t->p->arena, key.buf);
		t->p->uid_line = p->line;
	}
	sb_release(&b);
	sb_release(&key);
}

/* ---- a card ---- */

static void take_rest(struct take *t, const struct vcard_property *p)
{
	static const char *const of_the_file[] = {"PRODID", "REV", NULL}, *const once[] = {"FN", "N", "BDAY", NULL};

	if (!*p->value || strspn(p->value, "; ,") == strlen(p->value))
		return;
	for (size_t i = 0; of_the_file[i]; i++)
		if (strcmp(p->name, of_the_file[i]) == 0)
			return;
	if (strcmp(p->name, "CATEGORIES") == 0) {
		take_tags(t, p);
		return;
	}
	if (strcmp(p->name, "UID") == 0) {
		take_uid(t, p);
		return;
	}
	for (size_t i = 0; once[i]; i++)
		if (strcmp(p->name, once[i]) == 0 && (i < 2 || t->p->text[P_BIRTHDAY].text)) {
			keep(t, p, true);
			return;
		}
	keep(t, p, false);
}

static enum crm_status import_card(struct import *imp, const struct vcard *card)
{
	struct take t = {.imp = imp, .p = person_of(imp), .card = card};
	enum crm_status s;

	person_begin(t.p, card->first);
	t.done = arena_alloc(&t.p->arena, card->n + 1);
	for (size_t i = 0; i < card->n; i++)
		if (card->p[i].damaged)
			crm_note(imp->e, "%s:%ld: %s: bytes that are no text are replaced", import_file(imp),
			         card->p[i].line, card->p[i].name);
	for (const struct card_map *m = card_maps; m->name; m++)
		if (strcmp(m->name, "NOTE") != 0)
			take_field(&t, m);
	take_notes(&t);
	take_addresses(&t, "EMAIL");
	take_addresses(&t, "TEL");
	take_name(&t);
	for (size_t i = 0; i < card->n; i++)
		if (!t.done[i])
			take_rest(&t, &card->p[i]);
	import_constants(imp);
	person_cells(imp);
	s = import_record(imp);
	if (!s && imp->row_error.failures == 1 && !t.p->text[P_NAME].text && !t.p->emails.n && !t.p->phones.n)
		t.p->nobody++;
	return s;
}

static enum crm_status cards(struct import *imp, struct vcard_reader *r)
{
	for (bool any = false;; any = true) {
		const struct vcard *card;
		enum crm_status s = vcard_next(r, &card, &imp->row_error);

		if (!s && !card)
			return any ? CRM_OK
			           : crm_fail_at(imp->e, CRM_DATA, import_file(imp), 0, 0, NULL,
			                         "there is no card in it");
		if (!s)
			s = import_card(imp, card);
		if (s && s != CRM_DATA)
			return s;
		if (imp->row_error.failures)
			import_row_failed(imp, card->first, card->last);
		import_progress(imp);
	}
}

enum crm_status import_cards(struct import *imp, const struct crm_source *src)
{
	struct vcard_reader *r;
	enum crm_status s = src->rewind(src->arg)
	                            ? vcard_open(&r, src, imp->im->reader.encoding, imp->e)
	                            : crm_fail_at(imp->e, CRM_IO, src->name, 0, 0, NULL, "cannot be read again");

	if (s)
		return s;
	s = cards(imp, r);
	vcard_free(r);
	return s;
}
