/* field_sql.c - fields as SQL. */
#include "kinds.h"

void field_is_sql(struct strbuf *sql, const struct crm_field *f, const char *alias, const char *parameter)
{
	const char *column = field_column(f);

	if (f->flags & F_WEB) /* what a partial index asks for */
		sb_printf(sql, WEB_KEY("%s%s") " = " WEB_KEY("%s") " AND %s%s IS NOT NULL", alias, column, parameter, alias, column);
	else
		sb_printf(sql, "%s%s%s = %s", alias, column, f->flags & F_KEY ? "_key" : "", parameter);
}
