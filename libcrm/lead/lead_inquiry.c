/* lead_inquiry.c - one inquiry out of a row: its texts, its time, and what tells its message from
 * others. */
#include "lead_inquiry.h"
#include "../base/similar.h"
#include "../base/utf8.h"
#include "../base/money.h"

#include "../model/day.h"
#include "../ask/ref.h"
#include "../base/sha256.h"

const struct crm_field inquiry_fields[N_OWN] = {
	{.no = 991, .name = "system", .class = C_STORED, .type = T_TEXT, .flags = F_SET, .help = "the form or machine it came through"},
	{.no = 992, .name = "message_id", .class = C_STORED, .type = T_TEXT, .flags = F_SET, .help = "what tells the message apart"},
	{.no = 993, .name = "referrer", .class = C_STORED, .type = T_TEXT, .flags = F_SET, .help = "page or contact that sent them"},
};

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
	enum crm_status s = CRM_OK, one;
	struct value v;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct given *cell = inquiry_cell(q, names[i]);

		if (!cell)
			continue;
		one = parse_value(q->imp->c, cell->col->field, cell->p, cell->n, &q->imp->fmt, 0, &v, q->e);
		if (one)
			import_bad(q->imp, q->e, cell, NULL);
		else if (cell->col->field->type == T_INSTANT)
			q->received = v.i;
		s = s ? s : one;
	}
	for (int i = 0; i < N_OWN; i++) {
		const struct given *cell = inquiry_cell(q, inquiry_fields[i].name);

		if (cell && (utf8_valid(cell->p, cell->n) != cell->n || memchr(cell->p, '\0', cell->n)))
			s = import_bad(q->imp, q->e, cell, "not valid UTF-8 text");
	}
	return s;
}

static int day_of(const struct crm *c, int64_t ms)
{
	int day = crm_day(c, ms);

	return day < c->today ? day : c->today; /* --today may be earlier */
}

void inquiry_who(struct inquiry *q)
{
	q->who = (struct lead_who){inquiry_text(q, "name"), inquiry_text(q, "email"), inquiry_text(q, "phone"),
	                           inquiry_text(q, "company_name")};
}

enum crm_status inquiry_read(struct inquiry *q)
{
	struct crm *c = q->imp->c;
	enum crm_status s;

	trim_cells(q->imp);
	q->received = c->env.now;
	s = check_cells(q);
	if (s)
		return s;
	inquiry_who(q);
	q->message = inquiry_text(q, "message");
	q->title = inquiry_text(q, "title");
	q->system = inquiry_text(q, "system");
	if (q->received > c->env.now) /* the clock of the form's machine is ahead */
		q->received = c->env.now;
	instant_format(q->received_text, q->received);
	date_format(q->inquired, day_of(c, q->received));
	if (q->who.name.n || q->who.email.n || q->who.phone.n || q->who.company_name.n || q->message.n)
		return CRM_OK;
	return crm_fail_at(q->e, CRM_DATA, NULL, q->imp->line, 0, NULL,
	                   "an inquiry needs a name, an e-mail address, a telephone number or a message");
}

/* ---- which message it is ---- */

static void add_part(struct strbuf *out, struct lead_text t)
{
	sb_add(out, t.s, t.n);
	sb_addc(out, '\0');
}

/* The id given, else the hash of system, address and text. Without an address many say the same, so
 * number and name tell them apart; an inquiry without a text is told by all that came in. */
void inquiry_message_id(struct inquiry *q)
{
	struct strbuf text = STRBUF_INIT;
	struct lead_text given = inquiry_text(q, "message_id");
	const char *country = q->imp->c->set.country;
	char hex[SHA256_HEX], phone[48];

	sb_reset(&q->in->id);
	if (given.n) {
		sb_add(&q->in->id, given.s, given.n);
		return;
	}
	add_part(&text, q->system);
	utf8_fold(&text, q->who.email.s, q->who.email.n);
	sb_addc(&text, '\0');
	add_part(&text, q->message);
	if (!q->who.email.n) {
		add_part(&text, (struct lead_text){phone, phone_key(phone, q->who.phone.s, q->who.phone.n,
		                                                    country[0] ? country : NULL)});
		utf8_fold(&text, q->who.name.s, q->who.name.n);
	}
	for (size_t i = 0; !q->message.n && i < q->imp->ncells; i++)
		if (q->imp->cells[i].n)
			add_part(&text, (struct lead_text){q->imp->cells[i].p, q->imp->cells[i].n});
	crm_sha256(text.buf, text.len, hex);
	sb_printf(&q->in->id, "sha256:%s", hex);
	sb_release(&text);
}

static enum crm_status find_touch(struct inquiry *q, int64_t *lead)
{
	struct query touch = query(q->imp->c->db, q->e, "SELECT offer FROM touch WHERE message_id=$1");

	query_text(&touch, 1, q->in->id.buf, q->in->id.len);
	return query_get(&touch, lead, 0);
}

enum crm_status inquiry_known(struct inquiry *q, int64_t *lead)
{
	struct crm *c = q->imp->c;
	struct query was;
	bool another = false;
	enum crm_status s = find_touch(q, lead);

	if (s || !*lead || inquiry_cell(q, "message_id") || !q->who.name.n)
		return s;
	was = query(c->db, q->e, "SELECT name FROM offer WHERE id=$1", *lead);
	if (query_row(&was)) {
		size_t n = 0;
		const char *name = db_text(was.st, 0, &n);

		another = similar_names(name ? name : "", n, q->who.name.s, q->who.name.n) == FIT_NONE;
	}
	s = query_end(&was);
	if (s || !another)
		return s;
	sb_addc(&q->in->id, ' ');
	utf8_fold(&q->in->id, q->who.name.s, q->who.name.n);
	return find_touch(q, lead);
}
