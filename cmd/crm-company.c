/* crm-company.c - organisations: customers, prospects, partners, suppliers */
#include "verbs.h"

static const struct verb verbs[] = {SHARED_VERBS, VERB_MERGE, VERB_END};

static const struct tool tool = {"crm-company", "organisations: customers, prospects, partners, suppliers", "company", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
