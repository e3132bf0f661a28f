/* import_spool.c - reading input twice: a pipe is copied to an unlinked file on its first way, so
 * that nobody waits for it with the write lock held. */
#include "import_impl.h"

#include <errno.h>
#include <unistd.h>

#define BLOCK (256 * 1024)

static long read_fd(int fd, char *p, size_t n)
{
	ssize_t k;

	do
		k = read(fd, p, n);
	while (k < 0 && errno == EINTR);
	return (long)k;
}

static bool write_fd(int fd, const char *p, size_t n)
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

static bool write_all(struct spool *s, const char *p, size_t n)
{
	if (lseek(s->fd, s->have, SEEK_SET) < 0 || !write_fd(s->fd, p, n))
		return false;
	s->have += (off_t)n;
	return true;
}

/* First what stands in the file, then the rest of the pipe. */
static long spool_read(void *arg, char *p, size_t n)
{
	struct spool *s = arg;
	bool again = s->at < s->have;
	long k = 0;

	s->from_in = false;
	if (again && lseek(s->fd, s->at, SEEK_SET) < 0)
		k = -1;
	else if (again)
		k = read_fd(s->fd, p, n);
	else if (!s->ended) {
		k = s->in->read(s->in->arg, p, n);
		s->from_in = k < 0;
		s->ended = k <= 0;
		if (k > 0 && !write_all(s, p, (size_t)k))
			k = -1;
	}
	if (k < 0)
		s->error = errno;
	else
		s->at += k;
	return k;
}

static bool spool_rewind(void *arg)
{
	struct spool *s = arg;

	s->at = 0;
	return true;
}

static const char *spool_problem(void *arg)
{
	const struct spool *s = arg;

	return s->from_in ? s->in->problem(s->in->arg) : strerror(s->error);
}

enum crm_status spool_open(struct spool *s, struct crm_source *out, const struct crm_source *src, struct db *db,
                           struct crm_error *e)
{
	*s = (struct spool){.in = src, .fd = -1};
	*out = *src;
	if (src->rewind && src->rewind(src->arg))
		return CRM_OK;
	s->fd = db_temp_file(db);
	if (s->fd < 0)
		return crm_fail(e, CRM_CANTCREATE, "cannot make a temporary file: %s", strerror(errno));
	*out = (struct crm_source){src->name, spool_read, spool_rewind, spool_problem, s};
	return CRM_OK;
}

void spool_close(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);
	s->fd = -1;
}

/* ---- bad lines as they came ---- */

struct copier {
	const struct line_range *ranges; size_t n;
	long line;
	int unit;          /* bytes of a character */
	bool big;          /* its first byte is the high one */
	bool after_cr;
	enum crm_status (*to)(void *arg, const char *p, size_t n, struct crm_error *e); void *arg;
	struct crm_error *e;
};

static void find_unit(struct copier *c, const char *encoding, const unsigned char *p, size_t n)
{
	c->unit = 1;
	if (encoding && strncasecmp(encoding, "utf-16", 6) == 0)
		c->unit = 2;
	else if (encoding && strncasecmp(encoding, "utf-32", 6) == 0)
		c->unit = 4;
	else if (!encoding && n >= 2 &&
	         ((p[0] == 0xff && p[1] == 0xfe) || (p[0] == 0xfe && p[1] == 0xff) || !p[0] || !p[1]))
		c->unit = 2;
	c->big = (n >= 2 && p[0] == 0xfe && p[1] == 0xff) || (!encoding && n >= 2 && !p[0] && p[1]) ||
	         (n >= 4 && !p[0] && !p[1] && p[2] == 0xfe && p[3] == 0xff) ||
	         (encoding && strlen(encoding) > 2 && strcasecmp(encoding + strlen(encoding) - 2, "be") == 0);
}

static unsigned character(const struct copier *c, const unsigned char *p)
{
	unsigned v = 0;

	for (int i = 0; i < c->unit; i++)
		v = v << 8 | p[c->big ? i : c->unit - 1 - i];
	return v;
}

/* The lines that start in p; a carriage return alone ends one, as for the reader. */
static enum crm_status copy_block(struct copier *c, const char *p, size_t n)
{
	size_t from = 0;
	enum crm_status s;

	for (size_t i = 0; i + (size_t)c->unit <= n; i += (size_t)c->unit) {
		unsigned ch = character(c, (const unsigned char *)p + i);
		bool second = ch == '\n' && c->after_cr;

		if (c->after_cr && !second)
			c->line++;
		if (c->n && c->line > c->ranges->last) {
			s = c->to(c->arg, p + from, i - from, c->e);
			if (s)
				return s;
			c->ranges++;
			c->n--;
			from = i;
		}
		if (!c->n)
			return CRM_OK;
		if (c->line < c->ranges->first)
			from = i + (size_t)c->unit;
		c->after_cr = ch == '\r';
		if (ch == '\n')
			c->line++;
	}
	return n > from ? c->to(c->arg, p + from, n - from, c->e) : CRM_OK;
}

enum crm_status spool_lines(const struct crm_source *src, const char *encoding, const struct line_range *ranges,
                            size_t n, enum crm_status (*to)(void *arg, const char *p, size_t n, struct crm_error *e),
                            void *arg, struct crm_error *e)
{
	struct copier c = {.ranges = ranges, .n = n, .line = 1, .to = to, .arg = arg, .e = e};
	char *block = crm_malloc(BLOCK);
	enum crm_status s = CRM_OK;
	long k = 0;

	if (!src->rewind(src->arg))
		s = crm_fail_at(e, CRM_IO, src->name, 0, 0, NULL, "cannot be read again");
	while (!s && c.n) {
		size_t have = 0;

		while (have < BLOCK && (k = src->read(src->arg, block + have, BLOCK - have)) > 0)
			have += (size_t)k;
		if (k < 0)
			s = crm_fail_at(e, CRM_IO, src->name, 0, 0, NULL, "%s", src->problem(src->arg));
		if (have == 0 || k < 0)
			break;
		if (!c.unit)
			find_unit(&c, encoding, (const unsigned char *)block, have);
		s = copy_block(&c, block, have);
	}
	free(block);
	return s;
}
