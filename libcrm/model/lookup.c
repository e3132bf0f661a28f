/* lookup.c - the small tables read once per command: users, pipelines, stages, terms, holidays;
 * names to ids and back.
 *
 * date_parse knows no holidays, lookup_date does: the calendar is read when an expression counts
 * working days, and only then. */
#include "lookup.h"

#include <stdlib.h>

#include "../base/calendar.h"
#include "../base/utf8.h"

#define USERS     "SELECT id, name, NULL FROM users ORDER BY id"
#define PIPELINES "SELECT id, name, NULL FROM pipeline ORDER BY id"
#define TERMS     "SELECT id, word, word_key FROM term ORDER BY id"
#define STAGES                                                                                                                             \
	"SELECT g.id, g.pipeline, g.position, g.kind, g.probability, g.rot, g.name, g.title FROM stage g JOIN pipeline p ON "              \
	"p.id=g.pipeline "                                                                                                                 \
	"ORDER BY p.position NULLS LAST, p.id, g.position NULLS LAST, g.id"

static char *arena_fold(struct crm *c, const char *s)
{
	struct strbuf b = STRBUF_INIT;
	char *key;

	utf8_fold(&b, s, strlen(s));
	key = arena_strndup(&c->arena, b.buf, b.len);
	sb_release(&b);
	return key;
}

static const char *arena_text(struct crm *c, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return s ? arena_strndup(&c->arena, s, n) : "";
}

/* The arena cannot grow a block, so the rows are counted in a plain one and copied. */
static enum crm_status load_names(struct crm *c, struct names *t, const char *sql, struct crm_error *e)
{
	struct query q;
	struct names_rows { struct name_entry *e; size_t n; } rows = {0};

	if (t->loaded)
		return CRM_OK;
	q = query(c->db, e, sql);
	while (query_row(&q)) {
		struct name_entry *x;
		ARRAY_ROOM(rows.e, rows.n);
		x = &rows.e[rows.n++];
		x->id = db_int(q.st, 0);
		x->name = arena_text(c, q.st, 1);
		x->key = db_null(q.st, 2) ? arena_fold(c, x->name) : arena_text(c, q.st, 2);
	}
	if (!query_end(&q)) {
		t->e = arena_alloc(&c->arena, (rows.n + 1) * sizeof *t->e);
		if (rows.n)
			memcpy(t->e, rows.e, rows.n * sizeof *t->e);
		t->n = rows.n;
		t->loaded = true;
	}
	free(rows.e);
	return q.s;
}

enum crm_status lookup_users(struct crm *c, struct crm_error *e)
{
	return load_names(c, &c->users, USERS, e);
}

enum crm_status lookup_pipelines(struct crm *c, struct crm_error *e)
{
	return load_names(c, &c->pipelines, PIPELINES, e);
}

enum crm_status lookup_terms(struct crm *c, struct crm_error *e)
{
	return load_names(c, &c->terms, TERMS, e);
}

static void read_stage(struct crm *c, struct stmt *st, struct stage_info *g)
{
	*g = (struct stage_info){
		.id = db_int(st, 0),
		.pipeline = db_int(st, 1),
		.position = (int)db_int(st, 2),
		.kind = (int)db_int(st, 3),
		.probability = (int)db_int(st, 4),
		.rot = (int)db_int(st, 5),
		.name = arena_text(c, st, 6),
		.title = arena_text(c, st, 7),
	};
}

enum crm_status lookup_stages(struct crm *c, struct crm_error *e)
{
	struct query q;
	struct stage_info *rows = NULL;
	size_t n = 0;

	if (c->stages)
		return CRM_OK;
	q = query(c->db, e, STAGES);
	while (query_row(&q)) {
		ARRAY_ROOM(rows, n);
		read_stage(c, q.st, &rows[n++]);
	}
	if (!query_end(&q)) {
		c->stages = arena_alloc(&c->arena, (n + 1) * sizeof *c->stages);
		if (n)
			memcpy(c->stages, rows, n * sizeof *c->stages);
		c->nstages = n;
	}
	free(rows);
	return q.s;
}

enum crm_status lookup_calendar(struct crm *c, struct calendar **cal, struct crm_error *e)
{
	struct query q;
	struct holiday h;
	const char *text;
	size_t n;

	*cal = c->calendar;
	if (c->calendar)
		return CRM_OK;
	*cal = c->calendar = crm_malloc(sizeof **cal);
	**cal = (struct calendar)CALENDAR_INIT;
	q = query(c->db, e, "SELECT name FROM holiday ORDER BY id");
	while (query_row(&q))
		if ((text = db_text(q.st, 0, &n)) && holiday_parse(text, n, &h))
			calendar_add(*cal, h);
	if (query_end(&q)) {
		lookup_forget(c, KIND_HOLIDAY);
		*cal = NULL;
	}
	return q.s;
}

enum crm_status lookup_date(struct crm *c, const char *text, size_t n, int *day, struct crm_error *e)
{
	struct calendar *cal = NULL;
	enum crm_status s = date_counts_workdays(text, n) ? lookup_calendar(c, &cal, e) : CRM_OK;

	return s ? s : date_parse_in(text, n, c->today, cal, day, e);
}

enum crm_status lookup_period(struct crm *c, const char *text, size_t n, struct period *p, struct crm_error *e)
{
	struct calendar *cal = NULL;
	enum crm_status s = date_counts_workdays(text, n) ? lookup_calendar(c, &cal, e) : CRM_OK;

	return s ? s : period_parse_in(text, n, c->today, cal, p, e);
}

void lookup_forget(struct crm *c, int kind)
{
	struct names *t = kind == KIND_USER       ? &c->users
	                  : kind == KIND_PIPELINE ? &c->pipelines
	                  : kind == KIND_TERM     ? &c->terms
	                                          : NULL;

	if (t)
		*t = (struct names){0};
	if (kind == KIND_HOLIDAY && c->calendar) {
		calendar_release(c->calendar);
		free(c->calendar);
		c->calendar = NULL;
	}
	if (kind == KIND_STAGE || kind == KIND_PIPELINE) {
		c->stages = NULL;
		c->nstages = 0;
	}
}

const char *names_name(const struct names *t, int64_t id)
{
	size_t low = 0, high = t->n;

	/* ids are handed out one after the other: mostly the first guess is right */
	if (id >= 1 && (uint64_t)id <= t->n && t->e[id - 1].id == id)
		return t->e[id - 1].name;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (t->e[middle].id == id)
			return t->e[middle].name;
		if (t->e[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return "";
}

static bool same(const char *word, const char *s, size_t n)
{
	return strlen(word) == n && memcmp(word, s, n) == 0;
}

int64_t names_id(const struct names *t, const char *name, size_t n)
{
	struct strbuf key = STRBUF_INIT;
	int64_t id = 0;

	for (size_t i = 0; i < t->n && !id; i++)
		if (same(t->e[i].name, name, n))
			id = t->e[i].id;
	if (!id && n) {
		utf8_fold(&key, name, n);
		for (size_t i = 0; i < t->n && !id; i++)
			if (same(t->e[i].key, key.buf, key.len))
				id = t->e[i].id;
		sb_release(&key);
	}
	return id;
}

const char *const *names_list(struct crm *c, const struct names *t)
{
	const char **list = arena_alloc(&c->arena, (t->n + 1) * sizeof *list);

	for (size_t i = 0; i < t->n; i++)
		list[i] = t->e[i].name;
	return list;
}

const struct stage_info *stage_by_id(const struct crm *c, int64_t id)
{
	for (size_t i = 0; i < c->nstages; i++)
		if (c->stages[i].id == id)
			return &c->stages[i];
	return NULL;
}

static bool same_folded(const char *word, const struct strbuf *key)
{
	struct strbuf b = STRBUF_INIT;
	bool yes;

	utf8_fold(&b, word, strlen(word));
	yes = b.len && b.len == key->len && memcmp(b.buf, key->buf, b.len) == 0;
	sb_release(&b);
	return yes;
}

const struct stage_info *stage_by_name(const struct crm *c, int64_t pipeline, const char *s, size_t n)
{
	const struct stage_info *folded = NULL;
	struct strbuf key = STRBUF_INIT;

	for (size_t i = 0; i < c->nstages; i++)
		if ((!pipeline || c->stages[i].pipeline == pipeline) && same(c->stages[i].name, s, n))
			return &c->stages[i];
	utf8_fold(&key, s, n);
	for (size_t i = 0; i < c->nstages && !folded; i++) {
		const struct stage_info *g = &c->stages[i];
		if ((!pipeline || g->pipeline == pipeline) &&
		    (same_folded(g->name, &key) || same_folded(g->title, &key)))
			folded = g;
	}
	sb_release(&key);
	return folded;
}

const struct stage_info *stage_of_kind(const struct crm *c, int64_t pipeline, int kind)
{
	for (size_t i = 0; i < c->nstages; i++)
		if ((!pipeline || c->stages[i].pipeline == pipeline) && c->stages[i].kind == kind)
			return &c->stages[i];
	return NULL;
}

int64_t pipeline_default(const struct crm *c)
{
	/* stages are in the order of their pipelines; without any the lowest number counts */
	return c->nstages ? c->stages[0].pipeline : c->pipelines.n ? c->pipelines.e[0].id : 0;
}

/* ---- by the number of a kind ---- */

static const struct names *names_of(const struct crm *c, int kind)
{
	return kind == KIND_USER ? &c->users : kind == KIND_PIPELINE ? &c->pipelines : &c->terms;
}

bool lookup_is_named(int kind)
{
	return kind == KIND_USER || kind == KIND_PIPELINE || kind == KIND_STAGE || kind == KIND_TERM;
}

int field_named(const struct crm_field *f)
{
	int kind = f->type == T_TERM ? KIND_TERM : f->type == T_REF ? f->ref : KIND_NONE;

	return lookup_is_named(kind) ? kind : KIND_NONE;
}

enum crm_status lookup_named(struct crm *c, int kind, struct crm_error *e)
{
	return kind == KIND_USER       ? lookup_users(c, e)
	       : kind == KIND_PIPELINE ? lookup_pipelines(c, e)
	       : kind == KIND_STAGE    ? lookup_stages(c, e)
	                               : lookup_terms(c, e);
}

const char *named_name(const struct crm *c, int kind, int64_t id)
{
	const struct stage_info *g = kind == KIND_STAGE ? stage_by_id(c, id) : NULL;

	return g ? g->name : kind == KIND_STAGE ? "" : names_name(names_of(c, kind), id);
}

int64_t named_id(const struct crm *c, int kind, const char *name, size_t n)
{
	const struct stage_info *g = kind == KIND_STAGE ? stage_by_name(c, 0, name, n) : NULL;

	return g ? g->id : kind == KIND_STAGE ? 0 : names_id(names_of(c, kind), name, n);
}

const char *named_row(const struct crm *c, int kind, size_t i, int64_t *id)
{
	const struct names *t = names_of(c, kind);

	if (i >= (kind == KIND_STAGE ? c->nstages : t->n))
		return NULL;
	*id = kind == KIND_STAGE ? c->stages[i].id : t->e[i].id;
	return kind == KIND_STAGE ? c->stages[i].name : t->e[i].name;
}

const char *const *named_list(struct crm *c, int kind)
{
	size_t n = kind == KIND_STAGE ? c->nstages : names_of(c, kind)->n;
	const char **list = arena_alloc(&c->arena, (n + 1) * sizeof *list);
	int64_t id;

	for (size_t i = 0; i < n; i++)
		list[i] = named_row(c, kind, i, &id);
	return list;
}

enum crm_status lookup_me(struct crm *c, int64_t *id, struct crm_error *e)
{
	enum crm_status s = lookup_users(c, e);

	*id = 0;
	for (size_t i = 0; !s && c->env.user && i < c->users.n; i++)
		if (strcmp(c->users.e[i].name, c->env.user) == 0)
			*id = c->users.e[i].id;
	return s;
}
