/* person_name.c - a full name as one writes it, taken apart: title, given and family name.
 *
 * What isn't a name must not become a part of one: parts are sorted by, compared and put on cards.
 * Jr. and III tell father and son apart and stay with the family name; degrees (MBA) and remarks in
 * brackets are part of neither and stay in the full name as typed; Frau and Mr. are how to address
 * somebody, and are left out. */
#include "person_name.h"

#include "ascii.h"
#include "names.h"

static const char *const titles[] = {"dr.", "dr", "prof.", "prof", "professor", "prof.dr.", "univ.-prof.", "mag.",
	"mag.a", "mmag.", "ing.", "lic.", "rev.", NULL};
/* In capitals only: Di Maria is a family name. */
static const char *const short_titles[] = {"DI", "PD", NULL};
/* Some write them behind the name. */
static const char *const academic[] = {"dr.", "dr", "prof.", "prof", NULL};
static const char *const faculties[] = {"med.", "dent.", "vet.", "phil.", "jur.", "iur.", "rer.", "nat.", "pol.",
	"oec.", "soc.", "theol.", "univ.", "h.", "c.", "h.c.", "e.h.", "ing.", "habil.", "mult.", NULL};
static const char *const particles[] = {"von", "van", "vom", "zu", "zum", "zur", "und", "de", "del", "della", "der",
	"den", "ter", "ten", "di", "da", "dos", "das", "du", "la", "las", "los", "le", "af", "av", "y", "d'", "'t", "’t", NULL};
/* These are no names, however they are written; Van is a Vietnamese one. */
static const char *const sure_particles[] = {"von", "vom", "de", "del", "della", "der", "dos", NULL};
/* Nor are these behind a given name: Marine Le Pen. Before it La and Le are given names. */
static const char *const inner_particles[] = {"le", "la", "di", "da", "du", "st.", NULL};
/* They begin family names only where these stand first. */
static const char *const first_particles[] = {"st.", "saint", "san", "santa", "el", "al", "bin", "ben", "ibn", "abu",
	"mac", NULL};
static const char *const generations[] = {"jr.", "jr", "jnr", "jnr.", "sr.", "sr", "snr", "snr.", "jun.", "jun",
	"sen.", "ii", "iii", "iv", "ii.", "iii.", "iv.", "2nd", "3rd", "d.ä.", "d.j.", "d.Ä.", "d.J.", NULL};
static const char *const degrees[] = {"mba", "m.b.a.", "emba", "m.a.", "b.a.", "m.sc.", "b.sc.", "m.sc", "b.sc",
	"msc", "bsc", "m.eng.", "b.eng.", "beng", "meng", "ph.d.", "ph.d", "phd", "ll.m.", "ll.b.", "ll.m", "llm",
	"llb", "m.d.", "m.ed.", "b.ed.", "mph", "cpa", "cfa", "pmp", "dds", "esq.", "esq", "ret.", NULL};
static const char *const salutations[] = {"herr", "herrn", "hr.", "frau", "fr.", "fräulein", "mr", "mr.", "mrs",
	"mrs.", "ms", "ms.", "miss", "mister", "mme", "mme.", "madame", "monsieur", "mlle", "mlle.", "señor",
	"señora", "sra.", "signor", "signora", NULL};
/* What may stand behind a comma and is a place in a firm. */
static const char *const functions[] = {"einkauf", "verkauf", "vertrieb", "technik", "leitung", "leiter", "leiterin",
	"abteilung", "buchhaltung", "geschäftsführer", "geschäftsführerin", "geschäftsführung", "inhaber",
	"inhaberin", "sekretariat", "empfang", "zentrale", "lager", "versand", "produktion", "personal", "service",
	"support", "marketing", "sales", "purchasing", "accounting", "finance", "office", "it", "hr", "ceo", "cfo",
	"cto", "coo", "manager", "director", "head", "assistant", "assistent", "assistentin", "president", "achats",
	"ventes", NULL};
static const char *const births[] = {"geb.", "geborene", "geborener", "née", "né", NULL};

static bool any_of(const struct person_part *w, const char *const *list)
{
	while (*list && !ascii_same(w->s, w->n, *list))
		list++;
	return *list != NULL;
}

static bool exactly_one_of(const struct person_part *w, const char *const *list)
{
	while (*list && !(strlen(*list) == w->n && memcmp(w->s, *list, w->n) == 0))
		list++;
	return *list != NULL;
}

static struct person_part trim(const char *s, size_t n)
{
	while (n && *s == ' ')
		s++, n--;
	while (n && s[n - 1] == ' ')
		n--;
	return (struct person_part){s, n};
}

static char closing(char open) { return open == '(' ? ')' : open == '[' ? ']' : '\0'; }

/* Bytes of the bracket that p begins with, 0 = it begins with none, or it isn't closed. */
static size_t bracket(struct person_part p)
{
	const char *end = p.n && closing(*p.s) ? memchr(p.s, closing(*p.s), p.n) : NULL;

	return end ? (size_t)(end + 1 - p.s) : 0;
}

/* What stands in brackets is one word. */
static struct person_part first_word(struct person_part p)
{
	const char *blank = p.n ? memchr(p.s, ' ', p.n) : NULL;
	size_t whole = bracket(p);

	return (struct person_part){p.s, whole ? whole : blank ? (size_t)(blank - p.s) : p.n};
}

static struct person_part last_word(struct person_part p)
{
	size_t n = 0;

	while (n < p.n && p.s[p.n - 1 - n] != ' ')
		n++;
	return (struct person_part){p.s + p.n - n, n};
}

static struct person_part behind(struct person_part p, size_t n)
{
	return trim(p.s + n, p.n - n);
}

/* Between two parts of one text. */
static struct person_part span(const char *from, const char *to)
{
	return trim(from, (size_t)(to - from));
}

/* ---- what stands before a name ---- */

static bool lower_case(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') && s[i] != '.' && s[i] != '-')
			return false;
	return true;
}

/* Dipl.-Wirt.-Ing., Dr.rer.nat., Dr.-Ing. */
static bool is_title(struct person_part w)
{
	if (any_of(&w, titles) || exactly_one_of(&w, short_titles) || (w.n > 5 && ascii_same(w.s, 5, "dipl.")))
		return true;
	return w.n > 3 && ascii_same(w.s, 3, "dr.") && (lower_case(w.s + 3, w.n - 3) || w.s[3] == '-');
}

/* (FH), (Univ.) behind a degree */
static bool of_school(struct person_part w)
{
	return bracket(w) == w.n && w.n > 3 && w.n <= 8 && !memchr(w.s, ' ', w.n);
}

bool person_salutation(const char *s, size_t n)
{
	return any_of(&(struct person_part){s, n}, salutations);
}

static bool joins(struct person_part w)
{
	static const char *const words[] = {"und", "u.", "and", "&", "+", "et", NULL};

	return any_of(&w, words);
}

/* Salutations and titles at the front of *p; a name that is nothing else keeps them. Herr und Frau
 * Muster are two. */
static struct person_part take_title(struct person_part *p)
{
	struct person_part rest = *p, w = first_word(rest), title = {p->s, 0};

	while (w.n) {
		struct person_part next = first_word(behind(rest, w.n));
		bool address = person_salutation(w.s, w.n) && next.n && !joins(next);

		if (is_title(w) || (title.n && (any_of(&w, faculties) || of_school(w)))) {
			title.s = title.n ? title.s : w.s;
			title.n = (size_t)(w.s + w.n - title.s);
		} else if (!address || title.n) {
			break;
		}
		rest = behind(rest, w.n);
		w = first_word(rest);
	}
	if (!rest.n)
		title.n = 0;
	else
		*p = rest;
	return title;
}

/* ---- what stands behind one ---- */

static bool is_generation(struct person_part w) { return any_of(&w, generations); }

/* Md is a given name, MD none. */
static bool is_degree(struct person_part w)
{
	return any_of(&w, degrees) || any_of(&w, academic) || (w.n == 2 && memcmp(w.s, "MD", 2) == 0) ||
	       (w.n > 5 && ascii_same(w.s, 5, "dipl."));
}

static struct person_part without_comma(struct person_part p)
{
	while (p.n && (p.s[p.n - 1] == ',' || p.s[p.n - 1] == ' '))
		p.n--;
	return p;
}

static bool is_suffix(struct person_part w) { return is_generation(w) || is_degree(w); }

/* M. Sc., d. Ä.: a suffix written as two words, which b is the second of; n = 0: it isn't. */
static struct person_part two_words(struct person_part p, struct person_part b)
{
	struct person_part a = last_word(span(p.s, b.s));
	char both[16];

	if (!a.n || a.s == p.s || a.s[a.n - 1] != '.' || a.n + b.n > sizeof both)
		return (struct person_part){b.s, 0};
	memcpy(both, a.s, a.n);
	memcpy(both + a.n, b.s, b.n);
	if (!is_suffix((struct person_part){both, a.n + b.n}))
		return (struct person_part){b.s, 0};
	return (struct person_part){a.s, (size_t)(b.s + b.n - a.s)};
}

/* Without its dot it is a given name too, where one word is before it: Tanaka Jun, not Hans Muster
 * jun. */
static bool may_be_given(struct person_part p, struct person_part w)
{
	struct person_part before = span(p.s, w.s);

	return w.n == 3 && memcmp(w.s, "Jun", 3) == 0 && first_word(before).n == before.n;
}

/* The suffix that p ends with, n = 0: none. whole: p is a whole name, else its given names. */
static struct person_part last_suffix(struct person_part p, bool whole)
{
	struct person_part w = last_word(p = without_comma(p));

	if (whole && may_be_given(p, w))
		return (struct person_part){w.s, 0};
	return w.s > p.s && is_suffix(w) ? w : two_words(p, w);
}

static struct person_part suffixes(struct person_part all, bool whole)
{
	struct person_part p = all, w;

	while ((w = last_suffix(p, whole)).n)
		p.n = (size_t)(w.s - p.s);
	return without_comma(p).n ? behind(all, p.n) : (struct person_part){all.s, 0};
}

struct person_part person_suffix(const char *s, size_t n)
{
	return suffixes(trim(s, n), true);
}

bool person_generation(const char *s, size_t n)
{
	return is_generation((struct person_part){s, n});
}

/* Where words of generations that p begins with end: Jr., MBA. */
static size_t generation_length(struct person_part p)
{
	size_t end = 0;

	for (struct person_part w = first_word(p); w.n && is_generation(without_comma(w));
	     w = first_word(behind(p, end)))
		end = (size_t)(w.s + w.n - p.s);
	return end;
}

/* ---- the parts ---- */

static bool capital(struct person_part w) { return w.n && !(w.s[0] >= 'a' && w.s[0] <= 'z'); }

/* Capitals make it a name, unless another follows: De La, Van Der. */
static bool particle(struct person_part w, struct person_part next, bool first)
{
	if (!first && (any_of(&w, inner_particles) || (!capital(w) && any_of(&w, first_particles))))
		return true;
	return any_of(&w, particles) && (!capital(w) || any_of(&w, sure_particles) || any_of(&next, particles));
}

/* Bytes of the given name, with the blank behind it. */
static size_t given_length(struct person_part name)
{
	size_t last = name.n - last_word(name).n;
	struct person_part rest = name, w = first_word(rest);

	while (w.s < name.s + last && !particle(w, first_word(behind(rest, w.n)), w.s == name.s)) {
		rest = behind(rest, w.n);
		w = first_word(rest);
	}
	return w.s < name.s + last ? (size_t)(w.s - name.s) : last;
}

/* Append a word behind what is there; returns where it begins. */
static size_t add(struct strbuf *text, size_t from, struct person_part p)
{
	size_t at;

	if (p.n && text->len > from)
		sb_addc(text, ' ');
	at = text->len;
	sb_add(text, p.s, p.n);
	return at;
}

/* Given name, and family name with what tells generations apart. *text has room. */
static void take_parts(struct person_part p, struct strbuf *text, struct person_name *out)
{
	struct person_part suffix = person_suffix(p.s, p.n), base = suffix.n ? without_comma(span(p.s, suffix.s)) : p;
	size_t cut = base.n ? given_length(base) : 0, from = text->len;
	struct person_part generation = {suffix.s, generation_length(suffix)};

	out->given = trim(base.s, cut);
	out->family = behind(base, cut);
	out->degrees = behind(suffix, generation.n);
	if (!generation.n)
		return;
	add(text, from, out->family);
	add(text, from, without_comma(generation));
	out->family = (struct person_part){text->buf + from, text->len - from};
	sb_addc(text, ' ');
}

/* What stands behind a comma may be no given name: Erika Muster, MBA. */
static bool all_suffixes(struct person_part p)
{
	if (may_be_given(p, p))
		return false;
	for (struct person_part w; (w = first_word(p)).n; p = behind(p, first_word(p).n))
		if (w = without_comma(w), w.n && !is_generation(w) && !is_degree(w))
			return false;
	return true;
}

static bool all_titles(struct person_part p)
{
	struct person_part w = first_word(p);

	for (bool first = true; w.n; p = behind(p, w.n), w = first_word(p), first = false)
		if (!is_title(w) && (first || !any_of(&w, faculties)))
			return false;
	return true;
}

/* Letters, and what stands between them in names; 0,00 is no Mr Zero. */
static bool like_name(struct person_part p)
{
	bool letter = false;

	for (size_t i = 0; i < p.n; i++) {
		unsigned char c = (unsigned char)p.s[i];

		if (c < 0x80 && !ascii_alpha((char)c) && !memchr(" .-'", c, 4))
			return false;
		letter = letter || c >= 0x80 || ascii_alpha((char)c);
	}
	return letter;
}

static bool is_firm(struct person_part p)
{
	struct person_part w = last_word(p);
	char word[16];

	if (w.n >= sizeof word)
		return false;
	for (size_t i = 0; i < w.n; i++)
		word[i] = ascii_lower(w.s[i]);
	return name_is_legal_form(word, w.n);
}

/* A family name: one word, with a title and particles before it (von Berg, De La Cruz), or several
 * with capitals on both sides of the comma, unless they begin with a given name (Erika Muster,
 * Einkauf). */
static bool family_alone(struct person_part p, struct person_part given)
{
	struct person_part suffix = person_suffix(p.s, p.n), w = first_word(given), first;

	if (any_of(&w, functions))
		return false;
	if (suffix.n)
		p = without_comma(span(p.s, suffix.s));
	take_title(&p);
	first = w = first_word(p);
	while (w.n < p.n && (any_of(&w, particles) || any_of(&w, first_particles))) {
		p = behind(p, w.n);
		w = first_word(p);
	}
	return w.n == p.n || (capital(first) && capital(given) && !name_is_given(first.s, first.n) && !is_firm(p));
}

/* ---- texts made ---- */

/* FAMILY, GIVEN: *text has room for all of it. remarks: what stood in brackets. */
static void swapped(struct person_part family, struct person_part given, struct person_part remarks,
                    struct strbuf *text, struct person_name *out)
{
	struct person_part front = take_title(&family), title = take_title(&given), last, suffix, moved;
	size_t from = text->len, at, end, more;

	if (!out->title.n)
		out->title = front.n ? front : title;
	suffix = suffixes(given, false);
	if (suffix.n)
		given = without_comma(span(given.s, suffix.s));
	/* lists move the particles: Berg, Hans von */
	end = given.n;
	while ((last = last_word((struct person_part){given.s, end})).n && any_of(&last, particles) && !capital(last) &&
	       last.s > given.s)
		end = trim(given.s, end - last.n).n;
	moved = trim(given.s + end, given.n - end);
	at = add(text, from, (struct person_part){given.s, end});
	out->given = (struct person_part){text->buf + at, end};
	at = add(text, from, moved);
	if (moved.n)
		add(text, from, family);
	else
		at = add(text, from, family);
	more = generation_length(suffix);
	add(text, from, without_comma((struct person_part){suffix.s, more}));
	out->family = (struct person_part){text->buf + at, text->len - at};
	suffix = behind(suffix, more);
	at = add(text, from, suffix);
	out->degrees = (struct person_part){text->buf + at, suffix.n};
	add(text, from, remarks);
	out->name = (struct person_part){text->buf + from, text->len - from};
}

/* geb. Probe; - Einkauf: what follows is no name. */
static bool ends_name(struct person_part p)
{
	static const char *const marks[] = {"-", "–", "/", "|", NULL};
	struct person_part w = first_word(p), next = first_word(behind(p, w.n));

	return any_of(&w, births) || (any_of(&w, marks) && any_of(&next, functions));
}

/* The words of p that are no remark into *text; the others into *remarks, behind them. */
static struct person_part without_remarks(struct person_part p, struct strbuf *text, struct person_part *remarks)
{
	struct person_part rest = p, w;
	size_t from = text->len, n;

	for (w = first_word(rest); w.n && !ends_name(rest); rest = behind(rest, w.n), w = first_word(rest))
		if (!bracket(w))
			add(text, from, w);
	n = text->len - from;
	sb_addc(text, ' ');
	for (rest = p, w = first_word(rest); w.n && !ends_name(rest); rest = behind(rest, w.n), w = first_word(rest))
		if (bracket(w))
			add(text, from + n + 1, w);
	add(text, from + n + 1, rest);
	*remarks = trim(text->buf + from + n, text->len - from - n);
	sb_addc(text, ' ');
	return (struct person_part){text->buf + from, n};
}

/* ---- the whole ---- */

static void with_comma(struct person_part p, const char *at, struct person_part remarks, struct strbuf *text,
                       struct person_name *out)
{
	struct person_part left = span(p.s, at), right = behind(p, (size_t)(at + 1 - p.s)), given = right, suffix;
	bool spaced = at + 1 < p.s + p.n && at[1] == ' ';

	suffix = suffixes(right, false);
	if (suffix.n)
		given = without_comma(span(right.s, suffix.s));
	if (!left.n) {
		take_parts(p, text, out);
	} else if (right.n && all_titles(right) && family_alone(left, right)) {
		out->title = out->title.n ? out->title : right;
		out->name = left;
		take_parts(left, text, out);
	} else if (all_suffixes(right)) {
		take_parts(person_suffix(p.s, p.n).n ? p : left, text, out);
	} else if (spaced && like_name(left) && like_name(given) && family_alone(left, given)) {
		swapped(left, right, remarks, text, out);
	} else { /* letters behind the comma are part of neither name */
		take_parts(left, text, out);
	}
}

void person_name_split(const char *s, size_t n, struct strbuf *text, struct person_name *out)
{
	struct person_part all = trim(s, n), whole = all, clean, remarks = {NULL, 0};
	const char *at;

	*out = (struct person_name){0};
	sb_reset(text);
	sb_grow(text, 4 * n + 16);
	out->title = take_title(&all);
	out->name = all.n < whole.n || !all.n ? all : (struct person_part){s, n}; /* byte for byte */
	clean = without_remarks(all, text, &remarks);
	if (!remarks.n)
		clean = all;
	at = clean.n ? memchr(clean.s, ',', clean.n) : NULL;
	if (at)
		with_comma(clean, at, remarks, text, out);
	else
		take_parts(clean, text, out);
}
