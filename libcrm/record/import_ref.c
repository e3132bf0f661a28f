/* import_ref.c - references of imported rows: each name is looked up once as long as the cache holds it; missing records are added where --create says so. */
#include "import_impl.h"

static struct cached_ref *slot(struct import *imp, int kind, const char *s, size_t n)
{
	uint64_t h = UINT64_C(1469598103934665603) ^ (uint64_t)kind;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
	return &imp->cache[(h ^ h >> 32) % IMPORT_CACHE];
}

static bool cached(struct import *imp, int kind, const char *s, size_t n, int64_t *id)
{
	const struct cached_ref *r;

	if (n > sizeof r->s)
		return false;
	r = slot(imp, kind, s, n);
	if (r->kind != kind || r->n != n || r->generation != imp->generation[kind] || memcmp(r->s, s, n) != 0)
		return false;
	*id = r->id;
	return true;
}

static void keep(struct import *imp, int kind, const char *s, size_t n, int64_t id)
{
	struct cached_ref *r;

	if (n > sizeof r->s)
		return;
	r = slot(imp, kind, s, n);
	r->id = id;
	r->kind = (unsigned char)kind;
	r->n = (unsigned char)n;
	r->generation = imp->generation[kind];
	memcpy(r->s, s, n);
}

void import_ref_forget(struct import *imp, int kind) { imp->generation[kind]++; }

/* Just the name, or the address of a person. */
static enum crm_status add_missing(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id, struct crm_error *e)
{
	bool address = k->no == KIND_CONTACT && memchr(cell->p, '@', cell->n);
	const struct assign a = {kind_field(k, address ? "email" : "name"), OP_EQ, cell->p, cell->n, cell->line, cell->column};

	return edit_add(imp->ed, k, &a, 1, &imp->fmt, id, e);
}

/* What looks like a typed id is never a name. */
static bool creatable(const struct import *imp, const struct crm_kind *k, const struct given *cell)
{
	const struct crm_kind *other;
	int64_t id;

	return imp->create[k->no] && !id_parse(cell->p, cell->n, &other, &id);
}

static enum crm_status resolve(struct import *imp, const struct crm_kind *k, const struct given *cell, int64_t *id, struct crm_error *e)
{
	struct crm_error missing = CRM_ERROR_INIT;
	enum crm_status st;

	if (!creatable(imp, k, cell)) {
		st = ref_resolve(imp->c, k, cell->p, cell->n, id, e);
	} else {
		st = ref_resolve(imp->c, k, cell->p, cell->n, id, &missing);
		if (st == CRM_NO)
			st = add_missing(imp, k, cell, id, e);
		else if (st != CRM_OK)
			crm_fail(e, st, "%s", missing.n ? missing.list[0].text : "cannot be resolved");
	}
	crm_error_clear(&missing);
	if (st != CRM_OK)
		return st;
	keep(imp, k->no, cell->p, cell->n, *id);
	edit_known(imp->ed, k->no, *id);
	return CRM_OK;
}

enum crm_status import_reference(struct import *imp, struct given *cell, struct crm_error *e)
{
	const struct crm_kind *k = kind_by_no(cell->col->field->ref), *of;
	int64_t id = 0;
	enum crm_status st;

	if (!k || cell->n == 0 || k->no == KIND_PIPELINE || k->no == KIND_STAGE || (k->no == KIND_USER && !imp->create[KIND_USER]))
		return CRM_OK;
	if (!(k->flags & K_NAMED) && id_parse(cell->p, cell->n, &of, &id)) /* the edit knows these */
		return CRM_OK;
	if (!cached(imp, k->no, cell->p, cell->n, &id)) {
		st = resolve(imp, k, cell, &id, e);
		if (st != CRM_OK)
			return import_bad(imp, e, cell, NULL);
	}
	if (k->flags & K_NAMED)
		return CRM_OK;
	cell->n = id_format(cell->col->id, k, id);
	cell->p = cell->col->id;
	return CRM_OK;
}
