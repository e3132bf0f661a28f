/* card_name.c - N of a vCard: family and given name, title, suffixes.
 *
 * What tells generations apart (Jr., III) stands behind the family name of a contact; degrees (MBA)
 * stand in its full name only. N has a component for both. A card whose full name doesn't say them
 * keeps its line of N, which is given back as long as nothing contradicts it. */
#include "person.h"

#include "../base/person_name.h"

const char *card_title(const char *s)
{
	for (size_t n; (n = strcspn(s, " ")) && person_salutation(s, n);)
		s += n + strspn(s + n, " ");
	return s;
}

/* ---- suffixes: words, blanks or commas between them ---- */

struct suffixes { const char *s, *end; };

static struct suffixes suffixes(const char *s, size_t n) { return (struct suffixes){s, s + n}; }

/* n = 0: there are no more. */
static struct person_part next(struct suffixes *x)
{
	struct person_part w;

	while (x->s < x->end && (*x->s == ' ' || *x->s == ','))
		x->s++;
	for (w = (struct person_part){x->s, 0}; x->s < x->end && *x->s != ' ' && *x->s != ','; x->s++)
		w.n++;
	return w;
}

static bool holds(struct suffixes x, struct person_part word)
{
	for (struct person_part w; (w = next(&x)).n;)
		if (w.n == word.n && memcmp(w.s, word.s, w.n) == 0)
			return true;
	return false;
}

static bool all_in(struct suffixes x, struct suffixes of)
{
	for (struct person_part w; (w = next(&x)).n;)
		if (!holds(of, w))
			return false;
	return true;
}

static struct suffixes of_family(const char *family)
{
	struct person_part p = person_suffix(family, strlen(family));

	return suffixes(p.s, p.n);
}

/* Bytes of a family name without its suffix. */
static size_t base_length(const char *family)
{
	struct person_part p = person_suffix(family, strlen(family));
	size_t n = p.n ? (size_t)(p.s - family) : strlen(family);

	while (n && (family[n - 1] == ' ' || family[n - 1] == ','))
		n--;
	return n;
}

/* ---- N ---- */

const char *card_degrees(struct arena *a, const char *name)
{
	struct strbuf text = STRBUF_INIT;
	struct person_name p;
	const char *out;

	person_name_split(name, strlen(name), &text, &p);
	out = arena_strndup(a, p.degrees.s, p.degrees.n);
	sb_release(&text);
	return out;
}

void card_suffix(struct arena *a, const char *name, const char *part[CARD_PARTS])
{
	struct suffixes x = suffixes(part[CARD_SUFFIX], strlen(part[CARD_SUFFIX]));
	struct strbuf text = STRBUF_INIT;
	struct person_name p = {.family = {"", 0}};
	bool has = of_family(part[0]).s < of_family(part[0]).end;

	if (name)
		person_name_split(name, strlen(name), &text, &p);
	for (struct person_part w; *part[0] && !has && (w = next(&x)).n;)
		if (person_generation(w.s, w.n) && (!name || holds(suffixes(p.family.s, p.family.n), w)))
			part[0] = arena_printf(a, "%s %.*s", part[0], (int)w.n, w.s);
	part[CARD_SUFFIX] = arena_strndup(a, p.degrees.s, p.degrees.n);
	sb_release(&text);
}

/* Several are separated by commas. */
static void put(struct strbuf *out, struct suffixes x, bool *any)
{
	for (struct person_part w; (w = next(&x)).n; *any = true) {
		sb_adds(out, *any ? "," : "");
		vcard_escape(out, w.s, w.n);
	}
}

void card_name_line(struct strbuf *out, const char *const part[CARD_PARTS])
{
	bool any = false;

	sb_addc(out, ':');
	vcard_escape(out, part[0], base_length(part[0]));
	sb_addc(out, ';');
	vcard_escape(out, part[1], strlen(part[1]));
	sb_adds(out, ";;");
	vcard_escape(out, part[2], strlen(part[2]));
	sb_addc(out, ';');
	put(out, of_family(part[0]), &any);
	put(out, suffixes(part[CARD_SUFFIX], strlen(part[CARD_SUFFIX])), &any);
}

bool card_same_name(const char *const line[CARD_PARTS], const char *const part[CARD_PARTS])
{
	struct strbuf all = STRBUF_INIT;
	struct suffixes theirs;
	size_t n = base_length(part[0]);
	bool same = n == base_length(line[0]) && memcmp(line[0], part[0], n) == 0 && strcmp(line[1], part[1]) == 0 &&
	            strcmp(line[2], part[2]) == 0;

	sb_printf(&all, "%s,%s", line[0] + base_length(line[0]), line[CARD_SUFFIX]);
	theirs = suffixes(all.buf, all.len);
	same = same && all_in(of_family(part[0]), theirs) &&
	       all_in(suffixes(part[CARD_SUFFIX], strlen(part[CARD_SUFFIX])), theirs);
	sb_release(&all);
	return same;
}
