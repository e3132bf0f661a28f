/* cond.c - tests of operands, conditions, references */
#include "records.h"

/* ---- operands ---- */

static void test_operand_split(void **state)
{
	static const struct { const char *s, *field; enum op op; const char *value;
	} cases[] = {
		{"city=Köln", "city", OP_EQ, "Köln"}, {"city!=Köln", "city", OP_NE, "Köln"}, {"name~x", "name", OP_HAS, "x"},
		{"tags+=x", "tags", OP_ADD, "x"},     {"tags-=x", "tags", OP_DEL, "x"},      {"notes@=-", "notes", OP_FILE, "-"},
		{"a.b.c=", "a.b.c", OP_EQ, ""},       {"email!=", "email", OP_NE, ""},       {"a=b=c", "a", OP_EQ, "b=c"},
		{"a_1==", "a_1", OP_EQ, "="},         {"x.risk=1", "x.risk", OP_EQ, "1"},    {"a=!=", "a", OP_EQ, "!="},
	};
	static const char *const words[] = {"",     "=",    "city", "City=x", "1a=x", "a-b=x", "a.=x", ".a=x", "a..b=x",
	                                    "a =x", "_a=x", "a>5",  "a!b",    "a+b",  "o9",    "ä=x",  "a.1=x"};
	struct operand o;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_true(operand_split(cases[i].s, &o));
		assert_int_equal(o.op, cases[i].op);
		assert_int_equal(o.nfield, strlen(cases[i].field));
		assert_memory_equal(o.field, cases[i].field, o.nfield);
		assert_int_equal(o.nvalue, strlen(cases[i].value));
		assert_string_equal(o.value, cases[i].value);
		assert_true(crm_is_condition(cases[i].s));
	}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_false(operand_split(words[i], &o));
}

static void test_is_id(void **state)
{
	static const char *const yes[] = {"o9", "c12", "co7", "9", "123456789012345678", "e88", "u3"};
	static const char *const no[] = {
	    "", "o", "o0", "o09", "09", "0", "zz9", "o9x", "O9", "1234567890123456789", "o1234567890123456789", "o-1", "9 "};

	(void)state;
	for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
		assert_true(crm_is_id(yes[i]));
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		assert_false(crm_is_id(no[i]));
}

/* ---- which records a condition takes ---- */

struct taken { const char *operands, *ids; };

static void check(const struct crm_kind *k, const struct taken *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *got = ids_of(k, cases[i].operands);
		if (strcmp(got, cases[i].ids) != 0)
			fail_msg("%s %s: %s, not %s (%s)", k->name, cases[i].operands, got, cases[i].ids, message());
	}
}
#define CHECK(kind, ...)                                                                                                                   \
	check(&(kind), (const struct taken[]){__VA_ARGS__}, sizeof((const struct taken[]){__VA_ARGS__}) / sizeof(struct taken))

static void test_text(void **state)
{
	(void)state;
	CHECK(kind_company, {"city=Köln", "co7"}, {"city=köln", ""}, {"city=Köln,Berlin", ""}, {"city=", "co9"}, {"city!=", "co7 co8 co10"},
	      {"city!=Köln", "co8 co9 co10"}, {"city~KOLN", "co7"}, {"city~oe", "co7 co10"}, {"city~koeln", "co7"},
	      {"name=Muster GmbH", "co7"}, {"name~muster", "co7 co10"}, {"name~%", ""}, {"name~_", ""}, {"name~!", ""},
	      {"phone~0221 12", "co7"}, {"phone~x", "!64"}, {"name~", "!64"}, {"name~ ", "!64"}, {"website~x", ""},
	      {"website=", "co7 co8 co9 co10"}, {"country=DE", "co7 co10"}, {"country=de,Austria", "co7 co8 co10"},
	      {"country!=DE", "co8 co9"}, {"country!=DE,AT", "co9"}, {"country=", "co9"}, {"country=Nowhere", "!64"}, {"country~D", "!64"},
	      {"name+=x", "!64"}, {"name@=x", "!64"});
	CHECK(kind_offer, {"competitor=100% Foo", "o1"}, {"competitor~0% f", "o1"}, {"competitor~0_", ""}, {"title~fur", "o1"},
	      {"title=ERP für Muster", "o1"});
	CHECK(kind_contact, {"email=erika@muster.example", "c12"}, {"email=Erika@muster.example", ""},
	      {"email!=erika@muster.example", "c13 c14"}, {"email=", "c13"}, {"notes=a\tb", "c12"}, {"notes~A", "c12"});
}

static void test_numbers(void **state)
{
	(void)state;
	CHECK(kind_company, {"employees=60", "co7"}, {"employees=5,60", "co7 co8"}, {"employees=10..", "co7 co10"},
	      {"employees=..60", "co7 co8"}, {"employees=6..60", "co7"}, {"employees=1..5,300..", "co8 co10"},
	      {"employees!=60", "co8 co9 co10"}, {"employees!=5,60", "co9 co10"}, {"employees!=1..100", "co9 co10"}, {"employees=", "co9"},
	      {"employees!=", "co7 co8 co10"}, {"employees=..", "!64"}, {"employees=9..1", "!64"}, {"employees=x", "!64"},
	      {"employees=5,", "!64"}, {"employees~5", "!64"}, {"employees=-5..5", "co8"}, {"employees=99999999999999999999", "!64"},
	      {"age=36", "co7"}, {"age=..10", "co8"}, {"size=50-249", "co7"}, {"size=1-9,250+", "co8 co10"}, {"size=huge", "!64"},
	      {"size=", "co9"}, {"size!=1-9", "co7 co9 co10"}, {"employees>5", "!64"}, {"employees>=5", "!64"}, {"employees<5", "!64"});
	CHECK(kind_offer, {"pushes=1..", "o2"}, {"probability=33.33", "o2"}, {"probability=33.33%", "o2"}, {"probability=50..", "o1 o3 o6"},
	      {"pin=", "o1 o3 o6 o7"}, {"probability=0", "o7"}, {"psource=pin", "o2"}, {"psource=stage", "o1 o3 o6 o7"},
	      {"psource=x", "!64"}, {"id=2", "o2"}, {"id=o2,o3", "o2 o3"}, {"id=2..4", "o2 o3"}, {"id=c2", "!64"},
	      {"id!=2", "o1 o3 o6 o7"});
	CHECK(kind_event, {"duration=1h30m", "e88"}, {"duration=1h..2h", "e88"}, {"duration=..1h", ""}, {"duration=90", "!64"},
	      {"kind=call,note", "e88"}, {"kind=cal", "!64"});
}

static void test_money(void **state)
{
	(void)state;
	/* 12000.00 EUR, 10000 JPY, 5000.50 EUR, -0.005 BHD: units of each one's own currency */
	CHECK(kind_offer, {"value=10000..", "o1 o2"}, {"value=10000", "o2"}, {"value=5000.5", "o3"}, {"value=5000.50..9999.99", "o3"},
	      {"value=..0", "o7"}, {"value=-0.005", "o7"}, {"value=-0.01", ""}, {"value=-0.01..0", "o7"}, {"value=9999.5..10000.5", "o2"},
	      {"value=10000.5", ""}, {"value!=10000.5", "o1 o2 o3 o6 o7"}, {"value!=10000", "o1 o3 o6 o7"}, {"value=", "o6"},
	      {"value=10000,12000", "o1 o2"}, {"value=1e3", "!64"}, {"value=0.00001", "!64"}, {"weighted=9600", "o1"},
	      {"weighted=3333", "o2"}, {"weighted=3333..9600", "o1 o2 o3"}, {"currency=EUR", "o1 o3"}, {"currency=jpy,bhd", "o2 o7"},
	      {"currency=", "o6"}, {"currency=XYZ", "!64"});
	CHECK(kind_line, {"net=10000", "l31"}, {"net=..9999", ""}, {"quantity=1.5", "l31"}, {"offer.state=open", "l31"});
}

static void test_days(void **state)
{
	(void)state;
	CHECK(kind_offer, {"expected_close=2026-11-30", "o1"}, {"expected_close=2026-10", "o2"},
	      {"expected_close=2026-10..2026-11", "o1 o2"}, {"expected_close=..today", "o2"}, {"expected_close=today..", "o1"},
	      {"expected_close=+7d", "o1"}, {"expected_close=2026-10,2026-11", "o1 o2"}, {"expected_close=all", "o1 o2"},
	      {"expected_close=", "o3 o6 o7"}, {"expected_close!=2026-10", "o1 o3 o6 o7"}, {"expected_close=soon", "!64"},
	      {"expected_close=2026-12..2026-11", "!64"}, {"closed=last-12-months", "o3 o7"}, {"closed=2026-Q1", "o3"},
	      /* recorded on 15 September 23:00 and 21 October 0:00 where the users are */
	      {"created=2026-09-15", "o1"}, {"created=2026-10-20", ""}, {"created=2026-10-21", "o2"},
	      {"created=2026-09-15T22:00:00Z", "o1"}, {"created=2026-09-15T23:00:00", "o1"}, {"created=2026-09-15T22:00:01Z..", "o2"},
	      {"created=..2026-09", "o1"}, {"created!=", "o1 o2"}, {"created=..now", "o1 o2"}, {"created=2026-99", "!64"},
	      {"overdue=yes", "o2"}, {"overdue=no", "o1 o3 o6 o7"}, {"expired=ja", "o1"}, {"expired=yes", "o1"}, {"overdue=maybe", "!64"},
	      {"days_in_stage=10..20", "o1"}, {"days_in_stage=..0", "o6"}, {"days_in_stage=0", "o6"}, {"idle=14", "o1"},
	      {"idle=14..", "o1 o2 o3 o7"}, {"idle!=14", "o2 o3 o6 o7"}, {"idle=-99999999999999999..", "o1 o2 o3 o6 o7"}, {"age=69", "o1"});
	CHECK(kind_contact, {"next_birthday=today", "c13"}, {"next_birthday=2027-02-28", "c12"}, {"next_birthday=2027-11-22", "c14"},
	      {"birthday=1980", "c12"});
}

static void test_words(void **state)
{
	(void)state;
	CHECK(kind_offer, {"state=open", "o1 o2 o6"}, {"state=lead,lost", "o4 o5 o7"}, {"state!=open", "o3 o4 o5 o7"},
	      {"state=opne", "!64"}, {"state~o", "!64"}, {"stage=negotiation", "o1 o6"}, {"stage=Verhandlung", "o1"},
	      {"stage=gesprache", "o6"}, {"stage=won,lost", "o3 o4 o7"}, {"stage!=won", "o1 o2 o4 o5 o6 o7"}, {"stage=negotation", "!64"},
	      {"stage~verh", "o1"}, {"stage.kind=won", "o3"}, {"pipeline=big", "o6"}, {"pipeline=bigg", "!64"}, {"owner=anna", "o1 o3"},
	      {"owner=anna,erik", "o1 o2 o3"}, {"owner=me", "o1 o3"}, {"owner!=anna", "o2 o6 o7"}, {"owner=", "o6 o7"},
	      {"owner=ann", "!64"}, {"owner~muster", "o1 o2 o3"}, {"owner.team=Nord", "o1 o3"}, {"owner.team=", "o6 o7"},
	      {"owner.team!=Nord", "o2 o6 o7"}, {"owner.manager=anna", "o2"}, {"source=Messe", "o1"}, {"source=messe", "o1"},
	      {"source=Messe,Web", "o1 o3"}, {"reason=Preis, Rabatt", "o3 o7"}, {"reason=Prais", "!64"}, {"reason~rabatt", "o3 o7"},
	      {"source!=Messe", "o2 o3 o6 o7"}, {"qualified=yes", "o1 o2 o3 o6 o7"}, {"qualified=no", "o4 o5"}, {"opened=", "o4 o5"});
	assert_string_equal(ids_of(&kind_offer, "stage=negotation"), "!64");
	assert_non_null(strstr(message(), "nearest is 'negotiation'"));
	assert_string_equal(ids_of(&kind_offer, "stat=open"), "!64");
	assert_non_null(strstr(message(), "nearest is 'state'"));
	CHECK(kind_product, {"active=yes", "p3"}, {"active=no", ""}, {"price=550", "p3"});
}

static void test_references(void **state)
{
	(void)state;
	CHECK(kind_offer, {"company=co7", "o1 o3"}, {"company=7,8", "o1 o2 o3"}, {"company=O2", "o6"}, {"company!=co7", "o2 o6 o7"},
	      {"company=", ""}, {"contact=", "o6 o7"}, {"company=co99", "!1"}, {"company=c12", "!65"}, {"company=Muster GmbH", "!3"},
	      {"company=Nobody", "!1"}, {"contact=erika@home.example", "o1 o3"}, {"contact=+49 221 555123", "o1 o3"},
	      {"contact=name=max beispiel", "o2"}, {"company~MUSTER", "o1 o3 o7"}, {"company.city=Köln", "o1 o3"},
	      {"company.city!=Köln", "o2 o6 o7"}, {"company.city=", "o6"}, {"company.city!=", "o1 o2 o3 o7"},
	      {"contact.company.city=Berlin", "o2"}, {"contact.company.city=", "o6 o7"}, {"contact.company.country=DE,AT", "o1 o2 o3"},
	      {"company.tags=key", "o1 o3"}, {"company.foo=1", "!64"}, {"title.foo=1", "!64"},
	      {"company.parent.parent.parent.parent.name=x", "!64"}, {"company=parent=co7", "!1"}, {"product=GTX-1", "o1"},
	      {"product=gtx pro", "o1"});
	assert_string_equal(ids_of(&kind_offer, "company=Beispeil AG"), "!1");
	assert_non_null(strstr(message(), "co8 Beispiel AG"));
}

static void test_lists(void **state)
{
	(void)state;
	CHECK(kind_offer, {"tags=messe", "o1 o3"}, {"tags=messe,x", "o1 o3"}, {"tags=messe|tags=heiß", "o1"}, {"tags!=messe", "o2 o6 o7"},
	      {"tags=", "o2 o6 o7"}, {"tags!=", "o1 o3"}, {"tags~heiss", "o1"}, {"tags=a,,b", "!64"}, {"ext=maven:A1", "o1"},
	      {"ext=maven:A1,maven:A2", "o1 o2"}, {"ext=maven", "!64"}, {"ext~maven", "o1 o2"}, {"ext!=maven:A1", "o2 o3 o6 o7"},
	      {"ext=", "o3 o6 o7"});
	CHECK(kind_company, {"category=partner", "co7"}, {"category=customer,prospect", "co7 co8"}, {"category=foo", "!64"},
	      {"category!=partner", "co8 co9 co10"}, {"category=", "co9 co10"});
	CHECK(kind_contact, {"emails=ERIKA@home.example", "c12"}, {"emails=home:erika@home.example", "c12"},
	      {"emails=work:erika@home.example", ""}, {"emails~home", "c12"}, {"emails=", "c13"}, {"phones=+49221555123", "c12"},
	      {"phones=mobile:0221/555123", "c12"}, {"phones~555", "c12"}, {"phones=x", "!64"});
}

static void test_own_fields(void **state)
{
	(void)state;
	CHECK(kind_offer, {"risk=Frist", "o1"}, {"risk!=Frist", "o2 o3 o6 o7"}, {"risk=", "o2 o3 o6 o7"}, {"risk~frist", "o1"},
	      {"level=high", "o1"}, {"level=low,high", "o1 o3"}, {"level!=high", "o2 o3 o6 o7"}, {"level=middle", "!64"},
	      {"budget=1000", "o1"}, {"budget=..999.99", ""}, {"gone=1", "!64"}, {"x.state=co8", "o1"}, {"x.state.city=Berlin", "o1"},
	      {"x.state.city=", "o2 o3 o6 o7"}, {"x.state=", "o2 o3 o6 o7"}, {"state=open", "o1 o2 o6"}, {"x.risk=Frist", "o1"});
}

static void test_bare_words(void **state)
{
	(void)state;
	CHECK(kind_offer, {"ERP", "o1"}, {"erp|lager", ""}, {"003", "o3"}, {"foo", "o1"}, {"o2", "o2"}, {"2", "o2"}, {"o3|o1", "o3 o1"},
	      {"o3|state=open", ""}, {"o1|o1|o99", "o1"}, {"o5", "o5"}, {"o1000", "!1"}, {"c12", "!65"}, {"a4", ""}, {"|", "!64"},
	      {"  ", "!64"}, {"nothing there", ""});
	CHECK(kind_contact, {"muster", "c12 c14"}, {"MULLER", "c12"}, {"koeln", "c12"});
	CHECK(kind_user, {"nord", ""}, {"ann", "u1"}, {"u2", "u2"}, {"muster", "u1 u2"}, {"e88", ""});
	CHECK(kind_line, {"word", "!64"});
}

/* ---- plans ---- */

static void plan_has(const char *operands, const char *index)
{
	const char *o[MAX_OPERANDS];
	char copy[256];
	struct select q = {.kind = &kind_offer, .operands = o};
	struct strbuf where = STRBUF_INIT, plan = STRBUF_INIT;
	struct binds b = {0};
	struct stmt *st;
	size_t n;

	q.noperands = split(operands, o, copy, sizeof copy);
	assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
	assert_int_equal(select_where(&crm, &q, "o", &where, &b, &err), CRM_OK);
	sb_printf(&plan, "EXPLAIN QUERY PLAN SELECT sum(o.value) FROM offer o WHERE %s", where.buf);
	assert_int_equal(db_prepare(crm.db, &st, plan.buf, &err), CRM_OK);
	sb_reset(&plan);
	while (db_step(st, &err) == DB_ROW)
		sb_printf(&plan, "%s\n", db_text(st, 3, &n));
	db_finalize(st);
	db_rollback(crm.db);
	if (!strstr(plan.buf, index))
		fail_msg("%s (%s): %s", operands, where.buf, plan.buf);
	binds_free(&b);
	sb_release(&where);
	sb_release(&plan);
}

static void test_plans(void **state)
{
	(void)state;
	plan_has("state=open", "offer_open");
	plan_has("overdue=yes", "offer_open");
	plan_has("state=open|expected_close=2026-12", "offer_open");
	plan_has("closed=last-12-months", "offer_closed");
	plan_has("owner=anna|state=open", "offer_owner (owner=? AND state=?)");
	plan_has("company=co7", "offer_company");
	plan_has("company.city=Köln", "offer_company");
	plan_has("title=x|number=2026-001", "offer_number");
	plan_has("tags=messe", "tag_word");
	plan_has("ext=maven:A1", "ext_key");
	plan_has("o1", "INTEGER PRIMARY KEY");
}

/* Random operands: no crash, a status that fits, parameters that match. */
static void test_random(void **state)
{
	static const char *const parts[] = {"value",
	                                    "stage",
	                                    "company",
	                                    "tags",
	                                    ".city",
	                                    ".",
	                                    "=",
	                                    "!=",
	                                    "~",
	                                    "..",
	                                    ",",
	                                    "2026",
	                                    "-Q3",
	                                    "open",
	                                    "a",
	                                    "%",
	                                    "'",
	                                    "\"",
	                                    ";",
	                                    "$1",
	                                    "o9",
	                                    "co7",
	                                    "name=",
	                                    "ä",
	                                    "\xff",
	                                    " ",
	                                    "last-",
	                                    "3-months",
	                                    "99999999999999999999",
	                                    "me",
	                                    "x.",
	                                    "risk",
	                                    "@",
	                                    "+",
	                                    "1h",
	                                    ":"};
	uint32_t seed = 20261123;
	char text[256];

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct strbuf b = STRBUF_INIT, where = STRBUF_INIT;
		struct binds binds = {0};
		struct stmt *st = NULL;
		enum crm_status s;
		for (int n = 0; n < 2 + (int)(seed >> 28) % 6; n++) {
			seed = seed * 1664525 + 1013904223;
			sb_adds(&b, parts[(seed >> 8) % (sizeof parts / sizeof *parts)]);
		}
		snprintf(text, sizeof text, "%s", b.buf);
		crm_error_clear(&err);
		s = cond_sql(&crm, &kind_offer, "q", text, &where, &binds, &err);
		assert_true(s == CRM_OK || s == CRM_USAGE || s == CRM_NO || s == CRM_AMBIGUOUS || s == CRM_DATA);
		if (!s) {
			sb_reset(&b);
			sb_printf(&b, "SELECT q.id FROM offer q WHERE %s", where.buf);
			if (db_prepare(crm.db, &st, b.buf, &err))
				fail_msg("%s: %s: %s", text, b.buf, message());
			binds_apply(&binds, st);
			while (db_step(st, &err) == DB_ROW)
				;
			assert_int_equal(err.failures, 0);
		} else {
			assert_true(err.failures > 0);
		}
		db_finalize(st);
		binds_free(&binds);
		sb_release(&b);
		sb_release(&where);
	}
}

/* ---- references ---- */

static void resolves(const struct crm_kind *k, const char *s, enum crm_status want, int64_t id)
{
	int64_t got = 0;
	enum crm_status st;

	crm_error_clear(&err);
	st = ref_resolve(&crm, k, s, strlen(s), &got, &err);
	if (st != want || (!st && got != id))
		fail_msg("%s %s: %d, %lld (%s)", k->name, s, st, (long long)got, message());
	assert_int_equal(err.failures > 0, st != CRM_OK);
}

static void test_resolve(void **state)
{
	(void)state;
	resolves(&kind_contact, "c12", CRM_OK, 12);
	resolves(&kind_contact, "12", CRM_OK, 12);
	resolves(&kind_contact, "c1", CRM_NO, 0);
	resolves(&kind_contact, "o1", CRM_DATA, 0);
	resolves(&kind_contact, "", CRM_USAGE, 0);
	resolves(&kind_contact, "ERIKA@HOME.example", CRM_OK, 12);
	resolves(&kind_contact, "nobody@home.example", CRM_NO, 0);
	resolves(&kind_contact, "erika muller", CRM_OK, 12);
	resolves(&kind_contact, "Erika", CRM_NO, 0);
	assert_non_null(strstr(message(), "near: c12 Erika Müller"));
	resolves(&kind_contact, "0221/555123", CRM_OK, 12);
	resolves(&kind_contact, "0049 (221) 555-123", CRM_OK, 12);
	resolves(&kind_contact, "221-555123", CRM_OK, 12); /* without the zero of its area code */
	resolves(&kind_contact, "030 1555123", CRM_NO, 0); /* another one with the same last seven digits */
	resolves(&kind_contact, "+33 221 555123", CRM_NO, 0);
	resolves(&kind_contact, "030 999", CRM_NO, 0);
	resolves(&kind_company, "0221-1234567", CRM_OK, 7);
	resolves(&kind_company, "O2", CRM_OK, 9);
	resolves(&kind_company, "name=O2", CRM_OK, 9);
	resolves(&kind_company, "MUSTER GMBH", CRM_AMBIGUOUS, 0);
	assert_int_equal(err.n, 3);
	resolves(&kind_company, "city=Bonn", CRM_OK, 10);
	resolves(&kind_company, "Bispiel AG", CRM_NO, 0);
	assert_non_null(strstr(message(), "co8"));
	resolves(&kind_offer, "2026-002", CRM_OK, 2);
	resolves(&kind_offer, "lager", CRM_OK, 2);
	resolves(&kind_offer, "o99", CRM_OK, 1); /* merged into it */
	resolves(&kind_offer, "ext=maven:A2", CRM_OK, 2);
	resolves(&kind_offer, "ext=maven:A3", CRM_NO, 0);
	resolves(&kind_offer, "number=2026-001", CRM_OK, 1);
	resolves(&kind_product, "gtx-1", CRM_OK, 3);
	resolves(&kind_user, "anna", CRM_OK, 1);
	resolves(&kind_user, "ANNA", CRM_OK, 1);
	resolves(&kind_user, "me", CRM_OK, 1);
	resolves(&kind_user, "u2", CRM_OK, 2);
	resolves(&kind_user, "ana", CRM_NO, 0);
	assert_non_null(strstr(message(), "nearest is 'anna'"));
	resolves(&kind_stage, "Abschluss", CRM_OK, 4);
	resolves(&kind_event, "Telefonat", CRM_OK, 88);
	crm.env.user = "neu";
	resolves(&kind_user, "me", CRM_NO, 0);
	assert_string_equal(ids_of(&kind_offer, "owner=me"), "");
	crm.env.user = "anna";
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operand_split),
		cmocka_unit_test(test_is_id),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_own_fields),
		cmocka_unit_test(test_bare_words),
		cmocka_unit_test(test_plans),
		cmocka_unit_test(test_resolve),
		cmocka_unit_test(test_random), /* last: it uses up the searches for near names */
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
