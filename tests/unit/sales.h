/* sales.h - what the tests of the sales floor share: an answer as text, rows out of a string, a small database in memory. Included by them only. */
#ifndef TESTS_UNIT_SALES_H
#define TESTS_UNIT_SALES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "crm.h"

static struct crm_error err;
static struct strbuf answer = STRBUF_INIT; /* what the sink has written */
static struct out *answer_out;

static enum out_result take(void *arg, const char *p, size_t n, size_t *done)
{
	(void)arg;
	sb_add(&answer, p, n);
	*done = n;
	return OUT_OK;
}

/* A sink whose text is in `answer` after answered(). */
static struct sink *answering(enum sink_format format)
{
	static const struct crm_writer w = {.write = take};
	const struct sink_options opt = {.format = format, .header = true};

	sb_reset(&answer);
	answer_out = out_new(&w);
	return sink_new(answer_out, &opt);
}

static const char *answered(struct sink *s)
{
	sink_free(s);
	assert_int_equal(out_finish(answer_out, NULL), CRM_OK);
	out_free(answer_out);
	return answer.buf;
}

/* Rows out of a string. */
struct text_source { const char *s; size_t n, at, step; };

static long read_text(void *arg, char *p, size_t n)
{
	struct text_source *t = arg;
	size_t left = t->n - t->at;

	if (t->step && n > t->step)
		n = t->step;
	if (n > left)
		n = left;
	memcpy(p, t->s + t->at, n);
	t->at += n;
	return (long)n;
}

static inline struct crm_source source_of(struct text_source *t, const char *s)
{
	*t = (struct text_source){s, strlen(s), 0, 0};
	return (struct crm_source){.name = "stdin", .read = read_text, .arg = t};
}

/* Columns of a text with tabs are written with | in tests. */
static void assert_answer(const char *should)
{
	char *s = crm_strdup(should);

	for (char *p = s; *p; p++)
		if (*p == '|')
			*p = '\t';
	if (strcmp(s, answer.buf) != 0)
		fail_msg("expected\n%sbut it is\n%s", s, answer.buf);
	free(s);
}

/* The i-th message as `file:line:column: field: text`. */
static void assert_message(size_t i, const char *should)
{
	struct strbuf b = STRBUF_INIT;
	const struct crm_message *m = &err.list[i];

	assert_true(i < err.n);
	if (m->file)
		sb_printf(&b, "%s:", m->file);
	if (m->line)
		sb_printf(&b, "%ld:", m->line);
	if (m->column)
		sb_printf(&b, "%ld:", m->column);
	if (m->field)
		sb_printf(&b, "%s%s:", b.len ? " " : "", m->field);
	sb_printf(&b, "%s%s", b.len ? " " : "", m->text);
	if (strcmp(b.buf, should) != 0)
		fail_msg("expected '%s' but it is '%s'", should, b.buf);
	sb_release(&b);
}

static int forget(void **state)
{
	(void)state;
	crm_error_clear(&err);
	sb_release(&answer);
	return 0;
}

static inline int day(const char *s)
{
	int d;

	assert_true(date_parse_iso(s, strlen(s), &d));
	return d;
}

#endif
