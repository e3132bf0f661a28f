/* verbs.h - the verbs all tools of records share, written once. */
#ifndef CRM_CMD_VERBS_H
#define CRM_CMD_VERBS_H

#include "cli.h"

enum {
	OPT_KEY = OPT_OWN,
	OPT_FORCE,
	OPT_MAP,
	OPT_TRANSLATE,
	OPT_CREATE,
	OPT_EXT,
	OPT_FROM,
	OPT_DECIMAL,
	OPT_DATES,
	OPT_ENCODING,
	OPT_DELIMITER,
	OPT_REJECT,
	OPT_INPUT,
	OPT_VCARD,
	OPT_YES,
	OPT_EVERYWHERE,
	OPT_ALSO,
	OPT_TAKE,
	OPT_MIN,
	OPT_SKIP,
	OPT_KEEP_EMPTY,
	OPT_GUESS,
	OPT_VERB /* first key of a tool's own */
};

extern const struct argp_option options_add[], options_import[], options_import_contact[];

/* A reading verb: ids from `-` of the kind (NULL = any), then one library call on the query of the
 * command line. */
typedef enum crm_status read_fn(struct crm *c, const struct crm_query *q, struct sink *s,
                                struct crm_error *e);
enum crm_status verb_read(struct cli *cli, const struct crm_kind *kind, read_fn *fn, bool header);
/* A verb that writes: ids from `-` are of kind `of`, NULL = of any. What it touched is printed. */
typedef enum crm_status write_call(struct cli *cli, const struct crm_ids *ids, struct crm_write *w);
enum crm_status verb_write(struct cli *cli, const struct crm_kind *of, write_call *call);
/* The same of a verb that takes records of the tool's kind: CRM_USAGE when none is named. */
enum crm_status verb_write_records(struct cli *cli, write_call *call);
enum crm_status verb_need_records(struct cli *cli);

enum crm_status verb_list(struct cli *cli);
enum crm_status verb_show(struct cli *cli);
enum crm_status verb_add(struct cli *cli);
enum crm_status verb_set(struct cli *cli);
enum crm_status verb_rm(struct cli *cli);
enum crm_status verb_edit(struct cli *cli);
enum crm_status verb_import(struct cli *cli);
enum crm_status verb_export(struct cli *cli);
enum crm_status verb_fields(struct cli *cli);

/* privacy.c */
extern const struct argp_option options_forget[];
enum crm_status verb_dossier(struct cli *cli);
enum crm_status verb_forget(struct cli *cli);

/* twice.c */
extern const struct argp_option options_merge[], options_dupes[];
enum crm_status verb_merge(struct cli *cli);
enum crm_status verb_dupes(struct cli *cli);

/* What import and the like have in common: a file (or - for standard input) whose rows are worked
 * on, operands that hold for all of them. */
struct import_verb {
	enum crm_status (*run)(struct cli *cli, const struct crm_import *im, struct crm_write *w);
	bool alone;                /* works without a file: the operands are the row */
	const char *done, *changed; /* words of messages: imported, changed */
};
enum crm_status verb_import_with(struct cli *cli, const struct import_verb *v);

/* Rows of a verb table. */
#define VERB_LIST {"list", verb_list, TAKES_LIST | TAKES_WORDS, false, "[WORD...] [ID...|-] [CONDITION...]", \
	"records that match, one a line", NULL, 0}
#define VERB_SHOW {"show", verb_show, TAKES_SHOW, false, "REF...|-", "everything known of a record", NULL, 0}
#define VERB_ADD {"add", verb_add, TAKES_WRITE, true, "[ID...|-] FIELD=VALUE...", "add a record, one for each id it is linked to", \
	options_add, 0}
#define VERB_SET {"set", verb_set, TAKES_WRITE, true, "REF...|- FIELD=VALUE...", "change fields", NULL, 0}
#define VERB_RM {"rm", verb_rm, TAKES_WRITE & ~TAKES_COLUMNS, true, "REF...|-", "remove records with what they own", NULL, 0}
#define VERB_EDIT {"edit", verb_edit, TAKES_WRITE, true, "REF...", "change a record's fields in $VISUAL", NULL, 0}
#define VERB_IMPORT {"import", verb_import, TAKES_WRITE, true, "FILE|- [FIELD=VALUE...]", "add and change records from TSV or CSV", \
	options_import, 0}
#define VERB_EXPORT {"export", verb_export, TAKES_LIST & ~TAKES_COLUMNS, false, "[ID...|-] [CONDITION...]", \
	"settable fields, with a header, as import reads them", NULL, 0}
#define VERB_FIELDS {"fields", verb_fields, TAKES_PICK, false, "", "the fields: name, type, set, values, meaning", NULL, 0}
#define VERB_DUPES {"dupes", verb_dupes, TAKES_PICK | TAKES_LIMIT | TAKES_WORDS, false, "[WORD...] [ID...|-] [CONDITION...]", \
	"pairs that may be the same", options_dupes, 0}
#define VERB_MERGE {"merge", verb_merge, TAKES_WRITE, true, "REF REF...|REF -|-", "make one record of several, undone by crm-log undo", \
	options_merge, 0}
#define SHARED_VERBS VERB_LIST, VERB_SHOW, VERB_ADD, VERB_SET, VERB_RM, VERB_EDIT, VERB_IMPORT, VERB_EXPORT, VERB_FIELDS
#define VERB_END {NULL, NULL, 0, false, NULL, NULL, NULL, 0}

#endif
