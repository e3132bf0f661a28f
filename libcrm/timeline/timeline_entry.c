/* timeline_entry.c - what the system notes, in words: created, moved, changed, done, removed,
 * merged */
#include "timeline_impl.h"

#include "../base/money.h"
#include "../base/utf8.h"
#include "../model/catalog.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../ask/ref.h"
#include "../model/value.h"
#include "../people/people_kinds.h"

#define VALUE_WIDTH 60 /* columns of a value among others; the whole of it is in the list of changes */
#define ARROW " → "

/* A change as the list of changes has it. */
struct piece {
	const char *what, *id, *field, *old, *new;
};

struct tl_teller {
	struct log_out out;
	struct log_lines *lines;
	struct arena arena; /* of the pieces */
	struct piece *piece;
	size_t n, alloc;
	struct history_row row;
	struct tl_known known;
	struct log_entries entries; /* of the groups that are told next */
};

static const char *copy(struct arena *a, const struct log_cell *x)
{
	return x->type == CELL_NULL ? NULL : arena_strndup(a, x->p, x->n);
}

static void take(void *arg, const struct log_cell *cell)
{
	struct tl_teller *l = arg;

	GROW(l->piece, l->n, l->alloc);
	l->piece[l->n++] = (struct piece){copy(&l->arena, &cell[5]), copy(&l->arena, &cell[6]),
	                                  copy(&l->arena, &cell[7]), copy(&l->arena, &cell[8]),
	                                  copy(&l->arena, &cell[9])};
}

enum crm_status timeline_teller(struct timeline *t, struct sink *sink, struct tl_teller **teller)
{
	struct tl_teller *l = *teller = crm_calloc(1, sizeof *l);

	l->row = (struct history_row)HISTORY_ROW_INIT;
	l->known = (struct tl_known){.text = STRBUF_INIT, .peek = PEEK_INIT(t->c)};
	l->out = (struct log_out){.s = sink, .left = -1, .take = take, .arg = l};
	return log_lines_new(t->c, &t->ask.changes, &l->out, &l->lines, t->e);
}

void timeline_teller_free(struct tl_teller *l)
{
	if (!l)
		return;
	log_lines_free(l->lines);
	timeline_known_free(&l->known);
	free(l->entries.e);
	history_row_free(&l->row);
	arena_free(&l->arena);
	free(l->piece);
	free(l);
}

/* ---- of which record: label, offer, contact, company ---- */

/* What was removed is as it was then. */
static enum crm_status removed_card(struct timeline *t, struct tl_teller *l, const struct crm_kind *k, int64_t id,
                                    struct tl_entry *out)
{
	const struct crm_field *label = kind_field(k, k->label);
	static const char *const refs[] = {"offer", "contact", "company"};
	int64_t *to[] = {&out->offer, &out->contact, &out->company};
	bool found;
	enum crm_status s = peek_removed(&l->known.peek, k, id, &l->row, &found, t->e);

	if (s || !found)
		return s;
	if (label) {
		struct value v = history_row_value(&l->row, label->no);
		if (v.is == V_TEXT)
			sb_add(&out->subject, v.s, v.n);
	}
	for (size_t i = 0; i < 3; i++) {
		const struct crm_field *f = kind_field(k, refs[i]);
		if (strcmp(k->name, refs[i]) == 0)
			*to[i] = id;
		else if (f)
			*to[i] = history_row_value(&l->row, f->no).i;
	}
	return CRM_OK;
}

static enum crm_status card(struct timeline *t, struct tl_teller *l, int kind, int64_t id, struct tl_entry *out)
{
	const struct tl_card *x = timeline_card(&l->known, kind, id);

	if (!x || !x->there)
		return kind_by_no(kind) ? removed_card(t, l, kind_by_no(kind), id, out) : CRM_OK;
	sb_add(&out->subject, l->known.text.buf + x->at, x->len);
	out->offer = x->offer;
	out->contact = x->contact;
	out->company = x->company;
	return CRM_OK;
}

/* ---- moves ---- */

static void add_stage(struct timeline *t, struct strbuf *out, int64_t stage)
{
	const struct stage_info *g = stage ? stage_by_id(t->c, stage) : NULL;

	if (g)
		sb_adds(out, g->name);
}

/* By the conditions on fields. */
static bool wanted(const struct timeline *t, const char *field)
{
	return !t->ask.changes.nfield || log_wants_list(&t->ask.changes, field);
}

static void tell_move(struct timeline *t, struct tl_teller *l, const struct tl_item *x, struct tl_entry *out, bool *any)
{
	const struct tl_move *m = timeline_move(&l->known, x->id, x->last);
	char text[40];

	/* the first stage of an offer is part of its creation, unless it stood there before */
	*any = m && wanted(t, "stage") && !(!m->from && out->at == x->time);
	out->at = x->time;
	if (!*any)
		return;
	sb_reset(&out->subject);
	add_stage(t, &out->old, m->from);
	add_stage(t, &out->new, m->to);
	sb_printf(&out->subject, "%s%s%s", out->old.buf, out->old.len ? ARROW : ARROW + 1, out->new.buf);
	sb_adds(&out->field, "stage");
	out->by = m->by;
	if (!m->no_value) {
		decimal_format(text, m->value, currency_decimals(m->currency));
		sb_printf(&out->subject, ", %s %s", text, currency_code(m->currency));
	}
}

/* ---- removed, or merged into another ---- */

static enum crm_status tell_gone(struct timeline *t, struct tl_teller *l, const struct tl_item *x, struct tl_entry *out,
                                 bool *any)
{
	const struct crm_kind *k = kind_by_no(x->kind);
	struct tl_entry into = {.subject = STRBUF_INIT};
	int64_t survivor = timeline_survivor(&l->known, x->kind, x->id);
	char text[32];
	enum crm_status s = CRM_OK;

	if (survivor) {
		out->word = TL_MERGED;
		sb_printf(&out->subject, "%s(%.*s)", out->subject.len ? " " : "", (int)id_format(text, k, x->id), text);
		sb_add(&out->old, text, strlen(text));
		sb_add(&out->new, text, id_format(text, k, survivor));
		s = card(t, l, x->kind, survivor, &into);
		out->offer = into.offer;
		out->contact = into.contact;
		out->company = into.company;
		sb_release(&into.subject);
	}
	*any = timeline_wants(t, out->word);
	return s;
}

/* ---- changes ---- */

static const struct piece *piece_of(const struct tl_teller *l, const char *field)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->piece[i].field && strcmp(l->piece[i].field, field) == 0)
			return &l->piece[i];
	return NULL;
}

/* It says nothing: both are empty, as after a person was forgotten, or the same, as of what only
 * has another place in its list; or the timeline says it as `merged`. */
static bool idle(const struct piece *p)
{
	const char *old = p->old ? p->old : "", *new = p->new ? p->new : "";

	return (strcmp(p->what, "set") == 0 && strcmp(old, new) == 0) || (p->field && strcmp(p->field, "merged") == 0);
}

/* What another change says as well, or the timeline says elsewhere. */
static bool said(const struct tl_teller *l, const struct piece *p)
{
	static const char *const twice[][2] = {{"given", "name"}, {"family", "name"}, {"estimate", "value"}};

	if (strcmp(p->what, "move") == 0)
		return true;
	for (size_t i = 0; i < sizeof twice / sizeof *twice; i++)
		if (p->field && strcmp(p->field, twice[i][0]) == 0 && piece_of(l, twice[i][1]))
			return true;
	return false;
}

static void add_value(struct strbuf *out, const char *s)
{
	size_t n = s ? strlen(s) : 0, clip = utf8_clip(s ? s : "", n, VALUE_WIDTH);

	if (!n)
		sb_adds(out, "(empty)");
	sb_add(out, s ? s : "", clip);
	if (clip < n)
		sb_adds(out, "…");
}

/* city: Köln → Bonn; tags: +messe; line added; line text: a → b */
static void add_piece(struct timeline *t, const struct crm_kind *owner, const struct piece *p, struct tl_entry *out)
{
	const struct crm_field *f = p->field ? catalog_field(t->c, owner, p->field, strlen(p->field)) : NULL;
	const struct crm_kind *k = owner;
	int64_t id;

	id_parse(p->id, strlen(p->id), &k, &id);
	sb_adds(&out->subject, out->field.len ? ", " : "");
	sb_printf(&out->field, "%s%s", out->field.len ? "," : "", k != owner ? k->name : p->field ? p->field : k->name);
	if (k != owner)
		sb_printf(&out->subject, "%s%s", k->name,
		          strcmp(p->what, "set") == 0   ? " "
		          : strcmp(p->what, "add") == 0 ? " added"
		                                        : " removed");
	if (!p->field || strcmp(p->what, "rm") == 0)
		return;
	sb_printf(&out->subject, "%s: ", p->field);
	/* persons of a company are a list that is no field of it */
	if ((!f || f->type == T_LIST) && (!p->old || !p->new)) {
		sb_addc(&out->subject, p->old ? '-' : '+');
		add_value(&out->subject, p->old ? p->old : p->new);
		return;
	}
	add_value(&out->subject, p->old);
	sb_adds(&out->subject, ARROW);
	add_value(&out->subject, p->new);
}

/* A removed row of a child kind is a line for each of its values. */
static bool same_row(const struct piece *a, const struct piece *b)
{
	return strcmp(a->what, "rm") == 0 && strcmp(b->what, "rm") == 0 && strcmp(a->id, b->id) == 0;
}

/* A person and a company: the other side of the owner. Told when one side gets or loses the other,
 * unless that is told already. */
static void affiliation(struct tl_teller *l, const struct tl_item *x, const struct log_entry *n)
{
	const struct tl_known *w = &l->known;
	const struct tl_tie *tie = timeline_tie(w, n->id);
	bool company = x->kind == KIND_COMPANY, to = n->order && timeline_ended(w, n->batch, n->seq);
	const char *field = company ? "contacts" : "companies";
	char id[32];
	struct log_cell cell[LOG_CELLS] = {
	    [5] = {CELL_PLAIN, "set", 3}, [6] = {CELL_PLAIN, id, 0}, [7] = {CELL_PLAIN, field, strlen(field)}};
	const struct tl_card *other;

	if (!tie || (!n->order && timeline_made(w, n->batch, tie->contact)) || (n->order && !to) ||
	    (!company && piece_of(l, "company")))
		return;
	other = company ? timeline_card(w, KIND_CONTACT, tie->contact) : timeline_card(w, KIND_COMPANY, tie->company);
	if (!other)
		return;
	cell[6].n = id_format(id, kind_by_no(x->kind), x->id);
	cell[to ? 8 : 9] = (struct log_cell){CELL_TEXT, other->there ? w->text.buf + other->at : "", other->len};
	take(l, cell);
}

static enum crm_status read_pieces(struct timeline *t, struct tl_teller *l, const struct tl_item *x)
{
	const struct log_entry *n = t->entries.e + x->first;
	enum crm_status s = CRM_OK;

	l->n = 0;
	arena_free(&l->arena);
	for (size_t i = 0; i < x->n && !s; i++) /* its own fields first */
		if (n[i].kind == x->kind)
			s = log_line(l->lines, &n[i]);
	for (size_t i = 0; i < x->n && !s; i++)
		if (n[i].kind == KIND_AFFILIATION)
			affiliation(l, x, &n[i]);
		else if (n[i].kind != x->kind)
			s = log_line(l->lines, &n[i]);
	return s;
}

static enum crm_status tell_changes(struct timeline *t, struct tl_teller *l, const struct tl_item *x,
                                    struct tl_entry *out, bool *any)
{
	const struct crm_kind *k = kind_by_no(x->kind);
	const struct piece *only = NULL, *last = NULL;
	enum crm_status s = read_pieces(t, l, x);

	if (out->offer || out->contact || out->company)
		sb_reset(&out->subject);
	else if (out->subject.len)
		sb_adds(&out->subject, ": ");
	for (size_t i = 0; i < l->n && !s; i++) {
		if (idle(&l->piece[i]) || said(l, &l->piece[i]) ||
		    !wanted(t, l->piece[i].field) || (last && same_row(last, &l->piece[i])))
			continue;
		add_piece(t, k, &l->piece[i], out);
		only = last ? NULL : &l->piece[i];
		last = &l->piece[i];
	}
	if (only && only->old)
		sb_adds(&out->old, only->old);
	if (only && only->new)
		sb_adds(&out->new, only->new);
	*any = last != NULL;
	return s;
}

/* ---- all of them ---- */

enum crm_status timeline_tell_ready(struct timeline *t, struct tl_teller *l, const struct tl_item *x, size_t n)
{
	struct log_entries *all = &l->entries;
	enum crm_status s = timeline_know(t, &l->known, x, n);

	all->n = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; x[i].type == TL_GROUP && j < x[i].n; j++) {
			GROW(all->e, all->n, all->alloc);
			all->e[all->n++] = t->entries.e[x[i].first + j];
		}
	return s ? s : log_lines_load(l->lines, all->e, all->n);
}

enum crm_status timeline_tell(struct timeline *t, struct tl_teller *l, const struct tl_item *x, struct tl_entry *out,
                              bool *any)
{
	static const enum tl_word words[] = {
	    [TL_ADDED] = TL_CREATED, [TL_MOVE] = TL_STAGE, [TL_FINISHED] = TL_DONE, [TL_GONE] = TL_REMOVED, [TL_GROUP] = TL_CHANGED};
	struct tl_batch b;
	enum crm_status s = timeline_batch(t, x->batch, &b);
	char day[16];

	sb_reset(&out->subject);
	sb_reset(&out->field);
	sb_reset(&out->old);
	sb_reset(&out->new);
	out->offer = out->contact = out->company = 0;
	out->word = words[x->type];
	*any = !s && (timeline_wants(t, out->word) || x->type == TL_GONE);
	if (s || !*any)
		return s;
	out->at = b.at;
	out->by = b.by;
	out->batch = x->batch;
	s = card(t, l, x->kind, x->id, out);
	if (!s && x->type == TL_MOVE)
		tell_move(t, l, x, out, any);
	if (!s && x->type == TL_GONE)
		return tell_gone(t, l, x, out, any);
	if (!s && x->type == TL_GROUP)
		return tell_changes(t, l, x, out, any);
	if (!s && x->type == TL_FINISHED) {
		out->at = x->time;
		sb_adds(&out->field, "done");
		sb_add(&out->new, day, date_format(day, (int)x->last));
	}
	return s;
}
