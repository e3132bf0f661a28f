/* period.c - date expressions and periods as people write them */
#include "ascii.h"
#include "calendar.h"
#include "date.h"
#include "utf8.h"

/* More steps than the calendar has days: any offset by it is out of range, none overflows. */
#define STEPS_MAX 4000000

enum { UNITS = UNIT_YEAR + 1 };

enum word {
	W_ALL, W_YTD,
	W_THIS, W_LAST = W_THIS + UNITS, W_NEXT = W_LAST + UNITS, /* each by unit, in the order of enum date_unit */
	W_TODAY = W_NEXT + UNITS, W_YESTERDAY, W_TOMORROW, W_EOM, W_EOQ, W_EOY,
	W_MONDAY, W_COUNT = W_MONDAY + 7,
	W_FIRST_DATE = W_TODAY /* dates know the words from here */
};

static const char *const words[] = {
	"all", "ytd",
	"this-day", "this-week", "this-month", "this-quarter", "this-year",
	"last-day", "last-week", "last-month", "last-quarter", "last-year",
	"next-day", "next-week", "next-month", "next-quarter", "next-year",
	"today", "yesterday", "tomorrow", "eom", "eoq", "eoy",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", NULL
};
_Static_assert(sizeof words / sizeof *words == W_COUNT + 1, "words and enum word differ");

/* What is being read, for its errors. */
struct reading {
	int today;
	struct calendar *cal;
	int first; /* first of the words it could have been: 0 in periods, W_FIRST_DATE in dates */
	struct crm_error *e;
	bool last; /* the day is a month's last one by its word: months later it still is */
};

/* Bytes of a value that a message shows, as "%.*s" wants them: an int, also of a value that is all
 * zero-width characters. */
static int shown(const char *s, size_t n)
{
	return (int)utf8_clip(s, n < 240 ? n : 240, 60);
}

static int find_word(const char *s, size_t n, int first)
{
	for (int w = first; w < W_COUNT; w++) {
		if (ascii_same(s, n, words[w]))
			return w;
		if (w >= W_MONDAY && n == 3 && ascii_same(s, n, (char[]){words[w][0], words[w][1], words[w][2], '\0'}))
			return w;
	}
	return -1;
}

static enum crm_status no_date(const struct reading *r, const char *s, size_t n)
{
	char iso[16];
	int day;

	if (n && date_parse_order(s, n, DATE_DMY, &day) && memchr(s, '.', n)) {
		date_format(iso, day);
		return crm_fail(r->e, CRM_USAGE, "'%.*s' is not a date: write %s", shown(s, n), s, iso);
	}
	return crm_fail(r->e, CRM_USAGE, "'%.*s' is not a %s", shown(s, n), s,
	                r->first ? "date: write YYYY-MM-DD, a word like today, friday, eom, or an offset like +3d"
	                         : "period: write 2026, 2026-Q3, 2026-07, 2026-W14, a date, A..B, ytd, all or a word "
	                           "like last-12-months");
}

/* The word at s is none. Letters and hyphens make the word; what follows may be a sound offset. */
static enum crm_status no_word(const struct reading *r, const char *s, size_t n)
{
	char word[64];
	size_t i = 0;
	const char *near;

	while (i < n && i < sizeof word - 1 && (ascii_alpha(s[i]) || s[i] == '-' || (s[i] & 0x80))) {
		word[i] = ascii_lower(s[i]);
		i++;
	}
	while (i && word[i - 1] == '-')
		i--;
	word[i] = '\0';
	near = utf8_nearest(word, words + r->first);
	/* three letters are near to any other three */
	if (!near || (i <= 3 && word[0] != near[0]))
		return no_date(r, s, n);
	return crm_fail(r->e, CRM_USAGE, "'%.*s' is not a %s: did you mean '%s'?", shown(s, n), s,
	                r->first ? "date" : "period", near);
}

/* YYYY-MM-DD by its form, but no such day. */
static enum crm_status no_day(const struct reading *r, const char *s)
{
	int year = ascii_number(s, 4), month = ascii_number(s + 5, 2);

	if (year < 1)
		return crm_fail(r->e, CRM_USAGE, "'%.10s' is not a date: years are 0001 to 9999", s);
	if (month < 1 || month > 12)
		return crm_fail(r->e, CRM_USAGE, "'%.10s' is not a date: months are 01 to 12", s);
	return crm_fail(r->e, CRM_USAGE, "'%.10s' is not a date: %.7s has %d days", s, s, date_month_days(year, month));
}

static bool has_iso_form(const char *s, size_t n)
{
	if (n < 10 || s[4] != '-' || s[7] != '-')
		return false;
	return ascii_number(s, 4) >= 0 && ascii_number(s + 5, 2) >= 0 && ascii_number(s + 8, 2) >= 0;
}

static int word_day(int w, int today)
{
	switch (w) {
	case W_TODAY:
		return today;
	case W_YESTERDAY:
		return today - 1;
	case W_TOMORROW:
		return today + 1;
	case W_EOM:
		return date_unit_next(today, UNIT_MONTH) - 1;
	case W_EOQ:
		return date_unit_next(today, UNIT_QUARTER) - 1;
	case W_EOY:
		return date_unit_next(today, UNIT_YEAR) - 1;
	default:
		return today + (w - W_MONDAY - date_weekday(today) + 6) % 7 + 1;
	}
}

/* The day before any offset; *end is where they begin. */
static enum crm_status base_day(struct reading *r, const char *s, size_t n, int *day, size_t *end)
{
	size_t i = 0;
	int w;

	r->last = false;
	*end = 0;
	*day = r->today;
	if (n && (s[0] == '+' || s[0] == '-'))
		return CRM_OK;
	if (has_iso_form(s, n)) {
		*end = 10;
		return date_parse_iso(s, 10, day) ? CRM_OK : no_day(r, s);
	}
	while (i < n && ascii_alpha(s[i]))
		i++;
	w = find_word(s, i, W_FIRST_DATE);
	if (w < 0)
		return i || (n && s[0] & 0x80) ? no_word(r, s, n) : no_date(r, s, n);
	*end = i;
	*day = word_day(w, r->today);
	r->last = w >= W_EOM && w <= W_EOY;
	return CRM_OK;
}

enum step { STEP_DAY, STEP_WEEK, STEP_WORKDAY, STEP_MONTH, STEP_YEAR, STEP_NONE };

static enum step find_step(const char *s, size_t n)
{
	static const char *const names[] = {"d", "w", "wd", "m", "y"};
	int i = STEP_DAY;

	while (i < STEP_NONE && !ascii_same(s, n, names[i]))
		i++;
	return (enum step)i;
}

static bool in_calendar(int day)
{
	return day >= DATE_MIN && day <= DATE_MAX;
}

/* |v| ≤ STEPS_MAX */
static int add_steps(struct reading *r, int day, int v, enum step step)
{
	if (step < STEP_MONTH)
		r->last = false;
	switch (step) {
	case STEP_DAY:
		return day + v;
	case STEP_WEEK:
		return day + 7 * v;
	case STEP_WORKDAY:
		return calendar_add_workdays(r->cal, day, v);
	default:
		day = date_add_months(day, step == STEP_YEAR ? 12 * v : v);
		return r->last && in_calendar(day) ? date_unit_next(day, UNIT_MONTH) - 1 : day;
	}
}

/* Digits from *i on; *i moves behind them. Never more than STEPS_MAX. */
static int parse_count(const char *s, size_t n, size_t *i)
{
	int v = 0;

	for (; *i < n && ascii_digit(s[*i]); ++*i) {
		v = v * 10 + (s[*i] - '0');
		if (v > STEPS_MAX)
			v = STEPS_MAX;
	}
	return v;
}

/* One ±N UNIT at *i, of the whole expression s. */
static enum crm_status add_offset(struct reading *r, const char *s, size_t n, size_t *i, int *day)
{
	size_t start = *i, digits, unit;
	enum step step;
	int v;

	if (s[start] != '+' && s[start] != '-')
		return crm_fail(r->e, CRM_USAGE, "'%.*s': '%.*s' is not an offset like +3d or -1m", shown(s, n), s,
		                shown(s + start, n - start), s + start);
	digits = ++*i;
	v = parse_count(s, n, i);
	unit = *i;
	if (unit == digits)
		return crm_fail(r->e, CRM_USAGE, "'%.*s': a number is missing after '%c'", shown(s, n), s, s[start]);
	while (*i < n && ascii_alpha(s[*i]))
		++*i;
	step = find_step(s + unit, *i - unit);
	if (step == STEP_NONE)
		return crm_fail(r->e, CRM_USAGE, "'%.*s': '%.*s' needs one of the units d, w, wd, m, y", shown(s, n), s,
		                shown(s + start, *i - start), s + start);
	*day = add_steps(r, *day, s[start] == '-' ? -v : v, step);
	return CRM_OK;
}

static enum crm_status read_date(struct reading *r, const char *s, size_t n, int *day)
{
	size_t i;
	int d;
	enum crm_status status = base_day(r, s, n, &d, &i);

	while (status == CRM_OK && in_calendar(d) && i < n)
		status = add_offset(r, s, n, &i, &d);
	if (status)
		return status;
	if (!in_calendar(d))
		return crm_fail(r->e, CRM_USAGE, "'%.*s' is outside 0001-01-01..9999-12-31", shown(s, n), s);
	*day = d;
	return CRM_OK;
}

/* A year or a part of one: 2026, 2026-Q3, 2026-07, 2026-W14. */
struct part {
	int year;
	enum date_unit unit;
	int number; /* of the quarter, month or week; 1 for a year */
};

/* By form only: the numbers may be out of range. */
static bool has_part_form(const char *s, size_t n, struct part *p)
{
	if (n < 4)
		return false;
	*p = (struct part){ascii_number(s, 4), UNIT_YEAR, 1};
	if (n == 7 && s[4] == '-') {
		bool quarter = ascii_lower(s[5]) == 'q';
		p->unit = quarter ? UNIT_QUARTER : UNIT_MONTH;
		p->number = quarter ? ascii_number(s + 6, 1) : ascii_number(s + 5, 2);
	} else if (n == 8 && s[4] == '-' && ascii_lower(s[5]) == 'w') {
		p->unit = UNIT_WEEK;
		p->number = ascii_number(s + 6, 2);
	} else if (n != 4) {
		return false;
	}
	return p->year >= 0 && p->number >= 0;
}

/* Monday of a year's first ISO week, the one that holds 4 January. */
static int first_week(int year)
{
	return date_unit_start(date_from_civil(year, 1, 4), UNIT_WEEK);
}

static int clamp_end(int day)
{
	return day > DATE_MAX ? DATE_MAX : day;
}

static enum crm_status read_part(const struct reading *r, const char *s, size_t n, const struct part *part,
                                 struct period *p)
{
	static const signed char limits[] = {[UNIT_MONTH] = 12, [UNIT_QUARTER] = 4, [UNIT_YEAR] = 1};
	static const char *const names[] = {
	        [UNIT_WEEK] = "weeks", [UNIT_MONTH] = "months", [UNIT_QUARTER] = "quarters"};
	int limit, months;

	if (part->year < 1)
		return crm_fail(r->e, CRM_USAGE, "'%.*s' is not a period: years are 0001 to 9999", (int)n, s);
	limit = part->unit == UNIT_WEEK ? (first_week(part->year + 1) - first_week(part->year)) / 7
	                                : limits[part->unit];
	if (part->number < 1 || part->number > limit)
		return crm_fail(r->e, CRM_USAGE, "'%.*s' is not a period: %04d has %d %s", (int)n, s, part->year, limit,
		                names[part->unit]);
	if (part->unit == UNIT_WEEK) {
		p->from = first_week(part->year) + 7 * (part->number - 1);
	} else {
		months = 12 / limits[part->unit];
		p->from = date_from_civil(part->year, (part->number - 1) * months + 1, 1);
	}
	p->to = clamp_end(date_unit_next(p->from, part->unit) - 1);
	return CRM_OK;
}

/* start, the first day of a unit, moved by k units. |k| ≤ STEPS_MAX + 1 */
static int move_units(int start, enum date_unit unit, int k)
{
	static const signed char months[] = {[UNIT_MONTH] = 1, [UNIT_QUARTER] = 3, [UNIT_YEAR] = 12};

	if (unit == UNIT_DAY || unit == UNIT_WEEK)
		return start + (unit == UNIT_WEEK ? 7 * k : k);
	return date_add_months(start, months[unit] * k);
}

/* count whole units, the first one k units after today's. Only what lies in the calendar. */
static enum crm_status read_units(const struct reading *r, const char *s, size_t n, enum date_unit unit, int k,
                                  int count, struct period *p)
{
	int start = date_unit_start(r->today, unit);
	int from = move_units(start, unit, k), to = move_units(start, unit, k + count) - 1;

	if (from > DATE_MAX || to < DATE_MIN)
		return crm_fail(r->e, CRM_USAGE, "'%.*s' is outside 0001-01-01..9999-12-31", shown(s, n), s);
	p->from = from < DATE_MIN ? DATE_MIN : from;
	p->to = clamp_end(to);
	return CRM_OK;
}

static bool parse_unit(const char *s, size_t n, enum date_unit *unit)
{
	char name[16];

	if (n && ascii_lower(s[n - 1]) == 's')
		n--;
	if (n >= sizeof name || memchr(s, '\0', n))
		return false;
	memcpy(name, s, n);
	name[n] = '\0';
	return date_unit_parse(name, unit);
}

/* Whether s begins like last-N-UNITs or next-N-UNITs. */
static bool has_count(const char *s, size_t n)
{
	return n > 5 && (ascii_same(s, 5, "last-") || ascii_same(s, 5, "next-")) && ascii_digit(s[5]);
}

static enum crm_status read_counted(const struct reading *r, const char *s, size_t n, struct period *p)
{
	enum date_unit unit;
	size_t i = 5;
	int count = parse_count(s, n, &i);

	if (i == n || s[i] != '-' || !parse_unit(s + i + 1, n - i - 1, &unit))
		return crm_fail(r->e, CRM_USAGE,
		                "'%.*s' is not a period: the number wants -days, -weeks, -months, -quarters or -years",
		                shown(s, n), s);
	if (!count)
		return crm_fail(r->e, CRM_USAGE, "'%.*s' is not a period: it holds no day", shown(s, n), s);
	return read_units(r, s, n, unit, ascii_lower(s[0]) == 'l' ? -count : 1, count, p);
}

/* A period that is not A..B. */
static enum crm_status read_single(struct reading *r, const char *s, size_t n, struct period *p)
{
	struct part part;
	enum crm_status status;
	int w = find_word(s, n, 0);

	if (w == W_ALL) {
		*p = (struct period){DATE_MIN, DATE_MAX};
		return CRM_OK;
	}
	if (w == W_YTD) {
		*p = (struct period){date_unit_start(r->today, UNIT_YEAR), r->today};
		return CRM_OK;
	}
	if (w >= W_THIS && w < W_TODAY) {
		static const signed char first[] = {0, -1, 1};
		return read_units(r, s, n, (enum date_unit)((w - W_THIS) % UNITS), first[(w - W_THIS) / UNITS], 1, p);
	}
	if (has_count(s, n))
		return read_counted(r, s, n, p);
	if (has_part_form(s, n, &part))
		return read_part(r, s, n, &part, p);
	status = read_date(r, s, n, &p->from);
	p->to = p->from;
	return status;
}

/* Whether s is a period by its form, to say so where a date is wanted. */
static bool has_period_form(const char *s, size_t n)
{
	struct part part;
	int w = find_word(s, n, 0);

	return (w >= 0 && w < W_FIRST_DATE) || has_count(s, n) || has_part_form(s, n, &part) ||
	       (n && memmem(s, n, "..", 2));
}

bool date_counts_workdays(const char *s, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++)
		if (ascii_lower(s[i]) == 'w' && ascii_lower(s[i + 1]) == 'd')
			return true;
	return false;
}

bool date_is_month_end(const char *s, size_t n)
{
	struct reading r = {.first = W_FIRST_DATE};
	int day;

	return !read_date(&r, s, n, &day) && r.last;
}

enum crm_status date_parse_in(const char *s, size_t n, int today, struct calendar *cal, int *day, struct crm_error *e)
{
	struct reading r = {.today = today, .cal = cal, .first = W_FIRST_DATE, .e = e};

	if (has_period_form(s, n))
		return crm_fail(e, CRM_USAGE, "'%.*s' is a period: one day is needed here", shown(s, n), s);
	return read_date(&r, s, n, day);
}

enum crm_status date_parse(const char *s, size_t n, int today, int *day, struct crm_error *e)
{
	return date_parse_in(s, n, today, NULL, day, e);
}

enum crm_status period_parse_in(const char *s, size_t n, int today, struct calendar *cal, struct period *p,
                                struct crm_error *e)
{
	struct reading r = {.today = today, .cal = cal, .e = e};
	const char *dots = n ? memmem(s, n, "..", 2) : NULL;
	struct period a = {DATE_MIN, DATE_MAX}, b = {DATE_MIN, DATE_MAX};
	size_t left = dots ? (size_t)(dots - s) : n, right = dots ? n - left - 2 : 0;
	enum crm_status status = CRM_OK;

	if (dots && !left && !right)
		return crm_fail(e, CRM_USAGE,
		                "'..' is not a period: it has neither begin nor end; for all days write all");
	if (left || !dots)
		status = read_single(&r, s, left, &a);
	if (!status && right)
		status = read_single(&r, dots + 2, right, &b);
	if (status)
		return status;
	if (dots)
		a.to = b.to;
	if (a.from > a.to)
		return crm_fail(e, CRM_USAGE, "'%.*s' ends before it begins", shown(s, n), s);
	*p = a;
	return CRM_OK;
}

enum crm_status period_parse(const char *s, size_t n, int today, struct period *p, struct crm_error *e)
{
	return period_parse_in(s, n, today, NULL, p, e);
}
