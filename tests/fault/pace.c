/* pace.c - how long one person waits: runs a command COUNT times, INTERVAL ms apart, and prints `runs failed median p95 longest` (ms).
 * Usage: pace COUNT INTERVAL COMMAND [ARGUMENT...]; its output goes to /dev/null. Status 1 when a run failed. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int64_t clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int run(char **argv)
{
	int status = -1;
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_WRONLY);

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		execvp(argv[0], argv);
		_exit(127);
	}
	while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return status;
}

int main(int argc, char **argv)
{
	long n = argc > 3 ? strtol(argv[1], NULL, 10) : 0, interval = argc > 3 ? strtol(argv[2], NULL, 10) : 0;
	int64_t *took = calloc(n > 0 ? (size_t)n : 1, sizeof *took);
	long failed = 0;

	if (n <= 0 || interval < 0 || !took) {
		fputs("usage: pace COUNT INTERVAL COMMAND [ARGUMENT...]\n", stderr);
		free(took);
		return 2;
	}
	for (long i = 0; i < n; i++) {
		int64_t start = clock_us();

		failed += run(argv + 3) != 0;
		took[i] = clock_us() - start;
		nanosleep(&(struct timespec){interval / 1000, interval % 1000 * 1000000}, NULL);
	}
	qsort(took, (size_t)n, sizeof *took, compare);
	printf("%ld %ld %.1f %.1f %.1f\n", n, failed, (double)took[n / 2] / 1000, (double)took[(n * 95 + 99) / 100 - 1] / 1000, (double)took[n - 1] / 1000);
	free(took);
	return failed ? 1 : 0;
}
