/* report.c - reports and forecast over a small database, counted by hand */
#include "sales_db.h"

/* All offers are opened on 2026-01-10 and inquired then, unless said. */
static int fill(void **state)
{
	if (make_database(state))
		return -1;
	open_day("2026-01-10");
	add("user", "name=ben", "region=East", NULL);
	add("user", "name=zoe", "region=West", NULL);
	add("product", "name=Alpha", NULL);
	add("product", "name=beta", NULL);
	add("company", "name=Muster GmbH", "country=DE", "industry=retail", NULL);
	add("company", "name=Exemple SA", "country=FR", NULL);
	add("offer", "title=1", "product=Alpha", "company=Muster GmbH", "value=100.00", "owner=ben", "expected_close=2026-04-20", "tags=a,b", NULL);
	add("offer", "title=2", "product=Alpha", "company=Exemple SA", "value=200.01", "owner=ben", "expected_close=2026-05-20", "tags=a", NULL);
	add("offer", "title=3", "product=beta", "company=Muster GmbH", "value=300.02", "owner=anna", "expected_close=2026-04-01", NULL);
	add("offer", "title=4", "product=beta", "value=1000", "currency=JPY", "owner=anna", "tags=b", NULL);
	add("offer", "title=5", "product=Alpha", "value=50.05", "owner=ben", NULL);
	add("offer", "title=6", "owner=ben", "expected_close=2026-04-30", NULL);
	add("offer", "title=7", "stage=new", "value=77.00", NULL);
	open_day("2026-04-15");
	assert_int_equal(stage(STAGE_WIN, "o1", "closed=2026-02-03", NULL), CRM_OK);
	assert_int_equal(stage(STAGE_WIN, "o2", "closed=2026-04-02", NULL), CRM_OK);
	assert_int_equal(stage(STAGE_WIN, "o4", "closed=2026-02-28", NULL), CRM_OK);
	assert_int_equal(stage(STAGE_LOSE, "o5", "closed=2026-03-31", "reason=price", NULL), CRM_OK);
	return 0;
}

static enum crm_status report(struct crm_report r, enum sink_format format)
{
	struct sink *s = answering(format);
	enum crm_status status;

	r.limit = r.limit ? r.limit : -1;
	crm_error_clear(&err);
	status = crm_report(crm, &r, s, &err);
	answered(s);
	return status;
}

static void assert_report(struct crm_report r, const char *should)
{
	if (report(r, SINK_TSV))
		fail_msg("%s: %s", r.name, err.n ? err.list[0].text : "?");
	assert_answer(should);
}

static void revenue(void **state)
{
	(void)state;
	assert_report((struct crm_report){.name = "revenue"}, "currency|won|revenue|average|median\n"
		"EUR|2|300.01|150.0050|150.0050\n"
		"JPY|1|1000|1000.00|1000.00\n");
	assert_report((struct crm_report){.name = "revenue", .by = "product"}, "product|currency|won|revenue|average|median\n"
		"Alpha|EUR|2|300.01|150.0050|150.0050\n"
		"beta|JPY|1|1000|1000.00|1000.00\n");
	assert_report((struct crm_report){.name = "revenue", .by = "closed:month,owner"}, "closed:month|owner|currency|won|revenue|average|median\n"
		"2026-02|anna|JPY|1|1000|1000.00|1000.00\n"
		"2026-02|ben|EUR|1|100.00|100.0000|100.0000\n"
		"2026-04|ben|EUR|1|200.01|200.0100|200.0100\n");
	assert_report((struct crm_report){.name = "revenue", .by = "quarter", .period = "2026-02"}, "quarter|currency|won|revenue|average|median\n"
		"2026-Q1|EUR|1|100.00|100.0000|100.0000\n"
		"2026-Q1|JPY|1|1000|1000.00|1000.00\n");
	assert_report((struct crm_report){.name = "revenue", .by = "company.country"}, "company.country|currency|won|revenue|average|median\n"
		"DE|EUR|1|100.00|100.0000|100.0000\n"
		"FR|EUR|1|200.01|200.0100|200.0100\n"
		"|JPY|1|1000|1000.00|1000.00\n");
	assert_report((struct crm_report){.name = "revenue", .by = "company.industry,company", .sort = "-revenue"},
		"company.industry|company|currency|won|revenue|average|median\n"
		"||JPY|1|1000|1000.00|1000.00\n"
		"|Exemple SA|EUR|1|200.01|200.0100|200.0100\n"
		"retail|Muster GmbH|EUR|1|100.00|100.0000|100.0000\n");
}

static void sets(void **state)
{
	(void)state;
	assert_report((struct crm_report){.name = "revenue", .by = "tags"}, "tags|currency|won|revenue|average|median\n"
		"a|EUR|2|300.01|150.0050|150.0050\n"
		"b|EUR|1|100.00|100.0000|100.0000\n"
		"b|JPY|1|1000|1000.00|1000.00\n");
	/* the total of a table counts an offer once */
	assert_int_equal(report((struct crm_report){.name = "revenue", .by = "tags"}, SINK_TABLE), CRM_OK);
	assert_non_null(strstr(answer.buf, "total"));
	assert_non_null(strstr(answer.buf, "300.01"));
	assert_null(strstr(answer.buf, "400.01"));
}

static void winrate(void **state)
{
	(void)state;
	assert_report((struct crm_report){.name = "winrate"}, "offers|open|won|lost|rate|rate_low|rate_high\n"
		"6|2|3|1|0.750000|0.300642|0.954413\n");
	assert_report((struct crm_report){.name = "winrate", .by = "owner", .all = true}, "owner|offers|open|won|lost|rate|rate_low|rate_high\n"
		"anna|2|1|1|0|1.000000|0.206549|1.000000\n"
		"ben|4|1|2|1|0.666667|0.207660|0.938508\n"
		"zoe|0|0|0|0|||\n");
	assert_report((struct crm_report){.name = "winrate", .by = "owner.region,owner", .all = true, .sort = "-offers", .limit = 1},
		"owner.region|owner|offers|open|won|lost|rate|rate_low|rate_high\n"
		"East|ben|4|1|2|1|0.666667|0.207660|0.938508\n");
	assert_report((struct crm_report){.name = "winrate", .period = "2026-Q1"}, "offers|open|won|lost|rate|rate_low|rate_high\n"
		"3|0|2|1|0.666667|0.207660|0.938508\n");
	assert_int_equal(report((struct crm_report){.name = "winrate", .by = "product", .all = true}, SINK_TSV), CRM_USAGE);
}

static void pipeline(void **state)
{
	static const char *const mine[] = {"owner=ben"};
	(void)state;

	assert_report((struct crm_report){.name = "pipeline", .by = "stage"}, "stage|currency|offers|total|weighted\n"
		"offer|EUR|2|300.02|60.00\n");
	assert_message(0, "1 open offer has no value: o6");
	assert_report((struct crm_report){.name = "pipeline", .by = "month"}, "month|currency|offers|total|weighted\n"
		"2026-04|EUR|2|300.02|60.00\n");
	assert_report((struct crm_report){.name = "pipeline", .operands = mine, .noperands = 1}, "currency|offers|total|weighted\n"
		"EUR|1|0.00|0.00\n");
}

static void cycle(void **state)
{
	(void)state;
	assert_report((struct crm_report){.name = "cycle"}, "result|n|mean|min|p10|p25|p50|p75|p90|max\n"
		"won|3|51.6667|24|24|24|49|82|82|82\n"
		"lost|1|80.0000|80|80|80|80|80|80|80\n");
	assert_report((struct crm_report){.name = "cycle", .by = "reason", .period = "2026-03"}, "reason|result|n|mean|min|p10|p25|p50|p75|p90|max\n"
		"price|lost|1|80.0000|80|80|80|80|80|80|80\n");
}

static void no_records(void **state)
{
	static const char *const none[] = {"title=nothing"};
	(void)state;

	assert_report((struct crm_report){.name = "revenue", .operands = none, .noperands = 1}, "currency|won|revenue|average|median\nEUR|0|0.00||\n");
	assert_report((struct crm_report){.name = "winrate", .operands = none, .noperands = 1},
		"offers|open|won|lost|rate|rate_low|rate_high\n0|0|0|0|||\n");
	assert_report((struct crm_report){.name = "revenue", .by = "owner", .operands = none, .noperands = 1}, "owner|currency|won|revenue|average|median\n");
	assert_report((struct crm_report){.name = "cycle", .operands = none, .noperands = 1}, "result|n|mean|min|p10|p25|p50|p75|p90|max\n");
}

static void refused(void **state)
{
	(void)state;
	assert_int_equal(report((struct crm_report){.name = "revenu"}, SINK_TSV), CRM_USAGE);
	assert_message(0, "no report 'revenu', nearest is 'revenue'");
	assert_int_equal(report((struct crm_report){.name = "revenue", .by = "prodct"}, SINK_TSV), CRM_USAGE);
	assert_int_equal(report((struct crm_report){.name = "revenue", .by = "owner", .sort = "revene"}, SINK_TSV), CRM_USAGE);
	assert_message(0, "no column 'revene', nearest is 'revenue'");
	assert_int_equal(report((struct crm_report){.name = "revenue", .period = "never"}, SINK_TSV), CRM_USAGE);
	assert_int_equal(report((struct crm_report){.name = "revenue", .by = ","}, SINK_TSV), CRM_USAGE);
	for (const char *const *name = crm_report_names(); *name; name++)
		assert_int_equal(report((struct crm_report){.name = *name, .by = strcmp(*name, "complete") != 0 ? "title,channel,closed:year,psource,weighted,tags"
			: "title,company.industry,category,may,companies,missing,tags"}, SINK_JSON), CRM_OK);
	assert_int_equal(report((struct crm_report){.name = "complete", .of = "offer"}, SINK_TSV), CRM_USAGE);
	assert_message(0, "no report 'complete' of 'offer'");
	assert_int_equal(report((struct crm_report){.name = "complete", .period = "2026"}, SINK_TSV), CRM_USAGE);
	assert_int_equal(report((struct crm_report){.name = "complete", .by = "month"}, SINK_TSV), CRM_USAGE);
}

/* ---- forecast over the same database ---- */

static enum crm_status forecast(struct crm_forecast f)
{
	struct sink *s = answering(SINK_TSV);
	enum crm_status status;

	f.band = 80;
	crm_error_clear(&err);
	status = crm_forecast(crm, &f, s, &err);
	answered(s);
	return status;
}

static void forecasts(void **state)
{
	static const char *const leads[] = {"state=lead"};
	(void)state;

	assert_int_equal(forecast((struct crm_forecast){0}), CRM_OK);
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\n"
		"overdue|EUR|1|300.02|60.00|0.00|300.02|0.00|60.00\n"
		"2026-04|EUR|1|0.00|0.00|0.00|0.00|200.01|200.01\n"
		"total|EUR|2|300.02|60.00|0.00|300.02|200.01|260.01\n");
	assert_message(0, "1 open offer has no value: o6");
	assert_int_equal(forecast((struct crm_forecast){.by = "product", .period = "2026"}), CRM_OK);
	assert_answer("product|currency|offers|total|weighted|low|high|won|landing\n"
		"Alpha|EUR|0|0.00|0.00|0.00|0.00|300.01|300.01\n"
		"beta|EUR|1|300.02|60.00|0.00|300.02|0.00|60.00\n"
		"beta|JPY|0|0|0|0|0|1000|1000\n"
		"|EUR|1|0.00|0.00|0.00|0.00|0.00|0.00\n"
		"total|EUR|2|300.02|60.00|0.00|300.02|300.01|360.01\n"
		"total|JPY|0|0|0|0|0|1000|1000\n");
	assert_int_equal(forecast((struct crm_forecast){.by = "tags", .period = "2026"}), CRM_OK);
	assert_answer("tags|currency|offers|total|weighted|low|high|won|landing\n"
		"a|EUR|0|0.00|0.00|0.00|0.00|300.01|300.01\n"
		"b|EUR|0|0.00|0.00|0.00|0.00|100.00|100.00\n"
		"b|JPY|0|0|0|0|0|1000|1000\n"
		"|EUR|2|300.02|60.00|0.00|300.02|0.00|60.00\n"
		"total|EUR|2|300.02|60.00|0.00|300.02|300.01|360.01\n"
		"total|JPY|0|0|0|0|0|1000|1000\n");
	assert_int_equal(forecast((struct crm_forecast){.operands = leads, .noperands = 1}), CRM_OK);
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\ntotal|EUR|0|0.00|0.00|0.00|0.00|0.00|0.00\n");
}

/* list | forecast equals forecast, and so do ids. */
static void from_a_stream(void **state)
{
	static const char *const open[] = {"state=open"};
	const struct crm_query q = {.kind = kind_by_name("offer"), .columns = "id,value,probability,expected_close", .operands = open, .noperands = 1, .limit = -1};
	const struct crm_forecast f = {.band = 80, .operands = NULL};
	struct text_source text;
	struct crm_source src;
	struct sink *s = answering(SINK_TSV);
	char *rows, *direct;
	(void)state;

	for (int i = 0; i < 300; i++) {
		char value[32], pin[32], close[32];
		snprintf(value, sizeof value, "value=%d.%02d", 17 * i + 3, i % 100);
		snprintf(pin, sizeof pin, "pin=%d.%d", i % 99, i % 10);
		snprintf(close, sizeof close, "expected_close=2026-%02d-%02d", 3 + i % 4, 1 + i % 28);
		add("offer", "title=x", value, i % 3 ? pin : "pin=", i % 7 ? close : "expected_close=", NULL);
	}
	assert_int_equal(crm_list(crm, &q, s, &err), CRM_OK);
	rows = crm_strdup(answered(s));
	assert_int_equal(forecast((struct crm_forecast){.operands = open, .noperands = 1}), CRM_OK);
	direct = crm_strdup(answer.buf);
	for (size_t step = 0; step < 8; step += 7) {
		src = source_of(&text, rows);
		text.step = step;
		s = answering(SINK_TSV);
		assert_int_equal(crm_forecast_stream(crm, &f, &src, s, &err), CRM_OK);
		answered(s);
		/* won offers are none of the rows */
		assert_int_equal(strncmp(direct, answer.buf, strlen("period\tcurrency\toffers\ttotal\tweighted\tlow\thigh\twon\tlanding\noverdue\t")), 0);
		assert_memory_equal(strstr(direct, "2026-05"), strstr(answer.buf, "2026-05"), (size_t)(strstr(direct, "total\tEUR") - strstr(direct, "2026-05")));
	}
	src = source_of(&text, "o3\tfoo\no6\n\n");
	text.step = 1;
	s = answering(SINK_TSV);
	assert_int_equal(crm_forecast_stream(crm, &f, &src, s, &err), CRM_OK);
	answered(s);
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\n"
		"overdue|EUR|1|300.02|60.00|0.00|300.02|0.00|60.00\n"
		"2026-04|EUR|1|0.00|0.00|0.00|0.00|0.00|0.00\n"
		"total|EUR|2|300.02|60.00|0.00|300.02|0.00|60.00\n");
	free(rows);
	free(direct);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(revenue), cmocka_unit_test(sets), cmocka_unit_test(winrate), cmocka_unit_test(pipeline),
		cmocka_unit_test(cycle), cmocka_unit_test(no_records), cmocka_unit_test(refused), cmocka_unit_test(forecasts),
		cmocka_unit_test(from_a_stream),
	};

	return cmocka_run_group_tests(tests, fill, drop_database);
}
