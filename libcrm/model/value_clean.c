/* value_clean.c - what of a text is the value, for every way it comes in. */
#include "value.h"

#include "../base/utf8.h"
#include "address.h"

bool field_is_email(const struct crm_field *f)
{
	return f->type == T_TEXT && !(f->flags & F_CUSTOM) &&
	       (strcmp(f->name, "email") == 0 || strcmp(f->name, "address") == 0);
}

bool field_is_phone(const struct crm_field *f)
{
	return f->type == T_TEXT && !(f->flags & F_CUSTOM) && ((f->flags & F_PHONE) || strcmp(f->name, "phone") == 0);
}

static bool is_seen(char c)
{
	return c > ' ' && c < 0x7f;
}

/* Most values need no look at what they are of. */
void value_clean(const struct crm_field *f, const char **s, size_t *n)
{
	if (!*n || (is_seen((*s)[0]) && is_seen((*s)[*n - 1]) && (*s)[*n - 1] != '>'))
		return;
	if (f && f->type == T_LONG)
		return;
	utf8_trim(s, n);
	if (f && *n && (*s)[*n - 1] == '>' && field_is_email(f))
		address_of(s, n);
}
