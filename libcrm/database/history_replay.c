/* history_replay.c - the history played again: which records it leaves, and what it leaves in their
 * cells. */
#include "history_check.h"

#include "../model/catalog.h"

/* ---- which records ---- */

struct ids { struct query q; int64_t next, last; }; /* next = INT64_MAX at the end; last: of runs */

/* Three streams in order of ids: rows that are there, runs added, ids removed. */
struct sweep {
	struct check *ck;
	const struct crm_kind *k;
	struct ids present, runs, removed;
	int64_t *open; size_t nopen, alloc; /* last ids of the runs that hold the id in work */
};

static enum crm_status advance(struct ids *s)
{
	bool row = query_row(&s->q);

	s->next = row ? db_int(s->q.st, 0) : INT64_MAX;
	s->last = row && db_columns(s->q.st) > 1 ? db_int(s->q.st, 1) : s->next;
	return s->q.s;
}

static enum crm_status start(struct check *ck, struct ids *s, const char *sql, const char *table, int kind)
{
	struct strbuf text = STRBUF_INIT;

	sb_adds(&text, sql);
	sb_adds(&text, table);
	if (!*table)
		sb_printf(&text, " WHERE kind=%d", kind);
	sb_adds(&text, s->last ? " ORDER BY first" : " ORDER BY id");
	s->q = query_built(ck->db, ck->e, text.buf);
	sb_release(&text);
	return advance(s);
}

static enum crm_status open_runs(struct sweep *w, int64_t id)
{
	enum crm_status s = CRM_OK;

	while (!s && w->runs.next <= id && w->runs.next != INT64_MAX) {
		GROW(w->open, w->nopen, w->alloc);
		w->open[w->nopen++] = w->runs.last;
		s = advance(&w->runs);
	}
	return s;
}

static void close_runs(struct sweep *w, int64_t id)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->nopen; i++)
		if (w->open[i] > id)
			w->open[kept++] = w->open[i];
	w->nopen = kept;
}

static void judge(struct sweep *w, int64_t id, size_t added, size_t removed, bool present)
{
	if (added - removed == present && added >= removed)
		return;
	if (!added)
		check_finding(w->ck, w->k, id, "is in no history of additions");
	else
		check_finding(w->ck, w->k, id, "was added %zu times and removed %zu times, and is %s", added, removed,
		              present ? "there" : "not there");
}

static int64_t smallest(int64_t a, int64_t b) { return a < b ? a : b; }

static enum crm_status sweep(struct sweep *w)
{
	enum crm_status s = CRM_OK;
	int64_t id = 0;

	for (;;) {
		size_t removed = 0;
		bool present;

		id = smallest(smallest(w->present.next, w->removed.next), w->nopen ? id + 1 : w->runs.next);
		if (id == INT64_MAX)
			return CRM_OK;
		s = open_runs(w, id);
		while (!s && w->removed.next == id) {
			removed++;
			s = advance(&w->removed);
		}
		present = w->present.next == id;
		judge(w, id, w->nopen, removed, present);
		if (!s && present)
			s = advance(&w->present);
		if (s)
			return s;
		close_runs(w, id);
	}
}

enum crm_status check_presence(struct check *ck, const struct crm_kind *k)
{
	struct sweep w = {.ck = ck, .k = k, .runs.last = 1};
	enum crm_status s = start(ck, &w.present, "SELECT id FROM ", k->table, 0);

	if (!s)
		s = start(ck, &w.runs, "SELECT first, " ADDED_LAST " FROM added", "", k->no);
	if (!s)
		s = start(ck, &w.removed, "SELECT id FROM removed", "", k->no);
	if (!s)
		s = sweep(&w);
	query_end(&w.present.q);
	query_end(&w.runs.q);
	query_end(&w.removed.q);
	free(w.open);
	return s;
}

/* ---- which values ---- */

/* What the history left in a cell so far. */
struct link { int field; bool null; int64_t batch; struct strbuf value; };
struct chain {
	struct check *ck;
	const struct crm_kind *k; /* NULL: before the first, or unknown */
	int kind;
	int64_t id;
	struct link *links; size_t n, alloc; /* links beyond n keep their buffers */
};

static struct link *find_link(struct chain *ch, int field, bool *fresh)
{
	for (size_t i = 0; i < ch->n; i++)
		if (ch->links[i].field == field) {
			*fresh = false;
			return &ch->links[i];
		}
	if (ch->n == ch->alloc) {
		size_t old = ch->alloc;
		ch->alloc = old ? 2 * old : 16;
		ch->links = crm_realloc(ch->links, ch->alloc * sizeof *ch->links);
		for (size_t i = old; i < ch->alloc; i++)
			sb_init(&ch->links[i].value, 0);
	}
	*fresh = true;
	ch->links[ch->n].field = field;
	return &ch->links[ch->n++];
}

static bool holds(const struct link *l, const char *s, size_t n)
{
	return l->null ? !s : s && l->value.len == n && memcmp(l->value.buf, s, n) == 0;
}

static const char *field_name(struct chain *ch, int no)
{
	const struct crm_field *f = catalog_field_no(ch->ck->c, ch->k, no);

	return f ? f->name : "a field";
}

static void chain_link(struct chain *ch, int field, struct stmt *st)
{
	bool fresh;
	struct link *l = find_link(ch, field, &fresh);
	int64_t batch = db_int(st, 2);
	size_t n;
	const char *old = db_text(st, 4, &n), *new;

	if (!fresh && !holds(l, old, n))
		check_finding(ch->ck, ch->k, ch->id, "%s: b%lld changed another value than b%lld had left",
		              field_name(ch, field), (long long)batch, (long long)l->batch);
	new = db_text(st, 5, &n);
	sb_reset(&l->value);
	l->null = !new;
	l->batch = batch;
	if (new)
		sb_add(&l->value, new, n);
}

static void compare(struct chain *ch, const struct link *l, const struct crm_field *f, struct value v)
{
	struct strbuf raw = STRBUF_INIT;

	value_raw(&raw, v);
	if (!holds(l, v.is == V_NULL ? NULL : raw.buf, raw.len))
		check_finding(ch->ck, ch->k, ch->id, "%s is not what b%lld, the last to change it, set", f->name,
		              (long long)l->batch);
	sb_release(&raw);
}

/* The cell as it is; *there = false: the record isn't, then ck->row is what it was when it was
 * removed (*removed) and stays so for its other cells. */
static enum crm_status last_value(struct chain *ch, const struct crm_field *f, struct value *v, bool *there,
                                  bool *removed)
{
	struct check *ck = ch->ck;
	enum crm_status s = CRM_OK;

	if (*there)
		s = peek_read(&ck->peek, ch->k, f, ch->id, v, there, ck->e);
	if (!s && !*there && !*removed)
		s = history_row_removed(ck->c, ch->k, ch->id, &ck->row, removed, ck->e);
	if (!*there)
		*v = *removed ? history_row_value(&ck->row, f->no) : VALUE_NULL;
	return s;
}

static enum crm_status chain_end(struct chain *ch)
{
	bool there = true, removed = false;
	struct value v;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < ch->n && !s; i++) {
		const struct crm_field *f = catalog_field_no(ch->ck->c, ch->k, ch->links[i].field);
		if (!f) /* a custom field whose declaration was undone: its values are out of reach */
			continue;
		s = last_value(ch, f, &v, &there, &removed);
		if (!s && (there || removed))
			compare(ch, &ch->links[i], f, v);
	}
	ch->n = 0;
	return s;
}

static enum crm_status chain_row(struct check *ck, struct stmt *st, void *arg)
{
	struct chain *ch = arg;
	int kind = (int)db_int(st, 0);
	int64_t id = db_int(st, 1);
	enum crm_status s = CRM_OK;

	(void)ck;
	if (kind != ch->kind || id != ch->id) {
		s = chain_end(ch);
		ch->kind = kind;
		ch->k = kind_by_no(kind);
		ch->id = id;
		ch->n = 0;
	}
	if (!s && ch->k)
		chain_link(ch, (int)db_int(st, 3), st);
	return s;
}

enum crm_status check_chains(struct check *ck)
{
	struct chain ch = {.ck = ck};
	enum crm_status s = check_query(
	        ck, "SELECT kind, id, batch, field, old, new FROM change ORDER BY kind, id, batch, seq", chain_row,
	        &ch);

	if (!s)
		s = chain_end(&ch);
	for (size_t i = 0; i < ch.alloc; i++)
		sb_release(&ch.links[i].value);
	free(ch.links);
	return s;
}
