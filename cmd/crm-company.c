/* crm-company.c - organisations: customers, prospects, partners, suppliers */
#include "verbs.h"

static enum crm_status verb_contacts(struct cli *cli) { return verb_read(cli, cli->kind, crm_affiliations, false); }
static enum crm_status verb_tree(struct cli *cli) { return verb_read(cli, cli->kind, crm_company_tree, false); }

static const struct verb verbs[] = {
	SHARED_VERBS,
	{"contacts", verb_contacts, TAKES_PICK | TAKES_LIMIT, false, "[REF...|-] [CONDITION...]", "persons of a company, now and earlier",
		NULL, 0},
	{"tree", verb_tree, TAKES_PICK | TAKES_LIMIT | TAKES_ALL, false, "[REF...|-] [CONDITION...]",
		"companies under those they belong to", NULL, 0},
	VERB_DUPES, VERB_MERGE,
	VERB_END,
};

static const struct tool tool = {"crm-company", "organisations: customers, prospects, partners, suppliers", "company", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
