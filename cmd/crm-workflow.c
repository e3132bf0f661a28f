/* crm-workflow.c - how a company sells, from YAML: settings, pipelines, fields */
#include "verbs.h"

static enum crm_status run_file(struct cli *cli)
{
	struct strbuf text = STRBUF_INIT;
	struct crm_write w;
	const char *name = cli->dash ? "-" : cli->nwords == 1 ? cli->words[0] : NULL;
	enum crm_status s;
	if (!name || (cli->dash && cli->nwords))
		return cli_usage(cli, "name one YAML file, or - for standard input");
	cli_write_init(cli, &w);
	if ((s = cli_slurp(name, &text, &cli->err)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		goto out;
	name = cli->dash ? "stdin" : name;
	if (!cli->verb->writes) {
		s = crm_workflow_check(cli->crm, name, text.buf, text.len, &cli->err);
		goto out;
	}
	w.want_changes = true;
	s = crm_workflow_apply(cli->crm, name, text.buf, text.len, &w, &cli->err);
	if (!s && !cli->quiet)
		crm_print_changes(&w, cli_sink(cli, false));
out:
	crm_write_free(&w);
	sb_release(&text);
	return s;
}

static enum crm_status run_show(struct cli *cli)
{
	enum crm_status s = cli->nwords || cli->dash ? cli_usage(cli, "show takes no operands") : cli_open(cli);
	return s ? s : crm_workflow_show(cli->crm, cli_out(cli), &cli->err);
}

static enum crm_status run_terms(struct cli *cli) { return verb_read(cli, NULL, crm_terms, false); }

static enum crm_status write_terms(struct cli *cli, bool join)
{
	struct crm_write w;
	enum crm_status s;
	if (cli->dash || cli->nwords < 2 || (!join && cli->nwords > 2))
		return cli_usage(cli, join ? "which terms become one? TERM... and the one that stays"
		                           : "which term? OLD and NEW");
	cli_write_init(cli, &w);
	w.want_changes = true;
	if ((s = cli_open(cli)) == CRM_OK)
		s = join ? crm_term_join(cli->crm, cli->words, cli->nwords, &w, &cli->err)
		         : crm_term_rename(cli->crm, cli->words[0], cli->words[1], &w, &cli->err);
	if (!s && !cli->quiet)
		crm_print_changes(&w, cli_sink(cli, false));
	crm_write_free(&w);
	return s;
}

static enum crm_status run_rename(struct cli *cli) { return write_terms(cli, false); }

static enum crm_status run_join(struct cli *cli) { return write_terms(cli, true); }

static const struct verb verbs[] = {
	{"check", run_file, 0, false, "FILE|-", "report every error of a configuration file", NULL, 0},
	{"apply", run_file, TAKES_FORMAT | TAKES_DRY, true, "FILE|-", "put a configuration into force, all or nothing", NULL, 0},
	{"show", run_show, 0, false, "", "the configuration in force, as YAML that apply takes", NULL, 0},
	{"terms", run_terms, TAKES_COLUMNS | TAKES_SORT | TAKES_LIMIT | TAKES_FORMAT, false, "[FIELD...]",
	 "the words of fields such as industry, source, reason, and how often they stand there", NULL, 0},
	{"rename-term", run_rename, TAKES_FORMAT | TAKES_DRY, true, "OLD NEW", "another word, wherever it stands", NULL, 0},
	{"join-terms", run_join, TAKES_FORMAT | TAKES_DRY, true, "TERM... TERM", "several words become the last one", NULL, 0},
	VERB_END,
};

static const struct tool tool = {"crm-workflow", "how a company sells: settings, pipelines, fields", NULL, verbs, "show"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
