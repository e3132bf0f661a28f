/* card.c - what the properties of a vCard are in a contact, and the lines a contact's fields
 * make. */
#include "person.h"
#include "../base/money.h"

#include <strings.h>
#include "../base/ascii.h"
#include "../base/utf8.h"

/* clang-format off */
const char *const person_fields[PERSON_FIELDS] = {
	[P_NAME] = "name", [P_FAMILY] = "family", [P_GIVEN] = "given", [P_TITLE] = "title", [P_ROLE] = "role", [P_COMPANY] = "company",
	[P_BIRTHDAY] = "birthday", [P_LANGUAGE] = "language", [P_NOTES] = "notes", [P_STREET] = "street", [P_POSTAL_CODE] = "postal_code",
	[P_CITY] = "city", [P_REGION] = "region", [P_COUNTRY] = "country"};

const struct card_map card_maps[] = {
	{"FN", {P_NAME}, 1}, {"N", {P_FAMILY, P_GIVEN, P_TITLE}, 3}, {"ORG", {P_COMPANY}, 1}, {"TITLE", {P_ROLE}, 1}, {"ROLE", {P_ROLE}, 1},
	{"ADR", {P_STREET, P_POSTAL_CODE, P_CITY, P_REGION, P_COUNTRY}, 5}, {"BDAY", {P_BIRTHDAY}, 1}, {"LANG", {P_LANGUAGE}, 1},
		{"NOTE", {P_NOTES}, 1},
	{.name = NULL}};
/* clang-format on */

const struct card_map *card_map(const char *name)
{
	for (const struct card_map *m = card_maps; m->name; m++)
		if (strcmp(m->name, name) == 0)
			return m;
	return NULL;
}

/* ---- texts ---- */

char *card_lines(struct arena *a, const char *s, size_t n)
{
	utf8_trim(&s, &n);
	return arena_strndup(a, s, n);
}

char *card_clean(struct arena *a, const char *s, size_t n)
{
	char *out = card_lines(a, s, n);

	for (char *p = out; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	return out;
}

static const char *text(struct arena *a, const char *s, size_t n, bool lines)
{
	struct strbuf b = STRBUF_INIT;
	const char *out;

	vcard_text(&b, s, n);
	out = lines ? card_lines(a, b.buf, b.len) : card_clean(a, b.buf, b.len);
	sb_release(&b);
	return out;
}

/* ---- countries ---- */

const char *card_country(const char *s, size_t n)
{
	const struct country *found = country_parse(s, n);

	return found ? found->code : NULL;
}

static const char *country_name(const char *code)
{
	const struct country *found = country_parse(code, strlen(code));

	return found ? found->name : code;
}

/* ---- dates ---- */

/* 230000Z is written 23:00:00Z. */
static void extend_clock(char out[CARD_DATE], const char *s)
{
	if (strspn(s, "0123456789") >= 6)
		snprintf(out, CARD_DATE, "%.2s:%.2s:%s", s, s + 2, s + 4);
	else
		snprintf(out, CARD_DATE, "%s", s);
}

bool card_date(const char *s, char out[CARD_DATE])
{
	size_t n = strcspn(s, "Tt ");
	char iso[11], clock[CARD_DATE];
	struct date_written w;
	int day;

	if (date_parse_yearless(s, n, &day) && s[0] == '-') {
		date_format_yearless(out, day);
		return true;
	}
	if (n == 8)
		snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	else if (n == 10)
		snprintf(iso, sizeof iso, "%.10s", s);
	else
		return false;
	if (strncmp(iso, "1604", 4) == 0) { /* it stands for no year */
		snprintf(out, CARD_DATE, "-%.6s", iso + 4);
		return date_parse_iso(iso, 10, &day);
	}
	extend_clock(clock, s + n + (s[n] != '\0'));
	if (snprintf(out, CARD_DATE, "%s%s%s", iso, *clock ? "T" : "", clock) >= CARD_DATE ||
	    !date_parse_written(out, strlen(out), DATE_ISO, &w))
		return false;
	if (!w.zoned)
		date_format(out, w.day);
	return true;
}

/* ---- properties ---- */

static size_t components(struct arena *a, const char *value, const char *out[], size_t most, bool lines)
{
	const char *p = value, *part;
	size_t n = 0, len;

	for (size_t i = 0; i < most; i++)
		out[i] = "";
	while (n < most && vcard_part(&p, ';', &part, &len))
		out[n++] = text(a, part, len, lines);
	return n;
}

static void read_address(struct arena *a, const char *value, const char *part[CARD_PARTS])
{
	enum { BOX, EXTENDED, STREET, CITY, REGION, CODE, COUNTRY, ALL };
	const char *c[ALL], *code;

	components(a, value, c, ALL, true);
	code = card_country(c[COUNTRY], strlen(c[COUNTRY]));
	part[0] = *c[STREET] ? c[STREET] : *c[EXTENDED] ? c[EXTENDED] : c[BOX];
	part[1] = c[CODE];
	part[2] = c[CITY];
	part[3] = c[REGION];
	part[4] = code ? arena_strdup(a, code) : "";
}

bool card_read(struct arena *a, const struct card_map *m, const struct vcard_property *p, const char *part[CARD_PARTS])
{
	const char *c[5];
	char day[CARD_DATE];
	bool any = false;

	for (size_t i = 0; i < CARD_PARTS; i++)
		part[i] = "";
	if (p->base64)
		return false;
	if (strcmp(m->name, "ADR") == 0) {
		read_address(a, p->value, part);
	} else if (strcmp(m->name, "N") == 0) {
		components(a, p->value, c, 5, false);
		part[0] = c[0];
		part[1] = c[1];
		part[2] = card_title(c[3]);
		part[CARD_SUFFIX] = c[4];
	} else if (strcmp(m->name, "ORG") == 0) {
		components(a, p->value, part, 1, false);
	} else if (strcmp(m->name, "BDAY") == 0) {
		part[0] = !vcard_has(p, "VALUE", "text") && card_date(p->value, day) ? arena_strdup(a, day) : "";
	} else {
		part[0] = text(a, p->value, strlen(p->value), strcmp(m->name, "NOTE") == 0);
	}
	for (size_t i = 0; i < m->n; i++)
		any = any || *part[i];
	return any;
}

static void escaped(struct strbuf *out, const char *s)
{
	vcard_escape(out, s, strlen(s));
}

void card_line(struct strbuf *out, const struct card_map *m, const char *const part[CARD_PARTS])
{
	sb_adds(out, m->name);
	if (strcmp(m->name, "ADR") == 0) {
		static const int order[] = {0, 2, 3, 1};

		sb_adds(out, ";TYPE=work:;");
		for (size_t i = 0; i < 4; i++) {
			sb_addc(out, ';');
			escaped(out, part[order[i]]);
		}
		sb_addc(out, ';');
		escaped(out, *part[4] ? country_name(part[4]) : "");
	} else if (strcmp(m->name, "N") == 0) {
		card_name_line(out, part);
	} else if (strcmp(m->name, "BDAY") == 0) {
		const char *day = part[0] + strlen(part[0]) - 5; /* behind the year, or -- */

		sb_printf(out, ":%.*s%.2s%.2s", *part[0] == '-' ? 2 : 4, part[0], day, day + 3);
	} else {
		sb_adds(out, strcmp(m->name, "LANG") == 0 ? ";PREF=1:" : ":");
		escaped(out, part[0]);
	}
}

/* ---- addresses and numbers with their kind ---- */

/* In the order they decide in; by the words of words_label: work, home, mobile, fax, other. */
static const struct {
	const char *type;
	int label;
} types[] = {{"fax", 3},  {"x-fax", 3}, {"cell", 2},    {"x-mobile", 2},
             {"work", 0}, {"home", 1},  {"x-other", 4}, {"other", 4}};

int card_label(const struct vcard_property *p)
{
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (vcard_has(p, "TYPE", types[i].type))
			return types[i].label;
	return -1;
}

void card_labelled(struct strbuf *out, const char *name, int label, const char *s, size_t n)
{
	static const char *const phone[] = {"work", "home", "cell", "fax", "x-other"}, *const email[] = {"work", "home",
	                                                                                                 "x-mobile",
	                                                                                                 "x-fax",
	                                                                                                 "x-other"};

	sb_adds(out, name);
	if (label >= 0)
		sb_printf(out, ";TYPE=%s", (strcmp(name, "TEL") == 0 ? phone : email)[label]);
	sb_addc(out, ':');
	vcard_escape(out, s, n);
}

const char *card_address(struct arena *a, const struct vcard_property *p)
{
	const char *s = text(a, p->value, strlen(p->value), false);

	if (strcmp(p->name, "EMAIL") == 0)
		return strncasecmp(s, "mailto:", 7) == 0 ? s + 7 : s;
	s += strncasecmp(s, "tel:", 4) == 0 ? 4 : 0;
	return arena_strndup(a, s, strcspn(s, ";"));
}
