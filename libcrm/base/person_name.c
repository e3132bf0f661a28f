/* person_name.c - a full name as one writes it, taken apart: title, given and family name. */
#include "person_name.h"

#include "ascii.h"

static const char *const titles[] = {"dr.", "dr", "dr.-ing.", "prof.", "prof", "professor", "univ.-prof.", "dipl.-ing.", "dipl.-kfm.",
	"dipl.-kffr.", "mag.", "pd", "ing.", NULL};
static const char *const faculties[] = {"med.", "dent.", "vet.", "phil.", "jur.", "iur.", "rer.", "nat.", "pol.", "oec.", "soc.", "theol.",
	"h.", "c.", "h.c.", "e.h.",
	"habil.", "mult.", NULL};
static const char *const particles[] = {"von", "van", "vom", "zu", "zum", "zur", "und", "de", "del", "della", "der", "den", "ter", "ten",
	"di", "da", "dos", "das", "du", "la",
	"le", "af", "av", NULL};
static const char *const suffixes[] = {"jr.", "jr", "sr.", "sr", "jun.", "sen.", "ii", "iii", "iv", "mba", "m.a.", "b.a.", "m.sc.", "b.sc.",
	"ph.d.", "phd", "ll.m.", "md",
	"m.d.", "esq.", NULL};

static bool any_of(const struct person_part *w, const char *const *list)
{
	while (*list && !ascii_same(w->s, w->n, *list))
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

static struct person_part first_word(struct person_part p)
{
	const char *blank = p.n ? memchr(p.s, ' ', p.n) : NULL;

	return (struct person_part){p.s, blank ? (size_t)(blank - p.s) : p.n};
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

/* Titles at the front of *p; a name that is nothing else keeps them. */
static struct person_part take_title(struct person_part *p)
{
	struct person_part rest = *p, w = first_word(rest), title = {p->s, 0};

	while (w.n && (any_of(&w, titles) || (title.n && any_of(&w, faculties)))) {
		title.n = (size_t)(w.s + w.n - p->s);
		rest = behind(rest, w.n);
		w = first_word(rest);
	}
	if (!rest.n)
		title.n = 0;
	if (title.n)
		*p = rest;
	return title;
}

/* Capitals make it a name: Van is a Vietnamese one. */
static bool particle(struct person_part w)
{
	return w.n && w.s[0] >= 'a' && w.s[0] <= 'z' && any_of(&w, particles);
}

/* Bytes of the given name, with the blank behind it. */
static size_t given_length(struct person_part name)
{
	size_t last = name.n - last_word(name).n;
	struct person_part rest = name, w = first_word(rest);

	while (w.s < name.s + last && !particle(w)) {
		rest = behind(rest, w.n);
		w = first_word(rest);
	}
	return w.s < name.s + last ? (size_t)(w.s - name.s) : last;
}

/* What stands behind a comma may be no given name: Erika Muster, MBA. */
static bool all_suffixes(struct person_part p)
{
	for (struct person_part w = first_word(p); w.n; p = behind(p, w.n), w = first_word(p))
		if (!any_of(&w, suffixes))
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

/* One word, with a title and particles before it: von Berg. */
static bool family_alone(struct person_part p)
{
	struct person_part w;

	take_title(&p);
	while ((w = first_word(p)).n < p.n && particle(w))
		p = behind(p, w.n);
	return first_word(p).n == p.n;
}

static void comma(struct person_part family, struct person_part given, struct strbuf *text, struct person_name *out)
{
	struct person_part front = take_title(&family), title = take_title(&given), w;
	size_t end = given.n;

	out->title = front.n ? front : title;
	/* lists move the particles: Berg, Hans von */
	while ((w = last_word((struct person_part){given.s, end})).n && particle(w) && w.s > given.s)
		end = trim(given.s, end - w.n).n;
	sb_reset(text);
	sb_grow(text, family.n + given.n + 2);
	sb_add(text, given.s, end);
	sb_addc(text, ' ');
	if (end < given.n) {
		w = trim(given.s + end, given.n - end);
		sb_add(text, w.s, w.n);
		sb_addc(text, ' ');
	}
	sb_add(text, family.s, family.n);
	out->name = (struct person_part){text->buf, text->len};
	out->given = (struct person_part){text->buf, end};
	out->family = (struct person_part){text->buf + end + 1, text->len - end - 1};
}

void person_name_split(const char *s, size_t n, struct strbuf *text, struct person_name *out)
{
	struct person_part all = trim(s, n), left = all, right = {NULL, 0};
	const char *at = all.n ? memchr(all.s, ',', all.n) : NULL;
	size_t cut;

	*out = (struct person_name){0};
	if (at) {
		left = trim(all.s, (size_t)(at - all.s));
		right = trim(at + 1, (size_t)(all.s + all.n - at - 1));
	}
	if (left.n && right.n && at[1] == ' ' && like_name(left) && like_name(right) && family_alone(left) &&
	    !all_suffixes(right)) {
		comma(left, right, text, out);
		return;
	}
	out->title = take_title(&all);
	out->name = out->title.n || !all.n ? all : (struct person_part){s, n}; /* byte for byte */
	/* letters behind the comma are part of neither name */
	left = at && at > all.s ? trim(all.s, (size_t)(at - all.s)) : all;
	cut = left.n ? given_length(left) : 0;
	out->given = trim(left.s, cut);
	out->family = behind(left, cut);
}
