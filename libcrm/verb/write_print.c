/* write_print.c - what a writing verb prints: ids, for a terminal what changed */
#include "../ask/ref.h"
#include "../ask/select.h"
#include "write.h"

#include <stdlib.h>

/* "value: 500.00 → 700.00, tags: messe" out of the list of changes. */
static void add_summary(struct strbuf *out, const struct crm_write *w, const char *letters, int64_t id)
{
	size_t from = out->len;

	for (size_t i = 0; i < w->nchanges; i++) {
		const struct crm_changelog *ch = &w->changes[i];

		/* a conflict changes nothing; the note says what stays */
		if (ch->id != id || strcmp(ch->kind_letters, letters) != 0 || strcmp(ch->what, "conflict") == 0)
			continue;
		if (strcmp(ch->what, "add") == 0 || strcmp(ch->what, "rm") == 0) {
			sb_setlen(out, from);
			sb_adds(out, *ch->what == 'a' ? "added" : "removed");
			return;
		}
		sb_printf(out, "%s%s: ", out->len > from ? ", " : "", ch->field ? ch->field : "");
		if (ch->old && *ch->old)
			sb_printf(out, "%s → ", ch->old);
		sb_adds(out, ch->new && *ch->new ? ch->new : "(empty)");
	}
	if (out->len == from)
		sb_adds(out, "unchanged");
}

static void put_id(struct sink *s, const struct crm_id *t)
{
	char id[32];

	if (t->name)
		sink_cell(s, CELL_TEXT, t->name, strlen(t->name));
	else if (t->id)
		sink_cell(s, CELL_PLAIN, id, id_format(id, kind_by_no(t->kind), t->id));
	else
		sink_cell(s, CELL_NULL, NULL, 0);
}

/* The records touched one by one; begin with {0}. */
struct walk { size_t i; int64_t more; };

static bool next_touched(const struct crm_write *w, struct walk *at, struct crm_id *out)
{
	if (at->i == w->touched.n)
		return false;
	*out = w->touched.v[at->i];
	out->id += at->more++;
	if (at->more <= out->more)
		return true;
	at->more = 0;
	at->i++;
	return true;
}

/* For people: who it is and what happened. */
static enum crm_status print_picture(struct crm *c, const struct crm_write *w, struct sink *sink, struct crm_error *e)
{
	static const struct sink_column columns[] = {{"id", false}, {"name", false}, {"change", false}};
	struct strbuf text = STRBUF_INIT;
	struct walk at = {0};
	struct crm_id t;
	enum crm_status s = db_begin_read(c->db, e);

	sink_begin(sink, columns, 3);
	while (!s && !sink_stopped(sink) && next_touched(w, &at, &t)) {
		const struct crm_kind *k = kind_by_no(t.kind);

		put_id(sink, &t);
		sb_reset(&text);
		s = ref_label(c, k, t.id, &text, e);
		sink_cell(sink, CELL_TEXT, text.buf, text.len);
		sb_reset(&text);
		add_summary(&text, w, k->letters, t.id);
		sink_cell(sink, CELL_TEXT, text.buf, text.len);
		sink_end_row(sink);
	}
	sink_end(sink);
	db_rollback(c->db);
	sb_release(&text);
	return s;
}

static enum crm_status print_columns(struct crm *c, const struct crm_kind *k, const struct crm_write *w,
                                     const char *columns, struct sink *sink, struct crm_error *e)
{
	struct crm_ids ids = {0};
	const struct select q = {.kind = k, .columns = columns, .limit = -1, .ids = &ids, .all = true,
		.raw_order = true};
	struct walk at = {0};
	struct crm_id t;
	enum crm_status s;

	while (next_touched(w, &at, &t)) {
		ARRAY_PUSH(ids.v, ids.n, t);
	}
	s = select_run(c, &q, sink, e);
	free(ids.v);
	return s;
}

enum crm_status crm_print_touched(struct crm *c, const struct crm_kind *k, const struct crm_write *w,
                                  const char *columns, struct sink *s, struct crm_error *e)
{
	const struct sink_column column = {k && k->flags & K_NAMED ? "name" : "id", false};
	struct walk at = {0};
	struct crm_id t;

	if (columns)
		return print_columns(c, k, w, columns, s, e);
	if (sink_is_table(s) && w->want_changes)
		return print_picture(c, w, s, e);
	sink_begin(s, &column, 1);
	while (!sink_stopped(s) && next_touched(w, &at, &t)) {
		put_id(s, &t);
		sink_end_row(s);
	}
	sink_end(s);
	return CRM_OK;
}
