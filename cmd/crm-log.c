/* crm-log.c - the timeline: what happened, every change, and taking it back */
#include "verbs.h"

#include <unistd.h>

static enum crm_status run_list(struct cli *cli) { return verb_read(cli, NULL, crm_timeline, false); }
static enum crm_status run_changes(struct cli *cli) { return verb_read(cli, NULL, crm_changes, false); }
static enum crm_status run_batches(struct cli *cli) { return verb_read(cli, NULL, crm_batches, false); }

static enum crm_status run_undo(struct cli *cli)
{
	struct crm_write w;
	enum crm_status s;
	if (cli->dash)
		return cli_usage(cli, "name the batches: b41 b42");
	if (!cli->env.must_exist && access(cli->env.path, F_OK) != 0) /* taking back is no reason to make a database */
		return crm_fail(&cli->err, CRM_NO, "nothing to %s", cli->verb->name);
	cli_write_init(cli, &w);
	if ((s = cli_open(cli)) == CRM_OK &&
	    (s = crm_undo(cli->crm, cli->words, cli->nwords, cli->verb->tag, &w, &cli->err)) == CRM_OK)
		s = cli_print_write(cli, NULL, &w);
	crm_write_free(&w);
	return s;
}

static enum crm_status record(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_event(cli->crm, cli->verb->name, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status run_event(struct cli *cli)
{
	if (!cli->dash && cli->nwords == 0)
		return cli_usage(cli,
		                 "%s of what? name an offer, a contact or a company, or - for ids on standard input",
		                 cli->verb->name);
	return verb_write(cli, NULL, record);
}

static enum crm_status correct(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_correct(cli->crm, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status run_correct(struct cli *cli) { return verb_write(cli, cli->kind, correct); }

static enum crm_status run_files(struct cli *cli)
{
	const struct crm_files files = cli_files_of(cli);
	const struct crm_ids *ids;
	struct crm_query q;
	enum crm_status s;
	if ((s = cli_ids(cli, cli->kind, &ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	q = cli_query(cli, ids);
	return crm_event_files(cli->crm, &q, &files, cli_sink(cli, false), &cli->err);
}

#define EVENT(name_, doc_) {name_, run_event, TAKES_WRITE, true, "REF...|- [FIELD=VALUE...]", doc_, NULL, 0}
static const struct verb verbs[] = {
	{"list", run_list, TAKES_LIST | TAKES_WORDS, false, "[WORD...] [BATCH...] [ID...|-] [CONDITION...]", "the timeline, newest first",
		NULL, 0},
	VERB_SHOW,
	EVENT("call", "a telephone call with a contact, of an offer"),
	EVENT("meeting", "a meeting"),
	EVENT("email", "a mail sent or received"),
	EVENT("letter", "a letter or fax"),
	EVENT("visit", "a visit there or here"),
	EVENT("note", "a note"),
	{"correct", run_correct, TAKES_WRITE, true, "REF...|- FIELD=VALUE...", "another event in the place of one", NULL, 0},
	{"files", run_files, TAKES_PICK | TAKES_ALL, false, "[ID...|-] [CONDITION...]", "attached files: as they were, changed, missing",
		NULL, 0},
	VERB_IMPORT,
	VERB_EXPORT,
	VERB_FIELDS,
	{"changes", run_changes, TAKES_COLUMNS | TAKES_LIMIT | TAKES_FORMAT, false, "[BATCH...] [ID...|-] [CONDITION...]",
		"what was changed, newest first", NULL, 0},
	{"batches", run_batches, TAKES_COLUMNS | TAKES_LIMIT | TAKES_FORMAT, false, "[BATCH...] [CONDITION...]",
		"the commands that changed something, newest first", NULL, 0},
	{"undo", run_undo, TAKES_FORMAT | TAKES_DRY, true, "[BATCH...]", "take back your last command, or the batches named", NULL, 0},
	{"redo", run_undo, TAKES_FORMAT | TAKES_DRY, true, "", "take back your last undo", NULL, 1},
	VERB_END,
};

static const struct tool tool = {"crm-log", "the timeline: what happened, every change, and taking it back", "event", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
