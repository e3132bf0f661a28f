/* select.c - tests of reading: columns, order, ids, list, show, fields, export, values, ids from a stream */
#include "records.h"
#include "offer/probability.h"
#include "people/complete.h"

static void lists(const struct crm_kind *k, const char *columns, const char *sort, int64_t limit, const char *operands, const char *want)
{
	enum crm_status s = list_as(SINK_TSV, k, columns, sort, limit, operands);

	if (s)
		fail_msg("%s -c %s -s %s: %s", k->name, columns ? columns : "", sort ? sort : "", message());
	assert_string_equal(answer.buf, want);
}

static void test_columns(void **state)
{
	(void)state;
	lists(&kind_offer, NULL, NULL, 1, "",
	      "id\tnumber\ttitle\tvalue\tcurrency\tstage\tprobability\texpected_close\tcontact\tcompany\towner\tstate\n"
	      "o1\t2026-001\tERP für Muster\t12000.00\tEUR\tnegotiation\t80\t2026-11-30\tc12\tco7\tanna\topen\n");
	lists(&kind_offer, "id,value,value,currency", NULL, -1, "state=open",
	      "id\tvalue\tvalue\tcurrency\no1\t12000.00\t12000.00\tEUR\no2\t10000\t10000\tJPY\no6\t\t\t\n");
	lists(&kind_offer, "company.name,contact.company.city,owner.team,owner.manager.full", NULL, -1, "o1|o2|o6",
	      "company.name\tcontact.company.city\towner.team\towner.manager.full\nMuster GmbH\tKöln\tNord\t\nBeispiel "
	      "AG\tBerlin\tSüd\tAnna Muster\nO2\t\t\t\n");
	lists(&kind_offer, "id,tags,ext,company.category,weighted,psource,idle,age,days_in_stage,overdue,expired", NULL, -1, "o1|o2",
	      "id\ttags\text\tcompany.category\tweighted\tpsource\tidle\tage\tdays_in_stage\toverdue\texpired\n"
	      "o1\theiß,messe\terp:17,maven:A1\tcustomer,partner\t9600.00\tstage\t14\t69\t13\tno\tyes\n"
	      "o2\t\tmaven:A2\tprospect\t3333\tpin\t34\t34\t34\tyes\tno\n");
	lists(&kind_offer, "id,value,weighted", NULL, -1, "o7", "id\tvalue\tweighted\no7\t-0.005\t0.000\n");
	lists(&kind_offer, "+risk,+level", NULL, -1, "o3|o5",
	      "id\tnumber\ttitle\tvalue\tcurrency\tstage\tprobability\texpected_close\tcontact\tcompany\towner\tstate\trisk\tlevel\n"
	      "o3\t2026-003\tWartung\t5000.50\tEUR\twon\t100\t\tc12\tco7\tanna\twon\t\tlow\n"
	      "o5\t\tAnfrage\t\t\tnew\t5\t\tc14\t\terik\tlead\t\t\n");
	lists(&kind_offer, "risk,level,budget,x.state,x.state.city,state", NULL, -1, "o1",
	      "risk\tlevel\tbudget\tx.state\tx.state.city\tstate\nFrist\thigh\t1000.00\tco8\tBerlin\topen\n");
	lists(
	    &kind_contact, "name,emails,phones,birthday,next_birthday,source,notes", NULL, -1, "c12",
	    "name\temails\tphones\tbirthday\tnext_birthday\tsource\tnotes\n"
	    "Erika Müller\twork:erika@muster.example,home:Erika@home.example\tmobile:0221 555123\t1980-02-29\t2027-02-28\tMesse\ta\\tb\n");
	lists(&kind_contact, "emails", NULL, -1, "c14", "emails\nmia@muster.example\n");
	lists(&kind_company, "id,size,age,last_contact,phone", NULL, -1, "",
	      "id\tsize\tage\tlast_contact\tphone\nco7\t50-249\t36\t2026-11-20\t0221 "
	      "1234567\nco8\t1-9\t6\t\t\nco9\t\t\t\t\nco10\t250+\t76\t\t\n");
	lists(&kind_event, "id,at,day,kind,duration,at:day,day:month", NULL, -1, "",
	      "id\tat\tday\tkind\tduration\tat:day\tday:month\ne88\t2026-11-20T09:00:00Z\t2026-11-20\tcall\t1h30m\t2026-11-20\t2026-11\n");
	lists(&kind_offer, "id,created:day", NULL, -1, "o2", "id\tcreated:day\no2\t2026-10-21\n");
	lists(&kind_line, NULL, NULL, -1, "", "id\toffer\tposition\tproduct\tquantity\tnet\nl31\to2\t1\tp3\t1.5\t10000\n");
	lists(&kind_user, NULL, NULL, -1, "", "name\tfull\tteam\tmanager\nanna\tAnna Muster\tNord\t\nerik\tErik Muster\tSüd\tanna\n");
	lists(&kind_stage, NULL, NULL, 2, "", "pipeline\tname\tkind\tprobability\nsales\tnew\tlead\t5\nsales\toffer\topen\t20\n");
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "id,", NULL, -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "", NULL, -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "id,foo", NULL, -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "title.x", NULL, -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "closed:minute", NULL, -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "title:month", NULL, -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "last_event", NULL, -1, ""), CRM_USAGE);
}

static void sorted(const struct crm_kind *k, const char *sort, const char *operands, const char *ids)
{
	size_t n = 0;

	assert_int_equal(list_as(SINK_TSV, k, "id", sort, -1, operands), CRM_OK);
	for (const char *p = strchr(answer.buf, '\n') + 1; *p; p++)
		answer.buf[n++] = *p == '\n' ? ' ' : *p;
	sb_setlen(&answer, n ? n - 1 : 0);
	if (strcmp(answer.buf, ids) != 0)
		fail_msg("-s %s: %s, not %s", sort, answer.buf, ids);
}

static void test_sort(void **state)
{
	(void)state;
	/* empty values last in both directions, ties by id */
	sorted(&kind_offer, "value", "", "o7 o3 o2 o1 o6");
	sorted(&kind_offer, "-value", "", "o1 o2 o3 o7 o6");
	sorted(&kind_offer, "-value,title", "", "o1 o2 o3 o7 o6");
	sorted(&kind_offer, "currency", "", "o7 o1 o3 o2 o6");
	sorted(&kind_offer, "stage", "", "o2 o1 o3 o7 o6");
	sorted(&kind_offer, "-owner,-id", "", "o2 o3 o1 o7 o6");
	sorted(&kind_offer, "-id", "", "o7 o6 o3 o2 o1");
	sorted(&kind_offer, "company.name", "", "o2 o1 o3 o7 o6");
	sorted(&kind_offer, "-company.city,id", "", "o1 o3 o7 o2 o6");
	sorted(&kind_offer, "company.city,id", "", "o2 o7 o1 o3 o6");
	sorted(&kind_offer, "tags", "", "o1 o3 o2 o6 o7");
	sorted(&kind_offer, "ext", "", "o1 o2 o3 o6 o7");
	sorted(&kind_offer, "source", "", "o1 o3 o2 o6 o7");
	sorted(&kind_offer, "-probability", "", "o3 o1 o6 o2 o7");
	sorted(&kind_offer, "idle", "", "o6 o1 o2 o7 o3");
	sorted(&kind_offer, "level", "", "o3 o1 o2 o6 o7");
	sorted(&kind_offer, "pipeline,title", "", "o1 o7 o2 o3 o6");
	sorted(&kind_offer, "-title", "o1|o3|o2", "o3 o2 o1");
	sorted(&kind_company, "name", "", "co8 co7 co10 co9");
	sorted(&kind_contact, "next_birthday", "", "c13 c12 c14");
	sorted(&kind_task, NULL, "", "t5 t6 t8");
	sorted(&kind_task, NULL, "due=", "t8");
	sorted(&kind_task, NULL, "done!=", "t7");
	sorted(&kind_offer, "", "", "o1 o2 o3 o6 o7");
	assert_int_equal(list_as(SINK_TSV, &kind_offer, NULL, "foo", -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, NULL, "value,,id", -1, ""), CRM_USAGE);
	assert_int_equal(list_as(SINK_TSV, &kind_offer, NULL, "-", -1, ""), CRM_USAGE);
}

static void test_defaults(void **state)
{
	struct crm_query q = {.kind = &kind_offer, .columns = "id", .limit = -1, .all = true};
	struct sink *s = answering(SINK_TSV, false);

	(void)state;
	assert_int_equal(crm_list(&crm, &q, s, &err), CRM_OK);
	assert_string_equal(answered(s), "o1\no2\no3\no4\no5\no6\no7\n");
	assert_string_equal(ids_of(&kind_task, "t7"), "t7");
	assert_string_equal(ids_of(&kind_task, "done=2026-10-02"), "t7");
	assert_string_equal(ids_of(&kind_task, "offer.company=co7"), "t5 t6");
	assert_int_equal(list_as(SINK_TSV, &kind_offer, "id", NULL, 0, ""), CRM_OK);
	assert_string_equal(answer.buf, "id\n");
}

static void test_formats(void **state)
{
	(void)state;
	assert_int_equal(list_as(SINK_JSON, &kind_offer, "id,value,tags,overdue,company,closed", NULL, 2, ""), CRM_OK);
	assert_string_equal(
	    answer.buf,
	    "{\"id\":\"o1\",\"value\":12000.00,\"tags\":[\"heiß\",\"messe\"],\"overdue\":false,\"company\":\"co7\",\"closed\":null}\n"
	    "{\"id\":\"o2\",\"value\":10000,\"tags\":null,\"overdue\":true,\"company\":\"co8\",\"closed\":null}\n");
	/* a table shows names */
	assert_int_equal(list_as(SINK_TABLE, &kind_offer, "id,company,contact,product", NULL, 2, ""), CRM_OK);
	assert_non_null(strstr(answer.buf, "Muster GmbH"));
	assert_non_null(strstr(answer.buf, "GTX Pro"));
	assert_null(strstr(answer.buf, "co7"));
}

/* ---- ids from a stream ---- */

struct bytes { const char *s; size_t n, at, step; };

static long read_bytes(void *arg, char *p, size_t n)
{
	struct bytes *b = arg;
	size_t left = b->n - b->at;

	n = n < b->step ? n : b->step;
	n = n < left ? n : left;
	memcpy(p, b->s + b->at, n);
	b->at += n;
	return (long)n;
}

static enum crm_status read_ids(struct crm_ids *ids, const struct crm_kind *k, const char *text, size_t step)
{
	struct bytes b = {text, strlen(text), 0, step};
	struct crm_source src = {.name = "stdin", .read = read_bytes, .arg = &b};

	crm_error_clear(&err);
	return crm_ids_read(ids, k, &src, &err);
}

static void test_ids_read(void **state)
{
	static const char text[] = "id\ttitle\no9\tx\ty\n\nc12\no9\r\n\tempty\nid\no10\to11\nc9";
	struct crm_ids ids;

	(void)state;
	for (size_t step = 1; step < 64; step += 7) {
		assert_int_equal(read_ids(&ids, NULL, text, step), CRM_OK);
		assert_int_equal(ids.n, 4);
		assert_int_equal(ids.v[0].id, 9);
		assert_int_equal(ids.v[0].line, 2);
		assert_int_equal(ids.v[1].kind, KIND_CONTACT);
		assert_int_equal(ids.v[1].line, 4);
		assert_int_equal(ids.v[2].id, 10);
		assert_int_equal(ids.v[3].line, 9);
		crm_ids_free(&ids);
	}
	assert_int_equal(read_ids(&ids, &kind_offer, "o9\nc12\nfoo\n9\no09\n", 3), CRM_DATA);
	assert_int_equal(err.failures, 4);
	assert_int_equal(err.list[0].line, 2);
	assert_int_equal(err.list[3].line, 5);
	crm_ids_free(&ids);
	assert_int_equal(read_ids(&ids, &kind_user, "name\nanna\nerik\nanna\n", 100), CRM_OK);
	assert_int_equal(ids.n, 2);
	assert_string_equal(ids.v[1].name, "erik");
	crm_ids_free(&ids);
	assert_int_equal(read_ids(&ids, &kind_offer, "", 1), CRM_OK);
	assert_int_equal(ids.n, 0);
	crm_ids_free(&ids);
}

/* Many ids, each twice, in a shuffled order: each once, in the order they came. */
static void test_ids_many(void **state)
{
	struct strbuf b = STRBUF_INIT;
	struct crm_ids ids;

	(void)state;
	for (int i = 0; i < 200000; i++)
		sb_printf(&b, "o%d\n", (int)((int64_t)i * 7919 % 100003) + 1);
	assert_int_equal(read_ids(&ids, &kind_offer, b.buf, 65536), CRM_OK);
	assert_int_equal(ids.n, 100003);
	for (size_t i = 0; i < ids.n; i++)
		assert_int_equal(ids.v[i].id, (int64_t)i * 7919 % 100003 + 1);
	crm_ids_free(&ids);
	sb_release(&b);
}

static enum crm_status list_stream(const struct crm_kind *k, const char *stream, const char *operand, const char *sort)
{
	struct crm_ids ids;
	struct crm_query q = {.kind = k,
	                      .columns = k == &kind_user ? "name" : "id",
	                      .sort = sort,
	                      .limit = -1,
	                      .ids = &ids,
	                      .operands = &operand,
	                      .noperands = operand != NULL};
	struct sink *s;
	enum crm_status st;

	assert_int_equal(read_ids(&ids, k, stream, 100), CRM_OK);
	s = answering(SINK_TSV, false);
	st = crm_list(&crm, &q, s, &err);
	answered(s);
	crm_ids_free(&ids);
	return st;
}

static void test_stream(void **state)
{
	struct strbuf b = STRBUF_INIT;

	(void)state;
	assert_int_equal(list_stream(&kind_offer, "o5\no3\no1\no99\n", NULL, NULL), CRM_OK);
	assert_string_equal(answer.buf, "o5\no3\no1\n");
	assert_int_equal(list_stream(&kind_offer, "o5\no3\no1\n", "state=won,open", NULL), CRM_OK);
	assert_string_equal(answer.buf, "o3\no1\n");
	assert_int_equal(list_stream(&kind_offer, "o5\no3\no1\n", NULL, "id"), CRM_OK);
	assert_string_equal(answer.buf, "o1\no3\no5\n");
	/* no ids means no records, never all */
	assert_int_equal(list_stream(&kind_offer, "", NULL, NULL), CRM_OK);
	assert_string_equal(answer.buf, "");
	assert_int_equal(list_stream(&kind_offer, "id\n", NULL, "id"), CRM_OK);
	assert_string_equal(answer.buf, "");
	assert_int_equal(list_stream(&kind_offer, "o1\no77\no78\n", NULL, NULL), CRM_DATA);
	assert_string_equal(answer.buf, "");
	assert_int_equal(err.failures, 2);
	assert_int_equal(err.list[0].line, 2);
	assert_string_equal(err.list[0].file, "stdin");
	assert_int_equal(list_stream(&kind_user, "name\nerik\nanna\n", NULL, NULL), CRM_OK);
	assert_string_equal(answer.buf, "erik\nanna\n");
	assert_int_equal(list_stream(&kind_user, "nobody\n", NULL, NULL), CRM_DATA);
	/* so many that they go through a table of their own */
	sql("CREATE TEMP TABLE numbers AS WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i+1 FROM n WHERE i < 2999) SELECT i FROM n;"
	    "INSERT INTO company(id, name, name_key) SELECT i, 'x', 'x' FROM numbers");
	for (int i = 2999; i >= 1000; i--)
		sb_printf(&b, "co%d\n", i);
	assert_int_equal(list_stream(&kind_company, b.buf, NULL, "id"), CRM_OK);
	assert_memory_equal(answer.buf, "co1000\nco1001\n", 14);
	assert_int_equal(list_stream(&kind_company, b.buf, "name=x", NULL), CRM_OK);
	assert_memory_equal(answer.buf, "co2999\nco2998\n", 14);
	sql("DELETE FROM company WHERE id >= 1000");
	sb_release(&b);
}

/* ---- show, fields, export, values ---- */

static enum crm_status show(const struct crm_kind *k, enum crm_show_form form, const char *columns, const char *operands)
{
	const char *o[MAX_OPERANDS];
	char copy[256];
	struct crm_query q = {.kind = k, .columns = columns, .limit = -1, .operands = o};
	struct sink *s = answering(form == SHOW_PICTURE ? SINK_TABLE : SINK_TSV, false);
	enum crm_status st;

	q.noperands = split(operands, o, copy, sizeof copy);
	st = crm_show(&crm, &q, form, s, &err);
	answered(s);
	return st;
}

static void test_show(void **state)
{
	(void)state;
	assert_int_equal(show(&kind_offer, SHOW_FIELDS, NULL, "o6"), CRM_OK);
	assert_string_equal(
	    answer.buf,
	    "o6\ttitle\tGespräch\no6\tcompany\tco9\no6\tpipeline\tbig\no6\tstage\tnegotiation\no6\tstate\topen\no6\tprobability\t50\no6\tps"
	    "ource\tstage\n"
	    "o6\topened\t2026-11-23\no6\texpired\tno\no6\tidle\t0\no6\tage\t0\no6\tstage_since\t2026-11-23\no6\tdays_in_stage\t0\n"
	    "o6\tqualified\tyes\no6\toverdue\tno\no6\trotting\tno\n");
	assert_int_equal(show(&kind_offer, SHOW_FIELDS, NULL, "2026-001"), CRM_OK);
	assert_non_null(strstr(answer.buf, "o1\ttags\theiß,messe\n"));
	assert_non_null(strstr(answer.buf, "o1\tlevel\thigh\n"));
	assert_non_null(strstr(answer.buf, "o1\tx.state\tco8\n"));
	assert_null(strstr(answer.buf, "gone"));
	/* what is there is shown, what isn't is named */
	assert_int_equal(show(&kind_company, SHOW_FIELDS, NULL, "co9|co99|Muster GmbH|co8"), CRM_NO);
	assert_memory_equal(answer.buf, "co9\tname\tO2\n", 12);
	assert_non_null(strstr(answer.buf, "co8\tname\tBeispiel AG\n"));
	assert_int_equal(err.failures, 2);
	assert_int_equal(show(&kind_company, SHOW_FIELDS, NULL, "c12"), CRM_DATA);
	assert_int_equal(show(&kind_company, SHOW_FIELDS, "id,name", "O2|co8"), CRM_OK);
	assert_string_equal(answer.buf, "co9\tO2\nco8\tBeispiel AG\n");
	assert_int_equal(show(&kind_task, SHOW_ROWS, "id,done", "t7"), CRM_OK);
	assert_string_equal(answer.buf, "t7\t2026-10-02\n");
	assert_int_equal(show(&kind_user, SHOW_FIELDS, NULL, "erik"), CRM_OK);
	assert_memory_equal(answer.buf, "erik\tname\terik\n", 15);
	assert_int_equal(show(&kind_offer, SHOW_ROWS, NULL, "o1"), CRM_OK);
	assert_int_equal(show(&kind_offer, SHOW_FIELDS, NULL, ""), CRM_USAGE);
	assert_int_equal(show(&kind_offer, SHOW_PICTURE, NULL, "o1|o2"), CRM_OK);
	assert_memory_equal(answer.buf, "o1", 2);
	assert_non_null(strstr(answer.buf, "ERP für Muster\n"));
	assert_non_null(strstr(answer.buf, "Muster GmbH (co7)\n"));
	assert_non_null(strstr(answer.buf, "\n\no2"));
	assert_int_equal(show(&kind_contact, SHOW_PICTURE, NULL, "c12"), CRM_OK);
	assert_false(db_in_transaction(crm.db));
}

/* Every field of every kind can be a column, an order, a condition. */
static void test_every_field(void **state)
{
	char text[128];

	(void)state;
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		for (size_t i = 0; i < catalog_count(&crm, *k); i++) {
			const char *name = catalog_name(&crm, *k, catalog_at(&crm, *k, i));
			if (list_as(SINK_TSV, *k, name, name, -1, ""))
				fail_msg("%s.%s: %s", (*k)->name, name, message());
			snprintf(text, sizeof text, "%s=%s", name, strcmp(name, "may") == 0 ? "Messe" : "");
			if (list_as(SINK_TABLE, *k, name, NULL, -1, text))
				fail_msg("%s.%s: %s", (*k)->name, text, message());
			snprintf(text, sizeof text, "%s!=", name);
			if (list_as(SINK_JSON, *k, NULL, name, -1, text))
				fail_msg("%s.%s: %s", (*k)->name, text, message());
		}
}

static void test_fields(void **state)
{
	struct sink *s = answering(SINK_TSV, false);

	(void)state;
	assert_int_equal(crm_fields(&crm, &kind_task, s, &err), CRM_OK);
	answered(s);
	assert_non_null(strstr(answer.buf, "priority\tenum\tyes\thigh,normal,low\thigh, normal, low\n"));
	assert_non_null(strstr(answer.buf, "offer\treference\tyes\toffer\tthe offer concerned\n"));
	assert_non_null(strstr(err.list[0].text, "done="));
	s = answering(SINK_TSV, false);
	assert_int_equal(crm_fields(&crm, &kind_offer, s, &err), CRM_OK);
	answered(s);
	assert_non_null(strstr(answer.buf, "level\tenum\tyes\tlow,high\thow bad\n"));
	assert_non_null(strstr(answer.buf, "x.state\treference\tyes\tcompany\tpartner\n"));
	assert_null(strstr(answer.buf, "last_event"));
}

static void test_export(void **state)
{
	struct crm_query q = {.kind = &kind_offer, .limit = -1};
	struct sink *s = answering(SINK_TSV, true);

	(void)state;
	assert_int_equal(crm_export(&crm, &q, s, &err), CRM_OK);
	answered(s);
	assert_ptr_equal(
	    strstr(answer.buf,
	           "id\text\tnumber\ttitle\tcontact\tcompany\tproduct\tpipeline\tstage\testimate\tcurrency\tpin\texpected_close\tclosed\t"),
	    answer.buf);
	assert_non_null(strstr(answer.buf, "\no4\t")); /* everything */
	assert_non_null(strstr(answer.buf, "\tx.state\n"));
	q.kind = &kind_contact;
	s = answering(SINK_TSV, true);
	assert_int_equal(crm_export(&crm, &q, s, &err), CRM_OK);
	answered(s);
	assert_null(strstr(answer.buf, "\temail\t"));
	assert_non_null(strstr(answer.buf, "\temails\t"));
}

static void values(const char *what, const char *want)
{
	struct sink *s = answering(SINK_TSV, false);

	assert_int_equal(crm_values(&crm, what, s, &err), CRM_OK);
	assert_string_equal(answered(s), want);
}

static void test_values(void **state)
{
	struct sink *s;

	(void)state;
	values("users", "anna\nerik\n");
	values("pipelines", "sales\nbig\n");
	values("stages", "negotiation\nnew\noffer\nwon\nlost\n");
	values("terms", "Messe\nPreis, Rabatt\nWeb\n");
	values("terms:offer.reason", "Preis, Rabatt\n");
	values("tags:offer", "heiß\nmesse\n");
	values("values:task.priority", "high\nnormal\nlow\n");
	values("values:offer.owner", "anna\nerik\n");
	values("values:offer.level", "low\nhigh\n");
	s = answering(SINK_TSV, false);
	assert_int_equal(crm_values(&crm, "fields:offer", s, &err), CRM_OK);
	assert_non_null(strstr(answered(s), "risk\n"));
	s = answering(SINK_TSV, false);
	assert_int_equal(crm_values(&crm, "nonsense", s, &err), CRM_USAGE);
	answered(s);
	s = answering(SINK_TSV, false);
	assert_int_equal(crm_values(&crm, "fields:nonsense", s, &err), CRM_USAGE);
	answered(s);
}

/* The next birthday against counting day by day. */
static void test_birthdays(void **state)
{
	const struct {
		int y, m, d;
	} born[] = {{1980, 2, 29}, {1975, 12, 31}, {1990, 1, 1}, {2000, 3, 1}, {1, 1, 1}, {1999, 2, 28}, {1960, 11, 23}};
	int64_t got;

	(void)state;
	for (int today = date_from_civil(2023, 1, 1); today < date_from_civil(2029, 1, 1); today += 11)
		for (size_t i = 0; i < sizeof born / sizeof *born; i++) {
			struct strbuf b = STRBUF_INIT;
			int want = today, saved = crm.today;
			for (;; want++) {
				struct civil c = date_to_civil(want);
				int last = date_month_days(c.year, born[i].m);
				if (c.month == born[i].m && c.day == (born[i].d < last ? born[i].d : last))
					break;
			}
			crm.today = today;
			sb_adds(&b, "SELECT ");
			eval_next_birthday(&crm, "c", &b);
			sb_printf(&b, " FROM (SELECT %d AS birthday) c", date_from_civil(born[i].y, born[i].m, born[i].d));
			crm.today = saved;
			assert_int_equal(db_get_int(crm.db, &err, &got, -1, b.buf, 0), CRM_OK);
			assert_int_equal(got, want);
			sb_release(&b);
		}
}

/* weighted is money_weighted, whatever amount and pin. */
static void test_weighted(void **state)
{
	uint64_t seed = 99;

	(void)state;
	for (int i = 0; i < 500; i++) {
		struct strbuf b = STRBUF_INIT;
		int64_t got, value;
		int pin;
		seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
		value = (int64_t)(seed >> 14) % MONEY_LIMIT * (seed & 1 ? 1 : -1);
		pin = (int)((seed >> 3) % 10001);
		sb_adds(&b, "SELECT ");
		eval_weighted(&crm, "o", &b);
		sb_printf(&b, " FROM (SELECT %lld AS value, %d AS pin, 3 AS stage, 1 AS state) o", (long long)value, pin);
		assert_int_equal(db_get_int(crm.db, &err, &got, -1, b.buf, 0), CRM_OK);
		assert_int_equal(got, money_weighted(value, pin));
		sb_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_ids_read),
		cmocka_unit_test(test_ids_many),
		cmocka_unit_test(test_stream),
		cmocka_unit_test(test_show),
		cmocka_unit_test(test_every_field),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_export),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_birthdays),
		cmocka_unit_test(test_weighted),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
