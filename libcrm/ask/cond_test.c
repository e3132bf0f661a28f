/* cond_test.c - what the tests of conditions are made of: elements between commas, texts that hold
 * another */
#include "cond_test.h"

#include <stdarg.h>

#include "../base/ascii.h"
#include "../base/utf8.h"

#define PATTERN_MAX 10000 /* bytes: the database takes no longer patterns than some 50000 */

enum crm_status cond_usage(const struct cond *cd, const char *fmt, ...)
{
	struct strbuf b = STRBUF_INIT;
	va_list ap;

	va_start(ap, fmt);
	sb_vprintf(&b, fmt, ap);
	va_end(ap);
	crm_fail_at(cd->e, CRM_USAGE, NULL, 0, 0, cd->name, "%s", b.buf);
	sb_release(&b);
	return CRM_USAGE;
}

bool cond_next(const char **s, size_t *n, const char **element, size_t *nelement)
{
	const char *comma;

	if (!*s)
		return false;
	comma = memchr(*s, ',', *n);
	*element = *s;
	*nelement = comma ? (size_t)(comma - *s) : *n;
	*n -= comma ? *nelement + 1 : *nelement;
	*s = comma ? comma + 1 : NULL;
	return true;
}

/* ---- contains ---- */

void cond_add_like(struct cond *cd, const char *x, bool fold, size_t parameter)
{
	const char *test = fold ? "crm_fold(%s) LIKE $%zu ESCAPE '!'" : "%s LIKE $%zu ESCAPE '!'";

	sb_adds(cd->sql, cd->also ? "(" : "");
	sb_printf(cd->sql, test, x, parameter);
	if (cd->also) {
		sb_adds(cd->sql, " OR ");
		sb_printf(cd->sql, test, x, cd->also);
		sb_addc(cd->sql, ')');
	}
}

/* The same as e-mail addresses and numbers hold it, which are spelled in one way. */
static void code_pattern(struct cond *cd, const struct strbuf *key)
{
	struct strbuf code = STRBUF_INIT, pattern = STRBUF_INIT;

	utf8_fold_code(&code, cd->s, cd->n);
	like_pattern(&pattern, code.buf, code.len);
	cd->also = code.len == key->len && memcmp(code.buf, key->buf, code.len) == 0
	                   ? 0
	                   : binds_text(cd->b, pattern.buf, pattern.len);
	sb_release(&code);
	sb_release(&pattern);
}

size_t cond_pattern(struct cond *cd)
{
	struct strbuf key = STRBUF_INIT, pattern = STRBUF_INIT;
	size_t parameter = 0;

	(cd->code ? utf8_fold_code : utf8_fold)(&key, cd->s, cd->n);
	like_pattern(&pattern, key.buf, key.len);
	if (!key.len)
		cond_usage(cd, "nothing to look for");
	else if (pattern.len > PATTERN_MAX)
		cond_usage(cd, "a text of %zu bytes is too long to look for", cd->n);
	else
		parameter = binds_text(cd->b, pattern.buf, pattern.len);
	cd->also = 0;
	if (parameter)
		code_pattern(cd, &key);
	sb_release(&key);
	sb_release(&pattern);
	return parameter;
}

enum crm_status cond_like(struct cond *cd, const char *x, bool fold)
{
	enum crm_status s = fold ? db_use_fold(cd->c->db, cd->e) : CRM_OK;
	size_t parameter = s ? 0 : cond_pattern(cd);

	if (s || !parameter)
		return s ? s : CRM_USAGE;
	cond_add_like(cd, x, fold, parameter);
	return CRM_OK;
}

enum crm_status cond_like_phone(struct cond *cd, const char *x)
{
	struct strbuf pattern = STRBUF_INIT;
	bool digits = false;

	/* keys are in international form, without the zeros one dials */
	sb_addc(&pattern, '%');
	for (size_t i = 0; i < cd->n && pattern.len < PATTERN_MAX; i++)
		if (ascii_digit(cd->s[i]) && (digits || cd->s[i] != '0')) {
			sb_addc(&pattern, cd->s[i]);
			digits = true;
		}
	sb_addc(&pattern, '%');
	if (digits)
		cond_add_like(cd, x, false, binds_text(cd->b, pattern.buf, pattern.len));
	sb_release(&pattern);
	return digits ? CRM_OK : cond_usage(cd, "'%.*s' holds no digits to look for", (int)cd->n, cd->s);
}
