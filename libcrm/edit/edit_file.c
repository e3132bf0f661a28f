/* edit_file.c - attached files: the host reads each once a command, what is kept is path, SHA-256
 * and size.
 *
 * Attached files are read before there is a lock and once a command; rows of an import read theirs
 * inside the transaction, but for those attached already. */
#include "edit_impl.h"

#include "../base/sha256.h"
#include "../base/utf8.h"
#include "crm_edit.h"

/* A file as it was when this command read it. */
struct attached {
	struct attached *next;
	const char *name, *path;
	size_t npath;
	char sha256[SHA256_HEX];
	int64_t size;
};

struct scan { struct digest *digest; int64_t size; };

static void add_block(void *to, const char *p, size_t n)
{
	struct scan *scan = to;

	digest_add(scan->digest, p, n);
	scan->size += (int64_t)n;
}

enum crm_status file_digest(const struct crm_files *files, const char *name, char hex[], int64_t *size,
                            struct crm_error *e)
{
	struct scan scan = {digest_new(), 0};
	enum crm_status s = files->scan(files->arg, name, add_block, &scan, e);

	digest_end(scan.digest, hex);
	*size = scan.size;
	return s;
}

/* ---- its path ---- */

static enum crm_status absolute(struct crm *c, const struct crm_files *files, const char *name, const char **path,
                                size_t *n, struct crm_error *e)
{
	struct strbuf b = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	if (!files->path(files->arg, name, &b))
		s = crm_fail_at(e, CRM_NOINPUT, name, 0, 0, NULL, "the directory is not known");
	else if (utf8_valid(b.buf, b.len) != b.len)
		s = crm_fail_at(e, CRM_DATA, b.buf, 0, 0, NULL, "the path is not valid UTF-8 text");
	else if (memchr(b.buf, ',', b.len))
		s = crm_fail_at(e, CRM_DATA, b.buf, 0, 0, NULL, "the path has a comma, which stands between files");
	*n = b.len;
	*path = arena_strndup(&c->arena, b.buf, b.len);
	sb_release(&b);
	return s;
}

/* ---- reading ---- */

static enum crm_status attach(struct crm *c, const struct crm_files *files, const char *text, size_t n,
                              const struct attached **out, struct crm_error *e)
{
	struct attached *f;
	enum crm_status s;

	if (!files || !files->scan)
		return crm_fail(e, CRM_USAGE, "'%.*s': files cannot be read here", (int)n, text);
	for (f = c->attached; f; f = f->next)
		if (strlen(f->name) == n && memcmp(f->name, text, n) == 0) {
			*out = f;
			return CRM_OK;
		}
	f = arena_alloc(&c->arena, sizeof *f);
	f->name = arena_strndup(&c->arena, text, n);
	s = absolute(c, files, f->name, &f->path, &f->npath, e);
	if (!s)
		s = file_digest(files, f->name, f->sha256, &f->size, e);
	if (s)
		return s;
	f->next = c->attached;
	*out = c->attached = f;
	return CRM_OK;
}

enum crm_status files_read_ahead(struct crm *c, const struct crm_files *files, const struct assign *a,
                                 struct crm_error *e)
{
	const struct attached *f;
	enum crm_status s = CRM_OK;

	for (const char *text = a->s, *end = text + a->n, *stop; text < end && !s; text = stop + 1) {
		size_t n;

		stop = memchr(text, ',', (size_t)(end - text));
		stop = stop ? stop : end;
		while (text < stop && *text == ' ')
			text++;
		for (n = (size_t)(stop - text); n && text[n - 1] == ' ';)
			n--;
		if (n)
			s = attach(c, files, text, n, &f, e);
	}
	if (s == CRM_NOINPUT && memchr(a->s, ',', a->n))
		crm_note(e, "%s: a comma stands between files; a file with one in its name has to be renamed",
		         a->field->name);
	return s;
}

/* In a file it is the row that is wrong. */
static enum crm_status told_with_line(const struct assign *a, struct crm_error *own, enum crm_status s,
                                      struct crm_error *e)
{
	for (size_t i = 0; i < own->n; i++)
		if (a->line)
			s = crm_fail_at(e, CRM_DATA, NULL, a->line, a->column, a->field->name, "'%s': %s",
			                own->list[i].file ? own->list[i].file : "", own->list[i].text);
		else
			crm_fail_at(e, s, own->list[i].file, 0, 0, own->list[i].file ? NULL : a->field->name, "%s",
			            own->list[i].text);
	crm_error_clear(own);
	return s;
}

enum crm_status parse_file(struct edit *ed, const struct assign *a, const char *text, size_t n, struct element *el,
                           struct crm_error *e)
{
	const struct crm_files *files = ed->opt.files;
	struct crm_error own = CRM_ERROR_INIT;
	const struct attached *f = NULL;
	enum crm_status s;

	if (a->op == OP_DEL && files && files->path)
		s = absolute(ed->c, files, arena_strndup(&ed->c->arena, text, n), &el->a, &el->na, &own);
	else
		s = attach(ed->c, files, text, n, &f, &own);
	if (s)
		return told_with_line(a, &own, s, e);
	if (f) {
		el->a = f->path;
		el->na = f->npath;
		el->b = f->sha256;
		el->nb = SHA256_HEX - 1;
		el->size = f->size;
	}
	return CRM_OK;
}
