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

enum crm_status check_query(struct check *ck, const char *sql, check_row *row, void *arg)
{
	struct query q = query_built(ck->db, ck->e, sql);

	while (query_row(&q))
		q.s = row(ck, q.st, arg);
	return query_end(&q);
}
