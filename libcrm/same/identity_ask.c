/* identity_ask.c - look-ups of who is the same: the keys of many lines in one question each, and
 * what the records are that they found.
 *
 * A block of lines costs a question for each way to look up, whatever their number; a line alone is
 * asked with parameters, as a temporary table is not worth it. */
#include "identity_impl.h"

#include <stdlib.h>
#include "../base/array.h"

#define HITS_PER_KEY 200 /* of one address or number: more say nothing */
#define ALONE 3          /* keys that are asked one by one */

uint32_t identity_hash(int way, struct text a, struct text b)
{
	uint64_t h = UINT64_C(1469598103934665603) ^ (uint64_t)way;

	for (size_t i = 0; i < a.n; i++)
		h = (h ^ (unsigned char)a.s[i]) * UINT64_C(1099511628211);
	h = (h ^ 0x100) * UINT64_C(1099511628211);
	for (size_t i = 0; i < b.n; i++)
		h = (h ^ (unsigned char)b.s[i]) * UINT64_C(1099511628211);
	h ^= h >> 29;
	return (uint32_t)h ? (uint32_t)h : 1;
}

/* ---- the questions ---- */

static const char *key_column(const struct crm_field *f) { return f->flags & F_KEY ? "_key" : ""; }

static void chosen_sql(const struct identity *in, struct strbuf *sql, const char *from)
{
	const struct crm_field *f = in->chosen;
	const struct crm_kind *child = f->type == T_LIST ? kind_by_no(f->ref) : list_of_first(in->k, f);
	bool text = f->type == T_TEXT || f->type == T_LONG || f->type == T_COUNTRY;

	if (child) {
		sb_printf(sql, "SELECT t.n, x.record FROM %s CROSS JOIN %s x WHERE x.%s_key=t.a AND x.kind=%d", from,
		          child->table, list_column(child, child->list->a), in->k->no);
		return;
	}
	sb_printf(sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s%s r WHERE ", from, in->k->table,
	          f->flags & F_CUSTOM ? "_x" : "");
	if (f->flags & F_WEB)
		field_is_sql(sql, f, "r.", "t.a");
	else
		sb_printf(sql, text ? "r.%s%s=t.a" : "r.%s%s=CAST(t.a AS BIGINT)", field_column(f), key_column(f));
}

static void number_sql(const struct identity *in, struct strbuf *sql, const char *from,
                       const struct identity_rule *r, bool nameless)
{
	const struct crm_kind *child = kind_by_no(kind_field_no(in->k, r->field)->ref);
	const char *number = list_column(child, child->list->a), *name = field_column(in->label);

	if (nameless)
		sb_printf(sql,
		          "SELECT t.n, r.id FROM %s CROSS JOIN %s x CROSS JOIN %s r WHERE x.%s_key=t.b AND x.kind=%d "
		          "AND r.id=x.record AND r.%s IS NULL",
		          from, child->table, in->k->table, number, in->k->no, name);
	else /* led by the name: a firm's number may be that of thousands */
		sb_printf(sql,
		          "SELECT t.n, r.id FROM %s CROSS JOIN %s r CROSS JOIN %s x WHERE r.%s_key=t.a AND "
		          "x.record=r.id AND x.kind=%d AND x.%s_key=t.b",
		          from, in->k->table, child->table, name, in->k->no, number);
}

static void rule_sql(const struct identity *in, struct strbuf *sql, const char *from, const struct identity_rule *r,
                     bool other)
{
	const struct crm_field *f = kind_field_no(in->k, r->field);
	const struct crm_kind *child = kind_by_no(f->ref);
	const char *table = in->k->table, *name = field_column(in->label);

	switch (r->by) {
	case IDENTITY_KEY:
		sb_printf(sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s r WHERE r.%s%s=t.a", from, table,
		          field_column(f), key_column(f));
		break;
	case IDENTITY_MAIL:
		sb_printf(sql, "SELECT t.n, x.record FROM %s CROSS JOIN %s x WHERE x.%s_key=t.a AND x.kind=%d", from,
		          child->table, list_column(child, child->list->a), in->k->no);
		break;
	case IDENTITY_NUMBER:
		number_sql(in, sql, from, r, other);
		break;
	case IDENTITY_AT: /* fewer have the name than belong to a large company */
		sb_printf(sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s r", from, table);
		if (other)
			sb_printf(sql, " WHERE r.%s_key=t.a AND " DB_NO_INDEX "r.%s=CAST(t.b AS BIGINT)", name,
			          field_column(f));
		else
			sb_printf(sql, " CROSS JOIN %s o WHERE r.%s_key=t.a AND o.id=r.%s AND o.%s_key=t.b",
			          child->table, name, field_column(f), field_column(kind_field(child, child->label)));
		break;
	case IDENTITY_TOWN: /* all that begin so: another legal form may follow */
		sb_printf(sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s r WHERE r.%s_key>=t.a AND r.%s_key<t.b", from,
		          table, name, name);
		break;
	case IDENTITY_WEB:
		sb_printf(sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s r WHERE ", from, table);
		field_is_sql(sql, f, "r.", "t.a");
		break;
	default:
		sb_printf(sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s r WHERE r.%s_key=t.a", from, table, name);
	}
}

static enum crm_status way_statement(struct identity *in, int way, bool many, struct stmt **st, struct crm_error *e)
{
	static const char one[] = "(SELECT 0 AS n, CAST($1 AS TEXT) AS a, CAST($2 AS TEXT) AS b) t";
	const char *from = many ? "asked t" : one;
	struct stmt **kept = many ? &in->many[way] : &in->one[way];
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	if (!*kept) {
		if (way == WAY_EXT)
			sb_printf(&sql,
			          "SELECT t.n, x.record FROM %s CROSS JOIN ext x WHERE x.kind=%d AND x.system=t.a "
			          "AND x.key=t.b",
			          from, in->k->no);
		else if (way == WAY_CHOSEN)
			chosen_sql(in, &sql, from);
		else if (way == WAY_ALIKE)
			sb_printf(&sql, "SELECT t.n, r.id FROM %s CROSS JOIN %s r WHERE r.%s_key=t.a", from,
			          in->k->table, field_column(in->label));
		else
			rule_sql(in, &sql, from, &in->rule[way / 2], way % 2 == WAY_OTHER);
		s = db_prepare(in->c->db, kept, sql.buf, e);
	}
	sb_release(&sql);
	*st = *kept;
	return s;
}

static void add_hit(struct answers *a, size_t line, int way, int64_t id)
{
	for (size_t i = a->nhit; i && a->hit[i - 1].line == line && a->hit[i - 1].way == way; i--)
		if (a->hit[i - 1].id == id)
			return;
	GROW(a->hit, a->nhit, a->ahit);
	a->hit[a->nhit++] = (struct hit){line, way, id};
}

struct asked { size_t line, key, hits; };

static enum crm_status read_hits(struct query *q, struct answers *a, int way, struct asked *asked, size_t first)
{
	while (query_row(q)) {
		struct asked *k = &asked[first + (size_t)db_int(q->st, 0)];

		if (k->hits++ < HITS_PER_KEY)
			add_hit(a, k->line, way, db_int(q->st, 1));
	}
	return query_end(q);
}

static enum crm_status ask_alone(struct identity *in, struct answers *a, int way, struct asked *asked, size_t n,
                                 struct crm_error *e)
{
	struct stmt *st;
	enum crm_status s = way_statement(in, way, false, &st, e);

	for (size_t i = 0; i < n && !s; i++) {
		const struct line_key *key = &in->key[asked[i].key];
		struct query q = query_again(st, e);

		query_text(&q, 1, key->a.s, key->a.n);
		query_text(&q, 2, key->b.s, key->b.n);
		s = read_hits(&q, a, way, asked, i);
	}
	return s;
}

static enum crm_status ask_way(struct identity *in, struct answers *a, int way, struct asked *asked, size_t n,
                               struct crm_error *e)
{
	struct db_key *keys;
	struct stmt *st;
	enum crm_status s = CRM_OK;

	if (n <= ALONE)
		return ask_alone(in, a, way, asked, n, e);
	keys = crm_malloc(n * sizeof *keys);
	for (size_t i = 0; i < n; i++) {
		const struct line_key *key = &in->key[asked[i].key];

		keys[i] = (struct db_key){key->a.s, key->b.s, key->a.n, key->b.n};
	}
	s = db_put_keys(in->c->db, keys, n, e);
	free(keys);
	if (!s)
		s = way_statement(in, way, true, &st, e);
	if (!s) {
		struct query q = query_again(st, e);

		s = read_hits(&q, a, way, asked, 0);
	}
	return s;
}

/* ---- what they are ---- */

static struct text column_text(struct answers *a, struct stmt *st, int col)
{
	size_t n = 0;
	const char *s = db_text(st, col, &n);

	return (struct text){s ? arena_strndup(&a->arena, s, n) : "", n};
}

/* The column a rule compares, NULL = none: of a list that of its first element. */
static const struct crm_field *rule_column(const struct identity *in, size_t rule)
{
	const struct crm_field *f = kind_field_no(in->k, in->rule[rule].field);

	for (size_t i = 0; i < in->k->nfields && f->type == T_LIST; i++)
		if (in->k->fields[i].first_of == f->no && field_is_column(&in->k->fields[i]))
			return &in->k->fields[i];
	return field_is_column(f) ? f : NULL;
}

static void cands_sql(const struct identity *in, struct strbuf *sql, bool many)
{
	struct strbuf joins = STRBUF_INIT;

	sb_printf(sql, "SELECT r.id, %s%s", in->label ? "r." : "NULL", in->label ? field_column(in->label) : "");
	for (size_t i = 0; i < in->nrules; i++) {
		const struct crm_field *f = rule_column(in, i);
		const struct crm_kind *to = f ? kind_by_no(f->ref) : NULL;

		if (in->rule[i].by == IDENTITY_AT) {
			sb_printf(sql, ", o.%s, o.id", field_column(kind_field(to, to->label)));
			sb_printf(&joins, " LEFT JOIN %s o ON o.id=r.%s", to->table, field_column(f));
		} else if (f) {
			sb_printf(sql, ", r.%s", field_column(f));
		}
	}
	sb_printf(sql, " FROM %s r%s WHERE r.id", in->k->table, joins.buf);
	sb_printf(sql, many ? " IN (" DB_PUT_IDS ") ORDER BY r.id" : "=$1");
	sb_release(&joins);
}

static void read_cand(const struct identity *in, struct answers *a, struct stmt *st)
{
	struct cand *c;
	int col = 2;

	GROW(a->cand, a->ncand, a->acand);
	c = &a->cand[a->ncand++];
	*c = (struct cand){.id = db_int(st, 0), .name = column_text(a, st, 1)};
	for (size_t i = 0; i < in->nrules; i++) {
		c->value[i] = (struct text){"", 0};
		if (rule_column(in, i))
			c->value[i] = column_text(a, st, col++);
		if (in->rule[i].by == IDENTITY_AT)
			c->ref = db_int(st, col++);
	}
}

static enum crm_status read_pairs(struct query *q, struct answers *a, struct pair **p, size_t *n, size_t *alloc)
{
	while (query_row(q)) {
		GROW(*p, *n, *alloc);
		(*p)[(*n)++] = (struct pair){db_int(q->st, 0), column_text(a, q->st, 1), column_text(a, q->st, 2)};
	}
	return query_end(q);
}

static const struct crm_kind *mail_kind(const struct identity *in)
{
	for (size_t i = 0; i < in->nrules; i++)
		if (in->rule[i].by == IDENTITY_MAIL)
			return kind_by_no(kind_field_no(in->k, in->rule[i].field)->ref);
	return NULL;
}

static enum crm_status ready(struct identity *in, struct stmt **st, const char *sql, const char *end, bool many,
                             struct crm_error *e)
{
	struct strbuf b = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	if (!*st) {
		sb_printf(&b, "%s%s%s", sql, many ? " IN (" DB_PUT_IDS ")" : "=$1", end);
		s = db_prepare(in->c->db, st, b.buf, e);
	}
	sb_release(&b);
	return s;
}

static bool is_by(const struct identity *in, int way, enum identity_by by)
{
	return way < WAY_EXT && (size_t)way / 2 < in->nrules && in->rule[way / 2].by == by;
}

static enum crm_status load_lists(struct identity *in, struct answers *a, int64_t id, struct crm_error *e)
{
	const struct crm_kind *mail = mail_kind(in);
	char sql[160];
	bool many = !id, places = false;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < a->nhit && !places; i++)
		places = is_by(in, a->hit[i].way, IDENTITY_AT);
	if (mail && in->mails && places) { /* that tell those of one name and company apart */
		snprintf(sql, sizeof sql, "SELECT record, %s_key, '' FROM %s WHERE kind=%d AND record",
		         list_column(mail, mail->list->a), mail->table, in->k->no);
		s = ready(in, &in->mail_st[many], sql, " ORDER BY record", many, e);
		if (!s) {
			struct query q = many ? query_again(in->mail_st[1], e) : query_again(in->mail_st[0], e, id);

			s = read_pairs(&q, a, &a->mail, &a->nmail, &a->amail);
		}
	}
	if (s || !in->exts)
		return s;
	snprintf(sql, sizeof sql, "SELECT record, system, key FROM ext WHERE kind=%d AND record", in->k->no);
	s = ready(in, &in->ext_st[many], sql, " ORDER BY record", many, e);
	if (!s) {
		struct query q = many ? query_again(in->ext_st[1], e) : query_again(in->ext_st[0], e, id);

		s = read_pairs(&q, a, &a->ext, &a->next, &a->aext);
	}
	return s;
}

static enum crm_status load_cands(struct identity *in, struct answers *a, struct crm_error *e)
{
	int64_t *ids = crm_malloc((a->nhit + 1) * sizeof *ids);
	size_t n = 0;
	bool many;
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; i < a->nhit; i++)
		ids[n++] = a->hit[i].id;
	qsort(ids, n, sizeof *ids, int64_compare);
	for (size_t i = n = 0; i < a->nhit; i++)
		if (!n || ids[n - 1] != ids[i])
			ids[n++] = ids[i];
	many = n > ALONE;
	if (many)
		s = db_put_ids(in->c->db, ids, n, e);
	if (!s && n && !in->cands[many]) {
		cands_sql(in, &sql, many);
		s = db_prepare(in->c->db, &in->cands[many], sql.buf, e);
	}
	for (size_t i = 0; i < (many ? 1 : n) && !s; i++) {
		struct query q = many ? query_again(in->cands[1], e) : query_again(in->cands[0], e, ids[i]);

		while (query_row(&q))
			read_cand(in, a, q.st);
		s = query_end(&q);
		if (!s)
			s = load_lists(in, a, many ? 0 : ids[i], e);
	}
	free(ids);
	sb_release(&sql);
	return s;
}

/* ---- all of it ---- */

static int by_line(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->line != y->line)
		return (x->line > y->line) - (x->line < y->line);
	return x->way != y->way ? x->way - y->way : (x->id > y->id) - (x->id < y->id);
}

static void answers_reset(struct answers *a)
{
	if (a->arena.head)
		arena_free(&a->arena);
	a->nhit = a->ncand = a->nmail = a->next = 0;
}

/* Who is found by an address needs no look at numbers and companies: the address decides, but for a
 * key that says he is another. */
static bool is_needed(const struct identity *in, int way, bool has_mail)
{
	return !has_mail || in->exts || !(is_by(in, way, IDENTITY_NUMBER) || is_by(in, way, IDENTITY_AT));
}

enum crm_status answers_ask(struct identity *in, struct answers *a, size_t from, size_t to, struct crm_error *e)
{
	struct asked *asked;
	bool *has_mail = crm_calloc(to - from + 1, sizeof *has_mail);
	size_t n, keys = 0;
	enum crm_status s = CRM_OK;

	answers_reset(a);
	for (size_t i = from; i < to; i++)
		keys += in->line[i].n;
	asked = crm_malloc((keys + 1) * sizeof *asked);
	for (int way = 0; way < WAYS && !s; way++) {
		n = 0;
		for (size_t i = from; i < to; i++)
			for (size_t k = in->line[i].first; k < in->line[i].first + in->line[i].n; k++)
				if (in->key[k].way == way && is_needed(in, way, has_mail[i - from]))
					asked[n++] = (struct asked){i, k, 0};
		if (n)
			s = ask_way(in, a, way, asked, n, e);
		for (size_t i = 0; i < a->nhit && n && is_by(in, way, IDENTITY_MAIL); i++)
			has_mail[a->hit[i].line - from] = true;
	}
	free(asked);
	free(has_mail);
	if (a->nhit)
		qsort(a->hit, a->nhit, sizeof *a->hit, by_line);
	return !s && a->nhit ? load_cands(in, a, e) : s;
}

void answers_free(struct answers *a)
{
	arena_free(&a->arena);
	free(a->hit);
	free(a->cand);
	free(a->mail);
	free(a->ext);
}

struct cand *answers_cand(const struct answers *a, int64_t id)
{
	size_t at = int64_place(a->cand, a->ncand, sizeof *a->cand, id);

	return at < a->ncand && a->cand[at].id == id ? &a->cand[at] : NULL;
}

const struct pair *answers_pairs(const struct pair *p, size_t n, int64_t id, size_t *count)
{
	size_t low = int64_place(p, n, sizeof *p, id);

	for (*count = 0; low + *count < n && p[low + *count].id == id;)
		++*count;
	return *count ? &p[low] : NULL;
}
