/* instant.c - points in time: reading and printing milliseconds UTC */
#include <strings.h>
#include "ascii.h"
#include "date.h"

#define MS_MINUTE INT64_C(60000)
#define MS_HOUR (60 * MS_MINUTE)
#define MS_DAY (24 * MS_HOUR)
#define INSTANT_MIN (DATE_MIN * MS_DAY)
#define INSTANT_MAX ((DATE_MAX + 1) * MS_DAY - 1)

size_t instant_format(char out[32], int64_t ms)
{
	static const char zeros[] = "T00:00:00Z";
	int64_t day;
	int second;

	if (ms < INSTANT_MIN)
		ms = INSTANT_MIN;
	if (ms > INSTANT_MAX)
		ms = INSTANT_MAX;
	day = (ms - INSTANT_MIN) / MS_DAY + DATE_MIN; /* rounded down, before 1970 too */
	second = (int)((ms - day * MS_DAY) / 1000);
	date_format(out, (int)day);
	memcpy(out + 10, zeros, sizeof zeros);
	out[11] += (char)(second / 36000);
	out[12] += (char)(second / 3600 % 10);
	out[14] += (char)(second / 600 % 6);
	out[15] += (char)(second / 60 % 10);
	out[17] += (char)(second / 10 % 6);
	out[18] += (char)(second % 10);
	return 20;
}

/* HH:MM at s as milliseconds, or -1. */
static int64_t parse_hour_minute(const char *s, size_t n)
{
	int hour, minute;

	if (n < 5 || s[2] != ':')
		return -1;
	hour = ascii_number(s, 2);
	minute = ascii_number(s + 3, 2);
	return hour < 0 || hour > 23 || minute < 0 || minute > 59 ? -1 : hour * MS_HOUR + minute * MS_MINUTE;
}

/* :SS[.fraction] at *i as milliseconds, 0 when there is none, or -1. */
static int64_t parse_seconds(const char *s, size_t n, size_t *i)
{
	int64_t ms;
	size_t first;
	int second;

	if (*i == n || s[*i] != ':')
		return 0;
	second = n - *i >= 3 ? ascii_number(s + *i + 1, 2) : -1;
	if (second < 0 || second > 59)
		return -1;
	*i += 3;
	ms = second * 1000;
	if (*i == n || s[*i] != '.')
		return ms;
	first = ++*i;
	for (int place = 100; *i < n && ascii_digit(s[*i]); ++*i, place /= 10)
		ms += (s[*i] - '0') * place;
	return *i == first || *i - first > 9 ? -1 : ms;
}

/* Z, ±HH:MM or nothing, and then the end. */
static bool parse_zone(const char *s, size_t n, int64_t *offset, bool *local)
{
	*offset = 0;
	*local = n == 0;
	if (n == 0 || (n == 1 && ascii_lower(s[0]) == 'z'))
		return true;
	if (n != 6 || (s[0] != '+' && s[0] != '-'))
		return false;
	*offset = parse_hour_minute(s + 1, n - 1);
	if (*offset < 0)
		return false;
	if (s[0] == '-')
		*offset = -*offset;
	return true;
}

bool instant_parse(const char *s, size_t n, int64_t *ms, bool *local)
{
	int64_t minutes, seconds, offset, v;
	size_t i = 16;
	bool here;
	int day;

	if (n < 16 || !date_parse_iso(s, 10, &day) || (s[10] != 'T' && s[10] != 't' && s[10] != ' '))
		return false;
	minutes = parse_hour_minute(s + 11, n - 11);
	seconds = parse_seconds(s, n, &i);
	if (minutes < 0 || seconds < 0 || !parse_zone(s + i, n - i, &offset, &here))
		return false;
	v = day * MS_DAY + minutes + seconds - offset;
	if (v < INSTANT_MIN || v > INSTANT_MAX)
		return false;
	*ms = v;
	*local = here;
	return true;
}

/* ---- times as other programs write them ---- */

static bool take_word(const char **s, size_t *n, const char *word)
{
	size_t len = strlen(word);

	if (*n < len || strncasecmp(*s, word, len) != 0 || (*n > len && ascii_alpha((*s)[len])))
		return false;
	*s += len;
	*n -= len;
	return true;
}

static void pass_blanks(const char **s, size_t *n)
{
	while (*n && **s == ' ') {
		++*s;
		--*n;
	}
}

/* Z, UTC, GMT, +02:00, +0200, +02, and then the end. */
static bool take_offset(const char *s, size_t n, struct date_written *w)
{
	int hour, minute = 0;
	bool minus;

	w->zoned = n > 0;
	if (take_word(&s, &n, "Z") || take_word(&s, &n, "UTC") || take_word(&s, &n, "GMT"))
		pass_blanks(&s, &n);
	if (!n)
		return true;
	minus = *s == '-';
	if ((*s != '+' && !minus) || (n != 3 && n != 5 && n != 6) || (n == 6 && s[3] != ':'))
		return false;
	hour = ascii_number(s + 1, 2);
	if (n > 3)
		minute = ascii_number(s + n - 2, 2);
	w->offset = (hour * MS_HOUR + minute * MS_MINUTE) * (minus ? -1 : 1);
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

/* H:MM[:SS[.fraction]] */
static bool take_clock(const char **s, size_t *n, int *hour, int64_t *rest)
{
	size_t digits = *n > 1 && ascii_digit((*s)[1]) ? 2 : 1, i;
	int minute;
	int64_t seconds;

	if (*n < digits + 3 || (*s)[digits] != ':')
		return false;
	*hour = ascii_number(*s, digits);
	minute = ascii_number(*s + digits + 1, 2);
	i = digits + 3;
	seconds = parse_seconds(*s, *n, &i);
	if (*hour < 0 || *hour > 23 || minute < 0 || minute > 59 || seconds < 0)
		return false;
	*rest = minute * MS_MINUTE + seconds;
	*s += i;
	*n -= i;
	return true;
}

bool instant_parse_clock(const char *s, size_t n, struct date_written *w)
{
	const char mark = n ? *s : ' ';
	bool am, pm;
	int hour;
	int64_t rest;

	w->clock = -1;
	w->zoned = false;
	w->offset = 0;
	if (!strchr(" Tt,", mark))
		return false;
	s += n > 0;
	n -= n > 0;
	pass_blanks(&s, &n);
	if (!n)
		return mark == ' ';
	if (!take_clock(&s, &n, &hour, &rest))
		return false;
	pass_blanks(&s, &n);
	am = take_word(&s, &n, "am") || take_word(&s, &n, "a.m.");
	pm = !am && (take_word(&s, &n, "pm") || take_word(&s, &n, "p.m."));
	if ((am || pm) && (hour < 1 || hour > 12))
		return false;
	if (am || pm)
		hour = hour % 12 + (pm ? 12 : 0);
	else
		take_word(&s, &n, "Uhr");
	pass_blanks(&s, &n);
	w->clock = hour * MS_HOUR + rest;
	return take_offset(s, n, w);
}
