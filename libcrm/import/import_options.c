/* import_options.c - what needs no file: options and operands to columns of the plan. */
#include "import_impl.h"

#include <stdlib.h>

static bool same(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(p, word, n) == 0;
}

/* ---- options ---- */

static int by_name(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

static enum crm_status no_create(struct import *imp, const char *p, size_t n)
{
	const char *names[sizeof imp->create];
	struct strbuf all = STRBUF_INIT;
	size_t count = 0;
	enum crm_status s;

	for (const struct crm_kind *const *k = crm_kinds; *k; k++)
		if ((*k)->import && (*k)->import->create)
			names[count++] = (*k)->name;
	qsort(names, count, sizeof *names, by_name);
	for (size_t i = 0; i < count; i++)
		sb_printf(&all, "%s%s", i == 0 ? "" : i + 1 == count ? " or " : ", ", names[i]);
	s = crm_fail(imp->e, CRM_USAGE, "create: '%.*s' is not %s", (int)n, p, all.buf);
	sb_release(&all);
	return s;
}

static enum crm_status read_create(struct import *imp)
{
	const char *p = imp->im->create;

	while (p && *p) {
		size_t n = strcspn(p, ",");
		const struct crm_kind *const *k = crm_kinds;

		while (*k && !((*k)->import && (*k)->import->create && same(p, n, (*k)->name)))
			k++;
		if (!*k)
			return no_create(imp, p, n);
		imp->create[(*k)->no] = true;
		p += n + (p[n] == ',');
	}
	return CRM_OK;
}

static enum crm_status read_translation(struct import *imp, const char *s, struct translation *t)
{
	const char *colon = strchr(s, ':'), *equals = colon ? strchr(colon, '=') : NULL;

	if (!equals)
		return crm_fail(imp->e, CRM_USAGE, "translate: '%s' is not of the form FIELD:FROM=TO", s);
	t->field = import_field(imp, s, (size_t)(colon - s));
	if (!t->field)
		return catalog_unknown(imp->c, imp->k, s, (size_t)(colon - s), imp->e);
	t->from = colon + 1;
	t->nfrom = (size_t)(equals - colon - 1);
	t->to = equals + 1;
	value_clean(t->field, &t->from, &t->nfrom); /* as the cells are */
	return CRM_OK;
}

static int by_field(const void *a, const void *b)
{
	const struct translation *x = a, *y = b;

	return (x->field->no > y->field->no) - (x->field->no < y->field->no);
}

static enum crm_status read_translations(struct import *imp)
{
	size_t n = imp->im->ntranslate;
	enum crm_status s = CRM_OK;

	imp->work->translations = arena_alloc(&imp->arena, (n + 1) * sizeof *imp->work->translations);
	for (size_t i = 0; i < n && !s; i++)
		s = read_translation(imp, imp->im->translate[i], &imp->work->translations[i]);
	imp->work->ntranslations = !s ? n : 0;
	if (imp->work->ntranslations)
		qsort(imp->work->translations, n, sizeof *imp->work->translations, by_field);
	return s;
}

static void fixed_column(struct import *imp, const struct crm_field *f, enum op op, const char *s, size_t n)
{
	struct import_column *col = import_add_column(imp, USE_FIELD, f, 0);

	col->fixed = true;
	col->op = op;
	col->text = arena_strndup(&imp->arena, s, n);
}

/* Operands for fields only this use of rows has; the others are left in rest. */
static enum crm_status own_constants(struct import *imp, const char **rest, size_t *nrest)
{
	struct operand o;

	for (size_t i = 0; i < imp->im->nconstants; i++) {
		const char *s = imp->im->constants[i];
		const struct crm_field *f = imp->use->nfields && operand_split(s, &o) && o.op == OP_EQ
		                                    ? import_field(imp, o.field, o.nfield)
		                                    : NULL;

		if (!f || f < imp->use->fields || f >= imp->use->fields + imp->use->nfields) {
			rest[(*nrest)++] = s;
			continue;
		}
		if (import_column_of(imp, USE_FIELD, f))
			return crm_fail(imp->e, CRM_USAGE, "'%s' is given twice", f->name);
		fixed_column(imp, f, o.op, o.value, o.nvalue);
	}
	return CRM_OK;
}

static enum crm_status read_constants(struct import *imp)
{
	const char **rest = arena_alloc(&imp->arena, (imp->im->nconstants + 1) * sizeof *rest);
	struct assign *a;
	size_t n = 0;
	enum crm_status s = own_constants(imp, rest, &n);

	if (!s)
		s = assigns_parse(imp->c, imp->k, rest, n, imp->im->src ? NULL : imp->w->files, &a, &n, imp->e);
	for (size_t i = 0; !s && i < n; i++)
		fixed_column(imp, a[i].field, a[i].op, a[i].s, a[i].n);
	return s;
}

enum crm_status import_options(struct import *imp)
{
	const char *ext = imp->im->ext, *colon = ext ? strchr(ext, ':') : NULL;
	enum crm_status s;

	if (ext && (!colon || colon == ext || !colon[1] || memchr(ext, ',', (size_t)(colon - ext))))
		return crm_fail(imp->e, CRM_USAGE, "ext: '%s' is not of the form SYSTEM:COLUMN", ext);
	imp->system = ext ? arena_strndup(&imp->arena, ext, (size_t)(colon - ext)) : NULL;
	if (ext && !kind_field(imp->k, "ext"))
		return crm_fail(imp->e, CRM_USAGE, "%s has no field 'ext'", imp->k->name);
	s = read_create(imp);
	if (!s)
		s = read_translations(imp);
	return !s ? read_constants(imp) : s;
}
