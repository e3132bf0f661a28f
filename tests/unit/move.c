/* move.c - tests of offers: stages, moves, amounts, defaults, put-offs, and random edits against what SQL computes from the tables */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/utf8.h"
#include "model/catalog.h"
#include "edit/edit.h"
#include "history/history.h"
#include "kinds.h"
#include "model/lookup.h"
#include "offer/moves.h"
#include "ask/select.h"

#define NOW INT64_C(1780000000000)
#define TODAY 20601 /* 2026-05-28 */

static struct crm crm;
static struct crm_error err;
static char dir[64], path[128];
static struct edit *ed;
static struct edit_options options;

static void sql(const char *text)
{
	if (db_exec(crm.db, text, &err) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
}

static int64_t get(const char *text)
{
	int64_t v;

	if (db_get_int(crm.db, &err, &v, -1, text, 0) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	return v;
}

static char *get_text(const char *text)
{
	static char out[512];
	struct stmt *st;
	const char *s;

	if (db_prepare(crm.db, &st, text, &err) != CRM_OK)
		fail_msg("%s: %s", text, err.list[0].text);
	s = db_step(st, &err) == DB_ROW ? db_text(st, 0, NULL) : NULL;
	snprintf(out, sizeof(out), "%s", s ? s : "(null)");
	db_finalize(st);
	return out;
}

static const char stages[] =
	"INSERT INTO pipeline(id, name, title, position, conditions) VALUES(1, 'sales', 'Verkauf', 1, NULL), (2, 'big', 'Gross', 2, 'value=50000..' || char(10) || 'tags=vip');"
	"INSERT INTO stage(id, pipeline, position, name, title, kind, probability, required) VALUES"
	"(1, 1, 1, 'new', 'Neu', 0, 500, NULL), (2, 1, 2, 'qualified', 'Qualifiziert', 0, 1000, NULL), (3, 1, 3, 'offer', 'Angebot', 1, 2000, NULL),"
	"(4, 1, 4, 'follow-up', 'Nachfassen', 1, 4000, NULL), (5, 1, 5, 'negotiation', 'Verhandlung', 1, 8000, 'value,expected_close, tags'),"
	"(6, 1, 6, 'won', 'Abschluss', 2, 10000, NULL), (7, 1, 7, 'lost', 'Verloren', 3, 0, NULL),"
	"(8, 2, 1, 'offer', 'Angebot', 1, 3000, NULL), (9, 2, 2, 'talks', 'Gespräche', 1, 5000, NULL), (10, 2, 3, 'won', 'Abschluss', 2, 10000, NULL),"
	"(11, 2, 4, 'lost', 'Verloren', 3, 0, NULL);"
	"INSERT INTO counter(kind, last) VALUES(9, 2), (10, 11)";

static int setup(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/crm-move-XXXXXX");
	if (!mkdtemp(dir))
		return -1;
	snprintf(path, sizeof(path), "%s/crm.db", dir);
	memset(&crm, 0, sizeof(crm));
	crm.env = (struct crm_env){.path = path, .write = true, .now = NOW, .user = "erika", .tool = "crm-test"};
	crm.today = TODAY;
	crm.set.currency = 978;
	memcpy(crm.set.country, "DE", 3);
	options = (struct edit_options){.verb = "test"};
	if (db_open(&crm.db, path, DB_CREATE, NULL, &err) != CRM_OK)
		return -1;
	sql(stages);
	return 0;
}

static int teardown(void **state)
{
	char command[128];

	(void)state;
	db_close(crm.db, &err);
	arena_free(&crm.arena);
	crm_error_clear(&err);
	snprintf(command, sizeof(command), "rm -rf '%s'", dir);
	return system(command);
}

static void begin(void) { assert_int_equal(edit_begin(&ed, &crm, &options, &err), CRM_OK); }

static void commit(void)
{
	if (edit_commit(ed, &err) != CRM_OK)
		fail_msg("commit: %s", err.n ? err.list[0].text : "?");
}

static size_t count(const char *const *operands)
{
	size_t n = 0;

	while (operands[n])
		n++;
	return n;
}

/* offer 0: add, else set, or with a stage move; leaves the edit open */
static enum crm_status run(int64_t offer, int64_t to, int day, const char *const *operands, bool *changed)
{
	struct assign *a;
	size_t n;
	int64_t id;
	struct move m = {.to = to, .day = day, .have_day = day};

	if (assigns_parse(&crm, &kind_offer, operands, count(operands), NULL, &a, &n, &err) != CRM_OK)
		fail_msg("%s", err.list[0].text);
	begin();
	if (to)
		return edit_move(ed, offer, &m, a, n, changed, &err);
	*changed = true;
	return offer ? edit_set(ed, &kind_offer, offer, a, n, NULL, changed, &err) : edit_add(ed, &kind_offer, a, n, NULL, &id, &err);
}

static bool done(int64_t offer, int64_t to, int day, const char *const *operands)
{
	bool changed;

	if (run(offer, to, day, operands, &changed) != CRM_OK)
		fail_msg("%s", err.list[0].text);
	commit();
	return changed;
}

static void refused(enum crm_status want, const char *text, int64_t offer, int64_t to, int day, const char *const *operands)
{
	bool changed;
	enum crm_status st = run(offer, to, day, operands, &changed);

	assert_int_equal(st, want);
	if (!strstr(err.list[0].text, text))
		fail_msg("'%s' is not in '%s'", text, err.list[0].text);
	edit_abort(ed);
	crm_error_clear(&err);
}

#define OPS(...) (const char *const[]){__VA_ARGS__ __VA_OPT__(,) NULL}
#define ADD(...) done(0, 0, 0, OPS(__VA_ARGS__))
#define CHANGE(id, ...) done(id, 0, 0, OPS(__VA_ARGS__))
#define MOVE(id, to, day, ...) done(id, to, day, OPS(__VA_ARGS__))

static char *moves(void)
{
	return get_text("SELECT group_concat(seq || ':' || (day - 20601) || ' ' || coalesce(from_stage, '-') || '>' || to_stage || ' ' || coalesce(value, '') || ' ' || batch, '; ') "
	                "FROM (SELECT * FROM stage_move WHERE offer=1 ORDER BY seq)");
}

static char *state(void)
{
	return get_text("SELECT stage || ' ' || state || ' o' || coalesce(opened - 20601, '') || ' c' || coalesce(closed - 20601, '') || ' s' || (stage_since - 20601) FROM offer WHERE id=1");
}

static void defaults(void **st)
{
	(void)st;
	sql("INSERT INTO company(id, name, created, updated, created_day) VALUES(3, 'A', 1, 1, 1); INSERT INTO contact(id, name, company, created, updated, created_day) VALUES(4, 'B', 3, 1, 1, 1)");
	ADD("title=O", "contact=c4");
	assert_string_equal(get_text("SELECT company || '|' || pipeline || '|' || stage || '|' || state || '|' || currency || '|' || inquired || '|' || owner || '|' || pushes || '|' || title_key FROM offer"),
	                    "3|1|3|1|978|20601|1|0|o");
	assert_string_equal(moves(), "1:0 ->3  1");
	assert_string_equal(state(), "3 1 o0 c s0");
	assert_int_equal(get("SELECT by FROM stage_move"), 1);
	assert_int_equal(get("SELECT at FROM stage_move"), NOW);
	refused(CRM_FORBIDDEN, "offer needs a title", 0, 0, 0, OPS("value=5"));
	refused(CRM_NO, "c9", 0, 0, 0, OPS("title=x", "contact=c9"));
	refused(CRM_DATA, "", 0, 0, 0, OPS("title=x", "contact=co3"));
	refused(CRM_USAGE, "nearest is 'negotiation'", 0, 0, 0, OPS("title=x", "stage=negotation"));
	options.bulk = true;
	ADD("title=P", "inquired=2026-05-20", "stage=new");
	assert_string_equal(get_text("SELECT coalesce(owner, '-') || '|' || stage_since || '|' || coalesce(opened, '-') FROM offer WHERE id=2"), "-|20593|-");
}

static void moving(void **st)
{
	(void)st;
	ADD("title=O", "value=120", "stage=new");
	assert_string_equal(state(), "1 0 o c s0");
	crm.today += 5;
	assert_true(MOVE(1, 3, 0, "value=200"));
	assert_string_equal(state(), "3 1 o5 c s5");
	assert_false(MOVE(1, 3, 0));
	assert_true(CHANGE(1, "stage=Nachfassen"));
	assert_string_equal(state(), "4 1 o5 c s5");
	refused(CRM_FORBIDDEN, "2026-06-04 is in the future", 1, 6, TODAY + 7, OPS("reason=price"));
	crm.today += 2;
	assert_true(MOVE(1, 6, TODAY + 7, "reason=price"));
	assert_string_equal(state(), "6 2 o5 c7 s7");
	assert_string_equal(moves(), "1:0 ->1 12000 1; 2:5 1>3 20000 2; 3:5 3>4 20000 3; 4:7 4>6 20000 4");
	refused(CRM_FORBIDDEN, "2026-06-02 is before the last move, on 2026-06-04", 1, 4, TODAY + 5, OPS());
	crm.today += 8;
	assert_true(MOVE(1, 4, 0));
	assert_string_equal(state(), "4 1 o5 c s15");
	crm.today += 3;
	assert_true(CHANGE(1, "stage=lost", "closed=2026-06-15"));
	assert_string_equal(state(), "7 3 o5 c18 s18");
	assert_int_equal(get("SELECT count(*) FROM change WHERE field=7"), 5);
	refused(CRM_NO, "no such stage", 1, 99, 0, OPS());
	refused(CRM_FORBIDDEN, "another pipeline", 1, 9, 0, OPS());
	refused(CRM_NO, "no offer o5", 5, 3, 0, OPS());
	refused(CRM_USAGE, "given twice", 1, 3, 0, OPS("stage=offer"));
}

static void closing(void **st)
{
	(void)st;
	ADD("title=O", "stage=won", "closed=2026-05-01");
	assert_string_equal(state(), "6 2 o-27 c-27 s-27");
	refused(CRM_FORBIDDEN, "reopen it with at=DAY", 1, 0, 0, OPS("closed=2026-05-02"));
	assert_false(CHANGE(1, "closed=2026-05-01"));
	ADD("title=P");
	refused(CRM_FORBIDDEN, "won or lost", 2, 0, 0, OPS("closed=2026-05-02"));
	refused(CRM_FORBIDDEN, "won or lost", 2, 0, 0, OPS("closed=2026-05-02", "stage=follow-up"));
	refused(CRM_FORBIDDEN, "won or lost", 0, 0, 0, OPS("title=Q", "closed=2026-05-02"));
	refused(CRM_FORBIDDEN, "before the last move", 2, 0, 0, OPS("closed=2026-05-02", "stage=won"));
	refused(CRM_FORBIDDEN, "takes no pin", 1, 0, 0, OPS("pin=50"));
	refused(CRM_FORBIDDEN, "takes no pin", 2, 0, 0, OPS("pin=50", "stage=lost"));
	assert_true(CHANGE(2, "pin=12.5"));
	assert_true(CHANGE(2, "stage=lost"));
	assert_false(CHANGE(2, "pin=12.5"));
	assert_true(CHANGE(2, "pin="));
	refused(CRM_DATA, "", 2, 0, 0, OPS("pin=101"));
}

static void required(void **st)
{
	(void)st;
	ADD("title=O");
	refused(CRM_FORBIDDEN, "'negotiation' needs value, expected_close, tags", 1, 0, 0, OPS("stage=negotiation"));
	refused(CRM_FORBIDDEN, "'negotiation' needs tags", 1, 5, 0, OPS("value=3", "expected_close=2026-07-01"));
	assert_true(MOVE(1, 5, 0, "value=3", "expected_close=2026-07-01", "tags+=x"));
	refused(CRM_FORBIDDEN, "needs value", 0, 0, 0, OPS("title=x", "stage=negotiation"));
}

static void amounts(void **st)
{
	(void)st;
	ADD("title=O", "value=12.50");
	assert_string_equal(get_text("SELECT value || '|' || estimate FROM offer"), "1250|1250");
	assert_true(CHANGE(1, "estimate=20"));
	assert_string_equal(get_text("SELECT value || '|' || estimate FROM offer"), "2000|2000");
	assert_false(CHANGE(1, "estimate=20", "value=20"));
	assert_true(CHANGE(1, "currency=CHF"));
	assert_string_equal(get_text("SELECT value || '|' || currency FROM offer"), "2000|756");
	refused(CRM_FORBIDDEN, "JPY has another number of decimals than CHF", 1, 0, 0, OPS("currency=JPY"));
	assert_true(CHANGE(1, "value=300", "currency=JPY"));
	assert_string_equal(get_text("SELECT value || '|' || estimate || '|' || currency FROM offer"), "300|300|392");
	refused(CRM_FORBIDDEN, "needs a currency", 1, 0, 0, OPS("currency="));
	refused(CRM_DATA, "", 1, 0, 0, OPS("value=1.5"));
	assert_true(CHANGE(1, "value=", "currency="));
	assert_int_equal(get("SELECT count(*) FROM offer WHERE value IS NULL AND estimate IS NULL AND currency IS NULL"), 1);
	refused(CRM_FORBIDDEN, "needs a currency", 1, 0, 0, OPS("value=5"));
	ADD("title=P", "estimate=7", "value=");
	assert_string_equal(get_text("SELECT value || '|' || estimate FROM offer WHERE id=2"), "700|700");
}

static void put_off(void **st)
{
	(void)st;
	bool changed;

	ADD("title=O", "expected_close=2026-06-01");
	CHANGE(1, "expected_close=2026-07-01");
	assert_int_equal(get("SELECT pushes FROM offer"), 1);
	CHANGE(1, "expected_close=2026-06-15");
	assert_int_equal(get("SELECT pushes FROM offer"), 1);
	/* once per batch */
	assert_int_equal(run(1, 0, 0, OPS("expected_close=2026-07-01"), &changed), CRM_OK);
	struct assign *a;
	size_t n;
	assert_int_equal(assigns_parse(&crm, &kind_offer, OPS("expected_close=2026-08-01"), 1, NULL, &a, &n, &err), CRM_OK);
	assert_int_equal(edit_set(ed, &kind_offer, 1, a, n, NULL, &changed, &err), CRM_OK);
	commit();
	assert_int_equal(get("SELECT pushes FROM offer"), 2);
	CHANGE(1, "expected_close=");
	CHANGE(1, "expected_close=2026-09-01");
	assert_int_equal(get("SELECT pushes FROM offer"), 2);
	CHANGE(1, "stage=won", "expected_close=2026-10-01");
	CHANGE(1, "expected_close=2026-11-01");
	assert_int_equal(get("SELECT pushes FROM offer"), 2);
}

static void pipelines(void **st)
{
	(void)st;
	ADD("title=O", "value=60000", "tags=vip");
	assert_string_equal(get_text("SELECT pipeline || '|' || stage || '|' || state FROM offer"), "2|8|1");
	assert_string_equal(moves(), "1:0 ->8 6000000 1");
	ADD("title=P", "value=60000");
	ADD("title=Q", "value=60000", "tags=vip", "pipeline=sales");
	assert_string_equal(get_text("SELECT group_concat(pipeline) FROM offer"), "2,1,1");
	/* into another pipeline: the stage of the same name, else of the same kind */
	assert_true(CHANGE(1, "pipeline=sales"));
	assert_string_equal(state(), "3 1 o0 c s0");
	assert_true(CHANGE(1, "stage=follow-up"));
	assert_true(CHANGE(1, "pipeline=big"));
	assert_string_equal(state(), "8 1 o0 c s0");
	assert_true(CHANGE(3, "stage=new"));
	refused(CRM_FORBIDDEN, "no stage like the present one", 3, 0, 0, OPS("pipeline=big"));
	assert_true(CHANGE(2, "pipeline=big", "stage=talks"));
}

static void entered(void **st)
{
	(void)st;
	const struct entered days[] = {{1, TODAY - 30}, {3, TODAY - 20}, {4, TODAY - 20}};
	const struct entered falling[] = {{3, TODAY - 20}, {4, TODAY - 21}};
	struct assign *a;
	size_t n;
	int64_t id;

	options.bulk = true;
	begin();
	assert_int_equal(assigns_parse(&crm, &kind_offer, OPS("title=O", "stage=won", "closed=2026-05-27", "value=5"), 4, NULL, &a, &n, &err), CRM_OK);
	edit_entered(ed, days, 3);
	assert_int_equal(edit_add(ed, &kind_offer, a, n, NULL, &id, &err), CRM_OK);
	edit_entered(ed, falling, 2);
	assert_int_equal(edit_add(ed, &kind_offer, a, 1, NULL, &id, &err), CRM_FORBIDDEN);
	crm_error_clear(&err);
	edit_entered(ed, days, 3);
	assert_int_equal(edit_add(ed, &kind_offer, a, 1, NULL, &id, &err), CRM_OK);
	assert_int_equal(edit_add(ed, &kind_offer, a, 1, NULL, &id, &err), CRM_OK);
	commit();
	assert_string_equal(moves(), "1:-30 ->1 500 1; 2:-20 1>3 500 1; 3:-20 3>4 500 1; 4:-1 4>6 500 1");
	assert_string_equal(state(), "6 2 o-20 c-1 s-1");
	assert_int_equal(get("SELECT stage FROM offer WHERE id=2"), 4);
	assert_int_equal(get("SELECT count(*) FROM stage_move WHERE offer=3"), 1);
}

/* ---- random edits: afterwards the tables must agree with themselves ---- */

static uint64_t seed;

static unsigned rnd(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)((seed >> 20) % n);
}

static const char *pick(const char *const *list)
{
	size_t n = count(list);

	return list[rnd((unsigned)n)];
}

static int64_t random_id(const struct crm_kind *k)
{
	char text[160];

	snprintf(text, sizeof(text), "SELECT id FROM %s ORDER BY (id * %u) %% 1009 LIMIT 1", k->table, rnd(1000) + 1);
	return get(text);
}

static const char *const contact_values[] = {"name=Max Muster", "name=Eva", "given=Eva", "family=Beispiel", "family=", "email=%u@x.example", "email=", "emails+=home:%u@y.example",
	"emails=a%u@x.example,work:b%u@x.example", "emails-=a3@x.example", "phone=0221 %u", "phones+=mobile:+49 170 %u", "phones=", "country=AT", "country=", "company=co1", "company=co2",
	"company=", "tags+=t%u", "tags=", "tags-=t1", "category=customer,other", "category-=other", "city=Köln", "city=", "source=web%u", "owner=me", "owner=", "ext+=s:%u", "birthday=2000-02-29",
	"role=Chef", "notes=zwei\nZeilen", NULL};
static const char *const offer_values[] = {"title=Angebot %u", "value=%u.50", "value=", "estimate=%u", "currency=CHF", "currency=EUR", "stage=new", "stage=offer", "stage=follow-up", "stage=won",
	"stage=lost", "expected_close=2026-07-%02u", "expected_close=", "pin=%u", "pin=", "contact=c1", "contact=c2", "contact=", "company=co1", "product=p1", "product=", "pipeline=big",
	"pipeline=sales", "tags+=t%u", "number=N%u", "reason=price", "owner=", "inquired=2026-05-01", "closed=2026-05-28", "closed=2026-05-29", "snoozed=+3d", "channel=web%u", NULL};
static const char *const company_values[] = {"name=Firma %u", "city=Köln", "country=CH", "country=", "phone=030 12%u", "phone=", "parent=co1", "parent=co2", "parent=co3", "parent=", "industry=i%u",
	"category=partner", "website=w%u.example", "employees=%u", "email=%u@firma.example", NULL};

static const struct { const struct crm_kind *k; const char *const *values; const char *always; } subjects[] = {
	{&kind_contact, contact_values, "name=N%u"}, {&kind_offer, offer_values, "title=T%u"}, {&kind_offer, offer_values, "title=T%u"}, {&kind_company, company_values, "name=C%u"},
};

#pragma GCC diagnostic ignored "-Wformat-nonliteral"

/* One to four assignments, each field once. */
static size_t random_assigns(unsigned which, bool adding, struct assign *out)
{
	const struct crm_kind *k = subjects[which].k;
	size_t n = 0, want = 1 + rnd(4);

	for (size_t i = 0; i < want + adding; i++) {
		const char *form = adding && !i ? subjects[which].always : pick(subjects[which].values);
		char text[128];
		const char *one = text;
		struct assign *a;
		size_t one_n;
		unsigned v = rnd(27) + 1;
		bool twice = false;

		snprintf(text, sizeof(text), form, v + 100 * (form[0] == 'p' && form[1] == 'h'), v);
		one = arena_strdup(&crm.arena, text);
		assert_int_equal(assigns_parse(&crm, k, &one, 1, NULL, &a, &one_n, &err), CRM_OK);
		for (size_t j = 0; j < n; j++)
			twice = twice || out[j].field == a->field;
		if (!twice)
			out[n++] = *a;
	}
	return n;
}

/* Lines and tasks come through the row functions. */
static enum crm_status random_line(void)
{
	const struct crm_field *line[] = {kind_field(&kind_line, "offer"), kind_field(&kind_line, "product"), kind_field(&kind_line, "net"), kind_field(&kind_line, "optional")};
	const struct crm_field *task[] = {kind_field(&kind_task, "title"), kind_field(&kind_task, "due"), kind_field(&kind_task, "contact"), kind_field(&kind_task, "offer")};
	int64_t offer = random_id(&kind_offer), contact = random_id(&kind_contact), l = random_id(&kind_line), id;
	struct value v[] = {VALUE_INT(offer), rnd(2) ? VALUE_INT(1) : VALUE_NULL, VALUE_INT(rnd(5000)), rnd(4) ? VALUE_NULL : VALUE_INT(1)};
	struct value t[] = {{V_TEXT, 0, "call", 4}, rnd(4) ? VALUE_INT(TODAY + rnd(30)) : VALUE_NULL, contact > 0 ? VALUE_INT(contact) : VALUE_NULL, offer > 0 ? VALUE_INT(offer) : VALUE_NULL};

	switch (rnd(8)) {
	case 0:
		return l > 0 ? edit_row_rm(ed, &kind_line, l, &err) : CRM_OK;
	case 1:
		return edit_row_add(ed, &kind_task, task, t, 4, &id, &err);
	case 2:
		if (l > 0) {
			char text[80];
			snprintf(text, sizeof(text), "SELECT net FROM line WHERE id=%lld", (long long)l);
			return edit_row_set(ed, &kind_line, l, line[2], VALUE_INT(get(text)), VALUE_INT(rnd(9000)), &err);
		}
		return CRM_OK;
	case 3:
		return offer > 0 ? edit_row_add(ed, &kind_line, line, v, 4, &id, &err) : CRM_OK;
	default:
		return CRM_OK;
	}
}

static enum crm_status random_step(void)
{
	struct assign a[8];
	unsigned which = rnd(4), what = rnd(10);
	const struct crm_kind *k = subjects[which].k;
	int64_t id = random_id(k);
	bool changed;

	if (what == 0)
		return id > 0 ? edit_rm(ed, k, id, &err) : CRM_OK;
	if (what == 1)
		return random_line();
	if (what == 2 && k == &kind_offer && id > 0) {
		const struct move m = {.to = 1 + rnd(11), .day = TODAY + (int)rnd(20) - 5, .have_day = rnd(2)};
		size_t n = random_assigns(which, false, a);
		return edit_move(ed, id, &m, a, n, &changed, &err);
	}
	if (what < 6 || id <= 0)
		return edit_add(ed, k, a, random_assigns(which, true, a), NULL, &id, &err);
	return edit_set(ed, k, id, a, random_assigns(which, false, a), NULL, &changed, &err);
}

static void none(const char *what, const char *text)
{
	int64_t n = get(text);

	if (n)
		fail_msg("%s: %lld", what, (long long)n);
}

/* Rolled columns equal their expressions. */
static void check_rolled(void)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		for (size_t i = 0; i < (*k)->nfields; i++) {
			const struct crm_field *f = &(*k)->fields[i];
			struct strbuf q = STRBUF_INIT;

			if (f->class != C_ROLLED || !f->expr)
				continue;
			sb_printf(&q, "SELECT count(*) FROM %s r WHERE r.%s IS DISTINCT FROM (", (*k)->table, field_column(f));
			field_expand(&crm, f->expr, "r", &q);
			sb_addc(&q, ')');
			none(f->name, q.buf);
			sb_release(&q);
		}
	}
}

/* Search keys are those of their texts. */
static void check_keys(void)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++) {
		for (size_t i = 0; i < (*k)->nfields; i++) {
			const struct crm_field *f = &(*k)->fields[i];
			struct strbuf q = STRBUF_INIT, key = STRBUF_INIT;
			struct stmt *st;

			if (!(f->flags & F_KEY) || (f->flags & F_PHONE))
				continue;
			sb_printf(&q, "SELECT %s, %s_key FROM %s", field_column(f), field_column(f), (*k)->table);
			assert_int_equal(db_prepare(crm.db, &st, q.buf, &err), CRM_OK);
			while (db_step(st, &err) == DB_ROW) {
				size_t n;
				const char *s = db_text(st, 0, &n);

				assert_int_equal(db_null(st, 0), db_null(st, 1));
				if (!s)
					continue;
				sb_reset(&key);
				utf8_fold(&key, s, n);
				assert_string_equal(db_text(st, 1, NULL), key.buf);
			}
			db_finalize(st);
			sb_release(&q);
			sb_release(&key);
		}
	}
}

static void check_invariants(void)
{
	none("moves chain", "SELECT count(*) FROM stage_move m LEFT JOIN stage_move p ON p.offer=m.offer AND p.seq=m.seq-1 WHERE m.from_stage IS DISTINCT FROM p.to_stage OR m.day < p.day");
	none("last move", "SELECT count(*) FROM offer o WHERE o.stage IS NOT (SELECT m.to_stage FROM stage_move m WHERE m.offer=o.id ORDER BY m.seq DESC LIMIT 1)");
	none("stage of the pipeline", "SELECT count(*) FROM offer o JOIN stage g ON g.id=o.stage WHERE g.pipeline<>o.pipeline");
	none("closed", "SELECT count(*) FROM offer WHERE (closed IS NOT NULL) <> (state IN (2,3))");
	none("currency", "SELECT count(*) FROM offer WHERE value IS NOT NULL AND currency IS NULL");
	none("one first e-mail", "SELECT count(*) FROM (SELECT 1 FROM email GROUP BY kind, record HAVING min(pos)<>1 OR count(DISTINCT pos)<>count(*) OR max(pos)<>count(*))");
	none("phone keys", "SELECT count(*) FROM phone p JOIN contact c ON c.id=p.record WHERE p.number NOT LIKE '+%' AND p.number_key NOT LIKE CASE WHEN c.country='AT' THEN '43%' ELSE '49%' END");
	none("owners", "SELECT count(*) FROM email WHERE record NOT IN (SELECT id FROM contact)");
	none("owners", "SELECT count(*) FROM line WHERE offer NOT IN (SELECT id FROM offer)");
	none("references", "SELECT count(*) FROM offer WHERE contact NOT IN (SELECT id FROM contact) OR company NOT IN (SELECT id FROM company)");
	none("affiliation", "SELECT count(*) FROM contact c WHERE c.company IS NOT NULL AND NOT EXISTS (SELECT 1 FROM affiliation a WHERE a.contact=c.id AND a.company=c.company AND a.to_day IS NULL)");
	none("affiliation", "SELECT count(*) FROM affiliation a JOIN contact c ON c.id=a.contact WHERE a.to_day IS NULL AND a.company IS NOT c.company");
	none("cycles", "WITH RECURSIVE up(id, top, n) AS (SELECT id, parent, 1 FROM company UNION ALL SELECT up.id, c.parent, n+1 FROM up JOIN company c ON c.id=up.top WHERE n<50) "
	               "SELECT count(*) FROM up WHERE id=top");
	none("counters", "SELECT count(*) FROM added a LEFT JOIN counter c ON c.kind=a.kind WHERE c.last IS NULL OR a.last > c.last");
	none("added or removed", "SELECT count(*) FROM offer o WHERE NOT EXISTS (SELECT 1 FROM added a WHERE a.kind=5 AND o.id BETWEEN a.first AND a.last)");
	none("last value in history", "SELECT count(*) FROM change c JOIN offer o ON o.id=c.id WHERE c.kind=5 AND c.field=10 AND c.new IS NOT CAST(o.value AS TEXT) AND NOT EXISTS "
	                              "(SELECT 1 FROM change d WHERE d.kind=5 AND d.id=c.id AND d.field=10 AND (d.batch, d.seq) > (c.batch, c.seq))");
	none("pushes", "SELECT count(*) FROM offer o WHERE pushes < 0 OR pushes > (SELECT count(DISTINCT batch) FROM change c WHERE c.kind=5 AND c.id=o.id AND c.field=16)");
	none("empty batches", "SELECT count(*) FROM batch b WHERE b.id NOT IN (SELECT batch FROM added UNION SELECT batch FROM change UNION SELECT batch FROM removed)");
}

static void random_edits(void **st)
{
	(void)st;
	int ok = 0;

	/* the pipelines have a history too */
	sql("INSERT INTO batch(id, at, tool, verb, flags) VALUES(1, 1, 'crm-db', 'init', 4); INSERT INTO counter(kind, last) VALUES(0, 1);"
	    "INSERT INTO added(kind, first, last, batch) VALUES(9, 1, 2, 1), (10, 1, 11, 1)");
	for (uint64_t run_no = 1; run_no <= 4; run_no++) {
		seed = run_no * UINT64_C(0x9e3779b97f4a7c15);
		begin();
		int64_t id;
		struct assign *a;
		size_t n;
		char name[16];
		snprintf(name, sizeof name, "name=Haus %d", (int)run_no);
		assert_int_equal(assigns_parse(&crm, &kind_product, OPS(name), 1, NULL, &a, &n, &err), CRM_OK);
		assert_int_equal(edit_add(ed, &kind_product, a, n, NULL, &id, &err), CRM_OK);
		commit();
		for (int batch = 0; batch < 250; batch++) {
			enum crm_status s = CRM_OK;

			options.bulk = rnd(4) == 0;
			options.dry_run = rnd(20) == 0;
			crm.env.now += 1000;
			crm.today += rnd(10) == 0;
			begin();
			for (unsigned steps = 1 + rnd(4); steps && s == CRM_OK; steps--) {
				s = random_step();
				if (s != CRM_OK && err.status != s)
					fail_msg("%d told, %d returned", err.status, s);
				/* as an import would: what was refused left nothing, so the rest may go on */
				if (s == CRM_FORBIDDEN || s == CRM_DUPLICATE || s == CRM_NO || s == CRM_AMBIGUOUS || s == CRM_USAGE)
					s = options.bulk ? CRM_OK : s;
				else if (s != CRM_OK)
					fail_msg("%s", err.list[0].text);
				crm_error_clear(&err);
			}
			ok += s == CRM_OK;
			if (s == CRM_OK)
				commit();
			else
				edit_abort(ed);
		}
		check_rolled();
		check_keys();
		check_invariants();
		if (history_check(&crm, &err) != CRM_OK)
			fail_msg("%s", err.list[0].text);
	}
	assert_true(ok > 300);
	assert_true(get("SELECT count(*) FROM offer") > 20);
	assert_true(get("SELECT count(*) FROM stage_move") > 100);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(defaults), T(moving), T(closing), T(required), T(amounts), T(put_off), T(pipelines), T(entered), T(random_edits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
