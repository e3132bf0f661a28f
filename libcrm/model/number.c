/* number.c - telephone numbers as they are stored and looked for.
 *
 * 49170 1234567 in Germany: with the plus left out, as spreadsheets and telephones do, or of the
 * area 049170. Where only one of the two is a number, that one is meant; where both are, the code
 * counts when it stands apart, and else nobody can tell: the number stays as it was given. Whoever
 * looks for such a number asks the same question; other numbers are looked for by their digits
 * alone, without the host's library. */
#include "number.h"

#include "../base/money.h"

/* Countries where the way a number is dialled at home differs from its international form by more
 * than a prefix: mobile telephones of Argentina, service numbers of Belarus. */
static bool is_irregular(const char *country)
{
	return country && (strcmp(country, "AR") == 0 || strcmp(country, "BY") == 0);
}

static enum crm_status ask(struct crm *c, const char *number, const char *country, char out[NUMBER_MAX],
                           enum phone_verdict *verdict, struct crm_error *e)
{
	return c->env.phone(number, strlen(number), country ? country : "", out, NUMBER_MAX, verdict, e);
}

/* The digits begin with the country's own calling code. */
static enum crm_status ask_both(struct crm *c, const struct phone_parts *p, const char *country, char out[NUMBER_MAX],
                                enum number_is *is, struct crm_error *e)
{
	const struct country *home = country_parse(country, strlen(country));
	char text[NUMBER_MAX], national[NUMBER_MAX];
	enum phone_verdict with = PHONE_UNKNOWN, without = PHONE_UNKNOWN;
	enum crm_status s;

	snprintf(text, sizeof text, "+%s", p->number);
	s = ask(c, text, country, out, &with, e);
	snprintf(text, sizeof text, "+%d%s", home->calling, p->number);
	if (!s)
		s = ask(c, text, country, national, &without, e);
	*is = with == PHONE_UNKNOWN                              ? NUMBER_UNKNOWN
	      : with == PHONE_VALID && without != PHONE_VALID    ? NUMBER_VALID
	      : with == PHONE_VALID && p->apart                  ? NUMBER_VALID
	      : with == PHONE_VALID                              ? NUMBER_EITHER
	      : without == PHONE_VALID                           ? NUMBER_VALID
	                                                         : NUMBER_ODD;
	if (with != PHONE_VALID && without == PHONE_VALID)
		memcpy(out, national, sizeof national);
	return s;
}

static enum crm_status judge(struct crm *c, const struct phone_parts *p, const char *country, char out[NUMBER_MAX],
                             enum number_is *is, struct crm_error *e)
{
	enum phone_verdict verdict = PHONE_UNKNOWN;
	enum crm_status s;

	*is = NUMBER_UNKNOWN;
	if (!c->env.phone)
		return CRM_OK;
	if (p->home)
		return ask_both(c, p, country, out, is, e);
	s = ask(c, p->number, country, out, &verdict, e);
	*is = verdict == PHONE_VALID ? NUMBER_VALID : verdict == PHONE_INVALID ? NUMBER_ODD : NUMBER_UNKNOWN;
	return s;
}

enum crm_status number_judge(struct crm *c, const char *s, size_t n, const char *country, char out[NUMBER_MAX],
                             enum number_is *is, struct crm_error *e)
{
	struct phone_parts p;
	size_t len;
	enum crm_status st;

	*is = phone_take_apart(&p, s, n, country) ? NUMBER_WORDS : NUMBER_ODD;
	if (p.words || *is == NUMBER_ODD)
		return CRM_OK;
	st = judge(c, &p, country, out, is, e);
	if (st || *is != NUMBER_VALID || !p.ext[0])
		return st;
	len = strlen(out);
	if ((size_t)snprintf(out + len, NUMBER_MAX - len, " ext. %s", p.ext) >= NUMBER_MAX - len)
		*is = NUMBER_UNKNOWN;
	return CRM_OK;
}

enum crm_status number_key(struct crm *c, const char *s, size_t n, const char *country, char key[48], size_t *len,
                           struct crm_error *e)
{
	struct phone_parts p;
	char out[NUMBER_MAX];
	enum number_is is = NUMBER_UNKNOWN;
	enum crm_status st = CRM_OK;

	*len = phone_key(key, s, n, country);
	if (*len && phone_take_apart(&p, s, n, country) && !p.words && (p.home || is_irregular(country)))
		st = judge(c, &p, country, out, &is, e);
	if (!st && is == NUMBER_VALID)
		*len = phone_key(key, out, strlen(out), country);
	return st;
}
