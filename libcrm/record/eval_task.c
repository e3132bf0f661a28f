/* eval_task.c - */
#include "kinds.h"

void eval_rotting(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}

void eval_stake(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}
