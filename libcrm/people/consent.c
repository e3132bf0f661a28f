/* consent.c - what persons have agreed to, with day and evidence: given, withdrawn, never
 * overwritten.
 *
 * The newest entry of a purpose counts, by day and id, even one dated after the day of the command;
 * entries are never dated ahead. */
#include "crm_people.h"
#include "../model/kinds.h"
#include "../model/lookup.h"
#include "../verb/side.h"
#include "../model/value.h"
#include "../verb/each.h"
#include "people_kinds.h"

#define PURPOSE_MAX 64

enum { GIVEN, WITHDRAWN };
/* Field numbers of a consent. */
enum {
	CONSENT_KIND = 1,
	CONSENT_RECORD = 2,
	CONSENT_PURPOSE = 3,
	CONSENT_STATUS = 4,
	CONSENT_DAY = 5,
	CONSENT_EVIDENCE = 6,
	CONSENT_UNTIL = 7
};

struct consenting {
	struct crm *c;
	struct writer wr;
	struct side side;
	int status;
	int64_t purpose;
	struct value day, evidence, until;
	bool day_given, evidence_given, until_given;
};

/* ---- the purpose ---- */

static enum crm_status check_purpose(const char *s, struct crm_error *e)
{
	if (crm_is_id(s))
		return crm_fail(e, CRM_USAGE, "'%s' is no purpose: it is the last word, as newsletter", s);
	if (strlen(s) > PURPOSE_MAX)
		return crm_fail(e, CRM_USAGE, "a purpose has at most %d bytes", PURPOSE_MAX);
	for (const char *p = s; *p; p++)
		if (*p == ',' || (unsigned char)*p < ' ')
			return crm_fail(e, CRM_USAGE, "'%s' is no purpose: it holds a comma or a control character", s);
	return CRM_OK;
}

static enum crm_status find_purpose(void *arg, size_t n, struct crm_error *e)
{
	struct consenting *g = arg;
	const char *text = g->side.word;
	const struct crm_field *f = kind_field(kind_by_no(KIND_TERM), "word");
	const struct value v = {V_TEXT, 0, text, strlen(text)};
	enum crm_status s = lookup_terms(g->c, e);

	if (s || !n)
		return s;
	g->purpose = names_id(&g->c->terms, text, v.n);
	if (!g->purpose)
		edit_note_near(g->wr.ed, text, v.n);
	return g->purpose ? CRM_OK : edit_row_add(g->wr.ed, kind_by_no(KIND_TERM), &f, &v, 1, &g->purpose, e);
}

/* ---- one person ---- */

static enum crm_status check_days(const struct consenting *g, struct crm_error *e)
{
	char day[16];

	if (g->day.is != V_INT)
		return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "day", "a day is wanted");
	date_format(day, (int)g->day.i);
	if (g->day.i > g->c->today)
		return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "day",
		                   "%s lies ahead: what has not happened is no evidence", day);
	if (g->until.is == V_INT && g->until.i < g->day.i)
		return crm_fail_at(e, CRM_DATA, NULL, 0, 0, "until",
		                   "it would have run out before %s, the day it was given", day);
	return CRM_OK;
}

/* An entry that says this already: the newest, unless a day is given; then one of that day. */
static bool says_it(const struct consenting *g, struct stmt *st, bool newest)
{
	size_t n = 0;
	const char *evidence = db_text(st, 2, &n);
	bool none = db_null(st, 3);

	if (db_int(st, 0) != g->status || (g->day_given ? db_int(st, 1) != g->day.i : !newest))
		return false;
	if (g->evidence_given && (g->evidence.n != n || (n && memcmp(evidence, g->evidence.s, n) != 0)))
		return false;
	if (g->until_given)
		return none ? g->until.is == V_NULL : g->until.is == V_INT && g->until.i == db_int(st, 3);
	/* one that has run out is given anew */
	return none || g->status == WITHDRAWN || g->day_given || db_int(st, 3) >= g->c->today;
}

/* *later: the day of an entry that counts instead of one of this day, 0 = none. */
static enum crm_status look(const struct consenting *g, int64_t contact, bool *there, int64_t *later,
                            struct crm_error *e)
{
	struct query q = query(
	        g->c->db, e,
	        "SELECT status, day, evidence, until FROM consent WHERE record = $1 AND kind = $2 AND purpose = $3 "
	        "ORDER BY day DESC NULLS LAST, id DESC",
	        contact, KIND_CONTACT, g->purpose);

	*there = false;
	*later = 0;
	for (bool newest = true; !*there && query_row(&q); newest = false) {
		*there = says_it(g, q.st, newest);
		if (newest && db_int(q.st, 1) > g->day.i)
			*later = db_int(q.st, 1);
	}
	return query_end(&q);
}

static enum crm_status add_row(struct consenting *g, int64_t contact, struct crm_error *e)
{
	const struct { int no; struct value v; } cells[] = {
		{CONSENT_KIND, VALUE_INT(KIND_CONTACT)}, {CONSENT_RECORD, VALUE_INT(contact)}, {CONSENT_PURPOSE, VALUE_INT(g->purpose)},
		{CONSENT_STATUS, VALUE_INT(g->status)}, {CONSENT_DAY, g->day}, {CONSENT_EVIDENCE, g->evidence}, {CONSENT_UNTIL, g->until}};
	const size_t n = sizeof cells / sizeof *cells;
	const struct crm_field *f[7];
	struct value v[7];
	struct strbuf text = STRBUF_INIT;
	int64_t id;
	enum crm_status s;

	for (size_t i = 0; i < n; i++) {
		f[i] = kind_field_no(&kind_consent, cells[i].no);
		v[i] = cells[i].v;
	}
	s = edit_row_add(g->wr.ed, &kind_consent, f, v, n, &id, e);
	for (size_t i = 2; i < n && !s; i++) /* purpose:status:day:…, as the history prints it */
		if (v[i].is != V_NULL) {
			sb_adds(&text, text.len ? ":" : "");
			value_format(g->c, f[i], v[i], 0, &text);
		}
	if (!s)
		side_tell(g->c, g->wr.w, "set", &kind_contact, contact,
			&(struct crm_field){.name = "may", .type = T_TEXT}, VALUE_NULL,
		          (struct value){V_TEXT, 0, text.buf, text.len});
	sb_release(&text);
	return s;
}

static enum crm_status consent_one(void *arg, int64_t contact, bool *changed, struct crm_error *e)
{
	struct consenting *g = arg;
	bool there = false;
	int64_t later = 0;
	char day[16];
	enum crm_status s = look(g, contact, &there, &later, e);

	if (s)
		return s;
	*changed = !there;
	if (!there)
		s = add_row(g, contact, e);
	if (!s && !there && later) {
		date_format(day, (int)later);
		crm_note(e, "an entry of %s is newer and counts", day);
	}
	return s;
}

/* ---- the verbs ---- */

static enum crm_status values(void *arg, struct crm_error *e)
{
	struct consenting *g = arg;
	enum crm_status s = side_value(g->c, &g->side, "day", &g->day, &g->day_given, e);

	if (!s)
		s = side_value(g->c, &g->side, "evidence", &g->evidence, &g->evidence_given, e);
	if (!s)
		s = side_value(g->c, &g->side, "until", &g->until, &g->until_given, e);
	if (!s && !g->day_given)
		g->day = VALUE_INT(g->c->today);
	return s ? s : check_days(g, e);
}

enum crm_status crm_consent(struct crm *c, bool given, const char *const *operands, size_t n, const struct crm_ids *ids,
                            struct crm_write *w, struct crm_error *e)
{
	static const char *const of_given[] = {"day", "evidence", "until", NULL}, *const of_withdrawn[] = {
	                                                                                  "day", "evidence", NULL};
	struct consenting g = {.c = c, .status = given ? GIVEN : WITHDRAWN};
	enum crm_status s = side_operands(c, &kind_consent, given ? of_given : of_withdrawn,
	                                  "which contact? name one, or - for ids on standard input",
	                                  "which purpose? it is the last word, as newsletter", operands, n, ids != NULL,
	                                  w->files, &g.side, e);

	if (!s)
		s = check_purpose(g.side.word, e);
	if (s)
		return s;
	return each_target(&g.wr, c,
	                   &(struct each){.verb = given ? "consent" : "withdraw",
	                                  .kind = &kind_contact,
	                                  .refs = g.side.refs,
	                                  .nrefs = g.side.nrefs,
	                                  .ids = ids,
	                                  .once = true,
	                                  .before = values,
	                                  .ready = find_purpose,
	                                  .one = consent_one},
	                   w, &g, e);
}
