/* finding.c - what the parts of the check of the history share: a finding told, a query run */
#include "history_check.h"

#include "../model/value.h"

void check_finding(struct check *ck, const struct crm_kind *k, int64_t id, const char *fmt, ...)
{
	struct strbuf text = STRBUF_INIT;
	char name[32];
	va_list ap;

	id_format(name, k, id);
	va_start(ap, fmt);
	sb_vprintf(&text, fmt, ap);
	va_end(ap);
	crm_fail(ck->e, CRM_NO, "%s %s: %s", k->name, name, text.buf);
	sb_release(&text);
}

enum crm_status check_failed(const struct check *ck)
{
	return ck->e->status;
}

enum crm_status check_query(struct check *ck, const char *sql, check_row *row, void *arg)
{
	struct stmt *st;
	enum db_step step = DB_DONE;
	enum crm_status s = db_prepare(ck->db, &st, sql, ck->e);

	if (s)
		return s;
	while (!s && (step = db_step(st, ck->e)) == DB_ROW)
		s = row(ck, st, arg);
	db_finalize(st);
	return step == DB_FAIL ? check_failed(ck) : s;
}
