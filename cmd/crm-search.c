/* crm-search.c - full text over everything */
#include "verbs.h"

static enum crm_status run_search(struct cli *cli)
{
	struct crm_search q = {.operands = cli->words, .noperands = cli->nwords, .columns = cli->columns,
		.limit = cli->limit,
		.brief = cli->terminal && cli->format < 0};
	enum crm_status s;
	if (cli->dash)
		return cli_usage(cli, "no ids are read: search first, then send the ids on, as in crm-search WORD | "
		                      "crm-offer list -");
	return (s = cli_open(cli)) != CRM_OK ? s : crm_search(cli->crm, &q, cli_sink(cli, false), &cli->err);
}

static const struct verb verbs[] = {
	{"search", run_search, TAKES_COLUMNS | TAKES_LIMIT | TAKES_FORMAT | BARE, false, "WORD... [kind=KIND,...]",
		"records that hold all the words, best first", NULL, 0},
	VERB_END,
};

static const struct tool tool = {"crm-search", "full text over everything", NULL, verbs, "search"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
