/* message.c - the one form of messages: tool: file:line:column: field: what */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

static void put(const struct strbuf *line)
{
	size_t done = 0;
	while (done < line->len) {
		ssize_t k = write(STDERR_FILENO, line->buf + done, line->len - done);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return;
		done += (size_t)k;
	}
}

/* ---- what the C library says itself: of options it doesn't know, of their values ---- */

static ssize_t masked_write(void *cookie, const char *p, size_t n)
{
	struct strbuf b = STRBUF_INIT;
	(void)cookie;
	utf8_mask_lines(&b, p, n, UTF8_MASK_TEXT, true);
	put(&b);
	sb_release(&b);
	return (ssize_t)n;
}

void cli_mask_stderr(void)
{
	FILE *f = fopencookie(NULL, "w", (cookie_io_functions_t){.write = masked_write});
	if (!f)
		return;
	setvbuf(f, NULL, _IOLBF, BUFSIZ);
	stderr = f;
}

/* ---- ours ---- */

static void add_masked(struct strbuf *b, const char *s) { utf8_mask(b, s, strlen(s)); }

static void say_one(const char *tool, const struct crm_message *m)
{
	struct strbuf b = STRBUF_INIT;
	sb_printf(&b, "%s: ", tool);
	if (m->file) {
		add_masked(&b, m->file);
		if (m->line > 0)
			sb_printf(&b, ":%ld", m->line);
		if (m->line > 0 && m->column > 0)
			sb_printf(&b, ":%ld", m->column);
		sb_adds(&b, ": ");
	}
	if (m->field) {
		add_masked(&b, m->field);
		sb_adds(&b, ": ");
	}
	add_masked(&b, m->text);
	sb_addc(&b, '\n');
	put(&b);
	sb_release(&b);
}

void cli_messages(const char *tool, const struct crm_error *e, bool quiet)
{
	size_t failures = 0, notes = 0;
	for (size_t i = 0; i < e->n; i++) {
		if (e->list[i].note && quiet)
			continue;
		failures += !e->list[i].note;
		notes += e->list[i].note;
		say_one(tool, &e->list[i]);
	}
	if (e->failures > failures)
		cli_say(tool, "and %zu more like these", e->failures - failures);
	if (!quiet && e->notes > notes)
		cli_say(tool, "and %zu more notes like these", e->notes - notes);
}

void cli_say(const char *tool, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	struct crm_message m = {NULL, 0, 0, NULL, NULL, false};
	va_list ap;
	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	m.text = b.buf;
	say_one(tool, &m);
	sb_release(&b);
}

enum crm_status cli_confirm(struct cli *cli, bool yes, const char *question, const char *unasked, const char *refused)
{
	struct strbuf b = STRBUF_INIT;
	char answer[8] = "";
	if (yes || cli->dry_run)
		return CRM_OK;
	if (cli->dash || !isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return cli_usage(cli, "%s", unasked);
	add_masked(&b, question);
	sb_adds(&b, " [y/N] ");
	put(&b);
	sb_release(&b);
	if (!fgets(answer, sizeof answer, stdin) || (answer[0] != 'y' && answer[0] != 'Y'))
		return crm_fail(&cli->err, CRM_NO, "%s", refused);
	return CRM_OK;
}
