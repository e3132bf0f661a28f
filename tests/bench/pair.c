/* pair.c - times command A against command B in turn, A B A B …: medians, the median of the ratios, A's peak memory, and how
 * noisy the machine was meanwhile.
 *
 * usage: pair [-n PAIRS] [-r RESET] [-m KIB] [-N PERCENT] LABEL GOAL A B
 *        pair -s COMMAND          how a command is split, a word a line
 *
 * A, B and RESET (which runs before each, not timed) are words as the shell quotes them: '', "" and backslashes; <FILE is standard
 * input. They are executed directly, both sides alike; what needs a shell says so (sh -c '…') and is seen to pay for it.
 *
 * A line of TSV: label, goal, ratio, A ms, B ms, A's CPU ms, A's peak KiB, PAIRS, verdict, highest peak, noise in percent.
 * GOAL is the highest ratio, - = none; KIB the highest peak. Verdict: ok; over (slower than GOAL and 15 percent); large (a peak is
 * the same on any machine, so it is judged in any case); noisy (the ratio means nothing); - (there is no goal).
 *
 * Noise: after each pair the same small piece of work is done and timed; of these times, how much slower than the fastest
 * the upper quartile was. Above PERCENT (25) times are not judged. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORDS 256
#define PAIRS 100

struct command { char *argv[WORDS], *input; };
struct run { double wall, cpu; long peak; int status; };

static void die(const char *what, const char *command)
{
	fprintf(stderr, "pair: %s: %s\n", what, command);
	exit(64);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* One word from *p on, into w; *p stands behind it then. */
static void word(const char **p, char *w, const char *command)
{
	for (char quote = 0; **p && (quote || !strchr(" \t\n", **p)); (*p)++) {
		if (**p == quote)
			quote = 0;
		else if (!quote && (**p == '\'' || **p == '"'))
			quote = **p;
		else if (**p == '\\' && quote != '\'' && (*p)[1] && (!quote || strchr("\"\\$`", (*p)[1])))
			*w++ = *++*p;
		else if ((quote != '\'' && strchr("$`", **p)) || (!quote && strchr("|;&()<>*?", **p)))
			die("this needs a shell", command);
		else
			*w++ = **p;
		if (quote && !(*p)[1])
			die("a quote is not closed", command);
	}
	*w = '\0';
}

static struct command split(const char *command)
{
	struct command c = {0};
	const char *p = command;

	for (int n = 0;;) {
		while (*p && strchr(" \t\n", *p))
			p++;
		if (!*p)
			break;
		if (n == WORDS - 1)
			die("too many words", command);
		int input = *p == '<';
		p += input ? 1 + strspn(p + 1, " \t") : 0;
		char *w = malloc(strlen(p) + 1);
		if (!w)
			die("out of memory", command);
		word(&p, w, command);
		if (input)
			c.input = w;
		else
			c.argv[n++] = w;
	}
	if (!c.argv[0])
		die("no command", command);
	return c;
}

static void execute(const struct command *c)
{
	int in = open(c->input ? c->input : "/dev/null", O_RDONLY), out = open("/dev/null", O_WRONLY);

	if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0) {
		perror(c->input);
		_exit(126);
	}
	execvp(c->argv[0], c->argv);
	perror(c->argv[0]);
	_exit(127);
}

/* Some milliseconds, in a process of its own: start, arithmetic and memory. */
static void work(void)
{
	static volatile unsigned cells[1 << 18];
	unsigned x = 1;

	for (int i = 0; i < 1 << 20; i++) {
		x = x * 1664525 + 1013904223;
		cells[x >> 14] += x;
	}
	_exit(0);
}

static struct run run(const struct command *c)
{
	struct run r = {0};
	struct rusage u = {0};
	double start = now();
	pid_t pid = fork();

	if (!pid && c)
		execute(c);
	if (!pid)
		work();
	while (pid > 0 && wait4(pid, &r.status, 0, &u) < 0 && errno == EINTR)
		;
	r.wall = now() - start;
	r.cpu = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
	r.peak = u.ru_maxrss;
	if (pid < 0 || r.status) {
		fprintf(stderr, "pair: status %d: %s\n", r.status, c ? c->argv[0] : "fork");
		exit(1);
	}
	return r;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* In percent. */
static double noise(double *v, int n)
{
	qsort(v, (size_t)n, sizeof *v, compare);
	return (v[n * 3 / 4] / v[0] - 1) * 100;
}

struct options { int pairs; long peak; double noise; const char *reset; };

static void compare_commands(const struct options *o, const char *label, const char *goal, const char *first, const char *second)
{
	static double a[PAIRS], b[PAIRS], q[PAIRS], cpu[PAIRS], fixed[PAIRS];
	struct command x = split(first), y = split(second), reset = o->reset ? split(o->reset) : (struct command){0};
	int n = o->pairs;
	long peak = 0;

	for (int i = -1; i < n; i++) { /* once to warm up */
		struct run r, s;
		if (o->reset)
			run(&reset);
		r = run(&x);
		if (o->reset)
			run(&reset);
		s = run(&y);
		int k = i < 0 ? 0 : i;
		fixed[k] = run(NULL).wall;
		a[k] = r.wall;
		b[k] = s.wall;
		q[k] = r.wall / s.wall;
		cpu[k] = r.cpu;
		peak = r.peak > peak ? r.peak : peak;
	}
	double ratio = median(q, n), shaken = noise(fixed, n);
	const char *verdict = *goal == '-' ? (o->peak ? "ok" : "-") : ratio <= strtod(goal, NULL) * 1.15 ? "ok" : "over";
	if (*goal != '-' && shaken > o->noise)
		verdict = "noisy";
	if (o->peak && peak > o->peak)
		verdict = "large";
	printf("%s\t%s\t%.3f\t%.2f\t%.2f\t%.2f\t%ld\t%d\t%s\t", label, goal, ratio, median(a, n), median(b, n), median(cpu, n), peak, n, verdict);
	if (o->peak)
		printf("%ld", o->peak);
	printf("\t%.0f\n", shaken);
}

int main(int argc, char **argv)
{
	struct options o = {.pairs = 9, .noise = 25};
	int opt;

	while ((opt = getopt(argc, argv, "n:r:m:N:s:")) != -1) {
		switch (opt) {
		case 'n': o.pairs = (int)strtol(optarg, NULL, 10); break;
		case 'r': o.reset = optarg; break;
		case 'm': o.peak = strtol(optarg, NULL, 10); break;
		case 'N': o.noise = strtod(optarg, NULL); break;
		case 's': {
			struct command c = split(optarg);
			for (char **w = c.argv; *w; w++)
				puts(*w);
			if (c.input)
				printf("<%s\n", c.input);
			return 0;
		}
		default: return 64;
		}
	}
	if (argc - optind != 4 || o.pairs < 1 || o.pairs > PAIRS) {
		fputs("usage: pair [-n PAIRS] [-r RESET] [-m KIB] [-N PERCENT] LABEL GOAL A B\n", stderr);
		return 64;
	}
	compare_commands(&o, argv[optind], argv[optind + 1], argv[optind + 2], argv[optind + 3]);
	return 0;
}
