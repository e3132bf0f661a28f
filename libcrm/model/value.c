/* value.c - text to value, by field type */
#include "value.h"

#include "../base/ascii.h"
#include "../base/money.h"
#include "../base/utf8.h"
#include "address.h"
#include "day.h"
#include "lookup.h"

#define WORDS_TOLD 8 /* an error lists all words of a list that has no more */

bool value_equal(struct value a, struct value b)
{
	if (a.is != b.is)
		return false;
	if (a.is == V_TEXT)
		return a.n == b.n && (!a.n || memcmp(a.s, b.s, a.n) == 0);
	return a.is == V_NULL || a.i == b.i;
}

void value_raw(struct strbuf *out, struct value v)
{
	if (v.is == V_INT)
		sb_addint(out, v.i);
	else if (v.is == V_TEXT)
		sb_add(out, v.s, v.n);
}

/* ---- building blocks ---- */

int word_index(const char *const *words, const char *s, size_t n)
{
	for (int i = 0; n && words && words[i]; i++)
		if (strlen(words[i]) == n && memcmp(words[i], s, n) == 0)
			return i;
	for (int i = 0; n && words && words[i]; i++)
		if (strlen(words[i]) == n && strncasecmp(words[i], s, n) == 0)
			return i;
	return -1;
}

bool bool_parse(const char *s, size_t n, int64_t *v)
{
	static const char *const words[] = {"no", "yes", "false", "true", "0", "1", "nein", "ja", NULL};
	int i = word_index(words, s, n);

	*v = i & 1;
	return i >= 0;
}

bool duration_parse(const char *s, size_t n, int64_t *seconds)
{
	static const struct { char unit; int seconds; } units[] = {{'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
	size_t i = 0, u = 0;
	int64_t sum = 0;

	while (i < n) {
		size_t digits = i;
		while (i < n && ascii_digit(s[i]))
			i++;
		if (i == digits || i - digits > 9 || i == n)
			return false;
		/* each unit once, the large ones first */
		while (u < 4 && units[u].unit != s[i])
			u++;
		if (u == 4)
			return false;
		sum += (int64_t)ascii_number(s + digits, i - digits) * units[u++].seconds;
		i++;
	}
	*seconds = sum;
	return n > 0;
}

/* The time of day at the end of a text: H:MM or HH:MM, alone or behind a blank. Milliseconds and
 * how long the rest is; -1 = none. */
static int64_t take_time(const char *s, size_t n, size_t *rest)
{
	size_t at = n;
	int hour, minute;

	while (at && s[at - 1] != ' ')
		at--;
	*rest = at ? at - 1 : 0;
	s += at;
	n -= at;
	if ((n != 4 && n != 5) || s[n - 3] != ':')
		return -1;
	hour = ascii_number(s, n - 3);
	minute = ascii_number(s + n - 2, 2);
	return hour < 0 || hour > 23 || minute < 0 || minute > 59 ? -1 : (hour * 60 + minute) * INT64_C(60000);
}

/* 16:00, yesterday 16:00 */
static enum crm_status time_of_day(struct crm *c, const char *text, size_t n, int64_t time, int64_t *ms,
                                   struct crm_error *e)
{
	int day = c->today;
	enum crm_status s = n ? lookup_date(c, text, n, &day, e) : CRM_OK;

	*ms = crm_instant(c, day, time);
	return s;
}

enum crm_status value_instant(struct crm *c, const char *text, size_t n, int64_t *ms, bool *exact, struct crm_error *e)
{
	int64_t time;
	size_t rest;
	bool local;
	int day;
	enum crm_status s;

	*exact = true;
	if (ascii_same(text, n, "now")) {
		*ms = c->env.now;
		return CRM_OK;
	}
	if (instant_parse(text, n, ms, &local)) {
		if (local)
			*ms = crm_wall(c, *ms);
		return CRM_OK;
	}
	time = take_time(text, n, &rest);
	if (time >= 0)
		return time_of_day(c, text, rest, time, ms, e);
	*exact = false;
	s = lookup_date(c, text, n, &day, e);
	if (!s)
		*ms = crm_midnight(c, day);
	return s;
}

/* The words of a short list, "in, out"; nothing of a long one. */
static void few_words(const char *const *list, struct strbuf *out)
{
	size_t n = 0;

	while (list[n] && n <= WORDS_TOLD)
		n++;
	for (size_t i = 0; i < n && n <= WORDS_TOLD; i++)
		if (*list[i])
			sb_printf(out, "%s%s", out->len ? ", " : "", list[i]);
}

enum crm_status value_unknown(struct crm *c, enum crm_status s, const char *field, const char *what, const char *word,
                              size_t n, const char *const *list, struct crm_error *e)
{
	char *text = arena_strndup(&c->arena, word, n);
	const char *near = list ? utf8_nearest(text, list) : NULL;
	struct strbuf words = STRBUF_INIT;

	if (near)
		return crm_fail_at(e, s, NULL, 0, 0, field, "no %s '%s', nearest is '%s'", what, text, near);
	if (list && strcmp(what, "word") == 0)
		few_words(list, &words);
	s = crm_fail_at(e, s, NULL, 0, 0, field, words.len ? "no %s '%s', one of %s" : "no %s '%s'", what, text,
	                words.buf);
	sb_release(&words);
	return s;
}

enum crm_status value_no_country(enum crm_status s, const char *field, const char *word, size_t n, struct crm_error *e)
{
	struct strbuf folded = STRBUF_INIT, key = STRBUF_INIT;
	size_t count;
	const struct country *table = country_table(&count);
	struct arena a = ARENA_INIT; /* a file may have many of them */
	const char **keys = arena_alloc(&a, (count + 1) * sizeof *keys), *near;

	for (size_t i = 0; i < count; i++) {
		sb_reset(&key);
		utf8_fold(&key, table[i].name, strlen(table[i].name));
		keys[i] = arena_strndup(&a, key.buf, key.len);
	}
	utf8_fold(&folded, word, n);
	near = folded.len ? utf8_nearest(folded.buf, keys) : NULL;
	for (size_t i = 0; near && i < count; i++)
		if (keys[i] == near) {
			sb_reset(&key);
			sb_printf(&key, ", nearest is '%s'", table[i].name);
		}
	s = crm_fail_at(e, s, NULL, 0, 0, field,
	                "'%.*s' is not a country (ISO 3166 code, or English, German or French name)%s",
	                (int)(n < 200 ? n : 200), word, near ? key.buf : "");
	sb_release(&folded);
	sb_release(&key);
	arena_free(&a);
	return s;
}

/* ---- by type ---- */

struct parse {
	struct crm *c;
	const struct crm_field *f;
	const char *s;
	size_t n;
	const struct value_format *fmt;
	int currency;
	struct value *out;
	struct crm_error *e;
};

static enum crm_status bad(const struct parse *p, const char *what)
{
	return crm_fail_at(p->e, CRM_DATA, NULL, 0, 0, p->f->name, "'%.*s' is not %s", (int)(p->n < 200 ? p->n : 200),
	                   p->s, what);
}

/* Messages of the base floor know no field. */
static enum crm_status named(const struct parse *p, enum crm_status s, struct crm_error *own)
{
	if (s)
		crm_fail_at(p->e, s, NULL, 0, 0, p->f->name, "%s", own->n ? own->list[0].text : "not a value");
	crm_error_clear(own);
	return s;
}

static enum crm_status parse_text(const struct parse *p)
{
	char key[40];

	if (memchr(p->s, '\0', p->n) || utf8_valid(p->s, p->n) < p->n)
		return bad(p, "a text in UTF-8");
	if (field_is_email(p->f) && !address_is_email(p->s, p->n))
		return bad(p, "an e-mail address");
	if (field_is_phone(p->f) && !phone_key(key, p->s, p->n, NULL))
		return bad(p, "a telephone number");
	*p->out = (struct value){V_TEXT, 0, p->s, p->n};
	return CRM_OK;
}

static enum crm_status amount(const struct parse *p, int64_t v)
{
	if (v > MONEY_LIMIT || v < -MONEY_LIMIT)
		return crm_fail_at(p->e, CRM_DATA, NULL, 0, 0, p->f->name, "'%.*s' is too large an amount",
		                   (int)(p->n < 200 ? p->n : 200), p->s);
	*p->out = VALUE_INT(v);
	return CRM_OK;
}

/* Nothing beside its digits. */
static bool is_bare(const char *s, size_t n)
{
	return ascii_digit(s[n - 1]) && (ascii_digit(s[0]) || ((s[0] == '-' || s[0] == '+') && ascii_digit(s[1])));
}

/* n of its bytes, with the decimal sign that was said; clear: the currency stands beside it. */
static enum crm_status decimal_of(const struct parse *p, const char *s, size_t n, bool clear, int64_t *v,
                                  struct crm_error *own)
{
	int decimals = value_decimals(p->f, p->currency);

	if (p->fmt && p->fmt->decimal)
		return decimal_parse(s, n, decimals, p->fmt->decimal, v, own);
	if (p->fmt && p->fmt->sheet) /* 1,125 is 1.125 in the spreadsheet of one, 1125 in another's */
		return decimal_parse_either(s, n, decimals, decimals < 3 ? decimals : 2, v, own);
	return clear ? decimal_parse_either(s, n, decimals, decimals, v, own)
	             : decimal_parse_unsaid(s, n, decimals, decimals, p->fmt != NULL, v, own);
}

/* An amount with its currency beside it, which must be that of the record: a file in dollars isn't
 * one in euros. */
static enum crm_status parse_money(const struct parse *p)
{
	struct crm_error own = CRM_ERROR_INIT;
	const char *s = p->s;
	size_t n = p->n;
	int64_t v = 0;
	bool minus;
	int is;
	enum crm_status st;

	is = currency_take(&s, &n, p->currency, &minus);
	if (is && is != p->currency)
		return crm_fail_at(p->e, CRM_DATA, NULL, 0, 0, p->f->name,
		                   "'%.*s' is in %s, the record's amounts are in %s",
		                   (int)(p->n < 200 ? p->n : 200), p->s, currency_code(is), currency_code(p->currency));
	if (minus && n && (*s == '-' || *s == '+'))
		return bad(p, "a number");
	st = decimal_of(p, s, n, is != 0, &v, &own);
	return st ? named(p, st, &own) : amount(p, minus ? -v : v);
}

static enum crm_status parse_number(const struct parse *p)
{
	struct crm_error own = CRM_ERROR_INIT;
	size_t n = p->n;
	int64_t v = 0;
	enum crm_status s;

	if (p->f->type == T_PERCENT && p->s[n - 1] == '%') {
		const char *digits = p->s;

		n--;
		utf8_trim(&digits, &n);
	}
	if (p->f->type == T_MONEY && !is_bare(p->s, n))
		return parse_money(p);
	s = decimal_of(p, p->s, n, false, &v, &own);
	if (s)
		return named(p, s, &own);
	if (p->f->type == T_PERCENT && (v < 0 || v > 10000))
		return bad(p, "a percentage from 0 to 100");
	return p->f->type == T_MONEY ? amount(p, v) : (*p->out = VALUE_INT(v), CRM_OK);
}

/* A day in a form of the file, then in that of ISO 8601, with the time that may stand behind it; of
 * the command line's only one with a zone. */
static bool is_written(const struct parse *p, struct date_written *w)
{
	if (p->fmt && p->fmt->dates != DATE_ISO && date_parse_written(p->s, p->n, p->fmt->dates, w))
		return true;
	return (p->fmt || p->n > 16) && date_parse_written(p->s, p->n, DATE_ISO, w) && (p->fmt || w->zoned);
}

static int64_t written_instant(const struct parse *p, const struct date_written *w)
{
	return w->zoned ? w->day * MS_DAY + w->clock - w->offset : crm_instant(p->c, w->day, w->clock);
}

/* A time behind a day is passed over, as days have none; with a zone it is an instant, whose day is
 * that of the settings' time zone. */
static enum crm_status parse_date(const struct parse *p)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct date_written w;
	int day;
	enum crm_status s;

	if ((p->f->flags & F_YEARLESS) && date_parse_yearless(p->s, p->n, &day))
		return *p->out = VALUE_INT(day), CRM_OK;
	if ((p->f->flags & F_YEARLESS) && p->n > 2 && memcmp(p->s, "--", 2) == 0)
		return bad(p, "a day without a year: write --MM-DD");
	if (is_written(p, &w)) {
		day = w.zoned ? crm_day(p->c, written_instant(p, &w)) : w.day;
	} else {
		s = lookup_date(p->c, p->s, p->n, &day, &own);
		if (s)
			return named(p, s, &own);
	}
	*p->out = VALUE_INT(day);
	return CRM_OK;
}

static enum crm_status parse_instant(const struct parse *p)
{
	struct crm_error own = CRM_ERROR_INIT;
	struct date_written w;
	int64_t ms = 0;
	bool exact;
	enum crm_status s;

	if (p->fmt && is_written(p, &w)) {
		*p->out = VALUE_INT(w.clock < 0 ? crm_midnight(p->c, w.day) : written_instant(p, &w));
		return CRM_OK;
	}
	s = value_instant(p->c, p->s, p->n, &ms, &exact, &own);
	if (s)
		return named(p, s, &own);
	*p->out = VALUE_INT(ms);
	return CRM_OK;
}

static enum crm_status parse_currency(const struct parse *p)
{
	int number = currency_parse(p->s, p->n);

	if (!number)
		number = currency_sign(p->s, p->n, p->c->set.currency);
	if (!number)
		return value_unknown(p->c, CRM_DATA, p->f->name, "currency", p->s, p->n, currency_codes(), p->e);
	*p->out = VALUE_INT(number);
	return CRM_OK;
}

static enum crm_status parse_country(const struct parse *p)
{
	const struct country *country = country_parse(p->s, p->n);

	if (!country)
		return value_no_country(CRM_DATA, p->f->name, p->s, p->n, p->e);
	*p->out = (struct value){V_TEXT, 0, country->code, 2};
	return CRM_OK;
}

static enum crm_status parse_bool(const struct parse *p)
{
	int64_t v;

	if (!bool_parse(p->s, p->n, &v))
		return bad(p, "yes or no");
	*p->out = VALUE_INT(v);
	return CRM_OK;
}

static enum crm_status parse_enum(const struct parse *p)
{
	int i = word_index(p->f->words, p->s, p->n);

	if (i < 0)
		return value_unknown(p->c, CRM_USAGE, p->f->name, "word", p->s, p->n, p->f->words, p->e);
	*p->out = VALUE_INT(i);
	return CRM_OK;
}

static enum crm_status parse_term(const struct parse *p)
{
	enum crm_status s = lookup_terms(p->c, p->e);
	int64_t id;

	if (s)
		return s;
	id = names_id(&p->c->terms, p->s, p->n);
	if (id)
		*p->out = VALUE_INT(id);
	else
		return value_unknown(p->c, CRM_USAGE, p->f->name, "term", p->s, p->n, names_list(p->c, &p->c->terms),
		                     p->e);
	return CRM_OK;
}

/* Of any kind: what names one of a kind is for ref_value. */
static enum crm_status parse_ref(const struct parse *p)
{
	const struct crm_kind *k;
	int64_t id = 0;

	if (!id_parse(p->s, p->n, &k, &id))
		return bad(p, "a typed id");
	*p->out = VALUE_INT(id);
	return CRM_OK;
}

static enum crm_status parse_duration(const struct parse *p)
{
	int64_t v;

	if (!duration_parse(p->s, p->n, &v))
		return bad(p, "a duration such as 15m, 1h30m or 2d");
	*p->out = VALUE_INT(v);
	return CRM_OK;
}

static enum crm_status parse_list(const struct parse *p)
{
	return bad(p, "one value: the field is a list");
}

static enum crm_status parse_id(const struct parse *p)
{
	const struct crm_kind *k;
	int64_t id;

	if (id_parse(p->s, p->n, &k, &id))
		*p->out = VALUE_INT(id);
	else if (p->n <= 18 && p->s[0] != '0' && decimal_parse_unsaid(p->s, p->n, 0, 0, false, &id, NULL) == CRM_OK &&
	         id > 0)
		*p->out = VALUE_INT(id);
	else
		return bad(p, "an id");
	return CRM_OK;
}

static enum crm_status (*const parsers[])(const struct parse *) = {
	[T_TEXT] = parse_text,      [T_LONG] = parse_text,       [T_INT] = parse_number,        [T_DECIMAL] = parse_number,
	[T_PERCENT] = parse_number, [T_MONEY] = parse_number,    [T_CURRENCY] = parse_currency, [T_COUNTRY] = parse_country,
	[T_DATE] = parse_date,      [T_INSTANT] = parse_instant, [T_BOOL] = parse_bool,         [T_ENUM] = parse_enum,
	[T_TERM] = parse_term,      [T_REF] = parse_ref,         [T_DURATION] = parse_duration, [T_LIST] = parse_list,
	[T_ID] = parse_id,
};

enum crm_status value_parse(struct crm *c, const struct crm_field *f, const char *s, size_t n,
                            const struct value_format *fmt, int currency, struct value *out, struct crm_error *e)
{
	struct parse p;

	value_clean(f, &s, &n);
	p = (struct parse){c, f, s, n, fmt, currency, out, e};
	*out = VALUE_NULL;
	return n ? parsers[f->type](&p) : CRM_OK;
}
