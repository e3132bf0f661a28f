/* import_map.c - the header: what a column of the file is, by --map or by its name. */
#include "import_impl.h"

#include "../base/utf8.h"
#include "../edit/rules.h"

/* ---- header ---- */

struct header {
	struct import *imp;
	const struct row *row;
	const char **names;   /* NULL-terminated */
	bool *claimed, *skipped;
	struct strbuf unknown;
	enum crm_status s;
};

static void __attribute__((format(printf, 3, 4))) bad_column(struct header *h, size_t at, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	h->s = crm_fail_at(h->imp->e, CRM_DATA, import_file(h->imp), h->row->line,
	                   at < h->row->n ? h->row->f[at].column : 0, NULL, "%s", b.buf);
	sb_release(&b);
}

/* A field of messages for the values of a word. */
static const struct crm_field *word_field(struct import *imp, const char *name, size_t n)
{
	struct crm_field *f = arena_alloc(&imp->arena, sizeof *f);

	*f = *kind_field(imp->k, imp->work->words->like);
	f->name = arena_strndup(&imp->arena, name, n);
	return f;
}

static bool is_word(const struct import *imp, const char *name, size_t n)
{
	const struct import_words *words = imp->work->words;
	size_t prefix = words ? strlen(words->prefix) : 0;

	return words && n > prefix && memcmp(name, words->prefix, prefix) == 0;
}

/* How Outlook and others write a date that is not there. After --translate, which may say
 * otherwise. */
static void no_dates(struct import *imp, struct import_column *col)
{
	static const char *const none[] = {"0.0.00",   "0.0.0000", "00.00.00",   "00.00.0000", "0/0/00",
	                                   "0/0/0000", "00/00/00", "00/00/0000", "0000-00-00"};
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
	if (f->type == T_ID ? 0 : !field_assignable(f))
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

static void feed_word(struct header *h, const char *name, size_t n, size_t at)
{
	struct import_column *col = import_add_column(h->imp, USE_WORD, word_field(h->imp, name, n), at);

	h->claimed[at] = true;
	col->word.word = col->field->name + strlen(h->imp->work->words->prefix);
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
	if (!f || f->type != T_LIST || !field_assignable(f))
		h->s = crm_fail(h->imp->e, CRM_USAGE, "map: '%s' is no list: write %s=COLUMN",
		                f ? f->name : h->imp->work->words->prefix, f ? f->name : h->imp->work->words->form);
	else
		import_add_column(h->imp, USE_FIELD, f, at)->op = OP_ADD;
}

/* FIELD=COLUMN, or FIELD+=COLUMN: the columns that add are claimed at first, and fed when those
 * they add to are there. */
static void read_map(struct header *h, const char *map, bool adding)
{
	const char *equals = strchr(map, '=');
	bool adds = equals && equals > map && equals[-1] == '+';
	const struct crm_field *f;
	size_t n, at;

	if (adding && !adds)
		return;
	if (!equals || equals == map + adds) {
		h->s = crm_fail(h->imp->e, CRM_USAGE, "map: '%s' is not of the form FIELD=COLUMN", map);
		return;
	}
	n = (size_t)(equals - map) - adds;
	f = import_field(h->imp, map, n);
	if (!f && !is_word(h->imp, map, n)) {
		h->s = catalog_unknown(h->imp->c, h->imp->k, map, n, h->imp->e);
		return;
	}
	if (!find_column(h, "map", equals + 1, &at))
		return;
	if (h->skipped[at]) {
		bad_column(h, at, "column '%s' is given with --map and --skip", h->names[at]);
		return;
	}
	if (adds && !adding)
		h->claimed[at] = true;
	else if (adds)
		feed_list(h, f, at);
	else if (f)
		feed(h, f, at);
	else
		feed_word(h, map, n, at);
}

static bool is_column(const struct header *h, const char *name)
{
	for (size_t i = 0; i < h->row->n; i++)
		if (strcmp(h->names[i], name) == 0)
			return true;
	return false;
}

/* All columns of that name. */
static void skip_column(struct header *h, const char *name)
{
	size_t at;

	if (!find_column(h, "skip", name, &at))
		return;
	for (; at < h->row->n; at++)
		if (strcmp(h->names[at], name) == 0)
			h->skipped[at] = h->claimed[at] = true;
}

/* A column, or several with commas between them. */
static void read_skip(struct header *h, const char *list)
{
	const char *p = list;

	if (is_column(h, list)) {
		skip_column(h, list);
		return;
	}
	while (*p) {
		size_t n = strcspn(p, ",");

		skip_column(h, arena_strndup(&h->imp->arena, p, n));
		p += n + (p[n] == ',');
	}
}

/* What a column is by its own name. */
static void read_name(struct header *h, size_t at)
{
	struct import *imp = h->imp;
	const char *name = h->names[at], *near;
	const struct crm_field *f = import_field(imp, name, strlen(name));

	if (f && imp->im->nmap && f->type != T_ID && (import_column_of(imp, USE_FIELD, f) || !field_assignable(f)))
		f = NULL; /* --map gave the field another column, or nobody can set it */
	if (!*name) {
		if (imp->work->used && imp->work->used[at])
			bad_column(h, at, "column %zu has no name and holds values", at + 1);
	} else if (f) {
		feed(h, f, at);
	} else if (is_word(imp, name, strlen(name))) {
		feed_word(h, name, strlen(name), at);
	} else if (imp->im->nmap) {
		sb_printf(&h->unknown, "%s'%s'", h->unknown.len ? ", " : "", name);
	} else {
		near = utf8_nearest(name, catalog_names(imp->c, imp->k));
		if (near)
			bad_column(h, at, "no field '%s', nearest is '%s'; --map FIELD=COLUMN says what a column is",
			           name, near);
		else
			bad_column(h, at, "no field '%s'; --map FIELD=COLUMN says what a column is", name);
	}
}

enum crm_status import_header(struct import *imp, const struct row *header)
{
	struct header h = {.imp = imp, .row = header, .unknown = STRBUF_INIT, .s = CRM_OK};
	size_t at;

	h.names = arena_alloc(&imp->arena, (header->n + 1) * sizeof *h.names);
	h.claimed = arena_alloc(&imp->arena, header->n + 1);
	h.skipped = arena_alloc(&imp->arena, header->n + 1);
	for (size_t i = 0; i < header->n; i++) {
		const char *name = header->f[i].p;
		size_t n = header->f[i].n;

		utf8_trim(&name, &n);
		h.names[i] = arena_strndup(&imp->arena, name, n);
	}
	for (size_t i = 0; i < imp->im->nskip; i++)
		read_skip(&h, imp->im->skip[i]);
	for (size_t i = 0; i < imp->im->nmap; i++)
		read_map(&h, imp->im->map[i], false);
	if (imp->system && find_column(&h, "ext", strchr(imp->im->ext, ':') + 1, &at)) {
		import_add_column(imp, USE_EXT, kind_field(imp->k, "ext"), at);
		h.claimed[at] = true;
	}
	for (size_t i = 0; i < header->n; i++)
		if (!h.claimed[i])
			imp->use->column ? imp->use->column(imp, i, h.names[i]) : read_name(&h, i);
	if (imp->use->header)
		h.s = imp->use->header(imp, header, h.names, h.s);
	for (size_t i = 0; i < imp->im->nmap && !h.s; i++)
		read_map(&h, imp->im->map[i], true);
	if (h.unknown.len && !h.s)
		crm_note(imp->e, "%s: left out: column%s %s", import_file(imp), strchr(h.unknown.buf, ',') ? "s" : "",
		         h.unknown.buf);
	sb_release(&h.unknown);
	return h.s;
}
