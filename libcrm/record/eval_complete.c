/* eval_complete.c - */
#include "kinds.h"

void eval_contact_complete(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}

void eval_contact_missing(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}

void eval_company_complete(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}

void eval_company_missing(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}
