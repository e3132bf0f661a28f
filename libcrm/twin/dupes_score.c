/* dupes_score.c - how sure it is that two records are one: what agrees and what doesn't, added up.
 *
 * The score is a pure function; its points stand in the pages, precision and recall on
 * tests/data/dupes are pinned by dupes.t. Namesakes in one postal code count by how many there are
 * of both. */
#include "../base/date.h"
#include "dupes.h"

#include "../base/similar.h"
#include "../store/table.h"

struct words { const char *s; size_t n; };

static struct words first_of(const struct twins *w, const struct twin *t)
{
	return (struct words){w->text.buf + t->text, t->nfirst};
}
static struct words second_of(const struct twins *w, const struct twin *t)
{
	return (struct words){w->text.buf + t->text + t->nfirst, t->nsecond};
}
static bool same(struct words a, struct words b) { return a.n == b.n && memcmp(a.s, b.s, a.n) == 0; }

static struct words next_word(struct words *rest)
{
	struct words word;

	while (rest->n && rest->s[0] == ' ')
		rest->s++, rest->n--;
	word = *rest;
	while (rest->n && rest->s[0] != ' ')
		rest->s++, rest->n--;
	word.n -= rest->n;
	return word;
}

/* ---- words that are alike ---- */

/* A slip of the pen: one edit from four letters on, two from nine on. Without blanks: Anna Lena,
 * Annalena. */
static bool near(struct words a, struct words b)
{
	char x[256], y[256];
	size_t nx = 0, ny = 0, shorter;
	int max;

	for (size_t i = 0; i < a.n; i++)
		if (a.s[i] != ' ')
			x[nx++] = a.s[i];
	for (size_t i = 0; i < b.n; i++)
		if (b.s[i] != ' ')
			y[ny++] = b.s[i];
	shorter = nx < ny ? nx : ny;
	max = shorter < 4 ? 0 : shorter < 9 ? 1 : 2;
	return similar_edits(x, nx, y, ny, max) <= max;
}

static bool has_word(struct words all, struct words word)
{
	struct words w;

	while ((w = next_word(&all)).n)
		if (same(w, word))
			return true;
	return false;
}

/* All words of one are words of the other, which has more. */
static bool part_of(struct words part, struct words all)
{
	struct words w;

	if (part.n >= all.n)
		return false;
	while ((w = next_word(&part)).n)
		if (!has_word(all, w))
			return false;
	return true;
}

/* The same sound and not too many letters apart: Meyer and Maier, Schmidt and Schmitt. */
static bool sounds(struct words a, struct words b)
{
	char x[33], y[33];
	size_t n = similar_sound(x, a.s, a.n);

	return n > 1 && similar_sound(y, b.s, b.n) == n && memcmp(x, y, n) == 0 &&
	       similar_winkler(a.s, a.n, b.s, b.n) >= 600;
}

/* ---- names of persons ---- */

#define GROUPS 8

static size_t groups(const struct twins *w, struct words name, short out[GROUPS])
{
	struct words word = next_word(&name);
	size_t n = given_names_groups(w->given, word.s, word.n, out, GROUPS);

	return n < GROUPS ? n : GROUPS;
}

/* 1: forms of one name, -1: two names, 0: one of them isn't known. */
static int nickname(const struct twins *w, struct words a, struct words b)
{
	short x[GROUPS], y[GROUPS];
	size_t nx = groups(w, a, x), ny = groups(w, b, y);

	for (size_t i = 0; i < nx; i++)
		for (size_t j = 0; j < ny; j++)
			if (x[i] == y[j])
				return 1;
	return nx && ny ? -1 : 0;
}

/* Every word of one is a letter with which the other's begins: E., E. M. */
static bool initials(struct words a, struct words b)
{
	struct words x, y;
	bool any = false;

	while ((x = next_word(&a)).n && (y = next_word(&b)).n) {
		if (x.s[0] != y.s[0] || (x.n > 1 && !same(x, y)))
			return false;
		any = any || x.n == 1;
	}
	return any && !x.n;
}

enum given { G_SAME, G_NICK, G_PART, G_INITIAL, G_MISSING, G_NEAR, G_OTHER };
enum family { F_SAME, F_PART, F_NEAR, F_MISSING, F_OTHER };

static enum given compare_given(const struct twins *w, struct words a, struct words b)
{
	int nick;

	if (!a.n || !b.n)
		return G_MISSING;
	if (same(a, b))
		return G_SAME;
	if (initials(a, b) || initials(b, a))
		return G_INITIAL;
	nick = nickname(w, a, b);
	if (part_of(a, b) || part_of(b, a))
		return G_PART;
	if (nick)
		return nick > 0 ? G_NICK : G_OTHER;
	return near(a, b) || sounds(a, b) ? G_NEAR : G_OTHER;
}

static enum family compare_family(struct words a, struct words b)
{
	if (!a.n || !b.n)
		return F_MISSING;
	if (same(a, b))
		return F_SAME;
	if (part_of(a, b) || part_of(b, a))
		return F_PART;
	return near(a, b) || sounds(a, b) ? F_NEAR : F_OTHER;
}

/* Points of a name by how its parts agree. */
static const signed char person_points[5][7] = {
	/*             same nick part init miss near other */
	[F_SAME]    = {  50,  45,  45,  42,  25,  44, -35},
	[F_PART]    = {  44,  40,  38,  34,  15,  36, -40},
	[F_NEAR]    = {  44,  40,  38,  30,  10,  34, -40},
	[F_MISSING] = {  25,  20,  20,   5,  15,  15, -35},
	[F_OTHER]   = {  12,   5,   5, -30,   0, -20, -40},
};

static int person_name(const struct twins *w, const struct twin *a, const struct twin *b, unsigned *r)
{
	static const unsigned given[] = {0, NICKNAME, PART_OF_NAME, INITIALS, 0, NEAR_NAME, OTHER_NAME};
	static const unsigned family[] = {0, PART_OF_NAME, NEAR_NAME, 0, 0};
	struct words ga = first_of(w, a), gb = first_of(w, b), fa = second_of(w, a), fb = second_of(w, b);
	enum given g = compare_given(w, ga, gb);
	enum family f = compare_family(fa, fb);

	if (g == G_OTHER && f == F_OTHER && same(ga, fb) && same(gb, fa)) {
		*r |= TRANSPOSED;
		return 48;
	}
	if (g == G_SAME && f == F_SAME)
		*r |= SAME_NAME;
	else if (f == F_OTHER)
		*r |= g == G_SAME ? SAME_GIVEN : OTHER_NAME;
	else
		*r |= given[g] | (g == G_OTHER ? 0 : family[f]);
	return person_points[f][g];
}

/* ---- what both kinds have ---- */

/* A reason counts its points. */
static int counts(bool yes, unsigned reason, int points, unsigned *r)
{
	if (!yes)
		return 0;
	*r |= reason;
	return points;
}

static bool share(const uint64_t *a, size_t na, const uint64_t *b, size_t nb, bool shared)
{
	for (size_t i = 0; i < na; i++)
		for (size_t j = 0; j < nb; j++)
			if (a[i] == b[j] && (a[i] & MARK_SHARED) == shared)
				return true;
	return false;
}

/* What many have says little. */
static int addresses(const struct twins *w, const struct twin *a, const struct twin *b, int email, int phone,
                     unsigned *r)
{
	const uint64_t *x = w->mark + a->marks, *y = w->mark + b->marks;
	int points = counts(share(x, a->nmail, y, b->nmail, false), SAME_EMAIL, email, r);

	if (!points)
		points = counts(share(x, a->nmail, y, b->nmail, true), SHARED_EMAIL, 10, r);
	x += a->nmail;
	y += b->nmail;
	if (share(x, a->nphone, y, b->nphone, false))
		return points + counts(true, SAME_PHONE, phone, r);
	return points + counts(share(x, a->nphone, y, b->nphone, true), SHARED_PHONE, 10, r);
}

static bool both(uint32_t a, uint32_t b) { return a && a == b; }
static bool differ(uint32_t a, uint32_t b) { return a && b && a != b; }

/* More than one namesake in ten such places is to be expected. */
static bool by_chance(const struct twins *w, const struct twin *a, const struct twin *b)
{
	uint64_t names = a->namesakes > b->namesakes ? a->namesakes : b->namesakes;

	return names > 1 && (names - 1) * a->neighbours * 10 > w->n;
}

static int places(const struct twins *w, const struct twin *a, const struct twin *b, unsigned *r)
{
	int points = counts(differ(a->country, b->country), OTHER_COUNTRY, -15, r);

	if (both(a->street, b->street) && (both(a->postal, b->postal) || both(a->city, b->city)))
		return points + counts(true, SAME_ADDRESS, 25, r);
	if (both(a->postal, b->postal))
		return points + counts(true, SAME_POSTAL, by_chance(w, a, b) ? 5 : 15, r);
	return points + counts(both(a->city, b->city), SAME_CITY, 8, r);
}

/* Of one of them the year may not be known. */
static bool same_birthday(int32_t a, int32_t b)
{
	return a == b || ((date_yearless(a) || date_yearless(b)) && date_place(a) == date_place(b));
}

/* ---- persons ---- */

static int score_person(const struct twins *w, const struct twin *a, const struct twin *b, unsigned *r)
{
	int points = addresses(w, a, b, 50, 30, r), name;

	name = (a->nfirst || a->nsecond) && (b->nfirst || b->nsecond) ? person_name(w, a, b, r) : 20;
	points += name + places(w, a, b, r);
	/* two of one name in a town, nobody else has it, and no two addresses speak against it */
	if ((*r & (SAME_NAME | SAME_CITY)) == (SAME_NAME | SAME_CITY) && a->namesakes <= 2 && b->namesakes <= 2 &&
	    (!(a->nmail && b->nmail) || *r & SAME_EMAIL))
		points += 2;
	if (a->company && b->company)
		points += a->company == b->company ? counts(true, SAME_COMPANY, 20, r)
		                                   : counts(true, OTHER_COMPANY, -15, r);
	if (a->born != INT32_MIN && b->born != INT32_MIN)
		points += same_birthday(a->born, b->born) ? counts(true, SAME_BIRTHDAY, 30, r)
		                             : counts(true, OTHER_BIRTHDAY, -45, r);
	return points;
}

/* ---- companies ---- */

static bool abbreviates(struct words a, struct words b)
{
	struct words w;
	size_t n = 0;

	while ((w = next_word(&b)).n) {
		if (n >= a.n || a.s[n] != w.s[0])
			return false;
		n++;
	}
	return n > 1 && n == a.n;
}

static bool same_words(struct words a, struct words b)
{
	struct words rest = a, w;

	if (a.n != b.n)
		return false;
	while ((w = next_word(&rest)).n)
		if (!has_word(b, w))
			return false;
	return true;
}

static int company_name(const struct twins *w, const struct twin *a, const struct twin *b, unsigned *r)
{
	struct words x = first_of(w, a), y = first_of(w, b), lx = second_of(w, a), ly = second_of(w, b);

	if (!x.n || !y.n)
		return 0;
	if (same(x, y))
		return same(lx, ly) ? counts(true, SAME_NAME, 55, r)
		                    : counts(true, LEGAL_FORM, lx.n && ly.n ? 45 : 52, r);
	if (same_words(x, y))
		return counts(true, TRANSPOSED, 48, r);
	if (near(x, y) || sounds(x, y))
		return counts(true, NEAR_NAME, 45, r);
	if (abbreviates(x, y) || abbreviates(y, x))
		return counts(true, INITIALS, 30, r);
	if (part_of(x, y) || part_of(y, x))
		return counts(true, PART_OF_NAME, 30, r);
	return counts(true, OTHER_NAME, -15, r);
}

static int score_company(const struct twins *w, const struct twin *a, const struct twin *b, unsigned *r)
{
	int points = addresses(w, a, b, 25, 25, r) + company_name(w, a, b, r) + places(w, a, b, r);

	points += counts(both(a->vat, b->vat), SAME_VAT, 75, r) + counts(differ(a->vat, b->vat), OTHER_VAT, -60, r);
	points += counts(both(a->site, b->site), SAME_WEBSITE, 35, r);
	if (!both(a->site, b->site) && !(*r & (SAME_EMAIL | SHARED_EMAIL)))
		points += counts(both(a->mailhost, b->mailhost) || both(a->mailhost, b->site) ||
		                         both(a->site, b->mailhost),
		                 SAME_DOMAIN, 25, r);
	/* a firm has one seat, unless it moved; where one isn't known nothing speaks against it */
	points += counts(differ(a->city, b->city), OTHER_CITY,
	                 *r & (SAME_PHONE | SAME_WEBSITE | SAME_EMAIL | SAME_VAT) ? -10 : -25, r);
	if (*r & SAME_NAME && !(a->city && b->city))
		points += 5;
	return points + counts(a->company == b->id || b->company == a->id, RELATED, -50, r);
}

int dupes_score(const struct twins *w, const struct twin *a, const struct twin *b, unsigned *reasons)
{
	int points;

	*reasons = 0;
	points = w->kind == KIND_CONTACT ? score_person(w, a, b, reasons) : score_company(w, a, b, reasons);
	return points < 0 ? 0 : points > 100 ? 100 : points;
}

void dupes_reasons(struct strbuf *out, unsigned reasons)
{
	static const char *const words[] = {
	        "same-email",       "shared-email",  "same-phone", "shared-phone",   "same-name",     "legal-form",
	        "transposed",       "nickname",      "initials",   "part-of-name",   "near-name",     "same-given",
	        "same-birthday",    "same-company",  "same-vat",   "same-website",   "same-domain",   "same-address",
	        "same-postal-code", "same-city",     "other-name", "other-birthday", "other-company", "other-vat",
	        "other-city",       "other-country", "parent"};
	bool any = false;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (reasons >> i & 1) {
			sb_printf(out, "%s%s", any ? "," : "", words[i]);
			any = true;
		}
}
