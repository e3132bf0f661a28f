/* field_sql.h - fields as SQL. Internal. */
#ifndef CRM_MODEL_FIELD_SQL_H
#define CRM_MODEL_FIELD_SQL_H

#include "../store/context.h"

/* SQL expression of a field over alias, with what it needs as LEFT JOINs already made; `@` and
 * `$today` replaced. */
void field_sql(struct crm *c, const struct crm_field *f, const char *alias, struct strbuf *out);
/* Append what the rows of a list are read from: the child table, or those of its rows that count,
 * in parentheses. */
void set_source(struct crm *c, const struct crm_field *f, struct strbuf *out);
/* Append expr with `@` replaced by the alias, `$today` and `$year` by the day's numbers. */
void field_expand(struct crm *c, const char *expr, const char *alias, struct strbuf *out);
/* Append the SQL of the currency the amounts of a record of kind k are in: its own column, that of
 * the record it refers to, else the settings' number. False for the last. */
bool currency_sql(struct crm *c, const struct crm_kind *k, const char *alias, struct strbuf *out);
/* Append date_place of a day, SQL x, as SQL. */
void date_place_sql(const char *x, struct strbuf *out);
/* Append the condition that a column (alias: "r." or "") is the text of a parameter ("$1") as keys
 * tell: F_KEY, whose parameter is the key itself, F_WEB, or the plain text. */
void field_is_sql(struct strbuf *sql, const struct crm_field *f, const char *alias,
                  const char *parameter);

#endif
