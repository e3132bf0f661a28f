/* crm-log.c - every change, and taking it back */
#include "verbs.h"

#include <unistd.h>

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
	if ((s = cli_open(cli)) == CRM_OK && (s = crm_undo(cli->crm, cli->words, cli->nwords, cli->verb->tag, &w, &cli->err)) == CRM_OK)
		s = cli_print_write(cli, NULL, &w);
	crm_write_free(&w);
	return s;
}

static const struct verb verbs[] = {
	{"changes", run_changes, TAKES_COLUMNS | TAKES_LIMIT | TAKES_FORMAT, false, "[BATCH...] [ID...|-] [CONDITION...]", "what was changed, newest first", NULL, 0},
	{"batches", run_batches, TAKES_COLUMNS | TAKES_LIMIT | TAKES_FORMAT, false, "[BATCH...] [CONDITION...]", "the commands that changed something, newest first", NULL, 0},
	{"undo", run_undo, TAKES_FORMAT | TAKES_DRY, true, "[BATCH...]", "take back your last command, or the batches named", NULL, 0},
	{"redo", run_undo, TAKES_FORMAT | TAKES_DRY, true, "", "take back your last undo", NULL, 1},
	VERB_END,
};

static const struct tool tool = {"crm-log", "every change, and taking it back", NULL, verbs, "changes"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
