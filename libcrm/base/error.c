/* error.c - the error object: failures with their places, and notes */
#include <stdarg.h>

#include "array.h"
#include "strbuf.h"

static void forget(struct crm_error *e, size_t from)
{
	for (size_t i = from; i < e->n; i++) {
		free(e->list[i].file);
		free(e->list[i].field);
		free(e->list[i].text);
	}
	e->n = from;
}

void crm_error_clear(struct crm_error *e)
{
	if (!e)
		return;
	forget(e, 0);
	free(e->list);
	*e = (struct crm_error)CRM_ERROR_INIT;
}

struct crm_error_mark crm_error_mark(const struct crm_error *e)
{
	return (struct crm_error_mark){e->status, e->n, e->failures, e->notes};
}

void crm_error_back(struct crm_error *e, struct crm_error_mark m)
{
	forget(e, m.n);
	e->status = m.status;
	e->failures = m.failures;
	e->notes = m.notes;
}

/* Failures and notes have a limit each: a hundred notes must not keep the first failure from being
 * told. */
static bool has_room(const struct crm_error *e, bool note)
{
	size_t failures = e->failures < CRM_MESSAGES_MAX ? e->failures : CRM_MESSAGES_MAX;

	return (note ? e->n - failures : failures) < CRM_MESSAGES_MAX;
}

/* Slot for one more message. The list grows when its length is a power of two. */
static struct crm_message *new_message(struct crm_error *e)
{
	ARRAY_ROOM(e->list, e->n);
	e->list[e->n] = (struct crm_message){0};
	return &e->list[e->n++];
}

static char *format_text(const char *fmt, va_list ap)
{
	struct strbuf b = STRBUF_INIT;

	sb_vprintf(&b, fmt, ap);
	return sb_detach(&b, NULL);
}

/* The message of a failure, its text set, or NULL when it is only counted. */
static struct crm_message *add_failure(struct crm_error *e, enum crm_status s, const char *fmt, va_list ap)
{
	struct crm_message *m = NULL;

	if (!e)
		return NULL;
	if (has_room(e, false)) {
		m = new_message(e);
		m->text = format_text(fmt, ap);
	}
	if (e->failures++ == 0)
		e->status = s;
	return m;
}

enum crm_status crm_fail(struct crm_error *e, enum crm_status s, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add_failure(e, s, fmt, ap);
	va_end(ap);
	return s;
}

enum crm_status crm_fail_at(struct crm_error *e, enum crm_status s, const char *file, long line, long column,
                            const char *field, const char *fmt, ...)
{
	struct crm_message *m;
	va_list ap;

	va_start(ap, fmt);
	m = add_failure(e, s, fmt, ap);
	va_end(ap);
	if (m) {
		m->file = file ? crm_strdup(file) : NULL;
		m->line = line;
		m->column = column;
		m->field = field ? crm_strdup(field) : NULL;
	}
	return s;
}

void crm_note(struct crm_error *e, const char *fmt, ...)
{
	struct crm_message *m;
	va_list ap;

	if (!e || (e->notes++, !has_room(e, true)))
		return;
	m = new_message(e);
	m->note = true;
	va_start(ap, fmt);
	m->text = format_text(fmt, ap);
	va_end(ap);
}
