/* history_row.c - raw values and removed rows of the history read back, and single cells of present
 * rows. */
#include "history_impl.h"

#include "../base/ascii.h"
#include "../offer/offer_kinds.h"
#include "../model/catalog.h"

/* The stage an offer stood in when change c was made: that of its last change before, else the old
 * one of its first change after, else the present one. */
#define STAGE_CHANGES "FROM change s WHERE s.kind=" SQL(KIND_OFFER) " AND s.id=c.id " \
	"AND s.field=" SQL(OFFER_STAGE) " AND "
#define STAGE_THEN \
	"coalesce((SELECT s.new " STAGE_CHANGES "(s.batch < c.batch OR s.batch=c.batch AND s.seq < c.seq) " \
	"ORDER BY s.batch DESC, s.seq DESC LIMIT 1), " \
	"(SELECT s.old " STAGE_CHANGES "(s.batch > c.batch OR s.batch=c.batch AND s.seq > c.seq) ORDER BY s.batch, s.seq LIMIT 1), " \
	"CAST(@.stage AS TEXT))"
const char history_pushes[] = "(SELECT count(DISTINCT c.batch) FROM change c JOIN batch b ON b.id=c.batch JOIN stage g "
                              "ON g.id=CAST(" STAGE_THEN " AS BIGINT) "
                              "WHERE c.kind=" SQL(KIND_OFFER) " AND c.id=@.id AND c.field=" SQL(
                                      OFFER_EXPECTED_CLOSE) " AND CAST(c.new AS BIGINT) > CAST(c.old AS BIGINT) "
                                                            "AND " BATCH_COUNTS("b") " AND g.kind=" SQL(STATE_OPEN) ")";

void history_expr(struct strbuf *out, const char *expr, const char *alias, const char *blank)
{
	size_t n = blank ? strlen(blank) : 0;

	for (const char *p = expr, *at; *p; p = at) {
		at = strchrnul(p, '@');
		sb_add(out, p, (size_t)(at - p));
		if (!*at)
			break;
		at++;
		if (n && at[0] == '.' && strncmp(at + 1, blank, n) == 0 && !ascii_alpha(at[n + 1]) &&
		    !ascii_digit(at[n + 1]) && at[n + 1] != '_') {
			sb_adds(out, "NULL");
			at += n + 1;
		} else {
			sb_adds(out, alias);
		}
	}
}

bool history_text_field(const struct crm_field *f)
{
	return f->type == T_TEXT || f->type == T_LONG || f->type == T_COUNTRY;
}

static int64_t digits(const char *s, size_t n)
{
	bool minus = n && s[0] == '-';
	uint64_t v = 0;

	for (size_t i = minus; i < n && ascii_digit(s[i]); i++)
		v = v * 10 + (uint64_t)(s[i] - '0');
	return (int64_t)(minus ? 0 - v : v);
}

struct value history_value(const struct crm_field *f, const char *raw, size_t n)
{
	if (!raw)
		return VALUE_NULL;
	return history_text_field(f) ? (struct value){V_TEXT, 0, raw, n} : VALUE_INT(digits(raw, n));
}

/* ---- a removed row: one flat JSON object ---- */

struct json { const char *p, *end; };

static bool json_char(struct json *j, char ch)
{
	while (j->p < j->end && (*j->p == ' ' || *j->p == '\t' || *j->p == '\n' || *j->p == '\r'))
		j->p++;
	if (j->p == j->end || *j->p != ch)
		return false;
	j->p++;
	return true;
}

static int hex_digit(char ch)
{
	if (ascii_digit(ch))
		return ch - '0';
	ch = ascii_lower(ch);
	return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

static bool json_hex(struct json *j, unsigned *out)
{
	*out = 0;
	if (j->end - j->p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		int d = hex_digit(*j->p++);
		if (d < 0)
			return false;
		*out = *out * 16 + (unsigned)d;
	}
	return true;
}

static void add_utf8(struct strbuf *b, unsigned u)
{
	if (u < 0x80) {
		sb_addc(b, (char)u);
		return;
	}
	if (u >= 0x10000) {
		sb_addc(b, (char)(0xf0 | u >> 18));
		sb_addc(b, (char)(0x80 | (u >> 12 & 63)));
	} else if (u >= 0x800) {
		sb_addc(b, (char)(0xe0 | u >> 12));
	} else {
		sb_addc(b, (char)(0xc0 | u >> 6));
	}
	if (u >= 0x800)
		sb_addc(b, (char)(0x80 | (u >> 6 & 63)));
	sb_addc(b, (char)(0x80 | (u & 63)));
}

static bool json_escape(struct json *j, struct strbuf *b)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *hit;
	unsigned u, low;

	if (j->p == j->end)
		return false;
	if (*j->p != 'u') {
		hit = memchr(from, *j->p++, sizeof from - 1);
		if (hit)
			sb_addc(b, to[hit - from]);
		return hit;
	}
	j->p++;
	if (!json_hex(j, &u) || (u >= 0xdc00 && u < 0xe000))
		return false;
	if (u >= 0xd800 && u < 0xdc00) {
		if (j->end - j->p < 2 || j->p[0] != '\\' || j->p[1] != 'u')
			return false;
		j->p += 2;
		if (!json_hex(j, &low) || low < 0xdc00 || low > 0xdfff)
			return false;
		u = 0x10000 + ((u - 0xd800) << 10) + (low - 0xdc00);
	}
	add_utf8(b, u);
	return true;
}

/* The room for all of the object's text was made before, so what *s points to does not move. */
static bool json_string(struct json *j, struct strbuf *b, const char **s, size_t *n)
{
	size_t from = b->len;

	if (!json_char(j, '"'))
		return false;
	while (j->p < j->end && *j->p != '"') {
		const char *stop = j->p;
		while (stop < j->end && *stop != '"' && *stop != '\\')
			stop++;
		sb_add(b, j->p, (size_t)(stop - j->p));
		j->p = stop;
		if (j->p < j->end && *j->p == '\\') {
			j->p++;
			if (!json_escape(j, b))
				return false;
		}
	}
	if (j->p == j->end)
		return false;
	j->p++;
	*s = b->buf + from;
	*n = b->len - from;
	return true;
}

static bool json_value(struct json *j, struct strbuf *b, struct value *v)
{
	const char *from;

	while (j->p < j->end && *j->p == ' ')
		j->p++;
	from = j->p;
	*v = VALUE_NULL;
	if (j->p < j->end && *j->p == '"') {
		v->is = V_TEXT;
		return json_string(j, b, &v->s, &v->n);
	}
	if (j->end - j->p >= 4 && memcmp(j->p, "null", 4) == 0) {
		j->p += 4;
		return true;
	}
	if (j->p < j->end && *j->p == '-')
		j->p++;
	while (j->p < j->end && ascii_digit(*j->p))
		j->p++;
	if (j->p == from || !ascii_digit(j->p[-1]))
		return false;
	*v = VALUE_INT(digits(from, (size_t)(j->p - from)));
	return true;
}

static bool is(const char *word, const char *s, size_t n)
{
	return strlen(word) == n && memcmp(word, s, n) == 0;
}

/* A row that was removed before its column got another name is told by the old one. */
static const struct crm_field *column_field(struct crm *c, const struct crm_kind *k, const char *s, size_t n)
{
	if (n > 2 && s[0] == 'x' && s[1] == '_' && ascii_digit(s[2]))
		return catalog_field_no(c, k, FIELD_CUSTOM + (int)digits(s + 2, n - 2));
	for (size_t i = 0; i < k->nfields; i++) {
		const struct crm_field *f = &k->fields[i];
		if (field_is_column(f) && (is(field_column(f), s, n) || (f->was && is(f->was, s, n))))
			return f;
	}
	return NULL;
}

static void row_put(struct history_row *row, const struct crm_field *f, struct value v)
{
	if (row->n == row->alloc) {
		row->alloc = row->alloc ? 2 * row->alloc : 32;
		row->f = crm_realloc(row->f, row->alloc * sizeof *row->f);
		row->v = crm_realloc(row->v, row->alloc * sizeof *row->v);
	}
	row->f[row->n] = f;
	row->v[row->n++] = v;
}

enum crm_status history_row_parse(struct crm *c, const struct crm_kind *k, const char *json, size_t n,
                                  struct history_row *row, struct crm_error *e)
{
	struct json j = {json, json + n};
	const struct crm_field *f;
	const char *name;
	size_t nname;
	struct value v;

	row->n = 0;
	sb_reset(&row->text);
	sb_grow(&row->text, n);
	if (!json_char(&j, '{'))
		goto bad;
	if (json_char(&j, '}'))
		return CRM_OK;
	do {
		if (!json_string(&j, &row->text, &name, &nname) || !json_char(&j, ':') ||
		    !json_value(&j, &row->text, &v))
			goto bad;
		f = column_field(c, k, name, nname);
		if (f && v.is != V_NULL && (v.is == V_TEXT) == history_text_field(f))
			row_put(row, f, v);
	} while (json_char(&j, ','));
	if (json_char(&j, '}') && j.p == j.end)
		return CRM_OK;
bad:
	return crm_fail(e, CRM_UNAVAILABLE, "the history holds a removed %s that cannot be read", k->name);
}

enum crm_status history_row_removed(struct crm *c, const struct crm_kind *k, int64_t id, struct history_row *row,
                                    bool *found, struct crm_error *e)
{
	struct query q = query(c->db, e, "SELECT row FROM removed WHERE kind=$1 AND id=$2 ORDER BY batch DESC LIMIT 1",
	                       k->no, id);
	const char *json;
	size_t n;

	*found = query_row(&q);
	if (*found) {
		json = db_text(q.st, 0, &n);
		q.s = history_row_parse(c, k, json, n, row, e);
	}
	return query_end(&q);
}

struct value history_row_value(const struct history_row *row, int no)
{
	for (size_t i = 0; i < row->n; i++)
		if (row->f[i]->no == no)
			return row->v[i];
	return VALUE_NULL;
}

void history_row_free(struct history_row *row)
{
	free(row->f);
	free(row->v);
	sb_release(&row->text);
	*row = (struct history_row)HISTORY_ROW_INIT;
}

/* ---- cells ---- */

static const struct crm_field the_id = {.no = 0, .name = "id", .type = T_ID};

static enum crm_status peek_prepare(struct peek *cs, struct peek_cell *r, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	enum crm_status s;

	if (r->f->flags & F_CUSTOM)
		sb_printf(&sql, "SELECT x.x_%d FROM %s t LEFT JOIN %s_x x ON x.id=t.id WHERE t.id=$1",
		          r->f->no - FIELD_CUSTOM, r->k->table, r->k->table);
	else
		sb_printf(&sql, "SELECT %s FROM %s WHERE id=$1", field_column(r->f), r->k->table);
	s = db_prepare(cs->c->db, &r->st, sql.buf, e);
	sb_release(&sql);
	return s;
}

static enum crm_status peek_cell(struct peek *cs, const struct crm_kind *k, const struct crm_field *f, struct stmt **st,
                                 struct crm_error *e)
{
	struct peek_cell *r = NULL;
	enum crm_status s;

	for (size_t i = 0; i < cs->n && !r; i++)
		if (cs->r[i].k == k && cs->r[i].f == f)
			r = &cs->r[i];
	if (!r) {
		GROW(cs->r, cs->n, cs->alloc);
		r = &cs->r[cs->n];
		*r = (struct peek_cell){f, k, NULL};
		if ((s = peek_prepare(cs, r, e)))
			return s;
		cs->n++;
	}
	*st = r->st;
	return CRM_OK;
}

enum crm_status peek_read(struct peek *cs, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                          struct value *v, bool *found, struct crm_error *e)
{
	struct stmt *st;
	struct query q;
	enum crm_status s;
	const char *text;
	size_t n;

	*v = VALUE_NULL;
	*found = false;
	if (peek_ahead(cs, k, f, id, v, found))
		return CRM_OK;
	s = peek_cell(cs, k, f, &st, e);
	if (s)
		return s;
	q = query_again(st, e, id);
	*found = query_row(&q);
	if (*found && history_text_field(f)) {
		text = db_text(st, 0, &n);
		*v = history_value(f, text, n);
	} else if (*found && !db_null(st, 0)) {
		*v = VALUE_INT(db_int(st, 0));
	}
	return q.s; /* the row stays, for its text, until the next look */
}

enum crm_status peek_exists(struct peek *cs, const struct crm_kind *k, int64_t id, bool *found, struct crm_error *e)
{
	struct value v;

	return peek_read(cs, k, &the_id, id, &v, found, e);
}

/* A cell that is an integer, of a record or of what it was when it was removed. */
static enum crm_status integer_once(struct peek *cs, const struct crm_kind *k, const struct crm_field *f, int64_t id,
                                    struct value *v, struct crm_error *e)
{
	struct history_row row = HISTORY_ROW_INIT;
	bool found;
	enum crm_status s = peek_read(cs, k, f, id, v, &found, e);

	if (s || found)
		return s;
	s = peek_removed(cs, k, id, &row, &found, e);
	if (!s && found)
		*v = history_row_value(&row, f->no);
	history_row_free(&row);
	return s;
}

enum crm_status peek_currency(struct peek *cs, const struct crm_kind *k, int64_t id, int *currency, struct crm_error *e)
{
	const struct crm_field *f = kind_field(k, "currency"),
	                       *owner = k->no == KIND_LINE ? kind_field(k, "offer") : NULL;
	struct value v = VALUE_NULL;
	enum crm_status s = CRM_OK;

	*currency = cs->c->set.currency;
	if (owner) {
		s = integer_once(cs, k, owner, id, &v, e);
		if (s || v.is != V_INT)
			return s;
		k = kind_by_no(KIND_OFFER);
		f = kind_field(k, "currency");
		id = v.i;
	}
	if (f)
		s = integer_once(cs, k, f, id, &v, e);
	if (f && !s && v.is == V_INT)
		*currency = (int)v.i;
	return s;
}

void peek_free(struct peek *cs)
{
	peek_forget(cs);
	for (size_t i = 0; i < cs->n; i++)
		db_finalize(cs->r[i].st);
	free(cs->r);
	cs->r = NULL;
	cs->n = cs->alloc = 0;
}
