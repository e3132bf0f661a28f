/* dump.c - all rows of all tables as lines of text; the form stands in db.h. */
#include "../text/sink.h"
#include "db_impl.h"

#define CHUNK (64 * 1024)

struct dump { struct db *db; struct out *o; struct strbuf text; int64_t rows; };

static void flush(struct dump *d)
{
	out_write(d->o, d->text.buf, d->text.len);
	sb_reset(&d->text);
}

static void add_header(struct dump *d, const struct schema_table *t, bool side)
{
	sb_printf(&d->text, "table\t%s", t->name);
	for (size_t i = 0; i < t->n; i++) {
		sb_printf(&d->text, "\t%s", t->columns[i].name);
		if (side && i > 0)
			sb_adds(&d->text, t->columns[i].text ? ":text" : ":integer");
	}
	sb_addc(&d->text, '\n');
}

static void add_row(struct dump *d, struct stmt *st, const struct schema_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		if (i)
			sb_addc(&d->text, '\t');
		if (db_null(st, (int)i))
			continue;
		if (t->columns[i].text) {
			size_t len;
			const char *s = db_text(st, (int)i, &len);

			tsv_escape(&d->text, s, len);
		} else {
			sb_addint(&d->text, db_int(st, (int)i));
		}
	}
	sb_addc(&d->text, '\n');
	d->rows++;
}

static enum crm_status dump_table(struct dump *d, const struct schema_table *t, bool side, struct crm_error *e)
{
	struct strbuf sql = STRBUF_INIT;
	struct query q;
	bool first = true;

	sb_adds(&sql, "SELECT ");
	for (size_t i = 0; i < t->n; i++)
		sb_printf(&sql, "%s%s", i ? ", " : "", t->columns[i].name);
	sb_printf(&sql, " FROM %s ORDER BY %s", t->name, t->order);
	q = query_built(d->db, e, sql.buf);
	sb_release(&sql);
	while (!out_stopped(d->o) && query_row(&q)) {
		if (first)
			add_header(d, t, side);
		first = false;
		add_row(d, q.st, t);
		if (d->text.len >= CHUNK)
			flush(d);
	}
	return query_end(&q);
}

/* Side tables come behind all others: their records and the fields that describe them are then
 * there. */
static enum crm_status dump_side_tables(struct dump *d, struct arena *a, const struct schema_table *t, size_t n,
                                        struct crm_error *e)
{
	struct schema_table side;
	enum crm_status s = CRM_OK;

	for (size_t i = 0; !s && i < n; i++) {
		if (!t[i].kind)
			continue;
		s = schema_side_table(d->db, a, t[i].name, &side, e);
		if (!s && side.n)
			s = dump_table(d, &side, true, e);
	}
	return s;
}

enum crm_status db_dump(struct db *db, struct out *o, struct crm_error *e)
{
	struct dump d = {db, o, STRBUF_INIT, 0};
	struct arena a = ARENA_INIT;
	const struct schema_table *t;
	bool own = !db_in_transaction(db);
	enum crm_status s = own ? db_begin_read(db, e) : CRM_OK;
	size_t n;

	if (s)
		return s;
	schema_tables(&a, &t, &n);
	sb_printf(&d.text, "crm-dump\t1\t%d\n", CRM_SCHEMA_VERSION);
	for (size_t i = 0; !s && i < n; i++)
		s = dump_table(&d, &t[i], false, e);
	if (!s)
		s = dump_side_tables(&d, &a, t, n, e);
	if (!s) {
		sb_printf(&d.text, "end\t%lld\n", (long long)d.rows);
		flush(&d);
	}
	if (own)
		db_rollback(db);
	sb_release(&d.text);
	arena_free(&a);
	return s;
}
