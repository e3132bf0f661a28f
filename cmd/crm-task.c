/* crm-task.c - follow-ups: what is to be done, by when, for whom */
#include "verbs.h"

enum { OPT_EVENTS = OPT_VERB };

static const struct argp_option options_ical[] = {
	{"events", OPT_EVENTS, NULL, 0, "as events, for calendars that show no tasks; those without a day are left out", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static enum crm_status task(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_task(cli->crm, (enum crm_task_verb)cli->verb->tag, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status run_task(struct cli *cli) { return verb_write_records(cli, task); }

/* The calendar of the words from the first on. */
static enum crm_status calendar(struct cli *cli, size_t first, struct strbuf *text)
{
	const struct crm_ids *ids;
	struct crm_query q;
	enum crm_status s;
	if ((s = cli_ids(cli, cli->kind, &ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	q = cli_query(cli, ids);
	q.operands += first;
	q.noperands -= first;
	return crm_task_ical(cli->crm, &q, cli_own(cli, OPT_EVENTS) != NULL, text, &cli->err);
}

static enum crm_status run_ical(struct cli *cli)
{
	struct strbuf text = STRBUF_INIT;
	enum crm_status s = calendar(cli, 0, &text);
	if (!s)
		out_write(cli_out(cli), text.buf, text.len);
	sb_release(&text);
	return s;
}

/* t1, which would be a file of that name; ./t1 is one. */
static bool is_task(const char *word)
{
	return word[0] == 't' && crm_is_id(word + 1);
}

static enum crm_status run_feed(struct cli *cli)
{
	struct strbuf text = STRBUF_INIT;
	struct cli_output o;
	enum crm_status s;
	if (cli->nwords == 0 || crm_is_condition(cli->words[0]) || is_task(cli->words[0]))
		return cli_usage(cli, "which file? it is the first word: feed FILE [CONDITION...]");
	s = cli_output_init(cli, &o, cli->words[0], NULL);
	o.mark = "\nPRODID:-//crm//";
	if (s == CRM_OK && (s = calendar(cli, 1, &text)) == CRM_OK &&
	    (s = cli_output_write(&o, text.buf, text.len)) == CRM_OK)
		s = cli_output_end(&o);
	cli_output_free(&o);
	sb_release(&text);
	return s;
}

static const struct verb verbs[] = {
	SHARED_VERBS,
	{"done", run_task, TAKES_WRITE, true, "REF...|- [FIELD=VALUE...]", "done today, or on done=DATE; of a series the next one comes",
		NULL, CRM_TASK_DONE},
	{"reopen", run_task, TAKES_WRITE, true, "REF...|- [FIELD=VALUE...]", "not done after all", NULL, CRM_TASK_REOPEN},
	{"snooze", run_task, TAKES_WRITE, true, "REF...|- [FIELD=VALUE...] DAY", "put off to a day, or by +3d, +2wd, +1w", NULL,
		CRM_TASK_SNOOZE},
	{"ical", run_ical, TAKES_ALL | TAKES_WORDS, false, "[ID...|-] [CONDITION...]", "as an iCalendar", options_ical, 0},
	{"feed", run_feed, TAKES_ALL | TAKES_WORDS, false, "FILE [ID...|-] [CONDITION...]",
		"the iCalendar into a file that a calendar subscribes to", options_ical, 0},
	VERB_END,
};

static const struct tool tool = {"crm-task", "follow-ups", "task", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
