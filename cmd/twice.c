/* twice.c - merge and dupes: the verbs of records that are there twice. */
#include "verbs.h"

const struct argp_option options_merge[] = {
	{"take", OPT_TAKE, "FIELD=A|B", 0, "whose value is right: A the survivor's, B the other's", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

/* `-` alone: pairs; behind a record: ids of those that go. */
static enum crm_status read_stream(struct cli *cli, struct crm_pairs *pairs, struct crm_merge *m)
{
	struct crm_source src;
	enum crm_status s;
	if (!cli->dash || cli->nwords)
		return cli_ids(cli, cli->kind, &m->ids);
	if (!cli_stdin_once(cli))
		return CRM_USAGE;
	if ((s = cli_source_open(&src, "-", &cli->err)) != CRM_OK)
		return s;
	s = crm_pairs_read(pairs, cli->kind, &src, &cli->err);
	cli_source_close(&src);
	m->pairs = pairs;
	return s;
}

enum crm_status verb_merge(struct cli *cli)
{
	struct crm_merge m = {.kind = cli->kind, .refs = cli->words, .nrefs = cli->nwords};
	struct crm_pairs pairs = {NULL, 0};
	struct crm_write w;
	enum crm_status s;
	if (cli->nwords < (cli->dash ? 0 : 2))
		return cli_usage(cli, "which ones? name the %s that stays, then those that go; or - for pairs on standard input", cli->kind->name);
	m.take = cli_own_all(cli, OPT_TAKE, &m.ntake);
	cli_write_init(cli, &w);
	if ((s = read_stream(cli, &pairs, &m)) == CRM_OK && (s = cli_open(cli)) == CRM_OK && (s = crm_merge(cli->crm, &m, &w, &cli->err)) == CRM_OK)
		s = cli_print_write(cli, cli->kind, &w);
	crm_write_free(&w);
	crm_pairs_free(&pairs);
	return s;
}
