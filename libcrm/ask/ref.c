/* ref.c - what a person writes to name a record: form decides how it is looked up */
#include "ref_find.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "../base/similar.h"
#include "../base/utf8.h"
#include "../model/catalog.h"
#include "cond_test.h"
#include "../model/field_sql.h"
#include "../model/kinds.h"
#include "../model/list.h"
#include "../model/lookup.h"
#include "near.h"
#include "../model/value.h"

static int shown(size_t n)
{
	return (int)(n < 200 ? n : 200);
}

enum crm_status ref_exists(struct crm *c, const struct crm_kind *k, int64_t *id, bool *yes, struct crm_error *e)
{
	struct kind_cache *cache = catalog_cache(c, k);
	struct query q;

	if (!cache->exists)
		cache->exists = arena_printf(&c->arena, "SELECT 1 FROM %s WHERE id=$1", k->table);
	q = query(c->db, e, cache->exists, *id);
	*yes = query_row(&q);
	if (query_end(&q) || *yes)
		return q.s;
	q = query(c->db, e, "SELECT record FROM alias WHERE kind=$1 AND old=$2", k->no, *id);
	*yes = query_row(&q);
	if (*yes)
		*id = db_int(q.st, 0);
	return query_end(&q);
}

enum crm_status ref_label(struct crm *c, const struct crm_kind *k, int64_t id, struct strbuf *out, struct crm_error *e)
{
	struct kind_cache *cache = catalog_cache(c, k);
	const struct crm_field *f = kind_field(k, k->label);
	struct query q;
	const char *text;
	size_t n;

	if (!f || !field_is_column(f))
		return CRM_OK;
	if (!cache->text)
		cache->text = arena_printf(&c->arena, "SELECT %s FROM %s WHERE id=$1", field_column(f), k->table);
	q = query(c->db, e, cache->text, id);
	if (query_row(&q) && (text = db_text(q.st, 0, &n)))
		sb_add(out, text, n);
	return query_end(&q);
}

/* ---- look-ups: a text, the kind's number where the statement wants it ---- */

void ref_found_add(struct ref_found *found, int64_t id)
{
	for (size_t i = 0; i < found->n; i++)
		if (found->id[i] == id)
			return;
	found->id[found->n++] = id;
}

enum crm_status ref_find(struct crm *c, const char *sql, const char *s, size_t n, int kind, struct ref_found *found,
                         struct crm_error *e)
{
	struct query q = query(c->db, e, sql);

	query_text(&q, 1, s, n);
	if (kind)
		query_int(&q, 2, kind);
	found->n = 0;
	while (found->n < FOUND_MAX && query_row(&q))
		ref_found_add(found, db_int(q.st, 0));
	return query_end(&q);
}

static enum crm_status find_email(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                                  struct ref_found *found, struct crm_error *e)
{
	struct kind_cache *cache = catalog_cache(c, k);
	const struct crm_field *f = kind_field(k, "email");
	const struct crm_kind *child = list_of_first(k, f);
	struct strbuf key = STRBUF_INIT;
	enum crm_status s;

	if (!cache->email)
		cache->email = child ? arena_printf(&c->arena, "SELECT record FROM %s WHERE %s_key=$1 AND kind=$2",
		                                    child->table, list_column(child, child->list->a))
		                     : arena_printf(&c->arena, "SELECT id FROM %s WHERE %s_key=$1 LIMIT %d", k->table,
		                                    field_column(f), FOUND_MAX);
	utf8_fold(&key, text, n);
	s = ref_find(c, cache->email, key.buf, key.len, child ? k->no : 0, found, e);
	sb_release(&key);
	return s;
}

/* The statement that finds records by a text field, by its key where it has one. */
static const char *field_lookup(struct crm *c, const struct crm_kind *k, const struct crm_field *f)
{
	return arena_printf(&c->arena, "SELECT id FROM %s WHERE %s%s=$1 LIMIT 11", k->table, field_column(f),
	                    f->flags & F_KEY ? "_key" : "");
}

static enum crm_status find_field(struct crm *c, const char *sql, const struct crm_field *f, const char *text, size_t n,
                                  struct ref_found *found, struct crm_error *e)
{
	struct strbuf key = STRBUF_INIT;
	enum crm_status s;

	if (!(f->flags & F_KEY))
		return ref_find(c, sql, text, n, 0, found, e);
	field_fold(&key, f, text, n);
	s = ref_find(c, sql, key.buf, key.len, 0, found, e);
	sb_release(&key);
	return s;
}

static bool in_list(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = list; p && *p; p += strcspn(p, ","), p += *p == ',')
		if (strncmp(p, word, n) == 0 && (p[n] == ',' || !p[n]))
			return true;
	return false;
}

const struct crm_field *ref_number_field(const struct crm_kind *k)
{
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if ((f->flags & F_KEY) && !(f->flags & F_PHONE) && in_list(k->key, f->name) &&
		    strcmp(f->name, k->label) != 0)
			return f;
	}
	return NULL;
}

/* By a field, NULL = none; its look-up is kept. */
static enum crm_status find_by(struct crm *c, const struct crm_kind *k, const struct crm_field *f, const char **kept,
                               const char *text, size_t n, struct ref_found *found, struct crm_error *e)
{
	found->n = 0;
	if (!f)
		return CRM_OK;
	if (!*kept)
		*kept = field_lookup(c, k, f);
	return find_field(c, *kept, f, text, n, found, e);
}

static enum crm_status find_number(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                                   struct ref_found *found, struct crm_error *e)
{
	return find_by(c, k, ref_number_field(k), &catalog_cache(c, k)->key, text, n, found, e);
}

static enum crm_status find_label(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                                  struct ref_found *found, struct crm_error *e)
{
	const struct crm_field *label = k->flags & K_CHILD ? NULL : kind_field(k, k->label);

	return find_by(c, k, label, &catalog_cache(c, k)->label, text, n, found, e);
}

static enum crm_status find_name(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                                 struct ref_found *found, struct crm_error *e)
{
	enum crm_status s = find_number(c, k, text, n, found, e);

	return s || found->n ? s : find_label(c, k, text, n, found, e);
}

/* ---- forms ---- */

static bool is_digits(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!ascii_digit(s[i]))
			return false;
	return n && s[0] != '0' && n <= 18;
}

static bool is_phone(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++) {
		digits += ascii_digit(s[i]);
		if (!ascii_digit(s[i]) && !memchr(" +-/().", s[i], 7))
			return false;
	}
	return digits >= 3;
}

static enum crm_status by_id(struct crm *c, const struct crm_kind *k, const struct crm_kind *of, int64_t id,
                             const char *word, size_t n, int64_t *out, struct crm_error *e)
{
	bool yes;
	enum crm_status s;
	char text[32];

	if (of->no != k->no)
		return crm_fail(e, CRM_DATA, "'%.*s' is of kind %s, not %s", shown(n), word, of->name, k->name);
	s = ref_exists(c, k, &id, &yes, e);
	if (s)
		return s;
	*out = id;
	id_format(text, k, id);
	return yes ? CRM_OK : crm_fail(e, CRM_NO, "no %s %s", k->name, text);
}

static enum crm_status not_found(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                                 struct crm_error *e)
{
	struct strbuf near = STRBUF_INIT;
	enum crm_status s = near_names(c, k, text, n, &near, e);

	if (!s)
		s = crm_fail(e, CRM_NO, "no %s '%.*s'%s%s", k->name, shown(n), text, near.len ? ", near: " : "",
		             near.buf);
	sb_release(&near);
	return s;
}

static void add_beside(struct crm *c, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                       struct strbuf *out, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	int64_t to = 0;

	sb_printf(&sql, "SELECT %s FROM %s WHERE id=$1", field_column(f), k->table);
	db_get_int(c->db, e, &to, 0, sql.buf, 1, id);
	if (to) {
		sb_adds(out, ", ");
		ref_label(c, kind_by_no(f->ref), to, out, e);
	}
	sb_release(&sql);
}

/* `c7 Erika Muster, Muster GmbH`: namesakes are told apart by where they work. */
static void note_candidate(struct crm *c, const struct crm_kind *k, int64_t id, struct crm_error *e)
{
	struct strbuf b = STRBUF_INIT;
	char text[32];

	id_format(text, k, id);
	sb_printf(&b, "%s ", text);
	ref_label(c, k, id, &b, e);
	for (size_t i = 0; i < k->nfields; i++)
		if (k->fields[i].flags & F_BESIDE)
			add_beside(c, k, &k->fields[i], id, &b, e);
	crm_note(e, "%s", b.buf);
	sb_release(&b);
}

static enum crm_status one_of(struct crm *c, const struct crm_kind *k, const char *s, size_t n,
                              const struct ref_found *found, int64_t *id, struct crm_error *e)
{
	struct ref_found sorted = *found;

	if (found->n == 0)
		return not_found(c, k, s, n, e);
	*id = found->id[0];
	if (found->n == 1)
		return CRM_OK;
	crm_fail(e, CRM_AMBIGUOUS, "'%.*s' is more than one %s, use an id", shown(n), s, k->name);
	qsort(sorted.id, sorted.n, sizeof *sorted.id, int64_compare);
	for (size_t i = 0; i < sorted.n && i < FOUND_MAX - 1; i++)
		note_candidate(c, k, sorted.id[i], e);
	if (sorted.n == FOUND_MAX)
		crm_note(e, "and more");
	return CRM_AMBIGUOUS;
}

/* The records a condition takes; sql is its WHERE over alias r. */
static enum crm_status find_where(struct crm *c, const struct crm_kind *k, const struct strbuf *where,
                                  const struct binds *b, struct ref_found *found, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;

	sb_printf(&sql, "SELECT r.id FROM %s r WHERE %s LIMIT %d", k->table, where->buf, FOUND_MAX);
	q = query_built(c->db, e, sql.buf);
	sb_release(&sql);
	binds_apply(b, q.st);
	while (found->n < FOUND_MAX && query_row(&q))
		found->id[found->n++] = db_int(q.st, 0);
	return query_end(&q);
}

/* FIELD=VALUE, where FIELD is one of the kind's texts, or id or ext; *forced = false when it isn't
 * that. */
static enum crm_status by_field(struct crm *c, const struct crm_kind *k, const char *word, size_t n, bool *forced,
                                struct ref_found *found, struct crm_error *e)
{
	const char *eq = memchr(word, '=', n);
	size_t nfield = eq ? (size_t)(eq - word) : 0, nv = eq ? n - nfield - 1 : 0;
	const struct crm_field *f = eq ? catalog_field(c, k, word, nfield) : NULL;
	struct strbuf where = STRBUF_INIT, text = STRBUF_INIT;
	struct binds b = {0};
	struct cond cd = {.c = c, .name = f ? f->name : NULL, .op = OP_EQ, .s = word + nfield + 1, .n = nv,
		.sql = &where, .b = &b, .e = e};
	enum crm_status s = CRM_OK;

	*forced = nv && f && (f->type == T_TEXT || f->type == T_ID || f->ref == KIND_EXT);
	if (!*forced)
		return CRM_OK;
	if (field_is_email(f))
		return find_email(c, k, eq + 1, nv, found, e);
	if (field_is_phone(f))
		return ref_find_phone(c, k, eq + 1, nv, found, e);
	if (f->flags & (F_KEY | F_WEB)) {
		if (f->flags & F_KEY)
			field_fold(&text, f, eq + 1, nv);
		else
			sb_add(&text, eq + 1, nv);
		field_is_sql(&where, f, "r.", "$1");
		binds_text(&b, text.buf, text.len);
	} else {
		s = cond_field(&cd, k, "r", f, NULL);
	}
	if (!s)
		s = find_where(c, k, &where, &b, found, e);
	binds_free(&b);
	sb_release(&where);
	sb_release(&text);
	return s;
}

/* ---- the small tables ---- */

/* `me` is who runs the command. */
static enum crm_status find_me(struct crm *c, int64_t *id, struct crm_error *e)
{
	enum crm_status s = lookup_me(c, id, e);

	return s || *id ? s
	                : crm_fail(e, CRM_NO, "there is no record yet of user '%s'", c->env.user ? c->env.user : "");
}

/* Names first: a login may look like an id. */
static enum crm_status by_name(struct crm *c, const struct crm_kind *k, const char *text, size_t n, int64_t *id,
                               struct crm_error *e)
{
	const struct crm_kind *of;
	enum crm_status s;

	if (k->no == KIND_USER && n == 2 && memcmp(text, "me", 2) == 0)
		return find_me(c, id, e);
	s = lookup_named(c, k->no, e);
	if (!s)
		*id = named_id(c, k->no, text, n);
	if (s || *id)
		return s;
	if (id_parse(text, n, &of, id) && of->no == k->no)
		return by_id(c, k, of, *id, text, n, id, e);
	return value_unknown(c, CRM_NO, NULL, k->name, text, n, named_list(c, k->no), e);
}

enum crm_status ref_resolve(struct crm *c, const struct crm_kind *k, const char *text, size_t n, int64_t *id,
                            struct crm_error *e)
{
	const struct crm_kind *of;
	struct ref_found found = {.n = 0};
	int64_t number;
	bool forced, phone = is_phone(text, n) && kind_field(k, "phone");
	enum crm_status s;

	*id = 0;
	if (!n)
		return crm_fail(e, CRM_USAGE, "an empty text names no %s", k->name);
	if (lookup_is_named(k->no))
		return by_name(c, k, text, n, id, e);
	if (id_parse(text, n, &of, &number))
		return by_id(c, k, of, number, text, n, id, e);
	if (is_digits(text, n) && decimal_parse(text, n, 0, '.', &number, e) == CRM_OK)
		return by_id(c, k, k, number, text, n, id, e);
	s = by_field(c, k, text, n, &forced, &found, e);
	if (s || forced)
		return s ? s : one_of(c, k, text, n, &found, id, e);
	if (memchr(text, '@', n) && kind_field(k, "email") && !(k->flags & K_NAMED))
		s = find_email(c, k, text, n, &found, e);
	else if (!phone || ref_number_field(k)) /* the number of an offer, 2026-007, looks like that of a telephone */
		s = find_name(c, k, text, n, &found, e);
	if (!s && !found.n && phone)
		s = ref_find_phone(c, k, text, n, &found, e);
	return s ? s : one_of(c, k, text, n, &found, id, e);
}

/* ---- cells of files ---- */

/* Of those found by the folded name the ones whose name is equal. */
static enum crm_status only_equal(struct crm *c, const struct crm_kind *k, const char *text, size_t n,
                                  struct ref_found *found, struct crm_error *e)
{
	struct strbuf given = STRBUF_INIT, label = STRBUF_INIT, key = STRBUF_INIT;
	size_t left = 0;
	enum crm_status s = CRM_OK;

	similar_equal(&given, text, n);
	for (size_t i = 0; i < found->n && !s; i++) {
		sb_reset(&label);
		sb_reset(&key);
		s = ref_label(c, k, found->id[i], &label, e);
		similar_equal(&key, label.buf, label.len);
		if (key.len == given.len && memcmp(key.buf, given.buf, key.len) == 0)
			found->id[left++] = found->id[i];
	}
	found->n = left;
	sb_release(&given);
	sb_release(&label);
	sb_release(&key);
	return s;
}

/* In this order: an address, the number people know it by, its name, a telephone number. */
static enum crm_status find_cell(struct crm *c, const struct crm_kind *k, const char *text, size_t n, bool names_only,
                                 struct ref_found *found, struct crm_error *e)
{
	bool phone = !names_only && is_phone(text, n) && kind_field(k, "phone");
	enum crm_status s = CRM_OK;

	if (!names_only && memchr(text, '@', n) && kind_field(k, "email") && !(k->flags & K_NAMED))
		return find_email(c, k, text, n, found, e);
	if (!names_only)
		s = find_number(c, k, text, n, found, e);
	if (s || found->n)
		return s;
	s = find_label(c, k, text, n, found, e);
	if (!s)
		s = only_equal(c, k, text, n, found, e);
	if (!s && !found->n && phone)
		s = ref_find_phone(c, k, text, n, found, e);
	return s;
}

enum crm_status ref_resolve_cell(struct crm *c, const struct crm_kind *k, const char *text, size_t n, bool names_only,
                                 int64_t *id, struct crm_error *e)
{
	const struct crm_kind *of;
	struct ref_found found = {.n = 0};
	int64_t number;
	bool forced = false;
	enum crm_status s;

	*id = 0;
	if (lookup_is_named(k->no))
		return by_name(c, k, text, n, id, e);
	if (!names_only && id_parse(text, n, &of, &number))
		return by_id(c, k, of, number, text, n, id, e);
	s = names_only ? CRM_OK : by_field(c, k, text, n, &forced, &found, e);
	if (!s && !forced)
		s = find_cell(c, k, text, n, names_only, &found, e);
	if (!s && !found.n && is_digits(text, n))
		return crm_fail(e, CRM_NO, "no %s '%.*s': ids are written %s%.*s", k->name, shown(n), text, k->letters,
		                shown(n), text);
	return s ? s : one_of(c, k, text, n, &found, id, e);
}

/* ---- references as values ---- */

enum crm_status ref_value(struct crm *c, const struct crm_field *f, const char *text, size_t n, int64_t *id,
                          struct crm_error *e)
{
	struct crm_error own = CRM_ERROR_INIT;
	enum crm_status s = ref_resolve(c, kind_by_no(f->ref), text, n, id, &own);

	for (size_t i = 0; i < own.n; i++)
		if (own.list[i].note)
			crm_note(e, "%s", own.list[i].text);
		else
			crm_fail_at(e, s, NULL, 0, 0, f->name, "%s", own.list[i].text);
	crm_error_clear(&own);
	return s;
}

enum crm_status parse_value(struct crm *c, const struct crm_field *f, const char *text, size_t n,
                            const struct value_format *fmt, int currency, struct value *out, struct crm_error *e)
{
	int64_t id = 0;
	enum crm_status s;

	if (!n || f->type != T_REF || !kind_by_no(f->ref))
		return value_parse(c, f, text, n, fmt, currency, out, e);
	*out = VALUE_NULL;
	s = ref_value(c, f, text, n, &id, e);
	if (!s)
		*out = VALUE_INT(id);
	return s;
}
