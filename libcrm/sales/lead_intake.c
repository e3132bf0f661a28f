/* lead_intake.c - inquiries to leads: what is there already adds nothing, a further inquiry is a touch of the open lead, any other a new lead. */
#include "lead_impl.h"

#include <stdlib.h>
#include "../base/sha256.h"
#include "../record/import_impl.h"

/* Columns beside the fields of offers. A referrer is mostly a page; one that names a contact is the offer's too. */
static const struct crm_field own_fields[] = {
	{.no = 991, .name = "system", .class = C_STORED, .type = T_TEXT, .flags = F_SET, .help = "the form or machine it came through"},
	{.no = 992, .name = "message_id", .class = C_STORED, .type = T_TEXT, .flags = F_SET, .help = "what tells the message apart"},
	{.no = 993, .name = "referrer", .class = C_STORED, .type = T_TEXT, .flags = F_SET, .help = "page or contact that sent them"},
};
enum { OWN_SYSTEM, OWN_MESSAGE_ID, OWN_REFERRER, N_OWN };

#define TITLE_COLUMNS 60

struct intake {
	bool separate;             /* every inquiry is a lead of its own */
	struct assign *a; size_t na, aa; /* of the record to be written */
	struct strbuf id;          /* message id */
	struct strbuf title;       /* made out of the message */
};

/* One inquiry. */
struct inquiry {
	struct import *imp;
	struct intake *in;
	struct crm_error *e;
	struct lead_who who;
	struct lead_text message, title, system;
	struct lead_match match;
	int64_t received;
	char received_text[32], inquired[16], referrer[32];
};

static const struct crm_field *field(const char *name) { return kind_field(&kind_offer, name); }

static struct given *cell_of(const struct inquiry *q, const struct crm_field *f)
{
	struct given *cell = import_cell_of(q->imp, USE_FIELD, f);

	return cell && cell->n ? cell : NULL;
}

static struct lead_text text_of(const struct inquiry *q, const struct crm_field *f)
{
	const struct given *cell = cell_of(q, f);

	return cell ? (struct lead_text){cell->p, cell->n} : (struct lead_text){"", 0};
}

/* ---- what came in ---- */

/* Forms hand on what was typed, blanks and line ends too. */
static void trim_cells(struct import *imp)
{
	for (size_t i = 0; i < imp->ncells; i++) {
		struct given *cell = &imp->cells[i];

		while (cell->n && strchr(" \t\r\n", cell->p[0]) && cell->p[0])
			cell->p++, cell->n--, cell->column += cell->line ? 1 : 0;
		while (cell->n && strchr(" \t\r\n", cell->p[cell->n - 1]) && cell->p[cell->n - 1])
			cell->n--;
	}
}

/* All that is wrong with the texts a lead is found by; the edit sees to the others. */
static enum crm_status check_cells(struct inquiry *q)
{
	static const char *const names[] = {"name", "email", "phone", "company_name", "message", "received"};
	enum crm_status st = CRM_OK, one;
	struct value v;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct crm_field *f = field(names[i]);
		const struct given *cell = cell_of(q, f);

		if (!cell)
			continue;
		one = value_parse(q->imp->c, f, cell->p, cell->n, &q->imp->fmt, 0, false, &v, q->e);
		if (one)
			import_bad(q->imp, q->e, cell, NULL);
		else if (f->type == T_INSTANT)
			q->received = v.i;
		st = st ? st : one;
	}
	for (int i = 0; i < N_OWN; i++) {
		const struct given *cell = cell_of(q, &own_fields[i]);

		if (cell && (utf8_valid(cell->p, cell->n) != cell->n || memchr(cell->p, '\0', cell->n)))
			st = import_bad(q->imp, q->e, cell, "not valid UTF-8 text");
	}
	return st;
}

/* The clock of the form's machine may be ahead: no inquiry came in after today. */
static int day_of(const struct crm *c, int64_t ms)
{
	const struct crm_zone *z = c->env.zone;
	int day = z && z->day ? z->day(z->arg, c->set.timezone, ms) : (int)(ms >= 0 ? ms / 86400000 : -((-ms + 86399999) / 86400000));

	return day < c->today ? day : c->today;
}

static enum crm_status read_inquiry(struct inquiry *q)
{
	struct crm *c = q->imp->c;
	enum crm_status st;

	trim_cells(q->imp);
	q->received = c->env.now;
	st = check_cells(q);
	if (st)
		return st;
	q->who = (struct lead_who){text_of(q, field("name")), text_of(q, field("email")), text_of(q, field("phone")), text_of(q, field("company_name"))};
	q->message = text_of(q, field("message"));
	q->title = text_of(q, field("title"));
	q->system = text_of(q, &own_fields[OWN_SYSTEM]);
	instant_format(q->received_text, q->received);
	date_format(q->inquired, day_of(c, q->received));
	if (q->who.name.n || q->who.email.n || q->who.phone.n || q->who.company_name.n || q->message.n)
		return CRM_OK;
	return crm_fail_at(q->e, CRM_DATA, NULL, q->imp->line, 0, NULL, "an inquiry needs a name, an e-mail address, a telephone number or a message");
}

/* ---- which message it is ---- */

static void add_part(struct strbuf *out, struct lead_text t)
{
	sb_add(out, t.s, t.n);
	sb_addc(out, '\0');
}

/* The id given, else the hash of system, address and text; an inquiry without a text is told by all that came in. */
static void message_id(struct inquiry *q)
{
	struct strbuf text = STRBUF_INIT;
	struct lead_text given = text_of(q, &own_fields[OWN_MESSAGE_ID]);
	char hex[SHA256_HEX];

	sb_reset(&q->in->id);
	if (given.n) {
		sb_add(&q->in->id, given.s, given.n);
		return;
	}
	add_part(&text, q->system);
	utf8_fold(&text, q->who.email.s, q->who.email.n);
	sb_addc(&text, '\0');
	add_part(&text, q->message);
	for (size_t i = 0; !q->message.n && i < q->imp->ncells; i++)
		if (q->imp->cells[i].n)
			add_part(&text, (struct lead_text){q->imp->cells[i].p, q->imp->cells[i].n});
	crm_sha256(text.buf, text.len, hex);
	sb_printf(&q->in->id, "sha256:%s", hex);
	sb_release(&text);
}

static enum crm_status by_text(struct crm *c, const char *sql, const char *s, size_t n, const char *s2, size_t n2, int64_t *id, struct crm_error *e)
{
	struct stmt *st = db_cached(c->db, sql, e);
	enum db_step step;

	*id = 0;
	if (!st)
		return e->status;
	db_bind_text(st, 1, s, n);
	if (s2)
		db_bind_text(st, 2, s2, n2);
	step = db_step(st, e);
	if (step == DB_ROW)
		*id = db_int(st, 0);
	db_reset(st);
	return step == DB_FAIL ? e->status : CRM_OK;
}

/* ---- the open lead of the same person ---- */

#define NEWEST_LEAD " AND state=0 ORDER BY id DESC LIMIT 1"

static enum crm_status open_lead(struct inquiry *q, int64_t *lead)
{
	struct crm *c = q->imp->c;
	struct strbuf key = STRBUF_INIT;
	char phone[48];
	size_t n;
	enum crm_status st = CRM_OK;

	*lead = 0;
	utf8_fold(&key, q->who.email.s, q->who.email.n);
	if (q->match.contact)
		st = lead_get(c, "SELECT id FROM offer WHERE contact=$1" NEWEST_LEAD, q->match.contact, lead, q->e);
	if (!st && !*lead && key.len)
		st = by_text(c, "SELECT id FROM offer WHERE email_key=$1" NEWEST_LEAD, key.buf, key.len, NULL, 0, lead, q->e);
	if (!st && !*lead && q->who.phone.n) {
		/* two people with two addresses may share a firm's number */
		n = phone_key(phone, q->who.phone.s, q->who.phone.n, c->set.country[0] ? c->set.country : NULL);
		st = by_text(c, "SELECT id FROM offer WHERE phone_key=$1 AND ($2='' OR email_key IS NULL OR email_key=$2)" NEWEST_LEAD, phone, n,
		             key.buf, key.len, lead, q->e);
	}
	sb_release(&key);
	return st;
}

/* ---- records ---- */

static void assign(struct inquiry *q, const struct crm_field *f, const char *s, size_t n, const struct given *cell)
{
	struct intake *in = q->in;

	if (in->na == in->aa) {
		in->aa = in->aa ? 2 * in->aa : 32;
		in->a = crm_realloc(in->a, in->aa * sizeof *in->a);
	}
	in->a[in->na++] = (struct assign){f, OP_EQ, s, n, cell && cell->line ? cell->line : q->imp->line, cell ? cell->column : 0};
}

static void assign_id(struct inquiry *q, const struct crm_field *f, const struct crm_kind *k, int64_t id, char text[32])
{
	if (!id)
		return;
	assign(q, f, text, id_format(text, k, id), NULL);
	edit_known(q->imp->ed, k->no, id);
}

static bool given(const struct inquiry *q, const char *name) { return cell_of(q, field(name)) != NULL; }

/* The first line of the message, else who it is from. */
static struct lead_text make_title(struct inquiry *q)
{
	const struct lead_text *t = &q->message;
	struct strbuf *b = &q->in->title;
	const char *nl = t->n ? memchr(t->s, '\n', t->n) : NULL;
	size_t n = nl ? (size_t)(nl - t->s) : t->n, clip;

	sb_reset(b);
	while (n && t->s[n - 1] == '\r')
		n--;
	clip = utf8_clip(t->s, n, TITLE_COLUMNS);
	if (clip < n) {
		size_t word = clip;

		while (word && t->s[word] != ' ')
			word--;
		clip = word > clip / 2 ? word : clip;
	}
	sb_add(b, t->s, clip);
	if (clip < n)
		sb_adds(b, " …");
	if (!b->len)
		sb_add(b, q->who.name.s, q->who.name.n);
	if (!t->n && q->who.company_name.n)
		sb_printf(b, "%s%.*s", b->len ? ", " : "", (int)q->who.company_name.n, q->who.company_name.s);
	if (!b->len)
		sb_add(b, q->who.email.s, q->who.email.n);
	if (!b->len)
		sb_add(b, q->who.phone.s, q->who.phone.n);
	return (struct lead_text){b->buf, b->len};
}

/* A contact that is named by id or address; a page is none. */
static enum crm_status referrer(struct inquiry *q, int64_t *contact)
{
	const struct given *cell = cell_of(q, &own_fields[OWN_REFERRER]);
	struct crm_error own = CRM_ERROR_INIT;
	const struct crm_kind *k = NULL;
	int64_t id;
	enum crm_status st = CRM_OK;

	*contact = 0;
	if (cell && id_parse(cell->p, cell->n, &k, &id) && k->no == KIND_CONTACT) {
		st = ref_resolve(q->imp->c, k, cell->p, cell->n, contact, q->e);
		return st ? import_bad(q->imp, q->e, cell, NULL) : st;
	}
	if (cell && memchr(cell->p, '@', cell->n) && !memchr(cell->p, '/', cell->n))
		st = ref_resolve(q->imp->c, &kind_contact, cell->p, cell->n, contact, &own);
	if (st && import_is_data(st))
		st = CRM_OK;
	else if (st)
		crm_fail(q->e, st, "%s", own.n ? own.list[0].text : "cannot be looked up");
	crm_error_clear(&own);
	return st;
}

static enum crm_status add_touch(struct inquiry *q, int64_t lead)
{
	static const char *const same[] = {"source", "medium", "campaign", "channel"};
	const struct crm_kind *k = &kind_touch;
	char id[32];
	int64_t touch;

	q->in->na = 0;
	assign_id(q, kind_field(k, "offer"), &kind_offer, lead, id);
	assign(q, kind_field(k, "at"), q->received_text, strlen(q->received_text), NULL);
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		const struct given *cell = cell_of(q, field(same[i]));

		if (cell)
			assign(q, kind_field(k, same[i]), cell->p, cell->n, cell);
	}
	if (cell_of(q, &own_fields[OWN_REFERRER]))
		assign(q, kind_field(k, "referrer"), cell_of(q, &own_fields[OWN_REFERRER])->p, cell_of(q, &own_fields[OWN_REFERRER])->n, NULL);
	assign(q, kind_field(k, "message_id"), q->in->id.buf, q->in->id.len, NULL);
	return edit_add(q->imp->ed, k, q->in->a, q->in->na, NULL, &touch, q->e);
}

/* ---- a new lead ---- */

static enum crm_status assign_cells(struct inquiry *q)
{
	enum crm_status st = CRM_OK, one;

	for (size_t i = 0; i < q->imp->ncells; i++) {
		struct given *cell = &q->imp->cells[i];
		const struct crm_field *f = cell->col->field;

		if (!cell->n || cell->col->use != USE_FIELD || (f >= own_fields && f < own_fields + N_OWN))
			continue;
		one = f->type == T_REF ? import_reference(q->imp, cell, q->e) : CRM_OK;
		if (one && !import_is_data(one))
			return one;
		st = st ? st : one;
		assign(q, f, cell->p, cell->n, cell);
		q->in->a[q->in->na - 1].op = cell->col->op;
	}
	return st;
}

static enum crm_status add_lead(struct inquiry *q, int64_t *lead)
{
	char contact[32], company[32];
	struct lead_text title;
	int64_t by = 0;
	enum crm_status st = referrer(q, &by), one;

	q->in->na = 0;
	one = assign_cells(q);
	st = st ? st : one;
	if (!q->title.n) {
		title = make_title(q);
		assign(q, field("title"), title.s, title.n, NULL);
	}
	if (!given(q, "contact"))
		assign_id(q, field("contact"), &kind_contact, q->match.contact, contact);
	if (!given(q, "company"))
		assign_id(q, field("company"), &kind_company, q->match.company, company);
	if (!given(q, "received"))
		assign(q, field("received"), q->received_text, strlen(q->received_text), NULL);
	if (!given(q, "inquired"))
		assign(q, field("inquired"), q->inquired, strlen(q->inquired), NULL);
	assign_id(q, field("referrer"), &kind_contact, by, q->referrer);
	if (!st)
		st = edit_add(q->imp->ed, &kind_lead, q->in->a, q->in->na, &q->imp->fmt, lead, q->e);
	if (!st)
		st = add_touch(q, *lead);
	q->imp->w->added += !st;
	return st;
}

/* ---- a further inquiry ---- */

/* What the lead didn't have so far; the first touch's words stay. */
static enum crm_status fill_gaps(struct inquiry *q, int64_t lead)
{
	static const char *const names[] = {"name", "email", "phone", "company_name", "message"};
	struct stmt *st = db_cached(q->imp->c->db, "SELECT name, email, phone, company_name, message, contact, company FROM offer WHERE id=$1", q->e);
	char contact[32], company[32];
	bool changed;
	enum db_step step;

	if (!st)
		return q->e->status;
	q->in->na = 0;
	db_bind_int(st, 1, lead);
	step = db_step(st, q->e);
	for (int i = 0; step == DB_ROW && i < 5; i++) {
		const struct given *cell = cell_of(q, field(names[i]));

		if (cell && db_null(st, i))
			assign(q, field(names[i]), cell->p, cell->n, cell);
	}
	if (step == DB_ROW && db_null(st, 5))
		assign_id(q, field("contact"), &kind_contact, q->match.contact, contact);
	if (step == DB_ROW && db_null(st, 6))
		assign_id(q, field("company"), &kind_company, q->match.company, company);
	db_reset(st);
	if (step == DB_FAIL)
		return q->e->status;
	return q->in->na ? edit_set(q->imp->ed, &kind_lead, lead, q->in->a, q->in->na, &q->imp->fmt, &changed, q->e) : CRM_OK;
}

/* The message stands in the timeline; one whose mail was recorded already isn't recorded twice. */
static enum crm_status add_event(struct inquiry *q, int64_t lead)
{
	const struct crm_kind *k = &kind_event;
	struct lead_text id = text_of(q, &own_fields[OWN_MESSAGE_ID]);
	char offer[32], contact[32], company[32];
	int64_t event = 0;
	enum crm_status st = CRM_OK;

	if (!q->message.n)
		return CRM_OK;
	if (id.n)
		st = by_text(q->imp->c, "SELECT id FROM event WHERE message_id=$1", id.s, id.n, NULL, 0, &event, q->e);
	if (st || event)
		return st;
	q->in->na = 0;
	assign(q, kind_field(k, "kind"), "email", 5, NULL);
	assign(q, kind_field(k, "direction"), "in", 2, NULL);
	assign(q, kind_field(k, "at"), q->received_text, strlen(q->received_text), NULL);
	if (q->title.n)
		assign(q, kind_field(k, "subject"), q->title.s, q->title.n, NULL);
	assign(q, kind_field(k, "text"), q->message.s, q->message.n, NULL);
	if (id.n)
		assign(q, kind_field(k, "message_id"), id.s, id.n, NULL);
	assign_id(q, kind_field(k, "offer"), &kind_offer, lead, offer);
	assign_id(q, kind_field(k, "contact"), &kind_contact, q->match.contact, contact);
	assign_id(q, kind_field(k, "company"), &kind_company, q->match.company, company);
	return edit_add(q->imp->ed, k, q->in->a, q->in->na, NULL, &event, q->e);
}

static enum crm_status touch_lead(struct inquiry *q, int64_t lead)
{
	enum crm_status st = fill_gaps(q, lead);

	if (!st)
		st = add_event(q, lead);
	if (!st)
		st = add_touch(q, lead);
	q->imp->w->changed += !st;
	return st;
}

/* ---- one row ---- */

static enum crm_status find_match(struct inquiry *q)
{
	const struct given *cell = cell_of(q, field("contact"));
	struct import *imp = q->imp;
	enum crm_status st;

	if (cell) { /* said, not found */
		st = ref_resolve(imp->c, &kind_contact, cell->p, cell->n, &q->match.contact, q->e);
		if (st)
			return import_bad(imp, q->e, cell, NULL);
		return lead_match_company(imp->c, &q->who, q->match.contact, &q->match, q->e);
	}
	st = lead_match(imp->c, &q->who, &q->match, q->e);
	if (st || !q->match.doubt.len)
		return st;
	if (imp->r)
		crm_note(imp->e, "%s:%ld: %s: not linked", reader_name(imp->r), imp->line, q->match.doubt.buf);
	else
		crm_note(imp->e, "%s: not linked", q->match.doubt.buf);
	return CRM_OK;
}

static enum crm_status take_in(struct inquiry *q)
{
	struct import *imp = q->imp;
	int64_t lead = 0, there = 0;
	enum crm_status st = read_inquiry(q);

	if (st)
		return st;
	message_id(q);
	st = by_text(imp->c, "SELECT offer FROM touch WHERE message_id=$1", q->in->id.buf, q->in->id.len, NULL, 0, &there, q->e);
	if (!st && there) {
		imp->w->same++;
		import_touch(imp, there);
		return CRM_OK;
	}
	if (!st)
		st = find_match(q);
	if (!st && !q->in->separate)
		st = open_lead(q, &lead);
	if (!st)
		st = lead ? touch_lead(q, lead) : add_lead(q, &there);
	if (!st)
		import_touch(imp, lead ? lead : imp->w->dry_run ? 0 : there);
	return st;
}

static enum crm_status record(struct import *imp)
{
	struct inquiry q = {.imp = imp, .in = imp->use->arg, .e = &imp->row_error, .match = {.doubt = STRBUF_INIT}};
	enum crm_status st = take_in(&q);

	sb_release(&q.match.doubt);
	return import_is_data(st) ? CRM_OK : st;
}

enum crm_status crm_lead_intake(struct crm *c, const struct crm_import *im, bool separate, struct crm_write *w, struct crm_error *e)
{
	struct intake in = {.separate = separate, .id = STRBUF_INIT, .title = STRBUF_INIT};
	const struct import_use use = {.verb = "intake", .fields = own_fields, .nfields = N_OWN, .record = record, .arg = &in};
	enum crm_status st = import_rows(c, &kind_lead, im, &use, w, e);

	free(in.a);
	sb_release(&in.id);
	sb_release(&in.title);
	return st;
}
