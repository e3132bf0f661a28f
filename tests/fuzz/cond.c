/* cond.c - fuzzes conditions: any operand is refused with a message, or becomes a statement that runs. The first byte picks the kind. */
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct crm_kind *kinds[] = {&kind_offer, &kind_contact, &kind_company, &kind_task,
	                                  &kind_event, &kind_product, &kind_line,    &kind_user};
	const struct crm_kind *k;
	struct strbuf where = STRBUF_INIT, sql = STRBUF_INIT;
	struct binds b = {0};
	struct stmt *st = NULL;
	struct operand o;
	enum crm_status s;
	enum db_step step;
	char *text;

	if (size < 1)
		return 0;
	make_world();
	k = kinds[data[0] % (sizeof kinds / sizeof *kinds)];
	text = crm_strndup((const char *)data + 1, size - 1);
	s = operand_split(text, &o) ? cond_sql(&crm, k, "q", text, &where, &b, &err) : cond_word(&crm, k, "q", text, &where, &b, &err);
	if ((s == CRM_OK) != (err.failures == 0) || s == CRM_INTERNAL)
		abort();
	if (!s) {
		sb_printf(&sql, "SELECT q.id FROM %s q WHERE %s", k->table, where.buf);
		if (db_prepare(crm.db, &st, sql.buf, &err))
			abort();
		binds_apply(&b, st);
		while ((step = db_step(st, &err)) == DB_ROW)
			;
		if (step == DB_FAIL)
			abort();
	}
	db_finalize(st);
	binds_free(&b);
	sb_release(&where);
	sb_release(&sql);
	crm_error_clear(&err);
	free(text);
	return 0;
}
