/* workflow_rows.c - rows of the configuration written, with history, and told */
#include "workflow_impl.h"

#include <limits.h>

static char *printed(struct wf_file *f, const struct crm_field *field, struct value v)
{
	struct strbuf b = STRBUF_INIT;
	char *text = NULL;

	if (v.is != V_NULL) {
		value_format(f->c, field, v, 0, &b);
		text = crm_strndup(b.buf, b.len);
	}
	sb_release(&b);
	return text;
}

static struct crm_changelog *tell(struct wf_file *f, const char *what, const struct crm_kind *k, int64_t id)
{
	struct crm_write *w = f->w;

	if (!w || !w->want_changes)
		return NULL;
	ARRAY_ROOM(w->changes, w->nchanges);
	w->changes[w->nchanges] = (struct crm_changelog){.what = crm_strdup(what),
		.kind_letters = crm_strdup(k->letters), .id = id};
	return &w->changes[w->nchanges++];
}

/* The message of a failed write is told already. */
bool wf_done(struct wf_file *f, enum crm_status s)
{
	if (s && !f->s)
		f->s = s;
	return !s;
}

int64_t wf_row_add(struct wf_file *f, const struct crm_kind *k, const char *label, const struct wf_cell *cells,
                   size_t n)
{
	const struct crm_field *fields[16];
	struct value values[16];
	struct crm_changelog *l;
	int64_t id = 0;

	if (!f->ed || f->s)
		return 0;
	for (size_t i = 0; i < n; i++) {
		fields[i] = kind_field_no(k, cells[i].no);
		values[i] = cells[i].v;
	}
	if (!wf_done(f, edit_row_add(f->ed, k, fields, values, n, &id, f->e)))
		return 0;
	f->w->added++;
	l = tell(f, "add", k, id);
	if (l) {
		l->field = crm_strdup("name");
		l->new = crm_strdup(label);
	}
	return id;
}

void wf_row_set(struct wf_file *f, const struct crm_kind *k, int64_t id, const char *label, int no, struct value old,
                struct value v)
{
	const struct crm_field *field = kind_field_no(k, no);
	struct crm_changelog *l;

	if (!f->ed || f->s || value_equal(old, v) || !wf_done(f, edit_row_set(f->ed, k, id, field, old, v, f->e)))
		return;
	f->w->changed++;
	l = tell(f, "set", k, id);
	if (l) {
		char *name = arena_printf(&f->arena, "%s.%s", label, field->name);

		l->field = crm_strdup(k->no == KIND_SETTING ? label : name);
		l->old = printed(f, field, old);
		l->new = printed(f, field, v);
	}
}

void wf_row_rm(struct wf_file *f, const struct crm_kind *k, int64_t id, const char *label)
{
	struct crm_changelog *l;

	if (!f->ed || f->s || !wf_done(f, edit_row_rm(f->ed, k, id, f->e)))
		return;
	f->w->changed++;
	l = tell(f, "rm", k, id);
	if (l) {
		l->field = crm_strdup("name");
		l->old = crm_strdup(label);
	}
}

int wf_next_position(int *last, bool there, int position)
{
	*last = there && position > *last ? position : *last == INT_MIN ? 1 : *last + 1;
	return *last;
}
