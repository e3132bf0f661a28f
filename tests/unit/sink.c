/* sink.c - tests of out and of the writers: tsv, csv, json, table */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/utf8.h"
#include "text/sink.h"

/* ---- a host that does what it is told ---- */

struct host {
	struct strbuf got;
	size_t calls;
	size_t piece;       /* most bytes a call takes, 0 = all */
	size_t closed_at;   /* bytes after which the reader is gone, 0 = never */
	size_t error_at;    /* bytes after which writing fails, 0 = never */
	size_t blocked_from, blocked_until; /* calls that make no progress */
	size_t spools;
	int spool_fd;       /* given out, or -1 */
};

static enum out_result host_write(void *arg, const char *p, size_t n, size_t *done)
{
	struct host *h = arg;

	*done = 0;
	h->calls++;
	if (h->calls >= h->blocked_from && h->calls < h->blocked_until)
		return OUT_BLOCKED;
	if (h->closed_at && h->got.len >= h->closed_at)
		return OUT_CLOSED;
	if (h->error_at && h->got.len >= h->error_at)
		return OUT_ERROR;
	*done = h->piece && h->piece < n ? h->piece : n;
	sb_add(&h->got, p, *done);
	return OUT_OK;
}

static int host_spool(void *arg)
{
	struct host *h = arg;
	h->spools++;
	return h->spool_fd;
}

static const char *host_problem(void *arg)
{
	(void)arg;
	return "No space left on device";
}

static struct out *host_out(struct host *h)
{
	struct crm_writer w = {host_write, host_spool, host_problem, h};
	return out_new(&w);
}

#define HOST {.got = STRBUF_INIT, .spool_fd = -1}

/* n bytes that tell their place */
static void fill(struct strbuf *b, size_t n)
{
	while (b->len < n)
		sb_printf(b, "%zu,", b->len);
	sb_setlen(b, n);
}

static void assert_same(const struct strbuf *a, const struct strbuf *b)
{
	assert_int_equal(a->len, b->len);
	assert_memory_equal(a->buf, b->buf, a->len);
}

/* ---- out ---- */

static void out_buffers(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct strbuf want = STRBUF_INIT;

	(void)state;
	fill(&want, 3 * 256 * 1024 + 17);
	for (size_t i = 0; i < want.len; i += 7)
		out_write(o, want.buf + i, want.len - i < 7 ? want.len - i : 7);
	assert_int_equal(h.calls, 3);
	assert_int_equal(h.got.len, 3 * 256 * 1024);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_int_equal(h.calls, 4);
	assert_same(&h.got, &want);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_int_equal(h.calls, 4);
	out_free(o);
	sb_release(&h.got);
	sb_release(&want);
}

static void out_takes_partial_writes(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct strbuf want = STRBUF_INIT;

	(void)state;
	h.piece = 1000;
	fill(&want, 1000001);
	out_write(o, want.buf, want.len);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_same(&h.got, &want);
	out_free(o);
	out_free(NULL);
	sb_release(&h.got);
	sb_release(&want);
}

static void out_small_pieces(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	char *p;

	(void)state;
	out_writes(o, "abc");
	out_putc(o, '-');
	p = out_reserve(o, 64 * 1024);
	assert_non_null(p);
	memcpy(p, "xyz", 3);
	out_commit(o, 3);
	out_write(o, "", 0);
	assert_int_equal(h.calls, 0);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_string_equal(h.got.buf, "abc-xyz");
	out_free(o);
	sb_release(&h.got);
}

static void out_reader_gone(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf b = STRBUF_INIT;

	(void)state;
	h.closed_at = 1;
	fill(&b, 700000);
	assert_false(out_stopped(o));
	out_write(o, b.buf, b.len);
	assert_true(out_stopped(o));
	assert_false(out_spooling(o));
	assert_int_equal(h.got.len, 256 * 1024);
	out_write(o, b.buf, b.len);
	out_putc(o, 'x');
	assert_null(out_reserve(o, 10));
	assert_int_equal(out_finish(o, &e), CRM_OK);
	assert_int_equal(e.n, 0);
	assert_int_equal(h.calls, 2);
	out_free(o);
	sb_release(&h.got);
	sb_release(&b);
}

static void out_disk_full(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf b = STRBUF_INIT;

	(void)state;
	h.piece = 100;
	h.error_at = 300;
	fill(&b, 300000);
	out_write(o, b.buf, b.len);
	assert_true(out_stopped(o));
	assert_int_equal(h.got.len, 300);
	assert_int_equal(out_finish(o, &e), CRM_IO);
	assert_string_equal(e.list[0].text, "cannot write: No space left on device");
	crm_error_clear(&e);
	out_free(o);
	sb_release(&h.got);
	sb_release(&b);
}

static void out_error_at_finish(void **state)
{
	struct host h = HOST;
	struct crm_writer w = {.write = host_write, .arg = &h};
	struct out *o = out_new(&w);
	struct crm_error e = CRM_ERROR_INIT;

	(void)state;
	sb_addc(&h.got, 'x');
	h.error_at = 1;
	out_writes(o, "abc");
	assert_int_equal(out_finish(o, &e), CRM_IO);
	assert_string_equal(e.list[0].text, "cannot write: write error");
	crm_error_clear(&e);
	out_free(o);
	sb_release(&h.got);
}

static void out_spools_when_blocked(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct strbuf want = STRBUF_INIT;
	size_t calls;

	(void)state;
	h.piece = 50000;
	h.blocked_from = 8;
	h.blocked_until = 10; /* the second one meets the end */
	h.spool_fd = memfd_create("spool", MFD_CLOEXEC);
	assert_true(h.spool_fd >= 0);
	fill(&want, 2000003);
	out_write(o, want.buf, 1000000);
	assert_true(out_spooling(o));
	assert_false(out_stopped(o));
	calls = h.calls;
	out_write(o, want.buf + 1000000, want.len - 1000000);
	assert_int_equal(h.calls, calls);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_int_equal(h.spools, 1);
	assert_same(&h.got, &want);
	assert_int_equal(fcntl(h.spool_fd, F_GETFD), -1);
	out_free(o);
	sb_release(&h.got);
	sb_release(&want);
}

static void out_waits_without_spool(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct strbuf want = STRBUF_INIT;

	(void)state;
	h.blocked_from = 2;
	h.blocked_until = 20;
	fill(&want, 1000000);
	out_write(o, want.buf, want.len);
	assert_false(out_spooling(o));
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_int_equal(h.spools, 1);
	assert_same(&h.got, &want);
	out_free(o);
	sb_release(&h.got);
	sb_release(&want);
}

static void out_spool_full(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct crm_error e = CRM_ERROR_INIT;
	struct strbuf b = STRBUF_INIT;

	(void)state;
	h.blocked_from = 1;
	h.blocked_until = 2;
	h.spool_fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	fill(&b, 300000);
	out_write(o, b.buf, b.len);
	assert_true(out_stopped(o));
	assert_int_equal(out_finish(o, &e), CRM_IO);
	assert_int_equal(e.failures, 1);
	crm_error_clear(&e);
	out_free(o);
	sb_release(&h.got);
	sb_release(&b);
}

static void out_reader_goes_while_spooled(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct strbuf b = STRBUF_INIT;

	(void)state;
	h.blocked_from = 1;
	h.blocked_until = 2;
	h.closed_at = 1;
	h.spool_fd = memfd_create("spool", MFD_CLOEXEC);
	fill(&b, 900000);
	out_write(o, b.buf, b.len);
	assert_true(out_spooling(o));
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_true(out_stopped(o));
	assert_int_equal(h.got.len, 256 * 1024);
	out_free(o);
	sb_release(&h.got);
	sb_release(&b);
}

/* ---- sinks ---- */

struct test_cell {
	enum cell type;
	const char *text;
};

/* One table through a sink; cells row by row. The text is in h->got. */
static void render(struct host *h, const struct sink_options *opt, const struct sink_column *columns, size_t n,
                   const struct test_cell *cells, size_t n_cells)
{
	struct out *o = host_out(h);
	struct sink *s = sink_new(o, opt);

	sb_reset(&h->got);
	sink_begin(s, columns, n);
	for (size_t i = 0; i < n_cells; i++) {
		sink_cell(s, cells[i].type, cells[i].text, cells[i].text ? strlen(cells[i].text) : 0);
		if (i % n == n - 1)
			sink_end_row(s);
	}
	sink_end(s);
	sink_free(s);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	out_free(o);
}

#define N(a) (sizeof(a) / sizeof *(a))

static const struct sink_column five[] = {{"id", false}, {"name", false}, {"value", true}, {"done", false}, {"tags", false}};
static const struct test_cell rows_of_five[] = {
	{CELL_PLAIN, "c1"}, {CELL_TEXT, "Erika \"E\" Muster"}, {CELL_NUMBER, "-12.50"}, {CELL_BOOL, "yes"}, {CELL_LIST, "a,b\tc,d"},
	{CELL_PLAIN, "c12"}, {CELL_TEXT, "a\\b\tc\nd\re"}, {CELL_NUMBER, "4000000.00"}, {CELL_BOOL, "no"}, {CELL_LIST, ""},
	{CELL_PLAIN, "c3"}, {CELL_NULL, "ignored"}, {CELL_NULL, NULL}, {CELL_NULL, ""}, {CELL_NULL, ""},
};

static void check_five(struct sink_options opt, const char *want)
{
	struct host h = HOST;
	render(&h, &opt, five, 5, rows_of_five, N(rows_of_five));
	assert_string_equal(h.got.buf, want);
	sb_release(&h.got);
}

static void format_names(void **state)
{
	enum sink_format f = SINK_TABLE;

	(void)state;
	assert_true(sink_format_parse("tsv", &f) && f == SINK_TSV);
	assert_true(sink_format_parse("table", &f) && f == SINK_TABLE);
	assert_true(sink_format_parse("csv", &f) && f == SINK_CSV);
	assert_true(sink_format_parse("json", &f) && f == SINK_JSON);
	assert_false(sink_format_parse("JSON", &f) || sink_format_parse("", &f) || sink_format_parse("ts", &f));
}

static void tsv_rows(void **state)
{
	static const char body[] = "c1\tErika \"E\" Muster\t-12.50\tyes\ta,b\\tc,d\n"
	                           "c12\ta\\\\b\\tc\\nd\\re\t4000000.00\tno\t\n"
	                           "c3\t\t\t\t\n";
	char with_header[sizeof body + 64];

	(void)state;
	check_five((struct sink_options){.format = SINK_TSV}, body);
	snprintf(with_header, sizeof with_header, "id\tname\tvalue\tdone\ttags\n%s", body);
	check_five((struct sink_options){.format = SINK_TSV, .header = true}, with_header);
}

static void csv_rows(void **state)
{
	(void)state;
	check_five((struct sink_options){.format = SINK_CSV}, "id,name,value,done,tags\n"
	                                                       "c1,\"Erika \"\"E\"\" Muster\",-12.50,yes,\"a,b\tc,d\"\n"
	                                                       "c12,\"a\\b\tc\nd\re\",4000000.00,no,\n"
	                                                       "c3,,,,\n");
}

static void csv_quotes_where_needed(void **state)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{"plain", "plain"},  {"two words", "two words"}, {" lead", "\" lead\""}, {"trail ", "\"trail \""}, {"\ttab", "\"\ttab\""},
		{"in\ttab", "in\ttab"}, {"a,b", "\"a,b\""}, {"a;b", "a;b"}, {"\"", "\"\"\"\""}, {"a\nb", "\"a\nb\""},
		{"\r", "\"\r\""}, {"", "\"\""},
	};
	static const struct sink_column one = {"x", false};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct host h = HOST;
		char want[64];
		render(&h, &(struct sink_options){.format = SINK_CSV}, &one, 1, &(struct test_cell){CELL_TEXT, cases[i].text}, 1);
		snprintf(want, sizeof want, "x\n%s\n", cases[i].want);
		assert_string_equal(h.got.buf, want);
		sb_release(&h.got);
	}
}

static void json_rows(void **state)
{
	(void)state;
	check_five((struct sink_options){.format = SINK_JSON},
	           "{\"id\":\"c1\",\"name\":\"Erika \\\"E\\\" Muster\",\"value\":-12.50,\"done\":true,\"tags\":[\"a\",\"b\\tc\",\"d\"]}\n"
	           "{\"id\":\"c12\",\"name\":\"a\\\\b\\tc\\nd\\re\",\"value\":4000000.00,\"done\":false,\"tags\":[]}\n"
	           "{\"id\":\"c3\",\"name\":null,\"value\":null,\"done\":null,\"tags\":null}\n");
}

static void json_values(void **state)
{
	static const struct {
		struct test_cell cell;
		const char *want;
	} cases[] = {
		{{CELL_TEXT, ""}, "\"\""},
		{{CELL_TEXT, "\x01\x1f\b\f\x7f"}, "\"\\u0001\\u001f\\b\\f\x7f\""},
		{{CELL_TEXT, "Köln \u2028 😎"}, "\"Köln \u2028 😎\""},
		{{CELL_TEXT, "a long plain text, \"quoted\" late"}, "\"a long plain text, \\\"quoted\\\" late\""},
		{{CELL_TEXT, "K\xf6ln\xc3"}, "\"K\uFFFDln\uFFFD\""},
		{{CELL_PLAIN, "2026-03-31"}, "\"2026-03-31\""},
		{{CELL_PLAIN, "a\"b"}, "\"a\\\"b\""},
		{{CELL_NUMBER, "0"}, "0"},
		{{CELL_NUMBER, "0.333333"}, "0.333333"},
		{{CELL_NUMBER, "-7"}, "-7"},
		{{CELL_NUMBER, "007"}, "\"007\""},
		{{CELL_NUMBER, "+1"}, "\"+1\""},
		{{CELL_NUMBER, "1."}, "\"1.\""},
		{{CELL_NUMBER, ".5"}, "\".5\""},
		{{CELL_NUMBER, "-"}, "\"-\""},
		{{CELL_NUMBER, ""}, "\"\""},
		{{CELL_NUMBER, "9223372036854775807"}, "9223372036854775807"},
		{{CELL_LIST, "one"}, "[\"one\"]"},
		{{CELL_LIST, "work:a@x.example,home:\"b\""}, "[\"work:a@x.example\",\"home:\\\"b\\\"\"]"},
		{{CELL_LIST, "a,"}, "[\"a\",\"\"]"},
	};
	static const struct sink_column one = {"k\"", false};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct host h = HOST;
		char want[256];
		render(&h, &(struct sink_options){.format = SINK_JSON}, &one, 1, &cases[i].cell, 1);
		snprintf(want, sizeof want, "{\"k\\\"\":%s}\n", cases[i].want);
		assert_string_equal(h.got.buf, want);
		sb_release(&h.got);
	}
}

/* Values around the reservation and the buffer, in every format: no byte lost. */
static void long_values(void **state)
{
	static const size_t sizes[] = {32766, 32767, 32768, 65535, 65536, 262143, 262144, 262145, 1000000};
	static const struct sink_column two[] = {{"a", false}, {"b", false}};

	(void)state;
	for (size_t i = 0; i < N(sizes); i++)
		for (enum sink_format f = SINK_TSV; f <= SINK_JSON; f++) {
			struct host h = HOST;
			struct strbuf v = STRBUF_INIT, want = STRBUF_INIT;
			if (f == SINK_TABLE)
				continue;
			while (v.len < sizes[i])
				sb_addc(&v, '\\');
			if (f == SINK_CSV)
				sb_adds(&want, "a,b\n");
			sb_adds(&want, f == SINK_JSON ? "{\"a\":\"x\",\"b\":\"" : f == SINK_CSV ? "x," : "x\t");
			for (size_t k = 0; k < (f == SINK_CSV ? 1 : 2); k++)
				sb_add(&want, v.buf, v.len);
			sb_adds(&want, f == SINK_JSON ? "\"}\n" : "\n");
			render(&h, &(struct sink_options){.format = f}, two, 2,
			       (struct test_cell[]){{CELL_PLAIN, "x"}, {CELL_TEXT, v.buf}}, 2);
			assert_same(&h.got, &want);
			sb_release(&h.got);
			sb_release(&v);
			sb_release(&want);
		}
}

static void escape_into_strbuf(void **state)
{
	struct strbuf b = STRBUF_INIT, in = STRBUF_INIT, want = STRBUF_INIT;

	(void)state;
	for (int i = 0; i < 4000; i++) {
		char c = (char)(i % 250 + 1);
		sb_addc(&in, c);
		switch (c) {
		case '\t':
			sb_adds(&want, "\\t");
			break;
		case '\n':
			sb_adds(&want, "\\n");
			break;
		case '\r':
			sb_adds(&want, "\\r");
			break;
		case '\\':
			sb_adds(&want, "\\\\");
			break;
		default:
			sb_addc(&want, c);
		}
	}
	tsv_escape(&b, in.buf, in.len);
	assert_same(&b, &want);
	sb_release(&b);
	sb_release(&in);
	sb_release(&want);
}

static void missing_and_surplus_cells(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct sink *s = sink_new(o, &(struct sink_options){.format = SINK_TSV});

	(void)state;
	assert_false(sink_is_table(s));
	sink_begin(s, five, 3);
	sink_cell(s, CELL_PLAIN, "a", 1);
	sink_end_row(s);
	for (int i = 0; i < 5; i++)
		sink_cell(s, CELL_PLAIN, "b", 1);
	sink_end_row(s);
	sink_end(s);
	sink_begin(s, five, 1); /* a second table */
	sink_cell(s, CELL_TEXT, "c", 1);
	sink_end_row(s);
	sink_end(s);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_string_equal(h.got.buf, "a\t\t\nb\tb\tb\nc\n");
	sink_free(s);
	sink_free(NULL);
	out_free(o);
	sb_release(&h.got);
}

static void sink_stops(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct sink *s = sink_new(o, &(struct sink_options){.format = SINK_TABLE, .width = 20});
	size_t rows = 0;

	(void)state;
	h.closed_at = 1;
	sink_begin(s, five, 1);
	while (!sink_stopped(s) && rows < 1000000) {
		sink_cell(s, CELL_TEXT, "some text", 9);
		sink_end_row(s);
		rows++;
	}
	assert_in_range(rows, 20000, 80000);
	sink_end(s);
	sink_free(s);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	out_free(o);
	sb_release(&h.got);
}

/* ---- table ---- */

static void table_as_wide_as_it_gets(void **state)
{
	(void)state;
	check_five((struct sink_options){.format = SINK_TABLE},
	           "id   name                   value  done  tags\n"
	           "c1   Erika \"E\" Muster      -12.50  yes   a,b?c,d\n"
	           "c12  a\\b?c ⏎ d?e       4000000.00  no\n"
	           "c3\n");
}

static void table_shortens(void **state)
{
	(void)state;
	check_five((struct sink_options){.format = SINK_TABLE, .width = 44},
	           "id   name               value  done  tags\n"
	           "c1   Erika \"E\" M…      -12.50  yes   a,b?c,d\n"
	           "c12  a\\b?c ⏎ d?e   4000000.00  no\n"
	           "c3\n");
}

static void table_drops_columns(void **state)
{
	(void)state;
	check_five((struct sink_options){.format = SINK_TABLE, .width = 30, .footer = "default condition: done="},
	           "id   name                value\n"
	           "c1   Erika \"E\" Mu…      -12.50\n"
	           "c12  a\\b?c ⏎ d?e    4000000.00\n"
	           "c3\n"
	           "not shown: done, tags (-c picks columns)\n"
	           "default condition: done=\n");
	check_five((struct sink_options){.format = SINK_TABLE, .width = 1, .color = true},
	           "\033[1m…\033[0m\n"
	           "…\n…\n…\n"
	           "not shown: name, value, done, tags (-c picks columns)\n");
}

static void table_never_wider_than_terminal(void **state)
{
	struct host h = HOST;

	(void)state;
	for (size_t width = 8; width < 70; width++) {
		struct sink_options opt = {.format = SINK_TABLE, .width = width};
		render(&h, &opt, five, 5, rows_of_five, N(rows_of_five));
		for (char *p = h.got.buf, *nl; (nl = strchr(p, '\n')) && strncmp(p, "not shown", 9); p = nl + 1)
			assert_in_range(utf8_width(p, (size_t)(nl - p)), 0, width);
	}
	sb_release(&h.got);
}

static void table_masks(void **state)
{
	static const struct sink_column two[] = {{"a\033[2J", false}, {"b", false}};
	static const struct test_cell cells[] = {
		{CELL_TEXT, "\033]0;x\007"}, {CELL_PLAIN, "\u202Eabc"}, {CELL_LIST, "日本語テキスト"}, {CELL_TEXT, "\xff\n\r"}};
	struct host h = HOST;

	(void)state;
	render(&h, &(struct sink_options){.format = SINK_TABLE, .width = 80, .footer = "\033x"}, two, 2, cells, N(cells));
	assert_string_equal(h.got.buf, "a?[2J           b\n"
	                               "?]0;x?          ?abc\n"
	                               "日本語テキスト  ? ⏎ ?\n"
	                               "?x\n");
	sb_release(&h.got);
}

static void table_empty_and_bold(void **state)
{
	struct host h = HOST;

	(void)state;
	render(&h, &(struct sink_options){.format = SINK_TABLE, .width = 80, .color = true}, five, 3, NULL, 0);
	assert_string_equal(h.got.buf, "\033[1mid  name  value\033[0m\n");
	sb_release(&h.got);
}

/* Rows behind the sample: ids that grow push the text column, texts are cut, nothing is kept in memory. */
static void table_streams(void **state)
{
	static const struct sink_column columns[] = {{"id", false}, {"title", false}, {"value", true}};
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct sink *s = sink_new(o, &(struct sink_options){.format = SINK_TABLE, .width = 31});
	const char *last;

	(void)state;
	assert_true(sink_is_table(s));
	sink_begin(s, columns, 3);
	for (int i = 1; i <= 100000; i++) {
		char id[16];
		int n = snprintf(id, sizeof id, "o%d", i);
		sink_cell(s, CELL_PLAIN, id, (size_t)n);
		sink_cell(s, CELL_TEXT, "Steuerung für Halle 7", strlen("Steuerung für Halle 7"));
		sink_cell(s, CELL_NUMBER, i > 5000 ? "12345.00" : "1.00", i > 5000 ? 8 : 4);
		sink_end_row(s);
	}
	sink_end(s);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_memory_equal(h.got.buf, "id     title              value\n", 32);
	last = h.got.buf + h.got.len - 1;
	while (last > h.got.buf && last[-1] != '\n')
		last--;
	assert_string_equal(last, "o100000  Steuerung f…  12345.00\n");
	for (const char *p = h.got.buf; *p; p = strchr(p, '\n') + 1)
		assert_int_equal(utf8_width(p, (size_t)(strchr(p, '\n') - p)), 31);
	sink_free(s);
	out_free(o);
	sb_release(&h.got);
}

static void tables_one_after_the_other(void **state)
{
	struct host h = HOST;
	struct out *o = host_out(&h);
	struct sink *s = sink_new(o, &(struct sink_options){.format = SINK_TABLE});

	(void)state;
	for (int i = 0; i < 2; i++) {
		sink_begin(s, five, 2);
		sink_cell(s, CELL_PLAIN, "c1", 2);
		sink_cell(s, CELL_NULL, NULL, 0);
		sink_end_row(s);
		sink_end(s);
		sink_end(s);
	}
	sink_begin(s, five, 2); /* left without an end */
	sink_cell(s, CELL_PLAIN, "c1", 2);
	sink_free(s);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	assert_string_equal(h.got.buf, "id  name\nc1\n\nid  name\nc1\n\n");
	out_free(o);
	sb_release(&h.got);
}

/* Two rows of five columns, the second one short, through a sink that picks. */
static enum crm_status picked(struct host *h, struct sink_options opt, const char *columns, struct crm_error *e)
{
	struct out *o = host_out(h);
	struct sink *s = sink_new(o, &opt);
	enum crm_status st;

	sb_reset(&h->got);
	sink_pick(s, "id"); /* the last word counts */
	sink_pick(s, columns);
	for (int table = 0; table < 2; table++) {
		sink_begin(s, five, 5);
		for (size_t i = 0; i < 7 && !sink_stopped(s); i++) {
			sink_cell(s, rows_of_five[i].type, rows_of_five[i].text, rows_of_five[i].text ? strlen(rows_of_five[i].text) : 0);
			if (i == 4)
				sink_end_row(s);
		}
		sink_cell(s, CELL_NULL, NULL, 0);
		for (int i = 0; i < 5; i++) /* more than there are */
			sink_cell(s, CELL_PLAIN, "x", 1);
		sink_end_row(s);
		sink_end(s);
	}
	st = sink_status(s, e);
	sink_free(s);
	assert_int_equal(out_finish(o, NULL), CRM_OK);
	out_free(o);
	return st;
}

static void pick(void **state)
{
	static const struct { const char *columns, *want; } good[] = {
		{"value,id", "value\tid\n-12.50\tc1\n\tc12\n"},
		{"id,id", "id\tid\nc1\tc1\nc12\tc12\n"},
		{"+id", "id\tname\tvalue\tdone\ttags\tid\nc1\tErika \"E\" Muster\t-12.50\tyes\ta,b\\tc,d\tc1\nc12\ta\\\\b\\tc\\nd\\re\t\tx\tx\tc12\n"},
		{NULL, "id\tname\tvalue\tdone\ttags\nc1\tErika \"E\" Muster\t-12.50\tyes\ta,b\\tc,d\nc12\ta\\\\b\\tc\\nd\\re\t\tx\tx\n"},
	};
	static const struct { const char *columns, *message; } bad[] = {
		{"id,nmae", "no column 'nmae', nearest is 'name'"}, {"xyzxyz", "no column 'xyzxyz'"}, {"", "no column ''"}, {"id,", "no column ''"},
		{"+", "no column ''"},
	};
	struct crm_error err = CRM_ERROR_INIT;
	struct host h = HOST;

	(void)state;
	for (size_t i = 0; i < N(good); i++) {
		struct strbuf want = STRBUF_INIT;
		assert_int_equal(picked(&h, (struct sink_options){.format = SINK_TSV, .header = true}, good[i].columns, &err), CRM_OK);
		sb_printf(&want, "%s%s", good[i].want, good[i].want);
		assert_string_equal(h.got.buf, want.buf);
		sb_release(&want);
	}
	assert_int_equal(picked(&h, (struct sink_options){.format = SINK_JSON}, "value,id", &err), CRM_OK);
	assert_string_equal(h.got.buf, "{\"value\":-12.50,\"id\":\"c1\"}\n{\"value\":null,\"id\":\"c12\"}\n"
	                               "{\"value\":-12.50,\"id\":\"c1\"}\n{\"value\":null,\"id\":\"c12\"}\n");
	for (size_t i = 0; i < N(bad); i++)
		for (int format = SINK_TSV; format <= SINK_JSON; format++) {
			assert_int_equal(picked(&h, (struct sink_options){.format = (enum sink_format)format, .header = true}, bad[i].columns, &err), CRM_USAGE);
			assert_string_equal(err.list[0].text, bad[i].message);
			assert_int_equal(h.got.len, 0);
			crm_error_clear(&err);
		}
	sb_release(&h.got);
}

static void table_of_fixed_columns(void **state)
{
	(void)state;
	check_five((struct sink_options){.format = SINK_TABLE, .width = 30, .fixed = true},
	           "id   name                value\n"
	           "c1   Erika \"E\" Mu…      -12.50\n"
	           "c12  a\\b?c ⏎ d?e    4000000.00\n"
	           "c3\n"
	           "not shown: done, tags\n");
}

/* Rows kept in memory: references are named as in tables, columns can be picked, the last table stays. */
static void test_grid(void **state)
{
	static const struct sink_column columns[] = {{"id", false}, {"name", false}, {"value", true}};
	struct grid g = GRID_INIT;
	struct sink *s = sink_new_grid(&g);

	(void)state;
	assert_true(sink_is_table(s));
	assert_int_equal(sink_width(s), 0);
	for (int table = 0; table < 2; table++) {
		sink_pick(s, table ? "value,name" : NULL);
		sink_begin(s, columns, 3);
		for (int row = 0; row < 2; row++) {
			sink_cell(s, CELL_PLAIN, "o1", 2);
			sink_cell(s, CELL_TEXT, row ? "" : "a\tb", row ? 0 : 3);
			if (!row)
				sink_cell(s, CELL_NUMBER, "7", 1);
			sink_end_row(s);
		}
		assert_false(sink_stopped(s));
		sink_end(s);
		assert_int_equal(g.n, table ? 2 : 3);
		assert_int_equal(g.rows, 2);
		assert_int_equal(g.ncells, 2 * g.n);
	}
	assert_string_equal(g.names[0], "value");
	assert_true(g.numbers[0]);
	assert_int_equal(g.cells[0].type, CELL_NUMBER);
	assert_int_equal(g.cells[1].n, 3);
	assert_memory_equal(g.text.buf + g.cells[1].from, "a\tb", 3);
	assert_int_equal(g.cells[2].n, 0);
	sink_free(s);
	grid_free(&g);
	assert_int_equal(g.rows, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grid),
		cmocka_unit_test(out_buffers),
		cmocka_unit_test(out_takes_partial_writes),
		cmocka_unit_test(out_small_pieces),
		cmocka_unit_test(out_reader_gone),
		cmocka_unit_test(out_disk_full),
		cmocka_unit_test(out_error_at_finish),
		cmocka_unit_test(out_spools_when_blocked),
		cmocka_unit_test(out_waits_without_spool),
		cmocka_unit_test(out_spool_full),
		cmocka_unit_test(out_reader_goes_while_spooled),
		cmocka_unit_test(format_names),
		cmocka_unit_test(tsv_rows),
		cmocka_unit_test(csv_rows),
		cmocka_unit_test(csv_quotes_where_needed),
		cmocka_unit_test(json_rows),
		cmocka_unit_test(json_values),
		cmocka_unit_test(long_values),
		cmocka_unit_test(escape_into_strbuf),
		cmocka_unit_test(missing_and_surplus_cells),
		cmocka_unit_test(sink_stops),
		cmocka_unit_test(table_as_wide_as_it_gets),
		cmocka_unit_test(table_shortens),
		cmocka_unit_test(table_drops_columns),
		cmocka_unit_test(table_never_wider_than_terminal),
		cmocka_unit_test(table_masks),
		cmocka_unit_test(table_empty_and_bold),
		cmocka_unit_test(table_streams),
		cmocka_unit_test(tables_one_after_the_other),
		cmocka_unit_test(pick),
		cmocka_unit_test(table_of_fixed_columns),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
