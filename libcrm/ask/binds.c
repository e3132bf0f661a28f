/* binds.c - texts bound to a query, and patterns of LIKE */
#include "binds.h"

size_t binds_text(struct binds *b, const char *s, size_t n)
{
	ARRAY_ROOM(b->b, b->n);
	b->b[b->n] = (struct bind){.text = true, .s = crm_strndup(s, n), .n = n};
	return ++b->n;
}

void binds_apply(const struct binds *b, struct stmt *st)
{
	for (size_t i = 0; i < b->n && st; i++)
		if (b->b[i].text)
			db_bind_text(st, (int)i + 1, b->b[i].s, b->b[i].n);
		else
			db_bind_int(st, (int)i + 1, b->b[i].i);
}

void binds_free(struct binds *b)
{
	for (size_t i = 0; i < b->n; i++)
		free(b->b[i].s);
	free(b->b);
	*b = (struct binds){0};
}

/* ---- patterns ---- */

void like_escape(struct strbuf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '%' || s[i] == '_' || s[i] == '!')
			sb_addc(out, '!');
		sb_addc(out, s[i]);
	}
}

void like_pattern(struct strbuf *out, const char *s, size_t n)
{
	sb_addc(out, '%');
	like_escape(out, s, n);
	sb_addc(out, '%');
}
