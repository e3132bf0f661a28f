/* crm-product.c - catalogue and prices */
#include "verbs.h"

static const struct verb verbs[] = {SHARED_VERBS, VERB_END};

static const struct tool tool = {"crm-product", "catalogue and prices", "product", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
