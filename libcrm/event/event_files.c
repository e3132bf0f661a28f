/* event_files.c - attached files held against what was attached: the same, changed, missing. */
#include "crm_event.h"
#include "../base/sha256.h"
#include "../edit/edit.h"
#include "../model/kinds.h"
#include "../ask/rows.h"
#include "../model/value.h"
#include "event_kind.h"

struct kept { int64_t event, size; const char *path, *sha256; };
struct kept_files { struct kept *v; size_t n; struct arena arena; };

static const struct sink_column columns[] = {{"event", false}, {"path", false}, {"size", true}, {"sha256", false}, {"state", false}};

static const char *keep_text(struct kept_files *files, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return s ? arena_strndup(&files->arena, s, n) : "";
}

static enum crm_status find_files(struct crm *c, const struct crm_query *q, struct kept_files *files,
                                  struct crm_error *e)
{
	const struct select sel = {.kind = q->kind, .limit = -1, .operands = q->operands, .noperands = q->noperands,
		.ids = q->ids, .all = q->all,
	                           .words = WORDS_NONE};
	struct strbuf sql = STRBUF_INIT;
	struct binds b = {0};
	struct query rows;
	enum crm_status s;

	sb_adds(&sql, "SELECT f.record, f.path, f.size, f.sha256 FROM attachment f "
		"JOIN event v ON v.id=f.record WHERE f.kind=" SQL(KIND_EVENT) " AND ");
	s = select_where(c, &sel, "v", &sql, &b, e);
	sb_adds(&sql, " ORDER BY v.at DESC, v.id DESC, f.pos, f.id");
	if (!s) {
		rows = query_built(c->db, e, sql.buf);
		binds_apply(&b, rows.st);
		while (query_row(&rows))
			ARRAY_PUSH(files->v, files->n,
			           (struct kept){db_int(rows.st, 0), db_int(rows.st, 2), keep_text(files, rows.st, 1),
			                         keep_text(files, rows.st, 3)});
		s = query_end(&rows);
	}
	binds_free(&b);
	sb_release(&sql);
	return s;
}

/* Why it cannot be read is a note: the answer is in its row. */
static const char *state_of(const struct crm_files *host, const struct kept *f, struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	char sha256[SHA256_HEX];
	int64_t size;
	enum crm_status s = file_digest(host, f->path, sha256, &size, &own);

	if (s && s != CRM_NOINPUT && own.n)
		crm_note(e, "%s: %s", f->path, own.list[0].text);
	crm_error_clear(&own);
	if (s)
		return s == CRM_NOINPUT ? "missing" : "unreadable";
	return size == f->size && strcmp(sha256, f->sha256) == 0 ? "ok" : "changed";
}

static void put_file(struct sink *s, const struct kept *f, const char *state)
{
	char id[32], size[32];

	sink_cell(s, CELL_PLAIN, id, id_format(id, &kind_event, f->event));
	sink_cell(s, CELL_TEXT, f->path, strlen(f->path));
	sink_cell(s, CELL_NUMBER, size, fmt_int(size, f->size));
	sink_cell(s, CELL_PLAIN, f->sha256, strlen(f->sha256));
	sink_cell(s, CELL_PLAIN, state, strlen(state));
	sink_end_row(s);
}

enum crm_status crm_event_files(struct crm *c, const struct crm_query *q, const struct crm_files *host,
                                struct sink *sink, struct crm_error *e)
{
	struct kept_files files = {.arena = ARENA_INIT};
	bool own, good = true;
	enum crm_status s = db_read(c->db, &own, e);

	if (!s)
		s = find_files(c, q, &files, e);
	db_read_end(c->db, own); /* reading files takes its time */
	if (!s)
		sink_begin(sink, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < files.n && !s && !sink_stopped(sink); i++) {
		const char *state = state_of(host, &files.v[i], e);

		good = good && strcmp(state, "ok") == 0;
		put_file(sink, &files.v[i], state);
	}
	if (!s)
		sink_end(sink);
	free(files.v);
	arena_free(&files.arena);
	return s ? s : good ? CRM_OK : CRM_NO;
}
