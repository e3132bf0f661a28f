/* verbs.c - list, show, add, set, rm, edit, export, fields: once for all kinds. */
#include "verbs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

const struct argp_option options_add[] = {
	{"key", OPT_KEY, "FIELD", 0, "set the record whose FIELD is the given one, add it when there is none", 0},
	{"force", OPT_FORCE, NULL, 0, "add even if it seems to be there already", 0},
	{NULL, 0, NULL, 0, NULL, 0},
};

enum crm_status verb_read(struct cli *cli, const struct crm_kind *kind, read_fn *fn, bool header)
{
	const struct crm_ids *ids;
	struct crm_query q;
	enum crm_status s;
	if ((s = cli_ids(cli, kind, &ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	q = cli_query(cli, ids);
	return fn(cli->crm, &q, cli_sink(cli, header), &cli->err);
}

enum crm_status verb_list(struct cli *cli) { return verb_read(cli, cli->kind, crm_list, false); }

enum crm_status verb_export(struct cli *cli) { return verb_read(cli, cli->kind, crm_export, true); }

enum crm_status verb_show(struct cli *cli)
{
	const struct crm_ids *ids;
	struct crm_query q;
	enum crm_show_form form;
	enum crm_status s;
	if (!cli->dash && cli->nwords == 0)
		return cli_usage(cli, "which %s? name one, or - for ids on standard input", cli->kind->name);
	if ((s = cli_ids(cli, cli->kind, &ids)) != CRM_OK || (s = cli_open(cli)) != CRM_OK)
		return s;
	q = cli_query(cli, ids);
	form = cli->columns || cli->format == SINK_CSV || cli->format == SINK_SHEET || cli->format == SINK_JSON
	               ? SHOW_ROWS
	       : cli->format == SINK_TABLE || (cli->terminal && cli->format < 0)   ? SHOW_PICTURE
	                                                                           : SHOW_FIELDS;
	return crm_show(cli->crm, &q, form, cli_sink(cli, false), &cli->err);
}

enum crm_status verb_write(struct cli *cli, const struct crm_kind *of, write_call *call)
{
	const struct crm_ids *ids;
	struct crm_write w;
	enum crm_status s;
	cli_write_init(cli, &w);
	w.key = cli_own(cli, OPT_KEY);
	w.force = cli_own(cli, OPT_FORCE) != NULL;
	if ((s = cli_ids(cli, of, &ids)) == CRM_OK && (s = cli_open(cli)) == CRM_OK &&
	    (s = call(cli, ids, &w)) == CRM_OK)
		s = cli_print_write(cli, cli->kind, &w);
	crm_write_free(&w);
	return s;
}

enum crm_status verb_need_records(struct cli *cli)
{
	if (!cli->dash && (cli->nwords == 0 || crm_is_condition(cli->words[0])))
		return cli_usage(cli, "which %s? name one, or - for ids on standard input", cli->kind->name);
	return CRM_OK;
}

enum crm_status verb_write_records(struct cli *cli, write_call *call)
{
	enum crm_status s = verb_need_records(cli);
	return s ? s : verb_write(cli, cli->kind, call);
}

static enum crm_status add(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_add(cli->crm, cli->kind, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status set(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_set(cli->crm, cli->kind, cli->words, cli->nwords, ids, w, &cli->err);
}

static enum crm_status rm(struct cli *cli, const struct crm_ids *ids, struct crm_write *w)
{
	return crm_rm(cli->crm, cli->kind, cli->words, cli->nwords, ids, w, &cli->err);
}

enum crm_status verb_add(struct cli *cli)
{
	if (cli->nwords == 0)
		return cli_usage(cli, "nothing to add: give FIELD=VALUE ('%s fields' lists them)", cli->tool->name);
	return verb_write(cli, NULL, add); /* ids link */
}

enum crm_status verb_set(struct cli *cli)
{
	enum crm_status s = verb_need_records(cli);
	if (!s && (cli->nwords == 0 || !crm_is_condition(cli->words[cli->nwords - 1])))
		s = cli_usage(cli, "nothing to set: give FIELD=VALUE");
	return s ? s : verb_write(cli, cli->kind, set);
}

enum crm_status verb_rm(struct cli *cli) { return verb_write_records(cli, rm); }

enum crm_status verb_fields(struct cli *cli)
{
	enum crm_status s;
	if (cli->nwords || cli->dash)
		return cli_usage(cli, "fields takes no operands");
	s = cli_open(cli);
	return s ? s : crm_fields(cli->crm, cli->kind, cli_sink(cli, false), &cli->err);
}

/* ---- edit ---- */

static enum out_result memory_write(void *arg, const char *p, size_t n, size_t *done)
{
	sb_add(arg, p, n);
	*done = n;
	return OUT_OK;
}
static int memory_spool(void *arg) { (void)arg; return -1; }
static const char *memory_problem(void *arg) { (void)arg; return ""; }

/* The settable fields in show's form, into memory. */
static enum crm_status edit_text(struct cli *cli, struct strbuf *text)
{
	struct crm_writer w = {memory_write, memory_spool, memory_problem, text};
	struct sink_options o = {.format = SINK_TSV};
	struct out *out = out_new(&w);
	struct sink *sink = sink_new(out, &o);
	struct crm_query q = cli_query(cli, NULL);
	enum crm_status s, t;
	s = crm_show(cli->crm, &q, SHOW_SETTABLE, sink, &cli->err);
	sink_free(sink);
	t = out_finish(out, &cli->err);
	out_free(out);
	return s ? s : t;
}

static enum crm_status run_editor(struct cli *cli, const char *file)
{
	const char *editor = getenv("VISUAL");
	int status = -1;
	pid_t pid;
	if (!editor || !*editor)
		editor = getenv("EDITOR");
	if (!editor || !*editor)
		editor = "vi";
	pid = fork();
	if (pid == 0) {
		signal(SIGPIPE, SIG_DFL);
		signal(SIGXFSZ, SIG_DFL);
		execl("/bin/sh", "sh", "-c", "exec $0 \"$1\"", editor, file, (char *)NULL);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (pid < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return crm_fail(&cli->err, CRM_IO, "editor '%s' failed: nothing is changed", editor);
	return CRM_OK;
}

/* The edited text goes back through import, by id. */
static enum crm_status import_edited(struct cli *cli, const char *file, const struct strbuf *before)
{
	struct strbuf after = STRBUF_INIT;
	struct crm_source src;
	struct crm_import im = {.src = &src, .reader = {.format = READER_TSV}, .before = before->buf,
		.nbefore = before->len};
	struct crm_write w;
	enum crm_status s = cli_slurp(file, &after, &cli->err);
	if (!s && after.len == before->len && memcmp(after.buf, before->buf, after.len) == 0) {
		crm_note(&cli->err, "nothing changed");
		sb_release(&after);
		return CRM_OK;
	}
	sb_release(&after);
	if (s || (s = cli_source_open(&src, file, &cli->err)) != CRM_OK)
		return s;
	cli_write_init(cli, &w);
	w.key = cli->kind->flags & K_NAMED ? "name" : "id";
	s = crm_import_rows(cli->crm, cli->kind, &im, &w, &cli->err);
	if (!s)
		s = cli_print_write(cli, cli->kind, &w);
	crm_write_free(&w);
	cli_source_close(&src);
	return s;
}

enum crm_status verb_edit(struct cli *cli)
{
	struct strbuf text = STRBUF_INIT;
	const char *dir = getenv("TMPDIR");
	char *file = arena_printf(&cli->arena, "%s/crm-edit-XXXXXX.tsv", dir && dir[0] == '/' ? dir : "/tmp");
	enum crm_status s;
	int fd;
	if (cli->dash || cli->nwords == 0)
		return cli_usage(cli, "which %s? name one", cli->kind->name);
	if ((s = cli_open(cli)) != CRM_OK || (s = edit_text(cli, &text)) != CRM_OK)
		goto out;
	fd = mkostemps(file, 4, O_CLOEXEC);
	if (fd < 0) {
		s = crm_fail_at(&cli->err, CRM_CANTCREATE, file, 0, 0, NULL, "%s", strerror(errno));
		goto out;
	}
	if ((s = cli_write_fd(fd, file, text.buf, text.len, &cli->err)) == CRM_OK &&
	    (s = run_editor(cli, file)) == CRM_OK && (s = import_edited(cli, file, &text)) == CRM_OK)
		unlink(file);
	else
		crm_note(&cli->err, "the text is kept in %s", file);
out:
	sb_release(&text);
	return s;
}
