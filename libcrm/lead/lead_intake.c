/* lead_intake.c - inquiries to leads: what is there already adds nothing, a further inquiry is a
 * touch of the open lead, any other a new lead.
 *
 * Intake is an import that makes something else of rows (struct import_use): reader, maps, rejects
 * and places of messages are the import's. */
#include "lead_inquiry.h"
#include "../base/similar.h"
#include "../base/utf8.h"
#include "../base/money.h"

#include <stdlib.h>
#include "../ask/cond.h"
#include "../ask/ref.h"
#include "../event/event_kind.h"
#include "../model/number.h"
#include "../offer/offer_kinds.h"
#include "../people/people_kinds.h"

static enum crm_status by_text(struct crm *c, const char *sql, const char *s, size_t n, int64_t *id,
                               struct crm_error *e)
{
	struct query q = query(c->db, e, sql);

	query_text(&q, 1, s, n);
	return query_get(&q, id, 0);
}

/* ---- the open lead of the same person ---- */

/* One of another contact is none of his, whatever number or address they share. */
#define NEWEST_LEAD " AND state=" SQL(STATE_LEAD) " AND ($2=0 OR contact IS NULL OR contact=$2) " \
	"ORDER BY id DESC"

/* The newest open lead with this key of e-mail or telephone that can be that of the contact (0 =
 * any). email: a lead found by telephone must not contradict it, nor the name: a switchboard is
 * that of many. */
static enum crm_status lead_with(struct inquiry *q, const char *sql, const char *key, size_t n,
                                 const struct strbuf *email, int64_t *lead)
{
	struct query leads = query(q->imp->c->db, q->e, sql);

	query_text(&leads, 1, key, n);
	query_int(&leads, 2, q->match.contact);
	if (email)
		query_text(&leads, 3, email->buf, email->len);
	while (!*lead && query_row(&leads)) {
		struct lead_text name = {"", 0};
		const char *s = db_text(leads.st, 1, &name.n);

		name.s = s ? s : "";
		if (similar_names(name.s, name.n, q->who.name.s, q->who.name.n) >= (email ? FIT_EQUAL : FIT_WHOLE))
			*lead = db_int(leads.st, 0);
	}
	return query_end(&leads);
}

static enum crm_status open_lead(struct inquiry *q, int64_t *lead)
{
	struct crm *c = q->imp->c;
	struct strbuf key = STRBUF_INIT;
	char phone[48];
	size_t n;
	enum crm_status s = CRM_OK;

	*lead = 0;
	utf8_fold(&key, q->who.email.s, q->who.email.n);
	if (q->match.contact)
		s = lead_get(c, "SELECT id FROM offer WHERE contact=$1 AND state=" SQL(STATE_LEAD)
			" ORDER BY id DESC LIMIT 1", q->match.contact, lead, q->e);
	if (!s && !*lead && key.len)
		s = lead_with(q, "SELECT id, name FROM offer WHERE email_key=$1" NEWEST_LEAD, key.buf, key.len, NULL,
		              lead);
	if (!s && !*lead && q->who.phone.n) {
		/* two people with two addresses may share a firm's number */
		s = number_key(c, q->who.phone.s, q->who.phone.n, c->set.country[0] ? c->set.country : NULL, phone, &n,
		               q->e);
		s = s ? s : lead_with(q,
		              "SELECT id, name FROM offer WHERE phone_key=$1 AND ($3='' OR email_key IS NULL OR "
		              "email_key=$3)" NEWEST_LEAD,
		              phone, n, &key, lead);
	}
	sb_release(&key);
	return s;
}

/* ---- records ---- */

static void assign(struct inquiry *q, const struct crm_field *f, const char *s, size_t n, const struct given *cell)
{
	struct intake *in = q->in;

	GROW(in->a, in->na, in->aa);
	in->a[in->na++] = (struct assign){
	        f, OP_EQ, s, n, cell && cell->line ? cell->line : q->imp->line, cell ? cell->column : 0};
}

static void assign_id(struct inquiry *q, const struct crm_field *f, const struct crm_kind *k, int64_t id, char text[32])
{
	if (!id)
		return;
	assign(q, f, text, id_format(text, k, id), NULL);
	edit_known(q->imp->ed, k->no, id);
}

static bool is_own(const struct crm_field *f) { return f >= inquiry_fields && f < inquiry_fields + N_OWN; }
static bool is_named(const struct crm_field *f, const char *name)
{
	return !(f->flags & F_CUSTOM) && strcmp(f->name, name) == 0;
}
static bool given(const struct inquiry *q, const char *name) { return inquiry_cell(q, name) != NULL; }

/* A contact that is named by id or address; a page is none. */
static enum crm_status referrer(struct inquiry *q, int64_t *contact)
{
	const struct given *cell = inquiry_cell(q, "referrer");
	struct crm_error own = CRM_ERROR_INIT;
	const struct crm_kind *k = NULL;
	int64_t id;
	enum crm_status s = CRM_OK;

	*contact = 0;
	if (cell && id_parse(cell->p, cell->n, &k, &id) && k->no == KIND_CONTACT) {
		s = ref_resolve(q->imp->c, k, cell->p, cell->n, contact, q->e);
		return s ? import_bad(q->imp, q->e, cell, NULL) : s;
	}
	if (cell && memchr(cell->p, '@', cell->n) && !memchr(cell->p, '/', cell->n))
		s = ref_resolve(q->imp->c, &kind_contact, cell->p, cell->n, contact, &own);
	if (s && import_is_data(s))
		s = CRM_OK;
	else if (s)
		crm_fail(q->e, s, "%s", own.n ? own.list[0].text : "cannot be looked up");
	crm_error_clear(&own);
	return s;
}

static enum crm_status add_touch(struct inquiry *q, int64_t lead)
{
	static const char *const same[] = {"source", "medium", "campaign", "channel"};
	const struct crm_kind *k = &kind_touch;
	const struct lead_text from = inquiry_text(q, "referrer");
	char id[32];
	int64_t touch;

	q->in->na = 0;
	assign_id(q, kind_field(k, "offer"), &kind_offer, lead, id);
	assign(q, kind_field(k, "at"), q->received_text, strlen(q->received_text), NULL);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		const struct given *cell = inquiry_cell(q, same[i]);

		if (cell)
			assign(q, kind_field(k, same[i]), cell->p, cell->n, cell);
	}
	if (from.n)
		assign(q, kind_field(k, "referrer"), from.s, from.n, NULL);
	assign(q, kind_field(k, "message_id"), q->in->id.buf, q->in->id.len, NULL);
	return edit_add(q->imp->ed, k, q->in->a, q->in->na, NULL, &touch, q->e);
}

/* ---- a new lead ---- */

static enum crm_status assign_cells(struct inquiry *q)
{
	enum crm_status s = CRM_OK, one;

	for (size_t i = 0; i < q->imp->ncells; i++) {
		struct given *cell = &q->imp->cells[i];
		const struct crm_field *f = cell->col->field;

		if (!cell->n || cell->col->use != USE_FIELD || is_own(f) || is_named(f, "received"))
			continue;
		one = f->type == T_REF ? import_reference(q->imp, cell, q->e) : CRM_OK;
		if (one && !import_is_data(one))
			return one;
		s = s ? s : one;
		assign(q, f, cell->p, cell->n, cell);
		q->in->a[q->in->na - 1].op = cell->col->op;
	}
	return s;
}

static enum crm_status add_lead(struct inquiry *q, int64_t *lead)
{
	char contact[32], company[32];
	struct lead_text title;
	int64_t by = 0;
	enum crm_status s = referrer(q, &by), one;

	q->in->na = 0;
	one = assign_cells(q);
	s = s ? s : one;
	if (!q->title.n) {
		title = inquiry_title(q);
		assign(q, offer_field("title"), title.s, title.n, NULL);
	}
	if (!given(q, "contact"))
		assign_id(q, offer_field("contact"), &kind_contact, q->match.contact, contact);
	if (!given(q, "company"))
		assign_id(q, offer_field("company"), &kind_company, q->match.company, company);
	assign(q, offer_field("received"), q->received_text, strlen(q->received_text), NULL);
	if (!given(q, "inquired"))
		assign(q, offer_field("inquired"), q->inquired, strlen(q->inquired), NULL);
	assign_id(q, offer_field("referrer"), &kind_contact, by, q->referrer);
	if (!s)
		s = edit_add(q->imp->ed, &kind_lead, q->in->a, q->in->na, &q->imp->fmt, lead, q->e);
	if (!s)
		s = add_touch(q, *lead);
	q->imp->w->added += !s;
	return s;
}

/* ---- a further inquiry ---- */

/* Whether a cell may fill a gap of a lead: the first touch stays, and what a lead always has is
 * none. */
static bool fills(const struct inquiry *q, const struct given *cell)
{
	static const char *const stay[] = {"source",   "medium",   "campaign", "channel", "referrer",
	                                   "received", "inquired", "stage",    "contact"};
	const struct crm_field *f = cell->col->field;
	bool may = cell->n && cell->col->use == USE_FIELD && !is_own(f);

	for (size_t i = 0; may && i < sizeof stay / sizeof *stay; i++)
		may = !is_named(f, stay[i]);
	return may && !(f->type == T_MONEY && given(q, "currency")); /* the lead may have another one */
}

/* Contact and company of the lead, then for each cell whether it has no value there. */
static enum crm_status ask_gaps(struct inquiry *q, int64_t lead, struct query *out)
{
	struct crm *c = q->imp->c;
	struct strbuf sql = STRBUF_INIT, empty = STRBUF_INIT;
	struct binds none = {0};
	enum crm_status s = CRM_OK;

	sb_adds(&sql, "SELECT o.contact, o.company");
	for (size_t i = 0; i < q->imp->ncells && !s; i++) {
		const struct crm_field *f = q->imp->cells[i].col->field;

		if (!fills(q, &q->imp->cells[i]))
			continue;
		sb_reset(&empty);
		sb_printf(&empty, "%s%s=", f->flags & F_CUSTOM ? "x." : "", f->name);
		sb_adds(&sql, ", CASE WHEN ");
		s = cond_sql(c, &kind_offer, "o", empty.buf, &sql, &none, q->e);
		sb_adds(&sql, " THEN 1 ELSE 0 END");
	}
	sb_adds(&sql, " FROM offer o WHERE o.id=$1");
	if (!s)
		*out = query_built(c->db, q->e, sql.buf, lead);
	binds_free(&none);
	sb_release(&empty);
	sb_release(&sql);
	return s;
}

/* ---- what becomes no field: it stays in the event ---- */

/* The same under another hand: a name that fits, an address in capitals. */
static bool says_the_same(const struct given *cell, const char *there, size_t n)
{
	const struct crm_field *f = cell->col->field;
	struct strbuf a = STRBUF_INIT, b = STRBUF_INIT;
	bool same;

	if (is_named(f, "name"))
		return similar_names(there, n, cell->p, cell->n) >= FIT_WHOLE;
	similar_equal(&a, there, n);
	similar_equal(&b, cell->p, cell->n);
	same = a.len == b.len && memcmp(a.buf, b.buf, a.len) == 0;
	sb_release(&a);
	sb_release(&b);
	return same;
}

static enum crm_status keep_other(struct inquiry *q, int64_t lead, const struct given *cell)
{
	static const char sql[] = "SELECT name, email, company_name FROM offer WHERE id=$1";
	static const char *const names[] = {"name", "email", "company_name"};
	const struct assign a = {cell->col->field, cell->col->op, cell->p, cell->n, 0, 0};
	const struct crm_field *other;
	enum edit_effect effect;
	struct query was;
	bool same = false;
	enum crm_status s = edit_effect_of(q->imp->ed, &kind_lead, lead, &a, 1, &q->imp->fmt, &effect, &other, q->e);

	if (s || effect == EFFECT_NONE)
		return s;
	was = query(q->imp->c->db, q->e, sql, lead);
	if (query_row(&was))
		for (int i = 0; i < 3; i++) {
			size_t n = 0;
			const char *there = db_text(was.st, i, &n);

			same = same || (is_named(a.field, names[i]) && says_the_same(cell, there ? there : "", n));
		}
	if (!same)
		sb_printf(&q->in->left, "%s%s: %.*s", q->in->left.len ? "\n" : "", a.field->name, (int)cell->n,
		          cell->p);
	return query_end(&was);
}

/* What the lead didn't have so far; the rest into q->in->left. */
static enum crm_status fill_gaps(struct inquiry *q, int64_t lead)
{
	struct query gaps;
	char contact[32], company[32];
	bool changed;
	int column = 2;
	const struct given **other = arena_alloc(&q->imp->c->arena, (q->imp->ncells + 1) * sizeof *other);
	size_t nother = 0;
	enum crm_status s = ask_gaps(q, lead, &gaps);

	if (s)
		return s;
	q->in->na = 0;
	if (query_row(&gaps)) {
		for (size_t i = 0; i < q->imp->ncells && !gaps.s; i++) {
			struct given *cell = &q->imp->cells[i];

			if (!fills(q, cell))
				continue;
			if (!db_int(gaps.st, column++)) {
				other[nother++] = cell;
				continue;
			}
			gaps.s = cell->col->field->type == T_REF ? import_reference(q->imp, cell, q->e) : CRM_OK;
			assign(q, cell->col->field, cell->p, cell->n, cell);
		}
		if (db_null(gaps.st, 0))
			assign_id(q, offer_field("contact"), &kind_contact, q->match.contact, contact);
		if (db_null(gaps.st, 1) && !given(q, "company"))
			assign_id(q, offer_field("company"), &kind_company, q->match.company, company);
	}
	s = query_end(&gaps);
	if (!s && q->in->na)
		s = edit_set(q->imp->ed, &kind_lead, lead, q->in->a, q->in->na, &q->imp->fmt, &changed, q->e);
	sb_reset(&q->in->left);
	for (size_t i = 0; i < nother && !s; i++)
		if (!is_named(other[i]->col->field, "title") && !is_named(other[i]->col->field, "message"))
			s = keep_other(q, lead, other[i]);
	return s;
}

/* The message stands in the timeline; one whose mail was recorded already isn't recorded twice. */
static enum crm_status add_event(struct inquiry *q, int64_t lead)
{
	const struct crm_kind *k = &kind_event;
	struct lead_text id = inquiry_text(q, "message_id");
	char offer[32], contact[32], company[32];
	int64_t event = 0;
	enum crm_status s = CRM_OK;

	if (!q->message.n && !q->in->left.len)
		return CRM_OK;
	if (id.n)
		s = by_text(q->imp->c, "SELECT id FROM event WHERE message_id=$1", id.s, id.n, &event, q->e);
	if (s || event)
		return s;
	q->in->na = 0;
	assign(q, kind_field(k, "kind"), "email", 5, NULL);
	assign(q, kind_field(k, "direction"), "in", 2, NULL);
	assign(q, kind_field(k, "at"), q->received_text, strlen(q->received_text), NULL);
	if (q->title.n)
		assign(q, kind_field(k, "subject"), q->title.s, q->title.n, NULL);
	sb_reset(&q->in->text);
	sb_printf(&q->in->text, "%.*s%s%s", (int)q->message.n, q->message.s,
	          q->message.n && q->in->left.len ? "\n\n" : "", q->in->left.buf);
	assign(q, kind_field(k, "text"), q->in->text.buf, q->in->text.len, NULL);
	if (id.n)
		assign(q, kind_field(k, "message_id"), id.s, id.n, NULL);
	assign_id(q, kind_field(k, "offer"), &kind_offer, lead, offer);
	assign_id(q, kind_field(k, "contact"), &kind_contact, q->match.contact, contact);
	assign_id(q, kind_field(k, "company"), &kind_company, q->match.company, company);
	return edit_add(q->imp->ed, k, q->in->a, q->in->na, NULL, &event, q->e);
}

static enum crm_status touch_lead(struct inquiry *q, int64_t lead)
{
	enum crm_status s = fill_gaps(q, lead);

	if (!s)
		s = add_event(q, lead);
	if (!s)
		s = add_touch(q, lead);
	q->imp->w->changed += !s;
	return s;
}

/* ---- one row ---- */

static enum crm_status find_match(struct inquiry *q)
{
	const struct given *cell = inquiry_cell(q, "contact");
	struct import *imp = q->imp;
	struct identity *in;
	size_t line;
	enum crm_status s;

	if (cell) { /* said, not found */
		s = ref_resolve(imp->c, &kind_contact, cell->p, cell->n, &q->match.contact, q->e);
		if (s)
			return import_bad(imp, q->e, cell, NULL);
		return lead_match_company(imp->c, &q->who, q->match.contact, &q->match, q->e);
	}
	in = import_identity(imp, &line);
	s = lead_match(imp->c, &q->who, in, line, &q->match, q->e);
	if (s || !q->match.doubt.len || (!q->match.contact_doubt && given(q, "company")))
		return s;
	if (import_file(imp))
		crm_note(imp->e, "%s:%ld: %s: not linked", import_file(imp), imp->line, q->match.doubt.buf);
	else
		crm_note(imp->e, "%s: not linked", q->match.doubt.buf);
	return CRM_OK;
}

static enum crm_status take_in(struct inquiry *q)
{
	struct import *imp = q->imp;
	int64_t lead = 0, there = 0;
	enum crm_status s = inquiry_read(q);

	if (s)
		return s;
	inquiry_message_id(q);
	s = inquiry_known(q, &there);
	if (!s && there) {
		imp->w->same++;
		import_touch(imp, there);
		return CRM_OK;
	}
	if (!s)
		s = find_match(q);
	if (!s && !q->in->separate)
		s = open_lead(q, &lead);
	if (!s)
		s = lead ? touch_lead(q, lead) : add_lead(q, &there);
	if (!s)
		import_touch(imp, lead ? lead : imp->w->dry_run ? 0 : there);
	return s;
}

static enum crm_status record(struct import *imp)
{
	struct inquiry q = {.imp = imp, .in = imp->own, .e = &imp->row_error, .match = {.doubt = STRBUF_INIT}};
	enum crm_status s = take_in(&q);

	sb_release(&q.match.doubt);
	return import_is_data(s) ? CRM_OK : s;
}

/* Who the row is from, for the look-up of many. */
static size_t put(struct import *imp, struct identity *in)
{
	struct inquiry q = {.imp = imp, .in = imp->own};

	inquiry_who(&q);
	return lead_who_put(in, &q.who);
}

enum crm_status crm_lead_intake(struct crm *c, const struct crm_import *im, bool separate, struct crm_write *w,
                                struct crm_error *e)
{
	struct intake in = {.separate = separate, .id = STRBUF_INIT, .title = STRBUF_INIT, .left = STRBUF_INIT,
		.text = STRBUF_INIT};
	const struct import_use use = {.verb = "intake", .fields = inquiry_fields, .nfields = N_OWN, .record = record,
		.who = &kind_contact, .put = put,
		.arg = &in};
	enum crm_status s = import_rows(c, &kind_lead, im, &use, w, e);

	free(in.a);
	sb_release(&in.id);
	sb_release(&in.title);
	sb_release(&in.left);
	sb_release(&in.text);
	return s;
}
