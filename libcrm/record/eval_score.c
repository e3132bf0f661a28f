/* eval_score.c - */
#include "kinds.h"

void eval_score(struct crm *c, const char *alias, struct strbuf *sql)
{
	(void)c;
	(void)alias;
	sb_adds(sql, "NULL");
}
