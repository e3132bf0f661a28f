/* crm-report.c - measures by dimensions: revenue, win rate, pipeline, cycle, completeness */
#include "verbs.h"

enum { OPT_BY = OPT_VERB, OPT_PERIOD, OPT_OF };

static const struct argp_option options[] = {
	{"by", OPT_BY, "LIST", 0, "fields of the offer, closed:month, closed:quarter, company.industry, ...", 0},
	{"period", OPT_PERIOD, "PERIOD", 0, "offers closed in this period", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static const struct argp_option complete_options[] = {
	{"by", OPT_BY, "LIST", 0, "fields of the records, owner (default), category, company.city, ...", 0},
	{"of", OPT_OF, "KIND", 0, "contact (default) or company", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static enum crm_status run_report(struct cli *cli)
{
	struct crm_report r = {.name = cli->verb->name,
	                       .of = cli_own(cli, OPT_OF),
	                       .by = cli_own(cli, OPT_BY),
	                       .period = cli_own(cli, OPT_PERIOD),
	                       .all = cli->all,
	                       .sort = cli->sort,
	                       .limit = cli->limit,
	                       .operands = cli->words,
	                       .noperands = cli->nwords};
	const struct crm_kind *kind = crm_report_kind(r.name, r.of);
	enum crm_status s;

	if ((s = cli_ids(cli, kind, &r.ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	return crm_report(cli->crm, &r, cli_sink(cli, false), &cli->err);
}

#define REPORT(name_, doc_, options_) \
	{name_, run_report, TAKES_PICK | TAKES_SORT | TAKES_LIMIT | TAKES_ALL, false, "[ID...|-] [CONDITION...]", doc_, options_, 0}
static const struct verb verbs[] = {
	REPORT("revenue", "value of won offers: count, sum, average, median", options),
	REPORT("winrate", "won out of won and lost, with a 95 % interval", options),
	REPORT("pipeline", "open offers: count, total, weighted", options),
	REPORT("cycle", "days from inquiry to closing: mean and percentiles", options),
	REPORT("complete", "how much is known of contacts or companies", complete_options),
	VERB_END,
};

static const struct tool tool = {"crm-report", "reports: measures by dimensions", "offer", verbs, NULL};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
