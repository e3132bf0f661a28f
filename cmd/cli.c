/* cli.c - one command's way: options, verb, operands, database, sink, exit status. */
#include "cli.h"

#include <errno.h>
#include <signal.h>
#include <sysexits.h>
#include <unistd.h>

const char *argp_program_version = NULL;

enum { OPT_ALL = 0x100, OPT_COLOR, OPT_TODAY, OPT_USER, OPT_DUMP, OPT_VALUES, OPT_NULL };

static const struct argp_option common_options[] = {
	{"db", 'd', "FILE", 0, "database; else $CRM_DB, else the default one", 0},
	{"columns", 'c', "LIST", 0, "columns and their order; +field adds to the default ones", 0},
	{"sort", 's', "LIST", 0, "order: -value,name is descending value, then name", 0},
	{"limit", 'n', "N", 0, "at most N rows", 0},
	{"header", 'H', NULL, 0, "a header line in TSV", 0},
	{"format", 'f', "FORMAT", 0, "tsv, table, csv, json, or sheet for spreadsheets", 0},
	{"dry-run", 'N', NULL, 0, "print what would change, and change nothing", 0},
	{"quiet", 'q', NULL, 0, "no ids, no notes", 0},
	{"all", OPT_ALL, NULL, 0, "without the default condition", 0},
	{"color", OPT_COLOR, "WHEN", 0, "auto, always or never", 0},
	{"today", OPT_TODAY, "DATE", 0, "the day to take for today", 0},
	{"user", OPT_USER, "NAME", 0, "who runs the command", 0},
	{"dump-options", OPT_DUMP, NULL, OPTION_HIDDEN, "options, verbs and fields as TSV", 0},
	{"values", OPT_VALUES, "FIELD", OPTION_HIDDEN, "known values of a field", 0},
	{"null", OPT_NULL, NULL, OPTION_HIDDEN, "values as they are, a NUL byte behind each", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

/* ---- leaving ---- */

static const char *program = "crm";

/* Whatever was printed, also argp's own --help, must have reached its reader. */
static void close_stdout(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return;
	if (errno == EPIPE)
		_exit(EX_OK);
	cli_say(program, "standard output: %s", strerror(errno));
	_exit(CRM_IO);
}

static void out_of_memory(void)
{
	static const char text[] = "crm: out of memory\n";
	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(CRM_INTERNAL);
	_exit(CRM_INTERNAL);
}

#define EMPTY_OPERAND "an empty operand (an unset variable?)"

enum crm_status cli_usage(struct cli *cli, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;
	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	crm_fail(&cli->err, CRM_USAGE, "%s", b.buf);
	sb_release(&b);
	return CRM_USAGE;
}

/* ---- options ---- */

static error_t set_limit(struct cli *cli, const char *arg, struct argp_state *state)
{
	char *end;
	errno = 0;
	cli->limit = strtoll(arg, &end, 10);
	if (errno || end == arg || *end || cli->limit < 0)
		argp_error(state, "limit: '%s' is not a number of rows%s", arg,
		           arg[0] == '-' ? " (for a dry run: -N)" : "");
	return 0;
}

static error_t set_format(struct cli *cli, const char *arg, struct argp_state *state)
{
	enum sink_format f;
	if (!sink_format_parse(arg, &f))
		argp_error(state, "format: '%s' is not tsv, table, csv, json or sheet", arg);
	cli->format = (int)f;
	return 0;
}

static error_t set_color(struct cli *cli, const char *arg, struct argp_state *state)
{
	if (!cli_color_word(arg))
		argp_error(state, "color: '%s' is not auto, always or never", arg);
	cli->color = arg;
	return 0;
}

static error_t parse_common(int key, char *arg, struct argp_state *state)
{
	struct cli *cli = state->input;
	switch (key) {
	case 'd': cli->db = arg; return *arg ? 0 : (argp_error(state, "db: an empty file name"), 0);
	case 'c': cli->columns = arg; cli->given |= TAKES_COLUMNS; return 0;
	case 's': cli->sort = arg; cli->given |= TAKES_SORT; return 0;
	case 'n': cli->given |= TAKES_LIMIT; return set_limit(cli, arg, state);
	case 'H': cli->header = true; cli->given |= TAKES_FORMAT; return 0;
	case 'f': cli->given |= TAKES_FORMAT; return set_format(cli, arg, state);
	case 'N': cli->dry_run = true; cli->given |= TAKES_DRY; return 0;
	case 'q': cli->quiet = true; return 0;
	case OPT_ALL: cli->all = true; cli->given |= TAKES_ALL; return 0;
	case OPT_COLOR: return set_color(cli, arg, state);
	case OPT_TODAY: cli->today_text = arg; return 0;
	case OPT_USER: cli->user = arg; return *arg ? 0 : (argp_error(state, "user: an empty name"), 0);
	case OPT_NULL: cli->null = true; return 0;
	case OPT_DUMP: cli_dump_options(cli->tool, common_options); exit(0);
	case OPT_VALUES: cli->own = crm_realloc(cli->own, (cli->nown + 1) * sizeof *cli->own);
		cli->own[cli->nown++] = (struct own){OPT_VALUES, arg};
		return 0;
	default: return ARGP_ERR_UNKNOWN;
	}
}

static const struct argp common_argp = {common_options, parse_common, NULL, NULL, NULL, NULL, NULL};
static const struct argp_child common_child[] = {{&common_argp, 0, "Common options:", 1}, {NULL, 0, NULL, 0}};

static void add_word(struct cli *cli, const char *word)
{
	cli->words = crm_realloc(cli->words, (cli->nwords + 1) * sizeof *cli->words);
	cli->words[cli->nwords++] = word;
}

/* A verb's own options and operands. */
static error_t parse_verb(int key, char *arg, struct argp_state *state)
{
	struct cli *cli = state->input;
	if (key == ARGP_KEY_INIT) {
		state->child_inputs[0] = cli;
	} else if (key == ARGP_KEY_ARG) {
		add_word(cli, arg);
	} else if (key >= OPT_OWN && key < 0x1000) {
		cli->own = crm_realloc(cli->own, (cli->nown + 1) * sizeof *cli->own);
		cli->own[cli->nown++] = (struct own){key, arg ? arg : ""};
	} else {
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* Before the verb: stop at the first word and remember where it stands. */
struct first { struct cli *cli; int index; };

static error_t parse_first(int key, char *arg, struct argp_state *state)
{
	struct first *f = state->input;
	if (key == ARGP_KEY_INIT) {
		state->child_inputs[0] = f->cli;
	} else if (key == ARGP_KEY_ARG) {
		f->index = state->next - 1;
		state->next = state->argc;
	} else if (key >= OPT_OWN && key < 0x1000) {
		f->cli->own = crm_realloc(f->cli->own, (f->cli->nown + 1) * sizeof *f->cli->own);
		f->cli->own[f->cli->nown++] = (struct own){key, arg ? arg : ""};
	} else {
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

static const struct verb *find_verb(const struct tool *tool, const char *name)
{
	for (const struct verb *v = tool->verbs; v->name; v++)
		if (strcmp(v->name, name) == 0)
			return v;
	return NULL;
}

/* The list of verbs behind argp's own help. */
static char *help_verbs(int key, const char *text, void *input)
{
	const struct first *f = input;
	struct strbuf b = STRBUF_INIT;
	if (key != ARGP_KEY_HELP_POST_DOC || !f)
		return (char *)text;
	sb_adds(&b, "Verbs:\n");
	for (const struct verb *v = f->cli->tool->verbs; v->name; v++)
		sb_printf(&b, "  %-10s %s%s\n", v->name, v->doc,
		          f->cli->tool->default_verb && strcmp(v->name, f->cli->tool->default_verb) == 0
		                  ? " (when no verb is given)"
		                  : "");
	sb_printf(&b, "\n'%s VERB --help' shows the verb's own options. The manual: man %s, man crm.",
	          f->cli->tool->name, f->cli->tool->name);
	return sb_detach(&b, NULL);
}

/* Where records are corrected they are neither changed nor removed. */
static bool wants_correct(const struct cli *cli, const char *word)
{
	return find_verb(cli->tool, "correct") &&
	       (strcmp(word, "set") == 0 || strcmp(word, "edit") == 0 || strcmp(word, "rm") == 0);
}

static enum crm_status no_such_verb(struct cli *cli, const struct verb *dflt, const char *word)
{
	const struct verb *list = find_verb(cli->tool, "list");
	const char *names[64], *near, *tool = list && list->takes & TAKES_WORDS ? cli->tool->name : NULL;
	size_t n = 0;
	for (const struct verb *v = cli->tool->verbs; v->name && n < 63; v++)
		names[n++] = v->name;
	names[n] = NULL;
	near = utf8_nearest(word, names);
	if (wants_correct(cli, word))
		return cli_usage(cli,
		                 "there is no '%s': '%s correct' puts another %s in the place of one, '%s undo' takes "
		                 "back what was recorded by mistake",
		                 word, cli->tool->name, cli->tool->kind, cli->tool->name);
	if (dflt && dflt->args && strstr(dflt->args, "[BATCH") && crm_is_id(word + (word[0] == 'b'))) /* b41 too */
		return cli_usage(cli, "'%s' is neither a verb nor a condition: %s %s %s", word, cli->tool->name,
		                 dflt->name, word);
	return cli_usage(cli, "'%s' is neither a verb nor a condition%s%s%s%s%s%s", word,
	                 near ? ", did you mean '" : "", near ? near : "", near ? "'" : "",
	                 tool ? " (to look for a word: " : "", tool ? tool : "",
	                 tool ? " list WORD, in everything: crm-search WORD)" : "");
}

static char *help_manual(int key, const char *text, void *input)
{
	struct strbuf b = STRBUF_INIT;
	const struct cli *cli = input;
	if (key != ARGP_KEY_HELP_POST_DOC || !cli)
		return (char *)text;
	sb_printf(&b, "The manual: man %s, man crm.", cli->tool->name);
	return sb_detach(&b, NULL);
}

/* Of a tool without verbs all words are operands, and `--` stays where it stands. */
static enum crm_status parse_bare(struct cli *cli, int argc, char **argv)
{
	const struct verb *v = cli->tool->verbs;
	struct argp a = {v->options, parse_verb, v->args, cli->tool->doc, common_child, help_manual, NULL};
	cli->verb = v;
	argp_parse(&a, argc, argv, 0, NULL, cli);
	return CRM_OK;
}

/* Finds the verb and parses the rest of the line with the verb's options. */
static enum crm_status parse(struct cli *cli, int argc, char **argv)
{
	const struct verb *dflt = cli->tool->default_verb ? find_verb(cli->tool, cli->tool->default_verb) : NULL;
	struct first first = {cli, argc};
	struct argp a1 = {dflt ? dflt->options : NULL,
	                  parse_first,
	                  "[VERB] [OPERAND...]",
	                  cli->tool->doc,
	                  common_child,
	                  help_verbs,
	                  NULL};
	struct argp a2 = {NULL, parse_verb, NULL, NULL, common_child, NULL, NULL};
	size_t before;
	char *name;
	argp_parse(&a1, argc, argv, ARGP_IN_ORDER, NULL, &first);
	before = cli->nown;
	if (first.index < argc && !*argv[first.index])
		return cli_usage(cli, EMPTY_OPERAND);
	if (first.index < argc && (cli->verb = find_verb(cli->tool, argv[first.index])))
		first.index++;
	else if (first.index < argc && strcmp(argv[first.index], "-") != 0 && !crm_is_condition(argv[first.index]))
		return no_such_verb(cli, dflt, argv[first.index]);
	else
		cli->verb = dflt;
	if (!cli->verb)
		return before && cli->own[0].key == OPT_VALUES
		               ? CRM_OK
		               : cli_usage(cli, "which verb? try '%s --help'", cli->tool->name);
	if (before && cli->verb != dflt && cli->own[0].key != OPT_VALUES)
		return cli_usage(cli, "options of a verb stand after it");
	name = arena_printf(&cli->arena, "%s %s", cli->tool->name, cli->verb->name);
	argv[first.index - 1] = name;
	a2.options = cli->verb->options;
	a2.args_doc = cli->verb->args;
	a2.doc = cli->verb->doc;
	argp_parse(&a2, argc - first.index + 1, argv + first.index - 1, 0, NULL, cli);
	return CRM_OK;
}

static enum crm_status check_options(struct cli *cli)
{
	static const struct { int bit; const char *name, *text; } bits[] = {
		{TAKES_COLUMNS, "-c", "the verb prints no columns"}, {TAKES_SORT, "-s", "only for verbs that list"},
		{TAKES_LIMIT, "-n", "only for verbs that list; for a dry run: -N"}, {TAKES_FORMAT, "-f and -H", "the verb prints no rows"},
		{TAKES_DRY, "-N", "only for verbs that write"}, {TAKES_ALL, "--all", "only for verbs that list"},
	};
	for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++)
		if (cli->given & bits[i].bit & ~cli->verb->takes)
			return cli_usage(cli, "%s: %s", bits[i].name, bits[i].text);
	return CRM_OK;
}

/* `-` is taken out of the words; an empty operand is a mistake of quoting, not "everything". */
static enum crm_status sort_words(struct cli *cli)
{
	size_t k = 0;
	for (size_t i = 0; i < cli->nwords; i++) {
		if (!*cli->words[i])
			return cli_usage(cli, EMPTY_OPERAND);
		if (strcmp(cli->words[i], "-") == 0) {
			if (cli->dash)
				return cli_usage(cli, "standard input can be read only once");
			cli->dash = true;
		} else {
			cli->words[k++] = cli->words[i];
		}
	}
	cli->nwords = k;
	return CRM_OK;
}

/* ---- helpers of verbs ---- */

const char *cli_own(const struct cli *cli, int key)
{
	for (size_t i = cli->nown; i-- > 0;)
		if (cli->own[i].key == key)
			return cli->own[i].value;
	return NULL;
}

const char *const *cli_own_all(struct cli *cli, int key, size_t *n)
{
	const char **v = arena_alloc(&cli->arena, (cli->nown + 1) * sizeof *v);
	*n = 0;
	for (size_t i = 0; i < cli->nown; i++)
		if (cli->own[i].key == key)
			v[(*n)++] = cli->own[i].value;
	return v;
}

enum crm_status cli_ids(struct cli *cli, const struct crm_kind *kind, const struct crm_ids **ids)
{
	struct crm_source src;
	enum crm_status s;
	*ids = NULL;
	if (!cli->dash)
		return CRM_OK;
	if (!cli_stdin_once(cli))
		return CRM_USAGE;
	if ((s = cli_source_open(&src, "-", &cli->err)) != CRM_OK)
		return s;
	s = crm_ids_read(&cli->ids, kind, &src, &cli->err);
	cli_source_close(&src);
	*ids = &cli->ids;
	return s;
}

enum crm_status cli_open(struct cli *cli)
{
	if (cli->crm)
		return CRM_OK;
	cli->env.write = cli->verb && cli->verb->writes;
	return crm_open(&cli->crm, &cli->env, &cli->err);
}

struct out *cli_out(struct cli *cli)
{
	if (!cli->out) {
		struct crm_writer w;
		cli_stdout_writer(&w);
		cli->out = out_new(&w);
		if (cli->terminal)
			out_mask(cli->out, OUT_MASK_TEXT);
	}
	return cli->out;
}

struct sink *cli_sink(struct cli *cli, bool header)
{
	struct sink_options o = {0};
	static const enum out_mask mask[] = {[SINK_TSV] = OUT_MASK_TSV, [SINK_TABLE] = OUT_RAW,
		[SINK_CSV] = OUT_MASK_TEXT, [SINK_JSON] = OUT_MASK_JSON, [SINK_SHEET] = OUT_MASK_TEXT};
	if (cli->sink)
		return cli->sink;
	o.format = cli->format >= 0 ? (enum sink_format)cli->format : cli->terminal && !header ? SINK_TABLE : SINK_TSV;
	if (cli->terminal)
		out_mask(cli_out(cli), mask[o.format]);
	o.header = header || cli->header;
	o.decimal = o.format == SINK_SHEET && cli->crm ? crm_decimal(cli->crm) : 0;
	o.width = o.format == SINK_TABLE && !(cli->verb->takes & PRINTS_WIDE) ? cli_width() : 0;
	o.color = cli_color(cli);
	if (o.format == SINK_TABLE && (cli->verb->takes & TAKES_LIST) == TAKES_LIST && cli->kind &&
	    cli->kind->condition && !(cli->kind->flags & K_UNSAID) && !cli->all)
		o.footer = arena_printf(&cli->arena, "default condition: %s (--all shows the rest)",
		                        cli->kind->condition);
	o.fixed = !(cli->verb->takes & TAKES_COLUMNS) || cli->dry_run;
	cli->sink = sink_new(cli_out(cli), &o);
	if (cli->verb->takes & PICKS_COLUMNS)
		sink_pick(cli->sink, cli->columns);
	return cli->sink;
}

void cli_write_init(struct cli *cli, struct crm_write *w)
{
	static struct crm_files files;
	memset(w, 0, sizeof *w);
	files = cli_files_of(cli);
	w->dry_run = cli->dry_run;
	w->want_changes = cli->dry_run || (cli->terminal && !cli->columns && cli->format < 0 && !cli->quiet);
	w->files = &files;
}

enum crm_status cli_print_write(struct cli *cli, const struct crm_kind *k, struct crm_write *w)
{
	if (w->dry_run)
		crm_print_changes(w, cli_sink(cli, false));
	else if (!cli->quiet)
		return crm_print_touched(cli->crm, k, w, cli->columns, cli_sink(cli, false), &cli->err);
	return CRM_OK;
}

struct crm_query cli_query(struct cli *cli, const struct crm_ids *ids)
{
	return (struct crm_query){.kind = cli->kind, .operands = cli->words, .noperands = cli->nwords, .ids = ids,
		.columns = cli->columns,
		.sort = cli->sort, .limit = cli->limit, .all = cli->all};
}

/* ---- main ---- */

static enum crm_status run(struct cli *cli, int argc, char **argv)
{
	enum crm_status s = (cli->tool->verbs->takes & BARE ? parse_bare : parse)(cli, argc, argv);
	if (!s && cli_own(cli, OPT_VALUES))
		return (s = cli_environment(cli)) != CRM_OK ? s : cli_print_values(cli, cli_own(cli, OPT_VALUES));
	if (s || (s = check_options(cli)) != CRM_OK || (s = sort_words(cli)) != CRM_OK ||
	    (s = cli_environment(cli)) != CRM_OK)
		return s;
	return cli->verb->run(cli);
}

/* What was printed goes out after the database is closed to writers: the status that counts is the
 * first that isn't 0. */
static enum crm_status finish(struct cli *cli, enum crm_status s)
{
	enum crm_status t;
	if (cli->sink) {
		s = s ? s : sink_status(cli->sink, &cli->err);
		sink_free(cli->sink);
		cli->sink = NULL;
	}
	if (cli->out) {
		t = out_finish(cli->out, &cli->err);
		out_free(cli->out);
		s = s ? s : t;
	}
	t = crm_close(cli->crm, &cli->err);
	return s ? s : t;
}

int cli_main(const struct tool *tool, int argc, char **argv)
{
	struct cli cli = {.tool = tool, .limit = -1, .format = -1, .err = CRM_ERROR_INIT, .arena = ARENA_INIT};
	enum crm_status s;
	program = tool->name;
	argv[0] = program_invocation_short_name;
	argp_program_version = arena_printf(&cli.arena, "%s " CRM_VERSION, tool->name);
	unsetenv("POSIXLY_CORRECT");
	unsetenv("ARGP_HELP_FMT");
	cli_standard_streams();
	cli_mask_stderr();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	crm_set_oom_handler(out_of_memory);
	atexit(close_stdout);
	cli.terminal = isatty(STDOUT_FILENO);
	cli.kind = tool->kind ? kind_by_name(tool->kind) : NULL;
	s = finish(&cli, run(&cli, argc, argv));
	cli_messages(tool->name, &cli.err, cli.quiet);
	if (cli.summary && !cli.quiet)
		cli_say(tool->name, "%s", cli.summary);
	if (s == CRM_USAGE && !cli.verb && tool->default_verb)
		cli_say(tool->name, "try '%s --help'", tool->name);
	crm_ids_free(&cli.ids);
	crm_error_clear(&cli.err);
	free(cli.own);
	free(cli.words);
	arena_free(&cli.arena);
	return (int)s;
}
