/* crm-contact.c - persons: addresses, e-mails, telephones, their companies */
#include "verbs.h"

static const struct verb verbs[] = {SHARED_VERBS, VERB_END};

static const struct tool tool = {"crm-contact", "persons: addresses, e-mails, telephones, their companies", "contact", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
