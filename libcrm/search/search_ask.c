/* search_ask.c - what a person asks for: words, "phrases", -exclusions, telephone numbers in any
 * spelling, kinds. Any bytes are safe. */
#include "search.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "../base/words.h"
#include "../ask/cond.h"
#include "../model/kinds.h"
#include "../offer/offer_kinds.h"

#define PHONE_LEAST 4  /* digits that stand for the end of a number */
#define PHONE_ENOUGH 7 /* digits that tell numbers apart: one without country or area code is found by one with them */
#define CHOICES 16

struct asking {
	struct crm *c;
	struct asked *a;
	struct crm_error *e;
	struct search_term term[ASKED_MAX];
	size_t positive;
	/* parts of numbers that follow one another: the text as given, and its words */
	struct strbuf number;
	struct search_phrase part[ASKED_MAX]; size_t nparts;
};

/* ---- terms ---- */

static struct search_phrase phrase(struct asking *as, const char *s, size_t n, bool prefix)
{
	return (struct search_phrase){arena_strndup(&as->a->arena, s, n), n, prefix};
}

static struct search_choice choice(struct asking *as, const struct search_phrase *p, size_t n)
{
	struct search_phrase *copy = arena_alloc(&as->a->arena, n * sizeof *copy);

	memcpy(copy, p, n * sizeof *copy);
	return (struct search_choice){copy, n};
}

static enum crm_status add_term(struct asking *as, const struct search_choice *c, size_t n, bool without)
{
	struct search_choice *copy = arena_alloc(&as->a->arena, n * sizeof *copy);

	if (as->a->query.n == ASKED_MAX)
		return crm_fail(as->e, CRM_USAGE, "more than %d words", ASKED_MAX);
	memcpy(copy, c, n * sizeof *copy);
	as->term[as->a->query.n++] = (struct search_term){copy, n, without};
	as->positive += !without;
	return CRM_OK;
}

static void mark_word(struct asking *as, const char *s, size_t n, bool prefix)
{
	if (as->a->nwords < ASKED_MAX)
		as->a->words[as->a->nwords++] = (struct asked_word){s, n, prefix};
}

/* Each word of a phrase is marked where it stands. */
static void mark_phrase(struct asking *as, const struct search_phrase *p)
{
	const char *s = p->words, *end = s + p->n, *blank;

	for (; s < end; s = blank + 1) {
		blank = memchr(s, ' ', (size_t)(end - s));
		if (!blank)
			blank = end;
		mark_word(as, s, (size_t)(blank - s), p->prefix && blank == end);
	}
}

/* What was written without blanks, such as an address, is a phrase. Whole words weigh more than
 * beginnings: they are a choice of their own. */
static enum crm_status add_words(struct asking *as, const char *text, size_t n, bool exact, bool without)
{
	struct strbuf b = STRBUF_INIT;
	struct search_phrase p[2];
	struct search_choice c[2];
	enum crm_status s = CRM_OK;

	if (words_fold(&b, text, n)) {
		p[0] = phrase(as, b.buf, b.len, false);
		p[1] = p[0];
		p[1].prefix = true;
		c[0] = choice(as, &p[0], 1);
		c[1] = choice(as, &p[1], 1);
		if (without)
			s = add_term(as, exact ? &c[0] : &c[1], 1, true);
		else
			s = add_term(as, c, exact ? 1 : 2, false);
		if (!without)
			mark_phrase(as, &p[!exact]);
	}
	sb_release(&b);
	return s;
}

/* ---- telephone numbers ---- */

/* Digits and what may stand between and before them. */
static bool is_number(const char *s, size_t n)
{
	bool digit = false;

	for (size_t i = 0; i < n; i++) {
		if (!ascii_digit(s[i]) && !memchr("+-/().", s[i], 6))
			return false;
		digit = digit || ascii_digit(s[i]);
	}
	return digit;
}

static void add_phone(struct asking *as, struct search_choice *c, size_t *n, const char *word, size_t len, bool prefix)
{
	struct search_phrase p = phrase(as, word, len, prefix);

	c[(*n)++] = choice(as, &p, 1);
	mark_word(as, p.words, p.n, prefix);
}

/* Numbers that end with the digits given; of a number with country or area code also those without
 * them. */
static void phone_choices(struct asking *as, struct search_choice *c, size_t *n)
{
	const char *s = as->number.buf, *country = as->c->set.country[0] ? as->c->set.country : NULL;
	struct strbuf word = STRBUF_INIT;
	char key[48];
	size_t len = phone_key(key, s, as->number.len, NULL);

	search_phone_word(&word, key, len);
	if (word.len > PHONE_LEAST)
		add_phone(as, c, n, word.buf, word.len, true);
	if (word.len > PHONE_LEAST && strpbrk(s, "+0") == s + strspn(s, "(")) {
		sb_reset(&word);
		search_phone_word(&word, key, phone_key(key, s, as->number.len, country));
		for (size_t k = word.len; k > PHONE_ENOUGH && *n < CHOICES; k--)
			add_phone(as, c, n, word.buf, k, k == word.len);
	}
	sb_release(&word);
}

/* The parts of a number are words as well: an offer's number, a year. */
static enum crm_status end_number(struct asking *as)
{
	struct search_choice c[CHOICES + 2];
	size_t n = 0;
	enum crm_status s = CRM_OK;

	if (as->nparts) {
		struct search_phrase exact = as->part[0];

		exact.prefix = false;
		if (as->nparts == 1)
			c[n++] = choice(as, &exact, 1);
		c[n++] = choice(as, as->part, as->nparts);
		for (size_t i = 0; i < as->nparts; i++)
			mark_phrase(as, &as->part[i]);
		phone_choices(as, c, &n);
		s = add_term(as, c, n, false);
	}
	as->nparts = 0;
	sb_reset(&as->number);
	return s;
}

static enum crm_status add_number(struct asking *as, const char *s, size_t n)
{
	struct strbuf b = STRBUF_INIT;

	if (as->nparts == ASKED_MAX)
		return crm_fail(as->e, CRM_USAGE, "more than %d words", ASKED_MAX);
	words_fold(&b, s, n);
	as->part[as->nparts++] = phrase(as, b.buf, b.len, true);
	if (as->number.len)
		sb_addc(&as->number, ' ');
	sb_add(&as->number, s, n);
	sb_release(&b);
	return CRM_OK;
}

/* ---- operands ---- */

/* One word, number or phrase at s; *used: its bytes. */
static enum crm_status add_piece(struct asking *as, const char *text, size_t *used)
{
	bool without = *text == '-' && text[1] && !strchr(" \t\n\r", text[1]);
	const char *from = text + without;
	size_t n;
	enum crm_status s;

	if (*from == '"') {
		n = strcspn(++from, "\"");
		*used = (size_t)(from - text) + n + (from[n] == '"');
		s = end_number(as);
		return s ? s : add_words(as, from, n, true, without);
	}
	n = strcspn(from, " \t\n\r");
	*used = (size_t)(from - text) + n;
	if (!without && is_number(from, n))
		return add_number(as, from, n);
	s = end_number(as);
	return s ? s : add_words(as, from, n, false, without);
}

/* kind=contact,offer */
static enum crm_status add_kinds(struct asking *as, const struct operand *o, const char *operand)
{
	static const char *const names[] = {"company", "contact", "product", "lead", "offer",
	                                    "line",    "task",    "event",   NULL};
	const char *s = o->value, *near;

	if (o->nfield != 4 || memcmp(o->field, "kind", 4) != 0 || o->op != OP_EQ)
		return crm_fail(as->e, CRM_USAGE,
		                "'%s': the only condition is kind=…; for others send the ids on: crm-search … | "
		                "crm-offer list - %s",
		                operand, operand);
	for (size_t n; *s || s == o->value; s += n + (s[n] == ',')) {
		char name[16];
		const struct crm_kind *k;

		n = strcspn(s, ",");
		snprintf(name, sizeof name, "%.*s", (int)(n < 15 ? n : 15), s);
		k = n < 15 ? kind_by_name(name) : NULL;
		if (!k || !search_kind(k)) {
			near = utf8_nearest(name, names);
			return crm_fail(as->e, CRM_USAGE,
			                near ? "kind: unknown word '%.*s', nearest is '%s'"
			                     : "kind: unknown word '%.*s'",
			                (int)n, s, near);
		}
		as->a->query.kinds |= UINT64_C(1) << k->no;
		as->a->leads |= k == &kind_lead;
		as->a->offers |= k == &kind_offer;
	}
	return CRM_OK;
}

static enum crm_status add_operand(struct asking *as, const char *text)
{
	struct operand o;
	enum crm_status s = CRM_OK;
	size_t used;

	if (operand_split(text, &o))
		return add_kinds(as, &o, text);
	while (!s && *(text += strspn(text, " \t\n\r"))) {
		s = add_piece(as, text, &used);
		text += used;
	}
	return s;
}

enum crm_status asked_parse(struct crm *c, const char *const *operands, size_t n, struct asked *a, struct crm_error *e)
{
	struct asking as = {.c = c, .a = a, .e = e, .number = STRBUF_INIT};
	enum crm_status s = CRM_OK;

	*a = (struct asked){.query.limit = -1};
	for (size_t i = 0; i < n && !s; i++)
		s = add_operand(&as, operands[i]);
	if (!s)
		s = end_number(&as);
	if (!s && !as.positive)
		s = crm_fail(e, CRM_USAGE,
		             a->query.n ? "what to look for? there are only words that must not occur"
		                        : "what to look for? no word was given");
	if (!s)
		a->query.t = memcpy(arena_alloc(&a->arena, a->query.n * sizeof as.term[0]), as.term,
		                    a->query.n * sizeof as.term[0]);
	sb_release(&as.number);
	return s;
}

void asked_free(struct asked *a)
{
	arena_free(&a->arena);
}
