/* forecast.c - what-if rows: groups, bands, what was won, bad rows */
#include "sales.h"

#include <math.h>

#define EUR 978
static const char *today = "2026-04-15";
static struct text_source text;

static enum crm_status run(struct crm_forecast f, const char *rows)
{
	struct crm_source src = source_of(&text, rows);
	struct sink *s = answering(SINK_TSV);
	enum crm_status status;

	if (!f.band)
		f.band = 80;
	crm_error_clear(&err);
	status = crm_forecast_rows(&f, &src, day(today), EUR, s, &err);
	answered(s);
	return status;
}

static void periods(void **state)
{
	(void)state;
	assert_int_equal(CRM_OK, run((struct crm_forecast){0}, "id\tvalue\tprobability\texpected_close\n"
		"o1\t1000.00\t40\t2026-04-30\n"
		"o2\t500.00\t80\t2026-06-01\n"
		"o3\t200.00\t12.5\t2026-04-14\n" /* yesterday: overdue, not April */
		"o4\t\t20\t2026-04-15\n"
		"o5\t99.99\t60\t\n"));
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\n"
		"overdue|EUR|1|200.00|25.00|0.00|200.00|0.00|25.00\n"
		"2026-04|EUR|2|1000.00|400.00|0.00|1000.00|0.00|400.00\n"
		"2026-06|EUR|1|500.00|400.00|0.00|500.00|0.00|400.00\n"
		"undated|EUR|1|99.99|59.99|0.00|99.99|0.00|59.99\n"
		"total|EUR|5|1799.99|884.99|99.99|1599.99|0.00|884.99\n");
	assert_int_equal(err.failures, 0);
	assert_message(0, "1 open offer has no value: o4");
}

static void quarters_in_a_period(void **state)
{
	static const char rows[] = "expected_close,value,probability\n"
		"2026-04-20,100.00,50\n2026-06-30,200.00,50\n2026-07-01,400.00,50\n2027-01-01,800.00,50\n2026-01-01,1600.00,50\n,3200.00,50\n";
	(void)state;

	assert_int_equal(CRM_OK, run((struct crm_forecast){.by = "quarter", .period = "2026"}, rows));
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\n"
		"overdue|EUR|1|1600.00|800.00|0.00|1600.00|0.00|800.00\n"
		"2026-Q2|EUR|2|300.00|150.00|0.00|300.00|0.00|150.00\n"
		"2026-Q3|EUR|1|400.00|200.00|0.00|400.00|0.00|200.00\n"
		"undated|EUR|1|3200.00|1600.00|0.00|3200.00|0.00|1600.00\n"
		"total|EUR|5|5500.00|2750.00|300.00|5200.00|0.00|2750.00\n");
	assert_int_equal(CRM_OK, run((struct crm_forecast){.by = "year", .total = true}, rows));
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\n"
		"total|EUR|6|6300.00|3150.00|600.00|5700.00|0.00|3150.00\n");
}

static void states_and_won(void **state)
{
	(void)state;
	assert_int_equal(CRM_OK, run((struct crm_forecast){0}, "state\tvalue\tprobability\texpected_close\tclosed\n"
		"open\t100.00\t50\t2026-05-01\t\n"
		"won\t300.00\t100\t2026-03-01\t2026-04-01\n"  /* closed this month */
		"won\t700.00\t100\t2026-05-01\t2026-03-31\n"  /* before the current month */
		"won\t40.00\t\t2026-05-02\t\n"                /* no closing day: the expected one */
		"lost\t900.00\t0\t2026-05-01\t2026-04-01\n"
		"lead\t900.00\t5\t2026-05-01\t\n"));
	assert_answer("period|currency|offers|total|weighted|low|high|won|landing\n"
		"2026-04|EUR|0|0.00|0.00|0.00|0.00|300.00|300.00\n"
		"2026-05|EUR|1|100.00|50.00|0.00|100.00|40.00|90.00\n"
		"total|EUR|1|100.00|50.00|0.00|100.00|340.00|390.00\n");
}

static void currencies_and_fields(void **state)
{
	(void)state;
	assert_int_equal(CRM_OK, run((struct crm_forecast){.by = "owner,month"}, "owner\tcurrency\tvalue\tprobability\texpected_close\n"
		"zoe\tEUR\t100.00\t50\t2026-05-01\n"
		"Anna\tJPY\t1001\t50\t2026-05-01\n"
		"Anna\tEUR\t0.01\t50\t2026-05-31\n"
		"\tEUR\t1.00\t50\t2026-05-01\n"
		"Anna\t\t3.00\t100\t2026-01-01\n"));
	assert_answer("owner|period|currency|offers|total|weighted|low|high|won|landing\n"
		"Anna|overdue|EUR|1|3.00|3.00|3.00|3.00|0.00|3.00\n"
		"Anna|2026-05|EUR|1|0.01|0.01|0.00|0.01|0.00|0.01\n"
		"Anna|2026-05|JPY|1|1001|501|0|1001|0|501\n"
		"zoe|2026-05|EUR|1|100.00|50.00|0.00|100.00|0.00|50.00\n"
		"|2026-05|EUR|1|1.00|0.50|0.00|1.00|0.00|0.50\n"
		"total||EUR|4|104.01|53.51|3.00|104.01|0.00|53.51\n"
		"total||JPY|1|1001|501|0|1001|0|501\n");
}

static void nothing(void **state)
{
	static const char empty[] = "period|currency|offers|total|weighted|low|high|won|landing\ntotal|EUR|0|0.00|0.00|0.00|0.00|0.00|0.00\n";
	(void)state;

	assert_int_equal(CRM_OK, run((struct crm_forecast){0}, "value\tprobability\texpected_close\n"));
	assert_answer(empty);
	assert_int_equal(CRM_OK, run((struct crm_forecast){0}, ""));
	assert_answer(empty);
}

static void bad_rows(void **state)
{
	(void)state;
	assert_int_equal(CRM_DATA, run((struct crm_forecast){0}, "id\tvalue\tprobability\texpected_close\tcurrency\tstate\n"
		"o1\tabc\t40\t2026-04-30\tEUR\topen\n"
		"o2\t1.00\t140\t30.04.2026\tEUR\topen\n"
		"o3\t1.001\t\t2026-04-30\tEUR\topen\n"
		"o4\t1.00\t40\t2026-04-30\tXXQ\topen\n"
		"o5\t1.00\t40\t2026-04-30\tEUR\tdone\n"
		"o6\t1.00\t40\n"
		"o7\t9000000000000.01\t-1\t2026-02-30\tEUR\topen\n"));
	assert_answer("");
	assert_message(0, "stdin:2:4: value: 'abc' is not a number");
	assert_message(1, "stdin:3:13: expected_close: '30.04.2026' is not a date like 2026-03-31");
	assert_message(2, "stdin:3:9: probability: '140' is not a percentage from 0 to 100");
	assert_message(3, "stdin:4:4: value: '1.001' may be 1001 or 1.001: write 1001");
	assert_message(4, "stdin:4:10: probability: an open offer needs a probability");
	assert_message(5, "stdin:5:23: currency: 'XXQ' is not a currency code");
	assert_message(6, "stdin:6:27: state: 'done' is none of lead, open, won, lost");
	assert_message(8, "stdin:8:4: value: '9000000000000.01' is too large");
	assert_message(9, "stdin:8:24: expected_close: '2026-02-30' is not a date like 2026-03-31");
	assert_message(10, "stdin:8:21: probability: '-1' is not a percentage from 0 to 100");
	assert_int_equal(err.failures, 11);
}

static void bad_questions(void **state)
{
	static const char *const condition[] = {"state=open"};
	(void)state;

	assert_int_equal(CRM_DATA, run((struct crm_forecast){0}, "amount\tprobability\n1\t2\n"));
	assert_message(0, "stdin:1: no column 'value'");
	assert_message(1, "stdin:1: no column 'expected_close'");
	assert_int_equal(CRM_DATA, run((struct crm_forecast){.by = "colour"}, "value\tprobability\n1\t2\n"));
	assert_message(0, "stdin:1: no column 'colour'");
	assert_int_equal(CRM_USAGE, run((struct crm_forecast){.band = 100}, "value\tprobability\texpected_close\n"));
	assert_int_equal(CRM_USAGE, run((struct crm_forecast){.period = "sometime"}, "value\tprobability\texpected_close\n"));
	assert_int_equal(CRM_USAGE, run((struct crm_forecast){.operands = condition, .noperands = 1}, "value\tprobability\texpected_close\n"));
	assert_message(0, "rows take no conditions: 'state=open'");
}

/* Sums are exact, the order of rows doesn't matter, bands are ordered and hold the mean between them. */
static void properties(void **state)
{
	static const char *const days[] = {"2026-04-01", "2026-04-20", "2026-05-20", "2027-05-20", ""};
	struct strbuf rows[2] = {STRBUF_INIT, STRBUF_INIT};
	uint64_t seed = 5;
	(void)state;

	for (int round = 0; round < 40; round++) {
		int n = round % 5 ? 1 + round * 7 : 4000;
		char **line = crm_malloc((size_t)n * sizeof *line), *first;
		for (int i = 0; i < n; i++) {
			struct strbuf b = STRBUF_INIT;
			char money[32];
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			decimal_format(money, (int64_t)(seed >> 40) + 1, 2);
			sb_printf(&b, "%s\t%d\t%s\n", money, (int)(seed >> 33 & 63), days[(seed >> 20) % 5]);
			line[i] = sb_detach(&b, NULL);
		}
		for (int k = 0; k < 2; k++) {
			sb_reset(&rows[k]);
			sb_adds(&rows[k], "value\tprobability\texpected_close\n");
			for (int i = 0; i < n; i++)
				sb_adds(&rows[k], line[k ? n - 1 - i : i]);
		}
		assert_int_equal(CRM_OK, run((struct crm_forecast){.by = round % 2 ? "month" : "day"}, rows[0].buf));
		first = crm_strdup(answer.buf);
		assert_int_equal(CRM_OK, run((struct crm_forecast){.by = round % 2 ? "month" : "day"}, rows[1].buf));
		assert_string_equal(first, answer.buf);
		free(first);
		for (int i = 0; i < n; i++)
			free(line[i]);
		free(line);
	}
	sb_release(&rows[0]);
	sb_release(&rows[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(periods), cmocka_unit_test(quarters_in_a_period), cmocka_unit_test(states_and_won),
		cmocka_unit_test(currencies_and_fields), cmocka_unit_test(nothing), cmocka_unit_test(bad_rows),
		cmocka_unit_test(bad_questions), cmocka_unit_test(properties),
	};

	return cmocka_run_group_tests(tests, NULL, forget);
}
