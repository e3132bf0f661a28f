/* import.c - the verb import: options to one library call, bad lines aside, counts to standard
 * error. */
#include "verbs.h"

#include <unistd.h>

#define IMPORT_OPTIONS \
	{"key", OPT_KEY, "FIELD", 0, "records are the same when FIELD is (id, email, number, ext, ...)", 0}, \
	{"map", OPT_MAP, "FIELD=COLUMN", 0, \
		"FIELD comes from COLUMN, FIELD+=COLUMN adds to a list; entered.STAGE=COLUMN gives the day a stage was entered", 0}, \
	{"guess", OPT_GUESS, NULL, 0, "print the --map options for the file's header, import nothing", 0}, \
	{"skip", OPT_SKIP, "COLUMN,...", 0, "these columns are left out", 0}, \
	{"keep-empty", OPT_KEEP_EMPTY, NULL, 0, "an empty cell leaves the value alone, else it clears it", 0}, \
	{"translate", OPT_TRANSLATE, "FIELD:FROM=TO", 0, "read FROM as TO", 0}, \
	{"create", OPT_CREATE, "KIND,...", 0, "add records that are referred to and missing: company, product, user, contact", 0}, \
	{"ext", OPT_EXT, "SYSTEM:COLUMN", 0, "COLUMN is the record's key in SYSTEM: a second run changes nothing", 0}, \
	{"decimal", OPT_DECIMAL, "CHAR", 0, "decimal sign: . or ,", 0}, \
	{"dates", OPT_DATES, "ORDER", 0, "iso, dmy or mdy", 0}, \
	{"encoding", OPT_ENCODING, "NAME", 0, "character set, such as cp1252", 0}, \
	{"delimiter", OPT_DELIMITER, "CHAR", 0, "between fields of CSV; found out when not given", 0}, \
	{"input", OPT_INPUT, "FORMAT", 0, "the file is tsv, csv or sheet, whatever it looks like", 0}, \
	{"reject", OPT_REJECT, "FILE", 0, "bad lines go to FILE, the others are imported", 0}, \
	{"force", OPT_FORCE, NULL, 0, "add even what seems to be there already", 0},
#define END {NULL, 0, NULL, 0, NULL, 0}

const struct argp_option options_import[] = {IMPORT_OPTIONS END};
const struct argp_option options_import_contact[] = {IMPORT_OPTIONS
	{"from", OPT_FROM, "PROGRAM", 0, "a file of vcard, google, outlook, thunderbird, hubspot, pipedrive or salesforce", 0}, END};

/* The file is made with the first bad line, and in place before the others are committed. A
 * rehearsal makes none. */
static enum crm_status reject_write(void *arg, const char *p, size_t n, struct crm_error *e)
{
	const struct cli_output *o = arg;
	(void)e; /* the one of the command line */
	if (o->cli->dry_run)
		return CRM_OK;
	return n ? cli_output_write(arg, p, n) : cli_output_end(arg);
}

static void progress(void *arg, int64_t rows)
{
	(void)arg;
	dprintf(STDERR_FILENO, "\r%lld rows", (long long)rows);
}

static enum crm_status one_char(struct cli *cli, int key, const char *name, const char *allowed, char *out)
{
	const char *v = cli_own(cli, key);
	if (!v)
		return CRM_OK;
	if (strcmp(v, "\\t") == 0 || strcmp(v, "tab") == 0)
		v = "\t";
	if (v[0] == '\0' || v[1] || !strchr(allowed, v[0]))
		return cli_usage(cli, "%s: '%s' is not one of '%s'", name, v,
		                 strcmp(allowed, ",;\t|") == 0 ? ", ; | tab" : ". ,");
	*out = v[0];
	return CRM_OK;
}

static enum crm_status read_words(struct cli *cli, struct crm_import *im)
{
	const char *dates = cli_own(cli, OPT_DATES), *input = cli_own(cli, OPT_INPUT);
	enum crm_status s;
	if ((s = one_char(cli, OPT_DECIMAL, "decimal", ".,", &im->decimal)) != CRM_OK ||
	    (s = one_char(cli, OPT_DELIMITER, "delimiter", ",;\t|", &im->reader.delimiter)) != CRM_OK)
		return s;
	if (dates && strcmp(dates, "dmy") == 0)
		im->dates = DATE_DMY;
	else if (dates && strcmp(dates, "mdy") == 0)
		im->dates = DATE_MDY;
	else if (dates && strcmp(dates, "iso") != 0)
		return cli_usage(cli, "dates: '%s' is not iso, dmy or mdy", dates);
	if (input && strcmp(input, "tsv") == 0)
		im->reader.format = READER_TSV;
	else if (input && strcmp(input, "csv") == 0)
		im->reader.format = READER_CSV;
	else if (input && strcmp(input, "sheet") == 0)
		im->reader.format = READER_SHEET;
	else if (input)
		return cli_usage(cli, "input: '%s' is not tsv, csv or sheet", input);
	return CRM_OK;
}

static enum crm_status set_up(struct cli *cli, struct crm_import *im)
{
	memset(im, 0, sizeof *im);
	im->map = cli_own_all(cli, OPT_MAP, &im->nmap);
	im->skip = cli_own_all(cli, OPT_SKIP, &im->nskip);
	im->keep_empty = cli_own(cli, OPT_KEEP_EMPTY) != NULL;
	im->translate = cli_own_all(cli, OPT_TRANSLATE, &im->ntranslate);
	im->create = cli_own(cli, OPT_CREATE);
	im->ext = cli_own(cli, OPT_EXT);
	im->from = cli_own(cli, OPT_FROM);
	im->reader.encoding = cli_own(cli, OPT_ENCODING);
	if (isatty(STDERR_FILENO) && !cli->quiet)
		im->progress = progress;
	return read_words(cli, im);
}

/* The operand that names the file is no row's. */
static enum crm_status open_input(struct cli *cli, const char *file, struct crm_source *src, struct cli_output *reject,
                                  struct crm_import *im)
{
	const size_t named = file && !cli->dash;
	const char *bad = cli_own(cli, OPT_REJECT);
	enum crm_status s = file  ? cli_source_open(src, file, &cli->err)
	                    : bad ? cli_usage(cli, "reject: there is no file")
	                          : CRM_OK;
	if (!s && bad && (s = cli_output_init(cli, reject, bad, file)) == CRM_OK) {
		im->reject = reject_write;
		im->reject_arg = reject;
	}
	im->src = file ? src : NULL;
	im->constants = cli->words + named;
	im->nconstants = cli->nwords - named;
	return s;
}

static enum crm_status report(struct cli *cli, const struct import_verb *v, const struct crm_import *im,
                              struct crm_write *w)
{
	const bool print = !im->src || !cli->terminal || cli->dry_run || cli->columns;
	enum crm_status s = print ? cli_print_write(cli, cli->kind, w) : CRM_OK;
	cli->summary = arena_printf(&cli->arena, "%lld added, %lld %s, %lld same, %lld rejected", (long long)w->added,
	                            (long long)w->changed, v->changed, (long long)w->same, (long long)w->rejected);
	if (cli->quiet && im->reject && w->rejected && !cli->dry_run) /* what cron has to hear of */
		cli_say(cli->tool->name, "%lld rejected, in %s", (long long)w->rejected, cli_own(cli, OPT_REJECT));
	for (const struct crm_made *m = w->made; m->kind; m++) {
		const char *name = m->kind->name;
		bool y = m->n != 1 && name[strlen(name) - 1] == 'y';

		cli->summary = arena_printf(&cli->arena, "%s, %lld %.*s%s made", cli->summary, (long long)m->n,
		                            (int)(strlen(name) - y), name, m->n == 1 ? "" : y ? "ies" : "s");
	}
	if (w->erased || (w->dry_run && w->empty)) /* a rehearsal says so of none, too */
		cli->summary = arena_printf(&cli->arena, "%s, %lld value%s erased by empty cells", cli->summary,
		                            (long long)w->erased, w->erased == 1 ? "" : "s");
	return s;
}

static enum crm_status guess(struct cli *cli, const struct crm_import *im)
{
	struct strbuf line = STRBUF_INIT;
	enum crm_status s;
	if (!im->src)
		return cli_usage(cli, "guess: which file? name one, or - for standard input");
	cli->env.write = false; /* makes no database */
	if ((s = crm_open(&cli->crm, &cli->env, &cli->err)) == CRM_OK)
		s = crm_import_guess(cli->crm, cli->kind, im, &line, &cli->err);
	if (!s)
		out_write(cli_out(cli), line.buf, line.len);
	sb_release(&line);
	return s;
}

enum crm_status verb_import_with(struct cli *cli, const struct import_verb *v)
{
	const char *file = cli->dash ? "-" : cli->nwords && !crm_is_condition(cli->words[0]) ? cli->words[0] : NULL;
	struct cli_output reject = {0};
	struct crm_import im;
	struct crm_source src = {0};
	struct crm_write w;
	enum crm_status s;
	if (!file && (!v->alone || !cli->nwords))
		return cli_usage(cli, "which file? name one, or - for standard input");
	if (cli->dash && !cli_stdin_once(cli))
		return CRM_USAGE;
	cli_write_init(cli, &w);
	if ((s = set_up(cli, &im)) != CRM_OK || (s = open_input(cli, file, &src, &reject, &im)) != CRM_OK)
		goto out;
	if (cli_own(cli, OPT_GUESS)) {
		s = guess(cli, &im);
		goto out;
	}
	w.key = cli_own(cli, OPT_KEY);
	w.force = cli_own(cli, OPT_FORCE) != NULL;
	w.want_changes = cli->dry_run;
	if ((s = cli_open(cli)) != CRM_OK)
		goto out;
	s = v->run(cli, &im, &w);
	if (im.progress)
		dprintf(STDERR_FILENO, "\r\033[K");
	if (s == CRM_DATA && w.rejected && !im.reject && file)
		cli->summary = arena_printf(&cli->arena, "nothing is %s; --reject=FILE takes the bad lines aside",
		                            v->done);
	if (!s)
		s = report(cli, v, &im, &w);
out:
	crm_write_free(&w);
	cli_source_close(&src);
	cli_output_free(&reject);
	return s;
}

static enum crm_status run_import(struct cli *cli, const struct crm_import *im, struct crm_write *w)
{
	return crm_import_rows(cli->crm, cli->kind, im, w, &cli->err);
}

enum crm_status verb_import(struct cli *cli)
{
	return verb_import_with(cli, &(struct import_verb){run_import, false, "imported", "changed"});
}
