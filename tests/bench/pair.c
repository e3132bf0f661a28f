/* pair.c - times command A against command B in turn, A B A B …, and prints the medians, the median of the ratios and A's peak memory.
 *
 * usage: pair [-n PAIRS] [-r RESET] LABEL GOAL A B      (sh commands; RESET runs before each, not timed)
 * A line of TSV: label, goal, ratio, A ms, B ms, A's CPU ms, A's peak KiB, PAIRS, verdict (ok, over, -). GOAL is the highest ratio, - = none. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct run { double wall, cpu; long peak; int status; };

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* A command without shell syntax is executed directly, so that the shell's own start doesn't stand in the figures. */
static void execute(const char *command)
{
	char *argv[256], *copy = strdup(command), *p = copy;
	int n = 0;
	if (!copy || strpbrk(command, "'\"|;&<>$()`*?\\"))
		execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	for (char *w; (w = strsep(&p, " ")) && n < 255;)
		if (*w)
			argv[n++] = w;
	argv[n] = NULL;
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

static struct run run(const char *command, int quiet)
{
	struct run r = {0};
	struct rusage u;
	double start = now();
	pid_t pid = fork();
	if (pid == 0) {
		if (quiet && !freopen("/dev/null", "w", stdout))
			_exit(126);
		execute(command);
	}
	while (pid > 0 && wait4(pid, &r.status, 0, &u) < 0 && errno == EINTR)
		;
	r.wall = now() - start;
	r.cpu = (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e3 + (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e3;
	r.peak = u.ru_maxrss;
	if (r.status) {
		fprintf(stderr, "pair: status %d: %s\n", r.status, command);
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

int main(int argc, char **argv)
{
	int n = 9, opt;
	const char *reset = NULL;
	static double a[100], b[100], q[100], cpu[100];
	long peak = 0;
	while ((opt = getopt(argc, argv, "n:r:")) != -1) {
		if (opt == 'n')
			n = (int)strtol(optarg, NULL, 10);
		else if (opt == 'r')
			reset = optarg;
		else
			return 64;
	}
	if (argc - optind != 4 || n < 1 || n > 100)
		return 64;
	for (int i = -1; i < n; i++) {
		struct run x, y;
		if (reset)
			run(reset, 1);
		x = run(argv[optind + 2], 1);
		if (reset)
			run(reset, 1);
		y = run(argv[optind + 3], 1);
		if (i < 0)
			continue;
		a[i] = x.wall;
		b[i] = y.wall;
		q[i] = x.wall / y.wall;
		cpu[i] = x.cpu;
		peak = x.peak > peak ? x.peak : peak;
	}
	double ratio = median(q, n), goal = strtod(argv[optind + 1], NULL);
	printf("%s\t%s\t%.3f\t%.2f\t%.2f\t%.2f\t%ld\t%d\t%s\n", argv[optind], argv[optind + 1], ratio, median(a, n), median(b, n), median(cpu, n), peak, n,
	       argv[optind + 1][0] == '-' ? "-" : ratio <= goal * 1.15 ? "ok" : "over");
	fflush(stdout);
	return 0;
}
