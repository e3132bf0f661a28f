/* crm-offer.c - offers and sales opportunities */
#include "verbs.h"

static const struct verb verbs[] = {SHARED_VERBS, VERB_END};

static const struct tool tool = {"crm-offer", "offers and sales opportunities", "offer", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
