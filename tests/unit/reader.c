/* reader.c - tests of the readers: crm-tsv, CSV, encodings, places of errors, round trips */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "base/utf8.h"
#include "text/reader.h"
#include "text/sink.h"

/* ---- a source of text, read in pieces ---- */

struct text {
	const char *p;
	size_t n, at;
	size_t piece;   /* most bytes a read gives, 0 = all */
	size_t fail_at; /* reading fails from here, 0 = never */
	bool once;      /* cannot be read twice */
};

static long text_read(void *arg, char *p, size_t n)
{
	struct text *t = arg;

	if (t->fail_at && t->at >= t->fail_at)
		return -1;
	n = t->n - t->at < n ? t->n - t->at : n;
	n = t->piece && t->piece < n ? t->piece : n;
	memcpy(p, t->p + t->at, n);
	t->at += n;
	return (long)n;
}

static bool text_rewind(void *arg)
{
	struct text *t = arg;
	t->at = 0;
	return !t->once;
}

static const char *text_problem(void *arg)
{
	(void)arg;
	return "Input/output error";
}

static struct crm_source source_of(struct text *t)
{
	return (struct crm_source){"in", text_read, text_rewind, text_problem, t};
}

#define N(a) (sizeof(a) / sizeof *(a))

/* Rows as "field|field\n", errors as "!line:column: text\n", the header in brackets. */
static void add_row(struct strbuf *b, const struct row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		if (i)
			sb_addc(b, '|');
		sb_add(b, row->f[i].p, row->f[i].n);
	}
}

static void add_errors(struct strbuf *b, struct crm_error *e)
{
	for (size_t i = 0; i < e->n; i++)
		sb_printf(b, "!%ld:%ld: %s\n", e->list[i].line, e->list[i].column, e->list[i].text);
	crm_error_clear(e);
}

static void read_rows(struct reader *r, struct strbuf *b)
{
	const struct row *row = NULL;
	struct crm_error e = CRM_ERROR_INIT;
	enum crm_status status;

	do {
		status = reader_next(r, &row, &e);
		if (row) {
			add_row(b, row);
			sb_addc(b, '\n');
		}
		add_errors(b, &e);
	} while (row || status == CRM_DATA);
}

static void read_text(struct text *t, const struct reader_options *opt, struct strbuf *b)
{
	struct crm_source src = source_of(t);
	struct crm_error e = CRM_ERROR_INIT;
	struct reader *r;
	enum crm_status status = reader_open(&r, &src, opt, &e);

	sb_reset(b);
	if (!status) {
		if (reader_header(r)) {
			sb_addc(b, '[');
			add_row(b, reader_header(r));
			sb_adds(b, "]\n");
		}
		read_rows(r, b);
	} else {
		assert_null(r);
		assert_int_equal(e.status, status);
		add_errors(b, &e);
	}
	reader_free(r);
}

struct reading {
	struct reader_options opt;
	const char *text;
	const char *want;
	size_t n; /* of text, 0 = its length */
};

/* Whatever the pieces it comes in, the text is read in one way. */
static void check(const struct reading *cases, size_t n)
{
	static const size_t pieces[] = {0, 1, 2, 3, 7};
	struct strbuf got = STRBUF_INIT;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < N(pieces); k++) {
			size_t size = cases[i].n ? cases[i].n : strlen(cases[i].text);
			/* a copy of its own size: the sanitizer sees every step too far */
			char *copy = memcpy(crm_malloc(size), cases[i].text, size);
			struct text t = {.p = copy, .n = size, .piece = pieces[k]};
			read_text(&t, &cases[i].opt, &got);
			assert_string_equal(got.buf, cases[i].want);
			free(copy);
		}
	sb_release(&got);
}

#define TSV {.format = READER_TSV}
#define CSV {.format = READER_CSV}
#define BARE_TSV {.format = READER_TSV, .no_header = true}
#define BARE_CSV {.format = READER_CSV, .no_header = true}

static void tsv_texts(void **state)
{
	static const struct reading cases[] = {
		{TSV, "id\tname\nc1\tErika\nc2\t\n", "[id|name]\nc1|Erika\nc2|\n", 0},
		{TSV, "id\tname\nc1\tErika", "[id|name]\nc1|Erika\n", 0},
		{TSV, "id\tname\r\nc1\tErika\r\n\r\nc2\t\r\n", "[id|name]\nc1|Erika\nc2|\n", 0},
		{TSV, "\xEF\xBB\xBFid\tname\nc1\tErika\n", "[id|name]\nc1|Erika\n", 0},
		{TSV, "", "", 0},
		{TSV, "\n\n", "", 0},
		{TSV, "\xEF\xBB\xBF", "", 0},
		{TSV, "a\n\nb\n", "[a]\n\nb\n", 0},
		{BARE_TSV, "\n\n", "\n\n", 0},
		{TSV, "\n\na\tb\n\n1\t2\n\n", "[a|b]\n1|2\n", 0},
		{BARE_TSV, "1\t2\n3\t4\n", "1|2\n3|4\n", 0},
		{BARE_TSV, "a\\tb\\nc\\rd\\\\e\t\\\\n\n", "a\tb\nc\rd\\e|\\n\n", 0},
		{BARE_TSV, "\"quoted\"\t'x' ,;\n", "\"quoted\"|'x' ,;\n", 0},
		{BARE_TSV, "Köln\t日本語\t😎\n", "Köln|日本語|😎\n", 0},
		{BARE_TSV, " a \t\x01\x1f\x7f\n", " a |\x01\x1f\x7f\n", 0},
	};

	(void)state;
	check(cases, N(cases));
}

static void tsv_errors(void **state)
{
	static const struct reading cases[] = {
		{TSV, "a\tb\n1\\x\t2\n3\t4\n", "[a|b]\n!2:2: unknown escape '\\x' (\\t \\n \\r \\\\ are known)\n3|4\n", 0},
		{TSV, "a\tb\n1\\ö\t2\n", "[a|b]\n!2:2: unknown escape '\\ö' (\\t \\n \\r \\\\ are known)\n", 0},
		{TSV, "a\tb\n1\t2\\\n", "[a|b]\n!2:4: backslash at the end of a field, write it as \\\\\n", 0},
		{TSV, "a\tb\n1\\\t2\n", "[a|b]\n!2:2: backslash at the end of a field, write it as \\\\\n", 0},
		{TSV, "a\tb\n1\n1\t2\t3\t4\nx\ty\n",
	         "[a|b]\n!2:2: 1 field where the header has 2\n!3:5: 4 fields where the header has 2\nx|y\n", 0},
		{BARE_TSV, "1\t2\n3\n", "1|2\n!2:2: 1 field where the first row has 2\n", 0},
		{TSV, "a\tb\n\xC3\xA4\xC3\t2\n\xE4\t1\n3\t4\n",
	         "[a|b]\n!2:3: byte 0xc3 is not UTF-8 (try --encoding=cp1252)\n"
	         "!3:1: byte 0xe4 is not UTF-8 (try --encoding=cp1252)\n3|4\n", 0},
		{BARE_TSV, "\xC3\t\xA4\n", "!1:1: byte 0xc3 is not UTF-8 (try --encoding=cp1252)\n", 0},
		{BARE_TSV, "a\tb\0c\n1\t2\n", "!1:4: NUL byte\n1|2\n", 10},
		{TSV, "a\tb\n1\r\t2\n", "[a|b]\n!2:2: carriage return in a field, write it as \\r\n", 0},
		{TSV, "a\tb\n1\t2\r\r\n", "[a|b]\n!2:4: carriage return in a field, write it as \\r\n", 0},
		{TSV, "\xE4\tb\n1\t2\n", "!1:1: byte 0xe4 is not UTF-8 (try --encoding=cp1252)\n", 0},
	};

	(void)state;
	check(cases, N(cases));
}

static void csv_texts(void **state)
{
	static const struct reading cases[] = {
		{CSV, "a,b\n1,2\n", "[a|b]\n1|2\n", 0},
		{CSV, "a,b\r\n1,2\r\n\r\n3,4", "[a|b]\n1|2\n3|4\n", 0},
		{CSV, "a,b\r1,2\r\r3,4\r", "[a|b]\n1|2\n3|4\n", 0},
		{CSV, "\n\r\n\ra,b\n1,2\n", "[a|b]\n1|2\n", 0},
		{CSV, "\xEF\xBB\xBF\"a\",b\n1,2\n", "[a|b]\n1|2\n", 0},
		{CSV, "a;b,c\td;e\n1;2;3\n", "[a|b,c\td|e]\n1|2|3\n", 0},
		{CSV, "\"a,b,c\";d\n1;2\n", "[a,b,c|d]\n1|2\n", 0},
		{CSV, "a\tb\n\"1\t\"\t2\n", "[a|b]\n1\t|2\n", 0},
		{CSV, "a,b\n\"\",\"x\"\n,\n", "[a|b]\n|x\n", 0},
		{CSV, "a,b\n,\n \n,,,\n\302\240,\"\"\n1,2\n", "[a|b]\n1|2\n", 0},
		{CSV, ",\na,b\n1,\n", "[a|b]\n1|\n", 0}, {TSV, "a\tb\n\t\n \n\t\t\n\\n\t\n", "[a|b]\n\n|\n", 0},
		{CSV, "sep=;\na;b\n1;2\n", "[a|b]\n1|2\n", 0}, {CSV, "sep=|\r\na|b\r\n1|2\r\n", "[a|b]\n1|2\n", 0},
		{CSV, "a,b\n\"1\n\n2\r\n\"\"3\"\"\", x \n", "[a|b]\n1\n\n2\r\n\"3\"| x \n", 0},
		{CSV, "a,b\n1,\n", "[a|b]\n1|\n", 0},
		{CSV, "a,b\n1,", "[a|b]\n1|\n", 0},
		{CSV, "a,b\n1,\"\"", "[a|b]\n1|\n", 0},
		{CSV, "", "", 0},
		{CSV, "\r\n", "", 0},
		{BARE_CSV, "\n\n", "\n\n", 0},
		{BARE_CSV, "\r\n\r\n", "\n\n", 0},
		{BARE_CSV, "\"\"\n\"x\"", "\nx\n", 0},
		{CSV, "a\n\r\n\nb\n", "[a]\n\n\nb\n", 0},
		{{.format = READER_CSV, .delimiter = '|'}, "a|b,c\n1|2\n", "[a|b,c]\n1|2\n", 0},
		{{.delimiter = '\t'}, "a\tb\n\"1\"\tC:\\new\n", "[a|b]\n1|C:\\new\n", 0},
	};

	(void)state;
	check(cases, N(cases));
}

static void csv_errors(void **state)
{
	static const struct reading cases[] = {
		{CSV, "a,b,c\n1,2\n1,2,3\n1,2,3,4,5\n",
	         "[a|b|c]\n!2:4: 2 fields where the header has 3\n1|2|3\n!4:7: 5 fields where the header has 3\n", 0},
		{CSV, "a,b\nx,it \"is\"\n1,2\n", "[a|b]\n!2:6: quote in a field that does not begin with one\n1|2\n", 0},
		{CSV, "a,b\r\nx,\"it\" is\r\n1,2\r\n",
	         "[a|b]\n!2:7: text behind a closing quote (a quote inside a field is written twice)\n1|2\n", 0},
		{CSV, "a,b\n1,2\n\"x\ny\",\"it\" is\n1,2\n",
	         "[a|b]\n1|2\n!4:8: text behind a closing quote (a quote inside a field is written twice)\n1|2\n", 0},
		{CSV, "a,b\n1,\"x\n2,3\n", "[a|b]\n!2:3: quote that is not closed\n", 0},
		{CSV, "a,b\n1,\"", "[a|b]\n!2:3: quote that is not closed\n", 0},
		{CSV, "a,b\n\xE4,2\n1,\"\"\"\xE4\"\n\"\"\"\n\xC3\xA4\n\"\"\xE4\",1\n3,4\n",
	         "[a|b]\n!2:1: byte 0xe4 is not UTF-8 (try --encoding=cp1252)\n!3:6: byte 0xe4 is not UTF-8 (try --encoding=cp1252)\n"
	         "!6:3: byte 0xe4 is not UTF-8 (try --encoding=cp1252)\n3|4\n", 0},
		{CSV, "a,b\n\xC3,\xA4\n", "[a|b]\n!2:1: byte 0xc3 is not UTF-8 (try --encoding=cp1252)\n", 0},
		{CSV, "a,b\n1,x\0y\n3,4\n", "[a|b]\n!2:4: NUL byte\n3|4\n", 14},
		{CSV, "a,b\n\"1\r\n2\",\"x\0\"\n", "[a|b]\n!3:6: NUL byte\n", 16},
		{CSV, "a\"b,c\n1,2\n", "!1:2: quote in a field that does not begin with one\n", 0},
		{{.delimiter = '"'}, "a,b\n", "!0:0: '\"' cannot be a delimiter\n", 0},
	};

	(void)state;
	check(cases, N(cases));
}

static void formats(void **state)
{
	static const struct {
		const char *text;
		bool tsv;
		const char *want;
	} cases[] = {
		{"a\tb\n1\t\\n\n", true, "[a|b]\n1|\n\n"},
		{"\n\na\tb\n", true, "[a|b]\n"},
		{"a\tb,c,d,e\n", true, "[a|b,c,d,e]\n"},
		{"a\t\"b\"\n1\t\\n\n", false, "[a|b]\n1|\\n\n"},
		{"\"x\ny\"\tb\n", false, "[x\ny|b]\n"},
		{"a,b\n1\t,2\n", false, "[a|b]\n1\t|2\n"},
		{"a;b\n1,5;2\n", false, "[a|b]\n1,5|2\n"},
		{"a\n1\n", false, "[a]\n1\n"},
		{"", false, ""},
	};

	(void)state;
	for (size_t i = 0; i < N(cases); i++) {
		struct text t = {.p = cases[i].text, .n = strlen(cases[i].text)};
		struct crm_source src = source_of(&t);
		struct strbuf got = STRBUF_INIT;
		struct reader *r;
		assert_int_equal(reader_open(&r, &src, &(struct reader_options){0}, NULL), CRM_OK);
		assert_int_equal(reader_is_tsv(r), cases[i].tsv);
		assert_string_equal(reader_name(r), "in");
		reader_free(r);
		t.at = 0;
		read_text(&t, &(struct reader_options){0}, &got);
		assert_string_equal(got.buf, cases[i].want);
		sb_release(&got);
	}
	reader_free(NULL);
}

static void encodings(void **state)
{
	static const struct reading cases[] = {
		{{0}, "\xFF\xFE" "a\0,\0b\0\n\0\xE4\0,\0\x3D\xD8\x0E\xDE\n\0", "[a|b]\nä|😎\n", 20},
		{{0}, "\xFE\xFF" "\0a\0\t\0b\0\n\0\xE4\0\t\0x", "[a|b]\nä|x\n", 16},
		{{.encoding = "UTF-16"}, "\xFE\xFF" "\0a\0\t\0b\0\n\0\xE4\0\t\0x", "[a|b]\nä|x\n", 16},
		{{.encoding = "UTF-16LE"}, "\xFF\xFE" "a\0,\0b\0\n\0", "[a|b]\n", 10},
		{{.encoding = "cp1252"}, "a;b\n\xE4;\x80\n", "[a|b]\nä|€\n", 0},
		{{.encoding = "ISO-8859-15"}, "a;b\n\xE4;\xA4\n", "[a|b]\nä|€\n", 0},
		{{.encoding = "SHIFT_JIS"}, "a,b\n\x93\xFA\x96\x7B,\x83\x5C\n", "[a|b]\n日本|ソ\n", 0},
		{{.encoding = "ISO-2022-JP"}, "a,b\n\x1B$BF|K\\\x1B(B,x\n", "[a|b]\n日本|x\n", 0},
		{{.encoding = "cp1258"}, "a,b\nx,e\xEC", "[a|b]\nx|é\n", 0},
		{{.encoding = "utf-8"}, "\xEF\xBB\xBF" "a,b\nä,x\n", "[a|b]\nä|x\n", 0},
		{{.encoding = "cp1252"}, "a,b\n\xE4\xE4,\x81\n1,2\n", "[a|b]\n!2:6: not valid in encoding 'cp1252'\n1|2\n", 0},
		{{0}, "\xFF\xFE" "a\0\n\0x\0\x00\xD8y\0\n\0z\0\n\0", "[a]\n!2:2: not valid in encoding 'UTF-16LE'\nz\n", 18},
		{{0}, "\xFF\xFE" "a\0\n\0x", "[a]\n!2:1: not valid in encoding 'UTF-16LE'\n", 7},
		{{.encoding = "cp1251x"}, "a\n", "!0:0: unknown encoding 'cp1251x' ('iconv -l' lists them)\n", 0},
		{{.encoding = ""}, "a\n", "!0:0: unknown encoding '' ('iconv -l' lists them)\n", 0},
		{{.encoding = "cp1252//IGNORE"}, "a\n", "!0:0: unknown encoding 'cp1252//IGNORE' ('iconv -l' lists them)\n", 0},
	};

	(void)state;
	check(cases, N(cases));
}

static void places(void **state)
{
	static const char text[] = "a,b,c\r\n\"x\r\n\"\"y\",\"2\",3\r\n\r\n\xC3\xA4,\"\"\"\",\"\"\n";
	static const long want[][3][2] = {{{2, 1}, {3, 6}, {3, 10}}, {{5, 1}, {5, 4}, {5, 9}}};

	(void)state;
	for (size_t piece = 0; piece < 9; piece++) {
		struct text t = {.p = text, .n = sizeof text - 1, .piece = piece};
		struct crm_source src = source_of(&t);
		const struct row *row;
		struct reader *r;
		assert_int_equal(reader_open(&r, &src, &(struct reader_options){0}, NULL), CRM_OK);
		assert_int_equal(reader_header(r)->line, 1);
		for (size_t i = 0; i < N(want); i++) {
			assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
			assert_int_equal(row->line, want[i][0][0]);
			for (size_t k = 0; k < 3; k++) {
				assert_int_equal(row->f[k].line, want[i][k][0]);
				assert_int_equal(row->f[k].column, want[i][k][1]);
			}
		}
		reader_free(r);
	}
}

static void rewinds(void **state)
{
	static const char *const texts[] = {"id\tname\n1\ta\\n\n2\tb\n", "id,name\n1,\"a\n\"\n2,b\n", "\xFF\xFEi\0d\0\n\0" "1\0"};

	(void)state;
	for (size_t i = 0; i < N(texts); i++) {
		struct text t = {.p = texts[i], .n = i == 2 ? 10 : strlen(texts[i])};
		struct crm_source src = source_of(&t);
		struct strbuf first = STRBUF_INIT, second = STRBUF_INIT;
		struct crm_error e = CRM_ERROR_INIT;
		const struct row *header, *row;
		struct reader *r;
		assert_int_equal(reader_open(&r, &src, &(struct reader_options){0}, NULL), CRM_OK);
		header = reader_header(r);
		assert_memory_equal(header->f[0].p, "id", 3);
		read_rows(r, &first);
		assert_int_equal(reader_rewind(r, NULL), CRM_OK);
		read_rows(r, &second);
		assert_string_equal(first.buf, second.buf);
		assert_true(first.len > 0);
		assert_int_equal(reader_rewind(r, NULL), CRM_OK);
		assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
		assert_int_equal(row->line, 2);
		assert_int_equal(reader_rewind(r, NULL), CRM_OK); /* from the middle */
		sb_reset(&second);
		read_rows(r, &second);
		assert_string_equal(first.buf, second.buf);
		assert_ptr_equal(reader_header(r), header);
		assert_memory_equal(header->f[0].p, "id", 3);
		t.once = true;
		assert_int_equal(reader_rewind(r, &e), CRM_IO);
		assert_string_equal(e.list[0].text, "cannot be read twice");
		crm_error_clear(&e);
		reader_free(r);
		sb_release(&first);
		sb_release(&second);
	}
}

static void source_fails(void **state)
{
	static const char *const texts[] = {"a\tb\n1\t2\n3\t4\n", "a,b\n1,2\n3,4\n"};

	(void)state;
	for (size_t i = 0; i < N(texts); i++)
		for (size_t at = 1; at < strlen(texts[i]); at++) {
			struct text t = {.p = texts[i], .n = strlen(texts[i]), .piece = 1, .fail_at = at};
			struct strbuf got = STRBUF_INIT;
			read_text(&t, &(struct reader_options){0}, &got);
			assert_non_null(strstr(got.buf, "!0:0: cannot read: Input/output error\n"));
			sb_release(&got);
		}
}

/* ---- large ---- */

static void long_rows(void **state)
{
	static const char *const seps[] = {"\t", ","};
	struct strbuf text = STRBUF_INIT;

	(void)state;
	for (size_t i = 0; i < N(seps); i++) {
		struct text t = {.piece = 65536};
		struct crm_source src = source_of(&t);
		const struct row *row;
		struct reader *r;
		sb_reset(&text);
		sb_printf(&text, "a%sb\n1%s", seps[i], seps[i]);
		for (int k = 0; k < 5000000; k++)
			sb_addc(&text, (char)('a' + k % 26));
		sb_printf(&text, "\n2%s3\n", seps[i]);
		t.p = text.buf;
		t.n = text.len;
		assert_int_equal(reader_open(&r, &src, &(struct reader_options){0}, NULL), CRM_OK);
		assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
		assert_int_equal(row->f[1].n, 5000000);
		assert_memory_equal(row->f[1].p, text.buf + 6, 5000000);
		assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
		assert_memory_equal(row->f[1].p, "3", 1);
		reader_free(r);
	}
	sb_release(&text);
}

/* Text without end in one line; the line after it can be read. */
struct endless {
	size_t left;
	const char *before, *after;
};

static long endless_read(void *arg, char *p, size_t n)
{
	struct endless *t = arg;
	const char **s = *t->before ? &t->before : &t->after;

	if (*t->before || !t->left) {
		n = strlen(*s);
		memcpy(p, *s, n);
		*s += n;
		return (long)n;
	}
	n = n < t->left ? n : t->left;
	memset(p, 'x', n);
	t->left -= n;
	return (long)n;
}

static void endless_rows(void **state)
{
	static const char *const begins[] = {"a\tb\n1\t", "a,b\n1,", "a,b\n1,\"", "a,b\n1,\"x\"\""};

	(void)state;
	for (size_t i = 0; i < N(begins); i++) {
		struct endless t = {100 * 1024 * 1024, begins[i], i ? "\"\n1,2\n" : "\n1\t2\n"};
		struct crm_source src = {"in", endless_read, NULL, NULL, &t};
		struct crm_error e = CRM_ERROR_INIT;
		const struct row *row;
		struct reader *r;
		if (i == 1)
			t.after = "\n1,2\n";
		assert_int_equal(reader_open(&r, &src, &(struct reader_options){0}, NULL), CRM_OK);
		assert_int_equal(reader_next(r, &row, &e), CRM_DATA);
		assert_null(row);
		assert_int_equal(e.list[0].line, 2);
		assert_non_null(strstr(e.list[0].text, "longer than 64 MiB"));
		crm_error_clear(&e);
		assert_int_equal(reader_next(r, &row, &e), CRM_OK);
		assert_int_equal(row->line, 3);
		assert_memory_equal(row->f[1].p, "2", 1);
		reader_free(r);
	}
}

static void too_many_columns(void **state)
{
	static const char *const seps[] = {"\t", ","};

	(void)state;
	for (size_t i = 0; i < N(seps); i++) {
		struct strbuf text = STRBUF_INIT, got = STRBUF_INIT;
		struct text t = {0};
		for (int k = 0; k < 100000; k++)
			sb_adds(&text, seps[i]);
		t.p = text.buf;
		t.n = text.len;
		read_text(&t, &(struct reader_options){0}, &got);
		assert_string_equal(got.buf, "!1:1: 100001 fields, more than 10000\n");
		sb_release(&text);
		sb_release(&got);
	}
}

/* Lines that end anywhere in relation to the blocks. */
static void block_borders(void **state)
{
	static const char *const rows[] = {"%07d\tabc\\ndef\n", "%07d,\"abc\ndef\"\n", "%07d,\"abc\ndef\"\r\n"};

	(void)state;
	for (size_t i = 0; i < N(rows); i++)
		for (size_t piece = 0; piece < 3; piece++) {
			struct strbuf text = STRBUF_INIT;
			struct text t = {.piece = piece * 4093};
			struct crm_source src = source_of(&t);
			const struct row *row;
			struct reader *r;
			int k;
			for (k = 0; k < 200000; k++)
				sb_printf(&text, rows[i], k);
			t.p = text.buf;
			t.n = text.len;
			assert_int_equal(reader_open(&r, &src, &(struct reader_options){.no_header = true}, NULL), CRM_OK);
			for (k = 0; k < 200000; k++) {
				char want[16];
				snprintf(want, sizeof want, "%07d", k);
				assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
				assert_int_equal(row->line, i ? 2 * k + 1 : k + 1);
				assert_memory_equal(row->f[0].p, want, 7);
				assert_int_equal(row->f[1].n, 7);
				assert_memory_equal(row->f[1].p, "abc\ndef", 7);
			}
			assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
			assert_null(row);
			reader_free(r);
			sb_release(&text);
		}
}

/* ---- round trips ---- */

static uint64_t seed;

static uint64_t rnd(uint64_t n)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (seed >> 33) % n;
}

static void random_value(struct strbuf *b)
{
	static const char *const pieces[] = {"\t", "\n", "\r",   "\\",   "\"",     ",", ";", " ", "a",    "\\n",  "ä",
	                                     "日", "😎", "\x01", "\x7f", "\u2028", "0", "=", "'", "\"\"", "\r\n", "some longer text"};
	size_t n = rnd(4) ? rnd(6) : rnd(40);

	while (n--)
		sb_adds(b, pieces[rnd(N(pieces))]);
}

static enum out_result to_strbuf(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}

struct values {
	struct strbuf text;
	size_t end[64]; /* of value i in text */
	size_t columns, rows;
};

static void write_values(const struct values *v, enum sink_format format, struct strbuf *text)
{
	static const struct sink_column names[] = {{"a", false}, {"b", false}, {"c", false}, {"d", false}};
	struct out *o = out_new(&(struct crm_writer){.write = to_strbuf, .arg = text});
	struct sink *s = sink_new(o, &(struct sink_options){.format = format, .header = true});

	sink_begin(s, names, v->columns);
	for (size_t i = 0; i < v->rows * v->columns; i++) {
		size_t from = i ? v->end[i - 1] : 0;
		sink_cell(s, CELL_TEXT, v->text.buf + from, v->end[i] - from);
		if (i % v->columns == v->columns - 1)
			sink_end_row(s);
	}
	sink_end(s);
	out_finish(o, NULL);
	sink_free(s);
	out_free(o);
}

/* Such rows are passed over; what a TSV escapes is something. */
static bool nothing_in(const struct values *v, enum reader_format format, size_t row)
{
	for (size_t i = row * v->columns; i < (row + 1) * v->columns; i++) {
		const char *s = v->text.buf + (i ? v->end[i - 1] : 0);
		size_t n = v->end[i] - (i ? v->end[i - 1] : 0);

		for (size_t k = 0; k < n && format == READER_TSV; k++)
			if (strchr("\t\n\r", s[k]))
				return false;
		utf8_trim(&s, &n);
		if (n)
			return false;
	}
	return v->columns > 1;
}

static void check_values(const struct values *v, enum reader_format format, struct text *t)
{
	struct crm_source src = source_of(t);
	const struct row *row;
	struct reader *r;
	size_t from = 0;

	assert_int_equal(reader_open(&r, &src, &(struct reader_options){.format = format}, NULL), CRM_OK);
	assert_int_equal(reader_header(r)->n, v->columns);
	for (size_t i = 0; i < v->rows; i++) {
		if (nothing_in(v, format, i)) {
			from = v->end[(i + 1) * v->columns - 1];
			continue;
		}
		assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
		assert_non_null(row);
		for (size_t k = 0; k < v->columns; k++) {
			size_t end = v->end[i * v->columns + k];
			assert_int_equal(row->f[k].n, end - from);
			assert_memory_equal(row->f[k].p, v->text.buf + from, end - from);
			from = end;
		}
	}
	assert_int_equal(reader_next(r, &row, NULL), CRM_OK);
	assert_null(row);
	reader_free(r);
}

static void round_trips(void **state)
{
	(void)state;
	seed = 20260331;
	for (int i = 0; i < 5000; i++) {
		struct values v = {.text = STRBUF_INIT, .columns = 1 + rnd(4), .rows = rnd(10)};
		for (size_t k = 0; k < v.columns * v.rows; k++) {
			random_value(&v.text);
			v.end[k] = v.text.len;
		}
		for (enum sink_format f = SINK_TSV; f <= SINK_CSV; f += SINK_CSV - SINK_TSV) {
			struct strbuf text = STRBUF_INIT;
			struct text t = {.piece = rnd(20)};
			write_values(&v, f, &text);
			t.p = text.buf;
			t.n = text.len;
			check_values(&v, f == SINK_TSV ? READER_TSV : READER_CSV, &t);
			sb_release(&text);
		}
		sb_release(&v.text);
	}
}

/* Any bytes: no crash, an end, and every failure with a place. */
static void garbage(void **state)
{
	static const char alphabet[] = "\t\n\r\\\",;ab\xC3\xA4\xFF\0nt";

	(void)state;
	seed = 4711;
	for (int i = 0; i < 20000; i++) {
		char bytes[64];
		struct text t = {.p = bytes, .n = rnd(sizeof bytes), .piece = rnd(9)};
		struct reader_options opt = {.format = (enum reader_format)rnd(3), .no_header = rnd(2)};
		struct crm_source src = source_of(&t);
		const struct row *row = NULL;
		struct crm_error e = CRM_ERROR_INIT;
		struct reader *r;
		enum crm_status status;
		size_t rows = 0;
		for (size_t k = 0; k < t.n; k++)
			bytes[k] = alphabet[rnd(sizeof alphabet - 1)];
		status = reader_open(&r, &src, &opt, &e);
		while (r && (!status || status == CRM_DATA) && (status || !rows || row)) {
			status = reader_next(r, &row, &e);
			rows++;
			assert_in_range(rows, 1, 100);
		}
		for (size_t k = 0; k < e.n; k++)
			assert_true(e.list[k].line > 0 && e.list[k].column > 0);
		crm_error_clear(&e);
		reader_free(r);
	}
}

/* ---- conformance: the collections' CSV against their JSON ---- */

static const char *shared(void)
{
	const char *dir = getenv("CRM_SHARED");
	return dir && *dir ? dir : "../shared";
}

static bool slurp(const char *path, struct strbuf *b)
{
	FILE *f = fopen(path, "rb");
	char piece[4096];
	size_t n;

	if (!f)
		return false;
	while ((n = fread(piece, 1, sizeof piece, f)) > 0)
		sb_add(b, piece, n);
	fclose(f);
	return true;
}

static const char *json_space(const char *p)
{
	return p + strspn(p, " \t\r\n,:");
}

static const char *json_string(const char *p, struct strbuf *b)
{
	static const char from[] = "nrt\"\\/", to[] = "\n\r\t\"\\/";

	assert_int_equal(*p, '"');
	for (p++; *p != '"'; p++) {
		const char *q;
		if (*p == '\\') {
			q = strchr(from, *++p);
			assert_non_null(q);
			sb_addc(b, to[q - from]);
		} else {
			sb_addc(b, *p);
		}
	}
	return p + 1;
}

/* The JSON in the form of read_text: arrays of arrays, or of objects, whose keys are the header. */
static void json_rows(const char *p, struct strbuf *b)
{
	bool first = true;

	p = json_space(p);
	assert_int_equal(*p, '[');
	for (p = json_space(p + 1); *p != ']'; p = json_space(p + 1), first = false) {
		bool object = *p == '{';
		struct strbuf keys = STRBUF_INIT, row = STRBUF_INIT;
		for (p = json_space(p + 1); *p != '}' && *p != ']'; p = json_space(p)) {
			if (object) {
				if (keys.len)
					sb_addc(&keys, '|');
				p = json_space(json_string(p, &keys));
			}
			if (object ? strchr(keys.buf, '|') != NULL : row.len > 0)
				sb_addc(&row, '|');
			p = json_string(p, &row);
		}
		if (object && first)
			sb_printf(b, "[%s]\n", keys.buf);
		sb_add(b, row.buf, row.len);
		sb_addc(b, '\n');
		sb_release(&keys);
		sb_release(&row);
	}
}

static void read_file(const char *dir, const char *name, bool header, struct strbuf *got)
{
	struct strbuf csv = STRBUF_INIT;
	struct text t = {0};
	char path[512];

	snprintf(path, sizeof path, "%s/data/conformance/csv/%s/%s.csv", shared(), dir, name);
	assert_true(slurp(path, &csv));
	t.p = csv.buf;
	t.n = csv.len;
	read_text(&t, &(struct reader_options){.format = READER_CSV, .no_header = !header}, got);
	sb_release(&csv);
}

static void check_file(const char *dir, const char *json_dir, const char *name, bool header)
{
	struct strbuf json = STRBUF_INIT, want = STRBUF_INIT, got = STRBUF_INIT;
	char path[512];

	snprintf(path, sizeof path, "%s/data/conformance/csv/%s/%s.json", shared(), json_dir, name);
	assert_true(slurp(path, &json));
	json_rows(json.buf, &want);
	if (header && !want.len)
		sb_adds(&want, "[foo|bar|baz]\n");
	read_file(dir, name, header, &got);
	assert_string_equal(got.buf, want.buf);
	sb_release(&json);
	sb_release(&want);
	sb_release(&got);
}

static bool absent(void)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/data/conformance/csv/csv-spectrum/SOURCE.md", shared());
	f = fopen(path, "rb");
	if (f)
		fclose(f);
	else
		print_message("# no CSV collections in '%s' (CRM_SHARED names their place): not tested\n", shared());
	return !f;
}

static void conformance_spectrum(void **state)
{
	static const char *const names[] = {"comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
	                                    "quotes_and_newlines", "simple", "simple_crlf", "utf8"};

	(void)state;
	if (absent())
		return;
	for (size_t i = 0; i < N(names); i++)
		check_file("csv-spectrum/csvs", "csv-spectrum/json", names[i], true);
}

static void conformance_test_data(void **state)
{
	static const char *const names[] = {"all-empty", "empty-field", "empty-one-column", "header-no-rows", "header-simple",
	                                    "leading-space", "one-column", "quotes-empty", "quotes-with-comma",
	                                    "quotes-with-escaped-quote", "quotes-with-newline", "quotes-with-space", "simple-crlf",
	                                    "simple-lf", "trailing-newline", "trailing-newline-one-field", "trailing-space", "utf8"};

	(void)state;
	if (absent())
		return;
	for (size_t i = 0; i < N(names); i++)
		check_file("csv-test-data/csv", "csv-test-data/json", names[i], !strncmp(names[i], "header-", 7));
}

/* An error of the reader, or a header that isn't the one asked for. */
static void conformance_bad(void **state)
{
	static const struct {
		const char *name, *want;
	} cases[] = {
		{"bad-header-less-fields", "[foo|bar|baz]\n!2:4: 2 fields where the header has 3\n"},
		{"bad-header-more-fields", "[foo|bar|baz]\n!2:7: 4 fields where the header has 3\n"},
		{"bad-header-no-header", ""},
		{"bad-header-wrong-header", "[qux|quux|quuz]\n"},
		{"bad-missing-quote", "[foo|bar|baz]\n!2:3: quote that is not closed\n"},
		{"bad-quotes-with-unescaped-quote",
	         "[foo|bar|baz]\n!2:19: text behind a closing quote (a quote inside a field is written twice)\n"},
		{"bad-unescaped-quote", "[foo|bar|baz]\n!2:8: quote in a field that does not begin with one\n"},
	};
	struct strbuf got = STRBUF_INIT;

	(void)state;
	if (absent())
		return;
	for (size_t i = 0; i < N(cases); i++) {
		read_file("csv-test-data/csv", cases[i].name, true, &got);
		assert_string_equal(got.buf, cases[i].want);
	}
	sb_release(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tsv_texts),
		cmocka_unit_test(tsv_errors),
		cmocka_unit_test(csv_texts),
		cmocka_unit_test(csv_errors),
		cmocka_unit_test(formats),
		cmocka_unit_test(encodings),
		cmocka_unit_test(places),
		cmocka_unit_test(rewinds),
		cmocka_unit_test(source_fails),
		cmocka_unit_test(long_rows),
		cmocka_unit_test(endless_rows),
		cmocka_unit_test(too_many_columns),
		cmocka_unit_test(block_borders),
		cmocka_unit_test(round_trips),
		cmocka_unit_test(garbage),
		cmocka_unit_test(conformance_spectrum),
		cmocka_unit_test(conformance_test_data),
		cmocka_unit_test(conformance_bad),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
