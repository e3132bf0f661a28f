/* workflow_fields.c - the section fields of a YAML tree: the user's own fields. */
#include "workflow_impl.h"

#include "../base/utf8.h"
#include "kinds_config.h"

#define CHOICES_MAX 200
#define WORD_MAX 64

static bool is_field_name(const char *s)
{
	return s && s[0] >= 'a' && s[0] <= 'z' && strlen(s) <= 32 &&
	       !s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

/* low|mid|high; an empty word at the end lets one word stand alone. */
static void read_words(struct wf_file *f, const struct yaml_node *node, struct wf_field *d)
{
	const char *p = node->s;

	d->type = FT_ENUM;
	d->choices = arena_alloc(&f->arena, (CHOICES_MAX + 1) * sizeof *d->choices);
	for (;;) {
		size_t n = strcspn(p, "|"), from = strspn(p, " ");
		const char *s;

		from = from < n ? from : n;
		while (n > from && p[n - 1] == ' ')
			n--;
		s = arena_strndup(&f->arena, p + from, n - from);
		p += strcspn(p, "|");
		if (!*s && !*p && d->nchoices)
			break;
		for (size_t i = 0; i < d->nchoices; i++)
			if (strcmp(d->choices[i].word, s) == 0)
				wf_bad(f, node, "type: '%s' stands there twice", s);
		if (!*s || strlen(s) > WORD_MAX || strpbrk(s, ",\t\n\r"))
			wf_bad(f, node, "type: '%s' is no choice: 1 to %d bytes, no comma", s, WORD_MAX);
		if (d->nchoices == CHOICES_MAX) {
			wf_bad(f, node, "type: more than %d choices", CHOICES_MAX);
			break;
		}
		d->nchoices++;
		d->choices[d->nchoices - 1] = (struct wf_choice){.word = s, .position = (int)d->nchoices};
		if (!*p)
			break;
		p++;
	}
}

static void read_reference(struct wf_file *f, const struct yaml_node *node, const char *kind, struct wf_field *d)
{
	const struct crm_kind *k = kind_by_name(kind);

	d->type = FT_REFERENCE;
	d->ref = k ? k->no : 0;
	if (!k || !(k->flags & K_COMMON))
		wf_bad(f, node, "type: '%s' is nothing to refer to: company, contact, product, offer or user", kind);
}

static void read_type(struct wf_file *f, const struct yaml_node *node, struct wf_field *d)
{
	static const char reference[] = "reference to ";
	const char *s = wf_text(f, node), *near;

	if (!s) {
		wf_bad(f, node ? node : d->at, "field '%s' needs a type", d->name);
	} else if (strchr(s, '|')) {
		read_words(f, node, d);
	} else if (strncmp(s, reference, strlen(reference)) == 0) {
		read_reference(f, node, s + strlen(reference), d);
	} else {
		while (words_field_type[d->type] && strcmp(words_field_type[d->type], s) != 0)
			d->type++;
		near = words_field_type[d->type] ? NULL : utf8_nearest(s, words_field_type);
		if (!words_field_type[d->type])
			wf_bad(f, node, near ? "type: no type '%s', nearest is '%s'" : "type: no type '%s'", s, near);
		else if (d->type == FT_ENUM)
			wf_bad(f, node, "type: write the choices: \"low|mid|high\"");
		else if (d->type == FT_REFERENCE)
			wf_bad(f, node, "type: reference to what? write 'reference to company'");
		else if (d->type == FT_LIST)
			wf_bad(f, node, "type: this version has no lists of its own, tags are one");
	}
}

static void read_field(struct wf_file *f, const struct yaml_node *node, const struct crm_kind *k)
{
	static const char *const keys[] = {"name", "type", "title", "feature", "was", NULL};
	struct wf_field *d = &f->want.fields[f->want.nfields++];
	const char *name;

	*d = (struct wf_field){.kind = k, .name = "", .at = node, .position = (int)f->want.nfields};
	if (!wf_keys(f, node, "field", keys))
		return;
	name = wf_text(f, yaml_get(node, "name"));
	if (!is_field_name(name))
		wf_bad(f, yaml_get(node, "name") ? yaml_get(node, "name") : node,
		       "field: '%s' is no name: small letters, digits and _, a letter first, at most 32",
		       name ? name : "");
	d->name = name ? name : "";
	d->title = wf_text(f, yaml_get(node, "title"));
	d->was = wf_text(f, yaml_get(node, "was"));
	d->feature = wf_bool(f, yaml_get(node, "feature"));
	read_type(f, yaml_get(node, "type"), d);
	for (size_t i = 0; i + 1 < f->want.nfields; i++)
		if (f->want.fields[i].kind == k && strcmp(f->want.fields[i].name, d->name) == 0)
			wf_bad(f, node, "field '%s' stands there twice", d->name);
}

void wf_read_fields(struct wf_file *f, const struct yaml_node *node)
{
	size_t n = 0;

	f->want.have_fields = true;
	if (node->is != YAML_MAP) {
		wf_bad(f, node, "fields: kinds with their fields are wanted here, as offer: [{name: ..., type: ...}]");
		return;
	}
	for (const struct yaml_node *v = node->first; v; v = v->next)
		n += v->n;
	f->want.fields = arena_alloc(&f->arena, (n + 1) * sizeof *f->want.fields);
	for (const struct yaml_node *v = node->first; v; v = v->next) {
		const struct crm_kind *k = kind_by_name(v->key->s);

		if (!k || !(k->flags & K_COMMON))
			wf_bad(f, v->key,
			       "fields: '%s' is no kind that takes fields: company, contact, product, offer, user, "
			       "task, event",
			       v->key->s);
		else if (v->is != YAML_LIST)
			wf_bad(f, v, "fields: a list of {name: ..., type: ...} is wanted here");
		else
			for (const struct yaml_node *d = v->first; d; d = d->next)
				read_field(f, d, k);
	}
}
