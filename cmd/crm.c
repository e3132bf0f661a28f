/* crm.c - the dispatcher: `crm offer list` runs `crm-offer list`, any crm-* beside it or on PATH */
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static const char usage[] = "Usage: crm TOOL [VERB] [OPTION...] [OPERAND...]\n"
	"       crm help [TOOL]\n\n"
	"A CRM for the shell: 'crm offer list' runs 'crm-offer list'.\n\n"
	"  -?, --help     this text\n"
	"  -V, --version  version\n\n"
	"'crm help' lists the tools, 'crm help TOOL' shows a tool's manual; man crm explains what they share.\n";

/* Directory of this program, so that the tools built or installed beside it are found first. */
static char *own_directory(void)
{
	char link[4096];
	ssize_t n = readlink("/proc/self/exe", link, sizeof link - 1);
	char *slash;
	if (n <= 0)
		return NULL;
	link[n] = '\0';
	slash = strrchr(link, '/');
	if (slash)
		*slash = '\0';
	return strdup(link);
}

/* A message to standard error, which ends a line. What was typed goes to a terminal as ASCII that
 * can't drive it: a tool's name is that. */
static void say(const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;
	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	for (char *c = text; *c; c++)
		if (*c < ' ' || *c > '~')
			*c = '?';
	fprintf(stderr, "crm: %s\n", text);
	free(text);
}

/* All that this program prints itself fits the buffer; tools it runs find the signal as it was. */
static int finish(int status)
{
	signal(SIGPIPE, SIG_IGN);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (errno == EPIPE)
		return EX_OK;
	say("standard output: %s", strerror(errno));
	return EX_IOERR;
}

static int compare(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* What a tool can be called: completions and man(1) get it. */
static bool is_name(const char *s)
{
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.+")] == '\0';
}

struct list { char **v; size_t n; };

static void add_tools(struct list *l, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *f;
	while (d && (f = readdir(d))) {
		char *path;
		if (strncmp(f->d_name, "crm-", 4) != 0 || asprintf(&path, "%s/%s", dir, f->d_name) < 0)
			continue;
		if (is_name(f->d_name) && access(path, X_OK) == 0) {
			char **v = realloc(l->v, (l->n + 1) * sizeof *v);
			if (v) {
				l->v = v;
				l->v[l->n] = strdup(f->d_name + 4);
				l->n += l->v[l->n] != NULL;
			}
		}
		free(path);
	}
	if (d)
		closedir(d);
}

static void each_directory(struct list *l)
{
	char *own = own_directory(), *path = strdup(getenv("PATH") ? getenv("PATH") : "");
	char *rest = path, *dir;
	if (own)
		add_tools(l, own);
	while (rest && (dir = strsep(&rest, ":")))
		if (*dir)
			add_tools(l, dir);
	free(own);
	free(path);
}

static int list_tools(void)
{
	struct list l = {NULL, 0};
	each_directory(&l);
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, compare);
	for (size_t i = 0; i < l.n; i++)
		if (i == 0 || strcmp(l.v[i], l.v[i - 1]) != 0)
			printf("%s\n", l.v[i]);
	for (size_t i = 0; i < l.n; i++)
		free(l.v[i]);
	free(l.v);
	return finish(EX_OK);
}

/* Runs crm-TOOL: beside this program, else on PATH. Comes back only when neither can be run. */
static int run_tool(char **argv)
{
	char *own, *name, *path = NULL;
	int error;
	if (strchr(argv[0], '/') || asprintf(&name, "crm-%s", argv[0]) < 0) {
		say("'%s' is not a tool", argv[0]);
		return EX_USAGE;
	}
	argv[0] = name;
	own = own_directory();
	if (own && asprintf(&path, "%s/%s", own, name) >= 0)
		execv(path, argv);
	execvp(name, argv);
	error = errno;
	if (error == ENOENT)
		say("there is no tool '%s', 'crm help' lists them", name + 4);
	else
		say("%s: %s", name, strerror(error));
	free(path);
	free(own);
	free(name);
	return error == ENOENT ? EX_USAGE : EX_OSERR;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs(usage, stderr);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-?") == 0) {
		fputs(usage, stdout);
		return finish(EX_OK);
	}
	if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
		puts("crm " CRM_VERSION);
		return finish(EX_OK);
	}
	if (argv[1][0] == '-') {
		say("unknown option '%s', try 'crm --help'", argv[1]);
		return EX_USAGE;
	}
	if (strcmp(argv[1], "help") == 0 && argc == 2)
		return list_tools();
	if (strcmp(argv[1], "help") == 0) {
		char *page;
		if (!is_name(argv[2])) {
			say("'%s' is not a tool", argv[2]);
			return EX_USAGE;
		}
		if (asprintf(&page, "crm-%s", argv[2]) < 0)
			return EX_SOFTWARE;
		execlp("man", "man", page, (char *)NULL);
		say("man: %s", strerror(errno));
		return EX_UNAVAILABLE;
	}
	return run_tool(argv + 1);
}
