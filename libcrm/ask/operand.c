/* operand.c - the form of operands: FIELD OP VALUE, ids, words; what needs no database */
#include "crm_ask.h"
#include "cond.h"

#include "../base/ascii.h"
#include "../model/value.h"

static bool lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Bytes of a field name with its dots, 0 = none. */
static size_t field_length(const char *s)
{
	size_t n = 0;

	while (lower(s[n])) {
		while (lower(s[n]) || ascii_digit(s[n]) || s[n] == '_')
			n++;
		if (s[n] != '.' || !lower(s[n + 1]))
			return n;
		n++;
	}
	return 0;
}

bool operand_split(const char *s, struct operand *o)
{
	static const struct { const char *text; enum op op; } ops[] = {
		{"=", OP_EQ}, {"!=", OP_NE}, {"~", OP_HAS}, {"+=", OP_ADD}, {"-=", OP_DEL}, {"@=", OP_FILE}};
	size_t n = field_length(s);

	for (size_t i = 0; n && i < sizeof ops / sizeof *ops; i++) {
		size_t k = strlen(ops[i].text);
		if (strncmp(s + n, ops[i].text, k) != 0)
			continue;
		*o = (struct operand){.field = s, .nfield = n, .op = ops[i].op, .value = s + n + k,
			.nvalue = strlen(s + n + k)};
		return true;
	}
	return false;
}

bool crm_is_condition(const char *operand)
{
	struct operand o;

	return operand_split(operand, &o);
}

/* Digits without a leading 0, as many as an id has. */
static bool is_number(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n && n <= 18 && s[0] != '0' && !s[n];
}

bool crm_is_id(const char *word)
{
	const struct crm_kind *k;
	int64_t id;

	return is_number(word) || id_parse(word, strlen(word), &k, &id);
}
