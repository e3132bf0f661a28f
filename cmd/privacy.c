/* privacy.c - what is stored about a person, and forgetting it for good */
#include "verbs.h"

static enum crm_status need_persons(struct cli *cli)
{
	if (!cli->dash && cli->nwords == 0)
		return cli_usage(cli, "which %s? name one, or - for ids on standard input", cli->kind->name);
	return CRM_OK;
}

enum crm_status verb_dossier(struct cli *cli)
{
	enum crm_status s = need_persons(cli);
	return s ? s : verb_read(cli, cli->kind, crm_dossier, false);
}

/* The one thing that can't be undone is asked for, by the names. */
static enum crm_status confirm(struct cli *cli)
{
	struct strbuf question = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	sb_adds(&question, "Forget ");
	if (!cli->dry_run && !cli_own(cli, OPT_YES))
		s = crm_forget_names(cli->crm, cli->words, cli->nwords, &question, &cli->err);
	sb_adds(&question, " for good? This cannot be undone.");
	if (!s)
		s = cli_confirm(cli, cli_own(cli, OPT_YES) != NULL, question.buf,
			"forgetting is for good: --yes does it, -N shows what would be done", "nothing is forgotten");
	sb_release(&question);
	return s;
}

enum crm_status verb_forget(struct cli *cli)
{
	const struct crm_ids *ids;
	struct crm_forget opt = {.everywhere = cli_own(cli, OPT_EVERYWHERE) != NULL};
	struct crm_write w;
	enum crm_status s = need_persons(cli), printed;
	opt.also = cli_own_all(cli, OPT_ALSO, &opt.nalso);
	cli_write_init(cli, &w);
	if (!s && (s = cli_ids(cli, cli->kind, &ids)) == CRM_OK && (s = cli_open(cli)) == CRM_OK &&
	    (s = confirm(cli)) == CRM_OK)
		s = crm_forget(cli->crm, cli->words, cli->nwords, ids, &opt, &w, &cli->err);
	if (!s || (s == CRM_NO && (w.touched.n || cli->dry_run))) { /* CRM_NO: done, but some places are left */
		printed = cli_print_write(cli, cli->kind, &w);
		s = printed != CRM_OK ? printed : s;
	}
	crm_write_free(&w);
	return s;
}

const struct argp_option options_forget[] = {
	{"yes", OPT_YES, NULL, 0, "do it, for good", 0},
	{"everywhere", OPT_EVERYWHERE, NULL, 0, "mask texts of records the person has no part in too", 0},
	{"also", OPT_ALSO, "TEXT", 0, "another text that names the person; may be repeated", 0},
	{0},
};
