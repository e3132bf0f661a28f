/* writer.c - what all writing verbs share: transaction, touched records, list of changes. */
#include "write.h"

#include <stdlib.h>
#include "../ask/ref.h"
#include "../ask/rows.h"

/* ---- touched records ---- */

#define RUN_LEAST 64 /* shorter runs are noted one by one: they are looked through for each record */

static int64_t record_key(int kind, int64_t id)
{
	return (int64_t)((uint64_t)kind << 58 | (uint64_t)id);
}

static size_t seen_slot(const struct writer *wr, int64_t key)
{
	size_t i = (size_t)(((uint64_t)key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (wr->nseen - 1);

	while (wr->seen[i] && wr->seen[i] != key)
		i = (i + 1) & (wr->nseen - 1);
	return i;
}

static void grow_seen(struct writer *wr)
{
	int64_t *old = wr->seen;
	size_t n = wr->nseen;

	wr->nseen = n ? 2 * n : 64;
	wr->seen = crm_calloc(wr->nseen, sizeof *wr->seen);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			wr->seen[seen_slot(wr, old[i])] = old[i];
	free(old);
}

const char *record_name(struct crm *c, const struct crm_kind *k, int64_t id, struct arena *a)
{
	struct strbuf b = STRBUF_INIT;
	const struct crm_field *f = kind_field(k, "name");
	struct query q;
	const char *name = NULL;
	size_t n;

	if (!(k->flags & K_NAMED) || !f)
		return NULL;
	sb_printf(&b, "SELECT name FROM %s WHERE id = $1", k->table);
	q = query_built(c->db, NULL, b.buf, id);
	if (query_row(&q) && (name = db_text(q.st, 0, &n)))
		name = arena_strndup(a, name, n);
	query_end(&q);
	sb_release(&b);
	return name;
}

void writer_touch(struct writer *wr, const struct crm_kind *k, int64_t id)
{
	struct crm_ids *t = &wr->w->touched;

	if (id) {
		size_t slot;

		for (size_t i = 0; i < wr->nruns; i++)
			if (wr->run[i].kind == k->no && id >= wr->run[i].first && id <= wr->run[i].last)
				return;
		if (2 * t->n >= wr->nseen)
			grow_seen(wr);
		slot = seen_slot(wr, record_key(k->no, id));
		if (wr->seen[slot])
			return;
		wr->seen[slot] = record_key(k->no, id);
	}
	GROW(t->v, t->n, wr->atouched);
	t->v[t->n++] = (struct crm_id){.kind = k->no, .id = id,
		.name = id ? record_name(wr->c, k, id, &t->arena) : NULL};
}

void writer_touch_run(struct writer *wr, const struct crm_kind *k, int64_t first, int64_t n)
{
	struct crm_ids *t = &wr->w->touched;
	bool any = n < RUN_LEAST || k->flags & K_NAMED;

	for (size_t i = 0; i < t->n && !any; i++)
		any = t->v[i].kind == k->no && t->v[i].id + t->v[i].more >= first && t->v[i].id < first + n;
	for (int64_t i = 0; any && i < n; i++)
		writer_touch(wr, k, first + i);
	if (any)
		return;
	ARRAY_PUSH(wr->run, wr->nruns, (struct touched_run){k->no, first, first + n - 1});
	GROW(t->v, t->n, wr->atouched);
	t->v[t->n++] = (struct crm_id){.kind = k->no, .id = first, .more = n - 1};
}

/* ---- changes ---- */

void changes_add(void *arg, const struct edit_change *ch)
{
	struct crm_write *w = arg;

	ARRAY_PUSH(w->changes, w->nchanges, (struct crm_changelog){
	        .what = crm_strdup(ch->what),
	        .kind_letters = crm_strdup(ch->kind->letters),
	        .field = ch->field ? crm_strdup(ch->field) : NULL,
	        .old = ch->old ? crm_strdup(ch->old) : NULL,
	        .new = ch->new ? crm_strdup(ch->new) : NULL,
	        .id = ch->id,
	});
}

void changes_cut(struct crm_write *w, size_t n)
{
	while (w->nchanges > n) {
		struct crm_changelog *l = &w->changes[--w->nchanges];

		free(l->what);
		free(l->kind_letters);
		free(l->field);
		free(l->old);
		free(l->new);
	}
}

void crm_write_free(struct crm_write *w)
{
	if (!w)
		return;
	changes_cut(w, 0);
	free(w->changes);
	w->changes = NULL;
	free(w->touched.v);
	w->touched.v = NULL;
	w->touched.n = 0;
	arena_free(&w->touched.arena);
}

void crm_print_changes(const struct crm_write *w, struct sink *s)
{
	static const struct sink_column columns[] = {
	        {"what", false}, {"id", false}, {"field", false}, {"old", false}, {"new", false}};
	char id[32];

	sink_begin(s, columns, sizeof columns / sizeof columns[0]);
	for (size_t i = 0; i < w->nchanges && !sink_stopped(s); i++) {
		const struct crm_changelog *ch = &w->changes[i];
		const struct crm_kind *k = kind_by_letters(ch->kind_letters, strlen(ch->kind_letters));
		const char *texts[] = {ch->field, ch->old, ch->new};

		sink_cell(s, CELL_PLAIN, ch->what, strlen(ch->what));
		if (ch->id && k)
			sink_cell(s, CELL_PLAIN, id, id_format(id, k, ch->id));
		else
			sink_cell(s, CELL_NULL, NULL, 0);
		for (int j = 0; j < 3; j++)
			sink_cell(s, texts[j] ? CELL_TEXT : CELL_NULL, texts[j], texts[j] ? strlen(texts[j]) : 0);
		sink_end_row(s);
	}
	sink_end(s);
}

/* ---- the transaction ---- */

enum crm_status writer_begin(struct writer *wr, struct crm *c, const char *verb, struct crm_write *w,
                             struct crm_error *e)
{
	const struct edit_options opt = {
	        .verb = verb,
	        .dry_run = w->dry_run,
	        .force = w->force,
	        .watch = w->want_changes || w->dry_run ? changes_add : NULL,
	        .arg = w,
	        .files = w->files,
	};

	*wr = (struct writer){.c = c, .w = w, .atouched = w->touched.n};
	return edit_begin(&wr->ed, c, &opt, e);
}

enum crm_status writer_end(struct writer *wr, enum crm_status s, struct crm_error *e)
{
	if (!s)
		s = edit_commit(wr->ed, e);
	else
		edit_abort(wr->ed);
	wr->ed = NULL;
	free(wr->seen);
	wr->seen = NULL;
	free(wr->run);
	wr->run = NULL;
	return s;
}

/* ---- records named ---- */

static enum crm_status id_target(struct writer *wr, const struct crm_kind *k, const struct crm_id *id, int64_t known,
                                 int64_t *out, struct crm_error *e)
{
	struct place here = place_here(e);
	bool yes = false;
	char text[32];
	enum crm_status s;

	*out = known ? known : id->id;
	if (known)
		return CRM_OK;
	if (id->name && (k->flags & K_NAMED) && !id->id)
		s = ref_resolve(wr->c, k, id->name, strlen(id->name), out, e);
	else if ((s = ref_exists(wr->c, k, out, &yes, e)) == CRM_OK && !yes)
		s = (id_format(text, k, id->id), crm_fail(e, CRM_NO, "no %s %s", k->name, text));
	if (id->line)
		place_mark(e, here, "stdin", id->line, 0);
	return place_fix(e, here, s, id->line, 0);
}

enum crm_status writer_targets(struct writer *wr, const struct crm_kind *k, const char *const *refs, size_t nrefs,
			       const struct crm_ids *ids, struct target **out, size_t *n, struct crm_error *e)
{
	size_t nids = ids ? ids->n : 0;
	struct writer set = {0};
	struct target *t = crm_malloc((nrefs + nids + 1) * sizeof *t);
	int64_t *known = NULL;
	enum crm_status s = nids ? ids_known(wr->c, k, ids, &known, e) : CRM_OK, one;

	*n = 0;
	for (set.nseen = 64; set.nseen < 2 * (nrefs + nids) + 2;)
		set.nseen *= 2;
	set.seen = crm_calloc(set.nseen, sizeof *set.seen);
	for (size_t i = 0; i < nrefs + nids; i++) {
		struct target *next = &t[*n];
		size_t slot;

		next->line = i < nrefs ? 0 : ids->v[i - nrefs].line;
		one = i < nrefs ? ref_resolve(wr->c, k, refs[i], strlen(refs[i]), &next->id, e)
		                : id_target(wr, k, &ids->v[i - nrefs], known[i - nrefs], &next->id, e);
		if (!s)
			s = one;
		if (one)
			continue;
		slot = seen_slot(&set, record_key(k->no, next->id));
		if (set.seen[slot])
			continue;
		set.seen[slot] = record_key(k->no, next->id);
		++*n;
	}
	free(set.seen);
	*out = t;
	return s;
}

void writer_tell(const struct crm_kind *k, const struct target *t, enum crm_status s, struct crm_error *own,
                 struct crm_error *e)
{
	char name[32];

	id_format(name, k, t->id);
	for (size_t i = 0; i < own->n; i++) {
		const struct crm_message *x = &own->list[i];

		if (x->note)
			crm_note(e, "%s: %s", name, x->text);
		else
			crm_fail_at(e, s, x->file, t->line ? t->line : x->line, x->column, x->field, "%s: %s", name,
			            x->text);
	}
	crm_error_clear(own);
}
