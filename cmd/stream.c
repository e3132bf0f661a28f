/* stream.c - standard output and files as the library's writers and sources. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define BLOCKED_SECONDS 3
#define SCAN_BLOCK 65536

void cli_standard_streams(void)
{
	/* the wrong way round: reading and writing fail as on a closed one */
	static const int mode[] = {O_WRONLY, O_RDONLY, O_RDWR};
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", mode[fd]) != fd)
			_exit(CRM_IO);
}

static int write_errno;

static volatile sig_atomic_t alarmed;

static void on_alarm(int sig)
{
	(void)sig;
	alarmed = 1;
}

/* A write to a pipe nobody reads would hold the read transaction, and with it the write-ahead log,
 * for as long as a pager is open: a timer interrupts it. Regular files never block for long. */
static bool can_block(void)
{
	static int known = -1;
	struct stat st;
	if (known < 0) {
		known = fstat(STDOUT_FILENO, &st) == 0 && !S_ISREG(st.st_mode);
		if (known) {
			struct sigaction sa;
			memset(&sa, 0, sizeof sa);
			sa.sa_handler = on_alarm;
			sigaction(SIGALRM, &sa, NULL);
		}
	}
	return known;
}

static void timer(int seconds)
{
	struct itimerval t = {{seconds, 0}, {seconds, 0}};
	setitimer(ITIMER_REAL, &t, NULL);
}

static enum out_result stdout_write(void *arg, const char *p, size_t n, size_t *done)
{
	enum out_result r = OUT_OK;
	bool timed = can_block();
	(void)arg;
	*done = 0;
	alarmed = 0;
	if (timed)
		timer(BLOCKED_SECONDS);
	while (*done < n && r == OUT_OK) {
		ssize_t k = write(STDOUT_FILENO, p + *done, n - *done);
		if (k >= 0)
			*done += (size_t)k;
		else if (errno == EPIPE)
			r = OUT_CLOSED;
		else if (errno == EAGAIN)
			poll(&(struct pollfd){STDOUT_FILENO, POLLOUT, 0}, 1, timed ? -1 : 1000);
		else if (errno != EINTR) {
			write_errno = errno;
			r = OUT_ERROR;
		}
		if (alarmed && r == OUT_OK && *done < n)
			r = OUT_BLOCKED;
	}
	if (timed)
		timer(0);
	return r;
}

static int stdout_spool(void *arg)
{
	const char *dir = getenv("TMPDIR");
	(void)arg;
	if (!dir || dir[0] != '/')
		dir = "/tmp";
	return open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static const char *stdout_problem(void *arg)
{
	(void)arg;
	return strerror(write_errno);
}

void cli_stdout_writer(struct crm_writer *w)
{
	*w = (struct crm_writer){stdout_write, stdout_spool, stdout_problem, NULL};
}

/* ---- sources ---- */

struct file_source { int fd; int error; char *name; };

static long file_read(void *arg, char *p, size_t n)
{
	struct file_source *f = arg;
	for (;;) {
		ssize_t k = read(f->fd, p, n);
		if (k >= 0)
			return (long)k;
		if (errno == EAGAIN) {
			poll(&(struct pollfd){f->fd, POLLIN, 0}, 1, -1);
		} else if (errno != EINTR) {
			f->error = errno;
			return -1;
		}
	}
}

static bool file_rewind(void *arg)
{
	struct file_source *f = arg;
	struct stat st;
	return fstat(f->fd, &st) == 0 && S_ISREG(st.st_mode) && lseek(f->fd, 0, SEEK_SET) == 0;
}

static const char *file_problem(void *arg)
{
	return strerror(((struct file_source *)arg)->error);
}

enum crm_status cli_source_open(struct crm_source *src, const char *name, struct crm_error *e)
{
	bool in = strcmp(name, "-") == 0;
	struct stat st;
	struct file_source *f = crm_calloc(1, sizeof *f);
	memset(src, 0, sizeof *src);
	f->name = crm_strdup(in ? "stdin" : name);
	f->fd = in ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	if (f->fd >= 0 && fstat(f->fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(f->fd);
		f->fd = -1;
		errno = EISDIR;
	}
	*src = (struct crm_source){f->name, file_read, file_rewind, file_problem, f};
	if (f->fd < 0) {
		enum crm_status s = errno == EACCES ? CRM_PERM : CRM_NOINPUT;
		crm_fail_at(e, s, name, 0, 0, NULL, "%s", strerror(errno));
		cli_source_close(src);
		return s;
	}
	return CRM_OK;
}

void cli_source_close(struct crm_source *src)
{
	struct file_source *f = src->arg;
	if (!f)
		return;
	if (f->fd > STDIN_FILENO)
		close(f->fd);
	free(f->name);
	free(f);
	src->arg = NULL;
}

enum crm_status cli_slurp(const char *name, struct strbuf *out, struct crm_error *e)
{
	struct crm_source src;
	enum crm_status s = cli_source_open(&src, name, e);
	long k;
	if (s)
		return s;
	do {
		sb_grow(out, 65536);
		k = src.read(src.arg, out->buf + out->len, 65536);
		if (k > 0)
			sb_setlen(out, out->len + (size_t)k);
	} while (k > 0);
	if (k < 0)
		s = crm_fail_at(e, CRM_IO, src.name, 0, 0, NULL, "%s", src.problem(src.arg));
	cli_source_close(&src);
	return s;
}

static enum crm_status files_read(void *arg, const char *name, struct strbuf *out, struct crm_error *e)
{
	struct cli *cli = arg;
	if (strcmp(name, "-") == 0 && !cli_stdin_once(cli))
		return CRM_USAGE;
	return cli_slurp(name, out, e);
}

/* What is attached is a regular file: a pipe can't be looked at again. */
static enum crm_status files_scan(void *arg, const char *name, void (*block)(void *to, const char *p, size_t n),
                                  void *to, struct crm_error *e)
{
	struct crm_source src;
	struct stat st;
	char *p;
	long k;
	enum crm_status s;
	(void)arg;
	if (stat(name, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return crm_fail_at(e, CRM_NOINPUT, name, 0, 0, NULL, "not a regular file");
	if ((s = cli_source_open(&src, name, e)) != CRM_OK)
		return s;
	p = crm_malloc(SCAN_BLOCK);
	while ((k = src.read(src.arg, p, SCAN_BLOCK)) > 0)
		block(to, p, (size_t)k);
	if (k < 0)
		s = crm_fail_at(e, CRM_IO, src.name, 0, 0, NULL, "%s", src.problem(src.arg));
	free(p);
	cli_source_close(&src);
	return s;
}

static bool files_path(void *arg, const char *name, struct strbuf *out)
{
	char *real = realpath(name, NULL), *dir;
	(void)arg;
	if (real || name[0] == '/') {
		sb_adds(out, real ? real : name);
		free(real);
		return true;
	}
	dir = getcwd(NULL, 0);
	if (dir)
		sb_printf(out, "%s/%s", dir, name);
	free(dir);
	return dir != NULL;
}

struct crm_files cli_files_of(struct cli *cli) { return (struct crm_files){files_read, cli, files_scan, files_path}; }

bool cli_stdin_once(struct cli *cli)
{
	if (cli->stdin_used) {
		cli_usage(cli, "standard input can be read only once");
		return false;
	}
	cli->stdin_used = true;
	return true;
}
