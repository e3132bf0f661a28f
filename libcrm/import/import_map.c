/* import_map.c - what a column of the file is: options, header, constants to columns of the plan. */
#include "../card/person.h"

#include <stdlib.h>
#include "../base/utf8.h"

#define ENTERED "entered."

bool import_settable(const struct import *imp, const struct crm_field *f)
{
	return (f->flags & F_SET) || (imp->k->no == KIND_OFFER && strcmp(f->name, "closed") == 0);
}

static bool same(const char *p, size_t n, const char *word)
{
	return strlen(word) == n && memcmp(p, word, n) == 0;
}

struct import_column *import_new_column(struct import *imp, enum column_use use, const struct crm_field *f, size_t at)
{
	struct import_column *col = arena_alloc(&imp->arena, sizeof *col);

	*col = (struct import_column){.use = use, .field = f, .op = OP_EQ, .at = at};
	for (size_t i = 0; use == USE_FIELD && i < imp->ntranslations; i++)
		if (imp->translations[i].field == f) {
			col->t = col->nt ? col->t : &imp->translations[i];
			col->nt++;
		}
	return col;
}

struct import_column *import_add_column(struct import *imp, enum column_use use, const struct crm_field *f, size_t at)
{
	if (imp->ncolumns == imp->acolumns) {
		imp->acolumns = imp->acolumns ? 2 * imp->acolumns : 32;
		imp->columns = crm_realloc(imp->columns, imp->acolumns * sizeof *imp->columns);
	}
	return imp->columns[imp->ncolumns++] = import_new_column(imp, use, f, at);
}

const struct crm_field *import_field(const struct import *imp, const char *name, size_t n)
{
	for (size_t i = 0; imp->use && i < imp->use->nfields; i++)
		if (same(name, n, imp->use->fields[i].name))
			return &imp->use->fields[i];
	return catalog_field(imp->c, imp->k, name, n);
}

struct import_column *import_column_of(const struct import *imp, enum column_use use, const struct crm_field *f)
{
	for (size_t i = 0; i < imp->ncolumns; i++)
		if (imp->columns[i]->use == use && (use != USE_FIELD || imp->columns[i]->field == f))
			return imp->columns[i];
	return NULL;
}

/* ---- options ---- */

static enum crm_status read_create(struct import *imp)
{
	static const int kinds[] = {KIND_COMPANY, KIND_CONTACT, KIND_PRODUCT, KIND_USER};
	const char *p = imp->im->create;

	while (p && *p) {
		size_t n = strcspn(p, ","), i = 0;

		while (i < 4 && !same(p, n, kind_by_no(kinds[i])->name))
			i++;
		if (i == 4)
			return crm_fail(imp->e, CRM_USAGE, "create: '%.*s' is not company, contact, product or user", (int)n, p);
		imp->create[kinds[i]] = true;
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
	enum crm_status st = CRM_OK;

	imp->translations = arena_alloc(&imp->arena, (n + 1) * sizeof *imp->translations);
	for (size_t i = 0; i < n && st == CRM_OK; i++)
		st = read_translation(imp, imp->im->translate[i], &imp->translations[i]);
	imp->ntranslations = st == CRM_OK ? n : 0;
	if (imp->ntranslations)
		qsort(imp->translations, n, sizeof *imp->translations, by_field);
	return st;
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
		const struct crm_field *f = imp->use && operand_split(s, &o) && o.op == OP_EQ ? import_field(imp, o.field, o.nfield) : NULL;

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
	enum crm_status st = own_constants(imp, rest, &n);

	if (st == CRM_OK)
		st = assigns_parse(imp->c, imp->k, rest, n, imp->im->src ? NULL : imp->w->files, &a, &n, imp->e);
	for (size_t i = 0; st == CRM_OK && i < n; i++)
		fixed_column(imp, a[i].field, a[i].op, a[i].s, a[i].n);
	return st;
}

static enum crm_status unknown_map(struct import *imp, const char *name)
{
	const char *near = utf8_nearest(name, from_names);

	return crm_fail(imp->e, CRM_USAGE, near ? "from: no built-in map '%s', nearest is '%s'" : "from: no built-in map '%s': vcard, google, outlook, thunderbird, hubspot, "
	                "pipedrive, salesforce; --map FIELD=COLUMN says what a column is", name, near);
}

enum crm_status import_options(struct import *imp)
{
	const char *ext = imp->im->ext, *colon = ext ? strchr(ext, ':') : NULL;
	enum crm_status st;

	if (imp->im->from && strcmp(imp->im->from, "vcard") != 0 && !from_find(imp->im->from))
		return unknown_map(imp, imp->im->from);
	if (ext && (!colon || colon == ext || !colon[1] || memchr(ext, ',', (size_t)(colon - ext))))
		return crm_fail(imp->e, CRM_USAGE, "ext: '%s' is not of the form SYSTEM:COLUMN", ext);
	imp->system = ext ? arena_strndup(&imp->arena, ext, (size_t)(colon - ext)) : NULL;
	if (ext && !kind_field(imp->k, "ext"))
		return crm_fail(imp->e, CRM_USAGE, "%s has no field 'ext'", imp->k->name);
	st = read_create(imp);
	if (st == CRM_OK)
		st = read_translations(imp);
	return st == CRM_OK ? read_constants(imp) : st;
}

/* ---- header ---- */

struct header {
	struct import *imp;
	const struct row *row;
	const char **names;   /* NULL-terminated */
	bool *claimed;
	struct strbuf unknown;
	enum crm_status st;
};

static void __attribute__((format(printf, 3, 4))) bad_column(struct header *h, size_t at, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	h->st = crm_fail_at(h->imp->e, CRM_DATA, reader_name(h->imp->r), h->row->line, at < h->row->n ? h->row->f[at].column : 0, NULL, "%s", b.buf);
	sb_release(&b);
}

/* A field of messages for the day a stage was entered. */
static const struct crm_field *entered_field(struct import *imp, const char *name, size_t n)
{
	struct crm_field *f = arena_alloc(&imp->arena, sizeof *f);

	*f = *kind_field(imp->k, "closed");
	f->name = arena_strndup(&imp->arena, name, n);
	return f;
}

static bool is_entered(const struct import *imp, const char *name, size_t n)
{
	size_t prefix = strlen(ENTERED);

	return !imp->use && imp->k->no == KIND_OFFER && n > prefix && memcmp(name, ENTERED, prefix) == 0;
}

/* How Outlook and others write a date that is not there. After --translate, which may say otherwise. */
static void no_dates(struct import *imp, struct import_column *col)
{
	static const char *const none[] = {"0.0.00", "0.0.0000", "00.00.00", "00.00.0000", "0/0/00", "0/0/0000", "00/00/00", "00/00/0000", "0000-00-00"};
	size_t n = sizeof none / sizeof *none;
	struct translation *t = arena_alloc(&imp->arena, (col->nt + n) * sizeof *t);

	if (col->nt)
		memcpy(t, col->t, col->nt * sizeof *t);
	for (size_t i = 0; i < n; i++)
		t[col->nt + i] = (struct translation){col->field, none[i], strlen(none[i]), ""};
	col->t = t;
	col->nt += n;
}

/* Column `at` feeds a field. */
static void feed(struct header *h, const struct crm_field *f, size_t at)
{
	struct import *imp = h->imp;
	const struct import_column *other = import_column_of(imp, f->type == T_ID ? USE_ID : USE_FIELD, f);

	h->claimed[at] = true;
	if (f->type == T_ID ? 0 : !import_settable(imp, f))
		bad_column(h, at, "'%s' is kept by the program and cannot be set", f->name);
	else if (other && other->fixed)
		bad_column(h, at, "'%s' is given as an operand too", f->name);
	else if (other)
		bad_column(h, at, "'%s' comes from column '%s' already", f->name, h->names[other->at]);
	else if (f->type == T_DATE)
		no_dates(imp, import_add_column(imp, USE_FIELD, f, at));
	else
		import_add_column(imp, f->type == T_ID ? USE_ID : USE_FIELD, f, at);
}

static void feed_entered(struct header *h, const char *name, size_t n, size_t at)
{
	struct import_column *col = import_add_column(h->imp, USE_ENTERED, entered_field(h->imp, name, n), at);

	h->claimed[at] = true;
	col->stage = col->field->name + strlen(ENTERED);
}

static bool find_column(struct header *h, const char *option, const char *name, size_t *at)
{
	const char *near;

	for (*at = 0; *at < h->row->n; ++*at)
		if (strcmp(h->names[*at], name) == 0)
			return true;
	near = utf8_nearest(name, h->names);
	if (near)
		bad_column(h, 0, "%s: no column '%s', nearest is '%s'", option, name, near);
	else
		bad_column(h, 0, "%s: no column '%s'", option, name);
	return false;
}

/* Column `at` adds to a list, whatever else feeds it. */
static void feed_list(struct header *h, const struct crm_field *f, size_t at)
{
	if (!f || f->type != T_LIST || !import_settable(h->imp, f))
		h->st = crm_fail(h->imp->e, CRM_USAGE, "map: '%s' is no list: write %s=COLUMN", f ? f->name : ENTERED, f ? f->name : ENTERED "STAGE");
	else
		import_add_column(h->imp, USE_FIELD, f, at)->op = OP_ADD;
}

/* FIELD=COLUMN, or FIELD+=COLUMN: the columns that add are claimed at first, and fed when those they add to are there. */
static void read_map(struct header *h, const char *map, bool adding)
{
	const char *equals = strchr(map, '=');
	bool adds = equals && equals > map && equals[-1] == '+';
	const struct crm_field *f;
	size_t n, at;

	if (adding && !adds)
		return;
	if (!equals || equals == map + adds) {
		h->st = crm_fail(h->imp->e, CRM_USAGE, "map: '%s' is not of the form FIELD=COLUMN", map);
		return;
	}
	n = (size_t)(equals - map) - adds;
	f = import_field(h->imp, map, n);
	if (!f && !is_entered(h->imp, map, n)) {
		h->st = catalog_unknown(h->imp->c, h->imp->k, map, n, h->imp->e);
		return;
	}
	if (!find_column(h, "map", equals + 1, &at))
		return;
	if (adds && !adding)
		h->claimed[at] = true;
	else if (adds)
		feed_list(h, f, at);
	else if (f)
		feed(h, f, at);
	else
		feed_entered(h, map, n, at);
}

/* What a column is by its own name. */
static void read_name(struct header *h, size_t at)
{
	struct import *imp = h->imp;
	const char *name = h->names[at], *near;
	const struct crm_field *f = import_field(imp, name, strlen(name));

	if (f && imp->im->nmap && f->type != T_ID && import_column_of(imp, USE_FIELD, f))
		f = NULL; /* --map gave the field another column */
	if (f) {
		feed(h, f, at);
	} else if (is_entered(imp, name, strlen(name))) {
		feed_entered(h, name, strlen(name), at);
	} else if (imp->im->nmap) {
		sb_printf(&h->unknown, "%s'%s'", h->unknown.len ? ", " : "", name);
	} else {
		near = utf8_nearest(name, catalog_names(imp->c, imp->k));
		if (near)
			bad_column(h, at, "no field '%s', nearest is '%s'; --map FIELD=COLUMN says what a column is", name, near);
		else
			bad_column(h, at, "no field '%s'; --map FIELD=COLUMN says what a column is", name);
	}
}

/* A file that another program wrote has many columns that are no field. */
static void hint_from(struct header *h)
{
	const char *from = h->imp->use || h->imp->k->no != KIND_CONTACT ? NULL : from_guess(h->names);

	if (from)
		crm_note(h->imp->e, "%s: the columns are those of %s: try --from=%s", reader_name(h->imp->r), from, from);
}

static void from_name(struct header *h, size_t at) { from_column(h->imp, at, h->names[at]); }

enum crm_status import_header(struct import *imp, const struct row *header)
{
	struct header h = {.imp = imp, .row = header, .unknown = STRBUF_INIT, .st = CRM_OK};
	size_t at;

	h.names = arena_alloc(&imp->arena, (header->n + 1) * sizeof *h.names);
	h.claimed = arena_alloc(&imp->arena, header->n + 1);
	for (size_t i = 0; i < header->n; i++)
		h.names[i] = arena_strndup(&imp->arena, header->f[i].p, header->f[i].n);
	for (size_t i = 0; i < imp->im->nmap; i++)
		read_map(&h, imp->im->map[i], false);
	if (imp->system && find_column(&h, "ext", strchr(imp->im->ext, ':') + 1, &at)) {
		import_add_column(imp, USE_EXT, kind_field(imp->k, "ext"), at);
		h.claimed[at] = true;
	}
	for (size_t i = 0; i < header->n; i++)
		if (!h.claimed[i])
			imp->person ? from_name(&h, i) : read_name(&h, i);
	if (!imp->person && !imp->im->nmap && h.st == CRM_DATA)
		hint_from(&h);
	if (imp->person && !from_any(imp->person) && h.st == CRM_OK)
		h.st = crm_fail_at(imp->e, CRM_DATA, reader_name(imp->r), header->line, 0, NULL, "no column is one of %s", imp->im->from);
	for (size_t i = 0; i < imp->im->nmap && h.st == CRM_OK; i++)
		read_map(&h, imp->im->map[i], true);
	if (h.unknown.len && h.st == CRM_OK)
		crm_note(imp->e, "%s: left out: column%s %s", reader_name(imp->r), strchr(h.unknown.buf, ',') ? "s" : "", h.unknown.buf);
	sb_release(&h.unknown);
	return h.st;
}
