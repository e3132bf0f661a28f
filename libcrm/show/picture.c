/* picture.c - a record on one screen, drawn out of the parts of its kind */
#include "picture.h"

#include <stdlib.h>
#include "../base/utf8.h"
#include "../model/catalog.h"
#include "../ask/rows.h"
#include "../model/value.h"
#include "../timeline/crm_timeline.h"

#define GAP 2         /* between columns */
#define FIELD_MAX 200 /* bytes of a value among others; longer ones stand alone */
#define NARROW 20     /* room for texts however narrow the terminal */

/* ---- what is being drawn ---- */

struct value_of {
	const char *name;
	const struct crm_field *f;
	enum cell type;
	char *text;
	bool used;
};

struct drawing {
	struct crm *c;
	const struct crm_kind *k;
	const struct picture *p;
	int64_t id;
	char name[32]; /* typed id */
	struct value_of *v;
	size_t n;          /* all fields, and those of others that lines name */
	size_t room;       /* columns beside the labels, SIZE_MAX = any */
	struct strbuf out; /* lines: label, \t, text, \n; neither holds one of these */
	struct arena arena;
	struct crm_error *e;
};

/* ---- values ---- */

/* Fields of other records that lines name. */
static void add_dotted(const char *line, struct strbuf *columns)
{
	for (const char *p = line; p && (p = strchr(p, '{')); p++) {
		size_t n = strcspn(p + 1, "}");
		if (memchr(p + 1, '.', n)) {
			sb_addc(columns, ',');
			sb_add(columns, p + 1, n);
		}
	}
}

static enum crm_status all_columns(struct drawing *d, struct strbuf *columns)
{
	enum crm_status s = catalog_load(d->c, d->e);
	const struct crm_field *f;

	for (size_t i = 0; !s && (f = catalog_at(d->c, d->k, i)); i++)
		sb_printf(columns, "%s%s", i ? "," : "", catalog_name(d->c, d->k, f));
	for (size_t i = 0; i < d->p->n; i++)
		add_dotted(d->p->part[i].line, columns);
	return s;
}

static enum crm_status read_row(struct drawing *d, const struct columns *cs, struct cells *cells, const char *sql)
{
	struct query q = query_built(d->c->db, d->e, sql, d->id);
	bool there = query_row(&q);
	struct cell_text t;

	d->n = q.s ? 0 : cs->n;
	d->v = crm_calloc(d->n, sizeof *d->v);
	for (size_t i = 0; i < d->n && there; i++) {
		cell_read(cells, i, q.st, &t);
		d->v[i] = (struct value_of){cs->c[i].name, cs->c[i].field, t.type,
		                            t.type == CELL_NULL ? NULL : arena_strndup(&d->arena, t.p, t.n), false};
	}
	return query_end(&q) ? q.s : cells->status;
}

static enum crm_status read_values(struct drawing *d)
{
	struct strbuf list = STRBUF_INIT, sql = STRBUF_INIT;
	struct columns cs = {.joins = STRBUF_INIT};
	struct cells cells = {.text = STRBUF_INIT};
	enum crm_status s = all_columns(d, &list);

	if (!s)
		s = columns_parse(d->c, d->k, ROWS_ALIAS, list.buf, &cs, d->e);
	sb_adds(&sql, "SELECT ");
	if (!s)
		s = cells_plan(&cells, d->c, &cs, cs.n, REFS_BOTH, &sql, d->e);
	sb_printf(&sql, " FROM %s " ROWS_ALIAS "%s WHERE " ROWS_ALIAS ".id=$1", d->k->table, cs.joins.buf);
	if (!s)
		s = read_row(d, &cs, &cells, sql.buf);
	cells_free(&cells);
	columns_free(&cs);
	sb_release(&sql);
	sb_release(&list);
	return s;
}

static struct value_of *value_of(struct drawing *d, const char *name, size_t n)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].name && strlen(d->v[i].name) == n && memcmp(d->v[i].name, name, n) == 0)
			return d->v[i].text ? &d->v[i] : NULL;
	return NULL;
}

/* ---- lines ---- */

/* Blanks for whatever would begin another line. */
static void add_flat(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sb_addc(out, s[i] == '\n' || s[i] == '\t' || s[i] == '\r' ? ' ' : s[i]);
}

static void add_line(struct drawing *d, const char *label, const char *s, size_t n)
{
	add_flat(&d->out, label, strlen(label));
	sb_addc(&d->out, '\t');
	add_flat(&d->out, s, n);
	sb_addc(&d->out, '\n');
}

/* The end of the first line of s: at a blank, where there is one. */
static size_t line_end(const struct drawing *d, const char *s, size_t n)
{
	size_t end = d->room == SIZE_MAX ? n : utf8_clip(s, n, d->room), blank = end;

	if (end == n)
		return n;
	while (blank && s[blank] != ' ')
		blank--;
	return blank ? blank : end ? end : n;
}

/* A text in as many lines as it takes. */
static void add_text(struct drawing *d, const char *label, const char *s, size_t n)
{
	do {
		const char *nl = memchr(s, '\n', n);
		size_t line = nl ? (size_t)(nl - s) : n, end = line_end(d, s, line);
		add_line(d, label, s, end);
		label = "";
		while (end < n && end < line && s[end] == ' ')
			end++;
		end += end < n && s[end] == '\n';
		s += end;
		n -= end;
	} while (n);
}

struct text {
	struct strbuf b;
	const char *first; /* field that has a value */
};

/* A piece of a line up to a bracket or its end. False: one of its fields has no value. */
static bool fill(struct drawing *d, const char *s, size_t n, struct text *out, bool use)
{
	size_t before = out->b.len;

	for (const char *p = s, *end = s + n; p < end; p++) {
		size_t len = *p == '{' ? strcspn(p + 1, "}") : 0;
		struct value_of *v = len ? value_of(d, p + 1, len) : NULL;
		if (!len) {
			if (out->b.len || (*p != ',' && *p != ' ')) /* nothing before it */
				sb_addc(&out->b, *p);
			continue;
		}
		if (!v) {
			sb_setlen(&out->b, before);
			return false;
		}
		v->used = v->used || use;
		out->first = out->first ? out->first : v->name;
		sb_adds(&out->b, v->text);
		p += len + 1;
	}
	return true;
}

/* *out: the line filled in; false = it isn't there. */
static bool expand(struct drawing *d, const char *line, struct text *out, bool use)
{
	out->first = NULL;
	sb_reset(&out->b);
	for (const char *p = line; *p;) {
		bool group = *p == '[';
		size_t n = strcspn(p + group, group ? "]" : "[");
		if (!fill(d, p + group, n, out, use) && !group)
			return false;
		p += n + 2 * group;
	}
	return out->first;
}

static void draw_line(struct drawing *d, const struct picture_part *part)
{
	struct text t = {STRBUF_INIT, NULL};

	if (expand(d, part->line, &t, false) && expand(d, part->line, &t, true))
		add_text(d, part->label ? part->label : t.first, t.b.buf, t.b.len);
	sb_release(&t.b);
}

/* ---- lists ---- */

/* @ is the record. */
static char *with_id(struct drawing *d, const char *s)
{
	const char *at = strchr(s, '@');

	return at ? arena_printf(&d->arena, "%.*s%s%s", (int)(at - s), s, d->name, at + 1) : arena_strdup(&d->arena, s);
}

static enum crm_status read_list(struct drawing *d, const struct picture_part *part, struct grid *g)
{
	const char *operands[3];
	struct crm_query q = {.kind = kind_by_no(part->kind),
	                      .operands = operands,
	                      .columns = part->picks ? NULL : part->columns,
	                      .sort = part->sort,
	                      .limit = (int64_t)part->limit + 1};
	struct sink *sink = sink_new_grid(g);
	enum crm_status s;

	for (; q.noperands < 3 && part->operands[q.noperands]; q.noperands++)
		operands[q.noperands] = with_id(d, part->operands[q.noperands]);
	if (part->picks)
		sink_pick(sink, part->columns);
	s = (part->list ? part->list : crm_timeline)(d->c, &q, sink, d->e);
	sink_free(sink);
	return s;
}

struct labelled {
	struct drawing *d;
	const char *label;
};

static void add_row(void *arg, size_t row, const char *text, size_t n)
{
	struct labelled *l = arg;

	add_line(l->d, row ? "" : l->label, text, n);
}

static enum crm_status draw_list(struct drawing *d, const struct picture_part *part)
{
	struct grid g = GRID_INIT;
	struct labelled l = {d, part->label};
	enum crm_status s = read_list(d, part, &g);

	if (!s && g.rows && g.rows >= part->least) {
		picture_rows(&g, g.rows < part->limit ? g.rows : part->limit, d->room, add_row, &l);
		if (g.rows > part->limit && part->more) {
			char *more = arena_printf(&d->arena, "… more: %s", with_id(d, part->more));
			add_line(d, "", more, strlen(more));
		}
	}
	grid_free(&g);
	return s;
}

/* ---- whatever else has a value ---- */

static bool in_list(const char *list, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = list; (p = strstr(p, name)); p += n)
		if ((p == list || p[-1] == ',') && (p[n] == ',' || !p[n]))
			return true;
	return false;
}

/* What is computed and just isn't so tells nothing. */
static bool tells(const struct drawing *d, const struct value_of *v)
{
	bool no = v->type == CELL_BOOL && v->text && strcmp(v->text, "no") == 0;

	return v->text && !v->used && v->f->type != T_ID && !strchr(v->name, '.') &&
	       !in_list(d->p->elsewhere, v->name) && !(no && (v->f->class == C_EXPR || v->f->class == C_EVAL));
}

static bool stands_alone(const struct value_of *v)
{
	return v->f->type == T_LONG || strlen(v->text) > FIELD_MAX || strchr(v->text, '\n');
}

static void draw_rest(struct drawing *d)
{
	struct strbuf row = STRBUF_INIT;
	const char *label = "more";

	for (size_t i = 0; i < d->n; i++) {
		const struct value_of *v = &d->v[i];
		size_t width = utf8_width(row.buf, row.len);
		if (!tells(d, v) || stands_alone(v))
			continue;
		if (row.len && width + GAP + strlen(v->name) + 1 + utf8_width(v->text, strlen(v->text)) > d->room) {
			add_line(d, label, row.buf, row.len);
			sb_reset(&row);
			label = "";
		}
		sb_printf(&row, "%s%s=%s", row.len ? "  " : "", v->name, v->text);
	}
	if (row.len)
		add_text(d, label, row.buf, row.len);
	for (size_t i = 0; i < d->n; i++)
		if (tells(d, &d->v[i]) && stands_alone(&d->v[i]))
			add_text(d, d->v[i].name, d->v[i].text, strlen(d->v[i].text));
	sb_release(&row);
}

/* ---- all of it ---- */

/* What the labels leave of the width. */
static size_t room_beside_labels(const struct drawing *d, const struct sink *s)
{
	size_t widest = strlen(d->name), width = sink_width(s);

	for (size_t i = 0; i < d->p->n; i++) {
		const struct picture_part *part = &d->p->part[i];
		size_t n = part->label ? strlen(part->label) : 0;
		for (const char *p = part->label ? NULL : part->line; p && (p = strchr(p, '{')); p++)
			n = strcspn(p + 1, "}") > n ? strcspn(p + 1, "}") : n;
		widest = n > widest ? n : widest;
	}
	return !width ? SIZE_MAX : width > widest + GAP + NARROW ? width - widest - GAP : NARROW;
}

static void print(struct drawing *d, const char *heading, struct sink *s)
{
	struct sink_column columns[] = {{d->name, false}, {heading, false}};

	sink_begin(s, columns, 2);
	for (const char *p = d->out.buf, *tab, *nl; *p; p = nl + 1) {
		tab = strchr(p, '\t');
		nl = strchr(tab, '\n');
		sink_cell(s, CELL_TEXT, p, (size_t)(tab - p));
		sink_cell(s, CELL_TEXT, tab + 1, (size_t)(nl - tab - 1));
		sink_end_row(s);
	}
	sink_end(s);
}

enum crm_status picture_draw(struct crm *c, const struct crm_kind *k, int64_t id, struct sink *sink,
                             struct crm_error *e)
{
	struct drawing d = {.c = c, .k = k, .p = k->picture, .id = id, .out = STRBUF_INIT, .arena = ARENA_INIT, .e = e};
	struct text heading = {STRBUF_INIT, NULL};
	enum crm_status s = read_values(&d);

	id_format(d.name, k, id);
	d.room = room_beside_labels(&d, sink);
	if (!s)
		expand(&d, d.p->heading, &heading, true);
	for (size_t i = 0; i < d.p->n && !s; i++) {
		if (d.p->part[i].line)
			draw_line(&d, &d.p->part[i]);
		else
			s = draw_list(&d, &d.p->part[i]);
	}
	if (!s) {
		draw_rest(&d);
		print(&d, heading.b.buf, sink);
	}
	free(d.v);
	arena_free(&d.arena);
	sb_release(&d.out);
	sb_release(&heading.b);
	return s;
}
