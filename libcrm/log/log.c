/* log.c - undo and redo as commands: which batches, what is said of them, which records they
 * touched */
#include "log_impl.h"

#include "../model/catalog.h"
#include "../model/day.h"
#include "../model/lookup.h"
#include "../verb/write.h"

struct undoing {
	struct crm *c;
	struct writer *wr;
	bool redo;
	int64_t *batch;
	size_t n;
	struct strbuf said;
	struct crm_error *e;
};

/* ---- which batches ---- */

static bool batch_number(const char *s, int64_t *id)
{
	size_t n;

	s += *s == 'b';
	n = strspn(s, "0123456789");
	*id = 0;
	if (!n || n > 18 || s[n] || s[0] == '0')
		return false;
	while (*s)
		*id = *id * 10 + (*s++ - '0');
	return true;
}

/* To redo a batch is to undo what undid it. */
static enum crm_status redo_target(struct undoing *u, int64_t *id)
{
	int64_t flags = -1, undone = 0;
	enum crm_status s = db_get_int(u->c->db, u->e, &flags, -1, "SELECT flags FROM batch WHERE id=$1", 1, *id);

	if (!s)
		s = db_get_int(u->c->db, u->e, &undone, 0, "SELECT undone FROM batch WHERE id=$1", 1, *id);
	if (s || flags < 0) /* not there: said later */
		return s;
	if (undone)
		*id = undone;
	else if (!(flags & BATCH_UNDO))
		return crm_fail(u->e, CRM_FORBIDDEN, "b%lld is not undone", (long long)*id);
	return CRM_OK;
}

static enum crm_status newest(struct undoing *u)
{
	const char *user = u->c->env.user;
	int64_t id, batch = 0, flags = 0;
	enum crm_status s = lookup_users(u->c, u->e);

	id = s || !user ? 0 : names_id(&u->c->users, user, strlen(user));
	if (!s && id)
		s = history_newest(u->c, id, u->redo, &batch, u->e);
	if (s)
		return s;
	if (!batch)
		return crm_fail(u->e, CRM_NO, "nothing to %s", u->redo ? "redo" : "undo");
	s = db_get_int(u->c->db, u->e, &flags, 0, "SELECT flags FROM batch WHERE id=$1", 1, batch);
	if (!s && flags & BATCH_FINAL)
		return crm_fail(u->e, CRM_FORBIDDEN,
		                "b%lld, your newest, cannot be undone; name an older batch: crm-log batches lists them",
		                (long long)batch);
	u->batch[u->n++] = batch;
	return s;
}

static enum crm_status choose(struct undoing *u, const char *const *batches, size_t n)
{
	enum crm_status s = CRM_OK;

	u->batch = crm_malloc((n + 1) * sizeof *u->batch);
	if (!n)
		return newest(u);
	for (size_t i = 0; i < n && !s; i++) {
		int64_t id;
		if (!batch_number(batches[i], &id))
			return crm_fail(u->e, CRM_USAGE, "'%s' is no batch: name one as b41", batches[i]);
		if (u->redo)
			s = redo_target(u, &id);
		u->batch[u->n++] = id;
	}
	return s;
}

/* ---- what is said ---- */

/* Local date and time to the minute. */
static void local_time(struct crm *c, int64_t ms, char out[32])
{
	int day = crm_day(c, ms);
	char text[32];

	instant_format(text, day * MS_DAY + crm_clock(c, day, ms));
	snprintf(out, 32, "%.10s %.5s", text, text + 11);
}

static enum crm_status say(struct undoing *u, int64_t batch)
{
	static const char *const did[2][2] = {{"undid", "would undo"}, {"redid", "would redo"}};
	struct log_counts count;
	struct query q;
	int64_t n;
	char at[32];
	enum crm_status s = log_count(u->c, &batch, 1, &count, u->e);

	if (s)
		return s;
	n = count.added + count.changed + count.removed;
	q = query(u->c->db, u->e, "SELECT at, tool, verb FROM batch WHERE id=$1", batch);
	if (query_row(&q)) {
		local_time(u->c, db_int(q.st, 0), at);
		sb_printf(&u->said, "%s b%lld %s %s %s, %lld record%s\n", did[u->redo][u->wr->w->dry_run],
		          (long long)batch, at, db_text(q.st, 1, NULL), db_text(q.st, 2, NULL), (long long)n,
		          n == 1 ? "" : "s");
	}
	return query_end(&q);
}

/* A redo is said of what comes into effect again. */
static enum crm_status say_batch(struct undoing *u, int64_t batch)
{
	struct query q;

	if (!u->redo)
		return say(u, batch);
	q = query_built(u->c->db, u->e, "SELECT target FROM undoing WHERE batch=$1 ORDER BY target DESC", batch);
	while (query_row(&q))
		q.s = say(u, db_int(q.st, 0));
	return query_end(&q);
}

static void note_lines(const struct strbuf *said, struct crm_error *e)
{
	for (const char *p = said->buf, *end; *p; p = end + 1) {
		end = strchrnul(p, '\n');
		crm_note(e, "%.*s", (int)(end - p), p);
		if (!*end)
			break;
	}
}

/* ---- which records ---- */

struct touching { struct undoing *u; struct peek peek; struct history_row row; };

/* A cell of a record, or of what it was when it was removed last. */
static enum crm_status cell_or_removed(struct touching *t, const struct crm_kind *k, const struct crm_field *f,
                                       int64_t id, struct value *v)
{
	bool found;
	enum crm_status s = peek_read(&t->peek, k, f, id, v, &found, t->u->e);

	if (s || found)
		return s;
	s = history_row_removed(t->u->c, k, id, &t->row, &found, t->u->e);
	if (!s && found)
		*v = history_row_value(&t->row, f->no);
	return s;
}

/* A row that a record owns counts as this; the first of two owners (affiliations: the contact). */
static enum crm_status touch(struct touching *t, int kind, int64_t id)
{
	const struct crm_kind *k = kind_by_no(kind), *owner;
	struct value v = VALUE_NULL, poly = VALUE_NULL;
	enum crm_status s = CRM_OK;

	if (!k || k->no == KIND_TERM)
		return CRM_OK;
	if (!(k->flags & K_CHILD)) {
		writer_touch(t->u->wr, k, id);
		return CRM_OK;
	}
	for (size_t i = 0; i < k->nfields && !s && v.is == V_NULL; i++) {
		const struct crm_field *f = &k->fields[i];
		if (!(f->flags & F_OWNER))
			continue;
		if (!f->ref)
			s = cell_or_removed(t, k, kind_field(k, "kind"), id, &poly);
		owner = kind_by_no(f->ref ? f->ref : (int)poly.i);
		if (!s)
			s = cell_or_removed(t, k, f, id, &v);
		if (!s && owner && v.is == V_INT)
			writer_touch(t->u->wr, owner, v.i);
	}
	return s;
}

static enum crm_status touch_rows(struct touching *t, const char *sql, int64_t batch)
{
	struct query q = query_built(t->u->c->db, t->u->e, sql, batch);

	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 0));
		int64_t first = db_int(q.st, 1), last = db_int(q.st, 2);

		if (k && !(k->flags & K_CHILD) && k->no != KIND_TERM)
			writer_touch_run(t->u->wr, k, first, last - first + 1);
		else
			for (int64_t id = first; id <= last && !q.s; id++)
				q.s = touch(t, (int)db_int(q.st, 0), id);
	}
	return query_end(&q);
}

static enum crm_status touch_batches(struct undoing *u)
{
	static const char *const sql[] = {
		"SELECT kind, first, last FROM added WHERE batch=$1 ORDER BY kind, first",
		"SELECT DISTINCT kind, id, id FROM change WHERE batch=$1 ORDER BY kind, id",
		"SELECT kind, id, id FROM removed WHERE batch=$1 ORDER BY kind, id",
	};
	struct touching t = {u, PEEK_INIT(u->c), HISTORY_ROW_INIT};
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < u->n && !s; i++)
		for (size_t j = 0; j < sizeof sql / sizeof sql[0] && !s; j++)
			s = touch_rows(&t, sql[j], u->batch[i]);
	peek_free(&t.peek);
	history_row_free(&t.row);
	return s;
}

/* ---- the command ---- */

enum crm_status crm_undo(struct crm *c, const char *const *batches, size_t n, bool redo, struct crm_write *w,
                         struct crm_error *e)
{
	struct writer wr;
	struct undoing u = {.c = c, .wr = &wr, .redo = redo, .said = STRBUF_INIT, .e = e};
	enum crm_status s = writer_begin(&wr, c, redo ? "redo" : "undo", w, e);

	if (s)
		return s;
	s = choose(&u, batches, n);
	if (!s)
		s = history_undo(wr.ed, u.batch, u.n, e);
	for (size_t i = 0; i < u.n && !s; i++)
		s = say_batch(&u, u.batch[i]);
	if (!s)
		s = touch_batches(&u);
	s = writer_end(&wr, s, e);
	if (!s)
		note_lines(&u.said, e);
	sb_release(&u.said);
	free(u.batch);
	return s;
}
