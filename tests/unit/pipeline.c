/* pipeline.c - moves of offers, their history, the list of stages */
#include "sales_db.h"

static int64_t number(const char *sql)
{
	int64_t v = -1;

	assert_int_equal(db_begin_read(crm->db, &err), CRM_OK);
	assert_int_equal(db_get_int(crm->db, &err, &v, -1, sql, 0), CRM_OK);
	assert_int_equal(db_commit(crm->db, &err), CRM_OK);
	return v;
}

/* The stage's number in the ready-made pipeline: 1 new … 8 lost. */
static int64_t stands(int64_t offer)
{
	char sql[96];

	snprintf(sql, sizeof sql, "SELECT g.position FROM offer o JOIN stage g ON g.id=o.stage WHERE o.id=%lld", (long long)offer);
	return number(sql) - number("SELECT min(position) FROM stage") + 1;
}

static void moves(void **state)
{
	int64_t batches;
	(void)state;

	assert_int_equal(add("offer", "title=erp", "value=100.00", "expected_close=2026-05-01", NULL), 1);
	assert_int_equal(stands(1), 3);
	assert_int_equal(stage(STAGE_MOVE, "o1", "negotiation", NULL), CRM_OK);
	assert_int_equal(stands(1), 6);
	batches = number("SELECT count(*) FROM batch");
	assert_int_equal(stage(STAGE_MOVE, "1", "Negotiation", NULL), CRM_OK);        /* by title, where it is: nothing */
	assert_int_equal(number("SELECT count(*) FROM batch"), batches);
	open_day("2026-04-16");
	assert_int_equal(stage(STAGE_MOVE, "erp", "follow-up", "value=250.00", "at=2026-04-16T09:30Z", NULL), CRM_OK);
	assert_int_equal(stands(1), 4);
	assert_int_equal(number("SELECT value FROM offer WHERE id=1"), 25000);
	assert_int_equal(number("SELECT stage_since FROM offer WHERE id=1"), day("2026-04-16"));
	assert_int_equal(number("SELECT value FROM stage_move WHERE offer=1 AND seq=3"), 25000);
	assert_true(number("SELECT at FROM stage_move WHERE offer=1 AND seq=3") == day("2026-04-16") * INT64_C(86400000) + INT64_C(34200000));
}

static void next_and_back(void **state)
{
	(void)state;
	assert_int_equal(add("offer", "title=crm", "stage=new", NULL), 2);
	for (int i = 2; i <= 6; i++) {
		assert_int_equal(stage(STAGE_NEXT, "o2", NULL), CRM_OK);
		assert_int_equal(stands(2), i);
	}
	assert_int_equal(stage(STAGE_NEXT, "o2", NULL), CRM_FORBIDDEN);
	assert_message(0, "o2: 'negotiation' is the last stage before won and lost: win or lose it");
	for (int i = 5; i >= 1; i--) {
		assert_int_equal(stage(STAGE_BACK, "o2", NULL), CRM_OK);
		assert_int_equal(stands(2), i);
	}
	assert_int_equal(stage(STAGE_BACK, "o2", NULL), CRM_FORBIDDEN);
	assert_message(0, "o2: 'new' is the first stage");
}

static void closing(void **state)
{
	(void)state;
	open_day("2026-04-15");
	assert_int_equal(add("offer", "title=win", "value=10.00", NULL), 3);
	assert_int_equal(stage(STAGE_MOVE, "o3", "presentation", NULL), CRM_OK);
	open_day("2026-04-23");
	assert_int_equal(stage(STAGE_WIN, "o3", "closed=2026-04-20", "reason=quality", NULL), CRM_OK);
	assert_int_equal(number("SELECT state FROM offer WHERE id=3"), 2);
	assert_int_equal(number("SELECT closed FROM offer WHERE id=3"), day("2026-04-20"));
	assert_int_equal(stage(STAGE_NEXT, "o3", NULL), CRM_FORBIDDEN);
	assert_message(0, "o3: is won: reopen it first");
	assert_int_equal(stage(STAGE_WIN, "o3", NULL), CRM_OK); /* it is */
	assert_int_equal(stage(STAGE_REOPEN, "o3", "at=2026-04-21", NULL), CRM_OK);
	assert_int_equal(stands(3), 5);
	assert_int_equal(number("SELECT count(*) FROM offer WHERE id=3 AND closed IS NULL"), 1);
	assert_int_equal(stage(STAGE_REOPEN, "o3", NULL), CRM_OK); /* open already */
	assert_int_equal(stage(STAGE_LOSE, "o3", "closed=2026-04-19", NULL), CRM_FORBIDDEN); /* before its last move */
	assert_int_equal(stage(STAGE_LOSE, "o3", "at=2026-04-22", "competitor=Beispiel AG", NULL), CRM_OK);
	assert_int_equal(number("SELECT closed FROM offer WHERE id=3"), day("2026-04-22"));
	assert_int_equal(stage(STAGE_MOVE, "o3", "offer", "at=2026-04-23", NULL), CRM_OK); /* a reopening too */
	assert_int_equal(number("SELECT count(*) FROM offer WHERE id=3 AND closed IS NULL AND state=1"), 1);
}

static void refused(void **state)
{
	int64_t before = number("SELECT count(*) FROM stage_move");
	(void)state;

	assert_int_equal(stage(STAGE_MOVE, "o1", "o2", "negotation", NULL), CRM_USAGE);
	assert_message(0, "o1: no stage 'negotation' in pipeline 'sales', nearest is 'negotiation'");
	assert_message(1, "o2: no stage 'negotation' in pipeline 'sales', nearest is 'negotiation'");
	assert_int_equal(stage(STAGE_MOVE, "value=3", NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_MOVE, "negotiation", NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_WIN, NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_WIN, "", NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_WIN, "o1", "at=someday", NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_WIN, "o1", "at=", NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_WIN, "o1", "colour=red", NULL), CRM_USAGE);
	assert_int_equal(stage(STAGE_MOVE, "o1", "negotiation", "closed=2026-05-01", NULL), CRM_FORBIDDEN);
	assert_int_equal(stage(STAGE_WIN, "o99", NULL), CRM_NO);
	/* one of several: none moves */
	assert_int_equal(stage(STAGE_NEXT, "o1", "o99", NULL), CRM_NO);
	assert_int_equal(number("SELECT count(*) FROM stage_move"), before);
}

static void required(void **state)
{
	(void)state;
	assert_int_equal(db_begin_write(crm->db, &err), CRM_OK);
	assert_int_equal(db_exec(crm->db, "UPDATE stage SET required='value,expected_close' WHERE name='negotiation'", &err), CRM_OK);
	assert_int_equal(db_commit(crm->db, &err), CRM_OK);
	assert_int_equal(add("offer", "title=bare", NULL), 4);
	assert_int_equal(stage(STAGE_MOVE, "o4", "negotiation", NULL), CRM_FORBIDDEN);
	assert_message(0, "stage: o4: 'negotiation' needs value, expected_close");
	assert_int_equal(stage(STAGE_MOVE, "o4", "negotiation", "value=5.00", "expected_close=2026-06-01", NULL), CRM_OK);
}

static void ids(void **state)
{
	struct crm_id list[] = {{KIND_OFFER, 4, NULL, 1, 0}, {KIND_OFFER, 1, NULL, 2, 0}, {KIND_OFFER, 4, NULL, 3, 0}};
	struct crm_ids some = {.v = list, .n = 3}, none = {0};
	struct crm_write w = {.want_changes = true};
	const char *operands[] = {"presentation"};
	(void)state;

	assert_int_equal(crm_stage(crm, STAGE_MOVE, operands, 1, &none, &w, &err), CRM_OK);
	assert_int_equal(w.touched.n, 0);
	w.dry_run = true;
	assert_int_equal(crm_stage(crm, STAGE_MOVE, operands, 1, &some, &w, &err), CRM_OK);
	assert_int_equal(stands(4), 6);
	assert_true(w.nchanges >= 2);
	crm_write_free(&w);
	w = (struct crm_write){0};
	assert_int_equal(crm_stage(crm, STAGE_MOVE, operands, 1, &some, &w, &err), CRM_OK);
	assert_int_equal(w.touched.n, 2); /* in the order they came, once each */
	assert_int_equal(w.touched.v[0].id, 4);
	assert_int_equal(w.touched.v[1].id, 1);
	assert_int_equal(stands(4), 5);
	crm_write_free(&w);
	list[1].id = 99;
	w = (struct crm_write){0};
	crm_error_clear(&err);
	assert_int_equal(crm_stage(crm, STAGE_LOSE, NULL, 0, &some, &w, &err), CRM_DATA);
	assert_int_equal(err.list[0].line, 2);
	crm_write_free(&w);
}

static enum crm_status history(struct crm_query q)
{
	struct sink *s = answering(SINK_TSV);
	enum crm_status status;

	q.kind = kind_by_name("offer");
	q.limit = q.limit ? q.limit : -1;
	crm_error_clear(&err);
	status = crm_stage_history(crm, &q, s, &err);
	answered(s);
	return status;
}

static void histories(void **state)
{
	static const char *const three[] = {"o3"}, *const both[] = {"erp", "o3"}, *const won[] = {"state=won"}, *const nobody[] = {"o77"};
	(void)state;

	open_day("2026-05-01");
	assert_int_equal(history((struct crm_query){.operands = three, .noperands = 1}), CRM_OK);
	assert_answer("offer|seq|day|from|to|by|value|currency|expected_close|days|void\n"
		"o3|1|2026-04-15||offer|anna|10.00|EUR||0|\n"
		"o3|2|2026-04-15|offer|presentation|anna|10.00|EUR||5|\n"
		"o3|3|2026-04-20|presentation|won|anna|10.00|EUR||1|\n"
		"o3|4|2026-04-21|won|presentation|anna|10.00|EUR||1|\n"
		"o3|5|2026-04-22|presentation|lost|anna|10.00|EUR||1|\n"
		"o3|6|2026-04-23|lost|offer|anna|10.00|EUR||8|\n");
	assert_int_equal(history((struct crm_query){.operands = both, .noperands = 2, .limit = 2, .columns = "offer,to,days"}), CRM_OK);
	assert_answer("offer|to|days\no1|offer|0\no1|negotiation|1\n");
	assert_int_equal(history((struct crm_query){.operands = won, .noperands = 1}), CRM_OK);
	assert_answer("offer|seq|day|from|to|by|value|currency|expected_close|days|void\n");
	assert_int_equal(history((struct crm_query){.operands = nobody, .noperands = 1}), CRM_NO);
	assert_int_equal(history((struct crm_query){.sort = "day"}), CRM_USAGE);
}

/* A move undone is shown, but counts no days. */
static void voided(void **state)
{
	static const char *const five[] = {"o5"};
	struct crm_write w = {0};
	(void)state;

	open_day("2026-05-01");
	assert_int_equal(add("offer", "title=undone", NULL), 5);
	assert_int_equal(stage(STAGE_MOVE, "o5", "follow-up", NULL), CRM_OK);
	assert_int_equal(crm_undo(crm, NULL, 0, false, &w, &err), CRM_OK);
	crm_write_free(&w);
	open_day("2026-05-11");
	assert_int_equal(stage(STAGE_WIN, "o5", NULL), CRM_OK);
	assert_int_equal(history((struct crm_query){.operands = five, .noperands = 1, .columns = "seq,to,days"}), CRM_OK);
	assert_answer("seq|to|days\n1|offer|10\n2|follow-up|\n3|won|\n");
	assert_int_equal(history((struct crm_query){.operands = five, .noperands = 1, .columns = "void"}), CRM_OK);
	assert_non_null(strstr(answer.buf, "\nb"));
}

static void list(void **state)
{
	static const char *const some[] = {"value=100.00.."};
	struct crm_query q = {.kind = kind_by_name("offer"), .limit = -1};
	struct sink *s = answering(SINK_TSV);
	(void)state;

	add("offer", "title=yen", "value=1000", "currency=JPY", "pin=50", NULL);
	assert_int_equal(crm_stage_list(crm, &q, s, &err), CRM_OK);
	answered(s);
	assert_answer("pipeline|name|kind|probability|currency|offers|total|weighted\n"
		"sales|new|lead|5|EUR|1|0.00|0.00\n"
		"sales|qualified|lead|10|EUR|0|0.00|0.00\n"
		"sales|offer|open|20|EUR|1|10.00|2.00\n"
		"sales|offer|open|20|JPY|1|1000|500\n"
		"sales|follow-up|open|40|EUR|0|0.00|0.00\n"
		"sales|presentation|open|60|EUR|2|255.00|153.00\n"
		"sales|negotiation|open|80|EUR|0|0.00|0.00\n"
		"sales|won|won|100|EUR|1|0.00|0.00\n"
		"sales|lost|lost|0|EUR|0|0.00|0.00\n");
	q = (struct crm_query){.kind = q.kind, .operands = some, .noperands = 1, .sort = "-total,name", .limit = 3, .columns = "title,total"};
	s = answering(SINK_TSV);
	assert_int_equal(crm_stage_list(crm, &q, s, &err), CRM_OK);
	answered(s);
	assert_answer("title|total\nOffer|1000\nPresentation|250.00\nFollow-up|0.00\n");
	q.sort = "colour";
	s = answering(SINK_TSV);
	assert_int_equal(crm_stage_list(crm, &q, s, &err), CRM_USAGE);
	answered(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves), cmocka_unit_test(next_and_back), cmocka_unit_test(closing), cmocka_unit_test(refused),
		cmocka_unit_test(required), cmocka_unit_test(ids), cmocka_unit_test(histories), cmocka_unit_test(voided),
		cmocka_unit_test(list),
	};

	return cmocka_run_group_tests(tests, make_database, drop_database);
}
