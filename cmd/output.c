/* output.c - every file that is written: never one of our own, and its readers see the old contents
 * or the new ones, never a part.
 *
 * A file is written beside its place and renamed; a symbolic link is followed, and what it leads to
 * is replaced. One that is there is replaced only when it is empty, or when its first line is the
 * one that would be written and nothing is lost with it: a calendar of our own, or bad lines that
 * all stand in the input (of a pipe: in what is written). Anything else is somebody's work. So are
 * files that nobody may write. Bad lines of an earlier run go when there are none any more.
 * Devices and pipes are written straight, as is what the shell has opened (standard output,
 * /dev/fd/3). The database, what SQLite keeps beside it, and what is read are told by device and
 * number, so that no other name for them is a way around. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINKS_MAX 40
#define PERSONS_MODE 0640 /* the widest of a new file */

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* ---- what is ours ---- */

/* The directory of a path, its name in it into *base; both in the arena. */
static const char *split(struct cli *cli, const char *path, const char **base)
{
	*base = basename(arena_strdup(&cli->arena, path));
	return dirname(arena_strdup(&cli->arena, path));
}

/* The same file, or the same place where there is none. */
static bool same_place(struct cli *cli, const char *a, const char *b)
{
	const char *base_a, *base_b, *dir_a, *dir_b;
	struct stat x, y;
	bool there_a = stat(a, &x) == 0, there_b = stat(b, &y) == 0;
	if (there_a || there_b)
		return there_a && there_b && same(&x, &y);
	dir_a = split(cli, a, &base_a);
	dir_b = split(cli, b, &base_b);
	return strcmp(base_a, base_b) == 0 && stat(dir_a, &x) == 0 && stat(dir_b, &y) == 0 && same(&x, &y);
}

/* Where a chain of links ends, whether something is there or not. NULL: too many of them. */
static const char *follow(struct cli *cli, const char *path)
{
	for (int i = 0; i < LINKS_MAX; i++) {
		char to[PATH_MAX];
		const char *base;
		ssize_t n = readlink(path, to, sizeof to - 1);
		if (n < 0)
			return path;
		to[n] = '\0';
		path = *to == '/' ? arena_strdup(&cli->arena, to)
		                  : arena_printf(&cli->arena, "%s/%s", split(cli, path, &base), to);
	}
	return NULL;
}

static enum crm_status refuse_database(struct cli *cli, const char *name, const char *path)
{
	static const char *const beside[] = {"", "-wal", "-shm", "-journal"};
	const char *db = follow(cli, cli->env.path);
	for (size_t i = 0; db && i < sizeof beside / sizeof *beside; i++)
		if (same_place(cli, path, arena_printf(&cli->arena, "%s%s", db, beside[i])))
			return crm_fail_at(&cli->err, CRM_USAGE, name, 0, 0, NULL,
			                   i ? "belongs to the database" : "is the database itself");
	return CRM_OK;
}

enum crm_status cli_output_refuse(struct cli *cli, const char *name, const char *input)
{
	const char *path = follow(cli, name);
	struct stat st, in;
	enum crm_status s;
	if (!path)
		return crm_fail_at(&cli->err, CRM_CANTCREATE, name, 0, 0, NULL, "%s", strerror(ELOOP));
	if ((s = refuse_database(cli, name, path)) != CRM_OK)
		return s;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    ((fstat(STDIN_FILENO, &in) == 0 && same(&st, &in)) || (input && stat(input, &in) == 0 && same(&st, &in))))
		return crm_fail_at(&cli->err, CRM_USAGE, name, 0, 0, NULL, "is the file that is read");
	return CRM_OK;
}

/* ---- where it goes ---- */

/* The number of the open file a path below /proc/PID/fd names, or -1. */
static int open_number(struct cli *cli, const char *name)
{
	const char *base, *dir = split(cli, name, &base);
	char *real = realpath(dir, NULL), *end = base ? strchr(base, '\0') : NULL;
	size_t n = real ? strlen(real) : 0;
	long fd = -1;
	if (n > 9 && strncmp(real, "/proc/", 6) == 0 && strcmp(real + n - 3, "/fd") == 0)
		fd = strtol(base, &end, 10);
	free(real);
	return fd >= 0 && fd <= INT_MAX && !*end ? (int)fd : -1;
}

/* What the shell has opened already is neither emptied nor replaced. */
static int shell_opened(struct cli *cli, const char *name, const struct stat *st)
{
	struct stat other;
	for (int fd = STDOUT_FILENO; fd <= STDERR_FILENO; fd++)
		if (fstat(fd, &other) == 0 && same(st, &other))
			return fd;
	return open_number(cli, name);
}

/* A new file's: as wide as the database and what is read, and never open to all. */
static mode_t new_mode(struct cli *cli, const char *input)
{
	mode_t mask = umask(0), mode = PERSONS_MODE;
	struct stat st;
	umask(mask);
	if (stat(cli->env.path, &st) == 0)
		mode &= st.st_mode;
	if (input && (strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(input, &st)) == 0 &&
	    S_ISREG(st.st_mode))
		mode &= st.st_mode;
	return (mode & ~mask) | S_IRUSR | S_IWUSR;
}

static enum crm_status failed(struct cli *cli, const struct cli_output *o, enum crm_status s)
{
	return crm_fail_at(&cli->err, s, o->name, 0, 0, NULL, "%s", strerror(errno));
}

enum crm_status cli_output_init(struct cli *cli, struct cli_output *o, const char *name, const char *input)
{
	struct stat st;
	enum crm_status s = cli_output_refuse(cli, name, input);
	*o = (struct cli_output){.cli = cli, .name = name, .fd = -1, .old = -1};
	sb_init(&o->line, 0);
	sb_init(&o->old_text, 0);
	if (s)
		return s;
	o->path = follow(cli, name);
	o->mode = new_mode(cli, input);
	o->input = !input || strcmp(input, "-") != 0 ? input : "/dev/stdin";
	if (o->input && (stat(o->input, &st) != 0 || !S_ISREG(st.st_mode)))
		o->input = NULL;
	if (stat(name, &st) != 0)
		return errno == ENOENT ? CRM_OK : failed(cli, o, CRM_CANTCREATE);
	errno = EISDIR;
	if (S_ISDIR(st.st_mode))
		return failed(cli, o, CRM_CANTCREATE);
	o->straight = !S_ISREG(st.st_mode) || shell_opened(cli, name, &st) >= 0;
	o->there = !o->straight;
	o->group = st.st_gid;
	if (o->there && !input)
		o->mode = st.st_mode & 07777;
	else if (o->there)
		o->mode &= st.st_mode | S_IRUSR | S_IWUSR;
	return CRM_OK;
}

/* ---- writing ---- */

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno != EINTR)
			return false;
		if (k > 0) {
			p += k;
			n -= (size_t)k;
		}
	}
	return true;
}

/* Bytes of the first line, without its end; false: it has none yet. */
static bool first_line(const char *p, size_t n, size_t *length)
{
	const char *nl = memchr(p, '\n', n);
	*length = nl ? (size_t)(nl - p) : n;
	*length -= *length && p[*length - 1] == '\r';
	return nl != NULL;
}

static enum crm_status read_old(struct cli_output *o, char *p, size_t n, size_t *got)
{
	*got = 0;
	while (*got < n) {
		ssize_t k = read(o->old, p + *got, n - *got);
		if (k < 0 && errno != EINTR)
			return failed(o->cli, o, CRM_IO);
		if (k == 0)
			break;
		*got += k > 0 ? (size_t)k : 0;
	}
	return CRM_OK;
}

static enum crm_status others(struct cli_output *o)
{
	return crm_fail_at(&o->cli->err, CRM_CANTCREATE, o->name, 0, 0, NULL,
	                   "another file is there: remove it, or name a new one");
}

/* By its mode too: root may write everything. */
static bool writable(const struct cli_output *o)
{
	struct stat st;
	return stat(o->path, &st) == 0 && (st.st_mode & 0222) && eaccess(o->path, W_OK) == 0;
}

/* ---- whether what is there stands elsewhere, too ---- */

struct line { const char *p; size_t n; bool met; };

static int by_text(const void *a, const void *b)
{
	const struct line *x = a, *y = b;
	int c = memcmp(x->p, y->p, x->n < y->n ? x->n : y->n);
	return c ? c : (x->n > y->n) - (x->n < y->n);
}

static size_t count_lines(const struct strbuf *text)
{
	size_t n = 1;
	for (size_t i = 0; i < text->len; i++)
		n += text->buf[i] == '\n';
	return n;
}

/* In order, each once. */
static size_t split_lines(const struct strbuf *text, struct line *out)
{
	size_t n = 0, k = 0, length;
	for (size_t at = 0; at < text->len; at += length + 1) {
		const char *p = text->buf + at, *nl = memchr(p, '\n', text->len - at);
		length = nl ? (size_t)(nl - p) : text->len - at;
		out[n++] = (struct line){p, length - (length && p[length - 1] == '\r'), false};
	}
	qsort(out, n, sizeof *out, by_text);
	for (size_t i = 0; i < n; i++)
		if (!k || by_text(&out[k - 1], &out[i]) != 0)
			out[k++] = out[i];
	return k;
}

/* Every line of text is one of the file's; *first: the first of both is the same. */
static bool lines_stand_in(const struct strbuf *text, const char *path, bool *first)
{
	struct line *lines = crm_malloc((count_lines(text) + 1) * sizeof *lines);
	size_t n = split_lines(text, lines), met = 0, room = 0, mine, length;
	char *line = NULL;
	FILE *f = fopen(path, "re");
	first_line(text->buf, text->len, &mine);
	for (bool begun = *first = false; f; begun = true) {
		ssize_t got = getline(&line, &room, f);
		struct line *at;
		if (got < 0)
			break;
		first_line(line, (size_t)got, &length);
		*first |= !begun && length == mine && memcmp(line, text->buf, length) == 0;
		at = bsearch(&(struct line){line, length, false}, lines, n, sizeof *lines, by_text);
		met += at && !at->met;
		if (at)
			at->met = true;
	}
	if (f)
		fclose(f);
	free(line);
	free(lines);
	return met == n;
}

/* All of what is there, into old_text. */
static enum crm_status read_all(struct cli_output *o)
{
	char block[1 << 16];
	size_t got;
	enum crm_status s;
	sb_reset(&o->old_text);
	if ((o->old < 0 && (o->old = open(o->path, O_RDONLY | O_CLOEXEC)) < 0) || lseek(o->old, 0, SEEK_SET) < 0)
		return failed(o->cli, o, CRM_CANTCREATE);
	while ((s = read_old(o, block, sizeof block, &got)) == CRM_OK && got)
		sb_add(&o->old_text, block, got);
	return s;
}

/* Its first line is ours, see check_old. Is the rest? All is written beside, but not in place. */
static enum crm_status check_lost(struct cli_output *o)
{
	bool first;
	enum crm_status s = read_all(o);
	if (s || !o->old_text.len)
		return s;
	if (o->mark ? memmem(o->old_text.buf, o->old_text.len, o->mark, strlen(o->mark)) != NULL
	            : lines_stand_in(&o->old_text, o->input ? o->input : o->beside, &first))
		return CRM_OK;
	return others(o);
}

/* Nothing is written: bad lines of the same input that are there are good now. */
static enum crm_status clear_old(struct cli_output *o)
{
	bool first;
	enum crm_status s = CRM_OK;
	if (!o->there || !o->input || access(o->path, R_OK) != 0 || (s = read_all(o)) != CRM_OK || !o->old_text.len ||
	    !lines_stand_in(&o->old_text, o->input, &first) || !first)
		return s;
	errno = EACCES;
	if (!writable(o))
		return failed(o->cli, o, CRM_PERM);
	return truncate(o->path, 0) == 0 ? CRM_OK : failed(o->cli, o, CRM_IO);
}

/* May what is there go? o->line is the first line that is written, and it stays open to be
 * compared. */
static enum crm_status check_old(struct cli_output *o)
{
	size_t mine, its, got;
	enum crm_status s;
	errno = EACCES;
	if (!writable(o))
		return failed(o->cli, o, CRM_PERM);
	if ((o->old = open(o->path, O_RDONLY | O_CLOEXEC)) < 0)
		return failed(o->cli, o, CRM_CANTCREATE);
	sb_grow(&o->old_text, o->line.len + 2);
	if ((s = read_old(o, o->old_text.buf, o->line.len + 2, &got)) != CRM_OK)
		return s;
	first_line(o->line.buf, o->line.len, &mine);
	first_line(o->old_text.buf, got, &its);
	if (got && (mine != its || memcmp(o->line.buf, o->old_text.buf, mine) != 0))
		return others(o);
	if (lseek(o->old, 0, SEEK_SET) < 0)
		return failed(o->cli, o, CRM_IO);
	o->same = true;
	return CRM_OK;
}

static enum crm_status begin_beside(struct cli_output *o)
{
	const char *base, *dir = split(o->cli, o->path, &base);
	enum crm_status s = o->there ? check_old(o) : CRM_OK;
	if (s)
		return s;
	o->beside = arena_printf(&o->cli->arena, "%s/.%.*s.XXXXXX", dir, NAME_MAX - 8, base);
	if ((o->fd = mkostemp(o->beside, O_CLOEXEC)) < 0) {
		o->beside = NULL;
		return failed(o->cli, o, CRM_CANTCREATE);
	}
	return CRM_OK;
}

static enum crm_status begin_straight(struct cli_output *o)
{
	struct stat st;
	int opened = stat(o->name, &st) == 0 ? shell_opened(o->cli, o->name, &st) : -1;
	o->fd = opened >= 0 ? fcntl(opened, F_DUPFD_CLOEXEC, 3) : open(o->name, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (o->fd < 0)
		return failed(o->cli, o, CRM_CANTCREATE);
	o->terminal = isatty(o->fd);
	return CRM_OK;
}

static enum crm_status put(struct cli_output *o, const char *p, size_t n)
{
	struct strbuf masked = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	size_t got = 0;
	if (o->same) {
		sb_grow(&o->old_text, n);
		s = read_old(o, o->old_text.buf, n, &got);
		o->same = !s && got == n && memcmp(o->old_text.buf, p, n) == 0;
	}
	if (o->terminal) {
		utf8_mask_lines(&masked, p, n, UTF8_MASK_TSV, true);
		p = masked.buf;
		n = masked.len;
	}
	if (!s && !write_all(o->fd, p, n))
		s = failed(o->cli, o, CRM_IO);
	sb_release(&masked);
	return s;
}

/* The first line is known: now it may be begun. */
static enum crm_status begin(struct cli_output *o)
{
	enum crm_status s = o->straight ? begin_straight(o) : begin_beside(o);
	if (!s)
		s = put(o, o->line.buf, o->line.len);
	sb_reset(&o->line);
	return s;
}

enum crm_status cli_output_write(struct cli_output *o, const char *p, size_t n)
{
	size_t length;
	if (o->fd >= 0)
		return put(o, p, n);
	sb_add(&o->line, p, n);
	return o->straight || first_line(o->line.buf, o->line.len, &length) ? begin(o) : CRM_OK;
}

/* What is there has just these bytes. */
static bool unchanged(struct cli_output *o)
{
	char end;
	size_t more = 0;
	return o->same && read_old(o, &end, 1, &more) == CRM_OK && !more;
}

static bool put_in_place(struct cli_output *o, bool same)
{
	if (same)
		return unlink(o->beside) == 0;
	if (o->there && fchown(o->fd, (uid_t)-1, o->group) != 0) {
		if (errno != EPERM)
			return false;
		o->mode &= ~(mode_t)S_IRWXG; /* they were another group's rights */
	}
	return fchmod(o->fd, o->mode) == 0 && fsync(o->fd) == 0 && rename(o->beside, o->path) == 0;
}

enum crm_status cli_output_end(struct cli_output *o)
{
	enum crm_status s = CRM_OK;
	bool same = false;
	if (o->fd < 0 && o->line.len)
		s = begin(o);
	if (s || o->fd < 0)
		return s ? s : clear_old(o);
	if (o->there && (same = unchanged(o)) == false && (s = check_lost(o)) != CRM_OK)
		return s;
	if (o->beside && !put_in_place(o, same))
		return failed(o->cli, o, CRM_IO);
	o->beside = NULL;
	if (close(o->fd) != 0)
		s = failed(o->cli, o, CRM_IO);
	o->fd = -1;
	return s;
}

void cli_output_free(struct cli_output *o)
{
	if (!o->cli)
		return;
	if (o->beside)
		unlink(o->beside);
	if (o->fd >= 0)
		close(o->fd);
	if (o->old >= 0)
		close(o->old);
	sb_release(&o->line);
	sb_release(&o->old_text);
}

enum crm_status cli_write_fd(int fd, const char *name, const char *p, size_t n, struct crm_error *e)
{
	enum crm_status s = CRM_OK;
	if (!write_all(fd, p, n))
		s = crm_fail_at(e, CRM_IO, name, 0, 0, NULL, "%s", strerror(errno));
	if (close(fd) != 0 && !s)
		s = crm_fail_at(e, CRM_IO, name, 0, 0, NULL, "%s", strerror(errno));
	return s;
}
