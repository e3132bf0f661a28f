/* crm-contact.c - persons: addresses, e-mails, telephones, their companies */
#include "verbs.h"

static const struct argp_option options_vcard[] = {
	{"vcard", OPT_VCARD, "VERSION", 0, "3.0 (default) or 4.0", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

static enum crm_status verb_vcard(struct cli *cli)
{
	const char *version = cli_own(cli, OPT_VCARD);
	const struct crm_ids *ids;
	struct crm_query q;
	enum crm_status s;
	if (version && strcmp(version, "3.0") != 0 && strcmp(version, "4.0") != 0)
		return cli_usage(cli, "vcard: '%s' is not 3.0 or 4.0", version);
	if ((s = cli_ids(cli, cli->kind, &ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	q = cli_query(cli, ids);
	return crm_vcard(cli->crm, &q, version && *version == '4' ? 40 : 30, cli_out(cli), &cli->err);
}

static const struct verb verbs[] = {
	VERB_LIST, VERB_SHOW, VERB_ADD, VERB_SET, VERB_RM, VERB_EDIT,
	{"import", verb_import, TAKES_WRITE, true, "FILE|- [FIELD=VALUE...]", "add and change records from TSV, CSV or vCards", options_import_contact, 0},
	VERB_EXPORT, VERB_FIELDS,
	{"vcard", verb_vcard, 0, false, "[REF...|-] [CONDITION...]", "persons as vCards", options_vcard, 0},
	VERB_MERGE,
	{"dossier", verb_dossier, TAKES_FORMAT | PRINTS_WIDE, false, "REF...|-", "everything stored about a person", NULL, 0},
	{"forget", verb_forget, TAKES_FORMAT | TAKES_DRY, true, "REF...|-", "take a person out of everything, for good", options_forget, 0},
	VERB_END,
};

static const struct tool tool = {"crm-contact", "persons: addresses, e-mails, telephones, their companies", "contact", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
