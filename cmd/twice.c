/* twice.c - merge and dupes: the verbs of records that are there twice. */
#include "verbs.h"

const struct argp_option options_merge[] = {
	{"take", OPT_TAKE, "FIELD=A|B", 0, "whose value is right: A the survivor's, B the other's", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

const struct argp_option options_dupes[] = {
	{"min", OPT_MIN, "SCORE", 0, "pairs of at least this score, 1 to 100; 60 when not given", 0},
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
		return cli_usage(
		        cli, "which ones? name the %s that stays, then those that go; or - for pairs on standard input",
		        cli->kind->name);
	m.take = cli_own_all(cli, OPT_TAKE, &m.ntake);
	cli_write_init(cli, &w);
	if ((s = read_stream(cli, &pairs, &m)) == CRM_OK && (s = cli_open(cli)) == CRM_OK &&
	    (s = crm_merge(cli->crm, &m, &w, &cli->err)) == CRM_OK)
		s = cli_print_write(cli, cli->kind, &w);
	crm_write_free(&w);
	crm_pairs_free(&pairs);
	return s;
}

#define MIN_SCORE 60

enum crm_status verb_dupes(struct cli *cli)
{
	const char *min = cli_own(cli, OPT_MIN);
	const struct crm_ids *ids;
	struct crm_query q;
	char *end = NULL;
	long score = min ? strtol(min, &end, 10) : MIN_SCORE;
	enum crm_status s;
	if (min && (end == min || *end || score < 1 || score > 100))
		return cli_usage(cli, "--min=%s: a score is a number from 1 to 100", min);
	if ((s = cli_ids(cli, cli->kind, &ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	q = cli_query(cli, ids);
	return crm_dupes(cli->crm, &q, (int)score, cli_sink(cli, false), &cli->err);
}
