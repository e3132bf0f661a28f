/* workflow_apply_fields.c - the user's own fields: added with their column, changed, retired, taken
 * back. */
#include "workflow_impl.h"
#include "kinds_config.h"

#include <limits.h>

/* Field numbers of kinds field and choice. */
enum {
	FIELD_KIND = 1,
	FIELD_NAME = 2,
	FIELD_TYPE = 3,
	FIELD_REF = 4,
	FIELD_TITLE = 5,
	FIELD_FEATURE = 6,
	FIELD_RETIRED = 7,
	FIELD_POSITION = 8
};
enum { CHOICE_FIELD = 1, CHOICE_NUMBER = 2, CHOICE_WORD = 3, CHOICE_POSITION = 4, CHOICE_RETIRED = 5 };

static bool is_text(int type) { return type == FT_TEXT || type == FT_LONG || type == FT_LIST; }

static struct wf_field *find_field(const struct wf *wf, const struct crm_kind *k, const char *name)
{
	for (size_t i = 0; name && i < wf->nfields; i++)
		if (wf->fields[i].kind == k && wf_same(wf->fields[i].name, name))
			return &wf->fields[i];
	return NULL;
}

static struct wf_field *now_field(struct wf_file *f, const struct wf_field *want)
{
	struct wf_field *by_name = find_field(&f->have, want->kind, want->name),
	                *by_was = find_field(&f->have, want->kind, want->was);

	if (by_name && by_was && by_name != by_was)
		wf_bad(f, want->at, "was: %s has a field '%s' and a field '%s'", want->kind->name, want->name,
		       want->was);
	return by_name ? by_name : by_was;
}

static const char *label(struct wf_file *f, const struct wf_field *d)
{
	return arena_printf(&f->arena, "%s.%s", d->kind->name, d->name);
}

/* ---- choices ---- */

static void add_choice(struct wf_file *f, int64_t field, const char *owner, int64_t number, const struct wf_choice *ch)
{
	const struct wf_cell cells[] = {{CHOICE_FIELD, VALUE_INT(field)},
	                                {CHOICE_NUMBER, VALUE_INT(number)},
	                                {CHOICE_WORD, wf_string(ch->word)},
	                                {CHOICE_POSITION, VALUE_INT(ch->position)}};

	wf_row_add(f, &kind_choice, arena_printf(&f->arena, "%s=%s", owner, ch->word), cells,
	           sizeof cells / sizeof *cells);
}

static struct wf_choice *find_choice(const struct wf_field *d, const char *word)
{
	for (size_t i = 0; d && i < d->nchoices; i++)
		if (strcmp(d->choices[i].word, word) == 0)
			return &d->choices[i];
	return NULL;
}

static void set_choice(struct wf_file *f, const char *owner, const struct wf_choice *have, int position, bool retired)
{
	const char *name = arena_printf(&f->arena, "%s=%s", owner, have->word);

	wf_row_set(f, &kind_choice, have->id, name, CHOICE_POSITION, VALUE_INT(have->position), VALUE_INT(position));
	wf_row_set(f, &kind_choice, have->id, name, CHOICE_RETIRED, wf_number(have->retired), wf_number(retired));
}

/* A number once given to a word stays its number, for records and history hold it. */
static void apply_choices(struct wf_file *f, int64_t field, const struct wf_field *have, const struct wf_field *want)
{
	const char *owner = label(f, want);
	int64_t next = 0;
	int last = INT_MIN;

	for (size_t i = 0; have && i < have->nchoices; i++) {
		const struct wf_choice *ch = &have->choices[i];

		next = ch->number >= next ? ch->number + 1 : next;
		if (!ch->retired && !find_choice(want, ch->word))
			set_choice(f, owner, ch, ch->position, true);
	}
	for (size_t i = 0; i < want->nchoices; i++) {
		const struct wf_choice *now = find_choice(have, want->choices[i].word);
		struct wf_choice ch = want->choices[i];

		last = now && now->position > last ? now->position : last == INT_MIN ? 1 : last + 1;
		ch.position = last;
		if (now)
			set_choice(f, owner, now, last, false);
		else
			add_choice(f, field, owner, next++, &ch);
	}
}

/* ---- fields ---- */

static void add_field(struct wf_file *f, const struct wf_field *d, int position)
{
	const struct wf_cell cells[] = {{FIELD_KIND, VALUE_INT(d->kind->no)}, {FIELD_NAME, wf_string(d->name)},
	                                {FIELD_TYPE, VALUE_INT(d->type)},     {FIELD_REF, wf_number(d->ref)},
	                                {FIELD_TITLE, wf_string(d->title)},   {FIELD_FEATURE, wf_number(d->feature)},
	                                {FIELD_POSITION, VALUE_INT(position)}};
	int64_t id = wf_row_add(f, &kind_field_def, label(f, d), cells, sizeof cells / sizeof *cells);
	enum crm_status s;

	if (kind_field(d->kind, d->name))
		crm_note(f->e, "%s: '%s' is a field of the program: yours is x.%s", d->kind->name, d->name, d->name);
	if (!id)
		return;
	s = schema_add_custom_column(f->c->db, d->kind->table, id, is_text(d->type), f->e);
	if (s)
		f->s = s;
	else
		apply_choices(f, id, NULL, d);
}

/* What is stored means what its type says. */
static bool keeps_type(struct wf_file *f, const struct wf_field *have, const struct wf_field *want)
{
	if (have->type == want->type ? have->ref == want->ref : is_text(have->type) && is_text(want->type))
		return true;
	wf_fail(f, CRM_FORBIDDEN, want->at, "field '%s' keeps its type '%s': give one of another type another name",
	        want->name, words_field_type[have->type]);
	return false;
}

static void set_field(struct wf_file *f, const struct wf_field *have, const struct wf_field *want, int position)
{
	const struct { int no; struct value old, v; } cells[] = {
		{FIELD_NAME, wf_string(have->name), wf_string(want->name)},
		{FIELD_TYPE, VALUE_INT(have->type), VALUE_INT(want->type)},
		{FIELD_TITLE, wf_string(have->title), wf_string(want->title)},
		{FIELD_FEATURE, wf_number(have->feature), wf_number(want->feature)},
		{FIELD_RETIRED, wf_number(have->retired), VALUE_NULL},
		{FIELD_POSITION, VALUE_INT(have->position), VALUE_INT(position)},
	};

	if (!keeps_type(f, have, want))
		return;
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		wf_row_set(f, &kind_field_def, have->id, label(f, want), cells[i].no, cells[i].old, cells[i].v);
	apply_choices(f, have->id, have, want);
}

void wf_apply_fields(struct wf_file *f)
{
	struct wf_field **now = arena_alloc(&f->arena, (f->want.nfields + 1) * sizeof *now);
	const struct crm_kind *kind = NULL;
	int last = INT_MIN;

	for (size_t i = 0; i < f->want.nfields; i++) {
		now[i] = now_field(f, &f->want.fields[i]);
		for (size_t j = 0; j < i && now[i]; j++)
			if (now[j] == now[i])
				wf_bad(f, f->want.fields[i].at, "fields '%s' and '%s' are both '%s' now",
				       f->want.fields[j].name, f->want.fields[i].name, now[i]->name);
	}
	for (size_t i = 0; i < f->have.nfields; i++) {
		const struct wf_field *d = &f->have.fields[i];
		bool kept = d->retired;

		for (size_t j = 0; j < f->want.nfields; j++)
			kept = kept || now[j] == d;
		if (!kept)
			wf_row_set(f, &kind_field_def, d->id, label(f, d), FIELD_RETIRED, VALUE_NULL, VALUE_INT(1));
	}
	for (size_t i = 0; i < f->want.nfields; i++) {
		const struct wf_field *d = &f->want.fields[i];

		last = d->kind == kind ? last : INT_MIN;
		kind = d->kind;
		last = now[i] && now[i]->position > last ? now[i]->position : last == INT_MIN ? 1 : last + 1;
		if (now[i])
			set_field(f, now[i], d, last);
		else
			add_field(f, d, last);
	}
}
