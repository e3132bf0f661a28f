/* import.c - the verb import: options to one library call, bad lines aside, counts to standard
 * error. */
#include "verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define IMPORT_OPTIONS \
	{"key", OPT_KEY, "FIELD", 0, "records are the same when FIELD is (id, email, number, ext, ...)", 0}, \
	{"map", OPT_MAP, "FIELD=COLUMN", 0, \
		"FIELD comes from COLUMN, FIELD+=COLUMN adds to a list; entered.STAGE=COLUMN gives the day a stage was entered", 0}, \
	{"translate", OPT_TRANSLATE, "FIELD:FROM=TO", 0, "read FROM as TO", 0}, \
	{"create", OPT_CREATE, "KIND,...", 0, "add records that are referred to and missing: company, product, user, contact", 0}, \
	{"ext", OPT_EXT, "SYSTEM:COLUMN", 0, "COLUMN is the record's key in SYSTEM: a second run changes nothing", 0}, \
	{"decimal", OPT_DECIMAL, "CHAR", 0, "decimal sign: . or ,", 0}, \
	{"dates", OPT_DATES, "ORDER", 0, "iso, dmy or mdy", 0}, \
	{"encoding", OPT_ENCODING, "NAME", 0, "character set, such as cp1252", 0}, \
	{"delimiter", OPT_DELIMITER, "CHAR", 0, "between fields of CSV; found out when not given", 0}, \
	{"input", OPT_INPUT, "FORMAT", 0, "the file is tsv or csv, whatever it looks like", 0}, \
	{"reject", OPT_REJECT, "FILE", 0, "bad lines go to FILE, the others are imported", 0}, \
	{"force", OPT_FORCE, NULL, 0, "add even what seems to be there already", 0},
#define END {NULL, 0, NULL, 0, NULL, 0}

const struct argp_option options_import[] = {IMPORT_OPTIONS END};
const struct argp_option options_import_contact[] = {IMPORT_OPTIONS
	{"from", OPT_FROM, "PROGRAM", 0, "a file of vcard, google, outlook, thunderbird, hubspot, pipedrive or salesforce", 0}, END};

struct reject { const char *name; int fd; };

/* The file is made with the first bad line. */
static enum crm_status reject_write(void *arg, const char *p, size_t n, struct crm_error *e)
{
	struct reject *r = arg;
	if (r->fd < 0 && (r->fd = open(r->name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) < 0)
		return crm_fail_at(e, CRM_CANTCREATE, r->name, 0, 0, NULL, "%s", strerror(errno));
	while (n > 0) {
		ssize_t k = write(r->fd, p, n);
		if (k < 0 && errno != EINTR)
			return crm_fail_at(e, CRM_IO, r->name, 0, 0, NULL, "%s", strerror(errno));
		if (k > 0) {
			p += k;
			n -= (size_t)k;
		}
	}
	return CRM_OK;
}

static enum crm_status reject_close(struct reject *r, struct crm_error *e)
{
	if (r->fd >= 0 && close(r->fd) != 0)
		return crm_fail_at(e, CRM_IO, r->name, 0, 0, NULL, "%s", strerror(errno));
	return CRM_OK;
}

/* What is read must not be emptied for what is rejected of it. */
static bool same_file(const char *a, const char *b)
{
	struct stat x, y;
	return stat(a, &x) == 0 && stat(b, &y) == 0 && S_ISREG(x.st_mode) && x.st_dev == y.st_dev &&
	       x.st_ino == y.st_ino;
}

static void progress(void *arg, int64_t rows)
{
	(void)arg;
	fprintf(stderr, "\r%lld rows", (long long)rows);
	fflush(stderr);
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
	else if (input)
		return cli_usage(cli, "input: '%s' is not tsv or csv", input);
	return CRM_OK;
}

static enum crm_status set_up(struct cli *cli, struct crm_import *im, struct reject *r)
{
	memset(im, 0, sizeof *im);
	im->map = cli_own_all(cli, OPT_MAP, &im->nmap);
	im->translate = cli_own_all(cli, OPT_TRANSLATE, &im->ntranslate);
	im->create = cli_own(cli, OPT_CREATE);
	im->ext = cli_own(cli, OPT_EXT);
	im->from = cli_own(cli, OPT_FROM);
	im->reader.encoding = cli_own(cli, OPT_ENCODING);
	r->name = cli_own(cli, OPT_REJECT);
	if (r->name) {
		im->reject = reject_write;
		im->reject_arg = r;
	}
	if (isatty(STDERR_FILENO) && !cli->quiet)
		im->progress = progress;
	return read_words(cli, im);
}

/* The operand that names the file is no row's. */
static enum crm_status open_input(struct cli *cli, const char *file, struct crm_source *src, const struct reject *r,
                                  struct crm_import *im)
{
	const size_t named = file && !cli->dash;
	enum crm_status s = file      ? cli_source_open(src, file, &cli->err)
	                    : r->name ? cli_usage(cli, "reject: there is no file")
	                              : CRM_OK;
	if (!s && file && r->name && same_file(cli->dash ? "/dev/stdin" : file, r->name))
		s = cli_usage(cli, "reject: '%s' is the file that is read", r->name);
	im->src = file ? src : NULL;
	im->constants = cli->words + named;
	im->nconstants = cli->nwords - named;
	return s;
}

static enum crm_status report(struct cli *cli, const struct import_verb *v, bool print, struct crm_write *w)
{
	enum crm_status s = print ? cli_print_write(cli, cli->kind, w) : CRM_OK;
	cli->summary = arena_printf(&cli->arena, "%lld added, %lld %s, %lld same, %lld rejected", (long long)w->added,
	                            (long long)w->changed, v->changed, (long long)w->same, (long long)w->rejected);
	return s;
}

enum crm_status verb_import_with(struct cli *cli, const struct import_verb *v)
{
	const char *file = cli->dash ? "-" : cli->nwords && !crm_is_condition(cli->words[0]) ? cli->words[0] : NULL;
	struct reject r = {NULL, -1};
	struct crm_import im;
	struct crm_source src = {0};
	struct crm_write w;
	enum crm_status s, t;
	if (!file && (!v->alone || !cli->nwords))
		return cli_usage(cli, "which file? name one, or - for standard input");
	if (cli->dash && !cli_stdin_once(cli))
		return CRM_USAGE;
	cli_write_init(cli, &w);
	if ((s = set_up(cli, &im, &r)) != CRM_OK || (s = open_input(cli, file, &src, &r, &im)) != CRM_OK)
		goto out;
	w.key = cli_own(cli, OPT_KEY);
	w.force = cli_own(cli, OPT_FORCE) != NULL;
	w.want_changes = cli->dry_run;
	if ((s = cli_open(cli)) != CRM_OK)
		goto out;
	s = v->run(cli, &im, &w);
	if (im.progress)
		fputs("\r\033[K", stderr);
	t = reject_close(&r, &cli->err);
	if (s == CRM_DATA && w.rejected && !r.name && file)
		cli->summary = arena_printf(&cli->arena, "nothing is %s; --reject=FILE takes the bad lines aside",
		                            v->done);
	s = s ? s : t;
	if (!s)
		s = report(cli, v, !file || !cli->terminal || cli->dry_run || cli->columns, &w);
out:
	crm_write_free(&w);
	cli_source_close(&src);
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
