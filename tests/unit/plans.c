/* plans.c - every field's conditions can be prepared, and those with an index use it; so do the queries of reports and forecast. */
#include "records.h"

#include "forecast/crm_forecast.h"
#include "offer/offers.h"
#include "report/report.h"
#include "store/db_impl.h"

static struct strbuf plan;

/* The plan of a statement's text, a step a line. */
static const char *explain(const char *sql)
{
	struct strbuf text = STRBUF_INIT;
	struct stmt *st;
	size_t n;

	sb_printf(&text, "EXPLAIN QUERY PLAN %s", sql);
	sb_reset(&plan);
	if (db_prepare(crm.db, &st, text.buf, &err))
		fail_msg("%s: %s", sql, message());
	while (db_step(st, &err) == DB_ROW)
		sb_printf(&plan, "%s\n", db_text(st, 3, &n));
	db_finalize(st);
	sb_release(&text);
	return plan.buf;
}

/* The plan of records of a kind that one condition selects, reading columns of alias o; NULL when the field doesn't take the condition. */
static const char *plan_of(const struct crm_kind *k, const char *columns, const char *condition, struct strbuf *where)
{
	struct strbuf sql = STRBUF_INIT;
	struct binds binds = {0};
	const char *answer_plan = NULL;
	enum crm_status s;

	crm_error_clear(&err);
	sb_reset(where);
	assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
	s = cond_sql(&crm, k, "o", condition, where, &binds, &err);
	if (s == CRM_OK) {
		sb_printf(&sql, "SELECT %s FROM %s o WHERE %s", columns, k->table, where->buf);
		answer_plan = explain(sql.buf);
	} else if (s != CRM_USAGE && s != CRM_NO) {
		fail_msg("%s: status %d, %s", condition, (int)s, message());
	}
	db_rollback(crm.db);
	binds_free(&binds);
	sb_release(&sql);
	return answer_plan;
}

/* ---- every field ---- */

static const char *sample(const struct crm_kind *k, const struct crm_field *f)
{
	static char typed[32];

	switch (f->type) {
	case T_CURRENCY: return "EUR";
	case T_COUNTRY: return "DE";
	case T_DATE: return "2026-03-31";
	case T_INSTANT: return "2026-03-31";
	case T_BOOL: return "yes";
	case T_ENUM: return f->words ? f->words[0] : "low";
	case T_TERM: return "Messe";
	case T_DURATION: return "1h";
	case T_ID: snprintf(typed, sizeof typed, "%s1", k->letters); return typed;
	case T_LIST: return f->words && f->ref == KIND_CATEGORY ? f->words[0] : f->ref == KIND_EXT ? "maven:A1" : f->ref == KIND_PHONE ? "0221 1" : f->ref == KIND_AFFILIATION ? "co7" : f->ref == KIND_ROLE || f->ref == KIND_PARTY ? "c12" : "messe";
	case T_REF:
		switch (f->ref) {
		case KIND_USER: return "anna";
		case KIND_COMPANY: return "co7";
		case KIND_CONTACT: return "c12";
		case KIND_PRODUCT: return "p3";
		case KIND_OFFER: return "o1";
		case KIND_TASK: return "t7";
		case KIND_EVENT: return "e88";
		case KIND_PIPELINE: return "sales";
		default: return "offer";
		}
	default: return strcmp(f->name, "size") == 0 ? "10-49" : strcmp(f->name, "psource") == 0 ? "pin" : strcmp(f->name, "missing") == 0 ? "phone" : "5";
	}
}

static bool ranged(enum field_type t)
{
	return t == T_INT || t == T_DECIMAL || t == T_PERCENT || t == T_MONEY || t == T_DATE || t == T_INSTANT || t == T_DURATION;
}

/* Every operator the type has; all but contains are taken by every field. */
static void test_every_field(void **state)
{
	static const struct crm_kind *const kinds[] = {&kind_user, &kind_company, &kind_contact, &kind_product, &kind_offer, &kind_task, &kind_event};
	static const char *const forms[] = {"%s=%s", "%s!=%s", "%s=", "%s!=", "%s=%s..", "%s=..%s", "%s~1"};
	struct strbuf where = STRBUF_INIT;
	char condition[128];
	size_t prepared = 0;

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (size_t j = 0; j < kinds[i]->nfields; j++) {
			const struct crm_field *f = &kinds[i]->fields[j];
			if (f->flags & F_INTERNAL)
				continue;
			for (size_t n = 0; n < sizeof forms / sizeof *forms; n++) {
				bool text = f->type == T_TEXT || f->type == T_LONG;
				const char *value = sample(kinds[i], f);
				if (n == 2 && f->ref == KIND_CONSENT) /* nobody is selected by the lack of a purpose */
					continue;
				if ((n == 6 && !text) || ((n == 4 || n == 5) && !ranged(f->type)) || (f->type == T_ID && n > 0))
					continue;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
				snprintf(condition, sizeof condition, forms[n], f->name, value);
#pragma GCC diagnostic pop
				if (!plan_of(kinds[i], "*", condition, &where))
					fail_msg("%s %s: %s", kinds[i]->name, condition, message());
				prepared++;
			}
		}
	assert_true(prepared > 500);
	sb_release(&where);
}

/* Conditions through every reference, two deep. */
static void test_dotted(void **state)
{
	static const struct crm_kind *const kinds[] = {&kind_user, &kind_company, &kind_contact, &kind_product, &kind_offer, &kind_task, &kind_event};
	struct strbuf where = STRBUF_INIT;
	char condition[128];

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		for (size_t j = 0; j < kinds[i]->nfields; j++) {
			const struct crm_field *f = &kinds[i]->fields[j];
			const struct crm_kind *to = f->type == T_REF && f->ref ? kind_by_no(f->ref) : NULL;
			if (!to || f->flags & F_INTERNAL)
				continue;
			for (size_t n = 0; n < to->nfields; n++) {
				if (to->fields[n].flags & F_INTERNAL || to->fields[n].type == T_ID)
					continue;
				snprintf(condition, sizeof condition, "%s.%s=%s", f->name, to->fields[n].name, sample(to, &to->fields[n]));
				if (!plan_of(kinds[i], "o.id", condition, &where))
					fail_msg("%s %s: %s", kinds[i]->name, condition, message());
				snprintf(condition, sizeof condition, "%s.%s!=", f->name, to->fields[n].name);
				if (!plan_of(kinds[i], "o.id", condition, &where))
					fail_msg("%s %s: %s", kinds[i]->name, condition, message());
			}
		}
	sb_release(&where);
}

/* ---- what has an index uses it ---- */

struct use { const struct crm_kind *kind; const char *condition, *columns, *step; };

static void test_indexes(void **state)
{
	static const struct use uses[] = {
		{&kind_offer, "o1", NULL, NULL}, /* no condition: see select */
		{&kind_offer, "id=o1", "*", "INTEGER PRIMARY KEY"},
		{&kind_offer, "id=o1,o2", "*", "INTEGER PRIMARY KEY"},
		{&kind_offer, "state=open", "*", "offer_open"},
		{&kind_offer, "state=open", "o.currency, o.value", "COVERING INDEX offer_open"},
		{&kind_offer, "overdue=yes", "*", "offer_open (expected_close<?)"},
		{&kind_offer, "closed=2026-03-31", "*", "offer_closed (closed=?)"},
		{&kind_offer, "closed=2026-01-01..2026-03-31", "*", "offer_closed (closed>? AND closed<?)"},
		{&kind_offer, "closed=last-12-months", "o.id, o.currency, o.value, o.state", "COVERING INDEX offer_closed"},
		{&kind_offer, "company=co7", "*", "offer_company (company=?)"},
		{&kind_offer, "company=co7,co8", "*", "offer_company (company=?)"},
		{&kind_offer, "contact=c12", "*", "offer_contact (contact=?)"},
		{&kind_offer, "owner=anna", "*", "offer_owner (owner=?)"},
		{&kind_offer, "owner=me", "*", "offer_owner (owner=?)"},
		{&kind_offer, "number=2026-001", "*", "offer_number (number_key=?)"},
		{&kind_offer, "tags=messe", "*", "tag_word (word=?"},
		{&kind_offer, "tags=messe,b", "*", "tag_word (word=?"},
		{&kind_offer, "ext=maven:A1", "*", "ext_key (kind=? AND system=? AND key=?)"},
		{&kind_offer, "company.name=Muster GmbH", "*", "offer_company (company=?)"},
		{&kind_offer, "company.name=Muster GmbH", "*", "company_name (name_key=?)"},
		{&kind_offer, "contact.emails=erika@muster.example", "*", "email_key (address_key=?)"},
		{&kind_company, "name=Muster GmbH", "*", "company_name (name_key=?)"},
		{&kind_company, "email=a@b.example", "*", "company_email (email_key=?)"},
		{&kind_company, "vat_id=DE1", "*", "company_vat (vat_id=?)"},
		{&kind_company, "website=https://muster.example", "*", "company_website (<expr>=?)"},
		{&kind_company, "parent=co7", "*", "company_parent (parent=?)"},
		{&kind_company, "owner=anna", "*", "company_owner (owner=?)"},
		{&kind_company, "category=customer", "*", "category_word (word=?"},
		{&kind_contact, "name=Erika Muster", "*", "contact_name (name_key=?)"},
		{&kind_contact, "company=co7", "*", "contact_company (company=?)"},
		{&kind_contact, "owner=anna", "*", "contact_owner (owner=?)"},
		{&kind_contact, "emails=erika@muster.example", "*", "email_key (address_key=?)"},
		{&kind_contact, "last_contact=..2024-03-31", "*", "contact_last (last_event<?)"},
		{&kind_contact, "last_contact=2024", "*", "contact_last (last_event>? AND last_event<?)"},
		{&kind_company, "last_contact=..2024-03-31", "*", "company_last (last_event<?)"},
		{&kind_product, "sku=GTX-1", "*", "product_sku (sku_key=?)"},
		{&kind_product, "name=GTX Pro", "*", "product_name (name_key=?)"},
		{&kind_user, "name=anna", "*", "users_name (name=?)"},
		{&kind_task, "offer=o1", "*", "task_offer (offer=?)"},
		{&kind_task, "done=", "o.due", "task_due"},
		{&kind_event, "offer=o1", "*", "event_offer (offer=?)"},
		{&kind_event, "at=2026-03", "*", "event_at (at>? AND at<?)"},
	};
	struct strbuf where = STRBUF_INIT;

	(void)state;
	for (size_t i = 1; i < sizeof uses / sizeof *uses; i++) {
		const char *p = plan_of(uses[i].kind, uses[i].columns, uses[i].condition, &where);
		if (!p)
			fail_msg("%s %s: %s", uses[i].kind->name, uses[i].condition, message());
		if (!strstr(p, uses[i].step))
			fail_msg("%s %s: not '%s': WHERE %s\n%s", uses[i].kind->name, uses[i].condition, uses[i].step, where.buf, p);
	}
	sb_release(&where);
}

/* ---- reports and forecast: each measure's own query ---- */

static const char *plan_of_offers(const struct offers *o, const char *columns, const char *cond, const char *index)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q = offers_query(o, &crm, columns, "", cond, index, &err);
	const char *p;

	assert_int_equal(q.s, CRM_OK);
	sb_adds(&sql, sqlite3_sql(q.st->s));
	query_end(&q);
	p = explain(sql.buf);
	sb_release(&sql);
	return p;
}

static void test_measures(void **state)
{
	static const struct { const char *measure, *operand, *step, *not; } cases[] = {
		{"revenue", NULL, "COVERING INDEX offer_closed", NULL},
		{"revenue", "closed=2026-Q1", "COVERING INDEX offer_closed (closed>? AND closed<?)", NULL},
		{"revenue", "title~a", "SCAN o", "offer_closed"},       /* through the table: faster than jumping to each row */
		{"revenue", "company=co7", "offer_company", "offer_closed"},
		{"revenue", "owner=anna", "offer_owner", NULL},
		{"winrate", NULL, "SCAN o", NULL},
		{"pipeline", NULL, "COVERING INDEX offer_open", NULL},
		{"pipeline", "owner=anna", "offer_o", NULL},
		{"pipeline", "expected_close=2026-12", "COVERING INDEX offer_open (expected_close>? AND expected_close<?)", NULL},
		{"cycle", NULL, "COVERING INDEX offer_closed", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const struct measure *m = measures;
		struct offers o;
		const char *p;

		while (m->name && strcmp(m->name, cases[i].measure) != 0)
			m++;
		assert_non_null(m->name);
		assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
		assert_int_equal(offers_select(&o, &crm, &cases[i].operand, cases[i].operand != NULL, NULL, WORDS_FIND, &err), CRM_OK);
		p = plan_of_offers(&o, m->sql, m->cond, m->index);
		if (!strstr(p, cases[i].step) || (cases[i].not && strstr(p, cases[i].not)))
			fail_msg("%s %s: not '%s': %s", m->name, cases[i].operand ? cases[i].operand : "", cases[i].step, p);
		db_rollback(crm.db);
		offers_free(&o);
	}
}

/* Reports, forecast and the list of stages run, whatever they are grouped by. */
static void test_measures_by(void **state)
{
	struct crm_report r = {0};
	char by[64];

	(void)state;
	for (const struct measure *m = measures; m->name; m++)
		for (size_t j = 0; j < m->of->nfields; j++) {
			const struct crm_field *f = &m->of->fields[j];
			struct sink *s;
			enum crm_status st;
			if (f->flags & F_INTERNAL || f->type == T_LONG)
				continue;
			snprintf(by, sizeof by, "%s%s", f->name, f->type == T_DATE ? ":month" : "");
			r = (struct crm_report){.name = m->name, .of = m->of->name, .by = by, .limit = -1};
			s = answering(SINK_TSV, false);
			st = crm_report(&crm, &r, s, &err);
			answered(s);
			if (st)
				fail_msg("%s by %s: %s", m->name, by, message());
			assert_false(db_in_transaction(crm.db));
		}
}

/* ---- the timeline: whatever it asks, it goes by indexes ---- */

static char *traced[200];
static size_t ntraced;

static int trace(unsigned type, void *arg, void *p, void *x)
{
	const char *text = sqlite3_sql(p);

	(void)arg, (void)x;
	for (size_t i = 0; i < ntraced; i++)
		if (type != SQLITE_TRACE_STMT || strcmp(traced[i], text) == 0)
			return 0;
	if (ntraced < sizeof traced / sizeof *traced && strncmp(text, "SELECT", 6) == 0)
		traced[ntraced++] = crm_strdup(text);
	return 0;
}

/* Through a whole table, but for the small ones, and those read in the order they are printed in. */
static bool looks_through(const char *plan_text)
{
	static const char *const fine[] = {"SCAN q USING INDEX event_at", "SCAN batch", "SCAN r\n", "SCAN m\n", "SCAN users", "SCAN pipeline", "SCAN stage", "SCAN term", "SCAN field",
		"SCAN choice", "SCAN CONSTANT ROW", "SCAN g USING", "SCAN p USING INDEX pipeline", "SCAN setting", "SCAN s", "SCAN f", "SCAN c",
		"SCAN json_each", "SCAN j "};

	for (const char *p = plan_text; (p = strstr(p, "SCAN ")); p++) {
		size_t i = 0;
		while (i < sizeof fine / sizeof *fine && strncmp(p, fine[i], strlen(fine[i])) != 0)
			i++;
		if (strstr(plan_text, "MATERIALIZE d\n") && strncmp(p, "SCAN d\n", 7) == 0) /* what it found just now */
			continue;
		if (strstr(plan_text, "CO-ROUTINE q") && strncmp(p, "SCAN q\n", 7) == 0) /* one row without a table */
			continue;
		if (i == sizeof fine / sizeof *fine)
			return true;
	}
	return false;
}

static void test_timeline(void **state)
{
	static const char *const operands[] = {NULL, "co7", "c12", "o1", "p3", "t5", "e88", "company=co7", "contact=c12", "offer=o1", "at=2026-11-20", "kind=event",
		"kind=stage,created"};

	(void)state;
	sql("INSERT INTO batch(id, at, tool, verb, flags) VALUES(1, 1, 'crm-offer', 'add', 0);"
	    "INSERT INTO added(kind, first, last, batch) VALUES(2, 7, 10, 1), (3, 12, 14, 1), (5, 1, 7, 1), (8, 88, 88, 1);"
	    "INSERT INTO stage_move(offer, seq, day, at, to_stage, batch) VALUES(1, 1, 20000, 1, 2, 1)");
	sqlite3_trace_v2(crm.db->h, SQLITE_TRACE_STMT, trace, NULL);
	for (size_t i = 0; i < sizeof operands / sizeof *operands; i++) {
		const struct crm_query q = {.kind = &kind_event, .operands = &operands[i], .noperands = operands[i] != NULL, .limit = -1};
		struct sink *s = answering(SINK_TSV, false);
		enum crm_status st = crm_timeline(&crm, &q, s, &err);
		answered(s);
		if (st)
			fail_msg("%s: %s", operands[i], message());
	}
	sqlite3_trace_v2(crm.db->h, 0, NULL, NULL);
	assert_true(ntraced > 20);
	for (size_t i = 0; i < ntraced; i++) {
		if (looks_through(explain(traced[i])))
			fail_msg("%s\n%s", traced[i], plan.buf);
		free(traced[i]);
	}
}

/* What is open, by product: nothing but the index is read. */
static void test_by_product(void **state)
{
	static const struct crm_report report = {.name = "pipeline", .of = "offer", .by = "product", .limit = -1};
	static const struct crm_forecast forecast = {.by = "product", .band = 80};
	struct sink *s = answering(SINK_TSV, false);
	size_t of_offers = 0;

	(void)state;
	ntraced = 0;
	sqlite3_trace_v2(crm.db->h, SQLITE_TRACE_STMT, trace, NULL);
	assert_int_equal(crm_report(&crm, &report, s, &err), CRM_OK);
	answered(s);
	s = answering(SINK_TSV, false);
	assert_int_equal(crm_forecast(&crm, &forecast, s, &err), CRM_OK);
	answered(s);
	sqlite3_trace_v2(crm.db->h, 0, NULL, NULL);
	for (size_t i = 0; i < ntraced; i++) {
		if (strstr(traced[i], "FROM offer o") && !strstr(traced[i], "o.closed")) {
			of_offers++;
			if (!strstr(explain(traced[i]), "COVERING INDEX offer_open"))
				fail_msg("%s\n%s", traced[i], plan.buf);
		}
		free(traced[i]);
	}
	assert_int_equal(of_offers, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_field), cmocka_unit_test(test_dotted), cmocka_unit_test(test_indexes),
		cmocka_unit_test(test_measures), cmocka_unit_test(test_measures_by), cmocka_unit_test(test_timeline), cmocka_unit_test(test_by_product),
	};
	int failed = cmocka_run_group_tests(tests, setup, teardown);

	sb_release(&plan);
	return failed;
}
