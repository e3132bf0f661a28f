/* forget_places.c - texts that still name a person after he was forgotten: all texts of all tables are looked through. */
#include "forget_impl.h"

#include "catalog.h"
#include "cond.h"

/* column LIKE $1 OR … over all needles */
static void any_needle(const struct forget *f, const char *column, struct strbuf *sql)
{
	for (size_t i = 0; i < f->nneedles; i++)
		sb_printf(sql, "%s%s LIKE $%zu ESCAPE '!'", i ? " OR " : "", column, i + 1);
}

static void bind_needles(struct forget *f, struct stmt *q)
{
	struct strbuf b = STRBUF_INIT;

	for (size_t i = 0; i < f->nneedles; i++) {
		sb_reset(&b);
		sb_addc(&b, '%');
		like_escape(&b, f->needles[i].s, f->needles[i].n);
		sb_addc(&b, '%');
		db_bind_text(q, (int)i + 1, arena_strndup(&f->arena, b.buf, b.len), b.len);
	}
	sb_release(&b);
}

struct scan { forget_found *found; void *arg; };

/* Names, addresses and numbers of another person, who may be called the same. */
static bool another(const struct crm_kind *k, const struct crm_field *f)
{
	bool person = k->no == KIND_CONTACT || k->no == KIND_USER || k->no == KIND_EMAIL || k->no == KIND_PHONE;

	return person && (f->flags & F_PERSON) && f->type == T_TEXT;
}

static enum crm_status in_column(struct forget *f, const struct crm_kind *k, const struct crm_field *field, const struct scan *scan)
{
	struct strbuf sql = STRBUF_INIT;
	struct stmt *q = NULL;
	enum db_step step = DB_DONE;
	enum crm_status st;

	sb_printf(&sql, "SELECT id FROM %s%s WHERE ", k->table, field->flags & F_CUSTOM ? "_x" : "");
	any_needle(f, field_column(field), &sql);
	sb_adds(&sql, " ORDER BY id");
	st = db_prepare(f->c->db, &q, sql.buf, f->e);
	if (st == CRM_OK) {
		bind_needles(f, q);
		while ((step = db_step(q, f->e)) == DB_ROW)
			scan->found(f, scan->arg, "", k, db_int(q, 0), field->name, another(k, field));
	}
	db_finalize(q);
	sb_release(&sql);
	return st != CRM_OK ? st : step == DB_FAIL ? edit_failed(f->e) : CRM_OK;
}

static enum crm_status in_kind(struct forget *f, const struct crm_kind *k, const struct scan *scan)
{
	const struct crm_field *field;
	enum crm_status st = CRM_OK;

	for (size_t i = 0; i < k->nfields && st == CRM_OK; i++)
		if (field_is_column(&k->fields[i]) && field_is_text(&k->fields[i]))
			st = in_column(f, k, &k->fields[i], scan);
	for (size_t i = 0; st == CRM_OK && (field = catalog_at(f->c, k, i)); i++)
		if ((field->flags & F_CUSTOM) && field_is_text(field))
			st = in_column(f, k, field, scan);
	return st;
}

/* Changes and removed rows of other records. */
static enum crm_status in_history(struct forget *f, const char *select, const char *const *columns, const struct scan *scan)
{
	struct strbuf sql = STRBUF_INIT;
	struct stmt *q = NULL;
	enum db_step step = DB_DONE;
	enum crm_status st;

	sb_printf(&sql, "%s WHERE ", select);
	for (size_t i = 0; columns[i]; i++) {
		sb_adds(&sql, i ? " OR " : "");
		any_needle(f, columns[i], &sql);
	}
	sb_adds(&sql, " ORDER BY kind, id, field");
	st = db_prepare(f->c->db, &q, sql.buf, f->e);
	if (st == CRM_OK) {
		bind_needles(f, q);
		while ((step = db_step(q, f->e)) == DB_ROW) {
			const struct crm_kind *k = kind_by_no((int)db_int(q, 0));
			const struct crm_field *field = k && db_int(q, 2) ? catalog_field_no(f->c, k, (int)db_int(q, 2)) : NULL;

			bool person = k && (k->no == KIND_CONTACT || k->no == KIND_EMAIL || k->no == KIND_PHONE);

			if (k)
				scan->found(f, scan->arg, "history of ", k, db_int(q, 1), field ? field->name : "the removed record",
				            field ? another(k, field) : person);
		}
	}
	db_finalize(q);
	sb_release(&sql);
	return st != CRM_OK ? st : step == DB_FAIL ? edit_failed(f->e) : CRM_OK;
}

enum crm_status forget_scan(struct forget *f, forget_found *found, void *arg)
{
	static const char *const cells[] = {"old", "new", NULL}, *const rows[] = {"row", NULL};
	const struct scan scan = {found, arg};
	enum crm_status st = f->nneedles ? catalog_load(f->c, f->e) : CRM_OK;

	for (const struct crm_kind *const *k = crm_kinds; *k && st == CRM_OK && f->nneedles; k++)
		st = in_kind(f, *k, &scan);
	if (st == CRM_OK && f->nneedles)
		st = in_history(f, "SELECT DISTINCT kind, id, field FROM change", cells, &scan);
	if (st == CRM_OK && f->nneedles)
		st = in_history(f, "SELECT DISTINCT kind, id, 0 AS field FROM removed", rows, &scan);
	return st;
}

static void tell(struct forget *f, void *arg, const char *where, const struct crm_kind *k, int64_t id, const char *field, bool theirs)
{
	char text[32];

	if (theirs) {
		*(bool *)arg = true;
		return;
	}
	id_format(text, k, id);
	crm_fail(f->e, CRM_NO, "%s%s: %s still names the person", where, text, field);
}

enum crm_status forget_places(struct forget *f, bool *theirs)
{
	size_t before = f->e->failures;
	enum crm_status st;

	*theirs = false;
	st = forget_scan(f, tell, theirs);
	return st != CRM_OK ? st : f->e->failures > before ? CRM_NO : CRM_OK;
}
