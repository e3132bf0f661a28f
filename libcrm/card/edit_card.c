/* edit_card.c - lines of vCards that a contact keeps. */
#include "../edit/edit_rows.h"
#include "person.h"
#include "property_kind.h"

#include <stdlib.h>

enum { PROPERTY_POS = 3, PROPERTY_NAME = 4, PROPERTY_LINE = 5, PROPERTY_SHADOW = 6 };

#define TOLD 60 /* bytes of a line that the watcher hears of */

struct stored {
	int64_t row;
	const char *name, *line;
	bool shadow, gone, met;
};
struct stored_lines {
	struct stored *v;
	size_t n;
	int64_t last;
};

static enum crm_status load(struct edit *ed, int kind, int64_t id, struct arena *a, struct stored_lines *out,
                            struct crm_error *e)
{
	struct query q = query(
	        ed->c->db, e,
	        "SELECT id, pos, name, line, shadow FROM property WHERE record = $1 AND kind = $2 ORDER BY pos, id", id,
	        kind);
	size_t n;

	while (query_row(&q)) {
		struct stored *p;
		const char *text;

		ARRAY_ROOM(out->v, out->n);
		p = &out->v[out->n++];
		*p = (struct stored){.row = db_int(q.st, 0), .shadow = db_int(q.st, 4)};
		text = db_text(q.st, 2, &n);
		p->name = arena_strndup(a, text ? text : "", text ? n : 0);
		text = db_text(q.st, 3, &n);
		p->line = arena_strndup(a, text ? text : "", text ? n : 0);
		out->last = db_int(q.st, 1);
	}
	return query_end(&q);
}

/* Whether the lines of a name stand there, in any order. Beside them may stand what was kept of a
 * field that has changed since. */
static bool stand_there(struct stored_lines *old, const struct edit_line *lines, size_t n, const char *name)
{
	size_t left = 0, i = 0;

	for (i = 0; i < old->n; i++) {
		old->v[i].met = strcmp(old->v[i].name, name) != 0;
		left += !old->v[i].met && !old->v[i].shadow;
	}
	for (size_t k = 0; k < n; k++) {
		if (strcmp(lines[k].name, name) != 0)
			continue;
		for (i = 0; i < old->n; i++)
			if (!old->v[i].met && old->v[i].shadow == lines[k].shadow &&
			    strcmp(old->v[i].line, lines[k].line) == 0)
				break;
		if (i == old->n)
			return false;
		old->v[i].met = true;
		left -= !old->v[i].shadow;
	}
	return left == 0;
}

static void tell(struct edit *ed, int kind, int64_t id, bool adding, const char *old, const char *new)
{
	struct edit_change ch = {
	    .what = adding ? "add" : "set", .kind = kind_by_no(kind), .id = adding && ed->opt.dry_run ? 0 : id, .field = "vcard"};
	const char *text = new ? new : old;
	size_t n = strlen(text);

	if (!ed->opt.watch)
		return;
	for (n = n > TOLD ? TOLD : n; n < strlen(text) && n && (text[n] & 0xC0) == 0x80;)
		n--;
	sb_reset(&ed->log_new);
	sb_add(&ed->log_new, text, n);
	sb_adds(&ed->log_new, text[n] ? "…" : "");
	*(new ? &ch.new : &ch.old) = ed->log_new.buf;
	ed->opt.watch(ed->opt.arg, &ch);
}

static enum crm_status add_line(struct edit *ed, int kind, int64_t id, const struct edit_line *l, int64_t pos,
                                struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, &kind_property);
	struct value v[EDIT_COLUMNS] = {0};
	int64_t row;
	enum crm_status s = row_new_id(ed, ke, &row, e);

	v[edit_slot(ke, CHILD_KIND)] = VALUE_INT(kind);
	v[edit_slot(ke, CHILD_RECORD)] = VALUE_INT(id);
	v[edit_slot(ke, PROPERTY_POS)] = VALUE_INT(pos);
	v[edit_slot(ke, PROPERTY_SHADOW)] = VALUE_INT(l->shadow);
	v[edit_slot(ke, PROPERTY_NAME)] = value_text(l->name, strlen(l->name));
	v[edit_slot(ke, PROPERTY_LINE)] = value_text(l->line, strlen(l->line));
	return !s ? row_insert(ed, ke, row, v, NULL, e) : s;
}

/* All lines of the name of lines[at]. */
static enum crm_status replace(struct edit *ed, int kind, int64_t id, struct stored_lines *old,
                               const struct edit_line *lines, size_t n, size_t at, bool adding, struct crm_error *e)
{
	const char *name = lines[at].name;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < old->n && !s; i++)
		if (!old->v[i].gone && strcmp(old->v[i].name, name) == 0) {
			old->v[i].gone = true;
			tell(ed, kind, id, false, old->v[i].line, NULL);
			s = row_delete(ed, edit_kind(ed, &kind_property), old->v[i].row, e);
		}
	for (size_t i = at; i < n && !s; i++)
		if (strcmp(lines[i].name, name) == 0) {
			tell(ed, kind, id, adding, NULL, lines[i].line);
			s = add_line(ed, kind, id, &lines[i], ++old->last, e);
		}
	return s;
}

/* The record they belong to has changed, too. */
static enum crm_status mark_changed(struct edit *ed, int kind, int64_t id, struct crm_error *e)
{
	struct kind_edit *ke = edit_kind(ed, kind_by_no(kind));
	struct value v[EDIT_COLUMNS];
	bool found;
	enum crm_status s = row_load(ed, ke, id, v, &ed->row_text, &found, e);

	return !s && found ? row_update(ed, ke, id, v, v, 0, NULL, e) : s;
}

enum crm_status edit_lines(struct edit *ed, const struct crm_kind *k, int64_t id, bool adding,
                           const struct edit_line *lines, size_t n, bool *changed, struct crm_error *e)
{
	struct arena a = ARENA_INIT;
	struct stored_lines old = {0};
	enum crm_status s = adding || !n ? CRM_OK : load(ed, k->no, id, &a, &old, e);

	*changed = false;
	for (size_t i = 0; i < n && !s; i++) {
		bool done = false;

		for (size_t j = 0; j < i && !done; j++)
			done = strcmp(lines[j].name, lines[i].name) == 0;
		if (done || stand_there(&old, lines, n, lines[i].name))
			continue;
		*changed = true;
		s = replace(ed, k->no, id, &old, lines, n, i, adding, e);
	}
	if (!s && *changed && !adding)
		s = mark_changed(ed, k->no, id, e);
	free(old.v);
	arena_free(&a);
	return s;
}

enum crm_status edit_lines_same(struct edit *ed, const struct crm_kind *k, int64_t id, const struct edit_line *lines,
                                size_t n, bool *same, struct crm_error *e)
{
	struct arena a = ARENA_INIT;
	struct stored_lines old = {0};
	enum crm_status s = n ? load(ed, k->no, id, &a, &old, e) : CRM_OK;

	*same = !s;
	for (size_t i = 0; i < n && *same; i++)
		*same = stand_there(&old, lines, n, lines[i].name);
	free(old.v);
	arena_free(&a);
	return s;
}
