/* write.c - the shared writing verbs: add, set, rm. */
#include "each.h"

#include <stdlib.h>
#include "../model/catalog.h"
#include "../ask/cond.h"
#include "../model/kinds.h"
#include "../ask/near.h"
#include "../ask/ref.h"
#include "../ask/select.h"

/* ---- add ---- */

/* The field of the new record that takes a record of this kind; the main one comes first in the
 * table. */
static const struct crm_field *link_field(const struct crm_kind *k, int kind)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];

		if (f->type == T_REF && f->ref == kind && (f->flags & F_SET))
			return f;
	}
	return NULL;
}

static enum crm_status link_to(struct crm *c, const struct crm_kind *k, const struct crm_kind *to, int64_t id,
                               const char *name, long line, struct assign *a, struct crm_error *e)
{
	char text[32];

	a->field = link_field(k, to->no);
	if (!a->field)
		return crm_fail_at(e, CRM_DATA, line ? "stdin" : NULL, line, 0, NULL,
		                   "%s has no field that names a record of kind %s", k->name, to->name);
	if (!name)
		id_format(text, to, id);
	a->op = OP_EQ;
	a->s = name ? name : arena_strdup(&c->arena, text);
	a->n = strlen(a->s);
	a->line = line;
	return CRM_OK;
}

#define LINKS 8

/* The kinds that names are looked for in: what the references of the new record name, in their
 * order. */
static size_t linked_kinds(const struct crm_kind *k, const struct crm_kind *out[LINKS])
{
	size_t n = 0;

	for (size_t i = 0; i < k->nfields && n < LINKS; i++) {
		const struct crm_field *f = &k->fields[i];

		if (f->type == T_REF && (f->flags & F_SET) && !(kind_by_no(f->ref)->flags & K_NAMED))
			out[n++] = kind_by_no(f->ref);
	}
	return n;
}

/* An e-mail address is one of those that are kept as a list. */
static int kind_with_emails(void)
{
	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if (kind_list(*k, KIND_EMAIL))
			return (*k)->no;
	return KIND_NONE;
}

/* The ids among the operands, then those of the stream; one that comes twice counts once. Names
 * have no kind yet. */
static enum crm_status link_ids(struct crm *c, const struct crm_kind *k, const struct operands *o,
                                const struct crm_ids *stream, struct crm_ids *out, struct crm_error *e)
{
	size_t more = stream ? stream->n : 0, named;
	const struct crm_kind *to;
	enum crm_status s = CRM_OK;

	out->v = arena_alloc(&c->arena, (o->nwords + more + 1) * sizeof *out->v);
	for (size_t i = 0; i < o->nwords + more; i++) {
		struct crm_id id = {0};

		if (i >= o->nwords)
			id = stream->v[i - o->nwords];
		else if (id_parse(o->words[i], strlen(o->words[i]), &to, &id.id))
			id.kind = to->no;
		else if (strchr(o->words[i], '@'))
			id = (struct crm_id){.kind = kind_with_emails(), .name = o->words[i]};
		else if ((k->flags & K_LINKS) && !crm_is_id(o->words[i]))
			id = (struct crm_id){.name = o->words[i]};
		else
			s = crm_fail(e, CRM_USAGE,
			             "'%s' is neither FIELD=VALUE nor a record to link to: an id such as c12, or a "
			             "contact's e-mail address",
			             o->words[i]);
		named = out->n < o->nwords ? out->n : o->nwords;
		while (named && (id.name || out->v[named - 1].name || out->v[named - 1].kind != id.kind ||
		                 out->v[named - 1].id != id.id))
			named--;
		if (!named)
			out->v[out->n++] = id;
	}
	return s;
}

static enum crm_status nobody(struct crm *c, const struct crm_kind *const *kinds, size_t n, const char *name,
                              struct crm_error *e)
{
	struct strbuf near = STRBUF_INIT, one = STRBUF_INIT, names = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < n && !s; i++) {
		sb_printf(&names, "%s%s", !i ? "" : i + 1 < n ? ", " : " or ", kinds[i]->name);
		sb_reset(&one);
		s = near_names(c, kinds[i], name, strlen(name), &one, e);
		if (one.len)
			sb_printf(&near, "%s%s", near.len ? ", " : "", one.buf);
	}
	if (!s)
		s = crm_fail(e, CRM_NO, "no %s '%.200s'%s%s", names.buf, name, near.len ? ", near: " : "",
		             near.len ? near.buf : "");
	sb_release(&near);
	sb_release(&one);
	sb_release(&names);
	return s;
}

/* A contact, else a company, else an offer: the first kind that has one decides, whatever the
 * others have. */
static enum crm_status resolve_name(struct crm *c, const struct crm_kind *k, struct crm_id *id, struct crm_error *e)
{
	const struct crm_kind *kinds[LINKS];
	const size_t n = linked_kinds(k, kinds);

	for (size_t i = 0; i < n; i++) {
		struct crm_error own = CRM_ERROR_INIT;
		enum crm_status s = ref_resolve(c, kinds[i], id->name, strlen(id->name), &id->id, &own);

		for (size_t j = 0; j < own.n && s != CRM_NO; j++)
			if (own.list[j].note)
				crm_note(e, "%s", own.list[j].text);
			else
				crm_fail(e, s, "%s", own.list[j].text);
		crm_error_clear(&own);
		if (!s) {
			id->kind = kinds[i]->no;
			id->name = NULL;
		}
		if (s != CRM_NO)
			return s;
	}
	return nobody(c, kinds, n, id->name, e);
}

/* All names are looked up before anything is added; one that names what is linked already counts
 * once. */
static enum crm_status resolve_names(struct crm *c, const struct crm_kind *k, struct crm_ids *links, size_t nwords,
                                     struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;
	size_t n = 0;

	for (size_t i = 0; i < links->n; i++) {
		struct crm_id id = links->v[i];
		size_t before = n < nwords ? n : nwords;

		one = !id.kind ? resolve_name(c, k, &id, e) : CRM_OK;
		s = !s ? one : s;
		while (before && (id.name || links->v[before - 1].name || links->v[before - 1].kind != id.kind ||
		                  links->v[before - 1].id != id.id))
			before--;
		if (!before)
			links->v[n++] = id;
	}
	links->n = n;
	return s;
}

/* A field given twice: what is typed out counts more than what an id brings. */
static enum crm_status no_doubles(const struct assign *a, size_t n, struct crm_error *e)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (a[i].field == a[j].field && a[i].field->type != T_LIST)
				return crm_fail(e, CRM_USAGE, "'%s' is given twice", a[i].field->name);
	return CRM_OK;
}

static enum crm_status key_field(struct crm *c, const struct crm_kind *k, const char *key, const struct assign *a,
                                 size_t n, const struct assign **out, struct crm_error *e)
{
	const struct crm_field *f;

	*out = NULL;
	if (!key)
		return CRM_OK;
	f = catalog_field(c, k, key, strlen(key));
	if (!f)
		return catalog_unknown(c, k, key, strlen(key), e);
	for (size_t i = 0; i < n; i++)
		if (a[i].field == f)
			*out = &a[i];
	return *out && (*out)->n ? CRM_OK : crm_fail(e, CRM_USAGE, "--key=%s needs %s=VALUE", key, key);
}

static enum crm_status add_one(struct writer *wr, const struct crm_kind *k, const struct assign *a, size_t n,
                               const struct assign *key, struct crm_error *e)
{
	int64_t id = 0;
	bool changed = false;
	enum crm_status s = key ? edit_find(wr->ed, k, key->field, key->s, key->n, NULL, &id, e) : CRM_OK;

	if (s)
		return s;
	if (id) {
		s = edit_set(wr->ed, k, id, a, n, NULL, &changed, e);
		wr->w->changed += changed;
		wr->w->same += !changed;
	} else {
		s = edit_add(wr->ed, k, a, n, NULL, &id, e);
		wr->w->added++;
		id = wr->w->dry_run ? 0 : id;
	}
	if (!s)
		writer_touch(wr, k, id);
	return s;
}

static enum crm_status add_linked(struct writer *wr, const struct crm_kind *k, struct assign *a, size_t n,
                                  const struct assign *key, const struct crm_ids *ids, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	for (size_t i = 0; i < ids->n; i++) {
		const struct crm_id *id = &ids->v[i];
		struct place here = place_here(e);

		one = link_to(wr->c, k, kind_by_no(id->kind), id->id, id->name, id->line, &a[n], e);
		if (!one && (i == 0 || id->kind != ids->v[i - 1].kind))
			one = no_doubles(a, n + 1, e);
		if (!one)
			one = add_one(wr, k, a, n + 1, key, e);
		place_mark(e, here, id->line ? "stdin" : NULL, id->line, 0);
		if (!s)
			s = one;
	}
	return s;
}

enum crm_status crm_add(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n,
                        const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	return add_records(c, k, "add", operands, n, ids, w, e);
}

enum crm_status add_records(struct crm *c, const struct crm_kind *k, const char *verb, const char *const *operands,
                            size_t n, const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct writer wr;
	struct operands o;
	struct crm_ids links = {0};
	struct assign *parsed, *a;
	const struct assign *key = NULL;
	size_t na = 0;
	enum crm_status s = operands_sort(c, operands, n, &o, e);

	if (!s)
		s = assigns_parse(c, k, o.assigns, o.nassigns, w->files, &parsed, &na, e);
	if (s)
		return s;
	a = arena_alloc(&c->arena, (na + 1) * sizeof *a);
	memcpy(a, parsed, na * sizeof *a);
	s = link_ids(c, k, &o, ids, &links, e);
	if (!s)
		s = key_field(c, k, w->key, a, na, &key, e);
	if (!s)
		s = writer_begin(&wr, c, verb, w, e);
	if (s)
		return s;
	s = resolve_names(c, k, &links, o.nwords, e);
	if (!s)
		s = ids || links.n ? add_linked(&wr, k, a, na, key, &links, e) : add_one(&wr, k, a, na, key, e);
	return writer_end(&wr, s, e);
}

/* ---- set ---- */

static enum crm_status set_targets(struct writer *wr, const struct crm_kind *k, const struct assign *a, size_t na,
                                   const struct target *t, size_t n, struct crm_error *e)
{
	enum crm_status s = CRM_OK, one;

	for (size_t i = 0; i < n; i++) {
		struct place here = place_here(e);
		bool changed;
		char text[32];

		one = edit_set(wr->ed, k, t[i].id, a, na, NULL, &changed, e);
		wr->w->changed += changed;
		wr->w->same += !changed;
		/* which of many it was must be said, of operands too */
		id_format(text, k, t[i].id);
		place_mark(e, here, t[i].line ? "stdin" : n > 1 ? text : NULL, t[i].line, 0);
		if (!one)
			writer_touch(wr, k, t[i].id);
		if (!s)
			s = one;
	}
	return s;
}

enum crm_status crm_set(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n,
                        const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct writer wr;
	struct operands o;
	struct assign *a;
	struct target *t = NULL;
	size_t na, nt;
	enum crm_status s = operands_sort(c, operands, n, &o, e);

	if (!s && !o.nwords && !ids)
		s = crm_fail(e, CRM_USAGE, "no %s is named", k->name);
	if (!s && !o.nassigns)
		s = crm_fail(e, CRM_USAGE, "nothing to set: FIELD=VALUE is missing");
	if (!s)
		s = assigns_parse(c, k, o.assigns, o.nassigns, w->files, &a, &na, e);
	if (!s)
		s = writer_begin(&wr, c, "set", w, e);
	if (s)
		return s;
	s = writer_targets(&wr, k, o.words, o.nwords, ids, &t, &nt, e);
	if (!s)
		s = set_targets(&wr, k, a, na, t, nt, e);
	free(t);
	return writer_end(&wr, s, e);
}

/* ---- rm ---- */

/* Records of one command may refer to each other, whatever their order: those refused are tried
 * again as long as others could be removed.
 */
static enum crm_status rm_targets(struct writer *wr, const struct crm_kind *k, struct target *t, size_t n,
                                  struct crm_error *e)
{
	for (bool progress = true; n && progress;) {
		size_t left = 0;

		progress = false;
		for (size_t i = 0; i < n; i++) {
			struct crm_error own = CRM_ERROR_INIT;
			enum crm_status s = edit_rm(wr->ed, k, t[i].id, &own);

			progress = progress || !s;
			if (s == CRM_FORBIDDEN)
				t[left++] = t[i];
			else if (s)
				crm_fail_at(e, s, NULL, t[i].line, 0, NULL, "%s", own.n ? own.list[0].text : k->name);
			crm_error_clear(&own);
			if (s && s != CRM_FORBIDDEN)
				return s;
		}
		n = left;
	}
	for (size_t i = 0; i < n; i++) {
		struct place here = place_here(e);

		edit_rm(wr->ed, k, t[i].id, e);
		place_mark(e, here, t[i].line ? "stdin" : NULL, t[i].line, 0);
	}
	return n ? e->status : CRM_OK;
}

enum crm_status crm_rm(struct crm *c, const struct crm_kind *k, const char *const *operands, size_t n,
                       const struct crm_ids *ids, struct crm_write *w, struct crm_error *e)
{
	struct writer wr;
	struct operands o;
	struct target *t = NULL;
	size_t nt = 0;
	enum crm_status s = operands_sort(c, operands, n, &o, e);

	if (!s && o.nassigns)
		s = crm_fail(e, CRM_USAGE, "'%s': rm takes records, not conditions", o.assigns[0]);
	if (!s && !o.nwords && !ids)
		s = crm_fail(e, CRM_USAGE, "no %s is named", k->name);
	if (!s)
		s = catalog_load(c, e);
	if (!s)
		s = writer_begin(&wr, c, "rm", w, e);
	if (s)
		return s;
	s = writer_targets(&wr, k, o.words, o.nwords, ids, &t, &nt, e);
	for (size_t i = 0; i < nt && !s; i++)
		writer_touch(&wr, k, t[i].id);
	if (!s) {
		w->changed += (int64_t)nt;
		s = rm_targets(&wr, k, t, nt, e);
	}
	free(t);
	return writer_end(&wr, s, e);
}
