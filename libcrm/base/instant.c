/* instant.c - points in time: reading and printing milliseconds UTC */
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
