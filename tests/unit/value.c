/* value.c - tests of values as text and back, typed ids, durations */
#include "records.h"

#include "base/money.h"

static const struct crm_field *field(const struct crm_kind *k, const char *name)
{
	const struct crm_field *f = catalog_field(&crm, k, name, strlen(name));

	assert_non_null(f);
	return f;
}

static enum crm_status parse(const struct crm_field *f, const char *s, int currency, const struct value_format *fmt, struct value *v)
{
	crm_error_clear(&err);
	return parse_value(&crm, f, s, strlen(s), fmt, currency, v, &err);
}

static const char *format(const struct crm_field *f, struct value v, int currency)
{
	static char out[256];
	struct strbuf b = STRBUF_INIT;

	value_format(&crm, f, v, currency, &b);
	snprintf(out, sizeof out, "%s", b.buf);
	sb_release(&b);
	return out;
}

/* Text that is read and printed back as `printed` (NULL: as itself). */
static const struct { const struct crm_kind *k; const char *field, *text, *printed;
} good[] = {
	{&kind_contact, "name", "Erika Müller", NULL},
	{&kind_contact, "notes", " a\n\tb ", NULL},
	{&kind_company, "email", "a@b.example", NULL},
	{&kind_company, "phone", "0221 / 12 34", NULL},
	{&kind_company, "employees", "-5", NULL},
	{&kind_company, "revenue", "1.50", "1.5"},
	{&kind_company, "revenue", "0.0001", NULL},
	{&kind_offer, "pin", "40", NULL},
	{&kind_offer, "pin", "33.33%", "33.33"},
	{&kind_offer, "pin", "100 %", "100"},
	{&kind_offer, "estimate", "12000", "12000.00"},
	{&kind_offer, "estimate", "-0.01", NULL},
	{&kind_offer, "currency", "eur", "EUR"},
	{&kind_company, "country", "Germany", "DE"},
	{&kind_company, "country", "at", "AT"},
	{&kind_task, "due", "2026-12-24", NULL},
	{&kind_task, "due", "today", "2026-11-23"},
	{&kind_task, "due", "friday", "2026-11-27"},
	{&kind_task, "due", "+1m", "2026-12-23"},
	{&kind_event, "at", "2026-11-20T09:30:15Z", NULL},
	{&kind_event, "at", "2026-11-20 09:30", "2026-11-20T08:30:00Z"},
	{&kind_event, "at", "today", "2026-11-22T23:00:00Z"},
	{&kind_event, "at", "now", "2026-11-23T09:00:00Z"},
	{&kind_product, "active", "ja", "yes"},
	{&kind_product, "active", "FALSE", "no"},
	{&kind_task, "priority", "High", "high"},
	{&kind_offer, "reason", "preis, rabatt", "Preis, Rabatt"},
	{&kind_offer, "company", "O2", "co9"},
	{&kind_offer, "owner", "me", "anna"},
	{&kind_offer, "stage", "Abschluss", "won"},
	{&kind_offer, "pipeline", "big", NULL},
	{&kind_event, "duration", "1h30m", NULL},
	{&kind_event, "duration", "90m", "1h30m"},
	{&kind_event, "duration", "48h", "2d"},
	{&kind_event, "duration", "0m", NULL},
	{&kind_event, "duration", "1d1h1m1s", NULL},
	{&kind_offer, "level", "high", NULL},
	{&kind_offer, "risk", "Frist", NULL},
	{&kind_offer, "x.state", "co8", NULL},
};

static void test_round_trip(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const struct crm_field *f = field(good[i].k, good[i].field);
		const char *want = good[i].printed ? good[i].printed : good[i].text;
		struct value v, back;
		if (parse(f, good[i].text, 978, NULL, &v))
			fail_msg("%s=%s: %s", f->name, good[i].text, message());
		assert_string_equal(format(f, v, 978), want);
		/* what is printed is read back as the same value */
		assert_int_equal(parse(f, want, 978, NULL, &back), CRM_OK);
		assert_true(value_equal(v, back));
		assert_int_equal(parse(f, "", 978, NULL, &v), CRM_OK);
		assert_int_equal(v.is, V_NULL);
		assert_string_equal(format(f, v, 978), "");
	}
}

static const struct { const struct crm_kind *k; const char *field, *text; enum crm_status status;
} bad[] = {
	{&kind_contact, "name", "\xff", CRM_DATA},
	{&kind_company, "email", "foo", CRM_DATA},
	{&kind_company, "email", "a@b@c", CRM_DATA},
	{&kind_company, "email", "a b@c", CRM_DATA},
	{&kind_company, "email", "@c", CRM_DATA},
	{&kind_company, "phone", "call me", CRM_DATA},
	{&kind_company, "employees", "1.5", CRM_DATA},
	{&kind_company, "employees", "x", CRM_DATA},
	{&kind_company, "revenue", "0.00001", CRM_DATA},
	{&kind_offer, "pin", "101", CRM_DATA},
	{&kind_offer, "pin", "-1", CRM_DATA},
	{&kind_offer, "pin", "%", CRM_DATA},
	{&kind_offer, "pin", "33.333", CRM_DATA},
	{&kind_offer, "estimate", "1.234", CRM_DATA},
	{&kind_offer, "estimate", "9000000000000.01", CRM_DATA},
	{&kind_offer, "estimate", "1e3", CRM_DATA},
	{&kind_offer, "estimate", "1,000", CRM_DATA},
	{&kind_offer, "pin", "12,5", CRM_DATA},
	{&kind_company, "employees", "1,000", CRM_DATA},
	{&kind_company, "revenue", "1,500", CRM_DATA},
	{&kind_offer, "currency", "EURX", CRM_DATA},
	{&kind_company, "country", "Narnia", CRM_DATA},
	{&kind_task, "due", "someday", CRM_USAGE},
	{&kind_task, "due", "2026-02-30", CRM_USAGE},
	{&kind_event, "at", "2026-11-20T25:00", CRM_USAGE},
	{&kind_product, "active", "maybe", CRM_DATA},
	{&kind_task, "priority", "hihg", CRM_USAGE},
	{&kind_offer, "reason", "unknown", CRM_USAGE},
	{&kind_offer, "company", "nobody", CRM_NO},
	{&kind_offer, "company", "Muster GmbH", CRM_AMBIGUOUS},
	{&kind_offer, "company", "c12", CRM_DATA},
	{&kind_offer, "owner", "nobody", CRM_NO},
	{&kind_event, "duration", "90", CRM_DATA},
	{&kind_event, "duration", "1m1h", CRM_DATA},
	{&kind_event, "duration", "1m1m", CRM_DATA},
	{&kind_event, "duration", "h", CRM_DATA},
	{&kind_offer, "tags", "a", CRM_DATA},
};

static void test_bad(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const struct crm_field *f = field(bad[i].k, bad[i].field);
		struct value v;
		enum crm_status s = parse(f, bad[i].text, 978, NULL, &v);
		if (s != bad[i].status)
			fail_msg("%s=%s: %d, not %d (%s)", f->name, bad[i].text, s, bad[i].status, message());
		assert_int_equal(err.failures, 1);
		assert_string_equal(err.list[0].field, f->name);
		assert_int_equal(v.is, V_NULL);
	}
}

static void test_foreign(void **state)
{
	const struct value_format german = {.decimal = ',', .dates = DATE_DMY}, file = {.dates = DATE_ISO};
	struct value v;

	(void)state;
	assert_int_equal(parse(field(&kind_offer, "estimate"), "1.234,56", 978, &german, &v), CRM_OK);
	assert_int_equal(v.i, 123456);
	assert_int_equal(parse(field(&kind_offer, "estimate"), "1234", 392, &german, &v), CRM_OK);
	assert_int_equal(v.i, 1234);
	assert_int_equal(parse(field(&kind_offer, "estimate"), "1.500", 978, &german, &v), CRM_OK);
	assert_int_equal(v.i, 150000);
	assert_int_equal(parse(field(&kind_offer, "estimate"), "1.500", 978, &file, &v), CRM_DATA);
	assert_non_null(strstr(message(), "or say --decimal="));
	crm_error_clear(&err);
	assert_int_equal(parse(field(&kind_offer, "estimate"), "1.500", 48, &file, &v), CRM_OK);
	assert_int_equal(v.i, 1500);
	assert_int_equal(parse(field(&kind_company, "revenue"), "1.500", 0, NULL, &v), CRM_OK);
	assert_int_equal(v.i, 15000);
	assert_int_equal(parse(field(&kind_company, "country"), "Germnay", 0, NULL, &v), CRM_DATA);
	assert_string_equal(message(), "'Germnay' is not a country (ISO 3166 code, or English, German or French name), nearest is 'Germany'");
	crm_error_clear(&err);
	assert_int_equal(parse(field(&kind_task, "due"), "31.03.2026", 0, &german, &v), CRM_OK);
	assert_int_equal(v.i, date_from_civil(2026, 3, 31));
	assert_int_equal(parse(field(&kind_task, "due"), "2026-03-31", 0, &german, &v), CRM_OK);
	assert_int_equal(v.i, date_from_civil(2026, 3, 31));
	assert_int_equal(parse(field(&kind_offer, "source"), "Kino", 0, NULL, &v), CRM_USAGE);
	assert_int_equal(v.is, V_NULL);
	assert_int_equal(parse(field(&kind_offer, "source"), "messe", 0, NULL, &v), CRM_OK);
	assert_int_equal(v.i, 1);
	crm.env.user = "neu";
	assert_int_equal(parse(field(&kind_offer, "owner"), "me", 0, NULL, &v), CRM_NO);
	assert_int_equal(v.is, V_NULL);
	assert_string_equal(err.list[0].text, "there is no record yet of user 'neu'");
	crm.env.user = "anna";
}

static void test_money(void **state)
{
	const struct crm_field *f = field(&kind_offer, "value");

	(void)state;
	assert_string_equal(format(f, VALUE_INT(1234), 392), "1234");
	assert_string_equal(format(f, VALUE_INT(1234), 48), "1.234");
	assert_string_equal(format(f, VALUE_INT(-5), 978), "-0.05");
}

static void test_ids(void **state)
{
	const struct crm_kind *k;
	char text[32];
	int64_t id;
	uint64_t seed = 42;

	(void)state;
	for (const struct crm_kind *const *p = crm_kinds; *p; p++)
		for (int i = 0; i < 100; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			int64_t want = (int64_t)(seed >> (5 + seed % 50)) % 999999999999999999 + 1;
			size_t n = id_format(text, *p, want);
			assert_int_equal(n, strlen(text));
			assert_true(id_parse(text, n, &k, &id));
			assert_ptr_equal(k, *p);
			assert_int_equal(id, want);
			assert_false(id_parse(text, n - strlen(text), &k, &id));
		}
}

static void test_raw(void **state)
{
	struct strbuf b = STRBUF_INIT;

	(void)state;
	value_raw(&b, VALUE_INT(-7));
	value_raw(&b, VALUE_NULL);
	value_raw(&b, (struct value){V_TEXT, 0, "a\tb", 3});
	assert_string_equal(b.buf, "-7a\tb");
	assert_false(value_equal(VALUE_INT(0), VALUE_NULL));
	assert_true(value_equal(VALUE_NULL, VALUE_NULL));
	assert_false(value_equal((struct value){V_TEXT, 0, "a", 1}, (struct value){V_TEXT, 0, "b", 1}));
	sb_release(&b);
}

/* Durations print and read back, whatever their length. */
static void test_durations(void **state)
{
	uint32_t seed = 7;
	char text[64];
	int64_t back;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		seed = seed * 1664525 + 1013904223;
		assert_true(duration_parse(text, duration_format(text, seed >> (seed % 28)), &back));
		assert_int_equal(back, seed >> (seed % 28));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_foreign),
		cmocka_unit_test(test_money),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_raw),
		cmocka_unit_test(test_durations),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
