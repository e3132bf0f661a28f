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

static const struct verb verbs[] = {
	{"check", run_file, 0, false, "FILE|-", "report every error of a configuration file", NULL, 0},
	{"apply", run_file, TAKES_FORMAT | TAKES_DRY, true, "FILE|-", "put a configuration into force, all or nothing", NULL, 0},
	{"show", run_show, 0, false, "", "the configuration in force, as YAML that apply takes", NULL, 0},
	VERB_END,
};

static const struct tool tool = {"crm-workflow", "how a company sells: settings, pipelines, fields", NULL, verbs, "show"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
