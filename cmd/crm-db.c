/* crm-db.c - the database file: making, looking after, moving it */
#include "verbs.h"

static enum crm_status one_file(struct cli *cli, const char **name, bool dash)
{
	if (cli->nwords + cli->dash != 1)
		return cli_usage(cli, "name one file");
	if (cli->dash && !dash)
		return cli_usage(cli, "%s needs a file, not -: ./- is one of that name", cli->verb->name);
	*name = cli->dash ? "-" : cli->words[0];
	return CRM_OK;
}

static enum crm_status no_words(struct cli *cli)
{
	return cli->nwords || cli->dash ? cli_usage(cli, "%s takes no operands", cli->verb->name) : CRM_OK;
}

static enum crm_status run_init(struct cli *cli)
{
	if (cli->nwords > 1 || cli->dash)
		return cli_usage(cli, "name one file, or none for the default one");
	if (cli->nwords)
		cli->env.path = cli->words[0];
	cli->env.write = true;
	return crm_init(&cli->env, &cli->err);
}

static enum crm_status run_info(struct cli *cli)
{
	enum crm_status s = no_words(cli);
	return s || (s = cli_open(cli)) != CRM_OK ? s : crm_db_info(cli->crm, cli_sink(cli, false), &cli->err);
}

static enum crm_status run_check(struct cli *cli)
{
	enum crm_status s = no_words(cli);
	return s || (s = cli_open(cli)) != CRM_OK ? s : crm_db_check(cli->crm, &cli->err);
}

static enum crm_status run_reindex(struct cli *cli)
{
	enum crm_status s = no_words(cli);
	return s || (s = cli_open(cli)) != CRM_OK ? s : crm_db_reindex(cli->crm, &cli->err);
}

static enum crm_status run_backup(struct cli *cli)
{
	const char *to = NULL;
	enum crm_status s = one_file(cli, &to, false);
	if (s || (s = cli_output_refuse(cli, to, NULL)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	return crm_db_backup(cli->crm, to, &cli->err);
}

static enum crm_status agree(void *arg, const struct crm_loss *loss, struct crm_error *e)
{
	struct cli *cli = arg;
	struct strbuf question = STRBUF_INIT, unasked = STRBUF_INIT;
	enum crm_status s;
	if (loss->findings && !cli_own(cli, OPT_FORCE))
		return crm_fail(e, CRM_UNAVAILABLE,
		                "the backup does not agree with itself, 'crm-db check' finds %zu: %s; "
		                "--force takes it all the same",
		                loss->findings, loss->finding);
	if (!loss->commands)
		return CRM_OK;
	if (loss->changes < 0)
		sb_adds(&unasked, "restoring drops what is in a damaged database");
	else if (loss->foreign)
		sb_printf(&unasked, "it is no backup of this database: restoring drops all its %lld commands",
		          (long long)loss->changes);
	else
		sb_printf(&unasked, "restoring drops %lld command%s since the backup", (long long)loss->changes,
		          loss->changes == 1 ? "" : "s");
	if (loss->persons)
		sb_printf(&unasked, " and brings back who was forgotten, %s", loss->back);
	sb_printf(&question, "%c%s. Go on?", unasked.buf[0] - 'a' + 'A', unasked.buf + 1);
	sb_adds(&unasked, ": --yes does it");
	s = cli_confirm(cli, cli_own(cli, OPT_YES) != NULL, question.buf, unasked.buf, "nothing is restored");
	sb_release(&question);
	sb_release(&unasked);
	/* run_restore does it beside then */
	return !s && loss->changes < 0 ? crm_fail(e, CRM_UNAVAILABLE, "damaged") : s;
}

/* With --yes a damaged database is no hindrance: it is what backups are for. */
static enum crm_status run_restore(struct cli *cli)
{
	const char *from = NULL;
	enum crm_status s = one_file(cli, &from, false);
	if (s)
		return s;
	if ((s = cli_open(cli)) == CRM_OK)
		s = crm_db_restore(cli->crm, from, agree, cli, &cli->err);
	if (s != CRM_UNAVAILABLE && s != CRM_IO)
		return s;
	crm_close(cli->crm, NULL);
	cli->crm = NULL;
	if (!crm_db_damaged(&cli->env))
		return s;
	if (!cli_own(cli, OPT_YES))
		return crm_fail(&cli->err, s,
		                "'crm-db restore --yes' puts the backup in its place and keeps it beside");
	crm_error_clear(&cli->err);
	return crm_db_restore_damaged(&cli->env, from, agree, cli, &cli->err);
}

static const struct argp_option options_restore[] = {
	{"yes", OPT_YES, NULL, 0, "do it, whatever is lost", 0},
	{"force", OPT_FORCE, NULL, 0, "take a backup that 'crm-db check' finds fault with, too", 0},
	{0},
};

static enum crm_status run_dump(struct cli *cli)
{
	enum crm_status s = no_words(cli);
	if (s || (s = cli_open(cli)) != CRM_OK)
		return s;
	if (cli->terminal)
		out_mask(cli_out(cli), OUT_MASK_TSV);
	return crm_db_dump(cli->crm, cli_out(cli), &cli->err);
}

static enum crm_status run_load(struct cli *cli)
{
	struct crm_source src;
	const char *from = NULL;
	enum crm_status s = one_file(cli, &from, true);
	if (s || (s = cli_source_open(&src, from, &cli->err)) != CRM_OK)
		return s;
	if ((s = cli_open(cli)) == CRM_OK)
		s = crm_db_load(cli->crm, &src, &cli->err);
	cli_source_close(&src);
	return s;
}

static const struct verb verbs[] = {
	{"info", run_info, TAKES_PICK, false, "", "path, version, user, settings, records", NULL, 0},
	{"init", run_init, 0, true, "[FILE]", "make a database", NULL, 0},
	{"check", run_check, 0, false, "", "prove that everything in it agrees", NULL, 0},
	{"reindex", run_reindex, 0, true, "", "make search keys and index afresh", NULL, 0},
	{"backup", run_backup, 0, false, "FILE", "a copy while others work", NULL, 0},
	{"restore", run_restore, 0, true, "FILE", "take over the contents of a backup", options_restore, 0},
	{"dump", run_dump, 0, false, "", "everything as text", NULL, 0},
	{"load", run_load, 0, true, "FILE|-", "a dump into an empty database", NULL, 0},
	VERB_END,
};

static const struct tool tool = {"crm-db", "the database file: making, looking after, moving it", NULL, verbs, "info"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
