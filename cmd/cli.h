/* cli.h - what all tools share: options, verbs, streams, messages, exit status. cmd speaks; it
 * holds no CRM logic. */
#ifndef CRM_CMD_CLI_H
#define CRM_CMD_CLI_H

#include <argp.h>
#include <sys/types.h>
#include "crm.h"

/* Which common options a verb takes; one it doesn't take is a usage error, never ignored. */
enum takes {
	TAKES_COLUMNS = 1,  /* -c */
	TAKES_SORT = 2,     /* -s */
	TAKES_LIMIT = 4,    /* -n */
	TAKES_FORMAT = 8,   /* -f, -H, --color */
	TAKES_DRY = 16,     /* -N */
	TAKES_ALL = 32,     /* --all */
	TAKES_WORDS = 64,   /* looks for words: `list WORD` */
	PICKS_COLUMNS = 128, /* -c by the sink: the library prints all columns */
	BARE = 1 << 20,      /* the tool's only verb, never written: all operands are its own */
	PRINTS_WIDE = 256,  /* a table is as wide as it gets: nothing is shortened */
	TAKES_LIST = TAKES_COLUMNS | TAKES_SORT | TAKES_LIMIT | TAKES_FORMAT | TAKES_ALL,
	TAKES_PICK = TAKES_COLUMNS | PICKS_COLUMNS | TAKES_FORMAT,
	TAKES_SHOW = TAKES_COLUMNS | TAKES_FORMAT,
	TAKES_WRITE = TAKES_COLUMNS | TAKES_FORMAT | TAKES_DRY
};

struct cli;

struct verb {
	const char *name;
	enum crm_status (*run)(struct cli *cli);
	int takes;                         /* enum takes */
	bool writes;                       /* opens the database to write */
	const char *args;                  /* operands, for --help: "REF… FIELD=VALUE…" */
	const char *doc;                   /* one line */
	const struct argp_option *options; /* the verb's own, keys from OPT_OWN on; NULL = none */
	int tag;                           /* for verbs that share a function */
};

struct tool {
	const char *name;                  /* crm-offer */
	const char *doc;                   /* one line */
	const char *kind;                  /* its kind, or NULL */
	const struct verb *verbs;          /* ends with a NULL name */
	const char *default_verb;          /* NULL = none */
};

/* A verb's own option: given once or more. */
struct own { int key; const char *value; };
#define OPT_OWN 0x200

struct cli {
	const struct tool *tool;
	const struct verb *verb;
	const struct crm_kind *kind;
	/* common options */
	const char *db, *columns, *sort, *user, *today_text, *color;
	int64_t limit;
	int format;                        /* enum sink_format, -1 = not given */
	bool header, dry_run, quiet, all, null;
	int given;                         /* enum takes of the options that were given */
	struct own *own; size_t nown;
	/* operands */
	const char **words; size_t nwords;
	bool dash;                         /* one of them was `-` (taken out) */
	/* run */
	struct crm_env env;
	struct crm *crm;
	struct crm_error err;
	const char *summary;               /* last line on standard error, or NULL */
	struct crm_ids ids;
	struct out *out;
	struct sink *sink;
	bool stdin_used;
	bool terminal;                     /* standard output is a terminal */
	struct arena arena;
};

int cli_main(const struct tool *tool, int argc, char **argv);

/* A verb's own options. */
/* last value, "" for a flag, NULL when not given */
const char *cli_own(const struct cli *cli, int key);
const char *const *cli_own_all(struct cli *cli, int key, size_t *n);

/* Usage error: 64, with the text. */
/* What can't be undone is asked for on a terminal, unless yes is given or it is a dry run.
 * CRM_USAGE with unasked where nobody can be asked, CRM_NO with refused when the answer isn't y. */
enum crm_status cli_confirm(struct cli *cli, bool yes, const char *question, const char *unasked,
                            const char *refused);
enum crm_status cli_usage(struct cli *cli, const char *fmt, ...)
        __attribute__((format(printf, 2, 3)));

/* Standard input as ids of kind (NULL = any) when `-` stands among the operands; *ids = NULL when
 * it doesn't. */
enum crm_status cli_ids(struct cli *cli, const struct crm_kind *kind, const struct crm_ids **ids);
/* Opens the database as the verb needs it (once). */
enum crm_status cli_open(struct cli *cli);
/* The sink on standard output: -f, -H, --color and whether it is a terminal decide. header: always
 * with one (export). */
struct sink *cli_sink(struct cli *cli, bool header);
struct out *cli_out(struct cli *cli);
/* A crm_write set up from the options. */
void cli_write_init(struct cli *cli, struct crm_write *w);
/* After a write: changes on -N, else ids (or -c columns). */
enum crm_status cli_print_write(struct cli *cli, const struct crm_kind *k, struct crm_write *w);
struct crm_query cli_query(struct cli *cli, const struct crm_ids *ids);

/* message.c: every message to standard error, one line each, control characters masked */
void cli_messages(const char *tool, const struct crm_error *e, bool quiet);
/* Whatever else is printed to stderr is masked too from now on. */
void cli_mask_stderr(void);
void cli_say(const char *tool, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* stream.c */
/* A standard stream that came closed stays unusable: no file opened later takes its place. */
void cli_standard_streams(void);
void cli_stdout_writer(struct crm_writer *w);
/* A source on a file, or on standard input for "-". CRM_NOINPUT, CRM_PERM. Closed by
 * cli_source_close. */
enum crm_status cli_source_open(struct crm_source *src, const char *name, struct crm_error *e);
void cli_source_close(struct crm_source *src);
struct crm_files cli_files_of(struct cli *cli); /* FIELD@=FILE */
/* a whole file, "-" = standard input */
enum crm_status cli_slurp(const char *name, struct strbuf *out, struct crm_error *e);
bool cli_stdin_once(struct cli *cli); /* false (and a usage error) the second time */

/* output.c */
/* A file that is written. */
struct cli_output {
	struct cli *cli;
	const char *name;       /* as it was given */
	const char *path;       /* behind all links */
	const char *input;      /* a regular file that is read and can be read again, or NULL */
	/* what a file of ours holds; NULL: lines of the input */
	const char *mark;
	char *beside;           /* being written, until it is in place; NULL */
	int fd, old;            /* -1 */
	struct strbuf line;     /* the first line, before anything is opened */
	struct strbuf old_text;
	mode_t mode;
	gid_t group;
	bool there;             /* a regular file will be replaced */
	bool same;              /* what is there says the same so far */
	bool straight;          /* a device, a pipe, or what the shell has opened */
	bool terminal;
};
/* CRM_USAGE when the path is the database, a file that belongs to it, standard input or the file
 * `input` (NULL = none), whatever its name. */
enum crm_status cli_output_refuse(struct cli *cli, const char *name, const char *input);
/* Refuses as above, and a directory. input: the file (or -) the bytes come from: the new file is
 * open to no more than may read it and the database, never to all; with NULL one that is there
 * keeps its mode. Nothing is made yet. Errors go to cli->err; to be freed in any case. */
enum crm_status cli_output_init(struct cli *cli, struct cli_output *o, const char *name,
                                const char *input);
/* CRM_CANTCREATE: it can't be made, or a file is there whose first line is another; CRM_PERM: the
 * one that is there may not be written; CRM_IO. */
enum crm_status cli_output_write(struct cli_output *o, const char *p, size_t n);
/* All is written: puts it in place; one that has just these bytes is left alone. Without a write
 * nothing is made, and one that is there and has only lines of the input is emptied.
 * CRM_CANTCREATE: what is there has no mark, or lines that aren't in the input; CRM_PERM,
 * CRM_IO. */
enum crm_status cli_output_end(struct cli_output *o);
void cli_output_free(struct cli_output *o); /* what isn't in place goes; all zeros are legal */
/* Write all of it and close. CRM_IO. */
enum crm_status cli_write_fd(int fd, const char *name, const char *p, size_t n,
                             struct crm_error *e);

/* environment.c */
enum crm_status cli_environment(struct cli *cli);
bool cli_color_word(const char *word); /* auto, always, never */
bool cli_color(const struct cli *cli);
size_t cli_width(void);
extern const struct crm_zone cli_zone;

/* phone.c: struct crm_env.phone */
enum crm_status cli_phone(const char *s, size_t n, const char *country, char *out, size_t size,
                          enum phone_verdict *verdict, struct crm_error *e);

/* dump.c: --dump-options and --values, for completions and the tests that hold pages against
 * code */
void cli_dump_options(const struct tool *tool, const struct argp_option *common);
/* Known values of a field of the tool's kind; of "fields" the fields, custom ones too. */
enum crm_status cli_print_values(struct cli *cli, const char *field);

#endif
