/* lead_title.c - the title of an inquiry: what its message begins with behind the greeting.
 *
 * A title tells leads apart in a list; "Sehr geehrte Damen und Herren," tells nothing. What may be
 * left out is what can only be a greeting: its words, and behind them names up to a comma, a mark
 * or the end of the line. */
#include "lead_inquiry.h"

#include "../base/ascii.h"
#include "../base/person_name.h"
#include "../base/utf8.h"

#define TITLE_COLUMNS 60
#define NAMES_MAX 8 /* words behind a greeting: Herr Prof. Dr. Dr. h.c. Muster */

/* Longer ones before those they begin with. Beyond ASCII as they are written. */
static const char *const greetings[] = {"sehr geehrte", "sehr geehrter", "sehr geehrtes", "sehr verehrte",
	"sehr verehrter", "geehrte", "geehrter", "guten tag", "guten morgen", "guten abend", "gute tag",
	"schönen guten tag", "grüß gott", "grüss gott", "grüezi", "hallo", "hallöchen", "hello", "hey", "hi",
	"moin moin", "moin", "servus", "salü", "liebe", "lieber", "liebes", "werte", "werter", "dear", "good morning",
	"good afternoon", "good evening", "good day", "greetings", "to whom it may concern", "bonjour", "bonsoir",
	"salut", "madame", "monsieur", "mesdames", "messieurs", "chère", "cher", "chères", "chers", "buongiorno",
	"hola", NULL};
/* Of these the ones that are none without a name: Liebe auf den ersten Blick. */
static const char *const calls[] = {"sehr geehrte", "sehr geehrter", "sehr geehrtes", "sehr verehrte",
	"sehr verehrter", "geehrte", "geehrter", "liebe", "lieber", "liebes", "werte", "werter", "dear", "chère",
	"cher", "chères", "chers", NULL};
/* Words of greetings that are no names. */
static const char *const others[] = {"damen", "herren", "und", "and", "or", "&", "et", "zusammen", "team", "alle",
	"all", "allerseits", "there", "everyone", "everybody", "liebe", "lieber", "liebes", "ihr", "lieben", "sir",
	"madam", "sirs", "sir/madam", "madame", "monsieur", "mesdames", "messieurs", "tous", "toutes", "miteinander",
	"dame", "geehrte", "geehrter", "geehrten", "von", "van", "de", "der", "den", "zu", "h.c.", "med.", "rer.",
	"nat.", "an", "das", "ladies", "gentlemen", NULL};
/* Behind a greeting without a comma these are the first words of whom it is to. */
static const char *const whom[] = {"damen", "zusammen", "sir", "madam", "there", "everyone", "everybody", "all",
	"team", NULL};

static bool any_of(const char *const *list, const char *s, size_t n)
{
	while (*list && !ascii_same(s, n, *list))
		list++;
	return *list != NULL;
}

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
static bool is_mark(char c) { return c == ',' || c == '!' || c == ':' || c == ';'; }
static bool ends_line(const char *s, const char *end) { return s == end || *s == '\n'; }

static const char *skip(const char *s, const char *end)
{
	while (s < end && is_blank(*s))
		s++;
	return s;
}

static size_t word_length(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && s[n] != '\n' && !is_blank(s[n]) && !is_mark(s[n]))
		n++;
	return n;
}

/* Where the words of a greeting that s begins with end, NULL = it begins with none. */
static const char *greeting(const char *s, const char *end)
{
	const char *best = NULL;

	for (size_t i = 0; greetings[i]; i++) {
		size_t n = strlen(greetings[i]);

		if ((size_t)(end - s) < n || !ascii_same(s, n, greetings[i]))
			continue;
		if (s + n < end && !is_blank(s[n]) && !is_mark(s[n]) && s[n] != '\n' && s[n] != '.')
			continue;
		if (!best || s + n > best)
			best = s + n;
	}
	return best;
}

static bool like_name(const char *s, size_t n)
{
	return any_of(others, s, n) || person_salutation(s, n) || !(s[0] >= 'a' && s[0] <= 'z');
}

/* Names up to a mark or the end of the line; NULL = something else comes before. */
static const char *names(const char *s, const char *end)
{
	for (int i = 0; i <= NAMES_MAX; i++) {
		size_t n = word_length(s = skip(s, end), end);

		if (!n)
			return s;
		if (!like_name(s, n))
			return NULL;
		s += n;
	}
	return NULL;
}

/* Of names without a mark behind them as many words as are surely of the greeting. */
static const char *whom_words(const char *s, const char *end)
{
	size_t n = word_length(s = skip(s, end), end);

	if (!any_of(whom, s, n) && !person_salutation(s, n))
		return s;
	while (n && like_name(s, n))
		n = word_length(s = skip(s + n, end), end);
	return s;
}

/* What comes after the greetings that s begins with; s: there is none. */
static const char *behind_greetings(const char *s, const char *end)
{
	for (bool greeted = false;;) {
		const char *from = s, *to;

		while (from < end && (is_blank(*from) || *from == '\n'))
			from++;
		to = greeting(from, end);
		/* Hallo, Herr Muster, … */
		if (!to && greeted && person_salutation(from, word_length(from, end)))
			to = names(from, end) ? from : NULL;
		if (!to)
			return greeted ? from : s;
		if (!names(to, end) && any_of(calls, from, (size_t)(to - from)) && whom_words(to, end) == skip(to, end))
			return greeted ? from : s;
		greeted = true;
		if (to < end && *to == '.') {
			s = to + 1;
			continue;
		}
		s = names(to, end);
		if (!s)
			return whom_words(to, end);
		while (s < end && (is_mark(*s) || is_blank(*s)))
			s++;
	}
}

struct lead_text inquiry_title(struct inquiry *q)
{
	struct strbuf *b = &q->in->title;
	const char *s = q->message.n ? q->message.s : "", *end = s + q->message.n, *from = behind_greetings(s, end);
	size_t n = 0, clip;

	if (from == end)
		from = s;
	while (!ends_line(from + n, end))
		n++;
	sb_reset(b);
	while (n && from[n - 1] == '\r')
		n--;
	clip = utf8_clip(from, n, TITLE_COLUMNS);
	if (clip < n) {
		size_t word = clip;

		while (word && from[word] != ' ')
			word--;
		clip = word > clip / 2 ? word : clip;
	}
	sb_add(b, from, clip);
	if (clip < n)
		sb_adds(b, " …");
	if (!b->len)
		sb_add(b, q->who.name.s, q->who.name.n);
	if (!q->message.n && q->who.company_name.n)
		sb_printf(b, "%s%.*s", b->len ? ", " : "", (int)q->who.company_name.n, q->who.company_name.s);
	if (!b->len)
		sb_add(b, q->who.email.s, q->who.email.n);
	if (!b->len)
		sb_add(b, q->who.phone.s, q->who.phone.n);
	return (struct lead_text){b->buf, b->len};
}
