/* crm-forecast.c - what is coming: by period and any field of the offer, weighted, with a low and a
 * high */
#include "verbs.h"

enum { OPT_BY = OPT_VERB, OPT_PERIOD, OPT_BAND, OPT_TOTAL };

static const struct argp_option options[] = {
	{"by", OPT_BY, "LIST", 0, "month (default), week, quarter, year, or fields of the offer", 0},
	{"period", OPT_PERIOD, "PERIOD", 0, "expected close, and won, in this period", 0},
	{"band", OPT_BAND, "PERCENT", 0, "how often the result lies between low and high (80)", 0},
	{"total", OPT_TOTAL, NULL, 0, "one row for all", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static enum crm_status read_band(struct cli *cli, int *band)
{
	const char *text = cli_own(cli, OPT_BAND);
	char *end;
	*band = 80;
	if (text) {
		long v = strtol(text, &end, 10);
		if (*end || end == text || v < 1 || v > 99)
			return cli_usage(cli, "band: '%s' is not a percentage from 1 to 99", text);
		*band = (int)v;
	}
	return CRM_OK;
}

/* Standard input is ids when its first line begins with one, else rows with a header. */
static enum crm_status from_stdin(struct cli *cli, struct crm_forecast *f)
{
	struct crm_source src;
	enum crm_status s;
	if (!cli_stdin_once(cli))
		return CRM_USAGE;
	if ((s = cli_source_open(&src, "-", &cli->err)) != CRM_OK)
		return s;
	if ((s = cli_open(cli)) == CRM_OK)
		s = crm_forecast_stream(cli->crm, f, &src, cli_sink(cli, false), &cli->err);
	cli_source_close(&src);
	return s;
}

static enum crm_status run_forecast(struct cli *cli)
{
	struct crm_forecast f = {.by = cli_own(cli, OPT_BY), .period = cli_own(cli, OPT_PERIOD),
		.total = cli_own(cli, OPT_TOTAL) != NULL,
		.operands = cli->words, .noperands = cli->nwords};
	enum crm_status s = read_band(cli, &f.band);
	if (s)
		return s;
	if (cli->dash)
		return from_stdin(cli, &f);
	return (s = cli_open(cli)) != CRM_OK ? s : crm_forecast(cli->crm, &f, cli_sink(cli, false), &cli->err);
}

static const struct verb verbs[] = {
	{"show", run_forecast, TAKES_PICK, false, "[ID...|-] [CONDITION...]", "the forecast", options, 0},
	VERB_END,
};

static const struct tool tool = {"crm-forecast", "what is coming: weighted, won so far, with a low and a high", "offer", verbs, "show"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
