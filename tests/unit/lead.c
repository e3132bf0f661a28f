/* lead.c - who an inquiry is from; the points of scoring rules, as a field and one by one */
#include "records.h"
#include "offer/eval.h"

#include "offer/score.h"
#include "lead/lead_impl.h"

static struct lead_text text(const char *s) { return (struct lead_text){s, strlen(s)}; }

/* "c12 co7", "- co7", with what is doubtful behind it. */
static const char *match(const char *name, const char *email, const char *phone, const char *company)
{
	const struct lead_who who = {text(name), text(email), text(phone), text(company)};
	struct lead_match m = {.doubt = STRBUF_INIT};

	crm_error_clear(&err);
	sb_reset(&answer);
	assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
	assert_int_equal(lead_match(&crm, &who, NULL, 0, &m, &err), CRM_OK);
	db_rollback(crm.db);
	if (m.contact)
		sb_printf(&answer, "c%lld", (long long)m.contact);
	else
		sb_addc(&answer, '-');
	if (m.company)
		sb_printf(&answer, " co%lld", (long long)m.company);
	if (m.doubt.len)
		sb_printf(&answer, " (%s)", m.doubt.buf);
	assert_true(m.doubt.len || (!m.contact_doubt && !m.company_doubt));
	sb_release(&m.doubt);
	return answer.buf;
}

static void matches(void **state)
{
	(void)state;
	assert_string_equal(match("Erika", "ERIKA@home.example", "", "Else AG"), "c12 co7");
	assert_string_equal(match("", "mia@muster.example", "", "Beispiel AG"), "c14 co8"); /* she has no company of her own */
	assert_string_equal(match("Erika Mueller", "new@x.example", "+49 (221) 555-123", ""), "c12 co7");
	assert_string_equal(match("Erika Mueller", "", "0221/555123", ""), "c12 co7");
	assert_string_equal(match("Anyone", "ERIKA@home.example", "", ""), "- (e-mail 'ERIKA@home.example' is that of c12)");
	assert_string_equal(match("", "", "0221/555123", ""), "-"); /* a number alone is nobody's */
	assert_string_equal(match("", "", "5551234", ""), "-");
	assert_string_equal(match("Erika Mueller", "", "", "MUSTER GmbH"), "c12 co7"); /* of two companies of that name */
	assert_string_equal(match("Erika Mueller", "", "", ""), "-");
	assert_string_equal(match("Erika Mueller", "", "", "Beispiel AG"), "- co8");
	assert_string_equal(match("", "", "", ""), "-");
	assert_string_equal(match("Neu", "", "", "Muster GmbH"), "- (company name 'Muster GmbH' is that of co7, co10)");
}

static void doubts(void **state)
{
	(void)state;
	sql("INSERT INTO email(id, kind, record, pos, address, address_key) VALUES(8, 3, 13, 1, 'mia@muster.example', 'mia@muster.example')");
	assert_string_equal(match("", "mia@muster.example", "0221 555123", ""), "- (e-mail 'mia@muster.example' is that of c13, c14)");
	assert_string_equal(match("Max Beispiel", "mia@muster.example", "", ""), "c13 co8"); /* the name tells them apart */
	assert_string_equal(match("Nobody", "mia@muster.example", "", "Beispiel AG"), "- co8 (e-mail 'mia@muster.example' is that of c13, c14)");
	sql("DELETE FROM email WHERE id=8; UPDATE company SET email_key='info@x.example' WHERE id=10");
	assert_string_equal(match("", "info@x.example", "", "Beispiel AG"), "- co10");
	sql("UPDATE company SET email_key=NULL WHERE id=10");
	for (int i = 0; i < 20; i++) {
		char add[128];

		snprintf(add, sizeof add, "INSERT INTO company(id, name, name_key) VALUES(%d, 'Viele', 'viele')", 100 + i);
		sql(add);
	}
	assert_non_null(strstr(match("", "", "", "Viele"), "co109 and more)"));
	sql("DELETE FROM company WHERE id >= 100");
}

/* ---- scores ---- */

static const char *const conditions[] = {"state=open", "value=1000..", "title~er", "company.city~k", "company.employees=50..", "source=Messe", "contact.name~m",
	"risk=Frist", "risk~xyz", "tags=messe", "owner=anna", "company.name!=O2", "contact=", "level=high", "title~'", "title~$1", "number~2026", "roles=", "phone="};
#define CONDITIONS (sizeof conditions / sizeof *conditions)

static int64_t points_of(int64_t offer)
{
	struct score_rules rules;
	int64_t total = 0;

	assert_int_equal(score_load(&crm, &rules, &err), CRM_OK);
	for (size_t i = 0; i < rules.n; i++) {
		struct strbuf q = STRBUF_INIT;
		struct binds b = {0};
		struct stmt *st;

		sb_adds(&q, "SELECT count(*) FROM offer o WHERE ");
		assert_int_equal(score_sql(&crm, &rules.v[i], "o", &q, &b, &err), CRM_OK);
		sb_printf(&q, " AND o.id=$%zu", b.n + 1);
		assert_int_equal(db_prepare(crm.db, &st, q.buf, &err), CRM_OK);
		binds_apply(&b, st);
		db_bind_int(st, (int)b.n + 1, offer);
		assert_int_equal(db_step(st, &err), DB_ROW);
		total += db_int(st, 0) * rules.v[i].points;
		db_finalize(st);
		binds_free(&b);
		sb_release(&q);
	}
	return total;
}

/* The field and the rules one by one agree, whatever rules there are. */
static void field_and_rules(void **state)
{
	unsigned seed = 4711;
	(void)state;

	for (int round = 0; round < 60; round++) {
		struct strbuf q = STRBUF_INIT;
		struct stmt *st;

		sql("DELETE FROM scoring");
		for (int i = 0; i < 1 + round % 7; i++) {
			struct strbuf text_of = STRBUF_INIT;
			struct stmt *add;

			for (int k = 0; k < (int)(seed >> 8) % 4; k++, seed = seed * 1103515245 + 12345)
				sb_printf(&text_of, "%s%s", k ? "\n" : "", conditions[(seed >> 16) % CONDITIONS]);
			seed = seed * 1103515245 + 12345;
			assert_int_equal(db_prepare(crm.db, &add, "INSERT INTO scoring(points, conditions) VALUES($1, $2)", &err), CRM_OK);
			db_bind_int(add, 1, (int)(seed >> 16) % 50 - 20);
			if (text_of.len)
				db_bind_text(add, 2, text_of.buf, text_of.len);
			assert_int_equal(db_step(add, &err), DB_DONE);
			db_finalize(add);
			sb_release(&text_of);
		}
		assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
		sb_adds(&q, "SELECT q.id, ");
		eval_score(&crm, "q", &q);
		sb_adds(&q, ", ");
		eval_score(&crm, "q", &q); /* asked for twice in one statement */
		sb_adds(&q, " FROM offer q ORDER BY q.id");
		assert_int_equal(crm.broken, CRM_OK);
		assert_int_equal(db_prepare(crm.db, &st, q.buf, &err), CRM_OK);
		while (db_step(st, &err) == DB_ROW) {
			assert_int_equal(db_int(st, 1), db_int(st, 2));
			assert_int_equal(db_int(st, 1), points_of(db_int(st, 0)));
		}
		db_finalize(st);
		db_rollback(crm.db);
		sb_release(&q);
	}
	sql("DELETE FROM scoring");
}

static void broken_rules(void **state)
{
	static const char *const bad[] = {"nothing=1", "score=1", "score=", "contact.nothing=1", "value=1000=", "value=abc", "title", "title+=x", "owner=nobody", "level=medium"};
	struct strbuf q = STRBUF_INIT;
	struct binds b = {0};
	(void)state;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct score_rule r = {1, bad[i], bad[i]};

		assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
		sb_reset(&q);
		sb_adds(&q, "x");
		crm_error_clear(&err);
		if (score_sql(&crm, &r, "o", &q, &b, &err) != CRM_CONFIG)
			fail_msg("'%s' is no broken rule", bad[i]);
		assert_int_equal(err.failures, 1);
		assert_non_null(strstr(err.list[0].text, bad[i]));
		assert_string_equal(q.buf, "x");
		db_rollback(crm.db);
	}
	/* told once, however often it is asked for; the others count */
	sql("INSERT INTO scoring(id, points, conditions) VALUES(1, 5, 'nothing=1'), (2, 7, 'state=lead')");
	crm_error_clear(&err);
	assert_int_equal(db_begin_read(crm.db, &err), CRM_OK);
	for (int i = 0; i < 3; i++) {
		sb_reset(&q);
		eval_score(&crm, "q", &q);
		assert_non_null(strstr(q.buf, "THEN 7"));
		assert_null(strstr(q.buf, "THEN 5"));
	}
	assert_int_equal(err.failures, 1);
	assert_int_equal(crm.broken, CRM_CONFIG);
	db_rollback(crm.db);
	crm.broken = CRM_OK;
	crm_error_clear(&err);
	sql("DELETE FROM scoring");
	binds_free(&b);
	sb_release(&q);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches),
		cmocka_unit_test(doubts),
		cmocka_unit_test(field_and_rules),
		cmocka_unit_test(broken_rules),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
