/* replace.c - a file whose readers see the old contents or the new ones, never a part. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether the file holds just these bytes. */
static bool holds(const char *path, off_t size, const char *p, size_t n)
{
	struct strbuf b = STRBUF_INIT;
	struct crm_error own = CRM_ERROR_INIT;
	bool same = (uintmax_t)size == n && cli_slurp(path, &b, &own) == CRM_OK && b.len == n &&
	            memcmp(b.buf, p, n) == 0;
	sb_release(&b);
	crm_error_clear(&own);
	return same;
}

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
	return fsync(fd) == 0;
}

static enum crm_status write_beside(const char *name, const char *path, mode_t mode, const char *p, size_t n,
                                    struct crm_error *e)
{
	const char *slash = strrchr(path, '/');
	int dir = slash ? (int)(slash - path) + 1 : 0;
	struct strbuf temporary = STRBUF_INIT;
	enum crm_status s = CRM_OK;
	int fd;
	sb_printf(&temporary, "%.*s.%s.XXXXXX", dir, path, path + dir);
	fd = mkostemp(temporary.buf, O_CLOEXEC);
	if (fd < 0) {
		s = crm_fail_at(e, CRM_CANTCREATE, name, 0, 0, NULL, "%s", strerror(errno));
	} else if (!write_all(fd, p, n) || fchmod(fd, mode) != 0 || rename(temporary.buf, path) != 0) {
		s = crm_fail_at(e, CRM_IO, name, 0, 0, NULL, "%s", strerror(errno));
		unlink(temporary.buf);
	}
	if (fd >= 0)
		close(fd);
	sb_release(&temporary);
	return s;
}

enum crm_status cli_replace_file(const char *name, const char *p, size_t n, struct crm_error *e)
{
	char *real = realpath(name, NULL); /* what a link leads to is replaced, not the link */
	mode_t mask = umask(0);
	mode_t mode = 0644 & ~mask;
	enum crm_status s = CRM_OK;
	struct stat st;
	umask(mask);
	if (!real && errno != ENOENT)
		return crm_fail_at(e, CRM_CANTCREATE, name, 0, 0, NULL, "%s", strerror(errno));
	if (real && stat(real, &st) == 0) {
		if (!S_ISREG(st.st_mode))
			s = crm_fail_at(e, CRM_CANTCREATE, name, 0, 0, NULL, "not a regular file");
		else if (holds(real, st.st_size, p, n))
			goto out;
		mode = st.st_mode & 07777;
	}
	if (!s)
		s = write_beside(name, real ? real : name, mode, p, n, e);
out:
	free(real);
	return s;
}
