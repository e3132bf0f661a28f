/* crm-lead.c - leads: taken in, ranked by score, qualified, converted, turned down, given to their
 * owners */
#include "verbs.h"

enum { OPT_NEW = OPT_VERB, OPT_INTO, OPT_ROUND_ROBIN, OPT_BY_LOAD, OPT_BY, OPT_PERIOD };

static enum crm_status take_in(struct cli *cli, const struct crm_import *im, struct crm_write *w)
{
	return crm_lead_intake(cli->crm, im, cli_own(cli, OPT_NEW) != NULL, w, &cli->err);
}

static enum crm_status run_intake(struct cli *cli)
{
	return verb_import_with(cli, &(struct import_verb){take_in, true, "taken in", "touched"});
}

static enum crm_status lead_on(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_lead(cli->crm, (enum crm_lead_verb)cli->verb->tag, cli_own(cli, OPT_INTO), cli->words, cli->nwords,
	                ids, w, &cli->err);
}

static enum crm_status give(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	const char *turn = cli_own(cli, OPT_ROUND_ROBIN), *load = cli_own(cli, OPT_BY_LOAD);
	return crm_lead_assign(cli->crm,
	                       turn   ? TURN_ROUND_ROBIN
	                       : load ? TURN_BY_LOAD
	                              : TURN_OWNER,
	                       turn ? turn : load, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status run_lead(struct cli *cli) { return verb_write_records(cli, lead_on); }

static enum crm_status run_assign(struct cli *cli)
{
	if (cli_own(cli, OPT_ROUND_ROBIN) && cli_own(cli, OPT_BY_LOAD))
		return cli_usage(cli, "--round-robin and --by-load: one of them");
	return verb_write_records(cli, give);
}

static enum crm_status run_score(struct cli *cli)
{
	enum crm_status s = verb_need_records(cli);
	return s ? s : verb_read(cli, cli->kind, crm_lead_score, false);
}

static enum crm_status run_response(struct cli *cli)
{
	struct crm_report r = {.name = "response", .by = cli_own(cli, OPT_BY), .period = cli_own(cli, OPT_PERIOD),
		.sort = cli->sort, .limit = cli->limit,
		.operands = cli->words, .noperands = cli->nwords};
	enum crm_status s;
	if ((s = cli_ids(cli, cli->kind, &r.ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	return crm_report(cli->crm, &r, cli_sink(cli, false), &cli->err);
}

static const struct argp_option options_intake[] = {
	{"new", OPT_NEW, NULL, 0, "make a lead of every inquiry, even where one is open", 0},
	{"map", OPT_MAP, "FIELD=COLUMN", 0, "FIELD comes from COLUMN, FIELD+=COLUMN adds to a list; other columns are left out", 0},
	{"guess", OPT_GUESS, NULL, 0, "print the --map options for the file's header, take nothing in", 0},
	{"skip", OPT_SKIP, "COLUMN,...", 0, "these columns are left out", 0},
	{"translate", OPT_TRANSLATE, "FIELD:FROM=TO", 0, "read FROM as TO", 0},
	{"decimal", OPT_DECIMAL, "CHAR", 0, "decimal sign: . or ,", 0},
	{"dates", OPT_DATES, "ORDER", 0, "iso, dmy or mdy", 0},
	{"encoding", OPT_ENCODING, "NAME", 0, "character set, such as cp1252", 0},
	{"delimiter", OPT_DELIMITER, "CHAR", 0, "between fields of CSV; found out when not given", 0},
	{"input", OPT_INPUT, "FORMAT", 0, "the file is tsv, csv or sheet, whatever it looks like", 0},
	{"reject", OPT_REJECT, "FILE", 0, "bad lines go to FILE, the others are taken in", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_option options_convert[] = {
	{"into", OPT_INTO, "OFFER", 0, "merge the leads into this offer", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};
static const struct argp_option options_assign[] = {
	{"round-robin", OPT_ROUND_ROBIN, "USER,...", OPTION_ARG_OPTIONAL, "each of them in turn; without names all active users", 0},
	{"by-load", OPT_BY_LOAD, "USER,...", OPTION_ARG_OPTIONAL,
		"the one with the fewest leads and open offers; without names of all active users", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static const struct argp_option options_response[] = {
	{"by", OPT_BY, "LIST", 0, "fields of the lead, inquired:month, owner, source, ...", 0},
	{"period", OPT_PERIOD, "PERIOD", 0, "inquiries of this period", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static const struct verb verbs[] = {
	SHARED_VERBS,
	{"intake", run_intake, TAKES_WRITE, true, "[FILE|-] [FIELD=VALUE...]", "inquiries to leads: a file, or one as operands",
		options_intake, 0},
	{"score", run_score, TAKES_PICK | TAKES_ALL, false, "REF...|-", "points of leads and what they are for", NULL, 0},
	{"qualify", run_lead, TAKES_WRITE, true, "REF...|- [FIELD=VALUE...]", "to the last stage of leads, with contact and company", NULL,
		LEAD_QUALIFY},
	{"convert", run_lead, TAKES_WRITE, true, "REF...|- [FIELD=VALUE...]", "to the first stage of offers, or into an offer",
		options_convert, LEAD_CONVERT},
	{"disqualify", run_lead, TAKES_WRITE, true, "REF...|- reason=WORD [FIELD=VALUE...]",
		"turned down: lost without having been an offer", NULL, LEAD_DISQUALIFY},
	{"assign", run_assign, TAKES_WRITE, true, "REF...|- [OWNER]", "an owner for leads, by name or in turn", options_assign, 0},
	{"response", run_response, TAKES_PICK | TAKES_SORT | TAKES_LIMIT, false, "[ID...|-] [CONDITION...]",
		"how long inquiries wait for the first response", options_response, 0},
	VERB_END,
};

static const struct tool tool = {"crm-lead", "leads: taken in, ranked, qualified, converted", "lead", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
