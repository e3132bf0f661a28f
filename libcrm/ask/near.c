/* near.c - names near to one that isn't there: those that hold it, else those spelt much like it */
#include "near.h"

#include "../base/utf8.h"
#include "../model/catalog.h"
#include "binds.h"
#include "../model/value.h"

#define NEAR_MAX   5
#define SEARCHES   20   /* per handle and kind */
#define PREFIX_MAX 2000 /* names with the same first letters that are compared */
#define ANY_MAX    5000 /* names compared when none of those is near */

struct near {
	struct crm *c;
	const struct crm_kind *k;
	const struct crm_field *label;
	struct strbuf key;
	struct strbuf *out;
	size_t n;
	struct crm_error *e;
};

static void add(struct near *near, int64_t id, const char *name, size_t n)
{
	char text[32];

	sb_printf(near->out, "%s%.*s ", near->n++ ? ", " : "", (int)id_format(text, near->k, id), text);
	sb_add(near->out, name, n);
}

/* Rows id, name, key of the names that fit `where`, one text bound to $1. */
static struct query ask(struct near *near, const char *where, const char *s, size_t n, int limit)
{
	struct strbuf sql = STRBUF_INIT;
	const char *column = field_column(near->label);
	struct query q;

	sb_printf(&sql, "SELECT id, %s, %s_key FROM %s WHERE %s_key %s ORDER BY %s_key, id LIMIT %d", column, column,
	          near->k->table, column, where, column, limit);
	q = query_built(near->c->db, near->e, sql.buf);
	if (s)
		query_text(&q, 1, s, n);
	sb_release(&sql);
	return q;
}

static enum crm_status that_hold_it(struct near *near)
{
	struct strbuf pattern = STRBUF_INIT;
	struct query q;

	like_pattern(&pattern, near->key.buf, near->key.len);
	q = ask(near, "LIKE $1 ESCAPE '!'", pattern.buf, pattern.len, NEAR_MAX);
	while (query_row(&q)) {
		size_t n;
		const char *name = db_text(q.st, 1, &n);
		add(near, db_int(q.st, 0), name, n);
	}
	sb_release(&pattern);
	return query_end(&q);
}

struct names_read { char **key, **name; int64_t *id; size_t n; struct arena arena; };

static enum crm_status read_names(struct query q, struct names_read *r)
{
	size_t n;
	const char *text;

	while (query_row(&q)) {
		r->id[r->n] = db_int(q.st, 0);
		text = db_text(q.st, 1, &n);
		r->name[r->n] = arena_strndup(&r->arena, text ? text : "", text ? n : 0);
		text = db_text(q.st, 2, &n);
		r->key[r->n++] = arena_strndup(&r->arena, text ? text : "", text ? n : 0);
	}
	r->key[r->n] = NULL;
	return query_end(&q);
}

static enum crm_status spelt_alike(struct near *near, const char *where, const char *s, size_t n, int limit)
{
	struct names_read r = {.arena = ARENA_INIT};
	enum crm_status status;
	const char *hit;

	r.key = arena_alloc(&r.arena, ((size_t)limit + 1) * sizeof *r.key);
	r.name = arena_alloc(&r.arena, (size_t)limit * sizeof *r.name);
	r.id = arena_alloc(&r.arena, (size_t)limit * sizeof *r.id);
	status = read_names(ask(near, where, s, n, limit), &r);
	while (!status && near->n < NEAR_MAX && (hit = utf8_nearest(near->key.buf, (const char *const *)r.key))) {
		size_t i = 0;
		while (r.key[i] != hit)
			i++;
		if (!*hit)
			break;
		add(near, r.id[i], r.name[i], strlen(r.name[i]));
		/* taken out, for the next nearest */
		r.key[i] = arena_strdup(&r.arena, "");
	}
	arena_free(&r.arena);
	return status;
}

static enum crm_status with_its_first_letters(struct near *near)
{
	struct strbuf prefix = STRBUF_INIT;
	size_t n = 2;
	enum crm_status s;

	while ((near->key.buf[n] & 0xc0) == 0x80)
		n++;
	like_escape(&prefix, near->key.buf, n);
	sb_addc(&prefix, '%');
	s = spelt_alike(near, "LIKE $1 ESCAPE '!'", prefix.buf, prefix.len, PREFIX_MAX);
	sb_release(&prefix);
	return s;
}

enum crm_status near_names(struct crm *c, const struct crm_kind *k, const char *text, size_t n, struct strbuf *out,
                           struct crm_error *e)
{
	struct near near = {.c = c, .k = k, .label = kind_field(k, k->label), .key = STRBUF_INIT, .out = out, .e = e};
	enum crm_status s = CRM_OK;

	if (!near.label || !(near.label->flags & F_KEY) || catalog_cache(c, k)->near++ >= SEARCHES)
		return CRM_OK;
	utf8_fold(&near.key, text, n < 200 ? n : 200);
	if (near.key.len >= 3)
		s = that_hold_it(&near);
	if (!s && !near.n && near.key.len >= 3)
		s = with_its_first_letters(&near);
	if (!s && !near.n && near.key.len)
		s = spelt_alike(&near, "IS NOT NULL", NULL, 0, ANY_MAX);
	sb_release(&near.key);
	return s;
}
