/* edit_file.c - attached files: the host reads each once a command, what is kept is path, SHA-256 and size.
 *
 * Attached files are read before there is a lock and once a command; rows of an import read theirs
 * inside the transaction, but for those attached already. */
#include "edit_impl.h"

#include "../base/sha256.h"
#include "../base/utf8.h"
#include "crm_edit.h"

/* A file as it was when this command read it. */
struct attached { struct attached *next; const char *name, *path; size_t npath; char sha256[SHA256_HEX]; int64_t size; };

struct scan { struct digest *digest; int64_t size; };

static void add_block(void *to, const char *p, size_t n)
{
	struct scan *scan = to;

	digest_add(scan->digest, p, n);
	scan->size += (int64_t)n;
}

enum crm_status file_digest(const struct crm_files *files, const char *name, char hex[], int64_t *size, struct crm_error *e)
{
	struct scan scan = {digest_new(), 0};
	enum crm_status st = files->scan(files->arg, name, add_block, &scan, e);

	digest_end(scan.digest, hex);
	*size = scan.size;
	return st;
}

/* ---- its path ---- */

static enum crm_status absolute(struct crm *c, const struct crm_files *files, const char *name, const char **path, size_t *n, struct crm_error *e)
{
	struct strbuf b = STRBUF_INIT;
	enum crm_status st = CRM_OK;

	if (!files->path(files->arg, name, &b))
		st = crm_fail_at(e, CRM_NOINPUT, name, 0, 0, NULL, "the directory is not known");
	else if (utf8_valid(b.buf, b.len) != b.len)
		st = crm_fail_at(e, CRM_DATA, b.buf, 0, 0, NULL, "the path is not valid UTF-8 text");
	else if (memchr(b.buf, ',', b.len))
		st = crm_fail_at(e, CRM_DATA, b.buf, 0, 0, NULL, "the path has a comma, which stands between files");
	*n = b.len;
	*path = arena_strndup(&c->arena, b.buf, b.len);
	sb_release(&b);
	return st;
}

/* ---- reading ---- */

static enum crm_status attach(struct crm *c, const struct crm_files *files, const char *s, size_t n, const struct attached **out,
			      struct crm_error *e)
{
	struct attached *f;
	enum crm_status st;

	if (!files || !files->scan)
		return crm_fail(e, CRM_USAGE, "'%.*s': files cannot be read here", (int)n, s);
	for (f = c->attached; f; f = f->next)
		if (strlen(f->name) == n && memcmp(f->name, s, n) == 0) {
			*out = f;
			return CRM_OK;
		}
	f = arena_alloc(&c->arena, sizeof(*f));
	f->name = arena_strndup(&c->arena, s, n);
	st = absolute(c, files, f->name, &f->path, &f->npath, e);
	if (st == CRM_OK)
		st = file_digest(files, f->name, f->sha256, &f->size, e);
	if (st != CRM_OK)
		return st;
	f->next = c->attached;
	*out = c->attached = f;
	return CRM_OK;
}

enum crm_status files_read_ahead(struct crm *c, const struct crm_files *files, const struct assign *a, struct crm_error *e)
{
	const struct attached *f;
	enum crm_status st = CRM_OK;

	for (const char *s = a->s, *end = s + a->n, *stop; s < end && st == CRM_OK; s = stop + 1) {
		size_t n;

		stop = memchr(s, ',', (size_t)(end - s));
		stop = stop ? stop : end;
		while (s < stop && *s == ' ')
			s++;
		for (n = (size_t)(stop - s); n && s[n - 1] == ' ';)
			n--;
		if (n)
			st = attach(c, files, s, n, &f, e);
	}
	if (st == CRM_NOINPUT && memchr(a->s, ',', a->n))
		crm_note(e, "%s: a comma stands between files; a file with one in its name has to be renamed", a->field->name);
	return st;
}

/* In a file it is the row that is wrong. */
static enum crm_status told_with_line(const struct assign *a, struct crm_error *own, enum crm_status st, struct crm_error *e)
{
	for (size_t i = 0; i < own->n; i++)
		if (a->line)
			st = crm_fail_at(e, CRM_DATA, NULL, a->line, a->column, a->field->name, "'%s': %s", own->list[i].file ? own->list[i].file : "",
			                 own->list[i].text);
		else
			crm_fail_at(e, st, own->list[i].file, 0, 0, own->list[i].file ? NULL : a->field->name, "%s", own->list[i].text);
	crm_error_clear(own);
	return st;
}

enum crm_status parse_file(struct edit *ed, const struct assign *a, const char *s, size_t n, struct element *el, struct crm_error *e)
{
	const struct crm_files *files = ed->opt.files;
	struct crm_error own = CRM_ERROR_INIT;
	const struct attached *f = NULL;
	enum crm_status st;

	if (a->op == OP_DEL && files && files->path)
		st = absolute(ed->c, files, arena_strndup(&ed->c->arena, s, n), &el->a, &el->na, &own);
	else
		st = attach(ed->c, files, s, n, &f, &own);
	if (st != CRM_OK)
		return told_with_line(a, &own, st, e);
	if (f) {
		el->a = f->path;
		el->na = f->npath;
		el->b = f->sha256;
		el->nb = SHA256_HEX - 1;
		el->size = f->size;
	}
	return CRM_OK;
}
