/* catalog.c - kinds as this database knows them: the built-in fields, and the user's own out of
 * tables field and choice */
#include "catalog.h"

#include "../base/utf8.h"

#define CHOICES_MAX 10000 /* choice numbers are below: a damaged one must not cost memory */

#define FIELDS  "SELECT id, kind, name, type, ref, title, feature, retired FROM field ORDER BY position NULLS LAST, id"
#define CHOICES "SELECT number, word FROM choice WHERE field=$1 AND number >= 0 ORDER BY number"

struct custom_fields { struct crm_field *f; size_t n; };
struct crm_catalog {
	bool loaded;
	struct custom_fields kind[KIND_NUMBERS];
	struct kind_cache cache[KIND_NUMBERS];
};

static struct crm_catalog *catalog(struct crm *c)
{
	if (!c->catalog)
		c->catalog = arena_alloc(&c->arena, sizeof *c->catalog);
	return c->catalog;
}

static char *arena_column(struct crm *c, struct stmt *st, int col)
{
	size_t n;
	const char *s = db_text(st, col, &n);

	return arena_strndup(&c->arena, s ? s : "", s ? n : 0);
}

/* Words by choice number; a number never given has the empty word, which no text can name. */
static enum crm_status load_choices(struct crm *c, int64_t field, struct crm_field *f, struct crm_error *e)
{
	struct query q = query(c->db, e, CHOICES, field);
	const char **kept, **words = NULL;
	size_t n = 0;

	while (query_row(&q)) {
		int64_t number = db_int(q.st, 0);
		if (number >= CHOICES_MAX)
			continue;
		words = crm_realloc(words, ((size_t)number + 1) * sizeof *words);
		while (n < (size_t)number)
			words[n++] = "";
		words[number] = arena_column(c, q.st, 1);
		n = (size_t)number + 1;
	}
	f->words = kept = arena_alloc(&c->arena, (n + 1) * sizeof *kept);
	if (n)
		memcpy(kept, words, n * sizeof *kept);
	free(words);
	return query_end(&q);
}

/* By the order of words_field_type. */
static const enum field_type types[] = {T_TEXT, T_LONG, T_INT, T_DECIMAL, T_PERCENT, T_MONEY, T_DATE,
	T_INSTANT, T_BOOL, T_ENUM, T_TERM, T_REF, T_TEXT, T_DURATION};

static void read_field(struct crm *c, struct stmt *st, const struct crm_kind *k, struct crm_field *f)
{
	int64_t id = db_int(st, 0), type = db_int(st, 3);

	*f = (struct crm_field){
	        .no = FIELD_CUSTOM + (int)id,
	        .name = arena_column(c, st, 2),
	        .class = C_STORED,
	        .type = type >= 0 && (size_t)type < sizeof types / sizeof *types ? types[type] : T_TEXT,
	        .flags = F_CUSTOM | F_SET | (db_int(st, 6) ? F_FEATURE : 0) | (db_int(st, 7) ? F_RETIRED : 0),
	        .ref = (int)db_int(st, 4),
	        .column = arena_printf(&c->arena, "x_%lld", (long long)id),
	        .expr = arena_printf(&c->arena, "(SELECT x.x_%lld FROM %s_x x WHERE x.id=@.id)", (long long)id,
	                             k->table),
	        .help = arena_column(c, st, 5),
	};
}

static enum crm_status load_fields(struct crm *c, struct crm_catalog *cat, struct crm_error *e)
{
	struct query q = query(c->db, e, FIELDS);

	while (query_row(&q)) {
		const struct crm_kind *k = kind_by_no((int)db_int(q.st, 1));
		struct custom_fields *own;
		if (!k)
			continue;
		own = &cat->kind[k->no];
		ARENA_ROOM(&c->arena, own->f, own->n);
		read_field(c, q.st, k, &own->f[own->n]);
		if (own->f[own->n].type == T_ENUM)
			q.s = load_choices(c, db_int(q.st, 0), &own->f[own->n], e);
		own->n++;
	}
	return query_end(&q);
}

enum crm_status catalog_load(struct crm *c, struct crm_error *e)
{
	struct crm_catalog *cat = catalog(c);
	bool begun = false;
	enum crm_status s = CRM_OK;

	if (cat->loaded)
		return CRM_OK;
	if (!db_in_transaction(c->db)) {
		s = db_begin_read(c->db, e);
		begun = !s;
	}
	if (!s)
		s = load_fields(c, cat, e);
	if (begun)
		db_rollback(c->db);
	if (s)
		memset(cat->kind, 0, sizeof cat->kind);
	cat->loaded = !s;
	return s;
}

void catalog_forget(struct crm *c)
{
	if (!c->catalog)
		return;
	c->catalog->loaded = false;
	memset(c->catalog->kind, 0, sizeof c->catalog->kind);
}

static const struct custom_fields *custom_fields(struct crm *c, const struct crm_kind *k)
{
	catalog_load(c, NULL);
	return &catalog(c)->kind[k->no];
}

static bool is_public(const struct crm_field *f)
{
	return !(f->flags & (F_INTERNAL | F_RETIRED));
}

static bool named(const struct crm_field *f, const char *name, size_t n)
{
	return is_public(f) && strlen(f->name) == n && memcmp(f->name, name, n) == 0;
}

const struct crm_field *catalog_field(struct crm *c, const struct crm_kind *k, const char *name, size_t n)
{
	bool custom = n > 2 && memcmp(name, "x.", 2) == 0;
	const struct custom_fields *own;

	if (!custom)
		for (size_t i = 0; i < k->nfields; i++)
			if (named(&k->fields[i], name, n))
				return &k->fields[i];
	own = custom_fields(c, k);
	for (size_t i = 0; i < own->n; i++)
		if (named(&own->f[i], custom ? name + 2 : name, custom ? n - 2 : n))
			return &own->f[i];
	return NULL;
}

const struct crm_field *catalog_field_no(struct crm *c, const struct crm_kind *k, int no)
{
	const struct custom_fields *own;

	if (no < FIELD_CUSTOM)
		return kind_field_no(k, no);
	own = custom_fields(c, k);
	for (size_t i = 0; i < own->n; i++)
		if (own->f[i].no == no)
			return &own->f[i];
	return NULL;
}

const struct crm_field *catalog_custom(struct crm *c, const struct crm_kind *k, size_t i)
{
	const struct custom_fields *own = custom_fields(c, k);

	return i < own->n ? &own->f[i] : NULL;
}

const struct crm_field *catalog_step(struct crm *c, const struct crm_kind *k, const char **path, size_t *n)
{
	size_t from = *n > 2 && memcmp(*path, "x.", 2) == 0 ? 2 : 0;
	const char *dot = memchr(*path + from, '.', *n - from);
	size_t first = dot ? (size_t)(dot - *path) : *n;
	const struct crm_field *f = catalog_field(c, k, *path, first);

	if (!f) {
		*n = first;
		return NULL;
	}
	*path += dot ? first + 1 : first;
	*n -= dot ? first + 1 : first;
	return f;
}

size_t catalog_count(struct crm *c, const struct crm_kind *k)
{
	size_t n = 0;

	while (catalog_at(c, k, n))
		n++;
	return n;
}

const struct crm_field *catalog_at(struct crm *c, const struct crm_kind *k, size_t i)
{
	const struct custom_fields *own = custom_fields(c, k);

	for (size_t j = 0; j < k->nfields; j++)
		if (is_public(&k->fields[j]) && i-- == 0)
			return &k->fields[j];
	for (size_t j = 0; j < own->n; j++)
		if (is_public(&own->f[j]) && i-- == 0)
			return &own->f[j];
	return NULL;
}

const char *catalog_name(struct crm *c, const struct crm_kind *k, const struct crm_field *f)
{
	const struct crm_field *hides = f->flags & F_CUSTOM ? kind_field(k, f->name) : NULL;

	return hides && is_public(hides) ? arena_printf(&c->arena, "x.%s", f->name) : f->name;
}

const char *const *catalog_names(struct crm *c, const struct crm_kind *k)
{
	size_t n = catalog_count(c, k);
	const char **names = arena_alloc(&c->arena, (n + 1) * sizeof *names);

	for (size_t i = 0; i < n; i++)
		names[i] = catalog_name(c, k, catalog_at(c, k, i));
	return names;
}

struct kind_cache *catalog_cache(struct crm *c, const struct crm_kind *k)
{
	return &catalog(c)->cache[k->no];
}

enum crm_status catalog_unknown(struct crm *c, const struct crm_kind *k, const char *name, size_t n,
                                struct crm_error *e)
{
	char *word = arena_strndup(&c->arena, name, n);
	const char *near = utf8_nearest(word, catalog_names(c, k));

	if (near)
		return crm_fail(e, CRM_USAGE, "%s has no field '%s', nearest is '%s'", k->name, word, near);
	return crm_fail(e, CRM_USAGE, "%s has no field '%s', 'crm-%s fields' lists them", k->name, word,
	                k->tool ? k->tool : k->name);
}
