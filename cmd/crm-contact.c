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

/* ---- what belongs to a person ---- */

enum { SIDE_LINK, SIDE_UNLINK, SIDE_CONSENT, SIDE_WITHDRAW };

static enum crm_status write_side(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	switch (cli->verb->tag) {
	case SIDE_LINK:
		return crm_link(cli->crm, cli->words, cli->nwords, ids, w, &cli->err);
	case SIDE_UNLINK:
		return crm_unlink(cli->crm, cli->words, cli->nwords, ids, w, &cli->err);
	default:
		return crm_consent(cli->crm, cli->verb->tag == SIDE_CONSENT, cli->words, cli->nwords, ids, w,
		                   &cli->err);
	}
}

static enum crm_status verb_side(struct cli *cli) { return verb_write_records(cli, write_side); }
static enum crm_status verb_companies(struct cli *cli) { return verb_read(cli, cli->kind, crm_affiliations, false); }
static enum crm_status verb_consents(struct cli *cli) { return verb_read(cli, cli->kind, crm_consents, false); }

#define SIDE(name_, tag_, args_, doc_) {name_, verb_side, TAKES_WRITE, true, args_, doc_, NULL, tag_}
static const struct verb verbs[] = {
	VERB_LIST, VERB_SHOW, VERB_ADD, VERB_SET, VERB_RM, VERB_EDIT,
	{"import", verb_import, TAKES_WRITE, true, "FILE|- [FIELD=VALUE...]", "add and change records from TSV, CSV or vCards",
		options_import_contact, 0},
	VERB_EXPORT, VERB_FIELDS,
	{"vcard", verb_vcard, 0, false, "[REF...|-] [CONDITION...]", "persons as vCards", options_vcard, 0},
	SIDE("link", SIDE_LINK, "REF...|- COMPANY [role=TEXT] [from=DATE] [to=DATE]",
		"a company the person belongs to, beside the main one"),
	SIDE("unlink", SIDE_UNLINK, "REF...|- COMPANY [to=DATE]", "the person left the company"),
	{"companies", verb_companies, TAKES_PICK | TAKES_LIMIT, false, "[REF...|-] [CONDITION...]",
		"companies of a person, now and earlier", NULL, 0},
	SIDE("consent", SIDE_CONSENT, "REF...|- PURPOSE [day=DATE] [evidence=TEXT] [until=DATE]", "the person agreed to a purpose"),
	SIDE("withdraw", SIDE_WITHDRAW, "REF...|- PURPOSE [day=DATE] [evidence=TEXT]", "the person does not agree, or no longer"),
	{"consents", verb_consents, TAKES_PICK | TAKES_LIMIT, false, "[REF...|-] [CONDITION...]",
		"what persons agreed to, with day and evidence", NULL, 0},
	VERB_DUPES,
	VERB_MERGE,
	{"dossier", verb_dossier, TAKES_FORMAT | PRINTS_WIDE, false, "REF...|-", "everything stored about a person", NULL, 0},
	{"forget", verb_forget, TAKES_FORMAT | TAKES_DRY, true, "REF...|-", "take a person out of everything, for good", options_forget, 0},
	VERB_END,
};

static const struct tool tool = {"crm-contact", "persons: addresses, e-mails, telephones, their companies", "contact", verbs, "list"};

int main(int argc, char **argv) { return cli_main(&tool, argc, argv); }
