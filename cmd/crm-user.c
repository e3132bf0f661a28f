/* crm-user.c - who works here */
#include "verbs.h"

static const struct verb verbs[] = {SHARED_VERBS, VERB_END};

static const struct tool tool = {"crm-user", "who works here", "user", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
